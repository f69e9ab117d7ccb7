/* dcblock, dcblock2: filters that take away the constant part of a signal. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V gain, x1, y1;
} dcblock_st;

KC_NATIVE int dcblock_init(dcblock_st *s, kc_ctx *c, double *out, const double *in, const double *gain)
{
    (void)c, (void)out, (void)in;
    s->x1 = s->y1 = 0;
    s->gain = *gain == 0 || *gain >= 1 || *gain <= -1 ? 0.99 : *gain;
    return KC_OK;
}
KERNEL void dcblock_tick(dcblock_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V x = *in;
    *out = s->y1 = x - s->x1 + s->gain * s->y1;
    s->x1 = x;
}

/* Opcode: dcblock
 * Synopsis: ares dcblock asig [, igain]
 *
 * First-order DC blocker.
 * In:  asig   signal
 *      igain  pole, between -1 and 1; 0 stands for .99 (default 0)
 * Out: signal without DC
 * Fails: never
 */
KC_OP(dcblock, "a", "ao", .state = dcblock_st, .init = dcblock_init, .tick = dcblock_tick)

/* Four moving averages in a row, taken off the signal delayed by their common delay. */
typedef struct {
    VP line, avg;   /* delay of the signal; four rings, one behind the other */
    VI nline, navg; /* lengths */
    VI pline, pavg; /* positions */
    V sum[4], scale;
    VL mem[4];
} dcblock2_st;

#define DCBLOCK2_MAX (1 << 24)

KC_NATIVE int dcblock2_init(dcblock2_st *s, kc_ctx *c, double *out, const double *in, const double *iorder,
                            const double *iskip)
{
    (void)out, (void)in;
    int32_t order = kc_trunc_i(*iorder);
    if (order == 0)
        order = 128;
    else if (order < 4)
        order = 4;
    if (order > DCBLOCK2_MAX) return kc_fail(c, "dcblock2: order %d is too large", order);
    double *mem = kc_lane_mem(s->mem);
    if (!mem || order > s->navg || *iskip == 0) {
        /* the reference never shrinks its rings */
        if (order > s->navg) {
            s->navg = order;
            s->nline = 2 * (order - 1);
        }
        mem = kc_lane_alloc(c, s->mem, (size_t)s->nline + 4 * (size_t)s->navg);
        if (!mem) return KC_ERROR;
        s->line = mem;
        s->avg = mem + s->nline;
        memset(s->sum, 0, sizeof s->sum);
        s->pline = s->pavg = 0;
    }
    s->scale = 1.0 / order;
    return KC_OK;
}
KERNEL void dcblock2_tick(dcblock2_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V x = *in, late = v_gather_i(s->line, s->pline);
    kc_buf_write(s->line, s->pline, x);
    VI at = s->pavg;
    for (int j = 0; j < 4; j++) {
        V old = v_gather_i(s->avg, at);
        kc_buf_write(s->avg, at, x);
        s->sum[j] = x - old + s->sum[j];
        x = s->sum[j] * s->scale;
        at = at + s->navg;
    }
    s->pline = kc_ring_next(s->pline, s->nline);
    s->pavg = kc_ring_next(s->pavg, s->navg);
    *out = late - x;
}

/* Opcode: dcblock2
 * Synopsis: ares dcblock2 asig [, iorder] [, iskip]
 *
 * Linear-phase DC blocker: the signal minus a fourfold moving average of it, delayed by 2 iorder - 2 samples.
 * In:  asig    signal
 *      iorder  length of one average, samples, at least 4; 0 stands for 128 (default 0)
 *      iskip   not 0 keeps the state (default 0)
 * Out: signal without DC
 * Fails: at init when iorder is beyond 16777216 or memory runs out
 */
KC_OP(dcblock2, "a", "aoo", .state = dcblock2_st, .init = dcblock2_init, .tick = dcblock2_tick)
