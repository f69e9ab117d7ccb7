/* Maps of control values: scale, scale2, curves, xyscale; divz, select and the nonlinear all-pass nlalp. */
#include "runtime/opcodes/op.h"

/* ---- scale ------------------------------------------------------------------------------------ */

KERNEL void math_scale(void *s, kc_ctx *c, int n, V *out, const V *x, const V *max, const V *min,
                       const V *inmax, const V *inmin)
{
    (void)s, (void)c, (void)n;
    *out = ((*x - *inmin) / (*inmax - *inmin)) * (*max - *min) + *min;
}

/* Opcode: scale
 * Synopsis: kres scale kin, kmax, kmin [, kinmax, kinmin]
 *
 * Maps a range to another one, linearly.
 * In:  kin     value
 *      kmax    end of the new range
 *      kmin    start of the new range
 *      kinmax  end of the old range (default 1)
 *      kinmin  start of the old range (default 0)
 * Out: the value in the new range; not limited
 * Fails: never
 */
KC_OP(scale, "k", "kkkPO", .tick = math_scale)

typedef struct {
    V now, old, y; /* weights of the new value and of the last result */
} scale2_st;

KC_NATIVE int scale2_init(scale2_st *s, kc_ctx *c, double *out, const double *x, const double *min,
                          const double *max, const double *inmin, const double *inmax, const double *ihtim)
{
    (void)out, (void)x, (void)min, (void)max, (void)inmin, (void)inmax;
    double old = 0;
    if (*ihtim != 0) {
        old = pow(0.5, c->inv_kr / *ihtim);
        s->y = v_splat(0.0);
    }
    s->old = v_splat(old);
    s->now = v_splat(1.0 - old);
    return KC_OK;
}

KERNEL void math_scale2(scale2_st *s, kc_ctx *c, int n, V *out, const V *x, const V *min, const V *max,
                        const V *inmin, const V *inmax)
{
    (void)c, (void)n;
    V in = v_sel(v_gt(*x, *inmax), *inmax, v_sel(v_lt(*x, *inmin), *inmin, *x));
    V y = ((in - *inmin) / (*inmax - *inmin)) * (*max - *min) + *min;
    *out = s->y = s->now * y + s->old * s->y;
}

/* Opcode: scale2
 * Synopsis: kres scale2 kin, kmin, kmax [, kinmin, kinmax, ihtim]
 *
 * Maps a range to another one, limited and optionally smoothed.
 * In:  kin             value, limited to the old range
 *      kmin, kmax      new range
 *      kinmin, kinmax  old range (default 0, 1)
 *      ihtim           half time of the smoothing, s (default 0: none)
 * Out: the value in the new range
 * Fails: never
 */
KC_OP(scale2, "k", "kkkOPo", .state = scale2_st, .init = scale2_init, .tick = math_scale2)

/* ---- curves ----------------------------------------------------------------------------------- */

KERNEL void math_expcurve(void *s, kc_ctx *c, int n, V *out, const V *x, const V *steep)
{
    (void)s, (void)c, (void)n;
    V y = *steep;
    *out = v_sel(v_le(y, v_splat(1.0)), *x, (v_exp(*x * v_log(y)) - 1.0) / (y - 1.0));
}

KERNEL void math_logcurve(void *s, kc_ctx *c, int n, V *out, const V *x, const V *steep)
{
    (void)s, (void)c, (void)n;
    V y = *steep;
    *out = v_sel(v_eq(y, v_splat(1.0)), *x, v_log(*x * (y - 1.0) + 1.0) / v_log(y));
}

KERNEL void math_gainslider(void *s, kc_ctx *c, int n, V *out, const V *x)
{
    (void)s, (void)c, (void)n;
    *out = v_sel(v_le(*x, v_splat(0.0)), v_splat(0.0), 0.000145 * v_exp(*x * 0.06907));
}

/* Opcode: expcurve
 * Synopsis: kres expcurve kin, ksteep
 *
 * An exponential curve from (0, 0) to (1, 1).
 * In:  kin     0 .. 1
 *      ksteep  steepness; at most 1 gives kin
 * Out: 0 .. 1
 * Fails: never
 */
KC_OP(expcurve, "k", "kk", .tick = math_expcurve)

/* Opcode: logcurve
 * Synopsis: kres logcurve kin, ksteep
 *
 * A logarithmic curve from (0, 0) to (1, 1).
 * In:  kin     0 .. 1
 *      ksteep  steepness; 1 gives kin
 * Out: 0 .. 1
 * Fails: never
 */
KC_OP(logcurve, "k", "kk", .tick = math_logcurve)

/* Opcode: gainslider
 * Synopsis: kres gainslider kindex
 *
 * Gain of a mixer's fader.
 * In:  kindex  position of a MIDI fader, 0 .. 127; 0 dB near 128
 * Out: amplitude; 0 at and below 0
 * Fails: never
 */
KC_OP(gainslider, "k", "k", .tick = math_gainslider)

/* ---- xyscale ---------------------------------------------------------------------------------- */

typedef struct {
    V v00, v10, d0, d1;
} xy_st;

KC_NATIVE int xyscale_init(xy_st *s, kc_ctx *c, double *out, const double *x, const double *y,
                           const double *v00, const double *v10, const double *v01, const double *v11)
{
    (void)c, (void)out, (void)x, (void)y;
    s->v00 = v_splat(*v00);
    s->v10 = v_splat(*v10);
    s->d0 = v_splat(*v01 - *v00);
    s->d1 = v_splat(*v11 - *v10);
    return KC_OK;
}

KERNEL void math_xyscale_i(xy_st *s, kc_ctx *c, int n, V *out, const V *x, const V *y)
{
    (void)c, (void)n;
    V y0 = *x * s->d0 + s->v00, y1 = *x * s->d1 + s->v10;
    *out = *y * (y1 - y0) + y0;
}

KERNEL void math_xyscale(void *s, kc_ctx *c, int n, V *out, const V *x, const V *y, const V *v00,
                         const V *v10, const V *v01, const V *v11)
{
    (void)s, (void)c, (void)n;
    V y0 = *x * (*v01 - *v00) + *v00, y1 = *x * (*v11 - *v10) + *v10;
    *out = *y * (y1 - y0) + y0;
}

/* Opcode: xyscale
 * Synopsis: kres xyscale kx, ky, k00, k10, k01, k11
 *           kres xyscale kx, ky, i00, i10, i01, i11
 *
 * Interpolates linearly within a square.
 * In:  kx, ky         position, 0 .. 1
 *      00 10 01 11    values at the corners
 * Out: value at the position
 * Fails: never
 */
KC_OP(xyscale, "k", "kkkkkk", .tick = math_xyscale)
KC_OP(xyscale, "k", "kkiiii", .state = xy_st, .init = xyscale_init, .tick = math_xyscale_i)

/* ---- divz, select ----------------------------------------------------------------------------- */

KERNEL void math_divz(void *s, kc_ctx *c, int n, V *out, const V *x, const V *y, const V *other)
{
    (void)s, (void)c, (void)n;
    *out = v_sel(v_eq(*y, v_splat(0.0)), *other, *x / *y);
}

/* Opcode: divz
 * Synopsis: ires divz ix, iy, iother
 *           kres divz kx, ky, kother
 *           ares divz xx, xy, kother
 *
 * Safe division.
 * In:  x      dividend
 *      y      divisor
 *      other  result where the divisor is 0
 * Out: x / y
 * Fails: never
 */
KC_OP(divz, "i", "iii", .tick = math_divz)
KC_OP(divz, "k", "kkk", .tick = math_divz)
KC_OP(divz, "a", "akk", .tick = math_divz)
KC_OP(divz, "a", "kak", .tick = math_divz)
KC_OP(divz, "a", "aak", .tick = math_divz)

KERNEL void math_select(void *s, kc_ctx *c, int n, V *out, const V *x, const V *y, const V *less,
                        const V *equal, const V *more)
{
    (void)s, (void)c, (void)n;
    *out = v_sel(v_lt(*x, *y), *less, v_sel(v_eq(*x, *y), *equal, *more));
}

/* Opcode: select
 * Synopsis: ares select ax, ay, aless, aequal, amore
 *
 * Chooses a signal by comparing two others, sample by sample.
 * In:  ax, ay  what is compared
 *      aless, aequal, amore  what is chosen for ax < ay, ax = ay, and else
 * Out: the chosen sample
 * Fails: never
 */
KC_OP(select, "a", "aaaaa", .tick = math_select)

/* ---- nlalp ------------------------------------------------------------------------------------ */

typedef struct {
    V z0, z1;
} nlalp_st;

KC_NATIVE int nlalp_init(nlalp_st *s, kc_ctx *c, double *out, const double *in, const double *lin,
                         const double *nonlin, const double *iskip, const double *unused)
{
    (void)c, (void)out, (void)in, (void)lin, (void)nonlin, (void)unused;
    if (*iskip == 0) s->z0 = s->z1 = v_splat(0.0);
    return KC_OK;
}

KERNEL void math_nlalp(nlalp_st *s, kc_ctx *c, int n, V *out, const V *in, const V *lin, const V *nonlin)
{
    (void)c, (void)n;
    V z0 = *in - s->z1;
    s->z1 = z0 * *lin + v_abs(z0) * *nonlin;
    *out = s->z0 + s->z1;
    s->z0 = z0;
}

/* Opcode: nlalp
 * Synopsis: ares nlalp ain, klfact, knfact [, iskip, iupdm]
 *
 * A first-order all-pass filter whose coefficient depends on the sign of the signal.
 * In:  ain     signal
 *      klfact  linear coefficient, 0 .. 1
 *      knfact  nonlinear coefficient, 0 .. 1; it scales the magnitude
 *      iskip   non-zero keeps the state (default 0)
 *      iupdm   not used
 * Out: same scale as ain
 * Fails: never
 * Source: after J. Pekonen, "Coefficient-Modulated First-Order Allpass Filter as Distortion Effect", DAFx
 * 2008
 */
KC_OP(nlalp, "a", "akkoo", .state = nlalp_st, .init = nlalp_init, .tick = math_nlalp)
