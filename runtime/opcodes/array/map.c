/* maparray: applies a function to all elements. The function is any opcode without state that takes and gives
 * one number; it is looked up by name in the opcode table. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"

typedef struct {
    kc_native fn; /* of the performance */
} map_st;

/* First entry of that name in the sorted table, or the table's length. */
KC_NATIVE int first_entry(const char *name)
{
    int lo = 0, hi = kc_optable_count;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (strcmp(kc_optable[mid]->name, name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Function of the entry that takes and gives a number of that rate; NULL when there is none. */
KC_NATIVE kc_native function(const char *name, const char *rate)
{
    for (int i = first_entry(name); i < kc_optable_count && !strcmp(kc_optable[i]->name, name); i++) {
        const kc_opdesc *d = kc_optable[i];
        if (strcmp(d->outs, rate) || strcmp(d->ins, rate) || d->state_size) continue;
        return *rate == 'i' ? d->init : d->perf;
    }
    return NULL;
}

KC_NATIVE int apply(kc_ctx *c, kc_native fn, kc_array *out, const kc_array *in, int perf)
{
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    if (in->dimensions != 1) return kc_fail(c, "array-var not initialised");
    int n = in->sizes[0];
    if (kc_array_size1(c, out, 0, n, perf) < 0) return KC_ERROR;
    for (int i = 0; i < n; i++)
        if (fn(NULL, c, (void *[]){&out->data[i], &in->data[i]}) < 0) return KC_ERROR;
    return KC_OK;
}

KC_NATIVE int maparray_init(map_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const kc_str *name)
{
    kc_native fn = function(kc_str_get(name), "i");
    if (!fn) return kc_fail(c, "%s not found", kc_str_get(name));
    s->fn = function(kc_str_get(name), "k");
    return apply(c, fn, out, in, 0);
}

KC_NATIVE int maparray_perf(map_st *s, kc_ctx *c, kc_array *out, const kc_array *in, const kc_str *name)
{
    (void)name;
    return s->fn ? apply(c, s->fn, out, in, 1) : kc_fail(c, "map fn not found at k rate");
}

/* Opcode: maparray maparray_i tabmap tabmap_i
 * Synopsis: kArr[] maparray kIn[], Sfunction
 *           iArr[] maparray iIn[], Sfunction
 *           kArr[] maparray_i kIn[], Sfunction
 *
 * A function of each element of an array.
 * In:  In         array of one dimension
 *      Sfunction  name of a function of one number, such as "sqrt"
 * Out: the results; maparray_i computes them at i-time only
 * Fails: when there is no such function
 */
KC_OP(maparray, "k[]", "k[]S", .state = map_st, .init = maparray_init, .perf = maparray_perf)
KC_OP(maparray, "i[]", "i[]S", .state = map_st, .init = maparray_init)
KC_OP(maparray_i, "k[]", "k[]S", .state = map_st, .init = maparray_init)
KC_OP(tabmap, "k[]", "k[]S", .state = map_st, .init = maparray_init, .perf = maparray_perf, .deprecated = 1)
KC_OP(tabmap_i, "k[]", "k[]S", .state = map_st, .init = maparray_init, .deprecated = 1)
