/* x to the power y.
 *
 * 2^(y log2|x|) needs log2 to some 64 bits, since the product may be as large as 1074; it is carried as a sum
 * hi + lo. A table of 32 logarithms log2(c) leaves log2(m / c) = 2/ln 2 atanh(s) with s = (m - c) / (m + c)
 * below 1/64. Then only the leading term 2s/ln 2 has to be better than a double: s is made a 26-bit head and
 * a remainder (after fdlibm, Sun 1993, and Tang 1990).
 */
#ifndef KC_MATH_VPOW_H
#define KC_MATH_VPOW_H

#include "runtime/math/vexp.h"

/* log2(c), short enough to add an exponent exactly, and what is missing; c as kc_log2_pair has it. */
static const double kc_log2_table[64] = {
    -0x1.0c6caaf0c5800p-1,
    0x1.3483146784bd2p-44,
    -0x1.f804ae8d0d000p-2,
    0x1.7f33943464056p-45,
    -0x1.d7e6c0abc3000p-2,
    -0x1.5e30f52d6ae75p-44,
    -0x1.b877c57b1b000p-2,
    -0x1.bfbf899cf2b3cp-48,
    -0x1.99b072a96c000p-2,
    -0x1.ac9bca36fd02ep-44,
    -0x1.7b89f02cf3000p-2,
    0x1.54b383b0e8a55p-44,
    -0x1.5dfdcf1eeb000p-2,
    0x1.f1bbd2926f164p-46,
    -0x1.4106017c3f000p-2,
    0x1.aeb8cb1ac05cdp-45,
    -0x1.249cd2b13d000p-2,
    0x1.49d97df07e357p-45,
    -0x1.08bce0d960000p-2,
    0x1.7204f55bbf90dp-44,
    -0x1.dac22d3e44000p-3,
    -0x1.d2fe4574e09b9p-47,
    -0x1.a5094b54d2000p-3,
    -0x1.050809db75676p-44,
    -0x1.7046031c7a000p-3,
    0x1.ed0798d1aa217p-49,
    -0x1.3c6fb650ce000p-3,
    0x1.af5e9bb5386c2p-47,
    -0x1.097e38ce60000p-3,
    -0x1.924ae921f7ecap-45,
    -0x1.aed391ab68000p-4,
    0x1.8b1aff71c8605p-44,
    -0x1.4c560fe68c000p-4,
    0x1.077f1f5f0cc83p-44,
    -0x1.d6ebd1f200000p-5,
    0x1.401fbaaa67e3cp-45,
    -0x1.184b8e4c58000p-5,
    0x1.507d6dc1f27efp-45,
    0.0,
    0.0,
    0.0,
    0.0,
    0x1.0eb389fa28000p-4,
    0x1.f9ab3cf74babap-44,
    0x1.bc84240adc000p-4,
    -0x1.4459c4d3a591bp-44,
    0x1.32ae9e278a000p-3,
    0x1.c343ea3e580ebp-44,
    0x1.84c2bd02f0000p-3,
    0x1.d97ee9124773bp-46,
    0x1.d49ee4c326000p-3,
    -0x1.a40dc2d2a6bf7p-45,
    0x1.11307dad31000p-2,
    -0x1.228d3da3e961bp-44,
    0x1.37124cea4d000p-2,
    -0x1.0993376649b50p-45,
    0x1.5c01a39fbd000p-2,
    0x1.a1e7e802c4828p-44,
    0x1.800a563162000p-2,
    -0x1.d5e6a8a4fb059p-45,
    0x1.a33760a7f6000p-2,
    0x1.4275f1035e5e8p-48,
    0x1.c592fad296000p-2,
    -0x1.2a606046ad444p-44,
};

/* log2(x) as a sum hi + lo, hi with 26 bits; finite x > 0. */
KC_VFN V kc_log2_pair(V x, V *lo)
{
    const double c1 = 0x1.71547652b82fep+1, c1_hi = 0x1.7154760p+1,
                 c1_lo = 0x1.4ae0bf85ddf44p-25; /* 2 / ln 2 */
    const uint64_t low = 0x3fe6000000000000u;   /* 11/16 */
    V k, m = kc_split(x, low, &k);
    VU bits = v_bits(m);
    VI slot = l_to_i(u_to_l(((bits - low) >> 47) << 1));
    V base = k + v_gather_ui(kc_log2_table, slot), base_lo = v_gather_ui(kc_log2_table + 1, slot);

    /* c is the middle of the slot, but 1 on both sides of 1, where the logarithm must keep its relative
     * precision */
    V c = v_from_bits((bits & 0xffff800000000000u) | 0x0000400000000000u);
    c = v_sel(vm_and(v_ge(m, v_splat(63.0 / 64)), v_lt(m, v_splat(33.0 / 32))), v_splat(1.0), c);
    V f = m - c, d = m + c, inverse = 1.0 / d, s = f * inverse;
    V dh = kc_head(d), dl = m - (dh - c);
    V sh = kc_head(s), sl = inverse * ((f - sh * dh) - sh * dl);

    V z = s * s;
    V series = z * ((0x1.5555555555555p-2 + z * 0x1.99999999a085cp-3) +
                    (z * z) * (0x1.249247c504198p-3 + z * 0x1.c7530512f0ecfp-4));
    V main = sh * c1_hi, sum = base + main;
    V rest = (s * c1) * series + (sl * c1 + sh * c1_lo);
    V hi = kc_head(sum);
    *lo = (((base - sum) + main) + base_lo) + (rest + (sum - hi));
    return hi;
}

/* 2^(y log2 x) for finite x > 0. */
KC_VFN V kc_pow_positive(V x, V y)
{
    V lo, hi = kc_log2_pair(x, &lo);
    /* beyond 2^64 the result is 0, 1 or infinity already */
    y = v_clamp(y, v_splat(-0x1p64), v_splat(0x1p64));
    V yh = kc_head(y), ph = yh * hi, pl = (y - yh) * hi + y * lo, p = ph + pl;
    V rounded = p + KC_ROUND;
    V r = ((ph - (rounded - KC_ROUND)) + pl) * KC_LN2;
    V power = kc_scale(1.0 + (r + kc_exp_tail(r)), rounded);
    power = v_sel(v_gt(p, v_splat(1025.0)), v_splat(__builtin_inf()), power);
    return v_sel(v_lt(p, v_splat(-1080.0)), v_splat(0.0), power);
}

/* The special cases are those of C: x^0 = 1^y = 1 even for NaN, 0 and infinity by the sign and parity of y,
 * negative x only to integer powers (else NaN). */
KC_VFN V v_pow(V x, V y)
{
    const V zero = v_splat(0.0), one = v_splat(1.0), inf = v_splat(__builtin_inf());
    V ax = v_abs(x), half = 0.5 * y;
    VM whole = v_eq(v_trunc(y), y);
    VM odd = vm_and(whole, v_ne(v_trunc(half), half));
    VM is_zero = v_eq(ax, zero), is_inf = v_eq(ax, inf);

    V r = kc_pow_positive(ax, y);
    V extreme = v_sel(vm_xor(is_zero, v_lt(y, zero)), zero, inf);
    r = v_sel(vm_or(is_zero, is_inf), extreme, r);
    r = v_sel(odd, v_copysign(r, x), r);
    VM finite_negative = vm_and(v_lt(x, zero), vm_not(is_inf));
    r = v_sel(vm_and(finite_negative, vm_not(whole)), v_splat(__builtin_nan("")), r);
    r = v_sel(vm_or(v_isnan(x), v_isnan(y)), v_splat(__builtin_nan("")), r);
    return v_sel(vm_or(v_eq(y, zero), v_eq(x, one)), one, r);
}

#endif
