/* oscil1, oscil1i, osciln, oscilx: tables read once, or a number of times.
 *
 * oscil1 moves an integer phase, 2^28 for the whole table, and stops at the guard point. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VI phs, inc;
    VI wait; /* k-cycles before it moves; -1: done */
    VI lobits, lomask;
    V lodiv;
    VP tab;
} oscil1_st;

KC_NATIVE int oscil1_init(oscil1_st *s, kc_ctx *c, double *out, const double *idel, const double *amp,
                          const double *idur, const double *ifn)
{
    (void)out, (void)amp;
    const kc_table *t = kc_table_need_pow2(c, *ifn);
    if (!t) return KC_ERROR;
    s->phs = *idur > 0 ? 0 : KC_PHASE_MAX - 1;
    s->wait = kc_trunc_i(*idel * c->kr);
    s->inc = kc_trunc_i(KC_PHASE_MAX / c->kr / *idur);
    if (s->inc == 0) s->inc = 1;
    s->tab = t->data;
    s->lobits = t->lobits;
    s->lomask = (1 << t->lobits) - 1;
    s->lodiv = t->lodiv;
    return KC_OK;
}
KC_INLINE void oscil1_move(oscil1_st *s)
{
    VM moving = vi_eq(s->wait, vi_splat(0)), forwards = vi_gt(s->inc, vi_splat(0));
    VI room = KC_PHASE_MAX - s->phs; /* inc may be as large as an int */
    VI ahead = vi_sel(vi_ge(s->inc, room), vi_splat(KC_PHASE_MAX), s->phs + vi_min(s->inc, room));
    VI behind = vi_max(s->phs + vi_min(s->inc, vi_splat(0)), vi_splat(0));
    VM done = vm_or(vi_ge(s->inc, room), vi_le(s->phs + vi_min(s->inc, vi_splat(0)), vi_splat(-1)));
    s->phs = vi_sel(moving, vi_sel(forwards, ahead, behind), s->phs);
    VI wait = vi_sel(vi_gt(s->wait, vi_splat(0)), s->wait - 1, s->wait);
    s->wait = vi_sel(vm_and(moving, done), vi_splat(-1), wait);
}
KERNEL void oscil1_tick(oscil1_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    *out = v_gather_i(s->tab, s->phs >> s->lobits) * *amp;
    oscil1_move(s);
}
KERNEL void oscil1i_tick(oscil1_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    VI i = s->phs >> s->lobits, len = vi_splat(KC_PHASE_MAX) >> s->lobits;
    V f = i_to_v(s->phs & s->lomask) * s->lodiv, x = v_gather_i(s->tab, i);
    *out = (x + (v_gather_i(s->tab, vi_min(i + 1, len)) - x) * f) * *amp;
    oscil1_move(s);
}

/* Opcode: oscil1 oscil1i
 * Synopsis: kres oscil1 idel, kamp, idur [, ifn]
 *           kres oscil1i idel, kamp, idur [, ifn]
 *
 * Reads a table once in idur seconds, after waiting at its first point. oscil1 does not interpolate.
 * In:  idel  wait, s
 *      kamp  amplitude
 *      idur  time for the table, s; 0 or less: the last point, then the first
 *      ifn   table number, power-of-two length (default -1: a sine)
 * Out: table value times kamp; the guard point at the end
 * Fails: at init when the table does not exist or has another length
 */
KC_OP(oscil1, "k", "ikij", .state = oscil1_st, .init = oscil1_init, .tick = oscil1_tick, .fx = tab_r)
KC_OP(oscil1i, "k", "ikij", .state = oscil1_st, .init = oscil1_init, .tick = oscil1i_tick, .fx = tab_r)

typedef struct {
    V pos, inc, last; /* points */
    VI times;         /* passes left */
    VI len;
    VP tab;
} osciln_st;

KC_NATIVE int osciln_init(osciln_st *s, kc_ctx *c, double *out, const double *amp, const double *ifrq,
                          const double *ifn, const double *itimes)
{
    (void)out, (void)amp;
    const kc_table *t = kc_table_need(c, *ifn);
    if (!t) return KC_ERROR;
    if (t->len < 1) return kc_fail(c, "osciln: table %g has no points", *ifn);
    s->tab = t->data;
    s->len = t->len;
    s->inc = t->len * *ifrq * c->inv_sr;
    s->pos = 0;
    s->last = t->len - 1.0;
    s->times = kc_trunc_i(*itimes);
    return KC_OK;
}
KERNEL void osciln_tick(osciln_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    VM on = vi_ne(s->times, vi_splat(0));
    VI i = vi_min(vi_max(v_to_i(s->pos), vi_splat(0)), s->len);
    V y = v_gather_i(s->tab, i) * *amp, pos = s->pos + s->inc;
    VM over = vm_and(on, v_gt(pos, s->last));
    s->times = vi_sel(over, s->times - 1, s->times);
    s->pos = v_sel(over, pos - s->last, pos);
    *out = v_sel(vi_ne(s->times, vi_splat(0)), y, v_splat(0)); /* the last point of all is not heard */
}

/* Opcode: osciln oscilx
 * Synopsis: ares osciln kamp, ifrq, ifn, itimes
 *
 * Reads a table a number of times, then is silent.
 * In:  kamp    amplitude
 *      ifrq    passes a second
 *      ifn     table number
 *      itimes  number of passes
 * Out: table value times kamp, without interpolation
 * Fails: at init when the table does not exist
 */
KC_OP(osciln, "a", "kiii", .state = osciln_st, .init = osciln_init, .tick = osciln_tick, .fx = tab_r)
KC_OP(oscilx, "a", "kiii", .state = osciln_st, .init = osciln_init, .tick = osciln_tick, .fx = tab_r)
