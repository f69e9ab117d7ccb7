/* Lists of score events. A list has its own memory and points at events; e[0] is not used. */
#include "api/csound/csound_int.h"
#include "api/include/csound/cscore.h"
#include <stdlib.h>

enum { STEP = 100 };

EVLIST *cscoreListCreate(CSOUND *cs, int slots)
{
    if (!cs || slots < 0) return NULL;
    EVLIST *list = kc_cs_alloc(cs, sizeof *list + ((size_t)slots) * sizeof *list->e, true);
    if (list) list->nslots = slots;
    return list;
}

/* The list with room for `more` events. */
static EVLIST *with_room(CSOUND *cs, EVLIST *list, int more)
{
    if (list->nevents + more <= list->nslots) return list;
    int slots = list->nevents + more + STEP;
    EVLIST *grown = kc_cs_realloc(cs, list, sizeof *grown + (size_t)slots * sizeof *grown->e);
    if (grown) grown->nslots = slots;
    return grown;
}

EVLIST *cscoreListAppendEvent(CSOUND *cs, EVLIST *list, EVENT *event)
{
    if (!cs || !list || !event) return list;
    list = with_room(cs, list, 1);
    if (list) list->e[++list->nevents] = event;
    return list;
}

EVLIST *cscoreListAppendStringEvent(CSOUND *cs, EVLIST *list, char *line)
{
    return cscoreListAppendEvent(cs, list, cscoreDefineEvent(cs, line));
}

static EVLIST *joined(CSOUND *cs, EVLIST *first, const EVLIST *second, bool copies)
{
    if (!cs || !first || !second) return first;
    int n = second->nevents; /* both may be the same list */
    if (!(first = with_room(cs, first, n))) return NULL;
    for (int i = 1; i <= n; i++)
        first->e[++first->nevents] = copies ? cscoreCopyEvent(cs, second->e[i]) : second->e[i];
    return first;
}

EVLIST *cscoreListAppendList(CSOUND *cs, EVLIST *first, EVLIST *second)
{
    return first == second && first ? joined(cs, first, cscoreListCopy(cs, second), false)
                                    : joined(cs, first, second, false);
}

EVLIST *cscoreListConcatenate(CSOUND *cs, EVLIST *first, EVLIST *second)
{
    return first == second && first ? joined(cs, first, cscoreListCopy(cs, second), true)
                                    : joined(cs, first, second, true);
}

EVLIST *cscoreListCopy(CSOUND *cs, EVLIST *list)
{
    return list ? joined(cs, cscoreListCreate(cs, list->nevents), list, false) : NULL;
}

EVLIST *cscoreListCopyEvents(CSOUND *cs, EVLIST *list)
{
    return list ? joined(cs, cscoreListCreate(cs, list->nevents), list, true) : NULL;
}

int cscoreListCount(CSOUND *cs, EVLIST *list)
{
    (void)cs;
    return list ? list->nevents : 0;
}

void cscoreListFree(CSOUND *cs, EVLIST *list)
{
    if (cs) kc_cs_free(cs, list);
}

void cscoreListFreeEvents(CSOUND *cs, EVLIST *list)
{
    if (!cs || !list) return;
    for (int n = 1; n <= list->nevents; n++) cscoreFreeEvent(cs, list->e[n]);
    kc_cs_free(cs, list);
}

/* ---- choosing --------------------------------------------------------------------------------- */

/* Whether `text` ("1 3 12") has the number. */
static bool lists_number(const char *text, int number)
{
    char *next;
    for (; *text; text = next) {
        long n = strtol(text, &next, 10);
        if (next == text) return false;
        if (n == number) return true;
    }
    return false;
}

EVLIST *cscoreListExtractInstruments(CSOUND *cs, EVLIST *list, char *numbers)
{
    if (!cs || !list || !numbers) return NULL;
    EVLIST *chosen = cscoreListCreate(cs, 0);
    for (int n = 1; n <= list->nevents; n++) {
        EVENT *e = list->e[n];
        if (e->op != 'i' || lists_number(numbers, (int)e->p[1]))
            chosen = cscoreListAppendEvent(cs, chosen, cscoreCopyEvent(cs, e));
    }
    return chosen;
}

/* A note cut to the window and counted from its start; false when none of it lies inside. */
static bool cut_note(EVENT *e, MYFLT from, MYFLT to)
{
    MYFLT start = e->p[2], stop = start + e->p[3];
    if (start >= to || (start < from && stop <= from)) return false;
    if (start < from) start = from;
    if (stop > to) stop = to;
    e->p[2] = start - from;
    e->p[3] = stop - start;
    return true;
}

static bool cut(EVENT *e, MYFLT from, MYFLT to)
{
    if (e->op == 'i') return cut_note(e, from, to);
    if (e->op != 'f') return true;
    if (e->p[2] >= to) return false;
    e->p[2] = e->p[2] <= from ? 0 : e->p[2] - from;
    return true;
}

EVLIST *cscoreListExtractTime(CSOUND *cs, EVLIST *list, MYFLT from, MYFLT to)
{
    if (!cs || !list) return NULL;
    EVLIST *chosen = cscoreListCreate(cs, 0);
    for (int n = 1; n <= list->nevents; n++) {
        EVENT *e = cscoreCopyEvent(cs, list->e[n]);
        if (cut(e, from, to))
            chosen = cscoreListAppendEvent(cs, chosen, e);
        else
            cscoreFreeEvent(cs, e);
    }
    return chosen;
}

/* Takes the events with one of the letters out of the list. */
static EVLIST *separate(CSOUND *cs, EVLIST *list, const char *letters)
{
    if (!cs || !list) return NULL;
    EVLIST *taken = cscoreListCreate(cs, 0);
    int kept = 0, late = 0;
    for (int n = 1; n <= list->nevents; n++) {
        EVENT *e = list->e[n];
        bool hit = false;
        for (const char *l = letters; *l; l++) hit |= *l == e->op;
        late += hit && e->op == 'f' && e->p[2] != 0;
        if (hit)
            taken = cscoreListAppendEvent(cs, taken, e);
        else
            list->e[++kept] = e;
    }
    list->nevents = kept;
    if (late)
        kc_cs_message(cs, 0, "cscore: %d f statement%s with p2 other than 0\n", late, late == 1 ? "" : "s");
    return taken;
}

EVLIST *cscoreListSeparateF(CSOUND *cs, EVLIST *list) { return separate(cs, list, "f"); }
EVLIST *cscoreListSeparateTWF(CSOUND *cs, EVLIST *list) { return separate(cs, list, "twf"); }

/* ---- order ------------------------------------------------------------------------------------ */

/* By time, letter, instrument, duration; f statements of one time, and what follows a w, stay as they are. */
static bool comes_after(const EVENT *a, const EVENT *b)
{
    if (a->op == 'w') return false;
    if (a->p[2] != b->p[2]) return a->p[2] > b->p[2];
    if (a->op != b->op) return a->op > b->op;
    if (a->op == 'f') return false;
    return a->p[1] != b->p[1] ? a->p[1] > b->p[1] : a->p[3] > b->p[3];
}

void cscoreListSort(CSOUND *cs, EVLIST *list)
{
    (void)cs;
    if (!list || !list->nevents) return;
    int n = list->nevents;
    char last = list->e[n]->op;
    if (last == 's' || last == 'e') n--; /* the end stays the end */
    /* merge sort, so that equal events keep their order */
    EVENT **from = list->e + 1, **to = malloc((size_t)n * sizeof *to), **spare = to;
    if (!spare) return;
    for (int width = 1; width < n; width *= 2) {
        for (int at = 0; at < n; at += 2 * width) {
            int i = at, mid = at + width < n ? at + width : n, j = mid,
                stop = mid + width < n ? mid + width : n;
            for (int k = at; k < stop; k++)
                to[k] = j >= stop || (i < mid && !comes_after(from[i], from[j])) ? from[i++] : from[j++];
        }
        EVENT **swap = from;
        from = to;
        to = swap;
    }
    if (from == spare)
        for (int i = 0; i < n; i++) list->e[1 + i] = from[i];
    free(spare);
}
