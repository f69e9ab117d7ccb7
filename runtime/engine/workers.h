/* Threads that share the work of one k-cycle (workers.c). */
#ifndef KC_ENGINE_WORKERS_H
#define KC_ENGINE_WORKERS_H

typedef struct kc_workers kc_workers;

/* `threads` in all, the caller's included. NULL when there is no other thread to be had. */
kc_workers *kc_workers_create(int threads);
void kc_workers_destroy(kc_workers *w);
/* Calls fn(user, i) once for each i in 0 .. n - 1, on any of the threads, and returns when all are done. Not
 * reentrant. The workers flush denormals, as the performance does. */
void kc_workers_run(kc_workers *w, void (*fn)(void *user, int i), void *user, int n);
#endif
