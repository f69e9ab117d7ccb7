/* The reference library, for tests that make the same calls on it and on ours: opened beside us, its names
 * kept apart. */
#ifndef KC_TESTS_API_REFERENCE_H
#define KC_TESTS_API_REFERENCE_H
#include <dlfcn.h>
#include <stddef.h>

/* A function of the reference, NULL when it is not installed. */
static inline void *reference(const char *name)
{
    static void *library;
    if (!library) library = dlopen("libcsound64.so.6.0", RTLD_NOW | RTLD_LOCAL);
    return library ? dlsym(library, name) : NULL;
}

/* Both functions of a name, as a local variable `theirs_NAME`; the test is skipped without a reference. */
#define REFERENCE(name)                                                                                      \
    __typeof__(&name) theirs_##name = (__typeof__(&name))reference(#name);                                   \
    if (!theirs_##name) skip()
#endif
