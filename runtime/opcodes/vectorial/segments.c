/* vlinseg, vexpseg, vphaseseg: a table that goes from table to table, in time or as a phase says. */
#include "runtime/opcodes/op.h"

typedef const double *num;

typedef struct {
    double from, to;   /* tables */
    double length;     /* k-cycles; vphaseseg: where it ends, 0 .. 1 */
    int32_t left, pad; /* k-cycles to go */
} segment;

typedef struct {
    kc_aux memory; /* segments */
    int32_t count, at, elements;
} segments_st;

KC_NATIVE double value(void **a, int i) { return *(num)a[i]; }

/* A table with at least `elements` elements. */
KC_NATIVE kc_table *long_table(kc_ctx *c, double fn, int elements)
{
    kc_table *t = kc_table_need(c, fn);
    if (t && elements >= 1 && elements <= t->len) return t;
    if (t) kc_fail(c, "%s: invalid num. of elements", c->site->desc->name);
    return NULL;
}

/* Segments from the arguments, which begin with a table at a[first]; durations up to the first that is not
 * positive. One more than were given is left at the end, which stays where it is. */
KC_NATIVE int segments_read(segments_st *s, kc_ctx *c, void **a, int first, double elements)
{
    int given = (c->site->nin - first - 1) / 2;
    s->elements = elements >= 1 && elements < 1e9 ? (int)elements : 0;
    if (given < 1) return kc_fail(c, "incomplete number of input arguments");
    kc_table *out = long_table(c, value(a, first - 2), s->elements);
    if (!out || !long_table(c, value(a, first), s->elements)) return KC_ERROR;
    if (!(value(a, first + 1) > 0))
        return kc_fail(c, "%s: the first duration must be positive", c->site->desc->name);
    if (kc_aux_alloc(c, &s->memory, ((size_t)given + 1) * sizeof(segment)) < 0) return KC_ERROR;
    memset(out->data, 0, (size_t)s->elements * sizeof(double));
    segment *seg = s->memory.p;
    double now = value(a, first);
    for (s->count = 0; s->count < given; s->count++) {
        double length = value(a, first + 1 + 2 * s->count), next = value(a, first + 2 + 2 * s->count);
        if (!long_table(c, next, s->elements)) return KC_ERROR;
        if (!(length > 0)) {
            now = next;
            break;
        }
        seg[s->count] = (segment){now, next, length, 0, 0};
        now = next;
    }
    seg[s->count] = (segment){now, now, 0, INT32_MAX, 0};
    s->at = 0;
    return KC_OK;
}

KC_NATIVE int segments_mix(segments_st *s, kc_ctx *c, double fn, const segment *seg, double share)
{
    kc_table *out = long_table(c, fn, s->elements), *from = long_table(c, seg->from, s->elements);
    const kc_table *to = long_table(c, seg->to, s->elements);
    if (!out || !from || !to) return KC_ERROR;
    for (int i = 0; i < s->elements; i++)
        out->data[i] = from->data[i] + (to->data[i] - from->data[i]) * share;
    return KC_OK;
}

/* ---- in time ---------------------------------------------------------------------------------- */

KC_NATIVE int vseg_init(segments_st *s, kc_ctx *c, void **a)
{
    if (!(c->site->nin & 1)) return kc_fail(c, "incomplete number of input arguments");
    if (segments_read(s, c, a, 2, value(a, 1)) < 0) return KC_ERROR;
    segment *seg = s->memory.p;
    for (int i = 0; i < s->count; i++) {
        seg[i].length *= c->kr;
        seg[i].left = seg[i].length < 2e9 ? (int32_t)lrint(seg[i].length) : INT32_MAX - 1;
    }
    return KC_OK;
}

/* The segment of this cycle and how many of its cycles are over; moves on. */
KC_NATIVE const segment *vseg_step(segments_st *s, int *gone)
{
    segment *all = s->memory.p, *seg = &all[s->at];
    *gone = (int)seg->length - seg->left;
    while (--all[s->at].left < 0 && s->at < s->count) s->at++;
    return seg;
}

/* Opcode: vlinseg vexpseg
 * Synopsis: vlinseg ifnout, ielements, ifn1, idur1, ifn2 [, idur2, ifn3 ...]
 *           vexpseg ifnout, ielements, ifn1, idur1, ifn2 [, idur2, ifn3 ...]
 *
 * Goes from table to table, on lines or on squares of them, and stays at the last.
 * In:  ifnout     table that is written
 *      ielements  how many elements
 *      ifn        tables
 *      idur       s from one to the next; the first that is not positive ends them
 * Fails: at init when there is no such table, it is shorter, or the first duration is not positive
 */
KC_NATIVE int vlinseg_perf(segments_st *s, kc_ctx *c, void **a)
{
    int gone;
    const segment *seg = vseg_step(s, &gone);
    double parts =
        gone > 0 ? seg->length / gone : 0; /* divided by, not multiplied with: the reference's rounding */
    kc_table *out = long_table(c, value(a, 0), s->elements), *from = long_table(c, seg->from, s->elements);
    const kc_table *to = long_table(c, seg->to, s->elements);
    if (!out || !from || !to) return KC_ERROR;
    for (int i = 0; i < s->elements; i++) {
        double x = from->data[i];
        out->data[i] = parts > 0 ? x + (to->data[i] - x) / parts : x;
    }
    return KC_OK;
}
KC_NATIVE int vexpseg_perf(segments_st *s, kc_ctx *c, void **a)
{
    int gone;
    const segment *seg = vseg_step(s, &gone);
    double share = gone > 0 ? gone / seg->length : 0;
    return segments_mix(s, c, value(a, 0), seg, share * share);
}
KC_OP(vlinseg, "", "iim", .state = segments_st, .init = vseg_init, .perf = vlinseg_perf, .fx = tab_r | tab_w)
KC_OP(vexpseg, "", "iim", .state = segments_st, .init = vseg_init, .perf = vexpseg_perf, .fx = tab_r | tab_w)

/* ---- as a phase says -------------------------------------------------------------------------- */

/* Opcode: vphaseseg
 * Synopsis: vphaseseg kphase, ioutab, ielems, itab1, idist1, itab2 [, idist2, itab3 ...]
 *
 * The table that lies between others at some phase.
 * In:  kphase  0 .. 1 from the first table to the last; wraps around from above, less is 0
 *      ioutab  table that is written
 *      ielems  how many elements
 *      itab    tables
 *      idist   distances between them, in any unit
 * Fails: at init as vlinseg
 */
KC_NATIVE int vphaseseg_init(segments_st *s, kc_ctx *c, void **a)
{
    if (segments_read(s, c, a, 3, value(a, 2)) < 0) return KC_ERROR;
    segment *seg = s->memory.p;
    double total = 0, end = 0;
    for (int i = 0; i < s->count; i++) total += seg[i].length;
    for (int i = 0; i < s->count; i++) seg[i].length = end = seg[i].length / total + end;
    return KC_OK;
}
KC_NATIVE int vphaseseg_perf(segments_st *s, kc_ctx *c, void **a)
{
    const segment *seg = s->memory.p;
    double phase = value(a, 0), begin = 0;
    if (phase >= 1.0) phase = fmod(phase, 1.0);
    if (!(phase >= 0)) phase = 0;
    int i = 0;
    while (i < s->count - 1 && !(phase < seg[i].length)) begin = seg[i++].length;
    return segments_mix(s, c, value(a, 1), &seg[i], (phase - begin) / (seg[i].length - begin));
}
KC_OP(vphaseseg, "", "kiim", .state = segments_st, .init = vphaseseg_init, .perf = vphaseseg_perf,
      .fx = tab_r | tab_w)
