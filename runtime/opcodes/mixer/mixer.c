/* MixerSend, MixerReceive, MixerClear and the levels: buses that belong to the engine. A bus is a block of
 * samples for each output channel. A send goes to a bus at a level, which is 0 until it has been set. */
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/channels/block.h"
#include "runtime/opcodes/op.h"
#include <stdlib.h>

typedef struct {
    int64_t number;
    double *data; /* a block per channel */
} mixer_bus;

typedef struct {
    int64_t send, bus;
    double *gain; /* stays where it is */
} mixer_level;

typedef struct {
    KC_VEC(mixer_bus) buses;
    KC_VEC(mixer_level) levels;
} mixer;

enum { MOST = 100000 };

KC_NATIVE void mixer_free(void *p)
{
    mixer *m = p;
    for (int i = 0; i < m->buses.n; i++) free(m->buses.v[i].data);
    for (int i = 0; i < m->levels.n; i++) free(m->levels.v[i].gain);
    kc_vec_free(&m->buses);
    kc_vec_free(&m->levels);
}

KC_NATIVE mixer *mixer_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "mixer", sizeof(mixer), mixer_free);
}

KC_NATIVE int64_t numbered(double x) { return fabs(x) < 1e15 ? (int64_t)x : 0; }

KC_NATIVE int block_size(const kc_ctx *c) { return kc_engine_get_config(c->engine)->ksmps; }

/* A bus by number, made when there is none; NULL (reported) when it can't be. */
KC_NATIVE double *bus_of(kc_ctx *c, double number)
{
    mixer *m = mixer_of(c);
    for (int i = 0; i < m->buses.n; i++)
        if (m->buses.v[i].number == numbered(number)) return m->buses.v[i].data;
    double *data = m->buses.n < MOST ? calloc((size_t)c->nchnls * (size_t)block_size(c), sizeof *data) : NULL;
    if (data)
        kc_vec_push(&m->buses, (mixer_bus){numbered(number), data});
    else
        kc_fail(c, "%s: no memory for another bus", c->site->desc->name);
    return data;
}

KC_NATIVE double *level_of(kc_ctx *c, double send, double bus)
{
    mixer *m = mixer_of(c);
    for (int i = 0; i < m->levels.n; i++)
        if (m->levels.v[i].send == numbered(send) && m->levels.v[i].bus == numbered(bus))
            return m->levels.v[i].gain;
    double *gain = m->levels.n < MOST ? calloc(1, sizeof *gain) : NULL;
    if (gain)
        kc_vec_push(&m->levels, (mixer_level){numbered(send), numbered(bus), gain});
    else
        kc_fail(c, "%s: no memory for another level", c->site->desc->name);
    return gain;
}

/* A bus's channel; NULL (reported) when there is no such channel. */
KC_NATIVE double *channel_of(kc_ctx *c, double bus, double channel)
{
    double *data = bus_of(c, bus);
    if (data && channel > -1 && channel < c->nchnls)
        return data + (size_t)(int)channel * (size_t)block_size(c);
    if (data) kc_fail(c, "%s: no channel %g: there are %d, from 0", c->site->desc->name, channel, c->nchnls);
    return NULL;
}

/* ---- levels ----------------------------------------------------------------------------------- */

typedef struct {
    double *gain;
    double *data;
} mixer_st;

/* Opcode: MixerSetLevel MixerSetLevel_i
 * Synopsis: MixerSetLevel isend, ibuss, kgain
 *           MixerSetLevel_i isend, ibuss, igain
 *
 * Sets the level of a send to a bus.
 * In:  isend  number of the send, such as that of the instrument
 *      ibuss  number of the bus
 *      gain   level
 * Fails: when memory runs out
 */
KC_NATIVE int setlevel_init(mixer_st *s, kc_ctx *c, const double *send, const double *bus, const double *gain)
{
    s->gain = bus_of(c, *bus) ? level_of(c, *send, *bus) : NULL;
    if (!s->gain) return KC_ERROR;
    *s->gain = *gain;
    return KC_OK;
}
KC_NATIVE int setlevel_perf(mixer_st *s, kc_ctx *c, const double *send, const double *bus, const double *gain)
{
    (void)c, (void)send, (void)bus;
    *s->gain = *gain;
    return KC_OK;
}
KC_OP(MixerSetLevel, "", "iik", .state = mixer_st, .init = setlevel_init, .perf = setlevel_perf, .fx = chn_w)
KC_OP(MixerSetLevel_i, "", "iii", .state = mixer_st, .init = setlevel_init, .fx = chn_w)

/* Opcode: MixerGetLevel
 * Synopsis: kgain MixerGetLevel isend, ibuss
 *
 * The level of a send to a bus.
 * In:  isend ibuss  as MixerSetLevel
 * Out: level; 0 when it has not been set
 * Fails: when memory runs out
 */
KC_NATIVE int getlevel_init(mixer_st *s, kc_ctx *c, double *out, const double *send, const double *bus)
{
    (void)out;
    s->gain = bus_of(c, *bus) ? level_of(c, *send, *bus) : NULL;
    return s->gain ? KC_OK : KC_ERROR;
}
KC_NATIVE int getlevel_perf(mixer_st *s, kc_ctx *c, double *out, const double *send, const double *bus)
{
    (void)c, (void)send, (void)bus;
    *out = *s->gain;
    return KC_OK;
}
KC_OP(MixerGetLevel, "k", "ii", .state = mixer_st, .init = getlevel_init, .perf = getlevel_perf, .fx = chn_r)

/* ---- signals ---------------------------------------------------------------------------------- */

/* Opcode: MixerSend
 * Synopsis: MixerSend asignal, isend, ibuss, ichannel
 *
 * Adds a signal to a channel of a bus at the level of the send.
 * In:  asignal   signal
 *      isend ibuss  as MixerSetLevel
 *      ichannel  channel, from 0
 * Fails: at init when there is no such channel
 */
KC_NATIVE int send_init(mixer_st *s, kc_ctx *c, const double *in, const double *send, const double *bus,
                        const double *channel)
{
    (void)in;
    s->data = channel_of(c, *bus, *channel);
    s->gain = s->data ? level_of(c, *send, *bus) : NULL;
    return s->gain ? KC_OK : KC_ERROR;
}
KC_NATIVE int send_perf(mixer_st *s, kc_ctx *c, const double *in, const double *send, const double *bus,
                        const double *channel)
{
    (void)send, (void)bus, (void)channel;
    double *to = s->data + kc_block_offset(c);
    for (int n = c->begin; n < c->end; n++) to[n] += in[n] * *s->gain;
    return KC_OK;
}
KC_OP(MixerSend, "", "aiii", .state = mixer_st, .init = send_init, .perf = send_perf, .fx = chn_r | chn_w)

/* Opcode: MixerReceive
 * Synopsis: asignal MixerReceive ibuss, ichannel
 *
 * A channel of a bus: what has been sent to it since it was cleared.
 * In:  ibuss     number of the bus
 *      ichannel  channel, from 0
 * Out: signal
 * Fails: at init when there is no such channel
 */
KC_NATIVE int receive_init(mixer_st *s, kc_ctx *c, double *out, const double *bus, const double *channel)
{
    (void)out;
    s->data = channel_of(c, *bus, *channel);
    return s->data ? KC_OK : KC_ERROR;
}
KC_NATIVE int receive_perf(mixer_st *s, kc_ctx *c, double *out, const double *bus, const double *channel)
{
    (void)bus, (void)channel;
    const double *from = s->data + kc_block_offset(c);
    for (int n = c->begin; n < c->end; n++) out[n] = from[n];
    return KC_OK;
}
KC_OP(MixerReceive, "a", "ii", .state = mixer_st, .init = receive_init, .perf = receive_perf, .fx = chn_r)

/* Opcode: MixerClear
 * Synopsis: MixerClear
 *
 * Silences all buses, in every k-cycle; to be done after the last MixerReceive.
 * Fails: never
 */
KC_NATIVE int clear_perf(void *s, kc_ctx *c)
{
    (void)s;
    const mixer *m = mixer_of(c);
    for (int i = 0; i < m->buses.n; i++)
        memset(m->buses.v[i].data, 0, (size_t)c->nchnls * (size_t)block_size(c) * sizeof(double));
    return KC_OK;
}
KC_OP(MixerClear, "", "", .perf = clear_perf, .fx = chn_w)
