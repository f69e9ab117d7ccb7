/* ftlen ftchnls ftsr ftlptim nsamp ftcps tableng ftexists tabsum getftargs: facts about a table. */
#include "runtime/base/sbuf.h"
#include "runtime/opcodes/op.h"

/* No error is counted, but the init pass ends here. */
KC_NATIVE int no_table(kc_ctx *c, double *out, double number)
{
    *out = -1.0;
    kc_print(c, "Invalid ftable no. %f\n", number);
    return KC_STOP;
}

#define QUERY(name, value)                                                                                   \
    KC_NATIVE int name(void *st, kc_ctx *c, double *out, const double *number)                               \
    {                                                                                                        \
        (void)st;                                                                                            \
        const kc_table *t = kc_table_find(c, *number);                                                       \
        if (!t) return no_table(c, out, *number);                                                            \
        *out = (value);                                                                                      \
        return KC_OK;                                                                                        \
    }
QUERY(ftlen_i, t->len)
QUERY(ftchnls_i, t->nchnls)
QUERY(ftsr_i, t->sr)
QUERY(nsamp_i, t->soundend)
QUERY(ftcps_i, t->basefreq != 0 ? t->basefreq : -1.0)

KC_NATIVE int ftlptim_i(void *st, kc_ctx *c, double *out, const double *number)
{
    (void)st;
    const kc_table *t = kc_table_find(c, *number);
    if (!t) return no_table(c, out, *number);
    *out = t->loopmode1 ? t->begin1 * c->inv_sr : 0.0;
    if (!t->loopmode1) kc_warn(c, "non-looping sample");
    return KC_OK;
}

#if KC_W == 1
KC_NATIVE int tableng_any(void *st, kc_ctx *c, double *out, const double *number)
{
    (void)st;
    const kc_table *t = kc_table_find(c, *number);
    *out = t ? t->len : -1.0;
    if (t) return KC_OK;
    kc_warn(c, "table: could not find ftable %d", v_to_i(*number));
    return KC_STOP;
}
#endif

KC_NATIVE int ftexists_any(void *st, kc_ctx *c, double *out, const double *number)
{
    (void)st;
    *out = kc_table_find(c, *number) != NULL;
    return KC_OK;
}

/* Opcode: ftlen
 * Synopsis: ftlen(x)
 *
 * Length of a table.
 * In:  x  table number
 * Out: points, without the guard point
 * Fails: never; without such a table the rest of the init pass is left out
 */
KC_OP(ftlen, "i", "i", .init = ftlen_i, .fx = tab_r)

/* Opcode: ftchnls
 * Synopsis: ftchnls(x)
 *
 * Channels of the sound file a table was read from.
 * In:  x  table number
 * Out: number of channels; 1 for other tables
 * Fails: never; without such a table the rest of the init pass is left out
 */
KC_OP(ftchnls, "i", "i", .init = ftchnls_i, .fx = tab_r)

/* Opcode: ftcps
 * Synopsis: ftcps(x)
 *
 * Base frequency of the sound file a table was read from.
 * In:  x  table number
 * Out: Hz; -1 when it is not known
 * Fails: never; without such a table the rest of the init pass is left out
 */
KC_OP(ftcps, "i", "i", .init = ftcps_i, .fx = tab_r)

/* Opcode: ftsr
 * Synopsis: ftsr(x)
 *
 * Sampling rate of the sound file a table was read from.
 * In:  x  table number
 * Out: Hz; sr for other tables
 * Fails: never; without such a table the rest of the init pass is left out
 */
KC_OP(ftsr, "i", "i", .init = ftsr_i, .fx = tab_r)

/* Opcode: ftlptim
 * Synopsis: ftlptim(x)
 *
 * Start of the first loop of the sound file a table was read from.
 * In:  x  table number
 * Out: s at the orchestra's sr; 0 with a warning when there is no loop
 * Fails: never; without such a table the rest of the init pass is left out
 */
KC_OP(ftlptim, "i", "i", .init = ftlptim_i, .fx = tab_r)

/* Opcode: nsamp
 * Synopsis: nsamp(x)
 *
 * Sound file frames in a table.
 * In:  x  table number
 * Out: frames read from the file; 0 for other tables
 * Fails: never; without such a table the rest of the init pass is left out
 */
KC_OP(nsamp, "i", "i", .init = nsamp_i, .fx = tab_r)

/* Opcode: tableng
 * Synopsis: ires tableng ifn
 *           kres tableng kfn
 *
 * Length of a table.
 * In:  xfn  table number
 * Out: points; when there is no such table a warning, and the rest of the pass is left out
 * Fails: never
 */
KC_OP(tableng, "i", "i", .init = tableng_any, .fx = tab_r)
KC_OP(tableng, "k", "k", .perf = tableng_any, .fx = tab_r)

/* Opcode: ftexists
 * Synopsis: ires ftexists ifn
 *           kres ftexists kfn
 *
 * Whether there is a table of a number.
 * In:  xfn  table number
 * Out: 1 or 0
 * Fails: never
 */
KC_OP(ftexists, "i", "i", .init = ftexists_any, .fx = tab_r)
KC_OP(ftexists, "k", "k", .init = ftexists_any, .perf = ftexists_any, .fx = tab_r)

/* ---- tabsum ----------------------------------------------------------------------------------- */

typedef struct {
    const kc_table *table;
} tabsum_st;

KC_NATIVE int tabsum_init(tabsum_st *s, kc_ctx *c, double *out, const double *number, const double *min,
                          const double *max)
{
    (void)out, (void)min, (void)max;
    s->table = kc_table_find(c, *number);
    return s->table ? KC_OK : kc_fail(c, "tabsum: No table");
}

KC_NATIVE int tabsum_perf(tabsum_st *s, kc_ctx *c, double *out, const double *number, const double *min,
                          const double *max)
{
    (void)c, (void)number;
    if (!s->table) return kc_fail(c, "tabsum: Not initialised");
    double lo = rint(*min), hi = rint(*max), sum = 0, last = s->table->len;
    if (lo == 0 && hi == 0) hi = last - 1;
    if (lo > hi) {
        double x = lo;
        lo = hi;
        hi = x;
    }
    lo = fmax(lo, 0);
    hi = fmin(hi, last);
    for (int i = (int)lo; i <= hi; i++) sum += s->table->data[i];
    *out = sum;
    return KC_OK;
}

/* Opcode: tabsum
 * Synopsis: kr tabsum ifn [[, kmin] [, kmax]]
 *
 * Sum of points of a table.
 * In:  ifn         table number
 *      kmin, kmax  first and last point (default 0 and 0: all)
 * Out: the sum
 * Fails: at init when there is no such table
 */
KC_OP(tabsum, "k", "iOO", .state = tabsum_st, .init = tabsum_init, .perf = tabsum_perf, .fx = tab_r)

/* ---- getftargs -------------------------------------------------------------------------------- */

typedef struct {
    double last;
} ftargs_st;

#if KC_W == 1
KC_NATIVE int ftargs_text(kc_ctx *c, kc_str *out, double number)
{
    kc_sbuf b = {0};
    const kc_table *t = kc_table_find(c, number);
    if (!t) return kc_fail(c, "table: could not find ftable %d", v_to_i(number));
    for (int i = 1; i < t->nargs; i++) kc_sbuf_printf(&b, "%g ", t->args[i]);
    int r = kc_str_setn(c, out, b.s ? b.s : "", b.n ? b.n - 1 : 0); /* without the last space */
    kc_sbuf_free(&b);
    return r;
}

KC_NATIVE int ftargs_init(ftargs_st *s, kc_ctx *c, kc_str *out, const double *number, const double *trig)
{
    s->last = *trig;
    return *trig > 0 ? ftargs_text(c, out, *number) : KC_OK;
}

KC_NATIVE int ftargs_perf(ftargs_st *s, kc_ctx *c, kc_str *out, const double *number, const double *trig)
{
    if (*trig == s->last || !(*trig > 0)) return KC_OK;
    s->last = *trig;
    return ftargs_text(c, out, *number);
}
#endif

/* Opcode: getftargs
 * Synopsis: Sdst getftargs iftno, ktrig
 *
 * The arguments a table was made from.
 * In:  iftno  table number
 *      ktrig  a positive value that differs from the last one: get them again
 * Out: the arguments after the GEN number, with spaces between them
 * Fails: when there is no such table
 */
KC_OP(getftargs, "S", "ik", .state = ftargs_st, .init = ftargs_init, .perf = ftargs_perf, .fx = tab_r)
