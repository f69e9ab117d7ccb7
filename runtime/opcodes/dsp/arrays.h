/* What opcodes on array variables share: checks, shapes, and access to elements. Native code only. */
#ifndef KC_OPCODES_DSP_ARRAYS_H
#define KC_OPCODES_DSP_ARRAYS_H
#include "runtime/opcodes/op.h"

/* Doubles an element takes: 1, or the block length of an a-rate array. */
KC_NATIVE int kc_array_span(const kc_array *arr) { return arr->member_size / (int)sizeof(double); }

KC_NATIVE int kc_array_ready(kc_ctx *c, const kc_array *arr)
{
    if (arr->data && arr->dimensions > 0) return KC_OK;
    return kc_fail(c, "array-variable not initialised");
}

KC_NATIVE int kc_array_same_shape(const kc_array *x, const kc_array *y)
{
    if (x->dimensions != y->dimensions) return 0;
    for (int i = 0; i < x->dimensions; i++)
        if (x->sizes[i] != y->sizes[i]) return 0;
    return 1;
}

/* Element type letter of argument i, which is an array. */
KC_NATIVE int kc_arg_elem(const kc_ctx *c, int i) { return kc_arg_type(c, i) & 0x7f; }

/* Init: gives array argument `arg` the shape of `like`; contents are kept when the shape is right already. */
KC_NATIVE int kc_array_like(kc_ctx *c, kc_array *dst, int arg, const kc_array *like)
{
    if (kc_array_ready(c, like) < 0) return KC_ERROR;
    if (dst == like || (dst->data && kc_array_same_shape(dst, like))) return KC_OK;
    return kc_array_make(c, dst, kc_arg_elem(c, arg), like->dimensions, like->sizes);
}

/* Perf: makes an existing array one-dimensional with n elements, within the memory it has. */
KC_NATIVE int kc_array_resize1(kc_ctx *c, kc_array *arr, int32_t n)
{
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    size_t need = (size_t)(n < 0 ? 0 : n) * (size_t)arr->member_size;
    if (n < 0 || need > arr->allocated)
        return kc_fail(
            c,
            "Array too small (allocated %zu < needed %zu), but cannot allocate during performance pass. "
            "Allocate a bigger array at init time",
            arr->allocated, need);
    arr->dimensions = 1;
    arr->sizes[0] = n;
    return KC_OK;
}

/* Either of the two, by the pass: `perf` is non-zero in performance. */
KC_NATIVE int kc_array_size1(kc_ctx *c, kc_array *arr, int arg, int32_t n, int perf)
{
    if (arr->data && arr->dimensions == 1 && arr->sizes[0] == n) return KC_OK;
    return perf ? kc_array_resize1(c, arr, n) : kc_array_make1(c, arr, kc_arg_elem(c, arg), n);
}
#endif
