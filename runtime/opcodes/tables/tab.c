/* tab, tab_i, tabw, tabw_i: tables read and written by an index that is rounded to the nearest point. */
#include "runtime/opcodes/dsp/lanes.h"

typedef struct {
    VP tab;
    VI len;
    V mul;
} tab_st;

KC_INLINE VI round_index(const tab_st *s, V x) { return v_rint_to_i(x * s->mul); }
KC_INLINE VI limit_index(const tab_st *s, VI i) { return vi_min(vi_max(i, vi_splat(0)), s->len); }

KERNEL void tab_tick(tab_st *s, kc_ctx *c, int n, V *out, const V *x)
{
    (void)c, (void)n;
    *out = v_gather_i(s->tab, limit_index(s, round_index(s, *x)));
}

KERNEL void tabw_tick(tab_st *s, kc_ctx *c, int n, const V *value, const V *x)
{
    (void)c, (void)n;
    VI i = round_index(s, *x), at = limit_index(s, i);
    kc_buf_write(s->tab, at, v_sel(vi_eq(i, at), *value, v_gather_i(s->tab, at)));
}

#if KC_W == 1
KC_NATIVE int tab_set(tab_st *s, kc_ctx *c, const double *number, const double *mode, const char *name)
{
    const kc_table *t = kc_table_find(c, *number);
    if (!t) return kc_fail(c, "%s: incorrect table number", name);
    s->tab = vp_splat(t->data);
    s->len = t->len;
    s->mul = *mode != 0 ? t->len : 1.0;
    return KC_OK;
}

KC_NATIVE int tab_init(tab_st *s, kc_ctx *c, double *out, const double *x, const double *number,
                       const double *mode)
{
    (void)out, (void)x;
    if (kc_arg_is_a(c, 1) != kc_arg_is_a(c, 0) && c->ksmps != 1)
        return kc_fail(c, "tab: index type inconsistent with output");
    return tab_set(s, c, number, mode, "fastab");
}

KC_NATIVE int tabw_init(tab_st *s, kc_ctx *c, const double *value, const double *x, const double *number,
                        const double *mode)
{
    (void)value, (void)x;
    return tab_set(s, c, number, mode, "fastab");
}

KC_NATIVE int tab_i(tab_st *s, kc_ctx *c, double *out, const double *x, const double *number,
                    const double *mode)
{
    if (tab_set(s, c, number, mode, "tab_i") < 0) return KC_ERROR;
    int i = round_index(s, *x);
    if (i < 0 || i >= s->len) return kc_fail(c, "tab_i off end: table number: %d\n", v_to_i(*number));
    *out = s->tab[i];
    return KC_OK;
}

KC_NATIVE int tabw_i(tab_st *s, kc_ctx *c, const double *value, const double *x, const double *number,
                     const double *mode)
{
    if (tab_set(s, c, number, mode, "tabw_i") < 0) return KC_ERROR;
    int i = round_index(s, *x);
    if (i < 0 || i >= s->len) return kc_fail(c, "tabw_i off end");
    ((double *)(uintptr_t)s->tab)[i] = *value;
    return KC_OK;
}
#endif

/* Opcode: tab tab_i
 * Synopsis: ares tab xndx, ifn [, ixmode]
 *           kres tab kndx, ifn [, ixmode]
 *           ires tab_i indx, ifn [, ixmode]
 *
 * A table read without interpolation.
 * In:  xndx    index, rounded to the nearest point; of the rate of the output
 *      ifn     table number
 *      ixmode  0: index in points; else 0 .. 1 spans the table (default 0)
 * Out: the table's value
 * Fails: at init when there is no such table; tab_i also when the index is not in 0 .. length - 1
 * Note: the index length reads the guard point. Beyond the ends tab gives the first point or the guard point,
 *       where the reference ends the note.
 */
KC_OP(tab_i, "i", "iio", .state = tab_st, .init = tab_i, .fx = tab_r)
KC_OP(tab, "a", "xio", .rates = "a", .state = tab_st, .init = tab_init, .tick = tab_tick, .fx = tab_r)
KC_OP(tab, "k", "kio", .state = tab_st, .init = tab_init, .tick = tab_tick, .fx = tab_r)

/* Opcode: tabw tabw_i
 * Synopsis: tabw asig, andx, ifn [, ixmode]
 *           tabw ksig, kndx, ifn [, ixmode]
 *           tabw_i isig, indx, ifn [, ixmode]
 *
 * Writes into a table.
 * In:  xsig    value
 *      xndx    index, rounded to the nearest point
 *      ifn     table number
 *      ixmode  0: index in points; else 0 .. 1 spans the table (default 0)
 * Fails: at init when there is no such table; tabw_i also when the index is not in 0 .. length - 1
 * Note: the index length writes the guard point. Beyond the ends tabw writes nothing, where the reference
 * ends the note.
 */
KC_OP(tabw_i, "", "iiio", .state = tab_st, .init = tabw_i, .fx = tab_w)
KC_OP(tabw, "", "kkio", .state = tab_st, .init = tabw_init, .tick = tabw_tick, .fx = tab_w)
KC_OP(tabw, "", "aaio", .state = tab_st, .init = tabw_init, .tick = tabw_tick, .fx = tab_w)
