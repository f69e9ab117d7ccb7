#include "runtime/base/arena.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kc_arena_chunk {
    kc_arena_chunk *next;
    size_t used, size;
    _Alignas(16) char data[];
};

#define CHUNK_MIN ((size_t)16 * 1024)
#define TRY_MAX ((size_t)8 << 30)

static void *check(void *p)
{
    if (!p) {
        fputs("kcycle: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *kc_xmalloc(size_t size) { return check(malloc(size ? size : 1)); }
void *kc_xcalloc(size_t n, size_t size) { return check(calloc(n ? n : 1, size ? size : 1)); }
void *kc_xrealloc(void *p, size_t size) { return check(realloc(p, size ? size : 1)); }
char *kc_xstrdup(const char *s) { return check(strdup(s)); }

void *kc_try_calloc(size_t n, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(n, size, &total) || total > TRY_MAX) return NULL;
    return calloc(1, total ? total : 1);
}

void *kc_arena_alloc(kc_arena *a, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    kc_arena_chunk *c = a->head;
    if (!c || c->size - c->used < size) {
        size_t want = size > CHUNK_MIN / 4 ? size : CHUNK_MIN;
        kc_arena_chunk *n = kc_xcalloc(1, sizeof *n + want);
        n->size = want;
        if (c && want == size) { /* big block: keep filling the current chunk */
            n->next = c->next;
            c->next = n;
        } else {
            n->next = c;
            a->head = n;
        }
        c = n;
    }
    void *p = c->data + c->used;
    c->used += size;
    return p;
}

char *kc_arena_strndup(kc_arena *a, const char *s, size_t n)
{
    char *p = kc_arena_alloc(a, n + 1);
    memcpy(p, s, n);
    return p;
}

char *kc_arena_strdup(kc_arena *a, const char *s) { return kc_arena_strndup(a, s, strlen(s)); }

char *kc_arena_printf(kc_arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = kc_arena_alloc(a, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return p;
}

void kc_arena_free(kc_arena *a)
{
    for (kc_arena_chunk *c = a->head, *n; c; c = n) {
        n = c->next;
        free(c);
    }
    a->head = NULL;
}
