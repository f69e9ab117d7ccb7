/* Events, lines, score text, position and tables, from the performing thread and from others. */
#include "tests/unit/api/csound/host.h"
#include <math.h>
#include <pthread.h>

static const char orc[] = "instr 1\na1 init p4\nout a1\nendin\ninstr named\na1 init 0.125\nout a1\nendin\n";

static double sample(CSOUND *cs) { return csoundGetSpoutSample(cs, 50, 0); }

static void score_events(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, orc, NULL);
    MYFLT now[] = {1, 0, 0.02, 0.5}, later[] = {1, 0.05, 0.01, 0.25}, absolute[] = {1, 0.1, 0.01, 0.75};
    cycles(cs, 3);
    assert_int_equal(csoundScoreEvent(cs, 'i', now, 4), 0);
    assert_int_equal(csoundScoreEvent(cs, 'i', later, 4), 0);
    assert_int_equal(csoundScoreEventAbsolute(cs, 'i', absolute, 4, 0.05), 0);
    static const double expect[] = {0.5, 0.5, 0, 0, 0, 0.25, 0, 0, 0, 0, 0, 0, 0.75, 0};
    for (size_t i = 0; i < sizeof expect / sizeof *expect; i++) {
        cycles(cs, 1);
        assert_value(sample(cs), expect[i]);
    }
    csoundDestroy(cs);
}

static void impossible_events(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, orc, NULL);
    MYFLT p[] = {99, 0, 1, 0}, odd[] = {1, NAN, 1, 0}, far[] = {1, 1e300, 1, 0}, few[] = {1};
    assert_int_equal(csoundScoreEvent(cs, 'i', p, 4), 0);
    assert_int_equal(csoundScoreEvent(cs, 'c', p, 4), 0);
    assert_int_equal(csoundScoreEvent(cs, 'i', odd, 4), 0);
    assert_int_equal(csoundScoreEvent(cs, 'i', far, 4), 0);
    assert_int_equal(csoundScoreEvent(cs, 'i', few, 1), 0);
    assert_int_equal(csoundScoreEvent(cs, 'i', p, -1), CSOUND_ERROR);
    cycles(cs, 2);
    assert_non_null(strstr(h.text, "instr 99"));
    assert_non_null(strstr(h.text, "unknown opcode: c"));
    assert_non_null(strstr(h.text, "insufficient p-fields"));
    csoundDestroy(cs);
}

static void before_the_start(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    MYFLT p[] = {1, 0, 0.02, 0.5};
    assert_int_equal(csoundScoreEvent(cs, 'i', p, 4), 0); /* kept */
    csoundInputMessage(cs, "i 1 0.03 0.01 0.25");
    assert_int_equal(csoundCompileOrc(cs, "sr = 10000\nksmps = 100\n0dbfs = 1\n"), 0);
    assert_int_equal(csoundCompileOrc(cs, orc), 0);
    assert_int_equal(csoundStart(cs), 0);
    static const double expect[] = {0.5, 0.5, 0, 0.25, 0};
    for (int i = 0; i < 5; i++) {
        cycles(cs, 1);
        assert_value(sample(cs), expect[i]);
    }
    csoundDestroy(cs);
}

static void lines(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, orc, NULL);
    csoundInputMessage(cs, "i 1 0 0.01 0.5");
    csoundInputMessage(cs, "i \"named\" 0.02 0.01\n");
    csoundInputMessage(cs, "z nonsense (");
    cycles(cs, 1);
    assert_value(sample(cs), 0.5);
    cycles(cs, 2);
    assert_value(sample(cs), 0.125);
    csoundInputMessageAsync(cs, "i 1 0 0.01 0.25");
    cycles(cs, 1);
    assert_value(sample(cs), 0.25);
    assert_non_null(strstr(h.text, "illegal RT scoreline"));
    csoundDestroy(cs);
}

static void score_text(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    assert_int_equal(csoundCompileOrc(cs, "sr = 10000\nksmps = 100\n0dbfs = 1\n"), 0);
    assert_int_equal(csoundCompileOrc(cs, orc), 0);
    assert_int_equal(csoundReadScore(cs, "i1 0 0.01 0.5"), 0); /* texts before the start add up */
    assert_int_equal(csoundReadScore(cs, "i1 0.02 0.01 0.25\n"), 0);
    assert_int_equal(csoundStart(cs), 0);
    static const double expect[] = {0.5, 0, 0.25};
    for (int i = 0; i < 3; i++) {
        cycles(cs, 1);
        assert_value(sample(cs), expect[i]);
    }
    assert_int_equal(csoundPerformKsmps(cs), 2);
    csoundDestroy(cs);
    cs = playing(&h, orc, NULL);
    cycles(cs, 5);
    assert_int_equal(csoundReadScore(cs, "t 0 120\ni1 0.04 0.02 0.5\n"), 0);
    cycles(cs, 3);
    assert_value(sample(cs), 0.5);
    csoundReadScoreAsync(cs, "i1 0 0.01 0.25\n");
    cycles(cs, 1);
    assert_value(sample(cs), 0.25);
    assert_int_equal(csoundReadScore(cs, "i1 0 1 0.5\ne\n"), 0);
    assert_int_equal(csoundPerformKsmps(cs), 2);
    csoundDestroy(cs);
}

static void position(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, orc, "i1 0 0.05 0.5\ni1 0.1 0.05 0.25\n");
    assert_int_equal(csoundIsScorePending(cs), 1);
    cycles(cs, 3);
    assert_true(fabs(csoundGetScoreTime(cs) - 0.03) < 1e-12);
    assert_true(csoundGetCurrentTimeSamples(cs) == 300);
    csoundSetScoreOffsetSeconds(cs, 0.1);
    csoundRewindScore(cs);
    cycles(cs, 1);
    assert_value(sample(cs), 0.25);
    csoundSetScoreOffsetSeconds(cs, 0);
    csoundRewindScore(cs);
    csoundSetScorePending(cs, 0);
    cycles(cs, 40); /* nothing sounds and nothing ends */
    assert_value(sample(cs), 0);
    MYFLT p[] = {1, 0, 0.01, 0.75};
    csoundScoreEvent(cs, 'i', p, 4);
    cycles(cs, 1);
    assert_value(sample(cs), 0.75);
    csoundDestroy(cs);
}

static void killing(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, orc, "i1 0 -1 0.25\ni1.5 0 -1 0.5\ni\"named\" 0 -1\nf0 100\n");
    cycles(cs, 1);
    assert_value(sample(cs), 0.875);
    assert_int_equal(csoundKillInstance(cs, 0, "named", 0, 0), 0);
    assert_int_equal(csoundKillInstance(cs, 0, "named", 0, 0), -1);
    assert_int_equal(csoundKillInstance(cs, 0, "nobody", 0, 0), -1);
    assert_int_equal(csoundKillInstance(cs, 1, NULL, 3, 0), -1);
    assert_int_equal(csoundKillInstance(cs, 77, NULL, 0, 0), -1);
    cycles(cs, 1);
    assert_value(sample(cs), 0.75);
    assert_int_equal(csoundKillInstance(cs, 1.5, NULL, 4, 1), 0);
    cycles(cs, 1);
    assert_value(sample(cs), 0.25);
    csoundDestroy(cs);
}

static void tables(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, "gi1 ftgen 5, 0, 8, -2, 1, 2, 3\n", NULL);
    MYFLT *v, *args, out[8], in[8] = {8, 7, 6, 5, 4, 3, 2, 1};
    assert_int_equal(csoundTableLength(cs, 5), 8);
    assert_int_equal(csoundTableLength(cs, 6), -1);
    assert_int_equal(csoundTableLength(cs, -1), -1);
    assert_value(csoundTableGet(cs, 5, 1), 2);
    assert_value(csoundTableGet(cs, 5, 99), 0);
    assert_value(csoundTableGet(cs, 6, 0), 0);
    csoundTableSet(cs, 5, 1, 20);
    csoundTableSet(cs, 5, -1, 20);
    csoundTableSet(cs, 6, 0, 20);
    assert_int_equal(csoundGetTable(cs, &v, 5), 8);
    assert_value(v[1], 20);
    assert_int_equal(csoundGetTable(cs, &v, 6), -1);
    assert_null(v);
    assert_int_equal(csoundGetTableArgs(cs, &args, 5), 4);
    assert_value(args[0], -2);
    assert_value(args[3], 3);
    csoundTableCopyOut(cs, 5, out);
    assert_value(out[1], 20);
    csoundTableCopyIn(cs, 5, in);
    assert_value(csoundTableGet(cs, 5, 0), 8);
    in[0] = 99;
    csoundTableCopyInAsync(cs, 5, in);
    in[0] = 0; /* copied at the call */
    csoundTableCopyOutAsync(cs, 5, out);
    cycles(cs, 1);
    assert_value(out[0], 99);
    csoundTableCopyOut(cs, 6, out);
    csoundTableCopyInAsync(cs, 6, in);
    csoundReadScore(cs, "f 5 0 0\nf -5 0\nf 9 0 4 -2 1\n");
    cycles(cs, 1);
    assert_int_equal(csoundTableLength(cs, 9), 4);
    assert_int_equal(csoundTableLength(cs, 5), -1);
    char name[4];
    assert_int_equal(csoundIsNamedGEN(cs, 61), 4);
    assert_int_equal(csoundIsNamedGEN(cs, 10), 0);
    csoundGetNamedGEN(cs, 61, name, 4);
    assert_string_equal(name, "tan");
    assert_non_null(csoundGetNamedGens(cs));
    csoundDestroy(cs);
}

static void *pesterer(void *arg)
{
    MYFLT p[] = {1, 0, 0.01, 0.001};
    for (int i = 0; i < 60; i++) {
        csoundScoreEvent(arg, 'i', p, 4);
        csoundScoreEventAsync(arg, 'i', p, 4);
        csoundInputMessageAsync(arg, "i 1 0 0.01 0.001");
        assert_int_equal(csoundCompileOrc(arg, orc), 0);
        assert_value(csoundEvalCode(arg, "return 6 * 7"), 42);
        assert_int_equal(csoundTableLength(arg, 3), 16);
        csoundKillInstance(arg, 1, NULL, 0, 0);
        csoundReadScore(arg, "i1 0 0.01 0.001\n");
    }
    csoundStop(arg);
    return NULL;
}

/* Calls from two threads while a third performs. */
static void beside_the_performance(void **state)
{
    (void)state;
    heard *h = test_malloc(sizeof *h);
    CSOUND *cs = playing(h, orc, "f3 0 16 10 1\nf0 100000\n");
    csoundSetMessageLevel(cs, 0);
    cycles(cs, 1);
    pthread_t t[2];
    for (int i = 0; i < 2; i++) pthread_create(&t[i], NULL, pesterer, cs);
    assert_int_equal(csoundPerform(cs), 0);
    for (int i = 0; i < 2; i++) pthread_join(t[i], NULL);
    cycles(cs, 3);
    csoundDestroy(cs);
    test_free(h);
}

static void *idle_caller(void *arg)
{
    assert_value(csoundEvalCode(arg, "return 3"), 3);
    return NULL;
}

/* The performing thread stays away: the caller helps himself. */
static void performer_is_gone(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, orc, NULL);
    cycles(cs, 2);
    pthread_t t;
    pthread_create(&t, NULL, idle_caller, cs);
    pthread_join(t, NULL);
    cycles(cs, 1);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score_events),
        cmocka_unit_test(impossible_events),
        cmocka_unit_test(before_the_start),
        cmocka_unit_test(lines),
        cmocka_unit_test(score_text),
        cmocka_unit_test(position),
        cmocka_unit_test(killing),
        cmocka_unit_test(tables),
        cmocka_unit_test(beside_the_performance),
        cmocka_unit_test(performer_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
