/* echo.c: answers every request, whatever its method and path, with its body: what the suites of others ask for.
 *
 *     echo            on a free port, which is written to stdout; runs until its standard input ends
 */
#include <stdio.h>

#include "cerver.h"

static void echo(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *body = http_request_get_body(request);
    http_response_render(receive, HTTP_STATUS_OK, HTTP_CONTENT_TYPE_TXT, body ? body->str : "", body ? body->len : 0);
}

int main(void) {
    CerverServer *server = cerver_create_web("echo", 0, 4096);
    if (!server) return 1;
    cerver_set_bind_address(server, "127.0.0.1");
    http_cerver_set_catch_all_route(http_cerver_get(server), echo);
    if (cerver_start_background(server)) {
        fprintf(stderr, "echo: %s\n", cerver_last_error_message());
        return 1;
    }
    printf("port %u\n", (unsigned)cerver_get_port(server));
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return cerver_teardown(server);
}
