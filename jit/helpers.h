/* Functions that kernels call out of line, by name. In the core, too, for code from the object cache. */
#ifndef KC_JIT_HELPERS_H
#define KC_JIT_HELPERS_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name;
    uintptr_t at;
} kc_jit_helper;
extern const kc_jit_helper kc_jit_helpers[]; /* ends with a name NULL */
#endif
