/* buzz, gbuzz: sums of cosines in closed form, as quotients of table values.
 *
 * The table is read without interpolation at a phase of 2^28 a cycle. G. Winham, K. Steiglitz, "Input
 * generators for digital sound synthesis", J. Acoust. Soc. Am. 47(2), 1970; J. A. Moorer, "The synthesis of
 * complex audio spectra by means of discrete summation formulas", J. Audio Eng. Soc. 24(9), 1976. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VP tab;
    VI lobits, phs;
    VL lenmask;
} buzz_tab;

KC_NATIVE int buzz_use(buzz_tab *s, kc_ctx *c, double ifn, double iphs)
{
    const kc_table *t = kc_table_need_pow2(c, ifn);
    if (!t) return KC_ERROR;
    s->tab = t->data;
    s->lobits = t->lobits;
    s->lenmask = t->lenmask;
    if (iphs >= 0) s->phs = kc_trunc_i(iphs * KC_PHASE_MAX) & KC_PHASE_MASK;
    return KC_OK;
}

/* The table at `times` times the phase. */
KC_INLINE V buzz_at(const buzz_tab *s, VL times)
{
    return v_gather(s->tab, (i_to_l(s->phs >> s->lobits) * times) & s->lenmask);
}
KC_INLINE void buzz_move(buzz_tab *s, V step)
{
    s->phs = (s->phs + (v_to_i(step) & KC_PHASE_MASK)) & KC_PHASE_MASK;
}
/* Truncated magnitude, at least 1. */
KC_INLINE VL buzz_count(V x)
{
    VL n = i_to_l(v_to_i(x));
    n = vl_sel(vl_lt(n, vl_splat(0)), -n, n);
    return vl_max(n, vl_splat(1));
}
KC_INLINE VM buzz_far(V x) { return v_gt(v_abs(x), v_splat(0.0002)); }

typedef struct {
    buzz_tab t;
    VL mult;     /* 2 n + 1 */
    V scale;     /* 1 / 2 n */
    V amp_first; /* amplitude at the start of the block: what poles get */
} buzz_st;

KC_NATIVE int buzz_init(buzz_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                        const double *knh, const double *ifn, const double *iphs)
{
    (void)out, (void)amp, (void)cps, (void)knh;
    return buzz_use(&s->t, c, *ifn, *iphs * 0.5);
}
KERNEL void buzz_k(buzz_st *s, kc_ctx *c, const V *amp, const V *cps, const V *knh)
{
    (void)c, (void)amp, (void)cps;
    VL n = buzz_count(*knh);
    s->mult = n * 2 + 1;
    s->scale = 0.5 / l_to_v(n);
}
KERNEL void buzz_tick(buzz_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps, const V *knh)
{
    (void)knh;
    V a = *amp, f = *cps;
    if (n == c->begin) s->amp_first = a;
    V denom = buzz_at(&s->t, vl_splat(1)), num = buzz_at(&s->t, s->mult);
    VM far = buzz_far(denom);
    *out = v_sel(far, (num / v_sel(far, denom, v_splat(1)) - 1.0) * (a * s->scale), s->amp_first);
    buzz_move(&s->t, f * (KC_PHASE_MAX * c->inv_sr * 0.5));
}

/* Opcode: buzz
 * Synopsis: ares buzz xamp, xcps, knh, ifn [, iphs]
 *
 * A sum of harmonics of equal strength.
 * In:  xamp  amplitude of the peaks
 *      xcps  fundamental, Hz
 *      knh   number of harmonics, truncated; 0 counts as 1
 *      ifn   table with a sine, power-of-two length
 *      iphs  initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 * Out: the sum, normalised
 * Fails: at init when the table does not exist or has another length
 */
KC_OP(buzz, "a", "xxkio", .state = buzz_st, .init = buzz_init, .k = buzz_k, .tick = buzz_tick, .fx = tab_r)

typedef struct {
    buzz_tab t;
    VL n, low;              /* harmonics, the lowest */
    V r, r2, rsq1, rn, rn1; /* ratio, 2 r, r^2 + 1, r^n, r^(n + 1) */
    V norm;
    V last; /* output */
} gbuzz_st;

KC_NATIVE int gbuzz_init(gbuzz_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *knh, const double *klh, const double *kmul, const double *ifn,
                         const double *iphs)
{
    (void)out, (void)amp, (void)cps, (void)knh, (void)klh, (void)kmul;
    s->last = 1;
    s->n = 0; /* what follows from r and n is not known yet */
    return buzz_use(&s->t, c, *ifn, *iphs);
}
KC_INLINE V gbuzz_power(V x, VL n)
{
    V y = v_splat(1);
    while (vm_any(vl_ne(n, vl_splat(0)))) {
        y = v_sel(vl_ne(n & 1, vl_splat(0)), y * x, y);
        x = x * x;
        n = n >> 1;
    }
    return y;
}
KERNEL void gbuzz_k(gbuzz_st *s, kc_ctx *c, const V *amp, const V *cps, const V *knh, const V *klh,
                    const V *kmul)
{
    (void)c, (void)amp, (void)cps;
    V r = *kmul;
    VL n = buzz_count(*knh);
    s->low = i_to_l(v_to_i(*klh));
    if (!vm_any(vm_or(v_ne(r, s->r), vl_ne(n, s->n)))) return;
    s->r = r;
    s->n = n;
    s->r2 = r + r;
    s->rsq1 = r * r + 1.0;
    s->rn = gbuzz_power(r, n);
    s->rn1 = s->rn * r;
    V size = v_abs(r);
    VM one = vm_and(v_gt(size, v_splat(0.999)), v_lt(size, v_splat(1.001)));
    s->norm = v_sel(one, 1.0 / l_to_v(n), (1.0 - size) / (1.0 - v_abs(s->rn)));
}
KERNEL void gbuzz_tick(gbuzz_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps, const V *knh,
                       const V *klh, const V *kmul)
{
    (void)n, (void)knh, (void)klh, (void)kmul;
    V a = *amp, f = *cps;
    VL low = s->low, top = low + s->n;
    V denom = s->rsq1 - s->r2 * buzz_at(&s->t, vl_splat(1));
    V num = buzz_at(&s->t, low) - s->r * buzz_at(&s->t, low - 1) - s->rn * buzz_at(&s->t, top) +
            s->rn1 * buzz_at(&s->t, top - 1);
    V pole = v_sel(v_lt(s->last, v_splat(0)), -a, a);
    VM far = buzz_far(denom);
    *out = s->last = v_sel(far, num / v_sel(far, denom, v_splat(1)) * (a * s->norm), pole);
    buzz_move(&s->t, f * (KC_PHASE_MAX * c->inv_sr));
}

/* Opcode: gbuzz
 * Synopsis: ares gbuzz xamp, xcps, knh, klh, kmul, ifn [, iphs]
 *
 * A sum of harmonics whose strengths are powers of a ratio.
 * In:  xamp  amplitude of the peaks
 *      xcps  fundamental, Hz
 *      knh   number of harmonics, truncated; 0 counts as 1
 *      klh   the lowest harmonic, truncated; may be 0 or negative
 *      kmul  ratio of the strengths of neighbours
 *      ifn   table with a cosine, power-of-two length
 *      iphs  initial phase, 0 .. 1 cycles; negative keeps the phase (default 0)
 * Out: the sum, normalised
 * Fails: at init when the table does not exist or has another length
 */
KC_OP(gbuzz, "a", "xxkkkio", .state = gbuzz_st, .init = gbuzz_init, .k = gbuzz_k, .tick = gbuzz_tick,
      .fx = tab_r)
