/* Elementary functions: exponentials, logarithms, roots, trigonometric and hyperbolic functions.
 *
 * One kernel each for all rates; the array forms are native loops over the C library's functions. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"

/* One tick serves i-, k- and a-rate entries: x in, value out. */
#define MATH_TICK(name, value)                                                                               \
    KERNEL void name(void *s, kc_ctx *c, int n, V *out, const V *px)                                         \
    {                                                                                                        \
        (void)s, (void)c, (void)n;                                                                           \
        V x = *px;                                                                                           \
        *out = value;                                                                                        \
    }

MATH_TICK(math_exp, v_exp(x))
MATH_TICK(math_log, v_log(x))
MATH_TICK(math_log10, v_log10(x))
MATH_TICK(math_log2, v_log2(x))
MATH_TICK(math_sqrt, v_sqrt(x))
MATH_TICK(math_sin, v_sin(x))
MATH_TICK(math_cos, v_cos(x))
MATH_TICK(math_tan, v_tan(x))
MATH_TICK(math_sininv, v_asin(x))
MATH_TICK(math_cosinv, v_acos(x))
MATH_TICK(math_sinh, v_sinh(x))
MATH_TICK(math_cosh, v_cosh(x))
MATH_TICK(math_tanh, v_tanh(x))
MATH_TICK(math_powoftwo, v_exp2(x))
MATH_TICK(math_taninv, v_atan(x))

/* The reference reads log2 of 1/4 .. 4 from a table of 32768 steps, without interpolation. */
KERNEL void math_logbtwo(void *s, kc_ctx *c, int n, V *out, const V *px)
{
    (void)s, (void)c, (void)n;
    const double low = 0.25, span = 4.0 - 0.25, steps = 32768.0;
    V x = *px, at = v_trunc((x - low) / span * steps + 0.5);
    VM inside = vm_and(v_ge(at, v_splat(0.0)), v_le(at, v_splat(steps)));
    *out = v_log(v_sel(inside, low + at * (span / steps), x)) * 1.4426950408889634074;
}

/* Arrays: the init pass makes the result and computes it once, so that i-rate and k-rate arrays share it. */
#ifndef KC_BITCODE
typedef double (*math_fn)(double);

KC_NATIVE int map_array(kc_ctx *c, kc_array *out, const kc_array *in, math_fn f, int perf)
{
    if (perf && in->dimensions == 1 && kc_array_size1(c, out, 0, in->sizes[0], 1) < 0) return KC_ERROR;
    if (!perf && kc_array_like(c, out, 0, in) < 0) return KC_ERROR;
    int n = kc_array_count(in), m = kc_array_count(out);
    if (m < n) n = m;
    for (int i = 0; i < n; i++) out->data[i] = f(in->data[i]);
    return KC_OK;
}

#define MATH_ARRAY(name, f)                                                                                  \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return map_array(c, out, in, f, 0);                                                                  \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return map_array(c, out, in, f, 1);                                                                  \
    }

MATH_ARRAY(math_exp_array, exp)
MATH_ARRAY(math_log_array, log)
MATH_ARRAY(math_log10_array, log10)
MATH_ARRAY(math_log2_array, log10)
MATH_ARRAY(math_sqrt_array, sqrt)
MATH_ARRAY(math_sin_array, sin)
MATH_ARRAY(math_cos_array, cos)
MATH_ARRAY(math_tan_array, tan)
MATH_ARRAY(math_sininv_array, asin)
MATH_ARRAY(math_cosinv_array, acos)
MATH_ARRAY(math_sinh_array, sinh)
MATH_ARRAY(math_cosh_array, cosh)
MATH_ARRAY(math_tanh_array, tanh)
MATH_ARRAY(math_powoftwo_array, exp2)
MATH_ARRAY(math_taninv_array, atan)
MATH_ARRAY(math_cbrt_array, cbrt)

/* Logarithms to a base given at init; base 0 stands for e. */
typedef struct {
    double scale;
} logbase_st;

KC_NATIVE int log_base_perf(logbase_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *base)
{
    (void)base;
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    if (in->dimensions == 1 && kc_array_size1(c, out, 0, in->sizes[0], 1) < 0) return KC_ERROR;
    int n = kc_array_count(in), m = kc_array_count(out);
    if (m < n) n = m;
    for (int i = 0; i < n; i++) out->data[i] = log(in->data[i]) * s->scale;
    return KC_OK;
}

KC_NATIVE int log_base_init(logbase_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *base)
{
    if (kc_array_like(c, out, 0, in) < 0) return KC_ERROR;
    s->scale = *base != 0 ? 1.0 / log(*base) : 1.0;
    return KC_OK;
}

/* Functions of two arrays, or of an array and a number. */
typedef double (*math_fn2)(double, double);

KC_NATIVE int map_pair(kc_ctx *c, kc_array *out, const kc_array *x, const void *y, math_fn2 f, int perf)
{
    const kc_array *ya = kc_arg_type(c, 2) & 0x80 ? y : NULL;
    if (kc_array_ready(c, x) < 0 || (ya && kc_array_ready(c, ya) < 0)) return KC_ERROR;
    int n = kc_array_count(x);
    if (ya && kc_array_count(ya) < n) return kc_fail(c, "second input array is too short");
    if (perf && x->dimensions == 1 && kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    if (!perf && kc_array_like(c, out, 0, x) < 0) return KC_ERROR;
    if (kc_array_count(out) < n) n = kc_array_count(out);
    for (int i = 0; i < n; i++) out->data[i] = f(x->data[i], ya ? ya->data[i] : *(const double *)y);
    return KC_OK;
}

#define MATH_PAIR(name, f)                                                                                   \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, kc_array *out, const kc_array *x, const void *y)           \
    {                                                                                                        \
        (void)s;                                                                                             \
        return map_pair(c, out, x, y, f, 0);                                                                 \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *x, const void *y)           \
    {                                                                                                        \
        (void)s;                                                                                             \
        return map_pair(c, out, x, y, f, 1);                                                                 \
    }
MATH_PAIR(math_atan2_array, atan2)
MATH_PAIR(math_pow_array, pow)
MATH_PAIR(math_hypot_array, hypot)
MATH_PAIR(math_fmod_array, fmod)
MATH_PAIR(math_fmax_array, fmax)
MATH_PAIR(math_fmin_array, fmin)

KC_NATIVE int math_atan2_audio_init(void *s, kc_ctx *c, kc_array *out, const kc_array *y, const kc_array *x)
{
    (void)s;
    if (kc_array_ready(c, x) < 0 || kc_array_ready(c, y) < 0) return KC_ERROR;
    if (!kc_array_same_shape(x, y)) return kc_fail(c, "Dimensions do not match in array arithmetic");
    return kc_array_like(c, out, 0, y);
}

KC_NATIVE int math_atan2_audio(void *s, kc_ctx *c, kc_array *out, const kc_array *y, const kc_array *x)
{
    (void)s;
    int span = kc_array_span(out), end = c->end < span ? c->end : span, count = kc_array_count(out);
    if (!kc_array_same_shape(out, x) || !kc_array_same_shape(out, y))
        return kc_fail(c, "Dimensions do not match in array arithmetic");
    for (int i = 0; i < count; i++)
        for (int n = c->begin; n < end; n++)
            out->data[i * span + n] = atan2(y->data[i * span + n], x->data[i * span + n]);
    return KC_OK;
}

KC_NATIVE int pow_i(void *s, kc_ctx *c, double *out, const double *x, const double *y, const double *norm)
{
    (void)s;
    if (*x == 0 && *y == 0) return kc_fail(c, "NaN in pow");
    double r = pow(*x, *y);
    *out = *norm != 0 ? r / *norm : r;
    return KC_OK;
}
#endif

KERNEL void math_taninv2(void *s, kc_ctx *c, int n, V *out, const V *y, const V *x)
{
    (void)s, (void)c, (void)n;
    *out = v_atan2(*y, *x);
}

typedef struct {
    V norm;
} pow_st;

KC_NATIVE int pow_init(pow_st *s, kc_ctx *c, double *out, const double *x, const double *y,
                       const double *norm)
{
    (void)c, (void)out, (void)x, (void)y;
    s->norm = v_splat(*norm != 0 ? *norm : 1.0);
    return KC_OK;
}

KERNEL void math_pow(pow_st *s, kc_ctx *c, int n, V *out, const V *x, const V *y)
{
    (void)c, (void)n;
    *out = v_pow(*x, *y) / s->norm;
}

/* Opcode: exp
 * Synopsis: ires exp iarg
 *           kres exp karg
 *           ares exp aarg
 *           iArr[] exp iIn[]
 *           kArr[] exp kIn[]
 *
 * e to the power of the argument.
 * In:  arg  x; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(exp, "i", "i", .tick = math_exp)
KC_OP(exp, "k", "k", .tick = math_exp)
KC_OP(exp, "a", "a", .tick = math_exp)
KC_OP(exp, "i[]", "i[]", .init = math_exp_array_init)
KC_OP(exp, "k[]", "k[]", .init = math_exp_array_init, .perf = math_exp_array_perf)

/* Opcode: log
 * Synopsis: ires log iarg
 *           kres log karg
 *           ares log aarg
 *           iArr[] log iIn[]
 *           kArr[] log kIn[]
 *           kArr[] log kIn[], ibase
 *
 * Natural logarithm.
 * In:  arg  x > 0; number, signal or array
 *      ibase  base of the logarithms (0: e)
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(log, "i", "i", .tick = math_log)
KC_OP(log, "k", "k", .tick = math_log)
KC_OP(log, "a", "a", .tick = math_log)
KC_OP(log, "i[]", "i[]", .init = math_log_array_init)
KC_OP(log, "k[]", "k[]", .init = math_log_array_init, .perf = math_log_array_perf)
KC_OP(log, "k[]", "k[]i", .state = logbase_st, .init = log_base_init, .perf = log_base_perf)

/* Opcode: log10
 * Synopsis: ires log10 iarg
 *           kres log10 karg
 *           ares log10 aarg
 *           iArr[] log10 iIn[]
 *           kArr[] log10 kIn[]
 *
 * Logarithm to base 10.
 * In:  arg  x > 0; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(log10, "i", "i", .tick = math_log10)
KC_OP(log10, "k", "k", .tick = math_log10)
KC_OP(log10, "a", "a", .tick = math_log10)
KC_OP(log10, "i[]", "i[]", .init = math_log10_array_init)
KC_OP(log10, "k[]", "k[]", .init = math_log10_array_init, .perf = math_log10_array_perf)

/* Opcode: log2
 * Synopsis: ires log2 iarg
 *           kres log2 karg
 *           ares log2 aarg
 *           iArr[] log2 iIn[]
 *           kArr[] log2 kIn[]
 *
 * Logarithm to base 2.
 * In:  arg  x > 0; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 * Note: the array form gives the logarithm to base 10, as in the reference.
 */
KC_OP(log2, "i", "i", .tick = math_log2)
KC_OP(log2, "k", "k", .tick = math_log2)
KC_OP(log2, "a", "a", .tick = math_log2)
KC_OP(log2, "i[]", "i[]", .init = math_log2_array_init)
KC_OP(log2, "k[]", "k[]", .init = math_log2_array_init, .perf = math_log2_array_perf)

/* Opcode: sqrt
 * Synopsis: ires sqrt iarg
 *           kres sqrt karg
 *           ares sqrt aarg
 *           iArr[] sqrt iIn[]
 *           kArr[] sqrt kIn[]
 *
 * Square root.
 * In:  arg  x >= 0; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(sqrt, "i", "i", .tick = math_sqrt)
KC_OP(sqrt, "k", "k", .tick = math_sqrt)
KC_OP(sqrt, "a", "a", .tick = math_sqrt)
KC_OP(sqrt, "i[]", "i[]", .init = math_sqrt_array_init)
KC_OP(sqrt, "k[]", "k[]", .init = math_sqrt_array_init, .perf = math_sqrt_array_perf)

/* Opcode: sin
 * Synopsis: ires sin iarg
 *           kres sin karg
 *           ares sin aarg
 *           iArr[] sin iIn[]
 *           kArr[] sin kIn[]
 *
 * Sine.
 * In:  arg  radians; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(sin, "i", "i", .tick = math_sin)
KC_OP(sin, "k", "k", .tick = math_sin)
KC_OP(sin, "a", "a", .tick = math_sin)
KC_OP(sin, "i[]", "i[]", .init = math_sin_array_init)
KC_OP(sin, "k[]", "k[]", .init = math_sin_array_init, .perf = math_sin_array_perf)

/* Opcode: cos
 * Synopsis: ires cos iarg
 *           kres cos karg
 *           ares cos aarg
 *           iArr[] cos iIn[]
 *           kArr[] cos kIn[]
 *
 * Cosine.
 * In:  arg  radians; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(cos, "i", "i", .tick = math_cos)
KC_OP(cos, "k", "k", .tick = math_cos)
KC_OP(cos, "a", "a", .tick = math_cos)
KC_OP(cos, "i[]", "i[]", .init = math_cos_array_init)
KC_OP(cos, "k[]", "k[]", .init = math_cos_array_init, .perf = math_cos_array_perf)

/* Opcode: tan
 * Synopsis: ires tan iarg
 *           kres tan karg
 *           ares tan aarg
 *           iArr[] tan iIn[]
 *           kArr[] tan kIn[]
 *
 * Tangent.
 * In:  arg  radians; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(tan, "i", "i", .tick = math_tan)
KC_OP(tan, "k", "k", .tick = math_tan)
KC_OP(tan, "a", "a", .tick = math_tan)
KC_OP(tan, "i[]", "i[]", .init = math_tan_array_init)
KC_OP(tan, "k[]", "k[]", .init = math_tan_array_init, .perf = math_tan_array_perf)

/* Opcode: sininv
 * Synopsis: ires sininv iarg
 *           kres sininv karg
 *           ares sininv aarg
 *           iArr[] sininv iIn[]
 *           kArr[] sininv kIn[]
 *
 * Arc sine.
 * In:  arg  -1 .. 1; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(sininv, "i", "i", .tick = math_sininv)
KC_OP(sininv, "k", "k", .tick = math_sininv)
KC_OP(sininv, "a", "a", .tick = math_sininv)
KC_OP(sininv, "i[]", "i[]", .init = math_sininv_array_init)
KC_OP(sininv, "k[]", "k[]", .init = math_sininv_array_init, .perf = math_sininv_array_perf)

/* Opcode: cosinv
 * Synopsis: ires cosinv iarg
 *           kres cosinv karg
 *           ares cosinv aarg
 *           iArr[] cosinv iIn[]
 *           kArr[] cosinv kIn[]
 *
 * Arc cosine.
 * In:  arg  -1 .. 1; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(cosinv, "i", "i", .tick = math_cosinv)
KC_OP(cosinv, "k", "k", .tick = math_cosinv)
KC_OP(cosinv, "a", "a", .tick = math_cosinv)
KC_OP(cosinv, "i[]", "i[]", .init = math_cosinv_array_init)
KC_OP(cosinv, "k[]", "k[]", .init = math_cosinv_array_init, .perf = math_cosinv_array_perf)

/* Opcode: sinh
 * Synopsis: ires sinh iarg
 *           kres sinh karg
 *           ares sinh aarg
 *           iArr[] sinh iIn[]
 *           kArr[] sinh kIn[]
 *
 * Hyperbolic sine.
 * In:  arg  x; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(sinh, "i", "i", .tick = math_sinh)
KC_OP(sinh, "k", "k", .tick = math_sinh)
KC_OP(sinh, "a", "a", .tick = math_sinh)
KC_OP(sinh, "i[]", "i[]", .init = math_sinh_array_init)
KC_OP(sinh, "k[]", "k[]", .init = math_sinh_array_init, .perf = math_sinh_array_perf)

/* Opcode: cosh
 * Synopsis: ires cosh iarg
 *           kres cosh karg
 *           ares cosh aarg
 *           iArr[] cosh iIn[]
 *           kArr[] cosh kIn[]
 *
 * Hyperbolic cosine.
 * In:  arg  x; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(cosh, "i", "i", .tick = math_cosh)
KC_OP(cosh, "k", "k", .tick = math_cosh)
KC_OP(cosh, "a", "a", .tick = math_cosh)
KC_OP(cosh, "i[]", "i[]", .init = math_cosh_array_init)
KC_OP(cosh, "k[]", "k[]", .init = math_cosh_array_init, .perf = math_cosh_array_perf)

/* Opcode: tanh
 * Synopsis: ires tanh iarg
 *           kres tanh karg
 *           ares tanh aarg
 *           iArr[] tanh iIn[]
 *           kArr[] tanh kIn[]
 *
 * Hyperbolic tangent.
 * In:  arg  x; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(tanh, "i", "i", .tick = math_tanh)
KC_OP(tanh, "k", "k", .tick = math_tanh)
KC_OP(tanh, "a", "a", .tick = math_tanh)
KC_OP(tanh, "i[]", "i[]", .init = math_tanh_array_init)
KC_OP(tanh, "k[]", "k[]", .init = math_tanh_array_init, .perf = math_tanh_array_perf)

/* Opcode: powoftwo
 * Synopsis: ires powoftwo iarg
 *           kres powoftwo karg
 *           ares powoftwo aarg
 *           iArr[] powoftwo iIn[]
 *           kArr[] powoftwo kIn[]
 *
 * 2 to the power of the argument.
 * In:  arg  x; number, signal or array
 * Out: same rate and shape; NaN outside the domain
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(powoftwo, "i", "i", .tick = math_powoftwo)
KC_OP(powoftwo, "k", "k", .tick = math_powoftwo)
KC_OP(powoftwo, "a", "a", .tick = math_powoftwo)
KC_OP(powoftwo, "i[]", "i[]", .init = math_powoftwo_array_init)
KC_OP(powoftwo, "k[]", "k[]", .init = math_powoftwo_array_init, .perf = math_powoftwo_array_perf)

/* Opcode: taninv
 * Synopsis: ires taninv iarg
 *           kres taninv karg
 *           ares taninv aarg
 *           iArr[] taninv iIn[]
 *           kArr[] taninv kIn[]
 *           iArr[] taninv iY[], iX[]
 *           kArr[] taninv kY[], kX[]
 *
 * Arc tangent; of two arrays the angle of (x, y).
 * In:  arg   number, signal or array
 *      Y, X  arrays; X has at least as many elements as Y
 * Out: radians
 * Fails: arrays: when the second one is too short
 */
KC_OP(taninv, "i", "i", .tick = math_taninv)
KC_OP(taninv, "k", "k", .tick = math_taninv)
KC_OP(taninv, "a", "a", .tick = math_taninv)
KC_OP(taninv, "i[]", "i[]", .init = math_taninv_array_init)
KC_OP(taninv, "k[]", "k[]", .init = math_taninv_array_init, .perf = math_taninv_array_perf)
KC_OP(taninv, "i[]", "i[]i[]", .init = math_atan2_array_init)
KC_OP(taninv, "k[]", "k[]k[]", .init = math_atan2_array_init, .perf = math_atan2_array_perf)

/* Opcode: taninv2
 * Synopsis: ires taninv2 iy, ix
 *           kres taninv2 ky, kx
 *           ares taninv2 ay, ax
 *           and the same for arrays of equal shape
 *
 * Angle of the point (x, y).
 * In:  y, x  numbers, signals or arrays
 * Out: -pi .. pi
 * Fails: arrays: when the second one is too short or of another shape
 */
KC_OP(taninv2, "i", "ii", .tick = math_taninv2)
KC_OP(taninv2, "k", "kk", .tick = math_taninv2)
KC_OP(taninv2, "a", "aa", .tick = math_taninv2)
KC_OP(taninv2, "i[]", "i[]i[]", .init = math_atan2_array_init)
KC_OP(taninv2, "k[]", "k[]k[]", .init = math_atan2_array_init, .perf = math_atan2_array_perf)
KC_OP(taninv2, "a[]", "a[]a[]", .init = math_atan2_audio_init, .perf = math_atan2_audio)

/* Opcode: pow
 * Synopsis: ires pow ix, iy [, inorm]
 *           kres pow kx, ky [, inorm]
 *           ares pow ax, ky [, inorm]
 *           iArr[] pow iX[], iY[]     (or a number iy)
 *           kArr[] pow kX[], kY[]     (or a number ky)
 *
 * x to the power y.
 * In:  x      base
 *      y      exponent
 *      inorm  divides the result (default 1; 0 counts as 1)
 * Out: the power; NaN for negative x and fractional y
 * Fails: i-rate: 0 to the power 0
 * Note: Differs: at k- and a-rate 0 to the power 0 gives 1; the reference ends the note with an error
 */
KC_OP(pow, "i", "iip", .init = pow_i)
KC_OP(pow, "k", "kkp", .state = pow_st, .init = pow_init, .tick = math_pow)
KC_OP(pow, "a", "akp", .state = pow_st, .init = pow_init, .tick = math_pow)
KC_OP(pow, "i[]", "i[]i[]", .init = math_pow_array_init)
KC_OP(pow, "k[]", "k[]k[]", .init = math_pow_array_init, .perf = math_pow_array_perf)
KC_OP(pow, "i[]", "i[]i", .init = math_pow_array_init)
KC_OP(pow, "k[]", "k[]k", .init = math_pow_array_init, .perf = math_pow_array_perf)

/* Opcode: logbtwo
 * Synopsis: ires logbtwo iarg
 *           kres logbtwo karg
 *           ares logbtwo aarg
 *
 * Logarithm to base 2 in steps.
 * In:  arg  number or signal, > 0
 * Out: the logarithm; within 0.00025 for arguments of 1/4 .. 4, which are rounded to 32768 steps
 * Fails: never
 */
KC_OP(logbtwo, "i", "i", .tick = math_logbtwo)
KC_OP(logbtwo, "k", "k", .tick = math_logbtwo)
KC_OP(logbtwo, "a", "a", .tick = math_logbtwo)

/* Opcode: cbrt
 * Synopsis: iArr[] cbrt iIn[]
 *           kArr[] cbrt kIn[]
 *
 * Cubic roots.
 * In:  array
 * Out: same shape
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(cbrt, "i[]", "i[]", .init = math_cbrt_array_init)
KC_OP(cbrt, "k[]", "k[]", .init = math_cbrt_array_init, .perf = math_cbrt_array_perf)

/* Opcode: hypot
 * Synopsis: iArr[] hypot iX[], iY[]
 *           kArr[] hypot kX[], kY[]
 *
 * Square root of x x + y y, element by element.
 * In:  X, Y  arrays; Y has at least as many elements as X
 * Out: shape of X
 * Fails: when the second array is too short
 */
KC_OP(hypot, "i[]", "i[]i[]", .init = math_hypot_array_init)
KC_OP(hypot, "k[]", "k[]k[]", .init = math_hypot_array_init, .perf = math_hypot_array_perf)

/* Opcode: fmod
 * Synopsis: iArr[] fmod iX[], iY[]     (or a number iy)
 *           kArr[] fmod kX[], kY[]     (or a number ky)
 *
 * Remainder with the sign of the dividend, element by element.
 * In:  X, Y  arrays; Y has at least as many elements as X
 * Out: shape of X
 * Fails: when the second array is too short
 */
KC_OP(fmod, "i[]", "i[]i[]", .init = math_fmod_array_init)
KC_OP(fmod, "k[]", "k[]k[]", .init = math_fmod_array_init, .perf = math_fmod_array_perf)
KC_OP(fmod, "i[]", "i[]i", .init = math_fmod_array_init)
KC_OP(fmod, "k[]", "k[]k", .init = math_fmod_array_init, .perf = math_fmod_array_perf)

/* Opcode: fmax
 * Synopsis: iArr[] fmax iX[], iY[]     (or a number iy)
 *           kArr[] fmax kX[], kY[]     (or a number ky)
 *
 * Larger of two, element by element.
 * In:  X, Y  arrays; Y has at least as many elements as X
 * Out: shape of X
 * Fails: when the second array is too short
 */
KC_OP(fmax, "i[]", "i[]i[]", .init = math_fmax_array_init)
KC_OP(fmax, "k[]", "k[]k[]", .init = math_fmax_array_init, .perf = math_fmax_array_perf)
KC_OP(fmax, "i[]", "i[]i", .init = math_fmax_array_init)
KC_OP(fmax, "k[]", "k[]k", .init = math_fmax_array_init, .perf = math_fmax_array_perf)

/* Opcode: fmin
 * Synopsis: iArr[] fmin iX[], iY[]     (or a number iy)
 *           kArr[] fmin kX[], kY[]     (or a number ky)
 *
 * Smaller of two, element by element.
 * In:  X, Y  arrays; Y has at least as many elements as X
 * Out: shape of X
 * Fails: when the second array is too short
 */
KC_OP(fmin, "i[]", "i[]i[]", .init = math_fmin_array_init)
KC_OP(fmin, "k[]", "k[]k[]", .init = math_fmin_array_init, .perf = math_fmin_array_perf)
KC_OP(fmin, "i[]", "i[]i", .init = math_fmin_array_init)
KC_OP(fmin, "k[]", "k[]k", .init = math_fmin_array_init, .perf = math_fmin_array_perf)
