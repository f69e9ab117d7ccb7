/* Ring buffers between one writer and one reader. Positions only ever grow by the side that owns them; one
 * place stays empty, so that equal positions mean an empty ring. */
#include "api/include/csound/csound.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    size_t places, bytes; /* places: one more than can be used at once */
    _Atomic size_t read, write;
    char data[];
} ring;

void *csoundCreateCircularBuffer(CSOUND *cs, int count, int bytes)
{
    (void)cs;
    if (count < 1 || bytes < 1) return NULL;
    ring *r = calloc(1, sizeof *r + (size_t)count * (size_t)bytes);
    if (!r) return NULL;
    r->places = (size_t)count;
    r->bytes = (size_t)bytes;
    return r;
}

void csoundDestroyCircularBuffer(CSOUND *cs, void *p)
{
    (void)cs;
    free(p);
}

static size_t filled(const ring *r, size_t read, size_t write)
{
    return write >= read ? write - read : write + r->places - read;
}

/* The part before the ring's end, then the rest. */
static size_t copy_out(const ring *r, char *out, size_t at, size_t n)
{
    size_t head = r->places - at < n ? r->places - at : n;
    memcpy(out, r->data + at * r->bytes, head * r->bytes);
    memcpy(out + head * r->bytes, r->data, (n - head) * r->bytes);
    return (at + n) % r->places;
}
static size_t copy_in(ring *r, const char *in, size_t at, size_t n)
{
    size_t head = r->places - at < n ? r->places - at : n;
    memcpy(r->data + at * r->bytes, in, head * r->bytes);
    memcpy(r->data, in + head * r->bytes, (n - head) * r->bytes);
    return (at + n) % r->places;
}

static int take(ring *r, void *out, int items, bool keep)
{
    if (!r || !out || items <= 0) return 0;
    size_t read = atomic_load_explicit(&r->read, memory_order_relaxed);
    size_t n = filled(r, read, atomic_load_explicit(&r->write, memory_order_acquire));
    if (n > (size_t)items) n = (size_t)items;
    read = copy_out(r, out, read, n);
    if (!keep) atomic_store_explicit(&r->read, read, memory_order_release);
    return (int)n;
}

int csoundReadCircularBuffer(CSOUND *cs, void *p, void *out, int items)
{
    (void)cs;
    return take(p, out, items, false);
}

int csoundPeekCircularBuffer(CSOUND *cs, void *p, void *out, int items)
{
    (void)cs;
    return take(p, out, items, true);
}

int csoundWriteCircularBuffer(CSOUND *cs, void *p, const void *in, int items)
{
    ring *r = p;
    (void)cs;
    if (!r || !in || items <= 0) return 0;
    size_t write = atomic_load_explicit(&r->write, memory_order_relaxed);
    size_t n = r->places - 1 - filled(r, atomic_load_explicit(&r->read, memory_order_acquire), write);
    if (n > (size_t)items) n = (size_t)items;
    atomic_store_explicit(&r->write, copy_in(r, in, write, n), memory_order_release);
    return (int)n;
}

void csoundFlushCircularBuffer(CSOUND *cs, void *p)
{
    ring *r = p;
    (void)cs;
    if (r)
        atomic_store_explicit(&r->read, atomic_load_explicit(&r->write, memory_order_acquire),
                              memory_order_release);
}
