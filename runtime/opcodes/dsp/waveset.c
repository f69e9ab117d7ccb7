/* Band-limited wave tables; see waveset.h. */
#include "runtime/opcodes/dsp/waveset.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

#define POINTS_MAX ((size_t)1 << 26) /* of a set */

kc_waveset_plan kc_waveset_defaults(int waveform)
{
    int size = waveform == KC_WAVE_PULSE ? 256 : 128;
    return (kc_waveset_plan){.step = 1.05, .min_size = size, .max_size = size * 64, .base = -1};
}

/* ---- the engine's list ------------------------------------------------------------------------ */

static void free_set(kc_waveset *s)
{
    if (!s) return;
    free(s->waves);
    free(s->data);
    free(s);
}
static void free_list(void *p)
{
    for (kc_waveset *s = *(kc_waveset **)p, *next; s; s = next) {
        next = s->next;
        free_set(s);
    }
}
static kc_waveset **list(kc_ctx *c)
{
    return kc_engine_store(c->engine, "wave sets", sizeof(kc_waveset *), free_list);
}

const kc_waveset *kc_waveset_find(kc_ctx *c, int waveform)
{
    const kc_waveset *s = *list(c);
    while (s && s->waveform != waveform) s = s->next;
    return s;
}

/* ---- sizes ------------------------------------------------------------------------------------ */

static double next_count(double harmonics, double step)
{
    double n = harmonics * step;
    return n - harmonics < 1 ? harmonics + 1 : n;
}

/* A table is four times as large for every sixteenfold number of harmonics. */
static int table_size(int harmonics, const kc_waveset_plan *plan)
{
    static const int limits[] = {1, 4, 16, 64, 256, 1024};
    int shift = 0;
    if (harmonics < 1) return 16;
    while (shift < 6 && harmonics > limits[shift]) shift++;
    int64_t size = (int64_t)plan->min_size << shift;
    return (int)(size < plan->max_size ? size : plan->max_size);
}

/* Lays out the tables; returns the number of points, 0 when there is no memory. */
static size_t lay_out(kc_waveset *s, const kc_waveset_plan *plan)
{
    int most = plan->max_size / 2 < KC_WAVE_HARMONICS ? plan->max_size / 2 : KC_WAVE_HARMONICS;
    size_t points = 0;
    for (double h = 0; s->count == 0 || h <= most; h = next_count(h, plan->step)) s->count++;
    s->waves = calloc((size_t)s->count, sizeof *s->waves);
    if (!s->waves) return 0;
    double h = 0;
    for (int i = 0; i < s->count; i++, h = next_count(h, plan->step)) {
        kc_wave *w = &s->waves[i];
        w->harmonics = (int)(h + 0.5);
        w->size = table_size(w->harmonics, plan);
        w->lobits = 31 - __builtin_ctz((unsigned)w->size);
        w->mask = (int32_t)((1u << w->lobits) - 1);
        w->scale = 1.0 / (double)(1u << w->lobits);
        points += (size_t)w->size + 1;
    }
    for (int n = 0, i = 0; n <= KC_WAVE_HARMONICS; n++) {
        if (i < s->count - 1 && n >= s->waves[i + 1].harmonics) i++;
        s->best[n] = (uint16_t)i;
    }
    return points;
}

/* ---- spectra ---------------------------------------------------------------------------------- */

/* Harmonic k of a waveform with peaks of about 1: real and imaginary part, for an inverse transform that does
 * not scale. Below 0 the user's. */
static void harmonic(int waveform, const kc_waveset_plan *plan, int k, double *re, double *im)
{
    double n = k;
    *re = *im = 0;
    switch (waveform) {
    case KC_WAVE_SAW: *im = -1 / (M_PI * n); break;
    case KC_WAVE_PARABOLA: *re = -2 / (M_PI * M_PI) / (n * n); break;
    case KC_WAVE_PULSE: *re = 0.5; break;
    case KC_WAVE_SQUARE: *im = k & 1 ? -2 / (M_PI * n) : 0; break;
    case KC_WAVE_TRIANGLE: *im = k & 1 ? (k & 2 ? 4 : -4) / (M_PI * M_PI) / (n * n) : 0; break;
    default:
        if (k <= plan->nuser) {
            *re = 0.5 * plan->user[2 * k];
            *im = 0.5 * plan->user[2 * k + 1];
        }
    }
}

static void fill(double *x, const kc_wave *w, const kc_rfft *fft, int waveform, const kc_waveset_plan *plan)
{
    int half = w->size / 2, last = w->harmonics < half ? w->harmonics : half;
    memset(x, 0, ((size_t)w->size + 1) * sizeof *x);
    for (int k = waveform < 0 ? 0 : 1; k <= last; k++) {
        double re, im;
        harmonic(waveform, plan, k, &re, &im);
        if (k == 0)
            x[0] = re;
        else if (k == half)
            x[1] = re;
        else {
            x[2 * k] = re;
            x[2 * k + 1] = im;
        }
    }
    kc_rfft_inverse_packed(fft, x);
    x[w->size] = x[0];
}

/* Tables of one size follow each other, so a transform is planned once per size. */
static int fill_all(kc_waveset *s, const kc_waveset_plan *plan)
{
    double *x = s->data;
    void *memory = NULL;
    kc_rfft *fft = NULL;
    int planned = 0;
    for (int i = 0; i < s->count; i++) {
        kc_wave *w = &s->waves[i];
        if (w->size != planned) {
            free(memory);
            memory = aligned_alloc(64, (kc_rfft_bytes(w->size) + 63) / 64 * 64);
            if (!memory) return -1;
            fft = kc_rfft_make(memory, w->size);
            planned = w->size;
        }
        fill(x, w, fft, s->waveform, plan);
        w->data = x;
        x += w->size + 1;
    }
    free(memory);
    return 0;
}

/* ---- making ----------------------------------------------------------------------------------- */

/* Copies of the waves as function tables base, base + 1, ... */
static int make_tables(kc_ctx *c, const kc_waveset *s)
{
    for (int i = 0; i < s->count && s->base > 0; i++) {
        const kc_wave *w = &s->waves[i];
        double p[5] = {s->base + i, 0, w->size, -2, 0};
        kc_table *t = kc_table_make(c, p, NULL, 5, NULL) < 0 ? NULL : kc_table_find(c, p[0]);
        if (!t || t->len != w->size) return kc_fail(c, "ftgen error");
        memcpy(t->data, w->data, ((size_t)w->size + 1) * sizeof *w->data);
    }
    return KC_OK;
}

const kc_waveset *kc_waveset_make(kc_ctx *c, int waveform, const kc_waveset_plan *plan)
{
    kc_waveset **first = list(c), *s = calloc(1, sizeof *s);
    size_t points = s ? lay_out(s, plan) : 0;
    if (points && points <= POINTS_MAX) s->data = malloc(points * sizeof *s->data);
    if (s) {
        s->waveform = waveform;
        s->base = plan->base;
    }
    if (!s || !s->data || fill_all(s, plan) < 0) {
        free_set(s);
        kc_fail(c, "no memory for the tables of waveform %d", waveform);
        return NULL;
    }
    if (kc_waveset_find(c, waveform)) kc_warn(c, "redefined table array for waveform %d", waveform);
    s->next = *first;
    *first = s;
    return make_tables(c, s) == KC_OK ? s : NULL;
}
