/* Arrays on the console: printarray. Elements are gathered into lines of about 80 characters. */
#include "runtime/opcodes/op.h"
#include "runtime/opcodes/dsp/format.h"

enum { LINE = 80, INDEXED_FROM = 100 };

/* A line under way: its text, and the index of its first element. */
typedef struct {
    kc_sbuf text;
    int start;
    int indexed;
} line;

KC_NATIVE void line_show(kc_ctx *c, line *l, const char *lead)
{
    if (l->indexed)
        kc_print(c, " %3d: %s\n", l->start, l->text.s);
    else
        kc_print(c, "%s%s\n", lead, l->text.s);
    l->text.n = 0;
}

/* One row of numbers; a full line is shown and the next one begun. */
KC_NATIVE kc_format_result show_row(kc_ctx *c, line *l, const char *fmt, const double *x, int n,
                                    const char *lead)
{
    for (int i = 0; i < n; i++) {
        kc_format_result r = kc_format_number(&l->text, fmt, x[i]);
        if (r != KC_FORMAT_OK) return r;
        if (l->text.n < LINE)
            kc_sbuf_putc(&l->text, ' ');
        else {
            line_show(c, l, lead);
            l->start = i + 1;
        }
    }
    if (l->text.n) line_show(c, l, lead);
    return KC_FORMAT_OK;
}

KC_NATIVE kc_format_result show_numbers(kc_ctx *c, line *l, const kc_array *arr, const char *fmt)
{
    if (arr->dimensions == 1) {
        l->indexed = arr->sizes[0] > INDEXED_FROM;
        return show_row(c, l, fmt, arr->data, arr->sizes[0], " ");
    }
    for (int i = 0; i < arr->sizes[0]; i++) {
        kc_sbuf_printf(&l->text, " %3d: ", i);
        kc_format_result r = show_row(c, l, fmt, arr->data + (size_t)i * arr->sizes[1], arr->sizes[1], "");
        if (r != KC_FORMAT_OK) return r;
    }
    return KC_FORMAT_OK;
}

KC_NATIVE kc_format_result show_strings(kc_ctx *c, line *l, const kc_array *arr, const char *fmt)
{
    const kc_str *s = (const kc_str *)arr->data;
    for (int i = 0; i < arr->sizes[0]; i++) {
        if (l->text.n) kc_sbuf_puts(&l->text, ", ");
        kc_format_result r = kc_format_string(&l->text, fmt, kc_str_get(&s[i]));
        if (r != KC_FORMAT_OK) return r;
        if (l->text.n >= LINE) line_show(c, l, " ");
    }
    if (l->text.n) line_show(c, l, " ");
    return KC_FORMAT_OK;
}

/* fmt: NULL or too short for the default. */
KC_NATIVE int show_array(kc_ctx *c, const kc_array *arr, const kc_str *fmt, const kc_str *label)
{
    int strings = (kc_arg_type(c, 0) & 0x7f) == 'S';
    if (!arr->data || arr->dimensions < 1) return kc_fail(c, "array-variable not initialised");
    if (strings && arr->dimensions > 1) return kc_fail(c, "cannot print multidimensional string arrays");
    if (arr->dimensions > 2)
        return kc_fail(c, "only 1-D and 2-D arrays supported, got %d dimensions", arr->dimensions);
    const char *text = fmt ? kc_str_get(fmt) : "";
    if (strlen(text) < 2) text = strings ? "\"%s\"" : "%.4f";
    if (label) kc_print(c, "%s\n", kc_str_get(label));
    line l = {0};
    kc_format_result r = strings ? show_strings(c, &l, arr, text) : show_numbers(c, &l, arr, text);
    kc_sbuf_free(&l.text);
    return r == KC_FORMAT_OK ? KC_OK : kc_fail(c, "%s", kc_format_error(r));
}

typedef struct {
    int32_t last;
} printarray_st;

/* Shows in k-cycles with a negative trigger, or one that has become positive. */
KC_NATIVE int show_triggered(printarray_st *s, kc_ctx *c, const kc_array *arr, double trig, const kc_str *fmt,
                             const kc_str *label)
{
    int t = trig > 0 ? trig >= 1 : trig <= -1 ? -1 : 0, before = s->last;
    s->last = t;
    return t < 0 || (t > 0 && before <= 0) ? show_array(c, arr, fmt, label) : KC_OK;
}

/* Opcode: printarray
 * Synopsis: printarray ixs[] [, Sfmt, Slabel]
 *           printarray kxs[] [, ktrig, Sfmt, Slabel]
 *           printarray kxs[], Sfmt [, Slabel]
 *           printarray Sxs[] [, ktrig, Sfmt, Slabel]
 *           printarray Sxs[], Sfmt [, Slabel]
 *
 * Prints the elements of an array, at i-time for i-arrays.
 * In:  xs      array of one or two dimensions (strings: one)
 *      ktrig   -1: in every k-cycle (default); else when it changes from 0 to 1
 *      Sfmt    format of an element (default "%.4f", for strings "\"%s\""): text with one specification
 *      Slabel  line printed first
 * Fails: for other shapes and malformed formats
 */
KC_NATIVE int pa_i(void *s, kc_ctx *c, kc_array *arr)
{
    (void)s;
    return show_array(c, arr, NULL, NULL);
}
KC_NATIVE int pa_if(void *s, kc_ctx *c, kc_array *arr, kc_str *fmt)
{
    (void)s;
    return show_array(c, arr, fmt, NULL);
}
KC_NATIVE int pa_ifl(void *s, kc_ctx *c, kc_array *arr, kc_str *fmt, kc_str *label)
{
    (void)s;
    return show_array(c, arr, fmt, label);
}
KC_NATIVE int pa_kt_init(printarray_st *s, kc_ctx *c, kc_array *arr, double *trig)
{
    (void)c, (void)arr, (void)trig;
    s->last = 0;
    return KC_OK;
}
KC_NATIVE int pa_ktf_init(printarray_st *s, kc_ctx *c, kc_array *arr, double *trig, kc_str *fmt)
{
    (void)fmt;
    return pa_kt_init(s, c, arr, trig);
}
KC_NATIVE int pa_ktfl_init(printarray_st *s, kc_ctx *c, kc_array *arr, double *trig, kc_str *fmt,
                           kc_str *label)
{
    (void)fmt, (void)label;
    return pa_kt_init(s, c, arr, trig);
}
KC_NATIVE int pa_kt(printarray_st *s, kc_ctx *c, kc_array *arr, double *trig)
{
    return show_triggered(s, c, arr, *trig, NULL, NULL);
}
KC_NATIVE int pa_ktf(printarray_st *s, kc_ctx *c, kc_array *arr, double *trig, kc_str *fmt)
{
    return show_triggered(s, c, arr, *trig, fmt, NULL);
}
KC_NATIVE int pa_ktfl(printarray_st *s, kc_ctx *c, kc_array *arr, double *trig, kc_str *fmt, kc_str *label)
{
    return show_triggered(s, c, arr, *trig, fmt, label);
}
KC_OP(printarray, "", "k[]J", .state = printarray_st, .init = pa_kt_init, .perf = pa_kt, .fx = print)
KC_OP(printarray, "", "k[]kS", .state = printarray_st, .init = pa_ktf_init, .perf = pa_ktf, .fx = print)
KC_OP(printarray, "", "k[]S", .perf = pa_if, .fx = print)
KC_OP(printarray, "", "k[]kSS", .state = printarray_st, .init = pa_ktfl_init, .perf = pa_ktfl, .fx = print)
KC_OP(printarray, "", "k[]SS", .perf = pa_ifl, .fx = print)
KC_OP(printarray, "", "i[]", .init = pa_i, .fx = print)
KC_OP(printarray, "", "i[]S", .init = pa_if, .fx = print)
KC_OP(printarray, "", "i[]SS", .init = pa_ifl, .fx = print)
KC_OP(printarray, "", "S[]J", .state = printarray_st, .init = pa_kt_init, .perf = pa_kt, .fx = print)
KC_OP(printarray, "", "S[]kS", .state = printarray_st, .init = pa_ktf_init, .perf = pa_ktf, .fx = print)
KC_OP(printarray, "", "S[]S", .perf = pa_if, .fx = print)
KC_OP(printarray, "", "S[]SS", .perf = pa_ifl, .fx = print)
