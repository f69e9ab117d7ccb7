// Text helpers, programs and libraries: what needs no engine.
#include "api/include/csound/csound.h"
#include "tests/unit/api/csound/reference.h"
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <cmocka.h>

static void numbers_have_points(void **state)
{
    (void)state;
    static const char *const comma[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "C"};
    for (size_t i = 0; i < 4 && !setlocale(LC_NUMERIC, comma[i]); i++) {
    }
    char text[32], *end;
    assert_int_equal(cs_sprintf(text, "%.2f %s", 1.25, "x"), 6);
    assert_string_equal(text, "1.25 x");
    double d = 0;
    int n = 0;
    assert_int_equal(cs_sscanf(text, "%lf %n", &d, &n), 1);
    assert_true(d == 1.25);
    assert_true(cs_strtod((char *)"2.5e1z", &end) == 25);
    assert_int_equal(*end, 'z');
    setlocale(LC_NUMERIC, "C");
}

static void tokens(void **state)
{
    (void)state;
    char text[] = ":a::b", *rest;
    assert_string_equal(cs_strtok_r(text, (char *)":", &rest), "a");
    assert_string_equal(cs_strtok_r(NULL, (char *)":", &rest), "b");
    assert_null(cs_strtok_r(NULL, (char *)":", &rest));
    const char *message = "nothing to translate";
    assert_ptr_equal(csoundLocalizeString(message), message);
}

static void commands(void **state)
{
    (void)state;
    assert_int_equal(csoundRunCommand((const char *const[]){"sh", "-c", "exit 7", NULL}, 0), 7);
    assert_int_equal(csoundRunCommand((const char *const[]){"true", NULL}, 0), 0);
    assert_int_equal(csoundRunCommand((const char *const[]){"no-such-program-kc", NULL}, 0), 255);
    assert_int_equal(csoundRunCommand((const char *const[]){NULL}, 0), -1);
    assert_int_equal(csoundRunCommand(NULL, 0), -1);
    long child = csoundRunCommand((const char *const[]){"sleep", "30", NULL}, 1);
    assert_true(child > 0);
    assert_int_equal(kill((pid_t)child, SIGTERM), 0);
    assert_int_equal(waitpid((pid_t)child, NULL, 0), child);
}

static void commands_equal_reference(void **state)
{
    (void)state;
    REFERENCE(csoundRunCommand);
    static const char *const runs[][4] = {
        {"true"}, {"sh", "-c", "exit 200"}, {"sh", "-c", "kill -9 $$"}, {"no-such-program-kc"}};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        assert_int_equal(csoundRunCommand(runs[i], 0), theirs_csoundRunCommand(runs[i], 0));
}

static void libraries(void **state)
{
    (void)state;
    void *library = (void *)1;
    assert_int_equal(csoundOpenLibrary(&library, "libm.so.6"), 0);
    double (*cosine)(double) = (double (*)(double))csoundGetLibrarySymbol(library, "cos");
    assert_non_null(cosine);
    assert_true(cosine(0) == 1);
    assert_null(csoundGetLibrarySymbol(library, "no_such_symbol_kc"));
    assert_int_equal(csoundCloseLibrary(library), 0);
    assert_int_equal(csoundOpenLibrary(&library, "/no/such/library.so"), -1);
    assert_null(library);
    assert_int_equal(csoundOpenLibrary(NULL, "libm.so.6"), -1);
    assert_int_equal(csoundCloseLibrary(NULL), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_points),      cmocka_unit_test(tokens),    cmocka_unit_test(commands),
        cmocka_unit_test(commands_equal_reference), cmocka_unit_test(libraries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
