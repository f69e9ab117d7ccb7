/* What the opcodes that rule over notes and events ask of the engine. */
#ifndef KC_ENGINE_CONTROL_H
#define KC_ENGINE_CONTROL_H
#include "runtime/abi.h"
#include <stdbool.h>

enum {
    KC_OFF_ALL = 0,       /* all notes */
    KC_OFF_OLDEST = 1,    /* the first in performance order */
    KC_OFF_NEWEST = 2,    /* the last */
    KC_OFF_EXACT = 4,     /* p1 must be equal, fraction included */
    KC_OFF_INDEFINITE = 8 /* only notes without an end */
};
/* Turns off notes of the instrument (int)p1. release: they go through their release, and those in release are
 * left alone; else they end at once. True when one note was chosen and it is the one that performs. */
bool kc_notes_turn_off(kc_ctx *c, double p1, int mode, bool release);
/* Posts an `i` event of n p-fields (from p[1], as kc_event_post); the number by which its note can be turned
 * off. */
uint64_t kc_event_post_note(kc_ctx *c, const double *p, int n);
/* Releases the note of that number; false when none sounds. */
bool kc_note_off_by_number(kc_ctx *c, uint64_t number);
/* Takes events of an instrument that wait for their time out of the queue. */
void kc_events_remove(kc_ctx *c, double p1);
bool kc_instr_exists(kc_ctx *c, int insno);
void kc_instr_mute(kc_ctx *c, int insno, bool mute);
/* "" for an instrument without a name. */
const char *kc_instr_name(kc_ctx *c, int insno);
/* Score lines, read before events start in the next k-cycle; false when nobody can read them. */
bool kc_score_text_post(kc_ctx *c, const char *text);
/* The performance ends within this k-cycle. */
void kc_performance_exit(kc_ctx *c);
#endif
