/* Note names: ntom, ntof, mton. A name is an octave digit, a letter A .. G, # or b, and a deviation in cents:
 * 4A, 4C#+31, 7Bb-4; a lone + or - stands for 50 cents. */
#include "runtime/opcodes/op.h"

/* Key number of a name; KC_ERROR after a message. */
KC_NATIVE int key_of_name(kc_ctx *c, const char *name, double *key)
{
    static const int semitones[] = {9, 11, 0, 2, 4, 5, 7};
    size_t len = strlen(name), at = 2;
    if (len < 2 || name[1] < 'A' || name[1] > 'G')
        return kc_fail(c, "expecting a note name such as 4A, but got %s", name);
    int pc = semitones[name[1] - 'A'], cents = 0;
    if (name[2] == '#')
        pc++, at++;
    else if (name[2] == 'b')
        pc--, at++;
    size_t rest = len - at;
    if (rest == 1)
        cents = 50;
    else if (rest == 2)
        cents = name[at + 1] - '0';
    else if (rest == 3)
        cents = 10 * (name[at + 1] - '0') + (name[at + 2] - '0');
    else if (rest > 3)
        return kc_fail(c, "format not understood, note: %s", name);
    if (rest && name[at] != '+') cents = -cents;
    *key = (name[0] - '0' + 1) * 12 + pc + cents / 100.0;
    return KC_OK;
}

KC_NATIVE int ntom_any(void *s, kc_ctx *c, double *out, const kc_str *name)
{
    (void)s;
    return key_of_name(c, kc_str_get(name), out);
}

KC_NATIVE int ntof_any(void *s, kc_ctx *c, double *out, const kc_str *name)
{
    (void)s;
    double key;
    if (key_of_name(c, kc_str_get(name), &key) < 0) return KC_ERROR;
    *out = pow(2.0, (key - 69.0) / 12.0) * c->a4;
    return KC_OK;
}

/* Opcode: ntom
 * Synopsis: inum ntom Snote
 *           knum ntom Snote
 *
 * MIDI key number of a note name.
 * In:  Snote  such as "4A", "4C#+31"
 * Out: key number with cents as fraction; 69 for 4A
 * Fails: when the name is not understood
 */
KC_OP(ntom, "i", "S", .init = ntom_any)
KC_OP(ntom, "k", "S", .init = ntom_any, .perf = ntom_any)

/* Opcode: ntof
 * Synopsis: icps ntof Snote
 *           kcps ntof Snote
 *
 * Frequency of a note name.
 * In:  Snote  such as "4A", "4C#+31"
 * Out: Hz
 * Fails: when the name is not understood
 */
KC_OP(ntof, "i", "S", .init = ntof_any)
KC_OP(ntof, "k", "S", .init = ntof_any, .perf = ntof_any)

KC_NATIVE char *put_cents(char *p, int cents)
{
    if (cents == 50) return p;
    if (cents >= 10) *p++ = (char)('0' + cents / 10);
    *p++ = (char)('0' + cents % 10);
    return p;
}

KC_NATIVE int mton_any(void *s, kc_ctx *c, kc_str *out, const double *key)
{
    (void)s;
    static const char *const names[] = {"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "Bb", "B"};
    double m = *key;
    if (!(m >= 0 && m < 128)) return kc_fail(c, "mton: key number %g out of range", m);
    int octave = (int)(m / 12 - 1), pc = (int)m % 12, cents = (int)round((m - floor(m)) * 100.0);
    int below = cents > 50;
    if (below) {
        cents = 100 - cents;
        if (++pc == 12) pc = 0, octave++;
    }
    char text[16], *p = text;
    if (octave < 0) *p++ = '-';
    *p++ = (char)('0' + (octave < 0 ? -octave : octave));
    for (const char *q = names[pc]; *q;) *p++ = *q++;
    if (cents || below) {
        *p++ = below ? '-' : '+';
        p = put_cents(p, cents);
    }
    *p = 0;
    return kc_str_set(c, out, text);
}

/* Opcode: mton
 * Synopsis: Snote mton inum
 *           Snote mton knum
 *
 * Note name of a MIDI key number.
 * In:  num  0 .. 127, fractions are given in cents
 * Out: such as "4A", "4C#+31"
 * Fails: when the number is out of range
 */
KC_OP(mton, "S", "i", .init = mton_any)
KC_OP(mton, "S", "k", .init = mton_any, .perf = mton_any)
