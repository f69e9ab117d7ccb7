/* pvsbuffer, pvsbufread, pvsbufread2: frames kept in a ring, and read at any time.
 *
 * Rings belong to the engine, since readers may outlive the note that writes; a handle is a ring's number. An
 * instance keeps its ring when it is used again. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/pvs.h"
#include <stdlib.h>

#ifndef KC_BITCODE
enum { RINGS_MAX = 4096 };

typedef struct {
    kc_fsig like; /* sizes of the frames; no memory */
    float *data;
    int frames;
} pvs_ring;

typedef struct {
    pvs_ring *ring[RINGS_MAX];
    int n;
} pvs_rings;

KC_NATIVE void rings_free(void *p)
{
    pvs_rings *r = p;
    for (int i = 0; i < r->n; i++) {
        free(r->ring[i]->data);
        free(r->ring[i]);
    }
}
KC_NATIVE pvs_rings *rings(kc_ctx *c)
{
    return kc_engine_store(c->engine, "pvs buffers", sizeof(pvs_rings), rings_free);
}

/* ---- writing ----------------------------------------------------------------------------------- */

typedef struct {
    int handle; /* from 1; 0: none */
    int at;     /* frame to be written */
    uint32_t last;
    double time;
} pvsbuffer_st;

/* A ring of that many frames like f, silent. */
KC_NATIVE int ring_make(pvsbuffer_st *s, kc_ctx *c, const kc_fsig *f, int frames)
{
    pvs_rings *all = rings(c);
    if (!all) return kc_fail(c, "pvsbuffer: out of memory");
    if (!s->handle) {
        if (all->n == RINGS_MAX) return kc_fail(c, "pvsbuffer: more than %d buffers", RINGS_MAX);
        if (!(all->ring[all->n] = calloc(1, sizeof(pvs_ring)))) return kc_fail(c, "pvsbuffer: out of memory");
        s->handle = ++all->n;
    }
    pvs_ring *r = all->ring[s->handle - 1];
    float *data = calloc((size_t)frames, ((size_t)f->N + 2) * sizeof(float));
    if (!data) return kc_fail(c, "pvsbuffer: out of memory");
    free(r->data);
    *r = (pvs_ring){.data = data, .frames = frames};
    r->like.N = f->N;
    r->like.overlap = f->overlap;
    r->like.winsize = f->winsize;
    r->like.wintype = f->wintype;
    r->like.format = f->format;
    return KC_OK;
}
KC_NATIVE int pvsbuffer_init(pvsbuffer_st *s, kc_ctx *c, double *handle, double *time, const kc_fsig *in,
                             const double *length)
{
    if (in->sliding) return kc_fail(c, "SDFT case not implemented yet");
    if (!kc_pvs_fits(in, in->N)) return kc_fail(c, "pvsbuffer: not initialised");
    double frames = trunc(*length * c->sr / in->overlap);
    if (!(frames >= 1 && frames * (in->N + 2) < 1e9))
        return kc_fail(c, "pvsbuffer: no length of %g s", *length);
    if (ring_make(s, c, in, (int)frames) < 0) return KC_ERROR;
    s->at = 0;
    s->last = 0;
    *handle = s->handle - 1;
    *time = s->time = 0;
    return KC_OK;
}
KC_NATIVE int pvsbuffer_perf(pvsbuffer_st *s, kc_ctx *c, double *handle, double *time, const kc_fsig *in,
                             const double *length)
{
    (void)handle, (void)length;
    pvs_ring *r = s->handle ? rings(c)->ring[s->handle - 1] : NULL;
    if (!r || !kc_pvs_fits(in, r->like.N)) return kc_fail(c, "pvsbuffer: not initialised");
    if (s->last < in->framecount) {
        size_t size = (size_t)in->N + 2;
        memcpy(r->data + (size_t)s->at * size, in->frame.p, size * sizeof(float));
        s->last = in->framecount;
        s->time = s->at / (c->sr / in->overlap);
        if (++s->at >= r->frames) s->at = 0;
    }
    *time = s->time;
    return KC_OK;
}

/* ---- reading ----------------------------------------------------------------------------------- */

typedef struct {
    int64_t count; /* samples since the last frame */
} pvsbufread_st;

KC_NATIVE const pvs_ring *ring_find(kc_ctx *c, double handle)
{
    const pvs_rings *all = rings(c);
    if (all && handle > -1 && handle < all->n) return all->ring[(int)handle];
    kc_fail(c, "error... could not read handle from global variable");
    return NULL;
}
KC_NATIVE int bufread_start(pvsbufread_st *s, kc_ctx *c, kc_fsig *out, double handle)
{
    const pvs_ring *r = ring_find(c, handle);
    if (!r) return KC_ERROR;
    s->count = r->like.overlap;
    return kc_pvs_open(c, out, r->like.N, r->like.overlap, r->like.winsize, r->like.wintype, r->like.format);
}
/* Number i of the frame at a position in frames, between the two around it. The last frame is not reached. */
KC_NATIVE float ring_value(const pvs_ring *r, double at, int i)
{
    int frames = r->frames - 1;
    if (frames < 1) return r->data[i];
    at -= floor(at / frames) * frames;
    int first = at >= 0 && at < frames ? (int)at : 0, next = first != frames - 1 ? first + 1 : 0;
    size_t size = (size_t)r->like.N + 2;
    double a = r->data[(size_t)first * size + (size_t)i], b = r->data[(size_t)next * size + (size_t)i];
    return (float)(a + (at - first) * (b - a));
}
/* True when a frame is due; the ring is found for that. */
KC_NATIVE int bufread_due(pvsbufread_st *s, const kc_ctx *c, kc_fsig *out)
{
    int due = s->count >= out->overlap;
    s->count += c->ksmps;
    if (!due) return 0;
    s->count -= out->overlap;
    out->framecount++;
    return 1;
}
KC_NATIVE int same_size(const kc_fsig *f, const pvs_ring *r)
{
    return f->N == r->like.N && f->overlap == r->like.overlap;
}
KC_NATIVE int pvsbufread_init(pvsbufread_st *s, kc_ctx *c, kc_fsig *out, const double *time,
                              const double *handle, const double *low, const double *high,
                              const double *clear)
{
    (void)time, (void)low, (void)high, (void)clear;
    return bufread_start(s, c, out, *handle);
}
/* The limits count numbers of the frame, two to a bin, though they are worked out as bins; so is the upper
 * end, half the spectrum when it is not given. */
KC_NATIVE int pvsbufread_perf(pvsbufread_st *s, kc_ctx *c, kc_fsig *out, const double *time,
                              const double *handle, const double *low, const double *high,
                              const double *clear)
{
    const pvs_ring *r = ring_find(c, *handle);
    if (!r) return KC_ERROR;
    if (!kc_pvs_fits(out, out->N)) return kc_fail(c, "pvsbufread: not initialised");
    if (!bufread_due(s, c, out)) return KC_OK;
    int n = out->N, from = kc_trunc_i(trunc(*low) / (c->sr / n)), to = kc_trunc_i(trunc(*high) / (c->sr / n));
    from = from < 0 ? 0 : from > n / 2 ? n / 2 : from;
    to = to <= from || to > n / 2 + 2 ? n / 2 + 2 : to;
    float *y = out->frame.p;
    if (*clear != 0 || !same_size(out, r)) memset(y, 0, ((size_t)n + 2) * sizeof *y);
    for (int i = from; i < to + ((to - from) & 1) && i < n + 2 && same_size(out, r); i++)
        y[i] = ring_value(r, *time * (c->sr / out->overlap), i);
    return KC_OK;
}
KC_NATIVE int pvsbufread2_init(pvsbufread_st *s, kc_ctx *c, kc_fsig *out, const double *time,
                               const double *handle, const double *fn1, const double *fn2)
{
    (void)time, (void)fn1, (void)fn2;
    return bufread_start(s, c, out, *handle);
}
KC_NATIVE int pvsbufread2_perf(pvsbufread_st *s, kc_ctx *c, kc_fsig *out, const double *time,
                               const double *handle, const double *fn1, const double *fn2)
{
    const pvs_ring *r = ring_find(c, *handle);
    if (!r) return KC_ERROR;
    if (!kc_pvs_fits(out, out->N)) return kc_fail(c, "pvsbufread2: not initialised");
    if (!bufread_due(s, c, out)) return KC_OK;
    const kc_table *t[2] = {kc_table_need(c, *fn1), kc_table_need(c, *fn2)};
    float *y = out->frame.p;
    for (int i = 0; i < 2; i++) {
        if (!t[i]) return KC_ERROR;
        if (t[i]->len < out->N / 2 + 1)
            return kc_fail(c, "table length too small: needed %d, got %d", out->N / 2 + 1, t[i]->len);
    }
    for (int i = 0; i < out->N + 2; i++)
        y[i] = same_size(out, r) ? ring_value(r, (*time - t[i & 1]->data[i / 2]) * (c->sr / out->overlap), i)
                                 : 0;
    return KC_OK;
}
#endif

/* Opcode: pvsbuffer
 * Synopsis: ihandle, ktime pvsbuffer fsig, ilen
 *
 * Writes frames to a ring.
 * In:  fsig  f-signal, not sliding
 *      ilen  length, s
 * Out: number of the ring; time in the ring of the newest frame, s
 * Fails: at init for sliding signals and illegal lengths
 */
KC_OP(pvsbuffer, "ik", "fi", .state = pvsbuffer_st, .init = pvsbuffer_init, .perf = pvsbuffer_perf,
      .fx = chn_w)

/* Opcode: pvsbufread
 * Synopsis: fsig pvsbufread ktime, khandle [, klo, khi, iclear]
 *
 * Reads a ring of frames.
 * In:  ktime time  in the ring, s
 *      khandle     number of the ring klo, khi limits, Hz; numbers of the frame below and above keep their
 *                  values. They count amplitudes and frequencies as if each were a bin;
 *      khi         0: up to a quarter of the sampling rate (default 0)
 *      iclear      not 0: other numbers become 0 (default 0)
 * Out: f-signal
 * Fails: when there is no such ring
 */
KC_OP(pvsbufread, "f", "kkOOo", .state = pvsbufread_st, .init = pvsbufread_init, .perf = pvsbufread_perf,
      .fx = chn_r)

/* Opcode: pvsbufread2
 * Synopsis: fsig pvsbufread2 ktime, khandle, ift1, ift2
 *
 * Reads a ring of frames with a delay for each bin.
 * In:  ktime       time in the ring, s
 *      khandle     number of the ring
 *      ift1, ift2  tables with delays of amplitudes and of frequencies, s, a point per bin
 * Out: f-signal
 * Fails: when there is no such ring or table, or a table is too short
 */
KC_OP(pvsbufread2, "f", "kkkk", .state = pvsbufread_st, .init = pvsbufread2_init, .perf = pvsbufread2_perf,
      .fx = chn_r | tab_r)
