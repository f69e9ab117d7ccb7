/* moogvcf: digital emulation of the Moog ladder, four one-pole stages and a cubic limiter in the loop.
 *
 * T. Stilson, J. O. Smith, "Analyzing the Moog VCF with considerations for digital implementation", ICMC
 * 1996. */
#include "runtime/opcodes/op.h"

typedef struct {
    V x1, y1, y2, y3, y4; /* stage outputs of the last sample */
    V p1, p2, p3;         /* stage inputs of the last sample */
    V kp, half, k;
    V max, inv; /* level of the limiter, and 1 over it */
} moogvcf_st;

KC_NATIVE int moogvcf_init(moogvcf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                           const double *res, const double *max, const double *iskip)
{
    (void)out, (void)in, (void)freq, (void)res;
    if (*iskip == 0) s->x1 = s->p1 = s->p2 = s->p3 = s->y1 = s->y2 = s->y3 = s->y4 = 0;
    s->max = *max == 0 ? c->zerodbfs : *max;
    s->inv = 1.0 / s->max;
    return KC_OK;
}
KC_INLINE void moogvcf_coefs(moogvcf_st *s, const kc_ctx *c, V freq, V res)
{
    V f = 2.0 * freq * c->inv_sr;
    s->kp = 3.6 * f - 1.6 * f * f - 1.0;
    s->half = (s->kp + 1.0) * 0.5;
    s->k = res * v_exp((1.0 - s->half) * 1.386249);
}
KC_INLINE V moogvcf_run(moogvcf_st *s, const kc_ctx *c, V in)
{
    V x = in * s->inv / c->zerodbfs - s->k * s->y4;
    s->y1 = (x + s->x1) * s->half - s->kp * s->y1;
    s->y2 = (s->y1 + s->p1) * s->half - s->kp * s->y2;
    s->y3 = (s->y2 + s->p2) * s->half - s->kp * s->y3;
    s->y4 = (s->y3 + s->p3) * s->half - s->kp * s->y4;
    s->y4 = s->y4 - s->y4 * s->y4 * s->y4 / 6.0;
    s->x1 = x;
    s->p1 = s->y1;
    s->p2 = s->y2;
    s->p3 = s->y3;
    return s->y4 * s->max * c->zerodbfs;
}
KERNEL void moogvcf_k(moogvcf_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)in;
    moogvcf_coefs(s, c, *freq, *res);
}
KERNEL void moogvcf_kk(moogvcf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n, (void)freq, (void)res;
    *out = moogvcf_run(s, c, *in);
}
KERNEL void moogvcf_xx(moogvcf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n;
    moogvcf_coefs(s, c, *freq, *res);
    *out = moogvcf_run(s, c, *in);
}

/* Opcode: moogvcf
 * Synopsis: ares moogvcf asig, xfco, xres [, iscale, iskip]
 *
 * Resonant low-pass, 24 dB per octave.
 * In:  asig    signal
 *      xfco    cutoff, Hz
 *      xres    resonance, 0 .. 1; near 1 it rings
 *      iscale  level to which the signal is scaled before the limiter; 0 stands for 0dbfs (default 1)
 *      iskip   not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(moogvcf, "a", "axxpo", .rates = "kk", .state = moogvcf_st, .init = moogvcf_init, .k = moogvcf_k,
      .tick = moogvcf_kk)
KC_OP(moogvcf, "a", "axxpo", .state = moogvcf_st, .init = moogvcf_init, .tick = moogvcf_xx)

/* Opcode: moogvcf2
 * Synopsis: ares moogvcf2 asig, xfco, xres [, iscale, iskip]
 *
 * moogvcf with iscale 0dbfs by default.
 * In, Out, Fails: as moogvcf
 */
KC_OP(moogvcf2, "a", "axxoo", .rates = "kk", .state = moogvcf_st, .init = moogvcf_init, .k = moogvcf_k,
      .tick = moogvcf_kk)
KC_OP(moogvcf2, "a", "axxoo", .state = moogvcf_st, .init = moogvcf_init, .tick = moogvcf_xx)
