/* Channels declared and described: chn_k, chn_a, chn_S, chnexport, chnparams. */
#include "runtime/channels/channels.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

KC_NATIVE int to_mode(kc_ctx *c, double x)
{
    if (x > 0.5 && x < 3.5) return (int)lrint(x);
    return kc_fail(c, "invalid mode parameter");
}

/* ---- chn_k ------------------------------------------------------------------------------------ */

/* Arguments: name, mode, kind, default, minimum, maximum, x, y, width, height, attributes. */
KC_NATIVE int declare_control(kc_ctx *c, void **a, int mode)
{
    kc_channel *ch;
    kc_channel_hints h = {0};
    double kind = *(double *)a[2];
    int r = kc_channel_get(c->engine, kc_str_get(a[0]), KC_CHANNEL_CONTROL, mode, &ch);
    if (r) return kc_fail(c, "%s", kc_channel_error(r));
    h.kind = kind > 0.5 && kind < 3.5 ? (int)lrint(kind) : 0;
    h.initial = *(double *)a[3];
    h.min = *(double *)a[4];
    h.max = *(double *)a[5];
    h.x = *(double *)a[6];
    h.y = *(double *)a[7];
    h.width = *(double *)a[8];
    h.height = *(double *)a[9];
    const char *attributes = c->site->nin > 10 ? kc_arg_string(c, a, 10) : NULL;
    h.attributes = (char *)(uintptr_t)attributes;
    return kc_channel_set_hints(ch, &h) ? kc_fail(c, "invalid channel parameters") : KC_OK;
}

KC_NATIVE int chn_k_number(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int mode = to_mode(c, *(double *)a[1]);
    return mode < 0 ? KC_ERROR : declare_control(c, a, mode);
}

KC_NATIVE int chn_k_string(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const char *mode = kc_str_get(a[1]);
    int m = !strcmp(mode, "r")    ? KC_CHANNEL_IN
            : !strcmp(mode, "w")  ? KC_CHANNEL_OUT
            : !strcmp(mode, "rw") ? KC_CHANNEL_IN | KC_CHANNEL_OUT
                                  : 0;
    return m ? declare_control(c, a, m) : kc_fail(c, "invalid mode, should be r, w, rw");
}

/* Opcode: chn_k
 * Synopsis: chn_k Sname, imode [, itype, idflt, imin, imax, ix, iy, iwidth, iheight, Sattributes]
 *           chn_k Sname, Smode [, itype, idflt, imin, imax, ix, iy, iwidth, iheight, Sattributes]
 *
 * Declares a control channel, and what a host may want to know of it.
 * In:  Sname        name
 *      mode         1 or "r" input, 2 or "w" output, 3 or "rw" both
 *      itype        0 nothing further, 1 integer, 2 linear, 3 exponential (default 0)
 *      idflt        initial value, imin .. imax
 *      imin, imax   range; of one sign when exponential
 *      ix ...       place and size of a widget
 *      Sattributes  text for the host
 * Fails: for another mode or impossible values; when the channel has another type
 */
KC_OP(chn_k, "", "SiooooooooN", .init = chn_k_number, .fx = chn_w)
KC_OP(chn_k, "", "SSooooooooN", .init = chn_k_string, .fx = chn_w)

/* ---- chn_a, chn_S ----------------------------------------------------------------------------- */

KC_NATIVE int declare(kc_ctx *c, const kc_str *name, double x, kc_channel_type type)
{
    kc_channel *ch;
    int mode = to_mode(c, x);
    if (mode < 0) return KC_ERROR;
    int r = kc_channel_get(c->engine, kc_str_get(name), type, mode, &ch);
    return r ? kc_fail(c, "%s", kc_channel_error(r)) : KC_OK;
}

/* Opcode: chn_a
 * Synopsis: chn_a Sname, imode
 *
 * Declares an audio channel.
 * In:  Sname  name
 *      imode  1 input, 2 output, 3 both
 * Fails: for another mode; when the channel has another type
 */
KC_NATIVE int chn_a_init(void *s, kc_ctx *c, const kc_str *name, const double *mode)
{
    (void)s;
    return declare(c, name, *mode, KC_CHANNEL_AUDIO);
}
KC_OP(chn_a, "", "Si", .init = chn_a_init, .fx = chn_w)

/* Opcode: chn_S
 * Synopsis: chn_S Sname, imode
 *
 * Declares a string channel.
 * In:  Sname  name
 *      imode  1 input, 2 output, 3 both
 * Fails: for another mode; when the channel has another type
 */
KC_NATIVE int chn_S_init(void *s, kc_ctx *c, const kc_str *name, const double *mode)
{
    (void)s;
    return declare(c, name, *mode, KC_CHANNEL_STRING);
}
KC_OP(chn_S, "", "Si", .init = chn_S_init, .fx = chn_w)

/* ---- chnexport -------------------------------------------------------------------------------- */

KC_NATIVE int export_variable(kc_ctx *c, void *variable, const kc_str *name, double x, kc_channel_type type,
                              const kc_channel_hints *hints)
{
    kc_channel *ch;
    /* only the memory of global variables outlives the note */
    if (!c->site->argnames || !c->site->argnames[0] || *c->site->argnames[0] != 'g')
        return kc_fail(c, "invalid export variable");
    int mode = to_mode(c, x);
    if (mode < 0) return KC_ERROR;
    int r = kc_channel_bind(c->engine, kc_str_get(name), type, mode, variable, &ch);
    if (r) return kc_fail(c, r == KC_CHANNEL_BAD_NAME ? "invalid channel name" : "channel already exists");
    return hints && kc_channel_set_hints(ch, hints) ? kc_fail(c, "invalid channel parameters") : KC_OK;
}

KC_NATIVE int chnexport_number(void *s, kc_ctx *c, double *var, const kc_str *name, const double *mode,
                               const double *type, const double *dflt, const double *min, const double *max)
{
    (void)s, (void)type;
    kc_channel_hints h = {.kind = 2, .initial = *dflt, .min = *min, .max = *max};
    return export_variable(c, var, name, *mode, KC_CHANNEL_CONTROL, &h);
}
KC_NATIVE int chnexport_audio(void *s, kc_ctx *c, double *var, const kc_str *name, const double *mode)
{
    (void)s;
    return export_variable(c, var, name, *mode, KC_CHANNEL_AUDIO, NULL);
}
KC_NATIVE int chnexport_string(void *s, kc_ctx *c, kc_str *var, const kc_str *name, const double *mode)
{
    (void)s;
    return export_variable(c, var, name, *mode, KC_CHANNEL_STRING, NULL);
}

/* Opcode: chnexport
 * Synopsis: gival chnexport Sname, imode [, itype, idflt, imin, imax]
 *           gkval chnexport Sname, imode [, itype, idflt, imin, imax]
 *           gasig chnexport Sname, imode
 *           gSval chnexport Sname, imode
 *
 * Makes a channel of a global variable: both are the same memory from then on.
 * In:  Sname  name of a channel that does not exist yet
 *      imode  1 input, 2 output, 3 both
 *      itype  ignored: a control channel counts as linear
 *      idflt  initial value, for the host; imin .. imax
 * Out: the global variable
 * Fails: when the channel exists, the variable is not global, or for another mode
 */
KC_OP(chnexport, "i", "Sioooo", .init = chnexport_number, .fx = chn_w)
KC_OP(chnexport, "k", "Sioooo", .init = chnexport_number, .fx = chn_w)
KC_OP(chnexport, "a", "Si", .init = chnexport_audio, .fx = chn_w)
KC_OP(chnexport, "S", "Si", .init = chnexport_string, .fx = chn_w)

/* ---- chnparams -------------------------------------------------------------------------------- */

/* Opcode: chnparams
 * Synopsis: itype, imode, ictltype, idflt, imin, imax chnparams Sname
 *
 * What is known of a channel.
 * In:  Sname  name
 * Out: itype      0 there is none, 1 control, 2 audio, 3 string
 *      imode      1 input, 2 output, 3 both
 *      ictltype   as chn_k's itype
 *      idflt ...  initial value and range
 * Fails: never
 */
KC_NATIVE int chnparams_init(void *s, kc_ctx *c, double *type, double *mode, double *kind, double *dflt,
                             double *min, double *max, const kc_str *name)
{
    (void)s;
    static const kc_channel none;
    const kc_channel *ch = kc_channel_find(c->engine, kc_str_get(name));
    if (!ch) ch = &none;
    int known = ch->hints.kind != 0;
    *type = ch->type;
    *mode = ch->mode;
    *kind = ch->hints.kind;
    *dflt = known ? ch->hints.initial : 0;
    *min = known ? ch->hints.min : 0;
    *max = known ? ch->hints.max : 0;
    return KC_OK;
}
KC_OP(chnparams, "iiiiii", "S", .init = chnparams_init, .fx = chn_r)
