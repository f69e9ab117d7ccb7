/* GEN 23, 28, 44: tables from text files. */
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/gen.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int numeric(char c) { return (c >= '0' && c <= '9') || (c && strchr("eE+-.", c)); }

/* The next number in the text: a run of digits and signs. Everything from ; # or < to the end of the line is
 * skipped, and whatever else is not a number. 0 at the end. */
static int next_number(const char **text, double *x)
{
    const char *p = *text;
    while (*p && !numeric(*p)) p += strchr(";#<", *p) ? strcspn(p, "\n") : 1;
    char word[128];
    size_t n = 0;
    for (; numeric(*p); p++)
        if (n < sizeof word - 1) word[n++] = *p;
    word[n] = 0;
    if (*p == ';' || *p == '#') p += strcspn(p, "\n");
    *x = strtod(word, NULL);
    *text = p;
    return n > 0;
}

static int count_numbers(const char *text)
{
    int n = 0;
    double x;
    while (next_number(&text, &x)) n++;
    /* as in the reference, a number that ends with the file is not counted */
    return n - (n > 0 && !*text && numeric(text[-1]));
}

/* GEN23: file name: numbers separated by anything. */
int kc_gen_text(kc_gen *g)
{
    kc_sbuf text = {0};
    double x;
    if (kc_gen_text_file(g, 0, &text)) return kc_gen_fail(g, "error opening ASCII file");
    const char *p = text.s ? text.s : "";
    if (g->deferred) {
        int n = count_numbers(p);
        kc_engine_message(g->ctx->engine, 0, "%d elements in %s\n", n, kc_gen_string(g, 0));
        if (kc_gen_alloc(g, n)) {
            kc_sbuf_free(&text);
            return -1;
        }
        g->table->lenmask = -1;
    }
    kc_table *t = g->table;
    int i = 0;
    while (i < t->len && next_number(&p, &x)) t->data[i++] = x;
    if (i == t->len && next_number(&p, &x) && *p)
        kc_warn(g->ctx, "Number(s) after table full in GEN23, starting %f", x);
    kc_sbuf_free(&text);
    t->data[t->len] = t->data[0];
    kc_gen_finish(g, t);
    return 0;
}

typedef struct {
    double time, x, y;
} place;
typedef KC_VEC(place) places;

static void read_places(const char *p, places *v)
{
    double number[3];
    for (int k = 0;; k = (k + 1) % 3) {
        char *end;
        number[k] = strtod(p, &end);
        if (end == p) return;
        p = end;
        if (k == 2) kc_vec_push(v, (place){number[0], number[1], number[2]});
    }
}

/* x and y in turn, 100 times a second. The last pair holds x and, as in the reference, 0. */
static int fill_places(kc_gen *g, const places *v)
{
    double last = v->v[v->n - 1].time * 100.0 * 2.0;
    if (!(last >= 0 && last < 1e9) || kc_gen_alloc(g, (int64_t)last + 2)) return -1;
    kc_table *t = g->table;
    int at = 0;
    for (int i = 0; i + 1 < v->n; i++) {
        const place *a = &v->v[i], *b = a + 1;
        if (!(b->time >= a->time)) return kc_gen_fail(g, "Time values must be in increasing order");
        int steps = kc_gen_int((b->time - a->time) * 100.0);
        double x = a->x, y = a->y, dx = (b->x - x) / steps, dy = (b->y - y) / steps;
        for (; steps > 0 && at + 1 < t->len; steps--, x += dx, y += dy) {
            t->data[at++] = x;
            t->data[at++] = y;
        }
    }
    for (; at < t->len; at += 2) t->data[at] = v->v[v->n - 1].x;
    return 0;
}

/* GEN28: file name: lines of time, x, y. */
int kc_gen_trajectory(kc_gen *g)
{
    kc_sbuf text = {0};
    places v = {0};
    if (!g->deferred) return kc_gen_fail(g, "GEN28 requires zero table length");
    if (kc_gen_text_file(g, 0, &text)) return kc_gen_fail(g, "could not open space file");
    read_places(text.s ? text.s : "", &v);
    int r = v.n < 2 ? kc_gen_fail(g, "fewer than two places in the space file") : fill_places(g, &v);
    kc_sbuf_free(&text);
    kc_vec_free(&v);
    return r;
}

static int fill_matrix(kc_gen *g, const char *p, int n)
{
    for (p += strcspn(p, "\n"); *p; p += strcspn(p, "\n")) {
        int i, j;
        double weight = 1;
        if (!strncmp(++p, "</MATRIX>", 8)) break;
        if (!*p) break;
        char line[80];
        snprintf(line, sizeof line, "%.*s", (int)(strcspn(p, "\n") < 79 ? strcspn(p, "\n") : 79), p);
        if (sscanf(line, " %d %d %lf", &i, &j, &weight) < 2) return kc_gen_fail(g, "GEN44: format error");
        if (i < 1 || i > n || j < 1 || j > n) return kc_gen_fail(g, "GEN44: Out of range");
        g->table->data[(int64_t)(i - 1) * n + j - 1] = weight;
    }
    return 0;
}

/* GEN44: file name: an n by n matrix of stiffness, from lines of row, column[, value]. */
int kc_gen_matrix(kc_gen *g)
{
    kc_sbuf text = {0};
    int n = 0;
    const char *name = kc_gen_string(g, 0);
    if (kc_gen_text_file(g, 0, &text))
        return kc_gen_fail(g, "GEN44: Failed to open file %s", name ? name : "");
    int r = -1;
    if (!text.s || sscanf(text.s, "<MATRIX size=%d", &n) != 1 || n < 1)
        kc_gen_fail(g, "GEN44: No header in matrix file");
    else if ((g->deferred || g->size < (double)n * n) && kc_gen_alloc(g, (int64_t)n * n))
        r = -1;
    else
        r = fill_matrix(g, text.s, n);
    g->raw = true;
    kc_sbuf_free(&text);
    return r;
}
