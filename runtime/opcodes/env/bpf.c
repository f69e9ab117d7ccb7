/* bpf, bpfcos: functions given by break points, with straight lines or half cosines between them.
 *
 * Points are arguments (x0, y0, x1, y1, ...) or arrays, with x ascending. Below the first point and above the
 * last one the function keeps their values. A point that stands on a break belongs to the segment found last
 * when it starts there, else to the segment that ends there. */
#include "runtime/opcodes/dsp/arrays.h"

typedef struct {
    int32_t last; /* segment found last, -1 none */
} bpf_st;

#ifndef KC_BITCODE
enum { MAX_ARGS = 256, NO_SEGMENT_BELOW = -1, NO_SEGMENT_ABOVE = -2 };

/* The points, wherever they are. */
typedef struct {
    void **args; /* x0, y0, x1, ...; NULL: */
    const double *xs, *ys;
    int32_t n;
} points;

static double x_of(const points *p, int32_t i) { return p->args ? *(double *)p->args[2 * i] : p->xs[i]; }
static double y_of(const points *p, int32_t i) { return p->args ? *(double *)p->args[2 * i + 1] : p->ys[i]; }

/* The segment x lies in, or one of the codes above. */
static int32_t find(const points *p, double x, int32_t last)
{
    if (x <= x_of(p, 0)) return NO_SEGMENT_BELOW;
    if (p->n < 2 || x >= x_of(p, p->n - 1)) return NO_SEGMENT_ABOVE;
    if (last >= 0 && last < p->n - 2 && x_of(p, last) <= x && x < x_of(p, last + 1)) return last;
    int32_t lo = 0, hi = p->n;
    while (lo < hi) {
        int32_t mid = (lo + hi) / 2;
        if (x_of(p, mid) < x)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < 1 ? 0 : lo < p->n ? lo - 1 : p->n - 2;
}

static double between(double f, double a, double b, int cosine)
{
    return cosine ? a + (b - a) * (1.0 + cos(f * M_PI + M_PI)) / 2.0 : f * (b - a) + a;
}

static double value(bpf_st *s, const points *p, double x, int cosine)
{
    int32_t i = find(p, x, s->last);
    s->last = i < 0 ? -1 : i;
    if (i == NO_SEGMENT_BELOW) return y_of(p, 0);
    if (i == NO_SEGMENT_ABOVE) return y_of(p, p->n - 1);
    double x0 = x_of(p, i), x1 = x_of(p, i + 1);
    return between((x - x0) / (x1 - x0), y_of(p, i), y_of(p, i + 1), cosine);
}

/* ---- points as arguments ----------------------------------------------------------------------- */

static points from_args(const kc_ctx *c, void **a)
{
    return (points){.args = a + 2, .n = (c->site->nin - 1) / 2};
}

static int check_args(bpf_st *s, kc_ctx *c)
{
    int n = c->site->nin - 1;
    s->last = -1;
    if (n % 2) return kc_fail(c, "bpf: data length should be even (pairs of x, y), got %d", n);
    if (n < 2) return kc_fail(c, "bpf: at least one pair of x, y is needed");
    if (n >= MAX_ARGS) return kc_fail(c, "bpf: too many pargs (max=%d)", MAX_ARGS);
    return KC_OK;
}

static int args_k(bpf_st *s, kc_ctx *c, void **a, int cosine)
{
    points p = from_args(c, a);
    *(double *)a[0] = value(s, &p, *(double *)a[1], cosine);
    return KC_OK;
}
static int args_a(bpf_st *s, kc_ctx *c, void **a, int cosine)
{
    points p = from_args(c, a);
    double *out = a[0], *in = a[1];
    for (int n = c->begin; n < c->end; n++) out[n] = value(s, &p, in[n], cosine);
    return KC_OK;
}
static int args_array(bpf_st *s, kc_ctx *c, void **a, int cosine)
{
    points p = from_args(c, a);
    kc_array *out = a[0], *in = a[1];
    if (kc_array_ready(c, in) < 0 || kc_array_size1(c, out, 0, in->sizes[0], 1) < 0) return KC_ERROR;
    for (int32_t i = 0; i < in->sizes[0]; i++) out->data[i] = value(s, &p, in->data[i], cosine);
    return KC_OK;
}

static int args_init(bpf_st *s, kc_ctx *c, void **a)
{
    (void)a;
    return check_args(s, c);
}
static int args_array_init(bpf_st *s, kc_ctx *c, void **a)
{
    const kc_array *in = a[1];
    if (kc_array_ready(c, in) < 0 || kc_array_size1(c, a[0], 0, in->sizes[0], 0) < 0) return KC_ERROR;
    return check_args(s, c);
}
static int args_i(bpf_st *s, kc_ctx *c, void **a, int cosine)
{
    return check_args(s, c) < 0 ? KC_ERROR : args_k(s, c, a, cosine);
}

#define ARG_FUNCTIONS(name, cosine)                                                                          \
    KC_NATIVE int name##_args_k(bpf_st *s, kc_ctx *c, void **a) { return args_k(s, c, a, cosine); }          \
    KC_NATIVE int name##_args_a(bpf_st *s, kc_ctx *c, void **a) { return args_a(s, c, a, cosine); }          \
    KC_NATIVE int name##_args_i(bpf_st *s, kc_ctx *c, void **a) { return args_i(s, c, a, cosine); }          \
    KC_NATIVE int name##_args_array(bpf_st *s, kc_ctx *c, void **a) { return args_array(s, c, a, cosine); }
ARG_FUNCTIONS(bpf, 0)
ARG_FUNCTIONS(bpfcos, 1)

/* ---- points in arrays -------------------------------------------------------------------------- */

static int from_arrays(kc_ctx *c, points *p, const kc_array *xs, const kc_array *ys)
{
    if (kc_array_ready(c, xs) < 0 || kc_array_ready(c, ys) < 0) return KC_ERROR;
    int32_t n = xs->sizes[0] < ys->sizes[0] ? xs->sizes[0] : ys->sizes[0];
    if (n < 1) return kc_fail(c, "bpf: there are no points");
    *p = (points){.xs = xs->data, .ys = ys->data, .n = n};
    return KC_OK;
}

KC_NATIVE int bpf_arrays_init(bpf_st *s, kc_ctx *c, double *out, const double *x, const kc_array *xs,
                              const kc_array *ys)
{
    (void)c, (void)out, (void)x, (void)xs, (void)ys;
    s->last = -1;
    return KC_OK;
}
static int arrays_k(bpf_st *s, kc_ctx *c, double *out, double x, const kc_array *xs, const kc_array *ys,
                    int cosine)
{
    points p;
    if (from_arrays(c, &p, xs, ys) < 0) return KC_ERROR;
    *out = value(s, &p, x, cosine);
    return KC_OK;
}
static int arrays_a(bpf_st *s, kc_ctx *c, double *out, const double *x, const kc_array *xs,
                    const kc_array *ys, int cosine)
{
    points p;
    if (from_arrays(c, &p, xs, ys) < 0) return KC_ERROR;
    for (int n = c->begin; n < c->end; n++) out[n] = value(s, &p, x[n], cosine);
    return KC_OK;
}

#define ARRAY_ARGS double *out, const double *x, const kc_array *xs, const kc_array *ys
#define ARRAY_FUNCTIONS(name, cosine)                                                                        \
    KC_NATIVE int name##_arrays_k(bpf_st *s, kc_ctx *c, ARRAY_ARGS)                                          \
    {                                                                                                        \
        return arrays_k(s, c, out, *x, xs, ys, cosine);                                                      \
    }                                                                                                        \
    KC_NATIVE int name##_arrays_a(bpf_st *s, kc_ctx *c, ARRAY_ARGS)                                          \
    {                                                                                                        \
        return arrays_a(s, c, out, x, xs, ys, cosine);                                                       \
    }                                                                                                        \
    KC_NATIVE int name##_arrays_i(bpf_st *s, kc_ctx *c, ARRAY_ARGS)                                          \
    {                                                                                                        \
        s->last = -1;                                                                                        \
        return arrays_k(s, c, out, *x, xs, ys, cosine);                                                      \
    }
ARRAY_FUNCTIONS(bpf, 0)
ARRAY_FUNCTIONS(bpfcos, 1)

/* Two functions of one x. */
#define TWO_ARGS                                                                                             \
    double *y, double *z, const double *x, const kc_array *xs, const kc_array *ys, const kc_array *zs
KC_NATIVE int bpf_two_init(bpf_st *s, kc_ctx *c, TWO_ARGS)
{
    (void)c, (void)y, (void)z, (void)x, (void)xs, (void)ys, (void)zs;
    s->last = -1;
    return KC_OK;
}
KC_NATIVE int bpf_two(bpf_st *s, kc_ctx *c, TWO_ARGS)
{
    points p, q;
    if (from_arrays(c, &p, xs, ys) < 0 || from_arrays(c, &q, xs, zs) < 0) return KC_ERROR;
    p.n = q.n = p.n < q.n ? p.n : q.n;
    bpf_st same = *s;
    *y = value(s, &p, *x, 0);
    *z = value(&same, &q, *x, 0);
    return KC_OK;
}
KC_NATIVE int bpf_two_i(bpf_st *s, kc_ctx *c, TWO_ARGS)
{
    s->last = -1;
    return bpf_two(s, c, y, z, x, xs, ys, zs);
}
#endif

/* Opcode: bpf
 * Synopsis: ky bpf kx, kx1, ky1, kx2, ky2 [, ...]
 *           iy bpf ix, ix1, iy1, ix2, iy2 [, ...]
 *           ay bpf ax, kx1, ky1, kx2, ky2 [, ...]
 *           kys[] bpf kxs[], kx1, ky1, kx2, ky2 [, ...]
 *           ky bpf kx, kxs[], kys[]
 *           iy bpf ix, ixs[], iys[]
 *           ay bpf ax, kxs[], kys[]
 *           ky, kz bpf kx, kxs[], kys[], kzs[]
 *           iy, iz bpf ix, ixs[], iys[], izs[]
 *
 * A function of straight lines between break points.
 * In:  x         where it is read
 *      x1, y1 ...  the points, x ascending; as arguments or as arrays (the shorter one counts)
 * Out: the function's value; that of the first or last point outside of them
 * Fails: at init when points are not pairs or are more than 127, or an array is not initialised
 * Note: on a break the a-rate forms give the value there; in the reference they end the k-cycle.
 */
KC_OP(bpf, "k", "kM", .state = bpf_st, .init = args_init, .perf = bpf_args_k)
KC_OP(bpf, "i", "im", .state = bpf_st, .init = bpf_args_i)
KC_OP(bpf, "k[]", "k[]M", .state = bpf_st, .init = args_array_init, .perf = bpf_args_array)
KC_OP(bpf, "a", "aM", .state = bpf_st, .init = args_init, .perf = bpf_args_a)
KC_OP(bpf, "k", "kk[]k[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpf_arrays_k)
KC_OP(bpf, "k", "ki[]i[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpf_arrays_k)
KC_OP(bpf, "a", "ak[]k[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpf_arrays_a)
KC_OP(bpf, "a", "ai[]i[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpf_arrays_a)
KC_OP(bpf, "i", "ii[]i[]", .state = bpf_st, .init = bpf_arrays_i)
KC_OP(bpf, "kk", "kk[]k[]k[]", .state = bpf_st, .init = bpf_two_init, .perf = bpf_two)
KC_OP(bpf, "kk", "ki[]i[]i[]", .state = bpf_st, .init = bpf_two_init, .perf = bpf_two)
KC_OP(bpf, "ii", "ii[]i[]i[]", .state = bpf_st, .init = bpf_two_i)

/* Opcode: bpfcos
 * Synopsis: ky bpfcos kx, kx1, ky1, kx2, ky2 [, ...]
 *           iy bpfcos ix, ix1, iy1, ix2, iy2 [, ...]
 *           ay bpfcos ax, kx1, ky1, kx2, ky2 [, ...]
 *           kys[] bpfcos kxs[], kx1, ky1, kx2, ky2 [, ...]
 *           ky bpfcos kx, kxs[], kys[]
 *           iy bpfcos ix, ixs[], iys[]
 *           ay bpfcos ax, kxs[], kys[]
 *
 * A function of half cosines between break points.
 * In:  as bpf
 * Out: the function's value; that of the first or last point outside of them
 * Fails: at init when points are not pairs or are more than 127, or an array is not initialised
 * Note: on a break it gives the value there; in the reference some forms end the k-cycle.
 */
KC_OP(bpfcos, "k", "kM", .state = bpf_st, .init = args_init, .perf = bpfcos_args_k)
KC_OP(bpfcos, "i", "im", .state = bpf_st, .init = bpfcos_args_i)
KC_OP(bpfcos, "k[]", "k[]M", .state = bpf_st, .init = args_array_init, .perf = bpfcos_args_array)
KC_OP(bpfcos, "a", "aM", .state = bpf_st, .init = args_init, .perf = bpfcos_args_a)
KC_OP(bpfcos, "k", "kk[]k[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpfcos_arrays_k)
KC_OP(bpfcos, "k", "ki[]i[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpfcos_arrays_k)
KC_OP(bpfcos, "a", "ak[]k[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpfcos_arrays_a)
KC_OP(bpfcos, "a", "ai[]i[]", .state = bpf_st, .init = bpf_arrays_init, .perf = bpfcos_arrays_a)
KC_OP(bpfcos, "i", "ii[]i[]", .state = bpf_st, .init = bpfcos_arrays_i)
