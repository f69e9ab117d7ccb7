/* Seeds from the clock, for opcodes that are asked for a different sequence in each run. Native code only. */
#ifndef KC_OPCODES_DSP_TIMESEED_H
#define KC_OPCODES_DSP_TIMESEED_H
#include "runtime/opcodes/op.h"
#include <time.h>

/* 32 bits that differ from call to call; says so on the console. */
KC_NATIVE uint32_t kc_time_seed(kc_ctx *c)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    uint64_t x = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
    x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15u;
    uint32_t seed = (uint32_t)(x >> 32);
    kc_warn(c, "Seeding from current time %u", seed);
    return seed;
}
#endif
