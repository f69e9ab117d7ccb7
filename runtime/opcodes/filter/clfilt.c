/* clfilt: the classic filter designs, as a row of second-order sections.
 *
 * Each section has a pole pair alpha +- j beta of the analogue design and, in Chebyshev's second kind, a
 * zero. The bilinear transform with t = tan or its inverse makes digital coefficients. */
#include "runtime/opcodes/dsp/lanes.h"

enum { MAX_SECTIONS = 40 };

typedef struct {
    V a0, a1, a2, b0, b1, b2;
    V x1, x2, y1, y2;
    V alpha, sqr, zero; /* real part and squared magnitude of the pole, square of the zero */
} section;

typedef struct {
    section s[MAX_SECTIONS];
    VI n;
    V freq;         /* of the coefficients */
    VI kind, cotan; /* cotan: t is the inverse tangent */
} clfilt_st;

KC_INLINE void clfilt_section(section *s, V t, VM cotan, VM zeros)
{
    V t2 = t * t, c = s->sqr, mid = c - t2, z = s->zero;
    s->a0 = c + t * (t - 2.0 * s->alpha);
    s->a1 = 2.0 * v_sel(cotan, mid, -mid);
    s->a2 = c + t * (t + 2.0 * s->alpha);
    s->b0 = v_sel(zeros, z + t2, s->b0);
    s->b1 = v_sel(zeros, 2.0 * v_sel(cotan, z - t2, t2 - z), s->b1);
    s->b2 = v_sel(zeros, z + t2, s->b2);
}
KC_INLINE void clfilt_coefs(clfilt_st *s, const kc_ctx *c, V freq)
{
    VM cotan = vi_ne(s->cotan, vi_splat(0)), zeros = vi_eq(s->kind, vi_splat(2));
    V t = v_tan(freq * c->pi_sr);
    t = v_sel(cotan, 1.0 / t, t);
    s->freq = freq;
    for (int m = 0; m < MAX_SECTIONS && vm_any(vi_lt(vi_splat(m), s->n)); m++)
        clfilt_section(&s->s[m], t, cotan, zeros);
}

#if KC_W == 1
KC_NATIVE double clfilt_ripple(kc_ctx *c, double r)
{
    if (r < 0) kc_warn(c, "passband ripple must be positive in clfilt. Set to %f", r = -r);
    if (r == 0) kc_warn(c, "passband ripple must be non-zero in clfilt. Set to %f", r = 1);
    return r;
}
KC_NATIVE double clfilt_stop(kc_ctx *c, double r)
{
    if (r == 1) return -60;
    if (r > 0) kc_warn(c, "stopband attenuation must be negative in clfilt. Set to %f", r = -r);
    if (r == 0) kc_warn(c, "stopband attenuation must be non-zero in clfilt. Set to %f", r = -60);
    return r;
}
/* Poles and zeros of the design; eps is its ripple. */
KC_NATIVE void clfilt_design(clfilt_st *s, int high, double eps)
{
    const double pi = 3.14159265358979323846;
    double wide = 0.5 / s->n * log(1 / eps + sqrt(1 / eps / eps + 1)), gain = 1;
    for (int m = 0; m < s->n; m++) {
        section *e = &s->s[m];
        double at = (m + 0.5) / (2.0 * s->n), angle = pi * (at + 0.5), re = cos(angle), im = sin(angle);
        if (s->kind) re *= sinh(wide), im *= cosh(wide);
        e->alpha = re;
        e->sqr = re * re + im * im;
        e->zero = cos(pi * at) * cos(pi * at);
        gain = s->kind == 0 ? 1 : m == 0 ? e->sqr / sqrt(1 + eps * eps) : e->sqr;
        e->b0 = e->b2 = gain;
        e->b1 = high ? -2 * gain : 2 * gain;
    }
}
KC_NATIVE int clfilt_init(clfilt_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *type, const double *poles, const double *kind, const double *ripple,
                          const double *stop, const double *skip)
{
    (void)out, (void)in;
    int high = kc_trunc_i(*type), k = kc_trunc_i(*kind);
    if (high < 0 || high > 1) return kc_fail(c, "filter type not lowpass or highpass in clfilt");
    if (k < 0 || k > 3) return kc_fail(c, "filter kind, %d, out of range in clfilt", k);
    if (!(*poles >= 1 && *poles <= 2 * MAX_SECTIONS))
        return kc_fail(c, "number of poles, %f, out of range in clfilt", *poles);
    if (k == 3) return kc_fail(c, "%s Elliptical not implemented yet. Sorry!", high ? "Highpass" : "Lowpass");
    int odd = fmod(*poles, 2) != 0;
    s->n = kc_trunc_i((*poles + odd) * 0.5);
    if (odd) kc_warn(c, "odd number of poles chosen in clfilt, rounded to %d", 2 * s->n);
    s->kind = k;
    s->cotan = high == (k == 2);
    double eps = k == 1   ? sqrt(pow(10, clfilt_ripple(c, *ripple) / 10) - 1)
                 : k == 2 ? sqrt(1 / (pow(10, -(clfilt_stop(c, *stop) / 10)) - 1))
                          : 1;
    clfilt_design(s, high, eps);
    clfilt_coefs(s, c, *freq);
    for (int m = 0; m < s->n && *skip == 0; m++) s->s[m].x1 = s->s[m].x2 = s->s[m].y1 = s->s[m].y2 = 0;
    return KC_OK;
}
#endif
KERNEL void clfilt_k(clfilt_st *s, kc_ctx *c, const V *in, const V *freq)
{
    (void)in;
    if (vm_any(v_ne(*freq, s->freq))) clfilt_coefs(s, c, *freq);
}
KERNEL void clfilt_tick(clfilt_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)
{
    (void)c, (void)n, (void)freq;
    V x = *in;
    for (int m = 0; m < MAX_SECTIONS; m++) {
        VM on = vi_lt(vi_splat(m), s->n);
        if (!vm_any(on)) break;
        section *e = &s->s[m];
        V y = (e->b0 * x + e->b1 * e->x1 + e->b2 * e->x2 - e->a1 * e->y1 - e->a2 * e->y2) / e->a0;
        e->x2 = v_sel(on, e->x1, e->x2);
        e->x1 = v_sel(on, x, e->x1);
        e->y2 = v_sel(on, e->y1, e->y2);
        e->y1 = v_sel(on, y, e->y1);
        x = v_sel(on, y, x);
    }
    *out = x;
}

/* Opcode: clfilt
 * Synopsis: ares clfilt asig, kfreq, itype, inpol [, ikind] [, ipbr] [, isba] [, iskip]
 *
 * Low-pass and high-pass filters after Butterworth and Chebyshev.
 * In:  asig   signal
 *      kfreq  corner frequency, Hz
 *      itype  0 low-pass, 1 high-pass
 *      inpol  number of poles, 1 .. 80; odd ones count as one more
 *      ikind  0 Butterworth, 1 Chebyshev I, 2 Chebyshev II (default 0)
 *      ipbr   ripple in the pass-band of kind 1, dB, above 0 (default 1)
 *      isba   attenuation in the stop-band of kind 2, dB, below 0; 1 stands for -60 (default 1)
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another type, kind or number
 */
KC_OP(clfilt, "a", "akiioppo", .state = clfilt_st, .init = clfilt_init, .k = clfilt_k, .tick = clfilt_tick)
