/* ftprint: the contents of a table on the console. */
#include "runtime/base/sbuf.h"
#include "runtime/opcodes/op.h"

typedef struct {
    const kc_table *table;
    int32_t last; /* trigger */
    int32_t columns;
} ftprint_st;

#if KC_W == 1
KC_NATIVE int print_range(const ftprint_st *s, kc_ctx *c, int number, int start, int end, int step)
{
    kc_sbuf line = {0};
    int count = 0, first = start;
    kc_print(c, "ftable %d:\n", number);
    for (int64_t i = start; i < end; i += step) {
        kc_sbuf_printf(&line, "%.4f", s->table->data[i]);
        if (++count != s->columns) {
            kc_sbuf_putc(&line, ' ');
            continue;
        }
        kc_print(c, " %3d: %s\n", first, line.s);
        first = (int)(i + step < end ? i + step : end);
        count = 0;
        line.n = 0;
    }
    if (line.n) kc_print(c, " %3d: %s\n", first, line.s);
    kc_sbuf_free(&line);
    return KC_OK;
}

KC_NATIVE int ftprint_perf(ftprint_st *s, kc_ctx *c, const double *number, const double *trig,
                           const double *start, const double *end, const double *step, const double *columns)
{
    (void)columns;
    int t = v_to_i(*trig), from = v_to_i(*start), to = v_to_i(*end), by = v_to_i(*step);
    if (!t) {
        s->last = 0;
        return KC_OK;
    }
    if (t > 0 && s->last > 0) return KC_OK;
    s->last = t;
    if (from < 0) return kc_fail(c, "Could not handle start index: %d", from);
    if (to < 0) return kc_fail(c, "Could not handle end index: %d", to);
    if (by < 1) return kc_fail(c, "Could not handle step: %d", by);
    if (to == 0 || to > s->table->len + 1) to = s->table->len;
    return print_range(s, c, v_to_i(*number), from, to, by);
}

KC_NATIVE int ftprint_init(ftprint_st *s, kc_ctx *c, const double *number, const double *trig,
                           const double *start, const double *end, const double *step, const double *columns)
{
    s->last = 0;
    s->columns = v_to_i(*columns) ? v_to_i(*columns) : 10;
    s->table = kc_table_need(c, *number);
    if (!s->table) return KC_ERROR;
    if (!(*trig >= 1)) return KC_OK;
    return ftprint_perf(s, c, number, trig, start, end, step, columns);
}
#endif

/* Opcode: ftprint
 * Synopsis: ftprint ifn [, ktrig, kstart, kend, kstep, inumcols ]
 *
 * Prints a table, at init and again when the trigger becomes positive.
 * In:  ifn       table number
 *      ktrig     trigger (default 1)
 *      kstart    first point (default 0)
 *      kend      end, not printed (default 0: the length)
 *      kstep     distance of points (default 1)
 *      inumcols  numbers on a line (default 10)
 * Fails: at init when there is no such table; for a negative start or end, or a step below 1
 */
KC_OP(ftprint, "", "iPOOPo", .state = ftprint_st, .init = ftprint_init, .perf = ftprint_perf,
      .fx = tab_r | print)
