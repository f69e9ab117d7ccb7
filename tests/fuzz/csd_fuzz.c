/* Any bytes as a CSD: the container, its options and its score are read; nothing may crash, hang or leak. */
#include "frontend/csd.h"
#include "frontend/options.h"
#include <stdint.h>

static void read_options(const kc_csd *c, kc_diags *d)
{
    kc_options o;
    kc_options_init(&o);
    for (int i = 0; i < c->noptions; i++) {
        kc_csd_text *t = &c->options[i];
        for (size_t k = 0; k + 1 < t->len; k++)
            if (t->text[k] == '@') goto done; /* would read files of this machine */
        kc_options_parse_line(&o, t->text, t->len, KC_OPT_CSD, (kc_span){c->source, t->line, 0, 0}, d);
    }
done:
    kc_options_free(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kc_sources sources = {0};
    kc_diags d = {.sources = &sources};
    kc_arena arena = {0};
    kc_csd c;
    if (kc_csd_read((const char *)data, size, "fuzz.csd", &arena, &d, &c) == 0) read_options(&c, &d);
    kc_sbuf shown = {0};
    kc_diags_render(&d, &shown);
    kc_sbuf_free(&shown);
    kc_diags_free(&d);
    kc_sources_free(&sources);
    kc_arena_free(&arena);
    return 0;
}
