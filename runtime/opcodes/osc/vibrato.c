/* vibr, vibrato: vibrato with randomly changing depth and speed (G. Maldonado).
 *
 * A table is read with lines between its points; amplitude and frequency are multiplied by powers of two
 * whose exponents walk along lines from one random number to the next. How fast they walk is random as well.
 */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/op.h"

enum { CYCLE = 1 << 28 };

typedef struct {
    double from, to, slope; /* the random numbers, and the difference per phase step */
    double rate;            /* Hz */
    int32_t phase;          /* of CYCLE */
} walk;

typedef struct {
    const kc_table *table;
    double phase; /* points */
    walk amp, freq;
} vibrato_st;

/* Ranges: depth of the randomness, rates between which the speed of the walk changes. */
typedef struct {
    double depth, low, high;
} range;

#ifndef KC_BITCODE
static double draw_rate(kc_ctx *c, double low, double high)
{
    return kc_rng_h32_unipolar(c->rng) * (high - low) + low;
}

static double walk_value(const walk *w, double depth) { return (w->from + w->phase * w->slope) * depth; }

static void walk_on(walk *w, kc_ctx *c, const range *r)
{
    w->phase = (int32_t)((uint32_t)w->phase + (uint32_t)v_to_i(w->rate * (CYCLE / c->kr)));
    if (w->phase < CYCLE) return;
    w->rate = draw_rate(c, r->low, r->high);
    w->phase &= CYCLE - 1;
    w->from = w->to;
    w->to = kc_rng_h32_bipolar(c->rng);
    w->slope = (w->to - w->from) / CYCLE;
}

/* The first rates are drawn from the other one's range, as in the reference. */
static int vibrato_start(vibrato_st *s, kc_ctx *c, double ifn, double iphs, const range *amp,
                         const range *freq)
{
    const kc_table *t = kc_table_need(c, ifn);
    if (!t) return KC_ERROR;
    if (iphs >= 1) return kc_fail(c, "vibrato@ Phase out of range");
    s->table = t;
    if (iphs >= 0) s->phase = ((int32_t)(iphs * CYCLE) & (CYCLE - 1)) >> t->lobits;
    if (!(s->phase >= 0 && s->phase < t->len)) s->phase = 0;
    s->amp.rate = draw_rate(c, freq->low, freq->high);
    s->freq.rate = draw_rate(c, amp->low, amp->high);
    return KC_OK;
}

static int vibrato_cycle(vibrato_st *s, kc_ctx *c, double *out, double avamp, double avcps, const range *amp,
                         const range *freq)
{
    if (!s->table) return kc_fail(c, "not initialised");
    const kc_table *t = s->table;
    double ra = walk_value(&s->amp, amp->depth), rf = walk_value(&s->freq, freq->depth), len = t->len;
    int32_t i = (int32_t)s->phase;
    double y = t->data[i] + (t->data[i + 1] - t->data[i]) * (s->phase - i);
    *out = y * (avamp * exp2(ra));
    double next = s->phase + avcps * exp2(rf) * (len * c->inv_kr);
    if (next >= len) next = next < 2 * len ? next - len : fmod(next, len);
    if (next < 0) next = fmod(next, len) + len;
    s->phase = next >= 0 && next < len ? next : 0; /* after rounding, or what is not a number */
    walk_on(&s->amp, c, amp);
    walk_on(&s->freq, c, freq);
    return KC_OK;
}
#endif

/* Opcode: vibrato
 * Synopsis: kout vibrato kAverageAmp, kAverageFreq, kRandAmountAmp, kRandAmountFreq, kAmpMinRate,
 * kAmpMaxRate, kcpsMinRate, kcpsMaxRate, ifn [, iphs]
 *
 * Vibrato with randomness in depth and speed.
 * In:  kAverageAmp, kAverageFreq        mean depth; mean speed, Hz
 *      kRandAmountAmp, kRandAmountFreq  how far they are varied, octaves (factors 2^-x .. 2^x)
 *      kAmpMinRate .. kcpsMaxRate       how fast the variations change: least and greatest rate, Hz
 *      ifn   one cycle of the vibrato, usually a sine
 *      iphs  start phase 0 .. 1 (excluded); negative: goes on (default 0)
 * Out: the vibrato
 * Fails: at init when the table does not exist or iphs is 1 or more
 */
KC_NATIVE int vibrato_init(vibrato_st *s, kc_ctx *c, double *out, double *avamp, double *avcps, double *damp,
                           double *dcps, double *amin, double *amax, double *fmin, double *fmax, double *ifn,
                           double *iphs)
{
    (void)out, (void)avamp, (void)avcps;
    const range amp = {*damp, *amin, *amax}, freq = {*dcps, *fmin, *fmax};
    return vibrato_start(s, c, *ifn, *iphs, &amp, &freq);
}
KC_NATIVE int vibrato_perf(vibrato_st *s, kc_ctx *c, double *out, double *avamp, double *avcps, double *damp,
                           double *dcps, double *amin, double *amax, double *fmin, double *fmax, double *ifn,
                           double *iphs)
{
    (void)ifn, (void)iphs;
    const range amp = {*damp, *amin, *amax}, freq = {*dcps, *fmin, *fmax};
    return vibrato_cycle(s, c, out, *avamp, *avcps, &amp, &freq);
}
KC_OP(vibrato, "k", "kkkkkkkkio", .state = vibrato_st, .init = vibrato_init, .perf = vibrato_perf,
      .fx = rng | tab_r)

/* Opcode: vibr
 * Synopsis: kout vibr kAverageAmp, kAverageFreq, ifn
 *
 * As vibrato, with fixed amounts and rates of randomness.
 * In:  kAverageAmp, kAverageFreq  mean depth; mean speed, Hz
 *      ifn  one cycle of the vibrato, usually a sine
 * Out: the vibrato
 * Fails: at init when the table does not exist
 */
#ifndef KC_BITCODE
static const range vibr_amp = {1.59055, 1.0, 3.0}, vibr_freq = {0.629921, 1.19377, 2.28100};
#endif
KC_NATIVE int vibr_init(vibrato_st *s, kc_ctx *c, double *out, double *avamp, double *avcps, double *ifn)
{
    (void)out, (void)avamp, (void)avcps;
    return vibrato_start(s, c, *ifn, 0, &vibr_amp, &vibr_freq);
}
KC_NATIVE int vibr_perf(vibrato_st *s, kc_ctx *c, double *out, double *avamp, double *avcps, double *ifn)
{
    (void)ifn;
    return vibrato_cycle(s, c, out, *avamp, *avcps, &vibr_amp, &vibr_freq);
}
KC_OP(vibr, "k", "kki", .state = vibrato_st, .init = vibr_init, .perf = vibr_perf, .fx = rng | tab_r)
