/* The score preprocessor's state, shared by text.c (tokens, loops) and macros.c (definitions, calls,
 * directives). */
#ifndef KC_FRONTEND_SCORE_TEXT_H
#define KC_FRONTEND_SCORE_TEXT_H
#include "frontend/score/internal.h"
#include "runtime/base/map.h"

/* Arguments of a macro call, seen by its body only. */
typedef struct kc_score_scope {
    const struct kc_score_macro *macro;
    const char **args;
    size_t *lens;
    const struct kc_score_scope *caller; /* names in the arguments are looked up there */
} kc_score_scope;

typedef struct kc_score_macro {
    const char *body;
    size_t len;
    const char **params;
    int nparams;
} kc_score_macro;

typedef struct {
    const char *text;
    size_t pos, len;
    int source, line;
    bool counts; /* a newline advances `line`: the text is a file's, not a macro's */
    const kc_score_scope *scope;
    const char *folder;  /* of the file, for its includes; NULL for the main text */
    const char *counter; /* loops: name of the macro that counts */
    kc_score_macro *count;
    int first_line;
    long pass, passes;
    bool is_section; /* under `r` */
    bool adds_end;   /* its text has no `s` of its own */
} kc_score_frame;

typedef struct {
    const kc_score_input *in;
    kc_arena *out_arena;
    kc_diags *d;
    kc_score_text *out;
    kc_arena arena;
    kc_map macros;
    KC_VEC(kc_score_frame) frames;
    KC_VEC(char) conditions; /* one per open #ifdef; 1 after its #else */
    size_t max_text, steps;
    int undefined; /* calls of macros that do not exist */
    bool failed, in_string;
    bool line_start; /* of the output: nothing but blanks since the last newline */
    bool marked;     /* the output line has its mark */
    int lines_since; /* newlines since the last mark */
} kc_score_pp;

bool kc_score_name_start(char c);
bool kc_score_name_char(char c);
kc_span kc_score_here(const kc_score_pp *pp);
bool kc_score_pp_fail(kc_score_pp *pp, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void kc_score_put(kc_score_pp *pp, char c);
void kc_score_puts(kc_score_pp *pp, const char *s);
/* NULL (after an error) when the nesting is too deep. */
kc_score_frame *kc_score_push(kc_score_pp *pp, kc_score_frame f);
/* After the block comment that starts at s[i]. */
size_t kc_score_comment_end(const char *s, size_t n, size_t i);
/* A copy of the text in the arena with LF line ends. */
char *kc_score_normalise(kc_arena *arena, const char *text, size_t len, size_t *n);

/* Defines a macro without parameters; the body must outlive the preprocessor. */
void kc_score_define(kc_score_pp *pp, const char *name, size_t len, const char *body);
/* The `$` at the top frame's position starts a call. */
void kc_score_call(kc_score_pp *pp);
/* The `#` at the top frame's position: false when it starts no directive. */
bool kc_score_directive(kc_score_pp *pp);
/* Copies text with its macro calls (without arguments) replaced. */
void kc_score_expand_names(kc_score_pp *pp, const kc_score_scope *scope, const char *s, size_t n,
                           kc_sbuf *out, int depth);
#endif
