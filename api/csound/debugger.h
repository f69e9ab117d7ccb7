/* The debugger's place in the k-cycle. */
#ifndef KC_API_CSOUND_DEBUGGER_H
#define KC_API_CSOUND_DEBUGGER_H
#include "api/csound/csound_int.h"

/* Before each k-cycle while cs->debugging: true when the engine is to stand still instead. On the performance
 * thread. */
bool kc_cs_debug_pause(kc_cs *cs);
#endif
