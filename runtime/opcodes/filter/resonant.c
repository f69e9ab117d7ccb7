/* lowres, vlowres, lowpass2, svfilter, rezzy, bqrez, tbvcf, statevar, fofilter, lpf18: resonant filters.
 *
 * Each has an update function that works out coefficients from frequency and resonance, and a run function
 * for one sample. Entries with k-rate arguments update once per k-cycle, the others with every sample. */
#include "runtime/opcodes/dsp/lanes.h"

/* Kernels of a filter with one output: name_k and name_kk, or name_xx alone. */
#define KERNELS(name)                                                                                        \
    KERNEL void name##_k(name##_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)                  \
    {                                                                                                        \
        (void)in;                                                                                            \
        name##_update(s, c, *freq, *res);                                                                    \
    }                                                                                                        \
    KERNEL void name##_kk(name##_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)  \
    {                                                                                                        \
        (void)c, (void)n, (void)freq, (void)res;                                                             \
        *out = name##_run(s, *in);                                                                           \
    }                                                                                                        \
    KERNEL void name##_xx(name##_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)  \
    {                                                                                                        \
        (void)n;                                                                                             \
        name##_update(s, c, *freq, *res);                                                                    \
        *out = name##_run(s, *in);                                                                           \
    }

/* ---- lowres, vlowres ------------------------------------------------------------------------- */

typedef struct {
    V y1, y2;
    V k, c1, c2;
    V freq, res; /* of the coefficients */
    V first;     /* cutoff at the start of the block */
} lowres_st;

KC_NATIVE int lowres_init(lowres_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *res, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res;
    if (*skip == 0) s->y1 = s->y2 = 0;
    s->freq = s->res = s->k = 0;
    return KC_OK;
}
KC_INLINE void lowres_coefs(lowres_st *s, V freq, V res, V low)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    V b = 10.0 / (res * v_sqrt(freq)) - 1.0;
    s->k = 1000.0 / low;
    s->c1 = b + 2.0 * s->k;
    s->c2 = 1.0 / (1.0 + b + s->k);
    s->freq = freq;
    s->res = res;
}
KC_INLINE void lowres_update(lowres_st *s, const kc_ctx *c, V freq, V res)
{
    (void)c;
    lowres_coefs(s, freq, res, freq);
}
KC_INLINE V lowres_run(lowres_st *s, V x)
{
    V y = (s->c1 * s->y1 - s->k * s->y2 + x) * s->c2;
    s->y2 = s->y1;
    s->y1 = y;
    return y;
}
KERNELS(lowres)
/* With both at audio rate the reference takes one of the two coefficients from the block's first cutoff. */
KERNEL void lowres_aa(lowres_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    if (n == c->begin) s->first = *freq;
    lowres_coefs(s, *freq, *res, s->first);
    *out = lowres_run(s, *in);
}

/* Opcode: lowres
 * Synopsis: ares lowres asig, xcutoff, xresonance [, iskip]
 *
 * Resonant low-pass filter.
 * In:  asig        signal
 *      xcutoff     cutoff, not in Hz: larger is higher; above 0
 *      xresonance  resonance; large values self-oscillate
 *      iskip       not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(lowres, "a", "akko", .state = lowres_st, .init = lowres_init, .k = lowres_k, .tick = lowres_kk)
KC_OP(lowres, "a", "aaao", .state = lowres_st, .init = lowres_init, .tick = lowres_aa)
KC_OP(lowres, "a", "aako", .state = lowres_st, .init = lowres_init, .tick = lowres_xx)
KC_OP(lowres, "a", "akao", .state = lowres_st, .init = lowres_init, .tick = lowres_xx)

enum { MAX_STAGES = 10 };

typedef struct {
    V y1[10], y2[10];
    V k[10], c1[10], c2[10];
    VI stages;
} vlowres_st;

KC_NATIVE int vlowres_init(vlowres_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                           const double *res, const double *order, const double *sep)
{
    (void)out, (void)in, (void)freq, (void)res, (void)sep;
    int32_t n = kc_round_i(*order);
    if (n < 1) n = 4;
    if (n > MAX_STAGES) return kc_fail(c, "illegal order num. (min 1, max 10)");
    s->stages = n;
    for (int j = 0; j < n; j++) s->y1[j] = s->y2[j] = 0;
    return KC_OK;
}
KERNEL void vlowres_k(vlowres_st *s, kc_ctx *c, const V *in, const V *freq, const V *res, const V *sep)
{
    (void)c, (void)in;
    V step = *sep / i_to_v(s->stages);
    for (int j = 0; j < MAX_STAGES; j++) {
        V f = *freq * (1.0 + step * (double)j), b = 10.0 / (*res * v_sqrt(f)) - 1.0;
        s->k[j] = 1000.0 / f;
        s->c1[j] = b + 2.0 * s->k[j];
        s->c2[j] = 1.0 / (1.0 + b + s->k[j]);
    }
}
KERNEL void vlowres_tick(vlowres_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                         const V *sep)
{
    (void)c, (void)n, (void)freq, (void)res, (void)sep;
    V x = *in;
    for (int j = 0; j < MAX_STAGES; j++) {
        VM on = vi_lt(vi_splat(j), s->stages);
        if (!vm_any(on)) break;
        V y = (s->c1[j] * s->y1[j] - s->k[j] * s->y2[j] + x) * s->c2[j];
        s->y2[j] = v_sel(on, s->y1[j], s->y2[j]);
        s->y1[j] = v_sel(on, y, s->y1[j]);
        x = v_sel(on, y, x);
    }
    *out = x;
}

/* Opcode: vlowres
 * Synopsis: ares vlowres asig, kfco, kres, iord, ksep
 *
 * Several lowres filters in a row, at spread cutoffs.
 * In:  asig  signal
 *      kfco  cutoff of the first, as in lowres
 *      kres  resonance
 *      iord  number of filters, 1 .. 10; less stands for 4
 *      ksep  the last cutoff lies about ksep times kfco above the first
 * Out: filtered signal
 * Fails: at init for more than ten filters
 */
KC_OP(vlowres, "a", "akkik", .state = vlowres_st, .init = vlowres_init, .k = vlowres_k, .tick = vlowres_tick)

/* ---- lowpass2 -------------------------------------------------------------------------------- */

typedef struct {
    V a, b, c, y1, y2;
    V freq, res; /* of the coefficients */
} lowpass2_st;

KC_NATIVE int lowpass2_init(lowpass2_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                            const double *res, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res;
    if (*skip == 0) s->y1 = s->y2 = 0;
    s->freq = s->res = NAN; /* differs from any */
    return KC_OK;
}
KC_NATIVE int lowpass2_ak_init(lowpass2_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                               const double *res, const double *skip, const double *rest)
{
    (void)rest;
    return lowpass2_init(s, c, out, in, freq, res, skip);
}
KC_INLINE void lowpass2_update(lowpass2_st *s, const kc_ctx *c, V freq, V res)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    s->freq = freq;
    s->res = res;
    V t = -c->pi_sr * freq / res;
    s->a = 2.0 * v_cos(freq * c->twopi_sr) * v_exp(t);
    s->b = v_exp(t + t);
    s->c = 1.0 - s->a + s->b;
}
KC_INLINE V lowpass2_run(lowpass2_st *s, V x)
{
    V y = s->a * s->y1 - s->b * s->y2 + s->c * x;
    s->y2 = s->y1;
    s->y1 = y;
    return y;
}
KERNELS(lowpass2)
KERNEL void lowpass2_ak(lowpass2_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                        const V *skip)
{
    (void)skip;
    lowpass2_xx(s, c, n, out, in, freq, res);
}

/* Opcode: lowpass2
 * Synopsis: ares lowpass2 asig, xcf, xq [, iskip]
 *
 * Resonant low-pass filter.
 * In:  asig   signal
 *      xcf    resonance, Hz
 *      xq     quality
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 * Note: the entry with only xcf at audio rate wants an a-rate iskip, as in the reference.
 * Source: H. Chamberlin, "Musical Applications of Microprocessors", 1985
 */
KC_OP(lowpass2, "a", "akko", .state = lowpass2_st, .init = lowpass2_init, .k = lowpass2_k,
      .tick = lowpass2_kk)
KC_OP(lowpass2, "a", "aaao", .state = lowpass2_st, .init = lowpass2_init, .tick = lowpass2_xx)
KC_OP(lowpass2, "a", "aakao", .state = lowpass2_st, .init = lowpass2_ak_init, .tick = lowpass2_ak)
KC_OP(lowpass2, "a", "akao", .state = lowpass2_st, .init = lowpass2_init, .tick = lowpass2_xx)

/* ---- svfilter, statevar ---------------------------------------------------------------------- */

typedef struct {
    V y1, y2, f, q, scale;
    V freq, res; /* of the coefficients */
    VM scaled;
} svfilter_st;

KC_NATIVE int svfilter_init(svfilter_st *s, kc_ctx *c, double *low, double *high, double *band,
                            const double *in, const double *freq, const double *res, const double *iscl,
                            const double *skip)
{
    (void)c, (void)low, (void)high, (void)band, (void)in, (void)freq, (void)res;
    if (*skip != 0) s->y1 = s->y2 = 0; /* the other way round than its name says */
    s->scaled = vm_splat(*iscl != 0);
    s->freq = s->res = NAN;
    return KC_OK;
}
KC_INLINE void svfilter_update(svfilter_st *s, const kc_ctx *c, V freq, V res)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    s->freq = freq;
    s->res = res;
    s->f = 2.0 * v_sin(freq * c->pi_sr);
    s->q = 1.0 / v_sel(v_lt(res, v_splat(0.000001)), v_splat(1), res);
    s->scale = v_sel(s->scaled, s->q, v_splat(1));
}
KERNEL void svfilter_k(svfilter_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)in;
    svfilter_update(s, c, *freq, *res);
}
KERNEL void svfilter_kk(svfilter_st *s, kc_ctx *c, int n, V *low, V *high, V *band, const V *in,
                        const V *freq, const V *res)
{
    (void)c, (void)n, (void)freq, (void)res;
    V x = *in, l = s->y2 + s->f * s->y1, h = s->scale * x - l - s->q * s->y1, b = s->f * h + s->y1;
    s->y1 = b;
    s->y2 = l;
    *low = l;
    *high = h;
    *band = b;
}
KERNEL void svfilter_xx(svfilter_st *s, kc_ctx *c, int n, V *low, V *high, V *band, const V *in,
                        const V *freq, const V *res)
{
    svfilter_update(s, c, *freq, *res);
    svfilter_kk(s, c, n, low, high, band, in, freq, res);
}

/* Opcode: svfilter
 * Synopsis: alow, ahigh, aband svfilter asig, xcf, xq [, iscl] [, iskip]
 *
 * State variable filter.
 * In:  asig   signal
 *      xcf    cutoff or centre, Hz; stable below about sr / 6
 *      xq     quality; below .000001 counts as 1
 *      iscl   not 0 scales the input by 1 / xq (default 0)
 *      iskip  not 0 clears the state (default 0)
 * Out: low-pass, high-pass, band-pass
 * Fails: never
 * Source: H. Chamberlin, "Musical Applications of Microprocessors", 1985
 */
KC_OP(svfilter, "aaa", "axxoo", .rates = "kk", .state = svfilter_st, .init = svfilter_init, .k = svfilter_k,
      .tick = svfilter_kk)
KC_OP(svfilter, "aaa", "axxoo", .state = svfilter_st, .init = svfilter_init, .tick = svfilter_xx)

enum { MAX_OVERSAMPLING = 1024 };

typedef struct {
    V bp, lp1, lp, f, q;
    V freq, res; /* of the coefficients */
    VI times;
} statevar_st;

KC_NATIVE int statevar_init(statevar_st *s, kc_ctx *c, double *hp, double *lp, double *bp, double *br,
                            const double *in, const double *freq, const double *res, const double *times,
                            const double *skip)
{
    (void)hp, (void)lp, (void)bp, (void)br, (void)in, (void)freq, (void)res;
    if (*skip == 0) s->bp = s->lp1 = s->lp = s->freq = s->res = 0;
    if (*times > MAX_OVERSAMPLING) return kc_fail(c, "statevar: too much oversampling: %f", *times);
    s->times = *times > 0 ? kc_trunc_i(*times) : 3;
    return KC_OK;
}
KERNEL void statevar_tick(statevar_st *s, kc_ctx *c, int n, V *hpo, V *lpo, V *bpo, V *bro, const V *in,
                          const V *freq, const V *res)
{
    (void)n;
    VM differ = vm_or(v_ne(*freq, s->freq), v_ne(*res, s->res));
    if (vm_any(differ)) {
        V times = i_to_v(s->times), f = 2.0 * v_sin(*freq * c->pi_sr / times);
        V q = 1.0 / *res, least = (2.0 - f) * 0.05 / times;
        s->f = v_sel(differ, f, s->f);
        s->q = v_sel(differ, v_sel(v_lt(q, least), least, q), s->q);
        s->freq = *freq;
        s->res = *res;
    }
    int most = 0;
    KC_LANES
    {
        if (vi_get(s->times, l) > most) most = vi_get(s->times, l);
    }
    V x = *in, hp = v_splat(0), bp = v_splat(0), br = v_splat(0);
    for (int j = 0; j < most; j++) {
        VM on = vi_lt(vi_splat(j), s->times);
        V h = x - s->q * s->bp - s->lp, b = h * s->f + s->bp, l = s->bp * s->f + s->lp1;
        hp = v_sel(on, h, hp);
        bp = v_sel(on, b, bp);
        br = v_sel(on, l + h, br);
        s->lp = v_sel(on, l, s->lp);
        s->bp = v_sel(on, b, s->bp);
        s->lp1 = v_sel(on, l, s->lp1);
    }
    *hpo = hp;
    *lpo = s->lp;
    *bpo = bp;
    *bro = br;
}

/* Opcode: statevar
 * Synopsis: ahp, alp, abp, abr statevar ain, xcf, xq [, iosamps, istor]
 *
 * Oversampled state variable filter.
 * In:  ain      signal
 *      xcf      cutoff, Hz
 *      xq       quality
 *      iosamps  oversampling, 1 .. 1024; 0 or less: 3 (default 0)
 *      istor    not 0 keeps the state (default 0)
 * Out: high-pass, low-pass, band-pass, band-reject
 * Fails: at init for more oversampling
 */
KC_OP(statevar, "aaaa", "axxoo", .state = statevar_st, .init = statevar_init, .tick = statevar_tick)

/* ---- rezzy ----------------------------------------------------------------------------------- */

typedef struct {
    V n0, n1, n2, b1, b2;
    V x1, x2, y1, y2;
    V freq, res; /* of the coefficients */
    VI mode;
} rezzy_st;

#define NEARLY_ONE 0.99999

KC_NATIVE int rezzy_init(rezzy_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *res, const double *mode, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res;
    if (*skip == 0) s->x1 = s->x2 = s->y1 = s->y2 = 0;
    s->freq = s->res = NAN;
    s->mode = *mode != 0;
    return KC_OK;
}
/* Brings poles outside of the unit circle into it. A complex pair is handled differently in the high-pass. */
KC_INLINE void rezzy_stable(rezzy_st *s, VM high)
{
    V disc = s->b1 * s->b1 - 4.0 * s->b2, one = v_splat(1), near = v_splat(NEARLY_ONE);
    VM pair = v_lt(disc, v_splat(0));
    V root = v_sqrt(v_abs(disc)), re = -s->b1 / 2.0, im = root / 2.0;
    VM out = vm_and(pair, v_ge(re * re + im * im, one));
    V cosine = v_cos(v_atan2(im, re));
    V p0 = (root - s->b1) / 2.0, p1 = (-root - s->b1) / 2.0;
    VM out0 = v_ge(p0 * p0, one), out1 = v_ge(p1 * p1, one);
    VM split = vm_and(vm_not(pair), vm_or(out0, out1));
    p0 = v_sel(out0, v_copysign(near, p0), p0);
    p1 = v_sel(out1, v_copysign(near, p1), p1);
    V b1 = v_sel(split, -(p0 + p1), s->b1), b2 = v_sel(split, p0 * p1, s->b2);
    s->b1 = v_sel(out, v_sel(high, -re * cosine, -2.0 * NEARLY_ONE * cosine), b1);
    s->b2 = v_sel(out, v_splat(NEARLY_ONE * NEARLY_ONE), b2);
}
KC_INLINE void rezzy_update(rezzy_st *s, const kc_ctx *c, V freq, V res)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    s->freq = freq;
    s->res = res;
    VM high = vi_eq(s->mode, vi_splat(1));
    V k = 0.149659863 * c->sr / freq, kk = k * k, top = 1.0 / v_sqrt(1.0 + res);
    V low_res = res / (1.0 + v_exp(freq / 11000.0)), high_res = res / (1.0 + v_sqrt(v_sqrt(1.0 / k)));
    V a = v_sel(high, k / high_res - 1.0, k / low_res - 1.0), cd = k / high_res;
    V inv = 1.0 / v_sel(high, cd + kk, 1.0 + a + kk);
    V t = 0.75 * top;
    s->b1 = (-a - 2.0 * kk) * inv;
    s->b2 = kk * inv;
    s->n0 = v_sel(high, (cd + kk) * t * inv, inv * top);
    s->n1 = v_sel(high, (-cd - 2.0 * kk) * t * inv, v_splat(0));
    s->n2 = v_sel(high, kk * t * inv, v_splat(0));
    rezzy_stable(s, high);
}
KC_INLINE V rezzy_run(rezzy_st *s, V x)
{
    V y = s->n0 * x + s->n1 * s->x1 + s->n2 * s->x2 - s->b1 * s->y1 - s->b2 * s->y2;
    s->x2 = s->x1;
    s->x1 = x;
    s->y2 = s->y1;
    s->y1 = y;
    return y;
}
/* Only k-rate resonance is held at 1 or above. */
KC_INLINE V rezzy_least(V res) { return v_sel(v_lt(res, v_splat(1)), v_splat(1), res); }
KERNEL void rezzy_k(rezzy_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)in;
    rezzy_update(s, c, *freq, rezzy_least(*res));
}
KERNEL void rezzy_kk(rezzy_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)c, (void)n, (void)freq, (void)res;
    *out = rezzy_run(s, *in);
}
KERNEL void rezzy_ak(rezzy_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n;
    rezzy_update(s, c, *freq, rezzy_least(*res));
    *out = rezzy_run(s, *in);
}
KERNEL void rezzy_xa(rezzy_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n;
    rezzy_update(s, c, *freq, *res);
    *out = rezzy_run(s, *in);
}

/* Opcode: rezzy
 * Synopsis: ares rezzy asig, xfco, xres [, imode, iskip]
 *
 * Resonant low-pass or high-pass filter.
 * In:  asig   signal
 *      xfco   cutoff, Hz
 *      xres   resonance, 1 .. 100 or so; k-rate values below 1 count as 1
 *      imode  0 low-pass, else high-pass (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 * Note: unstable settings are brought back to just stable ones.
 */
KC_OP(rezzy, "a", "axxoo", .rates = "kk", .state = rezzy_st, .init = rezzy_init, .k = rezzy_k,
      .tick = rezzy_kk)
KC_OP(rezzy, "a", "axxoo", .rates = "ak", .state = rezzy_st, .init = rezzy_init, .tick = rezzy_ak)
KC_OP(rezzy, "a", "axxoo", .state = rezzy_st, .init = rezzy_init, .tick = rezzy_xa)

/* ---- bqrez ----------------------------------------------------------------------------------- */

typedef rezzy_st bqrez_st;

KC_NATIVE int bqrez_init(bqrez_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *res, const double *mode, const double *skip)
{
    rezzy_init(s, c, out, in, freq, res, mode, skip);
    s->mode = kc_round_i(*mode);
    if (s->mode > 4) return kc_fail(c, "bqrez: no mode %d", (int)s->mode);
    if (s->mode < 0) s->mode = 2;
    return KC_OK;
}
KC_INLINE void bqrez_update(bqrez_st *s, const kc_ctx *c, V freq, V res)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    s->freq = freq;
    s->res = res;
    V w = freq * c->twopi_sr, half = v_sin(w) * 0.5, cosine = v_cos(w);
    V beta = (res - half) / (res + half), gamma = (beta + 1.0) * cosine;
    VM lp = vi_eq(s->mode, vi_splat(0)), hp = vi_eq(s->mode, vi_splat(1)), bp = vi_eq(s->mode, vi_splat(2));
    VM all = vi_eq(s->mode, vi_splat(4));
    V side = v_sel(lp, -gamma, v_sel(vm_or(hp, bp), gamma, v_splat(0)));
    V alpha = (beta + 1.0 + side) * 0.5;
    V mid = v_sel(lp, v_splat(2), v_sel(hp, v_splat(-2), v_sel(bp, v_splat(0), -2.0 * cosine)));
    s->n0 = v_sel(all, beta, alpha);
    s->n1 = v_sel(all, -gamma, alpha * mid);
    s->n2 = v_sel(all, v_splat(1), v_sel(bp, -alpha, alpha));
    s->b1 = -gamma;
    s->b2 = beta;
}
KC_INLINE V bqrez_run(bqrez_st *s, V x) { return rezzy_run(s, x); }
KERNELS(bqrez)

/* Opcode: bqrez
 * Synopsis: ares bqrez asig, xfco, xres [, imode] [, iskip]
 *
 * Resonant second-order filter of several kinds.
 * In:  asig   signal
 *      xfco   cutoff or centre, Hz
 *      xres   resonance, 1 .. 10 or so
 *      imode  0 low-pass, 1 high-pass, 2 band-pass, 3 band-reject, 4 all-pass (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another mode
 */
KC_OP(bqrez, "a", "axxoo", .rates = "kk", .state = bqrez_st, .init = bqrez_init, .k = bqrez_k,
      .tick = bqrez_kk)
KC_OP(bqrez, "a", "axxoo", .state = bqrez_st, .init = bqrez_init, .tick = bqrez_xx)

/* ---- tbvcf ----------------------------------------------------------------------------------- */

typedef struct {
    V y, y1, y2;
    V q, q1, fc;
    V freq, res, dist; /* of the coefficients */
} tbvcf_st;

KC_NATIVE int tbvcf_init(tbvcf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *res, const double *dist, const double *asym, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res, (void)dist, (void)asym;
    if (*skip == 0) s->y = s->y1 = s->y2 = 0;
    s->freq = s->res = s->dist = NAN;
    return KC_OK;
}
KERNEL void tbvcf_tick(tbvcf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                       const V *dist, const V *asym)
{
    (void)n;
    VM differ = vm_or(v_ne(*freq, s->freq), vm_or(v_ne(*res, s->res), v_ne(*dist, s->dist)));
    if (vm_any(differ)) {
        s->freq = *freq;
        s->res = *res;
        s->dist = *dist;
        s->q1 = s->res / (1.0 + v_sqrt(s->dist));
        V f = v_pow(s->freq * 260.0 / (1.0 + s->q1 * 0.5), v_splat(0.58));
        s->q = s->q1 * f * f * 0.0005;
        s->fc = f * c->inv_sr * (44100.0 / 8.0);
    }
    const double h = 0.001; /* Euler step */
    V x = *in, back = s->q * s->y / (1.0 + v_exp(-3.0 * s->y) * *asym), d = -2.0 * s->y;
    s->y1 = s->y1 + h * ((x - s->y1) * s->fc - back);
    s->y2 = s->y2 + h * ((s->y1 - s->y2) * s->fc + (d * d * d + s->y2) * 100.0 * *dist);
    s->y = s->y + h * ((s->y2 - s->y) * s->fc);
    *out = s->y * s->fc / 1000.0 * (1.0 + s->q1) * 3.2;
}

/* Opcode: tbvcf
 * Synopsis: ares tbvcf asig, xfco, xres, kdist, kasym [, iskip]
 *
 * Model of the low-pass filter of a bass synthesizer, by Euler steps.
 * In:  asig   signal
 *      xfco   cutoff, Hz, roughly
 *      xres   resonance, 0 .. 2
 *      kdist  distortion, 2 or so, +-2
 *      kasym  asymmetry of the resonance, 0 .. 1
 *      iskip  not 0 keeps the state (default 1)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(tbvcf, "a", "axxkkp", .state = tbvcf_st, .init = tbvcf_init, .tick = tbvcf_tick)

/* ---- fofilter -------------------------------------------------------------------------------- */

typedef struct {
    V d[4];
    V a1, a2, b1, b2;
    V freq, rise, fall; /* of the coefficients */
} fofilter_st;

KC_NATIVE int fofilter_init(fofilter_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                            const double *rise, const double *fall, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)rise, (void)fall;
    if (*skip == 0) memset(s->d, 0, sizeof s->d);
    s->freq = s->rise = s->fall = NAN;
    return KC_OK;
}
KERNEL void fofilter_tick(fofilter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *rise,
                          const V *fall)
{
    (void)n;
    if (vm_any(vm_or(v_ne(*freq, s->freq), vm_or(v_ne(*rise, s->rise), v_ne(*fall, s->fall))))) {
        s->freq = *freq;
        s->rise = *rise;
        s->fall = *fall;
        V w = c->twopi_sr * s->freq, scale = v_sin(w) - 3.0, cosine = v_cos(w);
        V r1 = v_pow(v_splat(10), scale / (s->fall * c->sr)),
          r2 = v_pow(v_splat(10), scale / (s->rise * c->sr));
        s->a1 = 2.0 * r1 * cosine;
        s->b1 = r1 * r1;
        s->a2 = 2.0 * r2 * cosine;
        s->b2 = r2 * r2;
    }
    V x = *in, w1 = x + s->a1 * s->d[0] - s->b1 * s->d[1], w2 = x + s->a2 * s->d[2] - s->b2 * s->d[3];
    *out = (w1 - s->d[1]) - (w2 - s->d[3]);
    s->d[1] = s->d[0];
    s->d[0] = w1;
    s->d[3] = s->d[2];
    s->d[2] = w2;
}

/* Opcode: fofilter
 * Synopsis: asig fofilter ain, xcf, xris, xdec [, istor]
 *
 * Formant filter: its impulse response is a grain as fof makes them.
 * In:  ain    signal
 *      xcf    centre, Hz
 *      xris   attack of the response, s
 *      xdec   decay of the response, s
 *      istor  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(fofilter, "a", "axxxo", .state = fofilter_st, .init = fofilter_init, .tick = fofilter_tick)

/* ---- lpf18 ----------------------------------------------------------------------------------- */

typedef struct {
    V y1, y2, y3, x;
    V kp, gain, loop, drive;
    V freq, res, dist; /* of the coefficients */
    double unit;       /* full scale */
} lpf18_st;

KC_NATIVE int lpf18_init(lpf18_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *res, const double *dist, const double *skip)
{
    (void)out, (void)in, (void)freq, (void)res, (void)dist;
    if (*skip == 0) s->y1 = s->y2 = s->y3 = s->x = 0;
    s->freq = s->res = s->dist = NAN;
    s->unit = c->zerodbfs;
    return KC_OK;
}
KERNEL void lpf18_tick(lpf18_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                       const V *dist)
{
    (void)n;
    if (vm_any(vm_or(v_ne(*freq, s->freq), vm_or(v_ne(*res, s->res), v_ne(*dist, s->dist))))) {
        s->freq = *freq;
        s->res = *res;
        s->dist = *dist;
        V f = 2.0 * s->freq * c->inv_sr, kp = ((-2.7528 * f + 3.0429) * f + 1.718) * f - 0.9984,
          k1 = kp + 1.0;
        s->kp = kp;
        s->gain = 0.5 * k1;
        s->loop = s->res * (((-2.7079 * k1 + 10.963) * k1 - 14.934) * k1 + 8.4974);
        s->drive = 1.0 + s->dist * (1.5 + 2.0 * s->loop * (1.0 - f));
    }
    V x1 = s->x, y1 = s->y1, y2 = s->y2;
    s->x = *in / s->unit - v_tanh(s->loop * s->y3);
    s->y1 = s->gain * (s->x + x1) - s->kp * s->y1;
    s->y2 = s->gain * (s->y1 + y1) - s->kp * s->y2;
    s->y3 = s->gain * (s->y2 + y2) - s->kp * s->y3;
    *out = v_tanh(s->y3 * s->drive) * s->unit;
}

/* Opcode: lpf18
 * Synopsis: ares lpf18 asig, xfco, xres, xdist [, iskip]
 *
 * Three-pole resonant low-pass with distortion.
 * In:  asig   signal; drive depends on 0dbfs
 *      xfco   cutoff, Hz
 *      xres   resonance, 0 .. 1; more oscillates
 *      xdist  distortion, 0 ..
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(lpf18, "a", "axxxo", .state = lpf18_st, .init = lpf18_init, .tick = lpf18_tick)
