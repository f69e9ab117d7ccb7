/* Graph callbacks. They stay over a reset; the flag that says a host draws does not. */
#include "api/csound/graphs.h"
#include "api/include/csound/csound.h"

typedef struct {
    _Atomic(void (*)(CSOUND *, WINDAT *, const char *)) make;
    _Atomic(void (*)(CSOUND *, WINDAT *)) draw, kill;
    _Atomic(int (*)(CSOUND *)) exit;
    atomic_bool used;
} graphs;

static graphs *get(CSOUND *cs) { return kc_cs_part(cs, "graphs", sizeof(graphs), KC_UNTIL_DESTROY, NULL); }
static atomic_int *flag(CSOUND *cs)
{
    return kc_cs_part(cs, "graphable", sizeof(atomic_int), KC_UNTIL_RESET, NULL);
}

int csoundSetIsGraphable(CSOUND *cs, int graphable) { return cs ? atomic_exchange(flag(cs), graphable) : 0; }

void csoundSetMakeGraphCallback(CSOUND *cs, void (*hook)(CSOUND *, WINDAT *, const char *))
{
    if (cs) get(cs)->make = hook;
}
void csoundSetDrawGraphCallback(CSOUND *cs, void (*hook)(CSOUND *, WINDAT *))
{
    if (cs) get(cs)->draw = hook;
}
void csoundSetKillGraphCallback(CSOUND *cs, void (*hook)(CSOUND *, WINDAT *))
{
    if (cs) get(cs)->kill = hook;
}
void csoundSetExitGraphCallback(CSOUND *cs, int (*hook)(CSOUND *))
{
    if (cs) get(cs)->exit = hook;
}

bool kc_cs_draw(CSOUND *cs, WINDAT *w)
{
    graphs *g = get(cs);
    void (*make)(CSOUND *, WINDAT *, const char *) = g->make;
    void (*draw)(CSOUND *, WINDAT *) = g->draw;
    if (!*flag(cs) || !draw) return false;
    g->used = true;
    if (!w->windid && make) make(cs, w, w->caption);
    draw(cs, w);
    return true;
}

void kc_cs_end_graphs(CSOUND *cs)
{
    graphs *g = get(cs);
    int (*hook)(CSOUND *) = g->exit;
    if (atomic_exchange(&g->used, false) && hook) hook(cs);
}
