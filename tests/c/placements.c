/* Where a handler runs: on the reactor, on a pool, on a thread of its connection, or on the caller's thread. */
#include "check.h"

enum { MOST = 8 };

static struct {
    int threads[64], count, wanted;
    pthread_mutex_t mutex;
    struct latch inside;
} seen = {.mutex = PTHREAD_MUTEX_INITIALIZER, .inside = LATCH_INIT};

static void reset(int wanted) {
    pthread_mutex_lock(&seen.mutex);
    seen.count = 0;
    seen.wanted = wanted;
    seen.inside.value = 0;
    pthread_mutex_unlock(&seen.mutex);
}

/* Notes its thread and waits until as many handlers as wanted are inside at the same time. */
static void handle(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    pthread_mutex_lock(&seen.mutex);
    seen.threads[seen.count++] = thread_id();
    int wanted = seen.wanted;
    pthread_mutex_unlock(&seen.mutex);
    latch_raise(&seen.inside);
    CHECK(latch_wait(&seen.inside, wanted, 10), "%d handlers at the same time", wanted);
    answer_ok(receive, request);
}

static int distinct(void) {
    int count = 0;
    for (int i = 0; i < seen.count; i++) {
        int first = 0;
        while (seen.threads[first] != seen.threads[i]) first++;
        count += first == i;
    }
    return count;
}

/* Sends a request on each connection, then reads all answers. */
static void ask_all(int *clients, int count) {
    struct reply reply;
    for (int i = 0; i < count; i++) CHECK(client_request(clients[i], "GET", "/"));
    for (int i = 0; i < count; i++) CHECK(client_reply(clients[i], &reply) && reply.status == 200, "client %d", i);
}

static void connect_all(int *clients, int count, uint16_t port) {
    for (int i = 0; i < count; i++) clients[i] = client_connect(port);
}

static void close_all(int *clients, int count) {
    for (int i = 0; i < count; i++) close(clients[i]);
}

static void on_the_reactor(void) {
    int clients[MOST];
    watchdog(30, "on the reactor");
    CerverServer *server = server_create(handle); /* the handler type is not set: POLL, without a pool */
    uint16_t port = server_start(server);
    connect_all(clients, 4, port);
    reset(1);
    ask_all(clients, 4);
    ask_all(clients, 4);
    CHECK(seen.count == 8 && distinct() == 1, "%d requests on %d threads", seen.count, distinct());
    CHECK(seen.threads[0] != thread_id());
    close_all(clients, 4);
    CHECK(cerver_teardown(server) == 0);
}

static void on_the_pool(void) {
    int clients[MOST];
    watchdog(30, "on the pool");
    CerverServer *server = server_create(handle);
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_POLL);
    cerver_set_thpool_n_threads(server, 3);
    uint16_t port = server_start(server);
    connect_all(clients, MOST, port);
    reset(3);
    ask_all(clients, 3);
    CHECK(distinct() == 3, "%d threads", distinct());
    reset(1);
    ask_all(clients, MOST);
    CHECK(seen.count == MOST && distinct() <= 3, "%d requests on %d threads", seen.count, distinct());
    close_all(clients, MOST);
    CHECK(cerver_teardown(server) == 0);
}

static void on_a_thread_of_the_connection(void) {
    int clients[MOST];
    watchdog(30, "on a thread of the connection");
    CerverServer *server = server_create(handle);
    int threads = count_threads();
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS);
    cerver_set_thpool_n_threads(server, 3);
    uint16_t port = server_start(server);
    CHECK(count_threads() == threads + 1, "no pool: %d threads, before %d", count_threads(), threads);
    connect_all(clients, 5, port);
    reset(5);
    ask_all(clients, 5);
    CHECK(distinct() == 5, "%d threads", distinct());
    reset(1);
    ask_all(clients, 1);
    ask_all(clients, 1);
    CHECK(seen.count == 2 && distinct() == 1, "a connection stays on its thread");
    close_all(clients, 5);
    CHECK(cerver_teardown(server) == 0);
}

/* At the limit of threads a further connection waits until one of the others is closed. */
static void at_the_limit_of_threads(void) {
    int clients[MOST];
    struct reply reply;
    watchdog(30, "at the limit of threads");
    CerverServer *server = server_create(handle);
    cerver_set_handler_type(server, CERVER_HANDLER_TYPE_THREADS);
    CHECK(cerver_set_max_handler_threads(server, 2) == CERVER_OK);
    uint16_t port = server_start(server);
    reset(1);
    connect_all(clients, 3, port);
    ask_all(clients, 2);
    CHECK(client_request(clients[2], "GET", "/"));
    struct pollfd answer = {.fd = clients[2], .events = POLLIN};
    CHECK(poll(&answer, 1, 200) == 0, "the third connection waits");
    close(clients[0]);
    CHECK(client_reply(clients[2], &reply) && reply.status == 200, "and is served then");
    CHECK(distinct() <= 3);
    close_all(clients + 1, 2);
    CHECK(cerver_teardown(server) == 0);
}

static void on_the_callers_thread(void) {
    struct reply reply;
    watchdog(30, "on the caller's thread");
    CerverServer *server = server_create(handle);
    int threads = count_threads();
    CHECK(cerver_open(server) == CERVER_OK);
    CHECK(count_threads() == threads, "no thread is made");
    int client = client_connect(cerver_get_port(server));
    reset(1);
    CHECK(client_request(client, "GET", "/"));
    while (latch_value(&seen.inside) == 0) CHECK(cerver_turn(server, 100) == CERVER_OK);
    struct pollfd answer = {.fd = client, .events = POLLIN};
    while (poll(&answer, 1, 0) == 0) CHECK(cerver_turn(server, 10) == CERVER_OK);
    CHECK(client_reply(client, &reply) && reply.status == 200);
    CHECK(seen.count == 1 && seen.threads[0] == thread_id());
    close(client);
    CHECK(cerver_teardown(server) == 0);
}

static void on_several_reactors(void) {
    int clients[64];
    watchdog(30, "on several reactors");
    CerverServer *server = server_create(handle);
    CHECK(cerver_set_reactors(server, 3) == CERVER_OK);
    uint16_t port = server_start(server);
    connect_all(clients, 48, port);
    reset(1);
    ask_all(clients, 48);
    CHECK(seen.count == 48 && distinct() >= 2 && distinct() <= 3, "%d requests on %d reactors", seen.count, distinct());
    close_all(clients, 48);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    on_the_reactor();
    on_the_pool();
    on_a_thread_of_the_connection();
    at_the_limit_of_threads();
    on_the_callers_thread();
    on_several_reactors();
    return check_result();
}
