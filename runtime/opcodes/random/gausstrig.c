/* gausstrig, urandom: impulses at normally distributed distances; numbers from the system's generator. */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>

/* ---- gausstrig -------------------------------------------------------------------------------- */

typedef struct {
    int32_t r, steer;
    double count, cps, first;
} gt_st;

KC_NATIVE int gausstrig_init(gt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                             const double *deviation, const double *imode, const double *ifirst)
{
    (void)out, (void)amp, (void)cps, (void)deviation;
    s->r = kc_rng_r31(c->rng);
    s->first = *ifirst;
    s->count = 0;
    s->steer = *imode > 0;
    return KC_OK;
}

/* Samples to the next impulse: the mean distance, and a normal deviate within -1 .. 1, reflected there. */
KC_NATIVE double next_distance(gt_st *s, double rate, double cps, double deviation)
{
    double mean = trunc(rate / (cps > 0.001 ? cps : 0.001));
    double u = (double)kc_r31_step(&s->r) * (1.0 / 2147483648.0),
           v = (double)kc_r31_step(&s->r) * (1.0 / 2147483648.0);
    double g = sqrt(-2.0 * log(u)) * sin(v * 6.28318530717958647693);
    if (g < -1.0)
        g = fmin(1.0, -2.0 - g);
    else if (g > 1.0)
        g = fmax(-1.0, 2.0 - g);
    return trunc(mean + g * deviation * mean);
}

KC_NATIVE double gausstrig_value(gt_st *s, double rate, double amp, double cps, double deviation)
{
    double y = 0;
    if (s->count <= 0) {
        s->count = next_distance(s, rate, cps, deviation);
        y = amp;
    } else if (s->steer && cps != s->cps) {
        s->count = 0;
    }
    s->count -= 1;
    return y;
}

KC_NATIVE void gausstrig_begin(gt_st *s, double rate, double cps, double deviation)
{
    s->cps = cps;
    if (!(s->first > 0)) return;
    s->count = next_distance(s, rate, cps, deviation);
    s->first = 0;
}

KC_NATIVE int gausstrig_kr(gt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                           const double *deviation, const double *imode, const double *ifirst)
{
    (void)imode, (void)ifirst;
    gausstrig_begin(s, c->kr, *cps, *deviation);
    *out = gausstrig_value(s, c->kr, *amp, *cps, *deviation);
    return KC_OK;
}

KC_NATIVE int gausstrig_a(gt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                          const double *deviation, const double *imode, const double *ifirst)
{
    (void)imode, (void)ifirst;
    gausstrig_begin(s, c->sr, *cps, *deviation);
    for (int n = c->begin; n < c->end; n++) out[n] = gausstrig_value(s, c->sr, *amp, *cps, *deviation);
    return KC_OK;
}

/* Opcode: gausstrig
 * Synopsis: ares gausstrig kamp, kcps, kdev [, imode, ifrst1]
 *           kres gausstrig kamp, kcps, kdev [, imode, ifrst1]
 *
 * Impulses at random distances around a mean one.
 * In:  kamp    amplitude
 *      kcps    impulses per second on average
 *      kdev    deviation, as a fraction of the mean distance
 *      imode   above 0: a change of kcps counts at once (default 0)
 *      ifrst1  above 0: no impulse at the start (default 0)
 * Out: impulses of one sample or k-cycle
 * Fails: never
 */
KC_OP(gausstrig, "k", "kkkoo", .state = gt_st, .init = gausstrig_init, .perf = gausstrig_kr)
KC_OP(gausstrig, "a", "kkkoo", .state = gt_st, .init = gausstrig_init, .perf = gausstrig_a)

/* ---- urandom ---------------------------------------------------------------------------------- */

typedef struct {
    uint64_t x;
    double scale, shift;
} urandom_st;

/* The system is asked once; a mixing generator goes on from there, so that a k-cycle reads no files.
 * (G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.) */
KC_NATIVE double urandom_next(urandom_st *s)
{
    uint64_t z = s->x += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return s->scale * ((double)(int64_t)(z ^ (z >> 31)) / 9223372036854775807.0) + s->shift;
}

KC_NATIVE int urandom_init(urandom_st *s, kc_ctx *c, double *out, const double *min, const double *max)
{
    (void)out;
    FILE *f = fopen("/dev/urandom", "rb");
    if (!f || fread(&s->x, sizeof s->x, 1, f) != 1) s->x = kc_time_seed(c);
    if (f) fclose(f);
    s->scale = 0.5 * (*max - *min);
    s->shift = 0.5 * (*max + *min);
    return KC_OK;
}

KC_NATIVE int urandom_once(urandom_st *s, kc_ctx *c, double *out, const double *min, const double *max)
{
    if (urandom_init(s, c, out, min, max) < 0) return KC_ERROR;
    *out = urandom_next(s);
    return KC_OK;
}

KC_NATIVE int urandom_kr(urandom_st *s, kc_ctx *c, double *out, const double *min, const double *max)
{
    (void)c, (void)min, (void)max;
    *out = urandom_next(s);
    return KC_OK;
}

KC_NATIVE int urandom_a(urandom_st *s, kc_ctx *c, double *out, const double *min, const double *max)
{
    (void)min, (void)max;
    for (int n = c->begin; n < c->end; n++) out[n] = urandom_next(s);
    return KC_OK;
}

/* Opcode: urandom
 * Synopsis: res urandom [imin, imax]     (i, k and a)
 *
 * Random numbers that differ in each run, started by the system's generator.
 * In:  imin, imax  range (default -1, 1)
 * Out: imin .. imax, equally distributed
 * Fails: never
 */
KC_OP(urandom, "i", "jp", .state = urandom_st, .init = urandom_once)
KC_OP(urandom, "k", "jp", .state = urandom_st, .init = urandom_init, .perf = urandom_kr)
KC_OP(urandom, "a", "jp", .state = urandom_st, .init = urandom_init, .perf = urandom_a)
