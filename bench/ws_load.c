/* ws_load.c: a closed-loop load of WebSocket messages on one thread.
 *
 *     ws_load [-c CONNECTIONS] [-d DEPTH] [-s SECONDS] [-b BYTES] PORT
 *
 * Opens CONNECTIONS connections to ws://127.0.0.1:PORT/ws. On each it writes DEPTH binary messages of BYTES bytes at once,
 * reads their echo and starts over. Every echo must be what was sent, byte for byte; anything else ends the program with a
 * message and code 1. Prints one line of JSON; latencies are those of a whole batch.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, READ_SIZE = 512 * 1024, MOST_LATENCIES = 1 << 20 };

struct connection {
    int fd;
    size_t unsent, unread; /* bytes of the batch and of its echo */
    uint64_t started, batches;
};

static unsigned connections = 64, depth = 1;
static double seconds = 2;
static size_t bytes = 64, batch_size, echo_size;
static unsigned char *batch, *echo, buffer[READ_SIZE];
static uint64_t messages, received;
static float latencies[MOST_LATENCIES];
static size_t batches;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("ws_load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_FAILURE);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The messages of a batch with a mask, and what comes back. */
static void make_batch(void) {
    static const unsigned char key[4] = {0x12, 0x34, 0x56, 0x78};
    if (bytes > 0xffff) fail("at most 65535 bytes");
    const size_t head = bytes < 126 ? 2 : 4;
    batch = malloc(depth * (head + 4 + bytes));
    echo = malloc(depth * (head + bytes));
    if (!batch || !echo) fail("out of memory");
    for (unsigned i = 0; i < depth; i++) {
        const unsigned char long_head[] = {0x82, 126, (unsigned char)(bytes >> 8), (unsigned char)bytes};
        const unsigned char short_head[] = {0x82, (unsigned char)bytes};
        unsigned char *sent = batch + batch_size, *back = echo + echo_size;
        memcpy(sent, head == 2 ? short_head : long_head, head);
        memcpy(back, sent, head);
        sent[1] |= 0x80;
        memcpy(sent + head, key, 4);
        for (size_t place = 0; place < bytes; place++) {
            const unsigned char byte = (unsigned char)(place * 7 + i);
            back[head + place] = byte;
            sent[head + 4 + place] = byte ^ key[place % 4];
        }
        batch_size += head + 4 + bytes;
        echo_size += head + bytes;
    }
}

static void open_connection(struct connection *c, unsigned port) {
    static const char handshake[] =
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    const int on = 1;
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)&address, sizeof address)) fail("connect: %s", strerror(errno));
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (send(c->fd, handshake, sizeof handshake - 1, MSG_NOSIGNAL) < 0) fail("send: %s", strerror(errno));
    char answer[4096];
    size_t size = 0;
    while (size < 4 || memcmp(answer + size - 4, "\r\n\r\n", 4)) {
        if (size == sizeof answer || recv(c->fd, answer + size, 1, 0) != 1) fail("no answer to the handshake");
        size++;
    }
    if (memcmp(answer, "HTTP/1.1 101 ", 13)) fail("the answer is not 101: %.40s", answer);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
}

static void watch(int poll, struct connection *c, int how) {
    struct epoll_event event = {.events = c->unsent ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poll, how, c->fd, &event)) fail("epoll_ctl: %s", strerror(errno));
}

static void send_rest(int poll, struct connection *c) {
    const size_t before = c->unsent;
    const ssize_t sent = send(c->fd, batch + batch_size - before, before, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) fail("send: %s", strerror(errno));
    if (sent > 0) c->unsent -= (size_t)sent;
    if (c->unsent || before != batch_size) watch(poll, c, EPOLL_CTL_MOD);
}

static void start_batch(int poll, struct connection *c, uint64_t at) {
    c->unsent = batch_size;
    c->unread = echo_size;
    c->started = at;
    send_rest(poll, c);
}

static void on_event(int poll, struct connection *c, uint32_t events) {
    if ((events & EPOLLOUT) && c->unsent) send_rest(poll, c);
    if (!(events & (EPOLLIN | EPOLLERR | EPOLLHUP))) return;
    const ssize_t got = recv(c->fd, buffer, sizeof buffer, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) fail("the server closed a connection");
    received += (uint64_t)got;
    if ((size_t)got > c->unread) fail("more came than was sent");
    if (memcmp(buffer, echo + echo_size - c->unread, (size_t)got)) fail("an echo is not what was sent");
    c->unread -= (size_t)got;
    if (c->unread) return;
    const uint64_t at = now();
    latencies[batches++ % MOST_LATENCIES] = (float)(at - c->started) / 1e3f;
    messages += depth;
    c->batches++;
    start_batch(poll, c, at);
}

static int by_size(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "c:d:s:b:")) != -1;) {
        switch (option) {
            case 'c': connections = (unsigned)atoi(optarg); break;
            case 'd': depth = (unsigned)atoi(optarg); break;
            case 's': seconds = atof(optarg); break;
            case 'b': bytes = (size_t)atoll(optarg); break;
            default: fail("unknown option");
        }
    }
    const unsigned port = optind < argc ? (unsigned)atoi(argv[optind]) : 0;
    if (!port || !connections || !depth || seconds <= 0) {
        fail("usage: ws_load [-c CONNECTIONS] [-d DEPTH] [-s SECONDS] [-b BYTES] PORT");
    }
    make_batch();
    struct connection *all = calloc(connections, sizeof *all);
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    if (!all || poll < 0) fail("set-up: %s", strerror(errno));
    for (unsigned i = 0; i < connections; i++) {
        open_connection(&all[i], port);
        watch(poll, &all[i], EPOLL_CTL_ADD);
    }
    const uint64_t start = now(), end = start + (uint64_t)(seconds * 1e9);
    uint64_t at = start;
    for (unsigned i = 0; i < connections; i++) start_batch(poll, &all[i], start);
    for (struct epoll_event ready[EVENTS]; at < end; at = now()) {
        const int n = epoll_wait(poll, ready, EVENTS, (int)((end - at) / 1000000) + 1);
        if (n < 0 && errno != EINTR) fail("epoll_wait: %s", strerror(errno));
        for (int i = 0; i < n; i++) on_event(poll, ready[i].data.ptr, ready[i].events);
    }
    unsigned starved = 0;
    for (unsigned i = 0; i < connections; i++) starved += all[i].batches == 0;
    const size_t count = batches < MOST_LATENCIES ? batches : MOST_LATENCIES;
    qsort(latencies, count, sizeof *latencies, by_size);
    const double passed = (double)(at - start) / 1e9;
    printf("{\"requests\": %llu, \"seconds\": %.6f, \"rate\": %.1f, \"received\": %llu, \"starved\": %u, "
           "\"p50_us\": %.1f, \"p99_us\": %.1f}\n",
           (unsigned long long)messages, passed, (double)messages / passed, (unsigned long long)received, starved,
           count ? (double)latencies[count / 2] : 0, count ? (double)latencies[count - count / 100 - 1] : 0);
    return EXIT_SUCCESS;
}
