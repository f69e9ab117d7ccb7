/* Score lines from instruments: each becomes an event that is posted to the engine, with times from now.
 * Orchestra text joins what the session has compiled. */
#include "api/textin.h"
#include "api/performance/performance.h"
#include "runtime/engine/hooks.h"
#include "runtime/engine/host.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 16 }; /* code that compiles code */

struct kc_textin {
    kc_performance *performance;
    int depth;
    double score_offset; /* s, of setscorepos */
    kc_sbuf scores;      /* texts that wait for the next k-cycle, each with a NUL behind it */
    kc_score_lines state;
};

static int compile_text(kc_textin *t, const char *text, size_t len, const char *name)
{
    kc_built b;
    if (t->depth >= MAX_DEPTH) {
        kc_say(&t->performance->con, "orchestra text that compiles orchestra text is nested too deeply\n");
        return -1;
    }
    t->depth++;
    int bad = kc_perf_build(t->performance, text, len, name, 1, &b);
    if (!bad) kc_perf_merge(t->performance, &b);
    t->depth--;
    return bad ? -1 : 0;
}

static int compile(void *user, const char *text, const char *name)
{
    return compile_text(user, text, strlen(text), name);
}

static void read_score(void *user, const char *text, size_t len)
{
    kc_textin *t = user;
    kc_sbuf_write(&t->scores, text, strnlen(text, len));
    kc_sbuf_putc(&t->scores, 0);
    kc_engine_hooks(t->performance->engine)->have_scores = true;
}

static void post_scores(void *user)
{
    kc_textin *t = user;
    kc_sbuf scores = t->scores;
    kc_engine_hooks(t->performance->engine)->have_scores = false;
    t->scores = (kc_sbuf){0};
    for (size_t at = 0; at < scores.n; at += strlen(scores.s + at) + 1) {
        kc_more_score more;
        if (kc_perf_read_more(t->performance, scores.s + at, &more)) continue;
        kc_perf_post_more(t->performance, &more);
        kc_more_score_free(&more);
    }
    kc_sbuf_free(&scores);
}

static int merge_csd(kc_textin *t, kc_arena *a, const kc_sbuf *text, const char *path)
{
    kc_performance *p = t->performance;
    kc_diags d = {.sources = &p->sources};
    kc_csd csd;
    int bad = kc_csd_read(text->s ? text->s : "", text->n, path, a, &d, &csd);
    kc_perf_show(p, &d);
    kc_diags_free(&d);
    if (!bad) bad = compile_text(t, csd.orchestra.text ? csd.orchestra.text : "", csd.orchestra.len, path);
    if (!bad && csd.score.text) read_score(t, csd.score.text, csd.score.len);
    return bad ? -1 : 0;
}

static int compile_csd(void *user, const char *path)
{
    kc_textin *t = user;
    kc_arena a = {0};
    kc_sbuf text = {0};
    int bad = kc_perf_file_text(&text, path);
    if (bad)
        kc_say(&t->performance->con, "cannot open %s: %s\n", path, strerror(errno));
    else
        bad = merge_csd(t, &a, &text, path);
    kc_sbuf_free(&text);
    kc_arena_free(&a);
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

/* ---- score position --------------------------------------------------------------------------- */

/* The message about it counts samples, as the reference's does. */
static void skip_ahead(kc_engine *e, double seconds)
{
    double p[4] = {0, 0, 0, seconds}, samples = seconds * kc_engine_get_config(e)->sr;
    if (seconds > 0 && isfinite(seconds))
        kc_engine_post(e, &(kc_event){.op = 'a', .n = 3, .p = p, .p3_beats = samples}, 0);
}

static void move_in_score(void *user)
{
    kc_textin *t = user;
    kc_engine *e = t->performance->engine;
    kc_hooks *h = kc_engine_hooks(e);
    double before = t->score_offset, ahead = h->seek - kc_engine_time(e);
    if (h->want_seek) t->score_offset = h->seek;
    bool back = h->want_rewind || (h->seek >= 0 && (ahead < 0 || h->seek < before));
    h->want_seek = h->want_rewind = false;
    if (back) {
        kc_engine_rewind(e);
        ahead = t->score_offset;
    }
    skip_ahead(e, ahead);
}

static bool is_device(const char *name, const char *word) { return name && !strncmp(name, word, 3); }

static void name_sound(kc_hooks *h, const kc_options *o)
{
    h->sound_in = o->input;
    h->sound_out = o->nosound ? NULL : o->output ? o->output : "test.wav";
    h->realtime = is_device(h->sound_in, "adc") || is_device(h->sound_out, "dac");
}

kc_textin *kc_textin_open(kc_performance *p)
{
    kc_textin *t = kc_xcalloc(1, sizeof *t);
    t->performance = p;
    kc_hooks *h = kc_engine_hooks(p->engine);
    h->user = t;
    h->score_lines = score_lines;
    h->compile = compile;
    h->compile_csd = compile_csd;
    h->read_score = read_score;
    h->post_scores = post_scores;
    h->move = move_in_score;
    name_sound(h, &p->opt);
    return t;
}

void kc_textin_close(kc_textin *t)
{
    if (!t) return;
    kc_hooks *h = kc_engine_hooks(t->performance->engine);
    h->score_lines = NULL;
    h->compile = NULL;
    h->compile_csd = NULL;
    h->read_score = NULL;
    h->post_scores = NULL;
    h->move = NULL;
    kc_score_lines_free(&t->state);
    kc_sbuf_free(&t->scores);
    free(t);
}
