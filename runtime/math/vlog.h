/* Logarithms.
 *
 * x = m 2^k with m near 1. With f = m - 1 and s = f / (2 + f), log(m) = 2 atanh(s) = f - f^2/2 + s (f^2/2 +
 * R(s^2)): the large terms f and f^2/2 are exact or nearly so, and the polynomial R only corrects (the
 * arrangement known from fdlibm, Sun 1993).
 */
#ifndef KC_MATH_VLOG_H
#define KC_MATH_VLOG_H

#include "runtime/math/vpoly.h"
#include "runtime/math/vexp.h"

typedef struct {
    V k;      /* power of two */
    V f;      /* m - 1 */
    V square; /* f^2 / 2 */
    V rest;   /* log(m) - f + f^2 / 2 */
} kc_log_parts;

KC_VFN kc_log_parts kc_log_split(V x)
{
    kc_log_parts p;
    /* m from sqrt(1/2) to sqrt(2) */
    p.f = kc_split(x, 0x3fe6a09e667f3bcdu, &p.k) - 1.0;
    V s = p.f / (2.0 + p.f), w = s * s, w2 = w * w;
    V even =
        kc_p4(w2, 0x1.5555555555594p-1, 0x1.249249423c734p-2, 0x1.7466486178ecdp-3, 0x1.2f0d5e2c92795p-3);
    V odd = kc_p3(w2, 0x1.999999997f72dp-2, 0x1.c71c51d50fa2ap-3, 0x1.39a0ddfa994c2p-3);
    p.square = 0.5 * p.f * p.f;
    p.rest = s * (p.square + w * (even + w * odd));
    return p;
}

/* The values at 0, below 0, at infinity and NaN, which all logarithms share. */
KC_VFN V kc_log_special(V x, V y)
{
    V outside = v_sel(v_eq(x, v_splat(0.0)), v_splat(-__builtin_inf()), v_splat(__builtin_nan("")));
    return v_sel(v_gt(x, v_splat(0.0)), v_sel(v_lt(x, v_splat(__builtin_inf())), y, x), outside);
}

/* Natural logarithm. */
KC_VFN V v_log(V x)
{
    kc_log_parts p = kc_log_split(x);
    V low = p.square - (p.rest + p.k * KC_LN2_LO);
    return kc_log_special(x, p.k * KC_LN2_HI - (low - p.f));
}

/* log(m) as a sum hi + lo, hi with 21 bits. */
KC_VFN V kc_log_pair(kc_log_parts p, V *lo)
{
    V hi = kc_short_head(p.f - p.square);
    *lo = ((p.f - hi) - p.square) + p.rest;
    return hi;
}

/* Logarithm to base 2; exact for powers of two. */
KC_VFN V v_log2(V x)
{
    const double inv_hi = 0x1.7154760p+0, inv_lo = 0x1.4ae0bf85ddf44p-26; /* 1 / ln 2 */
    kc_log_parts p = kc_log_split(x);
    V lo, hi = kc_log_pair(p, &lo);
    V main = hi * inv_hi, small = (lo + hi) * inv_lo + lo * inv_hi;
    V sum = p.k + main;
    return kc_log_special(x, sum + (small + ((p.k - sum) + main)));
}

/* Logarithm to base 10. */
KC_VFN V v_log10(V x)
{
    const double inv_hi = 0x1.bcb7b10p-2, inv_lo = 0x1.49b9438ca9aaep-28;    /* 1 / ln 10 */
    const double two_hi = 0x1.34413509f6p-2, two_lo = 0x1.9fef311f12b36p-42; /* log10(2) */
    kc_log_parts p = kc_log_split(x);
    V lo, hi = kc_log_pair(p, &lo);
    V main = hi * inv_hi, small = p.k * two_lo + ((lo + hi) * inv_lo + lo * inv_hi);
    V octaves = p.k * two_hi, sum = octaves + main;
    return kc_log_special(x, sum + (small + ((octaves - sum) + main)));
}

#endif
