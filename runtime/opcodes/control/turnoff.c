/* Opcodes that end notes, keep them from starting, or end the performance: turnoff, turnoff2, turnoff3, mute,
 * exitnow; and nstance, which starts a note that turnoff can end. */
#include "runtime/engine/control.h"
#include "runtime/opcodes/op.h"

/* ---- turnoff ---------------------------------------------------------------------------------- */

/* The rest of the k-cycle is left out, unless the note is released now and goes on. */
KC_NATIVE int turnoff_perf(void *s, kc_ctx *c)
{
    (void)s;
    kc_note *n = c->note;
    int stays = n->xtra > 0;
    if (n->active) kc_note_turnoff(c, n);
    return stays ? KC_OK : KC_STOP;
}

KC_NATIVE int turnoff_note(void *s, kc_ctx *c, const double *handle)
{
    (void)s;
    double x = *handle;
    if (!(x >= 1 && x < 9e15) || !kc_note_off_by_number(c, (uint64_t)x)) kc_warn(c, "instance not valid\n");
    return c->note && c->note->deleted ? KC_STOP : KC_OK;
}

/* Opcode: turnoff
 * Synopsis: turnoff
 *           turnoff inst
 *           turnoff knst
 *
 * Ends the note that calls it, or the one that nstance started, at once or through its release.
 * In:  inst, knst  what nstance gave
 * Fails: never; a warning when that note does not sound
 */
KC_OP(turnoff, "", "", .perf = turnoff_perf, .fx = event | flow)
KC_OP(turnoff, "", "i", .init = turnoff_note, .fx = event | flow)
KC_OP(turnoff, "", "k", .perf = turnoff_note, .fx = event | flow)

/* ---- turnoff2, turnoff3 ----------------------------------------------------------------------- */

/* p1 of a number, a string p-field or a name; 0 or below when there is nothing to do. */
KC_NATIVE double which(kc_ctx *c, void *instr)
{
    const char *name = kc_arg_string(c, &instr, 0);
    return name ? kc_instr_find(c, name) : *(const double *)instr;
}

KC_NATIVE int exists(kc_ctx *c, double p1) { return p1 < 1e9 && kc_instr_exists(c, (int)p1); }

KC_NATIVE int turnoff2_any(void *s, kc_ctx *c, void *instr, const double *mode, const double *release)
{
    (void)s;
    double p1 = which(c, instr);
    if (!(p1 > 0)) return KC_OK;
    if (!exists(c, p1)) return kc_fail(c, "turnoff2: invalid instrument number");
    int m = *mode > -1e6 && *mode < 1e6 ? (int)(*mode + 0.5) : -1;
    if (m < 0 || m > 15 || (m & 3) == 3) return kc_fail(c, "turnoff2: invalid mode parameter");
    return kc_notes_turn_off(c, p1, m, *release != 0) ? KC_STOP : KC_OK;
}

/* Opcode: turnoff2_i
 * Synopsis: turnoff2_i insno [, imode, irelease]
 *           turnoff2_i Sname [, imode, irelease]
 *
 * Ends notes of an instrument, at i-time.
 * In:  as turnoff2 (defaults 0)
 * Fails: when there is no such instrument, and for an impossible mode
 */
KC_OP(turnoff2_i, "", "Soo", .init = turnoff2_any, .fx = event | flow)
KC_OP(turnoff2_i, "", "ioo", .init = turnoff2_any, .fx = event | flow)

/* Opcode: turnoff2
 * Synopsis: turnoff2 kinsno, kmode, krelease
 *           turnoff2 Sname, kmode, krelease
 *
 * Ends notes of an instrument, in every k-cycle in which the number is above 0.
 * In:  kinsno    instrument number or name
 *      kmode     sum of: 0 all notes, 1 the oldest or 2 the newest alone; 4 only those whose p1 is equal with
 * its fraction; 8 only notes of indefinite length krelease  0: at once; else through their release Fails:
 * when there is no such instrument, and for an impossible mode
 */
KC_OP(turnoff2, "", "Skk", .perf = turnoff2_any, .fx = event | flow)
KC_OP(turnoff2, "", "ikk", .perf = turnoff2_any, .fx = event | flow)
KC_OP(turnoff2, "", "kkk", .perf = turnoff2_any, .fx = event | flow)

/* Opcode: turnoff3
 * Synopsis: turnoff3 kinsno
 *           turnoff3 Sname
 *
 * Takes back the notes of an instrument that were posted and have not started yet, in every k-cycle in which
 * the number is above 0. Those of the score stay.
 * In:  kinsno  instrument number or
 *      name    
 * Fails: when there is no such instrument
 */
KC_NATIVE int turnoff3_perf(void *s, kc_ctx *c, void *instr)
{
    (void)s;
    double p1 = which(c, instr);
    if (!(p1 > 0)) return KC_OK;
    if (!exists(c, p1)) return kc_fail(c, "turnoff3: invalid instrument number");
    kc_events_remove(c, p1);
    return KC_OK;
}
KC_OP(turnoff3, "", "S", .perf = turnoff3_perf, .fx = event)
KC_OP(turnoff3, "", "i", .perf = turnoff3_perf, .fx = event)
KC_OP(turnoff3, "", "k", .perf = turnoff3_perf, .fx = event)

/* ---- mute ------------------------------------------------------------------------------------- */

/* Opcode: mute
 * Synopsis: mute insno [, iswitch]
 *           mute Sname [, iswitch]
 *
 * Keeps new notes of an instrument from starting, or lets them start again.
 * In:  insno    instrument number or name
 *      iswitch  0 mutes, else notes may start (default 0)
 * Fails: when there is no such instrument
 */
KC_NATIVE int mute_init(void *s, kc_ctx *c, void *instr, const double *onoff)
{
    (void)s;
    double p1 = which(c, instr);
    if (!(p1 >= 1) || !exists(c, p1)) return kc_fail(c, "mute: there is no such instrument");
    if (*onoff == 0)
        kc_warn(c, "Muting new instances of instr %d\n", (int)p1);
    else
        kc_warn(c, "Allowing instrument %d to start\n", (int)p1);
    kc_instr_mute(c, (int)p1, *onoff == 0);
    return KC_OK;
}
KC_OP(mute, "", "So", .init = mute_init, .fx = event)
KC_OP(mute, "", "io", .init = mute_init, .fx = event)

/* ---- nstance ---------------------------------------------------------------------------------- */

enum { NSTANCE_PMAX = 1950 };

KC_NATIVE int nstance_any(void *s, kc_ctx *c, void **a)
{
    (void)s;
    double p[NSTANCE_PMAX + 1] = {0};
    int n = c->site->nin;
    if (n > NSTANCE_PMAX) return kc_fail(c, "too many p-fields in an event");
    const char *name = kc_arg_string(c, a, 1);
    p[1] = name ? kc_instr_find(c, name) : *(double *)a[1];
    if (name && p[1] < 0) return kc_fail(c, "instr %s not found", name);
    for (int i = 2; i <= n; i++) p[i] = kc_arg_type(c, i) == 'S' ? 0 : *(double *)a[i];
    if (!name && (!(fabs(p[1]) < 1e9) || !kc_instr_exists(c, (int)fabs(p[1]))))
        return kc_fail(c, "instance: error creating event");
    *(double *)a[0] = (double)kc_event_post_note(c, p, n);
    return KC_OK;
}

/* Opcode: nstance
 * Synopsis: iHandle nstance insnum, iwhen, idur [, ip4, ...]
 *           iHandle nstance Sname, iwhen, idur [, ip4, ...]
 *           kHandle nstance kinsnum, kwhen, kdur [, kp4, ...]
 *           kHandle nstance Sname, Swhen, kdur [, kp4, ...]
 *
 * Starts a note, at i-time or in every k-cycle, and gives a handle for turnoff.
 * In:  insnum   instrument number or name
 *      iwhen    start, s from now
 *      idur     duration, s; negative: held
 *      ip4 ...  further p-fields
 * Out: a number for turnoff
 * Fails: when there is no such instrument
 */
KC_OP(nstance, "k", "kkz", .perf = nstance_any, .fx = event)
KC_OP(nstance, "i", "iiim", .init = nstance_any, .fx = event)
KC_OP(nstance, "k", "SSz", .perf = nstance_any, .fx = event)
KC_OP(nstance, "i", "Siim", .init = nstance_any, .fx = event)

/* ---- nstrstr ---------------------------------------------------------------------------------- */

/* Opcode: nstrstr
 * Synopsis: Sname nstrstr insno
 *           Sname nstrstr knsno
 *
 * Name of an instrument.
 * In:  insno, knsno  instrument number
 * Out: its name; empty when it has none
 * Fails: never
 */
KC_NATIVE int nstrstr_any(void *s, kc_ctx *c, kc_str *out, const double *number)
{
    (void)s;
    return kc_str_set(c, out, fabs(*number) < 1e9 ? kc_instr_name(c, (int)*number) : "");
}
KC_OP(nstrstr, "S", "i", .init = nstrstr_any)
KC_OP(nstrstr, "S", "k", .perf = nstrstr_any)
