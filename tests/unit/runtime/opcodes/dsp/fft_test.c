/* Transforms against the defining sum, for lengths of every kind. */
#include "runtime/opcodes/dsp/fft.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int lengths[] = {1,  2,  3,  4,  5,   6,   7,  8,   12,  15,   16,
                              30, 32, 37, 64, 100, 128, 97, 250, 256, 1000, 1024};
enum { LENGTHS = sizeof lengths / sizeof *lengths };

static double noise(uint32_t *r)
{
    return (double)(int32_t)(*r = *r * 1664525u + 1013904223u) / 2147483648.0;
}

/* sum of x[j] e^(sign 2 pi i j k / n) */
static void naive(const double *x, double *out, int n, int sign)
{
    for (int k = 0; k < n; k++) {
        double re = 0, im = 0;
        for (int j = 0; j < n; j++) {
            double a = sign * 2 * M_PI * (double)((int64_t)j * k % n) / n, c = cos(a), s = sin(a);
            re += x[2 * j] * c - x[2 * j + 1] * s;
            im += x[2 * j] * s + x[2 * j + 1] * c;
        }
        out[2 * k] = re;
        out[2 * k + 1] = im;
    }
}

static void expect_near(const double *a, const double *b, int n, double scale)
{
    for (int i = 0; i < n; i++)
        if (!(fabs(a[i] - b[i]) <= 1e-12 * scale)) fail_msg("%d: %.17g instead of %.17g", i, a[i], b[i]);
}

static void complex_transforms(void **state)
{
    (void)state;
    uint32_t r = 1;
    for (int t = 0; t < LENGTHS; t++) {
        int n = lengths[t];
        double *x = malloc(sizeof(double) * 2 * (size_t)n), *y = malloc(sizeof(double) * 2 * (size_t)n);
        double *want = malloc(sizeof(double) * 2 * (size_t)n);
        for (int i = 0; i < 2 * n; i++) x[i] = y[i] = noise(&r);
        void *memory = malloc(kc_fft_bytes(n));
        kc_fft *f = kc_fft_make(memory, n);
        naive(x, want, n, -1);
        kc_fft_forward(f, y);
        expect_near(y, want, 2 * n, n);
        kc_fft_inverse(f, y);
        for (int i = 0; i < 2 * n; i++) y[i] /= n;
        expect_near(y, x, 2 * n, 10);
        memcpy(y, x, sizeof(double) * 2 * (size_t)n);
        naive(x, want, n, 1);
        kc_fft_inverse(f, y);
        expect_near(y, want, 2 * n, n);
        free(memory);
        free(want);
        free(y);
        free(x);
    }
}

static void real_transforms(void **state)
{
    (void)state;
    uint32_t r = 2;
    for (int t = 0; t < LENGTHS; t++) {
        int n = lengths[t];
        double *x = malloc(sizeof(double) * (size_t)n), *back = malloc(sizeof(double) * (size_t)n);
        double *z = calloc(2 * (size_t)n, sizeof(double)), *want = malloc(sizeof(double) * 2 * (size_t)n);
        double *spectrum = malloc(sizeof(double) * (2 * (size_t)(n / 2) + 2));
        for (int i = 0; i < n; i++) x[i] = z[2 * i] = noise(&r);
        void *memory = malloc(kc_rfft_bytes(n));
        kc_rfft *f = kc_rfft_make(memory, n);
        naive(z, want, n, -1);
        kc_rfft_forward(f, x, spectrum);
        expect_near(spectrum, want, 2 * (n / 2) + 2, n);
        kc_rfft_inverse(f, spectrum, back);
        for (int i = 0; i < n; i++) back[i] /= n;
        expect_near(back, x, n, 10);
        free(memory);
        free(spectrum);
        free(want);
        free(z);
        free(back);
        free(x);
    }
}

static void packed_form(void **state)
{
    (void)state;
    double x[8] = {1, 2, 0, -1, 3, 1, 1, 0}, y[8], spectrum[10], memory[64];
    assert_true(kc_rfft_bytes(8) <= sizeof memory);
    kc_rfft *f = kc_rfft_make(memory, 8);
    memcpy(y, x, sizeof x);
    kc_rfft_forward(f, x, spectrum);
    kc_rfft_forward_packed(f, y);
    assert_true(fabs(y[0] - 7) < 1e-14 && fabs(y[1] - 3) < 1e-14);
    expect_near(y + 2, spectrum + 2, 6, 1);
    kc_rfft_inverse_packed(f, y);
    for (int i = 0; i < 8; i++) y[i] /= 8;
    expect_near(y, x, 8, 1);
}

static void refuses_sizes(void **state)
{
    (void)state;
    assert_int_equal(kc_fft_bytes(0), 0);
    assert_int_equal(kc_fft_bytes(-4), 0);
    assert_int_equal(kc_fft_bytes(KC_FFT_MAX + 1), 0);
    assert_int_equal(kc_rfft_bytes(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(complex_transforms),
                                       cmocka_unit_test(real_transforms), cmocka_unit_test(packed_form),
                                       cmocka_unit_test(refuses_sizes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
