/* Checker and lowering: what their files share (types.c resolve.c fold.c header.c session.c compile.c
 * lower*.c).
 *
 *     types.c     type codes: what an argument is, which codes accept it
 *     resolve.c   names -> entries, arguments -> the entry that is called
 *     fold.c      constant folding on literals, statement texts
 *     header.c    sr kr ksmps and the like
 *     session.c   what stays between compiles; compile.c: one compile, all or nothing
 *     lower.c     scopes, variables, emission; lower_expr.c lower_call.c lower_stmt.c lower_flow.c
 * lower_udo.c
 *
 * A body is lowered in one walk in the order of its text: types are found bottom-up, each nested expression
 * becomes a temporary (#i0, #k1 ... numbered over the body), and instructions are appended at once.
 *
 * Entries the opcode table must hold for the language itself. Core operations (ir/ops.def) do + - * / unary
 * -, comparisons,
 * && || !, plain scalar and audio assignment, scalar and audio `init`, i() and k() of a scalar; all the rest
 * are entries, tried in table order like any other. init only = I, performance only = P, both = IP:
 *
 *     ##mod ##and ##or ##xor ##shl ##shr    i<-ii I, k<-kk P, a<-ka ak aa P       %  &  |  #  <<  >>
 *     ##pow        i<-ii I, k<-kk P, a<-ka ak aa P             ^
 *     ##not        i<-i I, k<-k P, a<-a P                        ~
 *     ##add ##sub ##mul ##div ##mod ##pow                        arrays, element by element
 *                  i[]<-i[]i[], i[]<-i[]i, i[]<-ii[] I; k[]<-k[]k[], k[]k, kk[], i[]k, ki[] IP; a[]<-a[]a[],
 * a[]k, ka[], a[]a, aa[], k[]a[], a[]k[] IP; unary minus of an array is ##mul by the constant -1
 *     ##array_get  k<-k[]m P, a<-a[]m P, .<-.[]m I, .<-.[]z P    A[i][j]...; k<-ak P: sample of an a-variable
 *     ##array_set  <-k[]km P, <-a[]am P, <-.[].m I, <-.[].z P    (array, value, indices); <-akk P
 *     ##array_init <-.[].m I                                     A[i] init x
 *     =            S<-S I, S<-i I, f<-f IP, w<-w IP, i[]<-i[] I, i[]<-k[] I, k[]<-k[] IP, .[]<-.[] IP, k[]<-k
 * IP, a[]<-a P
 *     #=           S<-S P                                        string assigned at a k-rate ?: and UDO
 * arguments init         S<-S I, S<-i I, f<-f I, i[]<-m I, k[]<-m I, a[]<-m I, S[]<-m I a            a<-k P
 * interpolating        i    i<-k[]m I, i<-k[]z I        k    k<-ao P (with a length) S            S<-i I,
 * S<-k P
 *     ##ksmps ##kr i<- I    ksmps and kr of the local-ksmps section they are called in
 *     setksmps     <-i I    sets the ksmps of the section (c->sub); 0 leaves the caller's
 *     ##fail       <-S I    init error with that text
 */
#ifndef KC_FRONTEND_SEMA_H
#define KC_FRONTEND_SEMA_H
#include "frontend/ast.h"
#include "frontend/compile.h"
#include "frontend/ppmap.h"
#include "runtime/base/map.h"
#include "runtime/base/near.h"

/* ---- types (types.c) --------------------------------------------------------------------------- */

/* Of an argument: c literal, p p-field, r reserved word, i k a S f w variables and results, b B booleans of
 * i- and k-rate, l label, @ unknown because of an error reported before. dims > 0: array of t. */
typedef struct {
    char t;
    uint8_t dims;
} kc_type;

#define KC_MAX_ARGS   1900 /* inputs of one call, as the reference's limit */
#define KC_MAX_DIMS   16
#define KC_MAX_PFIELD 20000

static inline int kc_type_is_irate(kc_type x)
{
    return !x.dims && (x.t == 'c' || x.t == 'p' || x.t == 'r' || x.t == 'i');
}
static inline int kc_type_is_scalar(kc_type x) { return kc_type_is_irate(x) || (!x.dims && x.t == 'k'); }
static inline int kc_type_is_number(kc_type x) { return kc_type_is_scalar(x) || (!x.dims && x.t == 'a'); }
static inline int kc_type_is_bool(kc_type x) { return !x.dims && (x.t == 'b' || x.t == 'B'); }

/* Reads one code of a signature (`k`, `a[]`) and moves on; 0 at its end. Legacy `t` reads as k[]. */
int kc_sig_next(const char **sig, kc_type *code);
int kc_sig_count(const char *sig);
/* Does one input / output code accept this type? */
int kc_type_fits_in(kc_type found, kc_type code);
int kc_type_fits_out(kc_type found, kc_type code);
int kc_code_is_optional(char code);
int kc_code_is_variadic_in(char code);
int kc_code_is_variadic_out(char code);
/* Do the arguments fit a whole signature (counts, optional and variadic codes included)? */
int kc_types_fit_in(const kc_type *found, int n, const char *sig);
int kc_types_fit_out(const kc_type *found, int n, const char *sig);
/* The value an optional input code stands for; 0 when it has none. */
int kc_code_default(char code, double *value, const char **spelling);
/* Type that an output code gives a result in an expression; @ when it gives none. */
kc_type kc_code_result(kc_type code);
/* Type of a variable by its name: letter after an optional `g`; t = 0 when the name is no variable name. */
kc_type kc_name_type(const char *name);
/* N of a p-field name `pN`, else -1. */
int kc_name_pfield(const char *name);
int kc_name_is_reserved(const char *name); /* sr kr ksmps nchnls nchnls_i 0dbfs A4 */
void kc_types_text(const kc_type *v, int n, kc_sbuf *out);

/* ---- entries (resolve.c) ----------------------------------------------------------------------- */

typedef struct kc_udo kc_udo;
typedef struct {
    const kc_opdesc *desc; /* or */
    kc_udo *udo;
    const char *outs, *ins;
} kc_entry;
typedef struct {
    const char *name;
    KC_VEC(kc_entry) v;
} kc_entries;

/* First entry that takes these arguments and gives these results; NULL: none. Among entries of equal types
 * the one whose rates fit the x inputs. */
const kc_entry *kc_resolve(const kc_entries *es, const kc_type *outs, int nout, const kc_type *ins, int nin);
/* First entry that takes these arguments, whatever it gives. */
const kc_entry *kc_resolve_inputs(const kc_entries *es, const kc_type *ins, int nin);

/* ---- trees (fold.c) ---------------------------------------------------------------------------- */

/* Folds literals in all expressions of a block, as the reference does (its spelling of results included). */
void kc_fold_block(kc_ast_block *b, kc_arena *a);
kc_ast_expr *kc_fold(kc_ast_expr *e, kc_arena *a);
/* Calls fn for every statement of a block, nested ones included, in order of the text. */
void kc_each_stmt(kc_ast_block *b, void (*fn)(void *user, kc_ast_stmt *s), void *user);

/* ---- session and compile (session.c compile.c) -------------------------------------------------- */

/* Trees of one text; kept as long as a user-defined opcode in it lives. */
typedef struct {
    kc_arena arena;
    int refs;
} kc_tree;

struct kc_udo {
    const char *name, *outs, *ins; /* as declared, "" for none */
    char *ins_all;                 /* ins and the hidden local ksmps */
    kc_ast_block body;
    kc_tree *tree;
    kc_map assigned; /* names that the body writes */
    uint8_t fenced;  /* body has setksmps */
    uint8_t bad;     /* its body has errors */
    int self_calls;  /* how often the body calls its own name */
    int compile;     /* number of the compile that defined it */
    int line;        /* of the definition, in that text */
};

struct kc_session {
    kc_ir_globals globals;
    const kc_opdesc *const *table;
    int ntable;
    KC_VEC(const kc_opdesc *) added;
    kc_map ops; /* name -> kc_entries* */
    KC_VEC(kc_udo *) udos;
    kc_header header, overrides;
    uint8_t fixed; /* header is settled */
    int compiles;
    kc_map instr_names;    /* name -> number */
    kc_map instr_numbers;  /* "%d" -> non-NULL */
    KC_VEC(char *) macros; /* name, value, name, value ... */
    char *include_path;
};

/* One compile. */
typedef struct {
    kc_session *s;
    kc_diags *d;
    kc_sources *sources;
    kc_arena arena; /* what lives as long as the compile */
    kc_tree *tree;
    kc_header header;
    kc_map ops;     /* names whose entries this compile changed -> kc_entries* */
    kc_map globals; /* name -> kc_type* of the globals this compile made */
    KC_VEC(kc_udo *) udos;
    KC_VEC(kc_udo *) replaced;
    kc_map warned;              /* deprecated names reported */
    KC_VEC(const char *) lines; /* starts of the lines of source `lines_of` */
    int lines_of;
    uint8_t partial; /* some items could not be read: what they define is missing */
    kc_pp_text *map; /* explains spans that came out of macros */
    int number;
} kc_compile;

const kc_entries *kc_find_entries(const kc_compile *c, const char *name);
/* Adds a definition to the compile; one of equal types is replaced (with a warning). */
void kc_define_udo(kc_compile *c, kc_udo *u, kc_span at);
void kc_udo_free(kc_udo *u);
/* Ends of a compile: what it defined becomes the session's, or is dropped. */
void kc_commit_udos(kc_compile *c);
void kc_discard_udos(kc_compile *c);
void kc_tree_unref(kc_tree *t);
const char *kc_nearest_opcode(kc_compile *c, const char *name); /* NULL: none */
/* Adds "did you mean" to the newest diagnostic. */
void kc_note_near_opcode(kc_compile *c, const char *name);
/* The span's line from its first column to a comment or its end, in the arena; "" when there is none. */
const char *kc_span_text(kc_compile *c, kc_span at, kc_arena *a);

/* header.c: takes the header items of a tree. 0 = ok. */
int kc_header_collect(kc_compile *c, const kc_ast_orc *orc, kc_header *out, kc_span *at);

/* ---- lowering (lower*.c) ----------------------------------------------------------------------- */

/* An argument or result: variable id and type; var is -1 for labels (label set) and for errors (type @). */
typedef struct {
    int var;
    kc_type type;
    int label;
} kc_opnd;
typedef KC_VEC(kc_opnd) kc_opnds;

/* Names of one body: an instrument, the global code, or one call of a user-defined opcode. */
typedef struct kc_scope {
    struct kc_scope *up; /* of the caller */
    const kc_ast_block *body;
    kc_udo *udo;
    int serial;        /* of the call; 0: not a call */
    int temps;         /* temporaries made */
    kc_map vars;       /* name -> kc_opnd* */
    kc_map labels;     /* name -> label id + 1 */
    kc_opnd *in, *out; /* arguments and destinations of the call */
    int nin, nout;
    kc_opnd *result; /* operands of xout */
    int nresult;
    uint8_t seen_xin, seen_xout;
    uint8_t fenced;    /* within a local-ksmps section */
    int section[2];    /* variables that hold ksmps and kr of the section, + 1; 0: none yet */
    uint8_t own_fence; /* the section is this call's */
} kc_scope;

typedef struct {
    kc_compile *c;
    kc_ir_unit *u;
    int passes;   /* KC_IR_INIT | KC_IR_PERF, or KC_IR_INIT alone in global code */
    int checking; /* a definition is checked: calls of user-defined opcodes are not inlined */
    int calls;    /* serial of user-defined opcode calls */
    int depth;    /* of nesting */
    int stopped;  /* too large: says nothing more */
    kc_scope *scope;
    kc_map globals;     /* name -> variable id + 1 */
    KC_VEC(int) placed; /* labels that stand in the code so far */
    KC_VEC(int) skips;  /* labels ahead that the init pass alone may have jumped to: see kc_may_skip_init */
    const kc_ast_stmt *stmt;
    const char *text; /* of the statement, in the unit's arena; NULL: not yet */
    kc_span span;
    kc_span call_span;                         /* outermost call of a user-defined opcode */
    const kc_ast_exprs *call_args, *call_outs; /* of the call being resolved, for messages; or NULL */
} kc_lower;

/* Where an expression's value should go when its type is the same. */
typedef struct {
    const kc_ast_expr *out; /* IDENT */
    kc_type type;
} kc_want;

/* lower.c */
void kc_lower_begin(kc_lower *l, kc_compile *c, kc_ir_unit *u, int passes);
void kc_lower_end(kc_lower *l);
void kc_scope_begin(kc_lower *l, kc_scope *sc, const kc_ast_block *body);
void kc_scope_end(kc_lower *l);
void kc_lower_error(kc_lower *l, kc_span at, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void kc_lower_warning(kc_lower *l, kc_span at, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* One level of nesting more (l->depth); non-zero when that is too deep (reported) or nothing more is wanted.
 */
int kc_lower_enter(kc_lower *l, kc_span at);
kc_opnd kc_bad(void);
kc_opnd kc_const(kc_lower *l, double v, const char *spelling);
/* Variable, p-field, reserved word or label by name; type t = 0 when it does not exist. */
kc_opnd kc_lookup(kc_lower *l, const char *name);
/* The variable that an output names, made on first mention. Errors are reported. */
kc_opnd kc_declare(kc_lower *l, const kc_ast_expr *out);
/* Type the output has or will have; t = 0 when the name can't be one. Reports nothing. */
kc_type kc_out_type(kc_lower *l, const kc_ast_expr *out);
kc_opnd kc_local(kc_lower *l, const char *name, kc_type type); /* a new variable of the scope */
kc_opnd kc_temp(kc_lower *l, kc_type type);
/* One that users never see: it has no number of theirs. */
kc_opnd kc_hidden_temp(kc_lower *l, kc_type type);
/* The wanted variable when types are equal, else a temporary; counts as a temporary either way. */
kc_opnd kc_result(kc_lower *l, kc_type type, const kc_want *want);
/* Appends an instruction for the passes that this code runs in; NULL when none is left. */
kc_ir_inst *kc_emit(kc_lower *l, kc_ir_op op, int pass, char rate, const int *outs, int nout, const int *ins,
                    int nin);
void kc_emit_label(kc_lower *l, int label);
void kc_emit_jump(kc_lower *l, kc_ir_op op, int pass, kc_opnd cond, int label);
int kc_new_label(kc_lower *l);
/* Notes a jump of this pass to the label. While a jump of the init pass alone leads further down, opcodes in
 * between may come to the performance without having been initialised. */
void kc_note_jump(kc_lower *l, int pass, int label);
int kc_may_skip_init(const kc_lower *l);
int kc_find_label(kc_lower *l, const char *name); /* -1: none */
char kc_rate_of(kc_type t);                       /* rate letter of core operations */

/* lower_expr.c */
kc_opnd kc_lower_expr(kc_lower *l, kc_ast_expr *e, const kc_want *want);
kc_opnd kc_lower_cond(kc_lower *l, kc_ast_expr *e); /* a boolean, or an error */

/* lower_call.c */
/* Emits a call of a resolved entry, defaults added. `mask` limits the passes. */
void kc_call_entry(kc_lower *l, const kc_entries *es, const kc_entry *e, const kc_opnd *outs, int nout,
                   const kc_opnd *ins, int nin, int mask, kc_span at);
/* Resolves by name, outputs and inputs and calls; 0 = ok, -1 reported. */
int kc_call_named(kc_lower *l, const char *name, const kc_opnd *outs, int nout, const kc_opnd *ins, int nin,
                  int mask, kc_span at);
/* A call in an expression. */
kc_opnd kc_lower_call_expr(kc_lower *l, kc_ast_expr *e, const kc_want *want);
/* An operator or the like: entry by name and inputs, result by the entry. */
kc_opnd kc_call_function(kc_lower *l, const char *name, const char *annot, const kc_opnd *ins, int nin,
                         const kc_want *want, kc_span at);
/* Arguments, left to right, appended to v. */
void kc_lower_args(kc_lower *l, const kc_ast_exprs *args, kc_opnds *v);
void kc_lower_opcall(kc_lower *l, kc_ast_stmt *s);

/* mismatch.c */
/* Reports a call that fits no entry. nout -1: a call in an expression. */
void kc_report_mismatch(kc_lower *l, const char *name, const kc_entries *es, const kc_type *outs, int nout,
                        const kc_type *ins, int nin, kc_span at);
/* Adds the forms of a name to the newest diagnostic, those with such results first of all. */
void kc_note_forms(kc_compile *c, const kc_entries *es, const kc_type *outs, int nout);

/* lower_stmt.c */
void kc_lower_block(kc_lower *l, const kc_ast_block *b);
void kc_lower_stmt(kc_lower *l, kc_ast_stmt *s);
/* dst = src by the rules of `=`; 0 = ok, -1 reported. `perf`: a string is assigned in the performance. */
int kc_lower_copy(kc_lower *l, kc_opnd dst, kc_opnd src, int perf, kc_span at);
/* Destinations of a statement: variables, and temporaries where an array element is assigned. */
void kc_lower_outs(kc_lower *l, const kc_ast_exprs *outs, int for_init, kc_opnds *v);
/* Stores those temporaries in their elements, after the statement. */
void kc_lower_stores(kc_lower *l, const kc_ast_exprs *outs, const kc_opnd *v, int for_init);

/* lower_flow.c */
void kc_lower_flow(kc_lower *l, kc_ast_stmt *s);
/* Pass bits of a jump on this condition, given those asked for. */
int kc_jump_pass(const kc_lower *l, kc_type cond, int asked);
/* goto cggoto tigoto ...; 1 when the statement was one of them. */
int kc_lower_jump_opcode(kc_lower *l, kc_ast_stmt *s);

/* lower_udo.c */
int kc_udo_check(kc_compile *c, kc_udo *u); /* lowers the body once for its errors; 0 = ok */
void kc_udo_call(kc_lower *l, kc_udo *u, const kc_opnd *outs, int nout, const kc_opnd *ins, int nin,
                 kc_span at);
void kc_lower_xin(kc_lower *l, kc_ast_stmt *s);
void kc_lower_xout(kc_lower *l, kc_ast_stmt *s);
/* Collects what the body writes and whether it sets ksmps. */
void kc_udo_scan(kc_udo *u);
int kc_block_sets_ksmps(const kc_ast_block *b);
/* ksmps or kr inside a local-ksmps section. */
kc_opnd kc_section_value(kc_lower *l, const char *name, kc_span at);
#endif
