/* Lists of cells (csound_data_structures.h), in the engine's memory. */
#include "api/csound/csound_int.h"
#include "api/include/csound/csound_data_structures.h"

CONS_CELL *cs_cons(CSOUND *cs, void *value, CONS_CELL *list)
{
    CONS_CELL *cell = kc_cs_alloc(cs, sizeof *cell, true);
    *cell = (CONS_CELL){value, list};
    return cell;
}

CONS_CELL *cs_cons_append(CONS_CELL *first, CONS_CELL *second)
{
    if (!first) return second;
    CONS_CELL *last = first;
    while (last->next) last = last->next;
    last->next = second;
    return first;
}

int cs_cons_length(CONS_CELL *list)
{
    int n = 0;
    for (; list; list = list->next) n++;
    return n;
}

static void drop(CSOUND *cs, CONS_CELL *list, bool values)
{
    while (list) {
        CONS_CELL *next = list->next;
        if (values) kc_cs_free(cs, list->value);
        kc_cs_free(cs, list);
        list = next;
    }
}

void cs_cons_free(CSOUND *cs, CONS_CELL *list) { drop(cs, list, false); }
void cs_cons_free_complete(CSOUND *cs, CONS_CELL *list) { drop(cs, list, true); }
