/* Opcodes that are functions of a host or a plugin: int f(CSOUND *, void *block), 0 for success.
 *
 * The engine calls them by address, so the loop schedule puts them between fused loops, with all values in
 * memory. What the function gets is built around our own memory: a data block (OPDS, pointers to results and
 * arguments, the opcode's own state, which is zeroed once and kept when the instance is reused), a
 * description of the call (OPTXT) and a picture of the note (INSDS), brought up to date for every call. */
#ifndef KC_API_CSOUND_FOREIGN_H
#define KC_API_CSOUND_FOREIGN_H
#include "api/csound/csound_int.h"
#include "api/include/csound/csoundCore.h"
#include "runtime/abi.h"

/* A call that runs: what the services of the plugins' table ask. */
typedef struct kc_foreign_call {
    kc_ctx *ctx;
    OPDS *block;
    struct kc_foreign_call *outer;
} kc_foreign_call;

/* A function to be called with its block when the note of the block ends. */
int kc_foreign_on_end(OPDS *block, SUBR fn);
/* The type of an argument of the call that runs on this thread, NULL when it is none. */
const CS_TYPE *kc_foreign_type(const void *arg);
/* The note that a block belongs to. */
kc_note *kc_foreign_note(const void *block);

/* Adds an opcode for texts that are compiled from now on; texts are copied. 0 or CSOUND_ERROR (reported). */
int kc_foreign_add(kc_cs *cs, const OENTRY *entry);
/* The entry of an opcode that was added; types may be NULL: the first of that name. */
OENTRY *kc_foreign_find(kc_cs *cs, const char *name, const char *outs, const char *ins);
#endif
