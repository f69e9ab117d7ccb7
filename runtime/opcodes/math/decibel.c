/* Decibels and amplitudes: ampdb, ampdbfs, dbamp, dbfsamp, db.
 *
 * The reference uses 0.11512925 for ln(10) / 20, so that 60 dB is 999.99972. */
#include "runtime/opcodes/op.h"

#define DB_LN10_20 0.11512925

#define DB_TICK(name, value)                                                                                 \
    KERNEL void name(void *s, kc_ctx *c, int n, V *out, const V *px)                                         \
    {                                                                                                        \
        (void)s, (void)c, (void)n;                                                                           \
        V x = *px;                                                                                           \
        *out = value;                                                                                        \
    }
DB_TICK(math_ampdb, v_exp(x *DB_LN10_20))
DB_TICK(math_ampdbfs, c->zerodbfs *v_exp(x *DB_LN10_20))
DB_TICK(math_dbamp, v_log(v_abs(x)) / DB_LN10_20)
DB_TICK(math_dbfsamp, v_log(v_abs(x) / c->zerodbfs) / DB_LN10_20)
DB_TICK(math_db, v_exp2(x * 0.166096404744368117))

/* Opcode: ampdb
 * Synopsis: ires ampdb idb
 *           kres ampdb kdb
 *           ares ampdb adb
 *
 * Amplitude of a level.
 * In:  db  decibels
 * Out: amplitude; 0 dB gives 1
 * Fails: never
 */
KC_OP(ampdb, "a", "a", .tick = math_ampdb)
KC_OP(ampdb, "i", "i", .tick = math_ampdb)
KC_OP(ampdb, "k", "k", .tick = math_ampdb)

/* Opcode: ampdbfs
 * Synopsis: ires ampdbfs idb
 *           kres ampdbfs kdb
 *           ares ampdbfs adb
 *
 * Amplitude of a level below full scale.
 * In:  db  decibels
 * Out: amplitude; 0 dB gives 0dbfs
 * Fails: never
 */
KC_OP(ampdbfs, "a", "a", .tick = math_ampdbfs)
KC_OP(ampdbfs, "i", "i", .tick = math_ampdbfs)
KC_OP(ampdbfs, "k", "k", .tick = math_ampdbfs)

/* Opcode: dbamp
 * Synopsis: ires dbamp iamp
 *           kres dbamp kamp
 *
 * Level of an amplitude.
 * In:  amp  amplitude, its sign does not matter
 * Out: decibels; amplitude 1 gives 0
 * Fails: never
 */
KC_OP(dbamp, "i", "i", .tick = math_dbamp)
KC_OP(dbamp, "k", "k", .tick = math_dbamp)

/* Opcode: dbfsamp
 * Synopsis: ires dbfsamp iamp
 *           kres dbfsamp kamp
 *
 * Level of an amplitude below full scale.
 * In:  amp  amplitude, its sign does not matter
 * Out: decibels; 0dbfs gives 0
 * Fails: never
 */
KC_OP(dbfsamp, "i", "i", .tick = math_dbfsamp)
KC_OP(dbfsamp, "k", "k", .tick = math_dbfsamp)

/* Opcode: db
 * Synopsis: ires db idb
 *           kres db kdb
 *           ares db adb
 *
 * Amplitude of a level, by a power of two.
 * In:  db  decibels
 * Out: amplitude; 0 dB gives 1
 * Fails: never
 */
KC_OP(db, "i", "i", .tick = math_db)
KC_OP(db, "k", "k", .tick = math_db)
KC_OP(db, "a", "a", .tick = math_db)
