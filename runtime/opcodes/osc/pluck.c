/* pluck: plucked strings and drums by repeated averaging of one period.
 *
 * K. Karplus, A. Strong, "Digital synthesis of plucked-string and drum timbres", CMJ 7(2), 1983. The period
 * is read with a phase in 1/256 points; each time it wraps, the whole period is smoothed at once. */
#include "runtime/opcodes/op.h"

typedef struct {
    double *wave; /* npts + 1 points */
    int32_t npts, room;
    int32_t phs;
    double rate; /* phase increment per Hz */
    int16_t method, thresh1, thresh2;
    double param1, param2;
    kc_aux mem;
} pluck_st;

enum { MIN_POINTS = 64, MAX_POINTS = 1 << 22 };
enum { AVERAGE = 1, STRETCHED, DRUM, STRETCHED_DRUM, WEIGHTED, RECURSIVE };

KC_NATIVE int16_t rand16(kc_ctx *c)
{
    c->rng->pluck16 = (uint16_t)(c->rng->pluck16 * 15625u + 1u);
    return (int16_t)c->rng->pluck16;
}
KC_NATIVE int16_t rand15(kc_ctx *c)
{
    c->rng->drum15 = (uint16_t)((c->rng->drum15 * 15625u + 1u) & 0x7fff);
    return (int16_t)c->rng->drum15;
}

KC_NATIVE int pluck_fill(pluck_st *s, kc_ctx *c, double ifn)
{
    if (ifn == 0) {
        for (int i = 0; i < s->npts; i++) s->wave[i] = rand16(c) / 32768.0;
    } else {
        const kc_table *t = kc_table_need(c, ifn);
        if (!t) return KC_ERROR;
        int32_t step = t->len / s->npts;
        for (int i = 0; i < s->npts; i++) s->wave[i] = t->data[(int64_t)i * step];
    }
    s->wave[s->npts] = s->wave[0];
    return KC_OK;
}
KC_NATIVE int pluck_method(pluck_st *s, kc_ctx *c)
{
    double p1 = s->param1, p2 = s->param2;
    switch (s->method) {
    case AVERAGE:
    case RECURSIVE: return KC_OK;
    case STRETCHED:
        if (!(p1 >= 1)) return kc_fail(c, "illegal stretch factor(param1) value");
        s->thresh2 = (int16_t)(int32_t)(32768.0 / p1);
        return KC_OK;
    case DRUM:
    case STRETCHED_DRUM:
        if (!(p1 >= 0 && p1 <= 1)) return kc_fail(c, "illegal roughness factor(param1) value");
        s->thresh1 = (int16_t)(int32_t)(32768.0 * p1);
        if (s->method == DRUM) return KC_OK;
        if (!(p2 >= 1)) return kc_fail(c, "illegal stretch factor(param2) value");
        s->thresh2 = (int16_t)(int32_t)(32768.0 / p2);
        return KC_OK;
    case WEIGHTED: return p1 + p2 > 1 ? kc_fail(c, "coefficients too large (param1 + param2)") : KC_OK;
    default: return kc_fail(c, "unknown method code");
    }
}
KC_NATIVE int pluck_init(pluck_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *icps, const double *ifn, const double *imeth, const double *ipar1,
                         const double *ipar2)
{
    (void)out, (void)amp, (void)cps;
    int32_t npts = v_to_i(c->sr / *icps);
    if (npts < MIN_POINTS) npts = MIN_POINTS;
    if (npts > MAX_POINTS) return kc_fail(c, "pluck: icps %g is too low", *icps);
    if (!s->wave || npts > s->room) {
        s->wave = NULL;
        if (kc_aux_alloc(c, &s->mem, ((size_t)npts + 1) * sizeof(double)) != KC_OK) return KC_ERROR;
        s->wave = s->mem.p;
        s->room = npts;
    }
    s->npts = npts;
    if (pluck_fill(s, c, *ifn) != KC_OK) return KC_ERROR;
    s->rate = (npts * 256.0 + 128.0) * c->inv_sr;
    s->phs = 0;
    s->method = (int16_t)v_to_i(*imeth);
    s->param1 = *ipar1;
    s->param2 = *ipar2;
    return pluck_method(s, c);
}

/* One pass over the period. `last` is the old value of the point in front. */
KC_NATIVE void pluck_smooth(pluck_st *s, kc_ctx *c)
{
    double *w = s->wave, last = w[0];
    w[0] = w[s->npts];
    for (int i = 1; i <= s->npts; i++) {
        double x = w[i], mean = (x + last) * 0.5;
        switch (s->method) {
        case STRETCHED:
            if (rand15(c) < s->thresh2) w[i] = mean;
            break;
        case DRUM: w[i] = rand15(c) < s->thresh1 ? -mean : mean; break;
        case STRETCHED_DRUM:
            if (rand15(c) < s->thresh2) w[i] = rand15(c) < s->thresh1 ? -mean : mean;
            break;
        case WEIGHTED: w[i] = s->param1 * x + s->param2 * last; break;
        default: w[i] = mean;
        }
        last = s->method == RECURSIVE ? mean : x;
    }
}
KC_NATIVE int pluck_perf(pluck_st *s, kc_ctx *c, double *out, const double *amp, const double *cps,
                         const double *icps, const double *ifn, const double *imeth, const double *ipar1,
                         const double *ipar2)
{
    (void)icps, (void)ifn, (void)imeth, (void)ipar1, (void)ipar2;
    if (!s->wave) return kc_fail(c, "pluck: not initialised");
    int32_t inc = v_to_i(*cps * s->rate), period = s->npts << 8;
    double gain = *amp;
    if (inc > period) return kc_fail(c, "pluck: kcps more than sample rate");
    if (inc < 0) return kc_fail(c, "pluck: negative kcps");
    for (int n = c->begin; n < c->end; n++) {
        const double *w = s->wave + (s->phs >> 8);
        out[n] = (w[0] + (w[1] - w[0]) * ((s->phs & 255) / 256.0)) * gain;
        s->phs += inc;
        if (s->phs >= period) {
            s->phs -= period;
            pluck_smooth(s, c);
        }
    }
    return KC_OK;
}

/* Opcode: pluck
 * Synopsis: ares pluck kamp, kcps, icps, ifn, imeth [, iparm1] [, iparm2]
 *
 * Plucked string or drum.
 * In:  kamp   amplitude
 *      kcps   pitch, Hz
 *      icps   pitch for which the period is laid out, Hz: the higher, the faster the decay
 *      ifn    table with the first period; 0: noise
 *      imeth  1: plain averaging; 2: stretched, iparm1 (>= 1) times slower; 3: drum, iparm1 (0 .. 1) rough;
 *             4: drum of roughness iparm1, iparm2 (>= 1) times slower; 5: weighted, iparm1 and iparm2;
 *             6: first-order recursive
 *      iparm1, iparm2  see imeth (default 0)
 * Out: the sound
 * Fails: at init for an unknown imeth, parameters out of range, a table that does not exist, or an icps which
 * asks for more than 4194304 points; when kcps is negative or above the sample rate
 */
KC_OP(pluck, "a", "kkiiioo", .state = pluck_st, .init = pluck_init, .perf = pluck_perf, .fx = rng)
