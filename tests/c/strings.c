/* Strings in are copied before the call returns; bytes with a length arrive whole; what breaks a head is refused. */
#include "check.h"

static char body[] = "one\0two\xff";
static const size_t body_length = sizeof body - 1;

static void echo(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *text = http_request_get_body(request);
    const CerverString *name = http_request_get_param(request, "name");
    CHECK(text != NULL && text->len == body_length && memcmp(text->str, body, body_length) == 0);
    CHECK(text != NULL && text->str[text->len] == 0, "strings out end with NUL");
    CHECK(name != NULL && strcmp(name->str, "x") == 0);
    CHECK(http_request_get_param(request, "none") == NULL);

    /* Everything handed in lives in memory that is overwritten at once. */
    char value[16] = "first", header[16] = "X-Own";
    CerverHttpResponse *response = http_response_create(HTTP_STATUS_OK, text->str, text->len);
    CHECK(http_response_add_header(response, HTTP_HEADER_ORIGIN, value) == 0);
    CHECK(http_response_add_custom_header(response, header, value) == CERVER_OK);
    memset(value, 'z', sizeof value);
    memset(header, 'z', sizeof header);

    static const char *const bad[] = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "\r\n\r\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK(http_response_add_header(response, HTTP_HEADER_LOCATION, bad[i]) == 1, "%zu", i);
        CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
        CHECK(http_response_add_custom_header(response, "X-Bad", bad[i]) == CERVER_ERROR_ARGUMENT, "%zu", i);
        CHECK(http_response_add_custom_header(response, bad[i], "value") == CERVER_ERROR_ARGUMENT, "%zu", i);
    }
    CHECK(http_response_add_custom_header(response, "", "value") == CERVER_ERROR_ARGUMENT);
    CHECK(http_response_add_custom_header(response, "X Space", "value") == CERVER_ERROR_ARGUMENT);
    CHECK(http_response_compile(response) == 0);
    CHECK(http_response_send(response, receive) == 0);
    http_response_delete(response);
}

/* Of a name 127 bytes are taken and of an alias 31, never half a character: "\xc3\xa9" is one. */
static void long_names_are_cut(void) {
    char name[201] = "", alias[41] = "", text[1024], expected[256];
    size_t length = 0;
    memset(name, 'n', sizeof name - 1);
    memcpy(name + 126, "\xc3\xa9", 2);
    memset(alias, 'a', sizeof alias - 1);
    CerverServer *server = cerver_create_web(name, 0, 16);
    REQUIRE(server != NULL);
    cerver_clear_last_error();
    cerver_set_alias(server, alias);
    CHECK(cerver_last_error() == CERVER_OK);
    CHECK(cerver_stats_json(server, text, sizeof text, &length) == CERVER_OK && strlen(text) == length);
    snprintf(expected, sizeof expected, "{\"name\": \"%.126s\", \"alias\": \"%.31s\", ", name, alias);
    CHECK(strncmp(text, expected, strlen(expected)) == 0, "%s", text);
    cerver_set_alias(server, "\xff");
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_teardown(server) == 0);
}

/* What the statistics print, read back from a file in the place of standard output. */
static void statistics_print_name_and_alias(void) {
    char text[1024] = "";
    CerverServer *server = cerver_create_web("long name", 0, 16);
    cerver_set_alias(server, "short");
    FILE *file = tmpfile();
    int output = dup(1);
    REQUIRE(file != NULL && fflush(stdout) == 0 && dup2(fileno(file), 1) == 1);
    cerver_stats_print(server, true, false);
    REQUIRE(dup2(output, 1) == 1);
    close(output);
    rewind(file);
    CHECK(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    CHECK(strncmp(text, "long name (short):\n", 19) == 0, "%s", text);
    CHECK(strstr(text, "  bytes_received: 0\n") != NULL && strstr(text, "bytes_sent") == NULL, "%s", text);
    CHECK(cerver_teardown(server) == 0);
}

/* No path of a request has a space or a control character, so a route with one would never be found. */
static void routes_are_paths(void) {
    static const char *const bad[] = {"a b", " a", "a ", "a\tb", "a\r\nb", "a\n", "\x7f", "\x01", "\xc2\x85", ":na me", "\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cerver_clear_last_error();
        CHECK(http_route_create(REQUEST_METHOD_GET, bad[i], answer_ok) == NULL, "%zu", i);
        CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT, "%zu", i);
    }
    static const char *const good[] = {"", "/", "a/:b/*", "\xc3\xa9", "a%20b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CerverHttpRoute *route = http_route_create(REQUEST_METHOD_GET, good[i], answer_ok);
        CHECK(route != NULL, "%zu", i);
        http_route_delete(route);
    }
}

int main(void) {
    watchdog(30, "strings");
    routes_are_paths();
    statistics_print_name_and_alias();
    long_names_are_cut();
    char name[16] = "short-lived", route_text[32] = "copy/:name", address[16] = "127.0.0.1";
    CerverServer *server = cerver_create_web(name, 0, 16);
    REQUIRE(server != NULL);
    CerverHttp *http = http_cerver_get(server);
    CHECK(cerver_set_bind_address(server, address) == CERVER_OK);
    CerverHttpRoute *route = http_route_create(REQUEST_METHOD_POST, route_text, echo);
    http_cerver_route_register(http, route);
    char value[16] = "global";
    CHECK(http_cerver_add_responses_header(http, HTTP_HEADER_VIA, value) == 0);
    CHECK(http_cerver_add_responses_header(http, HTTP_HEADER_VIA, "a\r\nb") == 1);
    memset(name, 'z', sizeof name - 1);
    memset(route_text, 'z', sizeof route_text - 1);
    memset(address, 'z', sizeof address - 1);
    memset(value, 'z', sizeof value - 1);

    int client = client_connect(server_start(server));
    char head[256];
    struct reply reply;
    int length = snprintf(head, sizeof head, "POST /copy/x HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n", body_length);
    CHECK(client_write(client, head, (size_t) length) && client_write(client, body, body_length));
    REQUIRE(client_reply(client, &reply));
    CHECK(reply.status == 200);
    CHECK(reply.length == body_length && memcmp(reply.body, body, body_length) == 0);
    CHECK(strstr(reply.head, "X-Own: first\n") && strstr(reply.head, "Origin: first\n"), "%s", reply.head);
    CHECK(strstr(reply.head, "Via: global\n") != NULL, "%s", reply.head);
    CHECK(strstr(reply.head, "Set-Cookie") == NULL && strstr(reply.head, "X-Bad") == NULL, "%s", reply.head);
    close(client);
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
