/* Score events from the orchestra: event, schedule, schedkwhen and their kin. All of them gather p-fields and
 * post them; the engine starts what is due before the next k-cycle, events of an init pass in the same one.
 */
#include "runtime/engine/control.h"
#include "runtime/opcodes/op.h"

enum { EV_PMAX = 1950 };

typedef struct {
    double p[EV_PMAX + 1]; /* from 1 */
    const char *strings[EV_PMAX + 1];
    int n;
} ev_fields;

/* Appends arguments `from` .. the last; strings are string values and string p-fields. */
KC_NATIVE int take_args(ev_fields *f, kc_ctx *c, void **a, int from)
{
    for (int i = from; i < c->site->nin; i++) {
        if (f->n == EV_PMAX) return kc_fail(c, "too many p-fields in an event");
        const char *text = kc_arg_string(c, a, i);
        f->n++;
        f->strings[f->n] = text;
        f->p[f->n] = text ? 0.0 : *(const double *)a[i];
    }
    return KC_OK;
}

/* Is there an instrument of that name? A leading - and a fraction belong to the event. */
KC_NATIVE int known(kc_ctx *c, const char *name)
{
    char plain[256];
    if (*name == '-') name++;
    if (kc_instr_find(c, name) >= 0) return 1;
    const char *dot = strrchr(name, '.');
    if (!dot || dot - name >= (long)sizeof plain) return 0;
    memcpy(plain, name, (size_t)(dot - name));
    plain[dot - name] = 0;
    return kc_instr_find(c, plain) >= 0;
}

KC_NATIVE int exists(kc_ctx *c, double p1) { return fabs(p1) < 1e9 && kc_instr_exists(c, (int)fabs(p1)); }

/* As in the reference an unknown name is no error, but the rest of the pass is left out; an unknown number
 * does nothing. */
KC_NATIVE int post(kc_ctx *c, char op, const ev_fields *f)
{
    if (f->n > 0 && f->strings[1] && strchr("idq", op) && !known(c, f->strings[1])) {
        kc_warn(c, "instr %s not found", f->strings[1]);
        return KC_STOP;
    }
    if (f->n > 0 && !f->strings[1] && strchr("id", op) && !exists(c, f->p[1])) {
        kc_warn(c, "Cannot Find Instrument %.0f. No action.", floor(fabs(f->p[1])));
        return KC_OK;
    }
    return kc_event_post(c, op, f->p, f->strings, f->n);
}

/* ---- event ------------------------------------------------------------------------------------ */

KC_NATIVE int event_any(void *s, kc_ctx *c, void **a)
{
    (void)s;
    ev_fields f;
    const char *op = kc_str_get(a[0]);
    f.n = 0;
    f.p[0] = 0;
    f.strings[0] = NULL;
    if (!*op || op[1] || !strchr("aiqfed", *op))
        return kc_fail(c, "event param 1 must be \"a\", \"i\", \"q\", \"f\", \"d\", or \"e\"");
    if (take_args(&f, c, a, 1) < 0) return KC_ERROR;
    if (f.n > 0 && f.strings[1] && !strchr("iqd", *op))
        return kc_fail(c, "event: string name is allowed only for \"i\", \"d\", and \"q\" events");
    return post(c, *op, &f);
}

/* Opcode: event
 * Synopsis: event Sop, kp1, kp2, kp3 [, kp4, ...]
 *           event Sop, Sinstr, kp2, kp3 [, kp4, ...]
 *
 * Posts a score event in every k-cycle in which it is performed.
 * In:  Sop     "i", "f", "e", "a", "q", or "d" (turns off a held note)
 *      kp1     instrument or table number, or the instrument's name
 *      kp2     start, s from now
 *      kp3 ... further p-fields
 * Fails: for another Sop. An instrument that does not exist is a warning; by name it also ends the pass
 */
KC_OP(event, "", "Skz", .perf = event_any, .fx = event)
KC_OP(event, "", "SSz", .perf = event_any, .fx = event)

/* Opcode: event_i
 * Synopsis: event_i Sop, ip1, ip2, ip3 [, ip4, ...]
 *           event_i Sop, Sinstr, ip2, ip3 [, ip4, ...]
 *
 * Posts a score event at i-time.
 * In:  as event
 * Fails: for another Sop. An instrument that does not exist is a warning; by name it also ends the pass
 */
KC_OP(event_i, "", "Sim", .init = event_any, .fx = event)
KC_OP(event_i, "", "SSm", .init = event_any, .fx = event)

/* ---- schedule --------------------------------------------------------------------------------- */

KC_NATIVE int schedule_any(void *s, kc_ctx *c, void **a)
{
    (void)s;
    ev_fields f;
    f.n = 0;
    f.p[0] = 0;
    f.strings[0] = NULL;
    return take_args(&f, c, a, 0) < 0 ? KC_ERROR : post(c, 'i', &f);
}

KC_NATIVE int schedule_array(void *s, kc_ctx *c, const kc_array *arr)
{
    (void)s;
    ev_fields f;
    int n = kc_array_count(arr);
    if (!arr->data || n < 1 || n > EV_PMAX)
        return kc_fail(c, "schedule: array must hold 1 to %d p-fields", EV_PMAX);
    f.p[0] = 0;
    memset(f.strings, 0, (size_t)(n + 1) * sizeof *f.strings);
    memcpy(f.p + 1, arr->data, (size_t)n * sizeof(double));
    f.n = n;
    return post(c, 'i', &f);
}

/* Opcode: schedule
 * Synopsis: schedule insnum, iwhen, idur [, ip4, ...]
 *           schedule Sinstr, iwhen, idur [, ip4, ...]
 *           schedule iPfields[]
 *
 * Starts a note at i-time.
 * In:  insnum   instrument number or name
 *      iwhen    start, s from now
 *      idur     duration, s; negative: held
 *      ip4 ...  further p-fields, numbers or strings
 * Fails: never. An instrument that does not exist is a warning; by name it also ends the pass
 */
KC_OP(schedule, "", "iiim", .init = schedule_any, .fx = event)
KC_OP(schedule, "", "iiiN", .init = schedule_any, .fx = event)
KC_OP(schedule, "", "Siim", .init = schedule_any, .fx = event)
KC_OP(schedule, "", "SiiN", .init = schedule_any, .fx = event)
KC_OP(schedule, "", "i[]", .init = schedule_array, .fx = event)

/* Opcode: schedulek
 * Synopsis: schedulek knsnum, kwhen, kdur [, kp4, ...]
 *           schedulek Sinstr, kwhen, kdur [, kp4, ...]
 *           schedulek kPfields[]
 *
 * Starts a note in every k-cycle in which it is performed.
 * In:  as schedule
 * Fails: never. An instrument that does not exist is a warning; by name it also ends the pass
 */
KC_OP(schedulek, "", "kkkM", .perf = schedule_any, .fx = event)
KC_OP(schedulek, "", "kkkN", .perf = schedule_any, .fx = event)
KC_OP(schedulek, "", "SkkM", .perf = schedule_any, .fx = event)
KC_OP(schedulek, "", "SkkN", .perf = schedule_any, .fx = event)
KC_OP(schedulek, "", "k[]", .perf = schedule_array, .fx = event)

/* ---- schedwhen -------------------------------------------------------------------------------- */

typedef struct {
    int32_t done;
} once_st;

KC_NATIVE int schedwhen_init(once_st *s, kc_ctx *c, void **a)
{
    (void)c, (void)a;
    s->done = 0;
    return KC_OK;
}

KC_NATIVE int schedwhen_perf(once_st *s, kc_ctx *c, void **a)
{
    ev_fields f;
    if (s->done || *(const double *)a[0] == 0) return KC_OK;
    s->done = 1;
    f.n = 0;
    f.p[0] = 0;
    f.strings[0] = NULL;
    return take_args(&f, c, a, 1) < 0 ? KC_ERROR : post(c, 'i', &f);
}

/* Opcode: schedwhen
 * Synopsis: schedwhen ktrigger, kinsnum, kwhen, kdur [, ip4, ...]
 *
 * Starts a note at the first trigger.
 * In:  ktrigger  not 0: now
 *      kinsnum   instrument number or name
 *      kwhen     start, s from then
 *      kdur      duration, s
 * Fails: never. An instrument that does not exist is a warning; by name it also ends the pass
 */
KC_OP(schedwhen, "", "kkkkm", .state = once_st, .init = schedwhen_init, .perf = schedwhen_perf, .fx = event)
KC_OP(schedwhen, "", "kSkkm", .state = once_st, .init = schedwhen_init, .perf = schedwhen_perf, .fx = event)

/* ---- schedkwhen ------------------------------------------------------------------------------- */

/* Arguments: trigger, least distance (s), most instances, instrument, start, duration, p4 ... */
typedef struct {
    int64_t rest;   /* k-cycles until the next note may start */
    int64_t pause;  /* the distance in force, k-cycles */
    double mintime; /* and what it was computed from */
} schedk_st;

/* Length of the engine's k-cycle, s. */
KC_NATIVE double whole_cycle(const kc_ctx *c)
{
    while (c->outer) c = c->outer;
    return c->inv_kr;
}

KC_NATIVE int64_t pause_cycles(const kc_ctx *c, double seconds)
{
    double n = seconds * c->kr + 0.5;
    return n < 1 ? 0 : n < 9e18 ? (int64_t)n : INT64_MAX / 2;
}

/* 1: a note may start; 0: not now. */
KC_NATIVE int schedk_allowed(schedk_st *s, kc_ctx *c, void **a)
{
    double mintime = *(const double *)a[1], most = *(const double *)a[2];
    const char *name = kc_arg_string(c, a, 3);
    if (!name && *(const double *)a[3] < 0) return 1;
    if (mintime > 0 && s->rest > 0) return 0;
    if (!(most >= 1)) return 1;
    double number = name ? kc_instr_find(c, name) : fabs(*(const double *)a[3]);
    if (!(number >= 1 && number < 1e9)) return 1;
    return kc_instr_active(c, (int)number, 1) < most;
}

KC_NATIVE int schedk_run(schedk_st *s, kc_ctx *c, void **a)
{
    ev_fields f;
    double mintime = *(const double *)a[1];
    if (s->rest > 0) s->rest--;
    if (*(const double *)a[0] == 0) return KC_OK;
    if (s->mintime != mintime) {
        int64_t pause = pause_cycles(c, mintime);
        s->rest = pause > 0 ? s->rest + pause - s->pause : 0;
        if (pause > 0) s->pause = pause;
        s->mintime = mintime;
    }
    int allowed = schedk_allowed(s, c, a);
    if (allowed <= 0) return allowed;
    f.n = 0;
    f.p[0] = 0;
    f.strings[0] = NULL;
    if (take_args(&f, c, a, 3) < 0) return KC_ERROR;
    if (f.p[2] < 0) {
        f.p[2] = 0;
        kc_warn(c, "schedkwhen warning: negative kwhen reset to zero");
    }
    s->rest = mintime > 0 ? pause_cycles(c, mintime) : 0;
    if (f.strings[1] ? !known(c, f.strings[1]) : !exists(c, f.p[1])) {
        if (f.strings[1])
            kc_print(c, "WARNING: instr %s not found\ninsert_score_event(): invalid named instrument\n",
                     f.strings[1]);
        else
            kc_print(c, "insert_score_event(): invalid instrument number or name %.0f\n", fabs(f.p[1]));
        return c->note->init_done ? KC_STOP : KC_OK;
    }
    /* the reference counts the duration from the start of this k-cycle, one before the note can start */
    if (c->note->init_done) f.p[2] -= whole_cycle(c);
    return post(c, 'i', &f);
}

/* A trigger that is set at the start of the performance, or in a note without duration, counts at once. */
KC_NATIVE int schedk_init(schedk_st *s, kc_ctx *c, void **a)
{
    s->mintime = *(const double *)a[1];
    s->rest = 0;
    return c->kcount == 0 || c->note->p[3] == 0 ? schedk_run(s, c, a) : KC_OK;
}

/* Opcode: schedkwhen schedkwhennamed
 * Synopsis: schedkwhen ktrigger, kmintim, kmaxnum, kinsnum, kwhen, kdur [, kp4, ...]
 *           schedkwhen ktrigger, kmintim, kmaxnum, Sinstr, kwhen, kdur [, kp4, ...]
 *
 * Starts a note at each trigger, within limits.
 * In:  ktrigger  not 0: start one
 *      kmintim   least distance between notes, s; 0 none
 *      kmaxnum   most active instances of the instrument; 0 no limit
 *      kinsnum   instrument number or name; negative turns off
 *      kwhen     start, s from now
 *      kdur      duration, s
 * Fails: never. An instrument that does not exist is a warning; by name it also ends the pass
 */
KC_OP(schedkwhen, "", "kkkkkz", .state = schedk_st, .init = schedk_init, .perf = schedk_run, .fx = event)
KC_OP(schedkwhen, "", "kkkSkz", .state = schedk_st, .init = schedk_init, .perf = schedk_run, .fx = event)
KC_OP(schedkwhennamed, "", "kkkkkz", .state = schedk_st, .init = schedk_init, .perf = schedk_run, .fx = event)
KC_OP(schedkwhennamed, "", "kkkSkz", .state = schedk_st, .init = schedk_init, .perf = schedk_run, .fx = event)
