/* Life of an instance, for the files that compile and perform. */
#ifndef KC_API_CSOUND_INSTANCE_H
#define KC_API_CSOUND_INSTANCE_H
#include "api/csound/call.h"
#include "api/csound/hooks.h"
#include "api/csound/io.h"
#include "api/csound/parts.h"
#include "api/performance/performance.h"
#include "runtime/engine/host.h"

kc_cs_message_fn *kc_cs_default_message(void);
/* The engine, made now when there is none yet: evaluated code wants one before the start. 0 or -1. The owner.
 */
int kc_cs_need_engine(kc_cs *cs);
/* Drivers of the host for MIDI (midi.c). */
void kc_midi_connect(kc_cs *cs);
void kc_midi_close(kc_cs *cs);
/* Plugins of the folder that csoundSetOpcodedir names (plugins.c). */
void kc_cs_load_default_plugins(kc_cs *cs);
/* Fills the table in front of the instance. */
void kc_plugin_table(kc_cs *cs);
#endif
