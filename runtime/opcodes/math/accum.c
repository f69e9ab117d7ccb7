/* Sums, products and extremes over many inputs; signals that gather others (vincr, clear, maxaccum ...). */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"
#include <float.h>

/* ---- over many signals: a[0] is the output, the rest are blocks ---------------------------------- */

enum { ACC_SUM, ACC_PRODUCT, ACC_MAX, ACC_MIN, ACC_MAXABS, ACC_MINABS };

KC_NATIVE double acc_first(int how, double x) { return how >= ACC_MAXABS ? fabs(x) : x; }

KC_NATIVE double acc_join(int how, double sum, double x)
{
    switch (how) {
    case ACC_SUM: return sum + x;
    case ACC_PRODUCT: return sum * x;
    case ACC_MAXABS: x = fabs(x); /* fall through */
    case ACC_MAX: return x > sum ? x : sum;
    case ACC_MINABS: x = fabs(x); /* fall through */
    default: return x < sum ? x : sum;
    }
}

KC_NATIVE int acc_signals(kc_ctx *c, void **a, int how)
{
    double *out = a[0];
    int nin = c->site->nin;
    for (int n = c->begin; n < c->end; n++) {
        double x = nin > 0 ? acc_first(how, ((const double *)a[1])[n]) : how == ACC_PRODUCT;
        for (int i = 1; i < nin; i++) x = acc_join(how, x, ((const double *)a[1 + i])[n]);
        out[n] = x;
    }
    return KC_OK;
}

KC_NATIVE int acc_numbers(kc_ctx *c, void **a, int how)
{
    double x = acc_first(how, *(const double *)a[1]);
    for (int i = 1; i < c->site->nin; i++) x = acc_join(how, x, *(const double *)a[1 + i]);
    *(double *)a[0] = x;
    return KC_OK;
}

KC_NATIVE int acc_array(kc_ctx *c, double *out, const kc_array *in, int how)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    double x = how == ACC_PRODUCT;
    for (int i = 0, n = kc_array_count(in); i < n; i++) x = acc_join(how, x, in->data[i]);
    *out = x;
    return KC_OK;
}

#ifndef KC_BITCODE
#define ACC_RAW(name, body, how)                                                                             \
    KC_NATIVE int name(void *s, kc_ctx *c, void **a)                                                         \
    {                                                                                                        \
        (void)s;                                                                                             \
        return body(c, a, how);                                                                              \
    }
ACC_RAW(sum_a, acc_signals, ACC_SUM)
ACC_RAW(product_a, acc_signals, ACC_PRODUCT)
ACC_RAW(max_a, acc_signals, ACC_MAX)
ACC_RAW(min_a, acc_signals, ACC_MIN)
ACC_RAW(maxabs_a, acc_signals, ACC_MAXABS)
ACC_RAW(minabs_a, acc_signals, ACC_MINABS)
ACC_RAW(max_n, acc_numbers, ACC_MAX)
ACC_RAW(min_n, acc_numbers, ACC_MIN)
ACC_RAW(maxabs_n, acc_numbers, ACC_MAXABS)
ACC_RAW(minabs_n, acc_numbers, ACC_MINABS)
#endif

KC_NATIVE int sum_array(void *s, kc_ctx *c, double *out, const kc_array *in)
{
    (void)s;
    return acc_array(c, out, in, ACC_SUM);
}

KC_NATIVE int product_array(void *s, kc_ctx *c, double *out, const kc_array *in)
{
    (void)s;
    return acc_array(c, out, in, ACC_PRODUCT);
}

/* Opcode: sum
 * Synopsis: ares sum ain1 [, ain2, ...]
 *           ires sum iArr[]
 *           kres sum kArr[]
 *
 * Sum of signals, or of the elements of an array.
 * In:  signals, or an array
 * Out: the sum
 * Fails: when the array is not initialised
 */
KC_OP(sum, "a", "y", .perf = sum_a)
KC_OP(sum, "k", "k[]", .perf = sum_array)
KC_OP(sum, "i", "i[]", .init = sum_array)

/* Opcode: product
 * Synopsis: ares product ain1 [, ain2, ...]
 *           ires product iArr[]
 *           kres product kArr[]
 *
 * Product of signals, or of the elements of an array.
 * In:  signals, or an array
 * Out: the product
 * Fails: when the array is not initialised
 */
KC_OP(product, "a", "y", .perf = product_a)
KC_OP(product, "k", "k[]", .perf = product_array)
KC_OP(product, "i", "i[]", .init = product_array)

/* Opcode: max
 * Synopsis: ares max ain1, ain2 [, ain3, ...]
 *           kres max kin1, kin2 [, ...]
 *           ires max iin1, iin2 [, ...]
 *
 * Largest of several values.
 * In:  signals or numbers
 * Out: the largest
 * Fails: never
 */
KC_OP(max, "a", "ay", .perf = max_a)
KC_OP(max, "i", "im", .init = max_n)
KC_OP(max, "k", "kz", .perf = max_n)

/* Opcode: min
 * Synopsis: ares min ain1, ain2 [, ain3, ...]
 *           kres min kin1, kin2 [, ...]
 *           ires min iin1, iin2 [, ...]
 *
 * Smallest of several values.
 * In:  signals or numbers
 * Out: the smallest
 * Fails: never
 */
KC_OP(min, "a", "ay", .perf = min_a)
KC_OP(min, "i", "im", .init = min_n)
KC_OP(min, "k", "kz", .perf = min_n)

/* Opcode: maxabs
 * Synopsis: ares maxabs ain1, ain2 [, ain3, ...]
 *           kres maxabs kin1, kin2 [, ...]
 *
 * Largest magnitude of several values.
 * In:  signals or numbers
 * Out: the largest absolute value
 * Fails: never
 */
KC_OP(maxabs, "a", "ay", .perf = maxabs_a)
KC_OP(maxabs, "k", "kz", .perf = maxabs_n)

/* Opcode: minabs
 * Synopsis: ares minabs ain1, ain2 [, ain3, ...]
 *           kres minabs kin1, kin2 [, ...]
 *
 * Smallest magnitude of several values.
 * In:  signals or numbers
 * Out: the smallest absolute value
 * Fails: never
 */
KC_OP(minabs, "a", "ay", .perf = minabs_a)
KC_OP(minabs, "k", "kz", .perf = minabs_n)

/* ---- pairs ------------------------------------------------------------------------------------ */

/* Inputs 2 i and 2 i + 1 are multiplied; the first of a pair is a signal or a number. */
KC_NATIVE int mac_signals(void *s, kc_ctx *c, void **a)
{
    (void)s;
    double *out = a[0];
    for (int n = c->begin; n < c->end; n++) {
        double x = 0;
        for (int i = 1; i + 1 <= c->site->nin; i += 2) {
            const double *u = a[i], *v = a[i + 1];
            x += u[kc_arg_is_a(c, i) ? n : 0] * v[kc_arg_is_a(c, i + 1) ? n : 0];
        }
        out[n] = x;
    }
    return KC_OK;
}

KC_NATIVE int mac_init(void *s, kc_ctx *c, void **a)
{
    (void)s, (void)a;
    return c->site->nin & 1 ? kc_fail(c, "Must have even number of arguments in mac") : KC_OK;
}

/* Opcode: mac
 * Synopsis: ares mac kin1, ain1 [, kin2, ain2, ...]
 *
 * Sum of signals, each times a control value.
 * In:  pairs of control value and signal
 * Out: kin1 * ain1 + kin2 * ain2 + ...
 * Fails: at init for an odd number of arguments
 */
KC_OP(mac, "a", "Z", .init = mac_init, .perf = mac_signals)

/* Opcode: maca
 * Synopsis: ares maca ain1, ain2 [, ain3, ain4, ...]
 *
 * Sum of products of pairs of signals.
 * In:  pairs of signals
 * Out: ain1 * ain2 + ain3 * ain4 + ...
 * Fails: at init for an odd number of arguments
 */
KC_OP(maca, "a", "y", .init = mac_init, .perf = mac_signals)

/* ---- accumulators: the first argument is written ------------------------------------------------- */

KC_NATIVE int vincr_perf(void *s, kc_ctx *c, double *sum, const double *in)
{
    (void)s;
    for (int n = c->begin; n < c->end; n++) sum[n] += in[n];
    return KC_OK;
}

/* Opcode: vincr
 * Synopsis: vincr asum, ain
 *
 * Adds a signal to another one in place: a mixing bus.
 * In:  asum  signal which is increased, usually global and cleared in each k-cycle
 *      ain   what is added
 * Fails: never
 */
KC_OP(vincr, "", "aa", .perf = vincr_perf)

KC_NATIVE int clear_signals(void *s, kc_ctx *c, void **a)
{
    (void)s;
    for (int i = 0; i < c->site->nin; i++) memset(a[i], 0, (size_t)c->ksmps * sizeof(double));
    return KC_OK;
}

KC_NATIVE int clear_init(void *s, kc_ctx *c, kc_array *arr)
{
    (void)s;
    return kc_array_ready(c, arr);
}

KC_NATIVE int clear_perf(void *s, kc_ctx *c, kc_array *arr)
{
    (void)s;
    if (kc_array_ready(c, arr) < 0) return KC_ERROR;
    memset(arr->data, 0, (size_t)kc_array_count(arr) * (size_t)arr->member_size);
    return KC_OK;
}

/* Opcode: clear
 * Synopsis: clear avar1 [, avar2, ...]
 *           clear aArr[]
 *           clear kArr[]
 *
 * Sets signals or all elements of an array to 0.
 * In:  variables which are cleared
 * Fails: when the array is not initialised
 */
KC_OP(clear, "", "a[]", .init = clear_init, .perf = clear_perf)
KC_OP(clear, "", "k[]", .init = clear_init, .perf = clear_perf)
KC_OP(clear, "", "y", .perf = clear_signals)

#ifndef KC_BITCODE
#define ACC_INTO(name, how)                                                                                  \
    KC_NATIVE int name(void *s, kc_ctx *c, double *acc, const double *in)                                    \
    {                                                                                                        \
        (void)s;                                                                                             \
        for (int n = c->begin; n < c->end; n++) acc[n] = acc_join(how, acc[n], in[n]);                       \
        return KC_OK;                                                                                        \
    }
ACC_INTO(maxaccum_perf, ACC_MAX)
ACC_INTO(minaccum_perf, ACC_MIN)
ACC_INTO(maxabsaccum_perf, ACC_MAXABS)
ACC_INTO(minabsaccum_perf, ACC_MINABS)
#endif

/* Opcode: maxaccum minaccum maxabsaccum minabsaccum
 * Synopsis: maxaccum aacc, ain
 *           minaccum aacc, ain
 *           maxabsaccum aacc, ain
 *           minabsaccum aacc, ain
 *
 * Keeps the larger or smaller of two signals, or of the first one and the second one's magnitude, in the
 * first.
 * In:  aacc  signal which is changed
 *      ain   what it is compared with
 * Fails: never
 */
KC_OP(maxaccum, "", "aa", .perf = maxaccum_perf)
KC_OP(minaccum, "", "aa", .perf = minaccum_perf)
KC_OP(maxabsaccum, "", "aa", .perf = maxabsaccum_perf)
KC_OP(minabsaccum, "", "aa", .perf = minabsaccum_perf)

/* ---- max_k ------------------------------------------------------------------------------------ */

typedef struct {
    double best;
    int64_t count;
} maxk_st;

KC_NATIVE void max_k_reset(maxk_st *s, int type)
{
    s->best = type == 2 ? -FLT_MAX : type == 3 ? FLT_MAX : 0;
    s->count = 0;
}

KC_NATIVE int max_k_init(maxk_st *s, kc_ctx *c, double *out, const double *in, const double *trig,
                         const double *itype)
{
    (void)out, (void)in, (void)trig;
    if (!(*itype >= 1 && *itype < 5)) return kc_fail(c, "max_k: invalid imaxflag value");
    max_k_reset(s, (int)*itype);
    return KC_OK;
}

KC_NATIVE int max_k_perf(maxk_st *s, kc_ctx *c, double *out, const double *in, const double *trig,
                         const double *itype)
{
    int type = (int)*itype;
    for (int n = c->begin; n < c->end; n++) {
        double x = type == 1 ? fabs(in[n]) : in[n];
        if (type == 4)
            s->best += x;
        else if (type == 3 ? x < s->best : x > s->best)
            s->best = x;
    }
    s->count += c->end; /* the reference counts a late start as full */
    if (*trig != 0) {
        *out = type == 4 ? s->best / (double)s->count : s->best;
        max_k_reset(s, type);
    }
    return KC_OK;
}

/* Opcode: max_k
 * Synopsis: kres max_k ain, ktrig, itype
 *
 * Extreme or mean of a signal since the last trigger.
 * In:  ain    signal
 *      ktrig  non-zero: output and start again
 *      itype  1 largest magnitude, 2 largest, 3 smallest, 4 mean
 * Out: changes at triggers only
 * Fails: at init for another itype
 */
KC_OP(max_k, "k", "aki", .state = maxk_st, .init = max_k_init, .perf = max_k_perf)
