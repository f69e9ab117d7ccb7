/* Opcodes that make strings: sprintf, strcat, strcpy, strsub, strupper, strlower, strstrip. The names that
 * end in k do at init and in every k-cycle what the others do at init alone. A result is built in full before
 * it is stored, so an output may also be an input. */
#include "runtime/opcodes/dsp/format.h"
#include "runtime/opcodes/dsp/values.h"
#include "runtime/opcodes/op.h"
#include <ctype.h>

/* Stores what was gathered, and frees it. */
KC_NATIVE int store(kc_ctx *c, kc_str *out, kc_sbuf *text)
{
    int r = kc_str_setn(c, out, text->s ? text->s : "", text->n);
    kc_sbuf_free(text);
    return r;
}

/* ---- sprintf ---------------------------------------------------------------------------------- */

/* Opcode: sprintf sprintfk
 * Synopsis: Sdst sprintf Sfmt, xarg1 [, xarg2, ...]
 *           Sdst sprintfk Sfmt, xarg1 [, xarg2, ...]
 *
 * Formatted text.
 * In:  Sfmt  format: %d %i %o %x %X %u %c of the rounded value, %e %f %g and their capitals, %s of strings,
 *            %%
 *      xarg  as many values as there are specifications; strings other than Sdst, numbers of i- or k-rate
 * Out: the text
 * Fails: when number or types of the values don't fit the format; the text is then empty
 */
KC_NATIVE int sprintf_any(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const char *fmt = kc_arg_string(c, a, 1);
    kc_format_args args = kc_format_args_from(c, a, 2);
    kc_sbuf text = {0};
    if (!fmt) return kc_fail(c, "%s: the format is not a string", c->site->name);
    for (int i = 0; i < args.n; i++)
        if (args.a[i] == a[0])
            return kc_fail(c, "%s: output argument may not be the same as any of the input args",
                           c->site->name);
    kc_format_result r = kc_format_strict(&text, fmt, args);
    if (r == KC_FORMAT_OK) return store(c, a[0], &text);
    kc_sbuf_free(&text);
    kc_str_set(c, a[0], "");
    return kc_fail(c, "%s: %s", c->site->name, kc_format_error(r));
}
KC_OP(sprintf, "S", "STN", .init = sprintf_any)
KC_OP(sprintfk, "S", "SUN", .init = sprintf_any, .perf = sprintf_any)

/* ---- strcpy, strcat --------------------------------------------------------------------------- */

/* Opcode: strcpy strcpyk
 * Synopsis: Sdst strcpy Ssrc
 *           Sdst strcpy isrc
 *           Sdst strcpyk Ssrc
 *           Sdst strcpyk ksrc
 *
 * A copy of a string.
 * In:  Ssrc  a string, or a p-field that holds one; any other number N gives the name soundin.N
 * Out: the copy
 * Fails: never
 */
KC_NATIVE int strcpy_string(void *s, kc_ctx *c, kc_str *out, const kc_str *src)
{
    (void)s;
    return out == src ? KC_OK : kc_str_set(c, out, kc_str_get(src));
}
KC_NATIVE int strcpy_number(void *s, kc_ctx *c, kc_str *out, const double *src)
{
    (void)s;
    return kc_str_from_number(c, out, *src);
}
KC_OP(strcpy, "S", "S", .init = strcpy_string)
KC_OP(strcpy, "S", "i", .init = strcpy_number)
KC_OP(strcpyk, "S", "S", .init = strcpy_string, .perf = strcpy_string)
KC_OP(strcpyk, "S", "k", .init = strcpy_number, .perf = strcpy_number)

/* Opcode: strcat strcatk
 * Synopsis: Sdst strcat Ssrc1, Ssrc2
 *           Sdst strcatk Ssrc1, Ssrc2
 *
 * Joins two strings.
 * In:  Ssrc1, Ssrc2  the strings
 * Out: the first followed by the second
 * Fails: when the result is longer than a string can be
 */
KC_NATIVE int strcat_any(void *s, kc_ctx *c, kc_str *out, const kc_str *one, const kc_str *two)
{
    (void)s;
    kc_sbuf text = {0};
    kc_sbuf_puts(&text, kc_str_get(one));
    kc_sbuf_puts(&text, kc_str_get(two));
    return store(c, out, &text);
}
KC_OP(strcat, "S", "SS", .init = strcat_any)
KC_OP(strcatk, "S", "SS", .init = strcat_any, .perf = strcat_any)

/* ---- strsub ----------------------------------------------------------------------------------- */

/* Position that a number stands for: rounded; the end for what is outside the string. */
KC_NATIVE int position(double x, int len)
{
    if (!(x > -1e9 && x < 1e9)) return len;
    int i = (int)(x + 1.5) - 1;
    return i < 0 || i > len ? len : i;
}

/* Opcode: strsub strsubk
 * Synopsis: Sdst strsub Ssrc [, istart, iend]
 *           Sdst strsubk Ssrc, kstart, kend
 *
 * A part of a string, reversed when the start is behind the end.
 * In:  Ssrc   the string
 *      start  first character, from 0; negative or too large: the end of the string (default 0)
 *      end    the character behind the last, likewise (default -1)
 * Out: the part
 * Fails: never
 */
KC_NATIVE int strsub_any(void *s, kc_ctx *c, kc_str *out, const kc_str *src, const double *start,
                         const double *end)
{
    (void)s;
    kc_sbuf text = {0};
    const char *p = kc_str_get(src);
    int len = (int)strlen(p), from = position(*start, len), to = position(*end, len);
    if (from <= to)
        kc_sbuf_write(&text, p + from, (size_t)(to - from));
    else
        for (int i = from; i-- > to;) kc_sbuf_putc(&text, p[i]);
    return store(c, out, &text);
}
KC_OP(strsub, "S", "Soj", .init = strsub_any)
KC_OP(strsubk, "S", "Skk", .init = strsub_any, .perf = strsub_any)

/* ---- case ------------------------------------------------------------------------------------- */

KC_NATIVE int map_case(kc_ctx *c, kc_str *out, const kc_str *src, int (*f)(int))
{
    kc_sbuf text = {0};
    for (const char *p = kc_str_get(src); *p; p++) kc_sbuf_putc(&text, (char)f((unsigned char)*p));
    return store(c, out, &text);
}

/* Opcode: strupper strupperk
 * Synopsis: Sdst strupper Ssrc
 *           Sdst strupperk Ssrc
 *
 * A string with its ASCII letters in upper case.
 * In:  Ssrc  the string
 * Out: the result
 * Fails: never
 */
KC_NATIVE int strupper_any(void *s, kc_ctx *c, kc_str *out, const kc_str *src)
{
    (void)s;
    return map_case(c, out, src, toupper);
}
KC_OP(strupper, "S", "S", .init = strupper_any)
KC_OP(strupperk, "S", "S", .init = strupper_any, .perf = strupper_any)

/* Opcode: strlower strlowerk
 * Synopsis: Sdst strlower Ssrc
 *           Sdst strlowerk Ssrc
 *
 * A string with its ASCII letters in lower case.
 * In:  Ssrc  the string
 * Out: the result
 * Fails: never
 */
KC_NATIVE int strlower_any(void *s, kc_ctx *c, kc_str *out, const kc_str *src)
{
    (void)s;
    return map_case(c, out, src, tolower);
}
KC_OP(strlower, "S", "S", .init = strlower_any)
KC_OP(strlowerk, "S", "S", .init = strlower_any, .perf = strlower_any)

/* ---- strstrip --------------------------------------------------------------------------------- */

KC_NATIVE int space(char ch) { return isspace((unsigned char)ch); }

KC_NATIVE int strip(kc_ctx *c, kc_str *out, const kc_str *src, int left, int right)
{
    const char *p = kc_str_get(src);
    while (left && space(*p)) p++;
    size_t n = strlen(p);
    while (right && n > 1 && space(p[n - 1])) n--; /* of blanks alone one remains, as in the reference */
    return kc_str_setn(c, out, p, n);
}

/* Opcode: strstrip
 * Synopsis: Sdst strstrip Ssrc
 *           Sdst strstrip Ssrc, Sside
 *
 * A string without the blanks at its ends.
 * In:  Ssrc   the string
 *      Sside  "l" or "r": only those on the left or on the right
 * Out: the result
 * Fails: for another Sside
 */
KC_NATIVE int strstrip_side(void *s, kc_ctx *c, kc_str *out, const kc_str *src, const kc_str *side)
{
    (void)s;
    const char *which = kc_str_get(side);
    if (!*which) return kc_fail(c, "which should not be empty");
    if (*which != 'l' && *which != 'r') return kc_fail(c, "which should be one of 'l' or 'r', got %s", which);
    return strip(c, out, src, *which == 'l', *which == 'r');
}
KC_NATIVE int strstrip_both(void *s, kc_ctx *c, kc_str *out, const kc_str *src)
{
    (void)s;
    return strip(c, out, src, 1, 1);
}
KC_OP(strstrip, "S", "SS", .init = strstrip_side)
KC_OP(strstrip, "S", "S", .init = strstrip_both)
