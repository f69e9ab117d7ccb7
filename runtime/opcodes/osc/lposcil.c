/* lposcil, lposcil3, lposcila, lposcilsa, lposcilsa2: sampled sound read with a loop whose points may move.
 *
 * The phase counts points (frames in the stereo ones) and moves by the frequency, which is a factor here: 1
 * plays at the speed of the recording. Behind the end of the loop it goes back by the length of the loop. */
#include "runtime/opcodes/dsp/interp.h"
#include "runtime/opcodes/op.h"

typedef struct {
    const kc_table *table;
    double phase;
    double speed; /* of the recording: its rate / sr */
} lposcil_st;

typedef struct {
    double start, end;
} loop;

#ifndef KC_BITCODE
/* The loop as lposcil and lposcil3 understand it. */
static loop plain_loop(double start, double end, double len)
{
    loop l = {start < 0 ? 0 : start, end > len || !(end > 0) ? len : end};
    return l;
}

/* The others: whole points, at least two of them, and none of the last two points as start. */
static loop whole_loop(double start, double end, double len)
{
    loop l = {trunc(start), trunc(end)};
    l.start = !(l.start >= 0) ? 0 : l.start > len - 3 ? len - 3 : l.start;
    l.end = l.end > len - 1 ? len - 1 : !(l.end > 2) ? 2 : l.end;
    if (l.end < l.start + 2) l.end = l.start + 2;
    return l;
}

/* Back into the loop by whole lengths; below its start only where `both`. Subtracts as long as a few steps
 * do. */
static double looped(double x, const loop *l, int both)
{
    double length = l->end - l->start;
    if (!(length > 0)) return x < l->end ? x : l->end;
    for (int i = 0; i < 8 && x >= l->end; i++) x -= length;
    if (x >= l->end) x = l->start + fmod(x - l->start, length);
    if (!both || x >= l->start) return x;
    for (int i = 0; i < 8 && x < l->start; i++) x += length;
    if (x < l->start) x = l->end + fmod(x - l->start, length);
    return x;
}

static int lposcil_start(lposcil_st *s, kc_ctx *c, double ifn, double iphs, double width)
{
    const kc_table *t = kc_table_need(c, ifn);
    if (!t) return KC_ERROR;
    if (t->len / width < 3) return kc_fail(c, "invalid function");
    s->table = t;
    s->speed = (t->sr > 0 ? t->sr : c->sr) / c->sr;
    if (iphs >= 0) s->phase = iphs;
    return KC_OK;
}

/* Position and fraction of the phase, kept inside the table. */
static int32_t point(double phase, double len, double *fract)
{
    if (!(phase >= 0)) phase = 0;
    if (phase > len - 1) phase = len - 1 + (phase - trunc(phase));
    int32_t i = (int32_t)phase;
    *fract = phase - i;
    return i;
}

static double read_cubic(const kc_table *t, double phase)
{
    double f;
    int32_t i = point(phase, t->len, &f);
    const double *d = t->data;
    double before = i ? d[i - 1] : d[t->len - 1], after = i + 2 > t->len ? d[1] : d[i + 2];
    return v_get(kc_lagrange4(v_splat(f), v_splat(before), v_splat(d[i]), v_splat(d[i + 1]), v_splat(after)),
                 0);
}

static double read_linear(const kc_table *t, double phase)
{
    double f;
    int32_t i = point(phase, t->len, &f);
    return t->data[i] + (t->data[i + 1] - t->data[i]) * f;
}
#endif

/* Opcode: lposcil lposcil3
 * Synopsis: ares lposcil kamp, kfreqratio, kloop, kend [, ifn] [, iphs]
 *           ares lposcil3 kamp, kfreqratio, kloop, kend [, ifn] [, iphs]
 *
 * Plays a sampled sound with a loop. lposcil reads with lines between points, lposcil3 with cubic curves.
 * In:  kamp         amplitude
 *      kfreqratio   speed, 1: as recorded
 *      kloop, kend  loop, points; kend 0: the end of the table
 *      ifn          table (default -1: a sine)
 *      iphs         where to begin, points; negative: goes on (default 0)
 * Out: the sound
 * Fails: at init when the table does not exist or is shorter than 3 points
 */
KC_NATIVE int lposcil_init(lposcil_st *s, kc_ctx *c, double *out, double *amp, double *freq, double *kloop,
                           double *kend, double *ifn, double *iphs)
{
    (void)out, (void)amp, (void)freq;
    if (lposcil_start(s, c, *ifn, *iphs, 1) != KC_OK) return KC_ERROR;
    loop l = plain_loop(*kloop, *kend, s->table->len);
    s->phase = looped(s->phase, &l, 0);
    return KC_OK;
}
KC_NATIVE int lposcil_perf(lposcil_st *s, kc_ctx *c, double *out, double *amp, double *freq, double *kloop,
                           double *kend, double *ifn, double *iphs)
{
    (void)ifn, (void)iphs;
    if (!s->table) return kc_fail(c, "not initialised");
    loop l = plain_loop(*kloop, *kend, s->table->len);
    double inc = *freq * s->speed;
    for (int n = c->begin; n < c->end; n++) {
        out[n] = *amp * read_linear(s->table, s->phase);
        s->phase += inc;
        if (s->phase >= l.end) s->phase -= l.end - l.start;
    }
    return KC_OK;
}
KC_OP(lposcil, "a", "kkkkjo", .state = lposcil_st, .init = lposcil_init, .perf = lposcil_perf, .fx = tab_r)

KC_NATIVE int lposcil3_perf(lposcil_st *s, kc_ctx *c, double *out, double *amp, double *freq, double *kloop,
                            double *kend, double *ifn, double *iphs)
{
    (void)ifn, (void)iphs;
    if (!s->table) return kc_fail(c, "not initialised");
    loop l = plain_loop(*kloop, *kend, s->table->len);
    double inc = *freq * s->speed;
    for (int n = c->begin; n < c->end; n++) {
        out[n] = *amp * read_cubic(s->table, s->phase);
        s->phase = looped(s->phase + inc, &l, 0);
    }
    return KC_OK;
}
KC_OP(lposcil3, "a", "kkkkjo", .state = lposcil_st, .init = lposcil_init, .perf = lposcil3_perf, .fx = tab_r)

/* Opcode: lposcila
 * Synopsis: ares lposcila aamp, kfreqratio, kloop, kend, ift [, iphs]
 *
 * As lposcil, with an amplitude at a-rate, loop points in whole points, and negative speeds.
 * In:  aamp         amplitude
 *      kfreqratio   speed, 1: as recorded; negative: backwards
 *      kloop, kend  loop, points
 *      ift          table
 *      iphs         where to begin, points; negative: goes on (default 0)
 * Out: the sound
 * Fails: at init when the table does not exist or is shorter than 3 points
 */
KC_NATIVE int lposcila_perf(lposcil_st *s, kc_ctx *c, double *out, double *amp, double *freq, double *kloop,
                            double *kend, double *ifn, double *iphs)
{
    (void)ifn, (void)iphs;
    if (!s->table) return kc_fail(c, "not initialised");
    loop l = whole_loop(*kloop, *kend, s->table->len);
    double inc = *freq * s->speed;
    for (int n = c->begin; n < c->end; n++) {
        out[n] = amp[n] * read_linear(s->table, s->phase);
        s->phase = looped(s->phase + inc, &l, 1);
    }
    return KC_OK;
}
KC_OP(lposcila, "a", "akkkio", .state = lposcil_st, .init = lposcil_init, .perf = lposcila_perf, .fx = tab_r)

/* Opcode: lposcilsa lposcilsa2
 * Synopsis: ar1, ar2 lposcilsa aamp, kfreqratio, kloop, kend, ift [, iphs]
 *           ar1, ar2 lposcilsa2 aamp, kfreqratio, kloop, kend, ift [, iphs]
 *
 * As lposcila, for a table of stereo sound. lposcilsa2 reads without interpolation, and its speed is a whole
 * number.
 * In:  as lposcila;
 *      loop  and start in frames
 * Out: left, right
 * Fails: at init when the table does not exist or is shorter than 3 frames
 */
KC_NATIVE int lposcilsa_init(lposcil_st *s, kc_ctx *c, double *left, double *right, double *amp, double *freq,
                             double *kloop, double *kend, double *ifn, double *iphs)
{
    (void)left, (void)right, (void)amp, (void)freq;
    if (lposcil_start(s, c, *ifn, *iphs, 2) != KC_OK) return KC_ERROR;
    loop l = whole_loop(*kloop, *kend, s->table->len / 2);
    s->phase = looped(s->phase, &l, 0);
    return KC_OK;
}
KC_NATIVE int lposcilsa_perf(lposcil_st *s, kc_ctx *c, double *left, double *right, double *amp, double *freq,
                             double *kloop, double *kend, double *ifn, double *iphs)
{
    (void)ifn, (void)iphs;
    if (!s->table) return kc_fail(c, "not initialised");
    int32_t frames = s->table->len / 2;
    loop l = whole_loop(*kloop, *kend, frames);
    double inc = *freq * s->speed, f;
    for (int n = c->begin; n < c->end; n++) {
        const double *p = s->table->data + 2 * (int64_t)point(s->phase, frames - 1, &f);
        double gain = amp[n];
        left[n] = gain * (p[0] + (p[2] - p[0]) * f);
        right[n] = gain * (p[1] + (p[3] - p[1]) * f);
        s->phase = looped(s->phase + inc, &l, 1);
    }
    return KC_OK;
}
KC_OP(lposcilsa, "aa", "akkkio", .state = lposcil_st, .init = lposcilsa_init, .perf = lposcilsa_perf,
      .fx = tab_r)

KC_NATIVE int lposcilsa2_init(lposcil_st *s, kc_ctx *c, double *left, double *right, double *amp,
                              double *freq, double *kloop, double *kend, double *ifn, double *iphs)
{
    if (lposcilsa_init(s, c, left, right, amp, freq, kloop, kend, ifn, iphs) != KC_OK) return KC_ERROR;
    s->phase = trunc(s->phase);
    return KC_OK;
}
KC_NATIVE int lposcilsa2_perf(lposcil_st *s, kc_ctx *c, double *left, double *right, double *amp,
                              double *freq, double *kloop, double *kend, double *ifn, double *iphs)
{
    (void)ifn, (void)iphs;
    if (!s->table) return kc_fail(c, "not initialised");
    int32_t frames = s->table->len / 2;
    loop l = whole_loop(*kloop, *kend, frames);
    double inc = trunc(*freq), f;
    for (int n = c->begin; n < c->end; n++) {
        const double *p = s->table->data + 2 * (int64_t)point(s->phase, frames - 1, &f);
        double gain = amp[n];
        left[n] = gain * p[0];
        right[n] = gain * p[1];
        s->phase = looped(s->phase + inc, &l, 1);
    }
    return KC_OK;
}
KC_OP(lposcilsa2, "aa", "akkkio", .state = lposcil_st, .init = lposcilsa2_init, .perf = lposcilsa2_perf,
      .fx = tab_r)
