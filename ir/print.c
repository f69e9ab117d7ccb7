/* Text form of units: one line for each opcode entry that is not in the table, each variable and each
 * instruction. What print writes parse reads, and prints the same again. Variables whose names another one
 * has (inlined UDO bodies) or that the text form can't hold get their id as a suffix: a1~12. */
#include "ir/internal.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const kc_ir_opinfo kc_ir_opinfos[KC_IR_OP_COUNT] = {
#define KC_IR_OP(id, text, nout, nin, doc) {text, nout, nin},
#include "ir/ops.def"
#undef KC_IR_OP
};

const char *const kc_ir_fx_names[] = {"tab_r", "tab_w", "zak_r", "zak_w", "chn_r", "chn_w", "in",   "out",
                                      "out_r", "line",  "rng",   "print", "event", "file",  "midi", "flow"};
const int kc_ir_fx_count = sizeof kc_ir_fx_names / sizeof *kc_ir_fx_names;
const char kc_ir_text_file[] = "text";

/* ---- names ------------------------------------------------------------------------------------ */

static const char *number_text(kc_ir_names *n, double v)
{
    if (isnan(v)) return "#+nan";
    if (isinf(v)) return v > 0 ? "#+inf" : "#-inf";
    char s[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(s, sizeof s, "#%.*g", digits, v);
        if (strtod(s + 1, NULL) == v) break;
    }
    return kc_arena_strdup(&n->arena, s);
}

static const char *string_text(kc_ir_names *n, const char *s, int len)
{
    kc_sbuf b = {0};
    kc_sbuf_putc(&b, '"');
    for (int i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\')
            kc_sbuf_printf(&b, "\\%c", c);
        else if (c == '\n')
            kc_sbuf_puts(&b, "\\n");
        else if (c < 32 || c == 127)
            kc_sbuf_printf(&b, "\\x%02x", c);
        else
            kc_sbuf_putc(&b, (char)c);
    }
    kc_sbuf_putc(&b, '"');
    const char *text = kc_arena_strdup(&n->arena, b.s);
    kc_sbuf_free(&b);
    return text;
}

/* A word the reader takes for a variable: starts as one, no p-field, no system value. */
static int plain_word(const char *s)
{
    const char *p = s + (*s == '#');
    if (!isalpha((unsigned char)*p) && *p != '_') return 0;
    for (; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("_#$~:", *p)) return 0;
    if (s[0] == 'p' && isdigit((unsigned char)s[1])) return 0;
    static const char *const taken[] = {"sr", "kr", "ksmps", "nchnls", "nchnls_i", "A4"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (!strcmp(s, taken[i])) return 0;
    return 1;
}

/* The name itself where it is good and free, else a cleaned one with the id. */
static const char *unique(kc_ir_names *n, kc_map *used, const char *name, int id)
{
    if (plain_word(name) && !kc_map_get(used, name)) {
        kc_map_put(used, name, used);
        return name;
    }
    char *s = kc_arena_printf(&n->arena, "%s%s", plain_word(name) || name[0] == '#' ? "" : "_", name);
    for (char *p = s + 1; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("_#$~:", *p)) *p = '_';
    char *full =
        kc_arena_printf(&n->arena, "%s~%d", s[0] == '#' && !isalpha((unsigned char)s[1]) ? "_" : s, id);
    while (kc_map_get(used, full)) full = kc_arena_printf(&n->arena, "%s~", full);
    kc_map_put(used, full, used);
    return full;
}

static const char *sys_name(int off)
{
    static const char *const names[] = {"sr", "kr", "ksmps", "nchnls", "nchnls_i", "0dbfs", "A4"};
    return names[off / (int)sizeof(double)];
}

static const char *var_text(kc_ir_names *n, kc_map *used, const kc_ir_var *v, int id)
{
    switch (v->where) {
    case KC_IR_NUM: return number_text(n, v->num);
    case KC_IR_STRING: return string_text(n, v->str, v->str_len);
    case KC_IR_P: return kc_arena_printf(&n->arena, "p%d", v->index);
    case KC_IR_SYS: return sys_name(v->index);
    default: return unique(n, used, v->name, id);
    }
}

void kc_ir_names_make(kc_ir_names *n, const kc_ir_unit *u)
{
    kc_map used = {0}, labels = {0};
    *n = (kc_ir_names){0};
    n->var = kc_xcalloc((size_t)u->vars.n, sizeof *n->var);
    n->label = kc_xcalloc((size_t)u->labels.n, sizeof *n->label);
    for (int i = 0; i < u->vars.n; i++) n->var[i] = var_text(n, &used, &u->vars.v[i], i);
    for (int i = 0; i < u->labels.n; i++) n->label[i] = unique(n, &labels, u->labels.v[i], i);
    kc_map_free(&used);
    kc_map_free(&labels);
}

void kc_ir_names_free(kc_ir_names *n)
{
    free(n->var);
    free(n->label);
    kc_arena_free(&n->arena);
}

/* ---- lines ------------------------------------------------------------------------------------ */

static const char *or_dash(const char *s) { return s && *s ? s : "-"; }

/* "oscili a kkjo": the words that find the entry again */
static void print_entry(const kc_opdesc *d, kc_sbuf *out)
{
    kc_sbuf_printf(out, "%s %s %s", d->name, or_dash(d->outs), or_dash(d->ins));
    if (d->rates) kc_sbuf_printf(out, "/%s", d->rates);
}

static void print_args(const kc_ir_names *n, const kc_ir_inst *i, kc_sbuf *out)
{
    for (int a = i->nout; a < i->nout + i->nin; a++)
        kc_sbuf_printf(out, "%s%s%s", a > i->nout ? ", " : "", i->args[a] < 0 ? "@" : "",
                       i->args[a] < 0 ? n->label[i->label] : n->var[i->args[a]]);
}

void kc_ir_print_inst(const kc_ir_unit *u, const kc_ir_names *n, const kc_ir_inst *i, kc_sbuf *out)
{
    static const char *const passes[] = {"", "init", "perf", "init.perf"};
    (void)u;
    for (int a = 0; a < i->nout; a++)
        kc_sbuf_printf(out, "%s%s", n->var[i->args[a]], a + 1 < i->nout ? ", " : " = ");
    kc_sbuf_printf(out, "%s.%c %s", passes[i->pass & 3], i->rate, kc_ir_opinfos[i->op].text);
    if (i->op == KC_IR_CALL) {
        kc_sbuf_putc(out, ' ');
        print_entry(i->desc, out);
        kc_sbuf_puts(out, " (");
        print_args(n, i, out);
        kc_sbuf_putc(out, ')');
        if (i->given != i->nin) kc_sbuf_printf(out, " given %d", i->given);
    } else {
        if (i->nin) kc_sbuf_putc(out, ' ');
        print_args(n, i, out);
        if (i->label >= 0) kc_sbuf_printf(out, "%s@%s", i->nin ? ", " : " ", n->label[i->label]);
    }
    kc_sbuf_putc(out, '\n');
}

/* Entries that the text declared itself. */
static void print_declared(const kc_ir_unit *u, kc_sbuf *out)
{
    for (int i = 0; i < u->insts.n; i++) {
        const kc_opdesc *d = u->insts.v[i].op == KC_IR_CALL ? u->insts.v[i].desc : NULL;
        int seen = 0;
        if (!d || d->file != kc_ir_text_file) continue;
        for (int j = 0; j < i && !seen; j++) seen = u->insts.v[j].op == KC_IR_CALL && u->insts.v[j].desc == d;
        if (seen) continue;
        kc_sbuf_puts(out, "op ");
        print_entry(d, out);
        kc_sbuf_printf(out, "%s%s%s%s%s%s", d->init ? " init" : "", d->perf ? " perf" : "",
                       d->tick_sym ? " tick" : "", d->each_sym ? " each" : "", d->k_sym ? " k" : "",
                       d->arate ? " arate" : "");
        if (d->state_size) kc_sbuf_printf(out, " state %u %u", d->state_size, d->state_align);
        for (int b = 0; b < kc_ir_fx_count; b++)
            if (d->fx >> b & 1) kc_sbuf_printf(out, " %s", kc_ir_fx_names[b]);
        kc_sbuf_putc(out, '\n');
    }
}

void kc_ir_print(const kc_ir_unit *u, kc_sbuf *out)
{
    kc_ir_names n;
    kc_ir_names_make(&n, u);
    kc_sbuf_puts(out, "unit ");
    kc_sbuf_puts(out, string_text(&n, u->name, (int)strlen(u->name)));
    kc_sbuf_printf(out, " ksmps %d\n", u->ksmps);
    print_declared(u, out);
    for (int i = 0; i < u->vars.n; i++) {
        const kc_ir_var *v = &u->vars.v[i];
        if (v->where != KC_IR_LOCAL && v->where != KC_IR_GLOBAL) continue;
        kc_sbuf_printf(out, "var %s %c", n.var[i], v->type);
        for (int k = 0; k < v->dims; k++) kc_sbuf_puts(out, "[]");
        if (v->where == KC_IR_GLOBAL) kc_sbuf_printf(out, " global %d", v->index);
        kc_sbuf_putc(out, '\n');
    }
    for (int i = 0; i < u->insts.n; i++) kc_ir_print_inst(u, &n, &u->insts.v[i], out);
    kc_ir_names_free(&n);
}
