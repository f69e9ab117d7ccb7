/* Runs an instrument written in IR text in tier 0 and fused, and compares every bit of the output and of the
 * instance. */
#ifndef KC_TESTS_JIT_FIXTURE_H
#define KC_TESTS_JIT_FIXTURE_H
#pragma clang diagnostic ignored "-Wunused-function"
#include "api/jitloader.h"
#include "ir/ir.h"
#include "runtime/engine/coreops.h"
#include "runtime/engine/engine.h"
#include "runtime/engine/internal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

typedef struct {
    const kc_jit_api *api;
    kc_jit_session *session;
} compiler;

static int open_compiler(void **state)
{
    static compiler c;
    static const kc_jit_host host = {kc_sub_context};
    kc_sbuf error = {0};
    c.api = kc_jit_load(&error);
    if (c.api) c.session = c.api->create(&host, &error);
    if (!c.session) fprintf(stderr, "%s\n", error.s ? error.s : "?");
    kc_sbuf_free(&error);
    *state = &c;
    return c.session ? 0 : -1;
}

static int close_compiler(void **state)
{
    compiler *c = *state;
    c->api->destroy(c->session);
    return 0;
}

static void quiet(void *user, int attr, const char *text) { (void)user, (void)attr, (void)text; }

/* Function table 1: a sine of 1024 points. */
static void make_table(kc_engine *e)
{
    static const double p[] = {1, 0, 1024, 10, 1};
    int kc_table_make(kc_ctx * c, const double *p, const char *const *strings, int np, const char *gen_name);
    assert_int_equal(kc_table_make(kc_engine_ctx(e), p, NULL, 5, NULL), 1);
}

static kc_program *program_of(const char *text)
{
    kc_diags d = {0};
    kc_sbuf out = {0};
    kc_ir_unit *u = kc_ir_parse(text, "test", &d);
    kc_program *p = u && !kc_ir_verify(u, &d) ? kc_ir_program(u, kc_coreop, &d) : NULL;
    if (!p) {
        kc_diags_render(&d, &out);
        fprintf(stderr, "%s\n", out.s ? out.s : "?");
    }
    kc_sbuf_free(&out);
    kc_diags_free(&d);
    assert_non_null(p);
    return p;
}

static kc_jit_code *fuse(compiler *c, kc_program *p, kc_sbuf *optimized)
{
    kc_sbuf error = {0};
    kc_jit_options o = {.verify = 1, .optimized = optimized};
    kc_schedule *s = kc_ir_schedule(p->ir);
    kc_jit_code *code = c->api->compile(c->session, p->ir, s, p, &o, &error);
    if (!code) fprintf(stderr, "%s\n", error.s ? error.s : "?");
    kc_ir_schedule_destroy(s);
    kc_sbuf_free(&error);
    assert_non_null(code);
    return code;
}

/* Output of some k-cycles of up to four notes; bit k of `fused`: cycle k runs fused code. */
typedef struct {
    double *out;
    int n;
    char *notes[4];
    uint32_t size;
    int nnotes;
} run_result;

typedef struct {
    int ksmps, cycles, notes;
    uint64_t fused;
    int sample_accurate;
    double p4;
} run_plan;

static void free_result(run_result *r)
{
    free(r->out);
    for (int i = 0; i < 4; i++) free(r->notes[i]);
}

static run_result perform(compiler *c, const char *text, const run_plan *plan)
{
    kc_engine_config cfg = {.sr = 48000,
                            .kr = 48000.0 / plan->ksmps,
                            .zerodbfs = 1,
                            .a4 = 440,
                            .ksmps = plan->ksmps,
                            .nchnls = 2,
                            .nchnls_i = 2,
                            .sample_accurate = plan->sample_accurate};
    run_result r = {.n = plan->cycles * plan->ksmps * 2};
    kc_engine *e = kc_engine_create(&cfg);
    kc_program *p = program_of(text);
    kc_jit_code *code = plan->fused ? fuse(c, p, NULL) : NULL;
    kc_engine_on_message(e, quiet, NULL);
    make_table(e);
    kc_engine_install(e, 1, NULL, p);
    r.out = kc_xcalloc((size_t)r.n, sizeof *r.out);
    double fields[4][6];
    kc_event ev[4];
    double total = (double)plan->cycles * plan->ksmps / cfg.sr;
    for (int i = 0; i < plan->notes; i++) {
        double f[6] = {0,
                       1,
                       i * 5.3 / cfg.sr,
                       plan->sample_accurate ? total * 0.5 + i * 3.7 / cfg.sr : total * 2,
                       plan->p4 + 37.5 * i,
                       0.3 / (i + 1)};
        memcpy(fields[i], f, sizeof f);
        ev[i] = (kc_event){.op = 'i', .n = 5, .p = fields[i], .p2_beats = f[2], .p3_beats = f[3]};
    }
    kc_section section = {ev, plan->notes};
    kc_engine_set_score(e, &section, 1);
    for (int k = 0; k < plan->cycles; k++) {
        const double *block = NULL;
        double in[2 * 1024];
        for (int i = 0; i < 2 * plan->ksmps; i++) in[i] = 0.001 * ((k * 7919 + i * 104729) % 997 - 498);
        kc_engine_set_input(e, in);
        atomic_store(&p->fused, plan->fused >> (k % 64) & 1 ? c->api->entry(code) : NULL);
        if (kc_engine_cycle(e, &block) != KC_ENGINE_GO) break;
        if (block)
            memcpy(r.out + (size_t)k * plan->ksmps * 2, block, sizeof *block * 2 * (size_t)plan->ksmps);
    }
    for (kc_note *n = e->first; n && r.nnotes < 4; n = n->next, r.nnotes++) {
        r.size = p->size;
        r.notes[r.nnotes] = kc_xmalloc(p->size);
        memcpy(r.notes[r.nnotes], n, p->size);
    }
    atomic_store(&p->fused, NULL);
    kc_engine_stop(e);
    kc_engine_destroy(e);
    kc_ir_program_destroy(p);
    if (code) c->api->release(c->session, code);
    return r;
}

static int silent(const run_result *r)
{
    for (int i = 0; i < r->n; i++)
        if (r->out[i] != 0) return 0;
    return 1;
}

/* Tier 0, fused, and changing between them in the middle of notes must give the same bits, and not silence.
 */
static void same_bits(compiler *c, const char *text, const run_plan *plan)
{
    run_plan tier0 = *plan, fused = *plan, mixed = *plan;
    tier0.fused = 0;
    fused.fused = UINT64_MAX;
    mixed.fused = 0x6db6a5a55a5adb6du;
    run_result a = perform(c, text, &tier0), b = perform(c, text, &fused), m = perform(c, text, &mixed);
    assert_false(silent(&a));
    assert_memory_equal(a.out, b.out, sizeof *a.out * (size_t)a.n);
    assert_memory_equal(a.out, m.out, sizeof *a.out * (size_t)a.n);
    assert_int_equal(a.nnotes, b.nnotes);
    free_result(&a);
    free_result(&b);
    free_result(&m);
}
#endif
