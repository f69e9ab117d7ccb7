/* Configuration variables (cfgvar.h): typed places of drivers and hosts, stored to by the option
 * -+name=value. A record and its texts are one block of the instance's memory; they live until reset. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound.h"
#include "runtime/base/map.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef csCfgVariable_t variable;
typedef struct {
    kc_map by_name;
} config;

static void end(CSOUND *cs, void *part)
{
    (void)cs;
    kc_map_free(&((config *)part)->by_name);
}

static bool valid_name(const char *name)
{
    if (!name || !*name) return false;
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        if (*c > 127 || !(isalnum(*c) || *c == '_')) return false;
    return true;
}

static variable *find(CSOUND *cs, const char *name)
{
    config *c = cs && name ? kc_cs_part_find(cs, "configuration") : NULL;
    return c ? kc_map_get(&c->by_name, name) : NULL;
}

/* The range: what the host gave, or all there is. */
static void set_range(variable *v, const void *min, const void *max)
{
    enum { SHORTEST = 8, LONGEST = 16384, USUAL = 256 };
    switch (v->h.type) {
    case CSOUNDCFG_INTEGER:
        v->i.min = min ? *(const int *)min : -INT_MAX;
        v->i.max = max ? *(const int *)max : INT_MAX;
        break;
    case CSOUNDCFG_FLOAT:
        v->f.min = min ? *(const float *)min : -1e30f;
        v->f.max = max ? *(const float *)max : 1e30f;
        break;
    case CSOUNDCFG_DOUBLE:
    case CSOUNDCFG_MYFLT:
        v->d.min = min ? *(const double *)min : -1e30;
        v->d.max = max ? *(const double *)max : 1e30;
        break;
    case CSOUNDCFG_STRING: {
        int bytes = max ? *(const int *)max : USUAL;
        v->s.maxlen = bytes < SHORTEST ? SHORTEST : bytes > LONGEST ? LONGEST : bytes;
        break;
    }
    }
}

_Static_assert(sizeof(csCfgVariableMYFLT_t) == sizeof(csCfgVariableDouble_t), "set_range treats them alike");

/* Appends a text to the record's block; NULL for none. */
static unsigned char *append(char **at, const char *text)
{
    if (!text || !*text) return NULL;
    unsigned char *here = (unsigned char *)*at;
    *at = stpcpy(*at, text) + 1;
    return here;
}

static size_t bytes_of(const char *text) { return text ? strlen(text) + 1 : 0; }

int csoundCreateConfigurationVariable(CSOUND *cs, const char *name, void *p, int type, int flags, void *min,
                                      void *max, const char *shortDesc, const char *longDesc)
{
    if (!cs || find(cs, name)) return CSOUNDCFG_INVALID_NAME;
    if (!p) return CSOUNDCFG_NULL_POINTER;
    if (!valid_name(name)) return CSOUNDCFG_INVALID_NAME;
    if (type < CSOUNDCFG_INTEGER || type > CSOUNDCFG_STRING) return CSOUNDCFG_INVALID_TYPE;
    if (flags & ~CSOUNDCFG_POWOFTWO) return CSOUNDCFG_INVALID_FLAG;

    size_t texts = bytes_of(name) + bytes_of(shortDesc) + bytes_of(longDesc);
    variable *v = kc_cs_alloc(cs, sizeof *v + texts, true);
    if (!v) return CSOUNDCFG_MEMORY;
    char *at = (char *)(v + 1);
    v->h.name = append(&at, name);
    v->h.shortDesc = append(&at, shortDesc);
    v->h.longDesc = append(&at, longDesc);
    v->h.p = p;
    v->h.type = type;
    v->h.flags = type == CSOUNDCFG_INTEGER ? flags : 0;
    set_range(v, min, max);
    config *c = kc_cs_part(cs, "configuration", sizeof *c, KC_UNTIL_RESET, end);
    kc_map_put(&c->by_name, name, v);
    return CSOUNDCFG_SUCCESS;
}

#define STORE(record, kind, value)                                                                           \
    do {                                                                                                     \
        kind x = *(const kind *)(value);                                                                     \
        if (x < (record).min) return CSOUNDCFG_TOO_LOW;                                                      \
        if (x > (record).max) return CSOUNDCFG_TOO_HIGH;                                                     \
        *(record).p = x;                                                                                     \
    } while (0)

static int store_int(variable *v, int x)
{
    if (x < v->i.min) return CSOUNDCFG_TOO_LOW;
    if (x > v->i.max) return CSOUNDCFG_TOO_HIGH;
    if (v->i.flags & CSOUNDCFG_POWOFTWO && (x < 1 || x & (x - 1))) return CSOUNDCFG_NOT_POWOFTWO;
    *v->i.p = x;
    return CSOUNDCFG_SUCCESS;
}

static int store(variable *v, const void *value)
{
    if (!value) return CSOUNDCFG_NULL_POINTER;
    switch (v->h.type) {
    case CSOUNDCFG_INTEGER: return store_int(v, *(const int *)value);
    case CSOUNDCFG_BOOLEAN:
        if (*(const int *)value & ~1) return CSOUNDCFG_INVALID_BOOLEAN;
        *v->b.p = *(const int *)value;
        break;
    case CSOUNDCFG_FLOAT: STORE(v->f, float, value); break;
    case CSOUNDCFG_DOUBLE: STORE(v->d, double, value); break;
    case CSOUNDCFG_MYFLT: STORE(v->m, MYFLT, value); break;
    case CSOUNDCFG_STRING:
        if (strlen(value) >= (size_t)v->s.maxlen - 1) return CSOUNDCFG_STRING_LENGTH;
        strcpy(v->s.p, value);
        break;
    }
    return CSOUNDCFG_SUCCESS;
}

int csoundSetConfigurationVariable(CSOUND *cs, const char *name, void *value)
{
    variable *v = find(cs, name);
    return v ? store(v, value) : CSOUNDCFG_INVALID_NAME;
}

/* 0 or 1, or -1: each word in small letters, with a capital, or in capitals. */
static int boolean(const char *word)
{
    static const char *const words[] = {"0", "no", "off", "false", "1", "yes", "on", "true"};
    enum { WORDS = sizeof words / sizeof *words };
    char small[8];
    size_t n = strlen(word), upper = 0;
    if (!n || n >= sizeof small) return -1;
    for (size_t i = 0; i <= n; i++) {
        upper += word[i] >= 'A' && word[i] <= 'Z';
        small[i] = (char)tolower((unsigned char)word[i]);
    }
    bool capital = *word >= 'A' && *word <= 'Z';
    if (upper && !(capital && (upper == 1 || upper == n))) return -1;
    for (int i = 0; i < WORDS; i++)
        if (!strcmp(small, words[i])) return i >= WORDS / 2;
    return -1;
}

int csoundParseConfigurationVariable(CSOUND *cs, const char *name, const char *value)
{
    variable *v = find(cs, name);
    if (!v) return CSOUNDCFG_INVALID_NAME;
    if (!value) return CSOUNDCFG_NULL_POINTER;
    double x = cs_strtod((char *)value, NULL);
    float narrow = (float)x;
    switch (v->h.type) {
    case CSOUNDCFG_INTEGER: return store_int(v, (int)strtol(value, NULL, 10));
    case CSOUNDCFG_BOOLEAN: {
        int b = boolean(value);
        return b < 0 ? CSOUNDCFG_INVALID_BOOLEAN : store(v, &b);
    }
    case CSOUNDCFG_FLOAT: return store(v, &narrow);
    case CSOUNDCFG_STRING: return store(v, value);
    default: return store(v, &x);
    }
}

variable *csoundQueryConfigurationVariable(CSOUND *cs, const char *name) { return find(cs, name); }

static int by_name(const void *a, const void *b)
{
    const variable *const *x = a, *const *y = b;
    return strcmp((const char *)(*x)->h.name, (const char *)(*y)->h.name);
}

variable **csoundListConfigurationVariables(CSOUND *cs)
{
    if (!cs) return NULL;
    config *c = kc_cs_part_find(cs, "configuration");
    size_t n = 0, room = c ? c->by_name.n : 0;
    variable **list = kc_cs_alloc(cs, (room + 1) * sizeof *list, true);
    for (size_t i = 0; c && i < c->by_name.cap; i++)
        if (c->by_name.slots[i].key) list[n++] = c->by_name.slots[i].value;
    qsort(list, n, sizeof *list, by_name);
    return list;
}

void csoundDeleteCfgVarList(CSOUND *cs, variable **list)
{
    if (cs) kc_cs_free(cs, list);
}

int csoundDeleteConfigurationVariable(CSOUND *cs, const char *name)
{
    variable *v = find(cs, name);
    if (!v) return CSOUNDCFG_INVALID_NAME;
    kc_map_remove(&((config *)kc_cs_part_find(cs, "configuration"))->by_name, name);
    kc_cs_free(cs, v);
    return CSOUNDCFG_SUCCESS;
}

const char *csoundCfgErrorCodeToString(int code)
{
    static const char *const texts[] = {
        "no error",
        "no configuration variable can have, or has, this name",
        "unknown type of configuration variable",
        "unknown flag",
        "a pointer is NULL",
        "the value is above the maximum",
        "the value is below the minimum",
        "the value must be a power of two",
        "neither 0 or 1 nor no, yes, off, on, false, true",
        "out of memory",
        "the string is longer than its variable",
    };
    return code > 0 || code < CSOUNDCFG_LASTERROR ? "unknown error code" : texts[-code];
}
