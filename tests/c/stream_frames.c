/* Frames and single reads of a stream server, from C: lines, prefixes, a small protocol that reads what it needs. */
#include "check.h"

enum { HEAD = 1, BODY, REST };

static atomic_int sent, cut_off;
static struct latch closed = LATCH_INIT;
static int user_data;

static size_t find_bang(const uint8_t *data, size_t size, void *data_of_user) {
    CHECK(data_of_user == &user_data);
    const uint8_t *place = memchr(data, '!', size);
    return place == NULL ? 0 : (size_t) (place - data) + 1;
}

/* A line with a length, so many bytes, everything up to a bang, and then everything. */
static void on_demand(const CerverEvent *event, void *data) {
    CerverConnection *connection = event->connection;
    (void) data;
    switch (event->kind) {
    case CERVER_EVENT_OPENED:
        CHECK(cerver_connection_read_until(connection, "", 0) == CERVER_ERROR_ARGUMENT);
        CHECK(cerver_connection_read_until(connection, NULL, 1) == CERVER_ERROR_NULL);
        CHECK(cerver_connection_read_until_match(connection, NULL, NULL) == CERVER_ERROR_NULL);
        CHECK(cerver_connection_read_until(connection, "\r\n", 2) == CERVER_OK);
        CHECK(cerver_connection_set_tag(connection, HEAD) == CERVER_OK);
        break;
    case CERVER_EVENT_DATA:
        if (event->tag == HEAD) {
            CHECK(event->size == 3 && memcmp(event->data, "5\r\n", 3) == 0);
            CHECK(cerver_connection_read_bytes(connection, 5, false) == CERVER_OK);
            CHECK(cerver_connection_set_tag(connection, BODY) == CERVER_OK);
        } else if (event->tag == BODY) {
            CHECK(event->size == 5 && memcmp(event->data, "12345", 5) == 0);
            CHECK(cerver_connection_read_until_match(connection, find_bang, &user_data) == CERVER_OK);
            CHECK(cerver_connection_set_tag(connection, REST) == CERVER_OK);
        } else if (event->tag == REST) {
            CHECK(event->size == 4 && memcmp(event->data, "abc!", 4) == 0);
            CHECK(cerver_connection_read_to_end(connection, false) == CERVER_OK);
            CHECK(cerver_connection_set_tag(connection, 0) == CERVER_OK);
        } else {
            CHECK(event->size == 8 && memcmp(event->data, "the rest", 8) == 0);
        }
        break;
    case CERVER_EVENT_HALF_CLOSED:
        CHECK(cerver_connection_send(connection, "done", 4) == CERVER_OK);
        CHECK(cerver_connection_shutdown(connection) == CERVER_OK);
        CHECK(cerver_connection_send(connection, "more", 4) == CERVER_ERROR_CLOSED);
        break;
    case CERVER_EVENT_SENT: sent++; break;
    case CERVER_EVENT_CLOSED: latch_raise(&closed); break;
    default: break;
    }
}

/* Answers each line with itself in frames that have their length in front. */
static void on_line(const CerverEvent *event, void *data) {
    (void) data;
    switch (event->kind) {
    case CERVER_EVENT_DATA:
        CHECK(cerver_connection_set_framing(event->connection, CERVER_FRAMING_PREFIX_BIG, 2) == CERVER_OK);
        CHECK(cerver_connection_send_frame(event->connection, event->data, event->size) == CERVER_OK);
        CHECK(cerver_connection_set_framing(event->connection, CERVER_FRAMING_LINES, 0) == CERVER_OK);
        CHECK(cerver_connection_send_frame(event->connection, "a\nb", 3) == CERVER_ERROR_ARGUMENT);
        CHECK(cerver_connection_tell_when_sent(event->connection) == CERVER_OK);
        break;
    case CERVER_EVENT_SENT: sent++; break;
    case CERVER_EVENT_CLOSED:
        cut_off += event->reason == CERVER_CLOSED_BY_LIMIT;
        latch_raise(&closed);
        break;
    default: break;
    }
}

static CerverServer *start(CerverEventHandler handler, CerverFraming framing) {
    CerverServer *server = cerver_create_stream("frames", 0, 8);
    REQUIRE(server != NULL);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_event_handler(server, handler, NULL) == CERVER_OK);
    CHECK(cerver_set_framing(server, 99, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_framing(server, CERVER_FRAMING_PREFIX_LITTLE, 3) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_framing(server, CERVER_FRAMING_FIXED, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_framing(server, framing, 0) == CERVER_OK);
    CHECK(cerver_set_frame_limit(server, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_frame_limit(server, 16) == CERVER_OK);
    REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
    return server;
}

static size_t read_all(int client, char *buffer, size_t size) {
    size_t got = 0;
    ssize_t n;
    while (got < size && (n = read(client, buffer + got, size - got)) > 0) got += (size_t) n;
    return got;
}

int main(void) {
    char buffer[256];
    watchdog(60, "frames");

    CerverServer *server = start(on_demand, CERVER_FRAMING_ON_DEMAND);
    int client = client_connect(cerver_get_port(server));
    const char *text = "5\r\n12345abc!the rest";
    for (size_t i = 0; i < strlen(text); i++) CHECK(write(client, text + i, 1) == 1);
    CHECK(shutdown(client, SHUT_WR) == 0);
    CHECK(read_all(client, buffer, sizeof buffer) == 4 && memcmp(buffer, "done", 4) == 0);
    CHECK(latch_wait(&closed, 1, 10) && sent == 1, "both sides have ended");
    close(client);
    CHECK(cerver_teardown(server) == 0);

    server = start(on_line, CERVER_FRAMING_LINES);
    client = client_connect(cerver_get_port(server));
    CHECK(write(client, "one\ntwo\r\n\n", 10) == 10);
    CHECK(read_all(client, buffer, 12) == 12 && memcmp(buffer, "\0\3one\0\3two\0\0", 12) == 0);
    CHECK(write(client, "a line that is too long", 23) == 23);
    CHECK(read_all(client, buffer, sizeof buffer) == 0);
    CHECK(latch_wait(&closed, 2, 10) && cut_off == 1 && sent >= 2);
    close(client);
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
