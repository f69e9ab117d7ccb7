/* clockon, clockoff, readclock, systime, cpumeter, cpuprc: the time of the processor, and how busy it is. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

KC_NATIVE double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- stop-watches ----------------------------------------------------------------------------- */

enum { CLOCKS = 33 }; /* the last one serves all numbers out of range */

typedef struct {
    double spent[CLOCKS]; /* s; while a clock runs, less the time of its start */
    int32_t runs[CLOCKS];
} clocks;

typedef struct {
    int32_t number;
} clock_st;

KC_NATIVE clocks *clocks_of(kc_ctx *c) { return kc_engine_store(c->engine, "clocks", sizeof(clocks), NULL); }
KC_NATIVE int clock_number(double x) { return x > -1 && x < CLOCKS - 1 ? (int)x : CLOCKS - 1; }

KC_NATIVE int clock_init(clock_st *s, kc_ctx *c, const double *number)
{
    s->number = clock_number(*number);
    return clocks_of(c) ? KC_OK : KC_ERROR;
}
KC_NATIVE int clock_turn(clock_st *s, kc_ctx *c, int on)
{
    clocks *k = clocks_of(c);
    if (k->runs[s->number] == on) return KC_OK;
    k->runs[s->number] = on;
    double now = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    k->spent[s->number] += on ? -now : now;
    return KC_OK;
}
KC_NATIVE int clockon_perf(clock_st *s, kc_ctx *c, const double *number)
{
    (void)number;
    return clock_turn(s, c, 1);
}
KC_NATIVE int clockoff_perf(clock_st *s, kc_ctx *c, const double *number)
{
    (void)number;
    return clock_turn(s, c, 0);
}
KC_NATIVE int readclock_init(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    const clocks *k = clocks_of(c);
    int n = clock_number(*number);
    if (k->runs[n]) return kc_fail(c, "clockread: clock still running, call clockoff first");
    *out = k->spent[n] * 1000.0;
    return KC_OK;
}

/* Opcode: clockon clockoff
 * Synopsis: clockon inum
 *           clockoff inum
 *
 * Start and stop one of 33 stop-watches in every k-cycle. They count the time of the processor.
 * In:  inum  number of the clock, 0 .. 31; all others are one more
 * Fails: never
 */
KC_OP(clockon, "", "i", .state = clock_st, .init = clock_init, .perf = clockon_perf, .fx = event)
KC_OP(clockoff, "", "i", .state = clock_st, .init = clock_init, .perf = clockoff_perf, .fx = event)

/* Opcode: readclock
 * Synopsis: ir readclock inum
 *
 * Time on a stop-watch.
 * In:  inum  number of the clock, as clockon
 * Out: ms of processor time
 * Fails: while the clock runs
 */
KC_OP(readclock, "i", "i", .init = readclock_init, .fx = event)

/* Opcode: systime
 * Synopsis: ires systime
 *           kres systime
 *
 * Clock of the machine.
 * Out: ms since some fixed moment, a whole number
 * Fails: never
 */
KC_NATIVE int systime_any(void *s, kc_ctx *c, double *out)
{
    (void)s, (void)c;
    *out = round(seconds_of(CLOCK_MONOTONIC) * 1000.0);
    return KC_OK;
}
KC_OP(systime, "k", "", .init = systime_any, .perf = systime_any, .fx = event)
KC_OP(systime, "i", "", .init = systime_any, .fx = event)

/* ---- load ------------------------------------------------------------------------------------- */

enum { PROCESSORS = 9 }; /* the first one stands for all */

typedef struct {
    double all[PROCESSORS], idle[PROCESSORS];
    int32_t left, interval; /* samples */
} meter_st;

/* What Linux tells in /proc/stat: a line of counters for all processors, then one for each. */
KC_NATIVE int meter_read(meter_st *s, kc_ctx *c, void **a)
{
    char line[512];
    FILE *f = fopen("/proc/stat", "r");
    if (!f) return kc_fail(c, "Failed to open /proc/stat");
    for (int i = 0; i < c->site->nout && i < PROCESSORS && fgets(line, sizeof line, f); i++) {
        if (strncmp(line, "cpu", 3)) break;
        char *p = line + strcspn(line, " ");
        double all = 0, idle = 0;
        for (int k = 0; k < 8; k++) {
            double ticks = strtod(p, &p);
            all += ticks;
            if (k == 3) idle = ticks;
        }
        double passed = all - s->all[i], rested = idle - s->idle[i];
        if (rested < 0) rested = 0;
        *(double *)a[i] = 100.0 - 100.0 * rested / (passed < 1 ? 1 : passed);
        s->all[i] = all;
        s->idle[i] = idle;
    }
    fclose(f);
    return KC_OK;
}

/* Opcode: cpumeter
 * Synopsis: ktot[, kcpu1, kcpu2, ...] cpumeter ifreq
 *
 * How busy the processors of the machine are (Linux).
 * In:  ifreq  s between two readings
 * Out: ktot   percent of the time since the last reading, all processors together
 *      kcpu   the same of each of the first eight
 * Fails: where the system does not tell
 */
KC_NATIVE int cpumeter_init(meter_st *s, kc_ctx *c, void **a)
{
    double n = *(double *)a[c->site->nout] * c->sr;
    *s = (meter_st){.interval = n > 0 ? n < 1e9 ? (int32_t)n : 1000000000 : 0};
    s->left = s->interval;
    return meter_read(s, c, a);
}
KC_NATIVE int cpumeter_perf(meter_st *s, kc_ctx *c, void **a)
{
    s->left -= c->ksmps;
    if (s->left >= 0) return KC_OK;
    s->left = s->interval;
    return meter_read(s, c, a);
}
KC_OP(cpumeter, "kzzzzzzzz", "i", .state = meter_st, .init = cpumeter_init, .perf = cpumeter_perf, .fx = file)

/* Opcode: cpuprc
 * Synopsis: cpuprc insnum, ipercent
 *           cpuprc Sinsname, ipercent
 *
 * Says how much of the processor each note of an instrument takes. A note that would bring the sum to more
 * than 100 percent is dropped.
 * In:  insnum    instrument number or name
 *      ipercent  percent; 0: not counted
 * Fails: never; an instrument that does not exist is ignored
 */
KC_NATIVE int cpuprc_init(void *s, kc_ctx *c, const double *insno, const double *percent)
{
    (void)s;
    double n = kc_is_p_string(*insno) ? kc_instr_find(c, kc_p_string(c, *insno)) : *insno;
    kc_instr_set_load(c, n >= 1 && n < 1e9 ? (int)n : 0, *percent);
    return KC_OK;
}
KC_NATIVE int cpuprc_name(void *s, kc_ctx *c, const kc_str *name, const double *percent)
{
    (void)s;
    kc_instr_set_load(c, kc_instr_find(c, kc_str_get(name)), *percent);
    return KC_OK;
}
KC_OP(cpuprc, "", "Si", .init = cpuprc_name, .fx = event)
KC_OP(cpuprc, "", "ii", .init = cpuprc_init, .fx = event)
