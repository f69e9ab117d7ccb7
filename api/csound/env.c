/* Environment: the list of the process that csoundSetGlobalEnv fills, which new engines get as a part of
 * their own variables; behind those, the environment of the process. The list is the one thing here that
 * belongs to the process: it is what the API asks for. */
#include "api/csound/env.h"
#include "api/csound/csound_int.h"
#include "api/include/csound/csound.h"
#include "api/performance/performance.h"
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

void kc_cs_seed_env(kc_performance *p)
{
    pthread_mutex_lock(&global_lock);
    for (int i = 0; i < GLOBAL_VARS; i++)
        if (global_vars[i].name[0]) kc_perf_set_env(p, global_vars[i].name, global_vars[i].value);
    pthread_mutex_unlock(&global_lock);
}

const char *csoundGetEnv(CSOUND *cs, const char *name)
{
    if (!name || !*name) return NULL;
    if (cs) return kc_perf_env(kc_cs_of(cs)->performance, name);
    pthread_mutex_lock(&global_lock);
    int i = find(name);
    pthread_mutex_unlock(&global_lock);
    return i < GLOBAL_VARS ? global_vars[i].value : getenv(name);
}
