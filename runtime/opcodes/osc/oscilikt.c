/* oscilikt, osciliktp, oscilikts: interpolating oscillators whose table number may change in each k-cycle. */
#include "runtime/opcodes/dsp/phase31.h"

typedef struct {
    uint32_t phs;
    int32_t begun;
    double phase_in; /* kphs as of the k-cycle before */
} ikt_st;

KC_NATIVE int ikt_table(kc_ctx *c, double kfn, kc_wave31 *w)
{
    const kc_table *t = kc_table_need(c, kfn);
    if (!t) return KC_ERROR;
    if (t->len < 1) return kc_fail(c, "Deferred-size ftable %f load not available at perf time.", kfn);
    *w = kc_wave31_of(t);
    return KC_OK;
}

KC_NATIVE int oscilikt_init(ikt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                            const double *kfn, const double *iphs, const double *istor)
{
    (void)c, (void)out, (void)amp, (void)cps, (void)kfn;
    if (*istor == 0) s->phs = kc_phase31(kc_fraction(*iphs));
    return KC_OK;
}
KC_NATIVE int oscilikt_a(ikt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *kfn, const double *iphs, const double *istor)
{
    (void)iphs, (void)istor;
    int amp_a = kc_arg_is_a(c, 1), cps_a = kc_arg_is_a(c, 2);
    kc_wave31 w;
    if (ikt_table(c, *kfn, &w) != KC_OK) return KC_ERROR;
    uint32_t inc = kc_phase31(*cps * c->inv_sr);
    for (int n = c->begin; n < c->end; n++) {
        if (cps_a) inc = kc_phase31(cps[n] * c->inv_sr);
        out[n] = kc_wave31_read(&w, s->phs) * amp[amp_a ? n : 0];
        s->phs = kc_phase31_add(s->phs, inc);
    }
    return KC_OK;
}
KC_NATIVE int oscilikt_k(ikt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *kfn, const double *iphs, const double *istor)
{
    (void)iphs, (void)istor;
    kc_wave31 w;
    if (ikt_table(c, *kfn, &w) != KC_OK) return KC_ERROR;
    *out = kc_wave31_read(&w, s->phs) * *amp;
    s->phs = kc_phase31_add(s->phs, kc_phase31(*cps * c->inv_kr));
    return KC_OK;
}

/* Opcode: oscilikt
 * Synopsis: ares oscilikt xamp, xcps, kfn [, iphs] [, istor]
 *           kres oscilikt kamp, kcps, kfn [, iphs] [, istor]
 *
 * A table oscillator with linear interpolation; the table may change.
 * In:  xamp   amplitude
 *      xcps   frequency, Hz
 *      kfn    table number
 *      iphs   initial phase, cycles (default 0)
 *      istor  not 0 keeps the phase (default 0)
 * Out: table value times xamp
 * Fails: when the table does not exist
 */
KC_OP(oscilikt, "a", "kkkoo", .state = ikt_st, .init = oscilikt_init, .perf = oscilikt_a, .fx = tab_r)
KC_OP(oscilikt, "k", "kkkoo", .state = ikt_st, .init = oscilikt_init, .perf = oscilikt_k, .fx = tab_r)
KC_OP(oscilikt, "a", "kakoo", .state = ikt_st, .init = oscilikt_init, .perf = oscilikt_a, .fx = tab_r)
KC_OP(oscilikt, "a", "akkoo", .state = ikt_st, .init = oscilikt_init, .perf = oscilikt_a, .fx = tab_r)
KC_OP(oscilikt, "a", "aakoo", .state = ikt_st, .init = oscilikt_init, .perf = oscilikt_a, .fx = tab_r)

KC_NATIVE int osciliktp_init(ikt_st *s, kc_ctx *c, double *out, const double *cps, const double *kfn,
                             const double *kphs, const double *istor)
{
    (void)c, (void)out, (void)cps, (void)kfn, (void)kphs;
    if (*istor == 0) s->begun = 0;
    return KC_OK;
}
KC_NATIVE int osciliktp_perf(ikt_st *s, kc_ctx *c, double *out, const double *cps, const double *kfn,
                             const double *kphs, const double *istor)
{
    (void)istor;
    kc_wave31 w;
    if (ikt_table(c, *kfn, &w) != KC_OK) return KC_ERROR;
    if (!s->begun) {
        s->begun = 1;
        s->phase_in = *kphs;
        s->phs = kc_phase31(kc_fraction(*kphs));
    }
    double bend = (*kphs - s->phase_in) / (c->end - c->begin);
    uint32_t inc = kc_phase31_add(kc_phase31(*cps * c->inv_sr), kc_phase31(bend));
    s->phase_in = *kphs;
    for (int n = c->begin; n < c->end; n++) {
        out[n] = kc_wave31_read(&w, s->phs);
        s->phs = kc_phase31_add(s->phs, inc);
    }
    return KC_OK;
}

/* Opcode: osciliktp
 * Synopsis: ares osciliktp kcps, kfn, kphs [, istor]
 *
 * As oscilikt, with phase modulation and without amplitude.
 * In:  kcps   frequency, Hz
 *      kfn    table number
 *      kphs   phase, cycles; changes are spread over the k-cycle
 *      istor  not 0 keeps the phase (default 0)
 * Out: table value
 * Fails: when the table does not exist
 */
KC_OP(osciliktp, "a", "kkko", .state = ikt_st, .init = osciliktp_init, .perf = osciliktp_perf, .fx = tab_r)

KC_NATIVE int oscilikts_init(ikt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                             const double *kfn, const double *sync, const double *kphs, const double *istor)
{
    (void)c, (void)out, (void)amp, (void)cps, (void)kfn, (void)sync, (void)kphs;
    if (*istor == 0) s->begun = 0;
    return KC_OK;
}
KC_NATIVE int oscilikts_perf(ikt_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                             const double *kfn, const double *sync, const double *kphs, const double *istor)
{
    (void)istor;
    int amp_a = kc_arg_is_a(c, 1), cps_a = kc_arg_is_a(c, 2);
    kc_wave31 w;
    if (ikt_table(c, *kfn, &w) != KC_OK) return KC_ERROR;
    uint32_t inc = kc_phase31(*cps * c->inv_sr), start = kc_phase31(kc_fraction(*kphs));
    if (!s->begun) s->phs = start;
    s->begun = 1;
    for (int n = c->begin; n < c->end; n++) {
        if (sync[n] > 0) s->phs = start;
        if (cps_a) inc = kc_phase31(cps[n] * c->inv_sr);
        out[n] = kc_wave31_read(&w, s->phs) * amp[amp_a ? n : 0];
        s->phs = kc_phase31_add(s->phs, inc);
    }
    return KC_OK;
}

/* Opcode: oscilikts
 * Synopsis: ares oscilikts xamp, xcps, kfn, async, kphs [, istor]
 *
 * As oscilikt, with a signal that restarts it.
 * In:  xamp   amplitude
 *      xcps   frequency, Hz
 *      kfn    table number
 *      async  the phase becomes kphs where this is positive
 *      kphs   phase, cycles: at the start and at each restart
 *      istor  not 0 keeps the phase (default 0)
 * Out: table value times xamp
 * Fails: when the table does not exist
 */
KC_OP(oscilikts, "a", "xxkako", .state = ikt_st, .init = oscilikts_init, .perf = oscilikts_perf, .fx = tab_r)
