/* Programs: step lists with resolved jumps, operand pointers, constants, sites, and the layout of the
 * instance. */
#include "ir/ir.h"
#include "runtime/engine/coreops.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
    kc_diags d;
    kc_ir_unit *u;
    kc_program *p;
} fixture;

static void make(fixture *f, const char *text, kc_core_lookup core)
{
    *f = (fixture){0};
    f->u = kc_ir_parse(text, "t", &f->d);
    assert_non_null(f->u);
    assert_int_equal(kc_ir_verify(f->u, &f->d), 0);
    f->p = kc_ir_program(f->u, core, &f->d);
}

static void drop(fixture *f)
{
    if (f->p)
        kc_ir_program_destroy(f->p);
    else
        kc_ir_unit_destroy(f->u);
    kc_diags_free(&f->d);
}

static uint32_t offset_of(const fixture *f, const char *name)
{
    for (int i = 0; i < f->u->vars.n; i++)
        if (!strcmp(f->u->vars.v[i].name, name)) return f->u->vars.v[i].off;
    fail();
    return 0;
}

static const char text[] =
    "unit \"instr 1\" ksmps 20\n"
    "op osc a kkjo init perf state 24 16\n"
    "op timout - iil init perf flow state 8 8\n"
    "op note i S init\n"
    "op fill k[] kS perf\n"
    "var a1 a\nvar k1 k\nvar i1 i\nvar unused a\nvar kv k[]\nvar S1 S\nvar f1 f\nvar gk1 k global 80\n"
    "i1 = init.i call note i S (\"a\\x00b\")\n"                       /* init 0 */
    "init.- if i1, @end\n"                                            /* init 1 */
    "k1 = init.perf.k add p5, #0.5\n"                                 /* init 2, perf 0 */
    "init.perf.- call timout - iil (#0, i1, @end)\n"                  /* init 3, perf 1 */
    "a1 = init.perf.a call osc a kkjo (k1, ksmps, #-1, #0) given 2\n" /* init 4, perf 2 */
    "init.perf.- subbegin\n"                                          /* init 5, perf 3 */
    "a1 = perf.a mul a1, gk1\n"                                       /*         perf 4 */
    "init.perf.- subend\n"
    "init.perf.- label @end\n"
    "kv = perf.k call fill k[] kS (k1, S1)\n" /*         perf 5 */
    "init.- rireturn\n";                      /* init 6 */

static void test_steps(void **state)
{
    (void)state;
    fixture f;
    static const int init_kinds[] = {KC_STEP_CALL, KC_STEP_IF,  KC_STEP_CALL,     KC_STEP_CALL,
                                     KC_STEP_CALL, KC_STEP_SUB, KC_STEP_RIRETURN, KC_STEP_END};
    static const int perf_kinds[] = {KC_STEP_CALL, KC_STEP_CALL, KC_STEP_CALL, KC_STEP_SUB,
                                     KC_STEP_CALL, KC_STEP_CALL, KC_STEP_END};
    make(&f, text, kc_coreop);
    assert_non_null(f.p);
    assert_int_equal(f.p->ninit, 8);
    assert_int_equal(f.p->nperf, 7);
    for (int i = 0; i < f.p->ninit; i++) assert_int_equal(f.p->init[i].kind, init_kinds[i]);
    for (int i = 0; i < f.p->nperf; i++) assert_int_equal(f.p->perf[i].kind, perf_kinds[i]);
    assert_int_equal(f.p->init[1].target, 6);
    assert_int_equal(f.p->perf[1].target, 5); /* where KC_JUMP leads */
    assert_int_equal(f.p->init[5].target, 6);
    assert_int_equal(f.p->perf[3].target, 5);
    assert_ptr_equal(f.p->perf[0].fn, kc_coreop("add", "k<kk"));
    assert_ptr_equal(f.p->perf[4].fn, kc_coreop("mul", "a<ak"));
    drop(&f);
}

static void test_sites(void **state)
{
    (void)state;
    fixture f;
    make(&f, text, kc_coreop);
    const kc_site *s = &f.p->sites[f.p->perf[1].site];
    assert_string_equal(s->name, "timout");
    assert_int_equal(s->label_init, 6);
    assert_int_equal(s->label_perf, 5);
    assert_memory_equal(s->types, "cil", 3);
    s = &f.p->sites[f.p->perf[2].site];
    assert_memory_equal(s->types, "akrcc", 5);
    assert_string_equal(s->argnames[3], "-1");
    assert_int_equal(s->given, 2);
    assert_int_equal(s->label_perf, -1);
    assert_int_equal(f.p->sites[f.p->perf[5].site].types[0], 'k' | 0x80);
    assert_null(f.p->sites[f.p->perf[0].site].desc);
    drop(&f);
}

static kc_ref operand(const kc_program *p, const kc_step *s, int i)
{
    return p->refs[(s->args - p->refs_off) / sizeof(void *) + (uint32_t)i];
}

static void expect_ref(kc_ref r, unsigned space, unsigned off)
{
    assert_int_equal(r.space, space);
    assert_int_equal(r.off, off);
}

static void test_operands(void **state)
{
    (void)state;
    fixture f;
    make(&f, text, kc_coreop);
    const kc_program *p = f.p;
    expect_ref(operand(p, &p->perf[0], 0), KC_AT_NOTE, offset_of(&f, "k1"));
    expect_ref(operand(p, &p->perf[0], 1), KC_AT_P, 5);
    expect_ref(operand(p, &p->perf[2], 2), KC_AT_ENGINE, offsetof(kc_sysvars, ksmps));
    expect_ref(operand(p, &p->perf[4], 2), KC_AT_GLOBAL, 80);
    kc_ref half = operand(p, &p->perf[0], 2), string = operand(p, &p->init[0], 1);
    assert_int_equal(half.space, KC_AT_CONST);
    assert_true(*(const double *)(p->consts + half.off) == 0.5);
    const kc_str *s = (const kc_str *)(p->consts + string.off);
    assert_int_equal(s->size, 4);
    assert_memory_equal(s->data, "a\0b", 4);
    drop(&f);
}

static void test_layout(void **state)
{
    (void)state;
    fixture f;
    make(&f, text, kc_coreop);
    const kc_program *p = f.p;
    assert_int_equal(p->pmax, 5);
    assert_true(p->p_off >= sizeof(kc_note));
    assert_true(offset_of(&f, "k1") >= p->p_off + 6 * sizeof(double));
    assert_int_equal(p->navars, 1); /* `unused` has no place */
    assert_int_equal(p->avars[0], offset_of(&f, "a1"));
    assert_int_equal(p->avars[0] % 64, 0);
    assert_true(p->avars[0] >= p->refs_off + (uint32_t)p->nrefs * sizeof(void *));
    assert_true(p->size >= p->avars[0] + 20 * sizeof(double));
    assert_int_equal(p->narrays, 1);
    assert_int_equal(p->arrays[0], offset_of(&f, "kv"));
    assert_int_equal(p->nstrs, 1);
    assert_int_equal(p->nfsigs, 0);
    assert_int_equal(p->perf[2].st % 16, 0);
    assert_true(p->perf[3].st >= p->perf[2].st + 24);
    drop(&f);
}

static kc_native no_core(const char *op, const char *types) { return (void)op, (void)types, NULL; }

static void test_errors(void **state)
{
    (void)state;
    fixture f;
    make(&f, text, no_core);
    assert_null(f.p);
    assert_string_equal(f.d.list.v[0].message, "instr 1: no function for add k<kk");
    drop(&f);
    kc_sbuf big = {0};
    kc_sbuf_puts(&big, "unit \"big\" ksmps 1\nop x - - init state 1048576 8\n");
    for (int i = 0; i < 520; i++) kc_sbuf_puts(&big, "init.- call x - - ()\n");
    make(&f, big.s, kc_coreop);
    assert_null(f.p);
    assert_string_equal(f.d.list.v[0].code, "instr-too-large");
    drop(&f);
    kc_sbuf_free(&big);
}

static void test_globals(void **state)
{
    (void)state;
    kc_ir_globals g = {.ksmps = 10};
    kc_ir_global *k = kc_ir_global_get(&g, "gk1", 'k', 0), *a = kc_ir_global_get(&g, "ga1", 'a', 0);
    assert_int_equal(k->off, 0);
    assert_int_equal(a->off, 64);
    assert_int_equal(g.used, 64 + 128);
    assert_ptr_equal(kc_ir_global_get(&g, "gk1", 'k', 0), k);
    assert_null(kc_ir_global_get(&g, "gk1", 'k', 1));
    kc_ir_globals_free(&g);
    g.ksmps = (int)(KC_IR_GLOBAL_BYTES / sizeof(double));
    assert_non_null(kc_ir_global_get(&g, "ga1", 'a', 0));
    assert_null(kc_ir_global_get(&g, "gk1", 'k', 0));
    kc_ir_globals_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),  cmocka_unit_test(test_sites),  cmocka_unit_test(test_operands),
        cmocka_unit_test(test_layout), cmocka_unit_test(test_errors), cmocka_unit_test(test_globals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
