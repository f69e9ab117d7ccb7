/* The lexer. One function a token class, called from a switch on the first byte; the longest
 * match wins. Blanks vanish (a token only knows whether one came before it), line ends stay:
 * the parser decides where one may be passed over. */
#include "frontend/lex.h"
#include <stdio.h>
#include <string.h>

typedef struct {
    const char *text, *p, *end;
    const kc_pp_text *map;
    kc_tokens *out;
    kc_diags *d;
    int seg;
    int failed;
} lexer;

static const char *const names[] = {
#define NAME(name, text) text,
    KC_TOK_KEYWORDS(NAME) KC_TOK_OTHERS(NAME)
#undef NAME
};

const char *kc_lex_kind_text(kc_tok_kind k) { return names[k]; }

static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static int is_word(char c) { return is_alpha(c) || is_digit(c); }
static int is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* The byte n after the current one, NUL at the end. */
static char peek(const lexer *l, int n) { return l->end - l->p > n ? l->p[n] : 0; }

static kc_span place(const lexer *l, const char *from, size_t len)
{
    return kc_pp_span(l->map, l->seg, (size_t)(from - l->text), len);
}

/* ---- token classes: each moves l->p over the token and returns its kind ------------------------ */

static kc_tok_kind word(lexer *l)
{
    const char *from = l->p;
    while (l->p < l->end && is_word(*l->p)) l->p++;
    size_t n = (size_t)(l->p - from);
    for (int k = 0; k <= KC_TOK_A4; k++)
        if (names[k][0] == from[0] && strlen(names[k]) == n && !memcmp(names[k], from, n)) return k;
    return KC_TOK_WORD;
}

static void digits(lexer *l)
{
    while (l->p < l->end && is_digit(*l->p)) l->p++;
}

/* 12  1.  .5  1e-3  0x1F ; `1e` is a 1 and a word. */
static kc_tok_kind number(lexer *l)
{
    if (*l->p == '0' && l->end - l->p >= 5 && !memcmp(l->p, "0dbfs", 5)) {
        l->p += 5;
        return KC_TOK_ZERODBFS;
    }
    if (*l->p == '0' && (peek(l, 1) == 'x' || peek(l, 1) == 'X') && is_hex(peek(l, 2))) {
        for (l->p += 2; l->p < l->end && is_hex(*l->p);) l->p++;
        return KC_TOK_NUM;
    }
    kc_tok_kind kind = KC_TOK_INT;
    digits(l);
    if (peek(l, 0) == '.') {
        l->p++;
        digits(l);
        kind = KC_TOK_NUM;
    }
    int sign = peek(l, 1) == '+' || peek(l, 1) == '-';
    if ((peek(l, 0) == 'e' || peek(l, 0) == 'E') && is_digit(peek(l, 1 + sign))) {
        l->p += 1 + sign;
        digits(l);
        kind = KC_TOK_NUM;
    }
    return kind;
}

/* @12 @@12 : also with blanks before the digits. */
static kc_tok_kind at_number(lexer *l)
{
    const char *q = l->p + 1;
    if (q < l->end && *q == '@') q++;
    while (q < l->end && (*q == ' ' || *q == '\t')) q++;
    if (q >= l->end || !is_digit(*q)) return KC_TOK_ERROR;
    l->p = q;
    digits(l);
    return KC_TOK_INT;
}

static kc_tok_kind open_string(lexer *l, const char *from, size_t len, const char *message)
{
    kc_diag_error(l->d, place(l, from, len), "open-string", "%s", message);
    kc_pp_note_seg(l->map, l->d, l->seg, (size_t)(from - l->text));
    l->failed = 1;
    return KC_TOK_ERROR;
}

static kc_tok_kind string(lexer *l)
{
    const char *from = l->p++;
    while (l->p < l->end && *l->p != '"' && *l->p != '\n') l->p += 1 + (*l->p == '\\' && l->end - l->p > 1);
    if (l->p >= l->end || *l->p != '"')
        return open_string(l, from, (size_t)(l->p - from), "this string has no closing \" on its line");
    l->p++;
    return KC_TOK_STR;
}

static kc_tok_kind raw_string(lexer *l)
{
    const char *from = l->p;
    for (l->p += 2; l->p < l->end && !(l->p[0] == '}' && peek(l, 1) == '}');) l->p++;
    if (l->p >= l->end) return open_string(l, from, 2, "this string has no closing }}");
    l->p += 2;
    return KC_TOK_STR;
}

/* Signs that word processors put in for plain ones. */
static const struct {
    const char *sign, *message;
} typographic[] = {{"\xE2\x80\x9C", "strings stand between plain quotes \", not typographic ones"},
                   {"\xE2\x80\x9D", "strings stand between plain quotes \", not typographic ones"},
                   {"\xE2\x80\x9E", "strings stand between plain quotes \", not typographic ones"},
                   {"\xC2\xAB", "strings stand between plain quotes \", not typographic ones"},
                   {"\xC2\xBB", "strings stand between plain quotes \", not typographic ones"},
                   {"\xE2\x80\x98", "strings stand between double quotes \""},
                   {"\xE2\x80\x99", "strings stand between double quotes \""},
                   {"\xE2\x88\x92", "this is not the minus sign of the keyboard: write -"},
                   {"\xE2\x80\x93", "this is a dash: the minus sign is -"},
                   {"\xE2\x80\x94", "this is a dash: the minus sign is -"},
                   {"\xC3\x97", "multiplication is written *"},
                   {"\xC3\xB7", "division is written /"},
                   {"\xC2\xA0", "this is a non-breaking space: write a plain one"},
                   {"\xEF\xBB\xBF", "this is a byte order mark, invisible in editors: remove it"}};
enum { TYPOGRAPHIC_QUOTES = 7 };

static int typographic_sign(const lexer *l, const char *p)
{
    for (size_t i = 0; i < sizeof typographic / sizeof *typographic; i++) {
        size_t n = strlen(typographic[i].sign);
        if ((size_t)(l->end - p) >= n && !memcmp(p, typographic[i].sign, n)) return (int)i;
    }
    return -1;
}

/* Reports the sign at l->p; a string between such quotes is skipped as a whole. */
static kc_tok_kind typographic_error(lexer *l, int sign)
{
    size_t n = strlen(typographic[sign].sign);
    const char *q = l->p + n;
    if (sign < TYPOGRAPHIC_QUOTES) {
        while (q < l->end && *q != '\n' && *q != '"') {
            int closing = typographic_sign(l, q);
            if (closing >= 0 && closing < TYPOGRAPHIC_QUOTES) {
                n = (size_t)(q - l->p) + strlen(typographic[closing].sign);
                break;
            }
            q++;
        }
    }
    kc_diag_error(l->d, place(l, l->p, n), "bad-character", "%s", typographic[sign].message);
    kc_pp_note_seg(l->map, l->d, l->seg, (size_t)(l->p - l->text));
    l->p += n;
    l->failed = 1;
    return KC_TOK_ERROR;
}

static kc_tok_kind bad_character(lexer *l)
{
    int sign = typographic_sign(l, l->p);
    if (sign >= 0) return typographic_error(l, sign);
    unsigned char c = (unsigned char)*l->p;
    size_t n = 1;
    if (c >= 0xC0)
        while (n < 4 && ((unsigned char)peek(l, (int)n) & 0xC0) == 0x80) n++;
    kc_span at = place(l, l->p, n);
    if (c > 32 && c < 127)
        kc_diag_error(l->d, at, "bad-character", "unexpected character `%c`", c);
    else if (n > 1)
        kc_diag_error(l->d, at, "bad-character", "unexpected character `%.*s`", (int)n, l->p);
    else
        kc_diag_error(l->d, at, "bad-character", "unexpected byte 0x%02x", c);
    kc_pp_note_seg(l->map, l->d, l->seg, (size_t)(l->p - l->text));
    l->p += n;
    l->failed = 1;
    return KC_TOK_ERROR;
}

/* Takes `one`, or the longer token when the next byte is one of `seconds`. */
static kc_tok_kind pick(lexer *l, kc_tok_kind one, const char *seconds, const kc_tok_kind *twos)
{
    char c = peek(l, 1);
    const char *hit = c ? strchr(seconds, c) : NULL;
    l->p += hit ? 2 : 1;
    return hit ? twos[hit - seconds] : one;
}
#define PICK(one, seconds, ...) pick(l, one, seconds, (const kc_tok_kind[]){__VA_ARGS__})

static kc_tok_kind punctuation(lexer *l)
{
    switch (*l->p) {
    case '(': l->p++; return KC_TOK_LPAREN;
    case ')': l->p++; return KC_TOK_RPAREN;
    case '[': l->p++; return KC_TOK_LBRACKET;
    case ']': l->p++; return KC_TOK_RBRACKET;
    case ',': l->p++; return KC_TOK_COMMA;
    case ':': l->p++; return KC_TOK_COLON;
    case '?': l->p++; return KC_TOK_QUESTION;
    case '%': l->p++; return KC_TOK_PERCENT;
    case '^': l->p++; return KC_TOK_CARET;
    case '#': l->p++; return KC_TOK_HASH;
    case '~': l->p++; return KC_TOK_TILDE;
    case '+': return PICK(KC_TOK_PLUS, "=", KC_TOK_PLUS_ASSIGN);
    case '-': return PICK(KC_TOK_MINUS, "=", KC_TOK_MINUS_ASSIGN);
    case '*': return PICK(KC_TOK_STAR, "=", KC_TOK_STAR_ASSIGN);
    case '/': return PICK(KC_TOK_SLASH, "=", KC_TOK_SLASH_ASSIGN);
    case '=': return PICK(KC_TOK_ASSIGN, "=", KC_TOK_EQ);
    case '!': return PICK(KC_TOK_BANG, "=", KC_TOK_NE);
    case '<': return PICK(KC_TOK_LT, "=<", KC_TOK_LE, KC_TOK_SHL);
    case '>': return PICK(KC_TOK_GT, "=>", KC_TOK_GE, KC_TOK_SHR);
    case '&': return PICK(KC_TOK_AMP, "&", KC_TOK_AND);
    case '|': return PICK(KC_TOK_BAR, "|", KC_TOK_OR);
    }
    return KC_TOK_ERROR;
}

static kc_tok_kind next(lexer *l)
{
    char c = *l->p;
    if (c == '\n') {
        l->p++;
        return KC_TOK_NEWLINE;
    }
    if (is_alpha(c)) return word(l);
    if (is_digit(c) || (c == '.' && is_digit(peek(l, 1)))) return number(l);
    if (c == '"') return string(l);
    if (c == '{' && peek(l, 1) == '{') return raw_string(l);
    /* The not sign, in UTF-8 or Latin-1. */
    if (c == '\xAC' || (c == '\xC2' && peek(l, 1) == '\xAC')) {
        l->p += c == '\xAC' ? 1 : 2;
        return KC_TOK_TILDE;
    }
    kc_tok_kind k = c == '@' ? at_number(l) : punctuation(l);
    return k == KC_TOK_ERROR ? bad_character(l) : k;
}

static void follow_map(lexer *l, size_t off)
{
    while (l->seg + 1 < l->map->segs.n && l->map->segs.v[l->seg + 1].out <= off) l->seg++;
}

int kc_lex(const kc_pp_text *text, kc_tokens *out, kc_diags *d)
{
    lexer l = {.text = text->text.s, .p = text->text.s, .map = text, .out = out, .d = d};
    if (!l.text) l.text = l.p = "";
    l.end = l.text + text->text.n;
    out->text = text;
    int glued = 0;
    while (l.p < l.end) {
        if (*l.p == ' ' || *l.p == '\t' || *l.p == '\r' || *l.p == '\f' || *l.p == '\v') {
            l.p++;
            glued = 0;
            continue;
        }
        size_t off = (size_t)(l.p - l.text);
        follow_map(&l, off);
        kc_tok_kind k = next(&l);
        kc_token t = {(uint32_t)off, (uint32_t)(l.p - l.text - off), l.seg, (uint8_t)k, (uint8_t)glued};
        kc_vec_push(&out->list, t);
        glued = 1;
    }
    kc_token eof = {(uint32_t)(l.end - l.text), 0, l.seg, KC_TOK_EOF, 0};
    kc_vec_push(&out->list, eof);
    return l.failed ? -1 : 0;
}

void kc_tokens_free(kc_tokens *t) { kc_vec_free(&t->list); }

/* ---- values ------------------------------------------------------------------------------ */

static const char *start(const kc_tokens *t, const kc_token *tok)
{
    return t->text->text.s ? t->text->text.s + tok->off : "";
}

kc_span kc_lex_span(const kc_tokens *t, const kc_token *tok)
{
    return kc_pp_span(t->text, tok->seg, tok->off, tok->len ? tok->len : 1);
}

/* The smallest power of two above n, or for @@ that above n - 1, plus one. */
static double at_value(const char *s, uint32_t len)
{
    int guard = len > 1 && s[1] == '@';
    double n = 0, power = 1;
    for (uint32_t i = 0; i < len; i++)
        if (is_digit(s[i])) n = n * 10 + (s[i] - '0');
    while (power <= n - guard && power < 0x4000000) power *= 2;
    return power + guard;
}

const char *kc_lex_text(const kc_tokens *t, const kc_token *tok, kc_arena *a)
{
    const char *s = start(t, tok);
    if (tok->kind == KC_TOK_INT && *s == '@') return kc_arena_printf(a, "%.0f", at_value(s, tok->len));
    return kc_arena_strndup(a, s, tok->len);
}

/* Decimal digits to a double, correctly rounded whatever the locale: strtod would take the
 * locale's decimal sign, so the point is folded into the exponent. */
static double decimal(const char *s, uint32_t len)
{
    kc_sbuf b = {0};
    long exponent = 0, fraction = 0;
    uint32_t i = 0;
    int seen = 0;
    for (; i < len && (is_digit(s[i]) || s[i] == '.'); i++) {
        if (s[i] == '.')
            seen = 1;
        else
            kc_sbuf_putc(&b, s[i]), fraction += seen;
    }
    if (i < len) {
        int negative = s[i + 1] == '-';
        for (i++; i < len; i++)
            if (is_digit(s[i]) && exponent < 1000000000) exponent = exponent * 10 + (s[i] - '0');
        if (negative) exponent = -exponent;
    }
    kc_sbuf_printf(&b, "e%ld", exponent - fraction);
    double v = strtod(b.s, NULL);
    kc_sbuf_free(&b);
    return v;
}

double kc_lex_number(const kc_tokens *t, const kc_token *tok)
{
    const char *s = start(t, tok);
    if (*s == '@') return at_value(s, tok->len);
    if (tok->len > 2 && (s[1] == 'x' || s[1] == 'X')) {
        double v = 0;
        for (uint32_t i = 2; i < tok->len; i++)
            v = v * 16 + (is_digit(s[i]) ? s[i] - '0' : (s[i] | 32) - 'a' + 10);
        return v;
    }
    if (tok->len <= 15 && tok->kind == KC_TOK_INT) {
        double v = 0;
        for (uint32_t i = 0; i < tok->len; i++) v = v * 10 + (s[i] - '0');
        return v;
    }
    return decimal(s, tok->len);
}

/* One escape: s[0] is the byte behind the backslash. Returns how many bytes it takes, and the
 * value in *c; 0 when this kind of string does not know it. */
static int escape(const char *s, const char *end, int raw, char *c)
{
    static const char letters[] = "abnrtfv", values[] = "\a\b\n\r\t\f\v";
    const char *hit = strchr(letters, *s);
    if (*s >= '0' && *s <= '7') {
        int v = 0, n = 0;
        while (n < 3 && s + n < end && s[n] >= '0' && s[n] <= '7') v = v * 8 + s[n++] - '0';
        *c = (char)v;
        return n;
    }
    /* \f and \v count only in {{ }}, where unknown escapes keep their backslash;
     * in "..." any other byte stands for itself. The reference does so. */
    if (*s && hit && (raw || hit - letters < 5))
        *c = values[hit - letters];
    else if (!raw || *s == '"' || *s == '\\')
        *c = *s;
    else
        return 0;
    return 1;
}

const char *kc_lex_string(const kc_tokens *t, const kc_token *tok, kc_arena *a, int *len)
{
    const char *s = start(t, tok);
    int raw = *s == '{', edge = raw ? 2 : 1;
    const char *end = s + tok->len - edge;
    char *value = kc_arena_alloc(a, tok->len), *o = value;
    for (s += edge; s < end;) {
        int n = *s == '\\' && s + 1 < end ? escape(s + 1, end, raw, o) : 0;
        if (n)
            s += 1 + n;
        else
            *o = *s++;
        o++;
    }
    *o = 0;
    *len = (int)(o - value);
    return value;
}
