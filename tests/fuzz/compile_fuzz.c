/* Any bytes as an orchestra, through all of the compiler: types, lowering, IR passes, layout. */
#define _GNU_SOURCE
#include "api/build.h"
#include "runtime/opcodes/op.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16 || memmem(data, size, "include", 7)) return 0; /* would read files of this machine */
    kc_header over = {.set = 0};
    kc_diags d = {0};
    kc_sbuf dump = {0};
    kc_built built = {0};
    kc_session *s = kc_session_create(kc_optable, kc_optable_count, &over);
    kc_sbuf text = {0};
    kc_sbuf_write(&text, (const char *)data, size);
    if (!kc_build(s, text.s ? text.s : "", text.n, "fuzz", 1, "schedule", &dump, &d, &built)) kc_built_free(&built);
    kc_sbuf_free(&text);
    kc_sbuf_free(&dump);
    kc_diags_free(&d);
    kc_session_destroy(s);
    return 0;
}
