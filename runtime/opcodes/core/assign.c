/* Assignment of what is not a number: strings, f-signals, whole arrays.
 *
 * The front end turns `x = y` on numbers into core operations; the entries for numbers here serve assignments
 * of several values at once. Arrays are copied by value; an array that is not yet made takes the shape of its
 * source. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/dsp/values.h"
#include "runtime/opcodes/op.h"

/* ---- numbers and strings ---------------------------------------------------------------------- */

/* All inputs are read before an output is written: ia, ib = ib, ia swaps. The last input serves all further
 * outputs. */
KC_NATIVE int assign_numbers(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int nout = c->site->nout, nin = c->site->nin;
    double v[64];
    if (nin < 1 || nin > nout || nout > 64)
        return kc_fail(c, "Cannot be more In arguments than Out in init (%d,%d)", nout, nin);
    for (int i = 0; i < nout; i++) v[i] = *(const double *)a[nout + (i < nin ? i : nin - 1)];
    for (int i = 0; i < nout; i++) *(double *)a[i] = v[i];
    return KC_OK;
}

KC_NATIVE int assign_string(void *s, kc_ctx *c, kc_str *out, const kc_str *in)
{
    (void)s;
    if (out == in) return KC_OK;
    return kc_str_set(c, out, kc_str_get(in));
}

KC_NATIVE int assign_string_number(void *s, kc_ctx *c, kc_str *out, const double *in)
{
    (void)s;
    return kc_str_from_number(c, out, *in);
}

KC_NATIVE int assign_fsig_init(void *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    (void)s;
    return kc_fsig_like(c, out, in);
}

KC_NATIVE int assign_fsig(void *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    (void)s;
    return kc_fsig_copy(c, out, in);
}

/* ---- arrays ----------------------------------------------------------------------------------- */

KC_NATIVE int copy_audio(kc_ctx *c, kc_array *dst, const kc_array *src, int n)
{
    int to = kc_array_span(dst), from = kc_array_span(src), end = c->end;
    if (end > to) end = to;
    if (end > from) end = from;
    for (int i = 0; i < n && end > c->begin; i++)
        memcpy(dst->data + (size_t)i * (size_t)to + c->begin, src->data + (size_t)i * (size_t)from + c->begin,
               (size_t)(end - c->begin) * sizeof(double));
    return KC_OK;
}

KC_NATIVE int copy_elements(kc_ctx *c, kc_array *dst, const kc_array *src)
{
    int n = kc_array_count(dst), m = kc_array_count(src), elem = kc_arg_elem(c, 0);
    if (m < n) n = m;
    if (elem == 'a') return copy_audio(c, dst, src, n);
    if (elem == 'S') {
        kc_str *d = (kc_str *)dst->data;
        const kc_str *s = (const kc_str *)src->data;
        for (int i = 0; i < n; i++)
            if (kc_str_set(c, &d[i], kc_str_get(&s[i])) < 0) return KC_ERROR;
        return KC_OK;
    }
    if (elem == 'f') {
        kc_fsig *d = (kc_fsig *)dst->data;
        const kc_fsig *s = (const kc_fsig *)src->data;
        for (int i = 0; i < n; i++)
            if (s[i].frame.p && kc_fsig_copy(c, &d[i], &s[i]) < 0) return KC_ERROR;
        return KC_OK;
    }
    memcpy(dst->data, src->data, (size_t)n * sizeof(double));
    return KC_OK;
}

KC_NATIVE int fsig_frames(kc_ctx *c, kc_array *dst, const kc_array *src)
{
    kc_fsig *d = (kc_fsig *)dst->data;
    const kc_fsig *s = (const kc_fsig *)src->data;
    int n = kc_array_count(dst) < kc_array_count(src) ? kc_array_count(dst) : kc_array_count(src);
    for (int i = 0; i < n; i++)
        if (s[i].frame.p && kc_fsig_like(c, &d[i], &s[i]) < 0) return KC_ERROR;
    return KC_OK;
}

KC_NATIVE int same_elements(kc_ctx *c)
{
    int to = kc_arg_elem(c, 0), from = kc_arg_elem(c, 1);
    int numbers = (to == 'i' || to == 'k') && (from == 'i' || from == 'k');
    return to == from || numbers ? KC_OK : kc_fail(c, "array-variable types do not match");
}

KC_NATIVE int assign_array_init(void *st, kc_ctx *c, kc_array *dst, const kc_array *src)
{
    (void)st;
    if (kc_array_ready(c, src) < 0 || same_elements(c) < 0) return KC_ERROR;
    if (dst == src) return KC_OK;
    if (dst->dimensions > 0 && dst->dimensions != src->dimensions)
        return kc_fail(c, "array-variable dimensions do not match");
    if (kc_array_like(c, dst, 0, src) < 0) return KC_ERROR;
    int elem = kc_arg_elem(c, 0);
    if (elem == 'f') return fsig_frames(c, dst, src);
    return elem == 'k' ? KC_OK : copy_elements(c, dst, src);
}

KC_NATIVE int assign_array_perf(void *st, kc_ctx *c, kc_array *dst, const kc_array *src)
{
    (void)st;
    if (dst == src) return KC_OK;
    if (kc_array_ready(c, src) < 0 || kc_array_ready(c, dst) < 0) return KC_ERROR;
    if (dst->dimensions != src->dimensions) return kc_fail(c, "array-variable dimensions do not match");
    if (dst->dimensions == 1 && dst->sizes[0] != src->sizes[0] && kc_array_resize1(c, dst, src->sizes[0]) < 0)
        return KC_ERROR;
    return copy_elements(c, dst, src);
}

/* One number for all elements. */
KC_NATIVE int assign_all(void *st, kc_ctx *c, kc_array *dst, const double *x)
{
    (void)st;
    if (kc_array_ready(c, dst) < 0) return KC_ERROR;
    for (int i = 0, n = kc_array_count(dst); i < n; i++) dst->data[i] = *x;
    return KC_OK;
}

KC_NATIVE int assign_all_audio(void *st, kc_ctx *c, kc_array *dst, const double *x)
{
    (void)st;
    if (kc_array_ready(c, dst) < 0) return KC_ERROR;
    int span = kc_array_span(dst), end = c->end < span ? c->end : span;
    for (int i = 0, n = kc_array_count(dst); i < n; i++)
        for (int j = c->begin; j < end; j++) dst->data[(size_t)i * (size_t)span + (size_t)j] = x[j];
    return KC_OK;
}

/* Opcode: =
 * Synopsis: Sres = Sin          (i-time)
 *           Sres = inum         (i-time: the text of a string p-field)
 *           ires, ... = iin, ...
 *           kres, ... = kin, ...
 *           fres = fin
 *           array = array
 *           kArr = kin          (all elements)
 *           aArr = ain
 *
 * Assignment by value.
 * In:  the value; an array, or one number for all elements of an array
 * Out: a copy
 * Fails: when the source array or f-signal is not initialised; when dimensions or types of arrays differ
 * Note: k- and a-rate arrays take their shape at init and their values in each k-cycle. An array that another
 *       one is assigned to may shrink or grow in performance only within the memory it has.
 */
KC_OP("=", "S", "S", .init = assign_string)
KC_OP("=", "S", "i", .init = assign_string_number)
KC_OP("=", "IIIIIIIIIIIIIIIIIIIIIIII", "m", .init = assign_numbers)
KC_OP("=", "zzzzzzzzzzzzzzzzzzzzzzzz", "z", .perf = assign_numbers)
KC_OP("=", "f", "f", .init = assign_fsig_init, .perf = assign_fsig)
KC_OP("=", "i[]", "i[]", .init = assign_array_init)
KC_OP("=", "i[]", "k[]", .init = assign_array_init)
KC_OP("=", "k[]", "k[]", .init = assign_array_init, .perf = assign_array_perf)
KC_OP("=", ".[]", ".[]", .init = assign_array_init, .perf = assign_array_perf)
KC_OP("=", "k[]", "k", .init = assign_all, .perf = assign_all)
KC_OP("=", "a[]", "a", .perf = assign_all_audio)

/* Opcode: #=
 * Synopsis: Sres #= Sin
 *
 * Assignment of a string in performance, made by the compiler for k-rate expressions.
 * Out: a copy
 * Fails: when memory is used up
 */
KC_OP("#=", "S", "S", .perf = assign_string)
