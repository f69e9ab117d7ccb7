/* Between the object cache and programs: keys, the names that objects refer to, and the function in them. */
#include "jit/cache/code.h"
#include "jit/helpers.h"
#include "runtime/base/arena.h"
#include <stdlib.h>
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
static kc_image *load(const kc_sbuf *object, const kc_jit_host *host, void **function, kc_sbuf *error)
{
    kc_image *m = kc_image_load(object->s, object->n, resolve, (void *)(uintptr_t)host, error);
    if (!m) return NULL;
    *function = kc_image_function(m, KC_JIT_PERF);
    if (*function) return m;
    kc_sbuf_puts(error, "the object has no function of an instrument");
    kc_image_free(m);
    return NULL;
}

/* 0, or -1: the value is of no use. */
static int take(const kc_cache_value *v, const kc_jit_host *host, int width, kc_cached_code *out)
{
    kc_sbuf error = {0};
    void *function = NULL;
    int lanes = width > 1;
    if (!v->object.n) {
        out->refused = lanes && v->extra.n ? kc_xstrdup(v->extra.s) : NULL;
        return out->refused ? 0 : -1;
    }
    if (lanes && !(out->batch = kc_batch_unpack(v->extra.s, v->extra.n))) return -1;
    out->image = load(&v->object, host, &function, &error);
    if (lanes)
        out->batch->perform = (int (*)(char *, kc_ctx *))(uintptr_t)function;
    else
        out->perf = (kc_fused)(uintptr_t)function;
    kc_sbuf_free(&error);
    return out->image ? 0 : -1;
}

int kc_cached_code_load(kc_cache *c, const kc_program *p, const kc_jit_host *host, int width,
                        kc_cached_code *out)
{
    kc_sbuf key = {0};
    kc_cache_value v = {0};
    int found = -1;
    *out = (kc_cached_code){0};
    if (c && !kc_cache_key(c, p, width, &key) && !kc_cache_find(c, &key, &v)) {
        found = take(&v, host, width, out);
        if (found) { /* it is compiled and stored again */
            kc_cache_remove(c, &key);
            kc_cached_code_free(out);
        } else
            out->stats = (kc_jit_stats){.instructions = v.facts.instructions,
                                        .loops = v.facts.loops,
                                        .inlined = v.facts.inlined,
                                        .natives = v.facts.natives,
                                        .code_bytes = (size_t)v.facts.code_bytes};
    }
    kc_sbuf_free(&key);
    kc_cache_value_free(&v);
    return found;
}

void kc_cached_code_free(kc_cached_code *code)
{
    kc_image_free(code->image);
    free(code->batch);
    free(code->refused);
    *code = (kc_cached_code){0};
}

/* Nothing is stored that could not be loaded again. */
static int loads(const kc_sbuf *object, const kc_jit_host *host, kc_sbuf *error)
{
    void *function;
    kc_image *m = load(object, host, &function, error);
    kc_image_free(m);
    return m != NULL;
}

int kc_cached_code_save(kc_cache *c, const kc_program *p, const kc_jit_host *host, int width,
                        const kc_fresh_code *fresh, kc_sbuf *error)
{
    kc_sbuf key = {0};
    kc_cache_value v = {0};
    int bad = !fresh->refused && !loads(fresh->object, host, error);
    if (fresh->stats)
        v.facts = (kc_cache_facts){.instructions = fresh->stats->instructions,
                                   .loops = fresh->stats->loops,
                                   .inlined = fresh->stats->inlined,
                                   .natives = fresh->stats->natives,
                                   .code_bytes = fresh->stats->code_bytes,
                                   .ms = fresh->stats->ms};
    if (fresh->refused)
        kc_sbuf_puts(&v.extra, fresh->refused);
    else
        v.object = *fresh->object;
    if (fresh->batch) kc_batch_pack(fresh->batch, &v.extra);
    bad = bad || kc_cache_key(c, p, width, &key) || kc_cache_store(c, &key, &v, error);
    kc_sbuf_free(&key);
    kc_sbuf_free(&v.extra);
    return bad ? -1 : 0;
}
