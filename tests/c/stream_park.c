/* A server put aside under a name, as when a script is loaded anew: its client notices nothing. */
#include "check.h"

int main(void) {
    char text[8];
    watchdog(60, "park");
    CerverServer *server = cerver_create_stream("park", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    REQUIRE(cerver_open(server) == CERVER_OK);
    uint16_t port = cerver_get_port(server);
    int client = client_connect(port);
    CerverConnection *connection = expect_event(server, CERVER_EVENT_OPENED).connection;

    CHECK(cerver_get_tag(server) == 0 && cerver_set_tag(server, 77) == CERVER_OK);
    CHECK(cerver_park(server, NULL) == CERVER_ERROR_NULL);
    CHECK(cerver_unpark("agent") == NULL && cerver_last_error() == CERVER_ERROR_NOT_FOUND);
    REQUIRE(cerver_park(server, "agent") == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_park(server, "again") == CERVER_ERROR_HANDLE, "the handle is stale");
    CHECK(cerver_next_events(server, &(CerverEvent){0}, 1, 0) == -1 && cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(write(client, "hello", 5) == 5);
    CHECK(cerver_connection_send(connection, "wait", 4) == CERVER_OK, "it is sent when the server is turned again");

    CerverServer *other = cerver_create_stream("other", 0, 8);
    CHECK(cerver_park(other, "agent") == CERVER_ERROR_BUSY, "the name is taken");
    CHECK(cerver_start_background(other) == CERVER_OK);
    CHECK(cerver_park(other, "other") == CERVER_ERROR_STATE, "it has threads");
    CHECK(cerver_teardown(other) == 0);
    CerverServer *web = cerver_create_web("web", 0, 8);
    CHECK(cerver_park(web, "web") == CERVER_ERROR_UNSUPPORTED);
    CHECK(cerver_teardown(web) == 0);

    server = cerver_unpark("agent");
    REQUIRE(server != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_unpark("agent") == NULL, "it can be taken once");
    CHECK(cerver_get_port(server) == port && cerver_get_tag(server) == 77);
    CerverEvent event = expect_event(server, CERVER_EVENT_DATA);
    CHECK(event.connection == connection && event.size == 5 && memcmp(event.data, "hello", 5) == 0);
    CHECK(read(client, text, 4) == 4 && memcmp(text, "wait", 4) == 0);
    close(client);
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
