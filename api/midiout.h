/* --midioutfile: messages that the orchestra sends, as a standard MIDI file. */
#ifndef KC_API_MIDIOUT_H
#define KC_API_MIDIOUT_H
#include "api/console.h"
#include "runtime/engine/engine.h"

/* 0, or -1 (reported). */
int kc_midiout_open(kc_engine *e, const kc_console *con, const char *name);
/* A message at the time of now; nothing happens when no file is open. */
void kc_midiout_write(kc_engine *e, const unsigned char *bytes, int n);
/* Ends the track and closes the file, if one is open. After the last k-cycle. */
void kc_midiout_close(kc_engine *e);
#endif
