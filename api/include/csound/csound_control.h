/* What a host says to a performance: score, events, channels, tables, keys. Part of csound.h. */
#ifndef CSOUND_CONTROL_H
#define CSOUND_CONTROL_H
#include "csound_types.h"
#ifdef __cplusplus
extern "C" {
#endif

/* ---- score -------------------------------------------------------------------------------------- */

/** Adds score text; in a running engine its times count from now, and an `e` ends the performance. 0, also
    when a line is wrong (a message says so). (any thread) */
CS_API int csoundReadScore(CSOUND *cs, const char *text);
CS_API void csoundReadScoreAsync(CSOUND *cs, const char *text);
/** Seconds performed. */
CS_API double csoundGetScoreTime(CSOUND *cs);
/** Whether score events sound (1 at first). With 0 time goes on, and the events met on the way are lost. */
CS_API int csoundIsScorePending(CSOUND *cs);
CS_API void csoundSetScorePending(CSOUND *cs, int pending);
/** Where in the score the performance begins, seconds; in force from the next start or rewind. */
CS_API MYFLT csoundGetScoreOffsetSeconds(CSOUND *cs);
CS_API void csoundSetScoreOffsetSeconds(CSOUND *cs, MYFLT seconds);
/** Plays the score again from its offset, also after its end. */
CS_API void csoundRewindScore(CSOUND *cs);
/** Runs at the start when -C is given: reads the score with the functions of cscore.h and writes the one to
    play. */
CS_API void csoundSetCscoreCallback(CSOUND *cs, void (*hook)(CSOUND *));
/** Names the streams that the functions of cscore.h read and write: 0, or CSOUND_INITIALIZATION when one is
    NULL. */
CS_API int csoundInitializeCscore(CSOUND *cs, FILE *in, FILE *out);
/** Reads a score and writes it sorted, with tempo applied; the second one also picks instruments and times as
    the extraction file says. 0, or an error. The streams stay the caller's. */
CS_API int csoundScoreSort(CSOUND *cs, FILE *in, FILE *out);
CS_API int csoundScoreExtract(CSOUND *cs, FILE *in, FILE *out, FILE *extract);

/* ---- events (any thread) ------------------------------------------------------------------------ */

/** An event of letter a, i, q, f or e, with `count` p-fields from p1 on; p2 counts from now, in the Absolute
    ones from the start of the performance plus `offset` seconds. 0; what is wrong with it is said when it is
    due. */
CS_API int csoundScoreEvent(CSOUND *cs, char letter, const MYFLT *pfields, long count);
CS_API void csoundScoreEventAsync(CSOUND *cs, char letter, const MYFLT *pfields, long count);
CS_API int csoundScoreEventAbsolute(CSOUND *cs, char letter, const MYFLT *pfields, long count, double offset);
CS_API void csoundScoreEventAbsoluteAsync(CSOUND *cs, char letter, const MYFLT *pfields, long count,
                                          double offset);
/** A score line in text; before the start it is kept until then. */
CS_API void csoundInputMessage(CSOUND *cs, const char *line);
CS_API void csoundInputMessageAsync(CSOUND *cs, const char *line);
/** Ends notes of an instrument, by name when `name` is not NULL. `mode` 0 all, 1 the oldest, 2 the newest; +4
    only those whose fraction fits, +8 only held notes. `release` not 0 lets them play their release. 0, -1
    when there is none. */
CS_API int csoundKillInstance(CSOUND *cs, MYFLT instrument, char *name, int mode, int release);
/** Runs at the beginning of every control cycle, in order of registration, until reset. 0. */
CS_API int csoundRegisterSenseEventCallback(CSOUND *cs, void (*hook)(CSOUND *, void *user), void *user);

/* ---- keyboard ----------------------------------------------------------------------------------- */

/** The key for the next sensekey; one is kept. */
CS_API void csoundKeyPress(CSOUND *cs, char key);
/** Asked for keys by sensekey: `hook` gets `user`, an int to store the code in, and the kind; it answers 0
    when it served. `kinds` is a sum of CSOUND_CALLBACK_KBD_..., 0 for all. 0, or -1 for a NULL hook or wrong
    kinds. */
CS_API int csoundRegisterKeyboardCallback(CSOUND *cs, int (*hook)(void *user, void *key, unsigned int kind),
                                          void *user, unsigned int kinds);
CS_API void csoundRemoveKeyboardCallback(CSOUND *cs, int (*hook)(void *, void *, unsigned int));

/* ---- channels (the calls that copy: any thread) ------------------------------------------------- */

/** Finds or makes a channel and gives its storage: one MYFLT, ksmps of them, or a STRINGDAT. `type` is a kind
    plus a direction. 0; the kind and direction it has when that is another; -1 for a bad name or type. Valid
    until reset. */
CS_API int csoundGetChannelPtr(CSOUND *cs, MYFLT **storage, const char *name, int type);
/** All channels, sorted by name: how many, or CSOUND_MEMORY. Release the array with
    csoundDeleteChannelList(). */
CS_API int csoundListChannels(CSOUND *cs, controlChannelInfo_t **list);
CS_API void csoundDeleteChannelList(CSOUND *cs, controlChannelInfo_t *list);
/** Hints of a control channel; set copies `attributes`, get gives a copy that the caller frees. 0, or -1 when
    there is no such channel, or the hints are not possible (min not below max, default outside, a bound of 0
    with EXP). */
CS_API int csoundSetControlChannelHints(CSOUND *cs, const char *name, controlChannelHints_t hints);
CS_API int csoundGetControlChannelHints(CSOUND *cs, const char *name, controlChannelHints_t *hints);
/** The channel's spin lock, NULL without the channel. Whoever uses raw storage from another thread takes it.
 */
CS_API int *csoundGetChannelLock(CSOUND *cs, const char *name);
/** The value; a missing channel is made and is 0. *error (may be NULL) gets 0, or the kind it really has. */
CS_API MYFLT csoundGetControlChannel(CSOUND *cs, const char *name, int *error);
CS_API void csoundSetControlChannel(CSOUND *cs, const char *name, MYFLT value);
/** Copies ksmps samples. */
CS_API void csoundGetAudioChannel(CSOUND *cs, const char *name, MYFLT *samples);
CS_API void csoundSetAudioChannel(CSOUND *cs, const char *name, MYFLT *samples);
/** Copies text; the buffer of the first must have csoundGetChannelDatasize() bytes. */
CS_API void csoundGetStringChannel(CSOUND *cs, const char *name, char *text);
CS_API void csoundSetStringChannel(CSOUND *cs, const char *name, char *text);
/** Bytes of a channel's value, for strings the room there is; 0 without the channel. */
CS_API int csoundGetChannelDatasize(CSOUND *cs, const char *name);
/** What invalue and outvalue call, on the performance thread. */
CS_API void csoundSetInputChannelCallback(CSOUND *cs, channelCallback_t hook);
CS_API void csoundSetOutputChannelCallback(CSOUND *cs, channelCallback_t hook);
/** Copies a spectral frame in and out; the caller's frame must hold N + 2 floats. 0. */
CS_API int csoundSetPvsChannel(CSOUND *cs, const PVSDATEXT *frame, const char *name);
CS_API int csoundGetPvsChannel(CSOUND *cs, PVSDATEXT *frame, const char *name);

/* ---- function tables (the calls that copy: any thread) ------------------------------------------ */

/** Length without the guard point, -1 when there is no such table. */
CS_API int csoundTableLength(CSOUND *cs, int table);
/** One value; 0, and no effect, outside of the table. */
CS_API MYFLT csoundTableGet(CSOUND *cs, int table, int index);
CS_API void csoundTableSet(CSOUND *cs, int table, int index, MYFLT value);
/** Copies the whole table, without its guard point. */
CS_API void csoundTableCopyOut(CSOUND *cs, int table, MYFLT *values);
CS_API void csoundTableCopyIn(CSOUND *cs, int table, MYFLT *values);
/** The same at the next cycle; `values` of the first must live until then. */
CS_API void csoundTableCopyOutAsync(CSOUND *cs, int table, MYFLT *values);
CS_API void csoundTableCopyInAsync(CSOUND *cs, int table, MYFLT *values);
/** Length and address of the values; -1 and NULL without the table. */
CS_API int csoundGetTable(CSOUND *cs, MYFLT **values, int table);
/** How many arguments made the table, and where they are, the GEN number first; -1 without the table. */
CS_API int csoundGetTableArgs(CSOUND *cs, MYFLT **args, int table);
/** Length of a named GEN routine's name, 0 when it has none; its name, cut to `room` bytes; the list of all
    of them. */
CS_API int csoundIsNamedGEN(CSOUND *cs, int gen);
CS_API void csoundGetNamedGEN(CSOUND *cs, int gen, char *name, int room);
CS_API void *csoundGetNamedGens(CSOUND *cs);

#ifdef __cplusplus
}
#endif
#endif
