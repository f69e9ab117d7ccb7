/* Standard MIDI files: bytes to a list of channel messages in time order. */
#ifndef KC_MIDI_FILE_H
#define KC_MIDI_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t tick; /* while reading; then k-cycle */
    uint32_t order;
    unsigned char status, data1, data2;
    double tempo; /* > 0: a tempo change, beats per minute */
} kc_midi_event;

typedef struct {
    kc_midi_event *v;
    int n;
    uint64_t end; /* k-cycle at which the longest track ends */
    char *
        report; /* what was read: lines that begin with '0' for a track, '1' .. '5' for a text of that type */
} kc_midi_events;

/* kr: k-cycles per second. mute: a '1' for each track whose messages are left out, '0' for others; NULL or
 * what is missing: none. 0, or -1 with a message. The caller frees v and report. */
int kc_midi_file_read(const unsigned char *bytes, size_t n, double kr, const char *mute, kc_midi_events *out,
                      char *err, size_t cap);
#endif
