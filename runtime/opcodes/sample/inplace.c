/* vaset, denorm: opcodes that write into the signal they are given. */
#include "runtime/opcodes/op.h"
#include "runtime/engine/engine.h"

KC_NATIVE int vaset_perf(void *s, kc_ctx *c, const double *val, const double *index, double *sig)
{
    (void)s;
    double i = floor(*index);
    if (!(i >= c->begin && i < c->end)) return kc_fail(c, "Out of range in vaset (%d)", v_to_i(i));
    sig[(int)i] = *val;
    return KC_OK;
}

/* Opcode: vaset
 * Synopsis: vaset kval, kndx, avar
 *
 * Writes one sample of an audio variable.
 * In:  kval  value
 *      kndx  sample of the k-cycle, 0 .. ksmps - 1
 *      avar  the variable
 * Fails: when kndx is out of range
 */
KC_OP(vaset, "", "kka", .perf = vaset_perf)

/* One seed for all instances, stepped once for each signal and k-cycle. */
KC_NATIVE int denorm_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int32_t *seed = kc_engine_store(c->engine, "denorm", sizeof *seed, NULL);
    if (!seed) return kc_fail(c, "denorm: out of memory");
    for (int i = 0; i < c->site->nin; i++) {
        double *sig = a[i];
        *seed = (*seed * 15625 + 1) & 0xffff;
        double noise = (*seed - 0x8000) * 1.0e-60;
        for (int n = c->begin; n < c->end; n++) sig[n] += noise;
    }
    return KC_OK;
}

/* Opcode: denorm
 * Synopsis: denorm a1 [, a2 ...]
 *
 * Adds noise of about 1e-56 to audio variables, in place, so that filters after them never meet denormal
 * numbers.
 * In:  a1 ...  the variables
 * Fails: never
 */
KC_OP(denorm, "", "y", .perf = denorm_perf, .fx = rng)
