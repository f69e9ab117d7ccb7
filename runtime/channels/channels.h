/* Named channels: places of the engine that instruments (and a host) write and read by name. A channel has
 * one type for good, and is made the first time anyone asks for it. chnexport binds one to the memory of a
 * global variable.
 *
 * Any thread may find, make and list channels at any time: they are never taken away, and nobody waits. Texts
 * and blocks of samples that two threads use are copied under the channel's spin lock, which is held for the
 * copy only; a control value is one aligned word. */
#ifndef KC_CHANNELS_CHANNELS_H
#define KC_CHANNELS_CHANNELS_H
#include "runtime/engine/engine.h"
#include <pthread.h>
#include <stdatomic.h>

typedef enum {
    KC_CHANNEL_CONTROL = 1,
    KC_CHANNEL_AUDIO = 2,
    KC_CHANNEL_STRING = 3,
    KC_CHANNEL_PVS = 4, /* a host's spectral frames; what a program keeps there is its own */
    KC_CHANNEL_VAR = 5
} kc_channel_type;

/* Directions, as seen from the orchestra. */
enum { KC_CHANNEL_IN = 1, KC_CHANNEL_OUT = 2 };

/* What a host may want to know of a control channel. */
typedef struct {
    int kind; /* 0: nothing is known, 1 integer, 2 linear, 3 exponential */
    double initial, min, max;
    double x, y, width, height; /* of a widget */
    char *attributes;           /* or NULL */
} kc_channel_hints;

typedef struct kc_channel {
    char *name;
    kc_channel_type type;
    atomic_int mode;         /* KC_CHANNEL_IN | KC_CHANNEL_OUT */
    double *value;           /* control: one value; audio: ksmps samples */
    kc_str *text;            /* string */
    kc_fsig *frame;          /* pvs: frame.p has frame.size bytes, from malloc */
    size_t bytes;            /* that value has */
    pthread_spinlock_t lock; /* of text, of blocks of samples, of hints */
    kc_channel_hints hints;
    bool bound; /* value and text are a variable's */
    struct kc_channel *next;
} kc_channel;

/* All channels of an engine. A host that wants some before there is an engine makes the set itself and names
 * it in the engine's configuration; else the engine has its own. */
typedef struct kc_channels kc_channels;
/* ksmps: the size of audio channels; 0 while it is unknown, then they have room for 16384 samples. */
kc_channels *kc_channels_create(int ksmps);
void kc_channels_set_ksmps(kc_channels *set, int ksmps);
void kc_channels_destroy(kc_channels *set);
kc_channels *kc_engine_channels(kc_engine *e);
int kc_channels_get(kc_channels *set, const char *name, kc_channel_type type, int mode, kc_channel **ch);
kc_channel *kc_channels_find(kc_channels *set, const char *name);
void kc_channels_each(kc_channels *set, void (*fn)(void *user, kc_channel *ch), void *user);
/* Copies text in, under the lock. The room grows and never shrinks. 0, or -1 without memory. */
int kc_channel_put_text(kc_channel *ch, const char *text);

enum { KC_CHANNEL_BAD_NAME = -1, KC_CHANNEL_BAD_TYPE = -2 };

/* The channel of a name, made when there is none, with `mode` added to its directions. 0, or one of the
 * errors above. */
int kc_channel_get(kc_engine *e, const char *name, kc_channel_type type, int mode, kc_channel **ch);
/* NULL when there is none. */
kc_channel *kc_channel_find(kc_engine *e, const char *name);
/* Makes a channel of a variable: `memory` is double * or kc_str *, and must last as long as the engine. The
 * name must be new. */
int kc_channel_bind(kc_engine *e, const char *name, kc_channel_type type, int mode, void *memory,
                    kc_channel **ch);
/* Copies the hints. -1 when they contradict each other. */
int kc_channel_set_hints(kc_channel *ch, const kc_channel_hints *h);
/* The reference's wording of an error. */
const char *kc_channel_error(int error);
#endif
