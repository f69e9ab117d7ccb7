/* Any bytes as a score, as a sorted score and as line events, with small bounds so that runs are fast. */
#include "frontend/score/score.h"
#include <stdint.h>
#include <string.h>

static void lines(const char *text, size_t size, kc_arena *arena, kc_diags *d)
{
    kc_score_lines st = {0};
    kc_score_event e;
    while (size) {
        const char *end = memchr(text, '\n', size);
        size_t n = end ? (size_t)(end - text) + 1 : size;
        if (kc_score_line(&st, text, n, arena, d, &e) == KC_LINE_ORCHESTRA) kc_sbuf_free(&st.orchestra);
        text += n;
        size -= n;
    }
    kc_score_lines_free(&st);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kc_sources sources = {0};
    kc_diags d = {.sources = &sources};
    kc_arena arena = {0};
    kc_sbuf out = {0};
    int32_t seed = 15937;
    kc_score s;
    kc_score_input in = {
        .text = (const char *)data, .len = size, .first_line = 1, .ends = true, .seed31 = &seed};
    in.source = kc_sources_add(&sources, "fuzz.sco", in.text, size);
    in.max_text = 1 << 16;
    in.max_events = 5000;
    if (kc_score_read(&in, &arena, &d, &s) == 0) kc_score_write(&s, KC_SCORE_HEX, &out);
    kc_score_read_sorted(&in, &arena, &d, &s);
    if (size < 4096) lines(in.text, size, &arena, &d);
    kc_sbuf_free(&out);
    kc_diags_free(&d);
    kc_sources_free(&sources);
    kc_arena_free(&arena);
    return 0;
}
