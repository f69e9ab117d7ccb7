/* Keys: one that csoundKeyPress left, and callbacks that are asked, newest first, until one serves. Callbacks
 * stay over a reset. A callback is never freed while an engine lives, so the performance thread walks the
 * list without a lock; removal only empties its entry. */
#include "api/csound/keyboard.h"
#include "api/include/csound/csound.h"
#include <stdlib.h>

typedef int key_fn(void *user, void *key, unsigned int kind);

typedef struct hook {
    struct hook *next;
    key_fn *_Atomic fn; /* NULL: removed */
    void *user;
    unsigned kinds;
} hook;

typedef struct {
    pthread_mutex_t lock; /* of those who change the list */
    hook *_Atomic hooks;
    atomic_int latch; /* 0: none, else the code + 1 */
} keyboard;

static void end(CSOUND *cs, void *part)
{
    (void)cs;
    keyboard *k = part;
    for (hook *h = k->hooks, *next; h; h = next) {
        next = h->next;
        free(h);
    }
    pthread_mutex_destroy(&k->lock);
}

static keyboard *get(CSOUND *cs)
{
    return kc_cs_part(cs, "keyboard", sizeof(keyboard), KC_UNTIL_DESTROY, end);
}

void csoundKeyPress(CSOUND *cs, char key)
{
    if (cs) atomic_store(&get(cs)->latch, (unsigned char)key + 1);
}

int csoundRegisterKeyboardCallback(CSOUND *cs, key_fn *fn, void *user, unsigned int kinds)
{
    const unsigned all = CSOUND_CALLBACK_KBD_EVENT | CSOUND_CALLBACK_KBD_TEXT;
    if (!cs || !fn || kinds & ~all) return CSOUND_ERROR;
    hook *h = malloc(sizeof *h);
    if (!h) return CSOUND_MEMORY;
    keyboard *k = get(cs);
    pthread_mutex_lock(&k->lock);
    *h = (hook){k->hooks, fn, user, kinds ? kinds : all};
    k->hooks = h;
    pthread_mutex_unlock(&k->lock);
    return CSOUND_SUCCESS;
}

void csoundRemoveKeyboardCallback(CSOUND *cs, key_fn *fn)
{
    keyboard *k = cs ? kc_cs_part_find(cs, "keyboard") : NULL;
    for (hook *h = k ? k->hooks : NULL; h; h = h->next)
        if (h->fn == fn) h->fn = NULL;
}

int kc_cs_key(CSOUND *cs, unsigned kind)
{
    keyboard *k = kc_cs_part_find(cs, "keyboard");
    if (!k) return -1;
    int latched = atomic_exchange(&k->latch, 0);
    if (latched) return latched - 1;
    for (hook *h = k->hooks; h; h = h->next) {
        key_fn *fn = h->fn;
        int key = 0;
        if (fn && h->kinds & kind && !fn(h->user, &key, kind) && key) return key;
    }
    return -1;
}
