/* alwayson, turnon, remove: instruments started for good, and taken out. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"

#ifndef KC_BITCODE
enum { MAX_FIELDS = 1024 };

/* Number of an instrument given by argument i, a name or a number. -1: reported. */
static double instr_of(kc_ctx *c, void **a, int i)
{
    const char *name = kc_arg_string(c, a, i);
    if (!name) return *(const double *)a[i];
    int n = kc_instr_find(c, name);
    return n >= 0 ? n : kc_fail(c, "instr %s not found", name);
}

/* Posts a held note. */
static int start_held(kc_ctx *c, double instr, double when, void **a, int first)
{
    double p[MAX_FIELDS + 4] = {0, instr, when, -1};
    const char *strings[MAX_FIELDS + 4] = {0};
    int n = c->site->nin - first < MAX_FIELDS ? c->site->nin - first : MAX_FIELDS;
    for (int i = 0; i < n; i++) {
        p[4 + i] = *(const double *)a[first + i];
        if (kc_is_p_string(p[4 + i])) strings[4 + i] = kc_p_string(c, p[4 + i]);
    }
    return kc_event_post(c, 'i', p, strings, 3 + n);
}

KC_NATIVE int alwayson_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    double instr = instr_of(c, a, 0);
    return instr < 0 ? KC_ERROR : start_held(c, instr, 0, a, 1);
}

KC_NATIVE int turnon_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    double instr = instr_of(c, a, 0);
    return instr < 0 ? KC_ERROR : start_held(c, trunc(instr), *(const double *)a[1], a, c->site->nin);
}
KC_NATIVE int turnon_number(void *s, kc_ctx *c, const double *instr, const double *when)
{
    return turnon_init(s, c, (void *[]){(void *)(uintptr_t)instr, (void *)(uintptr_t)when});
}
KC_NATIVE int turnon_name(void *s, kc_ctx *c, const kc_str *instr, const double *when)
{
    return turnon_init(s, c, (void *[]){(void *)(uintptr_t)instr, (void *)(uintptr_t)when});
}

/* Active notes in any phase. */
KC_NATIVE int remove_init(void *s, kc_ctx *c, void *who)
{
    (void)s;
    const char *name = kc_arg_string(c, &who, 0);
    double number = name ? kc_instr_find(c, name) : floor(*(const double *)who + 0.5);
    int n = number > 0 && number < 1e6 ? (int)number : 0;
    if (n < 1) return KC_OK;
    if (kc_instr_active(c, n, 1))
        return name ? kc_fail(c, "Instrument %s is still active", name)
                    : kc_fail(c, "Instrument %d is still active", n);
    kc_engine_remove(c->engine, n);
    return KC_OK;
}
#endif

/* Opcode: alwayson
 * Synopsis: alwayson Tinstrument [p4, ..., pn]
 *
 * Starts an instrument that sounds until the end, from time 0. For the header.
 * In:  Tinstrument  name or number
 *      p4 ...       its p-fields
 * Fails: at init when there is no instrument of that name
 */
KC_OP(alwayson, "", "im", .init = alwayson_init, .fx = event)
KC_OP(alwayson, "", "Sm", .init = alwayson_init, .fx = event)

/* Opcode: turnon
 * Synopsis: turnon insnum [, itime]
 *           turnon "insname" [, itime]
 *
 * Starts an instrument that sounds until it is turned off.
 * In:  insnum  number or name
 *      itime   s from now (default 0)
 * Fails: at init when there is no instrument of that name
 */
KC_OP(turnon, "", "io", .init = turnon_number, .fx = event)
KC_OP(turnon, "", "So", .init = turnon_name, .fx = event)

/* Opcode: remove
 * Synopsis: remove insnum
 *
 * Takes an instrument out of the orchestra and frees its memory. Does nothing when there is none.
 * In:  insnum  number or name
 * Fails: at init when a note of it is active
 */
KC_OP(remove, "", "T", .init = remove_init, .fx = event)
