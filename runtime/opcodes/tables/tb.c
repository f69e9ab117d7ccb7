/* tb0 .. tb15, tb0_init .. tb15_init: sixteen tables that can be read like functions. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"

enum { SLOTS = 16 };

typedef struct {
    int number[SLOTS]; /* 0: none */
} tb_slots;

#ifndef KC_BITCODE
static tb_slots *slots_of(kc_ctx *c) { return kc_engine_store(c->engine, "tb", sizeof(tb_slots), NULL); }

static int tb_set(kc_ctx *c, int slot, double number)
{
    if (!kc_table_find(c, number)) return kc_fail(c, "tab_init: incorrect table number");
    slots_of(c)->number[slot] = (int)lrint(number);
    return KC_OK;
}

static int tb_read(kc_ctx *c, int slot, double *out, double index)
{
    int number = slots_of(c)->number[slot];
    const kc_table *t = number ? kc_table_find(c, number) : NULL;
    if (!t) return kc_fail(c, "tb%d: there is no table; tb%d_init sets it", slot, slot);
    if (!(index > -0.5 && index < t->len + 0.5))
        return kc_fail(c, "tb%d: index %g is out of range", slot, index);
    *out = t->data[lrint(index)];
    return KC_OK;
}

#define TB(slot)                                                                                             \
    KC_NATIVE int tb_set_##slot(void *s, kc_ctx *c, const double *number)                                    \
    {                                                                                                        \
        (void)s;                                                                                             \
        return tb_set(c, slot, *number);                                                                     \
    }                                                                                                        \
    KC_NATIVE int tb_read_##slot(void *s, kc_ctx *c, double *out, const double *index)                       \
    {                                                                                                        \
        (void)s;                                                                                             \
        return tb_read(c, slot, out, *index);                                                                \
    }
TB(0)
TB(1)
TB(2)
TB(3)
TB(4)
TB(5)
TB(6)
TB(7)
TB(8)
TB(9)
TB(10)
TB(11)
TB(12)
TB(13)
TB(14)
TB(15)
#endif

/* Opcode: tb0_init tb1_init tb2_init tb3_init tb4_init tb5_init tb6_init tb7_init tb8_init tb9_init
 * Synopsis: tb0_init ifn
 *
 * Says which table tb0 (tb1, ...) reads, in all instruments.
 * In:  ifn  table number
 * Fails: at init when there is no such table
 */
KC_OP(tb0_init, "", "i", .init = tb_set_0, .fx = tab_w, .deprecated = 1)
KC_OP(tb1_init, "", "i", .init = tb_set_1, .fx = tab_w, .deprecated = 1)
KC_OP(tb2_init, "", "i", .init = tb_set_2, .fx = tab_w, .deprecated = 1)
KC_OP(tb3_init, "", "i", .init = tb_set_3, .fx = tab_w, .deprecated = 1)
KC_OP(tb4_init, "", "i", .init = tb_set_4, .fx = tab_w, .deprecated = 1)
KC_OP(tb5_init, "", "i", .init = tb_set_5, .fx = tab_w, .deprecated = 1)
KC_OP(tb6_init, "", "i", .init = tb_set_6, .fx = tab_w, .deprecated = 1)
KC_OP(tb7_init, "", "i", .init = tb_set_7, .fx = tab_w, .deprecated = 1)
KC_OP(tb8_init, "", "i", .init = tb_set_8, .fx = tab_w, .deprecated = 1)
KC_OP(tb9_init, "", "i", .init = tb_set_9, .fx = tab_w, .deprecated = 1)
/* Opcode: tb10_init tb11_init tb12_init tb13_init tb14_init tb15_init
 * Synopsis: tb10_init ifn
 *
 * Says which table tb10 (tb11, ...) reads, in all instruments.
 * In:  ifn  table number
 * Fails: at init when there is no such table
 */
KC_OP(tb10_init, "", "i", .init = tb_set_10, .fx = tab_w, .deprecated = 1)
KC_OP(tb11_init, "", "i", .init = tb_set_11, .fx = tab_w, .deprecated = 1)
KC_OP(tb12_init, "", "i", .init = tb_set_12, .fx = tab_w, .deprecated = 1)
KC_OP(tb13_init, "", "i", .init = tb_set_13, .fx = tab_w, .deprecated = 1)
KC_OP(tb14_init, "", "i", .init = tb_set_14, .fx = tab_w, .deprecated = 1)
KC_OP(tb15_init, "", "i", .init = tb_set_15, .fx = tab_w, .deprecated = 1)

/* Opcode: tb0 tb1 tb2 tb3 tb4 tb5 tb6 tb7 tb8 tb9 tb10 tb11 tb12 tb13 tb14 tb15
 * Synopsis: ir = tb0(index)
 *           kr = tb0(kndx)
 *
 * Read the table that tb0_init (tb1_init, ...) has set.
 * In:  index  rounded to the nearest point
 * Out: the point
 * Fails: when no table is set, or for an index outside of it
 */
KC_OP(tb0, "i", "i", .init = tb_read_0, .fx = tab_r, .deprecated = 1)
KC_OP(tb0, "k", "k", .perf = tb_read_0, .fx = tab_r, .deprecated = 1)
KC_OP(tb1, "i", "i", .init = tb_read_1, .fx = tab_r, .deprecated = 1)
KC_OP(tb1, "k", "k", .perf = tb_read_1, .fx = tab_r, .deprecated = 1)
KC_OP(tb2, "i", "i", .init = tb_read_2, .fx = tab_r, .deprecated = 1)
KC_OP(tb2, "k", "k", .perf = tb_read_2, .fx = tab_r, .deprecated = 1)
KC_OP(tb3, "i", "i", .init = tb_read_3, .fx = tab_r, .deprecated = 1)
KC_OP(tb3, "k", "k", .perf = tb_read_3, .fx = tab_r, .deprecated = 1)
KC_OP(tb4, "i", "i", .init = tb_read_4, .fx = tab_r, .deprecated = 1)
KC_OP(tb4, "k", "k", .perf = tb_read_4, .fx = tab_r, .deprecated = 1)
KC_OP(tb5, "i", "i", .init = tb_read_5, .fx = tab_r, .deprecated = 1)
KC_OP(tb5, "k", "k", .perf = tb_read_5, .fx = tab_r, .deprecated = 1)
KC_OP(tb6, "i", "i", .init = tb_read_6, .fx = tab_r, .deprecated = 1)
KC_OP(tb6, "k", "k", .perf = tb_read_6, .fx = tab_r, .deprecated = 1)
KC_OP(tb7, "i", "i", .init = tb_read_7, .fx = tab_r, .deprecated = 1)
KC_OP(tb7, "k", "k", .perf = tb_read_7, .fx = tab_r, .deprecated = 1)
KC_OP(tb8, "i", "i", .init = tb_read_8, .fx = tab_r, .deprecated = 1)
KC_OP(tb8, "k", "k", .perf = tb_read_8, .fx = tab_r, .deprecated = 1)
KC_OP(tb9, "i", "i", .init = tb_read_9, .fx = tab_r, .deprecated = 1)
KC_OP(tb9, "k", "k", .perf = tb_read_9, .fx = tab_r, .deprecated = 1)
KC_OP(tb10, "i", "i", .init = tb_read_10, .fx = tab_r, .deprecated = 1)
KC_OP(tb10, "k", "k", .perf = tb_read_10, .fx = tab_r, .deprecated = 1)
KC_OP(tb11, "i", "i", .init = tb_read_11, .fx = tab_r, .deprecated = 1)
KC_OP(tb11, "k", "k", .perf = tb_read_11, .fx = tab_r, .deprecated = 1)
KC_OP(tb12, "i", "i", .init = tb_read_12, .fx = tab_r, .deprecated = 1)
KC_OP(tb12, "k", "k", .perf = tb_read_12, .fx = tab_r, .deprecated = 1)
KC_OP(tb13, "i", "i", .init = tb_read_13, .fx = tab_r, .deprecated = 1)
KC_OP(tb13, "k", "k", .perf = tb_read_13, .fx = tab_r, .deprecated = 1)
KC_OP(tb14, "i", "i", .init = tb_read_14, .fx = tab_r, .deprecated = 1)
KC_OP(tb14, "k", "k", .perf = tb_read_14, .fx = tab_r, .deprecated = 1)
KC_OP(tb15, "i", "i", .init = tb_read_15, .fx = tab_r, .deprecated = 1)
KC_OP(tb15, "k", "k", .perf = tb_read_15, .fx = tab_r, .deprecated = 1)
