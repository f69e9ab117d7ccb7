/* noise, pinkish, dust, dust2, rnd31: noise from multiplicative generators. */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"
#include "runtime/opcodes/op.h"

/* ---- noise ------------------------------------------------------------------------------------ */

typedef struct {
    double last, beta, in, gain; /* `in`: weight of the new number */
} noise_st;

KC_NATIVE int noise_init(noise_st *s, kc_ctx *c, double *out, const double *amp, const double *beta)
{
    (void)c, (void)out, (void)amp;
    s->last = 0;
    s->beta = *beta;
    s->in = sqrt(1.0 - *beta * *beta);
    s->gain = 0.785 / (1.0 + *beta);
    return KC_OK;
}

#if KC_W == 1
KERNEL void noise_k(noise_st *s, kc_ctx *c, const V *amp, const V *beta)
{
    (void)c, (void)amp;
    if (*beta == s->beta) return;
    s->beta = *beta;
    s->in = v_sqrt(1.0 - *beta * *beta);
    s->gain = 0.785 / (1.0 + *beta);
}

KERNEL void noise_tick(noise_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *beta)
{
    (void)n, (void)beta;
    double x = 2.0 * (double)(kc_rng_r31(c->rng) - 1) / 2147483645.0 - 1.0;
    s->last = s->last * s->beta + s->in * x;
    *out = s->last * *amp * s->gain;
}
#endif

/* Opcode: noise
 * Synopsis: ares noise xamp, kbeta
 *
 * White noise through a one-pole low-pass.
 * In:  xamp   amplitude
 *      kbeta  pole, -1 .. 1; 0 white
 * Out: about -xamp .. xamp
 * Fails: never
 */
KC_OP(noise, "a", "xk", .state = noise_st, .init = noise_init, .k = noise_k, .tick = noise_tick, .fx = rng,
      .scalar = 1)

/* ---- pinkish ---------------------------------------------------------------------------------- */

enum { PINK_GARDNER, PINK_FILTER, PINK_CHEAP, PINK_ROWS = 32 };

typedef struct {
    double scale;
    uint32_t r, index, mask;
    int32_t rows[PINK_ROWS], sum;
    double b[7]; /* of the filters */
    int32_t method;
} pink_st;

KC_NATIVE uint32_t pink_seed(kc_ctx *c, double x)
{
    if (x == 0 || x != x) return kc_time_seed(c);
    if (x > -1.0 && x < 1.0) x *= 2147483648.0;
    return x > -9e18 && x < 9e18 ? (uint32_t)(int64_t)x : 1;
}

KC_NATIVE void pink_fill(pink_st *s, kc_ctx *c, double irows, double iseed)
{
    int rows = irows >= 4 && irows <= PINK_ROWS ? (int)irows : 20;
    if (rows == 20 && irows != 0 && irows != 20)
        kc_warn(c, "pinkish: Gardner method requires 4-%d bands. Default 20 substituted for %g.", PINK_ROWS,
                irows);
    s->r = pink_seed(c, iseed);
    s->index = 0;
    s->mask = rows == 32 ? 0xffffffffu : (1u << rows) - 1;
    s->scale = 1.0 / ((rows + 30) * (double)(1 << 22));
    s->sum = 0;
    for (int i = 0; i < rows; i++) {
        s->r = s->r * 196314165u + 907633515u;
        s->rows[i] = (int32_t)s->r >> 7;
        s->sum += s->rows[i];
    }
}

KC_NATIVE int pinkish_init(pink_st *s, kc_ctx *c, double *out, const double *in, const double *imethod,
                           const double *irows, const double *iseed, const double *iskip)
{
    (void)out, (void)in;
    if (*imethod != 0 && *imethod != 1 && *imethod != 2) return kc_fail(c, "pinkish: Invalid method code");
    if (*imethod != 0 && !kc_arg_is_a(c, 1))
        return kc_fail(c, "pinkish: Filter method requires a-rate (noise) input");
    s->method = (int)*imethod;
    if (*iskip == 1) return KC_OK;
    if (s->method == PINK_GARDNER)
        pink_fill(s, c, *irows, *iseed);
    else
        memset(s->b, 0, sizeof s->b);
    return KC_OK;
}

#if KC_W == 1
KC_INLINE int32_t pink_white(pink_st *s)
{
    s->r = s->r * 196314165u + 907633515u;
    return (int32_t)s->r >> 7;
}

/* Row k is renewed every 2^(k + 1) samples; white noise is added to the sum of the rows. */
KC_INLINE double pink_gardner(pink_st *s, double amp)
{
    s->index = (s->index + 1) & s->mask;
    if (s->index) {
        int k = __builtin_ctz(s->index);
        int32_t x = pink_white(s);
        s->sum += x - s->rows[k];
        s->rows[k] = x;
    }
    return amp * (s->sum + pink_white(s)) * s->scale;
}

KC_INLINE double pink_filter(pink_st *s, double x)
{
    double *b = s->b;
    b[0] = b[0] * 0.99886 + x * 0.0555179;
    b[1] = b[1] * 0.99332 + x * 0.0750759;
    b[2] = b[2] * 0.96900 + x * 0.1538520;
    b[3] = b[3] * 0.86650 + x * 0.3104856;
    b[4] = b[4] * 0.55000 + x * 0.5329522;
    b[5] = b[5] * -0.7616 - x * 0.0168980;
    double y = b[0] + b[1] + b[2] + b[3] + b[4] + b[5] + b[6] + x * 0.5362;
    b[6] = x * 0.115926;
    return y * 0.11;
}

KC_INLINE double pink_cheap(pink_st *s, double x)
{
    double *b = s->b;
    b[0] = b[0] * 0.99765 + x * 0.0990460;
    b[1] = b[1] * 0.96300 + x * 0.2965164;
    b[2] = b[2] * 0.57000 + x * 1.0526913;
    return (b[0] + b[1] + b[2] + x * 0.1848) * 0.11;
}

KERNEL void pinkish_tick(pink_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    *out = s->method == PINK_GARDNER  ? pink_gardner(s, *in)
           : s->method == PINK_FILTER ? pink_filter(s, *in)
                                      : pink_cheap(s, *in);
}
#endif

/* Opcode: pinkish
 * Synopsis: ares pinkish xin [, imethod, inumbands, iseed, iskip]
 *
 * Pink noise, made or filtered.
 * In:  xin        amplitude for method 0, else white noise
 *      imethod    0 sum of rows, 1 filter, 2 simpler filter (default 0)
 *      inumbands  rows of method 0, 4 .. 32 (default 20)
 *      iseed      of method 0: -1 .. 1 or an integer; 0 from the clock (default 0)
 *      iskip      1 keeps the state (default 0)
 * Out: noise with 3 dB less per octave
 * Fails: at init for another method, or a filter without a-rate input
 * Source: M. Gardner, "White and brown music", Scientific American 238(4), 1978, with J. McCartney's tree; P.
 * Kellet's filters (music-dsp)
 */
KC_OP(pinkish, "a", "xoooo", .state = pink_st, .init = pinkish_init, .tick = pinkish_tick, .scalar = 1)

/* ---- dust ------------------------------------------------------------------------------------- */

typedef struct {
    VI r;
} dust_st;

KC_NATIVE int dust_init(dust_st *s, kc_ctx *c, double *out, const double *amp, const double *density)
{
    (void)out, (void)amp, (void)density;
    s->r = vi_splat(kc_rng_r31(c->rng));
    return KC_OK;
}

/* Next number, 0 .. 1. */
KC_INLINE V dust_next(dust_st *s)
{
    VL x = i_to_l(s->r) * 742938285;
    x = (x & 0x7fffffff) + (x >> 31);
    x = (x & 0x7fffffff) + (x >> 31);
    s->r = l_to_i(x);
    return l_to_v(x) * (1.0 / 2147483648.0);
}

/* A number below the threshold becomes an impulse: scaled to 0 .. 1, or -1 .. 1. */
KC_INLINE V dust_sample(dust_st *s, V amp, V density, double period, double height, double shift)
{
    V limit = density * period, x = dust_next(s);
    V scale = v_sel(v_gt(limit, v_splat(0.0)), height / limit, v_splat(0.0));
    return amp * v_sel(v_lt(x, limit), x * scale - shift, v_splat(0.0));
}

#define DUST_TICK(name, period, height, shift)                                                               \
    KERNEL void name(dust_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *density)                   \
    {                                                                                                        \
        (void)n;                                                                                             \
        *out = dust_sample(s, *amp, *density, period, height, shift);                                        \
    }
DUST_TICK(dust_a, c->inv_sr, 1.0, 0.0)
DUST_TICK(dust_kr, c->inv_sr * c->ksmps, 1.0, 0.0)
DUST_TICK(dust2_a, c->inv_sr, 2.0, 1.0)
DUST_TICK(dust2_kr, c->inv_sr * c->ksmps, 2.0, 1.0)

/* Opcode: dust
 * Synopsis: ares dust kamp, kdensity
 *           kres dust kamp, kdensity
 *
 * Random impulses from 0 to kamp.
 * In:  kamp      amplitude
 *      kdensity  impulses per second on average
 * Out: impulses of one sample or k-cycle
 * Fails: never
 */
KC_OP(dust, "k", "kk", .state = dust_st, .init = dust_init, .tick = dust_kr)
KC_OP(dust, "a", "kk", .state = dust_st, .init = dust_init, .tick = dust_a)

/* Opcode: dust2
 * Synopsis: ares dust2 kamp, kdensity
 *           kres dust2 kamp, kdensity
 *
 * Random impulses from -kamp to kamp.
 * In:  kamp      amplitude
 *      kdensity  impulses per second on average
 * Out: impulses of one sample or k-cycle
 * Fails: never
 */
KC_OP(dust2, "k", "kk", .state = dust_st, .init = dust_init, .tick = dust2_kr)
KC_OP(dust2, "a", "kk", .state = dust_st, .init = dust_init, .tick = dust2_a)

/* ---- rnd31 ------------------------------------------------------------------------------------ */

typedef struct {
    VI r;
} rnd31_st;

KC_INLINE V rnd31_next(rnd31_st *s, V power)
{
    VL x = i_to_l(s->r) * 16807;
    x = (x & 0x7fffffff) + (x >> 31);
    x = (x & 0x7fffffff) + (x >> 31);
    s->r = l_to_i(x);
    V y = l_to_v(x - 0x3fffffff) * (1.0 / 1073741823.015625);
    V p = v_abs(power), m = v_abs(y);
    VM plain = vm_or(v_eq(power, v_splat(0.0)), v_eq(p, v_splat(1.0)));
    if (vm_all(plain)) return y;
    V towards = v_sel(v_lt(power, v_splat(0.0)), 1.0 - v_pow(1.0 - m, p), v_pow(m, p));
    return v_sel(plain, y, v_copysign(towards, y));
}

KERNEL void rnd31_tick(rnd31_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *power)
{
    (void)c, (void)n;
    *out = *amp * rnd31_next(s, *power);
}

KC_NATIVE void rnd31_seed(rnd31_st *s, kc_ctx *c, double iseed)
{
    double x = floor(iseed + 0.5);
    uint32_t seed = x >= 1 && x < 4294967295.0 ? (uint32_t)x : kc_time_seed(c);
    int32_t r = (int32_t)((seed - 1u) % 0x7ffffffeu) + 1;
    s->r = vi_splat(kc_mul_mod31(kc_mul_mod31(r, 16807), 16807));
}

KC_NATIVE int rnd31_init(rnd31_st *s, kc_ctx *c, double *out, const double *amp, const double *power,
                         const double *iseed)
{
    (void)out, (void)amp, (void)power;
    rnd31_seed(s, c, *iseed);
    return KC_OK;
}

/* The sequence of an instance goes on at reinit, unless a seed is given. */
KC_NATIVE int rnd31_once(rnd31_st *s, kc_ctx *c, double *out, const double *amp, const double *power,
                         const double *iseed)
{
    if (*iseed >= 0.5 || vi_get(s->r, 0) <= 0) rnd31_seed(s, c, *iseed);
#if KC_W == 1
    *out = *amp * rnd31_next(s, *power);
#else
    (void)out, (void)amp, (void)power;
#endif
    return KC_OK;
}

/* Opcode: rnd31
 * Synopsis: ares rnd31 kscl, krpow [, iseed]
 *           kres rnd31 kscl, krpow [, iseed]
 *           ires rnd31 iscl, irpow [, iseed]
 *
 * White noise of 31 bits with a choice of distribution.
 * In:  kscl   amplitude
 *      krpow  0, 1, -1: equal; above 0: the power the magnitude is raised to; below 0: likewise, counted
 *             from the top
 *      iseed  seed, rounded; 0 from the clock (default 0)
 * Out: -kscl .. kscl
 * Fails: never
 */
KC_OP(rnd31, "i", "iio", .state = rnd31_st, .init = rnd31_once)
KC_OP(rnd31, "k", "kko", .state = rnd31_st, .init = rnd31_init, .tick = rnd31_tick)
KC_OP(rnd31, "a", "kko", .state = rnd31_st, .init = rnd31_init, .tick = rnd31_tick)
