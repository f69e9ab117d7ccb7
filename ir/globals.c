/* Global variables of an engine: name -> type and byte offset in global memory. Offsets are handed out in
 * order of first use and never taken back, so code compiled later sees the variables of code compiled before.
 */
#include "ir/ir.h"

kc_ir_global *kc_ir_global_get(kc_ir_globals *g, const char *name, char type, int dims)
{
    kc_ir_global *v = kc_map_get(&g->by_name, name);
    if (v) return v->type == type && v->dims == dims ? v : NULL;
    uint32_t align, size = kc_ir_type_size(type, dims, g->ksmps, &align);
    uint32_t off = (g->used + align - 1) & ~(align - 1);
    if (off > KC_IR_GLOBAL_BYTES || size > KC_IR_GLOBAL_BYTES - off) return NULL;
    v = kc_arena_alloc(&g->arena, sizeof *v);
    *v = (kc_ir_global){kc_arena_strdup(&g->arena, name), type, (uint8_t)dims, off};
    g->used = off + size;
    kc_map_put(&g->by_name, name, v);
    kc_vec_push(&g->list, v);
    return v;
}

void kc_ir_globals_free(kc_ir_globals *g)
{
    kc_map_free(&g->by_name);
    kc_vec_free(&g->list);
    kc_arena_free(&g->arena);
    *g = (kc_ir_globals){.ksmps = g->ksmps};
}
