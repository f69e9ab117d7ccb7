/* The list of opcodes, and opcodes that a host adds. */
#include "api/csound/instance.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    opcodeListEntry *v;
    int n, room;
    char *text; /* NULL while sizes are counted */
    size_t bytes;
} listing;

static char *keep(listing *l, const char *s)
{
    size_t n = strlen(s) + 1, at = l->bytes;
    l->bytes += n;
    return l->text ? memcpy(l->text + at, s, n) : NULL;
}

static void add(void *user, const char *name, const char *outs, const char *ins, int deprecated)
{
    listing *l = user;
    opcodeListEntry e = {keep(l, name), keep(l, outs), keep(l, ins), deprecated ? 0x8000 : 0};
    if (l->v && l->n < l->room) l->v[l->n] = e;
    l->n++;
}

static int compare(const void *pa, const void *pb)
{
    const opcodeListEntry *a = pa, *b = pb;
    int r = strcmp(a->opname, b->opname);
    if (!r) r = strcmp(a->outypes, b->outypes);
    return r ? r : strcmp(a->intypes, b->intypes);
}

/* The array and its texts are one block; an entry without a name ends it. */
int csoundNewOpcodeList(CSOUND *csound, opcodeListEntry **list)
{
    if (!list) return CSOUND_ERROR;
    *list = NULL;
    if (!csound) return CSOUND_ERROR;
    kc_performance *p = kc_cs_of(csound)->performance;
    listing l = {0};
    pthread_mutex_lock(&p->session_lock);
    kc_session *s = kc_perf_session(p);
    kc_session_list_opcodes(s, add, &l);
    size_t entries = ((size_t)l.n + 1) * sizeof *l.v;
    l.room = l.n;
    l.v = malloc(entries + l.bytes);
    if (l.v) {
        l.text = (char *)l.v + entries;
        l.n = 0;
        l.bytes = 0;
        kc_session_list_opcodes(s, add, &l);
    }
    pthread_mutex_unlock(&p->session_lock);
    if (!l.v) return CSOUND_MEMORY;
    l.v[l.n] = (opcodeListEntry){0};
    qsort(l.v, (size_t)l.n, sizeof *l.v, compare);
    *list = l.v;
    return l.n;
}

void csoundDisposeOpcodeList(CSOUND *cs, opcodeListEntry *list)
{
    (void)cs;
    free(list);
}
