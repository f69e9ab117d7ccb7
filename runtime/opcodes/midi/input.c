/* MIDI messages as they come in: midiin. Each instance reads the engine's ring of recent messages at
 * its own pace, one message a k-cycle. */
#include "runtime/opcodes/midi/channel.h"

typedef struct {
    uint64_t next; /* number of the message to read */
} input_st;

/* The next message; NULL when there is none. A reader that fell behind skips what is overwritten. */
KC_NATIVE const kc_midi_bytes *next_message(input_st *s, kc_ctx *c)
{
    const kc_midi *m = midi_of(c);
    const kc_midi_bytes *b = m ? kc_midi_recent(m, &s->next) : NULL;
    return b;
}

KC_NATIVE int input_start(input_st *s, kc_ctx *c)
{
    s->next = midi_of(c) ? kc_midi_received(midi_of(c)) : 0;
    return KC_OK;
}

/* Opcode: midiin
 * Synopsis: kstatus, kchan, kdata1, kdata2 midiin
 *
 * Reads MIDI messages, one a k-cycle.
 * Out: kstatus        128 note off, 144 note on, 160 key pressure, 176 controller, 192 program, 208 pressure,
 * 224 bend; 0: no message, the others stay as they are kchan          1 .. 16 kdata1 kdata2  0 .. 127 Fails:
 * never
 */
KC_NATIVE int midiin_init(input_st *s, kc_ctx *c, double *status, double *chan, double *d1, double *d2)
{
    (void)status, (void)chan, (void)d1, (void)d2;
    return input_start(s, c);
}
KC_NATIVE int midiin_perf(input_st *s, kc_ctx *c, double *status, double *chan, double *d1, double *d2)
{
    const kc_midi_bytes *b = next_message(s, c);
    *status = 0;
    if (!b) return KC_OK;
    *status = b->status & 0xf0;
    *chan = (b->status & 15) + 1;
    *d1 = b->data1;
    *d2 = b->data2;
    return KC_OK;
}
KC_OP(midiin, "kkkk", "", .state = input_st, .init = midiin_init, .perf = midiin_perf, .fx = midi)
