/* fareylen, fareyleni: how many terms a Farey sequence has. */
#include "runtime/opcodes/op.h"

#define ORDER_MAX 1000000

typedef struct {
    double order, length;
} farey_st;

#if KC_W == 1
/* Euler's function as a product over prime factors p of 1 - 1/p, truncated: rounding errors of the reference
 * included. */
KC_NATIVE int totient(int n)
{
    double product = n;
    for (int p = 2; n > 1; p++) {
        if (p * p > n) p = n;
        if (n % p) continue;
        product *= 1.0 - 1.0 / p;
        while (n % p == 0) n /= p;
    }
    return (int)product;
}

KC_NATIVE int farey_length(void *st, kc_ctx *c, double *out, const double *order)
{
    (void)st;
    int n = v_to_i(*order), length = 1;
    if (n > ORDER_MAX) return kc_fail(c, "fareylen: order %d is above %d", n, ORDER_MAX);
    for (int i = 1; i <= n; i++) length += i == 1 ? 1 : totient(i);
    *out = length;
    return KC_OK;
}

KC_NATIVE int farey_init(farey_st *s, kc_ctx *c, double *out, const double *order)
{
    (void)c, (void)out, (void)order;
    *s = (farey_st){NAN, 0};
    return KC_OK;
}

KC_NATIVE int farey_perf(farey_st *s, kc_ctx *c, double *out, const double *order)
{
    if (s->order != *order) {
        if (farey_length(NULL, c, &s->length, order) < 0) return KC_ERROR;
        s->order = *order;
    }
    *out = s->length;
    return KC_OK;
}
#endif

/* Opcode: fareylen fareyleni
 * Synopsis: kfl fareylen kfn
 *           ifl fareyleni ifn
 *
 * Length of the Farey sequence of an order: the fractions in lowest terms from 0 to 1 with denominators up
 * to it.
 * In:  xfn order, up to 1000000
 * Out: number of fractions
 * Fails: for a higher order
 */
KC_OP(fareyleni, "i", "i", .init = farey_length)
KC_OP(fareylen, "k", "k", .state = farey_st, .init = farey_init, .perf = farey_perf)
