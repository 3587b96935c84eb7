/* The limits and time-outs of HTTP: each has its documented default, and bites where it is set. */
#include "check.h"

static char request[64 * 1024];

/* The status of the answer to `request` of `length` bytes; a server that refuses may close before it has read all. */
static int send_request(uint16_t port, int length) {
    struct reply reply;
    REQUIRE(length > 0 && (size_t) length < sizeof request);
    int client = client_connect(port);
    (void) client_write(client, request, (size_t) length);
    bool answered = client_reply(client, &reply);
    close(client);
    return answered ? reply.status : 0;
}

static const char *letters(size_t count) {
    static char text[32 * 1024];
    REQUIRE(count < sizeof text);
    memset(text, 'x', count);
    text[count] = 0;
    return text;
}

/* Each sends a request of which one thing has `size` bytes. */
static int with_request_line(uint16_t port, size_t size) {
    return send_request(port, snprintf(request, sizeof request, "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", letters(size - 14)));
}

static const char chunked[] = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

static int with_extensions(uint16_t port, size_t size) {
    const char *format = "%s1;%s\r\na\r\n1;x\r\na\r\n0\r\n\r\n"; /* two semicolons and a letter */
    return send_request(port, snprintf(request, sizeof request, format, chunked, letters(size - 3)));
}

static int with_trailer(uint16_t port, size_t size) {
    const char *format = "%s1\r\na\r\n0\r\nT:%s\r\n\r\n"; /* a name, a colon, CR LF */
    return send_request(port, snprintf(request, sizeof request, format, chunked, letters(size - 4)));
}

static void of_requests(void) {
    static const struct {
        const char *name;
        CerverStatus (*set)(CerverHttp *, size_t);
        int (*send)(uint16_t, size_t);
        size_t standard, smaller;
        int refused;
    } limits[] = {
        {"request line", http_cerver_set_request_line_limit, with_request_line, 16 * 1024, 100, 414},
        {"chunk extensions", http_cerver_set_chunk_extension_limit, with_extensions, 4 * 1024, 20, 400},
        {"trailer", http_cerver_set_trailer_limit, with_trailer, 8 * 1024, 20, 431},
    };
    watchdog(30, "limits of requests");
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        CerverServer *server = server_create(answer_ok);
        for (int is_set = 0; is_set < 2; is_set++) {
            size_t most = is_set ? limits[i].smaller : limits[i].standard;
            if (is_set) CHECK(limits[i].set(http_cerver_get(server), most) == CERVER_OK, "%s", limits[i].name);
            uint16_t port = server_start(server);
            int taken = limits[i].send(port, most), refused = limits[i].send(port, most + 1);
            CHECK(taken == 200, "%s of %zu: %d", limits[i].name, most, taken);
            CHECK(refused == limits[i].refused, "%s of %zu: %d", limits[i].name, most + 1, refused);
            CHECK(cerver_drain(server, 0) == CERVER_OK);
        }
        CHECK(cerver_teardown(server) == 0);
    }
}

static void of_nothing(void) {
    watchdog(30, "limits of 0");
    CerverServer *server = server_create(answer_ok);
    CerverHttp *http = http_cerver_get(server);
    CHECK(http_cerver_set_request_line_limit(http, 13) == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_request_line_limit(http, 14) == CERVER_OK);
    CHECK(http_cerver_set_chunk_extension_limit(http, 0) == CERVER_OK);
    CHECK(http_cerver_set_trailer_limit(http, 0) == CERVER_OK);
    uint16_t port = server_start(server);
    CHECK(client_get(port, "/", NULL) == 200);
    CHECK(with_request_line(port, 15) == 414);
    CHECK(cerver_shutdown(server) == 0);
    CHECK(http_cerver_set_request_line_limit(http, 100) == CERVER_OK);
    port = server_start(server);
    CHECK(send_request(port, snprintf(request, sizeof request, "%s1\r\na\r\n0\r\n\r\n", chunked)) == 200);
    CHECK(with_extensions(port, 4) == 400);
    CHECK(with_trailer(port, 4) == 431);
    CHECK(cerver_teardown(server) == 0);
}

/* Takes the request along and never answers. */
static void keep(const CerverHttpReceive *receive, const CerverHttpRequest *unused) {
    (void) unused;
    CHECK(http_receive_detach(receive) == CERVER_OK);
}

static void of_time(void) {
    watchdog(30, "time-outs");
    CerverServer *server = server_create(keep);
    CerverHttp *http = http_cerver_get(server);
    CHECK(http_cerver_set_body_timeout(http, 200) == CERVER_OK);
    CHECK(http_cerver_set_answer_timeout(http, 200) == CERVER_OK);
    uint16_t port = server_start(server);
    double start = now();
    CHECK(send_request(port, snprintf(request, sizeof request, "%s1\r\n", chunked)) == 408, "half a body");
    CHECK(now() - start >= 0.19, "%.3f s", now() - start);
    start = now();
    CHECK(client_get(port, "/", NULL) == 503, "no answer");
    CHECK(now() - start >= 0.19, "%.3f s", now() - start);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    of_requests();
    of_nothing();
    of_time();
    return check_result();
}
