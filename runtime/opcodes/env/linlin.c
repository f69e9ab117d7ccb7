/* linlin, lincos: one range mapped to another. */
#include "runtime/opcodes/dsp/arrays.h"

#ifndef KC_BITCODE
static int no_range(kc_ctx *c) { return kc_fail(c, "%s: Division by zero", c->site->name); }

KC_NATIVE int linlin_k(void *s, kc_ctx *c, double *y, const double *x, const double *y0, const double *y1,
                       const double *x0, const double *x1)
{
    (void)s;
    if (*x0 == *x1) return no_range(c);
    *y = (*x - *x0) / (*x1 - *x0) * (*y1 - *y0) + *y0;
    return KC_OK;
}

KC_NATIVE int lincos_k(void *s, kc_ctx *c, double *y, const double *x, const double *y0, const double *y1,
                       const double *x0, const double *x1)
{
    (void)s;
    if (*x0 == *x1) return no_range(c);
    *y = *y0 + (*y1 - *y0) * (1.0 + cos((*x - *x0) / (*x1 - *x0) * M_PI + M_PI)) / 2.0;
    return KC_OK;
}

/* ---- arrays ------------------------------------------------------------------------------------ */

#define MAP_ARGS                                                                                             \
    kc_array *ys, const kc_array *xs, const double *y0, const double *y1, const double *x0, const double *x1
KC_NATIVE int map_size(void *s, kc_ctx *c, MAP_ARGS)
{
    (void)s, (void)y0, (void)y1, (void)x0, (void)x1;
    return kc_array_ready(c, xs) < 0 ? KC_ERROR : kc_array_size1(c, ys, 0, xs->sizes[0], 0);
}
KC_NATIVE int map_perf(void *s, kc_ctx *c, MAP_ARGS)
{
    (void)s;
    if (*x0 == *x1) return no_range(c);
    if (kc_array_ready(c, xs) < 0 || kc_array_size1(c, ys, 0, xs->sizes[0], 1) < 0) return KC_ERROR;
    double factor = 1.0 / (*x1 - *x0) * (*y1 - *y0);
    for (int32_t i = 0; i < xs->sizes[0]; i++) ys->data[i] = (xs->data[i] - *x0) * factor + *y0;
    return KC_OK;
}
KC_NATIVE int map_i(void *s, kc_ctx *c, MAP_ARGS)
{
    return map_size(s, c, ys, xs, y0, y1, x0, x1) < 0 ? KC_ERROR : map_perf(s, c, ys, xs, y0, y1, x0, x1);
}

#define BLEND_ARGS                                                                                           \
    kc_array *out, const double *x, const kc_array *from, const kc_array *to, const double *x0,              \
        const double *x1
static int32_t shorter(const kc_array *a, const kc_array *b)
{
    return a->sizes[0] < b->sizes[0] ? a->sizes[0] : b->sizes[0];
}
KC_NATIVE int blend_size(void *s, kc_ctx *c, BLEND_ARGS)
{
    (void)s, (void)x, (void)x0, (void)x1;
    if (kc_array_ready(c, from) < 0 || kc_array_ready(c, to) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, shorter(from, to), 0);
}
KC_NATIVE int blend_perf(void *s, kc_ctx *c, BLEND_ARGS)
{
    (void)s;
    if (*x0 == *x1) return no_range(c);
    if (kc_array_ready(c, from) < 0 || kc_array_ready(c, to) < 0) return KC_ERROR;
    int32_t n = shorter(from, to);
    if (kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    double f = (*x - *x0) / (*x1 - *x0);
    for (int32_t i = 0; i < n; i++) {
        double a = from->data[i];
        out->data[i] = (to->data[i] - a) * f + a;
    }
    return KC_OK;
}
KC_NATIVE int blend_i(void *s, kc_ctx *c, BLEND_ARGS)
{
    if (blend_size(s, c, out, x, from, to, x0, x1) < 0) return KC_ERROR;
    return blend_perf(s, c, out, x, from, to, x0, x1);
}
#endif

/* Opcode: linlin
 * Synopsis: ky linlin kx, ky0, ky1 [, kx0, kx1]
 *           iy linlin ix, iy0, iy1 [, ix0, ix1]
 *           kys[] linlin kxs[], ky0, ky1 [, kx0, kx1]
 *           kout[] linlin kx, kA[], kB[] [, kx0, kx1]
 *
 * Maps x from the range x0 .. x1 to y0 .. y1 on a straight line; with two arrays, blends them.
 * In:  x       value, or an array of them
 *      y0, y1  values (or arrays) at x0 and x1
 *      x0, x1  range of x (default 0 and 1)
 * Out: the value mapped, beyond the range too
 * Fails: when x0 equals x1, or an array is not initialised
 */
KC_OP(linlin, "k", "kkkkk", .perf = linlin_k)
KC_OP(linlin, "k", "kkkop", .perf = linlin_k)
KC_OP(linlin, "i", "iiiop", .init = linlin_k)
KC_OP(linlin, "k[]", "k[]kkOP", .init = map_size, .perf = map_perf)
KC_OP(linlin, "i[]", "i[]iiop", .init = map_i)
KC_OP(linlin, "k[]", "kk[]k[]OP", .init = blend_size, .perf = blend_perf)
KC_OP(linlin, "i[]", "ii[]i[]op", .init = blend_i)

/* Opcode: lincos
 * Synopsis: ky lincos kx, ky0, ky1 [, kx0, kx1]
 *           iy lincos ix, iy0, iy1 [, ix0, ix1]
 *
 * Maps x from the range x0 .. x1 to y0 .. y1 on half a cosine.
 * In:  x       value
 *      y0, y1  values at x0 and x1
 *      x0, x1  range of x (default 0 and 1)
 * Out: the value mapped
 * Fails: when x0 equals x1
 */
KC_OP(lincos, "k", "kkkOP", .perf = lincos_k)
KC_OP(lincos, "i", "iiiop", .init = lincos_k)
