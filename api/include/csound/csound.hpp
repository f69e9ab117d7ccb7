/* The host interface as a C++ class, header only. A member function does what the function of csound.h with
   "csound" in front of its name does. Their order is that of the tables of virtual functions in programs
   built before: it does not change. */
#ifndef CSOUND_CSOUND_HPP
#define CSOUND_CSOUND_HPP
#include "csound.h"

/* A member that makes one call. */
#define CS_CALL(result, name, params, call)                                                                  \
    virtual result name params { return call; }

class PUBLIC Csound {
  protected:
    CSOUND *csound;

  public:
    void *pydata = nullptr; /**< kept for the layout */
    CS_CALL(CSOUND *, GetCsound, (), csound)
    virtual void SetCsound(CSOUND *c) { csound = c; }
    CS_CALL(int, InitializeCscore, (FILE * in, FILE *out), csoundInitializeCscore(csound, in, out))
    CS_CALL(int, LoadPlugins, (const char *folder), csoundLoadPlugins(csound, folder))
    CS_CALL(int, GetVersion, (), csoundGetVersion())
    CS_CALL(int, GetAPIVersion, (), csoundGetAPIVersion())
    CS_CALL(void *, GetHostData, (), csoundGetHostData(csound))
    CS_CALL(void, SetHostData, (void *data), csoundSetHostData(csound, data))
    CS_CALL(const char *, GetEnv, (const char *name), csoundGetEnv(csound, name))
    CS_CALL(int, SetGlobalEnv, (const char *name, const char *value), csoundSetGlobalEnv(name, value))
    CS_CALL(int, SetOption, (const char *option), csoundSetOption(csound, option))
    CS_CALL(void, SetParams, (CSOUND_PARAMS * p), csoundSetParams(csound, p))
    CS_CALL(void, GetParams, (CSOUND_PARAMS * p), csoundGetParams(csound, p))
    CS_CALL(void, SetOutput, (const char *name, const char *type, const char *format),
            csoundSetOutput(csound, name, type, format))
    CS_CALL(void, SetInput, (const char *name), csoundSetInput(csound, name))
    CS_CALL(void, SetMIDIInput, (const char *name), csoundSetMIDIInput(csound, name))
    CS_CALL(void, SetMIDIFileInput, (const char *name), csoundSetMIDIFileInput(csound, name))
    CS_CALL(void, SetMIDIOutput, (const char *name), csoundSetMIDIOutput(csound, name))
    CS_CALL(void, SetMIDIFileOutput, (const char *name), csoundSetMIDIFileOutput(csound, name))
    CS_CALL(TREE *, ParseOrc, (const char *text), csoundParseOrc(csound, text))
    CS_CALL(int, CompileTree, (TREE * tree), csoundCompileTree(csound, tree))
    CS_CALL(void, DeleteTree, (TREE * tree), csoundDeleteTree(csound, tree))
    CS_CALL(int, CompileOrc, (const char *text), csoundCompileOrc(csound, text))
    CS_CALL(MYFLT, EvalCode, (const char *text), csoundEvalCode(csound, text))
    CS_CALL(int, ReadScore, (const char *text), csoundReadScore(csound, text))
    CS_CALL(int, CompileArgs, (int count, const char **args), csoundCompileArgs(csound, count, args))
    CS_CALL(int, Compile, (int count, const char **args), csoundCompile(csound, count, args))
    virtual int Compile(const char *csd) { return compile({csd}); }
    virtual int Compile(const char *orc, const char *sco) { return compile({orc, sco}); }
    virtual int Compile(const char *a, const char *b, const char *c) { return compile({a, b, c}); }
    virtual int Compile(const char *a, const char *b, const char *c, const char *d)
    {
        return compile({a, b, c, d});
    }
    virtual int Compile(const char *a, const char *b, const char *c, const char *d, const char *e)
    {
        return compile({a, b, c, d, e});
    }
    CS_CALL(int, CompileCsd, (const char *file), csoundCompileCsd(csound, file))
    CS_CALL(int, CompileCsdText, (const char *text), csoundCompileCsdText(csound, text))
    CS_CALL(int, Start, (), csoundStart(csound))
    CS_CALL(int, Perform, (), csoundPerform(csound))
    /** These compile, play to the end and clean up: 0, or an error. */
    CS_CALL(int, Perform, (int count, const char **args), play(csoundCompile(csound, count, args)))
    virtual int Perform(const char *csd) { return play(compile({csd})); }
    virtual int Perform(const char *orc, const char *sco) { return play(compile({orc, sco})); }
    virtual int Perform(const char *a, const char *b, const char *c) { return play(compile({a, b, c})); }
    virtual int Perform(const char *a, const char *b, const char *c, const char *d)
    {
        return play(compile({a, b, c, d}));
    }
    virtual int Perform(const char *a, const char *b, const char *c, const char *d, const char *e)
    {
        return play(compile({a, b, c, d, e}));
    }
    CS_CALL(int, PerformKsmps, (), csoundPerformKsmps(csound))
    CS_CALL(int, PerformBuffer, (), csoundPerformBuffer(csound))
    CS_CALL(void, Stop, (), csoundStop(csound))
    CS_CALL(int, Cleanup, (), csoundCleanup(csound))
    CS_CALL(void, Reset, (), csoundReset(csound))
    CS_CALL(MYFLT, GetSr, (), csoundGetSr(csound))
    CS_CALL(MYFLT, GetKr, (), csoundGetKr(csound))
    CS_CALL(int, GetKsmps, (), (int)csoundGetKsmps(csound))
    CS_CALL(int, GetNchnls, (), (int)csoundGetNchnls(csound))
    CS_CALL(int, GetNchnlsInput, (), (int)csoundGetNchnlsInput(csound))
    CS_CALL(MYFLT, Get0dBFS, (), csoundGet0dBFS(csound))
    CS_CALL(long, GetInputBufferSize, (), csoundGetInputBufferSize(csound))
    CS_CALL(long, GetOutputBufferSize, (), csoundGetOutputBufferSize(csound))
    CS_CALL(MYFLT *, GetInputBuffer, (), csoundGetInputBuffer(csound))
    CS_CALL(MYFLT *, GetOutputBuffer, (), csoundGetOutputBuffer(csound))
    CS_CALL(MYFLT *, GetSpin, (), csoundGetSpin(csound))
    CS_CALL(MYFLT *, GetSpout, (), csoundGetSpout(csound))
    CS_CALL(const char *, GetOutputName, (), csoundGetOutputName(csound))
    CS_CALL(long, GetCurrentTimeSamples, (), (long)csoundGetCurrentTimeSamples(csound))
    CS_CALL(void, SetHostImplementedAudioIO, (int state, int frames),
            csoundSetHostImplementedAudioIO(csound, state, frames))
    CS_CALL(void, SetHostImplementedMIDIIO, (int state), csoundSetHostImplementedMIDIIO(csound, state))
    CS_CALL(double, GetScoreTime, (), csoundGetScoreTime(csound))
    CS_CALL(int, IsScorePending, (), csoundIsScorePending(csound))
    CS_CALL(void, SetScorePending, (int pending), csoundSetScorePending(csound, pending))
    CS_CALL(MYFLT, GetScoreOffsetSeconds, (), csoundGetScoreOffsetSeconds(csound))
    CS_CALL(void, SetScoreOffsetSeconds, (double seconds), csoundSetScoreOffsetSeconds(csound, seconds))
    CS_CALL(void, RewindScore, (), csoundRewindScore(csound))
    CS_CALL(void, SetCscoreCallback, (void (*hook)(CSOUND *)), csoundSetCscoreCallback(csound, hook))
    CS_CALL(int, ScoreSort, (FILE * in, FILE *out), csoundScoreSort(csound, in, out))
    CS_CALL(int, ScoreExtract, (FILE * in, FILE *out, FILE *extract),
            csoundScoreExtract(csound, in, out, extract))
    virtual void Message(const char *format, ...)
    {
        va_list v;
        va_start(v, format);
        csoundMessageV(csound, 0, format, v);
        va_end(v);
    }
    virtual void MessageS(int kind, const char *format, ...)
    {
        va_list v;
        va_start(v, format);
        csoundMessageV(csound, kind, format, v);
        va_end(v);
    }
    CS_CALL(void, MessageV, (int attr, const char *format, va_list v),
            csoundMessageV(csound, attr, format, v))
    CS_CALL(void, SetMessageCallback, (csoundMessageHook hook), csoundSetMessageCallback(csound, hook))
    CS_CALL(int, GetMessageLevel, (), csoundGetMessageLevel(csound))
    CS_CALL(void, SetMessageLevel, (int level), csoundSetMessageLevel(csound, level))
    CS_CALL(void, InputMessage, (const char *line), csoundInputMessage(csound, line))
    CS_CALL(void, KeyPressed, (char key), csoundKeyPress(csound, key))
    CS_CALL(int, ScoreEvent, (char letter, const MYFLT *p, long count),
            csoundScoreEvent(csound, letter, p, count))
    CS_CALL(int, ScoreEventAbsolute, (char letter, const MYFLT *p, long count, double offset),
            csoundScoreEventAbsolute(csound, letter, p, count, offset))
    CS_CALL(void, SetExternalMidiInOpenCallback, (int (*hook)(CSOUND *, void **, const char *)),
            csoundSetExternalMidiInOpenCallback(csound, hook))
    CS_CALL(void, SetExternalMidiReadCallback, (int (*hook)(CSOUND *, void *, unsigned char *, int)),
            csoundSetExternalMidiReadCallback(csound, hook))
    CS_CALL(void, SetExternalMidiInCloseCallback, (int (*hook)(CSOUND *, void *)),
            csoundSetExternalMidiInCloseCallback(csound, hook))
    CS_CALL(void, SetExternalMidiOutOpenCallback, (int (*hook)(CSOUND *, void **, const char *)),
            csoundSetExternalMidiOutOpenCallback(csound, hook))
    CS_CALL(void, SetExternalMidiWriteCallback, (int (*hook)(CSOUND *, void *, const unsigned char *, int)),
            csoundSetExternalMidiWriteCallback(csound, hook))
    CS_CALL(void, SetExternalMidiOutCloseCallback, (int (*hook)(CSOUND *, void *)),
            csoundSetExternalMidiOutCloseCallback(csound, hook))
    CS_CALL(void, SetExternalMidiErrorStringCallback, (const char *(*hook)(int)),
            csoundSetExternalMidiErrorStringCallback(csound, hook))
    CS_CALL(int, SetIsGraphable, (int graphable), csoundSetIsGraphable(csound, graphable))
    CS_CALL(void, SetMakeGraphCallback, (void (*hook)(CSOUND *, WINDAT *, const char *)),
            csoundSetMakeGraphCallback(csound, hook))
    CS_CALL(void, SetDrawGraphCallback, (void (*hook)(CSOUND *, WINDAT *)),
            csoundSetDrawGraphCallback(csound, hook))
    CS_CALL(void, SetKillGraphCallback, (void (*hook)(CSOUND *, WINDAT *)),
            csoundSetKillGraphCallback(csound, hook))
    CS_CALL(void, SetExitGraphCallback, (int (*hook)(CSOUND *)), csoundSetExitGraphCallback(csound, hook))
    CS_CALL(int, NewOpcodeList, (opcodeListEntry * &list), csoundNewOpcodeList(csound, &list))
    CS_CALL(void, DisposeOpcodeList, (opcodeListEntry * list), csoundDisposeOpcodeList(csound, list))
    CS_CALL(int, AppendOpcode,
            (const char *name, int bytes, int flags, int thread, const char *outs, const char *ins,
             int (*init)(CSOUND *, void *), int (*perform)(CSOUND *, void *),
             int (*unused)(CSOUND *, void *)),
            csoundAppendOpcode(csound, name, bytes, flags, thread, outs, ins, init, perform, unused))
    CS_CALL(void, SetYieldCallback, (int (*hook)(CSOUND *)), csoundSetYieldCallback(csound, hook))
    CS_CALL(void, SetPlayopenCallback, (int (*hook)(CSOUND *, const csRtAudioParams *)),
            csoundSetPlayopenCallback(csound, hook))
    CS_CALL(void, SetRtplayCallback, (void (*hook)(CSOUND *, const MYFLT *, int)),
            csoundSetRtplayCallback(csound, hook))
    CS_CALL(void, SetRecopenCallback, (int (*hook)(CSOUND *, const csRtAudioParams *)),
            csoundSetRecopenCallback(csound, hook))
    CS_CALL(void, SetRtrecordCallback, (int (*hook)(CSOUND *, MYFLT *, int)),
            csoundSetRtrecordCallback(csound, hook))
    CS_CALL(void, SetRtcloseCallback, (void (*hook)(CSOUND *)), csoundSetRtcloseCallback(csound, hook))
    CS_CALL(int, GetDebug, (), csoundGetDebug(csound))
    CS_CALL(void, SetDebug, (int debug), csoundSetDebug(csound, debug))
    CS_CALL(int, TableLength, (int table), csoundTableLength(csound, table))
    CS_CALL(MYFLT, TableGet, (int table, int index), csoundTableGet(csound, table, index))
    CS_CALL(void, TableSet, (int table, int index, double value), csoundTableSet(csound, table, index, value))
    CS_CALL(int, GetTable, (MYFLT * &values, int table), csoundGetTable(csound, &values, table))
    CS_CALL(void, TableCopyOut, (int table, MYFLT *values), csoundTableCopyOut(csound, table, values))
    CS_CALL(void, TableCopyIn, (int table, MYFLT *values), csoundTableCopyIn(csound, table, values))
    CS_CALL(int, CreateGlobalVariable, (const char *name, size_t bytes),
            csoundCreateGlobalVariable(csound, name, bytes))
    CS_CALL(void *, QueryGlobalVariable, (const char *name), csoundQueryGlobalVariable(csound, name))
    CS_CALL(void *, QueryGlobalVariableNoCheck, (const char *name),
            csoundQueryGlobalVariableNoCheck(csound, name))
    CS_CALL(int, DestroyGlobalVariable, (const char *name), csoundDestroyGlobalVariable(csound, name))
    CS_CALL(void **, GetRtRecordUserData, (), csoundGetRtRecordUserData(csound))
    CS_CALL(void **, GetRtPlayUserData, (), csoundGetRtPlayUserData(csound))
    CS_CALL(int, RegisterSenseEventCallback, (void (*hook)(CSOUND *, void *), void *user),
            csoundRegisterSenseEventCallback(csound, hook, user))
    CS_CALL(int, RunUtility, (const char *name, int count, char **args),
            csoundRunUtility(csound, name, count, args))
    CS_CALL(char **, ListUtilities, (), csoundListUtilities(csound))
    CS_CALL(void, DeleteUtilityList, (char **list), csoundDeleteUtilityList(csound, list))
    CS_CALL(const char *, GetUtilityDescription, (const char *name),
            csoundGetUtilityDescription(csound, name))
    CS_CALL(int, GetChannelPtr, (MYFLT * &storage, const char *name, int type),
            csoundGetChannelPtr(csound, &storage, name, type))
    CS_CALL(int, ListChannels, (controlChannelInfo_t * &list), csoundListChannels(csound, &list))
    CS_CALL(void, DeleteChannelList, (controlChannelInfo_t * list), csoundDeleteChannelList(csound, list))
    CS_CALL(int, SetControlChannelHints, (const char *name, controlChannelHints_t hints),
            csoundSetControlChannelHints(csound, name, hints))
    CS_CALL(int, GetControlChannelHints, (const char *name, controlChannelHints_t *hints),
            csoundGetControlChannelHints(csound, name, hints))
    CS_CALL(void, SetChannel, (const char *name, double value), csoundSetControlChannel(csound, name, value))
    CS_CALL(void, SetControlChannel, (const char *name, double value),
            csoundSetControlChannel(csound, name, value))
    CS_CALL(void, SetChannel, (const char *name, char *text), csoundSetStringChannel(csound, name, text))
    CS_CALL(void, SetStringChannel, (const char *name, char *text),
            csoundSetStringChannel(csound, name, text))
    CS_CALL(void, SetChannel, (const char *name, MYFLT *samples),
            csoundSetAudioChannel(csound, name, samples))
    CS_CALL(MYFLT, GetChannel, (const char *name, int *error = nullptr),
            csoundGetControlChannel(csound, name, error))
    CS_CALL(MYFLT, GetControlChannel, (const char *name, int *error = nullptr),
            csoundGetControlChannel(csound, name, error))
    CS_CALL(void, GetStringChannel, (const char *name, char *text),
            csoundGetStringChannel(csound, name, text))
    CS_CALL(void, GetAudioChannel, (const char *name, MYFLT *samples),
            csoundGetAudioChannel(csound, name, samples))
    CS_CALL(int, PvsinSet, (const PVSDATEXT *frame, const char *name),
            csoundSetPvsChannel(csound, frame, name))
    CS_CALL(int, PvsoutGet, (PVSDATEXT * frame, const char *name), csoundGetPvsChannel(csound, frame, name))
    CS_CALL(void, SetInputChannelCallback, (channelCallback_t hook),
            csoundSetInputChannelCallback(csound, hook))
    CS_CALL(void, SetOutputChannelCallback, (channelCallback_t hook),
            csoundSetOutputChannelCallback(csound, hook))
    CS_CALL(int, CreateConfigurationVariable,
            (const char *name, void *p, int type, int flags, void *min, void *max, const char *shortText,
             const char *longText),
            csoundCreateConfigurationVariable(csound, name, p, type, flags, min, max, shortText, longText))
    CS_CALL(int, SetConfigurationVariable, (const char *name, void *value),
            csoundSetConfigurationVariable(csound, name, value))
    CS_CALL(int, ParseConfigurationVariable, (const char *name, const char *value),
            csoundParseConfigurationVariable(csound, name, value))
    CS_CALL(csCfgVariable_t *, QueryConfigurationVariable, (const char *name),
            csoundQueryConfigurationVariable(csound, name))
    CS_CALL(csCfgVariable_t **, ListConfigurationVariables, (), csoundListConfigurationVariables(csound))
    CS_CALL(int, DeleteConfigurationVariable, (const char *name),
            csoundDeleteConfigurationVariable(csound, name))

    Csound() : csound(csoundCreate(nullptr)) {}
    /** Takes over an engine; makes one with host data. The destructor releases either. */
    explicit Csound(CSOUND *c) : csound(c) {}
    explicit Csound(void *host_data) : csound(csoundCreate(host_data)) {}
    Csound(const Csound &) = delete;
    Csound &operator=(const Csound &) = delete;
    virtual ~Csound() { csoundDestroy(csound); }

    CS_CALL(void, CreateMessageBuffer, (int print), csoundCreateMessageBuffer(csound, print))
    CS_CALL(const char *, GetFirstMessage, (), csoundGetFirstMessage(csound))
    CS_CALL(int, GetFirstMessageAttr, (), csoundGetFirstMessageAttr(csound))
    CS_CALL(void, PopFirstMessage, (), csoundPopFirstMessage(csound))
    CS_CALL(int, GetMessageCnt, (), csoundGetMessageCnt(csound))
    CS_CALL(void, DestroyMessageBuffer, (), csoundDestroyMessageBuffer(csound))
    CS_CALL(void, AddSpinSample, (int frame, int channel, MYFLT sample),
            csoundAddSpinSample(csound, frame, channel, sample))
    CS_CALL(void, SetSpinSample, (int frame, int channel, MYFLT sample),
            csoundSetSpinSample(csound, frame, channel, sample))
    virtual MYFLT GetSpoutSample(int n, int channel) const { return csoundGetSpoutSample(csound, n, channel); }
    CS_CALL(const char *, GetInputName, (), csoundGetInputName(csound))
    CS_CALL(void, SetAudioChannel, (const char *name, MYFLT *samples),
            csoundSetAudioChannel(csound, name, samples))
    CS_CALL(MYFLT, SystemSr, (MYFLT rate), csoundSystemSr(csound, rate))

  private:
    struct words {
        const char *args[8] = {"csound"};
        int count = 1;
        template <typename... W> words(W... w) { ((args[count++] = w), ...); }
    };
    int compile(words w) { return csoundCompile(csound, w.count, w.args); }
    int play(int compiled)
    {
        int result = compiled ? compiled : csoundPerform(csound);
        csoundCleanup(csound);
        return result < 0 ? result : 0;
    }
};

#undef CS_CALL

/** A signal that wakes one waiter. */
class CsoundThreadLock {
  protected:
    void *threadLock = csoundCreateThreadLock();

  public:
    CsoundThreadLock() {}
    CsoundThreadLock(int locked)
    {
        if (locked) TryLock();
    }
    ~CsoundThreadLock() { csoundDestroyThreadLock(threadLock); }
    void Lock() { csoundWaitThreadLockNoTimeout(threadLock); }
    int Lock(size_t ms) { return csoundWaitThreadLock(threadLock, ms); }
    int TryLock() { return Lock(0); }
    void Unlock() { csoundNotifyThreadLock(threadLock); }
};

class CsoundMutex {
  protected:
    void *mutex_;

  public:
    explicit CsoundMutex(int recursive = 1) : mutex_(csoundCreateMutex(recursive)) {}
    ~CsoundMutex() { csoundDestroyMutex(mutex_); }
    void Lock() { csoundLockMutex(mutex_); }
    int TryLock() { return csoundLockMutexNoWait(mutex_); }
    void Unlock() { csoundUnlockMutex(mutex_); }
};

/** The Mersenne twister. */
class CsoundRandMT {
  protected:
    CsoundRandMTState mt;

  public:
    CsoundRandMT() { Seed(csoundGetRandomSeedFromTime()); }
    explicit CsoundRandMT(uint32_t seed) { Seed(seed); }
    CsoundRandMT(const uint32_t *key, int length) { Seed(key, length); }
    void Seed(uint32_t seed) { csoundSeedRandMT(&mt, nullptr, seed); }
    void Seed(const uint32_t *key, int length) { csoundSeedRandMT(&mt, key, (uint32_t)length); }
    uint32_t Random() { return csoundRandMT(&mt); }
};

class CsoundTimer {
  protected:
    RTCLOCK rt;

  public:
    CsoundTimer() { Reset(); }
    void Reset() { csoundInitTimerStruct(&rt); }
    double GetRealTime() { return csoundGetRealTime(&rt); }
    double GetCPUTime() { return csoundGetCPUTime(&rt); }
};
#endif
