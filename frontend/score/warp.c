/* Tempo: beats to seconds.
 *
 * Between two points of the `t` statement the duration of a beat goes in a straight line from one to the
 * other; behind the last point it stays. So time is a square function of the beat within each segment. */
#include "frontend/score/internal.h"
#include <math.h>

typedef struct {
    double beat, time, length, slope; /* time(x) = time + (length + slope * x) * x, x beats from the start */
} segment;

typedef struct {
    segment *s;
    int n;
} map;

static double time_at(const map *m, double beat)
{
    int lo = 0, hi = m->n;
    while (hi - lo > 1) {
        int mid = (lo + hi) / 2;
        if (m->s[mid].beat <= beat)
            lo = mid;
        else
            hi = mid;
    }
    const segment *g = &m->s[lo];
    double x = beat - g->beat;
    return (g->slope * x + g->length) * x + g->time;
}

/* Builds the segments; false (after a warning) when the statement makes no map. */
static bool build(kc_score_reader *r, map *m)
{
    const kc_score_tempo *t = r->tempo.v;
    const char *fault = r->bad_tempo || t[0].beat != 0 ? "twarp: t has extra or disordered beat value" : NULL;
    for (int i = 0; i < r->tempo.n && !fault; i++) {
        if (!(t[i].bpm > 0))
            fault = "twarp: t has non-positive tempo";
        else if (i && t[i].beat < t[i - 1].beat)
            fault = "twarp: t has extra or disordered beat value";
    }
    if (fault) {
        kc_score_warn(r, "score-tempo", "%s", fault);
        return false;
    }
    if (r->tempo.n == 1 && t[0].bpm == 60) return false; /* beats are seconds */
    m->s = kc_arena_alloc(r->arena, (size_t)r->tempo.n * sizeof *m->s);
    m->s[m->n++] = (segment){0, 0, 60 / t[0].bpm, 0};
    for (int i = 1; i < r->tempo.n; i++) {
        segment *last = &m->s[m->n - 1];
        double length = 60 / t[i].bpm, span = t[i].beat - last->beat;
        if (span <= 0) { /* a sudden change */
            last->length = length;
            continue;
        }
        double mean = (length + last->length) * 0.5;
        last->slope = (mean - last->length) / span;
        m->s[m->n++] = (segment){t[i].beat, mean * span + last->time, length, 0};
    }
    return true;
}

static void warp_item(kc_score_reader *r, const map *m, kc_score_item *it)
{
    double start = it->warped2, length = it->warped3;
    switch (it->e.op) {
    case 'i':
        it->warped2 = time_at(m, start);
        it->warped3 = time_at(m, start + fabs(length)) - it->warped2;
        if (length < 0) it->warped3 = -it->warped3;
        break;
    case 'a':
        it->warped2 = time_at(m, start);
        it->warped3 = time_at(m, start + length) - it->warped2;
        break;
    case 'd': kc_score_warn(r, "score-tempo", "twarp: illegal opcode"); break; /* keeps its beat */
    default: it->warped2 = time_at(m, start); break;
    }
}

/* -t N: every beat lasts 60/N seconds; the engine may change that from p2_beats on. */
static void fixed_tempo(kc_score_reader *r, double bpm)
{
    double beat = 60 / bpm;
    for (int i = 0; i < r->items.n; i++) {
        kc_score_item *it = &r->items.v[i];
        it->warped2 = it->e.p[2] * beat;
        it->warped3 = it->e.op == 'f' || it->e.op == 'q' ? it->e.p[3] : it->e.p[3] * beat;
    }
    r->end = r->end_beats * beat;
}

void kc_score_warp(kc_score_reader *r)
{
    map m = {0};
    r->warped = false;
    if (r->in->beat_tempo > 0) {
        fixed_tempo(r, r->in->beat_tempo);
        r->warped = true;
    } else if (r->has_tempo && build(r, &m)) {
        for (int i = 0; i < r->items.n; i++) warp_item(r, &m, &r->items.v[i]);
        r->end = time_at(&m, r->end_beats);
        r->warped = true;
    }
}
