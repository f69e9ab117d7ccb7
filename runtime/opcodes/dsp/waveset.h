/* Band-limited wave tables: one waveform, cut off after more and more harmonics.
 *
 * A set has tables of 0, 1, 2 ... harmonics; from some point on each has `step` times as many as the one
 * before, up to 4096 or what its size holds. A table is a cycle of `size` points (a power of two, larger for
 * more harmonics) and a guard point, made from its spectrum by an inverse Fourier transform. Sets belong to
 * the engine and live as long. */
#ifndef KC_OPCODES_DSP_WAVESET_H
#define KC_OPCODES_DSP_WAVESET_H
#include "runtime/abi.h"

#define KC_WAVE_HARMONICS 4096 /* most a table has */

/* Built-in waveforms; -1 and below are the user's. */
enum { KC_WAVE_SAW, KC_WAVE_PARABOLA, KC_WAVE_PULSE, KC_WAVE_SQUARE, KC_WAVE_TRIANGLE, KC_WAVE_BUILTIN };

/* Read with a phase of 2^31 a cycle: index phase >> lobits, fraction (phase & mask) * scale. */
typedef struct {
    const double *data;
    double scale;
    int32_t harmonics, size;
    int32_t lobits, mask;
} kc_wave;

typedef struct kc_waveset {
    struct kc_waveset *next;
    int waveform;
    int base; /* number of the first function table; -1: there are none */
    int count;
    kc_wave *waves;
    uint16_t best[KC_WAVE_HARMONICS + 1]; /* the wave for a number of harmonics */
    double *data;
} kc_waveset;

typedef struct {
    double step; /* 1.01 .. 2 */
    int min_size, max_size;
    int base; /* see kc_waveset */
    const double *
        user; /* waveform < 0: spectrum of the cycle, harmonics 0 .. nuser, real and imaginary part in turn */
    int nuser;
} kc_waveset_plan;

/* What is customary for a waveform. */
kc_waveset_plan kc_waveset_defaults(int waveform);
/* The newest set of a waveform, or NULL. */
const kc_waveset *kc_waveset_find(kc_ctx *c, int waveform);
/* Makes a set, which takes the place of an older one, and its function tables when there is a base. NULL
 * after an error, which has been recorded. */
const kc_waveset *kc_waveset_make(kc_ctx *c, int waveform, const kc_waveset_plan *plan);
#endif
