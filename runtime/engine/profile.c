#include "runtime/engine/profile.h"
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    uint64_t ns, calls, samples; /* ns: of the frames themselves; samples: of all voices */
} passes;

struct kc_profile_row {
    kc_profile *owner;
    const kc_program *prog; /* NULL: gone */
    char *name, **ops;      /* ops: names by site; 0 stands for all core operations */
    int nops;
    passes kind[KC_PROFILE_KINDS];
    uint64_t *op_ns[2]; /* by site, of the init and the perf program */
};

struct kc_profile {
    KC_VEC(kc_profile_row *) rows;
    uint64_t inner; /* ns of frames that have ended inside the present one */
    uint64_t clock; /* ns that reading the clock takes */
    passes cycles;
};

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

kc_profile *kc_profile_create(void)
{
    kc_profile *p = kc_xcalloc(1, sizeof *p);
    p->clock = UINT64_MAX;
    for (int i = 0; i < 200; i++) {
        uint64_t a = now(), b = now();
        if (b - a < p->clock) p->clock = b - a;
    }
    return p;
}

void kc_profile_free(kc_profile *p)
{
    if (!p) return;
    for (int i = 0; i < p->rows.n; i++) {
        kc_profile_row *r = p->rows.v[i];
        for (int k = 0; k < r->nops; k++) free(r->ops[k]);
        free(r->ops);
        free(r->op_ns[0]);
        free(r->op_ns[1]);
        free(r->name);
        free(r);
    }
    kc_vec_free(&p->rows);
    free(p);
}

kc_profile_row *kc_profile_row_of(kc_profile *p, const kc_program *prog)
{
    for (int i = 0; i < p->rows.n; i++)
        if (p->rows.v[i]->prog == prog) return p->rows.v[i];
    kc_profile_row *r = kc_xcalloc(1, sizeof *r);
    r->owner = p;
    r->prog = prog;
    r->name = kc_xstrdup(prog->name);
    r->nops = prog->nsites > 0 ? prog->nsites : 1;
    r->ops = kc_xcalloc((size_t)r->nops, sizeof *r->ops);
    for (int k = 0; k < r->nops; k++) r->ops[k] = kc_xstrdup(k ? prog->sites[k].name : "arithmetic");
    for (int k = 0; k < 2; k++) r->op_ns[k] = kc_xcalloc((size_t)r->nops, sizeof *r->op_ns[k]);
    kc_vec_push(&p->rows, r);
    return r;
}

void kc_profile_forget(kc_profile *p, const kc_program *prog)
{
    for (int i = 0; p && i < p->rows.n; i++)
        if (p->rows.v[i]->prog == prog) p->rows.v[i]->prog = NULL;
}

/* ---- frames -------------------------------------------------------------------------------------- */

kc_profile_frame kc_profile_enter(kc_profile *p)
{
    kc_profile_frame f = {.inner = p->inner};
    p->inner = 0;
    f.start = now();
    return f;
}

/* What the frame took itself. */
static uint64_t leave(kc_profile *p, kc_profile_frame f)
{
    uint64_t all = now() - f.start, off = p->inner + p->clock;
    p->inner = f.inner + all + p->clock;
    return all > off ? all - off : 0;
}

void kc_profile_leave_note(kc_profile *p, kc_profile_frame f, kc_profile_row *row, int kind, int voices,
                           int samples)
{
    passes *k = &row->kind[kind];
    k->ns += leave(p, f);
    k->calls += (uint64_t)voices;
    k->samples += (uint64_t)voices * (uint64_t)samples;
}

void kc_profile_leave_cycle(kc_profile *p, kc_profile_frame f, int samples)
{
    p->cycles.ns += leave(p, f);
    p->cycles.calls++;
    p->cycles.samples += (uint64_t)samples;
}

int kc_profile_call(kc_profile_row *row, int init, const kc_step *s, char *base, kc_ctx *c)
{
    kc_profile_frame f = kc_profile_enter(row->owner);
    int r = s->fn(base + s->st, c, (void **)(base + s->args));
    row->op_ns[!init][s->site] += leave(row->owner, f);
    return r;
}

/* ---- results ------------------------------------------------------------------------------------- */

static uint64_t sum_of_ops(const kc_profile_row *r, int perf)
{
    uint64_t sum = 0;
    for (int k = 0; k < r->nops; k++) sum += r->op_ns[perf][k];
    return sum;
}

/* All ns of a kind, opcodes included. */
static uint64_t total(const kc_profile_row *r, int kind)
{
    uint64_t ops = kind == KC_PROFILE_INIT    ? sum_of_ops(r, 0)
                   : kind == KC_PROFILE_TIER0 ? sum_of_ops(r, 1)
                                              : 0;
    return r->kind[kind].ns + ops;
}

static void put_rate(kc_sbuf *out, const kc_profile_row *r, int kind)
{
    const passes *k = &r->kind[kind];
    if (k->samples)
        kc_sbuf_printf(out, " %9.2f", (double)total(r, kind) / (double)k->samples);
    else
        kc_sbuf_puts(out, "         -");
}

typedef struct {
    const char *name;
    uint64_t ns;
} op_time;

static int by_time(const void *a, const void *b)
{
    uint64_t x = ((const op_time *)a)->ns, y = ((const op_time *)b)->ns;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* Opcodes of one name together, the longest first; the caller frees the list. */
static op_time *op_times(const kc_profile_row *r, int perf, int *n)
{
    op_time *t = kc_xcalloc((size_t)r->nops, sizeof *t);
    *n = 0;
    for (int k = 0; k < r->nops; k++) {
        int at = 0;
        if (!r->op_ns[perf][k]) continue;
        while (at < *n && strcmp(t[at].name, r->ops[k])) at++;
        t[at].name = r->ops[k];
        t[at].ns += r->op_ns[perf][k];
        if (at == *n) ++*n;
    }
    qsort(t, (size_t)*n, sizeof *t, by_time);
    return t;
}

static void put_ops(kc_sbuf *out, const kc_profile_row *r)
{
    uint64_t samples = r->kind[KC_PROFILE_TIER0].samples;
    int n;
    op_time *t = op_times(r, 1, &n);
    for (int i = 0; i < n && i < 8 && samples; i++)
        kc_sbuf_printf(out, "%s%s %.2f", i ? ", " : "    tier 0: ", t[i].name,
                       (double)t[i].ns / (double)samples);
    if (n && samples) kc_sbuf_puts(out, n > 8 ? ", ...\n" : "\n");
    free(t);
}

static double all_ns(const kc_profile *p)
{
    uint64_t sum = p->cycles.ns;
    for (int i = 0; i < p->rows.n; i++)
        for (int k = 0; k < KC_PROFILE_KINDS; k++) sum += total(p->rows.v[i], k);
    return sum ? (double)sum : 1;
}

void kc_profile_print(const kc_profile *p, kc_sbuf *out)
{
    double all = all_ns(p);
    kc_sbuf_puts(out,
                 "profile, ns per voice and sample:\n"
                 "instrument            notes voice-samples    tier 0     fused     lanes  init us  share\n");
    for (int i = 0; i < p->rows.n; i++) {
        const kc_profile_row *r = p->rows.v[i];
        const passes *k = r->kind;
        uint64_t samples =
                     k[KC_PROFILE_TIER0].samples + k[KC_PROFILE_FUSED].samples + k[KC_PROFILE_LANES].samples,
                 ns = 0;
        for (int kind = 0; kind < KC_PROFILE_KINDS; kind++) ns += total(r, kind);
        double notes = k[KC_PROFILE_INIT].calls ? (double)k[KC_PROFILE_INIT].calls : 1;
        kc_sbuf_printf(out, "%-18s %8llu %13llu", r->name, (unsigned long long)k[KC_PROFILE_INIT].calls,
                       (unsigned long long)samples);
        for (int kind = KC_PROFILE_TIER0; kind < KC_PROFILE_KINDS; kind++) put_rate(out, r, kind);
        kc_sbuf_printf(out, " %8.2f %5.1f%%\n", (double)total(r, KC_PROFILE_INIT) / notes * 1e-3,
                       (double)ns / all * 100);
        put_ops(out, r);
    }
    kc_sbuf_printf(out, "score, mixing, output: %.2f ns a sample, %.1f%%\n",
                   p->cycles.samples ? (double)p->cycles.ns / (double)p->cycles.samples : 0.0,
                   (double)p->cycles.ns / all * 100);
}

static void put_frame(kc_sbuf *out, const char *name)
{
    for (; *name; name++) kc_sbuf_putc(out, *name == ';' || *name == '\n' ? ':' : *name);
}

static void put_stack(kc_sbuf *out, const char *instr, const char *kind, const char *op, uint64_t ns)
{
    if (ns < 500) return;
    kc_sbuf_puts(out, "kcycle;");
    put_frame(out, instr);
    if (kind) kc_sbuf_printf(out, ";%s", kind);
    if (op) kc_sbuf_putc(out, ';');
    if (op) put_frame(out, op);
    kc_sbuf_printf(out, " %llu\n", (unsigned long long)((ns + 500) / 1000));
}

void kc_profile_folded(const kc_profile *p, kc_sbuf *out)
{
    static const char *const kinds[] = {"init", "tier 0", "fused", "lanes"};
    for (int i = 0; i < p->rows.n; i++) {
        const kc_profile_row *r = p->rows.v[i];
        for (int kind = 0; kind < KC_PROFILE_KINDS; kind++)
            put_stack(out, r->name, kinds[kind], NULL, r->kind[kind].ns);
        for (int perf = 0; perf < 2; perf++) {
            int n;
            op_time *t = op_times(r, perf, &n);
            for (int k = 0; k < n; k++) put_stack(out, r->name, kinds[perf], t[k].name, t[k].ns);
            free(t);
        }
    }
    put_stack(out, "score, mixing, output", NULL, NULL, p->cycles.ns);
}
