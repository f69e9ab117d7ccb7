/* Rounding and parts of numbers: abs, int, frac, round, floor, ceil, signum, tests for infinity and NaN.
 *
 * One kernel each for all rates; the array forms are native loops. */
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

MATH_TICK(math_abs, v_abs(x))
MATH_TICK(math_int, v_trunc(x))
MATH_TICK(math_frac, x - v_trunc(x))
/* The reference goes through integers here, which know no -0: adding 0 makes it 0. */
MATH_TICK(math_round, v_rint(x) + 0.0)
/* The reference truncates after adding a little less than 1. */
MATH_TICK(math_floor, v_trunc(v_sel(v_ge(x, v_splat(0.0)), x, x - 0.99999999)) + 0.0)
MATH_TICK(math_ceil, v_trunc(v_sel(v_ge(x, v_splat(0.0)), x + 0.99999999, x)) + 0.0)
MATH_TICK(math_signum, v_sel(v_eq(x, v_splat(0.0)), v_splat(0.0),
                             v_sel(v_lt(x, v_splat(0.0)), v_splat(-1.0), v_splat(1.0))))
MATH_TICK(math_qnan, v_sel(v_isnan(x), v_splat(1.0), v_splat(0.0)))
/* -1 for minus infinity, as isinf() of the C library. */
MATH_TICK(math_qinf,
          v_sel(v_eq(v_abs(x), v_splat(__builtin_inf())), v_copysign(v_splat(1.0), x), v_splat(0.0)))

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

static double frac_of(double x) { return x - trunc(x); }
static double unit_limit(double x) { return x > 0.0 ? (x < 1.0 ? x : 1.0) : 0.0; }
MATH_ARRAY(math_abs_array, fabs)
MATH_ARRAY(math_int_array, trunc)
MATH_ARRAY(math_frac_array, frac_of)
MATH_ARRAY(math_round_array, round)
MATH_ARRAY(math_floor_array, floor)
MATH_ARRAY(math_ceil_array, ceil)
MATH_ARRAY(math_limit1_array, unit_limit)
#endif

/* Opcode: abs
 * Synopsis: ires abs iarg
 *           kres abs karg
 *           ares abs aarg
 *           iArr[] abs iIn[]
 *           kArr[] abs kIn[]
 *
 * Absolute value.
 * In:  arg  number, signal or array
 * Out: same rate and shape
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(abs, "i", "i", .tick = math_abs)
KC_OP(abs, "k", "k", .tick = math_abs)
KC_OP(abs, "a", "a", .tick = math_abs)
KC_OP(abs, "i[]", "i[]", .init = math_abs_array_init)
KC_OP(abs, "k[]", "k[]", .init = math_abs_array_init, .perf = math_abs_array_perf)

/* Opcode: int
 * Synopsis: ires int iarg
 *           kres int karg
 *           ares int aarg
 *           iArr[] int iIn[]
 *           kArr[] int kIn[]
 *
 * Whole part, toward zero.
 * In:  arg  number, signal or array
 * Out: same rate and shape
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(int, "i", "i", .tick = math_int)
KC_OP(int, "k", "k", .tick = math_int)
KC_OP(int, "a", "a", .tick = math_int)
KC_OP(int, "i[]", "i[]", .init = math_int_array_init)
KC_OP(int, "k[]", "k[]", .init = math_int_array_init, .perf = math_int_array_perf)

/* Opcode: frac
 * Synopsis: ires frac iarg
 *           kres frac karg
 *           ares frac aarg
 *           iArr[] frac iIn[]
 *           kArr[] frac kIn[]
 *
 * Fractional part, with the sign of the argument.
 * In:  arg  number, signal or array
 * Out: same rate and shape
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(frac, "i", "i", .tick = math_frac)
KC_OP(frac, "k", "k", .tick = math_frac)
KC_OP(frac, "a", "a", .tick = math_frac)
KC_OP(frac, "i[]", "i[]", .init = math_frac_array_init)
KC_OP(frac, "k[]", "k[]", .init = math_frac_array_init, .perf = math_frac_array_perf)

/* Opcode: round
 * Synopsis: ires round iarg
 *           kres round karg
 *           ares round aarg
 *           iArr[] round iIn[]
 *           kArr[] round kIn[]
 *
 * Nearest integer; numbers round halves to even, arrays away from zero.
 * In:  arg  number, signal or array
 * Out: same rate and shape
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(round, "i", "i", .tick = math_round)
KC_OP(round, "k", "k", .tick = math_round)
KC_OP(round, "a", "a", .tick = math_round)
KC_OP(round, "i[]", "i[]", .init = math_round_array_init)
KC_OP(round, "k[]", "k[]", .init = math_round_array_init, .perf = math_round_array_perf)

/* Opcode: floor
 * Synopsis: ires floor iarg
 *           kres floor karg
 *           ares floor aarg
 *           iArr[] floor iIn[]
 *           kArr[] floor kIn[]
 *
 * Largest integer not above the argument.
 * In:  arg  number, signal or array
 * Out: same rate and shape
 * Fails: arrays: at init when the input is not initialised
 * Note: numbers less than 1e-8 below an integer from above count as that integer when negative, as in the
 * reference.
 */
KC_OP(floor, "i", "i", .tick = math_floor)
KC_OP(floor, "k", "k", .tick = math_floor)
KC_OP(floor, "a", "a", .tick = math_floor)
KC_OP(floor, "i[]", "i[]", .init = math_floor_array_init)
KC_OP(floor, "k[]", "k[]", .init = math_floor_array_init, .perf = math_floor_array_perf)

/* Opcode: ceil
 * Synopsis: ires ceil iarg
 *           kres ceil karg
 *           ares ceil aarg
 *           iArr[] ceil iIn[]
 *           kArr[] ceil kIn[]
 *
 * Smallest integer not below the argument.
 * In:  arg  number, signal or array
 * Out: same rate and shape
 * Fails: arrays: at init when the input is not initialised
 * Note: positive numbers less than 1e-8 above an integer count as that integer, as in the reference.
 */
KC_OP(ceil, "i", "i", .tick = math_ceil)
KC_OP(ceil, "k", "k", .tick = math_ceil)
KC_OP(ceil, "a", "a", .tick = math_ceil)
KC_OP(ceil, "i[]", "i[]", .init = math_ceil_array_init)
KC_OP(ceil, "k[]", "k[]", .init = math_ceil_array_init, .perf = math_ceil_array_perf)

/* Opcode: limit1
 * Synopsis: iArr[] limit1 iIn[]
 *           kArr[] limit1 kIn[]
 *
 * Limits all elements to 0 .. 1.
 * In:  array
 * Out: same shape
 * Fails: arrays: at init when the input is not initialised
 */
KC_OP(limit1, "i[]", "i[]", .init = math_limit1_array_init)
KC_OP(limit1, "k[]", "k[]", .init = math_limit1_array_init, .perf = math_limit1_array_perf)

/* The k-rate form works in the init pass too. */
KC_NATIVE int signum_init(void *s, kc_ctx *c, double *out, const double *x)
{
    (void)s, (void)c;
    *out = *x == 0 ? 0 : *x < 0 ? -1 : 1;
    return KC_OK;
}

/* Opcode: signum
 * Synopsis: ires signum iarg
 *           kres signum karg
 *           ares signum aarg
 *
 * Sign.
 * In:  arg  number or signal
 * Out: -1, 0 or 1
 * Fails: never
 */
KC_OP(signum, "i", "i", .tick = math_signum)
KC_OP(signum, "k", "k", .init = signum_init, .tick = math_signum)
KC_OP(signum, "a", "a", .tick = math_signum)

/* Opcode: qinf
 * Synopsis: ires qinf iarg
 *           kres qinf karg
 *           ares qinf aarg
 *
 * Tells infinite numbers.
 * In:  arg  number or signal
 * Out: 1 for infinity, -1 for minus infinity, else 0
 * Fails: never
 */
KC_OP(qinf, "i", "i", .tick = math_qinf)
KC_OP(qinf, "k", "k", .tick = math_qinf)
KC_OP(qinf, "a", "a", .tick = math_qinf)

/* Opcode: qnan
 * Synopsis: ires qnan iarg
 *           kres qnan karg
 *           ares qnan aarg
 *
 * Tells what is not a number.
 * In:  arg  number or signal
 * Out: 1 for NaN, else 0
 * Fails: never
 */
KC_OP(qnan, "i", "i", .tick = math_qnan)
KC_OP(qnan, "k", "k", .tick = math_qnan)
KC_OP(qnan, "a", "a", .tick = math_qnan)
