/* Real-time line events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/score/score.h"
#include <string.h>

typedef struct {
    kc_arena arena;
    kc_diags d;
    kc_score_lines st;
    kc_score_event e;
} fixture;

static kc_score_line_result line(fixture *f, const char *s)
{
    return kc_score_line(&f->st, s, strlen(s), &f->arena, &f->d, &f->e);
}

static void done(fixture *f)
{
    kc_score_lines_free(&f->st);
    kc_diags_free(&f->d);
    kc_arena_free(&f->arena);
}

static void events(void **state)
{
    (void)state;
    fixture f = {0};
    assert_int_equal(line(&f, " i 1 .5 2 440 \"a b\" \r\n"), KC_LINE_EVENT);
    assert_true(f.e.op == 'i' && f.e.n == 5 && f.e.p[2] == .5 && f.e.p[4] == 440);
    assert_string_equal(kc_score_event_string(&f.e, 5), "a b");
    assert_int_equal(line(&f, "i. 1 . .\n"), KC_LINE_EVENT);
    assert_true(f.e.n == 4 && f.e.p[1] == 1 && f.e.p[2] == 1 && f.e.p[3] == 2 && f.e.p[4] == 440);
    assert_int_equal(line(&f, "i \"name\" 0 -1\n"), KC_LINE_EVENT);
    assert_true(f.e.named && f.e.p[3] == -1);
    assert_int_equal(line(&f, "f -2 0\n"), KC_LINE_EVENT);
    assert_int_equal(line(&f, "e 3\n"), KC_LINE_EVENT);
    assert_true(f.e.op == 'e' && f.e.p[2] == 3);
    assert_int_equal(line(&f, "  \n"), KC_LINE_NOTHING);
    assert_int_equal(f.d.list.n, 0);
    done(&f);
}

static void faults(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {{"k 1 2\n", "unknown opcode k\nillegal RT scoreline:\nk 1 2\n^"},
                 {"i1 0 x\n", "illegal RT scoreline:\ni1 0 x\n     ^"},
                 {"i1 0 .\n", "dot carry has no reference\nillegal RT scoreline:\ni1 0 .\n     ^"},
                 {"i1 0\n", "insert_score_event(): insufficient p-fields"},
                 {"i1 -1 1\n", "-L with negative p2 illegal\nillegal RT scoreline:\ni1 -1 1\n       ^"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = {0};
        assert_int_equal(line(&f, cases[i].line), KC_LINE_ERROR);
        const char *shown = f.d.list.v[0].message;
        assert_string_equal(shown, cases[i].message);
        done(&f);
    }
}

static void orchestra_text(void **state)
{
    (void)state;
    fixture f = {0};
    assert_int_equal(line(&f, "{\n"), KC_LINE_NOTHING);
    assert_int_equal(line(&f, " instr 3\n"), KC_LINE_NOTHING);
    assert_int_equal(line(&f, "S1 = {{ }}\n"), KC_LINE_NOTHING);
    assert_int_equal(line(&f, " } \n"), KC_LINE_ORCHESTRA);
    assert_string_equal(f.st.orchestra.s, " instr 3\nS1 = {{ }}\n");
    kc_sbuf_free(&f.st.orchestra);
    assert_int_equal(line(&f, "i3 0 1"), KC_LINE_EVENT);
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(events), cmocka_unit_test(faults),
                                       cmocka_unit_test(orchestra_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
