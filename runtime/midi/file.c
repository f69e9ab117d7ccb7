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

/* Meta event after its 0xff; returns 1 at the end of the track. */
static int meta(reader *r, bytes *b, uint64_t tick)
{
    if (b->p >= b->end) {
        r->error = "track is cut off";
        return 1;
    }
    int type = *b->p++;
    uint32_t n = quantity(r, b);
    if (r->error || n > (size_t)(b->end - b->p)) {
        r->error = "track is cut off";
        return 1;
    }
    if (type == 0x51 && n == 3) {
        uint32_t us = big_endian(b->p, 3);
        if (us) add(r, tick, 0, 0, 0, 60000000.0 / us);
    }
    text(r, type, b->p, n);
    b->p += n;
    return type == 0x2f;
}

static void track(reader *r, bytes b)
{
    uint64_t tick = 0;
    int running = 0;
    while (!r->error && b.p < b.end) {
        tick += quantity(r, &b);
        if (r->error || b.p >= b.end) break;
        int status = *b.p;
        if (status & 0x80)
            b.p++;
        else
            status = running;
        if (status == 0xff) {
            if (meta(r, &b, tick)) break;
        } else if (status == 0xf0 || status == 0xf7) {
            uint32_t n = quantity(r, &b);
            if (r->error || n > (size_t)(b.end - b.p))
                r->error = "system exclusive data is cut off";
            else
                b.p += n;
        } else if (status >= 0x80 && status < 0xf0) {
            running = status;
            int two = (status & 0xe0) != 0xc0;
            if (b.end - b.p < 1 + two)
                r->error = "track is cut off";
            else {
                add(r, tick, status, b.p[0], two ? b.p[1] : 0, 0);
                b.p += 1 + two;
            }
        } else
            r->error = "data byte without a status";
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

static void to_cycles(reader *r, int division, double kr)
{
    double time = 0, per_tick;
    uint64_t at = 0;
    bool smpte = division & 0x8000;
    if (smpte) {
        int frames = 256 - (division >> 8), sub = division & 255;
        per_tick = kr / ((frames == 29 ? 29.97 : frames) * (sub ? sub : 1));
    } else
        per_tick = kr * 60.0 / (120.0 * (division ? division : 1));
    for (int i = 0; i < r->events.n; i++) {
        kc_midi_event *e = &r->events.v[i];
        time += (double)(e->tick - at) * per_tick;
        at = e->tick;
        e->tick = (uint64_t)(time + 0.5);
        if (e->tempo > 0 && !smpte) per_tick = kr * 60.0 / (e->tempo * (division ? division : 1));
    }
    r->end = (uint64_t)(time + (double)(r->end > at ? r->end - at : 0) * per_tick + 0.5);
}

int kc_midi_file_read(const unsigned char *data, size_t n, double kr, kc_midi_events *out, char *err,
                      size_t cap)
{
    reader r = {0};
    bytes b = {data, data + n};
    if (n < 14 || memcmp(data, "MThd", 4) || big_endian(data + 4, 4) < 6) {
        snprintf(err, cap, "not a standard MIDI file");
        return -1;
    }
    int format = (int)big_endian(data + 8, 2), division = (int)big_endian(data + 12, 2);
    if (format > 1) {
        snprintf(err, cap, "MIDI file format %d is not supported (0 and 1 are)", format);
        return -1;
    }
    int tracks = 0;
    size_t head = 8 + (size_t)big_endian(data + 4, 4);
    b.p = head <= n ? data + head : b.end;
    while (!r.error && b.end - b.p >= 8) {
        size_t size = big_endian(b.p + 4, 4), left = (size_t)(b.end - b.p) - 8;
        bool is_track = !memcmp(b.p, "MTrk", 4);
        if (size > left) size = left;
        b.p += 8;
        if (is_track) {
            kc_sbuf_printf(&r.report, "0 Track %2d\n", tracks++);
            track(&r, (bytes){b.p, b.p + size});
        }
        b.p += size;
    }
    if (r.error) {
        snprintf(err, cap, "MIDI file is damaged: %s", r.error);
        kc_vec_free(&r.events);
        kc_sbuf_free(&r.report);
        return -1;
    }
    if (r.events.n) qsort(r.events.v, (size_t)r.events.n, sizeof *r.events.v, in_order);
    to_cycles(&r, division, kr);
    *out = (kc_midi_events){r.events.v, r.events.n, r.end, r.report.s};
    return 0;
}
