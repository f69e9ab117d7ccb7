/* squinewave: an oscillator between sine, square, pulse and saw.
 *
 * A period of phase 0 .. 2 has four parts: a sweep down, flat at -1, a sweep up, flat at +1. The output is
 * cos(pi * warp), where warp goes from 0 to 1 in the first sweep and from 1 to 2 in the second, and stands
 * still in the flat parts. `clip` shortens the sweeps, `skew` moves the middle; no sweep is faster than
 * min_sweep samples. Hard sync runs the rest of the period in a fast sweep. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
#define PI 3.14159265358979323846

typedef struct {
    double phase, warp;
    double sync, sync_step; /* hard sync in progress: 0 .. pi */
    double min_sweep;       /* samples */
    double top;             /* frequency above which it is a sine */
    int start;              /* the phase is due to be set */
} squine_st;

/* The shape of a sample: where the middle is, how long the sweeps are, in units of phase. */
typedef struct {
    double step, least, middle, down, up;
} squine_shape;

KC_NATIVE double squine_clamp(double x, double lo, double hi) { return x < lo ? lo : x > hi ? hi : x; }

KC_NATIVE squine_shape squine_of(const squine_st *s, double step, double clip, double skew)
{
    squine_shape w = {.step = step, .least = step * s->min_sweep};
    double wide = 1 - squine_clamp(clip, 0, 1);
    w.middle = squine_clamp(1 - squine_clamp(skew, -1, 1), w.least, 2 - w.least);
    w.down = fmax(wide * w.middle, w.least);
    w.up = fmax(wide * (2 - w.middle), w.least);
    return w;
}

KC_NATIVE int squine_init(squine_st *s, kc_ctx *c, void **a)
{
    int nout = c->site->nout;
    if (nout < 1 || nout > 2) return kc_fail(c, "squinewave: one or two outputs");
    double least = *(double *)a[nout + 4], phase = *(double *)a[nout + 5];
    s->start = !(phase < 0 && s->min_sweep > 1);
    s->min_sweep = least;
    if (!(least >= 4 && least <= c->sr * 0.01)) {
        int usual = (int)squine_clamp(c->sr / 3000, 8, c->sr * 0.01);
        if (least != 0) kc_warn(c, "squinewave iminsweep range 4 to sr/100. Set to default %d", usual);
        s->min_sweep = usual;
    }
    s->top = c->sr / (2 * s->min_sweep);
    return KC_OK;
}

/* Phase and warp for a starting point 0 .. 2, half a unit per part. */
KC_NATIVE void squine_begin(squine_st *s, const squine_shape *w, double at)
{
    if (at < 0) at = 1.25;
    if (at > 2) at = fmod(at, 2);
    double half = at < 1 ? 0 : 1, within = (at - half) * 2, sweep = half ? w->up : w->down;
    double base = half ? w->middle : 0, flat = (half ? 2 : w->middle) - (base + sweep);
    if (within < 1) {
        s->phase = base + sweep * within;
        s->warp = half + within;
    } else {
        s->phase = base + sweep + flat * (within - 1);
        s->warp = half + 1;
    }
}
KC_NATIVE void squine_hard_sync(squine_st *s, double freq)
{
    if (s->sync) return;
    if (s->warp == 2) {
        s->phase = 2;
    } else if (!(freq > s->top)) {
        s->sync_step = PI / s->min_sweep;
        s->sync = s->sync_step * 0.5;
    }
}
/* A step of a sweep that ends at warp `end` and phase `limit`; `after` is the length of the next sweep. */
KC_NATIVE double squine_sweep(squine_st *s, const squine_shape *w, double sweep, double flat, double limit,
                              double end, double after)
{
    double y = cos(PI * s->warp);
    s->warp += fmin(w->step / sweep, 1 / s->min_sweep);
    if (s->warp > end) {
        double over = (s->warp - end) * sweep; /* beyond the end, in phase */
        s->phase = limit - flat + over - w->step;
        s->warp = flat >= over ? end : end + (over - flat) / after;
    }
    return y;
}
KC_NATIVE double squine_point(squine_st *s, const squine_shape *w)
{
    if (s->warp < 1) return squine_sweep(s, w, w->down, w->middle - w->down, w->middle, 1, w->up);
    if (s->warp == 1 && s->phase < w->middle) return -1;
    if (!(s->warp < 2)) {
        s->warp = 2;
        return 1;
    }
    if (s->warp == 1) s->warp = 1 + fmin(fmin(s->phase - w->middle, w->step) / w->up, 1 / s->min_sweep);
    return squine_sweep(s, w, w->up, 2 - (w->middle + w->up), 2, 2, w->down);
}
/* At the end of a period; true when a hard sync is done. */
KC_NATIVE int squine_wrap(squine_st *s, double freq, double step, double clip, double skew)
{
    if (s->sync) {
        s->warp = s->phase = s->sync = s->sync_step = 0;
        return 1;
    }
    s->phase -= 2;
    if (s->phase > step) s->phase = step * 0.5;
    s->warp = s->phase;
    if (freq < s->top) {
        squine_shape w = squine_of(s, step, clip, skew);
        s->warp = fmin(s->phase / w.down, 1 / s->min_sweep);
    }
    return 0;
}
KC_NATIVE int squine_find(const double *sync, int from, int to)
{
    for (int n = from; sync && n < to; n++)
        if (sync[n] >= 1) return n;
    return -1;
}
KC_NATIVE int squine_perf(squine_st *s, kc_ctx *c, void **a)
{
    int nout = c->site->nout;
    double *out = a[0], *marks = nout > 1 ? a[1] : NULL;
    const double *freqs = a[nout], *clips = a[nout + 1], *skews = a[nout + 2];
    const double *sync = kc_arg_is_a(c, nout + 3) ? a[nout + 3] : NULL;
    int due = squine_find(sync, c->begin, c->end);
    if (s->start) {
        squine_shape w = squine_of(s, 2 / c->sr * fmax(freqs[0], 0), clips[0], skews[0]);
        squine_begin(s, &w, *(double *)a[nout + 5]);
        s->start = 0;
    }
    for (int n = c->begin; n < c->end; n++) {
        double freq = fmax(freqs[n], 0), clip = clips[n], skew = skews[n], mark = 0;
        if (n == due) squine_hard_sync(s, freq);
        if (s->sync) {
            freq += 0.5 * (1 - cos(s->sync)) * (2 * s->top - freq);
            s->sync += s->sync_step;
            if (s->sync > PI) s->sync = PI, s->sync_step = 0;
        }
        double step = 2 / c->sr * freq;
        if (freq >= s->top) {
            out[n] = cos(PI * s->warp);
            s->phase = s->warp;
            s->warp += step;
        } else {
            squine_shape w = squine_of(s, step, clip, skew);
            out[n] = squine_point(s, &w);
        }
        s->phase += step;
        if (s->warp >= 2 && s->phase >= 2) {
            if (squine_wrap(s, freq, step, clip, skew)) due = squine_find(sync, n + 1, c->end);
            mark = 1;
        }
        if (marks) marks[n] = mark;
    }
    return KC_OK;
}
#endif

/* Opcode: squinewave
 * Synopsis: aout [, asyncout] squinewave acps, aclip, askew [, asyncin] [, iminsweep] [, iphase]
 *
 * Oscillator whose shape goes from sine to square, pulse and saw without aliasing much.
 * In:  acps       frequency, Hz
 *      aclip      0 smooth .. 1 as square as
 *      iminsweep  allows
 *      askew      -1 .. 1: where the middle of the period is, 0 is half way
 *      asyncin    1 or more restarts the period softly; a k-rate argument is ignored (default 0) iminsweep
 *                 shortest sweep, samples, 4 .. sr / 100; else sr / 3000, at least 8 (default 0)
 *      iphase     0 .. 2; negative goes on where a reused instance was, or begins at a rising zero (default
 *                 -1)
 * Out: signal; 1 where a period ends
 * Fails: never
 * Source: rasmus ekman's squinewave, 2017
 */
KC_OP(squinewave, "am", "aaaaoj", .state = squine_st, .init = squine_init, .perf = squine_perf)
KC_OP(squinewave, "am", "aaaOoj", .state = squine_st, .init = squine_init, .perf = squine_perf)
