/* bob, vps, vclpf, st2ms, ms2st, vactrol: models of analogue filters and their neighbours. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- bob ------------------------------------------------------------------------------------- */

typedef struct {
    V y[4];     /* the stages */
    V probe[4]; /* where the first derivative of a step is taken */
    VI steps;   /* per sample */
} bob_st;

enum { BOB_MAX_STEPS = 1024 };

KC_NATIVE int bob_init(bob_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                       const double *res, const double *sat, const double *over, const double *skip)
{
    (void)out, (void)in, (void)freq, (void)res, (void)sat, (void)skip;
    if (*over > BOB_MAX_STEPS) return kc_fail(c, "bob: too much oversampling, %g", *over);
    s->steps = *over <= 0 ? 2 : *over < 1 ? 1 : kc_trunc_i(*over);
    if (s->steps < 1) s->steps = 2; /* not a number */
    memset(s->y, 0, sizeof s->y);
    memset(s->probe, 0, sizeof s->probe);
    return KC_OK;
}
/* dy/dt of the stages at y. */
KC_INLINE void bob_slope(V *d, const V *y, V in, V k, V res, V sat, V inv)
{
    V bend[4];
    for (int i = 0; i < 4; i++) bend[i] = sat * v_tanh(y[i] * inv);
    d[0] = k * (sat * v_tanh((in - res * y[3]) * inv) - bend[0]);
    for (int i = 1; i < 4; i++) d[i] = k * (bend[i - 1] - bend[i]);
}
/* A Runge-Kutta step of length h where m is true. All inner points are half a step away. */
KC_INLINE void bob_step(bob_st *s, VM m, V h, V in, V k, V res, V sat)
{
    V d[4], sum[4] = {v_splat(0), v_splat(0), v_splat(0), v_splat(0)}, inv = 1.0 / sat;
    for (int j = 0; j < 4; j++) {
        bob_slope(d, s->probe, in, k, res, sat, inv);
        for (int i = 0; i < 4; i++) {
            sum[i] = sum[i] + (j == 1 || j == 2 ? 2.0 * d[i] : d[i]);
            if (j < 3) s->probe[i] = v_sel(m, s->y[i] + 0.5 * h * d[i], s->probe[i]);
        }
    }
    for (int i = 0; i < 4; i++) s->y[i] = v_sel(m, s->y[i] + 1.0 / 6.0 * h * sum[i], s->y[i]);
}
KERNEL void bob_k(bob_st *s, kc_ctx *c, const V *in, const V *freq, const V *res, const V *sat)
{
    (void)c, (void)in, (void)freq, (void)res, (void)sat;
    for (int i = 0; i < 4; i++) s->probe[i] = v_splat(0);
}
KERNEL void bob_tick(bob_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res,
                     const V *sat)
{
    (void)n;
    V h = 1.0 / (i_to_v(s->steps) * c->sr), k = 6.283185307179586476925286766559 * *freq;
    VI done = vi_splat(0);
    for (VM m = vm_splat(true); vm_any(m);) {
        bob_step(s, m, h, *in, k, *res, *sat);
        done = done + 1;
        m = vi_lt(done, s->steps);
    }
    *out = s->y[0];
}

/* Opcode: bob
 * Synopsis: asig bob ain, xcf, xres, xsat [, iosamps, istor]
 *
 * Ladder filter whose differential equations are solved step by step.
 * In:  ain      signal
 *      xcf      cutoff, Hz
 *      xres     resonance; oscillates above 4
 *      xsat     level at which the stages saturate
 *      iosamps  steps per sample, up to 1024; 0 stands for 2 (default 0)
 *      istor    ignored (default 0)
 * Out: low-pass output, at most about two thirds of xsat
 * Fails: at init for more steps
 * Note: as in the reference, the first slope of a step is taken where the step before took its last one, and
 *       that of the first step in a k-cycle at 0.
 */
KC_OP(bob, "a", "axxxoo", .state = bob_st, .init = bob_init, .k = bob_k, .tick = bob_tick)

/* ---- vps ------------------------------------------------------------------------------------- */

KERNEL void vps_tick(void *s, kc_ctx *c, int n, V *out, const V *in, const V *knee, const V *value)
{
    (void)s, (void)c, (void)n;
    V zero = v_splat(0), one = v_splat(1);
    V d = v_sel(v_lt(*knee, one), v_sel(v_ge(*knee, zero), *knee, zero), one);
    V x = v_sel(v_lt(*in, one), v_sel(v_ge(*in, zero), *in, zero), one), e = *value;
    *out = v_sel(v_lt(x, d), x * e / d, e + (1.0 - e) * (x - d) / (1.0 - d));
}

/* Opcode: vps
 * Synopsis: aout vps aphase, kd, kv
 *
 * Vector phase shaping: bends a phase at one point.
 * In:  aphase  phase, 0 .. 1
 *      kd      position of the bend, 0 .. 1
 *      kv      phase there; may be above 1
 * Out: bent phase
 * Fails: never
 * Source: J. Kleimola, V. Lazzarini, J. Timoney, V. Valimaki, "Vector phaseshaping synthesis", DAFx 2011
 */
KC_OP(vps, "a", "akk", .tick = vps_tick)

/* ---- vclpf ----------------------------------------------------------------------------------- */

typedef struct {
    V s[4];
    V g1, pole; /* gain of a stage; its all-pass coefficient */
    V freq;     /* of the coefficients */
} vclpf_st;

KC_INLINE void vclpf_coefs(vclpf_st *s, const kc_ctx *c, V freq)
{
    V g = v_tan(freq * c->pi_sr);
    s->g1 = g / (1.0 + g);
    s->pole = (g - 1.0) / (1.0 + g);
}
KC_NATIVE int vclpf_init(vclpf_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *res, const double *skip)
{
    (void)out, (void)in, (void)res;
    s->freq = *freq;
    vclpf_coefs(s, c, s->freq);
    if (*skip == 0) memset(s->s, 0, sizeof s->s);
    return KC_OK;
}
KERNEL void vclpf_k(vclpf_st *s, kc_ctx *c, const V *in, const V *freq, const V *res)
{
    (void)in, (void)res;
    if (!vm_any(v_ne(*freq, s->freq))) return;
    s->freq = *freq;
    vclpf_coefs(s, c, *freq);
}
KC_INLINE V vclpf_run(vclpf_st *s, V x, V res)
{
    V k = v_sel(v_le(res, v_splat(1)), v_sel(v_ge(res, v_splat(0)), res * 4.0, v_splat(0)), v_splat(4));
    V g = s->g1, g2 = g * g, g3 = g * g2, g4 = g * g3, a = s->pole, w = v_splat(0);
    V state = s->s[3] + s->s[0] * g3 + s->s[1] * g2 + s->s[2] * g;
    V y = (g4 * x + state) / (1.0 + k * g4), u = g * (x - k * y);
    for (int j = 0; j < 3; j++) {
        w = u + s->s[j];
        s->s[j] = u - a * w;
        u = g * w;
    }
    s->s[3] = g * w - a * y;
    return y;
}
KERNEL void vclpf_kx(vclpf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)c, (void)n, (void)freq;
    *out = vclpf_run(s, *in, *res);
}
KERNEL void vclpf_ax(vclpf_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *res)
{
    (void)n;
    vclpf_coefs(s, c, *freq);
    *out = vclpf_run(s, *in, *res);
}

/* Opcode: vclpf
 * Synopsis: aout vclpf ain, xcf, xres [, istor]
 *
 * Linear ladder low-pass filter of four poles without delay in its loop.
 * In:  ain    signal
 *      xcf    cutoff, Hz
 *      xres   resonance, 0 .. 1
 *      istor  not 0 keeps the state (default 0)
 * Out: low-pass output
 * Fails: never
 */
KC_OP(vclpf, "a", "akko", .state = vclpf_st, .init = vclpf_init, .k = vclpf_k, .tick = vclpf_kx)
KC_OP(vclpf, "a", "aako", .state = vclpf_st, .init = vclpf_init, .tick = vclpf_ax)
KC_OP(vclpf, "a", "akao", .state = vclpf_st, .init = vclpf_init, .k = vclpf_k, .tick = vclpf_kx)
KC_OP(vclpf, "a", "aaao", .state = vclpf_st, .init = vclpf_init, .tick = vclpf_ax)

/* ---- st2ms, ms2st ---------------------------------------------------------------------------- */

KERNEL void st2ms_tick(void *s, kc_ctx *c, int n, V *mid, V *side, const V *left, const V *right)
{
    (void)s, (void)c, (void)n;
    V l = *left, r = *right;
    *mid = l + r;
    *side = l - r;
}
KERNEL void ms2st_tick(void *s, kc_ctx *c, int n, V *left, V *right, const V *mid, const V *side,
                       const V *width)
{
    (void)s, (void)c, (void)n;
    V w = v_sel(v_gt(*width, v_splat(0)), v_sel(v_lt(*width, v_splat(1)), *width, v_splat(1)), v_splat(0));
    V m = *mid * (1.0 - w), d = *side * w;
    *left = m + d;
    *right = m - d;
}

/* Opcode: st2ms
 * Synopsis: am, as st2ms aleft, aright
 *
 * Left and right to middle and side.
 * In:  aleft, aright  signals
 * Out: their sum and their difference
 * Fails: never
 */
KC_OP(st2ms, "aa", "aa", .tick = st2ms_tick)

/* Opcode: ms2st
 * Synopsis: aleft, aright ms2st am, as, kw
 *
 * Middle and side to left and right.
 * In:  am, as  signals as from st2ms
 *      kw      width, 0 .. 1: the share of the side signal
 * Out: left, right
 * Fails: never
 */
KC_OP(ms2st, "aa", "aak", .tick = ms2st_tick)

/* ---- vactrol --------------------------------------------------------------------------------- */

typedef struct {
    V y;          /* integrator */
    V rise, fall; /* times, ms */
} vactrol_st;

KC_NATIVE int vactrol_init(vactrol_st *s, kc_ctx *c, double *out, const double *in, const double *up,
                           const double *down)
{
    (void)c, (void)out, (void)in;
    s->y = 0;
    s->rise = *up < 0 ? 20 : *up;
    s->fall = *down < 0 ? 3000 : *down;
    return KC_OK;
}
KERNEL void vactrol_tick(vactrol_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)n;
    const double base = 1000.0 * 3.14159265358979323846 / c->sr;
    V fall = base / (10.0 + s->fall * (1.0 - 0.9 * s->y));
    V rise = base / (1.0 + s->rise * (1.0 - 0.999 * s->y));
    V d = *in / c->zerodbfs - s->y, a = v_sel(v_ge(d, v_splat(0)), rise, fall);
    V x = d * a / (1.0 + a), y = x + s->y;
    s->y = y + x;
    *out = y * c->zerodbfs;
}

/* Opcode: vactrol
 * Synopsis: ares vactrol asig [, iup, idown]
 *
 * Envelope follower that behaves like a lamp and a photo resistor: slower where the level is low.
 * In:  asig   level, relative to 0dbfs
 *      iup    rise time, ms; negative stands for 20 (default -1)
 *      idown  fall time, ms; negative stands for 3000 (default -1)
 * Out: smooth level
 * Fails: never
 */
KC_OP(vactrol, "a", "ajj", .state = vactrol_st, .init = vactrol_init, .tick = vactrol_tick)
