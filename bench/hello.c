/* hello.c: the benchmark server on include/cerver.h alone.
 *
 *     hello PORT WORKERS [STATIC_FOLDER [CERTIFICATE KEY]]
 *
 * GET /plaintext   13 bytes of text/plain
 * GET /json        one key and one value, written as JSON by the library for each request
 * POST /echo       the body that came (above the library's own limit of 16 MiB: 413 by the library)
 * GET /<file>      a file of STATIC_FOLDER, when one is given that is not ""
 *
 * With CERTIFICATE and KEY, two files in PEM form, the same is served by TLS on PORT + 1.
 *
 * Every request runs its handler once; the number of calls goes to stderr at the end (SIGINT or SIGTERM).
 */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "cerver.h"

enum { BACKLOG = 4096, MAX_CONNECTIONS = 100000, STOP_CHECK_MS = 1000 };

static const char greeting[] = "Hello, World!";

static atomic_ullong calls;
static volatile sig_atomic_t stopped;

static void plaintext(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void)request;
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, greeting, sizeof greeting - 1);
}

static void json(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void)request;
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    http_response_json_key_value_send(receive, HTTP_STATUS_OK, "message", greeting);
}

static void echo(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    const CerverString *body = http_request_get_body(request);
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_BIN, body ? body->str : "", body ? body->len : 0);
}

static void on_signal(int number) {
    (void)number;
    stopped = 1;
    cerver_interrupt();
}

static void add_route(CerverHttp *http, CerverRequestMethod method, const char *path, CerverHttpHandler handler) {
    http_cerver_route_register(http, http_route_create(method, path, handler));
}

static int fail(const char *what) {
    fprintf(stderr, "hello: %s: %s\n", what, cerver_last_error_message());
    return EXIT_FAILURE;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("usage: hello PORT WORKERS [STATIC_FOLDER [CERTIFICATE KEY]]\n", stderr);
        return EXIT_FAILURE;
    }
    const uint16_t port = (uint16_t)atoi(argv[1]);
    const uint16_t workers = (uint16_t)atoi(argv[2]);

    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    cerver_init();
    CerverServer *server = cerver_create_web("hello", port, BACKLOG);
    if (!server) return fail("create");
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL); /* handlers run on the reactor's thread */
    cerver_set_reusable_address_flags(server, true);           /* one listening socket per reactor */
    cerver_set_bind_address(server, "127.0.0.1");
    cerver_set_reactors(server, workers);
    cerver_set_max_connections(server, MAX_CONNECTIONS);

    CerverHttp *http = http_cerver_get(server);
    add_route(http, REQUEST_METHOD_GET, "plaintext", plaintext);
    add_route(http, REQUEST_METHOD_GET, "json", json);
    add_route(http, REQUEST_METHOD_POST, "echo", echo);
    if (argc > 3 && *argv[3] && !http_cerver_static_path_add(http, argv[3])) return fail("static folder");
    if (argc > 5) {
        if (cerver_add_tls_certificate(server, argv[4], argv[5]) != CERVER_OK) return fail("certificate");
        cerver_listen_tls(server, "127.0.0.1", port + 1);
    }

    if (cerver_start_background(server) != CERVER_OK) return fail("start");
    /* The limit covers a signal that comes between the look at `stopped` and the wait. */
    while (!stopped) cerver_wait(server, STOP_CHECK_MS);

    const uint8_t failed = cerver_teardown(server);
    cerver_end();
    fprintf(stderr, "hello: %llu handler calls\n", atomic_load(&calls));
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
