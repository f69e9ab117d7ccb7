/* What is known of a sound file: filelen, filesr, filenchnls, filebit, filepeak, filevalid. */
#include "runtime/opcodes/dsp/openfiles.h"
#include "runtime/engine/engine.h"
#include <stdlib.h>

KC_NATIVE const char *file_arg(kc_ctx *c, void *a, char *buf, size_t cap)
{
    return kc_arg_type(c, c->site->nout) == 'S' ? kc_str_get(a)
                                                : kc_files_name(c, *(double *)a, "soundin.", buf, cap);
}

KC_NATIVE char *find_sound(kc_ctx *c, const char *name)
{
    char *path = kc_find_input(c, name, "SFDIR;SSDIR");
    return path ? path : kc_find_input(c, name, "SADIR");
}

/* Header of a file; with `raw`, one without header counts as mono samples of the output's format. All zero
 * when it is not a sound file and `raw` is 0. */
KC_NATIVE int file_header(kc_ctx *c, void *name, double raw, SF_INFO *info)
{
    char buf[64];
    const char *text = file_arg(c, name, buf, sizeof buf);
    char *path = find_sound(c, text);
    *info = (SF_INFO){0};
    SNDFILE *f = path ? sf_open(path, SFM_READ, info) : NULL;
    if (!f) *info = (SF_INFO){0};
    if (!f && path && raw != 0) {
        int sample = kc_engine_get_config(c->engine)->sound_format & SF_FORMAT_SUBMASK;
        *info = (SF_INFO){.samplerate = (int)(c->sr + 0.5),
                          .channels = 1,
                          .format = SF_FORMAT_RAW | (sample ? sample : SF_FORMAT_PCM_16)};
        f = sf_open(path, SFM_READ, info);
    }
    int missing = !path || (!f && raw != 0);
    free(path);
    if (f) sf_close(f);
    return missing ? kc_fail(c, "diskinfo cannot open %s", text) : KC_OK;
}

/* Opcode: filelen
 * Synopsis: ir filelen ifilcod [, iallowraw]
 *
 * Length of a sound file.
 * In:  ifilcod    file name, or number N for soundin.N
 *      iallowraw  1: a file without header counts as samples (default 1)
 * Out: s; 0 for a file without header when iallowraw is 0
 * Fails: when there is no such file
 */
KC_NATIVE int filelen_init(void *s, kc_ctx *c, double *r, void *name, double *raw)
{
    (void)s;
    SF_INFO info;
    if (file_header(c, name, *raw, &info) < 0) return KC_ERROR;
    *r = info.samplerate ? (double)info.frames / info.samplerate : 0;
    return KC_OK;
}
KC_OP(filelen, "i", "Sp", .init = filelen_init, .fx = file)
KC_OP(filelen, "i", "ip", .init = filelen_init, .fx = file)

/* Opcode: filenchnls
 * Synopsis: ir filenchnls ifilcod [, iallowraw]
 *
 * Number of channels of a sound file.
 * In:  as filelen
 * Out: channels
 * Fails: when there is no such file
 */
KC_NATIVE int filenchnls_init(void *s, kc_ctx *c, double *r, void *name, double *raw)
{
    (void)s;
    SF_INFO info;
    if (file_header(c, name, *raw, &info) < 0) return KC_ERROR;
    *r = info.channels;
    return KC_OK;
}
KC_OP(filenchnls, "i", "Sp", .init = filenchnls_init, .fx = file)
KC_OP(filenchnls, "i", "ip", .init = filenchnls_init, .fx = file)

/* Opcode: filesr
 * Synopsis: ir filesr ifilcod [, iallowraw]
 *
 * Sample rate of a sound file.
 * In:  as filelen
 * Out: Hz
 * Fails: when there is no such file
 */
KC_NATIVE int filesr_init(void *s, kc_ctx *c, double *r, void *name, double *raw)
{
    (void)s;
    SF_INFO info;
    if (file_header(c, name, *raw, &info) < 0) return KC_ERROR;
    *r = info.samplerate;
    return KC_OK;
}
KC_OP(filesr, "i", "Sp", .init = filesr_init, .fx = file)
KC_OP(filesr, "i", "ip", .init = filesr_init, .fx = file)

/* Opcode: filebit
 * Synopsis: ir filebit ifilcod [, iallowraw]
 *
 * Bits of a sample of a sound file.
 * In:  as filelen
 * Out: bits; -1 float, -2 double, other negative numbers for other encodings
 * Fails: when there is no such file
 */
KC_NATIVE int filebit_init(void *s, kc_ctx *c, double *r, void *name, double *raw)
{
    (void)s;
    SF_INFO info;
    if (file_header(c, name, *raw, &info) < 0) return KC_ERROR;
    int f = info.format & SF_FORMAT_SUBMASK;
    switch (f) {
    case SF_FORMAT_PCM_U8: *r = 8; break;
    case SF_FORMAT_FLOAT: *r = -1; break;
    case SF_FORMAT_DOUBLE: *r = -2; break;
    default: *r = f <= SF_FORMAT_PCM_32 ? f * 8 : -f;
    }
    return KC_OK;
}
KC_OP(filebit, "i", "Sp", .init = filebit_init, .fx = file)
KC_OP(filebit, "i", "ip", .init = filebit_init, .fx = file)

/* ---- filepeak --------------------------------------------------------------------------------- */

/* Peak of one channel (from 1), or of all (0). Negative: none. */
KC_NATIVE double find_peak(kc_ctx *c, SNDFILE *f, const char *name, int channels, int channel)
{
    double peaks[1024] = {0}, max = -1.0;
    int bytes = channels * (int)sizeof *peaks;
    if (channels > 1024) return -1.0;
    if (sf_command(f, SFC_GET_MAX_ALL_CHANNELS, peaks, bytes) == SF_FALSE) {
        kc_warn(c, "%s: no PEAK chunk was found, scanning file for maximum amplitude", name);
        if (sf_command(f, SFC_CALC_NORM_MAX_ALL_CHANNELS, peaks, bytes) != 0) return -1.0;
    }
    if (channel > 0) return peaks[channel - 1];
    for (int i = 0; i < channels; i++) max = peaks[i] > max ? peaks[i] : max;
    return max;
}

/* Opcode: filepeak
 * Synopsis: ir filepeak ifilcod [, ichnl]
 *
 * Peak of a sound file, from its header or by reading it.
 * In:  ifilcod  file name, or number N for soundin.N
 *      ichnl    channel from 1; 0: all (default 0)
 * Out: peak, 0dbfs = full scale
 * Fails: when the file can't be read or has no such channel
 */
KC_NATIVE int filepeak_init(void *s, kc_ctx *c, double *r, void *a, double *ichnl)
{
    (void)s;
    char buf[64];
    const char *name = file_arg(c, a, buf, sizeof buf);
    SF_INFO info = {0};
    char *path = kc_find_input(c, name, "SFDIR;SSDIR");
    SNDFILE *f = path ? sf_open(path, SFM_READ, &info) : NULL;
    free(path);
    if (!f) return kc_fail(c, "diskinfo cannot open %s: %s", name, path ? sf_strerror(NULL) : "No Error.");
    int channel = *ichnl > 0 ? *ichnl < 1e6 ? (int)(*ichnl + 0.5) : 1000000 : 0;
    double peak = channel > info.channels ? -1.0 : find_peak(c, f, name, info.channels, channel);
    sf_close(f);
    if (channel > info.channels)
        return kc_fail(c, "Input channel for peak exceeds number of channels in file");
    if (peak < 0) return kc_fail(c, "filepeak: error getting peak value");
    int sample = info.format & SF_FORMAT_SUBMASK, type = info.format & SF_FORMAT_TYPEMASK;
    int scaled = (sample != SF_FORMAT_FLOAT && sample != SF_FORMAT_DOUBLE) || type == SF_FORMAT_WAV ||
                 type == SF_FORMAT_W64 || type == SF_FORMAT_AIFF;
    *r = scaled ? peak * c->zerodbfs : peak;
    return KC_OK;
}
KC_OP(filepeak, "i", "So", .init = filepeak_init, .fx = file)
KC_OP(filepeak, "i", "io", .init = filepeak_init, .fx = file)

/* Opcode: filevalid
 * Synopsis: ir filevalid ifilcod
 *           kr filevalid ifilcod
 *
 * Whether a file can be found.
 * In:  ifilcod  file name, or number N for soundin.N; searched in the current folder, SFDIR, SSDIR
 * Out: 1 or 0
 * Fails: never
 */
KC_NATIVE int filevalid_any(void *s, kc_ctx *c, double *r, void *a)
{
    (void)s;
    char buf[64];
    char *path = kc_find_input(c, file_arg(c, a, buf, sizeof buf), "SFDIR;SSDIR");
    *r = path != NULL;
    free(path);
    return KC_OK;
}
KC_OP(filevalid, "i", "S", .init = filevalid_any, .fx = file)
KC_OP(filevalid, "i", "i", .init = filevalid_any, .fx = file)
KC_OP(filevalid, "k", "S", .perf = filevalid_any, .fx = file)
KC_OP(filevalid, "k", "i", .perf = filevalid_any, .fx = file)
