/* GEN 09, 10, 11, 19, 34: sums of sines and cosines. */
#include "runtime/base/arena.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdlib.h>

/* One partial added to the table. The phase is kept as an integer, so that each harmonic closes exactly;
 * `sine` is a whole period when there is more than one partial. */
static void add_harmonic(kc_table *t, const double *sine, int harmonic, double amp)
{
    int64_t step = harmonic % t->len, phase = 0;
    for (int i = 0; i <= t->len; i++) {
        t->data[i] += (sine ? sine[phase] : sin((double)phase * (2.0 * M_PI / t->len))) * amp;
        if ((phase += step) >= t->len) phase -= t->len;
    }
}

/* GEN10: harmonic partials by strength. */
int kc_gen_harmonics(kc_gen *g)
{
    kc_table *t = g->table;
    double *sine = g->n > 1 ? kc_try_calloc((size_t)t->len, sizeof(double)) : NULL;
    for (int i = 0; sine && i < t->len; i++) sine[i] = sin((double)i * (2.0 * M_PI / t->len));
    for (int h = g->n; h >= 1; h--)
        if (g->p[h - 1] != 0) add_harmonic(t, sine, h, g->p[h - 1]);
    free(sine);
    return 0;
}

static int partials(kc_gen *g, int width)
{
    kc_table *t = g->table;
    for (int k = 0; k + width <= g->n; k += width) {
        double step = g->p[k] * (2.0 * M_PI / t->len), amp = g->p[k + 1],
               phase = g->p[k + 2] * 0.0174532925199433, dc = width > 3 ? g->p[k + 3] : 0.0;
        for (int i = 0; i <= t->len; i++) {
            t->data[i] += sin(phase) * amp + dc;
            phase += step;
            if (phase >= 2.0 * M_PI) phase -= 2.0 * M_PI;
        }
    }
    return 0;
}

/* GEN09: partial number, strength, phase in degrees. */
int kc_gen_partials(kc_gen *g) { return partials(g, 3); }

/* GEN19: GEN09 with an offset for each partial. */
int kc_gen_partials_dc(kc_gen *g) { return partials(g, 4); }

static double int_power(double x, int n)
{
    double y = 1;
    for (; n > 0; n >>= 1, x *= x)
        if (n & 1) y *= x;
    return y;
}

/* n harmonics of equal strength from the first: the closed form of the sum. */
static void buzz(kc_table *t, int n)
{
    double step = M_PI / t->len, scale = 0.5 / n, top = 2.0 * n + 1.0;
    for (int i = 0; i <= t->len; i++) {
        double x = i * step, d = sin(x);
        t->data[i] = fabs(d) < 1e-10 ? 1.0 : (sin(top * x) / d - 1.0) * scale;
    }
}

/* n harmonics from number `low` whose strengths are 1, r, r^2, ... */
static void gbuzz(kc_table *t, int n, int low, double r)
{
    double step = 2.0 * M_PI / t->len, rn = int_power(r, n), a = fabs(r);
    double scale = a > 0.999 && a < 1.001 ? 1.0 / n : (1.0 - a) / (1.0 - fabs(rn));
    for (int i = 0; i <= t->len; i++) {
        double x = i * step, d = r * r + 1.0 - 2.0 * r * cos(x);
        double num = cos(x * low) - r * cos(x * (low - 1.0)) - rn * cos(x * ((double)low + n)) +
                     rn * r * cos(x * ((double)low + n - 1.0));
        t->data[i] = fabs(d) > 0.0001 ? num / d * scale : 1.0;
    }
}

/* GEN11: number of cosines, lowest harmonic, ratio of successive strengths. */
int kc_gen_cosines(kc_gen *g)
{
    int n = kc_gen_int(g->p[0]), low = kc_gen_int(kc_gen_arg(g, 1, 1));
    double r = kc_gen_arg(g, 2, 1);
    if (n < 1) return kc_gen_fail(g, "nh partials < 1");
    if (g->n == 1 || (low == 1 && r == 1.0))
        buzz(g->table, n);
    else
        gbuzz(g->table, n, low, r);
    return 0;
}

/* One sinusoid by the recurrence of a spring: v += c x, x += v. */
static void add_sine(kc_table *t, double amp, double freq, double phase)
{
    double c = 2.0 * cos(freq) - 2.0, y0 = sin(phase), y1 = sin(phase + freq);
    double x = y0 * amp, v = (y1 - c * y0 - y0) * amp;
    for (int i = 0; i <= t->len; i++) {
        t->data[i] += x;
        v += c * x;
        x += v;
    }
}

/* GEN34: sines from a table of triples (strength, frequency, phase in periods): table, how many, scale, unit
 * of the frequency: 0 partial number, below 0 Hz, above 0 a sampling rate. Nothing above half of the rate. */
int kc_gen_sines(kc_gen *g)
{
    kc_table *t = g->table;
    if (g->n < 3) return kc_gen_fail(g, "insufficient gen arguments");
    const kc_table *src = kc_gen_source(g, g->p[0]);
    if (!src) return kc_gen_fail(g, "GEN34: source ftable not found");
    double unit = kc_gen_arg(g, 3, 0), twopi = 2.0 * M_PI;
    int n = kc_gen_int(g->p[1] + 0.5);
    n = n < 0 ? 0 : n > src->len / 3 ? src->len / 3 : n;
    unit = unit < 0 ? twopi / (g->ctx->sr * -unit) : unit > 0 ? twopi / unit : twopi / t->len;
    double *all = kc_try_calloc((size_t)n * 3 + 1, sizeof(double));
    if (!all) return kc_gen_fail(g, "no memory");
    for (int i = 0; i < 3 * n; i++) all[i] = src->data[i]; /* the table may be its own source */
    for (int i = 0; i < n; i++) {
        double freq = unit * all[3 * i + 1];
        if (fabs(freq) <= M_PI) add_sine(t, g->p[2] * all[3 * i], freq, twopi * all[3 * i + 2]);
    }
    free(all);
    return 0;
}
