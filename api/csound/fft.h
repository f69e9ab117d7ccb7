/* Fourier transforms that plugins call through their instance. */
#ifndef KC_API_CSOUND_FFT_H
#define KC_API_CSOUND_FFT_H
#include "api/csound/csound_int.h"

/* In place on `n` complex or real numbers; the inverse is scaled by 1 / n. Real spectra are packed (n
 * numbers: those of 0 Hz and of half the rate come first), in the np2 form they are not (n + 2 numbers). A
 * wrong length leaves the data alone (reported). */
void kc_cs_fft(CSOUND *cs, double *x, int n);
void kc_cs_fft_inverse(CSOUND *cs, double *x, int n);
void kc_cs_rfft(CSOUND *cs, double *x, int n);
void kc_cs_rfft_inverse(CSOUND *cs, double *x, int n);
void kc_cs_rfft_np2(CSOUND *cs, double *x, int n);
void kc_cs_rfft_np2_inverse(CSOUND *cs, double *x, int n);
/* A plan in the instance's memory (direction 0 forward, 1 inverse), and its use: no memory is taken then. */
void *kc_cs_rfft_plan(CSOUND *cs, int n, int direction);
void kc_cs_rfft_run(CSOUND *cs, void *plan, double *x);
/* out = scale * a * b, packed spectra. */
void kc_cs_rfft_product(CSOUND *cs, double *out, double *a, double *b, int n, double scale);
/* 1: the inverse transforms need no factor. */
double kc_cs_fft_scale(CSOUND *cs, int n);
#endif
