/* Variables and states during emission.
 *
 * A scalar is loaded when first read and kept in a register until the region ends (a label, a jump, a call by
 * address); what was written goes to memory there. Within a loop an a-variable is a register per sample;
 * those with a block are loaded at the first read and stored at each write. A state of up to 512 bytes is
 * copied to an alloca around its kernels, as tier 0's wrappers do, except at ksmps 1, where there is no loop
 * to keep it in registers for. */
#include "jit/emit.h"
#include "jit/kernels.h"
#include "jit/lanes.h"
#include <string.h>

enum { STATE_COPY_MAX = 512 };

/* ---- small things ------------------------------------------------------------------------------- */

LLVMValueRef kc_emit_i32(emitter *e, int32_t v) { return LLVMConstInt(e->i32, (uint64_t)(int64_t)v, 1); }

LLVMValueRef kc_emit_splat(emitter *e, LLVMValueRef x)
{
    if (!e->lanes) return x;
    LLVMValueRef v = LLVMGetPoison(e->value);
    for (int l = 0; l < KC_LANE_COUNT; l++) v = LLVMBuildInsertElement(e->b, v, x, kc_emit_i32(e, l), "");
    return v;
}

LLVMValueRef kc_emit_f64(emitter *e, double v)
{
    LLVMValueRef x[KC_LANE_COUNT];
    if (!e->lanes) return LLVMConstReal(e->f64, v);
    for (int l = 0; l < KC_LANE_COUNT; l++) x[l] = LLVMConstReal(e->f64, v);
    return LLVMConstVector(x, KC_LANE_COUNT);
}

LLVMValueRef kc_emit_at(emitter *e, LLVMValueRef base, uint64_t off)
{
    if (!off) return base;
    LLVMValueRef i = LLVMConstInt(e->i64, off, 0);
    return LLVMBuildInBoundsGEP2(e->b, e->i8, base, &i, 1, "");
}

LLVMValueRef kc_emit_ctx_member(emitter *e, size_t off, LLVMTypeRef type)
{
    return LLVMBuildLoad2(e->b, type, kc_emit_at(e, e->copy, off), "");
}

LLVMValueRef kc_emit_alloca(emitter *e, LLVMTypeRef type, uint64_t bytes, unsigned align)
{
    LLVMTypeRef t = type ? type : LLVMArrayType2(e->i64, (bytes + 7) / 8);
    LLVMValueRef a = LLVMBuildAlloca(e->allocas, t, "");
    if (align) LLVMSetAlignment(a, align);
    return a;
}

void kc_emit_copy_context(emitter *e)
{
    e->copy = kc_emit_alloca(e, NULL, sizeof(kc_ctx), 8);
    LLVMBuildMemCpy(e->b, e->copy, 8, e->ctx, 8, LLVMConstInt(e->i64, sizeof(kc_ctx), 0));
}

/* ---- scalars ------------------------------------------------------------------------------------ */

int kc_emit_is_block(const emitter *e, int var)
{
    return e->u->vars.v[var].type == 'a' && !e->u->vars.v[var].dims;
}

LLVMValueRef kc_emit_operand(emitter *e, const kc_ir_inst *i, int a)
{
    return LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->one, i->argv + (uint64_t)a * sizeof(void *)), "");
}

LLVMValueRef kc_emit_block_address(emitter *e, const kc_ir_inst *i, int a)
{
    LLVMValueRef zero = LLVMConstInt(e->i64, 0, 0);
    if (!e->lanes) return kc_emit_operand(e, i, a);
    if (e->u->vars.v[i->args[a]].where != KC_IR_GLOBAL) return kc_emit_block_sample(e, i->args[a], zero);
    LLVMValueRef at = kc_emit_alloca(e, e->value, 0, 0),
                 x = LLVMBuildLoad2(e->b, e->f64, kc_emit_block_sample(e, i->args[a], zero), "");
    LLVMBuildStore(e->b, kc_emit_splat(e, x), at);
    return at;
}

/* Where a local, global or p-field stands. */
LLVMValueRef kc_emit_scalar_home(emitter *e, int var)
{
    const kc_ir_var *v = &e->u->vars.v[var];
    if (e->scalars[var].resident) return e->scalars[var].resident;
    if (e->lanes && v->where != KC_IR_GLOBAL && v->where != KC_IR_SYS)
        return kc_emit_at(e, e->note, e->lanes->var[e->canon[var]]);
    switch (v->where) {
    case KC_IR_LOCAL: return kc_emit_at(e, e->note, v->off);
    case KC_IR_GLOBAL:
        return kc_emit_at(e, kc_emit_ctx_member(e, offsetof(kc_ctx, global), e->ptr), (uint32_t)v->index);
    case KC_IR_P: {
        LLVMValueRef p = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->note, offsetof(kc_note, p)), "");
        return kc_emit_at(e, p, (uint64_t)v->index * sizeof(double));
    }
    default: return NULL;
    }
}

static scalar_state *know(emitter *e, int var)
{
    scalar_state *s = &e->scalars[var];
    if (!s->listed) kc_vec_push(&e->known, var);
    s->listed = 1;
    return s;
}

LLVMValueRef kc_emit_read(emitter *e, const kc_ir_inst *i, int a)
{
    int var = e->canon[i->args[a]];
    const kc_ir_var *v = &e->u->vars.v[var];
    if (v->where == KC_IR_NUM) return kc_emit_f64(e, v->num);
    scalar_state *s = know(e, var);
    if (s->value) return s->value;
    LLVMValueRef at = kc_emit_scalar_home(e, var); /* values of the engine: through the instance's pointer */
    if (!at) at = kc_emit_operand(e, i, a);
    if (v->where == KC_IR_LOCAL || v->where == KC_IR_P)
        s->value = LLVMBuildLoad2(e->b, e->value, at, "");
    else
        s->value = kc_emit_splat(e, LLVMBuildLoad2(e->b, e->f64, at, ""));
    return s->value;
}

void kc_emit_write(emitter *e, int var, LLVMValueRef x)
{
    scalar_state *s = know(e, e->canon[var]);
    s->value = x;
    s->dirty = 1;
}

void kc_emit_store(emitter *e, int var)
{
    scalar_state *s = &e->scalars[e->canon[var]];
    if (!s->dirty) return;
    LLVMBuildStore(e->b, s->value, kc_emit_scalar_home(e, e->canon[var]));
    s->dirty = 0;
}

LLVMValueRef kc_emit_read_address(emitter *e, const kc_ir_inst *i, int a)
{
    scalar_state *s = &e->scalars[e->canon[i->args[a]]];
    LLVMValueRef x = kc_emit_read(e, i, a);
    if (!s->slot) s->slot = kc_emit_alloca(e, e->value, 0, 0);
    if (s->in_slot == x) return s->slot;
    /* a constant is stored once, in the entry block */
    int constant = e->u->vars.v[i->args[a]].where == KC_IR_NUM;
    LLVMBuildStore(constant ? e->allocas : e->b, x, s->slot);
    s->in_slot = x;
    if (!constant) know(e, e->canon[i->args[a]]);
    return s->slot;
}

/* ---- samples ------------------------------------------------------------------------------------ */

static sample_state *sample(emitter *e, int var)
{
    sample_state *s = &e->samples[e->canon[var]];
    if (s->loop != e->loop) { /* nothing is known at the start of a loop */
        s->value = s->in_slot = NULL;
        s->loop = e->loop;
    }
    return s;
}

LLVMValueRef kc_emit_block_sample(emitter *e, int var, LLVMValueRef n)
{
    LLVMTypeRef t = e->u->vars.v[var].where == KC_IR_GLOBAL ? e->f64 : e->value;
    return LLVMBuildInBoundsGEP2(e->b, t, kc_emit_scalar_home(e, e->canon[var]), &n, 1, "");
}

LLVMValueRef kc_emit_sample(emitter *e, int var, LLVMValueRef n)
{
    sample_state *s = sample(e, var);
    if (s->value) return s->value;
    LLVMValueRef at = kc_emit_block_sample(e, var, n);
    if (e->u->vars.v[var].where == KC_IR_GLOBAL)
        s->value = kc_emit_splat(e, LLVMBuildLoad2(e->b, e->f64, at, ""));
    else
        s->value = LLVMBuildLoad2(e->b, e->value, at, "");
    return s->value;
}

void kc_emit_sample_write(emitter *e, int var, LLVMValueRef n, LLVMValueRef x)
{
    sample(e, var)->value = x;
    if (e->u->vars.v[e->canon[var]].block || e->u->vars.v[var].block || e->samples[e->canon[var]].home < 0)
        LLVMBuildStore(e->b, x, kc_emit_block_sample(e, var, n));
}

LLVMValueRef kc_emit_sample_address(emitter *e, int var, LLVMValueRef n)
{
    LLVMValueRef x = kc_emit_sample(e, var, n);
    sample_state *s = sample(e, var);
    if (!s->slot) s->slot = kc_emit_alloca(e, e->value, 0, 0);
    if (s->in_slot != x) LLVMBuildStore(e->b, x, s->slot);
    s->in_slot = x;
    return s->slot;
}

/* ---- states ------------------------------------------------------------------------------------- */

/* A delay line's tap works on the state of another opcode: all states of such opcodes stay in place. */
static int copied(const emitter *e, const kc_opdesc *d)
{
    return (e->u->ksmps > 1 || e->blocked) && d->state_size && d->state_size <= STATE_COPY_MAX &&
           !(d->fx & KC_FX_LINE);
}

static uint64_t bytes_of(const emitter *e, int inst)
{
    return e->lanes ? e->lanes->state_size[inst] : e->u->insts.v[inst].desc->state_size;
}

static unsigned align_of(const emitter *e, const kc_opdesc *d)
{
    unsigned a = d->state_align ? d->state_align : 1;
    if (e->lanes) return 64;
    return a > 8 ? 8 : a; /* layout promises no more */
}

LLVMValueRef kc_emit_home(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    if (!e->lanes) return kc_emit_at(e, e->note, i->st);
    return kc_emit_at(e, e->note, i->desc->state_size ? e->lanes->state[inst] : 0);
}

LLVMValueRef kc_emit_state(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    opcode_state *s = &e->states[inst];
    if (s->open) return s->at;
    if (s->resident) return s->at;
    LLVMValueRef home = kc_emit_home(e, inst), size = LLVMConstInt(e->i64, bytes_of(e, inst), 0);
    if (!copied(e, i->desc)) return home;
    unsigned align = e->lanes ? 64 : 16;
    if (!s->at) s->at = kc_emit_alloca(e, NULL, bytes_of(e, inst), align);
    LLVMBuildMemCpy(e->b, s->at, align, home, align_of(e, i->desc), size);
    s->open = 1;
    kc_vec_push(&e->open, inst);
    return s->at;
}

static void write_back(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    opcode_state *s = &e->states[inst];
    if (!s->open) return;
    LLVMBuildMemCpy(e->b, kc_emit_home(e, inst), align_of(e, i->desc), s->at, e->lanes ? 64 : 16,
                    LLVMConstInt(e->i64, bytes_of(e, inst), 0));
    s->open = 0;
}

void kc_emit_close_state(emitter *e, int inst)
{
    write_back(e, inst);
    for (int k = 0; k < e->open.n; k++)
        if (e->open.v[k] == inst) {
            e->open.v[k] = e->open.v[--e->open.n];
            return;
        }
}

/* ---- residents ----------------------------------------------------------------------------------- */

static void release_argument(emitter *e, int var)
{
    if (var >= 0) e->scalars[e->canon[var]].resident = NULL;
}

void kc_emit_choose_residents(emitter *e, const kc_schedule *s)
{
    for (int v = 0; v < e->u->vars.n; v++) {
        const kc_ir_var *x = &e->u->vars.v[v];
        int used = !e->lanes || e->lanes->var[v] != KC_NOWHERE;
        if (x->live && used && x->where == KC_IR_LOCAL && !x->dims && strchr("ikbB", x->type))
            e->scalars[v].resident = kc_emit_alloca(e, e->value, 0, 0);
    }
    for (int k = 0; k < s->items.n; k++)
        for (int j = 0; j < s->items.v[k].insts.n; j++) {
            int inst = s->items.v[k].insts.v[j];
            const kc_ir_inst *i = &e->u->insts.v[inst];
            opcode_state *st = &e->states[inst];
            if (kc_emit_is_inlined(e, &s->items.v[k]) || i->op != KC_IR_CALL) {
                if (i->op != KC_IR_CALL || st->at || !copied(e, i->desc) || kc_emit_is_outlined(e, i))
                    continue;
                if (!e->lanes && i->desc->k_sym && kc_jit_coef_by_address(i->desc)) continue;
                st->at = kc_emit_alloca(e, NULL, bytes_of(e, inst), e->lanes ? 64 : 16);
                st->resident = 1;
            } else {
                for (int a = 0; a < i->nout + i->nin; a++) release_argument(e, i->args[a]);
                st->resident = 0; /* a k function called by address */
                st->at = NULL;
            }
        }
}

static void exchange(emitter *e, int save)
{
    for (int v = 0; v < e->u->vars.n; v++) {
        scalar_state *s = &e->scalars[v];
        LLVMValueRef alloca = s->resident;
        if (!alloca || !s->memory) continue;
        s->resident = NULL;
        LLVMValueRef home = kc_emit_scalar_home(e, v);
        s->resident = alloca;
        LLVMBuildStore(e->b, LLVMBuildLoad2(e->b, e->value, save ? alloca : home, ""), save ? home : alloca);
    }
    for (int k = 0; k < e->u->insts.n; k++) {
        opcode_state *s = &e->states[k];
        if (!s->resident) continue;
        const kc_opdesc *d = e->u->insts.v[k].desc;
        unsigned own = e->lanes ? 64 : 16, there = align_of(e, d);
        LLVMValueRef home = kc_emit_home(e, k), size = LLVMConstInt(e->i64, bytes_of(e, k), 0);
        if (save)
            LLVMBuildMemCpy(e->b, home, there, s->at, own, size);
        else
            LLVMBuildMemCpy(e->b, s->at, own, home, there, size);
    }
}

void kc_emit_load_residents(emitter *e) { exchange(e, 0); }
void kc_emit_save_residents(emitter *e) { exchange(e, 1); }

/* ---- ends of regions ---------------------------------------------------------------------------- */

void kc_emit_flush(emitter *e)
{
    for (int k = 0; k < e->open.n; k++) write_back(e, e->open.v[k]);
    e->open.n = 0;
    for (int k = 0; k < e->known.n; k++) {
        int var = e->known.v[k];
        if (e->scalars[var].memory) kc_emit_store(e, var);
    }
}

void kc_emit_forget(emitter *e, int all)
{
    int kept = 0;
    for (int k = 0; k < e->known.n; k++) {
        int var = e->known.v[k];
        scalar_state *s = &e->scalars[var];
        if (!all && !s->memory && s->value) {
            e->known.v[kept++] = var;
            continue;
        }
        s->value = s->in_slot = NULL;
        s->dirty = s->listed = 0;
    }
    e->known.n = kept;
}
