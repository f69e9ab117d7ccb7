/* Lines of text files: readf, readfi. */
#include "runtime/opcodes/dsp/openfiles.h"
#include <stdlib.h>

enum { LINE_BYTES = 8190 };

typedef struct {
    FILE *file;
    int32_t line;
} readf_st;

KC_NATIVE int readf_close(readf_st *s, kc_ctx *c)
{
    (void)c;
    if (s->file) fclose(s->file);
    s->file = NULL;
    return KC_OK;
}

KC_NATIVE int readf_open(readf_st *s, kc_ctx *c, void *name)
{
    char buf[32];
    readf_close(s, c);
    const char *text = kc_arg_type(c, 2) == 'S'
                           ? kc_str_get(name)
                           : kc_files_name(c, *(double *)name, "input.", buf, sizeof buf);
    char *path = kc_find_input(c, text, "");
    s->file = path ? fopen(path, "r") : NULL;
    free(path);
    s->line = 0;
    return s->file ? KC_OK : kc_fail(c, "readf: failed to open file");
}

/* The next line with its newline; number -1 at the end of the file, which is closed then. */
KC_NATIVE int readf_next(readf_st *s, kc_ctx *c, kc_str *text, double *number)
{
    char line[LINE_BYTES];
    if (s->file && !fgets(line, sizeof line, s->file)) {
        int failed = ferror(s->file);
        readf_close(s, c);
        *number = -1;
        if (failed) return kc_fail(c, "readf: read failure");
        return kc_str_set(c, text, "");
    }
    *number = ++s->line;
    return kc_str_set(c, text, s->file ? line : "");
}

/* Opcode: readf
 * Synopsis: Sres, kline readf ifilname
 *
 * Reads a line of a text file in each k-cycle.
 * In:  ifilname  file name, or number N for input.N
 * Out: Sres   the line with its newline
 *      kline  its number from 1; -1 after the last line
 * Fails: at init when the file can't be opened
 */
KC_NATIVE int readf_init(readf_st *s, kc_ctx *c, kc_str *text, double *number, void *name)
{
    (void)text, (void)number;
    return readf_open(s, c, name);
}
KC_NATIVE int readf_perf(readf_st *s, kc_ctx *c, kc_str *text, double *number, void *name)
{
    (void)name;
    return readf_next(s, c, text, number);
}
KC_OP(readf, "Sk", "i", .state = readf_st, .init = readf_init, .perf = readf_perf, .deinit = readf_close,
      .fx = file)
KC_OP(readf, "Sk", "S", .state = readf_st, .init = readf_init, .perf = readf_perf, .deinit = readf_close,
      .fx = file)

/* Opcode: readfi
 * Synopsis: Sres, iline readfi ifilname
 *
 * Reads a line of a text file at i-time; in a loop, the lines one after the other.
 * In:  as readf
 * Out: Sres   the line with its newline
 *      iline  its number from 1; -1 after the last line
 * Fails: when the file can't be opened
 */
KC_NATIVE int readfi_init(readf_st *s, kc_ctx *c, kc_str *text, double *number, void *name)
{
    if (!s->file && readf_open(s, c, name) < 0) return KC_ERROR;
    return readf_next(s, c, text, number);
}
KC_OP(readfi, "Si", "i", .state = readf_st, .init = readfi_init, .deinit = readf_close, .fx = file)
KC_OP(readfi, "Si", "S", .state = readf_st, .init = readfi_init, .deinit = readf_close, .fx = file)
