/* triglinseg, trigexpseg: segments that a trigger sets off, and that may be set off again.
 *
 * A segment lasts as many steps as its time has samples, and one more in which nothing moves. At k-rate a
 * step is a k-cycle: times are right, but values move by the slope of one sample only, as in the reference. A
 * trigger goes back to the first value and its slope, but keeps the place in the segments when they are not
 * over. */
#include "runtime/opcodes/op.h"

enum { MAX_VALUES = 32 };

typedef struct {
    double value[MAX_VALUES], time[MAX_VALUES]; /* times in samples */
    int32_t segments, segment;
    uint32_t count;
    int playing;
    double out, slope;
} trigseg_st;

#ifndef KC_BITCODE
static double slope_of(const trigseg_st *s, int i, int curved)
{
    if (curved) return pow(s->value[i + 1] / s->value[i], 1.0 / s->time[i]);
    return (s->value[i + 1] - s->value[i]) / s->time[i];
}

static int trigseg_start(trigseg_st *s, kc_ctx *c, void **a, int curved)
{
    int n = c->site->nin - 1;
    if (n < 3 || !(n & 1))
        return kc_fail(c, "%s: values and times should take turns: a, t, b [, t, c ...]", c->site->name);
    if (n > 2 * MAX_VALUES - 1)
        return kc_fail(c, "%s: too many segments (max=%d)", c->site->name, MAX_VALUES - 1);
    for (int i = 0; i < n; i++) {
        double x = *(const double *)a[2 + i];
        if (i & 1)
            s->time[i / 2] = x * c->sr;
        else if (curved && !(x > 0))
            return kc_fail(c, "%s: values have to be above 0", c->site->name);
        else
            s->value[i / 2] = x;
    }
    s->segments = n / 2;
    s->segment = s->playing = 0;
    s->count = 0;
    s->out = curved ? s->value[0] : 0;
    s->slope = slope_of(s, 0, curved);
    *(double *)a[0] = s->value[0];
    return KC_OK;
}

static double trigseg_step(trigseg_st *s, double trigger, int samples, int curved)
{
    if (trigger == 1) {
        s->slope = slope_of(s, 0, curved);
        s->out = s->value[0];
        s->playing = 1;
    }
    if (!s->playing || s->segment >= s->segments) {
        s->playing = s->segment = 0;
        s->count = 0;
        s->out = s->value[s->segments];
    } else if (s->count < s->time[s->segment]) {
        s->out = curved ? s->out * s->slope : s->out + s->slope;
        s->count += (uint32_t)samples;
    } else {
        s->count = 0;
        if (++s->segment < s->segments) s->slope = slope_of(s, s->segment, curved);
    }
    return s->out;
}

static int trigseg_block(trigseg_st *s, kc_ctx *c, void **a, int curved)
{
    double *out = a[0], trigger = *(const double *)a[1];
    for (int n = c->begin; n < c->end; n++) out[n] = trigseg_step(s, trigger, 1, curved);
    return KC_OK;
}
static int trigseg_cycle(trigseg_st *s, kc_ctx *c, void **a, int curved)
{
    *(double *)a[0] = trigseg_step(s, *(const double *)a[1], c->ksmps, curved);
    return KC_OK;
}

#define TRIG_FUNCTIONS(name, curved)                                                                         \
    KC_NATIVE int name##_init(trigseg_st *s, kc_ctx *c, void **a) { return trigseg_start(s, c, a, curved); } \
    KC_NATIVE int name##_a(trigseg_st *s, kc_ctx *c, void **a) { return trigseg_block(s, c, a, curved); }    \
    KC_NATIVE int name##_k(trigseg_st *s, kc_ctx *c, void **a) { return trigseg_cycle(s, c, a, curved); }
TRIG_FUNCTIONS(triglin, 0)
TRIG_FUNCTIONS(trigexp, 1)
#endif

/* Opcode: triglinseg trigLinseg trigexpseg trigExpseg
 * Synopsis: ares triglinseg ktrig, ia, idur1, ib [, idur2] [, ic] [...]
 *           kres triglinseg ktrig, ia, idur1, ib [, idur2] [, ic] [...]
 *           ares trigexpseg ktrig, ia, idur1, ib [, idur2] [, ic] [...]
 *           kres trigexpseg ktrig, ia, idur1, ib [, idur2] [, ic] [...]
 *
 * Straight (lin) or exponential (exp) segments, set off by a trigger. The names with a capital are older.
 * In:  ktrig         1: starts from ia
 *      ia, ib, ...   values; above 0 for the exponential ones
 *      idur1, ...    lengths of the segments, s
 * Out: the segments, and the last value before and after them
 * Fails: at init when values and times do not take turns, are too many, or a value is not above 0
 */
KC_OP(trigExpseg, "a", "km", .state = trigseg_st, .init = trigexp_init, .perf = trigexp_a)
KC_OP(trigExpseg, "k", "km", .state = trigseg_st, .init = trigexp_init, .perf = trigexp_k)
KC_OP(trigLinseg, "a", "km", .state = trigseg_st, .init = triglin_init, .perf = triglin_a)
KC_OP(trigLinseg, "k", "km", .state = trigseg_st, .init = triglin_init, .perf = triglin_k)
KC_OP(trigexpseg, "a", "km", .state = trigseg_st, .init = trigexp_init, .perf = trigexp_a)
KC_OP(trigexpseg, "k", "km", .state = trigseg_st, .init = trigexp_init, .perf = trigexp_k)
KC_OP(triglinseg, "a", "km", .state = trigseg_st, .init = triglin_init, .perf = triglin_a)
KC_OP(triglinseg, "k", "km", .state = trigseg_st, .init = triglin_init, .perf = triglin_k)
