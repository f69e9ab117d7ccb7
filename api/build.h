/* From orchestra text to instruments installed in an engine: the front end, the IR pipeline and the layout in
 * a row. */
#ifndef KC_API_BUILD_H
#define KC_API_BUILD_H
#include "frontend/compile.h"
#include "runtime/engine/engine.h"

/* Units of one compile, made into programs. */
typedef struct {
    kc_program *prog;
    int n;
    int *numbers;
    const char **names;
} kc_built_instr;
typedef struct {
    kc_header header;
    kc_program *global; /* NULL: no global code */
    KC_VEC(kc_built_instr) instrs;
    kc_arena arena;
} kc_built;

/* Compiles and lays out; `dump` names a stage of --dump-ir (or NULL), printed to dump_out. 0, or -1 with
 * errors in d. */
int kc_build(kc_session *s, const char *text, size_t len, const char *file, int first_line, const char *dump,
             kc_sbuf *dump_out, kc_diags *d, kc_built *out);
/* Installs everything; the programs are the engine's from then on (see kc_engine_on_release:
 * kc_ir_program_destroy). */
void kc_built_install(kc_built *b, kc_engine *e);
void kc_built_free(kc_built *b);
#endif
