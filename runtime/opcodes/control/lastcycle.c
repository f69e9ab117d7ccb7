/* lastcycle: a trigger in the last k-cycle of a note. */
#include "runtime/opcodes/op.h"

typedef struct {
    int32_t cycles; /* left; of notes with an end */
    int32_t extra;  /* left after the release */
    int held, fired;
} lastcycle_st;

#ifndef KC_BITCODE
KC_NATIVE int lastcycle_init(lastcycle_st *s, kc_ctx *c, double *out)
{
    double p3 = c->note->p[3], cycles = p3 * c->kr + 0.5;
    kc_note_xtra(c, 1);
    s->held = p3 < 0;
    s->extra = c->note->xtra;
    s->cycles = s->extra + (s->held ? 0 : cycles < 1e9 ? (int32_t)cycles : 1000000000);
    s->fired = 0;
    *out = 0;
    return KC_OK;
}
KC_NATIVE int lastcycle_perf(lastcycle_st *s, kc_ctx *c, double *out)
{
    int end = 0;
    if (s->fired) {
        *out = 0;
        return KC_OK;
    }
    if (c->note->releasing) end = --s->extra == 0;
    if (!s->held) end |= --s->cycles == 0;
    if (end) *out = 1;
    s->fired = end;
    return KC_OK;
}
#endif

/* Opcode: lastcycle
 * Synopsis: ktrig lastcycle
 *
 * Sends 1 in the last k-cycle of a note, also when it is turned off early. The note gets an extra k-cycle
 * if it has no extra time.
 * Out: 1 in the last k-cycle, else 0
 * Fails: never
 */
KC_OP(lastcycle, "k", "", .state = lastcycle_st, .init = lastcycle_init, .perf = lastcycle_perf)
