/* sfplay, sfplay3, sfplaym, sfplay3m and the same for single instruments (sfinstr ...): notes of SoundFonts.
 *
 * A note sounds with all splits that its key and velocity select, each read at its own speed, with linear or
 * cubic interpolation. Samples are in their 16-bit range. Filters, modulators and low-frequency oscillators
 * of the font are not heard, its envelopes only when asked for. */
#include "runtime/opcodes/dsp/interp.h"
#include "runtime/opcodes/dsp/soundfont.h"

typedef struct {
    kc_sf_voice v;
    double phase, left, right;
    double env, rise, fall;
    uint32_t ticks; /* steps the envelope has made */
} play_voice;

typedef struct {
    kc_aux memory;
    play_voice *voices;
    int n;
    int envelope; /* 0 none, 1 linear, 2 exponential decay */
} play_st;

enum { PAN_NONE, PAN_ROOT, PAN_LINEAR };

/* The i-time arguments, and what the opcodes differ in. */
typedef struct {
    kc_sf_note note;
    const kc_sf_preset *preset; /* or */
    const kc_sf2 *font;
    int instr;
    double offset, envelope;
    int pan;
} play_args;

/* ---- init ------------------------------------------------------------------------------------- */

KC_NATIVE int voices_of(const kc_ctx *c, const play_args *g, kc_sf_voice *out, int room)
{
    if (g->preset) return kc_sf_preset_voices(c, g->preset, &g->note, out, room);
    return kc_sf_instr_voices(c, g->font, g->instr, &g->note, out, room);
}

KC_NATIVE play_voice new_voice(const kc_sf_voice *v, const play_args *g)
{
    double left = g->pan == PAN_ROOT ? sqrt(1.0 - v->pan) : g->pan == PAN_LINEAR ? 1.0 - v->pan : 1.0;
    double right = g->pan == PAN_ROOT ? sqrt(v->pan) : v->pan;
    return (play_voice){
        .v = *v,
        .phase = v->offset + g->offset,
        .left = left * v->level,
        .right = right * v->level,
        .env = g->envelope > 0 && v->attack != 0 ? 0 : 1,
        .rise = 1.0 / v->attack,
        .fall = g->envelope > 1 ? pow(v->sustain + 0.0001, 1.0 / (v->decay + 0.0001))
                                : (v->sustain - 1.0) / v->decay,
    };
}

KC_NATIVE int start(play_st *s, kc_ctx *c, const play_args *g)
{
    int n = voices_of(c, g, NULL, 0);
    if (kc_aux_alloc(c, &s->memory, ((size_t)n + 1) * (sizeof *s->voices + sizeof(kc_sf_voice))) < 0)
        return KC_ERROR;
    s->voices = s->memory.p;
    kc_sf_voice *v = (kc_sf_voice *)(void *)(s->voices + n);
    voices_of(c, g, v, n);
    for (int i = 0; i < n; i++) s->voices[i] = new_voice(&v[i], g);
    s->n = n;
    s->envelope = g->envelope > 1 ? 2 : g->envelope > 0;
    return KC_OK;
}

KC_NATIVE int start_preset(play_st *s, kc_ctx *c, play_args g, double handle)
{
    g.preset = kc_sf_preset_slot(c, handle);
    if (!g.preset) return kc_fail(c, "invalid soundfont");
    if (!g.preset->preset) return kc_fail(c, "%s: invalid or out-of-range preset number", c->site->name);
    return start(s, c, &g);
}

KC_NATIVE int start_instr(play_st *s, kc_ctx *c, play_args g, double handle, double instr)
{
    const kc_sf_bank *b = kc_sf_bank_at(c, handle);
    if (!b) return KC_ERROR;
    if (!(instr > -1 && instr < b->font->ninstrs)) return kc_fail(c, "sfinstr: instrument out of range");
    g.font = b->font;
    g.instr = (int)instr;
    return start(s, c, &g);
}

/* ---- performance ------------------------------------------------------------------------------ */

KC_INLINE double read_linear(const kc_sf_voice *v, double phase)
{
    int64_t i = kc_sf_int(phase);
    int x = kc_sf2_at(v->font, v->base + i), y = kc_sf2_at(v->font, v->base + i + 1);
    return x + (y - x) * (phase - (double)i);
}

/* Below a phase of 1 this goes on with the curve through the first four points. */
KC_INLINE double read_cubic(const kc_sf_voice *v, double phase)
{
    double before = phase - 1.0;
    int64_t i = kc_sf_int(before), at = v->base + i;
    const kc_sf2 *f = v->font;
    return v_get(kc_lagrange4(v_splat(before - (double)i), v_splat(kc_sf2_at(f, at)),
                              v_splat(kc_sf2_at(f, at + 1)), v_splat(kc_sf2_at(f, at + 2)),
                              v_splat(kc_sf2_at(f, at + 3))),
                 0);
}

/* Back into the loop by whole lengths: subtractions as far as a few do. An end before the start wraps in 32
 * bits, as in the reference. */
KC_NATIVE double looped(const kc_sf_voice *v, double x)
{
    double length = v->loop_end - v->loop_start, end = v->loop_end, begin = v->loop_start;
    if (!(length > 0)) return x;
    for (int i = 0; i < 16 && x >= end; i++) x -= length;
    if (x >= end) x = begin + fmod(x - begin, length);
    for (int i = 0; i < 16 && x < begin; i++) x += length;
    return x >= begin || !(x < begin) ? x : begin;
}

KC_NATIVE void envelope(play_voice *p, int kind)
{
    if (p->ticks < p->v.attack)
        p->env += p->rise;
    else if (p->ticks < p->v.decay + p->v.attack)
        p->env = kind == 2 ? p->env * p->fall : p->env + p->fall;
    else
        p->env = p->v.sustain;
    p->ticks++;
}

typedef struct {
    double *out[2]; /* out[1] NULL: mono */
    const double *amp, *freq;
    int amp_a, freq_a;   /* a-rate */
    int cubic, fast_env; /* fast_env: the envelope takes a step each sample */
} play_io;

KC_INLINE void play_one(play_voice *p, const play_st *s, const kc_ctx *c, const play_io *io)
{
    int in_loop = 0, looping = p->v.looped;
    if (!looping && !(p->phase < p->v.end)) return;
    if (s->envelope && !io->fast_env) envelope(p, s->envelope);
    for (int n = c->begin; n < c->end; n++) {
        double step = p->v.step * io->freq[io->freq_a ? n : 0];
        if (s->envelope && io->fast_env) envelope(p, s->envelope);
        double x = io->cubic ? read_cubic(&p->v, p->phase) : read_linear(&p->v, p->phase);
        io->out[0][n] += p->left * x * p->env;
        if (io->out[1]) io->out[1][n] += p->right * x * p->env;
        p->phase += step;
        if (looping) {
            in_loop |= p->phase >= p->v.loop_start;
            if (in_loop) p->phase = looped(&p->v, p->phase);
        } else {
            if (p->phase > p->v.end) break;
            if (p->phase < 0) p->phase = 0;
        }
    }
}

KC_INLINE int play(play_st *s, kc_ctx *c, play_io io)
{
    int first = io.out[1] ? 4 : 3; /* xamp among the arguments */
    io.amp_a = kc_arg_is_a(c, first);
    io.freq_a = kc_arg_is_a(c, first + 1);
    size_t bytes = (size_t)(c->end > c->begin ? c->end - c->begin : 0) * sizeof(double);
    for (int ch = 0; ch < 2 && io.out[ch]; ch++) memset(io.out[ch] + c->begin, 0, bytes);
    for (int i = 0; i < s->n; i++) play_one(&s->voices[i], s, c, &io);
    for (int ch = 0; ch < 2 && io.out[ch]; ch++)
        for (int n = c->begin; n < c->end; n++) io.out[ch][n] *= io.amp[io.amp_a ? n : 0];
    return KC_OK;
}

/* The init functions: presets in stereo and mono, instruments in stereo and mono. */
#define NOTE_ARGS const double *vel, const double *key, const double *amp, const double *freq
#define OPTIONS   const double *flag, const double *offset, const double *env
#define ARGS(law)                                                                                            \
    ((void)amp, (void)freq,                                                                                  \
     (play_args){.note = {*vel, *key, trunc(*flag) != 0}, .offset = *offset, .envelope = *env, .pan = law})

KC_NATIVE int preset_stereo(play_st *s, kc_ctx *c, double *l, double *r, NOTE_ARGS, const double *preset,
                            OPTIONS)
{
    (void)l, (void)r;
    return start_preset(s, c, ARGS(PAN_ROOT), *preset);
}
KC_NATIVE int preset_mono(play_st *s, kc_ctx *c, double *out, NOTE_ARGS, const double *preset, OPTIONS)
{
    (void)out;
    return start_preset(s, c, ARGS(PAN_NONE), *preset);
}
KC_NATIVE int instr_stereo(play_st *s, kc_ctx *c, double *l, double *r, NOTE_ARGS, const double *instr,
                           const double *bank, OPTIONS)
{
    (void)l, (void)r;
    return start_instr(s, c, ARGS(PAN_LINEAR), *bank, *instr);
}
KC_NATIVE int instr_mono(play_st *s, kc_ctx *c, double *out, NOTE_ARGS, const double *instr,
                         const double *bank, OPTIONS)
{
    (void)out;
    return start_instr(s, c, ARGS(PAN_NONE), *bank, *instr);
}

/* The performance functions, by interpolation; `extra` is the second number of the instruments. */
#define STEREO(name, is_cubic, ...)                                                                          \
    KC_NATIVE int name(play_st *s, kc_ctx *c, double *l, double *r, NOTE_ARGS, const double *what,           \
                       __VA_ARGS__ OPTIONS)                                                                  \
    {                                                                                                        \
        (void)vel, (void)key, (void)what, (void)flag, (void)offset, (void)env;                               \
        return play(s, c, (play_io){.out = {l, r}, .amp = amp, .freq = freq, .cubic = is_cubic});            \
    }
#define MONO(name, is_cubic, fast, ...)                                                                      \
    KC_NATIVE int name(play_st *s, kc_ctx *c, double *out, NOTE_ARGS, const double *what,                    \
                       __VA_ARGS__ OPTIONS)                                                                  \
    {                                                                                                        \
        (void)vel, (void)key, (void)what, (void)flag, (void)offset, (void)env;                               \
        return play(s, c,                                                                                    \
                    (play_io){.out = {out}, .amp = amp, .freq = freq, .cubic = is_cubic, .fast_env = fast}); \
    }
#define BANK __attribute__((unused)) const double *bank,
STEREO(preset_stereo_1, 0, )
STEREO(preset_stereo_3, 1, )
STEREO(instr_stereo_1, 0, BANK)
STEREO(instr_stereo_3, 1, BANK)
MONO(preset_mono_1, 0, 1, )
MONO(preset_mono_3, 1, 0, )
MONO(instr_mono_1, 0, 0, BANK)
MONO(instr_mono_3, 1, 0, BANK)

/* Opcode: sfplay sfplay3 sfplaym sfplay3m
 * Synopsis: ar1, ar2 sfplay ivel, inotenum, xamp, xfreq, ipreindex [, iflag] [, ioffset] [, ienv]
 *           ar1, ar2 sfplay3 ivel, inotenum, xamp, xfreq, ipreindex [, iflag] [, ioffset] [, ienv]
 *           ares sfplaym ivel, inotenum, xamp, xfreq, ipreindex [, iflag] [, ioffset] [, ienv]
 *           ares sfplay3m ivel, inotenum, xamp, xfreq, ipreindex [, iflag] [, ioffset] [, ienv]
 *
 * A note of a SoundFont preset: stereo, or mono (m), with linear or cubic (3) interpolation.
 * In:  ivel, inotenum  velocity and key, which choose the samples
 *      xamp            factor of the amplitude
 *      xfreq           factor of the frequency; with iflag the frequency, Hz
 *      ipreindex       preset handle, from sfpreset or sfpassign
 *      iflag           0: pitch follows inotenum (default); else xfreq alone sets it
 *      ioffset         where to begin, sample points (default 0)
 *      ienv            0 no envelope (default), 1 the font's with linear decay, above 1 with
 *                      exponential decay
 * Out: the sum of all splits, in 16-bit units
 * Fails: at init when the preset handle is out of range or not assigned
 * Note: sfplaym advances its envelope each sample, the others each k-cycle, as in the reference.
 */
KC_OP(sfplay, "aa", "iixxiooo", .state = play_st, .init = preset_stereo, .perf = preset_stereo_1)
KC_OP(sfplaym, "a", "iixxiooo", .state = play_st, .init = preset_mono, .perf = preset_mono_1)
KC_OP(sfplay3, "aa", "iixxiooo", .state = play_st, .init = preset_stereo, .perf = preset_stereo_3)
KC_OP(sfplay3m, "a", "iixxiooo", .state = play_st, .init = preset_mono, .perf = preset_mono_3)

/* Opcode: sfinstr sfinstr3 sfinstrm sfinstr3m
 * Synopsis: ar1, ar2 sfinstr ivel, inotenum, xamp, xfreq, instrnum, isfhandle [, iflag] [, ioffset] [, ienv]
 *           ar1, ar2 sfinstr3 ivel, inotenum, xamp, xfreq, instrnum, isfhandle [, iflag] [, ioffset] [, ienv]
 *           ares sfinstrm ivel, inotenum, xamp, xfreq, instrnum, isfhandle [, iflag] [, ioffset] [, ienv]
 *           ares sfinstr3m ivel, inotenum, xamp, xfreq, instrnum, isfhandle [, iflag] [, ioffset] [, ienv]
 *
 * A note of a SoundFont instrument, beside all presets.
 * In:  instrnum   number of the instrument, see sfilist
 *      isfhandle  from sfload
 *      the others: see sfplay
 * Out: the sum of all splits, in 16-bit units
 * Fails: at init when there is no such font or instrument
 * Note: stereo is panned by amplitude here and by power in sfplay, as in the reference.
 */
KC_OP(sfinstrm, "a", "iixxiiooo", .state = play_st, .init = instr_mono, .perf = instr_mono_1)
KC_OP(sfinstr, "aa", "iixxiiooo", .state = play_st, .init = instr_stereo, .perf = instr_stereo_1)
KC_OP(sfinstr3, "aa", "iixxiiooo", .state = play_st, .init = instr_stereo, .perf = instr_stereo_3)
KC_OP(sfinstr3m, "a", "iixxiiooo", .state = play_st, .init = instr_mono, .perf = instr_mono_3)
