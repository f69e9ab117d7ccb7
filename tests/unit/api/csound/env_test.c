// Environment: the list of the process and the process's own variables, and an engine's list in front of
// them.
#include "api/include/csound/csound.h"
#include "tests/unit/api/csound/reference.h"
#include <setjmp.h>
#include <cmocka.h>

static void global_environment(void **state)
{
    (void)state;
    assert_int_equal(csoundSetGlobalEnv("KC_TEST_VAR", "one"), 0);
    assert_string_equal(csoundGetEnv(NULL, "KC_TEST_VAR"), "one");
    assert_int_equal(csoundSetGlobalEnv("KC_TEST_VAR", "two"), 0);
    assert_string_equal(csoundGetEnv(NULL, "KC_TEST_VAR"), "two");
    assert_int_equal(csoundSetGlobalEnv("KC_TEST_VAR", NULL), 0);
    assert_null(csoundGetEnv(NULL, "KC_TEST_VAR"));
    setenv("KC_TEST_VAR", "process", 1);
    assert_string_equal(csoundGetEnv(NULL, "KC_TEST_VAR"), "process");
    unsetenv("KC_TEST_VAR");
    assert_int_equal(csoundSetGlobalEnv("1x", "v"), CSOUND_ERROR);
    assert_int_equal(csoundSetGlobalEnv(NULL, "v"), CSOUND_ERROR);
    assert_null(csoundGetEnv(NULL, ""));
    assert_null(csoundGetEnv(NULL, NULL));
}

static void global_environment_equals_reference(void **state)
{
    (void)state;
    REFERENCE(csoundSetGlobalEnv);
    char name[600], value[600];
    static const size_t lengths[] = {0, 1, 30, 31, 32, 33, 100};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        memset(name, 'N', sizeof name);
        name[lengths[i]] = 0;
        assert_int_equal(csoundSetGlobalEnv(name, "v"), theirs_csoundSetGlobalEnv(name, "v"));
        csoundSetGlobalEnv(name, NULL);
        theirs_csoundSetGlobalEnv(name, NULL);
    }
    static const size_t values[] = {0, 1, 478, 479, 480, 481};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        memset(value, 'v', sizeof value);
        value[values[i]] = 0;
        assert_int_equal(csoundSetGlobalEnv("KC_V", value), theirs_csoundSetGlobalEnv("KC_V", value));
    }
    csoundSetGlobalEnv("KC_V", NULL);
    theirs_csoundSetGlobalEnv("KC_V", NULL);
    int ours[24], theirs[24];
    for (int i = 0; i < 24; i++) {
        cs_sprintf(name, "KC_V%d", i);
        ours[i] = csoundSetGlobalEnv(name, "x");
        theirs[i] = theirs_csoundSetGlobalEnv(name, "x");
    }
    assert_memory_equal(ours, theirs, sizeof ours);
    for (int i = 0; i < 24; i++) {
        cs_sprintf(name, "KC_V%d", i);
        csoundSetGlobalEnv(name, NULL);
        theirs_csoundSetGlobalEnv(name, NULL);
    }
}

static void engines_get_the_list(void **state)
{
    (void)state;
    csoundSetGlobalEnv("KC_TEST_VAR", "global");
    CSOUND *cs = csoundCreate(NULL);
    csoundSetGlobalEnv("KC_TEST_VAR", "later");
    assert_string_equal(csoundGetEnv(cs, "KC_TEST_VAR"), "global");
    assert_string_equal(csoundGetEnv(NULL, "KC_TEST_VAR"), "later");
    csoundReset(cs);
    assert_string_equal(csoundGetEnv(cs, "KC_TEST_VAR"), "later");
    csoundSetGlobalEnv("KC_TEST_VAR", NULL);
    setenv("KC_TEST_OTHER", "process", 1);
    assert_string_equal(csoundGetEnv(cs, "KC_TEST_OTHER"), "process");
    assert_null(csoundGetEnv(cs, "KC_NOTHING"));
    assert_null(csoundGetEnv(cs, NULL));
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(global_environment),
                                       cmocka_unit_test(global_environment_equals_reference),
                                       cmocka_unit_test(engines_get_the_list)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
