/* Remainder, hypotenuse, cube root. */
#ifndef KC_MATH_VMISC_H
#define KC_MATH_VMISC_H

#include "runtime/math/vpoly.h"

/* x mod y by long division of the mantissas, 11 bits a step; for what the fast way of v_fmod cannot do. */
static __attribute__((noinline, cold, unused)) double kc_fmod_long(double x, double y)
{
    uint64_t ux, uy;
    __builtin_memcpy(&ux, &x, sizeof ux);
    __builtin_memcpy(&uy, &y, sizeof uy);
    ux &= INT64_MAX;
    uy &= INT64_MAX;
    if (ux >= 0x7ff0000000000000 || uy > 0x7ff0000000000000 || uy == 0) return __builtin_nan("");
    if (ux < uy) return x;
    int ex = (int)(ux >> 52), ey = (int)(uy >> 52);
    uint64_t hidden = UINT64_C(1) << 52, mx = ux & (hidden - 1), my = uy & (hidden - 1);
    if (ex) mx |= hidden;
    if (ey) my |= hidden;
    ex += ex == 0; /* denormals have the exponent of the smallest normal */
    ey += ey == 0;
    mx %= my;
    while (ex > ey && mx) {
        int step = ex - ey < 11 ? ex - ey : 11;
        mx = (mx << step) % my;
        ex -= step;
    }
    /* mx counts units of 2^(ey - 1075), a denormal power when ey is small */
    uint64_t power = (uint64_t)(ey > 52 ? ey - 52 : ey + 972) << 52;
    double scale;
    __builtin_memcpy(&scale, &power, sizeof scale);
    double r = (double)mx * scale;
    if (ey <= 52) r = r * 0x1p-512 * 0x1p-512;
    return __builtin_copysign(r, x);
}

/* Exact remainder of x / y, with the sign of x; NaN for y = 0 or infinite x. */
KC_VFN V v_fmod(V x, V y)
{
    V ax = v_abs(x), ay = v_abs(y), quotient = ax / ay;
    VM fast = vm_and(v_lt(quotient, v_splat(0x1p26)), v_lt(ax, v_splat(0x1p1020)));
    fast = vm_and(fast, v_lt(ay, v_splat(__builtin_inf())));
    /* q ay = product - excess exactly, as q has 26 bits at most; q may be one too large, never too small */
    V q = v_trunc(quotient), product = q * ay, ah = kc_head(ay);
    V excess = (product - q * ah) - q * (ay - ah);
    V r = (ax - product) + excess;
    r = v_sel(v_lt(r, v_splat(0.0)), r + ay, r);
    r = v_copysign(r, x);
    if (__builtin_expect(!vm_all(fast), 0)) {
        KC_LANES
        {
            if (!vm_get(fast, l)) v_set(&r, l, kc_fmod_long(v_get(x, l), v_get(y, l)));
        }
    }
    return r;
}

/* sqrt(x^2 + y^2) without needless overflow or underflow; infinite if either is, even beside NaN. */
KC_VFN V v_hypot(V x, V y)
{
    const V inf = v_splat(__builtin_inf());
    V ax = v_abs(x), ay = v_abs(y), top = v_max(ax, ay);
    VM big = v_gt(top, v_splat(0x1p500)), small = v_lt(top, v_splat(0x1p-400));
    V down = v_sel(big, v_splat(0x1p-600), v_sel(small, v_splat(0x1p600), v_splat(1.0)));
    V up = v_sel(big, v_splat(0x1p600), v_sel(small, v_splat(0x1p-600), v_splat(1.0)));
    V a = ax * down, b = ay * down;
    V r = v_sqrt(a * a + b * b) * up;
    return v_sel(vm_or(v_eq(ax, inf), v_eq(ay, inf)), inf, r);
}

/* Cube root. 1 / cbrt(m) by a polynomial and two steps of Halley's iteration, none with a division; the root
 * then gets one Newton step whose residual is exact to first order, the cube of a 17-bit head being exact. */
KC_VFN V v_cbrt(V x)
{
    V ax = v_abs(x);
    VM tiny = v_lt(ax, v_splat(0x1p-1022));
    VU u = v_bits(v_sel(tiny, ax * 0x1p54, ax));
    V e = v_from_bits((u >> 52) | 0x4330000000000000u) -
          v_sel(tiny, v_splat(0x1p52 + 1077), v_splat(0x1p52 + 1023));
    V rounded = (e - 1.0) * (1.0 / 3.0) + KC_ROUND; /* e = 3q + k, k from 0 to 2 */
    V k = e - 3.0 * (rounded - KC_ROUND);
    V m = v_from_bits((u & 0x000fffffffffffffu) | 0x3ff0000000000000u) * kc_pow2(k + KC_ROUND);

    V y = kc_p5(m, 0x1.50aadb47d498bp+0, -0x1.a4c37004a4427p-2, 0x1.8a741e9c81db9p-4, -0x1.6a4de1df494c0p-7,
                0x1.f8c7a0c5449d4p-12);
    V h = 1.0 - m * (y * y * y);
    y = y + y * (h * (1.0 / 3.0 + h * (2.0 / 9.0)));
    h = 1.0 - m * (y * y * y);
    y = y + y * (h * (1.0 / 3.0 + h * (2.0 / 9.0)));
    V c = m * (y * y);
    V head = v_from_bits(v_bits(c) & 0xfffffff000000000u), tail = c - head;
    V residual = (m - head * head * head) - tail * (3.0 * head * (head + tail) + tail * tail);
    c = c + residual * (y * y) * (1.0 / 3.0);

    V r = v_copysign(c * kc_pow2(rounded), x);
    VM pass = vm_or(v_eq(x, v_splat(0.0)), vm_not(v_lt(ax, v_splat(__builtin_inf()))));
    return v_sel(pass, x, r);
}

#endif
