/* Counters that all instruments share: cntCreate, count, cntRead, cntReset, cntState, cntCycles, cntDelete.
 *
 * A counter goes from min to max by its increment and starts again. Its number is the lowest that is free. */
#include "runtime/base/vec.h"
#include "runtime/engine/engine.h"
#include "runtime/opcodes/op.h"

typedef struct {
    double value, max, min, inc;
    int cycles, used;
} counter;

typedef struct {
    KC_VEC(counter) v;
} counters;

typedef struct {
    int index;
} counter_st;

#ifndef KC_BITCODE
static void counters_free(void *p) { kc_vec_free(&((counters *)p)->v); }

static counters *counters_of(kc_ctx *c)
{
    return kc_engine_store(c->engine, "counters", sizeof(counters), counters_free);
}

static int index_of(double number) { return number > -1 && number < 1e9 ? (int)number : -1; }

/* NULL (not reported) when there is none. */
static counter *counter_at(kc_ctx *c, int i)
{
    counters *k = counters_of(c);
    return i >= 0 && i < k->v.n && k->v.v[i].used ? &k->v.v[i] : NULL;
}

static int counter_find(counter_st *s, kc_ctx *c, double number)
{
    s->index = index_of(number);
    return counter_at(c, s->index) ? KC_OK : kc_fail(c, "%s: there is no counter %g", c->site->name, number);
}

static counter *counter_need(const counter_st *s, kc_ctx *c)
{
    counter *k = counter_at(c, s->index);
    if (!k) kc_fail(c, "%s: counter %d has been deleted", c->site->name, s->index);
    return k;
}
#endif

/* Opcode: cntCreate
 * Synopsis: icnt cntCreate [imax, imin, iinc]
 *
 * Makes a counter.
 * In:  imax  last value (default 1)
 *      imin  first value (default 0)
 *      iinc  step (default 1)
 * Out: its number
 * Fails: never
 */
#ifndef KC_BITCODE
KC_NATIVE int cntcreate_init(void *s, kc_ctx *c, double *out, const double *max, const double *min,
                             const double *inc)
{
    (void)s;
    counters *all = counters_of(c);
    counter k = {.max = *max, .min = *min, .inc = *inc, .used = 1};
    int i = 0;
    while (i < all->v.n && all->v.v[i].used) i++;
    if (i == all->v.n)
        kc_vec_push(&all->v, k);
    else
        all->v.v[i] = k;
    *out = i;
    return KC_OK;
}
#endif
KC_OP(cntCreate, "i", "pop", .init = cntcreate_init, .fx = event)

/* Opcode: count count_i
 * Synopsis: kval count [icnt]
 *           ival count_i [icnt]
 *
 * The value of a counter, which then goes on: each k-cycle, or once.
 * In:  icnt  number of the counter (default 0)
 * Out: value
 * Fails: when there is no such counter
 */
#ifndef KC_BITCODE
KC_NATIVE int counter_init(counter_st *s, kc_ctx *c, double *out, const double *number)
{
    (void)out;
    return counter_find(s, c, *number);
}
KC_NATIVE int count_perf(counter_st *s, kc_ctx *c, double *out, const double *number)
{
    (void)number;
    counter *k = counter_need(s, c);
    if (!k) return KC_ERROR;
    if (k->value > k->max) {
        k->value = k->min;
        k->cycles++;
    } else if (k->value < k->min) {
        k->value = k->max;
        k->cycles++;
    }
    *out = k->value;
    k->value += k->inc;
    return KC_OK;
}
KC_NATIVE int count_i_init(counter_st *s, kc_ctx *c, double *out, const double *number)
{
    return counter_find(s, c, *number) < 0 ? KC_ERROR : count_perf(s, c, out, number);
}
#endif
KC_OP(count, "k", "o", .state = counter_st, .init = counter_init, .perf = count_perf, .fx = event)
KC_OP(count_i, "i", "o", .state = counter_st, .init = count_i_init, .fx = event)

/* Opcode: cntCycles cntRead cntState cntReset
 * Synopsis: kval cntCycles [icnt]
 *           kval cntRead [icnt]
 *           kmax, kmin, kinc cntState [icnt]
 *           cntReset [icnt]
 *
 * How often a counter has started again; its next value; its limits and step; back to its minimum.
 * In:  icnt  number of the counter (default 0)
 * Out: what is asked for
 * Fails: when there is no such counter
 */
#ifndef KC_BITCODE
KC_NATIVE int cntcycles_perf(counter_st *s, kc_ctx *c, double *out, const double *number)
{
    (void)number;
    const counter *k = counter_need(s, c);
    if (k) *out = k->cycles;
    return k ? KC_OK : KC_ERROR;
}
KC_NATIVE int cntread_perf(counter_st *s, kc_ctx *c, double *out, const double *number)
{
    (void)number;
    const counter *k = counter_need(s, c);
    if (k) *out = k->value;
    return k ? KC_OK : KC_ERROR;
}
KC_NATIVE int cntreset_init(counter_st *s, kc_ctx *c, const double *number)
{
    return counter_find(s, c, *number);
}
KC_NATIVE int cntreset_perf(counter_st *s, kc_ctx *c, const double *number)
{
    (void)number;
    counter *k = counter_need(s, c);
    if (k) k->value = k->min;
    return k ? KC_OK : KC_ERROR;
}
KC_NATIVE int cntstate_init(counter_st *s, kc_ctx *c, double *max, double *min, double *inc,
                            const double *number)
{
    (void)max, (void)min, (void)inc;
    return counter_find(s, c, *number);
}
KC_NATIVE int cntstate_perf(counter_st *s, kc_ctx *c, double *max, double *min, double *inc,
                            const double *number)
{
    (void)number;
    const counter *k = counter_need(s, c);
    if (!k) return KC_ERROR;
    *max = k->max;
    *min = k->min;
    *inc = k->inc;
    return KC_OK;
}
#endif
KC_OP(cntCycles, "k", "o", .state = counter_st, .init = counter_init, .perf = cntcycles_perf, .fx = event)
KC_OP(cntRead, "k", "o", .state = counter_st, .init = counter_init, .perf = cntread_perf, .fx = event)
KC_OP(cntReset, "", "o", .state = counter_st, .init = cntreset_init, .perf = cntreset_perf, .fx = event)
KC_OP(cntState, "kkk", "o", .state = counter_st, .init = cntstate_init, .perf = cntstate_perf, .fx = event)

/* Opcode: cntDelete cntDelete_i
 * Synopsis: kval cntDelete kcnt
 *           ival cntDelete_i icnt
 *
 * Deletes a counter; its number can be given out again.
 * In:  cnt  number of the counter
 * Out: the number; -1 when there is no such counter
 * Fails: never
 */
#ifndef KC_BITCODE
KC_NATIVE int cntdelete(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    int i = index_of(*number);
    counter *k = counter_at(c, i);
    if (k) k->used = 0;
    *out = k ? i : -1;
    return KC_OK;
}
#endif
KC_OP(cntDelete, "k", "k", .perf = cntdelete, .fx = event)
KC_OP(cntDelete_i, "i", "i", .init = cntdelete, .fx = event)
