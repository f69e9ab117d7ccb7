/* What the stages of the score reader share. See score.h for the order of the stages. */
#ifndef KC_FRONTEND_SCORE_INTERNAL_H
#define KC_FRONTEND_SCORE_INTERNAL_H
#include "frontend/score/score.h"
#include "runtime/base/vec.h"

/* ---- text.c, macros.c: the preprocessor -------------------------------------------------------- */

/* From `offset` on, the expanded text comes from this line; newlines since then count on. */
typedef struct {
    size_t offset;
    int source, line;
} kc_score_mark;

typedef struct {
    kc_sbuf text;
    KC_VEC(kc_score_mark) marks; /* ascending offsets */
} kc_score_text;

/* Expands macros, loops, repeats and includes. Returns -1 after a fatal error. */
int kc_score_expand(const kc_score_input *in, kc_arena *arena, kc_diags *d, kc_score_text *out);
void kc_score_text_free(kc_score_text *t);

/* Steps through the source lines of an expanded text; zero-initialise. */
typedef struct {
    size_t offset;
    int mark, line;
} kc_score_cursor;
kc_span kc_score_span_at(const kc_score_text *t, kc_score_cursor *c, size_t offset);

/* ---- expr.c ------------------------------------------------------------------------------------ */

/* One draw of the engine's 31-bit generator, and the number from 0 to 1 that the score makes of it. */
double kc_score_random(int32_t *seed31);

/* Evaluates the expression whose `[` is before s[*pos]; leaves *pos after its `]`. With `integers` all
 * arithmetic is on integers (loop counts). Returns NULL, or the fault in the arena. */
const char *kc_score_eval(const char *s, size_t len, size_t *pos, int32_t *seed31, bool integers,
                          kc_arena *arena, double *value);

/* strtod in the C locale, reading at most `len` bytes; *used is the length of the number, 0 without one. */
double kc_score_strtod(const char *s, size_t len, size_t *used);

/* ---- p-fields that wait for sorting ------------------------------------------------------------ */

typedef enum {
    KC_FIELD_NUMBER,
    KC_FIELD_STRING,
    KC_FIELD_RAMP,    /* < > */
    KC_FIELD_EXPRAMP, /* ( ) */
    KC_FIELD_RANDOM,  /* ~ */
    KC_FIELD_NEXT,    /* npN */
    KC_FIELD_PREV,    /* ppN */
} kc_field_kind;
double kc_field_symbol(kc_field_kind kind, int arg);
kc_field_kind kc_field_kind_of(double p, int *arg);

/* ---- a section being read ---------------------------------------------------------------------- */

typedef struct {
    kc_score_event e; /* e.p[2] and e.p[3]: beats, until warped */
    double warped2, warped3;
    double written2, written3; /* p2 and p3 without `v` and `b`: what np2 or pp3 refer to */
    int insno;                 /* integer instrument number; 0 for other statements */
    int line_key;              /* order among statements that are otherwise equal */
    bool plus;                 /* p2 was `+`: a `.` that copies it repeats the step */
    int prev, next;            /* nearest `i` with the same p1 in the sorted section, or -1 */
} kc_score_item;

/* What `m` marks. */
typedef struct {
    char *name;
    size_t pos;
} kc_score_name;

typedef struct {
    const kc_score_input *in;
    kc_arena *arena;
    kc_diags *d;
    int warnings;
    bool fatal;
    bool sorted; /* the text is a *.srt: four time columns, no sorting */

    kc_score_text text;
    kc_score_cursor cursor;
    size_t pos;
    bool line_start; /* nothing but blanks read since the last line end */

    /* the section */
    int section; /* from 1 */
    KC_VEC(kc_score_item) items;
    KC_VEC(kc_score_tempo) tempo; /* of its first `t` */
    bool has_tempo, bad_tempo, warped_text;
    bool has_end;
    double end_beats, end;
    int line_count; /* of the section's statements, for line_key */

    /* what carries on from statement to statement */
    int *last_of;       /* item + 1 of the last `i` or `d` per instrument number, offset by 32768 */
    int *last_section;  /* the section last_of was set in */
    int prev_same;      /* carry source of the current statement, or -1 */
    bool prev_is_event; /* the newest statement is the newest item */
    double base, factor, prev_p2;
    bool no_carry;

    KC_VEC(kc_score_name) names;
    KC_VEC(size_t) returns; /* where an `n` came from */
    int replays;
    int statements; /* of the section, `s` and `e` not counted */
    bool warped;

    size_t nevents, nfields, max_events, max_fields;
    /* the statement being read: p[0] unused */
    char op;
    KC_VEC(double) p;
    KC_VEC(kc_score_string) strings;
} kc_score_reader;

void kc_score_warn(kc_score_reader *r, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Explains the newest warning. */
void kc_score_note(kc_score_reader *r, const char *text);
void kc_score_fatal(kc_score_reader *r, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* read.c: reads one section into r->items. Returns what ended it: 's', 'e', or 0 at the end of the text. */
int kc_score_read_section(kc_score_reader *r);

/* field.c: one p-field of the statement being read. */
typedef struct {
    const char *s; /* as written */
    int n;
    bool computed; /* it was a [ ] expression: `value` holds */
    double value;
    size_t offset;
} kc_score_field;
/* Reads the next p-field; `digits_only` as in `t`. false: there is none (the statement is over). */
bool kc_score_next_field(kc_score_reader *r, bool digits_only, kc_score_field *f);
/* The whole field as a number (p1 to p3, tempo, bases); faults are warned about and give 0. */
double kc_score_field_number(kc_score_reader *r, const kc_score_field *f);
/* The number at the start of the field (p4 on), or a symbol that is resolved after sorting. */
double kc_score_field_value(kc_score_reader *r, const kc_score_field *f, int index);
void kc_score_skip_line(kc_score_reader *r);
int kc_score_get(kc_score_reader *r); /* next character or -1 */
int kc_score_peek(kc_score_reader *r);

/* carry.c: reads the p-fields of an i, d, f, a or q statement and appends the item. */
void kc_score_read_event(kc_score_reader *r, char op);

/* sort.c, warp.c, resolve.c: the steps on a section that was read. Sorting drops `t`, `w` and `y`, which are items only
 * because they take part in the comparisons, and returns how many are left. */
int kc_score_sort(kc_score_item *items, int n);
void kc_score_warp(kc_score_reader *r);
void kc_score_resolve(kc_score_reader *r);
#endif
