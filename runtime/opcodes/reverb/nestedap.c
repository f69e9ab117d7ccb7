/* nestedap: an all-pass filter with up to two more inside of it. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VL mem[4];
    VP buf;
    VI mode; /* number of filters */
    VI at[3], start[3], len[3];
    VI total;
    V gain[3];
} nestedap_st;

enum { NESTEDAP_MAX = 1 << 28 };

/* The lines lie one after the other. All but the last are one sample shorter than asked for. */
KC_NATIVE void nestedap_lines(nestedap_st *s, int mode, int n1, int n2)
{
    int start[4] = {0, n1, n1 + n2, s->total};
    for (int i = 0; i < mode; i++) {
        int end = i == mode - 1 ? s->total : start[i + 1] - 1;
        s->start[i] = start[i];
        s->len[i] = kc_max_i(end - start[i], 1);
    }
}
KC_NATIVE int nestedap_init(nestedap_st *s, kc_ctx *c, double *out, const double *in, const double *mode,
                            const double *max, const double *del1, const double *gain1, const double *del2,
                            const double *gain2, const double *del3, const double *gain3, const double *skip)
{
    (void)out, (void)in, (void)max;
    s->mode = *mode == 1 ? 1 : *mode == 2 ? 2 : *mode == 3 ? 3 : 0;
    s->gain[0] = *gain1;
    s->gain[1] = *gain2;
    s->gain[2] = *gain3;
    if (*skip != 0 && kc_lane_mem(s->mem)) return KC_OK;
    double t1 = trunc(*del1 * c->sr), t2 = trunc(*del2 * c->sr), t3 = trunc(*del3 * c->sr);
    if (!(t2 >= 0 && t3 >= 0 && t1 > t2 + t3)) return kc_fail(c, "illegal delay time");
    if (t1 > NESTEDAP_MAX) return kc_fail(c, "nestedap: no delay of %g s", *del1);
    if ((s->mode >= 2 && t2 <= 0) || (s->mode == 3 && t3 <= 0)) return kc_fail(c, "illegal delay time");
    double *m = kc_lane_mem(s->mem);
    if (!m || s->total != (int)t1) {
        m = kc_lane_alloc(c, s->mem, (size_t)t1);
        if (!m) return KC_ERROR;
    } else {
        memset(m, 0, (size_t)t1 * sizeof(int32_t)); /* the first half, as in the reference */
    }
    s->buf = vp_splat(m);
    s->total = (int)t1;
    nestedap_lines(s, s->mode, (int)(t1 - t2 - t3), (int)t2);
    for (int i = 0; i < 3; i++) s->at[i] = 0;
    return KC_OK;
}
KC_INLINE double nestedap_run(int mode, double x, double *d1, double *d2, double *d3, double g1, double g2,
                              double g3)
{
    if (mode == 1) {
        double y = *d1 - g1 * x;
        *d1 = x + g1 * y;
        return y;
    }
    double y2 = *d2 - g2 * *d1, y3 = mode == 3 ? *d3 - g3 * y2 : y2, y = y3 - g1 * x;
    *d1 = x + g1 * y;
    *d2 = *d1 + g2 * y2;
    if (mode == 3) *d3 = y2 + g3 * y3;
    return y;
}
KERNEL void nestedap_tick(nestedap_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V y = v_splat(0);
    KC_LANES
    {
        double *m = (double *)(uintptr_t)vp_get(s->buf, l), *d[3] = {m, m, m};
        int mode = vi_get(s->mode, l);
        if (!mode) continue;
        for (int i = 0; i < mode; i++) d[i] = m + vi_get(s->start[i], l) + vi_get(s->at[i], l);
        v_set(&y, l,
              nestedap_run(mode, v_get(*in, l), d[0], d[1], d[2], v_get(s->gain[0], l), v_get(s->gain[1], l),
                           v_get(s->gain[2], l)));
    }
    for (int i = 0; i < 3; i++) s->at[i] = kc_ring_next(s->at[i], s->len[i]);
    *out = y;
}

/* Opcode: nestedap
 * Synopsis: ares nestedap asig, imode, imaxdel, idel1, igain1 [, idel2] [, igain2] [, idel3] [, igain3] [,
 * istor]
 *
 * Nested all-pass filters.
 * In:  asig     signal
 *      imode    1 one filter, 2 one inside of another, 3 two inside of another, one after the other
 *      imaxdel  ignored
 *      idel1    delay of the outer one, s; longer than the inner ones together
 *      igain1   its gain
 *      idel2, igain2, idel3, igain3  of the inner ones (default 0)
 *      istor    not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for illegal delay times
 */
KC_OP(nestedap, "a", "aiiiiooooo", .state = nestedap_st, .init = nestedap_init, .tick = nestedap_tick)
