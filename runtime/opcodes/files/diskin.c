/* Sound files played into the orchestra: diskin, diskin2, soundin.
 *
 * A player keeps the read position with 28 fraction bits. Each output frame is a weighted sum of some frames
 * around it: 1 (nearest), 2 (linear), 4 (cubic), or 8 .. 1024 (windowed sinc). Two blocks of the file are in
 * memory, aligned to their size; a frame outside of them makes the older one be read anew. */
#include "runtime/io/sample_format.h"
#include "runtime/opcodes/dsp/openfiles.h"
#include <stdlib.h>

enum { FRACTION = 28, MAX_OUTS = 40, MAX_TAPS = 1024 };
#define ONE       ((int64_t)1 << FRACTION)
#define POS_LIMIT ((int64_t)1 << 58)

typedef struct {
    SNDFILE *file;
    int64_t pos, step;
    double transpose, sr_ratio;            /* file frames per output sample at transposition 1 */
    double window;                         /* curvature of the sinc's window */
    int32_t channels, frames, taps, block; /* block: frames of a block, a power of two */
    int32_t start[2];                      /* first frame of each block */
    int32_t current, wrap, ready;
    double *data[2];
    kc_aux memory;
} player;

typedef struct {
    const char *name;
    double skip_time, wrap, format, taps, buffer, skip_init;
    const char *open_error; /* wording */
} player_args;

/* Where channels go. */
typedef struct {
    double **list; /* one pointer each, or */
    double *base;  /* a block with `span` samples a channel */
    int span;
} player_outs;

KC_NATIVE double *channel_of(const player_outs *o, int ch)
{
    return o->list ? o->list[ch] : o->base + (size_t)ch * o->span;
}

KC_NATIVE int64_t to_position(double frames)
{
    double x = frames * (double)ONE;
    if (!(x == x)) return 0;
    return x > (double)POS_LIMIT ? POS_LIMIT : x < -(double)POS_LIMIT ? -POS_LIMIT : llround(x);
}

/* ---- init ------------------------------------------------------------------------------------- */

/* Headerless files: 1 is 16 bits, 2 and up the sample formats from 1. */
KC_NATIVE int raw_format(int code)
{
    return SF_FORMAT_RAW | (code == 1 ? SF_FORMAT_PCM_16 : kc_sample_format(code - 1));
}

KC_NATIVE int open_input(player *s, kc_ctx *c, const player_args *g, SF_INFO *info)
{
    *info = (SF_INFO){.samplerate = (int)lrint(c->sr), .channels = s->channels};
    if (g->format < -0.5) {
        if (!(g->format > -10.5)) return kc_fail(c, "diskin2: unknown sample format");
        info->format = raw_format((int)lrint(-g->format));
    }
    char *path = kc_find_input(c, g->name, "SFDIR;SSDIR");
    s->file = path ? sf_open(path, SFM_READ, info) : NULL;
    if (!s->file) {
        int r = kc_fail(c, g->open_error, g->name, path ? sf_strerror(NULL) : "No Error.");
        free(path);
        return r;
    }
    if ((kc_message_level(c) & 7) == 7)
        kc_print(c, "diskin2: opened '%s':\n         %d Hz, %d channel(s), %lld sample frames\n", path,
                 info->samplerate, info->channels, (long long)info->frames);
    free(path);
    return KC_OK;
}

/* 1, 2, 4, or a multiple of 4 up to 1024. */
KC_NATIVE int taps_of(double size)
{
    int n = size < 0.5 || !(size == size) ? 0 : size > MAX_TAPS ? MAX_TAPS : (int)lrint(size);
    return n < 1 ? 4 : n <= 2 ? n : ((n + 2) & ~3) > MAX_TAPS ? MAX_TAPS : (n + 2) & ~3;
}

KC_NATIVE int block_of(const player *s, double samples)
{
    int want = samples > 0.5 ? (samples < 1e8 ? (int)lrint(samples) : 100000000) : 4096, n = 128;
    want /= s->channels;
    if (want < s->taps) want = s->taps;
    if (want > 1048576) want = 1048576;
    while (n < want) n <<= 1;
    return n;
}

KC_NATIVE int player_start(player *s, kc_ctx *c, const player_args *g, const SF_INFO *info)
{
    s->taps = taps_of(g->taps);
    if (s->taps > 2)
        s->window = (1.0 - pow(s->taps * 0.85172, -0.89624)) / (double)((s->taps * s->taps) >> 2);
    s->frames = info->frames > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)info->frames;
    s->sr_ratio = 1.0;
    int sr = (int)lrint(c->sr);
    if (sr != info->samplerate && s->taps != 1) s->sr_ratio = (double)info->samplerate / c->sr;
    if (sr != info->samplerate && s->taps == 1)
        kc_warn(c, "diskin2: warning: file sample rate (%d) != orchestra sr (%d)\n", info->samplerate, sr);
    s->wrap = g->wrap != 0 && s->frames >= 1;
    s->pos = to_position(g->skip_time * c->sr * s->sr_ratio);
    if (s->wrap) {
        int64_t length = (int64_t)s->frames << FRACTION;
        s->pos %= length;
        if (s->pos < 0) s->pos += length;
    }
    s->step = 0;
    s->transpose = 0;
    s->block = block_of(s, g->buffer);
    size_t samples = (size_t)s->block * s->channels;
    if (kc_aux_alloc(c, &s->memory, 2 * samples * sizeof(double)) < 0) return KC_ERROR;
    s->data[0] = s->memory.p;
    s->data[1] = s->data[0] + samples;
    s->start[0] = s->start[1] = -s->block; /* silence */
    s->current = 0;
    s->ready = 1;
    return KC_OK;
}

KC_NATIVE void player_close(player *s)
{
    if (s->file) sf_close(s->file);
    s->file = NULL;
}

/* Whether a file that is open already goes on as it is. */
KC_NATIVE int goes_on(player *s, const player_args *g)
{
    if (s->file && g->skip_init != 0) return 1;
    player_close(s);
    return 0;
}

KC_NATIVE int player_init(player *s, kc_ctx *c, const player_args *g)
{
    SF_INFO info;
    if (goes_on(s, g)) return KC_OK;
    s->channels = c->site->nout;
    if (s->channels > MAX_OUTS) return kc_fail(c, "diskin2: invalid number of channels");
    if (open_input(s, c, g, &info) < 0) return KC_ERROR;
    if (info.channels != s->channels) {
        player_close(s);
        return kc_fail(c, "diskin2: number of output args inconsistent with number of file channels");
    }
    return s->ready && g->skip_init != 0 ? KC_OK : player_start(s, c, g, &info);
}

KC_NATIVE int player_init_array(player *s, kc_ctx *c, kc_array *arr, const player_args *g)
{
    SF_INFO info;
    if (goes_on(s, g)) return KC_OK;
    s->channels = arr->data && arr->dimensions == 1 ? arr->sizes[0] : 1;
    int before = s->ready ? s->channels : 0;
    if (open_input(s, c, g, &info) < 0) return KC_ERROR;
    s->channels = info.channels;
    if ((!arr->data || arr->dimensions != 1 || arr->sizes[0] < s->channels) &&
        kc_array_make1(c, arr, 'a', s->channels) < 0)
        return KC_ERROR;
    return before == s->channels && g->skip_init != 0 ? KC_OK : player_start(s, c, g, &info);
}

KC_NATIVE int player_deinit(player *s, kc_ctx *c)
{
    (void)c;
    player_close(s);
    return KC_OK;
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* Makes the older block the one that holds frame `at`. */
KC_NATIVE void load_block(player *s, int32_t at)
{
    s->current ^= 1;
    double *d = s->data[s->current];
    int32_t start = at & ~(s->block - 1), got = 0;
    s->start[s->current] = start;
    if (start >= 0 && start < s->frames) {
        int32_t want = s->frames - start < s->block ? s->frames - start : s->block;
        if (sf_seek(s->file, start, SEEK_SET) >= 0) got = (int32_t)sf_readf_double(s->file, d, want);
        if (got < 0) got = 0;
    }
    memset(d + (size_t)got * s->channels, 0, (size_t)(s->block - got) * s->channels * sizeof *d);
}

KC_NATIVE const double *frame_at(player *s, int32_t at)
{
    if (s->wrap && at >= s->frames)
        at -= s->frames;
    else if (s->wrap && at < 0)
        at += s->frames;
    uint32_t i = (uint32_t)at - (uint32_t)s->start[s->current];
    if (i >= (uint32_t)s->block) {
        i = (uint32_t)at - (uint32_t)s->start[s->current ^ 1];
        if (i < (uint32_t)s->block)
            s->current ^= 1;
        else {
            load_block(s, at);
            i = (uint32_t)at - (uint32_t)s->start[s->current];
        }
    }
    return s->data[s->current] + (size_t)i * s->channels;
}

KC_NATIVE void advance(player *s)
{
    s->pos += s->step;
    if (s->wrap) {
        int64_t length = (int64_t)s->frames << FRACTION;
        int64_t index = s->pos >> FRACTION;
        if (index >= s->frames)
            s->pos -= length;
        else if (index < 0)
            s->pos += length;
    }
    if (s->pos > POS_LIMIT) s->pos = POS_LIMIT;
    if (s->pos < -POS_LIMIT) s->pos = -POS_LIMIT;
}

/* ---- interpolation ---------------------------------------------------------------------------- */

/* Weights of the frames from `first` on. */
typedef struct {
    int32_t first;
    int n;
    double w[MAX_TAPS];
} taps;

/* The sinc of a k-cycle: narrower than the file's band when it is played faster. */
typedef struct {
    int narrow;
    double band, angle, turn; /* band 1 / speed; angle pi * band; turn 2 cos(angle) - 2 */
    double window;
} sinc_band;

KC_NATIVE sinc_band band_of(const player *s)
{
    const int64_t limit = ONE + (ONE >> 12);
    if (s->step <= limit && s->step >= -limit) return (sinc_band){.window = s->window};
    double half = s->taps >> 1;
    double band = s->step >= 0 ? (double)limit / (double)s->step : (double)-limit / (double)s->step;
    double angle = M_PI * band, edge = 1.0 / (half * half), v = half * band;
    v -= (double)(int)v + 0.5;
    v *= 4.0 * v;
    return (sinc_band){1, band, angle, 2.0 * cos(angle) - 2.0, (s->window - edge) * v + edge};
}

KC_NATIVE double windowed(double d, double window) { return 1.0 - d * d * window; }

/* Speeds up to 1: sin(pi x) alternates in sign from tap to tap. */
KC_NATIVE void sinc_full(taps *t, int n, double frac, double window)
{
    if (frac < 0.00001 || frac > 0.99999) {
        t->first += (n >> 1) - (frac < 0.5 ? 1 : 0);
        t->n = 1;
        t->w[0] = 1.0;
        return;
    }
    double scale = sin(M_PI * frac) / M_PI, d = (double)(1 - (n >> 1)) - frac;
    for (int i = 0; i < n; i++, d += 1.0) {
        double a = windowed(d, window);
        a = a * a / d;
        t->w[i] = (i & 1 ? -a : a) * scale;
    }
}

/* Higher speeds: the sine is made by a recurrence of two terms. */
KC_NATIVE void sinc_narrow(taps *t, int n, double frac, const sinc_band *b)
{
    int half = n >> 1;
    double d = (double)(1 - half) - frac;
    double y0 = sin(b->angle * d), y1 = sin(b->angle * d + b->angle);
    double v = y1 - b->turn * y0 - y0, x = y0 * (1.0 / M_PI);
    v *= 1.0 / M_PI;
    for (int i = 0; i < n; i++) {
        double a = windowed(d, b->window);
        if ((i == half - 1 && frac < 0.00003) || (i == half && frac > 0.99997))
            t->w[i] = b->band; /* d is nearly 0 */
        else
            t->w[i] = x * a * a / d;
        d += 1.0;
        v += b->turn * x;
        x += v;
    }
}

KC_NATIVE void cubic(taps *t, double f)
{
    double d = (f * f - 1.0) * (1.0 / 6.0), half = (f + 1.0) * 0.5, a = half - 1.0, b = 3.0 * d;
    t->w[0] = (a - d) * f;
    t->w[1] = (b - f) * f + 1.0;
    t->w[2] = (half - b) * f;
    t->w[3] = d * f;
}

KC_NATIVE void weigh(const player *s, const sinc_band *b, taps *t)
{
    int32_t index = (int32_t)(s->pos >> FRACTION);
    double frac = (double)(s->pos & (ONE - 1)) * (1.0 / (double)ONE);
    t->n = s->taps;
    t->first = index;
    switch (s->taps) {
    case 1:
        t->first = index + (s->pos & (ONE >> 1) ? 1 : 0);
        t->w[0] = 1.0;
        break;
    case 2:
        t->w[0] = 1.0 - frac;
        t->w[1] = frac;
        break;
    case 4:
        t->first = index - 1;
        cubic(t, frac);
        break;
    default:
        t->first = index + 1 - (s->taps >> 1);
        if (b->narrow)
            sinc_narrow(t, s->taps, frac, b);
        else
            sinc_full(t, s->taps, frac, b->window);
    }
}

KC_NATIVE void mix_frame(player *s, const taps *t, const player_outs *o, int n)
{
    for (int i = 0; i < t->n; i++) {
        const double *f = frame_at(s, t->first + i);
        for (int ch = 0; ch < s->channels; ch++) channel_of(o, ch)[n] += t->w[i] * f[ch];
    }
}

KC_NATIVE int player_perf(player *s, kc_ctx *c, const player_outs *o, double transpose)
{
    taps t;
    if (!s->file) return kc_fail(c, "diskin2: file descriptor closed or invalid\n");
    if (!s->ready) return kc_fail(c, "diskin2: not initialised");
    if (transpose != s->transpose) {
        double step = transpose * s->sr_ratio * (double)ONE;
        s->transpose = transpose;
        s->step = fabs(step) < (double)POS_LIMIT ? llrint(step) : 0;
    }
    for (int ch = 0; ch < s->channels; ch++) memset(channel_of(o, ch), 0, (size_t)c->ksmps * sizeof(double));
    sinc_band b = s->taps > 4 ? band_of(s) : (sinc_band){0};
    for (int n = c->begin; n < c->end; n++) {
        weigh(s, &b, &t);
        mix_frame(s, &t, o, n);
        advance(s);
    }
    for (int ch = 0; ch < s->channels; ch++)
        for (int n = c->begin; n < c->end; n++) channel_of(o, ch)[n] *= c->zerodbfs;
    return KC_OK;
}

/* ---- entries ---------------------------------------------------------------------------------- */

#define OPEN_ERROR       "diskin2: %s: failed to open file (%s)"
#define OPEN_ERROR_ARRAY "diskin2: %s: failed to open file: %s"

KC_NATIVE double num(void **a, int i) { return *(const double *)a[i]; }

KC_NATIVE const char *name_arg(kc_ctx *c, void **a, int i, char *buf, size_t cap)
{
    return kc_arg_type(c, i) == 'S' ? kc_str_get(a[i]) : kc_files_name(c, num(a, i), "soundin.", buf, cap);
}

/* diskin2: name, transpose, skip, wrap, format, window, buffer, skip init, force sync. */
KC_NATIVE player_args diskin2_args(kc_ctx *c, void **a, int f, char *buf, size_t cap, const char *error)
{
    return (player_args){name_arg(c, a, f, buf, cap),
                         num(a, f + 2),
                         num(a, f + 3),
                         num(a, f + 4),
                         num(a, f + 5),
                         num(a, f + 6),
                         num(a, f + 7),
                         error};
}

/* diskin: the sixth argument is the skip flag, and the interpolation is linear. */
KC_NATIVE player_args diskin_args(kc_ctx *c, void **a, int f, char *buf, size_t cap, const char *error)
{
    return (player_args){
        name_arg(c, a, f, buf, cap), num(a, f + 2), num(a, f + 3), num(a, f + 4), 2, 0, num(a, f + 5), error};
}

KC_NATIVE int diskin2_init(player *s, kc_ctx *c, void **a)
{
    char buf[64];
    player_args g = diskin2_args(c, a, c->site->nout, buf, sizeof buf, OPEN_ERROR);
    return player_init(s, c, &g);
}
KC_NATIVE int diskin_init(player *s, kc_ctx *c, void **a)
{
    char buf[64];
    player_args g = diskin_args(c, a, c->site->nout, buf, sizeof buf, OPEN_ERROR);
    return player_init(s, c, &g);
}
KC_NATIVE int diskin_perf(player *s, kc_ctx *c, void **a)
{
    player_outs o = {.list = (double **)a};
    return player_perf(s, c, &o, num(a, c->site->nout + 1));
}

/* The array forms have fixed arguments; gathered for the functions above. */
#define ARRAY_INS                                                                                            \
    void *name, double *kpitch, double *iskip, double *iwrap, double *iformat, double *i6, double *i7,       \
        double *i8, double *i9
#define ARRAY_VECTOR void *a[] = {arr, name, kpitch, iskip, iwrap, iformat, i6, i7, i8, i9}

KC_NATIVE int diskin2_array_init(player *s, kc_ctx *c, kc_array *arr, ARRAY_INS)
{
    char buf[64];
    ARRAY_VECTOR;
    player_args g = diskin2_args(c, a, 1, buf, sizeof buf, OPEN_ERROR_ARRAY);
    return player_init_array(s, c, arr, &g);
}
KC_NATIVE int diskin_array_init(player *s, kc_ctx *c, kc_array *arr, ARRAY_INS)
{
    char buf[64];
    ARRAY_VECTOR;
    player_args g = diskin_args(c, a, 1, buf, sizeof buf, OPEN_ERROR_ARRAY);
    return player_init_array(s, c, arr, &g);
}
KC_NATIVE int diskin_array_perf(player *s, kc_ctx *c, kc_array *arr, ARRAY_INS)
{
    (void)name, (void)iskip, (void)iwrap, (void)iformat, (void)i6, (void)i7, (void)i8, (void)i9;
    player_outs o = {.base = arr->data, .span = arr->member_size / (int)sizeof(double)};
    if (!arr->data || arr->sizes[0] < s->channels) return kc_fail(c, "diskin2: output array too small");
    return player_perf(s, c, &o, *kpitch);
}

/* Opcode: diskin
 * Synopsis: ar1 [, ar2, ...] diskin ifilcod, kpitch [, iskiptim, iwraparound, iformat, iskipinit]
 *           ar[] diskin ifilcod, kpitch [, iskiptim, iwraparound, iformat, iskipinit]
 *
 * Plays a sound file, with linear interpolation.
 * In:  ifilcod      file name, or number N for soundin.N; searched in the current folder, SFDIR, SSDIR
 *      kpitch       speed; 1 as recorded (also at another sample rate), negative backwards (default 1)
 *      iskiptim     start, s into the file (default 0)
 *      iwraparound  1: goes on at the other end (default 0)
 *      iformat      negative -1 .. -10: sample format of a file without header (default 0: see the header)
 *      iskipinit    1: a file that is open already goes on (default 0)
 * Out: channels of the file, 0dbfs = full scale
 * Fails: at init when the file can't be read or has another number of channels
 */
KC_OP(diskin, "a[]", "SPooooooo", .state = player, .init = diskin_array_init, .perf = diskin_array_perf,
      .deinit = player_deinit, .fx = file)
KC_OP(diskin, "a[]", "iPooooooo", .state = player, .init = diskin_array_init, .perf = diskin_array_perf,
      .deinit = player_deinit, .fx = file)
KC_OP(diskin, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "SPooooooo", .state = player, .init = diskin_init,
      .perf = diskin_perf, .deinit = player_deinit, .fx = file)
KC_OP(diskin, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "iPooooooo", .state = player, .init = diskin_init,
      .perf = diskin_perf, .deinit = player_deinit, .fx = file)

/* Opcode: diskin2
 * Synopsis: ar1 [, ar2, ...] diskin2 ifilcod, kpitch [, iskiptim, iwrap, iformat, iwsize, ibufsize,
 * iskipinit] ar[] diskin2 ifilcod, kpitch [, iskiptim, iwrap, iformat, iwsize, ibufsize, iskipinit]
 *
 * Plays a sound file, with interpolation of choice.
 * In:  ifilcod    file name, or number N for soundin.N; searched in the current folder, SFDIR, SSDIR
 *      kpitch     speed; 1 as recorded (also at another sample rate), negative backwards (default 1)
 *      iskiptim   start, s into the file (default 0)
 *      iwrap      1: goes on at the other end (default 0)
 *      iformat    negative -1 .. -10: sample format of a file without header (default 0: see the header)
 *      iwsize     frames of the interpolation: 1 none, 2 linear, 4 cubic (default), 8 .. 1024 sinc
 *      ibufsize   samples of the buffer (default 4096)
 *      iskipinit  1: a file that is open already goes on (default 0)
 * Out: channels of the file, 0dbfs = full scale
 * Fails: at init when the file can't be read or has another number of channels
 */
KC_OP(diskin2, "a[]", "SPooooooo", .state = player, .init = diskin2_array_init, .perf = diskin_array_perf,
      .deinit = player_deinit, .fx = file)
KC_OP(diskin2, "a[]", "iPooooooo", .state = player, .init = diskin2_array_init, .perf = diskin_array_perf,
      .deinit = player_deinit, .fx = file)
KC_OP(diskin2, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "SPooooooo", .state = player, .init = diskin2_init,
      .perf = diskin_perf, .deinit = player_deinit, .fx = file)
KC_OP(diskin2, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "iPooooooo", .state = player, .init = diskin2_init,
      .perf = diskin_perf, .deinit = player_deinit, .fx = file)

/* Opcode: soundin
 * Synopsis: ar1 [, ar2, ...] soundin ifilcod [, iskptim, iformat, iskipinit, ibufsize]
 *
 * Plays a sound file at its own speed.
 * In:  ifilcod    file name, or number N for soundin.N; searched in the current folder, SFDIR, SSDIR
 *      iskptim    start, s into the file (default 0)
 *      iformat    negative -1 .. -10: sample format of a file without header (default 0: see the header)
 *      iskipinit  1: a file that is open already goes on (default 0)
 *      ibufsize   not used
 * Out: channels of the file, 0dbfs = full scale
 * Fails: at init when the file can't be read or has another number of channels
 * Note: with iskipinit the file starts over at its end, as in the reference.
 */
KC_NATIVE int soundin_init(player *s, kc_ctx *c, void **a)
{
    char buf[64];
    int f = c->site->nout;
    player_args g = {name_arg(c, a, f, buf, sizeof buf),
                     num(a, f + 1),
                     num(a, f + 3),
                     num(a, f + 2),
                     2,
                     0,
                     num(a, f + 3),
                     OPEN_ERROR};
    return player_init(s, c, &g);
}
KC_NATIVE int soundin_perf(player *s, kc_ctx *c, void **a)
{
    player_outs o = {.list = (double **)a};
    return player_perf(s, c, &o, 1.0);
}
KC_OP(soundin, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "Soooo", .state = player, .init = soundin_init,
      .perf = soundin_perf, .deinit = player_deinit, .fx = file)
KC_OP(soundin, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "ioooo", .state = player, .init = soundin_init,
      .perf = soundin_perf, .deinit = player_deinit, .fx = file)
