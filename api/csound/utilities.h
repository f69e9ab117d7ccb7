/* Analysis programs that run inside the library ("utilities"). */
#ifndef KC_API_CSOUND_UTILITIES_H
#define KC_API_CSOUND_UTILITIES_H
#include "api/csound/csound_int.h"

/* argv[0] is the name. 0, or another status; says what is wrong through messages. */
typedef int kc_cs_utility_fn(CSOUND *cs, int argc, char **argv);

/* Adds one, of a plugin: 0; -1 for a name that is taken or empty. It goes with the next reset. */
int kc_cs_utility_add(CSOUND *cs, const char *name, kc_cs_utility_fn *fn);
/* One line about it: 0, or -1 when there is none of that name. */
int kc_cs_utility_describe(CSOUND *cs, const char *name, const char *text);

/* The file of a name on the search path "SFDIR;SSDIR" of the instance, malloc'd; NULL (not reported). */
char *kc_cs_find_sound(CSOUND *cs, const char *name);

/* Those that come with the library, one file each in utilities/. */
kc_cs_utility_fn kc_util_sndinfo, kc_util_envext, kc_util_scale;
#endif
