/* fractalnoise, pinker, lfsr: coloured noise, and a shift register. */
#include "runtime/engine/engine.h"
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"

/* ---- fractalnoise ---------------------------------------------------------------------------- */

/* White noise through fifteen one-pole filters from 50 Hz on, six a decade; each has a zero whose frequency
 * the exponent sets. They run as seven pairs and one. */
enum { FRACTAL_PAIRS = 7 };

typedef struct {
    VI r, add;                                  /* generator, and what it adds */
    V y[FRACTAL_PAIRS + 1][2];                  /* outputs of the poles */
    V p1[FRACTAL_PAIRS + 1], p2[FRACTAL_PAIRS]; /* poles */
    V z1[FRACTAL_PAIRS + 1], z2[FRACTAL_PAIRS]; /* zeros */
    V w[2 * FRACTAL_PAIRS + 1];                 /* frequencies of the poles, rad/sample */
    V beta;                                     /* of the zeros */
} fractal_st;

KC_NATIVE int fractal_init(fractal_st *s, kc_ctx *c, double *out, const double *amp, const double *beta)
{
    (void)out, (void)amp, (void)beta;
    double sr = fmin(fmax(trunc(c->sr), 1), 192000);
    for (int i = 0; i <= 2 * FRACTAL_PAIRS; i++) {
        double f = 314.1592653589793 * pow(10, i / 6.0);
        s->w[i] = (i == 13 ? 46112.2734375 : f) / sr; /* one constant of the reference is single precision */
    }
    for (int i = 0; i <= FRACTAL_PAIRS; i++) {
        double a = exp(-s->w[2 * i]), b = i < FRACTAL_PAIRS ? exp(-s->w[2 * i + 1]) : 0;
        s->y[i][0] = s->y[i][1] = 0;
        s->p1[i] = -b - a;
        if (i < FRACTAL_PAIRS) s->p2[i] = b * a;
    }
    s->r = 0;
    s->add = c->rng->holdrand | 1;
    s->beta = NAN;
    return KC_OK;
}
KERNEL void fractal_k(fractal_st *s, kc_ctx *c, const V *amp, const V *beta)
{
    (void)c, (void)amp;
    if (!vm_any(v_ne(*beta, s->beta))) return;
    V scale = v_pow(v_splat(10), 0.08333333333333333 * *beta);
    s->beta = *beta;
    for (int i = 0; i < FRACTAL_PAIRS; i++) {
        V a = v_exp(-(s->w[2 * i] * scale)), b = v_exp(-(s->w[2 * i + 1] * scale));
        s->z1[i] = -b - a;
        s->z2[i] = b * a;
    }
    s->z1[FRACTAL_PAIRS] = -v_exp(-(s->w[2 * FRACTAL_PAIRS] * scale));
}
KERNEL void fractal_tick(fractal_st *s, kc_ctx *c, int n, V *out, const V *amp, const V *beta)
{
    (void)c, (void)n, (void)beta;
    s->r = l_to_i(i_to_l(s->r) * 1103515245 + i_to_l(s->add));
    V x = i_to_v(s->r) * 0x1p-31;
    for (int i = 0; i < FRACTAL_PAIRS; i++) {
        V *y = s->y[i], now = x - (s->p2[i] * y[1] + s->p1[i] * y[0]);
        x = s->z1[i] * y[0] + (now + s->z2[i] * y[1]);
        y[1] = y[0];
        y[0] = now;
    }
    V *y = s->y[FRACTAL_PAIRS], now = x - s->p1[FRACTAL_PAIRS] * y[0];
    *out = *amp * (now + s->z1[FRACTAL_PAIRS] * y[0]);
    y[0] = now;
}

/* Opcode: fractalnoise
 * Synopsis: ares fractalnoise kamp, kbeta
 *
 * Noise whose spectrum falls with frequency to the power of -kbeta.
 * In:  kamp   amplitude
 *      kbeta  0 white, 1 pink, 2 brown
 * Out: noise; a new note starts it again
 * Fails: never
 * Note: the reference takes the noise from the clock; ours follows `seed`.
 */
KC_OP(fractalnoise, "a", "kk", .state = fractal_st, .init = fractal_init, .k = fractal_k,
      .tick = fractal_tick, .fx = rng)

/* ---- pinker ---------------------------------------------------------------------------------- */

/* Sums of bits that change at halved rates, kept up to date by increments and decrements, then twelve taps
 * over the shift register's last bits. The sum is the bits of a float from 440 on: adding is cheap, and so is
 * taking the bias off. S. Trammell, "A new shade of pink" (2006). */
typedef struct {
    VI inc, dec, sum, bits, at;
} pinker_st;

KC_NATIVE int pinker_init(pinker_st *s, kc_ctx *c, double *out)
{
    (void)out;
    uint32_t *count = kc_engine_store(c->engine, "pinker instances", sizeof *count, NULL);
    if (!count) return kc_fail(c, "out of memory");
    s->bits = (int32_t)(0x5eed41f5u + (*count)++);
    s->inc = s->dec = 0x0ccc;
    s->sum = 0x43dc0000; /* 440.0f */
    s->at = 0;
    return KC_OK;
}
/* x and twelve taps, rounded to single precision by six; the first six take the bias off. */
KC_INLINE float pinker_taps(float x, int32_t bits)
{
    static const double tap[12] = {1.190566, 0.162580, 0.002208,  0.025475, -0.001522, 0.007322,
                                   0.001774, 0.004529, -0.001561, 0.000776, -0.000486, 0.002017};
    double sum[2] = {0, 0};
    for (int i = 0; i < 12; i++) sum[i / 6] += 0.0625 * tap[i] * (2 * (bits >> i & 1) - 1);
    return (x + (float)(sum[0] - 440.0)) + (float)sum[1];
}
/* Which bit of the increments changes at sample i of 4096: the lowest set bit of i, from the top. */
KC_INLINE int32_t pinker_mask(int32_t i)
{
    return i & 15 ? 0x0800 >> __builtin_ctz(i & 15) : i ? 0x80 >> __builtin_ctz(i >> 4) : 0;
}
KERNEL void pinker_tick(pinker_st *s, kc_ctx *c, int n, V *out)
{
    (void)n;
    V y = v_splat(0);
    KC_LANES
    {
        int32_t mask = pinker_mask(vi_get(s->at, l)), bits = vi_get(s->bits, l), top = bits >> 31;
        int32_t inc = vi_get(s->inc, l), dec = (vi_get(s->dec, l) & ~mask) | (inc & mask),
                sum = vi_get(s->sum, l);
        float x = __builtin_bit_cast(float, sum);
        inc ^= top & mask;
        bits = (int32_t)((uint32_t)bits << 1) ^ (top & 0x46000001);
        vi_set(&s->sum, l, sum + inc - dec);
        vi_set(&s->inc, l, inc);
        vi_set(&s->dec, l, dec);
        vi_set(&s->bits, l, bits);
        v_set(&y, l, (double)pinker_taps(x, bits));
    }
    s->at = (s->at + 1) & 4095;
    *out = y * c->zerodbfs;
}

/* Opcode: pinker
 * Synopsis: ares pinker
 *
 * Pink noise.
 * Out: noise within about +- 0dbfs; instances differ
 * Fails: never
 * Source: S. Trammell, "A new shade of pink"
 */
KC_OP(pinker, "a", "", .state = pinker_st, .init = pinker_init, .tick = pinker_tick)

/* ---- lfsr ------------------------------------------------------------------------------------ */

typedef struct {
    VL bits;
    VI length, chance, r; /* r: a generator of its own, seeded from the clock */
} lfsr_st;

KC_NATIVE int lfsr_init(lfsr_st *s, kc_ctx *c, double *out, const double *length, const double *chance,
                        const double *seed)
{
    (void)out;
    if (!(*length >= 1 && *length < 32)) return kc_fail(c, "lfsr: a length of 1 to 31, not %g", *length);
    s->length = kc_trunc_i(*length);
    s->chance = kc_trunc_i(*chance) & 0xff;
    s->bits = (int64_t)(uint32_t)(*seed > -9e18 && *seed < 9e18 ? (int64_t)*seed : 0);
    s->r = s->chance == 255 ? 1 : (int32_t)(kc_time_seed(c) % 0x7ffffffeu) + 1;
    return KC_OK;
}
KERNEL void lfsr_tick(lfsr_st *s, kc_ctx *c, int n, V *out)
{
    (void)c, (void)n;
    KC_LANES
    {
        int32_t r = vi_get(s->r, l), chance = vi_get(s->chance, l), length = vi_get(s->length, l);
        uint32_t bits = (uint32_t)vl_get(s->bits, l), top = 1u << (length - 1);
        if (chance == 255 || (kc_r31_step(&r) & 255) < chance) bits ^= 1;
        bits = bits & 1 ? bits >> 1 | top : bits >> 1 & ~top;
        if (!bits) bits |= (uint32_t)(kc_r31_step(&r) % 3) << (length - 1);
        vi_set(&s->r, l, r);
        vl_set(&s->bits, l, bits);
        v_set(out, l, bits & ((top << 1) - 1));
    }
}

/* Opcode: lfsr
 * Synopsis: knum lfsr ilen, iprob [, iseed]
 *
 * Shift register with feedback.
 * In:  ilen   bits, 1 .. 31
 *      iprob  chance that a bit is turned over, 0 .. 255 (255: always)
 *      iseed  bits to start with (default -1: all set)
 * Out: the register, a new value each k-cycle
 * Fails: at init for another length
 */
KC_OP(lfsr, "k", "iij", .state = lfsr_st, .init = lfsr_init, .tick = lfsr_tick)
