/* Sound output of instruments: samples are added to the engine's output buffer. */
#include "runtime/opcodes/op.h"

/* More arguments than channels: said once per note, as the reference does. */
KC_NATIVE int out_init(void *s, kc_ctx *c, void **a)
{
    (void)s, (void)a;
    if (c->site->nin > c->nchnls) kc_warn(c, "Excess channels ignored\n");
    return KC_OK;
}

KERNEL void out_each(void *s, kc_ctx *c, int n, int i, const V *x)
{
    (void)s;
    if (i < c->nchnls) kc_bus_add(c, i, n, *x);
}

/* Opcode: out outs outq outh outo outx out32 outc
 * Synopsis: out asig1 [, asig2 ...]
 *           out asigs[]
 *
 * Adds the n-th argument to output channel n. All names are the same opcode.
 * In:  asig   signal, 0dbfs = full scale; arguments beyond nchnls are ignored with a warning
 *      asigs  one signal a channel
 * Out: none
 * Fails: never
 */
KC_OP(out, "", "y", .init = out_init, .each = out_each, .fx = out)

KC_NATIVE int out_array_perf(void *s, kc_ctx *c, const kc_array *sigs)
{
    (void)s;
    int m = sigs->dimensions > 0 ? sigs->sizes[0] : 0, stride = sigs->member_size / (int)sizeof(double);
    if (m > c->nchnls) m = c->nchnls;
    for (int ch = 0; ch < m; ch++) {
        const double *x = sigs->data + (size_t)ch * stride;
        for (int n = c->begin; n < c->end; n++) c->out[ch * c->stride + n] += x[n];
    }
    return KC_OK;
}
KC_OP(out, "", "a[]", .perf = out_array_perf, .fx = out)
KC_OP(outs, "", "y", .init = out_init, .each = out_each, .fx = out)
KC_OP(outq, "", "y", .init = out_init, .each = out_each, .fx = out)
KC_OP(outh, "", "y", .init = out_init, .each = out_each, .fx = out)
KC_OP(outo, "", "y", .init = out_init, .each = out_each, .fx = out)
KC_OP(outx, "", "y", .init = out_init, .each = out_each, .fx = out)
KC_OP(out32, "", "y", .init = out_init, .each = out_each, .fx = out)
KC_OP(outc, "", "y", .init = out_init, .each = out_each, .fx = out)

KC_NATIVE int need_channels(kc_ctx *c, int n)
{
    return c->nchnls >= n ? KC_OK : kc_fail(c, "asig%d: no such channel", n);
}

/* Opcode: outs1
 * Synopsis: outs1 asig
 *
 * Adds a signal to output channel 1.
 * In:  asig   signal
 * Fails: at init when there are fewer than 1 channels
 */
KC_NATIVE int outs1_init(void *s, kc_ctx *c, const double *x)
{
    (void)s, (void)x;
    return need_channels(c, 1);
}
KERNEL void outs1_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    kc_bus_add(c, 0, n, *x);
}
KC_OP(outs1, "", "a", .init = outs1_init, .tick = outs1_tick, .fx = out)

/* Opcode: outs2
 * Synopsis: outs2 asig
 *
 * Adds a signal to output channel 2.
 * In:  asig   signal
 * Fails: at init when there are fewer than 2 channels
 */
KC_NATIVE int outs2_init(void *s, kc_ctx *c, const double *x)
{
    (void)s, (void)x;
    return need_channels(c, 2);
}
KERNEL void outs2_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    kc_bus_add(c, 1, n, *x);
}
KC_OP(outs2, "", "a", .init = outs2_init, .tick = outs2_tick, .fx = out)

/* Opcode: outq1
 * Synopsis: outq1 asig
 *
 * Adds a signal to output channel 1.
 * In:  asig   signal
 * Fails: at init when there are fewer than 1 channels
 */
KC_NATIVE int outq1_init(void *s, kc_ctx *c, const double *x)
{
    (void)s, (void)x;
    return need_channels(c, 1);
}
KERNEL void outq1_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    kc_bus_add(c, 0, n, *x);
}
KC_OP(outq1, "", "a", .init = outq1_init, .tick = outq1_tick, .fx = out)

/* Opcode: outq2
 * Synopsis: outq2 asig
 *
 * Adds a signal to output channel 2.
 * In:  asig   signal
 * Fails: at init when there are fewer than 2 channels
 */
KC_NATIVE int outq2_init(void *s, kc_ctx *c, const double *x)
{
    (void)s, (void)x;
    return need_channels(c, 2);
}
KERNEL void outq2_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    kc_bus_add(c, 1, n, *x);
}
KC_OP(outq2, "", "a", .init = outq2_init, .tick = outq2_tick, .fx = out)

/* Opcode: outq3
 * Synopsis: outq3 asig
 *
 * Adds a signal to output channel 3.
 * In:  asig   signal
 * Fails: at init when there are fewer than 3 channels
 */
KC_NATIVE int outq3_init(void *s, kc_ctx *c, const double *x)
{
    (void)s, (void)x;
    return need_channels(c, 3);
}
KERNEL void outq3_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    kc_bus_add(c, 2, n, *x);
}
KC_OP(outq3, "", "a", .init = outq3_init, .tick = outq3_tick, .fx = out)

/* Opcode: outq4
 * Synopsis: outq4 asig
 *
 * Adds a signal to output channel 4.
 * In:  asig   signal
 * Fails: at init when there are fewer than 4 channels
 */
KC_NATIVE int outq4_init(void *s, kc_ctx *c, const double *x)
{
    (void)s, (void)x;
    return need_channels(c, 4);
}
KERNEL void outq4_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    kc_bus_add(c, 3, n, *x);
}
KC_OP(outq4, "", "a", .init = outq4_init, .tick = outq4_tick, .fx = out)

/* Opcode: outall
 * Synopsis: outall asig
 *
 * Adds a signal to every output channel.
 * In:  asig   signal
 * Fails: never
 */
KERNEL void outall_tick(void *s, kc_ctx *c, int n, const V *x)
{
    (void)s;
    for (int ch = 0; ch < c->nchnls; ch++) kc_bus_add(c, ch, n, *x);
}
KC_OP(outall, "", "a", .tick = outall_tick, .fx = out)

/* Opcode: outch
 * Synopsis: outch kchan1, asig1 [, kchan2, asig2 ...]
 *
 * Adds each signal to the channel that its number names.
 * In:  kchan  channel from 1, rounded; below 1 counts as 1, above nchnls is ignored
 *      asig   signal
 * Fails: at performance with an odd number of arguments
 */
KC_NATIVE int outch_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int m = c->site->nin;
    if (m & 1) return kc_fail(c, "outch must have an even number of arguments");
    for (int i = 0; i < m; i += 2) {
        double want = *(double *)a[i];
        int64_t ch = want < 1 ? 1 : want < 1e6 ? llrint(want) : 1000000;
        if (ch > c->nchnls) continue;
        const double *x = a[i + 1];
        int step = kc_arg_is_a(c, i + 1);
        for (int n = c->begin; n < c->end; n++) c->out[(ch - 1) * c->stride + n] += x[step ? n : 0];
    }
    return KC_OK;
}
KC_OP(outch, "", "Z", .perf = outch_perf, .fx = out)
