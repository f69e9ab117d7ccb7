/* Exponential and hyperbolic functions.
 *
 * x is written as n ln 2 + r with |r| <= ln 2 / 2, the multiple of ln 2 subtracted in two parts (Cody & Waite
 * 1980). exp(r) is split in its even and odd parts, cosh(r) and sinh(r): two short polynomials that run side
 * by side, and that also give sinh and cosh without a division.
 */
#ifndef KC_MATH_VEXP_H
#define KC_MATH_VEXP_H

#include "runtime/math/vpoly.h"

#define KC_LOG2E  0x1.71547652b82fep+0
#define KC_LN2    0x1.62e42fefa39efp-1
#define KC_LN2_HI 0x1.62e42fefap-1 /* 38 bits */
#define KC_LN2_LO 0x1.cf79abc9e3b3ap-40

/* (cosh(r) - 1) / r^2 and (sinh(r) - r) / r^3, in z = r^2 and z2 = z^2, |r| <= ln 2 / 2. */
KC_VFN V kc_cosh_poly(V z, V z2)
{
    return kc_e5(z, z2, 0x1.000000000000cp-1, 0x1.555555554fdd8p-5, 0x1.6c16c18616ed7p-10,
                 0x1.a0199584f4af5p-16, 0x1.28b12fe550e4bp-22);
}
KC_VFN V kc_sinh_poly(V z, V z2)
{
    return kc_e5(z, z2, 0x1.555555555555cp-3, 0x1.111111110e9dep-7, 0x1.a01a01b455d91p-13,
                 0x1.71ddee3ecd7a3p-19, 0x1.af6ee586ebd03p-26);
}

/* r, and n + KC_ROUND, for x = n ln 2 + r; |n| < 2^15. */
KC_VFN V kc_exp_reduce(V x, V *rounded)
{
    *rounded = x * KC_LOG2E + KC_ROUND;
    V n = *rounded - KC_ROUND;
    return (x - n * KC_LN2_HI) - n * KC_LN2_LO;
}

/* What rounding took from the r of kc_exp_reduce. */
KC_VFN V kc_exp_lost(V x, V rounded, V r)
{
    V n = rounded - KC_ROUND;
    return ((x - n * KC_LN2_HI) - r) - n * KC_LN2_LO;
}

/* exp(r) - 1 - r. */
KC_VFN V kc_exp_tail(V r)
{
    V z = r * r, z2 = z * z;
    return z * (kc_cosh_poly(z, z2) + r * kc_sinh_poly(z, z2));
}

KC_VFN V v_exp(V x)
{
    V rounded, r = kc_exp_reduce(v_clamp(x, v_splat(-746.0), v_splat(710.0)), &rounded);
    return kc_scale(1.0 + (r + kc_exp_tail(r)), rounded);
}

KC_VFN V v_exp2(V x)
{
    V y = v_clamp(x, v_splat(-1100.0), v_splat(1030.0));
    V rounded = y + KC_ROUND;
    V r = (y - (rounded - KC_ROUND)) * KC_LN2;
    return kc_scale(1.0 + (r + kc_exp_tail(r)), rounded);
}

/* exp(x) - 1 without cancellation near 0. */
KC_VFN V v_expm1(V x)
{
    V rounded, y = v_clamp(x, v_splat(-50.0), v_splat(710.0));
    V r = kc_exp_reduce(y, &rounded);
    /* 2^n (exp(r) - 1) + 2^n - 1, with 2^n taken out; 2^-n stops mattering long before it underflows */
    V inverse = kc_pow2(KC_ROUND - (v_min(rounded, v_splat(KC_ROUND + 200.0)) - KC_ROUND));
    V e = r + (kc_exp_tail(r) + kc_exp_lost(y, rounded, r));
    return v_sel(v_eq(x, v_splat(0.0)), x, kc_scale(e + (1.0 - inverse), rounded));
}

/* exp(|x|) = 2^n (C + S): `grow` and `decay` are 2^n / 2 and 2^-n / 2, divided by `back` to stay in range. */
typedef struct {
    V even, odd; /* C - 1, S */
    V grow, decay, back;
} kc_hyperbolic;

KC_VFN kc_hyperbolic kc_hyperbolic_parts(V magnitude)
{
    V rounded, y = v_min(v_splat(712.0), magnitude), r = kc_exp_reduce(y, &rounded), z = r * r, z2 = z * z;
    VM big = v_gt(rounded, v_splat(KC_ROUND + 600.0));
    kc_hyperbolic h;
    h.even = z * kc_cosh_poly(z, z2);
    h.odd = r + (r * (z * kc_sinh_poly(z, z2)) + kc_exp_lost(y, rounded, r));
    h.grow = kc_pow2(rounded - v_sel(big, v_splat(5.0), v_splat(1.0)));
    h.decay = kc_pow2(KC_ROUND - 1.0 - (v_min(rounded, v_splat(KC_ROUND + 600.0)) - KC_ROUND));
    h.decay = v_sel(big, v_splat(0.0), h.decay);
    h.back = v_sel(big, v_splat(16.0), v_splat(1.0));
    return h;
}

KC_VFN V v_cosh(V x)
{
    kc_hyperbolic h = kc_hyperbolic_parts(v_abs(x));
    V sum = h.grow + h.decay, difference = h.grow - h.decay;
    return (sum + (sum * h.even + difference * h.odd)) * h.back;
}

KC_VFN V v_sinh(V x)
{
    kc_hyperbolic h = kc_hyperbolic_parts(v_abs(x));
    V sum = h.grow + h.decay, difference = h.grow - h.decay;
    return v_copysign((difference + (difference * h.even + sum * h.odd)) * h.back, x);
}

/* tanh by one division and a quotient of two short polynomials, for feedback filters, where its latency
 * counts.
 *
 * |x| = n ln 2 / 2 + u with |u| <= ln 2 / 4. With tanh(u) = B / A, exp(2u) is (A + B) / (A - B), so with s =
 * 2^n tanh|x| = (s (A + B) - (A - B)) / (s (A + B) + (A - B)) = ((s-1) A + (s+1) B) / ((s+1) A + (s-1) B). A
 * - 1 is kept apart, to add the large exact parts last. */
KC_VFN V v_tanh(V x)
{
    V y = v_min(v_splat(20.0), v_abs(x)); /* exactly 1 from 19.07 on */
    V rounded = y * (2.0 * KC_LOG2E) + KC_ROUND;
    V n = rounded - KC_ROUND;
    V u = (y - n * (KC_LN2_HI / 2)) - n * (KC_LN2_LO / 2), z = u * u;
    V a = z * kc_p2(z, 0x1.c719ea344bc84p-2, 0x1.040010eacf855p-6);
    V b = u + u * (z * kc_p2(z, 0x1.c712537bd9ce9p-4, 0x1.153b85c3dd166p-10));
    V s = kc_pow2(rounded), less = s - 1.0, more = s + 1.0;
    return v_copysign((less + (less * a + more * b)) / (more + (more * a + less * b)), x);
}

#endif
