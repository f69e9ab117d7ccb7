/* sflooper: notes of SoundFonts whose samples are looped with a crossfade, at points which may move.
 *
 * Each split has two readers: ndx[0] runs through the loop, ndx[1] comes in where the two overlap (in mode 2
 * it is the one that runs backwards). Loop points are taken anew each time the loop ends. The place in the
 * fade and its length are shared by all splits, as in the reference, whose splits therefore fade alike only
 * when they run at one speed. */
#include "runtime/opcodes/dsp/soundfont.h"

typedef struct {
    kc_sf_voice v;
    double left, right, ndx[2];
    int32_t begin, end; /* loop, points from the start of the data */
    int fresh;
} loop_voice;

typedef struct {
    kc_aux memory;
    loop_voice *voices;
    int n, mode;
    int in_head; /* before the first loop */
    const kc_table *fade;
    double count;  /* points into the fade */
    int32_t cross; /* its length */
} sflooper_st;

#define LOOPER_ARGS                                                                                          \
    double *l, double *r, const double *vel, const double *key, const double *amp, const double *pitch,      \
        const double *preset, const double *loop_start, const double *loop_end, const double *crossfade,     \
        const double *start, const double *mode, const double *ifn, const double *skip, const double *flag

KC_NATIVE void place_readers(sflooper_st *s, const kc_ctx *c, double start, double mode)
{
    s->mode = kc_sf_int(mode);
    s->in_head = 1;
    for (int i = 0; i < s->n; i++) {
        loop_voice *p = &s->voices[i];
        p->fresh = 1;
        if (s->mode != 0 && s->mode != 2) continue;
        double x = start * c->sr + (double)p->v.base, last = (int32_t)p->v.last;
        p->ndx[0] = x >= last ? last - 1 : x >= 0 ? x : 0;
        s->count = 0;
    }
}

/* New state for n voices; with iskip the readers of the note before go on. */
KC_NATIVE int take_voices(sflooper_st *s, kc_ctx *c, const kc_sf_preset *p, const kc_sf_note *note,
                          double skip)
{
    int n = kc_sf_preset_voices(c, p, note, NULL, 0);
    size_t need = ((size_t)n + 1) * (sizeof *s->voices + sizeof(kc_sf_voice));
    if ((skip == 0 || need > s->memory.size) && kc_aux_alloc(c, &s->memory, need) < 0) return KC_ERROR;
    s->voices = s->memory.p;
    kc_sf_voice *v = (kc_sf_voice *)(void *)((char *)s->memory.p + need) - (n + 1);
    kc_sf_preset_voices(c, p, note, v, n);
    for (int i = 0; i < n; i++) {
        loop_voice *o = &s->voices[i];
        o->v = v[i];
        o->left = sqrt(1.0 - v[i].pan) * v[i].level;
        o->right = sqrt(v[i].pan) * v[i].level;
    }
    s->n = n;
    return KC_OK;
}

/* ---- performance ------------------------------------------------------------------------------ */

typedef struct {
    double start, end, cross; /* k-rate arguments, s */
    double amp, pitch, sr;
} loop_now;

KC_INLINE double read_at(const loop_voice *p, double x)
{
    int64_t i = kc_sf_int(x);
    int a = kc_sf2_at(p->v.font, i), b = kc_sf2_at(p->v.font, i + 1);
    return a + (x - (double)i) * (b - a);
}

/* Point `at` of 0 .. len of the crossfade's shape. */
KC_NATIVE double shape(const sflooper_st *s, double at)
{
    int32_t i = kc_sf_int(at);
    return s->fade->data[i < 0 ? 0 : i > s->fade->len ? s->fade->len : i];
}

/* Gain after `x` of the fade, 0 .. 1. */
KC_INLINE double fade_in(const sflooper_st *s)
{
    return s->fade ? shape(s, s->fade->len * s->count / s->cross) : s->count / s->cross;
}
KC_INLINE double fade_out(const sflooper_st *s)
{
    return s->fade ? shape(s, s->fade->len * (1.0 - s->count / s->cross)) : 1.0 - s->count / s->cross;
}

KC_NATIVE int32_t loop_point(double seconds, const loop_voice *p, const loop_now *now)
{
    int32_t x = kc_sf_int(seconds * now->sr);
    return (int32_t)((uint32_t)x + (uint32_t)p->v.base);
}

/* Takes the loop points from the arguments; the length of the loop. */
KC_NATIVE int32_t take_loop(sflooper_st *s, kc_ctx *c, loop_voice *p, const loop_now *now)
{
    int32_t first = (int32_t)p->v.base, last = (int32_t)(p->v.last + (uint32_t)p->v.base);
    p->begin = loop_point(now->start, p, now);
    p->end = loop_point(now->end, p, now);
    if (p->begin < first) p->begin = first;
    if (p->begin > last) {
        kc_warn(c, "loop start %f beyond sample end %f, clamping.\n", (p->begin - first) / now->sr,
                (last - first) / now->sr);
        p->begin = last;
    }
    if (p->end > last) {
        kc_warn(c, "loop end %f beyond sample end %f, clamping.\n", (p->end - first) / now->sr,
                (last - first) / now->sr);
        p->end = last;
    }
    s->cross = kc_sf_int(now->cross * now->sr);
    return (int32_t)((uint32_t)p->end - (uint32_t)p->begin);
}

KC_NATIVE void first_loop(sflooper_st *s, kc_ctx *c, loop_voice *p, const loop_now *now)
{
    int32_t size = take_loop(s, c, p, now), most = size;
    if (s->mode == 1) {
        p->ndx[0] = p->ndx[1] = p->end;
        s->count = s->cross;
    } else if (s->mode == 2) {
        p->ndx[1] = p->begin - 1.0;
        most = size / 2;
    } else {
        p->ndx[1] = p->begin;
    }
    if (s->cross > most) s->cross = s->mode == 2 ? most - 1 : most;
    p->fresh = 0;
}

KC_INLINE double forward(sflooper_st *s, kc_ctx *c, loop_voice *p, const loop_now *now, double step)
{
    double x = read_at(p, p->ndx[0]), out;
    if (p->ndx[0] < p->end - s->cross) {
        out = now->amp * x;
    } else {
        double in = fade_in(s),
               away = s->fade ? shape(s, s->fade->len - kc_sf_int(s->fade->len * s->count / s->cross))
                              : 1.0 - in;
        out = now->amp * (away * x + in * read_at(p, p->ndx[1]));
        p->ndx[1] += step;
        s->count += step;
    }
    p->ndx[0] += step;
    if (p->ndx[0] >= p->end) {
        int32_t size = take_loop(s, c, p, now);
        if (s->cross > size) s->cross = size - 1;
        p->ndx[0] = p->ndx[1];
        p->ndx[1] = p->begin;
        s->count = 0;
    }
    return out;
}

KC_INLINE double backward(sflooper_st *s, kc_ctx *c, loop_voice *p, const loop_now *now, double step)
{
    double x = read_at(p, p->ndx[0]), out;
    if (p->ndx[0] > s->cross + p->begin) {
        out = now->amp * x;
    } else {
        double away = fade_in(s),
               in = s->fade ? shape(s, s->fade->len - kc_sf_int(s->fade->len * s->count / s->cross))
                            : 1.0 - away;
        out = now->amp * (away * x + in * read_at(p, p->ndx[1]));
        p->ndx[1] -= step;
        s->count -= step;
    }
    p->ndx[0] -= step;
    if (p->ndx[0] <= p->begin) {
        int32_t size = take_loop(s, c, p, now);
        if (s->cross > size) s->cross = size;
        p->ndx[0] = p->ndx[1];
        p->ndx[1] = p->end;
        s->count = s->cross;
    }
    return out;
}

/* The reader that runs up, of mode 2. */
KC_INLINE double pendulum_up(sflooper_st *s, loop_voice *p, const loop_now *now, double step)
{
    double x = p->ndx[0], out;
    if (x < p->begin + s->cross) {
        double gain = s->in_head ? 1.0 : fade_in(s);
        out = now->amp * gain * read_at(p, x);
        p->ndx[0] += step;
        if (!s->in_head) s->count += step;
    } else if (x < p->end - s->cross) {
        out = now->amp * read_at(p, x);
        p->ndx[0] += step;
        s->in_head = 0;
        if (p->ndx[0] >= p->end - s->cross) p->ndx[1] = p->end, s->count = 0;
    } else if (x < p->end) {
        out = now->amp * fade_out(s) * read_at(p, x);
        p->ndx[0] += step;
        s->count += step;
    } else {
        out = 0;
    }
    return out;
}

/* The one that runs down: adds to `out` while it fades, takes its place between the fades. */
KC_INLINE double pendulum_down(sflooper_st *s, kc_ctx *c, loop_voice *p, const loop_now *now, double step,
                               double out)
{
    double x = p->ndx[1];
    if (x > p->end - s->cross) {
        out += now->amp * fade_in(s) * read_at(p, x);
        p->ndx[1] -= step;
    } else if (x > p->begin + s->cross) {
        out = now->amp * read_at(p, x);
        p->ndx[1] -= step;
        if (p->ndx[1] <= p->begin + s->cross) p->ndx[0] = p->begin, s->count = 0;
    } else if (x > p->begin) {
        out += now->amp * fade_out(s) * read_at(p, x);
        p->ndx[1] -= step;
        if (p->ndx[1] <= p->begin) {
            int32_t size = take_loop(s, c, p, now);
            if (s->cross > size / 2) s->cross = size / 2 - 1;
        }
    }
    return out;
}

/* Opcode: sflooper
 * Synopsis: ar1, ar2 sflooper ivel, inotenum, kamp, kpitch, ipreindex, kloopstart, kloopend, kcrossfade
 *           [, istart] [, imode] [, ifenv] [, iskip] [, iflag]
 *
 * A note of a SoundFont preset with a loop of its own, which is crossfaded.
 * In:  ivel, inotenum        velocity and key, which choose the samples
 *      kamp                  factor of the amplitude
 *      kpitch                factor of the frequency, 0 or more; with iflag the frequency, Hz
 *      ipreindex             preset handle, from sfpreset or sfpassign
 *      kloopstart, kloopend  loop in the sample, s of the output's rate
 *      kcrossfade            length of the fade, s
 *      istart                where to begin, s (default 0)
 *      imode                 0 forwards (default), 1 backwards, 2 back and forth
 *      ifenv                 table with the shape of the fade; 0 linear (default)
 *      iskip                 1: readers stay where the note before left them (default 0)
 *      iflag                 0: pitch follows inotenum (default); else kpitch alone sets it
 * Out: the sum of all splits, in 16-bit units
 * Fails: at init when the preset handle is out of range or not assigned, or there is no such table
 */
KC_NATIVE int sflooper_init(sflooper_st *s, kc_ctx *c, LOOPER_ARGS)
{
    (void)l, (void)r, (void)amp, (void)pitch, (void)loop_start, (void)loop_end, (void)crossfade;
    const kc_sf_preset *p = kc_sf_preset_slot(c, *preset);
    if (!p || !p->preset) return kc_fail(c, "sflooper: invalid or out-of-range preset number");
    kc_sf_note note = {*vel, *key, *flag != 0};
    if (take_voices(s, c, p, &note, *skip) < 0) return KC_ERROR;
    s->fade = *ifn != 0 ? kc_table_need(c, *ifn) : NULL;
    if (*ifn != 0 && !s->fade) return KC_ERROR;
    if (*skip == 0) place_readers(s, c, *start, *mode);
    return KC_OK;
}
KC_NATIVE int sflooper_perf(sflooper_st *s, kc_ctx *c, LOOPER_ARGS)
{
    (void)vel, (void)key, (void)preset, (void)start, (void)mode, (void)ifn, (void)skip, (void)flag;
    loop_now now = {*loop_start, *loop_end, *crossfade, *amp, *pitch < 0 ? 0 : *pitch, c->sr};
    for (int n = c->begin; n < c->end; n++) l[n] = r[n] = 0;
    for (int i = 0; i < s->n; i++) {
        loop_voice *p = &s->voices[i];
        double step = now.pitch * p->v.step;
        if (p->fresh) first_loop(s, c, p, &now);
        for (int n = c->begin; n < c->end; n++) {
            double x;
            if (s->mode == 1)
                x = backward(s, c, p, &now, step);
            else if (s->mode == 2)
                x = pendulum_down(s, c, p, &now, step, pendulum_up(s, p, &now, step));
            else
                x = forward(s, c, p, &now, step);
            l[n] += x * p->left;
            r[n] += x * p->right;
        }
    }
    return KC_OK;
}
KC_OP(sflooper, "aa", "iikkikkkooooo", .state = sflooper_st, .init = sflooper_init, .perf = sflooper_perf)
