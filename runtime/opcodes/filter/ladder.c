/* moogladder, moogladder2: four tanh stages in a loop, twice oversampled.
 *
 * A. Huovilainen, "Non-linear digital implementation of the Moog ladder filter", DAFx 2004; tuning and
 * resonance corrections as in the reference. Coefficients follow the cutoff and resonance when they change.
 */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V d[6];  /* four stages, then the two taps of the half-sample delay */
    V th[3]; /* tanh of the first three stages */
    V freq, res;
    V acr, tune, fb;
    V block;   /* resonance at the start of the block */
    double vt; /* thermal voltage, for the 32768 amplitude range */
} ladder_st;

KC_INLINE void ladder_coefs(ladder_st *s, const kc_ctx *c, V freq)
{
    const double twopi = 6.283185307179586476925286766559;
    V fc = freq / c->sr, f = 0.5 * fc, fc2 = fc * fc, fc3 = fc2 * fc;
    V fcr = 1.8730 * fc3 + 0.4955 * fc2 - 0.6490 * fc + 0.9988;
    s->acr = -3.9364 * fc2 + 1.8409 * fc + 0.9968;
    s->tune = (1.0 - v_exp(-(twopi * f * fcr))) / s->vt;
}

KC_NATIVE int ladder_init(ladder_st *s, kc_ctx *c, double *out, const double *in, const double *cf,
                          const double *res, const double *istor)
{
    (void)out, (void)in, (void)cf, (void)res;
    s->vt = 1.0 / (1.22070315 * c->zerodbfs);
    if (*istor != 0) return KC_OK;
    memset(s->d, 0, sizeof s->d);
    memset(s->th, 0, sizeof s->th);
    s->freq = 0;
    s->res = -1;
    return KC_OK;
}

/* tanh, or for moogladder2 a rational function that is exact enough from .5 to 4, a line below, 1 above. */
KC_INLINE V ladder_tanh(bool cheap, V x)
{
    if (!cheap) return v_tanh(x);
    V a = v_abs(x), q = a * a;
    V top = a * (135135.0 + q * (17325.0 + q * (378.0 + q)));
    V low = 135135.0 + q * (62370.0 + q * (3150.0 + q * 28.0));
    V y = v_sel(v_ge(a, v_splat(4)), v_splat(1), v_sel(v_lt(a, v_splat(0.5)), a, top / low));
    return v_sel(v_lt(x, v_splat(0)), -y, y);
}
KC_INLINE V ladder_filter(ladder_st *s, V in, bool cheap)
{
    double vt = s->vt;
    for (int half = 0; half < 2; half++) {
        V x = in - s->fb * s->d[5];
        s->d[0] += s->tune * (ladder_tanh(cheap, x * vt) - s->th[0]);
        s->th[0] = ladder_tanh(cheap, s->d[0] * vt);
        s->d[1] += s->tune * (s->th[0] - s->th[1]);
        s->th[1] = ladder_tanh(cheap, s->d[1] * vt);
        s->d[2] += s->tune * (s->th[1] - s->th[2]);
        s->th[2] = ladder_tanh(cheap, s->d[2] * vt);
        s->d[3] += s->tune * (s->th[2] - ladder_tanh(cheap, s->d[3] * vt));
        s->d[5] = (s->d[3] + s->d[4]) * 0.5;
        s->d[4] = s->d[3];
    }
    return s->d[5];
}

/* New coefficients where frequency or resonance differ from the last ones. */
KC_INLINE void ladder_update(ladder_st *s, const kc_ctx *c, V freq, V res)
{
    VM differ = vm_or(v_ne(s->freq, freq), v_ne(s->res, res));
    if (vm_any(differ)) {
        ladder_coefs(s, c, freq);
        s->freq = freq;
        s->res = res;
    }
}

KERNEL void ladder_k(ladder_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)in;
    V r = v_sel(v_lt(*res, v_splat(0)), v_splat(0), *res);
    ladder_update(s, c, *freq, r);
    s->fb = 4.0 * r * s->acr;
}
KC_INLINE void ladder_do_kk(ladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                            bool cheap)
{
    (void)c, (void)n, (void)freq, (void)res;
    *out = ladder_filter(s, *in, cheap);
}

/* The block starts with its first values; only changes after that count. What the three variants remember
 * differs. */
KC_INLINE void ladder_do_aa(ladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                            bool cheap)
{
    if (n == c->begin) {
        ladder_update(s, c, *freq, *res);
        s->block = *res;
        s->fb = 4.0 * *res * s->acr;
    }
    VM differ = vm_or(v_ne(s->freq, *freq), v_ne(s->res, *res));
    if (vm_any(differ)) {
        ladder_coefs(s, c, v_sel(differ, *freq, s->freq));
        s->freq = v_sel(differ, *freq, s->freq);
        s->res = v_sel(differ, s->block, s->res);
        s->fb = v_sel(differ, 4.0 * *res * s->acr, s->fb);
    }
    *out = ladder_filter(s, *in, cheap);
}
KC_INLINE void ladder_do_ak(ladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                            bool cheap)
{
    V r = v_sel(v_lt(*res, v_splat(0)), v_splat(0), *res);
    if (n == c->begin || vm_any(v_ne(s->freq, *freq))) {
        ladder_update(s, c, *freq, r);
        s->fb = 4.0 * r * s->acr;
    }
    *out = ladder_filter(s, *in, cheap);
}
KC_INLINE void ladder_do_ka(ladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                            bool cheap)
{
    if (n == c->begin) {
        s->block = v_sel(v_lt(*res, v_splat(0)), v_splat(0), *res);
        ladder_update(s, c, *freq, s->block);
        s->fb = 4.0 * s->block * s->acr;
    }
    VM differ = v_ne(s->block, *res);
    if (vm_any(differ)) {
        s->block = *res;
        s->res = v_sel(differ, *res, s->res);
        s->fb = 4.0 * s->block * s->acr;
    }
    *out = ladder_filter(s, *in, cheap);
}

#define LADDER(rates)                                                                                        \
    KERNEL void ladder_##rates(ladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq,           \
                               const V *res)                                                                 \
    {                                                                                                        \
        ladder_do_##rates(s, c, n, out, in, freq, res, false);                                               \
    }                                                                                                        \
    KERNEL void ladder2_##rates(ladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq,          \
                                const V *res)                                                                \
    {                                                                                                        \
        ladder_do_##rates(s, c, n, out, in, freq, res, true);                                                \
    }
LADDER(kk)
LADDER(aa)
LADDER(ak)
LADDER(ka)

/* Opcode: moogladder
 * Synopsis: asig moogladder ain, xcf, xres [, istor]
 *
 * Moog ladder low-pass, 24 dB per octave, with resonance up to self-oscillation.
 * In:  ain    signal; drive depends on 0dbfs
 *      xcf    cutoff, Hz
 *      xres   resonance, usually 0 .. 1; more aliases. Below 0 counts as 0 at k-rate
 *      istor  not 0 keeps the state (default 0)
 * Out: low-pass output
 * Fails: never
 * Source: A. Huovilainen, DAFx 2004
 */
KC_OP(moogladder, "a", "akko", .state = ladder_st, .init = ladder_init, .k = ladder_k, .tick = ladder_kk)
KC_OP(moogladder, "a", "aaao", .state = ladder_st, .init = ladder_init, .tick = ladder_aa)
KC_OP(moogladder, "a", "aako", .state = ladder_st, .init = ladder_init, .tick = ladder_ak)
KC_OP(moogladder, "a", "akao", .state = ladder_st, .init = ladder_init, .tick = ladder_ka)

/* Opcode: moogladder2
 * Synopsis: asig moogladder2 ain, xcf, xres [, istor]
 *
 * moogladder with an approximate tanh.
 * In, Out, Fails: as moogladder
 */
KC_OP(moogladder2, "a", "akko", .state = ladder_st, .init = ladder_init, .k = ladder_k, .tick = ladder2_kk)
KC_OP(moogladder2, "a", "aaao", .state = ladder_st, .init = ladder_init, .tick = ladder2_aa)
KC_OP(moogladder2, "a", "aako", .state = ladder_st, .init = ladder_init, .tick = ladder2_ak)
KC_OP(moogladder2, "a", "akao", .state = ladder_st, .init = ladder_init, .tick = ladder2_ka)
