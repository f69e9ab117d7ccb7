/* Amplitudes by MIDI velocity, and pitches by key and tuning table: ampmidid, ampmidicurve, cpstmid. */
#include "runtime/opcodes/midi/channel.h"

/* A straight line through the square roots of the gains, by Roger B. Dannenberg. */
typedef struct {
    double slope, offset, scale;
} ampmidid_st;

KC_NATIVE double dynamics(const ampmidid_st *s, double velocity)
{
    double x = velocity * s->slope + s->offset;
    return s->scale * (x * x) * (1.0 / 0.707);
}

/* Opcode: ampmidid
 * Synopsis: iamp ampmidid ivelocity, idecibels [, iuse0dbfs]
 *           kamp ampmidid kvelocity, idecibels [, iuse0dbfs]
 *
 * Amplitude by velocity with a given dynamic range, after R. B. Dannenberg, "The Interpretation of MIDI
 * Velocity" (ICMC 2006).
 * In:  velocity   0 .. 127
 *      idecibels  dynamic range, dB
 *      iuse0dbfs  amplitude of full scale (default 0: the orchestra's)
 * Out: amplitude of a sine with that power
 * Fails: never
 */
KC_NATIVE int ampmidid_init(ampmidid_st *s, kc_ctx *c, double *r, double *velocity, double *range,
                            double *full)
{
    (void)r, (void)velocity;
    double ratio = pow(10.0, *range / 20.0);
    s->offset = 127.0 / (126.0 * sqrt(ratio)) - 1.0 / 126.0;
    s->slope = (1.0 - s->offset) / 127.0;
    s->scale = *full == 0 ? c->zerodbfs : *full;
    return KC_OK;
}
KC_NATIVE int ampmidid_perf(ampmidid_st *s, kc_ctx *c, double *r, double *velocity, double *range,
                            double *full)
{
    (void)c, (void)range, (void)full;
    *r = dynamics(s, *velocity);
    return KC_OK;
}
KC_NATIVE int ampmidid_i(ampmidid_st *s, kc_ctx *c, double *r, double *velocity, double *range, double *full)
{
    ampmidid_init(s, c, r, velocity, range, full);
    *r = dynamics(s, *velocity);
    return KC_OK;
}
KC_OP(ampmidid, "k", "kio", .state = ampmidid_st, .init = ampmidid_init, .perf = ampmidid_perf)
KC_OP(ampmidid, "i", "iio", .state = ampmidid_st, .init = ampmidid_i)

/* Opcode: ampmidicurve
 * Synopsis: igain ampmidicurve ivelocity, irange, iexponent
 *           kgain ampmidicurve kvelocity, krange, kexponent
 *
 * Gain by velocity: range (velocity / 127) ^ exponent + 1 - range.
 * In:  velocity  0 .. 127
 *      range     dynamic range, 0 .. 1
 *      exponent  1 linear, above: less gain for low velocities
 * Out: gain, at most 1
 * Fails: never
 */
KC_NATIVE int ampmidicurve_any(void *s, kc_ctx *c, double *r, double *velocity, double *range,
                               double *exponent)
{
    (void)s, (void)c;
    *r = *range * pow(*velocity / 127.0, *exponent) + 1.0 - *range;
    return KC_OK;
}
KC_OP(ampmidicurve, "k", "kkk", .init = ampmidicurve_any, .perf = ampmidicurve_any)
KC_OP(ampmidicurve, "i", "iii", .init = ampmidicurve_any)

/* Opcode: cpstmid
 * Synopsis: icps cpstmid ifn
 *
 * Pitch of the MIDI note in a tuning.
 * In:  ifn  table with the number of grades, the interval of repetition, the basic frequency (Hz), its key,
 *           then the ratio of each grade
 * Out: Hz
 * Fails: when there is no such table, or it is too short
 */
KC_NATIVE int cpstmid_init(void *s, kc_ctx *c, double *r, double *ifn)
{
    (void)s;
    const kc_table *t = kc_table_find(c, *ifn);
    if (!t) return kc_fail(c, "cpstabm: invalid modulator table");
    double grades = t->len > 4 ? t->data[0] : 0;
    if (!(grades >= 1 && grades <= t->len - 4) || !(fabs(t->data[3]) < 1e6))
        return kc_fail(c, "cpstmid: table %g is not a tuning", *ifn);
    int n = (int)grades, key = (c->note ? c->note->midi_key : 0) - (int)t->data[3];
    int octave = key >= 0 ? key / n : -((n - 1 - key) / n);
    *r = t->data[4 + key - octave * n] * pow(t->data[1], octave) * t->data[2];
    return KC_OK;
}
KC_OP(cpstmid, "i", "i", .init = cpstmid_init, .fx = tab_r)
