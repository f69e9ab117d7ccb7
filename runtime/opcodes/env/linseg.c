/* linseg, linsegb, linsegr, adsr, madsr: chains of straight segments.
 *
 * Init writes the segments as records {target, samples or cycles, cycles} into the instance's memory, behind
 * an empty record which the first sample steps off. The tick counts down; when a segment is over, one lane at
 * a time moves on to the next record and works out the slope from where the value really is. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V val, inc;
    V target;  /* end of the current segment (k-rate) */
    VI cnt;    /* left of it */
    VI rem;    /* segments not yet over; 0: holds the last value */
    VI relcnt; /* k-cycles of the last segment, for release */
    VP seg;    /* current record */
    VL fixed[4];
} linseg_st;

#define FOREVER INT32_MAX
enum { TARGET, COUNT, CYCLES, RECORD };

/* ---- set-up -------------------------------------------------------------------------------- */

KC_NATIVE int32_t seg_count(double dur, double rate)
{
    int32_t n = kc_trunc_i(dur * rate + 0.5);
    return n < 0 ? 0 : n;
}

/* n segments in a[1] = duration, a[2] = target, a[3] = duration ...; a[0] is the first value. */
KC_NATIVE int linseg_set(linseg_st *s, kc_ctx *c, const double **a, int nin, double rate, int *set)
{
    *set = 0;
    if (!(nin & 1)) return kc_fail(c, "incomplete number of input arguments");
    int n = nin >> 1;
    double *old = kc_lane_mem(s->fixed);
    if (!(*a[1] > 0)) {
        if (old) s->seg = old;
        return KC_OK;
    }
    double *rec = kc_lane_alloc(c, s->fixed, RECORD * ((size_t)n + 1));
    if (!rec) return KC_ERROR;
    s->seg = rec;
    s->val = *a[0];
    s->inc = 0;
    s->cnt = 0;
    s->rem = n + 1;
    for (int i = 0; i < n; i++) {
        double *r = rec + RECORD * (i + 1), dur = *a[2 * i + 1];
        r[TARGET] = *a[2 * i + 2];
        r[COUNT] = seg_count(dur, rate);
        r[CYCLES] = seg_count(dur, c->kr);
    }
    *set = 1;
    return KC_OK;
}
KC_NATIVE int linseg_init_a(linseg_st *s, kc_ctx *c, void **a)
{
    int set;
    return linseg_set(s, c, (const double **)(a + 1), c->site->nin, c->sr, &set);
}
KC_NATIVE int linseg_init_k(linseg_st *s, kc_ctx *c, void **a)
{
    int set;
    return linseg_set(s, c, (const double **)(a + 1), c->site->nin, c->kr, &set);
}

/* Times from the start instead of durations. Only the k-rate opcode turns them into durations: the a-rate one
 * of the reference takes each as a duration. Both refuse times that go back. */
KC_NATIVE int linsegb_set(linseg_st *s, kc_ctx *c, const double **a)
{
    int set, nin = c->site->nin;
    if (linseg_set(s, c, a, nin, c->kr, &set) != KC_OK) return KC_ERROR;
    if (!set) return KC_OK;
    double *rec = (double *)(uintptr_t)s->seg;
    int32_t at = 0;
    for (int i = 0; i < nin >> 1; i++) {
        int32_t end = seg_count(*a[2 * i + 1], c->kr);
        if (end < at) return kc_fail(c, "Breakpoint %d not valid", i + 1);
        rec[RECORD * (i + 1) + COUNT] = end - at;
        at = end;
    }
    return KC_OK;
}
KC_NATIVE int linsegb_init_a(linseg_st *s, kc_ctx *c, void **a)
{
    const double **in = (const double **)(a + 1);
    if (linsegb_set(s, c, in) != KC_OK) return KC_ERROR;
    int set;
    return linseg_set(s, c, in, c->site->nin, c->sr, &set);
}
KC_NATIVE int linsegb_init_k(linseg_st *s, kc_ctx *c, void **a)
{
    return linsegb_set(s, c, (const double **)(a + 1));
}

/* The length of the release is read off the segments still to come; a tied note finds another one there, as
 * in the reference. */
KC_NATIVE int linsegr_set(linseg_st *s, kc_ctx *c, void **a, double rate)
{
    int set;
    if (linseg_set(s, c, (const double **)(a + 1), c->site->nin, rate, &set) != KC_OK) return KC_ERROR;
    const double *rec = kc_lane_mem(s->fixed);
    s->relcnt = rec && s->rem > 0 ? (int32_t)rec[RECORD * (s->rem - 1) + CYCLES] : 0;
    kc_note_xtra(c, s->relcnt);
    return KC_OK;
}
KC_NATIVE int linsegr_init_a(linseg_st *s, kc_ctx *c, void **a) { return linsegr_set(s, c, a, c->sr); }
KC_NATIVE int linsegr_init_k(linseg_st *s, kc_ctx *c, void **a) { return linsegr_set(s, c, a, c->kr); }

/* ---- steps to the next segment, for one lane ------------------------------------------------ */

KC_INLINE void seg_store(linseg_st *s, int l, const double *seg, int32_t rem, int32_t cnt, double val,
                         double inc)
{
    vp_set(&s->seg, l, seg);
    vi_set(&s->rem, l, rem);
    vi_set(&s->cnt, l, cnt);
    v_set(&s->val, l, val);
    v_set(&s->inc, l, inc);
}

/* linseg, a-rate: segments of no length are jumps; after the last the value is its target. */
KC_INLINE void seg_next_a(linseg_st *s, int l)
{
    const double *seg = vp_get(s->seg, l);
    int32_t rem = vi_get(s->rem, l), cnt = 0;
    double val = v_get(s->val, l), inc = 0;
    while (rem > 0 && !cnt) {
        if (--rem == 0)
            val = seg[TARGET];
        else {
            seg += RECORD;
            cnt = (int32_t)seg[COUNT];
            if (!cnt)
                val = seg[TARGET];
            else
                inc = (seg[TARGET] - val) / cnt;
        }
    }
    seg_store(s, l, seg, rem, rem ? cnt : FOREVER, val, inc);
}

/* linseg, k-rate: a jump takes one cycle. */
KC_INLINE void seg_next_k(linseg_st *s, int l)
{
    const double *seg = vp_get(s->seg, l);
    int32_t rem = vi_get(s->rem, l), cnt = FOREVER;
    double val = v_get(s->val, l), inc = 0;
    if (rem == 1) val = seg[TARGET];
    if (rem > 0) rem--;
    if (rem > 0) {
        seg += RECORD;
        cnt = (int32_t)seg[COUNT];
        if (!cnt)
            val = seg[TARGET];
        else
            inc = (seg[TARGET] - val) / cnt;
        v_set(&s->target, l, seg[TARGET]);
    }
    seg_store(s, l, seg, rem, cnt, val, inc);
}

/* linsegr: the value before the last segment is held until release. */
KC_INLINE void seg_next_r(linseg_st *s, int l)
{
    const double *seg = vp_get(s->seg, l);
    int32_t rem = vi_get(s->rem, l), cnt = 0;
    double val = v_get(s->val, l), inc = 0;
    while (rem > 2 && !cnt) {
        rem--;
        seg += RECORD;
        cnt = (int32_t)seg[COUNT];
        if (!cnt)
            val = seg[TARGET];
        else
            inc = (seg[TARGET] - val) / cnt;
    }
    if (!cnt && rem < 2) rem = 0;
    seg_store(s, l, seg, rem, cnt ? cnt : FOREVER, val, inc);
}

/* Release: the last segment starts, `unit` steps per cycle long. One is added since the tick counts first. */
KC_INLINE void seg_release(linseg_st *s, int l, int unit)
{
    int32_t rem = vi_get(s->rem, l);
    if (rem < 2) return;
    const double *seg = vp_get(s->seg, l) + RECORD * (rem - 1);
    int64_t cnt = (int64_t)vi_get(s->relcnt, l) * unit;
    if (cnt >= FOREVER) cnt = FOREVER - 1;
    double val = v_get(s->val, l);
    if (cnt == 0)
        seg_store(s, l, seg, 0, FOREVER, seg[TARGET], 0);
    else
        seg_store(s, l, seg, 1, (int32_t)cnt + 1, val, (seg[TARGET] - val) / (double)cnt);
}

#define EACH_DUE(s, due, next)                                                                               \
    if (__builtin_expect(vm_any(due), 0)) {                                                                  \
        KC_LANES                                                                                             \
        {                                                                                                    \
            if (vm_get(due, l)) next(s, l);                                                                  \
        }                                                                                                    \
    }

/* ---- ticks ------------------------------------------------------------------------------------ */

KERNEL void linseg_a(linseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    s->cnt -= 1;
    VM due = vi_le(s->cnt, vi_splat(0));
    EACH_DUE(s, due, seg_next_a)
    *out = s->val;
    s->val += s->inc;
}

/* The slope is worked out anew over the last ten cycles, so that the end is met exactly. */
KERNEL void linseg_k(linseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    *out = s->val;
    s->cnt -= 1;
    VM due = vi_le(s->cnt, vi_splat(0)), near = vi_lt(s->cnt, vi_splat(10));
    V slope = (s->target - s->val) / i_to_v(s->cnt);
    s->inc = v_sel(near, slope, s->inc);
    EACH_DUE(s, due, seg_next_k)
    VM jump = vm_and(due, vi_eq(s->cnt, vi_splat(0)));
    s->val = v_sel(jump, s->val, s->val + s->inc);
}

KERNEL void linsegr_release(linseg_st *s, kc_ctx *c)
{
    VM due = kc_releasing(c);
    if (vm_any(due)) {
        KC_LANES
        {
            if (vm_get(due, l)) seg_release(s, l, c->ksmps);
        }
    }
}
KERNEL void linsegr_a(linseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    s->cnt -= 1;
    VM due = vi_le(s->cnt, vi_splat(0));
    EACH_DUE(s, due, seg_next_r)
    *out = s->val;
    s->val += s->inc;
}
KERNEL void linsegr_k(linseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    *out = s->val;
    VM rel = kc_releasing(c);
    if (vm_any(rel)) {
        KC_LANES
        {
            if (vm_get(rel, l)) seg_release(s, l, 1);
        }
    }
    s->cnt -= 1;
    VM due = vi_le(s->cnt, vi_splat(0));
    EACH_DUE(s, due, seg_next_r)
    s->val += s->inc;
}

/* Opcode: linseg
 * Synopsis: ares linseg ia, idur1, ib [, idur2, ic ...]
 *           kres linseg ia, idur1, ib [, idur2, ic ...]
 *
 * Straight segments from value to value; the last value is held. A segment of no length is a jump.
 * In:  ia     first value
 *      idur1  length of the first segment, s; 0 or less: no new line, the old one goes on (tied notes)
 *      ib     value at its end, and so on
 * Out: the line. At a-rate lengths are whole samples, at k-rate whole k-cycles.
 * Fails: at init when a value is missing
 */
KC_OP(linseg, "k", "iim", .state = linseg_st, .init = linseg_init_k, .tick = linseg_k)
KC_OP(linseg, "a", "iim", .state = linseg_st, .init = linseg_init_a, .tick = linseg_a)

/* Opcode: linsegb
 * Synopsis: ares linsegb ia, itim1, ib [, itim2, ic ...]
 *           kres linsegb ia, itim1, ib [, itim2, ic ...]
 *
 * As linseg, with times from the start of the note instead of lengths.
 * In:  ia     first value
 *      itim1  time at which ib is reached, s; times must not go back
 *      ib     value then, and so on
 * Out: the line
 * Fails: at init when a value is missing or a time is before the one in front of it
 * Note: the a-rate opcode takes the times as lengths, as in the reference.
 */
KC_OP(linsegb, "k", "iim", .state = linseg_st, .init = linsegb_init_k, .tick = linseg_k)
KC_OP(linsegb, "a", "iim", .state = linseg_st, .init = linsegb_init_a, .tick = linseg_a)

/* Opcode: linsegr
 * Synopsis: ares linsegr ia, idur1, ib [, idur2, ic ...], irel, iz
 *           kres linsegr ia, idur1, ib [, idur2, ic ...], irel, iz
 *
 * As linseg, with a release segment: the last one starts when the note ends, from whatever value there is.
 * In:  ia     first value
 *      idur1  length of the first segment, s; 0 or less: no new line, the old one goes on (tied notes)
 *      ib     value at its end, and so on
 *      irel   length of the release, s: the note lives that much longer
 *      iz     value at its end
 * Out: the line
 * Fails: at init when a value is missing
 */
KC_OP(linsegr, "k", "iim", .state = linseg_st, .init = linsegr_init_k, .tick = linsegr_k)
KC_OP(linsegr, "a", "iim", .state = linseg_st, .init = linsegr_init_a, .k = linsegr_release,
      .tick = linsegr_a)

/* ---- adsr -------------------------------------------------------------------------------------- */

/* Negative lengths stay: they give the slope of the one cycle they last. */
KC_NATIVE int32_t adsr_count(double dur, double rate)
{
    int32_t n = kc_trunc_i(dur * rate + 0.5);
    return n < -FOREVER / 2 ? -FOREVER / 2 : n;
}

/* Five segments: delay, attack, decay, sustain, release. At a-rate the delay has no length and lengths below
 * 0 are 0; at k-rate negative lengths count as one cycle. */
KC_NATIVE int adsr_set(linseg_st *s, kc_ctx *c, const double *const *a, int audio, int midi)
{
    double att = *a[0], dec = *a[1], sus = *a[2], rel = *a[3], del = *a[4];
    double len = c->note->p[3];
    if (len <= 0) len = kc_trunc_i(INT32_MAX / c->sr);
    if (!(att > 0)) return KC_OK;
    double hold = len - rel - (dec + del) - att; /* the order decides how half samples round */
    if (!midi && hold < 0) kc_warn(c, "length of ADSR note too short");
    double *rec = kc_lane_alloc(c, s->fixed, 6 * RECORD);
    if (!rec) return KC_ERROR;
    const double target[5] = {0, 1, sus, sus, 0}, dur[5] = {del, att, dec, hold, rel};
    for (int i = 0; i < 5; i++) {
        double *r = rec + RECORD * (i + 1);
        r[TARGET] = target[i];
        r[COUNT] = !audio ? adsr_count(dur[i], c->kr) : i ? seg_count(dur[i], c->sr) : 0;
    }
    s->seg = rec;
    s->val = s->inc = 0;
    s->cnt = 0;
    s->rem = 6;
    s->relcnt = kc_trunc_i(rel * c->kr + 0.5);
    if (s->relcnt < 0) s->relcnt = 0;
    if (midi) kc_note_xtra(c, s->relcnt);
    return KC_OK;
}
#ifndef KC_BITCODE
#define ADSR_INIT(name, audio, midi)                                                                         \
    KC_NATIVE int name(linseg_st *s, kc_ctx *c, double *out, const double *att, const double *dec,           \
                       const double *sus, const double *rel, const double *del)                              \
    {                                                                                                        \
        (void)out;                                                                                           \
        const double *const a[5] = {att, dec, sus, rel, del};                                                \
        return adsr_set(s, c, a, audio, midi);                                                               \
    }
ADSR_INIT(adsr_init_k, 0, 0)
ADSR_INIT(adsr_init_a, 1, 0)
ADSR_INIT(madsr_init5_k, 0, 1)
ADSR_INIT(madsr_init5_a, 1, 1)
#endif

KC_NATIVE int madsr_init_k(linseg_st *s, kc_ctx *c, double *out, const double *att, const double *dec,
                           const double *sus, const double *rel, const double *del, const double *unused)
{
    (void)unused;
    return madsr_init5_k(s, c, out, att, dec, sus, rel, del);
}
KC_NATIVE int madsr_init_a(linseg_st *s, kc_ctx *c, double *out, const double *att, const double *dec,
                           const double *sus, const double *rel, const double *del, const double *unused)
{
    (void)unused;
    return madsr_init5_a(s, c, out, att, dec, sus, rel, del);
}

/* Opcode: adsr
 * Synopsis: ares adsr iatt, idec, islev, irel [, idel]
 *           kres adsr iatt, idec, islev, irel [, idel]
 *
 * Attack, decay, sustain, release in straight lines; the release ends at p3.
 * In:  iatt   time from 0 to 1, s; 0 or less: no new envelope, the old one goes on
 *      idec   time from 1 to islev, s
 *      islev  sustain level
 *      irel   time from islev to 0, s
 *      idel   silence in front, s (default 0)
 * Out: the envelope
 * Fails: never; warns when p3 is too short
 * Note: at a-rate idel shortens the sustain but gives no silence, as in the reference.
 */
KC_OP(adsr, "k", "iiiio", .state = linseg_st, .init = adsr_init_k, .tick = linseg_k)
KC_OP(adsr, "a", "iiiio", .state = linseg_st, .init = adsr_init_a, .tick = linseg_a)

/* Opcode: madsr
 * Synopsis: ares madsr iatt, idec, islev, irel [, idel] [, ireltim]
 *           kres madsr iatt, idec, islev, irel [, idel] [, ireltim]
 *
 * As adsr, with the release after the end of the note: made for MIDI and held notes.
 * In:  iatt   time from 0 to 1, s; 0 or less: no new envelope, the old one goes on
 *      idec   time from 1 to islev, s
 *      islev  sustain level
 *      irel   time to 0 after the end of the note, s: the note lives that much longer
 *      idel   silence in front, s (default 0)
 *      ireltim  not used
 * Out: the envelope
 * Fails: never
 */
KC_OP(madsr, "k", "iiiioj", .state = linseg_st, .init = madsr_init_k, .tick = linsegr_k)
KC_OP(madsr, "a", "iiiioj", .state = linseg_st, .init = madsr_init_a, .k = linsegr_release, .tick = linsegr_a)
