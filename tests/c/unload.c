/* Loading the library at run time, and letting it go again: also while a server runs. This program is not linked with
 * the library. */
#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cerver.h"

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            _exit(1);                                                                                                  \
        }                                                                                                              \
    } while (0)

static struct {
    void *handle;
    CerverServer *(*create_web)(const char *, const uint16_t, const uint16_t);
    CerverStatus (*start_background)(CerverServer *);
    uint16_t (*get_port)(const CerverServer *);
    uint8_t (*teardown)(CerverServer *);
} library;

static void *symbol(const char *name) {
    void *address = dlsym(library.handle, name);
    if (address == NULL) fprintf(stderr, "%s\n", dlerror());
    REQUIRE(address != NULL);
    return address;
}

static void load(void) {
    const char *path = getenv("CERVER_LIBRARY_FILE");
    REQUIRE(path != NULL);
    library.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library.handle == NULL) fprintf(stderr, "%s\n", dlerror());
    REQUIRE(library.handle != NULL);
    /* ISO C has no conversion from a pointer to data to one to a function; POSIX wants this one. */
    *(void **) &library.create_web = symbol("cerver_create_web");
    *(void **) &library.start_background = symbol("cerver_start_background");
    *(void **) &library.get_port = symbol("cerver_get_port");
    *(void **) &library.teardown = symbol("cerver_teardown");
}

static int count_threads(void) {
    DIR *folder = opendir("/proc/self/task");
    int count = 0;
    REQUIRE(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* A joined thread is listed for another moment; the alarm ends the wait for one that stays. */
static void expect_threads(int count) {
    while (count_threads() != count) usleep(1000);
}

/* The status of the answer to a request: 404, since no route is registered. */
static int ask(uint16_t port) {
    static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    char answer[4096] = "";
    int status = 0, fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(fd, (struct sockaddr *) &address, sizeof address) == 0);
    REQUIRE(send(fd, request, sizeof request - 1, MSG_NOSIGNAL) == sizeof request - 1);
    REQUIRE(recv(fd, answer, sizeof answer - 1, 0) > 0);
    close(fd);
    REQUIRE(sscanf(answer, "HTTP/1.1 %d", &status) == 1);
    return status;
}

int main(void) {
    alarm(getenv("CHECK_SLOW") ? 30 * (unsigned) atoi(getenv("CHECK_SLOW")) : 30);
    int threads = count_threads();
    for (int round = 0; round < 20; round++) {
        load();
        CerverServer *server = library.create_web("unload", 0, 16);
        REQUIRE(server != NULL);
        REQUIRE(library.start_background(server) == CERVER_OK);
        REQUIRE(ask(library.get_port(server)) == 404);
        REQUIRE(library.teardown(server) == 0);
        REQUIRE(dlclose(library.handle) == 0);
        expect_threads(threads);
    }

    /* Letting go of the library under a running server: it must stay mapped, or its threads run into nothing. */
    load();
    CerverServer *server = library.create_web("unload", 0, 16);
    REQUIRE(library.start_background(server) == CERVER_OK);
    uint16_t port = library.get_port(server);
    REQUIRE(ask(port) == 404);
    REQUIRE(dlclose(library.handle) == 0);
    REQUIRE(ask(port) == 404);
    load();
    REQUIRE(library.teardown(server) == 0);
    expect_threads(threads);
    puts("0 failed checks");
    return 0;
}
