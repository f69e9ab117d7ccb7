/* The numbered store of function tables: finding, replacing, deleting, and the rules that all GEN routines
 * share (sizes, guard point, rescaling, messages).
 *
 * A table that is made again with the length it had keeps its memory, so that sounding notes hear the new
 * contents. Otherwise the old table is retired: notes that started before may still hold pointers to it, and
 * it is freed when the last of them has ended. */
#include "runtime/tables/tables.h"
#include "runtime/base/arena.h"
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX  10000000
#define LENGTH_MAX  ((int64_t)KC_PHASE_MAX)
#define FIRST_FREE  101
#define SINE_LENGTH 16384
#define GEN_MAX     60 /* highest number that is not reserved for named GENs */

typedef struct {
    kc_table *table;
    uint64_t order; /* start order of the first note that cannot know it */
} retired;

struct kc_tables {
    kc_table **v; /* by number */
    int n;
    KC_VEC(retired) retired;
    kc_table *sine;
    int sine_size; /* 0: SINE_LENGTH */
    double sr;
};

static void table_free(kc_table *t)
{
    if (!t) return;
    free(t->data);
    free(t->args);
    free(t);
}

kc_tables *kc_tables_create(double sr)
{
    kc_tables *s = kc_xcalloc(1, sizeof *s);
    s->sr = sr;
    return s;
}

void kc_tables_destroy(kc_tables *s)
{
    if (!s) return;
    for (int i = 0; i < s->n; i++) table_free(s->v[i]);
    for (int i = 0; i < s->retired.n; i++) table_free(s->retired.v[i].table);
    kc_vec_free(&s->retired);
    table_free(s->sine);
    free(s->v);
    free(s);
}

/* Header fields that follow from the length. */
static void set_length(kc_table *t, int32_t len)
{
    t->len = t->frames = len;
    t->lenmask = -1;
    t->lobits = 0;
    if (len > 0 && !(len & (len - 1))) {
        t->lenmask = len - 1;
        for (int32_t i = len; i < KC_PHASE_MAX; i <<= 1) t->lobits++;
    }
    t->lodiv = 1.0 / (double)((int64_t)1 << t->lobits);
}

static void set_header(kc_table *t, double sr, int number, int gen, int32_t len)
{
    double *data = t->data;
    free(t->args);
    memset(t, 0, sizeof *t);
    t->data = data;
    t->nchnls = 1;
    t->sr = sr;
    t->number = number;
    t->gen = gen;
    set_length(t, len);
}

static kc_table *table_new(double sr, int number, int gen, int64_t len)
{
    kc_table *t = kc_xcalloc(1, sizeof *t);
    if (!(t->data = kc_try_calloc((size_t)len + 1, sizeof(double)))) {
        free(t);
        return NULL;
    }
    set_header(t, sr, number, gen, (int32_t)len);
    return t;
}

void kc_tables_sine_size(kc_tables *s, int size) { s->sine_size = size; }

kc_table *kc_tables_sine(kc_tables *s)
{
    if (s->sine) return s->sine;
    int n = s->sine_size ? s->sine_size : SINE_LENGTH;
    kc_table *t = table_new(s->sr, -1, 0, n);
    if (!t) return NULL;
    for (int i = 0; i < n; i++) t->data[i] = sin(i * (2.0 * M_PI / n));
    t->data[n] = t->data[0];
    return s->sine = t;
}

kc_table *kc_tables_get(kc_tables *s, int number)
{
    if (number == -1) return kc_tables_sine(s);
    return number > 0 && number < s->n ? s->v[number] : NULL;
}

static void put(kc_tables *s, int number, kc_table *t)
{
    if (number >= s->n) {
        int n = number + 1 > s->n * 2 ? number + 1 : s->n * 2;
        s->v = kc_xrealloc(s->v, (size_t)n * sizeof *s->v);
        memset(s->v + s->n, 0, (size_t)(n - s->n) * sizeof *s->v);
        s->n = n;
    }
    s->v[number] = t;
}

static void retire(kc_engine *e, kc_tables *s, kc_table *t)
{
    kc_vec_push(&s->retired, (retired){t, kc_engine_next_order(e)});
}

/* Frees retired tables that no sounding note can know. */
static void reclaim(kc_engine *e, kc_tables *s)
{
    if (!s->retired.n) return;
    uint64_t oldest = kc_engine_oldest_order(e);
    int kept = 0;
    for (int i = 0; i < s->retired.n; i++) {
        if (s->retired.v[i].order <= oldest)
            table_free(s->retired.v[i].table);
        else
            s->retired.v[kept++] = s->retired.v[i];
    }
    s->retired.n = kept;
}

/* ---- services --------------------------------------------------------------------------------- */

kc_table *kc_table_find(kc_ctx *c, double number)
{
    if (!(number > -2 && number < NUMBER_MAX)) return NULL;
    return kc_tables_get(kc_engine_tables(c->engine), (int)number);
}

kc_table *kc_table_need(kc_ctx *c, double number)
{
    kc_table *t = kc_table_find(c, number);
    if (!t) kc_fail(c, "Invalid ftable no. %f", number);
    return t;
}

kc_table *kc_table_need_pow2(kc_ctx *c, double number)
{
    kc_table *t = kc_table_need(c, number);
    if (!t || t->lenmask > 0) return t;
    if (t->lenmask < 0)
        kc_fail(c, "illegal table length");
    else
        kc_fail(c, "deferred-size ftable %f illegal here", number);
    return NULL;
}

int kc_table_delete(kc_ctx *c, int number)
{
    kc_tables *s = kc_engine_tables(c->engine);
    kc_table *t = number > 0 ? kc_tables_get(s, number) : NULL;
    if (!t) return -1;
    s->v[number] = NULL;
    retire(c->engine, s, t);
    return 0;
}

/* ---- for GEN routines ------------------------------------------------------------------------- */

int kc_gen_fail(kc_gen *g, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    kc_engine *e = g->ctx->engine;
    const double *p = g->all;
    const char *file = kc_gen_string(g, 0);
    kc_engine_message(e, 1, "ftable %d: %s\n", g->number, text);
    kc_engine_message(e, 0, "f%3.0f %8.2f %8.2f ", p[0], g->nall > 1 ? p[1] : 0.0, g->nall > 2 ? p[2] : 0.0);
    if (g->name)
        kc_engine_message(e, 0, "%s ", g->name);
    else
        kc_engine_message(e, 0, "%8.2f", g->nall > 3 ? p[3] : 0.0);
    if (file)
        kc_engine_message(e, 0, "  \"%s\" ...\n", file);
    else
        kc_engine_message(e, 0, "%8.2f ...\n", kc_gen_arg(g, 0, 0.0));
    return -1;
}

/* Puts a table of `len` points in place of what stands at the number, NULL when there is no memory. */
static kc_table *install(kc_gen *g, int number, int64_t len)
{
    kc_engine *e = g->ctx->engine;
    kc_tables *s = kc_engine_tables(e);
    kc_table *old = kc_tables_get(s, number);
    if (old) kc_warn(g->ctx, "replacing previous ftable %d", number);
    if (old && old->len == len) {
        memset(old->data, 0, ((size_t)len + 1) * sizeof(double));
        set_header(old, s->sr, number, g->gen, (int32_t)len);
        return old;
    }
    kc_table *t = table_new(s->sr, number, g->gen, len);
    if (!t) {
        kc_gen_fail(g, "no memory for %lld points", (long long)len);
        return NULL;
    }
    if (old) {
        if (kc_engine_oldest_order(e) < kc_engine_next_order(e))
            kc_warn(g->ctx,
                    "ftable %d relocating due to size change\n         currently active instruments may find "
                    "this disturbing",
                    number);
        retire(e, s, old);
    }
    put(s, number, t);
    return t;
}

static int check_length(kc_gen *g, int64_t len)
{
    return len > 0 && len <= LENGTH_MAX ? 0 : kc_gen_fail(g, "illegal table length");
}

int kc_gen_alloc(kc_gen *g, int64_t len)
{
    if (check_length(g, len) || !(g->table = install(g, g->number, len))) return -1;
    if (g->deferred) {
        g->table->lenmask = g->table->lobits = 0;
        g->table->lodiv = 1.0;
    }
    return 0;
}

kc_table *kc_gen_second(kc_gen *g)
{
    int number = g->number + 1;
    if (number >= NUMBER_MAX) {
        kc_gen_fail(g, "illegal table number %d", number);
        return NULL;
    }
    return install(g, number, g->table->len);
}

void kc_gen_finish(const kc_gen *g, kc_table *t)
{
    double peak = 0, *x = t->data;
    if (!g->exact) x[t->len] = x[0];
    if (g->raw) return;
    for (int i = 0; i <= t->len; i++)
        if (fabs(x[i]) > peak) peak = fabs(x[i]);
    if (peak == 0 || peak == 1) return;
    for (int i = 0; i <= t->len; i++) x[i] /= peak;
}

int kc_gen_int(double x)
{
    return x > -2147483648.0 && x < 2147483648.0 ? (int)x : x > 0 ? INT32_MAX : x < 0 ? -INT32_MAX : 0;
}
int kc_gen_round(double x) { return kc_gen_int(rint(x)); }

const kc_table *kc_gen_source(const kc_gen *g, double number)
{
    int n = kc_gen_int(number);
    return n > 0 ? kc_tables_get(kc_engine_tables(g->ctx->engine), n) : NULL;
}

const kc_table *kc_gen_source_pow2(const kc_gen *g, double number)
{
    const kc_table *t = kc_table_find(g->ctx, number);
    return t && t->lenmask > 0 ? t : NULL;
}

const char *kc_gen_string(const kc_gen *g, int i) { return g->strings && i < g->n ? g->strings[i] : NULL; }

int kc_gen_text_file(const kc_gen *g, int i, kc_sbuf *text)
{
    const char *name = kc_gen_string(g, i);
    char *path = name ? kc_find_input(g->ctx, name, "SFDIR;SSDIR;INCDIR") : NULL;
    int r = path ? kc_sbuf_read_file(text, path, (size_t)1 << 30) : -1;
    free(path);
    return r < 0 ? -1 : 0;
}

/* ---- making ----------------------------------------------------------------------------------- */

static int unknown(kc_gen *g) { return kc_gen_fail(g, "unknown GEN number"); }

static kc_gen_fn *find_gen(int number, const char *name, bool *defers)
{
#define KC_GEN(nr, fn)                                                                                       \
    if (!name && number == (nr)) return fn;
#define KC_GEN_DEFERRED(nr, fn)                                                                              \
    if (!name && number == (nr)) {                                                                           \
        *defers = true;                                                                                      \
        return fn;                                                                                           \
    }
#define KC_GEN_NAMED(text, fn)                                                                               \
    if (name && !strcmp(name, text)) return fn;
#include "runtime/tables/gens.def"
#undef KC_GEN
#undef KC_GEN_DEFERRED
#undef KC_GEN_NAMED
    return !name && number > 0 && number <= GEN_MAX ? unknown : NULL;
}

/* Size argument to length. The GEN computes the guard point for sizes that are negative, a power of two plus
 * one, or no power of two. */
static int read_size(kc_gen *g, int64_t *len)
{
    if (!(fabs(g->size) < 0x1p31)) return kc_gen_fail(g, "illegal table length");
    int64_t n = llrint(g->size), even = n & ~(int64_t)1;
    *len = 0;
    g->deferred = g->exact = n == 0;
    if (n == 0) return 0;
    if (n < 0 || !even || (even & (even - 1))) {
        g->exact = true;
        n = n < 0 ? -n : n;
    } else {
        g->exact = n & 1;
        n = even;
    }
    *len = n;
    return check_length(g, n);
}

static int next_free(kc_tables *s)
{
    int i = FIRST_FREE;
    while (i < s->n && s->v[i]) i++;
    return i;
}

static int delete_by_statement(kc_gen *g)
{
    g->number = -g->number;
    if (kc_table_delete(g->ctx, g->number)) return kc_gen_fail(g, "ftable does not exist");
    if (kc_message_level(g->ctx) & 7) kc_print(g->ctx, "ftable %d now deleted\n", g->number);
    return 0;
}

/* A failed GEN leaves no table. */
static int discard(kc_gen *g)
{
    kc_table_delete(g->ctx, g->number);
    return -1;
}

static int generate(kc_gen *g, kc_gen_fn *fn, int64_t len)
{
    if (!g->deferred && !(g->table = install(g, g->number, len))) return -1;
    if (kc_message_level(g->ctx) & 7) kc_print(g->ctx, "ftable %d:\n", g->number);
    if (fn(g) || !g->table) return discard(g);
    if (!g->deferred) kc_gen_finish(g, g->table);
    kc_table *t = g->table;
    t->nargs = g->nall - 3;
    t->args = kc_xcalloc((size_t)t->nargs, sizeof(double));
    memcpy(t->args, g->all + 3, (size_t)t->nargs * sizeof(double));
    return g->number;
}

int kc_table_make(kc_ctx *c, const double *p, const char *const *strings, int np, const char *gen_name)
{
    kc_tables *s = kc_engine_tables(c->engine);
    kc_gen g = {.ctx = c, .p = p + 4, .n = np > 4 ? np - 4 : 0, .all = p, .nall = np, .name = gen_name};
    g.strings = strings ? strings + 4 : NULL;
    if (!(fabs(p[0]) < NUMBER_MAX - 1)) return kc_gen_fail(&g, "illegal table number %g", p[0]);
    reclaim(c->engine, s);
    g.number = (int)lrint(p[0]);
    if (g.number < 0) return delete_by_statement(&g);
    if (!g.number) g.number = next_free(s);
    if (np <= 4) return kc_gen_fail(&g, "insufficient gen arguments");
    bool defers = false;
    g.gen = gen_name ? 0 : kc_gen_round(p[3]);
    g.raw = !gen_name && p[3] < 0;
    g.size = p[2];
    kc_gen_fn *fn = find_gen(abs(g.gen), gen_name, &defers);
    if (!fn && gen_name) return kc_gen_fail(&g, "Named gen \"%s\" not defined", gen_name);
    if (!fn) return kc_gen_fail(&g, "illegal gen number");
    int64_t len;
    if (read_size(&g, &len)) return -1;
    if (g.deferred && !defers)
        return kc_gen_fail(&g, gen_name ? "Illegal zero table size"
                                        : "deferred size for GENs 1, 2, 23, 28 or 49 only");
    return generate(&g, fn, len);
}
