/* Type codes of opcode signatures: reading them, and which arguments they accept. */
#include "frontend/sema.h"
#include <ctype.h>
#include <string.h>

int kc_sig_next(const char **sig, kc_type *code)
{
    const char *p = *sig;
    if (!*p) return 0;
    *code = (kc_type){*p++, 0};
    while (p[0] == '[' && p[1] == ']') {
        p += 2;
        if (code->dims < KC_MAX_DIMS) code->dims++;
    }
    if (code->t == 't' && !code->dims) *code = (kc_type){'k', 1};
    *sig = p;
    return 1;
}

int kc_sig_count(const char *sig)
{
    kc_type code;
    int n = 0;
    while (kc_sig_next(&sig, &code)) n++;
    return n;
}

int kc_code_is_optional(char code) { return code && strchr("opqvjhOJVP?", code); }
int kc_code_is_variadic_in(char code) { return code && strchr("mMNnWyzZ*", code); }
int kc_code_is_variadic_out(char code) { return code && strchr("mzIXNF*", code); }

static int is_wild(char code) { return code == '.' || code == '?' || code == '*'; }

static int arrays_fit(kc_type found, kc_type code)
{
    if (!found.dims || !code.dims) return 0;
    return is_wild(code.t) || found.t == code.t;
}

static const char *accepted_in(char code)
{
    switch (code) {
    case 'x':
    case 'M':
    case 'Z': return "kacpri";
    case 'T': return "Sicpr";
    case 'U': return "Sikcpr";
    case 'i':
    case 'o':
    case 'p':
    case 'q':
    case 'v':
    case 'j':
    case 'h':
    case 'm':
    case 'n': return "icpr";
    case 'k':
    case 'K':
    case 'O':
    case 'P':
    case 'V':
    case 'J':
    case 'z': return "kicpr";
    case 'N': return "icrpkaS";
    case 'B': return "Bb";
    case 'W': return "S";
    case 'y': return "a";
    default: return NULL;
    }
}

int kc_type_fits_in(kc_type found, kc_type code)
{
    if (!code.dims && is_wild(code.t)) return 1;
    if (found.dims || code.dims) return arrays_fit(found, code);
    const char *set = accepted_in(code.t);
    return set ? strchr(set, found.t) != NULL : found.t == code.t;
}

int kc_type_fits_out(kc_type found, kc_type code)
{
    if (!found.dims && found.t == 'c') return 0;
    if (!code.dims && is_wild(code.t)) return 1;
    if (found.dims || code.dims) return arrays_fit(found, code);
    switch (code.t) {
    case 'K': return found.t == 'k';
    case 's': return found.t == 'k' || found.t == 'a';
    case 'i': return found.t == 'p' || found.t == 'i';
    case 'm': return found.t == 'a';
    case 'z': return found.t == 'k';
    case 'F': return found.t == 'f';
    case 'I': return strchr("Sip", found.t) != NULL;
    case 'X': return strchr("akip", found.t) != NULL;
    case 'N': return strchr("akipS", found.t) != NULL;
    default: return found.t == code.t;
    }
}

int kc_types_fit_in(const kc_type *found, int n, const char *sig)
{
    kc_type code = {0, 0};
    int variadic = 0;
    for (int i = 0; i < n; i++) {
        if (!variadic && !kc_sig_next(&sig, &code)) return 0;
        if (!kc_type_fits_in(found[i], code)) return 0;
        if (!code.dims && kc_code_is_variadic_in(code.t)) variadic = 1;
    }
    if (variadic) return 1;
    while (kc_sig_next(&sig, &code))
        if (code.dims || !(kc_code_is_optional(code.t) || kc_code_is_variadic_in(code.t))) return 0;
    return 1;
}

int kc_types_fit_out(const kc_type *found, int n, const char *sig)
{
    kc_type code = {0, 0};
    int variadic = 0;
    for (int i = 0; i < n; i++) {
        if (!variadic && !kc_sig_next(&sig, &code)) return 0;
        if (!kc_type_fits_out(found[i], code)) return 0;
        if (!code.dims && kc_code_is_variadic_out(code.t)) variadic = 1;
    }
    if (variadic || !kc_sig_next(&sig, &code)) return 1;
    return !code.dims && kc_code_is_variadic_out(code.t);
}

int kc_code_default(char code, double *value, const char **spelling)
{
    static const struct {
        char code;
        double value;
        const char *spelling;
    } defaults[] = {{'o', 0, "0"},    {'O', 0, "0"},    {'p', 1, "1"},   {'P', 1, "1"},   {'q', 10, "10"},
                    {'v', 0.5, ".5"}, {'V', 0.5, ".5"}, {'j', -1, "-1"}, {'J', -1, "-1"}, {'h', 127, "127"}};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (defaults[i].code == code) {
            *value = defaults[i].value;
            *spelling = defaults[i].spelling;
            return 1;
        }
    return 0;
}

kc_type kc_code_result(kc_type code)
{
    if (code.dims) return code;
    switch (code.t) {
    case 'a':
    case 'k':
    case 'i':
    case 'S':
    case 'f':
    case 'w': return code;
    case 'K':
    case 'z':
    case 's': return (kc_type){'k', 0};
    case 'm': return (kc_type){'a', 0};
    case 'F': return (kc_type){'f', 0};
    case 'I':
    case 'X':
    case 'N': return (kc_type){'i', 0};
    default: return (kc_type){'@', 0};
    }
}

int kc_name_pfield(const char *name)
{
    if (*name != 'p' || !name[1]) return -1;
    long n = 0;
    for (const char *p = name + 1; *p; p++) {
        if (!isdigit((unsigned char)*p)) return -1;
        n = n * 10 + (*p - '0');
        if (n > 100000000) return 100000000;
    }
    return (int)n;
}

int kc_name_is_reserved(const char *name)
{
    static const char *const words[] = {"sr", "kr", "ksmps", "nchnls", "nchnls_i", "0dbfs", "A4"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], name)) return 1;
    return 0;
}

kc_type kc_name_type(const char *name)
{
    if (kc_name_pfield(name) >= 0) return (kc_type){'p', 0};
    if (kc_name_is_reserved(name)) return (kc_type){'r', 0};
    if (*name == 'g') name++;
    if (*name == 't') return (kc_type){'k', 1};
    if (*name && strchr("ikaSfw", *name)) return (kc_type){*name, 0};
    return (kc_type){0, 0};
}

void kc_types_text(const kc_type *v, int n, kc_sbuf *out)
{
    kc_sbuf_puts(out, "");
    for (int i = 0; i < n; i++) {
        if (i) kc_sbuf_putc(out, ' ');
        kc_sbuf_putc(out, v[i].t ? v[i].t : '@');
        for (int k = 0; k < v[i].dims; k++) kc_sbuf_puts(out, "[]");
    }
}
