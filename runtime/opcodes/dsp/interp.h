/* Interpolation between table points, over V. */
#ifndef KC_DSP_INTERP_H
#define KC_DSP_INTERP_H
#include "runtime/math/vtypes.h"

/* base[i] and base[i + 1], lane by lane: two neighbours are one load. */
static inline __attribute__((always_inline)) void kc_pair(VP base, VI i, V *y0, V *y1)
{
#if KC_W == 8
    typedef double pair __attribute__((ext_vector_type(2)));
    pair p[8];
    KC_LANES __builtin_memcpy(&p[l], vp_get(base, l) + vi_get(i, l), sizeof p[l]);
    typedef double quad __attribute__((ext_vector_type(4)));
    quad q0 = __builtin_shufflevector(p[0], p[1], 0, 1, 2, 3),
         q1 = __builtin_shufflevector(p[2], p[3], 0, 1, 2, 3),
         q2 = __builtin_shufflevector(p[4], p[5], 0, 1, 2, 3),
         q3 = __builtin_shufflevector(p[6], p[7], 0, 1, 2, 3);
    V lower = __builtin_shufflevector(q0, q1, 0, 1, 2, 3, 4, 5, 6, 7),
      upper = __builtin_shufflevector(q2, q3, 0, 1, 2, 3, 4, 5, 6, 7);
    *y0 = __builtin_shufflevector(lower, upper, 0, 2, 4, 6, 8, 10, 12, 14);
    *y1 = __builtin_shufflevector(lower, upper, 1, 3, 5, 7, 9, 11, 13, 15);
#else
    *y0 = v_gather_i(base, i);
    *y1 = v_gather_i(base, i + 1);
#endif
}

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
