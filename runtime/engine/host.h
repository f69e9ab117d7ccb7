/* What a host asks of an engine between k-cycles, on the performance thread. */
#ifndef KC_ENGINE_HOST_H
#define KC_ENGINE_HOST_H
#include "runtime/engine/engine.h"

/* Back to the start of the score: all notes end, waiting events are forgotten, time is 0. Tables, channels
 * and instruments stay. Also after the end. */
void kc_engine_rewind(kc_engine *e);
/* Off: score events that come due are lost, and the end of the score is not reached. Posted events play. */
void kc_engine_score_pending(kc_engine *e, bool on);
/* K-cycles since the start or the last rewind. */
uint64_t kc_engine_cycles(const kc_engine *e);
/* Turns off notes of an instrument as turnoff2 does (modes of control.h): true when there was one. */
bool kc_engine_turn_off(kc_engine *e, double p1, int mode, bool release);
/* Number of a named instrument, 0 when there is none. */
int kc_engine_instr_number(const kc_engine *e, const char *name);
/* Input of the next k-cycle and output of the last one: interleaved, in units of 0dbfs (not scaled to 1). */
void kc_engine_put_input(kc_engine *e, const double *block);
void kc_engine_get_output(const kc_engine *e, double *block);
/* The notes that sound, in order of performance; kc_note.next leads on. Between k-cycles. */
kc_note *kc_engine_notes(kc_engine *e);
/* As -m says, from now on. */
void kc_engine_set_message_level(kc_engine *e, int level);
#endif
