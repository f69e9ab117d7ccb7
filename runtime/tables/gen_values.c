/* GEN 02, 17, 41, 42, 51: values as they are given, steps, shares, tunings. */
#include "runtime/tables/gen.h"
#include <math.h>

/* GEN02: the arguments themselves; the rest is 0. */
int kc_gen_values(kc_gen *g)
{
    if (g->deferred && kc_gen_alloc(g, g->n)) return -1;
    kc_table *t = g->table;
    for (int i = 0; i < g->n && i <= t->len; i++) t->data[i] = g->p[i];
    return 0;
}

/* GEN17: x, value, x, value, ...: each value is held up to the next x. */
int kc_gen_steps(kc_gen *g)
{
    static const char wrong[] = "gen call has illegal x-ordinate values:";
    kc_table *t = g->table;
    int pairs = g->n / 2, at = 0;
    if (pairs < 1 || kc_gen_int(g->p[0])) return kc_gen_fail(g, "%s", wrong);
    for (int i = 0; i + 1 < pairs; i++) {
        int next = kc_gen_int(g->p[2 * i + 2]);
        if (next <= at) return kc_gen_fail(g, "%s", wrong);
        for (; at < next; at++) {
            if (at > t->len) return 0;
            t->data[at] = g->p[2 * i + 1];
        }
    }
    for (; at <= t->len; at++) t->data[at] = g->p[2 * pairs - 1];
    return 0;
}

static int share(const kc_gen *g, double weight, double total)
{
    return kc_gen_int(weight / total * g->table->len + 0.5);
}

/* GEN41: value, weight, ...: each value fills a part of the table in proportion to its weight. The point
 * after the last part gets the last weight, as in the reference. */
int kc_gen_shares(kc_gen *g)
{
    kc_table *t = g->table;
    double total = 0;
    int at = 0;
    for (int i = 1; i < g->n; i += 2) {
        if (g->p[i] < 0) return kc_gen_fail(g, "Gen41: negative probability not allowed");
        total += g->p[i];
    }
    if (g->n % 2) return kc_gen_fail(g, "Gen41: Must have even numer of arguments");
    for (int i = 0; i < g->n; i += 2) {
        int end = share(g, g->p[i + 1], total);
        end = end < t->len - at ? at + end : t->len;
        while (at < end) t->data[at++] = g->p[i];
    }
    t->data[at] = g->p[g->n - 1];
    return 0;
}

/* GEN42: minimum, maximum, weight, ...: as GEN41, with values that rise linearly from minimum to maximum. */
int kc_gen_share_ranges(kc_gen *g)
{
    kc_table *t = g->table;
    double total = 0;
    int at = 0;
    for (int i = 2; i < g->n; i += 3) total += g->p[i];
    for (int i = 0; i < g->n; i += 3) {
        double min = g->p[i], max = kc_gen_arg(g, i + 1, 0);
        int width = share(g, kc_gen_arg(g, i + 2, 0), total);
        double step = width > 1 ? (max - min) / (width - 1) : 0.0;
        for (int k = 0; k < width && at < t->len; k++) t->data[at++] = min + step * k;
    }
    if (at > 0) t->data[at] = t->data[at - 1];
    return 0;
}

/* GEN51: grades, interval, base frequency, base key, ratio, ...: a scale that repeats at the interval. */
int kc_gen_tuning(kc_gen *g)
{
    kc_table *t = g->table;
    int grades = kc_gen_int(g->p[0]), key = kc_gen_int(kc_gen_arg(g, 3, 0));
    double interval = kc_gen_arg(g, 1, 0), base = kc_gen_arg(g, 2, 0);
    if (grades < 1) return kc_gen_fail(g, "GEN51: illegal number of grades %d", grades);
    if (g->n - 4 < grades) return kc_gen_fail(g, "GEN51: invalid number of p-fields (too few grades)");
    for (int i = 0; i < t->len; i++) {
        int64_t from = (int64_t)i - key, grade = from % grades, turn = from / grades;
        if (grade < 0) {
            grade += grades;
            turn--;
        }
        t->data[i] = g->p[4 + grade] * pow(interval, (double)turn) * base;
    }
    return 0;
}
