#define _GNU_SOURCE /* memmem */
#include "runtime/base/diag.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int kc_sources_add(kc_sources *s, const char *name, const char *text, size_t len)
{
    kc_source src = {kc_arena_strdup(&s->arena, name), kc_arena_strndup(&s->arena, text, len), len};
    kc_vec_push(&s->list, src);
    return s->list.n;
}

void kc_sources_free(kc_sources *s)
{
    kc_arena_free(&s->arena);
    kc_vec_free(&s->list);
}

static void append(kc_diags *d, kc_severity sev, kc_span at, const char *code, const char *fmt, va_list ap)
{
    if (sev == KC_DIAG_ERROR && ++d->errors > (d->limit ? d->limit : 20)) return;
    kc_sbuf text = {0};
    kc_sbuf_vprintf(&text, fmt, ap);
    kc_diag n = {sev, code, at, kc_arena_strdup(&d->arena, text.s ? text.s : ""), {0}};
    kc_vec_push(&d->list, n);
    kc_sbuf_free(&text);
}

void kc_diag_error(kc_diags *d, kc_span at, const char *code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    append(d, KC_DIAG_ERROR, at, code, fmt, ap);
    va_end(ap);
}

void kc_diag_warning(kc_diags *d, kc_span at, const char *code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    append(d, KC_DIAG_WARNING, at, code, fmt, ap);
    va_end(ap);
}

void kc_diag_note(kc_diags *d, const char *fmt, ...)
{
    if (!d->list.n || d->errors > (d->limit ? d->limit : 20)) return;
    va_list ap;
    kc_sbuf text = {0};
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    kc_vec_push(&d->list.v[d->list.n - 1].notes, kc_arena_strdup(&d->arena, text.s ? text.s : ""));
    kc_sbuf_free(&text);
}

static const kc_source *source_of(const kc_diags *d, kc_span at)
{
    if (!d->sources || at.source < 1 || at.source > d->sources->list.n) return NULL;
    return &d->sources->list.v[at.source - 1];
}

/* The text of a line, without its end. */
static size_t line_of(const kc_source *s, int line, const char **start)
{
    const char *p = s->text, *end = s->text + s->len;
    while (line > 1 && p < end) line -= *p++ == '\n';
    *start = p;
    const char *q = p;
    while (q < end && *q != '\n' && *q != '\r') q++;
    return line == 1 ? (size_t)(q - p) : 0;
}

kc_span kc_span_find(const kc_sources *s, kc_span line, const char *word)
{
    size_t len = strlen(word);
    const char *text;
    if (!s || line.source < 1 || line.source > s->list.n || !len) return line;
    size_t n = line_of(&s->list.v[line.source - 1], line.line, &text);
    const char *hit = n ? memmem(text, n, word, len) : NULL;
    return hit ? (kc_span){line.source, line.line, (int)(hit - text) + 1, (int)len} : line;
}

static void caret(const kc_source *s, kc_span at, kc_sbuf *out)
{
    const char *text;
    size_t n = line_of(s, at.line, &text);
    kc_sbuf_puts(out, "  |  ");
    kc_sbuf_write(out, text, n);
    kc_sbuf_puts(out, "\n  |  ");
    for (int i = 0; i < at.col - 1 && i < (int)n; i++) kc_sbuf_putc(out, text[i] == '\t' ? '\t' : ' ');
    kc_sbuf_putc(out, '^');
    for (int i = 1; i < at.len && at.col - 1 + i < (int)n; i++) kc_sbuf_putc(out, '^');
    kc_sbuf_putc(out, '\n');
}

/* A span that knows only its line marks all of it. */
static kc_span with_column(const kc_source *s, kc_span at)
{
    if (at.col > 0) return at;
    const char *text;
    size_t n = line_of(s, at.line, &text), blank = 0;
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t')) n--;
    while (blank < n && (text[blank] == ' ' || text[blank] == '\t')) blank++;
    at.col = (int)blank + 1;
    at.len = (int)(n - blank < 80 ? n - blank : 80);
    return at;
}

void kc_diags_render(const kc_diags *d, kc_sbuf *out)
{
    for (int i = 0; i < d->list.n; i++) {
        const kc_diag *g = &d->list.v[i];
        const kc_source *s = source_of(d, g->span);
        kc_sbuf_printf(out, "%s: %s\n", g->severity == KC_DIAG_ERROR ? "error" : "warning", g->message);
        if (s && g->span.line > 0) {
            kc_span at = with_column(s, g->span);
            kc_sbuf_printf(out, " --> %s:%d:%d\n", s->name, at.line, at.col);
            caret(s, at, out);
        }
        for (int k = 0; k < g->notes.n; k++) kc_sbuf_printf(out, "  = %s\n", g->notes.v[k]);
    }
    int limit = d->limit ? d->limit : 20;
    if (d->errors > limit) kc_sbuf_printf(out, "error: %d more errors not shown\n", d->errors - limit);
}

void kc_diags_render_json(const kc_diags *d, kc_sbuf *out)
{
    for (int i = 0; i < d->list.n; i++) {
        const kc_diag *g = &d->list.v[i];
        const kc_source *s = source_of(d, g->span);
        kc_sbuf_puts(out, "{\"file\":");
        kc_sbuf_json(out, s ? s->name : "");
        kc_span at = s && g->span.line > 0 ? with_column(s, g->span) : g->span;
        int c0 = at.col > 0 ? at.col : 1, n = at.len > 0 ? at.len : 1;
        kc_sbuf_printf(out,
                       ",\"range\":{\"line\":%d,\"start\":%d,\"end\":%d},\"severity\":\"%s\",\"code\":\"%s\"",
                       g->span.line, c0, c0 + n, g->severity == KC_DIAG_ERROR ? "error" : "warning", g->code);
        kc_sbuf_puts(out, ",\"message\":");
        kc_sbuf_json(out, g->message);
        kc_sbuf_puts(out, ",\"notes\":[");
        for (int k = 0; k < g->notes.n; k++) {
            if (k) kc_sbuf_putc(out, ',');
            kc_sbuf_json(out, g->notes.v[k]);
        }
        kc_sbuf_puts(out, "]}\n");
    }
}

void kc_diags_free(kc_diags *d)
{
    for (int i = 0; i < d->list.n; i++) kc_vec_free(&d->list.v[i].notes);
    kc_vec_free(&d->list);
    kc_arena_free(&d->arena);
    d->errors = 0;
}
