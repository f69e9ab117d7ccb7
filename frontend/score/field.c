/* p-fields: finding the next one in the text, and what it means. */
#include "frontend/score/internal.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

/* Bits of a quiet NaN that no arithmetic makes, with the kind and its argument below. */
static const uint64_t symbol_bits = 0x7ff85c0e00000000u;
static const double forever = 800000000000.0; /* what `z` means: about 25367 years */

double kc_field_symbol(kc_field_kind kind, int arg)
{
    uint64_t bits = symbol_bits | (uint64_t)kind << 16 | (uint64_t)(arg & 0xffff);
    double p;
    memcpy(&p, &bits, sizeof p);
    return p;
}

kc_field_kind kc_field_kind_of(double p, int *arg)
{
    uint64_t bits;
    memcpy(&bits, &p, sizeof bits);
    if ((bits & 0xffffffff00000000u) != symbol_bits) return KC_FIELD_NUMBER;
    if (arg) *arg = (int)(bits & 0xffff);
    return (kc_field_kind)(bits >> 16 & 0xffff);
}

double kc_score_string_slot(void) { return kc_field_symbol(KC_FIELD_STRING, 0); }
bool kc_score_is_string(double p) { return kc_field_kind_of(p, NULL) == KC_FIELD_STRING; }

const char *kc_score_event_string(const kc_score_event *e, int index)
{
    for (int i = 0; i < e->nstrings; i++)
        if (e->strings[i].index == index) return e->strings[i].text;
    return NULL;
}

/* ---- characters -------------------------------------------------------------------------------- */

int kc_score_peek(kc_score_reader *r)
{
    return r->pos < r->text.text.n ? (unsigned char)r->text.text.s[r->pos] : -1;
}

int kc_score_get(kc_score_reader *r)
{
    int c = kc_score_peek(r);
    if (c >= 0) r->pos++;
    if (c == '\n') {
        r->line_start = true;
        r->line_count++;
    } else if (c >= 0 && !isspace(c)) {
        r->line_start = false;
    }
    return c;
}

void kc_score_skip_line(kc_score_reader *r)
{
    for (int c = kc_score_get(r); c >= 0 && c != '\n';) c = kc_score_get(r);
}

/* ---- finding fields ---------------------------------------------------------------------------- */

static bool starts_field(int c, bool digits_only)
{
    if (isdigit(c)) return true;
    return !digits_only && c > 0 && strchr(".+-^np<>()\"~!z", c);
}

static bool continues_field(const kc_score_reader *r, int c)
{
    if (c <= 0) return false;
    if (r->sorted && (isxdigit(c) || c == 'x')) return true; /* hex floats */
    return isdigit(c) || strchr(".+-eEnp<>()~z", c);
}

/* A line that starts with `n` and a blank is the statement, never a field. */
static bool is_n_statement(const kc_score_reader *r)
{
    return r->line_start && r->pos + 1 < r->text.text.n && r->text.text.s[r->pos] == 'n' &&
           (r->text.text.s[r->pos + 1] == ' ' || r->text.text.s[r->pos + 1] == '\t');
}

static bool expression(kc_score_reader *r, kc_score_field *f)
{
    const char *s = r->text.text.s, *fault;
    r->pos++;
    r->line_start = false;
    fault = kc_score_eval(s, r->text.text.n, &r->pos, r->in->seed31, false, r->arena, &f->value);
    if (fault && r->pos < r->text.text.n &&
        s[r->pos] == '$') { /* the macro is not defined: that was reported */
        kc_score_skip_line(r);
        return false;
    }
    if (fault) kc_score_fatal(r, "score-expression", "score error:  %s", fault);
    if (!isfinite(f->value)) {
        kc_score_warn(r, "score-number", "the expression has no finite value: zero substituted");
        f->value = 0;
    }
    f->computed = true;
    f->n = (int)(s + r->pos - f->s);
    return !fault;
}

static bool string_allowed(const kc_score_reader *r, char op)
{
    int index = r->p.n; /* of this field: p[0] is there already */
    return index > 3 || (index == 1 && (op == 'i' || op == 'd' || op == 'q'));
}

static bool string(kc_score_reader *r, kc_score_field *f, char op)
{
    const char *s = r->text.text.s;
    size_t n = r->text.text.n;
    if (!string_allowed(r, op)) {
        kc_score_warn(r, "score-string", "sread: illegally placed string");
        kc_score_skip_line(r);
        return false;
    }
    size_t e = r->pos + 1;
    while (e < n && s[e] != '"' && s[e] != '\n') e += s[e] == '\\' && e + 1 < n && s[e + 1] != '\n' ? 2 : 1;
    if (e >= n || s[e] == '\n') {
        kc_score_warn(r, "score-string", "sread: unmatched quote");
        r->pos = e < n ? e : n;
        return false;
    }
    f->n = (int)(e + 1 - r->pos);
    r->pos = e + 1;
    r->line_start = false;
    return true;
}

bool kc_score_next_field(kc_score_reader *r, bool digits_only, kc_score_field *f)
{
    int c = kc_score_peek(r);
    while (c >= 0 && isspace(c)) {
        kc_score_get(r);
        c = kc_score_peek(r);
    }
    if (c < 0 || is_n_statement(r)) return false;
    *f = (kc_score_field){.s = r->text.text.s + r->pos, .offset = r->pos};
    if (c == '[') return expression(r, f);
    if (!starts_field(c, digits_only)) {
        if (r->line_start) return false;
        kc_score_warn(r, "score-char", "sread: unexpected char %c", c);
        kc_score_note(r, "the rest of the line is not read; texts in p-fields stand between quotes");
        kc_score_skip_line(r);
        return false;
    }
    if (c == '"') return string(r, f, r->op);
    do {
        r->pos++;
        f->n++;
    } while (continues_field(r, kc_score_peek(r)));
    r->line_start = false;
    return true;
}

/* ---- meaning ----------------------------------------------------------------------------------- */

static double hex_float(const char *s, int n, size_t *used)
{
    char copy[64], *end;
    if (n >= (int)sizeof copy) return *used = 0, 0.0;
    memcpy(copy, s, (size_t)n);
    copy[n] = 0;
    double v = strtod(copy, &end);
    *used = (size_t)(end - copy);
    return v;
}

static bool is_hex(const char *s, int n)
{
    int i = n > 0 && (*s == '-' || *s == '+');
    return n > i + 2 && s[i] == '0' && (s[i + 1] == 'x' || s[i + 1] == 'X');
}

static double leading_number(const kc_score_field *f, int skip, size_t *used)
{
    if (is_hex(f->s + skip, f->n - skip)) return hex_float(f->s + skip, f->n - skip, used);
    return kc_score_strtod(f->s + skip, (size_t)(f->n - skip), used);
}

double kc_score_field_number(kc_score_reader *r, const kc_score_field *f)
{
    if (f->computed) return f->value;
    int skip = f->n > 1 && f->s[0] == '^';
    if (skip && f->n > 2 && f->s[1] == '+') skip = 2;
    size_t used;
    double v = leading_number(f, skip, &used);
    if (skip + (int)used < f->n && f->s[skip + used] == 'z') return forever;
    if (used && skip + (int)used == f->n && isfinite(v)) return v;
    kc_score_warn(r, "score-number", "sread: illegal number format:  %.*s   zero substituted", f->n, f->s);
    return 0;
}

/* npN or ppN; N is one or two digits. */
static double reference(kc_score_reader *r, const kc_score_field *f, int index)
{
    int n = 0, i = 2;
    for (; i < f->n && i < 4 && isdigit((unsigned char)f->s[i]); i++) n = n * 10 + (f->s[i] - '0');
    if (f->n > 2 && f->s[1] == 'p' && i == f->n && n > 0)
        return kc_field_symbol(f->s[0] == 'n' ? KC_FIELD_NEXT : KC_FIELD_PREV, n);
    kc_score_warn(r, "score-reference",
                  "swrite: output, sect%d p%d makes illegal reference to %.*s   Zero substituted", r->section,
                  index, f->n, f->s);
    return 0;
}

double kc_score_field_value(kc_score_reader *r, const kc_score_field *f, int index)
{
    if (f->computed) return f->value;
    kc_field_kind ramp = KC_FIELD_NUMBER;
    switch (f->s[0]) {
    case 'n':
    case 'p': return reference(r, f, index);
    case '<':
    case '>': ramp = KC_FIELD_RAMP; break;
    case '(':
    case ')': ramp = KC_FIELD_EXPRAMP; break;
    case '~': ramp = KC_FIELD_RANDOM; break;
    default: break;
    }
    if (ramp && f->n == 1) return kc_field_symbol(ramp, 0);
    if (ramp) {
        kc_score_warn(r, "score-ramp", "swrite: output, sect%d p%d has illegal ramp symbol", r->section,
                      index);
        return 0;
    }
    int plus = f->s[0] == '+';
    size_t used;
    double v = leading_number(f, plus, &used);
    if (plus + (int)used == f->n && used && isfinite(v)) return v;
    kc_score_warn(r, "score-number",
                  "swrite: output, sect%d p%d has illegal number  %.*s    String truncated", r->section,
                  index, f->n, f->s);
    return isfinite(v) ? v : 0;
}
