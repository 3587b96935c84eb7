/* A stream server that the program pulls events from, as an event loop or a script does: no function is called back. */
#include "check.h"

enum { CLIENTS = 50, MESSAGES = 20, ROOM = 16 };

static CerverServer *server;

static void *client_side(void *unused) {
    int clients[CLIENTS];
    char text[32], answer[32];
    for (int i = 0; i < CLIENTS; i++) clients[i] = client_connect(cerver_get_port(server));
    for (int message = 0; message < MESSAGES; message++) {
        int length = snprintf(text, sizeof text, "message %d\n", message);
        for (int i = 0; i < CLIENTS; i++) CHECK(write(clients[i], text, (size_t) length) == length);
        for (int i = 0; i < CLIENTS; i++) {
            int got = 0;
            while (got < length) {
                ssize_t n = read(clients[i], answer + got, (size_t) (length - got));
                if (n <= 0) break;
                got += (int) n;
            }
            CHECK(got == length && memcmp(text, answer, (size_t) length) == 0, "client %d, message %d", i, message);
        }
    }
    for (int i = 0; i < CLIENTS; i++) close(clients[i]);
    return unused;
}

/* No new ones: who is there stays. */
static void listen_no_more(void) {
    CerverEvent event = {.kind = 0};
    const CerverConnection *connection = NULL;
    uint16_t port = cerver_get_port(server);
    int client = client_connect(port);
    char byte = 'a';
    while (event.kind != CERVER_EVENT_OPENED) REQUIRE(cerver_next_events(server, &event, 1, 10000) >= 0);
    connection = event.connection;
    for (int i = 0; i < 2; i++) CHECK(cerver_stop_listening(server) == CERVER_OK);
    CHECK(client_connect(port) == -1 && errno == ECONNREFUSED, "the listener is closed");
    CHECK(write(client, &byte, 1) == 1);
    while (event.kind != CERVER_EVENT_DATA) REQUIRE(cerver_next_events(server, &event, 1, 10000) >= 0);
    CHECK(event.connection == connection && cerver_connection_send(connection, "b", 1) == CERVER_OK);
    CHECK(cerver_next_events(server, &event, 1, 0) >= 0);
    CHECK(read(client, &byte, 1) == 1 && byte == 'b');
    close(client);
}

int main(void) {
    CerverEvent events[ROOM];
    pthread_t client;
    int opened = 0, closed = 0, tagged = 0;
    watchdog(120, "pull");
    server = cerver_create_stream("pull", 0, 64);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_stop_listening(server) == CERVER_ERROR_STATE);
    CHECK(cerver_set_event_bytes(server, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_event_bytes(server, 65536) == CERVER_OK);
    CHECK(cerver_set_early_events(server, false) == CERVER_OK);
    CHECK(cerver_set_early_events(NULL, true) == CERVER_ERROR_NULL);
    CHECK(cerver_next_events(server, events, ROOM, 0) == -1 && cerver_last_error() == CERVER_ERROR_STATE, "not open");
    CHECK(cerver_wake(server) == CERVER_ERROR_STATE);
    REQUIRE(cerver_open(server) == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_wake(server) == CERVER_OK);
    CHECK(cerver_next_events(server, events, ROOM, 10000) == 0, "it comes back at once");
    CHECK(cerver_next_events(server, events, 0, 0) == -1 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    REQUIRE(pthread_create(&client, NULL, client_side, NULL) == 0);
    while (closed < CLIENTS) {
        struct pollfd work = {.fd = cerver_get_poll_fd(server), .events = POLLIN};
        REQUIRE(poll(&work, 1, 10000 * slowness()) == 1, "the descriptor tells of work");
        int count = cerver_next_events(server, events, ROOM, 0);
        REQUIRE(count >= 0 && count <= ROOM, "%s", cerver_last_error_message());
        for (int i = 0; i < count; i++) {
            const CerverEvent *event = &events[i];
            switch (event->kind) {
            case CERVER_EVENT_OPENED:
                opened++;
                CHECK(cerver_connection_set_tag(event->connection, (uint64_t) opened) == CERVER_OK);
                break;
            case CERVER_EVENT_DATA:
                tagged += event->tag >= 1 && event->tag <= CLIENTS;
                CHECK(cerver_connection_send(event->connection, event->data, event->size) == CERVER_OK);
                break;
            case CERVER_EVENT_HALF_CLOSED: CHECK(cerver_connection_close(event->connection) == CERVER_OK); break;
            case CERVER_EVENT_CLOSED:
                closed++;
                CHECK(cerver_connection_send(event->connection, "x", 1) == CERVER_ERROR_HANDLE, "it is gone");
                break;
            default: break;
            }
        }
    }
    pthread_join(client, NULL);
    CHECK(opened == CLIENTS && tagged >= MESSAGES, "%d opened, %d tagged", opened, tagged);
    listen_no_more();
    CHECK(cerver_shutdown(server) == CERVER_OK);
    CHECK(cerver_stop_listening(server) == CERVER_ERROR_STATE);
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
