/* delayr, delayw and the taps between them.
 *
 * The line is a ring that belongs to delayr. delayr reads a block at the oldest place, taps read further on,
 * delayw writes the block where delayr has read and moves the place. So a tap nearer than a k-cycle reads old
 * samples. At init delayr stands in a queue per engine until its delayw comes; taps take the newest in the
 * queue or one by number. A note sees its own lines only. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/engine/engine.h"

typedef struct delayr_st {
    double *buf;
    int32_t len, pos; /* pos: next place to write, oldest sample */
    kc_aux mem;
    struct delayr_st *next; /* in the queue */
    const kc_note *note;    /* while in the queue */
} delayr_st;

typedef struct {
    delayr_st *first;
} delay_queue;

KC_NATIVE delay_queue *delay_queue_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "delay lines", sizeof(delay_queue), NULL);
}
KC_NATIVE void delay_unqueue(delay_queue *q, const delayr_st *d)
{
    for (delayr_st **p = &q->first; *p; p = &(*p)->next)
        if (*p == d) {
            *p = d->next;
            return;
        }
}
KC_NATIVE delayr_st *delay_next(const kc_ctx *c, delayr_st *d)
{
    while (d && d->note != c->note) d = d->next;
    return d;
}
KC_NATIVE int delay_depth(const kc_ctx *c, const delay_queue *q)
{
    int n = 0;
    for (delayr_st *d = delay_next(c, q->first); d; d = delay_next(c, d->next)) n++;
    return n;
}

/* ---- delayr, delayw -------------------------------------------------------------------------- */

KC_NATIVE int delayr_init(delayr_st *s, kc_ctx *c, void **a)
{
    int no = c->site->nout;
    const double *time = a[no], *istor = a[no + 1];
    delay_queue *q = delay_queue_of(c);
    if (!q) return kc_fail(c, "delayr: out of memory");
    if (!kc_arg_is_a(c, 0)) return kc_fail(c, "delayr: invalid outarg type");
    delay_unqueue(q, s);
    delayr_st **end = &q->first;
    while (*end) end = &(*end)->next;
    *end = s;
    s->next = NULL;
    s->note = c->note;
    if (no > 1) *(double *)a[1] = -delay_depth(c, q);
    if (*istor != 0 && s->buf) return KC_OK;
    int32_t len = kc_round_i(*time * c->sr);
    if (len < c->ksmps) return kc_fail(c, "illegal delay time");
    if (!s->buf || len != s->len || *istor == 0) {
        s->buf = NULL;
        if (kc_aux_alloc(c, &s->mem, (size_t)len * sizeof(double)) != KC_OK) return KC_ERROR;
        s->buf = s->mem.p;
        s->len = len;
    }
    s->pos = 0;
    return KC_OK;
}
KC_NATIVE int delayr_perf(delayr_st *s, kc_ctx *c, void **a)
{
    double *out = a[0];
    int32_t i = s->pos;
    if (!s->buf) return kc_fail(c, "delayr: not initialised");
    for (int n = c->begin; n < c->end; n++) {
        out[n] = s->buf[i];
        if (++i >= s->len) i = 0;
    }
    return KC_OK;
}
KC_NATIVE int delayr_deinit(delayr_st *s, kc_ctx *c)
{
    delay_queue *q = delay_queue_of(c);
    if (q) delay_unqueue(q, s);
    return KC_OK;
}

/* Opcode: delayr
 * Synopsis: ares [, xindx] delayr idlt [, iskip]
 *
 * Start of a delay line; delayw is its end.
 * In:  idlt   length, s: at least a k-cycle
 *      iskip  not 0 keeps the contents (default 0)
 * Out: ares   the signal idlt ago
 *      xindx  number of the line, for taps
 * Fails: at init when idlt is shorter than a k-cycle or memory runs out
 */
KC_OP(delayr, "aX", "io", .state = delayr_st, .init = delayr_init, .perf = delayr_perf,
      .deinit = delayr_deinit, .fx = line)

typedef struct {
    delayr_st *line;
} delaytap_st;

KC_NATIVE int delayw_init(delaytap_st *s, kc_ctx *c, const double *in)
{
    (void)in;
    delay_queue *q = delay_queue_of(c);
    s->line = q ? delay_next(c, q->first) : NULL;
    if (!s->line) return kc_fail(c, "delayw: associated delayr not found");
    delay_unqueue(q, s->line);
    return KC_OK;
}
KC_NATIVE int delayw_perf(delaytap_st *s, kc_ctx *c, const double *in)
{
    delayr_st *d = s->line;
    if (!d || !d->buf) return kc_fail(c, "delayw: not initialised");
    for (int n = c->begin; n < c->end; n++) {
        d->buf[d->pos] = in[n];
        if (++d->pos >= d->len) d->pos = 0;
    }
    return KC_OK;
}

/* Opcode: delayw
 * Synopsis: delayw asig
 *
 * End of the delay line whose delayr came first among those that still have none.
 * In:  asig  signal to be delayed
 * Fails: at init when there is no delayr
 */
KC_OP(delayw, "", "a", .state = delaytap_st, .init = delayw_init, .perf = delayw_perf, .fx = line)

/* ---- taps ------------------------------------------------------------------------------------- */

KC_NATIVE int delay_find(delaytap_st *s, kc_ctx *c, double index)
{
    delay_queue *q = delay_queue_of(c);
    int depth = q ? delay_depth(c, q) : 0, n = kc_round_i(index);
    s->line = NULL;
    if (!depth) return kc_fail(c, "deltap: associated delayr not found");
    int64_t k = n == 0 ? depth : n > 0 ? (int64_t)depth - n : -(int64_t)n;
    if (k < 1 || k > depth) return kc_fail(c, "deltap: delayr index %.0f is out of range", index);
    delayr_st *d = delay_next(c, q->first);
    while (--k) d = delay_next(c, d->next);
    s->line = d;
    return KC_OK;
}
KC_NATIVE int deltap_init(delaytap_st *s, kc_ctx *c, double *out, const double *time, const double *index)
{
    (void)out, (void)time;
    return delay_find(s, c, *index);
}

/* Place i, however far out, brought into the line. */
KC_NATIVE int32_t delay_wrap(const delayr_st *d, int64_t i)
{
    i %= d->len;
    return (int32_t)(i < 0 ? i + d->len : i);
}
/* The sample that is `delay` samples old at sample n of the block; one step off the ends wraps, further off
 * is cut. */
KC_NATIVE double delay_at(const delayr_st *d, int64_t i) { return d->buf[delay_wrap(d, i)]; }

#define TAP_LINE(name)                                                                                       \
    const delayr_st *d = s->line;                                                                            \
    if (!d || !d->buf) return kc_fail(c, name ": not initialised")

KC_NATIVE int deltap_perf(delaytap_st *s, kc_ctx *c, double *out, const double *time, const double *index)
{
    (void)index;
    TAP_LINE("deltap");
    int32_t i = delay_wrap(d, (int64_t)d->pos - kc_round_i(*time * c->sr));
    for (int n = c->begin; n < c->end; n++) {
        out[n] = d->buf[i];
        if (++i >= d->len) i = 0;
    }
    return KC_OK;
}

/* Opcode: deltap
 * Synopsis: ares deltap kdlt [, indx]
 *
 * Tap of a delay line, to the nearest sample.
 * In:  kdlt  time, s
 *      indx  number of the line from delayr; 0 the newest (default 0)
 * Out: the signal kdlt ago
 * Fails: at init when there is no such line
 */
KC_OP(deltap, "a", "ko", .state = delaytap_st, .init = deltap_init, .perf = deltap_perf, .fx = line)

/* Whole and fractional delay at sample n. A k-rate time is one delay for the block. */
typedef struct {
    const double *time;
    int audio;
    double scale;
    double frac;
    int64_t whole;
} delay_time;

KC_NATIVE delay_time delay_time_of(const kc_ctx *c, const double *time, double scale)
{
    return (delay_time){.time = time, .audio = kc_arg_is_a(c, 1), .scale = scale};
}
KC_NATIVE int delay_time_at(delay_time *t, int n)
{
    double x = t->time[t->audio ? n : 0] * t->scale;
    if (!(x > -2147483649.0 && x < 2147483648.0)) return 0;
    t->whole = (int32_t)x;
    t->frac = x - (double)t->whole;
    return 1;
}

KC_NATIVE int deltapn_perf(delaytap_st *s, kc_ctx *c, double *out, const double *time, const double *index)
{
    (void)index;
    TAP_LINE("deltapn");
    delay_time t = delay_time_of(c, time, 1);
    for (int n = c->begin; n < c->end; n++) {
        if (!delay_time_at(&t, n)) t.whole = 0;
        out[n] = delay_at(d, (int64_t)d->pos + (n - c->begin) - t.whole);
    }
    return KC_OK;
}

/* Opcode: deltapn
 * Synopsis: ares deltapn xnumsamps [, indx]
 *
 * Tap of a delay line at a number of samples.
 * In:  xnumsamps  delay, samples; the fraction is dropped
 *      indx       number of the line from delayr; 0 the newest (default 0)
 * Out: the signal that long ago
 * Fails: at init when there is no such line
 */
KC_OP(deltapn, "a", "xo", .state = delaytap_st, .init = deltap_init, .perf = deltapn_perf, .fx = line)

KC_NATIVE int deltapi_perf(delaytap_st *s, kc_ctx *c, double *out, const double *time, const double *index)
{
    (void)index;
    TAP_LINE("deltapi");
    delay_time t = delay_time_of(c, time, c->sr);
    for (int n = c->begin; n < c->end; n++) {
        if (!delay_time_at(&t, n)) return kc_fail(c, "deltapi: INF delaytime");
        int64_t i = (int64_t)d->pos + (n - c->begin) - t.whole;
        double x = delay_at(d, i), before = delay_at(d, i - 1);
        out[n] = x + (before - x) * t.frac;
    }
    return KC_OK;
}

/* Opcode: deltapi
 * Synopsis: ares deltapi xdlt [, indx]
 *
 * Tap of a delay line with linear interpolation.
 * In:  xdlt  time, s
 *      indx  number of the line from delayr; 0 the newest (default 0)
 * Out: the signal xdlt ago
 * Fails: at init when there is no such line; when xdlt is infinite
 */
KC_OP(deltapi, "a", "xo", .state = delaytap_st, .init = deltap_init, .perf = deltapi_perf, .fx = line)

/* Third-order Lagrange through -1, 0, 1, 2. `sixth` is 1/6 to the digits the reference has. */
KC_NATIVE double delay_cubic(double f, double sixth, double ym1, double y0, double y1, double y2)
{
    double z = (f * f - 1.0) * sixth, y = (f + 1.0) * 0.5, w = y - 1.0, x = 3.0 * z;
    y -= x;
    w -= z;
    x -= f;
    return (w * ym1 + x * y0 + y * y1 + z * y2) * f + y0;
}
KC_NATIVE int deltap3_perf(delaytap_st *s, kc_ctx *c, double *out, const double *time, const double *index)
{
    (void)index;
    TAP_LINE("deltap3");
    delay_time t = delay_time_of(c, time, c->sr);
    double sixth = t.audio ? 0.1666666667 : 0.16666666666667;
    for (int n = c->begin; n < c->end; n++) {
        if (!delay_time_at(&t, n)) return kc_fail(c, "deltap3: INF delaytime");
        int64_t i = (int64_t)d->pos + (n - c->begin) - t.whole;
        out[n] = delay_cubic(t.frac, sixth, delay_at(d, i + 1), delay_at(d, i), delay_at(d, i - 1),
                             delay_at(d, i - 2));
    }
    return KC_OK;
}

/* Opcode: deltap3
 * Synopsis: ares deltap3 xdlt [, indx]
 *
 * Tap of a delay line with cubic interpolation.
 * In:  xdlt  time, s
 *      indx  number of the line from delayr; 0 the newest (default 0)
 * Out: the signal xdlt ago
 * Fails: at init when there is no such line; when xdlt is infinite
 */
KC_OP(deltap3, "a", "xo", .state = delaytap_st, .init = deltap_init, .perf = deltap3_perf, .fx = line)

/* ---- deltapx, deltapxw --------------------------------------------------------------------------- */

/* Windowed sinc interpolation over `size` points; size 4 is the cubic. The window is (1 - d^2 squeeze)^2. */
typedef struct {
    delaytap_st tap;
    int32_t size;
    double squeeze;
} deltapx_st;

KC_NATIVE int deltapx_set(deltapx_st *s, kc_ctx *c, double size, double index)
{
    int32_t n = kc_trunc_i(size + 0.5);
    n = n < 4 ? 4 : n > 1024 ? 1024 : ((n + 2) >> 2) << 2;
    s->size = n < 4 ? 4 : n > 1024 ? 1024 : n;
    s->squeeze = (1.0 - pow(s->size * 0.85172, -0.89624)) / ((s->size * s->size) >> 2);
    return delay_find(&s->tap, c, index);
}
KC_NATIVE int deltapx_init(deltapx_st *s, kc_ctx *c, double *out, const double *time, const double *size,
                           const double *index)
{
    (void)out, (void)time;
    return deltapx_set(s, c, *size, *index);
}
KC_NATIVE int deltapxw_init(deltapx_st *s, kc_ctx *c, const double *in, const double *time,
                            const double *size, const double *index)
{
    (void)in, (void)time;
    return deltapx_set(s, c, *size, *index);
}

/* The place `time` seconds before `now`, as a place of the line and a fraction. */
KC_NATIVE int deltapx_place(const delayr_st *d, double now, double frac_len, double *frac)
{
    double x = now - frac_len;
    if (!(x > -1e15 && x < 1e15)) x = 0;
    if (x < 0) x += d->len * ceil(-x / d->len);
    double whole = floor(x);
    *frac = x - whole;
    return delay_wrap(d, (int64_t)whole);
}

/* Weights of the cubic for the points at -1, 0, 1, 2. */
KC_NATIVE void deltapx_cubic(double f, double w[4])
{
    double sqr = f * f;
    w[3] = 0.16666667 * (f * sqr - f);
    w[2] = 0.5 * (sqr + f) - 3.0 * w[3];
    w[0] = 0.5 * (sqr - f) - w[3];
    w[1] = 3.0 * w[3] - sqr + 1.0;
}

KC_NATIVE double deltapx_read(const deltapx_st *s, const delayr_st *d, int32_t at, double f)
{
    const double pi = 3.14159265358979323846264338328;
    if (s->size == 4) {
        double w[4], sum = 0;
        deltapx_cubic(f, w);
        for (int i = 0; i < 4; i++) sum += w[i] * delay_at(d, (int64_t)at + i - 1);
        return sum;
    }
    if (!(f > 0.00000001 && f < 0.99999999)) return delay_at(d, (int64_t)at + (f > 0.5));
    int32_t half = s->size >> 1, i = delay_wrap(d, (int64_t)at - half + 1);
    double x = 1 - half - f, sum = 0;
    for (int j = 0; j < s->size; j++, x++) {
        double w = 1.0 - x * x * s->squeeze, y = w * w * d->buf[i] / x;
        sum = j & 1 ? sum - y : sum + y;
        if (++i >= d->len) i = 0;
    }
    return sum * sin(pi * f) / pi;
}
KC_NATIVE void deltapx_add(const deltapx_st *s, const delayr_st *d, int32_t at, double f, double in)
{
    const double pi = 3.14159265358979323846264338328;
    if (s->size == 4) {
        double w[4];
        deltapx_cubic(f, w);
        for (int i = 0; i < 4; i++) d->buf[delay_wrap(d, (int64_t)at + i - 1)] += w[i] * in;
        return;
    }
    if (!(f > 0.00000001 && f < 0.99999999)) {
        d->buf[delay_wrap(d, (int64_t)at + (f > 0.5))] += in;
        return;
    }
    int32_t half = s->size >> 1, i = delay_wrap(d, (int64_t)at - half + 1);
    double x = 1 - half - f, amp = in * (sin(pi * f) / pi);
    for (int j = 0; j < s->size; j++, x++) {
        double w = 1.0 - x * x * s->squeeze, y = w * w * amp / x;
        d->buf[i] = j & 1 ? d->buf[i] - y : d->buf[i] + y;
        if (++i >= d->len) i = 0;
    }
}

/* Times are read from the start of the block even when the note starts within it, as in the reference. */
KC_NATIVE int deltapx_perf(deltapx_st *st, kc_ctx *c, double *out, const double *time, const double *size,
                           const double *index)
{
    (void)size, (void)index;
    delaytap_st *s = &st->tap;
    TAP_LINE("deltapx");
    for (int n = c->begin; n < c->end; n++) {
        double f;
        int32_t at = deltapx_place(d, d->pos + (n - c->begin), time[n - c->begin] * c->sr, &f);
        out[n] = deltapx_read(st, d, at, f);
    }
    return KC_OK;
}
KC_NATIVE int deltapxw_perf(deltapx_st *st, kc_ctx *c, const double *in, const double *time,
                            const double *size, const double *index)
{
    (void)size, (void)index;
    delaytap_st *s = &st->tap;
    TAP_LINE("deltapxw");
    for (int n = c->begin; n < c->end; n++) {
        double f;
        int32_t at = deltapx_place(d, d->pos + (n - c->begin), time[n - c->begin] * c->sr, &f);
        /* between places the sinc writes the first sample of the block, as in the reference */
        int between = st->size != 4 && f > 0.00000001 && f < 0.99999999;
        deltapx_add(st, d, at, f, in[between ? 0 : n]);
    }
    return KC_OK;
}

/* Opcode: deltapx
 * Synopsis: ares deltapx adel, iwsize [, indx]
 *
 * Tap of a delay line with windowed sinc interpolation.
 * In:  adel    time, s; at least half of iwsize away from both ends of the line
 *      iwsize  window, samples, a multiple of 4 from 4 (cubic) to 1024
 *      indx    number of the line from delayr; 0 the newest (default 0)
 * Out: the signal adel ago
 * Fails: at init when there is no such line
 */
KC_OP(deltapx, "a", "aio", .state = deltapx_st, .init = deltapx_init, .perf = deltapx_perf, .fx = line)

/* Opcode: deltapxw
 * Synopsis: deltapxw asig, adel, iwsize [, indx]
 *
 * Adds a signal into a delay line, with windowed sinc interpolation.
 * In:  asig    signal
 *      adel    time, s, at which delayr would have read it
 *      iwsize  window, samples, a multiple of 4 from 4 (cubic) to 1024
 *      indx    number of the line from delayr; 0 the newest (default 0)
 * Fails: at init when there is no such line
 */
KC_OP(deltapxw, "", "aaio", .state = deltapx_st, .init = deltapxw_init, .perf = deltapxw_perf, .fx = line)
