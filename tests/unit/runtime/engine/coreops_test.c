/* Core operations of tier 0: each mixture of rates, in place, and over part of a block. */
#include "runtime/engine/coreops.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static kc_ctx part = {.ksmps = 8, .begin = 1, .end = 7};

static void call(const char *op, const char *types, double *o, const double *x, const double *y)
{
    kc_native fn = kc_coreop(op, types);
    assert_non_null(fn);
    assert_int_equal(fn(NULL, &part, (void *[]){o, (void *)x, (void *)y}), KC_OK);
}

static double scalar(const char *op, double x, double y)
{
    double o = -77;
    call(op, "k<kk", &o, &x, &y);
    return o;
}

static void test_scalars(void **state)
{
    (void)state;
    assert_true(scalar("sub", 5, 3) == 2);
    assert_true(scalar("div", 5, 2) == 2.5);
    assert_true(scalar("lt", 1, 2) == 1 && scalar("lt", 2, 2) == 0 && scalar("le", 2, 2) == 1);
    assert_true(scalar("land", 0.5, 2) == 1 && scalar("land", 0.5, 0) == 0 && scalar("lor", 0, -1) == 1);
    assert_ptr_equal(kc_coreop("add", "i<pc"), kc_coreop("add", "k<kk"));
    assert_null(kc_coreop("add", "k<ak"));
    assert_null(kc_coreop("eq", "a<aa"));
    assert_null(kc_coreop("add", "k<kkk"));
}

static void test_blocks(void **state)
{
    (void)state;
    static const double x[8] = {1, 2, 3, 4, 5, 6, 7, 8}, y[8] = {8, 7, 6, 5, 4, 3, 2, 1}, two = 2;
    double o[4][8];
    memset(o, 0, sizeof o);
    call("sub", "a<aa", o[0], x, y);
    call("sub", "a<ak", o[1], x, &two);
    call("sub", "a<ka", o[2], &two, x);
    call("sub", "a<kk", o[3], &two, x);
    for (int n = 0; n < 8; n++) {
        int in = n >= 1 && n < 7;
        assert_true(o[0][n] == (in ? x[n] - y[n] : 0));
        assert_true(o[1][n] == (in ? x[n] - 2 : 0));
        assert_true(o[2][n] == (in ? 2 - x[n] : 0));
        assert_true(o[3][n] == (in ? 1 : 0));
    }
    call("mul", "a<aa", o[0], o[0], o[0]); /* in place */
    for (int n = 1; n < 7; n++) assert_true(o[0][n] == (x[n] - y[n]) * (x[n] - y[n]));
}

static void test_slices(void **state)
{
    (void)state;
    double outer[8] = {0, 1, 2, 3, 4, 5, 6, 7}, inner[2];
    kc_sub sub = {2, 3};
    kc_ctx c = {.ksmps = 2, .begin = 0, .end = 2, .sub = &sub};
    kc_coreop("slicein", "a<a")(NULL, &c, (void *[]){inner, outer});
    assert_true(inner[0] == 6 && inner[1] == 7);
    sub.index = 1;
    kc_coreop("sliceout", "a<a")(NULL, &c, (void *[]){outer, inner});
    assert_true(outer[1] == 1 && outer[2] == 6 && outer[3] == 7 && outer[4] == 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scalars), cmocka_unit_test(test_blocks),
                                       cmocka_unit_test(test_slices)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
