/* Real-time line events: one statement a line, without macros, expressions, ramps or sorting.
 * A line `{` begins orchestra text, which is gathered until a lone `}`. */
#include "frontend/score/internal.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_ORCHESTRA = 16 << 20 };

typedef struct {
    kc_score_lines *st;
    const char *line, *s, *end; /* s: the place reached */
    kc_arena *arena;
    kc_diags *d;
    KC_VEC(double) p;
    KC_VEC(kc_score_string) strings;
    char op;
} line_reader;

/* Reports the fault, then the line with a mark under the place. */
static bool fault(line_reader *l, const char *what)
{
    kc_diag_error(l->d, (kc_span){0}, "score-line", "%s%sillegal RT scoreline:\n%.*s\n%*s", what,
                  *what ? "\n" : "", (int)(l->end - l->line), l->line, (int)(l->s - l->line) + 1, "^");
    return false;
}

static bool string(line_reader *l)
{
    kc_sbuf text = {0};
    for (l->s++; l->s < l->end && *l->s != '"'; l->s++) {
        if (*l->s == '\\' && l->s + 1 < l->end && l->s[1] == '"') l->s++;
        kc_sbuf_putc(&text, *l->s);
    }
    bool closed = l->s < l->end;
    kc_score_string str = {l->p.n, kc_arena_strdup(l->arena, text.s ? text.s : "")};
    kc_sbuf_free(&text);
    if (!closed) return fault(l, "unmatched quotes");
    l->s++;
    kc_vec_push(&l->strings, str);
    kc_vec_push(&l->p, kc_score_string_slot());
    return true;
}

static bool carried(line_reader *l)
{
    int index = l->p.n;
    if (l->op != 'i' || index > l->st->nprev) return fault(l, "dot carry has no reference");
    double v = l->st->prev[index];
    if (kc_score_is_string(v)) return fault(l, "cannot carry string p-field");
    kc_vec_push(&l->p, v);
    l->s++;
    return true;
}

static bool field(line_reader *l)
{
    size_t used, n = (size_t)(l->end - l->s);
    if (*l->s == '"') return string(l);
    if (*l->s == '.' && (n == 1 || l->s[1] == ' ' || l->s[1] == '\t')) return carried(l);
    double v = kc_score_strtod(l->s, n, &used);
    if (!used || !isfinite(v)) return fault(l, "");
    kc_vec_push(&l->p, v);
    l->s += used;
    return true;
}

static bool fields(line_reader *l)
{
    for (;;) {
        while (l->s < l->end && (*l->s == ' ' || *l->s == '\t')) l->s++;
        if (l->s >= l->end) return true;
        if (!field(l)) return false;
    }
}

static bool check(line_reader *l)
{
    int n = l->p.n - 1;
    bool removes_table = l->op == 'f' && n >= 1 && l->p.v[1] < 0;
    if (n < 2 && l->op != 'e' && !removes_table) {
        kc_diag_error(l->d, (kc_span){0}, "score-line", "too few pfields (%d)", n + 1);
        return fault(l, "");
    }
    if (n > 1 && l->p.v[2] < 0) return fault(l, "-L with negative p2 illegal");
    if (n < 3 && (l->op == 'i' || l->op == 'q' || l->op == 'a' || l->op == 'd')) {
        kc_diag_error(l->d, (kc_span){0}, "score-line", "insert_score_event(): insufficient p-fields");
        return false;
    }
    return true;
}

static void remember(line_reader *l)
{
    kc_score_lines *st = l->st;
    st->prev = kc_xrealloc(st->prev, (size_t)l->p.n * sizeof *st->prev);
    memcpy(st->prev, l->p.v, (size_t)l->p.n * sizeof *st->prev);
    st->nprev = l->p.n - 1;
}

static void fill(line_reader *l, kc_score_event *e)
{
    *e = (kc_score_event){.op = l->op, .n = l->p.n - 1, .nstrings = l->strings.n};
    if (l->op == 'e' && e->n == 1) { /* `e t`: t is when */
        kc_vec_push(&l->p, l->p.v[1]);
        l->p.v[1] = 0;
        e->n = 2;
    }
    while (l->p.n < 4) kc_vec_push(&l->p, 0);
    e->p = kc_arena_alloc(l->arena, (size_t)l->p.n * sizeof *e->p);
    memcpy(e->p, l->p.v, (size_t)l->p.n * sizeof *e->p);
    e->strings = kc_arena_alloc(l->arena, (size_t)l->strings.n * sizeof *e->strings + 1);
    if (l->strings.n) memcpy(e->strings, l->strings.v, (size_t)l->strings.n * sizeof *e->strings);
    e->named = kc_score_is_string(e->p[1]);
    e->p2_beats = e->p[2];
    e->p3_beats = e->p[3];
}

static kc_score_line_result orchestra_line(kc_score_lines *st, const char *line, size_t len, const char *s,
                                           size_t n)
{
    if (n == 1 && *s == '}') {
        st->in_orchestra = false;
        return KC_LINE_ORCHESTRA;
    }
    if (st->orchestra.n + len < MAX_ORCHESTRA) {
        kc_sbuf_write(&st->orchestra, line, len);
        kc_sbuf_putc(&st->orchestra, '\n');
    }
    return KC_LINE_NOTHING;
}

kc_score_line_result kc_score_line(kc_score_lines *st, const char *line, size_t len, kc_arena *arena,
                                   kc_diags *d, kc_score_event *out)
{
    while (len && (line[len - 1] == '\n' || line[len - 1] == '\r')) len--;
    const char *s = line, *end = line + len;
    while (s < end && (*s == ' ' || *s == '\t')) s++;
    while (end > s && (end[-1] == ' ' || end[-1] == '\t')) end--;
    if (st->in_orchestra) return orchestra_line(st, line, len, s, (size_t)(end - s));
    if (s == end || *s == ';') return KC_LINE_NOTHING;
    if (*s == '{') {
        st->in_orchestra = true;
        kc_sbuf_puts(&st->orchestra, "");
        return KC_LINE_NOTHING;
    }
    line_reader l = {.st = st, .line = line, .s = s, .end = end, .arena = arena, .d = d, .op = *s};
    bool ok;
    kc_vec_push(&l.p, 0);
    if (strchr("iqfade", *s)) {
        l.s++;
        ok = fields(&l) && check(&l);
    } else {
        char what[32];
        snprintf(what, sizeof what, "unknown opcode %c", isprint((unsigned char)*s) ? *s : '?');
        ok = fault(&l, what);
    }
    if (ok && l.op == 'i') remember(&l);
    if (ok) fill(&l, out);
    kc_vec_free(&l.p);
    kc_vec_free(&l.strings);
    return ok ? KC_LINE_EVENT : KC_LINE_ERROR;
}

void kc_score_lines_free(kc_score_lines *st)
{
    free(st->prev);
    kc_sbuf_free(&st->orchestra);
    *st = (kc_score_lines){0};
}
