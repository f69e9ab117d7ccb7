/* The queue is a stack of nodes that producers push with one exchange and the owner takes as a whole and
 * turns round. Nodes that have run go to a second stack, which producers empty, so that the performing thread
 * frees nothing. */
#include "api/csound/call.h"
#include <errno.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATIENCE_MS = 100 }; /* longer than the time between the calls of a real-time host */

typedef struct node {
    struct node *next;
    kc_call_fn *fn;
    void *arg;
    void (*drop)(void *data);
    sem_t *done; /* somebody waits: the node is his */
    _Alignas(16) char data[];
} node;

struct kc_calls {
    _Atomic(node *) queue, spent;
    _Atomic(pthread_t) owner; /* 0: nobody */
    int depth;                /* the owner's */
    _Atomic(pthread_t) performer;
};

struct kc_calls *kc_calls_create(void) { return calloc(1, sizeof(struct kc_calls)); }

/* ---- owner ------------------------------------------------------------------------------------ */

static bool try_enter(struct kc_calls *c)
{
    pthread_t self = pthread_self(), nobody = 0;
    if (atomic_load_explicit(&c->owner, memory_order_relaxed) != self &&
        !atomic_compare_exchange_strong_explicit(&c->owner, &nobody, self, memory_order_acquire,
                                                 memory_order_relaxed))
        return false;
    c->depth++;
    return true;
}

void kc_calls_enter(kc_cs *cs)
{
    for (int i = 0; !try_enter(cs->calls); i++) {
        if (i < 64)
            sched_yield();
        else
            nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
    }
}

void kc_calls_leave(kc_cs *cs)
{
    if (!--cs->calls->depth) atomic_store_explicit(&cs->calls->owner, 0, memory_order_release);
}

void kc_calls_performing(kc_cs *cs, bool on)
{
    pthread_t who = on ? pthread_self() : 0;
    if (atomic_load_explicit(&cs->calls->performer, memory_order_relaxed) != who)
        atomic_store(&cs->calls->performer, who);
}

/* ---- queue ------------------------------------------------------------------------------------ */

static void push(_Atomic(node *) *stack, node *n)
{
    n->next = atomic_load_explicit(stack, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(stack, &n->next, n, memory_order_release,
                                                  memory_order_relaxed)) {
    }
}

static node *take_all(_Atomic(node *) *stack)
{
    node *n = atomic_load_explicit(stack, memory_order_relaxed) ? atomic_exchange(stack, NULL) : NULL,
         *turned = NULL;
    while (n) {
        node *next = n->next;
        n->next = turned;
        turned = n;
        n = next;
    }
    return turned;
}

static void free_spent(struct kc_calls *c)
{
    for (node *n = atomic_exchange(&c->spent, NULL), *next; n; n = next) {
        next = n->next;
        free(n);
    }
}

static void finish(struct kc_calls *c, node *n)
{
    if (n->done)
        sem_post(n->done); /* the node is gone from here on */
    else
        push(&c->spent, n);
}

static void drain(kc_cs *cs)
{
    for (node *n = take_all(&cs->calls->queue), *next; n; n = next) {
        next = n->next;
        n->fn(cs, n->arg);
        finish(cs->calls, n);
    }
}

void kc_calls_run(kc_cs *cs)
{
    if (kc_cs_running(cs)) drain(cs); /* what comes before the start waits for it */
}

void kc_calls_clear(kc_cs *cs)
{
    for (node *n = take_all(&cs->calls->queue), *next; n; n = next) {
        next = n->next;
        if (n->drop) n->drop(n->data);
        finish(cs->calls, n);
    }
    free_spent(cs->calls);
}

void kc_calls_destroy(struct kc_calls *c)
{
    if (!c) return;
    free_spent(c);
    free(c);
}

/* ---- callers ---------------------------------------------------------------------------------- */

static void run_here(kc_cs *cs, kc_call_fn *fn, void *arg)
{
    kc_calls_run(cs); /* what was posted before comes first */
    fn(cs, arg);
    kc_calls_leave(cs);
}

static bool wait_for(sem_t *done)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += PATIENCE_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    for (;;) {
        if (!sem_timedwait(done, &until)) return true;
        if (errno != EINTR) return false;
    }
}

void kc_cs_call(kc_cs *cs, kc_call_fn *fn, void *arg)
{
    struct kc_calls *c = cs->calls;
    pthread_t self = pthread_self(), performer = atomic_load(&c->performer);
    if (atomic_load_explicit(&c->owner, memory_order_relaxed) == self) {
        fn(cs, arg); /* inside of a callback or another call */
        return;
    }
    if (!performer || performer == self) {
        kc_calls_enter(cs);
        run_here(cs, fn, arg);
        return;
    }
    sem_t done;
    sem_init(&done, 0, 0);
    node n = {.fn = fn, .arg = arg, .done = &done};
    push(&c->queue, &n);
    while (!wait_for(&done))
        if (try_enter(c)) {
            drain(cs);
            kc_calls_leave(cs);
        }
    sem_destroy(&done);
}

int kc_cs_post(kc_cs *cs, kc_call_fn *fn, const void *data, size_t size, void (*drop)(void *data))
{
    free_spent(cs->calls);
    node *n = malloc(sizeof *n + size);
    if (!n) return -1;
    *n = (node){.fn = fn, .arg = n->data, .drop = drop};
    if (size) memcpy(n->data, data, size);
    push(&cs->calls->queue, n);
    return 0;
}
