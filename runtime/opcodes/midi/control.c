/* MIDI controllers: ctrl7, ctrl14, ctrl21 of any channel, midic7, midic14, midic21 of the note's own, initc7
 * and its kin to set them. The wider ones join two or three controllers, the most significant first. */
#include "runtime/opcodes/midi/channel.h"

typedef struct {
    double table;           /* 0: none */
    int32_t channel, count; /* channel from 1; 0: the note's own */
    int32_t number[3];
} ctl_st;

typedef const double *num;

KC_NATIVE int ctl_setup(ctl_st *s, kc_ctx *c, num channel, num n1, num n2, num n3, double ifn)
{
    num numbers[] = {n1, n2, n3};
    s->count = n3 ? 3 : n2 ? 2 : 1;
    s->channel = channel ? 1 : 0;
    for (int i = 0; i < s->count; i++)
        if ((s->number[i] = midi_controller(c, *numbers[i])) < 0) return KC_ERROR;
    if (channel) {
        if (!midi_channel(c, *channel)) return KC_ERROR;
        s->channel = (int)*channel;
    }
    s->table = ifn > 0 ? ifn : 0;
    return KC_OK;
}

/* The k-rate forms go on without a table that does not exist. */
KC_NATIVE int ctl_init(ctl_st *s, kc_ctx *c, num channel, num n1, num n2, num n3, double ifn)
{
    if (ctl_setup(s, c, channel, n1, n2, n3, ifn) < 0) return KC_ERROR;
    if (s->table != 0 && !kc_table_find(c, s->table)) {
        kc_warn(c, "Invalid ftable no. %f", s->table);
        s->table = 0;
    }
    return KC_OK;
}

/* 0 .. 1 */
KC_NATIVE double ctl_position(const ctl_st *s, const kc_midi_channel *ch)
{
    const double *v = ch->ctl;
    switch (s->count) {
    case 1: return v[s->number[0]] * MIDI_7;
    case 2: return (v[s->number[0]] * 128 + v[s->number[1]]) * (1.0 / 16383.0);
    default: return (v[s->number[0]] * 16384 + v[s->number[1]] * 128 + v[s->number[2]]) * (1.0 / 2097151.0);
    }
}

/* Through the table: the nearest lower point for 7 bits, linear interpolation for more. */
KC_NATIVE double ctl_mapped(const ctl_st *s, const kc_table *t, double x)
{
    double phase = (x >= 0 ? x <= 1 ? x : 1 : 0) * (t->len - 1);
    int i = (int)phase;
    return s->count == 1 ? t->data[i] : t->data[i] + (t->data[i + 1] - t->data[i]) * (phase - i);
}

/* Leaves *r alone when the note has no channel. */
KC_NATIVE int ctl_read(const ctl_st *s, kc_ctx *c, double *r, double min, double max)
{
    const kc_midi_channel *ch = s->channel ? kc_midi_get(midi_of(c), s->channel - 1) : midi_own(c);
    if (!ch) return KC_OK;
    double x = ctl_position(s, ch);
    if (s->table != 0) {
        const kc_table *t = kc_table_need(c, s->table);
        if (!t) return KC_ERROR;
        x = ctl_mapped(s, t, x);
    }
    *r = x * (max - min) + min;
    return KC_OK;
}

/* ---- any channel ------------------------------------------------------------------------------ */

/* The a-rate form: a low-pass over k-cycles, and lines between its values. */
typedef struct {
    ctl_st ctl;
    double c1, c2, value, last;
} ctl_a_st;

/* Opcode: ctrl7
 * Synopsis: ires ctrl7 ichan, ictlno, imin, imax [, ifn]
 *           kres ctrl7 ichan, ictlno, kmin, kmax [, ifn]
 *           ares ctrl7 ichan, ictlno, kmin, kmax [, ifn, icutoff]
 *
 * Value of a controller.
 * In:  ichan    channel, 1 .. 16
 *      ictlno   controller, 0 .. 127
 *      min      result of value 0
 *      max      result of value 127
 *      ifn      table that maps the values, 0 .. 1 over its length (default 0: none)
 *      icutoff  smoothing, Hz (default 0: 5 Hz)
 * Out: value in that range
 * Fails: at init for another channel or controller; i-time: when there is no such table
 */
KC_NATIVE int ctrl7_i(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num min, num max, num ifn)
{
    if (ctl_setup(s, c, chan, n1, NULL, NULL, *ifn) < 0) return KC_ERROR;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int ctrl7_init(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num min, num max, num ifn)
{
    (void)r, (void)min, (void)max;
    return ctl_init(s, c, chan, n1, NULL, NULL, *ifn);
}
KC_NATIVE int ctrl7_perf(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num min, num max, num ifn)
{
    (void)chan, (void)n1, (void)ifn;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int ctrl7_a_init(ctl_a_st *s, kc_ctx *c, double *r, num chan, num n1, num min, num max, num ifn,
                           num icutoff)
{
    (void)r, (void)min, (void)max;
    double cutoff = *icutoff > 0 ? *icutoff : 5, b = 2.0 - cos(cutoff * c->twopi_sr * c->ksmps);
    s->c2 = b - sqrt(b * b - 1.0);
    s->c1 = 1.0 - s->c2;
    s->value = s->last = 0;
    return ctl_init(&s->ctl, c, chan, n1, NULL, NULL, *ifn);
}
KC_NATIVE int ctrl7_a_perf(ctl_a_st *s, kc_ctx *c, double *r, num chan, num n1, num min, num max, num ifn,
                           num icutoff)
{
    (void)chan, (void)n1, (void)ifn, (void)icutoff;
    double x = 0;
    if (ctl_read(&s->ctl, c, &x, *min, *max) < 0) return KC_ERROR;
    s->value = s->c1 * (x + 1e-25f) + s->c2 * s->value;
    double step = (s->value - s->last) / (c->end - c->begin);
    for (int n = c->begin; n < c->end; n++) r[n] = s->last += step;
    return KC_OK;
}
KC_OP(ctrl7, "i", "iiiio", .state = ctl_st, .init = ctrl7_i, .fx = midi | tab_r)
KC_OP(ctrl7, "k", "iikko", .state = ctl_st, .init = ctrl7_init, .perf = ctrl7_perf, .fx = midi | tab_r)
KC_OP(ctrl7, "a", "iikkoo", .state = ctl_a_st, .init = ctrl7_a_init, .perf = ctrl7_a_perf, .fx = midi | tab_r)

/* Opcode: ctrl14
 * Synopsis: ires ctrl14 ichan, ictlno1, ictlno2, imin, imax [, ifn]
 *           kres ctrl14 ichan, ictlno1, ictlno2, kmin, kmax [, ifn]
 *
 * Value of two controllers as a number of 14 bits.
 * In:  ichan    channel, 1 .. 16
 *      ictlno   controllers, 0 .. 127, the most significant first
 *      min max  results of the lowest and highest value
 *      ifn      table that maps the values, read with interpolation (default 0: none)
 * Out: value in that range
 * Fails: as ctrl7
 */
KC_NATIVE int ctrl14_i(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num n2, num min, num max, num ifn)
{
    if (ctl_setup(s, c, chan, n1, n2, NULL, *ifn) < 0) return KC_ERROR;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int ctrl14_init(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num n2, num min, num max,
                          num ifn)
{
    (void)r, (void)min, (void)max;
    return ctl_init(s, c, chan, n1, n2, NULL, *ifn);
}
KC_NATIVE int ctrl14_perf(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num n2, num min, num max,
                          num ifn)
{
    (void)chan, (void)n1, (void)n2, (void)ifn;
    return ctl_read(s, c, r, *min, *max);
}
KC_OP(ctrl14, "i", "iiiiio", .state = ctl_st, .init = ctrl14_i, .fx = midi | tab_r)
KC_OP(ctrl14, "k", "iiikko", .state = ctl_st, .init = ctrl14_init, .perf = ctrl14_perf, .fx = midi | tab_r)

/* Opcode: ctrl21
 * Synopsis: ires ctrl21 ichan, ictlno1, ictlno2, ictlno3, imin, imax [, ifn]
 *           kres ctrl21 ichan, ictlno1, ictlno2, ictlno3, kmin, kmax [, ifn]
 *
 * Value of three controllers as a number of 21 bits.
 * In:  as ctrl14
 * Out: value in that range
 * Fails: as ctrl7
 */
KC_NATIVE int ctrl21_i(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num n2, num n3, num min, num max,
                       num ifn)
{
    if (ctl_setup(s, c, chan, n1, n2, n3, *ifn) < 0) return KC_ERROR;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int ctrl21_init(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num n2, num n3, num min, num max,
                          num ifn)
{
    (void)r, (void)min, (void)max;
    return ctl_init(s, c, chan, n1, n2, n3, *ifn);
}
KC_NATIVE int ctrl21_perf(ctl_st *s, kc_ctx *c, double *r, num chan, num n1, num n2, num n3, num min, num max,
                          num ifn)
{
    (void)chan, (void)n1, (void)n2, (void)n3, (void)ifn;
    return ctl_read(s, c, r, *min, *max);
}
KC_OP(ctrl21, "i", "iiiiiio", .state = ctl_st, .init = ctrl21_i, .fx = midi | tab_r)
KC_OP(ctrl21, "k", "iiiikko", .state = ctl_st, .init = ctrl21_init, .perf = ctrl21_perf, .fx = midi | tab_r)

/* ---- the note's own channel ------------------------------------------------------------------- */

/* Opcode: midic7 midic14 midic21
 * Synopsis: ires midic7 ictlno, imin, imax [, ifn]
 *           kres midic7 ictlno, kmin, kmax [, ifn]
 *           ires midic14 ictlno1, ictlno2, imin, imax [, ifn]
 *           kres midic14 ictlno1, ictlno2, kmin, kmax [, ifn]
 *           ires midic21 ictlno1, ictlno2, ictlno3, imin, imax [, ifn]
 *           kres midic21 ictlno1, ictlno2, ictlno3, kmin, kmax [, ifn]
 *
 * Value of one, two or three controllers of the MIDI note's channel, as ctrl7, ctrl14, ctrl21 of any.
 * In:  as ctrl7
 * Out: value in that range; left as it was for a note of the score
 * Fails: at init for another controller; i-time: when there is no such table
 */
KC_NATIVE int midic7_i(ctl_st *s, kc_ctx *c, double *r, num n1, num min, num max, num ifn)
{
    if (!midi_own(c)) return KC_OK;
    if (ctl_setup(s, c, NULL, n1, NULL, NULL, *ifn) < 0) return KC_ERROR;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int midic7_init(ctl_st *s, kc_ctx *c, double *r, num n1, num min, num max, num ifn)
{
    (void)r, (void)min, (void)max;
    return ctl_init(s, c, NULL, n1, NULL, NULL, *ifn);
}
KC_NATIVE int midic7_perf(ctl_st *s, kc_ctx *c, double *r, num n1, num min, num max, num ifn)
{
    (void)n1, (void)ifn;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int midic14_i(ctl_st *s, kc_ctx *c, double *r, num n1, num n2, num min, num max, num ifn)
{
    if (!midi_own(c)) return KC_OK;
    if (ctl_setup(s, c, NULL, n1, n2, NULL, *ifn) < 0) return KC_ERROR;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int midic14_init(ctl_st *s, kc_ctx *c, double *r, num n1, num n2, num min, num max, num ifn)
{
    (void)r, (void)min, (void)max;
    return ctl_init(s, c, NULL, n1, n2, NULL, *ifn);
}
KC_NATIVE int midic14_perf(ctl_st *s, kc_ctx *c, double *r, num n1, num n2, num min, num max, num ifn)
{
    (void)n1, (void)n2, (void)ifn;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int midic21_i(ctl_st *s, kc_ctx *c, double *r, num n1, num n2, num n3, num min, num max, num ifn)
{
    if (!midi_own(c)) return KC_OK;
    if (ctl_setup(s, c, NULL, n1, n2, n3, *ifn) < 0) return KC_ERROR;
    return ctl_read(s, c, r, *min, *max);
}
KC_NATIVE int midic21_init(ctl_st *s, kc_ctx *c, double *r, num n1, num n2, num n3, num min, num max, num ifn)
{
    (void)r, (void)min, (void)max;
    return ctl_init(s, c, NULL, n1, n2, n3, *ifn);
}
KC_NATIVE int midic21_perf(ctl_st *s, kc_ctx *c, double *r, num n1, num n2, num n3, num min, num max, num ifn)
{
    (void)n1, (void)n2, (void)n3, (void)ifn;
    return ctl_read(s, c, r, *min, *max);
}
KC_OP(midic7, "i", "iiio", .state = ctl_st, .init = midic7_i, .fx = midi | tab_r)
KC_OP(midic7, "k", "ikko", .state = ctl_st, .init = midic7_init, .perf = midic7_perf, .fx = midi | tab_r)
KC_OP(midic14, "i", "iiiio", .state = ctl_st, .init = midic14_i, .fx = midi | tab_r)
KC_OP(midic14, "k", "iikko", .state = ctl_st, .init = midic14_init, .perf = midic14_perf, .fx = midi | tab_r)
KC_OP(midic21, "i", "iiiiio", .state = ctl_st, .init = midic21_i, .fx = midi | tab_r)
KC_OP(midic21, "k", "iiikko", .state = ctl_st, .init = midic21_init, .perf = midic21_perf, .fx = midi | tab_r)

/* Opcode: chanctrl
 * Synopsis: ival chanctrl ichnl, ictlno [, ilow, ihigh]
 *           kval chanctrl ichnl, ictlno [, ilow, ihigh]
 *
 * A controller of a channel.
 * In:  ichnl   channel, 1 .. 16
 *      ictlno  controller, 0 .. 127
 *      ilow    result of value 0 (default 0)
 *      ihigh   result of value 127 (default 127)
 * Out: value in that range
 * Fails: for another channel or controller
 */
typedef struct {
    double low, scale;
    int32_t channel, number;
} chanctrl_st;

KC_NATIVE int chanctrl_init(chanctrl_st *s, kc_ctx *c, double *r, num chan, num number, num low, num high)
{
    (void)r;
    if (!(*chan >= 1 && *chan < 17) || !kc_midi_get(midi_of(c), (int)*chan - 1))
        return kc_fail(c, "illegal channel number");
    s->channel = (int)*chan - 1;
    s->number = midi_controller(c, *number);
    s->low = *low;
    s->scale = (*high - *low) * MIDI_7;
    return s->number < 0 ? KC_ERROR : KC_OK;
}
KC_NATIVE int chanctrl_perf(chanctrl_st *s, kc_ctx *c, double *r, num chan, num number, num low, num high)
{
    (void)chan, (void)number, (void)low, (void)high;
    const kc_midi_channel *ch = kc_midi_get(midi_of(c), s->channel);
    *r = (ch ? ch->ctl[s->number] : 0) * s->scale + s->low;
    return KC_OK;
}
KC_NATIVE int chanctrl_i(chanctrl_st *s, kc_ctx *c, double *r, num chan, num number, num low, num high)
{
    if (chanctrl_init(s, c, r, chan, number, low, high) < 0) return KC_ERROR;
    return chanctrl_perf(s, c, r, chan, number, low, high);
}
KC_OP(chanctrl, "i", "iioh", .state = chanctrl_st, .init = chanctrl_i, .fx = midi)
KC_OP(chanctrl, "k", "iioh", .state = chanctrl_st, .init = chanctrl_init, .perf = chanctrl_perf, .fx = midi)

/* ---- setting ---------------------------------------------------------------------------------- */

/* Sets controllers of a channel to a position 0 .. 1. */
KC_NATIVE int ctl_set(kc_ctx *c, num channel, num n1, num n2, num n3, double x)
{
    ctl_st s;
    if (!(x >= 0 && x <= 1)) return kc_fail(c, "value out of range");
    kc_midi_channel *ch = midi_channel(c, *channel);
    if (!ch || ctl_setup(&s, c, channel, n1, n2, n3, 0) < 0) return KC_ERROR;
    if (s.count == 1) {
        ch->ctl[s.number[0]] = x * 127.0 + 0.5;
        return KC_OK;
    }
    long value = lrint(x * (s.count == 2 ? 16383.0 : 2097151.0));
    for (int i = s.count - 1; i >= 0; i--, value >>= 7) ch->ctl[s.number[i]] = (double)(value & 127);
    return KC_OK;
}

/* Opcode: initc7 initc14 initc21
 * Synopsis: initc7 ichan, ictlno, ivalue
 *           initc14 ichan, ictlno1, ictlno2, ivalue
 *           initc21 ichan, ictlno1, ictlno2, ictlno3, ivalue
 *
 * Set controllers, one of 7 bits, two of 14, or three of 21.
 * In:  ichan   channel, 1 .. 16
 *      ictlno  controllers, 0 .. 127, the most significant first
 *      ivalue  0 .. 1
 * Fails: for another channel, controller or value
 */
KC_NATIVE int initc7_init(void *s, kc_ctx *c, num chan, num n1, num value)
{
    (void)s;
    return ctl_set(c, chan, n1, NULL, NULL, *value);
}
KC_NATIVE int initc14_init(void *s, kc_ctx *c, num chan, num n1, num n2, num value)
{
    (void)s;
    return ctl_set(c, chan, n1, n2, NULL, *value);
}
KC_NATIVE int initc21_init(void *s, kc_ctx *c, num chan, num n1, num n2, num n3, num value)
{
    (void)s;
    return ctl_set(c, chan, n1, n2, n3, *value);
}
KC_OP(initc7, "", "iii", .init = initc7_init, .fx = midi)
KC_OP(initc14, "", "iiii", .init = initc14_init, .fx = midi)
KC_OP(initc21, "", "iiiii", .init = initc21_init, .fx = midi)

/* Opcode: ctrlinit
 * Synopsis: ctrlinit ichnl, ictlno1, ival1 [, ictlno2, ival2, ...]
 *           ctrlinit Sname, ictlno1, ival1 [, ictlno2, ival2, ...]
 *
 * Sets controllers of a channel.
 * In:  ichnl   channel, 1 .. 16; by name: the channel whose number the named instrument has
 *      ictlno  controllers, 0 .. 127
 *      ival    values, 0 .. 127
 * Fails: for another channel, controller or value, and when a value is missing
 */
KC_NATIVE int ctrlinit_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int n = c->site->nin, named = kc_arg_type(c, 0) == 'S';
    double number = named ? kc_instr_find(c, kc_str_get(a[0])) + 1.0 : trunc(*(num)a[0] + 0.5);
    if ((n & 1) == 0) return kc_fail(c, "uneven ctrl pairs");
    kc_midi_channel *ch = midi_channel(c, number);
    if (!ch) return KC_ERROR;
    for (int i = 1; i < n; i += 2) {
        double ctl = *(num)a[i], value = *(num)a[i + 1];
        if (!(ctl > -1 && ctl < 128)) return kc_fail(c, "illegal ctrl no");
        if (!(value >= 0 && value <= 127)) return kc_fail(c, "Value out of range [0,127]\n");
        ch->ctl[(int)ctl] = value;
    }
    return KC_OK;
}
KC_OP(ctrlinit, "", "im", .init = ctrlinit_init, .fx = midi)
KC_OP(ctrlinit, "", "Sm", .init = ctrlinit_init, .fx = midi)

/* Opcode: midipgm
 * Synopsis: ires midipgm [ichn]
 *
 * Program of a channel.
 * In:  ichn  channel, 1 .. 16 (default 0: the MIDI note's)
 * Out: 1 .. 128; 0 before the first program change, and for a note of the score
 * Fails: for another channel
 */
KC_NATIVE int midipgm_init(void *s, kc_ctx *c, double *r, num chan)
{
    (void)s;
    if (*chan >= 16.5) return kc_fail(c, "invalid channel number: %g", *chan);
    const kc_midi_channel *ch = *chan >= 0.5 ? kc_midi_get(midi_of(c), (int)lrint(*chan) - 1) : midi_own(c);
    *r = ch && ch->program >= 0 ? ch->program + 1 : 0;
    return KC_OK;
}
KC_OP(midipgm, "i", "o", .init = midipgm_init, .fx = midi)
