/* Answers that come after the handler returned, from threads the library does not know. */
#include "check.h"

enum { CLIENTS = 20, REQUESTS = 10, ANSWERERS = 4 };

/* What the handlers leave for the answering threads. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    const CerverHttpReceive *receives[CLIENTS * REQUESTS];
    const CerverHttpRequest *requests[CLIENTS * REQUESTS];
    int count, taken;
    bool closed;
} queue = {.mutex = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER};

static void put_off(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    CHECK(http_receive_detach(receive) == CERVER_OK);
    pthread_mutex_lock(&queue.mutex);
    queue.receives[queue.count] = receive;
    queue.requests[queue.count++] = request;
    pthread_cond_signal(&queue.filled);
    pthread_mutex_unlock(&queue.mutex);
}

static bool take(const CerverHttpReceive **receive, const CerverHttpRequest **request) {
    pthread_mutex_lock(&queue.mutex);
    while (queue.taken == queue.count && !queue.closed) pthread_cond_wait(&queue.filled, &queue.mutex);
    bool taken = queue.taken < queue.count;
    if (taken) {
        *receive = queue.receives[queue.taken];
        *request = queue.requests[queue.taken++];
    }
    pthread_mutex_unlock(&queue.mutex);
    return taken;
}

static void *answer(void *unused) {
    const CerverHttpReceive *receive;
    const CerverHttpRequest *request;
    while (take(&receive, &request)) {
        char text[64];
        const CerverString *path = http_request_get_url(request);
        REQUIRE(path != NULL, "the request is valid until it is answered");
        snprintf(text, sizeof text, "late %s", path->str);
        CHECK(http_receive_is_connected(receive));
        CHECK(http_response_render_text(receive, HTTP_STATUS_OK, text, strlen(text)) == 0);
        CHECK(http_response_render_text(receive, HTTP_STATUS_OK, text, strlen(text)) == 1, "a second answer");
        CerverStatus code = cerver_last_error();
        CHECK(code == CERVER_ERROR_ANSWERED || code == CERVER_ERROR_HANDLE);
    }
    return unused;
}

static void many_late_answers(void) {
    pthread_t threads[ANSWERERS];
    int clients[CLIENTS];
    watchdog(60, "many late answers");
    CerverServer *server = server_create(put_off);
    uint16_t port = server_start(server);
    for (int i = 0; i < ANSWERERS; i++) pthread_create(&threads[i], NULL, answer, NULL);
    for (int i = 0; i < CLIENTS; i++) clients[i] = client_connect(port);
    for (int number = 0; number < REQUESTS; number++) {
        char path[32], expected[64];
        for (int i = 0; i < CLIENTS; i++) {
            snprintf(path, sizeof path, "/%d/%d", i, number);
            CHECK(client_request(clients[i], "GET", path));
        }
        for (int i = 0; i < CLIENTS; i++) {
            struct reply reply;
            snprintf(expected, sizeof expected, "late /%d/%d", i, number);
            CHECK(client_reply(clients[i], &reply) && reply.status == 200);
            CHECK(strcmp(reply.body, expected) == 0, "%s instead of %s", reply.body, expected);
        }
    }
    pthread_mutex_lock(&queue.mutex);
    queue.closed = true;
    pthread_cond_broadcast(&queue.filled);
    pthread_mutex_unlock(&queue.mutex);
    for (int i = 0; i < ANSWERERS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < CLIENTS; i++) close(clients[i]);
    CHECK(cerver_teardown(server) == 0);
}

static const CerverHttpReceive *kept;
static struct latch kept_one = LATCH_INIT;

static void keep(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) request;
    CHECK(http_receive_detach(receive) == CERVER_OK);
    kept = receive;
    latch_raise(&kept_one);
}

static void pipelined_answers_keep_their_order(void) {
    static const char both[] = "GET /late HTTP/1.1\r\nHost: a\r\n\r\nGET /now HTTP/1.1\r\nHost: a\r\n\r\n";
    struct reply reply;
    watchdog(20, "pipelined");
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "late", keep));
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "now", answer_ok));
    int client = client_connect(server_start(server));
    CHECK(client_write(client, both, sizeof both - 1));
    REQUIRE(latch_wait(&kept_one, 1, 10));
    CHECK(http_response_render_text(kept, HTTP_STATUS_CREATED, "late", 4) == 0);
    CHECK(client_reply(client, &reply) && reply.status == 201);
    CHECK(client_reply(client, &reply) && reply.status == 200);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void closed_instead_of_answered(void) {
    char byte;
    watchdog(20, "closed instead of answered");
    CerverServer *server = server_create(keep);
    int client = client_connect(server_start(server)), before = latch_value(&kept_one);
    CHECK(client_request(client, "GET", "/"));
    REQUIRE(latch_wait(&kept_one, before + 1, 10));
    CHECK(http_receive_close(kept) == CERVER_OK);
    CHECK(client_read(client, &byte, 1) == 0, "closed without an answer");
    CHECK(http_response_render_text(kept, HTTP_STATUS_OK, "x", 1) == 1);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void client_gone(void) {
    watchdog(20, "client gone");
    CerverServer *server = server_create(keep);
    int client = client_connect(server_start(server)), before = latch_value(&kept_one);
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    CHECK(client_request(client, "GET", "/"));
    REQUIRE(latch_wait(&kept_one, before + 1, 10));
    setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(client);
    while (http_receive_is_connected(kept)) usleep(1000); /* the watchdog ends it */
    CHECK(http_response_render_text(kept, HTTP_STATUS_OK, "x", 1) == 1);
    CerverStatus code = cerver_last_error();
    CHECK(code == CERVER_ERROR_CLOSED || code == CERVER_ERROR_HANDLE);
    CHECK(cerver_teardown(server) == 0);
}

static void teardown_before_the_answer(void) {
    watchdog(20, "teardown before the answer");
    CerverServer *server = server_create(keep);
    CHECK(cerver_set_drain_timeout(server, 100) == CERVER_OK);
    int client = client_connect(server_start(server)), before = latch_value(&kept_one);
    CHECK(client_request(client, "GET", "/"));
    REQUIRE(latch_wait(&kept_one, before + 1, 10));
    double start = now();
    cerver_teardown(server);
    CHECK(now() - start < 9.0 * slowness(), "%.1f s", now() - start);
    CHECK(http_response_render_text(kept, HTTP_STATUS_OK, "x", 1) == 1, "an answer after the teardown");
    CHECK(!http_receive_is_connected(kept));
    close(client);
}

int main(void) {
    many_late_answers();
    pipelined_answers_keep_their_order();
    closed_instead_of_answered();
    client_gone();
    teardown_before_the_answer();
    return check_result();
}
