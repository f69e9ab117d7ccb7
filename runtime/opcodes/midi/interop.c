/* Instruments that serve score and MIDI alike: these opcodes put what the MIDI note tells into variables or
 * p-fields, and leave them alone for notes of the score. They act at i-time and in every k-cycle. */
#include "runtime/opcodes/midi/channel.h"

/* Argument i, which may be written unless it is a constant. */
KC_NATIVE void give(kc_ctx *c, int i, double *to, double x)
{
    int type = kc_arg_type(c, i);
    if (type != 'c' && type != 'r') *to = x;
}

/* Opcode: midinoteonkey midinoteoff midinoteoncps midinoteonoct midinoteonpch
 * Synopsis: midinoteonkey xkey, xvelocity
 *           midinoteoff xkey, xvelocity
 *           midinoteoncps xcps, xvelocity
 *           midinoteonoct xoct, xvelocity
 *           midinoteonpch xpch, xvelocity
 *
 * Give key and velocity of the MIDI note; the key as a number, in Hz, octaves, or octaves and hundredths.
 * In:  xkey       variable or p-field that gets the key
 *      xvelocity  variable or p-field that gets the velocity
 * Fails: never
 */
KC_NATIVE int give_note(kc_ctx *c, double *key, double *velocity, double x)
{
    if (!midi_own(c)) return KC_OK;
    give(c, 0, key, x);
    give(c, 1, velocity, c->note->midi_vel);
    return KC_OK;
}
KC_NATIVE double own_oct(const kc_ctx *c) { return c->note ? c->note->midi_key / 12.0 + 3.0 : 3.0; }
KC_NATIVE int give_key(void *s, kc_ctx *c, double *key, double *velocity)
{
    (void)s;
    return give_note(c, key, velocity, c->note ? c->note->midi_key : 0);
}
KC_NATIVE int give_cps(void *s, kc_ctx *c, double *key, double *velocity)
{
    (void)s;
    return give_note(c, key, velocity, midi_oct_to_cps(c, own_oct(c)));
}
KC_NATIVE int give_oct(void *s, kc_ctx *c, double *key, double *velocity)
{
    (void)s;
    return give_note(c, key, velocity, own_oct(c));
}
KC_NATIVE int give_pch(void *s, kc_ctx *c, double *key, double *velocity)
{
    (void)s;
    return give_note(c, key, velocity, midi_oct_to_pch(own_oct(c)));
}
KC_OP(midinoteoff, "", "xx", .init = give_key, .perf = give_key, .fx = midi)
KC_OP(midinoteonkey, "", "xx", .init = give_key, .perf = give_key, .fx = midi)
KC_OP(midinoteoncps, "", "xx", .init = give_cps, .perf = give_cps, .fx = midi)
KC_OP(midinoteonoct, "", "xx", .init = give_oct, .perf = give_oct, .fx = midi)
KC_OP(midinoteonpch, "", "xx", .init = give_pch, .perf = give_pch, .fx = midi)

/* Opcode: mididefault
 * Synopsis: mididefault xdefault, xvalue
 *
 * Gives a value for MIDI notes.
 * In:  xdefault  the value
 *      xvalue    variable or p-field that gets it
 * Fails: never
 */
KC_NATIVE int mididefault_any(void *s, kc_ctx *c, double *value, double *to)
{
    (void)s;
    if (midi_own(c)) give(c, 1, to, *value);
    return KC_OK;
}
KC_OP(mididefault, "", "xx", .init = mididefault_any, .perf = mididefault_any, .fx = midi)

/* Opcode: midipolyaftertouch midicontrolchange
 * Synopsis: midipolyaftertouch xvalue, xkey [, ilow, ihigh]
 *           midicontrolchange xcontroller, xvalue [, ilow, ihigh]
 *
 * Give the pressure of a key, or the value of a controller, of the MIDI note's channel.
 * In:  xkey xcontroller  0 .. 127
 *      xvalue            variable or p-field that gets it
 *      ilow              result of value 0 (default 0)
 *      ihigh             result of value 127 (default 127)
 * Fails: for another key or controller
 */
KC_NATIVE int give_polyaft(void *s, kc_ctx *c, double *to, double *number, double *low, double *high)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    int n = ch ? midi_controller(c, *number) : 0;
    if (n < 0) return KC_ERROR;
    if (ch) give(c, 0, to, *low + ch->polyaft[n] * ((*high - *low) * MIDI_7));
    return KC_OK;
}
KC_NATIVE int give_control(void *s, kc_ctx *c, double *number, double *to, double *low, double *high)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    int n = ch ? midi_controller(c, *number) : 0;
    if (n < 0) return KC_ERROR;
    if (ch) give(c, 1, to, *low + ch->ctl[n] * ((*high - *low) * MIDI_7));
    return KC_OK;
}
KC_OP(midipolyaftertouch, "", "xxoh", .init = give_polyaft, .perf = give_polyaft, .fx = midi)
KC_OP(midicontrolchange, "", "xxoh", .init = give_control, .perf = give_control, .fx = midi)

/* Opcode: midiprogramchange
 * Synopsis: midiprogramchange xprogram
 *
 * Gives the program of the MIDI note's channel.
 * In:  xprogram  variable or p-field that gets it, 0 .. 127; -1 before the first program change
 * Fails: never
 */
KC_NATIVE int give_program(void *s, kc_ctx *c, double *to)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    if (ch) give(c, 0, to, ch->program);
    return KC_OK;
}
KC_OP(midiprogramchange, "", "x", .init = give_program, .perf = give_program, .fx = midi)

/* Opcode: midichannelaftertouch midipitchbend
 * Synopsis: midichannelaftertouch xvalue [, ilow, ihigh]
 *           midipitchbend xvalue [, ilow, ihigh]
 *
 * Give pressure or pitch bend of the MIDI note's channel.
 * In:  xvalue  variable or p-field that gets it: ilow + value (ihigh - ilow) / 127, a bend being -1 .. 1
 *      ilow    (default 0)
 *      ihigh   (default 127)
 * Fails: never
 */
KC_NATIVE int give_aftouch(void *s, kc_ctx *c, double *to, double *low, double *high)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    if (ch) give(c, 0, to, *low + ch->aftouch * ((*high - *low) * MIDI_7));
    return KC_OK;
}
KC_NATIVE int give_bend(void *s, kc_ctx *c, double *to, double *low, double *high)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    if (ch) give(c, 0, to, *low + ch->bend * ((*high - *low) * MIDI_7));
    return KC_OK;
}
KC_OP(midichannelaftertouch, "", "xoh", .init = give_aftouch, .perf = give_aftouch, .fx = midi)
KC_OP(midipitchbend, "", "xoh", .init = give_bend, .perf = give_bend, .fx = midi)
