/* Diagnostics: the one error type. Whoever finds a problem appends it to a list and goes
 * on (or gives up); nobody but the outermost caller prints.
 *
 *     kc_diag_error(&d, span, "unknown-opcode", "unknown opcode: %s", name);
 *     kc_diag_note(&d, "did you mean `%s`?", near);
 *
 * Rendered form:
 *     error: unknown opcode: foobar
 *      --> t.csd:11:4
 *       |  a1 foobar 3
 *       |     ^^^^^^
 *       = did you mean `fold`?
 */
#ifndef KC_BASE_DIAG_H
#define KC_BASE_DIAG_H
#include "runtime/base/arena.h"
#include "runtime/base/sbuf.h"
#include "runtime/base/vec.h"

/* A text that spans point into. Owned by kc_sources. */
typedef struct {
    const char *name; /* as shown to people */
    const char *text;
    size_t len;
} kc_source;

typedef struct {
    kc_arena arena;
    KC_VEC(kc_source) list;
} kc_sources;

/* Adds a copy of the text; returns its id, counted from 1. */
int kc_sources_add(kc_sources *s, const char *name, const char *text, size_t len);
void kc_sources_free(kc_sources *s);

/* A place: source id (0 = nowhere), line and column from 1 (0 = unknown), length in bytes. */
typedef struct {
    int source, line, col, len;
} kc_span;

typedef enum { KC_DIAG_ERROR, KC_DIAG_WARNING } kc_severity;

typedef struct {
    kc_severity severity;
    const char *code; /* stable, kebab-case, a string literal */
    kc_span span;
    char *message;
    KC_VEC(char *) notes;
} kc_diag;

typedef struct {
    kc_arena arena;
    kc_sources *sources; /* may be NULL: no carets then */
    KC_VEC(kc_diag) list;
    int errors;
    int limit; /* errors after this many are counted, not kept; 0 means 20 */
} kc_diags;

/* The place of `word` in the line of a span; the span itself when it isn't there. */
kc_span kc_span_find(const kc_sources *s, kc_span line, const char *word);

void kc_diag_error(kc_diags *d, kc_span at, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void kc_diag_warning(kc_diags *d, kc_span at, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds a note to the newest diagnostic. */
void kc_diag_note(kc_diags *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void kc_diags_render(const kc_diags *d, kc_sbuf *out);
/* One JSON object a line: file, range, severity, code, message, notes. */
void kc_diags_render_json(const kc_diags *d, kc_sbuf *out);
void kc_diags_free(kc_diags *d);
#endif
