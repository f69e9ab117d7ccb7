/* The score reader's outer loop: expand the text, then read, sort, warp and resolve one section after the
 * other. */
#include "frontend/score/internal.h"
#include <string.h>

static const double forever = 800000000000.0;

typedef KC_VEC(kc_score_section) section_list;

static kc_score_event *one_event(kc_arena *arena, char op, double p2_beats, double p2)
{
    kc_score_event *e = kc_arena_alloc(arena, sizeof *e);
    e->op = op;
    e->n = 2;
    e->p = kc_arena_alloc(arena, 4 * sizeof *e->p);
    e->p2_beats = p2_beats;
    e->p[2] = p2;
    return e;
}

/* The items in their final form; an `s t` adds its `f 0 t`. */
static void finish_section(kc_score_reader *r, section_list *out)
{
    kc_score_section s = {
        .warped = r->warped, .has_end = r->has_end, .end_beats = r->end_beats, .end = r->end};
    s.n = r->items.n + r->has_end;
    s.events = kc_arena_alloc(r->arena, (size_t)s.n * sizeof *s.events + 1);
    for (int i = 0; i < r->items.n; i++) {
        kc_score_item *it = &r->items.v[i];
        it->e.p2_beats = it->e.p[2];
        it->e.p3_beats = it->e.p[3];
        it->e.p[2] = it->warped2;
        it->e.p[3] = it->warped3;
        s.events[i] = it->e;
    }
    if (r->has_end) s.events[r->items.n] = *one_event(r->arena, 'f', r->end_beats, r->end);
    if (!r->has_end) s.end_beats = s.end = 0;
    s.ntempo = r->tempo.n;
    s.tempo = kc_arena_alloc(r->arena, (size_t)s.ntempo * sizeof *s.tempo + 1);
    if (s.ntempo) memcpy(s.tempo, r->tempo.v, (size_t)s.ntempo * sizeof *s.tempo);
    kc_vec_push(out, s);
}

static void read_sections(kc_score_reader *r, section_list *out, bool *forever_score)
{
    int end;
    bool first_is_end = false;
    do {
        end = kc_score_read_section(r);
        if (r->fatal) return;
        if (end == 's' && !r->statements) continue;                  /* an empty section plays no part */
        if (!end && !r->statements && (out->n || r->sorted)) return; /* nothing behind the last `s` */
        if (end == 'e' && !r->statements && !out->n && !r->has_end) first_is_end = true;
        if (!r->sorted) {
            r->items.n = kc_score_sort(r->items.v, r->items.n);
            kc_score_warp(r);
            kc_score_resolve(r);
        }
        if (r->fatal) return;
        finish_section(r, out);
    } while (end == 's');
    if (!first_is_end) return;
    /* A score without statements runs for ever, but one that says `e` twice (in a CSD: once) ends at once. */
    do end = kc_score_read_section(r);
    while (end == 's' && !r->statements && !r->fatal);
    *forever_score = !(end == 'e' && !r->statements && !r->has_end);
}

static void supply_end(kc_score_reader *r)
{
    if (r->text.text.n && r->text.text.s[r->text.text.n - 1] != '\n') kc_sbuf_putc(&r->text.text, '\n');
    kc_sbuf_puts(&r->text.text, r->in->ends ? "e\n" : "\n");
}

static void free_reader(kc_score_reader *r)
{
    kc_score_text_free(&r->text);
    kc_vec_free(&r->items);
    kc_vec_free(&r->tempo);
    kc_vec_free(&r->returns);
    kc_vec_free(&r->names);
    kc_vec_free(&r->p);
    kc_vec_free(&r->strings);
    free(r->last_of);
    free(r->last_section);
}

static void keep_sections(const section_list *v, kc_arena *arena, kc_score *out)
{
    out->n = v->n;
    out->sections = kc_arena_alloc(arena, (size_t)v->n * sizeof *out->sections + 1);
    if (v->n) memcpy(out->sections, v->v, (size_t)v->n * sizeof *out->sections);
}

static int read_score(const kc_score_input *in, bool sorted, kc_arena *arena, kc_diags *d, kc_score *out)
{
    kc_score_reader r = {.in = in, .arena = arena, .d = d, .sorted = sorted, .factor = 1, .prev_p2 = -1};
    r.line_start = true;
    r.max_events = in->max_events ? in->max_events : 10000000;
    r.max_fields = 40000000;
    *out = (kc_score){0};
    if (sorted) {
        kc_sbuf_write(&r.text.text, in->text, in->len);
        kc_vec_push(&r.text.marks, (kc_score_mark){0, in->source, in->first_line > 0 ? in->first_line : 1});
    } else if (kc_score_expand(in, arena, d, &r.text)) {
        free_reader(&r);
        return -1;
    }
    supply_end(&r);
    section_list sections = {0};
    read_sections(&r, &sections, &out->forever);
    if (out->forever) {
        sections.n = 0;
        kc_vec_push(&sections, (kc_score_section){.n = 1, .events = one_event(arena, 'f', forever, forever)});
    }
    keep_sections(&sections, arena, out);
    kc_vec_free(&sections);
    free_reader(&r);
    return r.fatal ? -1 : 0;
}

int kc_score_read(const kc_score_input *in, kc_arena *arena, kc_diags *d, kc_score *out)
{
    return read_score(in, false, arena, d, out);
}

int kc_score_read_sorted(const kc_score_input *in, kc_arena *arena, kc_diags *d, kc_score *out)
{
    return read_score(in, true, arena, d, out);
}
