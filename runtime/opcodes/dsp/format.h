/* Formatted text as the printing opcodes and sprintf write it. A user's format never reaches the C library:
 * each specification is taken apart, checked, and printed alone.
 *
 * There are two dialects. The one of printf and sprintf insists that the values match the specifications in
 * number and type. The one of prints and printks is lenient: the last value is used again when there are too
 * few, and what is not a specification is shown as it stands. */
#ifndef KC_OPCODES_DSP_FORMAT_H
#define KC_OPCODES_DSP_FORMAT_H
#include "runtime/abi.h"
#include "runtime/base/sbuf.h"

/* Values of an opcode call: `n` operand pointers, and their type letters as in kc_site. */
typedef struct {
    void *const *a;
    const uint8_t *types;
    int n;
} kc_format_args;

typedef enum {
    KC_FORMAT_OK,
    KC_FORMAT_FEW,        /* a specification without a value */
    KC_FORMAT_MANY,       /* a value without a specification */
    KC_FORMAT_NOT_STRING, /* a number for %s */
    KC_FORMAT_A_RATE,     /* an a-rate value */
    KC_FORMAT_INVALID     /* not a specification */
} kc_format_result;

/* Arguments `first` and following of the call in progress (counted over outputs and inputs). */
kc_format_args kc_format_args_from(const kc_ctx *c, void **a, int first);

/* printf, printf_i, sprintf, sprintfk, println, printsk. Without values the format is copied as it is. */
kc_format_result kc_format_strict(kc_sbuf *out, const char *fmt, kc_format_args args);

/* prints, printks, fprints: OK or FEW, the latter only when there is no value at all. Escapes are not looked
 * at. */
kc_format_result kc_format_lenient(kc_sbuf *out, const char *fmt, kc_format_args args);

/* Replaces the escapes of prints: \n \t \r \a \b \\, %n %t %r %! (a semicolon), ^ (escape), ^^, ~ (escape and
 * [), ~~. */
void kc_format_escapes(kc_sbuf *out, const char *text);

/* Prints one number by one format, as printarray does: text around a single specification of a floating-point
 * number. */
kc_format_result kc_format_number(kc_sbuf *out, const char *fmt, double x);
kc_format_result kc_format_string(kc_sbuf *out, const char *fmt, const char *s);

/* The text of an error, as the reference words it; NULL for OK. */
const char *kc_format_error(kc_format_result r);
#endif
