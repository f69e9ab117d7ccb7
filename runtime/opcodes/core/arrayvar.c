/* Elements of arrays: x[i] as a value (##array_get), x[i] = value (##array_set), x[i] init value
 * (##array_init).
 *
 * Indices are truncated. The element is copied by its type: a number, a block, a string, an f-signal. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/dsp/values.h"
#include "runtime/opcodes/op.h"

/* Address of the element at the indices a[0] .. a[n - 1]; NULL after an error. */
KC_NATIVE char *element_at(kc_ctx *c, const kc_array *arr, void **a, int n)
{
    if (kc_array_ready(c, arr) < 0) return NULL;
    if (n != arr->dimensions) {
        kc_fail(c, "Array dimension %d does not match for dimensions %d", n, arr->dimensions);
        return NULL;
    }
    size_t at = 0;
    for (int i = 0; i < n; i++) {
        double x = *(const double *)a[i];
        int32_t index = x > -2147483648.0 && x < 2147483647.0 ? (int32_t)x : INT32_MAX;
        if (index < 0 || index >= arr->sizes[i]) {
            kc_fail(c, "Array index %d out of range (0,%d) for dimension %d", index, arr->sizes[i], i + 1);
            return NULL;
        }
        at = at * (size_t)arr->sizes[i] + (size_t)index;
    }
    return (char *)arr->data + at * (size_t)arr->member_size;
}

/* The frame's memory is asked for in the init pass; a performance can only copy into it. */
KC_NATIVE int copy_fsig(kc_ctx *c, kc_fsig *to, const kc_fsig *from)
{
    if (!from->frame.p) return KC_OK;
    if (!c->note || c->note->init_done) return kc_fsig_copy(c, to, from);
    if (kc_fsig_like(c, to, from) < 0) return KC_ERROR;
    to->framecount = 0;
    return kc_fsig_copy(c, to, from);
}

/* value_type: letter of the other side; a number put into an a-rate element fills it. */
KC_NATIVE int copy_value(kc_ctx *c, int elem, int span, void *to, const void *from, int value_type)
{
    double *d = to;
    const double *s = from;
    switch (elem) {
    case 'S': return to == from ? KC_OK : kc_str_set(c, to, kc_str_get(from));
    case 'f': return to == from ? KC_OK : copy_fsig(c, to, from);
    case 'a':
        for (int n = 0, end = c->ksmps < span ? c->ksmps : span; n < end; n++)
            d[n] = value_type == 'a' ? s[n] : *s;
        return KC_OK;
    default: *d = *s; return KC_OK;
    }
}

/* a: out, array, indices */
KC_NATIVE int array_get(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const kc_array *arr = a[1];
    const char *from = element_at(c, arr, a + 2, c->site->nin - 1);
    if (!from) return KC_ERROR;
    return copy_value(c, kc_arg_elem(c, 1), kc_array_span(arr), a[0], from, 'a');
}

/* a: array, value, indices */
KC_NATIVE int array_set(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const kc_array *arr = a[0];
    char *to = element_at(c, arr, a + 2, c->site->nin - 2);
    if (!to) return KC_ERROR;
    return copy_value(c, kc_arg_elem(c, 0), kc_array_span(arr), to, a[1], kc_arg_type(c, 1));
}

KC_NATIVE int array_set_late(void *s, kc_ctx *c, void **a)
{
    (void)s, (void)a;
    return kc_fail(c, "Cannot set i-array at k-rate");
}

/* Sample of an a-rate variable: its index, or -1 after an error. */
KC_NATIVE int sample_at(kc_ctx *c, double x)
{
    if (x > -1 && x < c->ksmps) return (int)x;
    kc_fail(c, "Array index %.0f out of range (0,%d) for dimension 1", x, c->ksmps);
    return -1;
}

KC_NATIVE int sample_get(void *s, kc_ctx *c, double *out, const double *signal, const double *index)
{
    (void)s;
    int n = sample_at(c, *index);
    if (n < 0) return KC_ERROR;
    *out = signal[n];
    return KC_OK;
}

KC_NATIVE int sample_set(void *s, kc_ctx *c, double *signal, const double *value, const double *index)
{
    (void)s;
    int n = sample_at(c, *index);
    if (n < 0) return KC_ERROR;
    signal[n] = *value;
    return KC_OK;
}

/* Opcode: ##array_get
 * Synopsis: res = array[index] ...
 *           kres = asig[kindex]
 *
 * An element of an array, read at i-time for i-rate indices of i-rate and string arrays, else in performance.
 * In:  array  any array, or a signal, whose samples are read
 *      index  one for each dimension, from 0
 * Out: the element
 * Fails: when an index is out of range
 */
KC_OP("##array_get", "k", "k[]m", .perf = array_get)
KC_OP("##array_get", "a", "a[]m", .perf = array_get)
KC_OP("##array_get", ".", ".[]m", .init = array_get)
KC_OP("##array_get", ".", ".[]z", .perf = array_get)
KC_OP("##array_get", "k", "ak", .perf = sample_get)

/* Opcode: ##array_set
 * Synopsis: array[index] ... = value
 *           asig[kindex] = kvalue
 *
 * Sets an element of an array; k- and a-rate arrays in performance.
 * In:  array  any array
 *      value  of the array's type
 *      index  one for each dimension, from 0
 * Fails: when an index is out of range; when the index of an i-rate array is k-rate
 */
KC_OP("##array_set", "", "k[]km", .perf = array_set)
KC_OP("##array_set", "", "a[]am", .perf = array_set)
KC_OP("##array_set", "", ".[].m", .init = array_set)
KC_OP("##array_set", "", "i[].z", .init = array_set_late)
KC_OP("##array_set", "", ".[].z", .perf = array_set)
KC_OP("##array_set", "", "akk", .perf = sample_set)

/* Opcode: ##array_init
 * Synopsis: array[index] ... init value
 *
 * Sets an element of any array at i-time; an a-rate element is filled.
 * In:  array  any array
 *      value  number or string
 *      index  one for each dimension, from 0
 * Fails: when an index is out of range
 */
KC_OP("##array_init", "", ".[].m", .init = array_set)
