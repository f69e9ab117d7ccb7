/* Layout: where the variables, states and operand pointers of a unit stand in an instance.
 *
 *     kc_note | p[0..pmax] | k and i variables | strings, arrays, f | states | operand pointers | a-rate
 * blocks
 *
 * Scalars lie together since each k-cycle walks them. Blocks come last, each on a cache line of its own.
 * Every a-rate variable has a block, also when fused code keeps it in a register: both tiers share one
 * layout. Variables that no instruction names have no place. The constant pool starts with a 0.0, which label
 * arguments point at. */
#include "ir/internal.h"
#include <string.h>

/* w-signals (spectra of the old spectral opcodes) have no struct of ours: this much holds theirs. */
#define W_SIGNAL_BYTES 128
/* References have 29 bits. */
#define SIZE_MAX_NOTE  (1u << 29)

uint32_t kc_ir_type_size(char type, int dims, int ksmps, uint32_t *align)
{
    *align = 8;
    if (dims > 0) return sizeof(kc_array);
    switch (type) {
    case 'a': *align = 64; return ((uint32_t)ksmps * (uint32_t)sizeof(double) + 63) & ~63u;
    case 'S': return sizeof(kc_str);
    case 'f': return sizeof(kc_fsig);
    case 'w': return W_SIGNAL_BYTES;
    default: return sizeof(double);
    }
}

/* Takes `size` bytes at the end; the total is checked once, when all is placed. */
static uint32_t place(uint64_t *used, uint64_t size, uint32_t align)
{
    *used = (*used + align - 1) & ~(uint64_t)(align - 1);
    uint64_t off = *used;
    *used += size;
    return (uint32_t)off;
}

static void mark_live(kc_ir_unit *u)
{
    for (int i = 0; i < u->vars.n; i++) u->vars.v[i].live = 0;
    for (int i = 0; i < u->insts.n; i++) {
        const kc_ir_inst *in = &u->insts.v[i];
        for (int a = 0; a < in->nout + in->nin; a++)
            if (in->args[a] >= 0) u->vars.v[in->args[a]].live = 1;
    }
}

/* Rank of a local variable in the instance. */
static int section_of(const kc_ir_var *v)
{
    if (!v->dims && strchr("ikbB", v->type)) return 0;
    return kc_ir_is_block(v) ? 2 : 1;
}

static void place_vars(kc_ir_unit *u, int section, uint64_t *used)
{
    for (int i = 0; i < u->vars.n; i++) {
        kc_ir_var *v = &u->vars.v[i];
        if (!v->live || v->where != KC_IR_LOCAL || section_of(v) != section) continue;
        uint32_t align, size = kc_ir_type_size(v->type, v->dims, u->ksmps, &align);
        v->off = place(used, size, align);
    }
}

static void place_elsewhere(kc_ir_unit *u, uint64_t *consts)
{
    for (int i = 0; i < u->vars.n; i++) {
        kc_ir_var *v = &u->vars.v[i];
        if (v->where == KC_IR_P)
            v->off = (uint32_t)v->index * (uint32_t)sizeof(double);
        else if (v->where == KC_IR_GLOBAL || v->where == KC_IR_SYS)
            v->off = (uint32_t)v->index;
        else if (v->live && v->where == KC_IR_NUM)
            v->off = place(consts, sizeof(double), 8);
        else if (v->live && v->where == KC_IR_STRING)
            v->off = place(consts, sizeof(kc_str), 8);
    }
}

static void place_states(kc_ir_unit *u, uint64_t *used)
{
    for (int i = 0; i < u->insts.n; i++) {
        kc_ir_inst *in = &u->insts.v[i];
        if (in->op == KC_IR_SUBBEGIN)
            in->st = place(used, sizeof(kc_sub), _Alignof(kc_sub));
        else if (in->op == KC_IR_CALL)
            in->st = place(used, in->desc->state_size, in->desc->state_align > 8 ? in->desc->state_align : 8);
        else
            in->st = 0;
    }
}

static void place_operands(kc_ir_unit *u, kc_ir_layout *l, uint64_t *used)
{
    l->refs_off = place(used, 0, 8);
    for (int i = 0; i < u->insts.n; i++) {
        kc_ir_inst *in = &u->insts.v[i];
        int n = in->nout + in->nin;
        in->argv = place(used, (uint64_t)n * sizeof(void *), 8);
        l->nrefs += n;
        in->site = in->op == KC_IR_CALL ? l->nsites++ : 0;
    }
}

int kc_ir_lay_out(kc_ir_unit *u, kc_ir_layout *l, kc_diags *d)
{
    uint64_t used = (sizeof(kc_note) + 63) & ~(uint64_t)63, consts = sizeof(double);
    *l = (kc_ir_layout){.nsites = 1}; /* site 0 is the unit's own */
    mark_live(u);
    place_elsewhere(u, &consts);
    l->p_off = place(&used, ((uint64_t)u->pmax + 1) * sizeof(double), 8);
    place_vars(u, 0, &used);
    place_vars(u, 1, &used);
    place_states(u, &used);
    place_operands(u, l, &used);
    place_vars(u, 2, &used);
    place(&used, 0, 64);
    if (used >= SIZE_MAX_NOTE || consts >= SIZE_MAX_NOTE) {
        kc_diag_error(d, (kc_span){0}, "instr-too-large", "%s needs more than %u MiB", u->name,
                      SIZE_MAX_NOTE >> 20);
        return -1;
    }
    l->size = (uint32_t)used;
    l->consts_size = (uint32_t)consts;
    return 0;
}
