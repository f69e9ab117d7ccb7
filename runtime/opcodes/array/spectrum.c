/* Spectra in arrays: rfft and its kin, window, conversions between complex, polar and real arrays, cepstra.
 *
 * A packed spectrum of n real points holds n numbers: the real parts of 0 Hz and of half the sampling rate,
 * then real and imaginary parts of the rest. The transforms are those of dsp/fft.h; inverse ones are scaled
 * by 1 / n. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/op.h"

enum { SPEC_MAX = 1 << 22 }; /* points */

typedef struct {
    kc_aux memory, work;
    void *plan; /* kc_rfft or kc_fft, in memory */
    int32_t n;
} spec_st;

KC_NATIVE int power_of_two(int n) { return n > 0 && !(n & (n - 1)); }

/* Input of one dimension; its length, or -1 after an error. */
KC_NATIVE int vector(kc_ctx *c, const kc_array *in, const char *name)
{
    if (kc_array_ready(c, in) < 0) return -1;
    if (in->dimensions > 1) return kc_fail(c, "%s: only one-dimensional arrays allowed", name);
    if (in->sizes[0] > SPEC_MAX) return kc_fail(c, "%s: array is too large", name);
    return in->sizes[0];
}

KC_NATIVE int plan_real(spec_st *s, kc_ctx *c, int n)
{
    if (kc_aux_alloc(c, &s->memory, kc_rfft_bytes(n)) < 0) return KC_ERROR;
    s->plan = kc_rfft_make(s->memory.p, n);
    s->n = n;
    return KC_OK;
}

KC_NATIVE int plan_complex(spec_st *s, kc_ctx *c, int n)
{
    if (kc_aux_alloc(c, &s->memory, kc_fft_bytes(n)) < 0) return KC_ERROR;
    s->plan = kc_fft_make(s->memory.p, n);
    s->n = n;
    return KC_OK;
}

KC_NATIVE int has_plan(const spec_st *s, kc_ctx *c, int n)
{
    return s->plan && s->n == n ? KC_OK : kc_fail(c, "the array has changed its size since init");
}

/* ---- rfft, rifft ------------------------------------------------------------------------------ */

/* Numbers in the spectrum of n real points. */
KC_NATIVE int rfft_size(int n) { return power_of_two(n) ? n : 2 * (n / 2) + 2; }

KC_NATIVE int rfft_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = vector(c, in, "rfft");
    if (n < 0 || plan_real(s, c, n) < 0) return KC_ERROR;
    if (out == in && rfft_size(n) != n) return kc_fail(c, "rfft: the output must be another array");
    return kc_array_size1(c, out, 0, rfft_size(n), 0);
}

KC_NATIVE int rfft_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = in->sizes[0];
    if (has_plan(s, c, n) < 0 || kc_array_size1(c, out, 0, rfft_size(n), 1) < 0) return KC_ERROR;
    if (!power_of_two(n)) {
        kc_rfft_forward(s->plan, in->data, out->data);
        return KC_OK;
    }
    memmove(out->data, in->data, (size_t)n * sizeof(double));
    if (n > 1) kc_rfft_forward_packed(s->plan, out->data);
    return KC_OK;
}

KC_NATIVE int rfft_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return rfft_init(s, c, out, in) < 0 ? KC_ERROR : rfft_perf(s, c, out, in);
}

/* Real points of a spectrum of n numbers. */
KC_NATIVE int rifft_size(int n) { return power_of_two(n) ? n : n - 2; }

KC_NATIVE int rifft_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = vector(c, in, "rifft");
    if (n < 0) return KC_ERROR;
    if (n & 1 && n > 1) return kc_fail(c, "rifft: a spectrum has an even number of elements");
    if (out == in && rifft_size(n) != n) return kc_fail(c, "rifft: the output must be another array");
    if (plan_real(s, c, rifft_size(n)) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, rifft_size(n), 0);
}

KC_NATIVE int rifft_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = in->sizes[0], points = rifft_size(n);
    if (has_plan(s, c, points) < 0 || kc_array_size1(c, out, 0, points, 1) < 0) return KC_ERROR;
    if (power_of_two(n)) {
        memmove(out->data, in->data, (size_t)n * sizeof(double));
        if (n > 1) kc_rfft_inverse_packed(s->plan, out->data);
    } else {
        kc_rfft_inverse(s->plan, in->data, out->data);
    }
    for (int i = 0; i < points; i++) out->data[i] /= points;
    return KC_OK;
}

KC_NATIVE int rifft_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return rifft_init(s, c, out, in) < 0 ? KC_ERROR : rifft_perf(s, c, out, in);
}

/* Opcode: rfft
 * Synopsis: kArr[] rfft kIn[]
 *           iArr[] rfft iIn[]
 *
 * Fourier transform of real data.
 * In:  In  n numbers
 * Out: n a power of two: the packed spectrum, n numbers; else n / 2 + 1 complex numbers
 * Fails: at init for more than one dimension
 * Note: Differs: for other lengths the reference transforms two numbers more than there are
 */
KC_OP(rfft, "k[]", "k[]", .state = spec_st, .init = rfft_init, .perf = rfft_perf)
KC_OP(rfft, "i[]", "i[]", .state = spec_st, .init = rfft_now)

/* Opcode: rifft
 * Synopsis: kArr[] rifft kIn[]
 *           iArr[] rifft iIn[]
 *
 * Inverse of rfft.
 * In:  In  a power of two: a packed spectrum; else complex numbers from 0 Hz to half the sampling rate
 * Out: real data
 * Fails: at init for more than one dimension
 */
KC_OP(rifft, "k[]", "k[]", .state = spec_st, .init = rifft_init, .perf = rifft_perf)
KC_OP(rifft, "i[]", "i[]", .state = spec_st, .init = rifft_now)

/* ---- fft, fftinv ------------------------------------------------------------------------------ */

KC_NATIVE int cfft_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = vector(c, in, "fft");
    if (n < 0) return KC_ERROR;
    if (n < 2 || n & 1) return kc_fail(c, "fft: complex data has an even number of elements");
    if (plan_complex(s, c, n / 2) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int cfft_run(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, int inverse)
{
    int n = in->sizes[0];
    if (has_plan(s, c, n / 2) < 0 || kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    memmove(out->data, in->data, (size_t)n * sizeof(double));
    if (!inverse) {
        kc_fft_forward(s->plan, out->data);
        return KC_OK;
    }
    kc_fft_inverse(s->plan, out->data);
    for (int i = 0; i < n; i++) out->data[i] /= n / 2;
    return KC_OK;
}

KC_NATIVE int fft_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return cfft_run(s, c, out, in, 0);
}
KC_NATIVE int fftinv_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return cfft_run(s, c, out, in, 1);
}

KC_NATIVE int fft_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return cfft_init(s, c, out, in) < 0 ? KC_ERROR : cfft_run(s, c, out, in, 0);
}

KC_NATIVE int fftinv_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return cfft_init(s, c, out, in) < 0 ? KC_ERROR : cfft_run(s, c, out, in, 1);
}

/* Opcode: fft fftinv
 * Synopsis: kArr[] fft kIn[]
 *           iArr[] fft iIn[]
 *           and the same for fftinv
 *
 * Fourier transform of complex data and its inverse.
 * In:  In  real and imaginary parts in turn
 * Out: likewise
 * Fails: at init for more than one dimension or an odd number of elements
 */
KC_OP(fft, "k[]", "k[]", .state = spec_st, .init = cfft_init, .perf = fft_perf)
KC_OP(fft, "i[]", "i[]", .state = spec_st, .init = fft_now)
KC_OP(fftinv, "k[]", "k[]", .state = spec_st, .init = cfft_init, .perf = fftinv_perf)
KC_OP(fftinv, "i[]", "i[]", .state = spec_st, .init = fftinv_now)

/* ---- window ----------------------------------------------------------------------------------- */

KC_NATIVE int window_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *offset,
                          const double *itype)
{
    (void)offset;
    int n = vector(c, in, "window");
    if (n < 0 || kc_aux_alloc(c, &s->memory, (size_t)n * sizeof(double)) < 0) return KC_ERROR;
    double *w = s->memory.p, floor = fabs(*itype) < 1 ? 0.54 : 0.5;
    for (int i = 0; i < n; i++) w[i] = floor - (1.0 - floor) * cos(i * 6.28318530717958647693 / n);
    s->n = n;
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int window_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *offset,
                          const double *itype)
{
    (void)itype;
    int n = in->sizes[0];
    if (s->n != n) return kc_fail(c, "the array has changed its size since init");
    if (kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    const double *w = s->memory.p;
    double turn = trunc(*offset);
    int at = turn != 0 && fabs(turn) < 1e9 ? (int)fmod(n - fmod(turn, n), n) : 0;
    for (int i = 0; i < n; i++) out->data[i] = in->data[i] * w[(i + at) % n];
    return KC_OK;
}

/* Opcode: window
 * Synopsis: kArr[] window kIn[] [, koff, itype]
 *
 * Multiplies by a window.
 * In:  In     one-dimensional array
 *      koff   start of the window (default 0)
 *      itype  0 Hamming, 1 von Hann (default 1)
 * Out: the product
 * Fails: at init for more than one dimension
 */
KC_OP(window, "k[]", "k[]Op", .state = spec_st, .init = window_init, .perf = window_perf)

/* ---- conversions ------------------------------------------------------------------------------ */

/* How long the result is, for n input elements. */
enum { SAME, HALF, DOUBLED, BINS };

KC_NATIVE int result_size(int n, int length)
{
    return length == SAME ? n : length == HALF ? n / 2 : length == DOUBLED ? 2 * n : n / 2 + 1;
}

KC_NATIVE int result_room(kc_ctx *c, kc_array *out, const kc_array *in, int length, int perf)
{
    int n = vector(c, in, "array");
    if (n < 0) return KC_ERROR;
    int size = result_size(n, length);
    if (size < 1 || (length == BINS && n < 2)) return kc_fail(c, "array is too small");
    if (out == in && size != n) return kc_fail(c, "the output must be another array");
    return kc_array_size1(c, out, 0, size, perf);
}

/* Elements of a packed spectrum but for the first two: x and y are parts of a pair. */
KC_NATIVE void to_polar(double *o, double x, double y)
{
    o[0] = hypot(x, y);
    o[1] = atan2(y, x);
}

KC_NATIVE void to_rect(double *o, double mag, double phase)
{
    o[0] = mag * cos(phase);
    o[1] = mag * sin(phase);
}

KC_NATIVE void convert_pairs(kc_array *out, const kc_array *in, void (*f)(double *, double, double))
{
    int n = in->sizes[0];
    for (int i = 0; i < 2 && i < n; i++) out->data[i] = in->data[i];
    for (int i = 2; i + 1 < n; i += 2) f(out->data + i, in->data[i], in->data[i + 1]);
}

/* One number for each point of a packed spectrum. */
KC_NATIVE double bin_magnitude(double x, double y) { return hypot(x, y); }
KC_NATIVE double bin_power(double x, double y) { return x * x + y * y; }
KC_NATIVE double bin_phase(double x, double y) { return atan2(y, x); }

KC_NATIVE void convert_bins(kc_array *out, const kc_array *in, double (*f)(double, double))
{
    int last = in->sizes[0] / 2;
    for (int k = 1; k < last; k++) out->data[k] = f(in->data[2 * k], in->data[2 * k + 1]);
}

KC_NATIVE void do_rect2pol(kc_array *out, const kc_array *in) { convert_pairs(out, in, to_polar); }
KC_NATIVE void do_pol2rect(kc_array *out, const kc_array *in) { convert_pairs(out, in, to_rect); }

KC_NATIVE void do_mags(kc_array *out, const kc_array *in)
{
    convert_bins(out, in, bin_magnitude);
    out->data[0] = in->data[0];
    out->data[in->sizes[0] / 2] = in->data[1];
}

KC_NATIVE void do_pows(kc_array *out, const kc_array *in)
{
    convert_bins(out, in, bin_power);
    out->data[0] = in->data[0] * in->data[0];
    out->data[in->sizes[0] / 2] = in->data[1] * in->data[1];
}

KC_NATIVE void do_phs(kc_array *out, const kc_array *in) { convert_bins(out, in, bin_phase); }

KC_NATIVE void do_r2c(kc_array *out, const kc_array *in)
{
    for (int i = 0; i < in->sizes[0]; i++) {
        out->data[2 * i] = in->data[i];
        out->data[2 * i + 1] = 0;
    }
}

KC_NATIVE void do_c2r(kc_array *out, const kc_array *in)
{
    for (int i = 0; i < in->sizes[0] / 2; i++) out->data[i] = in->data[2 * i];
}

/* To -pi .. pi */
KC_NATIVE void do_unwrap(kc_array *out, const kc_array *in)
{
    const double turn = 6.28318530717958647693;
    for (int i = 0; i < in->sizes[0]; i++)
        out->data[i] = in->data[i] - turn * floor((in->data[i] + turn / 2) / turn);
}

#ifndef KC_BITCODE
#define SPEC_CONVERT(name, length)                                                                           \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return result_room(c, out, in, length, 0);                                                           \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        if (result_room(c, out, in, length, 1) < 0) return KC_ERROR;                                         \
        do_##name(out, in);                                                                                  \
        return KC_OK;                                                                                        \
    }                                                                                                        \
    KC_NATIVE int name##_now(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                          \
    {                                                                                                        \
        return name##_init(s, c, out, in) < 0 ? KC_ERROR : name##_perf(s, c, out, in);                       \
    }
SPEC_CONVERT(rect2pol, SAME)
SPEC_CONVERT(pol2rect, SAME)
SPEC_CONVERT(mags, BINS)
SPEC_CONVERT(pows, BINS)
SPEC_CONVERT(phs, BINS)
SPEC_CONVERT(r2c, DOUBLED)
SPEC_CONVERT(c2r, HALF)
SPEC_CONVERT(unwrap, SAME)
#endif

/* Magnitudes and phases of all points to a packed spectrum. */
KC_NATIVE int join_polar(kc_ctx *c, kc_array *out, const kc_array *mags, const kc_array *phases, int perf)
{
    int n = vector(c, mags, "pol2rect");
    if (n < 0 || vector(c, phases, "pol2rect") < 0) return KC_ERROR;
    if (phases->sizes[0] != n)
        return kc_fail(c, "in array sizes do not match: %d and %d", phases->sizes[0], n);
    if (n < 2 || out == mags || out == phases)
        return kc_fail(c, "pol2rect: the output must be another array");
    if (kc_array_size1(c, out, 0, 2 * n - 2, perf) < 0 || !perf) return perf ? KC_ERROR : KC_OK;
    for (int k = 1; k < n - 1; k++) to_rect(out->data + 2 * k, mags->data[k], phases->data[k]);
    out->data[0] = mags->data[0] * cos(phases->data[0]);
    out->data[1] = mags->data[n - 1] * cos(phases->data[n - 1]);
    return KC_OK;
}

KC_NATIVE int pol2rect2_init(void *s, kc_ctx *c, kc_array *out, const kc_array *mags, const kc_array *phases)
{
    (void)s;
    if (join_polar(c, out, mags, phases, 0) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, 2 * mags->sizes[0] - 2, 0);
}

KC_NATIVE int pol2rect2_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *mags, const kc_array *phases)
{
    (void)s;
    return join_polar(c, out, mags, phases, 1);
}

KC_NATIVE int cmplxprod_init(void *s, kc_ctx *c, kc_array *out, const kc_array *x, const kc_array *y)
{
    (void)s;
    int n = vector(c, x, "cmplxprod");
    if (n < 0 || vector(c, y, "cmplxprod") < 0) return KC_ERROR;
    if (y->sizes[0] != n) return kc_fail(c, "array sizes do not match");
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int cmplxprod_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *x, const kc_array *y)
{
    (void)s;
    int n = x->sizes[0];
    if (y->sizes[0] != n) return kc_fail(c, "array sizes do not match");
    if (kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    for (int i = 0; i < 2 && i < n; i++) out->data[i] = x->data[i] * y->data[i];
    for (int i = 2; i + 1 < n; i += 2) {
        double ar = x->data[i], ai = x->data[i + 1], br = y->data[i], bi = y->data[i + 1];
        out->data[i] = ar * br - ai * bi;
        out->data[i + 1] = ar * bi + br * ai;
    }
    return KC_OK;
}

/* Opcode: rect2pol
 * Synopsis: kArr[] rect2pol kIn[]
 *
 * Magnitudes and phases of a packed spectrum; its first two numbers stay.
 * In:  In  packed spectrum
 * Out: magnitude and phase in turn
 * Fails: for more than one dimension
 */
KC_OP(rect2pol, "k[]", "k[]", .init = rect2pol_init, .perf = rect2pol_perf)

/* Opcode: pol2rect
 * Synopsis: kArr[] pol2rect kIn[]
 *           kArr[] pol2rect kMags[], kPhs[]
 *
 * A packed spectrum from magnitudes and phases.
 * In:  In         magnitude and phase in turn; the first two numbers stay
 *      Mags, Phs  n / 2 + 1 numbers each, from 0 Hz
 * Out: packed spectrum
 * Fails: when the two arrays have different sizes
 */
KC_OP(pol2rect, "k[]", "k[]", .init = pol2rect_init, .perf = pol2rect_perf)
KC_OP(pol2rect, "k[]", "k[]k[]", .init = pol2rect2_init, .perf = pol2rect2_perf)

/* Opcode: cmplxprod
 * Synopsis: kArr[] cmplxprod kX[], kY[]
 *
 * Product of two packed spectra.
 * In:  X, Y  of one size
 * Out: the product
 * Fails: when the sizes differ
 */
KC_OP(cmplxprod, "k[]", "k[]k[]", .init = cmplxprod_init, .perf = cmplxprod_perf)

/* Opcode: mags pows phs
 * Synopsis: kArr[] mags kIn[]
 *           kArr[] pows kIn[]
 *           kArr[] phs kIn[]
 *
 * Magnitudes, squared magnitudes or phases of a packed spectrum.
 * In:  In  packed spectrum of n numbers
 * Out: n / 2 + 1 numbers
 * Fails: for more than one dimension
 */
KC_OP(mags, "k[]", "k[]", .init = mags_init, .perf = mags_perf)
KC_OP(pows, "k[]", "k[]", .init = pows_init, .perf = pows_perf)
KC_OP(phs, "k[]", "k[]", .init = phs_init, .perf = phs_perf)

/* Opcode: r2c c2r
 * Synopsis: kArr[] r2c kIn[]
 *           iArr[] r2c iIn[]
 *           and the same for c2r
 *
 * Real numbers as complex ones, and the real parts of complex ones.
 * In:  In  n numbers
 * Out: r2c: 2 n numbers; c2r: n / 2
 * Fails: for more than one dimension
 */
KC_OP(r2c, "i[]", "i[]", .init = r2c_now)
KC_OP(r2c, "k[]", "k[]", .init = r2c_init, .perf = r2c_perf)
KC_OP(c2r, "i[]", "i[]", .init = c2r_now)
KC_OP(c2r, "k[]", "k[]", .init = c2r_init, .perf = c2r_perf)

/* Opcode: unwrap
 * Synopsis: kArr[] unwrap kIn[]
 *
 * Brings phases into -pi .. pi.
 * In:  In  radians
 * Out: radians
 * Fails: for more than one dimension
 * Note: Differs: the reference works in place only and ignores an input that is another array
 */
KC_OP(unwrap, "k[]", "k[]", .init = unwrap_init, .perf = unwrap_perf)

/* ---- cepstra, autocorrelation ------------------------------------------------------------------ */

KC_NATIVE int ceps_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *coefs)
{
    (void)coefs;
    int n = vector(c, in, "ceps");
    if (n < 0) return KC_ERROR;
    if (n - 1 < 64) return kc_fail(c, "FFT size too small (min 64 samples)");
    if (!power_of_two(n - 1)) return kc_fail(c, "ceps: the size must be a power of two plus one");
    if (plan_real(s, c, n - 1) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int ceps_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *coefs)
{
    int n = in->sizes[0] - 1;
    if (has_plan(s, c, n) < 0 || kc_array_size1(c, out, 0, n + 1, 1) < 0) return KC_ERROR;
    double *x = out->data, last = in->data[n];
    for (int i = 0; i < n; i++) x[i] = log(in->data[i] > 0 ? in->data[i] : 1e-20);
    x[n] = last;
    kc_rfft_forward_packed(s->plan, x);
    if (*coefs == 0) return KC_OK;
    double keep = *coefs * 2;
    for (int i = keep >= 0 && keep < n ? (int)keep : n; i < n; i++) x[i] = 0;
    x[n] = 0;
    return KC_OK;
}

KC_NATIVE int cepsinv_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = vector(c, in, "cepsinv");
    if (n < 0) return KC_ERROR;
    if (n < 3 || !power_of_two(n - 1)) return kc_fail(c, "cepsinv: the size must be a power of two plus one");
    if (plan_real(s, c, n - 1) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int cepsinv_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = in->sizes[0] - 1;
    if (has_plan(s, c, n) < 0 || kc_array_size1(c, out, 0, n + 1, 1) < 0) return KC_ERROR;
    memmove(out->data, in->data, (size_t)n * sizeof(double));
    kc_rfft_inverse_packed(s->plan, out->data);
    for (int i = 0; i < n; i++) out->data[i] = exp(out->data[i] / n);
    return KC_OK;
}

/* Opcode: ceps
 * Synopsis: kArr[] ceps kMags[], kcoefs
 *
 * Cepstrum: the transform of the logarithm of magnitudes.
 * In:  kMags   n + 1 magnitudes, n a power of two, at least 64
 *      kcoefs  coefficients that are kept; 0 all
 * Out: n + 1 numbers
 * Fails: at init for another size
 */
KC_OP(ceps, "k[]", "k[]k", .state = spec_st, .init = ceps_init, .perf = ceps_perf)

/* Opcode: cepsinv
 * Synopsis: kArr[] cepsinv kCeps[]
 *
 * Magnitudes of a cepstrum.
 * In:  kCeps  n + 1 numbers, n a power of two
 * Out: n magnitudes; the last number is not used
 * Fails: at init for another size
 */
KC_OP(cepsinv, "k[]", "k[]", .state = spec_st, .init = cepsinv_init, .perf = cepsinv_perf)

KC_NATIVE int autocorr_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = vector(c, in, "autocorr"), m = 2;
    if (n < 0) return KC_ERROR;
    while (m < 2 * n - 1) m *= 2;
    if (plan_real(s, c, m) < 0 || kc_aux_alloc(c, &s->work, (size_t)m * sizeof(double)) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int autocorr_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = in->sizes[0], m = s->n;
    if (!s->plan || 2 * n - 1 > m) return kc_fail(c, "the array has changed its size since init");
    if (kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    double *x = s->work.p;
    memcpy(x, in->data, (size_t)n * sizeof(double));
    memset(x + n, 0, (size_t)(m - n) * sizeof(double));
    kc_rfft_forward_packed(s->plan, x);
    x[0] *= x[0];
    x[1] *= x[1];
    for (int i = 2; i < m; i += 2) {
        x[i] = x[i] * x[i] + x[i + 1] * x[i + 1];
        x[i + 1] = 0;
    }
    kc_rfft_inverse_packed(s->plan, x);
    for (int i = 0; i < n; i++) out->data[i] = x[i] / m;
    return KC_OK;
}

/* Opcode: autocorr
 * Synopsis: kArr[] autocorr kIn[]
 *
 * Autocorrelation.
 * In:  In  n numbers
 * Out: the sums of products at distances 0 .. n - 1
 * Fails: at init for more than one dimension
 */
KC_OP(autocorr, "k[]", "k[]", .state = spec_st, .init = autocorr_init, .perf = autocorr_perf)

/* ---- cosine transform --------------------------------------------------------------------------- */

/* X[k] = 2 sum of x[j] cos(pi (2 j + 1) k / 2 n), by one transform of the reordered data (J. Makhoul, IEEE
 * Trans. ASSP 28(1), 1980). */
KC_NATIVE int dct_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = vector(c, in, "dct");
    if (n < 0) return KC_ERROR;
    if (!power_of_two(n)) return kc_fail(c, "dct: non-pow-of-two sizes not yet implemented");
    if (plan_complex(s, c, n) < 0 || kc_aux_alloc(c, &s->work, (size_t)n * 2 * sizeof(double)) < 0)
        return KC_ERROR;
    return kc_array_size1(c, out, 0, n, 0);
}

KC_NATIVE int dct_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = in->sizes[0];
    if (has_plan(s, c, n) < 0 || kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    double *z = s->work.p;
    for (int i = 0; i < n; i++) {
        int to = i & 1 ? n - 1 - i / 2 : i / 2;
        z[2 * to] = in->data[i];
        z[2 * to + 1] = 0;
    }
    kc_fft_forward(s->plan, z);
    for (int k = 0; k < n; k++) {
        double a = 3.14159265358979323846 * k / (2.0 * n);
        out->data[k] = 2.0 * (z[2 * k] * cos(a) + z[2 * k + 1] * sin(a));
    }
    return KC_OK;
}

KC_NATIVE int dctinv_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    int n = in->sizes[0];
    if (has_plan(s, c, n) < 0 || kc_array_size1(c, out, 0, n, 1) < 0) return KC_ERROR;
    double *z = s->work.p;
    for (int k = 0; k < n; k++) {
        double a = 3.14159265358979323846 * k / (2.0 * n), re = in->data[k] * 0.5,
               im = k ? -in->data[n - k] * 0.5 : 0;
        z[2 * k] = re * cos(a) - im * sin(a);
        z[2 * k + 1] = re * sin(a) + im * cos(a);
    }
    kc_fft_inverse(s->plan, z);
    for (int i = 0; i < n; i++) out->data[i] = z[2 * (i & 1 ? n - 1 - i / 2 : i / 2)] / n;
    return KC_OK;
}

KC_NATIVE int dct_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return dct_init(s, c, out, in) < 0 ? KC_ERROR : dct_perf(s, c, out, in);
}

KC_NATIVE int dctinv_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    return dct_init(s, c, out, in) < 0 ? KC_ERROR : dctinv_perf(s, c, out, in);
}

/* Opcode: dct dctinv
 * Synopsis: kArr[] dct kIn[]
 *           iArr[] dct iIn[]
 *           and the same for dctinv
 *
 * Discrete cosine transform (type II, unscaled) and its inverse.
 * In:  In  n numbers, n a power of two
 * Out: n numbers
 * Fails: at init for another size or more than one dimension
 */
KC_OP(dct, "k[]", "k[]", .state = spec_st, .init = dct_init, .perf = dct_perf)
KC_OP(dct, "i[]", "i[]", .state = spec_st, .init = dct_now)
KC_OP(dctinv, "k[]", "k[]", .state = spec_st, .init = dct_init, .perf = dctinv_perf)
KC_OP(dctinv, "i[]", "i[]", .state = spec_st, .init = dctinv_now)

/* ---- mel filter bank ---------------------------------------------------------------------------- */

KC_NATIVE int mfb_init(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *low,
                       const double *high, const double *len)
{
    (void)low, (void)high;
    int n = vector(c, in, "mfb");
    if (n < 0) return KC_ERROR;
    if (!(*len >= 1 && *len < n)) return kc_fail(c, "mfb: filter bank size exceeds input array length");
    if (kc_aux_alloc(c, &s->memory, ((size_t)*len + 2) * sizeof(int32_t)) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, (int32_t)*len, 0);
}

/* Point of a spectrum of n points up to half the sampling rate, for a pitch in mel. */
KC_NATIVE int32_t mel_point(double mel, int n, double sr)
{
    double at = 700.0 * (exp(mel / 1125.0) - 1.0) / (sr / (2.0 * (n - 1)));
    return at > 0 ? (at < n ? (int32_t)at : n) : 0;
}

KC_NATIVE int mfb_perf(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *low,
                       const double *high, const double *len)
{
    int n = in->sizes[0], bands = (int)*len;
    if (n < 2 || kc_array_size1(c, out, 0, bands, 1) < 0) return KC_ERROR;
    int32_t *point = s->memory.p;
    double from = 1125.0 * log(1.0 + *low / 700.0), to = 1125.0 * log(1.0 + *high / 700.0);
    double step = (to - from) / (bands + 1);
    for (int i = 0; i < bands + 2; i++, from += step) point[i] = mel_point(from, n, c->sr);
    for (int i = 0; i < bands; i++) {
        int start = point[i], top = point[i + 1], end = point[i + 2];
        double sum = 0, g = 0;
        for (int j = start; j < top; j++, g += 1.0 / (top - start)) sum += in->data[j] * g;
        g = 1;
        for (int j = top; j < end; j++, g -= 1.0 / (end - top)) sum += in->data[j] * g;
        out->data[i] = sum / (end - start);
    }
    return KC_OK;
}

KC_NATIVE int mfb_now(spec_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *low,
                      const double *high, const double *len)
{
    return mfb_init(s, c, out, in, low, high, len) < 0 ? KC_ERROR : mfb_perf(s, c, out, in, low, high, len);
}

/* Opcode: mfb
 * Synopsis: kArr[] mfb kMags[], klow, khigh, ibands
 *           iArr[] mfb iMags[], ilow, ihigh, ibands
 *
 * Triangular filters, equally spaced in mel, over a spectrum of magnitudes.
 * In:  Mags       n / 2 + 1 magnitudes
 *      low, high  range, Hz
 *      ibands     filters, fewer than magnitudes
 * Out: mean magnitude in each band; not a number where a band holds no point
 * Fails: at init for too many bands
 */
KC_OP(mfb, "k[]", "k[]kki", .state = spec_st, .init = mfb_init, .perf = mfb_perf)
KC_OP(mfb, "i[]", "i[]iii", .state = spec_st, .init = mfb_now)
