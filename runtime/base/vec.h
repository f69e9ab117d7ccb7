/* Growable array of any type:
 *     KC_VEC(int) v = {0};  kc_vec_push(&v, 3);  for (int i = 0; i < v.n; i++) use(v.v[i]);  kc_vec_free(&v); */
#ifndef KC_BASE_VEC_H
#define KC_BASE_VEC_H
#include "runtime/base/arena.h"
#include <stdlib.h>

#define KC_VEC(T)                                                                                            \
    struct {                                                                                                 \
        T *v;                                                                                                \
        int n, cap;                                                                                          \
    }

/* Room for one more element; returns nothing, never fails. */
#define kc_vec_reserve(vec, more)                                                                            \
    do {                                                                                                     \
        if ((vec)->n + (more) > (vec)->cap) {                                                                \
            (vec)->cap = ((vec)->n + (more)) * 2 < 8 ? 8 : ((vec)->n + (more)) * 2;                          \
            (vec)->v = kc_xrealloc((vec)->v, (size_t)(vec)->cap * sizeof *(vec)->v);                         \
        }                                                                                                    \
    } while (0)
#define kc_vec_push(vec, ...)                                                                                \
    do {                                                                                                     \
        kc_vec_reserve(vec, 1);                                                                              \
        (vec)->v[(vec)->n++] = (__VA_ARGS__);                                                                \
    } while (0)
#define kc_vec_free(vec) (free((vec)->v), (vec)->v = NULL, (vec)->n = (vec)->cap = 0)
#endif
