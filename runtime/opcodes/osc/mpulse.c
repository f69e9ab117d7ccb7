/* mpulse: impulses. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
typedef struct {
    int32_t next; /* samples to the next impulse */
} mpulse_st;

KC_NATIVE int mpulse_init(mpulse_st *s, kc_ctx *c, double *out, const double *amp, const double *interval,
                          const double *offset)
{
    (void)out, (void)amp, (void)interval;
    s->next = kc_max_i(kc_round_i(*offset * c->sr), -INT32_MAX);
    return KC_OK;
}
KC_NATIVE int32_t mpulse_samples(const kc_ctx *c, double interval)
{
    if (interval == 0) return INT32_MAX;
    return interval < 0 ? kc_trunc_i(-interval) : kc_trunc_i(interval * c->sr);
}
KC_NATIVE int mpulse_perf(mpulse_st *s, kc_ctx *c, double *out, const double *amp, const double *interval,
                          const double *offset)
{
    (void)offset;
    int64_t next = s->next < 0 ? -(int64_t)s->next : s->next;
    int32_t step = mpulse_samples(c, *interval);
    for (int n = c->begin; n < c->end; n++) {
        out[n] = next == 0 ? *amp : 0;
        next = next == 0 ? (int64_t)step - 1 : next - 1;
    }
    s->next = (int32_t)next;
    return KC_OK;
}
#endif

/* Opcode: mpulse
 * Synopsis: ares mpulse kamp, kintvl [, ioffset]
 *
 * Impulses of one sample.
 * In:  kamp     height
 *      kintvl   time to the next one, s; 0 never, below 0 in samples; looked at when an impulse comes
 *      ioffset  time of the first, s (default 0)
 * Out: impulses
 * Fails: never
 */
KC_OP(mpulse, "a", "kko", .state = mpulse_st, .init = mpulse_init, .perf = mpulse_perf)
