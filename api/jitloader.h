/* The compile thread: opens libkcycle-jit when the first program is submitted, compiles one program after the
 * other, and publishes the fused code in kc_program.fused. The core works without it; nothing here ever makes
 * a performance wait unless it asks to (kc_jitthread_wait...).
 *
 * A program stays the caller's until kc_jitthread_retire hands it over: from then on the compile thread frees
 * it, when no performance can be inside its code any more. */
#ifndef KC_API_JITLOADER_H
#define KC_API_JITLOADER_H
#include "jit/cache/cache.h"
#include "jit/jit.h"

typedef struct kc_jitthread kc_jitthread;

typedef struct {
    kc_jit_host host;
    /* Frees a retired program. On the compile thread, after its fused code is gone. */
    void (*free_program)(void *user, kc_program *p);
    /* The epoch (k-cycle) which all performing threads have begun, or UINT64_MAX when none performs. What was
     * retired in an earlier epoch may be freed. NULL: at once. Called on the compile thread. */
    uint64_t (*epoch)(void *user);
    void *user;
    kc_cache *cache; /* objects on disk; NULL: none. The caller closes it after kc_jitthread_destroy. */
    int delay_ms;    /* sleep before each compilation, for tests; 0: what KCYCLE_JIT_DELAY_MS says */
} kc_jitthread_options;

typedef struct {
    int submitted, compiled, failed, waiting; /* waiting: queued or being compiled */
    int retired, freed;
    int cached, stored; /* pieces of code that came from the object cache, and went there */
    double ms;          /* CPU spent on compilations that succeeded */
    size_t code_bytes;  /* of live code */
} kc_jitthread_counts;

/* [control] Never fails; no thread runs before the first submission. */
kc_jitthread *kc_jitthread_create(const kc_jitthread_options *o);
/* [control] Ends the thread (after the compilation in progress), withdraws all published code and frees all
 * retired programs. No performance may run. */
void kc_jitthread_destroy(kc_jitthread *t);
/* What is made of a program: code for one note, code for notes as the lanes of vectors. */
enum { KC_JIT_SINGLE = 1, KC_JIT_LANES = 2 };
/* [control] Queues a program that has not been submitted before, or what is missing of one that was loaded.
 * Higher rank is compiled first. Lanes that the program does not allow, or that can't be compiled, are no
 * failure: the report says why. */
void kc_jitthread_submit(kc_jitthread *t, kc_program *p, double rank, unsigned kinds);
/* [control] Takes code of a program that has not been submitted from the object cache, at once and without
 * the compiler. Of `kinds`, those that need no compiling any more: they were found, or it is known that there
 * can be none. */
unsigned kc_jitthread_load(kc_jitthread *t, kc_program *p, unsigned kinds);
/* [control] For the report: why a program is not submitted. `why` is copied. */
void kc_jitthread_skip(kc_jitthread *t, kc_program *p, const char *why);
/* [performance] The same two for a program that is installed while performing. Neither waits or takes a lock.
 * `why` is a constant. */
void kc_jitthread_post(kc_jitthread *t, kc_program *p, double rank, unsigned kinds);
void kc_jitthread_pass(kc_jitthread *t, kc_program *p, const char *why);
/* [any, takes no lock] Hands a program over, submitted or not. `epoch`: the k-cycle it was retired in. */
void kc_jitthread_retire(kc_jitthread *t, kc_program *p, uint64_t epoch);
/* [control] Waits until the program is compiled or has failed. 0 when it has fused code. */
int kc_jitthread_wait(kc_jitthread *t, kc_program *p);
/* [control] Waits until nothing is left to compile (and what may be freed is). */
void kc_jitthread_wait_idle(kc_jitthread *t);
/* [any] */
kc_jitthread_counts kc_jitthread_count(kc_jitthread *t);
/* [control] The text of --jit-report: per live program its tier, loops and what ended them, calls by address,
 * W, compile ms. */
void kc_jitthread_report(kc_jitthread *t, kc_sbuf *out);
/* True when compiling is expected to pay: `samples` are those that are still to be performed by all its
 * voices. */
int kc_jitthread_pays(const kc_program *p, double samples, int lanes);

/* The library's functions, or NULL with the reason. It is searched at $KCYCLE_JIT_LIBRARY, beside this
 * library or program, in
 * ../lib from there, and where the loader looks. It stays open until the process ends. */
const kc_jit_api *kc_jit_load(kc_sbuf *error);
#endif
