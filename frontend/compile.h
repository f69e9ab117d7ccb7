/* The front end's door: orchestra text -> units of IR.
 *
 *     text -> preprocessor -> tokens -> tree -> types, rates, entries -> kc_ir_unit per instrument
 *
 * A kc_session is what one engine keeps between compiles: header values, global variables, user-defined
 * opcodes, instrument names. A compile either succeeds as a whole or leaves the session as it was.
 * A session is used by one thread at a time. */
#ifndef KC_FRONTEND_COMPILE_H
#define KC_FRONTEND_COMPILE_H
#include "ir/ir.h"
#include "runtime/base/diag.h"

/* ---- header ------------------------------------------------------------------------------------ */

enum {
    KC_HDR_SR = 1,
    KC_HDR_KR = 2,
    KC_HDR_KSMPS = 4,
    KC_HDR_NCHNLS = 8,
    KC_HDR_NCHNLS_I = 16,
    KC_HDR_0DBFS = 32,
    KC_HDR_A4 = 64
};

/* Header values; `set` says which of them were given (KC_SET_*). */
typedef struct {
    double sr, kr, zerodbfs, a4;
    int ksmps, nchnls, nchnls_i;
    unsigned set;
} kc_header;

/* sr 44100, kr 4410, ksmps 10, nchnls 1, nchnls_i 1, 0dbfs 32768, A4 440; nothing set. */
kc_header kc_header_defaults(void);
/* Header values in effect from those an orchestra set and those the command line set. Reports values out of
 * range and inconsistent sr, kr, ksmps. 0 = ok. `at` is the place that errors are shown at. */
int kc_header_resolve(const kc_header *orc, const kc_header *overrides, kc_header *out, kc_diags *d,
                      kc_span at);

/* ---- session ----------------------------------------------------------------------------------- */

typedef struct kc_session kc_session;

/* The opcode table stays the caller's and must outlive the session; it need not be sorted, but entries of one
 * name are tried in its order. `overrides` (NULL: none) are header values that win over the orchestra's. */
kc_session *kc_session_create(const kc_opdesc *const *table, int n, const kc_header *overrides);
void kc_session_destroy(kc_session *s);
/* Overrides may change until the first compile has succeeded. */
void kc_session_set_overrides(kc_session *s, const kc_header *overrides);
/* As `#define NAME #value#` before every text (--omacro). */
void kc_session_define(kc_session *s, const char *name, const char *value);
/* Folders that #include searches after the including file's and the current one: separated by ; or : as in
 * INCDIR. */
void kc_session_set_include_path(kc_session *s, const char *dirs);
/* Header values in effect: defaults and overrides before the first compile. */
const kc_header *kc_session_header(const kc_session *s);
kc_ir_globals *kc_session_globals(kc_session *s);
/* Number of a named instrument, 0 when there is none. */
int kc_session_instr_number(const kc_session *s, const char *name);
/* Adds entries made at run time (plugins), tried after those of the same name in the table. The descriptor
 * stays the caller's. */
void kc_session_add_opcode(kc_session *s, const kc_opdesc *desc);
/* Calls `fn` for every entry: the table in its order, added entries, then user-defined opcodes. */
void kc_session_list_opcodes(const kc_session *s,
                             void (*fn)(void *user, const char *name, const char *outs, const char *ins,
                                        int deprecated),
                             void *user);

/* ---- compile ----------------------------------------------------------------------------------- */

/* One instrument: all its numbers and names share the unit. names[i] is NULL for plain numbers. */
typedef struct {
    kc_ir_unit *unit;
    int n;
    int *numbers;
    const char **names;
    kc_span span;
} kc_compiled_instr;

typedef struct {
    kc_header header;  /* in effect after this compile */
    int first;         /* this compile fixed the header: the engine sets itself up from it */
    kc_ir_unit *unit0; /* global code, init pass only; NULL when there is none */
    KC_VEC(kc_compiled_instr) instrs;
    kc_arena arena;
} kc_compiled;

/* Compiles orchestra text. `file` names it in messages, `first_line` is the number of its first line. Errors
 * and warnings go to `d`; d->sources, when set, receives the text, so that carets can be drawn. Returns 0 and
 * fills `out`, or -1. The units are the caller's: take them (set the field to NULL) or leave them to
 * kc_compiled_free. */
int kc_compile_orc(kc_session *s, const char *text, size_t len, const char *file, int first_line, kc_diags *d,
                   kc_compiled *out);
void kc_compiled_free(kc_compiled *out);
/* Reads the text up to its tree and no further: 0, or -1 with errors in d. */
int kc_check_orc(kc_session *s, const char *text, size_t len, const char *file, kc_diags *d);
#endif
