/* raw.c: a bare epoll loop, the limit that every server is compared with.
 *
 *     raw PORT WORKERS
 *
 * Each worker has its own listening socket (SO_REUSEPORT) and its own epoll. It looks for nothing but the
 * empty line that ends a request and answers each with the same prepared bytes: no parsing, no routes, no
 * limits, no bodies. All answers of one read leave in one send. What it costs is the kernel's share.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, READ_SIZE = 64 * 1024, COPIES = 256, BACKLOG = 4096 };

/* The same headers and lengths as the answer of a full server; the date stands still. */
static const char answer[] = "HTTP/1.1 200 OK\r\n"
                             "Server: raw/0.1.0\r\n"
                             "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
                             "Content-Type: text/plain\r\n"
                             "Content-Length: 13\r\n\r\n"
                             "Hello, World!";
enum { ANSWER = sizeof answer - 1 };

static char answers[COPIES * ANSWER];

struct connection {
    int fd;
    uint32_t line;  /* bytes of the unfinished line so far, without CR */
    uint64_t owed;  /* bytes of answers that the socket did not take yet */
};

static void die(const char *what) {
    perror(what);
    exit(EXIT_FAILURE);
}

/* Counts the requests that end in these bytes; an unfinished line is carried over to the next read. */
static uint64_t requests_ended(struct connection *c, const char *at, const char *end) {
    uint64_t ended = 0;
    for (const char *newline; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1) {
        const uint32_t line = c->line + (uint32_t)(newline - at);
        const int ends_with_cr = newline > at && newline[-1] == '\r';
        ended += line - (uint32_t)ends_with_cr == 0;
        c->line = 0;
    }
    c->line += (uint32_t)(end - at);
    if (end > at && end[-1] == '\r') c->line--;
    return ended;
}

/* What is owed is always the tail of a row of equal answers, so a count says where to go on. */
static int send_owed(struct connection *c) {
    while (c->owed) {
        const size_t skip = (ANSWER - c->owed % ANSWER) % ANSWER;
        const size_t most = sizeof answers - skip;
        const size_t size = c->owed < most ? (size_t)c->owed : most;
        const ssize_t sent = send(c->fd, answers + skip, size, MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN ? 0 : -1;
        c->owed -= (uint64_t)sent;
    }
    return 0;
}

static int serve(struct connection *c, uint32_t events, char *buffer) {
    if (events & EPOLLIN) {
        const ssize_t got = recv(c->fd, buffer, READ_SIZE, 0);
        if (got == 0) return -1;
        if (got < 0) return errno == EAGAIN ? 0 : -1;
        c->owed += requests_ended(c, buffer, buffer + got) * ANSWER;
    } else if (events & (EPOLLERR | EPOLLHUP)) {
        return -1;
    }
    return send_owed(c);
}

static int open_listener(uint16_t port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) die("socket");
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (const struct sockaddr *)&address, sizeof address)) die("bind");
    if (listen(fd, BACKLOG)) die("listen");
    return fd;
}

static void accept_all(int poll, int listener) {
    for (;;) {
        const int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED)) return;
        if (fd < 0) die("accept");
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        if (!c) die("calloc");
        c->fd = fd;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
    }
}

/* Level-triggered; writing is watched only while something is owed. */
static void watch(int poll, struct connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(poll, EPOLL_CTL_MOD, c->fd, &event)) die("epoll_ctl");
}

static void *work(void *argument) {
    const int listener = open_listener((uint16_t)(uintptr_t)argument);
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    char *buffer = malloc(READ_SIZE);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, ready[EVENTS];
    if (poll < 0 || !buffer || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event)) die("epoll");
    for (;;) {
        const int n = epoll_wait(poll, ready, EVENTS, -1);
        if (n < 0 && errno != EINTR) die("epoll_wait");
        for (int i = 0; i < n; i++) {
            struct connection *c = ready[i].data.ptr;
            if (!c) {
                accept_all(poll, listener);
                continue;
            }
            const int was_owing = c->owed != 0;
            if (serve(c, ready[i].events, buffer)) {
                close(c->fd);
                free(c);
            } else if (was_owing != (c->owed != 0)) {
                watch(poll, c, c->owed ? EPOLLOUT : EPOLLIN);
            }
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: raw PORT WORKERS\n", stderr);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < COPIES; i++) memcpy(answers + i * ANSWER, answer, ANSWER);
    void *port = (void *)(uintptr_t)atoi(argv[1]);
    for (int i = 1; i < atoi(argv[2]); i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, work, port)) die("pthread_create");
    }
    work(port);
}
