/* Every exported function inside every callback, with good arguments: it comes back within 5 s, the process lives, and
 * the server still serves when the function did not stop it. */
#include "calls.h"

/* Functions after which the server may be gone. */
static const char *const stopping[] = {"cerver_shutdown", "cerver_teardown", "cerver_drain", "cerver_end",
                                       "cerver_stop_listening"};

static struct {
    const struct entry *entry; /* NULL: the callback does nothing special */
    CerverServer *server;
    const CerverHttpReceive *receive;
    const CerverHttpRequest *request;
    struct latch called;
} now_testing = {.called = LATCH_INIT};

static void delete_nothing(void *data) { (void) data; }

static void ignore_lines(const void *lines, size_t length, void *data) { (void) lines, (void) length, (void) data; }

static bool make_no_page(const CerverHttpErrorPage *page, CerverHttpResponse *response, void *data) {
    return (void) page, (void) response, (void) data, false;
}

static void call_now(void) {
    static struct fixture good = {
        .handler = answer_ok, .delete = delete_nothing, .error_page = make_no_page, .access_log = ignore_lines,
    };
    const struct entry *entry = now_testing.entry;
    if (entry == NULL) return;
    now_testing.entry = NULL; /* a callback of the call itself does not call again */
    fixture_fill(&good, now_testing.server, now_testing.receive, now_testing.request);
    entry->call(&good, -1, NULL);
    fixture_empty(&good);
    latch_raise(&now_testing.called);
}

static void in_a_handler(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    bool calls = now_testing.entry != NULL;
    now_testing.receive = receive;
    now_testing.request = request;
    call_now();
    if (!calls) answer_ok(receive, request);
}

static void in_a_delete(void *data) {
    (void) data;
    call_now();
}

/* Leaves data with a delete function at its request. */
static void leave_data(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    static int data;
    now_testing.receive = receive;
    now_testing.request = request;
    if (now_testing.entry != NULL) {
        http_request_set_custom_data((CerverHttpRequest *) request, &data);
        http_request_set_delete_custom_data((CerverHttpRequest *) request, in_a_delete);
    }
    answer_ok(receive, request);
}

static void in_a_part(const CerverHttpReceive *receive, const CerverHttpRequest *request, const CerverMultiPart *part) {
    CHECK(part == http_request_get_current_mpart(request));
    in_a_handler(receive, request);
}

static void expect_a_form(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    (void) receive, (void) request;
}

static void at_the_end(const CerverHttpReceive *receive, const CerverHttpRequest *request, CerverHttpStatus status) {
    if (status == HTTP_STATUS_OK) answer_ok(receive, request);
}

static bool in_an_error_page(const CerverHttpErrorPage *page, CerverHttpResponse *response, void *data) {
    (void) page, (void) response, (void) data;
    call_now();
    return false;
}

static void in_the_access_log(const void *lines, size_t length, void *data) {
    (void) lines, (void) length, (void) data;
    call_now();
}

static bool is_stopping(const struct entry *entry) {
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++) {
        if (strcmp(stopping[i], entry->name) == 0) return true;
    }
    return false;
}

/* Functions that know nothing of servers: where they are called makes no difference to them. */
static bool is_utility(const struct entry *entry) {
    static const char *const prefixes[] = {"bsem_", "cerver_log_", "file", "handler_", "job_",
                                           "packet_", "thread_", "timer_", "worker_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(prefixes[i], entry->name, strlen(prefixes[i])) == 0) return true;
    }
    return false;
}

/* Where the callback is registered and which path leads to it. */
static const char *prepare(CerverHttp *http, const char *callback) {
    static int data;
    CerverHttpRoute *route;
    if (strcmp(callback, "catch-all") == 0) {
        http_cerver_set_catch_all_route(http, in_a_handler);
        return "/any?a=b";
    }
    if (strcmp(callback, "not found") == 0) {
        http_cerver_set_not_found_route(http, in_a_handler);
        return "/any?a=b";
    }
    if (strcmp(callback, "delete of the request's data") == 0) {
        http_cerver_set_catch_all_route(http, leave_data);
        return "/any?a=b";
    }
    if (strcmp(callback, "error page") == 0) {
        http_cerver_set_error_page(http, in_an_error_page, NULL);
        return "/none?a=b";
    }
    if (strcmp(callback, "access log") == 0) {
        http_cerver_set_access_log_function(http, HTTP_ACCESS_LOG_JSON, in_the_access_log, NULL);
        return "/none?a=b";
    }
    if (strcmp(callback, "part of a form") == 0) {
        route = http_route_create(REQUEST_METHOD_GET, "form", expect_a_form);
        CHECK(http_route_stream_parts(route, in_a_part, NULL, NULL, at_the_end) == CERVER_OK);
        http_cerver_route_register(http, route);
        return "/form?a=b";
    }
    if (strcmp(callback, "delete of the server's data") == 0) {
        http_cerver_set_custom_data(http, &data);
        http_cerver_set_delete_custom_data(http, in_a_delete);
        return NULL;
    }
    route = http_route_create(REQUEST_METHOD_GET, "route", in_a_handler);
    if (strcmp(callback, "delete of the route's data") == 0) {
        http_route_set_custom_data(route, &data);
        http_route_set_delete_custom_data(route, in_a_delete);
        http_cerver_route_register(http, route);
        return NULL;
    }
    http_cerver_route_register(http, route);
    return "/route?a=b";
}

struct place {
    const char *name;
    CerverHandlerType type;
    uint16_t pool;
    bool turned;
};

static atomic_bool stop_turning;

static void *turn(void *server) {
    while (!atomic_load(&stop_turning) && cerver_turn(server, 20) != CERVER_ERROR_HANDLE) {}
    return NULL;
}

static void one_call(const struct entry *entry, const struct place *place, const char *callback) {
    static char doing[256];
    snprintf(doing, sizeof doing, "%s in %s, %s", entry->name, callback, place->name);
    watchdog(5, doing);
    pthread_t turner;
    CerverServer *server = cerver_create_web("test", 0, 64);
    REQUIRE(server != NULL, "%s", doing);
    cerver_set_handler_type(server, place->type);
    cerver_set_thpool_n_threads(server, place->pool);
    cerver_set_drain_timeout(server, 50);
    const char *path = prepare(http_cerver_get(server), callback);
    now_testing.server = server;
    now_testing.receive = NULL;
    now_testing.request = NULL;
    int before = latch_value(&now_testing.called);

    if (place->turned) {
        atomic_store(&stop_turning, false);
        CHECK(cerver_open(server) == CERVER_OK, "%s", doing);
        pthread_create(&turner, NULL, turn, server);
    } else {
        CHECK(cerver_start_background(server) == CERVER_OK, "%s", doing);
    }
    uint16_t port = cerver_get_port(server);
    if (path != NULL) {
        now_testing.entry = entry;
        int client = client_connect(port);
        bool is_form = strcmp(callback, "part of a form") == 0;
        CHECK(is_form ? client_upload(client, path) : client_request(client, "GET", path), "%s", doing);
        REQUIRE(latch_wait(&now_testing.called, before + 1, 5), "%s", doing);
        close(client);
        if (!is_stopping(entry)) {
            struct reply reply;
            CHECK(client_get(port, "/any", &reply) != 0, "no answer after %s", doing);
        }
    } else {
        now_testing.entry = entry;
    }
    atomic_store(&stop_turning, true);
    if (place->turned) pthread_join(turner, NULL);
    cerver_teardown(server); /* in vain when the callback tore it down */
    REQUIRE(latch_wait(&now_testing.called, before + 1, 5), "%s", doing);
    now_testing.entry = NULL;
}

int main(int count, char **arguments) {
    static const struct place places[] = {
        {"on the reactor", CERVER_HANDLER_TYPE_POLL, 0, false},
        {"on the pool", CERVER_HANDLER_TYPE_POLL, 1, false},
        {"on a thread of its own", CERVER_HANDLER_TYPE_THREADS, 0, false},
        {"on a turning thread", CERVER_HANDLER_TYPE_POLL, 0, true},
    };
    static const char *const callbacks[] = {
        "route", "catch-all", "not found", "delete of the request's data", "delete of the route's data",
        "delete of the server's data", "error page", "access log", "part of a form",
    };
    int threads = count_threads(), calls = 0;
    for (size_t place = 0; place < sizeof places / sizeof *places; place++) {
        for (size_t callback = 0; callback < sizeof callbacks / sizeof *callbacks; callback++) {
            if (place > 0 && callback > 0) continue; /* all callbacks in one place, all places for one callback */
            for (size_t i = 0; i < ENTRY_COUNT; i++) {
                if (count > 1 && strcmp(arguments[1], entries[i].name) != 0) continue;
                if (place + callback > 0 && is_utility(&entries[i])) continue;
                one_call(&entries[i], &places[place], callbacks[callback]);
                calls++;
            }
        }
    }
    CHECK(count > 1 || calls > 900, "%d calls", calls);
    watchdog(10, "the end of all threads");
    while (count_threads() > threads) usleep(1000);
    return check_result();
}
