/* The compile thread. One mutex guards the queue and the table of programs; it is never held while compiling,
 * and never taken by a performance, whose requests go through a box that is read under the mutex. Code is
 * published by one release store into kc_program.fused.
 *
 *   submit -> WAITING -> COMPILING -> READY or FAILED;   retire -> freed between compilations, once the epoch
 * has passed */
#define _GNU_SOURCE
#include "api/jitloader.h"
#include "api/jitbox.h"
#include "jit/cache/code.h"
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef enum { IDLE, WAITING, COMPILING, READY, FAILED } state;

/* Code of one kind, compiled here or loaded from the cache; or none, and why. */
typedef struct {
    kc_jit_code *code;
    kc_cached_code cached;
    kc_jit_stats stats;
    char *refused;
} part;
enum { SINGLE, LANES }; /* bit numbers of KC_JIT_SINGLE and KC_JIT_LANES */

typedef struct {
    kc_program *prog;
    double rank;
    state state;
    uint8_t retired;
    uint64_t epoch;
    unsigned kinds; /* to be compiled */
    part part[2];
    char *why;    /* FAILED; READY: why something was not stored */
    char *breaks; /* what ended its loops, a line each */
} job;

struct kc_jitthread {
    kc_jitthread_options o;
    pthread_mutex_t lock;
    sem_t wake;          /* to the thread: there is something to do */
    pthread_cond_t done; /* from it */
    pthread_t thread;
    atomic_bool started; /* or tried in vain */
    uint8_t running, stop;
    kc_jitbox box;
    KC_VEC(job *) jobs;
    kc_jitthread_counts counts;
    const kc_jit_api *api; /* the thread's own from here on */
    kc_jit_session *session;
    char *broken; /* why there is no session */
};

/* ---- the library ------------------------------------------------------------------------------------ */

static void *try_open(const char *path, kc_sbuf *error)
{
    void *h = dlopen(path, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE); /* LLVM does not like to be unloaded */
    if (!h) kc_sbuf_printf(error, "%s%s", error->n ? "; " : "", dlerror());
    return h;
}

static void *open_library(kc_sbuf *error)
{
    const char *named = getenv("KCYCLE_JIT_LIBRARY");
    if (named && *named) return try_open(named, error);
    Dl_info here;
    char path[4096], self[4096];
    void *h = NULL;
    if (dladdr((void *)(uintptr_t)&kc_jit_load, &here) && here.dli_fname) {
        ssize_t n = strchr(here.dli_fname, '/') ? -1 : readlink("/proc/self/exe", self, sizeof self - 1);
        if (n >= 0) self[n] = 0;
        const char *file = n >= 0 ? self : here.dli_fname, *slash = strrchr(file, '/');
        const char *const places[] = {"", "kcycle/", "../" KC_LIBDIR "/kcycle/"}; /* as built, installed */
        for (int i = 0; i < 3 && slash && !h; i++) {
            int len =
                snprintf(path, sizeof path, "%.*s/%s" KC_JIT_SONAME, (int)(slash - file), file, places[i]);
            if (len < (int)sizeof path && !access(path, R_OK)) h = try_open(path, error);
        }
    }
    return h ? h : try_open(KC_JIT_SONAME, error);
}

const kc_jit_api *kc_jit_load(kc_sbuf *error)
{
    void *h = open_library(error);
    if (!h) return NULL;
    kc_jit_open_fn *open = (kc_jit_open_fn *)(uintptr_t)dlsym(h, KC_JIT_OPEN);
    const kc_jit_api *api = open ? open(KC_JIT_VERSION) : NULL;
    if (!api)
        kc_sbuf_puts(error,
                     open ? KC_JIT_SONAME " is of another version" : KC_JIT_SONAME " is not the compiler");
    return api;
}

int kc_jitthread_pays(const kc_program *p, double samples, int lanes)
{
    /* per sample and step: a k-cycle costs a call a step, lanes share what is left */
    const double saved_ns = (lanes ? 1.2 : 0.4) + (p->ir ? 2.0 / ((const kc_ir_unit *)p->ir)->ksmps : 0);
    /* opening and compiling cost about this much: */
    const double open_ns = 60e6, step_ns = 0.8e6;
    return samples * p->nperf * saved_ns > open_ns + p->nperf * step_ns;
}

/* ---- on the thread ---------------------------------------------------------------------------------- */

static void list_breaks(const kc_ir_unit *u, const kc_schedule *s, kc_sbuf *out)
{
    for (int i = 0; i < s->items.n; i++) {
        const kc_sched_item *it = &s->items.v[i];
        if (!it->broke || it->broke_inst < 0) continue;
        const kc_ir_inst *by = &u->insts.v[it->broke_inst];
        const char *name = by->name ? by->name : by->desc ? by->desc->name : NULL;
        kc_sbuf_printf(out, "    loop of %d ended by %s%s", it->insts.n, it->broke, name ? ": " : "");
        if (name) kc_sbuf_puts(out, name);
        if (by->span.line > 0) kc_sbuf_printf(out, " (line %d)", by->span.line);
        kc_sbuf_putc(out, '\n');
    }
}

static int have_session(kc_jitthread *t)
{
    kc_sbuf error = {0};
    if (t->session || t->broken) return t->session != NULL;
    t->api = kc_jit_load(&error);
    if (t->api) t->session = t->api->create(&t->o.host, &error);
    if (!t->session) t->broken = kc_xstrdup(error.s ? error.s : "no compiler");
    kc_sbuf_free(&error);
    return t->session != NULL;
}

static int has_code(const part *p) { return p->code || p->cached.image; }

/* Puts fresh code, or that there can be none, into the object cache: 1 when it is there. A library of another
 * build makes other code. */
static int store(kc_jitthread *t, const job *j, int kind, const part *p, const kc_sbuf *object,
                 kc_sbuf *error)
{
    if (!t->o.cache || (!p->code && !p->refused) || strcmp(t->api->build_id, kc_jit_build_id)) return 0;
    kc_fresh_code fresh = {.object = object,
                           .batch = p->code ? t->api->batch(p->code) : NULL,
                           .refused = p->refused,
                           .stats = p->code ? &p->stats : NULL};
    int width = kind == LANES ? KC_LANE_COUNT : 1;
    return !kc_cached_code_save(t->o.cache, j->prog, &t->o.host, width, &fresh, error);
}

static void publish(kc_program *p, kc_fused perf, const kc_batch_code *batch)
{
    if (batch) atomic_store_explicit(&p->batch, batch, memory_order_release);
    if (perf) atomic_store_explicit(&p->fused, perf, memory_order_release);
}

/* Compiles, publishes and stores one kind of code. */
static part make(kc_jitthread *t, const job *j, const kc_schedule *s, int kind, int *stored, kc_sbuf *error)
{
    kc_sbuf object = {0}, why = {0};
    kc_jit_options o = {.width = kind == LANES ? KC_LANE_COUNT : 1, .object = t->o.cache ? &object : NULL};
    part p = {.code = t->api->compile(t->session, j->prog->ir, s, j->prog, &o, &why)};
    if (p.code) {
        publish(j->prog, t->api->entry(p.code), t->api->batch(p.code));
        p.stats = *t->api->stats(p.code);
    } else if (kind == LANES)
        p.refused = kc_xstrdup(why.s ? why.s : "unknown error");
    else
        kc_sbuf_puts(error, why.s ? why.s : "unknown error");
    *stored += store(t, j, kind, &p, &object, error);
    kc_sbuf_free(&object);
    kc_sbuf_free(&why);
    return p;
}

static void compile(kc_jitthread *t, job *j)
{
    kc_sbuf error = {0}, breaks = {0};
    part fresh[2] = {0};
    int stored = 0;
    if (!have_session(t))
        kc_sbuf_puts(&error, t->broken);
    else if (!j->prog->ir)
        kc_sbuf_puts(&error, "the program has no IR");
    else {
        kc_schedule *s = kc_ir_schedule(j->prog->ir);
        if (j->kinds & KC_JIT_LANES) fresh[LANES] = make(t, j, s, LANES, &stored, &error);
        int full = fresh[LANES].code && t->api->batch(fresh[LANES].code)->full;
        if (j->kinds & KC_JIT_SINGLE || full || (!fresh[LANES].code && !has_code(&j->part[SINGLE])))
            fresh[SINGLE] = make(t, j, s, SINGLE, &stored, &error);
        list_breaks(j->prog->ir, s, &breaks);
        kc_ir_schedule_destroy(s);
    }
    pthread_mutex_lock(&t->lock);
    t->counts.stored += stored;
    t->counts.waiting--;
    for (int k = 0; k < 2; k++) {
        if (!fresh[k].code && !fresh[k].refused) continue;
        j->part[k] = fresh[k];
        t->counts.ms += fresh[k].stats.ms;
        t->counts.code_bytes += fresh[k].stats.code_bytes;
    }
    j->state = has_code(&j->part[SINGLE]) || has_code(&j->part[LANES]) ? READY : FAILED;
    t->counts.compiled += fresh[SINGLE].code || fresh[LANES].code;
    t->counts.failed += j->state == FAILED;
    free(j->breaks);
    j->breaks = breaks.s;
    free(j->why);
    j->why = error.s ? kc_xstrdup(error.s) : j->state == READY ? NULL : kc_xstrdup("unknown error");
    pthread_mutex_unlock(&t->lock);
    kc_sbuf_free(&error);
}

/* Outside the lock: the job is no longer in the table. */
static void free_job(kc_jitthread *t, job *j, int with_program)
{
    if (has_code(&j->part[LANES])) atomic_store_explicit(&j->prog->batch, NULL, memory_order_release);
    if (has_code(&j->part[SINGLE])) atomic_store_explicit(&j->prog->fused, NULL, memory_order_release);
    for (int k = 0; k < 2; k++) {
        if (j->part[k].code) t->api->release(t->session, j->part[k].code);
        kc_cached_code_free(&j->part[k].cached);
        free(j->part[k].refused);
    }
    if (with_program && t->o.free_program) t->o.free_program(t->o.user, j->prog);
    free(j->why);
    free(j->breaks);
    free(j);
}

/* A retired job that may be freed; taken out of the table. */
static job *take_freeable(kc_jitthread *t, uint64_t now)
{
    for (int i = 0; i < t->jobs.n; i++) {
        job *j = t->jobs.v[i];
        if (!j->retired || j->epoch >= now) continue;
        t->jobs.v[i] = t->jobs.v[--t->jobs.n];
        if (j->state == WAITING) t->counts.waiting--;
        t->counts.code_bytes -= j->part[SINGLE].stats.code_bytes + j->part[LANES].stats.code_bytes;
        t->counts.freed++;
        return j;
    }
    return NULL;
}

static job *take_best(kc_jitthread *t)
{
    job *best = NULL;
    for (int i = 0; i < t->jobs.n; i++) {
        job *j = t->jobs.v[i];
        if (j->state == WAITING && !j->retired && (!best || j->rank > best->rank)) best = j;
    }
    if (best) best->state = COMPILING;
    return best;
}

static int any_retired(const kc_jitthread *t)
{
    for (int i = 0; i < t->jobs.n; i++)
        if (t->jobs.v[i]->retired) return 1;
    return 0;
}

static job *find(kc_jitthread *t, const kc_program *p)
{
    for (int i = 0; i < t->jobs.n; i++)
        if (t->jobs.v[i]->prog == p && !t->jobs.v[i]->retired) return t->jobs.v[i];
    return NULL;
}

static job *add(kc_jitthread *t, kc_program *p, state s)
{
    job *j = kc_xcalloc(1, sizeof *j);
    j->prog = p;
    j->state = s;
    kc_vec_push(&t->jobs, j);
    return j;
}

static void enqueue(kc_jitthread *t, job *j, double rank, unsigned kinds)
{
    j->state = WAITING;
    j->rank = rank;
    j->kinds = kinds;
    t->counts.submitted++;
    t->counts.waiting++;
}

/* With the lock held: what performances have asked for enters the table. */
static void read_box(kc_jitthread *t)
{
    for (kc_request *r = kc_jitbox_take(&t->box), *next; r; r = next) {
        job *j = find(t, r->prog);
        next = r->next;
        if (r->ask == KC_ASK_RETIRE) {
            if (!j) j = add(t, r->prog, IDLE);
            j->retired = 1;
            j->epoch = r->epoch;
            t->counts.retired++;
        } else if (!j) {
            j = add(t, r->prog, IDLE);
            if (r->ask == KC_ASK_SKIP)
                j->why = kc_xstrdup(r->why);
            else
                enqueue(t, j, r->rank, r->kinds);
        }
        free(r);
    }
}

static struct timespec in_ms(int ms)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) at.tv_sec++, at.tv_nsec -= 1000000000;
    return at;
}

/* With the lock held. */
static void delay(kc_jitthread *t)
{
    struct timespec until = in_ms(t->o.delay_ms);
    while (t->o.delay_ms > 0 && !t->stop && pthread_cond_timedwait(&t->done, &t->lock, &until) != ETIMEDOUT) {
    }
}

static void *work(void *arg)
{
    kc_jitthread *t = arg;
    pthread_mutex_lock(&t->lock);
    while (!t->stop) {
        read_box(t);
        job *j = take_freeable(t, t->o.epoch ? t->o.epoch(t->o.user) : UINT64_MAX);
        if (j) {
            pthread_mutex_unlock(&t->lock);
            free_job(t, j, 1);
            pthread_mutex_lock(&t->lock);
            continue;
        }
        j = take_best(t);
        if (j) {
            delay(t);
            if (t->stop) {
                j->state = WAITING;
                break;
            }
            pthread_mutex_unlock(&t->lock);
            compile(t, j);
            pthread_mutex_lock(&t->lock);
            pthread_cond_broadcast(&t->done);
            continue;
        }
        pthread_cond_broadcast(&t->done);
        struct timespec soon = in_ms(20); /* epochs pass without telling */
        int poll = any_retired(t);
        pthread_mutex_unlock(&t->lock);
        if (poll)
            sem_timedwait(&t->wake, &soon);
        else
            sem_wait(&t->wake);
        pthread_mutex_lock(&t->lock);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

/* ---- from outside ----------------------------------------------------------------------------------- */

kc_jitthread *kc_jitthread_create(const kc_jitthread_options *o)
{
    kc_jitthread *t = kc_xcalloc(1, sizeof *t);
    t->o = *o;
    const char *ms = getenv("KCYCLE_JIT_DELAY_MS");
    if (!t->o.delay_ms && ms) t->o.delay_ms = atoi(ms);
    pthread_mutex_init(&t->lock, NULL);
    sem_init(&t->wake, 0, 0);
    pthread_cond_init(&t->done, NULL);
    return t;
}

/* Signals are for the threads of the host. */
static void start(kc_jitthread *t)
{
    sigset_t all, old;
    if (atomic_exchange(&t->started, true)) return;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    t->running = !pthread_create(&t->thread, NULL, work, t);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void kc_jitthread_destroy(kc_jitthread *t)
{
    if (!t) return;
    pthread_mutex_lock(&t->lock);
    t->stop = 1;
    pthread_cond_broadcast(&t->done);
    pthread_mutex_unlock(&t->lock);
    sem_post(&t->wake);
    if (t->running) pthread_join(t->thread, NULL);
    read_box(t);
    for (int i = 0; i < t->jobs.n; i++) free_job(t, t->jobs.v[i], t->jobs.v[i]->retired);
    kc_vec_free(&t->jobs);
    if (t->session) t->api->destroy(t->session);
    pthread_cond_destroy(&t->done);
    sem_destroy(&t->wake);
    pthread_mutex_destroy(&t->lock);
    free(t->broken);
    free(t);
}

void kc_jitthread_submit(kc_jitthread *t, kc_program *p, double rank, unsigned kinds)
{
    pthread_mutex_lock(&t->lock);
    read_box(t);
    job *known = find(t, p);
    int more = known && known->state == READY && !known->kinds; /* it was loaded, in part */
    if (!known || known->state == IDLE || more) {
        if (!known) known = add(t, p, WAITING);
        enqueue(t, known, rank, kinds);
        start(t);
        if (!t->running) { /* no thread to be had: the program stays in tier 0 */
            known->state = FAILED;
            free(known->why);
            known->why = kc_xstrdup("the compile thread can't be started");
            t->counts.waiting--;
            t->counts.failed++;
        }
    }
    pthread_mutex_unlock(&t->lock);
    sem_post(&t->wake);
}

static void ask(kc_jitthread *t, kc_request r)
{
    kc_request *box = kc_xcalloc(1, sizeof *box);
    *box = r;
    kc_jitbox_push(&t->box, box);
    start(t);
    sem_post(&t->wake);
}

void kc_jitthread_post(kc_jitthread *t, kc_program *p, double rank, unsigned kinds)
{
    ask(t, (kc_request){.ask = KC_ASK_COMPILE, .prog = p, .rank = rank, .kinds = kinds});
}

void kc_jitthread_pass(kc_jitthread *t, kc_program *p, const char *why)
{
    ask(t, (kc_request){.ask = KC_ASK_SKIP, .prog = p, .why = why});
}

unsigned kc_jitthread_load(kc_jitthread *t, kc_program *p, unsigned kinds)
{
    part got[2] = {0};
    unsigned found = 0;
    pthread_mutex_lock(&t->lock);
    int known = find(t, p) != NULL;
    pthread_mutex_unlock(&t->lock);
    for (int k = 0; k < 2 && !known; k++) {
        kc_cached_code *c = &got[k].cached;
        int width = k == LANES ? KC_LANE_COUNT : 1;
        if (!(kinds >> k & 1) || kc_cached_code_load(t->o.cache, p, &t->o.host, width, c)) continue;
        found |= 1u << k;
        got[k].stats = c->stats;
        got[k].refused = c->refused;
        c->refused = NULL;
    }
    if (!found) return 0;
    pthread_mutex_lock(&t->lock);
    job *j = add(t, p, has_code(&got[SINGLE]) || has_code(&got[LANES]) ? READY : IDLE);
    if (j->state == IDLE) j->why = kc_xstrdup("not compiled");
    for (int k = 0; k < 2; k++) {
        j->part[k] = got[k];
        t->counts.cached += found >> k & 1;
        t->counts.code_bytes += got[k].stats.code_bytes;
    }
    pthread_mutex_unlock(&t->lock);
    publish(p, got[SINGLE].cached.perf, got[LANES].cached.batch);
    return found;
}

void kc_jitthread_skip(kc_jitthread *t, kc_program *p, const char *why)
{
    pthread_mutex_lock(&t->lock);
    read_box(t);
    job *j = find(t, p);
    if (!j) j = add(t, p, IDLE);
    if (j->state == IDLE) {
        free(j->why);
        j->why = kc_xstrdup(why);
    }
    pthread_mutex_unlock(&t->lock);
}

void kc_jitthread_retire(kc_jitthread *t, kc_program *p, uint64_t epoch)
{
    ask(t, (kc_request){.ask = KC_ASK_RETIRE, .prog = p, .epoch = epoch});
}

int kc_jitthread_wait(kc_jitthread *t, kc_program *p)
{
    pthread_mutex_lock(&t->lock);
    read_box(t);
    job *j = find(t, p);
    while (t->running && j && (j->state == WAITING || j->state == COMPILING))
        pthread_cond_wait(&t->done, &t->lock);
    int ready = j && j->state == READY;
    pthread_mutex_unlock(&t->lock);
    return ready ? 0 : -1;
}

void kc_jitthread_wait_idle(kc_jitthread *t)
{
    pthread_mutex_lock(&t->lock);
    read_box(t);
    while (t->running && t->counts.waiting > 0) pthread_cond_wait(&t->done, &t->lock);
    pthread_mutex_unlock(&t->lock);
}

kc_jitthread_counts kc_jitthread_count(kc_jitthread *t)
{
    pthread_mutex_lock(&t->lock);
    read_box(t);
    kc_jitthread_counts c = t->counts;
    pthread_mutex_unlock(&t->lock);
    return c;
}

static void report_code(const part *p, int width, kc_sbuf *out)
{
    const kc_jit_stats *s = &p->stats;
    kc_sbuf_printf(out,
                   "fused%s, W=%d, %d instructions, %d loop%s, %d kernels inlined, %d called by address, "
                   "%.1f ms, %zu bytes",
                   p->cached.image ? " (from the cache)" : "", width, s->instructions, s->loops,
                   s->loops == 1 ? "" : "s", s->inlined, s->natives, s->ms, s->code_bytes);
}

static void report_job(const job *j, kc_sbuf *out)
{
    const part *single = &j->part[SINGLE], *lanes = &j->part[LANES];
    kc_sbuf_printf(out, "%s: ", j->prog->name);
    switch (j->state) {
    case READY:
        if (has_code(single)) report_code(single, 1, out);
        if (has_code(single) && has_code(lanes)) kc_sbuf_puts(out, "; ");
        if (has_code(lanes)) report_code(lanes, KC_LANE_COUNT, out);
        if (lanes->refused) kc_sbuf_printf(out, "; one by one: %s", lanes->refused);
        kc_sbuf_putc(out, '\n');
        if (j->why) kc_sbuf_printf(out, "    not stored in the cache: %s\n", j->why);
        break;
    case IDLE:
    case FAILED: kc_sbuf_printf(out, "tier 0: %s\n", j->why); break;
    default: kc_sbuf_puts(out, "tier 0: not compiled yet\n"); break;
    }
    if (j->breaks) kc_sbuf_puts(out, j->breaks);
}

void kc_jitthread_report(kc_jitthread *t, kc_sbuf *out)
{
    pthread_mutex_lock(&t->lock);
    read_box(t);
    for (int i = 0; i < t->jobs.n; i++)
        if (!t->jobs.v[i]->retired) report_job(t->jobs.v[i], out);
    const kc_jitthread_counts *c = &t->counts;
    kc_sbuf_printf(out, "jit: %d compiled, %d failed, %d waiting, %.1f ms, %zu bytes of code\n", c->compiled,
                   c->failed, c->waiting, c->ms, c->code_bytes);
    if (t->o.cache) kc_sbuf_printf(out, "cache: %d found, %d stored\n", c->cached, c->stored);
    pthread_mutex_unlock(&t->lock);
}
