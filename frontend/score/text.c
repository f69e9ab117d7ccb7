/* Score preprocessor: macros, loops, repeats, includes and comments, before a statement is looked at.
 *
 * The input is a stack of frames: a file, the body of a macro that was called, an argument of such a call,
 * the body of a `{ n NAME ... }` loop, or a section under `r n NAME`. A loop frame starts over until its
 * count is reached, with its counter macro redefined each time. Each step takes one token off the top frame
 * and either copies it to the output or pushes a frame. Output, nesting and the number of steps are bounded,
 * so any text ends.
 *
 * The letter c starts a comment wherever it stands outside strings and names, as the score language has it.
 */
#include "frontend/score/text.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MAX_DEPTH = 1022, MARK_EVERY = 4096 };

bool kc_score_name_start(char c) { return isalpha((unsigned char)c) || c == '_'; }
bool kc_score_name_char(char c) { return isalnum((unsigned char)c) || c == '_'; }
static bool blank(char c) { return c == ' ' || c == '\t'; }

kc_span kc_score_here(const kc_score_pp *pp)
{
    for (int i = pp->frames.n - 1; i >= 0; i--)
        if (pp->frames.v[i].counts) return (kc_span){pp->frames.v[i].source, pp->frames.v[i].line, 0, 0};
    return (kc_span){0};
}

bool kc_score_pp_fail(kc_score_pp *pp, const char *code, const char *fmt, ...)
{
    kc_sbuf text = {0};
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    if (!pp->failed) kc_diag_error(pp->d, kc_score_here(pp), code, "%s", text.s);
    kc_sbuf_free(&text);
    pp->failed = true;
    return false;
}

/* ---- output ------------------------------------------------------------------------------------ */

/* Notes where the line that starts here comes from, unless that follows from the mark before. */
static void mark_line(kc_score_pp *pp)
{
    kc_span at = kc_score_here(pp);
    size_t offset = pp->out->text.n;
    kc_score_mark *last = pp->out->marks.n ? &pp->out->marks.v[pp->out->marks.n - 1] : NULL;
    if (last && last->source == at.source && last->line + pp->lines_since == at.line &&
        offset - last->offset < MARK_EVERY)
        return;
    kc_vec_push(&pp->out->marks, (kc_score_mark){offset, at.source, at.line});
    pp->lines_since = 0;
}

void kc_score_put(kc_score_pp *pp, char c)
{
    if (pp->out->text.n >= pp->max_text) {
        kc_score_pp_fail(pp, "score-too-long", "the score expands to more than %zu bytes", pp->max_text);
        return;
    }
    if (!pp->marked && !isspace((unsigned char)c)) {
        mark_line(pp);
        pp->marked = true;
    }
    kc_sbuf_putc(&pp->out->text, c);
    if (c == '\n') {
        pp->lines_since++;
        pp->line_start = true;
        pp->marked = false;
    } else if (!blank(c)) {
        pp->line_start = false;
    }
}

void kc_score_puts(kc_score_pp *pp, const char *s)
{
    while (*s) kc_score_put(pp, *s++);
}

/* ---- frames ------------------------------------------------------------------------------------ */

kc_score_frame *kc_score_push(kc_score_pp *pp, kc_score_frame f)
{
    if (pp->frames.n >= MAX_DEPTH) {
        kc_score_pp_fail(pp, "score-nesting", "macros/include nested too deep");
        return NULL;
    }
    kc_vec_push(&pp->frames, f);
    return &pp->frames.v[pp->frames.n - 1];
}

/* The counter of a loop is a macro that holds the number of the pass; its text is rewritten in place. */
static void set_counter(kc_score_pp *pp, kc_score_frame *f)
{
    if (!f->counter) return;
    if (!f->count) {
        f->count = kc_arena_alloc(&pp->arena, sizeof *f->count);
        f->count->body = kc_arena_alloc(&pp->arena, 24);
    }
    f->count->len = (size_t)snprintf((char *)f->count->body, 24, "%ld", f->pass);
    kc_map_put(&pp->macros, f->counter, f->count);
}

/* The top frame is used up: the next pass of a loop, or back to the frame below. */
static void end_frame(kc_score_pp *pp)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
    if (f->is_section) kc_score_puts(pp, f->adds_end ? "\ns\n" : "\n");
    pp->steps += 16; /* what a pass costs, if its body is empty */
    if (++f->pass < f->passes) {
        f->pos = 0;
        f->line = f->first_line;
        set_counter(pp, f);
        return;
    }
    pp->frames.n--;
}

/* ---- skipping over raw text: the ends of loops and repeated sections --------------------------- */

static size_t line_end(const char *s, size_t n, size_t i)
{
    const char *e = memchr(s + i, '\n', n - i);
    return e ? (size_t)(e - s) : n;
}

static size_t string_end(const char *s, size_t n, size_t i)
{
    for (i++; i < n && s[i] != '"' && s[i] != '\n'; i++) i += s[i] == '\\' && i + 1 < n;
    return i < n ? i + 1 : n;
}

size_t kc_score_comment_end(const char *s, size_t n, size_t i)
{
    for (i += 2; i + 1 < n; i++)
        if (s[i] == '*' && s[i + 1] == '/') return i + 2;
    return n;
}

static size_t name_end(const char *s, size_t n, size_t i)
{
    while (i < n && kc_score_name_char(s[i])) i++;
    return i;
}

/* After the body of the #define that starts at s[i], or the end of another directive's line. */
static size_t directive_end(const char *s, size_t n, size_t i)
{
    size_t k = i + 1;
    while (k < n && blank(s[k])) k++;
    if (n - k < 6 || memcmp(s + k, "define", 6)) return line_end(s, n, i);
    for (k += 6; k < n && s[k] != '#' && s[k] != '('; k++) {
    }
    if (k < n && s[k] == '(')
        while (k < n && s[k] != ')') k++;
    while (k < n && s[k] != '#') k++;
    for (k++; k < n && s[k] != '#'; k++) k += s[k] == '\\';
    return k < n ? k + 1 : n;
}

/* After the token at s[i]; *bol follows whether only blanks stand before in the line. */
static size_t skip_token(const char *s, size_t n, size_t i, bool *bol)
{
    char c = s[i];
    bool first = *bol;
    *bol = c == '\n' || (first && blank(c));
    if (c == '"') return string_end(s, n, i);
    if (c == '\\') return i + 2 < n ? i + 2 : n;
    if (c == ';' || c == 'c') return line_end(s, n, i);
    if (c == '/' && i + 1 < n && s[i + 1] == '/') return line_end(s, n, i);
    if (c == '/' && i + 1 < n && s[i + 1] == '*') {
        *bol = first;
        return kc_score_comment_end(s, n, i);
    }
    if (c == '$') return name_end(s, n, i + 1);
    if (c == '#') return directive_end(s, n, i);
    if (first && (c == 'm' || c == 'n' || c == 'r')) return line_end(s, n, i);
    return i + 1;
}

/* The `}` that closes a loop whose body starts at s[i]; n when there is none. */
static size_t loop_end(kc_score_pp *pp, const char *s, size_t n, size_t i)
{
    bool bol = true;
    for (int depth = 1; i < n;) {
        if (s[i] == '}' && --depth == 0) return i;
        depth += s[i] == '{';
        size_t next = s[i] == '{' ? line_end(s, n, i) : skip_token(s, n, i, &bol);
        pp->steps += next - i;
        i = next;
    }
    return n;
}

/* Where the section that starts at s[i] ends: at an s, e or r at the start of a line, or n. */
static size_t section_end(kc_score_pp *pp, const char *s, size_t n, size_t i)
{
    bool bol = true;
    while (i < n) {
        if (bol && (s[i] == 's' || s[i] == 'e' || s[i] == 'r')) return i;
        size_t next = skip_token(s, n, i, &bol);
        pp->steps += next - i;
        i = next;
    }
    return n;
}

/* ---- loops and repeats ------------------------------------------------------------------------- */

static int newlines(const char *s, size_t n)
{
    int k = 0;
    for (size_t i = 0; i < n; i++) k += s[i] == '\n';
    return k;
}

/* The count at the start of a loop's header: digits or an expression in brackets. 0 when it is neither. */
static long header_count(kc_score_pp *pp, const char *s, size_t n, size_t *used)
{
    size_t i = 0;
    while (i < n && blank(s[i])) i++;
    double v = 0;
    if (i < n && s[i] == '[') {
        i++;
        int32_t unused = 1;
        const char *fault = kc_score_eval(s, n, &i, &unused, true, &pp->arena, &v);
        if (fault) kc_score_pp_fail(pp, "score-expression", "score error:  %s", fault);
    } else {
        for (; i < n && isdigit((unsigned char)s[i]) && v < 1e12; i++) v = v * 10 + (s[i] - '0');
    }
    *used = i;
    return v >= 1 && v < 1e12 ? (long)v : 0;
}

/* Reads `n NAME` from the rest of the line; macros in it are expanded. Leaves the frame after the line end.
 */
static long header(kc_score_pp *pp, kc_score_frame *f, const char **counter)
{
    size_t end = line_end(f->text, f->len, f->pos), used = 0;
    kc_sbuf line = {0};
    pp->steps += 64;
    kc_score_expand_names(pp, f->scope, f->text + f->pos, end - f->pos, &line, 0);
    long n = header_count(pp, line.s ? line.s : "", line.n, &used);
    while (used < line.n && blank(line.s[used])) used++;
    size_t e = used < line.n && kc_score_name_start(line.s[used]) ? name_end(line.s, line.n, used) : used;
    *counter = e > used ? kc_arena_strndup(&pp->arena, line.s + used, e - used) : NULL;
    kc_sbuf_free(&line);
    f->pos = end < f->len ? end + 1 : end;
    f->line += end < f->len;
    return n;
}

/* Pushes a frame that plays `len` bytes from the top frame's position as often as `how` says; the top frame
 * goes on at `after`. */
static void push_passes(kc_score_pp *pp, size_t len, size_t after, kc_score_frame how)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1], body = *f;
    body.text = f->text + f->pos;
    body.pos = body.pass = 0;
    body.len = len;
    body.first_line = f->line;
    body.counter = how.counter;
    body.count = NULL;
    body.passes = how.passes;
    body.is_section = how.is_section;
    body.adds_end = how.adds_end;
    if (f->counts) f->line += newlines(f->text + f->pos, after - f->pos);
    f->pos = after;
    kc_score_frame *pushed = kc_score_push(pp, body);
    if (pushed) set_counter(pp, pushed);
}

static void loop(kc_score_pp *pp)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
    const char *counter;
    int line = f->counts ? f->line : 0;
    f->pos++;
    long n = header(pp, f, &counter);
    if (!n) {
        kc_score_pp_fail(pp, "score-loop", "{: invalid repeat count");
        return;
    }
    size_t end = loop_end(pp, f->text, f->len, f->pos);
    if (end == f->len) {
        if (line) f->line = line;
        kc_score_pp_fail(pp, "score-loop", "unmatched { in score");
        return;
    }
    push_passes(pp, end - f->pos, end + 1, (kc_score_frame){.counter = counter, .passes = n});
}

static void repeat_section(kc_score_pp *pp)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
    const char *counter;
    f->pos++;
    long n = header(pp, f, &counter);
    if (!n) {
        kc_score_pp_fail(pp, "score-repeat", "r: invalid repeat count");
        return;
    }
    size_t end = section_end(pp, f->text, f->len, f->pos);
    bool own_end = end < f->len && f->text[end] == 's';
    if (own_end) end = line_end(f->text, f->len, end);
    kc_score_frame how = {.counter = counter, .passes = n, .is_section = true, .adds_end = !own_end};
    push_passes(pp, end - f->pos, end, how);
}

/* ---- the main loop ----------------------------------------------------------------------------- */

/* `m name` and `n name` go out whole: a c in the name is no comment there. */
static void mark_statement(kc_score_pp *pp, kc_score_frame *f)
{
    kc_score_put(pp, f->text[f->pos++]);
    while (f->pos < f->len && blank(f->text[f->pos])) kc_score_put(pp, f->text[f->pos++]);
    while (f->pos < f->len && kc_score_name_char(f->text[f->pos])) kc_score_put(pp, f->text[f->pos++]);
}

static bool in_string(kc_score_pp *pp, kc_score_frame *f, char c)
{
    if (c == '$' && f->pos + 1 < f->len && kc_score_name_start(f->text[f->pos + 1])) {
        kc_score_call(pp);
        return true;
    }
    if (c == '"' || c == '\n') pp->in_string = false;
    if (c == '\n') f->line += f->counts;
    kc_score_put(pp, c);
    f->pos++;
    if (c == '\\' && f->pos < f->len && f->text[f->pos] != '\n') kc_score_put(pp, f->text[f->pos++]);
    return true;
}

/* A backslash, blanks and a line end: the statement goes on in the next line. */
static bool continuation(kc_score_frame *f)
{
    size_t i = f->pos + 1;
    while (i < f->len && blank(f->text[i])) i++;
    if (i < f->len && f->text[i] == ';') i = line_end(f->text, f->len, i);
    if (i >= f->len || f->text[i] != '\n') return false;
    f->pos = i + 1;
    f->line += f->counts;
    return true;
}

static void step(kc_score_pp *pp)
{
    kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
    char c = f->text[f->pos], next = f->pos + 1 < f->len ? f->text[f->pos + 1] : 0;
    if (pp->in_string && in_string(pp, f, c)) return;
    if (c == ';' || c == 'c' || (c == '/' && next == '/')) {
        f->pos = line_end(f->text, f->len, f->pos);
    } else if (c == '/' && next == '*') {
        size_t end = kc_score_comment_end(f->text, f->len, f->pos);
        if (f->counts) f->line += newlines(f->text + f->pos, end - f->pos);
        f->pos = end;
    } else if (c == '$' && kc_score_name_start(next)) {
        kc_score_call(pp);
    } else if (c == '#' && kc_score_directive(pp)) {
    } else if (c == '{') {
        loop(pp);
    } else if (c == '}') {
        kc_score_pp_fail(pp, "score-loop", "unmatched } in score");
    } else if (c == 'r' && pp->line_start) {
        repeat_section(pp);
    } else if ((c == 'm' || c == 'n') && blank(next) && pp->line_start) {
        mark_statement(pp, f);
    } else if (c == '\\' && continuation(f)) {
    } else {
        if (c == '"') pp->in_string = true;
        if (c == '\n') f->line += f->counts;
        f->pos++;
        kc_score_put(pp, c);
    }
}

static void run(kc_score_pp *pp)
{
    size_t limit = pp->max_text > SIZE_MAX / 8 ? SIZE_MAX : pp->max_text * 4 + 1000000;
    while (pp->frames.n && !pp->failed) {
        kc_score_frame *f = &pp->frames.v[pp->frames.n - 1];
        if (++pp->steps > limit) {
            kc_score_pp_fail(pp, "score-too-long",
                             "expanding the score takes too long: endless loops or macros");
        } else if (f->pos >= f->len) {
            end_frame(pp);
        } else {
            step(pp);
        }
    }
    if (!pp->failed && pp->conditions.n) kc_score_pp_fail(pp, "score-ifdef", "Unmatched #ifdef");
}

/* CR and CRLF become LF. */
char *kc_score_normalise(kc_arena *arena, const char *text, size_t len, size_t *n)
{
    char *s = kc_arena_alloc(arena, len + 1), *o = s;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n') continue;
        *o++ = text[i] == '\r' ? '\n' : text[i];
    }
    *n = (size_t)(o - s);
    return s;
}

static void predefine(kc_score_pp *pp, const kc_score_input *in)
{
    for (int i = 0; i < in->nmacros; i++) {
        const char *eq = strchr(in->macros[i], '=');
        size_t n = eq ? (size_t)(eq - in->macros[i]) : strlen(in->macros[i]);
        kc_score_define(pp, in->macros[i], n, eq ? kc_arena_strdup(&pp->arena, eq + 1) : "");
    }
}

int kc_score_expand(const kc_score_input *in, kc_arena *arena, kc_diags *d, kc_score_text *out)
{
    kc_score_pp pp = {.in = in, .out_arena = arena, .d = d, .out = out, .line_start = true};
    pp.max_text = in->max_text ? in->max_text : (size_t)64 << 20;
    predefine(&pp, in);
    size_t n;
    char *text = kc_score_normalise(&pp.arena, in->text, in->len, &n);
    kc_score_push(&pp, (kc_score_frame){.text = text,
                                        .len = n,
                                        .source = in->source,
                                        .line = in->first_line > 0 ? in->first_line : 1,
                                        .counts = true,
                                        .passes = 1});
    run(&pp);
    kc_vec_free(&pp.frames);
    kc_vec_free(&pp.conditions);
    kc_map_free(&pp.macros);
    kc_arena_free(&pp.arena);
    return pp.failed ? -1 : 0;
}

void kc_score_text_free(kc_score_text *t)
{
    kc_sbuf_free(&t->text);
    kc_vec_free(&t->marks);
}

static int find_mark(const kc_score_text *t, size_t offset)
{
    int lo = 0, hi = t->marks.n;
    while (hi - lo > 1) {
        int mid = (lo + hi) / 2;
        if (t->marks.v[mid].offset <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

kc_span kc_score_span_at(const kc_score_text *t, kc_score_cursor *c, size_t offset)
{
    if (!t->marks.n) return (kc_span){0};
    int m = find_mark(t, offset);
    if (m != c->mark || offset < c->offset || !c->line)
        *c = (kc_score_cursor){t->marks.v[m].offset, m, t->marks.v[m].line};
    if (offset > t->text.n) offset = t->text.n;
    if (offset > c->offset) {
        c->line += newlines(t->text.s + c->offset, offset - c->offset);
        c->offset = offset;
    }
    return (kc_span){t->marks.v[m].source, c->line, 0, 0};
}
