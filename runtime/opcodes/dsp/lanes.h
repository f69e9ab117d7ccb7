/* What opcodes with lists and buffers share: memory, counters and buffer access, lane by lane.
 *
 * A kernel state holds `VL mem[4]` where a native opcode would hold a kc_aux: the same bytes, but laid out
 * per lane, so that a voice takes its memory along when it moves to another lane. Only init may look into it;
 * kernels use a VP (where the data start) and a VI (the index).
 * Memory that kernels only read after init is called `fixed` instead of `mem`: empty lanes of a batch may then
 * share it with another note. */
#ifndef KC_DSP_LANES_H
#define KC_DSP_LANES_H
#include "runtime/opcodes/op.h"

#if KC_W == 1
_Static_assert(sizeof(kc_aux) == 4 * sizeof(int64_t), "VL mem[4] holds a kc_aux");

/* Zeroed room for n doubles in `mem`; NULL after an error. Only at init. */
KC_NATIVE double *kc_lane_alloc(kc_ctx *c, VL *mem, size_t n)
{
    kc_aux *aux = (kc_aux *)(void *)mem;
    return kc_aux_alloc(c, aux, n * sizeof(double)) == KC_OK ? aux->p : NULL;
}

/* The memory as it is; NULL when there is none yet. */
KC_NATIVE double *kc_lane_mem(VL *mem) { return ((kc_aux *)(void *)mem)->p; }

/* Conversions of the reference: truncation and rounding (halves to even); huge values and NaN become 0 when
 * rounded, the most negative integer when truncated. */
KC_NATIVE int32_t kc_trunc_i(double x) { return v_to_i(x); }
KC_NATIVE int32_t kc_round_i(double x)
{
    return x > -9.2e18 && x < 9.2e18 ? (int32_t)__builtin_llrint(x) : 0;
}
KC_NATIVE int32_t kc_max_i(int32_t a, int32_t b) { return a > b ? a : b; }
#endif

/* True where the note has been released. */
KC_INLINE VM kc_releasing(const kc_ctx *c)
{
#if KC_W == 1
    return vm_splat(c->note->releasing);
#else
    VM m = vm_splat(false);
    KC_LANES vm_set(&m, l, c->lanes->note[l]->releasing);
    return m;
#endif
}

/* buf[i] = x, lane by lane. The caller keeps the index in range. */
KC_INLINE void kc_buf_write(VP buf, VI i, V x)
{
    KC_LANES { ((double *)(uintptr_t)vp_get(buf, l))[vi_get(i, l)] = v_get(x, l); }
}

/* i + 1, or 0 at len. */
KC_INLINE VI kc_ring_next(VI i, VI len)
{
    VI j = i + 1;
    return vi_sel(vi_ge(j, len), vi_splat(0), j);
}

/* x brought into 0 .. len - 1 or between, from anywhere; 0 where there is no such place. */
KC_INLINE V kc_ring_mod(V x, V len)
{
    x = x - v_floor(x / len) * len;
    x = v_sel(v_lt(x, v_splat(0)), x + len, x);
    x = v_sel(v_ge(x, len), x - len, x);
    return v_sel(vm_and(v_ge(x, v_splat(0)), v_lt(x, len)), x, v_splat(0));
}

/* 2 - cos(w) - sqrt((2 - cos(w))^2 - 1): the feedback of a one-pole low-pass with half power at w rad/sample.
 */
KC_INLINE V kc_onepole(V w)
{
    V b = 2.0 - v_cos(w);
    return b - v_sqrt(b * b - 1.0);
}
#endif
