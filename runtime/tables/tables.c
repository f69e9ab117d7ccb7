/* The numbered store of function tables: making, replacing, deleting, finding. */
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
#define LENGTH_MAX  ((int64_t)1 << 28)
#define FIRST_FREE  101
#define SINE_LENGTH 16384

struct kc_tables {
    kc_table **v; /* by number */
    int n;
    KC_VEC(kc_table *) retired; /* replaced: states may still point at them */
    kc_table *sine;
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
    for (int i = 0; i < s->retired.n; i++) table_free(s->retired.v[i]);
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

static kc_table *table_new(double sr, int64_t len)
{
    kc_table *t = kc_xcalloc(1, sizeof *t);
    t->nchnls = 1;
    t->sr = sr;
    if (len > 0 && !(t->data = kc_try_calloc((size_t)len + 1, sizeof(double)))) {
        free(t);
        return NULL;
    }
    set_length(t, (int32_t)len);
    return t;
}

kc_table *kc_tables_sine(kc_tables *s)
{
    if (s->sine) return s->sine;
    kc_table *t = table_new(s->sr, SINE_LENGTH);
    if (!t) return NULL;
    for (int i = 0; i < SINE_LENGTH; i++) t->data[i] = sin(2.0 * M_PI * i / SINE_LENGTH);
    t->data[SINE_LENGTH] = t->data[0];
    t->number = -1;
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
    if (!t || t->lobits > 0 || t->len == KC_PHASE_MAX) return t;
    kc_fail(c, "Invalid ftable no. %f: its length %d is not a power of two", number, t->len);
    return NULL;
}

int kc_table_delete(kc_ctx *c, int number)
{
    kc_tables *s = kc_engine_tables(c->engine);
    kc_table *t = number > 0 ? kc_tables_get(s, number) : NULL;
    if (!t) {
        kc_engine_message(c->engine, 1, "ftable %d does not exist\n", number);
        kc_engine_count_error(c->engine);
        return -1;
    }
    s->v[number] = NULL;
    kc_vec_push(&s->retired, t);
    if (kc_message_level(c) & 7) kc_print(c, "ftable %d now deleted\n", number);
    return 0;
}

/* ---- making ----------------------------------------------------------------------------------- */

int kc_gen_fail(kc_gen *g, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    kc_engine_message(g->ctx->engine, 1, "FTERROR, ftable %d: %s\n", g->number, text);
    kc_engine_count_error(g->ctx->engine);
    return -1;
}

int kc_gen_alloc(kc_gen *g, int64_t len)
{
    if (len <= 0 || len > LENGTH_MAX) return kc_gen_fail(g, "illegal table length");
    double *data = kc_try_calloc((size_t)len + 1, sizeof(double));
    if (!data) return kc_gen_fail(g, "no memory for %lld points", (long long)len);
    free(g->table->data);
    g->table->data = data;
    set_length(g->table, (int32_t)len);
    return 0;
}

const char *kc_gen_string(const kc_gen *g, int i) { return g->strings && i < g->n ? g->strings[i] : NULL; }

static kc_gen_fn *find_gen(int number, const char *name)
{
#define KC_GEN(nr, fn)                                                                                       \
    if (!name && number == (nr)) return fn;
#define KC_GEN_NAMED(text, fn)                                                                               \
    if (name && !strcmp(name, text)) return fn;
#include "runtime/tables/gens.def"
#undef KC_GEN
#undef KC_GEN_NAMED
    return NULL;
}

/* Peak to 1, guard point included. */
static void rescale(kc_table *t)
{
    double peak = 0;
    for (int i = 0; i <= t->len; i++) peak = fmax(peak, fabs(t->data[i]));
    if (peak == 0 || peak == 1) return;
    for (int i = 0; i <= t->len; i++) t->data[i] /= peak;
}

/* Size argument to length: exact when the guard point is wanted from the GEN, which is for sizes that are
 * negative, a power of two plus one, or no power of two. */
static int read_size(kc_gen *g, double size, int64_t *len)
{
    if (!(fabs(size) <= (double)LENGTH_MAX + 1)) return kc_gen_fail(g, "illegal table length");
    int64_t n = llrint(size), even = n & ~(int64_t)1;
    if (n == 0) {
        g->deferred = g->exact = true;
        *len = 0;
        return 0;
    }
    if (n < 0 || (even & (even - 1))) {
        g->exact = true;
        n = n < 0 ? -n : n;
    } else {
        g->exact = n & 1;
        n = even;
    }
    if (n <= 0 || n > LENGTH_MAX) return kc_gen_fail(g, "illegal table length");
    *len = n;
    return 0;
}

static int next_free(kc_tables *s)
{
    int i = FIRST_FREE;
    while (i < s->n && s->v[i]) i++;
    return i;
}

int kc_table_make(kc_ctx *c, const double *p, const char *const *strings, int np, const char *gen_name)
{
    kc_tables *s = kc_engine_tables(c->engine);
    kc_gen g = {.ctx = c, .p = p + 4, .n = np - 4, .strings = strings ? strings + 4 : NULL};
    if (!(p[0] >= 0 && p[0] < NUMBER_MAX)) {
        g.number = -1;
        return kc_gen_fail(&g, "illegal table number %g", p[0]);
    }
    g.number = (int)lrint(p[0]);
    if (!g.number) g.number = next_free(s);
    if (np <= 4) return kc_gen_fail(&g, "insufficient gen arguments");
    g.gen = gen_name || !(fabs(p[3]) < 1e6) ? 0 : (int)lrint(p[3]);
    g.raw = g.gen < 0;
    kc_gen_fn *fn = find_gen(abs(g.gen), gen_name);
    if (!fn && gen_name) return kc_gen_fail(&g, "Named gen \"%s\" not defined", gen_name);
    if (!fn) return kc_gen_fail(&g, "illegal gen number: GEN%02d is not implemented", abs(g.gen));
    int64_t len;
    if (read_size(&g, p[2], &len)) return -1;
    g.table = table_new(s->sr, len);
    if (!g.table) return kc_gen_fail(&g, "no memory for %lld points", (long long)len);
    g.table->number = g.number;
    g.table->gen = g.gen;
    if (kc_message_level(c) & 7) kc_print(c, "ftable %d:\n", g.number);
    if (fn(&g)) {
        table_free(g.table);
        return -1;
    }
    kc_table *t = g.table;
    if (t->data) {
        if (!g.exact && !g.guard_done) t->data[t->len] = t->data[0];
        if (!g.raw) rescale(t);
    }
    t->nargs = np - 3;
    t->args = kc_xcalloc((size_t)t->nargs, sizeof(double));
    memcpy(t->args, p + 3, (size_t)t->nargs * sizeof(double));
    kc_table *old = kc_tables_get(s, g.number);
    if (old) {
        kc_warn(c, "replacing previous ftable %d", g.number);
        kc_vec_push(&s->retired, old);
    }
    put(s, g.number, t);
    return g.number;
}
