/* invalue, outvalue: values exchanged with a host through callbacks. Without a host nothing arrives and
 * nothing is sent: inputs are 0 or empty; the channels are made all the same. */
#include "runtime/channels/channels.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>

/* Makes the channel, whose name is string or number argument `arg`. */
KC_NATIVE int connect(kc_ctx *c, void **a, int arg, kc_channel_type type, int mode)
{
    char number[32];
    kc_channel *ch;
    const char *name = kc_arg_string(c, a, arg);
    if (!name) {
        double x = *(double *)a[arg];
        snprintf(number, sizeof number, "%d", fabs(x) < 2e9 ? (int)lrint(x) : 0);
        name = number;
    }
    int r = kc_channel_get(c->engine, name, type, mode, &ch);
    if (r) return kc_fail(c, "%s", kc_channel_error(r));
    kc_warn(c, mode == KC_CHANNEL_IN ? "InputChannelCallback not set." : "OutputChannelCallback not set.");
    return KC_OK;
}

/* ---- invalue ---------------------------------------------------------------------------------- */

KC_NATIVE int invalue_perf(void *s, kc_ctx *c, double *out, void *name)
{
    (void)s, (void)c, (void)name;
    *out = 0;
    return KC_OK;
}
KC_NATIVE int invalue_init(void *s, kc_ctx *c, double *out, void *name)
{
    (void)s;
    void *a[] = {out, name};
    *out = 0;
    return connect(c, a, 1, KC_CHANNEL_CONTROL, KC_CHANNEL_IN);
}
KC_NATIVE int invalue_S_perf(void *s, kc_ctx *c, kc_str *out, void *name)
{
    (void)s, (void)name;
    return kc_str_set(c, out, "");
}
KC_NATIVE int invalue_S_init(void *s, kc_ctx *c, kc_str *out, void *name)
{
    (void)s;
    void *a[] = {out, name};
    return kc_str_set(c, out, "") < 0 ? KC_ERROR : connect(c, a, 1, KC_CHANNEL_STRING, KC_CHANNEL_IN);
}

/* Opcode: invalue
 * Synopsis: ival invalue Sname
 *           kval invalue Sname
 *           Sval invalue Sname
 *
 * A value from the host.
 * In:  Sname  name of a channel, or a number
 * Out: 0, or an empty string: there is no host that sets a callback
 * Fails: when the channel has another type
 */
KC_OP(invalue, "k", "i", .init = invalue_init, .perf = invalue_perf, .fx = chn_r)
KC_OP(invalue, "i", "i", .init = invalue_init, .fx = chn_r)
KC_OP(invalue, "i", "S", .init = invalue_init, .fx = chn_r)
KC_OP(invalue, "k", "S", .init = invalue_init, .perf = invalue_perf, .fx = chn_r)
KC_OP(invalue, "S", "i", .init = invalue_S_init, .perf = invalue_S_perf, .fx = chn_r)
KC_OP(invalue, "S", "S", .init = invalue_S_init, .perf = invalue_S_perf, .fx = chn_r)

/* ---- outvalue --------------------------------------------------------------------------------- */

KC_NATIVE int outvalue_init(void *s, kc_ctx *c, void *name, void *value)
{
    (void)s;
    void *a[] = {name, value};
    kc_channel_type type = kc_arg_type(c, 1) == 'S' ? KC_CHANNEL_STRING : KC_CHANNEL_CONTROL;
    return connect(c, a, 0, type, KC_CHANNEL_OUT);
}

/* Opcode: outvalue
 * Synopsis: outvalue Sname, ival
 *           outvalue Sname, kval
 *           outvalue Sname, Sval
 *
 * Sends a value to the host; there is none that sets a callback, so it goes nowhere.
 * In:  Sname  name of a channel, or a number
 *      val    the value
 * Fails: when the channel has another type
 */
KC_OP(outvalue, "", "ik", .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "ii", .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "Si", .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "Sk", .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "iS", .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "SS", .init = outvalue_init, .fx = chn_w)
