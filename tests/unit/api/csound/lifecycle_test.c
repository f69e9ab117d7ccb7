/* Order of calls, states, several instances, and a reset that gives a fresh one. */
#include "tests/unit/api/csound/host.h"
#include <pthread.h>

static const char tone[] = "instr 1\na1 init 0.25\nout a1\nendin\n";

static void fresh_instance(void **state)
{
    (void)state;
    int data = 5;
    CSOUND *cs = csoundCreate(&data);
    assert_ptr_equal(csoundGetHostData(cs), &data);
    assert_value(csoundGetSr(cs), 44100);
    assert_value(csoundGetKr(cs), 4410);
    assert_int_equal(csoundGetKsmps(cs), 10);
    assert_int_equal(csoundGetNchnls(cs), 1);
    assert_value(csoundGet0dBFS(cs), 32768);
    assert_value(csoundGetA4(cs), 440);
    assert_int_equal(csoundGetMessageLevel(cs), 135);
    assert_int_equal(csoundGetVersion(), 6181);
    assert_int_equal(csoundGetAPIVersion(), 400);
    assert_null(csoundGetSpin(cs));
    assert_null(csoundGetSpout(cs));
    csoundDestroy(cs);
}

static void before_start(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    assert_int_equal(csoundPerformKsmps(cs), -1);
    assert_int_equal(csoundPerformBuffer(cs), -1);
    assert_int_equal(csoundPerform(cs), -1);
    assert_non_null(strstr(h.text, "csoundStart() has not been called"));
    assert_int_equal(csoundCompileOrc(cs, tone), 0);
    assert_int_equal(csoundPerformKsmps(cs), -1);
    assert_int_equal(csoundTableLength(cs, 1), -1);
    assert_int_equal(csoundKillInstance(cs, 1, NULL, 0, 0), -1);
    csoundDestroy(cs);
}

static void empty_engine(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundStart(cs), -1);
    assert_int_equal(csoundSetOption(cs, "-n"), 1);
    cycles(cs, 20);
    /* the header is settled by then */
    csoundCompileOrc(cs, "sr = 48000\ninstr 1\na1 init 1\nout a1\nendin\n");
    assert_value(csoundGetSr(cs), 44100);
    assert_value(csoundEvalCode(cs, "return sr"), 44100);
    csoundDestroy(cs);
}

static void ends_with_score(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, tone, "i1 0 0.1\n");
    int n = 0;
    while (!csoundPerformKsmps(cs)) n++;
    assert_int_equal(n, 10);
    assert_int_equal(csoundPerformKsmps(cs), 2);
    assert_int_equal(csoundPerformBuffer(cs), 2);
    csoundRewindScore(cs);
    assert_true(csoundGetCurrentTimeSamples(cs) == 0);
    n = 0;
    while (!csoundPerformKsmps(cs)) n++;
    assert_int_equal(n, 10);
    assert_int_equal(csoundCleanup(cs), 0);
    assert_int_equal(csoundCleanup(cs), 0);
    csoundDestroy(cs);
}

static void again_after_reset(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, tone, "f1 0 16 10 1\ni1 0 1\n");
    cycles(cs, 3);
    csoundSetControlChannel(cs, "c", 4);
    csoundSetScoreOffsetSeconds(cs, 0.5);
    csoundReset(cs);
    assert_ptr_equal(csoundGetHostData(cs), &h);
    assert_value(csoundGetSr(cs), 44100);
    assert_value(csoundGetScoreOffsetSeconds(cs), 0);
    assert_value(csoundGetControlChannel(cs, "c", NULL), 0);
    assert_int_equal(csoundPerformKsmps(cs), -1);
    csoundSetOption(cs, "-n");
    csoundSetOption(cs, "-m0");
    csoundSetMessageStringCallback(cs, hear);
    assert_int_equal(csoundCompileOrc(cs, tone), 0);
    assert_int_equal(csoundReadScore(cs, "i1 0 1\n"), 0);
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 2);
    assert_value(csoundGetSpoutSample(cs, 3, 0), 0.25);
    csoundDestroy(cs);
}

/* A header that fails makes the start fail; nothing crashes, and a reset helps. */
static void failed_start(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    assert_int_equal(
        csoundCompileOrc(cs,
                         "gi1 ftgen 1, 0, 16, 999, 1\ngi2 init 1\nxyz:\ninstr 1\na1 init 1\nout a1\nendin\n"),
        0);
    int r = csoundStart(cs);
    if (r == 0) csoundEvalCode(cs, "return 1");
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    csoundSetOption(cs, "-n");
    assert_int_equal(csoundCompileOrc(cs, "gS strsub \"abc\", 1\ngi1 init p5 / table(0, 77)\n"), 0);
    assert_int_equal(csoundStart(cs), -1);
    assert_true(csoundErrCnt(cs) > 0);
    assert_int_equal(csoundPerformKsmps(cs), -1);
    assert_int_equal(csoundCompileOrc(cs, tone), -1);
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    csoundSetOption(cs, "-n");
    assert_int_equal(csoundCompileOrc(cs, tone), 0);
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 1);
    csoundDestroy(cs);
}

static void stop_is_for_loops(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, tone, NULL);
    csoundStop(cs);
    cycles(cs, 2);
    csoundDestroy(cs);
}

static uintptr_t stopper(void *cs)
{
    csoundSleep(30);
    csoundStop(cs);
    return 1;
}

static void stop_from_another_thread(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, tone, NULL);
    void *t = csoundCreateThread(stopper, cs);
    assert_int_equal(csoundPerform(cs), 0);
    csoundJoinThread(t);
    cycles(cs, 1);
    csoundDestroy(cs);
}

static int no_more(CSOUND *cs)
{
    (void)cs;
    return 0;
}

static void yield_ends(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, tone, NULL);
    cycles(cs, 1);
    csoundSetYieldCallback(cs, no_more);
    assert_int_equal(csoundPerformKsmps(cs), -1);
    assert_int_equal(csoundPerform(cs), -1);
    csoundDestroy(cs);
}

static void *one_of_many(void *arg)
{
    double level = *(double *)arg, *sum = arg;
    char orc[100];
    snprintf(orc, sizeof orc, "instr 1\na1 init %g\nout a1\nendin\n", level);
    heard *h = test_malloc(sizeof *h);
    for (int k = 0; k < 3; k++) {
        CSOUND *cs = playing(h, orc, "i1 0 10\n");
        cycles(cs, 50);
        *sum = csoundGetSpoutSample(cs, 99, 0);
        csoundDestroy(cs);
    }
    test_free(h);
    return NULL;
}

static void several_threads(void **state)
{
    (void)state;
    pthread_t t[4];
    double x[4] = {0.125, 0.25, 0.375, 0.5};
    for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, one_of_many, &x[i]);
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    for (int i = 0; i < 4; i++) assert_value(x[i], 0.125 * (i + 1));
}

/* From inside of a k-cycle the engine stays; between two of them a sense hook may end it. */
static void reset_value(CSOUND *cs, const char *name, void *value, const void *type)
{
    (void)name;
    (void)value;
    (void)type;
    csoundReset(cs);
    csoundRewindScore(cs);
    assert_int_equal(csoundCleanup(cs), CSOUND_ERROR);
}
static void reset_hook(CSOUND *cs, void *user)
{
    (void)user;
    csoundReset(cs);
}

static void reset_from_callbacks(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, "instr 1\nk1 = 3\noutvalue \"x\", k1\nendin\n", "i1 0 1\n");
    csoundSetOutputChannelCallback(cs, reset_value);
    cycles(cs, 2);
    assert_non_null(strstr(h.text, "inside of a k-cycle"));
    csoundSetOutputChannelCallback(cs, NULL);
    csoundRegisterSenseEventCallback(cs, reset_hook, NULL);
    assert_int_equal(csoundPerformKsmps(cs), CSOUND_ERROR);
    assert_int_equal(csoundPerformKsmps(cs), CSOUND_ERROR);
    csoundSetOption(cs, "-n");
    csoundSetMessageStringCallback(cs, hear);
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 1);
    csoundDestroy(cs);
}

static void null_is_refused(void **state)
{
    (void)state;
    assert_int_equal(csoundStart(NULL), CSOUND_ERROR);
    assert_int_equal(csoundPerformKsmps(NULL), CSOUND_ERROR);
    assert_int_equal(csoundCompileOrc(NULL, "x"), CSOUND_ERROR);
    assert_int_equal(csoundCompileCsd(NULL, "x"), CSOUND_ERROR);
    csoundDestroy(NULL);
    csoundReset(NULL);
    csoundStop(NULL);
    CSOUND *cs = csoundCreate(NULL);
    assert_int_equal(csoundCompileOrc(cs, NULL), CSOUND_ERROR);
    assert_int_equal(csoundCompileOrc(cs, ""), CSOUND_ERROR);
    assert_int_equal(csoundCompileTree(cs, NULL), CSOUND_ERROR);
    assert_int_equal(csoundReadScore(cs, NULL), CSOUND_ERROR);
    assert_int_equal(csoundScoreEvent(cs, 'i', NULL, 3), CSOUND_ERROR);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fresh_instance),       cmocka_unit_test(before_start),
        cmocka_unit_test(empty_engine),         cmocka_unit_test(ends_with_score),
        cmocka_unit_test(again_after_reset),    cmocka_unit_test(failed_start),
        cmocka_unit_test(stop_is_for_loops),    cmocka_unit_test(stop_from_another_thread),
        cmocka_unit_test(yield_ends),           cmocka_unit_test(several_threads),
        cmocka_unit_test(reset_from_callbacks), cmocka_unit_test(null_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
