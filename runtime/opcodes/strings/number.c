/* Strings and numbers: strtod, strtol, string2array; and strings by number: strset, strget. */
#include "runtime/engine/strset.h"
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"
#include <ctype.h>
#include <stdlib.h>

/* ---- strset, strget --------------------------------------------------------------------------- */

/* Opcode: strset
 * Synopsis: strset iarg, Stext
 *
 * Gives a string a number, for strget and the opcodes that take string numbers.
 * In:  iarg   number, from 0, rounded
 *      Stext  the string
 * Fails: for a negative number, or one above a million
 */
KC_NATIVE int strset_init(void *s, kc_ctx *c, const double *number, const kc_str *text)
{
    (void)s;
    int n = fabs(*number) < 1e9 ? (int)lrint(*number) : -1;
    const char *old = kc_strset_get(c->engine, n), *now = kc_str_get(text);
    if (old && !strcmp(old, now)) return KC_OK;
    if (old) {
        kc_warn(c, "strset index conflict at %d", n);
        kc_warn(c, "previous value: '%s', replaced with '%s'", old, now);
    }
    if (kc_strset_put(c->engine, n, now)) return kc_fail(c, "illegal strset index");
    if ((kc_message_level(c) & 7) == 7) kc_print(c, "Strsets[%d]: '%s'\n", n, now);
    return KC_OK;
}
KC_OP(strset, "", "iS", .init = strset_init, .fx = event)

/* Text of a string p-field or of a string number; NULL when there is none. */
KC_NATIVE const char *numbered(kc_ctx *c, double x)
{
    if (kc_is_p_string(x)) return kc_p_string(c, x);
    return fabs(x) < 1e9 ? kc_strset_get(c->engine, (int)lrint(x)) : NULL;
}

/* Opcode: strget
 * Synopsis: Sdst strget iarg
 *
 * A string by number, or that of a p-field.
 * In:  iarg  number that strset or --strset gave, rounded; or a p-field that holds a string
 * Out: the string; as it was before when there is none of that number
 * Fails: never
 */
KC_NATIVE int strget_init(void *s, kc_ctx *c, kc_str *out, const double *number)
{
    (void)s;
    double x = *number;
    if (!kc_is_p_string(x)) x = x >= 0 ? floor(x + 0.5) : ceil(x - 0.5);
    const char *text = numbered(c, x);
    if (text) return kc_str_set(c, out, text);
    return out->data ? KC_OK : kc_str_set(c, out, "");
}
KC_OP(strget, "S", "i", .init = strget_init)

/* ---- strtod ----------------------------------------------------------------------------------- */

/* Skips blanks; NULL (reported) when nothing follows. */
KC_NATIVE const char *number_text(kc_ctx *c, const char *text)
{
    while (text && isblank((unsigned char)*text)) text++;
    if (text && *text) return text;
    kc_fail(c, "%s: empty string", c->site->desc->name);
    return NULL;
}

KC_NATIVE int to_double(kc_ctx *c, double *out, const char *text)
{
    char *end;
    text = number_text(c, text);
    if (!text) return KC_ERROR;
    double x = strtod(text, &end);
    if (*end) return kc_fail(c, "%s: invalid format", c->site->desc->name);
    *out = x;
    return KC_OK;
}

/* Opcode: strtod strtodk
 * Synopsis: ires strtod Sstr
 *           ires strtod istr
 *           kres strtodk Sstr
 *
 * The number a string holds.
 * In:  Sstr  a decimal or hexadecimal floating-point number; blanks before it are skipped
 *      istr  a string number (strset), or a p-field that holds a string
 * Out: its value
 * Fails: when the string is empty, or holds anything else
 */
KC_NATIVE int strtod_string(void *s, kc_ctx *c, double *out, const kc_str *text)
{
    (void)s;
    return to_double(c, out, kc_str_get(text));
}
KC_NATIVE int strtod_number(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    return to_double(c, out, numbered(c, *number));
}
KC_OP(strtod, "i", "S", .init = strtod_string)
KC_OP(strtod, "i", "i", .init = strtod_number)
KC_OP(strtodk, "k", "S", .init = strtod_string, .perf = strtod_string)

/* ---- strtol ----------------------------------------------------------------------------------- */

/* Value of a digit; 99 for anything else. */
KC_NATIVE unsigned digit(char ch)
{
    if (isdigit((unsigned char)ch)) return (unsigned)(ch - '0');
    return isxdigit((unsigned char)ch) ? (unsigned)(tolower((unsigned char)ch) - 'a' + 10) : 99;
}

KC_NATIVE int to_integer(kc_ctx *c, double *out, const char *text)
{
    unsigned radix = 10;
    uint32_t value = 0; /* wraps at 32 bits */
    text = number_text(c, text);
    if (!text) return KC_ERROR;
    int negative = *text == '-';
    text += *text == '-' || *text == '+';
    if (text[0] == '0' && text[1]) {
        int hex = text[1] == 'x' || text[1] == 'X';
        radix = hex ? 16 : 8;
        text += 1 + hex;
    }
    if (!*text) return kc_fail(c, "%s: invalid format", c->site->desc->name);
    for (; digit(*text) < radix; text++) value = value * radix + digit(*text);
    if (*text) return kc_fail(c, "%s: invalid format", c->site->desc->name);
    *out = (int32_t)(negative ? -value : value);
    return KC_OK;
}

/* Opcode: strtol strtolk
 * Synopsis: ires strtol Sstr
 *           ires strtol istr
 *           kres strtolk Sstr
 *
 * The integer a string holds.
 * In:  Sstr  an integer of 32 bits, decimal, octal (0...) or hexadecimal (0x...); blanks before it are
 *            skipped
 *      istr  a string number (strset), or a p-field that holds a string
 * Out: its value
 * Fails: when the string is empty, or holds anything else
 */
KC_NATIVE int strtol_string(void *s, kc_ctx *c, double *out, const kc_str *text)
{
    (void)s;
    return to_integer(c, out, kc_str_get(text));
}
KC_NATIVE int strtol_number(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    return to_integer(c, out, numbered(c, *number));
}
KC_OP(strtol, "i", "S", .init = strtol_string)
KC_OP(strtol, "i", "i", .init = strtol_number)
KC_OP(strtolk, "k", "S", .init = strtol_string, .perf = strtol_string)

/* ---- string2array ----------------------------------------------------------------------------- */

KC_NATIVE int in_number(char ch) { return ch && (isdigit((unsigned char)ch) || strchr("eE+-.", ch)); }

/* Reads the next number of a text; 0 at its end. Everything between numbers is skipped. */
KC_NATIVE int next_number(const char **text, double *value)
{
    char word[128];
    size_t n = 0;
    const char *p = *text;
    while (*p && !in_number(*p)) p++;
    if (!*p) return 0;
    for (; in_number(*p); p++)
        if (n < sizeof word - 1) word[n++] = *p;
    word[n] = 0;
    *value = atof(word);
    *text = p;
    return 1;
}

/* Opcode: string2array
 * Synopsis: iArr[] string2array Sdata
 *           kArr[] string2array Sdata
 *
 * The numbers in a string, at i-time.
 * In:  Sdata  numbers with blanks or commas between them
 * Out: one-dimensional array of them
 * Fails: when there is no number
 */
KC_NATIVE int string2array_init(void *s, kc_ctx *c, kc_array *out, const kc_str *data)
{
    (void)s;
    int32_t n = 0;
    double x;
    const char *text = kc_str_get(data), *p = text;
    while (next_number(&p, &x)) n++;
    if (!n) return kc_fail(c, "string2array: there is no number in the string");
    if (kc_array_make1(c, out, kc_arg_elem(c, 0), n) < 0) return KC_ERROR;
    p = text;
    for (int32_t i = 0; i < n && next_number(&p, &x); i++) out->data[i] = x;
    return KC_OK;
}
KC_OP(string2array, "i[]", "S", .init = string2array_init)
KC_OP(string2array, "k[]", "S", .init = string2array_init)
