/* gendy, gendyx, gendyc: dynamic stochastic synthesis. A period runs through points; each time a point is
 * reached its height and its duration take a random step, reflected at their limits.
 *
 * I. Xenakis, Formalized Music, 1992 (ch. 9, 13, 14); distributions after N. Collins' Gendy units. Each
 * instance has a generator of its own, started by one draw from the engine-wide R31. */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/op.h"

enum { GENDY_MAX_POINTS = 8192 };

typedef struct {
    kc_aux memory;
    double *heights, *durations; /* of the points: -1 .. 1 and 0 .. 1 */
    int32_t points, index, r;
    double from, to;             /* heights of the segment's ends */
    double phase, speed;         /* of the segment; 1 is its end */
    double middle, slope, curve; /* gendyc: value, and its first and second difference */
    int32_t left;                /* gendyc: samples until the next segment */
} gendy_st;

/* What a k-cycle needs. */
typedef struct {
    double amp, height_kind, duration_kind, height_par, duration_par, min, max, height_scale, duration_scale,
        up, down, points;
} gendy_args;

KC_NATIVE double gendy_unit(gendy_st *s) { return (double)kc_r31_step(&s->r) * (1.0 / 2147483648.0); }
KC_NATIVE double bipolar(int32_t r) { return (double)((int64_t)r * 2 - 0x7fffffff) * (1.0 / 2147483648.0); }

KC_NATIVE int gendy_start(gendy_st *s, kc_ctx *c, double count)
{
    s->points = count >= 1 ? (count > GENDY_MAX_POINTS ? GENDY_MAX_POINTS : (int32_t)count) : 12;
    if (kc_aux_alloc(c, &s->memory, (size_t)s->points * 2 * sizeof(double)) < 0) return KC_ERROR;
    s->heights = s->memory.p;
    s->durations = s->heights + s->points;
    s->from = s->to = s->middle = s->slope = s->curve = 0;
    s->phase = 1;
    s->speed = 100;
    s->index = s->left = 0;
    s->r = kc_rng_r31(c->rng);
    for (int i = 0; i < s->points; i++) {
        s->heights[i] = bipolar(kc_r31_step(&s->r));
        s->durations[i] = gendy_unit(s);
    }
    return KC_OK;
}

/* A step of about -1 .. 1. */
KC_NATIVE double gendy_step(double kind, double a, int32_t r)
{
    double u = (double)r * (1.0 / 2147483648.0), c;
    a = a > 1 ? 1 : a < 0.0001 ? 0.0001 : a;
    switch (kind > -1 && kind < 100 ? (int)kind : 0) {
    case 1: /* Cauchy */ return 1.0 / a * tan(atan(10.0 * a) * bipolar(r)) * 0.1;
    case 2: /* logistic */
        c = 0.5 + 0.499 * a;
        u = (u - 0.5) * 0.998 * a + 0.5;
        return log((1.0 - u) / u) / log((1.0 - c) / c);
    case 3: /* hyperbolic cosine */
        u = tan(1.5692255 * a * u) / tan(1.5692255 * a);
        return log(u * 0.999 + 0.001) * -0.1447648 * 2.0 - 1.0;
    case 4: /* arc sine */ return sin(3.14159265358979323846 * (u - 0.5) * a) / sin(1.5707963 * a);
    case 5: /* exponential */ return log(1.0 - u * 0.999 * a) / log(1.0 - 0.999 * a) * 2.0 - 1.0;
    case 6: /* from outside */ return a * 2.0 - 1.0;
    default: return bipolar(r);
    }
}

KC_NATIVE double reflect_height(double x)
{
    if (x >= -1.0 && x <= 1.0) return x;
    if (x < 0) x += 4.0;
    x = fmod(x, 4.0);
    return x > 1.0 ? (x < 3.0 ? 2.0 - x : x - 4.0) : x;
}

KC_NATIVE double reflect_duration(double x)
{
    if (x > 1.0) return 2.0 - fmod(x, 2.0);
    return x < 0 ? 2.0 - fmod(x + 2.0, 2.0) : x;
}

/* Goes to the next point; gives the frequency of the segment, Hz, times the number of points. */
KC_NATIVE double next_point(gendy_st *s, const gendy_args *a)
{
    int n = a->points >= 1 && a->points < s->points + 1.0 ? (int)a->points : s->points;
    int i = s->index = (s->index + 1) % n;
    s->from = s->to;
    double step = gendy_step(a->height_kind, a->height_par, kc_r31_step(&s->r));
    s->to = s->heights[i] = reflect_height(s->heights[i] + a->height_scale * step);
    step = gendy_step(a->duration_kind, a->duration_par, kc_r31_step(&s->r));
    double d = s->durations[i] = reflect_duration(s->durations[i] + a->duration_scale * step);
    return (a->min + (a->max - a->min) * d) * n;
}

KC_NATIVE void line_segment(gendy_st *s, const kc_ctx *c, const gendy_args *a)
{
    if (!(s->phase >= 1.0)) return;
    s->phase -= 1.0;
    s->speed = next_point(s, a) * c->inv_sr;
}

KC_NATIVE double gendy_line(gendy_st *s, const kc_ctx *c, const gendy_args *a)
{
    line_segment(s, c, a);
    double y = a->amp * ((1.0 - s->phase) * s->from + s->phase * s->to);
    s->phase += s->speed;
    return y;
}

KC_NATIVE double gendy_power(gendy_st *s, const kc_ctx *c, const gendy_args *a)
{
    line_segment(s, c, a);
    double up = a->up < 0 ? 0 : a->up, down = a->down < 0 ? 0 : a->down, rise = s->to - s->from;
    double y = a->amp * (s->from + pow(s->phase, rise > 0 ? up : down) * rise);
    s->phase += s->speed;
    return y;
}

/* A parabola from one middle of a segment to the next, with equal slope where they meet. */
KC_NATIVE double gendy_curve(gendy_st *s, const kc_ctx *c, const gendy_args *a)
{
    if (s->left <= 0) {
        double cps = next_point(s, a), n = trunc(c->sr / (cps > 0.001 ? cps : 0.001));
        s->left = n < 2 ? 2 : (int32_t)n;
        n = s->left;
        s->curve = 2.0 * ((s->from + s->to) * 0.5 - s->middle - n * s->slope) / (n * n + n);
    }
    s->left--;
    double y = a->amp * s->middle;
    s->slope += s->curve;
    s->middle += s->slope;
    return y;
}

/* Arguments behind the output; `curves`: gendyx has two more. */
KC_NATIVE gendy_args gather(void **a, int curves)
{
    const double *const *p = (const double *const *)(a + 1);
    gendy_args g = {*p[0], *p[1], *p[2], *p[3], *p[4], *p[5], *p[6], *p[7], *p[8], 1, 1, 0};
    if (curves) {
        g.up = *p[9];
        g.down = *p[10];
    }
    g.points = *p[curves ? 12 : 10];
    return g;
}

#ifndef KC_BITCODE
#define P(name) const double *name
#define GENDY_ARGS                                                                                           \
    double *out, P(amp), P(ak), P(dk), P(ap), P(dp), P(min), P(max), P(as), P(ds), P(ipoints), P(points)
#define GENDY_LIST                                                                                           \
    (void *[])                                                                                               \
    {                                                                                                        \
        out, (void *)amp, (void *)ak, (void *)dk, (void *)ap, (void *)dp, (void *)min, (void *)max,          \
            (void *)as, (void *)ds, (void *)ipoints, (void *)points                                          \
    }
#define GENDYX_ARGS                                                                                          \
    double *out, P(amp), P(ak), P(dk), P(ap), P(dp), P(min), P(max), P(as), P(ds), P(up), P(down),           \
        P(ipoints), P(points)
#define GENDYX_LIST                                                                                          \
    (void *[])                                                                                               \
    {                                                                                                        \
        out, (void *)amp, (void *)ak, (void *)dk, (void *)ap, (void *)dp, (void *)min, (void *)max,          \
            (void *)as, (void *)ds, (void *)up, (void *)down, (void *)ipoints, (void *)points                \
    }
#define GENDY_FUNCTIONS(name, args, list, curves, value)                                                     \
    KC_NATIVE int name##_init(gendy_st *s, kc_ctx *c, args)                                                  \
    {                                                                                                        \
        (void)list;                                                                                          \
        return gendy_start(s, c, *ipoints);                                                                  \
    }                                                                                                        \
    KC_NATIVE int name##_kr(gendy_st *s, kc_ctx *c, args)                                                    \
    {                                                                                                        \
        gendy_args g = gather(list, curves);                                                                 \
        *out = value(s, c, &g);                                                                              \
        return KC_OK;                                                                                        \
    }                                                                                                        \
    KC_NATIVE int name##_a(gendy_st *s, kc_ctx *c, args)                                                     \
    {                                                                                                        \
        gendy_args g = gather(list, curves);                                                                 \
        for (int n = c->begin; n < c->end; n++) out[n] = value(s, c, &g);                                    \
        return KC_OK;                                                                                        \
    }
GENDY_FUNCTIONS(gendy, GENDY_ARGS, GENDY_LIST, 0, gendy_line)
GENDY_FUNCTIONS(gendyx, GENDYX_ARGS, GENDYX_LIST, 1, gendy_power)
GENDY_FUNCTIONS(gendyc, GENDY_ARGS, GENDY_LIST, 0, gendy_curve)
#undef P
#endif

/* Opcode: gendy
 * Synopsis: res gendy kamp, kampdist, kdurdist, kadpar, kddpar, kminfreq, kmaxfreq, kampscl, kdurscl [,
 * initcps, knum]
 *
 * Dynamic stochastic synthesis with straight lines between the points (k or a).
 * In:  kamp                amplitude
 *      kampdist, kdurdist  distributions: 0 linear, 1 Cauchy, 2 logistic, 3 hyperbolic cosine, 4 arc sine,
 *                          5 exponential, 6 the parameter itself
 *      kadpar, kddpar      their parameters, 0.0001 .. 1
 *      kminfreq, kmaxfreq  range of the frequency, Hz
 *      kampscl, kdurscl    size of the steps, 0 .. 1
 *      initcps             points (default 0: 12)
 *      knum                points in use (default 0: all)
 * Out: -kamp .. kamp
 * Fails: never
 */
KC_OP(gendy, "k", "kkkkkkkkkoO", .state = gendy_st, .init = gendy_init, .perf = gendy_kr)
KC_OP(gendy, "a", "kkkkkkkkkoO", .state = gendy_st, .init = gendy_init, .perf = gendy_a)

/* Opcode: gendyx
 * Synopsis: res gendyx kamp, kampdist, kdurdist, kadpar, kddpar, kminfreq, kmaxfreq, kampscl, kdurscl,
 * kcurveup, kcurvedown [, initcps, knum]
 *
 * Dynamic stochastic synthesis with power curves between the points (k or a).
 * In:  kcurveup, kcurvedown  exponents of rising and falling segments, from 0; 1 is straight
 *      the rest as for gendy
 * Out: -kamp .. kamp
 * Fails: never
 */
KC_OP(gendyx, "k", "kkkkkkkkkkkoO", .state = gendy_st, .init = gendyx_init, .perf = gendyx_kr)
KC_OP(gendyx, "a", "kkkkkkkkkkkoO", .state = gendy_st, .init = gendyx_init, .perf = gendyx_a)

/* Opcode: gendyc
 * Synopsis: res gendyc kamp, kampdist, kdurdist, kadpar, kddpar, kminfreq, kmaxfreq, kampscl, kdurscl [,
 * initcps, knum]
 *
 * Dynamic stochastic synthesis with parabolas between the middles of segments (k or a).
 * In:  as gendy
 * Out: about -kamp .. kamp
 * Fails: never
 * Note: Differs: in the reference a segment that begins within a block is written to the block's start
 */
KC_OP(gendyc, "k", "kkkkkkkkkoO", .state = gendy_st, .init = gendyc_init, .perf = gendyc_kr)
KC_OP(gendyc, "a", "kkkkkkkkkoO", .state = gendy_st, .init = gendyc_init, .perf = gendyc_a)
