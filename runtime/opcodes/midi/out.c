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
 * release of the note, which is prolonged by a k-cycle.
 * In:  kchn  channel, 1 .. 16
 *      knum  key, 0 .. 127
 *      kvel  velocity, 0 .. 127
 * Fails: never
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
 * the note.
 * In:  kchn   channel, 1 .. 16
 *      knum   key, 0 .. 127
 *      kvel   velocity, 0 .. 127
 *      ktrig  trigger
 * Fails: never
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
 *              bend; 0: nothing is sent
 *      chan    1 .. 16
 *      data    0 .. 127
 * Fails: never
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

/* ---- notes with a duration -------------------------------------------------------------------- */

typedef struct {
    voice now;
    int32_t over;
    double start; /* s */
} noteondur_st;

/* Opcode: noteondur noteondur2
 * Synopsis: noteondur ichn, inum, ivel, idur
 *           noteondur2 ichn, inum, ivel, idur
 *
 * Send a note-on message at i-time and the note-off idur seconds later; noteondur sends it in the release of
 * the note when that comes first, noteondur2 prolongs the note to the full time and a second.
 * In:  ichn  channel, 1 .. 16
 *      inum  key, 0 .. 127
 *      ivel  velocity, 0 .. 127
 *      idur  s
 * Fails: never
 */
KC_NATIVE int noteondur_init(noteondur_st *s, kc_ctx *c, double *ichn, double *inum, double *ivel,
                             double *idur)
{
    (void)idur;
    kc_note_xtra(c, 1);
    *s = (noteondur_st){voice_of(*ichn, *inum, *ivel), 0, (double)c->kcount * c->inv_kr};
    send_note(c, 1, &s->now);
    return KC_OK;
}
KC_NATIVE int noteondur2_init(noteondur_st *s, kc_ctx *c, double *ichn, double *inum, double *ivel,
                              double *idur)
{
    double p3 = c->note && c->note->p[3] > 0 ? c->note->p[3] : 0;
    noteondur_init(s, c, ichn, inum, ivel, idur);
    if (*idur > p3) kc_note_xtra(c, 1 + whole((*idur - p3 + 1.0) * c->kr + 0.5));
    return KC_OK;
}
KC_NATIVE int note_time(noteondur_st *s, kc_ctx *c, double idur, int released)
{
    double now = (double)(c->kcount + 1) * c->inv_kr;
    if (s->over || (!released && idur >= now - s->start)) return KC_OK;
    s->over = 1;
    send_note(c, 0, &s->now);
    return KC_OK;
}
KC_NATIVE int noteondur_perf(noteondur_st *s, kc_ctx *c, double *ichn, double *inum, double *ivel,
                             double *idur)
{
    (void)ichn, (void)inum, (void)ivel;
    return note_time(s, c, *idur, c->note && c->note->releasing);
}
KC_NATIVE int noteondur2_perf(noteondur_st *s, kc_ctx *c, double *ichn, double *inum, double *ivel,
                              double *idur)
{
    (void)ichn, (void)inum, (void)ivel;
    return note_time(s, c, *idur, 0);
}
KC_OP(noteondur, "", "iiii", .state = noteondur_st, .init = noteondur_init, .perf = noteondur_perf,
      .fx = midi | event)
KC_OP(noteondur2, "", "iiii", .state = noteondur_st, .init = noteondur2_init, .perf = noteondur2_perf,
      .fx = midi | event)

/* ---- controllers and the like ----------------------------------------------------------------- */

/* The k-rate forms send a message when what it says has changed. */
typedef struct {
    double channel, number;
    int32_t value, sent;
} change_st;

KC_NATIVE int changed(change_st *s, double channel, double number, int value)
{
    int same = s->sent && s->channel == channel && s->number == number && s->value == value;
    *s = (change_st){channel, number, value, 1};
    return !same;
}

/* x between min and max as 0 .. highest. */
KC_NATIVE int scaled(double x, double min, double max, int highest)
{
    double v = (x - min) * highest / (max - min);
    return !(v > 0) ? 0 : v > highest ? highest : (int)v;
}

KC_NATIVE int out_status(double channel, int status) { return status | ((whole(channel) - 1) & 15); }

KC_NATIVE int change_init(change_st *s)
{
    s->sent = 0;
    return KC_OK;
}

/* A message with a number and a value, when either or the channel has changed. */
KC_NATIVE int send_change(change_st *s, kc_ctx *c, int status, double chn, double num, int v)
{
    if (changed(s, chn, num, v)) kc_midi_send(midi_of(c), out_status(chn, status), whole(num), v);
    return KC_OK;
}

/* Opcode: outic outkc
 * Synopsis: outic ichn, inum, ivalue, imin, imax
 *           outkc kchn, knum, kvalue, kmin, kmax
 *
 * Send a controller, at i-time or whenever it changes.
 * In:  chn      channel, 1 .. 16
 *      num      controller, 0 .. 127
 *      value    imin .. imax, sent as 0 .. 127
 * Fails: never
 */
KC_NATIVE int outkc_init(change_st *s, kc_ctx *c, double *chn, double *num, double *value, double *min,
                         double *max)
{
    (void)c, (void)chn, (void)num, (void)value, (void)min, (void)max;
    return change_init(s);
}
KC_NATIVE int outkc_perf(change_st *s, kc_ctx *c, double *chn, double *num, double *value, double *min,
                         double *max)
{
    return send_change(s, c, 0xb0, *chn, *num, scaled(*value, *min, *max, 127));
}
KC_NATIVE int outic_init(change_st *s, kc_ctx *c, double *chn, double *num, double *value, double *min,
                         double *max)
{
    change_init(s);
    return outkc_perf(s, c, chn, num, value, min, max);
}
KC_OP(outic, "", "iiiii", .state = change_st, .init = outic_init, .fx = midi)
KC_OP(outkc, "", "kkkkk", .state = change_st, .init = outkc_init, .perf = outkc_perf, .fx = midi)

/* Opcode: outic14 outkc14
 * Synopsis: outic14 ichn, imsb, ilsb, ivalue, imin, imax
 *           outkc14 kchn, kmsb, klsb, kvalue, kmin, kmax
 *
 * Send a number of 14 bits by two controllers, at i-time or whenever it changes.
 * In:  chn      channel, 1 .. 16
 *      msb lsb  controllers, 0 .. 127
 *      value    imin .. imax, sent as 0 .. 16383
 * Fails: never
 */
KC_NATIVE int outkc14_init(change_st *s, kc_ctx *c, double *chn, double *msb, double *lsb, double *value,
                           double *min, double *max)
{
    (void)lsb;
    return outkc_init(s, c, chn, msb, value, min, max);
}
KC_NATIVE int outkc14_perf(change_st *s, kc_ctx *c, double *chn, double *msb, double *lsb, double *value,
                           double *min, double *max)
{
    int v = scaled(*value, *min, *max, 16383);
    if (!changed(s, *chn, *msb, v)) return KC_OK;
    kc_midi_send(midi_of(c), out_status(*chn, 0xb0), whole(*msb), v >> 7);
    kc_midi_send(midi_of(c), out_status(*chn, 0xb0), whole(*lsb), v & 127);
    return KC_OK;
}
KC_NATIVE int outic14_init(change_st *s, kc_ctx *c, double *chn, double *msb, double *lsb, double *value,
                           double *min, double *max)
{
    change_init(s);
    return outkc14_perf(s, c, chn, msb, lsb, value, min, max);
}
KC_OP(outic14, "", "iiiiii", .state = change_st, .init = outic14_init, .fx = midi)
KC_OP(outkc14, "", "kkkkkk", .state = change_st, .init = outkc14_init, .perf = outkc14_perf, .fx = midi)

/* Opcode: outipb outkpb outiat outkat outipc outkpc
 * Synopsis: outipb ichn, ivalue, imin, imax
 *           outkpb kchn, kvalue, kmin, kmax
 *           outiat ichn, ivalue, imin, imax
 *           outkat kchn, kvalue, kmin, kmax
 *           outipc ichn, iprog, imin, imax
 *           outkpc kchn, kprog, kmin, kmax
 *
 * Send pitch bend, channel pressure, or a program change, at i-time or whenever it changes.
 * In:  chn    channel, 1 .. 16
 *      value  imin .. imax, sent as 0 .. 16383 (bend) or 0 .. 127
 * Fails: never
 */
KC_NATIVE int out3_init(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    (void)c, (void)chn, (void)value, (void)min, (void)max;
    return change_init(s);
}
KC_NATIVE int bend_perf(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    int v = scaled(*value, *min, *max, 16383);
    if (changed(s, *chn, 0, v)) kc_midi_send(midi_of(c), out_status(*chn, 0xe0), v & 127, v >> 7);
    return KC_OK;
}
KC_NATIVE int pressure_perf(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    int v = scaled(*value, *min, *max, 127);
    if (changed(s, *chn, 0, v)) kc_midi_send(midi_of(c), out_status(*chn, 0xd0), v, 0);
    return KC_OK;
}
KC_NATIVE int program_perf(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    int v = scaled(*value, *min, *max, 127);
    if (changed(s, *chn, 0, v)) kc_midi_send(midi_of(c), out_status(*chn, 0xc0), v, 0);
    return KC_OK;
}
KC_NATIVE int bend_now(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    change_init(s);
    return bend_perf(s, c, chn, value, min, max);
}
KC_NATIVE int pressure_now(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    change_init(s);
    return pressure_perf(s, c, chn, value, min, max);
}
KC_NATIVE int program_now(change_st *s, kc_ctx *c, double *chn, double *value, double *min, double *max)
{
    change_init(s);
    return program_perf(s, c, chn, value, min, max);
}
KC_OP(outipb, "", "iiii", .state = change_st, .init = bend_now, .fx = midi)
KC_OP(outkpb, "", "kkkk", .state = change_st, .init = out3_init, .perf = bend_perf, .fx = midi)
KC_OP(outiat, "", "iiii", .state = change_st, .init = pressure_now, .fx = midi)
KC_OP(outkat, "", "kkkk", .state = change_st, .init = out3_init, .perf = pressure_perf, .fx = midi)
KC_OP(outipc, "", "iiii", .state = change_st, .init = program_now, .fx = midi)
KC_OP(outkpc, "", "kkkk", .state = change_st, .init = out3_init, .perf = program_perf, .fx = midi)

/* Opcode: outipat outkpat
 * Synopsis: outipat ichn, inotenum, ivalue, imin, imax
 *           outkpat kchn, knotenum, kvalue, kmin, kmax
 *
 * Send the pressure of a key, at i-time or whenever it changes.
 * In:  chn      channel, 1 .. 16
 *      notenum  key, 0 .. 127
 *      value    imin .. imax, sent as 0 .. 127
 * Fails: never
 */
KC_NATIVE int outkpat_perf(change_st *s, kc_ctx *c, double *chn, double *num, double *value, double *min,
                           double *max)
{
    return send_change(s, c, 0xa0, *chn, *num, scaled(*value, *min, *max, 127));
}
KC_NATIVE int outipat_init(change_st *s, kc_ctx *c, double *chn, double *num, double *value, double *min,
                           double *max)
{
    change_init(s);
    return outkpat_perf(s, c, chn, num, value, min, max);
}
KC_OP(outipat, "", "iiiii", .state = change_st, .init = outipat_init, .fx = midi)
KC_OP(outkpat, "", "kkkkk", .state = change_st, .init = outkc_init, .perf = outkpat_perf, .fx = midi)

/* Opcode: nrpn
 * Synopsis: nrpn kchan, kparmnum, kparmvalue
 *
 * Sends a parameter that is not registered, whenever it changes, as controllers 99, 98, 6 and 38.
 * In:  kchan       channel, 1 .. 16
 *      kparmnum    parameter, 0 .. 16383
 *      kparmvalue  -8192 .. 8191
 * Fails: never
 */
KC_NATIVE int nrpn_init(change_st *s, kc_ctx *c, double *chan, double *number, double *value)
{
    (void)c, (void)chan, (void)number, (void)value;
    return change_init(s);
}
KC_NATIVE int nrpn_perf(change_st *s, kc_ctx *c, double *chan, double *number, double *value)
{
    int n = whole(*number), v = whole(*value), status = out_status(*chan, 0xb0);
    if (!changed(s, trunc(*chan), n, v)) return KC_OK;
    kc_midi_send(midi_of(c), status, 99, n >> 7);
    kc_midi_send(midi_of(c), status, 98, n & 127);
    kc_midi_send(midi_of(c), status, 6, (v + 8192) >> 7);
    kc_midi_send(midi_of(c), status, 38, (v + 8192) & 127);
    return KC_OK;
}
KC_OP(nrpn, "", "kkk", .state = change_st, .init = nrpn_init, .perf = nrpn_perf, .fx = midi)

/* Opcode: mrtmsg
 * Synopsis: mrtmsg imsgtype
 *
 * Sends a real-time message at i-time.
 * In:  imsgtype  1 start, 2 continue, 0 stop, -1 reset, -2 active sensing
 * Fails: for another type
 */
KC_NATIVE int mrtmsg_init(void *s, kc_ctx *c, double *type)
{
    (void)s;
    static const unsigned char status[] = {0xfe, 0xff, 0xfc, 0xfa, 0xfb};
    int n = whole(*type);
    if (n < -2 || n > 2) return kc_fail(c, "illegal mrtmsg argument");
    kc_midi_send(midi_of(c), status[n + 2], 0, 0);
    return KC_OK;
}
KC_OP(mrtmsg, "", "i", .init = mrtmsg_init, .fx = midi)

/* ---- clocks and delays ------------------------------------------------------------------------ */

typedef struct {
    double next, period; /* k-cycles of the performance */
    int32_t begun;
} mclock_st;

/* Opcode: mclock
 * Synopsis: mclock ifreq
 *
 * Sends the timing clock.
 * In:  ifreq  messages per second
 * Fails: never
 * Note: periods count from the start of the performance, as in the reference: a note that starts later sends
 * in every k-cycle until it has caught up.
 */
KC_NATIVE int mclock_init(mclock_st *s, kc_ctx *c, const double *freq)
{
    *s = (mclock_st){.period = c->kr / *freq};
    s->next = s->period;
    return KC_OK;
}
KC_NATIVE int mclock_perf(mclock_st *s, kc_ctx *c, const double *freq)
{
    (void)freq;
    if (!s->begun) {
        s->begun = 1;
        kc_midi_send(midi_of(c), 0xf8, 0, 0);
    } else if ((double)(c->kcount + 1) > s->next) {
        kc_midi_send(midi_of(c), 0xf8, 0, 0);
        s->next += s->period;
    }
    return KC_OK;
}
KC_OP(mclock, "", "i", .state = mclock_st, .init = mclock_init, .perf = mclock_perf, .fx = midi)

enum { DELAYED = 1000 }; /* messages that wait at a time */

typedef struct {
    uint64_t in, out; /* messages so far */
    double time[DELAYED];
    int32_t status[DELAYED], data1[DELAYED], data2[DELAYED];
} mdelay_st;

/* Opcode: mdelay
 * Synopsis: mdelay kstatus, kchan, kd1, kd2, kdelay
 *
 * Sends note messages some time after they were given, at most one a k-cycle.
 * In:  kstatus  144 note on, 128 note off; others are not sent
 *      kchan    1 .. 16
 *      kd1 kd2  key and velocity, 0 .. 127
 *      kdelay   s
 * Fails: never; of more than 1000 messages that wait the oldest are lost
 */
KC_NATIVE int mdelay_init(mdelay_st *s, kc_ctx *c, double *status, double *chan, double *d1, double *d2,
                          double *delay)
{
    (void)c, (void)status, (void)chan, (void)d1, (void)d2, (void)delay;
    s->in = s->out = 0;
    return KC_OK;
}
KC_NATIVE int mdelay_perf(mdelay_st *s, kc_ctx *c, double *status, double *chan, double *d1, double *d2,
                          double *delay)
{
    double now = (double)(c->kcount + 1) * c->inv_kr;
    int kind = whole(*status);
    if (kind == 0x90 || kind == 0x80) {
        int at = (int)(s->in++ % DELAYED);
        s->status[at] = kind | ((whole(*chan) - 1) & 15);
        s->data1[at] = whole(*d1);
        s->data2[at] = whole(*d2);
        s->time[at] = now;
    }
    if (s->in - s->out > DELAYED) s->out = s->in - DELAYED;
    int at = (int)(s->out % DELAYED);
    if (s->out < s->in && s->time[at] + *delay <= now) {
        kc_midi_send(midi_of(c), s->status[at], s->data1[at] > 127 ? 127 : s->data1[at],
                     s->data2[at] > 127 ? 127 : s->data2[at]);
        s->out++;
    }
    return KC_OK;
}
KC_OP(mdelay, "", "kkkkk", .state = mdelay_st, .init = mdelay_init, .perf = mdelay_perf, .fx = midi)

typedef struct {
    voice now;
    double start, length, pause; /* s */
    int first, sounding, over;
} moscil_st;

/* Opcode: moscil
 * Synopsis: moscil kchn, knum, kvel, kdur, kpause
 *
 * Sends notes one after the other: a note-on message, a note-off kdur later, the next one after kpause.
 * Arguments are taken at each note; the first one has no length. The note that runs it is prolonged by a
 * k-cycle, for the last note-off.
 * In:  kchn    channel, 1 .. 16
 *      knum    key, 0 .. 127
 *      kvel    velocity, 0 .. 127
 *      kdur    length, s; 0 or less: one k-cycle
 *      kpause  time between notes, s; 0 or less: one k-cycle
 * Fails: never
 */
KC_NATIVE int moscil_init(moscil_st *s, kc_ctx *c, double *kchn, double *knum, double *kvel, double *kdur,
                          double *kpause)
{
    (void)kchn, (void)knum, (void)kvel, (void)kdur, (void)kpause;
    kc_note_xtra(c, 1);
    s->start = (double)c->kcount * c->inv_kr;
    s->first = 1;
    s->sounding = s->over = 0;
    return KC_OK;
}
KC_NATIVE int moscil_perf(moscil_st *s, kc_ctx *c, double *kchn, double *knum, double *kvel, double *kdur,
                          double *kpause)
{
    double passed = (double)(c->kcount + 1) * c->inv_kr - s->start;
    if (s->sounding) {
        if (!c->note->releasing && !(s->length < passed)) return KC_OK;
        s->over = c->note->releasing;
        s->sounding = 0;
        send_note(c, 0, &s->now);
        return KC_OK;
    }
    if (!s->first) {
        if (s->over || c->note->releasing || !(s->pause + s->length < passed)) return KC_OK;
        s->start += s->pause + s->length;
        s->length = *kdur > 0 ? *kdur : c->inv_kr;
        s->pause = *kpause > 0 ? *kpause : c->inv_kr;
    }
    s->first = 0;
    s->now = voice_of(*kchn, *knum, *kvel);
    s->sounding = 1;
    send_note(c, 1, &s->now);
    return KC_OK;
}
KC_OP(moscil, "", "kkkkk", .state = moscil_st, .init = moscil_init, .perf = moscil_perf, .fx = midi | event)
