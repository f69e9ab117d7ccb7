/* Events: i d f a q statements with the rules by which p-fields carry from earlier ones.
 *
 * The source of a carry is the nearest earlier i or d statement of the section with the same integer
 * instrument number; position in the text counts, not time. */
#include "frontend/score/internal.h"
#include <math.h>
#include <string.h>

enum { INSTRUMENTS = 65536, ZERO = 32768 };

static int count(const kc_score_reader *r) { return r->p.n - 1; }

static const kc_score_item *item_at(const kc_score_reader *r, int i)
{
    return i >= 0 ? &r->items.v[i] : NULL;
}

/* The statement directly before, when it is an i: what a missing p1 is taken from. */
static int previous_i(const kc_score_reader *r)
{
    return r->items.n && r->prev_is_event && r->items.v[r->items.n - 1].e.op == 'i' ? r->items.n - 1 : -1;
}

static int integer_part(double p1)
{
    if (!(p1 > -ZERO)) return -ZERO + 1;
    return p1 < ZERO ? (int)p1 : ZERO - 1;
}

static int named_number(kc_score_reader *r, const char *name)
{
    int sign = *name == '-' ? -1 : 1;
    const char *bare = sign < 0 ? name + 1 : name;
    int n = r->in->instr ? r->in->instr(r->in->instr_ctx, bare) : 0;
    if (n <= 0 || n >= ZERO) {
        const char *dot = strrchr(bare, '.'); /* "name.3" is instance 3 of "name" */
        if (dot && dot > bare && r->in->instr)
            n = r->in->instr(r->in->instr_ctx, kc_arena_strndup(r->arena, bare, (size_t)(dot - bare)));
    }
    if (n <= 0 || n >= ZERO) {
        kc_score_warn(r, "score-instrument", "instr %s not found, assuming insno = -1", name);
        n = -1;
    }
    return sign * n;
}

/* Sets the instrument number and finds the carry source, once p1 is known. */
static void set_instrument(kc_score_reader *r, kc_score_item *it)
{
    it->insno =
        kc_score_is_string(r->p.v[1]) ? named_number(r, r->strings.v[0].text) : integer_part(r->p.v[1]);
    int k = it->insno + ZERO;
    r->prev_same = r->last_section[k] == r->section ? r->last_of[k] - 1 : -1;
}

static void carry_error(kc_score_reader *r)
{
    kc_score_warn(r, "score-carry", "sread: illegal use of carry,   0 substituted");
    kc_vec_push(&r->p, 0);
}

static double step_of(const kc_score_item *from) { return from->e.p[2] + fabs(from->e.p[3]); }

/* Copies p-field `index` of `from` to the end of the statement. */
static void copy_field(kc_score_reader *r, kc_score_item *it, const kc_score_item *from, int index)
{
    double v = from->e.p[index];
    if (index == 2) {
        it->plus = from->plus;
        if (from->plus) v = step_of(from);
        r->prev_p2 = v;
        it->written2 = from->plus ? v : from->written2;
    }
    if (index == 3) it->written3 = from->written3;
    kc_vec_push(&r->p, v);
    if (kc_score_is_string(v))
        kc_vec_push(&r->strings, (kc_score_string){index, kc_score_event_string(&from->e, index)});
    it->line_key = from->line_key;
    if (index == 1) set_instrument(r, it);
}

/* A lone `.`: the same field of the source. A lone `+` in p2: when the source ends. */
static void dot_or_plus(kc_score_reader *r, kc_score_item *it, char c, int index)
{
    const kc_score_item *from = item_at(r, index == 1 ? previous_i(r) : r->prev_same);
    if (it->e.op != 'i' || (c == '+' && index != 2) || !from || index > from->e.n) {
        carry_error(r);
        return;
    }
    if (c == '.') {
        copy_field(r, it, from, index);
        return;
    }
    it->plus = true;
    r->prev_p2 = it->written2 = step_of(from);
    kc_vec_push(&r->p, r->prev_p2);
}

/* ^+x in p2: x after the start of the event before, of any instrument. */
static double relative(kc_score_reader *r, const kc_score_field *f)
{
    bool bare = f->n == 1 || (f->n == 2 && f->s[1] == '+');
    if (bare) {
        kc_score_warn(r, "score-carry", "sread: illegal space following %.*s, zero substituted", f->n, f->s);
        if (r->prev_p2 < 0) r->prev_p2 = 0;
    } else {
        if (r->prev_p2 < 0) kc_score_warn(r, "score-carry", "sread: No previous event for ^");
        double x = r->factor * kc_score_field_number(r, f);
        r->prev_p2 = r->prev_p2 < 0 ? x : r->prev_p2 + x;
    }
    kc_vec_push(&r->p, r->prev_p2);
    return r->prev_p2;
}

static const char *unescape(kc_arena *a, const char *s, size_t n)
{
    static const char from[] = "ntabfrv", to[] = "\n\t\a\b\f\r\v";
    char *o = kc_arena_alloc(a, n + 1), *start = o;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '\\' && i + 1 < n) {
            const char *k = strchr(from, s[++i]);
            c = k && *k ? to[k - from] : s[i];
        }
        *o++ = c;
    }
    return start;
}

static void push_string(kc_score_reader *r, const kc_score_field *f, int index)
{
    kc_score_string str = {index, unescape(r->arena, f->s + 1, (size_t)f->n - 2)};
    kc_vec_push(&r->strings, str);
    kc_vec_push(&r->p, kc_score_string_slot());
}

/* In text that was warped before, the warped value follows the one in beats. */
static double warped_column(kc_score_reader *r, double beats)
{
    kc_score_field f;
    if (!r->warped_text || !kc_score_next_field(r, false, &f)) return beats;
    return kc_score_field_number(r, &f) * r->factor;
}

static void plain(kc_score_reader *r, kc_score_item *it, const kc_score_field *f, int index)
{
    char op = it->e.op;
    if (!f->computed && f->s[0] == '"') {
        push_string(r, f, index);
        it->e.named |= index == 1;
    } else if (index > 3) {
        double v = kc_score_field_value(r, f, index);
        kc_vec_push(&r->p, v);
    } else {
        double v = kc_score_field_number(r, f);
        if (index == 2) it->written2 = v;
        if (index == 3) it->written3 = v;
        if (index == 2) v = r->factor * v + r->base;
        if (index == 3 && op == 'i') v *= r->factor;
        if (index == 3 && op == 'f') v = trunc(v);
        kc_vec_push(&r->p, v);
    }
    if (index == 1 && (op == 'i' || op == 'd'))
        set_instrument(r, it);
    else if (index == 1)
        r->prev_same = -1;
    if (index == 2) r->prev_p2 = r->p.v[2];
}

/* `!`: the statement ends here and nothing is carried behind it. */
static bool no_carry_mark(kc_score_reader *r, const kc_score_item *it, const kc_score_field *f, int index,
                          bool *go_on)
{
    *go_on = it->e.op != 'i';
    if (*go_on)
        kc_score_warn(r, "score-carry", "sread: ignoring '%.*s' in '%c' event", f->n, f->s, it->e.op);
    else if (index < 4)
        kc_score_warn(r, "score-carry", "sread: ! invalid in p1, p2, or p3");
    else if (f->n != 1)
        kc_score_warn(r, "score-carry", "sread: illegal character after !: '%c'", f->s[1]);
    if (!*go_on) kc_score_skip_line(r);
    return it->e.op == 'i' && index >= 4 && f->n == 1;
}

/* Reads the fields that are written. Returns whether a `!` blocks the carry. */
static bool written_fields(kc_score_reader *r, kc_score_item *it)
{
    kc_score_field f;
    bool blocked = false;
    while (!r->fatal && r->p.n <= (int)r->max_fields && kc_score_next_field(r, false, &f)) {
        int index = r->p.n;
        char c = f.computed ? 0 : f.s[0];
        blocked = false;
        if (c == '!') {
            bool go_on;
            blocked = no_carry_mark(r, it, &f, index, &go_on);
            if (!go_on) break;
            continue;
        }
        if (c == '^' && it->e.op == 'i' && index == 2)
            it->written2 = relative(r, &f);
        else if (f.n == 1 && (c == '.' || c == '+'))
            dot_or_plus(r, it, c, index);
        else
            plain(r, it, &f, index);
        if (index == 2) it->warped2 = warped_column(r, r->p.v[2]);
        if (index == 3)
            it->warped3 =
                r->sorted || it->e.op == 'i' || it->e.op == 'f' ? warped_column(r, r->p.v[3]) : r->p.v[3];
    }
    return blocked;
}

static void carry_rest(kc_score_reader *r, kc_score_item *it)
{
    int from = r->prev_same >= 0 ? r->prev_same : count(r) == 0 ? previous_i(r) : -1;
    if (from < 0) return;
    int last = r->no_carry ? 3 : item_at(r, from)->e.n;
    if (last > item_at(r, from)->e.n) last = item_at(r, from)->e.n;
    while (count(r) < last) copy_field(r, it, item_at(r, from), count(r) + 1);
}

static void store(kc_score_reader *r, kc_score_item *it)
{
    kc_score_event *e = &it->e;
    e->n = count(r);
    while (r->p.n < 4) kc_vec_push(&r->p, 0); /* p1 to p3 always exist */
    e->p = kc_arena_alloc(r->arena, (size_t)r->p.n * sizeof *e->p);
    memcpy(e->p, r->p.v, (size_t)r->p.n * sizeof *e->p);
    e->nstrings = r->strings.n;
    e->strings = kc_arena_alloc(r->arena, (size_t)r->strings.n * sizeof *e->strings + 1);
    if (r->strings.n) memcpy(e->strings, r->strings.v, (size_t)r->strings.n * sizeof *e->strings);
    e->named = kc_score_is_string(e->p[1]);
    if (e->n < 2 || !r->warped_text) it->warped2 = e->p[2];
    if (e->n < 3 || !r->warped_text) it->warped3 = e->p[3];
    kc_vec_push(&r->items, *it);
    if (e->op == 'i' || e->op == 'd') {
        r->last_of[it->insno + ZERO] = r->items.n;
        r->last_section[it->insno + ZERO] = r->section;
    }
    r->nevents++;
    r->nfields += (size_t)r->p.n;
    if (r->nevents > r->max_events || r->nfields > r->max_fields)
        kc_score_fatal(r, "score-too-long", "the score has more than %zu events or %zu p-fields",
                       r->max_events, r->max_fields);
}

void kc_score_read_event(kc_score_reader *r, char op)
{
    kc_span at = kc_score_span_at(&r->text, &r->cursor, r->pos);
    kc_score_item it = {.e = {.op = op, .line = at.line, .source = at.source}, .line_key = r->line_count};
    r->op = op;
    r->p.n = 0;
    r->strings.n = 0;
    kc_vec_push(&r->p, 0);
    if (!r->last_of) {
        r->last_of = kc_xcalloc(INSTRUMENTS, sizeof *r->last_of);
        r->last_section = kc_xcalloc(INSTRUMENTS, sizeof *r->last_section);
    }
    bool blocked = written_fields(r, &it);
    if (op == 'i' && !r->sorted && (r->no_carry || !blocked)) carry_rest(r, &it);
    store(r, &it);
    r->prev_is_event = true;
}
