/* Forms whose parts come to the program, files that it names, and the limits of forms. */
#include "check.h"
#include <dirent.h>
#include <sys/stat.h>

static char folder[256];

/* ---- a client for forms ---- */

static char form[256 * 1024];

static void part(const char *name, const char *file, const char *content) {
    size_t length = strlen(form);
    int wrote = snprintf(form + length, sizeof form - length, "--b\r\nContent-Disposition: form-data; name=\"%s\"%s%s%s\r\n%s\r\n%s\r\n",
                         name, file ? "; filename=\"" : "", file ? file : "", file ? "\"" : "",
                         file ? "Content-Type: text/x\r\n" : "", content);
    REQUIRE(wrote > 0 && (size_t) wrote < sizeof form - length);
}

/* The status of the answer to the form that part() has made, which is forgotten. */
static int post(uint16_t port, const char *path, const char *lines, struct reply *reply) {
    char head[1024];
    strcat(form, "--b--\r\n");
    int client = client_connect(port), length = snprintf(head, sizeof head,
        "POST %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n%s\r\n",
        path, strlen(form), lines);
    REQUIRE(client >= 0 && client_write(client, head, (size_t) length));
    bool sent = client_write(client, form, strlen(form)); /* not all of it when the answer comes before */
    (void) sent;
    REQUIRE(client_reply(client, reply), "%s", path);
    close(client);
    form[0] = 0;
    return reply->status;
}

static int entries(const char *path) {
    DIR *directory = opendir(path);
    int count = 0;
    REQUIRE(directory != NULL, "%s", path);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

/* ---- parts as they come ---- */

struct told {
    char text[1024];
    size_t bytes;
};

static struct latch begun = LATCH_INIT, freed = LATCH_INIT, failed = LATCH_INIT;
static CerverHttpStatus last_status;

static void free_told(void *told) {
    free(told);
    latch_raise(&freed);
}

static struct told *told_of(const CerverHttpRequest *request) { return (struct told *) http_request_get_custom_data(request); }

static void add(const CerverHttpRequest *request, const char *text, size_t length) {
    struct told *told = told_of(request);
    REQUIRE(told != NULL);
    size_t used = strlen(told->text), room = sizeof told->text - used - 1;
    memcpy(told->text + used, text, length < room ? length : room);
}

static void begin(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) receive;
    http_request_set_custom_data((CerverHttpRequest *) request, calloc(1, sizeof(struct told)));
    http_request_set_delete_custom_data((CerverHttpRequest *) request, free_told);
    CHECK(http_request_get_current_mpart(request) == NULL);
}

static void part_begins(const CerverHttpReceive *receive, const CerverHttpRequest *request, const CerverMultiPart *part) {
    char text[256];
    (void) receive;
    CHECK(part == http_request_get_current_mpart(request));
    const CerverString *type = http_multi_part_get_content_type(part);
    snprintf(text, sizeof text, "[%s|%s|%s|", http_multi_part_get_name(part)->str, http_multi_part_get_filename(part),
             type ? type->str : "");
    add(request, text, strlen(text));
    cerver_clear_last_error();
    http_multi_part_set_generated_filename(part, "%s", "");
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    latch_raise(&begun);
}

static void part_bytes(const CerverHttpReceive *receive, const CerverHttpRequest *request, const CerverMultiPart *part,
                       const void *data, size_t len) {
    CHECK(len > 0 && data != NULL);
    told_of(request)->bytes += len;
    add(request, data, len);
    if (strcmp(http_multi_part_get_name(part)->str, "stop") == 0) {
        CHECK(http_response_json_error_send(receive, HTTP_STATUS_CONFLICT, "stopped") == 0);
    }
}

static void part_ends(const CerverHttpReceive *receive, const CerverHttpRequest *request, const CerverMultiPart *part) {
    char text[64];
    (void) receive;
    snprintf(text, sizeof text, "|%llu]", (unsigned long long) http_multi_part_get_size(part));
    add(request, text, strlen(text));
}

static void form_ends(const CerverHttpReceive *receive, const CerverHttpRequest *request, CerverHttpStatus status) {
    last_status = status;
    if (status == HTTP_STATUS_OK) {
        struct told *told = told_of(request);
        const char *value = http_request_multi_parts_get_value(request, "a");
        CHECK(value == NULL || strcmp(value, "one") == 0);
        CHECK(http_response_render_text(receive, HTTP_STATUS_OK, told->text, strlen(told->text)) == 0);
        return;
    }
    CHECK(told_of(request) != NULL, "it is there still");
    if (status == HTTP_STATUS_NONE) CHECK(http_response_json_msg_send(receive, HTTP_STATUS_OK, "nobody") == 1);
    CHECK(told_of(request) != NULL, "it is there still");
    latch_raise(&failed);
}

static void refuse(const CerverHttpReceive *receive, const CerverHttpRequest *request) { (void) receive, (void) request; }

static void parts_as_they_come(uint16_t port) {
    struct reply reply;
    part("a", NULL, "one");
    part("f", "../x y.txt", "content");
    CHECK(post(port, "/parts", "", &reply) == 200);
    CHECK(strcmp(reply.body, "[a|||one|3][f|xy.txt|text/x|content|7]") == 0, "%s", reply.body);
    CHECK(latch_wait(&freed, 1, 5));
    part("stop", NULL, "x");
    part("a", NULL, "one");
    CHECK(post(port, "/parts", "", &reply) == 409 && strstr(reply.body, "stopped") != NULL, "%s", reply.body);
    CHECK(latch_wait(&freed, 2, 5));
    int before = latch_value(&failed);
    CHECK(before == 0, "not told after an answer of its own");
    strcat(form, "--bad");
    CHECK(post(port, "/parts", "", &reply) == 400 && latch_wait(&failed, 1, 5) && last_status == 400);
    int client = client_connect(port), parts = latch_value(&begun);
    static const char half[] = "POST /parts HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                               "Content-Length: 1000\r\n\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\nabc";
    CHECK(client_write(client, half, sizeof half - 1) && latch_wait(&begun, parts + 1, 5));
    CHECK(shutdown(client, SHUT_WR) == 0 && latch_wait(&failed, 2, 5) && last_status == HTTP_STATUS_NONE);
    close(client);
    CHECK(latch_wait(&freed, 4, 5), "%d", latch_value(&freed));
    part("a", NULL, "one");
    CHECK(post(port, "/closed", "", &reply) == 403);
    CHECK(latch_value(&freed) == 4, "nothing was called");
}

/* ---- names of files and folders ---- */

static void name_file(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverMultiPart *part = http_request_get_current_mpart(request);
    REQUIRE(part != NULL);
    http_multi_part_set_generated_filename(part, "%d-%s%s", 17, "../", http_multi_part_get_original_filename(part)->str);
    if (strcmp(http_multi_part_get_filename(part), "no") == 0) {
        CHECK(http_response_json_error_send(receive, HTTP_STATUS_FORBIDDEN, "no") == 0);
    }
}

static void name_folder(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverReceive *came = http_receive_get_cerver_receive(receive);
    CHECK(came == http_receive_get_cerver_receive(receive) && came->type == CERVER_RECEIVE_TYPE_NORMAL);
    CHECK(http_cerver_get(came->cerver) == http_receive_get_cerver(receive) && came->client == NULL);
    http_request_set_dirname(request, "%s/%s", "..", "dir");
}

static void stored(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const char *saved = http_request_multi_parts_get_saved_filename(request, "f");
    CHECK(http_request_get_current_mpart(request) == NULL);
    CHECK(strcmp(http_request_get_dirname(request), "dir") == 0, "%s", http_request_get_dirname(request));
    cerver_clear_last_error();
    http_request_set_dirname(request, "%s", "late");
    CHECK(cerver_last_error() == CERVER_ERROR_STATE);
    http_multi_part_headers_print(http_request_multi_parts_get(request, "f"));
    http_request_multi_parts_files_print(request);
    CHECK(http_response_render_text(receive, HTTP_STATUS_OK, saved, strlen(saved)) == 0);
}

static void names(uint16_t port) {
    struct reply reply;
    char path[512];
    struct stat state;
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/dir/%s", folder, i ? "x-2.txt" : "x.txt");
        part("f", "x.txt", "content");
        CHECK(post(port, "/stored", "", &reply) == 200 && strcmp(reply.body, path) == 0, "%s", reply.body);
        CHECK(stat(path, &state) == 0 && state.st_size == 7 && (state.st_mode & 0777) == 0640, "%o", state.st_mode);
        part("f", "no", "content");
        CHECK(post(port, "/stored", "", &reply) == 403);
    }
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/dir/%s", folder, i ? "x-2.txt" : "x.txt");
        CHECK(unlink(path) == 0);
    }
    snprintf(path, sizeof path, "%s/dir", folder);
    CHECK(stat(path, &state) == 0 && (state.st_mode & 0777) == 0750 && rmdir(path) == 0 && entries(folder) == 0);
}

/* ---- limits ---- */

static void count(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    http_response_json_int_value_send(receive, HTTP_STATUS_OK, "files", http_request_get_n_files(request));
}

/* Fails with 413 when a value that the limit does not allow is given, and passes with one that it does. */
static void bites(uint16_t port, const char *what, const char *name, const char *file, const char *content, int times,
                  int status) {
    struct reply reply;
    static const char *const paths[] = {"/count", "/parts"};
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < times; j++) part(name, file, content);
        CHECK(post(port, paths[i], "", &reply) == status, "%s %s: %d", what, paths[i], reply.status);
    }
}

static void limits(CerverServer *server) {
    CerverHttp *http = http_cerver_get(server);
    CHECK(http_cerver_set_part_limit(http, 4) == CERVER_OK);
    CHECK(http_cerver_set_part_head_limit(http, 128) == CERVER_OK);
    CHECK(http_cerver_set_part_name_limit(http, 5) == CERVER_OK);
    CHECK(http_cerver_set_field_bytes_limit(http, 10) == CERVER_OK);
    CHECK(http_cerver_set_file_count_limit(http, 2) == CERVER_OK);
    CHECK(http_cerver_set_file_limits(http, 6, 8) == CERVER_OK);
    CHECK(http_cerver_set_form_limits(http, 20, 3) == CERVER_OK);
    uint16_t port = server_start(server);
    char name[128];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = 0;
    bites(port, "parts", "b", NULL, "", 4, 200);
    bites(port, "parts", "b", NULL, "", 5, 413);
    bites(port, "head", "b", name, "", 1, 413);
    bites(port, "name", "12345", NULL, "", 1, 200);
    bites(port, "name", "123456", NULL, "", 1, 413);
    bites(port, "fields", "b", NULL, "12345", 2, 200);
    bites(port, "fields", "b", NULL, "123456", 2, 413);
    bites(port, "files", "b", "f", "", 2, 200);
    bites(port, "files", "b", "f", "", 3, 413);
    bites(port, "a file", "b", "f", "123456", 1, 200);
    bites(port, "a file", "b", "f", "1234567", 1, 413);
    bites(port, "all files", "b", "f", "12345", 2, 413);
    for (int i = 0; i < 3; i++) {
        static const char *const bodies[] = {"a=1&b=2&c=3", "a&b&c&d", "a=345678901234567890x"};
        char text[512];
        struct reply reply;
        int client = client_connect(port), length = snprintf(text, sizeof text,
            "POST /count HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
            strlen(bodies[i]), bodies[i]);
        CHECK(client_write(client, text, (size_t) length) && client_reply(client, &reply));
        CHECK(reply.status == (i == 0 ? 200 : 413), "%s: %d", bodies[i], reply.status);
        close(client);
    }
    CHECK(cerver_drain(server, 1000) == CERVER_OK);
}

/* ---- a video ---- */

static void video(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    char path[512];
    (void) request;
    snprintf(path, sizeof path, "%s/film.mp4", folder);
    CHECK(http_response_handle_video(receive, "/no/such/film.mp4") == 1 && cerver_last_error() == CERVER_ERROR_NOT_FOUND);
    CHECK(http_response_handle_video(receive, path) == 0);
}

static int watch(uint16_t port, const char *lines, struct reply *reply) {
    char text[512];
    int client = client_connect(port), length = snprintf(text, sizeof text, "GET /video HTTP/1.1\r\nHost: h\r\n%s\r\n", lines);
    REQUIRE(client_write(client, text, (size_t) length) && client_reply(client, reply));
    close(client);
    return reply->status;
}

static void videos(uint16_t port) {
    char path[512];
    struct reply reply;
    snprintf(path, sizeof path, "%s/film.mp4", folder);
    FILE *file = fopen(path, "we");
    REQUIRE(file != NULL && fputs("0123456789", file) >= 0 && fclose(file) == 0);
    CHECK(watch(port, "", &reply) == 200 && strcmp(reply.body, "0123456789") == 0);
    CHECK(strstr(reply.head, "Content-Type: video/mp4\n") != NULL && strstr(reply.head, "Accept-Ranges: bytes\n") != NULL);
    CHECK(watch(port, "Range: bytes=0-\r\n", &reply) == 206 && strcmp(reply.body, "0123456789") == 0);
    CHECK(watch(port, "Range: bytes=2-4\r\n", &reply) == 206 && strcmp(reply.body, "234") == 0);
    CHECK(strstr(reply.head, "Content-Range: bytes 2-4/10\n") != NULL, "%s", reply.head);
    CHECK(watch(port, "Range: bytes=-3\r\n", &reply) == 206 && strcmp(reply.body, "789") == 0);
    CHECK(watch(port, "Range: bytes=10-\r\n", &reply) == 416);
    CHECK(unlink(path) == 0);
}

static CerverHttpRoute *add_route(CerverHttp *http, CerverRequestMethod method, const char *path, CerverHttpHandler handler) {
    CerverHttpRoute *route = http_route_create(method, path, handler);
    http_cerver_route_register(http, route);
    return route;
}

int main(void) {
    watchdog(60, "uploads");
    snprintf(folder, sizeof folder, "%s/cerver-uploads-%d", temp_folder(), (int) getpid());
    REQUIRE(mkdir(folder, 0700) == 0, "%s", folder);
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    cerver_set_thpool_n_threads(server, 2);
    CerverHttpRoute *parts = add_route(http, REQUEST_METHOD_POST, "parts", begin);
    CHECK(http_route_stream_parts(parts, NULL, NULL, NULL, NULL) == CERVER_ERROR_NULL);
    CHECK(http_route_stream_parts(parts, part_begins, part_bytes, part_ends, form_ends) == CERVER_OK);
    CerverHttpRoute *closed = add_route(http, REQUEST_METHOD_POST, "closed", begin);
    CHECK(http_route_stream_parts(closed, NULL, NULL, NULL, form_ends) == CERVER_OK);
    CHECK(http_route_set_gate(closed, refuse) == CERVER_OK);
    http_route_set_modifier(add_route(http, REQUEST_METHOD_POST, "stored", stored), HTTP_ROUTE_MODIFIER_MULTI_PART);
    http_route_set_modifier(add_route(http, REQUEST_METHOD_POST, "count", count), HTTP_ROUTE_MODIFIER_MULTI_PART);
    add_route(http, REQUEST_METHOD_GET, "video", video);
    cerver_clear_last_error();
    http_cerver_generate_uploads_path(http, "%s/%s", folder, "none");
    CHECK(cerver_last_error() == CERVER_ERROR_NOT_FOUND);
    cerver_clear_last_error();
    http_cerver_generate_uploads_path(http, "%.*s%s", 1, folder, folder + 1);
    CHECK(cerver_last_error() == CERVER_OK, "%s", cerver_last_error_message());
    http_cerver_set_uploads_filename_generator(http, name_file);
    http_cerver_set_uploads_dirname_generator(http, name_folder);
    http_cerver_set_uploads_file_mode(http, 0640);
    http_cerver_set_uploads_dir_mode(http, 0750);
    umask(0);
    uint16_t port = server_start(server);
    parts_as_they_come(port);
    names(port);
    videos(port);
    CHECK(cerver_drain(server, 1000) == CERVER_OK);

    http_cerver_set_uploads_filename_generator(http, NULL);
    http_cerver_set_uploads_dirname_generator(http, NULL);
    http_cerver_set_uploads_delete_when_done(http, true);
    limits(server);
    CHECK(cerver_teardown(server) == 0);
    CHECK(rmdir(folder) == 0);
    return check_result();
}
