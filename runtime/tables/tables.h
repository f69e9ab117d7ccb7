/* Function tables: the numbered store and the GEN routines that fill them.
 *
 * The services opcodes use (kc_table_find, kc_table_make, ...) are declared in runtime/opcodes/op.h. A table
 * that is replaced or deleted stays in memory while a note sounds that may have looked at it, since states
 * hold pointers to it. */
#ifndef KC_TABLES_H
#define KC_TABLES_H
#include "runtime/abi.h"

typedef struct kc_tables kc_tables;
kc_tables *kc_tables_create(double sr);
void kc_tables_destroy(kc_tables *t);
/* A table by number, or NULL. */
kc_table *kc_tables_get(kc_tables *t, int number);
/* The internal sine, 16384 points by default; its size, a power of two, can be set before it is first used. */
void kc_tables_sine_size(kc_tables *t, int size);
kc_table *kc_tables_sine(kc_tables *t);

/* See runtime/opcodes/op.h. */
kc_table *kc_table_find(kc_ctx *c, double number);
kc_table *kc_table_need(kc_ctx *c, double number);
kc_table *kc_table_need_pow2(kc_ctx *c, double number);
int kc_table_make(kc_ctx *c, const double *p, const char *const *strings, int np, const char *gen_name);
int kc_table_delete(kc_ctx *c, int number);
#endif
