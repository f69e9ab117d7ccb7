/* vaget: one sample of a block. */
#include "runtime/opcodes/op.h"

/* Opcode: vaget
 * Synopsis: kval vaget kndx, avar
 *
 * Reads a sample of this k-cycle's block.
 * In:  kndx  index, 0 .. ksmps - 1, rounded down
 *      avar  signal
 * Out: the sample
 * Fails: for an index outside of the block
 */
#ifndef KC_BITCODE
KC_NATIVE int vaget_perf(void *s, kc_ctx *c, double *out, const double *index, const double *in)
{
    (void)s;
    double i = *index >= 0 ? trunc(*index) : trunc(*index - 0.99999999);
    if (!(i >= c->begin && i < c->end)) return kc_fail(c, "Out of range in vaget (%.0f)", i);
    *out = in[(int)i];
    return KC_OK;
}
#endif
KC_OP(vaget, "k", "ka", .perf = vaget_perf)
