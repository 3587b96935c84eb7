/* A stream server whose events go to a function: echo, commands from other threads, late commands. */
#include "check.h"

static atomic_int opened, closed;
static CerverConnection *_Atomic last;
static struct latch late = LATCH_INIT;
static int user_data;

static void on_event(const CerverEvent *event, void *data) {
    CHECK(data == &user_data);
    switch (event->kind) {
    case CERVER_EVENT_OPENED:
        CHECK(event->tag == 0 && event->data == NULL && event->size == 0 && event->reason == 0);
        CHECK(cerver_connection_set_tag(event->connection, 42) == CERVER_OK);
        last = event->connection;
        opened++;
        break;
    case CERVER_EVENT_DATA:
        CHECK(event->tag == 42 && event->data != NULL && event->size > 0);
        CHECK(cerver_connection_send(event->connection, event->data, event->size) == CERVER_OK);
        break;
    case CERVER_EVENT_HALF_CLOSED:
        CHECK(cerver_connection_close(event->connection) == CERVER_OK);
        CHECK(cerver_connection_send(event->connection, "late", 4) == CERVER_ERROR_CLOSED);
        break;
    case CERVER_EVENT_CLOSED:
        CHECK(event->reason != 0 && event->tag == 42);
        CHECK(cerver_connection_send(event->connection, "late", 4) == CERVER_ERROR_CLOSED);
        closed++;
        latch_raise(&late);
        break;
    default: break;
    }
}

static void *send_from_here(void *connection) {
    for (int i = 0; i < 100; i++) {
        while (cerver_connection_send(connection, "0123456789", 10) == CERVER_ERROR_AGAIN) usleep(100);
    }
    return NULL;
}

static size_t read_all(int client, char *buffer, size_t size) {
    size_t got = 0;
    for (;;) {
        struct pollfd ready = {.fd = client, .events = POLLIN};
        if (got == size || poll(&ready, 1, 5000 * slowness()) <= 0) return got;
        ssize_t n = read(client, buffer + got, size - got);
        if (n <= 0) return got;
        got += (size_t) n;
    }
}

int main(void) {
    char buffer[16384];
    char address[64];
    watchdog(60, "stream");
    CerverServer *server = cerver_create_stream("stream", 0, 8);
    REQUIRE(server != NULL);
    CHECK(http_cerver_get(server) == NULL && cerver_last_error() == CERVER_ERROR_UNSUPPORTED);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_event_handler(server, on_event, &user_data) == CERVER_OK);
    REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_next_events(server, NULL, 1, 0) == -1 && cerver_last_error() == CERVER_ERROR_NULL);
    CHECK(cerver_set_event_handler(server, NULL, NULL) == CERVER_ERROR_STATE);

    int client = client_connect(cerver_get_port(server));
    CHECK(write(client, "hello", 5) == 5);
    CHECK(read_all(client, buffer, 5) == 5 && memcmp(buffer, "hello", 5) == 0);
    CHECK(cerver_connection_get_remote_address(last, address, sizeof address) == CERVER_OK);
    CHECK(strncmp(address, "127.0.0.1:", 10) == 0, "%s", address);
    CHECK(cerver_connection_get_remote_address(last, address, 4) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_connection_get_tag(last) == 42);
    int copy = cerver_connection_duplicate(last);
    CHECK(copy >= 0 && close(copy) == 0);

    pthread_t senders[4];
    for (int i = 0; i < 4; i++) REQUIRE(pthread_create(&senders[i], NULL, send_from_here, last) == 0);
    CHECK(read_all(client, buffer, 4000) == 4000);
    for (int i = 0; i < 4; i++) pthread_join(senders[i], NULL);
    for (int i = 0; i < 4000; i++) CHECK(buffer[i] == '0' + i % 10, "messages are whole");

    CHECK(write(client, "end", 3) == 3);
    shutdown(client, SHUT_WR);
    CHECK(read_all(client, buffer, sizeof buffer) == 3 && memcmp(buffer, "end", 3) == 0);
    close(client);
    CHECK(latch_wait(&late, 1, 10));
    /* The handle goes stale when its last event has returned. */
    for (int i = 0; i < 1000 && cerver_connection_close(last) != CERVER_ERROR_HANDLE; i++) usleep(10000);
    CHECK(cerver_connection_close(last) == CERVER_ERROR_HANDLE);
    CHECK(opened == 1 && closed == 1);
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
