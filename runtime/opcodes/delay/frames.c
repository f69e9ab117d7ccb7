/* framebuffer, olabuffer: audio to frames in arrays, and frames back to audio. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
enum { FRAME_MAX = 1 << 26 };

/* ---- framebuffer ----------------------------------------------------------------------------- */

typedef struct {
    kc_aux mem;
    int size, head; /* elements; next to be written, the oldest */
    int to_array;
} framebuffer_st;

KC_NATIVE int framebuffer_init(framebuffer_st *s, kc_ctx *c, void **a)
{
    if (c->site->nout != 1 || c->site->nin != 2) return kc_fail(c, "framebuffer: wants an input and a size");
    int out = kc_arg_type(c, 0), in = kc_arg_type(c, 1), array = 'k' | 0x80;
    double size = *(double *)a[2];
    if (!(in == 'a' && out == array) && !(in == array && out == 'a'))
        return kc_fail(c,
                       "framebuffer: Error, only a-rate var input with k-rate array output or k-rate array "
                       "input with a-rate var output are valid arguments");
    if (!(size >= c->ksmps))
        return kc_fail(c, "framebuffer: Error, specified element count less than ksmps value");
    if (size > FRAME_MAX) return kc_fail(c, "framebuffer: no size of %g", size);
    s->size = (int)size;
    s->to_array = in == 'a';
    s->head %= s->size;
    if (s->to_array) {
        if (kc_array_make1(c, a[0], 'k', s->size) < 0) return KC_ERROR;
    } else {
        const kc_array *frame = a[1];
        if (frame->dimensions != 1)
            return kc_fail(c, "framebuffer: Error, k-rate array input must be one dimensional");
        if (frame->sizes[0] > s->size)
            return kc_fail(c,
                           "framebuffer: Error, k-rate array input element count must be less than or equal "
                           "to specified framebuffer size");
    }
    return kc_aux_alloc(c, &s->mem, (size_t)s->size * sizeof(double));
}
/* n values in at the head. What fits moves the head by ksmps, what wraps leaves it at the end. */
KC_NATIVE void framebuffer_write(framebuffer_st *s, const double *x, int n, int ksmps)
{
    double *ring = s->mem.p;
    int first = n < s->size - s->head ? n : s->size - s->head;
    memcpy(ring + s->head, x, (size_t)first * sizeof(double));
    memcpy(ring, x + first, (size_t)(n - first) * sizeof(double));
    s->head = s->head + n <= s->size ? (s->head + ksmps) % s->size : n - first;
}
KC_NATIVE void framebuffer_read(const framebuffer_st *s, double *y, int n)
{
    const double *ring = s->mem.p;
    int first = n < s->size - s->head ? n : s->size - s->head;
    memcpy(y, ring + s->head, (size_t)first * sizeof(double));
    memcpy(y + first, ring, (size_t)(n - first) * sizeof(double));
}
KC_NATIVE int framebuffer_perf(framebuffer_st *s, kc_ctx *c, void **a)
{
    kc_array *frame = a[s->to_array ? 0 : 1];
    int n = kc_array_count(frame);
    if (n > s->size) return kc_fail(c, "framebuffer: the array has become longer");
    if (s->to_array) {
        framebuffer_write(s, a[1], c->ksmps, c->ksmps);
        framebuffer_read(s, frame->data, n);
    } else {
        framebuffer_write(s, frame->data, n, c->ksmps);
        framebuffer_read(s, a[0], c->ksmps);
    }
    return KC_OK;
}

/* ---- olabuffer ------------------------------------------------------------------------------- */

typedef struct {
    kc_aux mem; /* `count` frames */
    int count, size, hop;
    int frame, to_hop, at; /* next frame to fill; samples since the last one; where the output is */
} olabuffer_st;

KC_NATIVE int olabuffer_init(olabuffer_st *s, kc_ctx *c, double *out, const kc_array *in,
                             const double *overlap)
{
    (void)out;
    double count = *overlap;
    if (floor(count) != count || count < 1)
        return kc_fail(c, "olabuffer: Error, overlap factor must be an integer");
    if (in->dimensions != 1) return kc_fail(c, "olabuffer: Error, k-rate array must be one dimensional");
    int size = in->sizes[0];
    if (size <= count)
        return kc_fail(c, "olabuffer: Error, k-rate array size must be larger than ovelap factor");
    s->count = (int)count;
    if (size % s->count)
        return kc_fail(c,
                       "olabuffer: Error, overlap factor must be an integer multiple of k-rate array size");
    s->size = size;
    s->hop = size / s->count;
    if (s->hop < c->ksmps)
        return kc_fail(c,
                       "olabuffer: Error, k-rate array size divided by overlap factor must be larger than or "
                       "equal to ksmps");
    s->to_hop = s->hop;
    s->frame %= s->count;
    s->at %= s->size;
    return kc_aux_alloc(c, &s->mem, (size_t)size * (size_t)s->count * sizeof(double));
}
/* The array becomes a frame, turned so that it starts where the output is. */
KC_NATIVE void olabuffer_take(olabuffer_st *s, const double *x)
{
    double *f = (double *)s->mem.p + (size_t)s->frame * (size_t)s->size;
    int start = s->hop * s->frame, first = s->size - start;
    memcpy(f + start, x, (size_t)first * sizeof(double));
    memcpy(f, x + first, (size_t)start * sizeof(double));
    s->frame = (s->frame + 1) % s->count;
}
/* n sums of all frames from the place `at`. The reference reads on where a frame ends: into the next one. */
KC_NATIVE void olabuffer_give(const olabuffer_st *s, double *y, int n)
{
    const double *m = s->mem.p;
    size_t all = (size_t)s->size * (size_t)s->count;
    for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int i = 0; i < s->count; i++) {
            size_t k = (size_t)i * (size_t)s->size + (size_t)(s->at + j);
            if (k < all) sum += m[k];
        }
        y[j] = sum;
    }
}
KC_NATIVE int olabuffer_perf(olabuffer_st *s, kc_ctx *c, double *out, const kc_array *in,
                             const double *overlap)
{
    (void)overlap;
    int n = c->ksmps, next = (s->at + n) % s->hop;
    if (kc_array_count(in) < s->size) return kc_fail(c, "olabuffer: the array has become shorter");
    if (next == 0) {
        olabuffer_take(s, in->data);
        olabuffer_give(s, out, n);
    } else if (next < s->to_hop) {
        int first = s->hop - s->to_hop;
        if (first > n) first = n;
        olabuffer_give(s, out, first);
        olabuffer_take(s, in->data);
        olabuffer_give(s, out + first, n - first);
    } else {
        olabuffer_give(s, out, n);
    }
    s->to_hop = (s->to_hop + n) % s->hop;
    s->at = (s->at + n) % s->size;
    return KC_OK;
}
#endif

/* Opcode: framebuffer
 * Synopsis: kout[] framebuffer ain, isize
 *           aout framebuffer kin[], isize
 *
 * The last isize samples as an array, or an array as samples.
 * In:  ain    signal
 *      kin    array of at most isize values, written each k-cycle
 *      isize  elements, ksmps or more
 * Out: the ring from its oldest value on
 * Fails: at init for other types and sizes
 */
KC_OP(framebuffer, "*", "*", .state = framebuffer_st, .init = framebuffer_init, .perf = framebuffer_perf)

/* Opcode: olabuffer
 * Synopsis: aout olabuffer kin[], ioverlap
 *
 * Adds overlapping frames up.
 * In:  kin       frame, taken every size / ioverlap samples
 *      ioverlap  number of frames that sound at a time
 * Out: sum of the frames
 * Fails: at init for an array whose size is no multiple of ioverlap, or less than ksmps times ioverlap
 */
KC_OP(olabuffer, "a", "k[]i", .state = olabuffer_st, .init = olabuffer_init, .perf = olabuffer_perf)
