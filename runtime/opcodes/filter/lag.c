/* lag, lagud, sc_lag, sc_lagud: exponential smoothing by a time. */
#include "runtime/opcodes/dsp/lanes.h"

/* The time is that of -60 dB. A change of it takes effect at once at control rate and over a block at audio
 * rate. */
typedef struct {
    V y, up, down;        /* last output; coefficients in use */
    V up_to, down_to;     /* coefficients of the times */
    V up_step, down_step; /* per sample, in the block of a change */
    V rise, fall;         /* of the coefficients */
    VM started;
} lag_st;

#define LN001 -6.907755278982137

KC_NATIVE int lag_start(lag_st *s, const double *first, double coef)
{
    s->rise = s->fall = -1;
    s->up = s->down = coef;
    s->up_step = s->down_step = 0;
    s->y = first ? *first : 0;
    s->started = vm_splat(first != NULL);
    return KC_OK;
}
KC_NATIVE int lag_init(lag_st *s, kc_ctx *c, double *out, const double *in, const double *time)
{
    (void)c, (void)out, (void)in, (void)time;
    return lag_start(s, NULL, 0);
}
KC_NATIVE int lag_init1(lag_st *s, kc_ctx *c, double *out, const double *in, const double *time,
                        const double *first)
{
    (void)c, (void)out, (void)in, (void)time;
    return lag_start(s, first, 1);
}
KC_NATIVE int lagud_init(lag_st *s, kc_ctx *c, double *out, const double *in, const double *rise,
                         const double *fall)
{
    (void)c, (void)out, (void)in, (void)rise, (void)fall;
    return lag_start(s, NULL, 0);
}
KC_NATIVE int lagud_init1(lag_st *s, kc_ctx *c, double *out, const double *in, const double *rise,
                          const double *fall, const double *first)
{
    (void)c, (void)out, (void)in, (void)rise, (void)fall;
    return lag_start(s, first, 1);
}

KC_INLINE V lag_coef(V time, double rate)
{
    return v_sel(v_eq(time, v_splat(0)), v_splat(0), v_exp(LN001 / (time * rate)));
}
KC_INLINE V lag_next(lag_st *s, V x)
{
    s->y = v_sel(s->started, s->y, x);
    s->started = vm_splat(true);
    s->y = x + v_sel(v_gt(x, s->y), s->up, s->down) * (s->y - x);
    return s->y;
}
KC_INLINE V lag_control(lag_st *s, const kc_ctx *c, V x, V rise, V fall)
{
    if (vm_any(vm_or(v_ne(rise, s->rise), v_ne(fall, s->fall)))) {
        s->up = lag_coef(rise, c->kr);
        s->down = lag_coef(fall, c->kr);
        s->rise = rise;
        s->fall = fall;
    }
    return lag_next(s, x);
}
/* Once per block: where the coefficients go. */
KC_INLINE void lag_aim(lag_st *s, const kc_ctx *c, V rise, V fall)
{
    VM same = vm_and(v_eq(rise, s->rise), v_eq(fall, s->fall));
    double samples = c->end - c->begin;
    if (vm_all(same)) { /* at the target since the last block */
        s->up = v_sel(v_eq(s->up_step, v_splat(0)), s->up, s->up_to);
        s->down = v_sel(v_eq(s->down_step, v_splat(0)), s->down, s->down_to);
        s->up_step = s->down_step = v_splat(0);
        return;
    }
    s->up = v_sel(v_eq(s->up_step, v_splat(0)), s->up, s->up_to);
    s->down = v_sel(v_eq(s->down_step, v_splat(0)), s->down, s->down_to);
    s->up_to = v_sel(same, s->up, lag_coef(rise, c->sr));
    s->down_to = v_sel(same, s->down, lag_coef(fall, c->sr));
    s->up_step = (s->up_to - s->up) / samples;
    s->down_step = (s->down_to - s->down) / samples;
    s->rise = rise;
    s->fall = fall;
}
KC_INLINE V lag_sample(lag_st *s, V x)
{
    s->up = s->up + s->up_step;
    s->down = s->down + s->down_step;
    return lag_next(s, x);
}
KERNEL void lag_kr(lag_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)n;
    VM differ = v_ne(*time, s->rise);
    V x = *in, before = v_sel(s->started, s->y, x);
    *out = lag_control(s, c, x, *time, *time);
    s->y = v_sel(differ, before, s->y); /* as in the reference, a cycle with a new time is not remembered */
}
KERNEL void lagud_kr(lag_st *s, kc_ctx *c, int n, V *out, const V *in, const V *rise, const V *fall)
{
    (void)n;
    *out = lag_control(s, c, *in, *rise, *fall);
}
KERNEL void lag_k(lag_st *s, kc_ctx *c, const V *in, const V *time)
{
    (void)in;
    lag_aim(s, c, *time, *time);
}
KERNEL void lagud_k(lag_st *s, kc_ctx *c, const V *in, const V *rise, const V *fall)
{
    (void)in;
    lag_aim(s, c, *rise, *fall);
}
KERNEL void lag_ar(lag_st *s, kc_ctx *c, int n, V *out, const V *in, const V *time)
{
    (void)c, (void)n, (void)time;
    *out = lag_sample(s, *in);
}
KERNEL void lagud_ar(lag_st *s, kc_ctx *c, int n, V *out, const V *in, const V *rise, const V *fall)
{
    (void)c, (void)n, (void)rise, (void)fall;
    *out = lag_sample(s, *in);
}

/* Opcode: lag
 * Synopsis: aout lag ain, klagtime [, initialvalue]
 *           kout lag kin, klagtime [, initialvalue]
 *
 * Exponential smoothing.
 * In:  ain, kin      signal
 *      klagtime      time in which a step is done but for 60 dB, s; 0 passes the signal
 *      initialvalue  start; without it the first value of the signal
 * Out: smooth signal
 * Fails: never
 */
KC_OP(lag, "k", "kk", .state = lag_st, .init = lag_init, .tick = lag_kr)
KC_OP(lag, "k", "kki", .state = lag_st, .init = lag_init1, .tick = lag_kr)
KC_OP(lag, "a", "aki", .state = lag_st, .init = lag_init1, .k = lag_k, .tick = lag_ar)
KC_OP(lag, "a", "ak", .state = lag_st, .init = lag_init, .k = lag_k, .tick = lag_ar)

/* Opcode: lagud
 * Synopsis: aout lagud ain, klagup, klagdown [, initialvalue]
 *           kout lagud kin, klagup, klagdown [, initialvalue]
 *
 * Exponential smoothing with a time for each way.
 * In:  ain, kin      signal
 *      klagup        time upwards, s
 *      klagdown      time downwards, s
 *      initialvalue  start; without it the first value of the signal
 * Out: smooth signal
 * Fails: never
 */
KC_OP(lagud, "k", "kkki", .state = lag_st, .init = lagud_init1, .tick = lagud_kr)
KC_OP(lagud, "a", "akki", .state = lag_st, .init = lagud_init1, .k = lagud_k, .tick = lagud_ar)
KC_OP(lagud, "k", "kkk", .state = lag_st, .init = lagud_init, .tick = lagud_kr)
KC_OP(lagud, "a", "akk", .state = lag_st, .init = lagud_init, .k = lagud_k, .tick = lagud_ar)

/* Opcode: sc_lag
 * Synopsis: aout sc_lag ain, klagtime [, initialvalue]
 *           kout sc_lag kin, klagtime [, initialvalue]
 *
 * The old name of lag.
 * In, Out, Fails: as lag
 */
KC_OP(sc_lag, "k", "kk", .state = lag_st, .init = lag_init, .tick = lag_kr, .deprecated = 1)
KC_OP(sc_lag, "k", "kki", .state = lag_st, .init = lag_init1, .tick = lag_kr, .deprecated = 1)
KC_OP(sc_lag, "a", "aki", .state = lag_st, .init = lag_init1, .k = lag_k, .tick = lag_ar, .deprecated = 1)
KC_OP(sc_lag, "a", "ak", .state = lag_st, .init = lag_init, .k = lag_k, .tick = lag_ar, .deprecated = 1)

/* Opcode: sc_lagud
 * Synopsis: aout sc_lagud ain, klagup, klagdown [, initialvalue]
 *           kout sc_lagud kin, klagup, klagdown [, initialvalue]
 *
 * The old name of lagud.
 * In, Out, Fails: as lagud
 */
KC_OP(sc_lagud, "k", "kkki", .state = lag_st, .init = lagud_init1, .tick = lagud_kr, .deprecated = 1)
KC_OP(sc_lagud, "a", "akki", .state = lag_st, .init = lagud_init1, .k = lagud_k, .tick = lagud_ar,
      .deprecated = 1)
KC_OP(sc_lagud, "k", "kkk", .state = lag_st, .init = lagud_init, .tick = lagud_kr, .deprecated = 1)
KC_OP(sc_lagud, "a", "akk", .state = lag_st, .init = lagud_init, .k = lagud_k, .tick = lagud_ar,
      .deprecated = 1)
