/* Ways to read and ways to end, of a server that is pulled one event at a time: each kind of read and framing from C, a pause,
 * a time-out, a limit, a graceful stop. */
#include "check.h"

static CerverServer *server;
static CerverConnection *connection;
static int client = -1;

/* The next event, of this kind. */
static CerverEvent expect(CerverEventKind kind) { return expect_event(server, kind); }

static void expect_data(const char *text) {
    CerverEvent event = expect(CERVER_EVENT_DATA);
    CHECK(event.connection == connection);
    CHECK(event.size == strlen(text) && (event.size == 0 || memcmp(event.data, text, event.size) == 0), "not \"%s\" but \"%.*s\"",
          text, (int) event.size, (const char *) event.data);
}

static void expect_silence(void) {
    CerverEvent event;
    for (int i = 0; i < 3; i++) CHECK(cerver_next_events(server, &event, 1, 20) == 0, "event %d", event.kind);
}

static void say(const char *text, size_t size) { CHECK(client_write(client, text, size)); }

static void begin(void) {
    client = client_connect(cerver_get_port(server));
    connection = expect(CERVER_EVENT_OPENED).connection;
}

static void expect_end(CerverCloseReason reason) {
    CerverEvent event = expect(CERVER_EVENT_CLOSED);
    CHECK(event.connection == connection && event.reason == reason, "%d", event.reason);
    CHECK(cerver_connection_set_paused(connection, true) == CERVER_ERROR_HANDLE);
    close(client);
}

static void reads(void) {
    begin();
    CHECK(cerver_connection_set_framing(connection, CERVER_FRAMING_ON_DEMAND, 0) == CERVER_OK);
    say("one;two,three 5", 15);
    expect_silence();
    CHECK(cerver_connection_is_reading(connection) == false);
    CHECK(cerver_connection_read_until_any(connection, ";,", 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_connection_read_until_any(connection, ";,", 2) == CERVER_OK);
    CHECK(cerver_connection_is_reading(connection) == true);
    expect_data("one;");
    CHECK(cerver_connection_is_reading(connection) == false);
    CHECK(cerver_connection_read_until_any(connection, ";,", 2) == CERVER_OK);
    expect_data("two,");
    CHECK(cerver_connection_read_bytes(connection, 20, true) == CERVER_OK);
    expect_data("three 5");
    CHECK(cerver_connection_is_reading(connection) == true, "13 are missing");
    CHECK(cerver_connection_read_to_end(connection, true) == CERVER_OK, "that one is given up");
    say("a", 1);
    expect_data("a");
    say("b", 1);
    expect_data("b");
    shutdown(client, SHUT_WR);
    expect(CERVER_EVENT_HALF_CLOSED);
    CHECK(cerver_connection_is_reading(connection) == false, "nothing more can come");
    CHECK(cerver_connection_close(connection) == CERVER_OK);
    expect_end(CERVER_CLOSED_BY_PEER);
}

static void framings(void) {
    begin();
    CHECK(cerver_connection_set_framing(connection, CERVER_FRAMING_PREFIX_LITTLE, 8) == CERVER_OK);
    expect_silence();
    say("\5\0\0\0\0\0\0\0hello\0\0\0\0\0\0\0\0", 21);
    expect_data("hello");
    expect_data("");
    CHECK(cerver_connection_send_frame(connection, "ho", 2) == CERVER_OK);
    CHECK(cerver_connection_set_framing(connection, CERVER_FRAMING_FIXED, 3) == CERVER_OK);
    CHECK(cerver_connection_send_frame(connection, "ho", 2) == CERVER_ERROR_ARGUMENT);
    expect_silence();
    char frame[10];
    CHECK(client_exactly(client, frame, 10) && memcmp(frame, "\2\0\0\0\0\0\0\0ho", 10) == 0);
    say("abcdef", 6);
    expect_data("abc");
    expect_data("def");
    CHECK(cerver_connection_set_framing(connection, CERVER_FRAMING_PIECES, 0) == CERVER_OK);
    expect_silence();
    say("x", 1);
    expect_data("x");
    /* A limit of its own, which a line without an end and a number of bytes exceed. */
    CHECK(cerver_connection_set_frame_limit(connection, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_connection_set_frame_limit(connection, 8) == CERVER_OK);
    CHECK(cerver_connection_read_bytes(connection, SIZE_MAX, false) == CERVER_OK);
    expect_silence();
    say("0123456789", 10);
    expect_end(CERVER_CLOSED_BY_LIMIT);
}

static void pause_and_silence(void) {
    begin();
    CHECK(cerver_connection_set_paused(connection, true) == CERVER_OK);
    expect_silence();
    say("later", 5);
    expect_silence();
    CHECK(cerver_connection_set_paused(connection, false) == CERVER_OK);
    expect_data("later");
    CHECK(cerver_connection_set_idle_timeout(connection, 50) == CERVER_OK);
    expect_end(CERVER_CLOSED_BY_TIMEOUT);
}

static void sending(void) {
    enum { MUCH = 16 << 20 };
    begin();
    char *much = calloc(1, MUCH);
    CHECK(cerver_connection_is_writing(connection) == false);
    CHECK(cerver_connection_send(connection, much, MUCH) == CERVER_OK);
    CHECK(cerver_connection_is_writing(connection) == true, "until the next round");
    expect_silence();
    CHECK(cerver_connection_is_writing(connection) == true, "nobody reads");
    CHECK(cerver_connection_tell_when_sent(connection) == CERVER_OK);
    pid_t reader = fork();
    if (reader == 0) _exit(client_exactly(client, much, MUCH) ? 0 : 1);
    expect(CERVER_EVENT_SENT);
    CHECK(cerver_connection_is_writing(connection) == false);
    int status = 1;
    CHECK(waitpid(reader, &status, 0) == reader && status == 0);
    free(much);
    CHECK(cerver_connection_is_open(connection) == true);
    CHECK(cerver_connection_close(connection) == CERVER_OK);
    CHECK(cerver_connection_is_open(connection) == false, "from here on nothing can be sent");
    expect_end(CERVER_CLOSED_BY_PROGRAM);
    CHECK(cerver_connection_is_open(connection) == false && cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(cerver_connection_is_reading(connection) == false && cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(cerver_connection_is_writing(connection) == false && cerver_last_error() == CERVER_ERROR_HANDLE);
}

static void *drain(void *unused) {
    CHECK(cerver_drain(server, 500) == CERVER_ERROR_TIMEOUT, "one connection is cut off");
    return unused;
}

static void graceful(void) {
    begin();
    pthread_t stopper;
    REQUIRE(pthread_create(&stopper, NULL, drain, NULL) == 0);
    pthread_join(stopper, NULL);
    expect(CERVER_EVENT_DRAINING);
    expect_end(CERVER_CLOSED_BY_SHUTDOWN);
    CerverEvent event;
    CHECK(cerver_next_events(server, &event, 1, 0) == -1 && cerver_last_error() == CERVER_ERROR_STATE);
}

int main(void) {
    watchdog(60, "ways");
    server = cerver_create_stream("ways", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    REQUIRE(cerver_open(server) == CERVER_OK);
    reads();
    framings();
    pause_and_silence();
    sending();
    graceful();
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
