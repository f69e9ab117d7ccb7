/* What an instrument can ask and say about its own note: p-fields, ties, local ksmps, its end; and the
 * engine's helpers of the compiler (##ksmps, ##kr, ##fail). */
#include "runtime/opcodes/dsp/arrays.h"
#include "runtime/opcodes/op.h"

/* ---- p-fields --------------------------------------------------------------------------------- */

/* p-field by number; 0 outside 1 .. count. */
KC_NATIVE double pfield(const kc_ctx *c, double number)
{
    const kc_note *n = c->note;
    if (!(number >= 1 && number < n->pcount + 1.0)) return 0.0;
    return n->p[(int)number];
}

KC_NATIVE int p_value(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    *out = pfield(c, *number);
    return KC_OK;
}

/* Opcode: p
 * Synopsis: ires p(inum)
 *           kres p(knum)
 *
 * A p-field by number.
 * In:  num  number, truncated
 * Out: its value; 0 when the note has no such p-field
 * Fails: never
 */
KC_OP(p, "i", "i", .init = p_value)
KC_OP(p, "k", "k", .init = p_value, .perf = p_value)

KC_NATIVE int pcount_init(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = c->note->pcount;
    return KC_OK;
}

/* Opcode: pcount
 * Synopsis: icount pcount
 *
 * Number of p-fields which the event gave.
 * Out: the number
 * Fails: never
 */
KC_OP(pcount, "i", "", .init = pcount_init)

KC_NATIVE int pindex_init(void *s, kc_ctx *c, double *out, const double *number)
{
    (void)s;
    if (!(*number >= 1 && *number < c->note->pcount + 1.0)) return kc_fail(c, "invalid p field index");
    *out = pfield(c, *number);
    return KC_OK;
}

KC_NATIVE int pindex_string(void *s, kc_ctx *c, kc_str *out, const double *number)
{
    double x;
    if (pindex_init(s, c, &x, number) < 0) return KC_ERROR;
    const char *text = kc_is_p_string(x) ? kc_p_string(c, x) : NULL;
    return kc_str_set(c, out, text ? text : "");
}

/* Opcode: pindex
 * Synopsis: ires pindex inum
 *           Sres pindex inum
 *
 * A p-field by number.
 * In:  inum  1 .. number of p-fields
 * Out: its value; as a string the text of a string p-field, empty for a number
 * Fails: outside that range
 */
KC_OP(pindex, "i", "i", .init = pindex_init)
KC_OP(pindex, "S", "i", .init = pindex_string)

/* Outputs: variables, strings where the p-field is one. */
KC_NATIVE int passign_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    int nout = c->site->nout, have = c->note->pcount;
    double start = *(const double *)a[nout], end = *(const double *)a[nout + 1];
    if (!(start >= 1 && start < 1e6)) return kc_fail(c, "invalid p field index");
    if (end >= 1 && end < have) have = (int)end;
    if (nout > have) kc_warn(c, "More arguments than p fields");
    for (int i = 0; i < nout && i + (int)start <= have; i++) {
        double x = c->note->p[i + (int)start];
        if (kc_arg_type(c, i) == 'S') {
            const char *text = kc_is_p_string(x) ? kc_p_string(c, x) : NULL;
            if (kc_str_set(c, a[i], text ? text : "") < 0) return KC_ERROR;
        } else {
            *(double *)a[i] = x;
        }
    }
    return KC_OK;
}

KC_NATIVE int passign_array(void *s, kc_ctx *c, kc_array *out, const double *start, const double *end)
{
    (void)s;
    int last = c->note->pcount, first = *start >= 1 && *start < 1e6 ? (int)*start : 0;
    if (*end >= 1 && *end < 1e6) last = (int)*end;
    if (first < 1 || last < first) return kc_fail(c, "invalid p field index");
    if (kc_array_make1(c, out, kc_arg_elem(c, 0), last - first + 1) < 0) return KC_ERROR;
    for (int i = first; i <= last; i++) out->data[i - first] = pfield(c, i);
    return KC_OK;
}

/* Opcode: passign
 * Synopsis: ivar1, ... passign [istart, iend]
 *           iArr[] passign [istart, iend]
 *           kArr[] passign [istart, iend]
 *
 * Copies p-fields to variables or an array.
 * In:  istart  first p-field (default 1)
 *      iend    last one (default 0: all)
 * Out: the values; strings for string p-fields
 * Fails: when istart is not at least 1
 */
KC_OP(passign, "IIIIIIIIIIIIIIIIIIIIIIII", "po", .init = passign_init)
KC_OP(passign, "i[]", "po", .init = passign_array)
KC_OP(passign, "k[]", "po", .init = passign_array)

KC_NATIVE int pset_init(void *s, kc_ctx *c, void **a)
{
    (void)s;
    double v[256];
    int n = c->site->nin < 256 ? c->site->nin : 256;
    for (int i = 0; i < n; i++) v[i] = *(const double *)a[i];
    return kc_instr_set_pset(c, c->note->insno, v, n);
}

/* Opcode: pset
 * Synopsis: pset icon1, icon2 [, ...]
 *
 * Values of p-fields that an event does not give, such as those of MIDI notes.
 * In:  icon1, icon2, ...  defaults of p1, p2, ...
 * Fails: never
 */
KC_OP(pset, "", "m", .init = pset_init)

/* ---- life of the note ------------------------------------------------------------------------- */

KC_NATIVE int tival_init(void *s, kc_ctx *c, double *out)
{
    (void)s;
    if (!c->note->reinit) *out = c->note->tie;
    return KC_OK;
}

/* Opcode: tival
 * Synopsis: ires tival
 *
 * Tells whether the note continues another one.
 * Out: 1 in the init pass of a tied note, else 0; unchanged in a reinit pass
 * Fails: never
 */
KC_OP(tival, "i", "", .init = tival_init)

KC_NATIVE int ihold_init(void *s, kc_ctx *c)
{
    (void)s;
    if (!c->note->reinit) c->note->held = 1; /* p3 stays what it is */
    return KC_OK;
}

/* Opcode: ihold
 * Synopsis: ihold
 *
 * Makes the note last until it is turned off.
 * Fails: never
 */
KC_OP(ihold, "", "", .init = ihold_init, .fx = event)

/* ---- local ksmps ------------------------------------------------------------------------------ */

KC_NATIVE int setksmps_init(void *s, kc_ctx *c, const double *iksmps)
{
    (void)s;
    int whole = c->outer ? c->outer->ksmps : c->ksmps;
    int n = *iksmps > -1 && *iksmps < 1e9 ? (int)*iksmps : -1;
    if (n == 0) return KC_OK;
    if (n < 1 || n > whole || whole % n)
        return kc_fail(c, "setksmps: invalid ksmps value: %d, original: %d", n, whole);
    if (n == c->ksmps) return KC_OK;
    if (!c->sub) return kc_fail(c, "setksmps: no section with a ksmps of its own here");
    c->sub->ksmps = n;
    c->ksmps = n;
    c->kr = c->sr / n;
    c->inv_kr = 1.0 / c->kr;
    c->begin = 0;
    c->end = n;
    return KC_OK;
}

/* Opcode: setksmps
 * Synopsis: setksmps iksmps
 *
 * Sets the block length within a user-defined opcode or instrument.
 * In:  iksmps  samples; the caller's ksmps is a multiple of it; 0 changes nothing
 * Fails: when it is no divisor
 */
KC_OP(setksmps, "", "i", .init = setksmps_init)

KC_NATIVE int local_ksmps(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = c->ksmps;
    return KC_OK;
}

KC_NATIVE int local_kr(void *s, kc_ctx *c, double *out)
{
    (void)s;
    *out = c->kr;
    return KC_OK;
}

/* Opcode: ##ksmps ##kr
 * Synopsis: ires ##ksmps
 *           ires ##kr
 *
 * ksmps and kr of the section with its own ksmps in which they stand; made by the compiler.
 * Out: the value
 * Fails: never
 */
KC_OP("##ksmps", "i", "", .init = local_ksmps)
KC_OP("##kr", "i", "", .init = local_kr)

KC_NATIVE int fail_init(void *s, kc_ctx *c, const kc_str *text)
{
    (void)s;
    return kc_fail(c, "%s", kc_str_get(text));
}

/* Opcode: ##fail
 * Synopsis: ##fail Stext
 *
 * An init error, made by the compiler where a call can't be done.
 * In:  Stext  message
 * Fails: always
 */
KC_OP("##fail", "", "S", .init = fail_init)
