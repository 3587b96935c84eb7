/* Pages of other sites: the whitelist, responses that handlers open to pages, and the library's own answers. */
#include "check.h"

#define PAGE "https://page.example"

static CerverHttpOrigin *origin;

/* The status of the answer to a request with further header lines. */
static int ask(uint16_t port, const char *method, const char *path, const char *lines, struct reply *reply) {
    char text[1024];
    int client = client_connect(port);
    int length = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: h\r\n%s\r\n", method, path, lines);
    REQUIRE(client >= 0 && client_write(client, text, (size_t) length) && client_reply(client, reply), "%s", path);
    close(client);
    return reply->status;
}

static bool has(const struct reply *reply, const char *line) {
    char text[256];
    snprintf(text, sizeof text, "%s\n", line);
    return strstr(reply->head, text) != NULL;
}

/* An answer whose handler looks at the page that asks. */
static void own_check(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) request;
    CerverHttpResponse *response = http_response_create(HTTP_STATUS_OK, "data", 4);
    bool is_known = http_response_add_whitelist_cors_header_from_request(receive, response) == 0;
    CHECK(is_known || cerver_last_error() == CERVER_ERROR_NOT_FOUND);
    if (is_known) {
        CHECK(http_response_add_cors_allow_credentials_header(response) == 0);
        CHECK(http_response_add_cors_allow_methods_header(response, "GET, PUT") == 0);
    }
    CHECK(http_response_send(response, receive) == 0);
    http_response_delete(response);
}

/* Answers for one page each, whoever asks. */
static void fixed(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *which = http_request_get_param(request, "which");
    CerverHttpResponse *response = http_response_create(HTTP_STATUS_OK, "data", 4);
    switch (which->str[0]) {
        case 'e': CHECK(http_response_add_cors_header(response, "*") == 0); break;
        case 'o': CHECK(http_response_add_cors_header_from_origin(response, origin) == 0); break;
        case 'w': CHECK(http_response_add_whitelist_cors_header(response, PAGE) == 0); break;
        default: CHECK(http_response_add_whitelist_cors_header_from_origin(response, origin) == 0); break;
    }
    CHECK(http_response_send(response, receive) == 0);
    http_response_delete(response);
}

static void origins(void) {
    origin = http_origin_new();
    REQUIRE(origin != NULL);
    CHECK(http_origin_get_len(origin) == 0 && http_origin_get_value(origin) == NULL);
    http_origin_print(origin);
    CHECK(cerver_last_error() == CERVER_ERROR_NULL);
    *origin = (CerverHttpOrigin) {-1, PAGE};
    http_origin_print(origin);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    origin->len = (int) strlen(PAGE);
    http_origin_print(origin);
    CHECK(http_origin_get_len(origin) == 20 && strcmp(http_origin_get_value(origin), PAGE) == 0);
    CerverHttpOrigin *gone = http_origin_new(), own = {0, NULL};
    http_origin_delete(gone);
    CHECK(http_origin_get_len(gone) == -1 && cerver_last_error() == CERVER_ERROR_HANDLE);
    http_origin_delete(gone);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(http_origin_get_len(&own) == -1 && cerver_last_error() == CERVER_ERROR_HANDLE);
}

static void responses(void) {
    CerverHttpResponse *response = http_response_get();
    CHECK(http_response_add_whitelist_cors_header(response, "https://other.example") == 1);
    CHECK(cerver_last_error() == CERVER_ERROR_NOT_FOUND);
    CHECK(http_response_add_cors_header(response, "page.example") == 1 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(http_response_add_cors_header(response, "*") == 0);
    CHECK(http_response_add_cors_allow_credentials_header(response) == 1 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(http_response_add_cors_header(response, PAGE) == 0 && http_response_add_cors_allow_credentials_header(response) == 0);
    CHECK(http_response_add_cors_header(response, "*") == 1 && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(http_response_add_cors_allow_methods_header(response, "GET;PUT") == 1);
    http_response_delete(response);
}

static void by_handlers(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "GET", "/own", "Origin: " PAGE "\r\n", &reply) == 200);
    CHECK(has(&reply, "Access-Control-Allow-Origin: " PAGE) && has(&reply, "Vary: Origin"), "%s", reply.head);
    CHECK(has(&reply, "Access-Control-Allow-Credentials: true") && has(&reply, "Access-Control-Allow-Methods: GET, PUT"));
    for (int i = 0; i < 2; i++) {
        CHECK(ask(port, "GET", "/own", i ? "Origin: https://other.example\r\n" : "", &reply) == 200);
        CHECK(strstr(reply.head, "Access-Control") == NULL && has(&reply, "Vary: Origin"), "%s", reply.head);
    }
    CHECK(ask(port, "GET", "/fixed/every", "", &reply) == 200);
    CHECK(has(&reply, "Access-Control-Allow-Origin: *") && strstr(reply.head, "Vary") == NULL, "%s", reply.head);
    static const char *const paths[] = {"/fixed/origin", "/fixed/whitelist", "/fixed/both"};
    for (int i = 0; i < 3; i++) {
        CHECK(ask(port, "GET", paths[i], "", &reply) == 200);
        CHECK(has(&reply, "Access-Control-Allow-Origin: " PAGE) && has(&reply, "Vary: Origin"), "%s", reply.head);
    }
}

static void by_library(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "GET", "/plain", "Origin: " PAGE "\r\n", &reply) == 200);
    CHECK(has(&reply, "Access-Control-Allow-Origin: " PAGE) && has(&reply, "Access-Control-Expose-Headers: ETag"), "%s", reply.head);
    CHECK(ask(port, "GET", "/plain", "Origin: https://other.example\r\n", &reply) == 200);
    CHECK(strstr(reply.head, "Access-Control") == NULL && has(&reply, "Vary: Origin"), "%s", reply.head);
    CHECK(ask(port, "OPTIONS", "/plain", "Origin: " PAGE "\r\nAccess-Control-Request-Method: GET\r\n", &reply) == 204);
    CHECK(has(&reply, "Access-Control-Allow-Origin: " PAGE) && has(&reply, "Access-Control-Allow-Methods: GET, HEAD, OPTIONS"));
    CHECK(has(&reply, "Access-Control-Allow-Headers: X-Key") && has(&reply, "Access-Control-Max-Age: 5"), "%s", reply.head);
    CHECK(has(&reply, "Access-Control-Allow-Credentials: true"), "%s", reply.head);
}

int main(void) {
    watchdog(60, "cors");
    origins();
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "own", own_check));
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "fixed/:which", fixed));
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "plain", answer_ok));
    CHECK(http_cerver_add_origin_to_whitelist(http, "HTTPS://Page.Example:443") == 0);
    CHECK(http_cerver_add_origin_to_whitelist(http, "https://page.example/path") == 1);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    http_cerver_print_origins_whitelist(http);
    responses();
    by_handlers(server_start(server));
    CHECK(cerver_drain(server, 1000) == CERVER_OK);

    CHECK(http_cerver_set_cors(http, true) == CERVER_OK && http_cerver_set_cors_credentials(http, true) == CERVER_OK);
    CHECK(http_cerver_set_cors_headers(http, "a b") == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_cors_headers(http, "X-Key") == CERVER_OK && http_cerver_set_cors_max_age(http, 5) == CERVER_OK);
    CHECK(http_cerver_set_cors_exposed_headers(http, "ETag") == CERVER_OK);
    by_library(server_start(server));
    CHECK(cerver_drain(server, 1000) == CERVER_OK);
    CHECK(http_cerver_add_origin_to_whitelist(http, "*") == 0);
    CHECK(cerver_start_background(server) == CERVER_ERROR_ARGUMENT, "credentials and every page");
    CHECK(cerver_teardown(server) == 0);
    CerverHttpResponse *response = http_response_get();
    CHECK(http_response_add_whitelist_cors_header(response, PAGE) == 1, "the server is gone");
    http_response_delete(response);
    http_origin_delete(origin);
    return check_result();
}
