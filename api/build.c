#include "api/build.h"
#include "runtime/engine/coreops.h"

static kc_program *make(kc_ir_unit **unit, const char *dump, kc_sbuf *out, kc_diags *d)
{
    kc_ir_unit *u = *unit;
    *unit = NULL;
    if (kc_ir_pipeline(u, dump, out, d)) {
        kc_ir_unit_destroy(u);
        return NULL;
    }
    return kc_ir_program(u, kc_coreop, d);
}

int kc_build(kc_session *s, const char *text, size_t len, const char *file, int first_line, const char *dump,
             kc_sbuf *dump_out, kc_diags *d, kc_built *out)
{
    kc_compiled c = {0};
    *out = (kc_built){0};
    if (kc_compile_orc(s, text, len, file, first_line, d, &c)) return -1;
    out->header = c.header;
    int bad = 0;
    if (c.unit0) bad |= !(out->global = make(&c.unit0, dump, dump_out, d));
    for (int i = 0; i < c.instrs.n; i++) {
        kc_compiled_instr *ci = &c.instrs.v[i];
        kc_built_instr bi = {.n = ci->n};
        bi.numbers = kc_arena_alloc(&out->arena, sizeof(int) * (size_t)ci->n);
        bi.names = kc_arena_alloc(&out->arena, sizeof(char *) * (size_t)ci->n);
        for (int k = 0; k < ci->n; k++) {
            bi.numbers[k] = ci->numbers[k];
            bi.names[k] = ci->names && ci->names[k] ? kc_arena_strdup(&out->arena, ci->names[k]) : NULL;
        }
        bi.prog = make(&ci->unit, dump, dump_out, d);
        bad |= !bi.prog;
        kc_vec_push(&out->instrs, bi);
    }
    kc_compiled_free(&c);
    if (!bad) return 0;
    kc_built_free(out);
    return -1;
}

void kc_built_install(kc_built *b, kc_engine *e)
{
    for (int i = 0; i < b->instrs.n; i++) {
        kc_built_instr *bi = &b->instrs.v[i];
        for (int k = 0; k < bi->n; k++) kc_engine_install(e, bi->numbers[k], bi->names[k], bi->prog);
        bi->prog = NULL;
    }
}

void kc_built_free(kc_built *b)
{
    if (b->global) kc_ir_program_destroy(b->global);
    for (int i = 0; i < b->instrs.n; i++)
        if (b->instrs.v[i].prog) kc_ir_program_destroy(b->instrs.v[i].prog);
    kc_vec_free(&b->instrs);
    kc_arena_free(&b->arena);
    *b = (kc_built){0};
}
