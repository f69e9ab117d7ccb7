/* MIDI messages to the outside. Without a MIDI output they are lost, and nothing else changes. */
#include "runtime/opcodes/midi/channel.h"

typedef struct {
    int32_t chan, key, vel;
} voice;

KC_NATIVE void send_note(kc_ctx *c, int on, const voice *v)
{
    kc_midi_send(midi_of(c), (on ? 0x90 : 0x80) | (v->chan & 15), v->key, v->vel);
}

KC_NATIVE int whole(double x) { return fabs(x) < 1e9 ? (int)x : 0; }

KC_NATIVE int within(int x, int count)
{
    int n = x < 0 ? -x : x;
    return n < count ? n : count - 1;
}

KC_NATIVE voice voice_of(double chan, double key, double vel)
{
    return (voice){within(whole(chan) - 1, 16), within(whole(key), 128), within(whole(vel), 128)};
}

/* Opcode: noteon noteoff
 * Synopsis: noteon ichn, inum, ivel
 *           noteoff ichn, inum, ivel
 *
 * Send a note-on or note-off message at i-time.
 * In:  ichn  channel, 1 .. 16
 *      inum  key, 0 .. 127
 *      ivel  velocity, 0 .. 127
 * Fails: never
 */
KC_NATIVE int noteon_init(void *s, kc_ctx *c, double *ichn, double *inum, double *ivel)
{
    (void)s;
    voice v = {whole(*ichn) - 1, whole(*inum), whole(*ivel)};
    send_note(c, 1, &v);
    return KC_OK;
}
KC_NATIVE int noteoff_init(void *s, kc_ctx *c, double *ichn, double *inum, double *ivel)
{
    (void)s;
    voice v = {whole(*ichn) - 1, whole(*inum), whole(*ivel)};
    send_note(c, 0, &v);
    return KC_OK;
}
KC_OP(noteon, "", "iii", .init = noteon_init, .fx = midi)
KC_OP(noteoff, "", "iii", .init = noteoff_init, .fx = midi)

typedef struct {
    voice now;
    int32_t sounding, over;
} midion_st;

/* Opcode: midion
 * Synopsis: midion kchn, knum, kvel
 *
 * Sends a note-on message, and another after a note-off whenever an argument changes; a note-off in the
 * release of the note, which is prolonged by a k-cycle. In:  kchn  channel, 1 .. 16 knum  key, 0 .. 127 kvel
 * velocity, 0 .. 127 Fails: never
 */
KC_NATIVE int midion_init(midion_st *s, kc_ctx *c, double *kchn, double *knum, double *kvel)
{
    (void)kchn, (void)knum, (void)kvel;
    kc_note_xtra(c, 1);
    s->sounding = s->over = 0;
    return KC_OK;
}
KC_NATIVE int midion_perf(midion_st *s, kc_ctx *c, double *kchn, double *knum, double *kvel)
{
    voice v = voice_of(*kchn, *knum, *kvel);
    if (s->over) return KC_OK;
    if (s->sounding && c->note && c->note->releasing) {
        send_note(c, 0, &s->now);
        s->over = 1;
        return KC_OK;
    }
    if (s->sounding && v.chan == s->now.chan && v.key == s->now.key && v.vel == s->now.vel) return KC_OK;
    if (s->sounding) send_note(c, 0, &s->now);
    s->now = v;
    s->sounding = 1;
    send_note(c, 1, &v);
    return KC_OK;
}
KC_OP(midion, "", "kkk", .state = midion_st, .init = midion_init, .perf = midion_perf, .fx = midi | event)

/* Opcode: midion2
 * Synopsis: midion2 kchn, knum, kvel, ktrig
 *
 * Sends a note-off and a note-on message in the k-cycles in which ktrig is 1, a note-off in the release of
 * the note. In:  kchn   channel, 1 .. 16 knum   key, 0 .. 127 kvel   velocity, 0 .. 127 ktrig  trigger Fails:
 * never
 */
KC_NATIVE int midion2_init(midion_st *s, kc_ctx *c, double *kchn, double *knum, double *kvel, double *ktrig)
{
    (void)ktrig;
    return midion_init(s, c, kchn, knum, kvel);
}
KC_NATIVE int midion2_perf(midion_st *s, kc_ctx *c, double *kchn, double *knum, double *kvel, double *ktrig)
{
    if (s->over) return KC_OK;
    if (c->note && c->note->releasing) {
        send_note(c, 0, &s->now);
        s->over = 1;
    } else if (whole(*ktrig + 0.5) != 0) {
        send_note(c, 0, &s->now);
        s->now = voice_of(*kchn, *knum, *kvel);
        send_note(c, 1, &s->now);
    }
    return KC_OK;
}
KC_OP(midion2, "", "kkkk", .state = midion_st, .init = midion2_init, .perf = midion2_perf, .fx = midi | event)

/* Opcode: midiout midiout_i
 * Synopsis: midiout kstatus, kchan, kdata1, kdata2
 *           midiout_i istatus, ichan, idata1, idata2
 *
 * Send a channel message, in every k-cycle or at i-time.
 * In:  status  128 note off, 144 note on, 160 key pressure, 176 controller, 192 program, 208 pressure, 224
 * bend; 0: nothing is sent chan    1 .. 16 data    0 .. 127 Fails: never
 */
KC_NATIVE int midiout_any(void *s, kc_ctx *c, double *status, double *chan, double *data1, double *data2)
{
    (void)s;
    int st = whole(*status + 0.5);
    if (st)
        kc_midi_send(midi_of(c), (st & 0x70) | 0x80 | (whole(*chan - 0.5) & 15), whole(*data1 + 0.5) & 127,
                     whole(*data2 + 0.5) & 127);
    return KC_OK;
}
KC_OP(midiout, "", "kkkk", .perf = midiout_any, .fx = midi)
KC_OP(midiout_i, "", "iiii", .init = midiout_any, .fx = midi)
