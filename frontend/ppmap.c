/* Lookup in the map of preprocessed text, and the notes that tell how a place was reached. */
#include "frontend/ppmap.h"

enum { MAX_TRAIL = 6 };

void kc_pp_text_free(kc_pp_text *t)
{
    kc_sbuf_free(&t->text);
    kc_vec_free(&t->segs);
    kc_vec_free(&t->frames);
    kc_arena_free(&t->arena);
}

int kc_pp_seg_at(const kc_pp_text *t, size_t off)
{
    int lo = 0, hi = t->segs.n; /* the last segment with out <= off is in [lo, hi) */
    while (hi - lo > 1) {
        int mid = lo + (hi - lo) / 2;
        if (t->segs.v[mid].out <= off)
            lo = mid;
        else
            hi = mid;
    }
    return hi == 0 ? -1 : lo;
}

kc_span kc_pp_span(const kc_pp_text *t, int seg, size_t off, size_t len)
{
    if (seg < 0 || seg >= t->segs.n) return (kc_span){0};
    const kc_pp_seg *g = &t->segs.v[seg];
    kc_span at = g->at;
    if (at.len == 0) {
        at.col += (int)(off - g->out);
        at.len = (int)len;
    }
    return at;
}

static const char *file_of(const kc_pp_text *t, kc_span at)
{
    if (!t->sources || at.source < 1 || at.source > t->sources->list.n) return "?";
    return t->sources->list.v[at.source - 1].name;
}

void kc_pp_note_frame(const kc_pp_text *t, kc_diags *d, int frame)
{
    int shown = 0, more = 0;
    for (int f = frame; f >= 0 && f < t->frames.n; f = t->frames.v[f].parent) {
        const kc_pp_frame *r = &t->frames.v[f];
        if (shown == MAX_TRAIL) {
            more++;
            continue;
        }
        shown++;
        if (r->kind == KC_PP_FRAME_MACRO)
            kc_diag_note(d, "expanded from $%s at %s:%d:%d", r->name, file_of(t, r->use), r->use.line,
                         r->use.col);
        else
            kc_diag_note(d, "included from %s:%d", file_of(t, r->use), r->use.line);
    }
    if (more) kc_diag_note(d, "... and %d levels more", more);
}

void kc_pp_note_seg(const kc_pp_text *t, kc_diags *d, int seg, size_t off)
{
    if (seg < 0 || seg >= t->segs.n) return;
    const kc_pp_seg *g = &t->segs.v[seg];
    if (g->at.len > 0 && g->body.line > 0)
        kc_diag_note(d, "this is the macro text at %s:%d:%d", file_of(t, g->body), g->body.line,
                     g->body.col + (int)(off - g->out));
    kc_pp_note_frame(t, d, g->frame);
}

void kc_pp_note_span(const kc_pp_text *t, kc_diags *d, kc_span at)
{
    for (int i = 0; i < t->segs.n; i++) {
        const kc_pp_seg *g = &t->segs.v[i];
        if (g->at.source != at.source || g->at.line != at.line || g->frame < 0) continue;
        int hit = g->at.len > 0 ? g->at.col == at.col : g->at.col <= at.col;
        if (!hit) continue;
        kc_pp_note_seg(t, d, i, g->out);
        return;
    }
}
