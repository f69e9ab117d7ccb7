/* release, xtratim: the extra time of a note after its end. */
#include "runtime/opcodes/dsp/lanes.h"

KC_NATIVE int release_init(void *s, kc_ctx *c, double *out)
{
    (void)s, (void)out;
    kc_note_xtra(c, 1);
    return KC_OK;
}
KERNEL void release_tick(void *s, kc_ctx *c, int n, V *out)
{
    (void)s, (void)n;
    *out = v_sel(kc_releasing(c), v_splat(1), v_splat(0));
}

/* Opcode: release
 * Synopsis: kflag release
 *
 * Tells whether the note is in its extra time. Asks for at least one k-cycle of it.
 * Out: 1 after the end of the note, 0 before
 * Fails: never
 */
KC_OP(release, "k", "", .init = release_init, .tick = release_tick)

KC_NATIVE int xtratim_init(void *s, kc_ctx *c, const double *time)
{
    (void)s;
    kc_note_xtra(c, kc_trunc_i(*time * c->kr));
    return KC_OK;
}

/* Opcode: xtratim
 * Synopsis: xtratim iextradur
 *
 * Lets the note live longer after its end. The longest wish of an instrument counts.
 * In:  iextradur  extra time, s
 * Fails: never
 */
KC_OP(xtratim, "", "i", .init = xtratim_init)
