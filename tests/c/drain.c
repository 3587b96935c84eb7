/* A graceful stop loses no request: every one in flight is answered, new connections are refused. */
#include "check.h"
#include <sys/resource.h>

enum { MOST = 1000 };

static const CerverHttpReceive *receives[MOST];
static atomic_int next_receive;
static struct latch in_flight = LATCH_INIT;

static void put_off(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) request;
    CHECK(http_receive_detach(receive) == CERVER_OK);
    receives[atomic_fetch_add(&next_receive, 1)] = receive;
    latch_raise(&in_flight);
}

static void *drain(void *server) {
    return (void *) (intptr_t) cerver_drain(server, 20000u * (uint32_t) slowness());
}

static void nothing_is_lost(void) {
    static int clients[MOST];
    int count = is_instrumented() ? 100 : MOST, answered = 0;
    watchdog(60, "requests in flight");
    CerverServer *server = server_create(put_off);
    uint16_t port = server_start(server);
    int idle = client_connect(port); /* has sent nothing yet */
    for (int i = 0; i < count; i++) {
        clients[i] = client_connect(port);
        REQUIRE(clients[i] >= 0, "client %d", i);
        REQUIRE(client_request(clients[i], "GET", "/"));
    }
    REQUIRE(latch_wait(&in_flight, count, 30), "%d of %d", latch_value(&in_flight), count);

    pthread_t thread;
    pthread_create(&thread, NULL, drain, server);
    char byte;
    CHECK(client_read(idle, &byte, 1) == 0, "a connection without a request is closed at once");
    for (int fd; (fd = client_connect(port)) >= 0;) { /* until refused; the watchdog ends it */
        close(fd);
        usleep(1000);
    }
    for (int i = 0; i < count; i++) {
        int number = atomic_load(&next_receive) - 1 - i;
        CHECK(http_response_render_text(receives[number], HTTP_STATUS_OK, "ok", 2) == 0, "answer %d", i);
    }
    for (int i = 0; i < count; i++) {
        struct reply reply;
        bool whole = client_reply(clients[i], &reply) && reply.status == 200 && strcmp(reply.body, "ok") == 0;
        answered += whole;
        if (whole) CHECK(strcasestr(reply.head, "Connection: close") != NULL, "%s", reply.head);
        CHECK(client_read(clients[i], &byte, 1) == 0, "closed after the answer");
        close(clients[i]);
    }
    CHECK(answered == count, "%d of %d", answered, count);
    void *result = NULL;
    pthread_join(thread, &result);
    CHECK((intptr_t) result == CERVER_OK, "drain gives %d", (int) (intptr_t) result);
    CHECK(!cerver_is_running(server));
    CHECK(cerver_teardown(server) == 0);
    close(idle);
}

static struct latch release_handler = LATCH_INIT;

static void block(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    latch_raise(&in_flight);
    latch_wait(&release_handler, 1, 20);
    answer_ok(receive, request);
}

/* A handler that outlives the time is reported, not killed. */
static void the_time_is_bounded(void) {
    watchdog(60, "bounded time");
    CerverServer *server = server_create(block);
    cerver_set_thpool_n_threads(server, 1);
    uint16_t port = server_start(server);
    int client = client_connect(port), before = latch_value(&in_flight);
    CHECK(client_request(client, "GET", "/"));
    REQUIRE(latch_wait(&in_flight, before + 1, 10));
    double start = now();
    CerverStatus status = cerver_drain(server, 200);
    CHECK(status == CERVER_ERROR_TIMEOUT || status == CERVER_ERROR_HANDLERS, "drain gives %d", (int) status);
    CHECK(now() - start >= 0.19 && now() - start < 9.0 * slowness(), "%.2f s", now() - start);
    latch_raise(&release_handler);
    close(client);
    cerver_teardown(server);
}

int main(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    nothing_is_lost();
    the_time_is_bounded();
    return check_result();
}
