/* poscil, poscil3: table oscillators with a floating-point phase, for tables of any length.
 *
 * The phase is a position in the table, 0 <= phase < length. It moves by frequency * length / sr points a
 * sample, computed once a k-cycle from a k-rate frequency and in the tick from an a-rate one. */
#include "runtime/opcodes/dsp/interp.h"
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V phs, inc; /* points */
    V len;
    V rate; /* points a sample at 1 Hz */
    VP tab;
} poscil_st;

KC_NATIVE int poscil_init(poscil_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                          const double *ifn, const double *iphs)
{
    (void)out, (void)amp, (void)cps;
    const kc_table *t = kc_table_need(c, *ifn);
    if (!t) return KC_ERROR;
    if (t->len < 1) return kc_fail(c, "table not found in poscil");
    s->tab = t->data;
    s->len = t->len;
    s->rate = s->len * c->inv_sr;
    if (*iphs >= 0) {
        double phs = *iphs * s->len;
        s->phs = phs < 0x1p52 ? fmod(phs, s->len) : 0;
    }
    if (!(s->phs >= 0 && s->phs < s->len)) s->phs = 0; /* a phase kept from a longer table */
    return KC_OK;
}

KC_INLINE void poscil_step(poscil_st *s, V inc)
{
    V phs = s->phs + inc;
    phs = v_sel(v_ge(phs, s->len), phs - s->len, phs);
    phs = v_sel(v_lt(phs, v_splat(0)), phs + s->len, phs);
    VM in = vm_and(v_ge(phs, v_splat(0)), v_lt(phs, s->len));
    if (!vm_all(in)) phs = v_sel(in, phs, kc_ring_mod(phs, s->len));
    s->phs = phs;
}

KC_INLINE V poscil_read1(const poscil_st *s)
{
    VI i = v_to_i(s->phs);
    V x, y;
    kc_pair(s->tab, i, &x, &y);
    return kc_linear(s->phs - i_to_v(i), x, y);
}
/* Cubic through the points i-1 .. i+2; i-1 wraps, i+2 is point 1 behind the guard point. */
KC_INLINE V poscil_read3(const poscil_st *s)
{
    VI i = v_to_i(s->phs), len = v_to_i(s->len);
    VI before = vi_sel(vi_eq(i, vi_splat(0)), len - 1, i - 1);
    VI after = vi_sel(vi_ge(i + 1, len), vi_splat(1), i + 2);
    return kc_lagrange4(s->phs - i_to_v(i), v_gather_i(s->tab, before), v_gather_i(s->tab, i),
                        v_gather_i(s->tab, i + 1), v_gather_i(s->tab, after));
}

KERNEL void poscil_k(poscil_st *s, kc_ctx *c, const V *amp, const V *cps)
{
    (void)c, (void)amp;
    s->inc = *cps * s->rate;
}

/* Ticks: _k has its increment from poscil_k, _a takes it from an a-rate frequency, _kr is the k-rate opcode.
 */
#define POSCIL_TICKS(name, read)                                                                             \
    KERNEL void name##_tick_k(poscil_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)            \
    {                                                                                                        \
        (void)c, (void)n, (void)cps;                                                                         \
        *out = *amp * read(s);                                                                               \
        poscil_step(s, s->inc);                                                                              \
    }                                                                                                        \
    KERNEL void name##_tick_a(poscil_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)            \
    {                                                                                                        \
        (void)c, (void)n;                                                                                    \
        *out = *amp * read(s);                                                                               \
        poscil_step(s, *cps * s->rate);                                                                      \
    }                                                                                                        \
    KERNEL void name##_kr(poscil_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)                \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = *amp * read(s);                                                                               \
        poscil_step(s, *cps * s->len * c->inv_kr);                                                           \
    }
POSCIL_TICKS(poscil, poscil_read1)
POSCIL_TICKS(poscil3, poscil_read3)

/* Opcode: poscil
 * Synopsis: ares poscil xamp, xcps [, ifn, iphs]
 *           kres poscil kamp, kcps [, ifn, iphs]
 *
 * A table oscillator with linear interpolation and high frequency resolution.
 * In:  xamp  amplitude
 *      xcps  frequency, Hz; may be negative
 *      ifn   table number, any length (default -1: a sine)
 *      iphs  initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 * Out: table value times xamp
 * Fails: at init when the table does not exist
 */
KC_OP(poscil, "a", "kkjo", .state = poscil_st, .init = poscil_init, .k = poscil_k, .tick = poscil_tick_k,
      .fx = tab_r)
KC_OP(poscil, "k", "kkjo", .state = poscil_st, .init = poscil_init, .tick = poscil_kr, .fx = tab_r)
KC_OP(poscil, "a", "kajo", .state = poscil_st, .init = poscil_init, .tick = poscil_tick_a, .fx = tab_r)
KC_OP(poscil, "a", "akjo", .state = poscil_st, .init = poscil_init, .k = poscil_k, .tick = poscil_tick_k,
      .fx = tab_r)
KC_OP(poscil, "a", "aajo", .state = poscil_st, .init = poscil_init, .tick = poscil_tick_a, .fx = tab_r)

/* Opcode: poscil3
 * Synopsis: ares poscil3 xamp, xcps [, ifn, iphs]
 *           kres poscil3 kamp, kcps [, ifn, iphs]
 *
 * A table oscillator with cubic interpolation and high frequency resolution.
 * In:  xamp  amplitude
 *      xcps  frequency, Hz; may be negative
 *      ifn   table number, any length (default -1: a sine)
 *      iphs  initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 * Out: table value times xamp
 * Fails: at init when the table does not exist
 */
KC_OP(poscil3, "a", "kkjo", .state = poscil_st, .init = poscil_init, .k = poscil_k, .tick = poscil3_tick_k,
      .fx = tab_r)
KC_OP(poscil3, "k", "kkjo", .state = poscil_st, .init = poscil_init, .tick = poscil3_kr, .fx = tab_r)
KC_OP(poscil3, "a", "akjo", .state = poscil_st, .init = poscil_init, .k = poscil_k, .tick = poscil3_tick_k,
      .fx = tab_r)
KC_OP(poscil3, "a", "kajo", .state = poscil_st, .init = poscil_init, .tick = poscil3_tick_a, .fx = tab_r)
KC_OP(poscil3, "a", "aajo", .state = poscil_st, .init = poscil_init, .tick = poscil3_tick_a, .fx = tab_r)
