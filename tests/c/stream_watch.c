/* Descriptors, listeners, timers and signals among the events of a stream server. */
#include "check.h"
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>

static CerverServer *server;

static CerverEvent next(void) { return next_event(server); }

/* Connections of a listener of the program. */
static void accept_from(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    char text[64];
    int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(bind(listener, (struct sockaddr *) &address, size) == 0);
    CHECK(cerver_watch_listener(server, listener, 6) == 0 && cerver_last_error() == CERVER_ERROR_SYSTEM, "it does not listen");
    REQUIRE(listen(listener, 8) == 0 && getsockname(listener, (struct sockaddr *) &address, &size) == 0);
    uint64_t watch = cerver_watch_listener(server, listener, 6);
    REQUIRE(watch != 0, "%s", cerver_last_error_message());
    CHECK(close(listener) == 0 && connect(client, (struct sockaddr *) &address, size) == 0);
    CerverEvent event = next();
    CHECK(event.kind == CERVER_EVENT_OPENED && event.tag == 6 && event.code > 2);
    CHECK(cerver_connection_get_remote_address(event.connection, text, sizeof text) == CERVER_OK);
    CHECK(cerver_unwatch(server, watch) == CERVER_OK && cerver_unwatch(server, watch) == CERVER_ERROR_NOT_FOUND);
    int late = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(late, (struct sockaddr *) &address, size) != 0, "nobody listens any more");
    close(late);
    close(client);
    do {
        event = next();
        if (event.kind == CERVER_EVENT_HALF_CLOSED) cerver_connection_close(event.connection);
    } while (event.kind != CERVER_EVENT_CLOSED && event.kind != 0);
    CHECK(event.kind == CERVER_EVENT_CLOSED && event.tag == 6);
}

int main(void) {
    int ends[2], broken[2];
    char text[2];
    watchdog(60, "watch");
    server = cerver_create_stream("watch", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_watch_limit(server, 2) == CERVER_OK);
    CHECK(cerver_add_timer(server, 1, 0, 0) == 0 && cerver_last_error() == CERVER_ERROR_STATE);
    REQUIRE(cerver_open(server) == CERVER_OK);
    REQUIRE(pipe(ends) == 0);

    CHECK(cerver_watch_descriptor(server, ends[0], 0, 1) == 0 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_watch_descriptor(server, ends[0], 4, 1) == 0 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_watch_descriptor(server, -1, CERVER_READY_TO_READ, 1) == 0 && cerver_last_error() == CERVER_ERROR_SYSTEM);
    uint64_t watch = cerver_watch_descriptor(server, ends[0], CERVER_READY_TO_READ, 1);
    REQUIRE(watch != 0, "%s", cerver_last_error_message());
    CHECK(write(ends[1], "x", 1) == 1);
    CerverEvent event = next();
    CHECK(event.kind == CERVER_EVENT_READY && event.tag == 1 && event.id == watch && event.connection == NULL);
    CHECK(event.code == ends[0] && event.reason == CERVER_READY_TO_READ);
    CHECK(read(ends[0], text, 1) == 1);

    uint64_t timer = cerver_add_timer(server, 5, 5, 2);
    CHECK(cerver_add_timer(server, 5, 5, 2) == 0 && cerver_last_error() == CERVER_ERROR_AGAIN, "the limit");
    for (int i = 0; i < 3; i++) {
        event = next();
        CHECK(event.kind == CERVER_EVENT_TIMER && event.tag == 2 && event.id == timer && event.code >= 1);
    }
    CHECK(cerver_unwatch(server, timer) == CERVER_OK && cerver_unwatch(server, timer) == CERVER_ERROR_NOT_FOUND);

    CHECK(cerver_watch_signal(server, SIGKILL, 3) == 0 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    uint64_t on_signal = cerver_watch_signal(server, SIGUSR2, 3);
    REQUIRE(on_signal != 0, "%s", cerver_last_error_message());
    CHECK(raise(SIGUSR2) == 0);
    do event = next(); while (event.kind == CERVER_EVENT_TIMER);
    CHECK(event.kind == CERVER_EVENT_SIGNAL && event.tag == 3 && event.code == SIGUSR2 && event.size == 1 && event.id == on_signal);
    CHECK(cerver_unwatch(server, watch) == CERVER_OK);

    REQUIRE(pipe(broken) == 0);
    watch = cerver_watch_descriptor(server, broken[1], CERVER_READY_TO_WRITE, 4);
    event = next();
    CHECK(event.kind == CERVER_EVENT_READY && event.tag == 4 && event.reason == CERVER_READY_TO_WRITE, "there is room");
    close(broken[0]);
    event = next();
    CHECK(event.kind == CERVER_EVENT_READY && event.id == watch && (event.reason & CERVER_READY_FAILED), "nobody reads any more");
    CHECK(cerver_unwatch(server, watch) == CERVER_OK && close(broken[1]) == 0);
    accept_from();
    close(ends[0]);
    close(ends[1]);
    CHECK(cerver_teardown(server) == 0);
    struct sigaction now;
    CHECK(sigaction(SIGUSR2, NULL, &now) == 0 && now.sa_handler == SIG_DFL, "the stop gives the signal back");
    return check_result();
}
