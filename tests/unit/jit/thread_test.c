/* The compile thread: publishing, refusal, retiring, and that nothing waits for it. */
#include "tests/unit/jit/fixture.h"
#include <dlfcn.h>
#include <time.h>

static const char tone[] =
    "unit \"instr 1\" ksmps 64\nvar a1 a\na1 = init.perf.a call oscili a kkjo (#0.5, #440, #-1, #0)\n"
    "init.perf.- call out - y (a1)\n";

typedef struct {
    _Atomic int freed;
    _Atomic uint64_t epoch;
} world;

static void free_program(void *user, kc_program *p)
{
    kc_ir_program_destroy(p);
    atomic_fetch_add(&((world *)user)->freed, 1);
}

static uint64_t epoch_of(void *user) { return atomic_load(&((world *)user)->epoch); }

static kc_jitthread *thread_of(world *w, int delay_ms)
{
    kc_jitthread_options o = {.host = {kc_sub_context},
                              .free_program = free_program,
                              .epoch = epoch_of,
                              .user = w,
                              .delay_ms = delay_ms};
    return kc_jitthread_create(&o);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void compiles_and_reports(void **state)
{
    (void)state;
    world w = {0};
    kc_sbuf report = {0};
    kc_jitthread *t = thread_of(&w, 0);
    kc_program *p = program_of(tone);
    assert_null(atomic_load(&p->fused));
    kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE);
    kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE); /* once is enough */
    assert_int_equal(kc_jitthread_wait(t, p), 0);
    assert_non_null(atomic_load(&p->fused));
    kc_jitthread_counts c = kc_jitthread_count(t);
    assert_int_equal(c.submitted, 1);
    assert_int_equal(c.compiled, 1);
    assert_true(c.code_bytes > 0 && c.ms > 0);
    kc_jitthread_report(t, &report);
    assert_non_null(strstr(report.s, "instr 1: fused, W=1"));
    assert_non_null(strstr(report.s, "1 loop,"));
    kc_sbuf_free(&report);
    kc_jitthread_destroy(t);
    assert_null(atomic_load(&p->fused)); /* withdrawn */
    kc_ir_program_destroy(p);
}

/* A slow compiler: submitting and playing go on; the code arrives later. */
static void nothing_waits(void **state)
{
    (void)state;
    world w = {0};
    kc_jitthread *t = thread_of(&w, 400);
    kc_program *p = program_of(tone);
    double t0 = now_ms();
    kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE);
    assert_null(atomic_load(&p->fused));
    assert_true(now_ms() - t0 < 200);
    assert_int_equal(kc_jitthread_count(t).waiting, 1);
    kc_jitthread_wait_idle(t);
    assert_true(now_ms() - t0 >= 390);
    assert_non_null(atomic_load(&p->fused));
    kc_jitthread_destroy(t);
    kc_ir_program_destroy(p);
}

static void wait_freed(world *w, int n)
{
    double t0 = now_ms();
    while (atomic_load(&w->freed) < n && now_ms() - t0 < 10000)
        nanosleep(&(struct timespec){0, 2000000}, NULL);
    assert_int_equal(atomic_load(&w->freed), n);
}

/* A retired program is freed when the epoch has passed, not before, whatever has become of it. */
static void retires_by_epoch(void **state)
{
    (void)state;
    world w = {.epoch = 7};
    kc_jitthread *t = thread_of(&w, 0);
    kc_program *fused = program_of(tone), *queued = program_of(tone), *fresh = program_of(tone);
    kc_jitthread_submit(t, fused, 1, KC_JIT_SINGLE);
    kc_jitthread_wait_idle(t);
    kc_jitthread_retire(t, fused, 7);
    nanosleep(&(struct timespec){0, 100000000}, NULL);
    assert_int_equal(atomic_load(&w.freed), 0);
    assert_non_null(atomic_load(&fused->fused));
    kc_jitthread_submit(t, queued, 1, KC_JIT_SINGLE);
    kc_jitthread_retire(t, queued, 7);
    kc_jitthread_retire(t, fresh, 7);
    atomic_store(&w.epoch, 8);
    wait_freed(&w, 3);
    assert_int_equal(kc_jitthread_count(t).code_bytes, 0);
    assert_int_equal(kc_jitthread_count(t).waiting, 0);
    kc_jitthread_destroy(t);
}

/* What a performance asks for goes through the box, in order. */
static void performance_posts(void **state)
{
    (void)state;
    world w = {.epoch = 8};
    kc_sbuf report = {0};
    kc_jitthread *t = thread_of(&w, 100);
    kc_program *p = program_of(tone), *passed = program_of(tone), *gone = program_of(tone);
    double t0 = now_ms();
    kc_jitthread_pass(t, passed, "too short");
    kc_jitthread_post(t, gone, 2, KC_JIT_SINGLE);
    kc_jitthread_retire(t, gone, 7);
    kc_jitthread_post(t, p, 1, KC_JIT_SINGLE);
    kc_jitthread_post(t, p, 1, KC_JIT_SINGLE); /* once is enough */
    assert_true(now_ms() - t0 < 90);
    assert_int_equal(kc_jitthread_wait(t, p), 0);
    assert_non_null(atomic_load(&p->fused));
    assert_null(atomic_load(&passed->fused));
    wait_freed(&w, 1);
    kc_jitthread_counts c = kc_jitthread_count(t);
    assert_int_equal(c.submitted, 2);
    assert_int_equal(c.waiting, 0);
    kc_jitthread_report(t, &report);
    assert_non_null(strstr(report.s, "instr 1: tier 0: too short"));
    assert_non_null(strstr(report.s, "instr 1: fused, W=1"));
    kc_sbuf_free(&report);
    kc_jitthread_destroy(t);
    kc_ir_program_destroy(p);
    kc_ir_program_destroy(passed);
}

/* Leaving with work in the queue frees all that was handed over. */
static void destroys_with_a_queue(void **state)
{
    (void)state;
    world w = {0};
    kc_jitthread *t = thread_of(&w, 5000);
    kc_program *p[4];
    for (int i = 0; i < 4; i++) {
        p[i] = program_of(tone);
        kc_jitthread_submit(t, p[i], i, KC_JIT_SINGLE);
    }
    kc_jitthread_retire(t, p[0], 0);
    double t0 = now_ms();
    kc_jitthread_destroy(t);
    assert_true(now_ms() - t0 < 4000);
    assert_int_equal(atomic_load(&w.freed), 1);
    for (int i = 1; i < 4; i++) kc_ir_program_destroy(p[i]);
}

/* Sanitisers keep what is freed for a while, up to 256 MB. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PAGES_MAX (80 << 10)
#endif
#endif
#ifndef PAGES_MAX
#define PAGES_MAX 256
#endif

static long resident_pages(void)
{
    long size, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld %ld", &size, &resident) != 2) resident = 0;
    if (f) fclose(f);
    return resident;
}

/* Compiling again and again leaves memory flat. */
static void memory_is_flat(void **state)
{
    (void)state;
    world w = {.epoch = 1};
    kc_jitthread *t = thread_of(&w, 0);
    long before = 0;
    for (int i = 0; i < 300; i++) {
        if (i == 100) before = resident_pages();
        kc_program *p = program_of(tone);
        kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE);
        kc_jitthread_wait(t, p);
        kc_jitthread_retire(t, p, 0);
    }
    wait_freed(&w, 300);
    long grown = resident_pages() - before;
    kc_jitthread_destroy(t);
    if (grown > PAGES_MAX) fail_msg("%ld pages more after 200 compilations", grown);
}

static void missing_library(void **state)
{
    (void)state;
    kc_sbuf error = {0}, report = {0};
    setenv("KCYCLE_JIT_LIBRARY", "/nonexistent/libkcycle-jit.so", 1);
    assert_null(kc_jit_load(&error));
    assert_non_null(strstr(error.s, "nonexistent"));
    world w = {0};
    kc_jitthread *t = thread_of(&w, 0);
    kc_program *p = program_of(tone);
    kc_jitthread_submit(t, p, 1, KC_JIT_SINGLE);
    assert_int_equal(kc_jitthread_wait(t, p), -1);
    assert_null(atomic_load(&p->fused));
    kc_jitthread_report(t, &report);
    assert_non_null(strstr(report.s, "instr 1: tier 0: "));
    kc_jitthread_destroy(t);
    kc_ir_program_destroy(p);
    unsetenv("KCYCLE_JIT_LIBRARY");
    kc_sbuf_free(&error);
    kc_sbuf_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiles_and_reports), cmocka_unit_test(nothing_waits),
        cmocka_unit_test(retires_by_epoch),     cmocka_unit_test(destroys_with_a_queue),
        cmocka_unit_test(memory_is_flat),       cmocka_unit_test(missing_library),
        cmocka_unit_test(performance_posts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
