/* Limits of heads and connections, and fields behind a streamed body: what the client sees of each. */
#include "check.h"

static char request[96 * 1024];

/* The status of the answer to `text`, 0 when the connection just ends. */
static int ask(uint16_t port, const char *text, struct reply *reply) {
    struct reply unused;
    reply = reply ? reply : &unused;
    int client = client_connect(port);
    (void) client_write(client, text, strlen(text));
    bool answered = client_reply(client, reply);
    close(client);
    return answered ? reply->status : 0;
}

static const char *head_with(size_t fields, size_t bytes) {
    int length = snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: a\r\n");
    for (size_t i = 1; i < fields; i++) length += snprintf(request + length, sizeof request - (size_t) length, "A: b\r\n");
    if (bytes > 0) { /* one field more fills the head up, with its own name and the empty line */
        length += snprintf(request + length, sizeof request - (size_t) length, "B: ");
        memset(request + length, 'x', bytes - (size_t) length - 4);
        length = (int) bytes - 4;
        length += snprintf(request + length, sizeof request - (size_t) length, "\r\n");
    }
    snprintf(request + length, sizeof request - (size_t) length, "\r\n");
    return request;
}

static void of_heads(void) {
    watchdog(30, "limits of heads");
    CerverServer *server = server_create(answer_ok);
    CerverHttp *http = http_cerver_get(server);
    for (int is_set = 0; is_set < 2; is_set++) {
        size_t count = is_set ? 7 : 128, bytes = is_set ? 300 : 64 * 1024;
        if (is_set) {
            CHECK(http_cerver_set_header_count_limit(http, 7) == CERVER_OK);
            CHECK(http_cerver_set_head_limit(http, 300) == CERVER_OK);
        }
        uint16_t port = server_start(server);
        CHECK(ask(port, head_with(count, 0), NULL) == 200, "%zu fields", count);
        CHECK(ask(port, head_with(count + 1, 0), NULL) == 431, "%zu fields", count + 1);
        CHECK(ask(port, head_with(1, bytes), NULL) == 200, "%zu bytes", bytes);
        CHECK(ask(port, head_with(1, bytes + 1), NULL) == 431, "%zu bytes", bytes + 1);
        CHECK(cerver_shutdown(server) == 0);
    }
    CHECK(http_cerver_set_header_count_limit(http, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_head_limit(http, 255) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_teardown(server) == 0);
}

/* The seconds until a connection that has sent `text` ends, and the status of its last answer. */
static double until_end(uint16_t port, const char *text, int *status) {
    struct reply reply = {0};
    double start = now();
    int client = client_connect(port);
    (void) client_write(client, text, strlen(text));
    *status = 0;
    while (client_reply(client, &reply)) *status = reply.status;
    close(client);
    return now() - start;
}

static void of_time(void) {
    watchdog(30, "time-outs of connections");
    CerverServer *server = server_create(answer_ok);
    CHECK(http_cerver_set_head_timeout(http_cerver_get(server), 300) == CERVER_OK);
    CHECK(cerver_set_idle_timeout(server, 600) == CERVER_OK);
    uint16_t port = server_start(server);
    int status;
    double time = until_end(port, "GET / HT", &status);
    CHECK(status == 408 && time >= 0.29, "half a head: %d after %.3f s", status, time);
    time = until_end(port, "", &status);
    CHECK(status == 0 && time >= 0.29, "nothing: %d after %.3f s", status, time);
    time = until_end(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", &status);
    CHECK(status == 200 && time >= 0.59, "idle: %d after %.3f s", status, time);
    CHECK(cerver_teardown(server) == 0);
}

static void of_requests(void) {
    static const char one[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    struct reply reply;
    watchdog(30, "requests of a connection");
    CerverServer *server = server_create(answer_ok);
    CHECK(http_cerver_set_keep_alive_requests(http_cerver_get(server), 2) == CERVER_OK);
    uint16_t port = server_start(server);
    int client = client_connect(port);
    for (int i = 0; i < 3; i++) (void) client_write(client, one, strlen(one));
    for (int i = 0; i < 2; i++) {
        CHECK(client_reply(client, &reply) && reply.status == 200, "answer %d", i);
        CHECK((strstr(reply.head, "Connection: close") != NULL) == (i == 1), "%s", reply.head);
    }
    CHECK(!client_reply(client, &reply), "a third answer");
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

/* The stream of the last request, and whether it was begun. */
static const CerverHttpReceive *quiet;
static struct latch begun = LATCH_INIT;

static void stream_quietly(const CerverHttpReceive *receive, const CerverHttpRequest *unused) {
    (void) unused;
    CerverHttpResponse *response = http_response_get();
    CHECK(http_receive_detach(receive) == CERVER_OK);
    CHECK(http_response_stream(response, receive) == CERVER_OK);
    http_response_delete(response);
    CHECK(http_receive_stream_write(receive, "event", 5) == CERVER_OK);
    quiet = receive;
    latch_raise(&begun);
}

/* A client that ends its side of a quiet stream is gone soon, or stays where that is set. */
static void of_streams(void) {
    watchdog(30, "quiet streams");
    CerverServer *server = server_create(stream_quietly);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "ping", answer_ok));
    for (int is_set = 0; is_set < 3; is_set++) {
        char byte;
        if (is_set) CHECK(http_cerver_set_half_closed_timeout(http, is_set == 1 ? 50 : 0) == CERVER_OK);
        uint16_t port = server_start(server);
        int client = client_connect(port);
        begun.value = 0;
        CHECK(client_request(client, "GET", "/"));
        REQUIRE(latch_wait(&begun, 1, 5));
        double start = now();
        shutdown(client, SHUT_WR);
        if (is_set < 2) {
            while (client_read(client, &byte, 1) == 1) continue;
            CHECK(now() - start >= (is_set ? 0.04 : 0.9), "%.3f s", now() - start);
            CerverStatus late = http_receive_stream_write(quiet, "late", 4);
            CHECK(late == CERVER_ERROR_CLOSED || late == CERVER_ERROR_HANDLE, "%d", (int) late);
            if (late == CERVER_ERROR_HANDLE) http_receive_close(quiet);
        } else {
            CHECK(client_get(port, "/ping", NULL) == 200, "another request has made the round through the reactor");
            CHECK(http_receive_stream_write(quiet, "late", 4) == CERVER_OK);
            CHECK(http_receive_stream_end(quiet) == CERVER_OK);
            while (client_read(client, &byte, 1) == 1) continue;
            CHECK(byte == '\n');
        }
        close(client);
        CHECK(cerver_shutdown(server) == 0);
    }
    CHECK(cerver_teardown(server) == 0);
}

/* Takes the request along and never answers. */
static void keep(const CerverHttpReceive *receive, const CerverHttpRequest *unused) {
    (void) unused;
    CHECK(http_receive_detach(receive) == CERVER_OK);
}

static void of_waiting(void) {
    static const char *const expected[] = {"Retry-After: 1\n", "Retry-After: 120\n", NULL};
    watchdog(30, "Retry-After");
    CerverServer *server = server_create(keep);
    CerverHttp *http = http_cerver_get(server);
    CHECK(http_cerver_set_answer_timeout(http, 100) == CERVER_OK);
    for (int i = 0; i < 3; i++) {
        struct reply reply;
        if (i > 0) CHECK(http_cerver_set_retry_after(http, i == 1 ? 120 : 0) == CERVER_OK);
        uint16_t port = server_start(server);
        CHECK(client_get(port, "/", &reply) == 503);
        CHECK(expected[i] ? strstr(reply.head, expected[i]) != NULL : strstr(reply.head, "Retry-After") == NULL, "%s",
              reply.head);
        CHECK(cerver_shutdown(server) == 0);
    }
    CHECK(cerver_teardown(server) == 0);
}

static void of_addresses(void) {
    char end;
    CerverStats stats = {.size = sizeof stats};
    watchdog(30, "connections of an address");
    CerverServer *server = server_create(answer_ok);
    CHECK(cerver_set_max_connections_per_address(server, 1) == CERVER_OK);
    uint16_t port = server_start(server);
    int first = client_connect(port), second = client_connect(port);
    CHECK(client_read(second, &end, 1) == 0, "closed without a word");
    CHECK(client_request(first, "GET", "/"));
    struct reply reply;
    CHECK(client_reply(first, &reply) && reply.status == 200);
    CHECK(cerver_get_stats(server, &stats) == CERVER_OK && stats.rejected == 1 && stats.accepted == 1, "%d rejected",
          (int) stats.rejected);
    CHECK(cerver_set_max_connections_per_address(server, 2) == CERVER_ERROR_STATE);
    close(first), close(second);
    CHECK(cerver_teardown(server) == 0);
}

static char large[24 << 20];

static void answer_large(const CerverHttpReceive *receive, const CerverHttpRequest *unused) {
    (void) unused;
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_BIN, large, sizeof large);
}

/* A client that takes a little again and again, but less than it must. */
static void of_slow_readers(void) {
    static char block[1 << 16];
    CerverStats stats = {.size = sizeof stats};
    watchdog(60, "slow readers");
    CerverServer *server = server_create(answer_large);
    CHECK(cerver_set_write_timeout(server, 500) == CERVER_OK);
    CHECK(cerver_set_min_send_rate(server, 100000000) == CERVER_OK);
    uint16_t port = server_start(server);
    int client = client_connect(port);
    CHECK(client_request(client, "GET", "/"));
    double start = now();
    do {
        usleep(50000);
        REQUIRE(client_read(client, block, sizeof block) > 0, "what was sent before is there");
        CHECK(cerver_get_stats(server, &stats) == CERVER_OK);
    } while (stats.connections != 0 && now() - start < 8 * slowness());
    CHECK(stats.timeouts == 1 && stats.connections == 0, "%d", (int) stats.timeouts);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void of_length(void) {
    static const char chunked[] = "POST /sized HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    watchdog(30, "a length that is required");
    CerverServer *server = server_create(NULL);
    CerverHttpRoute *route = http_route_create(REQUEST_METHOD_POST, "sized", answer_ok);
    CHECK(http_route_set_length_required(route, true) == CERVER_OK);
    http_cerver_route_register(http_cerver_get(server), route);
    uint16_t port = server_start(server);
    CHECK(ask(port, chunked, NULL) == 411);
    CHECK(ask(port, "POST /sized HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na", NULL) == 200);
    CHECK(cerver_shutdown(server) == 0);
    CHECK(http_route_set_length_required(route, false) == CERVER_OK);
    port = server_start(server);
    CHECK(ask(port, chunked, NULL) == 200);
    CHECK(cerver_teardown(server) == 0);
}

static void stream(const CerverHttpReceive *receive, const CerverHttpRequest *unused) {
    (void) unused;
    CHECK(http_receive_stream_trailer(receive, "X-Sum", "7") == CERVER_ERROR_STATE);
    CerverHttpResponse *response = http_response_get();
    CHECK(http_response_stream(response, receive) == CERVER_OK);
    http_response_delete(response);
    CHECK(http_receive_stream_write(receive, "ab", 2) == CERVER_OK);
    CHECK(http_receive_stream_trailer(receive, "X-Sum", "7") == CERVER_OK);
    CHECK(http_receive_stream_trailer(receive, "X-Sum", "7\r\nX: y") == CERVER_ERROR_ARGUMENT);
    CHECK(http_receive_stream_trailer(receive, "X Sum", "7") == CERVER_ERROR_ARGUMENT);
    CHECK(http_receive_stream_trailer(receive, "Content-Length", "7") == CERVER_ERROR_ARGUMENT);
    CHECK(http_receive_stream_trailer(receive, NULL, "7") == CERVER_ERROR_NULL);
    CHECK(http_receive_stream_trailer(receive, "X-Sum", NULL) == CERVER_ERROR_NULL);
    CHECK(http_receive_stream_end(receive) == CERVER_OK);
}

static void trailers(void) {
    static const char with[] = "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n";
    char answer[1024] = "";
    watchdog(30, "trailers");
    CerverServer *server = server_create(stream);
    uint16_t port = server_start(server);
    int client = client_connect(port);
    (void) client_write(client, with, strlen(with));
    size_t length = 0;
    for (ssize_t count; (count = client_read(client, answer + length, sizeof answer - 1 - length)) > 0;)
        length += (size_t) count;
    const char *body = strstr(answer, "\r\n\r\n");
    CHECK(body != NULL && strcmp(body, "\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 7\r\n\r\n") == 0, "%s", answer);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    of_heads();
    of_time();
    of_requests();
    of_streams();
    of_waiting();
    of_addresses();
    of_slow_readers();
    of_length();
    trailers();
    return check_result();
}
