/* clip, limit: bounds on a signal, smooth or hard. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- limit ---------------------------------------------------------------------------------- */

KERNEL void limit_tick(void *s, kc_ctx *c, int n, V *out, const V *in, const V *low, const V *high)
{
    (void)s, (void)c, (void)n;
    V x = *in, lo = *low, hi = *high;
    VM inside = vm_and(v_le(x, hi), v_ge(x, lo));
    V bound = v_sel(v_gt(x, hi), hi, lo);
    V y = v_sel(inside, x, bound);
    *out = v_sel(v_ge(lo, hi), 0.5 * (lo + hi), y);
}

KC_NATIVE void limit_array(const kc_array *out, const kc_array *in, double lo, double hi)
{
    int32_t n = kc_array_count(out) < kc_array_count(in) ? kc_array_count(out) : kc_array_count(in);
    for (int32_t i = 0; i < n; i++) {
        double x = in->data[i];
        out->data[i] = x > lo ? x < hi ? x : hi : lo;
    }
}
KC_NATIVE int limit_array_i(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *lo,
                            const double *hi)
{
    (void)s;
    if (kc_array_make1(c, out, 'i', in->dimensions > 0 ? in->sizes[0] : 0) != KC_OK) return KC_ERROR;
    limit_array(out, in, *lo, *hi);
    return KC_OK;
}
KC_NATIVE int limit_array_k(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *lo,
                            const double *hi)
{
    (void)s, (void)lo, (void)hi;
    return kc_array_make1(c, out, 'k', in->dimensions > 0 ? in->sizes[0] : 0);
}
KC_NATIVE int limit_array_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *lo,
                               const double *hi)
{
    (void)s, (void)c;
    limit_array(out, in, *lo, *hi);
    return KC_OK;
}

/* Opcode: limit
 * Synopsis: ares limit asig, klow, khigh
 *           kres limit ksig, klow, khigh
 *           ires limit isig, ilow, ihigh
 *           kout[] limit kin[], klow, khigh
 *           iout[] limit iin[], ilow, ihigh
 *
 * Hard bounds.
 * In:  asig   signal, or an array
 *      klow   lower bound
 *      khigh  upper bound
 * Out: the signal where it is between the bounds, else the bound; their mean when klow is not below khigh
 *      (arrays: klow or khigh)
 * Fails: never
 */
KC_OP(limit, "i", "iii", .tick = limit_tick)
KC_OP(limit, "k", "kkk", .tick = limit_tick)
KC_OP(limit, "a", "akk", .tick = limit_tick)
KC_OP(limit, "i[]", "i[]ii", .init = limit_array_i)
KC_OP(limit, "k[]", "k[]kk", .init = limit_array_k, .perf = limit_array_perf)

/* ---- clip ------------------------------------------------------------------------------------ */

typedef struct {
    V limit, arg, k1, k2;
    VI method;
} clip_st;

KC_NATIVE int clip_init(clip_st *s, kc_ctx *c, double *out, const double *in, const double *method,
                        const double *limit, const double *arg)
{
    (void)c, (void)out, (void)in;
    double a = fabs(*arg), lim = *limit;
    s->method = kc_round_i(*method);
    s->limit = lim;
    s->arg = a;
    switch (s->method) {
    case 0:
        if (a > 1) a = 0.999;
        a *= lim;
        s->arg = a;
        s->k1 = 1.0 / (lim - a) * (1.0 / (lim - a));
        s->k2 = (lim + a) * 0.5;
        break;
    case 1: s->k1 = 3.14159265358979323846264338328 / (2.0 * lim); break;
    case 2: s->k1 = 1.0 / tanh(1.0); break;
    default: s->method = 0; /* with what the constants were */
    }
    return KC_OK;
}
KC_INLINE V clip_soft(const clip_st *s, V x)
{
    V size = v_abs(x), over = size - s->arg;
    V y = s->arg + over / (1.0 + over * over * s->k1);
    y = v_sel(v_gt(size, s->arg), y, size);
    y = v_sel(v_gt(size, s->limit), s->k2, y);
    return v_sel(v_lt(x, v_splat(0)), -y, y);
}
KERNEL void clip_tick(clip_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V x = *in, y = x;
    VM soft = vi_eq(s->method, vi_splat(0)), sine = vi_eq(s->method, vi_splat(1));
    VM curve = vm_not(vm_or(soft, sine));
    if (vm_any(soft)) y = v_sel(soft, clip_soft(s, x), y);
    if (vm_any(sine)) y = v_sel(sine, s->limit * v_sin(s->k1 * x), y);
    if (vm_any(curve)) y = v_sel(curve, s->limit * s->k1 * v_tanh(x * (1.0 / s->limit)), y);
    V bound = v_sel(v_ge(x, s->limit), s->limit, v_sel(v_le(x, -s->limit), -s->limit, y));
    *out = v_sel(soft, y, bound);
}

/* Opcode: clip
 * Synopsis: ares clip asig, imeth, ilimit [, iarg]
 *
 * Soft bounds.
 * In:  asig    signal
 *      imeth   0: Bram de Jong's curve above iarg; 1: sine; 2: tanh
 *      ilimit  bound
 *      iarg    method 0: where the curve starts, 0 .. 1 of ilimit (default .5)
 * Out: bounded signal
 * Fails: never
 */
KC_OP(clip, "a", "aiiv", .state = clip_st, .init = clip_init, .tick = clip_tick)
