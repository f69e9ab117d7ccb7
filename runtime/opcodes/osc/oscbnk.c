/* oscbnk: a bank of table oscillators with low-frequency modulation of phase, frequency and amplitude, and an
 * equaliser for each.
 *
 * Control values are found once a k-cycle and oscillator; amplitude and (in modes 0 to 2) filter coefficients
 * move linearly over the k-cycle, frequency is the mean of its ends. The equaliser is a shelving or peaking
 * biquad after R. Bristow-Johnson, "The equivalence of various methods of computing biquad coefficients for
 * audio parametric equalizers", AES 97, 1994. */
#include "runtime/opcodes/dsp/phase31.h"

enum { BANK_MAX = 1 << 16 };
/* Bits of ilfomode: of the second oscillator; the first has them 4 higher. */
enum { TO_EQ = 1, TO_PHASE = 2, TO_AMP = 4, TO_FREQ = 8, ANY = 15 };
enum { PEAK, LOW_SHELF, HIGH_SHELF };

typedef struct {
    double b0, b1, b2, a1, a2;
} bank_eq;

typedef struct {
    uint32_t phs, lfo_phs[2];
    double lfo_rate[2];      /* 0 .. 1 between the limits */
    double phase, freq, amp; /* modulation */
    bank_eq eq;
    double x1, x2, y1, y2;
} bank_osc;

typedef struct {
    double min, range;
} bank_span;

typedef struct {
    int32_t count, begun, route, eq_mode, eq_ramps;
    kc_wave31 lfo[2];
    const kc_table *eq_tab[3]; /* frequency, level, Q */
    bank_span rate[2], eq[3];
    double pmd, fmd, amd;
    kc_aux mem;
} oscbnk_st;

/* Arguments by place; inputs from 1. */
enum {
    CPS = 1,
    AMD,
    FMD,
    PMD,
    OVERLAP,
    SEED,
    L1MIN,
    L1MAX,
    L2MIN,
    L2MAX,
    LFOMODE,
    EQMINF,
    EQMAXF,
    EQMINL,
    EQMAXL,
    EQMINQ,
    EQMAXQ,
    EQMODE,
    WAVE,
    L1TAB,
    L2TAB,
    EQFTAB,
    EQLTAB,
    EQQTAB,
    PARTAB,
    OUTTAB
};

/* ---- init -------------------------------------------------------------------------------------- */

/* Values for the oscillators: drawn, or taken from a table; kept in another one. */
typedef struct {
    int32_t seed, n;
    const kc_table *in;
    kc_table *out;
} bank_source;

KC_NATIVE double bank_draw(bank_source *s, int is_rate)
{
    double x = (kc_rand31_step(&s->seed) - 1) / 2147483645.0;
    if (s->in && s->n < s->in->len && s->in->data[s->n] >= 0) x = s->in->data[s->n];
    x = is_rate ? fmin(x, 1) : kc_fraction(x);
    if (s->out && s->n < s->out->len) s->out->data[s->n] = x;
    s->n++;
    return x;
}
KC_NATIVE void bank_start(bank_osc *o, bank_source *s)
{
    *o = (bank_osc){.eq.b0 = 1};
    o->phs = kc_phase31(bank_draw(s, 0));
    for (int i = 0; i < 2; i++) {
        o->lfo_phs[i] = kc_phase31(bank_draw(s, 0));
        o->lfo_rate[i] = bank_draw(s, 1);
    }
}
KC_NATIVE int bank_modes(oscbnk_st *s, kc_ctx *c, double *const *a)
{
    s->route = v_rint_to_i(*a[LFOMODE]) & 0xff;
    s->eq_mode = -1;
    s->eq_ramps = 0;
    if (*a[EQMODE] < -0.5)
        s->route &= ~(TO_EQ | TO_EQ << 4);
    else {
        int mode = v_rint_to_i(*a[EQMODE]);
        s->eq_ramps = mode <= 2;
        s->eq_mode = mode > 2 ? mode - 3 : mode;
        if (s->eq_mode > HIGH_SHELF) s->eq_mode = HIGH_SHELF;
        if (s->eq_mode < 0) s->eq_mode = -1;
    }
    for (int i = 0; i < 2; i++) {
        if (!(s->route & (i ? ANY : ANY << 4))) continue;
        const kc_table *t = kc_table_need_pow2(c, *a[L1TAB + i]);
        if (!t) return KC_ERROR;
        s->lfo[i] = kc_wave31_of(t);
    }
    for (int i = 0; i < 3 && s->eq_mode >= 0; i++)
        if (!(s->eq_tab[i] = kc_table_need_pow2(c, *a[EQFTAB + i]))) return KC_ERROR;
    return KC_OK;
}
KC_NATIVE int bank_lists(bank_source *s, kc_ctx *c, double *const *a)
{
    if (*a[PARTAB] >= 1 && !(s->in = kc_table_need_pow2(c, *a[PARTAB]))) return KC_ERROR;
    if (*a[OUTTAB] >= 1 && !(s->out = kc_table_need_pow2(c, *a[OUTTAB]))) return KC_ERROR;
    if (s->out) memset(s->out->data, 0, (size_t)s->out->len * sizeof(double));
    return KC_OK;
}
KC_NATIVE int oscbnk_start(oscbnk_st *s, kc_ctx *c, double *const *a)
{
    bank_source source = {0};
    s->begun = 0;
    s->count = v_rint_to_i(*a[OVERLAP]);
    if (s->count > BANK_MAX) return kc_fail(c, "oscbnk: %d oscillators are too many", s->count);
    kc_rand31_seed(c, &source.seed, *a[SEED]);
    if (bank_modes(s, c, a) != KC_OK || bank_lists(&source, c, a) != KC_OK) return KC_ERROR;
    if (s->count < 1) return KC_OK;
    if (kc_aux_alloc(c, &s->mem, (size_t)s->count * sizeof(bank_osc)) != KC_OK) return KC_ERROR;
    bank_osc *o = s->mem.p;
    for (int i = 0; i < s->count; i++) bank_start(&o[i], &source);
    return KC_OK;
}

/* ---- modulation -------------------------------------------------------------------------------- */

/* A table at x, 0 .. 1, limited to its ends. */
KC_NATIVE double bank_read(const kc_table *t, double x)
{
    double at = x * t->len;
    if (!(x >= 0)) return t->data[0];
    if (at >= t->len) return t->data[t->len];
    int i = (int)at;
    return t->data[i] + (at - i) * (t->data[i + 1] - t->data[i]);
}
KC_NATIVE void bank_equalise(const oscbnk_st *s, bank_osc *o, const double *lfo)
{
    double v[3] = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
        if (s->route & TO_EQ << 4) v[i] += bank_read(s->eq_tab[i], lfo[0] * 0.5 + 0.5);
        if (s->route & TO_EQ) v[i] += bank_read(s->eq_tab[i], lfo[1] * 0.5 + 0.5);
        v[i] = v[i] * s->eq[i].range + s->eq[i].min;
    }
    double w = fabs(v[0]), level = v[1], q = fabs(v[2]), root = level < 0 ? 0 : sqrt(level + level);
    double k = tan((s->eq_mode == HIGH_SHELF ? M_PI - w : w) * 0.5), kk = k * k, norm = 1 / (1 + k / q + kk);
    bank_eq e = {.a1 = 2 * (kk - 1), .a2 = 1 - k / q + kk};
    double mid = s->eq_mode == PEAK ? level * k / q : root * k, top = s->eq_mode == PEAK ? kk : level * kk;
    e.b0 = 1 + mid + top;
    e.b1 = 2 * (top - 1);
    e.b2 = 1 - mid + top;
    double sign = s->eq_mode == HIGH_SHELF ? -norm : norm;
    o->eq = (bank_eq){e.b0 * norm, e.b1 * sign, e.b2 * norm, e.a1 * sign, e.a2 * norm};
}
KC_NATIVE void bank_modulate(const oscbnk_st *s, bank_osc *o)
{
    double lfo[2] = {0, 0}, sum[16] = {0};
    for (int i = 0; i < 2; i++) {
        int route = i ? s->route & ANY : s->route >> 4;
        if (!route) continue;
        lfo[i] = kc_wave31_read(&s->lfo[i], o->lfo_phs[i]);
        double step = o->lfo_rate[i] * s->rate[i].range + s->rate[i].min;
        o->lfo_phs[i] = kc_phase31_add(o->lfo_phs[i], kc_phase31(step));
        for (int to = TO_EQ; to <= TO_FREQ; to <<= 1)
            if (route & to) sum[to] += lfo[i];
    }
    o->freq = sum[TO_FREQ] * s->fmd;
    o->phase = sum[TO_PHASE] * s->pmd;
    o->amp = s->route & (TO_AMP | TO_AMP << 4) ? (sum[TO_AMP] - 1) * s->amd + 1 : 1;
    if (s->eq_mode >= 0) bank_equalise(s, o, lfo);
}

/* ---- performance ------------------------------------------------------------------------------- */

KC_NATIVE bank_span span(double from, double to, double scale)
{
    return (bank_span){from * scale, (to - from) * scale};
}
KC_NATIVE void bank_controls(oscbnk_st *s, const kc_ctx *c, double *const *a)
{
    double low = *a[EQMINF] < *a[EQMAXF] ? *a[EQMINF] : *a[EQMAXF];
    s->pmd = *a[PMD];
    s->fmd = *a[FMD];
    s->amd = *a[AMD];
    s->rate[0] = span(*a[L1MIN], *a[L1MAX], c->inv_kr);
    s->rate[1] = span(*a[L2MIN], *a[L2MAX], c->inv_kr);
    s->eq[0] = span(low, *a[EQMAXF], c->twopi_sr);
    s->eq[1] = span(*a[EQMINL], *a[EQMAXL], 1);
    s->eq[2] = span(*a[EQMINQ], *a[EQMAXQ], 1);
}
KC_NATIVE double bank_filter(bank_osc *o, const bank_eq *e, double x)
{
    double y = e->b2 * o->x2 + e->b1 * o->x1 + e->b0 * x - e->a2 * o->y2 - e->a1 * o->y1;
    o->x2 = o->x1;
    o->x1 = x;
    o->y2 = o->y1;
    o->y1 = y;
    return y;
}
/* One oscillator for a k-cycle, from the modulation as of the last k-cycle to the one found here. */
KC_NATIVE void bank_voice(const oscbnk_st *s, const kc_ctx *c, bank_osc *o, const kc_wave31 *w, double cps,
                          double *out)
{
    double samples = c->end - c->begin;
    int modulates_phase = s->route & (TO_PHASE | TO_PHASE << 4);
    if (!s->begun) {
        bank_modulate(s, o);
        if (modulates_phase) o->phs = kc_phase31_add(o->phs, kc_phase31(kc_fraction(o->phase)));
    }
    double amp = o->amp, freq = o->freq, phase = o->phase;
    bank_eq e = o->eq, step = {0};
    bank_modulate(s, o);
    double f = ((o->freq + freq) * 0.5 + cps) * c->inv_sr, slope = (o->amp - amp) / samples;
    if (modulates_phase) f = kc_fraction(f + (o->phase - phase) / samples);
    uint32_t inc = kc_phase31(f);
    if (s->eq_ramps)
        step =
            (bank_eq){(o->eq.b0 - e.b0) / samples, (o->eq.b1 - e.b1) / samples, (o->eq.b2 - e.b2) / samples,
                      (o->eq.a1 - e.a1) / samples, (o->eq.a2 - e.a2) / samples};
    else
        e = o->eq;
    for (int n = c->begin; n < c->end; n++) {
        double x = kc_wave31_read(w, o->phs) * (amp += slope);
        if (s->eq_mode >= 0) {
            e = (bank_eq){e.b0 + step.b0, e.b1 + step.b1, e.b2 + step.b2, e.a1 + step.a1, e.a2 + step.a2};
            x = bank_filter(o, &e, x);
        }
        out[n] += x;
        o->phs = kc_phase31_add(o->phs, inc);
    }
    o->amp = amp;
    o->eq = e;
}
KC_NATIVE int oscbnk_run(oscbnk_st *s, kc_ctx *c, double *const *a)
{
    double *out = a[0], cps = *a[CPS];
    bank_osc *o = s->mem.p;
    bank_controls(s, c, a);
    const kc_table *t = kc_table_need(c, *a[WAVE]);
    if (!t) return KC_ERROR;
    if (t->len < 1) return kc_fail(c, "oscbnk: table %g has no points", *a[WAVE]);
    kc_wave31 w = kc_wave31_of(t);
    for (int n = c->begin; n < c->end; n++) out[n] = 0;
    for (int i = 0; i < s->count; i++) bank_voice(s, c, &o[i], &w, cps, out);
    s->begun = 1;
    return KC_OK;
}

/* The 26 inputs as a list. */
#define BANK_PARAMS                                                                                          \
    double *o, double *i1, double *i2, double *i3, double *i4, double *i5, double *i6, double *i7,           \
        double *i8, double *i9, double *i10, double *i11, double *i12, double *i13, double *i14,             \
        double *i15, double *i16, double *i17, double *i18, double *i19, double *i20, double *i21,           \
        double *i22, double *i23, double *i24, double *i25, double *i26
#define BANK_LIST                                                                                            \
    {                                                                                                        \
        o, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12, i13, i14, i15, i16, i17, i18, i19, i20, i21,   \
            i22, i23, i24, i25, i26                                                                          \
    }
KC_NATIVE int oscbnk_init(oscbnk_st *s, kc_ctx *c, BANK_PARAMS)
{
    double *const a[] = BANK_LIST;
    return oscbnk_start(s, c, a);
}
KC_NATIVE int oscbnk_perf(oscbnk_st *s, kc_ctx *c, BANK_PARAMS)
{
    double *const a[] = BANK_LIST;
    return oscbnk_run(s, c, a);
}

/* Opcode: oscbnk
 * Synopsis: ares oscbnk kcps, kamd, kfmd, kpmd, iovrlap, iseed, kl1minf, kl1maxf, kl2minf, kl2maxf, ilfomode,
 * keqminf, keqmaxf, keqminl, keqmaxl, keqminq, keqmaxq, ieqmode, kfn [, il1fn] [, il2fn] [, ieqffn] [,
 * ieqlfn]
 *                [, ieqqfn] [, itabl] [, ioutfn]
 *
 * A bank of detuned oscillators, for choruses.
 * In:  kcps        frequency, Hz
 *      kamd        depth of amplitude modulation, 0 .. 1
 *      kfmd        depth of frequency modulation, Hz
 *      kpmd        depth of phase modulation, cycles
 *      iovrlap     number of oscillators; the sum is not scaled
 *      iseed seed  of the phases and rates, 1 .. 2147483646; below 1: the clock kl1minf, kl1maxf, kl2minf,
 *                  kl2maxf limits of the rates of both modulators, Hz
 *      ilfomode    sum of 128 first modulator to frequency, 64 to amplitude, 32 to phase, 16 to equaliser;
 *                  8, 4, 2, 1 the same for the second keqminf, keqmaxf, keqminl, keqmaxl, keqminq, keqmaxq
 *                  limits of the equaliser's frequency, level and Q
 *      ieqmode     -1 none, 0 peak, 1 low shelf, 2 high shelf; +3: coefficients jump from k-cycle to k-cycle
 *      kfn         table with the wave il1fn, il2fn tables with the modulators' waves, power-of-two length
 *                  ieqffn, ieqlfn, ieqqfn tables by which modulators move frequency, level and Q, power-of-
 *                  two length
 *      itabl       table with phase, then phase and rate of both modulators, of each oscillator; values
 *                  below 0 are drawn
 *      ioutfn      table for the values used
 * Out: the sum
 * Fails: at init when a needed table does not exist, or memory runs out
 */
KC_OP(oscbnk, "a", "kkkkiikkkkikkkkkkikooooooo", .state = oscbnk_st, .init = oscbnk_init, .perf = oscbnk_perf,
      .fx = tab_r | tab_w)
