/* seqtime, seqtime2, trigseq: steps through a table, by its own times or by a trigger. */
#include "runtime/opcodes/op.h"

typedef struct {
    const kc_table *table;
    int32_t number, at;
    int done, first;
    double start, next; /* s; in units of the time base */
    double unit;
} seqtime_st;

#ifndef KC_BITCODE
static int32_t whole(double x) { return x > -0x1p30 && x < 0x1p30 ? (int32_t)x : 0; }

/* A value of the table; 0 outside of it. */
static double step_at(const kc_table *t, int64_t i) { return i >= 0 && i <= t->len ? t->data[i] : 0; }

static int take_table(kc_ctx *c, const kc_table **t, int32_t *number, double fn)
{
    const kc_table *found = kc_table_find(c, fn);
    if (!found) return kc_fail(c, "%s: incorrect table number", c->site->name);
    *t = found;
    *number = whole(fn);
    return KC_OK;
}

/* An index below `low` goes up by the length of a loop that runs backwards; a loop without a length stays. */
static int32_t unwind(int32_t i, int32_t low, int32_t start, int32_t loop)
{
    int64_t length = -((int64_t)loop + start);
    if (i >= low || length <= 0) return i;
    return (int32_t)(i + ((int64_t)low - i + length - 1) / length * length);
}

/* The step after this one. True when a loop of no length ends the sequence. `low`: what a backward loop stays
 * above. */
static int advance(int32_t *at, int32_t start, int32_t loop, int32_t low)
{
    if (loop > 0) {
        *at = (*at + 1) % loop;
        if (*at) return 0;
        if (start == loop) return 1;
        *at += start;
    } else if (loop < 0) {
        --*at;
        if (*at >= low) return 0;
        if (start == loop) return 1;
        *at = unwind(*at, low, start, loop);
    }
    return 0;
}

/* k-cycles performed before this one, of the length they have here. */
static double cycles(const kc_ctx *c)
{
    if (c->outer && c->sub) return cycles(c->outer) * (double)(c->outer->ksmps / c->ksmps) + c->sub->index;
    return (double)c->kcount;
}
/* Time of this k-cycle, of which the first has number 1; an init pass comes before the cycle it is in. */
static double now(const kc_ctx *c, int performing)
{
    return (cycles(c) + (performing || c->note->reinit)) * c->inv_kr;
}

/* `ahead`: seqtime2 begins with the step at the index, seqtime behind the one before. */
static int seqtime_set(seqtime_st *s, kc_ctx *c, double unit, double kstart, double kloop, double index,
                       double fn, int ahead)
{
    if (take_table(c, &s->table, &s->number, fn) < 0) return KC_ERROR;
    int32_t start = whole(kstart), loop = whole(kloop);
    s->at = whole(index);
    s->done = 0;
    s->next = ahead ? step_at(s->table, s->at) : s->at > 0 ? step_at(s->table, s->at - 1) : 0;
    s->start = now(c, 0);
    if (loop > 0) {
        s->at = (s->at + ahead) % loop;
        if (!s->at) s->at += start;
    } else if (loop < 0) {
        s->at = unwind(s->at - 1, start, start, loop);
    }
    s->unit = unit;
    s->first = 1;
    return KC_OK;
}

static int seqtime_cycle(seqtime_st *s, kc_ctx *c, double *out, double unit, double kstart, double kloop,
                         double fn, int ahead)
{
    if (s->done) {
        *out = 0;
        return KC_OK;
    }
    if (s->number != whole(fn) && take_table(c, &s->table, &s->number, fn) < 0) return KC_ERROR;
    double t = now(c, 1);
    if (s->unit != unit) { /* what is left of the step changes with the unit */
        double constant = s->start - t;
        s->start += (s->next * s->unit + constant) - (s->next * unit + constant);
        s->unit = unit;
    }
    if (t > s->next * unit + s->start) {
        double value = step_at(s->table, s->at);
        s->next += value;
        if (!ahead) s->first = 0;
        if (advance(&s->at, whole(kstart), whole(kloop), 0)) {
            s->done = 1;
            return KC_OK;
        }
        *out = (ahead ? (double)(float)value : value) * s->unit;
    } else {
        *out = s->first ? step_at(s->table, s->at) : 0;
        s->first = 0;
    }
    return KC_OK;
}
#endif

/* Opcode: seqtime
 * Synopsis: ktrig_out seqtime ktime_unit, kstart, kloop, kinitndx, kfn_times
 *
 * Triggers at times whose distances are in a table.
 * In:  ktime_unit  s for a distance of 1
 *      kstart      first step of the loop
 *      kloop       end of the loop; negative: backwards
 *      kinitndx    first step
 *      kfn_times   table of distances
 * Out: at each step its distance in seconds (the first time in units); else 0
 * Fails: when there is no such table
 */
#ifndef KC_BITCODE
KC_NATIVE int seqtime_init(seqtime_st *s, kc_ctx *c, double *out, const double *unit, const double *start,
                           const double *loop, const double *index, const double *fn)
{
    (void)out;
    return seqtime_set(s, c, *unit, *start, *loop, *index, *fn, 0);
}
KC_NATIVE int seqtime_perf(seqtime_st *s, kc_ctx *c, double *out, const double *unit, const double *start,
                           const double *loop, const double *index, const double *fn)
{
    (void)index;
    return seqtime_cycle(s, c, out, *unit, *start, *loop, *fn, 0);
}
#endif
KC_OP(seqtime, "k", "kkkkk", .state = seqtime_st, .init = seqtime_init, .perf = seqtime_perf, .fx = tab_r)

/* Opcode: seqtime2
 * Synopsis: ktrig_out seqtime2 ktrig_in, ktime_unit, kstart, kloop, kinitndx, kfn_times
 *
 * As seqtime, with a trigger that goes back to the first step.
 * In:  ktrig_in  not 0: goes on from kinitndx
 *      others    see seqtime
 * Out: at each step its distance in seconds (the first time in units); else 0
 * Fails: when there is no such table
 */
#ifndef KC_BITCODE
KC_NATIVE int seqtime2_init(seqtime_st *s, kc_ctx *c, double *out, const double *trig, const double *unit,
                            const double *start, const double *loop, const double *index, const double *fn)
{
    (void)out, (void)trig;
    return seqtime_set(s, c, *unit, *start, *loop, *index, *fn, 1);
}
KC_NATIVE int seqtime2_perf(seqtime_st *s, kc_ctx *c, double *out, const double *trig, const double *unit,
                            const double *start, const double *loop, const double *index, const double *fn)
{
    if (*trig != 0) s->at = whole(*index);
    return seqtime_cycle(s, c, out, *unit, *start, *loop, *fn, 1);
}
#endif
KC_OP(seqtime2, "k", "kkkkkk", .state = seqtime_st, .init = seqtime2_init, .perf = seqtime2_perf, .fx = tab_r)

/* Opcode: trigseq
 * Synopsis: trigseq ktrig_in, kstart, kloop, kinitndx, kfn_values, kout1 [, kout2] [...]
 *
 * At each trigger gives the next group of values of a table.
 * In:  ktrig_in    not 0: next step
 *      kstart      first step of the loop
 *      kloop       end of the loop; negative: backwards
 *      kinitndx    first step
 *      kfn_values  table of groups of as many values as there are outputs
 * Out: kout1 ...   the values of the step
 * Fails: when there is no such table
 */
typedef struct {
    const kc_table *table;
    int32_t number, at;
    int done;
} trigseq_st;

#ifndef KC_BITCODE
KC_NATIVE int trigseq_init(trigseq_st *s, kc_ctx *c, void **a)
{
    s->done = 0;
    s->at = whole(*(double *)a[3]);
    return take_table(c, &s->table, &s->number, *(double *)a[4]);
}
KC_NATIVE int trigseq_perf(trigseq_st *s, kc_ctx *c, void **a)
{
    double fn = *(double *)a[4];
    if (s->done) return KC_OK;
    if (s->number != whole(fn) && take_table(c, &s->table, &s->number, fn) < 0) return KC_ERROR;
    if (*(double *)a[0] == 0) return KC_OK;
    int n = c->site->nin - 5;
    int32_t start = whole(*(double *)a[1]);
    for (int j = 0; j < n; j++) *(double *)a[5 + j] = step_at(s->table, (int64_t)n * s->at + j);
    s->done = advance(&s->at, start, whole(*(double *)a[2]), start);
    return KC_OK;
}
#endif
KC_OP(trigseq, "", "kkkkkz", .state = trigseq_st, .init = trigseq_init, .perf = trigseq_perf, .fx = tab_r)
