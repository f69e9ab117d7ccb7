/* Calls of opcodes: as statements, in expressions, and those the language itself makes (operators, array
 * elements). */
#include "frontend/sema.h"
#include <stdio.h>
#include <string.h>

/* ---- emission ---------------------------------------------------------------------------------- */

static int all_irate(const char *outs)
{
    kc_type code;
    int n = 0;
    while (kc_sig_next(&outs, &code)) {
        if (code.t != 'i' && code.t != 'I') return 0;
        n++;
    }
    return n > 0;
}

static int passes_of(const kc_opdesc *d)
{
    int pass = (d->init ? KC_IR_INIT : 0) | (d->perf ? KC_IR_PERF : 0);
    if (d->init && all_irate(d->outs)) return KC_IR_INIT;
    return pass ? pass : KC_IR_PERF;
}

/* As messages show it: with the letters of its results when the name has several entries. */
static const char *display_name(kc_lower *l, const kc_entries *es, const kc_opdesc *d)
{
    if (!es || es->v.n < 2 || !*d->outs) return d->name;
    char letters[8];
    snprintf(letters, sizeof letters, "%.1s%s", d->outs, d->outs[1] == '[' ? "[]" : "");
    return kc_arena_printf(&l->u->arena, "%s.%s", d->name, letters);
}

static void warn_deprecated(kc_lower *l, const char *name, kc_span at)
{
    if (kc_map_get(&l->c->warned, name)) return;
    kc_map_put(&l->c->warned, name, l->c);
    kc_lower_warning(l, at, "deprecated-opcode", "opcode %s is deprecated", name);
}

static void add_defaults(kc_lower *l, const char *sig, kc_opnds *v)
{
    kc_type code;
    double value;
    const char *spelling;
    for (int i = 0; kc_sig_next(&sig, &code); i++)
        if (i >= v->n && !code.dims && kc_code_default(code.t, &value, &spelling))
            kc_vec_push(v, kc_const(l, value, spelling));
}

/* Loops may jump ahead at init; tigoto and rigoto do so only when the note has been initialised before. */
static void note_call_jump(kc_lower *l, const kc_opdesc *d, int pass, int label)
{
    if (label >= 0 && strcmp(d->name, "tigoto") && strcmp(d->name, "rigoto")) kc_note_jump(l, pass, label);
}

static void append_call(kc_lower *l, const kc_entries *es, const kc_opdesc *d, const kc_opnd *outs, int nout,
                        const kc_opnd *ins, int nin, int mask, kc_span at)
{
    kc_opnds v = {0};
    int given = nin, label = -1;
    for (int i = 0; i < nin; i++) {
        if (ins[i].label >= 0) label = ins[i].label;
        kc_vec_push(&v, ins[i]);
    }
    add_defaults(l, d->ins, &v);
    KC_VEC(int) ids = {0};
    for (int i = 0; i < nout; i++) kc_vec_push(&ids, outs[i].var);
    for (int i = 0; i < v.n; i++) kc_vec_push(&ids, v.v[i].var);
    if (d->deprecated) warn_deprecated(l, d->name, at);
    int all = passes_of(d), pass = all & mask;
    char rate = !nout ? '-' : d->arate ? 'a' : all == KC_IR_INIT ? 'i' : 'k';
    if ((pass & KC_IR_PERF) && !(l->passes & KC_IR_PERF) && !l->scope->serial)
        kc_lower_warning(l, at, "perf-in-global", "%s: performance code in global space is ignored", d->name);
    kc_ir_inst *i = kc_emit(l, KC_IR_CALL, pass, rate, ids.v, nout, ids.v ? ids.v + nout : NULL, v.n);
    if (i) {
        i->desc = d;
        i->name = display_name(l, es, d);
        i->given = (int16_t)given;
        i->inner = l->scope->udo && strcmp(d->name, "##fail");
        i->label = label;
        note_call_jump(l, d, pass, label);
    }
    kc_vec_free(&ids);
    kc_vec_free(&v);
}

/* A call whose init may be skipped is performed only when it was not: a flag tells. */
static void emit_call(kc_lower *l, const kc_entries *es, const kc_opdesc *d, const kc_opnd *outs, int nout,
                      const kc_opnd *ins, int nin, int mask, kc_span at)
{
    int both = KC_IR_INIT | KC_IR_PERF,
        guard = kc_may_skip_init(l) && (passes_of(d) & mask & l->passes) == both;
    int skip = guard ? kc_new_label(l) : -1;
    kc_opnd flag = guard ? kc_hidden_temp(l, (kc_type){'i', 0}) : kc_bad(), one = kc_bad();
    if (guard) {
        l->u->vars.v[flag.var].temp = 0;
        one = kc_const(l, 1, "1");
        kc_emit_jump(l, KC_IR_IFNOT, KC_IR_PERF, flag, skip);
    }
    append_call(l, es, d, outs, nout, ins, nin, mask, at);
    if (!guard) return;
    kc_emit(l, KC_IR_COPY, KC_IR_INIT, 'i', &flag.var, 1, &one.var, 1);
    kc_emit_label(l, skip);
}

void kc_call_entry(kc_lower *l, const kc_entries *es, const kc_entry *e, const kc_opnd *outs, int nout,
                   const kc_opnd *ins, int nin, int mask, kc_span at)
{
    if (nin > KC_MAX_ARGS) {
        kc_lower_error(l, at, "too-many-arguments", "%d inputs are more than the %d allowed", nin,
                       KC_MAX_ARGS);
        return;
    }
    if (e->udo)
        kc_udo_call(l, e->udo, outs, nout, ins, nin, at);
    else
        emit_call(l, es, e->desc, outs, nout, ins, nin, mask, at);
}

/* ---- resolution and its messages --------------------------------------------------------------- */

typedef KC_VEC(kc_type) type_list;

static type_list types_of(const kc_opnd *v, int n)
{
    type_list t = {0};
    kc_vec_reserve(&t, 1); /* never NULL */
    for (int i = 0; i < n; i++) kc_vec_push(&t, v[i].type);
    return t;
}

static int any_bad(const kc_opnd *v, int n)
{
    for (int i = 0; i < n; i++)
        if (v[i].type.t == '@') return 1;
    return 0;
}

static void unknown_opcode(kc_lower *l, const char *name, kc_span at)
{
    if (l->c->partial) return; /* a definition that could not be read */
    kc_lower_error(l, at, "unknown-opcode", "unknown opcode: %s", name);
    kc_note_near_opcode(l->c, name);
}

/* Operators and array access have names of their own; people know them by what they wrote. */
static const char *spoken_name(const char *name)
{
    if (!strcmp(name, "##array_get")) return "array element";
    if (!strcmp(name, "##array_set") || !strcmp(name, "##array_init"))
        return "assignment to an array element";
    if (!strcmp(name, "=")) return "assignment";
    return name;
}

int kc_call_named(kc_lower *l, const char *name, const kc_opnd *outs, int nout, const kc_opnd *ins, int nin,
                  int mask, kc_span at)
{
    if (any_bad(outs, nout) || any_bad(ins, nin)) return -1;
    const kc_entries *es = kc_find_entries(l->c, name);
    if (!es) {
        unknown_opcode(l, name, at);
        return -1;
    }
    type_list o = types_of(outs, nout), i = types_of(ins, nin);
    const kc_entry *e = kc_resolve(es, o.v, o.n, i.v, i.n);
    if (e)
        kc_call_entry(l, es, e, outs, nout, ins, nin, mask, at);
    else
        kc_report_mismatch(l, spoken_name(name), es, o.v, o.n, i.v, i.n, at);
    kc_vec_free(&o);
    kc_vec_free(&i);
    return e ? 0 : -1;
}

/* `.[]` results have the type of the first array argument. */
static kc_type result_type(kc_type code, const kc_opnd *ins, int nin)
{
    if (!code.dims) return kc_code_result(code);
    for (int i = 0; i < nin; i++) {
        if (!ins[i].type.dims) continue;
        if (code.t == '.' || code.t == ins[i].type.t)
            return (kc_type){ins[i].type.t,
                             code.t == '.' || code.dims == ins[i].type.dims ? ins[i].type.dims : code.dims};
    }
    return code.t == '.' ? (kc_type){'@', 0} : code;
}

/* The variant of an annotated call: its outputs are as annotated. t = '@' when there is none. */
static kc_type annotated_type(const kc_entries *es, const char *annot)
{
    kc_type t, found = {'@', 0};
    const char *sig = annot;
    if (!kc_sig_next(&sig, &t) || *sig) return found;
    for (int i = 0; i < es->v.n; i++)
        if (kc_types_fit_out(&t, 1, es->v.v[i].outs) && *es->v.v[i].outs) return t;
    return found;
}

static kc_type function_type(kc_lower *l, const char *name, const kc_entries *es, const char *annot,
                             const kc_opnd *ins, int nin, kc_span at)
{
    type_list types = types_of(ins, nin);
    kc_type t = {'@', 0}, code;
    if (annot) {
        t = annotated_type(es, annot);
        if (t.t == '@') {
            kc_lower_error(l, at, "no-matching-entry", "%s: no variant gives %s", name, annot);
            kc_note_forms(l->c, es, NULL, -1);
        }
    } else {
        const kc_entry *e = kc_resolve_inputs(es, types.v, types.n);
        const char *sig = e ? e->outs : "";
        if (!e)
            kc_report_mismatch(l, name, es, NULL, -1, types.v, types.n, at);
        else if (!kc_sig_next(&sig, &code))
            kc_lower_error(l, at, "no-value", "%s gives no value, it can't be used in an expression", name);
        else
            t = result_type(code, ins, nin);
        if (e && code.t && *e->outs && t.t == '@')
            kc_lower_error(l, at, "no-value",
                           "%s gives results of many types, it can't be used in an expression", name);
    }
    kc_vec_free(&types);
    return t;
}

kc_opnd kc_call_function(kc_lower *l, const char *name, const char *annot, const kc_opnd *ins, int nin,
                         const kc_want *want, kc_span at)
{
    if (any_bad(ins, nin)) return kc_bad();
    const kc_entries *es = kc_find_entries(l->c, name);
    if (!es) {
        unknown_opcode(l, name, at);
        return kc_bad();
    }
    kc_type t = function_type(l, spoken_name(name), es, annot, ins, nin, at);
    if (t.t == '@') return kc_bad();
    kc_opnd out = kc_result(l, t, want);
    return kc_call_named(l, name, &out, 1, ins, nin, KC_IR_INIT | KC_IR_PERF, at) ? kc_bad() : out;
}

/* ---- calls in the text ------------------------------------------------------------------------- */

void kc_lower_args(kc_lower *l, const kc_ast_exprs *args, kc_opnds *v)
{
    for (int i = 0; i < args->n; i++) kc_vec_push(v, kc_lower_expr(l, args->v[i], NULL));
}

/* pcount, pindex and passign don't keep the reference from counting p-fields either. */
static void note_dynamic_pfields(kc_lower *l, const char *name)
{
    if (!strcmp(name, "p")) l->u->p_dynamic = 1;
}

/* i(x) of a scalar reads the variable at init. Its argument is a plain variable, or an array and indices. */
static kc_opnd lower_i(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_ast_expr *arg = e->kids.v[0];
    if (arg->kind != KC_EXPR_IDENT && arg->kind != KC_EXPR_NUM) {
        kc_lower_error(l, arg->span, "i-of-expression", "i() takes a variable, not an expression");
        if (arg->kind == KC_EXPR_INDEX)
            kc_diag_note(l->c->d, "an array element is read by i(array, index)");
        else
            kc_diag_note(l->c->d, "assign the expression to a variable first");
        return kc_bad();
    }
    kc_opnd v = kc_lower_expr(l, arg, NULL);
    if (v.type.t == '@' || arg->kind == KC_EXPR_NUM) return v;
    if (!kc_type_is_scalar(v.type)) return kc_call_function(l, "i", NULL, &v, 1, want, e->span);
    kc_opnd out = kc_result(l, (kc_type){'i', 0}, want);
    kc_emit(l, KC_IR_COPY, KC_IR_INIT, 'i', &out.var, 1, &v.var, 1);
    return out;
}

/* k(i) sets a k-variable at init, k(a) takes the first sample. */
static kc_opnd lower_k(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_opnd v = kc_lower_expr(l, e->kids.v[0], NULL);
    if (v.type.t == '@') return v;
    int audio = v.type.t == 'a' && !v.type.dims;
    if (!audio && !kc_type_is_irate(v.type)) return kc_call_function(l, "k", NULL, &v, 1, want, e->span);
    kc_opnd out = kc_result(l, (kc_type){'k', 0}, want);
    kc_emit(l, audio ? KC_IR_FIRST : KC_IR_COPY, audio ? KC_IR_PERF : KC_IR_INIT, 'k', &out.var, 1, &v.var,
            1);
    return out;
}

static kc_opnd lower_plain_call(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_opnds v = {0};
    kc_lower_args(l, &e->kids, &v);
    note_dynamic_pfields(l, e->text);
    l->call_args = &e->kids;
    l->call_outs = NULL;
    kc_opnd out = kc_call_function(l, e->text, e->annot, v.v, v.n, want, e->span);
    l->call_args = NULL;
    kc_vec_free(&v);
    return out;
}

kc_opnd kc_lower_call_expr(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    if (e->kids.n == 1 && !e->annot && !strcmp(e->text, "i")) return lower_i(l, e, want);
    if (e->kids.n == 1 && !e->annot && !strcmp(e->text, "k")) return lower_k(l, e, want);
    return lower_plain_call(l, e, want);
}

/* `init` of numbers: copies of the init pass; a single value serves all further variables. */
static int is_plain_init(const kc_opnds *outs, const kc_opnds *ins)
{
    if (!outs->n || !ins->n || ins->n > outs->n) return 0;
    for (int i = 0; i < outs->n; i++)
        if (!kc_type_is_number(outs->v[i].type) || outs->v[i].type.t == 'r') return 0;
    for (int i = 0; i < ins->n; i++)
        if (!kc_type_is_irate(ins->v[i].type)) return 0;
    return 1;
}

static void lower_plain_init(kc_lower *l, const kc_opnds *outs, const kc_opnds *ins)
{
    for (int i = 0; i < outs->n; i++) {
        kc_opnd dst = outs->v[i], src = ins->v[i < ins->n ? i : ins->n - 1];
        int audio = dst.type.t == 'a';
        kc_emit(l, audio ? KC_IR_FILL : KC_IR_COPY, KC_IR_INIT, kc_rate_of(dst.type), &dst.var, 1, &src.var,
                1);
    }
}

static kc_opnd annotated(kc_opnd o, const char *annot)
{
    const char *sig = annot;
    kc_type t;
    if (annot && kc_sig_next(&sig, &t)) o.type = t;
    return o;
}

void kc_lower_opcall(kc_lower *l, kc_ast_stmt *s)
{
    kc_opnds ins = {0}, outs = {0};
    int init = !strcmp(s->name, "init");
    kc_lower_args(l, &s->args, &ins);
    kc_lower_outs(l, &s->outs, init, &outs);
    note_dynamic_pfields(l, s->name);
    if (s->annot && outs.n == 1) outs.v[0] = annotated(outs.v[0], s->annot);
    l->call_args = &s->args;
    l->call_outs = &s->outs;
    if (!any_bad(outs.v, outs.n) && !any_bad(ins.v, ins.n)) {
        if (init && is_plain_init(&outs, &ins))
            lower_plain_init(l, &outs, &ins);
        else
            kc_call_named(l, s->name, outs.v, outs.n, ins.v, ins.n, KC_IR_INIT | KC_IR_PERF,
                          s->name_span.source ? s->name_span : s->span);
    }
    l->call_args = l->call_outs = NULL;
    kc_lower_stores(l, &s->outs, outs.v, init);
    kc_vec_free(&ins);
    kc_vec_free(&outs);
}
