/* vadd .. vexp, vaddv .. vexpv, vcopy, vmap: arithmetic over tables, with a number or with a second table, at
 * i-time (the names with _i) or in every k-cycle. One routine does each kind; an opcode is an operation and
 * what it does with offsets that are negative. */
#include "runtime/opcodes/op.h"

typedef enum { COPY, ADD, SUB, MULT, DIV, POW, EXP, EXP_SUM } operation;

typedef const double *num;

KC_NATIVE double combine(operation op, double x, double y)
{
    switch (op) {
    case COPY: return y;
    case ADD: return x + y;
    case SUB: return x - y;
    case MULT: return x * y;
    case DIV: return x / y;
    case POW: return pow(x, y);
    case EXP: return pow(y, x);
    default: return x + pow(y, x);
    }
}

KC_NATIVE int whole(double x) { return fabs(x) < 1e9 ? (int)x : x > 0 ? 1000000000 : -1000000000; }
KC_NATIVE int rounded(double x) { return whole(rint(x)); }

/* ---- a table and a number --------------------------------------------------------------------- */

/* A negative offset begins before the table: that many elements fewer. */
KC_NATIVE int with_number(kc_ctx *c, operation op, double fn, double value, int elements, int offset,
                          int verbose)
{
    kc_table *t = kc_table_find(c, fn);
    if (!t) return kc_fail(c, "%s: invalid table number %i", c->site->desc->name, whole(fn));
    int first = offset > 0 ? offset : 0, room = t->len - first;
    if (offset < 0) elements += offset;
    if (elements > room) {
        if (verbose) kc_warn(c, "%s: ifn1 length exceeded", c->site->desc->name);
        elements = room;
    }
    for (int i = 0; i < elements; i++) t->data[first + i] = combine(op, t->data[first + i], value);
    return KC_OK;
}

#ifndef KC_BITCODE
#define NUMBER_OPS(name, op_k, op_i, offset_k, to_int)                                                       \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, num fn, num value, num n, num offset, num verbose)         \
    {                                                                                                        \
        (void)s, (void)value, (void)n, (void)offset, (void)verbose;                                          \
        return kc_table_need(c, *fn) ? KC_OK : KC_ERROR;                                                     \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, num fn, num value, num n, num offset, num verbose)         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return with_number(c, op_k, *fn, *value, whole(*n), offset_k(*offset), whole(*verbose));             \
    }                                                                                                        \
    KC_NATIVE int name##_now(void *s, kc_ctx *c, num fn, num value, num n, num offset)                       \
    {                                                                                                        \
        (void)s;                                                                                             \
        return with_number(c, op_i, *fn, *value, to_int(*n), to_int(*offset), 1);                            \
    }
NUMBER_OPS(vadd, ADD, ADD, rounded, rounded)
NUMBER_OPS(vmult, MULT, MULT, whole, rounded)
NUMBER_OPS(vpow, POW, POW, whole, whole)
NUMBER_OPS(vexp, EXP_SUM, EXP, whole, whole)
#endif

/* Opcode: vadd vmult vpow vexp vadd_i vmult_i vpow_i vexp_i
 * Synopsis: vadd ifn, kval, kelements [, kdstoffset, kverbose]
 *           vadd_i ifn, ival, ielements [, idstoffset]
 *           and so on
 *
 * Change the elements of a table: x + val, x * val, x to the power val, val to the power x.
 * In:  ifn        table
 *      val        the number
 *      elements   how many
 *      dstoffset  first element (default 0); negative: that many elements fewer
 *      kverbose   non-zero: warn when the table is too short (default 0); vadd_i and its kin always do
 * Fails: when there is no such table
 * Note: vexp (not vexp_i) adds the power to x, as in the reference.
 */
KC_OP(vadd, "", "ikkOO", .init = vadd_init, .perf = vadd_perf, .fx = tab_r | tab_w)
KC_OP(vadd_i, "", "iiio", .init = vadd_now, .fx = tab_r | tab_w)
KC_OP(vmult, "", "ikkOO", .init = vmult_init, .perf = vmult_perf, .fx = tab_r | tab_w)
KC_OP(vmult_i, "", "iiio", .init = vmult_now, .fx = tab_r | tab_w)
KC_OP(vpow, "", "ikkOO", .init = vpow_init, .perf = vpow_perf, .fx = tab_r | tab_w)
KC_OP(vpow_i, "", "iiio", .init = vpow_now, .fx = tab_r | tab_w)
KC_OP(vexp, "", "ikkOO", .init = vexp_init, .perf = vexp_perf, .fx = tab_r | tab_w)
KC_OP(vexp_i, "", "iiio", .init = vexp_now, .fx = tab_r | tab_w)

/* ---- two tables ------------------------------------------------------------------------------- */

/* What is done with elements before and after the source. */
enum { ZERO_BEFORE = 1, ZERO_AFTER = 2, VERBOSE = 4 };

/* Two stretches of tables, guard points included. */
typedef struct {
    double *to;
    const double *from;
    int n, after; /* elements with a source; those behind them */
} stretch;

KC_NATIVE int two_tables(kc_ctx *c, num fn1, num fn2, kc_table **to, kc_table **from)
{
    const char *name = c->site->desc->name;
    *to = kc_table_find(c, *fn1);
    *from = kc_table_find(c, *fn2);
    if (!*to) return kc_fail(c, "%s: ifn1 invalid table number %i", name, whole(*fn1));
    if (!*from) return kc_fail(c, "%s: ifn2 invalid table number %i", name, whole(*fn2));
    return KC_OK;
}

KC_NATIVE stretch stretch_of(kc_ctx *c, kc_table *to, const kc_table *from, int n, int at, int src, int how)
{
    int room = to->len + 1, left = from->len + 1, first = at > 0 ? at : 0;
    if (at < 0) {
        n += at;
        src -= at;
    }
    room -= first;
    if (n > room) {
        if (how & VERBOSE) kc_warn(c, "%s: ifn1 length exceeded", c->site->desc->name);
        n = room;
    }
    if (src < 0) {
        int skip = -src < n ? -src : n > 0 ? n : 0;
        if (how & ZERO_BEFORE)
            memset(to->data + (first < to->len ? first : 0), 0, (size_t)skip * sizeof(double));
        n -= skip;
        first += skip;
        src = 0;
    }
    left -= src;
    int have = n < left ? n : left;
    if (n > left && (how & VERBOSE)) kc_warn(c, "%s: ifn2 length exceeded", c->site->desc->name);
    if (n <= 0 || have < 0) have = 0;
    return (stretch){to->data + first, from->data + src, have, n > have ? n - have : 0};
}

KC_NATIVE int with_table(kc_ctx *c, operation op, num fn1, num fn2, int n, int at, int src, int how)
{
    kc_table *to, *from;
    if (two_tables(c, fn1, fn2, &to, &from) < 0) return KC_ERROR;
    if (at > to->len || n <= 0 || at < -n) return KC_OK; /* nothing is within the table */
    stretch s = stretch_of(c, to, from, n, at, src, how);
    if (to == from && s.to > s.from) /* within one table: do not read what has been written */
        for (int i = s.n; i-- > 0;) s.to[i] = combine(op, s.to[i], s.from[i]);
    else
        for (int i = 0; i < s.n; i++) s.to[i] = combine(op, s.to[i], s.from[i]);
    if (how & ZERO_AFTER) memset(s.to + s.n, 0, (size_t)s.after * sizeof(double));
    return KC_OK;
}

KC_NATIVE int pair_init(void *s, kc_ctx *c, num fn1, num fn2, num n, num at, num src, num verbose)
{
    (void)s, (void)n, (void)at, (void)src, (void)verbose;
    kc_table *to, *from;
    return two_tables(c, fn1, fn2, &to, &from);
}

#ifndef KC_BITCODE
#define TABLE_OPS(name, op, how_k, how_i)                                                                    \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, num fn1, num fn2, num n, num at, num src, num verbose)     \
    {                                                                                                        \
        (void)s;                                                                                             \
        return with_table(c, op, fn1, fn2, whole(*n), whole(*at), whole(*src),                               \
                          (how_k) | (whole(*verbose) ? VERBOSE : 0));                                        \
    }                                                                                                        \
    KC_NATIVE int name##_now(void *s, kc_ctx *c, num fn1, num fn2, num n, num at, num src)                   \
    {                                                                                                        \
        (void)s;                                                                                             \
        return with_table(c, op, fn1, fn2, whole(*n), whole(*at), whole(*src), (how_i) | VERBOSE);           \
    }
TABLE_OPS(vcopy, COPY, ZERO_BEFORE | ZERO_AFTER, ZERO_BEFORE | ZERO_AFTER)
TABLE_OPS(vaddv, ADD, 0, ZERO_BEFORE)
TABLE_OPS(vsubv, SUB, 0, ZERO_BEFORE)
TABLE_OPS(vmultv, MULT, 0, ZERO_BEFORE)
TABLE_OPS(vdivv, DIV, 0, ZERO_BEFORE)
TABLE_OPS(vpowv, POW, 0, ZERO_BEFORE)
TABLE_OPS(vexpv, EXP, 0, ZERO_BEFORE)
#endif

/* Opcode: vcopy vaddv vsubv vmultv vdivv vpowv vexpv vcopy_i vaddv_i vsubv_i vmultv_i vdivv_i vpowv_i vexpv_i
 * Synopsis: vaddv ifn1, ifn2, kelements [, kdstoffset, ksrcoffset, kverbose]
 *           vaddv_i ifn1, ifn2, ielements [, idstoffset, isrcoffset]
 *           and so on
 *
 * Change the elements x of the first table by those of the second, y: y, x + y, x - y, x * y, x / y, x to
 * the power y, y to the power x.
 * In:  ifn1       table that is changed
 *      ifn2       the other one
 *      elements   how many
 *      dstoffset  first element in ifn1 (default 0); negative: that many elements fewer, and as many of ifn2
 *                 skipped
 *      srcoffset  first element in ifn2 (default 0); negative: as many elements of ifn1 are skipped; the
 *                 forms at i-time and vcopy set them to 0
 *      kverbose   non-zero: warn when a table is too short (default 0); the forms at i-time always do
 * Fails: when there is no such table
 * Note: guard points take part. vcopy sets what lies beyond the end of ifn2 to 0.
 */
KC_OP(vaddv, "", "iikOOO", .init = pair_init, .perf = vaddv_perf, .fx = tab_r | tab_w)
KC_OP(vaddv_i, "", "iiioo", .init = vaddv_now, .fx = tab_r | tab_w)
KC_OP(vsubv, "", "iikOOO", .init = pair_init, .perf = vsubv_perf, .fx = tab_r | tab_w)
KC_OP(vsubv_i, "", "iiioo", .init = vsubv_now, .fx = tab_r | tab_w)
KC_OP(vmultv, "", "iikOOO", .init = pair_init, .perf = vmultv_perf, .fx = tab_r | tab_w)
KC_OP(vmultv_i, "", "iiioo", .init = vmultv_now, .fx = tab_r | tab_w)
KC_OP(vdivv, "", "iikOOO", .init = pair_init, .perf = vdivv_perf, .fx = tab_r | tab_w)
KC_OP(vdivv_i, "", "iiioo", .init = vdivv_now, .fx = tab_r | tab_w)
KC_OP(vpowv, "", "iikOOO", .init = pair_init, .perf = vpowv_perf, .fx = tab_r | tab_w)
KC_OP(vpowv_i, "", "iiioo", .init = vpowv_now, .fx = tab_r | tab_w)
KC_OP(vexpv, "", "iikOOO", .init = pair_init, .perf = vexpv_perf, .fx = tab_r | tab_w)
KC_OP(vexpv_i, "", "iiioo", .init = vexpv_now, .fx = tab_r | tab_w)
KC_OP(vcopy, "", "iikOOO", .init = pair_init, .perf = vcopy_perf, .fx = tab_r | tab_w)
KC_OP(vcopy_i, "", "iiioo", .init = vcopy_now, .fx = tab_r | tab_w)

/* Opcode: vmap
 * Synopsis: vmap ifn1, ifn2, ielements [, idstoffset, isrcoffset]
 *
 * Replaces elements of ifn1 by those of ifn2 whose numbers they are.
 * In:  ifn1       table that is changed
 *      ifn2       another table
 *      ielements  how many
 *      idstoffset isrcoffset  as vaddv_i; elements are counted from isrcoffset
 * Fails: when there is no such table, or both are the same
 */
KC_NATIVE int vmap_now(void *st, kc_ctx *c, num fn1, num fn2, num elements, num dst, num srcoff)
{
    (void)st;
    kc_table *to, *from;
    int n = whole(*elements), at = whole(*dst);
    if (*fn1 == *fn2) return kc_fail(c, "vmap: Error: ifn1 and ifn2 can not be the same");
    if (two_tables(c, fn1, fn2, &to, &from) < 0) return KC_ERROR;
    if (at > to->len || n <= 0 || at < -n) return KC_OK;
    stretch s = stretch_of(c, to, from, n, at, whole(*srcoff), ZERO_BEFORE | ZERO_AFTER | VERBOSE);
    long left = from->data + from->len + 1 - s.from;
    for (int i = 0; i < s.n; i++) s.to[i] = s.to[i] > -1 && s.to[i] < left ? s.from[(int)s.to[i]] : 0.0;
    memset(s.to + s.n, 0, (size_t)s.after * sizeof(double));
    return KC_OK;
}
KC_OP(vmap, "", "iiioo", .init = vmap_now, .fx = tab_r | tab_w)
