/* Adds the lanes of rows to a buffer. For a single row and all lanes eight samples are taken at a time,
 * transposed in registers, so that each lane's eight samples are one vector to add. */
#include "runtime/engine/mix.h"
#include "runtime/abi.h"

enum { W = KC_LANE_COUNT };
typedef double V __attribute__((ext_vector_type(8)));
#pragma clang diagnostic ignored "-Wpsabi"

#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

static inline __attribute__((always_inline)) void transposed(V *r)
{
    V a[8], b[8];
    for (int i = 0; i < 8; i += 2) {
        a[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        a[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 8; i += 4)
        for (int k = 0; k < 2; k++) {
            b[i + k] = __builtin_shufflevector(a[i + k], a[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            b[i + k + 2] = __builtin_shufflevector(a[i + k], a[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int k = 0; k < 4; k++) {
        r[k] = __builtin_shufflevector(b[k], b[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        r[k + 4] = __builtin_shufflevector(b[k], b[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

CLONES
void kc_mix_add(double *to, double *const *rows, int nrows, uint32_t lanes, int begin, int end)
{
    int n = begin;
    for (; nrows == 1 && n + 8 <= end; n += 8) {
        const V *row = (const V *)rows[0] + n;
        V r[8], sum;
        for (int i = 0; i < 8; i++) r[i] = row[i];
        transposed(r);
        __builtin_memcpy(&sum, to + n, sizeof sum);
        for (int l = 0; l < W; l++)
            if (lanes >> l & 1) sum += r[l];
        __builtin_memcpy(to + n, &sum, sizeof sum);
    }
    for (; n < end; n++) {
        double sum = to[n];
        for (int l = 0; l < W; l++)
            for (int s = 0; s < nrows && lanes >> l & 1; s++) sum += rows[s][n * W + l];
        to[n] = sum;
    }
}
