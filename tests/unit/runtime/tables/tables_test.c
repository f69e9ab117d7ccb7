/* The store of tables: sizes, guard points, rescaling, replacement, deletion, errors; and GENs with absurd
 * arguments. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/tables.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static kc_engine *engine;
static char console[20000];

static void on_message(void *user, int attr, const char *text)
{
    (void)user, (void)attr;
    strncat(console, text, sizeof console - strlen(console) - 1);
}

static int setup(void **state)
{
    (void)state;
    kc_engine_config cfg = {.sr = 48000,
                            .kr = 4800,
                            .zerodbfs = 1,
                            .a4 = 440,
                            .ksmps = 10,
                            .nchnls = 1,
                            .nchnls_i = 1,
                            .message_level = 7};
    engine = kc_engine_create(&cfg);
    kc_engine_on_message(engine, on_message, NULL);
    console[0] = 0;
    return engine ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    kc_engine_destroy(engine);
    return 0;
}

#define MAKE(...)                                                                                            \
    kc_table_make(kc_engine_ctx(engine), (double[]){__VA_ARGS__}, NULL,                                      \
                  (int)(sizeof((double[]){__VA_ARGS__}) / sizeof(double)), NULL)

static const kc_table *table(int number) { return kc_tables_get(kc_engine_tables(engine), number); }

static void test_sizes(void **state)
{
    (void)state;
    assert_int_equal(MAKE(1, 0, 4, -2, 1, 2, 3, 4, 5), 1);
    assert_true(table(1)->len == 4 && table(1)->data[4] == 1 && table(1)->lenmask == 3);
    assert_int_equal(MAKE(2, 0, 5, -2, 1, 2, 3, 4, 5), 2);
    assert_true(table(2)->len == 4 && table(2)->data[4] == 5);
    assert_int_equal(MAKE(3, 0, -6, -2, 1, 2, 3, 4, 5), 3);
    assert_true(table(3)->len == 6 && table(3)->data[5] == 0 && table(3)->lenmask == -1);
    assert_int_equal(MAKE(0, 0, 0, -2, 1, 2, 3, 4, 5), 101);
    assert_true(table(101)->len == 5 && table(101)->lenmask == 0);
    assert_int_equal(MAKE(0, 0, 4, 2, 1, -8, 2), 102);
    assert_true(table(102)->data[1] == -1 && table(102)->data[0] == 0.125);
    assert_null(kc_table_need_pow2(kc_engine_ctx(engine), 3));
    assert_null(kc_table_need_pow2(kc_engine_ctx(engine), 101));
    assert_ptr_equal(kc_table_need_pow2(kc_engine_ctx(engine), 1.9), table(1));
}

static void test_replacement(void **state)
{
    (void)state;
    MAKE(1, 0, 4, -2, 1, 2, 3, 4);
    const double *data = table(1)->data;
    MAKE(1, 0, 4, -2, 5, 6);
    assert_ptr_equal(table(1)->data, data); /* sounding notes hear the new contents */
    assert_true(data[1] == 6 && data[2] == 0);
    MAKE(1, 0, 8, -2, 5, 6);
    assert_ptr_not_equal(table(1)->data, data);
    assert_int_equal(MAKE(-1, 0), 0);
    assert_null(table(1));
    assert_int_equal(MAKE(-1, 0), -1);
    assert_non_null(strstr(console, "ftable 1 now deleted"));
    assert_non_null(strstr(console, "ftable 1: ftable does not exist"));
}

static void test_errors(void **state)
{
    (void)state;
    assert_int_equal(MAKE(1, 0, 16, 7, 0, -4, 1), -1);
    assert_non_null(strstr(console, "ftable 1: gen call has negative segment size:\n"
                                    "f  1     0.00    16.00     7.00    0.00 ..."));
    assert_null(table(1));
    assert_int_equal(MAKE(1, 0, 16, 61, 0), -1);
    assert_int_equal(MAKE(1, 0, 16, 26, 0), -1);
    assert_int_equal(MAKE(1, 0, 0, 10, 1), -1);
    assert_int_equal(MAKE(1, 0, 1e12, 10, 1), -1);
    assert_int_equal(MAKE(1, 0, 16, 10), -1);
    assert_int_equal(MAKE(NAN, 0, 16, 10, 1), -1);
    assert_non_null(strstr(console, "illegal gen number"));
    assert_non_null(strstr(console, "unknown GEN number"));
    assert_non_null(strstr(console, "deferred size for GENs 1, 2, 23, 28 or 49 only"));
}

/* No combination of large, small, negative and missing arguments may do harm. */
static void test_hostile(void **state)
{
    (void)state;
    static const double odd[] = {1, 0, -1, 7, 2.5, 1e30, -1e30, 1e-30, 500, INFINITY, NAN, 3};
    static const char *const names[] = {"tanh", "exp", "sone", "wave", "farey", "padsynth"};
    static const int sizes[] = {16, 17, 1, -7, 64};
    uint32_t seed = 1;
    for (int round = 0; round < 6000; round++) {
        double p[12] = {500, 0, sizes[round % 5], 0};
        int n = 5 + (int)((seed >> 16) % 7), gen = round % 60;
        for (int i = 4; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            p[i] = odd[(seed >> 20) % 12];
        }
        p[3] = seed & 1 << 19 ? gen : -gen;
        if (round % 10 == 0) MAKE(1, 0, 16, 10, 1, .5);
        kc_table_make(kc_engine_ctx(engine), p, NULL, n, gen < 6 ? names[gen] : NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_sizes, setup, teardown),
                                       cmocka_unit_test_setup_teardown(test_replacement, setup, teardown),
                                       cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
                                       cmocka_unit_test_setup_teardown(test_hostile, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
