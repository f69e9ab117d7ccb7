/* Sound files written by instruments: fout, foutk, soundout, soundouts, ftaudio. Samples are gathered and
 * written some 512 frames at a time. */
#include "runtime/io/sample_format.h"
#include "runtime/opcodes/dsp/openfiles.h"
#include "runtime/engine/engine.h"

typedef struct {
    kc_aux buffer;
    double scale;
    int32_t handle;                     /* from 1; 0: none */
    int32_t channels, filled, capacity; /* samples */
} fout_st;

/* Sample formats by number within a container's group of ten. */
KC_NATIVE int grouped_format(int code)
{
    static const int containers[] = {0, SF_FORMAT_WAV, SF_FORMAT_AIFF, SF_FORMAT_RAW, SF_FORMAT_IRCAM};
    return containers[code / 10] | kc_sample_format(code % 10);
}

/* Formats 0 .. 9 are older than the groups and leave the container to the options, but for the first two. */
KC_NATIVE int plain_format(int code)
{
    switch (code) {
    case 0: return SF_FORMAT_RAW | SF_FORMAT_FLOAT;
    case 1: return SF_FORMAT_RAW | SF_FORMAT_PCM_16;
    case 2: return SF_FORMAT_PCM_16;
    default: return grouped_format(code);
    }
}

KC_NATIVE int file_format(kc_ctx *c, double iformat)
{
    int ours = kc_engine_get_config(c->engine)->sound_format;
    if (!(ours & SF_FORMAT_TYPEMASK)) ours |= SF_FORMAT_WAV;
    if (!(ours & SF_FORMAT_SUBMASK)) ours |= SF_FORMAT_PCM_16;
    int code = iformat < -0.5 ? -1 : iformat < 50.5 ? (int)lrint(iformat) : 51, f;
    if (code < 0)
        f = ours;
    else if (code > 50)
        f = SF_FORMAT_RAW | SF_FORMAT_PCM_16;
    else if (code == 50)
        f = SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    else
        f = code < 10 ? plain_format(code) : grouped_format(code);
    if (!(f & SF_FORMAT_SUBMASK)) f |= ours & SF_FORMAT_SUBMASK;
    if (!(f & SF_FORMAT_TYPEMASK)) f |= ours & SF_FORMAT_TYPEMASK;
    return f;
}

KC_NATIVE int fout_flush(fout_st *s, kc_ctx *c)
{
    SNDFILE *f = kc_files_sound(c, s->handle - 1);
    int n = s->filled;
    s->filled = 0;
    if (!f || !n) return KC_OK;
    if (sf_write_double(f, s->buffer.p, n) == n) return KC_OK;
    return kc_fail(c, "%s: cannot write: %s", c->site ? c->site->desc->name : "fout", sf_strerror(f));
}

KC_NATIVE int fout_close(fout_st *s, kc_ctx *c)
{
    int r = fout_flush(s, c);
    if (s->handle) kc_files_drop(c, s->handle - 1);
    s->handle = 0;
    return r;
}

/* block: values a k-cycle brings for each channel. */
KC_NATIVE int fout_open(fout_st *s, kc_ctx *c, const char *name, int format, double rate, int channels,
                        int block)
{
    if (s->handle && fout_close(s, c) < 0) return KC_ERROR;
    SF_INFO info = {.samplerate = (int)lrint(rate), .channels = channels, .format = format};
    s->channels = channels;
    s->filled = 0;
    s->capacity = (block >= 512 ? block : 512 + block) * channels;
    if (kc_aux_alloc(c, &s->buffer, (size_t)s->capacity * sizeof(double)) < 0) return KC_ERROR;
    int h = kc_files_open_sound(c, name, true, &info);
    if (h < 0) return KC_ERROR;
    kc_files_hold(c, h);
    s->handle = h + 1;
    s->scale = kc_files_is_raw(c, h) ? 1.0 : 1.0 / c->zerodbfs;
    return KC_OK;
}

/* Adds a k-cycle: channel ch's samples start at sig(ch). */
KC_NATIVE int fout_block(fout_st *s, kc_ctx *c, double *const *list, const double *base, int span)
{
    double *to = s->buffer.p;
    if (!to || !s->handle) return kc_fail(c, "fout: not initialised");
    for (int n = c->begin; n < c->end; n++)
        for (int ch = 0; ch < s->channels; ch++)
            to[s->filled++] = (list ? list[ch][n] : base[(size_t)ch * span + n]) * s->scale;
    return s->filled + c->ksmps * s->channels > s->capacity ? fout_flush(s, c) : KC_OK;
}

/* Opcode: fout
 * Synopsis: fout Sfilename, iformat, aout1 [, aout2, ...]
 *           fout Sfilename, iformat, aouts[]
 *
 * Writes signals to a sound file. Instances that name the same file write to it one after the other.
 * In:  Sfilename  file name; without a folder in it, SFDIR's
 *      iformat    container * 10 + samples. Containers: 1 WAV, 2 AIFF, 3 raw, 4 IRCAM. Samples: 0 as the
 * options say, 1 8 bits, 2 A-law, 3 u-law, 4 16 bits, 5 32 bits, 6 float, 7 unsigned 8 bits, 8 24 bits, 9
 * double. 0 raw floats, 1 raw 16 bits, 2 .. 9 container as the options say; 50 Ogg Vorbis; -1 all as the
 *                 options say
 *      aout       signals, 0dbfs = full scale; raw files get them as they are
 * Fails: at init when the file can't be opened; when it can't be written
 */
KC_NATIVE int fout_init(fout_st *s, kc_ctx *c, void **a)
{
    return fout_open(s, c, kc_str_get(a[0]), file_format(c, *(double *)a[1]), c->sr, c->site->nin - 2,
                     c->ksmps);
}
KC_NATIVE int fout_perf(fout_st *s, kc_ctx *c, void **a)
{
    return fout_block(s, c, (double **)a + 2, NULL, 0);
}
KC_NATIVE int fout_deinit(fout_st *s, kc_ctx *c) { return fout_close(s, c); }

KC_NATIVE int fout_array_init(fout_st *s, kc_ctx *c, kc_str *name, double *iformat, kc_array *arr)
{
    if (!arr->data || arr->dimensions < 1) return kc_fail(c, "array-variable not initialised");
    return fout_open(s, c, kc_str_get(name), file_format(c, *iformat), c->sr, arr->sizes[0], c->ksmps);
}
KC_NATIVE int fout_array_perf(fout_st *s, kc_ctx *c, kc_str *name, double *iformat, kc_array *arr)
{
    (void)name, (void)iformat;
    if (!arr->data || arr->sizes[0] < s->channels) return kc_fail(c, "fout: array is too small");
    return fout_block(s, c, NULL, arr->data, arr->member_size / (int)sizeof(double));
}
KC_OP(fout, "", "Siy", .state = fout_st, .init = fout_init, .perf = fout_perf, .deinit = fout_deinit,
      .fx = file)
KC_OP(fout, "", "Sia[]", .state = fout_st, .init = fout_array_init, .perf = fout_array_perf,
      .deinit = fout_deinit, .fx = file)

/* Opcode: foutk
 * Synopsis: foutk Sfilename, iformat, kout1 [, kout2, ...]
 *
 * Writes control signals to a file of raw samples, a frame each k-cycle.
 * In:  Sfilename  file name; without a folder in it, SFDIR's
 *      iformat    0 floats, 1 2 4 16 bits, 3 u-law, 5 32 bits, 6 float, 7 unsigned 8 bits, 8 24 bits, 9
 *                 double kout values
 * Fails: at init when the file can't be opened; when it can't be written
 */
KC_NATIVE int foutk_init(fout_st *s, kc_ctx *c, void **a)
{
    const char *name = kc_arg_string(c, a, 0);
    double iformat = *(double *)a[1];
    if (!name) return kc_fail(c, "invalid file name");
    int code = iformat > -0.5 && iformat < 9.5 ? (int)lrint(iformat) : 1;
    return fout_open(s, c, name, SF_FORMAT_RAW | plain_format(code), c->kr, c->site->nin - 2, 1);
}
KC_NATIVE int foutk_perf(fout_st *s, kc_ctx *c, void **a)
{
    double *to = s->buffer.p;
    if (!to || !s->handle) return kc_fail(c, "foutk: not initialised");
    for (int ch = 0; ch < s->channels; ch++) to[s->filled++] = *(double *)a[2 + ch] * s->scale;
    return s->filled + s->channels > s->capacity ? fout_flush(s, c) : KC_OK;
}
KC_OP(foutk, "", "Siz", .state = fout_st, .init = foutk_init, .perf = foutk_perf, .deinit = fout_deinit,
      .fx = file)
KC_OP(foutk, "", "iiz", .state = fout_st, .init = foutk_init, .perf = foutk_perf, .deinit = fout_deinit,
      .fx = file)

/* Opcode: soundout
 * Synopsis: soundout asig, ifilcod [, iformat]
 *
 * Writes a signal to a file of raw samples.
 * In:  asig     signal, as it is
 *      ifilcod  file, or number N for soundout.N
 *      iformat  1 8 bits, 4 16 bits, 5 32 bits, 6 float; 0 as the options say (default 0)
 * Fails: at init for another format or when the file can't be opened; when it can't be written
 */
KC_NATIVE int soundout_open(fout_st *s, kc_ctx *c, void *file, double iformat, int channels)
{
    char buf[64];
    const char *op = c->site->desc->name;
    const char *name = kc_arg_type(c, channels) == 'S'
                           ? kc_str_get(file)
                           : kc_files_name(c, *(double *)file, "soundout.", buf, sizeof buf);
    int code = iformat > -0.5 && iformat < 6.5 ? (int)lrint(iformat) : -1;
    kc_warn(c, "%s is deprecated; use fout instead", op);
    if (s->handle) return KC_OK;
    if (code < 0 || code == 2 || code == 3) return kc_fail(c, "%s: invalid sample format: %g", op, iformat);
    int format = code ? kc_sample_format(code) : file_format(c, -1) & SF_FORMAT_SUBMASK;
    if (code == 1) format = SF_FORMAT_PCM_S8;
    if (fout_open(s, c, name, SF_FORMAT_RAW | format, c->sr, channels, c->ksmps) < 0) return KC_ERROR;
    kc_warn(c, "%s: opening RAW outfile %s", op, name);
    return KC_OK;
}
KC_NATIVE int soundout_init(fout_st *s, kc_ctx *c, double *x, void *file, double *iformat)
{
    (void)x;
    return soundout_open(s, c, file, *iformat, 1);
}
KC_NATIVE int soundout_perf(fout_st *s, kc_ctx *c, double *x, void *file, double *iformat)
{
    (void)file, (void)iformat;
    return fout_block(s, c, &x, NULL, 0);
}
KC_OP(soundout, "", "aSo", .state = fout_st, .init = soundout_init, .perf = soundout_perf,
      .deinit = fout_deinit, .fx = file, .deprecated = 1)
KC_OP(soundout, "", "aio", .state = fout_st, .init = soundout_init, .perf = soundout_perf,
      .deinit = fout_deinit, .fx = file, .deprecated = 1)

/* Opcode: soundouts
 * Synopsis: soundouts asig1, asig2, ifilcod [, iformat]
 *
 * soundout for two channels.
 * In, Fails: as soundout
 */
KC_NATIVE int soundouts_init(fout_st *s, kc_ctx *c, double *x, double *y, void *file, double *iformat)
{
    (void)x, (void)y;
    return soundout_open(s, c, file, *iformat, 2);
}
KC_NATIVE int soundouts_perf(fout_st *s, kc_ctx *c, double *x, double *y, void *file, double *iformat)
{
    (void)file, (void)iformat;
    return fout_block(s, c, (double *[]){x, y}, NULL, 0);
}
KC_OP(soundouts, "", "aaSo", .state = fout_st, .init = soundouts_init, .perf = soundouts_perf,
      .deinit = fout_deinit, .fx = file, .deprecated = 1)
KC_OP(soundouts, "", "aaio", .state = fout_st, .init = soundouts_init, .perf = soundouts_perf,
      .deinit = fout_deinit, .fx = file, .deprecated = 1)

/* Opcode: ftaudio
 * Synopsis: ians ftaudio ifn, Sfile, iformat [, ibeg, iend]
 *           kans ftaudio ktrig, kfn, Sfile, kformat [, isync, kbeg, kend]
 *
 * Writes a function table to a sound file.
 * In:  ifn      table
 *      Sfile    file
 *      iformat  as in fout
 *      ibeg     first frame (default 0)
 *      iend     frame behind the last; 0 the end of the table (default 0)
 *      ktrig    not 0: write
 *      isync    not used
 * Out: 1 when it has been written, else 0
 * Fails: when there is no such table or part of it, or the file can't be written
 */
KC_NATIVE int ftaudio_write(kc_ctx *c, double fn, const char *name, double format, double from, double to)
{
    const kc_table *t = kc_table_find(c, fn);
    if (!t) return kc_fail(c, "tabaudio: No table %g", fn);
    int frames = t->frames, beg = v_rint_to_i(from), end = v_rint_to_i(to);
    if (end <= 0) end = frames;
    if (beg < 0 || beg > end || end > frames) return kc_fail(c, "ftudio: ilegal size");
    SF_INFO info = {.samplerate = (int)lrint(c->sr), .channels = t->nchnls, .format = file_format(c, format)};
    SNDFILE *f = sf_open(name, SFM_WRITE, &info);
    if (!f) return kc_fail(c, "tabaudio: failed to open file %s", name);
    /* the reference counts the first frame in points */
    sf_count_t n = end - beg, done = sf_writef_double(f, t->data + beg, n);
    sf_close(f);
    return done == n ? KC_OK : kc_fail(c, "tabaudio: failed to write data %d %d", (int)done, (int)n);
}
KC_NATIVE int ftaudio_init(void *s, kc_ctx *c, double *ans, double *fn, kc_str *name, double *format,
                           double *from, double *to)
{
    (void)s;
    *ans = 0;
    if (ftaudio_write(c, *fn, kc_str_get(name), *format, *from, *to) < 0) return KC_ERROR;
    *ans = 1;
    return KC_OK;
}
KC_NATIVE int ftaudio_perf(void *s, kc_ctx *c, double *ans, double *trig, double *fn, kc_str *name,
                           double *format, double *sync, double *from, double *to)
{
    (void)s, (void)sync;
    *ans = 0;
    if (*trig == 0) return KC_OK;
    if (ftaudio_write(c, *fn, kc_str_get(name), *format, *from, *to) < 0) return KC_ERROR;
    *ans = 1;
    return KC_OK;
}
KC_OP(ftaudio, "i", "iSioo", .init = ftaudio_init, .fx = tab_r | file)
KC_OP(ftaudio, "k", "kkSkpOO", .perf = ftaudio_perf, .fx = tab_r | file)
