/* Folders: pwd, directory. */
#include "runtime/opcodes/op.h"
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Opcode: pwd
 * Synopsis: Sres pwd
 *
 * The working folder.
 * Out: its path
 * Fails: when it can't be told
 */
KC_NATIVE int pwd_init(void *s, kc_ctx *c, kc_str *out)
{
    (void)s;
    char path[PATH_MAX];
    return getcwd(path, sizeof path) ? kc_str_set(c, out, path)
                                     : kc_fail(c, "cannot determine current directory");
}
KC_OP(pwd, "S", "", .init = pwd_init)

/* Opcode: directory
 * Synopsis: SFiles[] directory SDirectory [, SExtension]
 *
 * The files of a folder.
 * In:  SDirectory  folder
 *      SExtension  with its dot: only names that end with it
 * Out: paths in alphabetical order, . and .. among them
 * Fails: when the arguments are no strings or memory runs out
 * Note: a folder that can't be read is empty; the reference crashes.
 */
KC_NATIVE int directory_add(kc_ctx *c, kc_str **list, int *n, const char *folder, const char *name)
{
    kc_str *more = *n & (*n + 1) ? *list : realloc(*list, 2 * ((size_t)*n + 1) * sizeof **list);
    size_t bytes = strlen(folder) + strlen(name) + 2;
    if (!more) return kc_fail(c, "directory: out of memory");
    *list = more;
    char *path = malloc(bytes);
    if (!path) return kc_fail(c, "directory: out of memory");
    snprintf(path, bytes, "%s%s%s", folder, *folder ? "/" : "", name);
    more[(*n)++] = (kc_str){.data = path, .size = (int32_t)bytes};
    return KC_OK;
}
KC_NATIVE int directory_order(const void *a, const void *b)
{
    return strcmp(((const kc_str *)a)->data, ((const kc_str *)b)->data);
}
KC_NATIVE int directory_read(kc_ctx *c, const char *folder, const char *end, kc_str **list, int *n)
{
    DIR *d = opendir(folder);
    if (!d) kc_warn(c, "Cannot find directory. Error opening directory: %s", folder);
    int ok = KC_OK;
    for (struct dirent *e; d && ok == KC_OK && (e = readdir(d));) {
        const char *dot = strrchr(e->d_name, '.');
        if (!*end || (dot && !strcmp(dot, end))) ok = directory_add(c, list, n, folder, e->d_name);
    }
    if (d) closedir(d);
    if (*n) qsort(*list, (size_t)*n, sizeof **list, directory_order);
    return ok;
}
KC_NATIVE int directory_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    kc_str *list = NULL;
    int n = 0;
    if (c->site->nin > 2) return kc_fail(c, "directory: too many arguments");
    if (c->site->nin == 2 && kc_arg_type(c, 2) != 'S')
        return kc_fail(c, "Error: second parameter to directory must be a string");
    int ok = directory_read(c, kc_str_get(a[1]), c->site->nin == 2 ? kc_str_get(a[2]) : "", &list, &n);
    if (ok == KC_OK) ok = kc_array_make1(c, a[0], 'S', n);
    kc_str *out = (kc_str *)(void *)((kc_array *)a[0])->data;
    for (int i = 0; i < n; i++) {
        if (ok == KC_OK) ok = kc_str_set(c, &out[i], list[i].data);
        free(list[i].data);
    }
    free(list);
    return ok;
}
KC_OP(directory, "S[]", "SN", .init = directory_init)
