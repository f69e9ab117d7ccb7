/* The index arithmetic that table readers and writers share: scale, offset, limit or wrap.
 *
 * An index is rounded down. Limited, it stays in 0 .. len - 1; wrapped, a power-of-two length is taken as a
 * mask and any other as a divisor. */
#ifndef KC_DSP_TABINDEX_H
#define KC_DSP_TABINDEX_H
#include "runtime/opcodes/dsp/interp.h"
#include "runtime/opcodes/op.h"

typedef struct {
    VP tab;
    VI last;    /* len - 1 */
    VI mask;    /* lenmask; of no use for other lengths */
    VI wrap;    /* 0 limit, 1 mask, 2 divide */
    VI guarded; /* writers: index rounded to nearest, and point 0 is written to the guard point too */
    V mul, offset;
} kc_tabindex;

#if KC_W == 1
/* At init, or whenever the table may be another. */
KC_NATIVE void kc_tabindex_set(kc_tabindex *s, const kc_table *t, double mode, double offset, double wrap)
{
    int w = v_to_i(wrap), pow2 = t->len > 0 && !(t->len & (t->len - 1));
    s->tab = vp_splat(t->data);
    s->last = t->len - 1;
    s->mask = t->lenmask;
    s->wrap = !w ? 0 : pow2 ? 1 : 2;
    s->guarded = w == 2;
    s->mul = mode != 0 ? t->len : 1;
    s->offset = offset;
}
#endif

/* The point at or below position x. */
KC_INLINE VI kc_tabindex_at(const kc_tabindex *s, V floor)
{
    VI i = v_to_i(floor);
    VI limited = vi_min(vi_max(i, vi_splat(0)), s->last);
    VI at = vi_sel(vi_eq(s->wrap, vi_splat(1)), i & s->mask, limited);
    VM divide = vi_eq(s->wrap, vi_splat(2));
    if (vm_any(divide)) {
        V x = i_to_v(i), len = i_to_v(s->last) + 1.0;
        at = vi_sel(divide, v_to_i(x - v_floor(x / len) * len), at);
    }
    return at;
}

KC_INLINE V kc_tabindex_read0(const kc_tabindex *s, V x)
{
    return v_gather_i(s->tab, kc_tabindex_at(s, v_floor((x + s->offset) * s->mul)));
}

KC_INLINE V kc_tabindex_read1(const kc_tabindex *s, V x)
{
    V pos = (x + s->offset) * s->mul, whole = v_floor(pos);
    VI i = kc_tabindex_at(s, whole);
    V y, after;
    kc_pair(s->tab, i, &y, &after);
    return y + (after - y) * (pos - i_to_v(v_to_i(whole)));
}

/* Cubic through four points; linear at the ends and in tables of fewer than four points. */
KC_INLINE V kc_tabindex_read3(const kc_tabindex *s, V x)
{
    V pos = (x + s->offset) * s->mul, whole = v_floor(pos);
    VI i = kc_tabindex_at(s, whole), one = vi_splat(1);
    V f = pos - i_to_v(v_to_i(whole));
    VM edge = vm_or(vi_lt(i, one), vm_or(vi_eq(i, s->last), vi_lt(s->last, vi_splat(3))));
    V y1 = v_gather_i(s->tab, i), y2 = v_gather_i(s->tab, i + 1);
    V y0 = v_gather_i(s->tab, vi_sel(edge, i, i - one));
    V y3 = v_gather_i(s->tab, vi_sel(edge, i, i + 2));
    return v_sel(edge, y1 + (y2 - y1) * f, kc_lagrange4(f, y0, y1, y2, y3));
}
#endif
