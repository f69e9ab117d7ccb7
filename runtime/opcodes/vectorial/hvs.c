/* hvs1, hvs2, hvs3: hyper-vectorial synthesis. Snapshots, vectors of parameters, stand at the points of a
 * line, a grid or a lattice; the output lies between the two, four or eight around a place. */
#include "runtime/opcodes/op.h"

typedef const double *num;

enum { AXES = 3 };

/* Where the arguments of an opcode are. */
typedef struct {
    int axes;
    const num *a; /* places, number of parameters, points on each axis, then four tables */
} hvs_args;

KC_NATIVE double hvs_arg(const hvs_args *h, int i) { return *h->a[i]; }
KC_NATIVE double hvs_table(const hvs_args *h, int i) { return hvs_arg(h, 2 * h->axes + 1 + i); }

KC_NATIVE int hvs_check(kc_ctx *c, const hvs_args *h)
{
    static const char *const what[] = {"No out table", "No positions table", "No snap table",
                                       "no config table"};
    for (int i = 0; i < 4; i++)
        if ((i < 3 || hvs_table(h, 3) != 0) && !kc_table_find(c, hvs_table(h, i)))
            return kc_fail(c, "hvs: %s", what[i]);
    if (h->axes == 1 && !(hvs_arg(h, 2) >= 2))
        return kc_fail(c, "hvs1: a line segment must be delimited by 2 points at least");
    if (h->axes > 1 && !(hvs_arg(h, h->axes + 1) >= 2 && hvs_arg(h, h->axes + 2) >= 2))
        return kc_fail(c, "hvs%d: a square area must be delimited by 2 lines at least", h->axes);
    double n = hvs_arg(h, h->axes);
    if (!(n >= 0 && n <= kc_table_find(c, hvs_table(h, 0))->len))
        return kc_fail(c, "hvs: the out table has no room for %g parameters", n);
    return KC_OK;
}

/* Element i of a table; the last one for what lies behind it, the first for what lies before. */
KC_NATIVE double hvs_at(const kc_table *t, int64_t i) { return t->data[i < 0 ? 0 : i > t->len ? t->len : i]; }

/* Parameter of all corners, brought together axis by axis. */
KC_NATIVE double hvs_mix(const double *corner, const double *fraction, int axes)
{
    double v[1 << AXES];
    memcpy(v, corner, sizeof v);
    for (int axis = 0, n = 1 << axes; axis < axes; axis++, n /= 2)
        for (int i = 0; i < n / 2; i++)
            v[i] = (1 - fraction[axis]) * v[2 * i] + fraction[axis] * v[2 * i + 1];
    return v[0];
}

KC_NATIVE int hvs_perform(kc_ctx *c, const hvs_args *h)
{
    kc_table *out = kc_table_need(c, hvs_table(h, 0)), *places = kc_table_need(c, hvs_table(h, 1));
    const kc_table *snaps = kc_table_need(c, hvs_table(h, 2));
    const kc_table *config = hvs_table(h, 3) != 0 ? kc_table_need(c, hvs_table(h, 3)) : NULL;
    if (!out || !places || !snaps || (hvs_table(h, 3) != 0 && !config)) return KC_ERROR;
    double fraction[AXES];
    int64_t first = 0, step[AXES], stride = 1, snap[1 << AXES];
    for (int i = 0; i < h->axes; i++) {
        double points = hvs_arg(h, h->axes + 1 + i), x = hvs_arg(h, i) * (points - 1);
        if (!(fabs(x) < 1e9)) x = 0;
        int64_t whole = (int64_t)x;
        fraction[i] = x - (double)whole;
        first += whole * stride;
        step[i] = stride;
        stride *= points < 1e6 ? (int64_t)points : 1000000;
    }
    int n = (int)hvs_arg(h, h->axes);
    for (int k = 0; k < 1 << h->axes; k++) {
        int64_t at = first;
        for (int i = 0; i < h->axes; i++) at += k >> i & 1 ? step[i] : 0;
        double s = hvs_at(places, at);
        snap[k] = fabs(s) < 1e9 ? (int64_t)s : 0;
    }
    for (int j = 0; j < n && j <= out->len; j++) {
        double corner[1 << AXES] = {0};
        if (config && (int)hvs_at(config, j) != 0) continue;
        for (int k = 0; k < 1 << h->axes; k++) corner[k] = hvs_at(snaps, snap[k] * n + j);
        out->data[j] = hvs_mix(corner, fraction, h->axes);
    }
    return KC_OK;
}

/* Opcode: hvs1 hvs2 hvs3
 * Synopsis: hvs1 kx, inumParms, inumPointsX, iOutTab, iPositionsTab, iSnapTab [, iConfigTab]
 *           hvs2 kx, ky, inumParms, inumlinesX, inumlinesY, iOutTab, iPositionsTab, iSnapTab [, iConfigTab]
 *           hvs3 kx, ky, kz, inumParms, inumLinesX, inumLinesY, inumLinesZ, iOutTab, iPositionsTab, iSnapTab
 *                [, iConfigTab]
 *
 * Parameters between the snapshots around a place, with linear interpolation.
 * In:  kx ky kz       place, 0 .. 1 on each axis
 *      inumParms      parameters of a snapshot
 *      inumlines      points on each axis, 2 or more
 *      iOutTab        table that gets the parameters
 *      iPositionsTab  number of the snapshot at each point, x first
 *      iSnapTab       the snapshots, one after the other
 *      iConfigTab     parameters whose element is not 0 are left alone (default 0: none)
 * Fails: at init when there is no such table, there are too few points, or there is no room for the
 *        parameters
 * Note: the reference writes to the configuration table when there is one, and then fails.
 */
#ifndef KC_BITCODE
#define HVS(name, function, axes, params, ...)                                                               \
    KC_NATIVE int name(void *s, kc_ctx *c, params)                                                           \
    {                                                                                                        \
        (void)s;                                                                                             \
        const num all[] = {__VA_ARGS__};                                                                     \
        return function(c, &(hvs_args){axes, all});                                                          \
    }
#define HVS1_PARAMS num x, num n, num px, num out, num at, num snap, num conf
#define HVS2_PARAMS num x, num y, num n, num px, num py, num out, num at, num snap, num conf
#define HVS3_PARAMS num x, num y, num z, num n, num px, num py, num pz, num out, num at, num snap, num conf
HVS(hvs1_init, hvs_check, 1, HVS1_PARAMS, x, n, px, out, at, snap, conf)
HVS(hvs1_perf, hvs_perform, 1, HVS1_PARAMS, x, n, px, out, at, snap, conf)
HVS(hvs2_init, hvs_check, 2, HVS2_PARAMS, x, y, n, px, py, out, at, snap, conf)
HVS(hvs2_perf, hvs_perform, 2, HVS2_PARAMS, x, y, n, px, py, out, at, snap, conf)
HVS(hvs3_init, hvs_check, 3, HVS3_PARAMS, x, y, z, n, px, py, pz, out, at, snap, conf)
HVS(hvs3_perf, hvs_perform, 3, HVS3_PARAMS, x, y, z, n, px, py, pz, out, at, snap, conf)
#endif
KC_OP(hvs1, "", "kiiiiio", .init = hvs1_init, .perf = hvs1_perf, .fx = tab_r | tab_w)
KC_OP(hvs2, "", "kkiiiiiio", .init = hvs2_init, .perf = hvs2_perf, .fx = tab_r | tab_w)
KC_OP(hvs3, "", "kkkiiiiiiio", .init = hvs3_init, .perf = hvs3_perf, .fx = tab_r | tab_w)
