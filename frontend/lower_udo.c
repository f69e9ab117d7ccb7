/* User-defined opcodes: checked once where they are defined, then inlined at every call with variables of
 * their own.
 *
 *     call         a1 foo a2, 3         foo has: ain, ix xin ... xout aout
 *     becomes      foo:ix#1 = init copy 3;  ain is a2 itself when foo never writes it, else a copy
 *                  the body
 *                  a1 = perf copy foo:aout#1
 *
 * Inputs are copied at init, k- and a-rate ones in every k-cycle too. Outputs: i-rate ones at init, the
 * others in the performance. A body that sets its own ksmps stands between SUBBEGIN and SUBEND, and its audio
 * goes through slices. */
#include "frontend/sema.h"
#include <stdio.h>
#include <string.h>

enum { BOTH = KC_IR_INIT | KC_IR_PERF };

/* A recursive opcode is inlined so deep that there are about this many copies of it, and the unit is not
 * larger than that; deeper calls fail at init. */
#define MAX_RECURSION        64
#define MAX_RECURSION_COPIES 1024
#define MAX_RECURSION_INSTS  50000

/* ---- what a body writes ------------------------------------------------------------------------ */

static const char *base_name(const kc_ast_expr *e)
{
    if (e->kind == KC_EXPR_INDEX) e = e->kids.v[0];
    return e->kind == KC_EXPR_IDENT ? e->text : NULL;
}

static void mark(kc_map *m, const char *prefix, const kc_ast_expr *e)
{
    char key[256];
    const char *name = base_name(e);
    if (!name) return;
    if ((size_t)snprintf(key, sizeof key, "%s%s", prefix, name) < sizeof key) kc_map_put(m, key, m);
}

static int is_marked(const kc_map *m, const char *prefix, const char *name)
{
    char key[256];
    return (size_t)snprintf(key, sizeof key, "%s%s", prefix, name) >= sizeof key || kc_map_get(m, key);
}

/* Opcodes that write their inputs, and print, which shows their names: the parameter must be a variable of
 * its own. Any opcode without outputs may write an array it is given. */
static int needs_variables(const char *name)
{
    static const char *const names[] = {"print",   "vincr",   "clear",   "denorm",
                                        "loop_lt", "loop_le", "loop_gt", "loop_ge"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) return 1;
    return 0;
}

static int count_calls(const kc_ast_expr *e, const char *name)
{
    int n = e->kind == KC_EXPR_CALL && !strcmp(e->text, name);
    for (int i = 0; i < e->kids.n; i++) n += count_calls(e->kids.v[i], name);
    return n;
}

static void scan_calls(kc_udo *u, const kc_ast_stmt *s)
{
    u->self_calls += s->kind == KC_STMT_OPCALL && !strcmp(s->name, u->name);
    for (int i = 0; i < s->args.n; i++) u->self_calls += count_calls(s->args.v[i], u->name);
    for (int i = 0; i < s->n_branches; i++)
        if (s->branches[i].cond) u->self_calls += count_calls(s->branches[i].cond, u->name);
}

static void scan_stmt(void *user, kc_ast_stmt *s)
{
    kc_udo *u = user;
    scan_calls(u, s);
    int opcall = s->kind == KC_STMT_OPCALL, xin = opcall && !strcmp(s->name, "xin");
    for (int i = 0; !xin && i < s->outs.n; i++) mark(&u->assigned, "", s->outs.v[i]);
    for (int i = 0; opcall && !s->outs.n && i < s->args.n; i++)
        mark(&u->assigned, needs_variables(s->name) ? "" : "[]", s->args.v[i]);
    if (opcall && !strcmp(s->name, "setksmps")) u->fenced = 1;
}

void kc_udo_scan(kc_udo *u) { kc_each_stmt(&u->body, scan_stmt, u); }

static void find_setksmps(void *user, kc_ast_stmt *s)
{
    if (s->kind == KC_STMT_OPCALL && !strcmp(s->name, "setksmps")) *(int *)user = 1;
}

int kc_block_sets_ksmps(const kc_ast_block *b)
{
    int found = 0;
    kc_ast_block copy = *b;
    kc_each_stmt(&copy, find_setksmps, &found);
    return found;
}

/* Set again at every use: a use may stand behind a jump. */
kc_opnd kc_section_value(kc_lower *l, const char *name, kc_span at)
{
    kc_scope *sc = l->scope;
    int is_kr = !strcmp(name, "kr");
    kc_opnd out = {sc->section[is_kr] - 1, {'i', 0}, -1};
    if (out.var < 0) {
        const char *of = sc->serial ? sc->udo->name : "";
        name = kc_arena_printf(&l->c->arena, "%s:%s#%d", of, name, sc->serial);
        out.var = kc_ir_var_add(l->u, name, 'i', 0, KC_IR_LOCAL);
        sc->section[is_kr] = out.var + 1;
    }
    kc_call_named(l, is_kr ? "##kr" : "##ksmps", &out, 1, NULL, 0, KC_IR_INIT, at);
    return out;
}

/* ---- copies between caller and body ------------------------------------------------------------ */

static int has_entry(kc_lower *l, const char *name, kc_type type)
{
    const kc_entries *es = kc_find_entries(l->c, name);
    return es && kc_resolve(es, &type, 1, &type, 1);
}

static void copy_string(kc_lower *l, kc_opnd dst, kc_opnd src, kc_span at)
{
    kc_call_named(l, "=", &dst, 1, &src, 1, BOTH, at);
    if ((l->passes & KC_IR_PERF) && has_entry(l, "#=", dst.type))
        kc_call_named(l, "#=", &dst, 1, &src, 1, BOTH, at);
}

static void copy_in(kc_lower *l, kc_opnd dst, kc_opnd src, kc_span at)
{
    kc_type t = dst.type;
    if (t.dims || t.t == 'f' || t.t == 'w')
        kc_call_named(l, "=", &dst, 1, &src, 1, BOTH & l->passes, at);
    else if (t.t == 'S')
        copy_string(l, dst, src, at);
    else if (t.t == 'a' && l->scope->own_fence)
        kc_emit(l, KC_IR_SLICEIN, KC_IR_PERF, 'a', &dst.var, 1, &src.var, 1);
    else
        kc_emit(l, KC_IR_COPY, t.t == 'i' ? KC_IR_INIT : BOTH, kc_rate_of(t), &dst.var, 1, &src.var, 1);
}

static void copy_out(kc_lower *l, kc_opnd dst, kc_opnd src, kc_span at)
{
    kc_type t = dst.type;
    if (t.t == '@' || src.type.t == '@') return;
    if (t.dims || t.t == 'f' || t.t == 'w')
        kc_call_named(l, "=", &dst, 1, &src, 1, BOTH & l->passes, at);
    else if (t.t == 'S')
        copy_string(l, dst, src, at);
    else if (t.t == 'a')
        kc_emit(l, l->scope->own_fence ? KC_IR_SLICEOUT : KC_IR_COPY, KC_IR_PERF, 'a', &dst.var, 1, &src.var,
                1);
    else {
        int pass = t.t != 'k' ? KC_IR_INIT : kc_type_is_irate(src.type) ? BOTH : KC_IR_PERF;
        kc_emit(l, KC_IR_COPY, pass, kc_rate_of(t), &dst.var, 1, &src.var, 1);
    }
}

/* ---- xin and xout ------------------------------------------------------------------------------ */

static void bad_list(kc_lower *l, const char *what, const char *declared, const kc_type *found, int n,
                     kc_span at)
{
    kc_sbuf b = {0};
    kc_types_text(found, n, &b);
    kc_lower_error(l, at, "bad-xin-xout", "invalid %s statement for %s: defined (%s), found (%s)", what,
                   l->scope->udo->name, declared, b.s);
    kc_sbuf_free(&b);
}

static int outside(kc_lower *l, const char *what, int seen, kc_span at)
{
    if (!l->scope->udo) {
        kc_lower_error(l, at, "outside-opcode", "%s stands outside of an opcode definition", what);
        return 1;
    }
    if (seen) kc_lower_error(l, at, "bad-xin-xout", "more than one %s statement: only one is allowed", what);
    return seen;
}

/* Is the argument itself as good as a copy? */
static int can_alias(kc_lower *l, const char *name, kc_type type, kc_opnd arg)
{
    const kc_udo *u = l->scope->udo;
    if (arg.var < 0 || is_marked(&u->assigned, "", name)) return 0;
    if (type.dims && is_marked(&u->assigned, "[]", name)) return 0;
    if (type.t == 'a' && l->scope->own_fence) return 0;
    for (int i = 0; l->scope->nout > 1 && i < l->scope->nout;
         i++) /* a result may be copied over it too early */
        if (l->scope->out[i].var == arg.var) return 0;
    return l->u->vars.v[arg.var].where != KC_IR_GLOBAL;
}

static void bind_parameter(kc_lower *l, const kc_ast_expr *out, kc_type type, kc_opnd arg)
{
    const char *name = out->text;
    if (*name != 'g' && can_alias(l, name, type, arg)) {
        kc_opnd *o = kc_arena_alloc(&l->c->arena, sizeof *o);
        *o = (kc_opnd){arg.var, {type.t, type.dims ? arg.type.dims : 0}, -1};
        kc_map_put(&l->scope->vars, name, o);
        l->u->vars.v[arg.var].temp = 0;
        return;
    }
    kc_opnd dst = kc_declare(l, out);
    if (dst.type.t != '@' && arg.type.t != '@') copy_in(l, dst, arg, out->span);
}

void kc_lower_xin(kc_lower *l, kc_ast_stmt *s)
{
    if (outside(l, "xin", l->scope->seen_xin, s->span)) return;
    kc_scope *sc = l->scope;
    sc->seen_xin = 1;
    KC_VEC(kc_type) found = {0};
    kc_vec_reserve(&found, 1);
    for (int i = 0; i < s->outs.n; i++) kc_vec_push(&found, kc_out_type(l, s->outs.v[i]));
    if (s->args.n || !kc_types_fit_in(found.v, found.n, sc->udo->ins)) {
        bad_list(l, "xin", sc->udo->ins, found.v, found.n, s->span);
        for (int i = 0; i < s->outs.n; i++)
            if (s->outs.v[i]->kind == KC_EXPR_IDENT) kc_declare(l, s->outs.v[i]);
    } else {
        for (int i = 0; i < s->outs.n; i++) {
            kc_ast_expr *out = s->outs.v[i];
            if (out->kind != KC_EXPR_IDENT)
                kc_lower_error(l, out->span, "bad-xin-xout", "xin takes variables");
            else if (i < sc->nin)
                bind_parameter(l, out, found.v[i], sc->in[i]);
            else
                kc_declare(l, out);
        }
    }
    kc_vec_free(&found);
}

void kc_lower_xout(kc_lower *l, kc_ast_stmt *s)
{
    if (outside(l, "xout", l->scope->seen_xout, s->span)) return;
    kc_scope *sc = l->scope;
    sc->seen_xout = 1;
    kc_opnds v = {0};
    kc_lower_args(l, &s->args, &v);
    KC_VEC(kc_type) found = {0};
    kc_vec_reserve(&found, 1);
    int bad = 0;
    for (int i = 0; i < v.n; i++) {
        bad |= v.v[i].type.t == '@';
        kc_vec_push(&found, v.v[i].type);
    }
    if (!bad && (s->outs.n || !kc_types_fit_in(found.v, found.n, sc->udo->outs)))
        bad_list(l, "xout", sc->udo->outs, found.v, found.n, s->span);
    sc->result = kc_arena_alloc(&l->c->arena, sizeof *sc->result * (size_t)(v.n + 1));
    sc->nresult = v.n;
    for (int i = 0; i < v.n; i++) {
        sc->result[i] = v.v[i];
        if (v.v[i].var >= 0) l->u->vars.v[v.v[i].var].temp = 0; /* read at the end of the body */
    }
    kc_vec_free(&found);
    kc_vec_free(&v);
}

/* ---- definition -------------------------------------------------------------------------------- */

int kc_udo_check(kc_compile *c, kc_udo *u)
{
    int errors = c->d->errors;
    kc_ir_unit *scratch = kc_ir_unit_create(u->name, c->header.ksmps);
    kc_lower l;
    kc_scope sc = {.udo = u, .fenced = u->fenced};
    kc_lower_begin(&l, c, scratch, BOTH);
    l.checking = 1;
    kc_scope_begin(&l, &sc, &u->body);
    kc_lower_block(&l, &u->body);
    kc_span at = u->body.n ? u->body.v[0]->span : (kc_span){0, 0, 0, 0};
    if (!sc.seen_xin && !kc_types_fit_in(NULL, 0, u->ins)) bad_list(&l, "xin", u->ins, NULL, 0, at);
    if (!sc.seen_xout && !kc_types_fit_in(NULL, 0, u->outs)) bad_list(&l, "xout", u->outs, NULL, 0, at);
    kc_scope_end(&l);
    kc_lower_end(&l);
    kc_ir_unit_destroy(scratch);
    u->bad = c->d->errors > errors;
    return u->bad ? -1 : 0;
}

/* ---- calls ------------------------------------------------------------------------------------- */

static int recursion_depth(const kc_lower *l, const kc_udo *u)
{
    int n = 0;
    for (const kc_scope *sc = l->scope; sc; sc = sc->up) n += sc->udo == u;
    return n;
}

static int recursion_limit(const kc_udo *u)
{
    int limit = 1;
    for (long copies = 1; limit < MAX_RECURSION && copies < MAX_RECURSION_COPIES; limit++)
        copies *= u->self_calls > 1 ? u->self_calls : 1;
    return limit;
}

/* The call that is not inlined any more: an init error when it is reached. */
static void refuse_recursion(kc_lower *l, const kc_udo *u, kc_span at)
{
    if (!kc_find_entries(l->c, "##fail")) {
        kc_lower_error(l, at, "recursive-opcode", "recursive user-defined opcode %s is not supported yet",
                       u->name);
        l->stopped = 1;
        return;
    }
    const char *text =
        kc_arena_printf(&l->c->arena, "recursive user-defined opcode %s is nested too deeply", u->name);
    kc_opnd s = {kc_ir_string(l->u, text, (int)strlen(text)), {'S', 0}, -1};
    kc_call_named(l, "##fail", NULL, 0, &s, 1, BOTH, at);
}

/* Arguments of the call with defaults added. Returns the local ksmps, a variable id, or -1. */
static int take_arguments(kc_lower *l, kc_scope *sc, const kc_opnd *ins, int nin)
{
    const char *sig = sc->udo->ins;
    int n = kc_sig_count(sig);
    sc->in = kc_arena_alloc(&l->c->arena, sizeof *sc->in * (size_t)(n + 1));
    sc->nin = n;
    kc_type code;
    for (int i = 0; i < n && kc_sig_next(&sig, &code); i++) {
        double value = 0;
        const char *spelling = "0";
        if (i < nin) {
            sc->in[i] = ins[i];
        } else {
            kc_code_default(code.t, &value, &spelling);
            sc->in[i] = kc_const(l, value, spelling);
        }
    }
    if (nin <= n) return -1;
    const kc_ir_var *v = &l->u->vars.v[ins[n].var];
    return v->where == KC_IR_NUM && v->num == 0 ? -1 : ins[n].var;
}

static void inline_body(kc_lower *l, kc_scope *sc, int local_ksmps, kc_span at)
{
    kc_udo *u = sc->udo;
    kc_scope_begin(l, sc, &u->body);
    if (sc->own_fence) kc_emit(l, KC_IR_SUBBEGIN, BOTH, '-', NULL, 0, NULL, 0);
    if (local_ksmps >= 0) {
        kc_opnd n = {local_ksmps, {'i', 0}, -1};
        kc_call_named(l, "setksmps", NULL, 0, &n, 1, BOTH, at);
    }
    kc_lower_block(l, &u->body);
    for (int i = 0; i < sc->nout && i < sc->nresult; i++) copy_out(l, sc->out[i], sc->result[i], at);
    if (sc->own_fence) kc_emit(l, KC_IR_SUBEND, BOTH, '-', NULL, 0, NULL, 0);
    kc_scope_end(l);
}

void kc_udo_call(kc_lower *l, kc_udo *u, const kc_opnd *outs, int nout, const kc_opnd *ins, int nin,
                 kc_span at)
{
    if (l->checking || u->bad || l->stopped) return;
    int depth = recursion_depth(l, u);
    if (depth >= recursion_limit(u) || (depth && l->u->insts.n > MAX_RECURSION_INSTS)) {
        refuse_recursion(l, u, at);
        return;
    }
    const kc_ast_stmt *stmt = l->stmt;
    const char *text = l->text;
    kc_span span = l->span;
    if (!l->scope->serial) l->call_span = at;
    kc_scope *sc = kc_arena_alloc(&l->c->arena, sizeof *sc);
    sc->udo = u;
    sc->serial = ++l->calls;
    sc->nout = nout;
    sc->out = kc_arena_alloc(&l->c->arena, sizeof *sc->out * (size_t)(nout + 1));
    for (int i = 0; i < nout; i++) sc->out[i] = outs[i];
    int local_ksmps = take_arguments(l, sc, ins, nin);
    sc->own_fence = u->fenced || local_ksmps >= 0;
    sc->fenced = sc->own_fence || l->scope->fenced;
    inline_body(l, sc, local_ksmps, at);
    l->stmt = stmt, l->text = text, l->span = span;
}
