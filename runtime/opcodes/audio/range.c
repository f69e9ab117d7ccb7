/* inrg, outrg: input and output channels from a number on. */
#include "runtime/engine/hooks.h"
#include "runtime/opcodes/op.h"

#ifndef KC_BITCODE
/* The channel before the first; -1 (reported) when there is none. */
static int first_channel(kc_ctx *c, double number)
{
    int ch = number > -1e9 && number < 1e9 ? (int)number - 1 : -1;
    if (ch >= 0) return ch;
    return kc_fail(c, "%s: channel number cannot be < 1 (1 is the first channel)", c->site->desc->name);
}

KC_NATIVE int inrg_init(void *s, kc_ctx *c, void **a)
{
    (void)s, (void)a;
    return kc_engine_hooks(c->engine)->sound_in ? KC_OK : kc_fail(c, "inrg: audio input is not enabled");
}
KC_NATIVE int inrg_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int ch = first_channel(c, *(double *)a[0]);
    if (ch < 0) return KC_ERROR;
    for (int i = 1; i < c->site->nin; i++, ch++) {
        double *out = a[i];
        for (int n = c->begin; n < c->end; n++) out[n] = v_get(kc_bus_in(c, ch, n), 0);
    }
    return KC_OK;
}

KC_NATIVE int outrg_perf(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int ch = first_channel(c, *(double *)a[0]);
    if (ch < 0) return KC_ERROR;
    for (int i = 1; i < c->site->nin && ch < c->nchnls; i++, ch++) {
        const double *in = a[i];
        for (int n = c->begin; n < c->end; n++) c->out[ch * c->stride + n] += in[n];
    }
    return KC_OK;
}
#endif

/* Opcode: inrg
 * Synopsis: inrg kstart, ain1 [, ain2, ain3, ..., ainN]
 *
 * Reads input channels that follow one another.
 * In:  kstart  first channel, from 1
 * Out: ain1 ...  the signals; silence for channels that are not there
 * Fails: at init without audio input; when kstart is below 1
 */
KC_OP(inrg, "", "ky", .init = inrg_init, .perf = inrg_perf, .fx = in)

/* Opcode: outrg
 * Synopsis: outrg kstart, aout1 [, aout2, aout3, ..., aoutN]
 *
 * Adds signals to output channels that follow one another.
 * In:  kstart     first channel, from 1
 *      aout1 ...  signals; those for channels above nchnls are not heard
 * Fails: when kstart is below 1
 */
KC_OP(outrg, "", "ky", .perf = outrg_perf, .fx = out)
