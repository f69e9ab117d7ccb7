/* Object cache: machine code of instruments on disk, so that a second run needs no compiler.
 *
 * A file is found by the hash of its key and holds the whole key, so that a hit is never a coincidence; a
 * checksum covers all of it. The folder is as good as code: it must belong to the user and be writable by
 * nobody else, and so must each file. Any number of processes may use one folder at a time. */
#ifndef KC_JIT_CACHE_H
#define KC_JIT_CACHE_H
#include "runtime/abi.h"
#include "runtime/base/sbuf.h"
#include <stdint.h>

/* What is told of code: compile time and contents, for reports. */
typedef struct {
    int32_t instructions, loops, inlined, natives;
    uint64_t code_bytes;
    double ms;
} kc_cache_facts;

/* What is kept under a key. */
typedef struct {
    kc_sbuf object; /* relocatable; empty: it is known that there can be none */
    kc_sbuf extra;  /* what goes with it (code.c) */
    kc_cache_facts facts;
} kc_cache_value;
void kc_cache_value_free(kc_cache_value *v);

typedef struct kc_cache kc_cache;

/* dir: NULL for $KCYCLE_CACHE_DIR, else $XDG_CACHE_HOME/kcycle, else ~/.cache/kcycle. max_bytes: 0 for
 * $KCYCLE_CACHE_MB, else 256 MiB. The folder is made when something is first stored. NULL, with the reason in
 * `error`, when it can't be trusted or used. */
kc_cache *kc_cache_open(const char *dir, uint64_t max_bytes, kc_sbuf *error);
/* Removes what has not been used for longest, when the folder has become too large. Accepts NULL. */
void kc_cache_close(kc_cache *c);

/* [any thread] What is stored under that key: 0, and the caller frees it; -1: nothing. A file that is
 * damaged, or not the user's own, is removed. */
int kc_cache_find(kc_cache *c, const kc_sbuf *key, kc_cache_value *v);
/* [any thread] Stores a value; others see all of it or nothing. 0, or -1 with the reason. */
int kc_cache_store(kc_cache *c, const kc_sbuf *key, const kc_cache_value *v, kc_sbuf *error);
/* [any thread] For a file whose contents turn out to be of no use. */
void kc_cache_remove(kc_cache *c, const kc_sbuf *key);

/* Decodes the bytes of one file: 0 and places within `file`, or -1. */
typedef struct {
    const char *key, *extra, *object;
    size_t key_bytes, extra_bytes, object_bytes;
    kc_cache_facts facts;
} kc_cache_record;
int kc_cache_decode(const char *file, size_t size, kc_cache_record *r);

/* key.c: appends everything that the code of a program depends on: the unit with its layout, the entries it
 * calls, the voices, the processor, and the build of the compiler and its kernels. -1: the program has no IR,
 * or this build no compiler. */
int kc_cache_key(const kc_cache *c, const kc_program *p, int width, kc_sbuf *key);
/* Of the kernels, the compiler's sources and LLVM; libkcycle-jit has the same one. "" when built without. */
extern const char kc_jit_build_id[];

/* key.c: this machine's processor as bytes, and as the cache keeps it. */
void kc_cache_processor(kc_sbuf *out);
const kc_sbuf *kc_cache_get_processor(const kc_cache *c);
#endif
