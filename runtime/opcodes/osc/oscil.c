/* oscil, oscili, oscil3: table oscillators with a 28-bit integer phase.
 *
 * One state and one set-up serve all of them. The k function turns a k-rate frequency into a phase increment;
 * with an a-rate frequency the tick does it. The table is read without interpolation, linearly, or with a cubic. */
#include "runtime/opcodes/op.h"
#include "runtime/opcodes/dsp/interp.h"

typedef struct {
    VI phs, inc;
    VI lobits, lomask;
    V lodiv;
    VP tab;
} osc_st;

static int use_table(osc_st *s, const double *data, int lobits)
{
    s->tab = vp_splat(data);
    s->lobits = vi_splat(lobits);
    s->lomask = vi_splat((1 << lobits) - 1);
    s->lodiv = v_splat(1.0 / (1 << lobits));
    return KC_OK;
}

/* A negative phase keeps the phase of the note before (tied notes). */
static void use_phase(osc_st *s, double iphs)
{
    if (iphs >= 0) s->phs = (int32_t)(int64_t)(iphs * KC_PHASE_MAX) & KC_PHASE_MASK;
}

KC_NATIVE int osc_init(osc_st *s, kc_ctx *c, double *out, const double *amp, const double *cps, const double *ifn,
                       const double *iphs)
{
    (void)out, (void)amp, (void)cps;
    const kc_table *t = kc_table_need_pow2(c, *ifn);
    if (!t) return KC_ERROR;
    use_phase(s, *iphs);
    return use_table(s, t->data, t->lobits);
}

KC_NATIVE int osc_init_array(osc_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                             const kc_array *arr, const double *iphs)
{
    (void)out, (void)amp, (void)cps;
    int32_t n = kc_array_count(arr), lobits = KC_PHASE_BITS;
    if (n < 2 || (n & (n - 1))) return kc_fail(c, "array must have a power of two elements, not %d", n);
    for (int32_t i = n; i > 1; i >>= 1) lobits--;
    use_phase(s, *iphs);
    return use_table(s, arr->data, lobits);
}

/* Increments: a-rate opcodes round to nearest, k-rate ones truncate, as the reference does. */
KC_INLINE VI inc_a(const kc_ctx *c, V cps)
{
    return l_to_i(v_rint_to_l(cps * (KC_PHASE_MAX * c->inv_sr)));
}
KC_INLINE VI inc_k(const kc_ctx *c, V cps) { return l_to_i(v_to_l(cps * (KC_PHASE_MAX * c->inv_kr))); }

KC_INLINE V read_0(const osc_st *s) { return v_gather_i(s->tab, s->phs >> s->lobits); }
KC_INLINE V read_1(const osc_st *s)
{
    VI i = s->phs >> s->lobits;
    V f = i_to_v(s->phs & s->lomask) * s->lodiv, x, y;
    kc_pair(s->tab, i, &x, &y);
    return x + (y - x) * f;
}
/* Cubic through the points i-1 .. i+2, wrapping at both ends of the table. */
KC_INLINE V read_3(const osc_st *s)
{
    VI i = s->phs >> s->lobits, len = vi_splat(1 << KC_PHASE_BITS) >> s->lobits;
    VI before = vi_sel(vi_eq(i, vi_splat(0)), len - 1, i - 1);
    VI after = vi_sel(vi_eq(i + 1, len), vi_splat(1), i + 2);
    V f = i_to_v(s->phs & s->lomask) * s->lodiv;
    return kc_lagrange4(f, v_gather_i(s->tab, before), v_gather_i(s->tab, i), v_gather_i(s->tab, i + 1),
                        v_gather_i(s->tab, after));
}

KC_INLINE void step(osc_st *s, VI inc) { s->phs = (s->phs + inc) & KC_PHASE_MASK; }

KERNEL void osc_k(osc_st *s, kc_ctx *c, const V *amp, const V *cps)
{
    (void)amp;
    s->inc = inc_a(c, *cps);
}

/* Ticks: _k has its increment from osc_k, _a takes it from an a-rate frequency, _kr is the k-rate opcode. */
#define OSC_TICKS(name, read)                                                                                  \
    KERNEL void name##_k(osc_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)                      \
    {                                                                                                          \
        (void)c, (void)n, (void)cps;                                                                           \
        *out = read(s) * *amp;                                                                                 \
        step(s, s->inc);                                                                                       \
    }                                                                                                          \
    KERNEL void name##_a(osc_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)                      \
    {                                                                                                          \
        (void)n;                                                                                               \
        *out = read(s) * *amp;                                                                                 \
        step(s, inc_a(c, *cps));                                                                               \
    }                                                                                                          \
    KERNEL void name##_kr(osc_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)                     \
    {                                                                                                          \
        (void)n;                                                                                               \
        *out = read(s) * *amp;                                                                                 \
        step(s, inc_k(c, *cps));                                                                               \
    }
OSC_TICKS(oscil, read_0)
OSC_TICKS(oscili, read_1)
OSC_TICKS(oscil3, read_3)

/* Opcode: oscil
 * Synopsis: ares oscil xamp, xcps [, ifn, iphs]
 *           kres oscil kamp, kcps [, ifn, iphs]
 *           ares oscil xamp, xcps, iarray [, iphs]
 *
 * A table oscillator without interpolation. Reads the point at or before the phase.
 * In:  xamp    amplitude
 *      xcps    frequency, Hz
 *      ifn     table number, power-of-two length (default -1: a sine)
 *      iphs    initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 *      iarray  an array of power-of-two length instead of a table
 * Out: table value times xamp
 * Fails: at init when the table does not exist or has another length
 * Note: the increment is rounded at a-rate and truncated at k-rate, as in the reference.
 */
KC_OP(oscil, "a", "kkjo", .state = osc_st, .init = osc_init, .k = osc_k, .tick = oscil_k, .fx = tab_r)
KC_OP(oscil, "k", "kkjo", .state = osc_st, .init = osc_init, .tick = oscil_kr, .fx = tab_r)
KC_OP(oscil, "a", "kajo", .state = osc_st, .init = osc_init, .tick = oscil_a, .fx = tab_r)
KC_OP(oscil, "a", "akjo", .state = osc_st, .init = osc_init, .k = osc_k, .tick = oscil_k, .fx = tab_r)
KC_OP(oscil, "a", "aajo", .state = osc_st, .init = osc_init, .tick = oscil_a, .fx = tab_r)
KC_OP(oscil, "k", "kki[]o", .state = osc_st, .init = osc_init_array, .tick = oscil_kr, .fx = tab_r)
KC_OP(oscil, "a", "kki[]o", .state = osc_st, .init = osc_init_array, .k = osc_k, .tick = oscil_k, .fx = tab_r)
KC_OP(oscil, "a", "kai[]o", .state = osc_st, .init = osc_init_array, .tick = oscil_a, .fx = tab_r)
KC_OP(oscil, "a", "aki[]o", .state = osc_st, .init = osc_init_array, .k = osc_k, .tick = oscil_k, .fx = tab_r)
KC_OP(oscil, "a", "aai[]o", .state = osc_st, .init = osc_init_array, .tick = oscil_a, .fx = tab_r)

/* Opcode: oscili
 * Synopsis: ares oscili xamp, xcps [, ifn, iphs]
 *           kres oscili kamp, kcps [, ifn, iphs]
 *           ares oscili xamp, xcps, iarray [, iphs]
 *
 * A table oscillator with linear interpolation. Reads between two points; the last one is followed by the guard point.
 * In:  xamp    amplitude
 *      xcps    frequency, Hz
 *      ifn     table number, power-of-two length (default -1: a sine)
 *      iphs    initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 *      iarray  an array of power-of-two length instead of a table
 * Out: table value times xamp
 * Fails: at init when the table does not exist or has another length
 * Note: the increment is rounded at a-rate and truncated at k-rate, as in the reference.
 */
KC_OP(oscili, "a", "kkjo", .state = osc_st, .init = osc_init, .k = osc_k, .tick = oscili_k, .fx = tab_r)
KC_OP(oscili, "k", "kkjo", .state = osc_st, .init = osc_init, .tick = oscili_kr, .fx = tab_r)
KC_OP(oscili, "a", "kajo", .state = osc_st, .init = osc_init, .tick = oscili_a, .fx = tab_r)
KC_OP(oscili, "a", "akjo", .state = osc_st, .init = osc_init, .k = osc_k, .tick = oscili_k, .fx = tab_r)
KC_OP(oscili, "a", "aajo", .state = osc_st, .init = osc_init, .tick = oscili_a, .fx = tab_r)
KC_OP(oscili, "k", "kki[]o", .state = osc_st, .init = osc_init_array, .tick = oscili_kr, .fx = tab_r)
KC_OP(oscili, "a", "kki[]o", .state = osc_st, .init = osc_init_array, .k = osc_k, .tick = oscili_k, .fx = tab_r)
KC_OP(oscili, "a", "kai[]o", .state = osc_st, .init = osc_init_array, .tick = oscili_a, .fx = tab_r)
KC_OP(oscili, "a", "aki[]o", .state = osc_st, .init = osc_init_array, .k = osc_k, .tick = oscili_k, .fx = tab_r)
KC_OP(oscili, "a", "aai[]o", .state = osc_st, .init = osc_init_array, .tick = oscili_a, .fx = tab_r)

/* Opcode: oscil3
 * Synopsis: ares oscil3 xamp, xcps [, ifn, iphs]
 *           kres oscil3 kamp, kcps [, ifn, iphs]
 *           ares oscil3 xamp, xcps, iarray [, iphs]
 *
 * A table oscillator with cubic interpolation. Third-order Lagrange through four points.
 * In:  xamp    amplitude
 *      xcps    frequency, Hz
 *      ifn     table number, power-of-two length (default -1: a sine)
 *      iphs    initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 *      iarray  an array of power-of-two length instead of a table
 * Out: table value times xamp
 * Fails: at init when the table does not exist or has another length
 * Note: the increment is rounded at a-rate and truncated at k-rate, as in the reference.
 */
KC_OP(oscil3, "a", "kkjo", .state = osc_st, .init = osc_init, .k = osc_k, .tick = oscil3_k, .fx = tab_r)
KC_OP(oscil3, "k", "kkjo", .state = osc_st, .init = osc_init, .tick = oscil3_kr, .fx = tab_r)
KC_OP(oscil3, "a", "kajo", .state = osc_st, .init = osc_init, .tick = oscil3_a, .fx = tab_r)
KC_OP(oscil3, "a", "akjo", .state = osc_st, .init = osc_init, .k = osc_k, .tick = oscil3_k, .fx = tab_r)
KC_OP(oscil3, "a", "aajo", .state = osc_st, .init = osc_init, .tick = oscil3_a, .fx = tab_r)
KC_OP(oscil3, "k", "kki[]o", .state = osc_st, .init = osc_init_array, .tick = oscil3_kr, .fx = tab_r)
KC_OP(oscil3, "a", "kki[]o", .state = osc_st, .init = osc_init_array, .k = osc_k, .tick = oscil3_k, .fx = tab_r)
KC_OP(oscil3, "a", "kai[]o", .state = osc_st, .init = osc_init_array, .tick = oscil3_a, .fx = tab_r)
KC_OP(oscil3, "a", "aki[]o", .state = osc_st, .init = osc_init_array, .k = osc_k, .tick = oscil3_k, .fx = tab_r)
KC_OP(oscil3, "a", "aai[]o", .state = osc_st, .init = osc_init_array, .tick = oscil3_a, .fx = tab_r)

