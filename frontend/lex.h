/* Orchestra lexer: preprocessed text -> array of tokens.
 *
 * A token is 16 bytes: where it stands in the text and what it is. Values (numbers, strings) and
 * the user's place are worked out when asked for. Words are not looked up as opcodes here. */
#ifndef KC_FRONTEND_LEX_H
#define KC_FRONTEND_LEX_H
#include "frontend/ppmap.h"

/* X(name, spelling in messages): keywords first, as their own words. */
#define KC_TOK_KEYWORDS(X)                                                                                   \
    X(IF, "if")                                                                                              \
    X(THEN, "then")                                                                                          \
    X(ITHEN, "ithen")                                                                                        \
    X(KTHEN, "kthen")                                                                                        \
    X(ELSEIF, "elseif")                                                                                      \
    X(ELSE, "else")                                                                                          \
    X(ENDIF, "endif")                                                                                        \
    X(FI, "fi")                                                                                              \
    X(UNTIL, "until")                                                                                        \
    X(WHILE, "while")                                                                                        \
    X(DO, "do")                                                                                              \
    X(OD, "od")                                                                                              \
    X(ENDUNTIL, "enduntil")                                                                                  \
    X(GOTO, "goto")                                                                                          \
    X(IGOTO, "igoto")                                                                                        \
    X(KGOTO, "kgoto")                                                                                        \
    X(INSTR, "instr")                                                                                        \
    X(ENDIN, "endin")                                                                                        \
    X(OPCODE, "opcode")                                                                                      \
    X(ENDOP, "endop")                                                                                        \
    X(SR, "sr")                                                                                              \
    X(KR, "kr")                                                                                              \
    X(KSMPS, "ksmps")                                                                                        \
    X(NCHNLS, "nchnls")                                                                                      \
    X(NCHNLS_I, "nchnls_i")                                                                                  \
    X(ZERODBFS, "0dbfs")                                                                                     \
    X(A4, "A4")

#define KC_TOK_OTHERS(X)                                                                                     \
    X(EOF, "end of the text")                                                                                \
    X(NEWLINE, "end of line")                                                                                \
    X(WORD, "name")                                                                                          \
    X(INT, "number")                                                                                         \
    X(NUM, "number")                                                                                         \
    X(STR, "string")                                                                                         \
    X(ERROR, "bad character")                                                                                \
    X(LPAREN, "(")                                                                                           \
    X(RPAREN, ")")                                                                                           \
    X(LBRACKET, "[")                                                                                         \
    X(RBRACKET, "]")                                                                                         \
    X(COMMA, ",")                                                                                            \
    X(COLON, ":")                                                                                            \
    X(QUESTION, "?")                                                                                         \
    X(ASSIGN, "=")                                                                                           \
    X(PLUS_ASSIGN, "+=")                                                                                     \
    X(MINUS_ASSIGN, "-=")                                                                                    \
    X(STAR_ASSIGN, "*=")                                                                                     \
    X(SLASH_ASSIGN, "/=")                                                                                    \
    X(PLUS, "+")                                                                                             \
    X(MINUS, "-")                                                                                            \
    X(STAR, "*")                                                                                             \
    X(SLASH, "/")                                                                                            \
    X(PERCENT, "%")                                                                                          \
    X(CARET, "^")                                                                                            \
    X(HASH, "#")                                                                                             \
    X(AMP, "&")                                                                                              \
    X(BAR, "|")                                                                                              \
    X(TILDE, "~")                                                                                            \
    X(BANG, "!")                                                                                             \
    X(SHL, "<<")                                                                                             \
    X(SHR, ">>")                                                                                             \
    X(LT, "<")                                                                                               \
    X(LE, "<=")                                                                                              \
    X(GT, ">")                                                                                               \
    X(GE, ">=")                                                                                              \
    X(EQ, "==")                                                                                              \
    X(NE, "!=")                                                                                              \
    X(AND, "&&")                                                                                             \
    X(OR, "||")

typedef enum {
#define KC_TOK_ENUM(name, text) KC_TOK_##name,
    KC_TOK_KEYWORDS(KC_TOK_ENUM) KC_TOK_OTHERS(KC_TOK_ENUM)
#undef KC_TOK_ENUM
} kc_tok_kind;

typedef struct {
    uint32_t off, len; /* in the preprocessed text */
    int seg;           /* its segment in the map */
    uint8_t kind;      /* kc_tok_kind */
    uint8_t glued;     /* no blank between it and the token before */
} kc_token;

/* Zero-initialise; free with kc_tokens_free. Refers to the text, which must outlive it. */
typedef struct {
    const kc_pp_text *text;
    KC_VEC(kc_token) list; /* the last one is EOF */
} kc_tokens;

/* Reports bad characters and open strings; those become ERROR tokens. 0, or -1 after errors. */
int kc_lex(const kc_pp_text *text, kc_tokens *out, kc_diags *d);
void kc_tokens_free(kc_tokens *t);

const char *kc_lex_kind_text(kc_tok_kind k);
static inline int kc_lex_is_keyword(kc_tok_kind k) { return k <= KC_TOK_A4; }
static inline int kc_lex_is_header(kc_tok_kind k) { return k >= KC_TOK_SR && k <= KC_TOK_A4; }

/* Of a token of the list: where the user wrote it. */
kc_span kc_lex_span(const kc_tokens *t, const kc_token *tok);
/* Its text, copied into the arena. `@1000` gives "1024", as the reference spells it. */
const char *kc_lex_text(const kc_tokens *t, const kc_token *tok, kc_arena *a);
/* INT and NUM: the value. */
double kc_lex_number(const kc_tokens *t, const kc_token *tok);
/* STR: the value, escapes done, NUL-terminated; *len is its length. */
const char *kc_lex_string(const kc_tokens *t, const kc_token *tok, kc_arena *a, int *len);
#endif
