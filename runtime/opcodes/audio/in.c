/* Sound input of instruments: the engine's input buffer, one k-cycle at a time. */
#include "runtime/opcodes/op.h"

KC_INLINE int wrong_channels(kc_ctx *c) { return kc_fail(c, "Wrong number of input channels"); }

/* Opcode: ins
 * Synopsis: ar1, ar2 ins
 *
 * Reads input channels 1 to 2.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: at init when nchnls_i is not 2
 */
KC_NATIVE int ins_init(void *s, kc_ctx *c, double *o0, double *o1)
{
    (void)s, (void)o0, (void)o1;
    return c->nchnls_i == 2 ? KC_OK : wrong_channels(c);
}
KERNEL void ins_tick(void *s, kc_ctx *c, int n, V *o0, V *o1)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
    *o1 = kc_bus_in(c, 1, n);
}
KC_OP(ins, "aa", "", .init = ins_init, .tick = ins_tick, .fx = in)

/* Opcode: in
 * Synopsis: ar1 in
 *           ar[] in
 *
 * Reads input channel 1.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: at init when nchnls_i is not 1
 */
KC_NATIVE int in1_init(void *s, kc_ctx *c, double *o0)
{
    (void)s, (void)o0;
    return c->nchnls_i == 1 ? KC_OK : wrong_channels(c);
}
KERNEL void in1_tick(void *s, kc_ctx *c, int n, V *o0)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
}
KC_OP(in, "a", "", .init = in1_init, .tick = in1_tick, .fx = in)

KC_NATIVE int in_array_init(void *s, kc_ctx *c, kc_array *sigs)
{
    (void)s;
    return sigs->dimensions ? KC_OK : kc_array_make1(c, sigs, 'a', c->nchnls_i > 0 ? c->nchnls_i : 1);
}
KC_NATIVE int in_array_perf(void *s, kc_ctx *c, kc_array *sigs)
{
    (void)s;
    int m = sigs->sizes[0] < c->nchnls_i ? sigs->sizes[0] : c->nchnls_i,
        stride = sigs->member_size / (int)sizeof(double);
    for (int ch = 0; ch < m; ch++)
        for (int n = c->begin; n < c->end; n++)
            sigs->data[(size_t)ch * stride + n] = c->in[ch * c->stride + n];
    return KC_OK;
}
KC_OP(in, "aa", "", .init = ins_init, .tick = ins_tick, .fx = in)
KC_OP(in, "a[]", "", .init = in_array_init, .perf = in_array_perf, .fx = in)

/* Opcode: inq
 * Synopsis: ar1, ar2, ar3, ar4 inq
 *
 * Reads input channels 1 to 4.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: never
 */
KERNEL void inq_tick(void *s, kc_ctx *c, int n, V *o0, V *o1, V *o2, V *o3)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
    *o1 = kc_bus_in(c, 1, n);
    *o2 = kc_bus_in(c, 2, n);
    *o3 = kc_bus_in(c, 3, n);
}
KC_OP(inq, "aaaa", "", .tick = inq_tick, .fx = in)

/* Opcode: inh
 * Synopsis: ar1, ar2, ar3, ar4 ... inh
 *
 * Reads input channels 1 to 6.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: never
 */
KERNEL void inh_tick(void *s, kc_ctx *c, int n, V *o0, V *o1, V *o2, V *o3, V *o4, V *o5)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
    *o1 = kc_bus_in(c, 1, n);
    *o2 = kc_bus_in(c, 2, n);
    *o3 = kc_bus_in(c, 3, n);
    *o4 = kc_bus_in(c, 4, n);
    *o5 = kc_bus_in(c, 5, n);
}
KC_OP(inh, "aaaaaa", "", .tick = inh_tick, .fx = in)

/* Opcode: ino
 * Synopsis: ar1, ar2, ar3, ar4 ... ino
 *
 * Reads input channels 1 to 8.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: never
 */
KERNEL void ino_tick(void *s, kc_ctx *c, int n, V *o0, V *o1, V *o2, V *o3, V *o4, V *o5, V *o6, V *o7)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
    *o1 = kc_bus_in(c, 1, n);
    *o2 = kc_bus_in(c, 2, n);
    *o3 = kc_bus_in(c, 3, n);
    *o4 = kc_bus_in(c, 4, n);
    *o5 = kc_bus_in(c, 5, n);
    *o6 = kc_bus_in(c, 6, n);
    *o7 = kc_bus_in(c, 7, n);
}
KC_OP(ino, "aaaaaaaa", "", .tick = ino_tick, .fx = in)

/* Opcode: inx
 * Synopsis: ar1, ar2, ar3, ar4 ... inx
 *
 * Reads input channels 1 to 16.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: never
 */
KERNEL void inx_tick(void *s, kc_ctx *c, int n, V *o0, V *o1, V *o2, V *o3, V *o4, V *o5, V *o6, V *o7, V *o8,
                     V *o9, V *o10, V *o11, V *o12, V *o13, V *o14, V *o15)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
    *o1 = kc_bus_in(c, 1, n);
    *o2 = kc_bus_in(c, 2, n);
    *o3 = kc_bus_in(c, 3, n);
    *o4 = kc_bus_in(c, 4, n);
    *o5 = kc_bus_in(c, 5, n);
    *o6 = kc_bus_in(c, 6, n);
    *o7 = kc_bus_in(c, 7, n);
    *o8 = kc_bus_in(c, 8, n);
    *o9 = kc_bus_in(c, 9, n);
    *o10 = kc_bus_in(c, 10, n);
    *o11 = kc_bus_in(c, 11, n);
    *o12 = kc_bus_in(c, 12, n);
    *o13 = kc_bus_in(c, 13, n);
    *o14 = kc_bus_in(c, 14, n);
    *o15 = kc_bus_in(c, 15, n);
}
KC_OP(inx, "aaaaaaaaaaaaaaaa", "", .tick = inx_tick, .fx = in)

/* Opcode: in32
 * Synopsis: ar1, ar2, ar3, ar4 ... in32
 *
 * Reads input channels 1 to 32.
 * Out: signals, 0dbfs = full scale; silence for channels that are not there
 * Fails: never
 */
KERNEL void in32_tick(void *s, kc_ctx *c, int n, V *o0, V *o1, V *o2, V *o3, V *o4, V *o5, V *o6, V *o7,
                      V *o8, V *o9, V *o10, V *o11, V *o12, V *o13, V *o14, V *o15, V *o16, V *o17, V *o18,
                      V *o19, V *o20, V *o21, V *o22, V *o23, V *o24, V *o25, V *o26, V *o27, V *o28, V *o29,
                      V *o30, V *o31)
{
    (void)s;
    *o0 = kc_bus_in(c, 0, n);
    *o1 = kc_bus_in(c, 1, n);
    *o2 = kc_bus_in(c, 2, n);
    *o3 = kc_bus_in(c, 3, n);
    *o4 = kc_bus_in(c, 4, n);
    *o5 = kc_bus_in(c, 5, n);
    *o6 = kc_bus_in(c, 6, n);
    *o7 = kc_bus_in(c, 7, n);
    *o8 = kc_bus_in(c, 8, n);
    *o9 = kc_bus_in(c, 9, n);
    *o10 = kc_bus_in(c, 10, n);
    *o11 = kc_bus_in(c, 11, n);
    *o12 = kc_bus_in(c, 12, n);
    *o13 = kc_bus_in(c, 13, n);
    *o14 = kc_bus_in(c, 14, n);
    *o15 = kc_bus_in(c, 15, n);
    *o16 = kc_bus_in(c, 16, n);
    *o17 = kc_bus_in(c, 17, n);
    *o18 = kc_bus_in(c, 18, n);
    *o19 = kc_bus_in(c, 19, n);
    *o20 = kc_bus_in(c, 20, n);
    *o21 = kc_bus_in(c, 21, n);
    *o22 = kc_bus_in(c, 22, n);
    *o23 = kc_bus_in(c, 23, n);
    *o24 = kc_bus_in(c, 24, n);
    *o25 = kc_bus_in(c, 25, n);
    *o26 = kc_bus_in(c, 26, n);
    *o27 = kc_bus_in(c, 27, n);
    *o28 = kc_bus_in(c, 28, n);
    *o29 = kc_bus_in(c, 29, n);
    *o30 = kc_bus_in(c, 30, n);
    *o31 = kc_bus_in(c, 31, n);
}
KC_OP(in32, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", .tick = in32_tick, .fx = in)

/* Opcode: inch
 * Synopsis: ain1 [, ain2 ...] inch kchan1 [, kchan2 ...]
 *
 * Reads the input channels whose numbers are given.
 * In:  kchan  channel from 1; silence for channels that are not there
 * Fails: when there are more outputs than inputs or the reverse
 */
KC_NATIVE int inch_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int m = c->site->nout;
    if (m != c->site->nin) return kc_fail(c, "Input and output argument count differs in inch");
    for (int i = 0; i < m; i++) {
        double want = *(double *)a[m + i], *o = a[i];
        int ch = want >= 0.5 && want < 1e6 ? (int)(want + 0.5) : 0;
        for (int n = c->begin; n < c->end; n++)
            o[n] = ch >= 1 && ch <= c->nchnls_i ? c->in[(ch - 1) * c->stride + n] : 0.0;
    }
    return KC_OK;
}
KERNEL void inch_tick(void *s, kc_ctx *c, int n, V *out, const V *chan)
{
    (void)s;
    V x = v_splat(0.0);
    KC_LANES
    {
        double want = v_get(*chan, l);
        int ch = want >= 0.5 && want < 1e6 ? (int)(want + 0.5) : 0;
        v_set(&x, l, v_get(kc_bus_in(c, ch - 1, n), l));
    }
    *out = x;
}
KC_OP(inch, "a", "k", .tick = inch_tick, .fx = in)
KC_OP(inch, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "z", .perf = inch_perf, .fx = in)

/* Opcode: monitor
 * Synopsis: aout1 [, aout2 ...] monitor
 *           aouts[] monitor
 *
 * Reads what has been added to the output so far in this k-cycle.
 * Out: one signal for each output channel
 * Fails: at init when the number of outputs is not nchnls
 */
KC_NATIVE int monitor_init(void *s, kc_ctx *c, void **a)
{
    (void)s, (void)a;
    return c->site->nout == c->nchnls ? KC_OK : kc_fail(c, "number of arguments != nchnls");
}
KC_NATIVE int monitor_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    for (int ch = 0; ch < c->site->nout; ch++) {
        double *o = a[ch];
        for (int n = c->begin; n < c->end; n++) o[n] = c->out[ch * c->stride + n];
    }
    return KC_OK;
}
KC_NATIVE int monitor_array_init(void *s, kc_ctx *c, kc_array *out)
{
    (void)s;
    return kc_array_make1(c, out, 'a', c->nchnls);
}
KC_NATIVE int monitor_array_perf(void *s, kc_ctx *c, kc_array *out)
{
    (void)s;
    int stride = out->member_size / (int)sizeof(double);
    for (int ch = 0; ch < c->nchnls; ch++)
        for (int n = c->begin; n < c->end; n++)
            out->data[(size_t)ch * stride + n] = c->out[ch * c->stride + n];
    return KC_OK;
}
KC_OP(monitor, "mmmmmmmmmmmmmmmmmmmmmmmm", "", .init = monitor_init, .perf = monitor_perf, .fx = out_r)
KC_OP(monitor, "a[]", "", .init = monitor_array_init, .perf = monitor_array_perf, .fx = out_r)
