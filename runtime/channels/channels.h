/* Named channels: places of the engine that instruments (and a host) write and read by name. A channel has
 * one type for good, and is made the first time anyone asks for it. chnexport binds one to the memory of a
 * global variable. */
#ifndef KC_CHANNELS_CHANNELS_H
#define KC_CHANNELS_CHANNELS_H
#include "runtime/engine/engine.h"

typedef enum { KC_CHANNEL_CONTROL = 1, KC_CHANNEL_AUDIO = 2, KC_CHANNEL_STRING = 3 } kc_channel_type;

/* Directions, as seen from the orchestra. */
enum { KC_CHANNEL_IN = 1, KC_CHANNEL_OUT = 2 };

/* What a host may want to know of a control channel. */
typedef struct {
    int kind; /* 0: nothing is known, 1 integer, 2 linear, 3 exponential */
    double initial, min, max;
    double x, y, width, height; /* of a widget */
    char *attributes;           /* or NULL */
} kc_channel_hints;

typedef struct {
    char *name;
    kc_channel_type type;
    int mode;      /* KC_CHANNEL_IN | KC_CHANNEL_OUT */
    double *value; /* control: one value; audio: ksmps samples */
    kc_str *text;  /* string */
    kc_channel_hints hints;
    bool bound; /* value and text are a variable's */
} kc_channel;

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
