/* Folders of binary plugins. Loading them is not there yet: what is asked for and cannot be had is said. */
#include "api/csound/instance.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The API has it for the process. */
static pthread_mutex_t folder_lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[4096];

void csoundSetOpcodedir(const char *name)
{
    pthread_mutex_lock(&folder_lock);
    folder[0] = 0;
    if (name) strncat(folder, name, sizeof folder - 1);
    pthread_mutex_unlock(&folder_lock);
}

void kc_cs_load_default_plugins(kc_cs *cs)
{
    char name[sizeof folder];
    pthread_mutex_lock(&folder_lock);
    memcpy(name, folder, sizeof name);
    pthread_mutex_unlock(&folder_lock);
    if (!*name) return;
    kc_cs_message(kc_cs_public(cs), CSOUNDMSG_DEFAULT, "OPCODEDIR overridden to %s\n", name);
    csoundLoadPlugins(kc_cs_public(cs), name);
}

static bool is_plugin(const char *name)
{
    size_t n = strlen(name);
    return n > 3 && !strcmp(name + n - 3, ".so") && *name != '_';
}

int csoundLoadPlugins(CSOUND *cs, const char *name)
{
    if (!cs || !name) return CSOUND_ERROR;
    DIR *d = opendir(name);
    if (!d) {
        kc_cs_warning(cs, "cannot open plugin folder %s: %s", name, strerror(errno));
        return CSOUND_SUCCESS;
    }
    int n = 0;
    for (struct dirent *e; (e = readdir(d));) n += is_plugin(e->d_name);
    closedir(d);
    if (!n) return CSOUND_SUCCESS;
    kc_cs_message(cs, CSOUNDMSG_ERROR, "%s: binary plugins are not supported, %d not loaded\n", name, n);
    return CSOUND_ERROR;
}
