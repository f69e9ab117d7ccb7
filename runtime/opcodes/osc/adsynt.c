/* adsynt, adsynt2, hsboscil: sums of table oscillators. Phases are integers, 2^28 a cycle. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/rng.h"

enum { PARTIALS_MAX = 1 << 20 };

typedef struct {
    const kc_table *wave, *freqs, *amps;
    int32_t count;
    kc_aux phases, before; /* int32_t; double: adsynt2's amplitudes as of the k-cycle before */
} adsynt_st;

KC_NATIVE const kc_table *adsynt_list(kc_ctx *c, double number, int32_t count, const char *op,
                                      const char *what)
{
    const kc_table *t = kc_table_need(c, number);
    if (t && t->len < count) {
        kc_fail(c, "%s: partial count is greater than %s size!", op, what);
        return NULL;
    }
    return t;
}
KC_NATIVE int adsynt_phases(adsynt_st *s, kc_ctx *c, double iphs)
{
    size_t bytes = (size_t)s->count * sizeof(int32_t);
    if ((!s->phases.p || s->phases.size < bytes) && kc_aux_alloc(c, &s->phases, bytes) != KC_OK)
        return KC_ERROR;
    int32_t *phs = s->phases.p;
    if (!(iphs >= 0)) return KC_OK;
    for (int32_t i = 0; i < s->count; i++)
        phs[i] = kc_trunc_i((iphs > 1 ? kc_rng_r31_unit(c->rng) : iphs) * KC_PHASE_MAX) & KC_PHASE_MASK;
    return KC_OK;
}
KC_NATIVE int adsynt_open(adsynt_st *s, kc_ctx *c, const char *op, double ifn, double ifreqs, double iamps,
                          double icnt, double iphs)
{
    int32_t count = kc_trunc_i(icnt);
    if (count > PARTIALS_MAX) return kc_fail(c, "%s: %d partials are too many", op, count);
    s->count = count < 1 ? 1 : count;
    s->wave = kc_table_need_pow2(c, ifn);
    if (!s->wave) return KC_ERROR;
    s->freqs = adsynt_list(c, ifreqs, s->count, op, "freqtable");
    s->amps = s->freqs ? adsynt_list(c, iamps, s->count, op, "amptable") : NULL;
    return s->amps ? adsynt_phases(s, c, iphs) : KC_ERROR;
}
KC_NATIVE int adsynt_init(adsynt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                          const double *ifn, const double *ifreqs, const double *iamps, const double *icnt,
                          const double *iphs)
{
    (void)out, (void)amp, (void)cps;
    return adsynt_open(s, c, "adsynt", *ifn, *ifreqs, *iamps, *icnt, *iphs);
}
KC_NATIVE int adsynt2_init(adsynt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                           const double *ifn, const double *ifreqs, const double *iamps, const double *icnt,
                           const double *iphs)
{
    (void)out, (void)amp, (void)cps;
    if (adsynt_open(s, c, "adsynt2", *ifn, *ifreqs, *iamps, *icnt, *iphs) != KC_OK) return KC_ERROR;
    size_t bytes = (size_t)s->count * sizeof(double);
    if (!s->before.p || s->before.size < bytes) return kc_aux_alloc(c, &s->before, bytes);
    if (*iphs >= 0) memset(s->before.p, 0, bytes);
    return KC_OK;
}

/* One partial, its amplitude moving by `slope` a sample; returns the phase behind. */
KC_NATIVE int32_t adsynt_partial(const kc_ctx *c, double *out, const kc_table *t, int32_t phs, double step,
                                 double amp, double slope)
{
    int32_t inc = kc_trunc_i(step) & KC_PHASE_MASK;
    for (int n = c->begin; n < c->end; n++, amp += slope) {
        out[n] += t->data[phs >> t->lobits] * amp;
        phs = (phs + inc) & KC_PHASE_MASK;
    }
    return phs;
}
KC_NATIVE int adsynt_ready(const adsynt_st *s)
{
    return s->wave && s->wave->lenmask > 0 && s->freqs->len >= s->count && s->amps->len >= s->count;
}
KC_NATIVE int adsynt_perf(adsynt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                          const double *ifn, const double *ifreqs, const double *iamps, const double *icnt,
                          const double *iphs)
{
    (void)ifn, (void)ifreqs, (void)iamps, (void)icnt, (void)iphs;
    double gain = *amp,
           base = *cps * (KC_PHASE_MAX * c->inv_sr); /* this order of factors, for the same rounding */
    int32_t *phs = s->phases.p;
    if (!adsynt_ready(s)) return kc_fail(c, "adsynt: not initialised");
    for (int n = c->begin; n < c->end; n++) out[n] = 0;
    for (int32_t i = 0; i < s->count; i++)
        phs[i] =
            adsynt_partial(c, out, s->wave, phs[i], s->freqs->data[i] * base, s->amps->data[i] * gain, 0);
    return KC_OK;
}
KC_NATIVE int adsynt2_perf(adsynt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                           const double *ifn, const double *ifreqs, const double *iamps, const double *icnt,
                           const double *iphs)
{
    (void)ifn, (void)ifreqs, (void)iamps, (void)icnt, (void)iphs;
    double gain = *amp, base = *cps * (KC_PHASE_MAX * c->inv_sr), *before = s->before.p;
    int32_t *phs = s->phases.p;
    if (!adsynt_ready(s)) return kc_fail(c, "adsynt2: not initialised");
    for (int n = c->begin; n < c->end; n++) out[n] = 0;
    for (int32_t i = 0; i < s->count; i++) {
        double now = s->amps->data[i] * gain, slope = (now - before[i]) * (1.0 / c->ksmps);
        phs[i] = adsynt_partial(c, out, s->wave, phs[i], s->freqs->data[i] * base, before[i], slope);
        before[i] = now;
    }
    return KC_OK;
}

/* Opcode: adsynt adsynt2
 * Synopsis: ares adsynt kamp, kcps, iwfn, ifreqfn, iampfn, icnt [, iphs]
 *           ares adsynt2 kamp, kcps, iwfn, ifreqfn, iampfn, icnt [, iphs]
 *
 * Additive synthesis with frequencies and amplitudes from tables, which may change while it sounds. adsynt2
 * moves amplitudes over the k-cycle, from 0 at first.
 * In:  kamp     amplitude
 *      kcps     frequency by which the table's are multiplied
 *      iwfn     table with the wave, power-of-two length; read without interpolation
 *      ifreqfn  table of frequencies
 *      iampfn   table of amplitudes
 *      icnt     number of partials
 *      iphs     initial phase of all; above 1: each at random; negative: as they are (default 0)
 * Out: the sum
 * Fails: at init when a table does not exist or has fewer than icnt points
 */
KC_OP(adsynt, "a", "kkiiiio", .state = adsynt_st, .init = adsynt_init, .perf = adsynt_perf, .fx = tab_r)
KC_OP(adsynt2, "a", "kkiiiio", .state = adsynt_st, .init = adsynt2_init, .perf = adsynt2_perf, .fx = tab_r)

enum { OCTAVES_MAX = 10 };

typedef struct {
    const kc_table *wave, *mix;
    int32_t octaves;
    int32_t phs[OCTAVES_MAX];
    double before; /* strength of the lowest octave in the k-cycle before */
} hsb_st;

KC_NATIVE int hsb_init(hsb_st *s, kc_ctx *c, double *out, const double *amp, const double *tone,
                       const double *brite, const double *ibase, const double *iwfn, const double *ioctfn,
                       const double *ioctcnt, const double *iphs)
{
    (void)out, (void)amp, (void)tone, (void)brite, (void)ibase;
    s->wave = kc_table_need_pow2(c, *iwfn);
    s->mix = s->wave ? kc_table_need(c, *ioctfn) : NULL;
    if (!s->mix) return KC_ERROR;
    s->octaves = *ioctcnt >= 2 ? *ioctcnt < OCTAVES_MAX ? (int32_t)*ioctcnt : OCTAVES_MAX : 3;
    if (*iphs >= 0)
        for (int i = 0; i < s->octaves; i++) s->phs[i] = kc_trunc_i(*iphs * KC_PHASE_MAX) & KC_PHASE_MASK;
    return KC_OK;
}
/* Where octaves begin, not quite the floor: a hair (1e-8) below a whole number still counts as that number. */
KC_NATIVE double hsb_floor(double x) { return trunc(x >= 0 ? x : x - 0.99999999); }
/* Strength of an octave: the mix table at x octaves from its start. */
KC_NATIVE double hsb_mix(const hsb_st *s, double x)
{
    int32_t i = kc_trunc_i(x / (double)s->octaves * s->mix->len);
    return s->mix->data[i < 0 ? 0 : i > s->mix->len ? s->mix->len : i];
}
KC_NATIVE int32_t hsb_octave(const kc_ctx *c, double *out, const kc_table *t, int32_t phs, double cps,
                             double amp)
{
    int32_t inc = kc_trunc_i(cps * (KC_PHASE_MAX * c->inv_sr)) & KC_PHASE_MASK, mask = (1 << t->lobits) - 1;
    for (int n = c->begin; n < c->end; n++) {
        const double *x = t->data + (phs >> t->lobits);
        out[n] += (x[0] + (x[1] - x[0]) * ((phs & mask) * t->lodiv)) * amp;
        phs = (phs + inc) & KC_PHASE_MASK;
    }
    return phs;
}
KC_NATIVE int hsb_perf(hsb_st *s, kc_ctx *c, double *out, const double *amp, const double *tone,
                       const double *brite, const double *ibase, const double *iwfn, const double *ioctfn,
                       const double *ioctcnt, const double *iphs)
{
    (void)iwfn, (void)ioctfn, (void)ioctcnt, (void)iphs;
    if (!s->mix || s->wave->lenmask <= 0 || s->mix->len < 1) return kc_fail(c, "hsboscil: not initialised");
    double gain = *amp, tonal = *tone - hsb_floor(*tone), start = *brite - tonal - s->octaves * 0.5;
    double base = hsb_floor(hsb_floor(start) + 1.5), x = base - start, cps = *ibase * exp2(tonal + base);
    /* when the lowest octave jumps, each octave goes on with its neighbour's phase */
    double low = hsb_mix(s, x), one = hsb_mix(s, 1.0), change = low - s->before;
    int shift = change > one * 0.5 ? 1 : change < -(one * 0.5) ? s->octaves - 1 : 0;
    int32_t phs[OCTAVES_MAX];
    double sum = 0;
    s->before = low;
    for (int i = 0; i < s->octaves; i++) {
        phs[i] = s->phs[(i + shift) % s->octaves];
        sum += hsb_mix(s, i);
    }
    for (int n = c->begin; n < c->end; n++) out[n] = 0;
    for (int i = 0; i < s->octaves; i++, x += 1, cps *= 2) {
        double a = cps > c->sr * 0.5 ? 0 : hsb_mix(s, x) * (gain / sum);
        s->phs[i] = hsb_octave(c, out, s->wave, phs[i], cps, a);
    }
    return KC_OK;
}

/* Opcode: hsboscil
 * Synopsis: ares hsboscil kamp, ktone, kbrite, ibasfreq, iwfn, ioctfn [, ioctcnt] [, iphs]
 *
 * Octaves of a tone, mixed so that pitch class and brightness are independent.
 * In:  kamp      amplitude
 *      ktone     tonality, octaves of which the fraction counts
 *      kbrite    brightness, octaves
 *      ibasfreq  frequency where tonality and brightness are 0, Hz
 *      iwfn      table with the wave, power-of-two length
 *      ioctfn    table with the strengths of octaves from the lowest to the highest
 *      ioctcnt   number of octaves, 2 .. 10 (default 3)
 *      iphs      initial phase, 0 .. 1 cycles; negative keeps the phases (default 0)
 * Out: the sum, normalised
 * Fails: at init when a table does not exist, or the wave has another length
 */
KC_OP(hsboscil, "a", "kkkiiioo", .state = hsb_st, .init = hsb_init, .perf = hsb_perf, .fx = tab_r)
