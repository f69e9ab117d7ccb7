/* Type pools and variable pools (csound_type_system.h). A pool's memory is one block: in front of each value
 * stands the address of its type. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound_type_system.h"
#include <string.h>

/* ---- types ------------------------------------------------------------------------------------ */

CS_TYPE *csoundGetTypeWithVarTypeName(TYPE_POOL *pool, char *type_name)
{
    for (CS_TYPE_ITEM *i = pool && type_name ? pool->head : NULL; i; i = i->next)
        if (!strcmp(i->cstype->varTypeName, type_name)) return i->cstype;
    return NULL;
}

CS_TYPE *csoundGetTypeForVarName(TYPE_POOL *pool, char *variable_name)
{
    char letter[2] = {variable_name ? *variable_name : 0};
    return csoundGetTypeWithVarTypeName(pool, letter);
}

int csoundAddVariableType(CSOUND *cs, TYPE_POOL *pool, CS_TYPE *type)
{
    if (!cs || !pool || !type || csoundGetTypeWithVarTypeName(pool, type->varTypeName)) return 0;
    CS_TYPE_ITEM **at = &pool->head;
    while (*at) at = &(*at)->next;
    *at = kc_cs_alloc(cs, sizeof **at, true);
    (*at)->cstype = type;
    return 1;
}

CS_VARIABLE *csoundCreateVariable(void *cs, TYPE_POOL *pool, CS_TYPE *type, char *name, void *arg)
{
    CS_TYPE *known = type ? csoundGetTypeWithVarTypeName(pool, type->varTypeName) : NULL;
    if (!known || !name) return NULL;
    CS_VARIABLE *v = known->createVariable(cs, arg);
    v->varType = type;
    v->varName = kc_cs_strdup(cs, name);
    return v;
}

/* ---- variables -------------------------------------------------------------------------------- */

CS_VAR_POOL *csoundCreateVarPool(CSOUND *cs)
{
    CS_VAR_POOL *pool = kc_cs_alloc(cs, sizeof *pool, true);
    pool->table = cs_hash_table_create(cs);
    return pool;
}

void csoundFreeVarPool(CSOUND *cs, CS_VAR_POOL *pool)
{
    if (!pool) return;
    for (CS_VARIABLE *v = pool->head, *next; v; v = next) {
        next = v->next;
        kc_cs_free(cs, v->varName);
        kc_cs_free(cs, v);
    }
    cs_hash_table_free(cs, pool->table);
    kc_cs_free(cs, pool);
}

/* "[[k]Name" is the array variable kName: letters in brackets come first, the rest follows. */
char *getVarSimpleName(CSOUND *cs, const char *name)
{
    if (!name) return NULL;
    char *simple = kc_cs_alloc(cs, strlen(name) + 1, true);
    const char *type = name + strspn(name, "[");
    size_t letters = type > name ? strcspn(type, "]") : 0;
    memcpy(simple, type, letters);
    strcpy(simple + letters, type + letters + (letters && type[letters] == ']'));
    return simple;
}

CS_VARIABLE *csoundFindVariableWithName(CSOUND *cs, CS_VAR_POOL *pool, const char *name)
{
    for (; pool && name; pool = pool->parent) {
        CS_VARIABLE *v = cs_hash_table_get(cs, pool->table, (char *)name);
        if (v) return v;
    }
    return NULL;
}

/* Where variable number `n` (from 1) lies behind `bytes` of values: in MYFLTs, after its own and the others'
 * types. */
static int place(int bytes, int n)
{
    return bytes / (int)sizeof(MYFLT) + n * (int)(CS_VAR_TYPE_OFFSET / sizeof(MYFLT));
}

int csoundAddVariable(CSOUND *cs, CS_VAR_POOL *pool, CS_VARIABLE *v)
{
    if (!cs || !pool || !v) return -1;
    *(pool->head ? &pool->tail->next : &pool->head) = v;
    pool->tail = v;
    cs_hash_table_put(cs, pool->table, v->varName, v);
    v->memBlockIndex = place(pool->poolSize, ++pool->varCount);
    pool->poolSize += v->memBlockSize;
    return 0;
}

void recalculateVarPoolMemory(void *cs, CS_VAR_POOL *pool)
{
    int n = 0;
    pool->poolSize = 0;
    for (CS_VARIABLE *v = pool->head; v; v = v->next) {
        if (v->updateMemBlockSize) v->updateMemBlockSize(cs, v);
        v->memBlockIndex = place(pool->poolSize, ++n);
        pool->poolSize += v->memBlockSize;
    }
}

void reallocateVarPoolMemory(void *cs, CS_VAR_POOL *pool)
{
    pool->poolSize = 0;
    for (CS_VARIABLE *v = pool->head; v; v = v->next) {
        int before = v->memBlockSize;
        if (v->updateMemBlockSize) v->updateMemBlockSize(cs, v);
        if (v->memBlockSize > before)
            v->memBlock = kc_cs_realloc(cs, v->memBlock, CS_VAR_TYPE_OFFSET + (size_t)v->memBlockSize);
        pool->poolSize += v->memBlockSize;
    }
}

void initializeVarPool(void *cs, MYFLT *memory, CS_VAR_POOL *pool)
{
    for (CS_VARIABLE *v = pool->head; v; v = v->next) {
        MYFLT *value = memory + v->memBlockIndex;
        memcpy((char *)value - CS_VAR_TYPE_OFFSET, &v->varType, sizeof v->varType);
        if (v->initializeVariableMemory) v->initializeVariableMemory(cs, v, value);
    }
}
