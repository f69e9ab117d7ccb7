/* Score text that instruments post (scoreline): fills in the engine's hook for it. */
#ifndef KC_API_TEXTIN_H
#define KC_API_TEXTIN_H
#include "api/console.h"
#include "runtime/engine/engine.h"

typedef struct kc_textin kc_textin;
/* Close it after the last cycle. */
kc_textin *kc_textin_open(kc_engine *e, const kc_console *con);
void kc_textin_close(kc_textin *t); /* accepts NULL */
#endif
