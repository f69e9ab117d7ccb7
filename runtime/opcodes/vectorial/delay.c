/* vecdelay, vdelayk: delays whose time may change, of the elements of a table and of a control signal. */
#include "runtime/opcodes/op.h"

typedef const double *num;

/* A ring of `size` values; reads `delay` values back from `at`, between two of them when `between`. */
KC_NATIVE double delayed(const double *ring, int size, int at, double delay, int between)
{
    double x = at - delay;
    if (!(fabs(x) < 1e15)) x = 0;
    if (x < 0 || x >= size) { /* a few times round, or many */
        if (fabs(x) > 1000.0 * size) x = fmod(x, size);
        while (x < 0) x += size;
        while (x >= size) x -= size;
    }
    int i = (int)x, next = x < size - 1 ? i + 1 : 0;
    return between ? ring[i] + (x - i) * (ring[next] - ring[i]) : ring[i];
}

/* Values that a maximal delay takes; -1 (reported) when it is too long. */
KC_NATIVE int ring_size(kc_ctx *c, double seconds)
{
    double n = seconds * c->kr;
    if (!(n < 1e8)) return kc_fail(c, "%s: the maximal delay is too long", c->site->desc->name);
    return n >= 1 ? (int)n : 1;
}

/* ---- vecdelay --------------------------------------------------------------------------------- */

typedef struct {
    kc_aux memory; /* a ring per element */
    int32_t elements, size, at;
} vecdelay_st;

KC_NATIVE kc_table *delay_table(kc_ctx *c, double fn, int elements, const char *what)
{
    kc_table *t = kc_table_find(c, fn);
    if (!t) kc_fail(c, "vecdly: invalid %s table", what);
    if (!t || (elements >= 1 && elements <= t->len)) return t;
    kc_fail(c, "vecdelay: invalid num of elements");
    return NULL;
}

/* Opcode: vecdelay
 * Synopsis: vecdelay ifn, ifnIn, ifnDel, ielements, imaxdel [, iskip]
 *
 * Delays the elements of a table in every k-cycle, each by its own time, with linear interpolation.
 * In:  ifn        table that is written
 *      ifnIn      table of the input
 *      ifnDel     table of the delays, s
 *      ielements  how many
 *      imaxdel    longest delay, s
 *      iskip      non-zero keeps what is in the delay (default 0)
 * Fails: at init when there is no such table, or it is shorter
 */
KC_NATIVE int vecdelay_init(vecdelay_st *s, kc_ctx *c, num fn, num in, num del, num elements, num most,
                            num skip)
{
    s->elements = *elements >= 1 && *elements < 1e8 ? (int)*elements : 0;
    if (!delay_table(c, *fn, s->elements, "output") || !delay_table(c, *in, s->elements, "input") ||
        !delay_table(c, *del, s->elements, "delay"))
        return KC_ERROR;
    int size = ring_size(c, *most);
    if (size < 0) return KC_ERROR;
    if (*skip != 0 && s->memory.p && s->size == size) return KC_OK;
    s->size = size;
    s->at = 0;
    return kc_aux_alloc(c, &s->memory, (size_t)s->elements * (size_t)size * sizeof(double));
}
KC_NATIVE int vecdelay_perf(vecdelay_st *s, kc_ctx *c, num fn, num in, num del, num elements, num most,
                            num skip)
{
    (void)elements, (void)most, (void)skip;
    kc_table *to = delay_table(c, *fn, s->elements, "output"),
             *from = delay_table(c, *in, s->elements, "input");
    const kc_table *times = delay_table(c, *del, s->elements, "delay");
    if (!to || !from || !times) return KC_ERROR;
    for (int i = 0; i < s->elements; i++) {
        double *ring = (double *)s->memory.p + (size_t)i * (size_t)s->size;
        ring[s->at] = from->data[i];
        to->data[i] = delayed(ring, s->size, s->at, times->data[i] * c->kr, 1);
    }
    s->at = s->at + 1 < s->size ? s->at + 1 : 0;
    return KC_OK;
}
KC_OP(vecdelay, "", "iiiiio", .state = vecdelay_st, .init = vecdelay_init, .perf = vecdelay_perf,
      .fx = tab_r | tab_w)

/* ---- vdelayk ---------------------------------------------------------------------------------- */

typedef struct {
    kc_aux memory;
    int32_t size, at;
} vdelayk_st;

/* Opcode: vdelayk
 * Synopsis: kout vdelayk ksig, kdel, imaxdel [, iskip, imode]
 *
 * Delays a control signal by a time that may change.
 * In:  ksig     signal
 *      kdel     delay, s
 *      imaxdel  longest delay, s
 *      iskip    non-zero keeps what is in the delay (default 0)
 *      imode    0 interpolates, else not (default 0)
 * Out: the signal of that time
 * Fails: at init when imaxdel is too long
 */
KC_NATIVE int vdelayk_init(vdelayk_st *s, kc_ctx *c, double *out, num in, num del, num most, num skip,
                           num mode)
{
    (void)out, (void)in, (void)del, (void)mode;
    int size = ring_size(c, *most);
    if (size < 0) return KC_ERROR;
    if (*skip != 0 && s->memory.p && (size_t)size * sizeof(double) <= s->memory.size) {
        s->size = size;
        if (s->at >= size) s->at = 0;
        return KC_OK;
    }
    s->size = size;
    s->at = 0;
    return kc_aux_alloc(c, &s->memory, (size_t)size * sizeof(double));
}
KC_NATIVE int vdelayk_perf(vdelayk_st *s, kc_ctx *c, double *out, num in, num del, num most, num skip,
                           num mode)
{
    (void)most, (void)skip;
    double *ring = s->memory.p;
    ring[s->at] = *in;
    *out = delayed(ring, s->size, s->at, *del * c->kr, *mode == 0);
    s->at = s->at + 1 < s->size ? s->at + 1 : 0;
    return KC_OK;
}
KC_OP(vdelayk, "k", "kkioo", .state = vdelayk_st, .init = vdelayk_init, .perf = vdelayk_perf)
