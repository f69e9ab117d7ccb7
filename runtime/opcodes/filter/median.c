/* median, mediank: the middle one of the last values. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
enum { MEDIAN_MAX = 1 << 24 };

typedef struct {
    kc_aux mem; /* ring of `size` values, then room to sort in */
    int size, pos;
} median_st;

KC_NATIVE int median_init(median_st *s, kc_ctx *c, double *out, const double *in, const double *window,
                          const double *size, const double *skip)
{
    (void)out, (void)in, (void)window;
    int n = kc_round_i(*size);
    if (n < 1 || n > MEDIAN_MAX) return kc_fail(c, "median: no window of %g", *size);
    size_t bytes = 2 * (size_t)n * sizeof(double);
    s->pos = 0;
    s->size = n;
    /* as in the reference, a reused buffer is cleared by a skip flag that is set */
    if (s->mem.p && s->mem.size >= bytes && *skip == 0) return KC_OK;
    return kc_aux_alloc(c, &s->mem, bytes);
}
/* Element k of a[0 .. n-1] in rising order (C. A. R. Hoare's find). */
KC_NATIVE double median_find(double *a, int n, int k)
{
    for (int lo = 0, hi = n - 1; lo < hi;) {
        double x = a[k];
        int i = lo, j = hi;
        do {
            while (i < hi && a[i] < x) i++;
            while (j > lo && x < a[j]) j--;
            if (i <= j) {
                double y = a[i];
                a[i++] = a[j];
                a[j--] = y;
            }
        } while (i <= j);
        if (j < k) lo = i;
        if (k < i) hi = j;
    }
    return a[k];
}
KC_NATIVE double median_next(median_st *s, double x, int window)
{
    double *ring = s->mem.p, *sorted = ring + s->size;
    ring[s->pos++] = x;
    int recent = window < s->pos ? window : s->pos;
    memcpy(sorted, ring + s->pos - recent, (size_t)recent * sizeof(double));
    memcpy(sorted + recent, ring + s->size - (window - recent), (size_t)(window - recent) * sizeof(double));
    if (s->pos >= s->size) s->pos = 0;
    return median_find(sorted, window, (window + 1) / 2 - 1);
}
KC_NATIVE int median_window(const median_st *s, kc_ctx *c, double window)
{
    int n = kc_round_i(window);
    if (n > s->size)
        kc_warn(c, "median: window (%d)larger than maximum(%d); truncated", n, s->size), n = s->size;
    return kc_max_i(n, 1);
}
KC_NATIVE int median_perf(median_st *s, kc_ctx *c, double *out, const double *in, const double *window,
                          const double *size, const double *skip)
{
    (void)size, (void)skip;
    int w = median_window(s, c, *window);
    for (int n = c->begin; n < c->end; n++) out[n] = median_next(s, in[n], w);
    return KC_OK;
}
KC_NATIVE int mediank_perf(median_st *s, kc_ctx *c, double *out, const double *in, const double *window,
                           const double *size, const double *skip)
{
    (void)size, (void)skip;
    *out = median_next(s, *in, median_window(s, c, *window));
    return KC_OK;
}
#endif

/* Opcode: median
 * Synopsis: ares median asig, ksize, imaxsize [, iskip]
 *
 * Median filter.
 * In:  asig      signal
 *      ksize     number of values, 1 .. imaxsize; of an even number the lower middle one is taken
 *      imaxsize  largest ksize
 *      iskip     0 keeps the values of a note before (default 0)
 * Out: the middle one of the last ksize values
 * Fails: at init for imaxsize below 1 or above 2^24
 */
KC_OP(median, "a", "akio", .state = median_st, .init = median_init, .perf = median_perf)

/* Opcode: mediank
 * Synopsis: kres mediank kin, ksize, imaxsize [, iskip]
 *
 * Median filter for k-rate signals.
 * In, Out, Fails: as median
 */
KC_OP(mediank, "k", "kkio", .state = median_st, .init = median_init, .perf = mediank_perf)
