/* metro: a pulse train at control rate. */
#include "runtime/opcodes/op.h"

typedef struct {
    V phs;
    VM first; /* nothing sent yet */
} metro_st;

KC_NATIVE int metro_init(metro_st *s, kc_ctx *c, double *out, const double *freq, const double *iphs)
{
    (void)out, (void)freq;
    double phs = *iphs;
    if (phs >= 0) {
        int32_t whole = v_to_i(phs);
        if (whole) kc_warn(c, "metro:init phase truncation");
        s->phs = phs - whole;
    }
    s->first = vm_splat(true);
    return KC_OK;
}
KERNEL void metro_tick(metro_st *s, kc_ctx *c, int n, V *out, const V *freq)
{
    (void)n;
    VM start = vm_and(v_eq(s->phs, v_splat(0)), s->first);
    V next = s->phs + *freq * c->inv_kr;
    VM wrap = vm_and(vm_not(start), v_ge(next, v_splat(1)));
    VM tick = vm_or(start, wrap);
    s->phs = v_sel(start, s->phs, v_sel(wrap, next - 1.0, next));
    s->first = vm_and(s->first, vm_not(tick));
    *out = v_sel(tick, v_splat(1), v_splat(0));
}

/* Opcode: metro
 * Synopsis: ktrig metro kfreq [, initphase]
 *
 * Sends 1 for one k-cycle, kfreq times a second, else 0.
 * In:  kfreq      ticks per second
 *      initphase  phase at the start, cycles; 0: the first tick comes at once; below 0 keeps the phase
 *                 (default 0)
 * Out: ticks
 * Fails: never
 */
KC_OP(metro, "k", "ko", .state = metro_st, .init = metro_init, .tick = metro_tick)

/* ---- metrobpm ----------------------------------------------------------------------------------- */

typedef struct {
    metro_st pulse;
    V value; /* stays up to the gate */
} metrobpm_st;

KC_NATIVE int metrobpm_init(metrobpm_st *s, kc_ctx *c, double *out, const double *bpm, const double *iphs,
                            const double *gate)
{
    (void)gate;
    return metro_init(&s->pulse, c, out, bpm, iphs);
}
KERNEL void metrobpm_tick(metrobpm_st *s, kc_ctx *c, int n, V *out, const V *bpm, const V *gate)
{
    (void)n;
    metro_st *m = &s->pulse;
    VM start = vm_and(v_eq(m->phs, v_splat(0)), m->first);
    V next = m->phs + *bpm * c->inv_kr / 60.0;
    VM wrap = vm_and(vm_not(start), v_ge(next, v_splat(1)));
    VM tick = vm_or(start, wrap);
    m->phs = v_sel(start, m->phs, v_sel(wrap, next - 1.0, next));
    m->first = vm_and(m->first, vm_not(tick));
    s->value = v_sel(tick, v_splat(1), v_sel(v_ge(next, *gate), v_splat(0), s->value));
    *out = s->value;
}

/* Opcode: metrobpm
 * Synopsis: ktrig metrobpm kfreq [, initphase] [, kgate]
 *
 * Sends 1 kfreq times a minute and holds it for a share of the time.
 * In:  kfreq      ticks per minute
 *      initphase  phase at the start, cycles; 0: the first tick comes at once; below 0 keeps the phase
 *                 (default 0)
 *      kgate      share of a cycle for which the 1 stays, 0 .. 1 (default 0: one k-cycle)
 * Out: ticks
 * Fails: never
 */
KC_OP(metrobpm, "k", "koO", .state = metrobpm_st, .init = metrobpm_init, .tick = metrobpm_tick)
