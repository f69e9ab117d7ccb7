/* Utilities: those of the library, and those that plugins add until the next reset. */
#include "api/csound/utilities.h"
#include "api/include/csound/csound.h"
#include "api/performance/performance.h"
#include "runtime/io/paths.h"
#include <stdlib.h>
#include <string.h>

typedef struct utility {
    const char *name, *text;
    kc_cs_utility_fn *run;
    struct utility *next;
} utility;

/* In alphabetical order. */
static const utility built_in[] = {
    {"envext", "Create a text file of envelope", kc_util_envext, NULL},
    {"scale", "Reports and/or adjusts maximum gain", kc_util_scale, NULL},
    {"sndinfo", "Prints information about sound files", kc_util_sndinfo, NULL},
};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

/* Known to be in Csound and not here: said by name rather than denied. */
static const char *const missing[] = {
    "atsa",       "cvanal",     "dnoise", "extractor", "het_export", "het_import", "hetro",  "lpanal",
    "lpc_export", "lpc_import", "mixer",  "pv_export", "pv_import",  "pvanal",     "pvlook", "srconv",
};

typedef struct {
    utility *added; /* the instance's memory */
} utilities;

static utilities *added(CSOUND *cs)
{
    return kc_cs_part(cs, "utilities", sizeof(utilities), KC_UNTIL_RESET, NULL);
}

static const utility *find(CSOUND *cs, const char *name)
{
    for (const utility *u = added(cs)->added; u; u = u->next)
        if (!strcmp(u->name, name)) return u;
    for (int i = 0; i < BUILT_IN; i++)
        if (!strcmp(built_in[i].name, name)) return &built_in[i];
    return NULL;
}

int kc_cs_utility_add(CSOUND *cs, const char *name, kc_cs_utility_fn *fn)
{
    if (!cs || !name || !*name || !fn || find(cs, name)) return CSOUND_ERROR;
    utilities *all = added(cs);
    utility *u = kc_cs_alloc(cs, sizeof *u, true);
    *u = (utility){kc_cs_strdup(cs, name), NULL, fn, all->added};
    all->added = u;
    return CSOUND_SUCCESS;
}

int kc_cs_utility_describe(CSOUND *cs, const char *name, const char *text)
{
    for (utility *u = cs && name ? added(cs)->added : NULL; u; u = u->next)
        if (!strcmp(u->name, name)) {
            u->text = text && *text ? kc_cs_strdup(cs, text) : NULL;
            return CSOUND_SUCCESS;
        }
    return CSOUND_ERROR;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

char **csoundListUtilities(CSOUND *cs)
{
    if (!cs) return NULL;
    size_t n = 0, room = BUILT_IN + 1;
    for (const utility *u = added(cs)->added; u; u = u->next) room++;
    char **list = kc_cs_alloc(cs, room * sizeof *list, true);
    for (int i = 0; i < BUILT_IN; i++) list[n++] = (char *)(uintptr_t)built_in[i].name;
    for (const utility *u = added(cs)->added; u; u = u->next) list[n++] = (char *)(uintptr_t)u->name;
    qsort(list, n, sizeof *list, by_name);
    return list;
}

void csoundDeleteUtilityList(CSOUND *cs, char **list)
{
    if (cs) kc_cs_free(cs, list);
}

const char *csoundGetUtilityDescription(CSOUND *cs, const char *name)
{
    const utility *u = cs && name ? find(cs, name) : NULL;
    return u ? u->text : NULL;
}

static int unknown(CSOUND *cs, const char *name)
{
    const char *why = "not found";
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (!strcmp(missing[i], name)) why = "is one of Csound's that is not implemented";
    kc_cs_message(cs, CSOUNDMSG_ERROR, "Error: utility '%s' %s\n", name, why);
    char **list = csoundListUtilities(cs);
    kc_cs_message(cs, 0, "The available utilities are:\n");
    for (char **u = list; *u; u++) {
        const char *text = csoundGetUtilityDescription(cs, *u);
        kc_cs_message(cs, 0, "    %s\t%s\n", *u, text ? text : "");
    }
    csoundDeleteUtilityList(cs, list);
    return CSOUND_ERROR;
}

int csoundRunUtility(CSOUND *cs, const char *name, int argc, char **argv)
{
    if (!cs || argc < 0 || (argc && !argv)) return CSOUND_ERROR;
    const utility *u = name ? find(cs, name) : NULL;
    if (!u) return unknown(cs, name ? name : "");
    kc_cs_message(cs, 0, "util %s:\n", name);
    return u->run(cs, argc, argv);
}

static const char *env_of(const void *performance, const char *name)
{
    return kc_perf_env(performance, name);
}

char *kc_cs_find_sound(CSOUND *cs, const char *name)
{
    return kc_path_input(name, "SFDIR;SSDIR", env_of, kc_cs_of(cs)->performance);
}
