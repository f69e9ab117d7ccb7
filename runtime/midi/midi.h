/* MIDI: standard MIDI files as input, channel state, and the notes that channels start and end.
 *
 * Channels count from 0. All functions are for the performance thread. */
#ifndef KC_MIDI_H
#define KC_MIDI_H
#include "runtime/engine/engine.h"
#include <stddef.h>

typedef struct {
    int insno;                          /* instrument that the channel plays; <= 0: muted */
    int program;                        /* -1 before the first program change */
    int pgm2ins[128];                   /* instrument of each program */
    double ctl[136];                    /* controllers, raw 0..127 */
    double polyaft[128], aftouch, bend; /* bend: -1 .. 1 */
    double bend_range;                  /* semitones */
    bool sustaining;
    int rpn_msb, rpn_lsb;
    bool data_entry;
} kc_midi_channel;

/* Where note-on data goes besides the opcodes: p-field numbers, 0 for none. */
typedef struct {
    int key, key_cps, key_oct, key_pch, velocity, velocity_amp;
} kc_midi_routing;

typedef struct kc_midi kc_midi;
kc_midi *kc_midi_create(kc_engine *e, const kc_midi_routing *routing, bool raw_controllers,
                        double aftertouch);
void kc_midi_destroy(kc_midi *m);
kc_midi_channel *kc_midi_get(kc_midi *m, int channel); /* NULL outside 0..15 */
/* Channels get the instruments of their numbers, else the lowest one. Call when instruments are installed. */
void kc_midi_assign_default(kc_midi *m);
/* 0, or -1 when the instrument does not exist. */
int kc_midi_assign(kc_midi *m, int channel, int insno, bool reset_controllers);
void kc_midi_reset_controllers(kc_midi *m, int channel);

/* Reads a standard MIDI file (formats 0 and 1; bytes are copied). mute: see kc_midi_file_read. 0, or -1 with
 * a message. */
int kc_midi_load(kc_midi *m, const unsigned char *bytes, size_t n, const char *mute, char *err, size_t cap);
/* What the file told when it was read; see kc_midi_events. */
const char *kc_midi_report(const kc_midi *m);
/* Note-offs that found no note to end. */
int kc_midi_extra_offs(const kc_midi *m);
/* Whether the file is still being played, and the tempo at which it is, beats per minute. */
bool kc_midi_playing(const kc_midi *m);
double kc_midi_tempo(const kc_midi *m);
/* One channel message that came in. */
void kc_midi_message(kc_midi *m, int status, int data1, int data2);
/* Recent messages that came in, for opcodes that read them: *next is the number of the message to read,
 * counted from 0; it is moved on past the message returned. NULL: there is no newer one. Old messages are
 * overwritten. */
typedef struct {
    unsigned char status, data1, data2;
} kc_midi_bytes;
uint64_t kc_midi_received(const kc_midi *m); /* messages so far */
const kc_midi_bytes *kc_midi_recent(const kc_midi *m, uint64_t *next);
/* A message from the orchestra to the MIDI output; lost when there is none. bytes: 1 .. 3, as the status
 * says. */
void kc_midi_send(kc_midi *m, int status, int data1, int data2);
void kc_midi_on_send(kc_midi *m, void (*fn)(void *user, const unsigned char *bytes, int n), void *user);
/* Plays what the file has due at k-cycle `cycle`. Returns 1 once the file has ended. */
int kc_midi_poll(kc_midi *m, uint64_t cycle);
/* An instance has ended: forget it. */
void kc_midi_note_gone(kc_midi *m, kc_note *n);
#endif
