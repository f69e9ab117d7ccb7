/* The operators of expressions that are opcodes: % ^ & | # << >> ~ on numbers, and + - * / % ^ on arrays.
 *
 * The front end calls them by their internal names (##mod, ##and, ...); + - * / on numbers are core
 * operations. Numbers are done by ticks. Array operators have one native function each for the init and the
 * perf pass, which serves all combinations of arrays and numbers: the argument types tell what is what. */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"

/* ---- numbers ---------------------------------------------------------------------------------- */

/* Remainder with the sign of x; 0 for y = 0. */
KC_INLINE V op_mod(V x, V y) { return v_sel(v_eq(y, v_splat(0.0)), v_splat(0.0), v_fmod(x, v_abs(y))); }

/* To the nearest integer, halves to even, the low 32 bits. */
KC_INLINE VI op_int(V x) { return l_to_i(v_rint_to_l(x)); }

/* Shifts take the low five bits of the distance, as the processor does. */
KC_INLINE V op_shift_left(V x, V y)
{
    VL factor = vl_splat(1) << i_to_l(op_int(y) & 31);
    return i_to_v(l_to_i(i_to_l(op_int(x)) * factor));
}
KC_INLINE V op_shift_right(V x, V y) { return i_to_v(op_int(x) >> (op_int(y) & 31)); }

#define OP_BINARY(name, value)                                                                               \
    KERNEL void name(void *s, kc_ctx *c, int n, V *out, const V *px, const V *py)                            \
    {                                                                                                        \
        (void)s, (void)c, (void)n;                                                                           \
        V x = *px, y = *py;                                                                                  \
        *out = value;                                                                                        \
    }
OP_BINARY(op_mod_tick, op_mod(x, y))
OP_BINARY(op_pow_tick, v_pow(x, y))
OP_BINARY(op_and_tick, i_to_v(op_int(x) & op_int(y)))
OP_BINARY(op_or_tick, i_to_v(op_int(x) | op_int(y)))
OP_BINARY(op_xor_tick, i_to_v(op_int(x) ^ op_int(y)))
OP_BINARY(op_shl_tick, op_shift_left(x, y))
OP_BINARY(op_shr_tick, op_shift_right(x, y))

KERNEL void op_not_tick(void *s, kc_ctx *c, int n, V *out, const V *x)
{
    (void)s, (void)c, (void)n;
    *out = i_to_v(~op_int(*x));
}

/* ---- arrays ----------------------------------------------------------------------------------- */
#ifndef KC_BITCODE

enum { OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW, OP_AND, OP_OR };

KC_NATIVE double op_apply(int op, double x, double y)
{
    switch (op) {
    case OP_ADD: return x + y;
    case OP_SUB: return x - y;
    case OP_MUL: return x * y;
    case OP_DIV: return x / y;
    case OP_MOD: return y == 0 ? 0.0 : fmod(x, fabs(y));
    case OP_AND: return (double)((int32_t)lrint(x) & (int32_t)lrint(y));
    case OP_OR: return (double)((int32_t)lrint(x) | (int32_t)lrint(y));
    default: return pow(x, y);
    }
}

/* One operand: where its element i, sample n stands. */
typedef struct {
    const kc_array *arr; /* NULL: a number */
    const double *p;
    int element, sample; /* distances */
} op_side;

KC_NATIVE op_side op_side_of(const kc_ctx *c, int arg, const void *value)
{
    int type = kc_arg_type(c, arg), audio = (type & 0x7f) == 'a';
    if (!(type & 0x80)) return (op_side){NULL, value, 0, audio};
    const kc_array *arr = value;
    return (op_side){arr, arr->data, kc_array_span(arr), audio};
}

KC_NATIVE int op_elements(const kc_array *out, const op_side *x, const op_side *y)
{
    int n = kc_array_count(out);
    if (x->arr && kc_array_count(x->arr) < n) n = kc_array_count(x->arr);
    if (y->arr && kc_array_count(y->arr) < n) n = kc_array_count(y->arr);
    return n;
}

/* Gives the result the shape of the operands. */
KC_NATIVE int op_array_shape(kc_ctx *c, kc_array *out, const op_side *x, const op_side *y)
{
    if (x->arr && kc_array_ready(c, x->arr) < 0) return KC_ERROR;
    if (y->arr && kc_array_ready(c, y->arr) < 0) return KC_ERROR;
    if (x->arr && y->arr && !kc_array_same_shape(x->arr, y->arr))
        return kc_fail(c, "Dimensions do not match in array arithmetic");
    return kc_array_like(c, out, 0, x->arr ? x->arr : y->arr);
}

KC_NATIVE int op_array_audio(kc_ctx *c, int op, kc_array *out, const op_side *x, const op_side *y)
{
    int count = op_elements(out, x, y), span = kc_array_span(out), end = c->end < span ? c->end : span;
    for (int i = 0; i < count; i++) {
        const double *px = x->p + (size_t)i * (size_t)x->element, *py = y->p + (size_t)i * (size_t)y->element;
        double *o = out->data + (size_t)i * (size_t)span;
        for (int n = c->begin; n < end; n++) o[n] = op_apply(op, px[n * x->sample], py[n * y->sample]);
    }
    return KC_OK;
}

KC_NATIVE int op_array_compute(kc_ctx *c, int op, kc_array *out, const op_side *x, const op_side *y)
{
    if (kc_array_ready(c, out) < 0) return KC_ERROR;
    if (kc_arg_elem(c, 0) == 'a') return op_array_audio(c, op, out, x, y);
    int count = op_elements(out, x, y);
    for (int i = 0; i < count; i++) {
        double u = x->p[i * x->element], v = y->p[i * y->element];
        if ((op == OP_DIV || op == OP_MOD) && v == 0)
            return kc_fail(c, "division by zero in array-var at index %d", i);
        if (op == OP_POW && u < 0 && v != trunc(v))
            return kc_fail(c, "undefined power in array-var at index %d", i);
        out->data[i] = op_apply(op, u, v);
    }
    return KC_OK;
}

KC_NATIVE int op_array_init(kc_ctx *c, int op, kc_array *out, const void *l, const void *r)
{
    op_side x = op_side_of(c, 1, l), y = op_side_of(c, 2, r);
    if (op_array_shape(c, out, &x, &y) < 0) return KC_ERROR;
    return kc_arg_elem(c, 0) == 'i' ? op_array_compute(c, op, out, &x, &y) : KC_OK;
}

/* Arrays may have changed their size since init. */
KC_NATIVE int op_array_perf(kc_ctx *c, int op, kc_array *out, const void *l, const void *r)
{
    op_side x = op_side_of(c, 1, l), y = op_side_of(c, 2, r);
    const kc_array *like = x.arr ? x.arr : y.arr;
    if ((x.arr && kc_array_ready(c, x.arr) < 0) || (y.arr && kc_array_ready(c, y.arr) < 0)) return KC_ERROR;
    if (like->dimensions == 1 && kc_array_size1(c, out, 0, like->sizes[0], 1) < 0) return KC_ERROR;
    return op_array_compute(c, op, out, &x, &y);
}

#define OP_ARRAY(name, op)                                                                                   \
    KC_NATIVE int name##_init(void *s, kc_ctx *c, void *out, void *x, void *y)                               \
    {                                                                                                        \
        (void)s;                                                                                             \
        return op_array_init(c, op, out, x, y);                                                              \
    }                                                                                                        \
    KC_NATIVE int name##_perf(void *s, kc_ctx *c, void *out, void *x, void *y)                               \
    {                                                                                                        \
        (void)s;                                                                                             \
        return op_array_perf(c, op, out, x, y);                                                              \
    }
OP_ARRAY(op_add_array, OP_ADD)
OP_ARRAY(op_sub_array, OP_SUB)
OP_ARRAY(op_mul_array, OP_MUL)
OP_ARRAY(op_div_array, OP_DIV)
OP_ARRAY(op_mod_array, OP_MOD)
OP_ARRAY(op_pow_array, OP_POW)
OP_ARRAY(op_and_array, OP_AND)
OP_ARRAY(op_or_array, OP_OR)
#endif

/* Opcode: ##add
 * Synopsis: x + y (arrays)
 *
 * Sum of two arrays of one shape, or of an array and a number, element by element.
 * In:  x, y  arrays (i, k or a) or numbers; one of them an array
 * Out: an array of the higher rate; i-rate ones are computed at init
 * Fails: array operands of different shape, or not initialised: at init
 */
KC_OP("##add", "a[]", "a[]a[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "k[]k[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "i[]", "i[]i[]", .init = op_add_array_init)
KC_OP("##add", "k[]", "k[]i", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "ik[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "i[]", "i[]i", .init = op_add_array_init)
KC_OP("##add", "i[]", "ii[]", .init = op_add_array_init)
KC_OP("##add", "a[]", "k[]a[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "a[]k[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "i[]k", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "k[]k", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "ki[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "kk[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "a[]k", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "ka[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "aa[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "a[]a", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "k[]i[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "k[]", "i[]k[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "i[]a[]", .init = op_add_array_init, .perf = op_add_array_perf)
KC_OP("##add", "a[]", "a[]i[]", .init = op_add_array_init, .perf = op_add_array_perf)

/* Opcode: ##sub
 * Synopsis: x - y (arrays)
 *
 * Difference of two arrays of one shape, or of an array and a number, element by element.
 * In:  x, y  arrays (i, k or a) or numbers; one of them an array
 * Out: an array of the higher rate; i-rate ones are computed at init
 * Fails: array operands of different shape, or not initialised: at init
 */
KC_OP("##sub", "a[]", "a[]a[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "k[]k[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "i[]", "i[]i[]", .init = op_sub_array_init)
KC_OP("##sub", "k[]", "k[]i", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "ik[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "i[]", "i[]i", .init = op_sub_array_init)
KC_OP("##sub", "i[]", "ii[]", .init = op_sub_array_init)
KC_OP("##sub", "a[]", "k[]a[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "a[]k[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "i[]k", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "k[]k", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "ki[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "kk[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "a[]k", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "ka[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "aa[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "a[]a", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "k[]i[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "k[]", "i[]k[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "i[]a[]", .init = op_sub_array_init, .perf = op_sub_array_perf)
KC_OP("##sub", "a[]", "a[]i[]", .init = op_sub_array_init, .perf = op_sub_array_perf)

/* Opcode: ##mul
 * Synopsis: x * y (arrays)
 *
 * Product of two arrays of one shape, or of an array and a number, element by element.
 * In:  x, y  arrays (i, k or a) or numbers; one of them an array
 * Out: an array of the higher rate; i-rate ones are computed at init
 * Fails: array operands of different shape, or not initialised: at init
 */
KC_OP("##mul", "a[]", "a[]a[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "k[]k[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "i[]", "i[]i[]", .init = op_mul_array_init)
KC_OP("##mul", "k[]", "k[]i", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "ik[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "i[]", "i[]i", .init = op_mul_array_init)
KC_OP("##mul", "i[]", "ii[]", .init = op_mul_array_init)
KC_OP("##mul", "a[]", "k[]a[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "a[]k[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "i[]k", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "k[]k", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "ki[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "kk[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "a[]k", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "ka[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "aa[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "a[]a", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "k[]i[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "k[]", "i[]k[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "i[]a[]", .init = op_mul_array_init, .perf = op_mul_array_perf)
KC_OP("##mul", "a[]", "a[]i[]", .init = op_mul_array_init, .perf = op_mul_array_perf)

/* Opcode: ##div
 * Synopsis: x / y (arrays)
 *
 * Quotient, element by element.
 * In:  x, y  arrays (i, k or a) or numbers; one of them an array
 * Out: an array of the higher rate
 * Fails: array operands of different shape, or not initialised: at init; i- and k-rate division by zero
 */
KC_OP("##div", "a[]", "a[]a[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "k[]k[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "i[]", "i[]i[]", .init = op_div_array_init)
KC_OP("##div", "k[]", "k[]i", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "ik[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "i[]", "i[]i", .init = op_div_array_init)
KC_OP("##div", "i[]", "ii[]", .init = op_div_array_init)
KC_OP("##div", "a[]", "k[]a[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "a[]k[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "i[]k", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "k[]k", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "ki[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "kk[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "a[]k", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "ka[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "aa[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "a[]a", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "k[]i[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "k[]", "i[]k[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "i[]a[]", .init = op_div_array_init, .perf = op_div_array_perf)
KC_OP("##div", "a[]", "a[]i[]", .init = op_div_array_init, .perf = op_div_array_perf)

/* Opcode: ##mod
 * Synopsis: x % y
 *
 * Remainder of x / y with the sign of x; 0 when y is 0.
 * In:  x, y  numbers of any rate, or arrays as for +
 * Out: the remainder, magnitude below |y|
 * Fails: array operands of different shape, or not initialised: at init; a zero element of a k- or i-rate
 * array divisor
 */
KC_OP("##mod", "i", "ii", .tick = op_mod_tick)
KC_OP("##mod", "k", "kk", .tick = op_mod_tick)
KC_OP("##mod", "a", "ka", .tick = op_mod_tick)
KC_OP("##mod", "a", "ak", .tick = op_mod_tick)
KC_OP("##mod", "a", "aa", .tick = op_mod_tick)
KC_OP("##mod", "a[]", "a[]a[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "k[]k[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "i[]", "i[]i[]", .init = op_mod_array_init)
KC_OP("##mod", "k[]", "k[]i", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "ik[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "i[]", "i[]i", .init = op_mod_array_init)
KC_OP("##mod", "i[]", "ii[]", .init = op_mod_array_init)
KC_OP("##mod", "a[]", "k[]a[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "a[]k[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "i[]k", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "k[]k", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "ki[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "kk[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "a[]k", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "ka[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "aa[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "a[]a", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "k[]i[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "k[]", "i[]k[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "i[]a[]", .init = op_mod_array_init, .perf = op_mod_array_perf)
KC_OP("##mod", "a[]", "a[]i[]", .init = op_mod_array_init, .perf = op_mod_array_perf)

/* Opcode: ##pow
 * Synopsis: x ^ y
 *
 * x to the power y.
 * In:  x, y numbers of any rate, or arrays as for +
 * Out: the power; NaN for negative x and fractional y
 * Fails: array operands of different shape, or not initialised: at init; an undefined power in a k- or
 *        i-rate array
 * Note: Differs: 0 ^ 0 is 1; the reference ends the note with an error
 */
KC_OP("##pow", "i", "ii", .tick = op_pow_tick)
KC_OP("##pow", "k", "kk", .tick = op_pow_tick)
KC_OP("##pow", "a", "ka", .tick = op_pow_tick)
KC_OP("##pow", "a", "ak", .tick = op_pow_tick)
KC_OP("##pow", "a", "aa", .tick = op_pow_tick)
KC_OP("##pow", "a[]", "a[]a[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "k[]k[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "i[]", "i[]i[]", .init = op_pow_array_init)
KC_OP("##pow", "k[]", "k[]i", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "ik[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "i[]", "i[]i", .init = op_pow_array_init)
KC_OP("##pow", "i[]", "ii[]", .init = op_pow_array_init)
KC_OP("##pow", "a[]", "k[]a[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "a[]k[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "i[]k", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "k[]k", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "ki[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "kk[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "a[]k", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "ka[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "aa[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "a[]a", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "k[]i[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "k[]", "i[]k[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "i[]a[]", .init = op_pow_array_init, .perf = op_pow_array_perf)
KC_OP("##pow", "a[]", "a[]i[]", .init = op_pow_array_init, .perf = op_pow_array_perf)

/* Opcode: ##and
 * Synopsis: x & y
 *
 * Bitwise and of 32-bit integers.
 * In:  x, y  rounded to the nearest integer, halves to even
 * Out: an integer
 * Fails: never
 */
KC_OP("##and", "i", "ii", .tick = op_and_tick)
KC_OP("##and", "k", "kk", .tick = op_and_tick)
KC_OP("##and", "a", "ka", .tick = op_and_tick)
KC_OP("##and", "a", "ak", .tick = op_and_tick)
KC_OP("##and", "a", "aa", .tick = op_and_tick)
KC_OP("##and", "k[]", "k[]k[]", .init = op_and_array_init, .perf = op_and_array_perf)

/* Opcode: ##or
 * Synopsis: x | y
 *
 * Bitwise or of 32-bit integers.
 * In:  x, y  rounded to the nearest integer, halves to even
 * Out: an integer
 * Fails: never
 */
KC_OP("##or", "i", "ii", .tick = op_or_tick)
KC_OP("##or", "k", "kk", .tick = op_or_tick)
KC_OP("##or", "a", "ka", .tick = op_or_tick)
KC_OP("##or", "a", "ak", .tick = op_or_tick)
KC_OP("##or", "a", "aa", .tick = op_or_tick)
KC_OP("##or", "k[]", "k[]k[]", .init = op_or_array_init, .perf = op_or_array_perf)

/* Opcode: ##xor
 * Synopsis: x # y
 *
 * Bitwise exclusive or of 32-bit integers.
 * In:  x, y  rounded to the nearest integer, halves to even
 * Out: an integer
 * Fails: never
 */
KC_OP("##xor", "i", "ii", .tick = op_xor_tick)
KC_OP("##xor", "k", "kk", .tick = op_xor_tick)
KC_OP("##xor", "a", "ka", .tick = op_xor_tick)
KC_OP("##xor", "a", "ak", .tick = op_xor_tick)
KC_OP("##xor", "a", "aa", .tick = op_xor_tick)

/* Opcode: ##shl
 * Synopsis: x << y
 *
 * Shift to the left of a 32-bit integer.
 * In:  x  rounded to the nearest integer
 *      y  distance, rounded; its low five bits count
 * Out: an integer
 * Fails: never
 */
KC_OP("##shl", "i", "ii", .tick = op_shl_tick)
KC_OP("##shl", "k", "kk", .tick = op_shl_tick)
KC_OP("##shl", "a", "ka", .tick = op_shl_tick)
KC_OP("##shl", "a", "ak", .tick = op_shl_tick)
KC_OP("##shl", "a", "aa", .tick = op_shl_tick)

/* Opcode: ##shr
 * Synopsis: x >> y
 *
 * Arithmetic shift to the right of a 32-bit integer.
 * In:  x  rounded to the nearest integer
 *      y  distance, rounded; its low five bits count
 * Out: an integer
 * Fails: never
 */
KC_OP("##shr", "i", "ii", .tick = op_shr_tick)
KC_OP("##shr", "k", "kk", .tick = op_shr_tick)
KC_OP("##shr", "a", "ka", .tick = op_shr_tick)
KC_OP("##shr", "a", "ak", .tick = op_shr_tick)
KC_OP("##shr", "a", "aa", .tick = op_shr_tick)

/* Opcode: ##not
 * Synopsis: ~x
 *
 * All 32 bits inverted.
 * In:  x  rounded to the nearest integer
 * Out: an integer
 * Fails: never
 */
KC_OP("##not", "i", "i", .tick = op_not_tick)
KC_OP("##not", "k", "k", .tick = op_not_tick)
KC_OP("##not", "a", "a", .tick = op_not_tick)
