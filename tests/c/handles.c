/* Every exported function with every kind of bad handle, string and out-pointer in every place: it gives an error, and
 * touches neither the memory behind the value nor its out-parameters. */
#include "calls.h"
#include <dlfcn.h>
#include <sys/mman.h>

/* Parameters that may be NULL, as their functions say: it means "none". */
static const char *const optional[] = {
    "http_route_create.handler",
    "http_route_set_delete_custom_data.delete_custom_data",
    "http_cerver_admin_routes_set_delete_custom_data.delete_custom_data",
    "http_cerver_admin_routes_auth_set_decode_data.decode_data",
    "http_cerver_admin_routes_auth_set_decode_data.delete_decoded_data",
    "http_cerver_admin_routes_set_authentication_handler.authentication_handler",
    "http_cerver_set_delete_custom_data.delete_custom_data",
    "http_request_set_delete_custom_data.delete_custom_data",
    "http_response_remove_cookie.attributes",
    "http_response_set_cookie.attributes",
    "http_route_set_gate.gate",
    "http_route_set_authentication_handler.authentication_handler",
    "http_static_path_set_authentication_handler.authentication_handler",
    "http_route_set_decode_data.decode_data",
    "http_route_set_decode_data.delete_decoded_data",
    "http_request_set_delete_decoded_data.delete_decoded_data",
    "http_cerver_auth_set_jwt_issuer.issuer",
    "http_cerver_auth_set_jwt_audience.audience",
    "http_route_stream_body.pieces",
    "http_route_stream_parts.begins",
    "http_route_stream_parts.bytes",
    "http_route_stream_parts.ends",
    "http_cerver_set_uploads_filename_generator.uploads_filename_generator",
    "http_cerver_set_uploads_dirname_generator.uploads_dirname_generator",
    "files_get_file_extension_reference.ext_len",
    "job_create.work",
    "job_handler_wait.data_delete",
    "job_queue_push_handler.cerver",
    "job_queue_push_handler.data_delete",
    "job_queue_set_handler.handler",
    "worker_set_delete_data.delete_data",
    "worker_set_remove_reference.remove_reference",
    "worker_set_work.work",
    "http_cerver_set_error_page.function",
    "cerver_set_event_handler.handler",
    "cerver_network_open.address",
    "cerver_network_set_handler.handler",
    "http_route_set_ws_on_open.on_open",
    "http_route_set_ws_on_close.on_close",
    "http_route_set_ws_on_ping.on_ping",
    "http_route_set_ws_on_pong.on_pong",
    "http_route_set_ws_on_message.on_message",
    "http_route_set_ws_on_binary.on_binary",
    "http_route_set_ws_on_drained.on_drained",
    "http_route_set_ws_on_error.on_error",
    "cerver_set_app_handlers.app_handler",
    "cerver_set_app_handlers.app_error_handler",
    "cerver_set_custom_handler.custom_handler",
    "cerver_set_update.update",
    "cerver_set_update.delete_update_args",
    "cerver_set_update_interval.update",
    "cerver_set_update_interval.delete_update_args",
    "client_set_data.delete_data",
    "handler_set_data_create.data_create",
    "handler_set_data_delete.data_delete",
    "packet_send.total_sent",
    "packet_send_request.cerver",
    "packet_send_request.client",
    "packet_send_request.connection",
    "packet_set_network_values.cerver",
    "packet_set_network_values.client",
    "packet_set_network_values.connection",
    "cerver_set_tls_alpn.protocols",
    "cerver_set_connect_tls_alpn.protocols",
    "cerver_set_connect_tls_ca.ca_file",
    "cerver_connect_tls.server_name",
    "cerver_connect_tls_with.server_name",
    "cerver_adopt_tls.server_name",
    "cerver_log_set_handler.handler",
};

/* Objects of a second instance of the library: a copy of its file, loaded beside it. */
static struct fixture foreign;
/* Objects that were freed. */
static struct fixture stale;
static void *guard_page;
static int calls_made;

static bool is_named(const char *name, const struct entry *entry, const struct parameter *parameter) {
    char own[128];
    snprintf(own, sizeof own, "%s.%s", entry->name, parameter->name);
    return strcmp(name, own) == 0;
}

static bool is_optional(const struct entry *entry, const struct parameter *parameter) {
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        if (is_named(optional[i], entry, parameter)) return true;
    }
    return false;
}

static void expect_failure(struct fixture *good, const struct entry *entry, int bad, void *value, const char *what,
                           CerverStatus expected) {
    static unsigned char before[MOST_PARAMETERS][OUT_SIZE];
    const char *parameter = entry->parameters[bad].name;
    memset(good->out, 0xA5, sizeof good->out);
    for (int i = 0; i < MOST_PARAMETERS; i++) *(size_t *) (void *) good->out[i] = sizeof(CerverStats);
    memcpy(before, good->out, sizeof before);
    cerver_clear_last_error();
    check_doing = entry->name;
    struct outcome outcome = entry->call(good, bad, value);
    calls_made++;
    CHECK(outcome_failed(&outcome), "%s(%s: %s) gives %lld", entry->name, parameter, what, outcome.number);
    CHECK(cerver_last_error() == expected, "%s(%s: %s): expected %s", entry->name, parameter, what,
          cerver_status_name(expected));
    CHECK(outcome.kind != RESULT_STATUS || outcome.number == cerver_last_error(), "%s(%s: %s)", entry->name, parameter,
          what);
    CHECK(memcmp(before, good->out, sizeof before) == 0, "%s(%s: %s) writes its out-parameter", entry->name, parameter,
          what);
}

static void expect_success_with_null(struct fixture *good, const struct entry *entry, int none) {
    cerver_clear_last_error();
    check_doing = entry->name;
    struct outcome outcome = entry->call(good, none, NULL);
    calls_made++;
    /* The host and the port of these calls do not go together, or a client needs the name. */
    bool is_refused = strncmp(entry->name, "cerver_connect_tls", 18) == 0 || strcmp(entry->name, "cerver_adopt_tls") == 0;
    CerverStatus expected = is_refused ? CERVER_ERROR_ARGUMENT : CERVER_OK;
    CHECK(cerver_last_error() == expected, "%s(%s: NULL)", entry->name, entry->parameters[none].name);
    if (strcmp(entry->name, "http_route_create") == 0) http_route_delete((CerverHttpRoute *) (intptr_t) outcome.number);
    if (strcmp(entry->name, "job_create") == 0) job_delete((void *) (intptr_t) outcome.number);
}

static void bad_handles(struct fixture *good, const struct entry *entry, int bad) {
    int class = entry->parameters[bad].class - CLASS_HANDLE;
    void *other = good->handles[class == CLASS_CerverHttpRoute - CLASS_HANDLE ? CLASS_CerverServer - CLASS_HANDLE
                                                                            : CLASS_CerverHttpRoute - CLASS_HANDLE];
    static int on_the_stack;
    if (is_optional(entry, &entry->parameters[bad])) {
        expect_success_with_null(good, entry, bad);
    } else {
        expect_failure(good, entry, bad, NULL, "NULL", CERVER_ERROR_NULL);
    }
    expect_failure(good, entry, bad, other, "of another kind", CERVER_ERROR_TYPE);
    expect_failure(good, entry, bad, stale.handles[class], "stale", CERVER_ERROR_HANDLE);
    expect_failure(good, entry, bad, foreign.handles[class], "foreign", CERVER_ERROR_HANDLE);
    expect_failure(good, entry, bad, guard_page, "unreadable memory", CERVER_ERROR_HANDLE);
    expect_failure(good, entry, bad, &on_the_stack, "memory of the caller", CERVER_ERROR_HANDLE);
    expect_failure(good, entry, bad, (void *) 1, "1", CERVER_ERROR_HANDLE);
    expect_failure(good, entry, bad, (void *) UINTPTR_MAX, "all ones", CERVER_ERROR_HANDLE);
}

/* These refuse to wait in a handler before they look at their arguments. */
static bool is_waiting(const struct entry *entry) {
    return strcmp(entry->name, "cerver_start") == 0 || strcmp(entry->name, "cerver_wait") == 0;
}

static void all_functions(struct fixture *good, bool waiting) {
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const struct entry *entry = &entries[i];
        if (is_waiting(entry) != waiting) continue;
        for (int bad = 0; bad < entry->count; bad++) {
            int class = entry->parameters[bad].class;
            if (class >= CLASS_HANDLE) {
                bad_handles(good, entry, bad);
            } else if (class == CLASS_NUMBER || class == CLASS_DATA) {
                continue; /* every value of these has a meaning of its own */
            } else if (is_optional(entry, &entry->parameters[bad])) {
                expect_success_with_null(good, entry, bad);
            } else {
                expect_failure(good, entry, bad, NULL, "NULL", CERVER_ERROR_NULL);
            }
        }
    }
}

static void ignore_lines(const void *lines, size_t length, void *data) { (void) lines, (void) length, (void) data; }
static void ignore_event(const CerverEvent *event, void *user_data) {
    (void) event, (void) user_data;
}

static struct latch finished = LATCH_INIT;
static CerverServer *idle;

/* Some handles exist in a handler only, so nearly all calls are made in one. */
static void call_all(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    static struct fixture good = {.handler = answer_ok, .access_log = ignore_lines, .on_event = ignore_event};
    fixture_fill(&good, idle, receive, request);
    for (int i = 0; i < HANDLE_CLASSES; i++) {
        REQUIRE(good.handles[i] != NULL && stale.handles[i] != NULL && foreign.handles[i] != NULL, "%d", i);
    }
    all_functions(&good, false);
    fixture_empty(&good);
    answer_ok(receive, request);
    latch_raise(&finished);
}

/* Keeps the handles of this request: they are stale when it is answered. */
static void keep_handles(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    fixture_fill(&stale, idle, receive, request);
    fixture_empty(&stale);
    answer_ok(receive, request);
}

/* A second instance of the library and a handle of each kind from it. Its functions are found by name. */
#define FOREIGN(result, name, ...) ((result(*)(__VA_ARGS__)) foreign_symbol(#name))

static void *foreign_library;

/* ISO C has no conversion from a pointer to data to one to a function; POSIX wants this one. */
static void (*foreign_symbol(const char *name))(void) {
    void (*function)(void) = NULL;
    *(void **) &function = dlsym(foreign_library, name);
    REQUIRE(function != NULL, "%s", name);
    return function;
}

static void keep_foreign_handles(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    foreign.handles[CLASS_CerverHttpReceive - CLASS_HANDLE] = (void *) receive;
    foreign.handles[CLASS_CerverHttpRequest - CLASS_HANDLE] = (void *) request;
    foreign.handles[CLASS_CerverPairs - CLASS_HANDLE] =
        (void *) FOREIGN(const CerverPairs *, http_request_get_query_params, const CerverHttpRequest *)(request);
    foreign.handles[CLASS_CerverMultiPart - CLASS_HANDLE] = (void *) FOREIGN(
        const CerverMultiPart *, http_request_multi_parts_get, const CerverHttpRequest *, const char *)(request, "part");
    FOREIGN(uint8_t, http_response_render_text, const CerverHttpReceive *, CerverHttpStatus, const char *, size_t)
    (receive, HTTP_STATUS_OK, "ok", 2);
}

static CerverServer *foreign_stream;
static int foreign_client;

static void connect_to_second_instance(void) {
    CerverEvent event = {0};
    foreign_stream = FOREIGN(CerverServer *, cerver_create_stream, const char *, uint16_t, uint16_t)("foreign", 0, 8);
    REQUIRE(FOREIGN(CerverStatus, cerver_open, CerverServer *)(foreign_stream) == CERVER_OK);
    foreign_client = client_connect(FOREIGN(uint16_t, cerver_get_port, const CerverServer *)(foreign_stream));
    for (int i = 0; i < 10 && event.kind == 0; i++) {
        FOREIGN(int, cerver_next_events, CerverServer *, CerverEvent *, uint32_t, int32_t)(foreign_stream, &event, 1, 1000);
    }
    foreign.handles[CLASS_CerverConnection - CLASS_HANDLE] = event.connection;
    CerverServer *network = FOREIGN(CerverServer *, cerver_create_network, const char *)("network");
    foreign.handles[CLASS_CerverOrphan - CLASS_HANDLE] =
        FOREIGN(CerverOrphan *, cerver_network_save, CerverServer *)(network);
    network = FOREIGN(CerverServer *, cerver_create_network, const char *)("options");
    FOREIGN(CerverStatus, cerver_set_connect_tls_unverified, CerverServer *, bool)(network, true);
    foreign.handles[CLASS_CerverTls - CLASS_HANDLE] =
        FOREIGN(CerverTls *, cerver_tls_create_client_side, CerverServer *)(network);
    CHECK(FOREIGN(uint8_t, cerver_teardown, CerverServer *)(network) == 0);
}

static CerverServer *foreign_packets;
static int foreign_packet_client;

static void greet_second_instance(void) {
    static const unsigned char app_packet[32] = {[0] = PACKET_TYPE_APP, [8] = 32};
    void *kept[2] = {NULL, NULL};
    void *handler = FOREIGN(void *, handler_create, CerverAction)(fixture_client);
    FOREIGN(void, handler_set_direct_handle, void *, bool)(handler, true);
    foreign_packets = FOREIGN(CerverServer *, cerver_create, CerverType, const char *, uint16_t, CerverProtocol, bool,
                              uint16_t)(CERVER_TYPE_CUSTOM, "foreign", 0, PROTOCOL_TCP, false, 8);
    FOREIGN(void, cerver_set_app_handlers, CerverServer *, void *, void *)(foreign_packets, handler, NULL);
    REQUIRE(FOREIGN(CerverStatus, cerver_open, CerverServer *)(foreign_packets) == CERVER_OK);
    foreign_packet_client = client_connect(FOREIGN(uint16_t, cerver_get_port, const CerverServer *)(foreign_packets));
    REQUIRE(write(foreign_packet_client, app_packet, sizeof app_packet) == sizeof app_packet);
    handler_fixture = kept;
    for (int i = 0; i < 10 && kept[0] == NULL; i++) {
        FOREIGN(CerverStatus, cerver_turn, CerverServer *, int32_t)(foreign_packets, 1000);
    }
    foreign.handles[CLASS_CerverClient - CLASS_HANDLE] = kept[0];
    foreign.handles[CLASS_CerverPacketConnection - CLASS_HANDLE] = kept[1];
    foreign.handles[CLASS_CerverHandler - CLASS_HANDLE] = FOREIGN(void *, handler_create, CerverAction)(fixture_work);
    foreign.handles[CLASS_CerverPacket - CLASS_HANDLE] = FOREIGN(void *, packet_new, void)();
}

static void part_from_second_instance(void) {
    CerverOrphan *orphan = foreign.handles[CLASS_CerverOrphan - CLASS_HANDLE];
    CHECK(FOREIGN(CerverStatus, cerver_orphan_delete, CerverOrphan *)(orphan) == CERVER_OK);
    CerverTls *tls = foreign.handles[CLASS_CerverTls - CLASS_HANDLE];
    CHECK(FOREIGN(CerverStatus, cerver_tls_delete, CerverTls *)(tls) == CERVER_OK);
    FOREIGN(void, packet_delete, void *)(foreign.handles[CLASS_CerverPacket - CLASS_HANDLE]);
    FOREIGN(void, handler_delete, void *)(foreign.handles[CLASS_CerverHandler - CLASS_HANDLE]);
    close(foreign_packet_client);
    FOREIGN(uint8_t, cerver_shutdown, CerverServer *)(foreign_packets);
    CHECK(FOREIGN(uint8_t, cerver_teardown, CerverServer *)(foreign_packets) == 0);
}

/* The status of the answer to a form. */
static int upload(uint16_t port, const char *path) {
    struct reply reply = {0};
    int client = client_connect(port);
    bool answered = client_upload(client, path) && client_reply(client, &reply);
    close(client);
    return answered ? reply.status : 0;
}

/* A route that takes forms apart. */
static void add_route(CerverHttp *http, const char *path, CerverHttpHandler handler) {
    CerverHttpRoute *route = http_route_create(REQUEST_METHOD_GET, path, handler);
    http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_MULTI_PART);
    http_cerver_route_register(http, route);
}

static CerverServer *load_second_instance(const char *copy) {
    char command[2048];
    const char *path = getenv("CERVER_LIBRARY_FILE");
    REQUIRE(path != NULL);
    snprintf(command, sizeof command, "cp '%s' '%s'", path, copy);
    REQUIRE(system(command) == 0);
    foreign_library = dlopen(copy, RTLD_NOW | RTLD_LOCAL);
    REQUIRE(foreign_library != NULL, "%s", dlerror());
    unlink(copy);
    CerverServer *server = FOREIGN(CerverServer *, cerver_create_web, const char *, uint16_t, uint16_t)("foreign", 0, 8);
    CerverHttp *http = FOREIGN(CerverHttp *, http_cerver_get, CerverServer *)(server);
    foreign.handles[CLASS_CerverServer - CLASS_HANDLE] = server;
    foreign.handles[CLASS_CerverHttp - CLASS_HANDLE] = http;
    foreign.handles[CLASS_CerverHttpRoute - CLASS_HANDLE] = FOREIGN(
        CerverHttpRoute *, http_route_create, CerverRequestMethod, const char *, CerverHttpHandler)(1, "x", answer_ok);
    foreign.handles[CLASS_CerverHttpResponse - CLASS_HANDLE] = FOREIGN(CerverHttpResponse *, http_response_get, void)();
    foreign.handles[CLASS_CerverHttpJwt - CLASS_HANDLE] = FOREIGN(CerverHttpJwt *, http_cerver_auth_jwt_new, void)();
    foreign.handles[CLASS_CerverHttpStaticPath - CLASS_HANDLE] =
        FOREIGN(CerverHttpStaticPath *, http_cerver_static_path_add, CerverHttp *, const char *)(http, temp_folder());
    CerverHttpRoute *form = FOREIGN(CerverHttpRoute *, http_route_create, CerverRequestMethod, const char *,
                                    CerverHttpHandler)(1, "form", keep_foreign_handles);
    FOREIGN(void, http_route_set_modifier, CerverHttpRoute *, CerverHttpRouteModifier)(form, 1);
    FOREIGN(void, http_cerver_route_register, CerverHttp *, CerverHttpRoute *)(http, form);
    foreign.handles[CLASS_CerverBsem - CLASS_HANDLE] = FOREIGN(void *, bsem_new, void)();
    foreign.handles[CLASS_CerverMutex - CLASS_HANDLE] = FOREIGN(void *, thread_mutex_new, void)();
    foreign.handles[CLASS_CerverCond - CLASS_HANDLE] = FOREIGN(void *, thread_cond_new, void)();
    foreign.handles[CLASS_CerverJob - CLASS_HANDLE] = FOREIGN(void *, job_new, void)();
    foreign.handles[CLASS_CerverHttpOrigin - CLASS_HANDLE] = FOREIGN(void *, http_origin_new, void)();
    foreign.handles[CLASS_CerverJobHandler - CLASS_HANDLE] = FOREIGN(void *, job_handler_new, void)();
    foreign.handles[CLASS_CerverJobQueue - CLASS_HANDLE] = FOREIGN(void *, job_queue_new, void)();
    foreign.handles[CLASS_CerverWorker - CLASS_HANDLE] = FOREIGN(void *, worker_create, void)();
    REQUIRE(FOREIGN(CerverStatus, cerver_start_background, CerverServer *)(server) == CERVER_OK);
    REQUIRE(upload(FOREIGN(uint16_t, cerver_get_port, const CerverServer *)(server), "/form?a=b") == 200);
    connect_to_second_instance();
    greet_second_instance();
    return server;
}

int main(void) {
    char copy[512];
    watchdog(60, "preparation");
    guard_page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(guard_page != MAP_FAILED);
    int length = snprintf(copy, sizeof copy, "%s/libcerver-copy-%d.so", temp_folder(), (int) getpid());
    REQUIRE(length > 0 && (size_t) length < sizeof copy);
    CerverServer *second = load_second_instance(copy);

    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    add_route(http, "keep", keep_handles);
    add_route(http, "call", call_all);
    cerver_set_thpool_n_threads(server, 1);
    uint16_t port = server_start(server);
    idle = server_create(NULL);
    CHECK(upload(port, "/keep?a=b") == 200);
    CHECK(cerver_teardown(idle) == 0);
    idle = server_create(NULL);

    watchdog(120, "calls");
    int client = client_connect(port);
    CHECK(client_upload(client, "/call?a=b"));
    REQUIRE(latch_wait(&finished, 1, 120));
    struct reply reply;
    CHECK(client_reply(client, &reply) && reply.status == 200, "none of the calls took the answer");
    close(client);
    CHECK(calls_made > 1000, "%d calls", calls_made);

    static struct fixture good = {.handler = answer_ok, .access_log = ignore_lines, .on_event = ignore_event};
    int before = calls_made;
    fixture_fill(&good, idle, NULL, NULL);
    all_functions(&good, true);
    fixture_empty(&good);
    CHECK(calls_made - before == 16, "%d calls", calls_made - before);

    CHECK(cerver_teardown(idle) == 0, "none of the calls stopped it");
    CHECK(cerver_teardown(server) == 0);
    FOREIGN(void, http_cerver_auth_jwt_delete, CerverHttpJwt *)(foreign.handles[CLASS_CerverHttpJwt - CLASS_HANDLE]);
    FOREIGN(void, http_route_delete, CerverHttpRoute *)(foreign.handles[CLASS_CerverHttpRoute - CLASS_HANDLE]);
    FOREIGN(void, http_response_return, CerverHttpResponse *)(foreign.handles[CLASS_CerverHttpResponse - CLASS_HANDLE]);
    CHECK(FOREIGN(uint8_t, cerver_teardown, CerverServer *)(second) == 0);
    part_from_second_instance();
    close(foreign_client);
    FOREIGN(uint8_t, cerver_shutdown, CerverServer *)(foreign_stream);
    CHECK(FOREIGN(uint8_t, cerver_teardown, CerverServer *)(foreign_stream) == 0);
    return check_result();
}
