/* Windows and f-signals of the streaming phase vocoder; see pvs.h. */
#include "runtime/opcodes/dsp/bessel.h"
#include "runtime/opcodes/dsp/pvs.h"

static void raised_cosine(double *half, int n, double offset, double mean)
{
    for (int i = 0; i <= n; i++) half[i] = mean + (1 - mean) * cos(M_PI / n * (i + offset));
}
static void kaiser(double *half, int n, double offset)
{
    const double beta = 6.8;
    for (int i = 0; i < n; i++) {
        double x = (i + offset) / n;
        half[i] = kc_bessel_i0(beta * sqrt(1 - x * x)) / kc_bessel_i0(beta);
    }
}
static int from_table(kc_ctx *c, double *half, int n, int even, int number)
{
    const kc_table *t = kc_table_find(c, number);
    if (!t || t->len < 1) return kc_fail(c, "ftable for window not found");
    double step = (double)t->len / (2.0 * n), x = (t->len + even * step) * 0.5;
    for (int i = 0; i < n; i++, x += step) {
        int k = x < t->len ? (int)x : t->len - 1;
        half[i] = t->data[k] + (t->data[k + 1] - t->data[k]) * (x - k);
    }
    half[n] = t->data[t->len];
    return KC_OK;
}

int kc_pvs_window(kc_ctx *c, double *half, int type, int points)
{
    int n = points / 2, even = !(points & 1), result = KC_OK;
    if (type == KC_PVS_HAMMING || type == KC_PVS_HANN)
        raised_cosine(half, n, even * 0.5, type == KC_PVS_HANN ? 0.5 : 0.54);
    else if (type == KC_PVS_KAISER) {
        kaiser(half, n, even ? 0.5 : 0.05);
        half[n] = 0;
    } else if (type >= 0)
        return kc_fail(c, "invalid window type");
    else
        result = from_table(c, half, n, even, type == INT32_MIN ? 0 : -type);
    if (even) half[n] = 0;
    return result;
}

static void mirror(double *middle, int points)
{
    int even = !(points & 1);
    for (int i = 1; i <= points / 2; i++) middle[-i] = middle[i - even];
}

int kc_pvs_window_all(kc_ctx *c, double *middle, int type, int points)
{
    if (kc_pvs_window(c, middle, type, points) != KC_OK) return KC_ERROR;
    mirror(middle, points);
    return KC_OK;
}

void kc_pvs_sinc(double *middle, int points, double period)
{
    double offset = points & 1 ? 0 : 0.5;
    if (offset != 0) middle[0] *= period * sin(M_PI_2 / period) / M_PI_2;
    for (int i = 1; i <= points / 2; i++) {
        double t = M_PI * (i + offset);
        middle[i] *= period * sin(t / period) / t;
    }
    mirror(middle, points);
}

double kc_pvs_sum(const double *middle, int points)
{
    double sum = 0;
    for (int i = -(points / 2); i <= points / 2; i++) sum += middle[i];
    return sum;
}

void kc_pvs_scale(double *middle, int points, double factor)
{
    for (int i = -(points / 2); i <= points / 2; i++) middle[i] *= factor;
}

int kc_pvs_open(kc_ctx *c, kc_fsig *f, int n, int overlap, int winsize, int wintype, int format)
{
    f->N = n;
    f->NB = n / 2 + 1;
    f->sliding = 0;
    f->overlap = overlap;
    f->winsize = winsize;
    f->wintype = wintype;
    f->format = format;
    f->framecount = 1;
    return kc_aux_alloc(c, &f->frame, ((size_t)n + 2) * sizeof(float));
}
