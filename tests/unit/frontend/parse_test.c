/* The parser: trees as s-expressions, and the messages for what is no orchestra. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "frontend/parse.h"

static int is_opcode(void *ctx, const char *name, int *has_outs, int *has_no_outs)
{
    static const char *const with[] = {"oscil", "abs", "init", "fillarray", "xin",
                                       "i",     "k",   "in",   "pan2",      NULL};
    static const char *const without[] = {"print", "prints", "outs",   "timout",
                                          "xout",  "reinit", "ckgoto", NULL};
    (void)ctx;
    *has_outs = *has_no_outs = 0;
    for (int n = 0; with[n]; n++) *has_outs |= !strcmp(with[n], name);
    for (int n = 0; without[n]; n++) *has_no_outs |= !strcmp(without[n], name);
    return *has_outs || *has_no_outs;
}

static const char *nearest(void *ctx, const char *name)
{
    (void)ctx;
    return !strcmp(name, "oscl") ? "oscil" : NULL;
}

typedef struct {
    kc_sources sources;
    kc_diags diags;
    kc_arena arena;
    kc_pp *pp;
    kc_pp_text map;
    kc_ast_orc *orc;
} run;

static run *start(const char *text)
{
    run *r = kc_xcalloc(1, sizeof *r);
    r->map.sources = r->diags.sources = &r->sources;
    int id = kc_sources_add(&r->sources, "t.orc", text, strlen(text));
    r->pp = kc_pp_create(&(kc_pp_options){.mode = KC_PP_ORC}, &r->sources, &r->diags);
    kc_parse_opcodes ops = {NULL, is_opcode, nearest};
    r->orc =
        kc_parse_text(r->pp, (kc_pp_input){id, text, strlen(text), 1}, &ops, &r->map, &r->arena, &r->diags);
    return r;
}

static void finish(run *r)
{
    kc_pp_text_free(&r->map);
    kc_pp_destroy(r->pp);
    kc_arena_free(&r->arena);
    kc_diags_free(&r->diags);
    kc_sources_free(&r->sources);
    free(r);
}

static void tree(const char *in, const char *want)
{
    run *r = start(in);
    kc_sbuf b = {0};
    if (!r->orc) fail_msg("%s: %s", in, r->diags.list.v[0].message);
    kc_ast_print(r->orc, &b);
    assert_string_equal(b.s ? b.s : "", want);
    kc_sbuf_free(&b);
    finish(r);
}

/* i = EXPR */
static void expr(const char *in, const char *want)
{
    char *text = NULL, *line = NULL;
    assert_true(asprintf(&text, "i1 = %s", in) > 0 && asprintf(&line, "(= (i1) (%s))\n", want) > 0);
    tree(text, line);
    free(text);
    free(line);
}

/* Exactly these messages, in order, as LINE:COL message; a NULL ends the list. */
static void fails(const char *in, ...)
{
    run *r = start(in);
    va_list ap;
    va_start(ap, in);
    assert_null(r->orc);
    int n = 0;
    for (const char *want; (want = va_arg(ap, const char *)); n++) {
        if (n >= r->diags.list.n) fail_msg("missing: %s", want);
        char got[512];
        kc_diag *d = &r->diags.list.v[n];
        snprintf(got, sizeof got, "%d:%d %s", d->span.line, d->span.col, d->message);
        assert_string_equal(got, want);
    }
    if (n < r->diags.list.n) fail_msg("also: %s", r->diags.list.v[n].message);
    va_end(ap);
    finish(r);
}

static void precedence(void **state)
{
    (void)state;
    expr("2^3^2", "(^ (^ 2 3) 2)");
    expr("-2^2", "(^ (- 2) 2)");
    expr("ib^2#1", "(^ ib (# 2 1))");
    expr("1|2&3", "(| 1 (& 2 3))");
    expr("1<<2+1", "(<< 1 (+ 2 1))");
    expr("(a & b >= c | d) ? 1 : 2", "(? (>= (& a b) (| c d)) 1 2)");
    expr("6&3+1", "(& 6 (+ 3 1))");
    expr("2-i0-1", "(- (- 2 i0) 1)");
    expr("3--3", "(- 3 (- 3))");
    expr("~i1*2", "(* (~ i1) 2)");
    expr("2^-1", "(^ 2 (- 1))");
    expr("a==1 || b<2 && c!=3 ? 1 : 2", "(? (&& (|| (== a 1) (< b 2)) (!= c 3)) 1 2)");
    expr("!a==b && c=d ? 1 : 2", "(? (&& (! (== a b)) (== c d)) 1 2)");
    expr("a>1 ? b : c>2 ? d : e", "(? (> a 1) b (? (> c 2) d e))");
    expr("a>1 ? abs(b):abs:i(c)", "(? (> a 1) (call abs b) (call abs:i c))");
    expr("(1 +\n\n 2) *\n3", "(* (+ 1 2) 3)");
}

static void primaries(void **state)
{
    (void)state;
    expr("oscil:k(1,\n440) + abs (p4)", "(+ (call oscil:k 1 440) (call abs p4))");
    expr("kA[i1+1][2] * ksmps", "(* (index kA (+ i1 1) 2) ksmps)");
    expr("\"a\\n\\\"\"", "\"a\\n\\\"\"");
    expr("@1000 + 0x1F", "(+ 1024 0x1F)");
    expr("in()", "(call in)");
}

static void statements(void **state)
{
    (void)state;
    tree("a1 oscil 1, 440", "(op oscil (a1) (1 440))\n");
    tree("a1 oscil(1, 440)", "(op oscil (a1) (1 440))\n");
    tree("a1 oscil (1)*2, 440", "(op oscil (a1) ((* 1 2) 440))\n");
    tree("prints(\"x\")\nprints \"y\"\nprints (1), 2",
         "(op prints () (\"x\"))\n(op prints () (\"y\"))\n(op prints () (1 2))\n");
    tree("ia,ib = ib,\n ia", "(= (ia ib) (ib ia))\n");
    tree("k1 += 2\nkA[1] = 3", "(+= (k1) (2))\n(= ((index kA 1)) (3))\n");
    tree("kA[] init 4\niB[][] fillarray 1,2\nkC[]=kA\nkA[2], k3 oscil 1",
         "(op init (kA[]) (4))\n(op fillarray (iB[][]) (1 2))\n(= (kC[]) (kA))\n(op oscil ((index kA 2) k3) "
         "(1))\n");
    tree("lab: print 1\n 12:\nif:\tprint 2",
         "(label lab)\n(op print () (1))\n(label 12)\n(label if)\n(op print () (2))\n");
    tree("goto 12\nigoto endin\nkgoto print\ntimout 0, 1, oscil\nreinit k",
         "(goto 12)\n(igoto endin)\n(kgoto print)\n(op timout () (0 1 oscil))\n(op reinit () (k))\n");
    tree("sr=44100\n0dbfs = 1\n", "(header sr 44100)\n(header 0dbfs 1)\n");
    tree("k1 oscil , 1", "(op oscil (k1) (1))\n");
}

static void blocks(void **state)
{
    (void)state;
    tree("if(k1>2) kgoto x\nif i1 = 2 ithen\nprint 1\nelseif(i1==3) then\nelse print 2\nfi",
         "(if-kgoto (> k1 2) x)\n(if\n  (ithen (== i1 2)\n    (op print () (1)))\n  (then (== i1 3))\n  "
         "(else\n    (op print () (2))))\n");
    tree("while i1 < 3 do i1 += 1\n print i1\nod\nuntil i1==0 do\nenduntil",
         "(while (< i1 3)\n  (+= (i1) (1))\n  (op print () (i1)))\n(until (== i1 0))\n");
    tree("instr 1, foo, +bar\nif k1>1 then\nif k1>2 then\nendif\nendif\nendin",
         "(instr (1 foo +bar)\n  (if\n    (then (> k1 1)\n      (if\n        (then (> k1 2))))))\n");
}

static void udos(void **state)
{
    (void)state;
    tree("opcode foo, ka[], 0\nxout 1\nendop\nk1,a2[] foo\nk2 = foo()",
         "(opcode foo \"ka[]\" \"\"\n  (op xout () (1)))\n(op foo (k1 a2[]) ())\n(= (k2) ((call foo)))\n");
    tree("opcode bar,0,iO\nbar 1\nendop\nbar(2)",
         "(opcode bar \"\" \"iO\"\n  (op bar () (1)))\n(op bar () (2))\n");
}

static void messages(void **state)
{
    (void)state;
    fails("instr 1\na1 oscl 3\nprint 1 2\nendin", "2:4 unknown opcode: oscl",
          "3:9 expected end of line, found `2`", NULL);
    fails("foobar 1, 2", "1:1 unknown opcode: foobar", NULL);
    fails("i1 = zork(2)", "1:6 unknown function: zork", NULL);
    fails("i1 = (1 + 2\nprint 3 *", "1:12 expected `)`, found end of line",
          "2:10 expected a value, found end of the text", NULL);
    fails("i1 = * 2", "1:6 expected a value, found `*`", NULL);
    fails("instr 1\nprint 1", "2:8 expected `endin`, found end of the text", NULL);
    fails("instr 1\nif 1 == 2 then\nprint 1\nendin\ninstr 2\nendin", "4:1 expected `endif`, found `endin`",
          NULL);
    fails("instr 1\ninstr 2\nendin", "2:1 expected `endin`, found `instr`", NULL);
    fails("instr\nendin\ninstr 1.5\nendin", "1:1 no number or name follows `instr`",
          "3:7 expected an instrument number (a whole number) or a name, found `1.5`", NULL);
    fails("endif\nod\nendin", "1:1 `endif` without an `if`", "2:1 `od` without a `while` or `until`",
          "3:1 `endin` without an `instr`", NULL);
    fails("in = 3", "1:1 `in` is the name of an opcode and can't be a variable", NULL);
    fails("i1 = oscil", "1:6 `oscil` is an opcode; to use its value write oscil(...)", NULL);
    fails("oscil 1, 2", "1:1 opcode `oscil` gives a value: write a variable before it", NULL);
    fails("a1 print 2", "1:4 opcode `print` has no outputs, nothing can stand before it", NULL);
    fails("i1[0] += 5", "1:7 `+=` needs one plain variable on its left", NULL);
    fails("if i1 > 2\nprint 1\nendif", "1:10 expected `then` or `goto`, found end of line", NULL);
    fails("opcode foo(ia):i\nendop", "1:11 an opcode is declared as: opcode foo, OUTTYPES, INTYPES", NULL);
    fails("opcode foo, i, iq\nendop", "1:17 `q` is no type letter here; allowed are aijkftKOJVPopS[]", NULL);
    fails("i1 = $X", "1:6 undefined macro: $X", NULL);
    fails("S = \"abc\nprint 1 2", "1:5 this string has no closing \" on its line",
          "2:9 expected end of line, found `2`", NULL);
}

static void suggestion_and_trail(void **state)
{
    (void)state;
    run *r = start("#define M #a1 oscl 2#\n$M\n");
    assert_int_equal(r->diags.list.n, 1);
    kc_diag d = r->diags.list.v[0];
    assert_int_equal(d.span.line, 2);
    assert_int_equal(d.notes.n, 3);
    assert_string_equal(d.notes.v[0], "this is the macro text at t.orc:1:15");
    assert_string_equal(d.notes.v[1], "expanded from $M at t.orc:2:1");
    assert_string_equal(d.notes.v[2], "did you mean `oscil`?");
    finish(r);
}

/* A great deal of one thing must end in one message. */
static void too_deep(void **state)
{
    (void)state;
    const char *pieces[] = {"(", "-", "abs(", "a[", "1+", "1?", "if i1==1 then\n", "while i1==1 do\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        kc_sbuf b = {0};
        kc_sbuf_puts(&b, i < 6 ? "i1 = " : "");
        for (int n = 0; n < 100000; n++) kc_sbuf_puts(&b, pieces[i]);
        kc_sbuf_puts(&b, "1");
        run *r = start(b.s);
        assert_null(r->orc);
        assert_int_equal(r->diags.errors, 1);
        assert_non_null(strstr(r->diags.list.v[0].message, "2000 deep"));
        finish(r);
        kc_sbuf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(precedence), cmocka_unit_test(primaries),
        cmocka_unit_test(statements), cmocka_unit_test(blocks),
        cmocka_unit_test(udos),       cmocka_unit_test(messages),
        cmocka_unit_test(too_deep),   cmocka_unit_test(suggestion_and_trail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
