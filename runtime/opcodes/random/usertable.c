/* Random numbers distributed as a table says: duserrnd and urd (its points), cuserrnd (between its points).
 */
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/op.h"

KC_NATIVE const kc_table *random_table(kc_ctx *c, double number) { return kc_table_need(c, number); }

KC_NATIVE double table_point(const kc_table *t, kc_ctx *c)
{
    int32_t i = (int32_t)(kc_rng_h32_unipolar(c->rng) * t->len);
    return t->data[i];
}

KC_NATIVE int duserrnd_once(void *s, kc_ctx *c, double *out, const double *fn)
{
    (void)s;
    const kc_table *t = random_table(c, *fn);
    if (!t) return KC_ERROR;
    *out = table_point(t, c);
    return KC_OK;
}

/* The reference truncates the random number before it is scaled, so that the first point always comes. */
KC_NATIVE int duserrnd_a(void *s, kc_ctx *c, double *out, const double *fn)
{
    (void)s;
    const kc_table *t = random_table(c, *fn);
    if (!t) return KC_ERROR;
    for (int n = c->begin; n < c->end; n++) out[n] = t->data[(int32_t)kc_rng_h32_unipolar(c->rng) * t->len];
    return KC_OK;
}

KC_NATIVE double between_points(const kc_table *t, kc_ctx *c)
{
    double at = kc_rng_h32_unipolar(c->rng) * t->len;
    int32_t i = (int32_t)at;
    double f = at - i, x = t->data[i];
    return i < t->len ? x + (t->data[i + 1] - x) * f : x;
}

KC_NATIVE int cuserrnd_once(void *s, kc_ctx *c, double *out, const double *min, const double *max,
                            const double *fn)
{
    (void)s;
    const kc_table *t = random_table(c, *fn);
    if (!t) return KC_ERROR;
    *out = between_points(t, c) * (*max - *min) + *min;
    return KC_OK;
}

KC_NATIVE int cuserrnd_a(void *s, kc_ctx *c, double *out, const double *min, const double *max,
                         const double *fn)
{
    (void)s;
    const kc_table *t = random_table(c, *fn);
    if (!t) return KC_ERROR;
    for (int n = c->begin; n < c->end; n++) out[n] = between_points(t, c) * (*max - *min) + *min;
    return KC_OK;
}

/* Opcode: duserrnd urd
 * Synopsis: res duserrnd ktableNum     (i, k and a)
 *           res urd ktableNum
 *
 * A random point of a table: a discrete distribution given by a histogram (GEN41).
 * In:  ktableNum  table number
 * Out: one of its points
 * Fails: when there is no such table
 * Note: at a-rate the first point always comes, as in the reference
 */
KC_OP(duserrnd, "i", "i", .init = duserrnd_once, .fx = rng | tab_r)
KC_OP(duserrnd, "k", "k", .perf = duserrnd_once, .fx = rng | tab_r)
KC_OP(duserrnd, "a", "k", .perf = duserrnd_a, .fx = rng | tab_r)
KC_OP(urd, "i", "i", .init = duserrnd_once, .fx = rng | tab_r)
KC_OP(urd, "k", "k", .perf = duserrnd_once, .fx = rng | tab_r)
KC_OP(urd, "a", "k", .perf = duserrnd_a, .fx = rng | tab_r)

/* Opcode: cuserrnd
 * Synopsis: res cuserrnd kmin, kmax, ktableNum     (i, k and a)
 *
 * A random value of a table's curve: a continuous distribution (GEN40, GEN42).
 * In:  kmin, kmax  range that table values 0 .. 1 stand for
 *      ktableNum   table number
 * Out: a value between two points
 * Fails: when there is no such table
 */
KC_OP(cuserrnd, "i", "iii", .init = cuserrnd_once, .fx = rng | tab_r)
KC_OP(cuserrnd, "k", "kkk", .perf = cuserrnd_once, .fx = rng | tab_r)
KC_OP(cuserrnd, "a", "kkk", .perf = cuserrnd_a, .fx = rng | tab_r)
