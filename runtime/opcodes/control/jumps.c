/* Opcodes that jump: loop_lt and its kin, tigoto, rigoto, timout, reinit, rireturn. They return KC_JUMP and
 * the engine goes on at the label argument. Plain and conditional gotos are core operations. */
#include "runtime/opcodes/op.h"

/* ---- loops ------------------------------------------------------------------------------------ */

enum { LOOP_LT, LOOP_LE, LOOP_GT, LOOP_GE };

/* The first argument is the caller's variable; it is moved by the step. */
KC_NATIVE int loop(kc_ctx *c, void **a, int how)
{
    double *index = a[0], step = *(const double *)a[1], limit = *(const double *)a[2];
    if (kc_arg_type(c, 0) == 'c') return kc_fail(c, "the index of a loop must be a variable");
    *index += how == LOOP_LT || how == LOOP_LE ? step : -step;
    int again = how == LOOP_LT   ? *index < limit
                : how == LOOP_LE ? *index <= limit
                : how == LOOP_GT ? *index > limit
                                 : *index >= limit;
    return again ? KC_JUMP : KC_OK;
}

#ifndef KC_BITCODE
#define LOOP(name, how)                                                                                      \
    KC_NATIVE int name(void *s, kc_ctx *c, void *index, void *step, void *limit, void *label)                \
    {                                                                                                        \
        (void)s, (void)label;                                                                                \
        return loop(c, (void *[]){index, step, limit}, how);                                                 \
    }
LOOP(loop_lt_any, LOOP_LT)
LOOP(loop_le_any, LOOP_LE)
LOOP(loop_gt_any, LOOP_GT)
LOOP(loop_ge_any, LOOP_GE)
#endif

/* Opcode: loop_lt loop_le
 * Synopsis: loop_lt indx, incr, imax, label
 *           loop_lt kndx, kncr, kmax, label
 *           loop_le ...
 *
 * Adds to a variable and jumps while it is less than (loop_le: not more than) a limit.
 * In:  indx   variable
 *      incr   what is added
 *      imax   limit
 *      label  where to go on
 * Fails: when the index is a constant
 */
KC_OP(loop_lt, "", "iiil", .init = loop_lt_any, .fx = flow)
KC_OP(loop_lt, "", "kkkl", .perf = loop_lt_any, .fx = flow)
KC_OP(loop_le, "", "iiil", .init = loop_le_any, .fx = flow)
KC_OP(loop_le, "", "kkkl", .perf = loop_le_any, .fx = flow)

/* Opcode: loop_gt loop_ge
 * Synopsis: loop_gt indx, idecr, imin, label
 *           loop_gt kndx, kdecr, kmin, label
 *           loop_ge ...
 *
 * Subtracts from a variable and jumps while it is more than (loop_ge: not less than) a limit.
 * In:  indx   variable
 *      idecr  what is subtracted
 *      imin   limit
 *      label  where to go on
 * Fails: when the index is a constant
 */
KC_OP(loop_gt, "", "iiil", .init = loop_gt_any, .fx = flow)
KC_OP(loop_gt, "", "kkkl", .perf = loop_gt_any, .fx = flow)
KC_OP(loop_ge, "", "iiil", .init = loop_ge_any, .fx = flow)
KC_OP(loop_ge, "", "kkkl", .perf = loop_ge_any, .fx = flow)

/* ---- init passes ------------------------------------------------------------------------------ */

KC_NATIVE int tigoto_init(void *s, kc_ctx *c, void *label)
{
    (void)s, (void)label;
    return c->note->tie && !c->note->reinit ? KC_JUMP : KC_OK;
}

KC_NATIVE int rigoto_init(void *s, kc_ctx *c, void *label)
{
    (void)s, (void)label;
    return c->note->reinit ? KC_JUMP : KC_OK;
}

/* Opcode: tigoto
 * Synopsis: tigoto label
 *
 * Jumps in the init pass of a note that continues another one (a tied note).
 * In:  label  where to go on
 * Fails: never
 */
KC_OP(tigoto, "", "l", .init = tigoto_init, .fx = flow)

/* Opcode: rigoto
 * Synopsis: rigoto label
 *
 * Jumps in a reinit pass.
 * In:  label  where to go on
 * Fails: never
 */
KC_OP(rigoto, "", "l", .init = rigoto_init, .fx = flow)

KC_NATIVE int reinit_perf(void *s, kc_ctx *c, void *label)
{
    (void)s, (void)label;
    return kc_reinit(c);
}

/* Opcode: reinit
 * Synopsis: reinit label
 *
 * Interrupts the performance and runs the init pass again from a label to rireturn or the end of the
 * instrument.
 * In:  label  where to start
 * Fails: when the init pass fails
 */
KC_OP(reinit, "", "l", .perf = reinit_perf, .fx = flow)

/* ---- timout ----------------------------------------------------------------------------------- */

typedef struct {
    int64_t wait, jumps; /* k-cycles left */
} timout_st;

KC_NATIVE int64_t timout_cycles(const kc_ctx *c, double seconds)
{
    double n = seconds * c->kr + 0.5;
    return n < 9e18 ? (int64_t)n : INT64_MAX;
}

KC_NATIVE int timout_init(timout_st *s, kc_ctx *c, const double *start, const double *duration, void *label)
{
    (void)label;
    s->wait = timout_cycles(c, *start);
    s->jumps = timout_cycles(c, *duration);
    if (!(*start * c->kr > -0.5 - 1) || !(*duration * c->kr > -0.5 - 1) || s->wait < 0 || s->jumps < 0)
        return kc_fail(c, "negative time period");
    return KC_OK;
}

KC_NATIVE int timout_perf(timout_st *s, kc_ctx *c, const double *start, const double *duration, void *label)
{
    (void)c, (void)start, (void)duration, (void)label;
    if (s->wait > 0) {
        s->wait--;
        return KC_OK;
    }
    if (s->jumps <= 0) return KC_OK;
    s->jumps--;
    return KC_JUMP;
}

/* Opcode: timout
 * Synopsis: timout istart, idur, label
 *
 * Jumps in performance during a span of time, counted from init.
 * In:  istart  begin of the span, s
 *      idur    its length, s
 *      label   where to go on
 * Fails: at init for negative times
 */
KC_OP(timout, "", "iil", .state = timout_st, .init = timout_init, .perf = timout_perf, .fx = flow)
