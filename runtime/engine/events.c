/* Events: the score, read section by section, and the queue of events that code posts. */
#include "runtime/engine/internal.h"
#include "runtime/tables/tables.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_EVENTS_AT_ONCE = 100000 };

static int64_t round_cycles(double x) { return (int64_t)floor(x + 0.5); }

/* ---- the queue -------------------------------------------------------------------------------- */

static void event_copy(kc_event *to, const kc_event *from)
{
    *to = *from;
    to->p = kc_xcalloc((size_t)(from->n > 3 ? from->n : 3) + 1, sizeof(double));
    memcpy(to->p, from->p, ((size_t)from->n + 1) * sizeof(double));
    if (!from->strings) return;
    to->strings = kc_xcalloc((size_t)from->n + 1, sizeof(char *));
    for (int i = 1; i <= from->n; i++)
        if (from->strings[i]) to->strings[i] = kc_xstrdup(from->strings[i]);
}

void kc_queued_free(kc_queued *q)
{
    if (q->ev.strings)
        for (int i = 1; i <= q->ev.n; i++) free((char *)(uintptr_t)q->ev.strings[i]);
    free(q->ev.strings);
    free(q->ev.p);
    free(q);
}

void kc_engine_post(kc_engine *e, const kc_event *ev, double delay)
{
    kc_queued *q = kc_xcalloc(1, sizeof *q), **at = &e->queue;
    event_copy(&q->ev, ev);
    double now = kc_now(e), when = now + (delay > 0 ? delay : 0);
    q->when = when;
    q->cycle = (uint64_t)rint(when * e->cfg.sr / e->cfg.ksmps);
    if (e->queue_last && e->queue_last->cycle <= q->cycle) at = &e->queue_last->next;
    while (*at && (*at)->cycle <= q->cycle) at = &(*at)->next;
    q->next = *at;
    *at = q;
    if (!q->next) e->queue_last = q;
}

void kc_queue_clear(kc_engine *e)
{
    for (kc_queued *q = e->queue, *next; q; q = next) {
        next = q->next;
        kc_queued_free(q);
    }
    e->queue = e->queue_last = NULL;
}

/* ---- one event -------------------------------------------------------------------------------- */

static void deleted(kc_engine *e, const kc_event *ev, const char *why)
{
    (void)ev;
    kc_engine_message(e, 1, "\t  B%7.3f - note deleted. %s\n", e->cur_beat - e->beat_off, why);
    kc_engine_count_error(e);
}

static kc_instr *event_instr(kc_engine *e, const kc_event *ev, int *negative)
{
    char why[300];
    *negative = 0;
    if (ev->strings && ev->strings[1]) {
        const char *s = ev->strings[1];
        char name[256];
        if (*s == '-') {
            *negative = 1;
            s++;
        }
        snprintf(name, sizeof name, "%s", s);
        kc_instr *in = kc_map_get(&e->by_name, name);
        char *dot = strrchr(name, '.');
        if (!in && dot) {
            *dot = 0;
            in = kc_map_get(&e->by_name, name);
        }
        if (!in) {
            snprintf(why, sizeof why, "instr %s undefined", s);
            deleted(e, ev, why);
        }
        return in;
    }
    double p1 = ev->p[1];
    *negative = p1 < 0;
    kc_instr *in = fabs(p1) < 1e9 ? kc_instr_get(e, (int)fabs(p1)) : NULL;
    if (!in) {
        snprintf(why, sizeof why, "instr %d(%d) undefined", fabs(p1) < 1e9 ? (int)fabs(p1) : -1,
                 e->ninstrs < 200 ? 200 : e->ninstrs);
        deleted(e, ev, why);
    }
    return in;
}

static void turn_off_held(kc_engine *e, kc_instr *in, const kc_event *ev)
{
    double p1 = ev->strings && ev->strings[1] ? in->number : fabs(ev->p[1]);
    for (kc_note *n = e->first; n; n = n->next)
        if (n->insno == in->number && n->off_time < 0 && !n->releasing && kc_inst(n)->p1 == p1) {
            kc_note_release(e, n);
            return;
        }
    kc_engine_message(e, 0, "could not find playing instr %f\n", p1);
}

static void note_event(kc_engine *e, const kc_event *ev)
{
    int negative;
    kc_instr *in = event_instr(e, ev, &negative);
    if (!in) return;
    /* The reference does not end the note of i "-name": it starts another one, whose p1 is the negative
     * number. */
    bool named = ev->strings && ev->strings[1];
    if ((negative && !named) || ev->op == 'd') {
        turn_off_held(e, in, ev);
        return;
    }
    int before = e->errors;
    if (kc_note_start(e, in, ev, NULL, NULL) < 0) {
        int n = e->errors - before;
        char who[64];
        if (in->name)
            snprintf(who, sizeof who, "%.60s", in->name);
        else
            snprintf(who, sizeof who, "i%d", in->number);
        kc_engine_message(e, 1, "\t  B%7.3f - note deleted.  %s had %d init errors\n",
                          e->cur_beat - e->beat_off, who, n > 0 ? n : 1);
        e->errors = before + 1;
    }
}

static void table_event(kc_engine *e, const kc_event *ev)
{
    if (ev->n < 1 || ev->p[1] == 0) return;
    kc_ctx c = e->ctx;
    c.kcount = e->cycle;
    const char *name = ev->strings && ev->n >= 4 ? ev->strings[4] : NULL;
    if (kc_table_make(&c, ev->p + 1, ev->strings ? ev->strings + 1 : NULL, ev->n, name) < 0)
        e->failed_tables++;
}

int kc_event_do(kc_engine *e, const kc_event *ev)
{
    switch (ev->op) {
    case 'i':
    case 'd': note_event(e, ev); break;
    case 'f': table_event(e, ev); break;
    case 'q': {
        int negative;
        kc_instr *in = event_instr(e, ev, &negative);
        if (in) {
            kc_instr_set_muted(e, in, ev->n < 3 || ev->p[3] == 0);
            kc_engine_message(e, 0, "Setting instrument %d %s\n", in->number, in->muted ? "off" : "on");
        }
        break;
    }
    case 'a': {
        int64_t n = round_cycles(ev->p[3] * e->cfg.sr / e->cfg.ksmps);
        if (n > e->advance) {
            kc_engine_message(e, 0, "time advanced %5.3f beats by score request\n", ev->p3_beats);
            e->advance = n;
        }
        break;
    }
    case 'e': return 1;
    default: kc_engine_message(e, 1, "unknown event opcode '%c'\n", ev->op); kc_engine_count_error(e);
    }
    return 0;
}

/* ---- the score -------------------------------------------------------------------------------- */

static void section_end(kc_engine *e)
{
    kc_queue_clear(e);
    e->reported = e->cycle;
    if (e->beats_cycle > 0) e->cur_beat = e->beat;
    e->time_off = e->next_time = kc_now(e);
    e->beat_off = e->prev_beat = e->next_beat = e->cur_beat;
    kc_amps_section(e, 1);
    for (int i = 0; i < e->ninstrs; i++)
        if (e->instrs[i]) kc_pools_free(e, e->instrs[i]);
    if (e->cfg.message_level) kc_engine_message(e, 1, "inactive allocs returned to freespace\n");
    e->section++;
    e->event = 0;
    kc_engine_message(e, 1, "SECTION %d:\n", e->section + 1);
}

/* Sets `remaining` from the time of what comes next. */
static void schedule_next(kc_engine *e, double time, double beat)
{
    double sr = e->cfg.sr;
    int ksmps = e->cfg.ksmps;
    int64_t icur = (int64_t)e->cycle * ksmps;
    double x = (time * sr - (double)icur) / ksmps;
    if (e->cfg.sample_accurate) x = (time * sr - (double)icur + 0.5 / sr) / ksmps;
    if (e->beats_cycle > 0) x = (beat - e->beat) / e->beats_cycle; /* -t: beats, not seconds, tell when */
    if (!(x < 9e15)) x = 9e15;
    e->remaining = e->cfg.sample_accurate ? (int64_t)floor(x) : round_cycles(x);
    e->next_time = ((double)e->remaining * ksmps + (double)icur) / sr;
    e->next_beat = beat;
}

/* Takes what the score has due; returns 1 at its end. */
static int sense_score(kc_engine *e)
{
    if (--e->remaining <= 0) {
        if (e->remaining == 0) {
            e->prev_beat = e->cur_beat;
            e->cur_beat = e->next_beat;
            kc_amps_line(e, false);
            e->reported = e->cycle;
        } else
            e->remaining = 0;
    }
    while (e->remaining <= 0) {
        const kc_section *s = e->section < e->nsections ? &e->sections[e->section] : NULL;
        if (s && e->event < s->n) {
            const kc_event *ev = &s->events[e->event];
            if (!e->have_next) {
                schedule_next(e, ev->p[2] + e->time_off, ev->p2_beats + e->beat_off);
                e->have_next = true;
                continue;
            }
            e->have_next = false;
            e->event++;
            e->scoring = true;
            if (!e->score_off) kc_event_do(e, ev);
            e->scoring = false;
            if (e->exiting) return 1;
            continue;
        }
        kc_note *ends;
        double off = kc_earliest_off(e, &ends);
        if (off >= 0) { /* wait for the last finite note */
            double beat = kc_inst(ends)->off_beat;
            schedule_next(e, off, beat >= 0 ? beat : e->beat_off + (off - e->time_off));
            if (e->remaining <= 0) e->remaining = 1;
            continue;
        }
        if (e->score_off) {
            e->remaining = 1;
            return 0;
        }
        if (e->section + 1 >= e->nsections) {
            kc_amps_section(e, e->section > 0);
            return 1;
        }
        section_end(e);
    }
    return 0;
}

static kc_queued *take_due(kc_engine *e)
{
    kc_queued *q = e->queue;
    if (!q || q->cycle > e->cycle) return NULL;
    e->queue = q->next;
    if (!e->queue) e->queue_last = NULL;
    return q;
}

/* Notes that start others at once, without end. */
static void drop_due(kc_engine *e)
{
    kc_engine_message(e, 1, "more than %d events at one time: the rest of them are dropped\n",
                      MAX_EVENTS_AT_ONCE);
    kc_engine_count_error(e);
    for (kc_queued *q; (q = take_due(e));) kc_queued_free(q);
}

int64_t kc_sense_free(const kc_engine *e)
{
    if (e->lines || e->poll || e->score_text.n || e->advance > 0 || e->beats_cycle > 0) return 0;
    int64_t n = e->remaining - 1;
    if (e->queue && (int64_t)(e->queue->cycle - e->cycle) - 1 < n)
        n = (int64_t)(e->queue->cycle - e->cycle) - 1;
    double off = e->earliest_off * e->cfg.sr / e->cfg.ksmps - (double)e->cycle - 2;
    if (off < (double)n) n = (int64_t)off;
    return n > 0 ? n : 0;
}

int kc_sense(kc_engine *e)
{
    kc_note_expire_due(e);
    if (sense_score(e)) return 1;
    if (e->lines) e->lines(e->lines_user);
    if (e->score_text.n) kc_score_text_flush(e);
    if (e->hooks.have_scores && e->hooks.post_scores) e->hooks.post_scores(e->hooks.user);
    int done = 0;
    for (kc_queued *q; (q = take_due(e));) {
        q->ev.p[2] = q->when - e->time_off;
        if (e->reported < e->cycle) kc_amps_line(e, true);
        e->reported = e->cycle;
        int end = kc_event_do(e, &q->ev);
        kc_queued_free(q);
        if (end || e->exiting) return 1;
        if (++done >= MAX_EVENTS_AT_ONCE) drop_due(e);
    }
    if (!e->poll || !e->poll(e->poll_user, kc_now(e))) return 0;
    kc_amps_section(e, 0);
    return 1;
}
