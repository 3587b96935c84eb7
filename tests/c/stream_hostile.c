/* Peers of a stream server that mean no good: they reset in the middle of a message, send single bytes, never read, never
 * write, or flood. Meanwhile the server, pushed and then pulled, answers another client, and keeps no more than it may. */
#include "check.h"

#define CLIENTS 8
#define HIGH (64 * 1024)
/* KiB: what all queues together may hold, twice, and what else is there. */
#define MOST_MEMORY (CLIENTS * (HIGH / 1024) * 2 + 32 * 1024)

static atomic_int opened, closed, longest;
static atomic_bool is_over;

/* Sends every line back; a line that finds no room is dropped, and the connection with it after a few. */
static void take(const CerverEvent *event, void *user_data) {
    (void) user_data;
    switch (event->kind) {
    case CERVER_EVENT_OPENED: opened++; break;
    case CERVER_EVENT_DATA:
        if ((int) event->size > longest) longest = (int) event->size;
        cerver_connection_send_frame(event->connection, event->data, event->size);
        break;
    case CERVER_EVENT_HALF_CLOSED: cerver_connection_close(event->connection); break;
    case CERVER_EVENT_CLOSED: closed++; break;
    default: break;
    }
}

struct attack {
    const char *name;
    void (*run)(uint16_t port);
};

static void reset_in_the_middle(uint16_t port) {
    struct linger linger = {.l_onoff = 1};
    int fd = client_connect(port);
    client_write(fd, "whole\nhalf of a li", 18);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(fd);
}

static void single_bytes(uint16_t port) {
    static const char text[] = "one byte at a time\n";
    char line[64];
    int one = 1, fd = client_connect(port);
    setsockopt(fd, IPPROTO_TCP, 1 /* TCP_NODELAY */, &one, sizeof one);
    for (size_t at = 0; at + 1 < sizeof text; at++) CHECK(client_write(fd, &text[at], 1));
    CHECK(client_line(fd, line, sizeof line) && strcmp(line, "one byte at a time") == 0);
    close(fd);
}

/* Until the server takes no more, which it must at some time, or cuts the client off. */
static void never_reads(uint16_t port) {
    char lines[4096];
    int fd = client_connect(port);
    memset(lines, 'n', sizeof lines);
    lines[sizeof lines - 1] = '\n';
    fcntl(fd, F_SETFL, O_NONBLOCK);
    for (int quiet = 0; quiet < 5 && !is_over;) {
        if (send(fd, lines, sizeof lines, MSG_NOSIGNAL) > 0) {
            quiet = 0;
        } else if (errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            quiet += poll(&ready, 1, 20) == 0;
        } else {
            break;
        }
    }
    close(fd);
}

static void never_writes(uint16_t port) {
    char byte;
    int fd = client_connect(port);
    CHECK(client_read(fd, &byte, 1) == 0, "it is cut off");
    close(fd);
}

/* A line without an end. */
static void floods(uint16_t port) {
    char text[16 * 1024];
    int fd = client_connect(port);
    memset(text, 'f', sizeof text);
    for (int i = 0; i < 256 && client_write(fd, text, sizeof text); i++) {}
    while (client_read(fd, text, sizeof text) > 0) {}
    close(fd);
}

static const struct attack attacks[] = {
    {"reset", reset_in_the_middle}, {"single bytes", single_bytes}, {"never reads", never_reads},
    {"never writes", never_writes}, {"flood", floods},
};
#define ATTACKS (sizeof attacks / sizeof attacks[0])

static uint16_t port;
static atomic_int attackers;

static void *attack(void *number) {
    attacks[(uintptr_t) number % ATTACKS].run(port);
    attackers--;
    return NULL;
}

/* One that is good, as long as there are others. */
static void *talk(void *unused) {
    (void) unused;
    char text[64], line[64];
    int fd = client_connect(port), rounds = 0;
    CHECK(fd >= 0);
    while (attackers > 0 || rounds < 10) {
        int length = snprintf(text, sizeof text, "round %d\n", rounds++);
        double start = now();
        if (!client_write(fd, text, (size_t) length) || !client_line(fd, line, sizeof line)) {
            CHECK(false, "no answer in round %d", rounds);
            break;
        }
        CHECK(strncmp(line, text, strlen(line)) == 0 && strlen(line) + 1 == (size_t) length);
        CHECK(now() - start < 5 * slowness(), "the others are served late");
        usleep(1000);
    }
    shutdown(fd, SHUT_WR);
    CHECK(client_read(fd, line, 1) == 0);
    close(fd);
    is_over = true;
    return NULL;
}

static void survive(bool is_pushed) {
    CerverServer *server = cerver_create_stream("hostile", 0, 64);
    REQUIRE(server != NULL);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_framing(server, CERVER_FRAMING_LINES, 0) == CERVER_OK);
    CHECK(cerver_set_frame_limit(server, 16 * 1024) == CERVER_OK);
    CHECK(cerver_set_send_queue_marks(server, HIGH, HIGH / 4) == CERVER_OK);
    CHECK(cerver_set_write_timeout(server, 300) == CERVER_OK);
    CHECK(cerver_set_idle_timeout(server, (uint32_t) (1000 * slowness())) == CERVER_OK);
    CHECK(cerver_set_event_bytes(server, HIGH) == CERVER_OK);
    if (is_pushed) {
        CHECK(cerver_set_event_handler(server, take, NULL) == CERVER_OK);
        REQUIRE(cerver_start_background(server) == CERVER_OK);
    } else {
        REQUIRE(cerver_open(server) == CERVER_OK);
    }
    port = cerver_get_port(server);
    opened = closed = longest = 0;
    is_over = false;
    attackers = CLIENTS * (int) ATTACKS;
    long before = resident();
    pthread_t threads[CLIENTS * ATTACKS], good;
    REQUIRE(pthread_create(&good, NULL, talk, NULL) == 0);
    for (uintptr_t i = 0; i < CLIENTS * ATTACKS; i++) REQUIRE(pthread_create(&threads[i], NULL, attack, (void *) i) == 0);
    CerverEvent events[64];
    double end = now() + 30 * slowness();
    long most = before;
    while ((!is_over || closed < opened) && now() < end) {
        if (is_pushed) usleep(5000);
        int count = is_pushed ? 0 : cerver_next_events(server, events, 64, 20);
        REQUIRE(count >= 0);
        for (int i = 0; i < count; i++) take(&events[i], NULL);
        if (resident() > most) most = resident();
    }
    pthread_join(good, NULL);
    for (size_t i = 0; i < CLIENTS * ATTACKS; i++) pthread_join(threads[i], NULL);
    CHECK(opened == CLIENTS * (int) ATTACKS + 1 && closed == opened, "%d opened, %d closed", opened, closed);
    CHECK(longest <= 16 * 1024, "%d bytes", longest);
    CHECK(is_instrumented() || most - before < MOST_MEMORY, "%ld KiB more", most - before);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    watchdog(90, "hostile");
    survive(true);
    survive(false);
    return check_result();
}
