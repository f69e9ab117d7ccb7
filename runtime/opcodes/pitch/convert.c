/* Conversions between frequency, octave.decimal, octave.pitch-class, MIDI key numbers and intervals.
 *
 *   cps   Hz                     A4 = 440 unless the header says otherwise
 *   oct   octave and fraction    8.75 is A4
 *   pch   octave and semitones   8.09 is A4; the two digits count semitones
 *   nn    MIDI key number        69 is A4
 *
 * cpsoct and cpspch work in steps of 1/8192 octave, as the reference does; all others are exact. */
#include "runtime/opcodes/op.h"
#include "runtime/opcodes/dsp/arrays.h"

/* Frequency of oct 0 is A4 divided by this, 2^8.75. */
#define PITCH_A4_RATIO  430.5389646099018460319
/* Octaves of a semitone written as 0.01. */
#define PITCH_SEMITONES (100.0 / 12.0)

#define PITCH_TICK(name, value)                                                                              \
    KERNEL void name(void *s, kc_ctx *c, int n, V *out, const V *px)                                         \
    {                                                                                                        \
        (void)s, (void)c, (void)n;                                                                           \
        V x = *px;                                                                                           \
        *out = value;                                                                                        \
    }

KC_INLINE V steps_to_cps(const kc_ctx *c, V steps)
{
    return v_exp2(steps / 8192.0) * (c->a4 / PITCH_A4_RATIO);
}
KC_INLINE V pch_to_oct(V x) { return v_trunc(x) + (x - v_trunc(x)) * PITCH_SEMITONES; }
KC_INLINE V oct_to_pch(V x) { return v_trunc(x) + (x - v_trunc(x)) * 0.12; }

PITCH_TICK(pitch_cpsoct, steps_to_cps(c, v_trunc(x * 8192.0)))
PITCH_TICK(pitch_cpspch, steps_to_cps(c, v_rint(pch_to_oct(x) * 8192.0)))
PITCH_TICK(pitch_octpch, pch_to_oct(x))
PITCH_TICK(pitch_pchoct, oct_to_pch(x))
PITCH_TICK(pitch_octcps, v_log(x / (c->a4 / PITCH_A4_RATIO)) / 0.69314718055994530942)
PITCH_TICK(pitch_cpsmidinn, v_exp2((x - 69.0) / 12.0) * c->a4)
PITCH_TICK(pitch_octmidinn, x / 12.0 + 3.0)
PITCH_TICK(pitch_pchmidinn, oct_to_pch(x / 12.0 + 3.0))
PITCH_TICK(pitch_octave, v_exp2(x))
PITCH_TICK(pitch_semitone, v_exp2(x *(1.0 / 12.0)))
PITCH_TICK(pitch_cent, v_exp2(x / 1200.0))
PITCH_TICK(pitch_pchtom, (v_floor(x) - 3.0) * 12.0 + (x - v_floor(x)) * 100.0)

KC_NATIVE int cpsmidinn_i(void *s, kc_ctx *c, double *out, const double *x)
{
    (void)s;
    if (!(*x >= 0 && *x <= 12 * 32 + 69)) return kc_fail(c, "MIDI note %f out of range", *x);
    *out = pow(2.0, (*x - 69.0) / 12.0) * c->a4;
    return KC_OK;
}

/* Opcode: cpsoct
 * Synopsis: ires cpsoct ioct
 *           kres cpsoct koct
 *           ares cpsoct aoct
 *
 * Frequency of an octave.decimal pitch.
 * In:  oct  8.75 is A4; rounded down to 1/8192 octave
 * Out: Hz
 * Fails: never
 */
KC_OP(cpsoct, "i", "i", .tick = pitch_cpsoct)
KC_OP(cpsoct, "k", "k", .tick = pitch_cpsoct)
KC_OP(cpsoct, "a", "a", .tick = pitch_cpsoct)

/* Opcode: octpch
 * Synopsis: ires octpch ipch
 *           kres octpch kpch
 *
 * Octave.decimal of an octave.pitch-class pitch.
 * In:  pch  8.09 is A4
 * Out: octaves
 * Fails: never
 */
KC_OP(octpch, "i", "i", .tick = pitch_octpch)
KC_OP(octpch, "k", "k", .tick = pitch_octpch)

/* Opcode: cpspch
 * Synopsis: ires cpspch ipch
 *           kres cpspch kpch
 *
 * Frequency of an octave.pitch-class pitch.
 * In:  pch  8.09 is A4; rounded to 1/8192 octave; 8.14 is 9.02
 * Out: Hz
 * Fails: never
 */
KC_OP(cpspch, "i", "i", .tick = pitch_cpspch)
KC_OP(cpspch, "k", "k", .tick = pitch_cpspch)

/* Opcode: pchoct
 * Synopsis: ires pchoct ioct
 *           kres pchoct koct
 *
 * Octave.pitch-class of an octave.decimal pitch.
 * In:  oct  8.75 is A4
 * Out: 8.09 for A4
 * Fails: never
 */
KC_OP(pchoct, "i", "i", .tick = pitch_pchoct)
KC_OP(pchoct, "k", "k", .tick = pitch_pchoct)

/* Opcode: octcps
 * Synopsis: ires octcps icps
 *           kres octcps kcps
 *
 * Octave.decimal of a frequency.
 * In:  cps  Hz
 * Out: octaves, 8.75 for A4
 * Fails: never
 */
KC_OP(octcps, "i", "i", .tick = pitch_octcps)
KC_OP(octcps, "k", "k", .tick = pitch_octcps)

/* Opcode: cpsmidinn
 * Synopsis: ires cpsmidinn inum
 *           kres cpsmidinn knum
 *
 * Frequency of a MIDI key number.
 * In:  num  69 is A4; fractions are allowed
 * Out: Hz
 * Fails: i-rate: outside 0 .. 453
 */
KC_OP(cpsmidinn, "i", "i", .init = cpsmidinn_i)
KC_OP(cpsmidinn, "k", "k", .tick = pitch_cpsmidinn)

/* Opcode: octmidinn
 * Synopsis: ires octmidinn inum
 *           kres octmidinn knum
 *
 * Octave.decimal of a MIDI key number.
 * In:  num  69 is A4
 * Out: octaves, 8.75 for A4
 * Fails: never
 */
KC_OP(octmidinn, "i", "i", .tick = pitch_octmidinn)
KC_OP(octmidinn, "k", "k", .tick = pitch_octmidinn)

/* Opcode: pchmidinn
 * Synopsis: ires pchmidinn inum
 *           kres pchmidinn knum
 *
 * Octave.pitch-class of a MIDI key number.
 * In:  num  69 is A4
 * Out: 8.09 for A4
 * Fails: never
 */
KC_OP(pchmidinn, "i", "i", .tick = pitch_pchmidinn)
KC_OP(pchmidinn, "k", "k", .tick = pitch_pchmidinn)

/* Opcode: octave semitone cent
 * Synopsis: res octave x       (i, k and a)
 *           res semitone x
 *           res cent x
 *
 * Frequency ratio of an interval.
 * In:  x  octaves, semitones or cents
 * Out: factor; 0 gives 1
 * Fails: never
 */
KC_OP(octave, "i", "i", .tick = pitch_octave)
KC_OP(octave, "k", "k", .tick = pitch_octave)
KC_OP(octave, "a", "a", .tick = pitch_octave)
KC_OP(semitone, "i", "i", .tick = pitch_semitone)
KC_OP(semitone, "k", "k", .tick = pitch_semitone)
KC_OP(semitone, "a", "a", .tick = pitch_semitone)
KC_OP(cent, "i", "i", .tick = pitch_cent)
KC_OP(cent, "k", "k", .tick = pitch_cent)
KC_OP(cent, "a", "a", .tick = pitch_cent)

/* ---- mtof, ftom ------------------------------------------------------------------------------- */

typedef struct {
    V round; /* not 0: round */
} ftom_st;

KC_NATIVE int mtof_init(void *s, kc_ctx *c, double *out, const double *x)
{
    (void)s;
    *out = pow(2.0, (*x - 69.0) / 12.0) * c->a4;
    return KC_OK;
}

KC_NATIVE double ftom_value(const kc_ctx *c, double x, int round)
{
    double m = 12.0 * log2(x / c->a4) + 69.0;
    return round ? rint(m) : m;
}

/* The i-rate entry and the first value of the k-rate one. */
KC_NATIVE int ftom_init(ftom_st *s, kc_ctx *c, double *out, const double *x, const double *iround)
{
    int round = fabs(*iround) >= 1;
    s->round = v_splat(round);
    *out = ftom_value(c, *x, round);
    return KC_OK;
}

KERNEL void pitch_ftom(ftom_st *s, kc_ctx *c, int n, V *out, const V *x)
{
    (void)n;
    V m = 12.0 * v_log2(*x / c->a4) + 69.0;
    *out = v_sel(v_ne(s->round, v_splat(0.0)), v_rint(m), m);
}

KC_NATIVE int mtof_array(kc_ctx *c, kc_array *out, const kc_array *in, int perf)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    int n = kc_array_count(in);
    if (kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
    for (int i = 0; i < n; i++) out->data[i] = pow(2.0, (in->data[i] - 69.0) / 12.0) * c->a4;
    return KC_OK;
}

KC_NATIVE int mtof_array_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    (void)s;
    return mtof_array(c, out, in, 0);
}

KC_NATIVE int mtof_array_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in)
{
    (void)s;
    return mtof_array(c, out, in, 1);
}

KC_NATIVE int ftom_array(kc_ctx *c, kc_array *out, const kc_array *in, const double *iround, int perf)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    int n = kc_array_count(in), round = fabs(*iround) >= 1;
    if (kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
    for (int i = 0; i < n; i++) out->data[i] = ftom_value(c, in->data[i], round);
    return KC_OK;
}

KC_NATIVE int ftom_array_init(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *iround)
{
    (void)s;
    return ftom_array(c, out, in, iround, 0);
}

KC_NATIVE int ftom_array_perf(void *s, kc_ctx *c, kc_array *out, const kc_array *in, const double *iround)
{
    (void)s;
    return ftom_array(c, out, in, iround, 1);
}

/* Opcode: mtof
 * Synopsis: ires mtof inum
 *           kres mtof knum
 *           iArr[] mtof iNums[]
 *           kArr[] mtof kNums[]
 *
 * Frequency of a MIDI key number.
 * In:  num  69 is A4; fractions are allowed
 * Out: Hz
 * Fails: when an array is not initialised
 */
KC_OP(mtof, "k", "k", .init = mtof_init, .tick = pitch_cpsmidinn)
KC_OP(mtof, "i", "i", .init = mtof_init)
KC_OP(mtof, "k[]", "k[]", .init = mtof_array_init, .perf = mtof_array_perf)
KC_OP(mtof, "i[]", "i[]", .init = mtof_array_init)

/* Opcode: ftom
 * Synopsis: ires ftom icps [, iround]
 *           kres ftom kcps [, iround]
 *           iArr[] ftom iCps[] [, iround]
 *           kArr[] ftom kCps[] [, iround]
 *
 * MIDI key number of a frequency.
 * In:  cps     Hz
 *      iround  1: round to the nearest key (default 0)
 * Out: key number, 69 for A4
 * Fails: when an array is not initialised
 */
KC_OP(ftom, "k", "ko", .state = ftom_st, .init = ftom_init, .tick = pitch_ftom)
KC_OP(ftom, "i", "io", .state = ftom_st, .init = ftom_init)
KC_OP(ftom, "k[]", "k[]o", .init = ftom_array_init, .perf = ftom_array_perf)
KC_OP(ftom, "i[]", "i[]o", .init = ftom_array_init)

/* Opcode: pchtom
 * Synopsis: ires pchtom ipch
 *           kres pchtom kpch
 *
 * MIDI key number of an octave.pitch-class pitch.
 * In:  pch  8.09 is A4
 * Out: key number, 69 for A4
 * Fails: never
 */
KC_OP(pchtom, "i", "i", .tick = pitch_pchtom)
KC_OP(pchtom, "k", "k", .tick = pitch_pchtom)
