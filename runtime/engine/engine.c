/* The engine's life, its instruments, and the k-cycle. */
#include "runtime/engine/internal.h"
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/tables/tables.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define GLOBAL_RESERVE ((size_t)256 << 20)
#define INSTR_MAX      1000000
#define AHEAD_SAMPLES  128
#define AHEAD_SHARED   1024 /* threads meet less often */

static void use_tempo(kc_engine *e, double tempo)
{
    e->beats_cycle = tempo / (60.0 * e->cfg.sr / e->cfg.ksmps);
    e->beat_samples = fmax(1.0, trunc(e->cfg.sr * 60.0 / tempo));
}

kc_engine *kc_engine_create(const kc_engine_config *cfg)
{
    kc_engine *e = aligned_alloc(64, (sizeof *e + 63) & ~(size_t)63);
    if (!e) return NULL;
    memset(e, 0, sizeof *e);
    e->global = mmap(NULL, GLOBAL_RESERVE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (e->global == MAP_FAILED) {
        free(e);
        return NULL;
    }
    e->cfg = *cfg;
    int nout = cfg->nchnls, nin = cfg->nchnls_i > 0 ? cfg->nchnls_i : 1, ksmps = cfg->ksmps;
    int ahead = cfg->threads > 1 ? AHEAD_SHARED : AHEAD_SAMPLES;
    e->cycles_max = cfg->ahead && ksmps < ahead ? ahead / ksmps : 1;
    e->workers = kc_workers_create(cfg->threads);
    int stride = ksmps * e->cycles_max;
    e->out = kc_xcalloc((size_t)nout * stride, sizeof(double));
    e->block = kc_xcalloc((size_t)nout * ksmps, sizeof(double));
    e->in = kc_xcalloc((size_t)nin * stride, sizeof(double));
    e->peak = kc_xcalloc((size_t)nout * 3, sizeof(double));
    e->speak = e->peak + nout;
    e->opeak = e->speak + nout;
    e->range = kc_xcalloc((size_t)nout * 3, sizeof(int64_t));
    e->srange = e->range + nout;
    e->orange = e->srange + nout;
    e->sys = (kc_sysvars){cfg->sr, cfg->sr / ksmps, ksmps, nout, cfg->nchnls_i, cfg->zerodbfs, cfg->a4};
    double kr = cfg->sr / ksmps;
    e->ctx = (kc_ctx){.sr = cfg->sr,
                      .kr = kr,
                      .inv_sr = 1.0 / cfg->sr,
                      .inv_kr = 1.0 / kr,
                      .twopi_sr = 2.0 * M_PI / cfg->sr,
                      .pi_sr = M_PI / cfg->sr,
                      .zerodbfs = cfg->zerodbfs,
                      .a4 = cfg->a4,
                      .ksmps = ksmps,
                      .end = ksmps,
                      .stride = stride,
                      .cycles = 1,
                      .nchnls = nout,
                      .nchnls_i = cfg->nchnls_i,
                      .out = e->out,
                      .in = e->in,
                      .rng = &e->rng,
                      .engine = e,
                      .global = e->global};
    kc_rng_init(&e->rng);
    e->tables = kc_tables_create(cfg->sr);
    if (cfg->sine_size > 0) kc_tables_sine_size(e->tables, cfg->sine_size);
    e->earliest_off = INFINITY;
    e->beat_samples = 1;
    if (cfg->profile) e->profile = kc_profile_create();
    if (cfg->beat_tempo > 0) use_tempo(e, cfg->beat_tempo);
    return e;
}

kc_profile *kc_engine_profile(const kc_engine *e) { return e->profile; }

double kc_engine_tempo(const kc_engine *e) { return e->beats_cycle * 60.0 * e->cfg.sr / e->cfg.ksmps; }
double kc_engine_beat_samples(const kc_engine *e) { return e->beat_samples; }

void kc_engine_set_tempo(kc_engine *e, double tempo)
{
    if (e->beats_cycle > 0 && tempo > 0 && tempo < 1e12) use_tempo(e, tempo);
}

typedef struct {
    void *data;
    void (*destroy)(void *);
} store;

void kc_engine_free_global(kc_engine *e, uint32_t off, char type, int dims)
{
    void *at = e->global + off;
    if (dims > 0)
        kc_array_free(at, type == 'S');
    else if (type == 'S')
        free(((kc_str *)at)->data);
}

static void instr_free(kc_engine *e, kc_instr *in)
{
    if (!in) return;
    kc_pools_free(e, in);
    if (in->version) kc_version_drop(e, in->version);
    free(in->pset);
    free(in->name);
    free(in);
}

void kc_engine_destroy(kc_engine *e)
{
    if (!e) return;
    kc_engine_stop(e);
    kc_queue_clear(e);
    for (int i = 0; i < e->ninstrs; i++) instr_free(e, e->instrs[i]);
    for (int i = 0; i < e->removed.n; i++) instr_free(e, e->removed.v[i]);
    kc_vec_free(&e->removed);
    free(e->instrs);
    for (int i = 0; i < e->globals.n; i++) kc_note_free(e, e->globals.v[i]);
    kc_vec_free(&e->globals);
    kc_map_free(&e->by_name);
    for (size_t i = 0; i < e->stores.cap; i++) {
        store *s = e->stores.slots[i].value;
        if (!e->stores.slots[i].key || !s) continue;
        if (s->destroy) s->destroy(s->data);
        free(s->data);
        free(s);
    }
    kc_map_free(&e->stores);
    kc_sbuf_free(&e->score_text);
    kc_tables_destroy(e->tables);
    kc_workers_destroy(e->workers);
    kc_batches_free(e);
    free(e->out);
    free(e->block);
    free(e->in);
    free(e->peak);
    free(e->range);
    munmap(e->global, GLOBAL_RESERVE);
    kc_profile_free(e->profile);
    free(e);
}

void *kc_engine_store(kc_engine *e, const char *key, size_t size, void (*destroy)(void *))
{
    void **slot = kc_map_at(&e->stores, key);
    if (!*slot) {
        store *s = kc_xcalloc(1, sizeof *s);
        s->data = kc_xcalloc(1, size);
        s->destroy = destroy;
        *slot = s;
    }
    return ((store *)*slot)->data;
}

void kc_engine_on_message(kc_engine *e, kc_message_fn *fn, void *user)
{
    e->message = fn;
    e->message_user = user;
}

void kc_engine_on_release(kc_engine *e, kc_program_release *fn, void *user)
{
    e->release = fn;
    e->release_user = user;
}

void kc_engine_on_poll(kc_engine *e, int (*fn)(void *, double), void *user)
{
    e->poll = fn;
    e->poll_user = user;
}

void kc_engine_on_lines(kc_engine *e, void (*fn)(void *), void *user)
{
    e->lines = fn;
    e->lines_user = user;
}

const kc_engine_config *kc_engine_get_config(const kc_engine *e) { return &e->cfg; }
kc_ctx *kc_engine_ctx(kc_engine *e) { return &e->ctx; }
struct kc_tables *kc_engine_tables(kc_engine *e) { return e->tables; }
struct kc_midi *kc_engine_midi(kc_engine *e) { return e->midi; }
kc_rng *kc_engine_rng(kc_engine *e) { return &e->rng; }
int kc_engine_errors(const kc_engine *e) { return e->errors; }
int kc_engine_failed_tables(const kc_engine *e) { return e->failed_tables; }
double kc_engine_time(const kc_engine *e) { return kc_now(e); }
double kc_engine_section_time(const kc_engine *e) { return kc_now(e) - e->time_off; }
void kc_engine_count_error(kc_engine *e) { e->errors++; }

const char *kc_engine_env(const kc_engine *e, const char *name)
{
    size_t n = strlen(name);
    for (const char *const *p = e->cfg.env; p && *p; p++)
        if (!strncmp(*p, name, n) && (*p)[n] == '=') return *p + n + 1;
    return getenv(name);
}

/* ---- instruments ------------------------------------------------------------------------------ */

kc_instr *kc_instr_get(kc_engine *e, int number)
{
    return number >= 0 && number < e->ninstrs ? e->instrs[number] : NULL;
}

/* `pset` is no opcode that runs: its constants are the instrument's p-field defaults from the start. */
static void find_pset(kc_instr *in, const kc_program *p)
{
    for (int i = 0; i < p->ninit; i++) {
        const kc_site *s = &p->sites[p->init[i].site];
        if (p->init[i].kind != KC_STEP_CALL || !s->desc || strcmp(s->desc->name, "pset")) continue;
        const kc_ref *refs = p->refs + (p->init[i].args - p->refs_off) / sizeof(void *);
        in->pset = kc_xrealloc(in->pset, ((size_t)s->nin + 1) * sizeof(double));
        in->npset = s->nin;
        for (int k = 0; k < s->nin; k++)
            in->pset[k + 1] = refs[k].space == KC_AT_CONST ? *(const double *)(p->consts + refs[k].off) : 0.0;
    }
}

int kc_engine_install(kc_engine *e, int number, const char *name, kc_program *prog)
{
    if (number < 0 || number > INSTR_MAX) return -1;
    if (number >= e->ninstrs) {
        int n = number + 1 > e->ninstrs * 2 ? number + 1 : e->ninstrs * 2;
        e->instrs = kc_xrealloc(e->instrs, (size_t)n * sizeof *e->instrs);
        memset(e->instrs + e->ninstrs, 0, (size_t)(n - e->ninstrs) * sizeof *e->instrs);
        e->ninstrs = n;
    }
    kc_version *v = NULL;
    for (int i = 0; i < e->ninstrs && !v; i++) /* `instr 1, 2` share one program */
        if (e->instrs[i] && e->instrs[i]->version->prog == prog) v = e->instrs[i]->version;
    if (!v) {
        v = kc_xcalloc(1, sizeof *v);
        v->prog = prog;
    }
    v->refs++;
    kc_instr *in = e->instrs[number];
    if (!in) {
        in = e->instrs[number] = kc_xcalloc(1, sizeof *in);
        in->number = number;
    } else {
        kc_version *old = in->version;
        kc_pools_free(e, in);
        in->version = v;
        kc_version_drop(e, old);
    }
    in->version = v;
    find_pset(in, prog);
    if (name) {
        free(in->name);
        in->name = kc_xstrdup(name);
        kc_map_put(&e->by_name, name, in);
    }
    return 0;
}

/* The instance lists of opcodes may still know it, so the memory stays until the engine ends. */
void kc_engine_remove(kc_engine *e, int number)
{
    kc_instr *in = kc_instr_get(e, number);
    if (!in) return;
    e->instrs[number] = NULL;
    if (in->name) kc_map_remove(&e->by_name, in->name);
    kc_pools_free(e, in);
    kc_version_drop(e, in->version);
    in->version = NULL;
    kc_vec_push(&e->removed, in);
}

void kc_engine_each_program(kc_engine *e, void (*fn)(void *, kc_program *), void *user)
{
    for (int i = 0; i < e->ninstrs; i++) {
        if (!e->instrs[i]) continue;
        int seen = 0;
        for (int j = 0; j < i; j++) seen |= e->instrs[j] && e->instrs[j]->version == e->instrs[i]->version;
        if (!seen) fn(user, e->instrs[i]->version->prog);
    }
}

int kc_engine_run_global(kc_engine *e, kc_program *prog)
{
    kc_version *v = kc_xcalloc(1, sizeof *v);
    v->prog = prog;
    kc_note *n = kc_note_create(e, v);
    if (!n) return -1;
    kc_vec_push(&e->globals, n);
    kc_ctx c = e->ctx;
    c.note = n;
    int before = e->errors;
    kc_note *outer = e->running; /* code that an instrument compiles runs inside its pass */
    e->running = n;
    kc_tier0_init(&c, n, 0);
    e->running = outer;
    return e->errors > before ? -1 : 0;
}

/* ---- performance ------------------------------------------------------------------------------ */

void kc_engine_set_score(kc_engine *e, const kc_section *sections, int n)
{
    e->sections = sections;
    e->nsections = n;
    e->section = e->event = 0;
    e->have_next = false;
    e->remaining = 0;
}

void kc_engine_stop(kc_engine *e)
{
    while (e->first) kc_note_end(e, e->first);
}

void kc_engine_note_off(kc_engine *e, kc_note *n) { kc_note_release(e, n); }
void kc_engine_set_midi(kc_engine *e, struct kc_midi *m) { e->midi = m; }
bool kc_engine_has_instr(const kc_engine *e, int number)
{
    return number >= 0 && number < e->ninstrs && e->instrs[number];
}

int kc_engine_lowest_instr(const kc_engine *e)
{
    for (int i = 1; i < e->ninstrs; i++)
        if (e->instrs[i]) return i;
    return 0;
}

kc_note *kc_engine_midi_on(kc_engine *e, int insno, int chan, int key, int vel, double *p, int n)
{
    kc_event ev = {.op = 'i', .n = n, .p = p};
    kc_midi_on on = {chan, key, vel};
    kc_note *note;
    kc_note_start(e, e->instrs[insno], &ev, &on, &note);
    return note;
}

/* a-variables outside [begin, end) are silent in a partial cycle */
static void clear_edges(kc_note *n, int begin, int end, int ksmps)
{
    const kc_program *p = n->prog;
    for (int i = 0; i < p->navars; i++) {
        double *a = (double *)((char *)n + p->avars[i]);
        memset(a, 0, (size_t)begin * sizeof *a);
        memset(a + end, 0, (size_t)(ksmps - end) * sizeof *a);
    }
}

/* The samples of a note that starts or ends inside this k-cycle. */
static void partial_cycle(kc_engine *e, kc_note *n, kc_ctx *c)
{
    if (n->kcounter == 0) c->begin = n->begin0;
    uint64_t last = (uint64_t)llrint(n->off_time * e->cfg.sr / e->cfg.ksmps);
    if (n->off_time >= 0 && e->cycle + 1 >= last) c->end = c->ksmps - n->end1;
    if (c->begin || c->end != c->ksmps) clear_edges(n, c->begin, c->end, c->ksmps);
}

/* The k-cycles c->cycles of a note, by code that performs one at a time. */
static int cycle_by_cycle(kc_ctx *c, kc_note *n, kc_fused fused)
{
    kc_ctx at = *c;
    at.cycles = 1;
    int r = KC_OK;
    for (int i = 0; i < c->cycles && r >= 0; i++) {
        r = fused ? fused((char *)n, &at) : kc_tier0_perf(&at, n);
        at.out += c->ksmps;
        at.in += c->ksmps;
        at.kcount++;
    }
    return r;
}

static int perform(kc_ctx *c, kc_note *n)
{
    kc_fused fused = atomic_load_explicit(&n->prog->fused, memory_order_acquire);
    if (c->cycles > 1 && !(fused && n->prog->fused_blocks)) return cycle_by_cycle(c, n, fused);
    return fused ? fused((char *)n, c) : kc_tier0_perf(c, n);
}

/* Code has left the context some k-cycles on. */
static void rewind_context(const kc_engine *e, kc_ctx *c)
{
    c->out = e->out;
    c->in = e->in;
    c->kcount = e->cycle;
}

/* shared: the context of these k-cycles, the same for all whole notes but for `note` */
static void perform_note(kc_engine *e, kc_note *n, kc_ctx *shared)
{
    kc_ctx own, *c = shared;
    if (__builtin_expect(n->begin0 | n->end1, 0)) {
        own = *shared;
        c = &own;
        partial_cycle(e, n, c);
    }
    c->note = n;
    e->running = n;
    int fused = atomic_load_explicit(&n->prog->fused, memory_order_relaxed) != NULL;
    kc_profile_frame frame;
    if (__builtin_expect(e->profile != NULL, 0)) frame = kc_profile_enter(e->profile);
    int r = perform(c, n);
    if (__builtin_expect(e->profile != NULL, 0))
        kc_profile_leave_note(e->profile, frame, kc_inst(n)->profile,
                              fused ? KC_PROFILE_FUSED : KC_PROFILE_TIER0, 1,
                              (c->end - c->begin) * c->cycles);
    e->running = NULL;
    const kc_batch_code *code = atomic_load_explicit(&n->prog->batch, memory_order_relaxed);
    if (code != kc_inst(n)->seen) { /* lanes have been compiled since */
        kc_inst(n)->seen = code;
        e->batches.stale = 1;
    }
    n->kcounter += (uint64_t)c->cycles;
    if (__builtin_expect(r < 0, 0)) {
        kc_engine_message(e, 1, "   note aborted\n");
        kc_note_end(e, n);
    } else if (n->deleted)
        kc_note_end(e, n);
}

static void perform_batch(kc_engine *e, kc_batch *b, kc_note *leader, kc_ctx *c)
{
    kc_profile_row *row = kc_inst(leader)->profile;
    int voices = kc_batch_voices(b);
    kc_profile_frame frame;
    if (__builtin_expect(row != NULL, 0)) frame = kc_profile_enter(e->profile);
    kc_batch_perform(e, b, c);
    if (__builtin_expect(row != NULL, 0))
        kc_profile_leave_note(e->profile, frame, row, KC_PROFILE_LANES, voices, e->cfg.ksmps * c->cycles);
}

/* K-cycles that can be performed now, this one included: several when no event falls into them and no note
 * can tell. */
static int cycles_now(const kc_engine *e)
{
    if (e->cycles_max == 1) return 1;
    int64_t n = 1 + kc_sense_free(e);
    if (n > e->cycles_max) n = e->cycles_max;
    for (const kc_note *x = e->first; x && n > 1; x = x->next)
        if (!x->prog->quiet || x->begin0 | x->end1) n = 1;
    return (int)n;
}

static void perform_all(kc_engine *e)
{
    kc_ctx c = e->ctx;
    kc_batches_form(e);
    c.cycles = cycles_now(e);
    for (int ch = 0; ch < e->cfg.nchnls; ch++)
        memset(e->out + (size_t)ch * c.stride, 0, (size_t)c.cycles * c.ksmps * sizeof(double));
    for (kc_note *n = e->first; n && !e->exiting; n = e->next_note) {
        kc_batch *b = kc_batch_of(n);
        e->next_note = (b ? kc_batch_last(b) : n)->next; /* kept right by kc_note_end and by new notes */
        rewind_context(e, &c);
        if (b && !e->profile && kc_batches_share(e, b, &c)) continue;
        if (b)
            perform_batch(e, b, n, &c);
        else if (n->init_done)
            perform_note(e, n, &c);
    }
    e->shown = 0;
    e->ahead = c.cycles - 1;
}

/* --limiter: tanh, scaled so that it meets the limit, and no further. Amplitudes are reported as they were
 * before. */
static double limited(double x, double lim)
{
    if (fabs(x) >= lim) return copysign(lim, x);
    return lim * (1.0 / tanh(1.0)) * tanh(x * (1.0 / lim));
}

static void output(kc_engine *e)
{
    int nch = e->cfg.nchnls, ksmps = e->cfg.ksmps;
    double scale = 1.0 / e->cfg.zerodbfs, lim = e->cfg.limiter * e->cfg.zerodbfs;
    for (int ch = 0; ch < nch; ch++) {
        const double *x = kc_shown(e, ch);
        for (int i = 0; i < ksmps; i++)
            e->block[(size_t)i * nch + ch] = (e->cfg.limit ? limited(x[i], lim) : x[i]) * scale;
    }
}

static int cycle(kc_engine *e, const double **block)
{
#if defined(__SSE2__)
    unsigned csr = _mm_getcsr(); /* denormals cost more than they are worth: flush to zero while performing */
    _mm_setcsr(csr | 0x8040);
#endif
    int done = kc_sense(e);
    if ((e->hooks.want_rewind || e->hooks.want_seek) && e->hooks.move) {
        e->hooks.move(e->hooks.user);
        done = kc_sense(e);
    }
    e->beat += e->beats_cycle; /* a tempo that this cycle sets is for the next one */
    if (done)
        e->ended = true;
    else if (e->advance > 0)
        e->advance--;
    else if (!e->cfg.init_only) {
        if (e->ahead > 0)
            e->ahead--, e->shown++;
        else
            perform_all(e);
        if (e->exiting) /* its last cycle is not heard */
            done = e->ended = true;
        else {
            kc_amps_take(e);
            output(e);
            *block = e->block;
        }
    }
    e->cycle++;
#if defined(__SSE2__)
    _mm_setcsr(csr);
#endif
    return done ? KC_ENGINE_DONE : KC_ENGINE_GO;
}

int kc_engine_cycle(kc_engine *e, const double **block)
{
    *block = NULL;
    if (e->ended) return KC_ENGINE_DONE;
    if (__builtin_expect(!e->profile, 1)) return cycle(e, block);
    kc_profile_frame frame = kc_profile_enter(e->profile);
    int r = cycle(e, block);
    kc_profile_leave_cycle(e->profile, frame, e->cfg.ksmps);
    return r;
}

void kc_engine_set_input(kc_engine *e, const double *block)
{
    int nch = e->cfg.nchnls_i, ksmps = e->cfg.ksmps;
    for (int ch = 0; ch < nch; ch++)
        for (int i = 0; i < ksmps; i++)
            e->in[(size_t)ch * e->ctx.stride + i] = block[(size_t)i * nch + ch] * e->cfg.zerodbfs;
}
