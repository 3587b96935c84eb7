/* raw_ws.c: the limit of a WebSocket echo: an epoll loop that unmasks frames and sends them back.
 *
 *     raw_ws PORT
 *
 * One read and one write for each connection that is ready; nothing is checked, and the handshake is answered for the one
 * key that ws_load.c sends. GET /plaintext says that it is there.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, SIZE = 256 * 1024 };

struct connection {
    int fd;
    bool is_open;  /* the handshake is done */
    size_t kept;   /* bytes of an unfinished frame or head */
    char *rest;    /* where they are kept; made at the first need */
};

static unsigned char input[SIZE], output[SIZE];

static const char accepted[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static const char plain[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!";

static void keep(struct connection *c, const unsigned char *bytes, size_t size) {
    c->kept = size;
    if (!size) return;
    if (!c->rest && !(c->rest = malloc(SIZE))) abort();
    memcpy(c->rest, bytes, size);
}

/* Writes the echo of the whole frames; returns the bytes used. */
static size_t echo(const unsigned char *at, size_t size, size_t *written) {
    size_t used = 0, out = 0;
    while (size - used >= 6) {
        const unsigned char *frame = at + used;
        size_t length = frame[1] & 127, head = 2;
        if (length == 126) {
            length = (size_t)frame[2] << 8 | frame[3];
            head = 4;
        }
        if (size - used < head + 4 + length) break;
        memcpy(output + out, frame, head);
        output[out + 1] &= 127;
        out += head;
        uint32_t half;
        memcpy(&half, frame + head, 4);
        const uint64_t key = (uint64_t)half << 32 | half;
        const unsigned char *payload = frame + head + 4;
        size_t i = 0;
        for (; i + 8 <= length; i += 8) {
            uint64_t word;
            memcpy(&word, payload + i, 8);
            word ^= key;
            memcpy(output + out + i, &word, 8);
        }
        for (; i < length; i++) output[out + i] = payload[i] ^ frame[head + i % 4];
        out += length;
        used += head + 4 + length;
    }
    *written = out;
    return used;
}

/* False when the connection is over. */
static bool serve(struct connection *c) {
    if (c->kept) memcpy(input, c->rest, c->kept);
    const ssize_t got = recv(c->fd, input + c->kept, SIZE / 2 - c->kept, 0);
    if (got <= 0) return false;
    const size_t size = c->kept + (size_t)got;
    if (c->is_open) {
        size_t written;
        const size_t used = echo(input, size, &written);
        if (written) send(c->fd, output, written, MSG_NOSIGNAL);
        keep(c, input + used, size - used);
    } else if (!memmem(input, size, "\r\n\r\n", 4)) {
        keep(c, input, size);
    } else {
        c->is_open = memmem(input, size, "Sec-WebSocket-Key", 17) != NULL;
        send(c->fd, c->is_open ? accepted : plain, (c->is_open ? sizeof accepted : sizeof plain) - 1, MSG_NOSIGNAL);
        keep(c, input, 0);
    }
    return true;
}

static void open_all(int poll, int listener) {
    const int on = 1;
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        if (!c) abort();
        c->fd = fd;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int argc, char **argv) {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1, poll = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)(argc > 1 ? atoi(argv[1]) : 0)),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (const struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
        perror("raw_ws");
        return EXIT_FAILURE;
    }
    struct epoll_event event = {.events = EPOLLIN}, ready[EVENTS];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        const int n = epoll_wait(poll, ready, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = ready[i].data.ptr;
            if (!c) {
                open_all(poll, listener);
            } else if (!serve(c)) {
                close(c->fd);
                free(c->rest);
                free(c);
            }
        }
    }
}
