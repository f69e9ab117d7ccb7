/* Any bytes as a standard MIDI file. The first byte picks the tracks that are muted. */
#include "runtime/midi/file.h"
#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const mutes[] = {"", "1", "01", "0101"};
    kc_midi_events ev = {0};
    char err[256];
    const char *mute = mutes[size ? data[0] & 3 : 0];
    if (kc_midi_file_read(data, size, 689.0625, mute, &ev, err, sizeof err)) return 0;
    for (int i = 0; i < ev.n; i++) { /* what a performance relies on */
        const kc_midi_event *e = &ev.v[i];
        if (i && e->tick < ev.v[i - 1].tick) abort();
        if (e->data1 > 127 || e->data2 > 127) abort();
        if (e->tempo > 0 ? !isfinite(e->tempo) : e->status < 0x80 || e->status > 0xef) abort();
    }
    free(ev.v);
    free(ev.report);
    return 0;
}
