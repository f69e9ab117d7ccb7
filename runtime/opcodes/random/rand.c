/* rand, randh, randi, randc: noise from a generator of their own, so that voices don't disturb each other.
 *
 *   size 0   r = 15625 r + 1 in 16 bits (signed)         value r / 2^15
 *   size 1   r = 16807 r mod (2^31 - 1)                  value (2 r - (2^31 - 1)) / 2^31
 *
 * randh holds a value, randi runs linearly to the next one, randc along a cubic; a phase of 28 bits tells
 * when a new value is due. The output is given before the phase is moved. */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"
#include "runtime/opcodes/op.h"

#define RAND_PHASE     ((double)KC_PHASE_MAX)
#define RAND_TO_16     (1.0 / 32768.0)
#define RAND_TO_31     (1.0 / 2147483648.0)
#define RAND_BIPOLAR31 0x7fffffff

typedef struct {
    VI r;             /* generator */
    VM wide;          /* its kind: 31 bits */
    V base;           /* added to the output */
    VL phs;           /* 0 .. 2^28 - 1 */
    V n1, n2, n3, n4; /* values around the phase */
    V slope;          /* of randi, per unit of phase */
    V a0, a1, a2, a3; /* cubic of randc */
} rand_st;

/* ---- generators ------------------------------------------------------------------------------- */

KC_INLINE VI rand_step16(VI r)
{
    VI x = r * 15625 + 1;
    return ((x & 0xffff) ^ 0x8000) - 0x8000;
}

KC_INLINE VI rand_step31(VI r)
{
    VL x = i_to_l(r) * 16807;
    x = (x & 0x7fffffff) + (x >> 31);
    x = (x & 0x7fffffff) + (x >> 31);
    return l_to_i(x);
}

KC_INLINE V rand_value16(VI r) { return i_to_v(r) * RAND_TO_16; }
KC_INLINE V rand_value31(VI r) { return l_to_v(i_to_l(r) * 2 - RAND_BIPOLAR31) * RAND_TO_31; }

/* Steps the generator and gives its value. */
KC_INLINE V rand_next(rand_st *s)
{
    VI narrow = rand_step16(s->r);
    V x = rand_value16(narrow);
    if (!vm_any(s->wide)) {
        s->r = narrow;
        return x;
    }
    VI wide = rand_step31(s->r);
    s->r = vi_sel(s->wide, wide, narrow);
    return v_sel(s->wide, rand_value31(wide), x);
}

/* As rand_next where m is true. */
KC_INLINE V rand_next_where(rand_st *s, VM m)
{
    VI before = s->r;
    V x = rand_next(s);
    s->r = vi_sel(m, s->r, before);
    return x;
}

/* Moves the phase; true where it wraps. */
KC_INLINE VM rand_advance(rand_st *s, V cps, double inv_rate)
{
    s->phs = s->phs + v_to_l(cps * (KC_PHASE_MAX * inv_rate));
    VM due = vl_ge(s->phs, vl_splat(KC_PHASE_MAX));
    s->phs = vl_sel(due, s->phs & KC_PHASE_MASK, s->phs);
    return due;
}

/* ---- seeds (init) ----------------------------------------------------------------------------- */

KC_NATIVE int32_t step16(int32_t r) { return (int16_t)(uint16_t)((uint32_t)r * 15625u + 1u); }
KC_NATIVE int32_t step31(int32_t r) { return kc_mul_mod31(r, 16807); }

/* x in 0 .. 1 as a start of the 31-bit generator; 1 wraps as in the reference. */
KC_NATIVE int32_t seed31(double x) { return x < 1.0 ? (int32_t)(x * 2147483648.0) : INT32_MIN; }
KC_NATIVE int32_t seed16(double x) { return (int16_t)(int32_t)(x * 32768.0); }

KC_NATIVE double value31(int32_t r) { return (double)((int64_t)r * 2 - RAND_BIPOLAR31) * RAND_TO_31; }
KC_NATIVE double doubled31(int32_t r) { return (double)(int32_t)((uint32_t)r << 1) * RAND_TO_31; }

/* What a seed argument asks for. */
enum { SEED_KEEP, SEED_GIVEN, SEED_TIME };
KC_NATIVE int seed_kind(double iseed)
{
    return !(iseed >= 0) ? SEED_KEEP : iseed > 1 ? SEED_TIME : SEED_GIVEN;
}

KC_NATIVE void rand_kind(rand_st *s, double isize, double ibase)
{
    s->wide = vm_splat(isize != 0);
    s->base = v_splat(ibase);
}

KC_NATIVE int32_t time31(kc_ctx *c) { return (int32_t)(kc_time_seed(c) % 0x7ffffffeu) + 1; }

KC_NATIVE int rand_init(rand_st *s, kc_ctx *c, double *out, const double *amp, const double *iseed,
                        const double *isize, const double *ibase)
{
    (void)out, (void)amp;
    int wide = *isize != 0;
    rand_kind(s, *isize, *ibase);
    switch (seed_kind(*iseed)) {
    case SEED_TIME: s->r = vi_splat(wide ? time31(c) : (int16_t)(uint16_t)kc_time_seed(c)); break;
    case SEED_GIVEN:
        s->r = vi_splat(wide ? step31(step31(seed31(*iseed == 0 ? 0.5 : *iseed))) : seed16(*iseed));
        break;
    default: break;
    }
    return KC_OK;
}

KC_NATIVE int randh_init(rand_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *iseed, const double *isize, const double *ibase)
{
    (void)out, (void)amp, (void)cps;
    int wide = *isize != 0, kind = seed_kind(*iseed);
    int32_t r = 0;
    rand_kind(s, *isize, *ibase);
    if (kind == SEED_KEEP) return KC_OK;
    if (kind == SEED_TIME)
        r = wide ? time31(c) : (int16_t)(uint16_t)kc_time_seed(c);
    else
        r = wide ? step31(step31(seed31(*iseed))) : seed16(*iseed);
    s->n1 = v_splat(wide ? value31(r) : kind == SEED_TIME ? r * RAND_TO_16 : *iseed);
    s->r = vi_splat(r);
    s->phs = vl_splat(0);
    return KC_OK;
}

/* Fills v[0 .. n - 1] with the first values of randi and randc and returns the generator's state. With 31
 * bits the first value is 0 and the next ones are not centred: slips of the reference that are kept. */
KC_NATIVE int32_t first_values(kc_ctx *c, int wide, int kind, double iseed, int zero_is_half, double *v,
                               int n)
{
    int32_t r;
    if (!wide) {
        r = kind == SEED_TIME ? (int16_t)(uint16_t)kc_time_seed(c) : seed16(iseed);
        v[0] = kind == SEED_TIME ? r * RAND_TO_16 : iseed;
        for (int i = 1; i < n; i++) v[i] = (r = step16(r)) * RAND_TO_16;
        return r;
    }
    r = kind == SEED_TIME ? time31(c) : seed31(iseed == 0 && zero_is_half ? 0.5 : iseed);
    r = step31(step31(r));
    v[0] = kind == SEED_TIME ? doubled31(r) : (r < 1) * RAND_TO_31;
    for (int i = 1; i < n; i++) v[i] = doubled31(r = step31(r));
    return r;
}

KC_NATIVE int randi_init(rand_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *iseed, const double *isize, const double *ibase)
{
    (void)out, (void)amp, (void)cps;
    double v[2];
    int kind = seed_kind(*iseed);
    rand_kind(s, *isize, *ibase);
    if (kind == SEED_KEEP) return KC_OK;
    s->r = vi_splat(first_values(c, *isize != 0, kind, *iseed, 1, v, 2));
    s->n1 = v_splat(v[0]);
    s->n2 = v_splat(v[1]);
    s->slope = v_splat((v[1] - v[0]) / RAND_PHASE);
    s->phs = vl_splat(0);
    return KC_OK;
}

KC_NATIVE int randc_init(rand_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *iseed, const double *isize, const double *ibase)
{
    (void)out, (void)amp, (void)cps;
    double v[4];
    int kind = seed_kind(*iseed);
    rand_kind(s, *isize, *ibase);
    s->phs = vl_splat(0);
    if (kind == SEED_KEEP) return KC_OK;
    s->r = vi_splat(first_values(c, *isize != 0, kind, *iseed, 0, v, 4));
    s->n1 = v_splat(v[0]);
    s->n2 = v_splat(v[1]);
    s->n3 = v_splat(v[2]);
    s->n4 = v_splat(v[3]);
    return KC_OK;
}

/* ---- ticks ------------------------------------------------------------------------------------ */

KERNEL void rand_tick(rand_st *s, kc_ctx *c, int n, V *out, const V *amp)
{
    (void)c, (void)n;
    *out = s->base + rand_next(s) * *amp;
}

KC_INLINE V randh_sample(rand_st *s, V amp, V cps, double inv_rate)
{
    V y = s->base + s->n1 * amp;
    VM due = rand_advance(s, cps, inv_rate);
    if (vm_any(due)) s->n1 = v_sel(due, rand_next_where(s, due), s->n1);
    return y;
}

KC_INLINE V randi_sample(rand_st *s, V amp, V cps, double inv_rate)
{
    V y = s->base + (s->n1 + l_to_v(s->phs) * s->slope) * amp;
    VM due = rand_advance(s, cps, inv_rate);
    if (vm_any(due)) {
        V next = rand_next_where(s, due);
        s->n1 = v_sel(due, s->n2, s->n1);
        s->n2 = v_sel(due, next, s->n2);
        s->slope = (s->n2 - s->n1) / RAND_PHASE;
    }
    return y;
}

KC_INLINE void randc_cubic(rand_st *s)
{
    s->a0 = s->n4 - s->n3 - s->n1 + s->n2;
    s->a1 = s->n1 - s->n2 - s->a0;
    s->a2 = s->n3 - s->n1;
    s->a3 = s->n2;
}

KC_INLINE V randc_sample(rand_st *s, V amp, V cps, double inv_rate)
{
    V x = l_to_v(s->phs) / RAND_PHASE;
    V y = s->base + (((s->a0 * x + s->a1) * x + s->a2) * x + s->a3) * amp;
    VM due = rand_advance(s, cps, inv_rate);
    if (vm_any(due)) {
        V next = rand_next_where(s, due);
        s->n1 = v_sel(due, s->n2, s->n1);
        s->n2 = v_sel(due, s->n3, s->n2);
        s->n3 = v_sel(due, s->n4, s->n3);
        s->n4 = v_sel(due, next, s->n4);
        randc_cubic(s);
    }
    return y;
}

KERNEL void randc_k(rand_st *s, kc_ctx *c, const V *amp, const V *cps)
{
    (void)c, (void)amp, (void)cps;
    randc_cubic(s);
}

#define RAND_TICKS(name)                                                                                     \
    KERNEL void name##_a(rand_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)                   \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = name##_sample(s, *amp, *cps, c->inv_sr);                                                      \
    }                                                                                                        \
    KERNEL void name##_kr(rand_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)                  \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = name##_sample(s, *amp, *cps, c->inv_kr);                                                      \
    }
RAND_TICKS(randh)
RAND_TICKS(randi)

KERNEL void randc_a(rand_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)
{
    (void)n;
    *out = randc_sample(s, *amp, *cps, c->inv_sr);
}

KERNEL void randc_kr(rand_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *cps)
{
    (void)n;
    randc_cubic(s);
    *out = randc_sample(s, *amp, *cps, c->inv_kr);
}

/* Opcode: rand
 * Synopsis: ares rand xamp [, iseed, isize, ioffset]
 *           kres rand xamp [, iseed, isize, ioffset]
 *
 * White noise.
 * In:  xamp     amplitude
 *      iseed    0 .. 1 start of the sequence; above 1 from the clock; negative keeps the state (default 0.5)
 *      isize    0: a 16-bit sequence; else a 31-bit one (default 0)
 *      ioffset  added to the output (default 0)
 * Out: -xamp .. xamp, and the offset
 * Fails: never
 * Note: all instances with the same seed give the same noise.
 */
KC_OP(rand, "a", "xvoo", .state = rand_st, .init = rand_init, .tick = rand_tick)
KC_OP(rand, "k", "xvoo", .state = rand_st, .init = rand_init, .tick = rand_tick)

/* Opcode: randh
 * Synopsis: ares randh xamp, xcps [, iseed, isize, ioffset]
 *           kres randh xamp, xcps [, iseed, isize, ioffset]
 *
 * Random values, each held for a period.
 * In:  xamp     amplitude
 *      xcps     new values per second
 *      iseed isize ioffset  as for rand; with isize 0 the first value is iseed itself
 * Out: -xamp .. xamp, and the offset
 * Fails: never
 */
KC_OP(randh, "a", "xxvoo", .state = rand_st, .init = randh_init, .tick = randh_a)
KC_OP(randh, "k", "xxvoo", .state = rand_st, .init = randh_init, .tick = randh_kr)

/* Opcode: randi
 * Synopsis: ares randi xamp, xcps [, iseed, isize, ioffset]
 *           kres randi xamp, xcps [, iseed, isize, ioffset]
 *
 * Straight lines between random values.
 * In:  xamp     amplitude
 *      xcps     new values per second
 *      iseed isize ioffset  as for rand; with isize 0 the first value is iseed itself
 * Out: -xamp .. xamp, and the offset
 * Fails: never
 */
KC_OP(randi, "a", "xxvoo", .state = rand_st, .init = randi_init, .tick = randi_a)
KC_OP(randi, "k", "xxvoo", .state = rand_st, .init = randi_init, .tick = randi_kr)

/* Opcode: randc
 * Synopsis: ares randc xamp, xcps [, iseed, isize, ioffset]
 *           kres randc xamp, xcps [, iseed, isize, ioffset]
 *
 * A cubic through random values.
 * In:  xamp     amplitude
 *      xcps     new values per second
 *      iseed isize ioffset  as for rand
 * Out: about -xamp .. xamp, and the offset
 * Fails: never
 */
KC_OP(randc, "a", "xxvoo", .state = rand_st, .init = randc_init, .k = randc_k, .tick = randc_a)
KC_OP(randc, "k", "xxvoo", .state = rand_st, .init = randc_init, .tick = randc_kr)
