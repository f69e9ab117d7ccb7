/* rms, gain, balance, balance2: running power and what follows from it.
 *
 * Power is the squared signal through a first-order low-pass. gain and balance work out a factor from a whole
 * block and then go over the block again, in a straight line from the factor before; so they are no kernels.
 */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    double c1, c2;
    double q, r; /* power of the signal, of the comparator */
    double a;    /* last factor */
} power_st;

KC_NATIVE int power_set(power_st *s, kc_ctx *c, double freq, double istor)
{
    s->c2 = kc_onepole(freq * c->twopi_sr);
    s->c1 = 1.0 - s->c2;
    if (istor == 0) s->q = s->r = s->a = 0;
    return KC_OK;
}
KC_NATIVE double power_track(const power_st *s, double q, const double *x, int begin, int end)
{
    double c1 = s->c1, c2 = s->c2;
    for (int n = begin; n < end; n++) q = c1 * x[n] * x[n] + c2 * q;
    return q;
}
/* out = in times a line from the last factor to a. */
KC_NATIVE void power_apply(power_st *s, kc_ctx *c, double *out, const double *in, double a)
{
    double m = s->a, inc = (a - m) / (c->end - c->begin);
    for (int n = c->begin; n < c->end; n++) {
        out[n] = in[n] * m;
        m += inc;
    }
    s->a = a;
}

KC_NATIVE int rms_init(power_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                       const double *istor)
{
    (void)out, (void)in;
    return power_set(s, c, *freq, *istor);
}
KC_NATIVE int rms_perf(power_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                       const double *istor)
{
    (void)freq, (void)istor;
    s->q = power_track(s, s->q, in, c->begin, c->end);
    *out = sqrt(s->q);
    return KC_OK;
}

/* Opcode: rms
 * Synopsis: kres rms asig [, ihp] [, iskip]
 *
 * Root mean square of a signal.
 * In:  asig   signal
 *      ihp    half-power point of the smoothing low-pass, Hz (default 10)
 *      iskip  not 0 keeps the state (default 0)
 * Out: the level at the end of the k-cycle
 * Fails: never
 */
KC_OP(rms, "k", "aqo", .state = power_st, .init = rms_init, .perf = rms_perf)

KC_NATIVE int gain_init(power_st *s, kc_ctx *c, double *out, const double *in, const double *rms,
                        const double *freq, const double *istor)
{
    (void)out, (void)in, (void)rms;
    return power_set(s, c, *freq, *istor);
}
KC_NATIVE int gain_perf(power_st *s, kc_ctx *c, double *out, const double *in, const double *rms,
                        const double *freq, const double *istor)
{
    (void)freq, (void)istor;
    s->q = power_track(s, s->q, in, c->begin, c->end);
    power_apply(s, c, out, in, s->q > 0 ? *rms / sqrt(s->q) : *rms);
    return KC_OK;
}

/* Opcode: gain
 * Synopsis: ares gain asig, krms [, ihp] [, iskip]
 *
 * Scales a signal to a given root mean square.
 * In:  asig   signal
 *      krms   level to reach
 *      ihp    half-power point of the smoothing low-pass, Hz (default 10)
 *      iskip  not 0 keeps the state (default 0)
 * Out: scaled signal
 * Fails: never
 */
KC_OP(gain, "a", "akqo", .state = power_st, .init = gain_init, .perf = gain_perf)

KC_NATIVE int balance_init(power_st *s, kc_ctx *c, double *out, const double *in, const double *cmp,
                           const double *freq, const double *istor)
{
    (void)out, (void)in, (void)cmp;
    return power_set(s, c, *freq, *istor);
}
KC_NATIVE double balance_factor(double q, double r) { return q != 0 ? sqrt(r / q) : sqrt(r); }

KC_NATIVE int balance_perf(power_st *s, kc_ctx *c, double *out, const double *in, const double *cmp,
                           const double *freq, const double *istor)
{
    (void)freq, (void)istor;
    s->q = power_track(s, s->q, in, c->begin, c->end);
    s->r = power_track(s, s->r, cmp, c->begin, c->end);
    power_apply(s, c, out, in, balance_factor(s->q, s->r));
    return KC_OK;
}
KC_NATIVE int balance2_perf(power_st *s, kc_ctx *c, double *out, const double *in, const double *cmp,
                            const double *freq, const double *istor)
{
    (void)freq, (void)istor;
    for (int n = c->begin; n < c->end; n++) {
        s->q = s->c1 * in[n] * in[n] + s->c2 * s->q;
        s->r = s->c1 * cmp[n] * cmp[n] + s->c2 * s->r;
        out[n] = in[n] * balance_factor(s->q, s->r);
    }
    return KC_OK;
}

/* Opcode: balance
 * Synopsis: ares balance asig, acomp [, ihp] [, iskip]
 *
 * Scales a signal to the level of another. The factor is worked out once per k-cycle.
 * In:  asig   signal
 *      acomp  signal whose level it gets
 *      ihp    half-power point of the smoothing low-passes, Hz (default 10)
 *      iskip  not 0 keeps the state (default 0)
 * Out: scaled signal
 * Fails: never
 */
KC_OP(balance, "a", "aaqo", .state = power_st, .init = balance_init, .perf = balance_perf)

/* Opcode: balance2
 * Synopsis: ares balance2 asig, acomp [, ihp] [, iskip]
 *
 * balance with a new factor for every sample.
 * In, Out, Fails: as balance
 */
KC_OP(balance2, "a", "aaqo", .state = power_st, .init = balance_init, .perf = balance2_perf)
