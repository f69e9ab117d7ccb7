/* Strings by number: --strsetN=text and `strset` fill the list, opcodes that take a string number read it. */
#ifndef KC_ENGINE_STRSET_H
#define KC_ENGINE_STRSET_H
#include "runtime/engine/engine.h"

/* Copies the text, in place of what had the number. 0, or -1 when the number is below 0 or too large. */
int kc_strset_put(kc_engine *e, int number, const char *text);
/* NULL when there is none. The engine keeps it until the number is set again. */
const char *kc_strset_get(kc_engine *e, int number);
#endif
