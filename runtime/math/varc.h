/* Inverse trigonometric functions.
 *
 * The arc tangent of a/b is folded into the first octant (b the larger), and there about tan(pi/8), with the
 * one division any case needs; multiples of pi/4 are added last, in two parts. Arc sine and cosine beyond 1/2
 * use asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)).
 */
#ifndef KC_MATH_VARC_H
#define KC_MATH_VARC_H

#include "runtime/math/vpoly.h"

#define KC_PI_4_HI 0x1.921fb54442dp-1 /* short enough that multiples up to 4 are exact */
#define KC_PI_4_LO 0x1.8469898cc517p-49
#define KC_PI_2_HI 0x1.921fb54442d18p+0
#define KC_PI_2_LO 0x1.1a62633145c07p-54

/* Reduced a / b for 0 <= a <= b; *eighth is 1 where pi/4 is to be added. 0 / 0 counts as 0, inf / inf as 1.
 */
KC_VFN V kc_atan_reduce(V a, V b, V *eighth)
{
    VM zero = v_eq(b, v_splat(0.0)), equal = v_eq(a, b);
    VM upper = vm_or(v_gt(a, b * 0x1.a827999fcef32p-2), vm_and(equal, vm_not(zero))); /* tan(pi/8) */
    V gap = v_sel(equal, v_splat(0.0), a - b);
    V num = v_sel(upper, gap, a), den = v_sel(upper, a + b, b);
    *eighth = v_sel(upper, v_splat(1.0), v_splat(0.0));
    return num / v_sel(zero, v_splat(1.0), den);
}

/* atan(t) - t, |t| <= tan(pi/8). */
KC_VFN V kc_atan_tail(V t)
{
    V z = t * t, z2 = z * z;
    V even = kc_p6(z2, -0x1.555555555553bp-2, -0x1.249249229b267p-3, -0x1.745cf83e5579fp-4,
                   -0x1.10eb50711fd8dp-4, -0x1.9cbbbb4440f83p-5, -0x1.24f8cdee2e833p-6);
    V odd = kc_p5(z2, 0x1.99999999954efp-3, 0x1.c71c70dfe2cd2p-4, 0x1.3b110f281c043p-4, 0x1.df09d321e258ap-5,
                  0x1.379ebc2392db7p-5);
    return t * (z * (even + z * odd));
}

/* The angle of the point (x, y), from -pi to pi, with the signs of zero of C. */
KC_VFN V v_atan2(V y, V x)
{
    V ax = v_abs(x), ay = v_abs(y);
    VM below = v_lt(ay, ax), steep = v_gt(ay, ax), left = kc_signbit(x);
    V a = v_sel(below, ay, ax), b = v_sel(below, ax, ay);
    /* a + b must not overflow */
    V fit = v_sel(v_gt(b, v_splat(0x1p1000)), v_splat(0x1p-60), v_splat(1.0));
    V eighth, t = kc_atan_reduce(a * fit, b * fit, &eighth);
    /* angle = eighth pi/4 + atan(t), then pi/2 minus that, then pi minus that */
    eighth = v_sel(steep, 2.0 - eighth, eighth);
    eighth = v_sel(left, 4.0 - eighth, eighth);
    t = v_sel(vm_xor(steep, left), -t, t);
    return v_copysign((eighth * KC_PI_4_HI + t) + (kc_atan_tail(t) + eighth * KC_PI_4_LO), y);
}

KC_VFN V v_atan(V x)
{
    V ax = v_abs(x);
    VM steep = v_gt(ax, v_splat(1.0));
    V a = v_sel(steep, v_splat(1.0), ax), b = v_sel(steep, v_min(v_splat(0x1p1000), ax), v_splat(1.0));
    V eighth, t = kc_atan_reduce(a, b, &eighth);
    eighth = v_sel(steep, 2.0 - eighth, eighth);
    t = v_sel(steep, -t, t);
    return v_copysign((eighth * KC_PI_4_HI + t) + (kc_atan_tail(t) + eighth * KC_PI_4_LO), x);
}

/* asin(s) - s for 0 <= s <= 1/2, z = s^2. */
KC_VFN V kc_asin_tail(V s, V z)
{
    V z2 = z * z;
    V even = kc_p7(z2, 0x1.5555555555577p-3, 0x1.6db6db72067c3p-5, 0x1.6e8bde357e3ffp-6, 0x1.ca1e4bde65f16p-7,
                   0x1.60fff6c6f49f2p-7, 0x1.627f8e45fcf05p-6, 0x1.0ac783d4e1577p-5);
    V odd = kc_p6(z2, 0x1.333333332e1d7p-4, 0x1.f1c71a9a612bcp-6, 0x1.1c49fd309612cp-6, 0x1.759020e3f57d1p-7,
                  0x1.e995aa7ea282cp-9, -0x1.5667f5d274d99p-6);
    return s * (z * (even + z * odd));
}

/* s = |x| up to 1/2, sqrt((1 - |x|) / 2) beyond, NaN outside [-1, 1]; *tail = asin(s) - s. */
KC_VFN V kc_asin_fold(V ax, VM big, V *tail)
{
    V z = v_sel(big, 0.5 * (1.0 - ax), ax * ax), s = v_sel(big, v_sqrt(z), ax);
    *tail = kc_asin_tail(s, z);
    return s;
}

KC_VFN V v_asin(V x)
{
    V ax = v_abs(x);
    VM big = v_gt(ax, v_splat(0.5));
    V tail, s = kc_asin_fold(ax, big, &tail);
    V folded = (KC_PI_2_HI - 2.0 * s) - (2.0 * tail - KC_PI_2_LO);
    return v_copysign(v_sel(big, folded, s + tail), x);
}

KC_VFN V v_acos(V x)
{
    V ax = v_abs(x);
    VM big = v_gt(ax, v_splat(0.5)), left = v_lt(x, v_splat(0.0));
    V tail, s = kc_asin_fold(ax, big, &tail);
    V quarters = v_sel(big, v_sel(left, v_splat(2.0), v_splat(0.0)), v_splat(1.0));
    V factor = v_sel(big, v_splat(2.0), v_splat(1.0));
    factor = v_sel(vm_xor(big, left), factor, -factor);
    return (quarters * KC_PI_2_HI + factor * s) + (factor * tail + quarters * KC_PI_2_LO);
}

#endif
