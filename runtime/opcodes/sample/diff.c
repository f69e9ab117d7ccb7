/* integ, diff, samphold: opcodes with one sample of memory. */
#include "runtime/opcodes/op.h"

typedef struct {
    V last;
} last_st;

KC_NATIVE int last_init(last_st *s, kc_ctx *c, double *out, const double *in, const double *istor)
{
    (void)c, (void)out, (void)in;
    if (*istor == 0) s->last = 0;
    return KC_OK;
}
KERNEL void integ_tick(last_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    *out = s->last = s->last + *in;
}

/* Opcode: integ
 * Synopsis: ares integ asig [, iskip]
 *           kres integ ksig [, iskip]
 *
 * Running sum.
 * In:  asig   signal
 *      iskip  not 0 keeps the sum (default 0)
 * Out: sum of all samples so far
 * Fails: never
 */
KC_OP(integ, "a", "xo", .state = last_st, .init = last_init, .tick = integ_tick)
KC_OP(integ, "k", "xo", .state = last_st, .init = last_init, .tick = integ_tick)

KERNEL void diff_tick(last_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V x = *in;
    *out = x - s->last;
    s->last = x;
}

/* Opcode: diff
 * Synopsis: ares diff asig [, iskip]
 *           kres diff ksig [, iskip]
 *
 * Difference from sample to sample.
 * In:  asig   signal
 *      iskip  not 0 keeps the last sample (default 0)
 * Out: sample minus the one before
 * Fails: never
 */
KC_OP(diff, "a", "xo", .state = last_st, .init = last_init, .tick = diff_tick)
KC_OP(diff, "k", "xo", .state = last_st, .init = last_init, .tick = diff_tick)

KC_NATIVE int samphold_init(last_st *s, kc_ctx *c, double *out, const double *in, const double *gate,
                            const double *ival, const double *istor)
{
    (void)c, (void)out, (void)in, (void)gate;
    if (*istor == 0) s->last = *ival;
    return KC_OK;
}
KERNEL void samphold_tick(last_st *s, kc_ctx *c, int n, V *out, const V *in, const V *gate)
{
    (void)c, (void)n;
    *out = s->last = v_sel(v_gt(*gate, v_splat(0)), *in, s->last);
}

/* Opcode: samphold
 * Synopsis: ares samphold asig, xgate [, ival] [, ivstor]
 *           kres samphold ksig, kgate [, ival] [, ivstor]
 *
 * Passes the signal while the gate is open and holds its last value while it is closed.
 * In:  asig    signal
 *      xgate   above 0: open
 *      ival    value before the first opening (default 0)
 *      ivstor  not 0 keeps the held value (default 0)
 * Out: signal or held value
 * Fails: never
 */
KC_OP(samphold, "a", "xxoo", .state = last_st, .init = samphold_init, .tick = samphold_tick)
KC_OP(samphold, "k", "xxoo", .state = last_st, .init = samphold_init, .tick = samphold_tick)
