/* Statements: assignment in its forms; what each statement kind is lowered by. */
#include "frontend/sema.h"
#include <string.h>

/* ---- dst = src --------------------------------------------------------------------------------- */

static int cannot_assign(kc_lower *l, kc_opnd dst, kc_opnd src, kc_span at)
{
    kc_sbuf to = {0}, from = {0};
    kc_types_text(&dst.type, 1, &to);
    kc_types_text(&src.type, 1, &from);
    kc_lower_error(l, at, "bad-assignment", "a value of type %s can't be assigned to a variable of type %s",
                   from.s, to.s);
    if ((dst.type.t == 'i' || dst.type.t == 'p') && src.type.t == 'k' && !src.type.dims && !dst.type.dims)
        kc_diag_note(l->c->d, "i(variable) reads a k-variable at init time");
    if (src.type.dims && !dst.type.dims && src.type.t == dst.type.t)
        kc_diag_note(l->c->d, "one element of an array is written name[index]");
    if ((dst.type.t == 'f' || dst.type.t == 'w') && kc_type_is_number(src.type))
        kc_diag_note(l->c->d,
                     "the first letter of a name is its type: numbers begin with i, k or a, here it is %c",
                     dst.type.t);
    if (kc_type_is_bool(src.type)) kc_diag_note(l->c->d, "comparisons are no values: use (a == b ? 1 : 0)");
    kc_sbuf_free(&to);
    kc_sbuf_free(&from);
    return -1;
}

static int copy_by_entry(kc_lower *l, kc_opnd dst, kc_opnd src, int perf, kc_span at)
{
    const char *name = perf && dst.type.t == 'S' && src.type.t == 'S' && !dst.type.dims ? "#=" : "=";
    const kc_entries *es = kc_find_entries(l->c, name);
    if (!es || !kc_resolve(es, &dst.type, 1, &src.type, 1)) return cannot_assign(l, dst, src, at);
    return kc_call_named(l, name, &dst, 1, &src, 1, KC_IR_INIT | KC_IR_PERF, at);
}

static void warn_if_ignored(kc_lower *l, kc_span at)
{
    if (!(l->passes & KC_IR_PERF) && !l->scope->serial)
        kc_lower_warning(l, at, "perf-in-global", "=: performance code in global space is ignored");
}

int kc_lower_copy(kc_lower *l, kc_opnd dst, kc_opnd src, int perf, kc_span at)
{
    if (dst.type.t == '@' || src.type.t == '@') return -1;
    if (dst.var == src.var) return 0;
    int out_scalar = kc_type_is_number(dst.type) && dst.type.t != 'r',
        in_number = kc_type_is_number(src.type);
    if (!out_scalar || !in_number) return copy_by_entry(l, dst, src, perf, at);
    if (kc_type_is_irate(dst.type)) {
        if (!kc_type_is_irate(src.type)) return cannot_assign(l, dst, src, at);
        kc_emit(l, KC_IR_COPY, KC_IR_INIT, 'i', &dst.var, 1, &src.var, 1);
        return 0;
    }
    int to_a = dst.type.t == 'a', from_a = src.type.t == 'a';
    kc_ir_op op = to_a == from_a ? KC_IR_COPY : to_a ? KC_IR_FILL : KC_IR_FIRST;
    warn_if_ignored(l, at);
    kc_emit(l, op, KC_IR_PERF, to_a ? 'a' : 'k', &dst.var, 1, &src.var, 1);
    return 0;
}

/* ---- outputs ----------------------------------------------------------------------------------- */

static kc_opnd element_temp(kc_lower *l, const kc_ast_expr *out, int for_init)
{
    const kc_ast_expr *base = out->kids.v[0];
    kc_type t = kc_out_type(l, out);
    if (!t.t) {
        kc_lower_error(l, base->span, "undefined-variable", "array `%s` is used before it is defined",
                       base->kind == KC_EXPR_IDENT ? base->text : "?");
        return kc_bad();
    }
    if (for_init && t.t != 'S' && t.t != 'f') t.t = 'i';
    return kc_temp(l, t);
}

void kc_lower_outs(kc_lower *l, const kc_ast_exprs *outs, int for_init, kc_opnds *v)
{
    for (int i = 0; i < outs->n; i++) {
        const kc_ast_expr *o = outs->v[i];
        kc_opnd dst = o->kind == KC_EXPR_INDEX ? element_temp(l, o, for_init) : kc_declare(l, o);
        kc_vec_push(v, dst);
    }
}

static void store(kc_lower *l, const kc_ast_expr *out, kc_opnd value, int for_init)
{
    kc_opnds v = {0};
    kc_vec_push(&v, kc_lower_expr(l, out->kids.v[0], NULL));
    kc_vec_push(&v, value);
    for (int i = 1; i < out->kids.n; i++) kc_vec_push(&v, kc_lower_expr(l, out->kids.v[i], NULL));
    kc_call_named(l, for_init ? "##array_init" : "##array_set", NULL, 0, v.v, v.n, KC_IR_INIT | KC_IR_PERF,
                  out->span);
    kc_vec_free(&v);
}

void kc_lower_stores(kc_lower *l, const kc_ast_exprs *outs, const kc_opnd *v, int for_init)
{
    for (int i = 0; i < outs->n; i++)
        if (outs->v[i]->kind == KC_EXPR_INDEX && v[i].type.t != '@') store(l, outs->v[i], v[i], for_init);
}

/* ---- assignment -------------------------------------------------------------------------------- */

/* Can the value stand for the element as it is, without a copy? */
static int is_element_value(kc_type element, kc_type value)
{
    if (element.dims || value.dims) return 0;
    if (element.t == value.t) return 1;
    if (element.t == 'i') return kc_type_is_irate(value);
    return element.t == 'k' && kc_type_is_scalar(value);
}

static void assign_element(kc_lower *l, const kc_ast_stmt *s)
{
    kc_ast_expr *out = s->outs.v[0];
    kc_opnd v = kc_lower_expr(l, s->args.v[0], NULL);
    kc_opnd dst = element_temp(l, out, 0);
    if (dst.type.t == '@' || v.type.t == '@') return;
    if (is_element_value(dst.type, v.type))
        dst = v;
    else if (kc_lower_copy(l, dst, v, 0, s->args.v[0]->span))
        return;
    store(l, out, dst, 0);
}

/* Returns 1 when the value was computed right into the variable. */
static int assign_one(kc_lower *l, const kc_ast_stmt *s)
{
    kc_ast_expr *out = s->outs.v[0];
    if (out->kind == KC_EXPR_INDEX) {
        assign_element(l, s);
        return 0;
    }
    kc_want want = {out, kc_out_type(l, out)};
    int redeclares = out->dims && !want.type.dims;
    kc_opnd v = kc_lower_expr(l, s->args.v[0], redeclares ? NULL : &want);
    kc_opnd dst = kc_declare(l, out);
    kc_lower_copy(l, dst, v, 0, s->name_span.source ? s->name_span : s->span);
    return dst.var >= 0 && dst.var == v.var;
}

/* Several variables at once: all values first, so that variables can be swapped. The last value serves the
 * rest. */
static void assign_many(kc_lower *l, const kc_ast_stmt *s)
{
    kc_opnds v = {0}, outs = {0};
    kc_lower_args(l, &s->args, &v);
    kc_lower_outs(l, &s->outs, 0, &outs);
    if (v.n > outs.n) {
        kc_lower_error(l, s->span, "too-many-values", "%d values are assigned to %d variable%s", v.n, outs.n,
                       outs.n == 1 ? "" : "s");
        outs.n = 0;
    }
    for (int i = 0; i < v.n && outs.n > 1; i++) { /* values that the assignment itself overwrites */
        int written = 0;
        for (int k = 0; k < outs.n; k++) written |= v.v[i].var >= 0 && outs.v[k].var == v.v[i].var && k != i;
        if (!written) continue;
        kc_type t = v.v[i].type;
        if (t.t == 'c' || t.t == 'p' || t.t == 'r') t.t = 'i';
        kc_opnd saved = kc_hidden_temp(l, t);
        kc_lower_copy(l, saved, v.v[i], 0, s->span);
        v.v[i] = saved;
    }
    for (int i = 0; i < outs.n && v.n; i++)
        kc_lower_copy(l, outs.v[i], v.v[i < v.n ? i : v.n - 1], 0, s->span);
    kc_lower_stores(l, &s->outs, outs.v, 0);
    kc_vec_free(&outs);
    kc_vec_free(&v);
}

static void lower_assign(kc_lower *l, const kc_ast_stmt *s)
{
    if (s->outs.n == 1 && s->args.n == 1)
        assign_one(l, s);
    else
        assign_many(l, s);
}

/* x op= y is x = x op y. x is a plain variable. */
static void lower_augassign(kc_lower *l, kc_ast_stmt *s)
{
    kc_ast_expr *kids[2] = {s->outs.v[0], s->args.v[0]};
    kc_ast_expr sum = {.kind = KC_EXPR_BINARY,
                       .op = s->op,
                       .span = s->span,
                       .op_span = s->name_span,
                       .text = kc_ast_op_text(s->op),
                       .kids = {kids, 2}};
    kc_ast_expr *args[1] = {kc_fold(&sum, &l->c->arena)};
    kc_ast_stmt plain = *s;
    plain.kind = KC_STMT_ASSIGN;
    plain.args = (kc_ast_exprs){args, 1};
    int direct = assign_one(l, &plain), sum_in_place = s->op == KC_OP_ADD || s->op == KC_OP_SUB;
    /* the reference adds to a global variable in place: no temporary is counted */
    if (direct && sum_in_place && *s->outs.v[0]->text == 'g') l->scope->temps--;
}

/* ---- statements -------------------------------------------------------------------------------- */

static void lower_opcall(kc_lower *l, kc_ast_stmt *s)
{
    if (!strcmp(s->name, "xin"))
        kc_lower_xin(l, s);
    else if (!strcmp(s->name, "xout"))
        kc_lower_xout(l, s);
    else if (!strcmp(s->name, "rireturn") && !s->args.n)
        kc_emit(l, KC_IR_RIRETURN, KC_IR_INIT, '-', NULL, 0, NULL, 0);
    else if (!kc_lower_jump_opcode(l, s))
        kc_lower_opcall(l, s);
}

void kc_lower_stmt(kc_lower *l, kc_ast_stmt *s)
{
    l->stmt = s;
    l->text = NULL;
    l->span = s->span;
    switch (s->kind) {
    case KC_STMT_OPCALL: lower_opcall(l, s); break;
    case KC_STMT_ASSIGN: lower_assign(l, s); break;
    case KC_STMT_AUGASSIGN: lower_augassign(l, s); break;
    default: kc_lower_flow(l, s); break;
    }
}

void kc_lower_block(kc_lower *l, const kc_ast_block *b)
{
    if (!kc_lower_enter(l, l->span))
        for (int i = 0; i < b->n && !l->stopped; i++) kc_lower_stmt(l, b->v[i]);
    l->depth--;
}
