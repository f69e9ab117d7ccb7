/* A session: LLVM set up once, then one module, one object and one resource tracker per compiled instrument.
 *
 *   emit -> link kernels -> optimise -> object in memory -> LLJIT links it -> address
 *
 * Each compilation has a context of its own, gone when it ends: a session does not grow with the number of
 * compilations. The object is made here rather than inside LLJIT, so that the target machine is made once. */
#include "jit/session.h"
#include "jit/kernels.h"
#include <llvm-c/Analysis.h>
#include <llvm-c/Core.h>
#include <llvm-c/Error.h>
#include <llvm-c/Object.h>
#include <llvm-c/Target.h>
#include <stdio.h>
#include <string.h>

/* ---- set-up --------------------------------------------------------------------------------------- */

static int take_error(LLVMErrorRef e, const char *what, kc_sbuf *error)
{
    if (!e) return 0;
    char *message = LLVMGetErrorMessage(e);
    kc_sbuf_printf(error, "%s: %s", what, message);
    LLVMDisposeErrorMessage(message);
    return -1;
}

static void orc_report(void *user, LLVMErrorRef e)
{
    kc_jit_session *s = user;
    char *message = LLVMGetErrorMessage(e);
    if (s->error) kc_sbuf_printf(s->error, "%s; ", message);
    LLVMDisposeErrorMessage(message);
}

static int define(kc_jit_session *s, const char *name, uintptr_t at, kc_sbuf *error)
{
    LLVMOrcCSymbolMapPair pair = {
        LLVMOrcLLJITMangleAndIntern(s->jit, name),
        {(LLVMOrcExecutorAddress)at,
         {LLVMJITSymbolGenericFlagsExported | LLVMJITSymbolGenericFlagsCallable, 0}}};
    LLVMOrcJITDylibRef lib = LLVMOrcLLJITGetMainJITDylib(s->jit);
    return take_error(LLVMOrcJITDylibDefine(lib, LLVMOrcAbsoluteSymbols(&pair, 1)), name, error);
}

static int add_symbols(kc_jit_session *s, kc_sbuf *error)
{
    LLVMOrcJITDylibRef lib = LLVMOrcLLJITGetMainJITDylib(s->jit);
    LLVMOrcDefinitionGeneratorRef process;
    if (take_error(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(
                       &process, LLVMOrcLLJITGetGlobalPrefix(s->jit), NULL, NULL),
                   "process symbols", error))
        return -1;
    LLVMOrcJITDylibAddGenerator(lib, process);
    for (const kc_jit_helper *h = kc_jit_helpers; h->name; h++)
        if (define(s, h->name, h->at, error)) return -1;
    return s->host.sub_context ? define(s, KC_JIT_SUB_CONTEXT, (uintptr_t)s->host.sub_context, error) : 0;
}

static void destroy(kc_jit_session *s);

static kc_jit_session *create(const kc_jit_host *host, kc_sbuf *error)
{
    if (LLVMInitializeNativeTarget() || LLVMInitializeNativeAsmPrinter()) {
        kc_sbuf_puts(error, "LLVM has no code generator for this machine");
        return NULL;
    }
    kc_jit_session *s = kc_xcalloc(1, sizeof *s);
    if (host) s->host = *host;
    s->triple = LLVMGetDefaultTargetTriple();
    s->cpu = LLVMGetHostCPUName();
    s->features = LLVMGetHostCPUFeatures();
    if (!kc_jit_machine(s, 1, error)) goto fail;
    LLVMTargetMachineRef tm = kc_jit_machine(s, 1, error);
    char *t = LLVMGetTargetMachineTriple(tm);
    LLVMTargetRef target = LLVMGetTargetMachineTarget(tm);
    /* LLJIT wants a machine of its own, though it never generates code here */
    LLVMTargetMachineRef own = LLVMCreateTargetMachine(target, t, s->cpu, s->features, LLVMCodeGenLevelNone,
                                                       LLVMRelocPIC, LLVMCodeModelSmall);
    LLVMDisposeMessage(t);
    LLVMOrcLLJITBuilderRef b = LLVMOrcCreateLLJITBuilder();
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(b,
                                                  LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(own));
    if (take_error(LLVMOrcCreateLLJIT(&s->jit, b), "LLJIT", error)) {
        s->jit = NULL;
        goto fail;
    }
    LLVMOrcExecutionSessionSetErrorReporter(LLVMOrcLLJITGetExecutionSession(s->jit), orc_report, s);
    if (add_symbols(s, error)) goto fail;
    return s;
fail:
    destroy(s);
    return NULL;
}

static void release(kc_jit_session *s, kc_jit_code *c)
{
    if (!c) return;
    if (c->prev)
        c->prev->next = c->next;
    else
        s->codes = c->next;
    if (c->next) c->next->prev = c->prev;
    LLVMConsumeError(LLVMOrcResourceTrackerRemove(c->tracker));
    LLVMOrcReleaseResourceTracker(c->tracker);
    free(c);
}

static void destroy(kc_jit_session *s)
{
    if (!s) return;
    while (s->codes) release(s, s->codes);
    if (s->jit) LLVMConsumeError(LLVMOrcDisposeLLJIT(s->jit));
    for (int i = 0; i < 4; i++)
        if (s->machine[i]) LLVMDisposeTargetMachine(s->machine[i]);
    LLVMDisposeMessage(s->triple);
    LLVMDisposeMessage(s->cpu);
    LLVMDisposeMessage(s->features);
    free(s);
}

/* ---- compiling ------------------------------------------------------------------------------------ */

/* Without a handler LLVM ends the process on an error. */
static void diagnose(LLVMDiagnosticInfoRef info, void *user)
{
    kc_sbuf *error = user;
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError) return;
    char *text = LLVMGetDiagInfoDescription(info);
    kc_sbuf_printf(error, "%s; ", text);
    LLVMDisposeMessage(text);
}

static int verify(LLVMModuleRef m, kc_sbuf *error)
{
    char *message = NULL;
    int bad = LLVMVerifyModule(m, LLVMReturnStatusAction, &message);
    if (bad) kc_sbuf_printf(error, "emitted code is not sound: %s", message);
    LLVMDisposeMessage(message);
    return bad ? -1 : 0;
}

static void dump(LLVMModuleRef m, kc_sbuf *out)
{
    if (!out) return;
    char *text = LLVMPrintModuleToString(m);
    kc_sbuf_puts(out, text);
    LLVMDisposeMessage(text);
}

static size_t text_bytes(LLVMMemoryBufferRef object)
{
    size_t n = 0;
    char *message = NULL;
    LLVMBinaryRef bin = LLVMCreateBinary(object, NULL, &message);
    if (!bin) {
        LLVMDisposeMessage(message);
        return 0;
    }
    LLVMSectionIteratorRef it = LLVMObjectFileCopySectionIterator(bin);
    for (; !LLVMObjectFileIsSectionIteratorAtEnd(bin, it); LLVMMoveToNextSection(it)) {
        const char *name = LLVMGetSectionName(it);
        if (name && !strncmp(name, ".text", 5)) n += LLVMGetSectionSize(it);
    }
    LLVMDisposeSectionIterator(it);
    LLVMDisposeBinary(bin);
    return n;
}

/* Emits, optimises and generates; NULL on failure. */
static LLVMMemoryBufferRef make_object(kc_jit_session *s, LLVMModuleRef m, const char *name,
                                       const kc_ir_unit *u, const kc_schedule *sched, const kc_program *p,
                                       const kc_jit_options *o, kc_jit_stats *st, kc_sbuf *error)
{
    char *message = NULL;
    LLVMMemoryBufferRef object = NULL;
    LLVMTargetMachineRef tm = kc_jit_machine(s, o->codegen_level ? o->codegen_level : 1, error);
    if (!tm) return NULL;
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(tm);
    LLVMSetModuleDataLayout(m, layout);
    LLVMDisposeTargetData(layout);
    LLVMSetTarget(m, s->triple);
    if (kc_jit_emit(s, m, name, u, sched, p, st, error)) return NULL;
    double t0 = kc_jit_clock();
    kc_jit_prepare(s, m, name);
    dump(m, o->ir);
    if (o->verify && verify(m, error)) return NULL;
    if (kc_jit_optimize(m, tm, o->passes, error)) return NULL;
    double t1 = kc_jit_clock();
    dump(m, o->optimized);
    double t2 = kc_jit_clock();
    if (LLVMTargetMachineEmitToMemoryBuffer(tm, m, LLVMObjectFile, &message, &object)) {
        kc_sbuf_printf(error, "code generation: %s", message);
        LLVMDisposeMessage(message);
        return NULL;
    }
    st->optimize_ms = t1 - t0;
    st->codegen_ms = kc_jit_clock() - t2;
    st->code_bytes = text_bytes(object);
    return object;
}

static kc_jit_code *load(kc_jit_session *s, LLVMMemoryBufferRef object, const char *name, kc_sbuf *error)
{
    LLVMOrcExecutorAddress at = 0;
    LLVMOrcResourceTrackerRef rt = LLVMOrcJITDylibCreateResourceTracker(LLVMOrcLLJITGetMainJITDylib(s->jit));
    int bad = take_error(LLVMOrcLLJITAddObjectFileWithRT(s->jit, rt, object), "object", error) ||
              take_error(LLVMOrcLLJITLookup(s->jit, &at, name), "linking", error);
    if (bad) {
        LLVMConsumeError(LLVMOrcResourceTrackerRemove(rt));
        LLVMOrcReleaseResourceTracker(rt);
        return NULL;
    }
    kc_jit_code *c = kc_xcalloc(1, sizeof *c);
    c->tracker = rt;
    c->entry = (kc_fused)(uintptr_t)at;
    c->next = s->codes;
    if (s->codes) s->codes->prev = c;
    s->codes = c;
    return c;
}

static kc_jit_code *compile(kc_jit_session *s, const kc_ir_unit *u, const kc_schedule *sched,
                            const kc_program *p, const kc_jit_options *options, kc_sbuf *error)
{
    static const kc_jit_options usual = {0};
    kc_jit_stats st = {0};
    kc_jit_code *code = NULL;
    char name[32];
    kc_sbuf messages = {0};
    double t0 = kc_jit_clock();
    if (!options) options = &usual;
    snprintf(name, sizeof name, "kc_perf_%u", s->next++);
    s->error = &messages;
    LLVMContextRef cx = LLVMContextCreate();
    LLVMContextSetDiscardValueNames(cx, !options->ir && !options->optimized);
    LLVMContextSetDiagnosticHandler(cx, diagnose, &messages);
    LLVMModuleRef m = LLVMModuleCreateWithNameInContext(u->name, cx);
    LLVMMemoryBufferRef object = make_object(s, m, name, u, sched, p, options, &st, &messages);
    LLVMDisposeModule(m);
    LLVMContextDispose(cx);
    double t1 = kc_jit_clock();
    if (object && messages.n)
        LLVMDisposeMemoryBuffer(object); /* an error that was only reported */
    else if (object)
        code = load(s, object, name, &messages);
    if (code) {
        st.load_ms = kc_jit_clock() - t1;
        st.ms = kc_jit_clock() - t0;
        code->stats = st;
    } else if (error)
        kc_sbuf_puts(error, messages.s ? messages.s : "unknown error");
    kc_sbuf_free(&messages);
    s->error = NULL;
    return code;
}

static kc_fused entry(const kc_jit_code *c) { return c->entry; }
static const kc_jit_stats *stats(const kc_jit_code *c) { return &c->stats; }

__attribute__((visibility("default"))) const kc_jit_api *kc_jit_open(int version)
{
    static const kc_jit_api api = {
        KC_JIT_VERSION,    create, destroy, compile, entry, stats, release, kc_jit_layout, kc_jit_free_layout,
        kc_jit_has_kernels};
    return version == KC_JIT_VERSION ? &api : NULL;
}
