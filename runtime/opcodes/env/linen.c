/* linen, linenr: straight rise and fall laid over a signal. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- linen --------------------------------------------------------------------------------- */

typedef struct {
    V up, upinc;     /* rise, for `rise` steps */
    V down, downinc; /* fall, after `wait` steps */
    VL rise, wait;
} linen_st;

KC_NATIVE int linen_set(linen_st *s, kc_ctx *c, double rise, double dur, double fall, double rate)
{
    if (!(dur > 0)) return KC_OK;
    if (c->note->p[3] < (rise < fall ? fall : rise)) kc_warn(c, "p3 too short in linen");
    s->rise = vl_max(v_to_l(rise * rate + 0.5), 0);
    s->upinc = s->rise > 0 ? 1.0 / (double)s->rise : 1.0;
    double len = dur * rate + 0.5, tail = fall * rate + 0.5;
    int falls = v_to_l(tail) > 0;
    s->wait = vl_max(v_to_l(falls ? len - tail : len), 0);
    s->downinc = falls ? 1.0 / tail : 1.0; /* half a step late: not quite 0 at the end */
    s->up = 0;
    s->down = 1;
    return KC_OK;
}
KC_NATIVE int linen_init_a(linen_st *s, kc_ctx *c, double *out, const double *amp, const double *rise,
                           const double *dur, const double *fall)
{
    (void)out, (void)amp;
    return linen_set(s, c, *rise, *dur, *fall, c->sr);
}
KC_NATIVE int linen_init_k(linen_st *s, kc_ctx *c, double *out, const double *amp, const double *rise,
                           const double *dur, const double *fall)
{
    (void)out, (void)amp;
    return linen_set(s, c, *rise, *dur, *fall, c->kr);
}
KERNEL void linen_tick(linen_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    VM rising = vl_gt(s->rise, vl_splat(0)), waiting = vl_gt(s->wait, vl_splat(0));
    V gain = v_sel(rising, s->up, v_splat(1));
    gain = v_sel(waiting, gain, gain * s->down);
    s->up = v_sel(rising, s->up + s->upinc, s->up);
    s->rise = vl_sel(rising, s->rise - 1, s->rise);
    s->down = v_sel(waiting, s->down, s->down - s->downinc);
    s->wait = vl_sel(waiting, s->wait - 1, s->wait);
    *out = *amp * gain;
}

/* Opcode: linen
 * Synopsis: ares linen xamp, irise, idur, idec
 *           kres linen kamp, irise, idur, idec
 *
 * Straight rise at the start and fall at the end of a note.
 * In:  xamp   signal or amplitude
 *      irise  rise from 0 to 1, s
 *      idur   length of the whole, s; 0 or less: no new envelope, the old one goes on
 *      idec   fall to 0, s; it goes on below 0 when the note lives longer
 * Out: xamp times the envelope
 * Fails: never; warns when p3 is shorter than irise or idec
 */
KC_OP(linen, "k", "kiii", .state = linen_st, .init = linen_init_k, .tick = linen_tick)
KC_OP(linen, "a", "aiii", .state = linen_st, .init = linen_init_a, .tick = linen_tick)
KC_OP(linen, "a", "kiii", .state = linen_st, .init = linen_init_a, .tick = linen_tick)

/* ---- linenr --------------------------------------------------------------------------------- */

typedef struct {
    V up, upinc;
    VL rise;
    V val;       /* last gain of the rise */
    V fall, mlt; /* release: a falling exponential */
    VM active;   /* the gain is applied for the rest of this block */
} linenr_st;

KC_NATIVE int linenr_set(linenr_st *s, kc_ctx *c, double rise, double fall, double atdec, double rate,
                         double round)
{
    s->rise = kc_trunc_i(rise * rate + round);
    s->val = s->rise > 0 ? 0 : 1;
    s->upinc = s->rise > 0 ? 1.0 / (double)s->rise : 1.0;
    s->up = 0;
    s->fall = s->mlt = 1;
    if (fall > 0) {
        kc_note_xtra(c, kc_trunc_i(fall * c->kr + 0.5));
        if (!(atdec > 0)) return kc_fail(c, "non-positive iatdec");
        s->mlt = pow(atdec, 1.0 / rate / fall);
    }
    return KC_OK;
}
KC_NATIVE int linenr_init_a(linenr_st *s, kc_ctx *c, double *out, const double *amp, const double *rise,
                            const double *fall, const double *atdec)
{
    (void)out, (void)amp;
    return linenr_set(s, c, *rise, *fall, *atdec, c->sr, 0);
}
KC_NATIVE int linenr_init_k(linenr_st *s, kc_ctx *c, double *out, const double *amp, const double *rise,
                            const double *fall, const double *atdec)
{
    (void)out, (void)amp;
    return linenr_set(s, c, *rise, *fall, *atdec, c->kr, 0.5);
}

KERNEL void linenr_kr(linenr_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)n;
    VM rising = vl_gt(s->rise, vl_splat(0)), rel = kc_releasing(c);
    V gain = v_sel(rising, s->up, v_splat(1));
    s->up = v_sel(rising, s->up + s->upinc, s->up);
    s->rise = vl_sel(rising, s->rise - 1, s->rise);
    gain = v_sel(rel, gain * s->fall, gain);
    s->fall = v_sel(rel, s->fall * s->mlt, s->fall);
    *out = *amp * gain;
}

/* The block in which the rise ends keeps its last gain to the end, as in the reference. */
KERNEL void linenr_k(linenr_st *s, kc_ctx *c, const V *amp)
{
    (void)amp;
    s->active = kc_releasing(c);
}
KERNEL void linenr_tick(linenr_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)n;
    VM rising = vl_gt(s->rise, vl_splat(0)), rel = kc_releasing(c);
    s->active = vm_or(s->active, rising);
    s->val = v_sel(rising, s->up, s->val);
    s->up = v_sel(rising, s->up + s->upinc, s->up);
    s->rise = vl_sel(rising, s->rise - 1, s->rise);
    V late = v_sel(vl_eq(s->rise, vl_splat(0)), s->fall, s->val * s->fall);
    s->val = v_sel(rel, late, s->val);
    s->fall = v_sel(rel, s->fall * s->mlt, s->fall);
    *out = v_sel(s->active, *amp * s->val, *amp);
}

/* Opcode: linenr
 * Synopsis: ares linenr xamp, irise, idec, iatdec
 *           kres linenr kamp, irise, idec, iatdec
 *
 * Straight rise at the start, exponential fall after the end of a note.
 * In:  xamp    signal or amplitude
 *      irise   rise from 0 to 1, s
 *      idec    fall after the end of the note, s: the note lives that much longer; 0 or less: none
 *      iatdec  level reached after idec, above 0, often .01
 * Out: xamp times the envelope
 * Fails: at init when iatdec is not positive
 */
KC_OP(linenr, "k", "kiii", .state = linenr_st, .init = linenr_init_k, .tick = linenr_kr)
KC_OP(linenr, "a", "aiii", .state = linenr_st, .init = linenr_init_a, .k = linenr_k, .tick = linenr_tick)
KC_OP(linenr, "a", "kiii", .state = linenr_st, .init = linenr_init_a, .k = linenr_k, .tick = linenr_tick)
