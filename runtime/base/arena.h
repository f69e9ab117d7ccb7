/* Arena: many small allocations of one lifetime (a compile, a score), freed at once.
 *
 * Memory is zeroed. A request never returns NULL: running out of memory for small
 * objects ends the process, as everywhere in base; sizes that users choose (tables,
 * delay lines) go through kc_try_calloc, which may fail. */
#ifndef KC_BASE_ARENA_H
#define KC_BASE_ARENA_H
#include <stddef.h>

typedef struct kc_arena_chunk kc_arena_chunk;
typedef struct {
    kc_arena_chunk *head;
} kc_arena;

void *kc_arena_alloc(kc_arena *a, size_t size);
char *kc_arena_strdup(kc_arena *a, const char *s);
char *kc_arena_strndup(kc_arena *a, const char *s, size_t n);
char *kc_arena_printf(kc_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void kc_arena_free(kc_arena *a);

/* malloc family that does not return NULL; for small, bounded requests. */
void *kc_xmalloc(size_t size);
void *kc_xcalloc(size_t n, size_t size);
void *kc_xrealloc(void *p, size_t size);
char *kc_xstrdup(const char *s);
/* For sizes a user chose: NULL when n * size overflows, is above 8 GiB, or can't be had. */
void *kc_try_calloc(size_t n, size_t size);
#endif
