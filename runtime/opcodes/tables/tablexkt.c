/* tablexkt: a table read with linear, cubic or windowed sinc interpolation.
 *
 * With windows of 8 points and more, each output is a sum over the neighbours at distances d of
 * sin(pi d / warp) / (pi d), times a bell (1 - b d^2)^2 over the window. A warp above 1 lowers the cutoff,
 * which keeps reading at more than original speed free of aliases. */
#include "runtime/opcodes/op.h"

typedef struct {
    int32_t points; /* of the window: 2, or a multiple of 4 up to 1024 */
    double bell;    /* b of the window for warp 1 */
    int scaled, wrap;
} tablexkt_st;

/* What holds for a k-cycle. */
typedef struct {
    const kc_table *table;
    int32_t half;
    int wrap, warped;
    double warp, bell;
} sinc_read;

#ifndef KC_BITCODE
/* Table point i, wrapped or held at the ends. */
static double point(const sinc_read *r, int32_t i)
{
    int32_t len = r->table->len;
    if (!r->wrap) return r->table->data[i < 0 ? 0 : i < len ? i : len];
    i %= len;
    return r->table->data[i < 0 ? i + len : i];
}

static double read_linear(const sinc_read *r, int32_t i, double f)
{
    double y = point(r, i);
    return y + (point(r, i + 1) - y) * f;
}

/* Lagrange's cubic, with the reference's rounded 1/6. */
static double read_cubic(const sinc_read *r, int32_t i, double f)
{
    double c3 = (f * f - 1) * 0.1666666667, mean = (f + 1) * 0.5;
    double c0 = mean - 1 - c3, c1 = 3 * c3 - f, c2 = mean - 3 * c3;
    double y = point(r, i);
    return (c0 * point(r, i - 1) + c1 * y + c2 * point(r, i + 1) + c3 * point(r, i + 2)) * f + y;
}

/* The sines of the sum by their recurrence: sin(x + a) = 2 cos(a) sin(x) - sin(x - a). */
static double read_sinc(const sinc_read *r, int32_t i, double f)
{
    double near = r->warped ? 0.00003 : 0.00001;
    if (!r->warped && f < near) return point(r, i);
    if (!r->warped && f > 1 - near) return point(r, i + 1);
    double step = M_PI / r->warp, d = 1 - r->half - f, sum = 0;
    double x = sin(step * d) / M_PI, last = sin(step * (d - 1)) / M_PI, turn = 2 * cos(step);
    for (int32_t k = 1 - r->half; k <= r->half; k++, d++) {
        double w = 1 - d * d * r->bell, y = point(r, i + k);
        if ((k == 0 && f < near) || (k == 1 && f > 1 - near))
            sum += y / r->warp;
        else
            sum += y * x * (w * w / d);
        double next = turn * x - last;
        last = x;
        x = next;
    }
    return sum;
}

static void window_of(sinc_read *r, const tablexkt_st *s, double warp)
{
    r->half = s->points / 2;
    r->warped = s->points > 4 && warp > 1.001;
    r->warp = r->warped ? warp : 1;
    r->bell = s->bell;
    if (!r->warped) return;
    double least = 1.0 / ((double)r->half * r->half), v = r->half / warp;
    v -= trunc(v) + 0.5;
    r->bell = (s->bell - least) * (4 * v * v) + least;
}
#endif

/* Opcode: tablexkt
 * Synopsis: ares tablexkt xndx, kfn, kwarp, iwsize [, ixmode] [, ixoff] [, iwrap]
 *
 * Reads a table with interpolation of selectable quality.
 * In:  xndx    index
 *      kfn     table
 *      kwarp   above 1 with sinc interpolation: reading speed for which aliases are filtered out
 *      iwsize  points of the interpolation: 2 linear, 4 cubic, 8 .. 1024 (multiples of 4) sinc
 *      ixmode  not 0: the index goes from 0 to 1 (default 0: table points)
 *      ixoff   added to the index (default 0)
 *      iwrap   not 0: the index wraps (default 0: it is limited)
 * Out: value of the table
 * Fails: when the table does not exist
 */
KC_NATIVE int tablexkt_init(tablexkt_st *s, kc_ctx *c, double *out, double *x, double *kfn, double *kwarp,
                            double *iwsize, double *ixmode, double *ixoff, double *iwrap)
{
    (void)c, (void)out, (void)x, (void)kfn, (void)kwarp, (void)ixoff;
    int32_t n = v_to_i(*iwsize + 0.5);
    if (n > 1024) n = 1024;
    s->points = n < 3 ? 2 : (n + 2) / 4 * 4;
    s->bell = (1 - pow(s->points * 0.85172, -0.89624)) / (s->points * s->points / 4);
    s->scaled = *ixmode != 0;
    s->wrap = *iwrap != 0;
    return KC_OK;
}
KC_NATIVE int tablexkt_perf(tablexkt_st *s, kc_ctx *c, double *out, double *xndx, double *kfn, double *kwarp,
                            double *iwsize, double *ixmode, double *ixoff, double *iwrap)
{
    (void)iwsize, (void)ixmode, (void)iwrap;
    if (s->points < 2) return kc_fail(c, "tablexkt: not initialised");
    sinc_read r = {.table = kc_table_need(c, *kfn), .wrap = s->wrap};
    if (!r.table || r.table->len < 1) return KC_ERROR;
    window_of(&r, s, *kwarp);
    double len = r.table->len;
    int audio = kc_arg_is_a(c, 1);
    for (int n = c->begin; n < c->end; n++) {
        double x = xndx[audio ? n : 0] + *ixoff;
        if (s->scaled) x *= len;
        double whole = floor(x), f = x - whole;
        if (!(f >= 0 && f < 1)) whole = f = 0;
        if (s->wrap) {
            whole = fmod(whole, len);
            if (whole < 0) whole += len;
        } else if (whole < 0 || whole >= len) {
            whole = whole < 0 ? 0 : len;
            f = 0;
        }
        int32_t i = (int32_t)whole;
        out[n] = s->points == 2   ? read_linear(&r, i, f)
                 : s->points == 4 ? read_cubic(&r, i, f)
                                  : read_sinc(&r, i, f);
    }
    return KC_OK;
}
KC_OP(tablexkt, "a", "xkkiooo", .state = tablexkt_st, .init = tablexkt_init, .perf = tablexkt_perf,
      .fx = tab_r)
