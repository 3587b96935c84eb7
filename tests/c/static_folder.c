/* The options of a folder whose files are served, and files that handlers send. */
#include "check.h"
#include <sys/stat.h>

static char folder[256];

static void make_file(const char *name, const char *content, time_t modified) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    REQUIRE(file != NULL && fputs(content, file) >= 0 && fclose(file) == 0, "%s", path);
    struct timespec times[2] = {{.tv_sec = modified}, {.tv_sec = modified}};
    REQUIRE(utimensat(AT_FDCWD, path, times, 0) == 0);
}

static void make_folder(void) {
    snprintf(folder, sizeof folder, "%s/cerver-static-%d", temp_folder(), (int) getpid());
    REQUIRE(mkdir(folder, 0700) == 0, "%s", folder);
    make_file("page.txt", "0123456789", 1000000000);
    make_file("page.txt.gz", "gzip", 1000000000);
    make_file(".hidden", "hidden", 1000000000);
}

static void remove_folder(void) {
    static const char *const names[] = {"page.txt", "page.txt.gz", ".hidden"};
    char path[512];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        CHECK(unlink(path) == 0);
    }
    CHECK(rmdir(folder) == 0);
}

/* The status of the answer to a GET with further header lines. */
static int ask(uint16_t port, const char *path, const char *lines, struct reply *reply) {
    char text[1024];
    int client = client_connect(port);
    int length = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: h\r\n%s\r\n", path, lines);
    REQUIRE(client >= 0 && client_write(client, text, (size_t) length) && client_reply(client, reply));
    close(client);
    return reply->status;
}

static bool has(const struct reply *reply, const char *line) {
    char text[256];
    snprintf(text, sizeof text, "%s\n", line);
    return strstr(reply->head, text) != NULL;
}

static void send_page(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    char path[512];
    (void) request;
    snprintf(path, sizeof path, "%s/page.txt", folder);
    CHECK(http_response_send_file(receive, HTTP_STATUS_OK, path) == 0);
}

static void of_defaults(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "/page.txt", "Accept-Encoding: gzip\r\n", &reply) == 200 && strcmp(reply.body, "0123456789") == 0);
    CHECK(!has(&reply, "Vary: Accept-Encoding") && strstr(reply.head, "Cache-Control") == NULL);
    CHECK(has(&reply, "Last-Modified: Sun, 09 Sep 2001 01:46:40 GMT") && has(&reply, "Accept-Ranges: bytes"));
    CHECK(ask(port, "/.hidden", "", &reply) == 404);
    CHECK(ask(port, "/", "", &reply) == 404);
    for (int i = 0; i < 2; i++) {
        const char *path = i ? "/handler" : "/page.txt";
        CHECK(ask(port, path, "Range: bytes=2-4\r\n", &reply) == 206 && strcmp(reply.body, "234") == 0);
        CHECK(has(&reply, "Content-Range: bytes 2-4/10"), "%s", reply.head);
        CHECK(ask(port, path, "Range: bytes=10-\r\n", &reply) == 416 && has(&reply, "Content-Range: bytes */10"));
        CHECK(ask(port, path, "If-None-Match: *\r\n", &reply) == 304);
        CHECK(ask(port, path, "If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n", &reply) == 304);
        CHECK(ask(port, path, "If-Match: \"other\"\r\n", &reply) == 412);
    }
}

static void of_options(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "/page.txt", "Accept-Encoding: gzip\r\n", &reply) == 200 && strcmp(reply.body, "gzip") == 0);
    CHECK(has(&reply, "Content-Encoding: gzip") && has(&reply, "Vary: Accept-Encoding"));
    CHECK(has(&reply, "Cache-Control: max-age=60, immutable"), "%s", reply.head);
    CHECK(ask(port, "/.hidden", "", &reply) == 200 && strcmp(reply.body, "hidden") == 0);
    CHECK(ask(port, "/", "", &reply) == 200 && strstr(reply.body, "more than is shown") != NULL);
    CHECK(ask(port, "/page.txt", "Range: bytes=2-4\r\n", &reply) == 200 && !has(&reply, "Accept-Ranges: bytes"));
}

int main(void) {
    watchdog(30, "static folders");
    make_folder();
    CerverServer *server = cerver_create_web("static", 0, 128);
    CerverHttp *http = http_cerver_get(server);
    CerverHttpStaticPath *path = http_cerver_static_path_add(http, folder);
    REQUIRE(path != NULL);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "handler", send_page));
    of_defaults(server_start(server));
    CHECK(cerver_drain(server, 0) == CERVER_OK);

    CHECK(http_static_path_set_max_age(path, -2) == CERVER_ERROR_ARGUMENT);
    CHECK(http_static_path_set_max_age(path, 60) == CERVER_OK);
    CHECK(http_static_path_set_immutable(path, true) == CERVER_OK);
    CHECK(http_static_path_set_listing(path, true) == CERVER_OK);
    CHECK(http_static_path_set_listing_limit(path, 1) == CERVER_OK);
    CHECK(http_static_path_set_dot_files(path, true) == CERVER_OK);
    CHECK(http_static_path_set_precompressed(path, true) == CERVER_OK);
    CHECK(http_static_path_set_kept_files(path, 0) == CERVER_OK);
    CHECK(http_static_path_set_range_limit(path, 0) == CERVER_OK);
    of_options(server_start(server));
    CHECK(cerver_drain(server, 0) == CERVER_OK);

    CHECK(http_static_path_set_max_age(path, -1) == CERVER_OK);
    struct reply reply;
    CHECK(ask(server_start(server), "/page.txt", "", &reply) == 200 && strstr(reply.head, "Cache-Control") == NULL);
    CHECK(http_receive_public_path_remove(http, folder) == 0);
    CHECK(http_static_path_set_max_age(path, 1) == CERVER_ERROR_HANDLE, "removed");
    CHECK(cerver_teardown(server) == 0);
    remove_folder();
    return check_result();
}
