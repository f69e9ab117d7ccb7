/* Score text, events and lines from the host, and notes that it ends. */
#include "api/csound/instance.h"
#include "runtime/engine/control.h"
#include "runtime/engine/hooks.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PFIELDS_MAX = 100000 };
#define SECONDS_MAX 1e12

/* ---- score text ------------------------------------------------------------------------------- */

/* Before the start texts add up. */
static void keep_score(kc_cs *cs, void *text)
{
    kc_performance *p = cs->performance;
    if (p->sco.n) kc_sbuf_putc(&p->sco, '\n');
    kc_sbuf_puts(&p->sco, text);
    p->have_score = true;
}

static void post_score(kc_cs *cs, void *more)
{
    if (kc_cs_running(cs)) kc_perf_post_more(cs->performance, more);
}

static void post_and_free(kc_cs *cs, void *more)
{
    post_score(cs, more);
    kc_more_score_free(more);
}

static void drop_score(void *more) { kc_more_score_free(more); }

/* The text is read on the thread that brings it. */
static int read_score(CSOUND *csound, const char *text, bool now)
{
    if (!csound || !text) return CSOUND_ERROR;
    kc_cs *cs = kc_cs_of(csound);
    kc_more_score more;
    if (!cs->started) {
        kc_cs_call(cs, keep_score, (char *)(uintptr_t)text);
        return CSOUND_SUCCESS;
    }
    if (!kc_cs_running(cs) || kc_perf_read_more(cs->performance, text, &more))
        return CSOUND_SUCCESS; /* said so */
    if (!now && !kc_cs_post(cs, post_and_free, &more, sizeof more, drop_score)) return CSOUND_SUCCESS;
    if (now) kc_cs_call(cs, post_score, &more);
    kc_more_score_free(&more);
    return now ? CSOUND_SUCCESS : CSOUND_MEMORY;
}

int csoundReadScore(CSOUND *cs, const char *text) { return read_score(cs, text, true); }
void csoundReadScoreAsync(CSOUND *cs, const char *text) { read_score(cs, text, false); }

/* ---- lines ------------------------------------------------------------------------------------ */

static void input_lines(kc_cs *cs, void *text)
{
    kc_engine *e = cs->performance->engine;
    kc_hooks *h = e ? kc_engine_hooks(e) : NULL;
    if (h && h->score_lines) h->score_lines(h->user, text);
}

void csoundInputMessageAsync(CSOUND *cs, const char *line)
{
    if (cs && line) kc_cs_post(kc_cs_of(cs), input_lines, line, strlen(line) + 1, NULL);
}

void csoundInputMessage(CSOUND *cs, const char *line)
{
    if (!cs || !line) return;
    if (kc_cs_running(kc_cs_of(cs)))
        kc_cs_call(kc_cs_of(cs), input_lines, (char *)(uintptr_t)line);
    else
        csoundInputMessageAsync(cs, line); /* kept for the first cycle */
}

/* ---- events ----------------------------------------------------------------------------------- */

typedef struct {
    char letter;
    bool absolute;
    int n;
    double offset;
    double p[]; /* p[1] .. p[n], and room for three */
} event_call;

static void post(kc_cs *cs, void *arg)
{
    event_call *c = arg;
    kc_engine *e = cs->performance->engine;
    if (!e) return;
    double delay = c->n >= 2 ? c->p[2] : 0;
    if (c->absolute) delay += c->offset - kc_engine_time(e);
    if (!(fabs(delay) < SECONDS_MAX) || (c->n >= 3 && !(fabs(c->p[3]) < SECONDS_MAX))) {
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_ERROR, "event %c: times are out of range\n", c->letter);
        return;
    }
    kc_event ev = {.op = c->letter, .n = c->n, .p = c->p};
    ev.p2_beats = delay;
    ev.p3_beats = c->n >= 3 ? c->p[3] : 0;
    kc_engine_post(e, &ev, delay);
}

static int needs(char letter)
{
    return letter == 'i' || letter == 'q' || letter == 'a' ? 3 : letter == 'f' ? 5 : letter == 'd' ? 1 : 0;
}

/* Checks and posts; `now`: when the engine is at rest, else with the next cycle. */
static int event(CSOUND *csound, char letter, const MYFLT *pfields, long n, bool absolute, double offset,
                 bool now)
{
    if (!csound || n < 0 || n > PFIELDS_MAX || (n && !pfields)) return CSOUND_ERROR;
    if (!strchr("aidqfe", letter) || !letter) {
        kc_cs_message(csound, CSOUNDMSG_ERROR, "unknown opcode: %c\n", letter);
        return CSOUND_SUCCESS;
    }
    if (n < needs(letter) && !(letter == 'f' && n && pfields[0] <= 0)) {
        kc_cs_message(csound, CSOUNDMSG_ERROR, "event %c: insufficient p-fields\n", letter);
        return CSOUND_SUCCESS;
    }
    event_call *c = calloc(1, sizeof *c + ((size_t)n + 4) * sizeof(double));
    if (!c) return CSOUND_MEMORY;
    *c = (event_call){letter, absolute, (int)n, offset};
    if (n) memcpy(c->p + 1, pfields, (size_t)n * sizeof(double));
    kc_cs *cs = kc_cs_of(csound);
    int r = CSOUND_SUCCESS;
    if (now && kc_cs_running(cs))
        kc_cs_call(cs, post, c);
    else if (kc_cs_post(cs, post, c, sizeof *c + ((size_t)n + 4) * sizeof(double), NULL))
        r = CSOUND_MEMORY;
    free(c);
    return r;
}

int csoundScoreEvent(CSOUND *cs, char letter, const MYFLT *pfields, long n)
{
    return event(cs, letter, pfields, n, false, 0, true);
}
int csoundScoreEventAbsolute(CSOUND *cs, char letter, const MYFLT *pfields, long n, double offset)
{
    return event(cs, letter, pfields, n, true, offset, true);
}
void csoundScoreEventAsync(CSOUND *cs, char letter, const MYFLT *pfields, long n)
{
    event(cs, letter, pfields, n, false, 0, false);
}
void csoundScoreEventAbsoluteAsync(CSOUND *cs, char letter, const MYFLT *pfields, long n, double offset)
{
    event(cs, letter, pfields, n, true, offset, false);
}

/* ---- ending notes ----------------------------------------------------------------------------- */

typedef struct {
    double p1;
    const char *name;
    int mode;
    bool release;
    int result;
} kill_call;

static void kill_notes(kc_cs *cs, void *arg)
{
    kill_call *k = arg;
    kc_engine *e = cs->performance->engine;
    k->result = CSOUND_ERROR;
    if (!e) return;
    double p1 = k->name ? kc_engine_instr_number(e, k->name) : k->p1;
    if (p1 >= 1 && p1 < 1e9 && kc_engine_turn_off(e, p1, k->mode, k->release)) k->result = CSOUND_SUCCESS;
}

int csoundKillInstance(CSOUND *cs, MYFLT instrument, char *name, int mode, int release)
{
    if (!cs || mode < 0 || (mode & 3) == 3 || mode > 15) return CSOUND_ERROR;
    kill_call k = {instrument, name && *name ? name : NULL, mode, release != 0, 0};
    kc_cs_call(kc_cs_of(cs), kill_notes, &k);
    return k.result;
}
