/* The engine-wide random generators (kc_rng in abi.h): seeding and one draw of each.
 *
 *   R31  r = 742938285 r mod (2^31 - 1)                noise, grain, shakers, the score's [~]
 *   H32  h = +-214013 h + 2531011 (wraps)              random, randomi, randomh, jitter, rspline
 *   MT   the Mersenne Twister MT19937, 32 bits         the distribution opcodes, GEN21
 *   FR   f = frac(105.947 f)                           rnd, birnd
 *   16- and 15-bit sequences of pluck                  r = 15625 r + 1
 *
 * Constants and order of draws are those of the reference, so that seeded pieces repeat. The twister renews
 * one word a draw instead of 624 at once: `mti` is the next word, 0 .. 623. M. Matsumoto, T. Nishimura,
 * "Mersenne Twister", ACM TOMACS 8(1), 1998; R31's multiplier: G. S. Fishman, L. R. Moore, SIAM J. Sci. Stat.
 * Comput. 7(1), 1986. */
#ifndef KC_OPCODES_DSP_RNG_H
#define KC_OPCODES_DSP_RNG_H
#include "runtime/abi.h"

#define KC_RNG_FN static inline __attribute__((unused))

/* An MT draw divided by this is in 0 .. 1. */
#define KC_MT_RANGE  4294967295.03125
#define KC_H32_SCALE 4.656612875245796924e-10

/* Fills the twister's words from one. */
KC_RNG_FN void kc_mt_seed(uint32_t *mt, uint32_t seed)
{
    mt[0] = seed;
    for (uint32_t i = 1; i < 624; i++) mt[i] = (mt[i - 1] ^ (mt[i - 1] >> 30)) * 1812433253u + i;
}
/* Word `i` of the next round; words are renewed in order, 0 .. 623. */
KC_RNG_FN uint32_t kc_mt_renew(uint32_t *mt, uint32_t i)
{
    uint32_t next = i == 623 ? 0 : i + 1, far = i < 227 ? i + 397 : i - 227;
    uint32_t y = (mt[i] & 0x80000000u) | (mt[next] & 0x7fffffffu);
    return mt[i] = mt[far] ^ (y >> 1) ^ (0x9908b0dfu & (0u - (y & 1u)));
}
/* What a word gives. */
KC_RNG_FN uint32_t kc_mt_temper(uint32_t x)
{
    x ^= x >> 11;
    x ^= (x << 7) & 0x9d2c5680u;
    x ^= (x << 15) & 0xefc60000u;
    return x ^ (x >> 18);
}

/* Starts MT from one word. */
KC_RNG_FN void kc_rng_seed_mt(kc_rng *g, uint32_t seed)
{
    kc_mt_seed(g->mt, seed);
    g->mti = 0;
}

/* The state of a new engine. */
KC_RNG_FN void kc_rng_init(kc_rng *g)
{
    g->r31 = 15937;
    g->holdrand = 2345678;
    g->frac = 0.5;
    g->pluck16 = g->drum15 = 1000;
    kc_rng_seed_mt(g, 5489);
}

/* What `seed` sets: MT, H32 and R31. The others keep their state. */
KC_RNG_FN void kc_rng_seed(kc_rng *g, uint32_t seed)
{
    kc_rng_seed_mt(g, seed);
    g->holdrand = (int32_t)(seed & 0x7fffffff);
    while (seed >= 0x7ffffffe) seed -= 0x7ffffffe;
    g->r31 = (int32_t)seed;
}

/* One step of any multiplicative generator modulo 2^31 - 1; 0 <= r < 2^31 - 1. */
KC_RNG_FN int32_t kc_mul_mod31(int32_t r, int64_t factor)
{
    uint64_t x = (uint64_t)(uint32_t)r * (uint64_t)factor;
    x = (x & 0x7fffffff) + (x >> 31);
    x = (x & 0x7fffffff) + (x >> 31);
    return (int32_t)(x == 0x7fffffff ? 0 : x);
}

/* Next of a private generator with R31's multiplier. */
KC_RNG_FN int32_t kc_r31_step(int32_t *r) { return *r = kc_mul_mod31(*r, 742938285); }

KC_RNG_FN int32_t kc_rng_r31(kc_rng *g) { return kc_r31_step(&g->r31); }
/* R31 as 0 .. 1. */
KC_RNG_FN double kc_rng_r31_unit(kc_rng *g) { return (double)(kc_rng_r31(g) - 1) / 2147483645.0; }
/* R31 as -1 .. 1, the form of the physical models. */
KC_RNG_FN double kc_rng_r31_bipolar(kc_rng *g)
{
    return ((double)kc_rng_r31(g) - 1073741823.5) / 1073741823.0;
}

/* H32 as 0 .. 1 and as -1 .. 1: different steps on the same state. */
KC_RNG_FN double kc_rng_h32_unipolar(kc_rng *g)
{
    uint32_t h = (uint32_t)g->holdrand * 214013u + 2531011u;
    g->holdrand = (int32_t)h;
    return (double)(((int32_t)h >> 1) & 0x7fffffff) * KC_H32_SCALE;
}
KC_RNG_FN double kc_rng_h32_bipolar(kc_rng *g)
{
    uint32_t h = (uint32_t)g->holdrand * (0u - 214013u) + 2531011u;
    g->holdrand = (int32_t)h;
    return (double)(int32_t)h * KC_H32_SCALE;
}

/* Next 32 bits of the twister. */
KC_RNG_FN uint32_t kc_rng_mt(kc_rng *g)
{
    uint32_t i = (uint32_t)g->mti < 624 ? (uint32_t)g->mti : 0, x = kc_mt_renew(g->mt, i);
    g->mti = (int32_t)(i == 623 ? 0 : i + 1);
    return kc_mt_temper(x);
}
/* The twister as 0 .. 1. */
KC_RNG_FN double kc_rng_mt_unit(kc_rng *g) { return (double)kc_rng_mt(g) * (1.0 / KC_MT_RANGE); }

/* FR, 0 .. 1. */
KC_RNG_FN double kc_rng_frac(kc_rng *g)
{
    double x = g->frac * 105.947;
    return g->frac = x - (double)(int64_t)x;
}
#endif
