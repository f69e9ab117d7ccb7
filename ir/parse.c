/* Reader of the text form (ir.h, print.c). Line by line:
 *
 *     unit "name" ksmps N
 *     op NAME OUTS INS[/RATES] flag...          an entry for this text alone: it can be checked and
 * scheduled, not run flags: init perf tick each k arate, state SIZE ALIGN, effect names var NAME TYPE[][]
 * [global OFFSET] [OUT, ... =] PASS.RATE OPERATION ARG, ... [OUT, ... =] PASS.RATE call NAME OUTS INS[/RATES]
 * (ARG, ...) [given N]
 *
 * Arguments: a variable, #number, "string", p4, sr and the other system values, @label. `-` is the empty type
 * list. A ';' starts a comment. The text may be anything at all: each line is read once, with no recursion.
 */
#include "ir/internal.h"
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#define MAX_ARGS  4096
#define MAX_KSMPS (1 << 16)
#define MAX_P     100000
#define MAX_DIMS  32

typedef struct {
    kc_ir_unit *u;
    kc_diags *d;
    const char *name; /* of the text, for messages */
    const char *p;    /* cursor; the line ends at '\n' or NUL */
    int line, failed;
    kc_map vars, labels;     /* name -> id + 1 */
    KC_VEC(kc_opdesc *) ops; /* declared here; owned by the unit's arena */
} reader;

static int fail(reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int fail(reader *r, const char *fmt, ...)
{
    if (r->failed) return 0; /* one message a line */
    r->failed = 1;
    kc_sbuf text = {0};
    va_list ap;
    va_start(ap, fmt);
    kc_sbuf_vprintf(&text, fmt, ap);
    va_end(ap);
    kc_span at = {.line = r->line};
    kc_diag_error(r->d, at, "ir-syntax", "%s:%d: %s", r->name, r->line, text.s);
    kc_sbuf_free(&text);
    return 0;
}

/* ---- words ------------------------------------------------------------------------------------ */

static void blanks(reader *r)
{
    while (*r->p == ' ' || *r->p == '\t' || *r->p == '\r') r->p++;
}

static int at_end(reader *r)
{
    blanks(r);
    return !*r->p || *r->p == '\n' || *r->p == ';';
}

static int punct(reader *r, char c)
{
    blanks(r);
    if (*r->p != c) return 0;
    r->p++;
    return 1;
}

/* Up to the next blank, comma, parenthesis or end; "" when there is none. In the unit's arena. */
static const char *word(reader *r)
{
    blanks(r);
    const char *start = r->p;
    while (*r->p && !strchr(" \t\r\n,();", *r->p)) r->p++;
    return kc_arena_strndup(&r->u->arena, start, (size_t)(r->p - start));
}

static int keyword(reader *r, const char *w)
{
    blanks(r);
    size_t n = strlen(w);
    if (strncmp(r->p, w, n) || (r->p[n] && !strchr(" \t\r\n,();", r->p[n]))) return 0;
    r->p += n;
    return 1;
}

static int integer(reader *r, long min, long max, long *value)
{
    const char *w = word(r);
    char *end;
    *value = strtol(w, &end, 10);
    if (!*w || *end || *value < min || *value > max)
        return fail(r, "expected a number from %ld to %ld, found `%s`", min, max, w);
    return 1;
}

static int hex_digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

static char escaped(reader *r)
{
    char c = *r->p;
    if (c == 'n') {
        r->p++;
        return '\n';
    }
    if (c == 'x' && isxdigit((unsigned char)r->p[1]) && isxdigit((unsigned char)r->p[2])) {
        r->p += 3;
        return (char)(hex_digit(r->p[-2]) * 16 + hex_digit(r->p[-1]));
    }
    if (c && c != '\n') r->p++;
    return c;
}

/* A string in double quotes, with \" \\ \n \xHH. */
static int quoted(reader *r, kc_sbuf *out)
{
    if (!punct(r, '"')) return fail(r, "expected a string");
    kc_sbuf_write(out, "", 0);
    while (*r->p && *r->p != '\n' && *r->p != '"') {
        char c = *r->p++;
        kc_sbuf_putc(out, c == '\\' ? escaped(r) : c);
    }
    return punct(r, '"') ? 1 : fail(r, "string without end");
}

/* ---- arguments -------------------------------------------------------------------------------- */

static int label_id(reader *r, const char *name)
{
    void **slot = kc_map_at(&r->labels, name);
    if (!*slot) *slot = (void *)(intptr_t)(kc_ir_label(r->u, name) + 1);
    return (int)(intptr_t)*slot - 1;
}

static int number_arg(reader *r, const char *w)
{
    char *end;
    double v = strtod(w + 1, &end);
    if (*end) return fail(r, "not a number: `%s`", w), -1;
    return kc_ir_num(r->u, v, w + 1);
}

static int string_arg(reader *r)
{
    kc_sbuf s = {0};
    int id = quoted(r, &s) ? kc_ir_string(r->u, s.s ? s.s : "", (int)s.n) : -1;
    kc_sbuf_free(&s);
    return id;
}

/* Variable id, or -1 after an error. */
static int value(reader *r)
{
    blanks(r);
    if (*r->p == '"') return string_arg(r);
    const char *w = word(r);
    if (w[0] == '#' && w[1] && strchr("0123456789.+-", w[1])) return number_arg(r, w);
    int id = (int)(intptr_t)kc_map_get(&r->vars, w) - 1;
    if (id >= 0) return id;
    if (w[0] == 'p' && isdigit((unsigned char)w[1])) {
        char *end;
        long n = strtol(w + 1, &end, 10);
        if (!*end && n <= MAX_P) return kc_ir_pfield(r->u, (int)n);
    }
    id = kc_ir_sys(r->u, w);
    if (id < 0) fail(r, "unknown variable `%s`", w);
    return id;
}

typedef struct {
    KC_VEC(int) ids;
    int label;
} arg_list;

/* One argument; `slot`: a label takes an argument slot (calls). */
static int argument(reader *r, arg_list *list, int slot)
{
    if (list->ids.n >= MAX_ARGS) return fail(r, "too many arguments");
    if (punct(r, '@')) {
        if (list->label >= 0) return fail(r, "two labels");
        list->label = label_id(r, word(r));
        if (slot) kc_vec_push(&list->ids, -1);
        return 1;
    }
    int id = value(r);
    if (id < 0) return 0;
    kc_vec_push(&list->ids, id);
    return 1;
}

static int arguments(reader *r, arg_list *list, int slot)
{
    do
        if (!argument(r, list, slot)) return 0;
    while (punct(r, ','));
    return 1;
}

/* ---- entries ---------------------------------------------------------------------------------- */

/* Native functions of entries that a text declares: nothing stands behind them. */
static int text_only(void *st, kc_ctx *c, void **a)
{
    (void)st;
    (void)c;
    (void)a;
    return KC_ERROR;
}

static int same_entry(const kc_opdesc *d, const kc_opdesc *key)
{
    return !strcmp(d->name, key->name) && !strcmp(d->outs, key->outs) && !strcmp(d->ins, key->ins) &&
           !strcmp(d->rates ? d->rates : "", key->rates ? key->rates : "");
}

static const kc_opdesc *find_entry(const reader *r, const kc_opdesc *key)
{
    for (int i = 0; i < r->ops.n; i++)
        if (same_entry(r->ops.v[i], key)) return r->ops.v[i];
    int lo = 0, hi = kc_optable_count;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (strcmp(kc_optable[mid]->name, key->name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < kc_optable_count && !strcmp(kc_optable[lo]->name, key->name); lo++)
        if (same_entry(kc_optable[lo], key)) return kc_optable[lo];
    return NULL;
}

static const char *type_list(const char *w) { return strcmp(w, "-") ? w : ""; }

/* NAME OUTS INS[/RATES] */
static int entry_words(reader *r, kc_opdesc *key)
{
    *key = (kc_opdesc){.name = word(r)};
    key->outs = type_list(word(r));
    char *ins = (char *)word(r), *slash = strchr(ins, '/');
    if (slash) {
        *slash = 0;
        key->rates = slash + 1;
    }
    if (!*ins) return fail(r, "expected an entry: name, output types, input types");
    key->ins = type_list(ins);
    return 1;
}

static int effect_flag(kc_opdesc *op, const char *w)
{
    for (int b = 0; b < kc_ir_fx_count; b++)
        if (!strcmp(w, kc_ir_fx_names[b])) {
            op->fx |= 1u << b;
            return 1;
        }
    return 0;
}

static int entry_flag(reader *r, kc_opdesc *op)
{
    const char *w = word(r);
    long size, align;
    if (!strcmp(w, "init"))
        op->init = text_only;
    else if (!strcmp(w, "perf"))
        op->perf = text_only;
    else if (!strcmp(w, "tick"))
        op->tick_sym = w;
    else if (!strcmp(w, "each"))
        op->each_sym = w;
    else if (!strcmp(w, "k"))
        op->k_sym = w;
    else if (!strcmp(w, "arate"))
        op->arate = 1;
    else if (!strcmp(w, "state")) {
        if (!integer(r, 0, 1 << 20, &size) || !integer(r, 1, 64, &align)) return 0;
        if (align & (align - 1)) return fail(r, "alignment is no power of two");
        op->state_size = (uint32_t)size;
        op->state_align = (uint32_t)align;
    } else if (!effect_flag(op, w))
        return fail(r, "unknown flag `%s`", w);
    return 1;
}

static int read_op(reader *r)
{
    kc_opdesc *op = kc_arena_alloc(&r->u->arena, sizeof *op);
    if (!entry_words(r, op)) return 0;
    op->file = kc_ir_text_file;
    while (!at_end(r))
        if (!entry_flag(r, op)) return 0;
    if (op->tick_sym || op->each_sym) op->perf = text_only;
    kc_vec_push(&r->ops, op);
    return 1;
}

/* ---- lines ------------------------------------------------------------------------------------ */

static int read_unit(reader *r)
{
    long ksmps;
    kc_sbuf name = {0};
    int ok = quoted(r, &name);
    if (ok) r->u->name = kc_arena_strdup(&r->u->arena, name.s ? name.s : "");
    kc_sbuf_free(&name);
    if (!ok) return 0;
    if (!keyword(r, "ksmps")) return fail(r, "expected ksmps");
    if (!integer(r, 1, MAX_KSMPS, &ksmps)) return 0;
    r->u->ksmps = (int)ksmps;
    return 1;
}

static int read_var(reader *r)
{
    const char *name = word(r), *type = word(r);
    int dims = 0;
    if (!*name || !*type || !strchr("ikaSfwbB", type[0])) return fail(r, "expected: var NAME TYPE");
    while (dims < MAX_DIMS && !strncmp(type + 1 + 2 * dims, "[]", 2)) dims++;
    if (type[1 + 2 * dims]) return fail(r, "unknown type `%s`", type);
    if (kc_map_get(&r->vars, name)) return fail(r, "variable `%s` twice", name);
    long off = 0;
    int global = keyword(r, "global");
    if (global && !integer(r, 0, KC_IR_GLOBAL_BYTES, &off)) return 0;
    int id = kc_ir_var_add(r->u, name, type[0], dims, global ? KC_IR_GLOBAL : KC_IR_LOCAL);
    r->u->vars.v[id].index = (int32_t)off;
    kc_map_put(&r->vars, name, (void *)(intptr_t)(id + 1));
    return 1;
}

/* "init.perf.a" */
static int pass_and_rate(const char *w, int *pass, char *rate)
{
    *pass = 0;
    if (!strncmp(w, "init.", 5)) {
        *pass |= KC_IR_INIT;
        w += 5;
    }
    if (!strncmp(w, "perf.", 5)) {
        *pass |= KC_IR_PERF;
        w += 5;
    }
    *rate = *w;
    return *pass && *w && strchr("ika-", *w) && !w[1];
}

static int op_id(const char *w)
{
    for (int i = 0; i < KC_IR_OP_COUNT; i++)
        if (!strcmp(w, kc_ir_opinfos[i].text)) return i;
    return -1;
}

static int call_arguments(reader *r, arg_list *ins, const kc_opdesc **desc, long *given)
{
    kc_opdesc key;
    if (!entry_words(r, &key)) return 0;
    if (!(*desc = find_entry(r, &key)))
        return fail(r, "unknown entry: %s `%s` `%s`", key.name, key.outs, key.ins);
    if (!punct(r, '(')) return fail(r, "expected (");
    if (!punct(r, ')')) {
        if (!arguments(r, ins, 1)) return 0;
        if (!punct(r, ')')) return fail(r, "expected )");
    }
    *given = ins->ids.n;
    return !keyword(r, "given") || integer(r, 0, MAX_ARGS, given);
}

static int read_operation(reader *r, arg_list *outs, arg_list *ins)
{
    const char *how = word(r), *name = word(r);
    int pass;
    char rate;
    long given = -1;
    const kc_opdesc *desc = NULL;
    if (!pass_and_rate(how, &pass, &rate)) return fail(r, "expected PASS.RATE, found `%s`", how);
    int op = op_id(name);
    if (op < 0) return fail(r, "unknown operation `%s`", name);
    if (op == KC_IR_CALL) {
        if (!call_arguments(r, ins, &desc, &given)) return 0;
    } else if (!at_end(r) && !arguments(r, ins, 0))
        return 0;
    kc_ir_inst *i =
        kc_ir_append(r->u, (kc_ir_op)op, pass, rate, outs->ids.v, outs->ids.n, ins->ids.v, ins->ids.n);
    i->label = ins->label;
    i->span = (kc_span){.line = r->line};
    i->desc = desc;
    if (desc) {
        i->name = desc->name;
        i->given = (int16_t)given;
    }
    return 1;
}

/* The line starts with PASS.RATE: no outputs (a variable's name has no dot). */
static int starts_with_pass(const char *p) { return !strncmp(p, "init.", 5) || !strncmp(p, "perf.", 5); }

static int read_inst(reader *r)
{
    arg_list outs = {.label = -1}, ins = {.label = -1};
    int ok = 1;
    if (!starts_with_pass(r->p)) {
        ok = arguments(r, &outs, 0);
        if (ok && outs.label >= 0) ok = fail(r, "a label is no output");
        if (ok && !punct(r, '=')) ok = fail(r, "expected =");
    }
    ok = ok && read_operation(r, &outs, &ins);
    kc_vec_free(&outs.ids);
    kc_vec_free(&ins.ids);
    return ok;
}

static void read_line(reader *r)
{
    if (at_end(r)) return;
    int ok = keyword(r, "unit")  ? read_unit(r)
             : keyword(r, "op")  ? read_op(r)
             : keyword(r, "var") ? read_var(r)
                                 : read_inst(r);
    if (ok && !at_end(r)) fail(r, "unexpected text at the end of the line");
}

kc_ir_unit *kc_ir_parse(const char *text, const char *name, kc_diags *d)
{
    reader r = {.u = kc_ir_unit_create(name, 1), .d = d, .name = name, .p = text};
    int before = d->errors;
    while (*r.p) {
        r.line++;
        r.failed = 0;
        read_line(&r);
        while (*r.p && *r.p++ != '\n') {
        }
    }
    kc_map_free(&r.vars);
    kc_map_free(&r.labels);
    kc_vec_free(&r.ops);
    if (d->errors == before) return r.u;
    kc_ir_unit_destroy(r.u);
    return NULL;
}
