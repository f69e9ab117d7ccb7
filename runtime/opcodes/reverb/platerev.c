/* platerev: a rectangular plate as a reverberator, by finite differences.
 *
 * u, u1 and u2 are the plate now, one sample and two samples ago, on a grid of nx by ny cells with two rows
 * around it. Signals go in and out at points that turn on circles; each is spread over the four grid points
 * around it. S. Bilbao, "A digital plate reverberation algorithm", JAES 55(3), 2007. */
#include "runtime/opcodes/dsp/lanes.h"

#if KC_W == 1
#define TWOPI 6.283185307179586476925286766559

enum { PLATE_PORTS = 40, PLATE_CELLS = 1 << 24 };

/* A point on its circle: angle as cosine and sine, the turn of a sample, the radius. */
typedef struct {
    double re, im, turn_re, turn_im, radius;
} plate_port;

typedef struct {
    kc_aux mem;
    double *u, *u1, *u2;
    int nx, ny, nin, nout;
    double s00, s10, s01, s11, s20, s02, t00, t01, t10;
    double dy, aspect, side;
    const double *in_par, *out_par; /* per port: turns per second, radius, start */
    plate_port in[PLATE_PORTS], out[PLATE_PORTS];
} plate_st;

KC_NATIVE int plate_coefs(plate_st *s, kc_ctx *c, double stiff, double decay, double loss)
{
    double dt = 1 / c->sr, a = s->aspect, sig = 2 * c->sr * (pow(10, 3 * dt / decay) - 1);
    double nx = floor(1 / (2 * sqrt(dt * (loss + hypot(loss, stiff))))), ny = floor(a * nx);
    if (!(nx >= 1 && ny >= 1 && (nx + 5) * (ny + 5) <= PLATE_CELLS))
        return kc_fail(c, "platerev: no grid of %g by %g", nx, ny);
    s->nx = (int)nx;
    s->ny = (int)ny;
    s->dy = a / ny;
    double r = 1 / nx / s->dy, r2 = r * r, mu = dt * stiff * nx * nx, mu2 = mu * mu;
    double eta = 1 / (1 + sig * dt), v = 2 * loss * dt * nx * nx, mid = 4 * mu2 * (1 + r2) + v;
    s->s00 = 2 * eta * (1 - mu2 * (3 + 4 * r2 + 3 * r2 * r2) - v * (1 + r2));
    s->s10 = mid * eta;
    s->s01 = r2 * mid * eta;
    s->s11 = -2 * mu2 * eta * r2;
    s->s20 = -eta * mu2;
    s->s02 = s->s20 * r2 * r2;
    s->t00 = (-(1 - sig * dt) + 2 * v * (1 + r2)) * eta;
    s->t10 = -v * eta;
    s->t01 = -v * eta * r2;
    return KC_OK;
}
KC_NATIVE const double *plate_table(kc_ctx *c, double number, int ports, const char *which)
{
    const kc_table *t = kc_table_find(c, number);
    if (t && t->len >= 3 * ports) return t->data;
    kc_fail(c, "Missing %s table or too short", which);
    return NULL;
}
KC_NATIVE void plate_start(plate_port *p, const double *par, int n)
{
    for (int i = 0; i < n; i++) p[i].re = cos(par[3 * i + 2]), p[i].im = sin(par[3 * i + 2]);
}
KC_NATIVE int plate_init(plate_st *s, kc_ctx *c, void **a)
{
    s->nout = c->site->nout;
    s->nin = c->site->nin - 7;
    if (s->nin < 0 || s->nin > PLATE_PORTS || s->nout > PLATE_PORTS)
        return kc_fail(c, "platerev: at most %d inputs and outputs", PLATE_PORTS);
    double *const *arg = (double *const *)(a + s->nout);
    s->aspect = *arg[3];
    s->side = s->aspect < 1 ? s->aspect : 1;
    if (!(s->in_par = plate_table(c, *arg[0], s->nin, "input"))) return KC_ERROR;
    if (!(s->out_par = plate_table(c, *arg[1], s->nout, "output"))) return KC_ERROR;
    if (plate_coefs(s, c, *arg[4], *arg[5], *arg[6]) < 0) return KC_ERROR;
    size_t cells = (size_t)(s->nx + 5) * (size_t)(s->ny + 5);
    if (kc_aux_alloc(c, &s->mem, 3 * cells * sizeof(double)) < 0) return KC_ERROR;
    s->u = s->mem.p;
    s->u1 = s->u + cells;
    s->u2 = s->u1 + cells;
    plate_start(s->in, s->in_par, s->nin);
    plate_start(s->out, s->out_par, s->nout);
    return KC_OK;
}
KC_NATIVE void plate_inside(const plate_st *s)
{
    int w = s->nx + 5;
    for (int j = 2; j < s->ny + 3; j++)
        for (int i = 2; i < s->nx + 3; i++) {
            const double *p = s->u1 + j * w + i, *q = s->u2 + j * w + i;
            double x = s->s00 * p[0] + s->s10 * (p[-w] + p[w]) + s->s20 * (p[-2 * w] + p[2 * w]) +
                       s->s01 * (p[-1] + p[1]) + s->s02 * (p[-2] + p[2]) +
                       s->s11 * (p[-1 - w] + p[1 + w] + p[-1 + w] + p[1 - w]);
            x += s->t00 * q[0] + s->t10 * (q[-w] + q[w]) + s->t01 * (q[-1] + q[1]);
            s->u[j * w + i] = x;
        }
}
/* Clamped (sign 1) or pivoting (sign -1) edges. The left and right edge are held in one row only, as in the
 * reference. */
KC_NATIVE void plate_edges(const plate_st *s, double sign)
{
    int nx = s->nx, ny = s->ny, w = nx + 5;
    double *u = s->u, *row = u + w * (ny + 3);
    row[0] = row[2] = row[nx + 2] = row[nx + 4] = 0;
    row[1] = sign * row[3];
    row[nx + 3] = sign * row[nx + 1];
    for (int i = 0; i < nx + 5; i++) u[i] = u[i + w * 2] = u[i + w * (ny + 2)] = u[i + w * (ny + 4)] = 0;
    for (int i = 2; i < nx + 3; i++) {
        u[i + w] = sign * u[i + w * 3];
        u[i + w * (ny + 3)] = sign * u[i + w * (ny + 1)];
    }
    if (sign > 0) u[1 + w] = u[1 + w * (ny + 3)] = u[nx + 3 + w] = u[nx + 3 + w * (ny + 3)] = 0;
}
/* Turns a port and gives the shares of its four grid points; their first, or NULL off the plate. */
KC_NATIVE double *plate_at(const plate_st *s, plate_port *p, double share[4])
{
    double re = p->re * p->turn_re - p->im * p->turn_im, im = p->re * p->turn_im + p->im * p->turn_re;
    double x = (0.5 + p->radius * re) * s->nx, y = (s->aspect * 0.5 + p->radius * im) / s->dy;
    p->re = re;
    p->im = im;
    double xi = floor(x), yi = floor(y);
    if (!(xi >= -2 && yi >= -2 && xi <= s->nx + 1 && yi <= s->ny + 1)) return NULL;
    double xf = x - xi, yf = y - yi, both = xf * yf;
    share[0] = 1 - xf - yf + both;
    share[1] = xf - both;
    share[2] = yf - both;
    share[3] = both;
    return s->u + ((int)yi + 2) * (s->nx + 5) + (int)xi + 2;
}
KC_NATIVE void plate_cycle(const plate_st *s, const kc_ctx *c, plate_port *p, const double *par, int n)
{
    for (int i = 0; i < n; i++) {
        double turn = TWOPI * par[3 * i] / c->sr;
        p[i].turn_re = cos(turn);
        p[i].turn_im = sin(turn);
        p[i].radius = s->side * 0.5 * par[3 * i + 1];
    }
}
KC_NATIVE void plate_sample(plate_st *s, double *const *out, double *const *in, int n, int edges)
{
    double share[4], *at;
    int w = s->nx + 5;
    plate_inside(s);
    if (edges == 1 || edges == 2) plate_edges(s, edges == 1 ? 1 : -1);
    for (int i = 0; i < s->nin; i++) {
        if (!(at = plate_at(s, &s->in[i], share))) continue;
        at[0] += share[0] * in[i][n];
        at[1] += share[1] * in[i][n];
        at[w + 1] += share[3] * in[i][n];
        at[w] += share[2] * in[i][n];
    }
    for (int i = 0; i < s->nout; i++) {
        at = plate_at(s, &s->out[i], share);
        out[i][n] =
            !at ? 0 : (share[0] * at[0] + share[2] * at[w] + share[1] * at[1] + share[3] * at[w + 1]) / 25;
    }
    at = s->u2;
    s->u2 = s->u1;
    s->u1 = s->u;
    s->u = at;
}
KC_NATIVE int plate_perf(plate_st *s, kc_ctx *c, void **a)
{
    double *const *arg = (double *const *)(a + s->nout);
    plate_cycle(s, c, s->in, s->in_par, s->nin);
    plate_cycle(s, c, s->out, s->out_par, s->nout);
    for (int n = c->begin; n < c->end; n++)
        plate_sample(s, (double *const *)a, arg + 7, n, kc_round_i(*arg[2]));
    return KC_OK;
}
#endif

/* Opcode: platerev
 * Synopsis: a1 [, a2, ...] platerev itabexcite, itabouts, kbndry, iaspect, istiff, idecay, iloss, aexcite1 [,
 * aexcite2, ...]
 *
 * Reverberation by a plate of metal.
 * In:  itabexcite  table of three values per input: turns per second, radius (0 .. 1), starting angle
 * (radians) itabouts    the same for the outputs kbndry      edges: 0 free, 1 clamped, 2 pivoting iaspect
 * height to width istiff      stiffness idecay      time to -30 dB, s iloss       loss of high frequencies
 *      aexcite     signals, up to 40
 * Out: what is heard at up to 40 points
 * Fails: at init for missing or short tables and grids that are empty or too large
 * Source: S. Bilbao, JAES 55(3), 2007
 */
KC_OP(platerev, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", "iikiiiiy", .state = plate_st, .init = plate_init,
      .perf = plate_perf, .fx = tab_r)
