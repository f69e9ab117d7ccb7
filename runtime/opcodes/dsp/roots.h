/* Roots of polynomials with real coefficients. Native code only.
 *
 * Laguerre's method from 0, one root after the other, each divided out; then each root is improved with the
 * whole polynomial. A polynomial that resists gets a step of another length now and then. */
#ifndef KC_DSP_ROOTS_H
#define KC_DSP_ROOTS_H
#include <complex.h>
#include <math.h>

enum { KC_ROOTS_MAX = 1024 };

/* Improves x as a root of a[0] + a[1] x + ... + a[m] x^m, m at least 1. */
static inline double complex kc_root_near(const double complex *a, int m, double complex x)
{
    for (int round = 1; round <= 80; round++) {
        double complex p = a[m], d = 0, h = 0; /* value, first and half the second derivative */
        double size = cabs(x), bound = cabs(p);
        for (int j = m - 1; j >= 0; j--) {
            h = x * h + d;
            d = x * d + p;
            p = x * p + a[j];
            bound = cabs(p) + size * bound;
        }
        if (!(cabs(p) > 2e-16 * bound)) return x;
        double complex g = d / p, g2 = g * g, rad = csqrt((m - 1) * (m * (g2 - 2.0 * h / p) - g2));
        double complex up = g + rad, down = g - rad, den = cabs(up) >= cabs(down) ? up : down;
        double complex step = den != 0 ? m / den : (1.0 + size) * cexp(I * round);
        if (x - step == x) return x;
        x -= round % 10 ? step : step * (0.1 * (round / 10));
    }
    return x;
}

/* The m roots of a[0] + a[1] x + ... + a[m] x^m; a[m] is not 0 and 1 <= m <= KC_ROOTS_MAX. */
static inline void kc_roots(const double *a, int m, double complex *roots)
{
    double complex whole[KC_ROOTS_MAX + 1], rest[KC_ROOTS_MAX + 1];
    for (int j = 0; j <= m; j++) whole[j] = rest[j] = a[j];
    for (int n = m; n >= 1; n--) {
        double complex x = kc_root_near(rest, n, 0), carry = rest[n];
        if (fabs(cimag(x)) <= 4e-6 * fabs(creal(x))) x = creal(x);
        roots[n - 1] = x;
        for (int j = n - 1; j >= 0; j--) {
            double complex next = rest[j] + x * carry;
            rest[j] = carry;
            carry = next;
        }
    }
    for (int j = 0; j < m; j++) roots[j] = kc_root_near(whole, m, roots[j]);
}
#endif
