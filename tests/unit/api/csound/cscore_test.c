// cscore: a score through events and lists and back to text.
#include "api/csound/cscore.h"
#include "api/include/csound/cscore.h"
#include "tests/unit/api/csound/reference.h"
#include <setjmp.h>
#include <cmocka.h>

static const char score[] = "f 1 0 16 10 1\n"
                            "i 2 1 1 .5\n"
                            "i 1 0 2 \"a word\" 7\n"
                            "i 1 1 1 9\n"
                            "i 3 5 1\n"
                            "s\n"
                            "w 0 60\n"
                            "i 1 2 4 1 2 .25\n"
                            "e\n";

static void run(void (*hook)(CSOUND *), const char *wanted)
{
    CSOUND *cs = csoundCreate(NULL);
    csoundSetCscoreCallback(cs, hook);
    char *out = kc_cs_cscore_run(cs, score);
    assert_non_null(out);
    assert_string_equal(out, wanted);
    free(out);
    csoundDestroy(cs);
}

static void copy_all(CSOUND *cs)
{
    for (EVENT *e; (e = cscoreGetEvent(cs));) cscorePutEvent(cs, e);
}

static void everything_passes(void **state)
{
    (void)state;
    run(NULL, score);
    run(copy_all, "f 1 0 16 10 1\ni 2 1 1 0.5\ni 1 0 2 \"a word\" 7\ni 1 1 1 9\ni 3 5 1\ns\nw 0 60\n"
                  "i 1 2 4 1 2 0.25\ne\n");
}

static void beats_and_seconds(CSOUND *cs)
{
    for (EVENT *e; (e = cscoreGetEvent(cs));)
        if (e->op == 'i' && e->p2orig == 2) {
            assert_true(e->p[2] == 4 && e->p3orig == 1 && e->p[3] == 2 && e->p[4] == .25);
            assert_int_equal(e->pcnt, 4);
            cscorePutString(cs, (char *)"found");
        }
}

static void warped_sections_have_both(void **state)
{
    (void)state;
    run(beats_and_seconds, "found\n");
}

static void sections(CSOUND *cs)
{
    EVLIST *a = cscoreListGetSection(cs), *b = cscoreListGetSection(cs), *c = cscoreListGetSection(cs);
    assert_int_equal(cscoreListCount(cs, a), 5);
    assert_int_equal(cscoreListCount(cs, b), 2);
    assert_int_equal(cscoreListCount(cs, c), 0);
    cscoreListSort(cs, a);
    EVLIST *tables = cscoreListSeparateF(cs, a);
    assert_int_equal(tables->nevents, 1);
    cscoreListPut(cs, a);
    EVLIST *ones = cscoreListExtractInstruments(cs, a, (char *)"1 5");
    assert_int_equal(ones->nevents, 2);
    EVLIST *window = cscoreListExtractTime(cs, a, .5, 1.5);
    assert_int_equal(window->nevents, 3);
    cscoreListPut(cs, window);
    EVLIST *both = cscoreListConcatenate(cs, cscoreListCopy(cs, ones), window);
    assert_int_equal(both->nevents, 5);
    assert_ptr_not_equal(both->e[5], window->e[3]);
    both = cscoreListAppendList(cs, both, both);
    assert_int_equal(both->nevents, 10);
    both = cscoreListAppendStringEvent(cs, both, (char *)"  i 9 3 -1 2.5");
    assert_true(both->e[11]->p[1] == 9 && both->e[11]->p[4] == 2.5 && both->e[11]->pcnt == 4);
    cscoreListFreeEvents(cs, cscoreListCopyEvents(cs, window));
    cscoreListFree(cs, both);
}

static void lists(void **state)
{
    (void)state;
    run(sections, "i 1 0 2 \"a word\" 7\ni 1 1 1 9\ni 2 1 1 0.5\ni 3 5 1\n"
                  "i 1 0 1 \"a word\" 7\ni 1 0.5 0.5 9\ni 2 0.5 0.5 0.5\n");
}

static void by_beats(CSOUND *cs)
{
    assert_int_equal(cscoreListGetNext(cs, 1)->nevents, 1); // f at 0; the note at 1 stops it
    assert_int_equal(cscoreListGetNext(cs, 1)->nevents, 3);
    assert_int_equal(cscoreListGetUntil(cs, 100)->nevents, 1);
}

static void by_time(void **state)
{
    (void)state;
    run(by_beats, "");
}

// Random events in the reference's order.
static void sort_equals_reference(void **state)
{
    (void)state;
    REFERENCE(csoundCreate);
    REFERENCE(csoundDestroy);
    REFERENCE(cscoreListCreate);
    REFERENCE(cscoreCreateEvent);
    REFERENCE(cscoreListAppendEvent);
    REFERENCE(cscoreListSort);
    CSOUND *ours = csoundCreate(NULL), *theirs = theirs_csoundCreate(NULL);
    EVLIST *a = cscoreListCreate(ours, 10), *b = theirs_cscoreListCreate(theirs, 10);
    int seed = 7;
    for (int n = 0; n < 60; n++) {
        EVENT *e = cscoreCreateEvent(ours, 4), *f = theirs_cscoreCreateEvent(theirs, 4);
        e->op = csoundRand31(&seed) % 5 ? 'i' : 'f';
        for (int k = 1; k <= 3; k++) e->p[k] = csoundRand31(&seed) % 9;
        e->p[4] = n;
        f->op = e->op;
        for (int k = 1; k <= 4; k++) f->p[k] = e->p[k];
        a = cscoreListAppendEvent(ours, a, e);
        b = theirs_cscoreListAppendEvent(theirs, b, f);
    }
    cscoreListSort(ours, a);
    theirs_cscoreListSort(theirs, b);
    for (int n = 1; n <= 60; n++) {
        assert_int_equal(a->e[n]->op, b->e[n]->op);
        assert_true(a->e[n]->p[2] == b->e[n]->p[2]);
        if (a->e[n]->op == 'i') assert_true(a->e[n]->p[1] == b->e[n]->p[1] && a->e[n]->p[3] == b->e[n]->p[3]);
    }
    csoundDestroy(ours);
    theirs_csoundDestroy(theirs);
}

static void wrong_use(void **state)
{
    (void)state;
    CSOUND *cs = csoundCreate(NULL);
    assert_int_equal(csoundInitializeCscore(cs, NULL, stdout), CSOUND_INITIALIZATION);
    assert_null(cscoreGetEvent(cs));
    assert_int_equal(cscoreListGetSection(cs)->nevents, 0);
    assert_null(cscoreFileOpen(cs, (char *)"/no/such/file"));
    assert_null(cscoreFileGetCurrent(cs));
    assert_null(cscoreCreateEvent(cs, -1));
    assert_null(cscoreDefineEvent(cs, NULL));
    cscorePutEvent(cs, NULL);
    cscoreListPut(cs, NULL);
    cscoreListSort(cs, cscoreListCreate(cs, 0));
    csoundDestroy(cs);
}

static void several_files(void **state)
{
    (void)state;
    char name[] = "/tmp/kc_cscoreXXXXXX";
    FILE *f = fdopen(mkstemp(name), "w");
    fputs("i 1 0 1\ni 2 0 1\n", f);
    fclose(f);
    CSOUND *cs = csoundCreate(NULL);
    FILE *a = cscoreFileOpen(cs, name), *b = cscoreFileOpen(cs, name);
    cscoreFileSetCurrent(cs, a);
    assert_true(cscoreGetEvent(cs)->p[1] == 1);
    cscoreFileSetCurrent(cs, b);
    assert_true(cscoreGetEvent(cs)->p[1] == 1);
    cscoreFileSetCurrent(cs, a); // goes on where it was
    assert_ptr_equal(cscoreFileGetCurrent(cs), a);
    assert_true(cscoreGetEvent(cs)->p[1] == 2);
    assert_null(cscoreGetEvent(cs));
    cscoreFileClose(cs, a);
    csoundDestroy(cs); // closes the other
    remove(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_passes),
        cmocka_unit_test(warped_sections_have_both),
        cmocka_unit_test(lists),
        cmocka_unit_test(by_time),
        cmocka_unit_test(sort_equals_reference),
        cmocka_unit_test(wrong_use),
        cmocka_unit_test(several_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
