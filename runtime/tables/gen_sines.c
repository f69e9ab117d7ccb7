/* GEN 09, 10, 19: sums of sines. */
#include "runtime/tables/gen.h"
#include <math.h>

/* GEN10: harmonic partials by strength. The phase is kept as an integer, so each harmonic closes exactly. */
int kc_gen_harmonics(kc_gen *g)
{
    kc_table *t = g->table;
    if (t->len <= 0) return kc_gen_fail(g, "deferred size for GENs 1, 2, 23, 28 or 49 only");
    for (int h = g->n; h >= 1; h--) {
        double amp = g->p[h - 1];
        if (amp == 0) continue;
        for (int64_t i = 0, phase = 0; i <= t->len; i++, phase = (phase + h) % t->len)
            t->data[i] += sin((double)phase * (2.0 * M_PI / t->len)) * amp;
    }
    return 0;
}

static int partials(kc_gen *g, int width)
{
    kc_table *t = g->table;
    if (t->len <= 0) return kc_gen_fail(g, "deferred size for GENs 1, 2, 23, 28 or 49 only");
    for (int k = 0; k + width <= g->n; k += width) {
        double step = g->p[k] * (2.0 * M_PI / t->len), amp = g->p[k + 1],
               phase = g->p[k + 2] * (M_PI / 180.0), dc = width > 3 ? g->p[k + 3] : 0.0;
        for (int i = 0; i <= t->len; i++) {
            t->data[i] += sin(phase) * amp + dc;
            phase += step;
            if (phase >= 2.0 * M_PI) phase -= 2.0 * M_PI;
        }
    }
    return 0;
}

/* GEN09: partial number, strength, phase in degrees. */
int kc_gen_partials(kc_gen *g) { return partials(g, 3); }

/* GEN19: GEN09 with an offset for each partial. */
int kc_gen_partials_dc(kc_gen *g) { return partials(g, 4); }
