#include "runtime/base/map.h"
#include "runtime/base/arena.h"
#include <stdlib.h>
#include <string.h>

/* FNV-1a, 64 bit (Fowler, Noll, Vo 1991). */
uint64_t kc_hash(const void *data, size_t n, uint64_t seed)
{
    const unsigned char *p = data;
    uint64_t h = 14695981039346656037ull ^ seed;
    for (size_t i = 0; i < n; i++) h = (h ^ p[i]) * 1099511628211ull;
    return h ^ (h >> 29);
}

static kc_map_slot *probe(const kc_map *m, const char *key)
{
    size_t i = kc_hash(key, strlen(key), 0) & (m->cap - 1);
    while (m->slots[i].key && strcmp(m->slots[i].key, key)) i = (i + 1) & (m->cap - 1);
    return &m->slots[i];
}

static void grow(kc_map *m)
{
    kc_map old = *m;
    m->cap = old.cap ? old.cap * 2 : 16;
    m->slots = kc_xcalloc(m->cap, sizeof *m->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].key) *probe(m, old.slots[i].key) = old.slots[i];
    free(old.slots);
}

void *kc_map_get(const kc_map *m, const char *key) { return m->cap ? probe(m, key)->value : NULL; }

void **kc_map_at(kc_map *m, const char *key)
{
    if (m->n * 4 >= m->cap * 3) grow(m);
    kc_map_slot *s = probe(m, key);
    if (!s->key) {
        s->key = kc_xstrdup(key);
        s->value = NULL;
        m->n++;
    }
    return &s->value;
}

void kc_map_put(kc_map *m, const char *key, void *value) { *kc_map_at(m, key) = value; }

void kc_map_remove(kc_map *m, const char *key)
{
    if (!m->cap) return;
    kc_map_slot *s = probe(m, key);
    if (!s->key) return;
    free(s->key);
    *s = (kc_map_slot){0};
    m->n--;
    /* close the gap: move later members of the run to where a look-up finds them */
    for (size_t i = (size_t)(s - m->slots + 1) & (m->cap - 1); m->slots[i].key; i = (i + 1) & (m->cap - 1)) {
        kc_map_slot moved = m->slots[i];
        m->slots[i] = (kc_map_slot){0};
        *probe(m, moved.key) = moved;
    }
}

void kc_map_free(kc_map *m)
{
    for (size_t i = 0; i < m->cap; i++) free(m->slots[i].key);
    free(m->slots);
    *m = (kc_map){0};
}
