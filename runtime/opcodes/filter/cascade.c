/* tonex, atonex, resonx: first-order filters and resonators, several in a row. */
#include "runtime/opcodes/dsp/lanes.h"

enum { MAX_CASCADE = 4096 };

#if KC_W == 1
typedef struct {
    kc_aux mem; /* what each stage remembers */
    int stages;
    double freq, coef;
} tonex_st;

/* The number of stages an argument asks for; 4 for less than 1. */
KC_NATIVE int cascade_stages(kc_ctx *c, double order)
{
    int n = kc_trunc_i(order + 0.5);
    if (n > MAX_CASCADE) return kc_fail(c, "too many filters: %d", n);
    return n < 1 ? 4 : n;
}
KC_NATIVE int tonex_init(tonex_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *order, const double *skip)
{
    (void)out, (void)in;
    int n = cascade_stages(c, *order);
    if (n < 0) return KC_ERROR;
    size_t bytes = (size_t)n * sizeof(double);
    if ((*skip == 0 || s->mem.size < bytes) && kc_aux_alloc(c, &s->mem, bytes) < 0) return KC_ERROR;
    s->stages = n;
    s->freq = *freq;
    s->coef = kc_onepole(*freq * c->twopi_sr);
    return KC_OK;
}
KC_NATIVE void tonex_update(tonex_st *s, const kc_ctx *c, double freq)
{
    if (freq == s->freq) return;
    s->freq = freq;
    s->coef = kc_onepole(freq * c->twopi_sr);
}
/* As in the reference, a cycle works with the coefficient which the one before has left. */
KC_NATIVE int tonex_perf(tonex_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                         const double *order, const double *skip)
{
    (void)order, (void)skip;
    double *y = s->mem.p, c2 = s->coef;
    tonex_update(s, c, kc_arg_is_a(c, 2) ? freq[c->end - 1] : *freq);
    for (int n = c->begin; n < c->end; n++) {
        double x = in[n];
        for (int j = 0; j < s->stages; j++) x = y[j] = (1.0 - c2) * x + c2 * y[j];
        out[n] = x;
    }
    return KC_OK;
}
/* The first of the filters is left out, as in the reference. */
KC_NATIVE int atonex_perf(tonex_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *order, const double *skip)
{
    (void)order, (void)skip;
    double *y = s->mem.p, c2 = s->coef;
    tonex_update(s, c, *freq);
    for (int n = c->begin; n < c->end; n++) {
        double x = in[n];
        for (int j = 1; j < s->stages; j++) {
            double z = c2 * (y[j] + x);
            y[j] = z - x;
            x = z;
        }
        out[n] = x;
    }
    return KC_OK;
}

/* As in the reference, a change within a block brings the coefficient of the frequency that the block before
 * ended with; the second filter on has it from the start of the block. */
KC_NATIVE int atonex_perf_a(tonex_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                            const double *order, const double *skip)
{
    (void)order, (void)skip;
    double *y = s->mem.p, last = s->freq, c2 = s->coef, used = kc_onepole(s->freq * c->twopi_sr);
    if (out != in) memmove(out + c->begin, in + c->begin, (size_t)(c->end - c->begin) * sizeof(double));
    for (int j = 1; j < s->stages; j++)
        for (int n = c->begin; n < c->end; n++) {
            double x = out[n];
            if (freq[n] != last) {
                last = freq[n];
                c2 = used;
            }
            double z = c2 * (y[j] + x);
            y[j] = z - x;
            out[n] = z;
        }
    s->coef = c2;
    s->freq = last;
    return KC_OK;
}

typedef struct {
    kc_aux mem; /* the last two outputs of each stage */
    int stages, scale;
    double freq, band, cosf, c1, c2, c3;
} resonx_st;

KC_NATIVE int resonx_init(resonx_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *band, const double *order, const double *iscl, const double *skip)
{
    (void)out, (void)in, (void)freq, (void)band;
    int n = cascade_stages(c, *order);
    if (n < 0) return KC_ERROR;
    s->scale = kc_trunc_i(*iscl);
    if (s->scale < 0 || s->scale > 2) return kc_fail(c, "illegal reson iscl value, %f", *iscl);
    size_t bytes = 2 * (size_t)n * sizeof(double);
    if ((*skip == 0 || s->mem.size < bytes) && kc_aux_alloc(c, &s->mem, bytes) < 0) return KC_ERROR;
    s->stages = n;
    s->freq = s->band = -100;
    return KC_OK;
}
KC_NATIVE void resonx_update(resonx_st *s, const kc_ctx *c, double freq, double band)
{
    if (freq == s->freq && band == s->band) return;
    s->freq = freq;
    s->band = band;
    double c3 = exp(-band * c->twopi_sr), sum = c3 + 1, rest = 1 - c3;
    double c2 = 4 * c3 * cos(freq * c->twopi_sr) / sum;
    s->c1 = s->scale == 1   ? rest * sqrt(1 - c2 * c2 / (4 * c3))
            : s->scale == 2 ? sqrt((sum * sum - c2 * c2) * rest / sum)
                            : 1;
    s->c2 = c2;
    s->c3 = c3;
}
KC_NATIVE int resonx_perf(resonx_st *s, kc_ctx *c, double *out, const double *in, const double *freq,
                          const double *band, const double *order, const double *iscl, const double *skip)
{
    (void)order, (void)iscl, (void)skip;
    double *y1 = s->mem.p, *y2 = y1 + s->stages;
    for (int n = c->begin; n < c->end; n++) {
        resonx_update(s, c, kc_arg_is_a(c, 2) ? freq[n] : *freq, kc_arg_is_a(c, 3) ? band[n] : *band);
        double x = in[n];
        for (int j = 0; j < s->stages; j++) {
            x = s->c1 * x + s->c2 * y1[j] - s->c3 * y2[j];
            y2[j] = y1[j];
            y1[j] = x;
        }
        out[n] = x;
    }
    return KC_OK;
}
#endif

/* Opcode: tonex
 * Synopsis: ares tonex asig, xhp [, inumlayer] [, iskip]
 *
 * Several tone filters in a row.
 * In:  asig       signal
 *      xhp        half-power point of each, Hz
 *      inumlayer  number of filters; below 1 stands for 4 (default 0)
 *      iskip      not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for more than 4096 filters
 */
KC_OP(tonex, "a", "akoo", .state = tonex_st, .init = tonex_init, .perf = tonex_perf)
KC_OP(tonex, "a", "aaoo", .state = tonex_st, .init = tonex_init, .perf = tonex_perf)

/* Opcode: atonex
 * Synopsis: ares atonex asig, xhp [, inumlayer] [, iskip]
 *
 * Several atone filters in a row.
 * In:  as tonex; one filter less than inumlayer is in use
 * Out: filtered signal
 * Fails: at init for more than 4096 filters
 */
KC_OP(atonex, "a", "akoo", .state = tonex_st, .init = tonex_init, .perf = atonex_perf)
KC_OP(atonex, "a", "aaoo", .state = tonex_st, .init = tonex_init, .perf = atonex_perf_a)

/* Opcode: resonx
 * Synopsis: ares resonx asig, xcf, xbw [, inumlayer] [, iscl] [, iskip]
 *
 * Several reson filters in a row.
 * In:  asig       signal
 *      xcf        centre, Hz
 *      xbw        width, Hz
 *      inumlayer  number of filters; below 1 stands for 4 (default 0)
 *      iscl       gain of each, as in reson (default 0)
 *      iskip      not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another iscl or more than 4096 filters
 */
KC_OP(resonx, "a", "axxooo", .state = resonx_st, .init = resonx_init, .perf = resonx_perf)
