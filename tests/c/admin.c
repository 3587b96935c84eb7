/* What a server tells who runs it, as a program in C uses it. */
#include "check.h"

static struct latch deleted = LATCH_INIT;

static void delete_data(void *data) {
    CHECK(data == &deleted);
    latch_raise(&deleted);
}

static unsigned int authenticate(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) receive;
    const char *key = http_request_get_custom_header(request, "X-Key");
    return key == NULL || strcmp(key, "open") != 0;
}

static void do_nothing(void *args) { (void) args; }

/* The status of the answer to a request with further header lines. */
static int ask(uint16_t port, const char *method, const char *path, const char *lines, struct reply *reply) {
    char text[1024];
    int client = client_connect(port);
    int length = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: h\r\n%s\r\n", method, path, lines);
    REQUIRE(client >= 0 && client_write(client, text, (size_t) length) && client_reply(client, reply), "%s", path);
    close(client);
    return reply->status;
}

static bool has(const struct reply *reply, const char *text) { return strstr(reply->body, text) != NULL; }

static void pages(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "GET", "/", "", &reply) == 200);
    CHECK(ask(port, "GET", "/cerver/info", "", &reply) == 200);
    CHECK(has(&reply, "{\"name\": \"te\\\"st\", \"alias\": \"ali\\\\as\", \"time_started\": "), "%s", reply.body);
    CHECK(has(&reply, ", \"uptime\": ") && has(&reply, "\"version\": {\"name\": \""), "%s", reply.body);
    CHECK(strstr(reply.head, "Content-Type: application/json\n") != NULL, "%s", reply.head);
    CHECK(ask(port, "GET", "/cerver/stats", "", &reply) == 200);
    CHECK(has(&reply, "{\"route\": \"/\", \"handlers\": [{\"method\": \"GET\", \"requests\": 1, \"min_process_time\": 0."), "%s", reply.body);
    CHECK(has(&reply, "\"n_unhandled_requests\": 0"), "%s", reply.body);
    CHECK(ask(port, "GET", "/cerver/stats/filesystems", "", &reply) == 200 && has(&reply, "[{\"path\": \"/\", \"total\": "), "%s", reply.body);
    CHECK(ask(port, "GET", "/cerver/stats/workers", "", &reply) == 200);
    CHECK(strcmp(reply.body, "{\"workers\": [{\"id\": 7, \"name\": \"na\\\"me\", \"state\": \"Available\"}]}") == 0, "%s", reply.body);
    CHECK(strstr(reply.head, "Access-Control-Allow-Origin: https://a.example\n") != NULL, "%s", reply.head);
    CHECK(strstr(reply.head, "Access-Control-Allow-Methods: GET, HEAD, OPTIONS\n") != NULL, "%s", reply.head);
    CHECK(ask(port, "OPTIONS", "/cerver/stats", "", &reply) == 204);
    CHECK(strstr(reply.head, "Access-Control-Allow-Origin: https://a.example\n") != NULL, "%s", reply.head);
}

int main(void) {
    watchdog(30, "admin routes");
    CerverServer *server = cerver_create_web("te\"st", 0, 64);
    CerverHttp *http = http_cerver_get(server);
    cerver_set_alias(server, "ali\\as");
    CerverHttpRoute *other = http_route_create(REQUEST_METHOD_GET, "other", answer_ok);
    CerverHttpRoute *route = http_route_create(REQUEST_METHOD_GET, "/", answer_ok);
    http_cerver_route_register(http, other);
    http_cerver_route_register(http, route);
    http_cerver_set_main_route(http, route);
    CerverWorker *worker = worker_create_with_id(7), *gone = worker_create_with_id(8);
    worker_set_name(worker, "na\"me");
    worker_set_work(worker, do_nothing);
    CHECK(worker_start(worker) == 0);
    http_cerver_all_stats_print(http);
    http_cerver_enable_admin_routes(http, true);
    http_cerver_enable_admin_info_route(http, true);
    http_cerver_enable_admin_head_handlers(http, true);
    http_cerver_enable_admin_options_handlers(http, true);
    http_cerver_enable_admin_cors_headers(http, true);
    http_cerver_admin_set_origin(http, "https://a.example");
    CHECK(cerver_last_error() == CERVER_OK, "%s", cerver_last_error_message());
    http_cerver_admin_set_origin(http, "a\r\nb");
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    http_cerver_admin_routes_set_custom_data(http, &deleted);
    http_cerver_admin_routes_set_delete_custom_data(http, delete_data);
    http_cerver_register_admin_file_system(http, "/");
    cerver_clear_last_error();
    http_cerver_register_admin_file_system(http, "/no/such/path");
    CHECK(cerver_last_error() == CERVER_ERROR_NOT_FOUND);
    http_cerver_register_admin_worker(http, worker);
    http_cerver_register_admin_worker(http, gone);
    worker_delete(gone);
    pages(server_start(server));
    http_cerver_all_stats_print(http);
    CHECK(cerver_drain(server, 1000) == CERVER_OK);

    struct reply refused;
    http_cerver_enable_admin_routes_authentication(http, 9);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    http_cerver_enable_admin_routes_authentication(http, HTTP_ROUTE_AUTH_TYPE_CUSTOM);
    http_cerver_admin_routes_set_authentication_handler(http, authenticate);
    http_cerver_admin_routes_auth_decode_to_json(http);
    uint16_t guarded = server_start(server);
    CHECK(ask(guarded, "GET", "/cerver/stats", "", &refused) == 401);
    CHECK(ask(guarded, "GET", "/cerver/stats", "X-Key: open\r\n", &refused) == 200);
    CHECK(has(&refused, "\"n_failed_auth_requests\": 1"), "%s", refused.body);
    CHECK(strstr(refused.head, "Access-Control-Allow-Credentials: true\n") != NULL, "%s", refused.head);
    CHECK(ask(guarded, "OPTIONS", "/cerver/stats", "", &refused) == 204);
    CHECK(ask(guarded, "GET", "/other", "", &refused) == 200);
    CHECK(cerver_drain(server, 1000) == CERVER_OK);

    http_cerver_enable_admin_routes_authentication(http, HTTP_ROUTE_AUTH_TYPE_NONE);
    http_cerver_enable_admin_routes(http, false);
    CHECK(http_cerver_set_route_statistics(http, true) == CERVER_OK);
    struct reply reply;
    CHECK(ask(server_start(server), "GET", "/cerver/info", "", &reply) == 404);
    http_cerver_all_stats_print(http);
    CHECK(latch_value(&deleted) == 0);
    CHECK(cerver_teardown(server) == 0);
    CHECK(latch_wait(&deleted, 1, 5));
    worker_delete(worker);
    return check_result();
}
