/* The GENs with names: tanh, exp, sone, wave, farey, padsynth. */
#include "runtime/base/arena.h"
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdlib.h>

/* y(x) for x from p5 to p6; `keep` non-zero: values are not rescaled. */
static int curve(kc_gen *g, double (*y)(double x, double param), double param, double keep)
{
    kc_table *t = g->table;
    double x = g->p[0], step = (kc_gen_arg(g, 1, 0) - x) / t->len;
    for (int i = 0; i <= t->len; i++, x += step) t->data[i] = y(x, param);
    if (keep != 0) g->raw = true;
    return 0;
}

static double y_tanh(double x, double param) { return (void)param, tanh(x); }
static double y_exp(double x, double param) { return (void)param, exp(x); }
static double y_sone(double x, double param) { return x * pow(x / param, 33.0 / 78.0); }

int kc_gen_tanh(kc_gen *g) { return curve(g, y_tanh, 0, kc_gen_arg(g, 2, 0)); }
int kc_gen_exp(kc_gen *g) { return curve(g, y_exp, 0, kc_gen_arg(g, 2, 0)); }
/* Loudness: x (x / p7)^(33/78). */
int kc_gen_sone(kc_gen *g)
{
    double unit = kc_gen_arg(g, 2, 0);
    return curve(g, y_sone, unit != 0 ? unit : 0.001, kc_gen_arg(g, 3, 0));
}

/* Upsamples x by two and convolves it with a filter, circularly over n points (n is the new length). */
static void wavelet_step(double *x, double *next, int n, const double *filter, int taps)
{
    for (int i = 0; i < n; i++) next[i] = 0;
    for (int j = 0; j < n; j++)
        for (int i = 0; i < taps && x[j] != 0; i++) next[(2 * (int64_t)j + i) % n] += x[j] * filter[i];
    for (int i = 0; i < n; i++) x[i] = next[i];
}

/* wave: table of filter coefficients, a number whose bits choose that filter (0) or its mirror (1) at each
 * step, `keep`. */
int kc_gen_wavelet(kc_gen *g)
{
    kc_table *t = g->table;
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "ftable number does not exist");
    if (t->len < src->len) return kc_gen_fail(g, "the filter is longer than the table");
    if (g->n < 3) kc_warn(g->ctx, "insufficient arguments");
    int taps = src->len, order = kc_gen_int(kc_gen_arg(g, 1, 0)), n = taps;
    double *x = kc_try_calloc((size_t)t->len * 2 + (size_t)taps, sizeof(double));
    if (!x) return kc_gen_fail(g, "no memory for %d points", t->len);
    double *next = x + t->len, *mirror = next + t->len;
    for (int i = 0; i < taps; i++) mirror[i] = (i & 1 ? -1.0 : 1.0) * src->data[taps - 1 - i];
    x[0] = 1;
    for (int step = 0; n <= t->len / 2; step++)
        wavelet_step(x, next, n *= 2, step < 31 && (order >> step & 1) ? mirror : src->data, taps);
    for (int i = 0; i < n; i++) t->data[i] = x[i];
    free(x);
    if (kc_gen_arg(g, 2, 0) != 0) g->raw = true;
    return 0;
}

static double farey_value(int mode, double p, double q, double p0, double q0, double order)
{
    switch (mode) {
    case 1: return p / q - p0 / q0;
    case 2: return q;
    case 3: return q * (1.0 / order);
    case 4: return 1.0 + p / q;
    default: return p / q;
    }
}

/* farey: order n, mode: fractions in lowest terms between 0 and 1 with denominators up to n, in order. Each
 * term follows from the two before it (G. H. Hardy, E. M. Wright, An Introduction to the Theory of Numbers,
 * ch. 3). Modes: 0 fractions, 1 differences, 2 denominators, 3 denominators / n, 4 fractions + 1. */
int kc_gen_farey(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 2) return kc_gen_fail(g, "insufficient arguments for fareytable");
    int64_t n = kc_gen_int(g->p[0]), p0 = 0, q0 = 1, p = 0, q = 1, a = 1, b = n;
    int mode = kc_gen_int(g->p[1]), at = 0;
    if (n < 1) return kc_gen_fail(g, "farey: illegal order %lld", (long long)n);
    if (mode != 1) t->data[at++] = farey_value(mode, 0, 1, 0, 1, (double)n);
    while (at < t->len && q >= 1 && p != q) {
        p0 = p;
        q0 = q;
        p = a;
        q = b;
        t->data[at++] = farey_value(mode, (double)p, (double)q, (double)p0, (double)q0, (double)n);
        int64_t k = (n + q0) / q;
        a = k * p - p0;
        b = k * q - q0;
    }
    g->raw = true;
    return 0;
}

typedef struct {
    int shape;
    double param;
} profile_spec;

static double profile(const profile_spec *s, double distance, double width)
{
    double x = distance / width, y = 0, level = fmin(fmax(s->param, 0.00001), 0.99999);
    switch (s->shape) {
    case 1: y = exp(-(x * x * s->param)); break;
    case 2: y = exp(-(x * x * s->param)) < level ? 0.0 : 1.0; break;
    case 3: y = exp(-(fabs(x) * sqrt(s->param))); break;
    }
    return y / width;
}

/* The minimal standard generator (multiplier 16807), two draws to a number of 0 .. 1: what makes the
 * reference's phases repeat. S. K. Park, K. W. Miller, CACM 31(10), 1988. */
static double unit_random(uint64_t *seed)
{
    double x = (double)((*seed = *seed * 16807 % 2147483647) - 1);
    x += (double)((*seed = *seed * 16807 % 2147483647) - 1) * 2147483646.0;
    x /= 2147483646.0 * 2147483646.0;
    return x < 1.0 ? x : nextafter(1.0, 0.0);
}

static void random_phases(double *x, int n)
{
    uint64_t seed = 1;
    for (int i = 0; i < n / 2; i++) {
        double phase = unit_random(&seed) * 6.28318530718, amp = x[2 * i];
        x[2 * i] = amp * cos(phase);
        x[2 * i + 1] = amp * sin(phase);
    }
    x[1] = 0;
}

/* padsynth (P. O. Nasca): fundamental in Hz, bandwidth in cents, its growth, stretch of the harmonics, shape
 * and parameter of the profile, strengths. Each harmonic is a band of random phases. */
int kc_gen_padsynth(kc_gen *g)
{
    kc_table *t = g->table;
    int n = t->len;
    double base = g->p[0], cents = kc_gen_arg(g, 1, 0), growth = kc_gen_arg(g, 2, 0), sr = g->ctx->sr;
    double stretch = kc_gen_arg(g, 3, 0), *x = t->data;
    profile_spec spec = {kc_gen_int(kc_gen_arg(g, 4, 0)), kc_gen_arg(g, 5, 0)};
    size_t bytes = n >= 2 && n % 2 == 0 && n <= KC_FFT_MAX ? kc_rfft_bytes(n) : 0;
    void *memory = bytes ? kc_try_calloc(1, bytes) : NULL;
    if (!memory) return kc_gen_fail(g, "padsynth: illegal table length %d", n);
    for (int k = 6; k < g->n; k++) {
        double number = stretch * (k - 5), centre = base * number / sr;
        double width = (pow(2.0, cents / 1200.0) - 1.0) * base * pow(number, growth) / (2.0 * sr);
        for (int i = 0; i < n / 2 && g->p[k] != 0; i++)
            x[2 * i] += profile(&spec, (double)i / n - centre, width) * g->p[k];
    }
    random_phases(x, n);
    kc_rfft_inverse_packed(kc_rfft_make(memory, n), x);
    double peak = 0;
    for (int i = 0; i < n; i++) peak = fmax(peak, fabs(x[i]));
    for (int i = 0; i < n && peak > 0; i++) x[i] /= peak * M_SQRT2;
    free(memory);
    return 0;
}
