/* pvscale, pvshift, pvswarp: frequencies multiplied, moved and bent, with or without the formants.
 *
 * Each bin goes to the bin its new frequency falls in. To keep formants the spectral envelope is taken off
 * before and put on after. It is the log spectrum without its fine structure: a transform, weights for the
 * low quefrencies, and back; mode 2 repeats that on the larger of envelope and spectrum (A. Roebel, X. Rodet,
 * DAFx 2005), mode 3 is a mean of neighbours. Indices that differ between numerator and denominator are the
 * reference's. */
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/pvs.h"
#include "runtime/opcodes/dsp/values.h"

#ifndef KC_BITCODE
enum { USUAL_COEFS = 80, MAX_ROUNDS = 1000, MEAN_WIDTH = 5 };

typedef struct {
    uint32_t last;
    kc_aux env_mem, ceps_mem, tmp_mem, plan_mem;
    double *env, *ceps; /* half the points of the frame, and some */
    float *tmp;         /* copy of the input */
    kc_rfft *plan;
    int points; /* of the plan */
} pvscale_st;

KC_NATIVE int pvscale_start(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    s->last = 0;
    if (kc_fsig_like(c, out, in) < 0) return KC_ERROR;
    int n = in->N, half = n / 2 + (n / 2) % 2;
    size_t doubles = ((size_t)n + 4) * sizeof(double), bytes = kc_rfft_bytes(half);
    if (in->sliding) return KC_OK;
    if (!bytes) return kc_fail(c, "%s: illegal size: %d points", c->site->desc->name, n);
    if (kc_aux_alloc(c, &s->env_mem, doubles) < 0 || kc_aux_alloc(c, &s->ceps_mem, doubles) < 0 ||
        kc_aux_alloc(c, &s->tmp_mem, ((size_t)n + 2) * sizeof(float)) < 0 ||
        kc_aux_alloc(c, &s->plan_mem, bytes) < 0)
        return KC_ERROR;
    s->env = s->env_mem.p;
    s->ceps = s->ceps_mem.p;
    s->tmp = s->tmp_mem.p;
    s->plan = kc_rfft_make(s->plan_mem.p, half);
    s->points = half;
    return KC_OK;
}
KC_NATIVE int pvscale_ready(const pvscale_st *s, const kc_ctx *c, const kc_fsig *out, const kc_fsig *in)
{
    size_t bytes = kc_fsig_bytes(c, in);
    return in->frame.p && out->frame.p && in->frame.size >= bytes && out->frame.size >= bytes &&
           out->N == in->N && out->sliding == in->sliding && (in->sliding || (s->env && s->plan));
}

/* ---- envelopes --------------------------------------------------------------------------------- */

/* Share of what is kept: of number i of the transform in packed order (first, last, then pairs), or with both
 * halves of a complex one in order. */
KC_NATIVE void weigh_packed(double *x, int points, int coefs)
{
    for (int k = 1; k < points / 2; k++) {
        if (2 * k >= coefs) x[2 * k] = 0;
        if (2 * k + 1 >= coefs) x[2 * k + 1] = 0;
    }
    if (coefs <= 1) x[points] = 0;
    if (coefs <= 0) x[0] = 0;
}
KC_NATIVE void weigh_complex(double *x, int points, int coefs)
{
    for (int k = 1; k < points / 2; k++) {
        x[2 * k] *= 0.5 * ((2 * k < coefs) + (2 * k <= coefs));
        x[2 * k + 1] *= 0.5 * ((2 * k + 1 < coefs) + (2 * k - 1 <= coefs));
    }
    if (points > coefs) x[points] = 0;
}
/* ceps = the log spectrum `env` without fine structure. */
KC_NATIVE void lifter(pvscale_st *s, int bins, int coefs, void (*weigh)(double *, int, int))
{
    memset(s->ceps, 0, ((size_t)s->points + 2) * sizeof *s->ceps);
    memcpy(s->ceps, s->env, (size_t)bins * sizeof *s->ceps);
    kc_rfft_forward(s->plan, s->ceps, s->ceps);
    weigh(s->ceps, s->points, coefs);
    kc_rfft_inverse(s->plan, s->ceps, s->ceps);
    for (int i = 0; i < bins; i++) s->ceps[i] /= s->points;
}
KC_NATIVE void neighbours(pvscale_st *s, int bins)
{
    for (int i = 0; i < bins; i++) {
        if (i >= MEAN_WIDTH && i < bins - MEAN_WIDTH) {
            double sum = 0;
            for (int j = -MEAN_WIDTH; j < MEAN_WIDTH; j++) sum += s->env[i + j];
            s->ceps[i] = sum / (2 * MEAN_WIDTH);
        } else if (i < MEAN_WIDTH) {
            s->ceps[i] = s->env[i];
        }
    }
}
/* env = the envelope of the amplitudes x, mode 1 to 3; its largest value. own: in mode 2 the larger one is
 * kept. */
KC_NATIVE float envelope(pvscale_st *s, const float *x, int bins, int mode, int coefs, int own,
                         void (*weigh)(double *, int, int))
{
    float max = 0;
    for (int i = 0; i < bins; i++) s->env[i] = log(x[2 * i] > 0 ? x[2 * i] : 1e-20);
    if (mode > 2) neighbours(s, bins);
    for (int round = 0, more = mode <= 2; more && round < MAX_ROUNDS; round++) {
        lifter(s, bins, coefs < 1 ? USUAL_COEFS : coefs, weigh);
        more = 0;
        for (int i = 0; i < bins && mode == 2; i++) {
            if (s->env[i] < s->ceps[i]) s->env[i] = s->ceps[i];
            if (log(x[2 * i]) - s->ceps[i] > 0.23) more = 1;
        }
    }
    for (int i = 0; i < bins; i++) {
        s->env[i] = exp(own && mode == 2 ? s->env[i] : s->ceps[i]);
        if (max < s->env[i]) max = (float)s->env[i];
    }
    return max;
}
/* Divides amplitudes from `point` on (of the frame) by the envelope from `bin` on, where `freq` and the
 * numbers behind it count bins below top Hz. */
KC_NATIVE void flatten(const pvscale_st *s, const kc_ctx *c, float *x, int n, int point, int bin, int bins,
                       int freq, float max, double top)
{
    float sr = (float)c->sr;
    for (; max != 0 && point < n && bin < bins; point += 2, bin++, freq++) {
        s->env[bin] /= max;
        float f = (float)freq * sr / (float)n;
        if (s->env[bin] != 0 && f < top) x[point] = (float)(x[point] / s->env[bin]);
    }
}

/* ---- pvscale ----------------------------------------------------------------------------------- */

KC_NATIVE int pvscale_init(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const void *scale,
                           const void *keep, const void *gain, const void *coefs)
{
    (void)scale, (void)keep, (void)gain, (void)coefs;
    return pvscale_start(s, c, out, in);
}
/* Sliding: x and y are pairs of amplitude and frequency of a sample; the first `lowest` and the last are
 * copied. */
KC_NATIVE void slide_bins(const kc_ctx *c, double *y, const double *x, int bins, int lowest, double scale,
                          double shift, int keep, double gain, int last)
{
    double max = 0;
    memcpy(y, x, 2 * (size_t)bins * sizeof *y);
    for (int i = 1; i < bins - 1 && keep; i++) max = max < x[2 * i] ? x[2 * i] : max;
    for (int i = lowest; i < last; i++) {
        if (keep > 1 && max != 0) y[2 * i] *= x[2 * i] / max;
        y[2 * i + 1] = x[2 * i + 1] * scale + shift;
        if (y[2 * i + 1] >= c->sr * 0.5 || y[2 * i + 1] <= -c->sr * 0.5) y[2 * i] = 0;
    }
    for (int i = lowest; i < bins; i++) y[2 * i] *= gain;
}
KC_NATIVE int pvscale_slide(kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *scale, int keep,
                            double gain)
{
    int bins = in->N / 2 + 1;
    memset(out->frame.p, 0, kc_fsig_bytes(c, in));
    for (int n = c->begin; n < c->end; n++) {
        size_t at = (size_t)n * 2 * (size_t)bins;
        double k = fabs(scale[kc_arg_is_a(c, 2) ? n : 0]);
        slide_bins(c, (double *)out->frame.p + at, (const double *)in->frame.p + at, bins, 1, k, 0, keep,
                   gain, bins - 1);
    }
    return KC_OK;
}
KC_NATIVE void blank(float *y, const float *x, int from, int n)
{
    y[0] = x[0];
    y[n] = x[n];
    for (int i = 2; i < n; i += 2) {
        y[i] = i < from ? x[i] : 0;
        y[i + 1] = i < from ? x[i + 1] : -1; /* -1: nothing has come here */
    }
}
KC_NATIVE void finish(float *y, int from, int n, float gain)
{
    for (int i = from; i < n; i += 2) y[i] = y[i + 1] == -1 || isnan(y[i]) ? 0 : y[i] * gain;
}
KC_NATIVE int pvscale_perf(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *scale,
                           const double *keepform, const double *gain, const double *coefs)
{
    int n = in->N, keep = kc_trunc_i(*keepform);
    double k = fabs(*scale);
    if (!pvscale_ready(s, c, out, in)) return kc_fail(c, "pvscale: not initialised");
    if (in->sliding) return pvscale_slide(c, out, in, scale, keep, *gain);
    if (s->last >= in->framecount) return KC_OK;
    float *x = s->tmp, *y = out->frame.p, sr = (float)c->sr;
    memcpy(x, in->frame.p, ((size_t)n + 2) * sizeof *x);
    blank(y, in->frame.p, 0, n);
    if (keep) {
        int mode = keep < 1 ? 1 : keep > 3 ? 3 : keep, first = mode == 3 ? 0 : 2;
        float max = envelope(s, x, n / 2, mode, kc_trunc_i(*coefs), 0, weigh_packed);
        flatten(s, c, x, n, first, first, n / 2, first, max, k * sr / 2);
    }
    for (int i = 2, chan = 1; i < n; i += 2, chan++) {
        double place = chan * k + 0.5;
        int to = place < n ? (int)place * 2 : n;
        if (to <= 0 || to >= n) continue;
        y[to] = keep ? (float)(x[i] * s->env[to / 2]) : x[i];
        y[to + 1] = (float)(x[i + 1] * k);
    }
    finish(y, 2, n, (float)*gain);
    out->framecount = s->last = in->framecount;
    return KC_OK;
}

/* ---- pvshift ----------------------------------------------------------------------------------- */

KC_NATIVE int pvshift_init(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const void *shift,
                           const void *lowest, const void *keep, const void *gain, const void *coefs)
{
    (void)shift, (void)lowest, (void)keep, (void)gain, (void)coefs;
    return pvscale_start(s, c, out, in);
}
/* Bins that a frequency stands for. */
KC_NATIVE int bins_of(const kc_ctx *c, double freq, int n) { return kc_trunc_i(freq * n * c->inv_sr); }
/* The first number of the frame that is moved. */
KC_NATIVE int lowest_of(const kc_ctx *c, double freq, int n)
{
    int bin = bins_of(c, fabs(freq), n);
    return bin <= 0 ? 2 : bin > n / 2 ? n / 2 : bin * 2;
}
KC_NATIVE int pvshift_slide(kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *shift, double lowest,
                            int keep, double gain)
{
    int bins = in->N / 2 + 1, from = bins_of(c, fabs(lowest), in->N);
    from = from <= 0 ? 1 : from > bins ? bins : from;
    memset(out->frame.p, 0, kc_fsig_bytes(c, in));
    for (int n = c->begin; n < c->end; n++) {
        size_t at = (size_t)n * 2 * (size_t)bins;
        slide_bins(c, (double *)out->frame.p + at, (const double *)in->frame.p + at, bins, from, 1,
                   shift[kc_arg_is_a(c, 2) ? n : 0], keep, gain, bins);
    }
    return KC_OK;
}
KC_NATIVE int pvshift_perf(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *shift,
                           const double *lowest, const double *keepform, const double *gain,
                           const double *coefs)
{
    int n = in->N, keep = kc_trunc_i(*keepform), from = lowest_of(c, *lowest, n), by = bins_of(c, *shift, n);
    if (!pvscale_ready(s, c, out, in)) return kc_fail(c, "pvshift: not initialised");
    if (in->sliding) return pvshift_slide(c, out, in, shift, *lowest, keep, *gain);
    if (s->last >= in->framecount) return KC_OK;
    float *x = s->tmp, *y = out->frame.p, sr = (float)c->sr;
    memcpy(x, in->frame.p, ((size_t)n + 2) * sizeof *x);
    blank(y, in->frame.p, from, n);
    if (keep) {
        float max = envelope(s, x, n / 2, keep > 1 ? 2 : 1, kc_trunc_i(*coefs), 1, weigh_complex);
        flatten(s, c, x, n, from, from, n, from, max, sr / 2 + *shift);
    }
    for (int i = from, chan = from / 2; i < n; i += 2, chan++) {
        int64_t to = ((int64_t)chan + by) * 2;
        if (to <= from || to >= n) continue;
        y[to] = keep ? (float)(x[i] * s->env[to / 2]) : x[i];
        y[to + 1] = (float)(x[i + 1] + *shift);
    }
    finish(y, from, n, (float)*gain);
    out->framecount = s->last = in->framecount;
    return KC_OK;
}

/* ---- pvswarp ----------------------------------------------------------------------------------- */

KC_NATIVE int pvswarp_init(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const void *scale,
                           const void *shift, const void *lowest, const void *keep, const void *gain,
                           const void *coefs)
{
    (void)scale, (void)shift, (void)lowest, (void)keep, (void)gain, (void)coefs;
    if (in->sliding) return kc_fail(c, "pvswarp: does not work while sliding");
    return pvscale_start(s, c, out, in);
}
KC_NATIVE int pvswarp_perf(pvscale_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *scale,
                           const double *shift, const double *lowest, const double *keepform,
                           const double *gain, const double *coefs)
{
    int n = in->N, keep = kc_trunc_i(*keepform), from = lowest_of(c, *lowest, n), by = bins_of(c, *shift, n);
    int mode = keep > 2 ? 3 : keep > 1 ? 2 : 1;
    double k = fabs(*scale);
    if (!pvscale_ready(s, c, out, in)) return kc_fail(c, "pvswarp: not initialised");
    if (s->last >= in->framecount) return KC_OK;
    float *x = in->frame.p, *y = out->frame.p, sr = (float)c->sr; /* the input changes, as in the reference */
    double top = k * sr / 2 + *shift;
    blank(y, x, 0, n);
    float max = envelope(s, x, n / 2, mode, kc_trunc_i(*coefs), 0, weigh_complex);
    for (int i = n / 2; i < n + 2; i++) s->env[i] = 0;
    flatten(s, c, x, n, from, from, n, mode == 3 ? from : from / 2, max, top);
    for (int i = 2, chan = 1; i < n; i += 2, chan++) {
        double place = chan * k + by + 0.5;
        int to = place > -n && place < n ? (int)place * 2 : n;
        if (i < from)
            y[i] = x[i];
        else if (to > 0 && to < n)
            y[to] = (float)(x[to] * s->env[chan + 1]);
        y[i + 1] = x[i + 1];
    }
    for (int i = from, j = from; i < n; i += 2, j++) {
        y[i] = isnan(y[i]) ? 0 : y[i] * (float)*gain;
        if (s->env[j] != 0 && (float)j * sr / (float)n < top) x[i] = (float)(x[i] * s->env[i / 2]);
    }
    out->framecount = s->last = in->framecount;
    return KC_OK;
}
#endif

/* Opcode: pvscale
 * Synopsis: fsig pvscale fsigin, kscal [, kkeepform, kgain, kcoefs]
 *
 * Multiplies frequencies.
 * In:  fsigin     signal
 *      kscal      factor; a-rate with sliding signals
 *      kkeepform  0 formants move too; 1 to 3 keep them: by cepstrum, by true envelope, by means (default 0)
 *      kgain      factor of the amplitudes (default 1)
 *      kcoefs     coefficients of the cepstrum; below 1 stands for 80 (default 0)
 * Out: signal
 * Fails: at init for sizes of which there is no transform
 */
KC_OP(pvscale, "f", "fxOPO", .state = pvscale_st, .init = pvscale_init, .perf = pvscale_perf)
KC_OP(pvscale, "f", "fkOPO", .state = pvscale_st, .init = pvscale_init, .perf = pvscale_perf)

/* Opcode: pvshift
 * Synopsis: fsig pvshift fsigin, kshift, klowest [, kkeepform, kgain, kcoefs]
 *
 * Moves frequencies.
 * In:  fsigin     signal
 *      kshift     Hz; a-rate with sliding signals
 *      klowest    what is below stays, Hz
 *      kkeepform, kgain, kcoefs  as in pvscale, modes 0 to 2
 * Out: signal
 * Fails: at init for sizes of which there is no transform
 */
KC_OP(pvshift, "f", "fxkOPO", .state = pvscale_st, .init = pvshift_init, .perf = pvshift_perf)
KC_OP(pvshift, "f", "fkkOPO", .state = pvscale_st, .init = pvshift_init, .perf = pvshift_perf)

/* Opcode: pvswarp
 * Synopsis: fsig pvswarp fsigin, kscal, kshift [, klowest, kmeth, kgain, kcoefs]
 *
 * Scales and moves the spectral envelope.
 * In:  fsigin   signal, not sliding
 *      kscal    factor
 *      kshift   Hz
 *      klowest  what is below stays, Hz (default 0)
 *      kmeth    1 to 3: envelope by cepstrum, true envelope, means (default 1)
 *      kgain    factor of the amplitudes (default 1)
 *      kcoefs   coefficients of the cepstrum; below 1 stands for 80 (default 0)
 * Out: signal
 * Fails: at init for sliding signals and sizes of which there is no transform
 */
KC_OP(pvswarp, "f", "fkkOPPO", .state = pvscale_st, .init = pvswarp_init, .perf = pvswarp_perf)
