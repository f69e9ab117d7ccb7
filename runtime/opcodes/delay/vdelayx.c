/* vdelayx, vdelayxw and their two- and four-channel forms; multitap: delay lines with many-point
 * interpolation, and with many taps.
 *
 * vdelayx writes at the head of the line and reads between samples; vdelayxw writes between samples and reads
 * at the head. Between samples means a windowed sinc of `size` points: sin(pi x) / pi once, then alternating
 * 1 / d with a parabolic window. */
#include "runtime/opcodes/dsp/lanes.h"

enum { MAX_LINE = 1 << 28 };

typedef struct {
    VL mem[4];
    VP buf; /* one line after the other */
    VI len, head;
    VI half; /* points on either side */
    V curve; /* of the window */
} vdelayx_st;

KC_NATIVE int vdelayx_set(vdelayx_st *s, kc_ctx *c, int channels, double max, double quality, double skip)
{
    double n = floor(max * c->sr);
    if (!(n >= 0 && n <= MAX_LINE)) return kc_fail(c, "vdelayx: no delay of %g s", max);
    if (n < 1) n = 1;
    size_t all = (size_t)n * (size_t)channels;
    int kept = skip != 0 && kc_lane_mem(s->mem) && ((kc_aux *)(void *)s->mem)->size >= all * sizeof(double);
    double *m = kept ? kc_lane_mem(s->mem) : kc_lane_alloc(c, s->mem, all);
    if (!m) return KC_ERROR;
    s->buf = vp_splat(m);
    s->len = (int)n;
    if (kept) {
        if (s->head >= s->len) s->head = 0;
        return KC_OK;
    }
    int size = 4 * kc_trunc_i(fmin(fmax(0.5 + 0.25 * quality, 1), 256));
    s->head = 0;
    s->half = size / 2;
    s->curve = (1.0 - pow(size * 0.85172, -0.89624)) / (double)(s->half * s->half);
    return KC_OK;
}

/* A place between samples: the first of the points, and what the weights are made from. */
typedef struct {
    VI at;
    V d, scale;
    VM whole; /* on a sample: `at` is it */
} vdelayx_place;

KC_INLINE vdelayx_place vdelayx_find(const vdelayx_st *s, V x)
{
    const double pi = 3.14159265358979323846;
    x = kc_ring_mod(x, i_to_v(s->len));
    VI i = v_to_i(x);
    V f = x - i_to_v(i);
    VM whole = vm_not(v_gt(f * (1.0 - f), v_splat(0.00000001)));
    VI near = v_to_i(i_to_v(i) + f + 0.5), first = (i + 1 - s->half) % s->len;
    near = vi_sel(vi_ge(near, s->len), near - s->len, near);
    first = vi_sel(vi_lt(first, vi_splat(0)), first + s->len, first);
    return (vdelayx_place){.at = vi_sel(whole, near, first),
                           .d = 1.0 - i_to_v(s->half) - f,
                           .scale = v_sin(pi * f) / pi,
                           .whole = whole};
}
/* The next weight, without its sign. */
KC_INLINE V vdelayx_weight(const vdelayx_st *s, vdelayx_place *p)
{
    V w = 1.0 - p->d * p->d * s->curve;
    w = w * (w / p->d);
    p->d = p->d + 1.0;
    return w;
}
KC_INLINE V vdelayx_read(const vdelayx_st *s, int channel, vdelayx_place p)
{
    VI line = s->len * channel, at = p.at;
    V sum = v_splat(0), one = v_gather_i(s->buf, line + at);
    for (VI k = vi_splat(0); vm_any(vm_and(vi_lt(k, s->half), vm_not(p.whole))); k = k + 1) {
        VM on = vi_lt(k, s->half);
        V w = vdelayx_weight(s, &p);
        sum = v_sel(on, sum + v_gather_i(s->buf, line + at) * w, sum);
        at = kc_ring_next(at, s->len);
        w = vdelayx_weight(s, &p);
        sum = v_sel(on, sum - v_gather_i(s->buf, line + at) * w, sum);
        at = kc_ring_next(at, s->len);
    }
    return v_sel(p.whole, one, sum * p.scale);
}
/* buf[i] += x where m is true. */
KC_INLINE void vdelayx_put(VP buf, VI i, V x, VM m)
{
    KC_LANES
    {
        if (vm_get(m, l)) ((double *)(uintptr_t)vp_get(buf, l))[vi_get(i, l)] += v_get(x, l);
    }
}
KC_INLINE void vdelayx_write(const vdelayx_st *s, int channel, vdelayx_place p, V x)
{
    VI line = s->len * channel, at = p.at;
    VM between = vm_not(p.whole);
    V n = x * p.scale;
    vdelayx_put(s->buf, line + at, x, p.whole);
    for (VI k = vi_splat(0); vm_any(vm_and(vi_lt(k, s->half), between)); k = k + 1) {
        VM on = vm_and(vi_lt(k, s->half), between);
        V w = vdelayx_weight(s, &p);
        vdelayx_put(s->buf, line + at, n * w, on);
        at = kc_ring_next(at, s->len);
        w = vdelayx_weight(s, &p);
        vdelayx_put(s->buf, line + at, -(n * w), on);
        at = kc_ring_next(at, s->len);
    }
}
KC_INLINE void vdelayx_r(vdelayx_st *s, const kc_ctx *c, int n, V *const *out, const V *const *in, V delay)
{
    vdelayx_place p = vdelayx_find(s, i_to_v(s->head) - delay * c->sr);
    V y[4];
    for (int i = 0; i < n; i++) {
        kc_buf_write(s->buf, s->len * i + s->head, *in[i]);
        y[i] = vdelayx_read(s, i, p);
    }
    for (int i = 0; i < n; i++) *out[i] = y[i];
    s->head = kc_ring_next(s->head, s->len);
}
KC_INLINE void vdelayx_w(vdelayx_st *s, const kc_ctx *c, int n, V *const *out, const V *const *in, V delay)
{
    vdelayx_place p = vdelayx_find(s, i_to_v(s->head) + delay * c->sr);
    V y[4];
    for (int i = 0; i < n; i++) {
        VI at = s->len * i + s->head;
        vdelayx_write(s, i, p, *in[i]);
        y[i] = v_gather_i(s->buf, at);
        kc_buf_write(s->buf, at, v_splat(0));
    }
    for (int i = 0; i < n; i++) *out[i] = y[i];
    s->head = kc_ring_next(s->head, s->len);
}

KC_NATIVE int vdelayx_init(vdelayx_st *s, kc_ctx *c, double *o, const double *in, const double *delay,
                           const double *max, const double *quality, const double *skip)
{
    (void)o, (void)in, (void)delay;
    return vdelayx_set(s, c, 1, *max, *quality, *skip);
}
KC_NATIVE int vdelayxs_init(vdelayx_st *s, kc_ctx *c, double *o1, double *o2, const double *in1,
                            const double *in2, const double *delay, const double *max, const double *quality,
                            const double *skip)
{
    (void)o1, (void)o2, (void)in1, (void)in2, (void)delay;
    return vdelayx_set(s, c, 2, *max, *quality, *skip);
}
KC_NATIVE int vdelayxq_init(vdelayx_st *s, kc_ctx *c, double *o1, double *o2, double *o3, double *o4,
                            const double *in1, const double *in2, const double *in3, const double *in4,
                            const double *delay, const double *max, const double *quality, const double *skip)
{
    (void)o1, (void)o2, (void)o3, (void)o4, (void)in1, (void)in2, (void)in3, (void)in4, (void)delay;
    return vdelayx_set(s, c, 4, *max, *quality, *skip);
}
#define VDELAYX(way)                                                                                         \
    KERNEL void vdelayx_##way##1(vdelayx_st * s, kc_ctx * c, int n, V *o, const V *in, const V *delay)       \
    {                                                                                                        \
        (void)n;                                                                                             \
        vdelayx_##way(s, c, 1, (V *[]){o}, (const V *[]){in}, *delay);                                       \
    }                                                                                                        \
    KERNEL void vdelayx_##way##2(vdelayx_st * s, kc_ctx * c, int n, V *o1, V *o2, const V *in1,              \
                                 const V *in2, const V *delay)                                               \
    {                                                                                                        \
        (void)n;                                                                                             \
        vdelayx_##way(s, c, 2, (V *[]){o1, o2}, (const V *[]){in1, in2}, *delay);                            \
    }                                                                                                        \
    KERNEL void vdelayx_##way##4(vdelayx_st * s, kc_ctx * c, int n, V *o1, V *o2, V *o3, V *o4,              \
                                 const V *in1, const V *in2, const V *in3, const V *in4, const V *delay)     \
    {                                                                                                        \
        (void)n;                                                                                             \
        vdelayx_##way(s, c, 4, (V *[]){o1, o2, o3, o4}, (const V *[]){in1, in2, in3, in4}, *delay);          \
    }
VDELAYX(r)
VDELAYX(w)

/* Opcode: vdelayx
 * Synopsis: aout vdelayx ain, adl, imd, iws [, ist]
 *
 * Variable delay with fine interpolation.
 * In:  ain  signal
 *      adl  delay, s, taken modulo imd; a few samples of it and of imd go to the interpolation
 *      imd  longest delay, s
 *      iws  points of interpolation, 4 .. 1024, rounded to a multiple of 4
 *      ist  not 0 keeps the line (default 0)
 * Out: delayed signal
 * Fails: at init for a negative or huge imd
 */
KC_OP(vdelayx, "a", "aaiio", .state = vdelayx_st, .init = vdelayx_init, .tick = vdelayx_r1)

/* Opcode: vdelayxs
 * Synopsis: aout1, aout2 vdelayxs ain1, ain2, adl, imd, iws [, ist]
 *
 * vdelayx for two channels.
 * In, Out, Fails: as vdelayx
 */
KC_OP(vdelayxs, "aa", "aaaiio", .state = vdelayx_st, .init = vdelayxs_init, .tick = vdelayx_r2)

/* Opcode: vdelayxq
 * Synopsis: aout1, aout2, aout3, aout4 vdelayxq ain1, ain2, ain3, ain4, adl, imd, iws [, ist]
 *
 * vdelayx for four channels.
 * In, Out, Fails: as vdelayx
 */
KC_OP(vdelayxq, "aaaa", "aaaaaiio", .state = vdelayx_st, .init = vdelayxq_init, .tick = vdelayx_r4)

/* Opcode: vdelayxw
 * Synopsis: aout vdelayxw ain, adl, imd, iws [, ist]
 *
 * Variable delay where it is the writer that moves: a changing delay shifts pitch as a moving source does.
 * In, Out, Fails: as vdelayx
 */
KC_OP(vdelayxw, "a", "aaiio", .state = vdelayx_st, .init = vdelayx_init, .tick = vdelayx_w1)

/* Opcode: vdelayxws
 * Synopsis: aout1, aout2 vdelayxws ain1, ain2, adl, imd, iws [, ist]
 *
 * vdelayxw for two channels.
 * In, Out, Fails: as vdelayx
 */
KC_OP(vdelayxws, "aa", "aaaiio", .state = vdelayx_st, .init = vdelayxs_init, .tick = vdelayx_w2)

/* Opcode: vdelayxwq
 * Synopsis: aout1, aout2, aout3, aout4 vdelayxwq ain1, ain2, ain3, ain4, adl, imd, iws [, ist]
 *
 * vdelayxw for four channels.
 * In, Out, Fails: as vdelayx
 */
KC_OP(vdelayxwq, "aaaa", "aaaaaiio", .state = vdelayx_st, .init = vdelayxq_init, .tick = vdelayx_w4)

/* ---- multitap -------------------------------------------------------------------------------- */

typedef struct {
    VL mem[4]; /* the line, then pairs of delay (samples) and gain */
    VP buf;
    VI len, head, taps;
} multitap_st;

KC_NATIVE int multitap_init(multitap_st *s, kc_ctx *c, void **a)
{
    int given = c->site->nin - 1;
    double max = 0;
    if (given % 2) return kc_fail(c, "Wrong input count in multitap");
    for (int i = 0; i < given; i += 2) max = fmax(max, *(double *)a[2 + i]);
    double n = floor(c->sr * max);
    if (!(n <= MAX_LINE)) return kc_fail(c, "multitap: no delay of %g s", max);
    if (n < 1) n = 1;
    double *m = kc_lane_alloc(c, s->mem, (size_t)n + (size_t)given);
    if (!m) return KC_ERROR;
    s->buf = vp_splat(m);
    s->len = (int)n;
    s->head = 0;
    s->taps = given / 2;
    for (int i = 0; i < given; i += 2) {
        double delay = trunc(c->sr * *(double *)a[2 + i]);
        m[s->len + i] = delay >= 0 ? delay : 0;
        m[s->len + i + 1] = *(double *)a[3 + i];
    }
    return KC_OK;
}
KC_INLINE double multitap_sum(const double *line, int len, int head, int taps)
{
    const double *tap = line + len;
    double sum = 0;
    for (int i = 0; i < taps; i++) {
        int at = head - (int)tap[2 * i];
        sum += line[at < 0 ? at + len : at] * tap[2 * i + 1];
    }
    return sum;
}
KERNEL void multitap_tick(multitap_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V y = v_splat(0);
    kc_buf_write(s->buf, s->head, *in);
    s->head = kc_ring_next(s->head, s->len);
    KC_LANES
    {
        int len = vi_get(s->len, l), head = vi_get(s->head, l), taps = vi_get(s->taps, l);
        v_set(&y, l, multitap_sum(vp_get(s->buf, l), len, head, taps));
    }
    *out = y;
}

/* Opcode: multitap
 * Synopsis: ares multitap asig, itime1, igain1, itime2, igain2, ...
 *
 * Delay line with many taps.
 * In:  asig         signal
 *      itime        delay of a tap, s
 *      igain        its gain
 * Out: sum of all taps
 * Fails: at init for a time without gain or a huge one
 * Note: the line is as long as the longest delay; the tap for a delay of d reads what came d - 1 samples ago.
 */
KC_OP(multitap, "a", "am", .state = multitap_st, .init = multitap_init, .tick = multitap_tick)
