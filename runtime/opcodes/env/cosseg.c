/* cosseg, cossegb, cossegr: chains of segments in the shape of half a cosine.
 *
 * Within a segment the value is y1 (1 - m) + y2 m with m = (1 - cos(pi x)) / 2, x from 0 to 1. Records:
 * {target, length}. A segment of no length jumps to its target and ends the chain, as in the reference. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V y1, y2, x, inc;
    V val;     /* last value */
    VI cnt;    /* left of the current segment */
    VI rem;    /* segments not yet over, the current one included */
    VI relcnt; /* k-cycles of the last segment */
    VP next;   /* record of the next segment */
    VM rel;
    VL fixed[4];
} cosseg_st;

#define FOREVER INT32_MAX
enum { TARGET, COUNT, RECORD };

/* ---- set-up -------------------------------------------------------------------------------- */

KC_NATIVE int32_t cosseg_count(const kc_ctx *c, double dur, int audio)
{
    return kc_max_i(audio ? kc_trunc_i(dur * c->sr) : kc_trunc_i(dur * c->kr + 0.5), 0);
}
/* Times from the start become lengths. */
KC_NATIVE int cosseg_lengths(kc_ctx *c, double *rec, int n)
{
    int32_t at = (int32_t)rec[COUNT];
    if (n == 1 && at > 0) return kc_fail(c, "Breakpoint %d not valid", 0);
    for (int i = 1; i < n; i++) {
        double *r = rec + RECORD * i;
        if (at > r[COUNT]) return kc_fail(c, "Breakpoint %d not valid", i - 1);
        int32_t end = (int32_t)r[COUNT];
        r[COUNT] = end - at;
        at = end;
    }
    return KC_OK;
}
KC_NATIVE int cosseg_set(cosseg_st *s, kc_ctx *c, void **args, int audio, int from_start)
{
    const double **a = (const double **)(args + 1);
    int nin = c->site->nin, n = nin >> 1;
    if (!(nin & 1)) return kc_fail(c, "incomplete number of input arguments");
    if (!(*a[1] > 0)) return KC_OK;
    double *rec = kc_lane_alloc(c, s->fixed, RECORD * ((size_t)n + 1));
    if (!rec) return KC_ERROR;
    for (int i = 0; i < n; i++) {
        rec[RECORD * i + TARGET] = *a[2 * i + 2];
        rec[RECORD * i + COUNT] = cosseg_count(c, *a[2 * i + 1], audio);
    }
    if (from_start && cosseg_lengths(c, rec, n) != KC_OK) return KC_ERROR;
    s->y1 = s->val = *a[0];
    s->y2 = rec[TARGET];
    s->x = 0;
    s->cnt = (int32_t)rec[COUNT];
    s->inc = s->y1 != s->y2 ? 1.0 / s->cnt : 0;
    s->rem = n;
    s->next = rec + RECORD;
    s->relcnt = cosseg_count(c, *a[2 * n - 1], 0);
    return KC_OK;
}
KC_NATIVE int cosseg_init_a(cosseg_st *s, kc_ctx *c, void **a) { return cosseg_set(s, c, a, 1, 0); }
KC_NATIVE int cosseg_init_k(cosseg_st *s, kc_ctx *c, void **a) { return cosseg_set(s, c, a, 0, 0); }
KC_NATIVE int cossegb_init_a(cosseg_st *s, kc_ctx *c, void **a) { return cosseg_set(s, c, a, 1, 1); }
KC_NATIVE int cossegb_init_k(cosseg_st *s, kc_ctx *c, void **a) { return cosseg_set(s, c, a, 0, 1); }
KC_NATIVE int cossegr_set(cosseg_st *s, kc_ctx *c, void **a, int audio)
{
    if (cosseg_set(s, c, a, audio, 0) != KC_OK) return KC_ERROR;
    kc_note_xtra(c, s->relcnt);
    return KC_OK;
}
KC_NATIVE int cossegr_init_a(cosseg_st *s, kc_ctx *c, void **a) { return cossegr_set(s, c, a, 1); }
KC_NATIVE int cossegr_init_k(cosseg_st *s, kc_ctx *c, void **a) { return cossegr_set(s, c, a, 0); }

/* ---- next segment, for one lane --------------------------------------------------------------- */

/* From y1 to the record's target in cnt steps; no steps, or no record: rests there. */
KC_INLINE void cosseg_enter(cosseg_st *s, int l, double y1, const double *r, int32_t cnt, int32_t rem,
                            int extra)
{
    double target = rem > 0 ? r[TARGET] : y1;
    if (rem > 0) vp_set(&s->next, l, r + RECORD);
    v_set(&s->y1, l, cnt ? y1 : target);
    v_set(&s->y2, l, target);
    v_set(&s->x, l, 0);
    v_set(&s->inc, l, cnt ? 1.0 / cnt : 0);
    vi_set(&s->cnt, l, cnt ? cnt + extra : FOREVER);
    vi_set(&s->rem, l, cnt ? rem : 0);
}
KC_INLINE void cosseg_next(cosseg_st *s, int l)
{
    const double *r = vp_get(s->next, l);
    int32_t rem = vi_get(s->rem, l) - 1;
    double from = rem < 0 ? v_get(s->y1, l) : v_get(s->y2, l);
    cosseg_enter(s, l, from, r, rem > 0 ? (int32_t)r[COUNT] : 0, rem, 0);
}
KC_INLINE void cosseg_release(cosseg_st *s, int l, int unit)
{
    int32_t rem = vi_get(s->rem, l);
    int64_t cnt = (int64_t)vi_get(s->relcnt, l) * unit;
    if (rem < 2) return;
    if (cnt >= FOREVER) cnt = FOREVER - 1;
    cosseg_enter(s, l, v_get(s->val, l), vp_get(s->next, l) + RECORD * (rem - 2), (int32_t)cnt, 1, 1);
}

/* ---- ticks -------------------------------------------------------------------------------------- */

/* One step; where `hold` is true nothing moves and the value is y1. */
KC_INLINE V cosseg_step(cosseg_st *s, VM hold)
{
    s->cnt = vi_sel(hold, s->cnt, s->cnt - 1);
    VM due = vm_and(vm_not(hold), vi_le(s->cnt, vi_splat(0)));
    if (__builtin_expect(vm_any(due), 0)) {
        KC_LANES
        {
            if (vm_get(due, l)) cosseg_next(s, l);
        }
    }
    V m = (1.0 - v_cos(s->x * 3.14159265358979323846264338328)) * 0.5;
    V y = s->y1 * (1.0 - m) + s->y2 * m;
    s->x = v_sel(hold, s->x, s->x + s->inc);
    s->val = v_sel(hold, s->val, y);
    return v_sel(hold, s->y1, y);
}
KERNEL void cosseg_tick(cosseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    *out = cosseg_step(s, vm_splat(false));
}
KC_INLINE void cossegr_start(cosseg_st *s, const kc_ctx *c, int unit)
{
    s->rel = kc_releasing(c);
    if (vm_any(s->rel)) {
        KC_LANES
        {
            if (vm_get(s->rel, l)) cosseg_release(s, l, unit);
        }
    }
}
/* The last segment waits for release. */
KC_INLINE V cossegr_step(cosseg_st *s)
{
    return cosseg_step(s, vm_and(vm_not(s->rel), vi_eq(s->rem, vi_splat(1))));
}
KERNEL void cossegr_k(cosseg_st *s, kc_ctx *c) { cossegr_start(s, c, c->ksmps); }
KERNEL void cossegr_a(cosseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    *out = cossegr_step(s);
}
KERNEL void cossegr_kr(cosseg_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    cossegr_start(s, c, 1);
    *out = cossegr_step(s);
}

/* Opcode: cosseg
 * Synopsis: ares cosseg ia, idur1, ib [, idur2, ic ...]
 *           kres cosseg ia, idur1, ib [, idur2, ic ...]
 *
 * Segments in the shape of half a cosine; the last value is held.
 * In:  ia     first value
 *      idur1  length of the first segment, s; 0 or less: no new curve, the old one goes on (tied notes)
 *      ib     value at its end, and so on; a later length of 0 ends the curve there
 * Out: the curve
 * Fails: at init when a value is missing
 */
KC_OP(cosseg, "k", "iim", .state = cosseg_st, .init = cosseg_init_k, .tick = cosseg_tick)
KC_OP(cosseg, "a", "iim", .state = cosseg_st, .init = cosseg_init_a, .tick = cosseg_tick)

/* Opcode: cossegb
 * Synopsis: ares cossegb ia, itim1, ib, itim2, ic [, ...]
 *           kres cossegb ia, itim1, ib, itim2, ic [, ...]
 *
 * As cosseg, with times from the start of the note instead of lengths.
 * In:  itim1  time at which ib is reached, s; times must not go back. At least two; the others as cosseg
 * Out: the curve
 * Fails: at init when a value is missing, there is one segment only, or a time is before the one in front of
 * it
 */
KC_OP(cossegb, "k", "iim", .state = cosseg_st, .init = cossegb_init_k, .tick = cosseg_tick)
KC_OP(cossegb, "a", "iim", .state = cosseg_st, .init = cossegb_init_a, .tick = cosseg_tick)

/* Opcode: cossegr
 * Synopsis: ares cossegr ia, idur1, ib [, idur2, ic ...], irel, iz
 *           kres cossegr ia, idur1, ib [, idur2, ic ...], irel, iz
 *
 * As cosseg, with a release segment: the last one starts when the note ends.
 * In:  irel  length of the release, s: the note lives that much longer; the others as cosseg
 * Out: the curve
 * Fails: at init when a value is missing
 */
KC_OP(cossegr, "k", "iim", .state = cosseg_st, .init = cossegr_init_k, .tick = cossegr_kr)
KC_OP(cossegr, "a", "iim", .state = cosseg_st, .init = cossegr_init_a, .k = cossegr_k, .tick = cossegr_a)
