/* A server without threads: the caller turns it, alone or from its own event loop through the pollable descriptor. */
#include "check.h"

static CerverServer *server;
static struct latch inside = LATCH_INIT, release_handler = LATCH_INIT;
static const CerverHttpReceive *kept;

static void handle(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *path = http_request_get_url(request);
    REQUIRE(path != NULL);
    if (strcmp(path->str, "/inside") == 0) CHECK(cerver_turn(server, 0) == CERVER_ERROR_BUSY, "turn inside itself");
    if (strcmp(path->str, "/block") == 0) {
        latch_raise(&inside);
        CHECK(latch_wait(&release_handler, 1, 10));
    }
    if (strcmp(path->str, "/late") == 0) {
        CHECK(http_receive_detach(receive) == CERVER_OK);
        kept = receive;
        latch_raise(&inside);
        return;
    }
    answer_ok(receive, request);
}

/* True when the descriptor says that cerver_turn has work. */
static bool has_work(int milliseconds) {
    struct pollfd work = {.fd = cerver_get_poll_fd(server), .events = POLLIN};
    return poll(&work, 1, milliseconds * slowness()) == 1;
}

/* A fresh server may have something to do; then it is idle and says so. */
static void come_to_rest(void) {
    for (int i = 0; i < 5 && has_work(0); i++) CHECK(cerver_turn(server, 0) == CERVER_OK);
    CHECK(!has_work(50), "idle");
}

/* Turns only when the descriptor says so, until there is an answer. */
static int turn_for_reply(int client) {
    struct reply reply;
    struct pollfd ready[2] = {{.fd = client, .events = POLLIN}, {.fd = cerver_get_poll_fd(server), .events = POLLIN}};
    for (;;) {
        if (poll(ready, 2, 5000 * slowness()) <= 0) return 0;
        if (ready[0].revents != 0) return client_reply(client, &reply) ? reply.status : 0;
        CHECK(cerver_turn(server, 0) == CERVER_OK);
    }
}

static void *turn_once(void *unused) {
    (void) unused;
    return (void *) (intptr_t) cerver_turn(server, 5000);
}

static void *answer_late(void *unused) {
    CHECK(latch_wait(&inside, 1, 10));
    CHECK(http_response_render_text(kept, HTTP_STATUS_ACCEPTED, "late", 4) == 0);
    return unused;
}

static void open_server(void) {
    server = server_create(handle);
    CHECK(cerver_get_poll_fd(server) == -1, "before open");
    CHECK(cerver_turn(server, 0) == CERVER_ERROR_STATE, "before open");
    CHECK(cerver_open(server) == CERVER_OK);
    CHECK(cerver_get_poll_fd(server) >= 0 && cerver_get_port(server) != 0);
    CHECK(cerver_is_running(server));
    inside.value = release_handler.value = 0;
}

static void the_descriptor_tells_the_truth(void) {
    watchdog(30, "descriptor");
    open_server();
    come_to_rest();
    int client = client_connect(cerver_get_port(server));
    CHECK(has_work(5000), "a new connection");
    for (int i = 0; i < 3; i++) {
        CHECK(client_request(client, "GET", "/"));
        CHECK(turn_for_reply(client) == 200, "request %d", i);
    }
    CHECK(client_request(client, "GET", "/inside"));
    CHECK(turn_for_reply(client) == 200);
    while (has_work(0)) CHECK(cerver_turn(server, 0) == CERVER_OK);
    CHECK(!has_work(50), "idle again");

    double start = now();
    CHECK(cerver_turn(server, 100) == CERVER_OK);
    CHECK(now() - start >= 0.09, "it waits when there is nothing to do: %.3f s", now() - start);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void a_late_answer_wakes(void) {
    pthread_t thread;
    watchdog(30, "late answer");
    open_server();
    int client = client_connect(cerver_get_port(server));
    pthread_create(&thread, NULL, answer_late, NULL);
    CHECK(client_request(client, "GET", "/late"));
    CHECK(turn_for_reply(client) == 202);
    pthread_join(thread, NULL);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void a_timer_wakes(void) {
    char byte;
    watchdog(30, "timer");
    server = server_create(handle);
    CHECK(cerver_set_idle_timeout(server, 200) == CERVER_OK);
    CHECK(cerver_open(server) == CERVER_OK);
    inside.value = 0;
    int client = client_connect(cerver_get_port(server));
    CHECK(client_request(client, "GET", "/"));
    CHECK(turn_for_reply(client) == 200);
    struct pollfd closed = {.fd = client, .events = POLLIN};
    while (poll(&closed, 1, 0) == 0) {
        REQUIRE(has_work(5000), "the descriptor wakes for the idle time-out");
        CHECK(cerver_turn(server, 0) == CERVER_OK);
    }
    CHECK(client_read(client, &byte, 1) == 0, "closed after the idle time");
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void one_thread_at_a_time(void) {
    pthread_t thread;
    void *result = NULL;
    watchdog(30, "one thread at a time");
    open_server();
    int client = client_connect(cerver_get_port(server));
    CHECK(client_request(client, "GET", "/block"));
    REQUIRE(has_work(5000));
    pthread_create(&thread, NULL, turn_once, NULL);
    while (latch_value(&inside) == 0) {
        /* The accept and the read may take more than one turn. */
        if (pthread_tryjoin_np(thread, &result) == 0) {
            CHECK((intptr_t) result == CERVER_OK);
            pthread_create(&thread, NULL, turn_once, NULL);
        }
        usleep(1000);
    }
    CHECK(cerver_turn(server, 0) == CERVER_ERROR_BUSY, "a second thread");
    latch_raise(&release_handler);
    pthread_join(thread, &result);
    CHECK((intptr_t) result == CERVER_OK);
    CHECK(turn_for_reply(client) == 200, "this thread may turn now");
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void stop_and_open_again(void) {
    watchdog(30, "open again");
    open_server();
    uint16_t port = cerver_get_port(server);
    CHECK(cerver_shutdown(server) == 0);
    CHECK(cerver_turn(server, 0) == CERVER_ERROR_STATE);
    CHECK(client_connect(port) == -1, "not listening");
    CHECK(cerver_open(server) == CERVER_OK);
    int client = client_connect(cerver_get_port(server));
    CHECK(client_request(client, "GET", "/"));
    CHECK(turn_for_reply(client) == 200);
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

/* Opened, a server has one reactor and no thread; what was set counts again at the next start. */
static void open_leaves_the_reactors_alone(void) {
    watchdog(30, "reactors");
    int threads = count_threads();
    server = server_create(handle);
    CHECK(cerver_set_reactors(server, 3) == CERVER_OK);
    CHECK(cerver_open(server) == CERVER_OK, "one reactor, whatever was set");
    come_to_rest();
    CHECK(count_threads() == threads, "%d, before %d", count_threads(), threads);
    CHECK(cerver_shutdown(server) == 0);
    uint16_t port = server_start(server);
    CHECK(count_threads() == threads + 3, "%d, before %d", count_threads(), threads);
    CHECK(client_get(port, "/", NULL) == 200);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    the_descriptor_tells_the_truth();
    a_late_answer_wakes();
    a_timer_wakes();
    one_thread_at_a_time();
    stop_and_open_again();
    open_leaves_the_reactors_alone();
    return check_result();
}
