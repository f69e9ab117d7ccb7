/* A session: LLVM set up once, then one module, one object and one resource tracker per compiled instrument.
 *
 *   emit -> link kernels -> optimise -> object in memory -> LLJIT links it -> address
 *
 * Each compilation has a context of its own, gone when it ends: a session does not grow with the number of
 * compilations. The object is made here rather than inside LLJIT, so that the target machine is made once. */
#include "jit/session.h"
#include "jit/helpers.h"
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
    free(c->batch);
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

static LLVMMemoryBufferRef make_code(kc_jit_session *s, LLVMModuleRef m, const kc_jit_options *o,
                                     kc_sbuf *error)
{
    char *message = NULL;
    LLVMMemoryBufferRef object = NULL;
    LLVMTargetMachineRef tm = kc_jit_machine(s, o && o->codegen_level ? o->codegen_level : 1, error);
    if (!tm || !LLVMTargetMachineEmitToMemoryBuffer(tm, m, LLVMObjectFile, &message, &object)) return object;
    kc_sbuf_printf(error, "code generation: %s", message);
    LLVMDisposeMessage(message);
    return NULL;
}

/* Emits, optimises and generates; NULL on failure. */
static LLVMMemoryBufferRef make_object(kc_jit_session *s, LLVMModuleRef m, const char *name,
                                       const kc_ir_unit *u, const kc_schedule *sched, const kc_program *p,
                                       const kc_jit_options *o, kc_jit_stats *st, kc_batch_code **batch,
                                       kc_sbuf *error)
{
    int width = o->width > 1 ? o->width : 1;
    if (kc_jit_emit(s, m, name, u, sched, p, width, st, batch, error)) return NULL;
    double t0 = kc_jit_clock();
    kc_jit_prepare(s, m, name, width);
    dump(m, o->ir);
    if (o->verify && verify(m, error)) return NULL;
    if (kc_jit_optimize(m, s->machine[1], o->passes, error)) return NULL;
    double t1 = kc_jit_clock();
    dump(m, o->optimized);
    double t2 = kc_jit_clock();
    LLVMMemoryBufferRef object = make_code(s, m, o, error);
    st->optimize_ms = t1 - t0;
    st->codegen_ms = kc_jit_clock() - t2;
    if (object) st->code_bytes = text_bytes(object);
    return object;
}

static kc_jit_code *load(kc_jit_session *s, LLVMMemoryBufferRef object, const char *const *names,
                         void (**at)(void), int n, kc_sbuf *error)
{
    LLVMOrcResourceTrackerRef rt = LLVMOrcJITDylibCreateResourceTracker(LLVMOrcLLJITGetMainJITDylib(s->jit));
    int bad = take_error(LLVMOrcLLJITAddObjectFileWithRT(s->jit, rt, object), "object", error);
    for (int i = 0; i < n && !bad; i++) {
        LLVMOrcExecutorAddress address = 0;
        if (!names[i]) continue;
        bad = take_error(LLVMOrcLLJITLookup(s->jit, &address, names[i]), "linking", error);
        at[i] = (void (*)(void))(uintptr_t)address;
    }
    if (bad) {
        LLVMConsumeError(LLVMOrcResourceTrackerRemove(rt));
        LLVMOrcReleaseResourceTracker(rt);
        return NULL;
    }
    kc_jit_code *c = kc_xcalloc(1, sizeof *c);
    c->tracker = rt;
    c->next = s->codes;
    if (s->codes) s->codes->prev = c;
    s->codes = c;
    return c;
}

/* A context and a module for one compilation. */
static LLVMModuleRef open_module(kc_jit_session *s, const char *name, int keep_names, kc_sbuf *messages)
{
    LLVMContextRef cx = LLVMContextCreate();
    LLVMContextSetDiscardValueNames(cx, !keep_names);
    LLVMContextSetDiagnosticHandler(cx, diagnose, messages);
    LLVMModuleRef m = LLVMModuleCreateWithNameInContext(name, cx);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(s->machine[1]);
    LLVMSetModuleDataLayout(m, layout);
    LLVMDisposeTargetData(layout);
    LLVMSetTarget(m, s->triple);
    s->error = messages;
    return m;
}

static void close_module(kc_jit_session *s, LLVMModuleRef m)
{
    LLVMContextRef cx = LLVMGetModuleContext(m);
    LLVMDisposeModule(m);
    LLVMContextDispose(cx);
    s->error = NULL;
}

/* Loads the object, when all went well, and moves messages to `error`, when not. */
static kc_jit_code *finish(kc_jit_session *s, LLVMMemoryBufferRef object, const char *const *names,
                           void (**at)(void), int n, kc_sbuf *messages, kc_sbuf *error)
{
    kc_jit_code *code = NULL;
    s->error = messages;
    if (object && messages->n)
        LLVMDisposeMemoryBuffer(object); /* an error that was only reported */
    else if (object)
        code = load(s, object, names, at, n, messages);
    if (!code && error) kc_sbuf_puts(error, messages->s ? messages->s : "unknown error");
    kc_sbuf_free(messages);
    s->error = NULL;
    return code;
}

static kc_jit_code *compile(kc_jit_session *s, const kc_ir_unit *u, const kc_schedule *sched,
                            const kc_program *p, const kc_jit_options *options, kc_sbuf *error)
{
    static const kc_jit_options usual = {0};
    kc_jit_stats st = {0};
    char name[32];
    const char *names[] = {name};
    void (*at[1])(void) = {NULL};
    kc_sbuf messages = {0};
    double t0 = kc_jit_clock();
    if (!options) options = &usual;
    snprintf(name, sizeof name, KC_JIT_PERF "%u", s->next++);
    LLVMModuleRef m = open_module(s, u->name, options->ir || options->optimized, &messages);
    kc_batch_code *batch = NULL;
    LLVMMemoryBufferRef object = make_object(s, m, name, u, sched, p, options, &st, &batch, &messages);
    close_module(s, m);
    if (object && options->object)
        kc_sbuf_write(options->object, LLVMGetBufferStart(object), LLVMGetBufferSize(object));
    double t1 = kc_jit_clock();
    kc_jit_code *code = finish(s, object, names, at, 1, &messages, error);
    if (!code) {
        free(batch);
        return NULL;
    }
    code->batch = batch;
    if (batch)
        batch->perform = (int (*)(char *, kc_ctx *))at[0];
    else
        code->entry = (kc_fused)at[0];
    st.load_ms = kc_jit_clock() - t1;
    st.ms = kc_jit_clock() - t0;
    code->stats = st;
    return code;
}

/* ---- single kernels ------------------------------------------------------------------------------- */

/* Links a kernel and gives it a name that can be looked up. The declaration's type does not matter: the
 * linker puts the definition in its place. */
static int take_kernel(LLVMModuleRef m, const kc_opdesc *desc, const char *symbol, const char *name,
                       int width, kc_sbuf *error)
{
    char kernel[512];
    kc_jit_kernel_name(kernel, sizeof kernel, desc, symbol);
    LLVMTypeRef none = LLVMFunctionType(LLVMVoidTypeInContext(LLVMGetModuleContext(m)), NULL, 0, 0);
    LLVMAddFunction(m, kernel, none);
    if (kc_jit_kernels_link(m, desc, width, error)) return -1;
    LLVMValueRef f = LLVMGetNamedFunction(m, kernel);
    if (!f || LLVMIsDeclaration(f)) {
        kc_sbuf_printf(error, "%s: kernel %s is not in the library at width %d", desc->name, symbol, width);
        return -1;
    }
    LLVMSetLinkage(f, LLVMExternalLinkage);
    LLVMSetVisibility(f, LLVMDefaultVisibility);
    LLVMSetValueName2(f, name, strlen(name));
    return 0;
}

static kc_jit_code *compile_kernels(kc_jit_session *s, const kc_opdesc *desc, int width, kc_jit_kernels *out,
                                    kc_sbuf *error)
{
    kc_sbuf messages = {0};
    LLVMMemoryBufferRef object = NULL;
    char name[3][40];
    const char *symbols[] = {desc->k_sym, desc->tick_sym, desc->each_sym}, *names[3] = {NULL, NULL, NULL};
    void (*at[3])(void) = {NULL, NULL, NULL};
    int bad = 0;
    unsigned number = s->next++;
    LLVMModuleRef m = open_module(s, desc->name, 0, &messages);
    for (int i = 0; i < 3 && !bad; i++) {
        if (!symbols[i] || (i == 0 && width == 1 && kc_jit_coef_by_address(desc))) continue;
        snprintf(name[i], sizeof name[i], "kc_kernel_%u_%d", number, i);
        names[i] = name[i];
        bad = take_kernel(m, desc, symbols[i], name[i], width, &messages);
    }
    if (!bad) {
        kc_jit_prepare(s, m, "kc_kernel_", width);
        object = make_code(s, m, NULL, &messages);
    }
    close_module(s, m);
    kc_jit_code *code = finish(s, object, names, at, 3, &messages, error);
    if (code) *out = (kc_jit_kernels){at[0], at[1], at[2]};
    return code;
}

static kc_fused entry(const kc_jit_code *c) { return c->entry; }
static const kc_batch_code *batch_of(const kc_jit_code *c) { return c->batch; }
static const kc_jit_stats *stats(const kc_jit_code *c) { return &c->stats; }

__attribute__((visibility("default"))) const kc_jit_api *kc_jit_open(int version)
{
    static const kc_jit_api api = {.version = KC_JIT_VERSION,
                                   .build_id = kc_jit_build_id,
                                   .create = create,
                                   .destroy = destroy,
                                   .compile = compile,
                                   .entry = entry,
                                   .batch = batch_of,
                                   .stats = stats,
                                   .compile_kernels = compile_kernels,
                                   .release = release,
                                   .layout = kc_jit_layout,
                                   .free_layout = kc_jit_free_layout,
                                   .has_kernels = kc_jit_has_kernels};
    return version == KC_JIT_VERSION ? &api : NULL;
}
