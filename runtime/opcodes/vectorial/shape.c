/* vlimit, vwrap, vmirror, vport: the elements of a table are kept within limits, or follow it slowly. */
#include "runtime/opcodes/op.h"

typedef const double *num;

typedef struct {
    int32_t elements;
} range_st;

/* The table, when it has that many elements; NULL (reported) otherwise. */
KC_NATIVE kc_table *table_of(kc_ctx *c, double fn, int elements)
{
    kc_table *t = kc_table_need(c, fn);
    if (t && elements >= 1 && elements <= t->len) return t;
    if (t) kc_fail(c, "%s: invalid num of elements", c->site->desc->name);
    return NULL;
}

KC_NATIVE int elements_of(double x) { return x >= 1 && x < 1e9 ? (int)x : 0; }

KC_NATIVE int range_init(range_st *s, kc_ctx *c, num fn, num min, num max, num elements)
{
    (void)min, (void)max;
    s->elements = elements_of(*elements);
    return table_of(c, *fn, s->elements) ? KC_OK : KC_ERROR;
}

KC_NATIVE double limited(double x, double min, double max) { return x > min ? x < max ? x : max : min; }

KC_NATIVE double wrapped(double x, double min, double max)
{
    if (min >= max) return (min + max) / 2;
    return x >= max ? min + fmod(x - min, fabs(min - max)) : max - fmod(max - x, fabs(min - max));
}

enum { REFLECTIONS = 1000 }; /* after so many it is worked out at once */

KC_NATIVE double mirrored(double x, double min, double max)
{
    if (min >= max) return (min + max) * 0.5;
    for (int i = 0; i < REFLECTIONS; i++) {
        if (x <= max && x >= min) return x;
        x = x > max ? max + max - x : min + min - x;
    }
    double r = fmod(fabs(x - min), 2 * (max - min));
    return r <= max - min ? min + r : max - (r - (max - min));
}

/* Opcode: vlimit vwrap vmirror
 * Synopsis: vlimit ifn, kmin, kmax, ielements
 *           vwrap ifn, kmin, kmax, ielements
 *           vmirror ifn, kmin, kmax, ielements
 *
 * Bring the elements of a table between two limits: to the limit, as if the range repeated itself, or
 * reflected.
 * In:  ifn        table
 *      kmin kmax  limits; vwrap and vmirror: the mean of both when kmin is not less than kmax
 *      ielements  how many
 * Fails: at init when there is no such table, or it is shorter
 */
#ifndef KC_BITCODE
#define RANGE_OP(name, f)                                                                                    \
    KC_NATIVE int name##_perf(range_st *s, kc_ctx *c, num fn, num min, num max, num elements)                \
    {                                                                                                        \
        (void)elements;                                                                                      \
        kc_table *t = table_of(c, *fn, s->elements);                                                         \
        if (!t) return KC_ERROR;                                                                             \
        for (int i = 0; i < s->elements; i++) t->data[i] = f(t->data[i], *min, *max);                        \
        return KC_OK;                                                                                        \
    }
RANGE_OP(vlimit, limited)
RANGE_OP(vwrap, wrapped)
RANGE_OP(vmirror, mirrored)
#endif
KC_OP(vlimit, "", "ikki", .state = range_st, .init = range_init, .perf = vlimit_perf, .fx = tab_r | tab_w)
KC_OP(vwrap, "", "ikki", .state = range_st, .init = range_init, .perf = vwrap_perf, .fx = tab_r | tab_w)
KC_OP(vmirror, "", "ikki", .state = range_st, .init = range_init, .perf = vmirror_perf, .fx = tab_r | tab_w)

typedef struct {
    kc_aux past;
    int32_t elements;
    double half, c1, c2;
} vport_st;

/* Opcode: vport
 * Synopsis: vport ifn, khtime, ielements [, ifnInit]
 *
 * Replaces the elements of a table by their portamento: each goes half of the way to what is there in khtime.
 * In:  ifn        table
 *      khtime     s
 *      ielements  how many
 *      ifnInit    table of values to begin with; 0: zeros (default 0)
 * Fails: at init when there is no such table, or it is shorter
 */
KC_NATIVE int vport_init(vport_st *s, kc_ctx *c, num fn, num half, num elements, num fninit)
{
    (void)half;
    s->elements = elements_of(*elements);
    if (!table_of(c, *fn, s->elements)) return KC_ERROR;
    const kc_table *first = *fninit != 0 ? table_of(c, *fninit, s->elements) : NULL;
    if (*fninit != 0 && !first) return KC_ERROR;
    size_t bytes = (size_t)s->elements * sizeof(double);
    if (kc_aux_alloc(c, &s->past, bytes) < 0) return KC_ERROR;
    if (first) memcpy(s->past.p, first->data, bytes);
    s->half = -100;
    return KC_OK;
}
KC_NATIVE int vport_perf(vport_st *s, kc_ctx *c, num fn, num half, num elements, num fninit)
{
    (void)elements, (void)fninit;
    kc_table *t = table_of(c, *fn, s->elements);
    double *past = s->past.p;
    if (!t) return KC_ERROR;
    if (s->half != *half) {
        s->c2 = pow(0.5, c->inv_kr / *half);
        s->c1 = 1.0 - s->c2;
        s->half = *half;
    }
    for (int i = 0; i < s->elements; i++) t->data[i] = past[i] = s->c1 * t->data[i] + s->c2 * past[i];
    return KC_OK;
}
KC_OP(vport, "", "ikio", .state = vport_st, .init = vport_init, .perf = vport_perf, .fx = tab_r | tab_w)
