/* See host.h. */
#include "runtime/engine/host.h"
#include "runtime/engine/control.h"
#include "runtime/engine/internal.h"
#include <math.h>

void kc_engine_rewind(kc_engine *e)
{
    kc_engine_stop(e);
    kc_queue_clear(e);
    e->score_text.n = 0;
    kc_engine_set_score(e, e->sections, e->nsections);
    e->cycle = e->reported = 0;
    e->time_off = e->next_time = 0;
    e->next_beat = e->cur_beat = e->prev_beat = e->beat_off = e->beat = 0;
    e->advance = 0;
    e->earliest_off = INFINITY;
    e->ended = e->exiting = false;
}

void kc_engine_score_pending(kc_engine *e, bool on) { e->score_off = !on; }

kc_note *kc_engine_notes(kc_engine *e) { return e->first; }

uint64_t kc_engine_cycles(const kc_engine *e) { return e->cycle; }

bool kc_engine_turn_off(kc_engine *e, double p1, int mode, bool release)
{
    kc_ctx c = e->ctx;
    int before = e->nactive, releasing = 0, after = 0;
    c.note = NULL;
    for (kc_note *n = e->first; n; n = n->next) releasing += n->releasing;
    kc_notes_turn_off(&c, p1, mode, release);
    for (kc_note *n = e->first; n; n = n->next) after += n->releasing;
    return e->nactive != before || after != releasing;
}

int kc_engine_instr_number(const kc_engine *e, const char *name)
{
    const kc_instr *in = kc_map_get(&e->by_name, name);
    return in ? in->number : 0;
}

void kc_engine_set_message_level(kc_engine *e, int level) { e->cfg.message_level = level; }

void kc_engine_put_input(kc_engine *e, const double *block)
{
    int nch = e->cfg.nchnls_i, ksmps = e->cfg.ksmps;
    for (int ch = 0; ch < nch; ch++)
        for (int i = 0; i < ksmps; i++) e->in[(size_t)ch * e->ctx.stride + i] = block[(size_t)i * nch + ch];
}

void kc_engine_get_output(const kc_engine *e, double *block)
{
    int nch = e->cfg.nchnls, ksmps = e->cfg.ksmps;
    for (int ch = 0; ch < nch; ch++)
        for (int i = 0; i < ksmps; i++) block[(size_t)i * nch + ch] = kc_shown(e, ch)[i];
}
