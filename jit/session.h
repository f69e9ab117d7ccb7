/* What the files of jit/ share. */
#ifndef KC_JIT_SESSION_H
#define KC_JIT_SESSION_H
#include "jit/jit.h"
#include <llvm-c/LLJIT.h>
#include <llvm-c/TargetMachine.h>

struct kc_jit_session {
    kc_jit_host host;
    LLVMOrcLLJITRef jit;
    LLVMTargetMachineRef machine[4]; /* by code generation level, made on first use */
    char *triple, *cpu, *features;
    unsigned next; /* number of the next function */
    kc_jit_code *codes;
    kc_sbuf *error; /* of the call in progress: LLVM's own reports go there */
};

struct kc_jit_code {
    kc_jit_code *next, *prev;
    LLVMOrcResourceTrackerRef tracker;
    kc_fused entry;       /* one voice */
    kc_batch_code *batch; /* or lanes */
    kc_jit_stats stats;
};

/* emit.c: makes function `name` in the module, which already holds nothing. 0, or -1 with the reason. Links
 * kernels. */
int kc_jit_emit(kc_jit_session *s, LLVMModuleRef m, const char *name, const kc_ir_unit *u,
                const kc_schedule *sched, const kc_program *p, int width, kc_jit_stats *stats,
                kc_batch_code **batch, kc_sbuf *error);

/* optimize.c */
LLVMTargetMachineRef kc_jit_machine(kc_jit_session *s, int level, kc_sbuf *error);
/* Makes kernels internal and inlined, but for functions whose names begin with `entry`, and sets the host's
 * attributes on all. */
void kc_jit_prepare(kc_jit_session *s, LLVMModuleRef m, const char *entry, int width);
int kc_jit_optimize(LLVMModuleRef m, LLVMTargetMachineRef tm, const char *passes, kc_sbuf *error);
/* CPU milliseconds of this thread. */
double kc_jit_clock(void);
#endif
