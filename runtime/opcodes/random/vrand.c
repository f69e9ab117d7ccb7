/* vrandh, vrandi: a row of random values in a table, held or gliding.
 *
 * The generators are those of rand, a 16-bit and a 31-bit one; a phase of 28 bits tells when new values are
 * due. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/rng.h"
#include "runtime/opcodes/dsp/timeseed.h"

#if KC_W == 1
#define VRAND_PHASE KC_PHASE_MAX

typedef struct {
    kc_aux mem; /* values; vrandi: where they glide from, where to, and the slopes */
    double *row;
    int count, glide;
    int32_t r;
    int64_t phase;
} vrand_st;

KC_NATIVE double vrand_value(int32_t r, int wide)
{
    return wide ? (double)((int64_t)r * 2 - 0x7fffffff) / 2147483648.0
                : (double)(int16_t)(uint16_t)r / 32768.0;
}
KC_NATIVE int vrand_seed(vrand_st *s, kc_ctx *c, double seed, int wide)
{
    if (seed > 1) {
        uint32_t t = kc_time_seed(c);
        s->r = wide ? (int32_t)(t % 0x7ffffffeu) + 1 : (int32_t)(t & 0xffff);
    } else if (wide) {
        s->r = seed < 1 ? (int32_t)(seed * 2147483648.0) : INT32_MIN;
    } else {
        s->r = (int32_t)(seed * 32768.0) & 0xffff;
    }
    return KC_OK;
}
KC_NATIVE int vrand_row(vrand_st *s, kc_ctx *c, double fn, double elements, double offset)
{
    const kc_table *t = kc_table_need(c, fn);
    if (!t) return KC_ERROR;
    int first = kc_trunc_i(offset), n = kc_trunc_i(elements);
    if (first >= t->len) return kc_fail(c, "idstoffset is greater than table length.");
    if (first < 0 || n < 1) return kc_fail(c, "no %d elements from %d", n, first);
    if (n > t->len - first) {
        kc_warn(c, "Table length exceeded, last elements discarded.");
        n = t->len - first;
    }
    s->row = t->data + first;
    s->count = n;
    return KC_OK;
}
/* New values. The first ones of the 16-bit generator are all the same, as in the reference. */
KC_NATIVE void vrand_draw(vrand_st *s, int wide, int first)
{
    double *from = s->mem.p, *to = from + s->count, *slope = to + s->count;
    for (int i = 0; i < s->count; i++) {
        double x = vrand_value(s->r, wide);
        s->r = wide    ? kc_mul_mod31(s->r, 16807)
               : first ? s->r & 0xffff
                       : (int32_t)((uint32_t)s->r * 15625u + 1u);
        if (!s->glide) {
            from[i] = x;
            continue;
        }
        from[i] = first ? 0 : to[i];
        to[i] = x;
        slope[i] = (to[i] - from[i]) / VRAND_PHASE;
    }
}
KC_NATIVE int vrand_start(vrand_st *s, kc_ctx *c, int glide, double fn, double elements, double offset,
                          double seed, double size)
{
    s->glide = glide;
    s->phase = 0;
    if (seed >= 0) {
        if (vrand_row(s, c, fn, elements, offset) < 0) return KC_ERROR;
        vrand_seed(s, c, seed, size != 0);
    }
    if (s->count < 1) return kc_fail(c, "vrand: not initialised");
    if (kc_aux_alloc(c, &s->mem, 3 * (size_t)s->count * sizeof(double)) < 0) return KC_ERROR;
    vrand_draw(s, size != 0, 1);
    return KC_OK;
}
KC_NATIVE int vrandh_init(vrand_st *s, kc_ctx *c, const double *fn, const double *range, const double *cps,
                          const double *elements, const double *offset, const double *seed,
                          const double *size, const double *base)
{
    (void)range, (void)cps, (void)base;
    return vrand_start(s, c, 0, *fn, *elements, *offset, *seed, *size);
}
KC_NATIVE int vrandi_init(vrand_st *s, kc_ctx *c, const double *fn, const double *range, const double *cps,
                          const double *elements, const double *offset, const double *seed,
                          const double *size, const double *base)
{
    (void)range, (void)cps, (void)base;
    return vrand_start(s, c, 1, *fn, *elements, *offset, *seed, *size);
}
KC_NATIVE int vrand_perf(vrand_st *s, kc_ctx *c, const double *fn, const double *range, const double *cps,
                         const double *elements, const double *offset, const double *seed, const double *size,
                         const double *base)
{
    (void)fn, (void)elements, (void)offset, (void)seed;
    const double *from = s->mem.p, *slope = from + 2 * s->count;
    for (int i = 0; i < s->count; i++) {
        double x = s->glide ? from[i] + (double)s->phase * slope[i] : from[i];
        s->row[i] = x * *range + *base;
    }
    s->phase += kc_trunc_i(*cps * (VRAND_PHASE * c->inv_kr));
    if (s->phase >= VRAND_PHASE) {
        s->phase &= VRAND_PHASE - 1;
        vrand_draw(s, *size != 0, 0);
    }
    return KC_OK;
}
#endif

/* Opcode: vrandh
 * Synopsis: vrandh ifn, krange, kcps, ielements [, idstoffset] [, iseed] [, isize] [, ioffset]
 *
 * Writes random values to a table and holds them.
 * In:  ifn         table
 *      krange      values are within +- krange
 *      kcps        new values per second
 *      ielements   number of points
 *      idstoffset  first point (default 0)
 *      iseed       0 .. 1; above 1 from the clock, negative goes on (default 0.5)
 *      isize       0 the 16-bit generator, else the 31-bit one (default 0)
 *      ioffset     added to the values (default 0)
 * Out: ielements points of the table
 * Fails: at init when there are no such table or points
 */
KC_OP(vrandh, "", "ikkiovoo", .state = vrand_st, .init = vrandh_init, .perf = vrand_perf, .fx = tab_w)

/* Opcode: vrandi
 * Synopsis: vrandi ifn, krange, kcps, ielements [, idstoffset] [, iseed] [, isize] [, ioffset]
 *
 * Writes random values to a table that glide from one to the next.
 * In, Out, Fails: as vrandh
 */
KC_OP(vrandi, "", "ikkiovoo", .state = vrand_st, .init = vrandi_init, .perf = vrand_perf, .fx = tab_w)
