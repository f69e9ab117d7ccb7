/* Shared libraries and other programs, for hosts. */
#include "api/include/csound/csound.h"
#include <dlfcn.h>
#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

int csoundOpenLibrary(void **library, const char *path)
{
    if (!library) return CSOUND_ERROR;
    *library = path ? dlopen(path, RTLD_NOW | RTLD_GLOBAL) : NULL;
    return *library ? CSOUND_SUCCESS : CSOUND_ERROR;
}

int csoundCloseLibrary(void *library) { return library ? dlclose(library) : CSOUND_ERROR; }

void *csoundGetLibrarySymbol(void *library, const char *symbol)
{
    return library && symbol ? dlsym(library, symbol) : NULL;
}

long csoundRunCommand(const char *const *argv, int no_wait)
{
    enum { CANNOT_RUN = 255 };
    if (!argv || !argv[0]) return CSOUND_ERROR;
    pid_t child;
    if (posix_spawnp(&child, argv[0], NULL, NULL, (char *const *)argv, environ))
        return no_wait ? CSOUND_ERROR : CANNOT_RUN;
    if (no_wait) return child;
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return CSOUND_ERROR;
    return WIFEXITED(status) ? WEXITSTATUS(status) : CANNOT_RUN;
}
