/* From host threads to the performance thread.
 *
 * An instance has one owner at a time: whoever performs, or a host's thread that changes the engine while
 * nobody performs. While another thread performs, a change is queued and runs between two k-cycles on the
 * performing thread, which never waits: the queue is lock-free, and it is the caller who waits for the
 * result. When the performing thread stays away for longer than a cycle can take, the caller becomes the
 * owner and does it itself. */
#ifndef KC_API_CSOUND_CALL_H
#define KC_API_CSOUND_CALL_H
#include "api/csound/csound_int.h"

struct kc_calls *kc_calls_create(void);
void kc_calls_destroy(struct kc_calls *c);

typedef void kc_call_fn(kc_cs *cs, void *arg);
/* Runs fn(cs, arg) with the engine at rest, and returns when that has happened. Any thread, also from
 * callbacks. */
void kc_cs_call(kc_cs *cs, kc_call_fn *fn, void *arg);
/* Runs fn(cs, copy of data) before the next k-cycle, in the order of posting. Any thread; does not wait. 0,
 * or -1 without memory. `drop` (may be NULL) is called instead when the instance is reset before that. */
int kc_cs_post(kc_cs *cs, kc_call_fn *fn, const void *data, size_t size, void (*drop)(void *data));

/* The performing thread takes the engine and gives it back; nests. */
void kc_calls_enter(kc_cs *cs);
void kc_calls_leave(kc_cs *cs);
/* The owner: runs what is queued. */
void kc_calls_run(kc_cs *cs);
/* The owner: from now on the calling thread counts as the performing one, or nobody does. */
void kc_calls_performing(kc_cs *cs, bool on);
/* The owner: forgets what is queued. */
void kc_calls_clear(kc_cs *cs);
#endif
