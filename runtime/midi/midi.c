#include "runtime/midi/midi.h"
#include "runtime/base/vec.h"
#include "runtime/midi/file.h"
#include <math.h>
#include <string.h>

typedef struct {
    kc_note *note;
    int chan, key;
    bool sustained;
} sounding;

enum { RECENT = 1024 };

struct kc_midi {
    kc_engine *engine;
    kc_midi_channel chan[16];
    kc_midi_routing route;
    bool raw;
    double aftertouch;
    KC_VEC(sounding) notes; /* in start order */
    kc_midi_events file;
    int next;
    bool has_file; /* and it has not ended */
    double tempo;
    int extra_offs;
    uint64_t received;
    kc_midi_bytes recent[RECENT];
    void (*send)(void *user, const unsigned char *bytes, int n);
    void *send_user;
};

kc_midi *kc_midi_create(kc_engine *e, const kc_midi_routing *routing, bool raw, double aftertouch)
{
    kc_midi *m = kc_xcalloc(1, sizeof *m);
    m->engine = e;
    m->route = *routing;
    m->raw = raw;
    m->aftertouch = aftertouch;
    for (int i = 0; i < 16; i++) {
        m->chan[i].program = -1;
        for (int p = 0; p < 128; p++) m->chan[i].pgm2ins[p] = p + 1;
        kc_midi_reset_controllers(m, i);
    }
    return m;
}

void kc_midi_destroy(kc_midi *m)
{
    if (!m) return;
    kc_vec_free(&m->notes);
    free(m->file.v);
    free(m->file.report);
    free(m);
}

kc_midi_channel *kc_midi_get(kc_midi *m, int channel)
{
    return m && channel >= 0 && channel < 16 ? &m->chan[channel] : NULL;
}

void kc_midi_assign_default(kc_midi *m)
{
    int lowest = kc_engine_lowest_instr(m->engine);
    for (int i = 0; i < 16; i++) m->chan[i].insno = kc_engine_has_instr(m->engine, i + 1) ? i + 1 : lowest;
}

static void program_change(kc_midi *m, int channel, int program)
{
    kc_midi_channel *c = &m->chan[channel];
    c->program = program;
    int insno = c->pgm2ins[program];
    if (c->insno <= 0 || insno <= 0 || !kc_engine_has_instr(m->engine, insno)) return;
    c->insno = insno;
    kc_engine_message(m->engine, 0, "midi channel %d now using instr %d\n", channel + 1, insno);
}

int kc_midi_assign(kc_midi *m, int channel, int insno, bool reset_controllers)
{
    kc_midi_channel *c = &m->chan[channel];
    if (insno <= 0) {
        c->insno = -1;
        kc_engine_message(m->engine, 0, "MIDI channel %d muted\n", channel + 1);
    } else {
        if (!kc_engine_has_instr(m->engine, insno)) return -1;
        c->insno = insno;
        kc_engine_message(m->engine, 0, "chnl %d using instr %d\n", channel + 1, insno);
        if (c->program >= 0) program_change(m, channel, c->program);
    }
    if (reset_controllers) kc_midi_reset_controllers(m, channel);
    return 0;
}

/* ---- notes ------------------------------------------------------------------------------------ */

static void sustain_off(kc_midi *m, int channel)
{
    for (int i = 0; i < m->notes.n;) {
        sounding s = m->notes.v[i];
        if (s.chan == channel && s.sustained) {
            m->notes.v[i].sustained = false;
            kc_engine_note_off(m->engine, s.note);
            if (i < m->notes.n && m->notes.v[i].note == s.note) kc_midi_note_gone(m, s.note);
        } else
            i++;
    }
}

void kc_midi_reset_controllers(kc_midi *m, int channel)
{
    kc_midi_channel *c = &m->chan[channel];
    memset(c->ctl + 1, 0, sizeof c->ctl - sizeof *c->ctl); /* controller 0, the bank, stays */
    if (m->raw)
        c->ctl[0] = 0;
    else {
        c->ctl[7] = c->ctl[11] = 127; /* volume, expression */
        c->ctl[8] = c->ctl[10] = 64;  /* balance, pan */
    }
    c->bend_range = 2;
    c->bend = 0;
    c->data_entry = false;
    c->aftouch = m->aftertouch;
    for (int i = 0; i < 128; i++) c->polyaft[i] = m->aftertouch;
    sustain_off(m, channel);
    c->sustaining = false;
}

void kc_midi_note_gone(kc_midi *m, kc_note *n)
{
    for (int i = 0; i < m->notes.n; i++)
        if (m->notes.v[i].note == n) {
            memmove(&m->notes.v[i], &m->notes.v[i + 1], (size_t)(m->notes.n - i - 1) * sizeof *m->notes.v);
            m->notes.n--;
            return;
        }
}

static void put(double *p, int *n, int index, double value)
{
    if (index < 1 || index > 63) return;
    p[index] = value;
    if (index > *n) *n = index;
}

/* p-fields of a note: number, now, held, and what the command line routes. The first of key, cps, oct, pch
 * that is asked for is used, likewise velocity before amplitude. */
static int pfields(kc_midi *m, int insno, int key, int vel, double *p)
{
    const kc_midi_routing *r = &m->route;
    int n = 3;
    double octave = key / 12.0 + 3.0;
    p[1] = insno;
    p[2] = kc_engine_section_time(m->engine);
    p[3] = -1;
    if (r->key)
        put(p, &n, r->key, key);
    else if (r->key_cps) {
        /* quantised as cpsoct is: 8192 steps an octave */
        double steps = trunc(octave * 8192.0);
        put(p, &n, r->key_cps,
            exp2(steps / 8192.0) * (kc_engine_get_config(m->engine)->a4 / 430.538964609902));
    } else if (r->key_oct)
        put(p, &n, r->key_oct, octave);
    else if (r->key_pch)
        put(p, &n, r->key_pch, floor(octave) + 0.12 * (octave - floor(octave)));
    if (r->velocity)
        put(p, &n, r->velocity, vel);
    else if (r->velocity_amp)
        put(p, &n, r->velocity_amp, vel * vel / 16239.0 * kc_engine_get_config(m->engine)->zerodbfs);
    return n;
}

static void note_on(kc_midi *m, int channel, int key, int vel)
{
    kc_midi_channel *c = &m->chan[channel];
    double p[64] = {0};
    if (c->insno <= 0 || !kc_engine_has_instr(m->engine, c->insno)) return;
    int n = pfields(m, c->insno, key, vel, p), before = kc_engine_errors(m->engine);
    kc_note *note = kc_engine_midi_on(m->engine, c->insno, channel, key, vel, p, n);
    if (note)
        kc_vec_push(&m->notes, (sounding){note, channel, key, false});
    else if (kc_engine_errors(m->engine) > before)
        kc_engine_message(m->engine, 1, "\t\t   T%7.3f - note deleted. instr %d had %d init errors\n",
                          kc_engine_time(m->engine), c->insno, kc_engine_errors(m->engine) - before);
}

/* The oldest note of that key that still is held by it. */
static void note_off(kc_midi *m, int channel, int key)
{
    for (int i = 0; i < m->notes.n; i++) {
        sounding *s = &m->notes.v[i];
        if (s->chan != channel || s->key != key || s->sustained) continue;
        if (m->chan[channel].sustaining)
            s->sustained = true;
        else {
            kc_note *n = s->note;
            kc_midi_note_gone(m, n);
            kc_engine_note_off(m->engine, n);
        }
        return;
    }
    m->extra_offs++;
}

static void all_off(kc_midi *m)
{
    while (m->notes.n) {
        kc_note *n = m->notes.v[m->notes.n - 1].note;
        kc_midi_note_gone(m, n);
        kc_engine_note_off(m->engine, n);
    }
}

/* ---- messages --------------------------------------------------------------------------------- */

enum { SUSTAIN = 64 };

/* Data entry after a parameter number. Registered and other numbers are not told apart, as in the reference.
 */
static void data_entry(kc_midi *m, int channel, int value)
{
    /* sound parameters 1, lsb, and the place that keeps each behind the controllers */
    static const unsigned char sound[][2] = {{8, 128},  {9, 129},  {10, 130},  {32, 131},
                                             {33, 132}, {99, 133}, {100, 134}, {102, 135}};
    kc_midi_channel *c = &m->chan[channel];
    int msb = c->rpn_msb, lsb = c->rpn_lsb;
    if (!msb && !lsb) {
        c->bend_range = value;
        return;
    }
    if (msb == 1) {
        for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
            if (sound[i][0] == lsb) {
                c->ctl[sound[i][1]] = value - 64;
                return;
            }
        kc_engine_message(m->engine, 0, "unknown NPRN lsb %d\n", lsb);
    } else if (msb < 24 || msb == 25 || msb == 27 || msb > 31 || lsb < 25 || lsb > 87)
        kc_engine_message(m->engine, 0, "unknown drum param nos, msb %d lsb %d\n", msb, lsb);
    else {
        static const unsigned char place[] = {0, 0, 1, 1, 2, 3, 4, 5};
        int n = place[msb - 24];
        c->ctl[n] = n ? value : value - 64;
        kc_engine_message(m->engine, 0, "CHAN %d DRUMKEY %d not in keylst, PARAM %d NOT UPDATED\n",
                          channel + 1, lsb, msb);
    }
}

/* Controllers from 111 on: what concerns the channel as a whole. */
static void channel_mode(kc_midi *m, int channel, int number)
{
    switch (number) {
    case 121: kc_midi_reset_controllers(m, channel); break;
    case 123: all_off(m); break;
    case 122: /* local control, mono, poly: nothing to do */
    case 126:
    case 127: break;
    case 124:
    case 125: kc_engine_message(m->engine, 0, "chnl mode msg %d not implemented\n", number); break;
    default:
        if ((kc_engine_get_config(m->engine)->message_level & 7) == 7)
            kc_engine_message(m->engine, 0, "ctrl %d has no exclus list\n", number);
    }
}

static void controller(kc_midi *m, int channel, int number, int value)
{
    kc_midi_channel *c = &m->chan[channel];
    if (m->raw) {
        c->ctl[number] = value;
        return;
    }
    switch (number) {
    case 99:
    case 101: c->rpn_msb = value; break;
    case 98:
    case 100:
        c->rpn_lsb = value;
        c->data_entry = !(c->rpn_msb == 127 && c->rpn_lsb == 127);
        break;
    case 6:
        if (c->data_entry)
            data_entry(m, channel, value);
        else
            c->ctl[6] = value;
        break;
    default:
        if (number >= 111) {
            channel_mode(m, channel, number);
            return;
        }
        c->ctl[number] = value;
    }
    if (number != SUSTAIN) return;
    if (value > 0)
        c->sustaining = true;
    else if (c->sustaining) {
        c->sustaining = false;
        sustain_off(m, channel);
    }
}

void kc_midi_message(kc_midi *m, int status, int d1, int d2)
{
    int channel = status & 15;
    kc_midi_channel *c = &m->chan[channel];
    m->recent[m->received++ % RECENT] =
        (kc_midi_bytes){(unsigned char)status, (unsigned char)d1, (unsigned char)d2};
    switch (status & 0xf0) {
    case 0x90:
        if (d2)
            note_on(m, channel, d1, d2);
        else
            note_off(m, channel, d1);
        break;
    case 0x80: note_off(m, channel, d1); break;
    case 0xa0: c->polyaft[d1] = d2; break;
    case 0xb0: controller(m, channel, d1, d2); break;
    case 0xc0: program_change(m, channel, d1); break;
    case 0xd0: c->aftouch = d1; break;
    case 0xe0: c->bend = (((d2 - 64) << 7) + d1) / 8192.0; break;
    default: break;
    }
}

uint64_t kc_midi_received(const kc_midi *m) { return m->received; }

const kc_midi_bytes *kc_midi_recent(const kc_midi *m, uint64_t *next)
{
    if (*next >= m->received) return NULL;
    if (m->received - *next > RECENT) *next = m->received - RECENT;
    return &m->recent[(*next)++ % RECENT];
}

void kc_midi_on_send(kc_midi *m, void (*fn)(void *user, const unsigned char *bytes, int n), void *user)
{
    m->send = fn;
    m->send_user = user;
}

void kc_midi_send(kc_midi *m, int status, int data1, int data2)
{
    unsigned char bytes[3] = {(unsigned char)status, (unsigned char)(data1 & 127),
                              (unsigned char)(data2 & 127)};
    if (!m || !m->send || status < 0x80 || status > 0xff || (status >= 0xf0 && status < 0xf8)) return;
    int n = status >= 0xf0 ? 1 : (status & 0xe0) == 0xc0 ? 2 : 3; /* one byte follows program and pressure */
    m->send(m->send_user, bytes, n);
}

int kc_midi_load(kc_midi *m, const unsigned char *bytes, size_t n, const char *mute, char *err, size_t cap)
{
    const kc_engine_config *cfg = kc_engine_get_config(m->engine);
    kc_midi_events f;
    if (kc_midi_file_read(bytes, n, cfg->sr / cfg->ksmps, mute, &f, err, cap)) return -1;
    free(m->file.v);
    free(m->file.report);
    m->file = f;
    m->next = 0;
    m->has_file = true;
    m->tempo = 120;
    return 0;
}

const char *kc_midi_report(const kc_midi *m) { return m->file.report ? m->file.report : ""; }
int kc_midi_extra_offs(const kc_midi *m) { return m->extra_offs; }
bool kc_midi_playing(const kc_midi *m) { return m && m->has_file; }
double kc_midi_tempo(const kc_midi *m) { return m ? m->tempo : 0; }

int kc_midi_poll(kc_midi *m, uint64_t cycle)
{
    while (m->next < m->file.n && m->file.v[m->next].tick <= cycle) {
        const kc_midi_event *e = &m->file.v[m->next++];
        if (e->tempo > 0)
            m->tempo = e->tempo;
        else
            kc_midi_message(m, e->status, e->data1, e->data2);
    }
    if (m->next >= m->file.n && cycle >= m->file.end) m->has_file = false;
    return !m->has_file;
}
