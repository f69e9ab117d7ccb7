/* Opcodes that work bin by bin: pvsgain, pvsmix, pvscross, pvsfilter, pvsmaska, pvstencil, pvsfreeze,
 * pvsmooth; and pvsblur, which averages frames.
 *
 * A frame of floats is worked on when it is new; a sliding signal has a frame of doubles for each sample.
 * Both go through one function of a bin. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/pvs.h"
#include "runtime/opcodes/dsp/values.h"

#ifndef KC_BITCODE
typedef struct {
    uint32_t last; /* number of the frame worked on last */
    double p[4];   /* parameters of the opcode, for the bins */
    const double *table;
    kc_aux mem;
    float *old; /* frames of the past: floats, or doubles when sliding */
    int count, at;
    int warned;
    int apart; /* sliding: each sample of a k-cycle has a past of its own */
} pvs_st;

typedef struct {
    double amp, freq;
} pvs_bin;

/* x: the bin of the first signal; y: of the second, or of the past. i: number of the bin. */
typedef pvs_bin pvs_fn(pvs_st *s, int i, pvs_bin x, pvs_bin y);

KC_NATIVE int pvs_same(const kc_fsig *a, const kc_fsig *b)
{
    return a->sliding == b->sliding && a->overlap == b->overlap && a->winsize == b->winsize &&
           a->wintype == b->wintype && a->N == b->N && a->format == b->format;
}
KC_NATIVE int pvs_start(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in)
{
    s->last = 0;
    s->warned = s->apart = 0;
    if (kc_fsig_like(c, out, in) < 0) return KC_ERROR;
    if (in->format == KC_PVS_AMP_FREQ || in->format == KC_PVS_AMP_PHASE) return KC_OK;
    return kc_fail(c, "%s: signal format must be amp-phase or amp-freq.", c->site->desc->name);
}
/* Room for frames of the past. */
KC_NATIVE int pvs_past(pvs_st *s, kc_ctx *c, const kc_fsig *in, size_t frames)
{
    if (kc_aux_alloc(c, &s->mem, kc_fsig_bytes(c, in) * frames) < 0) return KC_ERROR;
    s->old = s->mem.p;
    return KC_OK;
}
KC_NATIVE int pvs_ready(kc_ctx *c, const kc_fsig *f)
{
    return f->frame.p && f->frame.size >= kc_fsig_bytes(c, f);
}
KC_NATIVE pvs_bin pvs_float(const float *f, int i)
{
    return f ? (pvs_bin){f[2 * i], f[2 * i + 1]} : (pvs_bin){0, 0};
}
/* out = fn(a, b) for all bins. b may be NULL; `old`, when given, stands for it and takes the results. rates:
 * called for each sample of a sliding signal, may be NULL. */
KC_NATIVE int pvs_slide(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *a, const kc_fsig *b, pvs_bin *old,
                        pvs_fn *fn, void (*rates)(pvs_st *, void **, int), void **args)
{
    int bins = a->N / 2 + 1;
    memset(out->frame.p, 0, kc_fsig_bytes(c, a));
    for (int n = c->begin; n < c->end; n++) {
        pvs_bin *y = (pvs_bin *)out->frame.p + (size_t)n * (size_t)bins;
        const pvs_bin *x = (const pvs_bin *)a->frame.p + (size_t)n * (size_t)bins;
        if (old && s->apart) old = (pvs_bin *)(void *)s->old + (size_t)n * (size_t)bins;
        pvs_bin *z = old ? old : b ? (pvs_bin *)b->frame.p + (size_t)n * (size_t)bins : NULL;
        if (rates) rates(s, args, n);
        for (int i = 0; i < bins; i++) {
            y[i] = fn(s, i, x[i], z ? z[i] : (pvs_bin){0, 0});
            if (old) old[i] = y[i];
        }
    }
    return KC_OK;
}
KC_NATIVE int pvs_each(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *a, const kc_fsig *b, float *old,
                       pvs_fn *fn, void (*rates)(pvs_st *, void **, int), void **args)
{
    const char *op = c->site->desc->name;
    if (!pvs_ready(c, a) || !pvs_ready(c, out) || out->N != a->N || out->sliding != a->sliding)
        return kc_fail(c, "%s: not initialised", op);
    if (b && (!pvs_ready(c, b) || !pvs_same(a, b))) return kc_fail(c, "%s: formats are different.", op);
    if (a->sliding) return pvs_slide(s, c, out, a, b, (pvs_bin *)(void *)old, fn, rates, args);
    if (s->last >= a->framecount) return KC_OK;
    float *y = out->frame.p;
    const float *x = a->frame.p, *z = old ? old : b ? b->frame.p : NULL;
    for (int i = 0; i <= a->N / 2; i++) {
        pvs_bin v = fn(s, i, pvs_float(x, i), pvs_float(z, i));
        y[2 * i] = (float)v.amp;
        y[2 * i + 1] = (float)v.freq;
        if (!old) continue;
        old[2 * i] = y[2 * i];
        old[2 * i + 1] = y[2 * i + 1];
    }
    out->framecount = s->last = a->framecount;
    return KC_OK;
}

/* ---- gain, mix, cross -------------------------------------------------------------------------- */

KC_NATIVE pvs_bin gain_bin(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)i, (void)y;
    return (pvs_bin){x.amp * s->p[0], x.freq};
}
KC_NATIVE int pvsgain_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *gain)
{
    (void)gain;
    return pvs_start(s, c, out, in);
}
KC_NATIVE int pvsgain_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *gain)
{
    s->p[0] = *gain;
    return pvs_each(s, c, out, in, NULL, NULL, gain_bin, NULL, NULL);
}

KC_NATIVE pvs_bin mix_bin(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)s, (void)i;
    return x.amp >= y.amp ? x : y;
}
KC_NATIVE int pvsmix_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *a, const kc_fsig *b)
{
    (void)b;
    return pvs_start(s, c, out, a);
}
KC_NATIVE int pvsmix_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *a, const kc_fsig *b)
{
    return pvs_each(s, c, out, a, b, NULL, mix_bin, NULL, NULL);
}

KC_NATIVE pvs_bin cross_bin(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)i;
    return (pvs_bin){x.amp * s->p[0] + y.amp * s->p[1], x.freq};
}
KC_NATIVE int pvscross_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *a, const kc_fsig *b,
                            const double *amp1, const double *amp2)
{
    (void)amp1, (void)amp2;
    if (!pvs_same(a, b)) return kc_fail(c, "pvscross: source and dest signals must have same format");
    return pvs_start(s, c, out, a);
}
KC_NATIVE int pvscross_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *a, const kc_fsig *b,
                            const double *amp1, const double *amp2)
{
    s->p[0] = fabs(*amp1);
    s->p[1] = fabs(*amp2);
    return pvs_each(s, c, out, a, b, NULL, cross_bin, NULL, NULL);
}

/* ---- filter, mask, stencil --------------------------------------------------------------------- */

/* p: depth, its complement, gain; a sliding filter has the gain in the others. */
KC_NATIVE pvs_bin filter_bin(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)i;
    return (pvs_bin){(double)(float)(x.amp * (s->p[1] + y.amp * s->p[0])) * (float)s->p[2], x.freq};
}
KC_NATIVE pvs_bin filter_bin_slide(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)i;
    return (pvs_bin){x.amp * (s->p[1] + y.amp * s->p[0]), x.freq};
}
KC_NATIVE void filter_depth(pvs_st *s, double depth, double gain)
{
    s->p[0] = depth >= 0 ? depth <= 1 ? depth * gain : gain : 0;
    s->p[1] = (1 - s->p[0]) * gain;
}
KC_NATIVE void filter_rates(pvs_st *s, void **args, int n)
{
    filter_depth(s, ((const double *)args[0])[n], s->p[2]);
}
KC_NATIVE int pvsfilter_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const kc_fsig *fil,
                             const void *depth, const double *gain)
{
    (void)fil, (void)depth, (void)gain;
    return pvs_start(s, c, out, in);
}
KC_NATIVE int pvsfilter_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const kc_fsig *fil,
                             const void *depth, const double *gain)
{
    void *args[] = {(void *)(uintptr_t)depth};
    int type = kc_arg_type(c, 3);
    s->p[2] = *gain;
    filter_depth(s, type == 'f' ? 0 : *(const double *)depth, in->sliding ? *gain : 1);
    if (in->sliding)
        return pvs_each(s, c, out, in, fil, NULL, filter_bin_slide, type == 'a' ? filter_rates : NULL, args);
    return pvs_each(s, c, out, in, fil, NULL, filter_bin, NULL, NULL);
}

/* A table of at least one value per bin; negative ones become 0. */
KC_NATIVE int mask_table(pvs_st *s, kc_ctx *c, double fn, int bins)
{
    kc_table *t = kc_table_need(c, fn);
    if (!t) return KC_ERROR;
    if (t->len + 1 < bins) return kc_fail(c, "%s: ftable too small.", c->site->desc->name);
    for (int i = 0; i <= t->len; i++)
        if (t->data[i] < 0) t->data[i] = 0;
    s->table = t->data;
    return KC_OK;
}
KC_NATIVE pvs_bin maska_bin(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)y;
    return (pvs_bin){x.amp * (s->p[0] + s->p[1] * s->table[i]), x.freq};
}
KC_NATIVE int pvsmaska_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *fn,
                            const double *depth)
{
    (void)depth;
    if (pvs_start(s, c, out, in) < 0) return KC_ERROR;
    return mask_table(s, c, *fn, in->N / 2 + 1);
}
KC_NATIVE int pvsmaska_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *fn,
                            const double *depth)
{
    (void)fn;
    float d = (float)*depth;
    if (d < 0 && !(s->warned & 1)) kc_warn(c, "pvsmaska: negative value for kdepth; clipped to zero.");
    if (d > 1 && !(s->warned & 2)) kc_warn(c, "pvsmaska: kdepth > 1: clipped.");
    s->warned |= d < 0 ? 1 : d > 1 ? 2 : 0;
    d = 1 - (d < 0 ? 0 : d > 1 ? 1 : d);
    s->p[0] = d;
    s->p[1] = 1 - d;
    if (!s->table) return kc_fail(c, "pvsmaska: not initialised");
    return pvs_each(s, c, out, in, NULL, NULL, maska_bin, NULL, NULL);
}

/* p: gain, level, gain of sliding frequencies. */
KC_NATIVE pvs_bin stencil_bin(pvs_st *s, int i, pvs_bin x, pvs_bin y)
{
    (void)y;
    return (pvs_bin){x.amp > s->table[i] * s->p[1] ? x.amp : x.amp * s->p[0], x.freq * s->p[2]};
}
KC_NATIVE int pvstencil_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *gain,
                             const double *level, const double *fn)
{
    (void)gain, (void)level;
    if (pvs_start(s, c, out, in) < 0) return KC_ERROR;
    return mask_table(s, c, *fn, in->N / 2 + 1);
}
KC_NATIVE int pvstencil_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *gain,
                             const double *level, const double *fn)
{
    (void)fn;
    s->p[0] = in->sliding ? fabs(*gain) : fabsf((float)*gain);
    s->p[1] = in->sliding ? fabs(*level) : fabsf((float)*level);
    s->p[2] = in->sliding ? fabs(*gain) : 1;
    if (!s->table) return kc_fail(c, "pvstencil: not initialised");
    return pvs_each(s, c, out, in, NULL, NULL, stencil_bin, NULL, NULL);
}

/* ---- freeze, smooth ---------------------------------------------------------------------------- */

KC_NATIVE pvs_bin freeze_bin(pvs_st *s, int i, pvs_bin x, pvs_bin old)
{
    (void)i;
    return (pvs_bin){s->p[0] < 1 ? x.amp : old.amp, s->p[1] < 1 ? x.freq : old.freq};
}
KC_NATIVE int pvsfreeze_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const void *a,
                             const void *f)
{
    (void)a, (void)f;
    if (pvs_start(s, c, out, in) < 0) return KC_ERROR;
    if (s->mem.p && s->mem.size >= kc_fsig_bytes(c, in)) return KC_OK; /* what was frozen stays */
    return pvs_past(s, c, in, 1);
}
KC_NATIVE int pvsfreeze_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *a,
                             const double *f)
{
    s->p[0] = *a;
    s->p[1] = *f;
    if (!s->old) return kc_fail(c, "pvsfreeze: not initialised");
    return pvs_each(s, c, out, in, NULL, s->old, freeze_bin, NULL, NULL);
}

/* p: coefficients of the one-pole filters. */
KC_NATIVE pvs_bin smooth_bin(pvs_st *s, int i, pvs_bin x, pvs_bin old)
{
    (void)i;
    return (pvs_bin){x.amp * (1 + s->p[0]) - old.amp * s->p[0], x.freq * (1 + s->p[1]) - old.freq * s->p[1]};
}
KC_NATIVE double smooth_coef(double x)
{
    double b = 2 - cos(M_PI * (x < 0 ? 0 : x > 1 ? 1 : x));
    return sqrt(b * b - 1) - b;
}
KC_NATIVE void smooth_rates(pvs_st *s, void **args, int n)
{
    for (int i = 0; i < 2; i++)
        if (args[i]) s->p[i] = smooth_coef(((const double *)args[i])[n]);
}
KC_NATIVE int pvsmooth_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const void *a,
                            const void *f)
{
    (void)a, (void)f;
    if (pvs_start(s, c, out, in) < 0) return KC_ERROR;
    s->apart = 1; /* as in the reference */
    return pvs_past(s, c, in, 1);
}
KC_NATIVE int pvsmooth_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *a,
                            const double *f)
{
    void *args[] = {kc_arg_is_a(c, 2) ? (void *)(uintptr_t)a : NULL,
                    kc_arg_is_a(c, 3) ? (void *)(uintptr_t)f : NULL};
    s->p[0] = smooth_coef(*a);
    s->p[1] = smooth_coef(*f);
    if (!s->old) return kc_fail(c, "pvsmooth: not initialised");
    return pvs_each(s, c, out, in, NULL, s->old, smooth_bin, smooth_rates, args);
}

/* ---- blur -------------------------------------------------------------------------------------- */

KC_NATIVE int pvsblur_init(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *time,
                           const double *max)
{
    (void)time;
    s->last = 0;
    if (in->sliding) return kc_fail(c, "pvsblur does not work sliding yet");
    if (kc_fsig_like(c, out, in) < 0) return KC_ERROR;
    s->p[0] = c->sr / in->overlap;
    double frames = trunc(*max * s->p[0]);
    if (!(frames >= 0 && frames * (in->N + 2) < 1e9)) return kc_fail(c, "pvsblur: no time of %g s", *max);
    s->count = (int)frames;
    s->at = 0;
    if (pvs_past(s, c, in, frames < 1 ? 1 : (size_t)frames) < 0) return KC_ERROR;
    for (size_t j = 0; j < (size_t)s->count; j++)
        for (int i = 0; i < in->N + 2; i += 2)
            s->old[j * ((size_t)in->N + 2) + (size_t)i + 1] = (float)(i * c->sr / in->N);
    return KC_OK;
}
/* The mean of n frames that end before the present one. As in the reference, the number divided by is that
 * asked for, also when there are fewer. */
KC_NATIVE float blur_mean(const pvs_st *s, int n, int asked, int size, int i)
{
    double sum = 0;
    int first = s->at - n < 0 ? s->at - n + s->count : s->at - n;
    for (int j = first; j != s->at; j = (j + 1) % s->count)
        sum += s->old[(size_t)j * (size_t)size + (size_t)i];
    return (float)(sum / asked);
}
KC_NATIVE int pvsblur_perf(pvs_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *time,
                           const double *max)
{
    (void)max;
    int size = in->N + 2, asked = kc_trunc_i(*time * s->p[0]);
    int n = asked >= 0 ? asked < s->count ? asked : s->count - 1 : 0;
    if (!s->old || !pvs_ready(c, in) || !pvs_ready(c, out) || out->N != in->N)
        return kc_fail(c, "pvsblur: not initialised");
    if (s->last >= in->framecount) return KC_OK;
    const float *x = in->frame.p;
    float *y = out->frame.p;
    memcpy(s->old + (size_t)s->at * (size_t)size, x, (size_t)size * sizeof *x);
    for (int i = 0; i < size; i++) y[i] = n > 0 ? blur_mean(s, n, asked, size, i) : x[i];
    out->framecount = s->last = in->framecount;
    s->at = s->at + 1 < s->count ? s->at + 1 : 0;
    return KC_OK;
}
#endif

/* Opcode: pvsgain
 * Synopsis: fsig pvsgain fsigin, kgain
 *
 * Multiplies amplitudes.
 * In:  fsigin  signal
 *      kgain   factor
 * Out: signal
 * Fails: at init for other formats than amplitude and frequency or phase
 */
KC_OP(pvsgain, "f", "fk", .state = pvs_st, .init = pvsgain_init, .perf = pvsgain_perf)

/* Opcode: pvsmix
 * Synopsis: fsig pvsmix fsigin1, fsigin2
 *
 * Of each bin, the louder one of two signals.
 * In:  fsigin1, fsigin2  signals of the same format
 * Out: signal
 * Fails: when the formats differ
 */
KC_OP(pvsmix, "f", "ff", .state = pvs_st, .init = pvsmix_init, .perf = pvsmix_perf)

/* Opcode: pvscross
 * Synopsis: fsig pvscross fsrc, fdest, kamp1, kamp2
 *
 * Mixes the amplitudes of two signals.
 * In:  fsrc   signal whose frequencies go out
 *      fdest  signal of the same format
 *      kamp1  share of the amplitudes of fsrc
 *      kamp2  of those of fdest
 * Out: signal
 * Fails: when the formats differ
 */
KC_OP(pvscross, "f", "ffkk", .state = pvs_st, .init = pvscross_init, .perf = pvscross_perf)

/* Opcode: pvsfilter
 * Synopsis: fsig pvsfilter fsigin, fsigfil, kdepth [, igain]
 *
 * Multiplies amplitudes by those of another signal.
 * In:  fsigin   signal
 *      fsigfil  signal of the same format
 *      kdepth   0 (no effect) .. 1; a-rate with sliding signals
 *      igain    gain (default 1)
 * Out: signal
 * Fails: when the formats differ
 */
KC_OP(pvsfilter, "f", "ffxp", .state = pvs_st, .init = pvsfilter_init, .perf = pvsfilter_perf)
KC_OP(pvsfilter, "f", "fffp", .state = pvs_st, .init = pvsfilter_init, .perf = pvsfilter_perf)

/* Opcode: pvsmaska
 * Synopsis: fsig pvsmaska fsrc, ifn, kdepth
 *
 * Multiplies amplitudes by the points of a table.
 * In:  fsrc    signal
 *      ifn     table with a point per bin; negative ones become 0
 *      kdepth  0 (no effect) .. 1
 * Out: signal
 * Fails: at init when the table does not exist or is too short
 */
KC_OP(pvsmaska, "f", "fik", .state = pvs_st, .init = pvsmaska_init, .perf = pvsmaska_perf, .fx = tab_r)

/* Opcode: pvstencil
 * Synopsis: fsig pvstencil fsigin, kgain, klevel, iftable
 *
 * Changes the amplitudes that are not above the points of a table.
 * In:  fsigin   signal
 *      kgain    factor for them
 *      klevel   factor for the table
 *      iftable  table with a point per bin; negative ones become 0
 * Out: signal
 * Fails: at init when the table does not exist or is too short
 */
KC_OP(pvstencil, "f", "fkki", .state = pvs_st, .init = pvstencil_init, .perf = pvstencil_perf, .fx = tab_r)

/* Opcode: pvsfreeze
 * Synopsis: fsig pvsfreeze fsigin, kfreeza, kfreezf
 *
 * Holds amplitudes and frequencies.
 * In:  fsigin   signal
 *      kfreeza  1 or more holds the amplitudes
 *      kfreezf  1 or more holds the frequencies
 * Out: signal
 * Fails: at init for other formats than amplitude and frequency or phase
 */
KC_OP(pvsfreeze, "f", "fkk", .state = pvs_st, .init = pvsfreeze_init, .perf = pvsfreeze_perf)

/* Opcode: pvsmooth
 * Synopsis: fsig pvsmooth fsigin, kacf, kfcf
 *
 * Smoothes amplitudes and frequencies by one-pole low-pass filters.
 * In:  fsigin  signal
 *      kacf    cutoff for the amplitudes, 0 .. 1 of half the frame rate; a-rate with sliding signals
 *      kfcf    for the frequencies
 * Out: signal
 * Fails: at init for other formats than amplitude and frequency or phase
 */
KC_OP(pvsmooth, "f", "fxx", .state = pvs_st, .init = pvsmooth_init, .perf = pvsmooth_perf)

/* Opcode: pvsblur
 * Synopsis: fsig pvsblur fsigin, kblurtime, imaxdel
 *
 * The mean of the frames of some time.
 * In:  fsigin     signal, not sliding
 *      kblurtime  time, s
 *      imaxdel    longest kblurtime, s
 * Out: signal
 * Fails: at init for sliding signals and times that need too much memory
 */
KC_OP(pvsblur, "f", "fki", .state = pvs_st, .init = pvsblur_init, .perf = pvsblur_perf)
