/* ephasor: a phase that moves and wraps, with an exponential decay that starts anew at each wrap (a building
 * block of modified frequency modulation). */
#include "runtime/opcodes/op.h"

typedef struct {
    double phase, level;
} ephasor_st;

/* Opcode: ephasor
 * Synopsis: aexp, aph ephasor xcps, kR [, iphs]
 *
 * Phase and decaying exponential of the same period.
 * In:  xcps  frequency, Hz; may be negative
 *      kR    factor of the decay from sample to sample
 *      iphs  initial phase, 0 .. 1; negative keeps the phase (default 0)
 * Out: aexp  the exponential, 1 at the start of each period
 *      aph   phase, 0 .. 1
 * Fails: never
 */
KC_NATIVE int ephasor_init(ephasor_st *s, kc_ctx *c, double *level, double *phase, double *cps, double *r,
                           double *iphs)
{
    (void)level, (void)phase, (void)cps, (void)r;
    if (*iphs >= 0) {
        if (*iphs >= 1) kc_warn(c, "init phase truncation");
        s->phase = *iphs - trunc(*iphs);
    }
    s->level = 1;
    return KC_OK;
}
KC_NATIVE int ephasor_perf(ephasor_st *s, kc_ctx *c, double *level, double *phase, double *cps, double *r,
                           double *iphs)
{
    (void)iphs;
    int audio = kc_arg_is_a(c, 2);
    double ph = s->phase, e = s->level, decay = *r;
    for (int n = c->begin; n < c->end; n++) {
        double inc = cps[audio ? n : 0] * c->inv_sr;
        level[n] = e;
        phase[n] = ph;
        ph += inc;
        e *= decay;
        if (ph >= 1 || ph < 0) {
            ph += ph < 0 ? 1 : -1;
            e = pow(decay, 1 + ph);
        }
    }
    s->phase = ph;
    s->level = e;
    return KC_OK;
}
KC_OP(ephasor, "aa", "xko", .state = ephasor_st, .init = ephasor_init, .perf = ephasor_perf)
