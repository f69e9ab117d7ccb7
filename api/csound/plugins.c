/* Binary plugins: shared libraries of a folder that add opcodes, as a module (csoundModuleCreate,
 * csoundModuleInit) or as a list (csound_opcode_init). They reach the engine through the table in front of
 * the instance. Table generators (csound_fgen_init) are not served yet. */
#include "api/csound/foreign.h"
#include "api/csound/instance.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { INTERFACE_MAJOR = 4 };

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

/* The folder set for the process, else those of OPCODE6DIR64, separated by ':'. */
void kc_cs_load_default_plugins(kc_cs *cs)
{
    char name[sizeof folder];
    const char *env = getenv("OPCODE6DIR64");
    pthread_mutex_lock(&folder_lock);
    memcpy(name, folder, sizeof name);
    pthread_mutex_unlock(&folder_lock);
    if (*name)
        kc_cs_message(kc_cs_public(cs), CSOUNDMSG_DEFAULT, "OPCODEDIR overridden to %s\n", name);
    else if (env)
        strncat(name, env, sizeof name - 1);
    char *save;
    for (char *one = strtok_r(name, ":", &save); one; one = strtok_r(NULL, ":", &save))
        csoundLoadPlugins(kc_cs_public(cs), one);
}

typedef struct module {
    struct module *next;
    void *library;
    int (*destroy)(CSOUND *);
} module;

typedef struct {
    module *list; /* newest first */
} modules;

static void end(CSOUND *cs, void *part)
{
    for (module *m = ((modules *)part)->list, *next; m; m = next) {
        next = m->next;
        if (m->destroy) m->destroy(cs);
        dlclose(m->library);
        free(m);
    }
}

static bool is_plugin(const char *name)
{
    size_t n = strlen(name);
    return n > 3 && !strcmp(name + n - 3, ".so") && *name != '_';
}

/* Size of a number and version of the interface. */
static bool fits(void *library)
{
    int (*info)(void) = (int (*)(void))(uintptr_t)dlsym(library, "csoundModuleInfo");
    int version = info ? info() : 0;
    if (!version) return true;
    return ((version & 0xff) == 0 || (version & 0xff) == (int)sizeof(MYFLT)) &&
           version >> 16 <= INTERFACE_MAJOR;
}

/* What kind of plugin it is, and its opcodes. 0, 1 when it is none of ours, -1 after an error. */
static int begin(kc_cs *cs, void *library, module *m)
{
    CSOUND *csound = kc_cs_public(cs);
    int (*create)(CSOUND *) = (int (*)(CSOUND *))(uintptr_t)dlsym(library, "csoundModuleCreate");
    int (*init)(CSOUND *) = (int (*)(CSOUND *))(uintptr_t)dlsym(library, "csoundModuleInit");
    int64_t (*opcodes)(CSOUND *, OENTRY **) =
        (int64_t(*)(CSOUND *, OENTRY **))(uintptr_t)dlsym(library, "csound_opcode_init");
    if (create) {
        m->destroy = (int (*)(CSOUND *))(uintptr_t)dlsym(library, "csoundModuleDestroy");
        return create(csound) || (init && init(csound)) ? -1 : 0;
    }
    if (!opcodes) return 1;
    OENTRY *list = NULL;
    int64_t bytes = opcodes(csound, &list);
    for (int64_t i = 0; list && i < bytes / (int64_t)sizeof *list; i++)
        if (list[i].opname) kc_foreign_add(cs, &list[i]);
    return bytes < 0 ? -1 : 0;
}

static void load_file(kc_cs *cs, const char *path)
{
    CSOUND *csound = kc_cs_public(cs);
    module *m = calloc(1, sizeof *m);
    void *library = m ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library) {
        kc_cs_warning(csound, "could not open library '%s' (%s)", path, m ? dlerror() : "out of memory");
        free(m);
        return;
    }
    int r = fits(library) ? begin(cs, library, m) : -1;
    if (r) {
        if (r < 0)
            kc_cs_message(csound, CSOUNDMSG_ERROR, "plugin %s has failed to start or does not fit\n", path);
        dlclose(library);
        free(m);
        return;
    }
    m->library = library;
    modules *all = kc_cs_part(csound, "plugins", sizeof *all, KC_UNTIL_RESET, end);
    m->next = all->list;
    all->list = m;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}
static int wanted(const struct dirent *e) { return is_plugin(e->d_name); }

static void load_folder(kc_cs *cs, void *arg)
{
    const char *name = arg;
    struct dirent **files;
    int n = scandir(name, &files, wanted, by_name);
    if (n < 0) {
        kc_cs_warning(kc_cs_public(cs), "cannot open plugin folder %s: %s", name, strerror(errno));
        return;
    }
    for (int i = 0; i < n; i++) {
        kc_sbuf path = {0};
        kc_sbuf_printf(&path, "%s/%s", name, files[i]->d_name);
        load_file(cs, path.s);
        kc_sbuf_free(&path);
        free(files[i]);
    }
    free(files);
}

int csoundLoadPlugins(CSOUND *cs, const char *name)
{
    if (!cs || !name) return CSOUND_ERROR;
    kc_cs_call(kc_cs_of(cs), load_folder, (char *)(uintptr_t)name);
    return CSOUND_SUCCESS;
}
