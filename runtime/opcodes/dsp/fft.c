/* See fft.h. */
#include "runtime/opcodes/dsp/fft.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

#define TWO_PI 6.28318530717958647693

static int is_power_of_two(int n) { return n > 0 && !(n & (n - 1)); }

static int bluestein_length(int n)
{
    int m = 1;
    while (m < 2 * n - 1) m *= 2;
    return m;
}

static size_t round8(size_t bytes) { return (bytes + 7) & ~(size_t)7; }
static size_t complexes(int n) { return (size_t)n * 2 * sizeof(double); }

/* e^(-2 pi i k / n), computed within the first octant so that symmetric values are equal. */
static void unit_root(double *w, int64_t k, int64_t n)
{
    k %= n;
    int64_t octant = 8 * k / n;
    double a, c, s;
    switch (octant) {
    case 0: a = (double)k / (double)n, c = cos(TWO_PI * a), s = sin(TWO_PI * a); break;
    case 1:
    case 2: a = (double)(4 * k - n) / (4.0 * (double)n), c = -sin(TWO_PI * a), s = cos(TWO_PI * a); break;
    case 3:
    case 4: a = (double)(2 * k - n) / (2.0 * (double)n), c = -cos(TWO_PI * a), s = -sin(TWO_PI * a); break;
    case 5:
    case 6: a = (double)(4 * k - 3 * n) / (4.0 * (double)n), c = sin(TWO_PI * a), s = -cos(TWO_PI * a); break;
    default: a = (double)(k - n) / (double)n, c = cos(TWO_PI * a), s = sin(TWO_PI * a); break;
    }
    w[0] = c;
    w[1] = -s;
}

/* ---- powers of two ---------------------------------------------------------------------------- */

/* One radix-4 pass from x to y: `len` points a block, `stride` blocks interleaved, len * stride = m. */
static void radix4(const kc_fft *f, int len, int stride, const double *restrict x, double *restrict y)
{
    int quarter = len / 4;
    for (int p = 0; p < quarter; p++) {
        const double *w1 = f->twiddle + 2 * (size_t)(p * stride), *w2 = f->twiddle + 4 * (size_t)(p * stride),
                     *w3 = f->twiddle + 6 * (size_t)(p * stride);
        for (int q = 0; q < stride; q++) {
            const double *a = x + 2 * ((size_t)q + (size_t)stride * (size_t)p);
            const double *b = a + 2 * (size_t)stride * (size_t)quarter,
                         *c = b + 2 * (size_t)stride * (size_t)quarter,
                         *d = c + 2 * (size_t)stride * (size_t)quarter;
            double *o = y + 2 * ((size_t)q + (size_t)stride * 4 * (size_t)p);
            double acr = a[0] + c[0], aci = a[1] + c[1], amr = a[0] - c[0], ami = a[1] - c[1];
            double bdr = b[0] + d[0], bdi = b[1] + d[1], bmr = b[0] - d[0], bmi = b[1] - d[1];
            double r1 = amr + bmi, i1 = ami - bmr, r2 = acr - bdr, i2 = aci - bdi, r3 = amr - bmi,
                   i3 = ami + bmr;
            o[0] = acr + bdr;
            o[1] = aci + bdi;
            o += 2 * (size_t)stride;
            o[0] = r1 * w1[0] - i1 * w1[1];
            o[1] = r1 * w1[1] + i1 * w1[0];
            o += 2 * (size_t)stride;
            o[0] = r2 * w2[0] - i2 * w2[1];
            o[1] = r2 * w2[1] + i2 * w2[0];
            o += 2 * (size_t)stride;
            o[0] = r3 * w3[0] - i3 * w3[1];
            o[1] = r3 * w3[1] + i3 * w3[0];
        }
    }
}

static void radix2(int stride, const double *restrict x, double *restrict y)
{
    for (size_t q = 0; q < 2 * (size_t)stride; q++) {
        double a = x[q], b = x[q + 2 * (size_t)stride];
        y[q] = a + b;
        y[q + 2 * (size_t)stride] = a - b;
    }
}

/* m points in place; the passes alternate between the data and the work space. */
static void transform_pow2(const kc_fft *f, double *x, double *work)
{
    double *from = x, *to = work, *swap;
    int len = f->m, stride = 1;
    for (; len >= 4; len /= 4, stride *= 4) {
        radix4(f, len, stride, from, to);
        swap = from, from = to, to = swap;
    }
    if (len == 2) {
        radix2(stride, from, to);
        from = to;
    }
    if (from != x) memcpy(x, from, complexes(f->m));
}

/* ---- any length ------------------------------------------------------------------------------- */

static void conjugate(double *x, int n)
{
    for (int i = 0; i < n; i++) x[2 * i + 1] = -x[2 * i + 1];
}

/* z times w into out, as complex numbers */
static void multiply(double *out, const double *z, const double *w)
{
    double re = z[0] * w[0] - z[1] * w[1], im = z[0] * w[1] + z[1] * w[0];
    out[0] = re;
    out[1] = im;
}

/* With j k = (j^2 + k^2 - (k - j)^2) / 2 the sum becomes a convolution with the chirp, which two transforms
 * of length m do. */
static void transform_bluestein(const kc_fft *f, double *x)
{
    double *a = f->work, *work = f->work + 2 * (size_t)f->m, scale = 1.0 / f->m;
    for (int i = 0; i < f->n; i++) multiply(a + 2 * i, x + 2 * i, f->chirp + 2 * i);
    memset(a + 2 * (size_t)f->n, 0, complexes(f->m - f->n));
    transform_pow2(f, a, work);
    for (int i = 0; i < f->m; i++) multiply(a + 2 * i, a + 2 * i, f->kernel + 2 * i);
    conjugate(a, f->m);
    transform_pow2(f, a, work);
    conjugate(a, f->m);
    for (int i = 0; i < f->n; i++) {
        multiply(x + 2 * i, a + 2 * i, f->chirp + 2 * i);
        x[2 * i] *= scale;
        x[2 * i + 1] *= scale;
    }
}

static void make_chirp(kc_fft *f)
{
    int n = f->n;
    memset(f->kernel, 0, complexes(f->m));
    for (int k = 0; k < n; k++) {
        double *w = f->chirp + 2 * k;
        unit_root(w, (int64_t)k * k % (2 * (int64_t)n), 2 * (int64_t)n);
        f->kernel[2 * k] = w[0];
        f->kernel[2 * k + 1] = -w[1];
        if (!k) continue;
        f->kernel[2 * (f->m - k)] = w[0];
        f->kernel[2 * (f->m - k) + 1] = -w[1];
    }
    transform_pow2(f, f->kernel, f->work);
}

size_t kc_fft_bytes(int n)
{
    if (n < 1 || n > KC_FFT_MAX) return 0;
    size_t head = round8(sizeof(kc_fft));
    if (is_power_of_two(n)) return head + 2 * complexes(n);
    int m = bluestein_length(n);
    return head + complexes(m) * 4 + complexes(n);
}

kc_fft *kc_fft_make(void *memory, int n)
{
    kc_fft *f = memory;
    double *p = (double *)((char *)memory + round8(sizeof *f));
    int plain = is_power_of_two(n);
    f->n = n;
    f->m = plain ? n : bluestein_length(n);
    f->twiddle = p;
    f->work = p += 2 * (size_t)f->m;
    for (int k = 0; k < f->m; k++) unit_root(f->twiddle + 2 * k, k, f->m);
    f->chirp = f->kernel = NULL;
    if (plain) return f;
    f->kernel = p += 4 * (size_t)f->m;
    f->chirp = p + 2 * (size_t)f->m;
    make_chirp(f);
    return f;
}

void kc_fft_forward(const kc_fft *f, double *x)
{
    if (f->chirp)
        transform_bluestein(f, x);
    else
        transform_pow2(f, x, f->work);
}

void kc_fft_inverse(const kc_fft *f, double *x)
{
    conjugate(x, f->n);
    kc_fft_forward(f, x);
    conjugate(x, f->n);
}

/* ---- real data -------------------------------------------------------------------------------- */

size_t kc_rfft_bytes(int n)
{
    if (n < 1 || n > KC_FFT_MAX) return 0;
    size_t head = round8(sizeof(kc_rfft));
    if (n & 1) return head + round8(kc_fft_bytes(n)) + complexes(n);
    return head + round8(kc_fft_bytes(n / 2)) + complexes(n / 4 + 1);
}

kc_rfft *kc_rfft_make(void *memory, int n)
{
    kc_rfft *f = memory;
    char *p = (char *)memory + round8(sizeof *f);
    int odd = n & 1, points = odd ? n : n / 2;
    f->n = n;
    f->half = kc_fft_make(p, points);
    p += round8(kc_fft_bytes(points));
    f->twiddle = odd ? NULL : (double *)p;
    f->work = odd ? (double *)p : NULL;
    for (int k = 0; !odd && k <= n / 4; k++) unit_root(f->twiddle + 2 * k, k, n);
    return f;
}

/* Turns the spectrum Z of n / 2 complex points into the spectrum X of n real ones, or back (inverse), but for
 * the ends. X[k] = E + w^k O with E, O the spectra of the even and the odd numbers. */
static void split(const kc_rfft *f, double *z, int inverse)
{
    int half = f->n / 2;
    double sign = inverse ? -1.0 : 1.0, gain = inverse ? 1.0 : 0.5;
    for (int k = 1; k <= half / 2; k++) {
        double *a = z + 2 * k, *b = z + 2 * (half - k);
        const double *w = f->twiddle + 2 * k;
        double er = gain * (a[0] + b[0]), ei = gain * (a[1] - b[1]);
        double dr = gain * (a[0] - b[0]), di = gain * (a[1] + b[1]);
        /* O = -i (Z[k] - Z*[half - k]) / 2, turned by w^k; back: i w^-k times the difference */
        double wr = w[0], wi = sign * w[1];
        double tr = sign * (di * wr + dr * wi), ti = sign * (di * wi - dr * wr);
        a[0] = er + tr;
        a[1] = ei + ti;
        b[0] = er - tr;
        b[1] = ti - ei;
    }
}

void kc_rfft_forward_packed(const kc_rfft *f, double *x)
{
    kc_fft_forward(f->half, x);
    double re = x[0], im = x[1];
    split(f, x, 0);
    x[0] = re + im;
    x[1] = re - im;
}

void kc_rfft_inverse_packed(const kc_rfft *f, double *x)
{
    double dc = x[0], end = x[1];
    split(f, x, 1);
    x[0] = dc + end;
    x[1] = dc - end;
    kc_fft_inverse(f->half, x);
}

static void forward_odd(const kc_rfft *f, const double *x, double *spectrum)
{
    for (int i = 0; i < f->n; i++) {
        f->work[2 * i] = x[i];
        f->work[2 * i + 1] = 0;
    }
    kc_fft_forward(f->half, f->work);
    memcpy(spectrum, f->work, complexes(f->n / 2 + 1));
}

static void inverse_odd(const kc_rfft *f, const double *spectrum, double *x)
{
    memcpy(f->work, spectrum, complexes(f->n / 2 + 1));
    f->work[1] = 0;
    for (int k = 1; k <= f->n / 2; k++) {
        f->work[2 * (f->n - k)] = f->work[2 * k];
        f->work[2 * (f->n - k) + 1] = -f->work[2 * k + 1];
    }
    kc_fft_inverse(f->half, f->work);
    for (int i = 0; i < f->n; i++) x[i] = f->work[2 * i];
}

void kc_rfft_forward(const kc_rfft *f, const double *x, double *spectrum)
{
    if (f->n & 1) {
        forward_odd(f, x, spectrum);
        return;
    }
    memmove(spectrum, x, (size_t)f->n * sizeof(double));
    kc_rfft_forward_packed(f, spectrum);
    spectrum[f->n] = spectrum[1];
    spectrum[1] = spectrum[f->n + 1] = 0;
}

void kc_rfft_inverse(const kc_rfft *f, const double *spectrum, double *x)
{
    if (f->n & 1) {
        inverse_odd(f, spectrum, x);
        return;
    }
    double end = spectrum[f->n];
    memmove(x, spectrum, (size_t)f->n * sizeof(double));
    x[1] = end;
    kc_rfft_inverse_packed(f, x);
}
