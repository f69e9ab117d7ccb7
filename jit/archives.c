/* The kernel archives, in the read-only data of libkcycle-jit. */
#include "jit/kernels.h"

#define EMBED(symbol, file)                                                                                  \
    __asm__(".section .rodata\n.balign 16\n.global " #symbol "\n.hidden " #symbol "\n" #symbol               \
            ":\n.incbin \"" KC_ARCHIVE_DIR "/" file "\"\n.byte 0\n.previous\n")

EMBED(kc_archive_w1, "w1.bin");
EMBED(kc_archive_w8, "w8.bin");
