/* The key of an instrument's code: all that the schedule and the emitter read, as bytes. Names of variables
 * and of the instrument are not among it, so the same code under another number is found again. What decides
 * how these bytes become code is in the build's identity: kernels, compiler sources, LLVM, and the structs of
 * abi.h.
 *
 * Code depends on the processor through its name and features, which LLVM tells from the processor's own
 * words (cpuid); those stand in the key, since asking LLVM would mean loading it. */
#include "ir/internal.h"
#include "jit/cache/cache.h"
#include <string.h>
#ifdef __x86_64__
#include <cpuid.h>
#else
#include <sys/auxv.h>
#endif

static void put(kc_sbuf *b, const void *p, size_t n) { kc_sbuf_write(b, p, n); }
static void put_int(kc_sbuf *b, int64_t x) { put(b, &x, sizeof x); }
static void put_text(kc_sbuf *b, const char *s)
{
    kc_sbuf_puts(b, s ? s : "-");
    kc_sbuf_putc(b, 0);
}

/* ---- the processor ------------------------------------------------------------------------------- */

#ifdef __x86_64__
/* Asking costs microseconds in a virtual machine, so each leaf is asked for once. */
void kc_cache_processor(kc_sbuf *b)
{
    static const unsigned leaves[][2] = {{0, 0},           {1, 0},           {7, 0},          {7, 1},
                                         {0xd, 1},         {0x14, 0},        {0x19, 0},       {0x24, 0},
                                         {0x80000000u, 0}, {0x80000001u, 0}, {0x80000008u, 0}};
    unsigned last = 0, features = 0;
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++) {
        unsigned leaf = leaves[i][0], w[4] = {0};
        if (leaf & 0x7fffffffu && leaf > last) continue;
        __cpuid_count(leaf, leaves[i][1], w[0], w[1], w[2], w[3]);
        if (!(leaf & 0x7fffffffu)) last = w[0];
        if (leaf == 1) features = w[2], w[1] = 0; /* w[1]: number of the core */
        put(b, w, sizeof w);
    }
    if (features & bit_OSXSAVE) { /* registers that the system saves */
        unsigned a, d;
        __asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
        put_int(b, (int64_t)((uint64_t)d << 32 | a));
    }
}
#else
void kc_cache_processor(kc_sbuf *b)
{
    put_int(b, (int64_t)getauxval(AT_HWCAP));
    put_int(b, (int64_t)getauxval(AT_HWCAP2));
    put_text(b, (const char *)getauxval(AT_PLATFORM));
}
#endif

/* ---- the unit ------------------------------------------------------------------------------------ */

static void put_desc(kc_sbuf *b, const kc_opdesc *d)
{
    const char *const texts[] = {d->name,  d->outs,     d->ins,      d->rates,
                                 d->k_sym, d->tick_sym, d->each_sym, d->file};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) put_text(b, texts[i]);
    const int64_t words[] = {
        d->state_size, d->state_align, (int64_t)d->passed, d->arate,        d->scalar_only,
        d->raw,        d->fx,          d->init != NULL,    d->perf != NULL, d->coef != NULL};
    put(b, words, sizeof words);
}

static void put_unit(kc_sbuf *b, const kc_ir_unit *u)
{
    const int64_t sizes[] = {u->ksmps, u->pmax, u->vars.n, u->insts.n, u->labels.n};
    put(b, sizes, sizeof sizes);
    for (int i = 0; i < u->vars.n; i++) {
        const kc_ir_var *v = &u->vars.v[i];
        const int32_t words[] = {v->type, v->dims, v->where, v->temp, v->live, v->index, (int32_t)v->off};
        put(b, words, sizeof words);
        if (v->where == KC_IR_NUM) put(b, &v->num, sizeof v->num);
    }
    for (int i = 0; i < u->insts.n; i++) {
        const kc_ir_inst *in = &u->insts.v[i];
        const int32_t words[] = {in->op,    in->pass,  in->rate,        in->nout,          in->nin,
                                 in->given, in->label, (int32_t)in->st, (int32_t)in->argv, in->site};
        put(b, words, sizeof words);
        put(b, in->args, sizeof *in->args * (size_t)(in->nout + in->nin));
        if (in->op == KC_IR_CALL) put_desc(b, in->desc);
    }
}

/* Calls by address name a step of the program. */
static void put_steps(kc_sbuf *b, const kc_program *p)
{
    put_int(b, p->nsites);
    put_int(b, p->nperf);
    for (int i = 0; i < p->nperf; i++) {
        const int32_t words[] = {p->perf[i].kind, (int32_t)p->perf[i].site};
        put(b, words, sizeof words);
    }
}

int kc_cache_key(const kc_cache *c, const kc_program *p, int width, kc_sbuf *key)
{
    if (!p->ir || !*kc_jit_build_id) return -1;
    put_text(key, kc_jit_build_id);
    put_int(key, width);
    const kc_sbuf *processor = kc_cache_get_processor(c);
    kc_sbuf_write(key, processor->s, processor->n);
    put_unit(key, p->ir);
    put_steps(key, p);
    return 0;
}
