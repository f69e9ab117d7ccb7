/* MIDI options of the command line: files in, routing of note data to p-fields. */
#include "api/midiout.h"
#include "api/render.h"
#include "runtime/midi/midi.h"
#include "runtime/opcodes/op.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A stream of bytes, cut into messages. */
typedef struct {
    int status, have;
    unsigned char data[2];
} parser;

typedef struct {
    kc_engine *engine;
    const kc_midi_ports *ports; /* or NULL */
    parser in;
    bool file; /* there is one */
    bool end_with_file;
    bool ended;
    char *name;
} poll_state;

static int data_bytes(int status) { return (status & 0xe0) == 0xc0 ? 1 : 2; }

/* Channel messages are the engine's; the rest (clock, system exclusive) is passed over. */
static void take_byte(parser *p, kc_midi *m, unsigned char b)
{
    if (b >= 0xf8) return; /* real-time messages may stand between any two bytes */
    if (b & 0x80) {
        p->status = b < 0xf0 ? b : 0;
        p->have = 0;
        return;
    }
    if (!p->status) return;
    p->data[p->have++] = b;
    if (p->have < data_bytes(p->status)) return;
    kc_midi_message(m, p->status, p->data[0], p->have > 1 ? p->data[1] : 0);
    p->have = 0;
}

static void read_ports(poll_state *s)
{
    enum { AT_MOST = 16 }; /* blocks a cycle: a driver that never ends does not stop the performance */
    unsigned char bytes[4096];
    for (int k = 0; k < AT_MOST; k++) {
        int n = s->ports->read(s->ports->user, bytes, (int)sizeof bytes);
        if (n <= 0) return;
        for (int i = 0; i < n && i < (int)sizeof bytes; i++)
            take_byte(&s->in, kc_engine_midi(s->engine), bytes[i]);
    }
}

static void free_poll(void *p) { free(((poll_state *)p)->name); }

static int poll(void *user, double time)
{
    poll_state *s = user;
    if (s->ports) read_ports(s);
    if (!s->file) return 0;
    if (s->ended && s->end_with_file) { /* one k-cycle later, as the reference */
        kc_engine_message(s->engine, 1, "terminating.\n");
        return 1;
    }
    const kc_engine_config *cfg = kc_engine_get_config(s->engine);
    int end = kc_midi_poll(kc_engine_midi(s->engine), (uint64_t)llrint(time * cfg->sr / cfg->ksmps));
    if (end && !s->ended) {
        s->ended = true;
        kc_engine_message(s->engine, 0, "end of midi track in '%s'\n0 forced decays, %d extra noteoffs\n",
                          s->name, kc_midi_extra_offs(kc_engine_midi(s->engine)));
    }
    return 0;
}

static poll_state *polling(kc_engine *e)
{
    poll_state *s = kc_engine_store(e, "midi poll", sizeof *s, free_poll);
    s->engine = e;
    kc_engine_on_poll(e, poll, s);
    return s;
}

/* Where messages of the orchestra go. */
typedef struct {
    kc_engine *engine;
    const kc_midi_ports *ports; /* or NULL */
} output;

static void send(void *user, const unsigned char *bytes, int n)
{
    const output *o = user;
    if (o->ports) o->ports->write(o->ports->user, bytes, n);
    kc_midiout_write(o->engine, bytes, n);
}

/* 0, or -1 (reported). */
static int open_ports(const kc_options *o, kc_engine *e, kc_midi *m, const kc_console *con,
                      const kc_midi_ports *ports)
{
    const char *in = o->midi_in, *out = o->midi_out;
    if ((in && (!ports || !ports->read)) || (out && (!ports || !ports->write))) {
        kc_say(con, "option %s is not supported\n", in ? "-M" : "-Q");
        return -1;
    }
    if ((in && ports->open_in(ports->user, in)) || (out && ports->open_out(ports->user, out))) return -1;
    if (in) polling(e)->ports = ports;
    output *to = kc_engine_store(e, "midi output", sizeof *to, NULL);
    *to = (output){e, out ? ports : NULL};
    if (out || o->midi_out_file) kc_midi_on_send(m, send, to);
    return o->midi_out_file ? kc_midiout_open(e, con, o->midi_out_file) : 0;
}

int kc_render_midi(const kc_options *o, kc_engine *e, const kc_console *con, const kc_midi_ports *ports)
{
    kc_midi_routing r = {o->midi_key,     o->midi_key_cps,  o->midi_key_oct,
                         o->midi_key_pch, o->midi_velocity, o->midi_velocity_amp};
    kc_midi *m = kc_midi_create(e, &r, o->raw_controller_mode, o->aft_zero ? 0 : 127);
    kc_engine_set_midi(e, m);
    kc_midi_assign_default(m);
    return open_ports(o, e, m, con, ports);
}

/* The tracks of the file, and its texts as the message level wants them. */
static void show_report(const kc_console *con, const char *text, int level)
{
    while (*text) {
        int type = *text++ - '0', n = (int)strcspn(text, "\n");
        if (!type || (level & 7) == 7 || (type == 3 && level)) kc_say(con, "%.*s\n", n, text);
        text += n + (text[n] != 0);
    }
}

int kc_render_midi_file(const kc_options *o, kc_engine *e, const kc_console *con,
                        const unsigned char *embedded, size_t embedded_len)
{
    if (!o->midi_file && !embedded) return 0;
    kc_midi *m = kc_engine_midi(e);
    const char *name = o->midi_file ? o->midi_file : "CsMidifileB";
    char err[256];
    kc_sbuf file = {0};
    if (o->midi_file) {
        char *path = kc_find_input(kc_engine_ctx(e), o->midi_file, "MFDIR;SFDIR;SSDIR");
        int bad = kc_sbuf_read_file(&file, path ? path : o->midi_file, (size_t)64 << 20);
        free(path);
        if (bad) {
            kc_say(con, "cannot open MIDI file %s: %s\n", o->midi_file, strerror(errno));
            kc_sbuf_free(&file);
            return -1;
        }
        embedded = (const unsigned char *)file.s;
        embedded_len = file.n;
    }
    kc_say(con, "Reading MIDI file '%s'...\n", name);
    int bad = kc_midi_load(m, embedded, embedded_len, o->mute_tracks, err, sizeof err);
    kc_sbuf_free(&file);
    if (bad) {
        kc_say(con, "Failed to load MIDI file: %s\n", err);
        return -1;
    }
    show_report(con, kc_midi_report(m), o->message_level);
    kc_say(con, "done.\n");
    poll_state *s = polling(e);
    s->file = true;
    s->end_with_file = o->midi_end;
    s->name = strdup(name);
    return 0;
}

void kc_render_midi_close(kc_engine *e)
{
    kc_midi *m = kc_engine_midi(e);
    kc_engine_stop(e);
    kc_midiout_close(e);
    kc_engine_set_midi(e, NULL);
    kc_midi_destroy(m);
}
