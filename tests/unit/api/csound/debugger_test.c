// The debugger: the engine stands still at breakpoints, shows its notes and their variables, and goes on.
#include "api/include/csound/csdebug.h"
#include <math.h>
#include <setjmp.h>
#include <cmocka.h>

static const char orchestra[] = "sr = 44100\nksmps = 100\nnchnls = 1\n0dbfs = 1\n" // lines 1 to 4
                                "instr 1\n"
                                "  kCount init 0\n"
                                "  kCount += 1\n"
                                "  SName strcpy \"note\"\n"
                                "  aOut oscili kCount, 441\n" // line 9
                                "  out aOut\n"
                                "endin\n"
                                "instr 2\n"
                                "  kTwo line 0, 1, 1\n" // line 13
                                "endin\n";

typedef struct {
    int hits, line, instances;
    MYFLT p1, count;
    char opcode[16], name[16];
} seen;

static void hook(CSOUND *cs, debug_bkpt_info_t *info, void *user)
{
    seen *s = user;
    (void)cs;
    s->hits++;
    s->p1 = info->breakpointInstr ? info->breakpointInstr->p1 : 0;
    s->count = NAN;
    s->instances = 0;
    for (debug_instr_t *i = info->instrListHead; i; i = i->next) s->instances++;
    for (debug_variable_t *v = info->instrVarList; v; v = v->next) {
        if (!strcmp(v->name, "kCount") && !strcmp(v->typeName, "k")) s->count = *(MYFLT *)v->data;
        if (!strcmp(v->name, "SName") && !strcmp(v->typeName, "S"))
            strncpy(s->name, v->data, sizeof s->name - 1);
    }
    s->line = info->currentOpcode ? info->currentOpcode->line : 0;
    if (info->currentOpcode) strcpy(s->opcode, info->currentOpcode->opname);
}

static void quiet(CSOUND *cs, int attr, const char *format, va_list args)
{
    (void)cs, (void)attr, (void)format, (void)args;
}

static CSOUND *begin(seen *s, const char *score)
{
    CSOUND *cs = csoundCreate(NULL);
    csoundSetMessageCallback(cs, quiet);
    csoundSetOption(cs, "-n");
    csoundDebuggerInit(cs);
    csoundSetBreakpointCallback(cs, hook, s);
    assert_int_equal(csoundCompileOrc(cs, orchestra), 0);
    csoundReadScore(cs, score);
    assert_int_equal(csoundStart(cs), 0);
    return cs;
}

static void run(CSOUND *cs, int cycles)
{
    for (int n = 0; n < cycles; n++) assert_int_equal(csoundPerformKsmps(cs), 0);
}

static void instrument_breakpoint(void **state)
{
    (void)state;
    seen s = {0};
    CSOUND *cs = begin(&s, "i 1 0 1\ni 2 0 1\n");
    csoundSetInstrumentBreakpoint(cs, 1, 0);
    run(cs, 5);
    assert_int_equal(s.hits, 1);
    assert_true(s.p1 == 1);
    assert_int_equal(s.instances, 2);
    assert_true(s.count == 1); // one cycle was performed
    assert_string_equal(s.name, "note");
    int64_t stopped = csoundGetCurrentTimeSamples(cs);
    run(cs, 3);
    assert_int_equal(csoundGetCurrentTimeSamples(cs), stopped);
    for (int n = 0; n < 100; n++) assert_true(csoundGetSpout(cs)[n] == 0);
    csoundDebugContinue(cs);
    run(cs, 1);
    assert_int_equal(csoundGetCurrentTimeSamples(cs), stopped + 100);
    csoundRemoveInstrumentBreakpoint(cs, 1);
    run(cs, 10);
    assert_int_equal(s.hits, 1);
    assert_int_equal(csoundGetCurrentTimeSamples(cs), stopped + 1100);
    csoundDestroy(cs);
}

static void line_breakpoint(void **state)
{
    (void)state;
    seen s = {0};
    CSOUND *cs = begin(&s, "i 2 0 1\ni 1 0.01 1\n");
    csoundSetBreakpoint(cs, 9, 0, 0);
    run(cs, 20);
    assert_int_equal(s.hits, 1);
    assert_true(s.p1 == 1);
    assert_int_equal(s.line, 9);
    assert_string_equal(s.opcode, "oscili");
    csoundClearBreakpoints(cs);
    csoundSetBreakpoint(cs, 13, 1, 0); // the line is not in that instrument
    csoundDebugContinue(cs);
    run(cs, 5);
    assert_int_equal(s.hits, 1);
    csoundSetBreakpoint(cs, 13, 2, 0);
    run(cs, 2);
    assert_int_equal(s.hits, 2);
    assert_true(s.p1 == 2);
    csoundDestroy(cs);
}

static void stop_and_step(void **state)
{
    (void)state;
    seen s = {0};
    CSOUND *cs = begin(&s, "i 1 0 1\n");
    run(cs, 3);
    assert_int_equal(s.hits, 0);
    csoundDebugStop(cs);
    run(cs, 2);
    assert_int_equal(s.hits, 1);
    assert_true(s.count == 3);
    csoundDebugNext(cs);
    run(cs, 3);
    assert_int_equal(s.hits, 2);
    assert_true(s.count == 4); // one cycle further
    csoundDebugContinue(cs);
    run(cs, 4);
    assert_int_equal(s.hits, 2);
    assert_int_equal(csoundGetCurrentTimeSamples(cs), 800);
    csoundDestroy(cs);
}

static void skips(void **state)
{
    (void)state;
    seen s = {0};
    CSOUND *cs = begin(&s, "i 1 0 1\n");
    csoundSetInstrumentBreakpoint(cs, 1, 5);
    run(cs, 20);
    assert_int_equal(s.hits, 1);
    assert_true(s.count == 5); // passed four times, stopped at the fifth
    csoundDebuggerClean(cs);   // runs on
    run(cs, 5);
    assert_int_equal(csoundGetCurrentTimeSamples(cs), 1000);
    csoundDestroy(cs);
}

static void not_initialised(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    csoundCreateMessageBuffer(cs, 0);
    csoundSetBreakpoint(cs, 1, 0, 0);
    csoundDebugContinue(cs);
    csoundDebuggerClean(cs);
    csoundClearBreakpoints(cs);
    assert_int_equal(csoundGetMessageCnt(cs), 4); // each says so
    assert_null(csoundDebugGetInstrInstances(cs));
    assert_null(csoundDebugGetVariables(cs, NULL));
    csoundDebugFreeInstrInstances(cs, NULL);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instrument_breakpoint), cmocka_unit_test(line_breakpoint),
        cmocka_unit_test(stop_and_step),         cmocka_unit_test(skips),
        cmocka_unit_test(not_initialised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
