/* GEN20: window functions. */
#include "runtime/tables/gen.h"
#include "runtime/opcodes/dsp/bessel.h"
#include <math.h>

/* Sum of cosines: a0 - a1 cos x + a2 cos 2x - a3 cos 3x. */
static void cosines(kc_table *t, double peak, const double *a)
{
    double step = 2.0 * M_PI / t->len, x = 0;
    for (int i = 0; i <= t->len; i++, x += step)
        t->data[i] = peak * (a[0] - a[1] * cos(x) + a[2] * cos(2 * x) - a[3] * cos(3 * x));
}

static void gaussian(kc_table *t, double peak, double sigma)
{
    double step = 12.0 / t->len, x = -6.0;
    for (int i = 0; i <= t->len; i++, x += step) {
        if (i == t->len / 2) x = 0;
        t->data[i] = peak * pow(2.718281828459, -(x * x) / (2.0 * sigma * sigma)); /* the reference's e */
    }
}

static void kaiser(kc_table *t, double peak, double beta)
{
    double scale = 1.0 / kc_bessel_i0(beta), inv = 4.0 / ((double)t->len * t->len);
    t->data[0] = t->data[t->len] = peak * scale;
    for (int i = 1; i < t->len; i++) {
        double x = i - 0.5 * t->len;
        t->data[i] = peak * kc_bessel_i0(beta * sqrt(1.0 - x * x * inv)) * scale;
    }
}

static void sinc(kc_table *t, double peak, double width)
{
    double step = 2.0 * M_PI * width / t->len;
    int centre = t->len / 2;
    for (int i = 0; i <= t->len; i++) {
        double x = i < centre ? i * step - M_PI * width : (i - centre) * step;
        t->data[i] = i == centre ? peak : peak * sin(x) / x;
    }
}

int kc_gen_window(kc_gen *g)
{
    static const double cosine[][4] = {{0.54, 0.46, 0, 0},
                                       {0.5, 0.5, 0, 0},
                                       {0},
                                       {0.42, 0.5, 0.08, 0},
                                       {0.35878, 0.48829, 0.14128, 0.01168}};
    kc_table *t = g->table;
    /* the peak value counts only where the table is not rescaled */
    double peak = g->raw && g->n > 1 ? g->p[1] : 1.0;
    int type = kc_gen_int(kc_gen_arg(g, 0, 0));
    switch (type) {
    case 1:
    case 2:
    case 4:
    case 5: cosines(t, peak, cosine[type - 1]); break;
    case 3:
        for (int i = 0; i < t->len; i++) {
            double x = i * (2.0 / t->len);
            t->data[i] = peak * (i < t->len / 2 ? x : 2.0 - x);
        }
        break;
    case 6: gaussian(t, peak, kc_gen_arg(g, 2, 1.0)); break;
    case 7: kaiser(t, peak, kc_gen_arg(g, 2, 0.0)); break;
    case 8:
        for (int i = 0; i <= t->len; i++) t->data[i] = peak;
        break;
    case 9: sinc(t, peak, kc_gen_arg(g, 2, 1.0)); break;
    default: return kc_gen_fail(g, "No such window type!");
    }
    return 0;
}
