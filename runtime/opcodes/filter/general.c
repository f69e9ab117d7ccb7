/* filter2, zfilter2: filters given by their coefficients.
 *
 * Direct form II: one delay line, of what comes out of the poles. zfilter2 moves the poles each k-cycle and
 * works the coefficients out from them. */
#include "runtime/opcodes/dsp/lanes.h"
#include "runtime/opcodes/dsp/roots.h"

enum { MAX_POLES = 50, MAX_ZEROS = 51 };

typedef struct {
    VL mem[4]; /* n zeros' coefficients, n poles', n delayed values */
    VP buf;
    V b0;
    VI n, pos; /* pos: next to be written */
} filter2_st;

/* One sample through the filter in m; n is the order, pos the place of the oldest value. */
KC_INLINE double filter2_step(double *m, int n, int pos, double b0, double x)
{
    double *b = m, *a = m + n, *line = a + n, y = 0;
    for (int i = 0, at = pos; i < n; i++) {
        at = at == 0 ? n - 1 : at - 1;
        x += -a[i] * line[at];
        y += b[i] * line[at];
    }
    if (n) line[pos] = x;
    return b0 * x + y;
}

#if KC_W == 1
/* Reads the orders and the coefficients a[at ..]; the number of poles, or an error. */
KC_NATIVE int filter2_set(filter2_st *s, kc_ctx *c, void **a, int at)
{
    int zeros = kc_trunc_i(*(double *)a[at]), poles = kc_trunc_i(*(double *)a[at + 1]);
    if (zeros < 1 || zeros > MAX_ZEROS || poles < 0 || poles > MAX_POLES)
        return kc_fail(c, "Filter order out of bounds: (1 <= nb < 51, 0 <= na <= 50)");
    int given = c->site->nout + c->site->nin - (at + 2);
    if (given < zeros + poles) return kc_fail(c, "%d coefficients for %d", given, zeros + poles);
    int n = kc_max_i(zeros - 1, poles);
    double *m = kc_lane_alloc(c, s->mem, 3 * (size_t)n + 1);
    if (!m) return KC_ERROR;
    s->buf = vp_splat(m);
    s->n = n;
    s->pos = 0;
    s->b0 = *(double *)a[at + 2];
    for (int i = 1; i < zeros; i++) m[i - 1] = *(double *)a[at + 2 + i];
    for (int i = 0; i < poles; i++) m[n + i] = *(double *)a[at + 2 + zeros + i];
    return poles;
}
KC_NATIVE int filter2_init(filter2_st *s, kc_ctx *c, void **a)
{
    return filter2_set(s, c, a, 2) < 0 ? KC_ERROR : KC_OK;
}
#endif
KERNEL void filter2_tick(filter2_st *s, kc_ctx *c, int n, V *out, const V *in)
{
    (void)c, (void)n;
    V y = v_splat(0), x = *in;
    KC_LANES
    {
        double *m = (double *)(uintptr_t)vp_get(s->buf, l);
        v_set(&y, l, filter2_step(m, vi_get(s->n, l), vi_get(s->pos, l), v_get(s->b0, l), v_get(x, l)));
    }
    s->pos = kc_ring_next(s->pos, s->n);
    *out = y;
}

/* Opcode: filter2
 * Synopsis: ares filter2 asig, iM, iN, ib0, ib1, ..., ibM, ia1, ia2, ..., iaN
 *           kres filter2 ksig, iM, iN, ib0, ib1, ..., ibM, ia1, ia2, ..., iaN
 *
 * Filter of any coefficients: y(n) = b0 x(n) + b1 x(n-1) + ... - a1 y(n-1) - a2 y(n-2) - ...
 * In:  asig  signal
 *      iM    number of coefficients b, 1 .. 51
 *      iN    number of coefficients a, 0 .. 50
 *      ib, ia  coefficients
 * Out: filtered signal
 * Fails: at init for other numbers or too few coefficients
 */
KC_OP(filter2, "a", "aiim", .state = filter2_st, .init = filter2_init, .tick = filter2_tick)
KC_OP(filter2, "k", "kiim", .state = filter2_st, .init = filter2_init, .tick = filter2_tick)

#if KC_W == 1
/* ---- zfilter2 -------------------------------------------------------------------------------- */

typedef struct {
    filter2_st f;
    int poles;
    double complex root[MAX_POLES]; /* by falling magnitude */
} zfilter2_st;

KC_NATIVE int zfilter2_init(zfilter2_st *s, kc_ctx *c, void **a)
{
    int n = s->poles = filter2_set(&s->f, c, a, 4);
    if (n < 0) return KC_ERROR;
    double p[MAX_POLES + 1];
    const double *given = vp_get(s->f.buf, 0) + s->f.n;
    p[n] = 1;
    for (int i = 0; i < n; i++) p[n - 1 - i] = given[i];
    if (n) kc_roots(p, n, s->root);
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && cabs(s->root[j]) > cabs(s->root[j - 1]); j--) {
            double complex x = s->root[j];
            s->root[j] = s->root[j - 1];
            s->root[j - 1] = x;
        }
    return KC_OK;
}
KC_NATIVE int is_complex(double complex x) { return fabs(cimag(x)) > 0.000001; }

/* How far the poles go towards (above 0) the unit circle or towards the middle (below 0); 1: nowhere. */
KC_NATIVE double zfilter2_pull(const zfilter2_st *s, double amount)
{
    if (amount < 0) return amount >= -1 ? amount + 1 : 1;
    if (!(amount > 0 && amount <= 1)) return 1;
    for (int i = 0; i < s->poles; i++)
        if (is_complex(s->root[i])) return 1 + (1 / cabs(s->root[i]) - 1) * amount;
    return 1;
}
KC_NATIVE double zfilter2_turn(const zfilter2_st *s, double amount)
{
    double most = 0;
    if (amount < 0) return amount >= -1 ? amount + 1 : 1;
    if (!(amount > 0 && amount <= 1)) return 1;
    for (int i = 0; i < s->poles; i++) most = fmax(most, carg(s->root[i]));
    return 1 + (1 - most / 3.14159265358979323846) * amount;
}
/* The coefficients of moved poles. */
KC_NATIVE void zfilter2_move(zfilter2_st *s, double *coef, double pull, double turn)
{
    double complex z[MAX_POLES + 1] = {1};
    for (int j = 0; j < s->poles; j++) {
        double mag = cabs(s->root[j]), angle = carg(s->root[j]);
        if (is_complex(s->root[j])) mag *= pull, angle *= turn;
        double complex r = mag * cos(angle) + I * (mag * sin(angle));
        for (int k = j + 1; k > 0; k--) z[k] -= r * z[k - 1];
    }
    for (int j = 0; j < s->poles; j++) coef[j] = creal(z[j + 1]);
}
KC_NATIVE int zfilter2_perf(zfilter2_st *s, kc_ctx *c, void **a)
{
    double *out = a[0], *m = (double *)(uintptr_t)vp_get(s->f.buf, 0);
    const double *in = a[1], damp = *(double *)a[2], freq = *(double *)a[3];
    int order = s->f.n, pos = s->f.pos;
    zfilter2_move(s, m + order, zfilter2_pull(s, damp), zfilter2_turn(s, freq));
    for (int n = c->begin; n < c->end; n++) {
        out[n] = filter2_step(m, order, pos, s->f.b0, in[n]);
        pos = kc_ring_next(pos, order);
    }
    s->f.pos = pos;
    return KC_OK;
}
#endif

/* Opcode: zfilter2
 * Synopsis: ares zfilter2 asig, kdamp, kfreq, iM, iN, ib0, ib1, ..., ibM, ia1, ia2, ..., iaN
 *
 * filter2 whose complex poles can be moved.
 * In:  asig   signal
 *      kdamp  magnitudes: -1 (all 0) .. 0 (as given) .. 1 (the largest on the unit circle)
 *      kfreq  angles: -1 (all 0) .. 0 (as given) .. 1 (the largest at half the sampling rate)
 *      the others as in filter2
 * Out: filtered signal
 * Fails: at init for other numbers or too few coefficients
 */
KC_OP(zfilter2, "a", "akkiim", .state = zfilter2_st, .init = zfilter2_init, .perf = zfilter2_perf)
