/* Environment variables of an engine. */
#ifndef KC_API_CSOUND_ENV_H
#define KC_API_CSOUND_ENV_H
#include "api/csound/csound_int.h"

/* Sets a variable of this engine alone (until it is destroyed), as the option --env does: `append` puts the
 * value behind an older one with a ';'. NULL removes it. 0, or -1 for a name that no variable can have. */
int kc_cs_setenv(CSOUND *cs, const char *name, const char *value, bool append);
#endif
