/* Expressions: precedence climbing. All binary operators are left associative, in these levels,
 * loosest first (the odd places of # ^ ! and the unary minus are the language's own):
 *
 *     ?:   && ||   comparisons and =   |   &   << >>   + -   * / %   ^   #   ~ unary - +
 *
 * `!` takes everything tighter than && as its operand. A line end may follow an operator, a
 * comma or an opening bracket. */
#include "frontend/parse_impl.h"

enum {
    LEVEL_BOOL = 1,
    LEVEL_COMPARE,
    LEVEL_BAR,
    LEVEL_AMP,
    LEVEL_SHIFT,
    LEVEL_ADD,
    LEVEL_MUL,
    LEVEL_POW,
    LEVEL_XOR
};

typedef struct {
    int level; /* 0: not a binary operator */
    kc_ast_op op;
} binary;

static binary binary_of(kc_tok_kind k)
{
    switch (k) {
    case KC_TOK_AND: return (binary){LEVEL_BOOL, KC_OP_AND};
    case KC_TOK_OR: return (binary){LEVEL_BOOL, KC_OP_OR};
    case KC_TOK_BAR: return (binary){LEVEL_BAR, KC_OP_BITOR};
    case KC_TOK_AMP: return (binary){LEVEL_AMP, KC_OP_BITAND};
    case KC_TOK_LT: return (binary){LEVEL_COMPARE, KC_OP_LT};
    case KC_TOK_LE: return (binary){LEVEL_COMPARE, KC_OP_LE};
    case KC_TOK_GT: return (binary){LEVEL_COMPARE, KC_OP_GT};
    case KC_TOK_GE: return (binary){LEVEL_COMPARE, KC_OP_GE};
    case KC_TOK_ASSIGN:
    case KC_TOK_EQ: return (binary){LEVEL_COMPARE, KC_OP_EQ};
    case KC_TOK_NE: return (binary){LEVEL_COMPARE, KC_OP_NE};
    case KC_TOK_SHL: return (binary){LEVEL_SHIFT, KC_OP_SHL};
    case KC_TOK_SHR: return (binary){LEVEL_SHIFT, KC_OP_SHR};
    case KC_TOK_PLUS: return (binary){LEVEL_ADD, KC_OP_ADD};
    case KC_TOK_MINUS: return (binary){LEVEL_ADD, KC_OP_SUB};
    case KC_TOK_STAR: return (binary){LEVEL_MUL, KC_OP_MUL};
    case KC_TOK_SLASH: return (binary){LEVEL_MUL, KC_OP_DIV};
    case KC_TOK_PERCENT: return (binary){LEVEL_MUL, KC_OP_MOD};
    case KC_TOK_CARET: return (binary){LEVEL_POW, KC_OP_POW};
    case KC_TOK_HASH: return (binary){LEVEL_XOR, KC_OP_BITXOR};
    default: return (binary){0, 0};
    }
}

/* ---- nodes ------------------------------------------------------------------------------- */

static kc_ast_expr *node(kc_parser *p, kc_ast_expr_kind kind, kc_span at)
{
    kc_ast_expr *e = kc_arena_alloc(p->a, sizeof *e);
    e->kind = kind;
    e->span = at;
    e->depth = 1;
    return e;
}

/* Trees are walked recursively, so a long chain such as 1+1+1+... counts as deep, too. */
static kc_ast_expr *checked(kc_parser *p, kc_ast_expr *e)
{
    for (int i = 0; i < e->kids.n; i++)
        if (e->depth <= e->kids.v[i]->depth) e->depth = e->kids.v[i]->depth + 1;
    if (e->depth <= KC_PARSE_MAX_DEPTH) return e;
    kc_parse_too_deep(p);
    return NULL;
}

static kc_ast_exprs list_of(kc_parser *p, int n, kc_ast_expr *a, kc_ast_expr *b, kc_ast_expr *c)
{
    kc_ast_exprs l = {kc_arena_alloc(p->a, (size_t)n * sizeof *l.v), n};
    kc_ast_expr *all[3] = {a, b, c};
    for (int i = 0; i < n; i++) l.v[i] = all[i];
    return l;
}

static kc_ast_exprs take(kc_parser *p, int mark)
{
    kc_ast_exprs l;
    l.v = (kc_ast_expr **)kc_parse_take(p, mark, &l.n);
    return l;
}

/* ---- primaries --------------------------------------------------------------------------- */

static kc_ast_expr *leaf(kc_parser *p, kc_ast_expr_kind kind)
{
    kc_ast_expr *e = node(p, kind, kc_parse_here(p, 0));
    e->text = kc_parse_word(p, 0);
    return e;
}

static kc_ast_expr *number(kc_parser *p)
{
    kc_ast_expr *e = leaf(p, KC_EXPR_NUM);
    e->number = kc_lex_number(p->t, kc_parse_tok(p, 0));
    e->is_int = kc_parse_kind(p, 0) == KC_TOK_INT;
    p->pos++;
    return e;
}

static kc_ast_expr *string(kc_parser *p)
{
    kc_ast_expr *e = leaf(p, KC_EXPR_STR);
    e->str = kc_lex_string(p->t, kc_parse_tok(p, 0), p->a, &e->str_len);
    p->pos++;
    return e;
}

static kc_ast_expr *parenthesis(kc_parser *p)
{
    kc_span open = kc_parse_here(p, 0);
    p->pos++;
    kc_parse_skip_newlines(p);
    kc_ast_expr *e = kc_parse_expr(p);
    if (!e) return NULL;
    if (!kc_parse_accept(p, KC_TOK_RPAREN)) {
        if (kc_parse_expected(p, "`)`")) kc_diag_note(p->d, "for the `(` at %d:%d", open.line, open.col);
        return NULL;
    }
    e->in_parens = 1;
    return e;
}

/* [i][j]... behind `base`. */
static kc_ast_expr *indices(kc_parser *p, kc_ast_expr *base)
{
    kc_ast_expr *e = node(p, KC_EXPR_INDEX, base->span);
    int mark = p->stack.n;
    kc_vec_push(&p->stack, base);
    while (kc_parse_kind(p, 0) == KC_TOK_LBRACKET) {
        p->pos++;
        kc_parse_skip_newlines(p);
        if (kc_parse_kind(p, 0) == KC_TOK_RBRACKET) {
            kc_parse_error(p, 0, "empty-index",
                           "an index is missing between the brackets; `[]` only declares arrays");
            return NULL;
        }
        kc_ast_expr *i = kc_parse_expr(p);
        if (!i) return NULL;
        kc_vec_push(&p->stack, i);
        e->span = kc_parse_join(e->span, kc_parse_here(p, 0));
        if (!kc_parse_expect(p, KC_TOK_RBRACKET, "`]`")) return NULL;
    }
    e->kids = take(p, mark);
    return checked(p, e);
}

/* `:k` in oscili:k(...): the scan is on the colon. */
static const char *annotation(kc_parser *p)
{
    int n = 2;
    if (kc_parse_kind(p, 1) != KC_TOK_WORD) return NULL;
    while (kc_parse_kind(p, n) == KC_TOK_LBRACKET && kc_parse_kind(p, n + 1) == KC_TOK_RBRACKET) n += 2;
    if (kc_parse_kind(p, n) != KC_TOK_LPAREN) return NULL;
    const char *word = kc_parse_word(p, 1);
    for (int i = 2; i < n; i += 2) word = kc_arena_printf(p->a, "%s[]", word);
    p->pos += n;
    return word;
}

static kc_ast_expr *call(kc_parser *p)
{
    kc_ast_expr *e = leaf(p, KC_EXPR_CALL);
    p->pos++;
    if (kc_parse_kind(p, 0) == KC_TOK_COLON) e->annot = annotation(p);
    if (!kc_parse_expect(p, KC_TOK_LPAREN, "`(`")) return NULL;
    kc_parse_skip_newlines(p);
    if (!kc_parse_exprs(p, &e->kids, 0)) return NULL;
    e->span = kc_parse_join(e->span, kc_parse_here(p, 0));
    if (!kc_parse_expect(p, KC_TOK_RPAREN, "`,` or `)`")) return NULL;
    return checked(p, e);
}

static int is_call(kc_parser *p, kc_parse_op op)
{
    kc_tok_kind k = kc_parse_kind(p, 1);
    if (k == KC_TOK_LPAREN) return op.known || kc_parse_tok(p, 1)->glued;
    return op.known && k == KC_TOK_COLON && kc_parse_kind(p, 2) == KC_TOK_WORD &&
           (kc_parse_kind(p, 3) == KC_TOK_LPAREN || kc_parse_kind(p, 3) == KC_TOK_LBRACKET);
}

static kc_ast_expr *word(kc_parser *p)
{
    kc_parse_op op = kc_parse_lookup(p, 0);
    if (is_call(p, op)) {
        if (op.known) return call(p);
        kc_parse_unknown(p, 0, "function");
        return NULL;
    }
    if (op.known) {
        const char *name = kc_parse_word(p, 0);
        kc_parse_error(p, 0, "opcode-as-value", "`%s` is an opcode; to use its value write %s(...)", name,
                       name);
        return NULL;
    }
    kc_ast_expr *e = leaf(p, KC_EXPR_IDENT);
    p->pos++;
    return kc_parse_kind(p, 0) == KC_TOK_LBRACKET ? indices(p, e) : e;
}

static kc_ast_expr *primary(kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0);
    if (k == KC_TOK_INT || k == KC_TOK_NUM) return number(p);
    if (k == KC_TOK_STR) return string(p);
    if (k == KC_TOK_WORD) return word(p);
    if (k == KC_TOK_LPAREN) return parenthesis(p);
    if (kc_lex_is_header(k)) {
        kc_ast_expr *e = leaf(p, KC_EXPR_IDENT);
        p->pos++;
        return e;
    }
    if (k == KC_TOK_LBRACKET)
        kc_parse_error(p, 0, "array-literal", "there are no array literals; use fillarray(...)");
    else if (kc_parse_expected(p, "a value") && k == KC_TOK_STAR && p->pos > 0 &&
             kc_parse_kind(p, -1) == KC_TOK_STAR)
        kc_diag_note(p->d, "powers are written with ^");
    return NULL;
}

/* ---- operators --------------------------------------------------------------------------- */

static kc_ast_expr *climb(kc_parser *p, int level);

static kc_ast_expr *prefix(kc_parser *p, kc_ast_op op)
{
    kc_span at = kc_parse_here(p, 0);
    if (!kc_parse_descend(p)) return NULL;
    p->pos++;
    kc_parse_skip_newlines(p);
    kc_ast_expr *arg = climb(p, op == KC_OP_NOT ? LEVEL_BOOL + 1 : LEVEL_XOR + 1);
    p->depth--;
    if (!arg) return NULL;
    kc_ast_expr *e = node(p, KC_EXPR_UNARY, kc_parse_join(at, arg->span));
    e->op = op;
    e->op_span = at;
    e->kids = list_of(p, 1, arg, NULL, NULL);
    return checked(p, e);
}

static kc_ast_expr *unary(kc_parser *p)
{
    switch (kc_parse_kind(p, 0)) {
    case KC_TOK_MINUS: return prefix(p, KC_OP_NEG);
    case KC_TOK_PLUS: return prefix(p, KC_OP_POS);
    case KC_TOK_TILDE: return prefix(p, KC_OP_BITNOT);
    case KC_TOK_BANG: return prefix(p, KC_OP_NOT);
    default: return primary(p);
    }
}

/* Operators of this level and tighter ones. */
static kc_ast_expr *climb(kc_parser *p, int level)
{
    kc_ast_expr *left = unary(p);
    for (;;) {
        binary b = binary_of(kc_parse_kind(p, 0));
        if (!left || !b.level || b.level < level) return left;
        kc_span at = kc_parse_here(p, 0);
        p->pos++;
        kc_parse_skip_newlines(p);
        kc_ast_expr *right = climb(p, b.level + 1);
        if (!right) return NULL;
        kc_ast_expr *e = node(p, KC_EXPR_BINARY, kc_parse_join(left->span, right->span));
        e->op = b.op;
        e->op_span = at;
        e->kids = list_of(p, 2, left, right, NULL);
        left = checked(p, e);
    }
}

static kc_ast_expr *ternary(kc_parser *p, kc_ast_expr *cond)
{
    kc_span at = kc_parse_here(p, 0);
    p->pos++;
    kc_parse_skip_newlines(p);
    kc_ast_expr *yes = kc_parse_expr(p);
    if (!yes || !kc_parse_expect(p, KC_TOK_COLON, "`:` of the `? :`")) return NULL;
    kc_parse_skip_newlines(p);
    kc_ast_expr *no = kc_parse_expr(p);
    if (!no) return NULL;
    kc_ast_expr *e = node(p, KC_EXPR_TERNARY, kc_parse_join(cond->span, no->span));
    e->op_span = at;
    e->kids = list_of(p, 3, cond, yes, no);
    return checked(p, e);
}

kc_ast_expr *kc_parse_expr(kc_parser *p)
{
    if (!kc_parse_descend(p)) return NULL;
    kc_ast_expr *e = climb(p, LEVEL_BOOL);
    if (e && kc_parse_kind(p, 0) == KC_TOK_QUESTION) e = ternary(p, e);
    p->depth--;
    return e;
}

/* ---- lists ------------------------------------------------------------------------------- */

/* A lone opcode name or keyword in an argument list can only be a label. */
static int lone_label(const kc_parser *p)
{
    kc_tok_kind k = kc_parse_kind(p, 0), next = kc_parse_kind(p, 1);
    if (next != KC_TOK_COMMA && next != KC_TOK_NEWLINE && next != KC_TOK_EOF && next != KC_TOK_RPAREN)
        return 0;
    return (kc_lex_is_keyword(k) && !kc_lex_is_header(k)) ||
           (k == KC_TOK_WORD && kc_parse_lookup(p, 0).known);
}

static kc_ast_expr *argument(kc_parser *p, int labels)
{
    if (!labels || !lone_label(p)) return kc_parse_expr(p);
    kc_ast_expr *e = leaf(p, KC_EXPR_IDENT);
    p->pos++;
    return e;
}

int kc_parse_exprs(kc_parser *p, kc_ast_exprs *out, int labels)
{
    int mark = p->stack.n, first = 1;
    *out = (kc_ast_exprs){0};
    if (labels) kc_parse_accept(p, KC_TOK_COMMA); /* `lfo , 1, 2`: the reference takes it */
    if (kc_parse_kind(p, 0) == KC_TOK_RPAREN || kc_parse_at_end(p, 0)) return 1;
    do {
        if (!first) kc_parse_skip_newlines(p);
        first = 0;
        kc_ast_expr *e = argument(p, labels);
        if (!e) {
            p->stack.n = mark;
            return 0;
        }
        kc_vec_push(&p->stack, e);
    } while (kc_parse_accept(p, KC_TOK_COMMA));
    *out = take(p, mark);
    return 1;
}

kc_ast_expr *kc_parse_out(kc_parser *p)
{
    if (kc_parse_kind(p, 0) != KC_TOK_WORD) {
        kc_parse_expected(p, "a variable");
        return NULL;
    }
    if (kc_parse_lookup(p, 0).known) {
        kc_parse_error(p, 0, "opcode-as-variable", "`%s` is the name of an opcode and can't be a variable",
                       kc_parse_word(p, 0));
        return NULL;
    }
    kc_ast_expr *e = leaf(p, KC_EXPR_IDENT);
    p->pos++;
    while (kc_parse_kind(p, 0) == KC_TOK_LBRACKET && kc_parse_kind(p, 1) == KC_TOK_RBRACKET) {
        e->dims++;
        e->span = kc_parse_join(e->span, kc_parse_here(p, 1));
        p->pos += 2;
    }
    return kc_parse_kind(p, 0) == KC_TOK_LBRACKET && !e->dims ? indices(p, e) : e;
}
