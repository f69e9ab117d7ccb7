/* Random numbers of many distributions, drawn from the engine-wide Mersenne Twister (rng.h); one voice only.
 *
 * Formulas after D. Lorrain, "A Panoply of Stochastic Cannons", Computer Music Journal 4(1), 1980, with the
 * constants of the reference. */
#ifndef KC_OPCODES_DSP_DIST_H
#define KC_OPCODES_DSP_DIST_H
#include "runtime/math/vmath.h"
#include "runtime/opcodes/dsp/rng.h"

#define DIST_PI       3.14159265358979323846
/* Redraws before a distribution with absurd arguments gives up and returns 0. */
#define DIST_PATIENCE 100000

#if KC_W == 1
KC_VFN double dist_uniform(kc_rng *g, double range) { return range * kc_rng_mt_unit(g); }

KC_VFN double dist_linear(kc_rng *g, double range)
{
    uint32_t x = kc_rng_mt(g), y = kc_rng_mt(g);
    return (double)(x < y ? x : y) * (1.0 / KC_MT_RANGE) * range;
}

KC_VFN double dist_triangle(kc_rng *g, double range)
{
    int64_t sum = (int64_t)kc_rng_mt(g);
    sum += (int64_t)kc_rng_mt(g);
    return (double)(sum - 0xffffffffLL) * (1.0 / KC_MT_RANGE) * range;
}

KC_VFN double dist_exp(kc_rng *g, double scale)
{
    uint32_t x = 0;
    if (scale < 0) return 0.0;
    while (!x) x = kc_rng_mt(g);
    return -(v_log((double)x * (1.0 / KC_MT_RANGE)) * scale);
}

KC_VFN double dist_biexp(kc_rng *g, double range)
{
    int32_t x = 0;
    if (range < 0) return 0.0;
    while (!x) x = (int32_t)kc_rng_mt(g);
    double y = v_log(v_abs((double)x) * (1.0 / 2147483648.0)) * range;
    return x < 0 ? -y : y;
}

/* The sum of twelve equally distributed numbers. */
KC_VFN double dist_gauss(kc_rng *g, double range)
{
    int64_t sum = -(0xffffffffLL * 6);
    for (int i = 0; i < 12; i++) sum += (int64_t)kc_rng_mt(g);
    return (double)sum * (range * (1.0 / (3.83 * KC_MT_RANGE)));
}

/* The poles of the tangent are left out. */
KC_VFN double dist_cauchy(kc_rng *g, double scale)
{
    uint32_t x = kc_rng_mt(g);
    while (x > 2143188560u && x < 2151778735u) x = kc_rng_mt(g);
    return v_tan((double)x * (DIST_PI / 4294967295.0)) * (1.0 / 318.3) * scale;
}

KC_VFN double dist_pcauchy(kc_rng *g, double scale)
{
    uint32_t x = kc_rng_mt(g);
    while (x > 4286377121u) x = kc_rng_mt(g);
    return v_tan((double)x * (DIST_PI * 0.5) / 4294967295.0) * (1.0 / 318.3) * scale;
}

KC_VFN double dist_power(kc_rng *g, double exponent)
{
    uint32_t x = 0;
    while (!x) x = kc_rng_mt(g);
    return v_pow((double)x * (1.0 / KC_MT_RANGE), exponent);
}

KC_VFN double dist_beta(kc_rng *g, double range, double a, double b)
{
    if (!(a > 0 && b > 0)) return 0.0;
    for (int i = 0; i < DIST_PATIENCE; i++) {
        double r1 = dist_power(g, 1.0 / a), sum = r1 + dist_power(g, 1.0 / b);
        if (sum <= 1.0) return r1 / sum * range;
    }
    return 0.0;
}

KC_VFN double dist_weibull(kc_rng *g, double scale, double shape)
{
    uint32_t x = 0;
    if (!(shape > 0)) return 0.0;
    while (!x || x == 0xffffffffu) x = kc_rng_mt(g);
    return scale * v_pow(-v_log(1.0 - (double)x * (1.0 / 4294967295.0)), 1.0 / shape);
}

KC_VFN double dist_poisson(kc_rng *g, double lambda)
{
    double count = 0, x, limit;
    if (!(lambda >= 0)) return 0.0;
    x = kc_rng_mt_unit(g);
    limit = v_exp(-lambda);
    while (x >= limit && x > 0 && count < DIST_PATIENCE) {
        count++;
        x *= kc_rng_mt_unit(g);
    }
    return count;
}
#endif
#endif
