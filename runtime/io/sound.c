#include "runtime/io/sound.h"
#include "runtime/base/arena.h"
#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct kc_sound_out {
    SNDFILE *file;
    int channels, cap, fill, dither;
    bool ints, rewrite, clip;
    double *buf;
    uint32_t seed;
    double dither_scale; /* the largest sample value */
    long blocks;
    char error[256];
};

static void set_tags(SNDFILE *f, const char *const *tags)
{
    static const struct {
        const char *name;
        int id;
    } ids[] = {{"id_title=", SF_STR_TITLE},     {"id_artist=", SF_STR_ARTIST},
               {"id_comment=", SF_STR_COMMENT}, {"id_copyright=", SF_STR_COPYRIGHT},
               {"id_date=", SF_STR_DATE},       {"id_software=", SF_STR_SOFTWARE}};
    for (; tags && *tags; tags++)
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
            if (!strncmp(*tags, ids[i].name, strlen(ids[i].name)))
                sf_set_string(f, ids[i].id, *tags + strlen(ids[i].name));
}

kc_sound_out *kc_sound_out_open(const kc_sound_spec *s, char *err, size_t cap)
{
    SF_INFO info = {.samplerate = (int)lrint(s->sr), .channels = s->channels, .format = s->format};
    if (!sf_format_check(&info)) {
        snprintf(err, cap, "sound file %s: format %s %s with %d channels is not possible", s->path,
                 kc_sound_container_word(s->format), kc_sound_sample_word(s->format), s->channels);
        return NULL;
    }
    errno = 0;
    SNDFILE *f = !strcmp(s->path, "stdout") || !strcmp(s->path, "-")
                     ? sf_open_fd(STDOUT_FILENO, SFM_WRITE, &info, 0)
                     : sf_open(s->path, SFM_WRITE, &info);
    if (!f) {
        snprintf(err, cap, "cannot open sound file %s for writing: %s", s->path,
                 errno ? strerror(errno) : sf_strerror(NULL));
        return NULL;
    }
    kc_sound_out *o = kc_xcalloc(1, sizeof *o);
    int sub = s->format & SF_FORMAT_SUBMASK;
    o->file = f;
    o->channels = s->channels;
    o->cap = s->buffer_frames > 0 ? s->buffer_frames : 256;
    o->ints = sub != SF_FORMAT_FLOAT && sub != SF_FORMAT_DOUBLE && sub != SF_FORMAT_VORBIS;
    o->clip = sub == SF_FORMAT_VORBIS;
    o->rewrite = s->rewrite;
    o->dither = sub == SF_FORMAT_PCM_S8 || sub == SF_FORMAT_PCM_16 ? s->dither : 0; /* others have none */
    o->dither_scale = sub == SF_FORMAT_PCM_S8 ? 127 : 32767;
    o->buf = kc_xcalloc((size_t)o->cap * o->channels, sizeof(double));
    if (!o->ints) sf_command(f, SFC_SET_ADD_PEAK_CHUNK, NULL, s->peaks ? SF_TRUE : SF_FALSE);
    sf_command(f, SFC_SET_CLIPPING, NULL, SF_TRUE);
    set_tags(f, s->tags);
    sf_command(f, SFC_UPDATE_HEADER_NOW, NULL, 0);
    return o;
}

/* Adds half of the last bit either way: the mean of two numbers in a row of a 16-bit generator. The reference
 * writes its files so whichever distribution was asked for. */
static void dither(kc_sound_out *o, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t a = (o->seed * 15625 + 1) & 0xffff;
        o->seed = (a * 15625 + 1) & 0xffff;
        o->buf[i] += ((double)((a + o->seed) >> 1) - 32768) / 65536 / o->dither_scale;
    }
}

static int flush(kc_sound_out *o)
{
    if (!o->fill) return 0;
    size_t n = (size_t)o->fill * o->channels;
    sf_count_t done;
    errno = 0;
    if (o->dither) dither(o, n);
    if (o->clip)
        for (size_t i = 0; i < n; i++) o->buf[i] = fmax(-1.0, fmin(1.0, o->buf[i]));
    done = sf_writef_double(o->file, o->buf, o->fill);
    int short_by = o->fill - (int)done;
    o->fill = 0;
    o->blocks++;
    if (o->rewrite) sf_command(o->file, SFC_UPDATE_HEADER_NOW, NULL, 0);
    if (!short_by) return 0;
    snprintf(o->error, sizeof o->error, "writing failed: %s",
             errno ? strerror(errno) : sf_strerror(o->file));
    return -1;
}

int kc_sound_out_flush(kc_sound_out *o) { return flush(o); }

int kc_sound_out_write(kc_sound_out *o, const double *block, int frames)
{
    for (int at = 0; at < frames;) {
        int n = o->cap - o->fill < frames - at ? o->cap - o->fill : frames - at;
        memcpy(o->buf + (size_t)o->fill * o->channels, block + (size_t)at * o->channels,
               (size_t)n * o->channels * sizeof(double));
        o->fill += n;
        at += n;
        if (o->fill == o->cap && flush(o)) return -1;
    }
    return 0;
}

const char *kc_sound_out_error(const kc_sound_out *o) { return o->error; }
long kc_sound_out_blocks(const kc_sound_out *o) { return o->blocks; }

int kc_sound_out_close(kc_sound_out *o, char *err, size_t cap)
{
    int bad = flush(o);
    errno = 0;
    if (sf_close(o->file) && !bad) {
        bad = -1;
        snprintf(o->error, sizeof o->error, "sound file close failed: %s",
                 errno ? strerror(errno) : "write error");
    }
    if (bad) snprintf(err, cap, "%s", o->error);
    free(o->buf);
    free(o);
    return bad ? -1 : 0;
}

int kc_sound_sample_bytes(int format)
{
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_ULAW:
    case SF_FORMAT_ALAW:
    case SF_FORMAT_VORBIS: return 1;
    case SF_FORMAT_PCM_16: return 2;
    case SF_FORMAT_PCM_24: return 3;
    case SF_FORMAT_DOUBLE: return 8;
    default: return 4;
    }
}

const char *kc_sound_sample_word(int format)
{
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8: return "signed chars";
    case SF_FORMAT_PCM_U8: return "unsigned bytes";
    case SF_FORMAT_ULAW: return "ulaw bytes";
    case SF_FORMAT_ALAW: return "alaw bytes";
    case SF_FORMAT_PCM_16: return "shorts";
    case SF_FORMAT_PCM_24: return "24bit ints";
    case SF_FORMAT_PCM_32: return "longs";
    case SF_FORMAT_FLOAT: return "floats";
    case SF_FORMAT_DOUBLE: return "double floats";
    case SF_FORMAT_VORBIS: return "vorbis encoding";
    default: return "unknown";
    }
}

const char *kc_sound_container_word(int format)
{
    static const struct {
        int format;
        const char *word;
    } words[] = {{SF_FORMAT_WAV, "WAV"},   {SF_FORMAT_AIFF, "AIFF"}, {SF_FORMAT_AU, "AU"},
                 {SF_FORMAT_RAW, "raw"},   {SF_FORMAT_PAF, "PAF"},   {SF_FORMAT_SVX, "SVX"},
                 {SF_FORMAT_NIST, "NIST"}, {SF_FORMAT_VOC, "VOC"},   {SF_FORMAT_IRCAM, "IRCAM"},
                 {SF_FORMAT_W64, "W64"},   {SF_FORMAT_MAT4, "MAT4"}, {SF_FORMAT_MAT5, "MAT5"},
                 {SF_FORMAT_PVF, "PVF"},   {SF_FORMAT_XI, "XI"},     {SF_FORMAT_HTK, "HTK"},
                 {SF_FORMAT_SDS, "SDS"},    
                 {SF_FORMAT_SD2, "SD2"},   {SF_FORMAT_FLAC, "FLAC"}, {SF_FORMAT_CAF, "CAF"},
                 {SF_FORMAT_WVE, "WVE"},   {SF_FORMAT_OGG, "OGG"},   {SF_FORMAT_MPC2K, "MPC2K"},
                 {SF_FORMAT_RF64, "RF64"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((format & SF_FORMAT_TYPEMASK) == words[i].format) return words[i].word;
    return "unknown";
}

/* ---- input ------------------------------------------------------------------------------------ */

struct kc_sound_in {
    SNDFILE *file;
    SF_INFO info;
};

kc_sound_in *kc_sound_in_open(const char *path, char *err, size_t cap)
{
    SF_INFO info = {0};
    errno = 0;
    SNDFILE *f = !strcmp(path, "stdin") ? sf_open_fd(STDIN_FILENO, SFM_READ, &info, 0)
                                        : sf_open(path, SFM_READ, &info);
    if (!f) {
        snprintf(err, cap, "cannot open sound file %s for input: %s", path,
                 errno ? strerror(errno) : sf_strerror(NULL));
        return NULL;
    }
    kc_sound_in *i = kc_xcalloc(1, sizeof *i);
    i->file = f;
    i->info = info;
    return i;
}

int kc_sound_in_channels(const kc_sound_in *i) { return i->info.channels; }
double kc_sound_in_sr(const kc_sound_in *i) { return i->info.samplerate; }

void kc_sound_in_read(kc_sound_in *i, double *block, int frames)
{
    sf_count_t n = sf_readf_double(i->file, block, frames);
    if (n < 0) n = 0;
    memset(block + (size_t)n * i->info.channels, 0, (size_t)(frames - n) * i->info.channels * sizeof(double));
}

void kc_sound_in_close(kc_sound_in *i)
{
    if (!i) return;
    sf_close(i->file);
    free(i);
}
