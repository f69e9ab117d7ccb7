/* Threads that share the work of one k-cycle.
 *
 * A job is a number that goes up, a function, and a count of pieces. Whoever comes takes the next piece; the
 * caller works too and waits for the last. Workers spin for a moment after a job, since the next one is a
 * k-cycle away, then sleep. The caller takes no lock unless somebody sleeps. */
#include "runtime/engine/workers.h"
#include "runtime/base/vec.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#if defined(__SSE2__)
#include <immintrin.h>
#define PAUSE() _mm_pause()
#else
#define PAUSE() ((void)0)
#endif

enum { SPINS = 4000, THREADS_MAX = 64 };

struct kc_workers {
    _Alignas(64) _Atomic uint64_t next; /* job << 32 | next piece */
    _Alignas(64) _Atomic int left;      /* pieces that are not done */
    _Alignas(64) _Atomic uint32_t job;  /* the newest */
    _Atomic int count, sleeping, stop;
    void (*_Atomic fn)(void *, int);
    void *_Atomic user;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int n;
    pthread_t threads[THREADS_MAX];
};

/* Pieces of one job until there are none. */
static void work(kc_workers *w, uint32_t job)
{
    uint64_t at = atomic_load_explicit(&w->next, memory_order_acquire);
    for (;;) {
        if ((uint32_t)(at >> 32) != job ||
            (int)(uint32_t)at >= atomic_load_explicit(&w->count, memory_order_acquire))
            return;
        void (*fn)(void *, int) = atomic_load_explicit(&w->fn, memory_order_relaxed);
        void *user = atomic_load_explicit(&w->user, memory_order_relaxed);
        if (!atomic_compare_exchange_weak_explicit(&w->next, &at, at + 1, memory_order_acq_rel,
                                                   memory_order_acquire))
            continue;
        fn(user, (int)(uint32_t)at);
        atomic_fetch_sub_explicit(&w->left, 1, memory_order_release);
        at = atomic_load_explicit(&w->next, memory_order_acquire);
    }
}

static uint32_t wait_for(kc_workers *w, uint32_t seen)
{
    for (int i = 0; i < SPINS; i++) {
        uint32_t job = atomic_load_explicit(&w->job, memory_order_acquire);
        if (job != seen || atomic_load_explicit(&w->stop, memory_order_relaxed)) return job;
        PAUSE();
    }
    pthread_mutex_lock(&w->lock);
    atomic_fetch_add(&w->sleeping, 1);
    while (atomic_load(&w->job) == seen && !atomic_load(&w->stop)) pthread_cond_wait(&w->wake, &w->lock);
    atomic_fetch_sub(&w->sleeping, 1);
    pthread_mutex_unlock(&w->lock);
    return atomic_load_explicit(&w->job, memory_order_acquire);
}

static void *loop(void *arg)
{
    kc_workers *w = arg;
    uint32_t seen = 0;
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
    while (!atomic_load_explicit(&w->stop, memory_order_relaxed)) {
        seen = wait_for(w, seen);
        work(w, seen);
    }
    return NULL;
}

kc_workers *kc_workers_create(int threads)
{
    if (threads < 2) return NULL;
    kc_workers *w = aligned_alloc(64, (sizeof *w + 63) & ~(size_t)63);
    if (!w) return NULL;
    *w = (kc_workers){.n = 0};
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    while (w->n < threads - 1 && w->n < THREADS_MAX && !pthread_create(&w->threads[w->n], NULL, loop, w))
        w->n++;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (w->n) return w;
    kc_workers_destroy(w);
    return NULL;
}

void kc_workers_destroy(kc_workers *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    atomic_store(&w->stop, 1);
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->n; i++) pthread_join(w->threads[i], NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

void kc_workers_run(kc_workers *w, void (*fn)(void *user, int i), void *user, int n)
{
    uint32_t job = atomic_load_explicit(&w->job, memory_order_relaxed) + 1;
    /* nobody takes a piece between these: the number in `next` is still that of the last job, which has none
     * left */
    atomic_store_explicit(&w->fn, fn, memory_order_relaxed);
    atomic_store_explicit(&w->user, user, memory_order_relaxed);
    atomic_store_explicit(&w->left, n, memory_order_relaxed);
    atomic_store_explicit(&w->count, 0, memory_order_relaxed);
    atomic_store_explicit(&w->next, (uint64_t)job << 32, memory_order_release);
    atomic_store_explicit(&w->count, n, memory_order_release);
    atomic_store(&w->job, job);
    if (atomic_load(&w->sleeping)) {
        pthread_mutex_lock(&w->lock);
        pthread_cond_broadcast(&w->wake);
        pthread_mutex_unlock(&w->lock);
    }
    work(w, job);
    while (atomic_load_explicit(&w->left, memory_order_acquire) > 0) PAUSE();
}
