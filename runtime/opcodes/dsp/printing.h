/* The clock of opcodes that print from time to time. */
#ifndef KC_OPCODES_DSP_PRINTING_H
#define KC_OPCODES_DSP_PRINTING_H
#include "runtime/opcodes/op.h"

/* k-cycles this note has performed before the one that runs; of its own length in a local-ksmps section. */
KC_NATIVE double kc_print_now(const kc_ctx *c)
{
    if (c->outer && c->sub)
        return kc_print_now(c->outer) * (double)(c->outer->ksmps / c->ksmps) + c->sub->index;
    return c->note ? (double)c->note->kcounter : 0;
}
#endif
