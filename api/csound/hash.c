/* String-keyed tables (csound_data_structures.h). The layout is public, so this is not the map of
 * runtime/base: buckets of chained entries, in the engine's memory. The number of buckets is the reference's.
 */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound_data_structures.h"
#include "runtime/base/map.h"
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 8192 };
typedef CS_HASH_TABLE table;
typedef CS_HASH_TABLE_ITEM item;

table *cs_hash_table_create(CSOUND *cs)
{
    table *t = kc_cs_alloc(cs, sizeof *t, true);
    t->table_size = BUCKETS;
    t->buckets = kc_cs_alloc(cs, BUCKETS * sizeof *t->buckets, true);
    return t;
}

/* Where the link to the key's entry is, or to the end of its chain. */
static item **find(const table *t, const char *key)
{
    item **at = &t->buckets[kc_hash(key, strlen(key), 0) % (unsigned)t->table_size];
    while (*at && strcmp((*at)->key, key)) at = &(*at)->next;
    return at;
}

static item *get(const table *t, const char *key) { return t && key ? *find(t, key) : NULL; }

/* The key's entry, made when absent; NULL without a key. */
static item *put(CSOUND *cs, table *t, const char *key)
{
    if (!t || !key) return NULL;
    item **at = find(t, key);
    if (!*at) {
        *at = kc_cs_alloc(cs, sizeof **at, true);
        (*at)->key = kc_cs_strdup(cs, key);
        t->count++;
    }
    return *at;
}

void *cs_hash_table_get(CSOUND *cs, table *t, char *key)
{
    (void)cs;
    item *i = get(t, key);
    return i ? i->value : NULL;
}

char *cs_hash_table_get_key(CSOUND *cs, table *t, char *key)
{
    (void)cs;
    item *i = get(t, key);
    return i ? i->key : NULL;
}

void cs_hash_table_put(CSOUND *cs, table *t, char *key, void *value)
{
    item *i = put(cs, t, key);
    if (i) i->value = value;
}

char *cs_hash_table_put_key(CSOUND *cs, table *t, char *key)
{
    item *i = put(cs, t, key);
    if (!i) return NULL;
    i->value = NULL;
    return i->key;
}

static void drop(CSOUND *cs, item *i)
{
    kc_cs_free(cs, i->key);
    kc_cs_free(cs, i);
}

void cs_hash_table_remove(CSOUND *cs, table *t, char *key)
{
    if (!t || !key) return;
    item **at = find(t, key), *i = *at;
    if (!i) return;
    *at = i->next;
    t->count--;
    drop(cs, i);
}

static CONS_CELL *gather(CSOUND *cs, const table *t, bool keys)
{
    CONS_CELL *list = NULL;
    for (int b = 0; t && b < t->table_size; b++)
        for (item *i = t->buckets[b]; i; i = i->next) list = cs_cons(cs, keys ? i->key : i->value, list);
    return list;
}

CONS_CELL *cs_hash_table_keys(CSOUND *cs, table *t) { return gather(cs, t, true); }
CONS_CELL *cs_hash_table_values(CSOUND *cs, table *t) { return gather(cs, t, false); }

static void empty(CSOUND *cs, table *t, void (*end_value)(CSOUND *, void *))
{
    if (!t) return;
    for (int b = 0; b < t->table_size; b++)
        for (item *i = t->buckets[b], *next; i; i = next) {
            next = i->next;
            if (end_value) end_value(cs, i->value);
            drop(cs, i);
        }
    kc_cs_free(cs, t->buckets);
    kc_cs_free(cs, t);
}

static void c_free(CSOUND *cs, void *value)
{
    (void)cs;
    free(value);
}

void cs_hash_table_free(CSOUND *cs, table *t) { empty(cs, t, NULL); }
void cs_hash_table_mfree_complete(CSOUND *cs, table *t) { empty(cs, t, kc_cs_free); }
void cs_hash_table_free_complete(CSOUND *cs, table *t) { empty(cs, t, c_free); }

void cs_hash_table_merge(CSOUND *cs, table *target, table *source)
{
    if (!target || !source || target == source) return;
    for (int b = 0; b < source->table_size; b++)
        for (item *i = source->buckets[b]; i; i = i->next) cs_hash_table_put(cs, target, i->key, i->value);
    cs_hash_table_free(cs, source);
}
