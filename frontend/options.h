/* Options: the command line, option files and CsOptions, decoded into one plain struct.
 *
 * One table (options.c) has a row per flag; --help is printed from it. The caller applies the sources in
 * the order of precedence, a later one overrides an earlier one:
 *
 *     kc_options_init
 *     kc_options_parse_args(argv, KC_OPT_ARGS)         finds the files
 *     kc_options_parse_text(rc files, KC_OPT_RC)
 *     kc_options_parse_line(each CsOptions line, KC_OPT_CSD)   unless ignore_csopts
 *     kc_options_parse_args(argv, KC_OPT_ARGS_AGAIN)   file names are skipped
 */
#ifndef KC_FRONTEND_OPTIONS_H
#define KC_FRONTEND_OPTIONS_H
#include <stdbool.h>
#include <stdint.h>
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/sbuf.h"
#include "runtime/base/vec.h"

typedef enum {
    KC_OPT_DEFAULT,    /* never set */
    KC_OPT_RC,         /* .csound6rc: file names are errors */
    KC_OPT_CSD,        /* CsOptions */
    KC_OPT_ARGS,       /* the command line, first pass */
    KC_OPT_ARGS_AGAIN, /* the command line once more: file names are skipped */
    KC_OPT_API,        /* csoundSetOption */
} kc_opt_origin;

typedef enum {
    KC_FILE_DEFAULT, /* WAV, or what SFOUTYP says */
    KC_FILE_WAV,
    KC_FILE_AIFF,
    KC_FILE_AU,
    KC_FILE_RAW,
    KC_FILE_PAF,
    KC_FILE_SVX,
    KC_FILE_NIST,
    KC_FILE_VOC,
    KC_FILE_IRCAM,
    KC_FILE_W64,
    KC_FILE_MAT4,
    KC_FILE_MAT5,
    KC_FILE_PVF,
    KC_FILE_XI,
    KC_FILE_HTK,
    KC_FILE_SDS,
    KC_FILE_AVR,
    KC_FILE_WAVEX,
    KC_FILE_SD2,
    KC_FILE_FLAC,
    KC_FILE_CAF,
    KC_FILE_WVE,
    KC_FILE_OGG,
    KC_FILE_MPC2K,
    KC_FILE_RF64,
    KC_FILE_MPEG,
} kc_file_type;

typedef enum {
    KC_SAMPLE_DEFAULT, /* 16 bits */
    KC_SAMPLE_SHORT,
    KC_SAMPLE_FLOAT,
    KC_SAMPLE_24BIT,
    KC_SAMPLE_LONG,
    KC_SAMPLE_SCHAR,
    KC_SAMPLE_UCHAR,
    KC_SAMPLE_ULAW,
    KC_SAMPLE_ALAW,
    KC_SAMPLE_DOUBLE,
    KC_SAMPLE_VORBIS,
} kc_sample_type;

/* What the run is for, when it is not a performance. */
typedef enum {
    KC_DO_PERFORM,
    KC_DO_HELP,
    KC_DO_VERSION,
    KC_DO_LIST_OPCODES,
    KC_DO_UTILITY,
    KC_DO_LIST_DEVICES,
    KC_DO_LIST_MIDI_DEVICES,
    KC_DO_SYSTEM_SR,
    KC_DO_COVERAGE,
    KC_DO_MISSING,
} kc_opt_action;

typedef enum { KC_JIT_OFF, KC_JIT_AUTO, KC_JIT_WAIT } kc_jit_mode;
typedef enum { KC_SRT_NONE, KC_SRT_HEX, KC_SRT_DECIMAL } kc_srt_form;

typedef struct {
    char *name, *value;
    bool append; /* --env:N+=v */
} kc_opt_pair;
typedef KC_VEC(kc_opt_pair) kc_opt_pairs;

/* Identity of a setting, for kc_options.set_by: several flags may set the same one (-W and -A both set
 * FILE_TYPE). */
typedef enum {
    KC_SET_OUTPUT,
    KC_SET_INPUT,
    KC_SET_NOSOUND,
    KC_SET_DISPLAYS,
    KC_SET_FILE_TYPE,
    KC_SET_SAMPLE_TYPE,
    KC_SET_PEAKS,
    KC_SET_REWRITE,
    KC_SET_DITHER,
    KC_SET_SR,
    KC_SET_KR,
    KC_SET_KSMPS,
    KC_SET_NCHNLS,
    KC_SET_NCHNLS_I,
    KC_SET_ZERODBFS,
    KC_SET_DEFAULT_KSMPS,
    KC_SET_SYSTEM_SR,
    KC_SET_BUFFER,
    KC_SET_HW_BUFFER,
    KC_SET_MESSAGES,
    KC_SET_VERBOSE,
    KC_SET_LOGFILE,
    KC_SET_INIT_ONLY,
    KC_SET_SYNTAX_CHECK,
    KC_SET_TEMPO,
    KC_SET_SRT,
    KC_SET_EXTRACT,
    KC_SET_CSCORE,
    KC_SET_SCORE_IN,
    KC_SET_MIDI_FILE,
    KC_SET_MIDI_IN,
    KC_SET_MIDI_OUT,
    KC_SET_MIDI_OUT_FILE,
    KC_SET_MIDI_END,
    KC_SET_MIDI_KEY,
    KC_SET_MIDI_KEY_CPS,
    KC_SET_MIDI_KEY_OCT,
    KC_SET_MIDI_KEY_PCH,
    KC_SET_MIDI_VEL,
    KC_SET_MIDI_VEL_AMP,
    KC_SET_AFT_ZERO,
    KC_SET_OMACRO,
    KC_SET_SMACRO,
    KC_SET_STRSET,
    KC_SET_ENV,
    KC_SET_DEFAULT_PATHS,
    KC_SET_ORC,
    KC_SET_CSD_LINES,
    KC_SET_DEFER_GEN1,
    KC_SET_THREADS,
    KC_SET_REALTIME,
    KC_SET_SAMPLE_ACCURATE,
    KC_SET_SINESIZE,
    KC_SET_LIMITER,
    KC_SET_NOTIFY,
    KC_SET_HEARTBEAT,
    KC_SET_OPCODE_LIB,
    KC_SET_OPCODE_DIR,
    KC_SET_OPCODE_OMIT,
    KC_SET_FFTLIB,
    KC_SET_VBR,
    KC_SET_VBR_QUALITY,
    KC_SET_SCHED,
    KC_SET_DAEMON,
    KC_SET_PORT,
    KC_SET_UDP_ECHO,
    KC_SET_UDP_CONSOLE,
    KC_SET_UDP_MIRROR,
    KC_SET_ACTION,
    KC_SET_JIT,
    KC_SET_JIT_REPORT,
    KC_SET_DUMP_IR,
    KC_SET_DIAGNOSTICS,
    KC_SET_PROFILE,
    KC_SET_LANES,
    KC_SET_CACHE,
    KC_SET_NAMED,
    KC_SET_NOTHING,
    KC_SET_COUNT
} kc_opt_setting;

typedef struct {
    kc_arena arena; /* owns all strings below */
    unsigned char
        set_by[KC_SET_COUNT]; /* kc_opt_origin of the source that last set it; KC_OPT_DEFAULT: none */

    KC_VEC(char *) files;     /* positional names, in order: csd | orc sco */
    KC_VEC(char *) csd_files; /* names in CsOptions: for elements the CSD does not have itself */
    bool orc_only;            /* --orc */

    /* sound output and input */
    char *output, *input; /* NULL: default */
    bool nosound;         /* -n */
    kc_file_type file_type;
    kc_sample_type sample_type;
    bool peaks; /* default on; -K clears it */
    bool rewrite;
    int dither;     /* 0 none, 1 triangular, 2 uniform */
    int buffer;     /* -b frames; 0 default (256); negative: multiples of ksmps */
    int hw_buffer;  /* -B frames; 0 default (1024) */
    double limiter; /* 0: off */
    bool vbr;
    double vbr_quality;

    /* overrides of the orchestra header; 0: none (zerodbfs too) */
    double sr, kr, zerodbfs;
    int ksmps, nchnls, nchnls_i, default_ksmps;
    bool use_system_sr;

    /* console */
    int displays;      /* 0 none, 1 ASCII (default), 2 PostScript, 3 graphic */
    int message_level; /* default 135 */
    bool verbose;
    char *logfile;      /* NULL: standard error; "null": silence */
    bool csd_line_nums; /* default on */
    int heartbeat;      /* 0 off, 1..4 */
    bool notify;
    bool diagnostics_json;

    /* what runs */
    bool init_only; /* -I; nosound is then set as well */
    bool syntax_check;
    bool realtime, sample_accurate;
    int threads; /* -j; 1 */
    int sched;   /* 0 none, else priority; negative: the default one */
    bool defer_gen1;
    int sinesize; /* 0: default */
    int fftlib;
    char *opcode_dir, *opcode_omit;
    KC_VEC(char *) opcode_libs;

    /* score */
    bool beat_mode;  /* -t N */
    double tempo;    /* N; 0 with -t0 */
    kc_srt_form srt; /* write score.srt */
    char *extract;
    bool cscore;
    char *score_in; /* -L: file, "stdin" or "|cmd" */
    kc_opt_pairs smacros;

    /* orchestra */
    kc_opt_pairs omacros;
    kc_opt_pairs strset; /* name: the number, as text */
    kc_opt_pairs env;    /* in order of appearance */
    bool default_paths;  /* default on */

    /* MIDI */
    char *midi_file, *midi_in, *midi_out, *midi_out_file;
    bool midi_end; /* -T */
    bool aft_zero;
    /* p-field that note-on data goes to, 0 for none */
    int midi_key, midi_key_cps, midi_key_oct, midi_key_pch, midi_velocity, midi_velocity_amp;

    /* network */
    bool daemon, udp_echo;
    int port;
    char *udp_console, *udp_mirror;

    /* -+name=value */
    char *rtaudio, *rtmidi;
    bool msg_color, ignore_csopts, raw_controller_mode; /* msg_color: default on */
    double skip_seconds;
    char *mute_tracks;
    kc_opt_pairs named; /* all -+ pairs, these included, newest value per name */

    /* actions */
    kc_opt_action action;
    int list_types;   /* -z1 */
    char *list_which; /* --devices=in|out, --midi-devices= */
    int utility;      /* KC_DO_UTILITY: index in argv of the utility's name; its arguments follow */
    char *utility_name;
    char *coverage; /* --coverage FILE */

    /* kcycle's own */
    kc_jit_mode jit; /* default auto */
    int lanes; /* 0: where it pays */
    bool jit_report, profile;
    char *profile_file; /* folded stacks; NULL: none */
    bool cache;    /* default on */
    char *dump_ir; /* stage name */
} kc_options;

void kc_options_init(kc_options *o); /* defaults */
void kc_options_free(kc_options *o);

/* argv[0] is the program's name and skipped. Returns 0, or -1 with errors in d. */
int kc_options_parse_args(kc_options *o, int argc, char **argv, kc_opt_origin origin, kc_diags *d);
/* One line of CsOptions or of an option file: blank-separated words, "..." quotes, ; # // and block comments.
 * A first word that is no flag is taken as the program's name and skipped. */
int kc_options_parse_line(kc_options *o, const char *line, size_t len, kc_opt_origin origin, kc_span at,
                          kc_diags *d);
/* The words of such a line, copied to the arena: how many (at most 4096, the rest is left). */
typedef KC_VEC(char *) kc_opt_words;
int kc_options_split(const char *line, size_t len, kc_arena *arena, kc_opt_words *out);
/* All lines of an option file; `at` is the span of its first line. */
int kc_options_parse_text(kc_options *o, const char *text, size_t len, kc_opt_origin origin, kc_span at,
                          kc_diags *d);

/* The text of --help, one line a flag. */
void kc_options_help(kc_sbuf *out);
/* Name of a file type or sample type as --format= takes it. */
const char *kc_file_type_name(kc_file_type t);
const char *kc_sample_type_name(kc_sample_type t);
#endif
