/* splitrig, timedseq: events laid out in tables, chosen by index or by a phase. */
#include "runtime/opcodes/op.h"

#ifndef KC_BITCODE
static int32_t whole(double x) { return x > -0x1p30 && x < 0x1p30 ? (int32_t)x : 0; }
static double point(const kc_table *t, int64_t i) { return i >= 0 && i <= t->len ? t->data[i] : 0; }
#endif

/* Opcode: splitrig
 * Synopsis: splitrig ktrig, kndx, imaxtics, ifn, kout1 [, kout2] [...]
 *
 * Distributes triggers among outputs, by a table of sequences.
 * In:  ktrig     not 0: next tick
 *      kndx      number of the sequence; another one starts at its first tick
 *      imaxtics  ticks there is room for in each sequence
 *      ifn       table: for each sequence the number of its ticks, then imaxtics groups of values
 * Out: kout1 ...  the values of the tick; else 0
 * Fails: at init when there is no such table
 */
typedef struct {
    const kc_table *table;
    int32_t tick, sequence;
} splitrig_st;

#ifndef KC_BITCODE
KC_NATIVE int splitrig_init(splitrig_st *s, kc_ctx *c, void **a)
{
    s->table = kc_table_find(c, *(double *)a[3]);
    s->tick = 0;
    return s->table ? KC_OK : kc_fail(c, "splitrig: incorrect table number");
}
KC_NATIVE int splitrig_perf(splitrig_st *s, kc_ctx *c, void **a)
{
    int n = c->site->nin - 4;
    double **out = (double **)a + 4;
    if (*(double *)a[0] == 0) {
        for (int j = 0; j < n; j++) *out[j] = 0;
        return KC_OK;
    }
    int32_t sequence = whole(*(double *)a[1]);
    int64_t at = (int64_t)sequence * ((int64_t)n * whole(*(double *)a[2]) + 1);
    if (sequence != s->sequence) s->tick = 0;
    s->sequence = sequence;
    int32_t ticks = whole(point(s->table, at));
    for (int j = 0; j < n; j++) *out[j] = point(s->table, at + 1 + j + (int64_t)s->tick * n);
    s->tick = ticks ? (s->tick + 1) % ticks : 0;
    return KC_OK;
}
#endif
KC_OP(splitrig, "", "kkiiz", .state = splitrig_st, .init = splitrig_init, .perf = splitrig_perf, .fx = tab_r)

/* Opcode: timedseq
 * Synopsis: ktrig timedseq ktimpnt, ifn, kp1 [, kp2, kp3, ..., kpN]
 *
 * Plays the events of a table by a time pointer, which may run at any speed and backwards.
 * In:  ktimpnt  time in the sequence, s; wraps at its end
 *      ifn      table of events of N values: number, time, duration, trigger ...; a negative number ends it
 * Out: ktrig    the fourth value of an event when its time has come, else 0
 *      kp1 ...  the values of the event
 * Fails: at init when there is no such table, or it has no end
 * Note: places before and behind the table count as 0.
 */
typedef struct {
    const kc_table *table;
    int32_t n, end; /* values of an event, number of events */
    double length;  /* s */
    int32_t prev, next;
    double prev_time, next_time, last;
    int first;
} timedseq_st;

#ifndef KC_BITCODE
static double event_time(const timedseq_st *s, int32_t i) { return point(s->table, (int64_t)i * s->n + 1); }

static void give_event(const timedseq_st *s, void **a, int32_t i)
{
    for (int j = 0; j < s->n; j++) *(double *)a[3 + j] = point(s->table, (int64_t)i * s->n + j);
}

static void set_next(timedseq_st *s, int32_t i) { s->next = i, s->next_time = event_time(s, i); }
static void set_prev(timedseq_st *s, int32_t i) { s->prev = i, s->prev_time = event_time(s, i); }

/* Finds the events around a time, from both ends at once; plays one that stands exactly there. */
static void locate(timedseq_st *s, void **a, double t)
{
    for (int32_t j = 0, k = s->end; j < s->end; j++, k--) {
        int up = event_time(s, j) > t;
        if (!up && !(event_time(s, k) < t)) continue;
        set_next(s, up ? j : k + 1);
        set_prev(s, up ? j - 1 : k);
        break;
    }
    int32_t hit = t == s->prev_time && s->prev != -1   ? s->prev
                  : t == s->next_time && s->next != -1 ? s->next
                                                       : -1;
    if (hit != -1) {
        *(double *)a[0] = 1;
        give_event(s, a, hit);
    }
    s->first = 0;
}

KC_NATIVE int timedseq_init(timedseq_st *s, kc_ctx *c, void **a)
{
    s->table = kc_table_need(c, *(double *)a[2]);
    if (!s->table) return KC_ERROR;
    s->n = c->site->nin - 2;
    s->end = -1;
    for (int32_t i = 0; i < s->table->len / s->n && s->end < 0; i++)
        if (point(s->table, (int64_t)i * s->n) < 0) s->end = i;
    s->length = event_time(s, s->end);
    s->first = 1;
    if (s->end < 1 || !(s->length > 0)) return kc_fail(c, "timedseq: the sequence has no end");
    return KC_OK;
}

static void step_up(timedseq_st *s)
{
    set_prev(s, s->next);
    set_next(s, (s->next + 1) % s->end);
}
static void step_down(timedseq_st *s)
{
    set_next(s, s->prev);
    set_prev(s, s->prev - 1 < 0 ? s->prev - 1 + s->end : s->prev - 1);
}

KC_NATIVE int timedseq_perf(timedseq_st *s, kc_ctx *c, void **a)
{
    double t = *(double *)a[1], *trig = a[0];
    if (!(fabs(t) < 1e15)) return kc_fail(c, "timedseq: the time pointer is out of range");
    for (int i = 0; i < 16 && t > s->length; i++) t -= s->length;
    for (int i = 0; i < 16 && t < 0; i++) t += s->length;
    if (t > s->length || t < 0) t = t - floor(t / s->length) * s->length;
    if (s->first) {
        locate(s, a, t);
        return KC_OK;
    }
    if (t > s->next_time || t < s->prev_time) {
        give_event(s, a, s->next);
        if (point(s->table, (int64_t)s->next * s->n) != -1)
            *trig = point(s->table, (int64_t)s->next * s->n + 3);
        int far = fabs(t - s->next_time) > c->inv_kr, up = t > s->next_time;
        if (up && s->prev > s->next && s->last < t) {
            *trig = 0; /* the pointer has jumped */
        } else if (far) {
            locate(s, a, t);
            return KC_OK;
        } else if (up) {
            step_up(s);
        } else {
            step_down(s);
        }
    } else {
        *trig = 0;
    }
    s->last = t;
    return KC_OK;
}
#endif
KC_OP(timedseq, "k", "kiz", .state = timedseq_st, .init = timedseq_init, .perf = timedseq_perf, .fx = tab_r)
