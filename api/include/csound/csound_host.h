/* Services: messages, graphs, opcodes, threads, clocks, environment, utilities. Part of csound.h. */
#ifndef CSOUND_HOST_H
#define CSOUND_HOST_H
#include "csound_types.h"
#ifdef __cplusplus
extern "C" {
#endif

/* ---- messages (any thread) ---------------------------------------------------------------------- */

/** Prints; the attributes are those of msg_attr.h. */
CS_API void csoundMessage(CSOUND *cs, const char *format, ...) CS_PRINTF2;
CS_API void csoundMessageS(CSOUND *cs, int attr, const char *format, ...) CS_PRINTF3;
CS_API void csoundMessageV(CSOUND *cs, int attr, const char *format, va_list args);
/** Who gets messages: of engines made from now on; of one engine until reset, with the format or with the
    text (at most 1023 bytes). Each replaces the other. NULL: back to the default. */
CS_API void csoundSetDefaultMessageCallback(csoundMessageHook hook);
CS_API void csoundSetMessageCallback(CSOUND *cs, csoundMessageHook hook);
CS_API void csoundSetMessageStringCallback(CSOUND *cs, void (*hook)(CSOUND *cs, int attr, const char *text));
/** The sum of -m: which messages are made. 135 at first. */
CS_API int csoundGetMessageLevel(CSOUND *cs);
CS_API void csoundSetMessageLevel(CSOUND *cs, int level);
/** Keeps messages in a queue instead of printing them (`print` not 0: both). */
CS_API void csoundCreateMessageBuffer(CSOUND *cs, int print);
/** The oldest message and its attributes, NULL and 0 when there is none; the text is good until it is popped.
 */
CS_API const char *csoundGetFirstMessage(CSOUND *cs);
CS_API int csoundGetFirstMessageAttr(CSOUND *cs);
CS_API void csoundPopFirstMessage(CSOUND *cs);
/** Messages waiting, -1 without a queue. */
CS_API int csoundGetMessageCnt(CSOUND *cs);
CS_API void csoundDestroyMessageBuffer(CSOUND *cs);

/* ---- graphs ------------------------------------------------------------------------------------- */

/** Says whether the host draws; gives what was said before. */
CS_API int csoundSetIsGraphable(CSOUND *cs, int graphable);
/** Make a window, draw a curve, remove a window, end all drawing. On the performance thread. */
CS_API void csoundSetMakeGraphCallback(CSOUND *cs, void (*hook)(CSOUND *, WINDAT *, const char *label));
CS_API void csoundSetDrawGraphCallback(CSOUND *cs, void (*hook)(CSOUND *, WINDAT *));
CS_API void csoundSetKillGraphCallback(CSOUND *cs, void (*hook)(CSOUND *, WINDAT *));
CS_API void csoundSetExitGraphCallback(CSOUND *cs, int (*hook)(CSOUND *));

/* ---- opcodes ------------------------------------------------------------------------------------ */

/** All opcodes, sorted by name and types: how many. The array is the caller's until
    csoundDisposeOpcodeList(). */
CS_API int csoundNewOpcodeList(CSOUND *cs, opcodeListEntry **list);
CS_API void csoundDisposeOpcodeList(CSOUND *cs, opcodeListEntry *list);
/** Adds an opcode whose data block has `bytes` bytes (csoundCore.h says what it starts with). `thread` 1 has
    an init function, 2 a perform function, 3 both. 0, or an error. Before the orchestra is compiled. */
CS_API int csoundAppendOpcode(CSOUND *cs, const char *name, int bytes, int flags, int thread,
                              const char *outypes, const char *intypes, int (*init)(CSOUND *, void *),
                              int (*perform)(CSOUND *, void *), int (*unused)(CSOUND *, void *));
/** Asked once a cycle; when it answers 0 the perform calls return an error. */
CS_API void csoundSetYieldCallback(CSOUND *cs, int (*hook)(CSOUND *));

/* ---- threads and locks (any thread) ------------------------------------------------------------- */

/** Starts a thread, with a stack of `stack` bytes; NULL when it cannot. Join it, once. */
CS_API void *csoundCreateThread(uintptr_t (*routine)(void *), void *user);
CS_API void *csoundCreateThread2(uintptr_t (*routine)(void *), unsigned int stack, void *user);
/** Waits for the thread's end, releases it, gives the routine's value. */
CS_API uintptr_t csoundJoinThread(void *thread);
/** An identity of the calling thread, in memory that the caller frees. */
CS_API void *csoundGetCurrentThreadId(void);
/** A signal that wakes one wait and is then down again; it is up when made. Wait gives 0, or ETIMEDOUT. */
CS_API void *csoundCreateThreadLock(void);
CS_API int csoundWaitThreadLock(void *lock, size_t milliseconds);
CS_API void csoundWaitThreadLockNoTimeout(void *lock);
CS_API void csoundNotifyThreadLock(void *lock);
CS_API void csoundDestroyThreadLock(void *lock);
/** A mutex. LockMutexNoWait gives 0, or EBUSY when somebody has it. */
CS_API void *csoundCreateMutex(int recursive);
CS_API void csoundLockMutex(void *mutex);
CS_API int csoundLockMutexNoWait(void *mutex);
CS_API void csoundUnlockMutex(void *mutex);
CS_API void csoundDestroyMutex(void *mutex);
/** A meeting point of `count` threads; NULL for 0. Wait gives -1 to one of them and 0 to the others. */
CS_API void *csoundCreateBarrier(unsigned int count);
CS_API int csoundDestroyBarrier(void *barrier);
CS_API int csoundWaitBarrier(void *barrier);
/** A condition variable, used with a mutex from csoundCreateMutex(). */
CS_API void *csoundCreateCondVar(void);
CS_API void csoundCondWait(void *condition, void *mutex);
CS_API void csoundCondSignal(void *condition);
CS_API void csoundDestroyCondVar(void *condition);
/** Spin locks of four bytes; a channel's lock is one. Try gives 0, or EBUSY. */
CS_API int csoundSpinLockInit(spin_lock_t *lock);
CS_API void csoundSpinLock(spin_lock_t *lock);
CS_API int csoundSpinTryLock(spin_lock_t *lock);
CS_API void csoundSpinUnLock(spin_lock_t *lock);
/** Sleeps at least that long. */
CS_API void csoundSleep(size_t milliseconds);

/* ---- process, clocks, random numbers (any thread) ----------------------------------------------- */

/** Runs a program (argv ends with NULL): its exit status, 255 when it cannot be run; with `no_wait` its
    process number. -1 for an empty vector. */
CS_API long csoundRunCommand(const char *const *argv, int no_wait);
/** Starts a clock; seconds of real time and of processor time since then. */
CS_API void csoundInitTimerStruct(RTCLOCK *clock);
CS_API double csoundGetRealTime(RTCLOCK *clock);
CS_API double csoundGetCPUTime(RTCLOCK *clock);
/** A seed made of the time of day. */
CS_API uint32_t csoundGetRandomSeedFromTime(void);
/** The next of a sequence between 1 and 2^31 - 2: *seed times 742938285, modulo 2^31 - 1. *seed must be in
    that range. */
CS_API int csoundRand31(int *seed);
/** The 32-bit Mersenne twister, seeded with `key` words, or with the number `length` when key is NULL. */
CS_API void csoundSeedRandMT(CsoundRandMTState *state, const uint32_t *key, uint32_t length);
CS_API uint32_t csoundRandMT(CsoundRandMTState *state);
/** The language of messages. There are no translations in this build: English stays. */
CS_API void csoundSetLanguage(cslanguage_t language);

/* ---- environment and named memory --------------------------------------------------------------- */

/** A variable of the engine's, else of the global list, else of the process; NULL when unset. `cs` may be
    NULL. */
CS_API const char *csoundGetEnv(CSOUND *cs, const char *name);
/** Sets, or with NULL deletes, a variable for engines made later: 0; -1 for a name that is empty, illegal or
    too long. Not while an engine lives. */
CS_API int csoundSetGlobalEnv(const char *name, const char *value);
/** A zeroed block that opcodes and hosts find by name: 0; -1 when the name is taken or empty, or for 0 bytes.
    Reset removes all. */
CS_API int csoundCreateGlobalVariable(CSOUND *cs, const char *name, size_t bytes);
/** Its address, NULL when there is none. */
CS_API void *csoundQueryGlobalVariable(CSOUND *cs, const char *name);
CS_API void *csoundQueryGlobalVariableNoCheck(CSOUND *cs, const char *name);
CS_API int csoundDestroyGlobalVariable(CSOUND *cs, const char *name);

/* ---- utilities ---------------------------------------------------------------------------------- */

/** Runs an analysis program (argv[0] is its name): its status, -1 when there is none of that name. */
CS_API int csoundRunUtility(CSOUND *cs, const char *name, int argc, char **argv);
/** Names, sorted, ended by NULL; the array is the caller's until csoundDeleteUtilityList(). */
CS_API char **csoundListUtilities(CSOUND *cs);
CS_API void csoundDeleteUtilityList(CSOUND *cs, char **list);
/** One line about a utility, NULL when there is none. */
CS_API const char *csoundGetUtilityDescription(CSOUND *cs, const char *name);

#ifdef __cplusplus
}
#endif
#endif
