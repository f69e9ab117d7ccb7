/* sequ, sequstate: a sequencer that plays rows of durations and instruments, and can change their order.
 *
 * Steps follow the order in seq[]. Random modes draw from a generator of the engine that gives the numbers of
 * the C library's rand() under Linux when it has not been seeded: r[i] = r[i - 31] + r[i - 3] modulo 2^32,
 * started by a multiplicative generator, without the lowest bit. */
#include "runtime/engine/control.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/dsp/arrays.h"
#include <stdio.h>

enum { MAX_STEPS = 128, IDS = 10, LAG = 31, NEAR_LAG = 3, WARM_UP = 310 };

typedef struct {
    int32_t rows;
    int32_t count; /* events so far, from 1 */
    int32_t next, direction;
    int64_t wait; /* samples to the next step */
    int32_t seq[MAX_STEPS];
    int id;
} sequ_st;

/* What sequstate sees: the sequencer that was started last under an id. */
typedef struct {
    const void *owner;
    int32_t rows, count, len;
    int32_t seq[MAX_STEPS];
} sequ_view;

typedef struct {
    sequ_view view[IDS];
    uint32_t r[LAG];
    int at, started;
} sequ_store;

#ifndef KC_BITCODE
static sequ_store *store_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "sequ", sizeof(sequ_store), NULL);
}

/* ---- random numbers ---------------------------------------------------------------------------- */

static uint32_t draw(sequ_store *g)
{
    uint32_t *r = &g->r[g->at];
    *r += g->r[(g->at + LAG - NEAR_LAG) % LAG];
    g->at = (g->at + 1) % LAG;
    return *r >> 1;
}

static uint32_t sequ_random(kc_ctx *c)
{
    sequ_store *g = store_of(c);
    if (!g->started) {
        g->r[0] = 1;
        g->at = NEAR_LAG;
        for (int i = 1; i < LAG; i++) g->r[i] = (uint32_t)((uint64_t)g->r[i - 1] * 16807 % 2147483647);
        for (int i = 0; i < WARM_UP; i++) draw(g);
        g->started = 1;
    }
    return draw(g);
}

/* ---- steps ------------------------------------------------------------------------------------- */

typedef struct {
    const kc_array *riff, *instr, *data;
    double bpm;
    int len, mode, verbose;
} sequ_now;

#define SEQU_ARGS                                                                                            \
    double *out, const kc_array *riff, const kc_array *instr, const kc_array *data, const double *bpm,       \
        const double *len, const double *mode, const double *step, const double *reset,                      \
        const double *verbose, const double *id

static int whole(double x) { return x > -1e9 && x < 1e9 ? (int)x : 0; }

static void in_order(sequ_st *s)
{
    for (int i = 0; i < s->rows; i++) s->seq[i] = i;
}

KC_NATIVE int sequ_init(sequ_st *s, kc_ctx *c, SEQU_ARGS)
{
    (void)out, (void)bpm, (void)len, (void)mode, (void)step, (void)reset, (void)verbose;
    if (kc_array_ready(c, riff) < 0 || kc_array_ready(c, instr) < 0 || kc_array_ready(c, data) < 0)
        return KC_ERROR;
    int n = riff->sizes[0], columns = data->dimensions == 2 ? data->sizes[1] : data->sizes[0];
    if (n != instr->sizes[0] || n != columns || n >= MAX_STEPS || n < 1)
        return kc_fail(c, "sequ: arrays have differing sizes");
    if (!(*id > -1 && *id < IDS)) return kc_fail(c, "sequ: id out of range");
    s->rows = n;
    s->wait = 0;
    s->next = 0;
    s->count = s->direction = 1;
    s->id = (int)*id;
    in_order(s);
    store_of(c)->view[s->id].owner = s;
    return KC_OK;
}

static void publish(const sequ_st *s, kc_ctx *c, int len)
{
    sequ_view *v = &store_of(c)->view[s->id];
    if (v->owner != s) return;
    v->rows = s->rows;
    v->count = s->count;
    v->len = len;
    memcpy(v->seq, s->seq, sizeof v->seq);
}

static void shuffle(sequ_st *s, kc_ctx *c, int len)
{
    for (int j = 0; j < len; j++) {
        int k = (int)(sequ_random(c) % (uint32_t)(j + 1));
        if (k != j) s->seq[j] = s->seq[k];
        s->seq[k] = j;
    }
}

static int restart(sequ_st *s)
{
    s->wait = 0;
    s->count = 1;
    in_order(s);
    return s->next = 0;
}

/* The step to play in a mode below 0; -1: none. */
static int choose(sequ_st *s, kc_ctx *c, int mode, int len)
{
    int i = s->next;
    switch (mode) {
    case -1: /* backwards */
        if (s->count != 1 && i >= 0) return i;
        s->direction = -1;
        return s->next = len - 1;
    case -2: /* back and forth */
        if (i >= 0 && i < len) return i;
        s->direction = -s->direction;
        return s->next = i + s->direction;
    case -3: return (int)(sequ_random(c) % (uint32_t)len);
    case -4: /* once */ s->direction = 1; return i < len ? i : -1;
    case -5: /* once backwards */ s->direction = -1; return s->count == 1 ? (s->next = len - 1) : i;
    case -6: /* another order each time */
        if (i < len) return i;
        shuffle(s, c, len);
        s->direction = 1;
        return s->next = 0;
    case -7: return restart(s);
    case -8: return -1;
    default: return i;
    }
}

/* The event goes the way of score text, with its rounding. */
static int play(sequ_st *s, kc_ctx *c, const sequ_now *g, int row)
{
    char text[100];
    double instr = g->instr->data[row], length = 60.0 / g->bpm * g->riff->data[row];
    if (instr == 0) return KC_OK;
    int two = g->data->dimensions == 2, n = two ? g->data->sizes[0] : 1;
    int at = snprintf(text, sizeof text - 1, two ? "i %0.2f 0 %f " : "i %0.2f 0 %f", instr, length);
    for (int j = 0; j < n && at < (int)sizeof text - 1; j++) {
        double x = g->data->data[(size_t)j * (size_t)s->rows + (size_t)row];
        at += snprintf(text + at, sizeof text - 1 - (size_t)at, two ? "%f " : " %f", x);
    }
    return kc_score_text_post(c, text) ? KC_OK : kc_fail(c, "score text can't be read here");
}

static void swap_two(sequ_st *s, kc_ctx *c, const sequ_now *g)
{
    uint32_t a, b, n = (uint32_t)g->len;
    do {
        a = sequ_random(c) % n;
        b = sequ_random(c) % n;
    } while (a == b);
    int32_t t = s->seq[a];
    s->seq[a] = s->seq[b];
    s->seq[b] = t;
    if (g->verbose) kc_print(c, "swap %u and %u\n", a, b);
}

static int play_step(sequ_st *s, kc_ctx *c, double *out, const sequ_now *g, int i)
{
    i = i < 0 ? 0 : i < s->rows ? i : s->rows - 1;
    int row = s->seq[i];
    if (play(s, c, g, row) < 0) return KC_ERROR;
    double wait = g->riff->data[i] * c->sr * 60.0 / g->bpm;
    s->wait = wait > -1e15 && wait < 1e15 ? (int64_t)wait : 0;
    if (g->verbose)
        kc_print(c, "Step %d riff %d instr %0.2f len %f\n", i, row, g->instr->data[row], g->riff->data[row]);
    if (g->mode > 0 && g->len > 1 && s->count % g->mode == 0) swap_two(s, c, g);
    *out = i;
    s->next += s->direction;
    s->count++;
    if (g->verbose) kc_print(c, "Next Step %d time = %d samples\n", s->next, (int)s->wait);
    return KC_OK;
}

KC_NATIVE int sequ_perf(sequ_st *s, kc_ctx *c, SEQU_ARGS)
{
    (void)id;
    int n = whole(*len), i = s->next;
    sequ_now g = {riff,         instr,        data, *bpm, n < 1 ? 1 : n > s->rows ? s->rows : n,
                  whole(*mode), *verbose != 0};
    *out = -1;
    publish(s, c, n);
    if (*step != 0) { /* steps by hand */
        s->wait = *step > 0 ? 0 : c->ksmps;
        if (*step < 0) return KC_OK;
    } else if (*reset != 0) {
        if (g.verbose) kc_print(c, "RESET!!\n");
        int r = play_step(s, c, out, &g, restart(s));
        publish(s, c, n);
        return r;
    } else if (s->wait > 0) {
        s->wait -= c->ksmps;
        return KC_OK;
    }
    if (g.mode < 0) {
        i = choose(s, c, g.mode, g.len);
        if (i < 0 && g.mode <= -4) return KC_OK;
    } else if (i >= g.len) {
        i = s->next = 0;
        s->direction = 1;
    }
    int r = play_step(s, c, out, &g, i);
    publish(s, c, n);
    return r;
}

/* ---- sequstate --------------------------------------------------------------------------------- */

KC_NATIVE int sequstate_perf(void *s, kc_ctx *c, double *count, kc_array *order, const double *id)
{
    (void)s;
    if (!(*id > -1 && *id < IDS)) return kc_fail(c, "sequstate: id out of range");
    const sequ_view *v = &store_of(c)->view[(int)*id];
    if (!v->owner || kc_array_ready(c, order) < 0) return v->owner ? KC_ERROR : KC_OK;
    for (int i = 0; i < v->len && i < order->sizes[0] && i < MAX_STEPS; i++) order->data[i] = v->seq[i];
    *count = v->count;
    return KC_OK;
}
KC_NATIVE int sequstate_init(void *s, kc_ctx *c, double *count, kc_array *order, const double *id)
{
    const sequ_view *v = *id > -1 && *id < IDS ? &store_of(c)->view[(int)*id] : NULL;
    if (v && !v->owner) {
        kc_warn(c, "No sequs");
        return KC_OK;
    }
    if (kc_array_ready(c, order) < 0) return KC_ERROR;
    if (v && v->rows && order->sizes[0] != v->rows) return kc_fail(c, "sequstate: Wrong sizeof output array");
    return sequstate_perf(s, c, count, order, id);
}
#endif

/* Opcode: sequ
 * Synopsis: kres sequ irows[], iinstruments[], idata[], kbpm, klen [, kmode] [, kstep] [, kreset]
 *           [, kverbose] [, iid]
 *
 * Plays rows one after the other: each starts an instrument for the duration of the row.
 * In:  irows         durations, beats; up to 127
 *      iinstruments  an instrument for each; 0: a rest
 *      idata         p4 of each; with two dimensions p4, p5 ...
 *      kbpm          beats per minute
 *      klen          rows in use
 *      kmode         0 loop (default); n: swaps two rows every n events; -1 backwards, -2 back and forth,
 *                    -3 random, -4 once, -5 once backwards, -6 shuffled each time, -7 from the start in
 *                    order, -8 silent
 *      kstep         above 0: a step now; below 0: waits; 0: by the clock (default 0)
 *      kreset        not 0: from the start in order
 *      kverbose      not 0: prints what it does
 *      iid           for sequstate, 0 .. 9 (default 0)
 * Out: the step that has begun, else -1
 * Fails: at init when the arrays differ in size or the id is out of range
 */
KC_OP(sequ, "k", "i[]i[]i[]kkOOOoo", .state = sequ_st, .init = sequ_init, .perf = sequ_perf,
      .fx = event | print)

/* Opcode: sequstate
 * Synopsis: ires, iorder[] sequstate [iid]
 *           kres, korder[] sequstate [iid]
 *
 * The order in which a sequencer plays its rows.
 * In:  iid  of the sequencer (default 0)
 * Out: res    events so far
 *      order  the rows; an array that is there already
 * Fails: when the array has another size; warns when there is no sequencer
 */
KC_OP(sequstate, "ii[]", "o", .init = sequstate_init, .fx = event)
KC_OP(sequstate, "kk[]", "o", .init = sequstate_init, .perf = sequstate_perf, .fx = event)
