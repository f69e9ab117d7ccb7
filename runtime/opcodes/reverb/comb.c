/* comb, combinv, alpass, vcomb, valpass: one delay line with feedback. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- fixed loop ------------------------------------------------------------------------------ */

#define LOG001 -6.9078 /* ln .001, to the digits the reference has */

typedef struct {
    VP buf;
    VI len, pos;
    V loop;       /* loop time as given, s or samples */
    V time, gain; /* reverb time of the gain */
    VL mem[4];
} comb_st;

KC_NATIVE int comb_init(comb_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                        const double *loop, const double *istor, const double *insmps)
{
    (void)out, (void)in, (void)time;
    int32_t len = kc_round_i(*insmps != 0 ? *loop : *loop * c->sr);
    if (len <= 0) return kc_fail(c, "illegal loop time");
    s->loop = *loop;
    if (kc_lane_mem(s->mem) && len == s->len && *istor != 0) return KC_OK;
    s->buf = kc_lane_alloc(c, s->mem, (size_t)len);
    if (!s->buf) return KC_ERROR;
    s->len = len;
    s->pos = 0;
    s->time = s->gain = 0;
    return KC_OK;
}
KC_INLINE void comb_update(comb_st *s, V time, bool cut)
{
    if (!vm_any(v_ne(time, s->time))) return;
    V x = LOG001 * s->loop / time, gain = v_exp(x);
    if (cut) gain = v_sel(v_lt(x, v_splat(-36.8413615)), v_splat(0), gain);
    s->gain = v_sel(v_ne(time, s->time), gain, s->gain);
    s->time = time;
}
KERNEL void comb_k(comb_st *s, kc_ctx *c, const V *in, const V *time)
{
    (void)c, (void)in;
    comb_update(s, *time, true);
}
KERNEL void comb_tick(comb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)c, (void)n, (void)time;
    V y = v_gather_i(s->buf, s->pos);
    kc_buf_write(s->buf, s->pos, y * s->gain + *in);
    s->pos = kc_ring_next(s->pos, s->len);
    *out = y;
}
KERNEL void combinv_tick(comb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)c, (void)n, (void)time;
    V x = *in, y = v_gather_i(s->buf, s->pos);
    kc_buf_write(s->buf, s->pos, x);
    s->pos = kc_ring_next(s->pos, s->len);
    *out = x - s->gain * y;
}
KERNEL void alpass_k(comb_st *s, kc_ctx *c, const V *in, const V *time)
{
    (void)c, (void)in;
    comb_update(s, *time, false);
}
KERNEL void alpass_tick(comb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)c, (void)n, (void)time;
    V y = v_gather_i(s->buf, s->pos), z = s->gain * y + *in;
    kc_buf_write(s->buf, s->pos, z);
    s->pos = kc_ring_next(s->pos, s->len);
    *out = y - s->gain * z;
}
/* Of an a-rate time the first sample of the block counts. */
KERNEL void alpass_a(comb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    if (n == c->begin) comb_update(s, *time, false);
    alpass_tick(s, c, n, out, in, time);
}

/* Opcode: comb
 * Synopsis: ares comb asig, krvt, ilpt [, iskip] [, insmps]
 *
 * Delay with feedback: echoes that fall by 60 dB in krvt.
 * In:  asig    signal
 *      krvt    reverb time, s
 *      ilpt    loop time, s
 *      iskip   not 0 keeps the contents (default 0)
 *      insmps  not 0: ilpt is in samples (default 0)
 * Out: echoes, without the signal itself
 * Fails: at init when ilpt is below half a sample or memory runs out
 */
KC_OP(comb, "a", "akioo", .state = comb_st, .init = comb_init, .k = comb_k, .tick = comb_tick)

/* Opcode: combinv
 * Synopsis: ares combinv asig, krvt, ilpt [, iskip] [, insmps]
 *
 * The inverse of comb: one echo is taken away.
 * In:  as comb
 * Out: filtered signal
 * Fails: as comb
 */
KC_OP(combinv, "a", "akioo", .state = comb_st, .init = comb_init, .k = comb_k, .tick = combinv_tick)

/* Opcode: alpass
 * Synopsis: ares alpass asig, xrvt, ilpt [, iskip] [, insmps]
 *
 * All-pass: echoes that fall by 60 dB in xrvt, with a flat spectrum.
 * In:  asig    signal
 *      xrvt    reverb time, s; of an a-rate time the first sample of each k-cycle counts
 *      ilpt    loop time, s
 *      iskip   not 0 keeps the contents (default 0)
 *      insmps  not 0: ilpt is in samples (default 0)
 * Out: filtered signal
 * Fails: at init when ilpt is below half a sample or memory runs out
 */
KC_OP(alpass, "a", "axioo", .rates = "k", .state = comb_st, .init = comb_init, .k = alpass_k,
      .tick = alpass_tick)
KC_OP(alpass, "a", "axioo", .state = comb_st, .init = comb_init, .tick = alpass_a)

/* ---- variable loop ---------------------------------------------------------------------------- */

typedef struct {
    VP buf;
    VI len, pos;
    V max;              /* longest loop, samples */
    V rate;             /* samples per unit of loop time */
    V time, loop, gain; /* reverb and loop time of the gain */
    VL mem[4];
} vcomb_st;

KC_NATIVE int vcomb_init(vcomb_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                         const double *loop, const double *max, const double *istor, const double *insmps)
{
    (void)out, (void)in, (void)time, (void)loop;
    s->rate = *insmps != 0 ? 1 : c->sr;
    int32_t len = *insmps != 0 ? kc_round_i(*max) : kc_trunc_i(*max * c->sr);
    if (len <= 0) return kc_fail(c, "illegal loop time");
    if (!kc_lane_mem(s->mem) || len != s->len || *istor == 0) {
        s->buf = kc_lane_alloc(c, s->mem, (size_t)len);
        if (!s->buf) return KC_ERROR;
        s->len = len;
        s->pos = 0;
    }
    s->max = floor(*max * s->rate);
    if (s->max > len) s->max = len;
    s->time = s->loop = s->gain = 0;
    return KC_OK;
}
KC_INLINE void vcomb_update(vcomb_st *s, V time, V loop)
{
    VM differ = vm_or(v_ne(time, s->time), v_ne(loop, s->loop));
    if (!vm_any(differ)) return;
    s->gain = v_sel(differ, v_pow(v_splat(0.001), loop / time), s->gain);
    s->time = time;
    s->loop = loop;
}
/* The place one loop back; negative times count as the longest. */
KC_INLINE V vcomb_read(const vcomb_st *s, V loop)
{
    V back = v_trunc(loop * s->rate);
    back = v_sel(vm_and(v_ge(back, v_splat(0)), v_lt(back, s->max)), back, s->max);
    V at = i_to_v(s->pos) - back;
    return v_gather_i(s->buf, v_to_i(v_sel(v_lt(at, v_splat(0)), at + s->max, at)));
}
KERNEL void vcomb_k(vcomb_st *s, kc_ctx *c, const V *in, const V *time, const V *loop)
{
    (void)c, (void)in;
    vcomb_update(s, *time, *loop);
}
KERNEL void vcomb_kk(vcomb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time, const V *loop)
{
    (void)c, (void)n, (void)time;
    V y = vcomb_read(s, *loop);
    kc_buf_write(s->buf, s->pos, y * s->gain + *in);
    s->pos = kc_ring_next(s->pos, s->len);
    *out = y;
}
KERNEL void vcomb_ka(vcomb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time, const V *loop)
{
    vcomb_update(s, *time, *loop);
    vcomb_kk(s, c, n, out, in, time, loop);
}
KERNEL void valpass_kk(vcomb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time, const V *loop)
{
    (void)c, (void)n, (void)time;
    V y = vcomb_read(s, *loop), z = y * s->gain + *in;
    kc_buf_write(s->buf, s->pos, z);
    s->pos = kc_ring_next(s->pos, s->len);
    *out = y - s->gain * z;
}
KERNEL void valpass_ka(vcomb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time, const V *loop)
{
    vcomb_update(s, *time, *loop);
    valpass_kk(s, c, n, out, in, time, loop);
}

/* Opcode: vcomb
 * Synopsis: ares vcomb asig, krvt, xlpt, imaxlpt [, iskip] [, insmps]
 *
 * comb with a variable loop time.
 * In:  asig     signal
 *      krvt     reverb time, s
 *      xlpt     loop time, s; cut at imaxlpt
 *      imaxlpt  longest loop time, s
 *      iskip    not 0 keeps the contents (default 0)
 *      insmps   not 0: loop times are in samples (default 0)
 * Out: echoes, without the signal itself
 * Fails: at init when imaxlpt is below a sample or memory runs out
 */
KC_OP(vcomb, "a", "akxioo", .rates = "k", .state = vcomb_st, .init = vcomb_init, .k = vcomb_k,
      .tick = vcomb_kk)
KC_OP(vcomb, "a", "akxioo", .state = vcomb_st, .init = vcomb_init, .tick = vcomb_ka)

/* Opcode: valpass
 * Synopsis: ares valpass asig, krvt, xlpt, imaxlpt [, iskip] [, insmps]
 *
 * alpass with a variable loop time.
 * In:  as vcomb
 * Out: filtered signal
 * Fails: as vcomb
 */
KC_OP(valpass, "a", "akxioo", .rates = "k", .state = vcomb_st, .init = vcomb_init, .k = vcomb_k,
      .tick = valpass_kk)
KC_OP(valpass, "a", "akxioo", .state = vcomb_st, .init = vcomb_init, .tick = valpass_ka)
