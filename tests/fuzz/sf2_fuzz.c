/* Any bytes as a SoundFont; what is read is followed to its samples. */
#include "runtime/base/arena.h"
#include "runtime/io/sf2.h"
#include <string.h>

static int follow(const kc_sf2 *f, const kc_sf2_item *items, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < items[i].n; k++) {
            const kc_sf2_zone *z = &items[i].zones[k];
            int split = items == f->instrs;
            sum += split ? kc_sf2_at(f, f->samples[z->target].start + z->start) : f->instrs[z->target].n;
        }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *why;
    void *bytes = kc_xmalloc(size + 1);
    if (size) memcpy(bytes, data, size);
    kc_sf2 *f = kc_sf2_parse(bytes, size, &why);
    volatile int sum = f ? follow(f, f->instrs, f->ninstrs) + follow(f, f->presets, f->npresets) : 0;
    (void)sum;
    kc_sf2_free(f);
    return 0;
}
