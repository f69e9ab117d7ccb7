/* Sums of lanes, note by note (mix.c). */
#ifndef KC_ENGINE_MIX_H
#define KC_ENGINE_MIX_H
#include <stdint.h>

enum { KC_MIX_ROWS = 32 };

/* to[n] += rows[0][n][l], then rows[1][n][l] ..., for every lane l of `lanes` in turn, n in [begin, end).
 * Rows hold KC_LANE_COUNT values a sample and are 64-byte aligned. The order is that of notes one by one, for
 * the same bits. */
void kc_mix_add(double *to, double *const *rows, int nrows, uint32_t lanes, int begin, int end);
#endif
