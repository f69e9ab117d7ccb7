/* Small parts the elementary functions share: polynomials, splitting a double, rounding by addition.
 *
 * There is no fused multiply-add (its presence would change bits between machines), so products that must be
 * exact are made of numbers short enough to multiply exactly (Dekker 1971).
 */
#ifndef KC_MATH_VPOLY_H
#define KC_MATH_VPOLY_H

#include "runtime/math/vtypes.h"

/* a + b x + c x^2 ... by Horner's rule. */
KC_VFN V kc_p2(V x, double a, double b) { return a + x * b; }
KC_VFN V kc_p3(V x, double a, double b, double c) { return a + x * kc_p2(x, b, c); }
KC_VFN V kc_p4(V x, double a, double b, double c, double d) { return a + x * kc_p3(x, b, c, d); }
KC_VFN V kc_p5(V x, double a, double b, double c, double d, double e) { return a + x * kc_p4(x, b, c, d, e); }
KC_VFN V kc_p6(V x, double a, double b, double c, double d, double e, double f)
{
    return a + x * kc_p5(x, b, c, d, e, f);
}
KC_VFN V kc_p7(V x, double a, double b, double c, double d, double e, double f, double g)
{
    return a + x * kc_p6(x, b, c, d, e, f, g);
}

/* Five coefficients in fewer steps (Estrin); x2 = x^2. */
KC_VFN V kc_e5(V x, V x2, double a, double b, double c, double d, double e)
{
    return (a + x * b) + x2 * ((c + x * d) + x2 * e);
}

/* The leading 26 bits: products of two heads are exact. x - head(x) has at most 27 bits. */
KC_VFN V kc_head(V x) { return v_from_bits(v_bits(x) & 0xfffffffff8000000u); }
/* The leading 21 bits. */
KC_VFN V kc_short_head(V x) { return v_from_bits(v_bits(x) & 0xffffffff00000000u); }

/* Adding 1.5 * 2^52 leaves the nearest integer in the low bits of the sum, for |x| < 2^51. */
#define KC_ROUND      0x1.8p52
#define KC_ROUND_BITS 0x4338000000000000u

/* 2^n for the n that `rounded` = n + KC_ROUND holds; -1023 < n < 1024. */
KC_VFN V kc_pow2(V rounded) { return v_from_bits((v_bits(rounded) << 52) + 0x3ff0000000000000u); }

/* y * 2^n, rightly rounded also where the result is denormal or overflows; -2000 < n < 2000. */
KC_VFN V kc_scale(V y, V rounded)
{
    VU biased = v_bits(rounded) - (KC_ROUND_BITS - 2048u);
    VU half = biased >> 1;
    V first = v_from_bits((half - 1u) << 52), second = v_from_bits((biased - half - 1u) << 52);
    return y * first * second;
}

/* x = m * 2^e with m from `low` (a double's bits, from 1/2 to 1) to twice that; finite x > 0, denormals
 * included. */
KC_VFN V kc_split(V x, uint64_t low, V *e)
{
    const uint64_t one = 0x3ff0000000000000u;
    VM tiny = v_lt(x, v_splat(0x1p-1022));
    VU u = v_bits(v_sel(tiny, x * 0x1p54, x)) + (one - low);
    /* the biased exponent as the low bits of 2^52 */
    V biased = v_from_bits((u >> 52) | 0x4330000000000000u);
    *e = biased - v_sel(tiny, v_splat(0x1p52 + 1023 + 54), v_splat(0x1p52 + 1023));
    return v_from_bits((u & 0x000fffffffffffffu) + low);
}

/* True where the sign bit is set, -0 and NaN included. */
KC_VFN VM kc_signbit(V x) { return vl_lt(u_to_l(v_bits(x)), vl_splat(0)); }

#endif
