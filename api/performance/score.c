/* Score text to sections of events, or to events of a running performance. */
#include "api/performance/performance.h"
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEFAULT_SEED31 = 15937 };

static int include(void *ctx, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path)
{
    const kc_performance *p = ctx;
    (void)from;
    kc_sbuf_puts(path, name);
    if (!kc_perf_file_text(text, name)) return 0;
    const char *dirs = *name == '/' ? NULL : kc_perf_env(p, "INCDIR");
    while (dirs && *dirs) {
        size_t n = strcspn(dirs, ";:");
        path->n = 0;
        kc_sbuf_printf(path, "%.*s/%s", (int)n, dirs, name);
        if (n && !kc_perf_file_text(text, path->s)) return 0;
        dirs += n + (dirs[n] != 0);
    }
    return -1;
}

static int instr_number(void *ctx, const char *name) { return kc_session_instr_number(ctx, name); }

/* <CsScore bin="prog">: the program gets the text in a file and writes the score to another one. */
static int run_program(kc_performance *p, const char *prog)
{
    char in[] = "/tmp/kcycle-sco-XXXXXX", out[] = "/tmp/kcycle-srt-XXXXXX";
    int fi = mkstemp(in), fo = mkstemp(out), bad = fi < 0 || fo < 0;
    if (!bad) bad = write(fi, p->sco.s ? p->sco.s : "", p->sco.n) != (ssize_t)p->sco.n;
    if (fi >= 0) close(fi);
    if (fo >= 0) close(fo);
    char *cmd = kc_arena_printf(&p->arena, "%s %s %s", prog, in, out);
    if (!bad && system(cmd)) {
        kc_say(&p->con, "External generation failed\n");
        bad = 1;
    }
    kc_sbuf_free(&p->sco);
    if (!bad) bad = kc_perf_file_text(&p->sco, out);
    unlink(in);
    unlink(out);
    return bad ? -1 : 0;
}

/* The parts of the input that every score text of a performance shares. The arena holds what they need. */
static kc_score_input input(kc_performance *p, kc_arena *a, kc_sbuf *log)
{
    const char **macros = kc_arena_alloc(a, ((size_t)p->opt.smacros.n + 1) * sizeof *macros);
    for (int i = 0; i < p->opt.smacros.n; i++)
        macros[i] = kc_arena_printf(a, "%s=%s", p->opt.smacros.v[i].name, p->opt.smacros.v[i].value);
    return (kc_score_input){.macros = macros,
                            .nmacros = p->opt.smacros.n,
                            .first_line = 1,
                            .include = include,
                            .include_ctx = p,
                            .instr = instr_number,
                            .instr_ctx = kc_perf_session(p),
                            .seed31 = &p->seed31,
                            .clock_seed = (uint32_t)time(NULL),
                            .log = log,
                            .beat_tempo = p->opt.beat_mode ? p->opt.tempo : 0};
}

static bool is_sorted(const char *name)
{
    size_t n = name ? strlen(name) : 0;
    return n > 4 && (!strcmp(name + n - 4, ".srt") || !strcmp(name + n - 4, ".xtr"));
}

static int parse(kc_performance *p)
{
    kc_sbuf log = {0};
    p->seed31 = DEFAULT_SEED31;
    for (int i = 0; i < p->opt.smacros.n; i++)
        kc_say(&p->con, "Macro definition for smacro:%s=%s\n", p->opt.smacros.v[i].name,
               p->opt.smacros.v[i].value);
    pthread_mutex_lock(&p->session_lock);
    kc_score_input in = input(p, &p->arena, &log);
    in.text = p->sco.s ? p->sco.s : "";
    in.len = p->sco.n;
    in.first_line = p->sco_line;
    in.source = p->have_csd && p->opt.csd_line_nums ? p->csd.source : 0;
    in.ends = p->have_csd;
    int bad = is_sorted(p->sco_name) ? kc_score_read_sorted(&in, &p->arena, &p->diags, &p->score)
                                     : kc_score_read(&in, &p->arena, &p->diags, &p->score);
    pthread_mutex_unlock(&p->session_lock);
    if (log.s) kc_say(&p->con, "%s", log.s);
    kc_sbuf_free(&log);
    kc_perf_flush(p);
    return bad;
}

static int extract(kc_performance *p)
{
    kc_sbuf spec = {0};
    if (kc_sbuf_read_file(&spec, p->opt.extract, 1 << 20)) {
        kc_say(&p->con, "cannot open extract file %s: %s\n", p->opt.extract, strerror(errno));
        return -1;
    }
    int bad = kc_score_extract(&p->score, spec.s, spec.n, &p->arena, &p->diags);
    kc_sbuf_free(&spec);
    kc_perf_flush(p);
    return bad;
}

static int write_sorted(kc_performance *p)
{
    kc_sbuf srt = {0};
    int bad = 0;
    kc_score_write(&p->score, p->opt.srt == KC_SRT_HEX ? KC_SCORE_HEX : KC_SCORE_DECIMAL, &srt);
    FILE *f = fopen("score.srt", "w");
    if (!f || fwrite(srt.s, 1, srt.n, f) != srt.n || fclose(f)) {
        kc_say(&p->con, "cannot write score.srt: %s\n", strerror(errno));
        bad = -1;
    }
    kc_sbuf_free(&srt);
    return bad;
}

/* -C: the host's program takes the sorted score and gives another one. */
static int rewrite(kc_performance *p)
{
    kc_sbuf sorted = {0};
    kc_score_write(&p->score, KC_SCORE_HEX, &sorted);
    char *text = p->rewrite_score(p->rewrite_user, sorted.s ? sorted.s : "");
    kc_sbuf_free(&sorted);
    if (!text || !*text) {
        kc_say(&p->con, "cscore wrote no score\n");
        free(text);
        return -1;
    }
    kc_sbuf log = {0};
    kc_score_input in = input(p, &p->arena, &log);
    in.text = kc_arena_strndup(&p->arena, text, strlen(text));
    in.len = strlen(text);
    int bad = kc_score_read_sorted(&in, &p->arena, &p->diags, &p->score);
    free(text);
    kc_sbuf_free(&log);
    kc_perf_flush(p);
    return bad;
}

int kc_perf_read_score(kc_performance *p)
{
    int bad = 0;
    if (!p->have_score) return 0;
    if (p->opt.message_level) kc_say(&p->con, "sorting score ...\n");
    if (p->have_csd && p->csd.score_bin && run_program(p, p->csd.score_bin)) return -1;
    if (parse(p) || (p->opt.extract && extract(p))) return -1;
    if (p->opt.cscore && p->rewrite_score && rewrite(p)) return -1;
    if (p->opt.srt) bad = write_sorted(p);
    p->sections = kc_arena_alloc(&p->arena, ((size_t)p->score.n + 1) * sizeof *p->sections);
    for (int i = 0; i < p->score.n; i++) {
        const kc_score_section *s = &p->score.sections[i];
        kc_event *ev = kc_arena_alloc(&p->arena, ((size_t)s->n + 1) * sizeof *ev);
        for (int k = 0; k < s->n; k++) ev[k] = kc_lines_event(&p->arena, &s->events[k]);
        p->sections[i] = (kc_section){ev, s->n};
    }
    if (p->opt.message_level) kc_say(&p->con, "\t... done\n");
    kc_perf_elapsed(p, "score sort");
    return bad;
}

/* ---- text that comes while performing --------------------------------------------------------- */

/* Whether a statement `e` stands in the text (comments aside, which begin a line where they hide one). */
static bool has_end(const char *s)
{
    while (*s) {
        s += strspn(s, " \t");
        if (*s == 'e' && (!s[1] || isspace((unsigned char)s[1]) || s[1] == ';')) return true;
        s += strcspn(s, "\n");
        s += *s == '\n';
    }
    return false;
}

/* Posts a section that begins `at` seconds from now; returns its length. */
static double post_section(kc_performance *p, kc_arena *a, const kc_score_section *s, double at)
{
    double length = 0;
    for (int i = 0; i < s->n; i++) {
        kc_event ev = kc_lines_event(a, &s->events[i]);
        double end = ev.p[2] + (ev.op == 'i' && ev.n >= 3 && ev.p[3] > 0 ? ev.p[3] : 0);
        if (end > length) length = end;
        kc_engine_post(p->engine, &ev, at + ev.p[2]);
    }
    return length;
}

int kc_perf_read_more(kc_performance *p, const char *text, kc_more_score *out)
{
    kc_sbuf log = {0};
    kc_diags d = {0};
    *out = (kc_more_score){.ends = has_end(text)};
    pthread_mutex_lock(&p->session_lock);
    kc_score_input in = input(p, &out->arena, &log);
    in.text = text;
    in.len = strlen(text);
    int bad = kc_score_read(&in, &out->arena, &d, &out->score);
    pthread_mutex_unlock(&p->session_lock);
    if (log.s) kc_say(&p->con, "%s", log.s);
    kc_sbuf_free(&log);
    kc_perf_show(p, &d);
    if (bad) kc_more_score_free(out);
    return bad;
}

void kc_perf_post_more(kc_performance *p, const kc_more_score *more)
{
    kc_arena a = {0};
    double at = 0;
    for (int i = 0; !more->score.forever && i < more->score.n; i++)
        at += post_section(p, &a, &more->score.sections[i], at);
    if (more->ends) {
        double fields[4] = {0};
        kc_engine_post(p->engine, &(kc_event){.op = 'e', .n = 3, .p = fields}, 0);
    }
    kc_arena_free(&a);
}

void kc_more_score_free(kc_more_score *more)
{
    kc_arena_free(&more->arena);
    *more = (kc_more_score){.ends = false};
}

int kc_perf_post_score(kc_performance *p, const char *text)
{
    kc_more_score more;
    if (kc_perf_read_more(p, text, &more)) return -1;
    kc_perf_post_more(p, &more);
    kc_more_score_free(&more);
    return 0;
}
