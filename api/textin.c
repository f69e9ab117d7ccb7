/* Score lines from instruments: each becomes an event that is posted to the engine, with times from now. */
#include "api/textin.h"
#include "api/lines.h"
#include "runtime/engine/hooks.h"
#include <stdlib.h>
#include <string.h>

struct kc_textin {
    kc_engine *engine;
    const kc_console *con;
    kc_score_lines state;
};

static void one_line(kc_textin *t, const char *s, size_t n)
{
    kc_arena arena = {0};
    kc_diags d = {0};
    kc_score_event ev = {0};
    kc_score_line_result r = kc_score_line(&t->state, s, n, &arena, &d, &ev);
    if (r == KC_LINE_EVENT) {
        kc_event e = kc_lines_event(&arena, &ev);
        kc_engine_post(t->engine, &e, e.n >= 2 && e.op != 'e' ? e.p[2] : 0);
    } else if (r == KC_LINE_ORCHESTRA) {
        kc_say(t->con, "illegal RT scoreline: orchestra text in braces\n");
        kc_sbuf_free(&t->state.orchestra);
    } else if (r == KC_LINE_ERROR) {
        kc_sbuf text = {0};
        kc_diags_render(&d, &text);
        kc_say(t->con, "%sillegal RT scoreline: %.*s\n", text.s ? text.s : "", (int)n, s);
        kc_sbuf_free(&text);
    }
    kc_diags_free(&d);
    kc_arena_free(&arena);
}

static void score_lines(void *user, const char *text)
{
    for (const char *end; *text; text = end + (*end != 0)) {
        end = text + strcspn(text, "\n");
        one_line(user, text, (size_t)(end - text));
    }
}

kc_textin *kc_textin_open(kc_engine *e, const kc_console *con)
{
    kc_textin *t = kc_xcalloc(1, sizeof *t);
    t->engine = e;
    t->con = con;
    kc_hooks *h = kc_engine_hooks(e);
    h->user = t;
    h->score_lines = score_lines;
    return t;
}

void kc_textin_close(kc_textin *t)
{
    if (!t) return;
    kc_hooks *h = kc_engine_hooks(t->engine);
    h->score_lines = NULL;
    kc_score_lines_free(&t->state);
    free(t);
}
