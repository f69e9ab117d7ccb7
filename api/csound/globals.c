/* Named blocks of memory that hosts and opcodes share. They live until reset. Any thread. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound.h"
#include "runtime/base/map.h"

typedef struct {
    kc_map blocks;        /* to memory of the instance */
    pthread_mutex_t lock; /* zeroed is unlocked */
} globals;

static void end(CSOUND *cs, void *part)
{
    (void)cs; /* reset frees the blocks themselves */
    globals *g = part;
    kc_map_free(&g->blocks);
    pthread_mutex_destroy(&g->lock);
}

static globals *enter(CSOUND *cs)
{
    globals *g = kc_cs_part(cs, "globals", sizeof *g, KC_UNTIL_RESET, end);
    pthread_mutex_lock(&g->lock);
    return g;
}

int csoundCreateGlobalVariable(CSOUND *cs, const char *name, size_t bytes)
{
    if (!cs || !name || !*name || !bytes || bytes > PTRDIFF_MAX) return CSOUND_ERROR;
    globals *g = enter(cs);
    int result = kc_map_get(&g->blocks, name) ? CSOUND_ERROR : CSOUND_SUCCESS;
    if (!result) kc_map_put(&g->blocks, name, kc_cs_alloc(cs, bytes, true));
    pthread_mutex_unlock(&g->lock);
    return result;
}

void *csoundQueryGlobalVariable(CSOUND *cs, const char *name)
{
    if (!cs || !name) return NULL;
    globals *g = enter(cs);
    void *block = kc_map_get(&g->blocks, name);
    pthread_mutex_unlock(&g->lock);
    return block;
}

void *csoundQueryGlobalVariableNoCheck(CSOUND *cs, const char *name)
{
    return csoundQueryGlobalVariable(cs, name);
}

int csoundDestroyGlobalVariable(CSOUND *cs, const char *name)
{
    if (!cs || !name) return CSOUND_ERROR;
    globals *g = enter(cs);
    void *block = kc_map_get(&g->blocks, name);
    if (block) {
        kc_map_remove(&g->blocks, name);
        kc_cs_free(cs, block);
    }
    pthread_mutex_unlock(&g->lock);
    return block ? CSOUND_SUCCESS : CSOUND_ERROR;
}
