/* The published defaults: switched on by the environment, off and on by a call, and changed by setters afterwards. */
#include "check.h"

static char log_path[256];

/* Lines of the log go to standard output: into a file, from now on. */
static void empty_log(void) {
    int file = open(log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    REQUIRE(file >= 0 && dup2(file, 1) == 1);
    close(file);
}

/* What the log has got so far. */
static const char *logged(void) {
    static char text[8192];
    int file = open(log_path, O_RDONLY | O_CLOEXEC);
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    text[count > 0 ? count : 0] = 0;
    return text;
}

/* Waits until the log has the text: lines of requests are written when the answer has left. */
static bool is_logged(const char *text) {
    for (double end = now() + 5.0 * slowness(); now() < end; usleep(1000)) {
        if (strstr(logged(), text) != NULL) return true;
    }
    return false;
}

static void silent(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) receive, (void) request;
}

/* A form of 1,000 bytes of content. */
static int post_form(uint16_t port) {
    struct reply reply;
    char text[1500];
    int length = snprintf(text, sizeof text,
                          "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1058"
                          "\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n%01000d\r\n--b--\r\n", 0);
    int client = client_connect(port);
    bool answered = client_write(client, text, (size_t) length) && client_reply(client, &reply);
    close(client);
    return answered ? reply.status : 0;
}

static CerverServer *create(void) {
    CerverServer *server = cerver_create_web("defaults", 0, 16);
    REQUIRE(server != NULL);
    http_cerver_route_register(http_cerver_get(server), http_route_create(REQUEST_METHOD_GET, "ok", answer_ok));
    http_cerver_route_register(http_cerver_get(server), http_route_create(REQUEST_METHOD_GET, "silent", silent));
    CerverHttpRoute *form = http_route_create(REQUEST_METHOD_POST, "form", answer_ok);
    http_route_set_modifier(form, HTTP_ROUTE_MODIFIER_MULTI_PART);
    http_cerver_route_register(http_cerver_get(server), form);
    return server;
}

static int post(uint16_t port, const char *path) {
    struct reply reply;
    int client = client_connect(port);
    bool answered = client_request(client, "POST", path) && client_reply(client, &reply);
    close(client);
    return answered ? reply.status : 0;
}

static void own(void) {
    watchdog(20, "own defaults");
    CerverServer *server = create();
    uint16_t port = server_start(server);
    CHECK(client_get(port, "/ok", NULL) == 200);
    CHECK(client_get(port, "/nowhere", NULL) == 404);
    CHECK(client_get(port, "/silent", NULL) == 500);
    CHECK(post(port, "/ok") == 405);
    http_cerver_all_stats_print(http_cerver_get(server));
    CHECK(strstr(logged(), "Nothing is collected of them") != NULL);
    empty_log();
    CHECK(cerver_teardown(server) == 0);
    CHECK(strcmp(logged(), "") == 0, "%s", logged());
}

static void published(void) {
    watchdog(20, "published defaults");
    CerverServer *server = create();
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE, "the handler type has to be chosen");
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS);
    uint16_t port = server_start(server);
    struct reply reply;
    CHECK(client_get(port, "/ok", &reply) == 200 && strcmp(reply.body, "ok") == 0);
    CHECK(is_logged("]: 127.0.0.1 -> [GET] /ok - "));
    CHECK(post_form(port) == 200);
    CHECK(is_logged("[POST] /form - 1101 -> "), "%s", logged());
    CHECK(client_get(port, "/nowhere", &reply) == 200);
    CHECK(strcmp(reply.body, "{\"msg\": \"HTTP Cerver!\"}") == 0, "%s", reply.body);
    CHECK(post(port, "/ok") == 200, "no route for the method is no route");
    CHECK(client_get(port, "/silent", NULL) == 0, "no answer");
    CHECK(is_logged("[GET] /silent") && is_logged("s -> 444 - 0\n"), "%s", logged());
    http_cerver_all_stats_print(http_cerver_get(server));
    CHECK(is_logged("n_catch_all_requests: 2\n"), "%s", logged());
    CHECK(is_logged("[CERVER]: Initializing cerver defaults...\n") && is_logged("Cerver type: Web\n") && is_logged("Cerver handler type: Threads\n"));
    char ready[64];
    snprintf(ready, sizeof ready, "Cerver defaults ready in port %d!\n", (int) port);
    CHECK(is_logged(ready), "%s", logged());
    CHECK(cerver_teardown(server) == 0);
    CHECK(is_logged("Cerver defaults teardown was successful!\n"));
}

/* Servers of packets have those of every server. */
static void published_packets(void) {
    watchdog(20, "published defaults of a server of packets");
    CerverServer *server = cerver_create(CERVER_TYPE_CUSTOM, "packets", 0, PROTOCOL_TCP, false, 16);
    REQUIRE(server != NULL);
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE, "the handler type has to be chosen");
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL);
    CHECK(cerver_start_background(server) == CERVER_OK);
    CHECK(is_logged("Cerver type: Custom\n") && is_logged("Cerver packets ready in port "), "%s", logged());
    CHECK(cerver_teardown(server) == 0);
    CHECK(is_logged("Cerver packets teardown was successful!\n"));
}

/* Setters win over either. */
static void changed(void) {
    watchdog(20, "setters");
    CerverServer *server = create();
    CerverHttp *http = http_cerver_get(server);
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL);
    http_cerver_set_not_found_handler(http);
    CHECK(http_cerver_set_method_errors(http, true) == CERVER_OK);
    CHECK(http_cerver_set_close_unanswered(http, false) == CERVER_OK);
    CHECK(http_cerver_disable_access_log(http) == CERVER_OK);
    uint16_t port = server_start(server);
    CHECK(client_get(port, "/nowhere", NULL) == 404);
    CHECK(client_get(port, "/silent", NULL) == 500);
    CHECK(post(port, "/ok") == 405);
    CHECK(cerver_teardown(server) == 0);
    CHECK(strstr(logged(), "[GET]") == NULL, "%s", logged());
}

int main(void) {
    snprintf(log_path, sizeof log_path, "%s/cerver-published-%d", temp_folder(), (int) getpid());
    int output = dup(1);
    REQUIRE(setenv("CERVER_PUBLISHED_DEFAULTS", "1", 1) == 0);
    empty_log();
    published();
    empty_log();
    cerver_use_published_defaults(false);
    own();
    cerver_use_published_defaults(true);
    published();
    empty_log();
    published_packets();
    empty_log();
    changed();
    unlink(log_path);
    dup2(output, 1);
    return check_result();
}
