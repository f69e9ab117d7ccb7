/* What the opcodes on f-signals share: formats, windows, opening an f-signal. */
#ifndef KC_OPCODES_DSP_PVS_H
#define KC_OPCODES_DSP_PVS_H
#include "runtime/opcodes/op.h"

/* What a frame holds: pairs of numbers for each bin; KC_PVS_TRACKS: amplitude, frequency, phase and identity
 * of each track, identity -1 behind the last. */
enum { KC_PVS_AMP_FREQ, KC_PVS_AMP_PHASE, KC_PVS_COMPLEX, KC_PVS_TRACKS };

/* Windows. Those from Blackman on are for sliding analysis alone; below 0: a function table with half a
 * window. */
enum {
    KC_PVS_HAMMING,
    KC_PVS_HANN,
    KC_PVS_KAISER,
    KC_PVS_CUSTOM,
    KC_PVS_BLACKMAN,
    KC_PVS_BLACKMAN_EXACT,
    KC_PVS_NUTTALL,
    KC_PVS_HARRIS3,
    KC_PVS_HARRIS_MIN,
    KC_PVS_RECT
};

#define KC_PVS_MAX (1 << 24) /* points of a frame, or of a window */

/* The right half of a window of `points`: half[0 .. points / 2]; the points of an even window are half a step
 * off its middle, and the last one is 0. Records an error. */
int kc_pvs_window(kc_ctx *c, double *half, int type, int points);
/* As kc_pvs_window, then the left half: middle[-points / 2 .. points / 2]. */
int kc_pvs_window_all(kc_ctx *c, double *middle, int type, int points);
/* Multiplies both halves by sin(pi t / period) / (pi t / period). */
void kc_pvs_sinc(double *middle, int points, double period);
double kc_pvs_sum(const double *middle, int points);
void kc_pvs_scale(double *middle, int points, double factor);

/* Init: `f` becomes a signal of frames of n points (n / 2 + 1 bins), all zero. */
int kc_pvs_open(kc_ctx *c, kc_fsig *f, int n, int overlap, int winsize, int wintype, int format);
/* True when a signal has frames of floats, and is of this size. */
static inline int kc_pvs_fits(const kc_fsig *f, int n)
{
    return f->frame.p && !f->sliding && f->N == n && f->frame.size >= ((size_t)n + 2) * sizeof(float);
}
#endif
