/* Build tool: cuts the bitcode of the opcode families into one small module per set of kernels and packs
 * them.
 *
 *   bcpack WIDTH OUT.bin DIR UNIT...     reads DIR/UNIT.list (opscan --kernels) and DIR/UNIT.wWIDTH.bc
 *
 * A module keeps the functions one entry needs, renamed FILE:SYMBOL so that families need not know each
 * other's names, as linkonce_odr: what several sets share is linked once. An empty .bc file stands for a
 * family that does not compile at this width; its rows have no blob. */
#include "jit/archive.h"
#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 1 << 14, K_INLINE_MAX = 48 };

/* Helpers of kernels that libkcycle-jit supplies in machine code (helpers.c): long and hardly ever called. */
static const char *const supplied[] = {"kc_angle_huge"};

typedef struct {
    char key[512], state[128];
    LLVMMemoryBufferRef blob;
    uint32_t layout; /* index in layouts, from 1 */
    uint32_t k, tick, flags;
} row;

typedef struct {
    char *bytes;
    size_t n, cap;
} buffer;

typedef struct {
    char unit[256], type[128];
    uint32_t size, align, nfields, first; /* first: index in fields */
} layout;

typedef struct {
    char *name;
    uint32_t offset, size, lane;
} field;

static row rows[MAX_ROWS];
static layout layouts[MAX_ROWS];
static field *fields;
static int nrows, nlayouts, nfields;

static void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
static void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("bcpack: ", stderr);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

static uint32_t append(buffer *b, const void *p, size_t n)
{
    size_t at = b->n;
    while (b->n + n + 16 > b->cap) {
        b->cap = b->cap ? b->cap * 2 : 1 << 16;
        if (!(b->bytes = realloc(b->bytes, b->cap))) die("out of memory");
    }
    memcpy(b->bytes + at, p, n);
    b->n += n;
    return (uint32_t)at;
}

static void align4(buffer *b)
{
    while (b->n % 4) append(b, "", 1);
}

/* ---- layouts ------------------------------------------------------------------------------------ */

static const char *next_line(const char *s, char *out, size_t cap)
{
    const char *e = strchr(s, '\n');
    size_t n = e ? (size_t)(e - s) : strlen(s);
    snprintf(out, cap, "%.*s", (int)n, s);
    return e ? e + 1 : s + n;
}

/* The tables which layout.c describes. */
static void read_layouts(LLVMModuleRef m, const char *unit)
{
    LLVMValueRef nums = LLVMGetNamedGlobal(m, "kc_layout_nums"),
                 names = LLVMGetNamedGlobal(m, "kc_layout_names");
    if (!nums || !names) die("%s: no layout tables", unit);
    LLVMValueRef init = LLVMGetInitializer(nums), text_init = LLVMGetInitializer(names);
    if (LLVMIsNull(init)) return;
    unsigned n = LLVMGetArrayLength(LLVMTypeOf(init));
    size_t len = 0;
    const char *text = LLVMIsNull(text_init) ? "" : LLVMGetAsString(text_init, &len);
    for (unsigned i = 0; i + 3 < n;) {
        if (nlayouts == MAX_ROWS) die("too many state types");
        layout *l = &layouts[nlayouts++];
        snprintf(l->unit, sizeof l->unit, "%s", unit);
        text = next_line(text, l->type, sizeof l->type);
        uint32_t v[3];
        for (int k = 0; k < 3; k++)
            v[k] = (uint32_t)LLVMConstIntGetZExtValue(LLVMGetAggregateElement(init, i++));
        l->size = v[0];
        l->align = v[1];
        l->nfields = v[2];
        l->first = (uint32_t)nfields;
        if (!(fields = realloc(fields, sizeof *fields * (size_t)(nfields + (int)l->nfields + 1))))
            die("out of memory");
        for (uint32_t f = 0; f < l->nfields; f++) {
            char name[512];
            text = next_line(text, name, sizeof name);
            for (int k = 0; k < 3; k++)
                v[k] = (uint32_t)LLVMConstIntGetZExtValue(LLVMGetAggregateElement(init, i++));
            fields[nfields++] = (field){strdup(name), v[0], v[1], v[2]};
        }
    }
}

static uint32_t find_layout(const char *unit, const char *type)
{
    for (int i = 0; i < nlayouts; i++)
        if (!strcmp(layouts[i].unit, unit) && !strcmp(layouts[i].type, type)) return (uint32_t)i + 1;
    return 0;
}

/* ---- modules ------------------------------------------------------------------------------------ */

static void run(LLVMModuleRef m, const char *passes)
{
    LLVMPassBuilderOptionsRef o = LLVMCreatePassBuilderOptions();
    LLVMErrorRef e = LLVMRunPasses(m, passes, NULL, o);
    if (e) die("%s: %s", passes, LLVMGetErrorMessage(e));
    LLVMDisposePassBuilderOptions(o);
}

static void drop_global(LLVMModuleRef m, const char *name)
{
    LLVMValueRef g = LLVMGetNamedGlobal(m, name);
    if (g) LLVMDeleteGlobal(g);
}

static void drop_attributes(LLVMValueRef f)
{
    static const char *const names[] = {"target-cpu",
                                        "target-features",
                                        "tune-cpu",
                                        "stack-protector-buffer-size",
                                        "frame-pointer",
                                        "no-trapping-math",
                                        "min-legal-vector-width",
                                        "no-builtins"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        LLVMRemoveStringAttributeAtIndex(f, LLVMAttributeFunctionIndex, names[i], (unsigned)strlen(names[i]));
    LLVMRemoveEnumAttributeAtIndex(f, LLVMAttributeFunctionIndex,
                                   LLVMGetEnumAttributeKindForName("uwtable", 7));
}

static LLVMModuleRef load(const char *path)
{
    char *message = NULL;
    LLVMMemoryBufferRef b;
    LLVMModuleRef m;
    if (LLVMCreateMemoryBufferWithContentsOfFile(path, &b, &message)) die("%s: %s", path, message);
    if (!LLVMGetBufferSize(b)) {
        LLVMDisposeMemoryBuffer(b);
        return NULL;
    }
    if (LLVMParseBitcode2(b, &m)) die("%s: not bitcode of this LLVM", path);
    LLVMDisposeMemoryBuffer(b);
    return m;
}

static uint32_t length(LLVMModuleRef m, const char *name)
{
    uint32_t n = 0;
    LLVMValueRef f = strcmp(name, "-") ? LLVMGetNamedFunction(m, name) : NULL;
    for (LLVMBasicBlockRef b = f ? LLVMGetFirstBasicBlock(f) : NULL; b; b = LLVMGetNextBasicBlock(b))
        for (LLVMValueRef i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i)) n++;
    return n;
}

/* Takes the bodies of supplied helpers away. They must look as helpers.c has them. */
static void drop_supplied(LLVMModuleRef m)
{
    LLVMContextRef cx = LLVMGetModuleContext(m);
    LLVMTypeRef f64 = LLVMDoubleTypeInContext(cx), ptr = LLVMPointerTypeInContext(cx, 0);
    LLVMTypeRef type = LLVMFunctionType(LLVMInt64TypeInContext(cx), (LLVMTypeRef[]){f64, ptr, ptr}, 3, 0);
    for (size_t i = 0; i < sizeof supplied / sizeof *supplied; i++) {
        LLVMValueRef f = LLVMGetNamedFunction(m, supplied[i]);
        if (!f) continue;
        if (LLVMGlobalGetValueType(f) != type)
            die("%s has other arguments than helpers.c thinks", supplied[i]);
        LLVMValueRef outside = LLVMAddFunction(m, "", type);
        for (LLVMUseRef u; (u = LLVMGetFirstUse(f));) {
            LLVMValueRef call = LLVMGetUser(u);
            if (!LLVMIsACallInst(call)) die("%s: its address is taken", supplied[i]);
            LLVMSetInstructionCallConv(call, LLVMCCallConv);
            LLVMSetOperand(call, (unsigned)LLVMGetNumOperands(call) - 1, outside);
        }
        LLVMDeleteFunction(f);
        LLVMSetValueName2(outside, supplied[i], strlen(supplied[i]));
    }
}

/* The functions of `symbols` and what they call. */
static LLVMMemoryBufferRef cut(LLVMModuleRef whole, const char *file, char *const *symbols)
{
    LLVMModuleRef m = LLVMCloneModule(whole);
    for (LLVMValueRef f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f))
        if (!LLVMIsDeclaration(f)) LLVMSetLinkage(f, LLVMInternalLinkage);
    for (int i = 0; i < 3; i++) {
        if (!strcmp(symbols[i], "-")) continue;
        char name[512];
        LLVMValueRef f = LLVMGetNamedFunction(m, symbols[i]);
        if (!f || LLVMIsDeclaration(f)) die("%s: there is no KERNEL %s", file, symbols[i]);
        int n = snprintf(name, sizeof name, "%s:%s", file, symbols[i]);
        LLVMSetValueName2(f, name, (size_t)n);
        LLVMSetLinkage(f, LLVMExternalLinkage); /* kept for now */
    }
    run(m, "globaldce,strip-dead-prototypes");
    for (LLVMValueRef f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f)) {
        drop_attributes(f);
        if (LLVMGetLinkage(f) == LLVMExternalLinkage && !LLVMIsDeclaration(f))
            LLVMSetLinkage(f, LLVMLinkOnceODRLinkage);
    }
    char *message = NULL;
    if (LLVMVerifyModule(m, LLVMReturnStatusAction, &message)) die("%s: %s", file, message);
    LLVMDisposeMessage(message);
    LLVMMemoryBufferRef b = LLVMWriteBitcodeToMemoryBuffer(m);
    LLVMDisposeModule(m);
    return b;
}

static void read_unit(const char *dir, const char *unit, const char *width)
{
    char path[1024], line[1024];
    snprintf(path, sizeof path, "%s/%s.w%s.bc", dir, unit, width);
    LLVMModuleRef m = load(path);
    if (m) {
        read_layouts(m, unit);
        LLVMStripModuleDebugInfo(m);
        const char *drop[] = {"llvm.used", "llvm.compiler.used", "kc_layout_nums", "kc_layout_names"};
        for (size_t i = 0; i < sizeof drop / sizeof *drop; i++) drop_global(m, drop[i]);
        LLVMSetSourceFileName(m, "", 0);
        drop_supplied(m);
    } else {
        fprintf(stderr, "bcpack: warning: %s does not compile at width %s\n", unit, width);
    }
    snprintf(path, sizeof path, "%s/%s.list", dir, unit);
    FILE *f = fopen(path, "r");
    if (!f) die("%s: can't be read", path);
    while (fgets(line, sizeof line, f)) {
        char file[256], k[128], tick[128], each[128], state[128], key[512];
        int scalar, known = 0;
        if (sscanf(line, "%255s %127s %127s %127s %127s %d", file, k, tick, each, state, &scalar) != 6)
            die("%s: %s", path, line);
        snprintf(key, sizeof key, "%s|%s|%s|%s", file, k, tick, each);
        for (int i = nrows - 1; i >= 0 && !known; i--) known = !strcmp(rows[i].key, key);
        if (known) continue;
        if (nrows == MAX_ROWS) die("too many kernels");
        row *r = &rows[nrows++];
        snprintf(r->key, sizeof r->key, "%s", key);
        snprintf(r->state, sizeof r->state, "%s", state);
        if (m && !(scalar && strcmp(width, "1"))) {
            r->k = length(m, k);
            r->tick = length(m, strcmp(tick, "-") ? tick : each);
            if (r->k > K_INLINE_MAX && !strcmp(width, "1")) r->flags = KC_ARCHIVE_COEF_BY_ADDRESS;
            r->blob = cut(m, file, (char *[]){r->flags ? "-" : k, tick, each});
        }
        r->layout = find_layout(unit, state);
    }
    fclose(f);
    if (m) LLVMDisposeModule(m);
}

/* ---- the archive -------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    return strcmp(((const row *)a)->key, ((const row *)b)->key);
}

static uint32_t write_layout(buffer *b, const layout *l)
{
    uint32_t type = append(b, l->type, strlen(l->type) + 1);
    uint32_t *names = calloc(l->nfields + 1, sizeof *names);
    if (!names) die("out of memory");
    for (uint32_t i = 0; i < l->nfields; i++)
        names[i] = append(b, fields[l->first + i].name, strlen(fields[l->first + i].name) + 1);
    align4(b);
    kc_archive_layout head = {type, l->size, l->align, l->nfields};
    uint32_t at = append(b, &head, sizeof head);
    for (uint32_t i = 0; i < l->nfields; i++) {
        const field *f = &fields[l->first + i];
        kc_archive_field af = {names[i], f->offset, f->size, f->lane};
        append(b, &af, sizeof af);
    }
    free(names);
    return at;
}

static void write_archive(const char *path, uint32_t width)
{
    buffer b = {0};
    kc_archive_head head = {KC_ARCHIVE_MAGIC, width, (uint32_t)nrows, sizeof head, 0};
    qsort(rows, (size_t)nrows, sizeof *rows, by_key);
    append(&b, &head, sizeof head);
    kc_archive_row *out = calloc((size_t)nrows + 1, sizeof *out);
    uint32_t *written = calloc((size_t)nlayouts + 1, sizeof *written);
    if (!out || !written) die("out of memory");
    append(&b, out, sizeof *out * (size_t)nrows);
    for (int i = 0; i < nrows; i++) {
        row *r = &rows[i];
        out[i].key = append(&b, r->key, strlen(r->key) + 1);
        if (r->layout && !written[r->layout]) written[r->layout] = write_layout(&b, &layouts[r->layout - 1]);
        out[i].layout = r->layout ? written[r->layout] : 0;
        out[i].k = (uint16_t)(r->k < UINT16_MAX ? r->k : UINT16_MAX);
        out[i].tick = (uint16_t)(r->tick < UINT16_MAX ? r->tick : UINT16_MAX);
        out[i].flags = r->flags;
        if (!r->blob) continue;
        align4(&b);
        out[i].size = (uint32_t)LLVMGetBufferSize(r->blob);
        out[i].blob = append(&b, LLVMGetBufferStart(r->blob), out[i].size);
        append(&b, "", 1);
    }
    memcpy(b.bytes + sizeof head, out, sizeof *out * (size_t)nrows);
    ((kc_archive_head *)b.bytes)->size = (uint32_t)b.n;
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(b.bytes, 1, b.n, f) != b.n || fclose(f)) die("%s: can't be written", path);
    free(out);
    free(written);
    free(b.bytes);
}

int main(int argc, char **argv)
{
    if (argc < 4) die("usage: bcpack WIDTH OUT.bin DIR UNIT...");
    for (int i = 4; i < argc; i++) read_unit(argv[3], argv[i], argv[1]);
    write_archive(argv[2], (uint32_t)atoi(argv[1]));
    return 0;
}
