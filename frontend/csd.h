/* CSD container: splits the one text of a .csd file into its elements.
 *
 * The reader works on text alone; finding the file, running a `bin` program and writing the
 * embedded files to disk is the caller's. Everything in kc_csd lives in the given arena. */
#ifndef KC_FRONTEND_CSD_H
#define KC_FRONTEND_CSD_H
#include <stdbool.h>
#include <stdint.h>
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"

/* A run of lines of the CSD. `line` is the number, in the CSD, of its first line; `text` is
 * NUL-terminated, its line ends are LF. */
typedef struct {
    const char *text;
    size_t len;
    int line;
} kc_csd_text;

typedef enum {
    KC_CSD_FILE_BASE64,   /* <CsFileB filename="x">: file x */
    KC_CSD_FILE_PLAIN,    /* <CsFile filename="x">: file x */
    KC_CSD_SAMPLE_BASE64, /* <CsSampleB filename="7">: file soundin.7, as `name` says */
} kc_csd_file_kind;

/* A file the CSD carries: to be written to the current folder (an error if it exists) and removed at the end.
 */
typedef struct {
    kc_csd_file_kind kind;
    const char *name;
    const unsigned char *bytes;
    size_t len;
    int line;
} kc_csd_file;

typedef struct {
    int source; /* id in diags->sources of the whole CSD text; 0 without sources. Line numbers below fit it.
                 */

    kc_csd_text *options; /* non-empty lines of CsOptions, one each, for kc_options_parse_line */
    int noptions;

    bool has_orchestra, has_score;
    kc_csd_text orchestra; /* empty without the element */
    kc_csd_text score;     /* without the closing `e` that a CSD's score gets: see kc_score_input.ends */
    const char *score_bin; /* program of <CsScore bin="prog">, or NULL */

    kc_csd_file *files;
    int nfiles;
    bool has_midi;
    const unsigned char *midi; /* <CsMidifileB>, decoded */
    size_t midi_len;

    const char *licence; /* text of <CsLicence>, or NULL */
    int licence_code;    /* of <CsShortLicence>, 0..8; -1 without */

    const char **messages; /* console lines in Csound's wording, such as "unknown CSD tag: <Foo>" */
    int nmessages;
} kc_csd;

/* Splits `text` (len bytes; need not end in NUL). `name` is how diagnostics call the file.
 * Adds the text to d->sources when there is such a list. Returns 0, or -1 with errors in d. */
int kc_csd_read(const char *text, size_t len, const char *name, kc_arena *arena, kc_diags *d, kc_csd *out);

/* Strict base64 (RFC 4648; blanks and line ends are skipped, padding is optional at the end).
 * Returns the decoded bytes and sets *n, or NULL at a character that does not belong or a truncated group. */
unsigned char *kc_base64_decode(const char *text, size_t len, kc_arena *arena, size_t *n);
#endif
