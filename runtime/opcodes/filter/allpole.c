/* allpole, apoleparams, resonbnk: all-pole filters from arrays, as linear prediction makes them. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/roots.h"

#if KC_W == 1
#define TWOPI 6.283185307179586476925286766559

/* ---- allpole --------------------------------------------------------------------------------- */

typedef struct {
    kc_aux mem; /* the last outputs, a ring */
    int order, pos;
} allpole_st;

KC_NATIVE int allpole_init(allpole_st *s, kc_ctx *c, double *out, const double *in, const kc_array *coef)
{
    (void)out, (void)in;
    s->order = kc_array_count(coef);
    s->pos = 0;
    if (s->order < 1) return kc_fail(c, "array-variable not initialised");
    return kc_aux_alloc(c, &s->mem, (size_t)s->order * sizeof(double));
}
KC_NATIVE int allpole_perf(allpole_st *s, kc_ctx *c, double *out, const double *in, const kc_array *coef)
{
    double *y = s->mem.p;
    const double *a = coef->data;
    int m = s->order;
    if (kc_array_count(coef) < m) return kc_fail(c, "allpole: the array has become shorter");
    for (int n = c->begin; n < c->end; n++) {
        double x = in[n];
        for (int i = m - 1, at = s->pos; i >= 0; i--) {
            x -= a[i] * y[at];
            at = at == m - 1 ? 0 : at + 1;
        }
        out[n] = y[s->pos] = x;
        s->pos = s->pos == m - 1 ? 0 : s->pos + 1;
    }
    return KC_OK;
}

/* ---- apoleparams ----------------------------------------------------------------------------- */

typedef struct {
    int order;
    double sum; /* of the coefficients the output belongs to */
} apole_st;

KC_NATIVE int apole_init(apole_st *s, kc_ctx *c, kc_array *out, const kc_array *coef)
{
    s->order = kc_array_count(coef);
    s->sum = 0;
    if (s->order < 1) return kc_fail(c, "array-variable not initialised");
    if (s->order > KC_ROOTS_MAX) return kc_fail(c, "apoleparams: too many coefficients: %d", s->order);
    return kc_array_make1(c, out, 'k', s->order);
}
/* Poles above the axis, by rising angle; their number. */
KC_NATIVE int apole_find(const double *coef, int m, double complex *pole)
{
    double p[KC_ROOTS_MAX + 1];
    int n = 0;
    for (int i = 0; i < m; i++) p[m - 1 - i] = coef[i];
    p[m] = 1;
    kc_roots(p, m, pole);
    for (int i = 0; i < m; i++) {
        double complex z = pole[i];
        double angle = carg(z);
        if (!(angle > 0 && angle < TWOPI / 2)) continue;
        int j = n++;
        for (; j > 0 && carg(pole[j - 1]) > angle; j--) pole[j] = pole[j - 1];
        pole[j] = z;
    }
    return n;
}
KC_NATIVE int apole_perf(apole_st *s, kc_ctx *c, kc_array *out, const kc_array *coef)
{
    double complex pole[KC_ROOTS_MAX];
    double sum = 0, *y = out->data;
    if (kc_array_count(coef) < s->order || kc_array_count(out) < s->order)
        return kc_fail(c, "apoleparams: an array has become shorter");
    for (int i = 0; i < s->order; i++) sum += coef->data[i];
    if (sum == s->sum) return KC_OK;
    s->sum = sum;
    memset(y, 0, (size_t)s->order * sizeof(double));
    for (int i = 0, n = apole_find(coef->data, s->order, pole); i < n && 2 * i + 1 < s->order; i++) {
        y[2 * i] = carg(pole[i]) / c->twopi_sr;
        y[2 * i + 1] = -log(cabs(pole[i])) * 2 / c->twopi_sr;
    }
    return KC_OK;
}

/* ---- resonbnk -------------------------------------------------------------------------------- */

typedef struct {
    double y1, y2;       /* last outputs */
    double c2, c3;       /* coefficients of the target */
    double from2, from3; /* and where they come from */
} resonbnk_filter;

typedef struct {
    kc_aux mem;
    int order, scale;
    double count; /* samples since the coefficients were read */
} resonbnk_st;

KC_NATIVE int resonbnk_init(resonbnk_st *s, kc_ctx *c, double *out, const double *in, const kc_array *par,
                            const double *lo, const double *hi, const double *period, const double *mode,
                            const double *scale, const double *skip)
{
    (void)out, (void)in, (void)lo, (void)hi, (void)period, (void)mode;
    s->order = kc_array_count(par);
    s->count = 0;
    s->scale = kc_trunc_i(*scale);
    if (s->order < 1) return kc_fail(c, "array-variable not initialised");
    if (s->scale < 0 || s->scale > 2) return kc_fail(c, "illegal reson iscl value, %f", *scale);
    size_t bytes = (size_t)((s->order + 1) / 2) * sizeof(resonbnk_filter);
    return *skip == 0 || s->mem.size < bytes ? kc_aux_alloc(c, &s->mem, bytes) : KC_OK;
}
/* New targets; those of frequencies out of range stay. */
KC_NATIVE void resonbnk_read(resonbnk_st *s, const kc_ctx *c, const kc_array *par, double lo, double hi)
{
    int given = kc_array_count(par);
    resonbnk_filter *f = s->mem.p;
    for (int k = 0; k < s->order; k += 2, f++) {
        f->from2 = f->c2;
        f->from3 = f->c3;
        double cf = k < given ? par->data[k] : lo, bw = k + 1 < given ? par->data[k + 1] : 0;
        if (!(cf > lo && cf < hi)) continue;
        f->c3 = exp(bw * -c->twopi_sr);
        f->c2 = f->c3 * 4 * cos(cf * c->twopi_sr) / (f->c3 + 1);
    }
}
KC_NATIVE double resonbnk_gain(int scale, double c2, double c3)
{
    double rest = 1 - c3, sum = c3 + 1;
    return scale == 1   ? rest * sqrt(1 - c2 * c2 / (4 * c3))
           : scale == 2 ? sqrt((sum * sum - c2 * c2) * rest / sum)
                        : 1;
}
KC_NATIVE double resonbnk_run(const resonbnk_st *s, resonbnk_filter *f, double x, double mix)
{
    double c2 = f->from2 + (f->c2 - f->from2) * mix, c3 = f->from3 + (f->c3 - f->from3) * mix;
    double y = resonbnk_gain(s->scale, c2, c3) * x + c2 * f->y1 - c3 * f->y2;
    f->y2 = f->y1;
    return f->y1 = y;
}
KC_NATIVE int resonbnk_perf(resonbnk_st *s, kc_ctx *c, double *out, const double *in, const kc_array *par,
                            const double *lo, const double *hi, const double *period, const double *mode,
                            const double *scale, const double *skip)
{
    (void)scale, (void)skip;
    int side = kc_trunc_i(*mode) != 0, filters = (s->order + 1) / 2;
    for (int n = c->begin; n < c->end; n++) {
        double x = in[n], sum = 0;
        if (s->count == *period) s->count = 0;
        if (s->count == 0) resonbnk_read(s, c, par, *lo, *hi);
        for (int j = 0; j < filters; j++) {
            double y = resonbnk_run(s, (resonbnk_filter *)s->mem.p + j, side ? in[n] : x, s->count / *period);
            sum += y;
            x = y;
        }
        s->count += 1;
        out[n] = side ? sum : x;
    }
    return KC_OK;
}
#endif

/* Opcode: allpole
 * Synopsis: ares allpole asig, kCoef[]
 *
 * All-pole filter: y(n) = x(n) - c0 y(n-1) - c1 y(n-2) - ...
 * In:  asig   signal
 *      kCoef  coefficients c0, c1, ...
 * Out: filtered signal
 * Fails: at init for an empty array, at performance when it gets shorter
 */
KC_OP(allpole, "a", "ak[]", .state = allpole_st, .init = allpole_init, .perf = allpole_perf)

/* Opcode: apoleparams
 * Synopsis: kPar[] apoleparams kCoef[]
 *
 * Frequencies and widths of the poles of an all-pole filter.
 * In:  kCoef  coefficients as of allpole, up to 1024
 * Out: pairs of frequency and width, Hz, by rising frequency; the rest is 0
 * Fails: at init for an empty array or a larger one, at performance when it gets shorter
 */
KC_OP(apoleparams, "k[]", "k[]", .state = apole_st, .init = apole_init, .perf = apole_perf)

/* Opcode: resonbnk
 * Synopsis: ares resonbnk asig, kPar[], kmin, kmax, iper [, imode, iscal, iskip]
 *
 * Resonators with frequencies and widths from an array.
 * In:  asig        signal
 *      kPar        pairs of frequency and width, Hz
 *      kmin, kmax  frequencies out of this range leave their filter as it is
 *      iper        samples between two readings of the array; coefficients move in lines from one to the next
 *      imode       0 in a row, else side by side (default 1)
 *      iscal       gain of each, as in reson (default 0)
 *      iskip       not 0 keeps the state (default 0)
 * Out: filtered signal
 * Fails: at init for another iscal or an empty array
 */
KC_OP(resonbnk, "a", "ak[]kkipoo", .state = resonbnk_st, .init = resonbnk_init, .perf = resonbnk_perf)
