/* What the core knows of libkcycle-jit: one exported function, kc_jit_open, which returns a table of
 * functions. The core opens the library when the first instrument is worth compiling (api/jitloader.c) and
 * never links it.
 *
 * A session belongs to one thread at a time, the compile thread; code it has made may be run by any thread
 * until it is released. No function here prints, exits or throws: what goes wrong comes back as text. */
#ifndef KC_JIT_H
#define KC_JIT_H
#include "ir/ir.h"
#include "runtime/abi.h"
#include "runtime/base/sbuf.h"

#define KC_JIT_VERSION     2
#define KC_JIT_OPEN        "kc_jit_open"
/* Names in objects: how that of a compiled instrument begins, and the engine's function (kc_jit_host). */
#define KC_JIT_PERF        "kc_perf_"
#define KC_JIT_SUB_CONTEXT "kc_sub_context"

typedef struct kc_jit_session kc_jit_session;
typedef struct kc_jit_code kc_jit_code;

/* The kernels of one entry as functions: k(st, c, in...), tick(st, c, n, out..., in...), each(st, c, n, i,
 * in), all values by pointer, at `width` voices. NULL where the entry has none. */
typedef struct {
    void (*k)(void);
    void (*tick)(void);
    void (*each)(void);
} kc_jit_kernels;

/* Functions of the engine that fused code calls. */
typedef struct {
    int (*sub_context)(const kc_ctx *outer, kc_sub *sub, int index, kc_ctx *inner);
} kc_jit_host;

typedef struct {
    int width;          /* 0 or 1: one voice; KC_LANE_COUNT: the lanes of a batch */
    const char *passes; /* LLVM pass pipeline; NULL: the usual one */
    int codegen_level;  /* 0..3; 0: the usual one (1) */
    int verify;         /* check the module after emission: for tests */
    kc_sbuf *ir;        /* gets the LLVM IR before optimisation, when not NULL */
    kc_sbuf *optimized; /* ... and after */
    kc_sbuf *object;    /* the relocatable object, when not NULL */
} kc_jit_options;

typedef struct {
    int instructions; /* of the perf program */
    int loops;        /* sample loops */
    int inlined;      /* kernels called from fused code */
    int natives;      /* calls by address */
    size_t code_bytes;
    double ms; /* CPU of the whole compilation, of which: */
    double emit_ms, link_ms, optimize_ms, codegen_ms, load_ms;
} kc_jit_stats;

/* Of the kernels, the compiler's sources and LLVM, made by the build (jit/cache/cache.h). */
extern const char kc_jit_build_id[];

typedef struct {
    int version;
    const char *build_id;
    /* NULL on failure, with the reason in `error`. */
    kc_jit_session *(*create)(const kc_jit_host *host, kc_sbuf *error);
    /* Releases the code that is left, too. */
    void (*destroy)(kc_jit_session *s);
    /* Compiles the perf program. `u` must be laid out and `s` its schedule; both and `p` are only read. NULL
     * on failure, with the reason in `error`. */
    kc_jit_code *(*compile)(kc_jit_session *session, const kc_ir_unit *u, const kc_schedule *s,
                            const kc_program *p, const kc_jit_options *options, kc_sbuf *error);
    kc_fused (*entry)(const kc_jit_code *code);
    /* What was compiled at KC_LANE_COUNT voices; valid until the code is released. */
    const kc_batch_code *(*batch)(const kc_jit_code *code);
    const kc_jit_stats *(*stats)(const kc_jit_code *code);
    /* Compiles the kernels of one entry by themselves: what batching calls, and how tests compare widths. */
    kc_jit_code *(*compile_kernels)(kc_jit_session *session, const kc_opdesc *desc, int width,
                                    kc_jit_kernels *out, kc_sbuf *error);
    /* Frees the code. No thread may be inside it, nor enter it any more. */
    void (*release)(kc_jit_session *session, kc_jit_code *code);
    /* Layout of the state of an entry at `width` voices (1 or 8). NULL: the entry has no kernels of that
     * width or no state. Valid as long as the library is open; the caller frees *fields of it with
     * free_layout. A field with lane 255 is of a type the build could not tell. */
    kc_layout *(*layout)(const kc_opdesc *desc, int width);
    void (*free_layout)(kc_layout *l);
    /* True when the entry's kernels exist at that width. */
    int (*has_kernels)(const kc_opdesc *desc, int width);
} kc_jit_api;

/* version: KC_JIT_VERSION of the caller. NULL when the library is of another. */
typedef const kc_jit_api *kc_jit_open_fn(int version);
#endif
