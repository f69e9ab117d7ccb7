/* Parts and shapes of arrays: rows, columns, slices, trim, reshapearray, interleave, scalearray, sorting. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

/* Truncated index; -1 when it is no index at all. */
KC_NATIVE int32_t index_of(double x) { return x > -1 && x < 2147483647.0 ? (int32_t)x : -1; }

/* ---- rows and columns ------------------------------------------------------------------------- */

KC_NATIVE int is_matrix(kc_ctx *c, const kc_array *m)
{
    if (kc_array_ready(c, m) < 0) return KC_ERROR;
    return m->dimensions == 2 ? KC_OK : kc_fail(c, "in array not 2-dimensional");
}

KC_NATIVE int get_line(kc_ctx *c, kc_array *out, const kc_array *m, double number, int column, int perf,
                       int copy)
{
    if (is_matrix(c, m) < 0) return KC_ERROR;
    int rows = m->sizes[0], cols = m->sizes[1], n = column ? rows : cols;
    if (kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
    if (!copy) return KC_OK;
    int32_t at = index_of(number);
    if (at < 0 || at >= (column ? cols : rows))
        return kc_fail(c, "requested %s is out of range", column ? "col" : "row");
    for (int i = 0; i < n; i++)
        out->data[i] =
            m->data[column ? (size_t)i * (size_t)cols + (size_t)at : (size_t)at * (size_t)cols + (size_t)i];
    return KC_OK;
}

/* Makes the matrix large enough for line `at` of n elements; its contents move when the rows become longer.
 */
KC_NATIVE int matrix_room(kc_ctx *c, kc_array *m, int rows, int cols)
{
    int32_t sizes[2] = {rows, cols};
    if (m->data && m->dimensions == 2) {
        if (m->sizes[0] >= rows && m->sizes[1] >= cols) return KC_OK;
        if (m->sizes[0] > rows) sizes[0] = m->sizes[0];
        if (m->sizes[1] > cols) sizes[1] = m->sizes[1];
    }
    return kc_array_make(c, m, kc_arg_elem(c, 0), 2, sizes);
}

KC_NATIVE int set_line(kc_ctx *c, kc_array *m, const kc_array *in, double number, int column, int perf,
                       int copy)
{
    int32_t at = index_of(number);
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    if (at < 0 || at >= 1 << 24) return kc_fail(c, "Error: index out of range");
    int n = in->sizes[0];
    if (!perf && matrix_room(c, m, column ? n : at + 1, column ? at + 1 : n) < 0) return KC_ERROR;
    if (!copy) return KC_OK;
    if (!m->data || m->dimensions != 2 || at >= m->sizes[column])
        return kc_fail(c, "Error: index out of range");
    int room = m->sizes[!column], cols = m->sizes[1];
    if (column && (in->dimensions != 1 || n < room)) return kc_fail(c, "Error: New column too short");
    for (int i = 0; i < n && i < room; i++)
        m->data[column ? (size_t)i * (size_t)cols + (size_t)at : (size_t)at * (size_t)cols + (size_t)i] =
            in->data[i];
    return KC_OK;
}

#ifndef KC_BITCODE
/* Three functions each: at i-time, and the init and perf pass of a k-rate call. */
#define LINE_OP(name, body, column)                                                                          \
    KC_NATIVE int name##_now(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *number)    \
    {                                                                                                        \
        (void)s;                                                                                             \
        return body(c, out, in, *number, column, 0, 1);                                                      \
    }                                                                                                        \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *number)   \
    {                                                                                                        \
        (void)s;                                                                                             \
        return body(c, out, in, *number, column, 0, 0);                                                      \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *number)   \
    {                                                                                                        \
        (void)s;                                                                                             \
        return body(c, out, in, *number, column, 1, 1);                                                      \
    }
LINE_OP(getrow, get_line, 0)
LINE_OP(getcol, get_line, 1)
LINE_OP(setrow, set_line, 0)
LINE_OP(setcol, set_line, 1)
#endif

/* Opcode: getrow getcol
 * Synopsis: iArr[] getrow iMatrix[][], irow
 *           kArr[] getrow kMatrix[][], krow
 *           and the same for getcol and columns
 *
 * A row or column of an array of two dimensions.
 * In:  Matrix  array
 *      row     number, from 0
 * Out: a copy
 * Fails: when there is no such row or column
 */
KC_OP(getrow, "i[]", "i[]i", .init = getrow_now)
KC_OP(getrow, "k[]", "k[]k", .init = getrow_init, .perf = getrow_perf)
KC_OP(getcol, "i[]", "i[]i", .init = getcol_now)
KC_OP(getcol, "k[]", "k[]k", .init = getcol_init, .perf = getcol_perf)

/* Opcode: setrow setcol
 * Synopsis: iMatrix[][] setrow iArr[], irow
 *           kMatrix[][] setrow kArr[], krow
 *           and the same for setcol and columns
 *
 * Replaces a row or column of an array of two dimensions, which is made or grown at init when it is too
 * small.
 * In:  Arr  what is copied
 *      row  number, from 0
 * Out: the array
 * Fails: when there is no such row or column; when a column is too short
 * Note: Differs: setcol writes one column; the reference walks along a diagonal
 */
KC_OP(setrow, "i[]", "i[]i", .init = setrow_now)
KC_OP(setrow, "k[]", "k[]k", .init = setrow_init, .perf = setrow_perf)
KC_OP(setcol, "i[]", "i[]i", .init = setcol_now)
KC_OP(setcol, "k[]", "k[]k", .init = setcol_init, .perf = setcol_perf)

/* ---- slices ----------------------------------------------------------------------------------- */

KC_NATIVE int copy_slice(kc_ctx *c, kc_array *out, const kc_array *in, int first, int step, int n)
{
    for (int i = 0; i < n; i++) {
        size_t from = (size_t)(first + i * step) * (size_t)in->member_size,
               to = (size_t)i * (size_t)out->member_size;
        if (kc_arg_elem(c, 1) != 'S') {
            memmove((char *)out->data + to, (char *)in->data + from, (size_t)out->member_size);
            continue;
        }
        const kc_str *s = (const kc_str *)(const void *)((const char *)in->data + from);
        if (kc_str_set(c, (kc_str *)(void *)((char *)out->data + to), kc_str_get(s)) < 0) return KC_ERROR;
    }
    return KC_OK;
}

KC_NATIVE int slice(kc_ctx *c, kc_array *out, const kc_array *in, double from, double to, double by, int perf)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    int32_t first = index_of(from), last = index_of(to), step = index_of(by);
    if (step < 1) return kc_fail(c, "slice increment must be positive");
    if (in->dimensions != 1 || last >= in->sizes[0]) return kc_fail(c, "slice larger than original size");
    if (first < 0 || last < first) return kc_fail(c, "inconsistent start, end parameters");
    int n = (last - first) / step + 1;
    if (out == in && perf) return KC_OK;
    if (out != in && kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
    if (copy_slice(c, out, in, first, step, n) < 0) return KC_ERROR;
    return out == in ? kc_array_resize1(c, out, n) : KC_OK;
}

KC_NATIVE int slice_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *from,
                         const double *to, const double *by)
{
    (void)s;
    return slice(c, out, in, *from, *to, *by, 0);
}

KC_NATIVE int slice_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *from,
                         const double *to, const double *by)
{
    (void)s;
    return slice(c, out, in, *from, *to, *by, 1);
}

/* Opcode: slicearray slicearray_i tabslice
 * Synopsis: arr[] slicearray arr[], istart, iend [, istride]
 *           arr[] slicearray_i arr[], istart, iend [, istride]
 *
 * Elements istart .. iend of an array of one dimension.
 * In:  arr      i, k, a or S array
 *      istart   first element, from 0
 *      iend     last element
 *      istride  distance (default 1)
 * Out: a copy, made at i-time (slicearray_i, i arrays), else at init and in each k-cycle
 * Fails: when the array is shorter; for start after end, or a stride below 1
 */
KC_OP(slicearray, "i[]", "i[]iip", .init = slice_init)
KC_OP(slicearray, "k[]", "k[]iip", .init = slice_init, .perf = slice_perf)
KC_OP(slicearray, "a[]", "a[]iip", .init = slice_init, .perf = slice_perf)
KC_OP(slicearray, "S[]", "S[]iip", .init = slice_init, .perf = slice_perf)
KC_OP(slicearray_i, "i[]", "i[]iip", .init = slice_init)
KC_OP(slicearray_i, "k[]", "k[]iip", .init = slice_init)
KC_OP(slicearray_i, "S[]", "S[]iip", .init = slice_init)
KC_OP(tabslice, "k[]", "k[]iip", .init = slice_init, .perf = slice_perf, .deprecated = 1)

/* ---- trim, reshapearray ------------------------------------------------------------------------ */

KC_NATIVE int trim_init(void *s, kc_ctx *c, kc_array *arr, const double *size)
{
    (void)s;
    int32_t n = index_of(*size);
    if (n < 1 || n > 1 << 24) return kc_fail(c, "trim: invalid size %g", *size);
    return kc_array_make1(c, arr, kc_arg_elem(c, 0), n);
}

KC_NATIVE int trim_perf(void *s, kc_ctx *c, kc_array *arr, const double *size)
{
    (void)s;
    int32_t n = index_of(*size);
    if (n < 1) return kc_fail(c, "trim: invalid size %g", *size);
    return kc_array_resize1(c, arr, n);
}

/* Opcode: trim trim_i
 * Synopsis: trim iArr[], ilen
 *           trim arr[], klen
 *           trim_i arr[], ilen
 *
 * Changes the length of an array of one dimension.
 * In:  arr  array which is changed
 *      len  elements; in performance within the memory that the array has
 * Fails: when the length is below 1, or too large in performance
 */
KC_OP(trim, "", "i[]i", .init = trim_init)
KC_OP(trim, "", ".[]k", .perf = trim_perf)
KC_OP(trim_i, "", ".[]i", .init = trim_init)

KC_NATIVE int reshape_init(void *s, kc_ctx *c, kc_array *arr, const double *rows, const double *cols)
{
    (void)s;
    int32_t r = index_of(*rows), k = index_of(*cols), sizes[2] = {r, k};
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    if (r < 0 || k < 0) return kc_fail(c, "reshapearray: neither numcols nor numrows can be negative");
    if (arr->dimensions > 2) return kc_fail(c, "Arrays of more than 2 dimensions are not supported yet");
    int64_t total = (int64_t)r * (k > 0 ? k : 1);
    if (total != kc_array_count(arr))
        return kc_fail(
            c,
            "reshapearray: The number of items do not match. The array has %d elements, but the new shape "
            "results in %lld total elements",
            kc_array_count(arr), (long long)total);
    return kc_array_make(c, arr, kc_arg_elem(c, 0), k > 0 ? 2 : 1, sizes);
}

/* Opcode: reshapearray
 * Synopsis: reshapearray arr[], irows [, icols]
 *
 * Gives an array another shape with the same elements.
 * In:  arr    array which is changed, of one or two dimensions
 *      irows  rows, or the length
 *      icols  columns (default 0: one dimension)
 * Fails: when the number of elements would change
 */
KC_OP(reshapearray, "", ".[]io", .init = reshape_init)

/* ---- interleave ------------------------------------------------------------------------------- */

KC_NATIVE int interleave(kc_ctx *c, kc_array *out, const kc_array *x, const kc_array *y, int perf)
{
    if (kc_array_ready(c, x) < 0 || kc_array_ready(c, y) < 0) return KC_ERROR;
    if (x->dimensions != 1 || y->dimensions != 1 || x->sizes[0] != y->sizes[0] || out == x || out == y)
        return kc_fail(c, "array inputs not in correct format");
    int n = x->sizes[0];
    if (n > 1 << 29 || kc_array_size1(c, out, 0, 2 * n, perf) < 0) return KC_ERROR;
    for (int i = 0; i < n; i++) {
        out->data[2 * i] = x->data[i];
        out->data[2 * i + 1] = y->data[i];
    }
    return KC_OK;
}

KC_NATIVE int interleave_init(void *s, kc_ctx *c, kc_array *out, const kc_array *x, const kc_array *y)
{
    (void)s;
    return interleave(c, out, x, y, 0);
}

KC_NATIVE int interleave_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *x, const kc_array *y)
{
    (void)s;
    return interleave(c, out, x, y, 1);
}

KC_NATIVE int deinterleave(kc_ctx *c, kc_array *x, kc_array *y, const kc_array *in, int perf)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    if (in->dimensions != 1 || in->sizes[0] < 2 || x == in || y == in)
        return kc_fail(c, "array inputs not in correct format");
    int n = in->sizes[0] / 2;
    if (kc_array_size1(c, x, 0, n, perf) < 0 || kc_array_size1(c, y, 1, n, perf) < 0) return KC_ERROR;
    for (int i = 0; i < n; i++) {
        x->data[i] = in->data[2 * i];
        y->data[i] = in->data[2 * i + 1];
    }
    return KC_OK;
}

KC_NATIVE int deinterleave_init(void *s, kc_ctx *c, kc_array *x, kc_array *y, const kc_array *in)
{
    (void)s;
    return deinterleave(c, x, y, in, 0);
}

KC_NATIVE int deinterleave_perf(void *s, kc_ctx *c, kc_array *x, kc_array *y, const kc_array *in)
{
    (void)s;
    return deinterleave(c, x, y, in, 1);
}

/* Opcode: interleave
 * Synopsis: arr[] interleave arrX[], arrY[]
 *
 * Elements of two arrays in turn.
 * In:  arrX, arrY  arrays of one length and dimension
 * Out: x0 y0 x1 y1 ...
 * Fails: when they are not; when the output is one of them
 */
KC_OP(interleave, "i[]", "i[]i[]", .init = interleave_init)
KC_OP(interleave, "k[]", "k[]k[]", .init = interleave_init, .perf = interleave_perf)

/* Opcode: deinterleave
 * Synopsis: arrX[], arrY[] deinterleave arr[]
 *
 * The even and the odd elements of an array.
 * In:  arr  array of one dimension
 * Out: arrX  elements 0, 2, ...
 *      arrY  elements 1, 3, ...
 * Fails: for fewer than two elements
 */
KC_OP(deinterleave, "i[]i[]", "i[]", .init = deinterleave_init)
KC_OP(deinterleave, "k[]k[]", "k[]", .init = deinterleave_init, .perf = deinterleave_perf)

/* ---- scalearray ------------------------------------------------------------------------------- */

KC_NATIVE int scale_any(void *s, kc_ctx *c, kc_array *arr, const double *min, const double *max,
                        const double *from, const double *to)
{
    (void)s;
    if (!arr->data || arr->dimensions != 1) return kc_fail(c, "array-variable not initialised");
    int n = arr->sizes[0];
    double f = rint(*from), t = rint(*to);
    int start = f > 0 ? (f < n ? (int)f : n) : 0, end = t >= 0 && t < n ? (int)t : n;
    if (end < start) {
        int swap = start;
        start = end;
        end = swap;
    }
    if (start >= end) return KC_OK;
    double low = arr->data[start], high = low;
    for (int i = start + 1; i < end; i++) {
        if (arr->data[i] < low) low = arr->data[i];
        if (arr->data[i] > high) high = arr->data[i];
    }
    double range = (*max - *min) / (high - low);
    for (int i = start; i < end; i++) arr->data[i] = (arr->data[i] - low) * range + *min;
    return KC_OK;
}

KC_NATIVE int scale_ready(void *s, kc_ctx *c, kc_array *arr, const double *min, const double *max,
                          const double *from, const double *to)
{
    (void)s, (void)min, (void)max, (void)from, (void)to;
    return arr->data && arr->dimensions == 1 ? KC_OK : kc_fail(c, "array-variable not initialised");
}

/* Opcode: scalearray scalet
 * Synopsis: scalearray arr[], kmin, kmax [, kleft, kright]
 *
 * Maps the elements linearly so that they span a range.
 * In:  arr           array which is changed, of one dimension
 *      kmin, kmax    the range
 *      kleft, kright first element, and where to stop (default 0 and the end)
 * Fails: when the array is not initialised
 */
KC_OP(scalearray, "", "k[]kkOJ", .init = scale_ready, .perf = scale_any)
KC_OP(scalearray, "", "i[]iiOJ", .init = scale_any)
KC_OP(scalet, "", "k[]kkOJ", .init = scale_ready, .perf = scale_any, .deprecated = 1)

/* ---- sorting ---------------------------------------------------------------------------------- */

KC_NATIVE int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

KC_NATIVE int descending(const void *a, const void *b) { return ascending(b, a); }

/* Heap sort: in place, no memory, a fixed bound on the work in a k-cycle. (J. W. J. Williams, CACM 7(6),
 * 1964.) */
KC_NATIVE void sift(double *x, int root, int n, int (*order)(const void *, const void *))
{
    for (int child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && order(&x[child], &x[child + 1]) < 0) child++;
        if (order(&x[root], &x[child]) >= 0) return;
        double swap = x[root];
        x[root] = x[child];
        x[child] = swap;
    }
}

KC_NATIVE int sort(kc_ctx *c, kc_array *out, const kc_array *in, int (*order)(const void *, const void *),
                   int perf)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    int n = kc_array_count(in);
    if (out != in) {
        if (kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
        memcpy(out->data, in->data, (size_t)n * sizeof(double));
    }
    for (int i = n / 2 - 1; i >= 0; i--) sift(out->data, i, n, order);
    for (int i = n - 1; i > 0; i--) {
        double swap = out->data[0];
        out->data[0] = out->data[i];
        out->data[i] = swap;
        sift(out->data, 0, i, order);
    }
    return KC_OK;
}

#ifndef KC_BITCODE
#define SORT_OP(name, order)                                                                                 \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return sort(c, out, in, order, 0);                                                                   \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in)                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return sort(c, out, in, order, 1);                                                                   \
    }
SORT_OP(sorta, ascending)
SORT_OP(sortd, descending)
#endif

/* Opcode: sorta sortd
 * Synopsis: arr[] sorta arr[]
 *           arr[] sortd arr[]
 *
 * The elements in ascending or descending order.
 * In:  arr  i or k array
 * Out: a sorted copy
 * Fails: when the array is not initialised
 */
KC_OP(sorta, "i[]", "i[]", .init = sorta_init)
KC_OP(sorta, "k[]", "k[]", .init = sorta_init, .perf = sorta_perf)
KC_OP(sortd, "i[]", "i[]", .init = sortd_init)
KC_OP(sortd, "k[]", "k[]", .init = sortd_init, .perf = sortd_perf)
