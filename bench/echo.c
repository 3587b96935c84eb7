/* echo.c: sends bytes back as they come: with the library, or with a bare epoll loop, the limit to compare with.
 *
 *     echo PORT bare|push|pull
 *
 * bare   an epoll loop, level-triggered, a recv and a send for each message
 * push   the library's events, handled by a function
 * pull   the library's events, pulled in batches
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerver.h>

enum { EVENTS = 512, READ_SIZE = 64 * 1024, BACKLOG = 1024 };

static void serve(int fd, char *buffer) {
    ssize_t got = recv(fd, buffer, READ_SIZE, 0);
    if (got <= 0) {
        close(fd);
        return;
    }
    /* Nobody here sends more than a socket takes at once. */
    if (send(fd, buffer, (size_t) got, MSG_NOSIGNAL) != got) close(fd);
}

static void add(int epoll, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) abort();
}

static int bare(uint16_t port) {
    static char buffer[READ_SIZE];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
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
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (fd >= 0) add(epoll, fd);
        }
    }
}

static void send_back(const CerverEvent *event, void *user_data) {
    (void) user_data;
    if (event->kind == CERVER_EVENT_DATA) cerver_connection_send(event->connection, event->data, event->size);
    if (event->kind == CERVER_EVENT_HALF_CLOSED) cerver_connection_close(event->connection);
}

static int with_library(uint16_t port, bool is_pushed) {
    CerverServer *server = cerver_create_stream("echo", port, BACKLOG);
    cerver_set_bind_address(server, "127.0.0.1");
    cerver_set_receive_buffer_size(server, READ_SIZE);
    cerver_set_max_connections(server, 100000);
    if (is_pushed) {
        cerver_set_event_handler(server, send_back, NULL);
        return cerver_start(server) != 0;
    }
    cerver_set_early_events(server, true);
    if (cerver_open(server) != CERVER_OK) return 1;
    for (;;) {
        CerverEvent events[EVENTS];
        int count = cerver_next_events(server, events, EVENTS, -1);
        for (int i = 0; i < count; i++) send_back(&events[i], NULL);
    }
}

int main(int argc, char **argv) {
    struct rlimit files;
    if (argc != 3) {
        fputs("usage: echo PORT bare|push|pull\n", stderr);
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    uint16_t port = (uint16_t) atoi(argv[1]);
    return strcmp(argv[2], "bare") == 0 ? bare(port) : with_library(port, strcmp(argv[2], "push") == 0);
}
