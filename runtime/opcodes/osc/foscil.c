/* foscil, foscili: a pair of table oscillators, one of which modulates the frequency of the other.
 *
 * Both phases are integers, 2^28 a cycle; increments are truncated. J. Chowning, "The synthesis of complex
 * audio spectra by means of frequency modulation", J. Audio Eng. Soc. 21(7), 1973. */
#include "runtime/opcodes/dsp/interp.h"
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VI car, mod; /* phases */
    VI lobits, lomask;
    V lodiv;
    VP tab;
} foscil_st;

KC_NATIVE int foscil_init(foscil_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                          const double *car, const double *mod, const double *ndx, const double *ifn,
                          const double *iphs)
{
    (void)out, (void)amp, (void)cps, (void)car, (void)mod, (void)ndx;
    const kc_table *t = kc_table_need_pow2(c, *ifn);
    if (!t) return KC_ERROR;
    if (*iphs >= 0) s->car = s->mod = kc_trunc_i(*iphs * KC_PHASE_MAX) & KC_PHASE_MASK;
    s->tab = t->data;
    s->lobits = t->lobits;
    s->lomask = (1 << t->lobits) - 1;
    s->lodiv = t->lodiv;
    return KC_OK;
}

KC_INLINE V foscil_read0(const foscil_st *s, VI phs) { return v_gather_i(s->tab, phs >> s->lobits); }
KC_INLINE V foscil_read1(const foscil_st *s, VI phs)
{
    VI i = phs >> s->lobits;
    V f = i_to_v(phs & s->lomask) * s->lodiv, x, y;
    kc_pair(s->tab, i, &x, &y);
    return x + (y - x) * f;
}
KC_INLINE VI foscil_moved(const kc_ctx *c, VI phs, V cps)
{
    return (phs + (v_to_i(cps * (KC_PHASE_MAX * c->inv_sr)) & KC_PHASE_MASK)) & KC_PHASE_MASK;
}

#define FOSCIL_TICK(name, read)                                                                              \
    KERNEL void name##_tick(foscil_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps,              \
                            const V *car, const V *mod, const V *ndx)                                        \
    {                                                                                                        \
        (void)n;                                                                                             \
        V fcar = *cps * *car, fmod = *cps * *mod;                                                            \
        V deviation = read(s, s->mod) * (*ndx * fmod);                                                       \
        *out = read(s, s->car) * *amp;                                                                       \
        s->mod = foscil_moved(c, s->mod, fmod);                                                              \
        s->car = foscil_moved(c, s->car, fcar + deviation);                                                  \
    }
FOSCIL_TICK(foscil, foscil_read0)
FOSCIL_TICK(foscili, foscil_read1)

/* Opcode: foscil foscili
 * Synopsis: ares foscil xamp, kcps, xcar, xmod, kndx [, ifn, iphs]
 *           ares foscili xamp, kcps, xcar, xmod, kndx [, ifn, iphs]
 *
 * Frequency modulation. foscil reads the table without interpolation, foscili linearly.
 * In:  xamp  amplitude
 *      kcps  nominal frequency, Hz
 *      xcar  carrier frequency over kcps
 *      xmod  modulator frequency over kcps
 *      kndx  modulation index
 *      ifn   table number, power-of-two length (default -1: a sine)
 *      iphs  initial phase of both, 0 .. 1 cycles; negative keeps the phases (default 0)
 * Out: the modulated carrier
 * Fails: at init when the table does not exist or has another length
 */
KC_OP(foscil, "a", "xkxxkjo", .state = foscil_st, .init = foscil_init, .tick = foscil_tick, .fx = tab_r)
KC_OP(foscili, "a", "xkxxkjo", .state = foscil_st, .init = foscil_init, .tick = foscili_tick, .fx = tab_r)
