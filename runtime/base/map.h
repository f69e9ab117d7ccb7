/* Hash map from strings to pointers. Keys are copied. Not thread-safe. */
#ifndef KC_BASE_MAP_H
#define KC_BASE_MAP_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char *key; /* NULL: empty slot */
    void *value;
} kc_map_slot;
typedef struct {
    kc_map_slot *slots;
    size_t n, cap; /* cap is 0 or a power of two */
} kc_map;

void *kc_map_get(const kc_map *m, const char *key); /* NULL when absent */
void **kc_map_at(kc_map *m, const char *key);       /* slot for the key, made (NULL) when absent */
void kc_map_put(kc_map *m, const char *key, void *value);
void kc_map_remove(kc_map *m, const char *key);
void kc_map_free(kc_map *m); /* keys only; values are the caller's */
uint64_t kc_hash(const void *data, size_t n, uint64_t seed);
#endif
