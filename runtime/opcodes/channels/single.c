/* One channel at a time: chnget, chnset, chngetks, chnsetks, chnmix, chnclear. Control and audio channels are
 * looked up at init, and again when the name has changed. */
#include "runtime/channels/channels.h"
#include "runtime/opcodes/channels/block.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

typedef struct {
    kc_channel *ch;
    int32_t broken; /* the name was no good in performance: the next cycle fails */
} chn_st;

KC_NATIVE int find(kc_ctx *c, chn_st *s, const kc_str *name, kc_channel_type type, int mode)
{
    s->broken = 0;
    int r = kc_channel_get(c->engine, kc_str_get(name), type, mode, &s->ch);
    return r ? kc_fail(c, "%s", kc_channel_error(r)) : KC_OK;
}

/* Performance: follows the name. 1 when there is a channel, 0 when this cycle has none, or KC_ERROR. */
KC_NATIVE int follow(kc_ctx *c, chn_st *s, const kc_str *name, kc_channel_type type, int mode)
{
    const char *now = kc_str_get(name);
    if (s->broken) return kc_fail(c, "%s: not initialised", c->site->name);
    if (s->ch && !strcmp(s->ch->name, now)) return 1;
    int r = kc_channel_get(c->engine, now, type, mode, &s->ch);
    if (!r) return 1;
    kc_warn(c, "%s", kc_channel_error(r));
    s->broken = 1;
    return 0;
}

/* ---- chnget ----------------------------------------------------------------------------------- */

KC_NATIVE int chnget_i(chn_st *s, kc_ctx *c, double *out, const kc_str *name)
{
    if (find(c, s, name, KC_CHANNEL_CONTROL, KC_CHANNEL_IN) < 0) return KC_ERROR;
    *out = *s->ch->value;
    return KC_OK;
}

/* A bad name is reported in performance. */
KC_NATIVE int chnget_k_init(chn_st *s, kc_ctx *c, double *out, const kc_str *name)
{
    (void)out;
    s->broken = 0;
    kc_channel_get(c->engine, kc_str_get(name), KC_CHANNEL_CONTROL, KC_CHANNEL_IN, &s->ch);
    return KC_OK;
}
KC_NATIVE int chnget_k(chn_st *s, kc_ctx *c, double *out, const kc_str *name)
{
    int r = follow(c, s, name, KC_CHANNEL_CONTROL, KC_CHANNEL_IN);
    if (r > 0) *out = *s->ch->value;
    return r < 0 ? r : KC_OK;
}

KC_NATIVE int chnget_a_init(chn_st *s, kc_ctx *c, double *out, const kc_str *name)
{
    (void)out;
    s->broken = 0;
    kc_channel_get(c->engine, kc_str_get(name), KC_CHANNEL_AUDIO, KC_CHANNEL_IN, &s->ch);
    return KC_OK;
}
KC_NATIVE int chnget_a(chn_st *s, kc_ctx *c, double *out, const kc_str *name)
{
    int r = follow(c, s, name, KC_CHANNEL_AUDIO, KC_CHANNEL_IN);
    if (r <= 0) return r;
    const double *from = s->ch->value + kc_block_offset(c);
    for (int n = c->begin; n < c->end; n++) out[n] = from[n];
    return KC_OK;
}

/* The host may write the text meanwhile. */
KC_NATIVE int read_text(kc_ctx *c, kc_channel *ch, kc_str *out)
{
    if (ch->text == out) return KC_OK;
    pthread_spin_lock(&ch->lock);
    int r = kc_str_set(c, out, kc_str_get(ch->text));
    pthread_spin_unlock(&ch->lock);
    return r;
}

KC_NATIVE int chnget_S_init(void *s, kc_ctx *c, kc_str *out, const kc_str *name)
{
    (void)s;
    kc_channel *ch;
    int r = kc_channel_get(c->engine, kc_str_get(name), KC_CHANNEL_STRING, KC_CHANNEL_IN, &ch);
    return r ? KC_OK : read_text(c, ch, out);
}
KC_NATIVE int chnget_S(void *s, kc_ctx *c, kc_str *out, const kc_str *name)
{
    (void)s;
    kc_channel *ch;
    int r = kc_channel_get(c->engine, kc_str_get(name), KC_CHANNEL_STRING, KC_CHANNEL_IN, &ch);
    if (r) return kc_fail(c, "%s", kc_channel_error(r));
    return read_text(c, ch, out);
}

/* Opcode: chnget chngetks
 * Synopsis: ival chnget Sname
 *           kval chnget Sname
 *           asig chnget Sname
 *           Sval chnget Sname
 *           Sval chngetks Sname
 *
 * Reads a channel: at i-time, in every k-cycle, or (strings) both; chngetks in k-cycles alone.
 * In:  Sname  name; k- and a-rate forms follow its changes
 * Out: the value; 0 or empty when the channel was made by this call
 * Fails: when the channel has another type
 */
KC_OP(chnget, "i", "S", .state = chn_st, .init = chnget_i, .fx = chn_r)
KC_OP(chnget, "k", "S", .state = chn_st, .init = chnget_k_init, .perf = chnget_k, .fx = chn_r)
KC_OP(chnget, "a", "S", .state = chn_st, .init = chnget_a_init, .perf = chnget_a, .fx = chn_r)
KC_OP(chnget, "S", "S", .init = chnget_S_init, .perf = chnget_S, .fx = chn_r)
KC_OP(chngetks, "S", "S", .perf = chnget_S, .fx = chn_r)

/* ---- chnset ----------------------------------------------------------------------------------- */

KC_NATIVE int chnset_i(chn_st *s, kc_ctx *c, const double *value, const kc_str *name)
{
    if (find(c, s, name, KC_CHANNEL_CONTROL, KC_CHANNEL_OUT) < 0) return KC_ERROR;
    *s->ch->value = *value;
    return KC_OK;
}

KC_NATIVE int chnset_k_init(chn_st *s, kc_ctx *c, const double *value, const kc_str *name)
{
    (void)value;
    return find(c, s, name, KC_CHANNEL_CONTROL, KC_CHANNEL_OUT);
}
KC_NATIVE int chnset_k(chn_st *s, kc_ctx *c, const double *value, const kc_str *name)
{
    int r = follow(c, s, name, KC_CHANNEL_CONTROL, KC_CHANNEL_IN);
    if (r > 0) *s->ch->value = *value;
    return r < 0 ? r : KC_OK;
}

KC_NATIVE int chnset_a_init(chn_st *s, kc_ctx *c, const double *in, const kc_str *name)
{
    (void)in;
    return find(c, s, name, KC_CHANNEL_AUDIO, KC_CHANNEL_OUT);
}
/* What the note leaves out of a cycle becomes silent; at its end, from the sample whose number is the count
 * of the samples that are left out, as in the reference. */
KC_NATIVE int chnset_a(chn_st *s, kc_ctx *c, const double *in, const kc_str *name)
{
    (void)name;
    if (!s->ch) return kc_fail(c, "%s: not initialised", c->site->name);
    int early = c->ksmps - c->end;
    double *to = s->ch->value + kc_block_offset(c);
    memset(s->ch->value, 0, (size_t)c->begin * sizeof *to);
    for (int n = c->begin; n < c->end; n++) to[n] = in[n];
    if (early > 0) memset(s->ch->value + early, 0, (size_t)c->end * sizeof *to);
    return KC_OK;
}

KC_NATIVE int chnset_S(void *s, kc_ctx *c, const kc_str *value, const kc_str *name)
{
    (void)s;
    kc_channel *ch;
    int r = kc_channel_get(c->engine, kc_str_get(name), KC_CHANNEL_STRING, KC_CHANNEL_OUT, &ch);
    if (r) return kc_fail(c, "%s", kc_channel_error(r));
    if (ch->text == value) return KC_OK;
    return kc_channel_put_text(ch, kc_str_get(value)) ? kc_fail(c, "%s: out of memory", c->site->name)
                                                      : KC_OK;
}

/* Opcode: chnset chnsetks
 * Synopsis: chnset ival, Sname
 *           chnset kval, Sname
 *           chnset asig, Sname
 *           chnset Sval, Sname
 *           chnsetks Sval, Sname
 *
 * Writes a channel: at i-time, in every k-cycle, or (strings) both; chnsetks in k-cycles alone.
 * In:  val    the value
 *      Sname  name; the k-rate form and strings follow its changes
 * Fails: when the channel has another type
 */
KC_OP(chnset, "", "iS", .state = chn_st, .init = chnset_i, .fx = chn_w)
KC_OP(chnset, "", "kS", .state = chn_st, .init = chnset_k_init, .perf = chnset_k, .fx = chn_w)
KC_OP(chnset, "", "aS", .state = chn_st, .init = chnset_a_init, .perf = chnset_a, .fx = chn_w)
KC_OP(chnset, "", "SS", .init = chnset_S, .perf = chnset_S, .fx = chn_w)
KC_OP(chnsetks, "", "SS", .perf = chnset_S, .fx = chn_w)

/* ---- chnmix, chnclear ------------------------------------------------------------------------- */

/* Opcode: chnmix
 * Synopsis: chnmix asig, Sname
 *
 * Adds a signal to an audio channel.
 * In:  asig   the signal
 *      Sname  name, at i-time
 * Fails: when the channel has another type
 * Note: in a section with a ksmps of its own it adds to the first samples of the channel
 */
KC_NATIVE int chnmix_perf(chn_st *s, kc_ctx *c, const double *in, const kc_str *name)
{
    (void)name;
    if (!s->ch) return kc_fail(c, "%s: not initialised", c->site->name);
    for (int n = c->begin; n < c->end; n++) s->ch->value[n] += in[n];
    return KC_OK;
}
KC_OP(chnmix, "", "aS", .state = chn_st, .init = chnset_a_init, .perf = chnmix_perf, .fx = chn_r | chn_w)

typedef struct {
    kc_aux channels; /* kc_channel *, one for each name */
    int32_t n;
} chnclear_st;

/* Opcode: chnclear
 * Synopsis: chnclear Sname1 [, Sname2, ...]
 *
 * Makes audio channels silent.
 * In:  Sname  names, at i-time
 * Fails: when a channel has another type
 */
KC_NATIVE int chnclear_init(chnclear_st *s, kc_ctx *c, void **a)
{
    int n = c->site->nin;
    s->n = 0;
    if (kc_aux_alloc(c, &s->channels, (size_t)(n + 1) * sizeof(kc_channel *)) < 0) return KC_ERROR;
    kc_channel **ch = s->channels.p;
    for (int i = 0; i < n; i++) {
        int r = kc_channel_get(c->engine, kc_str_get(a[i]), KC_CHANNEL_AUDIO, KC_CHANNEL_OUT, &ch[i]);
        if (r) return kc_fail(c, "%s", kc_channel_error(r));
    }
    s->n = n;
    return KC_OK;
}
KC_NATIVE int chnclear_perf(chnclear_st *s, kc_ctx *c, void **a)
{
    (void)a;
    kc_channel **ch = s->channels.p;
    for (int i = 0; i < s->n; i++) memset(ch[i]->value, 0, (size_t)c->ksmps * sizeof(double));
    return KC_OK;
}
KC_OP(chnclear, "", "W", .state = chnclear_st, .init = chnclear_init, .perf = chnclear_perf, .fx = chn_w)
