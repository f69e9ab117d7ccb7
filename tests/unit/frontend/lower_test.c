/* Lowering: orchestra text -> IR text, and the errors of the checker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/compile.h"
#include <string.h>

static int nothing(void *st, kc_ctx *c, void **a)
{
    (void)st, (void)c, (void)a;
    return 0;
}

#define INIT .init = nothing
#define PERF .perf = nothing
static const kc_opdesc descs[] = {
    {.name = "osc", .outs = "a", .ins = "kkjo", INIT, PERF, .arate = 1},
    {.name = "osc", .outs = "k", .ins = "kkjo", INIT, PERF},
    {.name = "rnd", .outs = "i", .ins = "i", INIT},
    {.name = "rnd", .outs = "k", .ins = "k", PERF},
    {.name = "out", .outs = "", .ins = "y", PERF, .arate = 1},
    {.name = "print", .outs = "", .ins = "m", INIT},
    {.name = "two", .outs = "aa", .ins = "a", PERF, .arate = 1},
    {.name = "timout", .outs = "", .ins = "iil", INIT, PERF},
    {.name = "setksmps", .outs = "", .ins = "i", INIT},
    {.name = "init", .outs = "k[]", .ins = "m", INIT},
    {.name = "##array_get", .outs = "k", .ins = "k[]m", PERF},
    {.name = "##array_set", .outs = "", .ins = "k[]km", PERF},
    {.name = "##pow", .outs = "i", .ins = "iip", INIT},
    {.name = "##pow", .outs = "k", .ins = "kkp", PERF},
    {.name = "##ksmps", .outs = "i", .ins = "", INIT},
    {.name = "##fail", .outs = "", .ins = "S", INIT},
    {.name = "=", .outs = "S", .ins = "S", INIT},
};
enum { N = sizeof descs / sizeof *descs };

static kc_session *session(void)
{
    static const kc_opdesc *table[N];
    for (int i = 0; i < N; i++) table[i] = &descs[i];
    return kc_session_create(table, N, NULL);
}

/* The instructions of a unit as text, without its declarations. */
static void insts_text(const kc_ir_unit *u, kc_sbuf *out)
{
    kc_sbuf all = {0};
    kc_ir_print(u, &all);
    for (const char *p = all.s, *e; p && *p; p = e + 1) {
        e = strchr(p, '\n');
        if (strncmp(p, "unit ", 5) && strncmp(p, "var ", 4) && e > p)
            kc_sbuf_write(out, p, (size_t)(e - p) + 1);
        if (!e[1]) break;
    }
    kc_sbuf_free(&all);
}

/* The first instrument (or, when there is none, the global code) of `orc` must lower to `ir`. */
static void check(const char *orc, const char *ir)
{
    kc_session *s = session();
    kc_sources src = {0};
    kc_diags d = {.sources = &src};
    kc_compiled c;
    kc_sbuf text = {0};
    if (kc_compile_orc(s, orc, strlen(orc), "t.orc", 1, &d, &c)) {
        kc_diags_render(&d, &text);
        fail_msg("%s", text.s);
    }
    const kc_ir_unit *u = c.instrs.n ? c.instrs.v[0].unit : c.unit0;
    assert_int_equal(kc_ir_verify(u, &d), 0);
    insts_text(u, &text);
    assert_string_equal(text.s, ir);
    kc_sbuf_free(&text);
    kc_compiled_free(&c);
    kc_diags_free(&d);
    kc_sources_free(&src);
    kc_session_destroy(s);
}

/* `orc` must fail, its first error having this code and line. */
static void check_error(const char *orc, const char *code, int line)
{
    kc_session *s = session();
    kc_diags d = {0};
    kc_compiled c;
    assert_int_equal(kc_compile_orc(s, orc, strlen(orc), "t.orc", 1, &d, &c), -1);
    int i = 0;
    while (i < d.list.n && d.list.v[i].severity != KC_DIAG_ERROR) i++;
    assert_true(i < d.list.n);
    assert_string_equal(d.list.v[i].code, code);
    assert_int_equal(d.list.v[i].span.line, line);
    kc_diags_free(&d);
    kc_session_destroy(s);
}

static void expressions(void **state)
{
    (void)state;
    check("instr 1\n k1 osc p4*2, -0.5\n a1 osc k1, 440, 1\n a2 = a1*k1 + 1\n out a2\nendin\n",
          "#i0 = init.i mul p4, #2\n"
          "k1 = init.perf.k call osc k kkjo (#i0, #-0.5, #-1, #0) given 2\n"
          "a1 = init.perf.a call osc a kkjo (k1, #440, #1, #0) given 3\n"
          "#a1 = perf.a mul a1, k1\n"
          "a2 = perf.a add #a1, #1\n"
          "perf.- call out - y (a2)\n");
    /* the first entry that takes the arguments decides the type */
    check("instr 1\n k1 = rnd(1) + rnd:k(2)\nendin\n", "#i0 = init.i call rnd i i (#1)\n"
                                                       "#k1 = perf.k call rnd k k (#2)\n"
                                                       "k1 = perf.k add #i0, #k1\n");
    check("instr 1\n k1 init 3\n print i(k1), 2^p4\nendin\n",
          "k1 = init.k copy #3\n"
          "#i0 = init.i copy k1\n"
          "#i1 = init.i call ##pow i iip (#2, p4, #1) given 2\n"
          "init.- call print - m (#i0, #i1)\n");
}

static void assignments(void **state)
{
    (void)state;
    check("instr 1\n a1 osc 1, 2\n k1 = a1\n a2 = k1\n k1 = 5\n i1 = p4\nendin\n",
          "a1 = init.perf.a call osc a kkjo (#1, #2, #-1, #0) given 2\n"
          "k1 = perf.k first a1\n"
          "a2 = perf.a fill k1\n"
          "k1 = perf.k copy #5\n"
          "i1 = init.i copy p4\n");
    check("instr 1\n i1, i2 = 1, p4\n i1, i2 = i2, i1\nendin\n", "i1 = init.i copy #1\n"
                                                                 "i2 = init.i copy p4\n"
                                                                 "#i_4 = init.i copy i2\n"
                                                                 "#i_5 = init.i copy i1\n"
                                                                 "i1 = init.i copy #i_4\n"
                                                                 "i2 = init.i copy #i_5\n");
    check("instr 1\n k1, k2 init 7\n a1 init 0\nendin\n", "k1 = init.k copy #7\n"
                                                          "k2 = init.k copy #7\n"
                                                          "a1 = init.a fill #0\n");
    check("instr 1\n kA[] init 4\n kA[1] = p4 * 2\n k1 = kA[0]\nendin\n",
          "kA = init.i call init k[] m (#4)\n"
          "#i0 = init.i mul p4, #2\n"
          "perf.- call ##array_set - k[]km (kA, #i0, #1)\n"
          "k1 = perf.k call ##array_get k k[]m (kA, #0)\n");
}

static void control_flow(void **state)
{
    (void)state;
    check("instr 1\n if p4 == 1 then\n  i1 = 2\n else\n  i1 = 3\n endif\nendin\n",
          "#b0 = init.i eq p4, #1\n"
          "init.perf.- ifnot #b0, @__L1~1\n"
          "i1 = init.i copy #2\n"
          "init.perf.- jump @__L0~0\n"
          "init.perf.- label @__L1~1\n"
          "i1 = init.i copy #3\n"
          "init.perf.- label @__L0~0\n");
    check("instr 1\n k1 init 0\n while k1 < 3 do\n  k1 += 1\n od\nendin\n", "k1 = init.k copy #0\n"
                                                                            "init.perf.- label @__L0~0\n"
                                                                            "#B0 = perf.k lt k1, #3\n"
                                                                            "perf.- ifnot #B0, @__L1~1\n"
                                                                            "k1 = perf.k add k1, #1\n"
                                                                            "perf.- jump @__L0~0\n"
                                                                            "init.perf.- label @__L1~1\n");
    check("instr 1\n k1 init 0\nagain:\n if p4 > 1 igoto again\n timout 0, 1, again\n kgoto again\nendin\n",
          "k1 = init.k copy #0\n"
          "init.perf.- label @again\n"
          "#b0 = init.i gt p4, #1\n"
          "init.- if #b0, @again\n"
          "init.perf.- call timout - iil (#0, #1, @again)\n"
          "perf.- jump @again\n");
    check("instr 1\n i1 = (p4 > 1 ? p5 : 2)\nendin\n", "#b0 = init.i gt p4, #1\n"
                                                       "init.- if #b0, @__L0~0\n"
                                                       "i1 = init.i copy #2\n"
                                                       "init.- jump @__L1~1\n"
                                                       "init.perf.- label @__L0~0\n"
                                                       "i1 = init.i copy p5\n"
                                                       "init.perf.- label @__L1~1\n");
    /* an opcode whose init may be jumped over is not performed then */
    check("instr 1\n igoto past\n a1 osc 1, 2\npast:\n out a1\nendin\n",
          "init.- jump @past\n"
          "perf.- ifnot #i_3, @__L1~1\n"
          "a1 = init.perf.a call osc a kkjo (#1, #2, #-1, #0) given 2\n"
          "#i_3 = init.i copy #1\n"
          "init.perf.- label @__L1~1\n"
          "init.perf.- label @past\n"
          "perf.- call out - y (a1)\n");
}

static void user_opcodes(void **state)
{
    (void)state;
    /* parameters that the body does not write are the arguments themselves */
    check("opcode foo, a, ak\n ain, kx xin\n kx = kx * 2\n xout ain * kx\nendop\n"
          "instr 1\n a1 osc 1, 2\n a2 foo a1, p4\nendin\n",
          "a1 = init.perf.a call osc a kkjo (#1, #2, #-1, #0) given 2\n"
          "foo:kx#1 = init.perf.k copy p4\n"
          "foo:kx#1 = perf.k mul foo:kx#1, #2\n"
          "foo:#a1#1 = perf.a mul a1, foo:kx#1\n"
          "a2 = perf.a copy foo:#a1#1\n");
    /* a body with its own ksmps works on slices */
    check("opcode foo, a, a\n ain xin\n setksmps 1\n i1 = ksmps\n xout ain\nendop\n"
          "instr 1\n a1 osc 1, 2\n a2 foo a1\nendin\n",
          "a1 = init.perf.a call osc a kkjo (#1, #2, #-1, #0) given 2\n"
          "init.perf.- subbegin\n"
          "foo:ain#1 = perf.a slicein a1\n"
          "init.- call setksmps - i (#1)\n"
          "foo:ksmps#1 = init.i call ##ksmps i - ()\n"
          "foo:i1#1 = init.i copy foo:ksmps#1\n"
          "a2 = perf.a sliceout foo:ain#1\n"
          "init.perf.- subend\n");
    /* the first definition that fits is taken; a later one of the same types replaces it */
    check("opcode foo, i, i\n i1 xin\n xout i1\nendop\nopcode foo, i, i\n i1 xin\n xout i1 * 2\nendop\n"
          "instr 1\n i1 foo p4\nendin\n",
          "foo:#i0#1 = init.i mul p4, #2\n"
          "i1 = init.i copy foo:#i0#1\n");
}

static void recursion(void **state)
{
    (void)state;
    const char *orc =
        "opcode deep, i, i\n i1 xin\n i2 = 0\n if i1 > 0 then\n  i2 deep i1 - 1\n endif\n xout i2\nendop\n"
        "instr 1\n i1 deep 3\nendin\n";
    kc_session *s = session();
    kc_diags d = {0};
    kc_compiled c;
    assert_int_equal(kc_compile_orc(s, orc, strlen(orc), "t.orc", 1, &d, &c), 0);
    const kc_ir_unit *u = c.instrs.v[0].unit;
    int fails = 0;
    for (int i = 0; i < u->insts.n; i++)
        fails += u->insts.v[i].op == KC_IR_CALL && !strcmp(u->insts.v[i].desc->name, "##fail");
    assert_int_equal(fails, 1);
    kc_compiled_free(&c);
    kc_diags_free(&d);
    kc_session_destroy(s);
}

static void errors(void **state)
{
    (void)state;
    check_error("instr 1\n k1 = kx + 1\nendin\n", "undefined-variable", 2);
    check_error("instr 1\n a1 osc \"x\", 2\nendin\n", "no-matching-entry", 2);
    check_error("instr 1\n k1 init 0\n i1 = k1\nendin\n", "bad-assignment", 3);
    check_error("instr 1\n a1 osc 1, 2\n if a1 > 1 then\n endif\nendin\n", "bad-operands", 3);
    check_error("instr 1\n goto nowhere\nendin\n", "undefined-label", 2);
    check_error("instr 1\n k1 init 0\n i1 = i(k1 + 1)\nendin\n", "i-of-expression", 3);
    check_error("instr 1\n x1 = 2\nendin\n", "bad-variable", 2);
    check_error("instr 1\nendin\ninstr 1\nendin\n", "instr-redefined", 3);
    check_error("opcode foo, i, ii\n i1 xin\n xout i1\nendop\n", "bad-xin-xout", 2);
    check_error("sr = gi1\n", "header-not-constant", 1);
}

/* A failed compile leaves nothing behind; a later one sees globals, opcodes and names of those before. */
static void sessions(void **state)
{
    (void)state;
    kc_session *s = session();
    kc_diags d = {0};
    kc_compiled c;
    const char *bad =
        "ksmps = 64\ngi1 = 1\nopcode foo, i, i\n i1 xin\n xout i1\nendop\ninstr lead\n i1 = nope\nendin\n";
    assert_int_equal(kc_compile_orc(s, bad, strlen(bad), "a", 1, &d, &c), -1);
    assert_int_equal(kc_session_globals(s)->list.n, 0);
    assert_int_equal(kc_session_instr_number(s, "lead"), 0);
    assert_int_equal(kc_session_header(s)->ksmps, 10);
    const char *one = "ksmps = 64\nnchnls = 2\ngi1 = 1\nopcode foo, i, i\n i1 xin\n xout i1\nendop\n"
                      "instr 1, 2, lead, +last\nendin\ninstr pad\nendin\ninstr 5\nendin\n";
    assert_int_equal(kc_compile_orc(s, one, strlen(one), "a", 1, &d, &c), 0);
    assert_int_equal(c.first, 1);
    assert_int_equal(c.header.ksmps, 64);
    assert_int_equal(c.header.nchnls_i, 2);
    assert_int_equal(c.instrs.v[0].n, 4);
    assert_int_equal(c.instrs.v[0].numbers[2], 3);
    assert_int_equal(kc_session_instr_number(s, "pad"), 4);
    assert_int_equal(kc_session_instr_number(s, "last"), 6);
    kc_compiled_free(&c);
    const char *two = "ksmps = 32\ninstr lead\n i1 = gi1 + 1 ; sum\n i2 foo gi1\nendin\n";
    assert_int_equal(kc_compile_orc(s, two, strlen(two), "b", 1, &d, &c), 0);
    assert_int_equal(c.first, 0);
    assert_int_equal(c.header.ksmps, 64);
    assert_int_equal(c.instrs.v[0].numbers[0], 3);
    assert_string_equal(c.instrs.v[0].unit->insts.v[0].text, "i1 = gi1 + 1");
    kc_compiled_free(&c);
    kc_diags_free(&d);
    kc_session_destroy(s);
}

/* Global code has an init pass only. */
static void global_code(void **state)
{
    (void)state;
    check("gk1 init 2\ngk1 = 3\ngi1 = 1\nif gi1 == 1 then\n gi1 = 4\nendif\n", "gk1 = init.k copy #2\n"
                                                                               "gi1 = init.i copy #1\n"
                                                                               "#b0 = init.i eq gi1, #1\n"
                                                                               "init.- ifnot #b0, @__L0~0\n"
                                                                               "gi1 = init.i copy #4\n"
                                                                               "init.- label @__L0~0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(expressions),  cmocka_unit_test(assignments),
                                       cmocka_unit_test(control_flow), cmocka_unit_test(user_opcodes),
                                       cmocka_unit_test(recursion),    cmocka_unit_test(errors),
                                       cmocka_unit_test(sessions),     cmocka_unit_test(global_code)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
