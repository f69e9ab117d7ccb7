/* Memory of the instance: blocks in a ring with a head in front of each, so that a reset can free what a
 * plugin or a host forgot. */
#include "api/csound/parts.h"
#include <stdlib.h>
#include <string.h>

struct kc_block {
    struct kc_block *next, *prev;
    _Alignas(16) char data[];
};

static struct kc_block *head_of(void *p)
{
    return (struct kc_block *)((char *)p - offsetof(struct kc_block, data));
}

static void link_in(kc_cs *cs, struct kc_block *b)
{
    pthread_mutex_lock(&cs->blocks_lock);
    b->prev = NULL;
    b->next = cs->blocks;
    if (b->next) b->next->prev = b;
    cs->blocks = b;
    pthread_mutex_unlock(&cs->blocks_lock);
}

static void take_out(kc_cs *cs, struct kc_block *b)
{
    pthread_mutex_lock(&cs->blocks_lock);
    *(b->prev ? &b->prev->next : &cs->blocks) = b->next;
    if (b->next) b->next->prev = b->prev;
    pthread_mutex_unlock(&cs->blocks_lock);
}

void *kc_cs_alloc(CSOUND *cs, size_t size, bool zero)
{
    if (!size || size > SIZE_MAX / 2) return NULL;
    struct kc_block *b = zero ? calloc(1, sizeof *b + size) : malloc(sizeof *b + size);
    if (!b) return NULL;
    link_in(kc_cs_of(cs), b);
    return b->data;
}

void *kc_cs_realloc(CSOUND *cs, void *p, size_t size)
{
    if (!p) return kc_cs_alloc(cs, size, false);
    if (!size) {
        kc_cs_free(cs, p);
        return NULL;
    }
    if (size > SIZE_MAX / 2) return NULL;
    struct kc_block *b = head_of(p);
    take_out(kc_cs_of(cs), b);
    struct kc_block *now = realloc(b, sizeof *b + size);
    link_in(kc_cs_of(cs), now ? now : b);
    return now ? now->data : NULL;
}

void kc_cs_free(CSOUND *cs, void *p)
{
    if (!p) return;
    take_out(kc_cs_of(cs), head_of(p));
    free(head_of(p));
}

char *kc_cs_strdup(CSOUND *cs, const char *s)
{
    size_t n = s ? strlen(s) + 1 : 0;
    char *copy = kc_cs_alloc(cs, n, false);
    return copy ? memcpy(copy, s, n) : NULL;
}

void kc_cs_free_blocks(kc_cs *cs)
{
    for (struct kc_block *b = cs->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    cs->blocks = NULL;
}
