/* Instances of instruments: how many are active, how many there may be, names and numbers. */
#include "runtime/opcodes/op.h"

/* Number of the instrument that argument `arg` names, -1 when there is none. */
KC_NATIVE int instrument(kc_ctx *c, const double *number)
{
    if (kc_is_p_string(*number)) {
        const char *name = kc_p_string(c, *number);
        return name ? kc_instr_find(c, name) : -1;
    }
    return *number > -1 && *number < 1e9 ? (int)*number : -1;
}

/* ---- active ----------------------------------------------------------------------------------- */

KC_NATIVE int count_active(kc_ctx *c, double *out, int number, double norelease)
{
    *out = number < 0 ? 0.0 : kc_instr_active(c, number, norelease == 0) + (number == 0);
    return KC_OK;
}

KC_NATIVE int active_number(void *s, kc_ctx *c, double *out, const double *number, const double *opt,
                            const double *norelease)
{
    (void)s, (void)opt;
    return count_active(c, out, instrument(c, number), *norelease);
}

KC_NATIVE int active_name(void *s, kc_ctx *c, double *out, const kc_str *name, const double *opt,
                          const double *norelease)
{
    (void)s, (void)opt;
    int number = kc_instr_find(c, kc_str_get(name));
    if (number < 0) kc_warn(c, "instr %s not found", kc_str_get(name));
    return count_active(c, out, number, *norelease);
}

/* Opcode: active
 * Synopsis: ir active insnum [, iopt, inorel]
 *           ir active Sinstr [, iopt, inorel]
 *           kr active kinsnum [, iopt, inorel]
 *
 * Number of active notes of an instrument.
 * In:  insnum  instrument number or name; 0: all instruments, and the global code as one
 *      iopt    ignored (in the reference non-zero counts all notes since the start)
 *      inorel  non-zero leaves out notes in their release (default 0)
 * Out: the number, the calling note included; 0 when there is no such instrument
 * Fails: never
 */
KC_OP(active, "i", "Soo", .init = active_name)
KC_OP(active, "k", "Soo", .perf = active_name)
KC_OP(active, "i", "ioo", .init = active_number)
KC_OP(active, "k", "koo", .perf = active_number)

/* ---- maxalloc, prealloc ------------------------------------------------------------------------ */

KC_NATIVE int limit_instances(kc_ctx *c, int number, double most)
{
    if (number < 1) return kc_fail(c, "maxalloc: invalid instrument");
    return kc_instr_set_maxalloc(c, number, most >= 1 && most < 1e9 ? (int)most : 0);
}

KC_NATIVE int maxalloc_number(void *s, kc_ctx *c, const double *number, const double *most)
{
    (void)s;
    return limit_instances(c, instrument(c, number), *most);
}

KC_NATIVE int maxalloc_name(void *s, kc_ctx *c, const kc_str *name, const double *most)
{
    (void)s;
    return limit_instances(c, kc_instr_find(c, kc_str_get(name)), *most);
}

/* Opcode: maxalloc
 * Synopsis: maxalloc insnum, icount
 *           maxalloc Sinstr, icount
 *
 * Limits the notes of an instrument that sound at a time; further ones are dropped.
 * In:  insnum  instrument number or name
 *      icount  most notes; 0: no limit
 * Fails: when there is no such instrument
 */
KC_OP(maxalloc, "", "Si", .init = maxalloc_name)
KC_OP(maxalloc, "", "ii", .init = maxalloc_number)

/* More than 2^16 instances are taken for a mistake. */
KC_NATIVE int make_instances(kc_ctx *c, int number, double count)
{
    if (number < 1) return kc_fail(c, "prealloc: invalid instrument");
    if (!(count < 65536)) return kc_fail(c, "prealloc: %g instances are too many", count);
    return count >= 1 ? kc_instr_prealloc(c, number, (int)count) : KC_OK;
}

KC_NATIVE int prealloc_number(void *s, kc_ctx *c, const double *number, const double *count,
                              const double *unused)
{
    (void)s, (void)unused;
    return make_instances(c, instrument(c, number), *count);
}

KC_NATIVE int prealloc_name(void *s, kc_ctx *c, const kc_str *name, const double *count, const double *unused)
{
    (void)s, (void)unused;
    return make_instances(c, kc_instr_find(c, kc_str_get(name)), *count);
}

/* Opcode: prealloc
 * Synopsis: prealloc insnum, icount
 *           prealloc Sinstr, icount
 *
 * Makes the memory of notes in advance.
 * In:  insnum  instrument number or name
 *      icount  notes
 * Fails: when there is no such instrument
 */
KC_OP(prealloc, "", "iio", .init = prealloc_number)
KC_OP(prealloc, "", "Sio", .init = prealloc_name)

/* ---- nstrnum ---------------------------------------------------------------------------------- */

KC_NATIVE int nstrnum_name(void *s, kc_ctx *c, double *out, const kc_str *name)
{
    (void)s;
    *out = kc_instr_find(c, kc_str_get(name));
    if (*out >= 0) return KC_OK;
    kc_warn(c, "instr %s not found", kc_str_get(name));
    return KC_STOP;
}

KC_NATIVE int nstrnum_number(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    *out = instrument(c, number);
    return KC_OK;
}

/* Opcode: nstrnum
 * Synopsis: insno nstrnum Sname
 *
 * Number of a named instrument.
 * In:  Sname  its name
 * Out: the number, -1 when there is none: then there is a warning, and the rest of the init pass is left out
 * Fails: never
 */
KC_OP(nstrnum, "i", "S", .init = nstrnum_name)
KC_OP(nstrnum, "i", "i", .init = nstrnum_number)
