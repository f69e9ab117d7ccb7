/* vtable..., vtab..., vtable1k: several variables read from a table, or written to it, at once.
 *
 * The table holds frames of as many points as there are variables. All opcodes share one state; the variants
 * differ in which arguments there are, which `layout` says. */
#include "runtime/opcodes/op.h"

typedef struct {
    kc_table *table;
    double number;
    int64_t frames; /* in the table */
    int32_t n;      /* variables */
} vtab_st;

/* Positions of the arguments: index, table number, interpolation and index unit (-1: none), first variable.
 */
typedef struct {
    int index, number, interp, unit, first;
    const char *name;
} layout;

#if KC_W == 1
#define VTABLE(n)  ((layout){0, 1, 2, 3, 4, n})
#define VTABLEW(n) ((layout){0, 1, -1, 2, 3, n})
#define VTAB(n)    ((layout){0, 1, -1, -1, 2, n})

KC_NATIVE int vtab_table(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    double number = *(double *)a[l.number];
    s->table = kc_table_find(c, number);
    s->number = number;
    s->n = c->site->nin - l.first;
    if (!s->table) return kc_fail(c, "%s: incorrect table number", l.name);
    if (s->n < 1) return kc_fail(c, "%s: no variables", l.name);
    s->frames = s->table->len / s->n;
    return s->frames > 0 ? KC_OK : kc_fail(c, "%s: the table is too short for %d variables", l.name, s->n);
}

/* The table of this k-cycle: looked up when the number has changed. */
KC_NATIVE int vtab_current(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    return s->table && *(double *)a[l.number] == s->number ? KC_OK : vtab_table(s, c, a, l);
}

/* Variables that are written must not be constants. */
KC_NATIVE int vtab_check(const vtab_st *s, kc_ctx *c, layout l)
{
    for (int i = 0; i < s->n; i++)
        if (strchr("cr", kc_arg_type(c, l.first + i)))
            return kc_fail(c, "%s: argument %d is not a variable", l.name, l.first + i + 1);
    return KC_OK;
}

KC_NATIVE double scaled(const vtab_st *s, void **a, layout l, double x)
{
    return l.unit >= 0 && *(double *)a[l.unit] != 0 ? x * ((double)s->table->len / s->n) : x;
}

/* A position brought into 0 .. frames. */
KC_NATIVE double around(const vtab_st *s, double x)
{
    if (!(fabs(x) < 1e18)) return 0;
    x = fmod(x, (double)s->frames);
    return x < 0 ? x + (double)s->frames < (double)s->frames ? x + (double)s->frames : 0 : x;
}

KC_NATIVE void read_frame(const vtab_st *s, void **vars, int at, double x, int interpolate)
{
    int64_t i = (int64_t)x, next = i < s->frames - 1 ? i + 1 : 0;
    const double *v1 = s->table->data + i * s->n, *v2 = s->table->data + next * s->n;
    double f = interpolate ? x - (double)i : 0;
    for (int k = 0; k < s->n; k++)
        ((double *)vars[k])[at] = interpolate ? v1[k] + (v2[k] - v1[k]) * f : v1[k];
}

KC_NATIVE void write_frame(const vtab_st *s, void **vars, int at, double x)
{
    double *v = s->table->data + (int64_t)x * s->n;
    for (int k = 0; k < s->n; k++) v[k] = ((double *)vars[k])[at];
}

KC_NATIVE int read_k(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    if (vtab_current(s, c, a, l) < 0) return KC_ERROR;
    int interpolate = l.interp >= 0 && *(double *)a[l.interp] != 0;
    read_frame(s, a + l.first, 0, around(s, scaled(s, a, l, *(double *)a[l.index])), interpolate);
    return KC_OK;
}

KC_NATIVE int read_a(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    if (vtab_current(s, c, a, l) < 0) return KC_ERROR;
    const double *x = a[l.index];
    int interpolate = l.interp >= 0 && *(double *)a[l.interp] != 0;
    for (int n = c->begin; n < c->end; n++)
        read_frame(s, a + l.first, n, around(s, scaled(s, a, l, x[n])), interpolate);
    return KC_OK;
}

KC_NATIVE int write_k(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    if (vtab_current(s, c, a, l) < 0) return KC_ERROR;
    write_frame(s, a + l.first, 0, around(s, scaled(s, a, l, *(double *)a[l.index])));
    return KC_OK;
}

KC_NATIVE int write_a(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    if (vtab_current(s, c, a, l) < 0) return KC_ERROR;
    const double *x = a[l.index];
    for (int n = c->begin; n < c->end; n++) write_frame(s, a + l.first, n, around(s, scaled(s, a, l, x[n])));
    return KC_OK;
}

/* At init the position must lie in the table, and the unit is a whole number of frames. */
KC_NATIVE int init_position(vtab_st *s, kc_ctx *c, void **a, layout l, double *x)
{
    if (vtab_table(s, c, a, l) < 0) return KC_ERROR;
    *x = *(double *)a[l.index];
    if (l.unit >= 0 && *(double *)a[l.unit] != 0) *x *= (double)s->frames;
    if (!(*x > -1 && *x < (double)s->frames)) return kc_fail(c, "%s: reading past end of table", l.name);
    if (*x < 0) *x = 0;
    return KC_OK;
}

KC_NATIVE int read_i(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    double x;
    if (init_position(s, c, a, l, &x) < 0 || vtab_check(s, c, l) < 0) return KC_ERROR;
    int interpolate = l.interp >= 0 && *(double *)a[l.interp] != 0;
    if (interpolate && (int64_t)x + 1 >= s->frames)
        return kc_fail(c, "%s: reading past end of table", l.name);
    read_frame(s, a + l.first, 0, x, interpolate);
    return KC_OK;
}

KC_NATIVE int write_i(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    double x;
    if (init_position(s, c, a, l, &x) < 0) return KC_ERROR;
    write_frame(s, a + l.first, 0, x);
    return KC_OK;
}

KC_NATIVE int read_init(vtab_st *s, kc_ctx *c, void **a, layout l)
{
    return vtab_table(s, c, a, l) < 0 ? KC_ERROR : vtab_check(s, c, l);
}

#define NATIVE(name, what, args)                                                                             \
    KC_NATIVE int name(vtab_st *s, kc_ctx *c, void **a) { return what(s, c, a, args); }
NATIVE(vtablei_i, read_i, VTABLE("vtablei"))
NATIVE(vtable_init, read_init, VTABLE("vtable"))
NATIVE(vtablek_perf, read_k, VTABLE("vtablek"))
NATIVE(vtablea_perf, read_a, VTABLE("vtablea"))
NATIVE(vtabi_i, read_i, VTAB("vtabi"))
NATIVE(vtab_init, read_init, VTAB("vtab"))
NATIVE(vtabk_perf, read_k, VTAB("vtabk"))
NATIVE(vtaba_perf, read_a, VTAB("vtaba"))
NATIVE(vtablewi_i, write_i, VTABLEW("vtablewi"))
NATIVE(vtablew_init, vtab_table, VTABLEW("vtablew"))
NATIVE(vtablewk_perf, write_k, VTABLEW("vtablewk"))
NATIVE(vtablewa_perf, write_a, VTABLEW("vtablewa"))
NATIVE(vtabwi_i, write_i, VTAB("vtabwi"))
NATIVE(vtabw_init, vtab_table, VTAB("vtabw"))
NATIVE(vtabwk_perf, write_k, VTAB("vtabwk"))
NATIVE(vtabwa_perf, write_a, VTAB("vtabwa"))

/* The points from 0 on: there is no index. */
#define VTABLE1 ((layout){-1, 0, -1, -1, 1, "vtable1"})
KC_NATIVE int vtable1_init(vtab_st *s, kc_ctx *c, void **a) { return read_init(s, c, a, VTABLE1); }
KC_NATIVE int vtable1_perf(vtab_st *s, kc_ctx *c, void **a)
{
    if (vtab_current(s, c, a, VTABLE1) < 0) return KC_ERROR;
    read_frame(s, a + 1, 0, 0, 0);
    return KC_OK;
}
#endif

/* Opcode: vtablei vtablek vtablea
 * Synopsis: vtablei indx, ifn, interp, ixmode, iout1 [, iout2, ...]
 *           vtablek kndx, kfn, kinterp, ixmode, kout1 [, kout2, ...]
 *           vtablea andx, kfn, kinterp, ixmode, aout1 [, aout2, ...]
 *
 * Reads as many successive points of a table as there are variables.
 * In:  xndx    frame: the first point is xndx times the number of variables; wraps around (not at init)
 *      xfn     table number
 *      xinterp non-zero: linear interpolation between frames
 *      ixmode  non-zero: 0 .. 1 spans the table
 * Out: xout1 ... are written
 * Fails: when there is no such table, or it is shorter than a frame; at init when the frame is not in the
 * table
 */
KC_OP(vtablei, "", "iiiim", .state = vtab_st, .init = vtablei_i, .fx = tab_r)
KC_OP(vtablek, "", "kkkiz", .state = vtab_st, .init = vtable_init, .perf = vtablek_perf, .fx = tab_r)
KC_OP(vtablea, "", "akkiy", .state = vtab_st, .init = vtable_init, .perf = vtablea_perf, .fx = tab_r)

/* Opcode: vtabi vtabk vtaba
 * Synopsis: vtabi indx, ifn, iout1 [, iout2, ...]
 *           vtabk kndx, ifn, kout1 [, kout2, ...]
 *           vtaba andx, ifn, aout1 [, aout2, ...]
 *
 * As vtablei, vtablek and vtablea, without interpolation.
 * In:  xndx  frame
 *      ifn   table number
 * Out: xout1 ... are written
 * Fails: when there is no such table, or it is shorter than a frame; at init when the frame is not in the
 * table
 */
KC_OP(vtabi, "", "iim", .state = vtab_st, .init = vtabi_i, .fx = tab_r)
KC_OP(vtabk, "", "kiz", .state = vtab_st, .init = vtab_init, .perf = vtabk_perf, .fx = tab_r)
KC_OP(vtaba, "", "aiy", .state = vtab_st, .init = vtab_init, .perf = vtaba_perf, .fx = tab_r)

/* Opcode: vtable1k
 * Synopsis: vtable1k kfn, kout1 [, kout2, kout3, ..., koutN]
 *
 * Reads the first points of a table into variables.
 * In:  kfn  table number
 * Out: kout1 ... are written
 * Fails: when there is no such table, or it has fewer points
 */
KC_OP(vtable1k, "", "kz", .state = vtab_st, .init = vtable1_init, .perf = vtable1_perf, .fx = tab_r)

/* Opcode: vtablewi vtablewk vtablewa
 * Synopsis: vtablewi indx, ifn, ixmode, inarg1 [, inarg2, ...]
 *           vtablewk kndx, kfn, ixmode, kinarg1 [, kinarg2, ...]
 *           vtablewa andx, kfn, ixmode, ainarg1 [, ainarg2, ...]
 *
 * Writes variables to successive points of a table.
 * In:  xndx    frame: the first point is xndx times the number of variables; wraps around (not at init)
 *      xfn     table number
 *      ixmode  non-zero: 0 .. 1 spans the table
 *      xinarg1 ...  values
 * Fails: when there is no such table, or it is shorter than a frame; at init when the frame is not in the
 * table
 */
KC_OP(vtablewi, "", "iiim", .state = vtab_st, .init = vtablewi_i, .fx = tab_w)
KC_OP(vtablewk, "", "kkiz", .state = vtab_st, .init = vtablew_init, .perf = vtablewk_perf, .fx = tab_w)
KC_OP(vtablewa, "", "akiy", .state = vtab_st, .init = vtablew_init, .perf = vtablewa_perf, .fx = tab_w)

/* Opcode: vtabwi vtabwk vtabwa
 * Synopsis: vtabwi indx, ifn, inarg1 [, inarg2, ...]
 *           vtabwk kndx, ifn, kinarg1 [, kinarg2, ...]
 *           vtabwa andx, ifn, ainarg1 [, ainarg2, ...]
 *
 * As vtablewi, vtablewk and vtablewa, with the index in frames.
 * In:  xndx    frame
 *      ifn     table number
 *      xinarg1 ...  values
 * Fails: when there is no such table, or it is shorter than a frame; at init when the frame is not in the
 * table
 */
KC_OP(vtabwi, "", "iim", .state = vtab_st, .init = vtabwi_i, .fx = tab_w)
KC_OP(vtabwk, "", "kiz", .state = vtab_st, .init = vtabw_init, .perf = vtabwk_perf, .fx = tab_w)
KC_OP(vtabwa, "", "aiy", .state = vtab_st, .init = vtabw_init, .perf = vtabwa_perf, .fx = tab_w)
