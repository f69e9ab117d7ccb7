/* cmp: signals and arrays compared, 1 where it holds. */
#include "runtime/opcodes/dsp/arrays.h"

typedef struct {
    int op; /* see below; with two operators the second one times 8 */
} cmp_st;

#ifndef KC_BITCODE
enum { GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, EQUAL, UNEQUAL, UNKNOWN };

static int operator_of(const kc_str *text)
{
    const char *s = kc_str_get(text);
    if (*s == '>') return s[1] ? GREATER_EQUAL : GREATER;
    if (*s == '<') return s[1] ? LESS_EQUAL : LESS;
    return *s == '=' ? EQUAL : *s == '!' && s[1] == '=' ? UNEQUAL : UNKNOWN;
}

static int take_operator(cmp_st *s, kc_ctx *c, const kc_str *text)
{
    s->op = operator_of(text);
    return s->op != UNKNOWN ? KC_OK : kc_fail(c, "cmp: unknown operator. Expecting <, <=, >, >=, ==, !=");
}

static double holds(int op, double a, double b)
{
    switch (op) {
    case GREATER: return a > b;
    case GREATER_EQUAL: return a >= b;
    case LESS: return a < b;
    case LESS_EQUAL: return a <= b;
    case EQUAL: return a == b;
    default: return a != b;
    }
}

KC_NATIVE int cmp_init(cmp_st *s, kc_ctx *c, double *out, const double *a, const kc_str *op, const double *b)
{
    (void)out, (void)a, (void)b;
    return take_operator(s, c, op);
}
KC_NATIVE int cmp_aa(cmp_st *s, kc_ctx *c, double *out, const double *a, const kc_str *op, const double *b)
{
    (void)op;
    for (int n = c->begin; n < c->end; n++) out[n] = holds(s->op, a[n], b[n]);
    return KC_OK;
}
KC_NATIVE int cmp_ak(cmp_st *s, kc_ctx *c, double *out, const double *a, const kc_str *op, const double *b)
{
    (void)op;
    for (int n = c->begin; n < c->end; n++) out[n] = holds(s->op, a[n], *b);
    return KC_OK;
}

/* ---- an array and a value ---------------------------------------------------------------------- */

#define ONE_ARGS kc_array *out, const kc_array *in, const kc_str *op, const double *x
KC_NATIVE int cmp_one_init(cmp_st *s, kc_ctx *c, ONE_ARGS)
{
    (void)x;
    if (kc_array_ready(c, in) < 0 || kc_array_size1(c, out, 0, in->sizes[0], 0) < 0) return KC_ERROR;
    return take_operator(s, c, op);
}
KC_NATIVE int cmp_one(cmp_st *s, kc_ctx *c, ONE_ARGS)
{
    (void)op;
    if (kc_array_size1(c, out, 0, in->sizes[0], 1) < 0) return KC_ERROR;
    for (int32_t i = 0; i < in->sizes[0]; i++) out->data[i] = holds(s->op, in->data[i], *x);
    return KC_OK;
}
KC_NATIVE int cmp_one_i(cmp_st *s, kc_ctx *c, ONE_ARGS)
{
    return cmp_one_init(s, c, out, in, op, x) < 0 ? KC_ERROR : cmp_one(s, c, out, in, op, x);
}

/* ---- two arrays -------------------------------------------------------------------------------- */

#define TWO_ARGS kc_array *out, const kc_array *a, const kc_str *op, const kc_array *b
static int32_t shorter(const kc_array *a, const kc_array *b)
{
    return a->sizes[0] < b->sizes[0] ? a->sizes[0] : b->sizes[0];
}
KC_NATIVE int cmp_two_init(cmp_st *s, kc_ctx *c, TWO_ARGS)
{
    if (kc_array_ready(c, a) < 0 || kc_array_ready(c, b) < 0) return KC_ERROR;
    if (kc_array_size1(c, out, 0, shorter(a, b), 0) < 0) return KC_ERROR;
    return take_operator(s, c, op);
}
KC_NATIVE int cmp_two(cmp_st *s, kc_ctx *c, TWO_ARGS)
{
    (void)op;
    int32_t n = shorter(a, b);
    if (kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    for (int32_t i = 0; i < n; i++) out->data[i] = holds(s->op, a->data[i], b->data[i]);
    return KC_OK;
}
KC_NATIVE int cmp_two_i(cmp_st *s, kc_ctx *c, TWO_ARGS)
{
    return cmp_two_init(s, c, out, a, op, b) < 0 ? KC_ERROR : cmp_two(s, c, out, a, op, b);
}

/* ---- an array between two values --------------------------------------------------------------- */

#define BETWEEN_ARGS                                                                                         \
    kc_array *out, const double *lo, const kc_str *op1, const kc_array *in, const kc_str *op2,               \
        const double *hi
KC_NATIVE int cmp_between_init(cmp_st *s, kc_ctx *c, BETWEEN_ARGS)
{
    (void)lo, (void)hi;
    int a = operator_of(op1), b = operator_of(op2);
    if (kc_array_ready(c, in) < 0 || kc_array_size1(c, out, 0, in->sizes[0], 0) < 0) return KC_ERROR;
    if (a != LESS && a != LESS_EQUAL) return kc_fail(c, "cmp (ternary comparator): operator 1 expected <");
    if (b != LESS && b != LESS_EQUAL) return kc_fail(c, "cmp (ternary comparator): operator 2 expected <");
    s->op = a + 8 * b;
    return KC_OK;
}
KC_NATIVE int cmp_between(cmp_st *s, kc_ctx *c, BETWEEN_ARGS)
{
    (void)op1, (void)op2;
    if (kc_array_size1(c, out, 0, in->sizes[0], 1) < 0) return KC_ERROR;
    for (int32_t i = 0; i < in->sizes[0]; i++) {
        double x = in->data[i];
        out->data[i] = holds(s->op & 7, *lo, x) != 0 && holds(s->op / 8, x, *hi) != 0;
    }
    return KC_OK;
}
KC_NATIVE int cmp_between_i(cmp_st *s, kc_ctx *c, BETWEEN_ARGS)
{
    if (cmp_between_init(s, c, out, lo, op1, in, op2, hi) < 0) return KC_ERROR;
    return cmp_between(s, c, out, lo, op1, in, op2, hi);
}
#endif

/* Opcode: cmp
 * Synopsis: aout cmp a1, S_operator, a2
 *           aout cmp a1, S_operator, kb
 *           kOut[] cmp kA[], S_operator, kb
 *           kOut[] cmp kA[], S_operator, kB[]
 *           kOut[] cmp k1, S_operator1, kIn[], S_operator2, k2
 *           (arrays at i-time likewise)
 *
 * Compares signals, or the elements of arrays.
 * In:  S_operator  "<" "<=" ">" ">=" "==" "!="; the two around an array are "<" or "<="
 * Out: 1 where it holds, else 0; of two arrays as many as the shorter one has
 * Fails: at init for another operator, or an array that is not initialised
 */
KC_OP(cmp, "a", "aSa", .state = cmp_st, .init = cmp_init, .perf = cmp_aa)
KC_OP(cmp, "a", "aSk", .state = cmp_st, .init = cmp_init, .perf = cmp_ak)
KC_OP(cmp, "k[]", "k[]Sk", .state = cmp_st, .init = cmp_one_init, .perf = cmp_one)
KC_OP(cmp, "i[]", "i[]Si", .state = cmp_st, .init = cmp_one_i)
KC_OP(cmp, "k[]", "k[]Sk[]", .state = cmp_st, .init = cmp_two_init, .perf = cmp_two)
KC_OP(cmp, "i[]", "i[]Si[]", .state = cmp_st, .init = cmp_two_i)
KC_OP(cmp, "k[]", "kSk[]Sk", .state = cmp_st, .init = cmp_between_init, .perf = cmp_between)
KC_OP(cmp, "i[]", "iSi[]Si", .state = cmp_st, .init = cmp_between_i)
