/* lowresx: up to ten resonant low-pass filters in a row.
 *
 * All stages share their coefficients, which depend on cutoff and resonance alone, so a sample can pass
 * through all of them before the next one comes. */
#include "runtime/opcodes/dsp/lanes.h"

enum { MAX_STAGES = 10 };

typedef struct {
    V y1[10], y2[10];
    V k, c1, c2;
    V freq, res; /* of the coefficients */
    VI stages;
} lowresx_st;

KC_NATIVE int lowresx_init(lowresx_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                           const double *res, const double *order, const double *istor)
{
    (void)out, (void)in, (void)freq, (void)res;
    int32_t n = kc_round_i(*order);
    if (n < 1)
        n = 4;
    else if (n > MAX_STAGES)
        return kc_fail(c, "illegal order num. (min 1, max 10)");
    s->stages = n;
    for (int j = 0; j < n && *istor == 0; j++) s->y1[j] = s->y2[j] = 0;
    s->k = s->freq = s->res = -1;
    return KC_OK;
}
KC_INLINE void lowresx_update(lowresx_st *s, V freq, V res)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    V b = 10.0 / (res * v_sqrt(freq)) - 1.0;
    s->k = 1000.0 / freq;
    s->c1 = b + 2.0 * s->k;
    s->c2 = 1.0 / (1.0 + b + s->k);
    s->freq = freq;
    s->res = res;
}
KC_INLINE V lowresx_run(lowresx_st *s, V x)
{
    int most = 0;
    KC_LANES
    {
        if (vi_get(s->stages, l) > most) most = vi_get(s->stages, l);
    }
    for (int j = 0; j < most; j++) {
        VM on = vi_lt(vi_splat(j), s->stages);
        V y = (s->c1 * s->y1[j] - s->k * s->y2[j] + x) * s->c2;
        s->y2[j] = v_sel(on, s->y1[j], s->y2[j]);
        s->y1[j] = v_sel(on, y, s->y1[j]);
        x = v_sel(on, y, x);
    }
    return x;
}
KERNEL void lowresx_k(lowresx_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)c, (void)in;
    lowresx_update(s, *freq, *res);
}
KERNEL void lowresx_kk(lowresx_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)c, (void)n, (void)freq, (void)res;
    *out = lowresx_run(s, *in);
}
KERNEL void lowresx_xx(lowresx_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)c, (void)n;
    lowresx_update(s, *freq, *res);
    *out = lowresx_run(s, *in);
}

/* Opcode: lowresx
 * Synopsis: ares lowresx asig, xcutoff, xresonance [, inumlayer] [, iskip]
 *
 * Several second-order resonant low-pass filters in a row.
 * In:  asig        signal
 *      xcutoff     cutoff, not in Hz: larger is higher
 *      xresonance  resonance; large values self-oscillate
 *      inumlayer   number of filters, 1 .. 10; less stands for 4 (default 0)
 *      iskip       not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for more than ten filters
 */
KC_OP(lowresx, "a", "akkoo", .state = lowresx_st, .init = lowresx_init, .k = lowresx_k, .tick = lowresx_kk)
KC_OP(lowresx, "a", "aakoo", .state = lowresx_st, .init = lowresx_init, .tick = lowresx_xx)
KC_OP(lowresx, "a", "akaoo", .state = lowresx_st, .init = lowresx_init, .tick = lowresx_xx)
KC_OP(lowresx, "a", "aaaoo", .state = lowresx_st, .init = lowresx_init, .tick = lowresx_xx)
