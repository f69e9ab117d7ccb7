/* Score lines from instruments: each becomes an event that is posted to the engine, with times from now.
 * Orchestra text joins what the session has compiled; its instruments run without the JIT. */
#include "api/textin.h"
#include "api/performance/performance.h"
#include "runtime/engine/hooks.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 16 }; /* code that compiles code */

struct kc_textin {
    kc_performance *performance;
    int depth;
    kc_score_lines state;
};

static int compile(void *user, const char *text, const char *name)
{
    kc_textin *t = user;
    kc_built b;
    if (t->depth >= MAX_DEPTH) {
        kc_say(&t->performance->con, "orchestra text that compiles orchestra text is nested too deeply\n");
        return -1;
    }
    t->depth++;
    int bad = kc_perf_build(t->performance, text, strlen(text), name, 1, &b);
    if (!bad) kc_perf_merge(t->performance, &b);
    t->depth--;
    return bad ? -1 : 0;
}

static void one_line(kc_textin *t, const char *s, size_t n)
{
    kc_arena arena = {0};
    kc_diags d = {0};
    kc_score_event ev = {0};
    kc_score_line_result r = kc_score_line(&t->state, s, n, &arena, &d, &ev);
    if (r == KC_LINE_EVENT) {
        kc_event e = kc_lines_event(&arena, &ev);
        kc_engine_post(t->performance->engine, &e, e.n >= 2 && e.op != 'e' ? e.p[2] : 0);
    } else if (r == KC_LINE_ORCHESTRA) {
        compile(t, t->state.orchestra.s ? t->state.orchestra.s : "", "score lines");
        kc_sbuf_free(&t->state.orchestra);
    } else if (r == KC_LINE_ERROR) {
        kc_sbuf text = {0};
        kc_diags_render(&d, &text);
        kc_say(&t->performance->con, "%sillegal RT scoreline: %.*s\n", text.s ? text.s : "", (int)n, s);
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

kc_textin *kc_textin_open(kc_performance *p)
{
    kc_textin *t = kc_xcalloc(1, sizeof *t);
    t->performance = p;
    kc_hooks *h = kc_engine_hooks(p->engine);
    h->user = t;
    h->score_lines = score_lines;
    h->compile = compile;
    return t;
}

void kc_textin_close(kc_textin *t)
{
    if (!t) return;
    kc_hooks *h = kc_engine_hooks(t->performance->engine);
    h->score_lines = NULL;
    h->compile = NULL;
    kc_score_lines_free(&t->state);
    free(t);
}
