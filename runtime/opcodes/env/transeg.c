/* transeg, transegb, transegr: chains of curved segments.
 *
 * Within a segment the value is v0 + (v1 - v0) (1 - e^x) / (1 - e^alpha), where x grows from 0 to alpha, or a
 * straight line for alpha 0. Records: {target, first value, coefficient, x per sample, length}. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    V val;
    V first, coef, dx, x; /* of the current segment */
    VI cnt;               /* left of it */
    VI rem;               /* segments not yet over */
    VP seg;               /* current record */
    V final, alpha;       /* release: its target; the last alpha which is not 0 */
    VI relcnt;
    VL fixed[4];
} transeg_st;

#define FOREVER INT32_MAX
enum { TARGET, FIRST, COEF, DX, COUNT, RECORD };

/* ---- set-up -------------------------------------------------------------------------------- */

/* How the three opcodes turn lengths into samples, and what the times mean. */
typedef enum { PLAIN, FROM_START, RELEASE } transeg_kind;

KC_NATIVE int transeg_set(transeg_st *s, kc_ctx *c, void **args, int audio, transeg_kind kind)
{
    static const char *const names[] = {"transeg", "transegb", "transegr"};
    const double **a = (const double **)(args + 1);
    int nin = c->site->nin, n = nin / 3;
    if (nin % 3 != 1) return kc_fail(c, "Incorrect argument count in %s", names[kind]);
    if (!(*a[1] > 0)) {
        /* in the reference a tied note never ends its last segment */
        double *old = kc_lane_mem(s->fixed);
        if (old && n > 0 && !(audio && kind == FROM_START)) old[RECORD * n + COUNT] = FOREVER;
        return KC_OK;
    }
    double *rec = kc_lane_alloc(c, s->fixed, (size_t)RECORD * ((size_t)n + 1)), val = *a[0], at = 0;
    if (!rec) return KC_ERROR;
    s->seg = rec;
    s->val = val;
    s->cnt = 0;
    s->rem = n + 1;
    s->x = 0;
    int32_t kcnt = 0;
    for (int i = 0; i < n; i++) {
        double dur = *a[3 * i + 1], alpha = *a[3 * i + 2], next = *a[3 * i + 3];
        if (kind == FROM_START) {
            dur -= at;
            at += dur;
        }
        double d = dur * c->sr;
        int32_t acnt = kind == RELEASE ? kc_trunc_i(d + 0.5) : kc_round_i(d);
        kcnt = acnt < 0 ? 0 : kc_max_i(kc_trunc_i(dur * c->kr), 0);
        double *r = rec + RECORD * (i + 1);
        r[TARGET] = next;
        r[FIRST] = val;
        r[COEF] = alpha == 0 ? (next - val) / d : (next - val) / (1.0 - exp(alpha));
        r[DX] = alpha / d;
        r[COUNT] = !audio ? kcnt : kind == FROM_START ? 0 : kc_max_i(acnt, -1);
        if (alpha != 0) s->alpha = alpha;
        val = next;
    }
    s->final = val;
    s->relcnt = kcnt;
    if (kind == RELEASE) kc_note_xtra(c, kcnt);
    return KC_OK;
}
KC_NATIVE int transeg_init_a(transeg_st *s, kc_ctx *c, void **a) { return transeg_set(s, c, a, 1, PLAIN); }
KC_NATIVE int transeg_init_k(transeg_st *s, kc_ctx *c, void **a) { return transeg_set(s, c, a, 0, PLAIN); }
KC_NATIVE int transegb_init_a(transeg_st *s, kc_ctx *c, void **a)
{
    return transeg_set(s, c, a, 1, FROM_START);
}
KC_NATIVE int transegb_init_k(transeg_st *s, kc_ctx *c, void **a)
{
    return transeg_set(s, c, a, 0, FROM_START);
}
KC_NATIVE int transegr_init_a(transeg_st *s, kc_ctx *c, void **a) { return transeg_set(s, c, a, 1, RELEASE); }
KC_NATIVE int transegr_init_k(transeg_st *s, kc_ctx *c, void **a) { return transeg_set(s, c, a, 0, RELEASE); }

/* ---- next segment, for one lane --------------------------------------------------------------- */

KC_INLINE void transeg_hold(transeg_st *s, int l)
{
    vi_set(&s->cnt, l, FOREVER);
    v_set(&s->coef, l, 0);
    v_set(&s->dx, l, 0);
    v_set(&s->x, l, 0);
}
KC_INLINE void transeg_enter(transeg_st *s, int l, const double *r, int32_t cnt)
{
    vi_set(&s->cnt, l, cnt);
    v_set(&s->first, l, r[FIRST]);
    v_set(&s->coef, l, r[COEF]);
    v_set(&s->dx, l, r[DX]);
    v_set(&s->x, l, 0);
}

/* With release the value in front of the last segment is held. */
KC_INLINE void transeg_next(transeg_st *s, int l, bool release)
{
    const double *r = vp_get(s->seg, l);
    int32_t rem = vi_get(s->rem, l), cnt = 0;
    while (!cnt && rem > (release ? 2 : 0)) {
        if (--rem == 0) {
            v_set(&s->val, l, r[TARGET]);
            break;
        }
        r += RECORD;
        cnt = (int32_t)r[COUNT];
        if (!cnt) v_set(&s->val, l, r[TARGET]);
    }
    if (release && !cnt && rem == 1) rem = 0;
    vp_set(&s->seg, l, r);
    vi_set(&s->rem, l, rem);
    if (cnt)
        transeg_enter(s, l, r, cnt);
    else
        transeg_hold(s, l);
}
KC_INLINE void transeg_due(transeg_st *s, bool release)
{
    VM due = vi_le(s->cnt, vi_splat(0));
    if (__builtin_expect(vm_any(due), 0)) {
        KC_LANES
        {
            if (vm_get(due, l)) transeg_next(s, l, release);
        }
    }
}

/* Release: from the present value to the last target, in `steps` steps of `unit` samples. */
KC_INLINE void transeg_release(transeg_st *s, VM due, bool audio, int unit)
{
    V grown = v_exp(s->alpha);
    KC_LANES
    {
        int32_t rem = vi_get(s->rem, l);
        if (!vm_get(due, l) || rem < 2) continue;
        const double *r = vp_get(s->seg, l) + RECORD * (rem - 1);
        int32_t steps = audio ? (int32_t)r[COUNT] : vi_get(s->relcnt, l);
        double val = v_get(s->val, l), span = v_get(s->final, l) - val, len = (double)steps * unit;
        vp_set(&s->seg, l, r);
        vi_set(&s->rem, l, steps ? 1 : 0);
        if (!steps) {
            v_set(&s->val, l, r[TARGET]);
            transeg_hold(s, l);
        } else {
            int curved = r[DX] != 0;
            transeg_enter(s, l, r, steps < FOREVER ? steps + 1 : steps);
            v_set(&s->first, l, curved ? val : r[FIRST]);
            v_set(&s->coef, l, curved ? span / (1.0 - v_get(grown, l)) : span / len);
            v_set(&s->dx, l, curved ? v_get(s->alpha, l) / len : 0);
        }
    }
}

/* ---- ticks -------------------------------------------------------------------------------------- */

KC_INLINE void transeg_step_a(transeg_st *s)
{
    VM curved = v_ne(s->dx, v_splat(0));
    V straight = s->val + s->coef;
    if (vm_any(curved)) {
        s->x = s->x + s->dx;
        V bent = s->first + s->coef * (1.0 - v_exp(s->x));
        s->val = v_sel(curved, bent, straight);
    } else
        s->val = straight;
}
KERNEL void transeg_a(transeg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    s->cnt -= 1;
    transeg_due(s, false);
    *out = s->val;
    transeg_step_a(s);
}
KERNEL void transeg_k(transeg_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    *out = s->val;
    s->cnt -= 1;
    transeg_due(s, false);
    VM curved = v_ne(s->dx, v_splat(0));
    s->x = s->x + (double)c->ksmps * s->dx;
    V straight = s->val + s->coef * (double)c->ksmps, bent = s->first + s->coef * (1.0 - v_exp(s->x));
    s->val = v_sel(curved, bent, straight);
}
KERNEL void transegr_start(transeg_st *s, kc_ctx *c)
{
    VM rel = vm_and(kc_releasing(c), vi_gt(s->rem, vi_splat(1)));
    if (vm_any(rel)) transeg_release(s, rel, true, 1);
}
KERNEL void transegr_a(transeg_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    s->cnt -= 1;
    transeg_due(s, true);
    *out = s->val;
    transeg_step_a(s);
}
/* Here x grows after the value is taken: the curve starts one cycle later than in transeg. */
KERNEL void transegr_k(transeg_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    *out = s->val;
    VM rel = vm_and(kc_releasing(c), vi_gt(s->rem, vi_splat(1)));
    if (vm_any(rel)) transeg_release(s, rel, false, c->ksmps);
    s->cnt -= 1;
    transeg_due(s, true);
    VM curved = v_ne(s->dx, v_splat(0));
    V straight = s->val + s->coef * (double)c->ksmps, bent = s->first + s->coef * (1.0 - v_exp(s->x));
    s->val = v_sel(curved, bent, straight);
    s->x = s->x + (double)c->ksmps * s->dx;
}

/* Opcode: transeg
 * Synopsis: ares transeg ia, idur1, itype1, ib [, idur2, itype2, ic ...]
 *           kres transeg ia, idur1, itype1, ib [, idur2, itype2, ic ...]
 *
 * Segments of adjustable curvature; the last value is held.
 * In:  ia      first value
 *      idur1   length of the first segment, s; 0 or less: no new curve, the old one goes on (tied notes)
 *      itype1  0 straight; above 0 slow at first, below 0 fast at first
 *      ib      value at its end, and so on
 * Out: the curve
 * Fails: at init when an argument is missing
 */
KC_OP(transeg, "k", "iiim", .state = transeg_st, .init = transeg_init_k, .tick = transeg_k)
KC_OP(transeg, "a", "iiim", .state = transeg_st, .init = transeg_init_a, .tick = transeg_a)

/* Opcode: transegb
 * Synopsis: ares transegb ia, itim1, itype1, ib [, itim2, itype2, ic ...]
 *           kres transegb ia, itim1, itype1, ib [, itim2, itype2, ic ...]
 *
 * As transeg, with times from the start of the note instead of lengths.
 * In:  itim1  time at which ib is reached, s; the others as transeg
 * Out: the curve
 * Fails: at init when an argument is missing
 * Note: the a-rate opcode has no lengths and is at the last value from the start, as in the reference.
 */
KC_OP(transegb, "k", "iiim", .state = transeg_st, .init = transegb_init_k, .tick = transeg_k)
KC_OP(transegb, "a", "iiim", .state = transeg_st, .init = transegb_init_a, .tick = transeg_a)

/* Opcode: transegr
 * Synopsis: ares transegr ia, idur1, itype1, ib [, idur2, itype2, ic ...], irel, itype, iz
 *           kres transegr ia, idur1, itype1, ib [, idur2, itype2, ic ...], irel, itype, iz
 *
 * As transeg, with a release segment: the last one starts when the note ends, from whatever value there is;
 * the value in front of it is held.
 * In:  irel  length of the release, s: the note lives that much longer; the others as transeg
 * Out: the curve
 * Fails: at init when an argument is missing
 */
KC_OP(transegr, "k", "iiim", .state = transeg_st, .init = transegr_init_k, .tick = transegr_k)
KC_OP(transegr, "a", "iiim", .state = transeg_st, .init = transegr_init_a, .k = transegr_start,
      .tick = transegr_a)
