/* WebSocket routes from C: handshake, messages, sending from other threads, closing, late handles, an upgrade of another
 * protocol. With handlers on the reactor, on a pool and on threads of their own. */
#include "check.h"

static struct latch opened = LATCH_INIT, closed = LATCH_INIT;
static const CerverHttpReceive *_Atomic last;
static atomic_int deleted, pings, errors;

static void delete_data(void *data) {
    free(data);
    deleted++;
}

static void check_handshake(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    if (http_request_query_params_get_value(request, "refuse") != NULL) {
        http_response_render(receive, HTTP_STATUS_FORBIDDEN, HTTP_CONTENT_TYPE_TXT, "no", 2);
        return;
    }
    http_request_set_custom_data((CerverHttpRequest *) request, strdup("kept"));
    http_request_set_delete_custom_data((CerverHttpRequest *) request, delete_data);
}

static void on_open(const CerverHttpReceive *receive) {
    const CerverHttpRequest *request = http_web_sockets_get_request(receive);
    const CerverString *room = http_request_get_param(request, "room");
    CHECK(room != NULL && strcmp(room->str, "blue") == 0);
    CHECK(strcmp(http_request_get_custom_data(request), "kept") == 0);
    CHECK(http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, "no", 2) != 0);
    CHECK(http_web_sockets_get_close_code(receive) == -1 && cerver_last_error() == CERVER_ERROR_STATE);
    last = receive;
    latch_raise(&opened);
}

static void on_message(const CerverHttpReceive *receive, const char *msg, size_t len) {
    CHECK(msg[len] == 0, "a NUL stands behind it");
    if (strcmp(msg, "close") == 0) {
        CHECK(http_web_sockets_close(receive, 1006, "") == CERVER_ERROR_ARGUMENT);
        CHECK(http_web_sockets_close(receive, 4000, "bye") == CERVER_OK);
        CHECK(http_web_sockets_send(receive, "late", 4) == CERVER_ERROR_CLOSED);
    } else {
        CHECK(http_web_sockets_send(receive, msg, len) == CERVER_OK);
    }
}

static void on_binary(const CerverHttpReceive *receive, const char *msg, size_t len) {
    CHECK(http_web_sockets_send(receive, msg, len) == CERVER_ERROR_ARGUMENT, "no UTF-8");
    CHECK(http_web_sockets_send_binary(receive, msg, len) == CERVER_OK);
}

static void on_ping(const CerverHttpReceive *receive) {
    (void) receive;
    pings++;
}

static void on_error(const CerverHttpReceive *receive, CerverHttpWebSocketError error) {
    (void) receive;
    CHECK(error == HTTP_WEB_SOCKET_ERROR_PROTOCOL);
    errors++;
}

static void on_close(const CerverHttpReceive *receive, const char *reason) {
    const int code = http_web_sockets_get_close_code(receive);
    CHECK(code == 1006 ? *reason == 0 : code == 4000 && strcmp(reason, "seen") == 0, "%d %s", code, reason);
    CHECK(http_web_sockets_send(receive, "late", 4) == CERVER_ERROR_CLOSED);
    latch_raise(&closed);
}

static void on_event(const CerverEvent *event, void *data) {
    (void) data;
    if (event->kind == CERVER_EVENT_DATA) cerver_connection_send(event->connection, event->data, event->size);
    if (event->kind == CERVER_EVENT_HALF_CLOSED) cerver_connection_close(event->connection);
}

static int ask(uint16_t port, const char *path, const char *protocol, int status) {
    char text[1024], line[1024];
    int fd = client_connect(port);
    int length = snprintf(text, sizeof text,
                          "GET %s HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: %s\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                          path, protocol);
    REQUIRE(client_write(fd, text, (size_t) length) && client_line(fd, line, sizeof line));
    CHECK(atoi(line + 9) == status, "%s", line);
    while (client_line(fd, line, sizeof line) && *line != 0) {
    }
    return fd;
}

/* A frame whose mask is 0, so that its bytes stand as they are. */
static void send_frame(int fd, int first, const char *payload, size_t length) {
    unsigned char frame[256] = {(unsigned char) first, (unsigned char) (0x80 | length)};
    memcpy(frame + 6, payload, length);
    CHECK(client_write(fd, (char *) frame, 6 + length));
}

static void read_exactly(int fd, char *data, size_t size) {
    for (ssize_t n; size > 0; data += n, size -= (size_t) n) REQUIRE((n = client_read(fd, data, size)) > 0);
}

static void expect_frame(int fd, int first, const char *payload, size_t length) {
    char got[256];
    read_exactly(fd, got, 2);
    CHECK((unsigned char) got[0] == first && (size_t) got[1] == length, "%x %d", (unsigned char) got[0], got[1]);
    read_exactly(fd, got, (size_t) got[1]);
    CHECK(memcmp(got, payload, length) == 0);
}

static void *send_from_here(void *receive) {
    for (int i = 0; i < 50; i++) {
        CerverStatus status;
        while ((status = http_web_sockets_send(receive, "0123456789", 10)) == CERVER_ERROR_AGAIN) {
            CHECK(http_web_sockets_wait(receive, 5000) == CERVER_OK);
        }
        CHECK(status == CERVER_OK);
    }
    return NULL;
}

static void talk(CerverHandlerType type, uint16_t threads) {
    CerverServer *server = cerver_create_web("sockets", 0, 8);
    CerverHttp *http = http_cerver_get(server);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    cerver_set_handler_type(server, type);
    cerver_set_thpool_n_threads(server, threads);
    CerverHttpRoute *route = http_route_create(REQUEST_METHOD_GET, "room/:room", check_handshake);
    http_route_set_modifier(route, 3);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_WEB_SOCKET);
    http_route_set_execute_handler(route, true);
    http_route_set_ws_on_open(route, on_open);
    http_route_set_ws_on_message(route, on_message);
    http_route_set_ws_on_binary(route, on_binary);
    http_route_set_ws_on_ping(route, on_ping);
    http_route_set_ws_on_error(route, on_error);
    http_route_set_ws_on_close(route, on_close);
    CHECK(http_route_ws_protocol_add(route, "not a token") == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_ws_limits(http, 1000, 100) == CERVER_OK);
    CHECK(http_cerver_set_ws_compression_effort(http, 10, 1) == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_ws_compression_window(http, 8, true) == CERVER_ERROR_ARGUMENT);
    http_cerver_route_register(http, route);
    CerverHttpRoute *raw = http_route_create(REQUEST_METHOD_GET, "raw", NULL);
    CHECK(http_route_take_upgrade(raw, "echo/1", on_event, NULL) == CERVER_OK);
    http_cerver_route_register(http, raw);
    REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
    const uint16_t port = cerver_get_port(server);
    const int before = latch_value(&closed), opens = latch_value(&opened);

    close(ask(port, "/room/blue?refuse=1", "websocket", 403));
    int fd = ask(port, "/room/blue", "websocket", 101);
    send_frame(fd, 0x81, "hello", 5);
    expect_frame(fd, 0x81, "hello", 5);
    send_frame(fd, 0x82, "\xff\0\xfe", 3);
    expect_frame(fd, 0x82, "\xff\0\xfe", 3);
    send_frame(fd, 0x89, "x", 1);
    expect_frame(fd, 0x8a, "x", 1);
    CHECK(latch_wait(&opened, opens + 1, 10));
    pthread_t senders[2];
    for (int i = 0; i < 2; i++) REQUIRE(pthread_create(&senders[i], NULL, send_from_here, (void *) last) == 0);
    for (int i = 0; i < 100; i++) expect_frame(fd, 0x81, "0123456789", 10);
    for (int i = 0; i < 2; i++) pthread_join(senders[i], NULL);
    send_frame(fd, 0x81, "close", 5);
    expect_frame(fd, 0x88, "\x0f\xa0" "bye", 5);
    send_frame(fd, 0x88, "\x0f\xa0" "seen", 6);
    CHECK(latch_wait(&closed, before + 1, 10));
    close(fd);
    for (int i = 0; i < 500 && http_web_sockets_send(last, "x", 1) != CERVER_ERROR_HANDLE; i++) usleep(10000);
    CHECK(http_web_sockets_send(last, "x", 1) == CERVER_ERROR_HANDLE, "the handle is stale");

    fd = ask(port, "/room/blue", "websocket", 101);
    send_frame(fd, 0x83, "", 0);
    CHECK(latch_wait(&closed, before + 2, 10));
    close(fd);

    fd = ask(port, "/raw", "echo/1", 101);
    char got[8];
    CHECK(client_write(fd, "raw", 3));
    read_exactly(fd, got, 3);
    CHECK(memcmp(got, "raw", 3) == 0);
    close(fd);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    watchdog(90, "web sockets");
    talk(CERVER_HANDLER_TYPE_POLL, 0);
    talk(CERVER_HANDLER_TYPE_POLL, 2);
    talk(CERVER_HANDLER_TYPE_THREADS, 0);
    CHECK(latch_value(&closed) == 6 && deleted == 6 && pings == 3 && errors == 3);
    return check_result();
}
