/* x to the power y.
 *
 * 2^(y log2|x|) needs log2 to some 64 bits, since the product may be as large as 1074. The logarithm is
 * therefore carried as a sum of two doubles: log(m) = 2 atanh(s) = (2/3) s (3 + s^2 + s^4 P(s^2)), where s,
 * the bracket and their product are each a 26-bit head and a remainder (the scheme of fdlibm, Sun 1993, here
 * without its table).
 */
#ifndef KC_MATH_VPOW_H
#define KC_MATH_VPOW_H

#include "runtime/math/vexp.h"

/* log2(x) as a sum hi + lo, hi with 26 bits; finite x > 0. */
KC_VFN V kc_log2_pair(V x, V *lo)
{
    const double c = 0x1.ec709dc3a03fdp-1, c_hi = 0x1.ec709d8p-1,
                 c_lo = 0x1.0e80ff5d27f05p-27; /* 2 / (3 ln 2) */
    V k, m = kc_split(x, &k), f = m - 1.0, d = m + 1.0;
    V inverse = 1.0 / d, s = f * inverse;
    V dh = kc_head(d), dl = m - (dh - 1.0);
    V sh = kc_head(s), sl = inverse * ((f - sh * dh) - sh * dl);

    V w = s * s, w2 = w * w;
    V even =
        kc_p4(w2, 0x1.3333333333474p-1, 0x1.555555a3f878ap-2, 0x1.d8ae93064fc59p-3, 0x1.95872e7af1668p-3);
    V odd = kc_p3(w2, 0x1.b6db6db68098ap-2, 0x1.1745aed4869c1p-2, 0x1.973bc7b38dac4p-3);
    V rest = w2 * (even + w * odd) + sl * (sh + s);
    V square = sh * sh;
    V bh = kc_head(3.0 + square + rest), bl = rest - ((bh - 3.0) - square);

    V u = sh * bh, v = sl * bh + bl * s;
    V ph = kc_head(u + v), pl = v - (ph - u);
    V zh = c_hi * ph, zl = c_lo * ph + pl * c;
    V hi = kc_head((zh + zl) + k);
    *lo = zl - ((hi - k) - zh);
    return hi;
}

/* 2^(y log2 x) for finite x > 0. */
KC_VFN V kc_pow_positive(V x, V y)
{
    V lo, hi = kc_log2_pair(x, &lo);
    /* beyond 2^64 the result is 0, 1 or infinity already */
    y = v_clamp(y, v_splat(-0x1p64), v_splat(0x1p64));
    V yh = kc_head(y), ph = yh * hi, pl = (y - yh) * hi + y * lo;
    V rounded = v_clamp(ph + pl, v_splat(-1200.0), v_splat(1200.0)) + KC_ROUND;
    V f = v_clamp((ph - (rounded - KC_ROUND)) + pl, v_splat(-0.6), v_splat(0.6));
    V r = f * KC_LN2;
    return kc_scale(1.0 + (r + kc_exp_tail(r)), rounded);
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
