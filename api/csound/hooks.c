/* Functions of the host that the engine calls while it performs. */
#include "api/csound/instance.h"
#include "api/csound/keyboard.h"
#include "api/include/csound/csound_standard_types.h"
#include "runtime/engine/hooks.h"
#include <stdlib.h>

void csoundSetYieldCallback(CSOUND *cs, int (*hook)(CSOUND *))
{
    if (cs) atomic_store(&kc_cs_of(cs)->hooks->yield, hook);
}

void csoundSetFileOpenCallback(CSOUND *cs,
                               void (*hook)(CSOUND *, const char *, int type, int write, int temp))
{
    if (cs) atomic_store(&kc_cs_of(cs)->hooks->file_opened, hook);
}

/* ---- every cycle ------------------------------------------------------------------------------ */

int csoundRegisterSenseEventCallback(CSOUND *cs, void (*hook)(CSOUND *, void *user), void *user)
{
    if (!cs || !hook) return CSOUND_ERROR;
    kc_sense *new = calloc(1, sizeof *new);
    if (!new) return CSOUND_MEMORY;
    *new = (kc_sense){NULL, hook, user};
    kc_sense *_Atomic *at = &kc_cs_of(cs)->hooks->sense;
    for (kc_sense *none = NULL; !atomic_compare_exchange_strong(at, &none, new); none = NULL)
        at = &none->next;
    return CSOUND_SUCCESS;
}

void kc_cs_run_sense(kc_cs *cs)
{
    kc_sense *next;
    for (kc_sense *s = atomic_load_explicit(&cs->hooks->sense, memory_order_acquire); s; s = next) {
        s->hook(kc_cs_public(cs), s->user);
        if (!kc_cs_running(cs)) return; /* it has reset the instance, and the list is gone */
        next = atomic_load_explicit(&s->next, memory_order_acquire);
    }
}

void kc_cs_clear_sense(kc_cs *cs)
{
    for (kc_sense *s = atomic_exchange(&cs->hooks->sense, NULL), *next; s; s = next) {
        next = s->next;
        free(s);
    }
}

/* ---- invalue and outvalue --------------------------------------------------------------------- */

static const void *type_of(bool text)
{
    return text ? (const void *)&CS_VAR_TYPE_S : (const void *)&CS_VAR_TYPE_K;
}

/* Callbacks get the address of the number, or of the characters. */
static void *storage_of(void *storage, bool text) { return text ? ((kc_str *)storage)->data : storage; }

static void value_in(void *host, const char *name, void *storage, bool text)
{
    kc_cs *cs = host;
    channelCallback_t hook = atomic_load(&cs->hooks->value_in);
    if (hook) hook(kc_cs_public(cs), name, storage_of(storage, text), type_of(text));
}

static void value_out(void *host, const char *name, void *storage, bool text)
{
    kc_cs *cs = host;
    channelCallback_t hook = atomic_load(&cs->hooks->value_out);
    if (hook) hook(kc_cs_public(cs), name, storage_of(storage, text), type_of(text));
}

static int next_key(void *user)
{
    int key = kc_cs_key(kc_cs_public(user), CSOUND_CALLBACK_KBD_EVENT | CSOUND_CALLBACK_KBD_TEXT);
    return key > 0 ? key : 0;
}

void kc_cs_connect_channels(kc_cs *cs)
{
    if (!cs->performance->engine) return;
    kc_hooks *h = kc_engine_hooks(cs->performance->engine);
    h->host = cs;
    h->value_in = atomic_load(&cs->hooks->value_in) ? value_in : NULL;
    h->value_out = atomic_load(&cs->hooks->value_out) ? value_out : NULL;
    h->key = next_key;
    h->key_user = cs;
}

static void connect(kc_cs *cs, void *arg)
{
    (void)arg;
    kc_cs_connect_channels(cs);
}

void csoundSetInputChannelCallback(CSOUND *cs, channelCallback_t hook)
{
    if (!cs) return;
    atomic_store(&kc_cs_of(cs)->hooks->value_in, hook);
    kc_cs_call(kc_cs_of(cs), connect, NULL);
}

void csoundSetOutputChannelCallback(CSOUND *cs, channelCallback_t hook)
{
    if (!cs) return;
    atomic_store(&kc_cs_of(cs)->hooks->value_out, hook);
    kc_cs_call(kc_cs_of(cs), connect, NULL);
}
