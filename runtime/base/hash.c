#include "runtime/base/hash.h"
#include "runtime/base/arena.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static void write_hex(XXH128_hash_t h, char hex[KC_HASH_TEXT])
{
    snprintf(hex, KC_HASH_TEXT, "%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
}

void kc_hash128(const void *data, size_t n, char hex[KC_HASH_TEXT]) { write_hex(XXH3_128bits(data, n), hex); }

int kc_hash128_file(const char *path, char hex[KC_HASH_TEXT], uint64_t *bytes)
{
    enum { CHUNK = 1 << 18 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    XXH3_state_t *s = XXH3_createState();
    char *chunk = kc_xmalloc(CHUNK);
    ssize_t n;
    *bytes = 0;
    XXH3_128bits_reset(s);
    while ((n = read(fd, chunk, CHUNK)) > 0 || (n < 0 && errno == EINTR)) {
        if (n < 0) continue;
        XXH3_128bits_update(s, chunk, (size_t)n);
        *bytes += (uint64_t)n;
    }
    int err = errno;
    write_hex(XXH3_128bits_digest(s), hex);
    XXH3_freeState(s);
    free(chunk);
    close(fd);
    errno = err;
    return n < 0 ? -1 : 0;
}
