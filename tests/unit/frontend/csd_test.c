/* CSD container: elements, where tags count, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/csd.h"
#include <string.h>

typedef struct {
    kc_arena arena;
    kc_diags d;
    kc_csd c;
    int result;
} fixture;

static fixture read_csd(const char *text)
{
    fixture f = {0};
    f.result = kc_csd_read(text, strlen(text), "t.csd", &f.arena, &f.d, &f.c);
    return f;
}

static void done(fixture *f)
{
    kc_diags_free(&f->d);
    kc_arena_free(&f->arena);
}

static void sections_and_lines(void **state)
{
    (void)state;
    fixture f = read_csd(
        "text before\r\n<CsoundSynthesizer>\r\n<CsOptions>\r\n-n -d /* a\r\n b */ -m0\r\n\r\n</CsOptions>\r\n"
        " <CsInstruments>\r\nS1 = \"</CsInstruments>\"\r\n/*\r\n</CsInstruments>\r\n*/ i1 = {{\r\n"
        "</CsInstruments>\r\n}}\r\n\t</CsInstruments> rest\r\n<CsScore>\r\ni1 0 1 ; don't \" stop\r\n"
        "</CsScore>\r\n</CsoundSynthesizer>\r\n<CsScore>\r\ni9 9 9\r\n</CsScore>\r\n");
    assert_int_equal(f.result, 0);
    assert_int_equal(f.c.noptions, 2);
    assert_string_equal(f.c.options[0].text, "-n -d");
    assert_string_equal(f.c.options[1].text, " -m0");
    assert_int_equal(f.c.options[1].line, 5);
    assert_string_equal(
        f.c.orchestra.text,
        "S1 = \"</CsInstruments>\"\n/*\n</CsInstruments>\n*/ i1 = {{\n</CsInstruments>\n}}\n");
    assert_int_equal(f.c.orchestra.line, 9);
    assert_string_equal(f.c.score.text, "i1 0 1 ; don't \" stop\n");
    assert_int_equal(f.c.score.line, 17);
    done(&f);
}

static void embedded_files(void **state)
{
    (void)state;
    fixture f = read_csd(
        "<CsoundSynthesiser>\n<CsFileB filename=\"a b.txt\">\naGVs\nbG8=\n</CsFileB>\n"
        "<CsSampleB filename=\"7\">\nAAEC\n</CsSampleB>\n<CsMidifileB>\nTVRoZA==\n</CsMidifileB>\n"
        "<CsFile filename=\"p\">\nplain\n</CsFile>\n<CsLicence>\nmine\n</CsLicence>\n"
        "<CsShortLicence>\n2\n</CsShortLicence>\n<Foo>\n<html> x\nplain text\n</CsoundSynthesiser>\n");
    assert_int_equal(f.result, 0);
    assert_int_equal(f.c.nfiles, 3);
    assert_string_equal(f.c.files[0].name, "a b.txt");
    assert_int_equal(f.c.files[0].len, 5);
    assert_memory_equal(f.c.files[0].bytes, "hello", 5);
    assert_string_equal(f.c.files[1].name, "soundin.7");
    assert_memory_equal(f.c.files[1].bytes, "\0\1\2", 3);
    assert_memory_equal(f.c.files[2].bytes, "plain\n", 6);
    assert_int_equal(f.c.midi_len, 4);
    assert_memory_equal(f.c.midi, "MThd", 4);
    assert_int_equal(f.c.licence_code, 2);
    assert_string_equal(f.c.licence, "mine\n");
    assert_string_equal(f.c.messages[f.c.nmessages - 2], "unknown CSD tag: <Foo>\n");
    assert_string_equal(f.c.messages[f.c.nmessages - 1], "unknown CSD tag: <html> x\n");
    done(&f);
}

static void foreign_score(void **state)
{
    (void)state;
    fixture f = read_csd("<CsoundSynthesizer>\n<CsScore bin=\"perl -w\">\n "
                         "</CsScore>\n\"open\n</CsScore>\n</CsoundSynthesizer>\n");
    assert_int_equal(f.result, 0);
    assert_string_equal(f.c.score_bin, "perl -w");
    assert_string_equal(f.c.score.text, " </CsScore>\n\"open\n");
    done(&f);
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
        int line;
    } cases[] = {
        {"i1 0 1\n", "Could not find <CsoundSynthesizer> tag in CSD file.", 0},
        {"<CsoundSynthesizer>\n<CsInstruments>\nS1 = \"open\n</CsInstruments>\n</CsoundSynthesizer>\n",
         "missing \" to terminate string", 3},
        {"<CsoundSynthesizer>\n<CsScore>\ni1 0 1\n", "Missing end tag </CsScore>", 2},
        {"<CsoundSynthesizer>\n<CsVersion>\nBefore 5.01\n</CsVersion>\n</CsoundSynthesizer>\n",
         "This CSD file requires a version of Csound before 5.01", 3},
        {"<CsoundSynthesizer>\n<CsFileB filename=\"x\">\nab!d\n</CsFileB>\n</CsoundSynthesizer>\n",
         "Non base64 character", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = read_csd(cases[i].text);
        assert_int_equal(f.result, -1);
        assert_int_equal(f.d.list.n, 1);
        assert_string_equal(f.d.list.v[0].message, cases[i].message);
        assert_int_equal(f.d.list.v[0].span.line, cases[i].line);
        done(&f);
    }
    fixture ok = read_csd(
        "<CsoundSynthesizer>\n<CsVersion>\nAfter 6.00\nLater 6.18\n</CsVersion>\n</CsoundSynthesizer>\n");
    assert_int_equal(ok.result, 0);
    done(&ok);
}

static void base64_is_strict(void **state)
{
    (void)state;
    kc_arena a = {0};
    size_t n;
    assert_non_null(kc_base64_decode("aGk", 3, &a, &n)); /* padding may be missing */
    assert_int_equal(n, 2);
    assert_null(kc_base64_decode("aGVsb", 5, &a, &n));
    assert_null(kc_base64_decode("aG=k", 4, &a, &n));
    assert_null(kc_base64_decode("a===", 4, &a, &n));
    assert_null(kc_base64_decode("aGk==", 5, &a, &n));
    kc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sections_and_lines), cmocka_unit_test(embedded_files),
                                       cmocka_unit_test(foreign_score), cmocka_unit_test(refused),
                                       cmocka_unit_test(base64_is_strict)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
