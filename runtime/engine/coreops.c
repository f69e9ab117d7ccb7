/* Core operations of tier 0: arithmetic, comparisons and copies over scalars and blocks.
 *
 * One macro per shape makes the functions and one row per function the table, so that a new operation is one
 * line in OPERATIONS. Blocks are worked from c->begin to c->end. An output may be the very block of an input
 * (a1 = a1 * a2), never a shifted part of it; each sample is read before it is written, which is all the
 * loops assume. */
#include "runtime/engine/coreops.h"
#include <string.h>

#pragma clang diagnostic ignored "-Wpass-failed" /* sanitised builds don't vectorise: nothing to tell */

#define OUT       double *o = a[0]
#define X         const double *x = a[1]
#define Y         const double *y = a[2]
#define SCALAR(p) const double p##0 = *p

#define EACH_SAMPLE(statement)                                                                               \
    _Pragma("clang loop vectorize(assume_safety)") for (int32_t n = c->begin, e = c->end; n < e; n++)        \
        statement

#define NATIVE(name, body)                                                                                   \
    static int name(void *st, kc_ctx *c, void **a)                                                           \
    {                                                                                                        \
        (void)st;                                                                                            \
        (void)c;                                                                                             \
        body;                                                                                                \
        return KC_OK;                                                                                        \
    }

/* out = e(x, y) for all mixtures of blocks and scalars */
#define ARITHMETIC(id, op)                                                                                   \
    NATIVE(id##_kkk, OUT; X; Y; *o = *x op * y)                                                              \
    NATIVE(id##_aaa, OUT; X; Y; EACH_SAMPLE(o[n] = x[n] op y[n]))                                            \
    NATIVE(id##_aak, OUT; X; Y; SCALAR(y); EACH_SAMPLE(o[n] = x[n] op y0))                                   \
    NATIVE(id##_aka, OUT; X; Y; SCALAR(x); EACH_SAMPLE(o[n] = x0 op y[n]))                                   \
    NATIVE(id##_akk, OUT; X; Y; const double v = *x op * y; EACH_SAMPLE(o[n] = v))

/* scalar = test of two scalars, 1 or 0 */
#define COMPARISON(id, op) NATIVE(id##_kkk, OUT; X; Y; *o = *x op * y ? 1.0 : 0.0)
#define LOGIC(id, op)      NATIVE(id##_kkk, OUT; X; Y; *o = (*x != 0.0) op(*y != 0.0) ? 1.0 : 0.0)

#define OPERATIONS                                                                                           \
    ARITHMETIC(add, +)                                                                                       \
    ARITHMETIC(sub, -)                                                                                       \
    ARITHMETIC(mul, *)                                                                                       \
    ARITHMETIC(div, /)                                                                                       \
    COMPARISON(eq, ==)                                                                                       \
    COMPARISON(ne, !=)                                                                                       \
    COMPARISON(lt, <)                                                                                        \
    COMPARISON(le, <=)                                                                                       \
    COMPARISON(gt, >)                                                                                        \
    COMPARISON(ge, >=)                                                                                       \
    LOGIC(land, &&)                                                                                          \
    LOGIC(lor, ||)

OPERATIONS
NATIVE(neg_kk, OUT; X; *o = -*x)
NATIVE(neg_aa, OUT; X; EACH_SAMPLE(o[n] = -x[n]))
NATIVE(lnot_kk, OUT; X; *o = *x == 0.0 ? 1.0 : 0.0)
NATIVE(copy_kk, OUT; X; *o = *x)
NATIVE(copy_aa, OUT; X; EACH_SAMPLE(o[n] = x[n]))
NATIVE(fill_ak, OUT; X; SCALAR(x); EACH_SAMPLE(o[n] = x0))
NATIVE(first_ka, OUT; X; *o = x[0])
/* inner[n] <-> outer[index * ksmps + n], ksmps that of the inner section */
NATIVE(slicein_aa, OUT; X; x += (ptrdiff_t)c->sub->index * c->ksmps; EACH_SAMPLE(o[n] = x[n]))
NATIVE(sliceout_aa, OUT; X; o += (ptrdiff_t)c->sub->index * c->ksmps; EACH_SAMPLE(o[n] = x[n]))

#undef ARITHMETIC
#undef COMPARISON
#undef LOGIC
#define ROW(id, types, fn) {#id, types, id##_##fn},
#define ARITHMETIC(id, op)                                                                                   \
    ROW(id, "k<kk", kkk) ROW(id, "a<aa", aaa) ROW(id, "a<ak", aak) ROW(id, "a<ka", aka) ROW(id, "a<kk", akk)
#define COMPARISON(id, op) ROW(id, "k<kk", kkk)
#define LOGIC(id, op)      ROW(id, "k<kk", kkk)

static const struct {
    const char *op, *types;
    kc_native fn;
} rows[] = {OPERATIONS ROW(neg, "k<k", kk) ROW(neg, "a<a", aa) ROW(lnot, "k<k", kk) ROW(copy, "k<k", kk)
                ROW(copy, "a<a", aa) ROW(fill, "a<k", ak) ROW(first, "k<a", ka) ROW(slicein, "a<a", aa)
                    ROW(sliceout, "a<a", aa)};

static int same_types(const char *have, const char *want)
{
    for (; *have && *want; have++, want++)
        if (*have != (strchr("ibBpcr", *want) ? 'k' : *want)) return 0;
    return *have == *want;
}

kc_native kc_coreop(const char *op, const char *types)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].op, op) && same_types(rows[i].types, types)) return rows[i].fn;
    return NULL;
}
