/* dam, follow: level detectors. */
#include "runtime/opcodes/dsp/lanes.h"

/* ---- dam ------------------------------------------------------------------------------------- */

enum { DAM_WINDOW = 1000 };

typedef struct {
    VP ring; /* the last samples, rectified and scaled so that their sum is the level */
    VI pos;
    V sum, gain;
    V rise, fall, comp1, comp2;
    VM fresh;
    VL mem[4];
} dam_st;

KC_NATIVE int dam_init(dam_st *s, kc_ctx *c, double *out, const double *in, const double *thresh,
                       const double *comp1, const double *comp2, const double *rise, const double *fall)
{
    (void)out, (void)in, (void)thresh;
    s->ring = kc_lane_alloc(c, s->mem, DAM_WINDOW);
    if (!s->ring) return KC_ERROR;
    s->gain = 1;
    s->rise = *rise * c->inv_sr * 1000.0;
    s->fall = *fall * c->inv_sr * 1000.0;
    s->comp1 = *comp1;
    s->comp2 = *comp2;
    s->fresh = vm_splat(true);
    return KC_OK;
}
/* The window starts as if the level had always been the threshold. */
KERNEL void dam_k(dam_st *s, kc_ctx *c, const V *in, const V *thresh)
{
    (void)c, (void)in;
    if (!vm_any(s->fresh)) return;
    KC_LANES
    {
        if (!vm_get(s->fresh, l)) continue;
        double t = v_get(*thresh, l), *ring = (double *)(uintptr_t)vp_get(s->ring, l);
        for (int i = 0; i < DAM_WINDOW; i++) ring[i] = t / DAM_WINDOW;
        v_set(&s->sum, l, t);
        vi_set(&s->pos, l, 0);
    }
    /* a threshold below 0 counts as not yet set */
    s->fresh = vm_and(s->fresh, v_lt(*thresh, v_splat(0)));
}
KERNEL void dam_tick(dam_st *s, kc_ctx *c, int n, V *out, const V *in, const V *thresh)
{
    (void)c, (void)n;
    V x = *in, t = *thresh, now = v_abs(x) / (DAM_WINDOW * 1.414213562373095048801688724209698078569);
    kc_buf_write(s->ring, s->pos, now);
    s->pos = kc_ring_next(s->pos, vi_splat(DAM_WINDOW));
    s->sum = s->sum + now;
    s->sum = s->sum - v_gather_i(s->ring, s->pos);
    VM loud = v_gt(s->sum, t);
    V target = ((s->sum - t) * s->comp1 + t) / s->sum;
    if (!vm_all(loud)) target = v_sel(loud, target, t * v_pow(s->sum / t, 1.0 / s->comp2) / s->sum);
    s->gain = v_sel(v_lt(s->gain, target), s->gain + s->rise, s->gain - s->fall);
    *out = x * s->gain;
}

/* Opcode: dam
 * Synopsis: ares dam asig, kthreshold, icomp1, icomp2, irtime, iftime
 *
 * Compressor and expander. The level is the mean of the last 1000 samples.
 * In:  asig        signal
 *      kthreshold  level from which icomp1 holds
 *      icomp1      ratio above the threshold (1: no change)
 *      icomp2      ratio below it
 *      irtime      rise of the gain, 1000 irtime / sr per sample
 *      iftime      fall of the gain, likewise
 * Out: signal times the gain
 * Fails: at init when memory runs out
 */
KC_OP(dam, "a", "akiiii", .state = dam_st, .init = dam_init, .k = dam_k, .tick = dam_tick)

/* ---- follow ----------------------------------------------------------------------------------- */

typedef struct {
    V max, level;
    VI left, len;
} follow_st;

KC_NATIVE int follow_init(follow_st *s, kc_ctx *c, double *out, const double *in, const double *len)
{
    (void)out, (void)in;
    s->max = s->level = 0;
    s->len = kc_trunc_i(*len * c->sr);
    if (s->len <= 0) {
        kc_warn(c, "follow - zero length!");
        s->len = kc_trunc_i(c->sr);
    }
    s->left = s->len;
    return KC_OK;
}
KERNEL void follow_tick(follow_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V size = v_abs(*in);
    s->max = v_max(size, s->max);
    s->left -= 1;
    VM over = vi_eq(s->left, vi_splat(0));
    s->level = v_sel(over, s->max, s->level);
    s->max = v_sel(over, v_splat(0), s->max);
    s->left = vi_sel(over, s->len, s->left);
    *out = s->level;
}

/* Opcode: follow
 * Synopsis: ares follow asig, idt
 *
 * Envelope follower: the largest magnitude of each stretch of idt.
 * In:  asig  signal
 *      idt   stretch, s; 0 or less: a second, with a warning
 * Out: the maximum of the stretch before
 * Fails: never
 */
KC_OP(follow, "a", "ai", .state = follow_st, .init = follow_init, .tick = follow_tick)
