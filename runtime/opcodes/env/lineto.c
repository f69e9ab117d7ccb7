/* lineto, tlineto: a k-rate line to each new target value. */
#include "runtime/opcodes/op.h"

typedef struct {
    V target, val, inc;
    V elapsed, len; /* s */
    VM fresh;
} lineto_st;

KC_NATIVE int lineto_start(lineto_st *s, double len)
{
    s->elapsed = s->inc = 0;
    s->len = len;
    s->fresh = vm_splat(true);
    return KC_OK;
}
KC_NATIVE int lineto_init(lineto_st *s, kc_ctx *c, double *out, const double *sig, const double *time)
{
    (void)c, (void)out, (void)sig, (void)time;
    return lineto_start(s, 0);
}
KC_NATIVE int tlineto_init(lineto_st *s, kc_ctx *c, double *out, const double *sig, const double *time,
                           const double *trig)
{
    (void)c, (void)out, (void)sig, (void)time, (void)trig;
    return lineto_start(s, 1);
}

KC_INLINE void lineto_first(lineto_st *s, V sig)
{
    s->target = v_sel(s->fresh, sig, s->target);
    s->val = v_sel(s->fresh, sig, s->val);
    s->fresh = vm_splat(false);
}
/* k-cycles in a time, one more or less as each opcode has it. */
KC_INLINE V lineto_cycles(const kc_ctx *c, V time, double more)
{
    return i_to_v(v_to_i(c->kr * time)) + more;
}

KERNEL void lineto_tick(lineto_st *s, kc_ctx *c, int n, V *out, const V *sig, const V *time)
{
    (void)n;
    lineto_first(s, *sig);
    VM start = vm_and(v_ne(*sig, s->target), v_gt(s->elapsed, s->len));
    VM move = vm_and(vm_not(start), v_lt(s->elapsed, s->len));
    s->len = v_sel(start, *time, s->len);
    s->val = v_sel(start, s->target, v_sel(move, s->val + s->inc, s->val));
    s->elapsed = v_sel(start, v_splat(0), s->elapsed);
    s->inc = v_sel(start, (*sig - s->target) / lineto_cycles(c, *time, -1), s->inc);
    s->target = v_sel(start, *sig, s->target);
    s->elapsed = s->elapsed + 1.0 / c->kr;
    *out = s->val;
}

/* Opcode: lineto
 * Synopsis: kres lineto ksig, ktime
 *
 * A straight line to each new value of ksig. A change during a line waits for its end.
 * In:  ksig   target
 *      ktime  length of a line, s
 * Out: the line; at first ksig itself
 * Fails: never
 */
KC_OP(lineto, "k", "kk", .state = lineto_st, .init = lineto_init, .tick = lineto_tick)

KERNEL void tlineto_tick(lineto_st *s, kc_ctx *c, int n, V *out, const V *sig, const V *time, const V *trig)
{
    (void)n;
    lineto_first(s, *sig);
    VM start = v_ne(*trig, v_splat(0)), move = vm_and(vm_not(start), v_lt(s->elapsed, s->len));
    s->len = v_sel(start, *time, s->len);
    s->elapsed = v_sel(start, v_splat(0), v_sel(move, s->elapsed + c->inv_kr, s->elapsed));
    s->val = v_sel(move, s->val + s->inc, s->val);
    s->inc = v_sel(start, (*sig - s->target) / lineto_cycles(c, *time, 1), s->inc);
    s->target = v_sel(start, *sig, s->target);
    *out = s->val;
}

/* Opcode: tlineto
 * Synopsis: kres tlineto ksig, ktime, ktrig
 *
 * A straight line to ksig whenever ktrig is not 0.
 * In:  ksig   target
 *      ktime  length of a line, s
 *      ktrig  starts a line
 * Out: the line; at first ksig itself
 * Fails: never
 * Note: a new line counts from the last target, even when that has not been reached, as in the reference.
 */
KC_OP(tlineto, "k", "kkk", .state = lineto_st, .init = tlineto_init, .tick = tlineto_tick)
