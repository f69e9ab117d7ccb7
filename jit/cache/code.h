/* Code of programs, from the object cache and into it. */
#ifndef KC_JIT_CACHE_CODE_H
#define KC_JIT_CACHE_CODE_H
#include "jit/cache/cache.h"
#include "jit/cache/loader.h"
#include "jit/jit.h"

typedef struct {
    kc_image *image; /* the caller's, kc_image_free */
    kc_fused perf;
    kc_jit_stats stats; /* of the compilation that made it; ms is what it took */
} kc_cached_code;

/* [any thread] Finds and loads the code of a program: 0, or -1 when there is none (or no cache: NULL). */
int kc_cached_code_load(kc_cache *c, const kc_program *p, const kc_jit_host *host, kc_cached_code *out);
/* [any thread] Stores the object that was compiled from it. 0, or -1 with the reason. */
int kc_cached_code_save(kc_cache *c, const kc_program *p, const kc_jit_host *host, const kc_sbuf *object,
                        const kc_jit_stats *stats, kc_sbuf *error);
#endif
