// Scores sorted from stream to stream, as the reference writes them; and the cscore callback in a
// performance.
#include "api/include/csound/csound.h"
#include "api/include/csound/cscore.h"
#include "tests/unit/api/csound/reference.h"
#include <setjmp.h>
#include <cmocka.h>

static const char *const scores[] = {
    "t 0 120 4 60\nf 1 0 16 10 1\ni 1 2 1 .5 \"abc\"\ni 1 + . < .\ni 1 0 1 [2*3] 4\ns\ni 2 1 2 3\ne\n",
    "i 1 0 1\n",
    "i 3 1 -1 2\ni -3 4 1\na 0 0 2\nq 1 0 0\n",
};

static char *sorted(__typeof__(&csoundScoreSort) sort, CSOUND *cs, const char *score)
{
    char *text = NULL;
    size_t n = 0;
    FILE *in = fmemopen((char *)score, strlen(score), "r"), *out = open_memstream(&text, &n);
    assert_int_equal(sort(cs, in, out), 0);
    fclose(in);
    fclose(out);
    return text;
}

static void quiet(CSOUND *cs, int attr, const char *format, va_list args)
{
    (void)cs, (void)attr, (void)format, (void)args;
}

// The same words; numbers by value, for the reference writes those that it did not compute as they were
// given.
static void assert_same_score(char *a, char *b)
{
    char *rest_a, *rest_b, *x = strtok_r(a, " \n", &rest_a), *y = strtok_r(b, " \n", &rest_b);
    for (; x && y; x = strtok_r(NULL, " \n", &rest_a), y = strtok_r(NULL, " \n", &rest_b)) {
        char *end_x, *end_y;
        double number_x = strtod(x, &end_x), number_y = strtod(y, &end_y);
        if (*end_x || *end_y)
            assert_string_equal(x, y);
        else
            assert_true(number_x == number_y);
    }
    assert_true(!x && !y);
}

static void sort_equals_reference(void **state)
{
    (void)state;
    REFERENCE(csoundCreate);
    REFERENCE(csoundDestroy);
    REFERENCE(csoundScoreSort);
    REFERENCE(csoundSetMessageCallback);
    for (size_t i = 0; i < sizeof scores / sizeof *scores; i++) {
        CSOUND *ours = csoundCreate(NULL), *theirs = theirs_csoundCreate(NULL);
        csoundSetMessageCallback(ours, quiet);
        theirs_csoundSetMessageCallback(theirs, quiet);
        char *a = sorted(csoundScoreSort, ours, scores[i]),
             *b = sorted(theirs_csoundScoreSort, theirs, scores[i]);
        // the reference may end with more than one e
        size_t n = strlen(b);
        while (n >= 4 && !strcmp(b + n - 4, "e\ne\n")) b[n -= 2] = 0;
        assert_same_score(a, b);
        free(a);
        free(b);
        csoundDestroy(ours);
        theirs_csoundDestroy(theirs);
    }
}

static void extracts(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    csoundSetMessageCallback(cs, quiet);
    const char score[] = "i 1 0 1\ni 2 1 1\ni 1 2 1\ne\n", what[] = "i 2";
    char *text = NULL;
    size_t n = 0;
    FILE *in = fmemopen((char *)score, sizeof score - 1, "r"),
         *by = fmemopen((char *)what, sizeof what - 1, "r"), *out = open_memstream(&text, &n);
    assert_int_equal(csoundScoreExtract(cs, in, out, by), 0);
    fclose(in);
    fclose(by);
    fclose(out);
    assert_non_null(strstr(text, "i 0x1p+1 "));
    assert_null(strstr(text, "i 0x1p+0 "));
    free(text);
    assert_int_equal(csoundScoreSort(cs, NULL, stdout), CSOUND_ERROR);
    assert_int_equal(csoundScoreExtract(cs, NULL, NULL, NULL), CSOUND_ERROR);
    csoundDestroy(cs);
}

// Every note comes later and twice as long.
static void later(CSOUND *cs)
{
    for (EVENT *e; (e = cscoreGetEvent(cs));) {
        if (e->op == 'i') {
            e->p[2] = e->p2orig = e->p[2] + 1;
            e->p[3] = e->p3orig = e->p[3] * 2;
        }
        cscorePutEvent(cs, e);
    }
}
static void nothing(CSOUND *cs) { (void)cs; }

static CSOUND *piece(void (*hook)(CSOUND *))
{
    CSOUND *cs = csoundCreate(NULL);
    csoundSetMessageCallback(cs, quiet);
    csoundSetOption(cs, "-n");
    CSOUND_PARAMS p;
    csoundGetParams(cs, &p);
    p.use_cscore = 1;
    csoundSetParams(cs, &p);
    csoundSetCscoreCallback(cs, hook);
    csoundCompileOrc(cs, "sr = 44100\nksmps = 100\nnchnls = 1\ninstr 1\nendin\n");
    csoundReadScore(cs, "i 1 0 1\ne\n");
    return cs;
}

static void callback_rewrites_the_score(void **state)
{
    (void)state;
    CSOUND *cs = piece(later);
    assert_int_equal(csoundStart(cs), 0);
    assert_true(csoundPerform(cs) > 0);
    assert_true(csoundGetScoreTime(cs) > 2.98 && csoundGetScoreTime(cs) < 3.02);
    csoundDestroy(cs);
    cs = piece(nothing);
    assert_true(csoundStart(cs) < 0); // no score
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sort_equals_reference), cmocka_unit_test(extracts),
                                       cmocka_unit_test(callback_rewrites_the_score)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
