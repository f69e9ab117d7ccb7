#include "runtime/io/paths.h"
#include "runtime/base/arena.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *join(const char *dir, size_t n, const char *name)
{
    char *p = kc_xmalloc(n + strlen(name) + 2);
    memcpy(p, dir, n);
    p[n] = '/';
    strcpy(p + n + 1, name);
    return p;
}

static int readable(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f) fclose(f);
    return f != NULL;
}

char *kc_path_input(const char *name, const char *env_list, kc_env_fn *env, const void *user)
{
    if (!*name) return NULL;
    if (readable(name)) return kc_xstrdup(name);
    if (*name == '/') return NULL;
    while (env_list && *env_list) {
        char var[64];
        size_t n = strcspn(env_list, ";:");
        snprintf(var, sizeof var, "%.*s", (int)n, env_list);
        env_list += n + (env_list[n] != 0);
        const char *dirs = env(user, var);
        while (dirs && *dirs) {
            size_t d = strcspn(dirs, ";:");
            char *path = join(dirs, d, name);
            if (d && readable(path)) return path;
            free(path);
            dirs += d + (dirs[d] != 0);
        }
    }
    return NULL;
}

char *kc_path_output(const char *name, const char *env_list, kc_env_fn *env, const void *user)
{
    if (!*name) return NULL;
    if (strchr(name, '/')) return kc_xstrdup(name);
    char var[64];
    size_t n = env_list ? strcspn(env_list, ";:") : 0;
    snprintf(var, sizeof var, "%.*s", (int)n, env_list ? env_list : "");
    const char *dir = n ? env(user, var) : NULL;
    return dir && *dir ? join(dir, strcspn(dir, ";:"), name) : kc_xstrdup(name);
}
