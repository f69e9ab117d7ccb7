/* Layout: where the variables, states and operand pointers of a unit stand in an instance. */
#include "ir/ir.h"

/* w-signals (spectra of the old spectral opcodes) have no struct of ours: this much holds theirs. */
#define W_SIGNAL_BYTES 128

uint32_t kc_ir_type_size(char type, int dims, int ksmps, uint32_t *align)
{
    *align = 8;
    if (dims > 0) return sizeof(kc_array);
    switch (type) {
    case 'a': *align = 64; return ((uint32_t)ksmps * (uint32_t)sizeof(double) + 63) & ~63u;
    case 'S': return sizeof(kc_str);
    case 'f': return sizeof(kc_fsig);
    case 'w': return W_SIGNAL_BYTES;
    default: return sizeof(double);
    }
}
