/* What the C programs share: checks that count, a watchdog, a raw HTTP client, counters of this process. */
#ifndef CHECK_H
#define CHECK_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cerver.h"

#define UNUSED __attribute__((unused))

#ifdef __clang__
#pragma clang diagnostic ignored "-Wgnu-zero-variadic-macro-arguments" /* CHECK(condition) without a text */
#endif

static atomic_int check_failures;
static const char *volatile check_doing = "start";

/* Notes a failure and goes on. */
#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) check_fail(__FILE__, __LINE__, #condition, " " __VA_ARGS__);                                  \
    } while (0)

/* Notes a failure and ends the program: nothing after it would make sense. */
#define REQUIRE(condition, ...)                                                                                        \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            check_fail(__FILE__, __LINE__, #condition, " " __VA_ARGS__);                                                \
            _exit(1);                                                                                                  \
        }                                                                                                              \
    } while (0)

UNUSED __attribute__((format(printf, 4, 5))) static void check_fail(const char *file, int line, const char *condition,
                                                                    const char *format, ...) {
    char text[512];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (atomic_fetch_add(&check_failures, 1) >= 20) return; /* more of the same helps nobody */
    fprintf(stderr, "%s:%d: %s%s (last error %d: %s)\n", file, line, condition, text, (int) cerver_last_error(),
            cerver_last_error_message());
}

/* The exit code of the program. */
UNUSED static int check_result(void) {
    int failures = atomic_load(&check_failures);
    printf("%d failed checks\n", failures);
    return failures != 0;
}

/* How many times longer than plain this run may take: sanitizers and valgrind are slow. */
UNUSED static int slowness(void) {
    const char *text = getenv("CHECK_SLOW");
    int factor = text ? atoi(text) : 1;
    return factor > 0 ? factor : 1;
}

/* True where the memory of the process is that of a tool too, so that its growth proves nothing. */
UNUSED static bool is_instrumented(void) { return slowness() > 1; }

static void watchdog_bark(int signal) {
    (void) signal;
    static const char text[] = "watchdog: still in ";
    const char *doing = check_doing;
    if (write(2, text, sizeof text - 1) < 0 || write(2, doing, strlen(doing)) < 0 || write(2, "\n", 1) < 0) _exit(4);
    _exit(3);
}

/* Ends the program when `doing` is not over after `seconds`; the next call replaces this one, 0 ends it. */
UNUSED static void watchdog(unsigned seconds, const char *doing) {
    check_doing = doing;
    signal(SIGALRM, watchdog_bark);
    alarm(seconds * (unsigned) slowness());
}

UNUSED static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* Where files of a test may be made. */
UNUSED static const char *temp_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] != 0 ? folder : P_tmpdir;
}

UNUSED static int thread_id(void) { return (int) syscall(SYS_gettid); }

/* Entries of a folder without . and .. and, in /proc/self/fd, without the descriptor that lists it. */
UNUSED static int count_entries(const char *path) {
    DIR *folder = opendir(path);
    int count = strcmp(path, "/proc/self/fd") == 0 ? -1 : 0;
    REQUIRE(folder != NULL, "%s", path);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

UNUSED static int count_descriptors(void) { return count_entries("/proc/self/fd"); }

/* Threads that do not end just now: a joined one is listed for another moment (proc_pid_stat(5), PF_EXITING). */
UNUSED static int count_threads(void) {
    DIR *folder = opendir("/proc/self/task");
    int count = 0;
    REQUIRE(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[300], text[512] = "";
        snprintf(path, sizeof path, "/proc/self/task/%s/stat", entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        if (file == NULL) continue;
        unsigned flags = 4;
        const char *fields = fgets(text, sizeof text, file) == NULL ? NULL : strrchr(text, ')');
        if (fields != NULL) REQUIRE(sscanf(fields, ") %*c %*d %*d %*d %*d %*d %u", &flags) == 1, "%s", text);
        count += (flags & 4) == 0;
        fclose(file);
    }
    closedir(folder);
    return count;
}

/* Resident memory in KiB. */
UNUSED static long resident(void) {
    FILE *file = fopen("/proc/self/statm", "re");
    long size = 0, pages = 0;
    REQUIRE(file != NULL && fscanf(file, "%ld %ld", &size, &pages) == 2);
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* ---- a latch: threads wait until it was raised to a value ---- */

struct latch {
    pthread_mutex_t mutex;
    pthread_cond_t raised;
    int value;
};

#define LATCH_INIT {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0}

UNUSED static void latch_raise(struct latch *latch) {
    pthread_mutex_lock(&latch->mutex);
    latch->value++;
    pthread_cond_broadcast(&latch->raised);
    pthread_mutex_unlock(&latch->mutex);
}

UNUSED static int latch_value(struct latch *latch) {
    pthread_mutex_lock(&latch->mutex);
    int value = latch->value;
    pthread_mutex_unlock(&latch->mutex);
    return value;
}

/* False when the value was not reached in time. */
UNUSED static bool latch_wait(struct latch *latch, int value, int seconds) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += seconds * slowness();
    pthread_mutex_lock(&latch->mutex);
    int result = 0;
    while (latch->value < value && result == 0) result = pthread_cond_timedwait(&latch->raised, &latch->mutex, &end);
    bool reached = latch->value >= value;
    pthread_mutex_unlock(&latch->mutex);
    return reached;
}

/* ---- a raw client ---- */

struct reply {
    int status;
    char head[4096];
    size_t length;
    char body[64 * 1024];
};

/* -1 when the connection is refused. Reads and writes give up after 10 s. */
UNUSED static int client_connect(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct timeval limit = {.tv_sec = 10 * slowness()};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) == 0) return fd;
    close(fd);
    return -1;
}

UNUSED static bool client_write(int fd, const char *data, size_t length) {
    while (length > 0) {
        ssize_t count = send(fd, data, length, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        data += count;
        length -= (size_t) count;
    }
    return true;
}

UNUSED static bool client_request(int fd, const char *method, const char *path) {
    char text[1024];
    int length = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: localhost\r\n\r\n", method, path);
    return client_write(fd, text, (size_t) length);
}

/* A GET request with a form of one file, "part". */
UNUSED static bool client_upload(int fd, const char *path) {
    static const char form[] = "--b\r\nContent-Disposition: form-data; name=\"part\"; filename=\"f\"\r\n\r\ntext\r\n--b--\r\n";
    char text[1024];
    int length = snprintf(text, sizeof text,
                          "GET %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                          "Content-Length: %zu\r\n\r\n%s",
                          path, sizeof form - 1, form);
    return client_write(fd, text, (size_t) length);
}

/* The count of bytes read; 0 at the end of the stream and after a reset, -1 when the time is over. */
UNUSED static ssize_t client_read(int fd, char *data, size_t size) {
    ssize_t count;
    do count = recv(fd, data, size, 0);
    while (count < 0 && errno == EINTR);
    return count < 0 && (errno == ECONNRESET || errno == EPIPE) ? 0 : count;
}

UNUSED static bool client_line(int fd, char *line, size_t size) {
    size_t length = 0;
    while (length + 1 < size) {
        if (client_read(fd, line + length, 1) != 1) return false;
        if (line[length] == '\n') {
            line[length > 0 && line[length - 1] == '\r' ? length - 1 : length] = 0;
            return true;
        }
        length++;
    }
    return false;
}

UNUSED static bool client_exactly(int fd, char *data, size_t length) {
    while (length > 0) {
        ssize_t count = client_read(fd, data, length);
        if (count <= 0) return false;
        data += count;
        length -= (size_t) count;
    }
    return true;
}

/* Reads one answer, chunked or with a length or, without both, to the end. False when it is cut or no HTTP. */
UNUSED static bool client_reply(int fd, struct reply *reply) {
    char line[1024];
    memset(reply, 0, sizeof *reply);
    if (!client_line(fd, line, sizeof line) || sscanf(line, "HTTP/1.%*d %d", &reply->status) != 1) return false;
    long length = -1;
    bool chunked = false;
    for (;;) {
        if (!client_line(fd, line, sizeof line)) return false;
        if (line[0] == 0) break;
        if (strncasecmp(line, "Content-Length:", 15) == 0) length = atol(line + 15);
        if (strncasecmp(line, "Transfer-Encoding: chunked", 26) == 0) chunked = true;
        strncat(reply->head, line, sizeof reply->head - strlen(reply->head) - 2);
        strcat(reply->head, "\n");
    }
    if (reply->status == 204 || reply->status == 304 || reply->status < 200) return true;
    if (length > (long) sizeof reply->body - 1) return false;
    if (chunked) {
        for (;;) {
            if (!client_line(fd, line, sizeof line)) return false;
            size_t size = strtoul(line, NULL, 16);
            if (size + reply->length > sizeof reply->body - 1) return false;
            if (size > 0 && !client_exactly(fd, reply->body + reply->length, size)) return false;
            reply->length += size;
            if (!client_line(fd, line, sizeof line) || line[0] != 0) return false;
            if (size == 0) return true;
        }
    }
    if (length >= 0) {
        reply->length = (size_t) length;
        return client_exactly(fd, reply->body, reply->length);
    }
    for (ssize_t count; (count = client_read(fd, reply->body + reply->length,
                                             sizeof reply->body - 1 - reply->length)) != 0;) {
        if (count < 0) return false;
        reply->length += (size_t) count;
    }
    return true;
}

/* One request on a connection of its own; the status, or 0 when there was no answer. */
UNUSED static int client_get(uint16_t port, const char *path, struct reply *reply) {
    struct reply unused;
    reply = reply ? reply : &unused;
    int fd = client_connect(port);
    if (fd < 0) return 0;
    bool answered = client_request(fd, "GET", path) && client_reply(fd, reply);
    close(fd);
    return answered ? reply->status : 0;
}

/* ---- a server ---- */

/* A web server on a free port, not started, whose catch-all is `handler`. */
UNUSED static CerverServer *server_create(CerverHttpHandler handler) {
    CerverServer *server = cerver_create_web("test", 0, 1024);
    REQUIRE(server != NULL);
    if (handler != NULL) http_cerver_set_catch_all_route(http_cerver_get(server), handler);
    return server;
}

/* Starts a server in the background; its port. */
UNUSED static uint16_t server_start(CerverServer *server) {
    REQUIRE(cerver_start_background(server) == CERVER_OK);
    uint16_t port = cerver_get_port(server);
    REQUIRE(port != 0);
    return port;
}

/* The next event of a server that is pulled; its kind is 0 when none comes in time. */
UNUSED static CerverEvent next_event(CerverServer *server) {
    CerverEvent event = {0};
    for (int i = 0; i < 100; i++) {
        int count = cerver_next_events(server, &event, 1, 100 * slowness());
        REQUIRE(count >= 0, "%s", cerver_last_error_message());
        if (count == 1) break;
    }
    return event;
}

/* The same, of this kind. */
UNUSED static CerverEvent expect_event(CerverServer *server, CerverEventKind kind) {
    CerverEvent event = next_event(server);
    REQUIRE(event.kind == kind, "%d in place of %d", event.kind, kind);
    return event;
}

/* Answers 200 with the text "ok". */
UNUSED static void answer_ok(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) request;
    http_response_render_text(receive, HTTP_STATUS_OK, "ok", 2);
}

#endif
