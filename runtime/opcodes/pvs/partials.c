/* pvsifd, partials: instantaneous frequencies, and tracks of spectral peaks. (tabifd: the same analysis of a
 * table.)
 *
 * pvsifd: the frequency of a bin from two transforms of one stretch of signal, with a window and with the
 * window's derivative. T. Abe et al., "The IF spectrogram", Proc. Int. Symp. Simulation, Visualization and
 * Auralization for Acoustic Research and Education, 1997.
 *
 * partials: peaks of the logarithmic spectrum, placed by parabolas, continue the nearest track within a bin
 * or begin one. R. McAulay, T. Quatieri, "Speech analysis/synthesis based on a sinusoidal representation",
 * IEEE Trans. ASSP 34(4), 1986; the rules follow the reference so that the same tracks come out. */
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/dsp/pvs.h"

enum { IFD_MAX = 1 << 20 };

KC_NATIVE void *part_room(kc_ctx *c, kc_aux *a, size_t n, size_t size)
{
    return kc_aux_alloc(c, a, (n ? n : 1) * size) == KC_OK ? a->p : NULL;
}

/* ---- instantaneous frequency ------------------------------------------------------------------- */

typedef struct {
    int n, hop, frames;
    int wait; /* tabifd: samples since the last frame */
    double norm;
    double *win, *slope, *signal, *diff;
    int32_t *fill;
    kc_rfft *plan;
    kc_aux win_mem, slope_mem, signal_mem, diff_mem, fill_mem, plan_mem;
} ifd_st;

/* The window and its differences. */
KC_NATIVE int ifd_window(ifd_st *s, kc_ctx *c, int type)
{
    double mean = type == KC_PVS_HAMMING ? 0.54 : 0.5, sum = 0;
    if (type != KC_PVS_HAMMING && type != KC_PVS_HANN)
        return kc_fail(c, "pvsifd: unsupported value for iwintype");
    for (int i = 0; i < s->n; i++) {
        s->win[i] = mean - (1 - mean) * cos(2 * M_PI / (s->n - 1.0) * i);
        sum += s->win[i];
    }
    for (int i = 0; i < s->n; i++) s->slope[i] = s->win[i] - (i + 1 < s->n ? s->win[i + 1] : 0);
    s->norm = sum;
    return KC_OK;
}
KC_NATIVE int ifd_open(ifd_st *s, kc_ctx *c, kc_fsig *freqs, kc_fsig *phases, int type)
{
    size_t n = (size_t)s->n;
    s->signal = part_room(c, &s->signal_mem, n * (size_t)s->frames, sizeof(double));
    s->diff = part_room(c, &s->diff_mem, n, sizeof(double));
    s->win = part_room(c, &s->win_mem, n, sizeof(double));
    s->slope = part_room(c, &s->slope_mem, n, sizeof(double));
    s->fill = part_room(c, &s->fill_mem, (size_t)s->frames, sizeof(int32_t));
    void *plan = part_room(c, &s->plan_mem, kc_rfft_bytes(s->n), 1);
    if (!s->signal || !s->diff || !s->win || !s->slope || !s->fill || !plan) return KC_ERROR;
    s->plan = kc_rfft_make(plan, s->n);
    if (ifd_window(s, c, type) != KC_OK) return KC_ERROR;
    if (kc_pvs_open(c, freqs, s->n, s->hop, s->n, type, KC_PVS_AMP_FREQ) != KC_OK) return KC_ERROR;
    return kc_pvs_open(c, phases, s->n, s->hop, s->n, type, KC_PVS_AMP_PHASE);
}
KC_NATIVE int ifd_size(kc_ctx *c, double fftsize)
{
    int n = v_to_i(fftsize);
    if (n < 4 || n > IFD_MAX || (n & (n - 1))) return kc_fail(c, "pvsifd: fftsize should be power-of-two");
    return n;
}

/* Windows a stretch and turns its halves round, so that phases are those of its middle. */
KC_NATIVE void ifd_prepare(const double *in, const double *win, double *out, int n)
{
    for (int i = 0; i < n / 2; i++) {
        double early = in[i] * win[i];
        out[i] = in[i + n / 2] * win[i + n / 2];
        out[i + n / 2] = early;
    }
}
KC_NATIVE void ifd_frame(ifd_st *s, const kc_ctx *c, double *x, double gain, kc_fsig *freqs, kc_fsig *phases)
{
    double *d = s->diff, scale = gain / s->norm, per_radian = c->sr / (2 * M_PI), fund = c->sr / s->n;
    float *f = freqs->frame.p, *p = phases->frame.p;
    ifd_prepare(x, s->slope, d, s->n);
    ifd_prepare(x, s->win, x, s->n);
    kc_rfft_forward_packed(s->plan, x);
    kc_rfft_forward_packed(s->plan, d);
    for (int i = 2; i < s->n; i += 2) {
        double a = x[i] * scale, b = x[i + 1] * scale, da = d[i] * scale, db = d[i + 1] * scale;
        double power = a * a + b * b;
        int silent = (p[i] = f[i] = (float)sqrt(power)) == 0;
        f[i + 1] = (float)(silent ? i / 2 * fund : (a * db - b * da) / power * per_radian + i / 2 * fund);
        p[i + 1] = silent ? 0 : (float)atan2(b, a);
    }
    f[0] = p[0] = (float)(x[0] * scale);
    f[s->n] = p[s->n] = (float)(x[1] * scale);
    f[1] = p[1] = p[s->n + 1] = 0;
    f[s->n + 1] = (float)(c->sr * 0.5);
    freqs->framecount++;
    phases->framecount++;
}

KC_NATIVE int pvsifd_init(ifd_st *s, kc_ctx *c, kc_fsig *freqs, kc_fsig *phases, const double *in,
                          const double *ifftsize, const double *ihopsize, const double *iwintype,
                          const double *iscal)
{
    (void)in, (void)iscal;
    int n = ifd_size(c, *ifftsize), hop = v_to_i(*ihopsize);
    if (n < 0) return KC_ERROR;
    if (hop < 1 || n % hop) return kc_fail(c, "pvsifd: fftsize should be an integral multiple of hopsize");
    if ((int64_t)n * (n / hop) > KC_PVS_MAX) return kc_fail(c, "pvsifd: too many frames at once");
    s->n = n;
    s->hop = hop;
    s->frames = n / hop;
    if (ifd_open(s, c, freqs, phases, v_to_i(*iwintype)) != KC_OK) return KC_ERROR;
    for (int i = 0; i < s->frames; i++) s->fill[i] = i * hop;
    return KC_OK;
}
KC_NATIVE int ifd_ready(const ifd_st *s, const kc_fsig *freqs, const kc_fsig *phases)
{
    return s->signal && kc_pvs_fits(freqs, s->n) && kc_pvs_fits(phases, s->n);
}
KC_NATIVE int pvsifd_perf(ifd_st *s, kc_ctx *c, kc_fsig *freqs, kc_fsig *phases, const double *in,
                          const double *ifftsize, const double *ihopsize, const double *iwintype,
                          const double *iscal)
{
    (void)ifftsize, (void)ihopsize, (void)iwintype;
    if (!ifd_ready(s, freqs, phases)) return kc_fail(c, "pvsifd: not initialised");
    for (int n = c->begin; n < c->end; n++)
        for (int i = 0; i < s->frames; i++) {
            double *x = s->signal + (size_t)i * (size_t)s->n;
            x[s->fill[i]++] = in[n];
            if (s->fill[i] < s->n) continue;
            ifd_frame(s, c, x, *iscal, freqs, phases);
            s->fill[i] = 0;
        }
    return KC_OK;
}

/* Opcode: pvsifd
 * Synopsis: ffr, fphs pvsifd ain, ifftsize, ihopsize, iwintype [, iscal]
 *
 * Analyses a signal into frames of amplitudes with frequencies, and with phases.
 * In:  ain       signal
 *      ifftsize  points of a frame, power of two
 *      ihopsize  samples from frame to frame, a divisor of ifftsize
 *      iwintype  0 Hamming, 1 Hann
 *      iscal     gain (default 1)
 * Out: f-signals of amplitude and frequency, of amplitude and phase
 * Fails: at init for arguments out of range, or when memory runs out
 */
KC_OP(pvsifd, "ff", "aiiip", .state = ifd_st, .init = pvsifd_init, .perf = pvsifd_perf)

KC_NATIVE int tabifd_init(ifd_st *s, kc_ctx *c, kc_fsig *freqs, kc_fsig *phases, const double *ktime,
                          const double *kamp, const double *kpitch, const double *ifftsize,
                          const double *ihopsize, const double *iwintype, const double *ifn)
{
    (void)ktime, (void)kamp, (void)kpitch, (void)ifn;
    s->n = ifd_size(c, *ifftsize);
    if (s->n < 0) return KC_ERROR;
    s->hop = s->wait = v_to_i(*ihopsize);
    s->frames = 1;
    return ifd_open(s, c, freqs, phases, v_to_i(*iwintype));
}
KC_NATIVE double tabifd_read(const kc_table *t, double at)
{
    double whole = trunc(at), place = fmod(whole, t->len);
    if (place < 0) place += t->len;
    int i = place >= 0 && place < t->len ? (int)place : 0;
    return t->data[i] + (at - whole) * (t->data[i + 1] - t->data[i]);
}
KC_NATIVE int tabifd_perf(ifd_st *s, kc_ctx *c, kc_fsig *freqs, kc_fsig *phases, const double *ktime,
                          const double *kamp, const double *kpitch, const double *ifftsize,
                          const double *ihopsize, const double *iwintype, const double *ifn)
{
    (void)ifftsize, (void)ihopsize, (void)iwintype;
    if (!ifd_ready(s, freqs, phases)) return kc_fail(c, "tabifd: not initialised");
    if (s->wait >= s->hop) {
        const kc_table *t = kc_table_find(c, *ifn);
        if (!t || t->len < 1) return kc_fail(c, "could not find table number %d", (int)v_to_i(*ifn));
        double at = *ktime * c->sr;
        for (int i = 0; i < s->n; i++, at += *kpitch) s->signal[i] = tabifd_read(t, at);
        ifd_frame(s, c, s->signal, *kamp, freqs, phases);
        s->wait -= s->hop;
    }
    s->wait += c->ksmps;
    return KC_OK;
}

/* Opcode: tabifd
 * Synopsis: ffr, fphs tabifd ktimpt, kamp, kpitch, ifftsize, ihopsize, iwintype, ifn
 *
 * As pvsifd, of a function table at a place that moves.
 * In:  ktimpt    place, s
 *      kamp      gain
 *      kpitch    step through the table, points
 *      ifftsize  points of a frame, power of two
 *      ihopsize  samples from frame to frame
 *      iwintype  0 Hamming, 1 Hann
 *      ifn       table
 * Out: f-signals of amplitude and frequency, of amplitude and phase
 * Fails: at init for arguments out of range, or when memory runs out; when there is no such table
 */
KC_OP(tabifd, "ff", "kkkiiii", .state = ifd_st, .init = tabifd_init, .perf = tabifd_perf, .fx = tab_r)

/* ---- tracks ------------------------------------------------------------------------------------ */

/* One track. bin 0: none. */
typedef struct {
    double bin, amp, jump; /* jump: rise of amplitude it may make, dB */
    uint32_t begun, seen;  /* frames */
    int32_t id;
} part_track;

typedef struct {
    int n, bins, most;   /* most: tracks */
    int old, now, count; /* places of the two lists of tracks; tracks put out */
    int with_phase;
    int32_t next_id;
    uint32_t frame, last; /* frames analysed; framecount of the last */
    double *mags, *logs, *peak_bin, *peak_amp, *out_bin;
    int32_t *goes_on, *out_id;
    part_track *tracks; /* both lists */
    kc_aux mags_mem, logs_mem, peak_bin_mem, peak_amp_mem, out_bin_mem, goes_on_mem, out_id_mem, tracks_mem;
} partials_st;

KC_NATIVE int partials_memory(partials_st *s, kc_ctx *c)
{
    size_t bins = (size_t)s->bins, most = (size_t)s->most;
    s->mags = part_room(c, &s->mags_mem, bins, sizeof(double));
    s->logs = part_room(c, &s->logs_mem, bins, sizeof(double));
    s->peak_bin = part_room(c, &s->peak_bin_mem, bins, sizeof(double));
    s->peak_amp = part_room(c, &s->peak_amp_mem, bins, sizeof(double));
    s->out_bin = part_room(c, &s->out_bin_mem, most, sizeof(double));
    s->goes_on = part_room(c, &s->goes_on_mem, most, sizeof(int32_t));
    s->out_id = part_room(c, &s->out_id_mem, most, sizeof(int32_t));
    s->tracks = part_room(c, &s->tracks_mem, 2 * most, sizeof(part_track));
    return s->mags && s->logs && s->peak_bin && s->peak_amp && s->out_bin && s->goes_on && s->out_id &&
                   s->tracks
               ? KC_OK
               : KC_ERROR;
}
KC_NATIVE int partials_init(partials_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *freqs,
                            const kc_fsig *phases, const double *kthresh, const double *kminpts,
                            const double *kmaxgap, const double *imax)
{
    (void)kthresh, (void)kminpts, (void)kmaxgap;
    if (!freqs->frame.p || !phases->frame.p) return kc_fail(c, "partials: f-signal is not initialised");
    if (freqs->format != KC_PVS_AMP_FREQ || freqs->sliding)
        return kc_fail(c, "partials: first input not in AMP_FREQ format");
    s->with_phase = phases->format == KC_PVS_AMP_PHASE;
    if (!s->with_phase) kc_warn(c, "partials: no phase input, tracks will contain amp & freq only");
    int most = v_to_i(*imax);
    s->n = freqs->N;
    s->bins = s->n / 2 + 1;
    s->most = most < 0 ? 0 : most < s->bins ? most : s->bins;
    s->old = 0;
    s->now = s->most;
    s->count = 0;
    s->next_id = 0;
    s->frame = s->last = 0;
    if (partials_memory(s, c) != KC_OK) return KC_ERROR;
    for (int i = 0; i < s->most; i++) s->tracks[i].id = s->tracks[s->most + i].id = s->out_id[i] = -1;
    kc_fsig like = {.N = 2 * freqs->N + 2}; /* four numbers for each bin */
    if (kc_pvs_open(c, out, like.N, freqs->overlap, freqs->winsize, freqs->wintype, KC_PVS_TRACKS) != KC_OK)
        return KC_ERROR;
    out->N = s->n;
    out->NB = s->bins;
    return KC_OK;
}

/* Peaks above the threshold, into peak_bin and peak_amp; how many. What stands behind them is left from
 * earlier frames, as in the reference. */
KC_NATIVE int partials_peaks(partials_st *s, float threshold)
{
    const double *l = s->logs;
    int n = 0;
    for (int i = 0; i < s->bins; i++) s->logs[i] = log(s->mags[i]);
    for (int i = 1; i < s->bins - 1; i++) {
        if (!(l[i] > threshold && l[i] > l[i - 1] && l[i] >= l[i + 1])) continue;
        /* parabola through the bin and its neighbours, from the left one on */
        double y1 = l[i] - l[i - 1] + 0.000001, y2 = l[i + 1] - l[i - 1] + 0.000001;
        double a = (y2 - 2 * y1) / 2, b = 1 - y1 / a;
        s->peak_bin[n] = i - 1.0 + b / 2;
        s->peak_amp[n++] = exp(l[i - 1] - a * b * b / 4);
    }
    return n;
}
KC_NATIVE int partials_nearest(const partials_st *s, float bin)
{
    int best = 0;
    for (int i = 1; i < s->bins; i++)
        if (fabs(s->peak_bin[i] - bin) < fabs(s->peak_bin[best] - bin)) best = i;
    return best;
}
/* Lets a track take the nearest peak. */
KC_NATIVE int partials_continue(partials_st *s, part_track *t)
{
    float bin = (float)t->bin;
    int k = partials_nearest(s, bin);
    if (!(fabsf((float)(bin - s->peak_bin[k])) < 1)) return 0;
    float rise = (float)(20 * log10(s->peak_amp[k] / t->amp));
    if (t->jump < rise) return 0;
    t->bin = s->peak_bin[k];
    t->amp = s->peak_amp[k];
    t->seen = s->frame;
    s->peak_bin[k] = s->peak_amp[k] = 0;
    float grown = rise * 1.5f, faded = (float)(t->jump - (t->jump - 1.5) * 0.048770575f);
    t->jump = grown > faded ? grown : faded;
    return 1;
}
/* A track without a peak waits, unless its bin is quiet or it has waited too long. */
KC_NATIVE int partials_waits(const partials_st *s, const part_track *t, uint32_t max_gap)
{
    int k = v_to_i((float)(t->bin + 0.5));
    if (k < 0 || k >= s->bins) return 0;
    return !(s->mags[k] < 0.2 * t->amp || s->frame - t->seen > max_gap);
}
/* Continued tracks move up, new ones come behind; how many there are. */
KC_NATIVE int partials_renew(partials_st *s, int count, float threshold)
{
    const part_track *old = s->tracks + s->old;
    part_track *now = s->tracks + s->now;
    int n = 0;
    for (int i = 0; i < s->most; i++) {
        if (s->goes_on[i])
            now[n++] = old[i];
        else
            s->out_id[i] = -1;
    }
    for (int k = 0; k < s->bins && count < s->most; k++)
        if (s->peak_amp[k] > threshold)
            now[count++] =
                (part_track){s->peak_bin[k], s->peak_amp[k], 400, s->frame, s->frame, s->next_id++};
    for (int i = count; i < s->most; i++) {
        now[i].bin = now[i].amp = now[i].jump = 0;
        now[i].id = -1;
    }
    return count;
}
KC_NATIVE void partials_analyse(partials_st *s, const kc_ctx *c, double thresh, double minpts, double maxgap)
{
    float threshold = (float)(-thresh * c->zerodbfs);
    uint32_t least = minpts > 1 ? (uint32_t)v_to_i(minpts) - 1 : 0;
    uint32_t gap = maxgap > 0 ? (uint32_t)v_to_i(maxgap) : 0;
    if (thresh >= 0) {
        float max = 0;
        for (int i = 0; i < s->bins; i++)
            if (max < s->mags[i]) max = (float)s->mags[i];
        threshold = (float)(thresh * max);
    }
    int peaks = partials_peaks(s, logf(threshold / 5.0f)), count = 0;
    memset(s->goes_on, 0, (size_t)s->most * sizeof *s->goes_on);
    for (int i = 0; i < s->most && s->tracks[s->old + i].bin != 0; i++) {
        part_track *t = s->tracks + s->old + i;
        s->goes_on[i] = (peaks > 0 && partials_continue(s, t)) || partials_waits(s, t, gap);
        count += s->goes_on[i];
    }
    /* with all tracks taken the list is not renewed: the other one comes round again */
    if (count < s->most) count = partials_renew(s, count, threshold);
    const part_track *now = s->tracks + s->now;
    s->count = 0;
    for (int i = 0; i < count; i++) {
        if (now[i].begun > s->frame - least) continue;
        s->out_bin[i] = now[i].bin;
        s->mags[i] = now[i].amp;
        s->out_id[i] = now[i].id;
        s->count++;
    }
    s->frame++;
    int swap = s->old;
    s->old = s->now;
    s->now = swap;
}

/* Frequency and phase between two bins. */
KC_NATIVE void partials_place(const partials_st *s, const float *f, const float *p, double bin, float *out)
{
    int k = bin > 0 ? bin < s->bins - 1 ? (int)bin : s->bins - 1 : 0, next = k < s->bins - 1 ? k + 1 : k;
    double frac = bin - v_to_i(bin);
    out[1] = (float)(f[2 * k + 1] + frac * ((double)f[2 * next + 1] - f[2 * k + 1]));
    out[2] = 0;
    if (!s->with_phase) return;
    double re = p[2 * k] * cos(p[2 * k + 1]), im = p[2 * k] * sin(p[2 * k + 1]);
    re += frac * (p[2 * next] * cos(p[2 * next + 1]) - re);
    im += frac * (p[2 * next] * sin(p[2 * next + 1]) - im);
    out[2] = (float)atan2(im, re);
}
KC_NATIVE int partials_perf(partials_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *freqs,
                            const kc_fsig *phases, const double *kthresh, const double *kminpts,
                            const double *kmaxgap, const double *imax)
{
    (void)imax;
    if (!s->mags || !kc_pvs_fits(freqs, s->n) || !kc_pvs_fits(phases, s->n) ||
        out->frame.size < (size_t)s->bins * 4 * sizeof(float))
        return kc_fail(c, "partials: not initialised");
    if (s->last >= freqs->framecount) return KC_OK;
    const float *f = freqs->frame.p;
    float *o = out->frame.p;
    for (int i = 0; i < s->bins; i++) s->mags[i] = f[2 * i];
    partials_analyse(s, c, *kthresh, *kminpts, *kmaxgap);
    for (int i = 0; i < s->most; i++, o += 4) {
        o[3] = -1;
        if (i >= s->count) continue;
        o[0] = (float)s->mags[i];
        partials_place(s, f, phases->frame.p, s->out_bin[i], o);
        o[3] = (float)s->out_id[i];
    }
    s->last = out->framecount = freqs->framecount;
    return KC_OK;
}

/* Opcode: partials
 * Synopsis: ftrks partials ffr, fphs, kthresh, kminpts, kmaxgap, imaxtracks
 *
 * Follows the partials of a spectrum.
 * In:  ffr         f-signal of amplitudes and frequencies, of pvsifd or the like
 *      fphs        f-signal of amplitudes and phases, the same size; another kind: tracks without phases
 *      kthresh     least amplitude of a track: below 0 over -0dbfs, else over the largest in the frame
 *      kminpts     frames after which a track counts
 *      kmaxgap     frames which a track may be without a peak
 *      imaxtracks  most tracks
 * Out: tracks: amplitude, frequency, phase, identity
 * Fails: at init when the inputs have not been made or ffr is of another kind, or memory runs out
 */
KC_OP(partials, "f", "ffkkki", .state = partials_st, .init = partials_init, .perf = partials_perf)
