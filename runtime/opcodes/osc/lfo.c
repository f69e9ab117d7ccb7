/* lfo, oscils: oscillators that need no table. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VI type, phs, inc; /* 2^24 a cycle */
} lfo_st;

enum { LFO_SINE, LFO_TRIANGLE, LFO_SQUARE, LFO_GATE, LFO_UP, LFO_DOWN, LFO_TYPES };
#define LFO_CYCLE (1 << 24)
#define LFO_STEP  (2 * M_PI / 4096) /* the sine is 4096 points, joined by lines */

KC_NATIVE int lfo_init(lfo_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                       const double *itype)
{
    (void)out, (void)amp, (void)cps;
    int32_t type = kc_trunc_i(*itype);
    if (type < 0 || type >= LFO_TYPES) return kc_fail(c, "LFO: unknown oscilator type %d", type);
    s->type = type;
    s->phs = 0;
    return KC_OK;
}

KC_INLINE V lfo_sine(VI phs)
{
    VI i = phs >> 12;
    V f = i_to_v(phs & 0xfff) / 4096.0, x = v_sin(i_to_v(i) * LFO_STEP);
    return x + (v_sin(i_to_v(i + 1) * LFO_STEP) - x) * f;
}
KC_INLINE V lfo_triangle(VI phs)
{
    V x = i_to_v((phs << 2) & (LFO_CYCLE - 1)) / (double)LFO_CYCLE;
    VI quarter = phs >> 22;
    x = v_sel(vi_ne(quarter & 1, vi_splat(0)), 1.0 - x, x);
    return v_sel(vi_ge(quarter, vi_splat(2)), -x, x);
}
KC_INLINE V lfo_wave(const lfo_st *s)
{
    VI phs = s->phs, type = s->type;
    V saw = i_to_v(phs) / (double)LFO_CYCLE;
    VM second = vi_ge(phs, vi_splat(LFO_CYCLE / 2));
    V x = v_sel(vi_eq(type, vi_splat(LFO_DOWN)), 1.0 - saw, saw);
    V low = v_sel(vi_eq(type, vi_splat(LFO_SQUARE)), v_splat(-1), v_splat(0));
    VM square = vm_or(vi_eq(type, vi_splat(LFO_SQUARE)), vi_eq(type, vi_splat(LFO_GATE)));
    x = v_sel(square, v_sel(second, low, v_splat(1)), x);
    VM sine = vi_eq(type, vi_splat(LFO_SINE)), triangle = vi_eq(type, vi_splat(LFO_TRIANGLE));
    if (vm_any(sine)) x = v_sel(sine, lfo_sine(phs), x);
    if (vm_any(triangle)) x = v_sel(triangle, lfo_triangle(phs), x);
    return x;
}
KC_INLINE VI lfo_moved(VI phs, VI inc) { return (phs + (inc & (LFO_CYCLE - 1))) & (LFO_CYCLE - 1); }

KERNEL void lfo_k(lfo_st *s, kc_ctx *c, const V *amp, const V *cps)
{
    (void)amp;
    s->inc = v_to_i(*cps * (double)LFO_CYCLE * c->inv_sr);
}
KERNEL void lfo_a(lfo_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)
{
    (void)c, (void)n, (void)cps;
    *out = lfo_wave(s) * *amp;
    s->phs = lfo_moved(s->phs, s->inc);
}
KERNEL void lfo_kr(lfo_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)
{
    (void)n;
    *out = *amp * lfo_wave(s);
    s->phs = lfo_moved(s->phs, v_to_i(*cps * (double)LFO_CYCLE * c->inv_kr));
}

/* Opcode: lfo
 * Synopsis: kres lfo kamp, kcps [, itype]
 *           ares lfo kamp, kcps [, itype]
 *
 * A low-frequency oscillator.
 * In:  kamp   amplitude
 *      kcps   frequency, Hz
 *      itype  0 sine, 1 triangle, 2 square, 3 square from 0 to 1, 4 sawtooth up from 0 to 1, 5 sawtooth down
 *             (default 0)
 * Out: the wave times kamp
 * Fails: at init for another itype
 */
KC_OP(lfo, "k", "kko", .state = lfo_st, .init = lfo_init, .tick = lfo_kr)
KC_OP(lfo, "a", "kko", .state = lfo_st, .init = lfo_init, .k = lfo_k, .tick = lfo_a)

/* A sine by a rotation: speed += coefficient * x; x += speed. */
typedef struct {
    V x, speed, coef;
} oscils_st;

KC_NATIVE int oscils_init(oscils_st *s, kc_ctx *c, double *out, const double *iamp, const double *icps,
                          const double *iphs, const double *iflg)
{
    (void)out;
    if (kc_trunc_i(*iflg + 0.5) & 1) return KC_OK;
    double w = *icps * c->twopi_sr, phs = *iphs * (2 * M_PI), first = sin(phs);
    s->coef = 2.0 * cos(w) - 2.0;
    s->speed = (sin(phs + w) - s->coef * first - first) * *iamp;
    s->x = first * *iamp;
    return KC_OK;
}
KERNEL void oscils_tick(oscils_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    *out = s->x;
    s->speed += s->coef * s->x;
    s->x += s->speed;
}

/* Opcode: oscils
 * Synopsis: ares oscils iamp, icps, iphs [, iflg]
 *
 * A fast sine of fixed amplitude and frequency.
 * In:  iamp  amplitude
 *      icps  frequency, Hz
 *      iphs  initial phase, cycles
 *      iflg  1 keeps the state; other bits have no effect (default 0)
 * Out: the sine
 */
KC_OP(oscils, "a", "iiio", .state = oscils_st, .init = oscils_init, .tick = oscils_tick)
