/* Where in the block of a k-cycle a section with a ksmps of its own stands. Native code only. */
#ifndef KC_OPCODES_CHANNELS_BLOCK_H
#define KC_OPCODES_CHANNELS_BLOCK_H
#include "runtime/opcodes/op.h"

/* First sample of the running section in the block of the engine's k-cycle. */
KC_NATIVE int kc_block_offset(const kc_ctx *c)
{
    int n = 0;
    for (; c->outer && c->sub; c = c->outer) n += c->sub->index * c->ksmps;
    return n;
}
#endif
