/* The MIDI state as opcodes see it. */
#ifndef KC_OPCODES_MIDI_CHANNEL_H
#define KC_OPCODES_MIDI_CHANNEL_H
#include "runtime/midi/midi.h"
#include "runtime/opcodes/op.h"

#define MIDI_7 (1.0 / 127.0)

KC_NATIVE kc_midi *midi_of(kc_ctx *c) { return kc_engine_midi(c->engine); }

/* Channel of the MIDI note that plays this instance; NULL for notes of the score. */
KC_NATIVE kc_midi_channel *midi_own(kc_ctx *c)
{
    return c->note ? kc_midi_get(midi_of(c), c->note->midi_chan) : NULL;
}

/* Channel by number from 1; NULL (reported) when there is no such channel. */
KC_NATIVE kc_midi_channel *midi_channel(kc_ctx *c, double number)
{
    kc_midi_channel *ch = number >= 1 && number < 17 ? kc_midi_get(midi_of(c), (int)number - 1) : NULL;
    if (!ch) kc_fail(c, "illegal midi channel");
    return ch;
}

/* Controller number, or -1 (reported). */
KC_NATIVE int midi_controller(kc_ctx *c, double number)
{
    if (number > -1 && number < 128) return (int)number;
    return kc_fail(c, "illegal controller number");
}

/* In steps of 1/8192 octave, as cpsoct. */
KC_NATIVE double midi_oct_to_cps(const kc_ctx *c, double oct)
{
    return exp2(trunc(oct * 8192.0) / 8192.0) * (c->a4 / 430.538964609902);
}

KC_NATIVE double midi_oct_to_pch(double oct)
{
    double whole = trunc(oct);
    return whole + (oct - whole) * 0.12;
}
#endif
