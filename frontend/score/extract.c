/* -x: keeps chosen instruments and a stretch of the score.
 *
 * The extract file is words: `i n n ...` instruments to keep (default: all), `f section:beat` where to begin
 * (default 1:0), `t section:beat` where to end (default: the end). Tables and other statements stay; those
 * before the beginning move to it. Notes that cross an edge are cut there. */
#include "frontend/score/internal.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

typedef struct {
    KC_VEC(int) instruments;
    int from_section, to_section;
    double from, to; /* beats */
} extract;

static bool place(const char *w, size_t n, int *section, double *beat)
{
    size_t used, more = 0;
    double s = kc_score_strtod(w, n, &used);
    if (!used || !(s >= 1 && s < 1e9)) return false;
    *section = (int)s;
    *beat = 0;
    if (used < n && w[used] == ':') {
        *beat = kc_score_strtod(w + used + 1, n - used - 1, &more);
        used += 1 + more;
        if (!more) return false;
    }
    return used == n;
}

static bool word(extract *x, char *mode, const char *w, size_t n)
{
    if (isalpha((unsigned char)*w)) {
        if (!strchr("ift", *w)) return false;
        *mode = *w++;
        if (!--n) return true;
    }
    size_t used;
    double v;
    switch (*mode) {
    case 'i':
        v = kc_score_strtod(w, n, &used);
        if (used != n || !(fabs(v) < 1e9)) return false;
        kc_vec_push(&x->instruments, (int)v);
        return true;
    case 'f': return place(w, n, &x->from_section, &x->from);
    case 't': return place(w, n, &x->to_section, &x->to);
    default: return false;
    }
}

static bool parse(extract *x, const char *s, size_t len, kc_diags *d)
{
    char mode = 0;
    for (size_t i = 0, e; i < len; i = e) {
        for (e = i; e < len && !isspace((unsigned char)s[e]); e++) {
        }
        if (e == i) {
            e++;
            continue;
        }
        if (!word(x, &mode, s + i, e - i)) {
            kc_diag_error(d, (kc_span){0}, "score-extract", "bad word in the extract file: %.*s",
                          (int)(e - i), s + i);
            return false;
        }
    }
    return true;
}

static bool wanted(const extract *x, const kc_score_event *e)
{
    if ((e->op != 'i' && e->op != 'd') || !x->instruments.n) return true;
    for (int i = 0; i < x->instruments.n; i++)
        if (!e->named && trunc(e->p[1]) == x->instruments.v[i]) return true;
    return false;
}

/* Cuts one event to [from, to) in beats and moves it by `from`; seconds follow in proportion. */
static bool cut(kc_score_event *e, double from, double from_time, double to)
{
    bool note = e->op == 'i' || e->op == 'a';
    double start = e->p2_beats, stop = note && e->p3_beats > 0 ? start + e->p3_beats : start;
    if (start >= to || (note && e->p3_beats > 0 && stop <= from)) return false;
    double rate = note && e->p3_beats > 0 ? e->p[3] / e->p3_beats : 1;
    if (start < from) { /* tables and held notes simply come at the beginning */
        if (note && e->p3_beats > 0) e->p3_beats = stop - from, e->p[3] = e->p3_beats * rate;
        start = from;
        e->p[2] = from_time;
    }
    if (note && e->p3_beats > 0 && stop > to) e->p3_beats = to - start, e->p[3] = e->p3_beats * rate;
    e->p2_beats = start - from;
    e->p[2] -= from_time;
    return true;
}

/* The time of a beat, from the nearest event at or before it. */
static double time_of(const kc_score_section *s, double beat)
{
    double time = beat;
    for (int i = 0; i < s->n && s->events[i].p2_beats <= beat; i++)
        time = s->events[i].p[2] + (beat - s->events[i].p2_beats);
    return time;
}

int kc_score_extract(kc_score *s, const char *spec, size_t len, kc_arena *arena, kc_diags *d)
{
    (void)arena; /* events are cut in place */
    extract x = {.from_section = 1, .to_section = s->n, .to = INFINITY};
    bool ok = parse(&x, spec, len, d);
    int kept = 0;
    for (int i = 0; ok && i < s->n; i++) {
        kc_score_section sec = s->sections[i];
        if (i + 1 < x.from_section || i + 1 > x.to_section) continue;
        double from = i + 1 == x.from_section ? x.from : 0, to = i + 1 == x.to_section ? x.to : INFINITY;
        double from_time = time_of(&sec, from);
        int n = 0;
        for (int k = 0; k < sec.n; k++) {
            kc_score_event e = sec.events[k];
            if (wanted(&x, &e) && cut(&e, from, from_time, to)) sec.events[n++] = e;
        }
        sec.n = n;
        s->sections[kept++] = sec;
    }
    if (ok) s->n = kept;
    kc_vec_free(&x.instruments);
    return ok ? 0 : -1;
}
