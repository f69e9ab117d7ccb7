/* vco: band-limited sawtooth, pulse and triangle from integrated pulses.
 *
 * A train of sin((2n+1)x)/sin(x) pulses is integrated with a leak; pulse and triangle take the train minus
 * itself a part of a period later. H. Mikelson; T. Stilson, J. O. Smith, "Alias-free digital synthesis of
 * classic analog waveforms", ICMC 1996. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VP tab, buf;
    VI lobits;
    VL lenmask;
    VI phs, inc;
    VI len, pos; /* delay line */
    VI wave;
    VL mult; /* 2n + 1 */
    V scale; /* 1 / 2n */
    V nyquist, leak, y1, y2;
    VL mem[4];
} vco_st;

enum { SAW = 1, PULSE = 2, TRIANGLE = 3 };

KC_NATIVE int vco_init(vco_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                       const double *wave, const double *pw, const double *ifn, const double *imax,
                       const double *leak, const double *nyq, const double *iphs, const double *iskip)
{
    (void)out, (void)amp, (void)cps, (void)pw;
    int32_t len = kc_trunc_i(*imax * c->sr);
    const kc_table *t = kc_table_need_pow2(c, *ifn);
    if (!t) return KC_ERROR;
    s->tab = t->data;
    s->lobits = t->lobits;
    s->lenmask = t->lenmask;
    s->phs = *iphs >= 0 ? kc_trunc_i(*iphs * 0.5 * KC_PHASE_MAX) & KC_PHASE_MASK : 0;
    s->wave = kc_round_i(*wave);
    if (*iskip == 0) {
        s->y1 = *wave == 1 ? -0.5 : 0;
        s->y2 = 0;
    }
    if (len < 1) len = 1;
    if (!kc_lane_mem(s->mem) || len > s->len || *iskip == 0) {
        s->buf = kc_lane_alloc(c, s->mem, (size_t)len);
        if (!s->buf) return KC_ERROR;
    }
    s->len = len;
    s->pos = 0;
    s->leak = *leak > 0 && *leak < 1 ? *leak : *wave == 3 ? 0.995 : 0.999;
    s->nyquist = *nyq;
    return KC_OK;
}

KC_INLINE VI vco_inc(const kc_ctx *c, V cps) { return v_to_i(cps * (KC_PHASE_MAX * c->inv_sr * 0.5)); }

/* Number of harmonics and first increment, from the first sample of the block. */
KC_INLINE void vco_begin(vco_st *s, const kc_ctx *c, V cps)
{
    VI n = vi_max(v_to_i(c->sr * s->nyquist / cps), vi_splat(1));
    s->mult = i_to_l(n) * 2 + 1;
    s->scale = 0.5 / i_to_v(n);
    s->inc = vco_inc(c, cps);
}
KC_INLINE V vco_train(vco_st *s)
{
    VI i = s->phs >> s->lobits;
    VL j = (i_to_l(i) * s->mult) & s->lenmask;
    V denom = v_gather_i(s->tab, i), num = v_gather(s->tab, j);
    V tiny = v_sel(vi_eq(s->wave, vi_splat(PULSE)), v_splat(0.00001), v_splat(0.0002));
    VM good = vm_or(v_gt(denom, tiny), v_lt(denom, -tiny));
    return v_sel(good, (num / v_sel(good, denom, v_splat(1)) - 1.0) * s->scale, v_splat(1));
}
/* The train `back` samples ago. */
KC_INLINE V vco_late(vco_st *s, V train, V back)
{
    kc_buf_write(s->buf, s->pos, train);
    V len = i_to_v(s->len), x = i_to_v(s->pos) - back, whole = v_trunc(x);
    whole = v_sel(v_lt(x, v_splat(0)), whole - 1.0, whole);
    V f = x - whole;
    VM near = vm_and(v_ge(whole, v_splat(0)), v_lt(whole, len));
    if (!vm_all(near)) whole = v_sel(near, whole, kc_ring_mod(whole, len));
    VI i = v_to_i(whole), j = kc_ring_next(i, s->len);
    s->pos = kc_ring_next(s->pos, s->len);
    V y = v_gather_i(s->buf, i);
    return y + f * (v_gather_i(s->buf, j) - y);
}
KERNEL void vco_tick(vco_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps, const V *pw)
{
    V a = *amp, f = *cps, w = *pw;
    if (n == c->begin) vco_begin(s, c, f);
    V train = vco_train(s);
    s->phs = l_to_i((i_to_l(s->phs) + i_to_l(s->inc)) & KC_PHASE_MASK);
    s->inc = vco_inc(c, f);
    VM pulse = vi_eq(s->wave, vi_splat(PULSE)), tri = vi_eq(s->wave, vi_splat(TRIANGLE)),
       sub = vm_or(pulse, tri);
    V y = train;
    if (vm_any(sub)) y = v_sel(sub, train - vco_late(s, train, c->sr * w / f), train);
    y = y + s->leak * s->y1;
    s->y1 = y;
    V res = y * 1.5 * a;
    if (vm_any(pulse)) res = v_sel(pulse, (y + w - 0.5) * 1.9 * a, res);
    if (vm_any(tri)) {
        V z = y + s->leak * s->y2;
        s->y2 = v_sel(tri, z, s->y2);
        res = v_sel(tri, z * a * f / (c->sr * 0.42 * (0.05 + w - w * w)), res);
    }
    *out = res;
}

/* Opcode: vco
 * Synopsis: ares vco xamp, xcps, iwave [, kpw] [, ifn] [, imaxd] [, ileak] [, inyx] [, iphs] [, iskip]
 *
 * Band-limited oscillator, in the manner of an analogue synthesiser.
 * In:  xamp   amplitude, roughly
 *      xcps   frequency, Hz
 *      iwave  1 sawtooth, 2 pulse of width kpw, 3 triangle to ramp by kpw
 *      kpw    pulse width, 0 .. 1 (default .5)
 *      ifn    table with a sine (default 1)
 *      imaxd  longest period, s (default 1)
 *      ileak  leak of the integrator, 0 .. 1; else .999, for the triangle .995 (default 0)
 *      inyx   highest harmonic over sr (default .5)
 *      iphs   first phase, cycles (default 0)
 *      iskip  not 0 keeps the state (default 0)
 * Out: the wave
 * Fails: at init when there is no such table, it is no power of two long, or memory runs out
 */
KC_OP(vco, "a", "xxiVppovoo", .state = vco_st, .init = vco_init, .tick = vco_tick, .fx = tab_r)
