/* Curves for a host that draws them. */
#ifndef KC_API_CSOUND_GRAPHS_H
#define KC_API_CSOUND_GRAPHS_H
#include "api/csound/csound_int.h"
#include "api/include/csound/cwindow.h"

/* Shows a curve: makes its window the first time (w->windid is 0), then draws it. False when nobody draws. */
bool kc_cs_draw(CSOUND *cs, WINDAT *w);
/* Tells the host that no more is drawn; once. */
void kc_cs_end_graphs(CSOUND *cs);
#endif
