/* Tunings: equal divisions and tables of ratios. */
#include "runtime/opcodes/op.h"

/* Frequency, Hz, that 0.00 stands for in cps2pch: middle C / 2^8. */
#define TUNING_BASE 1.02197503906

/* ---- cps2pch, cpsxpch -------------------------------------------------------------------------- */

/* `division` > 0: steps of the interval `cycle`; else the number of a table of ratios, negated. */
KC_NATIVE int tuned_pitch(kc_ctx *c, double *out, double pitch, double division, double cycle, double base)
{
    double octave, step = modf(pitch, &octave);
    if (division > 0) {
        *out = pow(cycle, octave + 100.0 * step / division) * base;
        return KC_OK;
    }
    const kc_table *t = kc_table_find(c, -division);
    if (!t) return kc_fail(c, "No tuning table %.0f", -division);
    double at = 100.0 * step + 0.5;
    int32_t index = at > -1.0 && at < 1e6 ? (int32_t)at : 0;
    while (index > t->len) {
        index -= t->len;
        octave++;
    }
    if (index < 0) return kc_fail(c, "No tuning table entry for pitch %g", pitch);
    *out = base * t->data[index] * pow(cycle, octave);
    return KC_OK;
}

KC_NATIVE int cps2pch_init(void *s, kc_ctx *c, double *out, const double *pitch, const double *division)
{
    (void)s;
    return tuned_pitch(c, out, *pitch, *division, 2.0, TUNING_BASE);
}

KC_NATIVE int cpsxpch_init(void *s, kc_ctx *c, double *out, const double *pitch, const double *division,
                           const double *cycle, const double *base)
{
    (void)s;
    return tuned_pitch(c, out, *pitch, *division, *cycle, *base);
}

/* Opcode: cps2pch
 * Synopsis: icps cps2pch ipch, iequal
 *
 * Frequency of a pitch class in an equal division of the octave, or in a table of ratios.
 * In:  ipch    octave and step, 8.02 is the second step above middle C
 *      iequal  steps in the octave; or, negative, number of a table of ratios
 * Out: Hz
 * Fails: when there is no such table
 */
KC_OP(cps2pch, "i", "ii", .init = cps2pch_init)

/* Opcode: cpsxpch
 * Synopsis: icps cpsxpch ipch, iequal, irepeat, ibase
 *
 * Frequency of a pitch class in a division of any interval.
 * In:  ipch     repetitions and step
 *      iequal   steps in the interval; or, negative, number of a table of ratios
 *      irepeat  interval at which the scale repeats, a ratio (2: octave)
 *      ibase    frequency of 0.00, Hz
 * Out: Hz
 * Fails: when there is no such table
 */
KC_OP(cpsxpch, "i", "iiii", .init = cpsxpch_init)

/* ---- cpstun ----------------------------------------------------------------------------------- */

typedef struct {
    double last;
} tun_st;

/* Table: steps, interval, base frequency, key of the base, then the ratios of the steps. */
KC_NATIVE int tuned_key(kc_ctx *c, double *out, double key, double table)
{
    const kc_table *t = kc_table_find(c, table);
    if (!t || t->len < 4) return kc_fail(c, "cpstun: invalid table");
    double steps = trunc(t->data[0]), base = trunc(t->data[3]);
    if (!(steps >= 1) || !(steps + 4 <= t->len + 1.0)) return kc_fail(c, "cpstun: invalid table");
    double distance = trunc(key) - base, turns = floor(distance / steps), grade = distance - turns * steps;
    if (!(grade >= 0 && grade < steps)) return kc_fail(c, "cpstun: invalid key %g", key);
    *out = t->data[4 + (int)grade] * pow(t->data[1], turns) * t->data[2];
    return KC_OK;
}

KC_NATIVE int cpstun_perf(tun_st *s, kc_ctx *c, double *out, const double *trig, const double *key,
                          const double *table)
{
    if (*trig != 0 && tuned_key(c, &s->last, *key, *table) < 0) return KC_ERROR;
    *out = s->last;
    return KC_OK;
}

KC_NATIVE int cpstuni_init(void *s, kc_ctx *c, double *out, const double *key, const double *table)
{
    (void)s;
    return tuned_key(c, out, *key, *table);
}

/* Opcode: cpstun
 * Synopsis: kcps cpstun ktrig, kindex, kfn
 *
 * Frequency of a key in a micro-tuning table.
 * In:  ktrig   non-zero: a new value; else the last one is kept
 *      kindex  key number
 *      kfn     table: steps, interval of repetition, base frequency, base key, then a ratio for each step
 *              (GEN02, GEN51)
 * Out: Hz
 * Fails: in performance when the table is missing or too short
 */
KC_OP(cpstun, "k", "kkk", .state = tun_st, .perf = cpstun_perf, .fx = tab_r)

/* Opcode: cpstuni
 * Synopsis: icps cpstuni index, ifn
 *
 * Frequency of a key in a micro-tuning table, at i-time.
 * In:  index  key number
 *      ifn    table as for cpstun
 * Out: Hz
 * Fails: when the table is missing or too short
 */
KC_OP(cpstuni, "i", "ii", .init = cpstuni_init)
