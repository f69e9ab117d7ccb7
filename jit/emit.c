/* Emission: one pass over the schedule makes the body of `int perf(char *note, kc_ctx *c)`.
 *
 *   entry:   allocas                       k code        registers, stored at the end of each region
 *   start:   copy of the context           coef          k function of an entry
 *            ...                           loop          for (n = begin; n < end; n++) ticks and arithmetic
 *            ret KC_OK                     native        c->site = ..; r = fn(note + st, c, note + args);
 * branch on r label, jump   basic blocks sub           an inner loop with a context of its own
 *
 * Nothing of this process is built into the code: natives, sites, p-fields and globals are reached through
 * the instance and the context. So sr, kr and ksmps named in the text are read through the instance, too;
 * ksmps is a constant of the compilation only where it decides between a loop and none. */
#include "jit/emit.h"
#include "jit/lanes.h"
#include "ir/internal.h"
#include <stdio.h>
#include <string.h>

void kc_emit_fail(emitter *e, const char *fmt, ...)
{
    va_list ap;
    if (e->failed++) return;
    va_start(ap, fmt);
    kc_sbuf_vprintf(e->error, fmt, ap);
    va_end(ap);
}

/* ---- set-up --------------------------------------------------------------------------------------- */

/* One variable stands for all that name the same global or p-field. */
static void find_storage(emitter *e)
{
    kc_map seen = {0};
    for (int i = 0; i < e->u->vars.n; i++) {
        const kc_ir_var *v = &e->u->vars.v[i];
        e->canon[i] = i;
        if (v->where != KC_IR_GLOBAL && v->where != KC_IR_P) continue;
        char key[32];
        snprintf(key, sizeof key, "%d.%d", v->where, v->index);
        void **slot = kc_map_at(&seen, key);
        if (*slot)
            e->canon[i] = (int)(intptr_t)*slot - 1;
        else
            *slot = (void *)(intptr_t)(i + 1);
    }
    kc_map_free(&seen);
}

/* A temporary needs no memory when it is written before it is read, within one region, by inlined code alone.
 */
static void find_memory(emitter *e, const kc_schedule *s)
{
    int *home = kc_xcalloc((size_t)e->u->vars.n, sizeof *home), region = 1;
    for (int i = 0; i < e->u->vars.n; i++)
        e->scalars[i].memory = !e->u->vars.v[i].temp || e->u->vars.v[i].where != KC_IR_LOCAL;
    for (int i = 0; i < e->u->insts.n; i++) {
        const kc_ir_inst *in = &e->u->insts.v[i];
        for (int a = 0; a < in->nout + in->nin && in->pass & KC_IR_INIT; a++)
            if (in->args[a] >= 0) e->scalars[e->canon[in->args[a]]].memory = 1;
    }
    for (int k = 0; k < s->items.n; k++) {
        const kc_sched_item *it = &s->items.v[k];
        int inlined = it->kind == KC_SCHED_JUMP || kc_emit_is_inlined(e, it);
        int fence = it->kind == KC_SCHED_LABEL || it->kind == KC_SCHED_JUMP || it->kind == KC_SCHED_SUB ||
                    it->kind == KC_SCHED_ENDSUB;
        for (int j = 0; j < it->insts.n; j++) {
            const kc_ir_inst *in = &e->u->insts.v[it->insts.v[j]];
            for (int n = 0; n < in->nout + in->nin; n++) {
                int a = n < in->nin ? in->nout + n : n - in->nin; /* inputs first */
                if (in->args[a] < 0) continue;
                scalar_state *v = &e->scalars[e->canon[in->args[a]]];
                int *h = &home[e->canon[in->args[a]]];
                /* notes that disagree about a jump read its condition in their own memory */
                int asked = e->wide && it->kind == KC_SCHED_JUMP;
                if (!inlined || asked || (*h ? *h != region : a >= in->nout)) v->memory = 1;
                *h = region;
            }
        }
        if (fence || it->kind == KC_SCHED_NATIVE) region += fence || e->u->insts.v[it->insts.v[0]].label >= 0;
    }
    free(home);
}

/* Steps are made of the instructions that perform, in order (ir/program.c). */
static void find_steps(emitter *e)
{
    int step = 0;
    for (int i = 0; i < e->u->insts.n; i++) {
        const kc_ir_inst *in = &e->u->insts.v[i];
        int has = kc_ir_performs(in) && in->op != KC_IR_LABEL && in->op != KC_IR_SUBEND;
        e->step_of_inst[i] = has && step < e->p->nperf ? step : -1;
        step += has;
    }
}

static LLVMBasicBlockRef new_block(emitter *e, const char *name)
{
    return LLVMAppendBasicBlockInContext(e->cx, e->fn, name);
}

static void begin_function(emitter *e, const char *name)
{
    LLVMTypeRef type = LLVMFunctionType(e->i32, (LLVMTypeRef[]){e->ptr, e->ptr}, 2, 0);
    e->fn = LLVMAddFunction(e->m, name, type);
    e->note = LLVMGetParam(e->fn, 0);
    e->ctx = LLVMGetParam(e->fn, 1);
    e->allocas = LLVMCreateBuilderInContext(e->cx);
    LLVMPositionBuilderAtEnd(e->allocas, new_block(e, "entry"));
    LLVMPositionBuilderAtEnd(e->b, new_block(e, "start"));
    e->one = e->note;
    if (e->lanes) {
        e->one = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->ctx, offsetof(kc_ctx, note)), "");
        e->in_batch = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->ctx, offsetof(kc_ctx, lanes)), "");
    }
    kc_emit_copy_context(e);
}

/* ---- flow ----------------------------------------------------------------------------------------- */

static void end_region(emitter *e)
{
    kc_emit_flush(e);
    kc_emit_forget(e, 1);
}

static LLVMBasicBlockRef label(emitter *e, int id)
{
    if (id < 0 || id >= e->u->labels.n) {
        kc_emit_fail(e, "a jump without a label");
        id = 0;
        if (!e->u->labels.n) return new_block(e, "nowhere");
    }
    if (!e->labels[id]) e->labels[id] = new_block(e, "label");
    return e->labels[id];
}

static void emit_label(emitter *e, const kc_ir_inst *i)
{
    end_region(e);
    LLVMBasicBlockRef bb = label(e, i->label);
    LLVMBuildBr(e->b, bb);
    LLVMPositionBuilderAtEnd(e->b, bb);
}

/* Jumps when all notes agree; else they go on one by one. */
static void lanes_jump(emitter *e, const kc_ir_inst *i, int inst, LLVMValueRef holds, LLVMBasicBlockRef next)
{
    LLVMTypeRef bits = LLVMIntTypeInContext(e->cx, KC_LANE_COUNT);
    LLVMBasicBlockRef some = new_block(e, "some"), differ = new_block(e, "differ");
    LLVMValueRef lanes = LLVMBuildZExt(e->b, LLVMBuildBitCast(e->b, holds, bits, ""), e->i32, "");
    LLVMValueRef live =
        LLVMBuildLoad2(e->b, e->i32, kc_emit_at(e, e->in_batch, offsetof(kc_lanes, live)), "");
    LLVMValueRef which = LLVMBuildAnd(e->b, lanes, live, "");
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntEQ, which, kc_emit_i32(e, 0), ""), next, some);
    LLVMPositionBuilderAtEnd(e->b, some);
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntEQ, which, live, ""), label(e, i->label), differ);
    LLVMPositionBuilderAtEnd(e->b, differ);
    LLVMTypeRef type = LLVMFunctionType(e->i32, (LLVMTypeRef[]){e->ptr, e->i32}, 2, 0);
    LLVMValueRef fn =
        LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->in_batch, offsetof(kc_lanes, diverge)), "");
    LLVMValueRef args[] = {e->ctx, kc_emit_i32(e, e->step_of_inst[inst])};
    LLVMBuildRet(e->b, LLVMBuildCall2(e->b, type, fn, args, 2, ""));
}

static void emit_jump(emitter *e, const kc_ir_inst *i, int inst)
{
    LLVMBasicBlockRef next = new_block(e, "next");
    LLVMValueRef x = i->op == KC_IR_JUMP ? NULL : kc_emit_read(e, i, 0);
    end_region(e);
    if (!x)
        LLVMBuildBr(e->b, label(e, i->label));
    else {
        LLVMRealPredicate p = i->op == KC_IR_IF ? LLVMRealUNE : LLVMRealOEQ;
        LLVMValueRef holds = LLVMBuildFCmp(e->b, p, x, kc_emit_f64(e, 0.0), "");
        if (e->lanes)
            lanes_jump(e, i, inst, holds, next);
        else
            LLVMBuildCondBr(e->b, holds, label(e, i->label), next);
    }
    LLVMPositionBuilderAtEnd(e->b, next);
}

/* ---- calls by address ----------------------------------------------------------------------------- */

static void return_with(emitter *e, LLVMValueRef r)
{
    if (e->blocked) kc_emit_save_residents(e);
    LLVMBuildRet(e->b, r);
}

/* Goes on when r is KC_OK, at the label when KC_JUMP, else returns r. */
static void branch_on(emitter *e, LLVMValueRef r, int label_id)
{
    LLVMBasicBlockRef next = new_block(e, "ok"), other = new_block(e, "other");
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntEQ, r, kc_emit_i32(e, KC_OK), ""), next, other);
    LLVMPositionBuilderAtEnd(e->b, other);
    if (label_id >= 0) {
        LLVMBasicBlockRef leave = new_block(e, "leave");
        LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntEQ, r, kc_emit_i32(e, KC_JUMP), ""),
                        label(e, label_id), leave);
        LLVMPositionBuilderAtEnd(e->b, leave);
    }
    return_with(e, r);
    LLVMPositionBuilderAtEnd(e->b, next);
}

static void call_each_note(emitter *e, int inst)
{
    LLVMTypeRef type = LLVMFunctionType(e->i32, (LLVMTypeRef[]){e->ptr, e->i32}, 2, 0);
    LLVMValueRef fn = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->in_batch, offsetof(kc_lanes, call)), "");
    LLVMBuildCall2(e->b, type, fn, (LLVMValueRef[]){e->ctx, kc_emit_i32(e, e->lanes->call[inst])}, 2, "");
    kc_emit_forget(e, 0);
    e->stats->natives++;
}

static void emit_native(emitter *e, int inst)
{
    const kc_ir_inst *i = &e->u->insts.v[inst];
    int step = e->step_of_inst[inst];
    if (step < 0) {
        kc_emit_fail(e, "%s: the program has no step for it", i->name ? i->name : "call");
        return;
    }
    kc_emit_flush(e);
    if (e->lanes) {
        call_each_note(e, inst);
        return;
    }
    LLVMValueRef prog = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, e->note, offsetof(kc_note, prog)), "");
    LLVMValueRef sites = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, prog, offsetof(kc_program, sites)), "");
    LLVMValueRef perf = LLVMBuildLoad2(e->b, e->ptr, kc_emit_at(e, prog, offsetof(kc_program, perf)), "");
    LLVMBuildStore(e->b, kc_emit_at(e, sites, (uint64_t)i->site * sizeof(kc_site)),
                   kc_emit_at(e, e->ctx, offsetof(kc_ctx, site)));
    LLVMValueRef fn = LLVMBuildLoad2(
        e->b, e->ptr, kc_emit_at(e, perf, (uint64_t)step * sizeof(kc_step) + offsetof(kc_step, fn)), "");
    LLVMTypeRef type = LLVMFunctionType(e->i32, (LLVMTypeRef[]){e->ptr, e->ptr, e->ptr}, 3, 0);
    LLVMValueRef args[] = {kc_emit_at(e, e->note, i->st), e->ctx, kc_emit_at(e, e->note, i->argv)};
    LLVMValueRef r = LLVMBuildCall2(e->b, type, fn, args, 3, "");
    kc_emit_forget(e, i->label >= 0);
    branch_on(e, r, i->label);
    e->stats->natives++;
}

/* ---- sections with their own ksmps ---------------------------------------------------------------- */

typedef struct {
    LLVMValueRef ctx, copy, index, count; /* of the section around; the loop's own */
    LLVMBasicBlockRef head, next, after;
} section;

typedef KC_VEC(section) sections;

static LLVMValueRef cycles(emitter *e, LLVMValueRef sub)
{
    LLVMValueRef zero = kc_emit_i32(e, 0), one = kc_emit_i32(e, 1);
    LLVMValueRef inner = LLVMBuildLoad2(e->b, e->i32, kc_emit_at(e, sub, offsetof(kc_sub, ksmps)), "");
    LLVMValueRef own = LLVMBuildICmp(e->b, LLVMIntSGT, inner, zero, "");
    LLVMValueRef outer = kc_emit_ctx_member(e, offsetof(kc_ctx, ksmps), e->i32);
    LLVMValueRef n = LLVMBuildSDiv(e->b, outer, LLVMBuildSelect(e->b, own, inner, one, ""), "");
    return LLVMBuildSelect(e->b, own, n, one, "");
}

static void emit_sub(emitter *e, sections *stack, const kc_ir_inst *i)
{
    end_region(e);
    section s = {.ctx = e->ctx,
                 .copy = e->copy,
                 .head = new_block(e, "cycle"),
                 .next = new_block(e, "cycled"),
                 .after = new_block(e, "subend")};
    LLVMBasicBlockRef inside = new_block(e, "sub");
    LLVMValueRef sub = kc_emit_at(e, e->note, i->st);
    s.count = cycles(e, sub);
    s.index = kc_emit_alloca(e, e->i32, 0, 0);
    LLVMBuildStore(e->b, kc_emit_i32(e, 0), s.index);
    LLVMBuildBr(e->b, s.head);
    LLVMPositionBuilderAtEnd(e->b, s.head);
    LLVMTypeRef type = LLVMFunctionType(e->i32, (LLVMTypeRef[]){e->ptr, e->ptr, e->i32, e->ptr}, 4, 0);
    LLVMValueRef f = LLVMGetNamedFunction(e->m, KC_JIT_SUB_CONTEXT);
    if (!f) f = LLVMAddFunction(e->m, KC_JIT_SUB_CONTEXT, type);
    LLVMValueRef inner = kc_emit_alloca(e, NULL, sizeof(kc_ctx), 16),
                 at = LLVMBuildLoad2(e->b, e->i32, s.index, "");
    LLVMValueRef any = LLVMBuildCall2(e->b, type, f, (LLVMValueRef[]){e->ctx, sub, at, inner}, 4, "");
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntNE, any, kc_emit_i32(e, 0), ""), inside, s.next);
    LLVMPositionBuilderAtEnd(e->b, inside);
    e->ctx = inner;
    kc_emit_copy_context(e);
    kc_vec_push(stack, s);
}

static void emit_endsub(emitter *e, sections *stack)
{
    if (!stack->n) {
        kc_emit_fail(e, "end of a section that was not begun");
        return;
    }
    section s = stack->v[--stack->n];
    end_region(e);
    LLVMBuildBr(e->b, s.next);
    LLVMPositionBuilderAtEnd(e->b, s.next);
    LLVMValueRef i = LLVMBuildAdd(e->b, LLVMBuildLoad2(e->b, e->i32, s.index, ""), kc_emit_i32(e, 1), "");
    LLVMBuildStore(e->b, i, s.index);
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntSLT, i, s.count, ""), s.head, s.after);
    LLVMPositionBuilderAtEnd(e->b, s.after);
    e->ctx = s.ctx;
    e->copy = s.copy;
}

/* ---- blocks of k-cycles ---------------------------------------------------------------------------- */

typedef struct {
    LLVMValueRef cycle, count; /* of the loop */
    LLVMBasicBlockRef head, before;
} cycle_loop;

static void begin_cycles(emitter *e, cycle_loop *l)
{
    kc_emit_load_residents(e);
    l->count = kc_emit_ctx_member(e, offsetof(kc_ctx, cycles), e->i32);
    l->before = LLVMGetInsertBlock(e->b);
    l->head = new_block(e, "cycle");
    LLVMBuildBr(e->b, l->head);
    LLVMPositionBuilderAtEnd(e->b, l->head);
    l->cycle = LLVMBuildPhi(e->b, e->i32, "");
    e->first = LLVMBuildNSWMul(e->b, LLVMBuildZExt(e->b, l->cycle, e->i64, ""),
                               LLVMConstInt(e->i64, (uint64_t)e->u->ksmps, 0), "");
}

/* Moves a pointer or count of both contexts on. */
static void advance(emitter *e, size_t member, LLVMTypeRef type, uint64_t step)
{
    LLVMValueRef at = kc_emit_at(e, e->copy, member), was = LLVMBuildLoad2(e->b, type, at, "");
    LLVMValueRef by = LLVMConstInt(e->i64, step, 0);
    LLVMValueRef now =
        type == e->ptr ? LLVMBuildGEP2(e->b, e->i8, was, &by, 1, "") : LLVMBuildAdd(e->b, was, by, "");
    LLVMBuildStore(e->b, now, at);
    if (e->stats->natives) LLVMBuildStore(e->b, now, kc_emit_at(e, e->ctx, member));
}

static void end_cycles(emitter *e, cycle_loop *l)
{
    uint64_t bytes = (uint64_t)e->u->ksmps * sizeof(double);
    LLVMBasicBlockRef after = new_block(e, "performed");
    advance(e, offsetof(kc_ctx, out), e->ptr, bytes);
    advance(e, offsetof(kc_ctx, in), e->ptr, bytes);
    advance(e, offsetof(kc_ctx, kcount), e->i64, 1);
    LLVMValueRef next = LLVMBuildAdd(e->b, l->cycle, kc_emit_i32(e, 1), "");
    LLVMBasicBlockRef back = LLVMGetInsertBlock(e->b);
    LLVMBuildCondBr(e->b, LLVMBuildICmp(e->b, LLVMIntSLT, next, l->count, ""), l->head, after);
    LLVMAddIncoming(l->cycle, (LLVMValueRef[]){kc_emit_i32(e, 0), next},
                    (LLVMBasicBlockRef[]){l->before, back}, 2);
    LLVMPositionBuilderAtEnd(e->b, after);
}

/* ---- the walk ------------------------------------------------------------------------------------- */

static void emit_items(emitter *e, const kc_schedule *sched)
{
    sections stack = {0};
    cycle_loop cycles;
    if (e->blocked) begin_cycles(e, &cycles);
    for (int k = 0; k < sched->items.n && !e->failed; k++) {
        const kc_sched_item *it = &sched->items.v[k];
        int inst = it->insts.n ? it->insts.v[0] : 0;
        const kc_ir_inst *i = &e->u->insts.v[inst];
        e->stats->instructions += it->kind == KC_SCHED_COEF ? 0 : it->insts.n;
        switch (it->kind) {
        case KC_SCHED_K:
            if (kc_emit_is_inlined(e, it))
                kc_emit_scalar_inst(e, inst);
            else
                emit_native(e, inst);
            break;
        case KC_SCHED_COEF: kc_emit_coef(e, inst); break;
        case KC_SCHED_NATIVE: emit_native(e, inst); break;
        case KC_SCHED_LOOP: kc_emit_loop(e, it); break;
        case KC_SCHED_LABEL: emit_label(e, i); break;
        case KC_SCHED_JUMP: emit_jump(e, i, inst); break;
        case KC_SCHED_SUB: emit_sub(e, &stack, i); break;
        case KC_SCHED_ENDSUB: emit_endsub(e, &stack); break;
        }
    }
    if (stack.n) kc_emit_fail(e, "a section with its own ksmps has no end");
    kc_vec_free(&stack);
    end_region(e);
    if (e->blocked) end_cycles(e, &cycles);
    return_with(e, kc_emit_i32(e, KC_OK));
    LLVMBuildBr(e->allocas, LLVMGetNextBasicBlock(LLVMGetEntryBasicBlock(e->fn)));
}

/* Jumps to labels which the schedule does not hold would leave a block without an end. */
static void check_labels(emitter *e)
{
    for (int i = 0; i < e->u->labels.n; i++)
        if (e->labels[i] && !LLVMGetBasicBlockTerminator(e->labels[i]))
            kc_emit_fail(e, "label %s is not performed", e->u->labels.v[i]);
}

/* 0 when the notes may be lanes. */
static int plan_lanes(emitter *e, const kc_schedule *sched)
{
    e->lanes = kc_lanes_plan(e, sched);
    if (e->lanes->refused) kc_emit_fail(e, "%s", e->lanes->refused);
    return e->lanes->refused ? -1 : 0;
}

int kc_jit_emit(kc_jit_session *s, LLVMModuleRef m, const char *name, const kc_ir_unit *u,
                const kc_schedule *sched, const kc_program *p, int width, kc_jit_stats *stats,
                kc_batch_code **batch, kc_sbuf *error)
{
    LLVMContextRef cx = LLVMGetModuleContext(m);
    emitter e = {.s = s, .error = error, .stats = stats, .u = u, .p = p, .cx = cx, .m = m};
    e.b = LLVMCreateBuilderInContext(cx);
    e.i8 = LLVMInt8TypeInContext(cx);
    e.i32 = LLVMInt32TypeInContext(cx);
    e.i64 = LLVMInt64TypeInContext(cx);
    e.f64 = LLVMDoubleTypeInContext(cx);
    e.ptr = LLVMPointerTypeInContext(cx, 0);
    e.wide = width > 1;
    e.value = width > 1 ? LLVMVectorType(e.f64, KC_LANE_COUNT) : e.f64;
    size_t nv = (size_t)u->vars.n + 1;
    e.canon = kc_xcalloc(nv, sizeof *e.canon);
    e.scalars = kc_xcalloc(nv, sizeof *e.scalars);
    e.samples = kc_xcalloc(nv, sizeof *e.samples);
    e.states = kc_xcalloc((size_t)u->insts.n + 1, sizeof *e.states);
    e.labels = kc_xcalloc((size_t)u->labels.n + 1, sizeof *e.labels);
    e.step_of_inst = kc_xcalloc((size_t)u->insts.n + 1, sizeof *e.step_of_inst);
    find_storage(&e);
    find_memory(&e, sched);
    find_steps(&e);
    double t0 = kc_jit_clock();
    int bad = width > 1 ? plan_lanes(&e, sched) : 0;
    if (!bad) bad = kc_emit_link(&e, sched);
    double t1 = kc_jit_clock();
    if (!bad) {
        begin_function(&e, name);
        e.blocked = p->fused_blocks && !(e.lanes && e.lanes->code.jumps);
        if (e.blocked) kc_emit_choose_residents(&e, sched);
        emit_items(&e, sched);
        check_labels(&e);
        LLVMDisposeBuilder(e.allocas);
    }
    stats->link_ms = t1 - t0;
    stats->emit_ms = kc_jit_clock() - t1;
    LLVMDisposeBuilder(e.b);
    free(e.canon);
    free(e.scalars);
    free(e.samples);
    free(e.states);
    free(e.labels);
    free(e.step_of_inst);
    if (!bad && !e.failed && e.lanes) {
        e.lanes->code.blocks = e.blocked;
        *batch = kc_lanes_code(e.lanes);
    }
    kc_lanes_free(e.lanes);
    kc_vec_free(&e.known);
    kc_vec_free(&e.open);
    return bad || e.failed ? -1 : 0;
}
