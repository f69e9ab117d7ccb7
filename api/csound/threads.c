/* Threads, sleep and the locks that make threads wait: mutexes, condition variables, barriers. Thin over
 * POSIX; what the host gets is an address of our own, so that a NULL or a failed creation is an answer and
 * not a crash. */
#include "api/include/csound/csound.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

typedef uintptr_t routine_fn(void *);

typedef struct {
    pthread_t id; /* first: what csoundGetCurrentThreadId hands out is one of these too */
    routine_fn *routine;
    void *user;
    uintptr_t result;
} thread;

static void *run(void *p)
{
    thread *t = p;
    t->result = t->routine(t->user);
    return NULL;
}

static void *start(routine_fn *routine, const pthread_attr_t *attr, void *user)
{
    if (!routine) return NULL;
    thread *t = malloc(sizeof *t);
    if (!t) return NULL;
    *t = (thread){.routine = routine, .user = user};
    if (pthread_create(&t->id, attr, run, t)) {
        free(t);
        return NULL;
    }
    return t;
}

void *csoundCreateThread(uintptr_t (*routine)(void *), void *user) { return start(routine, NULL, user); }

void *csoundCreateThread2(uintptr_t (*routine)(void *), unsigned int stack, void *user)
{
    pthread_attr_t attr;
    if (pthread_attr_init(&attr)) return NULL;
    void *t = pthread_attr_setstacksize(&attr, stack) ? NULL : start(routine, &attr, user);
    pthread_attr_destroy(&attr);
    return t;
}

uintptr_t csoundJoinThread(void *p)
{
    thread *t = p;
    if (!t) return 0;
    int failed = pthread_join(t->id, NULL);
    uintptr_t result = failed ? (uintptr_t)failed : t->result;
    free(t);
    return result;
}

void *csoundGetCurrentThreadId(void)
{
    pthread_t *id = malloc(sizeof *id);
    if (id) *id = pthread_self();
    return id;
}

void csoundSleep(size_t milliseconds)
{
    struct timespec left = {(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000};
    while (nanosleep(&left, &left) && errno == EINTR) {
    }
}

/* ---- mutexes ---------------------------------------------------------------------------------- */

void *csoundCreateMutex(int recursive)
{
    pthread_mutex_t *m = malloc(sizeof *m);
    pthread_mutexattr_t attr;
    if (!m || pthread_mutexattr_init(&attr)) {
        free(m);
        return NULL;
    }
    pthread_mutexattr_settype(&attr, recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
    int failed = pthread_mutex_init(m, &attr);
    pthread_mutexattr_destroy(&attr);
    if (!failed) return m;
    free(m);
    return NULL;
}

void csoundLockMutex(void *mutex)
{
    if (mutex) pthread_mutex_lock(mutex);
}
int csoundLockMutexNoWait(void *mutex) { return mutex ? pthread_mutex_trylock(mutex) : EINVAL; }
void csoundUnlockMutex(void *mutex)
{
    if (mutex) pthread_mutex_unlock(mutex);
}
void csoundDestroyMutex(void *mutex)
{
    /* one that is held stays: its owner still uses the memory */
    if (mutex && !pthread_mutex_destroy(mutex)) free(mutex);
}

/* ---- condition variables ---------------------------------------------------------------------- */

void *csoundCreateCondVar(void)
{
    pthread_cond_t *c = malloc(sizeof *c);
    if (c && pthread_cond_init(c, NULL)) {
        free(c);
        return NULL;
    }
    return c;
}
void csoundCondWait(void *condition, void *mutex)
{
    if (condition && mutex) pthread_cond_wait(condition, mutex);
}
void csoundCondSignal(void *condition)
{
    if (condition) pthread_cond_signal(condition);
}
void csoundDestroyCondVar(void *condition)
{
    if (!condition) return;
    pthread_cond_destroy(condition);
    free(condition);
}

/* ---- barriers --------------------------------------------------------------------------------- */

void *csoundCreateBarrier(unsigned int count)
{
    pthread_barrier_t *b = count ? malloc(sizeof *b) : NULL;
    if (b && pthread_barrier_init(b, NULL, count)) {
        free(b);
        return NULL;
    }
    return b;
}
int csoundWaitBarrier(void *barrier) { return barrier ? pthread_barrier_wait(barrier) : EINVAL; }
int csoundDestroyBarrier(void *barrier)
{
    int failed = barrier ? pthread_barrier_destroy(barrier) : EINVAL;
    if (!failed) free(barrier);
    return failed;
}
