/* GEN 02, 05, 07: values and segments. */
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

/* Runs over segments value, length, value, ...: step(v0, v1, length) gives the change from point to point.
 * The guard point goes on from the last segment. */
static int segments(kc_gen *g, int exponential)
{
    kc_table *t = g->table;
    int at = 0;
    double v = 0;
    for (int i = 0; i + 2 < g->n; i += 2) {
        double v0 = g->p[i], v1 = g->p[i + 2];
        if (!(fabs(g->p[i + 1]) < 1e9)) return kc_gen_fail(g, "illegal segment size");
        int len = (int)g->p[i + 1];
        if (len == 0) continue;
        if (len < 0) return kc_gen_fail(g, "gen call has negative segment size:");
        if (exponential && !(v1 / v0 > 0))
            return kc_gen_fail(g, "illegal input vals for gen call, beginning:");
        double step = exponential ? pow(v1 / v0, 1.0 / len) : (v1 - v0) / len;
        for (v = v0; len > 0 && at <= t->len; len--) {
            t->data[at++] = v;
            v = exponential ? v * step : v + step;
        }
        if (at > t->len) return 0;
    }
    if (at == t->len && at > 0) t->data[at] = v;
    return 0;
}

/* GEN05: exponential segments. */
int kc_gen_exponential_segments(kc_gen *g)
{
    if (g->n > 0 && g->p[0] == 0) return kc_gen_fail(g, "illegal input vals for gen call, beginning:");
    return segments(g, 1);
}

/* GEN07: straight lines. */
int kc_gen_line_segments(kc_gen *g) { return segments(g, 0); }
