/* Parts: a list, newest first. They are few and looked up rarely. */
#include "api/csound/parts.h"
#include "runtime/base/arena.h"
#include <stdlib.h>
#include <string.h>

struct kc_part {
    struct kc_part *next;
    const char *key;
    kc_part_life life;
    void (*end)(CSOUND *cs, void *part);
    _Alignas(16) char data[];
};

static struct kc_part *find(kc_cs *cs, const char *key)
{
    struct kc_part *p = cs->parts;
    while (p && strcmp(p->key, key)) p = p->next;
    return p;
}

void *kc_cs_part_find(CSOUND *csound, const char *key)
{
    kc_cs *cs = kc_cs_of(csound);
    pthread_mutex_lock(&cs->parts_lock);
    struct kc_part *p = find(cs, key);
    pthread_mutex_unlock(&cs->parts_lock);
    return p ? p->data : NULL;
}

void *kc_cs_part(CSOUND *csound, const char *key, size_t size, kc_part_life life,
                 void (*end)(CSOUND *cs, void *part))
{
    kc_cs *cs = kc_cs_of(csound);
    pthread_mutex_lock(&cs->parts_lock);
    struct kc_part *p = find(cs, key);
    if (!p) {
        p = kc_xcalloc(1, sizeof *p + size);
        p->next = cs->parts;
        p->key = key;
        p->life = life;
        p->end = end;
        cs->parts = p;
    }
    pthread_mutex_unlock(&cs->parts_lock);
    return p->data;
}

/* Takes the newest part of at most that life out of the list. */
static struct kc_part *take(kc_cs *cs, kc_part_life life)
{
    struct kc_part **at = &cs->parts;
    while (*at && (*at)->life > life) at = &(*at)->next;
    struct kc_part *p = *at;
    if (p) *at = p->next;
    return p;
}

void kc_cs_end_parts(kc_cs *cs, kc_part_life life)
{
    for (struct kc_part *p; (p = take(cs, life));) {
        if (p->end) p->end(kc_cs_public(cs), p->data);
        free(p);
    }
}
