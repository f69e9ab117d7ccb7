/* Arrays from lists, files, sequences and tables: fillarray, array, genarray, tab2array, copyf2array,
 * copya2ftab. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- fillarray -------------------------------------------------------------------------------- */

/* An array of more dimensions keeps its shape and is filled row by row; else it gets as many elements as
 * there are values. */
KC_NATIVE int fill_room(kc_ctx *c, kc_array *out, int n, int perf)
{
    if (out->data && out->dimensions > 1) return KC_OK;
    return kc_array_size1(c, out, 0, n, perf);
}

KC_NATIVE int fill_values(kc_ctx *c, void **a, int perf)
{
    kc_array *out = a[0];
    int n = c->site->nin, room;
    if (n < 1) return kc_fail(c, "fillarray: no values");
    if (fill_room(c, out, n, perf) < 0) return KC_ERROR;
    room = kc_array_count(out);
    for (int i = 0; i < n && i < room; i++) {
        if (kc_arg_elem(c, 0) != 'S')
            out->data[i] = *(const double *)a[1 + i];
        else if (kc_str_set(c, (kc_str *)out->data + i, kc_str_get(a[1 + i])) < 0)
            return KC_ERROR;
    }
    return KC_OK;
}

KC_NATIVE int fillarray_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return fill_values(c, a, 0);
}

KC_NATIVE int fillarray_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return fill_values(c, a, 1);
}

/* Makes the array ahead of the performance, which fills it. */
KC_NATIVE int fillarray_room(void *s, kc_ctx *c, void **a)
{
    (void)s;
    return fill_room(c, a[0], c->site->nin, 0);
}

/* Next number of a text; numbers are apart by blanks or commas, `;`, `#` and `<` start a comment. 0 at the
 * end. */
KC_NATIVE int next_number(const char **text, double *x)
{
    const char *p = *text;
    for (;;) {
        char *end;
        while (*p && !strchr("0123456789eE+-.;#<", *p)) p++;
        if (!*p) break;
        if (strchr(";#<", *p)) {
            p += strcspn(p, "\n");
            continue;
        }
        *x = strtod(p, &end);
        if (end == p) {
            p++;
            continue;
        }
        *text = end;
        return 1;
    }
    *text = p;
    return 0;
}

/* The whole file as text, malloc'd; at most 64 MB. */
KC_NATIVE char *read_text(kc_ctx *c, const char *name)
{
    char *path = kc_find_input(c, name, "SFDIR;SSDIR;INCDIR");
    FILE *f = path ? fopen(path, "rb") : NULL;
    free(path);
    if (!f) return NULL;
    size_t n = 0, cap = 4096;
    char *text = malloc(cap);
    while (text && cap <= (size_t)64 << 20) {
        n += fread(text + n, 1, cap - 1 - n, f);
        if (n < cap - 1) break;
        char *more = realloc(text, cap *= 2);
        if (!more) free(text);
        text = more;
    }
    if (text) text[n] = 0;
    fclose(f);
    return text;
}

KC_NATIVE int fill_text(kc_ctx *c, kc_array *out, const char *text)
{
    double x;
    int n = 0, i = 0;
    for (const char *p = text; next_number(&p, &x);) n++;
    if (n < 1) return kc_fail(c, "fillarray: no numbers in the file");
    if (fill_room(c, out, n, 0) < 0) return KC_ERROR;
    for (const char *p = text; i < kc_array_count(out) && next_number(&p, &x);) out->data[i++] = x;
    return KC_OK;
}

KC_NATIVE int fillarray_file(void *s, kc_ctx *c, kc_array *out, const kc_str *name)
{
    (void)s;
    char *text = read_text(c, kc_str_get(name));
    if (!text) return kc_fail(c, "error opening ASCII file %s", kc_str_get(name));
    int r = fill_text(c, out, text);
    free(text);
    return r;
}

/* Opcode: fillarray array
 * Synopsis: iArr[] fillarray i1 [, i2, ...]
 *           kArr[] fillarray k1 [, k2, ...]
 *           SArr[] fillarray S1 [, S2, ...]
 *           iArr[] fillarray Sfile          (also kArr)
 *
 * Fills an array with values. One of two or more dimensions keeps its shape and is filled row by row.
 * In:  values, at i-time when all are i-rate, else in each k-cycle
 *      Sfile  text file of numbers
 * Out: the array
 * Fails: when the file can't be read or holds no numbers
 */
KC_OP(fillarray, "k[]", "m", .init = fillarray_init)
KC_OP(fillarray, "i[]", "m", .init = fillarray_init)
KC_OP(fillarray, "S[]", "W", .init = fillarray_init)
KC_OP(fillarray, "k[]", "z", .init = fillarray_room, .perf = fillarray_perf)
KC_OP(fillarray, "k[]", "S", .init = fillarray_file)
KC_OP(fillarray, "i[]", "S", .init = fillarray_file)
KC_OP(array, "k[]", "m", .init = fillarray_init, .deprecated = 1)
KC_OP(array, "i[]", "m", .init = fillarray_init, .deprecated = 1)

/* ---- genarray --------------------------------------------------------------------------------- */

KC_NATIVE int genarray_init(void *s, kc_ctx *c, kc_array *out, const double *start, const double *end,
                            const double *step)
{
    (void)s;
    double n = trunc((*end - *start) / *step + 1), x = *start;
    if (!(n >= 1 && n <= 1 << 24)) return kc_fail(c, "inconsistent start, end and increment parameters");
    int32_t size = (int32_t)n;
    if (kc_array_make1(c, out, kc_arg_elem(c, 0), size) < 0) return KC_ERROR;
    for (int i = 0; i < size; i++, x += *step) out->data[i] = x;
    return KC_OK;
}

/* Opcode: genarray genarray_i tabgen
 * Synopsis: iArr[] genarray istart, iend [, inc]
 *           kArr[] genarray kstart, kend [, inc]
 *           kArr[] genarray_i istart, iend [, inc]
 *
 * An array of equally distant numbers.
 * In:  start, end  first number, and what is not passed
 *      inc         distance (default 1)
 * Out: the array; genarray_i makes it at i-time
 * Fails: when there would be none, or more than 2^24
 */
KC_OP(genarray, "i[]", "iip", .init = genarray_init)
KC_OP(genarray, "k[]", "kkp", .perf = genarray_init)
KC_OP(genarray_i, "k[]", "iip", .init = genarray_init)
KC_OP(tabgen, "k[]", "iip", .init = genarray_init, .deprecated = 1)

/* ---- function tables -------------------------------------------------------------------------- */

KC_NATIVE int from_table(kc_ctx *c, kc_array *arr, double fn, int perf)
{
    const kc_table *t = kc_table_find(c, fn);
    if (!t) return kc_fail(c, "No table for copy2ftab");
    if (!arr->data && kc_array_size1(c, arr, 0, t->len, perf) < 0) return KC_ERROR;
    int n = kc_array_count(arr);
    memcpy(arr->data, t->data, (size_t)(n < t->len ? n : t->len) * sizeof(double));
    return KC_OK;
}

KC_NATIVE int copyf2array_init(void *s, kc_ctx *c, kc_array *arr, const double *fn)
{
    (void)s;
    return from_table(c, arr, *fn, 0);
}

KC_NATIVE int copyf2array_perf(void *s, kc_ctx *c, kc_array *arr, const double *fn)
{
    (void)s;
    return from_table(c, arr, *fn, 1);
}

KC_NATIVE int copyf2array_init_3(void *s, kc_ctx *c, kc_array *arr, const double *fn, const double *unused)
{
    (void)unused;
    return copyf2array_init(s, c, arr, fn);
}

KC_NATIVE int copyf2array_perf_3(void *s, kc_ctx *c, kc_array *arr, const double *fn, const double *unused)
{
    (void)unused;
    return copyf2array_perf(s, c, arr, fn);
}

/* Opcode: copyf2array copy2ttab
 * Synopsis: copyf2array iArr[], ifn
 *           copyf2array kArr[], kfn [, kunused]
 *
 * Copies a table to an array.
 * In:  Arr  array which is written; one that is not yet made takes the table's length
 *      fn   table number
 *      unused  taken and ignored, as in the reference
 * Fails: when there is no such table
 */
KC_OP(copyf2array, "", "k[]k", .init = copyf2array_init, .perf = copyf2array_perf, .fx = tab_r)
KC_OP(copyf2array, "", "k[]kk", .init = copyf2array_init_3, .perf = copyf2array_perf_3, .fx = tab_r)
KC_OP(copyf2array, "", "i[]i", .init = copyf2array_init)
KC_OP(copy2ttab, "", "k[]k", .perf = copyf2array_perf, .fx = tab_r, .deprecated = 1)

KC_NATIVE int to_table(kc_ctx *c, const kc_array *arr, double fn, double offset)
{
    kc_table *t = kc_table_find(c, fn);
    if (!t) return kc_fail(c, "No table for copy2ftab");
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    int32_t at = offset >= 0 && offset < 1e9 ? (int32_t)offset : 0, n = kc_array_count(arr);
    if (at >= t->len) return kc_fail(c, "offset %d is beyond the table", at);
    memcpy(t->data + at, arr->data, (size_t)(n < t->len - at ? n : t->len - at) * sizeof(double));
    return KC_OK;
}

KC_NATIVE int copya2ftab_any(void *s, kc_ctx *c, const kc_array *arr, const double *fn)
{
    (void)s;
    return to_table(c, arr, *fn, 0);
}

KC_NATIVE int copya2ftab_offset(void *s, kc_ctx *c, const kc_array *arr, const double *fn,
                                const double *offset)
{
    (void)s;
    return to_table(c, arr, *fn, *offset);
}

/* Opcode: copya2ftab copy2ftab
 * Synopsis: copya2ftab iArr[], ifn [, ioffset]
 *           copya2ftab kArr[], kfn [, koffset]
 *
 * Copies an array to a table.
 * In:  Arr     array
 *      fn      table number
 *      offset  first point to write (default 0)
 * Fails: when there is no such table, or the offset is beyond it
 */
KC_OP(copya2ftab, "", "k[]k", .init = copya2ftab_any, .perf = copya2ftab_any, .fx = tab_w)
KC_OP(copya2ftab, "", "i[]io", .init = copya2ftab_offset, .fx = tab_w)
KC_OP(copya2ftab, "", "k[]kO", .perf = copya2ftab_offset, .fx = tab_w)
KC_OP(copy2ftab, "", "k[]k", .perf = copya2ftab_any, .fx = tab_w, .deprecated = 1)

KC_NATIVE int part_of_table(kc_ctx *c, kc_array *out, double fn, double from, double to, double by, int perf)
{
    const kc_table *t = kc_table_find(c, fn);
    if (!t) { /* not counted as an error, but the pass ends here */
        kc_print(c, "Invalid ftable no. %f\n", fn);
        return KC_STOP;
    }
    if (!(fabs(from) < 1e9 && fabs(to) < 1e9 && fabs(by) < 1e9))
        return kc_fail(c, "tab2array: range out of bounds");
    int start = (int)from, end = (int)to < 1 ? t->len : (int)to, step = (int)by;
    if (step < 1 || start < 0 || end > t->len || start >= end)
        return kc_fail(c, "tab2array: cannot copy points %d to %d by %d of a table of %d", start, end, step,
                       t->len);
    int n = (end - start + step - 1) / step;
    if (kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
    for (int i = 0; i < n; i++) out->data[i] = t->data[start + i * step];
    return KC_OK;
}

KC_NATIVE int tab2array_init(void *s, kc_ctx *c, kc_array *out, const double *fn, const double *from,
                             const double *to, const double *by)
{
    (void)s;
    return part_of_table(c, out, *fn, *from, *to, *by, 0);
}

KC_NATIVE int tab2array_perf(void *s, kc_ctx *c, kc_array *out, const double *fn, const double *from,
                             const double *to, const double *by)
{
    (void)s;
    return part_of_table(c, out, *fn, *from, *to, *by, 1);
}

/* Opcode: tab2array
 * Synopsis: kArr[] tab2array ifn [, kstart, kend, kstep]
 *           iArr[] tab2array ifn [, istart, iend, istep]
 *
 * Copies a part of a table to an array.
 * In:  ifn    table number
 *      start  first point (default 0)
 *      end    where to stop, not included (default 0: the end of the table)
 *      step   distance of the points (default 1)
 * Out: the points
 * Fails: when the part is not within the table. Without such a table the rest of the pass is left out
 */
KC_OP(tab2array, "k[]", "iOOP", .init = tab2array_init, .perf = tab2array_perf, .fx = tab_r)
KC_OP(tab2array, "i[]", "ioop", .init = tab2array_init)
