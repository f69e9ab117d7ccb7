// What plugins call through their instance: no place is empty, services answer as the reference's, and an
// opcode finds what it asks for.
#include "api/include/csound/csound_engine.h"
#include "api/include/csound/csound_host.h"
#include "api/include/csound/csound_control.h"
#include "api/include/csound/csdl.h"
#include "tests/unit/api/csound/reference.h"
#include <setjmp.h>
#include <cmocka.h>

static void quiet(CSOUND *cs, int attr, const char *format, va_list args)
{
    (void)cs, (void)attr, (void)format, (void)args;
}

static void every_place_is_filled(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    void **places = (void **)cs;
    for (size_t i = 0; i < sizeof *cs / sizeof *places; i++)
        if (!places[i]) fail_msg("place %zu is NULL", i);
    assert_true(cs->FTnp2Find(cs, NULL) == NULL); // not served: said, not a crash
    cs->dummyfn_2[3](cs, NULL);
    csoundDestroy(cs);
}

enum { N = 24, POINTS = 16 };

static void fill(double *x, int n)
{
    int seed = 11;
    for (int i = 0; i < n; i++) x[i] = csoundRand31(&seed) * 4e-10 - .4;
}

static void near(const double *a, const double *b, int n)
{
    for (int i = 0; i < n; i++) assert_true(fabs(a[i] - b[i]) < 1e-12);
}

static void transforms(CSOUND *ours, CSOUND *theirs)
{
    double a[2 * N + 2], b[2 * N + 2], c[2 * N + 2];
#define SAME(call, length, numbers)                                                                          \
    fill(a, 2 * N + 2);                                                                                      \
    fill(b, 2 * N + 2);                                                                                      \
    ours->call(ours, a, length);                                                                             \
    theirs->call(theirs, b, length);                                                                         \
    near(a, b, numbers)
    SAME(ComplexFFT, POINTS, 2 * POINTS);
    SAME(InverseComplexFFT, POINTS, 2 * POINTS);
    SAME(RealFFT, POINTS, POINTS);
    SAME(InverseRealFFT, POINTS, POINTS);
    SAME(RealFFTnp2, N, N + 2);
    fill(b, N);
    theirs->RealFFTnp2(theirs, b, N);
    memcpy(a, b, sizeof a);
    ours->InverseRealFFTnp2(ours, a, N);
    theirs->InverseRealFFTnp2(theirs, b, N);
    near(a, b, N);
    for (int direction = FFT_FWD; direction <= FFT_INV; direction++) {
        void *p = ours->RealFFT2Setup(ours, POINTS, direction),
             *q = theirs->RealFFT2Setup(theirs, POINTS, direction);
        fill(a, POINTS);
        fill(b, POINTS);
        ours->RealFFT2(ours, p, a);
        theirs->RealFFT2(theirs, q, b);
        near(a, b, POINTS);
    }
    fill(a, 2 * N);
    ours->RealFFTMult(ours, b, a, a + POINTS, POINTS, .3);
    theirs->RealFFTMult(theirs, c, a, a + POINTS, POINTS, .3);
    near(b, c, POINTS);
    assert_true(ours->GetInverseRealFFTScale(ours, N) == theirs->GetInverseRealFFTScale(theirs, N));
    assert_true(ours->GetInverseComplexFFTScale(ours, N) == theirs->GetInverseComplexFFTScale(theirs, N));
}

static void words(CSOUND *ours, CSOUND *theirs)
{
    for (int i = -1; i < 40; i++) {
        if (i >= 0) assert_string_equal(ours->type2string(i), theirs->type2string(i));
        if (i >= 0) assert_string_equal(ours->getstrformat(i), theirs->getstrformat(i));
        if (i >= 0) assert_int_equal(ours->sfsampsize(i), theirs->sfsampsize(i));
        assert_true(ours->intpow(1.25, i) == theirs->intpow(1.25, i));
        assert_true(fabs(ours->Pow2(ours, i * .3) / theirs->Pow2(theirs, i * .3) - 1) < 1e-6);
    }
    assert_int_equal(ours->ISSTRCOD(1.5), theirs->ISSTRCOD(1.5));
    char a[8] = "xxxxxxx", b[8] = "xxxxxxx";
    ours->strNcpy(a, "abcdefghij", 5);
    theirs->strNcpy(b, "abcdefghij", 5);
    assert_string_equal(a, b);
    assert_int_equal(ours->GetKsmps(ours), theirs->GetKsmps(theirs));
    assert_true(ours->GetA4(ours) == theirs->GetA4(theirs));
    assert_int_equal(ours->InitError(ours, "on purpose"), NOTOK);
}

static void services_equal_reference(void **state)
{
    (void)state;
    REFERENCE(csoundCreate);
    REFERENCE(csoundDestroy);
    CSOUND *ours = csoundCreate(NULL), *theirs = theirs_csoundCreate(NULL);
    csoundSetMessageCallback(ours, quiet);
    theirs->SetMessageCallback(theirs, quiet);
    transforms(ours, theirs);
    words(ours, theirs);
    csoundDestroy(ours);
    theirs_csoundDestroy(theirs);
}

// An opcode that looks around.
typedef struct {
    OPDS h;
    MYFLT *sum, *first, *second;
    AUXCH room;
} LOOK;

static struct {
    int inputs, outputs, instrument, resets;
    MYFLT p4;
    char opcode[16], in[16], out[16];
} seen;

static int on_reset(CSOUND *cs, void *user)
{
    (void)cs;
    ++*(int *)user;
    return 0;
}

static int look_init(CSOUND *csound, void *block)
{
    LOOK *p = block;
    seen.inputs = csound->GetInputArgCnt(p);
    seen.outputs = csound->GetOutputArgCnt(p);
    seen.instrument = csound->GetInstrumentNumber(p);
    seen.p4 = csound->GetPFields(p)[2 * 4 + 1];
    csound->strNcpy(seen.opcode, csound->GetOpcodeName(p), sizeof seen.opcode);
    csound->strNcpy(seen.in, csound->GetInputArgName(p, 1), sizeof seen.in);
    csound->strNcpy(seen.out, csound->GetOutputArgName(p, 0), sizeof seen.out);
    csound->AuxAlloc(csound, sizeof(MYFLT), &p->room);
    csound->RegisterResetCallback(csound, &seen.resets, on_reset);
    return csound->GetInputArgName(p, 2) ? csound->InitError(csound, "two arguments") : OK;
}

static int look_run(CSOUND *csound, void *block)
{
    LOOK *p = block;
    MYFLT *total = p->room.auxp;
    IGN(csound);
    *p->sum = *total += *p->first + *p->second;
    return OK;
}

static void an_opcode_looks_around(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    CSOUND *cs = csoundCreate(NULL);
    csoundSetMessageCallback(cs, quiet);
    static char name[] = "lookaround", outs[] = "k", ins[] = "kk";
    const OENTRY entries[] = {{name, sizeof(LOOK), 0, 3, outs, ins, look_init, look_run, NULL, NULL}};
    assert_int_equal(cs->AppendOpcodes(cs, entries, 1), 0);
    csoundSetOption(cs, "-n");
    assert_int_equal(csoundCompileOrc(cs, "ksmps = 64\ninstr 3\nkTwo = 2\nkSum lookaround 1, kTwo\n"
                                          "chnset kSum, \"sum\"\nendin\nschedule 3, 0, 1, 44\n"),
                     0);
    assert_int_equal(csoundStart(cs), 0);
    for (int n = 0; n < 5; n++) csoundPerformKsmps(cs);
    assert_int_equal(seen.inputs, 2);
    assert_int_equal(seen.outputs, 1);
    assert_int_equal(seen.instrument, 3);
    assert_true(seen.p4 == 44);
    assert_string_equal(seen.opcode, "lookaround");
    assert_string_equal(seen.in, "kTwo");
    assert_string_equal(seen.out, "kSum");
    MYFLT sum = csoundGetControlChannel(cs, "sum", NULL);
    assert_true(sum >= 12 && fmod(sum, 3) == 0);
    csoundReset(cs);
    assert_int_equal(seen.resets, 1);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_place_is_filled),
                                       cmocka_unit_test(services_equal_reference),
                                       cmocka_unit_test(an_opcode_looks_around)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
