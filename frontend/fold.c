/* Constant folding on literals, and walks over statements.
 *
 * What is folded, and how the result is spelled, is visible to users (`print 2^0.5` names its argument
 * 1.4142135623730951455), so this folds what the reference folds and nothing more: operations on two
 * literals, unary - and ~ of one, and the identities x+0 0+x x-0 x*1 1*x x/1 x^1 1^x, and the like for bit
 * operators. */
#include "frontend/sema.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static int is_num(const kc_ast_expr *e, double v) { return e->kind == KC_EXPR_NUM && e->number == v; }

static kc_ast_expr *literal(kc_ast_expr *e, double v, kc_arena *a)
{
    char text[64];
    snprintf(text, sizeof text, "%.20g", v);
    kc_ast_expr *n = kc_arena_alloc(a, sizeof *n);
    *n = (kc_ast_expr){.kind = KC_EXPR_NUM, .span = e->span, .text = kc_arena_strdup(a, text), .number = v};
    return n;
}

/* As a C conversion on x86: out of range gives the smallest int. */
static int32_t to_int(double v) { return v > -2147483649.0 && v < 2147483648.0 ? (int32_t)v : INT32_MIN; }

static double fold_binary(kc_ast_op op, double x, double y)
{
    switch (op) {
    case KC_OP_ADD: return x + y;
    case KC_OP_SUB: return x - y;
    case KC_OP_MUL: return x * y;
    case KC_OP_DIV: return x / y;
    case KC_OP_POW: return pow(x, y);
    case KC_OP_MOD: return fmod(x, y);
    case KC_OP_BITOR: return to_int(x) | to_int(y);
    case KC_OP_BITAND: return to_int(x) & to_int(y);
    case KC_OP_BITXOR: return to_int(x) ^ to_int(y);
    case KC_OP_SHL: return (int32_t)((uint32_t)to_int(x) << (to_int(y) & 31));
    default: return to_int(x) >> (to_int(y) & 31);
    }
}

static kc_ast_expr *fold_identity(kc_ast_expr *e)
{
    kc_ast_expr *x = e->kids.v[0], *y = e->kids.v[1];
    kc_ast_op op = e->op;
    int additive = op == KC_OP_ADD || op == KC_OP_BITOR;
    int shift = op == KC_OP_SHL || op == KC_OP_SHR;
    if (is_num(y, 0)) return additive || shift || op == KC_OP_SUB ? x : e;
    if (is_num(x, 0)) return additive ? y : shift || op == KC_OP_BITAND ? x : e;
    if (is_num(y, 1)) return op == KC_OP_MUL || op == KC_OP_DIV || op == KC_OP_POW ? x : e;
    if (is_num(x, 1)) return op == KC_OP_MUL ? y : op == KC_OP_POW ? x : e;
    return e;
}

static int foldable(kc_ast_op op) { return op >= KC_OP_ADD && op <= KC_OP_SHR; }

kc_ast_expr *kc_fold(kc_ast_expr *e, kc_arena *a)
{
    for (int i = 0; i < e->kids.n; i++) e->kids.v[i] = kc_fold(e->kids.v[i], a);
    if (e->kind == KC_EXPR_UNARY && e->kids.v[0]->kind == KC_EXPR_NUM) {
        double v = e->kids.v[0]->number;
        if (e->op == KC_OP_NEG) return literal(e, -v, a);
        if (e->op == KC_OP_BITNOT) return literal(e, ~to_int(v), a);
    }
    if (e->kind == KC_EXPR_UNARY && e->op == KC_OP_POS) return e->kids.v[0];
    if (e->kind != KC_EXPR_BINARY || !foldable(e->op)) return e;
    kc_ast_expr *x = e->kids.v[0], *y = e->kids.v[1];
    if (x->kind == KC_EXPR_NUM && y->kind == KC_EXPR_NUM)
        return literal(e, fold_binary(e->op, x->number, y->number), a);
    return fold_identity(e);
}

static void fold_list(kc_ast_exprs *list, kc_arena *a)
{
    for (int i = 0; i < list->n; i++) list->v[i] = kc_fold(list->v[i], a);
}

static void fold_stmt(void *arena, kc_ast_stmt *s)
{
    fold_list(&s->args, arena);
    fold_list(&s->outs, arena);
    for (int i = 0; i < s->n_branches; i++)
        if (s->branches[i].cond) s->branches[i].cond = kc_fold(s->branches[i].cond, arena);
}

void kc_fold_block(kc_ast_block *b, kc_arena *a) { kc_each_stmt(b, fold_stmt, a); }

void kc_each_stmt(kc_ast_block *b, void (*fn)(void *user, kc_ast_stmt *s), void *user)
{
    for (int i = 0; i < b->n; i++) {
        kc_ast_stmt *s = b->v[i];
        fn(user, s);
        for (int k = 0; k < s->n_branches; k++) kc_each_stmt(&s->branches[k].body, fn, user);
        kc_each_stmt(&s->body, fn, user);
    }
}
