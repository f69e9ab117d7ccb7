/* The tree of an orchestra, as the parser leaves it: names unresolved, rates unknown.
 *
 * Every node and every string lives in the arena that was given to the parser; nothing is
 * freed singly. A node carries the span of the user's text it came from (the place of the
 * macro call, where a macro produced it). Lists are plain (pointer, count) pairs.
 *
 *     a1[] oscil kA[i], 440     ->  OPCALL  outs {IDENT a1 dims 1}  name "oscil"  args {INDEX(kA,i), NUM 440}
 *     ia, ib = ib, ia           ->  ASSIGN  outs {ia, ib}  args {ib, ia}
 *     k1 += 2                   ->  AUGASSIGN  op ADD  outs {k1}  args {2}
 */
#ifndef KC_FRONTEND_AST_H
#define KC_FRONTEND_AST_H
#include <stdint.h>
#include "runtime/base/diag.h"

/* ---- expressions ------------------------------------------------------------------------ */

typedef enum {
    KC_EXPR_NUM,     /* number, is_int; text = its spelling (`0x1F`, `@1000`) */
    KC_EXPR_STR,     /* string literal: str, str_len unescaped; text = with its delimiters, as written */
    KC_EXPR_IDENT,   /* variable, reserved word (sr, ksmps, 0dbfs, ...), p-field (p4), label: text */
    KC_EXPR_UNARY,   /* op, kids[0] */
    KC_EXPR_BINARY,  /* op, kids[0], kids[1]; arithmetic, bits, comparison, && and || */
    KC_EXPR_TERNARY, /* kids[0] ? kids[1] : kids[2] */
    KC_EXPR_CALL,    /* text(kids...) or text:annot(kids...) */
    KC_EXPR_INDEX,   /* kids[0][kids[1]][kids[2]]... : one node for all dimensions */
} kc_ast_expr_kind;

/* X(name, spelling): unary operators first, then binary ones. */
#define KC_AST_OPS(X)                                                                                        \
    X(NEG, "-")                                                                                              \
    X(POS, "+")                                                                                              \
    X(NOT, "!")                                                                                              \
    X(BITNOT, "~")                                                                                           \
    X(ADD, "+")                                                                                              \
    X(SUB, "-")                                                                                              \
    X(MUL, "*")                                                                                              \
    X(DIV, "/")                                                                                              \
    X(MOD, "%")                                                                                              \
    X(POW, "^")                                                                                              \
    X(BITXOR, "#")                                                                                           \
    X(BITAND, "&")                                                                                           \
    X(BITOR, "|")                                                                                            \
    X(SHL, "<<")                                                                                             \
    X(SHR, ">>")                                                                                             \
    X(LT, "<")                                                                                               \
    X(GT, ">")                                                                                               \
    X(LE, "<=")                                                                                              \
    X(GE, ">=")                                                                                              \
    X(EQ, "==")                                                                                              \
    X(NE, "!=")                                                                                              \
    X(AND, "&&")                                                                                             \
    X(OR, "||")

typedef enum {
#define KC_AST_OP_ENUM(name, text) KC_OP_##name,
    KC_AST_OPS(KC_AST_OP_ENUM)
#undef KC_AST_OP_ENUM
        KC_AST_OP_COUNT
} kc_ast_op;

/* Comparisons and && || ! : legal only inside a condition; their value is a boolean. */
static inline int kc_ast_op_is_bool(kc_ast_op op)
{
    return op == KC_OP_NOT || (op >= KC_OP_LT && op <= KC_OP_OR);
}

typedef struct kc_ast_expr kc_ast_expr;
typedef struct {
    kc_ast_expr **v;
    int n;
} kc_ast_exprs;

struct kc_ast_expr {
    kc_ast_expr_kind kind;
    kc_ast_op op;      /* UNARY, BINARY */
    kc_span span;      /* of the whole expression when it is on one line, else of its first line */
    kc_span op_span;   /* UNARY, BINARY, TERNARY: the operator alone */
    const char *text;  /* NUM, STR: spelling; IDENT, CALL: name; never NULL for these */
    const char *annot; /* CALL: rate annotation without the colon, or NULL */
    double number;     /* NUM */
    const char *str;   /* STR: value, NUL-terminated; escapes done */
    int str_len;       /* STR: its length in bytes */
    int depth;         /* of the tree from here down, 1 for a leaf; at most KC_PARSE_MAX_DEPTH */
    int dims;          /* IDENT as an output: how many `[]` follow it (0 = none) */
    char is_int;       /* NUM: written as a plain digit string */
    char in_parens;    /* was written in parentheses of its own */
    kc_ast_exprs kids; /* operands, arguments, or base and indices */
};

/* ---- statements ------------------------------------------------------------------------- */

typedef enum {
    KC_STMT_OPCALL,    /* outs name args; `prints("x")` is the same with paren_form set */
    KC_STMT_ASSIGN,    /* outs = args: plain `=`, pairwise when there are several */
    KC_STMT_AUGASSIGN, /* outs[0] op= args[0] */
    KC_STMT_LABEL,     /* name */
    KC_STMT_GOTO,      /* pass, name */
    KC_STMT_IFGOTO,    /* args[0] is the condition; pass, name */
    KC_STMT_IF,        /* branches; a last branch without condition is the else */
    KC_STMT_WHILE,     /* args[0] is the condition; body; until */
} kc_ast_stmt_kind;

/* goto/igoto/kgoto and then/ithen/kthen: in which pass the jump is taken. */
typedef enum { KC_PASS_ANY, KC_PASS_INIT, KC_PASS_PERF } kc_ast_pass;

typedef struct kc_ast_stmt kc_ast_stmt;
typedef struct {
    kc_ast_stmt **v;
    int n;
} kc_ast_block;

typedef struct {
    kc_ast_expr *cond; /* NULL: the else branch */
    kc_ast_pass pass;
    kc_span span; /* of if / elseif / else */
    kc_ast_block body;
} kc_ast_branch;

struct kc_ast_stmt {
    kc_ast_stmt_kind kind;
    kc_span span;      /* of the statement's first line */
    const char *text;  /* the statement as written; set by the checker */
    kc_span name_span; /* of `name`, or of the `=` */
    const char *name;  /* OPCALL: opcode; LABEL, GOTO, IFGOTO: label */
    const char *annot; /* OPCALL in paren form: `name:annot(...)`, else NULL */
    kc_ast_op op;      /* AUGASSIGN: ADD SUB MUL DIV */
    kc_ast_pass pass;  /* GOTO, IFGOTO */
    char paren_form;   /* OPCALL */
    char until;        /* WHILE: loop while the condition is false */
    kc_ast_exprs outs; /* each is IDENT (dims counts `[]`) or INDEX */
    kc_ast_exprs args;
    kc_ast_branch *branches; /* IF */
    int n_branches;
    kc_ast_block body; /* WHILE */
};

/* ---- top level -------------------------------------------------------------------------- */

typedef struct {
    const char *name; /* NULL for a number */
    int number;       /* when name is NULL */
    char plus;        /* `+name`: numbered after all others */
    kc_span span;
} kc_ast_instr_id;

typedef enum {
    KC_ITEM_HEADER, /* sr kr ksmps nchnls nchnls_i 0dbfs A4: name, value */
    KC_ITEM_INSTR,  /* ids, body */
    KC_ITEM_UDO,    /* name, out_types, in_types, body */
    KC_ITEM_STMT,   /* stmt: global code (instr 0) */
} kc_ast_item_kind;

typedef struct {
    kc_ast_item_kind kind;
    kc_span span;          /* of the opening line */
    kc_span end_span;      /* INSTR, UDO: of endin / endop */
    const char *name;      /* HEADER, UDO */
    kc_span name_span;     /* HEADER, UDO */
    kc_ast_expr *value;    /* HEADER */
    kc_ast_instr_id *ids;  /* INSTR */
    int n_ids;             /* INSTR */
    const char *out_types; /* UDO: as written (`kka[]`), "" for `0` */
    const char *in_types;  /* UDO: the same */
    kc_span out_types_span, in_types_span;
    kc_ast_block body;  /* INSTR, UDO */
    kc_ast_stmt *stmt;  /* STMT */
    uint8_t broken;     /* has errors: the tree is not whole */
    uint8_t bad_header; /* UDO: name or types are not known */
} kc_ast_item;

typedef struct {
    kc_ast_item **items; /* in the order of the text */
    int n;
    uint8_t broken;         /* some item has errors */
    uint8_t broken_globals; /* some part outside of instruments and opcodes has */
} kc_ast_orc;

/* The spelling of an operator: "+", "&&", ... */
const char *kc_ast_op_text(kc_ast_op op);

/* Writes the tree as s-expressions, one top-level item or statement a line, for tests and
 * --dump-ast. The form is stable. */
void kc_ast_print(const kc_ast_orc *orc, kc_sbuf *out);
void kc_ast_print_expr(const kc_ast_expr *e, kc_sbuf *out);
#endif
