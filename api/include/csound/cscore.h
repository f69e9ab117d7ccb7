/* Score manipulation in C: read events, arrange them in lists, write or play them. The functions work between
   the two streams of csoundInitializeCscore(), or inside the callback of csoundSetCscoreCallback(). Events
   and lists belong to the caller until freed; all belong to one thread. */
#ifndef CSCORE_H
#define CSCORE_H
#include "csound.h"
#ifdef __cplusplus
extern "C" {
#endif

/** In front of every event and list. */
typedef struct cshdr {
    struct cshdr *prvblk, *nxtblk;
    int16 type, size;
} CSHDR;

/** An event. Numbers are at p[1] and on; strings of an event's p-fields are in strarg, one after the other.
 */
typedef struct {
    CSHDR h;
    char *strarg;
    char op;      /**< the letter */
    int16 pcnt;   /**< p-fields */
    MYFLT p2orig; /**< start and duration in beats, before the tempo was applied */
    MYFLT p3orig;
    MYFLT p[1];
} EVENT;

/** A list: e[1] to e[nevents]. */
typedef struct {
    CSHDR h;
    int nslots;  /**< room */
    int nevents; /**< in use */
    EVENT *e[1];
} EVLIST;

/* ---- events */

/** An event with room for `pcount` p-fields, all 0; one from a score line; a copy. NULL without memory. */
CS_API EVENT *cscoreCreateEvent(CSOUND *cs, int pcount);
CS_API EVENT *cscoreDefineEvent(CSOUND *cs, char *line);
CS_API EVENT *cscoreCopyEvent(CSOUND *cs, EVENT *event);
/** The next event of the input, NULL at its end. */
CS_API EVENT *cscoreGetEvent(CSOUND *cs);
/** Write to the output, an event or text. */
CS_API void cscorePutEvent(CSOUND *cs, EVENT *event);
CS_API void cscorePutString(CSOUND *cs, char *text);
CS_API void cscoreFreeEvent(CSOUND *cs, EVENT *event);

/* ---- lists; a call that adds gives the list to go on with, which may have moved */

CS_API EVLIST *cscoreListCreate(CSOUND *cs, int slots);
CS_API EVLIST *cscoreListAppendEvent(CSOUND *cs, EVLIST *list, EVENT *event);
CS_API EVLIST *cscoreListAppendStringEvent(CSOUND *cs, EVLIST *list, char *line);
/** From the input: up to the section's end; the events of the next `beats`; those that start before `time`.
 */
CS_API EVLIST *cscoreListGetSection(CSOUND *cs);
CS_API EVLIST *cscoreListGetNext(CSOUND *cs, MYFLT beats);
CS_API EVLIST *cscoreListGetUntil(CSOUND *cs, MYFLT time);
/** A list of the same events; one of copies of them. */
CS_API EVLIST *cscoreListCopy(CSOUND *cs, EVLIST *list);
CS_API EVLIST *cscoreListCopyEvents(CSOUND *cs, EVLIST *list);
/** New lists of copies: the notes of the instruments listed as text ("1 3"), with all that are no notes; what
   sounds from one time to another, cut to it. */
CS_API EVLIST *cscoreListExtractInstruments(CSOUND *cs, EVLIST *list, char *numbers);
CS_API EVLIST *cscoreListExtractTime(CSOUND *cs, EVLIST *list, MYFLT from, MYFLT to);
/** Take the f statements, or those of t, w and f, out of a list, into a new one. */
CS_API EVLIST *cscoreListSeparateF(CSOUND *cs, EVLIST *list);
CS_API EVLIST *cscoreListSeparateTWF(CSOUND *cs, EVLIST *list);
/** `first` with the events of `second`, or with copies of them, behind. */
CS_API EVLIST *cscoreListAppendList(CSOUND *cs, EVLIST *first, EVLIST *second);
CS_API EVLIST *cscoreListConcatenate(CSOUND *cs, EVLIST *first, EVLIST *second);
/** Writes all events; plays them (in a started engine); sorts them by time; how many. */
CS_API void cscoreListPut(CSOUND *cs, EVLIST *list);
CS_API int cscoreListPlay(CSOUND *cs, EVLIST *list);
CS_API void cscoreListSort(CSOUND *cs, EVLIST *list);
CS_API int cscoreListCount(CSOUND *cs, EVLIST *list);
/** Frees the list; the second its events too. */
CS_API void cscoreListFree(CSOUND *cs, EVLIST *list);
CS_API void cscoreListFreeEvents(CSOUND *cs, EVLIST *list);

/* ---- several inputs; each keeps its place */

CS_API FILE *cscoreFileOpen(CSOUND *cs, char *name);
CS_API void cscoreFileClose(CSOUND *cs, FILE *file);
CS_API FILE *cscoreFileGetCurrent(CSOUND *cs);
CS_API void cscoreFileSetCurrent(CSOUND *cs, FILE *file);

#ifdef __cplusplus
}
#endif
#endif
