/* tablefilter, tablefilteri: Farey sequences copied from table to table, filtered by how simple their
 * denominators are.
 *
 * A value counts as the fraction it is near to, found by its continued fraction. A denominator is the less
 * digestible the more and the larger prime factors it has (C. Barlow's indigestibility: twice the sum of
 * e (p - 1)^2 / p over its prime powers p^e). */
#include "runtime/opcodes/op.h"

#ifndef KC_BITCODE
enum { LARGEST_PRIME = 9973, CONVERGENTS = 10 };

static double indigestibility(int32_t n)
{
    double sum = 0;
    if (!n) return 0;
    for (int p = 2; p <= LARGEST_PRIME && n != 1 && n != -1; p++) {
        int e = 0;
        while (n != p && n % p == 0) n /= p, e++;
        if (n == p) n = 1, e++;
        if (e) sum += e * ((double)(p - 1) * (p - 1) / p);
        if (n > 1 && (int64_t)p * p > n) p = n - 1; /* what is left is prime */
    }
    return sum + sum;
}

/* Denominator of the first convergent within 0.00001; 0 when there is none, and for 0. */
static int32_t denominator(double x)
{
    double rest = fabs(x), p0 = 1, q0 = 0, whole = floor(rest), p = whole, q = 1;
    if (!(rest > 0 && rest < 1e9)) return 0;
    for (int i = 0; i <= CONVERGENTS && q < 1e9; i++) {
        float error = (float)(rest - whole);
        double at = p / q;
        error = (float)(fabs(x) - at);
        if (fabsf(error) < 0.00001) return (int32_t)q;
        double r = 1.0 / (rest - whole);
        rest = r;
        whole = floor(r);
        double p2 = whole * p + p0, q2 = whole * q + q0;
        p0 = p, q0 = q, p = p2, q = q2;
    }
    return 0;
}

/* What passes: 1 digestible denominators, 2 indigestible ones, 3 distances between values; else everything.
 */
static int filter(kc_ctx *c, double *result, const kc_table *to, const kc_table *from, int type, double limit)
{
    int32_t out = 0;
    double previous = 0, threshold = indigestibility(limit > -1e9 && limit < 1e9 ? (int32_t)limit : 0);
    (void)c;
    for (int32_t i = 0; i < to->len; i++) {
        int32_t at = from->lenmask >= 0 ? i & from->lenmask : i % (from->len > 0 ? from->len : 1);
        double x = from->data[at], d = type == 1 || type == 2 ? indigestibility(denominator(x)) : 0;
        if ((type == 1 && d > threshold) || (type == 2 && d < threshold) || (type == 3 && x == 0)) continue;
        to->data[out++] = type == 3 ? x - previous : x;
        if (type == 3) previous = x;
    }
    *result = out;
    return KC_OK;
}

KC_NATIVE int tablefilter(void *s, kc_ctx *c, double *result, const double *to, const double *from,
                          const double *type, const double *limit)
{
    (void)s;
    if (!(*to >= 1 && *from >= 1)) return kc_fail(c, "Farey: Table no. < 1 dft=%.2f  sft=%.2f", *to, *from);
    if (!(*type >= 1)) return kc_fail(c, "Farey: Filter type < 1");
    const kc_table *t = kc_table_find(c, *to), *f = kc_table_find(c, *from);
    if (!t) return kc_fail(c, "Farey: Destination dft table %.2f not found.", *to);
    if (!f) return kc_fail(c, "Farey: Source sft table %.2f not found.", *from);
    return filter(c, result, t, f, *type < 4 ? (int)*type : 4, *limit);
}
#endif

/* Opcode: tablefilter tablefilteri
 * Synopsis: knumpassed tablefilter kouttable, kintable, kmode, kparam
 *           inumpassed tablefilteri iouttable, iintable, imode, iparam
 *
 * Copies the values of a table that pass a filter.
 * In:  outtable  table that is written; its length says how many values are looked at
 *      intable   table that is read
 *      mode      1: denominators not less digestible than param; 2: not more digestible; 3: distances between
 *                values, zeros left out; above: all
 *      param     the denominator they are compared to
 * Out: number of values that passed
 * Fails: when there is no such table, or the mode is below 1
 * Note: at k-rate the reference overwrites kmode and kparam with 1 and 7 at init.
 */
KC_OP(tablefilteri, "i", "iiii", .init = tablefilter, .fx = tab_r | tab_w)
KC_OP(tablefilter, "k", "kkkk", .perf = tablefilter, .fx = tab_r | tab_w)
