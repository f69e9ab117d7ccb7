/* chani, chano: channels by number. The name of channel n is its digits, so chnget "3" reads what chano wrote
 * to channel 3. */
#include "runtime/channels/channels.h"
#include "runtime/opcodes/channels/block.h"
#include "runtime/opcodes/op.h"
#include <stdio.h>

/* The channel of a number, made when there is none; NULL (reported) for a negative number or another type. */
KC_NATIVE kc_channel *numbered(kc_ctx *c, double number, kc_channel_type type, int mode)
{
    char name[16];
    kc_channel *ch;
    const char *who = c->site->desc->name;
    number = rint(number);
    if (!(number >= 0 && number < 2147483648.0)) {
        kc_fail(c, "chani: invalid index");
        return NULL;
    }
    snprintf(name, sizeof name, "%d", (int)number);
    if (!kc_channel_get(c->engine, name, type, mode, &ch)) return ch;
    ch = kc_channel_find(c->engine, name);
    kc_fail(c, "%s error %d:channel not found or not right type", who,
            ch ? (int)ch->type | ch->mode << 4 : 0);
    return NULL;
}

/* Opcode: chani
 * Synopsis: kval chani kchan
 *           asig chani kchan
 *
 * Reads a channel by number.
 * In:  kchan  number, 0 or more
 * Out: its value; 0 when nothing was written to it
 * Fails: for a negative number, or a channel of another type
 */
KC_NATIVE int chani_k(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    const kc_channel *ch = numbered(c, *number, KC_CHANNEL_CONTROL, KC_CHANNEL_IN);
    if (!ch) return KC_ERROR;
    *out = *ch->value;
    return KC_OK;
}
KC_NATIVE int chani_a(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    const kc_channel *ch = numbered(c, *number, KC_CHANNEL_AUDIO, KC_CHANNEL_IN);
    if (!ch) return KC_ERROR;
    const double *from = ch->value + kc_block_offset(c);
    for (int n = c->begin; n < c->end; n++) out[n] = from[n];
    return KC_OK;
}
KC_OP(chani, "k", "k", .perf = chani_k, .fx = chn_r)
KC_OP(chani, "a", "k", .perf = chani_a, .fx = chn_r)

/* Opcode: chano
 * Synopsis: chano kval, kchan
 *           chano asig, kchan
 *
 * Writes a channel by number.
 * In:  val    value
 *      kchan  number, 0 or more
 * Fails: for a negative number, or a channel of another type
 */
KC_NATIVE int chano_k(void *s, kc_ctx *c, const double *value, const double *number)
{
    (void)s;
    kc_channel *ch = numbered(c, *number, KC_CHANNEL_CONTROL, KC_CHANNEL_IN);
    if (!ch) return KC_ERROR;
    *ch->value = *value;
    return KC_OK;
}
/* What the note leaves out of a cycle becomes silent. */
KC_NATIVE int chano_a(void *s, kc_ctx *c, const double *in, const double *number)
{
    (void)s;
    kc_channel *ch = numbered(c, *number, KC_CHANNEL_AUDIO, KC_CHANNEL_OUT);
    if (!ch) return KC_ERROR;
    double *to = ch->value + kc_block_offset(c);
    for (int n = 0; n < c->ksmps; n++) to[n] = n >= c->begin && n < c->end ? in[n] : 0.0;
    return KC_OK;
}
KC_OP(chano, "", "kk", .perf = chano_k, .fx = chn_w)
KC_OP(chano, "", "ak", .perf = chano_a, .fx = chn_w)
