/* Which instrument a MIDI channel or program plays: massign, pgmassign. */
#include "runtime/opcodes/midi/channel.h"

/* ---- massign ---------------------------------------------------------------------------------- */

KC_NATIVE int assign_one(kc_ctx *c, int channel, double insno, bool reset)
{
    int n = insno >= 1 ? insno < 1e9 ? (int)insno : 1000000000 : 0;
    if (!kc_midi_get(midi_of(c), channel)) return kc_fail(c, "illegal channel number");
    if (kc_midi_assign(midi_of(c), channel, n, reset) == 0) return KC_OK;
    kc_print(c, "Insno = %d\n", n);
    return kc_fail(c, "unknown instr");
}

KC_NATIVE int assign(kc_ctx *c, double ichnl, double insno, double ireset)
{
    int r = KC_OK, channel = ichnl > -1 && ichnl < 1e6 ? (int)(ichnl + 0.5) : ichnl >= 1e6 ? 1000000 : 0;
    if (channel > 0) return assign_one(c, channel - 1, insno, ireset != 0);
    for (int i = 0; i < 16; i++)
        if (assign_one(c, i, insno, ireset != 0) < 0) r = KC_ERROR;
    return r;
}

/* Opcode: massign
 * Synopsis: massign ichnl, insnum [, ireset]
 *           massign ichnl, Sinsname [, ireset]
 *
 * Has a MIDI channel play an instrument.
 * In:  ichnl   channel, 1 .. 16; 0: all
 *      insnum  instrument number or name; 0 or less mutes the channel
 *      ireset  1: controllers get their start values (default 1)
 * Fails: when there is no such channel or instrument
 */
KC_NATIVE int massign_init(void *s, kc_ctx *c, double *ichnl, double *insno, double *ireset)
{
    (void)s;
    return assign(c, *ichnl, *insno, *ireset);
}
KC_NATIVE int massign_name(void *s, kc_ctx *c, double *ichnl, kc_str *name, double *ireset)
{
    (void)s;
    int n = kc_instr_find(c, kc_str_get(name));
    if (n < 1) kc_warn(c, "instr %s not found", kc_str_get(name));
    return assign(c, *ichnl, n < 1 ? 2147483647.0 : n, *ireset);
}
KC_OP(massign, "", "iip", .init = massign_init, .fx = midi)
KC_OP(massign, "", "iSp", .init = massign_name, .fx = midi)

/* ---- pgmassign -------------------------------------------------------------------------------- */

KC_NATIVE int assign_programs(kc_ctx *c, double ipgm, double insno, double ichn)
{
    if (!(ichn > -1 && ichn < 16.5)) return kc_fail(c, "illegal channel number");
    if (!(ipgm < 128.5)) return kc_fail(c, "pgmassign: invalid program number");
    int chan = (int)(ichn + 0.5), first = ipgm < 0.5 ? 0 : (int)(ipgm - 0.5), last = ipgm < 0.5 ? 127 : first;
    for (int ch = chan ? chan - 1 : 0; ch <= (chan ? chan - 1 : 15); ch++) {
        kc_midi_channel *m = kc_midi_get(midi_of(c), ch);
        for (int p = first; m && p <= last; p++) m->pgm2ins[p] = fabs(insno) < 1e9 ? (int)(insno + 0.5) : 0;
    }
    return KC_OK;
}

/* Opcode: pgmassign
 * Synopsis: pgmassign ipgm, inst [, ichn]
 *           pgmassign ipgm, Sinst [, ichn]
 *
 * Has a MIDI program change choose an instrument.
 * In:  ipgm  program, 1 .. 128; 0: all
 *      inst  instrument number or name; 0 or less: the program changes nothing
 *      ichn  channel, 1 .. 16 (default 0: all)
 * Fails: for another channel or program; a name that is not known gives a warning
 */
KC_NATIVE int pgmassign_init(void *s, kc_ctx *c, double *ipgm, double *inst, double *ichn)
{
    (void)s;
    return assign_programs(c, *ipgm, *inst, *ichn);
}
KC_NATIVE int pgmassign_name(void *s, kc_ctx *c, double *ipgm, kc_str *name, double *ichn)
{
    (void)s;
    int n = kc_instr_find(c, kc_str_get(name));
    if (n >= 1) return assign_programs(c, *ipgm, n, *ichn);
    kc_warn(c, "instr %s not found", kc_str_get(name));
    return KC_OK;
}
KC_OP(pgmassign, "", "iio", .init = pgmassign_init, .fx = midi)
KC_OP(pgmassign, "", "iSo", .init = pgmassign_name, .fx = midi)
