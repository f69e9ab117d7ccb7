/* pvsbandp, pvsbandr: pass or reject a band of frequencies, with slopes at its sides.
 *
 * The slopes are linear, or exponential of a given shape. Bins that are taken out get frequency -1. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/pvs.h"
#include "runtime/opcodes/dsp/values.h"

#ifndef KC_BITCODE
typedef struct {
    uint32_t last;
} pvsband_st;

typedef struct {
    double cut[2], bound[2]; /* where the slopes begin and end: low, high */
    double shape, norm;
} pvs_band;

KC_NATIVE int pvsband_init(pvsband_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const void *lowcut,
                           const void *lowbound, const void *highbound, const void *highcut,
                           const void *shape)
{
    (void)lowcut, (void)lowbound, (void)highbound, (void)highcut, (void)shape;
    s->last = 0;
    return kc_fsig_like(c, out, in);
}
/* The four frequencies at sample n, in order. */
KC_NATIVE pvs_band band_at(const kc_ctx *c, const double *const *f, int n, double shape)
{
    double x[4];
    for (int i = 0; i < 4; i++) {
        x[i] = f[i][kc_arg_is_a(c, 2 + i) ? n : 0];
        if (x[i] < (i ? x[i - 1] : 0)) x[i] = i ? x[i - 1] : 0;
    }
    return (pvs_band){{x[0], x[3]}, {x[1], x[2]}, shape, 1 - exp(shape)};
}
/* Share of the way up a slope. single: by single precision, as the reference does for frames. */
KC_NATIVE double band_slope(const pvs_band *b, double share, int single)
{
    if (b->shape == 0) return share;
    return (single ? 1.0f - expf((float)(b->shape * share)) : 1 - exp(b->shape * share)) / b->norm;
}
/* One bin: the factor of its amplitude, -1 to take it out. With linear slopes and frames the sign of the
 * frequency counts, in pvsbandp. In sliding pvsbandr an exponential lower slope is upside down. */
KC_NATIVE double band_factor(const pvs_band *b, double freq, int reject, int frames)
{
    double f = fabs(freq);
    if (f < b->cut[0] || f > b->cut[1]) return reject ? 1 : -1;
    if (f > b->bound[0] && f < b->bound[1]) return reject ? -1 : 1;
    int low = f > b->cut[0] && f < b->bound[0];
    double width = low ? b->bound[0] - b->cut[0] : b->cut[1] - b->bound[1];
    double x = frames && !reject && b->shape == 0 ? freq : f;
    double up = low ? x - b->cut[0] : b->cut[1] - x, down = low ? b->bound[0] - x : x - b->bound[1];
    if (reject && !frames && low && b->shape != 0) down = up;
    return band_slope(b, (reject ? down : up) / width, frames);
}
KC_NATIVE int pvsband_slide(kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *const *f, double shape,
                            int reject)
{
    int bins = in->N / 2 + 1;
    for (int n = c->begin; n < c->end; n++) {
        pvs_band b = band_at(c, f, n, shape);
        const double *x = (const double *)in->frame.p + (size_t)n * 2 * (size_t)bins;
        double *y = (double *)out->frame.p + (size_t)n * 2 * (size_t)bins;
        for (int i = 0; i < 2 * (bins - 1); i += 2) {
            double k = band_factor(&b, x[i + 1], reject, 0);
            y[i] = k == -1 ? 0 : x[i] * k;
            y[i + 1] = k == -1 ? -1 : x[i + 1];
        }
    }
    return KC_OK;
}
KC_NATIVE int pvsband_run(pvsband_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *const *f,
                          double shape, int reject)
{
    size_t bytes = kc_fsig_bytes(c, in);
    if (!in->frame.p || !out->frame.p || in->frame.size < bytes || out->frame.size < bytes || in->N != out->N)
        return kc_fail(c, "pvsband: not initialised");
    if (in->sliding) return pvsband_slide(c, out, in, f, shape, reject);
    if (s->last >= in->framecount) return KC_OK;
    pvs_band b = band_at(c, f, 0, shape);
    const float *x = in->frame.p;
    float *y = out->frame.p;
    for (int i = 0; i < in->N; i += 2) {
        double k = band_factor(&b, x[i + 1], reject, 1);
        y[i] = k == -1 ? 0 : (float)(x[i] * k);
        y[i + 1] = k == -1 ? -1 : x[i + 1];
    }
    out->framecount = s->last = in->framecount;
    return KC_OK;
}
KC_NATIVE int pvsbandp_perf(pvsband_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *lowcut,
                            const double *lowbound, const double *highbound, const double *highcut,
                            const double *shape)
{
    return pvsband_run(s, c, out, in, (const double *const[]){lowcut, lowbound, highbound, highcut}, *shape,
                       0);
}
KC_NATIVE int pvsbandr_perf(pvsband_st *s, kc_ctx *c, kc_fsig *out, const kc_fsig *in, const double *lowcut,
                            const double *lowbound, const double *highbound, const double *highcut,
                            const double *shape)
{
    return pvsband_run(s, c, out, in, (const double *const[]){lowcut, lowbound, highbound, highcut}, *shape,
                       1);
}
#endif

/* Opcode: pvsbandp
 * Synopsis: fsig pvsbandp fsigin, xlowcut, xlowfull, xhighfull, xhighcut [, ktype]
 *
 * Passes a band of frequencies.
 * In:  fsigin               signal
 *      xlowcut, xhighcut    what is out of these is taken out, Hz
 *      xlowfull, xhighfull  what is between these stays; a-rate with sliding signals
 *      ktype                shape of the slopes: 0 linear, else exponential (default 0)
 * Out: signal
 * Fails: when fsigin has not been made
 */
KC_OP(pvsbandp, "f", "fxxxxO", .state = pvsband_st, .init = pvsband_init, .perf = pvsbandp_perf)

/* Opcode: pvsbandr
 * Synopsis: fsig pvsbandr fsigin, xlowcut, xlowfull, xhighfull, xhighcut [, ktype]
 *
 * Rejects a band of frequencies.
 * In:  as pvsbandp; what is between xlowfull and xhighfull is taken out
 * Out: signal
 * Fails: when fsigin has not been made
 */
KC_OP(pvsbandr, "f", "fxxxxO", .state = pvsband_st, .init = pvsband_init, .perf = pvsbandr_perf)
