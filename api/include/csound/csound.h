/* The host interface of Csound 6.18: make an engine, give it an orchestra and a score, run it, talk to it.

   The life of an engine: csoundCreate(), options, csoundCompile...(), csoundStart(), csoundPerform...() until
   it answers something else than 0, csoundCleanup(), then csoundReset() to begin again or csoundDestroy().

   Threads. One thread performs. Calls marked (any thread) may be made by others meanwhile: they wait for the
   end of the current control cycle, or, where the name ends in Async, return at once and take effect at the
   next one. Everything else belongs to the thread that performs, or before the start.

   A NULL engine is refused: calls return an error, 0 or NULL. Strings and arrays that are handed out belong
   to the engine unless the call says otherwise. */
#ifndef CSOUND_H
#define CSOUND_H
#include "csound_types.h"

/* Plugins include csdl.h and reach the engine through their instance pointer: these names are not for them.
 */
#ifndef CSOUND_CSDL_H
#include "csound_engine.h"
#include "csound_io.h"
#include "csound_control.h"
#include "csound_host.h"
#endif
#include "csound_share.h"
#include "cfgvar.h"
#include "msg_attr.h"
#include "version.h"
#endif
