/* upsamp, downsamp, interp: between control and audio rate. */
#include "runtime/opcodes/dsp/lanes.h"

KERNEL void upsamp_tick(void *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)s, (void)c, (void)n;
    *out = *in;
}

/* Opcode: upsamp
 * Synopsis: ares upsamp ksig
 *
 * A control value as an audio signal, constant over the k-cycle.
 * In:  ksig  value
 * Out: the value in every sample
 * Fails: never
 */
KC_OP(upsamp, "a", "k", .tick = upsamp_tick)

typedef struct {
    int32_t len;
} downsamp_st;

KC_NATIVE int downsamp_init(downsamp_st *s, kc_ctx *c, double *out, const double *in, const double *len)
{
    (void)out, (void)in;
    if (!(*len < c->ksmps + 1.0) || *len <= -1) return kc_fail(c, "ilen > ksmps");
    s->len = (int32_t)*len;
    return KC_OK;
}
KC_NATIVE int downsamp_perf(downsamp_st *s, kc_ctx *c, double *out, const double *in, const double *len)
{
    (void)len;
    if (s->len <= 1) {
        *out = in[c->begin];
        return KC_OK;
    }
    int end = s->len > c->end ? c->ksmps - c->end : s->len;
    double sum = 0;
    for (int n = c->begin; n < end; n++) sum += in[n];
    *out = sum / s->len;
    return KC_OK;
}

/* Opcode: downsamp
 * Synopsis: kres downsamp asig [, iwlen]
 *
 * An audio signal as a control value.
 * In:  asig   signal
 *      iwlen  samples to take the mean of, at most ksmps; 0 or 1 takes the first one (default 0)
 * Out: mean or first sample of the k-cycle
 * Fails: at init when iwlen is above ksmps
 */
KC_OP(downsamp, "k", "ao", .state = downsamp_st, .init = downsamp_init, .perf = downsamp_perf)

typedef struct {
    V val, inc;
    VM first;
} interp_st;

KC_NATIVE int interp_init(interp_st *s, kc_ctx *c, double *out, const double *sig, const double *istor,
                          const double *imode, const double *istart)
{
    (void)c, (void)out, (void)sig;
    if (*istor != 0) return KC_OK;
    s->val = *imode == 0 ? *istart : 0;
    s->first = vm_splat(*imode != 0);
    return KC_OK;
}
KERNEL void interp_k(interp_st *s, kc_ctx *c, const V *sig)
{
    s->val = v_sel(s->first, *sig, s->val);
    s->first = vm_splat(false);
    s->inc = (*sig - s->val) / (double)(c->end - c->begin);
}
KERNEL void interp_tick(interp_st *s, kc_ctx *c, int n, V *out, const V *sig)
{
    (void)c, (void)n, (void)sig;
    s->val = s->val + s->inc;
    *out = s->val;
}

/* Opcode: interp
 * Synopsis: ares interp ksig [, iskip] [, imode] [, ivalue]
 *
 * A control value as an audio signal, with straight lines between successive values.
 * In:  ksig    value, reached at the last sample of the k-cycle
 *      iskip   not 0 keeps the state (default 0)
 *      imode   not 0: the first value is ksig itself (default 0)
 *      ivalue  value before the first one, for imode 0 (default 0)
 * Out: the line
 * Fails: never
 */
KC_OP(interp, "a", "kooo", .state = interp_st, .init = interp_init, .k = interp_k, .tick = interp_tick)
