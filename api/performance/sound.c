/* Where the samples come from and go to: sound files, or devices that somebody provides. */
#include "api/performance/performance.h"
#include "runtime/opcodes/op.h"
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BUFFER_SAMPLES (1 << 24)

static bool is_device(const char *name, const char *prefix)
{
    return !strncmp(name, prefix, 3) || !strncmp(name, "devaudio", 8);
}

static int open_device(kc_performance *p, bool output, const char *name)
{
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    if (p->devices) return p->devices->open(p->devices->user, output, name, cfg, p->buffer_frames);
    kc_say(&p->con, "real-time audio %s (-%c %s) is not supported\n", output ? "output" : "input",
           output ? 'o' : 'i', name);
    return -1;
}

static int choose_buffer(kc_performance *p, int frames)
{
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    int64_t b = p->opt.buffer;
    b = frames > 0 ? frames : b > 0 ? b : b < 0 ? -b * cfg->ksmps : 256;
    int channels = cfg->nchnls > cfg->nchnls_i ? cfg->nchnls : cfg->nchnls_i;
    if (b * channels > MAX_BUFFER_SAMPLES) {
        kc_say(&p->con, "a buffer of %lld frames (-b) is too large\n", (long long)b);
        return -1;
    }
    p->buffer_frames = (int)b;
    if (p->opt.buffer < 0 && frames <= 0)
        kc_say_as(&p->con, KC_SAY_ERROR, "k-period aligned audio buffering\n");
    kc_say_as(&p->con, KC_SAY_ERROR, "audio buffered in %d sample-frame blocks\n", p->buffer_frames);
    return 0;
}

static int open_input(kc_performance *p)
{
    char err[512];
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    if (is_device(p->opt.input, "adc")) return open_device(p, false, p->opt.input);
    char *path = kc_find_input(kc_engine_ctx(p->engine), p->opt.input, "SFDIR;SSDIR");
    p->in = kc_sound_in_open(path ? path : p->opt.input, err, sizeof err);
    free(path);
    if (!p->in) {
        kc_say(&p->con, "%s\n", err);
        return -1;
    }
    if (kc_sound_in_channels(p->in) != cfg->nchnls_i) {
        kc_say(&p->con, "audio input %s has %d channels, but orchestra has nchnls_i = %d\n", p->opt.input,
               kc_sound_in_channels(p->in), cfg->nchnls_i);
        return -1;
    }
    kc_say(&p->con, "reading %d sample-frame blocks from %s\n", p->buffer_frames, p->opt.input);
    p->inbuf = kc_xcalloc((size_t)cfg->ksmps * cfg->nchnls_i, sizeof(double));
    return 0;
}

static const char **tags(kc_performance *p)
{
    const char **t = kc_arena_alloc(&p->arena, ((size_t)p->opt.named.n + 1) * sizeof *t);
    int n = 0;
    for (int i = 0; i < p->opt.named.n; i++)
        if (!strncmp(p->opt.named.v[i].name, "id_", 3))
            t[n++] = kc_arena_printf(&p->arena, "%s=%s", p->opt.named.v[i].name, p->opt.named.v[i].value);
    return t;
}

/* The API's code of a container (CSFTYPE_...); 37: sound of an unknown kind. */
static int file_code(int format)
{
    static const struct {
        int container, code;
    } codes[] = {{SF_FORMAT_RAW, 10},   {SF_FORMAT_IRCAM, 11}, {SF_FORMAT_AIFF, 12}, {SF_FORMAT_WAV, 14},
                 {SF_FORMAT_AU, 15},    {SF_FORMAT_SD2, 16},   {SF_FORMAT_W64, 17},  {SF_FORMAT_WAVEX, 18},
                 {SF_FORMAT_FLAC, 19},  {SF_FORMAT_CAF, 20},   {SF_FORMAT_WVE, 21},  {SF_FORMAT_OGG, 22},
                 {SF_FORMAT_MPC2K, 23}, {SF_FORMAT_RF64, 24}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if ((format & SF_FORMAT_TYPEMASK) == codes[i].container) return codes[i].code;
    return 37;
}

static int open_output(kc_performance *p)
{
    char err[512];
    const kc_engine_config *cfg = kc_engine_get_config(p->engine);
    if (p->opt.nosound) {
        kc_say(&p->con, "not writing to sound disk\n");
        return 0;
    }
    const char *name = p->opt.output ? p->opt.output : "test.wav";
    if (is_device(name, "dac")) return open_device(p, true, name);
    p->out_format = kc_render_sound_format(&p->opt, kc_perf_env(p, "SFOUTYP"), &p->con);
    if (p->out_format < 0) return -1;
    const char *dir = kc_perf_env(p, "SFDIR");
    p->out_name = dir && *dir && !strchr(name, '/') && strcmp(name, "stdout") && strcmp(name, "-")
                      ? kc_arena_printf(&p->arena, "%s/%s", dir, name)
                      : name;
    kc_sound_spec spec = {.path = strcmp(name, "null") ? p->out_name : "/dev/null",
                          .format = p->out_format,
                          .sr = cfg->sr,
                          .channels = cfg->nchnls,
                          .buffer_frames = p->buffer_frames,
                          .peaks = p->opt.peaks,
                          .rewrite = p->opt.rewrite,
                          .dither = p->opt.dither,
                          .tags = tags(p)};
    p->out = kc_sound_out_open(&spec, err, sizeof err);
    if (!p->out) {
        kc_say(&p->con, "%s\n", err);
        return -1;
    }
    kc_perf_opened(p, p->out_name, file_code(p->out_format), true);
    kc_say(&p->con, "writing %d-byte blks of %s to %s (%s)\n",
           p->buffer_frames * cfg->nchnls * kc_sound_sample_bytes(p->out_format),
           kc_sound_sample_word(p->out_format), p->out_name, kc_sound_container_word(p->out_format));
    return 0;
}

int kc_perf_open_sound(kc_performance *p, int frames)
{
    if (choose_buffer(p, frames)) return -1;
    if (p->no_files) return 0;
    if (p->opt.input && open_input(p)) return -1;
    return open_output(p);
}

int kc_perf_close_sound(kc_performance *p)
{
    char err[512];
    if (!p->out) {
        if (p->opt.message_level && !p->no_files) kc_say(&p->con, "no sound written to disk\n");
        return 0;
    }
    int bad = kc_sound_out_flush(p->out);
    kc_perf_heartbeat(p);
    bad |= kc_sound_out_close(p->out, err, sizeof err);
    p->out = NULL;
    if (bad) {
        kc_say(&p->con, "sound file %s: %s\n", p->out_name, err);
        return bad;
    }
    int samples = p->buffer_frames * kc_engine_get_config(p->engine)->nchnls;
    kc_say(&p->con, "%d %d sample blks of %s written to %s (%s)\n", samples,
           samples * kc_sound_sample_bytes(p->out_format), kc_sound_sample_word(p->out_format), p->out_name,
           kc_sound_container_word(p->out_format));
    return 0;
}
