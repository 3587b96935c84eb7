/* echo_load.c: the load of `make bench-echo`, a closed loop on one thread.
 *
 *     echo_load PORT CONNECTIONS SIZE SECONDS [connect|once]
 *
 * Each connection sends SIZE bytes and waits until they are back, again and again. connect: it is closed by a reset after
 * one message and made anew. once: all are made, send one message each, and are held until the server's memory was read;
 * a line is printed then and one is awaited. Every byte is compared. Prints the number of messages and of errors.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, MOST = 65536 };

static struct sockaddr_in address = {.sin_family = AF_INET};
static size_t owed[MOST], size;
static unsigned char message[1 << 20];
static long messages, errors;
static int epoll;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void say(int fd) {
    owed[fd] = size;
    if (send(fd, message, size, MSG_NOSIGNAL) != (ssize_t) size) errors++;
}

static void begin(void) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || fd >= MOST || connect(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        fprintf(stderr, "echo_load: connect: %s\n", strerror(errno));
        exit(1);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    say(fd);
}

/* By a reset, so that no port waits for late packets. */
static void end(int fd) {
    struct linger linger = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(fd);
}

/* True when a message has come back whole. */
static bool hear(int fd) {
    static unsigned char buffer[1 << 20];
    ssize_t got = recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0 || (size_t) got > owed[fd] || memcmp(buffer, message + size - owed[fd], (size_t) got) != 0) {
        errors++;
        epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
        return false;
    }
    owed[fd] -= (size_t) got;
    messages += owed[fd] == 0;
    return owed[fd] == 0;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fputs("usage: echo_load PORT CONNECTIONS SIZE SECONDS [connect|once]\n", stderr);
        return 2;
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    address.sin_port = htons((uint16_t) atoi(argv[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    long connections = atol(argv[2]);
    size = (size_t) atol(argv[3]);
    if (size == 0 || size > sizeof message) return 2;
    bool is_connect = argc > 5 && strcmp(argv[5], "connect") == 0, is_once = argc > 5 && strcmp(argv[5], "once") == 0;
    for (size_t i = 0; i < size; i++) message[i] = (unsigned char) (i * 31 + 7);
    epoll = epoll_create1(0);
    for (long i = 0; i < connections; i++) begin();
    for (double stop = now() + atof(argv[4]); now() < stop && (!is_once || messages + errors < connections);) {
        struct epoll_event events[EVENTS];
        int count = epoll_wait(epoll, events, EVENTS, 100);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (!hear(fd) || is_once) continue;
            if (is_connect) {
                end(fd);
                begin();
            } else {
                say(fd);
            }
        }
    }
    printf("%ld %ld\n", messages, errors);
    fflush(stdout);
    if (is_once) getchar();
    return errors > 0;
}
