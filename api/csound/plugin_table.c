/* The table of functions that binary plugins call through their instance pointer: the API's own where it has
 * them, services about the opcode that runs, and for what is missing a function that says so. */
#include "api/csound/fft.h"
#include "api/csound/foreign.h"
#include "api/csound/instance.h"
#include "api/csound/plugin_files.h"
#include "api/csound/utilities.h"
#include "api/include/csound/csoundCore.h"
#include "api/include/csound/find_opcode.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

_Static_assert(sizeof(struct CSOUND_) == KC_PLUGIN_BYTES, "the table has its fixed size");

/* ---- what is missing -------------------------------------------------------------------------- */

#define MISSING_MEMBERS(X)                                                                                   \
    X(GetMidiChannel)                                                                                        \
    X(GetZakBounds)                                                                                          \
    X(GetString)                                                                                             \
    X(strarg2insno)                                                                                          \
    X(strarg2name)                                                                                           \
    X(hfgens)                                                                                                \
    X(FTAlloc)                                                                                               \
    X(FTDelete)                                                                                              \
    X(FTFind)                                                                                                \
    X(FTFindP)                                                                                               \
    X(FTnp2Find)                                                                                             \
    X(PVOC_CreateFile)                                                                                       \
    X(PVOC_OpenFile)                                                                                         \
    X(PVOC_CloseFile)                                                                                        \
    X(PVOC_PutFrames)                                                                                        \
    X(PVOC_GetFrames)                                                                                        \
    X(PVOC_FrameCount)                                                                                       \
    X(PVOC_fseek)                                                                                            \
    X(PVOC_ErrorString)                                                                                      \
    X(PVOCEX_LoadFile)                                                                                       \
    X(Die)                                                                                                   \
    X(LongJmp)                                                                                               \
    X(GetRandSeed)                                                                                           \
    X(SAsndgetset)                                                                                           \
    X(sndgetset)                                                                                             \
    X(getsndin)                                                                                              \
    X(rewriteheader)                                                                                         \
    X(LoadSoundFile)                                                                                         \
    X(FDRecord)                                                                                              \
    X(FDClose)                                                                                               \
    X(CreateFileHandle)                                                                                      \
    X(GetFileName)                                                                                           \
    X(FileClose)                                                                                             \
    X(FileOpen2)                                                                                             \
    X(type2csfiletype)                                                                                       \
    X(sftype2csfiletype)                                                                                     \
    X(ldmemfile2withCB)                                                                                      \
    X(FileOpenAsync)                                                                                         \
    X(ReadAsync)                                                                                             \
    X(WriteAsync)                                                                                            \
    X(FSeekAsync)                                                                                            \
    X(module_list_add)                                                                                       \
    X(dispset)                                                                                               \
    X(display)                                                                                               \
    X(dispexit)                                                                                              \
    X(dispinit)                                                                                              \
    X(SetInternalYieldCallback)                                                                              \
    X(GetInstrumentList)                                                                                     \
    X(CheckEvents)                                                                                           \
    X(insert_score_event)                                                                                    \
    X(insert_score_event_at_sample)                                                                          \
    X(SetUtilSr)                                                                                             \
    X(SetUtilNchnls)                                                                                         \
    X(ftError)                                                                                               \
    X(AuxAllocAsync)                                                                                         \
    X(GetZaBounds)                                                                                           \
    X(FTnp2Finde)                                                                                            \
    X(GetInstrument)                                                                                         \
    X(AutoCorrelation)                                                                                       \
    X(LPsetup)                                                                                               \
    X(LPfree)                                                                                                \
    X(LPred)                                                                                                 \
    X(LPCeps)                                                                                                \
    X(CepsLP)                                                                                                \
    X(LPrms)

static long not_there(const char *name)
{
    kc_cs_message(NULL, CSOUNDMSG_ERROR, "a plugin has asked for %s, which is not available\n", name);
    return 0;
}
#define STUB(name)                                                                                           \
    static long missing_##name(void) { return not_there(#name); }
MISSING_MEMBERS(STUB)
static long missing_spare(void) { return not_there("a member that no version has"); }

/* ---- the engine ------------------------------------------------------------------------------- */

static uint64_t get_kcounter(CSOUND *cs)
{
    kc_engine *e = kc_cs_of(cs)->performance->engine;
    return e ? kc_engine_cycles(e) : 0;
}

static void get_oparms(CSOUND *cs, OPARMS *to)
{
    const kc_options *o = &kc_cs_of(cs)->performance->opt;
    *to = (OPARMS){.odebug = kc_cs_of(cs)->debug,
                   .sfread = o->input != NULL,
                   .sfwrite = !o->nosound,
                   .inbufsamps = (int)csoundGetInputBufferSize(cs),
                   .outbufsamps = (int)csoundGetOutputBufferSize(cs),
                   .displays = o->displays != 0,
                   .msglevel = o->message_level,
                   .Beatmode = o->beat_mode,
                   .oMaxLag = o->hw_buffer ? o->hw_buffer : 1024,
                   .Midiin = o->midi_in != NULL,
                   .FMidiin = o->midi_file != NULL,
                   .heartbeat = o->heartbeat,
                   .cmdTempo = o->tempo,
                   .sr_override = (float)o->sr,
                   .kr_override = (float)o->kr,
                   .infilename = o->input,
                   .outfilename = o->output,
                   .Midiname = o->midi_in,
                   .FMidiname = o->midi_file,
                   .Midioutname = o->midi_out,
                   .FMidioutname = o->midi_out_file,
                   .numThreads = o->threads,
                   .sampleAccurate = o->sample_accurate,
                   .realtime = o->realtime,
                   .e0dbfs_override = o->zerodbfs,
                   .ksmps_override = o->ksmps,
                   .limiter = o->limiter};
}

static int get_dither(CSOUND *cs) { return kc_cs_of(cs)->performance->opt.dither; }

static void file_opened(CSOUND *cs, const char *path, int type, int write, int temporary)
{
    (void)temporary;
    kc_perf_opened(kc_cs_of(cs)->performance, path, type, write != 0);
}

/* ---- the opcode that runs --------------------------------------------------------------------- */

static INSDS *insds(void *p) { return ((OPDS *)p)->insdshead; }
static TEXT *text(void *p) { return &((OPDS *)p)->optext->t; }

static int set_release(void *p, int n)
{
    int before = insds(p)->xtratim;
    insds(p)->xtratim = n;
    return before;
}
static MYFLT set_release_seconds(void *p, MYFLT seconds)
{
    double kr = insds(p)->ekr;
    return set_release(p, (int)(seconds * kr + 0.5)) / kr;
}
static int get_midi_channel(void *p) { return kc_foreign_note(p)->midi_chan; }
static int get_midi_note(void *p) { return insds(p)->m_pitch; }
static int get_midi_velocity(void *p) { return insds(p)->m_veloc; }
static int get_release(void *p) { return insds(p)->relesing; }
static double get_off_time(void *p) { return insds(p)->offtim; }
static MYFLT *get_pfields(void *p) { return (MYFLT *)&insds(p)->p0; }
static int get_insno(void *p) { return insds(p)->insno; }
static int get_tie(CSOUND *cs)
{
    return kc_cs_of(cs)->call ? kc_cs_of(cs)->call->block->insdshead->tieflag : 0;
}
static int get_reinit(CSOUND *cs)
{
    return kc_cs_of(cs)->call ? kc_cs_of(cs)->call->block->insdshead->reinitflag : 0;
}
/* Variables carry no type word in front of them: the type is looked up in the call that runs on this thread.
 */
static CS_TYPE *type_of_arg(void *p) { return (CS_TYPE *)(uintptr_t)kc_foreign_type(p); }
static int input_count(void *p) { return (int)text(p)->inArgCount; }
static int output_count(void *p) { return (int)text(p)->outArgCount; }
static char *name_at(const ARGLST *l, int n) { return n >= 0 && n < l->count ? l->arg[n] : NULL; }
static char *input_name(void *p, int n) { return name_at(text(p)->inlist, n); }
static char *output_name(void *p, int n) { return name_at(text(p)->outlist, n); }
static char *opcode_name(void *p) { return text(p)->opcod; }

static int register_deinit(CSOUND *cs, void *p, int (*fn)(CSOUND *, void *))
{
    (void)cs;
    return kc_foreign_on_end(p, fn);
}

_Static_assert(sizeof(AUXCH) == sizeof(kc_aux) && offsetof(AUXCH, auxp) == offsetof(kc_aux, p),
               "the same memory");

static void aux_alloc(CSOUND *cs, size_t n, AUXCH *aux)
{
    const kc_foreign_call *call = kc_cs_of(cs)->call;
    if (call)
        kc_aux_alloc(call->ctx, (kc_aux *)aux, n);
    else
        not_there("AuxAlloc outside of an opcode");
}

/* ---- memory, texts, numbers ------------------------------------------------------------------- */

static void *mem_alloc(CSOUND *cs, size_t n) { return kc_cs_alloc(cs, n, false); }
static void *mem_calloc(CSOUND *cs, size_t n) { return kc_cs_alloc(cs, n, true); }
static char *mem_strdup(CSOUND *cs, char *s) { return kc_cs_strdup(cs, s); }

static char *copy_text(char *to, const char *from, size_t room)
{
    if (!room) return to;
    size_t n = strnlen(from, room - 1);
    memcpy(to, from, n);
    to[n] = 0;
    return to;
}

static MYFLT pow2(CSOUND *cs, MYFLT x)
{
    (void)cs;
    return exp2(x);
}

static MYFLT int_pow(MYFLT x, int32 n)
{
    double r = 1;
    for (uint32_t k = n < 0 ? 0u - (uint32_t)n : (uint32_t)n; k; k >>= 1, x *= x)
        if (k & 1) r *= x;
    return n < 0 ? 1 / r : r;
}

static int is_string_code(MYFLT x) { return kc_string_slot_index(x) >= 0; }

/* ---- messages and errors ---------------------------------------------------------------------- */

static void report(CSOUND *cs, const char *head, const char *format, va_list args)
{
    char line[1024];
    vsnprintf(line, sizeof line, format, args);
    kc_cs_message(cs, CSOUNDMSG_ERROR, "%s%s\n", head ? head : "", line);
}

/* The engine counts when the function gives back what these return. */
static int init_error(CSOUND *cs, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(cs, "INIT ERROR: ", format, args);
    va_end(args);
    return -1;
}

static int perf_error(CSOUND *cs, OPDS *h, const char *format, ...)
{
    va_list args;
    (void)h;
    va_start(args, format);
    report(cs, "PERF ERROR: ", format, args);
    va_end(args);
    return -1;
}

static void warning(CSOUND *cs, const char *format, ...)
{
    char line[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    kc_cs_warning(cs, "%s", line);
}

static void debug_message(CSOUND *cs, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (kc_cs_of(cs)->debug) report(cs, NULL, format, args);
    va_end(args);
}

static void error_message(CSOUND *cs, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kc_cs_vmessage(cs, CSOUNDMSG_ERROR, format, args);
    va_end(args);
}

static void error_vmessage(CSOUND *cs, const char *head, const char *format, va_list args)
{
    report(cs, head, format, args);
}

/* ---- registrations ---------------------------------------------------------------------------- */

static int append_opcodes(CSOUND *cs, const OENTRY *list, int n)
{
    int bad = 0;
    for (int i = 0; i < n || (n <= 0 && list[i].opname); i++) bad |= kc_foreign_add(kc_cs_of(cs), &list[i]);
    return bad ? CSOUND_ERROR : CSOUND_SUCCESS;
}

typedef struct reset_hook {
    struct reset_hook *next;
    int (*fn)(CSOUND *, void *);
    void *user;
} reset_hook;

static void run_reset_hooks(CSOUND *cs, void *part)
{
    for (reset_hook *h = *(reset_hook **)part, *next; h; h = next) {
        next = h->next;
        h->fn(cs, h->user);
        free(h);
    }
}

static int register_reset(CSOUND *cs, void *user, int (*fn)(CSOUND *, void *))
{
    reset_hook **list = kc_cs_part(cs, "reset hooks", sizeof *list, KC_UNTIL_RESET, run_reset_hooks);
    reset_hook *h = fn ? malloc(sizeof *h) : NULL;
    if (!h) return CSOUND_ERROR;
    *h = (reset_hook){*list, fn, user};
    *list = h;
    return CSOUND_SUCCESS;
}

/* ---- the table -------------------------------------------------------------------------------- */

static const struct CSOUND_ members = {
    .GetSr = csoundGetSr,
    .GetKr = csoundGetKr,
    .GetKsmps = csoundGetKsmps,
    .GetNchnls = csoundGetNchnls,
    .GetNchnls_i = csoundGetNchnlsInput,
    .Get0dBFS = csoundGet0dBFS,
    .GetKcounter = get_kcounter,
    .GetCurrentTimeSamples = csoundGetCurrentTimeSamples,
    .GetInputBufferSize = csoundGetInputBufferSize,
    .GetOutputBufferSize = csoundGetOutputBufferSize,
    .GetInputBuffer = csoundGetInputBuffer,
    .GetOutputBuffer = csoundGetOutputBuffer,
    .SetDebug = csoundSetDebug,
    .GetDebug = csoundGetDebug,
    .GetSizeOfMYFLT = csoundGetSizeOfMYFLT,
    .GetOParms = get_oparms,
    .GetEnv = csoundGetEnv,
    .Message = csoundMessage,
    .MessageS = csoundMessageS,
    .MessageV = csoundMessageV,
    .GetMessageLevel = csoundGetMessageLevel,
    .SetMessageLevel = csoundSetMessageLevel,
    .SetMessageCallback = csoundSetMessageCallback,
    .SetReleaseLength = set_release,
    .SetReleaseLengthSeconds = set_release_seconds,
    .GetMidiChannelNumber = get_midi_channel,
    .GetMidiNoteNumber = get_midi_note,
    .GetMidiVelocity = get_midi_velocity,
    .GetReleaseFlag = get_release,
    .GetOffTime = get_off_time,
    .GetPFields = get_pfields,
    .GetInstrumentNumber = get_insno,
    .GetTieFlag = get_tie,
    .GetReinitFlag = get_reinit,
    .Pow2 = pow2,
    .intpow = int_pow,
    .GetTypeForArg = type_of_arg,
    .GetStrsmax = kc_pl_strset_max,
    .GetStrsets = kc_pl_strset,
    .type2string = kc_pl_file_type,
    .getstrformat = kc_pl_sample_format,
    .sfsampsize = kc_pl_sample_bytes,
    .FindInputFile = kc_pl_find_input,
    .FindOutputFile = kc_pl_find_output,
    .GetInverseComplexFFTScale = kc_cs_fft_scale,
    .GetInverseRealFFTScale = kc_cs_fft_scale,
    .ComplexFFT = kc_cs_fft,
    .InverseComplexFFT = kc_cs_fft_inverse,
    .RealFFT = kc_cs_rfft,
    .InverseRealFFT = kc_cs_rfft_inverse,
    .RealFFTMult = kc_cs_rfft_product,
    .RealFFTnp2 = kc_cs_rfft_np2,
    .InverseRealFFTnp2 = kc_cs_rfft_np2_inverse,
    .RealFFT2Setup = kc_cs_rfft_plan,
    .RealFFT2 = kc_cs_rfft_run,
    .GetInputArgCnt = input_count,
    .GetInputArgName = input_name,
    .GetOutputArgCnt = output_count,
    .GetOutputArgName = output_name,
    .AuxAlloc = aux_alloc,
    .Malloc = mem_alloc,
    .Calloc = mem_calloc,
    .ReAlloc = kc_cs_realloc,
    .Strdup = mem_strdup,
    .Free = kc_cs_free,
    .GetTable = csoundGetTable,
    .TableLength = csoundTableLength,
    .TableGet = csoundTableGet,
    .TableSet = csoundTableSet,
    .GetNamedGens = csoundGetNamedGens,
    .CreateGlobalVariable = csoundCreateGlobalVariable,
    .QueryGlobalVariable = csoundQueryGlobalVariable,
    .QueryGlobalVariableNoCheck = csoundQueryGlobalVariableNoCheck,
    .DestroyGlobalVariable = csoundDestroyGlobalVariable,
    .CreateConfigurationVariable = csoundCreateConfigurationVariable,
    .SetConfigurationVariable = csoundSetConfigurationVariable,
    .ParseConfigurationVariable = csoundParseConfigurationVariable,
    .QueryConfigurationVariable = csoundQueryConfigurationVariable,
    .ListConfigurationVariables = csoundListConfigurationVariables,
    .DeleteConfigurationVariable = csoundDeleteConfigurationVariable,
    .CfgErrorCodeToString = csoundCfgErrorCodeToString,
    .InitError = init_error,
    .PerfError = perf_error,
    .Warning = warning,
    .DebugMsg = debug_message,
    .ErrorMsg = error_message,
    .ErrMsgV = error_vmessage,
    .GetRandomSeedFromTime = csoundGetRandomSeedFromTime,
    .SeedRandMT = csoundSeedRandMT,
    .RandMT = csoundRandMT,
    .Rand31 = csoundRand31,
    .CreateThread = csoundCreateThread,
    .JoinThread = csoundJoinThread,
    .CreateThreadLock = csoundCreateThreadLock,
    .DestroyThreadLock = csoundDestroyThreadLock,
    .WaitThreadLock = csoundWaitThreadLock,
    .NotifyThreadLock = csoundNotifyThreadLock,
    .WaitThreadLockNoTimeout = csoundWaitThreadLockNoTimeout,
    .Create_Mutex = csoundCreateMutex,
    .LockMutexNoWait = csoundLockMutexNoWait,
    .LockMutex = csoundLockMutex,
    .UnlockMutex = csoundUnlockMutex,
    .DestroyMutex = csoundDestroyMutex,
    .CreateBarrier = csoundCreateBarrier,
    .DestroyBarrier = csoundDestroyBarrier,
    .WaitBarrier = csoundWaitBarrier,
    .GetCurrentThreadID = csoundGetCurrentThreadId,
    .Sleep = csoundSleep,
    .InitTimerStruct = csoundInitTimerStruct,
    .GetRealTime = csoundGetRealTime,
    .GetCPUTime = csoundGetCPUTime,
    .CreateCircularBuffer = csoundCreateCircularBuffer,
    .ReadCircularBuffer = csoundReadCircularBuffer,
    .WriteCircularBuffer = csoundWriteCircularBuffer,
    .FlushCircularBuffer = csoundFlushCircularBuffer,
    .DestroyCircularBuffer = csoundDestroyCircularBuffer,
    .NotifyFileOpened = file_opened,
    .SetPlayopenCallback = csoundSetPlayopenCallback,
    .SetRtplayCallback = csoundSetRtplayCallback,
    .SetRecopenCallback = csoundSetRecopenCallback,
    .SetRtrecordCallback = csoundSetRtrecordCallback,
    .SetRtcloseCallback = csoundSetRtcloseCallback,
    .SetAudioDeviceListCallback = csoundSetAudioDeviceListCallback,
    .GetRtRecordUserData = csoundGetRtRecordUserData,
    .GetRtPlayUserData = csoundGetRtPlayUserData,
    .GetDitherMode = get_dither,
    .SetExternalMidiInOpenCallback = csoundSetExternalMidiInOpenCallback,
    .SetExternalMidiReadCallback = csoundSetExternalMidiReadCallback,
    .SetExternalMidiInCloseCallback = csoundSetExternalMidiInCloseCallback,
    .SetExternalMidiOutOpenCallback = csoundSetExternalMidiOutOpenCallback,
    .SetExternalMidiWriteCallback = csoundSetExternalMidiWriteCallback,
    .SetExternalMidiOutCloseCallback = csoundSetExternalMidiOutCloseCallback,
    .SetExternalMidiErrorStringCallback = csoundSetExternalMidiErrorStringCallback,
    .SetMIDIDeviceListCallback = csoundSetMIDIDeviceListCallback,
    .SetIsGraphable = csoundSetIsGraphable,
    .SetMakeGraphCallback = csoundSetMakeGraphCallback,
    .SetDrawGraphCallback = csoundSetDrawGraphCallback,
    .SetKillGraphCallback = csoundSetKillGraphCallback,
    .SetExitGraphCallback = csoundSetExitGraphCallback,
    .SetYieldCallback = csoundSetYieldCallback,
    .Set_KeyCallback = csoundRegisterKeyboardCallback,
    .Remove_KeyCallback = csoundRemoveKeyboardCallback,
    .RegisterSenseEventCallback = csoundRegisterSenseEventCallback,
    .RegisterDeinitCallback = register_deinit,
    .RegisterResetCallback = register_reset,
    .AppendOpcode = csoundAppendOpcode,
    .AppendOpcodes = append_opcodes,
    .GetOpcodeName = opcode_name,
    .PerformKsmps = csoundPerformKsmps,
    .AddUtility = kc_cs_utility_add,
    .RunUtility = csoundRunUtility,
    .ListUtilities = csoundListUtilities,
    .SetUtilityDescription = kc_cs_utility_describe,
    .GetUtilityDescription = csoundGetUtilityDescription,
    .RunCommand = csoundRunCommand,
    .OpenLibrary = csoundOpenLibrary,
    .CloseLibrary = csoundCloseLibrary,
    .GetLibrarySymbol = csoundGetLibrarySymbol,
    .LocalizeString = csoundLocalizeString,
    .strtok_r = cs_strtok_r,
    .strtod = cs_strtod,
    .sprintf = cs_sprintf,
    .sscanf = cs_sscanf,
    .system_sr = csoundSystemSr,
    .GetScoreOffsetSeconds = csoundGetScoreOffsetSeconds,
    .SetScoreOffsetSeconds = csoundSetScoreOffsetSeconds,
    .RewindScore = csoundRewindScore,
    .InputMessage = csoundInputMessage,
    .ISSTRCOD = is_string_code,
    .GetA4 = csoundGetA4,
    .GetHostData = csoundGetHostData,
    .strNcpy = copy_text,
    .find_opcode_new = find_opcode_new,
    .find_opcode_exact = find_opcode_exact,
    .GetChannelPtr = csoundGetChannelPtr,
    .ListChannels = csoundListChannels,
    .GetErrorCnt = csoundErrCnt,
    .CreateThread2 = csoundCreateThread2,
};

void kc_plugin_table(kc_cs *cs)
{
    memcpy(cs->plugin, &members, sizeof members);
#define SET(name)                                                                                            \
    cs->plugin[offsetof(struct CSOUND_, name) / sizeof cs->plugin[0]] = (void (*)(void))missing_##name;
    MISSING_MEMBERS(SET)
    for (int i = 0; i < KC_PLUGIN_SLOTS; i++)
        if (!cs->plugin[i]) cs->plugin[i] = (void (*)(void))missing_spare;
}
