/* Signals in and out of arrays: shiftin, shiftout. The array is a ring; each k-cycle takes or gives one
 * block. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"

typedef struct {
    int32_t at;
} shift_st;

KC_NATIVE int shiftin_init(shift_st *s, kc_ctx *c, kc_array *out, const double *in)
{
    (void)in;
    s->at = 0;
    if (out->data && out->dimensions == 1 && out->sizes[0] >= c->ksmps) return KC_OK;
    return kc_array_make1(c, out, kc_arg_elem(c, 0), c->ksmps);
}

KC_NATIVE int shiftin_perf(shift_st *s, kc_ctx *c, kc_array *out, const double *in)
{
    if (kc_array_ready(c, out) < 0) return KC_ERROR;
    int32_t n = out->sizes[0];
    for (int i = 0; i < c->ksmps; i++) out->data[(s->at + i) % n] = in[i];
    s->at = (s->at + c->ksmps) % n;
    return KC_OK;
}

/* Opcode: shiftin
 * Synopsis: kArr[] shiftin ain
 *
 * Writes a signal into an array, block after block, and starts again at its end.
 * In:  ain  signal
 * Out: the array; one that is shorter than a block is made as long
 * Fails: never
 */
KC_OP(shiftin, "k[]", "a", .state = shift_st, .init = shiftin_init, .perf = shiftin_perf)

KC_NATIVE int shiftout_init(shift_st *s, kc_ctx *c, double *out, const kc_array *in, const double *offset)
{
    (void)out;
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    int32_t n = in->sizes[0];
    if (n < c->ksmps) return kc_fail(c, "input array too small");
    if (!(*offset > -1 && *offset < 2147483647.0)) return kc_fail(c, "shiftout: invalid offset %g", *offset);
    s->at = (int32_t)*offset % n;
    return KC_OK;
}

KC_NATIVE int shiftout_perf(shift_st *s, kc_ctx *c, double *out, const kc_array *in, const double *offset)
{
    (void)offset;
    if (kc_array_ready(c, in) < 0) return KC_ERROR;
    int32_t n = in->sizes[0];
    for (int i = 0; i < c->ksmps; i++) out[i] = in->data[(s->at + i) % n];
    s->at = (s->at + c->ksmps) % n;
    return KC_OK;
}

/* Opcode: shiftout
 * Synopsis: asig shiftout kArr[] [, ioffset]
 *
 * Reads an array as a signal, block after block, and starts again at its end.
 * In:  kArr     array of at least ksmps elements
 *      ioffset  where to start (default 0)
 * Out: the signal
 * Fails: at init when the array is too small
 */
KC_OP(shiftout, "a", "k[]o", .state = shift_st, .init = shiftout_init, .perf = shiftout_perf)
