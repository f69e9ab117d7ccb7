/* Order of the events of a section: time, then the kind of statement, then instrument and duration, then the
 * line.
 *
 * The sort is Dijkstra's smoothsort (EWD796a). It is not stable, and statements that carry fields share the
 * line of their source, so events may be equal; in which order those come out is part of what a score means,
 * because instruments draw random numbers as they start. So the heaps, and the comparisons made, are exactly
 * Dijkstra's.
 *
 * The sorted part is a row of heaps whose sizes are Leonardo numbers, of descending order k. A heap of order
 * k ends with its root; before that stands a heap of order k - 2, and before that one of order k - 1. `row`
 * has bit i set if there is a heap of order k + i; k is the order of the last heap. */
#include "frontend/score/internal.h"
#include <string.h>

typedef const kc_score_item *item_ref;

typedef struct {
    item_ref *at;
    int root; /* of the last heap */
    int k;
    uint64_t row;
} heaps;

static const int leonardo[] = {1,      1,       3,       5,       9,       15,      25,       41,      67,
                               109,    177,     287,     465,     753,     1219,    1973,     3193,    5167,
                               8361,   13529,   21891,   35421,   57313,   92735,   150049,   242785,  392835,
                               635621, 1028457, 1664079, 2692537, 4356617, 7049155, 11405773, 18454929};

/* Kinds of statements that happen at the same time, in order. */
static int kind_of(item_ref it)
{
    switch (it->e.op) {
    case 'y': return 0;
    case 't':
    case 'q': return 1;
    case 'f': return 3;
    case 'a': return 5;
    default: return it->insno < 0 ? 2 : 4;
    }
}

/* Whether x stands before y. False both ways for equal ones. */
static bool before(item_ref x, item_ref y)
{
    if (x->e.op == 'w' || y->e.op == 'w') return x->e.op == 'w';
    if (y->e.op == 't') return false;
    if (x->warped2 != y->warped2) return x->warped2 < y->warped2;
    if (kind_of(x) != kind_of(y)) return kind_of(x) < kind_of(y);
    if (x->e.op == 'i' && y->e.op == 'i') {
        if (x->insno != y->insno) return x->insno < y->insno;
        if (x->warped3 != y->warped3) return x->warped3 < y->warped3;
    }
    return (int16_t)x->line_key < (int16_t)y->line_key;
}

/* Root of the child to compare with: the later of the two. *k becomes its order. */
static int later_child(const heaps *h, int root, int *k)
{
    int near = root - 1, far = near - leonardo[*k - 2];
    bool take_far = before(h->at[near], h->at[far]);
    *k -= take_far ? 1 : 2;
    return take_far ? far : near;
}

/* Lets the root of a heap sink to its place. */
static void sift(heaps *h, int root, int k)
{
    item_ref moving = h->at[root];
    while (k >= 2) {
        int order = k, child = later_child(h, root, &order);
        if (before(h->at[child], moving)) break;
        h->at[root] = h->at[child];
        root = child;
        k = order;
    }
    h->at[root] = moving;
}

/* Moves the root of the last heap left along the roots of the row, then sifts it. */
static void trinkle(heaps *h, int root, uint64_t row, int k)
{
    item_ref moving = h->at[root];
    for (;;) {
        for (; !(row & 1); row >>= 1) k++;
        if (row == 1) break;
        int left = root - leonardo[k];
        if (before(h->at[left], moving)) break;
        if (k >= 2) {
            int order = k, child = later_child(h, root, &order);
            if (!before(h->at[child], h->at[left])) {
                h->at[root] = h->at[child];
                root = child;
                k = order;
                break;
            }
        }
        h->at[root] = h->at[left];
        root = left;
        row--;
    }
    h->at[root] = moving;
    sift(h, root, k);
}

/* Where a heap lost its root, its two children join the row: puts the newer root in order with the one
 * before. */
static void semitrinkle(heaps *h)
{
    int left = h->root - leonardo[h->k - 1];
    if (before(h->at[left], h->at[h->root])) return;
    item_ref t = h->at[h->root];
    h->at[h->root] = h->at[left];
    h->at[left] = t;
    trinkle(h, left, h->row, h->k);
}

/* Makes the element at the root part of the row; `taken` elements of n are in it. */
static void extend(heaps *h, int taken, int n)
{
    if ((h->row & 7) == 3) { /* two neighbouring orders and this root: one heap */
        sift(h, h->root, h->k);
        h->row = (h->row + 1) >> 2;
        h->k += 2;
        return;
    }
    if (taken + (h->k ? leonardo[h->k - 1] : -1) < n)
        sift(h, h->root, h->k);
    else
        trinkle(h, h->root, h->row, h->k); /* will not become part of a larger heap */
    do {
        h->k--;
        h->row <<= 1;
    } while (h->k > 1);
    h->row++;
}

/* Takes the last element, which is in its final place, out of the row. */
static void shrink(heaps *h)
{
    h->row--;
    if (h->k < 2) {
        h->root--;
        for (; !(h->row & 1); h->row >>= 1) h->k++;
        return;
    }
    h->root -= 1 + leonardo[h->k - 2];
    if (h->row) semitrinkle(h);
    h->k--;
    h->row = 2 * h->row + 1;
    h->root += leonardo[h->k - 1];
    semitrinkle(h);
    h->k--;
    h->row = 2 * h->row + 1;
}

static void smoothsort(item_ref *items, int n)
{
    heaps h = {items, 0, 1, 1};
    for (int taken = 1; taken < n; taken++) {
        extend(&h, taken, n);
        h.root++;
    }
    trinkle(&h, h.root, h.row, h.k);
    for (int left = n - 1; left > 0; left--) shrink(&h);
}

int kc_score_sort(kc_score_item *items, int n)
{
    if (n < 1) return 0;
    item_ref *refs = kc_xcalloc((size_t)n, sizeof *refs);
    for (int i = 0; i < n; i++) refs[i] = &items[i];
    smoothsort(refs, n);
    kc_score_item *sorted = kc_xcalloc((size_t)n, sizeof *sorted);
    int kept = 0;
    for (int i = 0; i < n; i++)
        if (!strchr("twy", refs[i]->e.op)) sorted[kept++] = *refs[i];
    memcpy(items, sorted, (size_t)kept * sizeof *items);
    free(sorted);
    free(refs);
    return kept;
}
