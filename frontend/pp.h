/* Preprocessor: #define #undef #ifdef #ifndef #else #end(if) #include #includestr #exit,
 * macro calls, comments, line continuation. Text in, text out, with a map back to the source.
 *
 *     kc_pp *pp = kc_pp_create(&(kc_pp_options){.mode = KC_PP_ORC}, &sources, &diags);
 *     kc_pp_define(pp, "N", "8");                                   // --omacro:N=8
 *     kc_pp_text t = {.sources = &sources};
 *     kc_pp_run(pp, (kc_pp_input){id, text, len, first_line}, &t);
 *     ... t.text.s ...
 *     kc_pp_text_free(&t), kc_pp_destroy(pp);
 *
 * Macros stay defined from run to run until the object is destroyed. Nesting is bounded
 * (1024 levels), and so are the output (16 MiB) and the work done, so any input ends.
 *
 * The score uses the same engine with KC_PP_SCORE: there `{{` has no meaning and a line whose
 * first letter is `c` is a comment. Loops, `r` and `m` stay with the score reader: with
 * `keep_unknown` a call of a macro that isn't defined (yet) is copied as it stands. */
#ifndef KC_FRONTEND_PP_H
#define KC_FRONTEND_PP_H
#include "frontend/ppmap.h"

typedef enum { KC_PP_ORC, KC_PP_SCORE } kc_pp_mode;

/* Finds and reads an include file. `from` is the directory of the file that includes (NULL
 * for the main text). Fills the text and the path under which it was found, returns 0; or -1. */
typedef int kc_pp_open(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path);

typedef struct {
    kc_pp_mode mode;
    int keep_unknown;
    kc_pp_open *open; /* NULL: kc_pp_open_file, with `incdir` as its ctx */
    void *ctx;
    const char *incdir; /* directories separated by `:` or `;`, or NULL */
} kc_pp_options;

typedef struct {
    int source; /* id in kc_sources */
    const char *text;
    size_t len;
    int first_line; /* line number of text[0] in the source, from 1; text[0] is in column 1 */
} kc_pp_input;

typedef struct kc_pp kc_pp;

/* Strings of the options are copied; sources and diags must outlive the object. */
kc_pp *kc_pp_create(const kc_pp_options *options, kc_sources *sources, kc_diags *diags);
void kc_pp_destroy(kc_pp *pp);
/* Defines a macro without arguments, replacing an older one. Copies both strings. */
void kc_pp_define(kc_pp *pp, const char *name, const char *body);
/* Forgets a macro; 0, or -1 when there is none. */
int kc_pp_undef(kc_pp *pp, const char *name);
/* Appends the expanded text to `out`. 0, or -1 when errors were reported. */
int kc_pp_run(kc_pp *pp, kc_pp_input in, kc_pp_text *out);
/* The default opener: beside the including file, in the working directory, in `incdir`. */
int kc_pp_open_file(void *incdir, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path);
#endif
