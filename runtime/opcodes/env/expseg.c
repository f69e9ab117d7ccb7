/* expseg, expsegb, expsega, expsegba, xadsr: chains of exponential segments; expsegr, mxadsr: the same with
 * release.
 *
 * Without release, init works out everything: records {first value, ratio, length}. With release a segment
 * starts from where the value is, so records are {target, length} and the ratio is found when the segment
 * starts. */
#include "runtime/opcodes/dsp/lanes.h"

#define FOREVER INT32_MAX

/* ---- expseg ------------------------------------------------------------------------------------ */

typedef struct {
    V val, mlt;
    VI cnt;  /* left of the current segment */
    VI rem;  /* segments behind it */
    VP next; /* their records */
    VL fixed[4];
} expseg_st;

KC_NATIVE int ival_error(kc_ctx *c, double from, double to, int i)
{
    if (from == 0) return kc_fail(c, "ival%d is zero", i);
    if (to == 0) return kc_fail(c, "ival%d is zero", i + 1);
    return kc_fail(c, "ival%d sign conflict", i + 1);
}

KC_NATIVE void expseg_start(expseg_st *s, const double *rec, int n)
{
    s->next = rec;
    s->rem = n;
    s->cnt = 0;
}

/* from_start: a[1], a[3] ... are times from the start. */
KC_NATIVE int expseg_set(expseg_st *s, kc_ctx *c, void **args, double rate, int from_start)
{
    const double **a = (const double **)(args + 1);
    int nin = c->site->nin, n = nin >> 1;
    if (!(nin & 1)) return kc_fail(c, "incomplete number of input arguments");
    if (!(*a[1] > 0)) return KC_OK;
    double *rec = kc_lane_alloc(c, s->fixed, 3 * (size_t)n), at = 0;
    if (!rec) return KC_ERROR;
    for (int i = 0; i < n; i++) {
        double from = *a[2 * i], to = *a[2 * i + 2], dur = *a[2 * i + 1];
        if (from_start) {
            if (dur < at) return kc_fail(c, "Breakpoint time %f not valid", dur);
            dur -= at;
            at += dur;
        }
        if (!(from * to > 0)) return ival_error(c, from, to, i + 1);
        rec[3 * i] = from;
        rec[3 * i + 1] = pow(to / from, 1.0 / (dur * rate));
        rec[3 * i + 2] = i == n - 1 ? FOREVER : kc_max_i(kc_trunc_i(dur * rate + 0.5), 0);
    }
    expseg_start(s, rec, n);
    return KC_OK;
}
KC_NATIVE int expseg_init_a(expseg_st *s, kc_ctx *c, void **a) { return expseg_set(s, c, a, c->sr, 0); }
KC_NATIVE int expseg_init_k(expseg_st *s, kc_ctx *c, void **a) { return expseg_set(s, c, a, c->kr, 0); }
KC_NATIVE int expsegb_init_a(expseg_st *s, kc_ctx *c, void **a) { return expseg_set(s, c, a, c->sr, 1); }
KC_NATIVE int expsegb_init_k(expseg_st *s, kc_ctx *c, void **a) { return expseg_set(s, c, a, c->kr, 1); }

KC_INLINE void expseg_next(expseg_st *s, int l)
{
    const double *rec = vp_get(s->next, l);
    int32_t rem = vi_get(s->rem, l), cnt = -1;
    for (; rem > 0 && cnt < 0; rem--, rec += 3) {
        cnt = (int32_t)rec[2] - 1;
        v_set(&s->val, l, rec[0]);
        v_set(&s->mlt, l, rec[1]);
    }
    vp_set(&s->next, l, rec);
    vi_set(&s->rem, l, rem);
    vi_set(&s->cnt, l, cnt < 0 ? FOREVER : cnt);
}
KERNEL void expseg_tick(expseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    s->cnt -= 1;
    VM due = vi_lt(s->cnt, vi_splat(0));
    if (__builtin_expect(vm_any(due), 0)) {
        KC_LANES
        {
            if (vm_get(due, l)) expseg_next(s, l);
        }
    }
    *out = s->val;
    s->val *= s->mlt;
}

/* Opcode: expseg
 * Synopsis: ares expseg ia, idur1, ib [, idur2, ic ...]
 *           kres expseg ia, idur1, ib [, idur2, ic ...]
 *
 * Exponential segments from value to value. The last one goes on with the same ratio.
 * In:  ia     first value, not 0
 *      idur1  length of the first segment, s; 0 or less: no new curve, the old one goes on (tied notes)
 *      ib     value at its end, of the same sign, and so on
 * Out: the curve. At a-rate lengths are whole samples, at k-rate whole k-cycles.
 * Fails: at init when a value is 0, has another sign or is missing
 */
KC_OP(expseg, "k", "iim", .state = expseg_st, .init = expseg_init_k, .tick = expseg_tick)
KC_OP(expseg, "a", "iim", .state = expseg_st, .init = expseg_init_a, .tick = expseg_tick)

/* Opcode: expsegb
 * Synopsis: ares expsegb ia, itim1, ib [, itim2, ic ...]
 *           kres expsegb ia, itim1, ib [, itim2, ic ...]
 *
 * As expseg, with times from the start of the note instead of lengths.
 * In:  ia     first value, not 0
 *      itim1  time at which ib is reached, s; times must not go back
 *      ib     value then, of the same sign, and so on
 * Out: the curve
 * Fails: at init when a value is 0, has another sign or is missing, or a time is before the one in front of
 * it
 */
KC_OP(expsegb, "k", "iim", .state = expseg_st, .init = expsegb_init_k, .tick = expseg_tick)
KC_OP(expsegb, "a", "iim", .state = expseg_st, .init = expsegb_init_a, .tick = expseg_tick)

/* Opcode: expsega
 * Synopsis: ares expsega ia, idur1, ib [, idur2, ic ...]
 *
 * The same as the a-rate expseg.
 * In, Out, Fails: as expseg
 */
KC_OP(expsega, "a", "iim", .state = expseg_st, .init = expseg_init_a, .tick = expseg_tick)

/* Opcode: expsegba
 * Synopsis: ares expsegba ia, itim1, ib [, itim2, ic ...]
 *
 * The same as the a-rate expsegb.
 * In, Out, Fails: as expsegb
 */
KC_OP(expsegba, "a", "iim", .state = expseg_st, .init = expsegb_init_a, .tick = expseg_tick)

/* The attack starts a millisecond late and at .001; what does not fit into p3 is cut. */
KC_NATIVE int xadsr_set(expseg_st *s, kc_ctx *c, const double *const *a, double rate)
{
    double att = *a[0], dec = *a[1], sus = *a[2], rel = *a[3], del = *a[4], p3 = c->note->p[3];
    double len = p3 < 0 ? 100000.0 : p3;
    if (p3 - del - att - dec < 0) kc_warn(c, "length of XADSR note too short");
    len -= rel;
    if (len < 0) {
        rel = p3;
        len = 0;
    }
    if (!(att > 0)) return KC_OK;
    double *part[3] = {&del, &att, &dec};
    del += 0.001;
    att -= 0.001;
    for (int i = 0; i < 3; i++)
        if (*part[i] > len) {
            *part[i] = len;
            len = 0;
        }
    double *rec = kc_lane_alloc(c, s->fixed, 15);
    if (!rec) return KC_ERROR;
    const double dur[5] = {del, att, dec, len - att - dec, rel};
    const double from[5] = {0.001, 0.001, 1, sus, sus}, ratio[5] = {1, 1000, sus, 1, 0.001 / sus};
    for (int i = 0; i < 5; i++) {
        double d = dur[i] * rate;
        rec[3 * i] = from[i];
        rec[3 * i + 1] = ratio[i] == 1 ? 1 : pow(ratio[i], 1.0 / d);
        rec[3 * i + 2] = i == 4 ? FOREVER : kc_max_i(kc_trunc_i(d + 0.5), 0);
    }
    expseg_start(s, rec, 5);
    return KC_OK;
}
KC_NATIVE int xadsr_init_a(expseg_st *s, kc_ctx *c, double *out, const double *att, const double *dec,
                           const double *sus, const double *rel, const double *del)
{
    (void)out;
    const double *const a[5] = {att, dec, sus, rel, del};
    return xadsr_set(s, c, a, c->sr);
}
KC_NATIVE int xadsr_init_k(expseg_st *s, kc_ctx *c, double *out, const double *att, const double *dec,
                           const double *sus, const double *rel, const double *del)
{
    (void)out;
    const double *const a[5] = {att, dec, sus, rel, del};
    return xadsr_set(s, c, a, c->kr);
}

/* Opcode: xadsr
 * Synopsis: ares xadsr iatt, idec, islev, irel [, idel]
 *           kres xadsr iatt, idec, islev, irel [, idel]
 *
 * Attack, decay, sustain, release in exponential segments from and to .001; the release ends at p3.
 * In:  iatt   attack time, s; 0 or less: no new envelope, the old one goes on
 *      idec   decay time, s
 *      islev  sustain level, above 0
 *      irel   release time, s
 *      idel   time at .001 in front, s (default 0)
 * Out: the envelope
 * Fails: never; warns when p3 is too short
 */
KC_OP(xadsr, "k", "iiiio", .state = expseg_st, .init = xadsr_init_k, .tick = expseg_tick)
KC_OP(xadsr, "a", "iiiio", .state = expseg_st, .init = xadsr_init_a, .tick = expseg_tick)

/* ---- expsegr ------------------------------------------------------------------------------------ */

typedef struct {
    V val, mlt;
    VI cnt;
    VI rem;    /* segments not yet over; 2: waits for release */
    VI relcnt; /* k-cycles of the last segment */
    VP seg;    /* current record */
    VL fixed[4];
} expsegr_st;

KC_NATIVE void expsegr_start(expsegr_st *s, kc_ctx *c, double *rec, int n, double val, double rel)
{
    s->seg = rec;
    s->val = val;
    s->mlt = 1;
    s->cnt = 0;
    s->rem = n + 1;
    s->relcnt = kc_trunc_i(rel * c->kr + 0.5);
    if (s->relcnt < 0) s->relcnt = 0;
    kc_note_xtra(c, s->relcnt);
}
KC_NATIVE int expsegr_set(expsegr_st *s, kc_ctx *c, void **args, double rate, double round)
{
    const double **a = (const double **)(args + 1);
    int nin = c->site->nin, n = nin >> 1;
    if (!(nin & 1)) return kc_fail(c, "incomplete number of input arguments");
    if (!(*a[1] >= 0)) return KC_OK;
    double *rec = kc_lane_alloc(c, s->fixed, 2 * ((size_t)n + 1));
    if (!rec) return KC_ERROR;
    for (int i = 0; i < n; i++) {
        double from = *a[2 * i], to = *a[2 * i + 2], dur = *a[2 * i + 1];
        if (kc_trunc_i(dur * c->kr + 0.5) > 0 && !(from * to > 0)) return ival_error(c, from, to, i + 1);
        int32_t cnt = kc_trunc_i(dur * rate + round);
        rec[2 * i + 2] = to;
        rec[2 * i + 3] = cnt < 0 ? 0 : cnt;
    }
    expsegr_start(s, c, rec, n, *a[0], *a[2 * n - 1]);
    return KC_OK;
}
KC_NATIVE int expsegr_init_a(expsegr_st *s, kc_ctx *c, void **a) { return expsegr_set(s, c, a, c->sr, 0); }
KC_NATIVE int expsegr_init_k(expsegr_st *s, kc_ctx *c, void **a) { return expsegr_set(s, c, a, c->kr, 0.5); }

/* Steps one lane to the next record; true when it needs a ratio for `cnt` steps to `target`. */
KC_INLINE bool expsegr_next(expsegr_st *s, int l)
{
    const double *seg = vp_get(s->seg, l);
    int32_t rem = vi_get(s->rem, l), cnt = 0;
    while (rem > 2 && !cnt) {
        rem--;
        seg += 2;
        cnt = (int32_t)seg[1];
        if (!cnt) v_set(&s->val, l, seg[0]);
    }
    vp_set(&s->seg, l, seg);
    vi_set(&s->rem, l, cnt || rem > 1 ? rem : 0);
    vi_set(&s->cnt, l, cnt ? cnt : FOREVER);
    v_set(&s->mlt, l, 1);
    return cnt != 0;
}
KC_INLINE bool expsegr_release_lane(expsegr_st *s, int l, int unit)
{
    int32_t rem = vi_get(s->rem, l);
    if (rem < 2) return false;
    const double *seg = vp_get(s->seg, l) + 2 * (rem - 1);
    int64_t cnt = (int64_t)vi_get(s->relcnt, l) * unit;
    if (cnt >= FOREVER) cnt = FOREVER - 1;
    if (cnt == 0) v_set(&s->val, l, seg[0]);
    vp_set(&s->seg, l, seg);
    vi_set(&s->rem, l, cnt != 0);
    vi_set(&s->cnt, l, cnt ? (int32_t)cnt : FOREVER);
    v_set(&s->mlt, l, 1);
    return cnt != 0;
}

/* Where a segment starts: the ratio that leads from the value to its target. `extra` is added to the count
 * after. */
KC_INLINE void expsegr_enter(expsegr_st *s, VM due, bool release, int unit, int extra)
{
    V ratio = v_splat(1), power = v_splat(1);
    VM fresh = vm_splat(false);
    KC_LANES
    {
        if (vm_get(due, l) && (release ? expsegr_release_lane(s, l, unit) : expsegr_next(s, l))) {
            vm_set(&fresh, l, true);
            v_set(&ratio, l, vp_get(s->seg, l)[0] / v_get(s->val, l));
            v_set(&power, l, 1.0 / vi_get(s->cnt, l));
            vi_set(&s->cnt, l, vi_get(s->cnt, l) + extra);
        }
    }
    if (vm_any(fresh)) s->mlt = v_sel(fresh, v_pow(ratio, power), s->mlt);
}
KERNEL void expsegr_release(expsegr_st *s, kc_ctx *c)
{
    VM rel = vm_and(kc_releasing(c), vi_gt(s->rem, vi_splat(1)));
    if (vm_any(rel)) expsegr_enter(s, rel, true, c->ksmps, 1);
}
KERNEL void expsegr_a(expsegr_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    s->cnt -= 1;
    VM due = vi_le(s->cnt, vi_splat(0));
    if (__builtin_expect(vm_any(due), 0)) expsegr_enter(s, due, false, 0, 0);
    *out = s->val;
    s->val *= s->mlt;
}
KERNEL void expsegr_k(expsegr_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    *out = s->val;
    VM rel = vm_and(kc_releasing(c), vi_gt(s->rem, vi_splat(1)));
    if (vm_any(rel)) expsegr_enter(s, rel, true, 1, 1);
    s->cnt -= 1;
    VM due = vi_le(s->cnt, vi_splat(0));
    if (__builtin_expect(vm_any(due), 0)) expsegr_enter(s, due, false, 0, 0);
    s->val *= s->mlt;
}

/* Opcode: expsegr
 * Synopsis: ares expsegr ia, idur1, ib [, idur2, ic ...], irel, iz
 *           kres expsegr ia, idur1, ib [, idur2, ic ...], irel, iz
 *
 * As expseg, with a release segment: the last one starts when the note ends, from whatever value there is;
 * the value in front of it is held.
 * In:  ia     first value, not 0
 *      idur1  length of the first segment, s; below 0: no new curve, the old one goes on (tied notes)
 *      ib     value at its end, of the same sign, and so on
 *      irel   length of the release, s: the note lives that much longer
 *      iz     value at its end
 * Out: the curve
 * Fails: at init when a value is 0, has another sign or is missing
 */
KC_OP(expsegr, "k", "iim", .state = expsegr_st, .init = expsegr_init_k, .tick = expsegr_k)
KC_OP(expsegr, "a", "iim", .state = expsegr_st, .init = expsegr_init_a, .k = expsegr_release,
      .tick = expsegr_a)

KC_NATIVE int mxadsr_set(expsegr_st *s, kc_ctx *c, const double *const *a, double rate)
{
    if (!(*a[0] > 0)) return KC_OK;
    double *rec = kc_lane_alloc(c, s->fixed, 10);
    if (!rec) return KC_ERROR;
    const double target[4] = {0.001, 1, *a[2], 0.001}, dur[4] = {*a[4] + 0.001, *a[0] - 0.001, *a[1], *a[3]};
    for (int i = 0; i < 4; i++) {
        rec[2 * i + 2] = target[i];
        int32_t cnt = kc_trunc_i(dur[i] * rate + 0.5);
        rec[2 * i + 3] = cnt < -FOREVER / 2 ? -FOREVER / 2 : cnt;
    }
    expsegr_start(s, c, rec, 4, 0.001, *a[3]);
    return KC_OK;
}
KC_NATIVE int mxadsr_init_a(expsegr_st *s, kc_ctx *c, double *out, const double *att, const double *dec,
                            const double *sus, const double *rel, const double *del, const double *unused)
{
    (void)out, (void)unused;
    const double *const a[5] = {att, dec, sus, rel, del};
    return mxadsr_set(s, c, a, c->sr);
}
KC_NATIVE int mxadsr_init_k(expsegr_st *s, kc_ctx *c, double *out, const double *att, const double *dec,
                            const double *sus, const double *rel, const double *del, const double *unused)
{
    (void)out, (void)unused;
    const double *const a[5] = {att, dec, sus, rel, del};
    return mxadsr_set(s, c, a, c->kr);
}

/* Opcode: mxadsr
 * Synopsis: ares mxadsr iatt, idec, islev, irel [, idel] [, ireltim]
 *           kres mxadsr iatt, idec, islev, irel [, idel] [, ireltim]
 *
 * As xadsr, with the release after the end of the note: made for MIDI and held notes.
 * In:  iatt   attack time, s; 0 or less: no new envelope, the old one goes on
 *      idec   decay time, s
 *      islev  sustain level, above 0
 *      irel   release time after the end of the note, s: the note lives that much longer
 *      idel   time at .001 in front, s (default 0)
 *      ireltim  not used
 * Out: the envelope
 * Fails: never
 */
KC_OP(mxadsr, "k", "iiiioj", .state = expsegr_st, .init = mxadsr_init_k, .tick = expsegr_k)
KC_OP(mxadsr, "a", "iiiioj", .state = expsegr_st, .init = mxadsr_init_a, .k = expsegr_release,
      .tick = expsegr_a)
