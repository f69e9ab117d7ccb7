/* Keys of the host, for sensekey. */
#ifndef KC_API_CSOUND_KEYBOARD_H
#define KC_API_CSOUND_KEYBOARD_H
#include "api/csound/csound_int.h"

/* The next key of a kind (CSOUND_CALLBACK_KBD_...): its code, or -1. On the performance thread. */
int kc_cs_key(CSOUND *cs, unsigned kind);
#endif
