/* Named channels; see channels.h. They are kept in a map, in the engine's store. */
#include "runtime/channels/channels.h"
#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    kc_map by_name;
} channels;

static void free_channel(kc_channel *ch)
{
    if (!ch->bound) {
        free(ch->value);
        if (ch->text) free(ch->text->data);
        free(ch->text);
    }
    free(ch->hints.attributes);
    free(ch->name);
    free(ch);
}

static void destroy(void *data)
{
    channels *s = data;
    for (size_t i = 0; i < s->by_name.cap; i++)
        if (s->by_name.slots[i].key && s->by_name.slots[i].value) free_channel(s->by_name.slots[i].value);
    kc_map_free(&s->by_name);
}

static channels *all(kc_engine *e) { return kc_engine_store(e, "channels", sizeof(channels), destroy); }

kc_channel *kc_channel_find(kc_engine *e, const char *name)
{
    return *name ? kc_map_get(&all(e)->by_name, name) : NULL;
}

static kc_channel *make(kc_engine *e, const char *name, kc_channel_type type)
{
    kc_channel *ch = kc_xcalloc(1, sizeof *ch);
    ch->name = kc_xstrdup(name);
    ch->type = type;
    kc_map_put(&all(e)->by_name, name, ch);
    return ch;
}

int kc_channel_get(kc_engine *e, const char *name, kc_channel_type type, int mode, kc_channel **out)
{
    *out = NULL;
    if (!*name) return KC_CHANNEL_BAD_NAME;
    kc_channel *ch = kc_channel_find(e, name);
    if (ch && ch->type != type) return KC_CHANNEL_BAD_TYPE;
    if (!ch) {
        ch = make(e, name, type);
        size_t n = type == KC_CHANNEL_AUDIO ? (size_t)kc_engine_get_config(e)->ksmps : 1;
        if (type == KC_CHANNEL_STRING)
            ch->text = kc_xcalloc(1, sizeof *ch->text);
        else
            ch->value = kc_xcalloc(n, sizeof(double));
    }
    ch->mode |= mode;
    *out = ch;
    return 0;
}

int kc_channel_bind(kc_engine *e, const char *name, kc_channel_type type, int mode, void *memory,
                    kc_channel **out)
{
    *out = NULL;
    if (!*name) return KC_CHANNEL_BAD_NAME;
    if (kc_channel_find(e, name)) return KC_CHANNEL_BAD_TYPE;
    kc_channel *ch = make(e, name, type);
    ch->mode = mode;
    ch->bound = true;
    if (type == KC_CHANNEL_STRING)
        ch->text = memory;
    else
        ch->value = memory;
    *out = ch;
    return 0;
}

int kc_channel_set_hints(kc_channel *ch, const kc_channel_hints *h)
{
    kc_channel_hints new = *h;
    if (ch->type != KC_CHANNEL_CONTROL) return -1;
    if (new.kind == 0) {
        ch->hints.kind = 0;
        return 0;
    }
    if (new.kind == 1) {
        new.initial = rint(new.initial);
        new.min = rint(new.min);
        new.max = rint(new.max);
    }
    if (!(new.min <= new.initial &&new.initial <= new.max)) return -1;
    if (new.kind == 3 && !(new.min *new.max > 0)) return -1;
    new.attributes = h->attributes ? kc_xstrdup(h->attributes) : NULL;
    free(ch->hints.attributes);
    ch->hints = new;
    return 0;
}

const char *kc_channel_error(int error)
{
    return error == KC_CHANNEL_BAD_NAME ? "invalid channel name"
                                        : "channel already exists with incompatible type";
}
