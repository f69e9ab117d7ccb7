/* The functions at the head of every engine, which plugins call through their instance pointer. The order is
   fixed: plugins built against Csound 6.18 use the offsets. A member without a comment does what the function
   of csound.h does whose name has "csound" in front; a comment also covers the members that follow it. `p` is
   an opcode's data block.

   Unless said otherwise: any thread may not; the calls belong to the init and perform functions of opcodes.
 */
#ifndef CSOUND_STRUCT_H
#define CSOUND_STRUCT_H
#include "csound_structs.h"

#define CS_FN(result, name, args) result(*name) args

struct CSOUND_ {
    /* ---- attributes */
    CS_FN(MYFLT, GetSr, (CSOUND *));
    CS_FN(MYFLT, GetKr, (CSOUND *));
    CS_FN(uint32_t, GetKsmps, (CSOUND *));
    CS_FN(uint32_t, GetNchnls, (CSOUND *));
    CS_FN(uint32_t, GetNchnls_i, (CSOUND *));
    CS_FN(MYFLT, Get0dBFS, (CSOUND *));
    /** control cycles since the start */
    CS_FN(uint64_t, GetKcounter, (CSOUND *));
    CS_FN(int64_t, GetCurrentTimeSamples, (CSOUND *));
    CS_FN(long, GetInputBufferSize, (CSOUND *));
    CS_FN(long, GetOutputBufferSize, (CSOUND *));
    CS_FN(MYFLT *, GetInputBuffer, (CSOUND *));
    CS_FN(MYFLT *, GetOutputBuffer, (CSOUND *));
    CS_FN(void, SetDebug, (CSOUND *, int d));
    CS_FN(int, GetDebug, (CSOUND *));
    CS_FN(int, GetSizeOfMYFLT, (void));
    /** a copy of the options */
    CS_FN(void, GetOParms, (CSOUND *, OPARMS *));
    CS_FN(const char *, GetEnv, (CSOUND *, const char *name));

    /* ---- message printout */
    CS_FN(void, Message, (CSOUND *, const char *fmt, ...)) CS_PRINTF2;
    CS_FN(void, MessageS, (CSOUND *, int attr, const char *fmt, ...)) CS_PRINTF3;
    CS_FN(void, MessageV, (CSOUND *, int attr, const char *format, va_list args));
    CS_FN(int, GetMessageLevel, (CSOUND *));
    CS_FN(void, SetMessageLevel, (CSOUND *, int messageLevel));
    CS_FN(void, SetMessageCallback,
          (CSOUND *, void (*hook)(CSOUND *, int attr, const char *format, va_list)));

    /* ---- event and midi functionality for opcodes */
    /** extra cycles of release for the instance of opcode p; gives the old number */
    CS_FN(int, SetReleaseLength, (void *p, int n));
    /** the same in seconds */
    CS_FN(MYFLT, SetReleaseLengthSeconds, (void *p, MYFLT n));
    /** MIDI channel (0 to 15) that started the instance of opcode p, -1 for a score note */
    CS_FN(int, GetMidiChannelNumber, (void *p));
    /** that channel's state, NULL for a score note */
    CS_FN(MCHNBLK *, GetMidiChannel, (void *p));
    /** its note number and velocity */
    CS_FN(int, GetMidiNoteNumber, (void *p));
    CS_FN(int, GetMidiVelocity, (void *p));
    /** 1 while it is releasing */
    CS_FN(int, GetReleaseFlag, (void *p));
    /** when it will end, seconds; negative: held */
    CS_FN(double, GetOffTime, (void *p));
    /** its p-fields: the address of p0's cell; number n is at [2 * n + 1] */
    CS_FN(MYFLT *, GetPFields, (void *p));
    /** its number */
    CS_FN(int, GetInstrumentNumber, (void *p));
    /** last index of the zak control space, and where it is */
    CS_FN(int, GetZakBounds, (CSOUND *, MYFLT **));
    /** 1 while a tied note is initialised */
    CS_FN(int, GetTieFlag, (CSOUND *));
    /** 1 during reinit */
    CS_FN(int, GetReinitFlag, (CSOUND *));
    /** last number of strset, and the string of a number */
    CS_FN(int, GetStrsmax, (CSOUND *));
    CS_FN(char *, GetStrsets, (CSOUND *, long));
    /** 2 to the power a, a table's precision */
    CS_FN(MYFLT, Pow2, (CSOUND *, MYFLT a));
    /** a number to an integer power */
    CS_FN(MYFLT, intpow, (MYFLT, int32));
    /** the word for a sound file type of soundio.h */
    CS_FN(char *, type2string, (int type));

    /* ---- arguments to opcodes */
    /** the type of a variable, read in front of it */
    CS_FN(CS_TYPE *, GetTypeForArg, (void *p));
    /** arguments that were written for opcode p, and the text of number n, NULL when left out */
    CS_FN(int, GetInputArgCnt, (void *p));
    CS_FN(char *, GetInputArgName, (void *p, int n));
    /** results, and the name of number n */
    CS_FN(int, GetOutputArgCnt, (void *p));
    CS_FN(char *, GetOutputArgName, (void *p, int n));
    /** the string that a value of SSTRCOD kind stands for */
    CS_FN(char *, GetString, (CSOUND *, MYFLT));
    /** an instrument argument (number, or string when is_string) as a number; -1 and a message when unknown
     */
    CS_FN(int32, strarg2insno, (CSOUND *, void *p, int is_string));
    /** a file name argument: the string itself, or base + number; in new memory when the buffer is NULL */
    CS_FN(char *, strarg2name, (CSOUND *, char *, void *, const char *, int));

    /* ---- memory allocation */
    /** zeroed memory that lives as long as the instance; same size again: only zeroed */
    CS_FN(void, AuxAlloc, (CSOUND *, size_t nbytes, AUXCH *auxchp));
    /** engine memory: freed at reset at the latest */
    CS_FN(void *, Malloc, (CSOUND *, size_t nbytes));
    CS_FN(void *, Calloc, (CSOUND *, size_t nbytes));
    CS_FN(void *, ReAlloc, (CSOUND *, void *oldp, size_t nbytes));
    CS_FN(char *, Strdup, (CSOUND *, char *));
    CS_FN(void, Free, (CSOUND *, void *ptr));

    /* ---- function tables */
    /** makes a table of an f statement; mode 1: the number 0 asks for a free one. 0 or an error */
    CS_FN(int, hfgens, (CSOUND *, FUNC **, const EVTBLK *, int));
    /** makes an empty table, deletes one: 0 or -1 */
    CS_FN(int, FTAlloc, (CSOUND *, int tableNum, int len));
    CS_FN(int, FTDelete, (CSOUND *, int tableNum));
    /** a table of a power-of-two size for i time, at k time, of any size; NULL after a message */
    CS_FN(FUNC *, FTFind, (CSOUND *, MYFLT *argp));
    CS_FN(FUNC *, FTFindP, (CSOUND *, MYFLT *argp));
    CS_FN(FUNC *, FTnp2Find, (CSOUND *, MYFLT *argp));
    CS_FN(int, GetTable, (CSOUND *, MYFLT **tablePtr, int tableNum));
    CS_FN(int, TableLength, (CSOUND *, int table));
    CS_FN(MYFLT, TableGet, (CSOUND *, int table, int index));
    CS_FN(void, TableSet, (CSOUND *, int table, int index, MYFLT value));
    /** the list of named GEN routines */
    CS_FN(void *, GetNamedGens, (CSOUND *));

    /* ---- global and config variable manipulation */
    CS_FN(int, CreateGlobalVariable, (CSOUND *, const char *name, size_t nbytes));
    CS_FN(void *, QueryGlobalVariable, (CSOUND *, const char *name));
    CS_FN(void *, QueryGlobalVariableNoCheck, (CSOUND *, const char *name));
    CS_FN(int, DestroyGlobalVariable, (CSOUND *, const char *name));
    CS_FN(int, CreateConfigurationVariable,
          (CSOUND *, const char *name, void *p, int type, int flags, void *min, void *max,
           const char *shortDesc, const char *longDesc));
    CS_FN(int, SetConfigurationVariable, (CSOUND *, const char *name, void *value));
    CS_FN(int, ParseConfigurationVariable, (CSOUND *, const char *name, const char *value));
    CS_FN(csCfgVariable_t *, QueryConfigurationVariable, (CSOUND *, const char *name));
    CS_FN(csCfgVariable_t **, ListConfigurationVariables, (CSOUND *));
    CS_FN(int, DeleteConfigurationVariable, (CSOUND *, const char *name));
    CS_FN(const char *, CfgErrorCodeToString, (int errcode));

    /* ---- fft support */
    /** what a transform back must be multiplied with */
    CS_FN(MYFLT, GetInverseComplexFFTScale, (CSOUND *, int FFTsize));
    CS_FN(MYFLT, GetInverseRealFFTScale, (CSOUND *, int FFTsize));
    /** in place; powers of two; real ones pack the Nyquist bin into [1] */
    CS_FN(void, ComplexFFT, (CSOUND *, MYFLT *buf, int FFTsize));
    CS_FN(void, InverseComplexFFT, (CSOUND *, MYFLT *buf, int FFTsize));
    CS_FN(void, RealFFT, (CSOUND *, MYFLT *buf, int FFTsize));
    CS_FN(void, InverseRealFFT, (CSOUND *, MYFLT *buf, int FFTsize));
    /** product of two packed spectra times a factor */
    CS_FN(void, RealFFTMult,
          (CSOUND *, MYFLT *outbuf, MYFLT *buf1, MYFLT *buf2, int FFTsize, MYFLT scaleFac));
    /** any even size */
    CS_FN(void, RealFFTnp2, (CSOUND *, MYFLT *buf, int FFTsize));
    CS_FN(void, InverseRealFFTnp2, (CSOUND *, MYFLT *buf, int FFTsize));

    /* ---- pvoc-ex system */
    /** PVOC-EX files, by a handle of 0 and up */
    CS_FN(int, PVOC_CreateFile,
          (CSOUND *, const char *, uint32, uint32, uint32, uint32, int32, int, int, float, float *, uint32));
    CS_FN(int, PVOC_OpenFile, (CSOUND *, const char *, void *, void *));
    CS_FN(int, PVOC_CloseFile, (CSOUND *, int));
    CS_FN(int, PVOC_PutFrames, (CSOUND *, int, const float *, int32));
    CS_FN(int, PVOC_GetFrames, (CSOUND *, int, float *, uint32));
    CS_FN(int, PVOC_FrameCount, (CSOUND *, int));
    CS_FN(int, PVOC_fseek, (CSOUND *, int, int));
    CS_FN(const char *, PVOC_ErrorString, (CSOUND *));
    /** a whole file in memory: 0 or -1 */
    CS_FN(int, PVOCEX_LoadFile, (CSOUND *, const char *, PVOCEX_MEMFILE *));

    /* ---- error messages */
    /** prints, and leaves the API call in progress with an error: does not return */
    CS_FN(void, Die, (CSOUND *, const char *msg, ...)) CS_PRINTF2 CS_NORETURN;
    /** prints and counts an error at init time; return its result */
    CS_FN(int, InitError, (CSOUND *, const char *msg, ...)) CS_PRINTF2;
    /** the same in performance: the instance ends */
    CS_FN(int, PerfError, (CSOUND *, OPDS *h, const char *msg, ...)) CS_PRINTF3;
    /** a message of the warning class */
    CS_FN(void, Warning, (CSOUND *, const char *msg, ...)) CS_PRINTF2;
    /** printed with -v only */
    CS_FN(void, DebugMsg, (CSOUND *, const char *msg, ...)) CS_PRINTF2;
    /** leaves the API call in progress with this result: does not return */
    CS_FN(void, LongJmp, (CSOUND *, int)) CS_NORETURN;
    /** a message of the error class; with a line in front of it */
    CS_FN(void, ErrorMsg, (CSOUND *, const char *fmt, ...)) CS_PRINTF2;
    CS_FN(void, ErrMsgV, (CSOUND *, const char *hdr, const char *fmt, va_list));

    /* ---- random numbers */
    CS_FN(uint32_t, GetRandomSeedFromTime, (void));
    CS_FN(void, SeedRandMT, (CsoundRandMTState * p, const uint32_t *initKey, uint32_t keyLength));
    CS_FN(uint32_t, RandMT, (CsoundRandMTState * p));
    CS_FN(int, Rand31, (int *seedVal));
    /** the seeds (1, 2) of the global generators */
    CS_FN(int, GetRandSeed, (CSOUND *, int which));

    /* ---- threads and locks */
    CS_FN(void *, CreateThread, (uintptr_t(*routine)(void *), void *user));
    CS_FN(uintptr_t, JoinThread, (void *thread));
    CS_FN(void *, CreateThreadLock, (void));
    CS_FN(void, DestroyThreadLock, (void *lock));
    CS_FN(int, WaitThreadLock, (void *lock, size_t ms));
    CS_FN(void, NotifyThreadLock, (void *lock));
    CS_FN(void, WaitThreadLockNoTimeout, (void *lock));
    /** as csoundCreateMutex */
    CS_FN(void *, Create_Mutex, (int isRecursive));
    CS_FN(int, LockMutexNoWait, (void *mutex));
    CS_FN(void, LockMutex, (void *mutex));
    CS_FN(void, UnlockMutex, (void *mutex));
    CS_FN(void, DestroyMutex, (void *mutex));
    CS_FN(void *, CreateBarrier, (unsigned int max));
    CS_FN(int, DestroyBarrier, (void *));
    CS_FN(int, WaitBarrier, (void *));
    /** as csoundGetCurrentThreadId */
    CS_FN(void *, GetCurrentThreadID, (void));
    CS_FN(void, Sleep, (size_t ms));
    CS_FN(void, InitTimerStruct, (RTCLOCK *));
    CS_FN(double, GetRealTime, (RTCLOCK *));
    CS_FN(double, GetCPUTime, (RTCLOCK *));

    /* ---- circular lock-free buffer */
    CS_FN(void *, CreateCircularBuffer, (CSOUND *, int, int));
    CS_FN(int, ReadCircularBuffer, (CSOUND *, void *, void *, int));
    CS_FN(int, WriteCircularBuffer, (CSOUND *, void *, const void *, int));
    CS_FN(void, FlushCircularBuffer, (CSOUND *, void *));
    CS_FN(void, DestroyCircularBuffer, (CSOUND *, void *));

    /* ---- file access */
    /** the full name of a file on a search path of environment variables ("SFDIR;SSDIR"), NULL; in engine
     * memory */
    CS_FN(char *, FindInputFile, (CSOUND *, const char *filename, const char *envList));
    /** the same for a file to write */
    CS_FN(char *, FindOutputFile, (CSOUND *, const char *filename, const char *envList));
    /** opens a sound file for analysis; reads its samples; see SOUNDIN */
    CS_FN(void *, SAsndgetset, (CSOUND *, char *, void *, MYFLT *, MYFLT *, MYFLT *, int));
    CS_FN(void *, sndgetset, (CSOUND *, void *));
    CS_FN(int, getsndin, (CSOUND *, void *, MYFLT *, int, void *));
    /** brings the header of a file that is being written up to date */
    CS_FN(void, rewriteheader, (void *ofd));
    /** a whole sound file in memory, kept until reset; *info gets its SF_INFO */
    CS_FN(SNDMEMFILE *, LoadSoundFile, (CSOUND *, const char *, void *));
    /** keeps a file open as long as the instance; closes it early */
    CS_FN(void, FDRecord, (CSOUND *, FDCH *fdchp));
    CS_FN(void, FDClose, (CSOUND *, FDCH *fdchp));
    /** a handle for an open file; its name */
    CS_FN(void *, CreateFileHandle, (CSOUND *, void *, int, const char *));
    CS_FN(char *, GetFileName, (void *));
    /** closes a handle: 0; FileOpen2 opens one of kind CSFILE_... on a search path and tells the file-open
     * hook */
    CS_FN(int, FileClose, (CSOUND *, void *));
    CS_FN(void *, FileOpen2, (CSOUND *, void *, int, const char *, void *, const char *, int, int));
    /** CSFTYPE_... of a file type and encoding */
    CS_FN(int, type2csfiletype, (int type, int encoding));
    /** calls the file-open hook */
    CS_FN(void, NotifyFileOpened, (CSOUND *, const char *, int, int, int));
    CS_FN(int, sftype2csfiletype, (int type));
    /** a file in memory, kept until reset, through a callback on its first load */
    CS_FN(MEMFIL *, ldmemfile2withCB, (CSOUND *, const char *, int, int (*callback)(CSOUND *, MEMFIL *)));
    /** files that a thread reads and writes in the background */
    CS_FN(void *, FileOpenAsync, (CSOUND *, void *, int, const char *, void *, const char *, int, int, int));
    CS_FN(unsigned int, ReadAsync, (CSOUND *, void *, MYFLT *, int));
    CS_FN(unsigned int, WriteAsync, (CSOUND *, void *, MYFLT *, int));
    CS_FN(int, FSeekAsync, (CSOUND *, void *, int, int));
    /** the word for a sample format; its bytes */
    CS_FN(char *, getstrformat, (int format));
    CS_FN(int, sfsampsize, (int format));

    /* ---- rt audio io and callbacks */
    CS_FN(void, SetPlayopenCallback, (CSOUND *, int (*hook)(CSOUND *, const csRtAudioParams *parm)));
    CS_FN(void, SetRtplayCallback, (CSOUND *, void (*hook)(CSOUND *, const MYFLT *outBuf, int nbytes)));
    CS_FN(void, SetRecopenCallback, (CSOUND *, int (*hook)(CSOUND *, const csRtAudioParams *parm)));
    CS_FN(void, SetRtrecordCallback, (CSOUND *, int (*hook)(CSOUND *, MYFLT *inBuf, int nbytes)));
    CS_FN(void, SetRtcloseCallback, (CSOUND *, void (*hook)(CSOUND *)));
    CS_FN(void, SetAudioDeviceListCallback,
          (CSOUND *, int (*hook)(CSOUND *, CS_AUDIODEVICE *list, int isOutput)));
    CS_FN(void **, GetRtRecordUserData, (CSOUND *));
    CS_FN(void **, GetRtPlayUserData, (CSOUND *));
    /** 0 none, 1 triangular, 2 rectangular */
    CS_FN(int, GetDitherMode, (CSOUND *));

    /* ---- rt midi and callbacks */
    CS_FN(void, SetExternalMidiInOpenCallback, (CSOUND *, int (*hook)(CSOUND *, void **, const char *)));
    CS_FN(void, SetExternalMidiReadCallback, (CSOUND *, int (*hook)(CSOUND *, void *, unsigned char *, int)));
    CS_FN(void, SetExternalMidiInCloseCallback, (CSOUND *, int (*hook)(CSOUND *, void *)));
    CS_FN(void, SetExternalMidiOutOpenCallback, (CSOUND *, int (*hook)(CSOUND *, void **, const char *)));
    CS_FN(void, SetExternalMidiWriteCallback,
          (CSOUND *, int (*hook)(CSOUND *, void *, const unsigned char *, int)));
    CS_FN(void, SetExternalMidiOutCloseCallback, (CSOUND *, int (*hook)(CSOUND *, void *)));
    CS_FN(void, SetExternalMidiErrorStringCallback, (CSOUND *, const char *(*hook)(int)));
    CS_FN(void, SetMIDIDeviceListCallback,
          (CSOUND *, int (*hook)(CSOUND *, CS_MIDIDEVICE *list, int isOutput)));
    /** names a driver module, "audio" or "midi" */
    CS_FN(void, module_list_add, (CSOUND *, char *, char *));

    /* ---- displays & graphs */
    /** curves for the host to draw */
    CS_FN(void, dispset, (CSOUND *, WINDAT *, MYFLT *, int32, char *, int, char *));
    CS_FN(void, display, (CSOUND *, WINDAT *));
    CS_FN(int, dispexit, (CSOUND *));
    CS_FN(void, dispinit, (CSOUND *));
    CS_FN(int, SetIsGraphable, (CSOUND *, int isGraphable));
    CS_FN(void, SetMakeGraphCallback, (CSOUND *, void (*hook)(CSOUND *, WINDAT *p, const char *name)));
    CS_FN(void, SetDrawGraphCallback, (CSOUND *, void (*hook)(CSOUND *, WINDAT *p)));
    CS_FN(void, SetKillGraphCallback, (CSOUND *, void (*hook)(CSOUND *, WINDAT *p)));
    CS_FN(void, SetExitGraphCallback, (CSOUND *, int (*hook)(CSOUND *)));

    /* ---- generic callbacks */
    CS_FN(void, SetYieldCallback, (CSOUND *, int (*hook)(CSOUND *)));
    /** as csoundRegisterKeyboardCallback; csoundRemoveKeyboardCallback */
    CS_FN(int, Set_KeyCallback,
          (CSOUND *, int (*hook)(void *, void *, unsigned int), void *user, unsigned int typeMask));
    CS_FN(void, Remove_KeyCallback, (CSOUND *, int (*hook)(void *, void *, unsigned int)));
    CS_FN(int, RegisterSenseEventCallback, (CSOUND *, void (*hook)(CSOUND *, void *), void *user));
    /** runs when the instance of opcode p ends */
    CS_FN(int, RegisterDeinitCallback, (CSOUND *, void *p, int (*hook)(CSOUND *, void *)));
    /** runs at reset */
    CS_FN(int, RegisterResetCallback, (CSOUND *, void *user, int (*hook)(CSOUND *, void *)));
    /** a yield hook for modules */
    CS_FN(void, SetInternalYieldCallback, (CSOUND *, int (*hook)(CSOUND *)));

    /* ---- opcodes and instruments */
    CS_FN(int, AppendOpcode,
          (CSOUND *, const char *opname, int dsblksiz, int flags, int thread, const char *outypes,
           const char *intypes, int (*iopadr)(CSOUND *, void *), int (*kopadr)(CSOUND *, void *),
           int (*aopadr)(CSOUND *, void *)));
    /** adds n opcodes, or up to one without a name when n is not positive */
    CS_FN(int, AppendOpcodes, (CSOUND *, const OENTRY *opcodeList, int n));
    /** of opcode p */
    CS_FN(char *, GetOpcodeName, (void *p));
    /** all instruments by number; unused ones are NULL */
    CS_FN(INSTRTXT **, GetInstrumentList, (CSOUND *));

    /* ---- events and performance */
    /** lets the host breathe: 0 stop */
    CS_FN(int, CheckEvents, (CSOUND *));
    /** an event at a time in seconds, or in samples, from the start: 0 or an error */
    CS_FN(int, insert_score_event, (CSOUND *, EVTBLK *, double));
    CS_FN(int, insert_score_event_at_sample, (CSOUND *, EVTBLK *, int64_t));
    CS_FN(int, PerformKsmps, (CSOUND *));

    /* ---- utilities */
    /** adds an analysis program: 0 or -1 */
    CS_FN(int, AddUtility, (CSOUND *, const char *name, int (*UtilFunc)(CSOUND *, int, char **)));
    CS_FN(int, RunUtility, (CSOUND *, const char *name, int argc, char **argv));
    CS_FN(char **, ListUtilities, (CSOUND *));
    /** one line about it */
    CS_FN(int, SetUtilityDescription, (CSOUND *, const char *utilName, const char *utilDesc));
    CS_FN(const char *, GetUtilityDescription, (CSOUND *, const char *utilName));
    /** what a utility that has no orchestra runs at */
    CS_FN(void, SetUtilSr, (CSOUND *, MYFLT));
    CS_FN(void, SetUtilNchnls, (CSOUND *, int));

    /* ---- miscellaneous */
    CS_FN(long, RunCommand, (const char *const *argv, int noWait));
    CS_FN(int, OpenLibrary, (void **library, const char *libraryPath));
    CS_FN(int, CloseLibrary, (void *library));
    CS_FN(void *, GetLibrarySymbol, (void *library, const char *procedureName));
    CS_FN(char *, LocalizeString, (const char *)) __attribute__((format_arg(1)));
    /** as cs_strtok_r, cs_strtod, cs_sprintf, cs_sscanf */
    CS_FN(char *, strtok_r, (char *, char *, char **));
    CS_FN(double, strtod, (char *, char **));
    CS_FN(int, sprintf, (char *str, const char *format, ...));
    CS_FN(int, sscanf, (char *str, const char *format, ...));
    /** as csoundSystemSr */
    CS_FN(MYFLT, system_sr, (CSOUND *, MYFLT));

    /* ---- later additions */
    CS_FN(MYFLT, GetScoreOffsetSeconds, (CSOUND *));
    CS_FN(void, SetScoreOffsetSeconds, (CSOUND *, MYFLT offset));
    CS_FN(void, RewindScore, (CSOUND *));
    CS_FN(void, InputMessage, (CSOUND *, const char *line));
    /** whether a value stands for a string */
    CS_FN(int, ISSTRCOD, (MYFLT));
    /** a plan for real transforms (FFT_FWD, FFT_INV), in engine memory; use it; the inverse is scaled */
    CS_FN(void *, RealFFT2Setup, (CSOUND *, int FFTsize, int d));
    CS_FN(void, RealFFT2, (CSOUND *, void *p, MYFLT *sig));
    /** prints and counts an error of a GEN routine; return its result */
    CS_FN(int, ftError, (const FGDATA *, const char *, ...));
    CS_FN(MYFLT, GetA4, (CSOUND *));
    /** the same as AuxAlloc in another thread, which calls notify when done */
    CS_FN(int, AuxAllocAsync, (CSOUND *, size_t, AUXCH *, AUXASYNC *, aux_cb, void *));
    CS_FN(void *, GetHostData, (CSOUND *));
    /** strncpy that always ends the string */
    CS_FN(char *, strNcpy, (char *dst, const char *src, size_t siz));
    /** last index of the zak audio space, and where it is */
    CS_FN(int, GetZaBounds, (CSOUND *, MYFLT **));
    CS_FN(OENTRY *, find_opcode_new, (CSOUND *, char *, char *, char *));
    CS_FN(OENTRY *, find_opcode_exact, (CSOUND *, char *, char *, char *));
    CS_FN(int, GetChannelPtr, (CSOUND *, MYFLT **, const char *, int));
    CS_FN(int, ListChannels, (CSOUND *, controlChannelInfo_t **));
    /** as csoundErrCnt */
    CS_FN(int, GetErrorCnt, (CSOUND *));
    /** of any size, made again when it was deferred */
    CS_FN(FUNC *, FTnp2Finde, (CSOUND *, MYFLT *));
    /** an instrument by number, or by name */
    CS_FN(INSTRTXT *, GetInstrument, (CSOUND *, int, const char *));
    /** of a buffer, through a transform */
    CS_FN(MYFLT *, AutoCorrelation, (CSOUND *, MYFLT *, MYFLT *, int, MYFLT *, int));
    /** linear prediction of order M over N samples; its state in engine memory */
    CS_FN(void *, LPsetup, (CSOUND *, int N, int M));
    CS_FN(void, LPfree, (CSOUND *, void *));
    /** coefficients of a frame; its gain is LPrms */
    CS_FN(MYFLT *, LPred, (CSOUND *, void *, MYFLT *));
    /** coefficients to cepstrum and back */
    CS_FN(MYFLT *, LPCeps, (CSOUND *, MYFLT *, MYFLT *, int, int));
    CS_FN(MYFLT *, CepsLP, (CSOUND *, MYFLT *, MYFLT *, int, int));
    CS_FN(MYFLT, LPrms, (CSOUND *, void *));
    /** as the function of csound.h */
    CS_FN(void *, CreateThread2, (uintptr_t(*routine)(void *), unsigned int, void *user));

    /* ---- placeholders */
    /** free places */
    SUBR dummyfn_2[22];
};
#undef CS_FN
#endif
