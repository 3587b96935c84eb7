/* Error pages, the access log, ids of requests and metrics, as a program in C uses them. */
#include "check.h"
#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/stat.h>

static int mark;
static char log_lines[16384];
static struct latch logged = LATCH_INIT;

static bool own_page(const CerverHttpErrorPage *page, CerverHttpResponse *response, void *data) {
    CHECK(data == &mark, "the data comes back");
    CHECK(page->size == sizeof *page && page->text != NULL);
    if (page->status == HTTP_STATUS_NOT_FOUND) {
        char body[256];
        CHECK(strcmp(page->method, "GET") == 0 && page->request_id != NULL && strlen(page->request_id) == 32);
        snprintf(body, sizeof body, "<p>%s %d</p>", page->path, (int) page->accepted == HTTP_CONTENT_TYPE_HTML);
        CHECK(http_response_add_content_type_header(response, HTTP_CONTENT_TYPE_HTML) == 0);
        CHECK(http_response_set_data_ref(response, body, strlen(body)) == 0);
        CHECK(http_response_compile(response) == 0, "copied");
        return true;
    }
    if (page->status == HTTP_STATUS_CONFLICT) {
        http_response_delete(response); /* then there is no page of ours */
        return true;
    }
    return false;
}

static void keep_lines(const void *lines, size_t length, void *data) {
    CHECK(data == &mark && length > 0 && ((const char *) lines)[length - 1] == '\n');
    strncat(log_lines, lines, length);
    for (size_t i = 0; i < length; i++) {
        if (((const char *) lines)[i] == '\n') latch_raise(&logged);
    }
}

static void conflict(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *id = http_request_get_id(request), *trace = http_request_get_trace_id(request);
    CHECK(id != NULL && id->len == 32);
    CHECK(trace == NULL && http_request_get_trace_parent(request) == NULL && http_request_get_trace_state(request) == NULL);
    CHECK(http_response_error_page_send(receive, HTTP_STATUS_OK, "") == 1, "no error");
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(http_response_error_page_send(receive, HTTP_STATUS_CONFLICT, "Two at once.") == 0);
    CHECK(http_response_error_page_send(receive, HTTP_STATUS_CONFLICT, "") == 1, "answered");
}

static void metrics(CerverHttp *http) {
    size_t length = 0, again = 0;
    CHECK(http_cerver_metrics_text(http, NULL, 0, &length) == CERVER_ERROR_ARGUMENT && length > 500);
    char *text = malloc(2 * length);
    CHECK(http_cerver_metrics_text(http, text, 2 * length, &again) == CERVER_OK && strlen(text) == again);
    CHECK(strstr(text, "# TYPE cerver_requests_total counter\ncerver_requests_total 3\n") != NULL, "%s", text);
    CHECK(strstr(text, "cerver_route_requests_total{method=\"GET\",route=\"/conflict\",status=\"409\"} 1\n") != NULL, "%s", text);
    free(text);
    char json[65536];
    CHECK(http_cerver_metrics_json(http, json, sizeof json, &length) == CERVER_OK && json[0] == '{');
}

static void rotation(CerverHttp *http) {
    char path[256], old[300];
    struct stat before, after;
    snprintf(path, sizeof path, "%s/cerver-observe-%d.log", temp_folder(), (int) getpid());
    snprintf(old, sizeof old, "%s.1", path);
    CHECK(http_cerver_reopen_access_log(http) == CERVER_ERROR_UNSUPPORTED, "a function");
    CHECK(http_cerver_set_access_log(http, HTTP_ACCESS_LOG_COMMON, path) == CERVER_OK);
    CHECK(stat(path, &before) == 0 && (before.st_mode & 0777 & ~0640) == 0);
    CHECK(rename(path, old) == 0);
    CHECK(http_cerver_reopen_access_log(http) == CERVER_OK);
    CHECK(stat(path, &after) == 0 && after.st_ino != before.st_ino);
    CHECK(http_cerver_disable_access_log(http) == CERVER_OK);
    CHECK(http_cerver_reopen_access_log(http) == CERVER_ERROR_NOT_FOUND);
    CHECK(http_cerver_set_access_log(http, 99, path) == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_access_log(http, HTTP_ACCESS_LOG_JSON, "/no/such/folder/log") == CERVER_ERROR_SYSTEM);
    CHECK(http_cerver_set_access_log_fd(http, HTTP_ACCESS_LOG_COMBINED, -1) == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_access_log_fd(http, HTTP_ACCESS_LOG_COMBINED, 2) == CERVER_OK);
    CHECK(http_cerver_set_access_log_buffer(http, 4095) == CERVER_ERROR_ARGUMENT);
    unlink(path);
    unlink(old);
}

/* A terminal that this user may not open again, whose other end nobody reads: writing to it waits, and no request does. */
static void terminal_of_somebody_else(void) {
    char agent[1800] = {0}, text[2048];
    watchdog(30, "a terminal that is full");
    int controller = posix_openpt(O_RDWR | O_NOCTTY);
    REQUIRE(controller >= 0 && grantpt(controller) == 0 && unlockpt(controller) == 0);
    int terminal = open(ptsname(controller), O_RDWR | O_NOCTTY);
    REQUIRE(terminal >= 0 && fchmod(terminal, 0) == 0);
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "/", answer_ok));
    int own = setfsuid(65534); /* so that root has no more rights here than others */
    CHECK(http_cerver_set_access_log_fd(http, HTTP_ACCESS_LOG_COMBINED, terminal) == CERVER_OK);
    setfsuid((uid_t) own);
    close(terminal);
    uint16_t port = server_start(server);
    memset(agent, 'a', sizeof agent - 1);
    int client = client_connect(port), length = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: %s\r\n\r\n", agent);
    for (int i = 0; i < 500; i++) {
        struct reply reply;
        REQUIRE(client_write(client, text, (size_t) length));
        REQUIRE(client_reply(client, &reply) && reply.status == 200, "answer %d", i);
    }
    close(client);
    CHECK(cerver_shutdown(server) == 0, "nobody waits for the terminal");
    char *page = malloc(1 << 20);
    int lines = 0, dropped = 0;
    /* The reactor gives the lines that are left a second. */
    for (int tries = 0; tries < 100 * slowness() && lines + dropped < 500; tries++) {
        size_t got = 0;
        if (tries > 0) usleep(50000);
        CHECK(http_cerver_metrics_text(http, page, 1 << 20, &got) == CERVER_OK);
        const char *written = strstr(page, "\ncerver_access_log_lines_total "), *lost = strstr(page, "\ncerver_access_log_dropped_lines_total ");
        REQUIRE(written != NULL && lost != NULL);
        CHECK(sscanf(written, " %*s %d", &lines) == 1 && sscanf(lost, " %*s %d", &dropped) == 1);
    }
    CHECK(lines > 0 && dropped > 0 && lines + dropped == 500, "%d + %d", lines, dropped);
    free(page);
    close(controller); /* whoever still waits gets an error */
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    watchdog(30, "observe");
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "conflict", conflict));
    CHECK(http_cerver_set_error_page(http, own_page, &mark) == CERVER_OK);
    CHECK(http_cerver_set_access_log_function(http, HTTP_ACCESS_LOG_COMMON, keep_lines, &mark) == CERVER_OK);
    CHECK(http_cerver_set_access_log_buffer(http, 4096) == CERVER_OK);
    CHECK(http_cerver_set_request_ids(http, 3) == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_set_request_ids(http, HTTP_REQUEST_IDS_GENERATE) == CERVER_OK);
    CHECK(http_cerver_set_route_metrics(http, true) == CERVER_OK);
    CHECK(http_cerver_add_metrics_route(http, "/metrics") == CERVER_OK);
    CHECK(cerver_start_background(server) == CERVER_OK);
    uint16_t port = cerver_get_port(server);
    struct reply reply;
    CHECK(client_get(port, "/none", &reply) == 404 && strcmp(reply.body, "<p>/none 0</p>") == 0, "%s", reply.body);
    CHECK(client_get(port, "/conflict", &reply) == 409, "%d", reply.status);
    CHECK(strcmp(reply.body, "{\"error\": \"Two at once.\"}") == 0, "%s", reply.body);
    CHECK(client_get(port, "/metrics", &reply) == 200);
    REQUIRE(latch_wait(&logged, 3, 5), "three lines");
    CHECK(strstr(log_lines, "\"GET /none HTTP/1.1\" 404 14\n") != NULL, "%s", log_lines);
    CHECK(strstr(log_lines, "\"GET /conflict HTTP/1.1\" 409 25\n") != NULL, "%s", log_lines);
    metrics(http);
    rotation(http);
    CHECK(cerver_teardown(server) == 0);
    terminal_of_somebody_else();
    return check_result();
}
