/* Text that instruments hand over while they perform: score lines (scoreline) and orchestra code
 * (compilestr). Fills in the engine's hooks for them. */
#ifndef KC_API_TEXTIN_H
#define KC_API_TEXTIN_H
#include "api/console.h"
#include "frontend/compile.h"
#include "runtime/engine/engine.h"

typedef struct kc_textin kc_textin;
/* Close it after the last cycle. */
kc_textin *kc_textin_open(kc_engine *e, kc_session *session, kc_sources *sources, const kc_console *con);
void kc_textin_close(kc_textin *t); /* accepts NULL */
#endif
