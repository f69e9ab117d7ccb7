/* Kernels and sample loops.
 *
 * Kernels take everything by address: st, c[, n], outputs, inputs. The addresses are allocas (sroa makes
 * registers of them once the kernels are inlined). Inputs are stored before outputs are, and an output that
 * is an input of the same call gets a place of its own, as in tier 0's wrappers. */
#include "jit/emit.h"
#include "jit/kernels.h"
#include "jit/lanes.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_ARGS = 256, PART_KSMPS = 8, PART_WEIGHT = 160, K_LENGTH_MAX = 64, LANE_INLINE_MAX = 48 };

/* ---- linking ------------------------------------------------------------------------------------- */

static int passed(const kc_ir_inst *i, int input) { return input < 64 && i->desc->passed >> input & 1; }

static int count_passed(const kc_opdesc *d) { return __builtin_popcountll(d->passed); }

/* k: (st, c, in...)  tick: (st, c, n, out..., in...)  each: (st, c, n, i, in) */
static LLVMTypeRef kernel_type(emitter *e, const kc_ir_inst *i, const char *symbol)
{
    LLVMTypeRef t[MAX_ARGS] = {e->ptr, e->ptr};
    int n = 2, pointers = 0;
    if (symbol == i->desc->k_sym)
        pointers = count_passed(i->desc);
    else {
        t[n++] = e->i32;
        if (symbol == i->desc->each_sym)
            t[n++] = e->i32, pointers = 1;
        else
            pointers = i->nout + count_passed(i->desc);
    }
    for (int k = 0; k < pointers && n < MAX_ARGS; k++) t[n++] = e->ptr;
    return LLVMFunctionType(LLVMVoidTypeInContext(e->cx), t, (unsigned)n, 0);
}

static LLVMValueRef kernel(emitter *e, const kc_ir_inst *i, const char *symbol, LLVMTypeRef *type)
{
    char name[512];
    kc_jit_kernel_name(name, sizeof name, i->desc, symbol);
    *type = kernel_type(e, i, symbol);
    LLVMValueRef f = LLVMGetNamedFunction(e->m, name);
    return f ? f : LLVMAddFunction(e->m, name, *type);
}

static int coef_by_call(const emitter *e, const kc_opdesc *d)
{
    return !e->lanes && kc_jit_coef_by_address(d);
}

static const char *const *symbols_of(const emitter *e, const kc_opdesc *d, const char *buf[3])
{
    buf[0] = coef_by_call(e, d) ? NULL : d->k_sym;
    buf[1] = d->tick_sym;
    buf[2] = d->tick_sym ? NULL : d->each_sym;
    return buf;
}

/* Declares what is missing; 1 when something was. */
static int declare(emitter *e, const kc_ir_inst *i)
{
    const char *buf[3];
    int fresh = 0;
    symbols_of(e, i->desc, buf);
    for (int k = 0; k < 3; k++) {
        char name[512];
        LLVMTypeRef type;
        if (!buf[k]) continue;
        kc_jit_kernel_name(name, sizeof name, i->desc, buf[k]);
        LLVMValueRef f = LLVMGetNamedFunction(e->m, name);
        if (!f) kernel(e, i, buf[k], &type);
        fresh |= !f || LLVMIsDeclaration(f);
    }
    return fresh;
}

static void check(emitter *e, const kc_ir_inst *i)
{
    const char *buf[3];
    symbols_of(e, i->desc, buf);
    for (int k = 0; k < 3; k++) {
        LLVMTypeRef want;
        if (!buf[k]) continue;
        LLVMValueRef f = kernel(e, i, buf[k], &want);
        if (LLVMIsDeclaration(f))
            kc_emit_fail(e, "%s: kernel %s is not in the library", i->desc->name, buf[k]);
        else if (LLVMGlobalGetValueType(f) != want)
            kc_emit_fail(e, "%s: kernel %s does not take the arguments of %s \"%s\" \"%s\"", i->desc->name,
                         buf[k], i->desc->name, i->desc->outs, i->desc->ins);
    }
}

int kc_emit_is_inlined(const emitter *e, const kc_sched_item *it)
{
    const kc_ir_inst *i = &e->u->insts.v[it->insts.n ? it->insts.v[0] : 0];
    if (e->wide && (it->kind == KC_SCHED_K || it->kind == KC_SCHED_COEF)) return !kc_lanes_native(i);
    if (it->kind == KC_SCHED_COEF) return !kc_jit_coef_by_address(i->desc);
    if (it->kind != KC_SCHED_K) return it->kind == KC_SCHED_LOOP;
    /* long code that runs once a k-cycle is not worth compiling */
    return i->op != KC_IR_CALL || kc_jit_tick_length(i->desc) + kc_jit_coef_length(i->desc) <= K_LENGTH_MAX;
}

int kc_emit_link(emitter *e, const kc_schedule *s)
{
    for (int k = 0; k < s->items.n; k++) {
        const kc_sched_item *it = &s->items.v[k];
        if (!kc_emit_is_inlined(e, it)) continue;
        for (int j = 0; j < it->insts.n; j++) {
            const kc_ir_inst *i = &e->u->insts.v[it->insts.v[j]];
            if (i->op != KC_IR_CALL) continue;
            if (i->nout + i->nin + 4 > MAX_ARGS) {
                kc_emit_fail(e, "%s: too many arguments", i->desc->name);
                return -1;
            }
            if (!declare(e, i)) continue;
            if (kc_jit_kernels_link(e->m, i->desc, e->lanes ? KC_LANE_COUNT : 1, e->error)) return -1;
            check(e, i);
        }
    }
    return e->failed ? -1 : 0;
}

/* ---- calls --------------------------------------------------------------------------------------- */

static void call(emitter *e, const kc_ir_inst *i, const char *symbol, LLVMValueRef *args, int n)
{
    LLVMTypeRef type;
    LLVMValueRef f = kernel(e, i, symbol, &type);
    if ((unsigned)n != LLVMCountParamTypes(type)) {
        kc_emit_fail(e, "%s: %d arguments instead of %u", i->desc->name, n, LLVMCountParamTypes(type));
        return;
    }
    LLVMBuildCall2(e->b, type, f, args, (unsigned)n, "");
    e->stats->inlined++;
}

/* ---- what lanes add to outputs ------------------------------------------------------------------- */

/* Row of a new slot, in program order. */
static LLVMValueRef addition(emitter *e, int32_t target)
{
    int slot = kc_lanes_slot(e, target);
    e->lanes->adding |= 1u << slot;
    LLVMValueRef mix = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->ctx, offsetof(kc_ctx, mix)), "");
    LLVMValueRef row = LLVMBuildLoad2(e->b, e->i64, kc_emit_at(e, e->ctx, offsetof(kc_ctx, mix_row)), "");
    LLVMValueRef channels = LLVMBuildLoad2(e->b, e->i32, kc_emit_at(e, e->ctx, offsetof(kc_ctx, nchnls)), "");
    LLVMValueRef n = LLVMBuildNSWMul(e->b, row, LLVMBuildSExt(e->b, channels, e->i64, ""), "");
    n = LLVMBuildNSWMul(e->b, n, LLVMConstInt(e->i64, (uint64_t)slot, 0), "");
    if (e->blocked) n = LLVMBuildNSWAdd(e->b, n, e->first, "");
    return LLVMBuildInBoundsGEP2(e->b, e->value, mix, &n, 1, "");
}

/* Before a kernel that adds to the output. */
static void begin_addition(emitter *e, const kc_ir_inst *i)
{
    if (!e->lanes || !(i->desc->fx & KC_FX_OUT)) return;
    LLVMBuildStore(e->b, addition(e, KC_MIX_OUT), kc_emit_at(e, e->copy, offsetof(kc_ctx, mix)));
}

/* Tells the engine which slots have been written. */
static void end_additions(emitter *e)
{
    if (!e->lanes || !e->lanes->adding) return;
    LLVMValueRef at = kc_emit_at(e, e->in_batch, offsetof(kc_lanes, added)),
                 was = LLVMBuildLoad2(e->b, e->i32, at, "");
    LLVMBuildStore(e->b, LLVMBuildOr(e->b, was, kc_emit_i32(e, (int32_t)e->lanes->adding), ""), at);
    e->lanes->adding = 0;
}

/* The k function in machine code, on the instance itself. */
static void coef_by_address(emitter *e, const kc_ir_inst *i)
{
    for (int k = 0; k < i->nin; k++)
        if (passed(i, k)) kc_emit_store(e, i->args[i->nout + k]);
    LLVMValueRef prog = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->note, offsetof(kc_note, prog)), "");
    LLVMValueRef sites = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, prog, offsetof(kc_program, sites)), "");
    LLVMValueRef at = kc_emit_at(e, sites, (uint64_t)i->site * sizeof(kc_site) + offsetof(kc_site, desc));
    LLVMValueRef desc = LLVMBuildLoad2(e->b, e->ptr, at, "");
    LLVMValueRef fn = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, desc, offsetof(kc_opdesc, coef)), "");
    LLVMTypeRef type = LLVMFunctionType(e->i32, (LLVMTypeRef[]){e->ptr, e->ptr, e->ptr}, 3, 0);
    LLVMValueRef args[] = {kc_emit_at(e, e->note, i->st), e->ctx, kc_emit_at(e, e->note, i->argv)};
    LLVMBuildCall2(e->b, type, fn, args, 3, "");
    e->stats->natives++;
}

/* Long code that lanes run once a k-cycle stays a function, one for all that call it, and works on the batch
 * itself: inlined it would be most of what is compiled. */
int kc_emit_is_outlined(const emitter *e, const kc_ir_inst *i)
{
    return e->lanes &&
           kc_jit_coef_length(i->desc) + (i->desc->arate ? 0 : kc_jit_tick_length(i->desc)) > LANE_INLINE_MAX;
}

static void keep_function(emitter *e, const kc_ir_inst *i, const char *symbol)
{
    LLVMTypeRef type;
    LLVMValueRef f = kernel(e, i, symbol, &type);
    unsigned in = LLVMGetEnumAttributeKindForName("alwaysinline", 12),
             out = LLVMGetEnumAttributeKindForName("noinline", 8);
    LLVMRemoveEnumAttributeAtIndex(f, LLVMAttributeFunctionIndex, in);
    LLVMAddAttributeAtIndex(f, LLVMAttributeFunctionIndex, LLVMCreateEnumAttribute(e->cx, out, 0));
}

/* A place of its own for an input: the function keeps its address. */
static LLVMValueRef own_place(emitter *e, const kc_ir_inst *i, int a)
{
    if (kc_emit_is_block(e, i->args[a])) return kc_emit_block_address(e, i, a);
    LLVMValueRef x = kc_emit_read(e, i, a), at = kc_emit_alloca(e, e->value, 0, 0);
    LLVMBuildStore(e->b, x, at);
    return at;
}

static void call_outlined(emitter *e, int inst, const char *symbol, LLVMValueRef *outs)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    kc_emit_close_state(e, inst);
    LLVMValueRef args[MAX_ARGS] = {kc_emit_home(e, inst), e->ctx};
    int n = 2;
    if (outs) args[n++] = kc_emit_i32(e, 0);
    for (int a = 0; outs && a < i->nout; a++) args[n++] = outs[a] = kc_emit_alloca(e, e->value, 0, 0);
    for (int k = 0; k < i->nin; k++)
        if (passed(i, k)) args[n++] = own_place(e, i, i->nout + k);
    keep_function(e, i, symbol);
    call(e, i, symbol, args, n);
}

void kc_emit_coef(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    if (kc_emit_is_outlined(e, i)) {
        call_outlined(e, inst, i->desc->k_sym, NULL);
        return;
    }
    if (coef_by_call(e, i->desc)) {
        coef_by_address(e, i);
        return;
    }
    LLVMValueRef args[MAX_ARGS] = {kc_emit_state(e, inst), e->copy};
    int n = 2;
    for (int k = 0; k < i->nin; k++) {
        if (!passed(i, k)) continue;
        int a = i->nout + k; /* an a-rate input is not read: its operand pointer is as good as any */
        args[n++] =
            kc_emit_is_block(e, i->args[a]) ? kc_emit_operand(e, i, a) : kc_emit_read_address(e, i, a);
    }
    call(e, i, i->desc->k_sym, args, n);
}

static int is_scalar(const emitter *e, int var)
{
    const kc_ir_var *v = &e->u->vars.v[var];
    return !v->dims && strchr("ikbB", v->type) != NULL;
}

/* Where a kernel puts output `a`: operand for arrays, strings and f-signals, an alloca for numbers. */
static LLVMValueRef output_place(emitter *e, const kc_ir_inst *i, int a)
{
    if (is_scalar(e, i->args[a]) || kc_emit_is_block(e, i->args[a])) return kc_emit_alloca(e, e->value, 0, 0);
    return kc_emit_operand(e, i, a);
}

/* One entry at k-rate: k function, then one tick. A block is read at its first sample. */
static void scalar_call(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    if (i->desc->k_sym) kc_emit_coef(e, inst);
    if (kc_emit_is_outlined(e, i)) {
        LLVMValueRef outs[MAX_ARGS];
        call_outlined(e, inst, i->desc->tick_sym, outs);
        for (int a = 0; a < i->nout; a++)
            kc_emit_write(e, i->args[a], LLVMBuildLoad2(e->b, e->value, outs[a], ""));
        return;
    }
    LLVMValueRef args[MAX_ARGS] = {kc_emit_state(e, inst), e->copy, kc_emit_i32(e, 0)};
    int n = 3;
    for (int a = 0; a < i->nout; a++) args[n++] = output_place(e, i, a);
    for (int k = 0; k < i->nin; k++) {
        int a = i->nout + k;
        if (passed(i, k))
            args[n++] = kc_emit_is_block(e, i->args[a]) ? kc_emit_block_address(e, i, a)
                                                        : kc_emit_read_address(e, i, a);
    }
    begin_addition(e, i);
    call(e, i, i->desc->tick_sym, args, n);
    for (int a = 0; a < i->nout; a++)
        if (is_scalar(e, i->args[a]))
            kc_emit_write(e, i->args[a], LLVMBuildLoad2(e->b, e->value, args[3 + a], ""));
    kc_emit_close_state(e, inst);
    end_additions(e);
}

/* ---- core operations ------------------------------------------------------------------------------ */

static LLVMValueRef truth(emitter *e, LLVMRealPredicate p, LLVMValueRef x, LLVMValueRef y)
{
    return LLVMBuildUIToFP(e->b, LLVMBuildFCmp(e->b, p, x, y, ""), e->value, "");
}

/* Both not zero (land), or one of them. */
static LLVMValueRef logic(emitter *e, int both, LLVMValueRef x, LLVMValueRef y)
{
    LLVMValueRef zero = kc_emit_f64(e, 0.0);
    LLVMValueRef p = LLVMBuildFCmp(e->b, LLVMRealUNE, x, zero, ""),
                 q = LLVMBuildFCmp(e->b, LLVMRealUNE, y, zero, "");
    return LLVMBuildUIToFP(e->b, both ? LLVMBuildAnd(e->b, p, q, "") : LLVMBuildOr(e->b, p, q, ""), e->value,
                           "");
}

/* The value of a core operation on values; y is NULL for those with one input. */
static LLVMValueRef core(emitter *e, const kc_ir_inst *i, LLVMValueRef x, LLVMValueRef y)
{
    switch (i->op) {
    case KC_IR_COPY:
    case KC_IR_FILL: return x;
    case KC_IR_ADD: return LLVMBuildFAdd(e->b, x, y, "");
    case KC_IR_SUB: return LLVMBuildFSub(e->b, x, y, "");
    case KC_IR_MUL: return LLVMBuildFMul(e->b, x, y, "");
    case KC_IR_DIV: return LLVMBuildFDiv(e->b, x, y, "");
    case KC_IR_NEG: return LLVMBuildFNeg(e->b, x, "");
    case KC_IR_EQ: return truth(e, LLVMRealOEQ, x, y);
    case KC_IR_NE: return truth(e, LLVMRealUNE, x, y);
    case KC_IR_LT: return truth(e, LLVMRealOLT, x, y);
    case KC_IR_LE: return truth(e, LLVMRealOLE, x, y);
    case KC_IR_GT: return truth(e, LLVMRealOGT, x, y);
    case KC_IR_GE: return truth(e, LLVMRealOGE, x, y);
    case KC_IR_LAND: return logic(e, 1, x, y);
    case KC_IR_LOR: return logic(e, 0, x, y);
    case KC_IR_LNOT: return truth(e, LLVMRealOEQ, x, kc_emit_f64(e, 0.0));
    default: kc_emit_fail(e, "operation %d has no code here", i->op); return kc_emit_f64(e, 0.0);
    }
}

void kc_emit_scalar_inst(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    if (i->op == KC_IR_CALL) {
        scalar_call(e, inst);
        return;
    }
    if (i->nout != 1 || i->nin < 1 || i->nin > 2) {
        kc_emit_fail(e, "operation %d has %d outputs and %d inputs", i->op, i->nout, i->nin);
        return;
    }
    if (i->op == KC_IR_FIRST) {
        LLVMValueRef at = kc_emit_block_address(e, i, 1);
        kc_emit_write(e, i->args[0], LLVMBuildLoad2(e->b, e->value, at, ""));
        return;
    }
    LLVMValueRef x = kc_emit_read(e, i, 1), y = i->nin > 1 ? kc_emit_read(e, i, 2) : NULL;
    kc_emit_write(e, i->args[0], core(e, i, x, y));
}

/* ---- loops ---------------------------------------------------------------------------------------- */

/* Loop instructions, and what of them is made ready before the loop. */
typedef struct {
    int inst;
    LLVMValueRef args[MAX_ARGS]; /* by argument: scalar values (core), addresses (calls); NULL: per sample */
    LLVMValueRef st, shift;      /* shift: first sample of a slice in its outer block */
} prepared;

static LLVMValueRef slice_start(emitter *e)
{
    LLVMValueRef sub = kc_emit_ctx_member(e, offsetof(kc_ctx, sub), e->ptr);
    LLVMValueRef index = LLVMBuildLoad2(e->b, e->i32, kc_emit_at(e, sub, offsetof(kc_sub, index)), "");
    LLVMValueRef at =
        LLVMBuildNSWMul(e->b, index, kc_emit_ctx_member(e, offsetof(kc_ctx, ksmps), e->i32), "");
    return LLVMBuildSExt(e->b, at, e->i64, "");
}

static void prepare(emitter *e, prepared *p, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    p->inst = inst;
    if (i->op == KC_IR_SLICEIN || i->op == KC_IR_SLICEOUT) p->shift = slice_start(e);
    if (i->op == KC_IR_CALL) p->st = kc_emit_state(e, inst);
    for (int a = 0; a < i->nout + i->nin && a < MAX_ARGS; a++) {
        int var = i->args[a], scalar = is_scalar(e, var);
        p->args[a] = NULL;
        if (kc_emit_is_block(e, var)) continue;
        if (i->op != KC_IR_CALL)
            p->args[a] = scalar ? kc_emit_read(e, i, a) : NULL;
        else if (a < i->nout) {
            p->args[a] = output_place(e, i, a);
            /* a loop of no samples leaves the scalar as it is */
            if (scalar) LLVMBuildStore(e->b, kc_emit_read(e, i, a), p->args[a]);
        } else if (scalar)
            p->args[a] = kc_emit_read_address(e, i, a);
        else
            p->args[a] = kc_emit_operand(e, i, a);
    }
}

static LLVMValueRef shifted(emitter *e, const prepared *p, int var, LLVMValueRef n)
{
    return kc_emit_block_sample(e, var, LLVMBuildAdd(e->b, n, p->shift, ""));
}

static void sample_core(emitter *e, const prepared *p, LLVMValueRef n)
{
    const kc_ir_inst *i = &e->u->insts.v[p->inst];
    if (i->op == KC_IR_SLICEIN) {
        LLVMValueRef x = LLVMBuildLoad2(e->b, e->f64, shifted(e, p, i->args[1], n), "");
        kc_emit_sample_write(e, i->args[0], n, x);
        return;
    }
    if (i->op == KC_IR_SLICEOUT) {
        LLVMBuildStore(e->b, kc_emit_sample(e, i->args[1], n), shifted(e, p, i->args[0], n));
        return;
    }
    int add = kc_lanes_added(e, i);
    if (add) {
        LLVMValueRef row = addition(e, (int32_t)e->u->vars.v[i->args[0]].index);
        LLVMBuildStore(e->b, p->args[add] ? p->args[add] : kc_emit_sample(e, i->args[add], n),
                       LLVMBuildInBoundsGEP2(e->b, e->value, row, &n, 1, ""));
        return;
    }
    LLVMValueRef in[2] = {NULL, NULL};
    for (int k = 0; k < i->nin && k < 2; k++)
        in[k] = p->args[1 + k] ? p->args[1 + k] : kc_emit_sample(e, i->args[1 + k], n);
    kc_emit_sample_write(e, i->args[0], n, core(e, i, in[0], in[1]));
}

static void sample_tick(emitter *e, const prepared *p, LLVMValueRef n, LLVMValueRef n32)
{
    const kc_ir_inst *i = &e->u->insts.v[p->inst];
    LLVMValueRef args[MAX_ARGS] = {p->st, e->copy, n32};
    int na = 3;
    for (int a = 0; a < i->nout; a++)
        args[na++] = p->args[a] ? p->args[a] : kc_emit_alloca(e, e->value, 0, 0);
    for (int k = 0; k < i->nin; k++) {
        int a = i->nout + k;
        if (passed(i, k)) args[na++] = p->args[a] ? p->args[a] : kc_emit_sample_address(e, i->args[a], n);
    }
    begin_addition(e, i);
    call(e, i, i->desc->tick_sym, args, na);
    for (int a = 0; a < i->nout; a++)
        if (!p->args[a])
            kc_emit_sample_write(e, i->args[a], n, LLVMBuildLoad2(e->b, e->value, args[3 + a], ""));
}

/* Inputs before the variadic ones: type codes, array brackets not counted, less the last. */
static int fixed_inputs(const kc_opdesc *d)
{
    int n = 0;
    for (const char *c = d->ins; *c; c++) n += *c != '[' && *c != ']';
    return n - 1;
}

static void sample_each(emitter *e, const prepared *p, LLVMValueRef n, LLVMValueRef n32)
{
    const kc_ir_inst *i = &e->u->insts.v[p->inst];
    for (int a = i->nout + fixed_inputs(i->desc), nth = 0; a < i->nout + i->nin; a++, nth++) {
        LLVMValueRef x = p->args[a] ? p->args[a] : kc_emit_sample_address(e, i->args[a], n);
        LLVMValueRef args[] = {p->st, e->copy, n32, kc_emit_i32(e, nth), x};
        begin_addition(e, i);
        call(e, i, i->desc->each_sym, args, 5);
    }
}

static void body(emitter *e, const prepared *p, int count, LLVMValueRef n)
{
    LLVMValueRef n32 = LLVMBuildTrunc(e->b, n, e->i32, "");
    e->loop++;
    for (int k = 0; k < count; k++) {
        const kc_ir_inst *i = &e->u->insts.v[p[k].inst];
        if (i->op != KC_IR_CALL)
            sample_core(e, &p[k], n);
        else if (i->desc->tick_sym)
            sample_tick(e, &p[k], n, n32);
        else
            sample_each(e, &p[k], n, n32);
    }
}

/* for (n = begin; n < end; n++) body; at ksmps 1: if (begin < end) body */
static void loop(emitter *e, const prepared *p, int count)
{
    LLVMValueRef begin = kc_emit_ctx_member(e, offsetof(kc_ctx, begin), e->i32);
    LLVMValueRef end = kc_emit_ctx_member(e, offsetof(kc_ctx, end), e->i32);
    LLVMBasicBlockRef before = LLVMGetInsertBlock(e->b);
    LLVMBasicBlockRef in = LLVMAppendBasicBlockInContext(e->cx, e->fn, "sample");
    LLVMBasicBlockRef after = LLVMAppendBasicBlockInContext(e->cx, e->fn, "after");
    LLVMValueRef first = LLVMBuildSExt(e->b, begin, e->i64, ""), last = LLVMBuildSExt(e->b, end, e->i64, "");
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntSLT, begin, end, ""), in, after);
    LLVMPositionBuilderAtEnd(e->b, in);
    if (e->u->ksmps == 1) {
        body(e, p, count, LLVMConstInt(e->i64, 0, 0));
        LLVMBuildBr(e->b, after);
    } else {
        LLVMValueRef n = LLVMBuildPhi(e->b, e->i64, "n");
        body(e, p, count, n);
        LLVMValueRef next = LLVMBuildNSWAdd(e->b, n, LLVMConstInt(e->i64, 1, 0), "");
        LLVMBasicBlockRef back = LLVMGetInsertBlock(e->b);
        LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntSLT, next, last, ""), in, after);
        LLVMAddIncoming(n, (LLVMValueRef[]){first, next}, (LLVMBasicBlockRef[]){before, back}, 2);
    }
    LLVMPositionBuilderAtEnd(e->b, after);
}

/* ---- cutting long loops --------------------------------------------------------------------------- */

/* IR instructions of one sample of an instruction, about. */
static int weight(emitter *e, const kc_ir_inst *i)
{
    if (i->op != KC_IR_CALL) return 1;
    LLVMTypeRef type;
    const char *symbol = i->desc->tick_sym ? i->desc->tick_sym : i->desc->each_sym;
    LLVMValueRef f = kernel(e, i, symbol, &type);
    int n = 0;
    for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(f); b; b = LLVMGetNextBasicBlock(b))
        for (LLVMValueRef x = LLVMGetFirstInstruction(b); x; x = LLVMGetNextInstruction(x)) n++;
    return i->desc->tick_sym ? n : n * (i->nin > 0 ? i->nin : 1);
}

/* End (exclusive) of the part of a loop that begins at `from`. */
static int part_end(emitter *e, const kc_sched_item *it, int from)
{
    int sum = 0, k = from;
    if (e->u->ksmps < PART_KSMPS || e->lanes) return it->insts.n;
    while (k < it->insts.n) {
        sum += weight(e, &e->u->insts.v[it->insts.v[k]]);
        if (sum > PART_WEIGHT && k > from) break;
        k++;
    }
    return k;
}

/* Variables that two parts touch live in their blocks. */
static void find_homes(emitter *e, const kc_sched_item *it)
{
    for (int k = 0; k < it->insts.n; k++) {
        const kc_ir_inst *i = &e->u->insts.v[it->insts.v[k]];
        for (int a = 0; a < i->nout + i->nin; a++)
            if (i->args[a] >= 0) e->samples[e->canon[i->args[a]]].home = 0;
    }
    for (int from = 0, part = 1; from < it->insts.n; part++) {
        int to = part_end(e, it, from);
        for (int k = from; k < to; k++) {
            const kc_ir_inst *i = &e->u->insts.v[it->insts.v[k]];
            for (int a = 0; a < i->nout + i->nin; a++) {
                if (i->args[a] < 0) continue;
                int *home = &e->samples[e->canon[i->args[a]]].home;
                *home = *home && *home != part ? -1 : part;
            }
        }
        from = to;
    }
}

static void emit_part(emitter *e, const int32_t *insts, int count)
{
    prepared *p = kc_xcalloc((size_t)count, sizeof *p);
    for (int k = 0; k < count; k++) prepare(e, &p[k], insts[k]);
    loop(e, p, count);
    for (int k = 0; k < count; k++) {
        const kc_ir_inst *i = &e->u->insts.v[p[k].inst];
        for (int a = 0; a < i->nout && i->op == KC_IR_CALL; a++)
            if (p[k].args[a] && is_scalar(e, i->args[a]))
                kc_emit_write(e, i->args[a], LLVMBuildLoad2(e->b, e->value, p[k].args[a], ""));
        kc_emit_close_state(e, p[k].inst);
    }
    end_additions(e);
    free(p);
    e->stats->loops++;
}

/* A long loop is emitted as several, in program order, which is what tier 0 does with each instruction. The
 * processor overlaps as many samples as fit its window: a body of hundreds of instructions leaves it with
 * one, and the loop then takes the latency of the whole chain. */
void kc_emit_loop(emitter *e, const kc_sched_item *it)
{
    find_homes(e, it);
    for (int from = 0; from < it->insts.n;) {
        int to = part_end(e, it, from);
        emit_part(e, it->insts.v + from, to - from);
        from = to;
    }
}
