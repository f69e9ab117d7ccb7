/* Between an engine and the compile thread: what is submitted, and when. Code that is in the object cache is
 * taken first, whatever the work: it costs a tenth of a millisecond. Of the rest:
 *
 *   off    no thread
 *   auto   instruments whose expected work pays for compiling, most work first; performing never waits
 *   wait   all instruments, before the first k-cycle
 *
 * An instrument that is compiled while performing is submitted when it is installed; `wait` waits for it
 * then.
 *
 * The expected work of an instrument is the sum of its notes' durations in the score. One that the score does
 * not name may be started by MIDI, a host or another instrument: it counts as one voice throughout. */
#include "api/jitloader.h"
#include "api/render.h"
#include "runtime/engine/internal.h"
#include <math.h>
#include <string.h>

struct kc_jit_link {
    kc_jitthread *thread;
    kc_cache *cache;  /* NULL: none */
    kc_sbuf no_cache; /* why */
    const kc_console *con;
    int report;
    kc_jit_mode mode;
    int lanes;
    double total; /* duration of the score, s; infinite when there is none */
    double sr;
};

typedef struct {
    kc_jit_link *link;
    kc_engine *engine;
    const kc_section *score;
    int n;
} chooser;

static void free_program(void *user, kc_program *p)
{
    (void)user;
    kc_ir_program_destroy(p);
}

/* Seconds until the last event of a section has ended. */
static double section_length(const kc_section *s)
{
    double end = 0;
    for (int i = 0; i < s->n; i++) {
        const kc_event *ev = &s->events[i];
        double at = ev->n >= 2 ? ev->p[2] : 0, length = ev->op == 'i' && ev->n >= 3 ? ev->p[3] : 0;
        if (length < 0) return INFINITY;
        if (at + length > end) end = at + length;
    }
    return end;
}

/* Seconds of all notes of an instrument; infinite when one is held. */
static double played(const chooser *c, const kc_instr *in)
{
    double sum = 0;
    for (int k = 0; k < c->n; k++)
        for (int i = 0; i < c->score[k].n; i++) {
            const kc_event *ev = &c->score[k].events[i];
            if (ev->op != 'i' || ev->n < 3) continue;
            const char *name = ev->strings ? ev->strings[1] : NULL;
            if (name ? !in->name || strcmp(name, in->name) : (int)ev->p[1] != in->number) continue;
            if (ev->p[3] < 0) return INFINITY;
            sum += ev->p[3];
        }
    return sum;
}

static void choose(void *user, kc_program *p)
{
    const chooser *c = user;
    double seconds = 0;
    for (int i = 0; i < c->engine->ninstrs; i++) {
        const kc_instr *in = c->engine->instrs[i];
        if (in && in->version && in->version->prog == p) seconds += played(c, in);
    }
    if (seconds == 0) seconds = c->link->total;
    double samples = seconds * c->engine->cfg.sr;
    /* notes at a time, on average */
    double voices = isfinite(seconds) && c->link->total > 0 ? seconds / c->link->total
                    : seconds > 0                           ? INFINITY
                                                            : 0;
    int lanes = c->link->lanes == 8 || (c->link->lanes == 0 && voices >= 1.5);
    unsigned want = KC_JIT_SINGLE | (lanes ? KC_JIT_LANES : 0),
             have = kc_jitthread_load(c->link->thread, p, want);
    const kc_batch_code *batch = atomic_load_explicit(&p->batch, memory_order_acquire);
    unsigned kinds = want & ~have;
    /* where many notes play at a time the lanes take care of single ones, too */
    if (lanes && voices >= 4 && (batch ? !batch->full : !(have & KC_JIT_LANES)))
        kinds &= ~(unsigned)KC_JIT_SINGLE;
    if (!kinds) return;
    if (c->link->mode == KC_JIT_WAIT || kc_jitthread_pays(p, samples, lanes))
        kc_jitthread_submit(c->link->thread, p, samples * p->nperf, kinds);
    else if (!have)
        kc_jitthread_skip(c->link->thread, p, "too little to play to pay for compiling");
}

kc_jit_link *kc_jit_link_create(const kc_options *o, kc_engine *e, const kc_console *con,
                                const kc_section *score, int n)
{
    static const char *const modes[] = {"off", "auto", "wait"};
    const char *env = getenv("KCYCLE_JIT");
    kc_jit_mode mode = o->jit;
    for (int i = 0; i < 3 && env && mode == KC_JIT_AUTO;
         i++) /* the option decides when it is not the default */
        if (!strcmp(env, modes[i])) mode = (kc_jit_mode)i;
    if (mode == KC_JIT_OFF) return NULL;
    kc_jit_link *j = kc_xcalloc(1, sizeof *j);
    if (o->cache) j->cache = kc_cache_open(NULL, 0, &j->no_cache);
    j->thread = kc_jitthread_create(
        &(kc_jitthread_options){.host = {kc_sub_context}, .free_program = free_program, .cache = j->cache});
    j->con = con;
    j->report = o->jit_report;
    j->mode = mode;
    j->lanes = o->lanes;
    j->sr = e->cfg.sr;
    j->total = n ? 0 : INFINITY;
    for (int k = 0; k < n; k++) j->total += section_length(&score[k]);
    chooser c = {j, e, score, n};
    kc_engine_each_program(e, choose, &c);
    if (mode == KC_JIT_WAIT) kc_jitthread_wait_idle(j->thread);
    return j;
}

void kc_jit_link_add(kc_jit_link *j, kc_program *p)
{
    if (!j) return;
    double samples = j->total * j->sr; /* one voice throughout */
    if (j->mode != KC_JIT_WAIT && !kc_jitthread_pays(p, samples, 0)) {
        kc_jitthread_pass(j->thread, p, "too little to play to pay for compiling");
        return;
    }
    kc_jitthread_post(j->thread, p, samples * p->nperf, KC_JIT_SINGLE | (j->lanes == 8 ? KC_JIT_LANES : 0u));
    if (j->mode == KC_JIT_WAIT) kc_jitthread_wait(j->thread, p);
}

int kc_jit_link_take(kc_jit_link *j, kc_program *p)
{
    if (!j) return 0;
    kc_jitthread_retire(j->thread, p, 0);
    return 1;
}

void kc_jit_link_destroy(kc_jit_link *j)
{
    if (!j) return;
    kc_sbuf text = {0};
    if (j->report) kc_jitthread_report(j->thread, &text);
    if (j->report && j->no_cache.s) kc_sbuf_printf(&text, "cache: off: %s\n", j->no_cache.s);
    if (text.s) kc_say(j->con, "%s", text.s);
    kc_sbuf_free(&text);
    kc_sbuf_free(&j->no_cache);
    kc_jitthread_destroy(j->thread);
    kc_cache_close(j->cache);
    free(j);
}
