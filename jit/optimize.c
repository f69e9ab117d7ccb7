/* From emitted IR to machine code: attributes, the pass pipeline, the target machine. */
#include "jit/session.h"
#include <llvm-c/Core.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <string.h>
#include <time.h>

/* Measured on twenty-opcode instruments (README.md has the figures). Plain instcombine may end the process
 * when it finds no fixpoint in one round: no-verify-fixpoint. */
static const char usual_passes[] = "always-inline,globaldce,function(sroa,early-cse<memssa>,"
                                   "loop-mssa(licm,simple-loop-unswitch<nontrivial>),simplifycfg)";

double kc_jit_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

LLVMTargetMachineRef kc_jit_machine(kc_jit_session *s, int level, kc_sbuf *error)
{
    static const LLVMCodeGenOptLevel levels[] = {LLVMCodeGenLevelNone, LLVMCodeGenLevelLess,
                                                 LLVMCodeGenLevelDefault, LLVMCodeGenLevelAggressive};
    if (level < 0 || level > 3) level = 1;
    if (s->machine[level]) return s->machine[level];
    LLVMTargetRef target;
    char *message = NULL;
    if (LLVMGetTargetFromTriple(s->triple, &target, &message)) {
        kc_sbuf_printf(error, "%s: %s", s->triple, message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    s->machine[level] = LLVMCreateTargetMachine(target, s->triple, s->cpu, s->features, levels[level],
                                                LLVMRelocPIC, LLVMCodeModelSmall);
    if (!s->machine[level]) kc_sbuf_printf(error, "no code generator for %s", s->triple);
    return s->machine[level];
}

static LLVMAttributeRef flag(LLVMContextRef cx, const char *name)
{
    return LLVMCreateEnumAttribute(cx, LLVMGetEnumAttributeKindForName(name, strlen(name)), 0);
}

static void set_text(LLVMContextRef cx, LLVMValueRef f, const char *name, const char *value)
{
    LLVMAddAttributeAtIndex(
        f, LLVMAttributeFunctionIndex,
        LLVMCreateStringAttribute(cx, name, (unsigned)strlen(name), value, (unsigned)strlen(value)));
}

void kc_jit_prepare(kc_jit_session *s, LLVMModuleRef m, const char *entry, int width)
{
    LLVMContextRef cx = LLVMGetModuleContext(m);
    LLVMAttributeRef inlined = flag(cx, "alwaysinline"), nounwind = flag(cx, "nounwind");
    for (LLVMValueRef f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f)) {
        size_t n;
        if (LLVMIsDeclaration(f)) continue;
        set_text(cx, f, "target-cpu", s->cpu);
        set_text(cx, f, "target-features", s->features);
        /* Performances run with denormals flushed: what the compiler folds must be what the machine would
         * say. */
        set_text(cx, f, "denormal-fp-math", "preserve-sign,preserve-sign");
        LLVMAddAttributeAtIndex(f, LLVMAttributeFunctionIndex, nounwind);
        if (width >= 8) { /* else 512-bit registers are not used */
            set_text(cx, f, "prefer-vector-width", "512");
            set_text(cx, f, "min-legal-vector-width", "512");
        }
        if (!strncmp(LLVMGetValueName2(f, &n), entry, strlen(entry))) continue;
        if (LLVMGetLinkage(f) !=
            LLVMInternalLinkage) { /* kernels; helpers they share stay as the build left them */
            LLVMSetLinkage(f, LLVMInternalLinkage);
            unsigned kept = LLVMGetEnumAttributeKindForName("noinline", 8);
            if (!LLVMGetEnumAttributeAtIndex(f, LLVMAttributeFunctionIndex, kept))
                LLVMAddAttributeAtIndex(f, LLVMAttributeFunctionIndex, inlined);
        }
        LLVMSetVisibility(f, LLVMDefaultVisibility);
    }
}

int kc_jit_optimize(LLVMModuleRef m, LLVMTargetMachineRef tm, const char *passes, kc_sbuf *error)
{
    LLVMPassBuilderOptionsRef o = LLVMCreatePassBuilderOptions();
    LLVMErrorRef e = LLVMRunPasses(m, passes ? passes : usual_passes, tm, o);
    LLVMDisposePassBuilderOptions(o);
    if (!e) return 0;
    char *message = LLVMGetErrorMessage(e);
    kc_sbuf_printf(error, "passes: %s", message);
    LLVMDisposeErrorMessage(message);
    return -1;
}
