/* Opcodes that tell something about strings: strcmp, strlen, strchar, strindex, strrindex. The names that end
 * in k do at init and in every k-cycle what the others do at init alone. */
#include "runtime/opcodes/op.h"

/* Opcode: strcmp strcmpk
 * Synopsis: ires strcmp S1, S2
 *           kres strcmpk S1, S2
 *
 * Compares two strings, byte by byte.
 * In:  S1, S2  the strings
 * Out: 0 when they are equal, -1 when the first sorts before the second, else 1
 * Fails: never
 */
KC_NATIVE int strcmp_any(void *s, kc_ctx *c, double *out, const kc_str *one, const kc_str *two)
{
    (void)s, (void)c;
    int r = strcmp(kc_str_get(one), kc_str_get(two));
    *out = (r > 0) - (r < 0);
    return KC_OK;
}
KC_OP(strcmp, "i", "SS", .init = strcmp_any)
KC_OP(strcmpk, "k", "SS", .init = strcmp_any, .perf = strcmp_any)

/* Opcode: strlen strlenk
 * Synopsis: ilen strlen Sstr
 *           klen strlenk Sstr
 *
 * Length of a string.
 * In:  Sstr  the string
 * Out: its length, bytes
 * Fails: never
 */
KC_NATIVE int strlen_any(void *s, kc_ctx *c, double *out, const kc_str *str)
{
    (void)s, (void)c;
    *out = (double)strlen(kc_str_get(str));
    return KC_OK;
}
KC_OP(strlen, "i", "S", .init = strlen_any)
KC_OP(strlenk, "k", "S", .init = strlen_any, .perf = strlen_any)

/* Opcode: strchar strchark
 * Synopsis: ichr strchar Sstr [, ipos]
 *           kchr strchark Sstr [, kpos]
 *
 * Code of a character.
 * In:  Sstr  the string
 *      pos   position from 0, rounded (default 0)
 * Out: the byte, 0 .. 255; 0 outside the string
 * Fails: never
 */
KC_NATIVE int strchar_any(void *s, kc_ctx *c, double *out, const kc_str *str, const double *pos)
{
    (void)s, (void)c;
    const char *text = kc_str_get(str);
    int64_t i = *pos > -1e9 && *pos < 1e9 ? (int64_t)(*pos + 1.5) - 1 : -1;
    *out = i >= 0 && i < (int64_t)strlen(text) ? (unsigned char)text[i] : 0.0;
    return KC_OK;
}
KC_OP(strchar, "i", "So", .init = strchar_any)
KC_OP(strchark, "k", "SO", .init = strchar_any, .perf = strchar_any)

/* Position of the first or last match, or -1. After a mismatch the search goes on behind the character that
 * differed, so "aab" is not found in "aaab": results are those of the reference. */
KC_NATIVE int search(const char *text, const char *pattern, int last)
{
    int found = -1, matched = 0;
    for (int i = 0;; i++) {
        if (!pattern[matched]) {
            found = i - matched;
            if (!last) return found;
            matched = 0;
        }
        if (!text[i]) return found;
        matched = text[i] == pattern[matched] ? matched + 1 : 0;
    }
}

/* Opcode: strindex strindexk
 * Synopsis: ipos strindex S1, S2
 *           kpos strindexk S1, S2
 *
 * Position of a string in another, from the left.
 * In:  S1  the string to search
 *      S2  the string to find; an empty one is found at 0
 * Out: position from 0; -1 when it is not found
 * Fails: never
 */
KC_NATIVE int strindex_any(void *s, kc_ctx *c, double *out, const kc_str *text, const kc_str *pattern)
{
    (void)s, (void)c;
    *out = search(kc_str_get(text), kc_str_get(pattern), 0);
    return KC_OK;
}
KC_OP(strindex, "i", "SS", .init = strindex_any)
KC_OP(strindexk, "k", "SS", .init = strindex_any, .perf = strindex_any)

/* Opcode: strrindex strrindexk
 * Synopsis: ipos strrindex S1, S2
 *           kpos strrindexk S1, S2
 *
 * Position of a string in another, from the right.
 * In:  S1  the string to search
 *      S2  the string to find; an empty one is found at the end
 * Out: position from 0; -1 when it is not found
 * Fails: never
 */
KC_NATIVE int strrindex_any(void *s, kc_ctx *c, double *out, const kc_str *text, const kc_str *pattern)
{
    (void)s, (void)c;
    *out = search(kc_str_get(text), kc_str_get(pattern), 1);
    return KC_OK;
}
KC_OP(strrindex, "i", "SS", .init = strrindex_any)
KC_OP(strrindexk, "k", "SS", .init = strrindex_any, .perf = strrindex_any)
