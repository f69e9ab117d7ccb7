/* Ring buffers and shared libraries. Part of csound.h; plugins see them too. */
#ifndef CSOUND_SHARE_H
#define CSOUND_SHARE_H
#include "csound_types.h"
#ifdef __cplusplus
extern "C" {
#endif

/** A ring of `count` places of `bytes` each, of which count - 1 can be full, for one writer and one reader
    thread without locks. `cs` may be NULL. NULL for sizes below 1 or without memory. */
CS_API void *csoundCreateCircularBuffer(CSOUND *cs, int count, int bytes);
/** Moves up to `items` elements; gives how many there were or fitted. Peek leaves them in the ring. */
CS_API int csoundReadCircularBuffer(CSOUND *cs, void *ring, void *out, int items);
CS_API int csoundPeekCircularBuffer(CSOUND *cs, void *ring, void *out, int items);
CS_API int csoundWriteCircularBuffer(CSOUND *cs, void *ring, const void *in, int items);
/** Drops what is in it. By the reader. */
CS_API void csoundFlushCircularBuffer(CSOUND *cs, void *ring);
CS_API void csoundDestroyCircularBuffer(CSOUND *cs, void *ring);

/** Opens a shared library: 0, or -1 and *library is NULL. */
CS_API int csoundOpenLibrary(void **library, const char *path);
CS_API int csoundCloseLibrary(void *library);
/** The address of a symbol, NULL when it has none. */
CS_API void *csoundGetLibrarySymbol(void *library, const char *symbol);

#ifdef __cplusplus
}
#endif
#endif
