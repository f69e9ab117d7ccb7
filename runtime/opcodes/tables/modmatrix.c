/* modmatrix: parameters plus a weighted sum of modulators. */
#include "runtime/opcodes/op.h"

typedef struct {
    const kc_table *result, *mods, *params, *matrix;
    int nmods, nparams;
    int live;      /* the matrix is read from its table */
    kc_aux memory; /* else from this copy; behind it the modulators */
} modmatrix_st;

#ifndef KC_BITCODE
enum { MAX_CELLS = 1 << 24 };

static int get_table(kc_ctx *c, const kc_table **t, double number, double points, const char *what)
{
    *t = kc_table_find(c, number);
    if (!*t) return kc_fail(c, "modmatrix: unable to load %s table", what);
    if ((*t)->len + 1 < points) return kc_fail(c, "modmatrix: the %s table is too short", what);
    return KC_OK;
}

KC_NATIVE int modmatrix_init(modmatrix_st *s, kc_ctx *c, const double *result, const double *mods,
                             const double *params, const double *matrix, const double *nmods,
                             const double *nparams, const double *update)
{
    (void)update;
    double m = trunc(*nmods), p = trunc(*nparams);
    if (!(m >= 1)) return kc_fail(c, "modmatrix: number of modulators must be a positive integer");
    if (!(p >= 1)) return kc_fail(c, "modmatrix: number of parameters must be a positive integer");
    if (m * p > MAX_CELLS) return kc_fail(c, "modmatrix: the matrix is too large");
    if (get_table(c, &s->result, *result, p, "result") < 0 ||
        get_table(c, &s->mods, *mods, m, "modulator") < 0 ||
        get_table(c, &s->params, *params, p, "parameter value") < 0 ||
        get_table(c, &s->matrix, *matrix, m * p, "routing matrix") < 0)
        return KC_ERROR;
    s->nmods = (int)m;
    s->nparams = (int)p;
    s->live = 1;
    return kc_aux_alloc(c, &s->memory,
                        ((size_t)s->nmods * (size_t)s->nparams + (size_t)s->nmods) * sizeof(double));
}

KC_NATIVE int modmatrix_perf(modmatrix_st *s, kc_ctx *c, const double *result, const double *mods,
                             const double *params, const double *matrix, const double *nmods,
                             const double *nparams, const double *update)
{
    (void)c, (void)result, (void)mods, (void)params, (void)matrix, (void)nmods, (void)nparams;
    size_t cells = (size_t)s->nmods * (size_t)s->nparams;
    double *copy = s->memory.p, *m = copy + cells;
    if (*update > 0) {
        s->live = 1;
    } else if (*update == 0 && s->live) {
        memcpy(copy, s->matrix->data, cells * sizeof *copy);
        s->live = 0;
    }
    const double *cell = s->live ? s->matrix->data : copy;
    memcpy(m, s->mods->data, (size_t)s->nmods * sizeof *m);
    for (int p = 0; p < s->nparams; p++) {
        double sum = 0;
        for (int i = 0; i < s->nmods; i++) sum += cell[(size_t)i * (size_t)s->nparams + (size_t)p] * m[i];
        s->result->data[p] = s->params->data[p] + sum;
    }
    return KC_OK;
}
#endif

/* Opcode: modmatrix
 * Synopsis: modmatrix iresfn, isrcmodfn, isrcparmfn, imodscale, inum_mod, inum_parm, kupdate
 *
 * result[p] = parameter[p] + sum of modulator[m] * matrix[m][p].
 * In:  iresfn      table of the results
 *      isrcmodfn   table of the modulators
 *      isrcparmfn  table of the parameters
 *      imodscale   table of the matrix: inum_parm weights for each modulator in turn
 *      inum_mod, inum_parm  their numbers, 1 and more
 *      kupdate     above 0: the matrix is changing; at 0 a copy is taken and used
 * Fails: at init when there is no such table or one is too short, or a number is not positive
 */
KC_OP(modmatrix, "", "iiiiiik", .state = modmatrix_st, .init = modmatrix_init, .perf = modmatrix_perf,
      .fx = tab_r | tab_w)
