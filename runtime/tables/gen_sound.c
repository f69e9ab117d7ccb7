/* GEN 01, 49: tables from sound files.
 *
 * A table of deferred size gets the length of the file; otherwise reading ends with the table, guard point
 * included. Files in integer formats, and WAV, AIFF and W64 files in floating point, are scaled so that full
 * scale becomes 0dbfs. */
#include "runtime/io/sample_format.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"
#include "runtime/tables/gen.h"
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 4096 /* samples */

typedef struct {
    SNDFILE *file;
    SF_INFO info;
    char name[512];
    int channel;  /* 1 ..; 0: all, interleaved */
    int64_t skip; /* frames; below 0: silence in front */
    double scale;
    bool mp3; /* GEN49: no remarks, and the plain length */
} source;

/* Sample format codes 1 .. 9 of headerless files. */
static int raw_format(int code) { return SF_FORMAT_RAW | kc_sample_format(code); }

static void file_name(const kc_gen *g, source *s)
{
    const char *name = kc_gen_string(g, 0);
    if (!name) {
        snprintf(s->name, sizeof s->name, "soundin.%d", kc_gen_round(g->p[0]));
        return;
    }
    snprintf(s->name, sizeof s->name, "%s", *name == '"' ? name + 1 : name);
    size_t n = strlen(s->name);
    if (*name == '"' && n && s->name[n - 1] == '"') s->name[n - 1] = 0;
}

static double sample_scale(const kc_gen *g, const SF_INFO *info)
{
    int sub = info->format & SF_FORMAT_SUBMASK, type = info->format & SF_FORMAT_TYPEMASK;
    bool floats = sub == SF_FORMAT_FLOAT || sub == SF_FORMAT_DOUBLE;
    bool scaled = type == SF_FORMAT_WAV || type == SF_FORMAT_AIFF || type == SF_FORMAT_W64;
    return floats && !scaled ? 1.0 : g->ctx->zerodbfs;
}

static const char *type_name(int format)
{
    static const struct {
        int format;
        const char *name;
    } types[] = {{SF_FORMAT_WAV, "WAV"},     {SF_FORMAT_AIFF, "AIFF"}, {SF_FORMAT_AU, "AU"},
                 {SF_FORMAT_RAW, "RAW"},     {SF_FORMAT_PAF, "PAF"},   {SF_FORMAT_SVX, "SVX"},
                 {SF_FORMAT_IRCAM, "IRCAM"}, {SF_FORMAT_W64, "W64"},   {SF_FORMAT_FLAC, "FLAC"},
                 {SF_FORMAT_CAF, "CAF"},     {SF_FORMAT_OGG, "OGG"},   {SF_FORMAT_RF64, "RF64"},
                 {SF_FORMAT_WAVEX, "WAVEX"}, {SF_FORMAT_VOC, "VOC"},   {SF_FORMAT_SD2, "SD2"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].format == (format & SF_FORMAT_TYPEMASK)) return types[i].name;
    return "unknown";
}

static void describe(const kc_gen *g, const source *s, const char *path)
{
    static const char *const words[] = {"", "monaural", "stereo", "", "quad", "", "hex", "", "oct"};
    int n = s->info.channels;
    kc_engine *e = g->ctx->engine;
    if (s->info.samplerate != (int)(g->ctx->sr + 0.5))
        kc_warn(g->ctx, "%s sr = %d, orch sr = %7.1f", path, s->info.samplerate, g->ctx->sr);
    if (!(kc_message_level(g->ctx) & 3)) return;
    kc_engine_message(e, 0, "audio sr = %d, ", s->info.samplerate);
    if (n < 9 && *words[n])
        kc_engine_message(e, 0, "%s", words[n]);
    else
        kc_engine_message(e, 0, "%d-channels", n);
    if (n > 1 && s->channel) kc_engine_message(e, 0, ", reading channel %d", s->channel);
    if (n > 1 && !s->channel) kc_engine_message(e, 0, ", reading %s channels", n == 2 ? "both" : "all");
    kc_engine_message(e, 0, "\nopening %s infile %s\n", type_name(s->info.format), path);
}

static int source_open(kc_gen *g, source *s, double skip, int format)
{
    kc_engine *e = g->ctx->engine;
    if (format < 0) {
        s->info.format = raw_format(-format);
        s->info.channels = 1;
        s->info.samplerate = (int)(g->ctx->sr + 0.5);
    }
    char *path = kc_find_input(g->ctx, s->name, "SFDIR;SSDIR");
    s->file = path ? sf_open(path, SFM_READ, &s->info) : NULL;
    if (!s->file) {
        kc_engine_message(e, 1, "soundin cannot open %s: %s\n", s->name,
                          path ? sf_strerror(NULL) : "No Error.");
        free(path);
        return kc_gen_fail(g, "Failed to open file %s", s->name);
    }
    s->scale = sample_scale(g, &s->info);
    if (s->channel > s->info.channels)
        kc_engine_message(e, 1, "error: req chan %d, file %s has only %d\n", s->channel, path,
                          s->info.channels);
    else if (!s->mp3)
        describe(g, s, path);
    free(path);
    if (s->channel > s->info.channels) return kc_gen_fail(g, "Failed to open file %s", s->name);
    double frames = trunc(skip * s->info.samplerate + (skip >= 0 ? 0.5 : -0.5));
    if (!(frames >= -(double)(BLOCK / s->info.channels) && frames < 1e15)) {
        kc_engine_message(e, 1, "soundin: invalid skip time\n");
        return kc_gen_fail(g, "Failed to open file %s", s->name);
    }
    s->skip = (int64_t)frames;
    return 0;
}

/* Loop and base frequency from the file's instrument chunk. */
static void read_instrument(const kc_gen *g, source *s)
{
    SF_INSTRUMENT inst = {0};
    kc_table *t = g->table;
    t->end1 = t->frames;
    if (!sf_command(s->file, SFC_GET_INSTRUMENT, &inst, sizeof inst)) return;
    t->basefreq = pow(2.0, (inst.basenote - 69 + inst.detune * 0.01) / 12.0) * g->ctx->a4;
    for (int i = 0; i < 2; i++) {
        int mode = inst.loops[i].mode == SF_LOOP_NONE ? 0 : inst.loops[i].mode == SF_LOOP_FORWARD ? 1 : 2;
        *(i ? &t->loopmode2 : &t->loopmode1) = mode;
        *(i ? &t->begin2 : &t->begin1) = (int32_t)inst.loops[i].start;
        if (i || mode) *(i ? &t->end2 : &t->end1) = (int32_t)inst.loops[i].end;
    }
}

static int power_above(int64_t n)
{
    int p = 2;
    for (n -= 1; n >>= 1;) p <<= 1;
    return p;
}

/* Whether the file goes on after the blocks that `got` samples of the table were taken from. */
static bool more_to_read(const source *s, int64_t got)
{
    int channels = s->info.channels, block = BLOCK / channels;
    int64_t skipped = s->skip > 0 ? s->skip : 0, base = skipped < block ? 0 : skipped;
    int64_t used = skipped - base + got / (s->channel ? 1 : channels);
    return base + (used + block - 1) / block * block < s->info.frames;
}

static void warn_truncated(const kc_gen *g, const source *s, int64_t got)
{
    const kc_table *t = g->table;
    int32_t len = t->len, last = t->end1 > t->end2 ? t->end1 : t->end2;
    int64_t frames = s->info.frames - s->skip;
    if (last > len) {
        kc_warn(g->ctx, "GEN1: input file truncated by ftable size");
        kc_print(g->ctx, "\tlooping endpoint %d exceeds ftsize %d\n", last, len);
        kc_print(g->ctx, "non-deferred ftable %d needs size %d\n", g->number, power_above(last));
    } else if (frames > len && more_to_read(s, got)) {
        kc_warn(g->ctx, "GEN1: file truncated by ftable size");
        kc_warn(g->ctx, "\taudio samps %d exceeds ftsize %d", (int)frames, len);
        kc_print(g->ctx, "non-deferred ftable %d needs size %d\n", g->number, power_above(frames));
    }
}

/* Up to n samples of the wanted channel, or of all; returns how many there were. */
static int64_t read_samples(source *s, double *out, int64_t n)
{
    double block[BLOCK];
    int channels = s->info.channels, width = s->channel ? 1 : channels;
    int64_t at = 0;
    if (s->skip < 0) at = -s->skip * width;
    if (at > n) at = n;
    if (s->skip > 0 && (s->skip >= s->info.frames || sf_seek(s->file, s->skip, SEEK_SET) < 0)) return 0;
    while (at < n) {
        sf_count_t got = sf_readf_double(s->file, block, BLOCK / channels);
        if (got <= 0) break;
        if (s->channel)
            for (int64_t i = 0; i < got && at < n; i++)
                out[at++] = block[i * channels + s->channel - 1] * s->scale;
        else
            for (int64_t i = 0; i < got * channels && at < n; i++) out[at++] = block[i] * s->scale;
    }
    return at;
}

/* The table and its header. The lengths of deferred tables are those of the reference: with several channels
 * there is room for one frame more, less one sample. */
static int source_load(kc_gen *g, source *s)
{
    int64_t frames = s->info.frames - s->skip;
    int width = s->channel ? 1 : s->info.channels;
    if (g->deferred) {
        if (frames <= 0) return kc_gen_fail(g, "deferred size, but filesize unknown");
        if (kc_message_level(g->ctx) & 7) kc_print(g->ctx, "  defer length %lld\n", (long long)frames);
        if (kc_gen_alloc(g, s->mp3 ? frames * width : (frames + 1) * width - 1)) return -1;
    }
    kc_table *t = g->table;
    t->nchnls = width;
    t->frames = t->len / width;
    t->sr = s->info.samplerate;
    read_instrument(g, s);
    int64_t got = read_samples(s, t->data, (int64_t)t->len + !g->deferred);
    t->soundend = (int32_t)(got / width);
    if (!s->mp3) warn_truncated(g, s, got);
    if (g->deferred) {
        kc_gen_finish(g, t);
        t->data[t->len] = t->data[0];
    }
    return 0;
}

/* GEN01: file name or number, skip time in s, sample format of a headerless file (below 0), channel (0: all).
 */
int kc_gen_sound(kc_gen *g)
{
    source s = {0};
    if (g->n < 4) return kc_gen_fail(g, "insufficient arguments");
    int format = kc_gen_round(g->p[2]);
    s.channel = kc_gen_round(g->p[3]);
    if (format < -9 || format > 9) return kc_gen_fail(g, "invalid sample format: %d", format);
    if (s.channel < 0) return kc_gen_fail(g, "channel %d illegal", s.channel);
    file_name(g, &s);
    if (g->deferred && kc_message_level(g->ctx) & 7) kc_print(g->ctx, "deferred alloc for %s\n", s.name);
    int r = source_open(g, &s, g->p[1], format);
    if (!r) r = source_load(g, &s);
    if (s.file) sf_close(s.file);
    return r;
}

/* GEN49: MP3 file, skip time, channels: 0 and 1 mono, 2 stereo, 3 left, 4 right. */
int kc_gen_mp3(kc_gen *g)
{
    source s = {.mp3 = true};
    if (g->n < 3) return kc_gen_fail(g, "insufficient arguments");
    int mode = kc_gen_round(g->p[2]);
    if (mode < 0 || mode > 4) return kc_gen_fail(g, "channel %d illegal", mode);
    file_name(g, &s);
    if (g->p[1] < 0) return kc_gen_fail(g, "illegal skip time");
    int r = source_open(g, &s, g->p[1], 0);
    if (!r) {
        if (mode != 2) s.channel = mode == 4 && s.info.channels > 1 ? 2 : 1;
        r = source_load(g, &s);
    }
    if (s.file) sf_close(s.file);
    return r;
}
