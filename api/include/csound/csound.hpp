/* The host interface as a C++ class, header only. A member function does what the function of csound.h with
   "csound" in front of its name does. Their order is that of the tables of virtual functions in programs
   built before: it does not change. */
#ifndef CSOUND_CSOUND_HPP
#define CSOUND_CSOUND_HPP
#include "csound.h"

class PUBLIC Csound {
  protected:
    CSOUND *csound;

  public:
    void *pydata = nullptr; /**< kept for the layout */

    // clang-format off
    virtual CSOUND *GetCsound() { return csound; }
    virtual void SetCsound(CSOUND *c) { csound = c; }
    virtual int InitializeCscore(FILE *in, FILE *out) { return csoundInitializeCscore(csound, in, out); }
    virtual int LoadPlugins(const char *folder) { return csoundLoadPlugins(csound, folder); }
    virtual int GetVersion() { return csoundGetVersion(); }
    virtual int GetAPIVersion() { return csoundGetAPIVersion(); }
    virtual void *GetHostData() { return csoundGetHostData(csound); }
    virtual void SetHostData(void *data) { csoundSetHostData(csound, data); }
    virtual const char *GetEnv(const char *name) { return csoundGetEnv(csound, name); }
    virtual int SetGlobalEnv(const char *name, const char *value) { return csoundSetGlobalEnv(name, value); }
    virtual int SetOption(const char *option) { return csoundSetOption(csound, option); }
    virtual void SetParams(CSOUND_PARAMS *p) { csoundSetParams(csound, p); }
    virtual void GetParams(CSOUND_PARAMS *p) { csoundGetParams(csound, p); }
    virtual void SetOutput(const char *name, const char *type, const char *format) { csoundSetOutput(csound, name, type, format); }
    virtual void SetInput(const char *name) { csoundSetInput(csound, name); }
    virtual void SetMIDIInput(const char *name) { csoundSetMIDIInput(csound, name); }
    virtual void SetMIDIFileInput(const char *name) { csoundSetMIDIFileInput(csound, name); }
    virtual void SetMIDIOutput(const char *name) { csoundSetMIDIOutput(csound, name); }
    virtual void SetMIDIFileOutput(const char *name) { csoundSetMIDIFileOutput(csound, name); }
    virtual TREE *ParseOrc(const char *text) { return csoundParseOrc(csound, text); }
    virtual int CompileTree(TREE *tree) { return csoundCompileTree(csound, tree); }
    virtual void DeleteTree(TREE *tree) { csoundDeleteTree(csound, tree); }
    virtual int CompileOrc(const char *text) { return csoundCompileOrc(csound, text); }
    virtual MYFLT EvalCode(const char *text) { return csoundEvalCode(csound, text); }
    virtual int ReadScore(const char *text) { return csoundReadScore(csound, text); }
    virtual int CompileArgs(int count, const char **args) { return csoundCompileArgs(csound, count, args); }
    virtual int Compile(int count, const char **args) { return csoundCompile(csound, count, args); }
    virtual int Compile(const char *csd) { return compile({csd}); }
    virtual int Compile(const char *orc, const char *sco) { return compile({orc, sco}); }
    virtual int Compile(const char *a, const char *b, const char *c) { return compile({a, b, c}); }
    virtual int Compile(const char *a, const char *b, const char *c, const char *d) { return compile({a, b, c, d}); }
    virtual int Compile(const char *a, const char *b, const char *c, const char *d, const char *e) { return compile({a, b, c, d, e}); }
    virtual int CompileCsd(const char *file) { return csoundCompileCsd(csound, file); }
    virtual int CompileCsdText(const char *text) { return csoundCompileCsdText(csound, text); }
    virtual int Start() { return csoundStart(csound); }
    virtual int Perform() { return csoundPerform(csound); }
    /** These compile, play to the end and clean up: 0, or an error. */
    virtual int Perform(int count, const char **args) { return play(csoundCompile(csound, count, args)); }
    virtual int Perform(const char *csd) { return play(compile({csd})); }
    virtual int Perform(const char *orc, const char *sco) { return play(compile({orc, sco})); }
    virtual int Perform(const char *a, const char *b, const char *c) { return play(compile({a, b, c})); }
    virtual int Perform(const char *a, const char *b, const char *c, const char *d) { return play(compile({a, b, c, d})); }
    virtual int Perform(const char *a, const char *b, const char *c, const char *d, const char *e) { return play(compile({a, b, c, d, e})); }
    virtual int PerformKsmps() { return csoundPerformKsmps(csound); }
    virtual int PerformBuffer() { return csoundPerformBuffer(csound); }
    virtual void Stop() { csoundStop(csound); }
    virtual int Cleanup() { return csoundCleanup(csound); }
    virtual void Reset() { csoundReset(csound); }
    virtual MYFLT GetSr() { return csoundGetSr(csound); }
    virtual MYFLT GetKr() { return csoundGetKr(csound); }
    virtual int GetKsmps() { return (int)csoundGetKsmps(csound); }
    virtual int GetNchnls() { return (int)csoundGetNchnls(csound); }
    virtual int GetNchnlsInput() { return (int)csoundGetNchnlsInput(csound); }
    virtual MYFLT Get0dBFS() { return csoundGet0dBFS(csound); }
    virtual long GetInputBufferSize() { return csoundGetInputBufferSize(csound); }
    virtual long GetOutputBufferSize() { return csoundGetOutputBufferSize(csound); }
    virtual MYFLT *GetInputBuffer() { return csoundGetInputBuffer(csound); }
    virtual MYFLT *GetOutputBuffer() { return csoundGetOutputBuffer(csound); }
    virtual MYFLT *GetSpin() { return csoundGetSpin(csound); }
    virtual MYFLT *GetSpout() { return csoundGetSpout(csound); }
    virtual const char *GetOutputName() { return csoundGetOutputName(csound); }
    virtual long GetCurrentTimeSamples() { return (long)csoundGetCurrentTimeSamples(csound); }
    virtual void SetHostImplementedAudioIO(int state, int frames) { csoundSetHostImplementedAudioIO(csound, state, frames); }
    virtual void SetHostImplementedMIDIIO(int state) { csoundSetHostImplementedMIDIIO(csound, state); }
    virtual double GetScoreTime() { return csoundGetScoreTime(csound); }
    virtual int IsScorePending() { return csoundIsScorePending(csound); }
    virtual void SetScorePending(int pending) { csoundSetScorePending(csound, pending); }
    virtual MYFLT GetScoreOffsetSeconds() { return csoundGetScoreOffsetSeconds(csound); }
    virtual void SetScoreOffsetSeconds(double seconds) { csoundSetScoreOffsetSeconds(csound, seconds); }
    virtual void RewindScore() { csoundRewindScore(csound); }
    virtual void SetCscoreCallback(void (*hook)(CSOUND *)) { csoundSetCscoreCallback(csound, hook); }
    virtual int ScoreSort(FILE *in, FILE *out) { return csoundScoreSort(csound, in, out); }
    virtual int ScoreExtract(FILE *in, FILE *out, FILE *extract) { return csoundScoreExtract(csound, in, out, extract); }
    virtual void Message(const char *format, ...) { va_list v; va_start(v, format); csoundMessageV(csound, 0, format, v); va_end(v); }
    virtual void MessageS(int attr, const char *format, ...) { va_list v; va_start(v, format); csoundMessageV(csound, attr, format, v); va_end(v); }
    virtual void MessageV(int attr, const char *format, va_list v) { csoundMessageV(csound, attr, format, v); }
    virtual void SetMessageCallback(csoundMessageHook hook) { csoundSetMessageCallback(csound, hook); }
    virtual int GetMessageLevel() { return csoundGetMessageLevel(csound); }
    virtual void SetMessageLevel(int level) { csoundSetMessageLevel(csound, level); }
    virtual void InputMessage(const char *line) { csoundInputMessage(csound, line); }
    virtual void KeyPressed(char key) { csoundKeyPress(csound, key); }
    virtual int ScoreEvent(char letter, const MYFLT *p, long count) { return csoundScoreEvent(csound, letter, p, count); }
    virtual int ScoreEventAbsolute(char letter, const MYFLT *p, long count, double offset) { return csoundScoreEventAbsolute(csound, letter, p, count, offset); }
    virtual void SetExternalMidiInOpenCallback(int (*hook)(CSOUND *, void **, const char *)) { csoundSetExternalMidiInOpenCallback(csound, hook); }
    virtual void SetExternalMidiReadCallback(int (*hook)(CSOUND *, void *, unsigned char *, int)) { csoundSetExternalMidiReadCallback(csound, hook); }
    virtual void SetExternalMidiInCloseCallback(int (*hook)(CSOUND *, void *)) { csoundSetExternalMidiInCloseCallback(csound, hook); }
    virtual void SetExternalMidiOutOpenCallback(int (*hook)(CSOUND *, void **, const char *)) { csoundSetExternalMidiOutOpenCallback(csound, hook); }
    virtual void SetExternalMidiWriteCallback(int (*hook)(CSOUND *, void *, const unsigned char *, int)) { csoundSetExternalMidiWriteCallback(csound, hook); }
    virtual void SetExternalMidiOutCloseCallback(int (*hook)(CSOUND *, void *)) { csoundSetExternalMidiOutCloseCallback(csound, hook); }
    virtual void SetExternalMidiErrorStringCallback(const char *(*hook)(int)) { csoundSetExternalMidiErrorStringCallback(csound, hook); }
    virtual int SetIsGraphable(int graphable) { return csoundSetIsGraphable(csound, graphable); }
    virtual void SetMakeGraphCallback(void (*hook)(CSOUND *, WINDAT *, const char *)) { csoundSetMakeGraphCallback(csound, hook); }
    virtual void SetDrawGraphCallback(void (*hook)(CSOUND *, WINDAT *)) { csoundSetDrawGraphCallback(csound, hook); }
    virtual void SetKillGraphCallback(void (*hook)(CSOUND *, WINDAT *)) { csoundSetKillGraphCallback(csound, hook); }
    virtual void SetExitGraphCallback(int (*hook)(CSOUND *)) { csoundSetExitGraphCallback(csound, hook); }
    virtual int NewOpcodeList(opcodeListEntry *&list) { return csoundNewOpcodeList(csound, &list); }
    virtual void DisposeOpcodeList(opcodeListEntry *list) { csoundDisposeOpcodeList(csound, list); }
    virtual int AppendOpcode(const char *name, int bytes, int flags, int thread, const char *outs, const char *ins,
                             int (*init)(CSOUND *, void *), int (*perform)(CSOUND *, void *), int (*unused)(CSOUND *, void *))
    { return csoundAppendOpcode(csound, name, bytes, flags, thread, outs, ins, init, perform, unused); }
    virtual void SetYieldCallback(int (*hook)(CSOUND *)) { csoundSetYieldCallback(csound, hook); }
    virtual void SetPlayopenCallback(int (*hook)(CSOUND *, const csRtAudioParams *)) { csoundSetPlayopenCallback(csound, hook); }
    virtual void SetRtplayCallback(void (*hook)(CSOUND *, const MYFLT *, int)) { csoundSetRtplayCallback(csound, hook); }
    virtual void SetRecopenCallback(int (*hook)(CSOUND *, const csRtAudioParams *)) { csoundSetRecopenCallback(csound, hook); }
    virtual void SetRtrecordCallback(int (*hook)(CSOUND *, MYFLT *, int)) { csoundSetRtrecordCallback(csound, hook); }
    virtual void SetRtcloseCallback(void (*hook)(CSOUND *)) { csoundSetRtcloseCallback(csound, hook); }
    virtual int GetDebug() { return csoundGetDebug(csound); }
    virtual void SetDebug(int debug) { csoundSetDebug(csound, debug); }
    virtual int TableLength(int table) { return csoundTableLength(csound, table); }
    virtual MYFLT TableGet(int table, int index) { return csoundTableGet(csound, table, index); }
    virtual void TableSet(int table, int index, double value) { csoundTableSet(csound, table, index, value); }
    virtual int GetTable(MYFLT *&values, int table) { return csoundGetTable(csound, &values, table); }
    virtual void TableCopyOut(int table, MYFLT *values) { csoundTableCopyOut(csound, table, values); }
    virtual void TableCopyIn(int table, MYFLT *values) { csoundTableCopyIn(csound, table, values); }
    virtual int CreateGlobalVariable(const char *name, size_t bytes) { return csoundCreateGlobalVariable(csound, name, bytes); }
    virtual void *QueryGlobalVariable(const char *name) { return csoundQueryGlobalVariable(csound, name); }
    virtual void *QueryGlobalVariableNoCheck(const char *name) { return csoundQueryGlobalVariableNoCheck(csound, name); }
    virtual int DestroyGlobalVariable(const char *name) { return csoundDestroyGlobalVariable(csound, name); }
    virtual void **GetRtRecordUserData() { return csoundGetRtRecordUserData(csound); }
    virtual void **GetRtPlayUserData() { return csoundGetRtPlayUserData(csound); }
    virtual int RegisterSenseEventCallback(void (*hook)(CSOUND *, void *), void *user) { return csoundRegisterSenseEventCallback(csound, hook, user); }
    virtual int RunUtility(const char *name, int count, char **args) { return csoundRunUtility(csound, name, count, args); }
    virtual char **ListUtilities() { return csoundListUtilities(csound); }
    virtual void DeleteUtilityList(char **list) { csoundDeleteUtilityList(csound, list); }
    virtual const char *GetUtilityDescription(const char *name) { return csoundGetUtilityDescription(csound, name); }
    virtual int GetChannelPtr(MYFLT *&storage, const char *name, int type) { return csoundGetChannelPtr(csound, &storage, name, type); }
    virtual int ListChannels(controlChannelInfo_t *&list) { return csoundListChannels(csound, &list); }
    virtual void DeleteChannelList(controlChannelInfo_t *list) { csoundDeleteChannelList(csound, list); }
    virtual int SetControlChannelHints(const char *name, controlChannelHints_t hints) { return csoundSetControlChannelHints(csound, name, hints); }
    virtual int GetControlChannelHints(const char *name, controlChannelHints_t *hints) { return csoundGetControlChannelHints(csound, name, hints); }
    virtual void SetChannel(const char *name, double value) { csoundSetControlChannel(csound, name, value); }
    virtual void SetControlChannel(const char *name, double value) { csoundSetControlChannel(csound, name, value); }
    virtual void SetChannel(const char *name, char *text) { csoundSetStringChannel(csound, name, text); }
    virtual void SetStringChannel(const char *name, char *text) { csoundSetStringChannel(csound, name, text); }
    virtual void SetChannel(const char *name, MYFLT *samples) { csoundSetAudioChannel(csound, name, samples); }
    virtual MYFLT GetChannel(const char *name, int *error = nullptr) { return csoundGetControlChannel(csound, name, error); }
    virtual MYFLT GetControlChannel(const char *name, int *error = nullptr) { return csoundGetControlChannel(csound, name, error); }
    virtual void GetStringChannel(const char *name, char *text) { csoundGetStringChannel(csound, name, text); }
    virtual void GetAudioChannel(const char *name, MYFLT *samples) { csoundGetAudioChannel(csound, name, samples); }
    virtual int PvsinSet(const PVSDATEXT *frame, const char *name) { return csoundSetPvsChannel(csound, frame, name); }
    virtual int PvsoutGet(PVSDATEXT *frame, const char *name) { return csoundGetPvsChannel(csound, frame, name); }
    virtual void SetInputChannelCallback(channelCallback_t hook) { csoundSetInputChannelCallback(csound, hook); }
    virtual void SetOutputChannelCallback(channelCallback_t hook) { csoundSetOutputChannelCallback(csound, hook); }
    virtual int CreateConfigurationVariable(const char *name, void *p, int type, int flags, void *min, void *max,
                                            const char *shortText, const char *longText)
    { return csoundCreateConfigurationVariable(csound, name, p, type, flags, min, max, shortText, longText); }
    virtual int SetConfigurationVariable(const char *name, void *value) { return csoundSetConfigurationVariable(csound, name, value); }
    virtual int ParseConfigurationVariable(const char *name, const char *value) { return csoundParseConfigurationVariable(csound, name, value); }
    virtual csCfgVariable_t *QueryConfigurationVariable(const char *name) { return csoundQueryConfigurationVariable(csound, name); }
    virtual csCfgVariable_t **ListConfigurationVariables() { return csoundListConfigurationVariables(csound); }
    virtual int DeleteConfigurationVariable(const char *name) { return csoundDeleteConfigurationVariable(csound, name); }

    Csound() : csound(csoundCreate(nullptr)) {}
    /** Takes over an engine; makes one with host data. The destructor releases either. */
    explicit Csound(CSOUND *c) : csound(c) {}
    explicit Csound(void *host_data) : csound(csoundCreate(host_data)) {}
    Csound(const Csound &) = delete;
    Csound &operator=(const Csound &) = delete;
    virtual ~Csound() { csoundDestroy(csound); }

    virtual void CreateMessageBuffer(int print) { csoundCreateMessageBuffer(csound, print); }
    virtual const char *GetFirstMessage() { return csoundGetFirstMessage(csound); }
    virtual int GetFirstMessageAttr() { return csoundGetFirstMessageAttr(csound); }
    virtual void PopFirstMessage() { csoundPopFirstMessage(csound); }
    virtual int GetMessageCnt() { return csoundGetMessageCnt(csound); }
    virtual void DestroyMessageBuffer() { csoundDestroyMessageBuffer(csound); }
    virtual void AddSpinSample(int frame, int channel, MYFLT sample) { csoundAddSpinSample(csound, frame, channel, sample); }
    virtual void SetSpinSample(int frame, int channel, MYFLT sample) { csoundSetSpinSample(csound, frame, channel, sample); }
    virtual MYFLT GetSpoutSample(int frame, int channel) const { return csoundGetSpoutSample(csound, frame, channel); }
    virtual const char *GetInputName() { return csoundGetInputName(csound); }
    virtual void SetAudioChannel(const char *name, MYFLT *samples) { csoundSetAudioChannel(csound, name, samples); }
    virtual MYFLT SystemSr(MYFLT rate) { return csoundSystemSr(csound, rate); }
    // clang-format on

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
