/* invalue, outvalue: values exchanged with a host through callbacks. Without a host nothing arrives and
 * nothing is sent: inputs are 0 or empty; the channels are made all the same. */
#include "runtime/channels/channels.h"
#include "runtime/engine/hooks.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>

enum { HOST_TEXT = 256 }; /* bytes that a callback may write */

typedef struct {
    kc_channel *ch;
} value_st;

/* Makes the channel, whose name is string or number argument `arg`. */
KC_NATIVE int connect(kc_ctx *c, value_st *s, void **a, int arg, kc_channel_type type, int mode)
{
    char number[32];
    const kc_hooks *h = kc_engine_hooks(c->engine);
    const char *name = kc_arg_string(c, a, arg);
    if (!name) {
        double x = *(double *)a[arg];
        snprintf(number, sizeof number, "%d", fabs(x) < 2e9 ? (int)lrint(x) : 0);
        name = number;
    }
    int r = kc_channel_get(c->engine, name, type, mode, &s->ch);
    if (r) return kc_fail(c, "%s", kc_channel_error(r));
    if (mode == KC_CHANNEL_IN ? !h->value_in : !h->value_out)
        kc_warn(c,
                mode == KC_CHANNEL_IN ? "InputChannelCallback not set." : "OutputChannelCallback not set.");
    return KC_OK;
}

/* ---- invalue ---------------------------------------------------------------------------------- */

KC_NATIVE int invalue_perf(value_st *s, kc_ctx *c, double *out, void *name)
{
    (void)name;
    const kc_hooks *h = kc_engine_hooks(c->engine);
    if (h->value_in && s->ch)
        h->value_in(h->host, s->ch->name, out, false);
    else
        *out = 0;
    return KC_OK;
}
KC_NATIVE int invalue_init(value_st *s, kc_ctx *c, double *out, void *name)
{
    void *a[] = {out, name};
    *out = 0;
    if (connect(c, s, a, 1, KC_CHANNEL_CONTROL, KC_CHANNEL_IN) < 0) return KC_ERROR;
    return invalue_perf(s, c, out, name);
}
KC_NATIVE int invalue_S_perf(value_st *s, kc_ctx *c, kc_str *out, void *name)
{
    (void)name;
    const kc_hooks *h = kc_engine_hooks(c->engine);
    if (!h->value_in || !s->ch) return kc_str_set(c, out, "");
    h->value_in(h->host, s->ch->name, out, true);
    return KC_OK;
}
KC_NATIVE int invalue_S_init(value_st *s, kc_ctx *c, kc_str *out, void *name)
{
    void *a[] = {out, name};
    static const char room[HOST_TEXT];
    if (connect(c, s, a, 1, KC_CHANNEL_STRING, KC_CHANNEL_IN) < 0) return KC_ERROR;
    if (out->size < HOST_TEXT && (kc_str_setn(c, out, room, HOST_TEXT - 1) < 0 || kc_str_set(c, out, "") < 0))
        return KC_ERROR;
    return invalue_S_perf(s, c, out, name);
}

/* Opcode: invalue
 * Synopsis: ival invalue Sname
 *           kval invalue Sname
 *           Sval invalue Sname
 *
 * A value from the host.
 * In:  Sname  name of a channel, or a number
 * Out: what the host's callback gives; 0 or an empty string without one
 * Fails: when the channel has another type
 */
KC_OP(invalue, "k", "i", .state = value_st, .init = invalue_init, .perf = invalue_perf, .fx = chn_r)
KC_OP(invalue, "i", "i", .state = value_st, .init = invalue_init, .fx = chn_r)
KC_OP(invalue, "i", "S", .state = value_st, .init = invalue_init, .fx = chn_r)
KC_OP(invalue, "k", "S", .state = value_st, .init = invalue_init, .perf = invalue_perf, .fx = chn_r)
KC_OP(invalue, "S", "i", .state = value_st, .init = invalue_S_init, .perf = invalue_S_perf, .fx = chn_r)
KC_OP(invalue, "S", "S", .state = value_st, .init = invalue_S_init, .perf = invalue_S_perf, .fx = chn_r)

/* ---- outvalue --------------------------------------------------------------------------------- */

KC_NATIVE int outvalue_perf(value_st *s, kc_ctx *c, void *name, void *value)
{
    (void)name;
    const kc_hooks *h = kc_engine_hooks(c->engine);
    if (h->value_out && s->ch) h->value_out(h->host, s->ch->name, value, s->ch->type == KC_CHANNEL_STRING);
    return KC_OK;
}
KC_NATIVE int outvalue_init(value_st *s, kc_ctx *c, void *name, void *value)
{
    void *a[] = {name, value};
    kc_channel_type type = kc_arg_type(c, 1) == 'S' ? KC_CHANNEL_STRING : KC_CHANNEL_CONTROL;
    if (connect(c, s, a, 0, type, KC_CHANNEL_OUT) < 0) return KC_ERROR;
    return outvalue_perf(s, c, name, value);
}

/* Opcode: outvalue
 * Synopsis: outvalue Sname, ival
 *           outvalue Sname, kval
 *           outvalue Sname, Sval
 *
 * Sends a value to the host's callback; without one it goes nowhere.
 * In:  Sname  name of a channel, or a number
 *      val    the value
 * Fails: when the channel has another type
 */
KC_OP(outvalue, "", "ik", .state = value_st, .init = outvalue_init, .perf = outvalue_perf, .fx = chn_w)
KC_OP(outvalue, "", "ii", .state = value_st, .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "Si", .state = value_st, .init = outvalue_init, .fx = chn_w)
KC_OP(outvalue, "", "Sk", .state = value_st, .init = outvalue_init, .perf = outvalue_perf, .fx = chn_w)
KC_OP(outvalue, "", "iS", .state = value_st, .init = outvalue_init, .perf = outvalue_perf, .fx = chn_w)
KC_OP(outvalue, "", "SS", .state = value_st, .init = outvalue_init, .perf = outvalue_perf, .fx = chn_w)
