/* MIDI messages as they come in: midiin, ctlchn, pgmchn, midiarp. Each instance reads the engine's ring of
 * recent messages at its own pace, one message a k-cycle. miditempo and midifilestatus tell of the file that
 * is played. */
#include "runtime/opcodes/dsp/timeseed.h"
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

/* ---- midiin, ctlchn, pgmchn ------------------------------------------------------------------- */

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

typedef struct {
    input_st in;
    int32_t channel, number; /* 0: all */
} watch_st;

KC_NATIVE int32_t watched(double x) { return fabs(x) < 1e6 ? (int32_t)x : 0; }

/* Opcode: ctlchn
 * Synopsis: kdata, knum, kchan ctlchn [ichan, inum]
 *
 * Reads controllers as they come in, one message of any kind a k-cycle.
 * In:  ichan  1, or 0 for all (default 0)
 *      inum   controller to wait for; 0: all (default 0)
 * Out: kdata  channel of the message, 1 .. 16; -1 when there is none
 *      knum   controller; -1 when there is none
 *      kchan  1; 0 when there is none
 * Fails: never
 * Note: that the outputs are what they are, not the value and the channel, and that ichan is compared with 1,
 * is the reference's doing.
 */
KC_NATIVE int ctlchn_init(watch_st *s, kc_ctx *c, double *data, double *num, double *chan,
                          const double *ichan, const double *inum)
{
    (void)data, (void)num, (void)chan;
    s->channel = watched(*ichan);
    s->number = watched(*inum);
    return input_start(&s->in, c);
}
KC_NATIVE int ctlchn_perf(watch_st *s, kc_ctx *c, double *data, double *num, double *chan,
                          const double *ichan, const double *inum)
{
    (void)ichan, (void)inum;
    const kc_midi_bytes *b = next_message(&s->in, c);
    int hit = b && (b->status & 0xf0) == 0xb0 && (!s->channel || s->channel == 1) &&
              (!s->number || s->number == b->data1);
    *data = hit ? (b->status & 15) + 1 : -1;
    *num = hit ? b->data1 : -1;
    *chan = hit;
    return KC_OK;
}
KC_OP(ctlchn, "kkk", "oo", .state = watch_st, .init = ctlchn_init, .perf = ctlchn_perf, .fx = midi)

/* Opcode: pgmchn
 * Synopsis: kpgm, kchan pgmchn [ichan]
 *
 * Reads program changes as they come in, one message of any kind a k-cycle.
 * In:  ichan  1, or 0 for all (default 0)
 * Out: kpgm   channel of the message and 1, so 2 .. 17; -1 when there is none
 *      kchan  1; 0 when there is none
 * Fails: never
 * Note: that the outputs are not the program and the channel is the reference's doing.
 */
KC_NATIVE int pgmchn_init(watch_st *s, kc_ctx *c, double *program, double *chan, const double *ichan)
{
    (void)program, (void)chan;
    s->channel = watched(*ichan);
    return input_start(&s->in, c);
}
KC_NATIVE int pgmchn_perf(watch_st *s, kc_ctx *c, double *program, double *chan, const double *ichan)
{
    (void)ichan;
    const kc_midi_bytes *b = next_message(&s->in, c);
    int hit = b && (b->status & 0xf0) == 0xc0 && (!s->channel || s->channel == 1);
    *program = hit ? (b->status & 15) + 2 : -1;
    *chan = hit;
    return KC_OK;
}
KC_OP(pgmchn, "kk", "o", .state = watch_st, .init = pgmchn_init, .perf = pgmchn_perf, .fx = midi)

/* ---- midiarp ---------------------------------------------------------------------------------- */

enum { ARP = 10 }; /* keys that are remembered */

typedef struct {
    input_st in;
    int32_t held[ARP], sorted[ARP]; /* 0: none */
    int32_t count, at, up, fresh;   /* fresh: no tick yet */
    uint32_t random;
    double phase;
} arp_st;

KC_NATIVE void arp_sort(arp_st *s)
{
    for (int i = 0; i < ARP; i++) {
        int key = s->held[i], k = i;
        for (; k > 0 && s->sorted[k - 1] > key; k--) s->sorted[k] = s->sorted[k - 1];
        s->sorted[k] = key;
    }
}

/* A key goes down or up. As in the reference a note-on of velocity 0 is one like others. */
KC_NATIVE void arp_key(arp_st *s, int down, int key)
{
    if (down) {
        if (s->count >= 0 && s->count < ARP) s->held[s->count] = key;
        s->count = s->count > ARP - 1 ? ARP - 1 : s->count + 1;
    } else {
        for (int i = 0; i < ARP; i++)
            if (s->held[i] == key) s->held[i] = 0;
        s->count = s->count < 0 ? 0 : s->count - 1;
    }
    arp_sort(s);
}

KC_NATIVE int arp_tick(arp_st *s, const kc_ctx *c, double rate)
{
    if (s->phase == 0.0 && s->fresh) {
        s->fresh = 0;
        return 1;
    }
    s->phase += rate * c->inv_kr;
    if (!(s->phase >= 1.0)) return 0;
    s->phase -= 1.0;
    s->fresh = 0;
    return 1;
}

/* The place in the sorted keys, of which the last `count` are held. */
KC_NATIVE void arp_move(arp_st *s, kc_ctx *c, int mode)
{
    int last = ARP - 1, first = ARP - s->count;
    switch (mode) {
    case 0:
        if (s->up) {
            s->at = s->at < last ? s->at + 1 : first;
            if (s->at == last) s->up = 0;
        } else {
            s->at = s->at >= first ? s->at - 1 : last;
            if (s->at == first) s->up = 1;
        }
        break;
    case 1: s->at = s->at < last ? s->at + 1 : first; break;
    case 2: s->at = s->at > first ? s->at - 1 : last; break;
    case 3:
        s->random = s->random * 1664525u + 1013904223u;
        s->at = last - (int)((double)(s->random >> 8) / 16777216.0 * s->count);
        break;
    default: kc_print(c, "Invalid arp mode selected: %d. Valid modes are 0, 1, 2, and 3\n", mode);
    }
}

/* Opcode: midiarp
 * Synopsis: knote, ktrig midiarp krate [, kmode]
 *
 * Plays the keys that are held, one after the other. Reads one MIDI message a k-cycle.
 * In:  krate  keys per second
 *      kmode  0 up and down, 1 up, 2 down, 3 at random (default 0)
 * Out: knote  key, 0 .. 127
 *      ktrig  1 in the k-cycles in which there is a new key, else 0
 * Fails: never; another mode says so
 */
KC_NATIVE int midiarp_init(arp_st *s, kc_ctx *c, double *note, double *trig, const double *rate,
                           const double *mode)
{
    (void)note, (void)trig, (void)rate, (void)mode;
    memset(s->held, 0, sizeof s->held);
    s->count = 0;
    s->at = ARP - 1;
    s->up = s->fresh = 1;
    s->random = (uint32_t)time(NULL);
    return input_start(&s->in, c);
}
KC_NATIVE int midiarp_perf(arp_st *s, kc_ctx *c, double *note, double *trig, const double *rate,
                           const double *mode)
{
    const kc_midi_bytes *b = next_message(&s->in, c);
    int status = b ? b->status & 0xf0 : 0;
    if (status == 0x90 || status == 0x80) arp_key(s, status == 0x90 && b->data1, b->data1);
    if (s->count == 0) return KC_OK;
    *trig = arp_tick(s, c, *rate);
    if (*trig == 0) return KC_OK;
    if (s->at >= 0 && s->at < ARP && s->sorted[s->at]) *note = s->sorted[s->at];
    arp_move(s, c, fabs(*mode) < 1e6 ? (int)*mode : -1);
    return KC_OK;
}
KC_OP(midiarp, "kk", "kO", .state = arp_st, .init = midiarp_init, .perf = midiarp_perf, .fx = midi | print)

/* ---- the file --------------------------------------------------------------------------------- */

/* Opcode: miditempo
 * Synopsis: ktemp miditempo
 *
 * Tempo of the MIDI file.
 * Out: beats per minute; when no file is played that of the score (-t), and without one 60 * sr
 * Fails: never
 */
KC_NATIVE int miditempo_perf(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = kc_midi_playing(midi_of(c)) ? kc_midi_tempo(midi_of(c))
                                       : 60.0 * c->sr / kc_engine_beat_samples(c->engine);
    return KC_OK;
}
KC_OP(miditempo, "k", "", .init = miditempo_perf, .perf = miditempo_perf, .fx = midi)

/* Opcode: midifilestatus
 * Synopsis: kstatus midifilestatus
 *
 * Whether a MIDI file is played.
 * Out: 1 until its end, then 0
 * Fails: never
 */
KC_NATIVE int midifilestatus_perf(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = kc_midi_playing(midi_of(c));
    return KC_OK;
}
KC_OP(midifilestatus, "k", "", .perf = midifilestatus_perf, .fx = midi)
