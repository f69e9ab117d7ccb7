/* vco2, vco2init, vco2ft, vco2ift: band-limited waves from tables.
 *
 * Each k-cycle vco2 takes the table with as many harmonics as the frequency leaves room for, and reads it
 * with linear interpolation; pulses of other widths and ramps are the difference of two readings. Phases have
 * 2^31 a cycle; the increment carries the top bit, so that adding it can't overflow. */
#include "runtime/opcodes/dsp/fft.h"
#include "runtime/opcodes/dsp/interp.h"
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/waveset.h"

enum { PLAIN, PWM, RAMP };

typedef struct {
    VP set; /* const kc_waveset */
    VI mode, first, modulated;
    V least, room;        /* bandwidth / 4096, bandwidth, both over sr */
    V phase_in, width_in; /* as of the k-cycle before */
    VI phs, phs2, inc, inc2;
    VP tab; /* of this k-cycle */
    VI lobits, mask;
    V scale;
    V offset, slope; /* of the pulse's mean, or of the ramp's width */
} vco2_st;

KC_INLINE VI phase_of(V cycles) { return l_to_i(v_rint_to_l(cycles * 0x1p31)) & INT32_MAX; }
KC_INLINE V fraction(V x) { return x - i_to_v(v_to_i(x)); }
KC_INLINE VI advance(VI phs, VI inc) { return (phs + (inc | INT32_MIN)) & INT32_MAX; }

KC_NATIVE int vco2_find(vco2_st *s, kc_ctx *c, int waveform)
{
    const kc_waveset *set = kc_waveset_find(c, waveform);
    if (!set && waveform >= 0) {
        kc_waveset_plan plan = kc_waveset_defaults(waveform);
        set = kc_waveset_make(c, waveform, &plan);
        if (!set) return KC_ERROR;
    }
    if (!set) return kc_fail(c, "vco2: table array not found for user defined waveform");
    s->set = (const double *)(const void *)set;
    return KC_OK;
}
KC_NATIVE int vco2_init(vco2_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                        const double *imode, const double *pw, const double *kphs, const double *inyx)
{
    static const struct {
        int8_t waveform, mode;
    } kinds[8] = {
        {KC_WAVE_SAW, PLAIN},      {KC_WAVE_SAW, PWM},      {KC_WAVE_PARABOLA, RAMP},  {KC_WAVE_PULSE, PLAIN},
        {KC_WAVE_PARABOLA, PLAIN}, {KC_WAVE_SQUARE, PLAIN}, {KC_WAVE_TRIANGLE, PLAIN}, {-1, PLAIN}};
    (void)out, (void)amp, (void)cps, (void)pw;
    int mode = kc_round_i(*imode) & 0x1f, kind = mode >> 1 & 7, given = c->site->given;
    if (mode & 1) return s->set ? KC_OK : kc_fail(c, "vco2: not initialised");
    if (given < ((mode & 16) ? 5 : kind == 1 || kind == 2 ? 4 : 2))
        return kc_fail(c, "vco2: insufficient required arguments");
    if (vco2_find(s, c, kinds[kind].waveform) != KC_OK) return KC_ERROR;
    s->mode = kinds[kind].mode;
    s->first = 1;
    s->modulated = mode >> 4;
    s->phs = s->modulated || given < 5 ? 0 : phase_of(fraction(*kphs));
    s->room = given < 6 || *inyx > 0.5 ? 0.5 : *inyx >= 0.001 ? *inyx : 0.001;
    s->least = s->room / KC_WAVE_HARMONICS;
    return KC_OK;
}

/* What the first k-cycle after init takes from its inputs. */
KC_INLINE void vco2_begin(vco2_st *s, V pw, V phase)
{
    VM first = vi_ne(s->first, vi_splat(0));
    VM modulated = vm_and(first, vi_ne(s->modulated, vi_splat(0)));
    VM pair = vm_and(first, vi_ne(s->mode, vi_splat(PLAIN)));
    s->phase_in = v_sel(modulated, phase, s->phase_in);
    s->phs = vi_sel(modulated, phase_of(fraction(phase)), s->phs);
    s->width_in = v_sel(pair, -pw, s->width_in);
    s->phs2 = vi_sel(pair, advance(s->phs, phase_of(fraction(-pw))), s->phs2);
    s->first = vi_splat(0);
}
/* The table for a frequency (cycles a sample). */
KC_INLINE void vco2_choose(vco2_st *s, V f)
{
    VI harmonics = v_to_i(s->room / v_max(v_abs(f), s->least));
    KC_LANES
    {
        const kc_waveset *set = (const kc_waveset *)(const void *)vp_get(s->set, l);
        const kc_wave *w = &set->waves[set->best[vi_get(harmonics, l)]];
        vp_set(&s->tab, l, w->data);
        vi_set(&s->lobits, l, w->lobits);
        vi_set(&s->mask, l, w->mask);
        v_set(&s->scale, l, w->scale);
    }
}
KERNEL void vco2_k(vco2_st *s, kc_ctx *c, const V *amp, const V *cps, const V *kpw, const V *kphs)
{
    (void)amp;
    V f = *cps * c->inv_sr, pw = *kpw, phase = *kphs, samples = v_splat(c->end - c->begin);
    if (vm_any(vi_ne(s->first, vi_splat(0)))) vco2_begin(s, pw, phase);
    s->inc = phase_of(f);
    VM modulated = vi_ne(s->modulated, vi_splat(0));
    if (vm_any(modulated)) {
        V bend = (phase - s->phase_in) / samples;
        s->phase_in = v_sel(modulated, phase, s->phase_in);
        s->inc = vi_sel(modulated, advance(s->inc, phase_of(bend)), s->inc);
        f = v_sel(modulated, f + bend, f);
    }
    vco2_choose(s, f);
    VM pwm = vi_eq(s->mode, vi_splat(PWM));
    if (vm_all(vi_eq(s->mode, vi_splat(PLAIN)))) return;
    V slope = (-pw - s->width_in) / samples, width = fraction(s->width_in);
    width = v_sel(v_lt(width, v_splat(0)), width + 1.0, width);
    s->width_in = -pw;
    s->inc2 = advance(s->inc, phase_of(slope));
    s->offset = v_sel(pwm, 1.0 - 2.0 * width, width);
    s->slope = v_sel(pwm, slope * -2.0, slope);
}
KC_INLINE V vco2_read(const vco2_st *s, VI phs)
{
    VI i = phs >> s->lobits;
    V x, y;
    kc_pair(s->tab, i, &x, &y);
    return x + (y - x) * i_to_v(phs & s->mask) * s->scale;
}
KERNEL void vco2_tick(vco2_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps, const V *kpw,
                      const V *kphs)
{
    (void)c, (void)n, (void)cps, (void)kpw, (void)kphs;
    V y = vco2_read(s, s->phs);
    VM pair = vi_ne(s->mode, vi_splat(PLAIN));
    if (vm_any(pair)) {
        V w = s->offset, d = y - vco2_read(s, s->phs2);
        V two = v_sel(vi_eq(s->mode, vi_splat(PWM)), d + w, d * (0.25 / (w - w * w)));
        y = v_sel(pair, two, y);
        s->phs2 = advance(s->phs2, s->inc2);
        s->offset = w + s->slope;
    }
    *out = y * *amp;
    s->phs = advance(s->phs, s->inc);
}

typedef struct {
    const kc_waveset *set;
    double least, room; /* Hz */
} vco2ft_st;

KC_NATIVE double vco2ft_number(const vco2ft_st *s, double cps)
{
    double f = fabs(cps);
    if (!(f > s->least)) f = s->least;
    return s->set->base + s->set->best[(int)(s->room / f)];
}
KC_NATIVE int vco2ft_init(vco2ft_st *s, kc_ctx *c, double *out, const double *cps, const double *iwave,
                          const double *inyx)
{
    (void)out, (void)cps;
    int w = kc_round_i(*iwave);
    s->set = w < KC_WAVE_BUILTIN ? kc_waveset_find(c, w) : NULL;
    if (!s->set || s->set->base < 1) return kc_fail(c, "vco2ft: table array not found for this waveform");
    s->room = (*inyx > 0.5 ? 0.5 : *inyx >= 0.001 ? *inyx : 0.001) * c->sr;
    s->least = s->room / KC_WAVE_HARMONICS;
    return KC_OK;
}
KC_NATIVE int vco2ift_init(vco2ft_st *s, kc_ctx *c, double *out, const double *cps, const double *iwave,
                           const double *inyx)
{
    if (vco2ft_init(s, c, out, cps, iwave, inyx) != KC_OK) return KC_ERROR;
    *out = vco2ft_number(s, *cps);
    return KC_OK;
}
KC_NATIVE int vco2ft_perf(vco2ft_st *s, kc_ctx *c, double *out, const double *cps, const double *iwave,
                          const double *inyx)
{
    (void)iwave, (void)inyx;
    if (!s->set) return kc_fail(c, "vco2ft: not initialised");
    *out = vco2ft_number(s, *cps);
    return KC_OK;
}

typedef struct {
    kc_aux work;
} vco2init_st;

KC_NATIVE int power_within(double x, int low, int high)
{
    int n = kc_round_i(x);
    return n >= low && n <= high && !(n & (n - 1)) ? n : 0;
}
/* Changes the customary plan by what was asked for. */
KC_NATIVE int vco2init_plan(kc_ctx *c, kc_waveset_plan *plan, double mul, double min, double max)
{
    if (mul > 0) {
        if (!(mul >= 1.00999 && mul <= 2.00001))
            return kc_fail(c, "vco2init: invalid partial number multiplier");
        plan->step = mul;
    }
    if (min > 0 && !(plan->min_size = power_within(min, 16, 262144)))
        return kc_fail(c, "vco2init: invalid min table size");
    if (max > 0) {
        if (!(plan->max_size = power_within(max, plan->min_size, 16777216)))
            return kc_fail(c, "vco2init: invalid max table size");
        return KC_OK;
    }
    plan->max_size = plan->min_size * 64 < 16384 ? plan->min_size * 64 : 16384;
    if (plan->max_size < plan->min_size) plan->max_size = plan->min_size;
    return KC_OK;
}
/* The spectrum of the user's cycle. */
KC_NATIVE int vco2init_source(vco2init_st *s, kc_ctx *c, kc_waveset_plan *plan, double source)
{
    const kc_table *t = kc_table_find(c, source);
    if (!t || t->lenmask <= 0 || t->len < 4) return kc_fail(c, "vco2init: invalid source ftable");
    size_t spectrum = ((size_t)t->len + 2) * sizeof(double), bytes = kc_rfft_bytes(t->len);
    if (!bytes || kc_aux_alloc(c, &s->work, spectrum + bytes) != KC_OK)
        return bytes ? KC_ERROR : kc_fail(c, "vco2init: invalid source ftable");
    double *x = s->work.p;
    const kc_rfft *fft = kc_rfft_make((char *)s->work.p + spectrum, t->len);
    for (int i = 0; i < t->len; i++) x[i] = t->data[i] / (double)(t->len >> 1);
    kc_rfft_forward(fft, x, x);
    plan->user = x;
    plan->nuser = t->len / 2;
    return KC_OK;
}
/* Makes one set; *next is its first table number, then the one behind. */
KC_NATIVE int vco2init_one(kc_ctx *c, int waveform, kc_waveset_plan *plan, int *next)
{
    plan->base = *next;
    const kc_waveset *set = kc_waveset_make(c, waveform, plan);
    if (!set) return KC_ERROR;
    if (*next > 0) *next += set->count;
    return KC_OK;
}
KC_NATIVE int vco2init_init(vco2init_st *s, kc_ctx *c, double *out, const double *iwave, const double *ibasfn,
                            const double *ipmul, const double *iminsiz, const double *imaxsiz,
                            const double *isrcft)
{
    int w = kc_round_i(*iwave), next = kc_round_i(*ibasfn);
    if (w < -1000000 || w > 31) return kc_fail(c, "vco2init: invalid waveform number: %f", *iwave);
    if (next < 1) next = -1;
    if ((w < -1 && next < 1) || next > 1000000) return kc_fail(c, "vco2init: invalid base ftable number");
    for (int i = w < 0 ? w : 0; w < 0 ? i == w : i < KC_WAVE_BUILTIN && w != 0; i++) {
        kc_waveset_plan plan = kc_waveset_defaults(i);
        if (vco2init_plan(c, &plan, *ipmul, *iminsiz, *imaxsiz) != KC_OK) return KC_ERROR;
        if (i < 0 && vco2init_source(s, c, &plan, *isrcft) != KC_OK) return KC_ERROR;
        if ((i < 0 || (w & 1 << i)) && vco2init_one(c, i, &plan, &next) != KC_OK) return KC_ERROR;
    }
    *out = next;
    return KC_OK;
}

/* Opcode: vco2init
 * Synopsis: ifn vco2init iwave [, ibasfn] [, ipmul] [, iminsiz] [, imaxsiz] [, isrcft]
 *
 * Makes band-limited tables for vco2 ahead.
 * In:  iwave    sum of 1 sawtooth, 2 parabola 4x(1 - x), 4 pulse (integrated, not normalised), 8 square, 16
 * triangle; or -1 and below: a waveform of the user's ibasfn   number of the first function table; below 1:
 * the tables have no numbers (default -1) ipmul    growth of the number of harmonics from table to
 * table, 1.01 .. 2; 0 and below: 1.05 (default -1) iminsiz  size of the smallest table, power of two from 16
 * to 262144; 0 and below: 128, 256 for the pulse imaxsiz  size of the largest table, power of two up to
 * 16777216; 0 and below: 64 iminsiz, up to 16384 isrcft   table with the user's waveform, power-of-two length
 * Out: the first table number behind those made; -1 without ibasfn
 * Fails: at init for arguments out of range, or when memory runs out
 */
KC_OP(vco2init, "i", "ijjjjj", .state = vco2init_st, .init = vco2init_init, .fx = tab_w)

/* Opcode: vco2ft vco2ift
 * Synopsis: kfn vco2ft kcps, iwave [, inyx]
 *           ifn vco2ift icps, iwave [, inyx]
 *
 * The number of the table of vco2init for a frequency.
 * In:  kcps   frequency, Hz
 *      iwave  0 sawtooth, 1 parabola, 2 pulse, 3 square, 4 triangle, -1 and below the user's
 *      inyx   bandwidth over sr, .001 .. .5 (default .5)
 * Out: table number
 * Fails: at init when vco2init has not made the tables, with a base number
 */
KC_OP(vco2ift, "i", "iov", .state = vco2ft_st, .init = vco2ift_init)
KC_OP(vco2ft, "k", "kov", .state = vco2ft_st, .init = vco2ft_init, .perf = vco2ft_perf)

/* Opcode: vco2
 * Synopsis: ares vco2 kamp, kcps [, imode] [, kpw] [, kphs] [, inyx]
 *
 * Band-limited oscillator.
 * In:  kamp   amplitude
 *      kcps   frequency, Hz
 *      imode  0 sawtooth, 2 square or pulse of width kpw, 4 sawtooth or triangle: ramp kpw, 6 pulse, 8
 * parabola, 10 square, 12 triangle, 14 the user's waveform -1; +1 keeps the state, +16 kphs is read each
 * k-cycle (default 0) kpw    width of the pulse or place of the ramp's peak, 0 .. 1; needed for imode 2 and 4
 *      kphs   phase, cycles: at init, or with imode 16 each k-cycle (default 0)
 *      inyx   bandwidth over sr, .001 .. .5 (default .5)
 * Out: the wave
 * Fails: at init when arguments are missing, the user's tables don't exist, or memory runs out
 */
KC_OP(vco2, "a", "kkoOOo", .state = vco2_st, .init = vco2_init, .k = vco2_k, .tick = vco2_tick)
