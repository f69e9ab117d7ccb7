/* init: gives variables a value at i-time, arrays their sizes. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/dsp/values.h"
#include "runtime/opcodes/op.h"

enum { INIT_MAX = 64 };

KC_NATIVE int init_counts(kc_ctx *c)
{
    int nout = c->site->nout, nin = c->site->nin;
    if (nin >= 1 && nin <= nout && nout <= INIT_MAX) return KC_OK;
    return kc_fail(c, "Cannot be more In arguments than Out in init (%d,%d)", nout, nin);
}

KC_NATIVE int init_numbers(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int nout = c->site->nout, nin = c->site->nin;
    double v[INIT_MAX];
    if (init_counts(c) < 0) return KC_ERROR;
    for (int i = 0; i < nout; i++) v[i] = *(const double *)a[nout + (i < nin ? i : nin - 1)];
    for (int i = 0; i < nout; i++) *(double *)a[i] = v[i];
    return KC_OK;
}

KC_NATIVE int init_blocks(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int nout = c->site->nout, nin = c->site->nin;
    double v[INIT_MAX];
    if (init_counts(c) < 0) return KC_ERROR;
    for (int i = 0; i < nout; i++) v[i] = *(const double *)a[nout + (i < nin ? i : nin - 1)];
    for (int i = 0; i < nout; i++)
        for (int n = 0; n < c->ksmps; n++) ((double *)a[i])[n] = v[i];
    return KC_OK;
}

KC_NATIVE int init_string(void *s, kc_ctx *c, kc_str *out, const kc_str *in)
{
    (void)s;
    return out == in ? KC_OK : kc_str_set(c, out, kc_str_get(in));
}

KC_NATIVE int init_string_number(void *s, kc_ctx *c, kc_str *out, const double *in)
{
    (void)s;
    return kc_str_from_number(c, out, *in);
}

KC_NATIVE int init_fsig(void *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    (void)s;
    return kc_fsig_like(c, out, in);
}

/* ---- arrays ----------------------------------------------------------------------------------- */

KC_NATIVE int clear_array(kc_ctx *c, kc_array *arr, int elem)
{
    int n = kc_array_count(arr);
    if (elem == 'f') return KC_OK;
    if (elem != 'S') {
        memset(arr->data, 0, (size_t)n * (size_t)arr->member_size);
        return KC_OK;
    }
    for (int i = 0; i < n; i++)
        if (kc_str_set(c, (kc_str *)arr->data + i, "") < 0) return KC_ERROR;
    return KC_OK;
}

/* Sizes of more than 2^27 bytes are taken for a mistake of the orchestra. */
KC_NATIVE int init_array(void *st, kc_ctx *c, void **a)
{
    (void)st;
    int32_t sizes[16];
    int dims = c->site->nin;
    double total = 1;
    if (dims < 1) return kc_fail(c, "Error: no sizes set for array initialization");
    if (dims > 16) return kc_fail(c, "Error: too many dimensions for array initialization");
    for (int i = 0; i < dims; i++) {
        double n = rint(*(const double *)a[1 + i]);
        if (!(n > 0)) return kc_fail(c, "Error: sizes must be > 0 for array initialization");
        total *= n;
        if (total > 1 << 24) return kc_fail(c, "array of %.0f elements is too large", total);
        sizes[i] = (int32_t)n;
    }
    int elem = kc_arg_elem(c, 0);
    if (kc_array_make(c, a[0], elem, dims, sizes) < 0) return KC_ERROR;
    return clear_array(c, a[0], elem);
}

/* Opcode: init
 * Synopsis: ires init iarg
 *           kres init iarg
 *           ares init iarg
 *           Sres init Sarg
 *           fres init farg
 *           iArr[] init isize1 [, isize2, ...]      (also k, a, S and f arrays)
 *
 * Sets variables at i-time; makes arrays.
 * In:  iarg   value; of several outputs without a value of their own each takes the last one given
 *      isize  elements in each dimension, rounded
 * Out: the variables; a-rate ones are filled with the value. Array elements are 0 or empty.
 * Fails: when there are more values than variables; when a size is not greater than 0
 */
KC_OP(init, "S", "S", .init = init_string)
KC_OP(init, "S", "i", .init = init_string_number)
KC_OP(init, "IIIIIIIIIIIIIIIIIIIIIIII", "m", .init = init_numbers)
KC_OP(init, "zzzzzzzzzzzzzzzzzzzzzzzz", "m", .init = init_numbers)
KC_OP(init, "mmmmmmmmmmmmmmmmmmmmmmmm", "m", .init = init_blocks)
KC_OP(init, "f", "f", .init = init_fsig)
KC_OP(init, "i[]", "m", .init = init_array)
KC_OP(init, "k[]", "m", .init = init_array)
KC_OP(init, "a[]", "m", .init = init_array)
KC_OP(init, "S[]", "m", .init = init_array)
KC_OP(init, "f[]", "m", .init = init_array)
