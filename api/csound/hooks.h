/* Functions of the host which are no drivers: what the engine asks while it performs, and who is told. */
#ifndef KC_API_CSOUND_HOOKS_H
#define KC_API_CSOUND_HOOKS_H
#include "api/csound/csound_int.h"

typedef struct kc_sense {
    struct kc_sense *_Atomic next;
    void (*hook)(CSOUND *, void *user);
    void *user;
} kc_sense;

typedef struct kc_callbacks {
    _Atomic(channelCallback_t) value_in, value_out; /* invalue, outvalue; kept by reset, as yield */
    int (*_Atomic yield)(CSOUND *);
    void (*_Atomic file_opened)(CSOUND *, const char *path, int type, int write, int temporary);
    kc_sense *_Atomic sense; /* in order of registration; gone with a reset */
} kc_callbacks;

/* Connects a new engine with them. */
void kc_cs_connect_channels(kc_cs *cs);
/* Runs the sense hooks. On the performance thread. */
void kc_cs_run_sense(kc_cs *cs);
void kc_cs_clear_sense(kc_cs *cs);
#endif
