/* packets.c: sends packets back: with the library, or with a bare epoll loop, the limit to compare with.
 *
 *     packets PORT bare|test|direct|queued
 *
 * bare   an epoll loop that looks for nothing but the sizes in the headers; all packets of one read leave in one send
 * test   packets of the type TEST, which the library sends back by itself
 * direct a handler on the reactor's thread
 * queued a handler with a thread of its own
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerver.h>

enum { EVENTS = 512, READ_SIZE = 64 * 1024, CONNECTIONS = 4096, BACKLOG = 1024 };

/* What a connection has of a packet that is not complete. */
static struct {
    char *bytes;
    size_t size;
} left[CONNECTIONS];

static void send_back(const CerverPacket *packet) { packet_send(packet, 0, NULL, false); }

static void direct(void *packet) { send_back(packet); }

static void queued(void *data) { send_back(((CerverHandlerData *) data)->packet); }

/* Bytes of whole packets at the beginning. */
static size_t whole(const char *bytes, size_t size) {
    size_t done = 0;
    while (size - done >= sizeof(CerverPacketHeader)) {
        CerverPacketHeader header;
        memcpy(&header, bytes + done, sizeof header);
        if (header.packet_size < sizeof header || header.packet_size > size - done) break;
        done += header.packet_size;
    }
    return done;
}

static void serve(int fd, char *buffer) {
    size_t size = left[fd].size;
    memcpy(buffer, left[fd].bytes, size);
    ssize_t got = recv(fd, buffer + size, READ_SIZE, 0);
    if (got <= 0) {
        close(fd);
        left[fd].size = 0;
        return;
    }
    size += (size_t) got;
    size_t done = whole(buffer, size);
    if (done > 0 && send(fd, buffer, done, MSG_NOSIGNAL) != (ssize_t) done) abort();
    left[fd].size = size - done;
    memcpy(left[fd].bytes, buffer + done, size - done);
}

static void add(int epoll, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (fd >= CONNECTIONS || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) abort();
    if (left[fd].bytes == NULL) left[fd].bytes = malloc(2 * READ_SIZE);
}

static int bare(uint16_t port) {
    static char buffer[4 * READ_SIZE];
    static const char info[688] = {[0] = 1, [8] = (char) 0xb0, [9] = 2, [20] = 1};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_ANY)};
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) != 0 || listen(listener, BACKLOG) != 0) return 1;
    add(epoll, listener);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd != listener) {
                serve(events[i].data.fd, buffer);
                continue;
            }
            int client = accept(listener, NULL, NULL);
            setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            if (send(client, info, sizeof info, MSG_NOSIGNAL) != sizeof info) abort();
            add(epoll, client);
        }
    }
}

int main(int count, char **arguments) {
    if (count != 3) return 2;
    uint16_t port = (uint16_t) atoi(arguments[1]);
    if (strcmp(arguments[2], "bare") == 0) return bare(port);
    CerverServer *server = cerver_create(CERVER_TYPE_CUSTOM, "packets", port, PROTOCOL_TCP, false, BACKLOG);
    bool is_queued = strcmp(arguments[2], "queued") == 0;
    CerverHandler *handler = handler_create(is_queued ? queued : direct);
    handler_set_direct_handle(handler, !is_queued);
    cerver_set_app_handlers(server, handler, NULL);
    uint8_t failed = cerver_start(server);
    if (failed) fprintf(stderr, "%s\n", cerver_last_error_message());
    cerver_teardown(server);
    return failed;
}
