/* random, randomh, randomi, trandom, jitter, jitter2, jspline, rspline: random control from the engine-wide
 * generator H32 (dsp/rng.h), which all instances draw from in the order in which they run. */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/op.h"

#define RND_PHASE ((double)KC_PHASE_MAX)

KC_NATIVE double draw(kc_ctx *c) { return kc_rng_h32_unipolar(c->rng); }
KC_NATIVE double draw2(kc_ctx *c) { return kc_rng_h32_bipolar(c->rng); }

/* ---- random, trandom -------------------------------------------------------------------------- */

typedef struct {
    double last;
} trandom_st;

#if KC_W == 1
KERNEL void random_tick(void *s, kc_ctx *c, int n, V *out, const V *min, const V *max)
{
    (void)s, (void)n;
    double range = *max - *min;
    *out = kc_rng_h32_unipolar(c->rng) * range + *min;
}

KERNEL void trandom_tick(trandom_st *s, kc_ctx *c, int n, V *out, const V *trig, const V *min, const V *max)
{
    (void)n;
    if (*trig != 0) s->last = kc_rng_h32_unipolar(c->rng) * (*max - *min) + *min;
    *out = s->last;
}
#endif

/* Opcode: random
 * Synopsis: ires random imin, imax
 *           kres random kmin, kmax
 *           ares random kmin, kmax
 *
 * Random numbers, equally distributed.
 * In:  min, max  range
 * Out: a new value at each execution
 * Fails: never
 */
KC_OP(random, "i", "ii", .tick = random_tick, .fx = rng, .scalar = 1)
KC_OP(random, "k", "kk", .tick = random_tick, .fx = rng, .scalar = 1)
KC_OP(random, "a", "kk", .tick = random_tick, .fx = rng, .scalar = 1)

/* Opcode: trandom
 * Synopsis: kres trandom ktrig, kmin, kmax
 *
 * A random number at each trigger.
 * In:  ktrig       non-zero: a new value
 *      kmin, kmax  range
 * Out: the last value; 0 before the first trigger
 * Fails: never
 */
KC_OP(trandom, "k", "kkk", .state = trandom_st, .tick = trandom_tick, .fx = rng, .scalar = 1)

/* ---- randomh, randomi ------------------------------------------------------------------------- */

typedef struct {
    double n1, n2, slope;
    int64_t phs;
} randomi_st;

/* First value of mode 2, as a fraction of the range. */
KC_NATIVE double fraction(double x, double min, double max)
{
    return max != min ? (x - min) / (max - min) : 0.0;
}

KC_NATIVE int mode_of(double x) { return x > -1e9 && x < 1e9 ? (int)x : 0; }

KC_NATIVE int randomh_init(randomi_st *s, kc_ctx *c, double *out, const double *min, const double *max,
                           const double *cps, const double *imode, const double *ifirst)
{
    (void)out, (void)cps;
    int mode = mode_of(*imode);
    s->phs = 0;
    s->n1 = mode == 2 ? fraction(*ifirst, *min, *max) : mode == 3 ? draw(c) : 0.0;
    return KC_OK;
}

KC_NATIVE int randomi_init(randomi_st *s, kc_ctx *c, double *out, const double *min, const double *max,
                           const double *cps, const double *imode, const double *ifirst)
{
    (void)out, (void)cps;
    int mode = mode_of(*imode);
    s->phs = 0;
    s->n1 = mode == 2 ? fraction(*ifirst, *min, *max) : mode == 3 ? draw(c) : 0.0;
    s->n2 = mode >= 1 && mode <= 3 ? draw(c) : s->n1;
    s->slope = (s->n2 - s->n1) / RND_PHASE;
    return KC_OK;
}

#if KC_W == 1
KC_INLINE int random_due(int64_t *phs, double cps, double inv_rate)
{
    *phs += (int64_t)v_to_l(cps * (KC_PHASE_MAX * inv_rate));
    if (*phs < KC_PHASE_MAX) return 0;
    *phs &= KC_PHASE_MASK;
    return 1;
}

KC_INLINE double randomh_sample(randomi_st *s, kc_ctx *c, double min, double max, double cps, double inv_rate)
{
    double y = s->n1 * (max - min) + min;
    if (random_due(&s->phs, cps, inv_rate)) s->n1 = kc_rng_h32_unipolar(c->rng);
    return y;
}

KC_INLINE double randomi_sample(randomi_st *s, kc_ctx *c, double min, double max, double cps, double inv_rate)
{
    double y = (s->n1 + (double)s->phs * s->slope) * (max - min) + min;
    if (random_due(&s->phs, cps, inv_rate)) {
        s->n1 = s->n2;
        s->n2 = kc_rng_h32_unipolar(c->rng);
        s->slope = (s->n2 - s->n1) / RND_PHASE;
    }
    return y;
}

#define RANDOM_TICKS(name)                                                                                   \
    KERNEL void name##_a(randomi_st *s, kc_ctx *c, int n, V *out, const V *min, const V *max, const V *cps)  \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = name##_sample(s, c, *min, *max, *cps, c->inv_sr);                                             \
    }                                                                                                        \
    KERNEL void name##_kr(randomi_st *s, kc_ctx *c, int n, V *out, const V *min, const V *max, const V *cps) \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = name##_sample(s, c, *min, *max, *cps, c->inv_kr);                                             \
    }
RANDOM_TICKS(randomh)
RANDOM_TICKS(randomi)
#endif

/* Opcode: randomi
 * Synopsis: ares randomi kmin, kmax, xcps [, imode, ifirst]
 *           kres randomi kmin, kmax, kcps [, imode, ifirst]
 *
 * Straight lines between random values.
 * In:  kmin, kmax range
 *      cps           new values per second
 *      imode         0:
 *      kmin          until the
 *      first         period is over; 1: from kmin; 2: from ifirst; 3: from a random value (default 0)
 *      ifirst first  value for
 *      mode          2
 * Out: kmin .. kmax
 * Fails: never
 */
KC_OP(randomi, "a", "kkxoo", .state = randomi_st, .init = randomi_init, .tick = randomi_a, .fx = rng,
      .scalar = 1)
KC_OP(randomi, "k", "kkkoo", .state = randomi_st, .init = randomi_init, .tick = randomi_kr, .fx = rng,
      .scalar = 1)

/* Opcode: randomh
 * Synopsis: ares randomh kmin, kmax, xcps [, imode, ifirst]
 *           kres randomh kmin, kmax, kcps [, imode, ifirst]
 *
 * Random values, each held for a period.
 * In:  kmin, kmax  range
 *      cps         new values per second
 *      imode       first value: 0, 1 kmin; 2 ifirst; 3 a random one (default 0)
 *      ifirst      first value for mode 2
 * Out: kmin .. kmax
 * Fails: never
 */
KC_OP(randomh, "a", "kkxoo", .state = randomi_st, .init = randomh_init, .tick = randomh_a, .fx = rng,
      .scalar = 1)
KC_OP(randomh, "k", "kkkoo", .state = randomi_st, .init = randomh_init, .tick = randomh_kr, .fx = rng,
      .scalar = 1)

/* ---- jitter ----------------------------------------------------------------------------------- */

typedef struct {
    double n1, n2, slope, cps;
    int64_t phs;
    int32_t fresh;
} jitter_st;

KC_NATIVE int jitter_init(jitter_st *s, kc_ctx *c, double *out, const double *amp, const double *min,
                          const double *max)
{
    (void)out, (void)amp, (void)min, (void)max;
    s->n2 = draw2(c);
    s->fresh = 1;
    s->phs = 0;
    return KC_OK;
}

#if KC_W == 1
KERNEL void jitter_tick(jitter_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *min, const V *max)
{
    (void)n;
    if (s->fresh) {
        s->fresh = 0;
        *out = s->n2 * *amp;
    } else {
        *out = (s->n1 + (double)s->phs * s->slope) * *amp;
        s->phs += v_to_l(s->cps * (KC_PHASE_MAX * c->inv_kr));
        if (s->phs < KC_PHASE_MAX) return;
    }
    s->cps = kc_rng_h32_unipolar(c->rng) * (*max - *min) + *min;
    s->phs &= KC_PHASE_MASK;
    s->n1 = s->n2;
    s->n2 = kc_rng_h32_bipolar(c->rng);
    s->slope = (s->n2 - s->n1) / RND_PHASE;
}
#endif

/* Opcode: jitter
 * Synopsis: kres jitter kamp, kcpsmin, kcpsmax
 *
 * Straight lines between random values at random times.
 * In:  kamp              amplitude
 *      kcpsmin, kcpsmax  range of the speed, values per second
 * Out: -kamp .. kamp
 * Fails: never
 */
KC_OP(jitter, "k", "kkk", .state = jitter_st, .init = jitter_init, .tick = jitter_tick, .fx = rng,
      .scalar = 1)

/* ---- jitter2 ---------------------------------------------------------------------------------- */

typedef struct {
    struct {
        double n1, n2, slope;
        int64_t phs;
    } part[3];
    int32_t defaults;
} jitter2_st;

KC_NATIVE int jitter2_init(jitter2_st *s, kc_ctx *c, double *out, const double *total, const double *amp1,
                           const double *cps1, const double *amp2, const double *cps2, const double *amp3,
                           const double *cps3, const double *ioption)
{
    (void)out, (void)total, (void)cps3;
    s->defaults = *cps1 == 0 && *cps2 == 0 && *amp1 == 0 && *amp2 == 0 && *amp3 == 0;
    for (int i = 0; i < 3; i++) {
        s->part[i].n1 = s->part[i].slope = 0;
        s->part[i].phs = 0;
        if (*ioption == 0) continue;
        s->part[i].n1 = s->part[i].n2;
        s->part[i].n2 = draw2(c);
        s->part[i].slope = (s->part[i].n2 - s->part[i].n1) / RND_PHASE;
    }
    return KC_OK;
}

#if KC_W == 1
KERNEL void jitter2_tick(jitter2_st *s, kc_ctx *c, int n, V *out, const V *total, const V *amp1,
                         const V *cps1, const V *amp2, const V *cps2, const V *amp3, const V *cps3)
{
    (void)n;
    int d = s->defaults;
    const double amp[3] = {d ? 0.5 : *amp1, d ? 0.3 : *amp2, d ? 0.2 : *amp3};
    const double cps[3] = {d ? 0.82071231913 : *cps1, d ? 7.009019029039107 : *cps2, d ? 10.0 : *cps3};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += (s->part[i].n1 + (double)s->part[i].phs * s->part[i].slope) * amp[i];
        s->part[i].phs += v_to_l(cps[i] * (KC_PHASE_MAX * c->inv_kr));
    }
    *out = sum * *total;
    for (int i = 0; i < 3; i++) {
        if (s->part[i].phs < KC_PHASE_MAX) continue;
        s->part[i].phs &= KC_PHASE_MASK;
        s->part[i].n1 = s->part[i].n2;
        s->part[i].n2 = kc_rng_h32_bipolar(c->rng);
        s->part[i].slope = (s->part[i].n2 - s->part[i].n1) / RND_PHASE;
    }
}
#endif

/* Opcode: jitter2
 * Synopsis: kres jitter2 ktotamp, kamp1, kcps1, kamp2, kcps2, kamp3, kcps3 [, ioption]
 *
 * Sum of three lines between random values.
 * In:  ktotamp     amplitude of the sum
 *      kamp, kcps  amplitude and speed of each; all 0: .5 .3 .2 and .82 7.01 10 per second
 *      ioption     non-zero starts at random values (default 0: from 0)
 * Out: the sum
 * Fails: never
 */
KC_OP(jitter2, "k", "kkkkkkko", .state = jitter2_st, .init = jitter2_init, .tick = jitter2_tick, .fx = rng,
      .scalar = 1)

/* ---- jspline, rspline ------------------------------------------------------------------------- */

/* Cubic Hermite segments through random points: value f0 and slope d0 at phase 0, c2 and c3 the rest. */
typedef struct {
    double p0, p1, p2; /* points; the segment runs from p0 to p1 */
    double d0, d1;     /* slopes at both */
    double c2, c3;
    double phs, step;
    int32_t fresh;
} spline_st;

KC_NATIVE void spline_start(spline_st *s, double p1, double p2)
{
    s->p1 = p1;
    s->p2 = p2;
    s->d1 = 0;
    s->fresh = 1;
    s->phs = 0;
}

KC_NATIVE int jspline_init(spline_st *s, kc_ctx *c, double *out, const double *amp, const double *min,
                           const double *max)
{
    (void)out, (void)amp, (void)min, (void)max;
    double p1 = draw2(c);
    spline_start(s, p1, draw2(c));
    return KC_OK;
}

KC_NATIVE int rspline_init(spline_st *s, kc_ctx *c, double *out, const double *lo, const double *hi,
                           const double *min, const double *max)
{
    (void)out, (void)lo, (void)hi, (void)min, (void)max;
    double p1 = draw(c);
    spline_start(s, p1, draw(c));
    return KC_OK;
}

#if KC_W == 1
/* Whole turns go, a phase of exactly 1 stays. */
KC_INLINE double spline_wrap(double phs) { return phs > 1.0 ? phs - (v_ceil(phs) - 1.0) : phs; }

KC_INLINE void spline_segment(spline_st *s, double next)
{
    double p0 = s->p1, p1 = s->p2, slope = p1 - p0;
    s->p0 = p0;
    s->p1 = p1;
    s->p2 = next;
    s->d0 = s->d1;
    s->d1 = (next - p0) * 0.5;
    double r0 = s->d0 - slope, r1 = s->d1 - slope;
    s->c3 = r0 + r1;
    s->c2 = -(r1 + 2.0 * r0);
}

/* One value, -1 .. 1 or 0 .. 1. `unipolar` tells which draw the points come from; a step of 0 is replaced by
 * `idle`. */
KC_INLINE double spline_sample(spline_st *s, kc_ctx *c, double min, double max, double inv_rate, int unipolar,
                               double idle)
{
    int due = s->fresh;
    if (!due) {
        s->phs += s->step;
        due = s->phs >= 1.0;
    }
    s->fresh = 0;
    if (due) {
        s->step = (kc_rng_h32_unipolar(c->rng) * (max - min) + min) * inv_rate;
        if (s->step == 0) s->step = idle;
        s->phs = spline_wrap(s->phs);
        spline_segment(s, unipolar ? kc_rng_h32_unipolar(c->rng) : kc_rng_h32_bipolar(c->rng));
    }
    double x = s->phs;
    return ((s->c3 * x + s->c2) * x + s->d0) * x + s->p0;
}

KERNEL void jspline_a(spline_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *min, const V *max)
{
    (void)n;
    *out = spline_sample(s, c, *min, *max, c->inv_sr, 0, 1.0) * *amp;
}

KERNEL void jspline_kr(spline_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *min, const V *max)
{
    (void)n;
    *out = spline_sample(s, c, *min, *max, c->inv_kr, 0, 1.0) * *amp;
}

KERNEL void rspline_a(spline_st *s, kc_ctx *c, int n, V *out, const V *lo, const V *hi, const V *min,
                      const V *max)
{
    (void)n;
    *out = spline_sample(s, c, *min, *max, c->inv_sr, 0, 0.0) * (*hi - *lo) + *lo;
}

KERNEL void rspline_kr(spline_st *s, kc_ctx *c, int n, V *out, const V *lo, const V *hi, const V *min,
                       const V *max)
{
    (void)n;
    *out = spline_sample(s, c, *min, *max, c->inv_kr, 1, 0.0) * (*hi - *lo) + *lo;
}
#endif

/* Opcode: jspline
 * Synopsis: ares jspline xamp, kcpsmin, kcpsmax
 *           kres jspline xamp, kcpsmin, kcpsmax
 *
 * A smooth curve through random values at random times.
 * In:  xamp              amplitude
 *      kcpsmin, kcpsmax  range of the speed, values per second
 * Out: about -xamp .. xamp
 * Fails: never
 */
KC_OP(jspline, "k", "xkk", .state = spline_st, .init = jspline_init, .tick = jspline_kr, .fx = rng,
      .scalar = 1)
KC_OP(jspline, "a", "xkk", .state = spline_st, .init = jspline_init, .tick = jspline_a, .fx = rng,
      .scalar = 1)

/* Opcode: rspline
 * Synopsis: ares rspline xmin, xmax, kcpsmin, kcpsmax
 *           kres rspline xmin, xmax, kcpsmin, kcpsmax
 *
 * A smooth curve through random values of a range at random times.
 * In:  xmin, xmax        range of the values
 *      kcpsmin, kcpsmax  range of the speed, values per second
 * Out: about xmin .. xmax at k-rate
 * Fails: never
 * Note: at a-rate all points but the first two lie within xmin - (xmax - xmin) .. xmax, as in the reference
 */
KC_OP(rspline, "k", "xxkk", .state = spline_st, .init = rspline_init, .tick = rspline_kr, .fx = rng,
      .scalar = 1)
KC_OP(rspline, "a", "xxkk", .state = spline_st, .init = rspline_init, .tick = rspline_a, .fx = rng,
      .scalar = 1)
