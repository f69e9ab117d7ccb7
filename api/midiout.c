/* The file has one track, which grows as messages are sent; its size is filled in at the end. */
#include "api/midiout.h"
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    FILE *f;
    uint32_t tick, size; /* of the last message; bytes of the track */
    int status;          /* of the last message: it is not repeated */
} midi_out;

enum { TICKS = 13040, SIZE_AT = 18 }; /* ticks per second, at 120 beats per minute and 6520 a beat */

static void free_out(void *p)
{
    midi_out *o = p;
    if (o->f) fclose(o->f);
}

static midi_out *out_of(kc_engine *e)
{
    return kc_engine_store(e, "midi out file", sizeof(midi_out), free_out);
}

static void put(midi_out *o, double time, const unsigned char *bytes, int n)
{
    unsigned char buf[8];
    int at = 0;
    double ticks = rint(fmax(time * TICKS, o->tick));
    uint32_t now = ticks < 4294967295.0 ? (uint32_t)ticks : UINT32_MAX, delta = now - o->tick;
    for (int shift = 21; shift > 0; shift -= 7)
        if (delta >> shift) buf[at++] = (unsigned char)((delta >> shift & 127) | 128);
    buf[at++] = delta & 127;
    if (bytes[0] != o->status) buf[at++] = bytes[0];
    for (int i = 1; i < n; i++) buf[at++] = bytes[i];
    fwrite(buf, 1, (size_t)at, o->f);
    o->tick = now;
    o->status = bytes[0];
    o->size += (uint32_t)at;
}

int kc_midiout_open(kc_engine *e, const kc_console *con, const char *name)
{
    static const unsigned char head[] = "MThd\0\0\0\6\0\0\0\1\x19\x78MTrk\0\0\0"; /* and the 0 at the end */
    midi_out *o = out_of(e);
    o->f = fopen(name, "wb");
    if (o->f && fwrite(head, 1, sizeof head, o->f) == sizeof head) return 0;
    kc_say(con, " *** error opening MIDI out file '%s': %s\n", name, strerror(errno));
    return -1;
}

void kc_midiout_write(kc_engine *e, const unsigned char *bytes, int n)
{
    midi_out *o = out_of(e);
    if (n >= 2 && n <= 3 && o->f)
        put(o, kc_engine_time(e), bytes, n); /* real-time messages are not for files */
}

void kc_midiout_close(kc_engine *e)
{
    static const unsigned char end[] = {0xff, 0x2f, 0};
    const kc_engine_config *cfg = kc_engine_get_config(e);
    midi_out *o = out_of(e);
    if (!o->f) return;
    put(o, kc_engine_time(e) - 2.0 * cfg->ksmps / cfg->sr, end, 3); /* where the last k-cycle began */
    if (!fseek(o->f, SIZE_AT, SEEK_SET))
        for (int shift = 24; shift >= 0; shift -= 8) fputc((int)(o->size >> shift & 255), o->f);
    fclose(o->f);
    o->f = NULL;
}
