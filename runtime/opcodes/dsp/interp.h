/* Interpolation between table points, over V. */
#ifndef KC_DSP_INTERP_H
#define KC_DSP_INTERP_H
#include "runtime/math/vtypes.h"

/* y0 at f = 0, y1 at f = 1. */
static inline __attribute__((always_inline)) V kc_linear(V f, V y0, V y1) { return y0 + (y1 - y0) * f; }

/* Third-order Lagrange polynomial through ym1, y0, y1, y2 at -1, 0, 1, 2 (J. O. Smith, Physical Audio Signal
 * Processing, "Lagrange interpolation"). */
static inline __attribute__((always_inline)) V kc_lagrange4(V f, V ym1, V y0, V y1, V y2)
{
    V f2 = f * f, f3 = f2 * f;
    return y0 + f * (y1 - 0.5 * y0 - ym1 / 3.0 - y2 / 6.0) + f2 * (0.5 * (ym1 + y1) - y0) +
           f3 * (0.5 * (y0 - y1) + (y2 - ym1) / 6.0);
}
#endif
