/* GEN53: impulse response, of linear or minimum phase, from a frequency response or another impulse response.
 */
#include "runtime/base/arena.h"
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdlib.h>

enum { MINIMUM_PHASE = 1, FROM_IMPULSE = 2, NO_LINEAR_WINDOW = 4, NO_MINIMUM_WINDOW = 8 };

/* A window (or its second half) stretched over x[0 .. n], with linear interpolation at 32-bit fractions. */
static void apply_window(double *x, int n, const kc_table *w, bool second_half)
{
    int64_t at = second_half ? (int64_t)w->len << 31 : 0;
    int64_t step = ((int64_t)w->len << (second_half ? 31 : 32)) / n;
    for (int i = 0; i <= n; i++, at += step) {
        int64_t k = at >> 32;
        double f = (double)((uint32_t)at >> 1) * 0x1p-31;
        x[i] *= k >= w->len ? w->data[w->len] : w->data[k] + (w->data[k + 1] - w->data[k]) * f;
    }
}

/* Magnitudes of n / 2 + 1 bins to a response centred in the table: signs alternate. */
static void linear_phase(const kc_rfft *plan, double *x, const double *mag, int n)
{
    for (int i = 0; i < n / 2; i++) {
        x[2 * i] = (i & 1 ? -fabs(mag[i]) : fabs(mag[i])) / n;
        x[2 * i + 1] = 0;
    }
    x[1] = mag[n / 2] / n;
    kc_rfft_inverse_packed(plan, x);
    x[n] = 0;
}

/* The phase of minimum-phase systems is the Hilbert transform of the log magnitude; it is made at twice the
 * resolution. x: n points of a linear-phase response in, n + 1 of the minimum-phase one out. */
static void minimum_phase(const kc_rfft *plan, double *x, int n, double *a, double *b)
{
    int m = 2 * n;
    for (int i = 0; i < m; i++) a[i] = i >= n / 2 && i < n / 2 + n ? x[i - n / 2] : 0.0;
    kc_rfft_forward_packed(plan, a);
    for (int i = 0; i <= n; i++) {
        double mag = i < n ? a[2 * i] : a[1];
        x[i] = sqrt(mag * mag + 1.0e-20);
    }
    for (int i = 0; i < m; i++) a[i] = log(x[i <= n ? i : m - i]);
    kc_rfft_forward_packed(plan, a);
    a[0] = a[1] = 0;
    for (int i = 2; i < m; i += 2) { /* times the spectrum of 1 / tan */
        double f = (double)(m - i) / m / m, re = a[i];
        a[i] = -a[i + 1] * f;
        a[i + 1] = re * f;
    }
    kc_rfft_inverse_packed(plan, a);
    for (int i = 1; i < n; i++) {
        double turns, phase = 2.0 * M_PI * modf(a[i] / (2.0 * M_PI), &turns);
        phase = phase < 0 ? phase + M_PI : phase - M_PI;
        b[2 * i] = -x[i] / m * cos(phase);
        b[2 * i + 1] = -x[i] / m * sin(phase);
    }
    b[0] = x[0] / m;
    b[1] = x[n] / m;
    kc_rfft_inverse_packed(plan, b);
    for (int i = 0; i <= n; i++) x[i] = b[i];
}

/* mag: n / 2 + 1 magnitudes, which may stand in `work`; work: 4 n numbers. */
static void respond(kc_gen *g, const kc_table *window, int mode, const double *mag, double *work,
                    const kc_rfft *plan, const kc_rfft *plan2)
{
    double *x = g->table->data;
    int n = g->table->len;
    linear_phase(plan, x, mag, n);
    if (window && !(mode & NO_LINEAR_WINDOW)) apply_window(x, n, window, false);
    kc_print(g->ctx, mode & MINIMUM_PHASE ? "minimum-phase output\n" : "linear-phase output\n");
    if (!(mode & MINIMUM_PHASE)) return;
    minimum_phase(plan2, x, n, work, work + 2 * (size_t)n);
    if (window && !(mode & NO_MINIMUM_WINDOW)) apply_window(x, n, window, true);
}

static int check(kc_gen *g, const kc_table *src, const kc_table *window, int mode)
{
    int n = g->table->len;
    if (n < 8 || (n & (n - 1)) || n > KC_FFT_MAX / 2) return kc_gen_fail(g, "GEN53: invalid table length");
    if (!src) return kc_gen_fail(g, "GEN53: invalid source table number");
    if (mode & ~15) return kc_gen_fail(g, "GEN53: mode must be in the range 0 to 15");
    if (src->len != (mode & FROM_IMPULSE ? n : n / 2))
        return kc_gen_fail(g, "GEN53: invalid source table length:");
    if (kc_gen_round(kc_gen_arg(g, 2, 0)) && (!window || (window->len & (window->len - 1))))
        return kc_gen_fail(g, "GEN53: invalid window table");
    return 0;
}

/* GEN53: table, mode, window table. */
int kc_gen_response(kc_gen *g)
{
    if (g->n > 3) return kc_gen_fail(g, "GEN53: invalid number of gen arguments");
    const kc_table *src = kc_gen_source(g, kc_gen_round(g->p[0]));
    const kc_table *window = kc_gen_source(g, kc_gen_round(kc_gen_arg(g, 2, 0)));
    int mode = kc_gen_round(kc_gen_arg(g, 1, 0)), n = g->table->len;
    if (check(g, src, window, mode)) return -1;
    void *m1 = kc_try_calloc(1, kc_rfft_bytes(n)), *m2 = kc_try_calloc(1, kc_rfft_bytes(2 * n));
    double *work = kc_try_calloc((size_t)n * 4 + 8, sizeof(double));
    int r = -1;
    if (m1 && m2 && work) {
        kc_rfft *plan = kc_rfft_make(m1, n), *plan2 = kc_rfft_make(m2, 2 * n);
        for (int i = 0; i <= src->len; i++) work[i] = src->data[i];
        kc_print(g->ctx, "GEN 53: %s response input, ", mode & FROM_IMPULSE ? "impulse" : "frequency");
        if (mode & FROM_IMPULSE) {
            kc_rfft_forward(plan, work, work);
            for (int i = 1; i < n / 2; i++) work[i] = hypot(work[2 * i], work[2 * i + 1]);
            work[n / 2] = work[n];
        }
        respond(g, window, mode, work, work, plan, plan2);
        r = 0;
    } else
        kc_gen_fail(g, "no memory");
    free(work);
    free(m1);
    free(m2);
    return r;
}
