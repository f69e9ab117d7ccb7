/* Notes turned off, events taken back, score lines and the end of the performance, as instruments ask for
 * them. */
#include "runtime/engine/control.h"
#include "runtime/engine/internal.h"
#include <stdlib.h>
#include <string.h>

kc_hooks *kc_engine_hooks(kc_engine *e) { return &e->hooks; }

/* ---- notes ------------------------------------------------------------------------------------ */

static void turn_off(kc_engine *e, kc_note *n, bool release)
{
    if (!release) {
        n->xtra = 0;
        n->releasing = 0;
    }
    kc_note_release(e, n);
}

static bool chosen(const kc_note *n, double p1, int mode, bool release)
{
    if (n->insno != (int)p1 || n->deleted) return false;
    if (mode & KC_OFF_INDEFINITE && n->off_time >= 0) return false;
    if (mode & KC_OFF_EXACT && ((kc_instance *)n->engine_data)->p1 != p1) return false;
    return !(release && n->releasing);
}

bool kc_notes_turn_off(kc_ctx *c, double p1, int mode, bool release)
{
    kc_engine *e = c->engine;
    kc_note *one = NULL;
    for (kc_note *n = e->first, *next; n; n = next) {
        next = n->next;
        if (!chosen(n, p1, mode, release)) continue;
        if (!(mode & 3)) {
            turn_off(e, n, release);
            continue;
        }
        one = n;
        if ((mode & 3) == KC_OFF_OLDEST) break;
    }
    if (one) turn_off(e, one, release);
    return one && one == c->note && one->deleted;
}

uint64_t kc_event_post_note(kc_ctx *c, const double *p, int n)
{
    kc_engine *e = c->engine;
    kc_event ev = {.op = 'i', .n = n, .p = (double *)(uintptr_t)p, .ticket = ++e->tickets};
    double delay = n >= 2 ? p[2] : 0;
    ev.p2_beats = delay;
    ev.p3_beats = n >= 3 ? p[3] : 0;
    /* in performance the time counts from the end of this k-cycle */
    if (c->note && c->note->init_done) delay += e->cfg.ksmps / e->cfg.sr;
    kc_engine_post(e, &ev, delay);
    return ev.ticket;
}

bool kc_note_off_by_number(kc_ctx *c, uint64_t number)
{
    if (!number) return false;
    for (kc_note *n = c->engine->first; n; n = n->next)
        if (kc_inst(n)->ticket == number && !n->deleted) {
            kc_note_release(c->engine, n);
            return true;
        }
    return false;
}

/* The numbers of `instr 1, 2` go together. */
void kc_instr_set_muted(kc_engine *e, const kc_instr *in, bool mute)
{
    for (int i = 0; i < e->ninstrs; i++)
        if (e->instrs[i] && e->instrs[i]->version == in->version) e->instrs[i]->muted = mute;
}

void kc_instr_mute(kc_ctx *c, int insno, bool mute)
{
    kc_instr *in = kc_instr_get(c->engine, insno);
    if (in) kc_instr_set_muted(c->engine, in, mute);
}

bool kc_instr_exists(kc_ctx *c, int insno) { return insno >= 1 && kc_instr_get(c->engine, insno); }

const char *kc_instr_name(kc_ctx *c, int insno)
{
    const kc_instr *in = kc_instr_get(c->engine, insno);
    return in && in->name ? in->name : "";
}

/* ---- events ----------------------------------------------------------------------------------- */

static bool is_of(kc_engine *e, const kc_event *ev, double p1)
{
    if (ev->op != 'i' || ev->n < 1) return false;
    if (ev->strings && ev->strings[1]) {
        const kc_instr *in = kc_map_get(&e->by_name, ev->strings[1]);
        return in && in->number == p1;
    }
    double x = ev->p[1];
    return x == p1 || (x > -1e9 && x < 1e9 && (int)x == p1);
}

void kc_events_remove(kc_ctx *c, double p1)
{
    kc_engine *e = c->engine;
    kc_queued **at = &e->queue;
    e->queue_last = NULL;
    while (*at) {
        kc_queued *q = *at;
        if (is_of(e, &q->ev, p1)) {
            *at = q->next;
            kc_queued_free(q);
            continue;
        }
        e->queue_last = q;
        at = &q->next;
    }
}

bool kc_score_text_post(kc_ctx *c, const char *text)
{
    kc_engine *e = c->engine;
    if (!e->hooks.score_lines) return false;
    kc_sbuf_puts(&e->score_text, text);
    kc_sbuf_putc(&e->score_text, '\n');
    return true;
}

void kc_score_text_flush(kc_engine *e)
{
    kc_sbuf text = e->score_text; /* what is posted meanwhile waits for the next cycle */
    e->score_text = (kc_sbuf){0};
    e->hooks.score_lines(e->hooks.user, text.s);
    kc_sbuf_free(&text);
}

/* ---- the performance -------------------------------------------------------------------------- */

void kc_performance_exit(kc_ctx *c) { c->engine->exiting = true; }

bool kc_engine_exited(const kc_engine *e) { return e->exiting; }
