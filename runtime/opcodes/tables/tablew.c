/* tablew, tablewkt: values written into a table. dsp/tabindex.h has the index arithmetic. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/tabindex.h"

KC_INLINE void write_point(const kc_tabindex *s, V value, V x)
{
    VM guarded = vi_ne(s->guarded, vi_splat(0));
    VI i = kc_tabindex_at(s, v_floor((x + s->offset) * s->mul + v_sel(guarded, v_splat(0.5), v_splat(0.0))));
    kc_buf_write(s->tab, i, value);
    VM both = vm_and(guarded, vi_eq(i, vi_splat(0)));
    if (vm_any(both)) kc_buf_write(s->tab, vi_sel(both, s->last + 1, i), value);
}

KERNEL void tablew_tick(kc_tabindex *s, kc_ctx *c, int n, const V *value, const V *x)
{
    (void)c, (void)n;
    write_point(s, *value, *x);
}

#if KC_W == 1
KC_NATIVE int no_table(kc_ctx *c, double number)
{
    return kc_fail(c, "table: could not find ftable %d", v_to_i(number));
}

KC_NATIVE int tablew_init(kc_tabindex *s, kc_ctx *c, const double *value, const double *x,
                          const double *number, const double *mode, const double *offset, const double *wrap)
{
    (void)value, (void)x;
    const kc_table *t = kc_table_find(c, *number);
    if (!t) return no_table(c, *number);
    kc_tabindex_set(s, t, *mode, *offset, *wrap);
    return KC_OK;
}

KC_NATIVE int tablew_i(kc_tabindex *s, kc_ctx *c, const double *value, const double *x, const double *number,
                       const double *mode, const double *offset, const double *wrap)
{
    if (tablew_init(s, c, value, x, number, mode, offset, wrap) < 0) return KC_ERROR;
    write_point(s, *value, *x);
    return KC_OK;
}

KC_NATIVE int tablewkt_k(kc_tabindex *s, kc_ctx *c, const double *value, const double *x,
                         const double *number, const double *mode, const double *offset, const double *wrap)
{
    return tablew_i(s, c, value, x, number, mode, offset, wrap);
}

KC_NATIVE int tablewkt_a(kc_tabindex *s, kc_ctx *c, const double *value, const double *x,
                         const double *number, const double *mode, const double *offset, const double *wrap)
{
    if (tablew_init(s, c, value, x, number, mode, offset, wrap) < 0) return KC_ERROR;
    for (int n = c->begin; n < c->end; n++) write_point(s, value[n], x[n]);
    return KC_OK;
}
#endif

/* Opcode: tablew tableiw ptablew ptableiw
 * Synopsis: tablew isig, indx, ifn [, ixmode] [, ixoff] [, iwgmode]
 *           tablew ksig, kndx, ifn ...
 *           tablew asig, andx, ifn ...
 *
 * Writes into a table.
 * In:  xsig     value
 *      xndx     index, points or a fraction of the length
 *      ifn      table number
 *      ixmode   0: index in points; else 0 .. 1 spans the table (default 0)
 *      ixoff    added to the index (default 0)
 *      iwgmode  0: an index beyond the ends writes the first or last point; 1: it wraps around; 2: it is
 *               rounded and wraps around, and what goes to point 0 goes to the guard point too (default 0)
 * Fails: at init when there is no such table
 * Note: tableiw, ptablew and ptableiw are the same opcode under older names.
 */
KC_OP(tableiw, "", "iiiooo", .state = kc_tabindex, .init = tablew_i, .fx = tab_w, .deprecated = 1)
KC_OP(tablew, "", "iiiooo", .state = kc_tabindex, .init = tablew_i, .fx = tab_w)
KC_OP(tablew, "", "kkiooo", .state = kc_tabindex, .init = tablew_init, .tick = tablew_tick, .fx = tab_w)
KC_OP(tablew, "", "aaiooo", .state = kc_tabindex, .init = tablew_init, .tick = tablew_tick, .fx = tab_w)
KC_OP(ptableiw, "", "iiiooo", .state = kc_tabindex, .init = tablew_i, .fx = tab_w, .deprecated = 1)
KC_OP(ptablew, "", "kkiooo", .state = kc_tabindex, .init = tablew_init, .tick = tablew_tick, .fx = tab_w)
KC_OP(ptablew, "", "aaiooo", .state = kc_tabindex, .init = tablew_init, .tick = tablew_tick, .fx = tab_w)

/* Opcode: tablewkt
 * Synopsis: tablewkt ksig, kndx, kfn [, ixmode] [, ixoff] [, iwgmode]
 *           tablewkt asig, andx, kfn ...
 *
 * As tablew, with a table that may change.
 * In:  kfn  table number, looked up in every k-cycle; the others as for tablew
 * Fails: during performance when there is no such table
 */
KC_OP(tablewkt, "", "kkkooo", .state = kc_tabindex, .perf = tablewkt_k, .fx = tab_w)
KC_OP(tablewkt, "", "aakooo", .state = kc_tabindex, .perf = tablewkt_a, .fx = tab_w)
