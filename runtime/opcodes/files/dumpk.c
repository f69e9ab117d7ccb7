/* Control signals to files and back: dumpk ... dumpk4, readk ... readk4, readks.
 *
 * A file has a record of one to four values each period, binary or as text. Formats: 1 8 bits, 4 16 bits, 5
 * 32 bits, 6 float, 7 integers as text, 8 numbers as text. Text has tabs between values and a newline at the
 * end. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/openfiles.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#ifndef KC_BITCODE
enum { DUMPK_MAX = 4, TOKEN_BYTES = 256, LINE_BYTES = 1023 };

typedef struct {
    FILE *file;
    int format, period, left; /* period: k-cycles per record; left: to the next one */
    double value[DUMPK_MAX];
    char line[LINE_BYTES + 1];
} dumpk_st;

KC_NATIVE int dumpk_close(dumpk_st *s, kc_ctx *c)
{
    (void)c;
    if (s->file) fclose(s->file);
    s->file = NULL;
    return KC_OK;
}
/* arg: place of the name; period in s, rounded down to k-cycles. */
KC_NATIVE int dumpk_open(dumpk_st *s, kc_ctx *c, void **a, int arg, int write, double period)
{
    char buf[64], *path;
    const char *name =
        kc_arg_type(c, arg) == 'S'
            ? kc_str_get(a[arg])
            : kc_files_name(c, *(double *)a[arg], write ? "dumpk." : "readk.", buf, sizeof buf);
    dumpk_close(s, c);
    path = write ? kc_find_output(c, name, "") : kc_find_input(c, name, "SFDIR;SSDIR");
    s->file = path ? fopen(path, write ? "wb" : "rb") : NULL;
    free(path);
    if (!s->file) return kc_fail(c, "Cannot open %s", name);
    s->period = kc_max_i(kc_trunc_i(fmin(period * c->kr, INT32_MAX)), 1);
    s->left = write ? s->period : 0;
    memset(s->value, 0, sizeof s->value);
    return KC_OK;
}
KC_NATIVE int dumpk_format(dumpk_st *s, kc_ctx *c, double format)
{
    s->format = kc_trunc_i(format);
    if (s->format < 1 || s->format > 8) return kc_fail(c, "unknown format request");
    return s->format == 2 || s->format == 3 ? kc_fail(c, "alaw and ulaw not implemented here") : KC_OK;
}
KC_NATIVE int dumpk_due(dumpk_st *s)
{
    if (--s->left > 0) return 0;
    s->left = s->period;
    return 1;
}

/* ---- writing --------------------------------------------------------------------------------- */

KC_NATIVE int dumpk_init(dumpk_st *s, kc_ctx *c, void **a)
{
    int n = c->site->nin - 3;
    if (dumpk_format(s, c, *(double *)a[n + 1]) < 0) return KC_ERROR;
    return dumpk_open(s, c, a, n, 1, *(double *)a[n + 2]);
}
KC_NATIVE size_t dumpk_write(FILE *f, int format, double x, char end)
{
    int32_t i = kc_trunc_i(x);
    int8_t i8 = (int8_t)i;
    int16_t i16 = (int16_t)i;
    float single = (float)x;
    switch (format) {
    case 1: return fwrite(&i8, sizeof i8, 1, f);
    case 4: return fwrite(&i16, sizeof i16, 1, f);
    case 5: return fwrite(&i, sizeof i, 1, f);
    case 6: return fwrite(&single, sizeof single, 1, f);
    case 7: return fprintf(f, "%" PRId64 "%c", (int64_t)v_to_l(x), end) > 0;
    default: return fprintf(f, "%6.4f%c", x, end) > 0;
    }
}
KC_NATIVE int dumpk_perf(dumpk_st *s, kc_ctx *c, void **a)
{
    int n = c->site->nin - 3;
    if (!s->file) return kc_fail(c, "dumpk: not initialised");
    if (!dumpk_due(s)) return KC_OK;
    for (int i = 0; i < n; i++)
        if (!dumpk_write(s->file, s->format, *(double *)a[i], i == n - 1 ? '\n' : '\t'))
            return kc_fail(c, "write failure in dumpk");
    return KC_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

KC_NATIVE int readk_init(dumpk_st *s, kc_ctx *c, void **a)
{
    int n = c->site->nout;
    if (dumpk_format(s, c, *(double *)a[n + 1]) < 0) return KC_ERROR;
    return dumpk_open(s, c, a, n, 0, *(double *)a[n + 2]);
}
/* A number of a text file: blanks and comments are skipped; it ends with a character that is no part of one.
 */
KC_NATIVE int readk_text(FILE *f, int format, double *x)
{
    char token[TOKEN_BYTES];
    int ch, comment = 0, n = 0;
    do {
        if ((ch = getc(f)) == EOF) return 0;
        comment = ch == '\n' ? 0 : comment || strchr("#;<", ch) != NULL;
    } while (isspace(ch) || comment);
    do {
        token[n++] = (char)ch;
        if ((ch = getc(f)) == EOF || n == TOKEN_BYTES - 1) return 0;
    } while (format == 7 ? isdigit(ch) || (ch && strchr("+-.eE", ch)) : !isspace(ch));
    ungetc(ch, f);
    token[n] = 0;
    return sscanf(token, "%lf", x) == 1;
}
KC_NATIVE int readk_value(FILE *f, int format, double *x)
{
    int8_t i8;
    int16_t i16;
    int32_t i32;
    float single;
    switch (format) {
    case 1: return fread(&i8, sizeof i8, 1, f) && (*x = i8, 1);
    case 4: return fread(&i16, sizeof i16, 1, f) && (*x = i16, 1);
    case 5: return fread(&i32, sizeof i32, 1, f) && (*x = i32, 1);
    case 6: return fread(&single, sizeof single, 1, f) && (*x = single, 1);
    default: return readk_text(f, format, x);
    }
}
/* At the end of the file the values stay. */
KC_NATIVE int readk_perf(dumpk_st *s, kc_ctx *c, void **a)
{
    int n = c->site->nout, more = 1;
    if (!s->file) return kc_fail(c, "readk: not initialised");
    if (dumpk_due(s))
        for (int i = 0; i < n && more; i++) more = readk_value(s->file, s->format, &s->value[i]);
    for (int i = 0; i < n; i++) *(double *)a[i] = s->value[i];
    return KC_OK;
}

KC_NATIVE int readks_init(dumpk_st *s, kc_ctx *c, kc_str *out, void *name, double *period)
{
    s->line[0] = 0;
    if (!out->data && kc_str_set(c, out, "") < 0) return KC_ERROR;
    return dumpk_open(s, c, (void *[]){out, name}, 1, 0, *period);
}
KC_NATIVE int readks_perf(dumpk_st *s, kc_ctx *c, kc_str *out, void *name, double *period)
{
    (void)name, (void)period;
    if (!s->file) return kc_fail(c, "readks: not initialised");
    if (dumpk_due(s) && !fgets(s->line, LINE_BYTES, s->file)) return kc_fail(c, "Read failure in readks");
    return kc_str_set(c, out, s->line);
}

/* ---- from fixed arguments to the argument vector ----------------------------------------------- */

#define VECTOR(...) ((void *[]){__VA_ARGS__})
#define PARAMS1     double *x1
#define PARAMS2     PARAMS1, double *x2
#define PARAMS3     PARAMS2, double *x3
#define PARAMS4     PARAMS3, double *x4
#define ARGS1       x1
#define ARGS2       ARGS1, x2
#define ARGS3       ARGS2, x3
#define ARGS4       ARGS3, x4
#define WRAP(op, n, pass)                                                                                    \
    KC_NATIVE int op##n##_##pass(dumpk_st *s, kc_ctx *c, PARAMS##n, void *name, double *format,              \
                                 double *period)                                                             \
    {                                                                                                        \
        return op##_##pass(s, c, VECTOR(ARGS##n, name, format, period));                                     \
    }
#define WRAPS(n)                                                                                             \
    WRAP(dumpk, n, init)                                                                                     \
    WRAP(dumpk, n, perf)                                                                                     \
    WRAP(readk, n, init)                                                                                     \
    WRAP(readk, n, perf)
WRAPS(1)
WRAPS(2)
WRAPS(3)
WRAPS(4)
#endif

/* Opcode: dumpk
 * Synopsis: dumpk ksig, ifilname, iformat, iprd
 *
 * Writes a k-rate signal to a file.
 * In:  ksig      signal
 *      ifilname  file, or number N for dumpk.N
 *      iformat   1 8 bits, 4 16 bits, 5 32 bits, 6 float, 7 integers as text, 8 numbers as text
 *      iprd      period, s; a k-cycle at least
 * Fails: at init for another format or when the file can't be opened; when it can't be written
 */
KC_OP(dumpk, "", "kSii", .state = dumpk_st, .init = dumpk1_init, .perf = dumpk1_perf, .deinit = dumpk_close,
      .fx = file)
KC_OP(dumpk, "", "kiii", .state = dumpk_st, .init = dumpk1_init, .perf = dumpk1_perf, .deinit = dumpk_close,
      .fx = file)

/* Opcode: dumpk2
 * Synopsis: dumpk2 ksig1, ksig2, ifilname, iformat, iprd
 *
 * Writes two k-rate signals to a file.
 * In, Fails: as dumpk
 */
KC_OP(dumpk2, "", "kkSii", .state = dumpk_st, .init = dumpk2_init, .perf = dumpk2_perf, .deinit = dumpk_close,
      .fx = file)
KC_OP(dumpk2, "", "kkiii", .state = dumpk_st, .init = dumpk2_init, .perf = dumpk2_perf, .deinit = dumpk_close,
      .fx = file)

/* Opcode: dumpk3
 * Synopsis: dumpk3 ksig1, ksig2, ksig3, ifilname, iformat, iprd
 *
 * Writes three k-rate signals to a file.
 * In, Fails: as dumpk
 */
KC_OP(dumpk3, "", "kkkSii", .state = dumpk_st, .init = dumpk3_init, .perf = dumpk3_perf,
      .deinit = dumpk_close, .fx = file)
KC_OP(dumpk3, "", "kkkiii", .state = dumpk_st, .init = dumpk3_init, .perf = dumpk3_perf,
      .deinit = dumpk_close, .fx = file)

/* Opcode: dumpk4
 * Synopsis: dumpk4 ksig1, ksig2, ksig3, ksig4, ifilname, iformat, iprd
 *
 * Writes four k-rate signals to a file.
 * In, Fails: as dumpk
 */
KC_OP(dumpk4, "", "kkkkSii", .state = dumpk_st, .init = dumpk4_init, .perf = dumpk4_perf,
      .deinit = dumpk_close, .fx = file)
KC_OP(dumpk4, "", "kkkkiii", .state = dumpk_st, .init = dumpk4_init, .perf = dumpk4_perf,
      .deinit = dumpk_close, .fx = file)

/* Opcode: readk
 * Synopsis: kres readk ifilname, iformat, iprd
 *
 * Reads a k-rate signal from a file.
 * In:  ifilname  file, or number N for readk.N; searched in SFDIR and SSDIR
 *      iformat   as in dumpk
 *      iprd      period, s; a k-cycle at least
 * Out: values; the last one at the end of the file
 * Fails: at init for another format or when the file can't be opened
 */
KC_OP(readk, "k", "Sii", .state = dumpk_st, .init = readk1_init, .perf = readk1_perf, .deinit = dumpk_close,
      .fx = file)
KC_OP(readk, "k", "iii", .state = dumpk_st, .init = readk1_init, .perf = readk1_perf, .deinit = dumpk_close,
      .fx = file)

/* Opcode: readk2
 * Synopsis: kr1, kr2 readk2 ifilname, iformat, iprd
 *
 * Reads two k-rate signals from a file.
 * In, Out, Fails: as readk
 */
KC_OP(readk2, "kk", "Sii", .state = dumpk_st, .init = readk2_init, .perf = readk2_perf, .deinit = dumpk_close,
      .fx = file)
KC_OP(readk2, "kk", "iii", .state = dumpk_st, .init = readk2_init, .perf = readk2_perf, .deinit = dumpk_close,
      .fx = file)

/* Opcode: readk3
 * Synopsis: kr1, kr2, kr3 readk3 ifilname, iformat, iprd
 *
 * Reads three k-rate signals from a file.
 * In, Out, Fails: as readk
 */
KC_OP(readk3, "kkk", "Sii", .state = dumpk_st, .init = readk3_init, .perf = readk3_perf,
      .deinit = dumpk_close, .fx = file)
KC_OP(readk3, "kkk", "iii", .state = dumpk_st, .init = readk3_init, .perf = readk3_perf,
      .deinit = dumpk_close, .fx = file)

/* Opcode: readk4
 * Synopsis: kr1, kr2, kr3, kr4 readk4 ifilname, iformat, iprd
 *
 * Reads four k-rate signals from a file.
 * In, Out, Fails: as readk
 */
KC_OP(readk4, "kkkk", "Sii", .state = dumpk_st, .init = readk4_init, .perf = readk4_perf,
      .deinit = dumpk_close, .fx = file)
KC_OP(readk4, "kkkk", "iii", .state = dumpk_st, .init = readk4_init, .perf = readk4_perf,
      .deinit = dumpk_close, .fx = file)

/* Opcode: readks
 * Synopsis: Sres readks ifilname, iprd
 *
 * Reads lines of a text file.
 * In:  ifilname  file, or number N for readk.N; searched in SFDIR and SSDIR
 *      iprd      period, s; a k-cycle at least
 * Out: line with its newline
 * Fails: at init when the file can't be opened; at the end of the file
 */
KC_OP(readks, "S", "Si", .state = dumpk_st, .init = readks_init, .perf = readks_perf, .deinit = dumpk_close,
      .fx = file)
KC_OP(readks, "S", "ii", .state = dumpk_st, .init = readks_init, .perf = readks_perf, .deinit = dumpk_close,
      .fx = file)
