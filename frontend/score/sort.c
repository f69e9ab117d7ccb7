/* Order of the events of a section: time, then the kind of statement, then instrument and duration, then
 * the order of the text. */
#include "frontend/score/internal.h"
#include <string.h>

/* Kinds of statements that happen at the same time, in order. */
static int kind_of(const kc_score_item *it)
{
    switch (it->e.op) {
    case 'q': return 0;
    case 'f': return 2;
    case 'a': return 4;
    default: return it->insno < 0 ? 1 : 3;
    }
}

static int compare(const kc_score_item *a, const kc_score_item *b)
{
    if (a->warped2 != b->warped2) return a->warped2 < b->warped2 ? -1 : 1;
    int ka = kind_of(a), kb = kind_of(b);
    if (ka != kb) return ka - kb;
    if (a->e.op != 'i' || b->e.op != 'i') return 0;
    if (a->insno != b->insno) return a->insno < b->insno ? -1 : 1;
    if (a->warped3 != b->warped3) return a->warped3 < b->warped3 ? -1 : 1;
    return 0;
}

static void merge(kc_score_item *const *from, kc_score_item **to, int lo, int mid, int hi)
{
    for (int i = lo, j = mid, o = lo; o < hi; o++) {
        if (i < mid && (j >= hi || compare(from[i], from[j]) <= 0))
            to[o] = from[i++];
        else
            to[o] = from[j++];
    }
}

/* Stable, from the bottom up, on pointers. */
void kc_score_sort(kc_score_item *items, int n)
{
    if (n < 2) return;
    kc_score_item **a = kc_xcalloc((size_t)n, sizeof *a), **b = kc_xcalloc((size_t)n, sizeof *b);
    for (int i = 0; i < n; i++) a[i] = &items[i];
    for (long width = 1; width < n; width *= 2) {
        for (long lo = 0; lo < n; lo += 2 * width) {
            long mid = lo + width < n ? lo + width : n, hi = lo + 2 * width < n ? lo + 2 * width : n;
            merge(a, b, (int)lo, (int)mid, (int)hi);
        }
        kc_score_item **t = a;
        a = b;
        b = t;
    }
    kc_score_item *sorted = kc_xcalloc((size_t)n, sizeof *sorted);
    for (int i = 0; i < n; i++) sorted[i] = *a[i];
    memcpy(items, sorted, (size_t)n * sizeof *items);
    free(sorted);
    free(a);
    free(b);
}
