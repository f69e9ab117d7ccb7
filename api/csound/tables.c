/* Function tables as the host sees them. Tables come and go with the performance, so every access happens
 * between two k-cycles; only the address that csoundGetTable gives is used without. */
#include "runtime/tables/tables.h"
#include "api/csound/instance.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    int number, index;
    double value, *values;
    const kc_table *table; /* found; NULL: none */
} access_call;

static kc_table *find(kc_cs *cs, int number)
{
    kc_engine *e = cs->performance->engine;
    return e && number > 0 ? kc_tables_get(kc_engine_tables(e), number) : NULL;
}

static void look_up(kc_cs *cs, void *arg)
{
    access_call *a = arg;
    a->table = find(cs, a->number);
}

int csoundTableLength(CSOUND *cs, int table)
{
    access_call a = {.number = table};
    if (cs) kc_cs_call(kc_cs_of(cs), look_up, &a);
    return a.table ? a.table->len : -1;
}

int csoundGetTable(CSOUND *cs, MYFLT **values, int table)
{
    access_call a = {.number = table};
    if (!values) return -1;
    if (cs) kc_cs_call(kc_cs_of(cs), look_up, &a);
    *values = a.table ? a.table->data : NULL;
    return a.table ? a.table->len : -1;
}

int csoundGetTableArgs(CSOUND *cs, MYFLT **args, int table)
{
    access_call a = {.number = table};
    if (!args) return -1;
    if (cs) kc_cs_call(kc_cs_of(cs), look_up, &a);
    *args = a.table ? a.table->args : NULL;
    return a.table ? a.table->nargs : -1;
}

/* ---- values ----------------------------------------------------------------------------------- */

/* Index 0 to the length: the guard point counts. */
static double *cell(kc_cs *cs, const access_call *a)
{
    kc_table *t = find(cs, a->number);
    return t && a->index >= 0 && a->index <= t->len ? &t->data[a->index] : NULL;
}

static void read_value(kc_cs *cs, void *arg)
{
    access_call *a = arg;
    const double *x = cell(cs, a);
    a->value = x ? *x : 0;
}

static void write_value(kc_cs *cs, void *arg)
{
    access_call *a = arg;
    double *x = cell(cs, a);
    if (x) *x = a->value;
}

MYFLT csoundTableGet(CSOUND *cs, int table, int index)
{
    access_call a = {.number = table, .index = index};
    if (cs) kc_cs_call(kc_cs_of(cs), read_value, &a);
    return a.value;
}

void csoundTableSet(CSOUND *cs, int table, int index, MYFLT value)
{
    access_call a = {.number = table, .index = index, .value = value};
    if (cs) kc_cs_call(kc_cs_of(cs), write_value, &a);
}

/* ---- whole tables ----------------------------------------------------------------------------- */

static void copy_out(kc_cs *cs, void *arg)
{
    access_call *a = arg;
    const kc_table *t = find(cs, a->number);
    if (t) memcpy(a->values, t->data, (size_t)t->len * sizeof(double));
}

static void copy_in(kc_cs *cs, void *arg)
{
    access_call *a = arg;
    kc_table *t = find(cs, a->number);
    if (t) memcpy(t->data, a->values, (size_t)t->len * sizeof(double));
}

void csoundTableCopyOut(CSOUND *cs, int table, MYFLT *values)
{
    access_call a = {.number = table, .values = values};
    if (cs && values) kc_cs_call(kc_cs_of(cs), copy_out, &a);
}

void csoundTableCopyIn(CSOUND *cs, int table, MYFLT *values)
{
    access_call a = {.number = table, .values = values};
    if (cs && values) kc_cs_call(kc_cs_of(cs), copy_in, &a);
}

/* The values travel with the call: the caller's memory is free when it returns. */
typedef struct {
    int number, n;
    double values[];
} copying;

static void copy_posted(kc_cs *cs, void *arg)
{
    const copying *c = arg;
    kc_table *t = find(cs, c->number);
    if (t) memcpy(t->data, c->values, (size_t)(c->n < t->len ? c->n : t->len) * sizeof(double));
}

void csoundTableCopyInAsync(CSOUND *cs, int table, MYFLT *values)
{
    int n = values ? csoundTableLength(cs, table) : -1;
    if (n < 0) return;
    size_t bytes = (size_t)n * sizeof(double);
    copying *c = malloc(sizeof *c + bytes);
    if (!c) return;
    c->number = table;
    c->n = n;
    memcpy(c->values, values, bytes);
    kc_cs_post(kc_cs_of(cs), copy_posted, c, sizeof *c + bytes, NULL);
    free(c);
}

void csoundTableCopyOutAsync(CSOUND *cs, int table, MYFLT *values)
{
    access_call a = {.number = table, .values = values};
    if (cs && values) kc_cs_post(kc_cs_of(cs), copy_out, &a, sizeof a, NULL);
}

/* ---- named GEN routines ----------------------------------------------------------------------- */

enum { FIRST_NAMED = 61 };

static const char *const gen_names[] = {
#define KC_GEN(number, fn)
#define KC_GEN_DEFERRED(number, fn)
#define KC_GEN_NAMED(name, fn) name,
#include "runtime/tables/gens.def"
};
enum { NAMED = sizeof gen_names / sizeof *gen_names };

typedef struct named_gen { /* NAMEDGEN of csoundCore.h */
    const char *name;
    int number;
    struct named_gen *next;
} named_gen;

static const char *gen_name(int gen)
{
    return gen >= FIRST_NAMED && gen < FIRST_NAMED + NAMED ? gen_names[gen - FIRST_NAMED] : "";
}

int csoundIsNamedGEN(CSOUND *cs, int gen)
{
    (void)cs;
    return (int)strlen(gen_name(gen));
}

void csoundGetNamedGEN(CSOUND *cs, int gen, char *name, int room)
{
    (void)cs;
    if (!name || room <= 0) return;
    size_t n = strnlen(gen_name(gen), (size_t)room - 1);
    memcpy(name, gen_name(gen), n);
    name[n] = 0;
}

void *csoundGetNamedGens(CSOUND *cs)
{
    if (!cs) return NULL;
    named_gen *list = kc_cs_part(cs, "named GENs", NAMED * sizeof *list, KC_UNTIL_RESET, NULL);
    for (int i = 0; i < NAMED; i++)
        list[i] = (named_gen){gen_names[i], FIRST_NAMED + i, i ? &list[i - 1] : NULL};
    return &list[NAMED - 1];
}
