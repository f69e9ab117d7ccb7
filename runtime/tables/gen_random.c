/* GEN21: random numbers, drawn from the engine's Mersenne Twister as the distribution opcodes do. */
#include "runtime/opcodes/dsp/dist.h"
#include "runtime/tables/gen.h"

static double draw(kc_rng *r, int type, double scale, double a, double b)
{
    switch (type) {
    case 1: return dist_uniform(r, scale);
    case 2: return dist_linear(r, scale);
    case 3: return dist_triangle(r, scale);
    case 4: return dist_exp(r, scale);
    case 5: return dist_biexp(r, scale);
    case 6: return dist_gauss(r, scale);
    case 7: return dist_cauchy(r, scale);
    case 8: return dist_pcauchy(r, scale);
    case 9: return dist_beta(r, scale, a, b);
    case 10: return dist_weibull(r, scale, a);
    default: return dist_poisson(r, scale);
    }
}

/* Distribution 1 .. 11, scale, two parameters. The guard point is drawn too where it is not a copy. */
int kc_gen_random(kc_gen *g)
{
    kc_table *t = g->table;
    int type = kc_gen_int(g->p[0]);
    if (type < 1 || type > 11) return kc_gen_fail(g, "unknown distribution");
    if ((type == 9 && g->n < 3) || (type == 10 && g->n < 2))
        return kc_gen_fail(g, "Wrong number of input arguments");
    double scale = kc_gen_arg(g, 1, 1), a = kc_gen_arg(g, 2, 0), b = kc_gen_arg(g, 3, 0);
    for (int i = 0, n = t->len + g->exact; i < n; i++) t->data[i] = draw(g->ctx->rng, type, scale, a, b);
    return 0;
}
