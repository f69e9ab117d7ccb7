/* Prints the tree as s-expressions. A statement takes one line; blocks are indented by two.
 *
 *     a1 oscil p4, 440     (op oscil (a1) (p4 440))
 *     k1[] = kA            (= (k1[]) (kA))
 *     if k1 > 2 kgoto x    (if-kgoto (> k1 2) x)
 */
#include "frontend/ast.h"

const char *kc_ast_op_text(kc_ast_op op)
{
    static const char *const text[] = {
#define TEXT(name, spelling) spelling,
        KC_AST_OPS(TEXT)
#undef TEXT
    };
    return op < KC_AST_OP_COUNT ? text[op] : "?";
}

static void quoted(const char *s, int n, kc_sbuf *out)
{
    kc_sbuf_putc(out, '"');
    for (int i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\')
            kc_sbuf_printf(out, "\\%c", c);
        else if (c == '\n')
            kc_sbuf_puts(out, "\\n");
        else if (c < 32 || c == 127)
            kc_sbuf_printf(out, "\\%03o", c);
        else
            kc_sbuf_putc(out, (char)c);
    }
    kc_sbuf_putc(out, '"');
}

/* A blank before each, then the closing parenthesis. */
static void rest(kc_ast_exprs l, kc_sbuf *out)
{
    for (int i = 0; i < l.n; i++) {
        kc_sbuf_putc(out, ' ');
        kc_ast_print_expr(l.v[i], out);
    }
    kc_sbuf_putc(out, ')');
}

static void list(kc_ast_exprs l, kc_sbuf *out)
{
    kc_sbuf_putc(out, '(');
    for (int i = 0; i < l.n; i++) {
        if (i) kc_sbuf_putc(out, ' ');
        kc_ast_print_expr(l.v[i], out);
    }
    kc_sbuf_putc(out, ')');
}

void kc_ast_print_expr(const kc_ast_expr *e, kc_sbuf *out)
{
    switch (e->kind) {
    case KC_EXPR_NUM: kc_sbuf_puts(out, e->text); break;
    case KC_EXPR_STR: quoted(e->str, e->str_len, out); break;
    case KC_EXPR_IDENT:
        kc_sbuf_puts(out, e->text);
        for (int i = 0; i < e->dims; i++) kc_sbuf_puts(out, "[]");
        break;
    case KC_EXPR_UNARY:
    case KC_EXPR_BINARY:
        kc_sbuf_printf(out, "(%s", kc_ast_op_text(e->op));
        rest(e->kids, out);
        break;
    case KC_EXPR_TERNARY:
        kc_sbuf_puts(out, "(?");
        rest(e->kids, out);
        break;
    case KC_EXPR_CALL:
        kc_sbuf_printf(out, "(call %s%s%s", e->text, e->annot ? ":" : "", e->annot ? e->annot : "");
        rest(e->kids, out);
        break;
    case KC_EXPR_INDEX:
        kc_sbuf_puts(out, "(index");
        rest(e->kids, out);
        break;
    }
}

static const char *pass_prefix(kc_ast_pass pass)
{
    return pass == KC_PASS_INIT ? "i" : pass == KC_PASS_PERF ? "k" : "";
}

static void block(const kc_ast_block *b, int indent, kc_sbuf *out);

static void branches(const kc_ast_stmt *s, int indent, kc_sbuf *out)
{
    kc_sbuf_puts(out, "(if");
    for (int i = 0; i < s->n_branches; i++) {
        const kc_ast_branch *b = &s->branches[i];
        kc_sbuf_printf(out, "\n%*s(", indent + 2, "");
        if (b->cond) {
            kc_sbuf_printf(out, "%sthen ", pass_prefix(b->pass));
            kc_ast_print_expr(b->cond, out);
        } else
            kc_sbuf_puts(out, "else");
        block(&b->body, indent + 4, out);
        kc_sbuf_putc(out, ')');
    }
    kc_sbuf_putc(out, ')');
}

static void statement(const kc_ast_stmt *s, int indent, kc_sbuf *out)
{
    switch (s->kind) {
    case KC_STMT_OPCALL:
        kc_sbuf_printf(out, "(op %s%s%s ", s->name, s->annot ? ":" : "", s->annot ? s->annot : "");
        list(s->outs, out);
        kc_sbuf_putc(out, ' ');
        list(s->args, out);
        kc_sbuf_putc(out, ')');
        break;
    case KC_STMT_ASSIGN:
    case KC_STMT_AUGASSIGN:
        kc_sbuf_printf(out, "(%s= ", s->kind == KC_STMT_ASSIGN ? "" : kc_ast_op_text(s->op));
        list(s->outs, out);
        kc_sbuf_putc(out, ' ');
        list(s->args, out);
        kc_sbuf_putc(out, ')');
        break;
    case KC_STMT_LABEL: kc_sbuf_printf(out, "(label %s)", s->name); break;
    case KC_STMT_GOTO: kc_sbuf_printf(out, "(%sgoto %s)", pass_prefix(s->pass), s->name); break;
    case KC_STMT_IFGOTO:
        kc_sbuf_printf(out, "(if-%sgoto ", pass_prefix(s->pass));
        kc_ast_print_expr(s->args.v[0], out);
        kc_sbuf_printf(out, " %s)", s->name);
        break;
    case KC_STMT_IF: branches(s, indent, out); break;
    case KC_STMT_WHILE:
        kc_sbuf_puts(out, s->until ? "(until " : "(while ");
        kc_ast_print_expr(s->args.v[0], out);
        block(&s->body, indent + 2, out);
        kc_sbuf_putc(out, ')');
        break;
    }
}

/* Each statement on a line of its own. */
static void block(const kc_ast_block *b, int indent, kc_sbuf *out)
{
    for (int i = 0; i < b->n; i++) {
        kc_sbuf_printf(out, "\n%*s", indent, "");
        statement(b->v[i], indent, out);
    }
}

static void instr_ids(const kc_ast_item *it, kc_sbuf *out)
{
    for (int i = 0; i < it->n_ids; i++) {
        const kc_ast_instr_id *id = &it->ids[i];
        if (i) kc_sbuf_putc(out, ' ');
        if (id->name)
            kc_sbuf_printf(out, "%s%s", id->plus ? "+" : "", id->name);
        else
            kc_sbuf_printf(out, "%d", id->number);
    }
}

static void item(const kc_ast_item *it, kc_sbuf *out)
{
    switch (it->kind) {
    case KC_ITEM_HEADER:
        kc_sbuf_printf(out, "(header %s ", it->name);
        kc_ast_print_expr(it->value, out);
        kc_sbuf_putc(out, ')');
        break;
    case KC_ITEM_INSTR:
        kc_sbuf_puts(out, "(instr (");
        instr_ids(it, out);
        kc_sbuf_putc(out, ')');
        block(&it->body, 2, out);
        kc_sbuf_putc(out, ')');
        break;
    case KC_ITEM_UDO:
        kc_sbuf_printf(out, "(opcode %s \"%s\" \"%s\"", it->name, it->out_types, it->in_types);
        block(&it->body, 2, out);
        kc_sbuf_putc(out, ')');
        break;
    case KC_ITEM_STMT: statement(it->stmt, 0, out); break;
    }
}

void kc_ast_print(const kc_ast_orc *orc, kc_sbuf *out)
{
    for (int i = 0; i < orc->n; i++) {
        item(orc->items[i], out);
        kc_sbuf_putc(out, '\n');
    }
}
