/* reverbsc: eight delay lines around a scattering junction, after Sean Costello.
 *
 * Every line feeds all others through the junction; its read point drifts along random straight segments, its
 * output goes through a one-pole low-pass. Odd lines make the right channel, even ones the left. */
#include "runtime/opcodes/dsp/lanes.h"

enum { LINES = 8, FRAC_BITS = 28, FRAC_ONE = 1 << FRAC_BITS };

typedef struct {
    double *buf;
    int32_t len, write, read, frac, step; /* frac, step: 2^-28 samples */
    int32_t seed, left;                   /* left of the random segment */
    double state;                         /* of the low-pass */
} line;

typedef struct {
    line lines[8];
    double rate, pitchmod, damp, lpfreq;
    size_t total;
    kc_aux mem;
} reverbsc_st;

/* s, s, segments per s, seed */
static const struct {
    double delay, drift, freq;
    int32_t seed;
} params[LINES] __attribute__((unused)) = {
    {2473.0 / 44100.0, 0.0010, 3.100, 1966},  {2767.0 / 44100.0, 0.0011, 3.500, 29491},
    {3217.0 / 44100.0, 0.0017, 1.110, 22937}, {3557.0 / 44100.0, 0.0006, 3.973, 9830},
    {3907.0 / 44100.0, 0.0010, 2.341, 20643}, {4127.0 / 44100.0, 0.0011, 1.897, 22937},
    {2143.0 / 44100.0, 0.0017, 0.891, 29491}, {1933.0 / 44100.0, 0.0006, 3.221, 14417}};

KC_NATIVE double line_delay(const reverbsc_st *s, int n)
{
    return params[n].delay + s->lines[n].seed * params[n].drift / 32768.0 * s->pitchmod;
}
/* Aims the read point at a new random delay, to be reached at the end of the segment. */
KC_NATIVE void line_segment(reverbsc_st *s, int n)
{
    line *l = &s->lines[n];
    l->seed = (int16_t)(uint16_t)(l->seed * 15625 + 1);
    l->left = (int32_t)(s->rate / params[n].freq + 0.5);
    double now = l->write - (l->read + l->frac / (double)FRAC_ONE);
    while (now < 0) now += l->len;
    now /= s->rate;
    double step = (now - line_delay(s, n)) / l->left * s->rate + 1.0;
    l->step = (int32_t)(step * FRAC_ONE + 0.5);
}
KC_NATIVE int32_t line_length(const reverbsc_st *s, int n)
{
    return (int32_t)((params[n].delay + params[n].drift * s->pitchmod * 1.125) * s->rate + 16.5);
}
KC_NATIVE void line_start(reverbsc_st *s, int n, double *buf)
{
    line *l = &s->lines[n];
    *l = (line){.buf = buf, .len = line_length(s, n), .seed = params[n].seed};
    double at = l->len - line_delay(s, n) * s->rate;
    l->read = (int32_t)at;
    l->frac = (int32_t)((at - l->read) * FRAC_ONE + 0.5);
    line_segment(s, n);
}

KC_NATIVE int reverbsc_init(reverbsc_st *s, kc_ctx *c, double *l, double *r, const double *inl,
                            const double *inr, const double *fblvl, const double *fco, const double *israte,
                            const double *ipitchm, const double *iskip)
{
    (void)l, (void)r, (void)inl, (void)inr, (void)fblvl, (void)fco;
    s->rate = *israte <= 0 ? c->sr : *israte;
    s->pitchmod = *ipitchm;
    if (!(s->rate >= 5000 && s->rate <= 1000000)) return kc_fail(c, "reverbsc: sample rate is out of range");
    if (!(s->pitchmod >= 0 && s->pitchmod <= 20))
        return kc_fail(c, "reverbsc: invalid pitch modulation factor");
    size_t total = 0;
    for (int n = 0; n < LINES; n++) total += (size_t)line_length(s, n);
    if (s->mem.p && total == s->total && *iskip != 0) return KC_OK;
    s->total = 0;
    if (kc_aux_alloc(c, &s->mem, total * sizeof(double)) != KC_OK) return KC_ERROR;
    s->total = total;
    double *buf = s->mem.p;
    for (int n = 0; n < LINES; n++) {
        line_start(s, n, buf);
        buf += s->lines[n].len;
    }
    s->damp = 1;
    s->lpfreq = 0;
    return KC_OK;
}

/* Third-order Lagrange at the read point, which then moves on. */
KC_NATIVE double line_read(line *l)
{
    if (l->frac >= FRAC_ONE) {
        l->read += l->frac >> FRAC_BITS;
        l->frac &= FRAC_ONE - 1;
    }
    if (l->read >= l->len) l->read -= l->len;
    int32_t i = l->read, before = i > 0 ? i - 1 : l->len - 1;
    int32_t i1 = i + 1 < l->len ? i + 1 : i + 1 - l->len, i2 = i + 2 < l->len ? i + 2 : i + 2 - l->len;
    double f = l->frac * (1.0 / FRAC_ONE);
    double w2 = (f * f - 1.0) * (1.0 / 6.0), half = (f + 1.0) * 0.5, w0 = 3.0 * w2;
    double w1 = half - w0, wm = half - 1.0 - w2, y = l->buf[i];
    w0 -= f;
    l->frac += l->step;
    return (wm * l->buf[before] + w0 * y + w1 * l->buf[i1] + w2 * l->buf[i2]) * f + y;
}

KC_NATIVE int reverbsc_perf(reverbsc_st *s, kc_ctx *c, double *left, double *right, const double *inl,
                            const double *inr, const double *fblvl, const double *fco, const double *israte,
                            const double *ipitchm, const double *iskip)
{
    (void)israte, (void)ipitchm, (void)iskip;
    if (!s->total) return kc_fail(c, "reverbsc: not initialised");
    if (*fco != s->lpfreq) {
        s->lpfreq = *fco;
        s->damp = kc_onepole(*fco * 6.283185307179586476925286766559 / s->rate);
    }
    double feedback = *fblvl, damp = s->damp;
    for (int i = c->begin; i < c->end; i++) {
        double junction = 0, sum[2] = {0, 0};
        for (int n = 0; n < LINES; n++) junction += s->lines[n].state;
        junction *= 0.25;
        const double in[2] = {junction + inl[i], junction + inr[i]};
        for (int n = 0; n < LINES; n++) {
            line *l = &s->lines[n];
            l->buf[l->write] = in[n & 1] - l->state;
            if (++l->write >= l->len) l->write = 0;
            double y = line_read(l) * feedback;
            l->state = (l->state - y) * damp + y;
            sum[n & 1] += l->state;
            if (--l->left <= 0) line_segment(s, n);
        }
        left[i] = sum[0] * 0.35;
        right[i] = sum[1] * 0.35;
    }
    return KC_OK;
}

/* Opcode: reverbsc
 * Synopsis: aoutL, aoutR reverbsc ainL, ainR, kfblvl, kfco [, israte [, ipitchm [, iskip]]]
 *
 * Stereo reverberator of eight delay lines.
 * In:  ainL, ainR  signals
 *      kfblvl      feedback, 0 .. 1: .6 small room, .8 hall, .9 long
 *      kfco        cutoff of the low-passes in the loop, Hz
 *      israte      sample rate to assume; 0 or less: sr (default -1)
 *      ipitchm     depth of the random drift of the delays, 0 .. 10 (default 1)
 *      iskip       not 0 keeps the contents (default 0)
 * Out: aoutL, aoutR  reverberation, without the signals themselves
 * Fails: at init when israte is outside 5000 .. 1000000, ipitchm outside 0 .. 20, or memory runs out
 */
KC_OP(reverbsc, "aa", "aakkjpo", .state = reverbsc_st, .init = reverbsc_init, .perf = reverbsc_perf)
