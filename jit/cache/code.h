/* Code of programs, from the object cache and into it. */
#ifndef KC_JIT_CACHE_CODE_H
#define KC_JIT_CACHE_CODE_H
#include "jit/cache/cache.h"
#include "jit/cache/loader.h"
#include "jit/jit.h"

/* Code of one program at one width: 1, or KC_LANE_COUNT. */
typedef struct {
    kc_image *image;
    kc_fused perf;        /* one voice */
    kc_batch_code *batch; /* lanes */
    char *refused;        /* lanes: why there are none; there is nothing else then */
    kc_jit_stats stats;   /* of the compilation that made it; ms is 0 */
} kc_cached_code;

/* [any thread] Finds and loads the code of a program: 0, or -1 when there is none (or no cache: NULL). */
int kc_cached_code_load(kc_cache *c, const kc_program *p, const kc_jit_host *host, int width,
                        kc_cached_code *out);
void kc_cached_code_free(kc_cached_code *code);

/* What was compiled. */
typedef struct {
    const kc_sbuf *object;
    const kc_batch_code *batch; /* lanes */
    const char *refused;        /* in place of both: why there can be no lanes */
    const kc_jit_stats *stats;
} kc_fresh_code;
/* [any thread] Stores it. 0, or -1 with the reason. */
int kc_cached_code_save(kc_cache *c, const kc_program *p, const kc_jit_host *host, int width,
                        const kc_fresh_code *fresh, kc_sbuf *error);

/* lanes.c: the tables of a batch as bytes, and back. NULL: the bytes are not such tables. The caller frees
 * it. */
void kc_batch_pack(const kc_batch_code *b, kc_sbuf *out);
kc_batch_code *kc_batch_unpack(const char *bytes, size_t n);
#endif
