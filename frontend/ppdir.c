/* The preprocessor's directives. Each handler is called with the scan just behind the
 * directive's name and leaves it at the line end (or behind the body of a #define). */
#include "frontend/pp_impl.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void skip_blanks(kc_pp_scan *s)
{
    while (s->p < s->end && kc_pp_is_blank(*s->p)) s->p++;
}

static char *read_word(kc_pp *pp, kc_pp_scan *s)
{
    const char *from = s->p;
    if (s->p < s->end && kc_pp_is_alpha(*s->p))
        while (s->p < s->end && kc_pp_is_word(*s->p)) s->p++;
    return s->p > from ? kc_arena_strndup(&pp->arena, from, (size_t)(s->p - from)) : NULL;
}

/* Blanks, line ends and comments. */
static void skip_space(kc_pp *pp, kc_pp_scan *s)
{
    while (s->p < s->end) {
        if (kc_pp_is_blank(*s->p))
            s->p++;
        else if (kc_pp_is_eol(*s->p))
            kc_pp_newline(s);
        else if (!kc_pp_skip_comment(pp, s))
            return;
    }
}

/* ---- #define, #undef --------------------------------------------------------------------- */

/* (a'b'c): the scan is behind the opening parenthesis. */
static int read_params(kc_pp *pp, kc_pp_scan *s, kc_pp_macro *m)
{
    KC_VEC(const char *) names = {0};
    int ok = 0;
    for (;;) {
        skip_space(pp, s);
        char *name = read_word(pp, s);
        if (!name) break;
        kc_vec_push(&names, name);
        skip_space(pp, s);
        if (s->p >= s->end) break;
        char c = *s->p++;
        if (c == ')') ok = 1;
        if (c != '\'' && c != '#') break;
    }
    m->n_params = names.n;
    m->params = kc_arena_alloc(&pp->arena, (size_t)(names.n + 1) * sizeof *m->params);
    for (int i = 0; i < names.n; i++) m->params[i] = names.v[i];
    kc_vec_free(&names);
    return ok;
}

/* #...#: up to the next hash without a backslash. Line ends become LF. */
static int read_body(kc_pp *pp, kc_pp_scan *s, kc_pp_macro *m)
{
    kc_sbuf b = {0};
    m->def = (kc_span){s->source, s->line, s->col0 + (int)(s->p - s->line_start), 1};
    while (s->p < s->end && *s->p != '#') {
        if (*s->p == '\\' && s->p + 1 < s->end) kc_sbuf_putc(&b, *s->p++);
        if (kc_pp_is_eol(*s->p)) {
            kc_sbuf_putc(&b, '\n');
            kc_pp_newline(s);
        } else
            kc_sbuf_putc(&b, *s->p++);
    }
    m->len = b.n;
    m->body = kc_arena_strndup(&pp->arena, b.s ? b.s : "", b.n);
    kc_sbuf_free(&b);
    return s->p < s->end;
}

static void do_define(kc_pp *pp, kc_pp_scan *s, kc_span at)
{
    kc_pp_macro *m = kc_arena_alloc(&pp->arena, sizeof *m);
    skip_blanks(s);
    if (!(m->name = read_word(pp, s))) {
        kc_pp_fatal(pp, s, at, "bad-define", "#define needs a name");
        return;
    }
    if (s->p < s->end && *s->p == '(') {
        s->p++;
        if (!read_params(pp, s, m)) {
            kc_pp_fatal(pp, s, at, "bad-define", "the parameters of a macro are written (a'b'c)");
            return;
        }
    }
    skip_space(pp, s);
    if (s->p >= s->end || *s->p != '#') {
        char *text = s->p >= s->end ? "the end of the text"
                                    : kc_arena_printf(&pp->arena, "`%c` (0x%02x)", *s->p, *s->p & 255);
        kc_pp_fatal(
            pp, s, s->p >= s->end ? at : kc_pp_here(s, s->p, 1), "bad-define",
            kc_arena_printf(&pp->arena, "the body of macro %s must begin with #, found %s", m->name, text));
        if (s->p < s->end && kc_pp_is_word(*s->p))
            kc_diag_note(pp->diags, "the name of a macro has no blanks in it");
        return;
    }
    s->p++;
    if (!read_body(pp, s, m)) {
        kc_pp_fatal(pp, s, at, "bad-define",
                    kc_arena_printf(&pp->arena, "the body of macro %s has no closing #", m->name));
        return;
    }
    s->p++;
    kc_map_put(&pp->macros, m->name, m);
}

static void do_undef(kc_pp *pp, kc_pp_scan *s, kc_span at)
{
    skip_blanks(s);
    char *name = read_word(pp, s);
    kc_pp_skip_line(s);
    if (!name)
        kc_pp_error(pp, s, at, "bad-undef", "#undef needs a name");
    else if (kc_pp_undef(pp, name))
        kc_pp_error(pp, s, at, "undefined-macro",
                    kc_arena_printf(&pp->arena, "#undef of a macro that isn't defined: %s", name));
}

/* ---- #ifdef ------------------------------------------------------------------------------ */

static int word_is(const char *w, size_t n, const char *name)
{
    return strlen(name) == n && !memcmp(w, name, n);
}

/* Skips whole lines to the matching #else or #end. Leaves the scan at that line's end. */
static void skip_branch(kc_pp *pp, kc_pp_scan *s, kc_pp_if open)
{
    int nest = 0;
    for (;;) {
        kc_pp_skip_line(s);
        if (s->p >= s->end) {
            kc_pp_fatal(pp, s, open.at, "open-ifdef", "this #ifdef has no #end");
            return;
        }
        kc_pp_emit(pp, s, s->p, '\n');
        kc_pp_newline(s);
        skip_blanks(s);
        if (s->p >= s->end || *s->p != '#') continue;
        const char *w = ++s->p;
        while (s->p < s->end && *s->p >= 'a' && *s->p <= 'z') s->p++;
        size_t n = (size_t)(s->p - w);
        if (word_is(w, n, "ifdef") || word_is(w, n, "ifndef"))
            nest++;
        else if ((word_is(w, n, "end") || word_is(w, n, "endif")) && nest-- == 0)
            break;
        else if (word_is(w, n, "else") && nest == 0) {
            if (open.in_else) kc_pp_fatal(pp, s, kc_pp_here(s, w - 1, n + 1), "bad-else", "a second #else");
            open.in_else = 1;
            kc_vec_push(&pp->ifs, open);
            break;
        }
    }
    kc_pp_skip_line(s);
}

static void do_ifdef(kc_pp *pp, kc_pp_scan *s, kc_span at, int want)
{
    skip_blanks(s);
    char *name = read_word(pp, s);
    kc_pp_if open = {0, at};
    if (!name)
        kc_pp_fatal(pp, s, at, "bad-ifdef", "#ifdef and #ifndef need a name");
    else if ((kc_map_get(&pp->macros, name) != NULL) == want) {
        kc_pp_skip_line(s);
        kc_vec_push(&pp->ifs, open);
    } else
        skip_branch(pp, s, open);
}

static void do_else(kc_pp *pp, kc_pp_scan *s, kc_span at)
{
    if (!pp->ifs.n) {
        kc_pp_fatal(pp, s, at, "bad-else", "#else without #ifdef");
        return;
    }
    kc_pp_if open = pp->ifs.v[--pp->ifs.n];
    if (open.in_else) kc_pp_fatal(pp, s, at, "bad-else", "a second #else");
    open.in_else = 1;
    if (!pp->stop) skip_branch(pp, s, open);
}

static void do_end(kc_pp *pp, kc_pp_scan *s, kc_span at)
{
    if (!pp->ifs.n)
        kc_pp_fatal(pp, s, at, "bad-end", "#end without #ifdef");
    else
        pp->ifs.n--;
    kc_pp_skip_line(s);
}

/* ---- #include ---------------------------------------------------------------------------- */

static int try_open(const char *dir, size_t dir_len, const char *name, kc_sbuf *text, kc_sbuf *path)
{
    struct stat st;
    path->n = 0;
    if (dir_len) kc_sbuf_write(path, dir, dir_len), kc_sbuf_putc(path, '/');
    kc_sbuf_puts(path, name);
    /* No directories, and no pipes: opening one could wait for ever. */
    if (stat(path->s, &st) || !S_ISREG(st.st_mode)) return -1;
    text->n = 0;
    return kc_sbuf_read_file(text, path->s, KC_PP_MAX_OUT);
}

int kc_pp_open_file(void *incdir, const char *name, const char *from, kc_sbuf *text, kc_sbuf *path)
{
    if (!*name) return -1;
    if (*name == '/') return try_open(NULL, 0, name, text, path);
    if (from && try_open(from, strlen(from), name, text, path) == 0) return 0;
    if (try_open(NULL, 0, name, text, path) == 0) return 0;
    for (const char *d = incdir; d && *d;) {
        size_t n = strcspn(d, ":;");
        if (n && try_open(d, n, name, text, path) == 0) return 0;
        d += n + (d[n] != 0);
    }
    return -1;
}

/* The source id of a file, read at most once. 0 when it can't be had. */
static int load(kc_pp *pp, const char *name, const char *from)
{
    kc_sbuf text = {0}, path = {0};
    int id = 0;
    if (pp->opt.open(pp->opt.ctx, name, from, &text, &path) == 0) {
        const char *shown = path.s ? path.s : name;
        id = (int)(intptr_t)kc_map_get(&pp->includes, shown);
        if (!id) {
            id = kc_sources_add(pp->sources, shown, text.s ? text.s : "", text.n);
            kc_map_put(&pp->includes, shown, (void *)(intptr_t)id);
        }
    }
    kc_sbuf_free(&text);
    kc_sbuf_free(&path);
    return id;
}

static const char *dir_of(kc_pp *pp, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? kc_arena_strndup(&pp->arena, path, (size_t)(slash - path)) : NULL;
}

static void include_file(kc_pp *pp, kc_pp_scan *s, kc_span at, const char *name)
{
    int id = load(pp, name, s->dir);
    if (!id) {
        kc_pp_fatal(pp, s, at, "include",
                    kc_arena_printf(&pp->arena, "cannot open #include'd file %s", name));
        return;
    }
    kc_source src = pp->sources->list.v[id - 1];
    if (!kc_pp_enter(pp, s, at, src.len)) return;
    kc_pp_scan sub = {.p = src.text, .end = src.text + src.len, .source = id, .line = 1, .col0 = 1};
    sub.line_start = src.text;
    sub.dir = dir_of(pp, src.name);
    sub.frame = kc_pp_push_frame(pp, KC_PP_FRAME_INCLUDE, s, name, at);
    pp->depth++;
    kc_pp_scan_text(pp, &sub);
    pp->depth--;
    pp->next = NULL;
}

/* The name of #includestr after expansion of its macros. */
static char *expand_name(kc_pp *pp, kc_pp_scan *s, const char *from, size_t len)
{
    kc_pp_text own = {.sources = pp->sources}, *out = pp->out;
    kc_pp_scan sub = *s;
    sub.p = sub.line_start = from;
    sub.end = from + len;
    pp->out = &own;
    pp->next = NULL;
    sub.frame = -1;
    size_t base = pp->base;
    pp->base = 0;
    pp->in_string = 1;
    kc_pp_scan_text(pp, &sub);
    pp->in_string = 0;
    pp->base = base;
    pp->out = out;
    pp->next = NULL;
    char *name = kc_arena_strndup(&pp->arena, own.text.s ? own.text.s : "", own.text.n);
    kc_pp_text_free(&own);
    return name;
}

static void do_include(kc_pp *pp, kc_pp_scan *s, kc_span at, int expand)
{
    skip_blanks(s);
    const char *from = s->p + 1, *q = from;
    while (s->p < s->end && q < s->end && *q != *s->p && !kc_pp_is_eol(*q)) q++;
    if (s->p >= s->end || q >= s->end || *q != *s->p || q == from) {
        kc_pp_fatal(pp, s, at, "include", "#include needs a file name, as in #include \"file\"");
        return;
    }
    size_t n = (size_t)(q - from);
    char *name = expand ? expand_name(pp, s, from, n) : kc_arena_strndup(&pp->arena, from, n);
    kc_pp_skip_line(s);
    if (!pp->stop) include_file(pp, s, at, name);
}

/* ---- dispatch ---------------------------------------------------------------------------- */

int kc_pp_directive(kc_pp *pp, kc_pp_scan *s)
{
    const char *hash = s->p, *w = hash + 1;
    while (w < s->end && kc_pp_is_blank(*w)) w++;
    const char *q = w;
    while (q < s->end && kc_pp_is_word(*q)) q++;
    size_t n = (size_t)(q - w);
    int define = word_is(w, n, "define");
    if (!n || (w != hash + 1 && !define)) return 0; /* only `# define` may have blanks */
    kc_span at = kc_pp_here(s, hash, (size_t)(q - hash));
    s->p = q;
    if (define)
        do_define(pp, s, at);
    else if (word_is(w, n, "undef"))
        do_undef(pp, s, at);
    else if (word_is(w, n, "ifdef"))
        do_ifdef(pp, s, at, 1);
    else if (word_is(w, n, "ifndef"))
        do_ifdef(pp, s, at, 0);
    else if (word_is(w, n, "else"))
        do_else(pp, s, at);
    else if (word_is(w, n, "end") || word_is(w, n, "endif"))
        do_end(pp, s, at);
    else if (word_is(w, n, "include"))
        do_include(pp, s, at, 0);
    else if (word_is(w, n, "includestr"))
        do_include(pp, s, at, 1);
    else if (word_is(w, n, "exit"))
        pp->stop = 1;
    else
        s->p = hash;
    return s->p != hash;
}
