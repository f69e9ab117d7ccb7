/* GEN 05, 06, 07, 08, 16, 25, 27: curves through points. */
#include "runtime/tables/gen.h"
#include <math.h>

/* Runs over segments value, length, value, ...; the guard point goes on from the last one. */
static int segments(kc_gen *g, bool exponential)
{
    kc_table *t = g->table;
    int at = 0;
    double v = 0;
    for (int i = 0; i + 2 < g->n; i += 2) {
        double v1 = g->p[i + 2];
        int len = kc_gen_int(g->p[i + 1]);
        v = g->p[i];
        if (len == 0) continue;
        if (len < 0) return kc_gen_fail(g, "gen call has negative segment size:");
        if (exponential && !(v1 / v > 0))
            return kc_gen_fail(g, "illegal input vals for gen call, beginning:");
        double step = exponential ? pow(v1 / v, 1.0 / len) : (v1 - v) / len;
        for (; len > 0; len--) {
            t->data[at++] = v;
            v = exponential ? v * step : v + step;
            if (at > t->len) return 0;
        }
    }
    if (at == t->len && g->n > 2) t->data[at] = v;
    return 0;
}

/* GEN05: exponential segments. */
int kc_gen_exponential_segments(kc_gen *g)
{
    if (g->n > 2 && g->p[0] == 0) return kc_gen_fail(g, "illegal input vals for gen call, beginning:");
    return segments(g, true);
}

/* GEN07: straight lines. */
int kc_gen_line_segments(kc_gen *g) { return segments(g, false); }

/* GEN06: value, length, value, ...; the odd values are extremes, those between them points of inflexion. Each
 * segment is half of a cubic, run through forwards from an extreme and backwards towards one. */
int kc_gen_cubic_segments(kc_gen *g)
{
    kc_table *t = g->table;
    int at = 0, segs = (g->n - 1) / 2;
    if (segs < 1) return kc_gen_fail(g, "insufficient arguments");
    for (int s = 0; s < segs; s++) {
        double size = g->p[2 * s + 1], first = g->p[2 * s], last = g->p[2 * s + 2];
        int len = kc_gen_int(size);
        if (len < 0) return kc_gen_fail(g, "negative segsiz");
        bool forward = s % 2 == 0;
        double extreme = forward ? first : last, half = ((forward ? last : first) - extreme) * 0.5;
        for (int i = 0; i < len && at < t->len; i++) {
            double x = (forward ? i : len - i) / size;
            t->data[at++] = (3.0 - x) * x * x * half + extreme;
        }
    }
    t->data[at] = g->p[2 * segs];
    return 0;
}

/* GEN08: value, distance, value, ...: cubics whose slopes at the points are those of the parabola through
 * three points, 0 at both ends. Distances may be fractional. */
int kc_gen_spline(kc_gen *g)
{
    kc_table *t = g->table;
    int at = 0, segs = (g->n - 1) / 2;
    if (segs < 1) return kc_gen_fail(g, "insufficient arguments");
    double y0 = g->p[0], d = g->p[1], y1 = g->p[2], slope0 = 0, x = 0;
    if (!(d > 0)) return kc_gen_fail(g, "illegal x interval");
    for (int s = 0; s < segs && at < t->len; s++) {
        double slope1 = 0, d_next = 0, y2 = 0;
        if (s + 1 < segs) {
            d_next = g->p[2 * s + 3];
            y2 = g->p[2 * s + 4];
            if (!(d_next > 0)) return kc_gen_fail(g, "illegal x interval");
            double both = d + d_next;
            slope1 = (y2 * d * d + y1 * (d_next - d) * both - y0 * d_next * d_next) / (d * both * d_next);
        }
        int len = kc_gen_int(d - x), room = t->len - at;
        double mean = (y1 - y0) / d, rest0 = slope0 - mean, rest1 = slope1 - mean;
        double cubic = (rest0 + rest1) / (d * d), square = -(rest1 + 2.0 * rest0) / d;
        for (len = len < room ? len : room; len > 0; len--, x += 1.0)
            t->data[at++] = ((cubic * x + square) * x + slope0) * x + y0;
        x -= d;
        d = d_next;
        y0 = y1;
        y1 = y2;
        slope0 = slope1;
    }
    while (at <= t->len) t->data[at++] = y0;
    return 0;
}

/* GEN16: value, then (length, curvature, value) ...; the guard point is written for sizes of 2^k + 1 only. */
int kc_gen_curved_segments(kc_gen *g)
{
    kc_table *t = g->table;
    int at = 1, room = kc_gen_int(g->size);
    if (room > t->len + 1) room = t->len + 1;
    double v = g->p[0];
    t->data[0] = v;
    for (int i = 1; i + 2 < g->n; i += 3) {
        double len = g->p[i], curve = g->p[i + 1], next = g->p[i + 2];
        int count = kc_gen_int(len + 0.5);
        if (count > room - at) count = room - at;
        if (curve == 0) {
            double step = (next - v) / len;
            for (; count > 0; count--) t->data[at++] = v += step;
        } else {
            double scale = (next - v) / (1.0 - exp(curve)), step = curve / len, x = step;
            for (; count > 0; count--, x += step) t->data[at++] = v + scale * (1.0 - exp(x));
            v = t->data[at - 1];
        }
    }
    return 0;
}

static int bad_points(kc_gen *g, double x1, double x2)
{
    if (x2 < x1) return kc_gen_fail(g, "x coordinates must all be in increasing order:");
    if (x1 > g->table->len || x2 > g->table->len)
        return kc_gen_fail(g, "x coordinate greater than function size:");
    return 0;
}

/* GEN25: x, y, x, y, ...: exponential segments; the distances are truncated to whole points. */
int kc_gen_exponential_points(kc_gen *g)
{
    kc_table *t = g->table;
    int at = 0;
    double y = 0;
    for (int i = 0; i + 3 < g->n; i += 2) {
        double x1 = g->p[i], x2 = g->p[i + 2], y2 = g->p[i + 3];
        y = g->p[i + 1];
        if (bad_points(g, x1, x2)) return -1;
        if (!(y > 0 && y2 > 0)) return kc_gen_fail(g, "illegal input val (y <= 0) for gen call, beginning:");
        int len = kc_gen_int(x2 - x1);
        double step = pow(y2 / y, 1.0 / len);
        for (; len > 0; len--, y *= step) {
            if (at > t->len) return 0;
            t->data[at++] = y;
        }
    }
    if (at == t->len && g->n > 3) t->data[at] = y;
    return 0;
}

/* GEN27: x, y, x, y, ...: straight lines. The guard point repeats the y at which the last segment starts, and
 * a segment of fractional length goes on to the end of the table: both as in the reference. */
int kc_gen_line_points(kc_gen *g)
{
    kc_table *t = g->table;
    int at = 0;
    double y1 = 0;
    for (int i = 0; i + 3 < g->n; i += 2) {
        double x1 = g->p[i], x2 = g->p[i + 2], len = x2 - x1;
        y1 = g->p[i + 1];
        if (bad_points(g, x1, x2)) return -1;
        double step = (g->p[i + 3] - y1) / len, y = y1;
        if (len != floor(len)) len = t->len + 1;
        for (; len > 0; len--, y += step) {
            if (at > t->len) return 0;
            t->data[at++] = y;
        }
    }
    if (at == t->len && g->n > 3) t->data[at] = y1;
    return 0;
}
