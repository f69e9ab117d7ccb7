/* Named channels; see channels.h. A fixed table of chains which only grow, so finding needs no lock and
 * making is one exchange. */
#include "runtime/channels/channels.h"
#include "runtime/base/arena.h"
#include "runtime/base/map.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 512, UNKNOWN_KSMPS = 16384, TEXT_MIN = 128 };

struct kc_channels {
    int ksmps;
    _Atomic(kc_channel *) buckets[BUCKETS];
};

static void free_channel(kc_channel *ch)
{
    if (!ch->bound) {
        free(ch->value);
        if (ch->text) free(ch->text->data);
        free(ch->text);
    }
    if (ch->frame) free(ch->frame->frame.p);
    free(ch->frame);
    free(ch->hints.attributes);
    pthread_spin_destroy(&ch->lock);
    free(ch->name);
    free(ch);
}

kc_channels *kc_channels_create(int ksmps)
{
    kc_channels *set = kc_xcalloc(1, sizeof *set);
    set->ksmps = ksmps;
    return set;
}

void kc_channels_destroy(kc_channels *set)
{
    if (!set) return;
    for (int i = 0; i < BUCKETS; i++)
        for (kc_channel *ch = set->buckets[i], *next; ch; ch = next) {
            next = ch->next;
            free_channel(ch);
        }
    free(set);
}

static void grow(void *user, kc_channel *ch)
{
    size_t bytes = (size_t)((kc_channels *)user)->ksmps * sizeof(double);
    if (ch->type != KC_CHANNEL_AUDIO || ch->bound || ch->bytes >= bytes) return;
    ch->value = kc_xrealloc(ch->value, bytes);
    memset((char *)ch->value + ch->bytes, 0, bytes - ch->bytes);
    ch->bytes = bytes;
}

void kc_channels_set_ksmps(kc_channels *set, int ksmps)
{
    set->ksmps = ksmps;
    kc_channels_each(set, grow, set);
}

void kc_channels_each(kc_channels *set, void (*fn)(void *user, kc_channel *ch), void *user)
{
    for (int i = 0; i < BUCKETS; i++)
        for (kc_channel *ch = set->buckets[i]; ch; ch = ch->next) fn(user, ch);
}

/* ---- the engine's set ------------------------------------------------------------------------- */

typedef struct {
    kc_channels *set;
    bool own;
} attached;

static void detach(void *data)
{
    attached *a = data;
    if (a->own) kc_channels_destroy(a->set);
}

kc_channels *kc_engine_channels(kc_engine *e)
{
    attached *a = kc_engine_store(e, "channels", sizeof *a, detach);
    const kc_engine_config *cfg = kc_engine_get_config(e);
    if (!a->set) {
        a->own = !cfg->channels;
        a->set = cfg->channels ? cfg->channels : kc_channels_create(cfg->ksmps);
    }
    return a->set;
}

/* ---- finding and making ----------------------------------------------------------------------- */

static _Atomic(kc_channel *) *bucket(kc_channels *set, const char *name)
{
    return &set->buckets[kc_hash(name, strlen(name), 0) % BUCKETS];
}

static kc_channel *search(kc_channel *ch, const char *name)
{
    while (ch && strcmp(ch->name, name)) ch = ch->next;
    return ch;
}

kc_channel *kc_channels_find(kc_channels *set, const char *name)
{
    return *name ? search(atomic_load_explicit(bucket(set, name), memory_order_acquire), name) : NULL;
}

kc_channel *kc_channel_find(kc_engine *e, const char *name)
{
    return kc_channels_find(kc_engine_channels(e), name);
}

static kc_channel *make(const char *name, kc_channel_type type)
{
    kc_channel *ch = kc_xcalloc(1, sizeof *ch);
    ch->name = kc_xstrdup(name);
    ch->type = type;
    pthread_spin_init(&ch->lock, PTHREAD_PROCESS_PRIVATE);
    return ch;
}

/* Puts a new channel in place; another thread's of the same name when that was faster. */
static kc_channel *publish(kc_channels *set, kc_channel *ch)
{
    _Atomic(kc_channel *) *at = bucket(set, ch->name);
    kc_channel *head = atomic_load_explicit(at, memory_order_acquire);
    do {
        kc_channel *other = search(head, ch->name);
        if (other) {
            free_channel(ch);
            return other;
        }
        ch->next = head;
    } while (
        !atomic_compare_exchange_weak_explicit(at, &head, ch, memory_order_acq_rel, memory_order_acquire));
    return ch;
}

static void give_storage(const kc_channels *set, kc_channel *ch)
{
    size_t samples = (size_t)(set->ksmps > 0 ? set->ksmps : UNKNOWN_KSMPS);
    if (ch->type == KC_CHANNEL_STRING) {
        ch->text = kc_xcalloc(1, sizeof *ch->text);
        ch->text->data = kc_xcalloc(1, TEXT_MIN);
        ch->text->size = TEXT_MIN;
        return;
    }
    if (ch->type == KC_CHANNEL_PVS) {
        ch->frame = kc_xcalloc(1, sizeof *ch->frame);
        return;
    }
    ch->bytes = (ch->type == KC_CHANNEL_AUDIO ? samples : 1) * sizeof(double);
    ch->value = kc_xcalloc(1, ch->bytes);
}

int kc_channels_get(kc_channels *set, const char *name, kc_channel_type type, int mode, kc_channel **out)
{
    *out = NULL;
    if (!*name) return KC_CHANNEL_BAD_NAME;
    kc_channel *ch = kc_channels_find(set, name);
    if (!ch) {
        ch = make(name, type);
        give_storage(set, ch);
        ch = publish(set, ch);
    }
    if (ch->type != type) return KC_CHANNEL_BAD_TYPE;
    if ((ch->mode & mode) != mode) atomic_fetch_or(&ch->mode, mode);
    *out = ch;
    return 0;
}

int kc_channel_get(kc_engine *e, const char *name, kc_channel_type type, int mode, kc_channel **out)
{
    return kc_channels_get(kc_engine_channels(e), name, type, mode, out);
}

int kc_channel_bind(kc_engine *e, const char *name, kc_channel_type type, int mode, void *memory,
                    kc_channel **out)
{
    *out = NULL;
    if (!*name) return KC_CHANNEL_BAD_NAME;
    if (kc_channel_find(e, name)) return KC_CHANNEL_BAD_TYPE;
    kc_channel *ch = make(name, type);
    ch->mode = mode;
    ch->bound = true;
    ch->bytes = (type == KC_CHANNEL_AUDIO ? (size_t)kc_engine_get_config(e)->ksmps : 1) * sizeof(double);
    if (type == KC_CHANNEL_STRING)
        ch->text = memory;
    else
        ch->value = memory;
    if (publish(kc_engine_channels(e), ch) != ch) return KC_CHANNEL_BAD_TYPE;
    *out = ch;
    return 0;
}

int kc_channel_put_text(kc_channel *ch, const char *text)
{
    size_t n = strlen(text) + 1;
    if (n >= (size_t)1 << 30) return -1;
    char *spare = NULL;
    for (;;) {
        pthread_spin_lock(&ch->lock);
        bool fits = ch->text->data && (size_t)ch->text->size >= n;
        if (!fits && spare) { /* made below, outside of the lock */
            char *old = ch->text->data;
            ch->text->data = spare;
            ch->text->size = (int32_t)n;
            spare = old;
            fits = true;
        }
        if (fits) memmove(ch->text->data, text, n);
        pthread_spin_unlock(&ch->lock);
        if (fits) break;
        if (!(spare = malloc(n))) return -1;
    }
    free(spare);
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
    pthread_spin_lock(&ch->lock);
    char *old = ch->hints.attributes;
    ch->hints = new;
    pthread_spin_unlock(&ch->lock);
    free(old);
    return 0;
}

const char *kc_channel_error(int error)
{
    return error == KC_CHANNEL_BAD_NAME ? "invalid channel name"
                                        : "channel already exists with incompatible type";
}
