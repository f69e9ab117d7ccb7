/* mvclpf1 .. mvclpf4, mvchpf: models of analogue voltage controlled filters.
 *
 * Four one-pole stages, c[0] .. c[3], and a smoothed feedback c[4]. The kinds differ in where they saturate.
 * A frequency becomes a step w by an approximate power of two and a correction; at control rate that is
 * worked out when it changes. A small offset at each k-cycle keeps the first stage from denormals. Designs of
 * F. Adriaensen, "MCP-plugins" (2003). */
#include "runtime/opcodes/op.h"

typedef struct {
    V c[5];
    V freq, w; /* of the last cycle */
} mvclpf_st;

KC_NATIVE int mvclpf_reset(mvclpf_st *s, double skip)
{
    if (skip != 0) return KC_OK;
    memset(s->c, 0, sizeof s->c);
    s->freq = 0;
    return KC_OK;
}
KC_NATIVE int mvclpf_init(mvclpf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *res, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)res;
    return mvclpf_reset(s, *skip);
}
KC_NATIVE int mvclpf4_init(mvclpf_st *s, kc_ctx *c, double *o1, double *o2, double *o3, double *o4,
                           const double *in, const double *freq, const double *res, const double *skip)
{
    (void)c, (void)o1, (void)o2, (void)o3, (void)o4, (void)in, (void)freq, (void)res;
    return mvclpf_reset(s, *skip);
}

/* 2^(log2(freq / middle C) + tuning), by a quartic between powers of two. */
KC_INLINE V mvc_scale(V freq, double tuning)
{
    V x = v_log2(freq / 261.62556416) + tuning, whole = v_floor(x), f = x - whole;
    V y = 1.0 + f * (0.6930 + f * (0.2416 + f * (0.0517 + f * 0.0137)));
    VL e = i_to_l(v_to_i(v_clamp(whole, v_splat(-1000), v_splat(1000)))) + 1023;
    return y * v_from_bits(l_to_u(e << 52));
}
KC_INLINE V mvclpf_step(const kc_ctx *c, V freq, int kind)
{
    V w = mvc_scale(freq, kind == 1 ? 10.82 : kind == 2 ? 10.71 : 9.70) / c->sr;
    if (kind <= 2) {
        V high = w * 0.6;
        high = v_sel(v_gt(high, v_splat(0.92)), v_splat(0.92), high);
        return v_sel(v_lt(w, v_splat(0.8)), w * (1.0 - 0.4 * w - 0.125 * w * w), high);
    }
    V high = w * 0.6748;
    high = v_sel(v_gt(high, v_splat(0.82)), v_splat(0.82), high);
    return v_sel(v_lt(w, v_splat(0.75)), w * (1.005 - w * (0.624 - w * (0.65 - w * 0.54))), high);
}

KC_INLINE void mvclpf_run1(V *c, V in, V w, V res)
{
    V x = -4.2 * res * c[4] + in + 1e-10;
    c[0] += w * (x - c[0] / (1.0 + v_abs(c[0])));
    x = c[0] / (1.0 + v_abs(c[0]));
    c[1] += w * (x - c[1]);
    c[2] += w * (c[1] - c[2]);
    c[3] += w * (c[2] - c[3]);
    c[4] += 0.5 * (c[3] - c[4]);
}
KC_INLINE void mvclpf_run2(V *c, V in, V w, V res)
{
    V x = -4.5 * res * c[4] + in + 1e-10;
    x = x / v_sqrt(1.0 + x * x);
    for (int i = 0; i < 4; i++) {
        c[i] += w * (x - c[i]) / (1.0 + c[i] * c[i]);
        x = c[i];
    }
    c[4] += 0.5 * (c[3] - c[4]);
}
/* One of two steps per sample; `lift` is the bias against denormals. */
KC_INLINE void mvclpf_run3(V *c, V in, V w, V res, double lift)
{
    V x = in - (4.3 - 0.2 * w) * res * c[4] + lift;
    x = x / v_sqrt(1.0 + x * x);
    for (int i = 0; i < 4; i++) {
        V d = w * (x - c[i]);
        if (i < 3) d = d / (1.0 + c[i] * c[i]);
        x = c[i] + 0.77 * d;
        c[i] = x + 0.23 * d;
    }
    c[4] += 0.85 * (c[3] - c[4]);
}
KC_INLINE V mvc_unit(V x) { return v_sel(v_gt(x, v_splat(0)), v_min(x, v_splat(1)), v_splat(0)); }

/* Which resonances are limited to 0 .. 1 differs: an a-rate one in one of the two steps only. */
KC_INLINE void mvclpf_run(mvclpf_st *s, const kc_ctx *c, V in, V w, V res, int kind, bool ares, bool afreq)
{
    V x = in / c->zerodbfs;
    if (kind == 1) {
        mvclpf_run1(s->c, x, w, res);
    } else if (kind == 2) {
        mvclpf_run2(s->c, x, w, res);
    } else if (ares) {
        mvclpf_run3(s->c, x, w, kind == 3 ? mvc_unit(res) : res, 1e-10);
        mvclpf_run3(s->c, x, w, kind == 4 ? mvc_unit(res) : res, 1e-10);
    } else {
        if (kind == 4 && !afreq) res = mvc_unit(res);
        mvclpf_run3(s->c, x, w, res, 1e-10);
        mvclpf_run3(s->c, x, w, res, 0);
    }
}

KC_INLINE void mvclpf_cycle(mvclpf_st *s) { s->c[0] = s->c[0] + 1e-6; }
KERNEL void mvclpf_ax(mvclpf_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)c, (void)in, (void)freq, (void)res;
    mvclpf_cycle(s);
}

#define MVCLPF_K(kind)                                                                                       \
    KERNEL void mvclpf##kind##_kx(mvclpf_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)         \
    {                                                                                                        \
        (void)in, (void)res;                                                                                 \
        mvclpf_cycle(s);                                                                                     \
        VM differ = v_ne(*freq, s->freq);                                                                    \
        if (!vm_any(differ)) return;                                                                         \
        s->w = v_sel(differ, mvclpf_step(c, *freq, kind), s->w);                                             \
        s->freq = *freq;                                                                                     \
    }
#define MVCLPF_TICK(kind, rates, afreq, ares)                                                                \
    KERNEL void mvclpf##kind##_##rates(mvclpf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq,   \
                                       const V *res)                                                         \
    {                                                                                                        \
        (void)n, (void)freq;                                                                                 \
        mvclpf_run(s, c, *in, afreq ? mvclpf_step(c, *freq, kind) : s->w, *res, kind, ares, afreq);          \
        *out = s->c[3] * c->zerodbfs;                                                                        \
    }
#define MVCLPF_TICK4(rates, afreq, ares)                                                                     \
    KERNEL void mvclpf4_##rates(mvclpf_st *s, kc_ctx *c, int n, V *o1, V *o2, V *o3, V *o4, const V *in,     \
                                const V *freq, const V *res)                                                 \
    {                                                                                                        \
        (void)n, (void)freq;                                                                                 \
        mvclpf_run(s, c, *in, afreq ? mvclpf_step(c, *freq, 4) : s->w, *res, 4, ares, afreq);                \
        *o1 = s->c[0] * c->zerodbfs;                                                                         \
        *o2 = s->c[1] * c->zerodbfs;                                                                         \
        *o3 = s->c[2] * c->zerodbfs;                                                                         \
        *o4 = s->c[3] * c->zerodbfs;                                                                         \
    }
#define MVCLPF(kind)                                                                                         \
    MVCLPF_K(kind)                                                                                           \
    MVCLPF_TICK(kind, kk, false, false)                                                                      \
    MVCLPF_TICK(kind, ak, true, false)                                                                       \
    MVCLPF_TICK(kind, ka, false, true)                                                                       \
    MVCLPF_TICK(kind, aa, true, true)
MVCLPF(1)
MVCLPF(2)
MVCLPF(3)
MVCLPF_K(4)
MVCLPF_TICK4(kk, false, false)
MVCLPF_TICK4(ak, true, false)
MVCLPF_TICK4(ka, false, true)
MVCLPF_TICK4(aa, true, true)

/* Opcode: mvclpf1
 * Synopsis: aout mvclpf1 ain, xcf, xres [, istor]
 *
 * Model of a voltage controlled low-pass filter of four poles, the first one not linear.
 * In:  ain    signal, relative to 0dbfs
 *      xcf    cutoff, Hz, above 0
 *      xres   resonance, 0 .. 1
 *      istor  not 0 keeps the state (default 0)
 * Out: low-pass output
 * Fails: never
 * Source: F. Adriaensen, MCP-plugins
 */
KC_OP(mvclpf1, "a", "akko", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf1_kx, .tick = mvclpf1_kk)
KC_OP(mvclpf1, "a", "aako", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf_ax, .tick = mvclpf1_ak)
KC_OP(mvclpf1, "a", "akao", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf1_kx, .tick = mvclpf1_ka)
KC_OP(mvclpf1, "a", "aaao", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf_ax, .tick = mvclpf1_aa)

/* Opcode: mvclpf2
 * Synopsis: aout mvclpf2 ain, xcf, xres [, istor]
 *
 * mvclpf1 with five points that saturate.
 * In, Out, Fails, Source: as mvclpf1
 */
KC_OP(mvclpf2, "a", "akko", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf2_kx, .tick = mvclpf2_kk)
KC_OP(mvclpf2, "a", "aako", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf_ax, .tick = mvclpf2_ak)
KC_OP(mvclpf2, "a", "akao", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf2_kx, .tick = mvclpf2_ka)
KC_OP(mvclpf2, "a", "aaao", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf_ax, .tick = mvclpf2_aa)

/* Opcode: mvclpf3
 * Synopsis: aout mvclpf3 ain, xcf, xres [, istor]
 *
 * mvclpf2 at twice the rate.
 * In, Out, Fails, Source: as mvclpf1
 */
KC_OP(mvclpf3, "a", "akko", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf3_kx, .tick = mvclpf3_kk)
KC_OP(mvclpf3, "a", "aako", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf_ax, .tick = mvclpf3_ak)
KC_OP(mvclpf3, "a", "akao", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf3_kx, .tick = mvclpf3_ka)
KC_OP(mvclpf3, "a", "aaao", .state = mvclpf_st, .init = mvclpf_init, .k = mvclpf_ax, .tick = mvclpf3_aa)

/* Opcode: mvclpf4
 * Synopsis: asig1, asig2, asig3, asig4 mvclpf4 ain, xcf, xres [, istor]
 *
 * mvclpf3 with an output after each stage.
 * In:  as mvclpf1
 * Out: low-pass outputs of 6, 12, 18 and 24 dB per octave
 * Fails, Source: as mvclpf1
 */
KC_OP(mvclpf4, "aaaa", "akko", .state = mvclpf_st, .init = mvclpf4_init, .k = mvclpf4_kx, .tick = mvclpf4_kk)
KC_OP(mvclpf4, "aaaa", "aako", .state = mvclpf_st, .init = mvclpf4_init, .k = mvclpf_ax, .tick = mvclpf4_ak)
KC_OP(mvclpf4, "aaaa", "akao", .state = mvclpf_st, .init = mvclpf4_init, .k = mvclpf4_kx, .tick = mvclpf4_ka)
KC_OP(mvclpf4, "aaaa", "aaao", .state = mvclpf_st, .init = mvclpf4_init, .k = mvclpf_ax, .tick = mvclpf4_aa)

/* ---- mvchpf ---------------------------------------------------------------------------------- */

typedef struct {
    V c[4], x;
    V freq, w; /* of the last cycle */
} mvchpf_st;

KC_NATIVE int mvchpf_init(mvchpf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq;
    if (*skip != 0) return KC_OK;
    memset(s->c, 0, sizeof s->c);
    s->x = s->freq = 0;
    return KC_OK;
}
KC_INLINE V mvchpf_width(const kc_ctx *c, V freq, double tuning)
{
    V w = c->sr / mvc_scale(freq, tuning);
    return v_sel(v_lt(w, v_splat(2)), v_splat(2), w);
}
KC_INLINE V mvchpf_run(mvchpf_st *s, const kc_ctx *c, V in, V w)
{
    V y = in / c->zerodbfs - 0.3 * s->x, x = y;
    for (int i = 0; i < 4; i++) {
        V d = x - s->c[i] + 1e-10, t = d * d;
        d = d * ((1.0 + t) / (w + t));
        s->c[i] += d;
        x = x - s->c[i];
        s->c[i] += d;
    }
    s->x = x - y;
    return c->zerodbfs * x / 1.4;
}
KERNEL void mvchpf_k(mvchpf_st *s, kc_ctx *c, const V *in, const V *freq)
{
    (void)in;
    s->c[0] = s->c[0] + 1e-6;
    VM differ = v_ne(*freq, s->freq);
    if (!vm_any(differ)) return;
    s->w = v_sel(differ, mvchpf_width(c, *freq, 9.2), s->w);
    s->freq = *freq;
}
KERNEL void mvchpf_ax(mvchpf_st *s, kc_ctx *c, const V *in, const V *freq)
{
    (void)c, (void)in, (void)freq;
    s->c[0] = s->c[0] + 1e-6;
}
KERNEL void mvchpf_kr(mvchpf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)n, (void)freq;
    *out = mvchpf_run(s, c, *in, s->w);
}
KERNEL void mvchpf_ar(mvchpf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)n;
    *out = mvchpf_run(s, c, *in, mvchpf_width(c, *freq, 9.70));
}

/* Opcode: mvchpf
 * Synopsis: aout mvchpf ain, xcf [, istor]
 *
 * Model of a voltage controlled high-pass filter of four poles.
 * In:  ain    signal, relative to 0dbfs
 *      xcf    cutoff, Hz, above 0
 *      istor  not 0 keeps the state (default 0)
 * Out: high-pass output
 * Fails: never
 * Source: F. Adriaensen, MCP-plugins
 * Note: an a-rate cutoff is tuned half an octave higher, as in the reference.
 */
KC_OP(mvchpf, "a", "ako", .state = mvchpf_st, .init = mvchpf_init, .k = mvchpf_k, .tick = mvchpf_kr)
KC_OP(mvchpf, "a", "aao", .state = mvchpf_st, .init = mvchpf_init, .k = mvchpf_ax, .tick = mvchpf_ar)
