/* Expressions: operands left to right, then the operation, into a temporary or the variable that is wanted.
 */
#include "frontend/sema.h"
#include <string.h>

static kc_opnd undefined(kc_lower *l, const kc_ast_expr *e)
{
    if (l->c->partial && *e->text == 'g') return kc_bad(); /* made where the text could not be read */
    if (kc_name_pfield(e->text) >= 0) {
        kc_lower_error(l, e->span, "bad-pfield", "there is no p-field %s: notes have at most %d of them",
                       e->text, KC_MAX_PFIELD);
        return kc_bad();
    }
    kc_lower_error(l, e->span, "undefined-variable", "`%s` is used before it is defined", e->text);
    kc_near near = {.name = e->text};
    for (size_t i = 0; i < l->scope->vars.cap; i++)
        if (l->scope->vars.slots[i].key && ((kc_opnd *)l->scope->vars.slots[i].value)->type.t != '@')
            kc_near_try(&near, l->scope->vars.slots[i].key);
    if (*e->text == 'g')
        for (size_t i = 0; i < l->c->globals.cap; i++)
            if (l->c->globals.slots[i].key) kc_near_try(&near, l->c->globals.slots[i].key);
    if (near.best) kc_diag_note(l->c->d, "did you mean `%s`?", near.best);
    /* say it once */
    kc_opnd *o = kc_arena_alloc(&l->c->arena, sizeof *o);
    *o = kc_bad();
    kc_map_put(&l->scope->vars, e->text, o);
    return kc_bad();
}

static kc_opnd lower_ident(kc_lower *l, const kc_ast_expr *e)
{
    kc_opnd o = kc_lookup(l, e->text);
    if (o.type.t) return o;
    const kc_opnd *said = kc_map_get(&l->scope->vars, e->text);
    if (said) return kc_bad();
    return undefined(l, e);
}

/* ---- arithmetic -------------------------------------------------------------------------------- */

static int core_op(kc_ast_op op)
{
    switch (op) {
    case KC_OP_ADD: return KC_IR_ADD;
    case KC_OP_SUB: return KC_IR_SUB;
    case KC_OP_MUL: return KC_IR_MUL;
    case KC_OP_DIV: return KC_IR_DIV;
    case KC_OP_NEG: return KC_IR_NEG;
    case KC_OP_EQ: return KC_IR_EQ;
    case KC_OP_NE: return KC_IR_NE;
    case KC_OP_LT: return KC_IR_LT;
    case KC_OP_LE: return KC_IR_LE;
    case KC_OP_GT: return KC_IR_GT;
    case KC_OP_GE: return KC_IR_GE;
    case KC_OP_AND: return KC_IR_LAND;
    case KC_OP_OR: return KC_IR_LOR;
    case KC_OP_NOT: return KC_IR_LNOT;
    default: return -1;
    }
}

static const char *entry_name(kc_ast_op op)
{
    switch (op) {
    case KC_OP_ADD: return "##add";
    case KC_OP_SUB: return "##sub";
    case KC_OP_MUL:
    case KC_OP_NEG: return "##mul";
    case KC_OP_DIV: return "##div";
    case KC_OP_MOD: return "##mod";
    case KC_OP_POW: return "##pow";
    case KC_OP_BITXOR: return "##xor";
    case KC_OP_BITAND: return "##and";
    case KC_OP_BITOR: return "##or";
    case KC_OP_SHL: return "##shl";
    case KC_OP_SHR: return "##shr";
    case KC_OP_BITNOT: return "##not";
    default: return NULL;
    }
}

static int is_arithmetic(kc_ast_op op)
{
    return op == KC_OP_ADD || op == KC_OP_SUB || op == KC_OP_MUL || op == KC_OP_DIV;
}

/* Rate of a result: a if any operand is, else k if any is, else i. */
static kc_type joined(const kc_opnd *v, int n)
{
    kc_type t = {'i', 0};
    for (int i = 0; i < n; i++) {
        if (v[i].type.t == 'a')
            t.t = 'a';
        else if (v[i].type.t == 'k' && t.t == 'i')
            t.t = 'k';
    }
    return t;
}

static kc_opnd emit_core(kc_lower *l, kc_ir_op op, const kc_opnd *v, int n, const kc_want *want)
{
    kc_type type = joined(v, n);
    kc_opnd out = kc_result(l, type, want);
    int ins[2] = {v[0].var, n > 1 ? v[1].var : -1};
    kc_emit(l, op, type.t == 'i' ? KC_IR_INIT : KC_IR_PERF, type.t, &out.var, 1, ins, n);
    return out;
}

static int any_bad(const kc_opnd *v, int n)
{
    for (int i = 0; i < n; i++)
        if (v[i].type.t == '@') return 1;
    return 0;
}

static kc_opnd lower_arithmetic(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_opnd v[2];
    int n = e->kids.n;
    for (int i = 0; i < n; i++) v[i] = kc_lower_expr(l, e->kids.v[i], NULL);
    if (any_bad(v, n)) return kc_bad();
    int numbers = 1;
    for (int i = 0; i < n; i++) numbers &= kc_type_is_number(v[i].type);
    if (numbers && (is_arithmetic(e->op) || e->op == KC_OP_NEG))
        return emit_core(l, (kc_ir_op)core_op(e->op), v, n, want);
    if (e->op == KC_OP_NEG) v[1] = v[0], v[0] = kc_const(l, -1, "-1"), n = 2;
    const kc_entries *es = kc_find_entries(l->c, entry_name(e->op));
    kc_type types[2] = {v[0].type, v[1].type};
    if (!es || !kc_resolve_inputs(es, types, n)) {
        kc_sbuf b = {0};
        kc_types_text(types, n, &b);
        kc_lower_error(l, e->op_span.source ? e->op_span : e->span, "bad-operands",
                       "operator %s does not work on these types: %s", kc_ast_op_text(e->op), b.s);
        kc_sbuf_free(&b);
        if (e->op == KC_OP_ADD && (v[0].type.t == 'S' || v[n - 1].type.t == 'S'))
            kc_diag_note(l->c->d, "strings are joined by strcat(a, b) or sprintf(\"%%s%%d\", a, number)");
        return kc_bad();
    }
    return kc_call_function(l, entry_name(e->op), NULL, v, n, want, e->op_span);
}

/* ---- conditions -------------------------------------------------------------------------------- */

static int is_logical(kc_ast_op op) { return op == KC_OP_AND || op == KC_OP_OR || op == KC_OP_NOT; }

/* The type that a boolean operation gives; t = 0 when it can't take the operands. */
static kc_type bool_type(kc_ast_op op, const kc_opnd *v, int n)
{
    kc_type t = {'b', 0};
    for (int i = 0; i < n; i++) {
        int ok = is_logical(op) ? kc_type_is_bool(v[i].type) : kc_type_is_scalar(v[i].type);
        if (!ok) return (kc_type){0, 0};
        if (v[i].type.t == 'k' || v[i].type.t == 'B') t.t = 'B';
    }
    return t;
}

static void bad_condition(kc_lower *l, const kc_ast_expr *e, const kc_opnd *v, int n)
{
    kc_type types[2] = {v[0].type, v[n - 1].type};
    kc_sbuf b = {0};
    kc_types_text(types, n, &b);
    kc_lower_error(l, e->op_span.source ? e->op_span : e->span, "bad-operands",
                   is_logical(e->op) ? "operator %s joins conditions, not: %s"
                                     : "operator %s can't compare: %s",
                   kc_ast_op_text(e->op), b.s);
    kc_sbuf_free(&b);
    if (is_logical(e->op)) return;
    for (int i = 0; i < n; i++) {
        if (types[i].t == 'S')
            kc_diag_note(l->c->d, "strings are compared with strcmp or strcmpk");
        else if (types[i].t == 'a')
            kc_diag_note(l->c->d, "k(...) takes the first sample of an audio signal");
        else
            continue;
        return;
    }
}

static kc_opnd lower_bool(kc_lower *l, kc_ast_expr *e)
{
    kc_opnd v[2];
    int n = e->kids.n;
    for (int i = 0; i < n; i++)
        v[i] = is_logical(e->op) ? kc_lower_cond(l, e->kids.v[i]) : kc_lower_expr(l, e->kids.v[i], NULL);
    if (any_bad(v, n)) return kc_bad();
    kc_type type = bool_type(e->op, v, n);
    if (!type.t) {
        bad_condition(l, e, v, n);
        return kc_bad();
    }
    kc_opnd out = kc_temp(l, type);
    int ins[2] = {v[0].var, n > 1 ? v[1].var : -1};
    kc_emit(l, (kc_ir_op)core_op(e->op), type.t == 'b' ? KC_IR_INIT : KC_IR_PERF, kc_rate_of(type), &out.var,
            1, ins, n);
    return out;
}

kc_opnd kc_lower_cond(kc_lower *l, kc_ast_expr *e)
{
    kc_opnd o = kc_lower_expr(l, e, NULL);
    if (o.type.t == '@' || kc_type_is_bool(o.type)) return o;
    kc_sbuf b = {0};
    kc_types_text(&o.type, 1, &b);
    kc_lower_error(l, e->span, "not-a-condition",
                   "a condition is needed here (a comparison), not a value of type %s", b.s);
    kc_sbuf_free(&b);
    if (kc_type_is_scalar(o.type) && e->text) kc_diag_note(l->c->d, "write %s != 0", e->text);
    return kc_bad();
}

/* ---- c ? x : y --------------------------------------------------------------------------------- */

/* Type of the result, t = 0 when the arms can't be mixed. */
static kc_type ternary_type(kc_type cond, kc_type x, kc_type y)
{
    if (x.dims || y.dims) return x.t == y.t && x.dims == y.dims ? x : (kc_type){0, 0};
    if (x.t == y.t && (x.t == 'a' || x.t == 'S' || x.t == 'f')) return x;
    if (!kc_type_is_scalar(x) || !kc_type_is_scalar(y)) return (kc_type){0, 0};
    return (kc_type){x.t == 'k' || y.t == 'k' || cond.t == 'B' ? 'k' : 'i', 0};
}

static void bad_arms(kc_lower *l, const kc_ast_expr *e, kc_type x, kc_type y)
{
    kc_type types[2] = {x, y};
    kc_sbuf b = {0};
    kc_types_text(types, 2, &b);
    kc_lower_error(l, e->op_span.source ? e->op_span : e->span, "bad-operands",
                   "the two values of ?: must both be audio, both strings, or i- and k-rate numbers, not: %s",
                   b.s);
    kc_sbuf_free(&b);
}

/* Moves the instructions from `tail` to the end so that they begin at `at`. */
static void move_tail(kc_ir_unit *u, int at, int tail)
{
    int n = u->insts.n - tail, between = tail - at;
    if (n <= 0 || between <= 0) return;
    kc_ir_inst *saved = kc_xmalloc((size_t)n * sizeof *saved), *v = u->insts.v;
    memcpy(saved, v + tail, (size_t)n * sizeof *saved);
    memmove(v + at + n, v + at, (size_t)between * sizeof *v);
    memcpy(v + at, saved, (size_t)n * sizeof *saved);
    free(saved);
}

static void remove_inst(kc_ir_unit *u, int at)
{
    memmove(u->insts.v + at, u->insts.v + at + 1, (size_t)(u->insts.n - at - 1) * sizeof *u->insts.v);
    u->insts.n--;
}

/* Only the arm that is chosen is evaluated: at init for an i-rate result, else in the performance. The type
 * is known when both arms have been lowered; then the first arm's copy and the passes of the jumps are put
 * in. */
static kc_opnd lower_ternary(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_opnd cond = kc_lower_cond(l, e->kids.v[0]);
    int first = kc_new_label(l), end = kc_new_label(l), both = KC_IR_INIT | KC_IR_PERF;
    int number = l->scope->temps++;
    kc_opnd none = kc_bad();
    int jump1 = l->u->insts.n;
    kc_emit_jump(l, KC_IR_IF, both, cond, first);
    kc_opnd y = kc_lower_expr(l, e->kids.v[2], NULL);
    int jump2 = l->u->insts.n;
    kc_emit_jump(l, KC_IR_JUMP, both, none, end);
    kc_emit_label(l, first);
    kc_opnd x = kc_lower_expr(l, e->kids.v[1], NULL);
    if (cond.type.t == '@' || x.type.t == '@' || y.type.t == '@' || l->stopped) return kc_bad();
    kc_type type = ternary_type(cond.type, x.type, y.type);
    if (!type.t) {
        bad_arms(l, e, x.type, y.type);
        return kc_bad();
    }
    int next = l->scope->temps;
    l->scope->temps = number;
    kc_opnd out = kc_result(l, type, want);
    l->scope->temps = next;
    if (out.var < 0) return kc_bad();
    l->u->vars.v[out.var].temp = 0; /* assigned twice */
    int at_init = type.t == 'i' || (type.t == 'S' && cond.type.t == 'b');
    int pass = (at_init ? KC_IR_INIT : KC_IR_PERF) & l->passes;
    l->u->insts.v[jump1].pass = (uint8_t)pass;
    l->u->insts.v[jump2].pass = (uint8_t)pass;
    kc_lower_copy(l, out, x, !at_init, e->kids.v[1]->span);
    kc_emit_label(l, end);
    int tail = l->u->insts.n;
    kc_lower_copy(l, out, y, !at_init, e->kids.v[2]->span);
    move_tail(l->u, jump2, tail);
    if (!pass) { /* global code has no performance */
        remove_inst(l->u, jump2 + l->u->insts.n - tail);
        remove_inst(l->u, jump1);
    }
    return out;
}

/* ---- a[i][j] ----------------------------------------------------------------------------------- */

static kc_opnd lower_index(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_opnds v = {0};
    kc_lower_args(l, &e->kids, &v);
    kc_opnd result = kc_bad();
    if (!any_bad(v.v, v.n)) {
        kc_type base = v.v[0].type;
        if (!base.dims && base.t != 'a') {
            const char *name = e->kids.v[0]->text ? e->kids.v[0]->text : "this";
            kc_lower_error(l, e->span, "not-an-array", "`%s` is no array, it has no elements", name);
            kc_diag_note(l->c->d, "an array is declared with brackets: %s[]", name);
            kc_vec_free(&v);
            return kc_bad();
        }
        int k_index = 0;
        for (int i = 1; i < v.n; i++) k_index |= v.v[i].type.t == 'k' && !v.v[i].type.dims;
        if (base.dims) {
            kc_type type = {base.t == 'i' && k_index ? 'k' : base.t, 0};
            kc_opnd out = kc_result(l, type, want);
            if (!kc_call_named(l, "##array_get", &out, 1, v.v, v.n, KC_IR_INIT | KC_IR_PERF, e->span))
                result = out;
        } else {
            result = kc_call_function(l, "##array_get", NULL, v.v, v.n, want, e->span);
        }
    }
    kc_vec_free(&v);
    return result;
}

static kc_opnd lower_any(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    switch (e->kind) {
    case KC_EXPR_NUM: return kc_const(l, e->number, e->text);
    case KC_EXPR_STR: return (kc_opnd){kc_ir_string(l->u, e->str, e->str_len), {'S', 0}, -1};
    case KC_EXPR_IDENT: return lower_ident(l, e);
    case KC_EXPR_CALL: return kc_lower_call_expr(l, e, want);
    case KC_EXPR_INDEX: return lower_index(l, e, want);
    case KC_EXPR_TERNARY: return lower_ternary(l, e, want);
    case KC_EXPR_UNARY:
        if (e->op == KC_OP_POS) return kc_lower_expr(l, e->kids.v[0], want);
        return e->op == KC_OP_NOT ? lower_bool(l, e) : lower_arithmetic(l, e, want);
    case KC_EXPR_BINARY: return kc_ast_op_is_bool(e->op) ? lower_bool(l, e) : lower_arithmetic(l, e, want);
    }
    return kc_bad();
}

kc_opnd kc_lower_expr(kc_lower *l, kc_ast_expr *e, const kc_want *want)
{
    kc_opnd o = kc_lower_enter(l, e->span) ? kc_bad() : lower_any(l, e, want);
    l->depth--;
    return o;
}
