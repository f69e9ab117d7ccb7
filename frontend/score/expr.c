/* Expressions in brackets, random numbers and number syntax.
 *
 * The evaluator keeps a stack of values and one of operators. An operator that arrives applies at most one
 * pending operator, and only of its own class; `^` applies none. So [10-2*3-1] is 5 and [2^3*2] is 64:
 * old scores were written against this rule, and it is kept. */
#include "frontend/score/internal.h"
#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <string.h>

enum { MAX_PENDING = 4096 };

double kc_score_random(int32_t *seed31)
{
    uint64_t x = (uint32_t)*seed31;
    *seed31 = (int32_t)(x * 742938285u % 2147483647u);
    return (*seed31 - 1) / 2147483645.0;
}

/* Exact for up to 15 digits and small exponents, which is nearly every number of a score. */
static bool short_decimal(const char *s, size_t n, double *out)
{
    static const double tens[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    size_t i = n && (*s == '-' || *s == '+');
    uint64_t m = 0;
    int digits = 0, scale = 0;
    for (bool dot = false; i < n; i++) {
        if (s[i] == '.' && !dot) {
            dot = true;
        } else if (isdigit((unsigned char)s[i])) {
            m = m * 10 + (uint64_t)(s[i] - '0');
            digits += digits > 0 || s[i] != '0';
            scale += dot;
            if (digits > 15 || scale > 22) return false;
        } else {
            return false;
        }
    }
    *out = (double)m / tens[scale];
    if (*s == '-') *out = -*out;
    return true;
}

static size_t decimal_length(const char *s, size_t len)
{
    size_t i = 0, digits = 0;
    if (i < len && (s[i] == '-' || s[i] == '+')) i++;
    for (; i < len && isdigit((unsigned char)s[i]); i++) digits++;
    if (i < len && s[i] == '.') i++;
    for (; i < len && isdigit((unsigned char)s[i]); i++) digits++;
    if (!digits) return 0;
    if (i < len && (s[i] == 'e' || s[i] == 'E')) {
        size_t k = i + 1;
        if (k < len && (s[k] == '-' || s[k] == '+')) k++;
        if (k < len && isdigit((unsigned char)s[k])) {
            while (k < len && isdigit((unsigned char)s[k])) k++;
            i = k;
        }
    }
    return i;
}

double kc_score_strtod(const char *s, size_t len, size_t *used)
{
    double v = 0;
    size_t n = decimal_length(s, len);
    *used = n;
    if (!n || short_decimal(s, n, &v)) return v;
    char small[64], *copy = n < sizeof small ? small : kc_xmalloc(n + 1);
    memcpy(copy, s, n);
    copy[n] = 0;
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), old = c ? uselocale(c) : (locale_t)0;
    v = strtod(copy, NULL);
    if (c) {
        uselocale(old);
        freelocale(c);
    }
    if (copy != small) free(copy);
    return v;
}

typedef struct {
    const char *s;
    size_t len, pos;
    int32_t *seed31;
    bool integers;
    kc_arena *arena;
    KC_VEC(double) values;
    KC_VEC(char) ops;
    const char *fault;
} evaluator;

static int rounded(double x) { return x > -2147483648.0 && x < 2147483647.0 ? (int)lrint(x) : 0; }

static double power(double a, double b)
{
    if (b < 0) return 0;
    double v = 1;
    for (int n = b > 64 ? 64 : (int)b; n > 0; n--) v *= a;
    return v;
}

static double operate(const evaluator *e, double a, double b, char op)
{
    switch (op) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return e->integers ? (b == 0 ? 0 : trunc(a / b)) : a / b;
    case '%': return e->integers && b == 0 ? 0 : fmod(a, b);
    case '^': return e->integers ? power(a, b) : pow(a, b);
    case '&': return rounded(a) & rounded(b);
    case '|': return rounded(a) | rounded(b);
    default: return rounded(a) ^ rounded(b);
    }
}

static bool apply(evaluator *e)
{
    if (e->values.n < 2) {
        e->fault = "missing operand in [] expression";
        return false;
    }
    char op = e->ops.v[--e->ops.n];
    double b = e->values.v[--e->values.n];
    e->values.v[e->values.n - 1] = operate(e, e->values.v[e->values.n - 1], b, op);
    return true;
}

static void number(evaluator *e)
{
    size_t used;
    double v = kc_score_strtod(e->s + e->pos, e->len - e->pos, &used);
    if (!used) used = 1; /* a lone sign: zero, and what follows is misplaced */
    e->pos += used;
    kc_vec_push(&e->values, v);
}

/* @N, @@N: the power of two above N, or above N-1 plus a guard point. */
static void power_of_two(evaluator *e)
{
    int guard = 0;
    double n = 0, v = 1;
    e->pos++;
    if (e->pos < e->len && e->s[e->pos] == '@') guard = 1, e->pos++;
    for (; e->pos < e->len && isdigit((unsigned char)e->s[e->pos]); e->pos++)
        n = n * 10 + (e->s[e->pos] - '0');
    while (v <= n - guard && v < 0x4000000) v *= 2;
    kc_vec_push(&e->values, v + guard);
}

/* Brackets group as parentheses do. */
static char opening_of(char close) { return close == ']' ? '[' : '('; }

static void close_group(evaluator *e, char c)
{
    char open = opening_of(c);
    while (!e->fault && e->ops.v[e->ops.n - 1] != open) {
        char top = e->ops.v[e->ops.n - 1];
        if (top == '(' || top == '[') {
            e->fault =
                c == ']' ? "unbalanced parenthesis in [] expression" : "unexpected ')' in [] expression";
            return;
        }
        apply(e);
    }
    if (!e->fault) e->ops.n--;
}

static void binary(evaluator *e, char c)
{
    static const char *const classes[] = {"*/%", "&|#"};
    char top = e->ops.v[e->ops.n - 1];
    bool now = false;
    if (c == '+' || c == '-') now = top != '[' && top != '(';
    for (int k = 0; k < 2; k++) now |= strchr(classes[k], c) && strchr(classes[k], top);
    if (now) apply(e);
    kc_vec_push(&e->ops, c);
    e->pos++;
}

/* One token; *operand says whether a value was just completed. false at the closing bracket. */
static bool step(evaluator *e, bool *operand)
{
    char c = e->s[e->pos];
    if (c == ' ' || c == '\t') {
        e->pos++;
    } else if (isdigit((unsigned char)c) || c == '.' || ((c == '+' || c == '-') && !*operand)) {
        if (*operand) e->fault = "illegal placement of number in [] expression";
        number(e);
        *operand = true;
    } else if (c == '~' || c == '@') {
        if (*operand) e->fault = "illegal placement of operator ~ or @ in [] expression";
        if (c == '@') {
            power_of_two(e);
        } else {
            e->pos++;
            kc_vec_push(&e->values, kc_score_random(e->seed31));
        }
        *operand = true;
    } else if (strchr("+-*/%&|#^", c)) {
        if (!*operand)
            e->fault = kc_arena_printf(e->arena, "illegal placement of operator %c in [] expression", c);
        binary(e, c);
        *operand = false;
    } else if (c == '(' || c == '[') {
        if (*operand) e->fault = kc_arena_printf(e->arena, "illegal placement of '%c' in [] expression", c);
        kc_vec_push(&e->ops, c);
        e->pos++;
    } else if (c == ')' || c == ']') {
        if (!*operand)
            e->fault = c == ')' ? "missing operand before ')' in [] expression"
                                : "missing operand before closing bracket in []";
        else
            close_group(e, c);
        e->pos++;
    } else {
        e->fault = kc_arena_printf(e->arena, "illegal character %c(%.2x) in [] expression",
                                   isprint((unsigned char)c) ? c : '?', (unsigned char)c);
    }
    return e->ops.n > 0;
}

const char *kc_score_eval(const char *s, size_t len, size_t *pos, int32_t *seed31, bool integers,
                          kc_arena *arena, double *value)
{
    evaluator e = {.s = s, .len = len, .pos = *pos, .seed31 = seed31, .integers = integers, .arena = arena};
    bool operand = false, open = true;
    kc_vec_push(&e.ops, '[');
    while (open && !e.fault) {
        if (e.pos >= len || !s[e.pos])
            e.fault = "unterminated [] expression";
        else if (e.values.n > MAX_PENDING || e.ops.n > MAX_PENDING)
            e.fault = "[] expression is too long";
        else
            open = step(&e, &operand);
    }
    if (!e.fault && e.values.n != 1) e.fault = "missing operator in [] expression";
    *value = e.fault ? 0 : e.values.v[0];
    *pos = e.pos;
    kc_vec_free(&e.values);
    kc_vec_free(&e.ops);
    return e.fault;
}
