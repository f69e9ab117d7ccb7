/* Between the object cache and programs: keys, the names that objects refer to, and the function in them. */
#include "jit/cache/code.h"
#include "jit/helpers.h"
#include <string.h>

/* All that fused code calls by name. What it calls by address it finds through its note. */
static uintptr_t resolve(void *user, const char *name)
{
    const kc_jit_host *host = user;
    if (!strcmp(name, KC_JIT_SUB_CONTEXT)) return (uintptr_t)host->sub_context;
    for (const kc_jit_helper *h = kc_jit_helpers; h->name; h++)
        if (!strcmp(name, h->name)) return h->at;
    /* the code generator may make calls of these on its own */
    if (!strcmp(name, "memcpy")) return (uintptr_t)&memcpy;
    if (!strcmp(name, "memmove")) return (uintptr_t)&memmove;
    if (!strcmp(name, "memset")) return (uintptr_t)&memset;
    return 0;
}

/* Loads an object that has the function of a program. */
static kc_image *load(const kc_sbuf *object, const kc_jit_host *host, kc_fused *perf, kc_sbuf *error)
{
    kc_image *m = kc_image_load(object->s, object->n, resolve, (void *)(uintptr_t)host, error);
    if (!m) return NULL;
    *perf = (kc_fused)(uintptr_t)kc_image_function(m, KC_JIT_PERF);
    if (*perf) return m;
    kc_sbuf_puts(error, "the object has no function of an instrument");
    kc_image_free(m);
    return NULL;
}

int kc_cached_code_load(kc_cache *c, const kc_program *p, const kc_jit_host *host, kc_cached_code *out)
{
    kc_sbuf key = {0}, object = {0}, error = {0};
    kc_cache_facts f;
    *out = (kc_cached_code){0};
    if (c && !kc_cache_key(c, p, &key) && !kc_cache_find(c, &key, &object, &f)) {
        out->image = load(&object, host, &out->perf, &error);
        if (!out->image) kc_cache_remove(c, &key); /* it is compiled and stored again */
        out->stats = (kc_jit_stats){.instructions = f.instructions,
                                    .loops = f.loops,
                                    .inlined = f.inlined,
                                    .natives = f.natives,
                                    .code_bytes = (size_t)f.code_bytes,
                                    .ms = f.ms};
    }
    kc_sbuf_free(&key);
    kc_sbuf_free(&object);
    kc_sbuf_free(&error);
    return out->image ? 0 : -1;
}

int kc_cached_code_save(kc_cache *c, const kc_program *p, const kc_jit_host *host, const kc_sbuf *object,
                        const kc_jit_stats *s, kc_sbuf *error)
{
    kc_sbuf key = {0};
    kc_fused perf;
    int bad = -1;
    kc_cache_facts f = {.instructions = s->instructions,
                        .loops = s->loops,
                        .inlined = s->inlined,
                        .natives = s->natives,
                        .code_bytes = s->code_bytes,
                        .ms = s->ms};
    kc_image *m = load(object, host, &perf, error); /* nothing is stored that could not be loaded again */
    if (m && !kc_cache_key(c, p, &key)) bad = kc_cache_store(c, &key, object, &f, error);
    kc_image_free(m);
    kc_sbuf_free(&key);
    return bad;
}
