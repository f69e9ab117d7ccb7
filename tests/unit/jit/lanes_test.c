/* Kernels at 8 voices against tier 0: eight notes perform a k-cycle in tier 0; the same cycle is then
 * computed in the lanes of one state, gathered by the layouts of the archives. Outputs and states must have
 * the same bits in every lane. */
#include "tests/unit/jit/entries.h"

enum { LANES = 8, KSMPS = 16, CYCLES = 12, MAX_PORTS = 16, STATE_MAX = 1 << 16 };

typedef struct {
    const kc_opdesc *d;
    const kc_ir_unit *u;
    const kc_ir_inst *inst;
    kc_layout *one, *wide;
    kc_jit_kernels kernels;
    kc_note *notes[LANES];
    char *before; /* states of the notes before the cycle, one after the other */
    char *st;     /* the wide state */
    char *aux;    /* memory of the notes before the cycle, one block after the other */
    kc_ctx ctx;
    kc_lanes lanes;
    double mix[8 * KSMPS * LANES] __attribute__((aligned(64)));
} lanes;

/* Moves states between notes (packed, one each) and lanes. */
static void move(lanes *t, char *packed, int to_lanes)
{
    for (int f = 0; f < t->wide->nfields; f++) {
        const kc_field *w = &t->wide->fields[f], *o = &t->one->fields[f];
        if (w->lane == KC_FIELD_OWN) continue;
        size_t step = w->lane ? w->lane : w->size;
        for (size_t k = 0; k < o->size; k += step)
            for (int l = 0; l < LANES; l++) {
                char *a = packed + (size_t)l * t->d->state_size + o->offset + k;
                char *b = t->st + w->offset + (w->lane ? k * LANES + (size_t)l * step : k);
                if (to_lanes)
                    memcpy(b, a, step);
                else
                    memcpy(a, b, step);
            }
    }
}

static int movable(const lanes *t)
{
    if (t->one->nfields != t->wide->nfields || t->wide->size > STATE_MAX) return 0;
    for (int f = 0; f < t->wide->nfields; f++) {
        if (t->wide->fields[f].lane == KC_FIELD_UNKNOWN) return 0;
        assert_string_equal(t->wide->fields[f].name, t->one->fields[f].name);
    }
    return 1;
}

/* Memory that opcodes have asked for belongs to the notes, not to the state: it is put back before the lanes
 * run, and must hold the same afterwards. what: 0 measure, 1 save, 2 exchange, 3 count differing bytes. */
static size_t aux_pass(lanes *t, int what)
{
    size_t at = 0, differing = 0;
    for (int l = 0; l < LANES; l++)
        for (kc_aux_block *b = t->notes[l]->aux; b; b = b->next) {
            if (what == 1) memcpy(t->aux + at, b->data, b->size);
            for (size_t i = 0; i < b->size && what > 1; i++) {
                char was = t->aux[at + i];
                differing += was != b->data[i];
                if (what == 2) t->aux[at + i] = b->data[i], b->data[i] = was;
            }
            at += b->size;
        }
    return what == 3 ? differing : at;
}

static double *operand(const lanes *t, int lane, int a)
{
    return *(double **)((char *)t->notes[lane] + t->inst->argv + (size_t)a * sizeof(void *));
}

static int is_block(const lanes *t, int a) { return t->u->vars.v[t->inst->args[a]].type == 'a'; }

static void call(void (*f)(void), void *const *p, int n)
{
    typedef void fn(void *, void *, void *, void *, void *, void *, void *, void *, void *, void *, void *,
                    void *, void *, void *, void *, void *);
    void *a[16] = {NULL};
    memcpy(a, p, sizeof *p * (size_t)n);
    ((fn *)f)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13], a[14],
              a[15]);
}

/* One sample (or one k-cycle) in all lanes. Returns the number of outputs that differ from the notes'. */
static int tick(lanes *t, int n, int with_k)
{
    static double values[MAX_PORTS][LANES] __attribute__((aligned(64)));
    void *k[16] = {t->st, &t->ctx}, *p[16] = {t->st, &t->ctx, (void *)(intptr_t)n};
    int nk = 2, np = 3, wrong = 0;
    for (int a = 0; a < t->inst->nout; a++) p[np++] = values[a];
    for (int i = 0; i < t->inst->nin && i < 64; i++) {
        int a = t->inst->nout + i;
        if (!(t->d->passed >> i & 1)) continue;
        for (int l = 0; l < LANES; l++)
            values[a][l] = operand(t, l, a)[is_block(t, a) && t->d->arate ? n : 0];
        k[nk++] = p[np++] = values[a];
    }
    if (with_k && t->kernels.k) call(t->kernels.k, k, nk);
    call(t->kernels.tick, p, np);
    for (int a = 0; a < t->inst->nout; a++)
        for (int l = 0; l < LANES; l++) {
            double want = operand(t, l, a)[is_block(t, a) ? n : 0], have = values[a][l];
            wrong += memcmp(&want, &have, sizeof want) && !(want != want && have != have);
        }
    return wrong;
}

/* The same bits, but for which of the NaNs it is (of 8-byte fields). */
static int same_field(const char *a, const char *b, size_t size, int lane)
{
    double x, y;
    if (lane != 8) return !memcmp(a, b, size);
    for (size_t i = 0; i < size; i += sizeof x) {
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        if (memcmp(&x, &y, sizeof x) && !(x != x && y != y)) return 0;
    }
    return 1;
}
static int same_states(lanes *t)
{
    char *after = kc_xmalloc((size_t)LANES * t->d->state_size);
    memcpy(after, t->before, (size_t)LANES * t->d->state_size);
    move(t, after, 0);
    int same = 1;
    for (int f = 0; f < t->one->nfields; f++)
        for (int l = 0; l < LANES; l++) {
            const kc_field *o = &t->one->fields[f];
            char *a = after + (size_t)l * t->d->state_size + o->offset,
                 *b = (char *)t->notes[l] + t->inst->st + o->offset;
            if (t->wide->fields[f].lane && t->wide->fields[f].lane != KC_FIELD_OWN)
                same &= same_field(a, b, o->size, t->wide->fields[f].lane);
        }
    free(after);
    return same;
}

static int cycle(lanes *t, kc_engine *e)
{
    const double *block;
    int wrong = 0;
    size_t size = t->d->state_size;
    for (int l = 0; l < LANES; l++)
        memcpy(t->before + (size_t)l * size, (char *)t->notes[l] + t->inst->st, size);
    t->ctx = e->ctx;
    t->ctx.kcount = e->cycle;
    t->ctx.note = t->notes[0];
    t->ctx.lanes = &t->lanes;
    t->ctx.mix = t->mix;
    t->ctx.mix_row = KSMPS;
    memcpy(t->lanes.note, t->notes, sizeof t->lanes.note);
    if (size) move(t, t->before, 1);
    aux_pass(t, 1);
    assert_int_equal(kc_engine_cycle(e, &block), KC_ENGINE_GO);
    aux_pass(t, 2);
    int samples = t->d->arate ? KSMPS : 1;
    for (int n = 0; n < samples; n++) wrong += tick(t, n, n == 0);
    return wrong + (size && !same_states(t)) + (aux_pass(t, 3) > 0);
}

static const kc_ir_inst *find_call(const kc_ir_unit *u, const kc_opdesc *d)
{
    const kc_ir_inst *found = NULL; /* the last but one: the sources stand before it, out after it */
    for (int i = 0; i < u->insts.n - 1; i++)
        if (u->insts.v[i].op == KC_IR_CALL && u->insts.v[i].desc == d) found = &u->insts.v[i];
    return found;
}

/* 1 tested, 0 not testable here; *wrong counts differences. */
static int test_entry(compiler *c, const kc_opdesc *d, const char *text, int *wrong)
{
    lanes t = {.d = d, .one = c->api->layout(d, 1), .wide = c->api->layout(d, 8)};
    kc_sbuf error = {0};
    int ok = !d->state_size || (t.one && t.wide && movable(&t));
    kc_jit_code *code = ok ? c->api->compile_kernels(c->session, d, 8, &t.kernels, &error) : NULL;
    if (ok && !code) fprintf(stderr, "%s: %s\n", d->name, error.s ? error.s : "?");
    assert_true(!ok || code);
    kc_engine_config cfg = {
        .sr = 48000, .kr = 3000, .zerodbfs = 1, .a4 = 440, .ksmps = KSMPS, .nchnls = 2, .nchnls_i = 2};
    kc_engine *e = kc_engine_create(&cfg);
    kc_program *p = program_of(text);
    double f[LANES][6];
    kc_event ev[LANES];
    for (int i = 0; i < LANES; i++) {
        double g[6] = {0, 1, 0, 100, 200 + 61.7 * i, 0.3};
        memcpy(f[i], g, sizeof g);
        ev[i] = (kc_event){.op = 'i', .n = 5, .p = f[i], .p3_beats = 100};
    }
    kc_section section = {ev, LANES};
    kc_engine_on_message(e, quiet, NULL);
    make_table(e);
    kc_engine_install(e, 1, NULL, p);
    kc_engine_set_score(e, &section, 1);
    const double *block;
    int n = 0;
    for (int i = 0; i < 3; i++) kc_engine_cycle(e, &block);
    for (kc_note *x = e->first; x && n < LANES; x = x->next) t.notes[n++] = x;
    t.u = p->ir;
    t.inst = find_call(p->ir, d);
    int tested =
        code && n == LANES && t.inst && t.kernels.tick && t.inst->nout + t.inst->nin + 3 <= MAX_PORTS;
    if (tested) {
        t.before = kc_xcalloc(LANES, d->state_size + 1);
        t.st = aligned_alloc(64, STATE_MAX);
        memset(t.st, 0, STATE_MAX);
        t.aux = kc_xcalloc(1, aux_pass(&t, 0) + 1);
        for (int k = 0; k < CYCLES; k++) *wrong += cycle(&t, e);
        free(t.st);
        free(t.before);
        free(t.aux);
    }
    if (code) c->api->release(c->session, code);
    c->api->free_layout(t.one);
    c->api->free_layout(t.wide);
    kc_engine_stop(e);
    kc_engine_destroy(e);
    kc_ir_program_destroy(p);
    kc_sbuf_free(&error);
    return tested;
}

static void eight_lanes(void **state)
{
    compiler *c = *state;
    int tested = 0, entries = 0, without = 0, bad = 0;
    for (int i = 0; i < kc_optable_count; i++) {
        const kc_opdesc *d = kc_optable[i];
        char call_of[6000], text[8000];
        uint32_t shared = ~(uint32_t)(KC_FX_TAB_R | KC_FX_ZAK_R | KC_FX_CHN_R | KC_FX_IN);
        if (!d->tick_sym || !d->perf || d->fx & shared || !call_text(d, call_of, sizeof call_of)) continue;
        entries++;
        if (!c->api->has_kernels(d, 8)) {
            without += !d->scalar_only;
            if (!d->scalar_only)
                fprintf(stderr, "%s %s %s (%s): no kernels for 8 voices\n", d->name, d->outs, d->ins,
                        d->file);
            continue;
        }
        snprintf(text, sizeof text, "unit \"%s\" ksmps %d\n%s", d->name, KSMPS, call_of);
        int wrong = 0;
        tested += test_entry(c, d, text, &wrong);
        if (wrong)
            fprintf(stderr, "%s %s %s (%s): %d differences\n", d->name, d->outs, d->ins, d->file, wrong);
        bad += wrong > 0;
    }
    printf("%d of %d entries compared\n", tested, entries);
    assert_int_equal(without, 0);
    assert_int_equal(bad, 0);
    assert_true(tested * 2 > entries);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(eight_lanes)};
    return cmocka_run_group_tests(tests, open_compiler, close_compiler);
}
