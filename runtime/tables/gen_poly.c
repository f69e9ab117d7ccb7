/* GEN 03, 12, 13, 14, 15: polynomials, and the sums of Chebyshev polynomials that waveshaping needs. */
#include "runtime/base/arena.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdlib.h>

#define MAX_HARMONICS 5000

static int polynomial(kc_gen *g, kc_table *t, double from, double to, const double *coef, int n)
{
    if (n <= 0) return kc_gen_fail(g, "no coefs present");
    if (!(to - from > 0)) return kc_gen_fail(g, "illegal x interval");
    double scale = (to - from) / t->len, first = trunc(from / scale); /* x is a multiple of the step */
    for (int i = 0; i <= t->len; i++) {
        double x = (first + i) * scale, sum = coef[n - 1];
        for (int k = n - 2; k >= 0; k--) sum = sum * x + coef[k];
        t->data[i] = sum;
    }
    return 0;
}

/* GEN03: x from, x to, coefficients of 1, x, x^2, ... */
int kc_gen_polynomial(kc_gen *g)
{
    return polynomial(g, g->table, g->p[0], kc_gen_arg(g, 1, 0), g->p + 2, g->n - 2);
}

/* Strengths h of harmonics 0 .. n - 1 to polynomial coefficients, in place. The coefficient of x^j is
 * scale (2 / amp)^j times the sum over k of m[j][k] h[j + 2k], where row 0 of m is 1, -first, first, ... and
 * m[j + 1][k] = m[j][k] - m[j + 1][k - 1]. */
static void chebyshev_coefficients(double *h, int n, double first, double scale, double amp, double *m)
{
    for (int k = 1; k < (n + 1) / 2; k++) m[k] = k & 1 ? -first : first;
    for (int j = 0; j < n; j++, scale *= 2.0 / amp) {
        int left = n - j;
        double sum = h[j], before = 1;
        for (int k = 1; k < (left + 1) / 2; k++) sum += m[k] * h[j + 2 * k];
        h[j] = sum * scale;
        for (int k = 1; k < left / 2; k++) before = m[k] -= before;
    }
}

/* A table from strengths of harmonics. kind 1: polynomials T, whose harmonic 0 counts half; kind 2: U. */
static int chebyshev(kc_gen *g, kc_table *t, int kind, const double *h, int n)
{
    double interval = g->p[0], amp = kc_gen_arg(g, 1, 0);
    if (n <= 0) return kc_gen_fail(g, "insufficient arguments");
    if (!(interval > 0)) return kc_gen_fail(g, "illegal xint value");
    if (!(amp > 0)) return kc_gen_fail(g, "illegal xamp value");
    if (n > MAX_HARMONICS) return kc_gen_fail(g, "more than %d harmonics", MAX_HARMONICS);
    double *coef = kc_xcalloc((size_t)n * 2 + 1, sizeof(double));
    for (int i = 0; i < n; i++) coef[i] = h[i];
    chebyshev_coefficients(coef, n, kind == 1 ? 2.0 : 1.0, kind == 1 ? 0.5 : 1.0, amp, coef + n);
    int r = polynomial(g, t, -interval, interval, coef, n);
    free(coef);
    return r;
}

/* GEN13, GEN14: x interval, amplitude for which the strengths hold, strengths of harmonics 0, 1, ... */
int kc_gen_chebyshev1(kc_gen *g) { return chebyshev(g, g->table, 1, g->p + 2, g->n - 2); }
int kc_gen_chebyshev2(kc_gen *g) { return chebyshev(g, g->table, 2, g->p + 2, g->n - 2); }

/* GEN15: x interval, amplitude, (strength, phase in degrees) ...: this table and the next one. */
int kc_gen_chebyshev_pair(kc_gen *g)
{
    int n = (g->n - 2) / 2;
    if (g->n % 2) return kc_gen_fail(g, "uneven number of args");
    double *cosines = kc_xcalloc((size_t)(n > 0 ? n : 0) * 2 + 1, sizeof(double)), *sines = cosines + n;
    for (int i = 0; i < n; i++) {
        double angle = g->p[3 + 2 * i] * 0.0174532925199433;
        cosines[i] = g->p[2 + 2 * i] * cos(angle);
        sines[i] = g->p[2 + 2 * i] * sin(angle);
    }
    int r = chebyshev(g, g->table, 1, cosines, n);
    kc_table *second = r ? NULL : kc_gen_second(g);
    r = second ? chebyshev(g, second, 2, sines + 1, n - 1) : -1;
    if (!r) kc_gen_finish(g, second);
    free(cosines);
    return r;
}

/* GEN12: log of the modified Bessel function I0 from 0 to p5 (Abramowitz & Stegun 1964, 9.8.1). */
int kc_gen_bessel(kc_gen *g)
{
    static const double coef[] = {3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813};
    kc_table *t = g->table;
    double scale = g->p[0] / t->len / 3.75;
    for (int i = 0; i <= t->len; i++) {
        double x = i * scale, sum = 1, power = 1;
        for (int k = 0; k < 6; k++) {
            power *= x * x;
            sum += coef[k] * power;
        }
        t->data[i] = log(sum);
    }
    return 0;
}
