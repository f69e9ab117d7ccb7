/* Modified Bessel function of order 0, for Kaiser windows. */
#ifndef KC_DSP_BESSEL_H
#define KC_DSP_BESSEL_H
#include <math.h>

/* Modified Bessel function of the first kind, order 0 (Abramowitz & Stegun 1964, 9.8.1 and 9.8.2). */
static inline double kc_bessel_i0(double x)
{
    double ax = fabs(x);
    if (ax < 3.75) {
        double y = x / 3.75;
        y *= y;
        return 1.0 +
               y * (3.5156229 +
                    y * (3.0899424 + y * (1.2067492 + y * (0.2659732 + y * (0.360768e-1 + y * 0.45813e-2)))));
    }
    double y = 3.75 / ax;
    double s =
        0.39894228 +
        y * (0.1328592e-1 +
             y * (0.225319e-2 +
                  y * (-0.157565e-2 + y * (0.916281e-2 + y * (-0.2057706e-1 +
                                                              y * (0.2635537e-1 + y * (-0.1647633e-1 +
                                                                                       y * 0.392377e-2)))))));
    return exp(ax) / sqrt(ax) * s;
}
#endif
