/* Requests from a performance to the compile thread: a stack that is pushed to and emptied by one atomic
 * exchange each, so that nobody waits for anybody. */
#ifndef KC_API_JITBOX_H
#define KC_API_JITBOX_H
#include "runtime/abi.h"
#include "runtime/base/arena.h"
#include <stdatomic.h>

typedef enum { KC_ASK_COMPILE, KC_ASK_SKIP, KC_ASK_RETIRE } kc_ask;

typedef struct kc_request {
    struct kc_request *next;
    kc_ask ask;
    kc_program *prog;
    double rank;     /* COMPILE */
    unsigned kinds;  /* COMPILE */
    uint64_t epoch;  /* RETIRE */
    const char *why; /* SKIP: a constant */
} kc_request;

typedef _Atomic(kc_request *) kc_jitbox;

/* `r` comes from malloc; whoever takes it frees it. */
static inline void kc_jitbox_push(kc_jitbox *box, kc_request *r)
{
    r->next = atomic_load_explicit(box, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(box, &r->next, r, memory_order_release,
                                                  memory_order_relaxed)) {
    }
}

/* All requests, oldest first. */
static inline kc_request *kc_jitbox_take(kc_jitbox *box)
{
    kc_request *r = atomic_exchange_explicit(box, NULL, memory_order_acquire), *first = NULL;
    while (r) {
        kc_request *next = r->next;
        r->next = first;
        first = r;
        r = next;
    }
    return first;
}
#endif
