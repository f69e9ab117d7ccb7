/* Random numbers of other distributions: unirand linrand trirand exprand bexprnd gauss cauchy pcauchy poisson
 * weibull betarand; and exprandi cauchyi gaussi, which interpolate between them.
 *
 * All draw from the engine-wide Mersenne Twister (dsp/rng.h) in the order in which they run; dsp/dist.h has the
 * formulas. */
#include "runtime/opcodes/dsp/dist.h"
#include "runtime/opcodes/op.h"

typedef struct {
    double n1, n2, slope;
    int32_t phs;
} disti_st;

typedef struct {
    double spare;
    int32_t has_spare;
} gauss_st;

#if KC_W == 1
#define DIST_TICK1(name, fn)                                                                                 \
    KERNEL void name(void *s, kc_ctx *c, int n, V *out, const V *x)                                          \
    {                                                                                                        \
        (void)s, (void)n;                                                                                    \
        *out = fn(c->rng, *x);                                                                               \
    }
DIST_TICK1(unirand_tick, dist_uniform)
DIST_TICK1(linrand_tick, dist_linear)
DIST_TICK1(trirand_tick, dist_triangle)
DIST_TICK1(exprand_tick, dist_exp)
DIST_TICK1(bexprnd_tick, dist_biexp)
DIST_TICK1(gauss1_tick, dist_gauss)
DIST_TICK1(cauchy_tick, dist_cauchy)
DIST_TICK1(pcauchy_tick, dist_pcauchy)
DIST_TICK1(poisson_tick, dist_poisson)

KERNEL void weibull_tick(void *s, kc_ctx *c, int n, V *out, const V *scale, const V *shape)
{
    (void)s, (void)n;
    *out = dist_weibull(c->rng, *scale, *shape);
}

KERNEL void betarand_tick(void *s, kc_ctx *c, int n, V *out, const V *range, const V *a, const V *b)
{
    (void)s, (void)n;
    *out = dist_beta(c->rng, *range, *a, *b);
}

/* G. E. P. Box, M. E. Muller, "A Note on the Generation of Random Normal Deviates", 1958: two values a time.
 */
KERNEL void gauss2_tick(gauss_st *s, kc_ctx *c, int n, V *out, const V *mean, const V *deviation)
{
    (void)n;
    double z = s->spare;
    if (!s->has_spare) {
        double u = kc_rng_mt_unit(c->rng), angle = 2 * DIST_PI * kc_rng_mt_unit(c->rng);
        double r = v_sqrt(-2.0 * v_log(u)), sine, cosine;
        v_sincos(angle, &sine, &cosine);
        z = r * cosine;
        s->spare = r * sine;
    }
    s->has_spare = !s->has_spare;
    *out = *deviation * z + *mean;
}

KC_INLINE double disti_value(const disti_st *s) { return s->n1 + (double)s->phs * s->slope; }

/* Moves the phase; 1 when a new value is due. */
KC_INLINE int disti_due(disti_st *s, double cps, double inv_rate)
{
    int64_t phs = s->phs + (int64_t)v_to_i(cps * (KC_PHASE_MAX * inv_rate));
    s->phs = (int32_t)(phs & KC_PHASE_MASK);
    return phs >= KC_PHASE_MAX;
}

KC_INLINE void disti_next(disti_st *s, double x)
{
    s->n1 = s->n2;
    s->n2 = x;
    s->slope = (s->n2 - s->n1) / (double)KC_PHASE_MAX;
}

#define DISTI_TICKS(name, fn)                                                                                \
    KERNEL void name##_a(disti_st *s, kc_ctx *c, int n, V *out, const V *range, const V *amp, const V *cps)  \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = disti_value(s) * *amp;                                                                        \
        if (disti_due(s, *cps, c->inv_sr)) disti_next(s, fn(c->rng, *range));                                \
    }                                                                                                        \
    KERNEL void name##_kr(disti_st *s, kc_ctx *c, int n, V *out, const V *range, const V *amp, const V *cps) \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = disti_value(s) * *amp;                                                                        \
        if (disti_due(s, *cps, c->inv_kr)) disti_next(s, fn(c->rng, *range));                                \
    }                                                                                                        \
    KERNEL void name##_ir(disti_st *s, kc_ctx *c, int n, V *out, const V *range, const V *amp, const V *cps) \
    {                                                                                                        \
        disti_next(s, fn(c->rng, *range));                                                                   \
        disti_next(s, fn(c->rng, *range));                                                                   \
        s->phs = 0;                                                                                          \
        name##_kr(s, c, n, out, range, amp, cps);                                                            \
    }
DISTI_TICKS(exprandi, dist_exp)
DISTI_TICKS(cauchyi, dist_cauchy)
DISTI_TICKS(gaussi, dist_gauss)
#endif

#if !defined KC_BITCODE && KC_W == 1
#define DISTI_INIT(name, fn)                                                                                 \
    KC_NATIVE int name##_init(disti_st *s, kc_ctx *c, double *out, const double *range, const double *amp,   \
                              const double *cps)                                                             \
    {                                                                                                        \
        (void)out, (void)amp, (void)cps;                                                                     \
        disti_next(s, fn(c->rng, *range));                                                                   \
        disti_next(s, fn(c->rng, *range));                                                                   \
        s->phs = 0;                                                                                          \
        return KC_OK;                                                                                        \
    }
DISTI_INIT(exprandi, dist_exp)
DISTI_INIT(cauchyi, dist_cauchy)
DISTI_INIT(gaussi, dist_gauss)
#endif

/* Opcode: linrand
 * Synopsis: ires linrand krange
 *           kres linrand krange
 *           ares linrand krange
 *
 * Linear distribution: small values are more likely.
 * In:  krange  range
 * Out: 0 .. krange
 * Fails: never
 */
KC_OP(linrand, "i", "k", .tick = linrand_tick, .fx = rng, .scalar = 1)
KC_OP(linrand, "k", "k", .tick = linrand_tick, .fx = rng, .scalar = 1)
KC_OP(linrand, "a", "k", .tick = linrand_tick, .fx = rng, .scalar = 1)

/* Opcode: trirand
 * Synopsis: ires trirand krange
 *           kres trirand krange
 *           ares trirand krange
 *
 * Triangle distribution.
 * In:  krange  range
 * Out: -krange .. krange
 * Fails: never
 */
KC_OP(trirand, "i", "k", .tick = trirand_tick, .fx = rng, .scalar = 1)
KC_OP(trirand, "k", "k", .tick = trirand_tick, .fx = rng, .scalar = 1)
KC_OP(trirand, "a", "k", .tick = trirand_tick, .fx = rng, .scalar = 1)

/* Opcode: exprand
 * Synopsis: ires exprand klambda
 *           kres exprand klambda
 *           ares exprand klambda
 *
 * Exponential distribution.
 * In:  klambda  mean; below 0 gives 0
 * Out: from 0
 * Fails: never
 */
KC_OP(exprand, "i", "k", .tick = exprand_tick, .fx = rng, .scalar = 1)
KC_OP(exprand, "k", "k", .tick = exprand_tick, .fx = rng, .scalar = 1)
KC_OP(exprand, "a", "k", .tick = exprand_tick, .fx = rng, .scalar = 1)

/* Opcode: bexprnd
 * Synopsis: ires bexprnd krange
 *           kres bexprnd krange
 *           ares bexprnd krange
 *
 * Bilateral exponential distribution.
 * In:  krange  mean magnitude; below 0 gives 0
 * Out: both signs
 * Fails: never
 */
KC_OP(bexprnd, "i", "k", .tick = bexprnd_tick, .fx = rng, .scalar = 1)
KC_OP(bexprnd, "k", "k", .tick = bexprnd_tick, .fx = rng, .scalar = 1)
KC_OP(bexprnd, "a", "k", .tick = bexprnd_tick, .fx = rng, .scalar = 1)

/* Opcode: cauchy
 * Synopsis: ires cauchy kalpha
 *           kres cauchy kalpha
 *           ares cauchy kalpha
 *
 * Cauchy distribution.
 * In:  kalpha  spread
 * Out: both signs
 * Fails: never
 */
KC_OP(cauchy, "i", "k", .tick = cauchy_tick, .fx = rng, .scalar = 1)
KC_OP(cauchy, "k", "k", .tick = cauchy_tick, .fx = rng, .scalar = 1)
KC_OP(cauchy, "a", "k", .tick = cauchy_tick, .fx = rng, .scalar = 1)

/* Opcode: pcauchy
 * Synopsis: ires pcauchy kalpha
 *           kres pcauchy kalpha
 *           ares pcauchy kalpha
 *
 * Positive Cauchy distribution.
 * In:  kalpha  spread
 * Out: from 0
 * Fails: never
 */
KC_OP(pcauchy, "i", "k", .tick = pcauchy_tick, .fx = rng, .scalar = 1)
KC_OP(pcauchy, "k", "k", .tick = pcauchy_tick, .fx = rng, .scalar = 1)
KC_OP(pcauchy, "a", "k", .tick = pcauchy_tick, .fx = rng, .scalar = 1)

/* Opcode: poisson
 * Synopsis: ires poisson klambda
 *           kres poisson klambda
 *           ares poisson klambda
 *
 * Poisson distribution.
 * In:  klambda  mean; below 0 gives 0
 * Out: whole numbers from 0
 * Fails: never
 */
KC_OP(poisson, "i", "k", .tick = poisson_tick, .fx = rng, .scalar = 1)
KC_OP(poisson, "k", "k", .tick = poisson_tick, .fx = rng, .scalar = 1)
KC_OP(poisson, "a", "k", .tick = poisson_tick, .fx = rng, .scalar = 1)

/* Opcode: gauss
 * Synopsis: res gauss krange       (i, k and a)
 *           res gauss kmean, kdev
 *
 * Normal distribution.
 * In:  krange  range which holds nearly all values
 *      kmean   mean
 *      kdev    standard deviation
 * Out: both signs
 * Fails: never
 * Note: with one argument the sum of twelve numbers, with two the method of Box and Muller
 */
KC_OP(gauss, "i", "k", .tick = gauss1_tick, .fx = rng, .scalar = 1)
KC_OP(gauss, "k", "k", .tick = gauss1_tick, .fx = rng, .scalar = 1)
KC_OP(gauss, "a", "k", .tick = gauss1_tick, .fx = rng, .scalar = 1)
KC_OP(gauss, "i", "ii", .state = gauss_st, .tick = gauss2_tick, .fx = rng, .scalar = 1)
KC_OP(gauss, "k", "kk", .state = gauss_st, .tick = gauss2_tick, .fx = rng, .scalar = 1)
KC_OP(gauss, "a", "kk", .state = gauss_st, .tick = gauss2_tick, .fx = rng, .scalar = 1)

/* Opcode: weibull
 * Synopsis: res weibull kscale, kshape     (i, k and a)
 *
 * Weibull distribution.
 * In:  kscale  spread
 *      kshape  1 exponential, above 1 a hump; at most 0 gives 0
 * Out: from 0
 * Fails: never
 */
KC_OP(weibull, "i", "kk", .tick = weibull_tick, .fx = rng, .scalar = 1)
KC_OP(weibull, "k", "kk", .tick = weibull_tick, .fx = rng, .scalar = 1)
KC_OP(weibull, "a", "kk", .tick = weibull_tick, .fx = rng, .scalar = 1)

/* Opcode: betarand
 * Synopsis: res betarand krange, kalpha, kbeta     (i, k and a)
 *
 * Beta distribution.
 * In:  krange         range
 *      kalpha, kbeta  below 1 favour 0 and krange; at most 0 gives 0
 * Out: 0 .. krange
 * Fails: never
 */
KC_OP(betarand, "i", "kkk", .tick = betarand_tick, .fx = rng, .scalar = 1)
KC_OP(betarand, "k", "kkk", .tick = betarand_tick, .fx = rng, .scalar = 1)
KC_OP(betarand, "a", "kkk", .tick = betarand_tick, .fx = rng, .scalar = 1)

/* Opcode: unirand
 * Synopsis: res unirand krange     (i, k and a)
 *
 * Equal distribution.
 * In:  krange  range
 * Out: 0 .. krange
 * Fails: never
 */
KC_OP(unirand, "i", "k", .tick = unirand_tick, .fx = rng, .scalar = 1)
KC_OP(unirand, "k", "k", .tick = unirand_tick, .fx = rng, .scalar = 1)
KC_OP(unirand, "a", "k", .tick = unirand_tick, .fx = rng, .scalar = 1)

/* Opcode: exprandi
 * Synopsis: res exprandi krange, xamp, xcps     (i, k and a)
 *
 * Straight lines between random values of an exponential distribution.
 * In:  krange  range of the distribution
 *      xamp    factor
 *      xcps    new values per second
 * Out: lines through the values
 * Fails: never
 * Note: at a-rate the first two points are 0, as in the reference
 */
KC_OP(exprandi, "i", "kxx", .state = disti_st, .tick = exprandi_ir, .fx = rng, .scalar = 1)
KC_OP(exprandi, "k", "kxx", .state = disti_st, .init = exprandi_init, .tick = exprandi_kr, .fx = rng,
      .scalar = 1)
KC_OP(exprandi, "a", "kxx", .state = disti_st, .tick = exprandi_a, .fx = rng, .scalar = 1)

/* Opcode: cauchyi
 * Synopsis: res cauchyi krange, xamp, xcps     (i, k and a)
 *
 * Straight lines between random values of a Cauchy distribution.
 * In:  krange  range of the distribution
 *      xamp    factor
 *      xcps    new values per second
 * Out: lines through the values
 * Fails: never
 * Note: at a-rate the first two points are 0, as in the reference
 */
KC_OP(cauchyi, "i", "kxx", .state = disti_st, .tick = cauchyi_ir, .fx = rng, .scalar = 1)
KC_OP(cauchyi, "k", "kxx", .state = disti_st, .init = cauchyi_init, .tick = cauchyi_kr, .fx = rng,
      .scalar = 1)
KC_OP(cauchyi, "a", "kxx", .state = disti_st, .tick = cauchyi_a, .fx = rng, .scalar = 1)

/* Opcode: gaussi
 * Synopsis: res gaussi krange, xamp, xcps     (i, k and a)
 *
 * Straight lines between random values of a normal distribution.
 * In:  krange  range of the distribution
 *      xamp    factor
 *      xcps    new values per second
 * Out: lines through the values
 * Fails: never
 * Note: at a-rate the first two points are 0, as in the reference
 */
KC_OP(gaussi, "i", "kxx", .state = disti_st, .tick = gaussi_ir, .fx = rng, .scalar = 1)
KC_OP(gaussi, "k", "kxx", .state = disti_st, .init = gaussi_init, .tick = gaussi_kr, .fx = rng, .scalar = 1)
KC_OP(gaussi, "a", "kxx", .state = disti_st, .tick = gaussi_a, .fx = rng, .scalar = 1)
