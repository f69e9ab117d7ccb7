/* What the files of ir/ share: names for printing, and questions that several passes ask about an
 * instruction. */
#ifndef KC_IR_INTERNAL_H
#define KC_IR_INTERNAL_H
#include "ir/ir.h"

typedef struct {
    const char *text;
    int nout, nin; /* -1: any number */
} kc_ir_opinfo;
extern const kc_ir_opinfo kc_ir_opinfos[KC_IR_OP_COUNT];

/* Spellings that are unique in the unit, by variable and label id. Constants are spelled as the text form has
 * them. */
typedef struct {
    kc_arena arena;
    const char **var, **label;
} kc_ir_names;
void kc_ir_names_make(kc_ir_names *n, const kc_ir_unit *u);
void kc_ir_names_free(kc_ir_names *n);
void kc_ir_print_inst(const kc_ir_unit *u, const kc_ir_names *n, const kc_ir_inst *inst, kc_sbuf *out);

/* Effect names in the order of the KC_FX_ bits: "tab_r", ... */
extern const char *const kc_ir_fx_names[];
extern const int kc_ir_fx_count;
/* File of entries that a text declares itself; they can be scheduled, not run. */
extern const char kc_ir_text_file[];

/* The instruction does something in the performance: labels always do, calls need a perf function. */
static inline int kc_ir_performs(const kc_ir_inst *i)
{
    if (i->op == KC_IR_LABEL) return 1;
    if (!(i->pass & KC_IR_PERF) || i->op == KC_IR_RIRETURN) return 0;
    return i->op != KC_IR_CALL || i->desc->perf;
}
static inline int kc_ir_inits(const kc_ir_inst *i)
{
    if (i->op == KC_IR_LABEL) return 1;
    if (!(i->pass & KC_IR_INIT)) return 0;
    return i->op != KC_IR_CALL || i->desc->init || i->desc->deinit;
}
static inline int kc_ir_is_jump(const kc_ir_inst *i)
{
    return i->op == KC_IR_JUMP || i->op == KC_IR_IF || i->op == KC_IR_IFNOT;
}
static inline int kc_ir_is_block(const kc_ir_var *v) { return v->type == 'a' && !v->dims; }

/* Sets live, off, st, argv (layout.c) and lists what has a place of its own in the instance. Constants and
 * globals: off only. */
typedef struct {
    uint32_t size, p_off, refs_off, consts_size;
    int nrefs, nsites;
} kc_ir_layout;
int kc_ir_lay_out(kc_ir_unit *u, kc_ir_layout *l, kc_diags *d);
#endif
