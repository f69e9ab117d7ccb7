/* Sine, cosine, tangent (radians).
 *
 * Up to |x| = 2^21 the nearest multiple of pi/2 is subtracted in three parts, the first two of whose products
 * are exact (Cody & Waite 1980); the reduced argument is a sum hi - lo, so that it keeps full precision next
 * to a zero. Sine and cosine of it are two polynomials that run side by side, and the quadrant picks one.
 * Larger arguments are reduced lane by lane with as many bits of 1/pi as they need (Payne & Hanek 1983), out
 * of line.
 */
#ifndef KC_MATH_VTRIG_H
#define KC_MATH_VTRIG_H

#include "runtime/math/vpoly.h"

#define KC_TRIG_LIMIT 0x1p21
#define KC_PI_2A      0x1.921fb544p+0 /* pi / 2 in three parts: 32 bits, 32 bits, the rest */
#define KC_PI_2B      0x1.0b4611a6p-34
#define KC_PI_2C      0x1.3198a2e037073p-69
#define KC_2_PI       0x1.45f306dc9c883p-1

/* x = n pi/2 + hi - lo, with n in the low bits of `quadrant`. */
typedef struct {
    V hi, lo;
    VU quadrant;
} kc_angle;

/* 64 fraction bits of 1/pi at bit position `from` after the binary point (may be negative). */
static inline uint64_t kc_inv_pi_bits(int from)
{
    static const uint64_t bits[] = {
        0,
        0x517cc1b727220a94,
        0xfe13abe8fa9a6ee0,
        0x6db14acc9e21c820,
        0xff28b1d5ef5de2b0,
        0xdb92371d2126e970,
        0x0324977504e8c90e,
        0x7f0ef58e5894d39f,
        0x74411afa975da242,
        0x74ce38135a2fbf20,
        0x9cc8eb1cc1a99cfa,
        0x4e422fc5defc941d,
        0x8ffc4bffef02cc07,
        0xf79788c5ad05368f,
        0xb69b3f6793e584db,
        0xa7a31fb34f2ff516,
        0xba93dd63f5f2f8bd,
        0x9e839cfbc5294975,
        0x35fdafd88fc6ae84,
        0x2b0198237e3db5d5,
        0xf867de104d7a1b0e,
    };
    unsigned at = (unsigned)(from + 64), word = at / 64, shift = at % 64;
    return shift ? bits[word] << shift | bits[word + 1] >> (64 - shift) : bits[word];
}

/* kc_angle of one finite x, |x| >= 2^20; returns the quadrant. x / pi is formed modulo 2 in 192-bit fixed
 * point; the bits of 1/pi that only make multiples of 2 are not read. */
static __attribute__((noinline, cold, unused)) uint64_t kc_angle_huge(double x, double *hi, double *lo)
{
    uint64_t u, mantissa, window[3], value[3];
    __builtin_memcpy(&u, &x, sizeof u);
    int exponent = (int)(u >> 52 & 0x7ff) - 1075;
    mantissa = (u & 0x000fffffffffffff) | 0x0010000000000000;

    /* window bit 0 (top) has the weight 2^-exponent, which times the mantissa's unit is 1 */
    for (int i = 0; i < 3; i++) window[i] = kc_inv_pi_bits(exponent - 1 + 64 * i);
    unsigned __int128 low = (unsigned __int128)mantissa * window[2];
    unsigned __int128 mid = (unsigned __int128)mantissa * window[1] + (uint64_t)(low >> 64);
    value[2] = (uint64_t)low;
    value[1] = (uint64_t)mid;
    value[0] = mantissa * window[0] + (uint64_t)(mid >> 64);
    if (u >> 63) { /* negate modulo 2 */
        value[2] = ~value[2] + 1;
        value[1] = ~value[1] + (value[2] == 0);
        value[0] = ~value[0] + (value[2] == 0 && value[1] == 0);
    }

    /* value is 1 integer bit and 191 of fraction, so its top two bits count pi/2; the rest, from -1/2 to 1/2
     * of that */
    uint64_t quadrant = (value[0] + (UINT64_C(1) << 61)) >> 62;
    uint64_t top = value[0] << 2 | value[1] >> 62, next = value[1] << 2 | value[2] >> 62,
             last = value[2] << 2;
    bool negative = top >> 63;
    if (negative) {
        last = ~last + 1;
        next = ~next + (last == 0);
        top = ~top + (last == 0 && next == 0);
    }
    int zeros = 0;
    if (top == 0) {
        top = next, next = last, last = 0;
        zeros = 64;
    }
    int lead = top ? __builtin_clzll(top) : 0;
    if (lead) {
        top = top << lead | next >> (64 - lead);
        zeros += lead;
    }
    /* times pi/2, to 64 bits: pi 2^62 is 0xc90f... */
    unsigned __int128 product = (unsigned __int128)top * 0xc90fdaa22168c234u;
    uint64_t upper = (uint64_t)(product >> 64), kept = upper & ~UINT64_C(0x7ff);
    double unit = 0.5;
    for (int i = 0; i < zeros; i++) unit *= 0.5;
    *hi = (double)kept * 0x1p-62 * unit;
    *lo = -((double)(upper - kept) * 0x1p-62 * unit + (double)(uint64_t)product * 0x1p-126 * unit);
    if (negative) {
        *hi = -*hi;
        *lo = -*lo;
    }
    return quadrant;
}

KC_VFN kc_angle kc_angle_of(V x)
{
    kc_angle a;
    V rounded = x * KC_2_PI + KC_ROUND, n = rounded - KC_ROUND;
    /* subtracted in a form that keeps the sign of zero */
    V first = x - n * KC_PI_2A, product = n * KC_PI_2B, second = first - product;
    V lost = n * KC_PI_2C - ((first - second) - product);
    a.hi = second - lost;
    a.lo = lost - (second - a.hi);
    a.quadrant = v_bits(rounded);

    VM far = vm_not(v_le(v_abs(x), v_splat(KC_TRIG_LIMIT)));
    if (__builtin_expect(vm_any(far), 0)) {
        V bad = x - x; /* NaN for infinities and NaN */
        a.hi = v_sel(far, bad, a.hi);
        KC_LANES
        {
            if (!(vm_get(far, l) && v_get(bad, l) == 0.0)) continue;
            double hi, lo;
            vu_set(&a.quadrant, l, kc_angle_huge(v_get(x, l), &hi, &lo));
            v_set(&a.hi, l, hi);
            v_set(&a.lo, l, lo);
        }
    }
    return a;
}

/* sin(hi - lo) and cos(hi - lo), |hi| <= pi/4. */
KC_VFN V kc_sin_poly(V hi, V lo)
{
    V z = hi * hi, z2 = z * z;
    V even = kc_p3(z2, -0x1.5555555555548p-3, -0x1.a01a019bf7efap-13, -0x1.ae5e594b78a4cp-26);
    V odd = kc_p3(z2, 0x1.111111110f77dp-7, 0x1.71de3564d2b7bp-19, 0x1.5d8fa7fd5c9d2p-33);
    return hi - (lo * (1.0 - 0.5 * z) - hi * (z * (even + z * odd)));
}
KC_VFN V kc_cos_poly(V hi, V lo)
{
    V z = hi * hi, z2 = z * z;
    V even = kc_p3(z2, 0x1.555555555554bp-5, 0x1.a01a019c97777p-16, 0x1.1ee9e15f38979p-29);
    V odd = kc_p3(z2, -0x1.6c16c16c1504bp-10, -0x1.27e4f7f8eae3ap-22, -0x1.8fa9952065738p-37);
    V half = 0.5 * z, near = 1.0 - half;
    return near + (((1.0 - near) - half) + (z2 * (even + z * odd) + hi * lo));
}

/* `sine` or `cosine` as the quadrant has it: sin of the angle the parts belong to. */
KC_VFN V kc_quadrant(VU quadrant, V sine, V cosine)
{
    VM swap = vl_ne(u_to_l(quadrant & 1u), vl_splat(0));
    return v_from_bits(v_bits(v_sel(swap, cosine, sine)) ^ ((quadrant & 2u) << 62));
}

KC_VFN V v_sin(V x)
{
    kc_angle a = kc_angle_of(x);
    return kc_quadrant(a.quadrant, kc_sin_poly(a.hi, a.lo), kc_cos_poly(a.hi, a.lo));
}

KC_VFN V v_cos(V x)
{
    kc_angle a = kc_angle_of(x);
    return kc_quadrant(a.quadrant + 1u, kc_sin_poly(a.hi, a.lo), kc_cos_poly(a.hi, a.lo));
}

/* Both for little more than one; the same bits as v_sin and v_cos. */
KC_VFN void v_sincos(V x, V *sine, V *cosine)
{
    kc_angle a = kc_angle_of(x);
    V s = kc_sin_poly(a.hi, a.lo), c = kc_cos_poly(a.hi, a.lo);
    *sine = kc_quadrant(a.quadrant, s, c);
    *cosine = kc_quadrant(a.quadrant + 1u, s, c);
}

/* tan = N / D by a quotient of polynomials on [-pi/4, pi/4], or -D / N after an odd multiple of pi/2. The
 * rounding error of D is folded into N, with the slope N / D is about hi (1 + 0.44 hi^2). */
KC_VFN V v_tan(V x)
{
    kc_angle a = kc_angle_of(x);
    V z = a.hi * a.hi;
    V p = z * kc_p3(z, -0x1.1127ced94dbb5p-3, 0x1.c0cc82ee404a6p-9, -0x1.2b701d89822ecp-16);
    V q = z * kc_p4(z, -0x1.dde93cc1fc330p-2, 0x1.a46cf68a8091bp-6, -0x1.46d1585105e71p-12,
                    0x1.0b1c3290f662ap-21);
    V den = 1.0 + q, lost = (1.0 - den) + q, slope = 1.0 + 0.44 * z;
    V num = a.hi - ((a.lo * slope + a.hi * lost) * slope - a.hi * p);
    VM flip = vl_ne(u_to_l(a.quadrant & 1u), vl_splat(0));
    return v_sel(flip, -den, num) / v_sel(flip, num, den);
}

#endif
