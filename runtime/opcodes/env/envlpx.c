/* envlpx, envlpxr: a rise read from a table, a pseudo steady state, an exponential end.
 *
 * The steady state is an exponential whose target the attenuation factor and its modification ixmod set: the
 * curve is val * mlt^n + asym. At a-rate the reference reads the rise with its two points exchanged, and so
 * does this. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VP tab;
    VI lobits, lomask;
    V lodiv, end; /* end: the table's last point */
    VI phs, inc;  /* phs -1: the rise is over */
    V val, mlt, asym;
    VI steady;    /* envlpx: steps left of the steady state */
    V fall;       /* factor of the last segment, per step */
    VI releasing; /* envlpxr: in the last segment */
    VI own;       /* its length does not depend on the note's; in `length` k-cycles */
    VI length;
    V atdec;
} envlpx_st;

#if KC_W == 1
typedef struct {
    double rise, dec, ifn, atss, xmod; /* i-time arguments */
    double steps;                      /* steps per second */
} envlpx_args;

/* Table, asymptote, rise. Gives the factor of the steady state per `nk` steps as *atss. */
static int envlpx_start(envlpx_st *s, kc_ctx *c, const envlpx_args *g, double *atss)
{
    const kc_table *t = kc_table_need_pow2(c, g->ifn);
    if (!t) return KC_ERROR;
    double factor = fabs(g->atss), asym = 0, end = t->data[t->len];
    if (factor == 0) return kc_fail(c, "iatss = 0");
    if (factor != 1 && g->xmod != 0) {
        if (!(fabs(g->xmod) <= 0.95)) return kc_fail(c, "ixmod out of range.");
        double x = -sin(sin(g->xmod)), product = x * factor, denominator = x - factor + product + 1.0;
        asym = denominator == 0 ? 100.0 : 2.0 * product / denominator;
        if (fabs(asym) > 100) asym = 100;
        factor = (factor - asym) / (1.0 - asym);
        asym *= end;
    }
    if (end == 0) return kc_fail(c, "rise func ends with zero");
    double inc = KC_PHASE_MAX / g->steps / g->rise;
    s->tab = t->data;
    s->lobits = t->lobits;
    s->lomask = (1 << t->lobits) - 1;
    s->lodiv = t->lodiv;
    s->end = end;
    s->asym = asym;
    s->phs = g->rise > 0 ? 0 : -1;
    if (g->rise > 0) s->inc = inc < 2.0 * KC_PHASE_MAX ? (int32_t)inc : 2 * KC_PHASE_MAX;
    s->val = g->rise > 0 ? t->data[0] : end - asym;
    *atss = factor;
    return KC_OK;
}

static int envlpx_set(envlpx_st *s, kc_ctx *c, const envlpx_args *g, double dur, double atdec, double round)
{
    double factor, rise = g->rise > 0 ? g->rise : 0;
    if (!(dur > 0)) return kc_table_need_pow2(c, g->ifn) ? KC_OK : KC_ERROR;
    if (envlpx_start(s, c, g, &factor) < 0) return KC_ERROR;
    if (g->rise > 0 && g->rise + g->dec > c->note->p[3]) kc_warn(c, "p3 too short in envlpx");
    int32_t steps = kc_trunc_i((dur - rise - g->dec) * g->steps + round);
    s->steady = kc_max_i(steps, 0);
    s->mlt = pow(factor, 1.0 / (g->atss < 0 || steps <= 4 ? g->steps : steps));
    if (!(g->dec > 0)) return KC_OK;
    if (!(atdec > 0)) return kc_fail(c, "non-positive iatdec");
    s->fall = pow(atdec, 1.0 / g->steps / g->dec);
    return KC_OK;
}

static int envlpxr_set(envlpx_st *s, kc_ctx *c, const envlpx_args *g, double atdec, double irind)
{
    double factor;
    if (envlpx_start(s, c, g, &factor) < 0) return KC_ERROR;
    s->mlt = pow(factor, 1.0 / g->steps);
    s->releasing = 0;
    if (!(g->dec > 0)) return KC_OK;
    int32_t length = kc_trunc_i(g->dec * c->kr + 0.5);
    s->own = kc_trunc_i(irind);
    if (s->own)
        s->length = length;
    else
        kc_note_xtra(c, length);
    s->atdec = atdec;
    return atdec > 0 ? KC_OK : kc_fail(c, "non-positive iatdec");
}

#define ENVLPX_ARGS                                                                                          \
    double *out, const double *amp, const double *rise, const double *dur, const double *dec,                \
        const double *ifn, const double *atss, const double *atdec, const double *xmod
#define ENVLPXR_ARGS                                                                                         \
    double *out, const double *amp, const double *rise, const double *dec, const double *ifn,                \
        const double *atss, const double *atdec, const double *xmod, const double *irind
#define GIVEN(rate) (&(envlpx_args){*rise, *dec, *ifn, *atss, *xmod, rate})
KC_NATIVE int envlpx_init_a(envlpx_st *s, kc_ctx *c, ENVLPX_ARGS)
{
    (void)out, (void)amp;
    return envlpx_set(s, c, GIVEN(c->sr), *dur, *atdec, 0);
}
KC_NATIVE int envlpx_init_k(envlpx_st *s, kc_ctx *c, ENVLPX_ARGS)
{
    (void)out, (void)amp;
    return envlpx_set(s, c, GIVEN(c->kr), *dur, *atdec, 0.5);
}
KC_NATIVE int envlpxr_init_a(envlpx_st *s, kc_ctx *c, ENVLPXR_ARGS)
{
    (void)out, (void)amp;
    return envlpxr_set(s, c, GIVEN(c->sr), *atdec, *irind);
}
KC_NATIVE int envlpxr_init_k(envlpx_st *s, kc_ctx *c, ENVLPXR_ARGS)
{
    (void)out, (void)amp;
    return envlpxr_set(s, c, GIVEN(c->kr), *atdec, *irind);
}
#endif

/* ---- kernels ----------------------------------------------------------------------------------- */

/* The rise at the phase; `swap`: from the second point towards the first. */
KC_INLINE V read_rise(const envlpx_st *s, VM rising, int swap)
{
    VI at = vi_sel(rising, s->phs, vi_splat(0)), i = at >> s->lobits;
    V f = i_to_v(at & s->lomask) * s->lodiv, x = v_splat(0), y = x;
    KC_LANES
    {
        if (vm_get(rising, l)) {
            const double *p = vp_get(s->tab, l) + vi_get(i, l);
            v_set(&x, l, p[swap]);
            v_set(&y, l, p[!swap]);
        }
    }
    return x + (y - x) * f;
}

KC_INLINE V envlpx_step(envlpx_st *s, int swap)
{
    VM rising = vi_ge(s->phs, vi_splat(0)), steady = vm_and(vm_not(rising), vi_gt(s->steady, vi_splat(0)));
    VM ends = vm_and(steady, vi_eq(s->steady, vi_splat(1)));
    V rise = read_rise(s, rising, swap);
    VI next = s->phs + s->inc;
    VM top = vm_and(rising, vi_ge(next, vi_splat(KC_PHASE_MAX)));
    V gain = v_sel(rising, rise, v_sel(steady, s->val + s->asym, s->val));
    V held = s->val * s->mlt;
    V after = v_sel(steady, v_sel(ends, held + s->asym, held), s->val * s->fall);
    s->val = v_sel(top, s->end - s->asym, v_sel(rising, s->val, after));
    s->phs = vi_sel(top, vi_splat(-1), vi_sel(rising, next, s->phs));
    s->steady = vi_sel(steady, s->steady - 1, s->steady);
    return gain;
}
KERNEL void envlpx_a(envlpx_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    *out = *amp * envlpx_step(s, 1);
}
KERNEL void envlpx_kr(envlpx_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    *out = *amp * envlpx_step(s, 0);
}

/* At the first step of a release: the factor that the time left asks for. */
KC_INLINE VM envlpxr_release(envlpx_st *s, kc_ctx *c, int steps)
{
    VM begins = vm_and(vi_eq(s->releasing, vi_splat(0)), kc_releasing(c));
    if (vm_any(begins)) {
        VI cycles = vi_sel(vi_ne(s->own, vi_splat(0)), s->length, vi_splat(c->note->xtra));
        V count = i_to_v(cycles * steps);
        V fall = v_sel(v_eq(count, v_splat(0)), v_splat(1), v_pow(s->atdec, 1.0 / count));
        s->fall = v_sel(begins, fall, s->fall);
    }
    return begins;
}

/* `swap`: a-rate, where the rise goes over to the steady state even when the release begins. */
KC_INLINE V envlpxr_step(envlpx_st *s, kc_ctx *c, int swap)
{
    VM was = vi_ne(s->releasing, vi_splat(0)), begins = envlpxr_release(s, c, swap ? c->ksmps : 1);
    VM rising = vm_and(vm_not(was), vi_ge(s->phs, vi_splat(0)));
    V rise = read_rise(s, rising, swap);
    VI next = s->phs + s->inc;
    VM top = vm_and(rising, vi_ge(next, vi_splat(KC_PHASE_MAX)));
    if (!swap) top = vm_and(top, vm_not(begins));
    V faded = s->val * s->fall;
    V gain = v_sel(was, faded, v_sel(rising, rise, s->val + s->asym));
    V held = s->val * s->mlt;
    V after = v_sel(begins, held + s->asym, held);
    s->val = v_sel(was, faded, v_sel(top, s->end - s->asym, v_sel(rising, rise, after)));
    s->phs = vi_sel(top, vi_splat(-1), vi_sel(rising, vi_min(next, vi_splat(KC_PHASE_MAX - 1)), s->phs));
    s->releasing = vi_sel(begins, vi_splat(1), s->releasing);
    return gain;
}
KERNEL void envlpxr_a(envlpx_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)n;
    *out = *amp * envlpxr_step(s, c, 1);
}
KERNEL void envlpxr_kr(envlpx_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)n;
    *out = *amp * envlpxr_step(s, c, 0);
}

/* Opcode: envlpx
 * Synopsis: ares envlpx xamp, irise, idur, idec, ifn, iatss, iatdec [, ixmod]
 *           kres envlpx kamp, irise, idur, idec, ifn, iatss, iatdec [, ixmod]
 *
 * An envelope with a rise from a table, a steady state that swells or fades, and an exponential end.
 * In:  xamp    signal or amplitude
 *      irise   rise, s; 0 or less: none
 *      idur    length of the whole, s; 0 or less: no new envelope, the old one goes on
 *      idec    end, s
 *      ifn     table of the rise, power-of-two length; its last point is not 0
 *      iatss   factor over the steady state; negative: per second
 *      iatdec  factor over the end, above 0
 *      ixmod   curvature of the steady state, -0.95 .. 0.95 (default 0)
 * Out: xamp times the envelope
 * Fails: at init for arguments out of these ranges
 */
KC_OP(envlpx, "k", "kiiiiiio", .state = envlpx_st, .init = envlpx_init_k, .tick = envlpx_kr, .fx = tab_r)
KC_OP(envlpx, "a", "aiiiiiio", .state = envlpx_st, .init = envlpx_init_a, .tick = envlpx_a, .fx = tab_r)
KC_OP(envlpx, "a", "kiiiiiio", .state = envlpx_st, .init = envlpx_init_a, .tick = envlpx_a, .fx = tab_r)

/* Opcode: envlpxr
 * Synopsis: ares envlpxr xamp, irise, idec, ifn, iatss, iatdec [, ixmod] [, irind]
 *           kres envlpxr kamp, irise, idec, ifn, iatss, iatdec [, ixmod] [, irind]
 *
 * As envlpx, with an end that begins when the note is released.
 * In:  xamp    signal or amplitude
 *      irise   rise, s; 0 or less: none
 *      idec    end, s; the note lives as long after its release
 *      ifn     table of the rise, power-of-two length; its last point is not 0
 *      iatss   factor per second of the steady state
 *      iatdec  factor over the end, above 0
 *      ixmod   curvature of the steady state, -0.95 .. 0.95 (default 0)
 *      irind   not 0: idec counts for this envelope alone and does not lengthen the note (default 0)
 * Out: xamp times the envelope
 * Fails: at init for arguments out of these ranges
 */
KC_OP(envlpxr, "k", "kiiiiioo", .state = envlpx_st, .init = envlpxr_init_k, .tick = envlpxr_kr, .fx = tab_r)
KC_OP(envlpxr, "a", "aiiiiioo", .state = envlpx_st, .init = envlpxr_init_a, .tick = envlpxr_a, .fx = tab_r)
KC_OP(envlpxr, "a", "kiiiiioo", .state = envlpx_st, .init = envlpxr_init_a, .tick = envlpxr_a, .fx = tab_r)
