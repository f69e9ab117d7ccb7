/* Channels in arrays: chngeti, chngetk, chngeta, chngets and chnseti, chnsetk, chnseta, chnsets move element
 * i of an array from or to the channel that element i of a string array names. */
#include "runtime/channels/channels.h"
#include "runtime/opcodes/channels/block.h"
#include "runtime/opcodes/dsp/arrays.h"

typedef struct {
    kc_aux channels; /* kc_channel *, one for each name */
    int32_t n;
} chnarr_st;

KC_NATIVE const char *name_at(const kc_array *names, int i)
{
    return kc_str_get((const kc_str *)names->data + i);
}

/* Init: looks all names up. */
KC_NATIVE int find_all(kc_ctx *c, chnarr_st *s, const kc_array *names, kc_channel_type type, int mode)
{
    s->n = 0;
    if (kc_array_ready(c, names) < 0) return KC_ERROR;
    int n = names->sizes[0];
    if (kc_aux_alloc(c, &s->channels, (size_t)(n + 1) * sizeof(kc_channel *)) < 0) return KC_ERROR;
    kc_channel **ch = s->channels.p;
    for (int i = 0; i < n; i++) {
        int r = kc_channel_get(c->engine, name_at(names, i), type, mode, &ch[i]);
        if (r == KC_CHANNEL_BAD_NAME) return kc_fail(c, "invalid channel name:\"empty\"");
        if (r) return kc_fail(c, "%s", kc_channel_error(r));
    }
    s->n = n;
    return KC_OK;
}

/* Performance: the channel of name i, looked up again when that has changed; NULL: reported. */
KC_NATIVE kc_channel *follow(kc_ctx *c, chnarr_st *s, const kc_array *names, int i, kc_channel_type type,
                             int mode)
{
    kc_channel **ch = s->channels.p;
    const char *name = name_at(names, i);
    if (!strcmp(ch[i]->name, name)) return ch[i];
    kc_channel *now;
    int r = kc_channel_get(c->engine, name, type, mode, &now);
    if (r) return kc_fail(c, "%s", kc_channel_error(r)), NULL;
    return ch[i] = now;
}

KC_NATIVE int check_size(kc_ctx *c, const chnarr_st *s, const kc_array *values, const kc_array *names)
{
    if (kc_array_ready(c, values) < 0 || kc_array_ready(c, names) < 0) return KC_ERROR;
    if (kc_array_count(values) < s->n || names->sizes[0] < s->n)
        return kc_fail(c, "%s: the arrays have fewer than %d elements", c->site->name, s->n);
    return KC_OK;
}

/* ---- reading ---------------------------------------------------------------------------------- */

KC_NATIVE int get_init(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names, kc_channel_type type)
{
    if (find_all(c, s, names, type, KC_CHANNEL_IN) < 0) return KC_ERROR;
    return kc_array_size1(c, out, 0, s->n, 0);
}

KC_NATIVE int chngetk_perf(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    kc_channel **ch = s->channels.p;
    if (check_size(c, s, out, names) < 0) return KC_ERROR;
    for (int i = 0; i < s->n; i++) out->data[i] = *ch[i]->value;
    return KC_OK;
}
KC_NATIVE int chngetk_init(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    return get_init(s, c, out, names, KC_CHANNEL_CONTROL);
}
KC_NATIVE int chngeti_init(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    return chngetk_init(s, c, out, names) < 0 ? KC_ERROR : chngetk_perf(s, c, out, names);
}

KC_NATIVE int chngeta_init(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    return get_init(s, c, out, names, KC_CHANNEL_AUDIO);
}
KC_NATIVE int chngeta_perf(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    kc_channel **ch = s->channels.p;
    int span = kc_array_span(out), at = kc_block_offset(c);
    if (check_size(c, s, out, names) < 0) return KC_ERROR;
    for (int i = 0; i < s->n; i++) {
        double *to = out->data + (size_t)i * (size_t)span;
        memset(to, 0, (size_t)c->ksmps * sizeof *to);
        memcpy(to + c->begin, ch[i]->value + at + c->begin, (size_t)(c->end - c->begin) * sizeof *to);
    }
    return KC_OK;
}

KC_NATIVE int chngets_perf(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    if (check_size(c, s, out, names) < 0) return KC_ERROR;
    for (int i = 0; i < s->n; i++) {
        kc_channel *ch = follow(c, s, names, i, KC_CHANNEL_STRING, KC_CHANNEL_IN);
        if (!ch) return KC_ERROR;
        pthread_spin_lock(&ch->lock); /* the host may write it meanwhile */
        int r = kc_str_set(c, (kc_str *)out->data + i, kc_str_get(ch->text));
        pthread_spin_unlock(&ch->lock);
        if (r < 0) return KC_ERROR;
    }
    return KC_OK;
}
KC_NATIVE int chngets_init(chnarr_st *s, kc_ctx *c, kc_array *out, const kc_array *names)
{
    return get_init(s, c, out, names, KC_CHANNEL_STRING) < 0 ? KC_ERROR : chngets_perf(s, c, out, names);
}

/* Opcode: chngeti chngetk chngeta chngets
 * Synopsis: iArr[] chngeti SNames[]
 *           kArr[] chngetk SNames[]
 *           aArr[] chngeta SNames[]
 *           SArr[] chngets SNames[]
 *
 * Reads channels into an array: at i-time, in every k-cycle, or (strings) both.
 * In:  SNames  names; those of chngets may change
 * Out: the values, one for each name
 * Fails: when a channel has another type or a name is empty
 */
KC_OP(chngeti, "i[]", "S[]", .state = chnarr_st, .init = chngeti_init, .fx = chn_r)
KC_OP(chngeta, "a[]", "S[]", .state = chnarr_st, .init = chngeta_init, .perf = chngeta_perf, .fx = chn_r)
KC_OP(chngets, "S[]", "S[]", .state = chnarr_st, .init = chngets_init, .perf = chngets_perf, .fx = chn_r)
KC_OP(chngetk, "k[]", "S[]", .state = chnarr_st, .init = chngetk_init, .perf = chngetk_perf, .fx = chn_r)

/* ---- writing ---------------------------------------------------------------------------------- */

KC_NATIVE int chnsetk_init(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    (void)in;
    return find_all(c, s, names, KC_CHANNEL_CONTROL, KC_CHANNEL_OUT);
}
KC_NATIVE int chnsetk_perf(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    if (check_size(c, s, in, names) < 0) return KC_ERROR;
    for (int i = 0; i < s->n; i++) {
        kc_channel *ch = follow(c, s, names, i, KC_CHANNEL_CONTROL, KC_CHANNEL_OUT);
        if (!ch) return KC_ERROR;
        *ch->value = in->data[i];
    }
    return KC_OK;
}
KC_NATIVE int chnseti_init(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    return chnsetk_init(s, c, in, names) < 0 ? KC_ERROR : chnsetk_perf(s, c, in, names);
}

KC_NATIVE int chnseta_init(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    (void)in;
    return find_all(c, s, names, KC_CHANNEL_AUDIO, KC_CHANNEL_OUT);
}
KC_NATIVE int chnseta_perf(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    kc_channel **ch = s->channels.p;
    int span = kc_array_span(in), at = kc_block_offset(c);
    if (check_size(c, s, in, names) < 0) return KC_ERROR;
    for (int i = 0; i < s->n; i++) {
        double *to = ch[i]->value + at;
        memset(to, 0, (size_t)c->begin * sizeof *to);
        memcpy(to + c->begin, in->data + (size_t)i * (size_t)span + c->begin,
               (size_t)(c->end - c->begin) * sizeof *to);
        memset(to + c->end, 0, (size_t)(c->ksmps - c->end) * sizeof *to);
    }
    return KC_OK;
}

KC_NATIVE int chnsets_init(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    (void)in;
    return find_all(c, s, names, KC_CHANNEL_STRING, KC_CHANNEL_OUT);
}
KC_NATIVE int chnsets_perf(chnarr_st *s, kc_ctx *c, const kc_array *in, const kc_array *names)
{
    if (check_size(c, s, in, names) < 0) return KC_ERROR;
    for (int i = 0; i < s->n; i++) {
        kc_channel *ch = follow(c, s, names, i, KC_CHANNEL_STRING, KC_CHANNEL_OUT);
        if (!ch) return KC_ERROR;
        if (kc_channel_put_text(ch, kc_str_get((const kc_str *)in->data + i)))
            return kc_fail(c, "%s: out of memory", c->site->name);
    }
    return KC_OK;
}

/* Opcode: chnseti chnsetk chnseta chnsets
 * Synopsis: chnseti iArr[], SNames[]
 *           chnsetk kArr[], SNames[]
 *           chnseta aArr[], SNames[]
 *           chnsets SArr[], SNames[]
 *
 * Writes the elements of an array to channels: at i-time, or in every k-cycle.
 * In:  Arr     values, one for each name at least
 *      SNames  names; those of chnsetk and chnsets may change
 * Fails: when a channel has another type or a name is empty
 */
KC_OP(chnseti, "", "i[]S[]", .state = chnarr_st, .init = chnseti_init, .fx = chn_w)
KC_OP(chnsetk, "", "k[]S[]", .state = chnarr_st, .init = chnsetk_init, .perf = chnsetk_perf, .fx = chn_w)
KC_OP(chnseta, "", "a[]S[]", .state = chnarr_st, .init = chnseta_init, .perf = chnseta_perf, .fx = chn_w)
KC_OP(chnsets, "", "S[]S[]", .state = chnarr_st, .init = chnsets_init, .perf = chnsets_perf, .fx = chn_w)
