/* Kernels: the bitcode archives and their way into a module. */
#ifndef KC_JIT_KERNELS_H
#define KC_JIT_KERNELS_H
#include "jit/jit.h"
#include <llvm-c/Types.h>

extern const char kc_archive_w1[], kc_archive_w8[];

/* Name of kernel `symbol` of an entry in bitcode: "FILE:SYMBOL", at most `cap` bytes with the end. */
void kc_jit_kernel_name(char *buf, size_t cap, const kc_opdesc *desc, const char *symbol);
/* Adds the kernels of an entry to the module, as far as it declares them. 0, or -1 with the reason. */
int kc_jit_kernels_link(LLVMModuleRef m, const kc_opdesc *desc, int width, kc_sbuf *error);
/* True when the k function of an entry is called by address (desc->coef). */
int kc_jit_coef_by_address(const kc_opdesc *desc);
/* IR instructions of the k function (at 1 voice) and of one tick; 0 when there is none. */
int kc_jit_coef_length(const kc_opdesc *desc);
int kc_jit_tick_length(const kc_opdesc *desc);
kc_layout *kc_jit_layout(const kc_opdesc *desc, int width);
void kc_jit_free_layout(kc_layout *l);
int kc_jit_has_kernels(const kc_opdesc *desc, int width);
#endif
