/* Queries, children of routes, bodies and replies of every kind, on two servers of one process. */
#include "check.h"

enum { BIG = 34 * 1024 };

static void query(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverPairs *pairs = http_request_get_query_params(request);
    const CerverString *value = http_query_pairs_get_value(pairs, "value");
    if (value == NULL) {
        CHECK(http_response_json_error_send(receive, HTTP_STATUS_BAD_REQUEST, "no \"value\"") == 0);
        return;
    }
    CHECK(http_response_json_key_value_send(receive, HTTP_STATUS_OK, "value", value->str) == 0);
}

static void text(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) request;
    CHECK(http_response_render_text(receive, HTTP_STATUS_OK, "<p>text</p>", 11) == 0);
    CHECK(http_response_render_text(receive, HTTP_STATUS_OK, "twice", 5) == 1);
    CHECK(cerver_last_error() == CERVER_ERROR_ANSWERED);
}

static void json(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *kind = http_request_get_param(request, "kind");
    uint8_t failed = 1;
    switch (kind->str[0]) {
        case 'r': failed = http_response_render_json(receive, HTTP_STATUS_OK, "{\"a\": 1}", 8); break;
        case 'i': failed = http_response_json_int_value_send(receive, HTTP_STATUS_CREATED, "a", -7); break;
        case 'l': failed = http_response_json_large_int_value_send(receive, HTTP_STATUS_OK, "a", 1L << 40); break;
        case 'b': failed = http_response_json_bool_value_send(receive, HTTP_STATUS_OK, "a", true); break;
        case 'c': failed = http_response_json_custom_send(receive, HTTP_STATUS_OK, "[1, 2]"); break;
        default: {
            CerverHttpResponse *response = http_response_create_json_key_value(HTTP_STATUS_ACCEPTED, "a\"b", "c\n\\d");
            failed = http_response_send(response, receive);
            http_response_delete(response);
        }
    }
    CHECK(failed == 0, "%s: %s", kind->str, cerver_last_error_message());
}

/* Texts without a length, longer than other texts may be. */
static void long_json(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    static char value[200 * 1024];
    (void) request;
    memset(value, 'v', sizeof value - 1);
    cerver_clear_last_error();
    http_response_delete(http_response_json_msg(HTTP_STATUS_OK, value));
    http_response_delete(http_response_json_error(HTTP_STATUS_OK, value));
    http_response_delete(http_response_json_key_value(HTTP_STATUS_OK, "key", value));
    http_response_delete(http_response_create_json_key_value(HTTP_STATUS_OK, "key", value));
    CHECK(cerver_last_error() == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(http_response_json_key_value_send(receive, HTTP_STATUS_OK, "key", value) == 0, "%s", cerver_last_error_message());
}

/* Gives the body back, all of it. */
static void echo(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *body = http_request_get_body(request);
    CHECK(body->str[body->len] == 0);
    CHECK(http_response_create_and_send(HTTP_STATUS_OK, body->str, body->len, receive) == 0);
}

/* How many parts there are, files counted as ten. */
static void parts(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    if (!http_request_multi_parts_iter_start(request)) {
        CHECK(http_response_json_error_send(receive, HTTP_STATUS_BAD_REQUEST, "no form") == 0);
        return;
    }
    int count = 0;
    for (const CerverMultiPart *part; (part = http_request_multi_parts_iter_get_next(request)) != NULL;) {
        count += http_multi_part_is_file(part) ? 10 : 1;
    }
    const char *key = http_request_multi_parts_get_value(request, "key");
    CHECK(key != NULL && strcmp(key, "okay") == 0);
    CHECK(http_response_json_int_value_send(receive, HTTP_STATUS_OK, "parts", count) == 0);
}

static void expect(uint16_t port, const char *path, int status, const char *body) {
    struct reply reply;
    CHECK(client_get(port, path, &reply) == status, "%s: %d", path, reply.status);
    CHECK(strcmp(reply.body, body) == 0, "%s: %s", path, reply.body);
}

/* The status of the answer to a POST. */
static int post(int client, const char *path, const char *kind, const char *body, size_t length, struct reply *reply) {
    char head[512];
    int size = snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
                        path, kind, length);
    REQUIRE(client_write(client, head, (size_t) size) && client_write(client, body, length) && client_reply(client, reply));
    return reply->status;
}

static void bodies(uint16_t port) {
    static const char form[] = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nokay\r\n"
                               "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n1\r\n--b--\r\n";
    static char big[BIG];
    static struct reply reply;
    for (size_t i = 0; i < sizeof big; i++) big[i] = (char) (i % 251); /* NULs among them */
    int client = client_connect(port);
    for (int i = 0; i < 3; i++) {
        CHECK(post(client, "/json/echo", "application/x-www-form-urlencoded", big, sizeof big, &reply) == 200);
        CHECK(reply.length == sizeof big && memcmp(reply.body, big, sizeof big) == 0, "%zu bytes", reply.length);
        CHECK(post(client, "/parts", "multipart/form-data; boundary=b", form, sizeof form - 1, &reply) == 200);
        CHECK(strcmp(reply.body, "{\"parts\": 11}") == 0, "%s", reply.body);
        CHECK(post(client, "/parts", "text/plain", form, sizeof form - 1, &reply) == 400);
    }
    close(client);
}

static CerverServer *first_server(void) {
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_set_not_found_handler(http);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "query", query));
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "long", long_json));
    CerverHttpRoute *parent = http_route_create(REQUEST_METHOD_GET, "json", text);
    http_route_child_add(parent, http_route_create(REQUEST_METHOD_POST, "echo", echo));
    http_route_child_add(parent, http_route_create(REQUEST_METHOD_GET, ":kind", json));
    http_cerver_route_register(http, parent);
    CerverHttpRoute *form = http_route_create(REQUEST_METHOD_POST, "parts", parts);
    http_route_set_modifier(form, HTTP_ROUTE_MODIFIER_MULTI_PART);
    http_cerver_route_register(http, form);
    return server;
}

int main(void) {
    watchdog(60, "replies");
    CerverServer *first = first_server(), *second = server_create(NULL);
    http_cerver_set_not_found_handler(http_cerver_get(second));
    http_cerver_route_register(http_cerver_get(second), http_route_create(REQUEST_METHOD_GET, "text", text));
    uint16_t port = server_start(first), other = server_start(second);
    expect(port, "/query?value=a%20b&x=1", 200, "{\"value\": \"a b\"}");
    expect(port, "/query?x=1", 400, "{\"error\": \"no \\\"value\\\"\"}");
    expect(port, "/json", 200, "<p>text</p>");
    expect(port, "/json/render", 200, "{\"a\": 1}");
    expect(port, "/json/int", 201, "{\"a\": -7}");
    expect(port, "/json/large", 200, "{\"a\": 1099511627776}");
    expect(port, "/json/bool", 200, "{\"a\": true}");
    expect(port, "/json/custom", 200, "[1, 2]");
    expect(port, "/json/pair", 202, "{\"a\\\"b\": \"c\\n\\\\d\"}");
    expect(port, "/text", 404, "{\"error\": \"Not found!\"}");
    expect(other, "/text", 200, "<p>text</p>");
    expect(other, "/query?value=1", 404, "{\"error\": \"Not found!\"}");
    bodies(port);
    char start[64];
    int client = client_connect(port);
    CHECK(client_request(client, "GET", "/long") && client_read(client, start, sizeof start) > 12);
    CHECK(memcmp(start, "HTTP/1.1 200", 12) == 0, "%.12s", start);
    close(client);
    CHECK(cerver_teardown(first) == 0);
    expect(other, "/text", 200, "<p>text</p>");
    CHECK(cerver_teardown(second) == 0);
    return check_result();
}
