/* Fused code against tier 0: the same bits at every ksmps, with notes that start and end inside of a k-cycle,
 * and when a sounding note changes tier. */
#include "tests/unit/jit/fixture.h"

static const run_plan plans[] = {
    {.ksmps = 64, .cycles = 60, .notes = 3, .p4 = 220},
    {.ksmps = 1, .cycles = 500, .notes = 2, .p4 = 330},
    {.ksmps = 10, .cycles = 100, .notes = 4, .p4 = 110, .sample_accurate = 1},
};

static void check(void **state, const char *body)
{
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        char text[8192];
        snprintf(text, sizeof text, "unit \"instr 1\" ksmps %d\n%s", plans[i].ksmps, body);
        same_bits(*state, text, &plans[i]);
    }
}

static void arithmetic(void **state)
{
    check(state, "var k1 k\nvar k2 k\nvar a1 a\nvar a2 a\nvar #k3 k\n"
                 "k2 = init.i copy #0.25\n"
                 "k2 = perf.k add k2, #0.001\n"
                 "#k3 = perf.k lt k2, #0.5\n"
                 "k1 = perf.k div p4, #1000\n"
                 "k1 = perf.k sub k1, #k3\n"
                 "a1 = perf.a fill k2\n"
                 "a2 = perf.a mul a1, k1\n"
                 "a1 = perf.a sub a2, #0.1\n"
                 "a1 = perf.a neg a1\n"
                 "a1 = perf.a div a1, a2\n"
                 "init.perf.- call out - y (a1)\n");
}

static void oscillators(void **state)
{
    check(state, "var a1 a\nvar a2 a\nvar k1 k\nvar k2 k\n"
                 "k1 = init.perf.k call oscil k kkjo (#0.5, #3, #-1, #0)\n"
                 "k2 = perf.k mul k1, p4\n"
                 "k2 = perf.k add k2, p4\n"
                 "a1 = init.perf.a call oscili a kkjo (p5, k2, #-1, #0)\n"
                 "a2 = init.perf.a call oscil3 a akjo (a1, k2, #-1, #0.25)\n"
                 "a2 = perf.a add a2, a1\n"
                 "init.perf.- call out - y (a2)\n");
}

/* a block read before it is written holds the last k-cycle */
static void feedback(void **state)
{
    check(state, "var a1 a\nvar a2 a\n"
                 "a2 = perf.a mul a1, #0.9\n"
                 "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
                 "a1 = perf.a add a1, a2\n"
                 "init.perf.- call out - y (a1, a2)\n");
}

/* a skipped opcode leaves its block and state; i- and k-variables live across the jump */
static void branches(void **state)
{
    check(state, "var a1 a\nvar k1 k\nvar k2 k\nvar #b1 k\nvar k3 k\n"
                 "k1 = perf.k add k1, #1\n"
                 "k3 = init.i copy #5\n"
                 "#b1 = perf.k gt k1, k3\n"
                 "perf.- ifnot #b1, @skip\n"
                 "k1 = perf.k copy #0\n"
                 "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
                 "k2 = perf.k first a1\n"
                 "perf.- label @skip\n"
                 "a1 = perf.a add a1, k2\n"
                 "init.perf.- call out - y (a1)\n");
}

/* global blocks and scalars, and a call by address between loops */
static void globals(void **state)
{
    check(state, "var ga1 a global 0\nvar gk1 k global 8192\nvar a1 a\nvar k1 k\n"
                 "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
                 "ga1 = perf.a add ga1, a1\n"
                 "k1 = perf.k first ga1\n"
                 "gk1 = perf.k add gk1, k1\n"
                 "a1 = perf.a mul ga1, gk1\n"
                 "ga1 = perf.a mul ga1, #0.5\n"
                 "init.perf.- call out - y (a1)\n");
}

static void pipeline_of_loops(void **state)
{
    check(state, "var a1 a\nvar a2 a\nvar k1 k\n"
                 "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
                 "k1 = perf.k first a1\n"
                 "a2 = init.perf.a call oscili a akjo (a1, k1, #-1, #0)\n"
                 "a1 = perf.a sub a1, a2\n"
                 "init.perf.- call out - y (a1)\n");
}

/* a section with its own ksmps, its blocks cut out of the caller's */
static void section(void **state)
{
    static const run_plan plan = {.ksmps = 64, .cycles = 40, .notes = 3, .p4 = 220},
                          ragged = {.ksmps = 64, .cycles = 40, .notes = 3, .p4 = 220, .sample_accurate = 1};
    static const char text[] =
        "unit \"instr 1\" ksmps 64\nvar a1 a\nvar a2 a\nvar ain a\nvar aout a\nvar k1 k\n"
        "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
        "init.perf.- subbegin\n"
        "init.- call setksmps - i (#16)\n"
        "ain = perf.a slicein a1\n"
        "k1 = init.perf.k call oscil k kkjo (#0.5, #30, #-1, #0)\n"
        "ain = init.perf.a call tone a ako (ain, #800, #0)\n"
        "aout = perf.a mul ain, k1\n"
        "a2 = perf.a sliceout aout\n"
        "init.perf.- subend\n"
        "init.perf.- call out - y (a2)\n";
    same_bits(*state, text, &plan);
    same_bits(*state, text, &ragged);
}

/* calls by address that jump, and an init pass in the middle of a k-cycle */
static void jumps_and_reinit(void **state)
{
    check(state, "var a1 a\nvar k1 k\nvar k2 k\nvar i1 i\n"
                 "k1 = perf.k add k1, #1\n"
                 "init.perf.- label @again\n"
                 "i1 = init.i add i1, #0.001\n"
                 "k2 = init.perf.k call linseg k iim (i1, i1, #0.5, i1, #0)\n"
                 "init.perf.- call timout - iil (#0, #0.004, @play)\n"
                 "perf.- call reinit - l (@again)\n"
                 "init.perf.- label @play\n"
                 "init.- rireturn\n"
                 "a1 = init.perf.a call oscili a kkjo (k2, p4, #-1, #0)\n"
                 "a1 = perf.a mul a1, k1\n"
                 "init.perf.- call out - y (a1)\n");
}

/* taps read what their line's opcodes have written: through memory, also within a loop */
static void delay_line(void **state)
{
    check(state, "var a1 a\nvar a2 a\nvar a3 a\n"
                 "a1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
                 "a2 = init.perf.a call delayr aX io (#0.01, #0)\n"
                 "a3 = init.perf.a call deltapi a xo (#0.0035, #0)\n"
                 "a3 = perf.a mul a3, #0.5\n"
                 "a1 = perf.a add a1, a3\n"
                 "init.perf.- call delayw - a (a1)\n"
                 "init.perf.- call out - y (a3)\n");
}

static int never(void *st, kc_ctx *c, void **a)
{
    (void)st, (void)c, (void)a;
    return KC_ERROR;
}

static void refused_with_a_reason(void **state)
{
    compiler *c = *state;
    kc_sbuf error = {0};
    static const kc_opdesc unknown = {.name = "nosuch",
                                      .perf = never,
                                      .outs = "a",
                                      .ins = "",
                                      .tick_sym = "nosuch_a",
                                      .arate = 1,
                                      .file = "no/such.c"};
    kc_program *p = program_of(
        "unit \"instr 1\" ksmps 64\nvar a1 a\na1 = init.perf.a call oscili a kkjo (p5, p4, #-1, #0)\n"
        "init.perf.- call out - y (a1)\n");
    kc_ir_unit *u = p->ir;
    const kc_opdesc *known = u->insts.v[0].desc;
    u->insts.v[0].desc = &unknown;
    kc_schedule *s = kc_ir_schedule(u);
    assert_null(c->api->compile(c->session, u, s, p, NULL, &error));
    assert_non_null(strstr(error.s, "nosuch"));
    kc_ir_schedule_destroy(s);
    u->insts.v[0].desc = known;
    kc_ir_program_destroy(p);
    kc_sbuf_free(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic), cmocka_unit_test(oscillators),
        cmocka_unit_test(feedback),   cmocka_unit_test(branches),
        cmocka_unit_test(globals),    cmocka_unit_test(pipeline_of_loops),
        cmocka_unit_test(section),    cmocka_unit_test(jumps_and_reinit),
        cmocka_unit_test(delay_line), cmocka_unit_test(refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, open_compiler, close_compiler);
}
