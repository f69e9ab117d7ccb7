/* Rows of the flag table, shared by optlist.c (the table), optcalls.c (flags that need code) and options.c.
 */
#ifndef KC_FRONTEND_OPTLIST_H
#define KC_FRONTEND_OPTLIST_H
#include "frontend/options.h"

typedef enum {
    KC_OPT_NOTHING,
    KC_OPT_BOOL,   /* bool at offset = value */
    KC_OPT_ENUM,   /* int at offset = value */
    KC_OPT_STRING, /* char * at offset = argument */
    KC_OPT_INT,    /* int at offset = argument */
    KC_OPT_OCTAL,
    KC_OPT_SWITCH, /* bool at offset = argument is not 0 */
    KC_OPT_BIT,    /* the bits `value` of the int at offset, set or cleared by the argument */
    KC_OPT_DOUBLE,
    KC_OPT_FLOAT, /* double, rounded to float as the reference does */
    KC_OPT_WHOLE, /* double, read as an integer */
    KC_OPT_CALL,
} kc_opt_kind;

typedef enum { KC_OPT_YES, KC_OPT_ACCEPTED, KC_OPT_UNSUPPORTED } kc_opt_support;

typedef struct {
    kc_options *o;
    kc_diags *d;
    kc_opt_origin origin;
    kc_span at;
    int argc, index; /* index: of the word that is read */
    char **argv;
    int depth; /* of option files that name option files */
    bool stop; /* the rest of the words belongs to someone else */
} kc_opt_parser;

typedef struct kc_opt_row {
    char letter;
    const char *name;
    kc_opt_kind kind;
    kc_opt_setting set;
    size_t offset;
    int value;
    bool (*call)(kc_opt_parser *p, const struct kc_opt_row *row, const char *arg); /* false after an error */
    kc_opt_support support;
    const char *arg;     /* name of the argument in the help; "[X]": may be left out; NULL: there is none */
    const char *missing; /* what is said when it isn't there */
    const char *help;
} kc_opt_row;

extern const kc_opt_row kc_opt_rows[];
extern const int kc_opt_nrows;

typedef bool kc_opt_call(kc_opt_parser *p, const kc_opt_row *row, const char *arg);
kc_opt_call kc_opt_output, kc_opt_input, kc_opt_compressed, kc_opt_format, kc_opt_dither, kc_opt_limiter,
    kc_opt_heartbeat, kc_opt_diagnostics, kc_opt_init_only, kc_opt_sched, kc_opt_sinesize, kc_opt_omacro,
    kc_opt_smacro, kc_opt_strset, kc_opt_env, kc_opt_opcode_lib, kc_opt_file, kc_opt_named, kc_opt_tempo,
    kc_opt_srt, kc_opt_port, kc_opt_udp, kc_opt_list, kc_opt_utility, kc_opt_devices, kc_opt_jit,
    kc_opt_cache, kc_opt_lanes, kc_opt_profile, kc_opt_coverage, kc_opt_missing;

bool kc_opt_fail(kc_opt_parser *p, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Reads the words of one line; the command word is skipped. */
bool kc_opt_parse_words(kc_opt_parser *p, int argc, char **argv);
bool kc_opt_parse_text(kc_opt_parser *p, const char *text, size_t len);
#endif
