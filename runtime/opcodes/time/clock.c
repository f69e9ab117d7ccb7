/* timek, times, timeinstk, timeinsts, elapsedcycles, elapsedtime, eventcycles, eventtime, rtclock, date,
 * dates: clocks.
 *
 * The first eight count k-cycles: of the performance, or of the note since its init. At i-time the number is
 * of cycles gone by, at perf time the one in progress counts too (not so for elapsed... and event...). */
#include "runtime/opcodes/dsp/lanes.h"
#include <time.h>

typedef struct {
    VL start; /* cycles gone by when the note began */
} clock_st;

KC_NATIVE int clock_begin(clock_st *s, kc_ctx *c, double *out)
{
    s->start = (int64_t)c->kcount;
    *out = 0;
    return KC_OK;
}
KC_NATIVE int timek_i(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = (double)c->kcount;
    return KC_OK;
}
KC_NATIVE int times_i(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = (double)c->kcount * c->inv_kr;
    return KC_OK;
}
KC_NATIVE int elapsedcycles_i(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = (double)c->kcount - 1;
    return KC_OK;
}
KC_NATIVE int elapsedtime_i(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = ((double)c->kcount - 1) * c->inv_kr;
    return KC_OK;
}

KC_INLINE V clock_cycles(const kc_ctx *c) { return v_splat((double)c->kcount); }
KC_INLINE V clock_own(const clock_st *s, const kc_ctx *c) { return clock_cycles(c) - l_to_v(s->start); }

KERNEL void timek_tick(clock_st *s, kc_ctx *c, int n, V *out)
{
    (void)s, (void)n, *out = clock_cycles(c) + 1.0;
}
KERNEL void times_tick(clock_st *s, kc_ctx *c, int n, V *out)
{
    (void)s, (void)n;
    *out = (clock_cycles(c) + 1.0) * c->inv_kr;
}
KERNEL void elapsedcycles_tick(clock_st *s, kc_ctx *c, int n, V *out)
{
    (void)s, (void)n, *out = clock_cycles(c);
}
KERNEL void elapsedtime_tick(clock_st *s, kc_ctx *c, int n, V *out)
{
    (void)s, (void)n;
    *out = clock_cycles(c) * c->inv_kr;
}
KERNEL void timeinstk_tick(clock_st *s, kc_ctx *c, int n, V *out) { (void)n, *out = clock_own(s, c) + 1.0; }
KERNEL void timeinsts_tick(clock_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    *out = (clock_own(s, c) + 1.0) * c->inv_kr;
}
KERNEL void eventcycles_tick(clock_st *s, kc_ctx *c, int n, V *out) { (void)n, *out = clock_own(s, c); }
KERNEL void eventtime_tick(clock_st *s, kc_ctx *c, int n, V *out)
{
    (void)n, *out = clock_own(s, c) * c->inv_kr;
}

/* Opcode: timek times
 * Synopsis: ires timek
 *           kres timek
 *           ires times
 *           kres times
 *
 * Time of the performance: timek in k-cycles, times in seconds.
 * Out: k-cycles or s; at perf time with the cycle in progress
 * Fails: never
 */
KC_OP(timek, "k", "", .state = clock_st, .tick = timek_tick)
KC_OP(timek, "i", "", .init = timek_i)
KC_OP(times, "k", "", .state = clock_st, .tick = times_tick)
KC_OP(times, "i", "", .init = times_i)

/* Opcode: elapsedcycles elapsedtime
 * Synopsis: ires elapsedcycles
 *           kres elapsedcycles
 *           ires elapsedtime
 *           kres elapsedtime
 *
 * As timek and times, one k-cycle less.
 * Out: k-cycles or s
 * Fails: never
 */
KC_OP(elapsedcycles, "k", "", .state = clock_st, .tick = elapsedcycles_tick)
KC_OP(elapsedcycles, "i", "", .init = elapsedcycles_i)
KC_OP(elapsedtime, "k", "", .state = clock_st, .tick = elapsedtime_tick)
KC_OP(elapsedtime, "i", "", .init = elapsedtime_i)

/* Opcode: timeinstk timeinsts
 * Synopsis: kres timeinstk
 *           kres timeinsts
 *
 * Time of the note since its init, in k-cycles or seconds.
 * Out: k-cycles or s, with the cycle in progress; 0 at i-time
 * Fails: never
 */
KC_OP(timeinstk, "k", "", .state = clock_st, .init = clock_begin, .tick = timeinstk_tick)
KC_OP(timeinsts, "k", "", .state = clock_st, .init = clock_begin, .tick = timeinsts_tick)

/* Opcode: eventcycles eventtime
 * Synopsis: kres eventcycles
 *           kres eventtime
 *
 * As timeinstk and timeinsts, one k-cycle less.
 * Out: k-cycles or s
 * Fails: never
 */
KC_OP(eventcycles, "k", "", .state = clock_st, .init = clock_begin, .tick = eventcycles_tick)
KC_OP(eventtime, "k", "", .state = clock_st, .init = clock_begin, .tick = eventtime_tick)

/* ---- clocks of the machine ------------------------------------------------------------------- */

#if KC_W == 1
KC_NATIVE int rtclock_read(void *s, kc_ctx *c, double *out)
{
    (void)s, (void)c;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    *out = (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
    return KC_OK;
}
KC_NATIVE int date_read(void *s, kc_ctx *c, void **a)
{
    (void)s;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    *(double *)a[0] = (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
    if (c->site->nout > 1) *(double *)a[1] = (double)t.tv_nsec;
    return KC_OK;
}
KC_NATIVE int dates_init(void *s, kc_ctx *c, kc_str *out, const double *stamp)
{
    (void)s;
    char text[64];
    double x = *stamp + 0.5;
    int32_t given = x > 0 && x < 2147483648.0 ? (int32_t)x : 0;
    time_t t = given > 0 ? (time_t)given : time(NULL);
    if (!ctime_r(&t, text)) return kc_fail(c, "dates: no such time");
    return kc_str_set(c, out, text);
}
#endif

/* Opcode: rtclock
 * Synopsis: ires rtclock
 *           kres rtclock
 *
 * Clock of the machine.
 * Out: s since some fixed moment
 * Fails: never
 */
KC_OP(rtclock, "i", "", .init = rtclock_read)
KC_OP(rtclock, "k", "", .perf = rtclock_read)

/* Opcode: dates
 * Synopsis: Sir dates [itime]
 *
 * Date and time of day as text, such as "Thu Nov 24 17:01:37 2022" and a newline.
 * In:  itime  s since 1970; 0 or less: now (default -1)
 * Out: the text
 * Fails: at init for years out of range
 */
KC_OP(dates, "S", "j", .init = dates_init)

/* Opcode: date
 * Synopsis: ir[, inano] date
 *           kr[, knano] date
 *
 * Seconds since 1970.
 * Out: s, with fraction; nanoseconds of that fraction
 * Fails: never
 */
KC_OP(date, "iI", "", .init = date_read)
KC_OP(date, "kz", "", .init = date_read, .perf = date_read)
