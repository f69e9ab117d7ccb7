/* Every entry that fused code inlines, alone in an instrument made from its types: fused and tier 0 give the
 * same bits. */
#include "tests/unit/jit/entries.h"

static int differ(const run_result *a, const run_result *b)
{
    for (int i = 0; i < a->n; i++)
        if (memcmp(&a->out[i], &b->out[i], sizeof *a->out) &&
            !(a->out[i] != a->out[i] && b->out[i] != b->out[i]))
            return i + 1;
    return 0;
}

static void all_entries(void **state)
{
    static const run_plan plans[] = {{.ksmps = 10, .cycles = 60, .notes = 2, .p4 = 220, .sample_accurate = 1},
                                     {.ksmps = 1, .cycles = 200, .notes = 1, .p4 = 330}};
    int tried = 0, sounded = 0, wrong = 0;
    for (int i = 0; i < kc_optable_count; i++) {
        const kc_opdesc *d = kc_optable[i];
        char call[6000], text[8000];
        if ((!d->tick_sym && !d->each_sym) || !d->perf || !call_text(d, call, sizeof call)) continue;
        tried++;
        for (int k = 0; k < 2; k++) {
            snprintf(text, sizeof text, "unit \"%s\" ksmps %d\n%s", d->name, plans[k].ksmps, call);
            run_plan fused = plans[k];
            fused.fused = UINT64_MAX;
            run_result a = perform(*state, text, &plans[k]), b = perform(*state, text, &fused);
            int at = differ(&a, &b);
            if (at) {
                fprintf(stderr, "%s %s %s, ksmps %d: %.17g fused, %.17g in tier 0 at sample %d\n", d->name,
                        d->outs, d->ins, plans[k].ksmps, b.out[at - 1], a.out[at - 1], at - 1);
                wrong++;
            }
            if (k == 0 && silent(&a)) fprintf(stderr, "silent: %s %s %s\n", d->name, d->outs, d->ins);
            sounded += k == 0 && !silent(&a);
            free_result(&a);
            free_result(&b);
        }
    }
    printf("%d entries, %d of them sound\n", tried, sounded);
    assert_int_equal(wrong, 0);
    assert_true(tried > 100 && sounded * 10 >= tried * 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_entries)};
    return cmocka_run_group_tests(tests, open_compiler, close_compiler);
}
