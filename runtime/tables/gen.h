/* What a GEN routine is given, and the list of them. A routine fills table->data[0 .. len] (the guard point
 * too, where the curve has one); the caller then copies the guard point and rescales as the size and the sign
 * of the GEN number ask. Tables of deferred size are left to the routine: kc_gen_alloc, then kc_gen_finish
 * where the reference does so.
 *
 * To add one: write `int kc_gen_NN(kc_gen *g)` in a file of its kind, and its row in gens.def. */
#ifndef KC_TABLES_GEN_H
#define KC_TABLES_GEN_H
#include "runtime/abi.h"
#include "runtime/base/sbuf.h"
#include <stdbool.h>

typedef struct {
    kc_ctx *ctx;
    kc_table *table;            /* NULL for a deferred size until kc_gen_alloc */
    const double *p;            /* arguments after the GEN number: p[0] is the statement's p5 */
    int n;                      /* how many */
    const char *const *strings; /* strings[i] where p[i] is a string, else NULL entries; may be NULL */
    bool deferred;              /* the size was 0 */
    bool exact;  /* guard point is part of the curve (size given as 2^k + 1, negative, or no power of two); a
                    routine may set it to keep its own guard point */
    bool raw;    /* negative GEN number; a routine may set it to keep its values */
    int number;  /* table number */
    int gen;     /* signed GEN number; 0 for a named one */
    double size; /* as it was given */
    const double *all; /* all p-fields, all[0] is the table number; for messages */
    int nall;
    const char *name; /* of a named GEN */
} kc_gen;

typedef int kc_gen_fn(kc_gen *g);

/* Reports "ftable N: ..." with the statement's first fields and returns -1. */
int kc_gen_fail(kc_gen *g, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes the table of a deferred size, or another one of a larger size. 0 or -1 (reported). */
int kc_gen_alloc(kc_gen *g, int64_t len);
/* Puts a second table of the same length after the first; NULL when it can't be had (reported). */
kc_table *kc_gen_second(kc_gen *g);
/* Guard point and rescaling, as g->exact and g->raw say. */
void kc_gen_finish(const kc_gen *g, kc_table *t);
/* Another table as source, or NULL; kc_gen_source_pow2 wants a power of two, not deferred. No message. */
const kc_table *kc_gen_source(const kc_gen *g, double number);
const kc_table *kc_gen_source_pow2(const kc_gen *g, double number);
/* The file that string i names, searched in SFDIR, SSDIR and INCDIR, as text: 0, or -1 without a message. */
int kc_gen_text_file(const kc_gen *g, int i, kc_sbuf *text);
/* Argument i as text: a string argument, or NULL. */
const char *kc_gen_string(const kc_gen *g, int i);
/* Argument i, or `otherwise` when there are fewer. */
static inline double kc_gen_arg(const kc_gen *g, int i, double otherwise)
{
    return i < g->n ? g->p[i] : otherwise;
}
/* Conversions of untrusted numbers: truncated or rounded, limited to what an int holds; 0 for NaN. */
int kc_gen_int(double x);
int kc_gen_round(double x);

#define KC_GEN(number, fn)          kc_gen_fn fn;
#define KC_GEN_DEFERRED(number, fn) kc_gen_fn fn;
#define KC_GEN_NAMED(name, fn)      kc_gen_fn fn;
#include "runtime/tables/gens.def"
#undef KC_GEN
#undef KC_GEN_DEFERRED
#undef KC_GEN_NAMED
#endif
