/* Inside of the parser, shared by parse.c (items, statements) and parsexpr.c (expressions).
 *
 * A function that meets an error reports it, sets `panic` and returns NULL; while `panic` is
 * set nothing more is reported, and the statement loop clears it at the next line. */
#ifndef KC_FRONTEND_PARSE_IMPL_H
#define KC_FRONTEND_PARSE_IMPL_H
#include "frontend/parse.h"
#include "runtime/base/map.h"

typedef struct {
    const kc_tokens *t;
    const kc_parse_opcodes *ops;
    kc_arena *a;
    kc_diags *d;
    kc_map udos; /* name -> UDO_OUTS | UDO_NO_OUTS */
    int pos;
    int depth, panic;
    int dead;        /* nested too deep: nothing more is read or reported */
    int faults;      /* errors met, those that the lexer reported included */
    int extra_endin; /* closes an instrument that was written inside of another one */
    int open_ifs, open_loops;
    KC_VEC(void *) stack; /* lists under construction */
} kc_parser;

typedef struct {
    int known, outs, no_outs;
} kc_parse_op;

static inline const kc_token *kc_parse_tok(const kc_parser *p, int ahead)
{
    int i = p->pos + ahead, last = p->t->list.n - 1;
    return &p->t->list.v[i < last ? i : last];
}
static inline kc_tok_kind kc_parse_kind(const kc_parser *p, int ahead)
{
    return kc_parse_tok(p, ahead)->kind;
}

kc_span kc_parse_here(const kc_parser *p, int ahead);
const char *kc_parse_word(const kc_parser *p, int ahead);
kc_parse_op kc_parse_lookup(const kc_parser *p, int ahead); /* is the token the name of an opcode? */
/* The hull of two spans of one line. */
kc_span kc_parse_join(kc_span from, kc_span to);

/* All note the macro trail of the token and set panic. 1 when something was reported: notes may follow. */
int kc_parse_error(kc_parser *p, int ahead, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
int kc_parse_expected(kc_parser *p, const char *what);
void kc_parse_unknown(kc_parser *p, int ahead,
                      const char *what); /* "unknown <what>: name", with the nearest */

int kc_parse_accept(kc_parser *p, kc_tok_kind k);
int kc_parse_expect(kc_parser *p, kc_tok_kind k, const char *what);
void kc_parse_skip_newlines(kc_parser *p);
/* Can a value begin with this token? */
int kc_parse_starts_value(kc_tok_kind k);
/* Ends of a statement: line end, end of text, and words that close a block. */
int kc_parse_at_end(const kc_parser *p, int ahead);
int kc_parse_descend(kc_parser *p); /* one level deeper, or an error and 0 */
void kc_parse_too_deep(kc_parser *p);

kc_ast_expr *kc_parse_expr(kc_parser *p);
/* expr {',' expr} up to the end of a statement or a `)`. `labels`: a lone opcode name or keyword is taken
 * for a label. 0 after an error. */
int kc_parse_exprs(kc_parser *p, kc_ast_exprs *out, int labels);
/* A variable on the left side: name, name[], name[index]. */
kc_ast_expr *kc_parse_out(kc_parser *p);

/* Takes what was pushed since `mark` off the stack, into the arena. */
void **kc_parse_take(kc_parser *p, int mark, int *n);
#endif
