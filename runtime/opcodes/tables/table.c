/* table, tablei, table3, and their kin with a table number at k-rate: tables read by an index signal.
 *
 * dsp/tabindex.h has the index arithmetic. The ...kt opcodes look their table up in every k-cycle, so they
 * are called by address; the others are kernels. */
#include "runtime/opcodes/dsp/tabindex.h"

#define TABLE_TICK(name, read)                                                                               \
    KERNEL void name(kc_tabindex *s, kc_ctx *c, int n, V *out, const V *x)                                   \
    {                                                                                                        \
        (void)c, (void)n;                                                                                    \
        *out = read(s, *x);                                                                                  \
    }
TABLE_TICK(table_tick, kc_tabindex_read0)
TABLE_TICK(tablei_tick, kc_tabindex_read1)
TABLE_TICK(table3_tick, kc_tabindex_read3)

#if KC_W == 1
KC_NATIVE int not_found(kc_ctx *c, double number)
{
    return kc_fail(c, "table: could not find ftable %d", v_to_i(number));
}

/* Index and output must have the same rate, unless they are the same size anyway. */
KC_NATIVE int check_rates(kc_ctx *c, const char *name)
{
    if (kc_arg_is_a(c, 1) == kc_arg_is_a(c, 0) || c->ksmps == 1) return KC_OK;
    return kc_fail(c, "%s: index type inconsistent with output", name);
}

KC_NATIVE int table_init(kc_tabindex *s, kc_ctx *c, double *out, const double *x, const double *number,
                         const double *mode, const double *offset, const double *wrap)
{
    (void)out, (void)x;
    if (check_rates(c, "table") < 0) return KC_ERROR;
    const kc_table *t = kc_table_find(c, *number);
    if (!t) return not_found(c, *number);
    kc_tabindex_set(s, t, *mode, *offset, *wrap);
    return KC_OK;
}

KC_NATIVE int kt_init(kc_tabindex *s, kc_ctx *c, double *out, const double *x, const double *number,
                      const double *mode, const double *offset, const double *wrap)
{
    (void)s, (void)out, (void)x, (void)number, (void)mode, (void)offset, (void)wrap;
    return check_rates(c, "tablekt");
}

/* i: once at init; kt: the table of this k-cycle, one value or a block. */
#define TABLE_NATIVE(name, read)                                                                             \
    KC_NATIVE int name##_i(kc_tabindex *s, kc_ctx *c, double *out, const double *x, const double *number,    \
                           const double *mode, const double *offset, const double *wrap)                     \
    {                                                                                                        \
        const kc_table *t = kc_table_find(c, *number);                                                       \
        if (!t) return not_found(c, *number);                                                                \
        kc_tabindex_set(s, t, *mode, *offset, *wrap);                                                        \
        *out = read(s, *x);                                                                                  \
        return KC_OK;                                                                                        \
    }                                                                                                        \
    KC_NATIVE int name##_kt(kc_tabindex *s, kc_ctx *c, double *out, const double *x, const double *number,   \
                            const double *mode, const double *offset, const double *wrap)                    \
    {                                                                                                        \
        const kc_table *t = kc_table_find(c, *number);                                                       \
        if (!t) return not_found(c, *number);                                                                \
        kc_tabindex_set(s, t, *mode, *offset, *wrap);                                                        \
        if (!kc_arg_is_a(c, 0))                                                                              \
            *out = read(s, *x);                                                                              \
        else                                                                                                 \
            for (int n = c->begin; n < c->end; n++) out[n] = read(s, x[n]);                                  \
        return KC_OK;                                                                                        \
    }
TABLE_NATIVE(table, kc_tabindex_read0)
TABLE_NATIVE(tablei, kc_tabindex_read1)
TABLE_NATIVE(table3, kc_tabindex_read3)
#endif

/* Opcode: table tablei table3 ptable ptablei ptable3
 * Synopsis: ares table xndx, ifn [, ixmode] [, ixoff] [, iwrap]
 *           kres, ires likewise; tablei: linear, table3: cubic interpolation
 *
 * A table read by an index.
 * In:  xndx    index, points or a fraction of the length; of the rate of the output
 *      ifn     table number
 *      ixmode  0: index in points; else 0 .. 1 spans the table (default 0)
 *      ixoff   added to the index (default 0)
 *      iwrap   0: an index beyond the ends gives the first or last point; else it wraps around (default 0)
 * Out: the table's value
 * Fails: at init when there is no such table, or index and output differ in rate
 * Note: tablei and table3 read the guard point after the last one; table3 is linear in the first and last
 *       interval. ptable, ptablei and ptable3 are the same opcodes under older names.
 */
KC_OP(table, "i", "iiooo", .state = kc_tabindex, .init = table_i, .fx = tab_r)
KC_OP(table, "k", "xiooo", .rates = "k", .state = kc_tabindex, .init = table_init, .tick = table_tick,
      .fx = tab_r)
KC_OP(table, "a", "xiooo", .rates = "a", .state = kc_tabindex, .init = table_init, .tick = table_tick,
      .fx = tab_r)
KC_OP(tablei, "i", "iiooo", .state = kc_tabindex, .init = tablei_i, .fx = tab_r)
KC_OP(tablei, "k", "xiooo", .rates = "k", .state = kc_tabindex, .init = table_init, .tick = tablei_tick,
      .fx = tab_r)
KC_OP(tablei, "a", "xiooo", .rates = "a", .state = kc_tabindex, .init = table_init, .tick = tablei_tick,
      .fx = tab_r)
KC_OP(table3, "i", "iiooo", .state = kc_tabindex, .init = table3_i, .fx = tab_r)
KC_OP(table3, "k", "xiooo", .rates = "k", .state = kc_tabindex, .init = table_init, .tick = table3_tick,
      .fx = tab_r)
KC_OP(table3, "a", "xiooo", .rates = "a", .state = kc_tabindex, .init = table_init, .tick = table3_tick,
      .fx = tab_r)
KC_OP(ptable, "i", "iiooo", .state = kc_tabindex, .init = table_i, .fx = tab_r, .deprecated = 1)
KC_OP(ptable, "k", "xiooo", .rates = "k", .state = kc_tabindex, .init = table_init, .tick = table_tick,
      .fx = tab_r, .deprecated = 1)
KC_OP(ptable, "a", "xiooo", .rates = "a", .state = kc_tabindex, .init = table_init, .tick = table_tick,
      .fx = tab_r, .deprecated = 1)
KC_OP(ptablei, "i", "iiooo", .state = kc_tabindex, .init = tablei_i, .fx = tab_r, .deprecated = 1)
KC_OP(ptablei, "k", "xiooo", .rates = "k", .state = kc_tabindex, .init = table_init, .tick = tablei_tick,
      .fx = tab_r, .deprecated = 1)
KC_OP(ptablei, "a", "xiooo", .rates = "a", .state = kc_tabindex, .init = table_init, .tick = tablei_tick,
      .fx = tab_r, .deprecated = 1)
KC_OP(ptable3, "i", "iiooo", .state = kc_tabindex, .init = table3_i, .fx = tab_r, .deprecated = 1)
KC_OP(ptable3, "k", "xiooo", .rates = "k", .state = kc_tabindex, .init = table_init, .tick = table3_tick,
      .fx = tab_r, .deprecated = 1)
KC_OP(ptable3, "a", "xiooo", .rates = "a", .state = kc_tabindex, .init = table_init, .tick = table3_tick,
      .fx = tab_r, .deprecated = 1)

/* Opcode: tablekt tableikt table3kt
 * Synopsis: ares tablekt xndx, kfn [, ixmode] [, ixoff] [, iwrap]
 *           kres likewise; tableikt: linear, table3kt: cubic interpolation
 *
 * As table, tablei and table3, with a table that may change.
 * In:  xndx    index, of the rate of the output
 *      kfn     table number, looked up in every k-cycle
 *      ixmode, ixoff, iwrap  as for table
 * Out: the table's value
 * Fails: during performance when there is no such table; at init when index and output differ in rate
 */
KC_OP(tablekt, "k", "xkooo", .state = kc_tabindex, .init = kt_init, .perf = table_kt, .fx = tab_r)
KC_OP(tablekt, "a", "xkooo", .state = kc_tabindex, .init = kt_init, .perf = table_kt, .fx = tab_r)
KC_OP(tableikt, "k", "xkooo", .state = kc_tabindex, .init = kt_init, .perf = tablei_kt, .fx = tab_r)
KC_OP(tableikt, "a", "xkooo", .state = kc_tabindex, .init = kt_init, .perf = tablei_kt, .fx = tab_r)
KC_OP(table3kt, "k", "xkooo", .state = kc_tabindex, .init = kt_init, .perf = table3_kt, .fx = tab_r)
KC_OP(table3kt, "a", "xkooo", .state = kc_tabindex, .init = kt_init, .perf = table3_kt, .fx = tab_r)
