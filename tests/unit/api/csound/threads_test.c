// Threads and locks: what every call answers, with the reference's answers where it gives some.
#define HAVE_PTHREAD_SPIN_LOCK
#include "api/include/csound/csound.h"
#include "tests/unit/api/csound/reference.h"
#include <errno.h>
#include <setjmp.h>
#include <cmocka.h>

static uintptr_t twice(void *user) { return 2 * (uintptr_t)user; }

static void join_gives_the_value(void **state)
{
    (void)state;
    void *t = csoundCreateThread(twice, (void *)21);
    assert_non_null(t);
    assert_int_equal(csoundJoinThread(t), 42);
    t = csoundCreateThread2(twice, 256 * 1024, (void *)4);
    assert_non_null(t);
    assert_int_equal(csoundJoinThread(t), 8);
    assert_null(csoundCreateThread2(twice, 1, NULL)); // below the least stack
    assert_null(csoundCreateThread(NULL, NULL));
    assert_int_equal(csoundJoinThread(NULL), 0);
    void *id = csoundGetCurrentThreadId();
    assert_non_null(id);
    assert_true(pthread_equal(*(pthread_t *)id, pthread_self()));
    free(id);
}

static void thread_lock_is_a_signal(void **state)
{
    (void)state;
    void *l = csoundCreateThreadLock();
    assert_int_equal(csoundWaitThreadLock(l, 0), 0); // up at first, and taken
    assert_int_equal(csoundWaitThreadLock(l, 0), ETIMEDOUT);
    RTCLOCK clock;
    csoundInitTimerStruct(&clock);
    assert_int_equal(csoundWaitThreadLock(l, 30), ETIMEDOUT);
    assert_true(csoundGetRealTime(&clock) >= .03);
    csoundNotifyThreadLock(l);
    csoundNotifyThreadLock(l); // counts once
    csoundWaitThreadLockNoTimeout(l);
    assert_int_equal(csoundWaitThreadLock(l, 1), ETIMEDOUT);
    csoundDestroyThreadLock(l);
    csoundDestroyThreadLock(NULL);
    assert_int_equal(csoundWaitThreadLock(NULL, 0), EINVAL);
}

static uintptr_t notify(void *lock)
{
    csoundSleep(10);
    csoundNotifyThreadLock(lock);
    return 0;
}

static void thread_lock_wakes(void **state)
{
    (void)state;
    void *l = csoundCreateThreadLock();
    csoundWaitThreadLock(l, 0);
    void *t = csoundCreateThread(notify, l);
    assert_int_equal(csoundWaitThreadLock(l, 10000), 0);
    csoundJoinThread(t);
    csoundDestroyThreadLock(l);
}

static uintptr_t try_lock(void *mutex)
{
    int r = csoundLockMutexNoWait(mutex);
    if (!r) csoundUnlockMutex(mutex);
    return (uintptr_t)r;
}

static void mutexes(void **state)
{
    (void)state;
    for (int recursive = 0; recursive < 2; recursive++) {
        void *m = csoundCreateMutex(recursive);
        csoundLockMutex(m);
        assert_int_equal(csoundLockMutexNoWait(m), recursive ? 0 : EBUSY);
        assert_int_equal(csoundJoinThread(csoundCreateThread(try_lock, m)), EBUSY);
        csoundUnlockMutex(m);
        if (recursive) csoundUnlockMutex(m);
        assert_int_equal(csoundJoinThread(csoundCreateThread(try_lock, m)), 0);
        csoundDestroyMutex(m);
    }
    csoundLockMutex(NULL);
    csoundUnlockMutex(NULL);
    csoundDestroyMutex(NULL);
    assert_int_equal(csoundLockMutexNoWait(NULL), EINVAL);
}

static uintptr_t meet(void *barrier) { return (uintptr_t)(intptr_t)csoundWaitBarrier(barrier); }

static void barrier_has_one_last(void **state)
{
    (void)state;
    void *b = csoundCreateBarrier(3), *t[2];
    for (int i = 0; i < 2; i++) t[i] = csoundCreateThread(meet, b);
    int sum = csoundWaitBarrier(b);
    for (int i = 0; i < 2; i++) sum += (int)(intptr_t)csoundJoinThread(t[i]);
    assert_int_equal(sum, -1);
    assert_int_equal(csoundDestroyBarrier(b), 0);
    assert_null(csoundCreateBarrier(0));
    assert_int_equal(csoundWaitBarrier(NULL), EINVAL);
}

struct shared {
    void *mutex, *changed;
    int value;
};
static uintptr_t set_value(void *user)
{
    struct shared *s = user;
    csoundLockMutex(s->mutex);
    s->value = 7;
    csoundCondSignal(s->changed);
    csoundUnlockMutex(s->mutex);
    return 0;
}

static void condition_variable(void **state)
{
    (void)state;
    struct shared s = {csoundCreateMutex(0), csoundCreateCondVar(), 0};
    csoundLockMutex(s.mutex);
    void *t = csoundCreateThread(set_value, &s);
    while (!s.value) csoundCondWait(s.changed, s.mutex);
    csoundUnlockMutex(s.mutex);
    assert_int_equal(s.value, 7);
    csoundJoinThread(t);
    csoundDestroyCondVar(s.changed);
    csoundDestroyMutex(s.mutex);
}

static void spin_locks(void **state)
{
    (void)state;
    spin_lock_t lock = 77;
    assert_int_equal(csoundSpinLockInit(&lock), 0);
    assert_int_equal(lock, SPINLOCK_INIT);
    assert_int_equal(csoundSpinTryLock(&lock), 0);
    assert_int_equal(csoundSpinTryLock(&lock), EBUSY);
    csoundSpinUnLock(&lock);
    csoundSpinLock(&lock);
    assert_int_equal(csoundSpinTryLock(&lock), EBUSY);
    csoundSpinUnLock(&lock);
    assert_int_equal(csoundSpinTryLock(NULL), EINVAL);
}

/* The reference's spin lock word may be taken by ours and the other way round. */
static void spin_lock_words_are_the_same(void **state)
{
    (void)state;
    REFERENCE(csoundSpinLockInit);
    REFERENCE(csoundSpinTryLock);
    spin_lock_t lock = 77;
    assert_int_equal(theirs_csoundSpinLockInit(&lock), 0);
    assert_int_equal(csoundSpinTryLock(&lock), 0);
    assert_int_equal(theirs_csoundSpinTryLock(&lock), EBUSY);
}

static void sleep_is_long_enough(void **state)
{
    (void)state;
    RTCLOCK clock;
    csoundInitTimerStruct(&clock);
    csoundSleep(25);
    double real = csoundGetRealTime(&clock), cpu = csoundGetCPUTime(&clock);
    assert_true(real >= .025 && real < 5);
    assert_true(cpu >= 0 && cpu < real);
    assert_true(csoundGetRealTime(NULL) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(join_gives_the_value), cmocka_unit_test(thread_lock_is_a_signal),
        cmocka_unit_test(thread_lock_wakes),    cmocka_unit_test(mutexes),
        cmocka_unit_test(barrier_has_one_last), cmocka_unit_test(condition_variable),
        cmocka_unit_test(spin_locks),           cmocka_unit_test(spin_lock_words_are_the_same),
        cmocka_unit_test(sleep_is_long_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
