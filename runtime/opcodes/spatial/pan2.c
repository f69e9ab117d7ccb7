/* pan2: a signal between two speakers. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V pos, left, right; /* gains for pos */
    VI type;
} pan2_st;

#define HALFPI 1.570796326794896619231321691639751442099
#define ROOT2  1.414213562373095048801688724209698078569

KC_NATIVE int pan2_init(pan2_st *s, kc_ctx *c, double *left, double *right, const double *in,
                        const double *pos, const double *type)
{
    (void)left, (void)right, (void)in, (void)pos;
    s->type = kc_round_i(*type);
    if (s->type < 0 || s->type > 3) return kc_fail(c, "Unknown panning type");
    s->pos = -1;
    return KC_OK;
}
KC_INLINE void pan2_gains(pan2_st *s, V p)
{
    VM sine = vi_eq(s->type, vi_splat(0)), root = vi_eq(s->type, vi_splat(1));
    VM mix = vi_eq(s->type, vi_splat(3));
    V left = 1.0 - p, right = p;
    if (vm_any(vm_or(sine, mix))) {
        V sn, cs;
        v_sincos(HALFPI * p, &sn, &cs);
        left = v_sel(sine, cs, v_sel(mix, ROOT2 * (cs + sn) * 0.5, left));
        right = v_sel(sine, sn, v_sel(mix, ROOT2 * (cs - sn) * 0.5, right));
    }
    if (vm_any(root)) {
        left = v_sel(root, v_sqrt(1.0 - p), left);
        right = v_sel(root, v_sqrt(p), right);
    }
    s->left = left;
    s->right = right;
    s->pos = p;
}
KERNEL void pan2_k(pan2_st *s, kc_ctx *c, const V *in, const V *pos)
{
    (void)c, (void)in;
    if (vm_any(v_ne(*pos, s->pos))) pan2_gains(s, *pos);
}
KERNEL void pan2_tick(pan2_st *s, kc_ctx *c, int n, V *left, V *right, const V *in, const V *pos)
{
    (void)c, (void)n, (void)pos;
    V x = *in;
    *right = x * s->right;
    *left = x * s->left;
}
KERNEL void pan2_a(pan2_st *s, kc_ctx *c, int n, V *left, V *right, const V *in, const V *pos)
{
    (void)c, (void)n;
    V x = *in;
    pan2_gains(s, *pos);
    *right = x * s->right;
    *left = x * s->left;
}

/* Opcode: pan2
 * Synopsis: aleft, aright pan2 asig, xpan [, imode]
 *
 * Two-channel panning.
 * In:  asig   signal
 *      xpan   position, 0 left .. 1 right
 *      imode  0: equal power (sine), 1: square root, 2: linear, 3: another equal power law, from mono sum
 *             (default 0)
 * Out: aleft, aright  the channels
 * Fails: at init for another imode
 */
KC_OP(pan2, "aa", "axo", .rates = "k", .state = pan2_st, .init = pan2_init, .k = pan2_k, .tick = pan2_tick)
KC_OP(pan2, "aa", "axo", .state = pan2_st, .init = pan2_init, .tick = pan2_a)
