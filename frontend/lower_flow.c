/* Control flow: labels and jumps of the two passes.
 *
 *     condition        b (i-rate): tested at init; jumps of the performance read that result again
 *                      B (k-rate): tested in the performance; at init nothing jumps, so bodies run once
 *     while / until    an i-rate loop turns at init only, a k-rate loop in the performance only
 */
#include "frontend/sema.h"
#include <stdlib.h>
#include <string.h>

enum { BOTH = KC_IR_INIT | KC_IR_PERF };

int kc_jump_pass(const kc_lower *l, kc_type cond, int asked)
{
    (void)l;
    return cond.t == 'B' ? asked & KC_IR_PERF : asked;
}

static int asked_pass(kc_ast_pass p)
{
    return p == KC_PASS_INIT ? KC_IR_INIT : p == KC_PASS_PERF ? KC_IR_PERF : BOTH;
}

static int label_of(kc_lower *l, const char *name, kc_span at)
{
    int label = kc_find_label(l, name);
    if (label >= 0) return label;
    kc_lower_error(l, at, "undefined-label", "there is no label `%s` in this body", name);
    kc_near near = {.name = name};
    for (size_t i = 0; i < l->scope->labels.cap; i++)
        if (l->scope->labels.slots[i].key) kc_near_try(&near, l->scope->labels.slots[i].key);
    if (near.best) kc_diag_note(l->c->d, "did you mean `%s`?", near.best);
    return -1;
}

static void jump_if(kc_lower *l, kc_ir_op op, kc_opnd cond, int asked, int label, kc_span at)
{
    if (cond.type.t == '@' || label < 0) return;
    int pass = kc_jump_pass(l, cond.type, asked);
    if (!pass)
        kc_lower_warning(l, at, "never-jumps",
                         "this jump of the init pass never happens: its condition is k-rate");
    kc_emit_jump(l, op, pass, cond, label);
}

/* From conditions then bodies to each condition before its body. starts: n of conditions, then n of bodies.
 */
static void interleave(kc_ir_unit *u, const int *starts, int n)
{
    int first = starts[0], total = u->insts.n - first;
    if (n < 2 || total <= 0) return;
    kc_ir_inst *v = kc_xmalloc((size_t)total * sizeof *v), *to = u->insts.v + first;
    memcpy(v, to, (size_t)total * sizeof *v);
    for (int i = 0; i < 2 * n; i++) {
        int part = i / 2 + (i & 1) * n, end = part + 1 < 2 * n ? starts[part + 1] : first + total;
        size_t len = (size_t)(end - starts[part]);
        memcpy(to, v + starts[part] - first, len * sizeof *v);
        to += len;
    }
    free(v);
}

/* The reference reads all conditions before the bodies: temporaries are numbered in that order, and what a
 * body defines is not known in a condition. */
static void lower_if(kc_lower *l, kc_ast_stmt *s)
{
    int n = s->n_branches, end = n > 1 ? kc_new_label(l) : -1;
    kc_opnd *conds = kc_arena_alloc(&l->c->arena, (size_t)n * sizeof *conds);
    int *starts = kc_arena_alloc(&l->c->arena, (size_t)n * 2 * sizeof *starts);
    for (int i = 0; i < n; i++) {
        kc_ast_branch *b = &s->branches[i];
        starts[i] = l->u->insts.n;
        l->stmt = s, l->text = NULL, l->span = b->span.source ? b->span : s->span;
        conds[i] = b->cond ? kc_lower_cond(l, b->cond) : kc_bad();
    }
    for (int i = 0; i < n; i++) {
        kc_ast_branch *b = &s->branches[i];
        starts[n + i] = l->u->insts.n;
        if (!b->cond) {
            kc_lower_block(l, &b->body);
            continue;
        }
        l->stmt = s, l->text = NULL, l->span = b->span.source ? b->span : s->span;
        int next = kc_new_label(l);
        jump_if(l, KC_IR_IFNOT, conds[i], BOTH, next, l->span);
        kc_lower_block(l, &b->body);
        if (end >= 0) kc_emit_jump(l, KC_IR_JUMP, kc_jump_pass(l, conds[i].type, BOTH), kc_bad(), end);
        kc_emit_label(l, next);
    }
    interleave(l->u, starts, n);
    if (end >= 0) kc_emit_label(l, end);
}

static void lower_while(kc_lower *l, kc_ast_stmt *s)
{
    int top = kc_new_label(l), end = kc_new_label(l);
    kc_emit_label(l, top);
    kc_opnd cond = kc_lower_cond(l, s->args.v[0]);
    jump_if(l, s->until ? KC_IR_IF : KC_IR_IFNOT, cond, BOTH, end, s->span);
    kc_lower_block(l, &s->body);
    kc_emit_jump(l, KC_IR_JUMP, cond.type.t == 'B' ? KC_IR_PERF : KC_IR_INIT, kc_bad(), top);
    kc_emit_label(l, end);
}

void kc_lower_flow(kc_lower *l, kc_ast_stmt *s)
{
    switch (s->kind) {
    case KC_STMT_LABEL: {
        int label = kc_find_label(l, s->name);
        if (label >= 0) kc_emit_label(l, label);
        break;
    }
    case KC_STMT_GOTO: {
        int label = label_of(l, s->name, s->name_span.source ? s->name_span : s->span);
        if (label >= 0) kc_emit_jump(l, KC_IR_JUMP, asked_pass(s->pass), kc_bad(), label);
        break;
    }
    case KC_STMT_IFGOTO: {
        kc_opnd cond = kc_lower_cond(l, s->args.v[0]);
        int label = label_of(l, s->name, s->name_span.source ? s->name_span : s->span);
        jump_if(l, KC_IR_IF, cond, asked_pass(s->pass), label, s->span);
        break;
    }
    case KC_STMT_IF: lower_if(l, s); break;
    default: lower_while(l, s); break;
    }
}

/* ---- jumps written as opcodes ------------------------------------------------------------------ */

static const struct {
    const char *name;
    kc_ir_op op;
    int pass;
} jumps[] = {{"goto", KC_IR_JUMP, BOTH},          {"igoto", KC_IR_JUMP, KC_IR_INIT},
             {"kgoto", KC_IR_JUMP, KC_IR_PERF},   {"cggoto", KC_IR_IF, BOTH},
             {"cigoto", KC_IR_IF, KC_IR_INIT},    {"ckgoto", KC_IR_IF, KC_IR_PERF},
             {"cngoto", KC_IR_IFNOT, BOTH},       {"cingoto", KC_IR_IFNOT, KC_IR_INIT},
             {"cnkgoto", KC_IR_IFNOT, KC_IR_PERF}};

int kc_lower_jump_opcode(kc_lower *l, kc_ast_stmt *s)
{
    size_t k = 0, n = sizeof jumps / sizeof *jumps;
    while (k < n && strcmp(jumps[k].name, s->name)) k++;
    if (k == n) return 0;
    int conditional = jumps[k].op != KC_IR_JUMP, want = conditional ? 2 : 1;
    if (s->outs.n || s->args.n != want || s->args.v[want - 1]->kind != KC_EXPR_IDENT) {
        kc_lower_error(l, s->span, "bad-jump",
                       conditional ? "%s takes a condition and a label" : "%s takes a label", s->name);
        return 1;
    }
    kc_opnd cond = conditional ? kc_lower_cond(l, s->args.v[0]) : kc_bad();
    const kc_ast_expr *target = s->args.v[want - 1];
    int label = label_of(l, target->text, target->span);
    if (conditional)
        jump_if(l, jumps[k].op, cond, jumps[k].pass, label, s->span);
    else if (label >= 0)
        kc_emit_jump(l, KC_IR_JUMP, jumps[k].pass, cond, label);
    return 1;
}
