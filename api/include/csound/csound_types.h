/* Constants and structs that cross the host interface. Sizes and offsets are fixed: programs built against
   Csound 6.18 use them as they are. */
#ifndef CSOUND_TYPES_H
#define CSOUND_TYPES_H
#include "sysdep.h"
#include "text.h"
#include <stdarg.h>
#include <stdio.h>

/** An engine. Hosts see a pointer only; plugins see the functions at its start (csoundCore.h). */
typedef struct CSOUND_ CSOUND;
typedef struct windat_ WINDAT;
typedef struct xyindat_ XYINDAT;

/** Results of calls that can fail. */
typedef enum {
    CSOUND_SUCCESS = 0,
    CSOUND_ERROR = -1,
    CSOUND_INITIALIZATION = -2,
    CSOUND_PERFORMANCE = -3,
    CSOUND_MEMORY = -4,
    CSOUND_SIGNAL = -5
} CSOUND_STATUS;
/** Result of csoundCompile() when the options only asked for information. */
#define CSOUND_EXITJMP_SUCCESS 256

/** Bits for csoundInitialize(). */
#define CSOUNDINIT_NO_SIGNAL_HANDLER 1
#define CSOUNDINIT_NO_ATEXIT         2

/** Kinds of keyboard callbacks: key events and text. */
#define CSOUND_CALLBACK_KBD_EVENT 1U
#define CSOUND_CALLBACK_KBD_TEXT  2U

/** What a file is, for the file-open callback. */
// clang-format off
typedef enum {
    CSFTYPE_UNKNOWN = 0, CSFTYPE_UNIFIED_CSD = 1, CSFTYPE_ORCHESTRA, CSFTYPE_SCORE, CSFTYPE_ORC_INCLUDE,
    CSFTYPE_SCO_INCLUDE, CSFTYPE_SCORE_OUT, CSFTYPE_SCOT, CSFTYPE_OPTIONS, CSFTYPE_EXTRACT_PARMS,
    /* sound */
    CSFTYPE_RAW_AUDIO, CSFTYPE_IRCAM, CSFTYPE_AIFF, CSFTYPE_AIFC, CSFTYPE_WAVE, CSFTYPE_AU, CSFTYPE_SD2,
    CSFTYPE_W64, CSFTYPE_WAVEX, CSFTYPE_FLAC, CSFTYPE_CAF, CSFTYPE_WVE, CSFTYPE_OGG, CSFTYPE_MPC2K,
    CSFTYPE_RF64, CSFTYPE_AVR, CSFTYPE_HTK, CSFTYPE_MAT4, CSFTYPE_MAT5, CSFTYPE_NIST, CSFTYPE_PAF,
    CSFTYPE_PVF, CSFTYPE_SDS, CSFTYPE_SVX, CSFTYPE_VOC, CSFTYPE_XI, CSFTYPE_MPEG, CSFTYPE_UNKNOWN_AUDIO,
    CSFTYPE_SOUNDFONT,
    /* MIDI */
    CSFTYPE_STD_MIDI, CSFTYPE_MIDI_SYSEX,
    /* analysis */
    CSFTYPE_HETRO, CSFTYPE_HETROT, CSFTYPE_PVC, CSFTYPE_PVCEX, CSFTYPE_CVANAL, CSFTYPE_LPC, CSFTYPE_ATS,
    CSFTYPE_LORIS, CSFTYPE_SDIF, CSFTYPE_HRTF, CSFTYPE_UNUSED,
    /* other */
    CSFTYPE_LADSPA_PLUGIN, CSFTYPE_SNAPSHOT, CSFTYPE_FTABLES_TEXT, CSFTYPE_FTABLES_BINARY,
    CSFTYPE_XSCANU_MATRIX, CSFTYPE_FLOATS_TEXT, CSFTYPE_FLOATS_BINARY, CSFTYPE_INTEGER_TEXT,
    CSFTYPE_INTEGER_BINARY, CSFTYPE_IMAGE_PNG, CSFTYPE_POSTSCRIPT, CSFTYPE_SCRIPT_TEXT,
    CSFTYPE_OTHER_TEXT, CSFTYPE_OTHER_BINARY
} CSOUND_FILETYPES;
// clang-format on

/** The options of csoundGetParams() and csoundSetParams(), one member a command-line flag. */
typedef struct {
    int debug_mode;              /**< -v */
    int buffer_frames;           /**< -b, frames */
    int hardware_buffer_frames;  /**< -B, frames */
    int displays;                /**< 0: -d */
    int ascii_graphs;            /**< -g */
    int postscript_graphs;       /**< -G */
    int message_level;           /**< -m */
    int tempo;                   /**< -t, beats a minute */
    int ring_bell;               /**< -N */
    int use_cscore;              /**< -C */
    int terminate_on_midi;       /**< -T */
    int heartbeat;               /**< -H */
    int defer_gen01_load;        /**< -D */
    int midi_key;                /**< --midi-key, a p-field number */
    int midi_key_cps;            /**< --midi-key-cps */
    int midi_key_oct;            /**< --midi-key-oct */
    int midi_key_pch;            /**< --midi-key-pch */
    int midi_velocity;           /**< --midi-velocity */
    int midi_velocity_amp;       /**< --midi-velocity-amp */
    int no_default_paths;        /**< --no-default-paths */
    int number_of_threads;       /**< -j */
    int syntax_check_only;       /**< --syntax-check-only */
    int csd_line_counts;         /**< line numbers in messages count from the top of the CSD */
    int compute_weights;         /**< not used */
    int realtime_mode;           /**< --realtime */
    int sample_accurate;         /**< --sample-accurate */
    MYFLT sample_rate_override;  /**< -r, Hz */
    MYFLT control_rate_override; /**< -k, Hz */
    int nchnls_override;         /**< --nchnls */
    int nchnls_i_override;       /**< --nchnls_i */
    MYFLT e0dbfs_override;       /**< --0dbfs */
    int daemon;                  /**< --daemon */
    int ksmps_override;          /**< --ksmps */
    int FFT_library;             /**< --fftlib */
} CSOUND_PARAMS;

/** A sound device. */
typedef struct {
    char device_name[128], device_id[128], rt_module[128];
    int max_nchnls;
    int isOutput; /**< 1 playback, 0 recording */
} CS_AUDIODEVICE;

/** A MIDI device. */
typedef struct {
    char device_name[128], interface_name[128], device_id[128], midi_module[128];
    int isOutput;
} CS_MIDIDEVICE;

/** What an audio driver is opened with. */
typedef struct {
    char *devName;           /**< name, NULL for the default device */
    int devNum;              /**< number; 1024 is the default device */
    unsigned int bufSamp_SW; /**< frames the engine hands over at a time */
    int bufSamp_HW;          /**< frames the device should keep */
    int nChannels;
    int sampleFormat; /**< a format of soundio.h */
    float sampleRate; /**< Hz */
} csRtAudioParams;

/** Start of a measurement of time, in the clock's own units. */
typedef struct RTCLOCK_S {
    int_least64_t starttime_real;
    int_least64_t starttime_CPU;
} RTCLOCK;

/** One opcode of csoundNewOpcodeList(). */
typedef struct {
    char *opname, *outypes, *intypes;
    int flags; /**< of interlocks.h */
} opcodeListEntry;

/** State of the 32-bit Mersenne twister. */
typedef struct CsoundRandMTState_ {
    int mti;          /**< next word of the block to hand out */
    uint32_t mt[624]; /**< the block */
} CsoundRandMTState;

/** A spectral frame as the f-signal channels exchange it with a host. */
typedef struct pvsdat_ext {
    int32 N;       /**< FFT size */
    int sliding;   /**< 1: one frame a sample */
    int32 NB;      /**< bins, of the sliding kind */
    int32 overlap; /**< hop, samples */
    int32 winsize; /**< window, samples */
    int wintype;   /**< PVS_WIN_... */
    int32 format;  /**< PVS_AMP_FREQ ... */
    uint32 framecount;
    float *frame; /**< N + 2 values */
} PVSDATEXT;

/** A word of an orchestra. */
typedef struct ORCTOKEN {
    int type;
    char *lexeme;
    int value;
    double fvalue;
    char *optype;
    struct ORCTOKEN *next;
} ORCTOKEN;

/** A parsed orchestra: `next` chains statements, `left` and `right` are the parts of one. */
typedef struct TREE {
    int type;
    ORCTOKEN *value;
    int rate, len, line;
    uint64_t locn;
    struct TREE *left, *right, *next;
    void *markup;
} TREE;

/** What a channel holds (low four bits) and which way it goes. */
typedef enum {
    CSOUND_CONTROL_CHANNEL = 1,
    CSOUND_AUDIO_CHANNEL,
    CSOUND_STRING_CHANNEL,
    CSOUND_PVS_CHANNEL,
    CSOUND_VAR_CHANNEL,
    CSOUND_CHANNEL_TYPE_MASK = 15,
    CSOUND_INPUT_CHANNEL = 16, /**< into the orchestra */
    CSOUND_OUTPUT_CHANNEL = 32 /**< out of it */
} controlChannelType;

/** How a control's values should be spread over its range. */
typedef enum {
    CSOUND_CONTROL_CHANNEL_NO_HINTS,
    CSOUND_CONTROL_CHANNEL_INT,
    CSOUND_CONTROL_CHANNEL_LIN,
    CSOUND_CONTROL_CHANNEL_EXP
} controlChannelBehavior;

/** Advice to a user interface about a control channel. */
typedef struct controlChannelHints_s {
    controlChannelBehavior behav;
    MYFLT dflt, min, max;
    int x, y, width, height; /**< of a widget */
    char *attributes;        /**< free text, may be NULL */
} controlChannelHints_t;

/** One channel of csoundListChannels(). */
typedef struct controlChannelInfo_s {
    char *name; /**< belongs to the engine */
    int type;   /**< kind + directions */
    controlChannelHints_t hints;
} controlChannelInfo_t;

/** Called by invalue and outvalue with the channel's name, its storage and its type (&CS_VAR_TYPE_K or _S).
 */
typedef void (*channelCallback_t)(CSOUND *cs, const char *name, void *value, const void *type);
/** Called with every message. */
typedef void (*csoundMessageHook)(CSOUND *cs, int attr, const char *format, va_list args);
#endif
