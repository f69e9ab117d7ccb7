/* tabmorph, ftmorf, tabrec, tabplay: between tables; k-rate variables recorded in a table. */
#include "runtime/opcodes/op.h"

typedef struct {
    kc_aux tables; /* const double *, one for each table, the first again at the end */
    int32_t n, len;
} morph_st;

#if KC_W == 1
/* Arguments: out, index, weight, first and second table, table numbers. */
KC_NATIVE int morph_init(morph_st *s, kc_ctx *c, void **a)
{
    s->n = c->site->nin - 4;
    s->len = 0;
    if (s->n < 1) return kc_fail(c, "tabmorph: no tables");
    if (kc_aux_alloc(c, &s->tables, ((size_t)s->n + 1) * sizeof(double *)) < 0) return KC_ERROR;
    const double **v = s->tables.p;
    for (int i = 0; i < s->n; i++) {
        const kc_table *t = kc_table_find(c, *(double *)a[5 + i]);
        if (!t) return kc_fail(c, "tabmorph: invalid table number");
        if (i && t->len != s->len) return kc_fail(c, "tabmorph: all tables must have the same length!");
        s->len = t->len;
        v[i] = t->data;
    }
    v[s->n] = v[0];
    return KC_OK;
}

/* A point between two neighbouring tables. */
KC_NATIVE double between(const morph_st *s, double which, int at)
{
    const double **v = s->tables.p;
    int whole = v_to_i(which), i = whole % s->n;
    double f = which - whole;
    if (i < 0) i = 0;
    return v[i][at] * (1 - f) + v[i + 1][at] * f;
}

KC_NATIVE double morph_at(const morph_st *s, double weight, double t1, double t2, int at)
{
    return between(s, t1, at) * (1 - weight) + between(s, t2, at) * weight;
}

KC_NATIVE int point(const morph_st *s, double x)
{
    int i = v_to_i(x) % s->len;
    return i < 0 ? 0 : i;
}

/* Between points too. */
KC_NATIVE double morph_linear(const morph_st *s, double x, double weight, double t1, double t2)
{
    int i = point(s, x);
    double f = x - v_to_i(x), w = weight - v_to_i(weight);
    double a = between(s, t1, i), b = between(s, t2, i);
    return (a + (between(s, t1, i + 1) - a) * f) * (1 - w) + (b + (between(s, t2, i + 1) - b) * f) * w;
}

KC_NATIVE int tabmorph_perf(morph_st *s, kc_ctx *c, void **a)
{
    (void)c;
    double **v = (double **)a, w = *v[2];
    *v[0] = morph_at(s, w < 0 ? 0 : w > 1 ? 1 : w, *v[3], *v[4], point(s, *v[1]));
    return KC_OK;
}

KC_NATIVE int tabmorphi_perf(morph_st *s, kc_ctx *c, void **a)
{
    (void)c;
    double **v = (double **)a;
    *v[0] = morph_linear(s, *v[1], *v[2], *v[3], *v[4]);
    return KC_OK;
}

KC_NATIVE int tabmorpha_perf(morph_st *s, kc_ctx *c, void **a)
{
    double **v = (double **)a;
    for (int n = c->begin; n < c->end; n++)
        v[0][n] = morph_linear(s, v[1][n] * s->len, v[2][n], v[3][n], v[4][n]);
    return KC_OK;
}

KC_NATIVE int tabmorphak_perf(morph_st *s, kc_ctx *c, void **a)
{
    double **v = (double **)a;
    for (int n = c->begin; n < c->end; n++) v[0][n] = morph_linear(s, v[1][n] * s->len, *v[2], *v[3], *v[4]);
    return KC_OK;
}
#endif

/* Opcode: tabmorph tabmorphi tabmorpha tabmorphak
 * Synopsis: kout tabmorph kindex, kweightpoint, ktabnum1, ktabnum2, ifn1, ifn2 [, ifn3, ifn4, ..., ifnN]
 *           kout tabmorphi kindex, kweightpoint, ...
 *           aout tabmorpha aindex, aweightpoint, atabnum1, atabnum2, ifn1, ...
 *           aout tabmorphak aindex, kweightpoint, ktabnum1, ktabnum2, ifn1, ...
 *
 * Reads between two positions in a list of tables.
 * In:  xindex        point; at a-rate 0 .. 1 spans the tables
 *      xweightpoint  0 .. 1: from the first position to the second
 *      xtabnum1, xtabnum2  positions in the list, from 0; fractions mix neighbours
 *      ifn1 ...      tables of one length
 * Out: the value; tabmorph reads whole points, the others interpolate
 * Fails: at init when a table does not exist or has another length
 */
KC_OP(tabmorph, "k", "kkkkm", .state = morph_st, .init = morph_init, .perf = tabmorph_perf, .fx = tab_r)
KC_OP(tabmorphi, "k", "kkkkm", .state = morph_st, .init = morph_init, .perf = tabmorphi_perf, .fx = tab_r)
KC_OP(tabmorpha, "a", "aaaam", .state = morph_st, .init = morph_init, .perf = tabmorpha_perf, .fx = tab_r)
KC_OP(tabmorphak, "a", "akkkm", .state = morph_st, .init = morph_init, .perf = tabmorphak_perf, .fx = tab_r)

/* ---- ftmorf ----------------------------------------------------------------------------------- */

typedef struct {
    kc_table *result;
    const kc_table *list;
    double last;
} ftmorf_st;

#if KC_W == 1
KC_NATIVE int ftmorf_init(ftmorf_st *s, kc_ctx *c, const double *index, const double *list,
                          const double *result)
{
    (void)index;
    s->result = kc_table_find(c, *result);
    s->list = kc_table_find(c, *list);
    s->last = -1;
    if (!s->result) return kc_fail(c, "iresfn for ftmorf does not exist");
    if (!s->list) return kc_fail(c, "iftfn for ftmorf does not exist");
    for (int i = 0; i < s->list->len; i++) {
        const kc_table *t = kc_table_find(c, s->list->data[i]);
        if (!t) return kc_fail(c, "table in iftfn for ftmorf does not exist");
        if (t->len != s->result->len) return kc_fail(c, "table in iftfn for ftmorf wrong size");
    }
    return KC_OK;
}

KC_NATIVE int ftmorf_perf(ftmorf_st *s, kc_ctx *c, const double *index, const double *list,
                          const double *result)
{
    (void)list, (void)result;
    double x = *index >= s->list->len ? s->list->len - 1 : *index >= 0 ? *index : 0;
    if (x == s->last) return KC_OK;
    s->last = x;
    int i = (int)x;
    double f = x - i;
    const kc_table *a = kc_table_find(c, s->list->data[i]), *b = kc_table_find(c, s->list->data[i + 1]);
    if (!b && f == 0) b = a;
    if (!a || !b || a->len < s->result->len || b->len < s->result->len)
        return kc_fail(c, "table in iftfn for ftmorf does not exist");
    for (int k = 0; k < s->result->len; k++) s->result->data[k] = a->data[k] * (1 - f) + b->data[k] * f;
    return KC_OK;
}
#endif

/* Opcode: ftmorf
 * Synopsis: ftmorf kftndx, iftfn, iresfn
 *
 * Mixes neighbours of a list of tables into another table, whenever the position changes.
 * In:  kftndx  position in the list
 *      iftfn   table of table numbers
 *      iresfn  table for the result, of their length
 * Fails: when a table does not exist or has another length
 */
KC_OP(ftmorf, "", "kii", .state = ftmorf_st, .init = ftmorf_init, .perf = ftmorf_perf, .fx = tab_r | tab_w)

/* ---- tabrec, tabplay -------------------------------------------------------------------------- */

typedef struct {
    kc_table *table;
    double number;
    double tics;
    int64_t frame;
    int32_t running;
} tabrec_st;

#if KC_W == 1
KC_NATIVE int tabrec_init(tabrec_st *s, kc_ctx *c, void **a)
{
    (void)c, (void)a;
    *s = (tabrec_st){.number = NAN};
    return KC_OK;
}

/* Point 0 keeps the number of ticks, the frames follow. */
KC_NATIVE int use(tabrec_st *s, kc_ctx *c, double number, double tics)
{
    s->table = kc_table_find(c, number);
    s->number = number;
    if (!s->table) return kc_fail(c, "Invalid ftable no. %f", number);
    s->table->data[0] = tics;
    return KC_OK;
}

/* Where the frame stands, or NULL beyond the end of the table. */
KC_NATIVE double *next_frame(tabrec_st *s, int n)
{
    int64_t at = s->frame++ * n;
    return at + n < s->table->len ? s->table->data + 1 + at : NULL;
}

KC_NATIVE int tabrec_perf(tabrec_st *s, kc_ctx *c, void **a)
{
    double **v = (double **)a;
    if (*v[0] != 0) {
        if (*v[3] != s->number && use(s, c, *v[3], *v[2]) < 0) return KC_ERROR;
        s->running = 1;
        s->frame = 0;
        s->tics = 0;
    }
    if (*v[1] != 0) {
        if (s->tics >= *v[2]) {
            s->running = 0;
            return KC_OK;
        }
        s->tics++;
    }
    int n = c->site->nin - 4;
    double *p = s->running ? next_frame(s, n) : NULL;
    for (int i = 0; p && i < n; i++) p[i] = *v[4 + i];
    return KC_OK;
}

KC_NATIVE int tabplay_perf(tabrec_st *s, kc_ctx *c, void **a)
{
    double **v = (double **)a, tics = *v[1];
    if (*v[0] != 0) {
        if (*v[2] != s->number) {
            if (use(s, c, *v[2], tics) < 0) return KC_ERROR;
            s->tics = 0;
            s->frame = 0;
        }
        s->running = 1;
        if (s->tics == 0) s->frame = 0;
        if (s->tics >= tics) {
            s->running = 0;
            return KC_OK;
        }
        s->tics = tics >= 1 ? fmod(s->tics + 1, trunc(tics)) : 0;
    }
    int n = c->site->nin - 3;
    const double *p = s->running ? next_frame(s, n) : NULL;
    for (int i = 0; p && i < n; i++)
        if (!strchr("cr", kc_arg_type(c, 3 + i))) *v[3 + i] = p[i];
    return KC_OK;
}
#endif

/* Opcode: tabrec
 * Synopsis: tabrec ktrig_start, ktrig_stop, knumtics, kfn, kin1 [, kin2, ..., kinN]
 *
 * Records control signals in a table, a frame in each k-cycle.
 * In:  ktrig_start  non-zero: start
 *      ktrig_stop   ticks; recording ends after knumtics of them
 *      knumtics     see there; kept in point 0
 *      kfn          table number
 *      kin1 ...     signals
 * Fails: when there is no such table
 */
KC_OP(tabrec, "", "kkkkz", .state = tabrec_st, .init = tabrec_init, .perf = tabrec_perf, .fx = tab_w)

/* Opcode: tabplay
 * Synopsis: tabplay ktrig, knumtics, kfn, kout1 [, kout2, ..., koutN]
 *
 * Plays back what tabrec has recorded.
 * In:  ktrig     ticks; the first one starts
 *      knumtics  after as many ticks it begins again
 *      kfn       table number
 * Out: kout1 ... are written
 * Fails: when there is no such table
 */
KC_OP(tabplay, "", "kkkz", .state = tabrec_st, .init = tabrec_init, .perf = tabplay_perf, .fx = tab_r | tab_w)
