/* The value types kernels are written over, and their primitive operations.
 *
 * KC_W is the number of voices (lanes) one value carries. With KC_W == 1 every type is a plain C scalar,
 * otherwise a clang vector with one lane per voice. A kernel that uses only these types, the C operators + -
 * * / on them and the functions below gives the same bits for every KC_W, as long as it is built with
 * -ffp-contract=off and without fast-math. Nothing here calls the C library when the target has SSE4.1 or
 * better (below that, the rounding functions become calls of floor, ceil, trunc, round and roundeven, with
 * the same results).
 *
 *   V   double lanes         VM  mask: int64 lanes, 0 (false) or -1 (true)
 *   VI  int32 lanes          VL  int64 lanes
 *   VU  uint64 lanes (bits)  VP  lane pointers to const double
 *
 * Comparisons have two forms: v_lt(a, b) and friends (always a VM), or the operators a < b where the result
 * goes straight into v_sel. Do not write `!` or `&&` on masks: use vm_not, vm_and, vm_or. Do not use `?:` on
 * lanes: use v_sel; the C form only works for KC_W == 1.
 */
#ifndef KC_MATH_VTYPES_H
#define KC_MATH_VTYPES_H

#include <stdbool.h>
#include <stdint.h>

#ifndef KC_W
#define KC_W 1
#endif

#define KC_VFN static inline __attribute__((always_inline, unused))

/* Loop over lanes; `l` is the lane. Unrolled, since indexing a vector by a variable goes through memory. */
#define KC_LANES _Pragma("clang loop unroll(full)") for (int l = 0; l < KC_W; l++)

#if KC_W == 1
typedef double V;
typedef int32_t VI;
typedef int64_t VL;
typedef uint64_t VU;
typedef int64_t VM;
typedef const double *VP;
#else
/* Wide lanes never cross a real call (all is inlined), so their calling convention does not matter. */
#pragma clang diagnostic ignored "-Wpsabi"
typedef double V __attribute__((ext_vector_type(KC_W)));
typedef int32_t VI __attribute__((ext_vector_type(KC_W)));
typedef int64_t VL __attribute__((ext_vector_type(KC_W)));
typedef uint64_t VU __attribute__((ext_vector_type(KC_W)));
typedef VL VM;
/* Addresses, not pointers: clang has no vectors of pointers. Read and write lanes by vp_get and vp_set. */
typedef VL VP;
#endif

/* ---- splats and lanes
 * ---------------------------------------------------------------------------------------- */

/* The same value in every lane. */
KC_VFN V v_splat(double x) { return (V)x; }
KC_VFN VI vi_splat(int32_t x) { return (VI)x; }
KC_VFN VL vl_splat(int64_t x) { return (VL)x; }
KC_VFN VU vu_splat(uint64_t x) { return (VU)x; }
KC_VFN VM vm_splat(bool x) { return (VM)(x ? (int64_t)-1 : (int64_t)0); }

#if KC_W == 1
KC_VFN double v_get(V x, int lane) { return ((void)lane, x); }
KC_VFN int32_t vi_get(VI x, int lane) { return ((void)lane, x); }
KC_VFN int64_t vl_get(VL x, int lane) { return ((void)lane, x); }
KC_VFN uint64_t vu_get(VU x, int lane) { return ((void)lane, x); }
KC_VFN bool vm_get(VM m, int lane) { return ((void)lane, m != 0); }
KC_VFN const double *vp_get(VP p, int lane) { return ((void)lane, p); }
KC_VFN void v_set(V *x, int lane, double y) { ((void)lane, *x = y); }
KC_VFN void vi_set(VI *x, int lane, int32_t y) { ((void)lane, *x = y); }
KC_VFN void vl_set(VL *x, int lane, int64_t y) { ((void)lane, *x = y); }
KC_VFN void vu_set(VU *x, int lane, uint64_t y) { ((void)lane, *x = y); }
KC_VFN void vm_set(VM *m, int lane, bool y) { ((void)lane, *m = y ? -1 : 0); }
KC_VFN void vp_set(VP *p, int lane, const double *y) { ((void)lane, *p = y); }
KC_VFN VP vp_splat(const double *p) { return p; }
#else
/* Read or write one lane. `lane` should be a constant after unrolling (KC_LANES). */
KC_VFN double v_get(V x, int lane) { return x[lane]; }
KC_VFN int32_t vi_get(VI x, int lane) { return x[lane]; }
KC_VFN int64_t vl_get(VL x, int lane) { return x[lane]; }
KC_VFN uint64_t vu_get(VU x, int lane) { return x[lane]; }
KC_VFN bool vm_get(VM m, int lane) { return m[lane] != 0; }
KC_VFN const double *vp_get(VP p, int lane) { return (const double *)(intptr_t)p[lane]; }
KC_VFN void v_set(V *x, int lane, double y) { (*x)[lane] = y; }
KC_VFN void vi_set(VI *x, int lane, int32_t y) { (*x)[lane] = y; }
KC_VFN void vl_set(VL *x, int lane, int64_t y) { (*x)[lane] = y; }
KC_VFN void vu_set(VU *x, int lane, uint64_t y) { (*x)[lane] = y; }
KC_VFN void vm_set(VM *m, int lane, bool y) { (*m)[lane] = y ? -1 : 0; }
KC_VFN void vp_set(VP *p, int lane, const double *y) { (*p)[lane] = (int64_t)(intptr_t)y; }
KC_VFN VP vp_splat(const double *p) { return (VP)(int64_t)(intptr_t)p; }
#endif

/* ---- comparisons: false for unordered (NaN) operands, except v_ne
 * ---------------------------------------------- */

#if KC_W == 1
#define KC_MASK(cond)   (-(int64_t)(cond))
#define KC_MASK_I(cond) (-(int64_t)(cond))
#else
#define KC_MASK(cond)   ((VM)(cond))
#define KC_MASK_I(cond) __builtin_convertvector((cond), VM)
#endif

KC_VFN VM v_lt(V a, V b) { return KC_MASK(a < b); }
KC_VFN VM v_le(V a, V b) { return KC_MASK(a <= b); }
KC_VFN VM v_gt(V a, V b) { return KC_MASK(a > b); }
KC_VFN VM v_ge(V a, V b) { return KC_MASK(a >= b); }
KC_VFN VM v_eq(V a, V b) { return KC_MASK(a == b); }
KC_VFN VM v_ne(V a, V b) { return KC_MASK(a != b); }
KC_VFN VM v_isnan(V a) { return KC_MASK(a != a); }
KC_VFN VM vl_lt(VL a, VL b) { return KC_MASK(a < b); }
KC_VFN VM vl_le(VL a, VL b) { return KC_MASK(a <= b); }
KC_VFN VM vl_gt(VL a, VL b) { return KC_MASK(a > b); }
KC_VFN VM vl_ge(VL a, VL b) { return KC_MASK(a >= b); }
KC_VFN VM vl_eq(VL a, VL b) { return KC_MASK(a == b); }
KC_VFN VM vl_ne(VL a, VL b) { return KC_MASK(a != b); }
KC_VFN VM vi_lt(VI a, VI b) { return KC_MASK_I(a < b); }
KC_VFN VM vi_le(VI a, VI b) { return KC_MASK_I(a <= b); }
KC_VFN VM vi_gt(VI a, VI b) { return KC_MASK_I(a > b); }
KC_VFN VM vi_ge(VI a, VI b) { return KC_MASK_I(a >= b); }
KC_VFN VM vi_eq(VI a, VI b) { return KC_MASK_I(a == b); }
KC_VFN VM vi_ne(VI a, VI b) { return KC_MASK_I(a != b); }

/* ---- masks and selection
 * --------------------------------------------------------------------------------------- */

KC_VFN VM vm_and(VM a, VM b) { return a & b; }
KC_VFN VM vm_or(VM a, VM b) { return a | b; }
KC_VFN VM vm_xor(VM a, VM b) { return a ^ b; }
KC_VFN VM vm_not(VM a) { return ~a; }

/* v_sel(m, a, b): a where m is true, b elsewhere. Both sides are evaluated. */
#if KC_W == 1
KC_VFN bool vm_any(VM m) { return m != 0; }
KC_VFN bool vm_all(VM m) { return m != 0; }
KC_VFN V v_sel(VM m, V a, V b) { return m ? a : b; }
KC_VFN VL vl_sel(VM m, VL a, VL b) { return m ? a : b; }
KC_VFN VU vu_sel(VM m, VU a, VU b) { return m ? a : b; }
KC_VFN VI vi_sel(VM m, VI a, VI b) { return m ? a : b; }
KC_VFN VP vp_sel(VM m, VP a, VP b) { return m ? a : b; }
#else
KC_VFN bool vm_any(VM m) { return __builtin_reduce_or(m) != 0; }
KC_VFN bool vm_all(VM m) { return __builtin_reduce_and(m) != 0; }
KC_VFN V v_sel(VM m, V a, V b) { return m ? a : b; }
KC_VFN VL vl_sel(VM m, VL a, VL b) { return m ? a : b; }
KC_VFN VU vu_sel(VM m, VU a, VU b) { return (VU)vl_sel(m, (VL)a, (VL)b); }
KC_VFN VI vi_sel(VM m, VI a, VI b) { return __builtin_convertvector(m, VI) ? a : b; }
KC_VFN VP vp_sel(VM m, VP a, VP b) { return m ? a : b; }
#endif

/* ---- bits
 * ------------------------------------------------------------------------------------------------------ */

KC_VFN VU v_bits(V x)
{
    VU u;
    __builtin_memcpy(&u, &x, sizeof u);
    return u;
}

KC_VFN V v_from_bits(VU u)
{
    V x;
    __builtin_memcpy(&x, &u, sizeof x);
    return x;
}

#if KC_W == 1
KC_VFN VU l_to_u(VL x) { return (VU)x; }
KC_VFN VL u_to_l(VU x) { return (VL)x; }
#else
KC_VFN VU l_to_u(VL x) { return __builtin_bit_cast(VU, x); }
KC_VFN VL u_to_l(VU x) { return __builtin_bit_cast(VL, x); }
#endif

/* ---- exact operations on doubles
 * ------------------------------------------------------------------------------- */

/* a < b ? a : b, so b when either is NaN; v_max likewise. One machine instruction. */
KC_VFN V v_min(V a, V b) { return v_sel(v_lt(a, b), a, b); }
KC_VFN V v_max(V a, V b) { return v_sel(v_gt(a, b), a, b); }
/* x limited to [lo, hi]; NaN stays NaN. */
KC_VFN V v_clamp(V x, V lo, V hi) { return v_min(hi, v_max(lo, x)); }
KC_VFN VI vi_min(VI a, VI b) { return vi_sel(vi_lt(a, b), a, b); }
KC_VFN VI vi_max(VI a, VI b) { return vi_sel(vi_gt(a, b), a, b); }
KC_VFN VL vl_min(VL a, VL b) { return vl_sel(vl_lt(a, b), a, b); }
KC_VFN VL vl_max(VL a, VL b) { return vl_sel(vl_gt(a, b), a, b); }

KC_VFN V v_abs(V x) { return __builtin_elementwise_abs(x); }
KC_VFN V v_neg(V x) { return -x; }
/* The magnitude of x with the sign of s. */
KC_VFN V v_copysign(V x, V s) { return __builtin_elementwise_copysign(x, s); }
KC_VFN V v_floor(V x) { return __builtin_elementwise_floor(x); }
KC_VFN V v_ceil(V x) { return __builtin_elementwise_ceil(x); }
KC_VFN V v_trunc(V x) { return __builtin_elementwise_trunc(x); }
/* Halves away from zero, as C round(). */
KC_VFN V v_round(V x) { return __builtin_elementwise_round(x); }
/* Halves to even, as C rint() in the default rounding mode. */
KC_VFN V v_rint(V x) { return __builtin_elementwise_roundeven(x); }
/* Correctly rounded. */
KC_VFN V v_sqrt(V x) { return __builtin_elementwise_sqrt(x); }

/* ---- conversions
 * ----------------------------------------------------------------------------------------------- */

/* Truncate toward zero. NaN and values out of range give the most negative integer, as the x86 instruction
 * does. */
#if KC_W == 1
KC_VFN VL v_to_l(V x) { return __builtin_fabs(x) < 0x1p63 ? (VL)x : INT64_MIN; }
KC_VFN VI v_to_i(V x) { return x > -0x1.00000002p31 && x < 0x1p31 ? (VI)x : INT32_MIN; }
KC_VFN V l_to_v(VL x) { return (V)x; }
KC_VFN V i_to_v(VI x) { return (V)x; }
KC_VFN VL i_to_l(VI x) { return (VL)x; }
KC_VFN VI l_to_i(VL x) { return (VI)x; }
KC_VFN VI vm_to_i(VM m) { return (VI)m; }
#else
KC_VFN VL v_to_l(V x)
{
    V safe = v_sel(v_lt(v_abs(x), v_splat(0x1p63)), x, v_splat(-0x1p63));
    return __builtin_convertvector(safe, VL);
}
KC_VFN VI v_to_i(V x)
{
    VM in = vm_and(v_gt(x, v_splat(-0x1.00000002p31)), v_lt(x, v_splat(0x1p31)));
    return __builtin_convertvector(v_sel(in, x, v_splat(-0x1p31)), VI);
}
KC_VFN V l_to_v(VL x) { return __builtin_convertvector(x, V); }
KC_VFN V i_to_v(VI x) { return __builtin_convertvector(x, V); }
KC_VFN VL i_to_l(VI x) { return __builtin_convertvector(x, VL); }
KC_VFN VI l_to_i(VL x) { return __builtin_convertvector(x, VI); }
KC_VFN VI vm_to_i(VM m) { return __builtin_convertvector(m, VI); }
#endif

/* Round to nearest, halves to even, as lrint(). Out of range as v_to_l. */
#if KC_W == 1
KC_VFN VL v_rint_to_l(V x) { return __builtin_llrint(x); } /* one instruction */
#else
KC_VFN VL v_rint_to_l(V x) { return v_to_l(v_rint(x)); }
#endif
KC_VFN VI v_rint_to_i(V x) { return v_to_i(v_rint(x)); }

/* ---- table reads
 * ----------------------------------------------------------------------------------------------- */

/* base[index], lane by lane. The caller keeps the index in range. */
KC_VFN V v_gather(VP base, VL index)
{
    V x = v_splat(0.0);
    KC_LANES v_set(&x, l, vp_get(base, l)[vl_get(index, l)]);
    return x;
}

KC_VFN V v_gather_i(VP base, VI index)
{
    V x = v_splat(0.0);
    KC_LANES v_set(&x, l, vp_get(base, l)[vi_get(index, l)]);
    return x;
}

/* One table for all lanes. */
KC_VFN V v_gather_u(const double *base, VL index)
{
    V x = v_splat(0.0);
    KC_LANES v_set(&x, l, base[vl_get(index, l)]);
    return x;
}

KC_VFN V v_gather_ui(const double *base, VI index)
{
    V x = v_splat(0.0);
    KC_LANES v_set(&x, l, base[vi_get(index, l)]);
    return x;
}

#endif
