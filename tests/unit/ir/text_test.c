/* Runs the text tests tests/ir/NAME.ir: a unit, then what is expected of it, in sections
 *
 *     == schedule    loops and blocks (kc_ir_schedule_print)
 *     == final       the unit after all passes
 *     == error       messages of the reader or the verifier; the other sections are not looked at then
 *
 * Every sound unit must also print to a text which reads back and prints the same. */
#include "ir/ir.h"
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
    const char *path;
    char *source;                         /* the unit; ends at the first section */
    const char *schedule, *final, *error; /* expected, NULL: no such section */
} text_case;

/* Cuts the text at its "== NAME" lines. */
static void cut(text_case *t, char *text)
{
    t->source = text;
    for (char *p = text; (p = strstr(p, "\n== "));) {
        char *body = strchr(p + 4, '\n');
        assert_non_null(body);
        *++p = 0;
        const char **slot = !strncmp(p + 3, "schedule\n", 9) ? &t->schedule
                            : !strncmp(p + 3, "final\n", 6)  ? &t->final
                            : !strncmp(p + 3, "error\n", 6)  ? &t->error
                                                             : NULL;
        if (!slot) fail_msg("%s: unknown section", t->path);
        *slot = body + 1;
        p = body;
    }
}

static void expect(const text_case *t, const char *what, const char *want, const char *got)
{
    if (!strcmp(want, got ? got : "")) return;
    fprintf(stderr, "%s: %s\n--- expected\n%s--- got\n%s", t->path, what, want,
            got ? got : ""); /* may be long */
    fail();
}

static void check_round_trip(const text_case *t, const kc_ir_unit *u)
{
    kc_sbuf once = {0}, twice = {0};
    kc_diags d = {0};
    kc_ir_print(u, &once);
    kc_ir_unit *again = kc_ir_parse(once.s, "printed", &d);
    if (!again) fail_msg("%s: does not read back: %s", t->path, d.list.v[0].message);
    kc_ir_print(again, &twice);
    expect(t, "round trip", once.s, twice.s);
    kc_ir_unit_destroy(again);
    kc_sbuf_free(&once);
    kc_sbuf_free(&twice);
    kc_diags_free(&d);
}

static void check_schedule(const text_case *t, kc_ir_unit *u)
{
    if (!t->schedule) return;
    kc_sbuf out = {0};
    kc_schedule *s = kc_ir_schedule(u);
    kc_ir_schedule_print(u, s, &out);
    expect(t, "schedule", t->schedule, out.s);
    kc_ir_schedule_destroy(s);
    kc_sbuf_free(&out);
}

static void check_final(const text_case *t, kc_ir_unit *u, kc_diags *d)
{
    kc_sbuf out = {0};
    assert_int_equal(kc_ir_pipeline(u, "final", &out, d), 0);
    if (t->final) expect(t, "final", t->final, out.s);
    kc_sbuf_free(&out);
}

static void check_error(const text_case *t, const kc_diags *d)
{
    kc_sbuf out = {0};
    for (int i = 0; i < d->list.n; i++) kc_sbuf_printf(&out, "%s\n", d->list.v[i].message);
    expect(t, "messages", t->error ? t->error : "", out.s);
    kc_sbuf_free(&out);
}

static void run_case(void **state)
{
    text_case t = {.path = *state};
    kc_sbuf file = {0};
    kc_diags d = {0};
    assert_int_equal(kc_sbuf_read_file(&file, t.path, 1 << 20), 0);
    cut(&t, file.s);
    kc_ir_unit *u = kc_ir_parse(t.source, "t", &d);
    int sound = u && kc_ir_verify(u, &d) == 0;
    check_error(&t, &d);
    if (sound) {
        check_round_trip(&t, u);
        check_schedule(&t, u);
        check_final(&t, u, &d);
    }
    kc_ir_unit_destroy(u);
    kc_diags_free(&d);
    kc_sbuf_free(&file);
}

int main(void)
{
    glob_t g;
    if (glob(KC_SOURCE_DIR "/tests/ir/*.ir", 0, NULL, &g)) return 1;
    struct CMUnitTest *tests = calloc(g.gl_pathc, sizeof *tests);
    for (size_t i = 0; i < g.gl_pathc; i++)
        tests[i] = (struct CMUnitTest){strrchr(g.gl_pathv[i], '/') + 1, run_case, NULL, NULL, g.gl_pathv[i]};
    int failed = _cmocka_run_group_tests("ir text", tests, g.gl_pathc, NULL, NULL);
    free(tests);
    globfree(&g);
    return failed;
}
