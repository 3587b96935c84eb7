/* All functions are safe from any thread: writes of many threads to one stream stay whole, and threads that end leave
 * nothing behind. */
#include "check.h"

enum { WRITERS = 8, MESSAGES = 100, LONGEST = 3000 };

/* valgrind runs one thread at a time, and the writers hardly let the reactor have its turn. */
static int messages(void) { return is_instrumented() ? MESSAGES / 5 : MESSAGES; }

static const CerverHttpReceive *stream;
static struct latch streaming = LATCH_INIT;

static void start_stream(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) request;
    CHECK(http_receive_detach(receive) == CERVER_OK);
    CerverHttpResponse *response = http_response_get();
    CHECK(http_response_add_content_type_header(response, HTTP_CONTENT_TYPE_TXT) == 0);
    CHECK(http_response_stream(response, receive) == CERVER_OK);
    http_response_return(response);
    stream = receive;
    latch_raise(&streaming);
}

/* "<writer> <number> <length> xxxx\n", `length` in all. */
static size_t message(char *text, int writer, int number) {
    size_t length = 32 + (size_t) (writer * 131 + number * 197) % (LONGEST - 32);
    int head = snprintf(text, LONGEST, "%d %d %zu ", writer, number, length);
    memset(text + head, 'a' + writer, length - (size_t) head - 1);
    text[length - 1] = '\n';
    return length;
}

static void *write_messages(void *argument) {
    int writer = (int) (intptr_t) argument;
    char text[LONGEST];
    for (int number = 0; number < messages(); number++) {
        size_t length = message(text, writer, number);
        CerverStatus status;
        while ((status = http_receive_stream_write(stream, text, length)) == CERVER_ERROR_AGAIN) {
            CerverStatus waited = http_receive_stream_wait(stream, 5000);
            CHECK(waited == CERVER_OK, "wait gives %d", (int) waited);
        }
        CHECK(status == CERVER_OK, "write gives %d", (int) status);
        memset(text, 0, sizeof text); /* the library took a copy */
    }
    return NULL;
}

/* Runs the writers and ends the stream after the last of them. */
static void *write_all(void *unused) {
    pthread_t threads[WRITERS];
    for (intptr_t i = 0; i < WRITERS; i++) pthread_create(&threads[i], NULL, write_messages, (void *) i);
    for (int i = 0; i < WRITERS; i++) pthread_join(threads[i], NULL);
    CHECK(http_receive_stream_end(stream) == CERVER_OK);
    return unused;
}

static size_t read_chunks(int client, char *text, size_t size) {
    char line[256];
    size_t length = 0;
    while (client_line(client, line, sizeof line) && line[0] != 0) {}
    for (;;) {
        REQUIRE(client_line(client, line, sizeof line), "cut after %zu bytes", length);
        size_t chunk = strtoul(line, NULL, 16);
        REQUIRE(chunk + length <= size);
        REQUIRE(client_exactly(client, text + length, chunk));
        length += chunk;
        REQUIRE(client_line(client, line, sizeof line) && line[0] == 0);
        if (chunk == 0) return length;
    }
}

static void one_stream_many_writers(void) {
    static char text[WRITERS * MESSAGES * LONGEST];
    char expected[LONGEST];
    int next[WRITERS] = {0};
    watchdog(60, "one stream, many writers");
    CerverServer *server = server_create(start_stream);
    CHECK(cerver_set_send_queue_marks(server, 64 * 1024, 16 * 1024) == CERVER_OK);
    int client = client_connect(server_start(server));
    CHECK(client_request(client, "GET", "/"));
    REQUIRE(latch_wait(&streaming, 1, 10));
    pthread_t writers;
    pthread_create(&writers, NULL, write_all, NULL);
    size_t length = read_chunks(client, text, sizeof text), at = 0;
    pthread_join(writers, NULL);

    while (at < length) {
        int writer = atoi(text + at);
        REQUIRE(writer >= 0 && writer < WRITERS && next[writer] < messages(), "at %zu: %.40s", at, text + at);
        size_t size = message(expected, writer, next[writer]);
        REQUIRE(at + size <= length && memcmp(text + at, expected, size) == 0, "a torn message: %.40s", text + at);
        next[writer]++;
        at += size;
    }
    for (int writer = 0; writer < WRITERS; writer++) CHECK(next[writer] == messages(), "writer %d: %d", writer, next[writer]);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void *fail_and_end(void *server) {
    uint16_t port = 0;
    CHECK(cerver_get_listener_port(server, 0, NULL) == CERVER_ERROR_NULL);
    CHECK(cerver_get_listener_port(server, 99, &port) != CERVER_OK);
    CHECK(strlen(cerver_last_error_message()) > 0);
    return NULL;
}

/* Each thread gets a last error of its own; it is gone with the thread. */
static void ended_threads_leave_nothing(void) {
    int rounds = is_instrumented() ? 20 : 400, threads = count_threads();
    long memory = 0;
    CerverServer *server = server_create(NULL);
    for (int round = 0; round < rounds; round++) {
        pthread_t group[4];
        watchdog(20, "threads that end");
        for (int i = 0; i < 4; i++) pthread_create(&group[i], NULL, fail_and_end, server);
        for (int i = 0; i < 4; i++) pthread_join(group[i], NULL);
        if (round == rounds / 10) memory = resident();
    }
    CHECK(count_threads() == threads, "%d, before %d", count_threads(), threads);
    if (!is_instrumented()) CHECK(resident() - memory < 512, "%ld KiB more", resident() - memory);
    CHECK(cerver_teardown(server) == 0);
}

static atomic_bool stop_asking;

static void *ask(void *server) {
    char json[8192];
    size_t length = 0;
    while (!atomic_load(&stop_asking)) {
        CerverStats stats = {.size = sizeof stats};
        CHECK(cerver_get_stats(server, &stats) == CERVER_OK);
        CHECK(cerver_stats_json(server, json, sizeof json, &length) == CERVER_OK && length > 0);
        CHECK(cerver_is_running(server));
        CHECK(cerver_get_port(server) != 0);
        CerverHttpRoute *route = http_route_create(REQUEST_METHOD_GET, "other", answer_ok);
        CHECK(route != NULL);
        http_route_delete(route);
        CerverHttpResponse *response = http_response_json_msg(HTTP_STATUS_OK, "x");
        CHECK(response != NULL);
        http_response_delete(response);
    }
    return NULL;
}

static void questions_while_serving(void) {
    pthread_t threads[8];
    watchdog(60, "questions while serving");
    CerverServer *server = server_create(answer_ok);
    cerver_set_thpool_n_threads(server, 2);
    uint16_t port = server_start(server);
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, ask, server);
    int requests = is_instrumented() ? 10 : 100;
    for (int i = 0; i < requests; i++) CHECK(client_get(port, "/", NULL) == 200, "request %d", i);
    atomic_store(&stop_asking, true);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    one_stream_many_writers();
    ended_threads_leave_nothing();
    questions_while_serving();
    return check_result();
}
