/* The plan of a batch: may the notes of an instrument perform as lanes, and where everything stands then.
 *
 * Legal is what gives the bits of one note after the other. The notes share what is outside of them, so an
 * instrument may read tables, channels and globals, but only add to the outputs and to global a-variables;
 * sums are set aside by lane and made by the engine, note by note. Jumps go forward: notes that disagree
 * about one perform the rest of the k-cycle one by one. Opcodes without vector kernels are called for each
 * note in turn.
 *
 * Memory of a batch: a vector per scalar and p-field, rows of vectors per block, states at vector width.
 * Moves say how a note's memory gets there and back. */
#include "jit/lanes.h"
#include "ir/internal.h"
#include "jit/kernels.h"
#include <string.h>

enum { W = KC_LANE_COUNT, MIX_MAX = 32 };

static const uint32_t harmless = KC_FX_TAB_R | KC_FX_ZAK_R | KC_FX_CHN_R | KC_FX_IN | KC_FX_OUT | KC_FX_LINE;

typedef struct {
    emitter *e;
    kc_lane_plan *p;
    const kc_schedule *s;
    uint64_t used;
    uint8_t *adds, *touched; /* by variable: some instruction adds to it; another one touches it */
    int outs, native_outs;
} planner;

static const char *refuse(planner *l, const kc_ir_inst *i, const char *why)
{
    const char *name = i->name ? i->name : i->desc ? i->desc->name : NULL;
    kc_sbuf_printf(&l->p->why, "%s%s%s", name ? name : "", name ? " " : "", why);
    return l->p->why.s;
}

static uint32_t place(planner *l, uint64_t bytes)
{
    uint64_t at = l->used;
    l->used += (bytes + 63) & ~(uint64_t)63;
    return (uint32_t)at;
}

int kc_lanes_native(const kc_ir_inst *i)
{
    if (i->op != KC_IR_CALL) return 0;
    return i->desc->fx & KC_FX_LINE || !(i->desc->tick_sym || i->desc->each_sym) ||
           !kc_jit_has_kernels(i->desc, W);
}

/* ---- legality ------------------------------------------------------------------------------------- */

static int is_number(const kc_ir_var *v) { return !v->dims && strchr("ikbBa", v->type); }

/* ga = ga + x: the argument that is added, or 0. */
static int added(const emitter *e, const kc_ir_inst *i)
{
    if (i->op != KC_IR_ADD || i->rate != 'a' || e->u->vars.v[i->args[0]].where != KC_IR_GLOBAL) return 0;
    int out = e->canon[i->args[0]];
    if (e->canon[i->args[1]] == out) return e->canon[i->args[2]] == out ? 0 : 2;
    return e->canon[i->args[2]] == out ? 1 : 0;
}

static const char *check_flow(planner *l, const kc_ir_inst *i, int inst)
{
    l->p->code.jumps = 1;
    for (int k = 0; k < inst; k++)
        if (l->e->u->insts.v[k].op == KC_IR_LABEL && l->e->u->insts.v[k].label == i->label)
            return refuse(l, i, "a loop of k-rate code");
    return NULL;
}

static const char *check_arguments(planner *l, const kc_ir_inst *i, int native)
{
    for (int a = 0; a < i->nout + i->nin; a++) {
        if (i->args[a] < 0) return refuse(l, i, "takes a label");
        const kc_ir_var *v = &l->e->u->vars.v[i->args[a]];
        int constant = v->where == KC_IR_NUM || v->where == KC_IR_STRING || v->where == KC_IR_SYS;
        int input = a - i->nout, passed = input < 0 || (input < 64 && i->op == KC_IR_CALL &&
                                                        (i->desc->passed >> input & 1 || i->desc->each_sym));
        if (!native && !is_number(v) && (passed || i->op != KC_IR_CALL))
            return refuse(l, i, "works on arrays or strings in the sample loop");
        if (a < i->nout && v->where == KC_IR_GLOBAL) return refuse(l, i, "writes a global variable");
        if (a < i->nout && v->where == KC_IR_P) return refuse(l, i, "writes a p-field");
        if (!i->nout && native && !constant && v->where != KC_IR_LOCAL && !(i->desc->fx & KC_FX_OUT))
            return refuse(l, i, "may write a global variable");
        if (v->where == KC_IR_GLOBAL) l->touched[l->e->canon[i->args[a]]] = 1;
    }
    return NULL;
}

static const char *check(planner *l, const kc_sched_item *it, int inst)
{
    const kc_ir_inst *i = &l->e->u->insts.v[inst];
    int native = kc_lanes_native(i);
    if (it->kind == KC_SCHED_SUB || it->kind == KC_SCHED_ENDSUB)
        return refuse(l, i, "a section with its own ksmps");
    if (it->kind == KC_SCHED_LABEL) return NULL;
    if (it->kind == KC_SCHED_JUMP) return check_flow(l, i, inst);
    if (i->label >= 0) return refuse(l, i, "may jump");
    if (i->op == KC_IR_CALL && i->desc->fx & ~harmless)
        return refuse(l, i,
                      i->desc->fx & KC_FX_RNG    ? "draws random numbers that all notes share"
                      : i->desc->fx & KC_FX_FLOW ? "may end the note or start its init pass"
                                                 : "has an effect that other notes can see");
    if (native && it->kind == KC_SCHED_LOOP) return refuse(l, i, "has no vector kernel");
    if (i->op == KC_IR_CALL && i->desc->fx & KC_FX_OUT) l->outs++, l->native_outs += native;
    if (added(l->e, i)) {
        l->adds[l->e->canon[i->args[0]]] = 1;
        const kc_ir_var *x = &l->e->u->vars.v[i->args[added(l->e, i)]];
        if (x->where == KC_IR_GLOBAL) l->touched[l->e->canon[i->args[added(l->e, i)]]] = 1;
        return NULL;
    }
    return check_arguments(l, i, native);
}

static const char *check_sums(planner *l)
{
    for (int v = 0; v < l->e->u->vars.n; v++)
        if (l->adds[v] && l->touched[v]) {
            kc_sbuf_printf(&l->p->why, "adds to %s and reads it", l->e->u->vars.v[v].name);
            return l->p->why.s;
        }
    if (l->native_outs && l->outs > 1) {
        kc_sbuf_puts(&l->p->why, "several outputs, one of them not in the sample loop");
        return l->p->why.s;
    }
    return NULL;
}

/* ---- places --------------------------------------------------------------------------------------- */

static void move(planner *l, int kind, uint32_t note, uint32_t batch, uint32_t count, int bytes)
{
    kc_move m = {
        .note = note, .batch = batch, .count = count, .bytes = (uint16_t)bytes, .kind = (uint8_t)kind};
    kc_vec_push(&l->p->moves, m);
}

static void place_variable(planner *l, int var)
{
    int c = l->e->canon[var];
    const kc_ir_var *v = &l->e->u->vars.v[c];
    if (!is_number(v) || l->p->var[c] != KC_NOWHERE) return;
    if (v->where == KC_IR_P) {
        l->p->var[c] = place(l, 8 * W);
        move(l, KC_MOVE_P, (uint32_t)v->index, l->p->var[c], 1, 8);
    } else if (v->where == KC_IR_LOCAL && v->type != 'a') {
        l->p->var[c] = place(l, 8 * W);
        if (l->e->scalars[c].memory) move(l, KC_MOVE_LANE, v->off, l->p->var[c], 1, 8);
    } else if (v->where == KC_IR_LOCAL && v->block) {
        uint32_t n = (uint32_t)l->e->u->ksmps;
        l->p->var[c] = place(l, 8 * W * (uint64_t)n);
        move(l, KC_MOVE_LANE, v->off, l->p->var[c], n, 8);
    }
}

/* `VL mem[4]`: a kc_aux in lanes, whose memory the kernel may write (runtime/opcodes/dsp/lanes.h). */
static int owns_memory(const kc_field *wide)
{
    const char *dot = strrchr(wide->name, '.');
    return wide->lane == KC_FIELD_OWN ||
           (wide->size == 4 * 8 * W && !strcmp(dot ? dot + 1 : wide->name, "mem"));
}

static const char *place_state(planner *l, int inst)
{
    const kc_ir_inst *i = &l->e->u->insts.v[inst];
    if (i->op != KC_IR_CALL || kc_lanes_native(i) || !i->desc->state_size) return NULL;
    if (l->p->state[inst] != KC_NOWHERE) return NULL;
    kc_layout *wide = kc_jit_layout(i->desc, W), *one = kc_jit_layout(i->desc, 1);
    const char *bad = NULL;
    if (!wide || !one || wide->nfields != one->nfields) bad = "has a state of unknown layout";
    for (int f = 0; !bad && f < wide->nfields; f++)
        if (wide->fields[f].lane == KC_FIELD_UNKNOWN) bad = "has a state of unknown layout";
    if (!bad) {
        uint32_t at = l->p->state[inst] = place(l, wide->size);
        l->p->state_size[inst] = wide->size;
        for (int f = 0; f < wide->nfields; f++) {
            const kc_field *w = &wide->fields[f], *o = &one->fields[f];
            l->p->code.full |= (uint8_t)owns_memory(w);
            if (w->lane == KC_FIELD_OWN) continue;
            if (w->lane)
                move(l, KC_MOVE_LANE, i->st + o->offset, at + w->offset, o->size / w->lane, w->lane);
            else
                move(l, KC_MOVE_SHARED, i->st + o->offset, at + w->offset, 1, o->size);
        }
    }
    kc_jit_free_layout(wide);
    kc_jit_free_layout(one);
    return bad ? refuse(l, i, bad) : NULL;
}

/* What a function called by address reads and writes in the notes. Without outputs it may write its inputs.
 */
static void place_call(planner *l, int inst)
{
    const kc_ir_inst *i = &l->e->u->insts.v[inst];
    kc_batch_call c = {.step = l->e->step_of_inst[inst], .first = l->p->call_moves.n};
    for (int pass = 0; pass < 2; pass++)
        for (int a = 0; a < i->nout + i->nin; a++) {
            int out = a < i->nout || (pass && !i->nout), v = l->e->canon[i->args[a]];
            const kc_ir_var *x = &l->e->u->vars.v[v];
            if (out != pass || x->where != KC_IR_LOCAL || l->p->var[v] == KC_NOWHERE) continue;
            kc_move m = {.note = x->off,
                         .batch = l->p->var[v],
                         .count = x->type == 'a' ? (uint32_t)l->e->u->ksmps : 1,
                         .bytes = 8};
            kc_vec_push(&l->p->call_moves, m);
            if (pass)
                c.nout++;
            else
                c.nin++;
        }
    l->p->call[inst] = l->p->calls.n;
    kc_vec_push(&l->p->calls, c);
}

static const char *place_all(planner *l)
{
    const char *why = NULL;
    for (int k = 0; k < l->s->items.n && !why; k++) {
        const kc_sched_item *it = &l->s->items.v[k];
        for (int j = 0; j < it->insts.n && !why; j++) {
            const kc_ir_inst *i = &l->e->u->insts.v[it->insts.v[j]];
            for (int a = 0; a < i->nout + i->nin; a++)
                if (i->args[a] >= 0) place_variable(l, i->args[a]);
            why = place_state(l, it->insts.v[j]);
            if (kc_lanes_native(i) && l->p->call[it->insts.v[j]] < 0) place_call(l, it->insts.v[j]);
        }
    }
    return why;
}

int kc_lanes_slot(emitter *e, int32_t target)
{
    if (e->lanes->mix.n >= MIX_MAX) kc_emit_fail(e, "more than %d additions to outputs", MIX_MAX);
    kc_vec_push(&e->lanes->mix, target);
    return e->lanes->mix.n - 1;
}

int kc_lanes_added(const emitter *e, const kc_ir_inst *i) { return e->lanes ? added(e, i) : 0; }

/* ---- entry ---------------------------------------------------------------------------------------- */

static const char *plan(planner *l)
{
    const char *why = NULL;
    for (int k = 0; k < l->s->items.n && !why; k++) {
        const kc_sched_item *it = &l->s->items.v[k];
        if (it->kind == KC_SCHED_COEF) continue;
        for (int j = 0; j < it->insts.n && !why; j++) why = check(l, it, it->insts.v[j]);
    }
    if (!why) why = check_sums(l);
    return why ? why : place_all(l);
}

kc_lane_plan *kc_lanes_plan(emitter *e, const kc_schedule *s)
{
    kc_lane_plan *p = kc_xcalloc(1, sizeof *p);
    size_t nv = (size_t)e->u->vars.n + 1, ni = (size_t)e->u->insts.n + 1;
    p->var = kc_xcalloc(nv, sizeof *p->var);
    p->state = kc_xcalloc(ni, sizeof *p->state);
    p->state_size = kc_xcalloc(ni, sizeof *p->state_size);
    p->call = kc_xcalloc(ni, sizeof *p->call);
    memset(p->var, 0xff, nv * sizeof *p->var);
    memset(p->state, 0xff, ni * sizeof *p->state);
    memset(p->call, 0xff, ni * sizeof *p->call);
    planner l = {.e = e, .p = p, .s = s};
    l.adds = kc_xcalloc(nv, 1);
    l.touched = kc_xcalloc(nv, 1);
    p->refused = plan(&l);
    if (!p->refused && l.used > UINT32_MAX / 2) p->refused = "too large";
    p->code.size = (uint32_t)l.used;
    free(l.adds);
    free(l.touched);
    return p;
}

void kc_lanes_free(kc_lane_plan *p)
{
    if (!p) return;
    free(p->var);
    free(p->state);
    free(p->state_size);
    free(p->call);
    kc_vec_free(&p->moves);
    kc_vec_free(&p->call_moves);
    kc_vec_free(&p->calls);
    kc_vec_free(&p->mix);
    kc_sbuf_free(&p->why);
    free(p);
}

static const void *copy(char **at, const void *from, size_t bytes)
{
    void *to = memcpy(*at, bytes ? from : "", bytes);
    *at += (bytes + 7) & ~(size_t)7;
    return to;
}

kc_batch_code *kc_lanes_code(const kc_lane_plan *p)
{
    size_t moves = (size_t)p->moves.n * sizeof(kc_move),
           call_moves = (size_t)p->call_moves.n * sizeof(kc_move),
           calls = (size_t)p->calls.n * sizeof(kc_batch_call), mix = (size_t)p->mix.n * sizeof(int32_t);
    kc_batch_code *c = kc_xcalloc(1, sizeof *c + moves + call_moves + calls + mix + 64);
    char *at = (char *)(c + 1);
    *c = p->code;
    c->moves = copy(&at, p->moves.v, moves);
    c->nmoves = p->moves.n;
    c->call_moves = copy(&at, p->call_moves.v, call_moves);
    c->calls = copy(&at, p->calls.v, calls);
    c->ncalls = p->calls.n;
    c->mix = copy(&at, p->mix.v, mix);
    c->nmix = p->mix.n;
    return c;
}
