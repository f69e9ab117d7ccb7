/* What a GEN routine is given, and the list of them. A routine fills table->data[0 .. len] (the guard point
 * too, where it computes one and sets guard_done); the caller copies the guard point and rescales.
 *
 * To add one: write `int kc_gen_NN(kc_gen *g)` in a file of its kind, and its row in gens.def. */
#ifndef KC_TABLES_GEN_H
#define KC_TABLES_GEN_H
#include "runtime/abi.h"
#include <stdbool.h>

typedef struct {
    kc_ctx *ctx;
    kc_table *table;            /* data NULL and len 0 for a deferred size: call kc_gen_alloc */
    const double *p;            /* arguments after the GEN number: p[0] is the statement's p5 */
    int n;                      /* how many */
    const char *const *strings; /* strings[i] where p[i] is a string, else NULL entries; may be NULL */
    bool deferred;              /* the size was 0 */
    bool exact; /* guard point is part of the curve (size given as 2^k + 1, negative, or no power of two) */
    bool guard_done; /* set by the routine: data[len] is final */
    bool raw;        /* negative GEN number; a routine may set it to keep its values */
    int number;      /* table number, for routines that make a second one */
    int gen;         /* signed GEN number */
} kc_gen;

typedef int kc_gen_fn(kc_gen *g);

/* Reports "ftable N: ..." and returns -1. */
int kc_gen_fail(kc_gen *g, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Gives the table its memory (deferred sizes). 0 or -1. */
int kc_gen_alloc(kc_gen *g, int64_t len);
/* Argument i as text: a string argument, or NULL. */
const char *kc_gen_string(const kc_gen *g, int i);
static inline double kc_gen_arg(const kc_gen *g, int i, double otherwise)
{
    return i < g->n ? g->p[i] : otherwise;
}

#define KC_GEN(number, fn)     kc_gen_fn fn;
#define KC_GEN_NAMED(name, fn) kc_gen_fn fn;
#include "runtime/tables/gens.def"
#undef KC_GEN
#undef KC_GEN_NAMED
#endif
