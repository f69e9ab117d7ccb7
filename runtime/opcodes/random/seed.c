/* rnd, birnd, and what seeds the engine-wide generators: seed, getseed, rndseed. */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"
#include "runtime/opcodes/op.h"

#if KC_W == 1
KERNEL void rnd_tick(void *s, kc_ctx *c, int n, V *out, const V *range)
{
    (void)s, (void)n;
    *out = *range * kc_rng_frac(c->rng);
}

KERNEL void birnd_tick(void *s, kc_ctx *c, int n, V *out, const V *range)
{
    (void)s, (void)n;
    *out = *range * (2.0 * kc_rng_frac(c->rng) - 1.0);
}
#endif

/* Opcode: rnd
 * Synopsis: ires rnd irange
 *           kres rnd krange
 *
 * A random number from 0.
 * In:  range  limit
 * Out: 0 .. range
 * Fails: never
 * Note: from a sequence of its own, which rndseed sets and seed does not
 */
KC_OP(rnd, "i", "i", .tick = rnd_tick, .fx = rng, .scalar = 1)
KC_OP(rnd, "k", "k", .tick = rnd_tick, .fx = rng, .scalar = 1)

/* Opcode: birnd
 * Synopsis: ires birnd irange
 *           kres birnd krange
 *
 * A random number around 0.
 * In:  range  limit
 * Out: -range .. range
 * Fails: never
 * Note: from the sequence of rnd
 */
KC_OP(birnd, "i", "i", .tick = birnd_tick, .fx = rng, .scalar = 1)
KC_OP(birnd, "k", "k", .tick = birnd_tick, .fx = rng, .scalar = 1)

KC_NATIVE int rndseed_init(void *s, kc_ctx *c, const double *seed)
{
    (void)s;
    c->rng->frac = *seed - trunc(*seed);
    if (!(fabs(c->rng->frac) < 1)) c->rng->frac = 0.5;
    return KC_OK;
}

/* Opcode: rndseed
 * Synopsis: rndseed iseed
 *
 * Sets the sequence of rnd and birnd.
 * In:  iseed  its fractional part counts
 * Fails: never
 */
KC_OP(rndseed, "", "i", .init = rndseed_init, .fx = rng)

/* Rounded; negative numbers count as 0, which stops the generator R31, as in the reference. */
KC_NATIVE int seed_init(void *s, kc_ctx *c, const double *seed)
{
    (void)s;
    double x = rint(*seed);
    if (x == 0) {
        kc_rng_seed(c->rng, kc_time_seed(c));
        return KC_OK;
    }
    uint32_t value = x > 0 ? (x < 4294967295.0 ? (uint32_t)x : 0xffffffffu) : 0;
    if (!value) kc_warn(c, "Seeding with %u", value);
    kc_rng_seed(c->rng, value);
    return KC_OK;
}

/* Opcode: seed
 * Synopsis: seed ival
 *
 * Seeds the engine-wide generators: those of random, randomh, randomi, jitter, noise, and the distributions.
 * In:  ival  seed, rounded; 0: from the clock
 * Fails: never
 * Note: rand, randh, randi, randc and rnd have sequences of their own
 */
KC_OP(seed, "", "i", .init = seed_init, .fx = rng)

KC_NATIVE int getseed_any(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = c->rng->r31;
    return KC_OK;
}

/* Opcode: getseed
 * Synopsis: ires getseed
 *           kres getseed
 *
 * State of the generator of noise and grain.
 * Out: the state, 1 .. 2^31 - 2
 * Fails: never
 */
KC_OP(getseed, "i", "", .init = getseed_any, .fx = rng)
KC_OP(getseed, "k", "", .init = getseed_any, .perf = getseed_any, .fx = rng)
