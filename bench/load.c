/* load.c: a closed-loop load generator on one thread.
 *
 *     load [-p PATH] [-c CONNECTIONS] [-d DEPTH] [-s SECONDS] [-b BODY_BYTES] PORT
 *
 * Opens CONNECTIONS connections to 127.0.0.1 and keeps them. On each it writes DEPTH requests at once, reads
 * the DEPTH answers and starts over; with -b the requests are POST with that many bytes. Every answer must have
 * status 200 and the Content-Length of the first one; anything else ends the program with a message and code 1.
 *
 * Prints one line of JSON. Latencies are those of a whole batch, from before its write to its last byte.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, HEAD_LIMIT = 16 * 1024, READ_SIZE = 512 * 1024 };

struct connection {
    int fd;
    unsigned unanswered;  /* answers of the batch that are still to come */
    size_t unsent;        /* bytes of the batch that the socket did not take yet */
    uint64_t body_left;   /* bytes of the present answer's body that are still to come */
    uint64_t started;     /* when the batch was written, in ns */
    uint64_t batches;     /* how many were answered */
    size_t kept;          /* bytes of an unfinished head, kept for the next read */
    char *head;           /* where they are kept; made at the first need */
};

/* The first answer's head: later ones are compared with it at the places that matter. */
static struct {
    bool known;
    size_t size, length_at, length_size;
    uint64_t body;
    char bytes[HEAD_LIMIT];
} first;

static struct {
    const char *path;
    unsigned connections, depth, port;
    size_t body;
    double seconds;
} options = {.path = "/plaintext", .connections = 64, .depth = 1, .seconds = 2};

static char *batch;
static size_t batch_size;
static char *buffer;
static uint64_t answers, received;

/* Latency counts: 32 steps for each power of two of nanoseconds. */
enum { STEPS = 32, STEP_BITS = 5, POWERS = 64 };
static uint64_t latency[POWERS * STEPS], latency_count, latency_max;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
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

static void latency_add(uint64_t ns) {
    const int power = ns < STEPS ? 0 : 63 - __builtin_clzll(ns) - STEP_BITS;
    latency[(size_t)power * STEPS + (size_t)(ns >> power)]++;
    latency_count++;
    if (ns > latency_max) latency_max = ns;
}

static double latency_us(double share) {
    const uint64_t wanted = (uint64_t)((double)latency_count * share);
    uint64_t seen = 0;
    for (size_t i = 0; i < POWERS * STEPS; i++) {
        seen += latency[i];
        if (seen > wanted) {
            const size_t power = i < 2 * STEPS ? 0 : i / STEPS - 1;
            return (double)((uint64_t)(i - power * STEPS) << power) / 1e3;
        }
    }
    return (double)latency_max / 1e3;
}

/* Whole heads only: `size` counts the empty line too. */
static uint64_t check_head(const char *head, size_t size) {
    if (size < 13 || memcmp(head, "HTTP/1.1 200 ", 13)) fail("answer is not 200: %.60s", head);
    static const char name[] = "\r\nContent-Length:";
    for (const char *at = head, *end = head + size; (at = memchr(at, '\r', (size_t)(end - at))); at++) {
        if ((size_t)(end - at) < sizeof name || strncasecmp(at, name, sizeof name - 1)) continue;
        const uint64_t body = strtoull(at + sizeof name - 1, NULL, 10);
        if (!first.known) {
            first.known = true;
            first.size = size;
            first.body = body;
            first.length_at = (size_t)(at - head);
            first.length_size = (size_t)((const char *)memchr(at + 2, '\n', (size_t)(end - at - 2)) + 1 - at);
            memcpy(first.bytes, head, size);
        }
        if (body != first.body) fail("Content-Length changed from %zu to %zu", (size_t)first.body, (size_t)body);
        return body;
    }
    fail("answer without Content-Length");
    return 0;
}

static bool looks_like_first(const char *at, size_t size) {
    return first.known && size >= first.size && !memcmp(at, first.bytes, 13) &&
           !memcmp(at + first.length_at, first.bytes + first.length_at, first.length_size) &&
           !memcmp(at + first.size - 4, "\r\n\r\n", 4);
}

/* Takes what came: whole answers are counted, the beginning of a head is kept for later. */
static void take(struct connection *c, const char *at, const char *end) {
    while (at < end) {
        const size_t size = (size_t)(end - at);
        if (c->body_left) {
            const size_t part = c->body_left < size ? (size_t)c->body_left : size;
            c->body_left -= part;
            at += part;
        } else {
            if (!c->unanswered) fail("more answers than requests");
            if (looks_like_first(at, size)) {
                c->body_left = first.body;
                at += first.size;
            } else {
                const char *blank = memmem(at, size, "\r\n\r\n", 4);
                if (!blank) {
                    if (size > HEAD_LIMIT) fail("answer head above %d bytes", HEAD_LIMIT);
                    if (!c->head && !(c->head = malloc(HEAD_LIMIT))) fail("out of memory");
                    memcpy(c->head, at, size);
                    c->kept = size;
                    return;
                }
                if ((size_t)(blank + 4 - at) > HEAD_LIMIT) fail("answer head above %d bytes", HEAD_LIMIT);
                c->body_left = check_head(at, (size_t)(blank + 4 - at));
                at = blank + 4;
            }
        }
        if (!c->body_left) {
            c->unanswered--;
            answers++;
        }
    }
}

static void watch(int poll, struct connection *c, int how, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(poll, how, c->fd, &event)) fail("epoll_ctl: %s", strerror(errno));
}

/* Answers may come while a large batch is still being written, so reading is always watched. */
static void send_rest(int poll, struct connection *c) {
    const bool was_waiting = c->unsent != batch_size;
    const ssize_t sent = send(c->fd, batch + batch_size - c->unsent, c->unsent, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) fail("send: %s", strerror(errno));
    if (sent > 0) c->unsent -= (size_t)sent;
    if (c->unsent || was_waiting) watch(poll, c, EPOLL_CTL_MOD, c->unsent ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void start_batch(int poll, struct connection *c, uint64_t at) {
    c->unanswered = options.depth;
    c->unsent = batch_size;
    c->started = at;
    send_rest(poll, c);
}

static void on_event(int poll, struct connection *c, uint32_t events) {
    if ((events & EPOLLOUT) && c->unsent) send_rest(poll, c);
    if (!(events & (EPOLLIN | EPOLLERR | EPOLLHUP))) return;
    const size_t kept = c->kept;
    const ssize_t got = recv(c->fd, buffer + kept, READ_SIZE, 0);
    if (got == 0) fail("the server closed a connection");
    if (got < 0) {
        if (errno == EAGAIN) return;
        fail("recv: %s", strerror(errno));
    }
    received += (uint64_t)got;
    if (kept) memcpy(buffer, c->head, kept);
    c->kept = 0;
    take(c, buffer, buffer + kept + got);
    if (c->unanswered || c->body_left || c->unsent) return;
    const uint64_t at = now();
    latency_add(at - c->started);
    c->batches++;
    start_batch(poll, c, at);
}

static void make_batch(void) {
    char head[1024];
    const int size =
        options.body ? snprintf(head, sizeof head,
                                "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                                "Content-Type: application/octet-stream\r\nContent-Length: %zu\r\n\r\n",
                                options.path, options.port, options.body)
                     : snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", options.path,
                                options.port);
    if (size < 0 || (size_t)size >= sizeof head) fail("path too long");
    const size_t one = (size_t)size + options.body;
    batch_size = one * options.depth;
    batch = malloc(batch_size);
    buffer = malloc(READ_SIZE + HEAD_LIMIT);
    if (!batch || !buffer) fail("out of memory");
    for (unsigned i = 0; i < options.depth; i++) {
        memcpy(batch + i * one, head, (size_t)size);
        memset(batch + i * one + size, 'x', options.body);
    }
}

static int open_connection(void) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address)) fail("connect: %s", strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void read_options(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "p:c:d:s:b:")) != -1;) {
        switch (option) {
            case 'p': options.path = optarg; break;
            case 'c': options.connections = (unsigned)atoi(optarg); break;
            case 'd': options.depth = (unsigned)atoi(optarg); break;
            case 's': options.seconds = atof(optarg); break;
            case 'b': options.body = (size_t)atoll(optarg); break;
            default: fail("unknown option");
        }
    }
    options.port = optind < argc ? (unsigned)atoi(argv[optind]) : 0;
    if (!options.port || !options.connections || !options.depth || options.seconds <= 0) {
        fail("usage: load [-p PATH] [-c CONNECTIONS] [-d DEPTH] [-s SECONDS] [-b BODY_BYTES] PORT");
    }
}

int main(int argc, char **argv) {
    read_options(argc, argv);
    make_batch();
    struct connection *all = calloc(options.connections, sizeof *all);
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    if (!all || poll < 0) fail("set-up: %s", strerror(errno));
    for (unsigned i = 0; i < options.connections; i++) {
        all[i].fd = open_connection();
        watch(poll, &all[i], EPOLL_CTL_ADD, EPOLLIN);
    }

    const uint64_t start = now(), end = start + (uint64_t)(options.seconds * 1e9);
    uint64_t at = start;
    for (unsigned i = 0; i < options.connections; i++) start_batch(poll, &all[i], start);
    for (struct epoll_event ready[EVENTS]; at < end; at = now()) {
        const int n = epoll_wait(poll, ready, EVENTS, (int)((end - at) / 1000000) + 1);
        if (n < 0 && errno != EINTR) fail("epoll_wait: %s", strerror(errno));
        for (int i = 0; i < n; i++) on_event(poll, ready[i].data.ptr, ready[i].events);
    }

    unsigned starved = 0;
    for (unsigned i = 0; i < options.connections; i++) starved += all[i].batches == 0;
    const double seconds = (double)(at - start) / 1e9;
    printf("{\"requests\": %llu, \"seconds\": %.6f, \"rate\": %.1f, \"received\": %llu, \"starved\": %u, "
           "\"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, \"max_us\": %.1f}\n",
           (unsigned long long)answers, seconds, (double)answers / seconds, (unsigned long long)received, starved,
           latency_us(0.5), latency_us(0.99), latency_us(0.999), (double)latency_max / 1e3);
    return EXIT_SUCCESS;
}
