/* The tables that go with the code of a batch (what moves where, calls, sums): a head with their lengths,
 * then the tables as they are in memory. */
#include "jit/cache/code.h"
#include "runtime/base/arena.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 1 << 22 };

typedef struct {
    uint32_t size, full; /* bit 1: blocks, bit 2: jumps */
    int32_t nmoves, ncalls, ncall_moves, nmix;
} head;

/* Moves of all calls together. */
static int32_t call_moves(const kc_batch_call *calls, int32_t n)
{
    int64_t end = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t last = (int64_t)calls[i].first + calls[i].nin + calls[i].nout;
        if (calls[i].first < 0 || calls[i].nin < 0 || calls[i].nout < 0 || last > MAX_ROWS) return -1;
        if (last > end) end = last;
    }
    return (int32_t)end;
}

static void put(kc_sbuf *out, const void *p, size_t bytes)
{
    if (bytes) kc_sbuf_write(out, p, bytes);
}

void kc_batch_pack(const kc_batch_code *b, kc_sbuf *out)
{
    head h = {b->size,
              (uint32_t)(b->full | b->blocks << 1 | b->jumps << 2),
              b->nmoves,
              b->ncalls,
              call_moves(b->calls, b->ncalls),
              b->nmix};
    put(out, &h, sizeof h);
    put(out, b->moves, sizeof *b->moves * (size_t)h.nmoves);
    put(out, b->calls, sizeof *b->calls * (size_t)h.ncalls);
    put(out, b->call_moves, sizeof *b->call_moves * (size_t)h.ncall_moves);
    put(out, b->mix, sizeof *b->mix * (size_t)h.nmix);
}

/* The next table, copied to where `to` points. */
static const void *take(const char **from, char **to, size_t bytes)
{
    void *at = memcpy(*to, *from, bytes);
    *from += bytes;
    *to += (bytes + 7) & ~(size_t)7;
    return at;
}

kc_batch_code *kc_batch_unpack(const char *bytes, size_t n)
{
    head h;
    if (n < sizeof h) return NULL;
    memcpy(&h, bytes, sizeof h);
    const int32_t rows[] = {h.nmoves, h.ncalls, h.ncall_moves, h.nmix};
    const size_t sizes[] = {sizeof(kc_move), sizeof(kc_batch_call), sizeof(kc_move), sizeof(int32_t)};
    size_t want = sizeof h;
    for (int i = 0; i < 4; i++) {
        if (rows[i] < 0 || rows[i] > MAX_ROWS) return NULL;
        want += sizes[i] * (size_t)rows[i];
    }
    if (want != n) return NULL;
    kc_batch_code *b = kc_xcalloc(1, sizeof *b + n + 64);
    char *to = (char *)(b + 1);
    const char *from = bytes + sizeof h;
    *b = (kc_batch_code){.size = h.size,
                         .full = h.full & 1,
                         .blocks = h.full >> 1 & 1,
                         .jumps = h.full >> 2 & 1,
                         .nmoves = h.nmoves,
                         .ncalls = h.ncalls,
                         .nmix = h.nmix};
    b->moves = take(&from, &to, sizes[0] * (size_t)rows[0]);
    b->calls = take(&from, &to, sizes[1] * (size_t)rows[1]);
    b->call_moves = take(&from, &to, sizes[2] * (size_t)rows[2]);
    b->mix = take(&from, &to, sizes[3] * (size_t)rows[3]);
    if (call_moves(b->calls, b->ncalls) == h.ncall_moves) return b;
    free(b);
    return NULL;
}
