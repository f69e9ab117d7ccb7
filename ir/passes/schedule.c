/* Schedule: the perf program as k code and sample loops.
 *
 * Instructions are taken in program order. At any time there is one open loop: a-rate instructions gathered
 * so far, and before it the code that runs ahead of it, once a k-cycle. Ending the loop puts both into the
 * schedule.
 *
 *   1. Join. An a-rate core operation, and a call of an a-rate entry with a tick (or each) kernel, joins the
 *      open loop. The k function of the entry runs ahead of the loop (coef).
 *         a1 oscili ..; a2 = a1 * k1; out a2      ->   coef oscili | loop {oscili mul out}
 *   2. Move ahead. Everything else, k code and calls by address, is put ahead of the open loop, in program
 * order, when nothing tells the difference: it reads no result of the loop, writes nothing the loop reads or
 * writes, and no effect of it conflicts with one of the loop. Else the loop ends before it. a1 oscili ..; k1
 * = p4 * 2; out a1       ->   k1 = .. | loop {oscili out} a1 oscili ..; k1 = first a1; out a1     ->   loop
 * {oscili} | first | loop {out}
 *   3. Scalars in a loop. An instruction that reads or writes a scalar, string or array which one of the loop
 *      writes, or writes one which it reads, doesn't join: block order is that all samples of the one come
 * first.
 *   4. Effects. Two conflict when one writes what the other touches (tables, zak, channels), when both use a
 * shared delay line, random generator, file or MIDI, when both print or post events, or when one adds to the
 * output buffer and the other reads it. Adding twice to the output is no conflict inside a loop (each sample
 * gets its terms in program order), reading the input never is. a1 tab_read ..; tab_write a1; a2 tab_read ..
 * ->   loop {tab_read} | loop {tab_write} | loop {tab_read}
 *   5. Flow. Labels which the performance can reach, jumps, calls with a label argument or the flow effect,
 * and the ends of a local-ksmps section end the loop.
 *   6. Feedback. A block read before it is written in the k-cycle still holds the last k-cycle's samples.
 * Loop bodies keep program order, so the read at sample n comes before the write at n and the loop may go on:
 *         a2 = a1 * k1; a1 oscili ..              ->   loop {mul oscili}, block a1
 *      A slice (local ksmps) touches its outer block at shifted samples: it does not share a loop with other
 *      instructions on that block.
 *   7. Blocks. An a-variable lives in a register when each loop that touches it writes it first, even if it
 * is written again (a1 = a1 * k1). It needs its block in the instance when some loop reads it first, or when
 * it is global, sliced, or touched by the init program, a call by address or k code. */
#include "ir/internal.h"
#include <stdio.h>

typedef struct {
    const kc_ir_inst *inst;
    int index;
    uint32_t fx;
} step;

typedef KC_VEC(kc_sched_item) item_list;

typedef struct {
    kc_ir_unit *u;
    kc_schedule *s;
    int32_t *canon;                   /* variable -> first variable of the same storage */
    int32_t *reads, *writes, *slices; /* per variable: stamp of the last open loop that did */
    int32_t stamp;                    /* of the open loop */
    uint32_t fx;                      /* of the open loop */
    item_list ahead;                  /* runs before the open loop */
    kc_sched_item loop;
    uint8_t *reached; /* labels that perf jumps lead to */
} scheduler;

/* ---- effects ---------------------------------------------------------------------------------- */

static uint32_t effects(const kc_ir_inst *i) { return i->op == KC_IR_CALL ? i->desc->fx : 0; }

static const char *fx_conflict(uint32_t a, uint32_t b)
{
    static const struct {
        uint32_t write, touch;
        const char *why;
    } rules[] = {
        {KC_FX_TAB_W, KC_FX_TAB_R | KC_FX_TAB_W, "table write"},
        {KC_FX_ZAK_W, KC_FX_ZAK_R | KC_FX_ZAK_W, "zak write"},
        {KC_FX_CHN_W, KC_FX_CHN_R | KC_FX_CHN_W, "channel write"},
        {KC_FX_OUT, KC_FX_OUT_R, "output buffer read"},
        {KC_FX_LINE, KC_FX_LINE, "shared delay line"},
        {KC_FX_RNG, KC_FX_RNG, "shared random generator"},
        {KC_FX_FILE, KC_FX_FILE, "file access"},
        {KC_FX_MIDI, KC_FX_MIDI, "MIDI access"},
        {KC_FX_PRINT | KC_FX_EVENT, KC_FX_PRINT | KC_FX_EVENT, "order of prints and events"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if ((a & rules[i].write && b & rules[i].touch) || (b & rules[i].write && a & rules[i].touch))
            return rules[i].why;
    return NULL;
}

/* ---- what an instruction touches -------------------------------------------------------------- */

static int is_slice(const kc_ir_inst *i) { return i->op == KC_IR_SLICEIN || i->op == KC_IR_SLICEOUT; }

/* Argument `a` is the block of the section around, touched at shifted samples. */
static int is_outer(const kc_ir_inst *i, int a)
{
    return is_slice(i) && a == (i->op == KC_IR_SLICEIN ? 1 : 0);
}

static int is_constant(const kc_ir_var *v)
{
    return v->where == KC_IR_NUM || v->where == KC_IR_STRING || v->where == KC_IR_SYS;
}

static int joins(const kc_ir_inst *i)
{
    if (i->op == KC_IR_CALL) return i->desc->arate && (i->desc->tick_sym || i->desc->each_sym);
    return i->rate == 'a';
}

/* Some entries write their inputs: clear, vincr, array_set, timedseq ... Nothing tells which, so that is
 * assumed of calls without outputs, and of variadic ones (arrays aside), as far as the function gets a
 * writable place. */
static int writes(const scheduler *s, const kc_ir_inst *i, int a)
{
    const kc_ir_var *v = &s->u->vars.v[i->args[a]];
    if (a < i->nout) return 1;
    if (i->op != KC_IR_CALL || is_constant(v) || (i->nout && (!i->desc->raw || v->dims))) return 0;
    if (!v->dims && (v->type == 'i' || v->type == 'b')) return 0;
    int by_value = i->desc->tick_sym || i->desc->each_sym;
    return !by_value || v->dims || v->type == 'S' || v->type == 'f';
}

/* Why the instruction can't run ahead of the open loop; NULL when it can. */
static const char *blocked_ahead(const scheduler *s, const kc_ir_inst *i, uint32_t fx)
{
    const char *why = fx_conflict(s->fx, fx);
    if (s->fx & fx & KC_FX_OUT) why = "order of additions to the output"; /* rounding depends on it */
    if (why) return why;
    for (int a = 0; a < i->nout + i->nin; a++) {
        if (i->args[a] < 0) continue;
        int v = s->canon[i->args[a]];
        if (is_constant(&s->u->vars.v[v])) continue;
        if (s->writes[v] == s->stamp)
            return a < i->nout ? "writes what the loop writes" : "reads a result of the loop";
        if (writes(s, i, a) && s->reads[v] == s->stamp) return "writes what the loop reads";
    }
    return NULL;
}

/* Why the a-rate instruction can't join the open loop. */
static const char *blocked_in_loop(const scheduler *s, const kc_ir_inst *i, uint32_t fx)
{
    for (int a = 0; a < i->nout + i->nin; a++) {
        if (i->args[a] < 0) continue;
        int v = s->canon[i->args[a]];
        int read = s->reads[v] == s->stamp, written = s->writes[v] == s->stamp,
            sliced = s->slices[v] == s->stamp;
        if (kc_ir_is_block(&s->u->vars.v[v])) {
            if ((read || written) && sliced != is_outer(i, a)) return "slice of a block in use";
        } else if (written || (read && writes(s, i, a)))
            return "order of scalars"; /* this covers the k function, which reads nothing else */
    }
    return fx_conflict(s->fx, fx);
}

static void note_touched(scheduler *s, const kc_ir_inst *i, uint32_t fx)
{
    for (int a = 0; a < i->nout + i->nin; a++) {
        if (i->args[a] < 0) continue;
        int v = s->canon[i->args[a]];
        if (writes(s, i, a)) s->writes[v] = s->stamp;
        if (a >= i->nout) s->reads[v] = s->stamp;
        if (is_outer(i, a)) s->slices[v] = s->stamp;
    }
    s->fx |= fx;
}

/* ---- building --------------------------------------------------------------------------------- */

static kc_sched_item single(kc_sched_kind kind, int index)
{
    kc_sched_item it = {.kind = kind, .broke_inst = -1};
    kc_vec_push(&it.insts, index);
    return it;
}

/* Ends the open loop because of instruction `by` (-1: end of the program). */
static void end_loop(scheduler *s, const char *why, int by)
{
    for (int i = 0; i < s->ahead.n; i++) kc_vec_push(&s->s->items, s->ahead.v[i]);
    s->ahead.n = 0;
    if (s->loop.insts.n) {
        s->loop.kind = KC_SCHED_LOOP;
        s->loop.broke = why;
        s->loop.broke_inst = by;
        kc_vec_push(&s->s->items, s->loop);
        s->s->nloops++;
    }
    s->loop = (kc_sched_item){0};
    s->fx = 0;
    s->stamp++;
}

static void join(scheduler *s, const kc_ir_inst *i, int index)
{
    const char *why = blocked_in_loop(s, i, effects(i));
    if (why) end_loop(s, why, index);
    if (i->op == KC_IR_CALL && i->desc->k_sym) kc_vec_push(&s->ahead, single(KC_SCHED_COEF, index));
    kc_vec_push(&s->loop.insts, index);
    note_touched(s, i, effects(i));
}

static void move_ahead(scheduler *s, const kc_ir_inst *i, int index)
{
    const char *why = blocked_ahead(s, i, effects(i));
    if (why) end_loop(s, why, index);
    int inlined = i->op != KC_IR_CALL || (i->desc->tick_sym && !i->desc->arate);
    kc_vec_push(&s->ahead, single(inlined ? KC_SCHED_K : KC_SCHED_NATIVE, index));
}

static void fence(scheduler *s, kc_sched_kind kind, const char *why, int index)
{
    end_loop(s, why, index);
    kc_vec_push(&s->s->items, single(kind, index));
}

static void take(scheduler *s, const kc_ir_inst *i, int index)
{
    switch (i->op) {
    case KC_IR_LABEL:
        if (s->reached[i->label]) fence(s, KC_SCHED_LABEL, "label", index);
        return;
    case KC_IR_JUMP:
    case KC_IR_IF:
    case KC_IR_IFNOT: fence(s, KC_SCHED_JUMP, "jump", index); return;
    case KC_IR_SUBBEGIN: fence(s, KC_SCHED_SUB, "section with its own ksmps", index); return;
    case KC_IR_SUBEND: fence(s, KC_SCHED_ENDSUB, "section with its own ksmps", index); return;
    default: break;
    }
    if (effects(i) & KC_FX_FLOW || i->label >= 0)
        fence(s, KC_SCHED_NATIVE, "may jump or stop", index);
    else if (joins(i))
        join(s, i, index);
    else
        move_ahead(s, i, index);
}

/* Labels count where the performance can jump to them. */
static void find_reached(scheduler *s)
{
    for (int i = 0; i < s->u->insts.n; i++) {
        const kc_ir_inst *in = &s->u->insts.v[i];
        if (in->label >= 0 && in->op != KC_IR_LABEL && kc_ir_performs(in)) s->reached[in->label] = 1;
    }
}

/* Globals and p-fields may stand in the list twice: one of them speaks for the storage. */
static void find_aliases(scheduler *s)
{
    kc_map seen = {0};
    for (int i = 0; i < s->u->vars.n; i++) {
        const kc_ir_var *v = &s->u->vars.v[i];
        s->canon[i] = i;
        if (v->where != KC_IR_GLOBAL && v->where != KC_IR_P) continue;
        char key[32];
        snprintf(key, sizeof key, "%d.%d", v->where, v->index);
        void **slot = kc_map_at(&seen, key);
        if (*slot)
            s->canon[i] = (int)(intptr_t)*slot - 1;
        else
            *slot = (void *)(intptr_t)(i + 1);
    }
    kc_map_free(&seen);
}

/* A loop is only broken if something a-rate came after it. */
static void forget_last_break(kc_schedule *s)
{
    for (int i = s->items.n - 1; i >= 0; i--) {
        if (s->items.v[i].kind != KC_SCHED_LOOP) continue;
        s->items.v[i].broke = NULL;
        s->items.v[i].broke_inst = -1;
        return;
    }
}

/* ---- blocks ----------------------------------------------------------------------------------- */

/* home: the loop that touched the variable last */
static void touch_block(kc_ir_unit *u, int32_t *home, int var, int place, int reads)
{
    kc_ir_var *v = &u->vars.v[var];
    if (!kc_ir_is_block(v)) return;
    if (place < 0 || v->where != KC_IR_LOCAL || (home[var] != place && reads)) v->block = 1;
    home[var] = place;
}

/* place: number of the loop, or negative for all other places */
static void touch_all(kc_ir_unit *u, int32_t *home, const kc_ir_inst *in, int place)
{
    for (int a = in->nout; a < in->nout + in->nin; a++)
        if (in->args[a] >= 0) touch_block(u, home, in->args[a], is_outer(in, a) ? -2 : place, 1);
    for (int a = 0; a < in->nout; a++) touch_block(u, home, in->args[a], is_outer(in, a) ? -2 : place, 0);
}

/* Init code, which runs again on reinit, works on blocks. What it writes shows only where a loop reads first.
 * What it reads must be there; a copy reads nothing that matters when its target needs no block. Init
 * functions of calls that perform don't look at samples. Returns how many blocks were found. */
static int find_init_reads(kc_ir_unit *u)
{
    int found = 0;
    for (int i = u->insts.n - 1; i >= 0; i--) {
        const kc_ir_inst *in = &u->insts.v[i];
        if (!(in->pass & KC_IR_INIT) || (in->op == KC_IR_CALL && kc_ir_performs(in))) continue;
        if (in->op == KC_IR_COPY && !u->vars.v[in->args[0]].block) continue;
        for (int a = in->nout; a < in->nout + in->nin; a++) {
            kc_ir_var *v = in->args[a] < 0 ? NULL : &u->vars.v[in->args[a]];
            if (!v || !kc_ir_is_block(v) || v->block) continue;
            v->block = 1;
            found++;
        }
    }
    return found;
}

static void find_blocks(kc_ir_unit *u, const kc_schedule *s)
{
    int32_t *home = kc_xcalloc((size_t)u->vars.n, sizeof *home);
    for (int i = 0; i < u->vars.n; i++) {
        home[i] = -1;
        u->vars.v[i].block = 0;
    }
    for (int k = 0; k < s->items.n; k++) {
        const kc_sched_item *it = &s->items.v[k];
        if (it->kind == KC_SCHED_COEF) continue;
        for (int i = 0; i < it->insts.n; i++)
            touch_all(u, home, &u->insts.v[it->insts.v[i]], it->kind == KC_SCHED_LOOP ? k : -2);
    }
    free(home);
    while (find_init_reads(u)) {
    }
}

/* ---- entry ------------------------------------------------------------------------------------ */

kc_schedule *kc_ir_schedule(kc_ir_unit *u)
{
    size_t n = (size_t)u->vars.n;
    scheduler s = {.u = u, .s = kc_xcalloc(1, sizeof *s.s), .stamp = 1};
    s.canon = kc_xcalloc(n, sizeof *s.canon);
    s.reads = kc_xcalloc(n, sizeof *s.reads);
    s.writes = kc_xcalloc(n, sizeof *s.writes);
    s.slices = kc_xcalloc(n, sizeof *s.slices);
    s.reached = kc_xcalloc((size_t)u->labels.n, 1);
    find_aliases(&s);
    find_reached(&s);
    for (int i = 0; i < u->insts.n; i++)
        if (kc_ir_performs(&u->insts.v[i])) take(&s, &u->insts.v[i], i);
    end_loop(&s, NULL, -1);
    forget_last_break(s.s);
    find_blocks(u, s.s);
    kc_vec_free(&s.ahead);
    free(s.canon);
    free(s.reads);
    free(s.writes);
    free(s.slices);
    free(s.reached);
    return s.s;
}

void kc_ir_schedule_destroy(kc_schedule *s)
{
    if (!s) return;
    for (int i = 0; i < s->items.n; i++) kc_vec_free(&s->items.v[i].insts);
    kc_vec_free(&s->items);
    free(s);
}

void kc_ir_schedule_print(const kc_ir_unit *u, const kc_schedule *s, kc_sbuf *out)
{
    static const char *const kinds[] = {"k", "coef", "native", "loop", "label", "jump", "sub", "endsub"};
    kc_ir_names names;
    kc_ir_names_make(&names, u);
    kc_sbuf_printf(out, "schedule \"%s\": %d loop%s\n", u->name, s->nloops, s->nloops == 1 ? "" : "s");
    for (int k = 0; k < s->items.n; k++) {
        const kc_sched_item *it = &s->items.v[k];
        kc_sbuf_printf(out, "%-7s", kinds[it->kind]);
        for (int i = 0; i < it->insts.n; i++) {
            if (i) kc_sbuf_puts(out, "       ");
            kc_ir_print_inst(u, &names, &u->insts.v[it->insts.v[i]], out);
        }
        if (!it->broke) continue;
        kc_sbuf_printf(out, "       ; ended, %s: ", it->broke);
        kc_ir_print_inst(u, &names, &u->insts.v[it->broke_inst], out);
    }
    for (int i = 0, any = 0; i < u->vars.n; i++) {
        if (u->vars.v[i].block) kc_sbuf_printf(out, any++ ? " %s" : "blocks %s", names.var[i]);
        if (any && i == u->vars.n - 1) kc_sbuf_putc(out, '\n');
    }
    kc_ir_names_free(&names);
}
