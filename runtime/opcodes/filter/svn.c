/* svn: a state variable filter whose integrators are driven through a curve.
 *
 * Trapezoidal integrators, solved without delay as if linear; then each is fed through the curve, tanh or a
 * table. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V s[2];
    V w, q, fac; /* coefficients of freq and q */
    V freq;
    VP curve, scaling; /* tables; scaling NULL: 1 / drive */
    VI size, points;   /* of curve and scaling */
    V inv;             /* scale of the argument of the curve */
    V max;             /* highest drive with a scaling table */
} svn_st;

/* Points of the built-in curve over -4 .. 4. */
#define SVN_POINTS 20000

/* The engine's table of it. Its points are those of a running sum, since small drives magnify what that is
 * off by: a drive of d scales the output by 1 / d. */
KC_NATIVE const double *svn_builtin(kc_ctx *c)
{
    double *t = kc_engine_store(c->engine, "svn tanh", sizeof(double) * (SVN_POINTS + 1), NULL);
    if (!t || t[0] != 0) return t;
    double x = -4, step = 8.0 / SVN_POINTS;
    for (int i = 0; i < SVN_POINTS; i++, x += step) t[i] = tanh(x);
    t[SVN_POINTS] = t[SVN_POINTS - 1];
    return t;
}
KC_NATIVE int svn_tables(svn_st *s, kc_ctx *c, double ifn, double inm, double mx)
{
    s->scaling = vp_splat(NULL);
    s->points = 0;
    s->max = mx;
    if (ifn == 0) {
        const double *curve = svn_builtin(c);
        if (!curve) return kc_fail(c, "svn: out of memory");
        s->curve = vp_splat(curve);
        s->size = SVN_POINTS;
        s->inv = 0.125;
    } else {
        const kc_table *t = kc_table_need(c, ifn);
        if (!t) return KC_ERROR;
        s->curve = vp_splat(t->data);
        s->size = t->len;
        s->inv = 1.0 / (mx * 2.0);
    }
    const kc_table *t = inm != 0 ? kc_table_find(c, inm) : NULL;
    if (t) {
        s->scaling = vp_splat(t->data);
        s->points = t->len;
    }
    return KC_OK;
}
KC_NATIVE int svn_init(svn_st *s, kc_ctx *c, double *high, double *low, double *band, double *notch,
                       const double *in, const double *freq, const double *q, const double *drive,
                       const double *ifn, const double *inm, const double *mx, const double *skip)
{
    (void)high, (void)low, (void)band, (void)notch, (void)in, (void)drive;
    s->freq = *freq;
    s->w = v_tan(*freq * c->pi_sr);
    s->q = *q > 0.5 ? *q : 0.5;
    s->fac = 1.0 / (1.0 + s->w / s->q + s->w * s->w);
    if (*skip == 0) s->s[0] = s->s[1] = 0;
    return svn_tables(s, c, *ifn, *inm, *mx);
}

KC_INLINE V svn_curve(const svn_st *s, V x)
{
    V size = i_to_v(s->size), p = (x * s->inv + 0.5) * size, n = v_trunc(p);
    n = v_sel(v_gt(n, v_splat(0)), v_sel(v_lt(n, size), n, size), v_splat(0)); /* NaN: 0 */
    VM low = v_eq(n, v_splat(0)), high = v_ge(n, size);
    VI i = v_to_i(v_sel(high, n - 1.0, n));
    V y = v_gather_i(s->curve, i), f = p - n;
    return v_sel(vm_or(low, high), y, y + f * (v_gather_i(s->curve, i + 1) - y));
}
/* What the output of the curve is multiplied by for a drive. */
KC_INLINE V svn_scaling(const svn_st *s, V drive)
{
    V y = 1.0 / drive;
    KC_LANES
    {
        const double *t = vp_get(s->scaling, l);
        double size = vi_get(s->points, l), at = size * v_get(drive, l) / v_get(s->max, l);
        if (t) v_set(&y, l, t[at > 0 && at <= size ? (int)at : at > size ? (int)size : 0]);
    }
    return y;
}
KC_INLINE V svn_drive(const svn_st *s, V drive, bool control)
{
    V least = v_splat(control ? 0 : .0001), d = v_sel(v_gt(drive, v_splat(0)), drive, least);
    V limited = v_sel(v_gt(d, s->max), s->max, d), free = control ? d / s->inv : d;
    return v_sel(vi_eq(s->points, vi_splat(0)), free, limited);
}
KC_INLINE void svn_run(svn_st *s, const kc_ctx *c, V in, V drive, V *high, V *low, V *band, V *notch)
{
    VM linear = vm_not(v_gt(drive, v_splat(0)));
    V scale = svn_scaling(s, drive), d = 1.0 / s->q, w = s->w;
    V h = (in / c->zerodbfs - (d + w) * s->s[0] - s->s[1]) * s->fac;
    V u = w * v_sel(linear, h, svn_curve(s, h * drive) * scale), b = u + s->s[0];
    s->s[0] = b + u;
    u = w * v_sel(linear, b, svn_curve(s, b * drive) * scale);
    V l = u + s->s[1];
    s->s[1] = l + u;
    *notch = (h + l) * c->zerodbfs;
    *low = l * c->zerodbfs;
    *band = b * c->zerodbfs;
    *high = h * c->zerodbfs;
}
KC_INLINE V svn_q(V q) { return v_sel(v_gt(q, v_splat(0.5)), q, v_splat(0.5)); }
KC_INLINE void svn_coefs(svn_st *s) { s->fac = 1.0 / (1.0 + s->w * (1.0 / s->q) + s->w * s->w); }

KERNEL void svn_k(svn_st *s, kc_ctx *c, const V *in, const V *freq, const V *q, const V *drive)
{
    (void)in, (void)drive;
    if (!vm_any(vm_or(v_ne(*freq, s->freq), v_ne(*q, s->q)))) return;
    s->w = v_tan(*freq * c->pi_sr);
    s->q = svn_q(*q);
    s->freq = *freq;
    svn_coefs(s);
}
KERNEL void svn_kfreq(svn_st *s, kc_ctx *c, const V *in, const V *freq, const V *q, const V *drive)
{
    (void)in, (void)q, (void)drive;
    if (!vm_any(v_ne(*freq, s->freq))) return;
    s->w = v_tan(*freq * c->pi_sr);
    s->freq = *freq;
}
#define SVN_TICK(rates, freqs, qs, control)                                                                  \
    KERNEL void svn_##rates(svn_st *s, kc_ctx *c, int n, V *high, V *low, V *band, V *notch, const V *in,    \
                            const V *freq, const V *q, const V *drive)                                       \
    {                                                                                                        \
        (void)n, (void)freq, (void)q;                                                                        \
        if (qs) s->q = svn_q(*q);                                                                            \
        if (freqs) s->w = v_tan(*freq * c->pi_sr);                                                           \
        if (freqs || qs) svn_coefs(s);                                                                       \
        svn_run(s, c, *in, svn_drive(s, *drive, control), high, low, band, notch);                           \
    }
SVN_TICK(kk, false, false, true)
SVN_TICK(ak, true, true, false)
SVN_TICK(ka, false, true, false)

/* Opcode: svn
 * Synopsis: ahp, alp, abp, abr svn ain, xcf, xq, kn [, ifn, inm, imx, istor]
 *
 * State variable filter, not linear.
 * In:  ain    signal, relative to 0dbfs
 *      xcf    cutoff or centre, Hz
 *      xq     quality, 0.5 at least
 *      kn     drive; 0 is linear
 *      ifn    table with the curve over -imx .. imx; 0 tanh (default 0)
 *      inm    table with the output scaling over drives of 0 .. imx; 0: 1 / drive (default 0)
 *      imx    see above (default 1)
 *      istor  not 0 keeps the state (default 0)
 * Out: high-pass, low-pass, band-pass, band-reject
 * Fails: at init when ifn does not exist
 * Note: with k-rate frequency and quality and no inm, drives are taken times 8, or times 2 imx.
 */
KC_OP(svn, "aaaa", "akkkoopo", .state = svn_st, .init = svn_init, .k = svn_k, .tick = svn_kk, .fx = tab_r)
KC_OP(svn, "aaaa", "aakkoopo", .state = svn_st, .init = svn_init, .tick = svn_ak, .fx = tab_r)
KC_OP(svn, "aaaa", "akakoopo", .state = svn_st, .init = svn_init, .k = svn_kfreq, .tick = svn_ka, .fx = tab_r)
KC_OP(svn, "aaaa", "aaakoopo", .state = svn_st, .init = svn_init, .tick = svn_ak, .fx = tab_r)
