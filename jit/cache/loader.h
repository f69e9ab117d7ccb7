/* Puts a relocatable object (ELF64, as the compiler writes it) into memory, ready to run. Needs no LLVM. */
#ifndef KC_JIT_CACHE_LOADER_H
#define KC_JIT_CACHE_LOADER_H
#include "runtime/base/sbuf.h"
#include <stddef.h>
#include <stdint.h>

typedef struct kc_image kc_image;

/* Address of a function of the program by name, 0 when there is none. */
typedef uintptr_t kc_image_resolve(void *user, const char *name);

/* [any] The bytes may come from anywhere: what is not exactly understood is refused, with the reason in
 * `error` and NULL. `object` is only read, and not needed afterwards. The code is not run here. */
kc_image *kc_image_load(const void *object, size_t size, kc_image_resolve *resolve, void *user,
                        kc_sbuf *error);
/* The one global function whose name begins with `prefix`; NULL when there is none or more than one. */
void *kc_image_function(const kc_image *image, const char *prefix);
/* Bytes of memory it takes. */
size_t kc_image_bytes(const kc_image *image);
/* No thread may be inside its code, nor enter it any more. Accepts NULL. */
void kc_image_free(kc_image *image);
#endif
