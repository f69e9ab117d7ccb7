/* Macros and directives of the score preprocessor. */
#include "frontend/score/text.h"
#include <ctype.h>
#include <string.h>

enum { MAX_PARAMS = 64 };

static bool blank(char c) { return c == ' ' || c == '\t'; }

static kc_score_macro *macro_at(kc_score_pp *pp, const char *name, size_t len)
{
    char key[256];
    if (len >= sizeof key) return NULL;
    memcpy(key, name, len);
    key[len] = 0;
    return kc_map_get(&pp->macros, key);
}

static kc_score_macro *new_macro(kc_score_pp *pp, const char *name, size_t len)
{
    char *key = kc_arena_strndup(&pp->arena, name, len);
    kc_score_macro *m = kc_arena_alloc(&pp->arena, sizeof *m);
    kc_map_put(&pp->macros, key, m);
    return m;
}

void kc_score_define(kc_score_pp *pp, const char *name, size_t len, const char *body)
{
    kc_score_macro *m = new_macro(pp, name, len);
    m->body = body;
    m->len = strlen(body);
}

static size_t name_end(const char *s, size_t n, size_t i)
{
    while (i < n && kc_score_name_char(s[i])) i++;
    return i;
}

/* ---- calls ------------------------------------------------------------------------------------- */

/* Index of the parameter of that name in the call being expanded, or -1. */
static int param_of(const kc_score_scope *scope, const char *name, size_t len)
{
    for (int i = 0; scope && i < scope->macro->nparams; i++)
        if (strlen(scope->macro->params[i]) == len && !memcmp(scope->macro->params[i], name, len)) return i;
    return -1;
}

/* Length of the argument at s[i]: up to ' or # (or the closing parenthesis for the last one). */
static size_t argument_end(const char *s, size_t n, size_t i, bool last)
{
    for (int depth = 0; i < n; i++) {
        char c = s[i];
        if (c == '\\' && i + 1 < n) {
            i++;
        } else if (c == '(') {
            depth++;
        } else if (c == ')') {
            if (depth-- == 0) return i;
        } else if (!last && depth == 0 && (c == '\'' || c == '#')) {
            return i;
        }
    }
    return n;
}

/* The argument as text: `\)` is a parenthesis. */
static const char *argument(kc_score_pp *pp, const char *s, size_t n, size_t *len)
{
    char *copy = kc_arena_alloc(&pp->arena, n + 1);
    size_t o = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\\' && i + 1 < n && s[i + 1] == ')') i++;
        copy[o++] = s[i];
    }
    *len = o;
    return copy;
}

/* Reads the arguments after the parenthesis at s[*i]; NULL after an error. */
static kc_score_scope *arguments(kc_score_pp *pp, const kc_score_frame *f, const kc_score_macro *m, size_t *i)
{
    kc_score_scope *sc = kc_arena_alloc(&pp->arena, sizeof *sc);
    sc->macro = m;
    sc->caller = f->scope;
    sc->args = kc_arena_alloc(&pp->arena, (size_t)m->nparams * sizeof *sc->args);
    sc->lens = kc_arena_alloc(&pp->arena, (size_t)m->nparams * sizeof *sc->lens);
    size_t p = *i + 1;
    pp->steps += 64; /* what the memory of a call costs */
    for (int k = 0; k < m->nparams; k++) {
        bool last = k == m->nparams - 1;
        size_t e = argument_end(f->text, f->len, p, last);
        pp->steps += e - p + 1;
        if (e >= f->len || (!last && f->text[e] == ')')) {
            kc_score_pp_fail(pp, "score-macro",
                             e >= f->len ? "Missing argument terminator" : "Too few arguments to macro");
            return NULL;
        }
        sc->args[k] = argument(pp, f->text + p, e - p, &sc->lens[k]);
        p = e + 1;
    }
    *i = p;
    return sc;
}

/* A frame for text that no file holds: its lines count as the line of the call. */
static void push_text(kc_score_pp *pp, const char *text, size_t len, const kc_score_scope *scope)
{
    kc_score_frame f = pp->frames.v[pp->frames.n - 1];
    kc_score_frame body = {.text = text, .len = len, .scope = scope, .folder = f.folder, .passes = 1};
    kc_score_push(pp, body);
}

void kc_score_call(kc_score_pp *pp)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
    size_t start = f->pos + 1, end = name_end(f->text, f->len, start), after = end;
    if (after < f->len && f->text[after] == '.') after++;
    const kc_score_scope *scope = f->scope;
    int k = param_of(scope, f->text + start, end - start);
    if (k >= 0) {
        f->pos = after;
        push_text(pp, scope->args[k], scope->lens[k], scope->caller);
        return;
    }
    kc_score_macro *m = macro_at(pp, f->text + start, end - start);
    if (!m) {
        f->pos = after;
        kc_diag_warning(pp->d, kc_score_here(pp), "score-macro", "Undefined macro: '$%.*s'",
                        (int)(end - start), f->text + start);
        if (++pp->undefined > 50)
            kc_score_pp_fail(pp, "score-macro", "too many undefined macros in the score");
        kc_score_puts(pp, "$error");
        return;
    }
    kc_score_scope *args = NULL;
    if (m->nparams) {
        if (after >= f->len || f->text[after] != '(') {
            kc_score_pp_fail(pp, "score-macro", "macro %.*s needs arguments", (int)(end - start),
                             f->text + start);
            return;
        }
        args = arguments(pp, f, m, &after);
        if (!args) return;
    }
    f->pos = after;
    push_text(pp, m->body, m->len, args);
}

void kc_score_expand_names(kc_score_pp *pp, const kc_score_scope *scope, const char *s, size_t n,
                           kc_sbuf *out, int depth)
{
    for (size_t i = 0; i < n && !pp->failed;) {
        if (s[i] != '$' || i + 1 >= n || !kc_score_name_start(s[i + 1])) {
            kc_sbuf_putc(out, s[i++]);
            continue;
        }
        size_t start = i + 1, end = name_end(s, n, start);
        int k = param_of(scope, s + start, end - start);
        kc_score_macro *m = k < 0 ? macro_at(pp, s + start, end - start) : NULL;
        i = end < n && s[end] == '.' ? end + 1 : end;
        if (depth > 16 || out->n > 65536)
            kc_score_pp_fail(pp, "score-nesting", "macros/include nested too deep");
        else if (k >= 0)
            kc_score_expand_names(pp, scope->caller, scope->args[k], scope->lens[k], out, depth + 1);
        else if (m)
            kc_score_expand_names(pp, NULL, m->body, m->len, out, depth + 1);
        else
            kc_score_pp_fail(pp, "score-macro", "Undefined macro: '$%.*s'", (int)(end - start), s + start);
    }
}

/* ---- #define #undef ---------------------------------------------------------------------------- */

static void skip_blanks(kc_score_frame *f)
{
    while (f->pos < f->len && blank(f->text[f->pos])) f->pos++;
}

static void skip_rest(kc_score_frame *f)
{
    while (f->pos < f->len && f->text[f->pos] != '\n') f->pos++;
}

static void skip_spaces(kc_score_frame *f)
{
    for (; f->pos < f->len && isspace((unsigned char)f->text[f->pos]); f->pos++)
        f->line += f->counts && f->text[f->pos] == '\n';
}

static const char *identifier(kc_score_pp *pp, kc_score_frame *f, size_t *len)
{
    skip_blanks(f);
    size_t end =
        f->pos < f->len && kc_score_name_start(f->text[f->pos]) ? name_end(f->text, f->len, f->pos) : f->pos;
    const char *name = f->text + f->pos;
    *len = end - f->pos;
    f->pos = end;
    if (!*len || *len > 255) kc_score_pp_fail(pp, "score-macro", "a macro name is expected here");
    return name;
}

static void parameters(kc_score_pp *pp, kc_score_frame *f, kc_score_macro *m)
{
    const char *names[MAX_PARAMS];
    do {
        f->pos++;
        skip_spaces(f);
        size_t end = name_end(f->text, f->len, f->pos);
        if (end == f->pos && m->nparams == 0 && end < f->len && f->text[end] == ')') break;
        if (end == f->pos || m->nparams == MAX_PARAMS) {
            kc_score_pp_fail(pp, "score-macro", "macro error");
            return;
        }
        names[m->nparams++] = kc_arena_strndup(&pp->arena, f->text + f->pos, end - f->pos);
        f->pos = end;
        skip_spaces(f);
    } while (f->pos < f->len && (f->text[f->pos] == '\'' || f->text[f->pos] == '#'));
    if (f->pos >= f->len || f->text[f->pos] != ')') {
        kc_score_pp_fail(pp, "score-macro", "macro error");
        return;
    }
    f->pos++;
    m->params = kc_arena_alloc(&pp->arena, (size_t)m->nparams * sizeof *names + 1);
    memcpy(m->params, names, (size_t)m->nparams * sizeof *names);
}

/* Blanks, line ends and comments up to the # that opens a body. */
static bool to_body(kc_score_pp *pp, kc_score_frame *f)
{
    for (;;) {
        skip_spaces(f);
        if (f->pos >= f->len) return kc_score_pp_fail(pp, "score-macro", "define macro runaway");
        char c = f->text[f->pos], next = f->pos + 1 < f->len ? f->text[f->pos + 1] : 0;
        if (c == '#') return true;
        if (c == ';' || (c == '/' && next == '/')) {
            skip_rest(f);
        } else if (c == '/' && next == '*') {
            size_t end = kc_score_comment_end(f->text, f->len, f->pos);
            for (; f->pos < end; f->pos++) f->line += f->counts && f->text[f->pos] == '\n';
        } else {
            return kc_score_pp_fail(pp, "score-macro",
                                    "define macro unexpected character %c(0x%.2x) awaiting #",
                                    isprint((unsigned char)c) ? c : '?', (unsigned char)c);
        }
    }
}

static void define(kc_score_pp *pp, kc_score_frame *f)
{
    size_t len;
    const char *name = identifier(pp, f, &len);
    if (pp->failed) return;
    kc_score_macro m = {0};
    if (f->pos < f->len && f->text[f->pos] == '(') parameters(pp, f, &m);
    if (pp->failed || !to_body(pp, f)) return;
    size_t start = ++f->pos;
    for (; f->pos < f->len && f->text[f->pos] != '#'; f->pos++) {
        f->pos += f->text[f->pos] == '\\' && f->pos + 1 < f->len;
        f->line += f->counts && f->text[f->pos] == '\n';
    }
    if (f->pos >= f->len) {
        kc_score_pp_fail(pp, "score-macro", "define macro: unexpected EOF");
        return;
    }
    m.body = f->text + start;
    m.len = f->pos++ - start;
    *new_macro(pp, name, len) = m;
}

static void undefine(kc_score_pp *pp, kc_score_frame *f)
{
    size_t len;
    const char *name = identifier(pp, f, &len);
    if (pp->failed) return;
    char *key = kc_arena_strndup(&pp->arena, name, len);
    if (!kc_map_get(&pp->macros, key))
        kc_score_pp_fail(pp, "score-macro", "Undefining undefined macro %s", key);
    kc_map_remove(&pp->macros, key);
    skip_rest(f);
}

/* ---- conditions -------------------------------------------------------------------------------- */

/* The directive word at the start of the line at s[i], or an empty one. */
static size_t line_word(const char *s, size_t n, size_t i, const char **word)
{
    while (i < n && blank(s[i])) i++;
    if (i >= n || s[i] != '#') return 0;
    size_t start = i + 1, e = start;
    while (e < n && islower((unsigned char)s[e])) e++;
    *word = s + start;
    return e - start;
}

static bool is(const char *word, size_t len, const char *name)
{
    return strlen(name) == len && !memcmp(word, name, len);
}

/* Skips lines to the #else (unless `to_end`) or #end that belongs to the newest condition. */
static void skip_branch(kc_score_pp *pp, kc_score_frame *f, bool to_end)
{
    for (int depth = 0;;) {
        skip_rest(f);
        if (f->pos >= f->len) {
            kc_score_pp_fail(pp, "score-ifdef", "Unmatched #ifdef");
            return;
        }
        f->pos++;
        f->line += f->counts;
        kc_score_put(pp, '\n');
        const char *w = "";
        size_t n = line_word(f->text, f->len, f->pos, &w);
        if (is(w, n, "ifdef") || is(w, n, "ifndef")) {
            depth++;
        } else if (is(w, n, "end") || is(w, n, "endif")) {
            if (depth-- == 0) {
                pp->conditions.n--;
                break;
            }
        } else if (is(w, n, "else") && depth == 0) {
            if (to_end) kc_score_pp_fail(pp, "score-ifdef", "#else after #else");
            pp->conditions.v[pp->conditions.n - 1] = 1;
            break;
        }
    }
    skip_rest(f);
}

static void ifdef(kc_score_pp *pp, kc_score_frame *f, bool wanted)
{
    size_t len;
    const char *name = identifier(pp, f, &len);
    if (pp->failed) return;
    bool defined = macro_at(pp, name, len) || param_of(f->scope, name, len) >= 0;
    kc_vec_push(&pp->conditions, 0);
    if (defined != wanted)
        skip_branch(pp, f, false);
    else
        skip_rest(f);
}

static void otherwise(kc_score_pp *pp, kc_score_frame *f)
{
    if (!pp->conditions.n)
        kc_score_pp_fail(pp, "score-ifdef", "#else without #if");
    else if (pp->conditions.v[pp->conditions.n - 1])
        kc_score_pp_fail(pp, "score-ifdef", "#else after #else");
    else
        skip_branch(pp, f, true);
}

static void end_condition(kc_score_pp *pp, kc_score_frame *f)
{
    if (!pp->conditions.n)
        kc_score_pp_fail(pp, "score-ifdef", "Unmatched #end");
    else
        pp->conditions.n--;
    skip_rest(f);
}

/* ---- #include ---------------------------------------------------------------------------------- */

static const char *folder_of(kc_score_pp *pp, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? kc_arena_strndup(&pp->arena, path, (size_t)(slash - path)) : NULL;
}

static void include(kc_score_pp *pp, kc_score_frame *f, bool expand)
{
    skip_blanks(f);
    size_t start = f->pos + 1, end = start;
    char quote = f->pos < f->len ? f->text[f->pos] : '\n';
    while (end < f->len && f->text[end] != quote && f->text[end] != '\n') end++;
    if (quote == '\n' || end >= f->len || f->text[end] == '\n') {
        kc_score_pp_fail(pp, "score-include", "Ill formed #include");
        return;
    }
    kc_sbuf name = {0}, text = {0}, path = {0};
    if (expand)
        kc_score_expand_names(pp, f->scope, f->text + start, end - start, &name, 0);
    else
        kc_sbuf_write(&name, f->text + start, end - start);
    if (!name.s) kc_sbuf_puts(&name, "");
    f->pos = end;
    skip_rest(f);
    if (pp->failed) {
    } else if (!pp->in->include || pp->in->include(pp->in->include_ctx, name.s, f->folder, &text, &path)) {
        kc_score_pp_fail(pp, "score-include", "Cannot open #include'd file %s", name.s);
    } else {
        size_t n;
        char *copy = kc_score_normalise(&pp->arena, text.s ? text.s : "", text.n, &n);
        const char *shown = kc_arena_strdup(&pp->arena, path.s ? path.s : name.s);
        int source = pp->d->sources ? kc_sources_add(pp->d->sources, shown, copy, n) : 0;
        pp->steps += n;
        kc_score_push(pp, (kc_score_frame){.text = copy,
                                           .len = n,
                                           .source = source,
                                           .line = 1,
                                           .counts = true,
                                           .folder = folder_of(pp, shown),
                                           .passes = 1});
    }
    kc_sbuf_free(&name);
    kc_sbuf_free(&text);
    kc_sbuf_free(&path);
}

/* ---- dispatch ---------------------------------------------------------------------------------- */

static void exit_score(kc_score_pp *pp)
{
    pp->frames.n = 0;
    pp->conditions.n = 0;
}

bool kc_score_directive(kc_score_pp *pp)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
    size_t start = f->pos + 1;
    while (start < f->len && blank(f->text[start])) start++;
    size_t end = start;
    while (end < f->len && islower((unsigned char)f->text[end])) end++;
    const char *w = f->text + start;
    size_t n = end - start, at = f->pos;
    f->pos = end;
    if (is(w, n, "define"))
        define(pp, f);
    else if (is(w, n, "undef"))
        undefine(pp, f);
    else if (is(w, n, "ifdef"))
        ifdef(pp, f, true);
    else if (is(w, n, "ifndef"))
        ifdef(pp, f, false);
    else if (is(w, n, "else"))
        otherwise(pp, f);
    else if (is(w, n, "end") || is(w, n, "endif"))
        end_condition(pp, f);
    else if (is(w, n, "include"))
        include(pp, f, false);
    else if (is(w, n, "includestr"))
        include(pp, f, true);
    else if (is(w, n, "exit"))
        exit_score(pp);
    else {
        f->pos = at;
        return false;
    }
    return true;
}
