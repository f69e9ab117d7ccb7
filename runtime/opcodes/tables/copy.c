/* tablecopy tablegpw tablemix tablera tablewa ftset ftslice tableshuffle: whole tables and runs of points. */
#include "runtime/opcodes/dsp/timeseed.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

#if KC_W == 1
KC_NATIVE kc_table *find(kc_ctx *c, double number)
{
    kc_table *t = kc_table_find(c, number);
    if (!t) kc_fail(c, "table: could not find ftable %d", v_to_i(number));
    return t;
}

/* The source is read in a circle that takes in its guard point. */
KC_NATIVE int copy_any(void *st, kc_ctx *c, const double *dest, const double *src)
{
    (void)st;
    kc_table *d = kc_table_find(c, *dest), *s = kc_table_find(c, *src);
    if (!d || !s) {
        kc_warn(c, "table: could not find ftables %d and/or %d", v_to_i(*dest), v_to_i(*src));
        return KC_STOP;
    }
    for (int i = 0, k = 0; i < d->len; i++, k = k == s->len ? 0 : k + 1) d->data[i] = s->data[k];
    return KC_OK;
}

KC_NATIVE int gpw_any(void *st, kc_ctx *c, const double *number)
{
    (void)st;
    kc_table *t = find(c, *number);
    if (!t) return KC_ERROR;
    t->data[t->len] = t->data[0];
    return KC_OK;
}

KC_NATIVE int64_t circle(int64_t i, int64_t len)
{
    i %= len;
    return i < 0 ? i + len : i;
}

KC_NATIVE int mix_any(void *st, kc_ctx *c, const double *dest, const double *off, const double *length,
                      const double *src1, const double *off1, const double *gain1, const double *src2,
                      const double *off2, const double *gain2)
{
    (void)st;
    kc_table *d = find(c, *dest), *a = d ? find(c, *src1) : NULL, *b = a ? find(c, *src2) : NULL;
    if (!b) return KC_ERROR;
    int64_t n = v_to_i(floor(*length)), o = v_to_i(*off), o1 = v_to_i(*off1), o2 = v_to_i(*off2);
    if (n > KC_PHASE_MAX || n < -KC_PHASE_MAX) return kc_fail(c, "tablemix: illegal length %g", *length);
    for (int64_t i = 0, step = n > 0 ? 1 : -1; i != n; i += step)
        d->data[circle(i + o, d->len)] =
            a->data[circle(i + o1, a->len)] * *gain1 + b->data[circle(i + o2, b->len)] * *gain2;
    return KC_OK;
}

typedef struct {
    double pos;
} tablewa_st;

KC_NATIVE int tablera_perf(void *st, kc_ctx *c, double *out, const double *number, const double *start,
                           const double *off)
{
    (void)st;
    const kc_table *t = find(c, *number);
    if (!t) return KC_ERROR;
    int64_t pos = v_to_i(*start + *off);
    if (pos < 0) return kc_fail(c, "table: could not read negative pos %d", (int)pos);
    for (int n = c->begin; n < c->end; n++, pos++) out[n] = t->data[pos % t->len];
    return KC_OK;
}

KC_NATIVE int tablewa_init(tablewa_st *s, kc_ctx *c, double *out, const double *number, const double *sig,
                           const double *off, const double *skip)
{
    (void)c, (void)out, (void)number, (void)sig;
    if (*skip == 0) s->pos = 0;
    s->pos += *off;
    return KC_OK;
}

KC_NATIVE int tablewa_perf(tablewa_st *s, kc_ctx *c, double *out, const double *number, const double *sig,
                           const double *off, const double *skip)
{
    (void)off, (void)skip;
    kc_table *t = find(c, *number);
    if (!t) return KC_ERROR;
    int64_t pos = v_to_i(s->pos);
    if (pos < 0) return kc_fail(c, "table: could not read negative pos %d", (int)pos);
    for (int n = c->begin; n < c->end; n++, pos++) {
        pos %= t->len;
        t->data[pos] = sig[n];
    }
    *out = s->pos = (double)pos;
    return KC_OK;
}

KC_NATIVE int ftset_any(void *st, kc_ctx *c, const double *number, const double *value, const double *start,
                        const double *end, const double *step)
{
    (void)st;
    kc_table *t = kc_table_find(c, *number);
    if (!t) return kc_fail(c, "Table %d not found", v_to_i(*number));
    int64_t from = v_to_i(*start), to = v_to_i(*end), by = v_to_i(*step);
    if (to <= 0) to += t->len;
    if (to > t->len) to = t->len;
    if (by < 1 || from < 0) return kc_fail(c, "ftset: illegal start %d or step %d", (int)from, (int)by);
    for (int64_t i = from; i < to; i += by) t->data[i] = *value;
    return KC_OK;
}

KC_NATIVE int ftslice_any(void *st, kc_ctx *c, const double *src, const double *dest, const double *start,
                          const double *end, const double *step)
{
    (void)st;
    kc_table *s = kc_table_find(c, *src), *d = kc_table_find(c, *dest);
    if (!s) return kc_fail(c, "Source table not found: %d", v_to_i(*src));
    if (!d) return kc_fail(c, "Destination table not found: %d", v_to_i(*dest));
    int64_t from = v_to_i(*start), to = v_to_i(*end), by = v_to_i(*step);
    if (to < 1 || to > s->len + 1) to = s->len;
    if (by < 1 || from < 0) return kc_fail(c, "ftslice: illegal start %d or step %d", (int)from, (int)by);
    for (int64_t i = 0; i < d->len && from < to; i++, from += by) d->data[i] = s->data[from];
    return KC_OK;
}

typedef struct {
    uint64_t seed;
} shuffle_st;

KC_NATIVE int shuffle_any(shuffle_st *s, kc_ctx *c, const double *number)
{
    kc_table *t = *number >= 1 ? kc_table_find(c, *number) : NULL;
    if (!t) return kc_fail(c, "Source sft table %.2f not found.", *number);
    if (!s->seed) s->seed = kc_time_seed(c) | 1;
    for (int i = t->len - 1; i > 0; i--) {
        s->seed = s->seed * 6364136223846793005u + 1442695040888963407u;
        int k = (int)((s->seed >> 33) % (uint64_t)(i + 1));
        double x = t->data[i];
        t->data[i] = t->data[k];
        t->data[k] = x;
    }
    return KC_OK;
}
#endif

/* Opcode: tablecopy tableicopy
 * Synopsis: tablecopy kdft, ksft
 *           tableicopy idft, isft
 *
 * Copies a table, in every k-cycle or at init. A shorter source is repeated.
 * In:  xdft  destination
 *      xsft  source
 * Fails: when one does not exist
 */
KC_OP(tableicopy, "", "ii", .init = copy_any, .fx = tab_r | tab_w)
KC_OP(tablecopy, "", "kk", .perf = copy_any, .fx = tab_r | tab_w)

/* Opcode: tablegpw tableigpw
 * Synopsis: tablegpw kfn
 *           tableigpw ifn
 *
 * Writes a table's guard point: a copy of point 0.
 * In:  xfn  table number
 * Fails: when it does not exist
 */
KC_OP(tableigpw, "", "i", .init = gpw_any, .fx = tab_r | tab_w)
KC_OP(tablegpw, "", "k", .perf = gpw_any, .fx = tab_r | tab_w)

/* Opcode: tablemix tableimix
 * Synopsis: tablemix kdft, kdoff, klen, ks1ft, ks1off, ks1g, ks2ft, ks2off, ks2g
 *           tableimix idft, idoff, ilen, is1ft, is1off, is1g, is2ft, is2off, is2g
 *
 * Mixes two tables into a third, in every k-cycle or at init. All positions wrap around.
 * In:  xdft, xs1ft, xs2ft     destination and sources
 *      xdoff, xs1off, xs2off  where to begin
 *      xlen                   points; negative: backwards
 *      xs1g, xs2g             gains
 * Fails: when one of the tables does not exist
 */
KC_OP(tableimix, "", "iiiiiiiii", .init = mix_any, .fx = tab_r | tab_w)
KC_OP(tablemix, "", "kkkkkkkkk", .perf = mix_any, .fx = tab_r | tab_w)

/* Opcode: tablera
 * Synopsis: ares tablera kfn, kstart, koff
 *
 * Reads successive points of a table, a block in each k-cycle; the table wraps around.
 * In:  kfn     table number
 *      kstart  first point
 *      koff    added to it
 * Out: the points
 * Fails: when there is no such table, or the position is negative
 */
KC_OP(tablera, "a", "kkk", .perf = tablera_perf, .fx = tab_r)

/* Opcode: tablewa
 * Synopsis: kstart tablewa kfn, asig, koff [, iskip]
 *
 * Writes a signal to successive points of a table; the table wraps around.
 * In:  kfn    table number
 *      asig   signal
 *      koff   added to the position at init
 *      iskip  0: begin at point 0; else go on from the note before (default 1)
 * Out: the position after the block
 * Fails: when there is no such table, or the position is negative
 */
KC_OP(tablewa, "k", "kakp", .state = tablewa_st, .init = tablewa_init, .perf = tablewa_perf, .fx = tab_w)

/* Opcode: ftset
 * Synopsis: ftset ktablenum, kvalue [, kstart, kend, kstep]
 *           ftset itablenum, ivalue [, istart, iend, istep]
 *
 * Sets points of a table to a value.
 * In:  xtablenum  table number
 *      xvalue     value
 *      xstart     first point (default 0)
 *      xend       end, not set; 0 or less: from the end of the table (default 0)
 *      xstep      distance of points (default 1)
 * Fails: when there is no such table; for a negative start or a step below 1
 */
KC_OP(ftset, "", "iioop", .init = ftset_any, .fx = tab_w)
KC_OP(ftset, "", "kkOOP", .perf = ftset_any, .fx = tab_w)

/* Opcode: ftslice ftslicei
 * Synopsis: ftslice isourcetable, idesttable [, kstart, kend, kstep]
 *           ftslice ksourcetable, kdesttable [, kstart, kend, kstep]
 *           ftslicei isourcetable, idesttable [, istart, iend, istep]
 *
 * Copies a part of a table to the beginning of another.
 * In:  xsourcetable, xdesttable  table numbers
 *      xstart                    first point (default 0)
 *      xend                      end, not copied; 0: the end of the table (default 0)
 *      xstep                     distance of points (default 1)
 * Fails: when a table does not exist; for a negative start or a step below 1
 */
KC_OP(ftslicei, "", "iioop", .init = ftslice_any, .fx = tab_r | tab_w)
KC_OP(ftslice, "", "iiOOP", .perf = ftslice_any, .fx = tab_r | tab_w)
KC_OP(ftslice, "", "kkOOP", .perf = ftslice_any, .fx = tab_r | tab_w)

/* Opcode: tableshuffle tableshufflei
 * Synopsis: tableshuffle ktablenum
 *           tableshufflei itablenum
 *
 * Shuffles the points of a table, in every k-cycle or at init. The order differs from run to run.
 * In:  xtablenum  table number
 * Fails: when there is no such table
 */
KC_OP(tableshufflei, "", "i", .state = shuffle_st, .init = shuffle_any, .fx = tab_r | tab_w)
KC_OP(tableshuffle, "", "k", .state = shuffle_st, .perf = shuffle_any, .fx = tab_r | tab_w)
