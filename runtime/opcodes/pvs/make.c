/* Into f-signals and out of them: pvsinit, pvsinfo, pvsosc, pvsbin, pvscent, pvsftw, pvsftr. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/pvs.h"
#include "runtime/opcodes/dsp/values.h"

#ifndef KC_BITCODE
/* Sizes as given or usual; the frequencies of the bins are those of the reference: rising by N / sr. */
KC_NATIVE int make_signal(kc_ctx *c, kc_fsig *f, double size, double overlap, double winsize, double wintype,
                          double format)
{
    const char *op = c->site->desc->name;
    if (!(size >= 2 && size <= KC_PVS_MAX && fabs(overlap) <= KC_PVS_MAX && fabs(winsize) <= KC_PVS_MAX))
        return kc_fail(c, "%s: illegal sizes: %g points, overlap %g, window %g", op, size, overlap, winsize);
    int n = (int)size;
    f->N = n;
    f->overlap = overlap != 0 ? (int)overlap : n / 4;
    f->winsize = winsize != 0 ? (int)winsize : n;
    f->wintype = kc_trunc_i(wintype);
    f->format = kc_trunc_i(format);
    f->sliding = f->overlap < c->ksmps || f->overlap <= 10;
    f->NB = n / 2 + 1;
    if (kc_aux_alloc(c, &f->frame, kc_fsig_bytes(c, f)) < 0) return KC_ERROR;
    float *x = f->frame.p;
    for (int i = 0; i < n + 2 && !f->sliding; i += 2) x[i + 1] = (float)((i >> 1) * (double)n * c->inv_sr);
    return KC_OK;
}
KC_NATIVE int pvsinit_init(void *s, kc_ctx *c, kc_fsig *out, const double *size, const double *overlap,
                           const double *winsize, const double *wintype, const double *format)
{
    (void)s;
    out->framecount = 1;
    return make_signal(c, out, *size, *overlap, *winsize, *wintype, *format);
}
KC_NATIVE int pvsinfo_init(void *s, kc_ctx *c, double *overlap, double *bins, double *winsize, double *format,
                           const kc_fsig *in)
{
    (void)s, (void)c;
    *overlap = in->overlap;
    *bins = in->N / 2 + 1;
    *winsize = in->winsize;
    *format = in->format;
    return KC_OK;
}

/* ---- pvsosc ------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t last;
    double step; /* doubles each k-cycle; above 1 a frame is due */
} pvsosc_st;

KC_NATIVE int pvsosc_init(pvsosc_st *s, kc_ctx *c, kc_fsig *out, const double *amp, const double *freq,
                          const double *type, const double *size, const double *overlap,
                          const double *winsize, const double *wintype, const double *format)
{
    (void)amp, (void)freq, (void)type;
    if (make_signal(c, out, *size, *overlap, *winsize, *wintype, *format) < 0) return KC_ERROR;
    if (out->sliding) return kc_fail(c, "pvsosc does not work while sliding");
    out->framecount = 0;
    s->last = 1;
    s->step = (double)c->ksmps / out->overlap;
    return KC_OK;
}
/* A partial: a peak over four bins. */
KC_NATIVE void osc_partial(float *x, int bins, double width, float amp, float freq)
{
    double at = freq / width;
    int near = v_rint_to_i(at);
    for (int i = near - 1; near && i < near + 3 && i < bins; i++) {
        double d = i - at, a = d == 0 ? 1 : sin(d) / d;
        if (i < 0) continue;
        x[2 * i] = (float)(amp * a * a * a);
        x[2 * i + 1] = freq;
    }
}
KC_NATIVE void osc_frame(const kc_ctx *c, kc_fsig *out, double amp, double freq, int type)
{
    int bins = out->N / 2 + 1, count = kc_trunc_i(c->sr / (2 * freq));
    if (count > (1 << 16)) count = 1 << 16;
    amp *= type == 1   ? 1.456 / pow(count, 1 / 2.4)
           : type == 2 ? 1.456 / pow(count, 0.25)
           : type == 3 ? 1.456 / pow(count, 1 / 160.0)
                       : 1.456;
    if (type < 1 || type > 3) count = 1;
    memset(out->frame.p, 0, 2 * (size_t)bins * sizeof(float));
    for (int n = 1; n <= count; n++) {
        float f = (float)(freq * n), a = (float)(amp / (type == 3 ? count : n));
        double width = c->sr / out->N;
        osc_partial(out->frame.p, bins, width, a, f);
        if (type == 2 && v_rint_to_i(f / width) != 0) n++;
    }
}
KC_NATIVE int pvsosc_perf(pvsosc_st *s, kc_ctx *c, kc_fsig *out, const double *amp, const double *freq,
                          const double *type, const double *size, const double *overlap,
                          const double *winsize, const double *wintype, const double *format)
{
    (void)size, (void)overlap, (void)winsize, (void)wintype, (void)format;
    if (!kc_pvs_fits(out, out->N) || out->overlap < 1) return kc_fail(c, "pvsosc: not initialised");
    if (s->last > out->framecount) {
        osc_frame(c, out, *amp, *freq, kc_round_i(*type));
        out->framecount = s->last;
    }
    s->step += s->step;
    if (s->step > 1) {
        s->step = (double)c->ksmps / out->overlap;
        s->last++;
    }
    return KC_OK;
}

/* ---- pvsbin ------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t last;
    double amp, freq;
} pvsbin_st;

KC_NATIVE int pvsbin_init(pvsbin_st *s, kc_ctx *c, double *amp, double *freq, const kc_fsig *in,
                          const double *bin)
{
    (void)c, (void)amp, (void)freq, (void)in, (void)bin;
    s->last = 0;
    return KC_OK;
}
/* Writes x: one value, or those of the block. */
KC_NATIVE void bin_out(const kc_ctx *c, int arg, double *y, double x)
{
    if (!kc_arg_is_a(c, arg)) *y = x;
    for (int n = c->begin; n < c->end && kc_arg_is_a(c, arg); n++) y[n] = x;
}
KC_NATIVE int bin_slide(kc_ctx *c, double *amp, double *freq, const kc_fsig *in, int bin)
{
    for (int n = c->begin; n < c->end; n++) {
        const double *x =
            (const double *)in->frame.p + ((size_t)n * (size_t)(in->N / 2 + 1) + (size_t)bin) * 2;
        if (kc_arg_is_a(c, 0)) amp[n] = x[0];
        if (kc_arg_is_a(c, 1)) freq[n] = x[1];
    }
    const double *first = (const double *)in->frame.p + (size_t)bin * 2;
    if (!kc_arg_is_a(c, 0)) *amp = first[0];
    if (!kc_arg_is_a(c, 1)) *freq = first[1];
    return KC_OK;
}
KC_NATIVE int pvsbin_perf(pvsbin_st *s, kc_ctx *c, double *amp, double *freq, const kc_fsig *in,
                          const double *bin)
{
    if (!in->frame.p || in->frame.size < kc_fsig_bytes(c, in)) return kc_fail(c, "pvsbin: not initialised");
    if (in->sliding) {
        int i = kc_trunc_i(*bin);
        return i >= 0 && i <= in->N / 2 ? bin_slide(c, amp, freq, in, i) : KC_OK;
    }
    int at = kc_trunc_i(*bin * 2); /* odd for halves */
    if (s->last >= in->framecount) return KC_OK;
    s->last = in->framecount;
    if (at < 0 || at > in->N) return KC_OK;
    const float *x = in->frame.p;
    bin_out(c, 0, amp, x[at]);
    bin_out(c, 1, freq, x[at + 1]);
    return KC_OK;
}

/* ---- pvscent ----------------------------------------------------------------------------------- */

typedef struct {
    uint32_t last;
    double old;
} pvscent_st;

KC_NATIVE int pvscent_init(pvscent_st *s, kc_ctx *c, double *out, const kc_fsig *in)
{
    s->last = 0;
    *out = 0;
    if (in->format == KC_PVS_AMP_FREQ || in->format == KC_PVS_AMP_PHASE) return KC_OK;
    return kc_fail(c, "pvscent: format must be amp-phase or amp-freq.");
}
/* Mean frequency of the bins' middles, by amplitude. sum: amplitudes and moments so far. */
KC_NATIVE double centroid(const kc_ctx *c, const kc_fsig *f, const double *slide, double sum[2])
{
    double width = c->sr / f->N, at = 0.5 * width;
    const float *frame = f->frame.p;
    for (int i = 0; i < f->N + 2; i += 2, at += width) {
        double amp = slide ? slide[i] : frame[i];
        sum[0] += amp;
        sum[1] += amp * at;
    }
    return sum[0] == 0 ? 0 : sum[1] / sum[0];
}
KC_NATIVE int pvscent_k(pvscent_st *s, kc_ctx *c, double *out, const kc_fsig *in)
{
    double sum[2] = {0, 0};
    if (!in->frame.p || in->frame.size < kc_fsig_bytes(c, in)) return kc_fail(c, "pvscent: not initialised");
    *out = 0; /* between frames, as in the reference */
    if (in->sliding)
        *out = centroid(c, in, in->frame.p, sum);
    else if (s->last < in->framecount)
        *out = centroid(c, in, NULL, sum);
    s->last = in->framecount;
    return KC_OK;
}
KC_NATIVE int pvscent_a(pvscent_st *s, kc_ctx *c, double *out, const kc_fsig *in)
{
    double sum[2] = {0, 0};
    if (!in->frame.p || in->frame.size < kc_fsig_bytes(c, in)) return kc_fail(c, "pvscent: not initialised");
    if (!in->sliding && s->last < in->framecount) s->old = centroid(c, in, NULL, sum);
    s->last = in->framecount;
    for (int n = c->begin; n < c->end; n++) {
        const double *x = (const double *)in->frame.p + (size_t)n * ((size_t)in->N + 2);
        out[n] = in->sliding ? centroid(c, in, x, sum) : s->old;
    }
    return KC_OK;
}

/* ---- tables ------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t last;
    double *amps, *freqs; /* tables, or NULL */
} pvsft_st;

KC_NATIVE int ft_find(kc_ctx *c, double **data, double fn, int bins, const char *which)
{
    *data = NULL;
    if (fn < 1) return KC_OK;
    kc_table *t = kc_table_need(c, fn);
    if (!t) return KC_ERROR;
    if (t->len + 1 < bins) return kc_fail(c, "%s: %s ftable too small.", c->site->desc->name, which);
    *data = t->data;
    return KC_OK;
}
KC_NATIVE int ft_start(pvsft_st *s, kc_ctx *c, const kc_fsig *f, double amps, double freqs)
{
    const char *op = c->site->desc->name;
    s->last = 0;
    if (f->format != KC_PVS_AMP_FREQ && f->format != KC_PVS_AMP_PHASE)
        return kc_fail(c, "%s: signal format must be amp-phase or amp-freq.", op);
    if (f->sliding) return kc_fail(c, "Sliding version not yet available");
    if (!kc_pvs_fits(f, f->N)) return kc_fail(c, "%s: not initialised", op);
    if (!(amps >= 0)) return kc_fail(c, "%s: bad value for ifna.", op);
    if (!(freqs >= 0)) return kc_fail(c, "%s: bad value for ifnf.", op);
    if (ft_find(c, &s->amps, amps, f->N / 2 + 1, "amps") < 0) return KC_ERROR;
    return ft_find(c, &s->freqs, freqs, f->N / 2 + 1, "freqs");
}
KC_NATIVE void ft_write(const pvsft_st *s, const kc_fsig *f)
{
    const float *x = f->frame.p;
    for (int i = 0; i <= f->N / 2; i++) {
        if (s->amps) s->amps[i] = x[2 * i];
        if (s->freqs) s->freqs[i] = x[2 * i + 1];
    }
}
KC_NATIVE void ft_read(const pvsft_st *s, const kc_fsig *f)
{
    float *x = f->frame.p;
    for (int i = 0; i <= f->N / 2; i++) {
        if (s->amps) x[2 * i] = (float)s->amps[i];
        if (s->freqs) x[2 * i + 1] = (float)s->freqs[i];
    }
}
KC_NATIVE int pvsftw_init(pvsft_st *s, kc_ctx *c, double *flag, const kc_fsig *in, const double *amps,
                          const double *freqs)
{
    (void)flag;
    if (!(*amps >= 1)) return kc_fail(c, "pvsftw: bad value for ifna.");
    if (ft_start(s, c, in, *amps, *freqs) < 0) return KC_ERROR;
    ft_write(s, in);
    return KC_OK;
}
KC_NATIVE int pvsftw_perf(pvsft_st *s, kc_ctx *c, double *flag, const kc_fsig *in, const double *amps,
                          const double *freqs)
{
    (void)amps, (void)freqs;
    if (!kc_pvs_fits(in, in->N) || !s->amps) return kc_fail(c, "pvsftw: not initialised");
    *flag = s->last < in->framecount;
    if (*flag != 0) ft_write(s, in);
    s->last = in->framecount;
    return KC_OK;
}
KC_NATIVE int pvsftr_init(pvsft_st *s, kc_ctx *c, kc_fsig *f, const double *amps, const double *freqs)
{
    if (ft_start(s, c, f, *amps, *freqs) < 0) return KC_ERROR;
    ft_read(s, f);
    return KC_OK;
}
KC_NATIVE int pvsftr_perf(pvsft_st *s, kc_ctx *c, kc_fsig *f, const double *amps, const double *freqs)
{
    (void)amps, (void)freqs;
    if (!kc_pvs_fits(f, f->N)) return kc_fail(c, "pvsftr: not initialised");
    if (s->last < f->framecount) ft_read(s, f);
    s->last = f->framecount;
    return KC_OK;
}
#endif

/* Opcode: pvsinit
 * Synopsis: fsig pvsinit isize [, iolap, iwinsize, iwintype, iformat]
 *
 * A silent f-signal.
 * In:  isize     points of the transform
 *      iolap     samples from frame to frame; 0 stands for isize / 4 (default 0)
 *      iwinsize  points of the window; 0 stands for isize (default 0)
 *      iwintype  window, as in pvsanal (default 1)
 *      iformat   0 amplitude and frequency, 1 amplitude and phase, 2 complex (default 0)
 * Out: f-signal
 * Fails: at init for illegal sizes
 */
KC_OP(pvsinit, "f", "ioopo", .init = pvsinit_init)

/* Opcode: pvsinfo
 * Synopsis: ioverlap, inumbins, iwinsize, iformat pvsinfo fsrc
 *
 * Sizes and format of an f-signal.
 * In:  fsrc  f-signal
 * Out: samples from frame to frame, number of bins, points of the window, format
 * Fails: never
 */
KC_OP(pvsinfo, "iiii", "f", .init = pvsinfo_init)

/* Opcode: pvsosc
 * Synopsis: fsig pvsosc kamp, kfreq, ktype, isize [, ioverlap] [, iwinsize] [, iwintype] [, iformat]
 *
 * Simple waves as f-signals.
 * In:  kamp   amplitude
 *      kfreq  frequency, Hz
 *      ktype  1 saw, 2 square, 3 pulse, else cosine
 *      the others as in pvsinit
 * Out: f-signal
 * Fails: at init for illegal sizes and sliding signals
 */
KC_OP(pvsosc, "f", "kkkioopo", .state = pvsosc_st, .init = pvsosc_init, .perf = pvsosc_perf)

/* Opcode: pvsbin
 * Synopsis: kamp, kfr pvsbin fsig, kbin
 *           aamp, afr pvsbin fsig, kbin
 *
 * One bin of an f-signal.
 * In:  fsig  f-signal
 *      kbin  bin; out of range nothing changes
 * Out: its amplitude and frequency
 * Fails: when fsig has not been made
 */
KC_OP(pvsbin, "ss", "fk", .state = pvsbin_st, .init = pvsbin_init, .perf = pvsbin_perf)

/* Opcode: pvscent
 * Synopsis: kcent pvscent fsig
 *           acent pvscent fsig
 *
 * Spectral centroid.
 * In:  fsig  f-signal
 * Out: centroid, Hz; at k-rate 0 between frames
 * Fails: at init for other formats than amplitude and frequency or phase
 */
KC_OP(pvscent, "k", "f", .state = pvscent_st, .init = pvscent_init, .perf = pvscent_k)
KC_OP(pvscent, "a", "f", .state = pvscent_st, .init = pvscent_init, .perf = pvscent_a)

/* Opcode: pvsftw
 * Synopsis: kflag pvsftw fsrc, ifna [, ifnf]
 *
 * Writes frames to tables.
 * In:  fsrc  f-signal, not sliding
 *      ifna  table for the amplitudes
 *      ifnf  table for the frequencies; 0 none (default 0)
 * Out: 1 when there is a new frame, else 0
 * Fails: at init when tables do not exist or are too short
 */
KC_OP(pvsftw, "k", "fio", .state = pvsft_st, .init = pvsftw_init, .perf = pvsftw_perf, .fx = tab_w)

/* Opcode: pvsftr
 * Synopsis: pvsftr fsrc, ifna [, ifnf]
 *
 * Reads frames from tables.
 * In:  fsrc  f-signal to be changed, not sliding
 *      ifna  table with amplitudes; 0 none
 *      ifnf  table with frequencies; 0 none (default 0)
 * Fails: at init when tables do not exist or are too short
 */
KC_OP(pvsftr, "", "fio", .state = pvsft_st, .init = pvsftr_init, .perf = pvsftr_perf, .fx = tab_r)
