/* Named channels. They live from their first use to the reset, also before there is an engine. */
#include "runtime/channels/channels.h"
#include "api/csound/instance.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIRECTION_SHIFT = 4, DIRECTIONS = CSOUND_INPUT_CHANNEL | CSOUND_OUTPUT_CHANNEL };

static kc_channels *set_of(CSOUND *cs) { return kc_cs_of(cs)->channels; }
static int type_of(const kc_channel *ch) { return (int)ch->type | ch->mode << DIRECTION_SHIFT; }

static kc_channel *find(CSOUND *cs, const char *name)
{
    return cs && name ? kc_channels_find(set_of(cs), name) : NULL;
}

/* The channel, made when there is none; NULL for another type or a bad name. */
static kc_channel *get(CSOUND *cs, const char *name, kc_channel_type type, int mode)
{
    kc_channel *ch = NULL;
    if (cs && name) kc_channels_get(set_of(cs), name, type, mode, &ch);
    return ch;
}

int csoundGetChannelPtr(CSOUND *cs, MYFLT **storage, const char *name, int type)
{
    if (!storage) return CSOUND_ERROR;
    *storage = NULL;
    if (!cs || !name || !*name) return CSOUND_ERROR;
    int kind = type & CSOUND_CHANNEL_TYPE_MASK, mode = (type & DIRECTIONS) >> DIRECTION_SHIFT;
    kc_channel *ch = kc_channels_find(set_of(cs), name);
    if (ch && (int)ch->type != kind) return type_of(ch);
    if (!kind || !mode) return CSOUND_ERROR;
    if (kc_channels_get(set_of(cs), name, (kc_channel_type)kind, mode, &ch))
        return (ch = kc_channels_find(set_of(cs), name)) ? type_of(ch) : CSOUND_ERROR;
    *storage = ch->text ? (MYFLT *)ch->text : ch->frame ? (MYFLT *)ch->frame : ch->value;
    return CSOUND_SUCCESS;
}

int csoundGetChannelDatasize(CSOUND *cs, const char *name)
{
    const kc_channel *ch = find(cs, name);
    if (!ch) return 0;
    if (ch->type == KC_CHANNEL_STRING) return ch->text->size;
    if (ch->type == KC_CHANNEL_AUDIO) return (int)(csoundGetKsmps(cs) * sizeof(MYFLT));
    return ch->type == KC_CHANNEL_PVS ? (int)sizeof(kc_fsig) : (int)ch->bytes;
}

int *csoundGetChannelLock(CSOUND *cs, const char *name)
{
    kc_channel *ch = find(cs, name);
    return ch ? (int *)(uintptr_t)&ch->lock : NULL;
}

/* ---- list ------------------------------------------------------------------------------------- */

typedef struct {
    controlChannelInfo_t *v;
    int n, room;
} listing;

static void count(void *user, kc_channel *ch)
{
    (void)ch;
    ((listing *)user)->room++;
}

/* Hints as the API has them; the text stays the channel's. */
static controlChannelHints_t hints_of(kc_channel *ch)
{
    pthread_spin_lock(&ch->lock);
    kc_channel_hints h = ch->hints;
    pthread_spin_unlock(&ch->lock);
    return (controlChannelHints_t){(controlChannelBehavior)h.kind,
                                   h.initial,
                                   h.min,
                                   h.max,
                                   (int)h.x,
                                   (int)h.y,
                                   (int)h.width,
                                   (int)h.height,
                                   h.attributes};
}

static void collect(void *user, kc_channel *ch)
{
    listing *l = user;
    if (l->n < l->room) l->v[l->n++] = (controlChannelInfo_t){ch->name, type_of(ch), hints_of(ch)};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const controlChannelInfo_t *)a)->name, ((const controlChannelInfo_t *)b)->name);
}

int csoundListChannels(CSOUND *cs, controlChannelInfo_t **list)
{
    if (!list) return CSOUND_ERROR;
    *list = NULL;
    if (!cs) return CSOUND_ERROR;
    listing l = {0};
    kc_channels_each(set_of(cs), count, &l);
    if (!l.room) return 0;
    if (!(l.v = calloc((size_t)l.room, sizeof *l.v))) return CSOUND_MEMORY;
    kc_channels_each(set_of(cs), collect, &l);
    qsort(l.v, (size_t)l.n, sizeof *l.v, by_name);
    *list = l.v;
    return l.n;
}

void csoundDeleteChannelList(CSOUND *cs, controlChannelInfo_t *list)
{
    (void)cs;
    free(list);
}

/* ---- hints ------------------------------------------------------------------------------------ */

int csoundSetControlChannelHints(CSOUND *cs, const char *name, controlChannelHints_t h)
{
    kc_channel *ch = find(cs, name);
    if (!ch || ch->type != KC_CHANNEL_CONTROL) return CSOUND_ERROR;
    if (h.behav != CSOUND_CONTROL_CHANNEL_NO_HINTS && !(h.min < h.max)) return CSOUND_ERROR;
    if (h.behav == CSOUND_CONTROL_CHANNEL_EXP && !(h.min > 0 && h.max > 0)) return CSOUND_ERROR;
    if ((unsigned)h.behav > CSOUND_CONTROL_CHANNEL_EXP) return CSOUND_ERROR;
    kc_channel_hints to = {(int)h.behav, h.dflt, h.min, h.max, h.x, h.y, h.width, h.height, h.attributes};
    return kc_channel_set_hints(ch, &to) ? CSOUND_ERROR : CSOUND_SUCCESS;
}

int csoundGetControlChannelHints(CSOUND *cs, const char *name, controlChannelHints_t *hints)
{
    kc_channel *ch = find(cs, name);
    if (!hints || !ch || ch->type != KC_CHANNEL_CONTROL || !ch->hints.kind) return CSOUND_ERROR;
    *hints = hints_of(ch);
    if (hints->attributes) hints->attributes = strdup(hints->attributes);
    return CSOUND_SUCCESS;
}

/* ---- values ----------------------------------------------------------------------------------- */

MYFLT csoundGetControlChannel(CSOUND *cs, const char *name, int *error)
{
    if (!cs || !name || !*name) return 0;
    const kc_channel *ch = get(cs, name, KC_CHANNEL_CONTROL, KC_CHANNEL_OUT);
    if (error) *error = 0;
    if (ch) {
        double x;
        __atomic_load(ch->value, &x, __ATOMIC_RELAXED);
        return x;
    }
    ch = find(cs, name);
    if (error && ch) *error = type_of(ch);
    return 0;
}

void csoundSetControlChannel(CSOUND *cs, const char *name, MYFLT value)
{
    kc_channel *ch = get(cs, name, KC_CHANNEL_CONTROL, KC_CHANNEL_IN);
    if (ch) __atomic_store(ch->value, &value, __ATOMIC_RELAXED);
}

static void copy_audio(CSOUND *cs, kc_channel *ch, double *to, const double *from)
{
    if (!ch) return;
    size_t bytes = csoundGetKsmps(cs) * sizeof(MYFLT);
    pthread_spin_lock(&ch->lock);
    memcpy(to, from, bytes < ch->bytes ? bytes : ch->bytes);
    pthread_spin_unlock(&ch->lock);
}

void csoundGetAudioChannel(CSOUND *cs, const char *name, MYFLT *samples)
{
    kc_channel *ch = samples ? get(cs, name, KC_CHANNEL_AUDIO, KC_CHANNEL_OUT) : NULL;
    if (ch) copy_audio(cs, ch, samples, ch->value);
}

void csoundSetAudioChannel(CSOUND *cs, const char *name, MYFLT *samples)
{
    kc_channel *ch = samples ? get(cs, name, KC_CHANNEL_AUDIO, KC_CHANNEL_IN) : NULL;
    if (ch) copy_audio(cs, ch, ch->value, samples);
}

void csoundGetStringChannel(CSOUND *cs, const char *name, char *text)
{
    if (!text) return;
    kc_channel *ch = get(cs, name, KC_CHANNEL_STRING, KC_CHANNEL_OUT);
    if (!ch) return;
    pthread_spin_lock(&ch->lock);
    strcpy(text, ch->text->data ? ch->text->data : "");
    pthread_spin_unlock(&ch->lock);
}

void csoundSetStringChannel(CSOUND *cs, const char *name, char *text)
{
    kc_channel *ch = text ? get(cs, name, KC_CHANNEL_STRING, KC_CHANNEL_IN) : NULL;
    if (ch) kc_channel_put_text(ch, text);
}

/* ---- spectral frames -------------------------------------------------------------------------- */

static size_t frame_floats(int32_t n) { return n > 0 && n < 1 << 24 ? (size_t)n + 2 : 0; }

int csoundSetPvsChannel(CSOUND *cs, const PVSDATEXT *in, const char *name)
{
    kc_channel *ch = in && in->frame ? get(cs, name, KC_CHANNEL_PVS, KC_CHANNEL_IN) : NULL;
    size_t n = in ? frame_floats(in->N) : 0;
    float *data = ch && n ? malloc(n * sizeof *data) : NULL;
    if (!data) return CSOUND_ERROR;
    memcpy(data, in->frame, n * sizeof *data);
    kc_fsig *f = ch->frame;
    pthread_spin_lock(&ch->lock);
    void *old = f->frame.p;
    kc_aux aux = {.size = n * sizeof *data, .p = data, .end = data + n};
    *f = (kc_fsig){in->N,       in->sliding, in->NB,         in->overlap, in->winsize,
                   in->wintype, in->format,  in->framecount, aux};
    pthread_spin_unlock(&ch->lock);
    free(old);
    return CSOUND_SUCCESS;
}

int csoundGetPvsChannel(CSOUND *cs, PVSDATEXT *out, const char *name)
{
    kc_channel *ch = out ? get(cs, name, KC_CHANNEL_PVS, KC_CHANNEL_OUT) : NULL;
    if (!ch) return CSOUND_ERROR;
    const kc_fsig *f = ch->frame;
    pthread_spin_lock(&ch->lock);
    float *to = out->frame;
    *out = (PVSDATEXT){f->N,       f->sliding, f->NB,         f->overlap, f->winsize,
                       f->wintype, f->format,  f->framecount, to};
    if (to && f->frame.p) memcpy(to, f->frame.p, f->frame.size);
    pthread_spin_unlock(&ch->lock);
    return CSOUND_SUCCESS;
}
