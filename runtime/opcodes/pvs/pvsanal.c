/* pvsanal, pvsynth: the streaming phase vocoder, by frames and sliding.
 *
 * By frames: every `overlap` samples a windowed stretch of the input is folded into one transform's length
 * (time n goes to point n mod N, so that phases do not depend on where the window lies), and each bin's
 * change of phase since the last frame gives its frequency. Synthesis adds the changes up, transforms back,
 * windows and overlaps. M. Dolson, "The phase vocoder: a tutorial", CMJ 10(4), 1986; J. L. Flanagan, R. M.
 * Golden, "Phase vocoder", BSTJ 45, 1966.
 *
 * Sliding: a transform for each sample, updated from the one before by the sample that comes and the one that
 * goes; windows are applied by mixing neighbouring bins. R. Bradford, R. Dobson, J. ffitch, "Sliding is
 * smoother than jumping", ICMC 2005. Its frames are pairs of doubles, one frame for each sample of the
 * k-cycle. */
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/dsp/pvs.h"

enum { LEAST_OVERLAP = 10, SLIDING_MAX = 1 << 16 };

/* A transform and its plan. */
typedef struct {
    kc_aux memory, data;
    kc_rfft *plan;
    double *x; /* N + 2 numbers */
} pv_fft;

KC_NATIVE int pv_fft_make(pv_fft *f, kc_ctx *c, int n)
{
    if (kc_aux_alloc(c, &f->memory, kc_rfft_bytes(n)) != KC_OK) return KC_ERROR;
    if (kc_aux_alloc(c, &f->data, ((size_t)n + 2) * sizeof(double)) != KC_OK) return KC_ERROR;
    f->plan = kc_rfft_make(f->memory.p, n);
    f->x = f->data.p;
    return KC_OK;
}
KC_NATIVE double *pv_numbers(kc_ctx *c, kc_aux *a, size_t n)
{
    return kc_aux_alloc(c, a, n * sizeof(double)) == KC_OK ? a->p : NULL;
}
/* i mod n, from 0 on. */
KC_NATIVE int pv_mod(int64_t i, int n)
{
    int64_t r = i % n;
    return (int)(r < 0 ? r + n : r);
}
KC_NATIVE double pv_wrap(double x)
{
    x = fmod(x, 2 * M_PI);
    return x <= -M_PI ? x + 2 * M_PI : x > M_PI ? x - 2 * M_PI : x;
}

/* ---- analysis by frames ------------------------------------------------------------------------ */

typedef struct {
    int n, overlap, half; /* half the window */
    int64_t time;         /* of the next frame's middle, samples */
    int64_t written;      /* samples in `input` */
    int pos;              /* samples in `block` */
    int len;              /* of input */
    double rate, centre;  /* Hz per radian and frame; Hz per bin; of single precision, as in the reference */
    double *block, *input, *window, *phase;
    kc_aux block_mem, input_mem, window_mem, phase_mem;
    pv_fft fft;
    /* sliding */
    double *bins, *turn; /* complex numbers */
} pvsanal_st;

KC_NATIVE int slide_start(pvsanal_st *s, kc_ctx *c, kc_fsig *f, double fftsize, double wintype);

KC_NATIVE int anal_memory(pvsanal_st *s, kc_ctx *c, int winsize)
{
    s->block = pv_numbers(c, &s->block_mem, (size_t)s->overlap);
    s->input = pv_numbers(c, &s->input_mem, (size_t)s->len);
    s->window = pv_numbers(c, &s->window_mem, (size_t)winsize + 1);
    s->phase = pv_numbers(c, &s->phase_mem, (size_t)s->n / 2 + 1);
    return s->block && s->input && s->window && s->phase ? pv_fft_make(&s->fft, c, s->n) : KC_ERROR;
}
KC_NATIVE int anal_window(pvsanal_st *s, kc_ctx *c, int type, int winsize)
{
    double *middle = s->window += winsize / 2;
    if (kc_pvs_window_all(c, middle, type, winsize) != KC_OK) return KC_ERROR;
    if (winsize > s->n) kc_pvs_sinc(middle, winsize, s->n);
    kc_pvs_scale(middle, winsize, 2 / kc_pvs_sum(middle, winsize));
    return KC_OK;
}
KC_NATIVE int pvsanal_init(pvsanal_st *s, kc_ctx *c, kc_fsig *f, const double *in, const double *ifftsize,
                           const double *ioverlap, const double *iwinsize, const double *iwintype,
                           const double *iformat, const double *iinit)
{
    (void)in, (void)iformat, (void)iinit;
    if (!(fabs(*ifftsize) <= KC_PVS_MAX) || !(fabs(*iwinsize) <= KC_PVS_MAX) || !(*ioverlap <= KC_PVS_MAX))
        return kc_fail(c, "pvsanal: more than %d points", KC_PVS_MAX);
    int n = (int)*ifftsize, overlap = *ioverlap >= 0 ? (int)*ioverlap : 0, winsize = (int)*iwinsize;
    if (*ioverlap < 0) return kc_fail(c, "pvsanal: overlap too big for fft size");
    if (overlap < c->ksmps || overlap <= LEAST_OVERLAP) return slide_start(s, c, f, *ifftsize, *iwintype);
    if (n <= 32) return kc_fail(c, "pvsanal: fftsize of 32 is too small!");
    n += n & 1;
    if (winsize < n) {
        kc_warn(c, "pvsanal: window size too small for fftsize");
        winsize = n;
    }
    if (overlap > n / 2) return kc_fail(c, "pvsanal: overlap too big for fft size");
    s->n = n;
    s->overlap = overlap;
    s->half = winsize / 2;
    s->len = winsize * 4;
    s->time = -(int64_t)(s->half / overlap) * overlap;
    s->written = 0;
    s->pos = 0;
    s->rate = (float)((float)(c->sr / overlap) / (2 * M_PI));
    s->centre = (float)(c->sr / n);
    if (anal_memory(s, c, winsize) != KC_OK) return KC_ERROR;
    int type = v_to_i(*iwintype);
    if (anal_window(s, c, type, winsize) != KC_OK) return KC_ERROR;
    return kc_pvs_open(c, f, n, overlap, winsize, type, KC_PVS_AMP_FREQ);
}

/* Bins to amplitude and frequency. */
KC_NATIVE void anal_polar(pvsanal_st *s, const double *x, float *out)
{
    for (int i = 0; i <= s->n / 2; i++) {
        double re = x[2 * i], im = x[2 * i + 1], amp = hypot(re, im), change = 0;
        if (!(amp < 1e-10)) {
            double phase = atan2(im, re);
            change = phase - s->phase[i];
            s->phase[i] = phase;
        }
        if (change > M_PI) change -= 2 * M_PI;
        if (change < -M_PI) change += 2 * M_PI;
        out[2 * i] = (float)amp;
        out[2 * i + 1] = (float)(change * s->rate + i * s->centre);
    }
}
KC_NATIVE void anal_frame(pvsanal_st *s, kc_fsig *f)
{
    double *x = s->fft.x;
    for (int i = 0; i < s->overlap; i++) s->input[s->written++ % s->len] = s->block[i];
    memset(x, 0, ((size_t)s->n + 2) * sizeof *x);
    int from = pv_mod(s->time - s->half, s->len), to = pv_mod(s->time - s->half, s->n);
    for (int i = -s->half; i <= s->half; i++) {
        x[to] += s->window[i] * s->input[from];
        if (++from == s->len) from = 0;
        if (++to == s->n) to = 0;
    }
    kc_rfft_forward(s->fft.plan, x, x);
    anal_polar(s, x, f->frame.p);
    s->time += s->overlap;
    f->framecount++;
}

/* ---- sliding analysis -------------------------------------------------------------------------- */

KC_NATIVE int slide_start(pvsanal_st *s, kc_ctx *c, kc_fsig *f, double fftsize, double wintype)
{
    int n = v_rint_to_i(fftsize);
    if (n <= 0) return kc_fail(c, "Invalid window size");
    n += n & 1;
    if (n > SLIDING_MAX || n < 8) return kc_fail(c, "pvsanal: %d points are no size to slide by", n);
    int bins = n / 2 + 1;
    s->n = n;
    s->pos = 0;
    s->input = pv_numbers(c, &s->input_mem, (size_t)n);
    s->phase = pv_numbers(c, &s->phase_mem, (size_t)bins);
    s->bins = pv_numbers(c, &s->window_mem, 2 * (size_t)bins);
    s->turn = pv_numbers(c, &s->block_mem, 2 * (size_t)bins);
    if (!s->input || !s->phase || !s->bins || !s->turn) return KC_ERROR;
    for (int i = 0; i < bins; i++) {
        s->turn[2 * i] = cos(2 * M_PI * i / n);
        s->turn[2 * i + 1] = sin(2 * M_PI * i / n);
    }
    f->N = n;
    f->NB = bins;
    f->sliding = 1;
    f->wintype = v_rint_to_i(wintype);
    f->format = KC_PVS_AMP_FREQ;
    if ((f->wintype < 0 || f->wintype > KC_PVS_RECT) || f->wintype == KC_PVS_KAISER ||
        f->wintype == KC_PVS_CUSTOM)
        kc_warn(c, "Unknown window type; replaced by rectangular");
    return kc_aux_alloc(c, &f->frame, (size_t)c->ksmps * 2 * (size_t)bins * sizeof(double));
}

/* Weights of a bin and of the sums of its neighbours at distance one and two. */
typedef struct {
    double own, one, two;
    int odd; /* bin 1 is the mean of its neighbours in these windows: a slip of the reference's, kept */
} slide_window;
__attribute__((unused)) static const slide_window slide_windows[KC_PVS_RECT + 1] = {
    [KC_PVS_HAMMING] = {0.54, 0.23, 0, 0},
    [KC_PVS_HANN] = {0.5, 0.25, 0, 0},
    [KC_PVS_BLACKMAN] = {0.42, 0.25, 0.04, 0},
    [KC_PVS_BLACKMAN_EXACT] = {0.42659071367153912296, 0.49656061908856405847 / 2,
                               0.076848667239896818573 / 2, 0},
    [KC_PVS_NUTTALL] = {0.375, 0.25, 0.0625, 1},
    [KC_PVS_HARRIS3] = {0.44959, 0.49364 / 2, 0.05677 / 2, 1},
    [KC_PVS_HARRIS_MIN] = {0.42323, 0.4973406 / 2, 0.0782793 / 2, 1},
    [KC_PVS_RECT] = {1, 0, 0, 0}};

/* The frame of one sample: windowed spectrum of `in`, both of n complex numbers. The ends of the spectrum are
 * treated as in the reference. */
KC_NATIVE void slide_apply(const slide_window *w, const double *in, double *out, int n)
{
    for (int i = 0; i < 2 * n; i++) out[i] = w->own * in[i];
    if (w->one == 0) return;
    for (int i = 2; i < 2 * (n - 1); i++) out[i] -= w->one * (in[i + 2] + in[i - 2]);
    for (int i = 4; i < 2 * (n - 2); i++) out[i] += w->two * (in[i + 4] + in[i - 4]);
    double a = 2 * w->one, b = 2 * w->two;
    int last = 2 * (n - 1);
    out[0] += b * in[4] - a * in[2];
    out[last] += b * in[last - 4] - a * in[last - 2];
    if (w->two == 0) return;
    out[2] += b * in[6] - a * in[4];
    out[last - 2] += b * in[last - 6] - a * in[last - 4];
    if (!w->odd) return;
    out[2] = 0.5 * (in[4] + in[0]);
    out[3] = 0.5 * (in[5] + in[1]);
}
KC_NATIVE void slide_step(pvsanal_st *s, double change)
{
    for (int i = 0; i < 2 * (s->n / 2 + 1); i += 2) {
        double re = s->bins[i] + change, im = s->bins[i + 1];
        s->bins[i] = s->turn[i] * re - s->turn[i + 1] * im;
        s->bins[i + 1] = s->turn[i] * im + s->turn[i + 1] * re;
    }
}
KC_NATIVE int slide_perf(pvsanal_st *s, kc_ctx *c, kc_fsig *f, const double *in)
{
    int n = s->n, bins = n / 2 + 1, type = f->wintype;
    const slide_window *w = &slide_windows[type >= 0 && type < KC_PVS_RECT ? type : KC_PVS_RECT];
    if (w->own == 0) w = &slide_windows[KC_PVS_RECT];
    if (f->frame.size < (size_t)c->ksmps * 2 * (size_t)bins * sizeof(double) || f->N != n)
        return kc_fail(c, "pvsanal: Not Initialised.");
    for (int i = c->begin; i < c->end; i++) {
        double *out = (double *)f->frame.p + (size_t)i * 2 * (size_t)bins, change = in[i] - s->input[s->pos];
        s->input[s->pos] = in[i];
        if (++s->pos == n) s->pos = 0;
        slide_step(s, change);
        slide_apply(w, s->bins, out, bins);
        for (int k = 0; k < bins; k++) {
            double amp = hypot(out[2 * k], out[2 * k + 1]), phase = atan2(out[2 * k + 1], out[2 * k]);
            double turn = pv_wrap(phase - s->phase[k] - k * (2 * M_PI) / n);
            s->phase[k] = phase;
            out[2 * k] = amp;
            out[2 * k + 1] = c->sr * (k + turn * n / (2 * M_PI)) / n;
        }
    }
    return KC_OK;
}

KC_NATIVE int pvsanal_perf(pvsanal_st *s, kc_ctx *c, kc_fsig *f, const double *in, const double *ifftsize,
                           const double *ioverlap, const double *iwinsize, const double *iwintype,
                           const double *iformat, const double *iinit)
{
    (void)ifftsize, (void)ioverlap, (void)iwinsize, (void)iwintype, (void)iformat, (void)iinit;
    if (!s->input) return kc_fail(c, "pvsanal: Not Initialised.");
    if (f->sliding) return slide_perf(s, c, f, in);
    if (!kc_pvs_fits(f, s->n)) return kc_fail(c, "pvsanal: Not Initialised.");
    for (int i = c->begin; i < c->end; i++) {
        if (s->pos == s->overlap) {
            anal_frame(s, f);
            s->pos = 0;
        }
        s->block[s->pos++] = in[i];
    }
    return KC_OK;
}

/* Opcode: pvsanal
 * Synopsis: fsig pvsanal ain, ifftsize, ioverlap, iwinsize, iwintype [, iformat] [, iinit]
 *
 * Analyses a signal into frames of amplitudes and frequencies.
 * In:  ain       signal
 *      ifftsize  points of the transform, made even
 *      ioverlap  samples from frame to frame, at most ifftsize / 2; less than ksmps, or not above 10: a
 *                frame for each sample (sliding)
 *      iwinsize  points of the window, at least ifftsize
 *      iwintype  0 Hamming, 1 Hann, 2 Kaiser, below 0 a table with a window of GEN20; sliding also 4
 *                Blackman, 5 Blackman (exact), 6 Nuttall, 7 and 8 Blackman-Harris, 9 rectangle iformat,
 *                iinit not used
 * Out: f-signal
 * Fails: at init for arguments out of range, a table that does not exist, or when memory runs out
 */
KC_OP(pvsanal, "f", "aiiiioo", .state = pvsanal_st, .init = pvsanal_init, .perf = pvsanal_perf)

/* ---- synthesis --------------------------------------------------------------------------------- */

typedef struct {
    int n, overlap, half, len;
    int64_t time; /* of the next frame's middle */
    int pos;      /* in `block` */
    int ready;    /* samples which the next frame completes */
    int out;      /* place of the first of them in `output` */
    int tidy;     /* bin whose phase is reduced next */
    double rate, centre;
    double *block, *output, *window, *phase;
    kc_aux block_mem, output_mem, window_mem, work_mem, phase_mem;
    pv_fft fft;
} pvsynth_st;

KC_NATIVE int synth_memory(pvsynth_st *s, kc_ctx *c, int winsize)
{
    s->block = pv_numbers(c, &s->block_mem, (size_t)s->overlap);
    s->output = pv_numbers(c, &s->output_mem, (size_t)s->len);
    s->window = pv_numbers(c, &s->window_mem, (size_t)winsize + 1);
    s->phase = pv_numbers(c, &s->phase_mem, (size_t)s->n / 2 + 1);
    return s->block && s->output && s->window && s->phase ? pv_fft_make(&s->fft, c, s->n) : KC_ERROR;
}
/* The window, scaled so that analysis and synthesis give the signal back. A window longer than the transform
 * has a sinc of one hop, and is scaled by the analysis window alone. */
KC_NATIVE int synth_window(pvsynth_st *s, kc_ctx *c, int type, int winsize)
{
    double sum = 0, *middle = s->window += winsize / 2;
    if (winsize > s->n) {
        double *work = pv_numbers(c, &s->work_mem, (size_t)winsize + 1);
        if (!work || kc_pvs_window_all(c, work + winsize / 2, type, winsize) != KC_OK) return KC_ERROR;
        kc_pvs_sinc(work + winsize / 2, winsize, s->n);
        sum = 2 / kc_pvs_sum(work + winsize / 2, winsize);
    }
    if (kc_pvs_window_all(c, middle, type, winsize) != KC_OK) return KC_ERROR;
    if (winsize > s->n)
        kc_pvs_sinc(middle, winsize, s->overlap);
    else {
        kc_pvs_scale(middle, winsize, 2 / kc_pvs_sum(middle, winsize));
        for (int i = -s->half; i <= s->half; i += s->overlap) sum += middle[i] * middle[i];
    }
    kc_pvs_scale(middle, winsize, 1 / sum);
    return KC_OK;
}
KC_NATIVE int pvsynth_init(pvsynth_st *s, kc_ctx *c, double *out, const kc_fsig *f, const double *iinit)
{
    (void)out, (void)iinit;
    if (!f->frame.p) return kc_fail(c, "pvsynth: f-signal is not initialised");
    if (f->sliding) {
        s->n = f->N;
        s->phase = pv_numbers(c, &s->phase_mem, (size_t)f->NB);
        s->output = s->phase;
        return s->phase ? KC_OK : KC_ERROR;
    }
    int n = f->N, overlap = f->overlap, winsize = f->winsize;
    if (n < 2 || (n & 1) || n > KC_PVS_MAX || overlap < 1 || overlap > KC_PVS_MAX || winsize < 2 ||
        winsize > KC_PVS_MAX)
        return kc_fail(c, "pvsynth: illegal sizes: %d points, overlap %d, window %d", n, overlap, winsize);
    s->n = n;
    s->overlap = overlap;
    s->half = winsize / 2;
    s->len = winsize * 4;
    s->time = -(int64_t)(s->half / overlap) * overlap;
    s->pos = s->ready = s->out = 0;
    s->rate = 2 * M_PI / (c->sr / overlap);
    s->centre = c->sr / n;
    if (synth_memory(s, c, winsize) != KC_OK) return KC_ERROR;
    return synth_window(s, c, f->wintype, winsize);
}

/* Amplitudes and frequencies to bins; every frame one bin's phase is reduced, so that none grows without end.
 */
KC_NATIVE void synth_bins(pvsynth_st *s, const float *in, double *x)
{
    for (int i = 0; i <= s->n / 2; i++) {
        double phase = s->phase[i] + s->rate * ((double)in[2 * i + 1] - i * s->centre);
        if (i == s->tidy) phase = fmod(phase, 2 * M_PI);
        s->phase[i] = phase;
        x[2 * i] = in[2 * i] * cos(phase);
        x[2 * i + 1] = in[2 * i] * sin(phase);
    }
    s->tidy = s->tidy >= s->n / 2 ? 0 : s->tidy + 1;
}
/* Hands out what is complete. */
KC_NATIVE void synth_shift(pvsynth_st *s)
{
    for (int i = 0; i < s->ready; i++) {
        s->block[i] = s->output[s->out];
        s->output[s->out] = 0;
        if (++s->out == s->len) s->out = 0;
    }
    s->time += s->overlap;
    int64_t done = s->time - s->half;
    s->ready = done > s->overlap ? s->overlap : done > 0 ? (int)done : 0;
    if (done > 0) return;
    for (int64_t i = s->time + s->half; i < s->len; i++) /* before time 0 */
        if (i > 0) s->output[i] = 0;
}
KC_NATIVE void synth_frame(pvsynth_st *s, const float *in)
{
    double *x = s->fft.x, scale = 1.0 / s->n;
    synth_bins(s, in, x);
    kc_rfft_inverse(s->fft.plan, x, x);
    int to = pv_mod(s->time - s->half, s->len), from = pv_mod(s->time - s->half, s->n);
    for (int i = -s->half; i <= s->half; i++) {
        s->output[to] += x[from] * scale * s->window[i];
        if (++to == s->len) to = 0;
        if (++from == s->n) from = 0;
    }
    synth_shift(s);
}

KC_NATIVE double unslide(pvsynth_st *s, const kc_ctx *c, const double *in, int bins)
{
    double sum = 0;
    for (int k = 0; k < bins; k++) {
        double step = (in[2 * k + 1] - k * c->sr / s->n) * c->twopi_sr + k * (2 * M_PI) / s->n;
        s->phase[k] = pv_wrap(s->phase[k] + step);
        double x = in[2 * k] * cos(s->phase[k]);
        sum += k == 0 ? x : k == bins - 1 ? -x : k & 1 ? -2 * x : 2 * x;
    }
    return sum / s->n;
}
KC_NATIVE int pvsynth_perf(pvsynth_st *s, kc_ctx *c, double *out, const kc_fsig *f, const double *iinit)
{
    (void)iinit;
    if (!s->output) return kc_fail(c, "pvsynth: Not Initialised.");
    if (f->sliding) {
        int bins = s->n / 2 + 1;
        if (f->N != s->n || f->frame.size < (size_t)c->ksmps * 2 * (size_t)bins * sizeof(double))
            return kc_fail(c, "pvsynth: Not Initialised.");
        for (int i = c->begin; i < c->end; i++)
            out[i] = unslide(s, c, (const double *)f->frame.p + (size_t)i * 2 * (size_t)bins, bins);
        return KC_OK;
    }
    if (!kc_pvs_fits(f, s->n) || !s->block) return kc_fail(c, "pvsynth: Not Initialised.");
    for (int i = c->begin; i < c->end; i++) {
        if (s->pos == s->overlap) {
            synth_frame(s, f->frame.p);
            s->pos = 0;
        }
        out[i] = s->block[s->pos++];
    }
    return KC_OK;
}

/* Opcode: pvsynth
 * Synopsis: ares pvsynth fsrc [, iinit]
 *
 * Synthesises an f-signal of amplitudes and frequencies.
 * In:  fsrc   f-signal
 *      iinit  not used
 * Out: signal, ioverlap samples and a window late
 * Fails: at init when fsrc has not been made, or memory runs out
 */
KC_OP(pvsynth, "a", "fo", .state = pvsynth_st, .init = pvsynth_init, .perf = pvsynth_perf)
