/* Starting and stopping: every order has a defined result, and nothing is left behind. */
#include "check.h"

static void wrong_orders(void) {
    watchdog(20, "wrong orders");
    CerverServer *server = server_create(answer_ok);
    CHECK(!cerver_is_running(server));
    CHECK(cerver_get_port(server) == 0);
    CHECK(cerver_shutdown(server) == 1, "stop before start");
    CHECK(cerver_last_error() == CERVER_ERROR_STATE);
    CHECK(cerver_turn(server, 0) == CERVER_ERROR_STATE, "turn before open");
    CHECK(cerver_drain(server, 100) == CERVER_ERROR_STATE, "drain before start");

    uint16_t port = server_start(server);
    CHECK(cerver_is_running(server));
    CHECK(client_get(port, "/", NULL) == 200);
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE, "start twice");
    CHECK(cerver_open(server) == CERVER_ERROR_STATE, "open while running");
    CHECK(cerver_turn(server, 0) != CERVER_OK, "turn a server that runs by itself");
    CHECK(cerver_listen_tcp(server, "127.0.0.1", 0) == CERVER_ERROR_STATE, "a listener while running");
    CHECK(cerver_wait(server, 1) == CERVER_ERROR_TIMEOUT);
    CHECK(client_get(port, "/", NULL) == 200);

    CHECK(cerver_shutdown(server) == 0);
    CHECK(cerver_wait(server, -1) == CERVER_OK);
    CHECK(cerver_shutdown(server) == 1, "double stop");
    CHECK(!cerver_is_running(server));
    CHECK(client_get(port, "/", NULL) == 0);

    CHECK(cerver_teardown(server) == 0);
    CHECK(cerver_teardown(server) == 1, "double teardown");
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(cerver_start(server) == 1 && cerver_last_error() == CERVER_ERROR_HANDLE, "start after teardown");
    CHECK(http_cerver_get(server) == NULL);
}

static void start_again(void) {
    watchdog(20, "start again");
    CerverServer *server = server_create(answer_ok);
    for (int round = 0; round < 3; round++) {
        uint16_t port = server_start(server);
        CHECK(client_get(port, "/", NULL) == 200, "round %d", round);
        CHECK(cerver_shutdown(server) == 0);
        CHECK(cerver_wait(server, -1) == CERVER_OK);
        CHECK(client_get(port, "/", NULL) == 0);
    }
    CHECK(cerver_teardown(server) == 0);
}

static void *start_blocking(void *server) {
    return (void *) (intptr_t) cerver_start(server);
}

static void teardown_while_running(void) {
    watchdog(20, "teardown while running");
    CerverServer *server = server_create(answer_ok);
    CHECK(cerver_listen_tcp(server, "127.0.0.1", 0) == CERVER_OK);
    CHECK(cerver_disable_main_listener(server) == CERVER_OK);
    pthread_t thread;
    pthread_create(&thread, NULL, start_blocking, server);
    uint16_t port = 0;
    while (cerver_get_listener_port(server, 0, &port) != CERVER_OK || client_get(port, "/", NULL) != 200) usleep(1000);
    CHECK(cerver_get_port(server) == 0, "the main listener is off");
    CHECK(cerver_teardown(server) == 0);
    void *result = NULL;
    pthread_join(thread, &result);
    CHECK(result == NULL, "cerver_start gives 0 when the server was stopped");
}

static void refused_address(void) {
    watchdog(20, "refused address");
    CerverServer *first = server_create(answer_ok);
    uint16_t port = server_start(first);
    CerverServer *second = cerver_create_web("second", port, 16);
    CHECK(cerver_start_background(second) == CERVER_ERROR_ADDRESS);
    CHECK(!cerver_is_running(second));
    CHECK(cerver_start(second) == 1 && cerver_last_error() == CERVER_ERROR_ADDRESS);
    CHECK(cerver_set_bind_address(second, "not an address") == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_teardown(first) == 0);
    CHECK(cerver_start_background(second) == CERVER_OK, "the port is free again");
    CHECK(cerver_teardown(second) == 0);

    CerverServer *none = server_create(answer_ok);
    cerver_set_handler_type(none, CERVER_HANDLER_TYPE_NONE);
    CHECK(cerver_start(none) == 1, "handler type NONE");
    CHECK(cerver_teardown(none) == 0);
}

static void two_servers(void) {
    watchdog(20, "two servers");
    CerverServer *first = server_create(answer_ok), *second = server_create(NULL);
    uint16_t one = server_start(first), two = server_start(second);
    CHECK(one != two);
    CHECK(client_get(one, "/", NULL) == 200);
    CHECK(client_get(two, "/", NULL) == 404, "no route and no catch-all");
    CHECK(cerver_teardown(first) == 0);
    CHECK(client_get(one, "/", NULL) == 0);
    CHECK(client_get(two, "/", NULL) == 404, "the other one goes on");
    CHECK(cerver_teardown(second) == 0);
}

static void cycle(bool with_pool, CerverHandlerType type) {
    CerverServer *first = server_create(answer_ok), *second = server_create(answer_ok);
    if (with_pool) cerver_set_thpool_n_threads(first, 2);
    cerver_set_handler_type(second, type);
    uint16_t one = server_start(first), two = server_start(second);
    CHECK(client_get(one, "/", NULL) == 200 && client_get(two, "/", NULL) == 200);
    CHECK(cerver_teardown(first) == 0);
    CHECK(cerver_teardown(second) == 0);
}

/* Two servers at a time, 1000 times, the first of a pair with and without a pool, the second with and without threads of
 * the connections: what the process holds at the end is what it held after the 10th time. */
static void thousand_cycles(void) {
    int rounds = is_instrumented() ? 50 : 1000;
    int descriptors = 0, threads = 0;
    long memory = 0;
    for (int round = 1; round <= rounds; round++) {
        watchdog(10, "cycles");
        cycle(round % 2 == 0, round % 4 < 2 ? CERVER_HANDLER_TYPE_POLL : CERVER_HANDLER_TYPE_THREADS);
        if (round == 10) {
            descriptors = count_descriptors();
            threads = count_threads();
            memory = resident();
        }
    }
    CHECK(count_descriptors() == descriptors, "%d, after the 10th %d", count_descriptors(), descriptors);
    CHECK(count_threads() == threads, "%d, after the 10th %d", count_threads(), threads);
    if (!is_instrumented()) CHECK(resident() - memory <= 1024, "%ld KiB more", resident() - memory);
}

int main(void) {
    cerver_init();
    wrong_orders();
    start_again();
    teardown_while_running();
    refused_address();
    two_servers();
    thousand_cycles();
    cerver_end();
    return check_result();
}
