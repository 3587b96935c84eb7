/* A web server with a page, JSON routes with parameters, a form and a folder of files.
 *
 *     demo [PORT [FOLDER]]
 *
 * PORT is 8080 when neither the argument nor the variable PORT is there, 0 takes a free one. FOLDER has the files,
 * default examples/static. Ctrl-C or SIGTERM ends it. */

#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cerver.h"

static CerverServer *server;
static char index_file[4096];

static void page(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void)request;
    http_response_send_file(receive, HTTP_STATUS_OK, index_file);
}

static void hello(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *name = http_request_get_param_decoded(request, "name");
    http_response_json_key_value_send(receive, HTTP_STATUS_OK, "hello", name->str);
}

/* Reads a whole number that fills the text; 0 on success. */
static int whole_number(const CerverString *text, long *number) {
    char *end;
    errno = 0;
    *number = strtol(text->str, &end, 10);
    return errno != 0 || end == text->str || *end != '\0';
}

static void add(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    long a, b, sum;
    if (whole_number(http_request_get_param_at_idx(request, 0), &a)
        || whole_number(http_request_get_param_at_idx(request, 1), &b)
        || __builtin_add_overflow(a, b, &sum)) {
        http_response_json_error_send(receive, HTTP_STATUS_BAD_REQUEST, "two whole numbers expected");
        return;
    }
    http_response_json_large_int_value_send(receive, HTTP_STATUS_OK, "sum", sum);
}

static void stats(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    CerverStats numbers = {.size = sizeof numbers};
    char body[128];
    (void)request;
    cerver_get_stats(server, &numbers);
    int length = snprintf(body, sizeof body, "{\"requests\": %llu, \"connections\": %llu}",
                          (unsigned long long)numbers.requests, (unsigned long long)numbers.connections);
    http_response_render_json(receive, HTTP_STATUS_OK, body, (size_t)length);
}

static void form(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *name = http_request_body_get_value(request, "name");
    const CerverString *colour = http_request_body_get_value(request, "colour");
    char body[1024];
    int length = snprintf(body, sizeof body, "Hello %.400s, you chose %.400s.\n",
                          name && name->len ? name->str : "nobody", colour && colour->len ? colour->str : "no colour");
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, body, (size_t)length);
}

static void upload(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    char body[4096] = "no file\n";
    size_t length = 0;
    http_request_multi_parts_iter_start(request);
    for (const CerverMultiPart *part; (part = http_request_multi_parts_iter_get_next(request)) != NULL;) {
        if (!http_multi_part_is_file(part) || sizeof body - length < 200) continue;
        const char *name = http_multi_part_get_filename(part); /* at most 100 bytes */
        length += (size_t)snprintf(body + length, sizeof body - length, "%s: %llu bytes\n",
                                   *name ? name : "a file without a name",
                                   (unsigned long long)http_multi_part_get_size(part));
    }
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, body, strlen(body));
}

/* Reads a port; 0 on success. */
static int read_port(const char *text, uint16_t *port) {
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    *port = (uint16_t)number;
    return errno != 0 || end == text || *end != '\0' || number < 0 || number > UINT16_MAX;
}

static void add_route(CerverHttp *http, CerverRequestMethod method, const char *path, CerverHttpHandler handler) {
    http_cerver_route_register(http, http_route_create(method, path, handler));
}

int main(int argc, char **argv) {
    const char *port_text = argc > 1 ? argv[1] : getenv("PORT");
    uint16_t port = 8080;
    const char *folder = argc > 2 ? argv[2] : "examples/static";
    if (port_text && read_port(port_text, &port)) {
        fprintf(stderr, "a port is a number from 0 to 65535, not %s\n", port_text);
        return 1;
    }
    snprintf(index_file, sizeof index_file, "%s/index.html", folder);

    /* The signals that end the program are waited for; no handler is needed. */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);

    server = cerver_create_web("demo", port, 128);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_static_path_add(http, folder);
    add_route(http, REQUEST_METHOD_GET, "/", page);
    add_route(http, REQUEST_METHOD_GET, "api/hello/:name", hello);
    add_route(http, REQUEST_METHOD_GET, "api/add/:a/:b", add);
    add_route(http, REQUEST_METHOD_GET, "api/stats", stats);
    add_route(http, REQUEST_METHOD_POST, "form", form);
    /* Files stay in memory here; http_cerver_set_uploads_path() names a folder for them. */
    CerverHttpRoute *uploads = http_route_create(REQUEST_METHOD_POST, "upload", upload);
    http_route_set_modifier(uploads, HTTP_ROUTE_MODIFIER_MULTI_PART);
    http_cerver_route_register(http, uploads);

    if (cerver_start_background(server) != CERVER_OK) {
        fprintf(stderr, "%s\n", cerver_last_error_message());
        cerver_teardown(server);
        return 1;
    }
    printf("http://127.0.0.1:%u/\n", cerver_get_port(server));
    fflush(stdout);
    int signal_number;
    sigwait(&ends, &signal_number);
    return cerver_teardown(server);
}
