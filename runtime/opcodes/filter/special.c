/* gtf, mvmfilter, nlfilt, nlfilt2, resonxk, resony: filters of particular shapes. */
#include "runtime/opcodes/dsp/lanes.h"

#define TWOPI 6.283185307179586476925286766559

/* ---- gtf ------------------------------------------------------------------------------------- */

enum { GTF_MAX = 10 };

typedef struct {
    V re[GTF_MAX], im[GTF_MAX];
    V decay, cosine, sine; /* of a stage */
    V mix;                 /* of the output, by the phase */
    V freq;
    VI order;
} gtf_st;

KC_NATIVE int gtf_init(gtf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                       const double *decay, const double *order, const double *phase)
{
    (void)out, (void)in, (void)freq;
    s->order = kc_round_i(*order);
    if (s->order < 0 || s->order > GTF_MAX) return kc_fail(c, "Invalid order %d", s->order);
    if (s->order == 0) s->order = 4;
    s->decay = exp(-TWOPI * *decay);
    s->mix = 2 * (*phase == 0 ? 1 : cos(*phase) - sin(*phase));
    s->cosine = 1;
    s->sine = s->freq = 0;
    memset(s->re, 0, sizeof s->re);
    memset(s->im, 0, sizeof s->im);
    return KC_OK;
}
KERNEL void gtf_k(gtf_st *s, kc_ctx *c, const V *in, const V *freq)
{
    (void)in;
    if (!vm_any(v_ne(*freq, s->freq))) return;
    V w = TWOPI * *freq / c->sr;
    s->freq = *freq;
    s->cosine = v_cos(w);
    s->sine = v_sin(w);
}
KERNEL void gtf_tick(gtf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)c, (void)n, (void)freq;
    V e = s->decay, x = v_splat(0);
    for (int j = 0; j < GTF_MAX; j++) {
        VM on = vi_lt(vi_splat(j), s->order);
        if (!vm_any(on)) break;
        V re = s->cosine * s->re[j] - s->sine * s->im[j], im = s->sine * s->re[j] + s->cosine * s->im[j];
        re = j ? e * (re - x) + x : e * re + (1.0 - e) * *in;
        im = j ? e * (im - x) + x : e * im;
        s->re[j] = v_sel(on, re, s->re[j]);
        s->im[j] = v_sel(on, im, s->im[j]);
        x = v_sel(on, im, x);
    }
    *out = s->mix * x;
}

/* Opcode: gtf
 * Synopsis: ares gtf ain, kfreq, idecay [, iorder, iphase]
 *
 * Gammatone filter.
 * In:  ain     signal
 *      kfreq   centre, Hz
 *      idecay  decay per sample: exp(-2 pi idecay)
 *      iorder  number of stages, 1 .. 10; 0 stands for 4 (default 0)
 *      iphase  phase of the output, radians (default 0)
 * Out: filtered signal
 * Fails: at init for another order
 * Note: as in the reference, the imaginary part of a stage goes on as both parts of the next one's input.
 */
KC_OP(gtf, "a", "akioo", .state = gtf_st, .init = gtf_init, .k = gtf_k, .tick = gtf_tick)

/* ---- mvmfilter ------------------------------------------------------------------------------- */

typedef struct {
    V x, y;
    V re, im; /* the pole */
} mvmfilter_st;

KC_NATIVE int mvmfilter_init(mvmfilter_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                             const double *decay, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)decay;
    if (*skip == 0) s->x = s->y = 0;
    return KC_OK;
}
KC_INLINE void mvmfilter_pole(mvmfilter_st *s, const kc_ctx *c, V freq, V decay)
{
    V top = v_splat(c->sr / 2.0), f = v_sel(v_gt(freq, top), top, freq), w = TWOPI * f / c->sr;
    V r = v_sel(v_gt(decay, v_splat(0)), v_exp(-1.0 / (decay * c->sr)), v_splat(0));
    s->re = v_cos(w) * r;
    s->im = v_sin(w) * r;
}
KC_INLINE V mvmfilter_run(mvmfilter_st *s, V in)
{
    V x = s->x;
    s->x = s->re * x - s->im * s->y + in;
    s->y = s->im * x + s->re * s->y;
    return s->x;
}
KERNEL void mvmfilter_k(mvmfilter_st *s, kc_ctx *c, const V *in, const V *freq, const V *decay)
{
    (void)in;
    mvmfilter_pole(s, c, *freq, *decay);
}
KERNEL void mvmfilter_kk(mvmfilter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq,
                         const V *decay)
{
    (void)c, (void)n, (void)freq, (void)decay;
    *out = mvmfilter_run(s, *in);
}
/* With an a-rate frequency a k-rate decay time counts as 0. */
KERNEL void mvmfilter_ak(mvmfilter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq,
                         const V *decay)
{
    (void)n, (void)decay;
    mvmfilter_pole(s, c, *freq, v_splat(0));
    *out = mvmfilter_run(s, *in);
}
KERNEL void mvmfilter_xa(mvmfilter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq,
                         const V *decay)
{
    (void)n;
    mvmfilter_pole(s, c, *freq, *decay);
    *out = mvmfilter_run(s, *in);
}

/* Opcode: mvmfilter
 * Synopsis: asig mvmfilter ain, xcf, xdecay [, iskip]
 *
 * Resonator given by frequency and decay time; both can change fast without clicks.
 * In:  ain     signal
 *      xcf     frequency, Hz; half the sampling rate at most
 *      xdecay  time to fall to 1/e, s; 0 or less passes the signal
 *      iskip   not 0 keeps the state (default 0)
 * Out: real part of the resonator
 * Fails: never
 * Source: M. Mathews, J. O. Smith, "Methods for synthesizing very high Q parametrically well behaved two pole
 *         filters", SMAC 2003
 * Note: as in the reference, an a-rate frequency wants an a-rate decay time.
 */
KC_OP(mvmfilter, "a", "axxo", .rates = "kk", .state = mvmfilter_st, .init = mvmfilter_init, .k = mvmfilter_k,
      .tick = mvmfilter_kk)
KC_OP(mvmfilter, "a", "axxo", .rates = "ak", .state = mvmfilter_st, .init = mvmfilter_init,
      .tick = mvmfilter_ak)
KC_OP(mvmfilter, "a", "axxo", .state = mvmfilter_st, .init = mvmfilter_init, .tick = mvmfilter_xa)

/* ---- nlfilt, nlfilt2 ------------------------------------------------------------------------- */

enum { NLFILT_MAX = 1024 };

typedef struct {
    VL mem[4];
    VP buf; /* the last 1024 outputs */
    VI at;  /* the newest */
} nlfilt_st;

KC_NATIVE int nlfilt_init(nlfilt_st *s, kc_ctx *c, double *out, const double *in, const double *a,
                          const double *b, const double *d, const double *shift, const double *lag)
{
    (void)out, (void)in, (void)a, (void)b, (void)d, (void)shift, (void)lag;
    double *m = kc_lane_alloc(c, s->mem, NLFILT_MAX);
    if (!m) return KC_ERROR;
    s->buf = vp_splat(m);
    s->at = 0;
    return KC_OK;
}
KC_INLINE V nlfilt_run(nlfilt_st *s, const kc_ctx *c, V in, V a, V b, V d, V shift, V lag, bool bend)
{
    const double full = c->zerodbfs * 1.953125; /* 64000 where full scale is 32768 */
    VI mask = vi_splat(NLFILT_MAX - 1), l = vi_max(vi_min(v_to_i(lag), vi_splat(NLFILT_MAX)), vi_splat(1));
    V y1 = v_gather_i(s->buf, s->at), y2 = v_gather_i(s->buf, (s->at - 1) & mask);
    V yl = v_gather_i(s->buf, (s->at - l - 1) & mask);
    V y = a * y1 + b * y2 + d * yl * yl - shift;
    y = y + in * (1.0 / full);
    V out = y * (full * 0.5);
    if (bend) y = v_tanh(y);
    s->at = (s->at + 1) & mask;
    kc_buf_write(s->buf, s->at, y);
    out = v_sel(v_gt(out, v_splat(full)), v_splat(full * 0.5), out);
    return v_sel(v_lt(out, v_splat(-full)), v_splat(full * -0.5), out);
}
KERNEL void nlfilt_tick(nlfilt_st *s, kc_ctx *c, int n, V *out, const V *in, const V *a, const V *b,
                        const V *d, const V *shift, const V *lag)
{
    (void)n;
    *out = nlfilt_run(s, c, *in, *a, *b, *d, *shift, *lag, false);
}
KERNEL void nlfilt2_tick(nlfilt_st *s, kc_ctx *c, int n, V *out, const V *in, const V *a, const V *b,
                         const V *d, const V *shift, const V *lag)
{
    (void)n;
    *out = nlfilt_run(s, c, *in, *a, *b, *d, *shift, *lag, true);
}

/* Opcode: nlfilt
 * Synopsis: ares nlfilt ain, ka, kb, kd, kC, kL
 *
 * Filter with a square: y(n) = a y(n-1) + b y(n-2) + d y(n-L)^2 + x(n) - C, on small amplitudes.
 * In:  ain  signal, relative to 0dbfs
 *      ka, kb, kd, kC  coefficients
 *      kL   delay, 1 .. 1024 samples
 * Out: filtered signal
 * Fails: never
 * Source: C. Dobson, J. Fitch, "Experiments with chaotic oscillators", ICMC 1995
 */
KC_OP(nlfilt, "a", "akkkkk", .state = nlfilt_st, .init = nlfilt_init, .tick = nlfilt_tick)

/* Opcode: nlfilt2
 * Synopsis: ares nlfilt2 ain, ka, kb, kd, kC, kL
 *
 * nlfilt that can not blow up: what goes back passes a tanh.
 * In, Out, Fails: as nlfilt
 */
KC_OP(nlfilt2, "a", "akkkkk", .state = nlfilt_st, .init = nlfilt_init, .tick = nlfilt2_tick)

/* ---- resonxk --------------------------------------------------------------------------------- */

enum { MAX_STAGES = 4096 };

/* A row (resonxk) or a bank (resony) of resonators. */
typedef struct {
    VL mem[4];
    VP buf; /* per stage: last output, the one before; resony: c1, c2, c3 */
    VI stages, scale, linear;
    V c1, c2, c3;
    V freq, band;
} bank_st;

#if KC_W == 1
KC_NATIVE int bank_init(bank_st *s, kc_ctx *c, int stages, double scale, double skip, int each)
{
    if (stages > MAX_STAGES) return kc_fail(c, "too many filters: %d", stages);
    s->stages = stages = stages < 1 ? 4 : stages;
    s->scale = kc_trunc_i(scale);
    if (s->scale < 0 || s->scale > 2) return kc_fail(c, "illegal reson iscl value, %f", scale);
    size_t n = (size_t)stages * (size_t)each;
    double *m = kc_lane_mem(s->mem);
    if (skip == 0 || !m || ((kc_aux *)(void *)s->mem)->size < n * sizeof(double))
        m = kc_lane_alloc(c, s->mem, n);
    if (!m) return KC_ERROR;
    s->buf = vp_splat(m);
    s->freq = s->band = -100;
    return KC_OK;
}
KC_NATIVE int resonxk_init(bank_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                           const double *band, const double *order, const double *scale, const double *skip)
{
    (void)out, (void)in, (void)freq, (void)band;
    return bank_init(s, c, kc_round_i(*order), *scale, *skip, 2);
}
#endif

KC_INLINE V bank_gain(V cosine, V c3, VI scale, V *c2)
{
    V sum = c3 + 1.0, four = c3 * 4.0, rest = 1.0 - c3;
    *c2 = four * cosine / sum;
    V sqr = *c2 * *c2, peak = rest * v_sqrt(1.0 - sqr / four), rms = v_sqrt((sum * sum - sqr) * rest / sum);
    return v_sel(vi_eq(scale, vi_splat(1)), peak, v_sel(vi_eq(scale, vi_splat(2)), rms, v_splat(1)));
}
/* Writes where m is true. */
KC_INLINE void bank_put(VP buf, VI i, V x, VM m)
{
    KC_LANES
    {
        if (vm_get(m, l)) ((double *)(uintptr_t)vp_get(buf, l))[vi_get(i, l)] = v_get(x, l);
    }
}
KC_INLINE V bank_get(VP buf, VI i, VM m) { return v_gather_i(buf, vi_sel(m, i, vi_splat(0))); }

KERNEL void resonxk_tick(bank_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    (void)n;
    if (vm_any(vm_or(v_ne(*freq, s->freq), v_ne(*band, s->band)))) {
        s->freq = *freq;
        s->band = *band;
        s->c3 = v_exp(*band * -c->twopi_sr * c->ksmps);
        s->c1 = bank_gain(v_cos(*freq * c->twopi_sr * c->ksmps), s->c3, s->scale, &s->c2);
    }
    V x = *in;
    for (VI j = vi_splat(0); vm_any(vi_lt(j, s->stages)); j = j + 1) {
        VM on = vi_lt(j, s->stages);
        V y1 = bank_get(s->buf, j, on), y2 = bank_get(s->buf, j + s->stages, on);
        x = v_sel(on, s->c1 * x + s->c2 * y1 - s->c3 * y2, x);
        bank_put(s->buf, j + s->stages, y1, on);
        bank_put(s->buf, j, x, on);
    }
    *out = x;
}

/* Opcode: resonxk
 * Synopsis: kres resonxk ksig, kcf, kbw [, inumlayer, iscl, istor]
 *
 * Several resonk filters in a row.
 * In:  ksig       signal
 *      kcf        centre, Hz
 *      kbw        width, Hz
 *      inumlayer  number of filters, up to 4096; below 1 stands for 4 (default 0)
 *      iscl       gain of each, as in reson (default 0)
 *      istor      not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another iscl or more filters
 */
KC_OP(resonxk, "k", "kkkooo", .state = bank_st, .init = resonxk_init, .tick = resonxk_tick)

/* ---- resony ---------------------------------------------------------------------------------- */

#if KC_W == 1
KC_NATIVE int resony_init(bank_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *band, const double *order, const double *sep, const double *linear,
                          const double *scale, const double *skip)
{
    (void)out, (void)in, (void)freq, (void)band, (void)sep;
    s->linear = kc_trunc_i(*linear);
    return bank_init(s, c, kc_round_i(*order), *scale, *skip, 5);
}
#endif
KERNEL void resony_k(bank_st *s, kc_ctx *c, const V *in, const V *freq, const V *band, const V *sep)
{
    (void)in;
    V apart = *sep / i_to_v(s->stages);
    VM linear = vi_ne(s->linear, vi_splat(0));
    for (VI j = vi_splat(0); vm_any(vi_lt(j, s->stages)); j = j + 1) {
        VM on = vi_lt(j, s->stages);
        V k = i_to_v(j), cf = v_sel(linear, *freq * apart * k, *freq * v_pow(v_splat(2), apart * k)), c2;
        V c3 = v_exp(*band * (cf / *freq) * -c->twopi_sr);
        V c1 = bank_gain(v_cos(cf * c->twopi_sr), c3, s->scale, &c2);
        VI at = j + 2 * s->stages;
        bank_put(s->buf, at, c1, on);
        bank_put(s->buf, at + s->stages, c2, on);
        bank_put(s->buf, at + 2 * s->stages, c3, on);
    }
}
KERNEL void resony_tick(bank_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band,
                        const V *sep)
{
    (void)c, (void)n, (void)freq, (void)band, (void)sep;
    V sum = v_splat(0), x = *in;
    for (VI j = vi_splat(0); vm_any(vi_lt(j, s->stages)); j = j + 1) {
        VM on = vi_lt(j, s->stages);
        V y1 = bank_get(s->buf, j, on), y2 = bank_get(s->buf, j + s->stages, on);
        V c1 = bank_get(s->buf, j + 2 * s->stages, on), c2 = bank_get(s->buf, j + 3 * s->stages, on);
        V y = c1 * x + c2 * y1 - bank_get(s->buf, j + 4 * s->stages, on) * y2;
        sum = v_sel(on, sum + y, sum);
        bank_put(s->buf, j + s->stages, y1, on);
        bank_put(s->buf, j, y, on);
    }
    *out = sum;
}

/* Opcode: resony
 * Synopsis: ares resony asig, kbf, kbw, inum, ksep [, isepmode] [, iscl] [, iskip]
 *
 * A bank of resonators side by side.
 * In:  asig      signal
 *      kbf       base frequency, Hz
 *      kbw       width at the base frequency, Hz; the same share of the others
 *      inum      number of filters, up to 4096; below 1 stands for 4
 *      ksep      distance from the first to one beyond the last: octaves, or a factor of kbf
 *      isepmode  0: octaves; else multiples of kbf from 0 (default 0)
 *      iscl      gain of each, as in reson (default 0)
 *      iskip     not 0 keeps the state (default 0)
 * Out: sum of all filters
 * Fails: at init for another iscl or more filters
 */
KC_OP(resony, "a", "akkikooo", .state = bank_st, .init = resony_init, .k = resony_k, .tick = resony_tick)
