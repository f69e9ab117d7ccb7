/* Overload resolution: table order, rates of x inputs, near names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "frontend/sema.h"
#include <string.h>

#define TYPE(c) ((kc_type){c, 0})

static const kc_opdesc osc[] = {
    {.name = "osc", .outs = "a", .ins = "kkjo"},
    {.name = "osc", .outs = "k", .ins = "kkjo"},
    {.name = "flt", .outs = "a", .ins = "axo", .rates = "k"},
    {.name = "flt", .outs = "a", .ins = "axo", .rates = "a"},
};

static kc_entries entries(kc_entry *v, int from, int n)
{
    for (int i = 0; i < n; i++)
        v[i] = (kc_entry){&osc[from + i], NULL, osc[from + i].outs, osc[from + i].ins};
    kc_entries es = {.name = osc[from].name};
    es.v.v = v;
    es.v.n = es.v.cap = n;
    return es;
}

static void table_order(void **state)
{
    (void)state;
    kc_entry v[2];
    kc_entries es = entries(v, 0, 2);
    kc_type ins[2] = {TYPE('c'), TYPE('i')}, a = TYPE('a'), k = TYPE('k'), i = TYPE('i');
    assert_ptr_equal(kc_resolve_inputs(&es, ins, 2), &v[0]);
    assert_ptr_equal(kc_resolve(&es, &a, 1, ins, 2), &v[0]);
    assert_ptr_equal(kc_resolve(&es, &k, 1, ins, 2), &v[1]);
    assert_null(kc_resolve(&es, &i, 1, ins, 2));
    ins[1] = TYPE('a');
    assert_null(kc_resolve_inputs(&es, ins, 2));
}

static void rates_of_x(void **state)
{
    (void)state;
    kc_entry v[2];
    kc_entries es = entries(v, 2, 2);
    kc_type ins[2] = {TYPE('a'), TYPE('a')}, a = TYPE('a');
    assert_ptr_equal(kc_resolve(&es, &a, 1, ins, 2), &v[1]);
    ins[1] = TYPE('c');
    assert_ptr_equal(kc_resolve(&es, &a, 1, ins, 2), &v[0]);
}

static void near_names(void **state)
{
    (void)state;
    kc_near s = {.name = "oscilli"};
    kc_near_try(&s, "reverb");
    kc_near_try(&s, "oscil");
    kc_near_try(&s, "oscili");
    kc_near_try(&s, "poscil");
    assert_string_equal(s.best, "oscili");
    s = (kc_near){.name = "zz"};
    kc_near_try(&s, "out");
    assert_null(s.best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(table_order), cmocka_unit_test(rates_of_x),
                                       cmocka_unit_test(near_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
