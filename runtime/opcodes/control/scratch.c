/* readscratch, writescratch: four numbers that belong to the memory of a note and last from one note to the
 * next one that is given the same memory. */
#include "runtime/base/map.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>
#include <stdlib.h>

enum { PLACES = 4 };

typedef struct {
    kc_map pads; /* of PLACES numbers, by the address of the note */
} scratch_store;

#ifndef KC_BITCODE
static void store_free(void *p)
{
    scratch_store *s = p;
    for (size_t i = 0; i < s->pads.cap; i++)
        if (s->pads.slots[i].key) free(s->pads.slots[i].value);
    kc_map_free(&s->pads);
}

/* The place, or NULL after an error. */
static double *place(kc_ctx *c, double index)
{
    scratch_store *s = kc_engine_store(c->engine, "scratch", sizeof *s, store_free);
    if (!(index > -1 && index < PLACES)) {
        kc_fail(c, "scratchpad index out of range");
        return NULL;
    }
    char key[32];
    snprintf(key, sizeof key, "%p", (void *)c->note);
    void **pad = s ? kc_map_at(&s->pads, key) : NULL;
    if (pad && !*pad) *pad = calloc(PLACES, sizeof(double));
    if (!pad || !*pad) {
        kc_fail(c, "out of memory");
        return NULL;
    }
    return (double *)*pad + (int)index;
}
#endif

/* Opcode: readscratch
 * Synopsis: ival readscratch [index]
 *
 * Reads a number that an earlier note left.
 * In:  index  0 .. 3 (default 0)
 * Out: the number; 0 where nothing was written
 * Fails: at init with another index
 */
KC_NATIVE int readscratch_init(void *s, kc_ctx *c, double *out, double *index)
{
    (void)s;
    const double *v = place(c, *index);
    if (!v) return KC_ERROR;
    *out = *v;
    return KC_OK;
}
KC_OP(readscratch, "i", "o", .init = readscratch_init)

/* Opcode: writescratch
 * Synopsis: writescratch ival [, index]
 *
 * Leaves a number for later notes.
 * In:  ival   number
 *      index  0 .. 3 (default 0)
 * Out: none
 * Fails: at init with another index
 */
KC_NATIVE int writescratch_init(void *s, kc_ctx *c, double *ival, double *index)
{
    (void)s;
    double *v = place(c, *index);
    if (!v) return KC_ERROR;
    *v = *ival;
    return KC_OK;
}
KC_OP(writescratch, "", "io", .init = writescratch_init)
