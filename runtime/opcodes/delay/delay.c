/* delay, delay1, vdelay, vdelay3: delays with a line of their own. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- delay ----------------------------------------------------------------------------------- */

typedef struct {
    VP buf;
    VI len, pos;
    VL mem[4];
} delay_st;

KC_NATIVE int delay_init(delay_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                         const double *istor)
{
    (void)out, (void)in;
    double *mem = kc_lane_mem(s->mem);
    if (*istor != 0 && mem) return KC_OK;
    int32_t len = kc_round_i(*time * c->sr);
    if (len <= 0) return kc_fail(c, "illegal delay time");
    s->buf = kc_lane_alloc(c, s->mem, (size_t)len);
    if (!s->buf) return KC_ERROR;
    s->len = len;
    s->pos = 0;
    return KC_OK;
}
KERNEL void delay_tick(delay_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V x = *in;
    *out = v_gather_i(s->buf, s->pos);
    kc_buf_write(s->buf, s->pos, x);
    s->pos = kc_ring_next(s->pos, s->len);
}

/* Opcode: delay
 * Synopsis: ares delay asig, idlt [, iskip]
 *
 * Fixed delay.
 * In:  asig   signal
 *      idlt   time, s, to the nearest sample, at least one
 *      iskip  not 0 keeps the contents (default 0)
 * Out: the signal idlt ago
 * Fails: at init when idlt is below half a sample or memory runs out
 */
KC_OP(delay, "a", "aio", .state = delay_st, .init = delay_init, .tick = delay_tick)

typedef struct {
    V last;
} delay1_st;

KC_NATIVE int delay1_init(delay1_st *s, kc_ctx *c, double *out, const double *in, const double *istor)
{
    (void)c, (void)out, (void)in;
    if (*istor == 0) s->last = 0;
    return KC_OK;
}
KERNEL void delay1_tick(delay1_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V x = *in;
    *out = s->last;
    s->last = x;
}

/* Opcode: delay1
 * Synopsis: ares delay1 asig [, iskip]
 *
 * Delay of one sample.
 * In:  asig   signal
 *      iskip  not 0 keeps the state (default 0)
 * Out: the sample before
 * Fails: never
 */
KC_OP(delay1, "a", "ao", .state = delay1_st, .init = delay1_init, .tick = delay1_tick)

/* ---- vdelay ------------------------------------------------------------------------------------ */

/* One place more than `len` is allocated: a line of length 0 has that one. */
typedef struct {
    VP buf;
    VI len, pos;
    VI room; /* places allocated */
    VL mem[4];
} vdelay_st;

KC_NATIVE int vdelay_init(vdelay_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                          const double *imax, const double *istor)
{
    (void)out, (void)in, (void)time;
    int32_t len = kc_trunc_i(*imax * (c->sr * 0.001));
    if (len < 0) return kc_fail(c, "illegal delay time");
    if (*istor == 0 || !kc_lane_mem(s->mem)) {
        s->buf = kc_lane_alloc(c, s->mem, (size_t)len + 1);
        if (!s->buf) return KC_ERROR;
        s->pos = 0;
        s->room = len + 1;
    }
    s->len = len < s->room ? len : s->room - 1;
    if (s->pos >= s->len) s->pos = 0;
    return KC_OK;
}
KERNEL void vdelay_tick(vdelay_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)n;
    V len = i_to_v(s->len);
    kc_buf_write(s->buf, s->pos, *in);
    V x = i_to_v(s->pos) - *time * (c->sr * 0.001);
    x = v_sel(v_lt(x, v_splat(0)), x + len, x); /* far enough but for very long times */
    VM near = vm_and(v_ge(x, v_splat(0)), v_lt(x, len));
    if (__builtin_expect(!vm_all(near), 0)) x = v_sel(near, x, kc_ring_mod(x, len));
    VI i = v_to_i(x), j = vi_sel(v_lt(x, len - 1.0), i + 1, vi_splat(0));
    V y = v_gather_i(s->buf, i);
    *out = y + (x - i_to_v(i)) * (v_gather_i(s->buf, j) - y);
    s->pos = kc_ring_next(s->pos, s->len);
}

/* Opcode: vdelay
 * Synopsis: ares vdelay asig, xdel, imaxdel [, iskip]
 *
 * Variable delay with linear interpolation.
 * In:  asig     signal
 *      xdel     time, milliseconds
 *      imaxdel  longest time, milliseconds
 *      iskip    not 0 keeps the contents (default 0)
 * Out: the signal xdel ago
 * Fails: at init when imaxdel is negative or memory runs out
 */
KC_OP(vdelay, "a", "axio", .state = vdelay_st, .init = vdelay_init, .tick = vdelay_tick)

/* Reads between i and i + 1, with the points around them; short lines linearly. */
KC_INLINE V vdelay3_read(const vdelay_st *s, VI i, V f)
{
    VI len = vi_max(s->len, vi_splat(1)), zero = vi_splat(0), last = len - 1;
    VI i2 = vi_sel(vi_eq(i, last), zero, i + 1), i0 = vi_sel(vi_eq(i, zero), last, i - 1);
    VI i3 = vi_sel(vi_eq(i2, last), zero, i2 + 1);
    V y1 = v_gather_i(s->buf, i), y2 = v_gather_i(s->buf, i2);
    V z = (f * f - 1.0) * 0.1666666667, y = (f + 1.0) * 0.5, w = y - 1.0, x = 3.0 * z;
    y = y - x;
    w = w - z;
    x = x - f;
    V cubic = (w * v_gather_i(s->buf, i0) + x * y1 + y * y2 + z * v_gather_i(s->buf, i3)) * f + y1;
    return v_sel(vi_lt(len, vi_splat(4)), y1 + f * (y2 - y1), cubic);
}
KERNEL void vdelay3_tick(vdelay_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)n;
    VI len = vi_max(s->len, vi_splat(1));
    kc_buf_write(s->buf, s->pos, *in);
    V back = *time * -(c->sr * 0.001), whole = v_trunc(back), f = back - whole;
    V at = whole + i_to_v(s->pos);
    VM down = vm_or(v_lt(at, v_splat(0)), v_lt(f, v_splat(0)));
    f = v_sel(down, f + 1.0, f);
    at = v_sel(down, at - 1.0, at);
    V flen = i_to_v(len);
    at = v_sel(v_lt(at, v_splat(0)), at + flen, at);
    VM near = vm_and(v_ge(at, v_splat(0)), v_lt(at, flen));
    if (__builtin_expect(!vm_all(near), 0)) at = v_sel(near, at, kc_ring_mod(at, flen));
    *out = vdelay3_read(s, v_to_i(at), f);
    s->pos = kc_ring_next(s->pos, len);
}

/* Opcode: vdelay3
 * Synopsis: ares vdelay3 asig, xdel, imaxdel [, iskip]
 *
 * Variable delay with cubic interpolation.
 * In:  asig     signal
 *      xdel     time, milliseconds
 *      imaxdel  longest time, milliseconds
 *      iskip    not 0 keeps the contents (default 0)
 * Out: the signal xdel ago
 * Fails: at init when imaxdel is negative or memory runs out
 */
KC_OP(vdelay3, "a", "axio", .state = vdelay_st, .init = vdelay_init, .tick = vdelay3_tick)
