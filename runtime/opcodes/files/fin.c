/* Sound files read into variables: fin, fink; numbers of text files: fini. Instances that name the same file
 * share it and keep their own positions. */
#include "runtime/opcodes/dsp/openfiles.h"
#include <ctype.h>
#include <stdlib.h>

enum { FIN_CHANNELS = 1024 };

typedef struct {
    kc_aux buffer;
    int64_t position; /* of the next block: iskipframes, and what blocks have brought */
    double scale;
    int32_t handle;              /* from 1; 0: none */
    int32_t channels;            /* of the file */
    int32_t block, next, filled; /* frames of a block */
    int32_t ended;
} fin_st;

KC_NATIVE int fin_deinit(fin_st *s, kc_ctx *c)
{
    if (s->handle) kc_files_drop(c, s->handle - 1);
    s->handle = 0;
    return KC_OK;
}

/* channels: of a file without header. */
KC_NATIVE int fin_open(fin_st *s, kc_ctx *c, const char *name, double skip, double format, double rate,
                       int channels)
{
    SF_INFO info = {.samplerate = (int)lrint(rate), .channels = channels};
    int code = fabs(format) < 1e6 ? (int)lrint(format) : 0;
    if (code == -1) info.format = SF_FORMAT_RAW | SF_FORMAT_PCM_16;
    if (code == -2) info.format = SF_FORMAT_RAW | SF_FORMAT_FLOAT;
    fin_deinit(s, c);
    if (!name) return kc_fail(c, "invalid file name");
    int h = kc_files_open_sound(c, name, false, &info);
    if (h < 0) return KC_ERROR;
    kc_files_hold(c, h);
    s->handle = h + 1;
    sf_command(kc_files_sound(c, h), SFC_GET_CURRENT_SF_INFO, &info, sizeof info);
    if (info.channels < 1 || info.channels > FIN_CHANNELS)
        return kc_fail(c, "too many channels in '%s'", name);
    s->channels = info.channels;
    s->scale = kc_files_is_raw(c, h) ? 1.0 : c->zerodbfs;
    s->position = skip > 0 && skip < 1e15 ? llrint(skip) : 0;
    s->next = s->filled = s->ended = 0;
    s->block = c->ksmps >= 512 ? c->ksmps : 512 / c->ksmps * c->ksmps;
    return kc_aux_alloc(c, &s->buffer, (size_t)s->block * (size_t)s->channels * sizeof(double));
}

/* The next frame; NULL after the end of the file. Each block begins at its position times the number of
 * channels, which leaves out parts of a file of several channels, as the reference does; where there is no
 * such frame, the block goes on after the last one. */
KC_NATIVE const double *fin_frame(fin_st *s, kc_ctx *c)
{
    double *data = s->buffer.p;
    if (s->next >= s->filled) {
        SNDFILE *f = kc_files_sound(c, s->handle - 1);
        if (s->ended || !f || !data) return NULL;
        sf_seek(f, s->position * s->channels, SEEK_SET);
        s->filled = (int32_t)sf_readf_double(f, data, s->block);
        s->next = 0;
        s->position += s->block;
        s->ended = s->filled < s->block;
        if (s->filled <= 0) return NULL;
    }
    return data + (size_t)s->next++ * (size_t)s->channels;
}

/* n values, 0 where the file has none. */
KC_NATIVE void fin_values(fin_st *s, kc_ctx *c, double **to, int count, int n)
{
    const double *f = fin_frame(s, c);
    for (int i = 0; i < count; i++) to[i][n] = f && i < s->channels ? f[i] * s->scale : 0;
}

/* Opcode: fin
 * Synopsis: fin ifilename, iskipframes, iformat, ain1 [, ain2, ...]
 *           fin ifilename, iskipframes, iformat, arrayin[]
 *
 * Reads a sound file into audio variables, at its own rate.
 * In:  ifilename    file name
 *      iskipframes  start, frames divided by the number of channels
 *      iformat      of a file without header: -1 16 bits, -2 floats; 0: see the header
 *      ain          variables that get the channels, 0dbfs = full scale; an array is made for all channels
 * Fails: at init when the file can't be read
 * Note: made for files of one channel; of others it leaves out every other block of some 512 frames, or more.
 */
KC_NATIVE int fin_init(fin_st *s, kc_ctx *c, void **a)
{
    return fin_open(s, c, kc_arg_string(c, a, 0), *(double *)a[1], *(double *)a[2], c->sr, c->site->nin - 3);
}
KC_NATIVE int fin_perf(fin_st *s, kc_ctx *c, void **a)
{
    int count = c->site->nin - 3;
    for (int i = 0; i < count; i++) memset(a[3 + i], 0, (size_t)c->ksmps * sizeof(double));
    for (int n = c->begin; n < c->end; n++) fin_values(s, c, (double **)a + 3, count, n);
    return KC_OK;
}
KC_NATIVE int fin_array_init(fin_st *s, kc_ctx *c, kc_str *name, double *skip, double *format, kc_array *arr)
{
    int had = arr->data && arr->dimensions == 1 ? arr->sizes[0] : 0;
    if (fin_open(s, c, kc_str_get(name), *skip, *format, c->sr, had ? had : 1) < 0) return KC_ERROR;
    return had >= s->channels ? KC_OK : kc_array_make1(c, arr, 'a', s->channels);
}
KC_NATIVE int fin_array_perf(fin_st *s, kc_ctx *c, kc_str *name, double *skip, double *format, kc_array *arr)
{
    (void)name, (void)skip, (void)format;
    double *to[FIN_CHANNELS];
    int span = arr->member_size / (int)sizeof(double);
    if (!arr->data || arr->sizes[0] < s->channels) return kc_fail(c, "fin: array is too small");
    for (int i = 0; i < s->channels; i++) {
        to[i] = arr->data + (size_t)i * (size_t)span;
        memset(to[i], 0, (size_t)c->ksmps * sizeof(double));
    }
    for (int n = c->begin; n < c->end; n++) fin_values(s, c, to, s->channels, n);
    return KC_OK;
}
KC_OP(fin, "", "Siiy", .state = fin_st, .init = fin_init, .perf = fin_perf, .deinit = fin_deinit, .fx = file,
      .deprecated = 1)
KC_OP(fin, "", "Siia[]", .state = fin_st, .init = fin_array_init, .perf = fin_array_perf,
      .deinit = fin_deinit, .fx = file)
KC_OP(fin, "", "iiiy", .state = fin_st, .init = fin_init, .perf = fin_perf, .deinit = fin_deinit, .fx = file,
      .deprecated = 1)

/* Opcode: fink
 * Synopsis: fink ifilename, iskipframes, iformat, kin1 [, kin2, ...]
 *
 * Reads a sound file into control variables, a frame each k-cycle.
 * In:  as fin
 * Fails: at init when the file can't be read
 */
KC_NATIVE int fink_init(fin_st *s, kc_ctx *c, void **a)
{
    return fin_open(s, c, kc_arg_string(c, a, 0), *(double *)a[1], *(double *)a[2], c->kr, c->site->nin - 3);
}
KC_NATIVE int fink_perf(fin_st *s, kc_ctx *c, void **a)
{
    fin_values(s, c, (double **)a + 3, c->site->nin - 3, 0);
    return KC_OK;
}
KC_OP(fink, "", "Siiz", .state = fin_st, .init = fink_init, .perf = fink_perf, .deinit = fin_deinit,
      .fx = file)
KC_OP(fink, "", "iiiz", .state = fin_st, .init = fink_init, .perf = fink_perf, .deinit = fin_deinit,
      .fx = file)

/* ---- fini ------------------------------------------------------------------------------------- */

/* The next number of a text, or false; *end: the text ends after it. */
KC_NATIVE bool next_number(FILE *f, double *x, bool *end)
{
    char text[64];
    int n = 0, ch;
    do ch = getc(f);
    while (ch == 'i' || isspace(ch));
    *end = ch == EOF;
    if (*end) return false;
    do {
        if (n < (int)sizeof text - 1) text[n++] = (char)ch;
        if (!isdigit(ch) && !strchr(".+-", ch)) break;
        ch = getc(f);
    } while (ch != EOF);
    text[n] = 0;
    *end = ch == EOF;
    *x = strtod(text, NULL);
    return true;
}

/* Format 0: at its end the text begins again, for this call when it has found nothing yet, else for the next.
 */
KC_NATIVE int read_looped(kc_ctx *c, FILE *f, void **a, int first, int n)
{
    bool end = false;
    int tries = 0;
    for (int i = first; i < n && !end; i++) {
        if (!next_number(f, a[i], &end)) {
            if (++tries > 2) return kc_fail(c, "fini: not enough numbers in the file");
            end = false;
            i = first - 1;
        }
        if (end || (tries && i == first - 1)) fseek(f, 0, SEEK_SET);
    }
    return KC_OK;
}

/* Format 1: the number at the very end counts as 0, variables after it are left alone. */
KC_NATIVE int read_once(FILE *f, void **a, int first, int n)
{
    bool end = false;
    for (int i = first; i < n && !end; i++) {
        next_number(f, a[i], &end);
        if (end) *(double *)a[i] = 0;
    }
    return KC_OK;
}

KC_NATIVE int read_binary(FILE *f, void **a, int first, int n)
{
    for (int i = first; i < n; i++) {
        float x = 0;
        if (fread(&x, sizeof x, 1, f) != 1) x = 0;
        *(double *)a[i] = x;
    }
    return KC_OK;
}

/* Opcode: fini
 * Synopsis: fini ifilename, iskipframes, iformat, in1 [, in2, ...]
 *
 * Reads numbers of a file into variables at i-time; each call goes on where the last one stopped.
 * In:  ifilename    file name, or a handle from fiopen
 *      iskipframes  of format 2: start, sets of numbers
 *      iformat      0 text, from the start again at its end; 1 text, zeros after its end; 2 binary floats
 *      in           variables
 * Fails: when the file can't be opened, or holds no number for format 0
 */
KC_NATIVE int fini_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    const char *name = kc_arg_string(c, a, 0);
    int n = c->site->nin,
        format = *(double *)a[2] > 0.5 && *(double *)a[2] < 2.5 ? (int)lrint(*(double *)a[2]) : 0;
    int h =
        name ? kc_files_open_text(c, name, format == 2 ? "rb" : "r") : kc_files_handle(c, *(double *)a[0]);
    FILE *f = h < 0 ? NULL : kc_files_text(c, h);
    if (!f) return KC_ERROR;
    if (format == 2) {
        double skip = *(double *)a[1] > 0 && *(double *)a[1] < 1e9 ? rint(*(double *)a[1]) : 0;
        if (fseek(f, (long)skip * (long)sizeof(float) * (n - 3), SEEK_SET) < 0)
            return kc_fail(c, "fini: cannot seek");
        return read_binary(f, a, 3, n);
    }
    return format == 1 ? read_once(f, a, 3, n) : read_looped(c, f, a, 3, n);
}
KC_OP(fini, "", "Siim", .init = fini_init, .fx = file)
KC_OP(fini, "", "iiim", .init = fini_init, .fx = file)
