/* Any bytes as a file of the object cache, and as an object for the loader and tables of a batch. Nothing
 * that is loaded is run. */
#include "jit/cache/code.h"
#include <stdlib.h>

static uintptr_t resolve(void *user, const char *name)
{
    (void)user;
    return name[0] == 'k' ? (uintptr_t)&resolve : 0;
}

static void load(const char *bytes, size_t n)
{
    kc_sbuf error = {0};
    kc_image *m = kc_image_load(bytes, n, resolve, NULL, &error);
    if (m) (void)kc_image_function(m, "kc_perf_");
    kc_image_free(m);
    kc_sbuf_free(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kc_cache_record r;
    if (!kc_cache_decode((const char *)data, size, &r)) load(r.object, r.object_bytes);
    load((const char *)data, size);
    free(kc_batch_unpack((const char *)data, size));
    return 0;
}
