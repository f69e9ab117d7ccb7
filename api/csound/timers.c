/* Clocks: nanoseconds of the monotonic clock and of the processor time of the process. */
#include "api/include/csound/csound.h"
#include <time.h>

static int64_t now(clockid_t clock)
{
    struct timespec t;
    if (clock_gettime(clock, &t)) return 0;
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void csoundInitTimerStruct(RTCLOCK *clock)
{
    if (!clock) return;
    clock->starttime_real = now(CLOCK_MONOTONIC);
    clock->starttime_CPU = now(CLOCK_PROCESS_CPUTIME_ID);
}

double csoundGetRealTime(RTCLOCK *clock)
{
    return clock ? (double)(now(CLOCK_MONOTONIC) - clock->starttime_real) * 1e-9 : 0;
}

double csoundGetCPUTime(RTCLOCK *clock)
{
    return clock ? (double)(now(CLOCK_PROCESS_CPUTIME_ID) - clock->starttime_CPU) * 1e-9 : 0;
}

uint32_t csoundGetRandomSeedFromTime(void)
{
    /* the fast bits must reach all of the word: multiply by an odd constant, take the high half */
    return (uint32_t)((uint64_t)now(CLOCK_REALTIME) * 0x9e3779b97f4a7c15u >> 32);
}
