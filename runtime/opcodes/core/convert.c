/* Rate conversions in function form: a() i() k() S(). */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>

/* ---- a() -------------------------------------------------------------------------------------- */

typedef struct {
    V value, step;
} ramp_st;

KC_NATIVE int conv_a_init(ramp_st *s, kc_ctx *c, double *out, const double *x)
{
    (void)c, (void)out, (void)x;
    s->value = v_splat(0.0);
    return KC_OK;
}

KERNEL void conv_a_k(ramp_st *s, kc_ctx *c, const V *x)
{
    s->step = (*x - s->value) / v_splat(c->end > c->begin ? (double)(c->end - c->begin) : 1.0);
}

KERNEL void conv_a_tick(ramp_st *s, kc_ctx *c, int n, V *out, const V *x)
{
    (void)c, (void)n, (void)x;
    *out = s->value = s->value + s->step;
}

/* Opcode: a
 * Synopsis: ares a(kin)
 *
 * A control value as a signal that runs linearly from the value before (0 at first) to the new one.
 * In:  kin  value
 * Out: reaches kin in the last sample of the k-cycle
 * Fails: never
 */
KC_OP(a, "a", "k", .state = ramp_st, .init = conv_a_init, .k = conv_a_k, .tick = conv_a_tick)

/* ---- i() -------------------------------------------------------------------------------------- */

KC_NATIVE int conv_number(void *s, kc_ctx *c, double *out, const double *x)
{
    (void)s, (void)c;
    *out = *x;
    return KC_OK;
}

/* a: out, array, indices */
KC_NATIVE int conv_i_element(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const kc_array *arr = a[1];
    int n = c->site->nin - 1;
    size_t at = 0;
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    if (n != arr->dimensions)
        return kc_fail(c, "Array dimension %d does not match for dimensions %d", n, arr->dimensions);
    for (int i = 0; i < n; i++) {
        double x = *(const double *)a[2 + i];
        if (!(x > -1.0 && x < arr->sizes[i]))
            return kc_fail(c, "Array index %.0f out of range (0,%d) for dimension %d", x, arr->sizes[i],
                           i + 1);
        at = at * (size_t)arr->sizes[i] + (size_t)x;
    }
    *(double *)a[0] = arr->data[at];
    return KC_OK;
}

/* Opcode: i
 * Synopsis: ires i(kvar)
 *           ires i(kArr, index ...)
 *
 * The value that a control variable or an element of a k-rate array has at init.
 * In:  kvar   a variable
 *      kArr   an array, index one for each dimension
 * Out: its value
 * Fails: when an index is out of range
 */
KC_OP(i, "i", "i", .init = conv_number)
KC_OP(i, "i", "k", .init = conv_number)
KC_OP(i, "i", "k[]m", .init = conv_i_element)
KC_OP(i, "i", "k[]z", .init = conv_i_element)

/* ---- k() -------------------------------------------------------------------------------------- */

typedef struct {
    int32_t len;
} mean_st;

KC_NATIVE int conv_k_init(mean_st *s, kc_ctx *c, double *out, const double *x, const double *ilen)
{
    (void)out, (void)x;
    if (!(*ilen < c->ksmps + 1.0)) return kc_fail(c, "ilen > ksmps");
    s->len = *ilen > 1 ? (int32_t)*ilen : 1;
    return KC_OK;
}

KC_NATIVE int conv_k_perf(mean_st *s, kc_ctx *c, double *out, const double *x, const double *ilen)
{
    (void)ilen;
    if (c->begin >= c->end) return KC_OK;
    if (s->len <= 1) {
        *out = x[c->begin];
        return KC_OK;
    }
    double sum = 0;
    for (int n = c->begin; n < s->len && n < c->end; n++) sum += x[n];
    *out = sum / s->len;
    return KC_OK;
}

/* Opcode: k
 * Synopsis: kres k(iin)
 *           kres k(ain [, ilen])
 *
 * A control value: a copy made at init, or the first sample of a signal's block.
 * In:  iin   number
 *      ain   signal
 *      ilen  samples to average, at most ksmps (default 0: the first one)
 * Out: the value
 * Fails: at init when ilen is greater than ksmps
 */
KC_OP(k, "k", "i", .init = conv_number)
KC_OP(k, "k", "ao", .state = mean_st, .init = conv_k_init, .perf = conv_k_perf)

/* ---- S() -------------------------------------------------------------------------------------- */

KC_NATIVE int conv_string(void *s, kc_ctx *c, kc_str *out, const double *x)
{
    (void)s;
    char text[400];
    snprintf(text, sizeof text, "%f", *x);
    text[14] = 0; /* the reference keeps 14 characters */
    return kc_str_set(c, out, text);
}

/* Opcode: S
 * Synopsis: Sres S(inum)
 *           Sres S(knum)
 *
 * A number as text with six decimals.
 * In:  number
 * Out: at most 14 characters
 * Fails: when memory is used up
 */
KC_OP(S, "S", "i", .init = conv_string)
KC_OP(S, "S", "k", .init = conv_string, .perf = conv_string)
