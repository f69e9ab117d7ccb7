/* GEN 30, 31, 32, 33: tables made in the frequency domain. Spectra are those of kc_rfft: len / 2 + 1 complex
 * numbers, harmonic h at 2 h. */
#include "runtime/base/arena.h"
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static kc_rfft *plan_make(kc_gen *g, int n)
{
    size_t bytes = n >= 2 && n <= KC_FFT_MAX ? kc_rfft_bytes(n) : 0;
    void *memory = bytes ? kc_try_calloc(1, bytes) : NULL;
    if (!memory) {
        kc_gen_fail(g, "illegal table length %d for a GEN that transforms", n);
        return NULL;
    }
    return kc_rfft_make(memory, n);
}

/* Spectrum of a table times `scale`, with room for n numbers at least; malloc'd, NULL after an error. */
static double *analyse(kc_gen *g, const kc_table *src, double scale, int n)
{
    int m = src->len > n ? src->len : n;
    kc_rfft *plan = plan_make(g, src->len);
    double *x = plan ? kc_try_calloc((size_t)m + 4, sizeof(double)) : NULL;
    if (x) {
        for (int i = 0; i < src->len; i++) x[i] = scale * src->data[i];
        kc_rfft_forward(plan, x, x);
        x[1] = 0;
        if (src->len % 2 == 0) x[src->len + 1] = 0;
    }
    free(plan);
    return x;
}

/* Adds the signal of a spectrum to the table, guard point too. */
static int synthesise(kc_gen *g, double *spectrum)
{
    kc_table *t = g->table;
    kc_rfft *plan = plan_make(g, t->len);
    double *x = plan ? kc_try_calloc((size_t)t->len + 2, sizeof(double)) : NULL;
    if (x) {
        kc_rfft_inverse(plan, spectrum, x);
        for (int i = 0; i < t->len; i++) t->data[i] += x[i];
        t->data[t->len] += x[0];
    }
    free(x);
    free(plan);
    return x ? 0 : -1;
}

typedef struct {
    int low, high;      /* harmonics */
    double glow, ghigh; /* gains of these two */
} band;

/* The harmonics that GEN30 keeps; false when there are none. */
static bool find_band(const kc_gen *g, int limit, band *b)
{
    double ratio = kc_gen_arg(g, 3, 0) > 0 ? g->ctx->sr / g->p[3] : 1.0;
    double low = g->p[1], high = g->p[2] * ratio;
    if (!(high >= 0) || !(low <= limit)) return false;
    if (high > limit) high = limit;
    if (low < 0) low = 0;
    b->glow = b->ghigh = 1.0;
    if (kc_gen_arg(g, 4, 0) != 0) {
        b->low = (int)low;
        b->glow = 1.0 - (low - b->low);
        b->high = (int)high;
        b->ghigh = high - b->high++;
        if (b->high > limit) {
            b->high = limit;
            b->ghigh = 1.0;
        }
    } else {
        double slack = limit < 10000 ? 0.01 : 0.1;
        b->low = (int)(low + 1.0 - slack);
        b->high = (int)(high + slack);
    }
    return b->low <= b->high;
}

/* GEN30: table, lowest and highest harmonic, reference sampling rate, fade by fractions. */
int kc_gen_harmonic_range(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 3) return kc_gen_fail(g, "insufficient gen arguments");
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "GEN30: source ftable not found");
    band b;
    if (!find_band(g, (t->len < src->len ? t->len : src->len) / 2, &b)) return 0;
    double *x = analyse(g, src, 1.0 / src->len, t->len);
    if (!x) return -1;
    for (int i = 0; i < 2 * b.low; i++) x[i] = 0;
    for (int i = 0; i < 2; i++) x[2 * b.low + i] *= b.glow;
    for (int i = 0; i < 2; i++) x[2 * b.high + i] *= b.ghigh;
    for (int i = 2 * b.high + 2; i < t->len + 2; i++) x[i] = 0;
    int r = synthesise(g, x);
    free(x);
    return r;
}

/* Adds spectrum x of length lx, transposed to harmonic n and shifted by `phase` periods, to y. */
static void add_transposed(double *y, int ly, const double *x, int lx, int n, double amp, double phase)
{
    double whole, turn = modf(phase, &whole);
    if (turn < 0) turn += 1.0;
    double re = cos(2.0 * M_PI * turn), im = sin(2.0 * M_PI * turn), pr = 1, pi = 0;
    int64_t step = 2 * (int64_t)n;
    for (int64_t i = 0, k = 0; i + 1 < ly && k + 1 < lx; i += step, k += 2) {
        y[i] += amp * (x[k] * pr - x[k + 1] * pi);
        y[i + 1] += amp * (x[k + 1] * pr + x[k] * pi);
        double next = pr * re - pi * im;
        pi = pi * re + pr * im;
        pr = next;
    }
}

static int harmonic(double x) { return x < 1 ? 1 : kc_gen_int(x + 0.5); }

/* GEN31: table, (harmonic, strength, phase) ... */
int kc_gen_transpose(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 4) return kc_gen_fail(g, "insufficient gen arguments");
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "GEN31: source ftable not found");
    double *x = analyse(g, src, 1.0 / src->len, 0);
    double *y = x ? kc_try_calloc((size_t)t->len + 4, sizeof(double)) : NULL;
    for (int i = 1; y && i + 2 < g->n + 2; i += 3)
        add_transposed(y, t->len, x, src->len, harmonic(g->p[i]), kc_gen_arg(g, i + 1, 0),
                       kc_gen_arg(g, i + 2, 0));
    int r = y ? synthesise(g, y) : -1;
    free(x);
    free(y);
    return r;
}

/* Adds a source read at another speed, with linear interpolation. */
static void add_resampled(kc_table *t, const kc_table *src, double partial, double amp, double phase)
{
    double len = src->len, step = partial * len / t->len, whole, at = modf(phase, &whole);
    if (at < 0) at += 1.0;
    at *= len;
    if (!(fabs(step) < 1e15 && at >= 0 && at < len)) return;
    for (int i = 0; i <= t->len; i++) {
        int k = (int)at;
        double f = at - k;
        if (k >= src->len) k -= src->len;
        t->data[i] += src->data[k] * amp * (1.0 - f);
        t->data[i] += src->data[k + 1] * amp * f;
        at += step;
        if (at < 0 || at >= len) at -= floor(at / len) * len;
        if (!(at >= 0 && at < len)) at = 0;
    }
}

typedef struct {
    double table;
    int at;
} wave;

static int by_table(const void *a, const void *b)
{
    const wave *x = a, *y = b;
    return x->table != y->table ? (x->table > y->table) - (x->table < y->table) : x->at - y->at;
}

/* One wave of GEN32; *spectrum is that of the table `*cached`. */
static int add_wave(kc_gen *g, const double *p, double *y, double **spectrum, int *cached)
{
    kc_table *t = g->table;
    int number = kc_gen_round(p[0]);
    const kc_table *src = kc_gen_source(g, abs(number));
    if (!src) return kc_gen_fail(g, "GEN32: source ftable %d not found", abs(number));
    if (number < 0) {
        add_resampled(t, src, p[1], p[2], p[3]);
        return 0;
    }
    if (number != *cached) {
        free(*spectrum);
        *cached = number;
        if (!(*spectrum = analyse(g, src, 1.0, 0))) return -1;
    }
    add_transposed(y, t->len + 2, *spectrum, src->len + 2, harmonic(p[1]), p[2] / src->len, p[3]);
    return 0;
}

/* GEN32: (table, partial, strength, phase) ...; a negative table number: by interpolation instead of by
 * transform, for fractional partials. */
int kc_gen_transpose_many(kc_gen *g)
{
    kc_table *t = g->table;
    int n = g->n / 4, cached = 0, r = 0;
    if (n < 1) return kc_gen_fail(g, "insufficient gen arguments");
    wave *waves = kc_xcalloc((size_t)n, sizeof *waves);
    for (int i = 0; i < n; i++) waves[i] = (wave){g->p[4 * i], 4 * i};
    qsort(waves, (size_t)n, sizeof *waves, by_table);
    double *spectrum = NULL, *y = kc_try_calloc((size_t)t->len + 4, sizeof(double));
    if (!y) r = kc_gen_fail(g, "no memory");
    for (int i = 0; i < n && !r; i++) r = add_wave(g, g->p + waves[i].at, y, &spectrum, &cached);
    if (!r && spectrum) {
        if (t->len % 2 == 0) y[t->len] = y[t->len + 1] = 0;
        r = synthesise(g, y);
    }
    free(spectrum);
    free(y);
    free(waves);
    return r;
}

/* GEN33: as GEN34 (gen_sines.c), but partial numbers are rounded and the sum is made by transform. What falls
 * on 0 Hz goes, as in the reference, to the packed form's first two places: the sine part to 0 Hz, the cosine
 * part to half of the sampling rate. */
int kc_gen_sines_fft(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 3) return kc_gen_fail(g, "insufficient gen arguments");
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "GEN33: source ftable not found");
    if (t->len % 2) return kc_gen_fail(g, "GEN33: illegal table length");
    double unit = kc_gen_arg(g, 3, 0);
    int n = kc_gen_int(g->p[1] + 0.5), top = t->len / 2;
    if (n > src->len / 3) n = src->len / 3;
    unit = unit < 0 ? t->len / (g->ctx->sr * -unit) : unit > 0 ? t->len / unit : 1.0;
    kc_rfft *plan = plan_make(g, t->len);
    double *x = plan ? kc_try_calloc((size_t)t->len + 4, sizeof(double)) : NULL;
    for (int i = 0; x && i < n; i++) {
        double amp = 0.5 * g->p[2] * src->data[3 * i], phase = 2.0 * M_PI * src->data[3 * i + 2];
        int h = kc_gen_round(unit * src->data[3 * i + 1]);
        if (h < -top || h > top) continue;
        if (h < 0) {
            phase = M_PI - phase;
            h = -h;
        }
        x[2 * h] += amp * sin(phase);
        x[2 * h + 1] -= amp * cos(phase);
    }
    if (x) {
        kc_rfft_inverse_packed(plan, x);
        memcpy(t->data, x, (size_t)t->len * sizeof(double));
        t->data[t->len] = x[0];
    }
    free(plan);
    free(x);
    return x ? 0 : -1;
}
