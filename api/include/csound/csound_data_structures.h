/* Lists and string-keyed tables that the type system and opcode lookup are made of. Memory is the engine's
   (freed at reset at the latest); calls belong to the thread that uses the structure. */
#ifndef CSOUND_DATA_STRUCTURES_H
#define CSOUND_DATA_STRUCTURES_H
#include "csound_types.h"
#ifdef __cplusplus
extern "C" {
#endif

/** A cell of a list; NULL is the empty list. */
typedef struct _cons {
    void *value;
    struct _cons *next;
} CONS_CELL;

/** An entry of a table's bucket. The key is the table's own copy. */
typedef struct _cs_hash_bucket_item {
    char *key;
    void *value;
    struct _cs_hash_bucket_item *next;
} CS_HASH_TABLE_ITEM;

typedef struct _cs_hash_table {
    int table_size; /**< buckets */
    int count;      /**< entries */
    CS_HASH_TABLE_ITEM **buckets;
} CS_HASH_TABLE;

/** A cell in front of `list`. */
CS_API CONS_CELL *cs_cons(CSOUND *cs, void *value, CONS_CELL *list);
/** `first` with `second` behind it; either may be NULL. Changes the last cell of `first`. */
CS_API CONS_CELL *cs_cons_append(CONS_CELL *first, CONS_CELL *second);
CS_API int cs_cons_length(CONS_CELL *list);
/** Frees the cells; the second also the values. */
CS_API void cs_cons_free(CSOUND *cs, CONS_CELL *list);
CS_API void cs_cons_free_complete(CSOUND *cs, CONS_CELL *list);

CS_API CS_HASH_TABLE *cs_hash_table_create(CSOUND *cs);
/** The value of a key; the table's copy of the key. NULL when absent. */
CS_API void *cs_hash_table_get(CSOUND *cs, CS_HASH_TABLE *table, char *key);
CS_API char *cs_hash_table_get_key(CSOUND *cs, CS_HASH_TABLE *table, char *key);
/** Stores a value, in place of an older one. A NULL key is ignored. */
CS_API void cs_hash_table_put(CSOUND *cs, CS_HASH_TABLE *table, char *key, void *value);
/** Keeps the key alone, and gives the table's copy of it. */
CS_API char *cs_hash_table_put_key(CSOUND *cs, CS_HASH_TABLE *table, char *key);
CS_API void cs_hash_table_remove(CSOUND *cs, CS_HASH_TABLE *table, char *key);
/** Moves all entries of `source` to `target`, where they replace equal keys; `source` is freed. */
CS_API void cs_hash_table_merge(CSOUND *cs, CS_HASH_TABLE *target, CS_HASH_TABLE *source);
/** Lists of all keys and of all values; the caller frees the cells. */
CS_API CONS_CELL *cs_hash_table_keys(CSOUND *cs, CS_HASH_TABLE *table);
CS_API CONS_CELL *cs_hash_table_values(CSOUND *cs, CS_HASH_TABLE *table);
/** Frees the table; its values too, when they came from the engine's memory (mfree) or from malloc (free). */
CS_API void cs_hash_table_free(CSOUND *cs, CS_HASH_TABLE *table);
CS_API void cs_hash_table_mfree_complete(CSOUND *cs, CS_HASH_TABLE *table);
CS_API void cs_hash_table_free_complete(CSOUND *cs, CS_HASH_TABLE *table);

#ifdef __cplusplus
}
#endif
#endif
