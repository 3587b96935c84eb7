/* A call of every exported function, for the programs that walk through all of them.
 *
 * calls.inc is generated from the header by tests/capi/calls.rs: for each function an entry with its parameters and a
 * `call` that takes good arguments from a fixture, except for one that it is told. A new function is covered at once. */
#ifndef CALLS_H
#define CALLS_H

#include "check.h"

/* What a function returns, and so how it tells a failure. */
enum result { RESULT_NOTHING, RESULT_STATUS, RESULT_OUTCOME, RESULT_POINTER, RESULT_BOOL, RESULT_NUMBER };

/* What a parameter is. Handles have a class for each opaque type of the header: CLASS_HANDLE + n. */
enum class { CLASS_NUMBER, CLASS_FUNCTION, CLASS_DATA, CLASS_BYTES, CLASS_TEXT, CLASS_OUT, CLASS_HANDLE };

enum { MOST_PARAMETERS = 8, OUT_SIZE = 4096 };

struct parameter {
    const char *name;
    int class;
};

struct outcome {
    enum result kind;
    long long number; /* a pointer as its bits */
};

/* Good arguments. */
struct fixture {
    void *handles[64]; /* by class - CLASS_HANDLE */
    CerverServer *stream;    /* a stream server */
    CerverServer *connected; /* another one, opened, with one connection */
    int client;              /* whose other end this is */
    CerverServer *network;   /* one with a single client */
    CerverServer *ticked;    /* another one, with a handler */
    CerverServer *packets;   /* a packet server */
    CerverServer *greeted;   /* another one, opened, with one client */
    int greeted_client;      /* whose other end this is */
    CerverHttpHandler handler;
    void (*delete)(void *);
    CerverHttpErrorPageFunction error_page;
    CerverHttpAccessLogFunction access_log;
    CerverEventHandler on_event;
    _Alignas(16) unsigned char out[MOST_PARAMETERS][OUT_SIZE];
};

/* `call` puts `value` in the place of parameter number `bad` (-1: of none). Without a fixture all arguments are 0. */
struct entry {
    const char *name;
    struct outcome (*call)(struct fixture *good, int bad, void *value);
    int count;
    struct parameter parameters[MOST_PARAMETERS];
};

/* Where fixture_client() keeps what it sees. */
UNUSED static void **handler_fixture;

UNUSED static size_t fixture_matcher(const uint8_t *data, size_t size, void *user_data) {
    (void) data, (void) user_data;
    return size;
}
UNUSED static void fixture_event(const CerverEvent *event, void *user_data) { (void) event, (void) user_data; }
UNUSED static void fixture_work(void *args) { (void) args; }
UNUSED static void fixture_remove(const void *reference) { (void) reference; }
UNUSED static void *fixture_thread(void *args) { return args; }
UNUSED static void *fixture_decode(void *claims) { return claims; }
UNUSED static unsigned int fixture_authenticate(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    return receive == NULL || request == NULL;
}
UNUSED static void fixture_socket_event(const CerverHttpReceive *receive) { (void) receive; }
UNUSED static void fixture_socket_message(const CerverHttpReceive *receive, const char *msg, size_t len) {
    (void) receive, (void) msg, (void) len;
}
UNUSED static void fixture_socket_close(const CerverHttpReceive *receive, const char *reason) {
    (void) receive, (void) reason;
}
UNUSED static void fixture_socket_failure(const CerverHttpReceive *receive, CerverHttpWebSocketError error) {
    (void) receive, (void) error;
}
UNUSED static void fixture_part(const CerverHttpReceive *receive, const CerverHttpRequest *request, const CerverMultiPart *part) {
    (void) receive, (void) request, (void) part;
}
UNUSED static void fixture_bytes(const CerverHttpReceive *receive, const CerverHttpRequest *request, const CerverMultiPart *part,
                                 const void *data, size_t len) {
    (void) receive, (void) request, (void) part, (void) data, (void) len;
}
UNUSED static void fixture_form(const CerverHttpReceive *receive, const CerverHttpRequest *request, CerverHttpStatus status) {
    (void) receive, (void) request, (void) status;
}
UNUSED static void fixture_line(CerverLogType type, const char *text, void *user_data) { (void) type, (void) text, (void) user_data; }

#include "calls.inc"

/* True when the value is the one by which the function tells a failure. Plain numbers have none in common. */
UNUSED static bool outcome_failed(const struct outcome *outcome) {
    switch (outcome->kind) {
    case RESULT_STATUS: return outcome->number != CERVER_OK;
    case RESULT_OUTCOME: return outcome->number == 1;
    case RESULT_POINTER:
    case RESULT_BOOL: return outcome->number == 0;
    case RESULT_NOTHING:
    case RESULT_NUMBER: return true;
    }
    return false;
}

/* What waits finds what it waits for. */
UNUSED static void fixture_fill_threads(struct fixture *fixture) {
    CerverBsem *bsem = bsem_new();
    CerverJobQueue *queue = job_queue_create(JOB_QUEUE_TYPE_HANDLERS);
    bsem_post(bsem);
    job_queue_set_handler(queue, fixture_work);
    job_queue_start(queue);
    job_queue_signal(queue);
    fixture->handles[CLASS_CerverBsem - CLASS_HANDLE] = bsem;
    fixture->handles[CLASS_CerverMutex - CLASS_HANDLE] = thread_mutex_new();
    fixture->handles[CLASS_CerverCond - CLASS_HANDLE] = thread_cond_new();
    fixture->handles[CLASS_CerverJob - CLASS_HANDLE] = job_create(fixture_work, NULL);
    CerverHttpOrigin *origin = http_origin_new();
    *origin = (CerverHttpOrigin) {20, "https://page.example"};
    fixture->handles[CLASS_CerverHttpOrigin - CLASS_HANDLE] = origin;
    fixture->handles[CLASS_CerverJobHandler - CLASS_HANDLE] = job_handler_create();
    fixture->handles[CLASS_CerverJobQueue - CLASS_HANDLE] = queue;
    fixture->handles[CLASS_CerverWorker - CLASS_HANDLE] = worker_create();
}

UNUSED static void fixture_empty_threads(struct fixture *fixture) {
    bsem_delete(fixture->handles[CLASS_CerverBsem - CLASS_HANDLE]);
    thread_mutex_unlock(fixture->handles[CLASS_CerverMutex - CLASS_HANDLE]);
    thread_mutex_delete(fixture->handles[CLASS_CerverMutex - CLASS_HANDLE]);
    thread_cond_delete(fixture->handles[CLASS_CerverCond - CLASS_HANDLE]);
    job_delete(fixture->handles[CLASS_CerverJob - CLASS_HANDLE]);
    http_origin_delete(fixture->handles[CLASS_CerverHttpOrigin - CLASS_HANDLE]);
    job_handler_delete(fixture->handles[CLASS_CerverJobHandler - CLASS_HANDLE]);
    job_queue_delete(fixture->handles[CLASS_CerverJobQueue - CLASS_HANDLE]);
    worker_delete(fixture->handles[CLASS_CerverWorker - CLASS_HANDLE]);
}

/* A stream server that has one connection. */
UNUSED static void fixture_connect(struct fixture *fixture) {
    CerverEvent event = {0};
    fixture->stream = cerver_create_stream("stream", 0, 8);
    fixture->connected = cerver_create_stream("stream", 0, 8);
    REQUIRE(cerver_set_bind_address(fixture->connected, "127.0.0.1") == CERVER_OK);
    REQUIRE(cerver_open(fixture->connected) == CERVER_OK, "%s", cerver_last_error_message());
    fixture->client = client_connect(cerver_get_port(fixture->connected));
    for (int i = 0; i < 10 && event.kind != CERVER_EVENT_OPENED; i++) {
        REQUIRE(cerver_next_events(fixture->connected, &event, 1, 1000) >= 0, "%s", cerver_last_error_message());
    }
    REQUIRE(event.kind == CERVER_EVENT_OPENED);
    fixture->handles[CLASS_CerverConnection - CLASS_HANDLE] = event.connection;
    fixture->network = cerver_create_network("network");
    fixture->ticked = cerver_create_network("ticked");
    REQUIRE(cerver_network_set_handler(fixture->ticked, fixture_event, NULL) == CERVER_OK);
    fixture->handles[CLASS_CerverOrphan - CLASS_HANDLE] = cerver_network_save(cerver_create_network("saved"));
    REQUIRE(cerver_set_connect_tls_unverified(fixture->stream, true) == CERVER_OK);
    fixture->handles[CLASS_CerverTls - CLASS_HANDLE] = cerver_tls_create_client_side(fixture->stream);
}

/* A client for packets: what its packet came with. */
UNUSED static void fixture_client(void *packet) {
    void **kept = handler_fixture;
    kept[0] = ((CerverPacket *) packet)->client;
    kept[1] = ((CerverPacket *) packet)->connection;
}

/* A packet server that has one client, and packets and handlers of the program's. */
UNUSED static void fixture_greet(struct fixture *fixture) {
    static const unsigned char app_packet[32] = {[0] = PACKET_TYPE_APP, [8] = 32};
    void *kept[2] = {NULL, NULL};
    CerverHandler *handler = handler_create(fixture_client);
    handler_set_direct_handle(handler, true);
    fixture->packets = cerver_create(CERVER_TYPE_CUSTOM, "packets", 0, PROTOCOL_TCP, false, 8);
    fixture->greeted = cerver_create(CERVER_TYPE_CUSTOM, "packets", 0, PROTOCOL_TCP, false, 8);
    cerver_set_app_handlers(fixture->greeted, handler, NULL);
    REQUIRE(cerver_set_bind_address(fixture->greeted, "127.0.0.1") == CERVER_OK);
    REQUIRE(cerver_open(fixture->greeted) == CERVER_OK, "%s", cerver_last_error_message());
    fixture->greeted_client = client_connect(cerver_get_port(fixture->greeted));
    REQUIRE(write(fixture->greeted_client, app_packet, sizeof app_packet) == sizeof app_packet);
    handler_fixture = kept;
    for (int i = 0; i < 10 && kept[0] == NULL; i++) {
        REQUIRE(cerver_turn(fixture->greeted, 1000) == CERVER_OK, "%s", cerver_last_error_message());
    }
    REQUIRE(kept[0] != NULL);
    CerverPacket *packet = packet_create(PACKET_TYPE_APP, 1, "text", 4);
    packet_set_network_values(packet, fixture->greeted, kept[0], kept[1], NULL);
    fixture->handles[CLASS_CerverClient - CLASS_HANDLE] = kept[0];
    fixture->handles[CLASS_CerverPacketConnection - CLASS_HANDLE] = kept[1];
    fixture->handles[CLASS_CerverPacket - CLASS_HANDLE] = packet;
    fixture->handles[CLASS_CerverHandler - CLASS_HANDLE] = handler_create_with_id(0, fixture_work);
    REQUIRE(cerver_set_multiple_handlers(fixture->packets, 4) == CERVER_OK);
}

UNUSED static void fixture_fill_part(struct fixture *fixture) {
    close(fixture->greeted_client);
    packet_delete(fixture->handles[CLASS_CerverPacket - CLASS_HANDLE]);
    handler_delete(fixture->handles[CLASS_CerverHandler - CLASS_HANDLE]);
    cerver_shutdown(fixture->greeted);
    CHECK(cerver_teardown(fixture->greeted) == 0);
    CHECK(cerver_teardown(fixture->packets) == 0);
}

/* A fresh server with all that hangs on it; `receive`, `request` and what belongs to them come from a callback. */
UNUSED static void fixture_fill(struct fixture *fixture, CerverServer *server, const CerverHttpReceive *receive,
                                const CerverHttpRequest *request) {
    CerverHttp *http = http_cerver_get(server);
    memset(fixture->out, 0, sizeof fixture->out);
    fixture->handles[CLASS_CerverServer - CLASS_HANDLE] = server;
    fixture->handles[CLASS_CerverHttp - CLASS_HANDLE] = http;
    fixture->handles[CLASS_CerverHttpRoute - CLASS_HANDLE] = http_route_create(REQUEST_METHOD_GET, "fixture", answer_ok);
    fixture->handles[CLASS_CerverHttpResponse - CLASS_HANDLE] = http_response_create(HTTP_STATUS_OK, "text", 4);
    fixture->handles[CLASS_CerverHttpReceive - CLASS_HANDLE] = (void *) receive;
    fixture->handles[CLASS_CerverHttpRequest - CLASS_HANDLE] = (void *) request;
    fixture->handles[CLASS_CerverPairs - CLASS_HANDLE] = (void *) http_request_get_query_params(request);
    fixture->handles[CLASS_CerverMultiPart - CLASS_HANDLE] = (void *) http_request_multi_parts_get(request, "part");
    fixture->handles[CLASS_CerverHttpStaticPath - CLASS_HANDLE] = http_cerver_static_path_add(http, temp_folder());
    fixture->handles[CLASS_CerverHttpJwt - CLASS_HANDLE] = http_cerver_auth_jwt_new();
    fixture_fill_threads(fixture);
    fixture_connect(fixture);
    fixture_greet(fixture);
}

/* Frees what no call took over; handles that were taken over or freed are refused. */
UNUSED static void fixture_empty(struct fixture *fixture) {
    http_response_delete(fixture->handles[CLASS_CerverHttpResponse - CLASS_HANDLE]);
    http_route_delete(fixture->handles[CLASS_CerverHttpRoute - CLASS_HANDLE]);
    http_cerver_auth_jwt_delete(fixture->handles[CLASS_CerverHttpJwt - CLASS_HANDLE]);
    fixture_empty_threads(fixture);
    fixture_fill_part(fixture);
    close(fixture->client);
    cerver_shutdown(fixture->connected);
    CHECK(cerver_teardown(fixture->connected) == 0);
    CHECK(cerver_teardown(fixture->stream) == 0);
    cerver_tls_delete(fixture->handles[CLASS_CerverTls - CLASS_HANDLE]);
    cerver_orphan_delete(fixture->handles[CLASS_CerverOrphan - CLASS_HANDLE]);
    CHECK(cerver_teardown(fixture->ticked) == 0);
    cerver_teardown(fixture->network);
}

#endif
