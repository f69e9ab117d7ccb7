/* reverb, freeverb: combs in parallel, then all-passes in a row. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- reverb ---------------------------------------------------------------------------------- */

enum { RV_COMBS = 4, RV_LINES = 6 };

typedef struct {
    VP buf; /* the lines, one after another */
    VI start[6], end[6], pos[6];
    V gain[6];
    V time; /* of the gains */
    VL mem[4];
} reverb_st;

#define LOG001 -6.9078 /* ln .001, to the digits the reference has */
static const double reverb_times[RV_LINES] = {0.0297, 0.0371, 0.0411, 0.0437, 0.005, 0.0017};

KC_NATIVE int reverb_init(reverb_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                          const double *skip)
{
    (void)out, (void)in, (void)time;
    if (kc_lane_mem(s->mem) && *skip != 0) return KC_OK;
    int32_t sum = 0;
    for (int i = 0; i < RV_LINES; i++) {
        int32_t len = (int32_t)(reverb_times[i] * c->sr + 0.5);
        s->start[i] = s->pos[i] = sum;
        sum += len > 0 ? len : 1;
        s->end[i] = sum;
    }
    s->buf = kc_lane_alloc(c, s->mem, (size_t)sum);
    if (!s->buf) return KC_ERROR;
    s->time = 0;
    return KC_OK;
}
KERNEL void reverb_k(reverb_st *s, kc_ctx *c, const V *in, const V *time)
{
    (void)c, (void)in;
    if (!vm_any(v_ne(*time, s->time))) return;
    V rate = LOG001 / *time;
    for (int i = 0; i < RV_LINES; i++) s->gain[i] = v_exp(rate * reverb_times[i]);
    s->time = *time;
}
/* Puts a sample into line i and steps on. */
KC_INLINE void reverb_put(reverb_st *s, int i, V x)
{
    kc_buf_write(s->buf, s->pos[i], x);
    VI next = s->pos[i] + 1;
    s->pos[i] = vi_sel(vi_ge(next, s->end[i]), s->start[i], next);
}
KERNEL void reverb_tick(reverb_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)c, (void)n, (void)time;
    V x = *in, sum = v_splat(0);
    for (int i = 0; i < RV_COMBS; i++) {
        V y = v_gather_i(s->buf, s->pos[i]);
        sum = sum + y;
        reverb_put(s, i, s->gain[i] * y + x);
    }
    for (int i = RV_COMBS; i < RV_LINES; i++) {
        V y = v_gather_i(s->buf, s->pos[i]), z = s->gain[i] * y + sum;
        reverb_put(s, i, z);
        sum = y - s->gain[i] * z;
    }
    *out = sum;
}

/* Opcode: reverb
 * Synopsis: ares reverb asig, krvt [, iskip]
 *
 * Schroeder's reverberator: four combs and two all-passes.
 * In:  asig   signal
 *      krvt   time in which it falls by 60 dB, s
 *      iskip  not 0 keeps the contents (default 0)
 * Out: reverberation alone
 * Fails: at init when memory runs out
 */
KC_OP(reverb, "a", "ako", .state = reverb_st, .init = reverb_init, .k = reverb_k, .tick = reverb_tick)

/* ---- freeverb -------------------------------------------------------------------------------- */

enum { FV_COMBS = 8, FV_PASSES = 4, FV_SPREAD = 23 };
static const int freeverb_combs[FV_COMBS] = {1116, 1188, 1277, 1356,
                                             1422, 1491, 1557, 1617}; /* at 44100 Hz */
static const int freeverb_passes[FV_PASSES] = {556, 441, 341, 225};

#if KC_W == 1
typedef struct {
    int start, len, pos;
    double low; /* of the low-pass in the loop */
} fv_line;

typedef struct {
    kc_aux mem;
    fv_line comb[2][FV_COMBS], pass[2][FV_PASSES];
    double power; /* of the damping, for the sample rate */
} freeverb_st;

KC_NATIVE int fv_place(fv_line *l, int start, int samples, double sr)
{
    *l = (fv_line){.start = start, .len = (int)((double)samples / 44100.0 * sr + 0.5)};
    return start + l->len;
}
KC_NATIVE int freeverb_init(freeverb_st *s, kc_ctx *c, double *out1, double *out2, const double *in1,
                            const double *in2, const double *room, const double *damp, const double *isr,
                            const double *skip)
{
    (void)out1, (void)out2, (void)in1, (void)in2, (void)room, (void)damp;
    if (*isr > 4e6) return kc_fail(c, "freeverb: sample rate %f is too high", *isr);
    double sr = *isr >= 1000 ? *isr : 44100;
    freeverb_st next = *s;
    int at = 0;
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < FV_COMBS; i++)
            at = fv_place(&next.comb[side][i], at, freeverb_combs[i] + side * FV_SPREAD, sr);
        for (int i = 0; i < FV_PASSES; i++)
            at = fv_place(&next.pass[side][i], at, freeverb_passes[i] + side * FV_SPREAD, sr);
    }
    if (*skip != 0 && s->mem.p && s->comb[0][0].len == next.comb[0][0].len) return KC_OK;
    *s = next;
    s->power = *isr >= 1000 ? pow(44100 / *isr, 0.8) : 1;
    return kc_aux_alloc(c, &s->mem, (size_t)at * sizeof(double));
}
KC_NATIVE double fv_channel(const freeverb_st *s, fv_line *comb, fv_line *pass, double x, double room,
                            double damp)
{
    double *mem = s->mem.p, sum = 0;
    for (int i = 0; i < FV_COMBS; i++) {
        double *cell = &mem[comb[i].start + comb[i].pos];
        sum += *cell;
        comb[i].low = comb[i].low * damp + *cell * (1 - damp);
        *cell = comb[i].low * room + x;
        if (++comb[i].pos >= comb[i].len) comb[i].pos = 0;
    }
    for (int i = 0; i < FV_PASSES; i++) {
        double *cell = &mem[pass[i].start + pass[i].pos], y = *cell - sum;
        *cell = *cell * 0.5 + sum;
        sum = y;
        if (++pass[i].pos >= pass[i].len) pass[i].pos = 0;
    }
    return sum * 0.015;
}
KC_NATIVE int freeverb_perf(freeverb_st *s, kc_ctx *c, double *out1, double *out2, const double *in1,
                            const double *in2, const double *room, const double *damp, const double *isr,
                            const double *skip)
{
    (void)skip;
    double feedback = *room * 0.28 + 0.7, d = *damp * 0.4;
    if (*isr >= 1000) d = pow(d, s->power);
    for (int n = c->begin; n < c->end; n++) {
        double l = in1[n], r = in2[n];
        out1[n] = fv_channel(s, s->comb[0], s->pass[0], l, feedback, d);
        out2[n] = fv_channel(s, s->comb[1], s->pass[1], r, feedback, d);
    }
    return KC_OK;
}
#endif

/* Opcode: freeverb
 * Synopsis: aoutL, aoutR freeverb ainL, ainR, kRoomSize, kHFDamp [, iSRate [, iSkip]]
 *
 * Stereo reverberator: eight damped combs and four all-passes per channel.
 * In:  ainL, ainR  signals
 *      kRoomSize   length of the reverberation, 0 .. 1
 *      kHFDamp     damping of high frequencies, 0 .. 1
 *      iSRate      sample rate for which delays are scaled; below 1000: as at 44100 Hz, unscaled (default -1)
 *      iSkip       not 0 keeps the contents (default 0)
 * Out: reverberation alone
 * Fails: at init when memory runs out
 * Source: "Jezar at Dreampoint", Freeverb, 2000, in the public domain
 */
KC_OP(freeverb, "aa", "aakkjo", .state = freeverb_st, .init = freeverb_init, .perf = freeverb_perf)
