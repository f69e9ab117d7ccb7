/* Formats of the printing opcodes: values, escapes, and formats that must be refused or shown as they stand.
 */
#include "runtime/opcodes/dsp/format.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static double two = 2.0, half = 2.5, letter = 65.0, huge = 1e300, percent = 37.0, nan_;
static kc_str word = {"word", 5, 0};

static kc_format_result strict(char *out, const char *fmt, void *const *a, const char *types)
{
    kc_sbuf b = {0};
    kc_format_args args = {a, (const uint8_t *)types, (int)strlen(types)};
    kc_format_result r = kc_format_strict(&b, fmt, args);
    strcpy(out, b.s ? b.s : "");
    kc_sbuf_free(&b);
    return r;
}

static kc_format_result lenient(char *out, const char *fmt, void *const *a, const char *types)
{
    kc_sbuf b = {0};
    kc_format_args args = {a, (const uint8_t *)types, (int)strlen(types)};
    kc_format_result r = kc_format_lenient(&b, fmt, args);
    strcpy(out, b.s ? b.s : "");
    kc_sbuf_free(&b);
    return r;
}

static void strict_values(void **state)
{
    (void)state;
    char out[8192];
    void *a[] = {&half, &word, &letter, &two};
    assert_int_equal(strict(out, "%d %5s|%c%%%06.2f", a, "iSii"), KC_FORMAT_OK);
    assert_string_equal(out, "2  word|A%002.00");
    assert_int_equal(strict(out, "%d %%", a, ""), KC_FORMAT_OK);
    assert_string_equal(out, "%d %%");
}

static void strict_errors(void **state)
{
    (void)state;
    char out[8192];
    void *a[] = {&half, &word};
    assert_int_equal(strict(out, "%d %d", a, "i"), KC_FORMAT_FEW);
    assert_int_equal(strict(out, "%d", a, "ii"), KC_FORMAT_MANY);
    assert_int_equal(strict(out, "%s", a, "i"), KC_FORMAT_NOT_STRING);
    assert_int_equal(strict(out, "%f", a, "a"), KC_FORMAT_A_RATE);
    assert_int_equal(strict(out, "%d %f", a, "iS"), KC_FORMAT_INVALID);
    static const char *const bad[] = {"%n", "%",    "%p",      "%*d",      "%ld", "%.",
                                      "%5", "%1$d", "%99999d", "%.99999f", "%%%"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(strict(out, bad[i], a, "i"), KC_FORMAT_INVALID);
}

static void lenient_values(void **state)
{
    (void)state;
    char out[8192];
    void *a[] = {&half, &word, &percent};
    assert_int_equal(lenient(out, "%d %s %g %% % x", a, "iSi"), KC_FORMAT_OK);
    assert_string_equal(out, "2 word 37 % %% x");
    assert_int_equal(lenient(out, "%d %d", a, "i"), KC_FORMAT_OK); /* the last value again */
    assert_string_equal(out, "2 2");
    assert_int_equal(lenient(out, "%s", a, "i"), KC_FORMAT_OK);
    assert_string_equal(out, "??");
    assert_int_equal(lenient(out, "%5n|%p|%*d|%99999d|%", a, "i"), KC_FORMAT_OK);
    assert_string_equal(out, "%5n|%p|%*d|%99999d|");
    assert_int_equal(lenient(out, "x%d", a, ""), KC_FORMAT_FEW);
}

static void extreme_values(void **state)
{
    (void)state;
    char out[8192];
    nan_ = strtod("nan", NULL);
    void *a[] = {&huge, &nan_};
    assert_int_equal(strict(out, "%d %d", a, "ii"), KC_FORMAT_OK);
    assert_string_equal(out, "0 0");
    assert_int_equal(strict(out, "%4096f %f", a, "ii"), KC_FORMAT_OK);
    assert_int_equal(strlen(out), 4096 + 4);
}

static void escapes(void **state)
{
    (void)state;
    kc_sbuf b = {0};
    kc_format_escapes(&b, "a\\n\\T%!%n^^~~^~x\\\\\\q%d\\");
    assert_string_equal(b.s, "a\n\t;\n^~\x1b\x1b[x\\q%d");
    kc_sbuf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(strict_values), cmocka_unit_test(strict_errors),
                                       cmocka_unit_test(lenient_values), cmocka_unit_test(extreme_values),
                                       cmocka_unit_test(escapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
