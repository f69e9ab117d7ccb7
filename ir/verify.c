/* Verifier: what every pass may rely on.
 *
 *   - arguments name existing variables; outputs are no constants; a label argument (-1) stands in calls
 * alone
 *   - core operations have the arguments and types of ops.def; calls have those of their entry
 *   - each label that is named stands in the list exactly once, in the section of all jumps to it
 *   - sections with their own ksmps nest, and blocks are sliced only inside one
 *   - i-rate instructions belong to the init pass
 *
 * Nothing is said about variables read before they are assigned: that is legal, they hold 0 or an older
 * value. */
#include "ir/internal.h"
#include <string.h>

#define MAX_DEPTH 64 /* of sections */

typedef struct {
    const kc_ir_unit *u;
    kc_diags *d;
    int at;                 /* instruction */
    int32_t *label_section; /* where the label stands; -1: nowhere yet */
    int32_t *inst_section;  /* number of the innermost section; 0: none */
} checker;

static int bad(checker *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int bad(checker *c, const char *fmt, ...)
{
    const kc_ir_inst *i = &c->u->insts.v[c->at];
    kc_sbuf text = {0};
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    const char *op = i->op < KC_IR_OP_COUNT ? kc_ir_opinfos[i->op].text : "?";
    kc_diag_error(c->d, i->span, "ir-invalid", "%s, instruction %d (%s%s%s): %s", c->u->name, c->at, op,
                  i->name ? " " : "", i->name ? i->name : "", text.s);
    kc_sbuf_free(&text);
    return 0;
}

static const kc_ir_var *arg(const checker *c, const kc_ir_inst *i, int a)
{
    return i->args[a] < 0 ? NULL : &c->u->vars.v[i->args[a]];
}

static int is_scalar(const kc_ir_var *v) { return v && !v->dims && strchr("ikbB", v->type); }
static int is_a(const kc_ir_var *v) { return v && kc_ir_is_block(v); }
static int is_i(const kc_ir_var *v) { return v && !v->dims && strchr("ib", v->type); }

/* ---- form ------------------------------------------------------------------------------------- */

static int check_form(checker *c, const kc_ir_inst *i)
{
    if (i->op >= KC_IR_OP_COUNT) return bad(c, "unknown operation %d", i->op);
    if (!i->pass || i->pass > 3) return bad(c, "belongs to no pass");
    if (!i->rate || !strchr("ika-", i->rate)) return bad(c, "unknown rate");
    if (i->nout < 0 || i->nin < 0) return bad(c, "negative argument count");
    int labels = 0;
    for (int a = 0; a < i->nout + i->nin; a++) {
        int v = i->args[a];
        if (v >= c->u->vars.n || v < -1) return bad(c, "argument %d is no variable", a);
        labels += v < 0;
        if (v < 0 && (i->op != KC_IR_CALL || a < i->nout)) return bad(c, "argument %d is missing", a);
        int where = v < 0 ? -1 : c->u->vars.v[v].where;
        if (a < i->nout && where != KC_IR_LOCAL && where != KC_IR_GLOBAL && where != KC_IR_P)
            return bad(c, "output %d is a constant", a);
    }
    if (i->label < -1 || i->label >= c->u->labels.n) return bad(c, "no such label");
    int jumps = kc_ir_is_jump(i) || i->op == KC_IR_LABEL;
    if (labels > 1 || (i->op == KC_IR_CALL && labels != (i->label >= 0)) || (jumps && i->label < 0) ||
        (!jumps && i->op != KC_IR_CALL && i->label >= 0))
        return bad(c, "label argument missing or out of place");
    return 1;
}

static int check_var(const kc_ir_unit *u, int id, kc_diags *d)
{
    const kc_ir_var *v = &u->vars.v[id];
    int ok = v->type && strchr("ikaSfwbB", v->type) && v->where <= KC_IR_SYS && v->name;
    if (v->where == KC_IR_P) ok = ok && v->index >= 0 && v->index <= u->pmax;
    if (v->where == KC_IR_SYS)
        ok = ok && v->index >= 0 && v->index < (int)sizeof(kc_sysvars) && v->index % 8 == 0;
    if (v->where == KC_IR_GLOBAL) ok = ok && v->index >= 0 && v->index < (int)KC_IR_GLOBAL_BYTES;
    if (v->where == KC_IR_STRING) ok = ok && v->type == 'S' && v->str;
    if (v->where == KC_IR_NUM || v->where == KC_IR_P || v->where == KC_IR_SYS)
        ok = ok && v->type == 'i' && !v->dims;
    if (!ok)
        kc_diag_error(d, (kc_span){0}, "ir-invalid", "%s: variable %d (%s) is malformed", u->name, id,
                      v->name ? v->name : "?");
    return ok;
}

/* ---- core operations -------------------------------------------------------------------------- */

static int check_core_types(checker *c, const kc_ir_inst *i)
{
    const kc_ir_var *o = i->nout ? arg(c, i, 0) : NULL, *x = i->nin ? arg(c, i, i->nout) : NULL;
    switch (i->op) {
    case KC_IR_COPY: return (is_scalar(o) && is_scalar(x)) || (is_a(o) && is_a(x));
    case KC_IR_FILL: return is_a(o) && is_scalar(x);
    case KC_IR_FIRST: return is_scalar(o) && is_a(x);
    case KC_IR_NEG: return is_scalar(o) ? is_scalar(x) : is_a(o) && is_a(x);
    case KC_IR_SLICEIN:
    case KC_IR_SLICEOUT: return is_a(o) && is_a(x) && o != x;
    case KC_IR_IF:
    case KC_IR_IFNOT: return is_scalar(x);
    case KC_IR_ADD:
    case KC_IR_SUB:
    case KC_IR_MUL:
    case KC_IR_DIV:
        for (int a = 1; a < 3; a++)
            if (!is_scalar(arg(c, i, a)) && !(is_a(o) && is_a(arg(c, i, a)))) return 0;
        return is_scalar(o) || is_a(o);
    default: /* comparisons and logic: scalars; labels and the like have no arguments */
        for (int a = 0; a < i->nout + i->nin; a++)
            if (!is_scalar(arg(c, i, a))) return 0;
        return 1;
    }
}

static int check_core(checker *c, const kc_ir_inst *i)
{
    const kc_ir_opinfo *info = &kc_ir_opinfos[i->op];
    if (i->nout != info->nout || i->nin != info->nin)
        return bad(c, "has %d outputs and %d inputs, wants %d and %d", i->nout, i->nin, info->nout,
                   info->nin);
    if (!check_core_types(c, i)) return bad(c, "argument types don't fit");
    if (i->nout && (i->rate == 'a') != is_a(arg(c, i, 0))) return bad(c, "rate is not that of its output");
    if (i->nout && i->rate == '-') return bad(c, "has an output, but no rate");
    if ((i->op == KC_IR_SLICEIN || i->op == KC_IR_SLICEOUT) && !c->inst_section[c->at])
        return bad(c, "stands outside all sections with their own ksmps");
    return 1;
}

/* ---- calls ------------------------------------------------------------------------------------ */

/* Input code -> accepted value. v is NULL for a label argument. */
static int input_fits(char code, const kc_ir_var *v)
{
    if (code == 'l') return !v;
    if (!v) return 0;
    if (strchr(".?*", code)) return 1;
    if (v->dims) return 0;
    switch (code) {
    case 'a':
    case 'y': return v->type == 'a';
    case 'S':
    case 'W': return v->type == 'S';
    case 'f':
    case 'w':
    case 'b': return v->type == code;
    case 'B': return v->type == 'B' || v->type == 'b';
    case 'T': return v->type == 'S' || is_i(v);
    case 'U': return v->type == 'S' || is_scalar(v);
    case 'x':
    case 'M':
    case 'Z': return v->type == 'a' || is_scalar(v);
    case 'N': return v->type == 'a' || v->type == 'S' || is_scalar(v);
    default:
        if (strchr("kzKOPVJ", code)) return is_scalar(v);
        return strchr("iopqvjhmnr", code) && is_i(v);
    }
}

static int output_fits(char code, const kc_ir_var *v)
{
    if (!v) return 0;
    if (strchr(".?*", code)) return 1;
    if (v->dims) return 0;
    switch (code) {
    case 's': return v->type == 'k' || v->type == 'a';
    case 'm': return v->type == 'a';
    case 'z':
    case 'K': return v->type == 'k';
    case 'I': return v->type == 'i' || v->type == 'S';
    case 'X': return strchr("aki", v->type) != NULL;
    case 'N': return strchr("akiS", v->type) != NULL;
    case 'F': return v->type == 'f';
    default: return v->type == code;
    }
}

static int array_fits(char code, const kc_ir_var *v)
{
    return v && v->dims && (strchr(".?*", code) || v->type == code || (code == 'k' && v->type == 'i'));
}

/* Walks a type string beside the arguments [first, first + n). */
static int check_types(checker *c, const kc_ir_inst *i, int first, int n, const char *codes, int input)
{
    const char *p = codes;
    char last = 0;
    int last_array = 0;
    for (int k = 0; k < n; k++) {
        if (*p) {
            last = *p++;
            last_array = *p == '[';
            while (*p == '[' || *p == ']') p++;
        } else if (last_array || !last || !strchr(input ? "mnMNWyzZ*" : "mzIXNF*", last))
            return bad(c, "too many %s for `%s`", input ? "inputs" : "outputs", codes);
        const kc_ir_var *v = arg(c, i, first + k);
        if (!(last_array ? array_fits(last, v) : input ? input_fits(last, v) : output_fits(last, v)))
            return bad(c, "%s %d (%s) doesn't fit `%s`", input ? "input" : "output", k + 1,
                       v ? v->name : "label", codes);
    }
    while (input && *p && strchr("mnMNWyzZ*", *p)) p++; /* any number, none as well */
    if (*p && !(!input && strchr("mzIXNF*", *p)))
        return bad(c, "too few %s for `%s`", input ? "inputs" : "outputs", codes);
    return 1;
}

static int check_call(checker *c, const kc_ir_inst *i)
{
    if (!i->desc) return bad(c, "no entry");
    if (i->given < 0 || i->given > i->nin) return bad(c, "more inputs given than there are");
    return check_types(c, i, 0, i->nout, i->desc->outs, 0) &&
           check_types(c, i, i->nout, i->nin, i->desc->ins, 1);
}

/* ---- the whole -------------------------------------------------------------------------------- */

/* Numbers the sections and notes the place of each label. */
static void find_sections(checker *c)
{
    int open[MAX_DEPTH], passes[MAX_DEPTH], depth = 0, count = 0, n = c->u->insts.n;
    open[0] = 0;
    for (c->at = 0; c->at < n; c->at++) {
        const kc_ir_inst *i = &c->u->insts.v[c->at];
        c->inst_section[c->at] = open[depth];
        if (i->op == KC_IR_SUBBEGIN) {
            if (depth + 1 == MAX_DEPTH) {
                bad(c, "sections nest too deeply");
                return;
            }
            open[++depth] = ++count;
            passes[depth] = i->pass;
        } else if (i->op == KC_IR_SUBEND) {
            if (!depth)
                bad(c, "ends no section");
            else if (passes[depth--] != i->pass)
                bad(c, "ends a section of other passes");
        } else if (i->op == KC_IR_LABEL && i->label >= 0 && i->label < c->u->labels.n) {
            if (c->label_section[i->label] >= 0) bad(c, "label %s stands twice", c->u->labels.v[i->label]);
            c->label_section[i->label] = open[depth];
        }
    }
    c->at = n - 1;
    if (depth) bad(c, "a section has no end");
}

static void check_inst(checker *c)
{
    const kc_ir_inst *i = &c->u->insts.v[c->at];
    if (!check_form(c, i)) return;
    if (!(i->op == KC_IR_CALL ? check_call(c, i) : check_core(c, i))) return;
    if (i->rate == 'i' && !(i->pass & KC_IR_INIT)) bad(c, "is i-rate, but not in the init pass");
    if (i->label < 0) return;
    const char *label = c->u->labels.v[i->label];
    if (c->label_section[i->label] < 0)
        bad(c, "label %s stands nowhere", label);
    else if (c->label_section[i->label] != c->inst_section[c->at])
        bad(c, "label %s is in another section", label);
}

int kc_ir_verify(const kc_ir_unit *u, kc_diags *d)
{
    int before = d->errors, n = u->insts.n;
    if (u->ksmps < 1) kc_diag_error(d, (kc_span){0}, "ir-invalid", "%s: ksmps is %d", u->name, u->ksmps);
    for (int i = 0; i < u->vars.n; i++) check_var(u, i, d);
    checker c = {.u = u, .d = d};
    c.label_section = kc_xcalloc((size_t)u->labels.n, sizeof *c.label_section);
    c.inst_section = kc_xcalloc((size_t)n, sizeof *c.inst_section);
    memset(c.label_section, 0xff, (size_t)u->labels.n * sizeof *c.label_section);
    find_sections(&c);
    for (c.at = 0; c.at < n; c.at++) check_inst(&c);
    free(c.label_section);
    free(c.inst_section);
    return d->errors == before ? 0 : -1;
}
