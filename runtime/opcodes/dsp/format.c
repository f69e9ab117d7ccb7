/* Formatted text; see format.h. A specification is % flags width .precision letter; put_spec makes a C format
 * anew from the checked parts, so that nothing but one value of the right type is ever read. */
#include "runtime/opcodes/dsp/format.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_WIDTH = 4096 };

typedef struct {
    char flags[6];
    int width, precision; /* -1: none */
    char letter;
} spec;

static int parse_digits(const char **p)
{
    int n = 0;
    while (isdigit((unsigned char)**p)) {
        n = n * 10 + (*(*p)++ - '0');
        if (n > MAX_WIDTH) n = MAX_WIDTH + 1;
    }
    return n;
}

/* Text from % to its letter; 0 when it is no specification. */
static int parse_spec(const char *s, size_t n, spec *out)
{
    const char *p = s + 1, *end = s + n;
    size_t f = 0;
    *out = (spec){"", -1, -1, 0};
    for (; p < end && strchr("-+ #0", *p) && *p; p++)
        if (f < sizeof out->flags - 1 && !strchr(out->flags, *p)) out->flags[f++] = *p;
    if (isdigit((unsigned char)*p)) out->width = parse_digits(&p);
    if (*p == '.') {
        p++;
        out->precision = parse_digits(&p);
    }
    out->letter = *p;
    return p + 1 == end && *p && strchr("diouxXceEfFgGaAs", *p) && out->width <= MAX_WIDTH &&
           out->precision <= MAX_WIDTH;
}

/* The C format of a checked specification. */
static void c_format(const spec *s, char *buf, size_t cap)
{
    size_t n = 0;
    buf[n++] = '%';
    for (const char *f = s->flags; *f; f++) buf[n++] = *f;
    if (s->width >= 0) n += (size_t)snprintf(buf + n, cap - n, "%d", s->width);
    if (s->precision >= 0) n += (size_t)snprintf(buf + n, cap - n, ".%d", s->precision);
    buf[n++] = s->letter;
    buf[n] = 0;
}

static int to_int(double x)
{
    return fabs(x) < 9.2e18 ? (int)lrint(x) : 0; /* half to even; the low 32 bits of what is too large */
}

#pragma clang diagnostic ignored "-Wformat-nonliteral"
static void put_number(kc_sbuf *out, const spec *s, double x)
{
    char fmt[32];
    c_format(s, fmt, sizeof fmt);
    if (strchr("diouxXc", s->letter))
        kc_sbuf_printf(out, fmt, to_int(x));
    else
        kc_sbuf_printf(out, fmt, x);
}

static void put_string(kc_sbuf *out, const spec *s, const char *text)
{
    char fmt[32];
    c_format(s, fmt, sizeof fmt);
    kc_sbuf_printf(out, fmt, text);
}

kc_format_args kc_format_args_from(const kc_ctx *c, void **a, int first)
{
    int n = c->site->nout + c->site->nin - first;
    return (kc_format_args){a + first, c->site->types + first, n > 0 ? n : 0};
}

static const char *string_at(const kc_format_args *args, int i)
{
    const kc_str *s = args->a[i];
    return s->data ? s->data : "";
}

/* A value that is one number. */
static int is_scalar(int type) { return type && !(type & 0x80) && strchr("kicpraBbl", type); }

/* ---- printf ----------------------------------------------------------------------------------- */

static kc_format_result strict_value(kc_sbuf *out, const spec *s, const kc_format_args *args, int i)
{
    if (s->letter == 's') {
        if (args->types[i] != 'S') return KC_FORMAT_NOT_STRING;
        put_string(out, s, string_at(args, i));
        return KC_FORMAT_OK;
    }
    if (!is_scalar(args->types[i])) return KC_FORMAT_INVALID;
    put_number(out, s, *(const double *)args->a[i]);
    return KC_FORMAT_OK;
}

kc_format_result kc_format_strict(kc_sbuf *out, const char *fmt, kc_format_args args)
{
    int used = 0;
    for (int i = 0; i < args.n; i++)
        if (args.types[i] == 'a') return KC_FORMAT_A_RATE;
    if (args.n == 0) {
        kc_sbuf_puts(out, fmt);
        return KC_FORMAT_OK;
    }
    while (*fmt) {
        size_t plain = strcspn(fmt, "%"), n = 1;
        kc_sbuf_write(out, fmt, plain);
        fmt += plain;
        if (!*fmt) break;
        if (fmt[1] == '%') {
            kc_sbuf_putc(out, '%');
            fmt += 2;
            continue;
        }
        while (fmt[n] && fmt[n] != '%' && !isalpha((unsigned char)fmt[n])) n++;
        n += isalpha((unsigned char)fmt[n]) != 0;
        spec s;
        if (used == args.n) return KC_FORMAT_FEW;
        if (!parse_spec(fmt, n, &s)) return KC_FORMAT_INVALID;
        kc_format_result r = strict_value(out, &s, &args, used++);
        if (r != KC_FORMAT_OK) return r;
        fmt += n;
    }
    return used < args.n ? KC_FORMAT_MANY : KC_FORMAT_OK;
}

/* ---- prints ----------------------------------------------------------------------------------- */

static void lenient_value(kc_sbuf *out, const char *fmt, size_t n, const kc_format_args *args, int i)
{
    spec s;
    if (!parse_spec(fmt, n, &s)) {
        if (n > 1 && !strchr("hljzqtL", fmt[n - 1])) kc_sbuf_write(out, fmt, n);
        return;
    }
    if (s.letter == 's') {
        put_string(out, &s, args->types[i] == 'S' ? string_at(args, i) : "??");
        return;
    }
    double x = is_scalar(args->types[i]) ? *(const double *)args->a[i] : 0;
    if (s.letter == 'c' && (to_int(x) & 255) == 0) return;
    if (s.letter == 'c' && (to_int(x) & 255) == '%') kc_sbuf_putc(out, '%');
    put_number(out, &s, x);
}

kc_format_result kc_format_lenient(kc_sbuf *out, const char *fmt, kc_format_args args)
{
    int used = 0;
    while (*fmt) {
        size_t plain = strcspn(fmt, "%"), n = 1;
        kc_sbuf_write(out, fmt, plain);
        fmt += plain;
        if (!*fmt) break;
        if (fmt[1] == '%') {
            kc_sbuf_putc(out, '%');
            fmt += 2;
            continue;
        }
        if (isspace((unsigned char)fmt[1])) {
            kc_sbuf_puts(out, "%%");
            kc_sbuf_putc(out, fmt[1]);
            fmt += 2;
            continue;
        }
        while (fmt[n] && !isalpha((unsigned char)fmt[n]) && !isblank((unsigned char)fmt[n])) n++;
        n += fmt[n] != 0;
        if (args.n == 0) return KC_FORMAT_FEW;
        lenient_value(out, fmt, n, &args, used);
        if (used < args.n - 1) used++;
        fmt += n;
    }
    return KC_FORMAT_OK;
}

/* The byte a backslash and a letter stand for. */
static char escaped(char c)
{
    switch (tolower((unsigned char)c)) {
    case 'r': return '\r';
    case 'n': return '\n';
    case 't': return '\t';
    case 'a': return '\a';
    case 'b': return '\b';
    default: return c;
    }
}

void kc_format_escapes(kc_sbuf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        char c = *p, next = p[1];
        if (c == '^' || c == '~') {
            if (next == c) {
                kc_sbuf_putc(out, c);
                p++;
            } else
                kc_sbuf_puts(out, c == '^' ? "\x1b" : "\x1b[");
        } else if (c == '\\') {
            if (!next) break;
            kc_sbuf_putc(out, escaped(next));
            p++;
        } else if (c == '%' && next && strchr("rRnNtT", next)) {
            kc_sbuf_putc(out, escaped(next));
            p++;
        } else if (c == '%' && next == '!') {
            kc_sbuf_putc(out, ';');
            p++;
        } else
            kc_sbuf_putc(out, c);
    }
}

/* ---- printarray ------------------------------------------------------------------------------- */

static kc_format_result one_value(kc_sbuf *out, const char *fmt, const double *x, const char *text)
{
    int used = 0;
    for (; *fmt; fmt++) {
        if (*fmt != '%' || fmt[1] == '%') {
            kc_sbuf_putc(out, *fmt);
            fmt += *fmt == '%';
            continue;
        }
        size_t n = 1;
        while (fmt[n] && fmt[n] != '%' && !isalpha((unsigned char)fmt[n])) n++;
        n += isalpha((unsigned char)fmt[n]) != 0;
        spec s;
        if (!parse_spec(fmt, n, &s) || used++ || (s.letter == 's') != (text != NULL))
            return KC_FORMAT_INVALID;
        if (text)
            put_string(out, &s, text);
        else
            put_number(out, &s, *x);
        fmt += n - 1;
    }
    return KC_FORMAT_OK;
}

kc_format_result kc_format_number(kc_sbuf *out, const char *fmt, double x)
{
    return one_value(out, fmt, &x, NULL);
}

kc_format_result kc_format_string(kc_sbuf *out, const char *fmt, const char *s)
{
    return one_value(out, fmt, NULL, s);
}

const char *kc_format_error(kc_format_result r)
{
    switch (r) {
    case KC_FORMAT_FEW: return "insufficient arguments for format";
    case KC_FORMAT_MANY: return "too many arguments for format";
    case KC_FORMAT_NOT_STRING: return "Not string type for %%s";
    case KC_FORMAT_A_RATE: return "a-rate argument not allowed";
    case KC_FORMAT_INVALID: return "invalid format string";
    default: return NULL;
    }
}
