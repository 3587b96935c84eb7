/* Preloaded: opens the library that CERVER_LIBRARY names where a program asks for the one that pycerver looks for. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

void *dlopen(const char *path, int flags) {
    static void *(*next)(const char *, int);
    if (next == NULL) *(void **) &next = dlsym(RTLD_NEXT, "dlopen");
    const char *library = getenv("CERVER_LIBRARY");
    if (path != NULL && library != NULL && strcmp(path, "/usr/local/lib/libcerver.so") == 0) path = library;
    return next(path, flags);
}
