/* Instances: memory, start (init pass), release, end.
 *
 * An instance is one zeroed block laid out by its program. When a note ends the block goes back to its
 * instrument's pool, newest first, and keeps all its contents: the reference does so too, and pieces rely on
 * it. */
#include "runtime/engine/internal.h"
#include "runtime/midi/midi.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/tables.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void *resolve(kc_engine *e, kc_note *n, const kc_program *p, kc_ref r)
{
    switch (r.space) {
    case KC_AT_NOTE: return (char *)n + r.off;
    case KC_AT_GLOBAL: return e->global + r.off;
    case KC_AT_CONST: return (char *)(uintptr_t)p->consts + r.off;
    case KC_AT_P: return &n->p[r.off];
    default: return (char *)&e->sys + r.off;
    }
}

static void resolve_all(kc_engine *e, kc_note *n)
{
    const kc_program *p = n->prog;
    void **slots = (void **)((char *)n + p->refs_off);
    for (int i = 0; i < p->nrefs; i++) slots[i] = resolve(e, n, p, p->refs[i]);
}

kc_note *kc_note_create(kc_engine *e, kc_version *v)
{
    const kc_program *p = v->prog;
    size_t size = ((size_t)p->size + 63) & ~(size_t)63;
    kc_note *n = aligned_alloc(64, size);
    if (!n) return NULL;
    memset(n, 0, size);
    kc_instance *in = kc_xcalloc(1, sizeof *in);
    in->version = v;
    v->refs++;
    in->pcap = p->pmax > 16 ? p->pmax : 16;
    in->p = kc_xcalloc((size_t)in->pcap + 1, sizeof(double));
    n->prog = p;
    n->p = in->p;
    n->engine_data = in;
    n->midi_chan = -1;
    if (e->profile) in->profile = kc_profile_row_of(e->profile, p);
    resolve_all(e, n);
    return n;
}

void kc_array_free(kc_array *a, int strings)
{
    if (strings && a->data) {
        kc_str *s = (kc_str *)a->data;
        for (size_t i = 0; i < a->allocated / sizeof *s; i++) free(s[i].data);
    }
    free(a->data);
    free(a->sizes);
}

static void strings_free(kc_instance *in, kc_note *n)
{
    for (int i = 0; i < n->npstrings; i++) free(in->pstrings[i]);
    free(in->pstrings);
    in->pstrings = NULL;
    n->pstrings = NULL;
    n->npstrings = 0;
}

void kc_note_free(kc_engine *e, kc_note *n)
{
    kc_instance *in = kc_inst(n);
    const kc_program *p = n->prog;
    for (kc_aux_block *b = (kc_aux_block *)n->aux, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    for (int i = 0; i < p->nstrs; i++) free(((kc_str *)((char *)n + p->strs[i]))->data);
    for (int i = 0; i < p->narrays; i++) {
        kc_array *a = (kc_array *)((char *)n + p->arrays[i]);
        kc_array_free(a, a->type == (void *)(intptr_t)'S');
    }
    strings_free(in, n);
    kc_vec_free(&in->deinits);
    kc_version_drop(e, in->version);
    free(in->p);
    free(in);
    free(n);
}

void kc_version_drop(kc_engine *e, kc_version *v)
{
    if (--v->refs > 0) return;
    if (e->profile) kc_profile_forget(e->profile, v->prog);
    if (e->release) e->release(e->release_user, v->prog);
    free(v);
}

void kc_pools_free(kc_engine *e, kc_instr *in)
{
    for (kc_note *n = in->pool, *next; n; n = next) {
        next = n->pool_next;
        kc_note_free(e, n);
    }
    in->pool = NULL;
}

enum { MAX_NOTES = 100000 }; /* instruments that start themselves come to an end */

static kc_note *take(kc_engine *e, kc_instr *in)
{
    kc_note *n = in->pool;
    if (n) {
        in->pool = n->pool_next;
        return n;
    }
    if (e->cfg.message_level & 2) {
        if (in->name)
            kc_engine_message(e, 0, "new alloc for instr %s:\n", in->name);
        else
            kc_engine_message(e, 0, "new alloc for instr %d:\n", in->number);
    }
    return kc_note_create(e, in->version);
}

/* p-fields and strings of the event into the instance. */
static void set_pfields(kc_engine *e, kc_note *n, kc_instr *in, const kc_event *ev)
{
    kc_instance *x = kc_inst(n);
    int count = ev->n;
    if (count > x->pcap) {
        x->pcap = count;
        x->p = kc_xrealloc(x->p, ((size_t)count + 1) * sizeof(double));
        n->p = x->p;
        resolve_all(e, n);
    }
    for (int i = 1; i <= x->pcap; i++) n->p[i] = in->pset && i <= in->npset ? in->pset[i] : 0.0;
    memcpy(n->p + 1, ev->p + 1, (size_t)count * sizeof(double));
    if (e->scoring && e->beats_cycle > 0 && x->pcap >= 3) { /* times at the tempo of now */
        n->p[2] = kc_now(e) - e->time_off;
        if (ev->p3_beats > 0) n->p[3] = ev->p3_beats * e->beat_samples / e->cfg.sr;
    }
    n->pcount = count;
    strings_free(x, n);
    if (ev->strings) {
        n->npstrings = count + 1;
        x->pstrings = kc_xcalloc((size_t)count + 1, sizeof(char *));
        for (int i = 1; i <= count; i++)
            if (ev->strings[i]) {
                x->pstrings[i] = kc_xstrdup(ev->strings[i]);
                n->p[i] = kc_string_slot(i);
            }
        n->pstrings = x->pstrings;
    }
}

static void check_pcount(kc_engine *e, const kc_instr *in, const kc_event *ev)
{
    const kc_program *p = in->version->prog;
    if (p->p_dynamic || in->pset || ev->n == p->pmax || !(e->cfg.message_level & 4)) return;
    if (in->name)
        kc_engine_message(e, 2, "WARNING: instr %s uses %d p-fields but is given %d\n", in->name, p->pmax,
                          ev->n);
    else
        kc_engine_message(e, 2, "WARNING: instr %d uses %d p-fields but is given %d\n", in->number, p->pmax,
                          ev->n);
}

static void link_active(kc_engine *e, kc_note *n)
{
    kc_note *prev = e->last; /* most notes start behind the others of their kind */
    while (prev &&
           (prev->insno > n->insno || (prev->insno == n->insno && kc_inst(prev)->p1 > kc_inst(n)->p1)))
        prev = prev->prev;
    kc_note *at = prev ? prev->next : e->first;
    n->next = at;
    n->prev = prev;
    if (at)
        at->prev = n;
    else
        e->last = n;
    if (prev)
        prev->next = n;
    else
        e->first = n;
    if (at && at == e->next_note && prev == e->running && prev) e->next_note = n;
    kc_batch_split(e, prev, at);
    e->batches.stale = 1;
    e->nactive++;
}

/* Whole-cycle times: the end is rounded to the nearest k-cycle, up when sample-accurate. */
static void set_end(kc_engine *e, kc_note *n, const kc_event *ev, bool tie)
{
    double p3 = n->p[3], kr = e->cfg.sr / e->cfg.ksmps, sr = e->cfg.sr;
    int ksmps = e->cfg.ksmps;
    n->begin0 = n->end1 = 0;
    kc_inst(n)->off_beat = ev->p3_beats > 0 ? e->beat_off + ev->p2_beats + ev->p3_beats : -1;
    if (n->held || !(p3 > 0)) { /* a p3 that the init pass has set does not end what was held */
        n->off_time = -1.0;
        n->held = 1;
        n->instr->has_held = true;
        return;
    }
    bool accurate = e->cfg.sample_accurate && !tie;
    if (accurate) {
        int64_t start = (int64_t)(n->p[2] * sr);
        n->begin0 = (int32_t)(start - start / ksmps * ksmps);
        if (n->xtra == 0) {
            int tail = (int)(((int64_t)(p3 * sr) + n->begin0) % ksmps);
            n->end1 = tail ? ksmps - tail : 0;
        }
    }
    double off = n->p[2] + e->time_off + p3;
    if (e->beats_cycle > 0) { /* beats end where they end, and the note starts now */
        n->off_time = floor((kc_now(e) + p3) * kr + 0.5) / kr;
        kc_inst(n)->off_beat = e->beat + p3 * e->cfg.sr / e->beat_samples;
    } else
        n->off_time = accurate && n->xtra == 0 ? ceil(off * kr) / kr : floor(off * kr + 0.5) / kr;
    n->held = 0;
    if (n->off_time < e->earliest_off) e->earliest_off = n->off_time;
}

/* What a pass that stopped has left out must not perform: a note rests. One that is tied has been initialised
 * before, if no jump kept it from that. */
static bool may_perform(kc_note *n, int result, bool before)
{
    return result == KC_OK || (result == KC_STOP && before && !kc_inst(n)->skipped);
}

static int init_pass(kc_engine *e, kc_note *n)
{
    kc_ctx c = e->ctx;
    c.note = n;
    c.begin = 0;
    c.end = c.ksmps;
    c.kcount = e->cycle;
    kc_note *outer = e->running;
    int errors = e->errors;
    bool before = n->tie && n->init_done;
    if (!before) kc_inst(n)->skipped = false;
    e->running = n;
    n->init_done = 0;
    kc_profile_frame frame;
    if (e->profile) frame = kc_profile_enter(e->profile);
    int r = kc_tier0_init(&c, n, 0);
    if (e->profile) kc_profile_leave_note(e->profile, frame, kc_inst(n)->profile, KC_PROFILE_INIT, 1, 0);
    if (e->errors > errors) r = KC_ERROR;
    n->init_done = may_perform(n, r, before);
    e->running = outer;
    return r;
}

static kc_note *find_held(kc_engine *e, const kc_instr *in, double p1)
{
    int insno = in->number;
    if (!in->has_held) return NULL;
    for (kc_note *n = e->first; n && n->insno <= insno; n = n->next)
        if (n->insno == insno && n->held && !n->deleted && kc_inst(n)->p1 == p1) return n;
    return NULL;
}

int kc_note_start(kc_engine *e, kc_instr *in, const kc_event *ev, const kc_midi_on *midi, kc_note **started)
{
    if (started) *started = NULL;
    if (in->muted && !(e->cfg.message_level & 4)) return 0;
    if (in->muted) {
        if (in->name)
            kc_engine_message(e, 2, "WARNING: Instrument %s muted\n\n", in->name);
        else
            kc_engine_message(e, 2, "WARNING: Instrument %d muted\n\n", in->number);
        return 0;
    }
    if (in->load > 0 && e->load + in->load > 100.0) {
        if (e->cfg.message_level & 4)
            kc_engine_message(e, 2,
                              "WARNING: cannot allocate last note because it exceeds 100%% of cpu time\n");
        return 0;
    }
    if (in->maxalloc > 0 && in->active >= in->maxalloc) {
        if (e->cfg.message_level & 4)
            kc_engine_message(e, 2, "WARNING: cannot allocate last note because it exceeds instr maxalloc\n");
        return 0;
    }
    double p1 = ev->strings && ev->strings[1] ? in->number : ev->p[1];
    if (ev->strings && ev->strings[1]) { /* "name.3" */
        const char *dot = strrchr(ev->strings[1], '.');
        if (dot) p1 += strtod(dot, NULL);
        if (ev->strings[1][0] == '-') p1 = -p1;
    }
    kc_note *n = midi ? NULL : find_held(e, in, p1);
    bool tie = n != NULL;
    if (!tie && e->nactive >= MAX_NOTES) {
        kc_engine_message(e, 1, "more than %d notes at a time\n", MAX_NOTES);
        kc_engine_count_error(e);
        return -1;
    }
    if (!tie) {
        n = take(e, in);
        if (!n) {
            kc_engine_message(e, 1, "out of memory for instr %d\n", in->number);
            kc_engine_count_error(e);
            return -1;
        }
        n->insno = in->number;
        n->instr = in;
        n->active = 1;
        n->kcounter = 0;
        n->start_cycle = e->cycle;
        kc_inst(n)->p1 = p1;
        kc_inst(n)->loner = false;
        kc_inst(n)->order = e->order++;
        kc_inst(n)->ticket = ev->ticket;
        in->active++;
        kc_inst(n)->load = in->load > 0 ? in->load : 0;
        e->load += kc_inst(n)->load;
        link_active(e, n);
    }
    if (tie) {
        kc_batch_leave(e, n);
        kc_batch_split(e, n->prev, n->next);
    }
    n->tie = tie;
    n->deleted = n->releasing = n->sustained = 0;
    n->xtra = 0;
    n->midi_chan = midi ? (int16_t)midi->chan : -1;
    n->midi_key = midi ? (int16_t)midi->key : 0;
    n->midi_vel = midi ? (int16_t)midi->vel : 0;
    if (!midi) check_pcount(e, in, ev);
    set_pfields(e, n, in, ev);
    n->p[1] = p1;
    n->held = midi || !(n->p[3] > 0);
    in->has_held |= n->held;
    n->off_time = -1;
    if (started) *started = n;
    const kc_event *outer = e->starting;
    e->starting = ev;
    int r = init_pass(e, n);
    e->starting = outer;
    if (r < 0 || (!midi && n->p[3] == 0.0) || n->deleted) {
        kc_note_end(e, n);
        if (started) *started = NULL;
        return r < 0 ? -1 : 0;
    }
    set_end(e, n, ev, tie);
    kc_note_expire_due(e); /* it may be too short for a k-cycle */
    if (started && !n->active) *started = NULL;
    return 0;
}

static void run_deinits(kc_engine *e, kc_note *n)
{
    kc_instance *in = kc_inst(n);
    kc_ctx c = e->ctx;
    c.note = n;
    for (int i = 0; i < in->deinits.n; i++) {
        c.site = in->deinits.v[i].site;
        in->deinits.v[i].desc->deinit(in->deinits.v[i].st, &c, in->deinits.v[i].args);
    }
    in->deinits.n = 0;
}

void kc_note_end(kc_engine *e, kc_note *n)
{
    if (!n->active) return;
    if (n == e->running) { /* the memory is in use: the caller ends it when its pass is over */
        n->deleted = 1;
        return;
    }
    kc_batch_leave(e, n);
    n->active = 0;
    if (n == e->next_note) e->next_note = n->next;
    if (n->prev)
        n->prev->next = n->next;
    else
        e->first = n->next;
    if (n->next)
        n->next->prev = n->prev;
    else
        e->last = n->prev;
    e->nactive--;
    e->load -= kc_inst(n)->load;
    run_deinits(e, n);
    if (n->midi_chan >= 0 && e->midi) kc_midi_note_gone(e->midi, n);
    kc_instr *in = n->instr;
    in->active--;
    if (kc_inst(n)->version != in->version) {
        kc_note_free(e, n);
        return;
    }
    n->pool_next = in->pool;
    in->pool = n;
}

void kc_note_release(kc_engine *e, kc_note *n)
{
    if (n->releasing) return;
    if (n->xtra <= 0) {
        kc_note_end(e, n);
        return;
    }
    n->releasing = 1;
    n->held = 0;
    /* in a performance pass the extra time counts from the end of the k-cycle */
    int done = e->running && e->running->init_done;
    n->off_time = ((double)e->cycle + done + n->xtra) * e->cfg.ksmps / e->cfg.sr;
    if (e->beats_cycle > 0) kc_inst(n)->off_beat = e->beat + n->xtra * e->beats_cycle;
    if (n->off_time < e->earliest_off) e->earliest_off = n->off_time;
}

double kc_earliest_off(kc_engine *e, kc_note **note)
{
    double t = -1;
    for (kc_note *n = e->first; n; n = n->next)
        if (n->off_time >= 0 && !n->deleted && (t < 0 || n->off_time < t)) {
            t = n->off_time;
            if (note) *note = n;
        }
    return t;
}

uint64_t kc_engine_next_order(const kc_engine *e) { return e->order; }

uint64_t kc_engine_oldest_order(const kc_engine *e)
{
    uint64_t oldest = e->order;
    for (kc_note *n = e->first; n; n = n->next)
        if (kc_inst(n)->order < oldest) oldest = kc_inst(n)->order;
    return oldest;
}

/* With -t a note ends at its beat, whenever the tempo makes that be; but not before one that, by time, should
 * have ended sooner. */
static void expire_by_beat(kc_engine *e)
{
    for (kc_note *n; kc_earliest_off(e, &n) >= 0;) {
        double beat = kc_inst(n)->off_beat;
        if (beat >= 0 ? beat > e->beat + 0.505 * e->beats_cycle : n->off_time > kc_now(e)) return;
        if (!n->releasing && n->xtra > 0)
            kc_note_release(e, n);
        else
            kc_note_end(e, n);
    }
}

static void expire(kc_engine *e, double until)
{
    if (e->beats_cycle > 0) {
        expire_by_beat(e);
        return;
    }
    if (e->earliest_off > until) return;
    for (kc_note *n = e->first, *next; n; n = next) {
        next = n->next;
        if (n->off_time < 0 || n->off_time > until) continue;
        if (!n->releasing && n->xtra > 0) kc_note_release(e, n);
        if (n->off_time <= until) kc_note_end(e, n);
    }
    double t = kc_earliest_off(e, NULL);
    e->earliest_off = t < 0 ? INFINITY : t;
}

void kc_note_expire_due(kc_engine *e)
{
    expire(e, ((double)e->cycle * e->cfg.ksmps + 0.505 * e->cfg.ksmps) / e->cfg.sr);
}

/* ---- instances inside an opcode --------------------------------------------------------------- */

static void follow(kc_note *n, const kc_note *caller)
{
    n->p[2] = caller->p[2];
    n->p[3] = caller->p[3];
    n->off_time = caller->off_time;
    n->releasing = caller->releasing;
    n->held = caller->held;
    n->xtra = caller->xtra;
    n->tie = caller->tie;
    n->midi_chan = -1;
    n->midi_key = caller->midi_key;
    n->midi_vel = caller->midi_vel;
}

int kc_subnote_start(kc_ctx *c, kc_note **sub, int insno, const double *p, const char *const *strings,
                     int count)
{
    kc_engine *e = c->engine;
    kc_instr *in = kc_instr_get(e, insno);
    if (!in || !insno) return kc_fail(c, "subinstr: instr %d is not defined", insno);
    int depth = 0;
    for (const kc_ctx *o = c; o; o = o->outer) depth++;
    if (depth > 64) return kc_fail(c, "subinstr: nested too deeply");
    kc_note *n = *sub, *caller = c->note;
    if (!n) {
        n = take(e, in);
        if (!n) return kc_fail(c, "subinstr: out of memory");
        n->insno = insno;
        n->instr = in;
        n->kcounter = 0;
        kc_inst(n)->p1 = insno;
        in->active++;
        *sub = n;
    }
    kc_event ev = {.op = 'i',
                   .n = count > 3 ? count : 3,
                   .p = (double *)(uintptr_t)p,
                   .strings = (const char **)(uintptr_t)strings};
    set_pfields(e, n, in, &ev);
    n->p[1] = insno;
    n->deleted = 0;
    follow(n, caller);
    kc_ctx inner = *c;
    inner.note = n;
    inner.outer = c;
    inner.sub = NULL;
    n->init_done = 0;
    int r = kc_tier0_init(&inner, n, 0);
    n->init_done = r == KC_OK;
    if (n->xtra > caller->xtra) caller->xtra = n->xtra;
    caller->p[3] = n->p[3];
    return r < 0 ? KC_ERROR : KC_OK;
}

int kc_subnote_perform(kc_ctx *c, kc_note *n, double *bus)
{
    kc_ctx inner = *c;
    if (!n || !n->init_done) return KC_OK;
    memset(bus, 0, (size_t)c->nchnls * (size_t)c->stride * sizeof *bus);
    n->releasing = c->note->releasing;
    inner.note = n;
    inner.out = bus;
    inner.outer = c;
    inner.sub = NULL;
    kc_fused fused = atomic_load_explicit(&n->prog->fused, memory_order_acquire);
    kc_profile_row *row = kc_inst(n)->profile;
    kc_profile_frame frame;
    if (row) frame = kc_profile_enter(c->engine->profile);
    int r = fused ? fused((char *)n, &inner) : kc_tier0_perf(&inner, n);
    if (row)
        kc_profile_leave_note(c->engine->profile, frame, row, fused ? KC_PROFILE_FUSED : KC_PROFILE_TIER0, 1,
                              c->end - c->begin);
    n->kcounter++;
    return r < 0 ? r : KC_OK;
}

void kc_subnote_end(kc_ctx *c, kc_note *n)
{
    if (!n) return;
    kc_engine *e = c->engine;
    kc_instr *in = n->instr;
    run_deinits(e, n);
    in->active--;
    if (kc_inst(n)->version != in->version) {
        kc_note_free(e, n);
        return;
    }
    n->pool_next = in->pool;
    in->pool = n;
}
