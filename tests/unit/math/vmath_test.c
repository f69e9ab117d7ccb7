/* One-lane accuracy against the long double library, special values against C, and the primitive operations.
 */
#define KC_W 1
#include "runtime/math/vmath.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#define SAMPLES 20000

static uint64_t state;

static double uniform(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

static double between(double lo, double hi) { return lo + (hi - lo) * uniform(); }

/* Any sign, magnitudes evenly spread over the exponents. */
static double spread(double lo, double hi)
{
    double x = exp2(between(log2(lo), log2(hi)));
    return uniform() < 0.5 ? -x : x;
}

/* Distance in units of the last place of the reference; huge where one is NaN or infinite and the other is
 * not. */
static double ulps(double y, long double reference)
{
    double r = (double)reference;
    if (isnan(y) || isnan(r)) return isnan(y) && isnan(r) ? 0.0 : 1e9;
    if (isinf(y) || isinf(r)) return y == r ? 0.0 : 1e9;
    double unit = fabs(r) < DBL_MIN ? 0x1p-1074 : ldexp(1.0, ilogb(r) - 52);
    return (double)(fabsl((long double)y - reference) / unit);
}

static void check(const char *name, double x, double y, double got, long double want, double bound)
{
    double e = ulps(got, want);
    if (e > bound) fail_msg("%s(%a, %a) = %a, off by %g ulp (bound %g)", name, x, y, got, e, bound);
}

typedef struct {
    const char *name;
    double (*f)(double);
    long double (*reference)(long double);
    double lo, hi;      /* evenly drawn range */
    double least, most; /* range drawn by exponent */
    double bound;       /* ulp */
} unary;

#define UNARY(name)                                                                                          \
    static double one_##name(double x) { return v_##name(x); }
UNARY(exp)
UNARY(exp2)
UNARY(expm1) UNARY(sinh) UNARY(cosh) UNARY(tanh) UNARY(log) UNARY(log2) UNARY(log10) UNARY(sin) UNARY(cos)
    UNARY(tan) UNARY(asin) UNARY(acos) UNARY(atan) UNARY(cbrt)

    /* The bounds README.md states. */
    static const unary functions[] = {
        {"exp", one_exp, expl, -750, 712, 1e-320, 1, 1.2},
        {"exp2", one_exp2, exp2l, -1080, 1026, 1e-320, 1, 1.2},
        {"expm1", one_expm1, expm1l, -3, 3, 1e-320, 712, 2},
        {"sinh", one_sinh, sinhl, -3, 3, 1e-320, 712, 2},
        {"cosh", one_cosh, coshl, -3, 3, 1e-320, 712, 2},
        {"tanh", one_tanh, tanhl, -2, 2, 1e-320, 100, 3},
        {"log", one_log, logl, 0.5, 2, 1e-323, 1e308, 1},
        {"log2", one_log2, log2l, 0.5, 2, 1e-323, 1e308, 1},
        {"log10", one_log10, log10l, 0.5, 2, 1e-323, 1e308, 1},
        {"sin", one_sin, sinl, -10, 10, 1e-320, 1e18, 1},
        {"cos", one_cos, cosl, -10, 10, 1e-320, 1e18, 1},
        {"tan", one_tan, tanl, -10, 10, 1e-320, 1e18, 2.2},
        {"asin", one_asin, asinl, -1, 1, 1e-320, 1, 2},
        {"acos", one_acos, acosl, -1, 1, 1e-320, 1, 1.2},
        {"atan", one_atan, atanl, -3, 3, 1e-320, 1e308, 2},
        {"cbrt", one_cbrt, cbrtl, -8, 8, 1e-323, 1e308, 0.51},
};

static void errors_stay_within_bounds(void **unused)
{
    (void)unused;
    state = 1;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const unary *u = &functions[i];
        for (int n = 0; n < SAMPLES; n++) {
            double x = n % 2 ? between(u->lo, u->hi) : spread(u->least, u->most);
            check(u->name, x, 0.0, u->f(x), u->reference(x), u->bound);
        }
    }
}

static void errors_of_two_arguments_stay_within_bounds(void **unused)
{
    (void)unused;
    state = 2;
    for (int n = 0; n < SAMPLES; n++) {
        double x = fabs(spread(1e-300, 1e300)), y = between(-3, 3);
        check("pow", x, y, v_pow(x, y), powl(x, y), 1.3);
        x = 1.0 + spread(1e-10, 0.3), y = spread(1, 1e6);
        check("pow", x, y, v_pow(x, y), powl(x, y), 1.3);
        x = spread(1e-308, 1e308), y = spread(1e-308, 1e308);
        check("atan2", y, x, v_atan2(y, x), atan2l(y, x), 2);
        check("hypot", y, x, v_hypot(y, x), hypotl(y, x), 1.5);
        x = between(-1, 1), y = between(-1, 1);
        check("atan2", y, x, v_atan2(y, x), atan2l(y, x), 2);
        check("hypot", y, x, v_hypot(y, x), hypotl(y, x), 1.5);
    }
}

static void remainder_is_exact(void **unused)
{
    (void)unused;
    state = 3;
    for (int n = 0; n < SAMPLES; n++) {
        double x = spread(1e-3, 1e3), y = spread(1e-3, 1e3);
        check("fmod", x, y, v_fmod(x, y), fmodl(x, y), 0);
        x = spread(1e-320, 1e308), y = spread(1e-320, 1e308);
        check("fmod", x, y, v_fmod(x, y), fmodl(x, y), 0);
        x = floor(between(0, 1e9)), y = floor(between(1, 1e3));
        check("fmod", x, y, v_fmod(x, y), fmodl(x, y), 0);
    }
}

/* Next to a multiple of pi/2 the result is as small as what the reduction must keep. */
static void zeros_of_sine_and_cosine_keep_their_precision(void **unused)
{
    (void)unused;
    for (int k = 1; k < 3000; k++) {
        double x = (double)(k * 1.57079632679489661923132169163975144L);
        if (k % 2)
            check("cos", x, 0, v_cos(x), cos(x), 2);
        else
            check("sin", x, 0, v_sin(x), sin(x), 2);
    }
    /* computed with 1500 bits; the first argument is the double nearest to a multiple of pi/2 */
    check("cos", 0x1.6ac5b262ca1ffp+849, 0, v_cos(0x1.6ac5b262ca1ffp+849), -0x1.14ae72e6ba22fp-61L, 1);
    check("sin", 0x1.6ac5b262ca1ffp+849, 0, v_sin(0x1.6ac5b262ca1ffp+849), 1.0L, 0);
    check("sin", DBL_MAX, 0, v_sin(DBL_MAX), 0x1.452fc98b34e97p-8L, 1);
    check("cos", -DBL_MAX, 0, v_cos(-DBL_MAX), -0x1.fffe62ecfab75p-1L, 1);
    check("tan", -DBL_MAX, 0, v_tan(-DBL_MAX), 0x1.4530cfe729484p-8L, 2.2);
}

/* Same value, same sign of zero, or both NaN. */
static void same(const char *name, double x, double y, double got, double want)
{
    if (isnan(want) ? !isnan(got) : got != want || signbit(got) != signbit(want))
        fail_msg("%s(%a, %a) = %a, want %a", name, x, y, got, want);
}

static const double odd_values[] = {0.0,     -0.0,       1.0,         -1.0,      2.0,       -2.0,
                                    0.5,     -0.5,       3.0,         -3.0,      2.5,       0x1p53,
                                    -0x1p53, 0x1p53 - 1, 1 - 0x1p-53, DBL_MIN,   0x1p-1074, -0x1p-1074,
                                    DBL_MAX, -DBL_MAX,   INFINITY,    -INFINITY, NAN};
#define ODD (sizeof odd_values / sizeof *odd_values)

/* Where C gives 0, infinity, NaN or +-1, so must we; elsewhere the bounds hold. */
static void special_values_are_those_of_c(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < ODD; i++) {
        double x = odd_values[i];
        for (size_t j = 0; j < sizeof functions / sizeof *functions; j++) {
            double want = (double)functions[j].reference(x), got = functions[j].f(x);
            if (want == 0.0 || !isfinite(want) || fabs(want) == 1.0)
                same(functions[j].name, x, 0, got, want);
            else
                check(functions[j].name, x, 0, got, functions[j].reference(x), functions[j].bound);
        }
        for (size_t j = 0; j < ODD; j++) {
            double y = odd_values[j], want = pow(x, y);
            same("fmod", x, y, v_fmod(x, y), fmod(x, y));
            if (want == 0.0 || !isfinite(want) || fabs(want) == 1.0) same("pow", x, y, v_pow(x, y), want);
            check("pow", x, y, v_pow(x, y), powl(x, y), 1.3);
            check("hypot", x, y, v_hypot(x, y), hypotl(x, y), 1.5);
            check("atan2", x, y, v_atan2(x, y), atan2l(x, y), 2);
            assert_int_equal(signbit(v_atan2(x, y)) && !isnan(x) && !isnan(y),
                             signbit(x) && !isnan(x) && !isnan(y));
        }
    }
    assert_true(v_log2(0x1p-1074) == -1074.0 && v_log2(0x1p1000) == 1000.0 && v_log10(1000.0) == 3.0);
    assert_true(v_exp2(-1074.0) == 0x1p-1074 && v_exp2(1023.0) == 0x1p1023 && v_pow(2.0, 10.0) == 1024.0);
}

/* A feedback filter relies on it. */
static void tanh_never_leaves_the_unit_interval(void **unused)
{
    (void)unused;
    double last = 0.0;
    for (double x = 0.0; x < 25.0; x += 0x1p-12) {
        double y = v_tanh(x);
        assert_true(y <= 1.0 && y >= last - 4e-16 && v_tanh(-x) == -y);
        last = y;
    }
    assert_true(last == 1.0);
}

static void conversions_saturate_as_the_processor_does(void **unused)
{
    (void)unused;
    assert_int_equal(v_to_l(-2.9), -2);
    assert_true(v_to_l(NAN) == INT64_MIN && v_to_l(0x1p63) == INT64_MIN && v_to_l(-0x1p63) == INT64_MIN);
    assert_true(v_to_l(0x1p62) == INT64_C(1) << 62);
    assert_true(v_to_i(NAN) == INT32_MIN && v_to_i(2147483648.0) == INT32_MIN &&
                v_to_i(2147483647.9) == INT32_MAX);
    assert_true(v_to_i(-2147483648.9) == INT32_MIN && v_to_i(-1.5) == -1);
    assert_true(v_rint_to_l(2.5) == 2 && v_rint_to_l(3.5) == 4 && v_rint_to_i(-0.5) == 0);
    assert_true(v_round(2.5) == 3.0 && v_round(-2.5) == -3.0 && v_round(0x1.fffffffffffffp-2) == 0.0);
    assert_true(v_min(NAN, 1.0) == 1.0 && isnan(v_min(1.0, NAN)) && isnan(v_clamp(NAN, 0.0, 1.0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_stay_within_bounds),
        cmocka_unit_test(errors_of_two_arguments_stay_within_bounds),
        cmocka_unit_test(remainder_is_exact),
        cmocka_unit_test(zeros_of_sine_and_cosine_keep_their_precision),
        cmocka_unit_test(special_values_are_those_of_c),
        cmocka_unit_test(tanh_never_leaves_the_unit_interval),
        cmocka_unit_test(conversions_saturate_as_the_processor_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
