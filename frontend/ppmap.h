/* Preprocessed text that remembers where each byte came from.
 *
 * The text is cut into segments. Bytes of a segment either run along one line of a source
 * (`at.len` is 0) or were all made by one macro call in a source (`at` covers the call). A macro
 * of several lines counts as a source of its own: there the #define is the better place to show.
 * `frame` tells the way in: the chain of macro calls and includes, innermost first.
 *
 *     t.csd:7   a1 oscil $AMP, 440          segments: "a1 oscil " at 7:1
 *                                                     "0.5"       at 7:10, len 4, frame -> macro AMP
 *                                                     ", 440"     at 7:14
 */
#ifndef KC_FRONTEND_PPMAP_H
#define KC_FRONTEND_PPMAP_H
#include "runtime/base/diag.h"
#include <stdint.h>

typedef struct {
    uint32_t out; /* first byte in the text */
    int frame;    /* index in frames, -1: straight from the input */
    kc_span at;   /* place in the user's text; len > 0: the macro call that made it */
    kc_span body; /* in a macro: where the bytes are written (in the #define) */
} kc_pp_seg;

typedef enum { KC_PP_FRAME_MACRO, KC_PP_FRAME_INCLUDE } kc_pp_frame_kind;
typedef struct {
    kc_pp_frame_kind kind;
    int parent; /* index in frames or -1 */
    const char *name;
    kc_span use; /* where it was called or included */
} kc_pp_frame;

/* Zero-initialise, set `sources`, free with kc_pp_text_free. The sources must outlive it. */
typedef struct {
    const kc_sources *sources;
    kc_arena arena;
    kc_sbuf text;
    KC_VEC(kc_pp_seg) segs; /* by rising `out` */
    KC_VEC(kc_pp_frame) frames;
} kc_pp_text;

void kc_pp_text_free(kc_pp_text *t);
/* The segment that holds the byte at `off`: an index, or -1 when the text is empty. */
int kc_pp_seg_at(const kc_pp_text *t, size_t off);
/* The user's place of `len` bytes at `off`, which lies in segment `seg`. */
kc_span kc_pp_span(const kc_pp_text *t, int seg, size_t off, size_t len);
/* Adds the macro and include trail of a frame, or of the byte `off` of a segment, to the newest
 * diagnostic. */
void kc_pp_note_frame(const kc_pp_text *t, kc_diags *d, int frame);
void kc_pp_note_seg(const kc_pp_text *t, kc_diags *d, int seg, size_t off);
/* The same for a span that a tree node carries; adds nothing when it is plain text. */
void kc_pp_note_span(const kc_pp_text *t, kc_diags *d, kc_span at);
#endif
