/* GEN 04, 18, 24, 40, 52: tables made of other tables. */
#include "runtime/base/arena.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdlib.h>

/* GEN04: reciprocal of the running peak of a source, read from its start, or from its centre outwards. */
int kc_gen_normalising(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 2) return kc_gen_fail(g, "insufficient arguments");
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "unknown srctable number");
    bool both = g->p[1] != 0;
    int points = both ? src->len / 2 : src->len, step = points / t->len;
    if (step < 1) return kc_gen_fail(g, "table size too large");
    const double *up = src->data + (both ? points : 0), *down = up - 1;
    double peak = fabs(*up++);
    t->data[0] = peak != 0 ? 1.0 / peak : 1.0;
    for (int i = 1; i <= t->len; i++) {
        for (int k = 0; k < step; k++) {
            peak = fmax(peak, fabs(*up++));
            if (both) peak = fmax(peak, fabs(*down--));
        }
        t->data[i] = peak != 0 ? 1.0 / peak : 1.0;
    }
    g->exact = g->raw = true;
    return 0;
}

/* Adds a whole table, stretched by linear interpolation, to the points start .. finish. */
static void add_stretched(kc_table *t, const kc_table *src, double amp, int start, int finish)
{
    double last = src->len - 1, range = (double)finish - start;
    for (int i = start; i <= finish; i++) {
        double at = range > 0 ? last * (i - start) / range : 0.0;
        int k = (int)at;
        double f = at - k;
        t->data[i] += amp * (f * (src->data[k + 1] - src->data[k]) + src->data[k]);
    }
}

/* GEN18: (table, amplitude, start, finish) ... */
int kc_gen_mix(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 4) return kc_gen_fail(g, "wrong number of args");
    for (int i = 0; i + 3 < g->n; i += 4) {
        int start = kc_gen_int(g->p[i + 2]), finish = kc_gen_int(g->p[i + 3]);
        if (start < 0 || start > t->len || finish >= t->len)
            return kc_gen_fail(g, "a range given exceeds table length");
        const kc_table *src = kc_gen_source_pow2(g, g->p[i]);
        if (!src) return kc_gen_fail(g, "an input function does not exist");
        add_stretched(t, src, g->p[i + 1], start, finish);
    }
    return 0;
}

/* GEN24: a table brought to the range min .. max. */
int kc_gen_range(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 3) return kc_gen_fail(g, "insufficient arguments");
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "unknown srctable number");
    if (src->len != t->len) return kc_gen_fail(g, "table size must be the same of source table");
    double lo = src->data[0], hi = lo, min = g->p[1], max = g->p[2];
    for (int i = 0; i < t->len; i++) {
        if (src->data[i] > hi) hi = src->data[i];
        if (src->data[i] < lo) lo = src->data[i];
    }
    double ratio = (max - min) / (hi - lo);
    for (int i = 0; i < t->len; i++) t->data[i] = (src->data[i] - lo) * ratio + min;
    t->data[t->len] = t->data[t->len - 1];
    return 0;
}

/* GEN40: inverse of the running sum of a source that holds a histogram. Point j gets one less than the first
 * index from 1 whose sum, scaled to len - 1, reaches j. */
int kc_gen_histogram(kc_gen *g)
{
    kc_table *t = g->table;
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "unknown source table number");
    double total = 0, sum = src->data[0];
    for (int i = 0; i < src->len; i++) total += src->data[i];
    double *value = kc_try_calloc((size_t)t->len, sizeof(double)), scale = (t->len - 1) / total;
    if (!value) return kc_gen_fail(g, "no memory for %d points", t->len);
    int k = 0;
    for (int j = 0; j < t->len; j++) {
        while (k < src->len && (k == 0 || sum * scale < j))
            if (++k < src->len) sum += src->data[k];
        value[j] = k < src->len ? k - 1 : src->len - 1;
    }
    for (int j = 0; j < t->len; j++) t->data[j] = value[j];
    t->data[t->len] = t->data[t->len - 1];
    free(value);
    return 0;
}

/* GEN52: number of channels, (table, offset, step) ...: channels interleaved. */
int kc_gen_interleave(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 4) return kc_gen_fail(g, "insufficient gen arguments");
    int channels = kc_gen_round(g->p[0]);
    if (channels < 1 || (int64_t)channels * 3 + 1 != g->n)
        return kc_gen_fail(g, "number of channels inconsistent with number of args");
    int64_t frames = t->len / channels;
    for (int c = 0; c < channels; c++) {
        const kc_table *src = kc_gen_source_pow2(g, g->p[3 * c + 1]);
        if (!src) return kc_gen_fail(g, "GEN52: illegal source ftable %g", g->p[3 * c + 1]);
        int64_t at = kc_gen_round(g->p[3 * c + 2]), step = kc_gen_round(g->p[3 * c + 3]);
        for (int64_t i = 0; i < frames; i++, at += step)
            t->data[i * channels + c] = at >= 0 && at < src->len ? src->data[at] : 0.0;
    }
    return 0;
}
