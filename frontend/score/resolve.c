/* p-fields that refer to neighbours: npN ppN, ramps and random values, once a section is sorted and warped.
 *
 * Neighbours are the `i` events with exactly the same p1. A named p1 has none: the reference never finds
 * one, and scores depend on it. New values are put in place at the end, since the references look at the
 * fields as they were written (but see anchor_value). */
#include "frontend/score/internal.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    int item, index;
    double value;
} result;

typedef struct {
    kc_score_reader *r;
    KC_VEC(result) results;
    size_t steps;
    int line, current; /* of the event whose fields are written */
} resolver;

enum { MAX_STEPS = 200000000 };

/* ---- neighbours -------------------------------------------------------------------------------- */

typedef struct {
    double p1;
    int item;
} by_p1;

static int compare_p1(const void *x, const void *y)
{
    const by_p1 *a = x, *b = y;
    if (a->p1 != b->p1) return a->p1 < b->p1 ? -1 : 1;
    return a->item - b->item;
}

static void link_run(kc_score_reader *r, const by_p1 *run, int n)
{
    for (int k = 0, last = -1; k < n; k++) {
        r->items.v[run[k].item].prev = last;
        if (r->items.v[run[k].item].e.op == 'i') last = run[k].item;
    }
    for (int k = n - 1, last = -1; k >= 0; k--) {
        r->items.v[run[k].item].next = last;
        if (r->items.v[run[k].item].e.op == 'i') last = run[k].item;
    }
}

static void link_neighbours(kc_score_reader *r)
{
    int n = 0;
    by_p1 *v = kc_xcalloc((size_t)r->items.n + 1, sizeof *v);
    for (int i = 0; i < r->items.n; i++) {
        r->items.v[i].prev = r->items.v[i].next = -1;
        if (!isnan(r->items.v[i].e.p[1])) v[n++] = (by_p1){r->items.v[i].e.p[1], i};
    }
    qsort(v, (size_t)n, sizeof *v, compare_p1);
    for (int i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && v[j].p1 == v[i].p1; j++) {
        }
        link_run(r, v + i, j - i);
    }
    free(v);
}

/* ---- values ------------------------------------------------------------------------------------ */

static bool spend(resolver *z)
{
    if (++z->steps > MAX_STEPS)
        kc_score_fatal(z->r, "score-too-long", "the references between p-fields of the score go too far");
    return !z->r->fatal;
}

static double illegal(resolver *z, int index, const char *what)
{
    kc_score_warn(z->r, "score-reference", "swrite: output, sect%d line%d p%d %s", z->r->section, z->line,
                  index, what);
    return 0;
}

/* Nearest neighbour in a direction whose field isn't itself a ramp of that kind; -1 without. */
static int anchor(resolver *z, int item, int index, kc_field_kind kind, bool forward)
{
    for (;;) {
        const kc_score_item *it = &z->r->items.v[item];
        item = forward ? it->next : it->prev;
        if (item < 0 || index > z->r->items.v[item].e.n || !spend(z)) return -1;
        if (kc_field_kind_of(z->r->items.v[item].e.p[index], NULL) != kind) return item;
    }
}

static void drop_string(kc_score_event *e, int index)
{
    int n = 0;
    for (int i = 0; i < e->nstrings; i++)
        if (e->strings[i].index != index) e->strings[n++] = e->strings[i];
    e->nstrings = n;
}

/* What is no number counts as 0, and is 0 from then on: for whatever refers to it, and for its own event if that
 * is still to come. */
static double anchor_value(resolver *z, int item, int index)
{
    kc_score_event *e = &z->r->items.v[item].e;
    kc_field_kind kind = kc_field_kind_of(e->p[index], NULL);
    if (kind == KC_FIELD_NUMBER) return e->p[index];
    kc_score_warn(z->r, "score-number",
                  "sread: illegal number format:  p%d of a ramp's neighbour   zero substituted", index);
    if (kind != KC_FIELD_STRING || item > z->current) e->p[index] = 0;
    if (kind == KC_FIELD_STRING && item > z->current) drop_string(e, index);
    return 0;
}

static double ramp(resolver *z, int item, int index, kc_field_kind kind)
{
    const kc_score_item *v = z->r->items.v;
    int a = anchor(z, item, index, kind, false), b = a < 0 ? -1 : anchor(z, item, index, kind, true);
    bool straight = kind == KC_FIELD_RAMP;
    const char *fault =
        straight ? "ramp has illegal forward or backward ref" : "expramp has illegal forward or backward ref";
    if (b < 0) return illegal(z, index, fault);
    double from = anchor_value(z, a, index), to = anchor_value(z, b, index);
    double span = v[b].warped2 - v[a].warped2, x = v[item].warped2 - v[a].warped2;
    if (kind == KC_FIELD_RANDOM) return kc_score_random(z->r->in->seed31) * (to - from) + from;
    if (straight && span <= 0) return illegal(z, index, fault);
    double y = straight ? (to - from) * x / span + from : from * pow(to / from, x / span);
    return isfinite(y) ? y : illegal(z, index, fault);
}

/* The value of a p-field; npN and ppN lead from event to event. */
static double value_of(resolver *z, int item, int index)
{
    int asked = index;
    for (;;) {
        int n = 0;
        const kc_score_item *it = &z->r->items.v[item];
        kc_field_kind kind = kc_field_kind_of(it->e.p[index], &n);
        if (index == 2 || index == 3) return index == 2 ? it->written2 : it->written3;
        if (kind == KC_FIELD_NUMBER || kind == KC_FIELD_STRING) return it->e.p[index];
        if (kind != KC_FIELD_NEXT && kind != KC_FIELD_PREV) return ramp(z, item, index, kind);
        item = kind == KC_FIELD_NEXT ? it->next : it->prev;
        if (item < 0 || n > z->r->items.v[item].e.n || !spend(z)) {
            char what[64];
            snprintf(what, sizeof what, "makes illegal reference to %cp%d   Zero substituted",
                     kind == KC_FIELD_NEXT ? 'n' : 'p', n);
            return illegal(z, asked, what);
        }
        index = n;
    }
}

/* A string that came over np or pp. */
static void copy_string(kc_score_reader *r, kc_score_event *to, int index, const char *text)
{
    kc_score_string *s = kc_arena_alloc(r->arena, (size_t)(to->nstrings + 1) * sizeof *s);
    int n = 0;
    while (n < to->nstrings && to->strings[n].index < index) s[n] = to->strings[n], n++;
    s[n] = (kc_score_string){index, text};
    memcpy(s + n + 1, to->strings + n, (size_t)(to->nstrings - n) * sizeof *s);
    to->strings = s;
    to->nstrings++;
}

/* The string a chain of np and pp ends in. */
static const char *string_of(resolver *z, int item, int index)
{
    for (;;) {
        int n = 0;
        const kc_score_item *it = &z->r->items.v[item];
        kc_field_kind kind = kc_field_kind_of(it->e.p[index], &n);
        if (kind == KC_FIELD_STRING) return kc_score_event_string(&it->e, index);
        item = kind == KC_FIELD_NEXT ? it->next : it->prev;
        index = n;
    }
}

void kc_score_resolve(kc_score_reader *r)
{
    resolver z = {.r = r};
    bool linked = false;
    KC_VEC(const char *) strings = {0};
    for (int i = 0; i < r->items.n && !r->fatal; i++) {
        const kc_score_event *e = &r->items.v[i].e;
        z.line = i + 2; /* the tempo line is the first */
        z.current = i;
        for (int k = 4; k <= e->n && !r->fatal; k++) {
            kc_field_kind kind = kc_field_kind_of(e->p[k], NULL);
            if (kind == KC_FIELD_NUMBER || kind == KC_FIELD_STRING) continue;
            if (!linked) link_neighbours(r);
            linked = true;
            double v = value_of(&z, i, k);
            kc_vec_push(&z.results, (result){i, k, v});
            kc_vec_push(&strings, kc_score_is_string(v) ? string_of(&z, i, k) : NULL);
        }
    }
    for (int i = 0; i < z.results.n; i++) {
        result *x = &z.results.v[i];
        kc_score_event *e = &r->items.v[x->item].e;
        e->p[x->index] = x->value;
        if (strings.v[i]) copy_string(r, e, x->index, strings.v[i]);
    }
    kc_vec_free(&z.results);
    kc_vec_free(&strings);
}
