/* Phases of 2^31 a cycle and tables read with them: oscilikt, oscbnk and grain opcodes. Native code only. */
#ifndef KC_OPCODES_DSP_PHASE31_H
#define KC_OPCODES_DSP_PHASE31_H
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"
#include "runtime/opcodes/op.h"

#define KC_PHASE31_MASK 0x7fffffffu

/* A phase of x cycles, rounded; 0 when x is out of all reason. */
KC_NATIVE uint32_t kc_phase31(double x)
{
    x *= 0x1p31;
    return x > -9.2e18 && x < 9.2e18 ? (uint32_t)(uint64_t)__builtin_llrint(x) & KC_PHASE31_MASK : 0;
}
KC_NATIVE uint32_t kc_phase31_add(uint32_t a, uint32_t b) { return (a + b) & KC_PHASE31_MASK; }
/* x without its whole part; towards 0. */
KC_NATIVE double kc_fraction(double x) { return x - trunc(x); }

typedef struct {
    const double *tab;
    double scale; /* of the fraction */
    uint32_t lobits, mask;
} kc_wave31;

/* How to read a table. Lengths that are no power of two are read up to the part of 2^31 which they fill. */
KC_NATIVE kc_wave31 kc_wave31_of(const kc_table *t)
{
    kc_wave31 w = {.tab = t->data, .lobits = 0};
    if (t->len < 2) return (kc_wave31){.tab = t->data, .lobits = 31};
    for (uint64_t n = (uint64_t)t->len; n < 0x80000000u; n <<= 1) w.lobits++;
    w.mask = (1u << w.lobits) - 1;
    w.scale = 1.0 / (1u << w.lobits);
    return w;
}
/* Linear interpolation. */
KC_NATIVE double kc_wave31_read(const kc_wave31 *w, uint32_t phase)
{
    const double *x = w->tab + (phase >> w->lobits);
    return x[0] + (x[1] - x[0]) * (double)(phase & w->mask) * w->scale;
}

/* The private generator of these opcodes: multiplier 16807 modulo 2^31 - 1. */
KC_NATIVE int32_t kc_rand31_step(int32_t *r) { return *r = kc_mul_mod31(*r, 16807); }
/* Starts it from a seed, or from the clock when the seed rounds to less than 1. */
KC_NATIVE void kc_rand31_seed(kc_ctx *c, int32_t *r, double seed)
{
    double n = seed + 0.5;
    int64_t x = n >= 1 && n < 0x1p31 ? (int64_t)n : kc_time_seed(c);
    *r = (int32_t)((x - 1 + 0x7ffffffe) % 0x7ffffffe) + 1;
    kc_rand31_step(r);
    kc_rand31_step(r);
}
#endif
