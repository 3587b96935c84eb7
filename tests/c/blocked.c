/* The library holds no lock while it calls back: a callback that blocks stops neither other requests nor the callers of
 * its functions. */
#include "check.h"

static struct latch inside = LATCH_INIT, release_handler = LATCH_INIT;

static void handle(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *path = http_request_get_url(request);
    if (path != NULL && strcmp(path->str, "/slow") == 0) {
        latch_raise(&inside);
        CHECK(latch_wait(&release_handler, 1, 20));
    }
    answer_ok(receive, request);
}

/* Runs `call` and fails when it takes a second. */
#define QUICKLY(call)                                                                                                  \
    do {                                                                                                               \
        double start = now();                                                                                          \
        call;                                                                                                          \
        CHECK(now() - start < 4.0 * slowness(), "%s took %.2f s", #call, now() - start);                               \
    } while (0)

static void others_go_on(const char *name, CerverHandlerType type, uint16_t pool) {
    struct reply reply;
    char json[8192];
    size_t length;
    int value;
    watchdog(30, name);
    CerverServer *server = server_create(handle);
    CerverHttp *http = http_cerver_get(server);
    cerver_set_handler_type(server, type);
    cerver_set_thpool_n_threads(server, pool);
    uint16_t port = server_start(server);
    int slow = client_connect(port), before = latch_value(&inside);
    double start = now();
    CHECK(client_request(slow, "GET", "/slow"));
    REQUIRE(latch_wait(&inside, before + 1, 10));

    /* Two seconds and more than a few calls, all while the callback stands still. */
    int round = 0;
    do {
        CerverStats stats = {.size = sizeof stats};
        QUICKLY(CHECK(client_get(port, "/fast", NULL) == 200));
        QUICKLY(CHECK(cerver_get_stats(server, &stats) == CERVER_OK));
        QUICKLY(CHECK(cerver_stats_json(server, json, sizeof json, &length) == CERVER_OK));
        QUICKLY(CHECK(cerver_is_running(server)));
        QUICKLY(CHECK(cerver_get_port(server) == port));
        QUICKLY(http_cerver_set_custom_data(http, &value));
        QUICKLY(CHECK(http_cerver_get_custom_data(http) == &value));
        QUICKLY(CHECK(cerver_wait(server, 1) == CERVER_ERROR_TIMEOUT));
        QUICKLY(CHECK(cerver_start_background(server) == CERVER_ERROR_STATE));
        usleep(20 * 1000);
    } while (++round < 20 || now() - start < 2.0);

    latch_raise(&release_handler);
    CHECK(client_reply(slow, &reply) && reply.status == 200);
    release_handler.value = 0;
    close(slow);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    others_go_on("pool", CERVER_HANDLER_TYPE_POLL, 2);
    others_go_on("threads", CERVER_HANDLER_TYPE_THREADS, 0);
    return check_result();
}
