/* ntrpol: a weighted mean of two signals. */
#include "runtime/opcodes/op.h"

typedef struct {
    V min, factor;
} ntrpol_st;

KC_NATIVE int ntrpol_init(ntrpol_st *s, kc_ctx *c, double *out, const double *a, const double *b,
                          const double *point, const double *min, const double *max)
{
    (void)out, (void)a, (void)b, (void)point;
    if (*max == *min) return kc_fail(c, "Min and max the same");
    s->min = *min;
    s->factor = 1.0 / (*max - *min);
    return KC_OK;
}
KERNEL void ntrpol_tick(ntrpol_st *s, kc_ctx *c, int n, V *out, const V *a, const V *b, const V *point)
{
    (void)c, (void)n;
    *out = (*point - s->min) * s->factor * (*b - *a) + *a;
}
KERNEL void ntrpol_i(void *s, kc_ctx *c, int n, V *out, const V *a, const V *b, const V *point, const V *min,
                     const V *max)
{
    (void)s, (void)c, (void)n;
    *out = (*point - *min) / (*max - *min) * (*b - *a) + *a;
}

/* Opcode: ntrpol
 * Synopsis: ares ntrpol asig1, asig2, kpoint [, imin] [, imax]
 *           kres ntrpol ksig1, ksig2, kpoint [, imin] [, imax]
 *           ires ntrpol isig1, isig2, ipoint [, imin] [, imax]
 *
 * Weighted mean of two signals.
 * In:  asig1, asig2  the signals
 *      kpoint  imin gives the first, imax the second
 *      imin, imax  range of kpoint (default 0, 1)
 * Out: the mean; beyond imin and imax the line goes on
 * Fails: at init when imin and imax are the same (a and k)
 */
KC_OP(ntrpol, "i", "iiiop", .tick = ntrpol_i)
KC_OP(ntrpol, "k", "kkkop", .state = ntrpol_st, .init = ntrpol_init, .tick = ntrpol_tick)
KC_OP(ntrpol, "a", "aakop", .state = ntrpol_st, .init = ntrpol_init, .tick = ntrpol_tick)
