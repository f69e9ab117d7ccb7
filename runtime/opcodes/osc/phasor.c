/* phasor, lphasor, phasorbnk: phases that move and wrap.
 *
 * All keep a double. phasor's wraps by one cycle at a time, so it leaves 0 .. 1 when it moves by more than a
 * cycle a sample, as the reference's does. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/rng.h"

KC_INLINE V phase_wrap(V x)
{
    VM high = v_ge(x, v_splat(1)), low = v_lt(x, v_splat(0));
    return v_sel(high, x - 1.0, v_sel(low, x + 1.0, x));
}

typedef struct {
    V phs;
} phasor_st;

KC_NATIVE int phasor_init(phasor_st *s, kc_ctx *c, double *out, const double *cps, const double *iphs)
{
    (void)out, (void)cps;
    if (!(*iphs >= 0)) return KC_OK;
    double whole = v_to_i(*iphs);
    if (whole != 0) kc_warn(c, "init phase truncation");
    s->phs = whole >= 0 ? *iphs - whole : 0;
    return KC_OK;
}
KERNEL void phasor_a(phasor_st *s, kc_ctx *c, int n, V *out, const V *cps)
{
    (void)n;
    *out = s->phs;
    s->phs = phase_wrap(s->phs + *cps * c->inv_sr);
}
KERNEL void phasor_kr(phasor_st *s, kc_ctx *c, int n, V *out, const V *cps)
{
    (void)n;
    *out = s->phs;
    s->phs = phase_wrap(s->phs + *cps * c->inv_kr);
}

/* Opcode: phasor
 * Synopsis: ares phasor xcps [, iphs]
 *           kres phasor kcps [, iphs]
 *
 * A phase that runs from 0 to 1 and starts again.
 * In:  xcps  frequency, Hz; negative runs down
 *      iphs  initial phase, cycles, of which the fraction is taken; negative keeps the phase (default 0)
 * Out: the phase, 0 <= phase < 1
 */
KC_OP(phasor, "a", "xo", .state = phasor_st, .init = phasor_init, .tick = phasor_a)
KC_OP(phasor, "k", "ko", .state = phasor_st, .init = phasor_init, .tick = phasor_kr)

typedef struct {
    V phs, start, end; /* of the loop */
    VI mode;
    VM back;
} lphasor_st;

KC_NATIVE int lphasor_init(lphasor_st *s, kc_ctx *c, double *out, const double *trns, const double *ilps,
                           const double *ilpe, const double *imode, const double *istrt, const double *istor,
                           const double *unused1, const double *unused2)
{
    (void)c, (void)out, (void)trns, (void)unused1, (void)unused2;
    if (*istor != 0) return KC_OK;
    s->phs = *istrt;
    s->start = *ilps;
    s->end = *ilpe;
    s->mode = *ilpe > *ilps ? kc_trunc_i(*imode + 0.5) & 3 : 0;
    s->back = vm_splat(0);
    return KC_OK;
}
KERNEL void lphasor_tick(lphasor_st *s, kc_ctx *c, int n, V *out, const V *trns)
{
    (void)c, (void)n;
    V step = *trns, len = s->end - s->start;
    V phs = s->phs;
    *out = phs;
    phs += v_sel(s->back, -step, step);
    VM backwards = vm_xor(s->back, v_lt(step, v_splat(0))), loop = vi_ne(s->mode, vi_splat(0));
    VM over = vm_and(vm_and(loop, vm_not(backwards)), v_ge(phs, s->end));
    VM under = vm_and(vm_and(loop, backwards), v_le(phs, s->start));
    if (vm_any(vm_or(over, under))) {
        /* whole loops back, then mirrored in the modes that turn round at this end */
        V turns = i_to_v(v_to_i((v_sel(over, s->start, s->end) - phs) / len));
        V near = phs + len * turns;
        VM turn = vm_or(vm_and(over, vi_ne(s->mode & 2, vi_splat(0))),
                        vm_and(under, vi_ne(s->mode & 1, vi_splat(0))));
        near = v_sel(turn, s->start + s->end - near, near);
        phs = v_sel(vm_or(over, under), near, phs);
        s->back = vm_xor(s->back, turn);
    }
    s->phs = phs;
}

/* Opcode: lphasor
 * Synopsis: ares lphasor xtrns [, ilps] [, ilpe] [, imode] [, istrt] [, istor]
 *
 * A position in samples that moves and loops, to read tables with.
 * In:  xtrns  step, samples a sample
 *      ilps   start of the loop (default 0)
 *      ilpe   end of the loop; not above ilps: no loop (default 0)
 *      imode  0: no loop, 1: forwards, turning at the start when it goes backwards, 2: turning at the end,
 *             3: to and fro (default 0)
 *      istrt  first position (default 0)
 *      istor  not 0 keeps the state (default 0)
 * Out: the position
 */
KC_OP(lphasor, "a", "xooooooo", .state = lphasor_st, .init = lphasor_init, .tick = lphasor_tick)

typedef struct {
    VP phs; /* all phases */
    VI count, i;
    VM in; /* the index is one of them */
    VL mem[4];
} bank_st;

enum { BANK_MAX = 1 << 24 };

KC_NATIVE int bank_init(bank_st *s, kc_ctx *c, double *out, const double *cps, const double *index,
                        const double *icnt, const double *iphs)
{
    (void)out, (void)cps, (void)index;
    int32_t count = kc_round_i(*icnt);
    if (count < 2) count = 2;
    if (count > BANK_MAX) return kc_fail(c, "phasorbnk: %d phasors are too many", count);
    double *phs = kc_lane_mem(s->mem);
    if (!phs || ((kc_aux *)(void *)s->mem)->size < (size_t)count * sizeof *phs) {
        phs = kc_lane_alloc(c, s->mem, (size_t)count);
        if (!phs) return KC_ERROR;
    }
    s->phs = phs;
    s->count = count;
    if (*iphs >= 0)
        for (int32_t i = 0; i < count; i++) phs[i] = *iphs > 1 ? kc_rng_r31_unit(c->rng) : *iphs;
    return KC_OK;
}
KERNEL void bank_k(bank_st *s, kc_ctx *c, const V *cps, const V *index)
{
    (void)c, (void)cps;
    VI i = v_to_i(*index);
    s->in = vm_and(vi_ge(i, vi_splat(0)), vi_lt(i, s->count));
    s->i = vi_sel(s->in, i, vi_splat(0));
}
KC_INLINE V bank_next(bank_st *s, V inc)
{
    V phs = v_gather_i(s->phs, s->i);
    kc_buf_write(s->phs, s->i, v_sel(s->in, phase_wrap(phs + inc), phs));
    return v_sel(s->in, phs, v_splat(0));
}
KERNEL void bank_a(bank_st *s, kc_ctx *c, int n, V *out, const V *cps, const V *index)
{
    (void)n, (void)index;
    *out = bank_next(s, *cps * c->inv_sr);
}
KERNEL void bank_kr(bank_st *s, kc_ctx *c, int n, V *out, const V *cps, const V *index)
{
    (void)n, (void)index;
    *out = bank_next(s, *cps * c->inv_kr);
}

/* Opcode: phasorbnk
 * Synopsis: ares phasorbnk xcps, kndx, icnt [, iphs]
 *           kres phasorbnk kcps, kndx, icnt [, iphs]
 *
 * One of a bank of phasors: it alone moves in this k-cycle.
 * In:  xcps  frequency, Hz
 *      kndx  which phasor, from 0
 *      icnt  number of phasors, at least 2
 *      iphs  initial phase of all; above 1: each at random; negative: as they are (default 0)
 * Out: the phase of phasor kndx; 0 when there is none
 * Fails: at init when memory runs out
 */
KC_OP(phasorbnk, "a", "xkio", .state = bank_st, .init = bank_init, .k = bank_k, .tick = bank_a)
KC_OP(phasorbnk, "k", "xkio", .state = bank_st, .init = bank_init, .k = bank_k, .tick = bank_kr, .rates = "k")
