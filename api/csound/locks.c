/* Thread locks (a signal that wakes one waiter and is down again) and spin locks. A wait measures time with
 * the monotonic clock, so that setting the time of day does not prolong it. */
#define HAVE_PTHREAD_SPIN_LOCK
#include "api/include/csound/csound.h"
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool up;
} signal_lock;

void *csoundCreateThreadLock(void)
{
    signal_lock *l = malloc(sizeof *l);
    pthread_condattr_t attr;
    if (!l || pthread_condattr_init(&attr)) {
        free(l);
        return NULL;
    }
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->mutex, NULL);
    pthread_cond_init(&l->changed, &attr);
    pthread_condattr_destroy(&attr);
    l->up = true;
    return l;
}

static struct timespec deadline(size_t milliseconds)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)(milliseconds / 1000);
    t.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

int csoundWaitThreadLock(void *lock, size_t milliseconds)
{
    signal_lock *l = lock;
    if (!l) return EINVAL;
    int result = 0;
    pthread_mutex_lock(&l->mutex);
    if (!l->up && !milliseconds) result = ETIMEDOUT;
    if (!l->up && !result) {
        struct timespec until = deadline(milliseconds);
        while (!l->up && !result) result = pthread_cond_timedwait(&l->changed, &l->mutex, &until);
    }
    if (l->up) result = 0;
    l->up = false;
    pthread_mutex_unlock(&l->mutex);
    return result;
}

void csoundWaitThreadLockNoTimeout(void *lock)
{
    signal_lock *l = lock;
    if (!l) return;
    pthread_mutex_lock(&l->mutex);
    while (!l->up) pthread_cond_wait(&l->changed, &l->mutex);
    l->up = false;
    pthread_mutex_unlock(&l->mutex);
}

void csoundNotifyThreadLock(void *lock)
{
    signal_lock *l = lock;
    if (!l) return;
    pthread_mutex_lock(&l->mutex);
    l->up = true;
    pthread_cond_signal(&l->changed);
    pthread_mutex_unlock(&l->mutex);
}

void csoundDestroyThreadLock(void *lock)
{
    signal_lock *l = lock;
    if (!l) return;
    csoundNotifyThreadLock(l);
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->mutex);
    free(l);
}

/* ---- spin locks: the words are pthread spin locks, so that a host may use either ----------------- */

_Static_assert(sizeof(spin_lock_t) == 4, "a channel's lock word");

int csoundSpinLockInit(spin_lock_t *lock)
{
    return lock ? pthread_spin_init(lock, PTHREAD_PROCESS_PRIVATE) : EINVAL;
}
void csoundSpinLock(spin_lock_t *lock)
{
    if (lock) pthread_spin_lock(lock);
}
int csoundSpinTryLock(spin_lock_t *lock) { return lock ? pthread_spin_trylock(lock) : EINVAL; }
void csoundSpinUnLock(spin_lock_t *lock)
{
    if (lock) pthread_spin_unlock(lock);
}
