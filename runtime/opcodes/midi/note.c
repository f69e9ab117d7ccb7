/* What a MIDI note tells its instrument: key, velocity, pitch bend, pressure. For notes of the score all of
 * it is 0. */
#include "runtime/opcodes/midi/channel.h"

KC_NATIVE double note_key(const kc_ctx *c) { return c->note ? c->note->midi_key : 0; }

/* Opcode: notnum
 * Synopsis: ival notnum
 *
 * Key of the MIDI note.
 * Out: 0 .. 127, 60 is middle C; 0 for a note of the score
 * Fails: never
 */
KC_NATIVE int notnum_init(void *s, kc_ctx *c, double *r)
{
    (void)s;
    *r = note_key(c);
    return KC_OK;
}
KC_OP(notnum, "i", "", .init = notnum_init)

/* Opcode: veloc
 * Synopsis: ival veloc [ilow, ihigh]
 *
 * Velocity of the MIDI note.
 * In:  ilow   result for velocity 0 (default 0)
 *      ihigh  result for velocity 127 (default 127)
 * Out: velocity in that range
 * Fails: never
 */
KC_NATIVE int veloc_init(void *s, kc_ctx *c, double *r, double *ilow, double *ihigh)
{
    (void)s;
    double v = c->note ? c->note->midi_vel : 0;
    *r = *ilow + v * (*ihigh - *ilow) * MIDI_7;
    return KC_OK;
}
KC_OP(veloc, "i", "oh", .init = veloc_init)

/* Opcode: ampmidi
 * Synopsis: iamp ampmidi iscal [, ifn]
 *
 * Amplitude by the velocity of the MIDI note.
 * In:  iscal  amplitude of velocity 128
 *      ifn    table that maps velocities, 0 .. 1 over its length (default 0: none)
 * Out: amplitude
 * Fails: when there is no such table
 */
KC_NATIVE int ampmidi_init(void *s, kc_ctx *c, double *r, double *iscal, double *ifn)
{
    (void)s;
    double amp = (c->note ? c->note->midi_vel : 0) / 128.0;
    if (*ifn >= 1) {
        const kc_table *t = kc_table_need(c, *ifn);
        if (!t) return KC_ERROR;
        amp = t->data[(int)(amp * t->len)];
    }
    *r = amp * *iscal;
    return KC_OK;
}
KC_OP(ampmidi, "i", "io", .init = ampmidi_init)

/* Opcode: midichn
 * Synopsis: ichn midichn
 *
 * Channel of the MIDI note.
 * Out: 1 .. 16; 0 for a note of the score
 * Fails: never
 */
KC_NATIVE int midichn_init(void *s, kc_ctx *c, double *r)
{
    (void)s;
    *r = c->note ? c->note->midi_chan + 1 : 0;
    return KC_OK;
}
KC_OP(midichn, "i", "", .init = midichn_init)

/* ---- pitch ------------------------------------------------------------------------------------ */

KC_NATIVE double bent_oct(kc_ctx *c, double scale)
{
    const kc_midi_channel *ch = midi_own(c);
    return (note_key(c) + (ch ? ch->bend : 0) * scale) / 12.0 + 3.0;
}

KC_NATIVE double bend_scale(kc_ctx *c, double irange)
{
    const kc_midi_channel *ch = midi_own(c);
    return irange > 0 ? irange : ch ? ch->bend_range : 2;
}

/* Opcode: cpsmidi octmidi pchmidi
 * Synopsis: icps cpsmidi
 *           ioct octmidi
 *           ipch pchmidi
 *
 * Pitch of the MIDI note: Hz, octaves (8 is middle C), or octaves and hundredths for semitones.
 * Out: pitch
 * Fails: never
 */
KC_NATIVE int cpsmidi_init(void *s, kc_ctx *c, double *r)
{
    (void)s;
    *r = midi_oct_to_cps(c, note_key(c) / 12.0 + 3.0);
    return KC_OK;
}
KC_NATIVE int octmidi_init(void *s, kc_ctx *c, double *r)
{
    (void)s;
    *r = note_key(c) / 12.0 + 3.0;
    return KC_OK;
}
KC_NATIVE int pchmidi_init(void *s, kc_ctx *c, double *r)
{
    (void)s;
    *r = midi_oct_to_pch(note_key(c) / 12.0 + 3.0);
    return KC_OK;
}
KC_OP(cpsmidi, "i", "", .init = cpsmidi_init)
KC_OP(octmidi, "i", "", .init = octmidi_init)
KC_OP(pchmidi, "i", "", .init = pchmidi_init)

typedef struct {
    double scale;
} bend_st;

/* Opcode: cpsmidib octmidib pchmidib
 * Synopsis: icps cpsmidib [irange]
 *           kcps cpsmidib [irange]
 *           ioct octmidib [irange]
 *           koct octmidib [irange]
 *           ipch pchmidib [irange]
 *           kpch pchmidib [irange]
 *
 * Pitch of the MIDI note with the pitch bend of its channel.
 * In:  irange  semitones of a full bend (default 0: the channel's, 2 unless a message has set it)
 * Out: pitch: Hz, octaves, or octaves and hundredths for semitones
 * Fails: never
 */
KC_NATIVE int bend_init(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    (void)r;
    s->scale = bend_scale(c, *irange);
    return KC_OK;
}
KC_NATIVE int cpsmidib_perf(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    (void)irange;
    *r = midi_oct_to_cps(c, bent_oct(c, s->scale));
    return KC_OK;
}
KC_NATIVE int octmidib_perf(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    (void)irange;
    *r = bent_oct(c, s->scale);
    return KC_OK;
}
KC_NATIVE int pchmidib_perf(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    (void)irange;
    *r = midi_oct_to_pch(bent_oct(c, s->scale));
    return KC_OK;
}
KC_NATIVE int cpsmidib_init(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    bend_init(s, c, r, irange);
    return cpsmidib_perf(s, c, r, irange);
}
KC_NATIVE int octmidib_init(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    bend_init(s, c, r, irange);
    return octmidib_perf(s, c, r, irange);
}
KC_NATIVE int pchmidib_init(bend_st *s, kc_ctx *c, double *r, double *irange)
{
    bend_init(s, c, r, irange);
    return pchmidib_perf(s, c, r, irange);
}
KC_OP(cpsmidib, "i", "o", .state = bend_st, .init = cpsmidib_init, .fx = midi)
KC_OP(cpsmidib, "k", "o", .state = bend_st, .init = bend_init, .perf = cpsmidib_perf, .fx = midi)
KC_OP(octmidib, "i", "o", .state = bend_st, .init = octmidib_init, .fx = midi)
KC_OP(octmidib, "k", "o", .state = bend_st, .init = bend_init, .perf = octmidib_perf, .fx = midi)
KC_OP(pchmidib, "i", "o", .state = bend_st, .init = pchmidib_init, .fx = midi)
KC_OP(pchmidib, "k", "o", .state = bend_st, .init = bend_init, .perf = pchmidib_perf, .fx = midi)

/* ---- bend and pressure ------------------------------------------------------------------------ */

typedef struct {
    double low, scale;
} range_st;

/* Opcode: pchbend
 * Synopsis: ibend pchbend [imin, imax]
 *           kbend pchbend [imin, imax]
 *
 * Pitch bend of the MIDI note's channel.
 * In:  imin  result of no bend (default -1)
 *      imax  result of a full bend (default 1)
 * Out: imin + bend (imax - imin), bend being -1 .. 1
 * Fails: never
 */
KC_NATIVE int pchbend_now(void *s, kc_ctx *c, double *r, double *imin, double *imax)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    *r = *imin + (*imax - *imin) * (ch ? ch->bend : 0);
    return KC_OK;
}
KC_NATIVE int pchbend_init(range_st *s, kc_ctx *c, double *r, double *imin, double *imax)
{
    (void)c, (void)r;
    *s = (range_st){*imin, *imax - *imin};
    return KC_OK;
}
KC_NATIVE int pchbend_perf(range_st *s, kc_ctx *c, double *r, double *imin, double *imax)
{
    (void)imin, (void)imax;
    const kc_midi_channel *ch = midi_own(c);
    *r = s->low + (ch ? ch->bend : 0) * s->scale;
    return KC_OK;
}
KC_OP(pchbend, "i", "jp", .init = pchbend_now, .fx = midi)
KC_OP(pchbend, "k", "jp", .state = range_st, .init = pchbend_init, .perf = pchbend_perf, .fx = midi)

/* Opcode: aftouch
 * Synopsis: kaft aftouch [imin, imax]
 *
 * Pressure of the MIDI note's channel.
 * In:  imin  result of no pressure (default 0)
 *      imax  result of full pressure (default 127)
 * Out: pressure in that range
 * Fails: never
 */
KC_NATIVE int aftouch_init(range_st *s, kc_ctx *c, double *r, double *imin, double *imax)
{
    (void)c, (void)r;
    *s = (range_st){*imin, (*imax - *imin) * MIDI_7};
    return KC_OK;
}
KC_NATIVE int aftouch_perf(range_st *s, kc_ctx *c, double *r, double *imin, double *imax)
{
    (void)imin, (void)imax;
    const kc_midi_channel *ch = midi_own(c);
    *r = s->low + (ch ? ch->aftouch : 0) * s->scale;
    return KC_OK;
}
KC_OP(aftouch, "k", "oh", .state = range_st, .init = aftouch_init, .perf = aftouch_perf, .fx = midi)

typedef struct {
    double low, scale;
    int32_t number;
} number_st;

KC_NATIVE int number_init(number_st *s, kc_ctx *c, double *r, double *inum, double *imin, double *imax)
{
    (void)r;
    s->number = midi_controller(c, *inum);
    s->low = *imin;
    s->scale = (*imax - *imin) * MIDI_7;
    return s->number < 0 ? KC_ERROR : KC_OK;
}

/* Opcode: polyaft
 * Synopsis: ires polyaft inote [, ilow, ihigh]
 *           kres polyaft inote [, ilow, ihigh]
 *
 * Pressure of one key of the MIDI note's channel.
 * In:  inote  key, 0 .. 127
 *      ilow   result of no pressure (default 0)
 *      ihigh  result of full pressure (default 127)
 * Out: pressure in that range
 * Fails: for another key
 */
KC_NATIVE int polyaft_now(void *s, kc_ctx *c, double *r, double *inum, double *imin, double *imax)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    int n = midi_controller(c, *inum);
    if (n < 0) return KC_ERROR;
    *r = (ch ? ch->polyaft[n] : 0) * (*imax - *imin) * MIDI_7 + *imin;
    return KC_OK;
}
KC_NATIVE int polyaft_perf(number_st *s, kc_ctx *c, double *r, double *inum, double *imin, double *imax)
{
    (void)inum, (void)imin, (void)imax;
    const kc_midi_channel *ch = midi_own(c);
    *r = (ch ? ch->polyaft[s->number] : 0) * s->scale + s->low;
    return KC_OK;
}
KC_OP(polyaft, "i", "ioh", .init = polyaft_now, .fx = midi)
KC_OP(polyaft, "k", "ioh", .state = number_st, .init = number_init, .perf = polyaft_perf, .fx = midi)

/* Opcode: midictrl
 * Synopsis: ival midictrl inum [, imin, imax]
 *           kval midictrl inum [, imin, imax]
 *
 * A controller of the MIDI note's channel.
 * In:  inum  controller, 0 .. 127
 *      imin  result of value 0 (default 0)
 *      imax  result of value 127 (default 127)
 * Out: value in that range
 * Fails: for another controller
 */
KC_NATIVE int midictrl_now(void *s, kc_ctx *c, double *r, double *inum, double *imin, double *imax)
{
    (void)s;
    const kc_midi_channel *ch = midi_own(c);
    int n = midi_controller(c, *inum);
    if (n < 0) return KC_ERROR;
    *r = (ch ? ch->ctl[n] : 0) * (*imax - *imin) * MIDI_7 + *imin;
    return KC_OK;
}
KC_NATIVE int midictrl_perf(number_st *s, kc_ctx *c, double *r, double *inum, double *imin, double *imax)
{
    (void)inum, (void)imin, (void)imax;
    const kc_midi_channel *ch = midi_own(c);
    *r = (ch ? ch->ctl[s->number] : 0) * s->scale + s->low;
    return KC_OK;
}
KC_OP(midictrl, "i", "ioh", .init = midictrl_now, .fx = midi)
KC_OP(midictrl, "k", "ioh", .state = number_st, .init = number_init, .perf = midictrl_perf, .fx = midi)
