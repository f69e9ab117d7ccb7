/* Opcodes that a host adds, between the engine's own in both tiers, and the list of opcodes. */
#include "tests/unit/api/csound/host.h"
#include "api/include/csound/csoundCore.h"

/* aout tripled ain, kmul, iadd */
typedef struct {
    OPDS h;
    MYFLT *out, *in, *mul, *add;
    int inits, performs;
} tripled;

static tripled seen;

static int tripled_init(CSOUND *cs, void *block)
{
    tripled *p = block;
    p->inits++;
    assert_ptr_equal(p->h.insdshead->csound, cs);
    assert_int_equal(p->h.insdshead->ksmps, 100);
    assert_int_equal(p->h.insdshead->insno, 1);
    assert_true((&p->h.insdshead->p0)[4].value == 7);
    assert_string_equal(p->h.optext->t.opcod, "tripled");
    assert_in_range(p->h.optext->t.inlist->count, 2, 3);
    return *p->add < 0 ? -1 : 0;
}

static int tripled_perform(CSOUND *cs, void *block)
{
    (void)cs;
    tripled *p = block;
    for (unsigned i = 0; i < p->h.insdshead->ksmps; i++) p->out[i] = 3 * p->in[i] * *p->mul + *p->add;
    p->performs++;
    seen = *p;
    return 0;
}

typedef struct {
    OPDS h;
    STRINGDAT *out, *in;
} twice;
static int twice_init(CSOUND *cs, void *block)
{
    (void)cs;
    twice *p = block;
    snprintf(p->out->data, (size_t)p->out->size, "%s%s", p->in->data, p->in->data);
    return 0;
}

static const char orc[] =
    "instr 1\na1 init 0.25\na2 = a1 * 2\na3 tripled a2, p4 / 7\na4 = a3 + 1\nout a4\nendin\n"
    "instr 2\nS1 twice \"ab\"\nprints \"%s!\\n\", S1\nendin\n"
    "instr 3\na1 tripled a(1), 1, -1\nout a1\nendin\n";

static CSOUND *with_opcodes(heard *h, const char *jit)
{
    CSOUND *cs = host(h);
    csoundSetOption(cs, jit);
    assert_int_equal(csoundAppendOpcode(cs, "tripled", sizeof(tripled), 0, 3, "a", "ako", tripled_init,
                                        tripled_perform, NULL),
                     0);
    assert_int_equal(csoundAppendOpcode(cs, "twice", sizeof(twice), 0, 1, "S", "S", twice_init, NULL, NULL),
                     0);
    assert_int_equal(csoundCompileOrc(cs, "sr = 10000\nksmps = 100\n0dbfs = 1\n"), 0);
    return cs;
}

static void plays(const char *jit)
{
    heard h;
    CSOUND *cs = with_opcodes(&h, jit);
    assert_int_equal(csoundCompileOrc(cs, orc), 0);
    csoundReadScore(cs, "i1 0 0.05 7\ni1 0.05 0.05 7\ni2 0 0.01\n");
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 5);
    assert_value(csoundGetSpoutSample(cs, 99, 0), 2.5);
    assert_int_equal(seen.performs, 5);
    cycles(cs, 5);
    assert_value(csoundGetSpoutSample(cs, 99, 0), 2.5);
    assert_int_equal(seen.performs, 10); /* the state of a reused instance is kept */
    assert_int_equal(seen.inits, 2);
    assert_non_null(strstr(h.text, "abab!"));
    csoundDestroy(cs);
}

static void in_tier0(void **state)
{
    (void)state;
    plays("--jit=off");
}

static void between_fused_loops(void **state)
{
    (void)state;
    plays("--jit=wait");
}

static void init_that_fails(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = with_opcodes(&h, "--jit=off");
    assert_int_equal(csoundCompileOrc(cs, "instr 1\na1 tripled a(1), 1, -1\nout a1\nendin\n"), 0);
    csoundReadScore(cs, "i1 0 1 7\nf0 2\n");
    assert_int_equal(csoundStart(cs), 0);
    cycles(cs, 2);
    assert_value(csoundGetSpoutSample(cs, 0, 0), 0);
    assert_non_null(strstr(h.text, "tripled has failed"));
    assert_true(csoundErrCnt(cs) > 0);
    csoundDestroy(cs);
}

/* The services that plugins reach through the instance. */
typedef struct {
    OPDS h;
    MYFLT *out, *in;
    STRINGDAT *text;
    MYFLT *optional;
    AUXCH memory;
} served;

static int ended;
static int served_end(CSOUND *cs, void *block)
{
    (void)cs;
    (void)block;
    ended++;
    return 0;
}

static int served_init(CSOUND *cs, void *block)
{
    served *p = block;
    assert_value(cs->GetSr(cs), 10000);
    assert_int_equal(cs->GetKsmps(cs), 100);
    assert_int_equal(cs->GetInputArgCnt(p), 2);
    assert_string_equal(cs->GetInputArgName(p, 0), "k1");
    assert_null(cs->GetInputArgName(p, 2));
    assert_value(*p->optional, 1);
    assert_string_equal(cs->GetOpcodeName(p), "served");
    assert_ptr_equal(cs->GetTypeForArg(p->in), &CS_VAR_TYPE_K);
    assert_ptr_equal(cs->GetTypeForArg(p->out), &CS_VAR_TYPE_K);
    assert_int_equal(cs->GetMidiChannelNumber(p), -1);
    assert_value(cs->GetPFields(p)[2 * 4 + 1], 7);
    cs->AuxAlloc(cs, 100, &p->memory);
    assert_ptr_equal((char *)p->memory.auxp + 100, p->memory.endp);
    assert_int_equal(cs->RegisterDeinitCallback(cs, p, served_end), 0);
    assert_int_equal(cs->RegisterDeinitCallback(cs, p, served_end), 0);
    char *s = cs->Strdup(cs, p->text->data);
    assert_string_equal(s, "abc");
    cs->Free(cs, s);
    assert_non_null(cs->Calloc(cs, 50)); /* forgotten: freed by the reset */
    cs->PVOC_CloseFile(cs, 1);           /* not there: says so */
    return 0;
}
static int served_perform(CSOUND *cs, void *block)
{
    served *p = block;
    *p->out = *p->in + (double)cs->GetKcounter(cs) * 0;
    return *p->in > 100 ? cs->PerfError(cs, &p->h, "too much: %g", *p->in) : 0;
}

static void services(void **state)
{
    (void)state;
    heard h;
    CSOUND *cs = host(&h);
    csoundAppendOpcode(cs, "served", sizeof(served), 0, 3, "k", "kSp", served_init, served_perform, NULL);
    assert_int_equal(csoundCompileOrc(cs, "sr = 10000\nksmps = 100\n0dbfs = 1\ninstr 1\nk1 init 5\n"
                                          "k2 served k1, \"abc\"\nk1 = k2 * 3\nendin\n"),
                     0);
    csoundReadScore(cs, "i1 0 0.1 7\nf0 1\n");
    assert_int_equal(csoundStart(cs), 0);
    ended = 0;
    cycles(cs, 20);
    assert_int_equal(ended, 1);
    assert_non_null(strstr(h.text, "PERF ERROR: too much: 135"));
    csoundDestroy(cs);
}

static void impossible_entries(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    assert_int_not_equal(
        csoundAppendOpcode(cs, NULL, 100, 0, 3, "a", "a", tripled_init, tripled_perform, NULL), 0);
    assert_int_not_equal(csoundAppendOpcode(cs, "x", 8, 0, 3, "a", "a", tripled_init, tripled_perform, NULL),
                         0);
    assert_int_not_equal(csoundAppendOpcode(cs, "x", 100, 0, 3, "a", "a", NULL, NULL, NULL), 0);
    /* a block without room for the arguments is refused when the note starts */
    assert_int_equal(
        csoundAppendOpcode(cs, "small", sizeof(OPDS) + 8, 0, 1, "", "ii", tripled_init, NULL, NULL), 0);
    assert_int_equal(csoundCompileOrc(cs, "instr 1\nsmall 1, 2\nendin\n"), 0);
    csoundReadScore(cs, "i1 0 1\n");
    assert_int_equal(csoundStart(cs), 0);
    assert_int_equal(csoundPerform(cs), 2);
    assert_true(csoundErrCnt(cs) > 0);
    csoundDestroy(cs);
}

static void listing(void **state)
{
    (void)state;
    CSOUND *cs = host(NULL);
    opcodeListEntry *list;
    int n = csoundNewOpcodeList(cs, &list), found = 0;
    assert_true(n > 500);
    for (int i = 0; i < n; i++) {
        if (i) assert_true(strcmp(list[i - 1].opname, list[i].opname) <= 0);
        found += !strcmp(list[i].opname, "oscili");
    }
    assert_true(found > 1);
    assert_null(list[n].opname);
    csoundDisposeOpcodeList(cs, list);
    csoundAppendOpcode(cs, "twice", sizeof(twice), 0, 1, "S", "S", twice_init, NULL, NULL);
    assert_int_equal(csoundNewOpcodeList(cs, &list), n + 1);
    csoundDisposeOpcodeList(cs, list);
    csoundReset(cs);
    assert_int_equal(csoundNewOpcodeList(cs, &list), n);
    csoundDisposeOpcodeList(cs, list);
    csoundDestroy(cs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_tier0), cmocka_unit_test(between_fused_loops), cmocka_unit_test(init_that_fails),
        cmocka_unit_test(services), cmocka_unit_test(impossible_entries),  cmocka_unit_test(listing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
