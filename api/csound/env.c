/* Environment: the engine's own list, then the list of the process that csoundSetGlobalEnv fills, then the
 * process environment. The global list is the one thing here that belongs to the process: it is what the API
 * asks for. */
#include "api/csound/env.h"
#include "api/include/csound/csound.h"
#include "runtime/base/map.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Limits of the reference. */
enum { GLOBAL_VARS = 16, NAME_BYTES = 32, VALUE_BYTES = 480 };

static struct {
    char name[NAME_BYTES], value[VALUE_BYTES];
} global_vars[GLOBAL_VARS];
static pthread_mutex_t global_lock = PTHREAD_MUTEX_INITIALIZER;

static bool valid(const char *name)
{
    if (!name || !(isalpha((unsigned char)*name) || *name == '_')) return false;
    for (const char *c = name; *c; c++)
        if (!(isalnum((unsigned char)*c) || *c == '_')) return false;
    return true;
}

/* The index of a name, or of a free place ("" is free); GLOBAL_VARS when there is none. Under the lock. */
static int find(const char *name)
{
    for (int i = 0; i < GLOBAL_VARS; i++)
        if (!strcmp(global_vars[i].name, name)) return i;
    return GLOBAL_VARS;
}

int csoundSetGlobalEnv(const char *name, const char *value)
{
    if (!valid(name) || strlen(name) >= NAME_BYTES || (value && strlen(value) >= VALUE_BYTES))
        return CSOUND_ERROR;
    pthread_mutex_lock(&global_lock);
    int i = find(name), result = CSOUND_SUCCESS;
    if (i == GLOBAL_VARS && value) i = find("");
    if (i == GLOBAL_VARS)
        result = value ? CSOUND_ERROR : CSOUND_SUCCESS;
    else if (!value)
        global_vars[i].name[0] = 0;
    else {
        strcpy(global_vars[i].name, name);
        strcpy(global_vars[i].value, value);
    }
    pthread_mutex_unlock(&global_lock);
    return result;
}

typedef struct {
    kc_map vars; /* to memory of our own: it outlives resets */
    pthread_mutex_t lock;
} env;

static void end(CSOUND *cs, void *part)
{
    (void)cs;
    env *e = part;
    for (size_t i = 0; i < e->vars.cap; i++)
        if (e->vars.slots[i].key) free(e->vars.slots[i].value);
    kc_map_free(&e->vars);
    pthread_mutex_destroy(&e->lock);
}

/* In new memory; NULL without memory. */
static char *joined(const char *old, const char *value)
{
    size_t n = old ? strlen(old) + 1 : 0;
    char *s = malloc(n + strlen(value) + 1);
    if (!s) return NULL;
    if (old) memcpy(s, old, n), s[n - 1] = ';';
    strcpy(s + n, value);
    return s;
}

int kc_cs_setenv(CSOUND *cs, const char *name, const char *value, bool append)
{
    if (!cs || !valid(name)) return CSOUND_ERROR;
    const char *inherited = append ? csoundGetEnv(cs, name) : NULL;
    char *fresh = value ? joined(inherited, value) : NULL;
    if (value && !fresh) return CSOUND_MEMORY;
    env *e = kc_cs_part(cs, "env", sizeof *e, KC_UNTIL_DESTROY, end);
    pthread_mutex_lock(&e->lock);
    free(kc_map_get(&e->vars, name));
    if (fresh)
        kc_map_put(&e->vars, name, fresh);
    else
        kc_map_remove(&e->vars, name);
    pthread_mutex_unlock(&e->lock);
    return CSOUND_SUCCESS;
}

const char *csoundGetEnv(CSOUND *cs, const char *name)
{
    if (!name || !*name) return NULL;
    const char *value = NULL;
    env *e = cs ? kc_cs_part_find(cs, "env") : NULL;
    if (e) {
        pthread_mutex_lock(&e->lock);
        value = kc_map_get(&e->vars, name);
        pthread_mutex_unlock(&e->lock);
    }
    if (value) return value;
    pthread_mutex_lock(&global_lock);
    int i = find(name);
    pthread_mutex_unlock(&global_lock);
    return i < GLOBAL_VARS ? global_vars[i].value : getenv(name);
}
