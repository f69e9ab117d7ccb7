/* Lowering, the common part: scopes and variables, temporaries, labels, appending instructions. */
#include "frontend/sema.h"
#include <stdio.h>
#include <string.h>

/* A unit above this many instructions is refused: nested user-defined opcodes multiply. */
#define MAX_INSTS 200000
/* Expressions and blocks within each other, opcode calls included: the parser's limit and as much again. */
#define MAX_DEPTH 4000

/* ---- messages ---------------------------------------------------------------------------------- */

/* Spans in the body of an opcode that another compile defined point into a text that is gone. */
static int is_old_code(const kc_lower *l)
{
    return l->scope && l->scope->udo && l->scope->udo->compile != l->c->number;
}

static void message(kc_lower *l, kc_severity severity, kc_span at, const char *code, const char *fmt,
                    va_list ap)
{
    if (l->stopped) return;
    kc_sbuf b = {0};
    kc_sbuf_vprintf(&b, fmt, ap);
    if (is_old_code(l)) at = l->call_span;
    if (severity == KC_DIAG_ERROR)
        kc_diag_error(l->c->d, at, code, "%s", b.s ? b.s : "");
    else
        kc_diag_warning(l->c->d, at, code, "%s", b.s ? b.s : "");
    if (l->c->map && !is_old_code(l)) kc_pp_note_span(l->c->map, l->c->d, at);
    if (l->scope && l->scope->udo && l->scope->serial)
        kc_diag_note(l->c->d, "in the user-defined opcode %s, called in line %d", l->scope->udo->name,
                     l->call_span.line);
    kc_sbuf_free(&b);
}

void kc_lower_error(kc_lower *l, kc_span at, const char *code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    message(l, KC_DIAG_ERROR, at, code, fmt, ap);
    va_end(ap);
}

void kc_lower_warning(kc_lower *l, kc_span at, const char *code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    message(l, KC_DIAG_WARNING, at, code, fmt, ap);
    va_end(ap);
}

int kc_lower_enter(kc_lower *l, kc_span at)
{
    if (++l->depth <= MAX_DEPTH || l->stopped) return l->stopped;
    kc_lower_error(l, at, "too-deep", "expressions, blocks and opcode calls are nested too deeply");
    return l->stopped = 1;
}

/* ---- scopes ------------------------------------------------------------------------------------ */

void kc_lower_begin(kc_lower *l, kc_compile *c, kc_ir_unit *u, int passes)
{
    *l = (kc_lower){.c = c, .u = u, .passes = passes};
}

void kc_lower_end(kc_lower *l)
{
    kc_map_free(&l->globals);
    kc_vec_free(&l->placed);
    kc_vec_free(&l->skips);
}

/* Names in the unit: plain in the instrument itself, `foo:name#n` in the n-th opcode call. */
static const char *unit_name(kc_lower *l, const char *name)
{
    const kc_scope *sc = l->scope;
    if (!sc->serial) return name;
    return kc_arena_printf(&l->c->arena, "%s:%s#%d", sc->udo->name, name, sc->serial);
}

static int label_line(const kc_ast_block *b, const char *name)
{
    for (int i = 0; i < b->n; i++) {
        const kc_ast_stmt *s = b->v[i];
        int line =
            s->kind == KC_STMT_LABEL && !strcmp(s->name, name) ? s->span.line : label_line(&s->body, name);
        for (int k = 0; !line && k < s->n_branches; k++) line = label_line(&s->branches[k].body, name);
        if (line) return line;
    }
    return 0;
}

static void add_label(kc_lower *l, const kc_ast_stmt *s)
{
    void **slot = kc_map_at(&l->scope->labels, s->name);
    if (*slot) {
        kc_lower_error(l, s->span, "duplicate-label", "label `%s` stands twice in this body", s->name);
        int line = label_line(l->scope->body, s->name);
        if (line) kc_diag_note(l->c->d, "the first one is on line %d", line);
        return;
    }
    *slot = (void *)(intptr_t)(kc_ir_label(l->u, unit_name(l, s->name)) + 1);
}

static void collect_labels(kc_lower *l, const kc_ast_block *b)
{
    for (int i = 0; i < b->n; i++) {
        const kc_ast_stmt *s = b->v[i];
        if (s->kind == KC_STMT_LABEL) add_label(l, s);
        for (int k = 0; k < s->n_branches; k++) collect_labels(l, &s->branches[k].body);
        collect_labels(l, &s->body);
    }
}

void kc_scope_begin(kc_lower *l, kc_scope *sc, const kc_ast_block *body)
{
    sc->up = l->scope;
    sc->body = body;
    l->scope = sc;
    collect_labels(l, body);
}

void kc_scope_end(kc_lower *l)
{
    kc_scope *sc = l->scope;
    kc_map_free(&sc->vars);
    kc_map_free(&sc->labels);
    l->scope = sc->up;
}

/* ---- variables --------------------------------------------------------------------------------- */

kc_opnd kc_bad(void) { return (kc_opnd){-1, {'@', 0}, -1}; }

kc_opnd kc_const(kc_lower *l, double v, const char *spelling)
{
    return (kc_opnd){kc_ir_num(l->u, v, spelling), {'c', 0}, -1};
}

static kc_opnd *bind(kc_lower *l, const char *name, int var, kc_type type)
{
    kc_opnd *o = kc_arena_alloc(&l->c->arena, sizeof *o);
    *o = (kc_opnd){var, type, -1};
    kc_map_put(&l->scope->vars, name, o);
    return o;
}

kc_opnd kc_local(kc_lower *l, const char *name, kc_type type)
{
    int var = kc_ir_var_add(l->u, unit_name(l, name), type.t, type.dims, KC_IR_LOCAL);
    return *bind(l, name, var, type);
}

kc_opnd kc_temp(kc_lower *l, kc_type type)
{
    char name[32];
    snprintf(name, sizeof name, "#%c%d%s", type.t, l->scope->temps++, type.dims ? "[]" : "");
    int var = kc_ir_var_add(l->u, unit_name(l, name), type.t, type.dims, KC_IR_LOCAL);
    l->u->vars.v[var].temp = 1;
    return (kc_opnd){var, type, -1};
}

kc_opnd kc_hidden_temp(kc_lower *l, kc_type type)
{
    char name[32];
    snprintf(name, sizeof name, "#%c_%d", type.t, l->u->vars.n);
    int var = kc_ir_var_add(l->u, unit_name(l, name), type.t, type.dims, KC_IR_LOCAL);
    l->u->vars.v[var].temp = 1;
    return (kc_opnd){var, type, -1};
}

/* Type of a global that this or an earlier compile made; t = 0: none. */
static kc_type global_type(kc_lower *l, const char *name)
{
    const kc_type *t = kc_map_get(&l->c->globals, name);
    if (t) return *t;
    const kc_ir_global *g = kc_map_get(&l->c->s->globals.by_name, name);
    return g ? (kc_type){g->type, g->dims} : (kc_type){0, 0};
}

static kc_opnd global_operand(kc_lower *l, const char *name, kc_type type)
{
    void **slot = kc_map_at(&l->globals, name);
    if (!*slot) *slot = (void *)(intptr_t)(kc_ir_var_add(l->u, name, type.t, type.dims, KC_IR_GLOBAL) + 1);
    return (kc_opnd){(int)(intptr_t)*slot - 1, type, -1};
}

static int is_global_name(const char *name) { return *name == 'g' && kc_name_type(name).t; }

static kc_opnd reserved(kc_lower *l, const char *name)
{
    if (l->scope->fenced && (!strcmp(name, "ksmps") || !strcmp(name, "kr")))
        return kc_section_value(l, name, l->span);
    return (kc_opnd){kc_ir_sys(l->u, name), {'r', 0}, -1};
}

kc_opnd kc_lookup(kc_lower *l, const char *name)
{
    int label = kc_find_label(l, name), p = kc_name_pfield(name);
    if (label >= 0) return (kc_opnd){-1, {'l', 0}, label};
    if (kc_name_is_reserved(name)) return reserved(l, name);
    if (p > KC_MAX_PFIELD) return (kc_opnd){-1, {0, 0}, -1};
    if (p >= 0) return (kc_opnd){kc_ir_pfield(l->u, p), {'p', 0}, -1};
    if (is_global_name(name)) {
        kc_type type = global_type(l, name);
        return type.t ? global_operand(l, name, type) : (kc_opnd){-1, type, -1};
    }
    const kc_opnd *o = kc_map_get(&l->scope->vars, name);
    return o ? *o : (kc_opnd){-1, {0, 0}, -1};
}

kc_type kc_out_type(kc_lower *l, const kc_ast_expr *out)
{
    if (out->kind == KC_EXPR_INDEX) {
        const kc_ast_expr *base = out->kids.v[0];
        if (base->kind != KC_EXPR_IDENT) return (kc_type){0, 0};
        kc_type t = kc_lookup(l, base->text).type;
        return t.dims ? (kc_type){t.t, 0} : (kc_type){t.t == 'a' ? 'k' : 0, 0};
    }
    if (kc_name_is_reserved(out->text)) return (kc_type){'r', 0};
    if (kc_name_pfield(out->text) >= 0) return (kc_type){'p', 0};
    kc_type t = is_global_name(out->text) ? global_type(l, out->text) : (kc_type){0, 0};
    const kc_opnd *o = kc_map_get(&l->scope->vars, out->text);
    if (!t.t && o) t = o->type;
    if (t.t) return t;
    t = kc_name_type(out->text);
    if (t.t && out->dims) t.dims = (uint8_t)(out->dims < KC_MAX_DIMS ? out->dims : KC_MAX_DIMS);
    return t;
}

static kc_opnd bad_name(kc_lower *l, const kc_ast_expr *out)
{
    if (kc_name_is_reserved(out->text)) {
        kc_lower_error(l, out->span, "not-assignable",
                       "%s can't be assigned here: header values stand outside of "
                       "instruments",
                       out->text);
    } else if (kc_find_entries(l->c, out->text)) {
        kc_lower_error(l, out->span, "bad-variable", "`%s` is an opcode, it can't be a variable", out->text);
    } else {
        kc_lower_error(l, out->span, "bad-variable", "can't tell the type of variable `%s`", out->text);
        kc_diag_note(l->c->d, "the first letter (after g for global variables) gives the type: i k a S f w");
    }
    bind(l, out->text, -1, kc_bad().type);
    return kc_bad();
}

static kc_opnd new_variable(kc_lower *l, const char *name, kc_type type)
{
    if (*name != 'g') return kc_local(l, name, type);
    kc_type *t = kc_arena_alloc(&l->c->arena, sizeof *t);
    *t = type;
    kc_map_put(&l->c->globals, name, t);
    return global_operand(l, name, type);
}

kc_opnd kc_declare(kc_lower *l, const kc_ast_expr *out)
{
    if (kc_find_label(l, out->text) >= 0) {
        kc_lower_error(l, out->span, "label-as-variable",
                       "`%s` is a label of this body, it can't be assigned", out->text);
        return kc_bad();
    }
    kc_opnd o = kc_lookup(l, out->text);
    if (o.type.t == 'r') return bad_name(l, out);
    if (o.type.t && out->dims && !o.type.dims && o.type.t != '@') {
        kc_lower_error(l, out->span, "redeclared", "`%s` was made before and is no array", out->text);
        return kc_bad();
    }
    if (o.type.t) return o;
    kc_type type = kc_out_type(l, out);
    if (!type.t || type.t == 'p') return bad_name(l, out);
    return new_variable(l, out->text, type);
}

kc_opnd kc_result(kc_lower *l, kc_type type, const kc_want *want)
{
    if (!want || want->type.t != type.t || want->type.dims != type.dims || want->type.t == 'p')
        return kc_temp(l, type);
    l->scope->temps++;
    return kc_declare(l, want->out);
}

/* ---- instructions ------------------------------------------------------------------------------ */

char kc_rate_of(kc_type t)
{
    if (t.dims) return 'k';
    if (t.t == 'a') return 'a';
    return kc_type_is_irate(t) || t.t == 'b' ? 'i' : 'k';
}

static const char *statement_text(kc_lower *l)
{
    if (!l->text && l->stmt && l->stmt->text) l->text = kc_arena_strdup(&l->u->arena, l->stmt->text);
    return l->text;
}

kc_ir_inst *kc_emit(kc_lower *l, kc_ir_op op, int pass, char rate, const int *outs, int nout, const int *ins,
                    int nin)
{
    if (l->stopped || !(pass & l->passes)) return NULL;
    for (int i = 0; i < nout + nin; i++)
        if ((i < nout ? outs[i] : ins[i - nout]) < 0 && op != KC_IR_CALL) return NULL; /* reported before */
    if (l->u->insts.n >= MAX_INSTS) {
        kc_lower_error(l, l->span, "too-large",
                       "this body is too large: user-defined opcodes make it more than %d "
                       "instructions",
                       MAX_INSTS);
        l->stopped = 1;
        return NULL;
    }
    kc_ir_inst *i = kc_ir_append(l->u, op, pass & l->passes, rate, outs, nout, ins, nin);
    i->span = is_old_code(l) ? l->call_span : l->span;
    i->text = statement_text(l);
    return i;
}

int kc_new_label(kc_lower *l)
{
    char name[32];
    snprintf(name, sizeof name, ".L%d", l->u->labels.n);
    return kc_ir_label(l->u, name);
}

int kc_find_label(kc_lower *l, const char *name)
{
    return (int)(intptr_t)kc_map_get(&l->scope->labels, name) - 1;
}

void kc_note_jump(kc_lower *l, int pass, int label)
{
    if ((pass & l->passes) != KC_IR_INIT || l->passes == KC_IR_INIT) return;
    for (int i = 0; i < l->placed.n; i++)
        if (l->placed.v[i] == label) return;
    kc_vec_push(&l->skips, label);
}

int kc_may_skip_init(const kc_lower *l) { return l->skips.n > 0; }

void kc_emit_label(kc_lower *l, int label)
{
    kc_ir_inst *i = kc_emit(l, KC_IR_LABEL, KC_IR_INIT | KC_IR_PERF, '-', NULL, 0, NULL, 0);
    if (i) i->label = label;
    kc_vec_push(&l->placed, label);
    int n = 0;
    for (int k = 0; k < l->skips.n; k++)
        if (l->skips.v[k] != label) l->skips.v[n++] = l->skips.v[k];
    l->skips.n = n;
}

void kc_emit_jump(kc_lower *l, kc_ir_op op, int pass, kc_opnd cond, int label)
{
    kc_ir_inst *i = kc_emit(l, op, pass, '-', NULL, 0, &cond.var, op == KC_IR_JUMP ? 0 : 1);
    if (!i) return;
    i->label = label;
    kc_note_jump(l, pass, label);
}
