/* Text in every form: orchestra, CSD, command line, trees, evaluated code; and what happens with bad text. */
#include "tests/unit/api/csound/host.h"
#include <math.h>
#include <unistd.h>

static const char csd[] =
    "<CsoundSynthesizer>\n<CsOptions>\n-n -m0 --ksmps=50\n</CsOptions>\n<CsInstruments>\n"
    "sr = 10000\nksmps = 100\n0dbfs = 1\ninstr 1\na1 init p4\nout a1\nendin\n</CsInstruments>\n"
    "<CsScore>\ni1 0 0.1 0.5\n</CsScore>\n</CsoundSynthesizer>\n";

static void header_binds_at_once(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    assert_int_equal(
        csoundCompileOrc(cs, "sr = 48000\nksmps = 32\nnchnls = 2\nnchnls_i = 3\n0dbfs = 1\nA4 = 442\n"), 0);
    assert_value(csoundGetSr(cs), 48000);
    assert_value(csoundGetKr(cs), 1500);
    assert_int_equal(csoundGetKsmps(cs), 32);
    assert_int_equal(csoundGetNchnls(cs), 2);
    assert_int_equal(csoundGetNchnlsInput(cs), 3);
    assert_value(csoundGet0dBFS(cs), 1);
    assert_value(csoundGetA4(cs), 442);
    csoundDestroy(cs);
}

static void bad_text_changes_nothing(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, "instr 1\na1 init 0.5\nout a1\nendin\n", "i1 0 1\n");
    cycles(cs, 1);
    assert_int_equal(csoundCompileOrc(cs, "instr 1\na1 nosuchopcode 3\nendin\n"), -1);
    assert_non_null(strstr(h.text, "nosuchopcode"));
    assert_int_equal(csoundCompileOrc(cs, "instr 1\nif if if\n"), -1);
    cycles(cs, 1);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0.5);
    csoundDestroy(cs);
}

/* Running notes keep their code, new ones get the new. */
static void redefinition(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, "instr 1\na1 init 0.25\nout a1\nendin\n", NULL);
    csoundReadScore(cs, "i1 0 0.02\ni1 0.04 1\n");
    cycles(cs, 1);
    assert_int_equal(csoundCompileOrc(cs, "instr 1\na1 init 0.75\nout a1\nendin\n"), 0);
    cycles(cs, 1);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0.25);
    cycles(cs, 4);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0.75);
    csoundDestroy(cs);
}

static void header_code_runs_in_a_running_engine(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, NULL, NULL);
    assert_int_equal(csoundCompileOrc(cs, "gi1 ftgen 7, 0, 8, -2, 1, 2, 3\nchnset 11, \"x\"\n"), 0);
    assert_int_equal(csoundTableLength(cs, 7), 8);
    assert_value(csoundGetControlChannel(cs, "x", NULL), 11);
    assert_int_equal(csoundCompileOrcAsync(cs, "chnset 12, \"x\"\n"), 0);
    assert_value(csoundGetControlChannel(cs, "x", NULL), 11);
    cycles(cs, 1);
    assert_value(csoundGetControlChannel(cs, "x", NULL), 12);
    csoundDestroy(cs);
}

static void evaluated_code(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    assert_value(csoundEvalCode(cs, "return 2 + 3"), 5);
    assert_value(csoundEvalCode(cs, "gi1 = 2"), 0);
    assert_true(isnan(csoundEvalCode(cs, "return 2 +* 3")));
    assert_true(isnan(csoundEvalCode(cs, "")));
    assert_int_equal(csoundStart(cs), 0);
    assert_value(csoundEvalCode(cs, "i1 = 40\nreturn i1 + gi1"), 42);
    csoundDestroy(cs);
}

static void trees(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, NULL, NULL);
    assert_null(csoundParseOrc(cs, "instr 1\nif if\nendin\n"));
    TREE *t = csoundParseOrc(cs, "instr 1\na1 init 0.5\nout a1\nendin\nchnset 3, \"t\"\n");
    assert_non_null(t);
    assert_int_equal(csoundCompileTree(cs, t), 0);
    assert_value(csoundGetControlChannel(cs, "t", NULL), 3);
    assert_int_equal(csoundCompileTreeAsync(cs, t), 0);
    csoundDeleteTree(cs, t);
    cycles(cs, 1);
    csoundDestroy(cs);
}

static void csd_text(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    assert_int_equal(csoundCompileCsdText(cs, "no tags here"), -1);
    assert_int_equal(csoundCompileCsdText(cs, csd), 0);
    assert_int_equal(csoundPerformKsmps(cs), -1);
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundGetKsmps(cs), 50);
    cycles(cs, 1);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0.5);
    int n = 1;
    while (!csoundPerformKsmps(cs)) n++;
    assert_int_equal(n, 20);
    csoundDestroy(cs);
}

/* Into a running engine: options are skipped, times count from now. */
static void csd_later(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = playing(&h, NULL, NULL);
    cycles(cs, 5);
    assert_int_equal(csoundCompileCsdText(cs, csd), 0);
    assert_int_equal(csoundGetKsmps(cs), 100);
    cycles(cs, 2);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0.5);
    cycles(cs, 20);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0);
    csoundDestroy(cs);
}

static void csd_file(void **state)
{
    (void)state;
    char name[] = "/tmp/kcycle-api-XXXXXX";
    int fd = mkstemp(name);
    assert_true(write(fd, csd, strlen(csd)) == (ssize_t)strlen(csd));
    close(fd);
    CSOUND *cs = host(NULL);
    assert_int_equal(csoundCompileCsd(cs, "/no/such/file.csd"), -1);
    assert_int_equal(csoundCompileCsd(cs, name), 0);
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundPerform(cs), 2);
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    const char *args[] = {"csound", name};
    assert_int_equal(csoundCompile(cs, 2, args), 0);
    assert_int_equal(csoundCompile(cs, 2, args), -1);
    assert_int_equal(csoundPerform(cs), 2);
    csoundDestroy(cs);
    unlink(name);
}

static void command_lines(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    const char *none[] = {"csound"}, *bad[] = {"csound", "--no-such-flag", "x.csd"},
               *missing[] = {"csound", "/no/such/file.csd"};
    assert_int_equal(csoundCompileArgs(cs, 1, none), -1);
    assert_int_equal(csoundCompileArgs(cs, 0, none), -1);
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    assert_int_equal(csoundCompileArgs(cs, 3, bad), -1);
    csoundReset(cs);
    csoundSetMessageStringCallback(cs, hear);
    assert_int_equal(csoundCompile(cs, 2, missing), -1);
    csoundDestroy(cs);
}

static void options(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    CSOUND_PARAMS p;
    assert_int_equal(csoundSetOption(cs, "-b 333"), 0);
    assert_int_equal(csoundSetOption(cs, "--sample-rate=22050"), 0);
    assert_int_equal(csoundSetOption(cs, "notes"), 0);
    assert_int_equal(csoundSetOption(cs, "--no-such-option"), -1);
    csoundGetParams(cs, &p);
    assert_int_equal(p.buffer_frames, 333);
    assert_value(p.sample_rate_override, 22050);
    p.ksmps_override = 7;
    p.message_level = 3;
    csoundSetParams(cs, &p);
    assert_int_equal(csoundGetMessageLevel(cs), 3);
    assert_int_equal(csoundStart(cs), 0);
    assert_value(csoundGetSr(cs), 22050);
    assert_int_equal(csoundGetKsmps(cs), 7);
    assert_int_equal(csoundGetOutputBufferSize(cs), 333);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_binds_at_once),
        cmocka_unit_test(bad_text_changes_nothing),
        cmocka_unit_test(redefinition),
        cmocka_unit_test(header_code_runs_in_a_running_engine),
        cmocka_unit_test(evaluated_code),
        cmocka_unit_test(trees),
        cmocka_unit_test(csd_text),
        cmocka_unit_test(csd_later),
        cmocka_unit_test(csd_file),
        cmocka_unit_test(command_lines),
        cmocka_unit_test(options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
