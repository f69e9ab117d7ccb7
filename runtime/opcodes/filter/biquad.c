/* biquad, biquada, rbjeq, pareq, eqfil, mode: second-order sections.
 *
 * All but eqfil run one direct-form section; what differs is where its coefficients come from. They are
 * worked out again when an argument changes. */
#include "runtime/opcodes/dsp/lanes.h"

/* y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2 */
typedef struct {
    V b0, b1, b2, a1, a2;
    V x1, x2, y1, y2;
} section;

KC_NATIVE void section_clear(section *q) { q->x1 = q->x2 = q->y1 = q->y2 = 0; }

KC_INLINE V section_next(section *q, V x, V y)
{
    q->x2 = q->x1;
    q->x1 = x;
    q->y2 = q->y1;
    q->y1 = y;
    return y;
}
KC_INLINE V section_run(section *q, V x)
{
    V y = q->b0 * x + q->b1 * q->x1 + q->b2 * q->x2 - q->a1 * q->y1 - q->a2 * q->y2;
    return section_next(q, x, y);
}

/* ---- biquad ---------------------------------------------------------------------------------- */

KC_NATIVE int biquad_init(section *q, kc_ctx *c, double *out, const double *in, const double *b0,
                          const double *b1, const double *b2, const double *a0, const double *a1,
                          const double *a2, const double *skip)
{
    (void)c, (void)out, (void)in, (void)b0, (void)b1, (void)b2, (void)a0, (void)a1, (void)a2;
    if (*skip == 0) section_clear(q);
    return KC_OK;
}
KERNEL void biquad_k(section *q, kc_ctx *c, const V *in, const V *b0, const V *b1, const V *b2, const V *a0,
                     const V *a1, const V *a2)
{
    (void)c, (void)in;
    V scale = 1.0 / *a0;
    q->b0 = scale * *b0;
    q->b1 = scale * *b1;
    q->b2 = scale * *b2;
    q->a1 = scale * *a1;
    q->a2 = scale * *a2;
}
KERNEL void biquad_tick(section *q, kc_ctx *c, int n, V *out, const V *in, const V *b0, const V *b1,
                        const V *b2, const V *a0, const V *a1, const V *a2)
{
    (void)c, (void)n, (void)b0, (void)b1, (void)b2, (void)a0, (void)a1, (void)a2;
    *out = section_run(q, *in);
}
KERNEL void biquada_tick(section *q, kc_ctx *c, int n, V *out, const V *in, const V *b0, const V *b1,
                         const V *b2, const V *a0, const V *a1, const V *a2)
{
    (void)c, (void)n;
    V x = *in, y = *b0 * x + *b1 * q->x1 + *b2 * q->x2 - *a1 * q->y1 - *a2 * q->y2;
    *out = section_next(q, x, y / *a0);
}

/* Opcode: biquad biquada
 * Synopsis: ares biquad asig, kb0, kb1, kb2, ka0, ka1, ka2 [, iskip]
 *
 * Second-order section with coefficients as given; biquada takes them at audio rate.
 * In:  asig             signal
 *      kb0 .. kb2       of the input and the two inputs before
 *      ka0 .. ka2       of the output and the two outputs before; all are divided by ka0
 *      iskip            not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(biquad, "a", "akkkkkko", .state = section, .init = biquad_init, .k = biquad_k, .tick = biquad_tick)
KC_OP(biquada, "a", "aaaaaaao", .state = section, .init = biquad_init, .tick = biquada_tick)

/* ---- rbjeq ----------------------------------------------------------------------------------- */

enum { RBJ_LOW, RBJ_HIGH, RBJ_BAND, RBJ_NOTCH, RBJ_PEAK, RBJ_LOW_SHELF, RBJ_HIGH_SHELF, RBJ_TYPES };

typedef struct {
    section q;
    V freq, level, width, slope; /* of the coefficients */
    VI type;
} rbjeq_st;

#define NEVER -1.12123e35 /* a frequency nobody asks for */

KC_NATIVE int rbjeq_init(rbjeq_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *level, const double *width, const double *slope, const double *imode)
{
    (void)out, (void)in, (void)freq, (void)level, (void)width, (void)slope;
    int mode = kc_round_i(*imode) & 15;
    if (mode & 1) return KC_OK;
    s->type = mode >> 1;
    if (s->type >= RBJ_TYPES) return kc_fail(c, "rbjeq: invalid filter type");
    s->freq = s->level = s->width = s->slope = NEVER;
    memset(&s->q, 0, sizeof s->q);
    return KC_OK;
}
/* Section with the numerator b and the denominator 1, a1, a2, all over norm. */
KC_INLINE void rbj_set(rbjeq_st *s, VM where, V norm, V b0, V b1, V b2, V a1, V a2)
{
    s->q.b0 = v_sel(where, b0 * norm, s->q.b0);
    s->q.b1 = v_sel(where, b1 * norm, s->q.b1);
    s->q.b2 = v_sel(where, b2 * norm, s->q.b2);
    s->q.a1 = v_sel(where, a1 * norm, s->q.a1);
    s->q.a2 = v_sel(where, a2 * norm, s->q.a2);
}
KC_INLINE VM rbj_is(const rbjeq_st *s, int type) { return vi_eq(s->type, vi_splat(type)); }

/* Low-pass to peak: the width of the pass band is a quality. */
KC_INLINE void rbj_passes(rbjeq_st *s, V w, V cs, V sn)
{
    V half = v_splat(0.5), one = v_splat(1);
    V narrow = sn * half / s->width, tangent = v_tan(w * half / s->width);
    VM pass = vm_or(rbj_is(s, RBJ_LOW), rbj_is(s, RBJ_HIGH));
    V al = v_sel(pass, narrow, tangent);
    V a1 = -2.0 * cs, norm = 1.0 / (1.0 + al), lp = half * (one - cs), hp = half * (one + cs);
    rbj_set(s, rbj_is(s, RBJ_LOW), norm, lp, lp + lp, lp, a1, one - al);
    rbj_set(s, rbj_is(s, RBJ_HIGH), norm, hp, -(hp + hp), hp, a1, one - al);
    rbj_set(s, rbj_is(s, RBJ_BAND), norm, al, v_splat(0), -al, a1, one - al);
    rbj_set(s, rbj_is(s, RBJ_NOTCH), norm, one, a1, one, a1, one - al);
    V root = v_sqrt(s->level), up = al * root, down = al / root;
    rbj_set(s, rbj_is(s, RBJ_PEAK), 1.0 / (1.0 + down), one + up, a1, one - up, a1, one - down);
}
KC_INLINE void rbj_shelves(rbjeq_st *s, V cs, V sn)
{
    V root = v_sqrt(s->level), plus = root + 1.0, minus = root - 1.0, pc = plus * cs, mc = minus * cs;
    V beta = sn * v_sqrt((s->level + 1.0) / s->slope - s->level + root + root - 1.0);
    V hi = plus + mc, lo = plus - mc;
    rbj_set(s, rbj_is(s, RBJ_LOW_SHELF), 1.0 / (hi + beta), root * (lo + beta), 2.0 * root * (minus - pc),
            root * (lo - beta), -2.0 * (minus + pc), hi - beta);
    rbj_set(s, rbj_is(s, RBJ_HIGH_SHELF), 1.0 / (lo + beta), root * (hi + beta), -2.0 * root * (minus + pc),
            root * (hi - beta), 2.0 * (minus - pc), lo - beta);
}
KERNEL void rbjeq_k(rbjeq_st *s, kc_ctx *c, const V *in, const V *freq, const V *level, const V *width,
                    const V *slope)
{
    (void)in;
    VM differ = vm_or(vm_or(v_ne(*freq, s->freq), v_ne(*level, s->level)),
                      vm_or(v_ne(*width, s->width), v_ne(*slope, s->slope)));
    if (!vm_any(differ)) return;
    s->freq = *freq;
    s->level = *level;
    s->width = *width;
    s->slope = *slope;
    V w = s->freq * 6.28318530717958647693 / c->sr, cs = v_cos(w), sn = v_sqrt(1.0 - cs * cs);
    rbj_passes(s, w, cs, sn);
    rbj_shelves(s, cs, sn);
}
KERNEL void rbjeq_tick(rbjeq_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *level,
                       const V *width, const V *slope)
{
    (void)c, (void)n, (void)freq, (void)level, (void)width, (void)slope;
    *out = section_run(&s->q, *in);
}

/* Opcode: rbjeq
 * Synopsis: ar rbjeq asig, kfco, klvl, kQ, kS [, imode]
 *
 * Equaliser section of several kinds.
 * In:  asig   signal
 *      kfco   cutoff, corner or centre, Hz
 *      klvl   amplitude ratio of peak and shelves, above 0
 *      kQ     quality: resonance of the passes, centre over width else
 *      kS     slope of shelves, 0 .. 1
 *      imode  0 low-pass, 2 high-pass, 4 band-pass, 6 band-reject, 8 peak, 10 low shelf, 12 high shelf; plus
 *             1 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for imode 14
 * Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"
 */
KC_OP(rbjeq, "a", "akkkko", .state = rbjeq_st, .init = rbjeq_init, .k = rbjeq_k, .tick = rbjeq_tick)

/* ---- pareq ----------------------------------------------------------------------------------- */

typedef struct {
    section q;
    V freq, gain, width; /* of the coefficients */
    VI mode;
} pareq_st;

KC_NATIVE int pareq_init(pareq_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *gain, const double *width, const double *mode, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)gain, (void)width;
    if (*skip != 0) return KC_OK;
    section_clear(&s->q);
    s->freq = s->gain = s->width = -1;
    s->mode = kc_round_i(*mode);
    return KC_OK;
}
KERNEL void pareq_k(pareq_st *s, kc_ctx *c, const V *in, const V *freq, const V *gain, const V *width)
{
    (void)in;
    if (!vm_any(vm_or(v_ne(*freq, s->freq), vm_or(v_ne(*gain, s->gain), v_ne(*width, s->width))))) return;
    s->freq = *freq;
    s->gain = *gain;
    s->width = *width;
    VM low = vi_eq(s->mode, vi_splat(1)), high = vi_eq(s->mode, vi_splat(2)), shelf = vm_or(low, high);
    V w = c->twopi_sr * s->freq;
    V k = v_tan(v_sel(high, 3.14159265358979323846 - w, w) * 0.5), kk = k * k;
    V kq = k / s->width, rise = v_sel(shelf, v_sqrt(2.0 * s->gain) * k, s->gain * k / s->width);
    V vkk = v_sel(shelf, s->gain * kk, kk), sign = v_sel(high, v_splat(-2), v_splat(2));
    V norm = 1.0 / (1.0 + kq + kk);
    s->q.b0 = norm * (1.0 + rise + vkk);
    s->q.b1 = norm * (sign * (vkk - 1.0));
    s->q.b2 = norm * (1.0 - rise + vkk);
    s->q.a1 = norm * (sign * (kk - 1.0));
    s->q.a2 = norm * (1.0 - kq + kk);
}
KERNEL void pareq_tick(pareq_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *gain,
                       const V *width)
{
    (void)c, (void)n, (void)freq, (void)gain, (void)width;
    *out = section_run(&s->q, *in);
}

/* Opcode: pareq
 * Synopsis: ares pareq asig, kc, kv, kq [, imode] [, iskip]
 *
 * Parametric equaliser.
 * In:  asig   signal
 *      kc     centre or corner, Hz
 *      kv     amplitude ratio there
 *      kq     quality; sqrt(.5) for a shelf without resonance
 *      imode  0 peak, 1 low shelf, 2 high shelf (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 * Source: U. Zoelzer, "Digital Audio Signal Processing", 1997
 */
KC_OP(pareq, "a", "akkkoo", .state = pareq_st, .init = pareq_init, .k = pareq_k, .tick = pareq_tick)

/* ---- eqfil ----------------------------------------------------------------------------------- */

typedef struct {
    V freq, band; /* of the coefficients */
    V cosf, tang, z1, z2;
} eqfil_st;

KC_NATIVE int eqfil_init(eqfil_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *band, const double *gain, const double *skip)
{
    (void)c, (void)out, (void)in, (void)freq, (void)band, (void)gain;
    if (*skip != 0) return KC_OK;
    s->z1 = s->z2 = 0;
    s->freq = s->band = NEVER;
    return KC_OK;
}
KERNEL void eqfil_k(eqfil_st *s, kc_ctx *c, const V *in, const V *freq, const V *band, const V *gain)
{
    (void)in, (void)gain;
    if (!vm_any(vm_or(v_ne(*freq, s->freq), v_ne(*band, s->band)))) return;
    s->freq = *freq;
    s->band = *band;
    s->cosf = v_cos(s->freq * c->twopi_sr);
    s->tang = v_tan(s->band * c->pi_sr);
}
KERNEL void eqfil_tick(eqfil_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band,
                       const V *gain)
{
    (void)c, (void)n, (void)freq, (void)band;
    V x = *in, a = (1.0 - s->tang) / (1.0 + s->tang), da = s->cosf * (1.0 + a);
    V w = x + da * s->z1 - a * s->z2, all = w * a - da * s->z1 + s->z2;
    s->z2 = s->z1;
    s->z1 = w;
    *out = 0.5 * (all + x + *gain * (x - all));
}

/* Opcode: eqfil
 * Synopsis: asig eqfil ain, kcf, kbw, kgain [, istor]
 *
 * Equaliser: a peak or notch, made with an all-pass.
 * In:  ain    signal
 *      kcf    centre, Hz
 *      kbw    width, Hz
 *      kgain  amplitude ratio at the centre
 *      istor  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 * Source: P. Regalia, S. Mitra, "Tunable digital frequency response equalization filters", 1987
 */
KC_OP(eqfil, "a", "akkko", .state = eqfil_st, .init = eqfil_init, .k = eqfil_k, .tick = eqfil_tick)

/* ---- mode ------------------------------------------------------------------------------------ */

typedef struct {
    V x1, y1, y2;
    V a0, a1, a2, d;
    V freq, width; /* of the coefficients */
    double limit;  /* highest stable frequency, Hz */
} mode_st;

KC_NATIVE int mode_init(mode_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                        const double *width, const double *skip)
{
    (void)out, (void)in, (void)freq, (void)width;
    if (*skip == 0) s->x1 = s->y1 = s->y2 = s->a0 = s->a1 = s->a2 = s->d = 0;
    s->freq = s->width = -1;
    s->limit = c->sr * (1.0 / 3.14159265358979323846 - 0.01);
    return KC_OK;
}
KC_INLINE void mode_update(mode_st *s, const kc_ctx *c, V freq, V width)
{
    freq = v_sel(v_gt(freq, v_splat(s->limit)), v_splat(s->limit), freq);
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(width, s->width)))) return;
    s->freq = freq;
    s->width = width;
    V alpha = c->sr / (freq * 6.28318530717958647693), beta = alpha * alpha, d = 0.5 * alpha, dq = d / width;
    s->d = d;
    s->a0 = 1.0 / (beta + dq);
    s->a1 = s->a0 * (1.0 - 2.0 * beta);
    s->a2 = s->a0 * (beta - dq);
}
KC_INLINE V mode_run(mode_st *s, V x)
{
    V y = s->a0 * s->x1 - s->a1 * s->y1 - s->a2 * s->y2;
    s->x1 = x;
    s->y2 = s->y1;
    s->y1 = y;
    return y * s->d;
}
KERNEL void mode_k(mode_st *s, kc_ctx *c, const V *in, const V *freq, const V *width)
{
    (void)in;
    mode_update(s, c, *freq, *width);
}
KERNEL void mode_kk(mode_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *width)
{
    (void)c, (void)n, (void)freq, (void)width;
    *out = mode_run(s, *in);
}
KERNEL void mode_xx(mode_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *width)
{
    (void)n;
    mode_update(s, c, *freq, *width);
    *out = mode_run(s, *in);
}

/* Opcode: mode
 * Synopsis: aout mode ain, xfreq, xQ [, iskip]
 *
 * A mass on a spring, excited by the signal.
 * In:  ain    excitation
 *      xfreq  resonance, Hz; held below sr (1 / pi - .01)
 *      xQ     quality
 *      iskip  not 0 keeps the state (default 0)
 * Out: its motion
 * Fails: never
 */
KC_OP(mode, "a", "axxo", .rates = "kk", .state = mode_st, .init = mode_init, .k = mode_k, .tick = mode_kk)
KC_OP(mode, "a", "axxo", .state = mode_st, .init = mode_init, .tick = mode_xx)
