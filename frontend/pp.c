/* The preprocessor's scanner: copies text, drops comments, joins continued lines, expands
 * macro calls.
 *
 * One function reads any text (kc_pp_scan_text); a macro call or an include makes a new scan and
 * calls it again, at most 1024 deep. A macro body is scanned again with the names of its
 * parameters visible; an argument is scanned with the names of the place it was written in, so
 * arguments may themselves hold calls and outer parameters. */
#include "frontend/pp_impl.h"
#include "runtime/base/near.h"
#include <string.h>

/* ---- places and errors ------------------------------------------------------------------- */

kc_span kc_pp_here(const kc_pp_scan *s, const char *at, size_t len)
{
    if (s->site.line) return s->site;
    return (kc_span){s->source, s->line, s->col0 + (int)(at - s->line_start), (int)len};
}

static kc_span written(const kc_pp_scan *s, const char *at)
{
    return (kc_span){s->source, s->line, s->col0 + (int)(at - s->line_start), 1};
}

void kc_pp_error(kc_pp *pp, const kc_pp_scan *s, kc_span at, const char *code, const char *message)
{
    kc_diag_error(pp->diags, at, code, "%s", message);
    if (s) kc_pp_note_frame(pp->out, pp->diags, s->frame);
    pp->failed = 1;
}

void kc_pp_fatal(kc_pp *pp, const kc_pp_scan *s, kc_span at, const char *code, const char *message)
{
    kc_pp_error(pp, s, at, code, message);
    pp->stop = 1;
}

int kc_pp_push_frame(kc_pp *pp, kc_pp_frame_kind kind, const kc_pp_scan *from, const char *name, kc_span use)
{
    kc_pp_frame f = {kind, from->frame, kc_arena_strdup(&pp->out->arena, name), use};
    kc_vec_push(&pp->out->frames, f);
    return pp->out->frames.n - 1;
}

int kc_pp_enter(kc_pp *pp, const kc_pp_scan *s, kc_span at, size_t len)
{
    if (pp->depth >= KC_PP_MAX_DEPTH) {
        kc_pp_fatal(pp, s, at, "nested-too-deep", "macros or includes nested more than 1024 deep");
        return 0;
    }
    pp->work += len + 32;
    if (pp->work > KC_PP_MAX_WORK) {
        kc_pp_fatal(pp, s, at, "expansion-too-big", "macros expand to too much text");
        return 0;
    }
    return 1;
}

/* ---- output ------------------------------------------------------------------------------ */

static void new_segment(kc_pp *pp, const kc_pp_scan *s, const char *from)
{
    kc_pp_text *t = pp->out;
    kc_pp_seg g = {(uint32_t)t->text.n, s->frame, s->site, {0}};
    if (s->site.line)
        g.body = written(s, from);
    else
        g.at = (kc_span){s->source, s->line, s->col0 + (int)(from - s->line_start), 0};
    if (t->segs.n && t->segs.v[t->segs.n - 1].out == g.out)
        t->segs.v[t->segs.n - 1] = g;
    else
        kc_vec_push(&t->segs, g);
}

/* Appends c, which stands for the source byte `from` (that line must be the scan's). */
void kc_pp_emit(kc_pp *pp, const kc_pp_scan *s, const char *from, char c)
{
    if (pp->out->text.n - pp->base >= KC_PP_MAX_OUT) {
        kc_pp_fatal(pp, s, kc_pp_here(s, from, 1), "expansion-too-big",
                    "the text grows beyond 16 MiB in preprocessing");
        return;
    }
    if (pp->next != from) new_segment(pp, s, from);
    kc_sbuf_putc(&pp->out->text, c);
    pp->next = c == '\n' ? NULL : from + 1;
}

static void copy(kc_pp *pp, kc_pp_scan *s, size_t n)
{
    for (; n && s->p < s->end && !pp->stop; n--) {
        if (kc_pp_is_eol(*s->p)) {
            kc_pp_emit(pp, s, s->p, '\n');
            kc_pp_newline(s);
        } else {
            kc_pp_emit(pp, s, s->p, *s->p);
            s->p++;
        }
    }
}

/* ---- lines and comments ------------------------------------------------------------------ */

void kc_pp_newline(kc_pp_scan *s)
{
    if (*s->p == '\r' && s->p + 1 < s->end && s->p[1] == '\n') s->p++;
    s->p++;
    s->line++;
    s->line_start = s->p;
    s->col0 = 1;
}

void kc_pp_skip_line(kc_pp_scan *s)
{
    while (s->p < s->end && !kc_pp_is_eol(*s->p)) s->p++;
}

static int looking_at(const kc_pp_scan *s, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(s->end - s->p) >= n && memcmp(s->p, word, n) == 0;
}

static void skip_block_comment(kc_pp *pp, kc_pp_scan *s)
{
    kc_span open = kc_pp_here(s, s->p, 2);
    s->p += 2;
    while (s->p < s->end) {
        if (looking_at(s, "*/")) {
            s->p += 2;
            return;
        }
        if (kc_pp_is_eol(*s->p))
            kc_pp_newline(s);
        else
            s->p++;
    }
    kc_diag_warning(pp->diags, open, "open-comment", "this comment is never closed by */");
}

int kc_pp_skip_comment(kc_pp *pp, kc_pp_scan *s)
{
    if (looking_at(s, "/*"))
        skip_block_comment(pp, s);
    else if (*s->p == ';' || looking_at(s, "//"))
        kc_pp_skip_line(s);
    else
        return 0;
    return 1;
}

/* Backslash, blanks, a comment, line end: all of it vanishes. */
static int skip_continuation(kc_pp_scan *s)
{
    const char *q = s->p + 1;
    while (q < s->end && kc_pp_is_blank(*q)) q++;
    if (q < s->end && (*q == ';' || (*q == '/' && q + 1 < s->end && q[1] == '/')))
        while (q < s->end && !kc_pp_is_eol(*q)) q++;
    if (q >= s->end || !kc_pp_is_eol(*q)) return 0;
    s->p = q;
    kc_pp_newline(s);
    return 1;
}

/* {{ ... }}: copied untouched. */
static void copy_raw_string(kc_pp *pp, kc_pp_scan *s)
{
    const char *q = s->p + 2;
    while (q + 1 < s->end && !(q[0] == '}' && q[1] == '}')) q++;
    size_t n = (size_t)(q + 1 < s->end ? q + 2 - s->p : s->end - s->p);
    const char *stop = s->p + n;
    while (s->p < stop && !pp->stop) copy(pp, s, 1);
}

/* ---- macro calls ------------------------------------------------------------------------- */

typedef struct {
    const char *at; /* the $ */
    char *name;
    size_t len; /* of all of `$NAME` `.` */
    int open;   /* a parenthesis follows at once */
} call;

static int read_call(kc_pp_scan *s, call *c, kc_arena *a)
{
    const char *q = s->p + 1;
    if (q >= s->end || !kc_pp_is_alpha(*q)) return 0;
    while (q < s->end && kc_pp_is_word(*q)) q++;
    c->at = s->p;
    c->name = kc_arena_strndup(a, s->p + 1, (size_t)(q - s->p - 1));
    if (q < s->end && *q == '.') q++;
    c->len = (size_t)(q - s->p);
    c->open = q < s->end && *q == '(';
    return 1;
}

/* Scans `sub` one level down. `from` is the scan that holds the call. */
static void descend(kc_pp *pp, kc_pp_scan *sub)
{
    pp->depth++;
    kc_pp_scan_text(pp, sub);
    pp->depth--;
    pp->next = NULL;
}

static void expand_argument(kc_pp *pp, kc_pp_scan *s, const kc_pp_arg *a, kc_span at)
{
    if (!kc_pp_enter(pp, s, at, a->len)) return;
    kc_pp_scan sub = *a->home;
    sub.p = sub.line_start = a->text;
    sub.end = a->text + a->len;
    sub.line = a->line;
    sub.col0 = a->col;
    descend(pp, &sub);
}

/* Reads one argument up to its terminator. A backslash drops out; what follows it is taken as it is. */
static int read_argument(kc_pp *pp, kc_pp_scan *s, int last, kc_pp_arg *arg)
{
    kc_sbuf b = {0};
    int nest = 0;
    *arg = (kc_pp_arg){NULL, 0, s->line, s->col0 + (int)(s->p - s->line_start), s};
    for (; s->p < s->end; s->p++) {
        char c = *s->p;
        if (!nest && (last ? c == ')' : c == '\'' || c == '#')) break;
        if (!nest && c == ')') goto fail;
        nest += (c == '(') - (c == ')');
        if (c == '\\' && s->p + 1 < s->end) c = *++s->p;
        if (kc_pp_is_eol(c)) {
            kc_pp_newline(s);
            s->p--;
            c = '\n';
        }
        kc_sbuf_putc(&b, c);
    }
    if (s->p >= s->end) goto fail;
    s->p++;
    arg->len = b.n;
    arg->text = kc_arena_strndup(&pp->arena, b.s ? b.s : "", b.n);
    kc_sbuf_free(&b);
    return 1;
fail:
    kc_sbuf_free(&b);
    return 0;
}

static int read_arguments(kc_pp *pp, kc_pp_scan *s, const kc_pp_macro *m, kc_pp_arg *args)
{
    for (int i = 0; i < m->n_params; i++)
        if (!read_argument(pp, s, i == m->n_params - 1, &args[i])) return 0;
    return 1;
}

static void wrong_arguments(kc_pp *pp, kc_pp_scan *s, const kc_pp_macro *m, kc_span at)
{
    char *text = kc_arena_printf(&pp->arena, "$%s takes %d argument%s, as in $%s(%s%s)", m->name, m->n_params,
                                 m->n_params == 1 ? "" : "s separated by '", m->name, m->params[0],
                                 m->n_params == 1 ? "" : "'...");
    kc_pp_error(pp, s, at, "macro-arguments", text);
}

static void expand_macro(kc_pp *pp, kc_pp_scan *s, const kc_pp_macro *m, const call *c)
{
    kc_span at = kc_pp_here(s, c->at, c->len), use = written(s, c->at);
    kc_pp_scan home = *s; /* arguments are expanded in a copy: s moves on past the call */
    kc_pp_arg *args = NULL;
    if (m->n_params) {
        args = kc_arena_alloc(&pp->arena, (size_t)m->n_params * sizeof *args);
        s->p += c->open;
        if (!c->open || !read_arguments(pp, s, m, args)) {
            wrong_arguments(pp, s, m, at);
            return;
        }
        for (int i = 0; i < m->n_params; i++) args[i].home = &home;
    }
    if (!kc_pp_enter(pp, s, at, m->len)) return;
    kc_pp_scan sub = {.p = m->body, .end = m->body + m->len, .source = m->def.source, .line = m->def.line};
    sub.col0 = m->def.col;
    sub.line_start = m->body;
    sub.dir = s->dir;
    /* In a macro of several lines the line in its body says more than the call. */
    int lines = m->def.line && memchr(m->body, '\n', m->len);
    if (s->site.line || !lines) sub.site = at;
    sub.frame = kc_pp_push_frame(pp, KC_PP_FRAME_MACRO, s, m->name, use);
    sub.of = m;
    sub.args = args;
    descend(pp, &sub);
}

static void note_near_macro(kc_pp *pp, const char *name)
{
    kc_near near = {.name = name};
    for (size_t i = 0; i < pp->macros.cap; i++)
        if (pp->macros.slots[i].key) kc_near_try(&near, pp->macros.slots[i].key);
    if (near.best) kc_diag_note(pp->diags, "did you mean `$%s`?", near.best);
}

static void unknown_macro(kc_pp *pp, kc_pp_scan *s, const call *c)
{
    kc_span at = kc_pp_here(s, c->at, c->len);
    char *text = kc_arena_printf(&pp->arena, "undefined macro: $%s", c->name);
    if (!pp->in_string) {
        kc_pp_error(pp, s, at, "undefined-macro", text);
        note_near_macro(pp, c->name);
        return;
    }
    /* The reference goes on with this text in the string. */
    kc_diag_warning(pp->diags, at, "undefined-macro", "%s", text);
    kc_pp_note_frame(pp->out, pp->diags, s->frame);
    note_near_macro(pp, c->name);
    for (const char *e = "$error"; *e; e++) {
        pp->next = NULL;
        kc_pp_emit(pp, s, c->at, *e);
    }
    pp->next = NULL;
}

static void macro_call(kc_pp *pp, kc_pp_scan *s)
{
    call c;
    if (!read_call(s, &c, &pp->arena)) {
        copy(pp, s, 1);
        return;
    }
    for (int i = 0; s->of && i < s->of->n_params; i++) {
        if (strcmp(s->of->params[i], c.name)) continue;
        kc_span at = kc_pp_here(s, c.at, c.len);
        s->p += c.len;
        expand_argument(pp, s, &s->args[i], at);
        return;
    }
    const kc_pp_macro *m = kc_map_get(&pp->macros, c.name);
    if (!m && pp->opt.keep_unknown) {
        copy(pp, s, c.len);
        return;
    }
    s->p += c.len;
    if (m)
        expand_macro(pp, s, m, &c);
    else
        unknown_macro(pp, s, &c);
}

/* ---- the scanner ------------------------------------------------------------------------- */

/* Score: a line that opens with a bare `c`. */
static int score_comment(const kc_pp *pp, const kc_pp_scan *s)
{
    if (pp->opt.mode != KC_PP_SCORE || *s->p != 'c') return 0;
    for (const char *q = s->line_start; q < s->p; q++)
        if (!kc_pp_is_blank(*q)) return 0;
    return s->col0 == 1;
}

static void scan_backslash(kc_pp *pp, kc_pp_scan *s)
{
    if (!skip_continuation(s)) copy(pp, s, s->p + 1 < s->end && !kc_pp_is_eol(s->p[1]) ? 2 : 1);
}

static void scan_outside(kc_pp *pp, kc_pp_scan *s)
{
    char c = *s->p;
    const char *from = s->p;
    if (c == '/' && looking_at(s, "/*")) {
        int line = s->line;
        kc_pp_scan before = *s;
        skip_block_comment(pp, s);
        kc_pp_emit(pp, &before, from, ' ');
        if (s->line != line) pp->next = NULL;
    } else if (c == ';' || (c == '/' && looking_at(s, "//")) || score_comment(pp, s)) {
        kc_pp_skip_line(s);
    } else if (c == '{' && pp->opt.mode == KC_PP_ORC && looking_at(s, "{{")) {
        copy_raw_string(pp, s);
    } else if (c != '#' || !kc_pp_directive(pp, s)) {
        pp->in_string = c == '"';
        copy(pp, s, 1);
    }
}

void kc_pp_scan_text(kc_pp *pp, kc_pp_scan *s)
{
    while (s->p < s->end && !pp->stop) {
        char c = *s->p;
        if (kc_pp_is_eol(c))
            pp->in_string = 0, copy(pp, s, 1);
        else if (c == '$')
            macro_call(pp, s);
        else if (c == '\\')
            scan_backslash(pp, s);
        else if (!pp->in_string)
            scan_outside(pp, s);
        else {
            if (c == '"') pp->in_string = 0;
            copy(pp, s, 1);
        }
    }
}

/* ---- public ------------------------------------------------------------------------------ */

static void predefine(kc_pp *pp)
{
    static const char *const constants[][2] = {
        {"M_E", "2.71828182845904523536"},        {"M_LOG2E", "1.44269504088896340736"},
        {"M_LOG10E", "0.43429448190325182765"},   {"M_LN2", "0.69314718055994530942"},
        {"M_LN10", "2.30258509299404568402"},     {"M_PI", "3.14159265358979323846"},
        {"M_PI_2", "1.57079632679489661923"},     {"M_PI_4", "0.78539816339744830962"},
        {"M_1_PI", "0.31830988618379067154"},     {"M_2_PI", "0.63661977236758134308"},
        {"M_2_SQRTPI", "1.12837916709551257390"}, {"M_SQRT2", "1.41421356237309504880"},
        {"M_SQRT1_2", "0.70710678118654752440"},  {"M_INF", "800000000000.0"},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        kc_pp_define(pp, constants[i][0], constants[i][1]);
}

kc_pp *kc_pp_create(const kc_pp_options *options, kc_sources *sources, kc_diags *diags)
{
    kc_pp *pp = kc_xcalloc(1, sizeof *pp);
    pp->opt = *options;
    if (options->incdir) pp->opt.incdir = kc_arena_strdup(&pp->arena, options->incdir);
    if (!pp->opt.open) pp->opt.open = kc_pp_open_file, pp->opt.ctx = (void *)pp->opt.incdir;
    pp->sources = sources;
    pp->diags = diags;
    predefine(pp);
    return pp;
}

void kc_pp_destroy(kc_pp *pp)
{
    if (!pp) return;
    kc_map_free(&pp->macros);
    kc_map_free(&pp->includes);
    kc_vec_free(&pp->ifs);
    kc_arena_free(&pp->arena);
    free(pp);
}

void kc_pp_define(kc_pp *pp, const char *name, const char *body)
{
    kc_pp_macro *m = kc_arena_alloc(&pp->arena, sizeof *m);
    m->name = kc_arena_strdup(&pp->arena, name);
    m->body = kc_arena_strdup(&pp->arena, body);
    m->len = strlen(body);
    kc_map_put(&pp->macros, name, m);
}

int kc_pp_undef(kc_pp *pp, const char *name)
{
    if (!kc_map_get(&pp->macros, name)) return -1;
    kc_map_remove(&pp->macros, name);
    return 0;
}

int kc_pp_run(kc_pp *pp, kc_pp_input in, kc_pp_text *out)
{
    pp->out = out;
    pp->base = out->text.n;
    pp->next = NULL;
    pp->work = 0;
    pp->depth = pp->in_string = pp->failed = pp->stop = 0;
    pp->ifs.n = 0;
    kc_pp_scan s = {.p = in.text, .end = in.text + in.len, .source = in.source, .line = in.first_line};
    s.line_start = in.text;
    s.col0 = 1;
    s.frame = -1;
    kc_pp_scan_text(pp, &s);
    if (pp->ifs.n && !pp->stop)
        kc_diag_warning(pp->diags, pp->ifs.v[pp->ifs.n - 1].at, "open-ifdef", "this #ifdef has no #end");
    if (!out->text.s) kc_sbuf_puts(&out->text, "");
    return pp->failed ? -1 : 0;
}
