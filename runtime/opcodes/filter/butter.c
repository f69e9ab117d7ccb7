/* butterlp, butterhp, butterbp, butterbr: second-order Butterworth filters.
 *
 * All four are the same direct-form section; they differ in how frequency and bandwidth become coefficients,
 * which are worked out again when one of them changes. A. Dodge, T. Jerse, "Computer Music", 1985. */
#include "runtime/opcodes/op.h"

typedef struct {
    V a1, a2, a3, b1, b2;
    V w1, w2;
    V freq, band; /* of the coefficients */
    VM off;       /* a frequency that is not positive: no filtering in this block */
} butter_st;

#define ROOT2 1.414213562373095048801688724209698078569

KC_INLINE int butter_reset(butter_st *s, double istor)
{
    if (istor == 0) s->w1 = s->w2 = s->freq = s->band = v_splat(0);
    return KC_OK;
}
KC_NATIVE int butter_init(butter_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *istor)
{
    (void)c, (void)out, (void)in, (void)freq;
    return butter_reset(s, *istor);
}
KC_NATIVE int butterb_init(butter_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                           const double *band, const double *istor)
{
    (void)c, (void)out, (void)in, (void)freq, (void)band;
    return butter_reset(s, *istor);
}

KC_INLINE void butter_lp_coefs(butter_st *s, const kc_ctx *c, V freq)
{
    V t = 1.0 / v_tan(c->pi_sr * freq);
    s->a1 = 1.0 / (1.0 + ROOT2 * t + t * t);
    s->a2 = s->a1 + s->a1;
    s->a3 = s->a1;
    s->b1 = 2.0 * (1.0 - t * t) * s->a1;
    s->b2 = (1.0 - ROOT2 * t + t * t) * s->a1;
}
KC_INLINE void butter_hp_coefs(butter_st *s, const kc_ctx *c, V freq)
{
    V t = v_tan(c->pi_sr * freq);
    s->a1 = 1.0 / (1.0 + ROOT2 * t + t * t);
    s->a2 = -(s->a1 + s->a1);
    s->a3 = s->a1;
    s->b1 = 2.0 * (t * t - 1.0) * s->a1;
    s->b2 = (1.0 - ROOT2 * t + t * t) * s->a1;
}
KC_INLINE void butter_bp_coefs(butter_st *s, const kc_ctx *c, V freq, V band)
{
    V t = 1.0 / v_tan(c->pi_sr * band), d = 2.0 * v_cos(c->twopi_sr * freq);
    s->a1 = 1.0 / (1.0 + t);
    s->a2 = v_splat(0);
    s->a3 = -s->a1;
    s->b1 = -t * d * s->a1;
    s->b2 = (t - 1.0) * s->a1;
}
KC_INLINE void butter_br_coefs(butter_st *s, const kc_ctx *c, V freq, V band)
{
    V t = v_tan(c->pi_sr * band), d = 2.0 * v_cos(c->twopi_sr * freq);
    s->a1 = 1.0 / (1.0 + t);
    s->a2 = -d * s->a1;
    s->a3 = s->a1;
    s->b1 = s->a2;
    s->b2 = (1.0 - t) * s->a1;
}

/* The first value of an a-rate frequency or width decides over the block. A block in which the note only
 * starts has zeros in front. */
KC_INLINE VM butter_off(const kc_ctx *c, V first)
{
    return c->begin > 0 ? vm_splat(true) : v_le(first, v_splat(0));
}

/* One sample; where the filter is off the state stays and the output is `instead`. */
KC_INLINE V butter_run(butter_st *s, V in, V instead)
{
    V t = in - s->b1 * s->w1 - s->b2 * s->w2;
    V y = t * s->a1 + s->a2 * s->w1 + s->a3 * s->w2;
    s->w2 = v_sel(s->off, s->w2, s->w1);
    s->w1 = v_sel(s->off, s->w1, t);
    return v_sel(s->off, instead, y);
}

/* k-rate frequency: coefficients in the k function. */
#define BUTTER_PASS(name, coefs, instead)                                                                    \
    KERNEL void name##_k(butter_st *s, kc_ctx *c, const V *in, const V *freq)                                \
    {                                                                                                        \
        (void)in;                                                                                            \
        s->off = v_le(*freq, v_splat(0));                                                                    \
        V next = v_sel(s->off, s->freq, *freq);                                                              \
        if (vm_any(v_ne(next, s->freq))) {                                                                   \
            coefs(s, c, next);                                                                               \
            s->freq = next;                                                                                  \
        }                                                                                                    \
    }                                                                                                        \
    KERNEL void name##_ak(butter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)                \
    {                                                                                                        \
        (void)c, (void)n, (void)freq;                                                                        \
        V x = *in;                                                                                           \
        *out = butter_run(s, x, instead);                                                                    \
    }                                                                                                        \
    KERNEL void name##_aa(butter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq)                \
    {                                                                                                        \
        V x = *in;                                                                                           \
        if (n == c->begin) s->off = butter_off(c, *freq);                                                    \
        V next = v_sel(s->off, s->freq, *freq);                                                              \
        if (vm_any(v_ne(next, s->freq))) {                                                                   \
            coefs(s, c, next);                                                                               \
            s->freq = next;                                                                                  \
        }                                                                                                    \
        *out = butter_run(s, x, instead);                                                                    \
    }
BUTTER_PASS(butterlp, butter_lp_coefs, v_splat(0))
BUTTER_PASS(butterhp, butter_hp_coefs, x)

#define BUTTER_BAND(name, coefs, instead)                                                                    \
    KC_INLINE void name##_update(butter_st *s, const kc_ctx *c, V freq, V band)                              \
    {                                                                                                        \
        freq = v_sel(s->off, s->freq, freq);                                                                 \
        band = v_sel(s->off, s->band, band);                                                                 \
        if (vm_any(vm_or(v_ne(freq, s->freq), v_ne(band, s->band)))) {                                       \
            coefs(s, c, freq, band);                                                                         \
            s->freq = freq;                                                                                  \
            s->band = band;                                                                                  \
        }                                                                                                    \
    }                                                                                                        \
    KERNEL void name##_k(butter_st *s, kc_ctx *c, const V *in, const V *freq, const V *band)                 \
    {                                                                                                        \
        (void)in;                                                                                            \
        s->off = v_le(*band, v_splat(0));                                                                    \
        name##_update(s, c, *freq, *band);                                                                   \
    }                                                                                                        \
    KERNEL void name##_kk(butter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band) \
    {                                                                                                        \
        (void)c, (void)n, (void)freq, (void)band;                                                            \
        V x = *in;                                                                                           \
        *out = butter_run(s, x, instead);                                                                    \
    }                                                                                                        \
    KERNEL void name##_off(butter_st *s, kc_ctx *c, const V *in, const V *freq, const V *band)               \
    {                                                                                                        \
        (void)c, (void)in, (void)freq;                                                                       \
        s->off = v_le(*band, v_splat(0));                                                                    \
    }                                                                                                        \
    KERNEL void name##_ak(butter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band) \
    {                                                                                                        \
        (void)n;                                                                                             \
        V x = *in;                                                                                           \
        name##_update(s, c, *freq, *band);                                                                   \
        *out = butter_run(s, x, instead);                                                                    \
    }                                                                                                        \
    KERNEL void name##_xx(butter_st *s, kc_ctx *c, int n, V *out, const V *in, const V *freq, const V *band) \
    {                                                                                                        \
        V x = *in;                                                                                           \
        if (n == c->begin) s->off = butter_off(c, *band);                                                    \
        name##_update(s, c, *freq, *band);                                                                   \
        *out = butter_run(s, x, instead);                                                                    \
    }
BUTTER_BAND(butterbp, butter_bp_coefs, v_splat(0))
BUTTER_BAND(butterbr, butter_br_coefs, x)

/* Opcode: butterlp butlp
 * Synopsis: ares butterlp asig, xfreq [, iskip]
 *
 * Second-order Butterworth low-pass, -3 dB at xfreq.
 * In:  asig   signal
 *      xfreq  cutoff, Hz; at or below 0 the block is silent
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(butterlp, "a", "ako", .state = butter_st, .init = butter_init, .k = butterlp_k, .tick = butterlp_ak)
KC_OP(butterlp, "a", "aao", .state = butter_st, .init = butter_init, .tick = butterlp_aa)
KC_OP(butlp, "a", "ako", .state = butter_st, .init = butter_init, .k = butterlp_k, .tick = butterlp_ak)
KC_OP(butlp, "a", "aao", .state = butter_st, .init = butter_init, .tick = butterlp_aa)

/* Opcode: butterhp buthp
 * Synopsis: ares butterhp asig, xfreq [, iskip]
 *
 * Second-order Butterworth high-pass, -3 dB at xfreq.
 * In:  asig   signal
 *      xfreq  cutoff, Hz; at or below 0 the block passes unfiltered
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(butterhp, "a", "ako", .state = butter_st, .init = butter_init, .k = butterhp_k, .tick = butterhp_ak)
KC_OP(butterhp, "a", "aao", .state = butter_st, .init = butter_init, .tick = butterhp_aa)
KC_OP(buthp, "a", "ako", .state = butter_st, .init = butter_init, .k = butterhp_k, .tick = butterhp_ak)
KC_OP(buthp, "a", "aao", .state = butter_st, .init = butter_init, .tick = butterhp_aa)

/* Opcode: butterbp butbp
 * Synopsis: ares butterbp asig, xfreq, xband [, iskip]
 *
 * Second-order Butterworth band-pass.
 * In:  asig   signal
 *      xfreq  centre, Hz
 *      xband  width, Hz; at or below 0 the block is silent
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(butterbp, "a", "axxo", .rates = "kk", .state = butter_st, .init = butterb_init, .k = butterbp_k,
      .tick = butterbp_kk)
KC_OP(butterbp, "a", "axxo", .rates = "ak", .state = butter_st, .init = butterb_init, .k = butterbp_off,
      .tick = butterbp_ak)
KC_OP(butterbp, "a", "axxo", .state = butter_st, .init = butterb_init, .tick = butterbp_xx)
KC_OP(butbp, "a", "axxo", .rates = "kk", .state = butter_st, .init = butterb_init, .k = butterbp_k,
      .tick = butterbp_kk)
KC_OP(butbp, "a", "axxo", .rates = "ak", .state = butter_st, .init = butterb_init, .k = butterbp_off,
      .tick = butterbp_ak)
KC_OP(butbp, "a", "axxo", .state = butter_st, .init = butterb_init, .tick = butterbp_xx)

/* Opcode: butterbr butbr
 * Synopsis: ares butterbr asig, xfreq, xband [, iskip]
 *
 * Second-order Butterworth band-reject.
 * In:  asig   signal
 *      xfreq  centre, Hz
 *      xband  width, Hz; at or below 0 the block passes unfiltered
 *      iskip  not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: never
 */
KC_OP(butterbr, "a", "axxo", .rates = "kk", .state = butter_st, .init = butterb_init, .k = butterbr_k,
      .tick = butterbr_kk)
KC_OP(butterbr, "a", "axxo", .rates = "ak", .state = butter_st, .init = butterb_init, .k = butterbr_off,
      .tick = butterbr_ak)
KC_OP(butterbr, "a", "axxo", .state = butter_st, .init = butterb_init, .tick = butterbr_xx)
KC_OP(butbr, "a", "axxo", .rates = "kk", .state = butter_st, .init = butterb_init, .k = butterbr_k,
      .tick = butterbr_kk)
KC_OP(butbr, "a", "axxo", .rates = "ak", .state = butter_st, .init = butterb_init, .k = butterbr_off,
      .tick = butterbr_ak)
KC_OP(butbr, "a", "axxo", .state = butter_st, .init = butterb_init, .tick = butterbr_xx)
