/* Inside of the preprocessor, shared by pp.c (scanning, macro calls) and ppdir.c (directives). */
#ifndef KC_FRONTEND_PP_IMPL_H
#define KC_FRONTEND_PP_IMPL_H
#include "frontend/pp.h"
#include "runtime/base/map.h"

enum {
    KC_PP_MAX_DEPTH = 1024,
    KC_PP_MAX_OUT = 16 << 20,  /* bytes of expanded text */
    KC_PP_MAX_WORK = 48 << 20, /* bytes scanned in macro bodies and includes: ends 2^n expansions */
};

typedef struct {
    const char *name;
    const char **params;
    int n_params;
    const char *body;
    size_t len;
    kc_span def; /* of the first byte of the body */
} kc_pp_macro;

typedef struct kc_pp_scan kc_pp_scan;

/* An argument keeps the scan it was written in: its text is expanded with that one's names. */
typedef struct {
    const char *text;
    size_t len;
    int line, col;
    kc_pp_scan *home;
} kc_pp_arg;

/* One text being read: the input, an include, a macro body or an argument. On the C stack. */
struct kc_pp_scan {
    const char *p, *end;
    int source, line, col0; /* col0: column of line_start */
    const char *line_start;
    const char *dir;       /* where an include was found, NULL in the main text */
    kc_span site;          /* the outermost macro call; line 0 when outside macros */
    int frame;             /* in the map, -1 at the top */
    const kc_pp_macro *of; /* whose parameters are visible */
    const kc_pp_arg *args;
};

/* #ifdef that is open and whose text is kept. */
typedef struct {
    int in_else;
    kc_span at;
} kc_pp_if;

struct kc_pp {
    kc_pp_options opt;
    kc_sources *sources;
    kc_diags *diags;
    kc_arena arena;
    kc_map macros;   /* name -> kc_pp_macro */
    kc_map includes; /* path -> source id, so that a file is read once */
    KC_VEC(kc_pp_if) ifs;
    /* of the run under way */
    kc_pp_text *out;
    const char *next; /* the byte that would continue the newest segment */
    size_t base;      /* length of `out` when the run began */
    size_t work;
    int depth, in_string, failed, stop;
};

kc_span kc_pp_here(const kc_pp_scan *s, const char *at, size_t len);
/* An error at a place of the scan, with its trail. `fatal` ends the run. */
void kc_pp_error(kc_pp *pp, const kc_pp_scan *s, kc_span at, const char *code, const char *message);
void kc_pp_fatal(kc_pp *pp, const kc_pp_scan *s, kc_span at, const char *code, const char *message);
void kc_pp_emit(kc_pp *pp, const kc_pp_scan *s, const char *from, char c);
void kc_pp_scan_text(kc_pp *pp, kc_pp_scan *s);
/* Moves over a line end (LF, CR, CRLF) at s->p and counts it. */
void kc_pp_newline(kc_pp_scan *s);
/* Moves to the line end. */
void kc_pp_skip_line(kc_pp_scan *s);
/* Moves over a comment at s->p, if one is there. */
int kc_pp_skip_comment(kc_pp *pp, kc_pp_scan *s);
int kc_pp_push_frame(kc_pp *pp, kc_pp_frame_kind kind, const kc_pp_scan *from, const char *name, kc_span use);
/* Room for one level more and for `len` bytes of work; reports and returns 0 when there is none. */
int kc_pp_enter(kc_pp *pp, const kc_pp_scan *s, kc_span at, size_t len);
/* Does the directive at s->p (a `#`); 0 when it is no directive. */
int kc_pp_directive(kc_pp *pp, kc_pp_scan *s);

static inline int kc_pp_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static inline int kc_pp_is_word(char c) { return kc_pp_is_alpha(c) || (c >= '0' && c <= '9'); }
static inline int kc_pp_is_blank(char c) { return c == ' ' || c == '\t'; }
static inline int kc_pp_is_eol(char c) { return c == '\n' || c == '\r'; }
#endif
