/* Score language: text -> sections of sorted, tempo-warped events.
 *
 *     text -> preprocess (macros, loops, includes) -> read + carry, per section
 *          -> sort -> warp -> resolve np pp < > ( ) ~ -> kc_score
 *
 * Times are in seconds from the start of their section once warped, in beats before. */
#ifndef KC_FRONTEND_SCORE_SCORE_H
#define KC_FRONTEND_SCORE_SCORE_H
#include <stdbool.h>
#include <stdint.h>
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/sbuf.h"

/* A string p-field. The value p[index] is then kc_score_string_slot(), a NaN that says "look in strings". */
typedef struct {
    int index;        /* p-field number, from 1 */
    const char *text; /* escapes decoded */
} kc_score_string;

typedef struct {
    char op;    /* i f a q d: as in the score; a section's end is no event */
    bool named; /* p1 is a string */
    int line;   /* in the score's source */
    int source; /* source id of that line (an #include has its own), or 0 */
    int n;      /* p-fields: p[1] .. p[n] are valid; always p[1] .. p[3] at least */
    double *p;  /* p[0] is unused; p[2] and p[3] are warped (seconds) */
    double p2_beats, p3_beats;
    kc_score_string *strings; /* ascending index */
    int nstrings;
} kc_score_event;

/* The value a string p-field has in p[], and the test for it. */
double kc_score_string_slot(void);
bool kc_score_is_string(double p);
/* The string in p-field `index`, or NULL when that is a number. */
const char *kc_score_event_string(const kc_score_event *e, int index);

typedef struct {
    double beat, bpm;
} kc_score_tempo;

typedef struct {
    kc_score_event *events; /* sorted as the score defines it */
    int n;
    kc_score_tempo *tempo; /* of the section's `t` statement; ntempo 0 without: one beat is one second */
    int ntempo;
    bool warped;  /* the tempo was valid and was applied */
    bool has_end; /* `s t` or `e t` gave an end: also present as the event `f 0 end` */
    double end_beats, end;
} kc_score_section;

/* The last section may be empty (`s` directly before `e`); empty ones before it are dropped. */
typedef struct {
    kc_score_section *sections;
    int n;
    bool forever; /* there was no statement: one section with `f 0 800000000000` */
} kc_score;

/* Finds and reads an include file (the type of kc_pp_open). `from` is the folder of the file that includes,
 * or NULL for the main text. Fills the text and the path under which it was found; returns 0, or -1. */
typedef int kc_score_include(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path);
/* The number of a named instrument, 0 when there is none. */
typedef int kc_score_instr(void *ctx, const char *name);

typedef struct {
    const char *text;
    size_t len;
    int source, first_line;    /* span of the first line; source 0 when unknown, first_line from 1 */
    const char *const *macros; /* "NAME=value" of --smacro */
    int nmacros;
    kc_score_include *include; /* NULL: an #include is an error */
    void *include_ctx;
    kc_score_instr *instr; /* NULL: named instruments count as unknown ones */
    void *instr_ctx;
    bool ends;           /* the score of a CSD: a closing `e` is supplied */
    int32_t *seed31;     /* the engine's R31 state, advanced by `~`, set by `y`; not NULL */
    uint32_t clock_seed; /* what a `y` without a number seeds with */
    double beat_tempo;   /* > 0: -t N, tempo statements are ignored and beats run at N per minute */
    size_t max_events;   /* 0: 10^7 */
    size_t max_text;     /* bytes after expansion; 0: 64 MiB */
    kc_sbuf *log;        /* console lines in Csound's wording ("seed from score 5"); may be NULL */
} kc_score_input;

/* Reads a whole score. Everything in `out` lives in the arena. Malformed statements are warnings or
 * errors in `d` as Csound sees them; returns -1 only when the score can't be performed at all. */
int kc_score_read(const kc_score_input *in, kc_arena *arena, kc_diags *d, kc_score *out);

/* Reads a score that was sorted before (*.srt): statements with beat and warped columns. */
int kc_score_read_sorted(const kc_score_input *in, kc_arena *arena, kc_diags *d, kc_score *out);

/* The text of `score.srt`: numbers in decimal (--simple-sorted-score) or as C hex floats. */
typedef enum { KC_SCORE_DECIMAL, KC_SCORE_HEX } kc_score_number_form;
void kc_score_write(const kc_score *s, kc_score_number_form form, kc_sbuf *out);

/* -x: keeps the instruments and the stretch of time an extract file names (`i 1 2  f 1:0  t 2:4`).
 * Returns -1 with an error in d when the extract text can't be read. */
int kc_score_extract(kc_score *s, const char *spec, size_t len, kc_arena *arena, kc_diags *d);

/* ---- real-time line events (-L, input messages) ------------------------------------------------ */

/* What is remembered from line to line; zero-initialise, free with kc_score_lines_free. */
typedef struct {
    double *prev; /* p-fields of the last `i`, for `.` */
    int nprev;
    bool in_orchestra; /* between `{` and `}` */
    kc_sbuf orchestra; /* the text gathered there */
} kc_score_lines;

typedef enum {
    KC_LINE_ERROR = -1,
    KC_LINE_NOTHING,   /* blank, comment, or a line of orchestra text that was gathered */
    KC_LINE_EVENT,     /* *out is filled; p[2] is relative to now; op may be `e` (p[2]: when) */
    KC_LINE_ORCHESTRA, /* a lone `}` came: compile st->orchestra, then call kc_sbuf_free on it */
} kc_score_line_result;

/* Reads one line (without or with its line end). `out` lives in the arena. Errors go to d, in Csound's
 * wording. */
kc_score_line_result kc_score_line(kc_score_lines *st, const char *line, size_t len, kc_arena *arena,
                                   kc_diags *d, kc_score_event *out);
void kc_score_lines_free(kc_score_lines *st);
#endif
