/* The kernel archive inside libkcycle-jit: what bcpack writes and kernels.c reads.
 *
 *   header | rows, sorted by key | layouts | strings | blobs
 *
 * A row is one set of kernels of one entry: the bitcode module that holds its k, tick and each functions
 * (named "FILE:SYMBOL", linkonce_odr) and nothing they do not need. All offsets count from the start of the
 * archive, all numbers are 32-bit and of the host's byte order: the archive never leaves the machine type it
 * was built for. */
#ifndef KC_JIT_ARCHIVE_H
#define KC_JIT_ARCHIVE_H
#include <stdint.h>

#define KC_ARCHIVE_MAGIC 0x4b43424bu

typedef struct {
    uint32_t magic, width, nrows, rows, size;
} kc_archive_head;

typedef struct {
    uint32_t key;        /* "FILE|k|tick|each", "-" for none */
    uint32_t blob, size; /* size 0: no kernels of this width */
    uint32_t layout;     /* 0: no state */
    uint16_t k, tick;    /* IR instructions of the k function, and of the tick or each function */
    uint32_t flags;
} kc_archive_row;

/* The k function is not in the blob: it is long, and called by address (kc_opdesc.coef). It runs once a
 * k-cycle, often only to find that nothing changed, and would take more time to compile than the whole sample
 * loop. */
#define KC_ARCHIVE_COEF_BY_ADDRESS 1u

/* At `layout`: this, then nfields fields. */
typedef struct {
    uint32_t type; /* name */
    uint32_t size, align, nfields;
} kc_archive_layout;
typedef struct {
    uint32_t name, offset, size, lane;
} kc_archive_field;
#endif
