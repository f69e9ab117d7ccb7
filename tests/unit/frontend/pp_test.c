/* The preprocessor: what text comes out, where its bytes say they came from, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "frontend/pp.h"

typedef struct {
    kc_sources sources;
    kc_diags diags;
    kc_pp *pp;
    kc_pp_text out;
    int rc;
} run;

/* In memory include files: "a.inc" and the like. */
static int open_fake(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path)
{
    (void)ctx;
    (void)from;
    if (!strcmp(name, "self.inc"))
        kc_sbuf_puts(text, "#include \"self.inc\"\n");
    else if (!strcmp(name, "a.inc"))
        kc_sbuf_puts(text, "one $A\ntwo $NOPE");
    else
        return -1;
    kc_sbuf_puts(path, name);
    return 0;
}

static run *start_mode(const char *text, kc_pp_mode mode, int keep)
{
    run *r = kc_xcalloc(1, sizeof *r);
    r->out.sources = r->diags.sources = &r->sources;
    int id = kc_sources_add(&r->sources, "t.orc", text, strlen(text));
    r->pp = kc_pp_create(&(kc_pp_options){.mode = mode, .open = open_fake, .keep_unknown = keep}, &r->sources,
                         &r->diags);
    kc_pp_define(r->pp, "CLI", "77");
    r->rc = kc_pp_run(r->pp, (kc_pp_input){id, text, strlen(text), 1}, &r->out);
    return r;
}

static run *start(const char *text) { return start_mode(text, KC_PP_ORC, 0); }

static void finish(run *r)
{
    kc_pp_destroy(r->pp);
    kc_pp_text_free(&r->out);
    kc_diags_free(&r->diags);
    kc_sources_free(&r->sources);
    free(r);
}

static void gives(const char *in, const char *want)
{
    run *r = start(in);
    assert_string_equal(r->out.text.s, want);
    assert_int_equal(r->rc, 0);
    finish(r);
}

/* The run fails and its first message holds `message`. */
static void fails(const char *in, const char *message)
{
    run *r = start(in);
    assert_int_equal(r->rc, -1);
    assert_true(r->diags.list.n > 0);
    if (!strstr(r->diags.list.v[0].message, message)) fail_msg("got: %s", r->diags.list.v[0].message);
    finish(r);
}

static void comments_and_continuation(void **state)
{
    (void)state;
    gives("a ; x\nb // y\nc /* z\n */ d", "a \nb \nc   d");
    gives("\"; // /*\" {{ ; $M_PI\n\" }} e", "\"; // /*\" {{ ; $M_PI\n\" }} e");
    gives("1 + \\ ; why\n 2\r\n3\r4", "1 +  2\n3\n4");
    gives("\"a\\\nb\"", "\"ab\"");
}

static void macros(void **state)
{
    (void)state;
    gives("#define A #440#\n$A $A.5 \"$A\" \"\\$A\" $CLI", "\n440 4405 \"440\" \"\\$A\" 77");
    gives("#define A #1#\n#define A #2#\n$A", "\n\n2");
    gives("# define A ; why\n /* not */ # b\\#b #$A", " b\\#b ");
    gives("#define B(x'y) #[$x.z|$y]#\n$B(max(1,2)'3) $B.(1#2)", "\n[max(1,2)z|3] [1z|2]");
    gives("#define B(x) #<$x>#\n$B($B(1)) $B(a\\)\\n)", "\n<<1>> <a)n>");
    gives("#define A(x) #$x#\n#define B(x) #$A($x$x)#\n$B(q)", "\n\nqq");
    gives("$M_PI_2", "1.57079632679489661923");
    /* The body is scanned when it is used. */
    gives("#define A #$B#\n#define B #2#\n$A", "\n\n2");
    /* In a string an unknown macro is only a warning. */
    gives("\"$nope\"", "\"$error\"");
}

static void conditions(void **state)
{
    (void)state;
    gives("#ifdef A\nno\n#ifdef B\n#else\nno\n#end\n#else\nyes\n#endif\nz", "\n\n\n\n\n\n\nyes\n\nz");
    gives("#define A ##\n#ifndef A\nno\n#else\nyes\n#end", "\n\n\n\nyes\n");
    gives("a\n#exit\nb", "a\n");
    gives("i1 # i2", "i1 # i2");
}

static void score_mode(void **state)
{
    (void)state;
    run *r = start_mode("#define A #3#\nc it's $A\n i1 0 [$A] {{ ; x\n$i. $L(2)", KC_PP_SCORE, 1);
    assert_string_equal(r->out.text.s, "\n\n i1 0 [3] {{ \n$i. $L(2)");
    finish(r);
}

static void places(void **state)
{
    (void)state;
    run *r = start("#define A #x\n  y# #define B # z#\n  p $A$B q\n#include \"a.inc\"\n");
    const char *text = r->out.text.s;
    struct {
        const char *word;
        int line, col, len;
    } want[] = {{"p ", 3, 3, 1}, {"y", 2, 3, 1}, {"z", 3, 7, 2}, {" q", 3, 9, 1}, {"two", 2, 1, 1}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        size_t off = (size_t)(strstr(text, want[i].word) - text);
        kc_span at = kc_pp_span(&r->out, kc_pp_seg_at(&r->out, off), off, 1);
        assert_int_equal(at.line, want[i].line);
        assert_int_equal(at.col, want[i].col);
        assert_int_equal(at.len, want[i].len);
    }
    /* $NOPE in the include: its own place, and the way in. */
    assert_int_equal(r->diags.errors, 1);
    kc_diag d = r->diags.list.v[0];
    assert_int_equal(d.span.source, 2);
    assert_int_equal(d.span.line, 2);
    assert_string_equal(d.notes.v[0], "included from t.orc:4");
    finish(r);
}

static void errors(void **state)
{
    (void)state;
    fails("$FOO", "undefined macro: $FOO");
    fails("#define A 7#", "must begin with #, found `7` (0x37)");
    fails("#define A #7", "no closing #");
    fails("#undef A", "isn't defined: A");
    fails("#else", "#else without #ifdef");
    fails("#end", "#end without #ifdef");
    fails("#ifdef A\n", "no #end");
    fails("#include \"no.inc\"\n", "cannot open #include'd file no.inc");
    fails("#includestr \"$CLI.inc\"\n", "cannot open #include'd file 77inc");
    fails("#define B(x'y) #$x$y#\n$B(1)", "takes 2 arguments");
}

static void bounds(void **state)
{
    (void)state;
    fails("#define A #$A#\n$A", "more than 1024 deep");
    fails("#define A(x) #$A($x)#\n$A(1)", "more than 1024 deep");
    fails("#include \"self.inc\"\n", "more than 1024 deep");
    kc_sbuf b = {0};
    kc_sbuf_puts(&b, "#define A0 #xxxxxxxxxxxxxxxx#\n");
    for (int i = 1; i < 60; i++) kc_sbuf_printf(&b, "#define A%d #$A%d$A%d#\n", i, i - 1, i - 1);
    kc_sbuf_puts(&b, "$A59");
    fails(b.s, "too much text");
    kc_sbuf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_and_continuation),
        cmocka_unit_test(macros),
        cmocka_unit_test(conditions),
        cmocka_unit_test(score_mode),
        cmocka_unit_test(places),
        cmocka_unit_test(errors),
        cmocka_unit_test(bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
