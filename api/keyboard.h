/* The keyboard of the command line: what is typed on standard input, for sensekey. */
#ifndef KC_API_KEYBOARD_H
#define KC_API_KEYBOARD_H
#include "runtime/engine/engine.h"

/* The engine asks for keys from then on. A terminal hands them over one by one from the first question until
 * kc_keyboard_close. */
void kc_keyboard_open(kc_engine *e);
void kc_keyboard_close(kc_engine *e);
#endif
