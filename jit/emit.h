/* The emitter's state, shared by emit.c (control flow), values.c (variables and states) and calls.c (kernels,
 * loops). */
#ifndef KC_JIT_EMIT_H
#define KC_JIT_EMIT_H
#include "jit/session.h"
#include "runtime/base/map.h"
#include <llvm-c/Core.h>

/* What is known of a scalar variable at the point of emission. */
typedef struct {
    LLVMValueRef value;    /* NULL: in memory only */
    LLVMValueRef slot;     /* an alloca for kernels that want its address */
    LLVMValueRef in_slot;  /* the value it holds */
    uint8_t dirty;         /* memory is older than value */
    uint8_t memory;        /* others read its memory: 0 only for some temporaries */
    uint8_t listed;        /* in emitter.known */
    LLVMValueRef resident; /* its place while a blocked function runs */
} scalar_state;

/* An a-variable at sample n of the loop being emitted. */
typedef struct {
    LLVMValueRef value, slot, in_slot;
    int loop; /* the loop these belong to */
    int home; /* the loop that touches it, -1: several parts of a cut loop do, so it needs its block */
} sample_state;

typedef struct {
    LLVMValueRef at;  /* alloca, or the state in the instance */
    uint8_t open;     /* a copy that must be written back */
    uint8_t resident; /* ... when the function returns */
} opcode_state;

typedef struct kc_lane_plan kc_lane_plan;

typedef struct emitter {
    kc_jit_session *s;
    kc_sbuf *error;
    kc_jit_stats *stats;
    const kc_ir_unit *u;
    const kc_program *p;
    LLVMContextRef cx;
    LLVMModuleRef m;
    LLVMBuilderRef b, allocas; /* allocas: at the end of the entry block */
    LLVMTypeRef i8, i32, i64, f64, ptr;
    LLVMTypeRef value;   /* of a scalar or sample: f64, or a vector of them */
    uint8_t wide;        /* code for the lanes of a batch */
    kc_lane_plan *lanes; /* NULL: one voice */
    LLVMValueRef fn;
    LLVMValueRef note;     /* memory of the instance, or of the batch */
    LLVMValueRef one;      /* the instance, or that of some lane */
    LLVMValueRef in_batch; /* the kc_lanes */
    LLVMValueRef ctx;      /* the engine's context, given to calls by address */
    LLVMValueRef copy;     /* a local copy of it for kernels: its members end up in registers */
    int32_t *canon;        /* variable -> the one that stands for its storage */
    scalar_state *scalars;
    sample_state *samples;
    opcode_state *states; /* by instruction */
    KC_VEC(int) known;    /* scalars of which something is known */
    KC_VEC(int) open;     /* instructions with open states */
    LLVMBasicBlockRef *labels;
    uint8_t blocked;       /* the function performs kc_ctx.cycles k-cycles */
    LLVMValueRef first;    /* blocked: sample of the block at which the k-cycle begins */
    int loop;              /* number of the loop being emitted, from 1 */
    int32_t *step_of_inst; /* perf step, -1 */
    int failed;
} emitter;

void kc_emit_fail(emitter *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- values.c --------------------------------------------------------------------------------- */
LLVMValueRef kc_emit_i32(emitter *e, int32_t v);
LLVMValueRef kc_emit_f64(emitter *e, double v);
/* A number in all lanes. */
LLVMValueRef kc_emit_splat(emitter *e, LLVMValueRef x);
LLVMValueRef kc_emit_at(emitter *e, LLVMValueRef base, uint64_t byte_offset);
/* Member of the local context copy. */
LLVMValueRef kc_emit_ctx_member(emitter *e, size_t offset, LLVMTypeRef type);
LLVMValueRef kc_emit_alloca(emitter *e, LLVMTypeRef type, uint64_t bytes, unsigned align);
void kc_emit_copy_context(emitter *e);

int kc_emit_is_block(const emitter *e, int var);
/* The value of scalar argument `a` of an instruction. */
LLVMValueRef kc_emit_read(emitter *e, const kc_ir_inst *i, int a);
void kc_emit_write(emitter *e, int var, LLVMValueRef v);
/* Where a variable or p-field stands; NULL for values of the engine. */
LLVMValueRef kc_emit_scalar_home(emitter *e, int var);
/* Brings the memory of one scalar up to date. */
void kc_emit_store(emitter *e, int var);
/* An address at which argument `a` can be read. */
LLVMValueRef kc_emit_read_address(emitter *e, const kc_ir_inst *i, int a);
/* The pointer that the instance holds for argument `a`. */
LLVMValueRef kc_emit_operand(emitter *e, const kc_ir_inst *i, int a);
/* Address at which a kernel reads the first sample of a block. */
LLVMValueRef kc_emit_block_address(emitter *e, const kc_ir_inst *i, int a);

LLVMValueRef kc_emit_block_sample(emitter *e, int var, LLVMValueRef n);
LLVMValueRef kc_emit_sample(emitter *e, int var, LLVMValueRef n);
void kc_emit_sample_write(emitter *e, int var, LLVMValueRef n, LLVMValueRef v);
LLVMValueRef kc_emit_sample_address(emitter *e, int var, LLVMValueRef n);

LLVMValueRef kc_emit_state(emitter *e, int inst);
/* Where the state stands in the instance or the batch. */
LLVMValueRef kc_emit_home(emitter *e, int inst);
void kc_emit_close_state(emitter *e, int inst);

/* Brings memory up to date: scalars and states. */
void kc_emit_flush(emitter *e);
/* Forgets what is known of variables that other code may have changed; `all`: of all. */
void kc_emit_forget(emitter *e, int all);

/* Blocked functions: values and states that no call by address touches stay in registers from one k-cycle to
 * the next. Choose before anything is emitted; load at the beginning, save before each return. */
void kc_emit_choose_residents(emitter *e, const kc_schedule *s);
void kc_emit_load_residents(emitter *e);
void kc_emit_save_residents(emitter *e);

/* ---- calls.c ---------------------------------------------------------------------------------- */
/* Declares the kernels that the schedule uses and links them. */
int kc_emit_link(emitter *e, const kc_schedule *s);
/* False for k code that is called by address: the item is emitted as a native, or its k function is. */
int kc_emit_is_inlined(const emitter *e, const kc_sched_item *it);
/* Its code at k-rate stays a function that works on the state in memory. */
int kc_emit_is_outlined(const emitter *e, const kc_ir_inst *i);
void kc_emit_scalar_inst(emitter *e, int inst);
void kc_emit_coef(emitter *e, int inst);
void kc_emit_loop(emitter *e, const kc_sched_item *it);
#endif
