/* The parser's statements and top level, by recursive descent.
 *
 * The first word of a line decides: a label, a keyword, an opcode without outputs, or else a
 * list of variables followed by `=`, `+=` or an opcode. A block runs until a word that
 * closes one; its owner checks that it is the right one, so that a missing `endif` is told
 * once and the instrument's `endin` still counts. */
#include "frontend/parse_impl.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { UDO_OUTS = 1, UDO_NO_OUTS = 2 };

/* ---- tokens and errors ------------------------------------------------------------------- */

kc_span kc_parse_here(const kc_parser *p, int ahead) { return kc_lex_span(p->t, kc_parse_tok(p, ahead)); }

const char *kc_parse_word(const kc_parser *p, int ahead)
{
    return kc_lex_text(p->t, kc_parse_tok(p, ahead), p->a);
}

kc_span kc_parse_join(kc_span from, kc_span to)
{
    if (from.source != to.source || from.line != to.line || to.col + to.len <= from.col) return from;
    from.len = to.col + to.len - from.col;
    return from;
}

kc_parse_op kc_parse_lookup(const kc_parser *p, int ahead)
{
    kc_parse_op op = {0, 0, 0};
    const kc_token *t = kc_parse_tok(p, ahead);
    char buf[64];
    const char *name = buf;
    if (t->kind != KC_TOK_WORD) return op;
    if (t->len < sizeof buf) {
        memcpy(buf, p->t->text->text.s + t->off, t->len);
        buf[t->len] = 0;
    } else
        name = kc_parse_word(p, ahead);
    op.known = p->ops->is_opcode(p->ops->ctx, name, &op.outs, &op.no_outs);
    intptr_t udo = (intptr_t)kc_map_get(&p->udos, name);
    if (!op.known) op.outs = op.no_outs = 0;
    if (udo) op.known = 1;
    op.outs |= (udo & UDO_OUTS) != 0;
    op.no_outs |= (udo & UDO_NO_OUTS) != 0;
    return op;
}

static const char *found_text(const kc_parser *p, int ahead)
{
    const kc_token *t = kc_parse_tok(p, ahead);
    if (t->kind == KC_TOK_EOF || t->kind == KC_TOK_NEWLINE) return kc_lex_kind_text(t->kind);
    const char *s = p->t->text->text.s + t->off;
    size_t n = t->len, cut = strcspn(s, "\n");
    if (cut < n) n = cut;
    if (n > 32) return kc_arena_printf(p->a, "`%.*s...`", 30, s);
    return kc_arena_printf(p->a, "`%.*s`", (int)n, s);
}

int kc_parse_error(kc_parser *p, int ahead, const char *code, const char *fmt, ...)
{
    p->faults++;
    if (p->panic || p->dead) return 0;
    p->panic = 1;
    /* The lexer has spoken already. */
    if (kc_parse_kind(p, ahead) == KC_TOK_ERROR) return 0;
    va_list ap;
    kc_sbuf b = {0};
    va_start(ap, fmt);
    kc_sbuf_vprintf(&b, fmt, ap);
    va_end(ap);
    kc_diag_error(p->d, kc_parse_here(p, ahead), code, "%s", b.s ? b.s : "");
    kc_pp_note_seg(p->t->text, p->d, kc_parse_tok(p, ahead)->seg, kc_parse_tok(p, ahead)->off);
    kc_sbuf_free(&b);
    return 1;
}

int kc_parse_expected(kc_parser *p, const char *what)
{
    return kc_parse_error(p, 0, "syntax", "expected %s, found %s", what, found_text(p, 0));
}

/* Words of other languages, and what stands for them here. */
static const char *foreign_word(const char *name)
{
    static const struct {
        const char *word, *here;
    } words[] = {
        {"for", "loops are written `while ... do ... od` or `until ... do ... od`"},
        {"switch", "write `if ... then ... elseif ... then ... else ... endif`"},
        {"case", "write `if ... then ... elseif ... then ... else ... endif`"},
        {"elif", "the word is `elseif`"},
        {"elsif", "the word is `elseif`"},
        {"endwhile", "a loop ends with `od`"},
        {"endfor", "a loop ends with `od`"},
        {"end",
         "an instrument ends with `endin`, an opcode with `endop`, an if with `endif`, a loop with `od`"},
        {"function", "a new opcode is written `opcode NAME, OUTTYPES, INTYPES ... endop`"},
        {"def", "a new opcode is written `opcode NAME, OUTTYPES, INTYPES ... endop`"},
        {"return", "results of an opcode are given by `xout`"},
        {"var", "variables need no declaration: the first letter of the name gives the type"},
        {"let", "variables need no declaration: the first letter of the name gives the type"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].word, name)) return words[i].here;
    return NULL;
}

/* The line on which the text goes on to define an opcode of this name; 0: it doesn't. */
static int defined_below(const kc_parser *p, const char *name)
{
    size_t n = strlen(name);
    for (int i = p->pos; i + 1 < p->t->list.n; i++) {
        const kc_token *t = &p->t->list.v[i + 1];
        if (p->t->list.v[i].kind != KC_TOK_OPCODE || t->kind != KC_TOK_WORD || t->len != n) continue;
        if (!memcmp(p->t->text->text.s + t->off, name, n)) return kc_lex_span(p->t, t).line;
    }
    return 0;
}

void kc_parse_unknown(kc_parser *p, int ahead, const char *what)
{
    const char *name = kc_parse_word(p, ahead), *note = foreign_word(name), *near = NULL;
    if (!kc_parse_error(p, ahead, "unknown-opcode", "unknown %s: %s", what, name)) return;
    int line = note ? 0 : defined_below(p, name);
    if (!note && !line && p->ops->nearest) near = p->ops->nearest(p->ops->ctx, name);
    if (note) kc_diag_note(p->d, "%s", note);
    if (line) kc_diag_note(p->d, "it is defined on line %d: a definition must stand before its use", line);
    if (near) kc_diag_note(p->d, "did you mean `%s`?", near);
}

int kc_parse_accept(kc_parser *p, kc_tok_kind k)
{
    if (kc_parse_kind(p, 0) != k) return 0;
    p->pos++;
    return 1;
}

int kc_parse_expect(kc_parser *p, kc_tok_kind k, const char *what)
{
    if (kc_parse_accept(p, k)) return 1;
    kc_parse_expected(p, what);
    return 0;
}

/* Only before a value: when none follows, the line end stays, and errors point at it. */
void kc_parse_skip_newlines(kc_parser *p)
{
    int n = 0;
    while (kc_parse_kind(p, n) == KC_TOK_NEWLINE) n++;
    if (n && !kc_parse_at_end(p, n)) p->pos += n;
}

int kc_parse_descend(kc_parser *p)
{
    if (p->depth < KC_PARSE_MAX_DEPTH) return ++p->depth;
    kc_parse_too_deep(p);
    return 0;
}

/* No use in going on: every level would complain. */
void kc_parse_too_deep(kc_parser *p)
{
    kc_parse_error(p, 0, "nested-too-deep", "expressions or blocks nested more than %d deep",
                   KC_PARSE_MAX_DEPTH);
    p->dead = 1;
    p->pos = p->t->list.n - 1;
}

void **kc_parse_take(kc_parser *p, int mark, int *n)
{
    *n = p->stack.n - mark;
    if (*n <= 0) return NULL;
    void **v = kc_arena_alloc(p->a, (size_t)*n * sizeof *v);
    memcpy(v, p->stack.v + mark, (size_t)*n * sizeof *v);
    p->stack.n = mark;
    return v;
}

/* ---- ends and recovery ------------------------------------------------------------------- */

static int closes_if(kc_tok_kind k)
{
    return k == KC_TOK_ELSEIF || k == KC_TOK_ELSE || k == KC_TOK_ENDIF || k == KC_TOK_FI;
}

static int closes_loop(kc_tok_kind k) { return k == KC_TOK_OD || k == KC_TOK_ENDUNTIL; }

static int closes_body(kc_tok_kind k)
{
    return k == KC_TOK_ENDIN || k == KC_TOK_ENDOP || k == KC_TOK_INSTR || k == KC_TOK_OPCODE ||
           k == KC_TOK_EOF;
}

static int is_closer(kc_tok_kind k) { return closes_if(k) || closes_loop(k) || closes_body(k); }

int kc_parse_at_end(const kc_parser *p, int ahead)
{
    kc_tok_kind k = kc_parse_kind(p, ahead);
    return k == KC_TOK_NEWLINE || is_closer(k);
}

/* To the end of the line. A list that goes on behind a comma is skipped with it. */
static void skip_line(kc_parser *p)
{
    p->panic = 0;
    for (; kc_parse_kind(p, 0) != KC_TOK_EOF; p->pos++) {
        if (kc_parse_kind(p, 0) != KC_TOK_NEWLINE) continue;
        if (p->pos == 0 || p->t->list.v[p->pos - 1].kind != KC_TOK_COMMA || is_closer(kc_parse_kind(p, 1)))
            return;
    }
}

int kc_parse_starts_value(kc_tok_kind k)
{
    return k == KC_TOK_WORD || k == KC_TOK_INT || k == KC_TOK_NUM || k == KC_TOK_STR || k == KC_TOK_LPAREN ||
           kc_lex_is_header(k);
}

/* A statement is complete, but its line goes on. */
static void unexpected_rest(kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (k == KC_TOK_RPAREN)
        kc_parse_error(p, 0, "syntax", "this `)` has no `(`");
    else if (kc_parse_expected(p, "end of line") && kc_parse_starts_value(k))
        kc_diag_note(p->d, "a comma or an operator is missing before it");
}

static void end_statement(kc_parser *p)
{
    if (p->panic) skip_line(p);
    if (!kc_parse_at_end(p, 0)) {
        unexpected_rest(p);
        skip_line(p);
    }
    kc_parse_accept(p, KC_TOK_NEWLINE);
}

/* ---- simple statements ------------------------------------------------------------------- */

static kc_ast_stmt *statement_node(kc_parser *p, kc_ast_stmt_kind kind)
{
    kc_ast_stmt *s = kc_arena_alloc(p->a, sizeof *s);
    s->kind = kind;
    s->span = s->name_span = kc_parse_here(p, 0);
    return s;
}

static int is_name(kc_tok_kind k) { return k == KC_TOK_WORD || k == KC_TOK_INT || kc_lex_is_keyword(k); }

/* `name:` with a blank or line end behind it. Any word will do, keywords and numbers too. */
static int at_label(const kc_parser *p)
{
    const kc_token *colon = kc_parse_tok(p, 1), *after = kc_parse_tok(p, 2);
    if (!is_name(kc_parse_kind(p, 0)) || colon->kind != KC_TOK_COLON || !colon->glued) return 0;
    return !after->glued || after->kind == KC_TOK_NEWLINE || after->kind == KC_TOK_EOF;
}

static kc_ast_stmt *label(kc_parser *p)
{
    kc_ast_stmt *s = statement_node(p, KC_STMT_LABEL);
    s->name = kc_parse_word(p, 0);
    p->pos += 2;
    return s;
}

static kc_ast_pass pass_of(kc_tok_kind k)
{
    if (k == KC_TOK_IGOTO || k == KC_TOK_ITHEN) return KC_PASS_INIT;
    if (k == KC_TOK_KGOTO || k == KC_TOK_KTHEN) return KC_PASS_PERF;
    return KC_PASS_ANY;
}

static int is_goto(kc_tok_kind k) { return k == KC_TOK_GOTO || k == KC_TOK_IGOTO || k == KC_TOK_KGOTO; }
static int is_then(kc_tok_kind k) { return k == KC_TOK_THEN || k == KC_TOK_ITHEN || k == KC_TOK_KTHEN; }

/* goto LABEL: fills pass and name of s. */
static void jump(kc_parser *p, kc_ast_stmt *s)
{
    s->pass = pass_of(kc_parse_kind(p, 0));
    p->pos++;
    s->name_span = kc_parse_here(p, 0);
    if (is_name(kc_parse_kind(p, 0))) {
        s->name = kc_parse_word(p, 0);
        p->pos++;
    } else
        kc_parse_expected(p, "a label");
}

/* `(...)` with nothing behind it: the arguments of a call, not the first of a list. */
static int at_call_parens(const kc_parser *p)
{
    if (kc_parse_kind(p, 0) != KC_TOK_LPAREN) return 0;
    int nest = 0;
    for (int n = 0; n < 20000; n++) {
        kc_tok_kind k = kc_parse_kind(p, n);
        nest += (k == KC_TOK_LPAREN) - (k == KC_TOK_RPAREN);
        if (nest == 0) return kc_parse_at_end(p, n + 1);
        if (k == KC_TOK_EOF) return 0;
    }
    return 0;
}

static const char *call_annotation(kc_parser *p)
{
    if (kc_parse_kind(p, 0) != KC_TOK_COLON || kc_parse_kind(p, 1) != KC_TOK_WORD ||
        kc_parse_kind(p, 2) != KC_TOK_LPAREN)
        return NULL;
    const char *word = kc_parse_word(p, 1);
    p->pos += 2;
    return word;
}

/* The opcode's name and its arguments; outs are in s already. */
static void opcode_call(kc_parser *p, kc_ast_stmt *s)
{
    s->kind = KC_STMT_OPCALL;
    s->name = kc_parse_word(p, 0);
    s->name_span = kc_parse_here(p, 0);
    p->pos++;
    s->annot = call_annotation(p);
    s->paren_form = s->annot || at_call_parens(p);
    if (s->paren_form) p->pos++, kc_parse_skip_newlines(p);
    kc_parse_exprs(p, &s->args, !s->paren_form);
    if (s->paren_form && !p->panic) kc_parse_expect(p, KC_TOK_RPAREN, "`,` or `)`");
}

/* ---- assignments and opcode lines -------------------------------------------------------- */

static int aug_op(kc_tok_kind k, kc_ast_op *op)
{
    switch (k) {
    case KC_TOK_PLUS_ASSIGN: *op = KC_OP_ADD; return 1;
    case KC_TOK_MINUS_ASSIGN: *op = KC_OP_SUB; return 1;
    case KC_TOK_STAR_ASSIGN: *op = KC_OP_MUL; return 1;
    case KC_TOK_SLASH_ASSIGN: *op = KC_OP_DIV; return 1;
    default: return 0;
    }
}

static void assignment(kc_parser *p, kc_ast_stmt *s)
{
    kc_ast_op op;
    int aug = aug_op(kc_parse_kind(p, 0), &op);
    s->kind = aug ? KC_STMT_AUGASSIGN : KC_STMT_ASSIGN;
    s->name_span = kc_parse_here(p, 0);
    if (aug) {
        s->op = op;
        if (s->outs.n != 1 || s->outs.v[0]->kind != KC_EXPR_IDENT || s->outs.v[0]->dims) {
            kc_parse_error(p, 0, "bad-assignment", "`%s=` needs one plain variable on its left",
                           kc_ast_op_text(op));
            return;
        }
    }
    p->pos++;
    kc_parse_skip_newlines(p);
    if (kc_parse_at_end(p, 0))
        kc_parse_expected(p, "a value");
    else if (kc_parse_exprs(p, &s->args, 0) && aug && s->args.n != 1)
        kc_parse_error(p, 0, "bad-assignment", "`%s=` takes one value", kc_ast_op_text(op));
}

static int outs(kc_parser *p, kc_ast_stmt *s)
{
    int mark = p->stack.n;
    do {
        if (p->stack.n > mark) kc_parse_skip_newlines(p);
        kc_ast_expr *e = kc_parse_out(p);
        if (!e) {
            p->stack.n = mark;
            return 0;
        }
        kc_vec_push(&p->stack, e);
    } while (kc_parse_accept(p, KC_TOK_COMMA));
    s->outs.v = (kc_ast_expr **)kc_parse_take(p, mark, &s->outs.n);
    return 1;
}

static int looks_like_variable(const char *name)
{
    if (*name == 'g') name++;
    if (*name == 'p') return name[1] && strspn(name + 1, "0123456789") == strlen(name + 1);
    return *name && strchr("aikSfwt", *name) != NULL;
}

/* Variables, then neither `=` nor an opcode: guess which word was meant as the opcode. */
static void bad_line(kc_parser *p, kc_ast_stmt *s, int first)
{
    int alone = s->outs.n == 1 && s->outs.v[0]->kind == KC_EXPR_IDENT && !s->outs.v[0]->dims;
    const char *name = alone ? s->outs.v[0]->text : "";
    kc_tok_kind k = kc_parse_kind(p, 0);
    int second_is_opcode = k == KC_TOK_WORD && (!alone || kc_parse_starts_value(kc_parse_kind(p, 1)) ||
                                                (looks_like_variable(name) && kc_parse_at_end(p, 1)));
    if (second_is_opcode)
        kc_parse_unknown(p, 0, "opcode");
    else if (alone && (kc_parse_starts_value(k) || k == KC_TOK_MINUS || !looks_like_variable(name)))
        kc_parse_unknown(p, first - p->pos, "opcode");
    else if (kc_parse_expected(p, "`=` or an opcode") && alone && (k == KC_TOK_PLUS || k == KC_TOK_MINUS) &&
             kc_parse_kind(p, 1) == k)
        kc_diag_note(p->d, "write `%s %s 1`", name, k == KC_TOK_PLUS ? "+=" : "-=");
}

static void line_with_outs(kc_parser *p, kc_ast_stmt *s)
{
    int first = p->pos;
    kc_ast_op op;
    if (!outs(p, s)) return;
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (k == KC_TOK_ASSIGN || aug_op(k, &op)) {
        assignment(p, s);
        return;
    }
    kc_parse_op called = kc_parse_lookup(p, 0);
    if (!called.known)
        bad_line(p, s, first);
    else if (!called.outs)
        kc_parse_error(p, 0, "no-outputs", "opcode `%s` has no outputs, nothing can stand before it",
                       kc_parse_word(p, 0));
    else
        opcode_call(p, s);
}

static void line_with_opcode(kc_parser *p, kc_ast_stmt *s, kc_parse_op op)
{
    kc_tok_kind k = kc_parse_kind(p, 1);
    kc_ast_op aug;
    const char *name = kc_parse_word(p, 0);
    if (k == KC_TOK_ASSIGN || (k == KC_TOK_COMMA && !op.no_outs) || k == KC_TOK_LBRACKET || aug_op(k, &aug))
        kc_parse_out(p);
    else if (!op.no_outs)
        kc_parse_error(p, 0, "missing-output", "opcode `%s` gives a value: write a variable before it", name);
    else
        opcode_call(p, s);
}

static kc_ast_stmt *line(kc_parser *p)
{
    kc_ast_stmt *s = statement_node(p, KC_STMT_OPCALL);
    kc_parse_op op = kc_parse_lookup(p, 0);
    if (op.known)
        line_with_opcode(p, s, op);
    else
        line_with_outs(p, s);
    return s;
}

/* ---- blocks ------------------------------------------------------------------------------ */

static kc_ast_stmt *statement(kc_parser *p);

/* A closing word that nothing opened. */
static int stray(kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (closes_if(k) && !p->open_ifs)
        kc_parse_error(p, 0, "stray-word", "%s without an `if`", found_text(p, 0));
    else if (closes_loop(k) && !p->open_loops)
        kc_parse_error(p, 0, "stray-word", "%s without a `while` or `until`", found_text(p, 0));
    else
        return 0;
    p->pos++;
    return 1;
}

/* Statements up to a closing word, which is left. */
static void block(kc_parser *p, kc_ast_block *b)
{
    int mark = p->stack.n;
    if (!kc_parse_descend(p)) {
        skip_line(p);
        return;
    }
    for (;;) {
        while (kc_parse_accept(p, KC_TOK_NEWLINE)) {
        }
        if (is_closer(kc_parse_kind(p, 0)) && !at_label(p)) {
            if (!stray(p)) break;
            skip_line(p);
            continue;
        }
        kc_ast_stmt *s = statement(p);
        if (s) kc_vec_push(&p->stack, s);
    }
    p->depth--;
    b->v = (kc_ast_stmt **)kc_parse_take(p, mark, &b->n);
}

/* Instruments in each other: behind the inner one's `endin` comes that of the outer one. */
static int is_nested_body(const kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0), closer = k == KC_TOK_INSTR ? KC_TOK_ENDIN : KC_TOK_ENDOP;
    if (k != KC_TOK_INSTR && k != KC_TOK_OPCODE) return 0;
    int i = p->pos + 1, last = p->t->list.n - 1;
    const kc_token *v = p->t->list.v;
    while (i < last && !closes_body(v[i].kind)) i++;
    if (v[i].kind != closer) return 0;
    for (i++; i < last && !closes_body(v[i].kind);) i++;
    return v[i].kind == KC_TOK_ENDIN || v[i].kind == KC_TOK_ENDOP;
}

/* An error at the closing word that stands where another was needed. */
static void missing_closer(kc_parser *p, const char *closer, const char *opener, kc_span at, int else_if)
{
    if (p->panic || p->dead) return;
    if (closes_body(kc_parse_kind(p, 0)) && is_nested_body(p)) {
        kc_parse_error(p, 0, "nested-instr", "instruments and opcodes can't stand inside of each other");
        kc_diag_note(p->d, "the %s on line %d is still open", opener, at.line);
        p->extra_endin = 1;
    } else {
        kc_parse_error(p, 0, "missing-end", "expected %s, found %s", closer, found_text(p, 0));
        kc_diag_note(p->d, "for the %s on line %d", opener, at.line);
    }
    if (else_if)
        kc_diag_note(p->d, "`else if` opens an `if` of its own; `elseif` goes on with the one before");
    p->panic = 0;
}

/* The branch behind `if cond` or `elseif cond`: then, block. */
static void branch(kc_parser *p, kc_ast_branch *b)
{
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (is_then(k) && !p->panic) {
        b->pass = pass_of(k);
        p->pos++;
    } else {
        if (!p->panic) kc_parse_expected(p, "`then` or `goto`");
        skip_line(p);
    }
    block(p, &b->body);
}

static kc_ast_branch *new_branch(kc_parser *p)
{
    kc_ast_branch *b = kc_arena_alloc(p->a, sizeof *b);
    b->span = kc_parse_here(p, 0);
    p->pos++;
    kc_vec_push(&p->stack, b);
    return b;
}

static void take_branches(kc_parser *p, kc_ast_stmt *s, int mark)
{
    kc_ast_branch **v = (kc_ast_branch **)kc_parse_take(p, mark, &s->n_branches);
    s->branches = kc_arena_alloc(p->a, (size_t)s->n_branches * sizeof *s->branches);
    for (int i = 0; i < s->n_branches; i++) s->branches[i] = *v[i];
}

/* Is a goto left on this line? */
static int goto_ahead(const kc_parser *p)
{
    for (int n = 0; !kc_parse_at_end(p, n); n++)
        if (is_goto(kc_parse_kind(p, n))) return 1;
    return 0;
}

/* The rest of an if from `then` on; the condition is parsed. */
static void if_branches(kc_parser *p, kc_ast_stmt *s, kc_ast_expr *cond, int else_if)
{
    int mark = p->stack.n;
    kc_ast_branch *b = kc_arena_alloc(p->a, sizeof *b);
    b->cond = cond;
    b->span = s->span;
    kc_vec_push(&p->stack, b);
    p->open_ifs++;
    branch(p, b);
    while (kc_parse_kind(p, 0) == KC_TOK_ELSEIF) {
        b = new_branch(p);
        b->cond = kc_parse_expr(p);
        branch(p, b);
    }
    if (kc_parse_kind(p, 0) == KC_TOK_ELSE) block(p, &new_branch(p)->body);
    p->open_ifs--;
    take_branches(p, s, mark);
    if (!kc_parse_accept(p, KC_TOK_ENDIF) && !kc_parse_accept(p, KC_TOK_FI))
        missing_closer(p, "`endif`", "`if`", s->span, else_if);
}

static kc_ast_stmt *if_statement(kc_parser *p)
{
    kc_ast_stmt *s = statement_node(p, KC_STMT_IF);
    int else_if = p->pos > 0 && p->t->list.v[p->pos - 1].kind == KC_TOK_ELSE;
    p->pos++;
    kc_ast_expr *cond = kc_parse_expr(p);
    if (cond && is_goto(kc_parse_kind(p, 0))) {
        s->kind = KC_STMT_IFGOTO;
        s->args.v = kc_arena_alloc(p->a, sizeof *s->args.v);
        s->args.v[0] = cond;
        s->args.n = 1;
        jump(p, s);
    } else if (cond || !goto_ahead(p))
        if_branches(p, s, cond, else_if);
    return s;
}

static kc_ast_stmt *loop(kc_parser *p)
{
    kc_ast_stmt *s = statement_node(p, KC_STMT_WHILE);
    s->until = kc_parse_kind(p, 0) == KC_TOK_UNTIL;
    p->pos++;
    kc_ast_expr *cond = kc_parse_expr(p);
    if (cond) {
        s->args.v = kc_arena_alloc(p->a, sizeof *s->args.v);
        s->args.v[0] = cond;
        s->args.n = 1;
    }
    kc_parse_skip_newlines(p);
    if (!cond || !kc_parse_expect(p, KC_TOK_DO, "`do`")) skip_line(p);
    p->open_loops++;
    block(p, &s->body);
    p->open_loops--;
    if (!kc_parse_accept(p, KC_TOK_OD) && !kc_parse_accept(p, KC_TOK_ENDUNTIL))
        missing_closer(p, "`od`", s->until ? "`until`" : "`while`", s->span, 0);
    return s;
}

/* One statement with its line end. NULL when there was none to make sense of. */
static kc_ast_stmt *statement(kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0);
    kc_ast_stmt *s = NULL;
    if (at_label(p)) return label(p);
    if (k == KC_TOK_IF)
        s = if_statement(p);
    else if (k == KC_TOK_WHILE || k == KC_TOK_UNTIL)
        s = loop(p);
    else if (is_goto(k))
        jump(p, s = statement_node(p, KC_STMT_GOTO));
    else if (k == KC_TOK_WORD)
        s = line(p);
    else if (kc_lex_is_header(k))
        kc_parse_error(p, 0, "header-in-body", "%s can be set only outside of instruments and blocks",
                       found_text(p, 0));
    else
        kc_parse_expected(p, "a statement");
    if (p->panic) s = NULL;
    end_statement(p);
    return s;
}

/* ---- top level --------------------------------------------------------------------------- */

static kc_ast_item *item_node(kc_parser *p, kc_ast_item_kind kind)
{
    kc_ast_item *it = kc_arena_alloc(p->a, sizeof *it);
    it->kind = kind;
    it->span = it->end_span = kc_parse_here(p, 0);
    return it;
}

static kc_ast_item *header(kc_parser *p)
{
    kc_ast_item *it = item_node(p, KC_ITEM_HEADER);
    it->name = kc_parse_word(p, 0);
    it->name_span = it->span;
    p->pos++;
    if (kc_parse_expect(p, KC_TOK_ASSIGN, "`=`")) {
        kc_parse_skip_newlines(p);
        it->value = kc_parse_expr(p);
    }
    if (p->panic) it = NULL;
    end_statement(p);
    return it;
}

static int instr_id(kc_parser *p, kc_ast_instr_id *id)
{
    id->plus = (char)kc_parse_accept(p, KC_TOK_PLUS);
    id->span = kc_parse_here(p, 0);
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (k == KC_TOK_INT && !id->plus) {
        double n = kc_lex_number(p->t, kc_parse_tok(p, 0));
        if (n > KC_PARSE_MAX_INSTR) {
            kc_parse_error(p, 0, "bad-instr", "instrument number %s is too big", kc_parse_word(p, 0));
            return 0;
        }
        id->number = (int)n;
    } else if (k == KC_TOK_WORD || (kc_lex_is_keyword(k) && !kc_lex_is_header(k)))
        id->name = kc_parse_word(p, 0);
    else {
        kc_parse_expected(p, id->plus ? "a name" : "an instrument number (a whole number) or a name");
        return 0;
    }
    p->pos++;
    return 1;
}

static void instr_ids(kc_parser *p, kc_ast_item *it)
{
    KC_VEC(kc_ast_instr_id) v = {0};
    do {
        kc_ast_instr_id id = {0};
        kc_parse_skip_newlines(p);
        if (!instr_id(p, &id)) break;
        kc_vec_push(&v, id);
    } while (kc_parse_accept(p, KC_TOK_COMMA));
    it->ids = kc_arena_alloc(p->a, (size_t)(v.n + 1) * sizeof *it->ids);
    for (int i = 0; i < v.n; i++) it->ids[i] = v.v[i];
    it->n_ids = v.n;
    kc_vec_free(&v);
}

/* Body and closing word of an instrument or opcode. */
static void body(kc_parser *p, kc_ast_item *it, kc_tok_kind closer, const char *closer_text,
                 const char *opener)
{
    block(p, &it->body);
    it->end_span = kc_parse_here(p, 0);
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (k != closer) missing_closer(p, closer_text, opener, it->span, 0);
    if (k == KC_TOK_ENDIN || k == KC_TOK_ENDOP) {
        p->pos++;
        end_statement(p);
    }
}

static kc_ast_item *instr(kc_parser *p)
{
    kc_ast_item *it = item_node(p, KC_ITEM_INSTR);
    p->faults += p->extra_endin; /* what it uses may stand in the instrument around it */
    p->pos++;
    if (kc_parse_kind(p, 0) == KC_TOK_NEWLINE)
        kc_parse_error(p, -1, "bad-instr", "no number or name follows `instr`");
    else
        instr_ids(p, it);
    end_statement(p);
    body(p, it, KC_TOK_ENDIN, "`endin`", "`instr`");
    return it;
}

/* A type list is one word made of letters and []: glue its tokens together. */
static const char *udo_types(kc_parser *p, const char *letters, kc_span *at)
{
    kc_sbuf b = {0};
    *at = kc_parse_here(p, 0);
    int n = 0;
    for (;;) {
        kc_tok_kind k = kc_parse_kind(p, n);
        if (k == KC_TOK_COMMA || k == KC_TOK_NEWLINE || k == KC_TOK_EOF) break;
        *at = kc_parse_join(*at, kc_parse_here(p, n));
        kc_sbuf_puts(&b, kc_parse_word(p, n++));
    }
    const char *types = kc_arena_strdup(p->a, b.s ? b.s : "");
    kc_sbuf_free(&b);
    if (!strcmp(types, "0") || !strcmp(types, "void"))
        types = "";
    else if (!n)
        kc_parse_expected(p, "a list of types, or 0");
    size_t bad = strspn(types, letters);
    for (const char *c = types; *c; c++)
        if (*c == '[' && (c == types || c[1] != ']')) bad = (size_t)(c - types);
    if (types[bad] &&
        kc_parse_error(p, 0, "bad-udo", "`%c` is no type letter here; allowed are %s", types[bad], letters) &&
        n == 1 && p->d->list.n) {
        kc_span *shown = &p->d->list.v[p->d->list.n - 1].span;
        if (shown->len == (int)strlen(types)) shown->col += (int)bad, shown->len = 1;
    }
    p->pos += n;
    return types;
}

static void udo_header(kc_parser *p, kc_ast_item *it)
{
    static const char *const reserved[] = {"pset", "xin", "xout", "subinstr"};
    it->out_types = it->in_types = "";
    it->name_span = kc_parse_here(p, 0);
    it->name = kc_parse_word(p, 0);
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (!strcmp(it->name, reserved[i]))
            kc_parse_error(p, 0, "bad-udo", "opcode `%s` can't be redefined", it->name);
    if (!kc_parse_expect(p, KC_TOK_WORD, "the name of the new opcode")) return;
    if (kc_parse_kind(p, 0) == KC_TOK_LPAREN) {
        kc_parse_error(p, 0, "bad-udo", "an opcode is declared as: opcode %s, OUTTYPES, INTYPES", it->name);
        return;
    }
    if (!kc_parse_expect(p, KC_TOK_COMMA, "`,` and the output types")) return;
    kc_parse_skip_newlines(p);
    it->out_types = udo_types(p, "aikKftS[]", &it->out_types_span);
    if (p->panic || !kc_parse_expect(p, KC_TOK_COMMA, "`,` and the input types")) return;
    kc_parse_skip_newlines(p);
    it->in_types = udo_types(p, "aijkftKOJVPopS[]", &it->in_types_span);
}

static kc_ast_item *udo(kc_parser *p)
{
    kc_ast_item *it = item_node(p, KC_ITEM_UDO);
    p->pos++;
    udo_header(p, it);
    /* A name whose types can't be read may stand wherever an opcode may: its calls are not to blame. */
    it->bad_header = (uint8_t)p->panic;
    int flags = p->panic ? UDO_OUTS | UDO_NO_OUTS : *it->out_types ? UDO_OUTS : UDO_NO_OUTS;
    if (it->name && *it->name) {
        void **slot = kc_map_at(&p->udos, it->name);
        *slot = (void *)((intptr_t)*slot | flags);
    }
    end_statement(p);
    body(p, it, KC_TOK_ENDOP, "`endop`", "`opcode`");
    return it;
}

static kc_ast_item *item(kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (!at_label(p)) {
        if (k == KC_TOK_INSTR) return instr(p);
        if (k == KC_TOK_OPCODE) return udo(p);
        if (kc_lex_is_header(k)) return header(p);
        if (is_closer(k)) {
            if ((k == KC_TOK_ENDIN || k == KC_TOK_ENDOP) && p->extra_endin)
                p->extra_endin = 0;
            else if (k == KC_TOK_ENDIN || k == KC_TOK_ENDOP)
                kc_parse_error(p, 0, "stray-word", "%s without an `%s`", found_text(p, 0),
                               k == KC_TOK_ENDIN ? "instr" : "opcode");
            else
                stray(p);
            skip_line(p);
            return NULL;
        }
    }
    kc_ast_item *it = item_node(p, KC_ITEM_STMT);
    it->stmt = statement(p);
    return it->stmt ? it : NULL;
}

kc_ast_orc *kc_parse(const kc_tokens *tokens, const kc_parse_opcodes *ops, kc_arena *arena, kc_diags *d)
{
    kc_parser p = {.t = tokens, .ops = ops, .a = arena, .d = d};
    kc_ast_orc *orc = kc_arena_alloc(arena, sizeof *orc);
    while (kc_parse_kind(&p, 0) != KC_TOK_EOF) {
        if (kc_parse_accept(&p, KC_TOK_NEWLINE)) continue;
        int faults = p.faults;
        kc_ast_item *it = item(&p);
        if (it) {
            it->broken = p.faults > faults;
            kc_vec_push(&p.stack, it);
        }
        orc->broken |= p.faults > faults;
        orc->broken_globals |=
            p.dead || (p.faults > faults && (!it || (it->kind != KC_ITEM_INSTR && it->kind != KC_ITEM_UDO)));
    }
    orc->items = (kc_ast_item **)kc_parse_take(&p, 0, &orc->n);
    kc_vec_free(&p.stack);
    kc_map_free(&p.udos);
    return orc;
}

kc_ast_orc *kc_parse_partial(kc_pp *pp, kc_pp_input in, const kc_parse_opcodes *ops, kc_pp_text *map,
                             kc_arena *arena, kc_diags *d)
{
    kc_tokens tokens = {0};
    kc_ast_orc *orc = NULL;
    /* Text that macros left in pieces would only give errors nobody needs. */
    if (kc_pp_run(pp, in, map) == 0) {
        kc_lex(map, &tokens, d);
        orc = kc_parse(&tokens, ops, arena, d);
        kc_tokens_free(&tokens);
    }
    return orc;
}

kc_ast_orc *kc_parse_text(kc_pp *pp, kc_pp_input in, const kc_parse_opcodes *ops, kc_pp_text *map,
                          kc_arena *arena, kc_diags *d)
{
    int errors = d->errors;
    kc_ast_orc *orc = kc_parse_partial(pp, in, ops, map, arena, d);
    return d->errors == errors ? orc : NULL;
}
