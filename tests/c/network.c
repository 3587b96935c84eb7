/* A server with one client, turned by ticks: its life, its order of events, save and restore, and bad clients. SIGPIPE keeps
 * its default, which would end the program. */
#include <netinet/tcp.h>

#include "check.h"

static CerverServer *create(void) {
    CerverServer *server = cerver_create_network("network");
    REQUIRE(server != NULL, "%s", cerver_last_error_message());
    return server;
}

static CerverServer *open_server(void) {
    CerverServer *server = create();
    REQUIRE(cerver_network_open(server, "127.0.0.1", 0) == CERVER_OK, "%s", cerver_last_error_message());
    return server;
}

/* Waits until a tick may have something to do. */
static void rest(CerverServer *server) {
    struct pollfd wait = {.fd = cerver_get_poll_fd(server), .events = POLLIN};
    if (wait.fd >= 0) poll(&wait, 1, 20);
}

/* Ticks until there is an event of this kind; others before it are a failure, unless they are `skipped`. */
static CerverEvent expect_past(CerverServer *server, CerverEventKind kind, CerverEventKind skipped) {
    CerverEvent event = {0};
    for (double end = now() + 10 * slowness(); now() < end; rest(server)) {
        int count;
        while ((count = cerver_network_next_event(server, &event)) == 1) {
            if (event.kind == kind) return event;
            REQUIRE(event.kind == skipped, "%d in place of %d", event.kind, kind);
        }
        REQUIRE(count == 0, "%s", cerver_last_error_message());
    }
    REQUIRE(false, "no event %d", kind);
    return event;
}

static CerverEvent expect(CerverServer *server, CerverEventKind kind) { return expect_past(server, kind, -1); }

static void finish_tick(CerverServer *server) {
    CerverEvent event;
    CHECK(cerver_network_next_event(server, &event) == 0);
}

/* Gathers `size` bytes of DATA events; returns the number of events. */
static int gather(CerverServer *server, char *text, size_t size) {
    size_t have = 0;
    int count = 0;
    for (; have < size; count++) {
        CerverEvent event = expect(server, CERVER_EVENT_DATA);
        REQUIRE(event.size <= size - have);
        memcpy(text + have, event.data, event.size);
        have += event.size;
    }
    return count;
}

static void reset_client(int client) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    close(client);
}

static void life(void) {
    CerverEvent event;
    CerverServer *server = create(), *other = create();
    CHECK(cerver_network_has_session(server) && !cerver_network_has_session(NULL));
    CHECK(!cerver_network_is_open(server) && !cerver_network_is_connected(server));
    CHECK(cerver_network_next_event(server, &event) == 0, "harmless");
    CHECK(cerver_network_send(server, "x", 1) == CERVER_ERROR_STATE);
    CHECK(cerver_network_open(server, "127.0.0.1", 70000) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_network_open(server, "localhost", 0) == CERVER_ERROR_ARGUMENT);
    CHECK(!cerver_network_is_open(server));

    REQUIRE(cerver_network_open(server, "127.0.0.1", 0) == CERVER_OK, "%s", cerver_last_error_message());
    uint16_t port = cerver_get_port(server);
    CHECK(port != 0 && cerver_network_is_open(server) && !cerver_network_is_connected(server));
    CHECK(cerver_network_open(other, "127.0.0.1", port) == CERVER_ERROR_ADDRESS);
    CHECK(cerver_last_error_number() == EADDRINUSE && !cerver_network_is_open(other));

    REQUIRE(cerver_network_open(server, NULL, 0) == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_get_port(server) != port && client_connect(port) == -1, "the first listener is closed");
    CHECK(cerver_network_tick(server) == -1 && cerver_last_error() == CERVER_ERROR_STATE, "without a handler");
    CHECK(cerver_teardown(other) == 0 && cerver_teardown(server) == 0);
    CHECK(!cerver_network_has_session(server));

    CerverServer *stream = cerver_create_stream("stream", 0, 8);
    CHECK(!cerver_network_has_session(stream) && cerver_network_next_event(stream, &event) == -1);
    CHECK(cerver_last_error() == CERVER_ERROR_UNSUPPORTED);
    CHECK(cerver_network_save(stream) == NULL && cerver_last_error() == CERVER_ERROR_UNSUPPORTED);
    CHECK(cerver_teardown(stream) == 0);
}

static void order(void) {
    char text[8];
    CerverEvent event;
    CerverServer *server = open_server();
    int first = client_connect(cerver_get_port(server)), second = client_connect(cerver_get_port(server));
    CHECK(client_write(first, "hello", 5) && client_write(second, "later", 5));
    expect(server, CERVER_EVENT_OPENED);
    CHECK(cerver_network_is_connected(server));
    finish_tick(server);
    gather(server, text, 5);
    CHECK(memcmp(text, "hello", 5) == 0);
    CHECK(cerver_network_send(server, NULL, 0) == CERVER_OK && cerver_network_send(server, "", 0) == CERVER_OK);
    CHECK(cerver_network_send(server, "answer", 6) == CERVER_OK);
    CHECK(shutdown(first, SHUT_WR) == 0);
    event = expect(server, CERVER_EVENT_CLOSED);
    CHECK(event.reason == CERVER_CLOSED_BY_PEER && event.code == 0);
    CHECK(cerver_network_is_connected(server), "while it is told");
    CHECK(cerver_network_send(server, "!", 1) == CERVER_OK, "still delivered");
    finish_tick(server);
    CHECK(!cerver_network_is_connected(server));
    expect(server, CERVER_EVENT_OPENED);
    CHECK(recv(first, text, 7, MSG_WAITALL) == 7 && memcmp(text, "answer!", 7) == 0 && read(first, text, 1) == 0);
    gather(server, text, 5);
    CHECK(memcmp(text, "later", 5) == 0, "the second one was served after the first");
    CHECK(cerver_network_send(server, "bye", 3) == CERVER_OK && cerver_network_disconnect(server) == CERVER_OK);
    CHECK(!cerver_network_is_connected(server) && cerver_network_is_open(server));
    CHECK(cerver_network_disconnect(server) == CERVER_OK, "harmless");
    for (int i = 0; i < 5; i++) CHECK(cerver_network_next_event(server, &event) == 0, "no event of it");
    CHECK(recv(second, text, 3, MSG_WAITALL) == 3 && read(second, text, 1) == 0);
    close(first);
    close(second);

    int last = client_connect(cerver_get_port(server));
    expect(server, CERVER_EVENT_OPENED);
    CHECK(cerver_network_send(server, "last", 4) == CERVER_OK && cerver_teardown(server) == 0);
    CHECK(recv(last, text, 4, MSG_WAITALL) == 4 && read(last, text, 1) == 0, "what was sent before the end came");
    close(last);
}

/* Resets, leaves, sends byte by byte, sends without end, reads nothing. */
static void bad_clients(void) {
    enum { FLOOD = 1 << 20, TICK = 1 << 14 };
    static char flood[FLOOD], text[FLOOD];
    CerverEvent event;
    CerverServer *server = create();
    CHECK(cerver_network_set_tick_bytes(server, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_network_set_tick_bytes(server, TICK) == CERVER_OK);
    CHECK(cerver_set_send_queue_marks(server, 256 * 1024, 64 * 1024) == CERVER_OK);
    REQUIRE(cerver_network_open(server, "127.0.0.1", 0) == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_network_set_tick_bytes(server, TICK) == CERVER_ERROR_STATE);
    uint16_t port = cerver_get_port(server);

    int client = client_connect(port);
    CHECK(client_write(client, "half a mess", 11));
    expect(server, CERVER_EVENT_OPENED);
    reset_client(client);
    event = expect_past(server, CERVER_EVENT_CLOSED, CERVER_EVENT_DATA);
    CHECK(event.reason == CERVER_CLOSED_BY_RESET && event.code == ECONNRESET);

    client = client_connect(port);
    expect(server, CERVER_EVENT_OPENED);
    reset_client(client);
    for (int i = 0; i < 5; i++) {
        CerverStatus status = cerver_network_send(server, flood, 1000);
        CHECK(status == CERVER_OK || status == CERVER_ERROR_CLOSED || status == CERVER_ERROR_STATE, "%d", status);
        cerver_network_next_event(server, &event);
    }
    CHECK(cerver_network_send(server, "x", 1) != CERVER_OK && !cerver_network_is_connected(server));

    client = client_connect(port);
    int one = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    expect(server, CERVER_EVENT_OPENED);
    for (const char *byte = "by and by"; *byte; byte++) CHECK(client_write(client, byte, 1));
    gather(server, text, 9);
    CHECK(memcmp(text, "by and by", 9) == 0);

    for (size_t i = 0; i < FLOOD; i++) flood[i] = (char) (i * 7 >> 3);
    int reader = fcntl(client, F_GETFL);
    fcntl(client, F_SETFL, reader | O_NONBLOCK);
    size_t sent = 0, have = 0;
    for (double end = now() + 20 * slowness(); have < FLOOD && now() < end;) {
        ssize_t count = sent < FLOOD ? send(client, flood + sent, FLOOD - sent, MSG_NOSIGNAL) : 0;
        if (count > 0) sent += (size_t) count;
        size_t tick = 0;
        while (cerver_network_next_event(server, &event) == 1) {
            REQUIRE(event.kind == CERVER_EVENT_DATA && have + event.size <= FLOOD);
            memcpy(text + have, event.data, event.size);
            have += event.size;
            tick += event.size;
        }
        CHECK(tick <= TICK, "%zu", tick);
        if (tick == 0) rest(server);
    }
    CHECK(have == FLOOD && memcmp(text, flood, FLOOD) == 0);
    fcntl(client, F_SETFL, reader);

    size_t taken = 0;
    double begun = now();
    CerverStatus status = CERVER_OK;
    for (; status == CERVER_OK && taken < (size_t) 64 * FLOOD; taken += TICK) {
        status = cerver_network_send(server, flood, TICK);
        cerver_network_next_event(server, &event);
    }
    CHECK(status == CERVER_ERROR_AGAIN && now() - begun < 10 * slowness(), "it takes nothing, and nobody waits");
    CHECK(cerver_network_is_connected(server));
    fcntl(client, F_SETFL, reader | O_NONBLOCK);
    bool is_drained = false;
    for (double end = now() + 20 * slowness(); !is_drained && now() < end;) {
        while (read(client, text, sizeof text) > 0) continue;
        while (cerver_network_next_event(server, &event) == 1) is_drained |= event.kind == CERVER_EVENT_DRAINED;
    }
    CHECK(is_drained && cerver_network_send(server, "on", 2) == CERVER_OK);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void save(void) {
    char text[16];
    CerverEvent event;
    CerverServer *server = open_server();
    uint16_t port = cerver_get_port(server);
    int client = client_connect(port);
    expect(server, CERVER_EVENT_OPENED);
    CHECK(client_write(client, "one", 3));
    CerverOrphan *orphan = cerver_network_save(server);
    REQUIRE(orphan != NULL, "%s", cerver_last_error_message());
    CHECK(!cerver_network_has_session(server) && !cerver_network_is_open(server) && !cerver_network_is_connected(server));
    CHECK(cerver_network_next_event(server, &event) == -1 && cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(cerver_network_send(server, "x", 1) == CERVER_ERROR_HANDLE);
    CHECK(cerver_network_save(server) == NULL && cerver_network_restore(NULL) == NULL);
    CHECK(cerver_network_next_event((CerverServer *) (void *) orphan, &event) == -1, "nobody ticks a saved one");
    CHECK(cerver_last_error() == CERVER_ERROR_TYPE);
    CHECK(client_write(client, "two", 3));

    server = cerver_network_restore(orphan);
    REQUIRE(server != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_network_restore(orphan) == NULL && cerver_last_error() == CERVER_ERROR_HANDLE, "it is taken once");
    CHECK(cerver_orphan_delete(orphan) == CERVER_ERROR_HANDLE);
    CHECK(cerver_network_is_open(server) && cerver_network_is_connected(server) && cerver_get_port(server) == port);
    gather(server, text, 6);
    CHECK(memcmp(text, "onetwo", 6) == 0);

    /* An event that came with the same turn as another one is not lost, either. */
    CHECK(client_write(client, "three", 5) && shutdown(client, SHUT_WR) == 0);
    rest(server);
    event = expect(server, CERVER_EVENT_DATA);
    CHECK(event.size == 5 && cerver_park(server, "network") == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_network_next_event(server, &event) == -1);
    server = cerver_unpark("network");
    REQUIRE(server != NULL && cerver_unpark("network") == NULL);
    CHECK(cerver_network_is_connected(server) && cerver_network_send(server, "end", 3) == CERVER_OK);
    expect(server, CERVER_EVENT_CLOSED);
    finish_tick(server);
    CHECK(cerver_network_next_event(server, &event) == 0);
    CHECK(recv(client, text, 3, MSG_WAITALL) == 3 && read(client, text, 1) == 0);
    close(client);

    client = client_connect(port);
    expect(server, CERVER_EVENT_OPENED);
    orphan = cerver_network_save(server);
    CHECK(cerver_orphan_delete(orphan) == CERVER_OK && read(client, text, 1) == 0, "its client is closed");
    CHECK(cerver_orphan_delete(orphan) == CERVER_ERROR_HANDLE && client_connect(port) == -1);
    close(client);
}

/* Of many threads that restore one saved server, one gets it. */
static CerverOrphan *wanted;
static atomic_int takers;

static void *take(void *unused) {
    CerverServer *server = cerver_network_restore(wanted);
    if (server != NULL) {
        atomic_fetch_add(&takers, 1);
        CHECK(cerver_teardown(server) == 0);
    }
    return unused;
}

static void race(void) {
    pthread_t threads[4];
    wanted = cerver_network_save(open_server());
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, take, NULL);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    CHECK(atomic_load(&takers) == 1);
}

/* What a handler does with its server. */
struct script {
    CerverServer *server;
    CerverOrphan *orphan;
    int count;
    char what; /* 0 counts, 't'eardown, 's'ave */
    char data[16];
};

static void on_event(const CerverEvent *event, void *user_data) {
    struct script *script = user_data;
    CerverEvent inner;
    script->count++;
    CHECK(cerver_network_tick(script->server) == -1 && cerver_last_error() == CERVER_ERROR_BUSY);
    CHECK(cerver_network_next_event(script->server, &inner) == -1 && cerver_last_error() == CERVER_ERROR_BUSY);
    if (event->kind != CERVER_EVENT_DATA) return;
    if (script->what == 't') CHECK(cerver_teardown(script->server) == 0);
    if (script->what == 's') script->orphan = cerver_network_save(script->server);
    CHECK(event->size < sizeof script->data);
    memcpy(script->data, event->data, event->size); /* it is valid to the end of the handler */
}

static void handlers(void) {
    for (const char *what = "ts"; *what; what++) {
        struct script script = {.server = open_server(), .what = *what};
        char text[4];
        CHECK(cerver_network_set_handler(script.server, on_event, &script) == CERVER_OK);
        int client = client_connect(cerver_get_port(script.server));
        CHECK(client_write(client, "data", 4));
        for (double end = now() + 10 * slowness(); script.data[0] == 0 && now() < end; rest(script.server)) {
            CHECK(cerver_network_tick(script.server) >= 0, "%s", cerver_last_error_message());
        }
        CHECK(script.count == 2 && memcmp(script.data, "data", 4) == 0);
        CHECK(cerver_network_tick(script.server) == -1 && cerver_last_error() == CERVER_ERROR_HANDLE);
        if (script.orphan != NULL) {
            CerverServer *server = cerver_network_restore(script.orphan);
            CHECK(cerver_network_is_connected(server));
            CHECK(cerver_network_tick(server) == -1 && cerver_last_error() == CERVER_ERROR_STATE, "no handler is left");
            CHECK(cerver_teardown(server) == 0);
        }
        CHECK(read(client, text, 1) == 0);
        close(client);
    }
}

static void clients(void) {
    char text[8];
    CerverEvent event;
    CerverServer *server = open_server(), *client = create();
    CHECK(cerver_network_connect(client, "127.0.0.1", 0, 1000) == CERVER_ERROR_ARGUMENT);
    for (int round = 0; round < 2; round++) {
        REQUIRE(cerver_network_connect(client, "127.0.0.1", cerver_get_port(server), 5000) == CERVER_OK);
        CHECK(!cerver_network_is_connected(client) && !cerver_network_is_open(client));
        CHECK(cerver_network_send(client, "early", 5) == CERVER_OK, "it leaves when the connection is there");
        expect(client, CERVER_EVENT_CONNECTED);
        CHECK(cerver_network_is_connected(client));
        expect(server, CERVER_EVENT_OPENED);
        cerver_network_next_event(client, &event);
        cerver_network_next_event(client, &event);
        gather(server, text, 5);
        CHECK(memcmp(text, "early", 5) == 0 && cerver_network_send(server, "late", 4) == CERVER_OK);
        cerver_network_next_event(server, &event);
        cerver_network_next_event(server, &event);
        gather(client, text, 4);
        if (round == 0) {
            CHECK(cerver_network_disconnect(client) == CERVER_OK && cerver_network_next_event(client, &event) == 0);
            cerver_network_next_event(client, &event);
            expect(server, CERVER_EVENT_CLOSED);
        } else {
            cerver_network_disconnect(server);
            cerver_network_next_event(server, &event);
            cerver_network_next_event(server, &event);
            expect(client, CERVER_EVENT_CLOSED);
        }
        while (cerver_network_next_event(server, &event) != 0) continue;
    }
    uint16_t port = cerver_get_port(server);
    CHECK(cerver_teardown(server) == 0);
    REQUIRE(cerver_network_connect(client, "127.0.0.1", port, 5000) == CERVER_OK);
    event = expect(client, CERVER_EVENT_CONNECT_FAILED);
    CHECK(event.code == ECONNREFUSED && event.size > 0);
    finish_tick(client);
    CHECK(cerver_network_send(client, "x", 1) == CERVER_ERROR_STATE);
    CHECK(cerver_teardown(client) == 0);
}

int main(void) {
    static void (*const parts[])(void) = {life, order, bad_clients, save, race, handlers, clients};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        watchdog(30, "a part of network");
        parts[i]();
    }
    return check_result();
}
