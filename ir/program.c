/* Program: the unit as tier 0 runs it.
 *
 * Two lists of steps, init and perf, over native functions. A call is one step with the init or perf function
 * of its entry, a core operation one with the function that `core` knows for its types. Labels make no step:
 * while the lists are built they get the index of the step that follows, then all jumps are resolved. */
#include "ir/internal.h"
#include <string.h>

typedef KC_VEC(kc_step) step_list;

typedef struct {
    kc_program prog; /* first: kc_program_destroy casts back */
    kc_ir_unit *unit;
    kc_arena arena;
    step_list init, perf;
} owner;

typedef struct {
    kc_ir_unit *u;
    owner *o;
    kc_core_lookup core;
    kc_diags *d;
    kc_ir_layout layout;
    int32_t *labels[2]; /* step index of each label, in the init and the perf list */
} maker;

enum { INIT, PERF };

/* ---- constants, operand pointers, sites ------------------------------------------------------- */

static void fill_consts(maker *m)
{
    char *pool = kc_arena_alloc(&m->o->arena, m->layout.consts_size);
    for (int i = 0; i < m->u->vars.n; i++) {
        const kc_ir_var *v = &m->u->vars.v[i];
        if (!v->live) continue;
        if (v->where == KC_IR_NUM) memcpy(pool + v->off, &v->num, sizeof v->num);
        if (v->where == KC_IR_STRING) {
            kc_str s = {(char *)v->str, v->str_len + 1, 0};
            memcpy(pool + v->off, &s, sizeof s);
        }
    }
    m->o->prog.consts = pool;
    m->o->prog.consts_size = m->layout.consts_size;
}

static kc_ref ref_to(const kc_ir_unit *u, int id)
{
    if (id < 0) return (kc_ref){KC_AT_CONST, 0}; /* label: any double will do */
    const kc_ir_var *v = &u->vars.v[id];
    switch (v->where) {
    case KC_IR_GLOBAL: return (kc_ref){KC_AT_GLOBAL, v->off};
    case KC_IR_NUM:
    case KC_IR_STRING: return (kc_ref){KC_AT_CONST, v->off};
    case KC_IR_P: return (kc_ref){KC_AT_P, (uint32_t)v->index};
    case KC_IR_SYS: return (kc_ref){KC_AT_ENGINE, v->off};
    default: return (kc_ref){KC_AT_NOTE, v->off};
    }
}

static void fill_refs(maker *m)
{
    kc_ref *refs = kc_arena_alloc(&m->o->arena, sizeof *refs * (size_t)m->layout.nrefs);
    int n = 0;
    for (int i = 0; i < m->u->insts.n; i++) {
        const kc_ir_inst *in = &m->u->insts.v[i];
        for (int a = 0; a < in->nout + in->nin; a++) refs[n++] = ref_to(m->u, in->args[a]);
    }
    m->o->prog.refs = refs;
    m->o->prog.nrefs = n;
    m->o->prog.refs_off = m->layout.refs_off;
}

static uint8_t type_letter(const kc_ir_var *v)
{
    switch (v->where) {
    case KC_IR_NUM: return 'c';
    case KC_IR_P: return 'p';
    case KC_IR_SYS: return 'r';
    default: return (uint8_t)(v->dims ? v->type | 0x80 : v->type);
    }
}

/* The name as the user wrote it: variables of an inlined opcode are called `opcode:name#call`. */
static const char *shown_name(kc_arena *a, const kc_ir_var *v)
{
    const char *colon = v->where == KC_IR_LOCAL ? strchr(v->name, ':') : NULL, *end = colon ? strrchr(colon, '#') : NULL;
    return end > colon ? kc_arena_strndup(a, colon + 1, (size_t)(end - colon - 1)) : v->name;
}

static void fill_site(maker *m, kc_site *s, const kc_ir_inst *in)
{
    int n = in->nout + in->nin;
    const char **names = kc_arena_alloc(&m->o->arena, sizeof *names * (size_t)n);
    uint8_t *types = kc_arena_alloc(&m->o->arena, (size_t)n + 1);
    for (int a = 0; a < n; a++) {
        const kc_ir_var *v = in->args[a] < 0 ? NULL : &m->u->vars.v[in->args[a]];
        names[a] = v ? shown_name(&m->o->arena, v) : m->u->labels.v[in->label];
        types[a] = v ? type_letter(v) : 'l';
    }
    *s = (kc_site){.desc = in->desc,
                   .name = in->name ? in->name : in->desc->name,
                   .text = in->text,
                   .argnames = names,
                   .types = types,
                   .nout = in->nout,
                   .nin = in->nin,
                   .given = in->given,
                   .line = in->span.line,
                   .file = m->u->file,
                   .label_init = -1,
                   .label_perf = -1};
    if (in->label < 0) return;
    s->label_init = m->labels[INIT][in->label];
    s->label_perf = m->labels[PERF][in->label];
}

static void fill_sites(maker *m)
{
    kc_site *sites = kc_arena_alloc(&m->o->arena, sizeof *sites * (size_t)m->layout.nsites);
    sites[0] = (kc_site){.name = m->u->name, .file = m->u->file, .label_init = -1, .label_perf = -1};
    for (int i = 0; i < m->u->insts.n; i++) {
        const kc_ir_inst *in = &m->u->insts.v[i];
        if (in->op == KC_IR_CALL) fill_site(m, &sites[in->site], in);
    }
    m->o->prog.sites = sites;
    m->o->prog.nsites = m->layout.nsites;
}

/* Offsets of the local variables of one kind: 'a' blocks, 'S' and 'f' values, '[' arrays. */
static const uint32_t *offsets(maker *m, char kind, int32_t *count)
{
    uint32_t *list = kc_arena_alloc(&m->o->arena, sizeof *list * (size_t)m->u->vars.n);
    int n = 0;
    for (int i = 0; i < m->u->vars.n; i++) {
        const kc_ir_var *v = &m->u->vars.v[i];
        if (v->live && v->where == KC_IR_LOCAL && (v->dims ? '[' : v->type) == kind) list[n++] = v->off;
    }
    *count = n;
    return list;
}

/* ---- steps ------------------------------------------------------------------------------------ */

/* An entry may have a deinit alone: its init step is there so that the engine notes it. */
static int nothing(void *st, kc_ctx *c, void **a)
{
    (void)st;
    (void)c;
    (void)a;
    return KC_OK;
}

static kc_native core_function(const maker *m, const kc_ir_inst *in)
{
    char types[16];
    int n = 0;
    for (int a = 0; a < in->nout + in->nin; a++) {
        if (a == in->nout) types[n++] = '<';
        types[n++] = m->u->vars.v[in->args[a]].type == 'a' ? 'a' : 'k';
    }
    types[n] = 0;
    const char *op = kc_ir_opinfos[in->op].text;
    kc_native fn = m->core(op, types);
    if (!fn)
        kc_diag_error(m->d, in->span, "ir-no-function", "%s: no function for %s %s", m->u->name, op, types);
    return fn;
}

static int kind_of(const kc_ir_inst *in)
{
    switch (in->op) {
    case KC_IR_JUMP: return KC_STEP_JUMP;
    case KC_IR_IF: return KC_STEP_IF;
    case KC_IR_IFNOT: return KC_STEP_IFNOT;
    case KC_IR_SUBBEGIN: return KC_STEP_SUB;
    case KC_IR_RIRETURN: return KC_STEP_RIRETURN;
    default: return KC_STEP_CALL;
    }
}

static kc_step step_of(maker *m, const kc_ir_inst *in, int pass)
{
    kc_step s = {.st = in->st, .args = in->argv, .site = (uint32_t)in->site, .target = -1};
    s.kind = (uint16_t)kind_of(in);
    s.flags = in->inner ? KC_STEP_INNER : 0;
    if (in->op == KC_IR_CALL)
        s.fn = pass == PERF ? in->desc->perf : in->desc->init ? in->desc->init : nothing;
    else if (s.kind == KC_STEP_CALL)
        s.fn = core_function(m, in);
    return s;
}

/* The steps of one pass. `open` is the stack of sections: steps that wait for their end. */
static void make_steps(maker *m, int pass, step_list *steps)
{
    KC_VEC(int) open = {0};
    for (int i = 0; i < m->u->insts.n; i++) {
        const kc_ir_inst *in = &m->u->insts.v[i];
        if (!(pass == INIT ? kc_ir_inits(in) : kc_ir_performs(in))) continue;
        if (in->op == KC_IR_LABEL)
            m->labels[pass][in->label] = steps->n;
        else if (in->op == KC_IR_SUBEND)
            steps->v[open.v[--open.n]].target = steps->n;
        else {
            if (in->op == KC_IR_SUBBEGIN) kc_vec_push(&open, steps->n);
            kc_step s = step_of(m, in, pass);
            if (in->label >= 0) s.target = in->label; /* becomes a step index below */
            kc_vec_push(steps, s);
        }
    }
    for (int i = 0; i < steps->n; i++) {
        kc_step *s = &steps->v[i];
        if (s->kind != KC_STEP_SUB && s->target >= 0) s->target = m->labels[pass][s->target];
    }
    kc_vec_push(steps, (kc_step){.kind = KC_STEP_END, .target = -1});
    kc_vec_free(&open);
}

/* ---- entry ------------------------------------------------------------------------------------ */

static void fill_program(maker *m)
{
    kc_program *p = &m->o->prog;
    p->name = m->u->name;
    p->size = m->layout.size;
    p->p_off = m->layout.p_off;
    p->pmax = m->u->pmax;
    p->p_dynamic = m->u->p_dynamic;
    make_steps(m, INIT, &m->o->init);
    make_steps(m, PERF, &m->o->perf);
    p->init = m->o->init.v;
    p->ninit = m->o->init.n;
    p->perf = m->o->perf.v;
    p->nperf = m->o->perf.n;
    fill_consts(m);
    fill_refs(m);
    fill_sites(m);
    p->avars = offsets(m, 'a', &p->navars);
    p->arrays = offsets(m, '[', &p->narrays);
    p->strs = offsets(m, 'S', &p->nstrs);
    p->fsigs = offsets(m, 'f', &p->nfsigs);
    p->ir = m->u;
    p->quiet = (uint8_t)kc_ir_quiet(m->u);
    p->fused_blocks = p->quiet && m->u->ksmps < KC_BLOCK_KSMPS;
    p->owner = m->o;
}

kc_program *kc_ir_program(kc_ir_unit *u, kc_core_lookup core, kc_diags *d)
{
    int before = d->errors;
    maker m = {.u = u, .core = core, .d = d};
    if (kc_ir_lay_out(u, &m.layout, d) < 0) return NULL;
    m.o = kc_xcalloc(1, sizeof *m.o);
    for (int i = 0; i < 2; i++) m.labels[i] = kc_xcalloc((size_t)u->labels.n, sizeof *m.labels[i]);
    fill_program(&m);
    for (int i = 0; i < 2; i++) free(m.labels[i]);
    if (d->errors == before) {
        m.o->unit = u;
        return &m.o->prog;
    }
    kc_ir_program_destroy(&m.o->prog); /* leaves the unit to the caller */
    return NULL;
}

void kc_ir_program_destroy(kc_program *p)
{
    if (!p) return;
    owner *o = p->owner;
    kc_vec_free(&o->init);
    kc_vec_free(&o->perf);
    kc_arena_free(&o->arena);
    kc_ir_unit_destroy(o->unit);
    free(o);
}
