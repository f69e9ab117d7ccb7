/* XXH128 of bytes and files: for finding and checking things, not against forgers. */
#ifndef KC_BASE_HASH_H
#define KC_BASE_HASH_H
#include <stddef.h>
#include <stdint.h>

#define KC_HASH_TEXT 33 /* 32 hexadecimal digits and 0 */

void kc_hash128(const void *data, size_t n, char hex[KC_HASH_TEXT]);
/* A whole file and its length. 0, or -1 (errno tells why). */
int kc_hash128_file(const char *path, char hex[KC_HASH_TEXT], uint64_t *bytes);
#endif
