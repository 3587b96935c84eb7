/* Connections that the program makes: to a server of its own, to nobody, and addresses of names. */
#include "check.h"

static void echo(const CerverEvent *event, void *user_data) {
    (void) user_data;
    if (event->kind == CERVER_EVENT_DATA) cerver_connection_send(event->connection, event->data, event->size);
    if (event->kind == CERVER_EVENT_HALF_CLOSED) cerver_connection_close(event->connection);
}

static CerverServer *pulled;

/* The next event, of one kind. */
static CerverEvent expect(CerverEventKind kind) { return expect_event(pulled, kind); }

int main(void) {
    watchdog(60, "connect");
    CerverServer *server = cerver_create_stream("echo", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_event_handler(server, echo, NULL) == CERVER_OK);
    REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
    uint16_t port = cerver_get_port(server);

    pulled = cerver_create_stream("client", 0, 8);
    CHECK(cerver_set_bind_address(pulled, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_connect(pulled, "127.0.0.1", port, 1000) == NULL && cerver_last_error() == CERVER_ERROR_STATE);
    CHECK(cerver_set_listening(pulled, false) == CERVER_OK);
    CHECK(cerver_set_connect_threads(pulled, 0, 1) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_connect_threads(pulled, 2, 16) == CERVER_OK);
    REQUIRE(cerver_open(pulled) == CERVER_OK);
    CHECK(cerver_connect(pulled, "127.0.0.1", 0, 1000) == NULL && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_connect(pulled, "/a/path", 1, 1000) == NULL && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_connect(pulled, "127.0.0.1", port, 0) == NULL && cerver_last_error() == CERVER_ERROR_ARGUMENT);

    CerverConnection *connection = cerver_connect(pulled, "localhost", port, 5000);
    REQUIRE(connection != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_connection_set_tag(connection, 3) == CERVER_OK);
    CHECK(cerver_connection_send(connection, "hello", 5) == CERVER_OK, "it waits for the connection");
    CerverEvent event = expect(CERVER_EVENT_CONNECTED);
    CHECK(event.connection == connection && event.tag == 3 && event.code == 0);
    event = expect(CERVER_EVENT_DATA);
    CHECK(event.size == 5 && memcmp(event.data, "hello", 5) == 0);
    CHECK(cerver_connection_close(connection) == CERVER_OK);
    expect(CERVER_EVENT_CLOSED);

    CHECK(cerver_adopt(pulled, 0x7fff) == NULL && cerver_last_error() == CERVER_ERROR_SYSTEM);
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    CHECK(cerver_adopt(pulled, ends[0]) == NULL && cerver_last_error() == CERVER_ERROR_SYSTEM, "not a socket");
    CHECK(close(ends[0]) == 0 && close(ends[1]) == 0, "it is the program's");
    connection = cerver_adopt(pulled, client_connect(port));
    REQUIRE(connection != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_connection_send(connection, "again", 5) == CERVER_OK);
    expect(CERVER_EVENT_CONNECTED);
    event = expect(CERVER_EVENT_DATA);
    CHECK(event.connection == connection && event.size == 5 && memcmp(event.data, "again", 5) == 0);
    CHECK(cerver_connection_close(connection) == CERVER_OK);
    expect(CERVER_EVENT_CLOSED);

    CHECK(cerver_teardown(server) == 0);
    connection = cerver_connect(pulled, "127.0.0.1", port, 5000);
    event = expect(CERVER_EVENT_CONNECT_FAILED);
    CHECK(event.connection == connection && event.code == ECONNREFUSED && event.size > 0);
    CHECK(cerver_connection_close(connection) == CERVER_ERROR_HANDLE, "that was its last event");

    CHECK(cerver_resolve(pulled, "127.0.0.1", 9) == CERVER_OK);
    event = expect(CERVER_EVENT_RESOLVED);
    CHECK(event.connection == NULL && event.tag == 9 && event.reason == 0);
    CHECK(event.size == 9 && memcmp(event.data, "127.0.0.1", 9) == 0);
    CHECK(cerver_resolve(pulled, "no such name.invalid", 10) == CERVER_OK);
    event = expect(CERVER_EVENT_RESOLVED);
    CHECK(event.tag == 10 && event.reason != 0 && event.size > 0);
    CHECK(cerver_teardown(pulled) == 0);
    return check_result();
}
