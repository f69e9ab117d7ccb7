/* reson, resonk, areson, aresonk, resonr, resonz: two-pole resonators.
 *
 * Coefficients follow centre and width when they change. The variants with k-rate frequencies look once per
 * k-cycle. */
#include "runtime/opcodes/op.h"

#define TWOPI 6.283185307179586476925286766559

typedef struct {
    V freq, band; /* of the coefficients */
    V cosf;
    V c1, c2, c3;
    V y1, y2;
    VI scale;
} reson_st;

KC_NATIVE int reson_set(reson_st *s, kc_ctx *c, double iscl, double istor)
{
    s->scale = v_to_i(iscl);
    if (s->scale < 0 || s->scale > 2) return kc_fail(c, "illegal reson iscl value, %f", iscl);
    s->freq = s->band = -100;
    if (istor == 0) s->y1 = s->y2 = 0;
    return KC_OK;
}
KC_NATIVE int reson_init(reson_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *band, const double *iscl, const double *istor)
{
    (void)out, (void)in, (void)freq, (void)band;
    return reson_set(s, c, *iscl, *istor);
}

/* invert: areson's gains, one (or two) minus reson's. */
KC_INLINE void reson_coefs(reson_st *s, bool invert)
{
    V c3 = s->c3, sum = c3 + 1.0, four = c3 * 4.0, rest = 1.0 - c3;
    V c2 = four * s->cosf / sum, sqr = c2 * c2;
    V peak = rest * v_sqrt(1.0 - sqr / four), rms = v_sqrt((sum * sum - sqr) * rest / sum);
    V flat = v_splat(invert ? 0.0 : 1.0);
    if (invert) {
        peak = 1.0 - peak;
        rms = 2.0 - rms;
    }
    s->c2 = c2;
    s->c1 = v_sel(vi_eq(s->scale, vi_splat(1)), peak, v_sel(vi_eq(s->scale, vi_splat(2)), rms, flat));
}
KC_INLINE void reson_update(reson_st *s, V freq, V band, double twopi_rate, bool invert)
{
    VM f = v_ne(freq, s->freq), b = v_ne(band, s->band);
    if (!vm_any(vm_or(f, b))) return;
    if (vm_any(f)) {
        s->freq = freq;
        s->cosf = v_cos(freq * twopi_rate);
    }
    if (vm_any(b)) {
        s->band = band;
        s->c3 = v_exp(band * -twopi_rate);
    }
    reson_coefs(s, invert);
}
KC_INLINE V reson_run(reson_st *s, V in)
{
    V y = s->c1 * in + s->c2 * s->y1 - s->c3 * s->y2;
    s->y2 = s->y1;
    s->y1 = y;
    return y;
}

KERNEL void reson_k(reson_st *s, kc_ctx *c, const V *in, const V *freq, const V *band)
{
    (void)in;
    reson_update(s, *freq, *band, c->twopi_sr, false);
}
KERNEL void reson_kk(reson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    (void)c, (void)n, (void)freq, (void)band;
    *out = reson_run(s, *in);
}
KERNEL void reson_xx(reson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    (void)n;
    reson_update(s, *freq, *band, c->twopi_sr, false);
    *out = reson_run(s, *in);
}

/* Opcode: reson
 * Synopsis: ares reson asig, xcf, xbw [, iscl] [, iskip]
 *
 * Second-order resonator.
 * In:  asig   signal
 *      xcf    centre, Hz
 *      xbw    width between the half-power points, Hz
 *      iscl   0: no scaling, large gain; 1: peak gain 1; 2: white noise keeps its power (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another iscl
 */
KC_OP(reson, "a", "axxoo", .rates = "kk", .state = reson_st, .init = reson_init, .k = reson_k,
      .tick = reson_kk)
KC_OP(reson, "a", "axxoo", .state = reson_st, .init = reson_init, .tick = reson_xx)

KERNEL void resonk_tick(reson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    (void)n;
    reson_update(s, *freq, *band, c->inv_kr * TWOPI, false);
    *out = reson_run(s, *in);
}

/* Opcode: resonk
 * Synopsis: kres resonk ksig, kcf, kbw [, iscl] [, iskip]
 *
 * reson for k-rate signals.
 * In:  as reson, but iscl is 1 when left out
 * Out: filtered signal
 * Fails: at init for another iscl
 */
KC_OP(resonk, "k", "kkkpo", .state = reson_st, .init = reson_init, .tick = resonk_tick)

/* ---- areson -------------------------------------------------------------------------------------- */

/* With an a-rate argument the reference takes new coefficients from the next block on: `use` is what filters,
 * the base what the last sample asked for. */
typedef struct {
    reson_st r;
    V u1, u2, u3;
} areson_st;

KC_NATIVE int areson_init(areson_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *band, const double *iscl, const double *istor)
{
    (void)out, (void)in, (void)freq, (void)band;
    return reson_set(&s->r, c, *iscl, *istor);
}
KC_INLINE V areson_run(areson_st *s, V in)
{
    V y = s->u1 * in + s->u2 * s->r.y1 - s->u3 * s->r.y2;
    s->r.y2 = s->r.y1;
    s->r.y1 = v_sel(vi_eq(s->r.scale, vi_splat(2)), y - 2.0 * in, y - in);
    return y;
}
KC_INLINE void areson_use(areson_st *s)
{
    s->u1 = s->r.c1;
    s->u2 = s->r.c2;
    s->u3 = s->r.c3;
}
KERNEL void areson_k(areson_st *s, kc_ctx *c, const V *in, const V *freq, const V *band)
{
    (void)in;
    reson_update(&s->r, *freq, *band, c->twopi_sr, true);
    areson_use(s);
}
KERNEL void areson_kk(areson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    (void)c, (void)n, (void)freq, (void)band;
    *out = areson_run(s, *in);
}
KERNEL void areson_aa(areson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    if (n == c->begin) areson_use(s);
    reson_update(&s->r, *freq, *band, c->twopi_sr, true);
    *out = areson_run(s, *in);
}
KERNEL void areson_ak(areson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    if (n == c->begin) {
        reson_update(&s->r, s->r.freq, *band, c->twopi_sr, true);
        areson_use(s);
    }
    reson_update(&s->r, *freq, *band, c->twopi_sr, true);
    *out = areson_run(s, *in);
}
KERNEL void areson_ka(areson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    if (n == c->begin) {
        reson_update(&s->r, *freq, s->r.band, c->twopi_sr, true);
        areson_use(s);
    }
    reson_update(&s->r, *freq, *band, c->twopi_sr, true);
    *out = areson_run(s, *in);
}

/* Opcode: areson
 * Synopsis: ares areson asig, xcf, xbw [, iscl] [, iskip]
 *
 * Notch filter, the complement of reson.
 * In:  asig   signal
 *      xcf    centre, Hz
 *      xbw    width, Hz
 *      iscl   0: silent; 1: gain 1 far from the notch; 2: twice reson's white-noise gain (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another iscl
 * Note: with an a-rate xcf or xbw, what they ask for takes effect a block later, as in the reference.
 */
KC_OP(areson, "a", "akkoo", .state = areson_st, .init = areson_init, .k = areson_k, .tick = areson_kk)
KC_OP(areson, "a", "aaaoo", .state = areson_st, .init = areson_init, .tick = areson_aa)
KC_OP(areson, "a", "aakoo", .state = areson_st, .init = areson_init, .tick = areson_ak)
KC_OP(areson, "a", "akaoo", .state = areson_st, .init = areson_init, .tick = areson_ka)

KERNEL void aresonk_tick(areson_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band)
{
    (void)n;
    reson_update(&s->r, *freq, *band, c->inv_kr * TWOPI, true);
    areson_use(s);
    *out = areson_run(s, *in);
}

/* Opcode: aresonk
 * Synopsis: kres aresonk ksig, kcf, kbw [, iscl] [, iskip]
 *
 * areson for k-rate signals.
 * In:  as areson, but iscl is 1 when left out
 * Out: filtered signal
 * Fails: at init for another iscl
 */
KC_OP(aresonk, "k", "kkkpo", .state = areson_st, .init = areson_init, .tick = aresonk_tick)

/* ---- resonr, resonz --------------------------------------------------------------------------- */

typedef struct {
    V freq, band; /* of the coefficients */
    V r, c1, c2, gain;
    V x1, x2, y1, y2;
    VI scale;
} resonz_st;

KC_NATIVE int resonz_init(resonz_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *band, const double *iscl, const double *istor)
{
    (void)out, (void)in, (void)freq, (void)band;
    s->scale = v_to_i(*iscl);
    if (s->scale < 0 || s->scale > 2) return kc_fail(c, "illegal reson iscl value, %f", *iscl);
    s->freq = s->band = -1;
    s->r = s->c1 = s->c2 = 0;
    s->gain = 1;
    if (*istor == 0) s->x1 = s->x2 = s->y1 = s->y2 = 0;
    return KC_OK;
}
/* white: resonz, with zeros at 1 and -1; else resonr, with zeros at +-sqrt(r). */
KC_INLINE void resonz_update(resonz_st *s, const kc_ctx *c, V freq, V band, bool white)
{
    if (!vm_any(vm_or(v_ne(freq, s->freq), v_ne(band, s->band)))) return;
    s->freq = freq;
    s->band = band;
    s->r = v_exp(band * -c->pi_sr);
    s->c1 = 2.0 * s->r * v_cos(freq * c->twopi_sr);
    s->c2 = s->r * s->r;
    V one = white ? (1.0 - s->c2) * 0.5 : 1.0 - s->r;
    s->gain = v_sel(vi_eq(s->scale, vi_splat(1)), one,
                    v_sel(vi_eq(s->scale, vi_splat(2)), v_sqrt(one), v_splat(1)));
}
KC_INLINE V resonz_run(resonz_st *s, V in, bool white)
{
    V zero = white ? s->x2 : s->r * s->x2;
    V y = s->gain * (in - zero) + s->c1 * s->y1 - s->c2 * s->y2;
    s->x2 = s->x1;
    s->x1 = in;
    s->y2 = s->y1;
    s->y1 = y;
    return y;
}
#define RESONZ(name, white)                                                                                  \
    KERNEL void name##_k(resonz_st *s, kc_ctx *c, const V *in, const V *freq, const V *band)                 \
    {                                                                                                        \
        (void)in;                                                                                            \
        resonz_update(s, c, *freq, *band, white);                                                            \
    }                                                                                                        \
    KERNEL void name##_kk(resonz_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band) \
    {                                                                                                        \
        (void)c, (void)n, (void)freq, (void)band;                                                            \
        *out = resonz_run(s, *in, white);                                                                    \
    }                                                                                                        \
    KERNEL void name##_xx(resonz_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band) \
    {                                                                                                        \
        (void)n;                                                                                             \
        resonz_update(s, c, *freq, *band, white);                                                            \
        *out = resonz_run(s, *in, white);                                                                    \
    }
RESONZ(resonr, false)
RESONZ(resonz, true)

/* Opcode: resonr
 * Synopsis: ares resonr asig, xcf, xbw [, iscl] [, iskip]
 *
 * Two-pole, two-zero resonator with nearly constant peak gain; zeros at plus and minus the root of the pole
 * radius.
 * In:  asig   signal
 *      xcf    centre, Hz
 *      xbw    width, Hz
 *      iscl   0: no scaling; 1: peak gain about 1; 2: white noise keeps its power (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another iscl
 * Source: J. O. Smith, J. B. Angell, "A constant-gain digital resonator tuned by a single coefficient", CMJ
 *         6(4), 1982
 */
KC_OP(resonr, "a", "axxoo", .rates = "kk", .state = resonz_st, .init = resonz_init, .k = resonr_k,
      .tick = resonr_kk)
KC_OP(resonr, "a", "axxoo", .state = resonz_st, .init = resonz_init, .tick = resonr_xx)

/* Opcode: resonz
 * Synopsis: ares resonz asig, xcf, xbw [, iscl] [, iskip]
 *
 * As resonr, with zeros at 0 Hz and half the sample rate.
 * In:  as resonr
 * Out: filtered signal
 * Fails: at init for another iscl
 * Source: as resonr; K. Steiglitz, "A note on constant-gain digital resonators", CMJ 18(4), 1994
 */
KC_OP(resonz, "a", "axxoo", .rates = "kk", .state = resonz_st, .init = resonz_init, .k = resonz_k,
      .tick = resonz_kk)
KC_OP(resonz, "a", "axxoo", .state = resonz_st, .init = resonz_init, .tick = resonz_xx)
