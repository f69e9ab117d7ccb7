/* Start, k-cycles, and the end. */
#include "api/csound/debugger.h"
#include "api/csound/instance.h"

#define SECONDS_MAX 1e12

/* ---- start ------------------------------------------------------------------------------------ */

static void more_orchestra(void *user, const char *text, size_t len)
{
    kc_performance *p = user;
    kc_built b;
    if (!kc_perf_build(p, text, len, "line events", 1, &b))
        kc_perf_merge(p, &b);
    else {
        kc_say_as(&p->con, KC_SAY_ERROR, "cannot compile orchestra\n");
        p->extra_errors++;
    }
}

/* Skips what comes before the score offset. */
static void apply_offset(kc_cs *cs)
{
    if (!(cs->score_offset > 0 && cs->score_offset < SECONDS_MAX)) return;
    double p[4] = {0, 0, 0, cs->score_offset};
    kc_engine_post(cs->performance->engine,
                   &(kc_event){.op = 'a', .n = 3, .p = p, .p3_beats = cs->score_offset}, 0);
}

static int steps(kc_cs *cs)
{
    kc_performance *p = cs->performance;
    if (!p->have_csd && !cs->have_files && kc_perf_read_rc(p)) return -1;
    kc_perf_flush(p);
    if (!cs->have_files) {
        kc_perf_apply_env(p);
        if (kc_perf_open_log(p)) return -1;
    }
    if (kc_perf_read_score(p) || kc_cs_need_engine(cs)) return -1;
    kc_engine_score_pending(p->engine, !cs->score_muted);
    kc_midi_connect(cs);
    if (kc_perf_start(p)) return -1;
    if (p->opt.score_in &&
        !(p->lines = kc_lines_open(p->opt.score_in, p->engine, &p->con, more_orchestra, p)))
        return -1;
    if (kc_io_open(cs)) return -1;
    kc_perf_begin(p);
    apply_offset(cs);
    return 0;
}

typedef struct {
    int result;
} answer;

static void start(kc_cs *cs, void *arg)
{
    answer *a = arg;
    if (cs->started) {
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_DEFAULT,
                      "Csound is already started, call csoundReset()\nbefore starting again.\n");
        a->result = CSOUND_ERROR;
        return;
    }
    cs->started = true;
    if (steps(cs)) {
        kc_perf_flush(cs->performance);
        cs->failed = true;
        a->result = CSOUND_ERROR;
    }
}

int csoundStart(CSOUND *csound)
{
    if (!csound) return CSOUND_ERROR;
    answer a = {0};
    kc_cs_call(kc_cs_of(csound), start, &a);
    return a.result;
}

/* ---- k-cycles --------------------------------------------------------------------------------- */

enum { END_OF_SCORE = 2 };

/* One cycle that is heard: 0, END_OF_SCORE, CSOUND_EXITJMP_SUCCESS when an instrument has ended the
 * performance, or an error. The owner. */
static int cycle(kc_cs *cs)
{
    kc_performance *p = cs->performance;
    const double *block = NULL;
    int (*yield)(CSOUND *) = atomic_load_explicit(&cs->hooks->yield, memory_order_relaxed);
    if (yield && !yield(kc_cs_public(cs))) return CSOUND_ERROR;
    kc_calls_run(cs);
    kc_cs_run_sense(cs);
    if (!kc_cs_running(cs) || cs->cleaned) return CSOUND_ERROR; /* one of them has reset the instance */
    if (cs->debugging && kc_cs_debug_pause(cs)) {
        kc_io_silence(cs);
        return 0;
    }
    kc_io_before(cs);
    while (!block) {
        cs->cycling = true;
        int r = kc_perf_cycle(p, &block);
        cs->cycling = false;
        if (r < 0) return CSOUND_PERFORMANCE;
        if (r != KC_ENGINE_GO) {
            cs->ended = true;
            return kc_engine_exited(p->engine) ? CSOUND_EXITJMP_SUCCESS : END_OF_SCORE;
        }
    }
    kc_io_after(cs, block);
    return 0;
}

static bool ready(kc_cs *cs)
{
    if (kc_cs_running(cs) && !cs->cleaned) return true;
    kc_cs_warning(kc_cs_public(cs), "Csound not ready for performance: csoundStart() has not been called");
    return false;
}

/* Takes the engine for one step. */
static int perform(kc_cs *cs, int (*step)(kc_cs *cs))
{
    kc_calls_enter(cs);
    int r = CSOUND_ERROR;
    if (ready(cs)) {
        kc_calls_performing(cs, true);
        r = step(cs);
        if (r) kc_calls_performing(cs, false);
    }
    kc_calls_leave(cs);
    return r;
}

static int one(kc_cs *cs)
{
    int r = cycle(cs);
    if (r == END_OF_SCORE)
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_DEFAULT,
                      "Score finished in csoundPerformKsmps() with %d.\n", r);
    return r;
}

static int buffer(kc_cs *cs)
{
    int r = 0;
    for (cs->io->due += cs->io->nout; cs->io->due > 0 && !r; cs->io->due -= cs->io->nspout) r = cycle(cs);
    return r;
}

int csoundPerformKsmps(CSOUND *cs) { return cs ? perform(kc_cs_of(cs), one) : CSOUND_ERROR; }
int csoundPerformBuffer(CSOUND *cs) { return cs ? perform(kc_cs_of(cs), buffer) : CSOUND_ERROR; }

int csoundPerform(CSOUND *csound)
{
    if (!csound) return CSOUND_ERROR;
    kc_cs *cs = kc_cs_of(csound);
    int r;
    cs->stop = false;
    do r = perform(cs, cycle);
    while (!r && !cs->stop);
    kc_calls_enter(cs);
    kc_calls_performing(cs, false);
    kc_calls_run(cs); /* whoever has queued meanwhile */
    kc_calls_leave(cs);
    if (r >= 0)
        kc_cs_message(csound, CSOUNDMSG_DEFAULT, "%s\n",
                      !r                  ? "csoundPerform(): stopped."
                      : r == END_OF_SCORE ? "Score finished in csoundPerform()."
                                          : "Early return from csoundPerform().");
    return r;
}

void csoundStop(CSOUND *cs)
{
    if (cs) kc_cs_of(cs)->stop = true;
}

/* ---- score position --------------------------------------------------------------------------- */

static void rewind_score(kc_cs *cs, void *arg)
{
    (void)arg;
    if (!kc_cs_running(cs) || cs->cleaned) return;
    if (cs->cycling) { /* notes are performing */
        kc_cs_post(cs, rewind_score, NULL, 0, NULL);
        return;
    }
    kc_engine_rewind(cs->performance->engine);
    cs->ended = false;
    apply_offset(cs);
}

void csoundRewindScore(CSOUND *cs)
{
    if (cs) kc_cs_call(kc_cs_of(cs), rewind_score, NULL);
}

static void set_offset(kc_cs *cs, void *arg)
{
    double before = cs->score_offset, now = *(double *)arg;
    cs->score_offset = now;
    if (!kc_cs_running(cs) || !(now >= 0)) return;
    double ahead = now - kc_engine_time(cs->performance->engine);
    if (ahead < 0 || now < before) {
        rewind_score(cs, NULL);
        return;
    }
    double p[4] = {0, 0, 0, ahead};
    if (ahead > 0 && ahead < SECONDS_MAX)
        kc_engine_post(cs->performance->engine, &(kc_event){.op = 'a', .n = 3, .p = p, .p3_beats = ahead}, 0);
}

void csoundSetScoreOffsetSeconds(CSOUND *cs, MYFLT seconds)
{
    if (cs) kc_cs_call(kc_cs_of(cs), set_offset, &seconds);
}
MYFLT csoundGetScoreOffsetSeconds(CSOUND *cs) { return cs ? kc_cs_of(cs)->score_offset : 0; }

static void set_pending(kc_cs *cs, void *arg)
{
    cs->score_muted = !*(int *)arg;
    if (cs->performance->engine) kc_engine_score_pending(cs->performance->engine, !cs->score_muted);
}

void csoundSetScorePending(CSOUND *cs, int pending)
{
    if (cs) kc_cs_call(kc_cs_of(cs), set_pending, &pending);
}
int csoundIsScorePending(CSOUND *cs) { return cs ? !kc_cs_of(cs)->score_muted : 0; }

double csoundGetScoreTime(CSOUND *cs)
{
    return cs && kc_cs_of(cs)->performance->engine ? kc_engine_time(kc_cs_of(cs)->performance->engine) : 0;
}

int64_t csoundGetCurrentTimeSamples(CSOUND *csound)
{
    kc_engine *e = csound ? kc_cs_of(csound)->performance->engine : NULL;
    return e ? (int64_t)kc_engine_cycles(e) * kc_engine_get_config(e)->ksmps : 0;
}
