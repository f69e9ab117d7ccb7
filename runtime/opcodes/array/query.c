/* Numbers about arrays: lenarray, sumarray, maxarray, minarray, dot, nxtpow2. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"

/* ---- length ----------------------------------------------------------------------------------- */

KC_NATIVE int lenarray_any(void *s, kc_ctx *c, double *out, const kc_array *arr, const double *dimension)
{
    (void)s, (void)c;
    double d = *dimension;
    if (!(d < arr->dimensions + 1.0))
        *out = -1;
    else if (d < 1)
        *out = arr->dimensions;
    else
        *out = arr->sizes[(int)d - 1];
    return KC_OK;
}

/* Opcode: lenarray lentab
 * Synopsis: ires lenarray arr [, idim]
 *           kres lenarray arr [, idim]
 *
 * Length of an array.
 * In:  arr   any array
 *      idim  dimension, from 1 (default 1); 0 asks for the number of dimensions
 * Out: the length, -1 when there is no such dimension
 * Fails: never
 */
KC_OP(lenarray, "i", ".[]p", .init = lenarray_any)
KC_OP(lenarray, "k", ".[]p", .perf = lenarray_any)
KC_OP(lentab, "i", "k[]p", .init = lenarray_any, .deprecated = 1)
KC_OP(lentab, "k", "k[]p", .perf = lenarray_any, .deprecated = 1)

/* ---- sum -------------------------------------------------------------------------------------- */

KC_NATIVE int sumarray_any(void *s, kc_ctx *c, double *out, const kc_array *arr)
{
    (void)s;
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    if (arr->dimensions != 1) return kc_fail(c, "array-variable not a vector");
    double sum = arr->data[0];
    for (int i = 1; i < arr->sizes[0]; i++) sum += arr->data[i];
    *out = sum;
    return KC_OK;
}

KC_NATIVE int sumarray_ready(void *s, kc_ctx *c, double *out, const kc_array *arr)
{
    (void)s, (void)out;
    return kc_array_ready(c, arr);
}

/* Four signals are added at a time, in the order of the reference. */
KC_NATIVE int sumarray_audio(void *s, kc_ctx *c, double *out, const kc_array *arr)
{
    (void)s;
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    if (arr->dimensions != 1) return kc_fail(c, "array-variable not a vector");
    int n = arr->sizes[0], span = kc_array_span(arr), end = c->end < span ? c->end : span;
    for (int j = c->begin; j < end; j++) {
        const double *x = arr->data + j;
        double sum = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4, x += (size_t)span * 4)
            sum += x[0] + x[span] + x[2 * (size_t)span] + x[3 * (size_t)span];
        for (; i < n; i++, x += span) sum += *x;
        out[j] = sum;
    }
    return KC_OK;
}

/* Opcode: sumarray sumtab
 * Synopsis: ires sumarray iArr[]
 *           kres sumarray kArr[]
 *           ares sumarray aArr[]
 *
 * Sum of the elements of an array of one dimension.
 * In:  array
 * Out: the sum
 * Fails: when the array is not initialised or has more dimensions
 */
KC_OP(sumarray, "k", "k[]", .init = sumarray_ready, .perf = sumarray_any)
KC_OP(sumarray, "a", "a[]", .init = sumarray_ready, .perf = sumarray_audio)
KC_OP(sumarray, "i", "i[]", .init = sumarray_any)
KC_OP(sumtab, "k", "k[]", .init = sumarray_ready, .perf = sumarray_any, .deprecated = 1)

/* ---- extremes --------------------------------------------------------------------------------- */

/* Outputs: the extreme, and its position when it is asked for. */
KC_NATIVE int extreme(kc_ctx *c, void **a, double sign)
{
    const kc_array *arr = a[c->site->nout];
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    int best = 0;
    for (int i = 1, n = kc_array_count(arr); i < n; i++)
        if (sign * arr->data[i] > sign * arr->data[best]) best = i;
    *(double *)a[0] = arr->data[best];
    if (c->site->nout > 1) *(double *)a[1] = best;
    return KC_OK;
}

KC_NATIVE int array_is_ready(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return kc_array_ready(c, a[c->site->nout]);
}

KC_NATIVE int maxarray_any(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return extreme(c, a, 1.0);
}

KC_NATIVE int minarray_any(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return extreme(c, a, -1.0);
}

/* Opcode: maxarray maxtab
 * Synopsis: ires [, ipos] maxarray iArr[]
 *           kres [, kpos] maxarray kArr[]
 *
 * Largest element of an array.
 * In:  array
 * Out: the element, and its position from 0
 * Fails: when the array is not initialised
 */
KC_OP(maxarray, "kz", "k[]", .init = array_is_ready, .perf = maxarray_any)
KC_OP(maxarray, "iI", "i[]", .init = maxarray_any)
KC_OP(maxtab, "kz", "k[]", .init = array_is_ready, .perf = maxarray_any, .deprecated = 1)

/* Opcode: minarray mintab
 * Synopsis: ires [, ipos] minarray iArr[]
 *           kres [, kpos] minarray kArr[]
 *
 * Smallest element of an array.
 * In:  array
 * Out: the element, and its position from 0
 * Fails: when the array is not initialised
 */
KC_OP(minarray, "kz", "k[]", .init = array_is_ready, .perf = minarray_any)
KC_OP(minarray, "iI", "i[]", .init = minarray_any)
KC_OP(mintab, "kz", "k[]", .init = array_is_ready, .perf = minarray_any, .deprecated = 1)

/* ---- dot -------------------------------------------------------------------------------------- */

KC_NATIVE int dot_any(void *s, kc_ctx *c, double *out, const kc_array *x, const kc_array *y)
{
    (void)s;
    if (kc_array_ready(c, x) < 0 || kc_array_ready(c, y) < 0) return KC_ERROR;
    int n = kc_array_count(x);
    if (kc_array_count(y) < n) return kc_fail(c, "second input array is too short");
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x->data[i] * y->data[i];
    *out = sum;
    return KC_OK;
}

/* Opcode: dot
 * Synopsis: ires dot iX[], iY[]
 *           kres dot kX[], kY[]
 *
 * Scalar product of two arrays.
 * In:  X, Y  arrays; Y has at least as many elements as X
 * Out: sum of the products
 * Fails: when the second array is too short
 */
KC_OP(dot, "i", "i[]i[]", .init = dot_any)
KC_OP(dot, "k", "k[]k[]", .perf = dot_any)

KC_NATIVE int nxtpow2_init(void *s, kc_ctx *c, double *out, const double *x)
{
    (void)s, (void)c;
    double p = 2;
    while (p < *x && p < 1e300) p *= 2;
    *out = p;
    return KC_OK;
}

/* Opcode: nxtpow2
 * Synopsis: ires nxtpow2 inum
 *
 * Next power of two.
 * In:  inum  number
 * Out: the least power of two, from 2, that is not less
 * Fails: never
 */
KC_OP(nxtpow2, "i", "i", .init = nxtpow2_init)
