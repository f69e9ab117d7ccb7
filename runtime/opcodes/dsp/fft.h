/* Fourier transforms in double precision, of any length.
 *
 * A plan lives in memory of the caller's: ask for the size, get the memory (kc_aux_alloc), make the plan
 * there. A plan holds work space, so one plan serves one transform at a time. No transform scales: forward
 * then inverse gives n times the data.
 *
 *   X[k] = sum over j of x[j] e^(-2 pi i j k / n)   forward;   e^(+...) inverse
 *
 * Powers of two: radix-4 steps and a last radix-2 one in the self-sorting order of T. G. Stockham (Proc.
 * AFIPS 28, 1966; see C. Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM 1992). Other
 * lengths: as a convolution with a chirp (L. I. Bluestein, IEEE Trans. Audio Electroacoust. 18(4), 1970).
 * Real data of even length n: as n / 2 complex points (J. W. Cooley, P. A. W. Lewis, P. D. Welch, J. Sound
 * Vib. 12(3), 1970). */
#ifndef KC_OPCODES_DSP_FFT_H
#define KC_OPCODES_DSP_FFT_H
#include <stddef.h>

#define KC_FFT_MAX (1 << 24) /* longest transform */

typedef struct {
    int n;           /* points */
    int m;           /* length of the power-of-two transform: n, or what Bluestein needs */
    double *twiddle; /* e^(-2 pi i k / m), m complex numbers */
    double *work;    /* m complex numbers; 2 m for Bluestein */
    double *chirp;   /* e^(-pi i k^2 / n), n complex numbers; NULL for powers of two */
    double *kernel;  /* transform of the chirp's conjugate, m complex numbers */
} kc_fft;

/* Bytes for a plan of n points, 1 .. KC_FFT_MAX; 0 when n is out of range. */
size_t kc_fft_bytes(int n);
/* Makes the plan in `memory`, which must be aligned for double and of that size. */
kc_fft *kc_fft_make(void *memory, int n);
/* In place on n complex numbers, real and imaginary part in turn. */
void kc_fft_forward(const kc_fft *f, double *x);
void kc_fft_inverse(const kc_fft *f, double *x);

/* Transforms of n real numbers; their spectrum is n / 2 + 1 complex numbers (for odd n (n + 1) / 2). */
typedef struct {
    int n;
    kc_fft *half;    /* n / 2 points; n for odd n */
    double *twiddle; /* e^(-2 pi i k / n), k <= n / 4; NULL for odd n */
    double *work;    /* n complex numbers for odd n */
} kc_rfft;

size_t kc_rfft_bytes(int n);
kc_rfft *kc_rfft_make(void *memory, int n);
/* x: n numbers; spectrum: 2 (n / 2 + 1) numbers. They may be the same place when it has room for both. */
void kc_rfft_forward(const kc_rfft *f, const double *x, double *spectrum);
/* The reverse; the spectrum is taken as that of real data (parts that contradict this are ignored). */
void kc_rfft_inverse(const kc_rfft *f, const double *spectrum, double *x);

/* The packed form of even n: n numbers, the real numbers of 0 Hz and of n / 2 come first. In place. */
void kc_rfft_forward_packed(const kc_rfft *f, double *x);
void kc_rfft_inverse_packed(const kc_rfft *f, double *x);
#endif
