/* line, expon: one straight or exponential segment, which goes on past its end. */
#include "runtime/opcodes/op.h"

typedef struct {
    V val, step;
} line_st;

/* Tied notes and zero lengths go on with the old line. */
KC_NATIVE int line_set(line_st *s, double a, double dur, double b, double period)
{
    if (!(dur > 0)) return KC_OK;
    s->val = a;
    s->step = (b - a) / dur * period;
    return KC_OK;
}
KC_NATIVE int line_init_a(line_st *s, kc_ctx *c, double *out, const double *a, const double *dur,
                          const double *b)
{
    (void)out;
    return line_set(s, *a, *dur, *b, c->inv_sr);
}
KC_NATIVE int line_init_k(line_st *s, kc_ctx *c, double *out, const double *a, const double *dur,
                          const double *b)
{
    (void)out;
    line_set(s, *a, *dur, *b, c->inv_sr);
    if (*dur > 0) s->step *= c->ksmps;
    return KC_OK;
}
KERNEL void line_tick(line_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    *out = s->val;
    s->val += s->step;
}

/* Opcode: line
 * Synopsis: ares line ia, idur, ib
 *           kres line ia, idur, ib
 *
 * A straight line from ia to ib. It goes on with the same slope after idur.
 * In:  ia    first value
 *      idur  time to reach ib, s; 0 or less: no new line, the old one goes on (tied notes)
 *      ib    value after idur
 * Out: the line
 * Fails: never
 */
KC_OP(line, "k", "iii", .state = line_st, .init = line_init_k, .tick = line_tick)
KC_OP(line, "a", "iii", .state = line_st, .init = line_init_a, .tick = line_tick)

KC_NATIVE int expon_set(line_st *s, kc_ctx *c, double a, double dur, double b, double period)
{
    if (!(dur > 0)) return KC_OK;
    if (a == 0) return kc_fail(c, "arg1 is zero");
    if (b == 0) return kc_fail(c, "arg2 is zero");
    if (!(a * b > 0)) return kc_fail(c, "unlike signs");
    s->val = a;
    s->step = pow(b / a, period / dur);
    return KC_OK;
}
KC_NATIVE int expon_init_a(line_st *s, kc_ctx *c, double *out, const double *a, const double *dur,
                           const double *b)
{
    (void)out;
    return expon_set(s, c, *a, *dur, *b, c->inv_sr);
}
KC_NATIVE int expon_init_k(line_st *s, kc_ctx *c, double *out, const double *a, const double *dur,
                           const double *b)
{
    (void)out;
    return expon_set(s, c, *a, *dur, *b, c->inv_kr);
}
KERNEL void expon_tick(line_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    *out = s->val;
    s->val *= s->step;
}

/* Opcode: expon
 * Synopsis: ares expon ia, idur, ib
 *           kres expon ia, idur, ib
 *
 * An exponential curve from ia to ib. It goes on with the same ratio after idur.
 * In:  ia    first value, not 0
 *      idur  time to reach ib, s; 0 or less: no new curve, the old one goes on (tied notes)
 *      ib    value after idur, of the same sign as ia
 * Out: the curve
 * Fails: at init when a value is 0 or the signs differ
 */
KC_OP(expon, "k", "iii", .state = line_st, .init = expon_init_k, .tick = expon_tick)
KC_OP(expon, "a", "iii", .state = line_st, .init = expon_init_a, .tick = expon_tick)
