/* Type codes: which arguments fit which signatures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/sema.h"
#include <string.h>

static int read_types(const char *s, kc_type *v)
{
    int n = 0;
    while (kc_sig_next(&s, &v[n])) n++;
    return n;
}

static int in(const char *found, const char *sig)
{
    kc_type v[32];
    return kc_types_fit_in(v, read_types(found, v), sig);
}

static int out(const char *found, const char *sig)
{
    kc_type v[32];
    return kc_types_fit_out(v, read_types(found, v), sig);
}

static void inputs(void **state)
{
    (void)state;
    assert_true(in("cpri", "iiii"));
    assert_true(in("cpri", "kkkk"));
    assert_false(in("k", "i"));
    assert_false(in("k", "a"));
    assert_true(in("ka", "xx"));
    assert_true(in("Sc", "TT"));
    assert_false(in("k", "T"));
    assert_true(in("bB", "BB"));
    assert_false(in("@", "k"));
    assert_true(in("@", "."));
}

static void counts(void **state)
{
    (void)state;
    assert_true(in("", ""));
    assert_false(in("i", ""));
    assert_true(in("k", "kjo"));
    assert_false(in("", "kjo"));
    assert_true(in("", "oj"));
    assert_false(in("kiik", "kjo"));
    assert_true(in("iiiii", "iim"));
    assert_true(in("ii", "iim"));
    assert_false(in("iik", "iim"));
    assert_true(in("aika", "M"));
    assert_true(in("SaS", "*"));
}

static void arrays(void **state)
{
    (void)state;
    assert_true(in("k[]k", "k[]z"));
    assert_false(in("k[]", "i[]"));
    assert_true(in("k[][]", "k[]"));
    assert_true(in("S[]", ".[]"));
    assert_false(in("k", ".[]"));
    assert_false(in("k[]", "k"));
}

static void outputs(void **state)
{
    (void)state;
    assert_true(out("aaa", "mmmm"));
    assert_true(out("a", "mmmm"));
    assert_false(out("ak", "mmmm"));
    assert_false(out("a", "aa"));
    assert_false(out("aa", "a"));
    assert_true(out("p", "i"));
    assert_true(out("aa", "am"));
    assert_true(out("k", "s"));
    assert_false(out("c", "i"));
    assert_false(out("i", "k"));
    assert_true(out("k[]", "k[]"));
}

static void names(void **state)
{
    (void)state;
    assert_int_equal(kc_name_type("giFoo").t, 'i');
    assert_int_equal(kc_name_type("p12").t, 'p');
    assert_int_equal(kc_name_type("0dbfs").t, 'r');
    assert_int_equal(kc_name_type("tarr").dims, 1);
    assert_int_equal(kc_name_type("x1").t, 0);
    assert_int_equal(kc_name_type("g").t, 0);
    assert_int_equal(kc_name_pfield("p12"), 12);
    assert_int_equal(kc_name_pfield("pan"), -1);
}

static kc_ast_expr *number(kc_arena *a, double v)
{
    kc_ast_expr *e = kc_arena_alloc(a, sizeof *e);
    *e = (kc_ast_expr){.kind = KC_EXPR_NUM, .number = v, .text = "n"};
    return e;
}

static kc_ast_expr *binary(kc_arena *a, kc_ast_op op, kc_ast_expr *x, kc_ast_expr *y)
{
    kc_ast_expr *e = kc_arena_alloc(a, sizeof *e);
    *e = (kc_ast_expr){
        .kind = KC_EXPR_BINARY, .op = op, .text = "op", .kids = {kc_arena_alloc(a, 2 * sizeof e), 2}};
    e->kids.v[0] = x;
    e->kids.v[1] = y;
    return kc_fold(e, a);
}

static void folding(void **state)
{
    (void)state;
    kc_arena a = {0};
    assert_string_equal(binary(&a, KC_OP_POW, number(&a, 2), number(&a, 0.5))->text, "1.4142135623730951455");
    assert_string_equal(binary(&a, KC_OP_MUL, number(&a, 2), number(&a, 3))->text, "6");
    assert_true(binary(&a, KC_OP_MOD, number(&a, -7), number(&a, 3))->number == -1);
    assert_true(binary(&a, KC_OP_BITAND, number(&a, 5.7), number(&a, 3))->number == 1);
    kc_ast_expr x = {.kind = KC_EXPR_IDENT, .text = "k1"};
    assert_ptr_equal(binary(&a, KC_OP_ADD, &x, number(&a, 0)), &x);
    assert_ptr_equal(binary(&a, KC_OP_MUL, number(&a, 1), &x), &x);
    assert_int_equal(binary(&a, KC_OP_SUB, number(&a, 0), &x)->kind, KC_EXPR_BINARY);
    assert_int_equal(binary(&a, KC_OP_MUL, &x, number(&a, 0))->kind, KC_EXPR_BINARY);
    kc_arena_free(&a);
}

/* `set` and values as given; the result as "sr kr ksmps". */
static void check_header(kc_header orc, kc_header over, double sr, double kr, int ksmps)
{
    kc_header h;
    kc_diags d = {0};
    assert_int_equal(kc_header_resolve(&orc, &over, &h, &d, (kc_span){0, 0, 0, 0}), 0);
    assert_true(h.sr == sr);
    assert_true(h.kr > kr - 0.001 && h.kr < kr + 0.001);
    assert_int_equal(h.ksmps, ksmps);
    kc_diags_free(&d);
}

static void header(void **state)
{
    (void)state;
    kc_header none = {.set = 0};
    check_header(none, none, 44100, 4410, 10);
    check_header((kc_header){.sr = 48000, .set = KC_HDR_SR}, none, 48000, 4363.6364, 11);
    check_header((kc_header){.kr = 1000, .set = KC_HDR_KR}, none, 44100, 1002.2727, 44);
    check_header((kc_header){.kr = 1000, .ksmps = 32, .set = KC_HDR_KR | KC_HDR_KSMPS}, none, 32000, 1000,
                 32);
    check_header((kc_header){.sr = 48000, .ksmps = 32, .set = KC_HDR_SR | KC_HDR_KSMPS},
                 (kc_header){.sr = 96000, .set = KC_HDR_SR}, 96000, 3000, 32);
    kc_header bad = {.sr = 44100, .kr = 4410, .ksmps = 32, .set = KC_HDR_SR | KC_HDR_KR | KC_HDR_KSMPS}, h;
    kc_diags d = {0};
    assert_int_equal(kc_header_resolve(&bad, NULL, &h, &d, (kc_span){0, 0, 0, 0}), -1);
    assert_string_equal(d.list.v[0].code, "bad-header");
    kc_diags_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(inputs), cmocka_unit_test(counts),
                                       cmocka_unit_test(arrays), cmocka_unit_test(outputs),
                                       cmocka_unit_test(names),  cmocka_unit_test(folding),
                                       cmocka_unit_test(header)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
