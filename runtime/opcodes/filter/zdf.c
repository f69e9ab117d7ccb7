/* zdf_1pole, zdf_2pole, zdf_ladder, diode_ladder, K35_lpf, K35_hpf, skf, spf: filters without delay in their
 * loops.
 *
 * The integrators are trapezoidal; feedback loops are solved for the sample in hand. Coefficients follow
 * cutoff and resonance when they change. V. Zavalishin, "The Art of VA Filter Design"; W. Pirkle, application
 * notes 4 to 7. */
#include "runtime/opcodes/dsp/lanes.h"

/* tan(pi f / sr) as the reference comes to it */
KC_INLINE V zdf_warp(const kc_ctx *c, V freq) { return v_tan(freq * c->pi_sr); }

/* One-pole stage with gain g / (1 + g): low-pass output; z is its register. */
KC_INLINE V zdf_stage(V *z, V gain, V x)
{
    V v = (x - *z) * gain, low = v + *z;
    *z = low + v;
    return low;
}

/* ---- one pole -------------------------------------------------------------------------------- */

typedef struct {
    V z, gain, freq;
} zdf1_st;

KC_NATIVE void zdf1_reset(zdf1_st *s, double skip)
{
    if (skip != 0) return;
    s->z = 0;
    s->freq = -1;
}
KC_NATIVE int zdf1_init(zdf1_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                        const double *mode, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)mode;
    zdf1_reset(s, *skip);
    return KC_OK;
}
KC_NATIVE int zdf1m_init(zdf1_st *s, kc_ctx *c, double *low, double *high, const double *in,
                         const double *freq, const double *skip)
{
    (void)c, (void)low, (void)high, (void)in, (void)freq;
    zdf1_reset(s, *skip);
    return KC_OK;
}
KC_INLINE void zdf1_update(zdf1_st *s, const kc_ctx *c, V freq)
{
    if (!vm_any(v_ne(freq, s->freq))) return;
    s->freq = freq;
    V g = zdf_warp(c, freq);
    s->gain = g / (1.0 + g);
}
KERNEL void zdf1_tick(zdf1_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *mode)
{
    (void)n;
    zdf1_update(s, c, *freq);
    V x = *in, low = zdf_stage(&s->z, s->gain, x), high = x - low, m = v_rint(*mode);
    *out = v_sel(v_eq(m, v_splat(1)), high, v_sel(v_eq(m, v_splat(2)), low - high, low));
}
KERNEL void zdf1m_tick(zdf1_st *s, kc_ctx *c, int n, V *low, V *high, const V *in, const V *freq)
{
    (void)n;
    zdf1_update(s, c, *freq);
    V x = *in, y = zdf_stage(&s->z, s->gain, x);
    *low = y;
    *high = x - y;
}

/* Opcode: zdf_1pole
 * Synopsis: asig zdf_1pole ain, xcf [, kmode, istor]
 *
 * One-pole filter.
 * In:  ain    signal
 *      xcf    cutoff, Hz
 *      kmode  0 low-pass, 1 high-pass, 2 all-pass (default 0)
 *      istor  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(zdf_1pole, "a", "axOo", .state = zdf1_st, .init = zdf1_init, .tick = zdf1_tick)

/* Opcode: zdf_1pole_mode
 * Synopsis: alp, ahp zdf_1pole_mode ain, xcf [, istor]
 *
 * One-pole filter, both outputs.
 * In:  as zdf_1pole
 * Out: low-pass, high-pass
 * Fails: never
 */
KC_OP(zdf_1pole_mode, "aa", "axo", .state = zdf1_st, .init = zdf1m_init, .tick = zdf1m_tick)

/* ---- two poles ------------------------------------------------------------------------------- */

typedef struct {
    V z1, z2, g, damp;
    V freq, res;
} zdf2_st;

KC_NATIVE void zdf2_reset(zdf2_st *s, double skip)
{
    if (skip != 0) return;
    memset(s, 0, sizeof *s);
    s->freq = s->res = -1;
}
KC_NATIVE int zdf2_init(zdf2_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                        const double *res, const double *mode, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res, (void)mode;
    zdf2_reset(s, *skip);
    return KC_OK;
}
KC_NATIVE int zdf2m_init(zdf2_st *s, kc_ctx *c, double *low, double *band, double *high, const double *in,
                         const double *freq, const double *res, const double *skip)
{
    (void)c, (void)low, (void)band, (void)high, (void)in, (void)freq, (void)res;
    zdf2_reset(s, *skip);
    return KC_OK;
}
KERNEL void zdf2m_tick(zdf2_st *s, kc_ctx *c, int n, V *low, V *band, V *high, const V *in, const V *freq,
                       const V *res)
{
    (void)n;
    if (vm_any(vm_or(v_ne(*freq, s->freq), v_ne(*res, s->res)))) {
        s->freq = *freq;
        s->res = *res;
        s->g = zdf_warp(c, s->freq);
        s->damp = 1.0 / (2.0 * s->res);
    }
    V g = s->g, r2 = 2.0 * s->damp;
    V h = (*in - (r2 + g) * s->z1 - s->z2) / (1.0 + r2 * g + g * g), b = g * h + s->z1, l = g * b + s->z2;
    s->z1 = g * h + b;
    s->z2 = g * b + l;
    *low = l;
    *band = b;
    *high = h;
}
KERNEL void zdf2_tick(zdf2_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                      const V *mode)
{
    V x = *in, m = v_rint(*mode), l, b, h;
    zdf2m_tick(s, c, n, &l, &b, &h, in, freq, res);
    V r2b = 2.0 * s->damp * b;
    V y = v_sel(v_eq(m, v_splat(1)), h, l);
    y = v_sel(v_eq(m, v_splat(2)), b, y);
    y = v_sel(v_eq(m, v_splat(3)), r2b, y);
    y = v_sel(v_eq(m, v_splat(4)), x - r2b, y);
    y = v_sel(v_eq(m, v_splat(5)), x - 2.0 * r2b, y);
    *out = v_sel(v_eq(m, v_splat(6)), l - h, y);
}

/* Opcode: zdf_2pole
 * Synopsis: asig zdf_2pole ain, xcf, xq [, kmode, istor]
 *
 * Two-pole state variable filter.
 * In:  ain    signal
 *      xcf    cutoff, Hz
 *      xq     quality, above 0
 *      kmode  0 low-pass, 1 high-pass, 2 band-pass, 3 band-pass of gain 1, 4 notch, 5 all-pass, 6 peak
 *             (default 0)
 *      istor  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(zdf_2pole, "a", "axxOo", .state = zdf2_st, .init = zdf2_init, .tick = zdf2_tick)

/* Opcode: zdf_2pole_mode
 * Synopsis: alp, abp, ahp zdf_2pole_mode ain, xcf, Q [, istor]
 *
 * Two-pole state variable filter, three outputs.
 * In:  as zdf_2pole
 * Out: low-pass, band-pass, high-pass
 * Fails: never
 */
KC_OP(zdf_2pole_mode, "aaa", "axxo", .state = zdf2_st, .init = zdf2m_init, .tick = zdf2m_tick)

/* ---- zdf_ladder ------------------------------------------------------------------------------ */

typedef struct {
    V z[4], g, k;
    V freq, res;
} zladder_st;

KC_NATIVE int zladder_init(zladder_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                           const double *res, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res;
    if (*skip != 0) return KC_OK;
    memset(s, 0, sizeof *s);
    s->freq = s->res = -1;
    return KC_OK;
}
KC_INLINE V zladder_run(zladder_st *s, const kc_ctx *c, V x, V freq, V res)
{
    if (vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) {
        s->freq = freq;
        s->res = res;
        s->k = 4.0 * (res - 0.5) / 24.5;
        s->g = zdf_warp(c, freq);
    }
    V one = s->g + 1.0, gain = s->g / one, g2 = gain * gain;
    V state = (g2 * gain * s->z[0] + g2 * s->z[1] + gain * s->z[2] + s->z[3]) / one;
    V y = (x - s->k * state) / (1.0 + s->k * (g2 * g2));
    for (int i = 0; i < 4; i++) y = zdf_stage(&s->z[i], gain, y);
    return y;
}
KERNEL void zladder_xk(zladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n;
    *out = zladder_run(s, c, *in, *freq, *res);
}
KERNEL void zladder_xa(zladder_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n;
    *out = zladder_run(s, c, *in, *freq, v_clamp(*res, v_splat(0.5), v_splat(25)));
}

/* Opcode: zdf_ladder
 * Synopsis: asig zdf_ladder ain, xcf, xQ [, istor]
 *
 * Linear ladder low-pass, 24 dB per octave.
 * In:  ain    signal
 *      xcf    cutoff, Hz
 *      xQ     quality, .5 .. 25; a-rate values are brought into it
 *      istor  not 0 keeps the state (default 0)
 * Out: low-pass output
 * Fails: never
 */
KC_OP(zdf_ladder, "a", "axxo", .rates = "*k", .state = zladder_st, .init = zladder_init, .tick = zladder_xk)
KC_OP(zdf_ladder, "a", "axxo", .state = zladder_st, .init = zladder_init, .tick = zladder_xa)

/* ---- diode_ladder ---------------------------------------------------------------------------- */

typedef struct {
    V z[4], gain[4], beta[4], g, alpha;
    V freq;
} diode_st;

KC_NATIVE int diode_init(diode_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *k, const double *nlp, const double *sat, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)k, (void)nlp, (void)sat;
    if (*skip != 0) return KC_OK;
    memset(s, 0, sizeof *s);
    s->freq = -1;
    return KC_OK;
}
KC_INLINE void diode_update(diode_st *s, const kc_ctx *c, V freq)
{
    if (!vm_any(v_ne(freq, s->freq))) return;
    s->freq = freq;
    V g = zdf_warp(c, freq), one = 1.0 + g, half = 0.5 * g;
    s->g = g;
    s->alpha = g / one;
    s->beta[3] = 1.0 / one;
    s->gain[3] = half / one;
    for (int i = 2; i >= 0; i--) {
        V own = i ? half : g, d = one - own * s->gain[i + 1];
        s->beta[i] = 1.0 / d;
        s->gain[i] = own / d;
    }
}
KERNEL void diode_tick(diode_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *k,
                       const V *nlp, const V *sat)
{
    (void)n;
    diode_update(s, c, *freq);
    V x = *in, half = 0.5 * s->g;
    V *gain = s->gain, *z = s->z;
    V back[4]; /* what each stage gets from the ones behind it */
    back[3] = s->beta[3] * z[3];
    back[2] = s->beta[2] * (z[2] + back[3] * half);
    back[1] = s->beta[1] * (z[1] + back[2] * half);
    back[0] = s->beta[0] * (z[0] + back[1] * s->g);
    V tail = gain[3] * gain[2], sum = tail * gain[1] * back[0] + tail * back[1] + gain[3] * back[2] + back[3];
    V bent = v_tanh(*sat * x);
    x = v_sel(v_eq(*nlp, v_splat(1)), 1.0 / v_tanh(*sat) * bent, v_sel(v_eq(*nlp, v_splat(2)), bent, x));
    V y = (x - *k * sum) / (1.0 + *k * (tail * gain[1] * gain[0]));
    for (int i = 0; i < 4; i++) {
        V own = v_splat(i ? 0.5 : 1.0);
        V to = i < 3 ? y * (1.0 + gain[i] * gain[i + 1]) + back[i + 1] + gain[i + 1] * back[i] : y;
        y = zdf_stage(&z[i], s->alpha, own * to);
    }
    *out = y;
}

/* Opcode: diode_ladder
 * Synopsis: asig diode_ladder ain, xcf, xk [, knlp, ksaturation, istor]
 *
 * Diode ladder low-pass, 24 dB per octave.
 * In:  ain          signal
 *      xcf          cutoff, Hz
 *      xk           feedback, 0 .. 17; above it oscillates
 *      knlp         shape of the input: 0 linear, 1 tanh scaled to full scale, 2 tanh (default 0)
 *      ksaturation  drive of the tanh (default 1)
 *      istor        not 0 keeps the state (default 0)
 * Out: low-pass output
 * Fails: never
 */
KC_OP(diode_ladder, "a", "axxOPo", .state = diode_st, .init = diode_init, .tick = diode_tick)

/* ---- K35 ------------------------------------------------------------------------------------- */

typedef struct {
    V z1, z2, z3, s35;
    V g, gain, k, alpha;
    V freq, res;
} k35_st;

KC_NATIVE int k35_init(k35_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                       const double *res, const double *nonlinear, const double *sat, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res, (void)nonlinear, (void)sat;
    if (*skip != 0) return KC_OK;
    memset(s, 0, sizeof *s);
    s->freq = s->res = -1;
    return KC_OK;
}
KC_INLINE void k35_update(k35_st *s, const kc_ctx *c, V freq, V res)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(res, s->res)))) return;
    s->freq = freq;
    s->res = res;
    s->g = zdf_warp(c, freq);
    s->gain = s->g / (1.0 + s->g);
    s->k = 0.01 + 1.99 * (res / 10.0);
    s->alpha = 1.0 / (1.0 - s->k * s->gain + s->k * s->gain * s->gain);
}
KC_INLINE V k35_bend(V x, V nonlinear, V sat)
{
    VM on = v_ne(v_rint(nonlinear), v_splat(0));
    return vm_any(on) ? v_sel(on, v_tanh(x * sat), x) : x;
}
KC_INLINE V k35_scale(const k35_st *s, V y) { return v_sel(v_gt(s->k, v_splat(0)), y / s->k, y); }
KC_INLINE V k35_low(k35_st *s, const kc_ctx *c, V x, V freq, V res, V nonlinear, V sat)
{
    k35_update(s, c, freq, res);
    V one = 1.0 + s->g, first = zdf_stage(&s->z1, s->gain, x);
    V u = k35_bend(s->alpha * (first + s->s35), nonlinear, sat);
    V y = s->k * zdf_stage(&s->z2, s->gain, u);
    zdf_stage(&s->z3, s->gain, y);
    s->s35 = (s->k - s->k * s->gain) / one * s->z2 - s->z3 / one;
    return k35_scale(s, y);
}
KC_INLINE V k35_high(k35_st *s, const kc_ctx *c, V x, V freq, V res, V nonlinear, V sat)
{
    k35_update(s, c, freq, res);
    V one = 1.0 + s->g, first = x - zdf_stage(&s->z1, s->gain, x);
    V y = k35_bend(s->k * (s->alpha * (first + s->s35)), nonlinear, sat);
    V second = y - zdf_stage(&s->z2, s->gain, y);
    zdf_stage(&s->z3, s->gain, second);
    s->s35 = s->z3 / one - s->gain / one * s->z2;
    return k35_scale(s, y);
}
#define K35(name, run, quality)                                                                              \
    KERNEL void name(k35_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,          \
                     const V *nonlinear, const V *sat)                                                       \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = run(s, c, *in, *freq, quality, *nonlinear, *sat);                                             \
    }
K35(k35_low_k, k35_low, *res)
K35(k35_low_a, k35_low, v_clamp(*res, v_splat(1), v_splat(10)))
K35(k35_high_k, k35_high, *res)
K35(k35_high_a, k35_high, v_clamp(*res, v_splat(1), v_splat(10)))

/* Opcode: K35_lpf K35_hpf
 * Synopsis: asig K35_lpf ain, xcf, xQ [, knlp, ksaturation, istor]
 *
 * Resonant low-pass (12 dB per octave) and high-pass (6 dB) after the Korg 35 filter chip.
 * In:  ain          signal
 *      xcf          cutoff, Hz
 *      xQ           quality, 1 .. 10; a-rate values are brought into it
 *      knlp         not 0 bends the loop by tanh (default 0)
 *      ksaturation  drive of the tanh (default 1)
 *      istor        not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(K35_lpf, "a", "axxOPo", .rates = "*k", .state = k35_st, .init = k35_init, .tick = k35_low_k)
KC_OP(K35_lpf, "a", "axxOPo", .state = k35_st, .init = k35_init, .tick = k35_low_a)
KC_OP(K35_hpf, "a", "axxOPo", .rates = "*k", .state = k35_st, .init = k35_init, .tick = k35_high_k)
KC_OP(K35_hpf, "a", "axxOPo", .state = k35_st, .init = k35_init, .tick = k35_high_a)

/* ---- skf, spf -------------------------------------------------------------------------------- */

typedef struct {
    V s1, s2, a0, a1, b1, b2;
    V freq, k;
    VM high;
} skf_st;

KC_NATIVE int skf_init(skf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                       const double *k, const double *ihp, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)k;
    s->high = vm_splat(*ihp != 0);
    s->freq = s->k = NAN;
    if (*skip == 0) s->s1 = s->s2 = 0;
    return KC_OK;
}
KERNEL void skf_tick(skf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *k)
{
    (void)n;
    if (vm_any(vm_or(v_ne(*freq, s->freq), v_ne(*k, s->k)))) {
        s->freq = *freq;
        s->k = *k;
        V w = zdf_warp(c, *freq), ww = w * w;
        V damp = 3.0 - v_sel(v_gt(*k, v_splat(1)), v_sel(v_le(*k, v_splat(3)), *k, v_splat(3)), v_splat(1));
        V norm = 1.0 / (1.0 + damp * w + ww);
        s->a0 = v_sel(s->high, norm, ww * norm);
        s->a1 = v_sel(s->high, -2.0 * norm, 2.0 * ww * norm);
        s->b1 = -2.0 * (1.0 - ww) * norm;
        s->b2 = (1.0 - damp * w + ww) * norm;
    }
    V y = *in - s->b1 * s->s1 - s->b2 * s->s2;
    *out = s->a0 * y + s->a1 * s->s1 + s->a0 * s->s2;
    s->s2 = s->s1;
    s->s1 = y;
}

/* Opcode: skf
 * Synopsis: asig skf ain, xcf, xK [, ihp, istor]
 *
 * Sallen-Key filter, second order.
 * In:  ain    signal
 *      xcf    cutoff, Hz
 *      xK     gain of its amplifier, 1 .. 3; 3 oscillates
 *      ihp    not 0: high-pass, else low-pass (default 0)
 *      istor  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(skf, "a", "akkoo", .state = skf_st, .init = skf_init, .tick = skf_tick)
KC_OP(skf, "a", "aakoo", .state = skf_st, .init = skf_init, .tick = skf_tick)
KC_OP(skf, "a", "aaaoo", .state = skf_st, .init = skf_init, .tick = skf_tick)
KC_OP(skf, "a", "akaoo", .state = skf_st, .init = skf_init, .tick = skf_tick)

typedef struct {
    V l1, l2, h1, h2, d1, d2, s1, s2;
    V al, ah, ab, b1, b2;
    V freq, damp;
} spf_st;

KC_NATIVE int spf_init(spf_st *s, kc_ctx *c, double *out, const double *low, const double *high,
                       const double *band, const double *freq, const double *damp, const double *skip)
{
    (void)c, (void)out, (void)low, (void)high, (void)band, (void)freq, (void)damp;
    if (*skip == 0) s->l1 = s->l2 = s->h1 = s->h2 = s->d1 = s->d2 = s->s1 = s->s2 = 0;
    s->freq = s->damp = NAN;
    return KC_OK;
}
KERNEL void spf_tick(spf_st *s, kc_ctx *c, int n, V *out, const V *low, const V *high, const V *band,
                     const V *freq, const V *damp)
{
    (void)n;
    if (vm_any(vm_or(v_ne(*freq, s->freq), v_ne(*damp, s->damp)))) {
        s->freq = *freq;
        s->damp = *damp;
        V w = zdf_warp(c, *freq), ww = w * w,
          d = v_sel(v_gt(*damp, v_splat(0)), v_min(*damp, v_splat(2)), v_splat(0));
        V norm = 1.0 / (1.0 + d * w + ww);
        s->al = ww * norm;
        s->ah = norm;
        s->ab = w * norm * d;
        s->b1 = -2.0 * (1.0 - ww) * norm;
        s->b2 = (1.0 - d * w + ww) * norm;
    }
    V h = *high, l = *low, b = *band;
    V y = s->ah * (h - 2.0 * s->h1 + s->h2) + s->al * (l + 2.0 * s->l1 + s->l2) + s->ab * (b - s->d2);
    y = y - s->b1 * s->s1 - s->b2 * s->s2;
    s->h2 = s->h1;
    s->h1 = h;
    s->l2 = s->l1;
    s->l1 = l;
    s->d2 = s->d1;
    s->d1 = b;
    s->s2 = s->s1;
    s->s1 = y;
    *out = y;
}

/* Opcode: spf
 * Synopsis: asig spf alp, ahp, abp, xcf, xR [, istor]
 *
 * Steiner-Parker filter: one second-order filter with an input for each of its three kinds.
 * In:  alp    signal to be low-passed
 *      ahp    signal to be high-passed
 *      abp    signal to be band-passed
 *      xcf    cutoff, Hz
 *      xR     damping, 0 .. 2; 0 oscillates
 *      istor  not 0 keeps the state (default 0)
 * Out: sum of the three
 * Fails: never
 */
KC_OP(spf, "a", "aaakko", .state = spf_st, .init = spf_init, .tick = spf_tick)
KC_OP(spf, "a", "aaaako", .state = spf_st, .init = spf_init, .tick = spf_tick)
KC_OP(spf, "a", "aaaaao", .state = spf_st, .init = spf_init, .tick = spf_tick)
KC_OP(spf, "a", "aaakao", .state = spf_st, .init = spf_init, .tick = spf_tick)
