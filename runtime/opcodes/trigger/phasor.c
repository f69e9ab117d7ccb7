/* sc_phasor, trigphasor: a ramp between two values that a trigger resets. */
#include "runtime/opcodes/op.h"

typedef struct {
    V level, prev;
    VM jump; /* k-rate trigger: the ramp stands at `to` for the whole k-cycle */
    V to;
} trigphasor_st;

KC_NATIVE int trigphasor_init(trigphasor_st *s, kc_ctx *c, double *out, const double *trig,
                              const double *rate, const double *start, const double *end, const double *reset)
{
    (void)c, (void)out, (void)trig, (void)rate, (void)start, (void)end, (void)reset;
    s->level = s->prev = v_splat(0);
    return KC_OK;
}

/* x brought into lo .. hi: by one length if that is enough. */
KC_INLINE V wrap_into(V x, V lo, V hi)
{
    VM above = v_ge(x, hi), below = vm_and(vm_not(above), v_lt(x, lo));
    V range = hi - lo, y = v_sel(above, x - range, v_sel(below, x + range, x));
    VM inside = vm_or(vm_and(above, v_lt(y, hi)), vm_and(below, v_ge(y, lo)));
    VM done = vm_or(inside, vm_not(vm_or(above, below)));
    V far = v_sel(v_eq(hi, lo), lo, y - range * v_floor((y - lo) / range));
    return v_sel(done, y, far);
}

KC_INLINE VM rises(const trigphasor_st *s, V in)
{
    return vm_and(v_le(s->prev, v_splat(0)), v_gt(in, v_splat(0)));
}
/* Where a trigger puts the ramp: as far behind the reset position as the trigger is behind its crossing of 0.
 */
KC_INLINE V landing(const trigphasor_st *s, V in, V rate, V reset)
{
    return reset + (1.0 - s->prev / (in - s->prev)) * rate;
}

KERNEL void trigphasor_aa(trigphasor_st *s, kc_ctx *c, int n, V *out, const V *trig, const V *rate,
                          const V *start, const V *end, const V *reset)
{
    (void)c, (void)n;
    V level = v_sel(rises(s, *trig), landing(s, *trig, *rate, *reset), s->level);
    s->level = wrap_into(level + *rate, *start, *end);
    s->prev = *trig;
    *out = level;
}

KERNEL void trigphasor_coef(trigphasor_st *s, kc_ctx *c, const V *trig, const V *rate, const V *start,
                            const V *end, const V *reset)
{
    (void)c, (void)start, (void)end;
    s->jump = rises(s, *trig);
    s->to = landing(s, *trig, *rate, *reset);
    s->prev = *trig;
}
KERNEL void trigphasor_ka(trigphasor_st *s, kc_ctx *c, int n, V *out, const V *trig, const V *rate,
                          const V *start, const V *end, const V *reset)
{
    (void)c, (void)n, (void)trig, (void)reset;
    V level = v_sel(s->jump, s->to, s->level);
    s->level = wrap_into(level + *rate, *start, *end);
    *out = level;
}

KERNEL void trigphasor_k(trigphasor_st *s, kc_ctx *c, int n, V *out, const V *trig, const V *rate,
                         const V *start, const V *end, const V *reset)
{
    (void)c, (void)n;
    V level = wrap_into(v_sel(rises(s, *trig), *reset, s->level), *start, *end);
    s->level = level + *rate;
    s->prev = *trig;
    *out = level;
}

/* Opcode: trigphasor sc_phasor
 * Synopsis: aindex trigphasor xtrig, xrate, kstart, kend [, kresetPos]
 *           kindex trigphasor ktrig, krate, kstart, kend [, kresetPos]
 *
 * A ramp that wraps from kend to kstart, and jumps to kresetPos when the trigger comes above 0.
 * In:  xtrig      trigger
 *      xrate      step per sample, or per k-cycle at k-rate
 *      kstart     where it wraps to
 *      kend       where it wraps; not reached
 *      kresetPos  where a trigger puts it (default 0)
 * Out: the ramp
 * Fails: never
 * Note: a k-rate trigger holds the a-rate ramp in place for its k-cycle, as in the reference. sc_phasor is
 * the older name.
 */
KC_OP(sc_phasor, "k", "kkkkO", .state = trigphasor_st, .init = trigphasor_init, .tick = trigphasor_k,
      .deprecated = 1)
KC_OP(trigphasor, "k", "kkkkO", .state = trigphasor_st, .init = trigphasor_init, .tick = trigphasor_k)
KC_OP(sc_phasor, "a", "akkkO", .state = trigphasor_st, .init = trigphasor_init, .tick = trigphasor_aa,
      .deprecated = 1)
KC_OP(trigphasor, "a", "akkkO", .state = trigphasor_st, .init = trigphasor_init, .tick = trigphasor_aa)
KC_OP(sc_phasor, "a", "aakkO", .state = trigphasor_st, .init = trigphasor_init, .tick = trigphasor_aa,
      .deprecated = 1)
KC_OP(trigphasor, "a", "aakkO", .state = trigphasor_st, .init = trigphasor_init, .tick = trigphasor_aa)
KC_OP(sc_phasor, "a", "kkkkO", .state = trigphasor_st, .init = trigphasor_init, .k = trigphasor_coef,
      .tick = trigphasor_ka, .deprecated = 1)
KC_OP(trigphasor, "a", "kkkkO", .state = trigphasor_st, .init = trigphasor_init, .k = trigphasor_coef,
      .tick = trigphasor_ka)
