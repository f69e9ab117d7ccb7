/* The table of functions that binary plugins call through their instance pointer. */
#include "api/csound/instance.h"

static void missing(void) {}

void kc_plugin_table(kc_cs *cs)
{
    for (int i = 0; i < KC_PLUGIN_SLOTS; i++) cs->plugin[i] = missing;
}
