/* The random generators a host may use with a state of its own: the steps are those of the engine
 * (opcodes/dsp/rng.h). Array seeding of the twister: T. Nishimura, M. Matsumoto, MT19937 of 2002. */
#include "api/include/csound/csound.h"
#include "runtime/opcodes/dsp/rng.h"

enum { WORDS = 624 };

int csoundRand31(int *seed) { return seed ? kc_r31_step(seed) : 0; }

/* One pass of the array seeding: `steps` words from *i on, each mixed with its neighbour by `factor`; with a
 * key its words and their numbers are added, without one the word's own number is taken off. */
static void stir(uint32_t *mt, uint32_t *i, uint32_t steps, uint32_t factor, const uint32_t *key,
                 uint32_t length)
{
    for (uint32_t n = 0, j = 0; n < steps; n++) {
        uint32_t before = mt[*i - 1];
        mt[*i] ^= (before ^ (before >> 30)) * factor;
        mt[*i] += key ? key[j] + j : 0u - *i;
        if (key && ++j == length) j = 0;
        if (++*i == WORDS) {
            mt[0] = mt[WORDS - 1];
            *i = 1;
        }
    }
}

void csoundSeedRandMT(CsoundRandMTState *state, const uint32_t *key, uint32_t length)
{
    if (!state) return;
    state->mti = WORDS;
    kc_mt_seed(state->mt, key ? 19650218u : length);
    if (!key || !length) return;
    uint32_t i = 1;
    stir(state->mt, &i, length > WORDS ? length : WORDS, 1664525u, key, length);
    stir(state->mt, &i, WORDS - 1, 1566083941u, NULL, 0);
    state->mt[0] = 0x80000000u;
}

uint32_t csoundRandMT(CsoundRandMTState *state)
{
    if (!state) return 0;
    if ((unsigned)state->mti >= WORDS) {
        for (uint32_t i = 0; i < WORDS; i++) kc_mt_renew(state->mt, i);
        state->mti = 0;
    }
    return kc_mt_temper(state->mt[state->mti++]);
}
