/* Scores rewritten by a host's cscore callback. */
#ifndef KC_API_CSOUND_CSCORE_H
#define KC_API_CSOUND_CSCORE_H
#include "api/csound/csound_int.h"

/* Runs the callback of csoundSetCscoreCallback over a sorted score: the score it wrote, malloc'd, or NULL
 * (reported). Without a callback the score passes through unchanged. */
char *kc_cs_cscore_run(CSOUND *cs, const char *sorted_score);
#endif
