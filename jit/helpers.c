/* Parts of kernels that are not compiled with the instrument: long, hardly ever called, and the same for all.
 * bcpack leaves them out of the archives. The bits are those of the kernels, since it is the same source. */
#include "jit/helpers.h"
#define KC_W 1
#include "runtime/math/vmath.h"

const kc_jit_helper kc_jit_helpers[] = {{"kc_angle_huge", (uintptr_t)&kc_angle_huge}, {NULL, 0}};
