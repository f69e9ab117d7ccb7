/* Eight lanes against the one-lane functions of the library: every function must give the same bits. */
#define KC_W 8
#include "runtime/math/vmath.h"
#include "runtime/math/scalar.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define ROUNDS 4000

static uint64_t state;

static uint64_t next(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state ^ state >> 29;
}

static const double odd_values[] = {
    0.0,   -0.0,   1.0,  -1.0,     0x1p-1074, -0x1p-1022, 0x1p53,
    700.0, -745.0, 1e22, INFINITY, -INFINITY, NAN,        0x1.fffffffffffffp1023,
    0.5,   -2.0};

/* A mixture: any bits, ordinary magnitudes, and values with special cases. */
static double draw(void)
{
    uint64_t r = next();
    double x;
    if (r % 16 == 0) return odd_values[next() >> 60];
    if (r % 4 == 1) {
        r = next();
        memcpy(&x, &r, sizeof x);
        return x;
    }
    x = (double)(int64_t)next() * 0x1p-63;
    return x * (r % 4 == 2 ? 1.0 : 40.0);
}

static void equal_bits(const char *name, double x, double y, double wide, double narrow)
{
    if (isnan(wide) && isnan(narrow)) return;
    if (memcmp(&wide, &narrow, sizeof wide) != 0)
        fail_msg("%s(%a, %a): 8 lanes give %a, one lane %a", name, x, y, wide, narrow);
}

#define UNARY(f)                                                                                             \
    {                                                                                                        \
        V got = v_##f(x);                                                                                    \
        for (int l = 0; l < 8; l++) equal_bits(#f, x[l], 0.0, got[l], kc_math_##f(x[l]));                    \
    }
#define BINARY(f)                                                                                            \
    {                                                                                                        \
        V got = v_##f(x, y);                                                                                 \
        for (int l = 0; l < 8; l++) equal_bits(#f, x[l], y[l], got[l], kc_math_##f(x[l], y[l]));             \
    }

static void eight_lanes_give_the_bits_of_one(void **unused)
{
    (void)unused;
    state = 1;
    for (int n = 0; n < ROUNDS; n++) {
        V x, y, sine, cosine;
        for (int l = 0; l < 8; l++) {
            x[l] = draw();
            y[l] = draw();
        }
        UNARY(exp)
        UNARY(exp2)
        UNARY(expm1) UNARY(sinh) UNARY(cosh) UNARY(tanh) UNARY(log) UNARY(log2) UNARY(log10) UNARY(cbrt)
            UNARY(sin) UNARY(cos) UNARY(tan) UNARY(asin) UNARY(acos) UNARY(atan) BINARY(pow) BINARY(atan2)
                BINARY(fmod) BINARY(hypot) v_sincos(x, &sine, &cosine);
        for (int l = 0; l < 8; l++) {
            equal_bits("sincos", x[l], 0.0, sine[l], kc_math_sin(x[l]));
            equal_bits("sincos", x[l], 0.0, cosine[l], kc_math_cos(x[l]));
        }
    }
}

static void primitives_agree_with_c_lane_by_lane(void **unused)
{
    (void)unused;
    state = 2;
    double table[16];
    for (int i = 0; i < 16; i++) table[i] = i * 1.25;
    for (int n = 0; n < ROUNDS; n++) {
        V x, y;
        VL index;
        VP bases;
        for (int l = 0; l < 8; l++) {
            x[l] = draw();
            y[l] = draw();
            index[l] = (int64_t)(next() >> 61);
            vp_set(&bases, l, table + l);
        }
        V floors = v_floor(x), rounds = v_round(x), rints = v_rint(x), roots = v_sqrt(x), least = v_min(x, y);
        V chosen = v_sel(v_lt(x, y), x, y), signs = v_copysign(x, y), read = v_gather(bases, index);
        VL whole = v_to_l(x);
        VI small = v_to_i(x);
        VM less = v_lt(x, y);
        int trues = 0;
        for (int l = 0; l < 8; l++) {
            equal_bits("floor", x[l], 0, floors[l], floor(x[l]));
            equal_bits("round", x[l], 0, rounds[l], round(x[l]));
            equal_bits("rint", x[l], 0, rints[l], rint(x[l]));
            equal_bits("sqrt", x[l], 0, roots[l], sqrt(x[l]));
            equal_bits("min", x[l], y[l], least[l], x[l] < y[l] ? x[l] : y[l]);
            equal_bits("sel", x[l], y[l], chosen[l], x[l] < y[l] ? x[l] : y[l]);
            equal_bits("copysign", x[l], y[l], signs[l], copysign(x[l], y[l]));
            equal_bits("gather", (double)index[l], l, read[l], table[l + index[l]]);
            assert_true(whole[l] == (fabs(x[l]) < 0x1p63 ? (int64_t)x[l] : INT64_MIN));
            assert_true(small[l] == (fabs(trunc(x[l])) < 0x1p31 ? (int32_t)x[l] : INT32_MIN));
            trues += vm_get(less, l);
        }
        assert_int_equal(vm_any(less), trues > 0);
        assert_int_equal(vm_all(less), trues == 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_lanes_give_the_bits_of_one),
        cmocka_unit_test(primitives_agree_with_c_lane_by_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
