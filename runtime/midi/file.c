/* The reader walks every chunk with bounds checks; tracks are merged by tick, then ticks become k-cycles
 * through the tempo map (120 beats per minute until the first change). */
#include "runtime/midi/file.h"
#include "runtime/base/sbuf.h"
#include "runtime/base/vec.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS_MAX 20000000

typedef struct {
    const unsigned char *p, *end;
} bytes;

typedef struct {
    KC_VEC(kc_midi_event) events;
    uint64_t end;
    const char *error;
    kc_sbuf report;
} reader;

static uint32_t big_endian(const unsigned char *p, int n)
{
    uint32_t x = 0;
    while (n--) x = x << 8 | *p++;
    return x;
}

/* Variable-length quantity of at most four bytes; sets error at the end of the data. */
static uint32_t quantity(reader *r, bytes *b)
{
    uint32_t x = 0;
    for (int i = 0; i < 4; i++) {
        if (b->p >= b->end) break;
        unsigned char c = *b->p++;
        x = x << 7 | (c & 0x7f);
        if (!(c & 0x80)) return x;
    }
    r->error = "bad variable-length number";
    return 0;
}

static void add(reader *r, uint64_t tick, int status, int d1, int d2, double tempo)
{
    if (r->events.n >= EVENTS_MAX) {
        r->error = "too many events";
        return;
    }
    kc_midi_event e = {tick,
                       (uint32_t)r->events.n,
                       (unsigned char)status,
                       (unsigned char)(d1 & 127),
                       (unsigned char)(d2 & 127),
                       tempo};
    kc_vec_push(&r->events, e);
}

/* A line of a text event; no text makes more than one. */
static void text(reader *r, int type, const unsigned char *s, size_t n)
{
    static const char *const kinds[] = {"",           "Message",         "Copyright info",
                                        "Track name", "Instrument name", "Song lyric"};
    if (!n || type < 1 || type > 5) return;
    kc_sbuf_printf(&r->report, "%d  %s: ", type, kinds[type]);
    for (size_t i = 0; i < n; i++) kc_sbuf_putc(&r->report, s[i] && s[i] != '\n' ? (char)s[i] : ' ');
    kc_sbuf_putc(&r->report, '\n');
}

static int bad(reader *r, const char *why)
{
    if (!r->error) r->error = why;
    return -1;
}

/* Meta event after its 0xff; returns 1 at the end of the track. */
static int meta(reader *r, bytes *b, uint64_t tick)
{
    if (b->p >= b->end) return bad(r, "track is cut off");
    int type = *b->p++;
    uint32_t n = quantity(r, b);
    if (r->error || n > (size_t)(b->end - b->p)) return bad(r, "track is cut off");
    if (type == 0x51) {
        uint32_t us = n <= 4 ? big_endian(b->p, (int)n) : 0;
        if (!us) return bad(r, "invalid tempo");
        add(r, tick, 0, 0, 0, 60000000.0 / us);
    }
    text(r, type, b->p, n);
    b->p += n;
    return type == 0x2f;
}

/* Bytes that follow a status; -1: none that we know how to read. */
static int data_bytes(int status)
{
    if (status < 0xf0) return (status & 0xe0) == 0xc0 ? 1 : 2;
    switch (status) {
    case 0xf2: return 2; /* song position */
    case 0xf1:           /* time code */
    case 0xf3: return 1; /* song select */
    case 0xf0:
    case 0xf4:
    case 0xf5:
    case 0xf7:
    case 0xf9:
    case 0xfd:
    case 0xff: return -1;
    default: return 0;
    }
}

/* A data byte; real-time messages in front of it are passed over. -1 with an error. */
static int data_byte(reader *r, bytes *b)
{
    while (b->p < b->end) {
        int x = *b->p++;
        if (x < 0x80) return x;
        if (x < 0xf8 || data_bytes(x) < 0) return bad(r, "status where a data byte should be");
    }
    return bad(r, "track is cut off");
}

/* A message and its data, at the status or, with `running`, at its first data byte. System messages do
 * nothing, but their status can be a running one as well. */
static void message(reader *r, bytes *b, uint64_t tick, int *running)
{
    int status = *b->p & 0x80 ? *b->p++ : *running, data[2] = {0, 0}, n;
    if (!status || (n = data_bytes(status)) < 0) {
        bad(r, status ? "unknown message" : "data byte without a status");
        return;
    }
    if (n) *running = status;
    for (int i = 0; i < n; i++)
        if ((data[i] = data_byte(r, b)) < 0) return;
    if (status < 0xf0) add(r, tick, status, data[0], data[1], 0);
}

static void track(reader *r, bytes b)
{
    uint64_t tick = 0;
    int running = 0;
    while (!r->error && b.p < b.end) {
        tick += quantity(r, &b);
        if (!r->error && b.p >= b.end) bad(r, "track is cut off");
        if (r->error) break;
        if (*b.p == 0xff) {
            b.p++;
            if (meta(r, &b, tick)) break;
        } else if (*b.p == 0xf0 || *b.p == 0xf7) {
            b.p++;
            uint32_t n = quantity(r, &b);
            if (r->error || n > (size_t)(b.end - b.p))
                bad(r, "system exclusive data is cut off");
            else
                b.p += n;
        } else
            message(r, &b, tick, &running);
    }
    if (tick > r->end) r->end = tick;
}

static int in_order(const void *pa, const void *pb)
{
    const kc_midi_event *a = pa, *b = pb;
    if (a->tick != b->tick) return a->tick < b->tick ? -1 : 1;
    int ta = !(a->tempo > 0), tb = !(b->tempo > 0); /* tempo changes first */
    return ta != tb ? ta - tb : (a->order > b->order) - (a->order < b->order);
}

static uint64_t cycle_of(double x) { return x < 9e15 ? (uint64_t)(x + 0.5) : (uint64_t)9e15; }

/* Ticks of a fixed time: frames of film, and parts of them. */
static void frames_to_cycles(reader *r, double cycles)
{
    for (int i = 0; i < r->events.n; i++)
        r->events.v[i].tick = cycle_of((double)r->events.v[i].tick * cycles);
    r->end = cycle_of((double)r->end * cycles);
}

static void beats_to_cycles(reader *r, int division, double kr)
{
    double time = 0, cycles = kr / (120.0 * division / 60.0);
    uint64_t at = 0;
    for (int i = 0; i < r->events.n; i++) {
        kc_midi_event *e = &r->events.v[i];
        time += (double)(e->tick - at) * cycles;
        at = e->tick;
        e->tick = cycle_of(time);
        if (e->tempo > 0) cycles = kr / (e->tempo * division / 60.0);
    }
    r->end = cycle_of(time + (double)(r->end > at ? r->end - at : 0) * cycles);
}

/* Frames per second of a time code, 0 when it is none. */
static double frame_rate(int division)
{
    int frames = 256 - (division >> 8);
    if (!(division & 255)) return 0;
    return frames == 24 || frames == 25 || frames == 30 ? frames : frames == 29 ? 29.97 : 0;
}

/* Header: 0, or -1 with a message. */
static int header(const unsigned char *p, size_t n, int *format, int *tracks, int *division, char *err,
                  size_t cap)
{
    if (n < 14 || memcmp(p, "MThd", 4) || big_endian(p + 4, 4) < 6)
        return snprintf(err, cap, "invalid MIDI file header"), -1;
    *format = (int)big_endian(p + 8, 2);
    *tracks = (int)big_endian(p + 10, 2);
    *division = (int)big_endian(p + 12, 2);
    if (*format > 1)
        return snprintf(err, cap, "MIDI file format %d is not supported (0 and 1 are)", *format), -1;
    if (*tracks < 1) return snprintf(err, cap, "invalid number of tracks"), -1;
    if (*division & 0x8000 ? frame_rate(*division) == 0 : *division == 0)
        return snprintf(err, cap, "invalid time code: %d", *division), -1;
    return 0;
}

/* One chunk; only tracks count, what else there is is passed over. Events of a muted track go, its tempo
 * stays. */
static void chunk(reader *r, bytes *b, int *tracks, const char **mute)
{
    size_t size = big_endian(b->p + 4, 4), left = (size_t)(b->end - b->p) - 8;
    bool is_track = !memcmp(b->p, "MTrk", 4);
    b->p += 8;
    if (size > left) {
        bad(r, "it ends too soon");
        return;
    }
    if (is_track) {
        bool muted = **mute == '1';
        if (**mute && **mute != '0' && **mute != '1') bad(r, "invalid mute track list format");
        if (**mute) ++*mute;
        kc_sbuf_printf(&r->report, muted ? "0 Track %2d is muted\n" : "0 Track %2d\n", (*tracks)++);
        int first = r->events.n, keep = first;
        track(r, (bytes){b->p, b->p + size});
        for (int i = first; muted && i < r->events.n; i++)
            if (r->events.v[i].tempo > 0) r->events.v[keep++] = r->events.v[i];
        if (muted) r->events.n = keep;
    }
    b->p += size;
}

int kc_midi_file_read(const unsigned char *data, size_t n, double kr, const char *mute, kc_midi_events *out,
                      char *err, size_t cap)
{
    reader r = {0};
    int format, wanted, division, tracks = 0;
    if (header(data, n, &format, &wanted, &division, err, cap)) return -1;
    size_t head = 8 + (size_t)big_endian(data + 4, 4);
    bytes b = {head <= n ? data + head : data + n, data + n};
    if (wanted > 1 && !format)
        kc_sbuf_printf(&r.report, "0WARNING: format 0 MIDI file with multiple tracks\n");
    if (!mute) mute = "";
    while (!r.error && tracks < wanted && b.end - b.p >= 8) chunk(&r, &b, &tracks, &mute);
    if (tracks < wanted) bad(&r, "it ends too soon");
    if (r.error) {
        snprintf(err, cap, "MIDI file is damaged: %s", r.error);
        kc_vec_free(&r.events);
        kc_sbuf_free(&r.report);
        return -1;
    }
    if (r.events.n) qsort(r.events.v, (size_t)r.events.n, sizeof *r.events.v, in_order);
    if (division & 0x8000)
        frames_to_cycles(&r, kr / (frame_rate(division) * (division & 255)));
    else
        beats_to_cycles(&r, division, kr);
    *out = (kc_midi_events){r.events.v, r.events.n, r.end, r.report.s};
    return 0;
}
