/* Batches: notes of one program that perform as the lanes of vectors.
 *
 * A batch is a run of notes that stand side by side in the performance order, up to KC_LANE_COUNT of them,
 * and a block of memory in which every value of theirs stands in lanes. While a note is in a batch the values
 * there are the true ones; leaving copies them back. Empty lanes repeat a note: what they compute is not
 * used.
 *
 * What the notes add to outputs and globals is set aside in rows by the code and added here, note by note, so
 * that sums have the bits of notes that perform one after the other. */
#include "runtime/engine/batch.h"
#include "runtime/engine/internal.h"
#include "runtime/engine/mix.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { W = KC_LANE_COUNT, FEWEST = 2 };

struct kc_batch {
    kc_lanes lanes;
    int n; /* lanes in use, from 0; those that have left among them */
    size_t capacity;
    kc_rows own; /* when threads share the work */
    kc_batch *next;
};

/* No sum has these bits: arithmetic never makes a signalling NaN. Rows that the code does not write keep
 * them. */
#define UNWRITTEN 0x7ff40b47c4ed0001ULL

/* ---- memory --------------------------------------------------------------------------------------- */

static kc_batch *take(kc_engine *e, const kc_batch_code *code)
{
    for (kc_batch **p = &e->batches.free; *p; p = &(*p)->next)
        if ((*p)->capacity >= code->size) {
            kc_batch *b = *p;
            *p = b->next;
            return b;
        }
    kc_batch *b = kc_xcalloc(1, sizeof *b);
    b->capacity = ((size_t)code->size + 4095) & ~(size_t)4095;
    b->lanes.memory = aligned_alloc(64, b->capacity);
    if (!b->lanes.memory) {
        free(b);
        return NULL;
    }
    memset(b->lanes.memory, 0, b->capacity);
    return b;
}

static void give_back(kc_engine *e, kc_batch *b)
{
    b->next = e->batches.free;
    e->batches.free = b;
}

/* Makes the rows long enough for what the code adds; new ones are not written. */
static int need_rows(const kc_engine *e, kc_rows *rows, const kc_batch_code *code)
{
    const uint64_t mark = UNWRITTEN;
    size_t n = (size_t)code->nmix * (size_t)e->cfg.nchnls * (size_t)e->ctx.stride * W;
    if (n <= rows->count) return 0;
    free(rows->values);
    rows->values = aligned_alloc(64, (n * sizeof(double) + 63) & ~(size_t)63);
    rows->count = rows->values ? n : 0;
    for (size_t i = 0; i < rows->count; i++) memcpy(&rows->values[i], &mark, sizeof mark);
    return rows->values ? 0 : -1;
}

void kc_batches_free(kc_engine *e)
{
    for (kc_batch *b = e->batches.free, *next; b; b = next) {
        next = b->next;
        free(b->lanes.memory);
        free(b->own.values);
        free(b);
    }
    free(e->batches.rows.values);
}

/* ---- into lanes and out of them -------------------------------------------------------------------- */

/* `bytes` is a constant where this is inlined. */
static inline __attribute__((always_inline)) void stride_copy(char *to, size_t to_step, const char *from,
                                                              size_t from_step, uint32_t count, size_t bytes)
{
    for (size_t k = 0; k < count; k++) memcpy(to + k * to_step * bytes, from + k * from_step * bytes, bytes);
}

static void lane_in(char *to, const char *from, const kc_move *m, int lane)
{
    if (m->bytes == 8)
        stride_copy(to + (size_t)lane * 8, W, from, 1, m->count, 8);
    else
        stride_copy(to + (size_t)lane * 4, W, from, 1, m->count, 4);
}

static void lane_out(char *to, const char *from, const kc_move *m, int lane)
{
    if (m->bytes == 8)
        stride_copy(to, 1, from + (size_t)lane * 8, W, m->count, 8);
    else
        stride_copy(to, 1, from + (size_t)lane * 4, W, m->count, 4);
}

static void enter(kc_batch *b, const kc_note *n, int lane)
{
    const kc_batch_code *code = b->lanes.code;
    for (int i = 0; i < code->nmoves; i++) {
        const kc_move *m = &code->moves[i];
        char *to = b->lanes.memory + m->batch;
        if (m->kind == KC_MOVE_LANE)
            lane_in(to, (const char *)n + m->note, m, lane);
        else if (m->kind == KC_MOVE_P)
            memcpy(to + lane * 8, &n->p[m->note], 8);
        else if (lane == 0)
            memcpy(to, (const char *)n + m->note, m->bytes);
    }
}

static void leave(const kc_batch *b, kc_note *n, int lane)
{
    const kc_batch_code *code = b->lanes.code;
    for (int i = 0; i < code->nmoves; i++) {
        const kc_move *m = &code->moves[i];
        const char *from = b->lanes.memory + m->batch;
        if (m->kind == KC_MOVE_LANE)
            lane_out((char *)n + m->note, from, m, lane);
        else if (m->kind == KC_MOVE_SHARED)
            memcpy((char *)n + m->note, from, m->bytes);
    }
}

static int any_live(const kc_batch *b) { return __builtin_ctz(b->lanes.live); }

/* Lane `lane` repeats another one. */
static void repeat(kc_batch *b, int lane)
{
    int from = any_live(b);
    b->lanes.note[lane] = b->lanes.note[from];
    for (int i = 0; i < b->lanes.code->nmoves; i++) {
        const kc_move *m = &b->lanes.code->moves[i];
        char *at = b->lanes.memory + m->batch;
        size_t bytes = m->kind == KC_MOVE_P ? 8 : m->bytes, count = m->kind == KC_MOVE_P ? 1 : m->count;
        for (size_t k = 0; k < count && m->kind != KC_MOVE_SHARED; k++)
            memcpy(at + (k * W + (size_t)lane) * bytes, at + (k * W + (size_t)from) * bytes, bytes);
    }
}

static void dissolve(kc_engine *e, kc_batch *b)
{
    for (int l = 0; l < b->n; l++) {
        if (!(b->lanes.live >> l & 1)) continue;
        kc_note *n = b->lanes.note[l];
        leave(b, n, l);
        kc_inst(n)->batch = NULL;
    }
    b->lanes.live = 0;
    e->batches.stale = 1;
    give_back(e, b);
}

void kc_batch_leave(kc_engine *e, kc_note *n)
{
    kc_batch *b = kc_inst(n)->batch;
    if (!b) return;
    int lane = kc_inst(n)->lane;
    e->batches.stale = 1;
    if (b->lanes.code->full || b->lanes.live == 1u << lane) {
        dissolve(e, b);
        return;
    }
    leave(b, n, lane);
    kc_inst(n)->batch = NULL;
    b->lanes.live &= ~(1u << lane);
    repeat(b, lane);
}

void kc_batch_split(kc_engine *e, kc_note *before, kc_note *after)
{
    if (before && after && kc_inst(before)->batch && kc_inst(before)->batch == kc_inst(after)->batch)
        dissolve(e, kc_inst(before)->batch);
}

kc_batch *kc_batch_of(const kc_note *n)
{
    const kc_instance *in = n->engine_data;
    return in->batch;
}

int kc_batch_voices(const kc_batch *b) { return __builtin_popcount(b->lanes.live); }

kc_note *kc_batch_last(const kc_batch *b) { return b->lanes.note[31 - __builtin_clz(b->lanes.live)]; }

/* ---- forming ---------------------------------------------------------------------------------------- */

/* Notes for one batch, in order; `kept` when they are one already. */
typedef struct {
    kc_note *note[W];
    int n;
    kc_batch *kept;
} group;

static int may_join(kc_note *n)
{
    return !(n->begin0 | n->end1) && n->init_done && !n->deleted && !kc_inst(n)->loner;
}

static int alike(const kc_batch_code *code, const group *g)
{
    for (int i = 0; i < code->nmoves; i++) {
        const kc_move *m = &code->moves[i];
        for (int k = 1; k < g->n && m->kind == KC_MOVE_SHARED; k++)
            if (memcmp((char *)g->note[0] + m->note, (char *)g->note[k] + m->note, m->bytes)) {
                kc_inst(g->note[k])->loner = true;
                return 0;
            }
    }
    return 1;
}

static int call_each(kc_ctx *c, int index);
static int diverge(kc_ctx *c, int step);

static void form(kc_engine *e, const kc_batch_code *code, group *g)
{
    if (!g->n) return;
    int fewest = code->full                                                             ? W
                 : atomic_load_explicit(&g->note[0]->prog->fused, memory_order_relaxed) ? FEWEST
                                                                                        : 1;
    if (!g->kept && g->n >= fewest && alike(code, g) && !need_rows(e, &e->batches.rows, code)) {
        kc_batch *b = take(e, code);
        if (b) {
            b->n = g->n;
            b->lanes.code = code;
            b->lanes.call = call_each;
            b->lanes.diverge = diverge;
            b->lanes.live = (1u << g->n) - 1;
            for (int l = 0; l < g->n; l++) {
                b->lanes.note[l] = g->note[l];
                enter(b, g->note[l], l);
                kc_inst(g->note[l])->batch = b;
                kc_inst(g->note[l])->lane = l;
            }
            for (int l = g->n; l < W; l++) repeat(b, l);
        }
    }
    g->n = 0;
    g->kept = NULL;
}

/* The notes of a batch join the group, one by one. */
static void loosen(kc_engine *e, group *g)
{
    if (g->kept) dissolve(e, g->kept);
    g->kept = NULL;
}

/* The next notes of a run, from n on: a whole batch or a single note. Returns how many. */
static int next_notes(kc_note *n, kc_note **out)
{
    const kc_batch *b = kc_inst(n)->batch;
    int count = 0;
    if (!b) {
        out[0] = n;
        return 1;
    }
    for (int l = 0; l < b->n; l++)
        if (b->lanes.live >> l & 1) out[count++] = b->lanes.note[l];
    return count;
}

/* Notes from `first` on that share its program. Returns the note after them. */
static kc_note *form_run(kc_engine *e, kc_note *first, const kc_batch_code *code)
{
    group g = {.n = 0};
    kc_note *n = first;
    int singles = 0;
    for (kc_note *s = first; s && s->prog == first->prog && code->full; s = s->next)
        singles += !kc_inst(s)->batch;
    while (n && n->prog == first->prog) {
        if (singles >= W && kc_inst(n)->batch) dissolve(e, kc_inst(n)->batch); /* batches go across gaps */
        kc_batch *b = kc_inst(n)->batch;
        kc_note *some[W], *next;
        int count = next_notes(n, some);
        next = some[count - 1]->next;
        if (!b && !may_join(n)) {
            form(e, code, &g);
            n = next;
            continue;
        }
        if (g.n + count > W || (g.kept && kc_batch_voices(g.kept) == W) || (b && b->lanes.code != code))
            form(e, code, &g);
        if (!g.n)
            g.kept = b;
        else {
            loosen(e, &g);
            if (b) dissolve(e, b);
        }
        memcpy(g.note + g.n, some, (size_t)count * sizeof *some);
        g.n += count;
        n = next;
    }
    form(e, code, &g);
    return n;
}

void kc_batches_form(kc_engine *e)
{
    if (!e->batches.stale) return;
    for (kc_note *n = e->first; n;) {
        const kc_batch_code *code = atomic_load_explicit(&n->prog->batch, memory_order_acquire);
        if (code)
            n = form_run(e, n, code);
        else
            n = n->next;
    }
    e->batches.stale = 0;
}

/* ---- performing ------------------------------------------------------------------------------------- */

static double *row(const kc_ctx *c, int slot, int channel)
{
    return c->mix + ((int64_t)slot * c->nchnls + channel) * c->mix_row * W;
}

static int written(const double *r)
{
    uint64_t bits;
    memcpy(&bits, r, sizeof bits);
    return bits != UNWRITTEN;
}

/* Adds what `lanes` have put into the rows of the cycle to one target. */
static void mix_target(const kc_ctx *c, double *to, int32_t target, int channel, uint32_t lanes)
{
    const kc_lanes *b = c->lanes;
    double *rows[KC_MIX_ROWS];
    int n = 0;
    for (int s = 0; s < b->code->nmix; s++)
        if (b->added >> s & 1 && b->code->mix[s] == target && written(row(c, s, channel)))
            rows[n++] = row(c, s, channel);
    if (n) kc_mix_add(to, rows, n, lanes, 0, c->ksmps * c->cycles);
}

static void mix(kc_ctx *c, uint32_t lanes)
{
    const kc_lanes *b = c->lanes;
    int outputs = 0;
    for (int s = 0; s < b->code->nmix; s++) {
        if (!(b->added >> s & 1)) continue;
        int32_t target = b->code->mix[s];
        int seen = 0;
        for (int k = 0; k < s; k++) seen |= b->added >> k & 1 && b->code->mix[k] == target;
        outputs |= target == KC_MIX_OUT;
        if (!seen && target != KC_MIX_OUT) mix_target(c, (double *)(c->global + target), target, 0, lanes);
    }
    for (int ch = 0; ch < c->nchnls && outputs; ch++)
        mix_target(c, c->out + (size_t)ch * c->stride, KC_MIX_OUT, ch, lanes);
}

/* Marks the rows of this cycle as not written. */
static void clear_rows(kc_ctx *c)
{
    const uint64_t mark = UNWRITTEN;
    for (int s = 0; s < c->lanes->code->nmix; s++)
        for (int ch = 0; ch < c->nchnls && c->lanes->added >> s & 1; ch++)
            memcpy(row(c, s, ch), &mark, sizeof mark);
    c->lanes->added = 0;
}

/* A function called by address, for each note in turn. A note that reports an error is not heard any more. */
static int call_each(kc_ctx *c, int index)
{
    kc_lanes *b = c->lanes;
    const kc_batch_call *call = &b->code->calls[index];
    kc_note *outer = c->note;
    const kc_step *step = &outer->prog->perf[call->step];
    const kc_move *in = b->code->call_moves + call->first, *out = in + call->nin;
    for (int l = 0; l < W; l++) {
        if (!(b->live >> l & 1) || b->failed >> l & 1) continue;
        char *n = (char *)b->note[l];
        for (int i = 0; i < call->nin; i++) lane_out(n + in[i].note, b->memory + in[i].batch, &in[i], l);
        c->note = b->note[l];
        c->engine->running = b->note[l];
        c->site = &b->note[l]->prog->sites[step->site];
        if (step->fn(n + step->st, c, (void **)(n + step->args)) != KC_OK) b->failed |= 1u << l;
        for (int i = 0; i < call->nout; i++) lane_in(b->memory + out[i].batch, n + out[i].note, &out[i], l);
    }
    c->note = outer;
    return KC_OK;
}

static int diverge(kc_ctx *c, int step)
{
    kc_lanes *b = c->lanes;
    kc_engine *e = c->engine;
    kc_batch *batch = kc_inst(c->note)->batch;
    for (int l = 0; l < W; l++) {
        if (!(b->live >> l & 1) || b->failed >> l & 1) continue;
        kc_note *n = b->note[l];
        mix(c, 1u << l);
        leave(batch, n, l);
        c->note = n;
        e->running = n;
        if (kc_tier0_perf_from(c, n, step) < 0) b->failed |= 1u << l;
        enter(batch, n, l);
    }
    clear_rows(c);
    return KC_OK;
}

/* The k-cycles c->cycles of all lanes. What they add is left in the rows, but for notes that may diverge:
 * those are mixed cycle by cycle. */
static void compute(kc_batch *b, kc_ctx *c, double *mix_rows)
{
    kc_lanes *lanes = &b->lanes;
    const kc_ctx from = *c;
    int calls = lanes->code->blocks ? 1 : c->cycles;
    c->note = lanes->note[any_live(b)];
    c->lanes = lanes;
    c->mix = mix_rows;
    lanes->failed = lanes->added = 0;
    if (calls > 1) c->cycles = 1;
    for (int i = 0; i < calls; i++) {
        c->out = from.out + (size_t)i * (size_t)c->ksmps; /* the code may have moved it on */
        c->in = from.in + (size_t)i * (size_t)c->ksmps;
        c->kcount = from.kcount + (uint64_t)i;
        if (!lanes->code->jumps) c->mix = mix_rows + (size_t)i * (size_t)c->ksmps * W;
        lanes->code->perform(lanes->memory, c);
        if (lanes->code->jumps) {
            mix(c, lanes->live & ~lanes->failed);
            clear_rows(c);
        }
    }
    c->cycles = from.cycles;
    c->out = from.out;
    c->mix = mix_rows;
}

/* Adds the rows, and ends the notes that have failed or ended themselves. */
static void finish(kc_engine *e, kc_batch *b, kc_ctx *c)
{
    kc_lanes *lanes = &b->lanes;
    uint32_t live = lanes->live, failed = lanes->failed;
    c->lanes = lanes;
    if (lanes->added) mix(c, live & ~failed);
    clear_rows(c);
    c->lanes = NULL;
    c->mix = NULL;
    kc_note *notes[W];
    memcpy(notes, lanes->note, sizeof notes);
    for (int l = 0; l < W; l++) {
        if (!(live >> l & 1)) continue;
        notes[l]->kcounter += (uint64_t)c->cycles;
        if (failed >> l & 1) kc_engine_message(e, 1, "   note aborted\n");
        if (failed >> l & 1 || notes[l]->deleted) kc_note_end(e, notes[l]);
    }
}

void kc_batch_perform(kc_engine *e, kc_batch *b, kc_ctx *c)
{
    e->running = b->lanes.note[any_live(b)];
    c->mix_row = e->ctx.stride;
    compute(b, c, e->batches.rows.values);
    e->running = NULL;
    finish(e, b, c);
}

/* ---- on several threads ------------------------------------------------------------------------------ */

enum { SHARED_MAX = 64, TRIAL = 64 };

typedef struct {
    kc_batch *batch[SHARED_MAX];
    kc_ctx c;
} share;

/* Batches that touch nothing but their own memory until they are mixed. */
static int may_share(const kc_batch *b) { return !b->lanes.code->ncalls && !b->lanes.code->jumps; }

static void compute_one(void *user, int i)
{
    share *s = user;
    kc_ctx c = s->c;
    compute(s->batch[i], &c, s->batch[i]->own.values);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Whether threads are worth it now: both ways are tried from time to time, and the faster one is kept. */
static int share_now(kc_batches *b)
{
    unsigned turn = b->turn++ % TRIAL;
    if (turn < 2) return turn == 0;
    return b->shared_time <= b->alone_time;
}

static void learn(double *average, double x) { *average += *average == 0 ? x : (x - *average) * 0.25; }

int kc_batches_share(kc_engine *e, kc_batch *first, kc_ctx *c)
{
    share s = {.c = *c};
    int n = 0;
    if (!e->workers) return 0;
    for (kc_batch *b = first; b && n < SHARED_MAX && may_share(b) && !need_rows(e, &b->own, b->lanes.code);) {
        s.batch[n++] = b;
        kc_note *next = kc_batch_last(b)->next;
        b = next ? kc_batch_of(next) : NULL;
    }
    if (n < 2) return 0;
    kc_note *after = kc_batch_last(s.batch[n - 1])->next;
    int together = share_now(&e->batches);
    double began = seconds();
    s.c.mix_row = e->ctx.stride;
    if (together)
        kc_workers_run(e->workers, compute_one, &s, n);
    else
        for (int i = 0; i < n; i++) compute_one(&s, i);
    learn(together ? &e->batches.shared_time : &e->batches.alone_time, (seconds() - began) / n / c->cycles);
    e->next_note = after;
    for (int i = 0; i < n; i++) {
        kc_ctx one = s.c;
        one.mix = s.batch[i]->own.values;
        finish(e, s.batch[i], &one);
    }
    return n;
}
