/* sc_trig, trighold: the value of a trigger held for some time. */
#include "runtime/opcodes/op.h"

typedef struct {
    V prev, level;
    VL left; /* steps for which it is held, the last of which gives 0 */
} trighold_st;

KC_INLINE V hold_step(trighold_st *s, V in, V dur, double rate)
{
    VM holding = vl_gt(s->left, vl_splat(0));
    VM fires = vm_and(vm_not(holding), vm_and(v_gt(in, v_splat(0)), v_le(s->prev, v_splat(0))));
    VL steps = vl_max(v_to_l(dur * rate + 0.5), vl_splat(1));
    s->level = v_sel(fires, in, s->level);
    s->left = vl_sel(fires, steps, vl_sel(holding, s->left - 1, s->left));
    s->prev = in;
    return v_sel(vm_or(fires, vm_and(holding, vl_gt(s->left, vl_splat(0)))), s->level, v_splat(0));
}
KERNEL void trighold_a(trighold_st *s, kc_ctx *c, int n, V *out, const V *in, const V *dur)
{
    (void)n;
    *out = hold_step(s, *in, *dur, c->sr);
}
KERNEL void trighold_k(trighold_st *s, kc_ctx *c, int n, V *out, const V *in, const V *dur)
{
    (void)n;
    *out = hold_step(s, *in, *dur, c->kr);
}

#if KC_W == 1
/* One step is made at init. At a-rate that is left out: no signal is there yet. */
KC_NATIVE int trighold_init(trighold_st *s, kc_ctx *c, double *out, const double *in, const double *dur)
{
    s->prev = s->level = 0;
    s->left = 0;
    *out = hold_step(s, *in, *dur, c->kr);
    return KC_OK;
}
KC_NATIVE int trighold_init_a(trighold_st *s, kc_ctx *c, double *out, const double *in, const double *dur)
{
    (void)c, (void)out, (void)in, (void)dur;
    s->prev = s->level = 0;
    s->left = 0;
    return KC_OK;
}
#endif

/* Opcode: trighold sc_trig
 * Synopsis: ares trighold ain, kdur
 *           kres trighold kin, kdur
 *
 * When the input comes above 0 its value is held for a time; what comes in meanwhile does not count.
 * In:  xin   trigger
 *      kdur  time, s
 * Out: the value held, else 0
 * Fails: never
 * Note: sc_trig is the older name. The reference also looks at the a-rate input at init, where it finds what
 * the note before has left there.
 */
KC_OP(sc_trig, "k", "kk", .state = trighold_st, .init = trighold_init, .tick = trighold_k, .deprecated = 1)
KC_OP(trighold, "k", "kk", .state = trighold_st, .init = trighold_init, .tick = trighold_k)
KC_OP(sc_trig, "a", "ak", .state = trighold_st, .init = trighold_init_a, .tick = trighold_a, .deprecated = 1)
KC_OP(trighold, "a", "ak", .state = trighold_st, .init = trighold_init_a, .tick = trighold_a)
