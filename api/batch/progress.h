/* The bar of a running batch, on a terminal. */
#ifndef KC_API_BATCH_PROGRESS_H
#define KC_API_BATCH_PROGRESS_H
#include "api/batch/batch.h"

typedef struct {
    bool on; /* standard error is a terminal */
    bool shown;
    int total;
    double started, last; /* s */
} kc_batch_progress;

double kc_batch_clock(void); /* monotonic, s */
void kc_batch_progress_start(kc_batch_progress *b, int total);
/* At most ten times a second. */
void kc_batch_progress_show(kc_batch_progress *b, const kc_batch_totals *t);
void kc_batch_progress_clear(kc_batch_progress *b);
/* The text of the bar; `elapsed` seconds. */
void kc_batch_progress_text(const kc_batch_totals *t, int total, double elapsed, kc_sbuf *out);
#endif
