/* Batches: notes of one program that perform as the lanes of vectors (batch.c). */
#ifndef KC_ENGINE_BATCH_H
#define KC_ENGINE_BATCH_H
#include "runtime/abi.h"

typedef struct kc_batch kc_batch;

/* What lanes add to outputs: rows of KC_LANE_COUNT values a sample, 64-byte aligned. */
typedef struct {
    double *values;
    size_t count;
} kc_rows;

typedef struct {
    kc_batch *free; /* batches without notes, for reuse */
    kc_rows rows;
    uint8_t stale;                  /* which notes are in which batch may have to change */
    unsigned turn;                  /* regions that threads could share, so far */
    double shared_time, alone_time; /* s per batch and k-cycle, on all threads and on one */
} kc_batches;

/* Before the notes perform: forms batches of notes that stand side by side in the performance order. */
void kc_batches_form(kc_engine *e);
void kc_batches_free(kc_engine *e);
/* The batch that performs this note, or NULL. */
kc_batch *kc_batch_of(const kc_note *n);
kc_note *kc_batch_last(const kc_batch *b);
int kc_batch_voices(const kc_batch *b);
/* One k-cycle of all its notes. */
void kc_batch_perform(kc_engine *e, kc_batch *b, kc_ctx *c);
/* The same for it and the batches that follow it in the performance order, on several threads: how many that
 * were; 0 when there is nothing to share. The bits are those of one thread. */
int kc_batches_share(kc_engine *e, kc_batch *first, kc_ctx *c);
/* The note's memory is brought up to date and it performs alone, until the next forming. */
void kc_batch_leave(kc_engine *e, kc_note *n);
/* A note stands alone between `before` and `after`: no batch goes across it. */
void kc_batch_split(kc_engine *e, kc_note *before, kc_note *after);
#endif
