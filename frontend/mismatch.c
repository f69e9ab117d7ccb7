/* What is wrong with a call that fits no entry, in words.
 *
 *     too few or too many inputs, whatever the entry     -> the count
 *     the inputs fit an entry, its results don't         -> the result
 *     else                                               -> the first misfit input of the nearest entry
 *
 * The nearest entry takes that many inputs, and fits the most arguments in a row. Then come the forms that
 * the opcode has, written as calls. */
#include "frontend/sema.h"
#include <limits.h>
#include <string.h>

typedef struct {
    const kc_entries *es;
    const char *name;
    const kc_type *outs, *ins;
    int nout, nin; /* nout -1: a function, results play no part */
} call;

/* ---- words ------------------------------------------------------------------------------------- */

static const char *element_word(char t)
{
    switch (t) {
    case 'a': return "audio";
    case 'k': return "control";
    case 'i': return "init-time";
    case 'S': return "string";
    case 'f': return "spectral";
    default: return "any";
    }
}

/* A type with its article, as an argument has it. */
static const char *found_words(kc_lower *l, kc_type t)
{
    if (t.dims) return kc_arena_printf(&l->c->arena, "a %s array", t.t == 'i' ? "number" : element_word(t.t));
    switch (t.t) {
    case 'a': return "an audio signal (a)";
    case 'k': return "a control value (k)";
    case 'i': return "an init-time value (i)";
    case 'c': return "a number";
    case 'p': return "a p-field";
    case 'r': return "a header value";
    case 'S': return "a string (S)";
    case 'f': return "a spectral signal (f)";
    case 'w': return "a spectrum (w)";
    case 'b':
    case 'B': return "a condition";
    case 'l': return "a label";
    default: return "something else";
    }
}

static const char *wanted_words(kc_lower *l, kc_type code)
{
    if (code.dims)
        return kc_arena_printf(&l->c->arena, "an %s[] array", code.t == '.' ? "any" : (char[]){code.t, 0});
    switch (code.t) {
    case 'a':
    case 'y': return "an audio signal (a)";
    case 'x': return "a number, control value or audio signal";
    case 'M':
    case 'N':
    case 'Z': return "a number or signal of any rate";
    case 'S':
    case 'W': return "a string";
    case 'T': return "a string or an init-time value";
    case 'U': return "a string or a number";
    case 'B': return "a condition";
    case 'f': return "a spectral signal (f)";
    case 'w': return "a spectrum (w)";
    case 'l': return "a label";
    default:
        return kc_type_fits_in((kc_type){'k', 0}, code) ? "a number or control value (k)"
                                                        : "an init-time value (i)";
    }
}

/* One input code of a form: what is written there, or `letter=default` when it may be left out. */
static void put_code(kc_sbuf *b, kc_type code)
{
    double value;
    const char *spelling, *word = NULL;
    char one[2] = {code.t, 0};
    int has_default = !code.dims && kc_code_default(code.t, &value, &spelling);
    switch (code.t) {
    case 'm':
    case 'n': word = "i"; break;
    case 'z': word = "k"; break;
    case 'M':
    case 'Z': word = "x"; break;
    case 'W': word = "S"; break;
    case 'y': word = "a"; break;
    case 'T': word = "S or i"; break;
    case 'U': word = "S, i or k"; break;
    case 'B': word = "condition"; break;
    case 'l': word = "label"; break;
    case 'N':
    case '*':
    case '.':
    case '?': word = "any"; break;
    case 'K':
    case 's': word = "k"; break;
    case 'I':
    case 'X': word = "i"; break;
    case 'F': word = "f"; break;
    }
    if (has_default) word = kc_type_fits_in((kc_type){'k', 0}, code) ? "k" : "i";
    kc_sbuf_puts(b, code.dims && code.t != '.' ? one : word ? word : one);
    for (int i = 0; i < code.dims; i++) kc_sbuf_puts(b, "[]");
    if (has_default) kc_sbuf_printf(b, "=%s", spelling);
}

/* `a oscili k, k[, i=-1, i=0]` */
static void put_form(kc_sbuf *b, const char *name, const kc_entry *e)
{
    kc_type code;
    const char *outs = e->outs, *ins = e->udo ? e->udo->ins : e->ins;
    int open = 0;
    for (int n = 0; kc_sig_next(&outs, &code); n++) {
        if (n) kc_sbuf_puts(b, ", ");
        put_code(b, code);
        if (!code.dims && kc_code_is_variadic_out(code.t)) kc_sbuf_puts(b, ", ...");
    }
    kc_sbuf_printf(b, "%s%s", b->n ? " " : "", name);
    for (int n = 0; kc_sig_next(&ins, &code); n++) {
        int many = !code.dims && kc_code_is_variadic_in(code.t);
        int optional = !open && !code.dims && (many || kc_code_is_optional(code.t));
        kc_sbuf_puts(b, n ? optional ? "[, " : ", " : optional ? " [" : " ");
        open |= optional;
        put_code(b, code);
        if (many) kc_sbuf_puts(b, ", ...");
    }
    if (open) kc_sbuf_puts(b, "]");
}

void kc_note_forms(kc_compile *c, const kc_entries *es, const kc_type *outs, int nout)
{
    enum { SHOWN = 8 };
    int shown = 0, fitting = 0, left = 0;
    if (es->name[0] == '#' || es->name[0] == '=') return;
    for (int i = 0; i < es->v.n; i++) fitting += nout < 0 || kc_types_fit_out(outs, nout, es->v.v[i].outs);
    for (int i = 0; i < es->v.n; i++) {
        const kc_entry *e = &es->v.v[i];
        if (fitting && nout >= 0 && !kc_types_fit_out(outs, nout, e->outs)) continue;
        if (shown == SHOWN) {
            left++;
            continue;
        }
        kc_sbuf b = {0};
        put_form(&b, es->name, e);
        kc_diag_note(c->d, "%s %s", shown++ ? "      or" : "write it", b.s);
        kc_sbuf_free(&b);
    }
    if (left) kc_diag_note(c->d, "      or in %d ways more", left);
}

/* ---- what is wrong ----------------------------------------------------------------------------- */

typedef struct {
    int min, max; /* INT_MAX: any number */
} count;

static count inputs_of(const kc_entry *e)
{
    count n = {0, 0};
    kc_type code;
    const char *sig = e->udo ? e->udo->ins : e->ins;
    while (kc_sig_next(&sig, &code)) {
        int many = !code.dims && kc_code_is_variadic_in(code.t);
        if (many) n.max = INT_MAX;
        if (n.max < INT_MAX) n.max++;
        if (code.dims || !(many || kc_code_is_optional(code.t))) n.min = n.max;
    }
    return n;
}

/* How many inputs fit in a row; `wanted` is what the entry wants where they stop. */
static int fitting_inputs(const call *c, const kc_entry *e, kc_type *wanted)
{
    const char *sig = e->udo ? e->udo->ins : e->ins;
    kc_type code = {0, 0};
    int many = 0, i = 0;
    for (; i < c->nin; i++) {
        if (!many && !kc_sig_next(&sig, &code)) break;
        many |= !code.dims && kc_code_is_variadic_in(code.t);
        if (!kc_type_fits_in(c->ins[i], code)) break;
    }
    *wanted = code;
    return i;
}

static kc_span span_of(const kc_ast_exprs *v, int i, kc_span other)
{
    return v && i < v->n && v->v[i]->span.source ? v->v[i]->span : other;
}

static const char *plural(int n) { return n == 1 ? "" : "s"; }

/* 1 when no entry takes that many inputs; reported. */
static int wrong_count(kc_lower *l, const call *c, const kc_ast_exprs *args, kc_span at)
{
    count all = {INT_MAX, 0};
    for (int i = 0; i < c->es->v.n; i++) {
        count n = inputs_of(&c->es->v.v[i]);
        if (c->nin >= n.min && c->nin <= n.max) return 0;
        if (n.min < all.min) all.min = n.min;
        if (n.max > all.max) all.max = n.max;
    }
    const char *how = all.min == all.max ? "" : c->nin < all.min ? "at least " : "at most ";
    int limit = c->nin < all.min ? all.min : all.max;
    if (c->nin > all.max && all.max < INT_MAX) at = span_of(args, all.max, at);
    if (c->nin > all.min && c->nin < all.max)
        kc_lower_error(l, at, "no-matching-entry", "%s doesn't take %d input%s", c->name, c->nin,
                       plural(c->nin));
    else if (!limit)
        kc_lower_error(l, at, "no-matching-entry", "%s takes no inputs, %d %s given", c->name, c->nin,
                       c->nin == 1 ? "is" : "are");
    else
        kc_lower_error(l, at, "no-matching-entry", "%s takes %s%d input%s, %d %s given", c->name, how, limit,
                       plural(limit), c->nin, c->nin == 1 ? "is" : "are");
    return 1;
}

static void hint(kc_lower *l, kc_type found, kc_type code)
{
    kc_type a = {'a', 0}, k = {'k', 0}, i = {'i', 0};
    if (code.dims && !found.dims && kc_type_is_number(found))
        kc_diag_note(l->c->d, "an array is declared with brackets: name[]");
    else if (found.dims && !code.dims)
        kc_diag_note(l->c->d, "one element of an array is written name[index]");
    else if (found.t == 'a' && kc_type_fits_in(k, code))
        kc_diag_note(l->c->d, "k(...) takes the first sample of an audio signal, rms its level");
    else if (kc_type_is_scalar(found) && !found.dims && kc_type_fits_in(a, code))
        kc_diag_note(l->c->d, "a(...) makes an audio signal of a number");
    else if (found.t == 'k' && kc_type_fits_in(i, code))
        kc_diag_note(l->c->d, "i(variable) reads a control variable when the note begins");
    else if (found.t == 'S' && kc_type_fits_in(i, code))
        kc_diag_note(l->c->d, "strtod(...) reads the number in a string");
}

/* The first result that the entry does not give. */
static void wrong_result(kc_lower *l, const call *c, const kc_entry *e, const kc_ast_exprs *outs, kc_span at)
{
    int given = kc_sig_count(e->outs), i = 0;
    const char *sig = e->outs;
    kc_type code = {0, 0};
    while (i < c->nout && kc_sig_next(&sig, &code) && kc_type_fits_out(c->outs[i], code)) i++;
    if (!given)
        kc_lower_error(l, at, "no-matching-entry", "%s gives no value with these inputs", c->name);
    else if (!c->nout)
        kc_lower_error(l, at, "no-matching-entry",
                       "%s gives a value with these inputs: write a variable before it", c->name);
    else if (i < c->nout && i < given) {
        const kc_ast_expr *o = outs && i < outs->n ? outs->v[i] : NULL;
        kc_type t = kc_code_result(code);
        kc_lower_error(l, span_of(outs, i, at), "no-matching-entry", "%s gives %s here, but %s%s%s is %s",
                       c->name, found_words(l, t), o && o->text ? "`" : "output ",
                       o && o->text ? o->text : kc_arena_printf(&l->c->arena, "%d", i + 1),
                       o && o->text ? "`" : "", found_words(l, c->outs[i]));
        if (t.dims && !c->outs[i].dims && o && o->text)
            kc_diag_note(l->c->d, "an array is declared with brackets: %s[]", o->text);
    } else
        kc_lower_error(l, at, "no-matching-entry", "%s gives %d value%s, not %d", c->name, given,
                       plural(given), c->nout);
}

static void wrong_input(kc_lower *l, const call *c, const kc_ast_exprs *args, kc_span at)
{
    int best = -1;
    kc_type wanted = {0, 0};
    for (int i = 0; i < c->es->v.n; i++) {
        const kc_entry *e = &c->es->v.v[i];
        kc_type code;
        count n = inputs_of(e);
        int fits = 2 * fitting_inputs(c, e, &code);
        if (c->nin < n.min || c->nin > n.max || fits >= 2 * c->nin) continue;
        fits += c->nout >= 0 && kc_types_fit_out(c->outs, c->nout, e->outs);
        if (fits > best) best = fits, wanted = code;
    }
    int i = best / 2;
    if (best < 0) {
        kc_lower_error(l, at, "no-matching-entry", "%s does not take these arguments", c->name);
        return;
    }
    const kc_ast_expr *arg = args && i < args->n ? args->v[i] : NULL;
    int named = arg && arg->kind == KC_EXPR_IDENT && !arg->dims;
    kc_lower_error(l, span_of(args, i, at), "no-matching-entry",
                   "input %d of %s should be %s, but %s%s%s is %s", i + 1, c->name, wanted_words(l, wanted),
                   named ? "`" : "", named ? arg->text : "this", named ? "`" : "", found_words(l, c->ins[i]));
    hint(l, c->ins[i], wanted);
}

void kc_report_mismatch(kc_lower *l, const char *name, const kc_entries *es, const kc_type *outs, int nout,
                        const kc_type *ins, int nin, kc_span at)
{
    call c = {es, name, outs, ins, nout, nin};
    /* The words of the call, when it is one that the text has. */
    const kc_ast_exprs *args = l->call_args && l->call_args->n == nin ? l->call_args : NULL;
    const kc_ast_exprs *dests = l->call_outs && l->call_outs->n == nout ? l->call_outs : NULL;
    const kc_entry *e = kc_resolve_inputs(es, ins, nin);
    if (e && nout >= 0)
        wrong_result(l, &c, e, dests, at);
    else if (!wrong_count(l, &c, args, at))
        wrong_input(l, &c, args, at);
    kc_note_forms(l->c, es, outs, nout);
}
