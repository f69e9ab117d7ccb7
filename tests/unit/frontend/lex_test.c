/* The lexer: kinds, values, places, bad input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "frontend/lex.h"
#include "frontend/pp.h"

typedef struct {
    kc_sources sources;
    kc_diags diags;
    kc_arena arena;
    kc_pp *pp;
    kc_pp_text text;
    kc_tokens tokens;
    int rc;
} run;

static run *start(const char *text)
{
    run *r = kc_xcalloc(1, sizeof *r);
    r->text.sources = r->diags.sources = &r->sources;
    int id = kc_sources_add(&r->sources, "t.orc", text, strlen(text));
    r->pp = kc_pp_create(&(kc_pp_options){.mode = KC_PP_ORC}, &r->sources, &r->diags);
    kc_pp_run(r->pp, (kc_pp_input){id, text, strlen(text), 1}, &r->text);
    r->rc = kc_lex(&r->text, &r->tokens, &r->diags);
    return r;
}

static void finish(run *r)
{
    kc_tokens_free(&r->tokens);
    kc_pp_text_free(&r->text);
    kc_pp_destroy(r->pp);
    kc_arena_free(&r->arena);
    kc_diags_free(&r->diags);
    kc_sources_free(&r->sources);
    free(r);
}

/* Kinds, with the text of words and numbers, separated by blanks. */
static void kinds(const char *in, const char *want)
{
    run *r = start(in);
    kc_sbuf b = {0};
    for (int i = 0; i < r->tokens.list.n - 1; i++) {
        const kc_token *t = &r->tokens.list.v[i];
        int valued = t->kind == KC_TOK_WORD || t->kind == KC_TOK_INT || t->kind == KC_TOK_NUM;
        kc_sbuf_printf(&b, "%s%s", i ? " " : "",
                       valued ? kc_lex_text(&r->tokens, t, &r->arena) : kc_lex_kind_text(t->kind));
    }
    assert_string_equal(b.s, want);
    kc_sbuf_free(&b);
    finish(r);
}

static void number(const char *in, double want, int is_int)
{
    run *r = start(in);
    assert_int_equal(r->tokens.list.n, 2);
    assert_int_equal(r->tokens.list.v[0].kind, is_int ? KC_TOK_INT : KC_TOK_NUM);
    double got = kc_lex_number(&r->tokens, &r->tokens.list.v[0]);
    assert_true(got == want);
    finish(r);
}

static void string(const char *in, const char *want, int want_len)
{
    run *r = start(in);
    int len;
    assert_int_equal(r->tokens.list.v[0].kind, KC_TOK_STR);
    const char *s = kc_lex_string(&r->tokens, &r->tokens.list.v[0], &r->arena, &len);
    assert_int_equal(len, want_len);
    assert_memory_equal(s, want, (size_t)want_len + 1);
    finish(r);
}

static void tokens(void **state)
{
    (void)state;
    kinds("a1 oscil 1,440", "a1 oscil 1 , 440");
    kinds("0dbfs=1 ksmps ksmpsx A4", "0dbfs = 1 ksmps ksmpsx A4");
    kinds("a<=b<<c<d>=e>>f==g!=h&&i||j", "a <= b << c < d >= e >> f == g != h && i || j");
    kinds("a+=1 -=2*=3/=4 *-5", "a += 1 -= 2 *= 3 /= 4 * - 5");
    kinds("\xC2\xAC"
          "a \xAC"
          "b ~c",
          "~ a ~ b ~ c");
    kinds("1e 1e5 0x 0x1F 1. .5 5.e2", "1 e 1e5 0 x 0x1F 1. .5 5.e2");
    kinds("if fi x\n\ny", "if fi x end of line end of line y");
}

static void numbers(void **state)
{
    (void)state;
    number("010", 10, 1);
    number("4294967296", 4294967296.0, 1);
    number("0x1F", 31, 0);
    number(".5", .5, 0);
    number("1E-2", 1e-2, 0);
    number("0.1", 0.1, 0);
    number("123456789012345678901234567890", 123456789012345678901234567890.0, 1);
    number("1e999999999999", 1e308 * 10, 0);
    const int at[][2] = {{1000, 1024}, {1024, 2048}, {0, 1}, {1, 2}};
    const int guard[][2] = {{1000, 1025}, {1024, 1025}, {0, 2}};
    char text[32];
    for (int i = 0; i < 4; i++) snprintf(text, sizeof text, "@%d", at[i][0]), number(text, at[i][1], 1);
    for (int i = 0; i < 3; i++)
        snprintf(text, sizeof text, "@@ %d", guard[i][0]), number(text, guard[i][1], 1);
}

static void strings(void **state)
{
    (void)state;
    string("\"a\\n\\t\\\"\\q\\x41\\101\\\\\"", "a\n\t\"qx41A\\", 10);
    string("\"\\f\"", "f", 1);
    string("{{\"a\"\n\\t\\q\\f}}", "\"a\"\n\t\\q\f", 8);
    string("\"a\\0b\"", "a\0b", 3);
    string("\"\"", "", 0);
}

static void bad(void **state)
{
    (void)state;
    const char *cases[][2] = {{"a $ b", "`$`"},
                              {"S = \"abc\nx", "no closing \""},
                              {"S = {{abc", "no closing }}"},
                              {"\xC3\xA9", "`\xC3\xA9`"},
                              {"\x01", "0x01"},
                              {"@x", "`@`"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run *r = start(cases[i][0]);
        assert_int_equal(r->rc, -1);
        assert_non_null(strstr(r->diags.list.v[0].message, cases[i][1]));
        finish(r);
    }
}

static void places(void **state)
{
    (void)state;
    run *r = start("a1\toscil 1\n /* \n */  foo(2)");
    const kc_token *foo = &r->tokens.list.v[4];
    kc_span at = kc_lex_span(&r->tokens, foo);
    assert_int_equal(at.line, 3);
    assert_int_equal(at.col, 6);
    assert_int_equal(at.len, 3);
    assert_false(foo->glued);
    assert_true(foo[1].glued);
    finish(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens), cmocka_unit_test(numbers), cmocka_unit_test(strings),
        cmocka_unit_test(bad),    cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
