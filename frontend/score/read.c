/* Statements: dispatches on the letter of each one and gathers a section's events in text order. */
#include "frontend/score/internal.h"
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { MAX_WARNINGS = 100, MAX_REPLAYS = 1000 };

void kc_score_note(kc_score_reader *r, const char *text)
{
    if (r->warnings < MAX_WARNINGS) kc_diag_note(r->d, "%s", text);
}

void kc_score_warn(kc_score_reader *r, const char *code, const char *fmt, ...)
{
    if (++r->warnings > MAX_WARNINGS) return;
    kc_span at = kc_score_span_at(&r->text, &r->cursor, r->pos);
    if (r->warnings == MAX_WARNINGS) {
        kc_diag_warning(r->d, at, "score-warnings", "further warnings on the score are not shown");
        return;
    }
    kc_sbuf text = {0};
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    kc_diag_warning(r->d, at, code, "%s", text.s);
    kc_sbuf_free(&text);
}

void kc_score_fatal(kc_score_reader *r, const char *code, const char *fmt, ...)
{
    if (r->fatal) return;
    r->fatal = true;
    kc_sbuf text = {0};
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    kc_diag_error(r->d, kc_score_span_at(&r->text, &r->cursor, r->pos), code, "%s", text.s);
    kc_sbuf_free(&text);
}

static void log_line(kc_score_reader *r, const char *text)
{
    if (r->in->log) kc_sbuf_puts(r->in->log, text);
}

/* The rest of the line. */
static const char *rest(kc_score_reader *r, size_t *n)
{
    const char *s = r->text.text.s + r->pos;
    size_t start = r->pos;
    while (kc_score_peek(r) >= 0 && kc_score_peek(r) != '\n') kc_score_get(r);
    *n = r->pos - start;
    return s;
}

/* ---- s e t w ----------------------------------------------------------------------------------- */

/* `s t`, `e t`: t is the time the section lasts at least. Without a blank before it, it doesn't count. */
static void end_time(kc_score_reader *r)
{
    size_t n, used;
    int c = kc_score_peek(r);
    if (c >= 0 && !isspace(c)) {
        kc_score_warn(r, "score-end", "a blank is needed between s or e and its time: the time is ignored");
        kc_score_skip_line(r);
        return;
    }
    const char *s = rest(r, &n);
    while (n && (*s == ' ' || *s == '\t')) s++, n--;
    double t = kc_score_strtod(s, n, &used);
    if (!used || (used < n && !isspace((unsigned char)s[used]))) return;
    r->has_end = true;
    r->end_beats = r->end = t;
}

static void tempo(kc_score_reader *r)
{
    KC_VEC(double) v = {0};
    kc_score_field f;
    while (!r->fatal && v.n < 2000000 && kc_score_next_field(r, true, &f))
        kc_vec_push(&v, kc_score_field_number(r, &f));
    if (!r->has_tempo) { /* the first one of a section counts */
        r->has_tempo = true;
        r->bad_tempo = v.n < 2 || v.n % 2;
        for (int i = 0; i + 1 < v.n; i += 2) kc_vec_push(&r->tempo, (kc_score_tempo){v.v[i], v.v[i + 1]});
    }
    kc_vec_free(&v);
}

/* `w`: as `t`, for text whose times were warped before; its numbers are of no further use. */
static void warped_text(kc_score_reader *r)
{
    kc_score_field f;
    while (!r->fatal && kc_score_next_field(r, true, &f)) {
    }
    r->warped_text = true;
}

/* ---- b B v C y --------------------------------------------------------------------------------- */

static void setting(kc_score_reader *r, char op)
{
    kc_score_field f;
    if (!kc_score_next_field(r, false, &f)) {
        kc_score_warn(r, "score-number", "a number is missing after %c", op);
        return;
    }
    double v = kc_score_field_number(r, &f);
    switch (op) {
    case 'b': r->base = v; break;
    case 'B': r->base += v; break;
    case 'v': r->factor = v; break;
    default: r->no_carry = v == 0; break;
    }
    if (!r->line_start) kc_score_skip_line(r);
}

static void seed(kc_score_reader *r)
{
    size_t n, used;
    const char *s = rest(r, &n);
    while (n && (*s == ' ' || *s == '\t')) s++, n--;
    double v = kc_score_strtod(s, n, &used);
    char text[64];
    if (used) {
        *r->in->seed31 = v > INT_MIN && v < INT_MAX ? (int32_t)v : 0;
        snprintf(text, sizeof text, "seed from score %d\n", *r->in->seed31);
    } else {
        *r->in->seed31 = (int32_t)(r->in->clock_seed % 0x7ffffffeu) + 1;
        snprintf(text, sizeof text, "seed from clock %d\n", *r->in->seed31);
    }
    log_line(r, text);
}

/* ---- m n x ------------------------------------------------------------------------------------- */

static char *name_of(kc_score_reader *r)
{
    size_t n, len = 0;
    const char *s = rest(r, &n);
    while (n && (*s == ' ' || *s == '\t')) s++, n--;
    while (len < n && (isalnum((unsigned char)s[len]) || s[len] == '_')) len++;
    return kc_arena_strndup(r->arena, s, len);
}

static int find_name(const kc_score_reader *r, const char *name)
{
    for (int i = 0; i < r->names.n; i++)
        if (!strcmp(r->names.v[i].name, name)) return i;
    return -1;
}

static void mark(kc_score_reader *r)
{
    char *name = name_of(r);
    int i = find_name(r, name);
    if (i < 0 && r->names.n >= 100000) {
        kc_score_fatal(r, "score-too-long", "too many marks in the score");
    } else if (i < 0) {
        kc_vec_push(&r->names, (kc_score_name){name, r->pos});
    } else {
        r->names.v[i].pos = r->pos;
    }
}

/* Reads on from the mark; the end of that section leads back here. */
static void replay(kc_score_reader *r)
{
    char *name = name_of(r);
    int i = find_name(r, name);
    if (i < 0) {
        kc_score_warn(r, "score-mark", "sread: Name %s not found", name);
    } else if (r->returns.n >= MAX_REPLAYS || ++r->replays > 1000000) {
        kc_score_fatal(r, "score-nesting", "n %s: repeated without end", name);
    } else {
        kc_vec_push(&r->returns, r->pos);
        r->pos = r->names.v[i].pos;
    }
}

/* Skips the statements up to the one that ends the skipping. */
static void skip_section(kc_score_reader *r)
{
    kc_score_skip_line(r);
    for (int c = kc_score_peek(r); c >= 0; c = kc_score_peek(r)) {
        if (isspace(c)) {
            kc_score_get(r);
        } else if (strchr("sme", c)) {
            return;
        } else {
            kc_score_skip_line(r);
        }
    }
}

/* ---- the loop ---------------------------------------------------------------------------------- */

static void statement(kc_score_reader *r, int c)
{
    if (!r->sorted && (c == 't' || c == 'w' || c == 'y') && r->nevents++ < r->max_events)
        kc_vec_push(&r->items, (kc_score_item){.e.op = (char)c, .line_key = r->line_count});
    switch (c) {
    case 'i':
    case 'd':
    case 'f':
    case 'a':
    case 'q': kc_score_read_event(r, (char)c); return;
    case 't': tempo(r); break;
    case 'w': warped_text(r); break;
    case 'b':
    case 'B':
    case 'v':
    case 'C': setting(r, (char)c); return; /* not seen by a carry from the statement before */
    case 'y': seed(r); break;
    case 'm': mark(r); return;
    case 'n': replay(r); return;
    case 'x': skip_section(r); break;
    default:
        kc_score_warn(r, "score-statement", "sread: illegal opcode %c", c);
        kc_score_note(r, "the line is not read; statements begin with one of a b B C d e f i m n q r s t v w x y { }");
        kc_score_skip_line(r);
        return;
    }
    r->prev_is_event = false;
}

static void reset_section(kc_score_reader *r)
{
    r->section++;
    r->items.n = 0;
    r->tempo.n = 0;
    r->has_tempo = r->bad_tempo = r->warped_text = r->has_end = false;
    r->prev_same = -1;
    r->prev_is_event = false;
    r->line_count = 1;
    r->statements = 0;
}

int kc_score_read_section(kc_score_reader *r)
{
    reset_section(r);
    while (!r->fatal) {
        int c = kc_score_get(r);
        if (c < 0 && r->returns.n) { /* the text ends within a replay */
            r->pos = r->returns.v[--r->returns.n];
            return 's';
        }
        if (c < 0) return 0;
        if (isspace(c)) continue;
        if (c != 's' && c != 'e') {
            r->statements++;
            statement(r, c);
            continue;
        }
        end_time(r);
        if (r->returns.n) {
            r->pos = r->returns.v[--r->returns.n];
            return 's';
        }
        if (c == 's') {
            r->base = 0;
            r->factor = 1;
            r->prev_p2 = -1;
        }
        return c;
    }
    return 0;
}
