/* Life of an engine, compilation, performance, properties. Part of csound.h. */
#ifndef CSOUND_ENGINE_H
#define CSOUND_ENGINE_H
#include "csound_types.h"
#ifdef __cplusplus
extern "C" {
#endif

/* ---- life --------------------------------------------------------------------------------------- */

/** Sets the process up, once: signal and exit handlers unless `flags` (CSOUNDINIT_NO_...) forbids. 0 the
    first time, 1 when it was done before; csoundCreate() does it with 0. */
CS_API int csoundInitialize(int flags);
/** Where engines made from now on look for plugins, instead of OPCODE6DIR64. NULL: back to the default. */
CS_API void csoundSetOpcodedir(const char *folder);
/** A new engine that remembers `host_data`. NULL when it cannot be made. Release it with csoundDestroy(). */
CS_API CSOUND *csoundCreate(void *host_data);
/** Loads all plugins of a folder into an engine; 0, also when there is no such folder (a warning says so). */
CS_API int csoundLoadPlugins(CSOUND *cs, const char *folder);
/** Ends the performance and releases everything that belongs to the engine. */
CS_API void csoundDestroy(CSOUND *cs);
/** The version followed: 6181 is 6.18.1. */
CS_API int csoundGetVersion(void);
/** The interface version: 400 is 4.0. */
CS_API int csoundGetAPIVersion(void);
/** Ends the performance (release sections, files, devices): 0, again 0 when called twice. */
CS_API int csoundCleanup(CSOUND *cs);
/** Back to the state after csoundCreate(): options, orchestra, tables, channels and message hooks go; host
    data and the keyboard, channel and graph callbacks stay. */
CS_API void csoundReset(CSOUND *cs);

/* ---- compilation -------------------------------------------------------------------------------- */

/** Parses orchestra text. NULL on an error (messages say where). Release with csoundDeleteTree(). (any
    thread) */
CS_API TREE *csoundParseOrc(CSOUND *cs, const char *orchestra);
/** Compiles a tree: 0 or -1. In a running engine its header code runs before the call returns. (any thread)
 */
CS_API int csoundCompileTree(CSOUND *cs, TREE *tree);
CS_API int csoundCompileTreeAsync(CSOUND *cs, TREE *tree);
CS_API void csoundDeleteTree(CSOUND *cs, TREE *tree);
/** Compiles orchestra text: 0, or -1 with everything as it was. Header code runs at once in a running engine,
    at the start otherwise. Instruments may be redefined; notes that sound keep their code. (any thread) */
CS_API int csoundCompileOrc(CSOUND *cs, const char *orchestra);
CS_API int csoundCompileOrcAsync(CSOUND *cs, const char *orchestra);
/** Compiles and runs header code and gives the value of its `return`; 0 without one, NaN when it does not
    parse. */
CS_API MYFLT csoundEvalCode(CSOUND *cs, const char *code);
/** Options, orchestra and score as on a command line (args[0] is a program name): 0 or negative. Start it
    afterwards. */
CS_API int csoundCompileArgs(CSOUND *cs, int count, const char **args);
/** csoundCompileArgs() and csoundStart(): 0, -1, or CSOUND_EXITJMP_SUCCESS when only information was asked
    for. */
CS_API int csoundCompile(CSOUND *cs, int count, const char **args);
/** Compiles a CSD, by file name or as text: 0 or -1. Before the start its options count and csoundStart()
    must follow; later its options are skipped and its score is taken from now on. (any thread) */
CS_API int csoundCompileCsd(CSOUND *cs, const char *file);
CS_API int csoundCompileCsdText(CSOUND *cs, const char *text);
/** Opens input and output, runs header code, sorts the score: 0, or -1 on a failure or when started already.
    With nothing compiled it is an empty engine that never ends by itself. */
CS_API int csoundStart(CSOUND *cs);

/* ---- performance -------------------------------------------------------------------------------- */

/** Runs to the end: positive; 0 when csoundStop() interrupted it; negative on an error. */
CS_API int csoundPerform(CSOUND *cs);
/** Runs one control cycle: 0, positive at the end, negative on an error or before the start. */
CS_API int csoundPerformKsmps(CSOUND *cs);
/** Runs one output buffer (-b): results as csoundPerformKsmps(). */
CS_API int csoundPerformBuffer(CSOUND *cs);
/** Asks a running csoundPerform() to return. (any thread) */
CS_API void csoundStop(CSOUND *cs);

/* ---- remote control ----------------------------------------------------------------------------- */

/** Listens for code and events on a UDP port: 0, or -1 when it cannot, or does already. */
CS_API int csoundUDPServerStart(CSOUND *cs, unsigned int port);
/** The port, -1 without a server. */
CS_API int csoundUDPServerStatus(CSOUND *cs);
CS_API int csoundUDPServerClose(CSOUND *cs);
/** Sends every message as a datagram to address:port; with `mirror` not 0 messages also go where they went
    before. */
CS_API int csoundUDPConsole(CSOUND *cs, const char *address, int port, int mirror);
CS_API void csoundStopUDPConsole(CSOUND *cs);

/* ---- properties --------------------------------------------------------------------------------- */

/** Samples and control cycles a second, samples in a control cycle: 44100, 4410, 10 before something is
    compiled. */
CS_API MYFLT csoundGetSr(CSOUND *cs);
CS_API MYFLT csoundGetKr(CSOUND *cs);
CS_API uint32_t csoundGetKsmps(CSOUND *cs);
/** Output and input channels. */
CS_API uint32_t csoundGetNchnls(CSOUND *cs);
CS_API uint32_t csoundGetNchnlsInput(CSOUND *cs);
/** The amplitude of full scale, and the tuning reference in Hz. */
CS_API MYFLT csoundGet0dBFS(CSOUND *cs);
CS_API MYFLT csoundGetA4(CSOUND *cs);
/** Samples performed since the start or the last rewind. */
CS_API int64_t csoundGetCurrentTimeSamples(CSOUND *cs);
/** 8: samples are double. */
CS_API int csoundGetSizeOfMYFLT(void);
/** The pointer given to csoundCreate(). The engine never follows it. */
CS_API void *csoundGetHostData(CSOUND *cs);
CS_API void csoundSetHostData(CSOUND *cs, void *host_data);
/** One command-line option, its value attached ("-odac", "--ksmps=16"): 0; 1 after the start. */
CS_API int csoundSetOption(CSOUND *cs, const char *option);
/** All options at once, before the start. */
CS_API void csoundSetParams(CSOUND *cs, CSOUND_PARAMS *params);
CS_API void csoundGetParams(CSOUND *cs, CSOUND_PARAMS *params);
CS_API int csoundGetDebug(CSOUND *cs);
CS_API void csoundSetDebug(CSOUND *cs, int debug);
/** Stores the device's sampling rate when `rate` is positive; gives the stored one, -1 when there is none. */
CS_API MYFLT csoundSystemSr(CSOUND *cs, MYFLT rate);
/** Errors counted so far, at init time and in performance. */
CS_API int csoundErrCnt(CSOUND *cs);

#ifdef __cplusplus
}
#endif
#endif
