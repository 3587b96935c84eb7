/* TLS: listeners that are secured, what a request and a connection tell of it, errors of files, a reload. The other side
   is curl and openssl. */
#include "check.h"

static char folder[256];
static atomic_int failed_events, truncated;

/* Runs a command with the shell and returns what it wrote, at most `size` - 1 bytes. */
static const char *shell(char *buffer, size_t size, const char *format, ...) {
    char command[2048];
    va_list list;
    va_start(list, format);
    vsnprintf(command, sizeof command, format, list);
    va_end(list);
    FILE *pipe = popen(command, "re");
    REQUIRE(pipe != NULL, "%s", command);
    size_t length = fread(buffer, 1, size - 1, pipe);
    buffer[length] = 0;
    pclose(pipe);
    return buffer;
}

static const char *path(const char *name) {
    static _Thread_local char paths[4][512];
    static _Thread_local unsigned next;
    char *place = paths[next++ % 4];
    snprintf(place, sizeof paths[0], "%s/%s", folder, name);
    return place;
}

static void make_certificate(const char *name, const char *subject) {
    char text[512];
    shell(text, sizeof text,
          "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj '%s' -keyout %s/%s.key "
          "-out %s/%s.pem -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:localhost 2>&1",
          subject, folder, name, folder, name);
    REQUIRE(access(path("server.pem"), R_OK) == 0, "%s", text);
}

static void answer_facts(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    static const CerverTlsFact facts[] = {CERVER_TLS_VERSION, CERVER_TLS_CIPHER, CERVER_TLS_SERVER_NAME,
                                          CERVER_TLS_PROTOCOL, CERVER_TLS_PEER_SUBJECT};
    char text[1024] = "";
    strcat(text, http_request_is_secure(request) ? "https" : "http");
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const CerverString *fact = http_request_get_tls(request, facts[i]);
        strcat(strcat(text, "|"), fact != NULL ? fact->str : "-");
    }
    CHECK(http_request_get_tls(request, 99) == NULL && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    const CerverString *certificate = http_request_get_tls(request, CERVER_TLS_PEER_CERTIFICATE);
    CHECK(certificate == NULL || (certificate->len > 200 && (unsigned char) certificate->str[0] == 0x30));
    http_response_render_text(receive, HTTP_STATUS_OK, text, strlen(text));
}

static void web(void) {
    char text[4096];
    CerverServer *server = server_create(answer_facts);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_tls(server, path("missing.pem"), path("server.key")) == CERVER_ERROR_TLS);
    CHECK(strstr(cerver_last_error_message(), "missing.pem does not exist") != NULL);
    CHECK(cerver_set_tls(server, path("server.pem"), path("client.key")) == CERVER_ERROR_TLS);
    CHECK(strstr(cerver_last_error_message(), "does not belong to") != NULL);
    CHECK(cerver_set_tls(server, NULL, path("server.key")) == CERVER_ERROR_NULL);
    CHECK(cerver_reload_tls(server) == CERVER_ERROR_STATE);
    CHECK(cerver_listen_tls(server, "127.0.0.1", 0) == CERVER_OK);
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE, "without a certificate");
    CHECK(cerver_set_tls(server, path("server.pem"), path("server.key")) == CERVER_OK);
    CHECK(cerver_listen_tcp(server, "127.0.0.1", 0) == CERVER_OK);
    CHECK(cerver_set_listener_tls(server, 3, true) == CERVER_ERROR_NOT_FOUND);
    CHECK(cerver_set_listener_tls(server, 2, true) == CERVER_OK && cerver_set_listener_tls(server, 2, false) == CERVER_OK);
    CHECK(cerver_set_tls_client_auth(server, 7, path("client.pem")) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_tls_client_auth(server, CERVER_TLS_CLIENT_AUTH_OPTIONAL, NULL) == CERVER_ERROR_NULL);
    CHECK(cerver_set_tls_client_auth(server, CERVER_TLS_CLIENT_AUTH_OPTIONAL, path("client.pem")) == CERVER_OK);
    CHECK(cerver_set_tls_alpn(server, "a,,b") == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_tls_alpn(server, "mine, http/1.1") == CERVER_OK && cerver_set_tls_alpn(server, NULL) == CERVER_OK);
    CHECK(cerver_set_tls_min_version(server, 11) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_tls_min_version(server, CERVER_TLS_VERSION_1_3) == CERVER_OK);
    CHECK(cerver_set_tls_tickets(server, true) == CERVER_OK);
    CHECK(cerver_set_tls_handshake_timeout(server, 20000) == CERVER_OK);
    CHECK(cerver_set_tls_handshakes_per_turn(server, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_tls_handshakes_per_turn(server, 4) == CERVER_OK);
    CHECK(cerver_set_tls_handshake_bytes(server, 10) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_set_tls_handshake_bytes(server, 32768) == CERVER_OK);
    CHECK(cerver_set_tls_expiry_warning(server, 60) == CERVER_OK);
    uint16_t port = server_start(server), other = 0, plain = 0;
    CHECK(cerver_get_listener_port(server, 1, &other) == CERVER_OK && cerver_get_listener_port(server, 2, &plain) == CERVER_OK);

    const char *curl = "curl --silent --show-error --max-time 60 --cacert";
    shell(text, sizeof text, "%s %s https://localhost:%d/ 2>&1", curl, path("server.pem"), port);
    CHECK(strncmp(text, "https|TLSv1.3|TLS13_", 20) == 0 && strstr(text, "|localhost|http/1.1|-") != NULL, "%s", text);
    shell(text, sizeof text, "%s %s --cert %s --key %s https://localhost:%d/ 2>&1", curl, path("server.pem"), path("client.pem"),
          path("client.key"), other);
    CHECK(strstr(text, "|CN=alice,O=Example") != NULL, "%s", text);
    shell(text, sizeof text, "%s %s --tls-max 1.2 https://localhost:%d/ 2>&1", curl, path("server.pem"), port);
    CHECK(strstr(text, "https|") == NULL, "%s", text);
    struct reply reply;
    CHECK(client_get(plain, "/", &reply) == 200 && strcmp(reply.body, "http|-|-|-|-|-") == 0, "%s", reply.body);
    CHECK(client_get(port, "/", &reply) == 400 && strstr(reply.body, "HTTPS") != NULL, "%s", reply.body);

    make_certificate("server", "/CN=new");
    CHECK(cerver_reload_tls(server) == CERVER_OK, "%s", cerver_last_error_message());
    shell(text, sizeof text, "%s %s https://localhost:%d/ 2>&1", curl, path("server.pem"), port);
    CHECK(strncmp(text, "https|", 6) == 0, "%s", text);
    CerverStats stats = {.size = sizeof stats};
    CHECK(cerver_get_stats(server, &stats) == CERVER_OK && stats.tls_handshakes == 3 && stats.tls_failed == 2);
    CHECK(cerver_teardown(server) == 0);
}

static void on_event(const CerverEvent *event, void *data) {
    char text[64];
    size_t length = 0;
    (void) data;
    switch (event->kind) {
    case CERVER_EVENT_DATA:
        CHECK(cerver_connection_get_tls(event->connection, CERVER_TLS_VERSION, text, sizeof text, &length) == CERVER_OK);
        CHECK(length == 7 && strcmp(text, "TLSv1.3") == 0, "%s", text);
        CHECK(cerver_connection_get_tls(event->connection, CERVER_TLS_VERSION, NULL, 0, &length) == CERVER_ERROR_ARGUMENT);
        CHECK(cerver_connection_get_tls(event->connection, CERVER_TLS_PEER_SUBJECT, text, sizeof text, &length) ==
              CERVER_ERROR_NOT_FOUND);
        CHECK(cerver_connection_send(event->connection, event->data, event->size) == CERVER_OK);
        CHECK(cerver_connection_close(event->connection) == CERVER_OK);
        break;
    case CERVER_EVENT_TLS_FAILED:
        CHECK(event->connection == NULL && event->size > 10 && strncmp(event->data, "127.0.0.1:", 10) == 0);
        failed_events++;
        break;
    case CERVER_EVENT_CLOSED: truncated += event->reason == CERVER_CLOSED_BY_TRUNCATION; break;
    default: break;
    }
}

static void stream(void) {
    char text[4096];
    CerverServer *server = cerver_create_stream("stream", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_event_handler(server, on_event, NULL) == CERVER_OK);
    CHECK(cerver_set_tls(server, path("server.pem"), path("server.key")) == CERVER_OK);
    REQUIRE(cerver_start_background(server) == CERVER_OK);
    shell(text, sizeof text, "echo hello | openssl s_client -connect 127.0.0.1:%d -quiet -no_ign_eof 2>/dev/null",
          cerver_get_port(server));
    int plain = client_connect(cerver_get_port(server));
    CHECK(client_write(plain, "GET / HTTP/1.1\r\n\r\n", 18));
    while (client_read(plain, text, sizeof text) > 0) continue;
    close(plain);
    shell(text, sizeof text, "(echo hello; sleep 5) | openssl s_client -connect 127.0.0.1:%d -quiet 2>/dev/null",
          cerver_get_port(server));
    CHECK(strcmp(text, "hello\n") == 0, "%s", text);
    CHECK(cerver_teardown(server) == 0);
    CHECK(failed_events == 1 && truncated == 0);
}

/* Connections that the program makes, to a server of its own. */
static void dial(void) {
    char text[64];
    size_t length = 0;
    CerverServer *server = cerver_create_stream("stream", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_event_handler(server, on_event, NULL) == CERVER_OK);
    CHECK(cerver_set_tls(server, path("server.pem"), path("server.key")) == CERVER_OK);
    CHECK(cerver_set_tls_alpn(server, "mine") == CERVER_OK);
    REQUIRE(cerver_start_background(server) == CERVER_OK);
    uint16_t port = cerver_get_port(server);
    enum { STRICT, UNVERIFIED, ANY_ISSUER, ANY_NAME, ALL };
    for (int how = STRICT; how < ALL; how++) {
        CerverServer *client = cerver_create_stream("client", 0, 8);
        CHECK(cerver_set_listening(client, false) == CERVER_OK);
        CHECK(cerver_set_connect_tls_ca(client, NULL) == CERVER_OK);
        CHECK(cerver_set_connect_tls_ca(client, path("server.pem")) == CERVER_OK);
        CHECK(cerver_set_connect_tls_certificate(client, path("missing.pem"), NULL) == CERVER_ERROR_NULL);
        CHECK(cerver_set_connect_tls_certificate(client, path("server.pem"), path("client.key")) == CERVER_ERROR_TLS);
        CHECK(cerver_set_connect_tls_certificate(client, path("client.pem"), path("client.key")) == CERVER_OK);
        CHECK(cerver_set_connect_tls_certificate(client, NULL, NULL) == CERVER_OK);
        CHECK(cerver_set_connect_tls_alpn(client, ",") == CERVER_ERROR_ARGUMENT);
        CHECK(cerver_set_connect_tls_alpn(client, NULL) == CERVER_OK);
        CHECK(cerver_set_connect_tls_alpn(client, "other, mine") == CERVER_OK);
        CHECK(cerver_set_connect_tls_unverified(client, how == UNVERIFIED) == CERVER_OK);
        CHECK(cerver_set_connect_tls_any_issuer(client, how == ANY_ISSUER) == CERVER_OK);
        CHECK(cerver_set_connect_tls_any_name(client, how == ANY_NAME) == CERVER_OK);
        CHECK(cerver_connect_tls(client, "localhost", port, 5000, NULL) == NULL && cerver_last_error() == CERVER_ERROR_STATE);
        REQUIRE(cerver_open(client) == CERVER_OK);
        CHECK(cerver_set_connect_tls_ca(client, NULL) == CERVER_ERROR_STATE);
        CHECK(cerver_connect_tls(client, "localhost", port, 5000, "no name") == NULL);
        CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);

        CerverConnection *connection = cerver_connect_tls(client, "localhost", port, 5000, NULL);
        REQUIRE(connection != NULL, "%s", cerver_last_error_message());
        CHECK(cerver_connection_send(connection, "hello", 5) == CERVER_OK);
        CerverEvent event = next_event(client);
        REQUIRE(event.kind == CERVER_EVENT_CONNECTED && event.connection == connection, "%d: %.*s", event.kind,
                (int) event.size, event.data ? (const char *) event.data : "");
        CHECK(cerver_connection_get_tls(connection, CERVER_TLS_PROTOCOL, text, sizeof text, &length) == CERVER_OK);
        CHECK(strcmp(text, "mine") == 0, "%s", text);
        CerverStatus subject = cerver_connection_get_tls(connection, CERVER_TLS_PEER_SUBJECT, text, sizeof text, &length);
        bool is_vouched_for = how == STRICT || how == ANY_NAME;
        CHECK(subject == (is_vouched_for ? CERVER_OK : CERVER_ERROR_NOT_FOUND), "it was looked at, or not");
        event = next_event(client);
        CHECK(event.kind == CERVER_EVENT_DATA && event.size == 5 && memcmp(event.data, "hello", 5) == 0);

        REQUIRE(cerver_connect_tls(client, "127.0.0.1", port, 5000, "example.org") != NULL);
        do event = next_event(client);
        while (event.kind == CERVER_EVENT_HALF_CLOSED || event.kind == CERVER_EVENT_CLOSED);
        if (how == UNVERIFIED || how == ANY_NAME) {
            CHECK(event.kind == CERVER_EVENT_CONNECTED, "%d", event.kind);
        } else {
            CHECK(event.kind == CERVER_EVENT_CONNECT_FAILED && event.code == 0, "%d", event.kind);
            CHECK(memmem(event.data, event.size, "certificate", 11) != NULL, "%.*s", (int) event.size,
                  (const char *) event.data);
        }
        CHECK(cerver_teardown(client) == 0);
    }
    CHECK(cerver_teardown(server) == 0);
}

/* Two ends of one TCP connection. */
static void make_pair(int ends[2]) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    REQUIRE(bind(listener, (struct sockaddr *) &address, sizeof address) == 0 && listen(listener, 1) == 0);
    REQUIRE(getsockname(listener, (struct sockaddr *) &address, &length) == 0);
    ends[0] = client_connect(ntohs(address.sin_port));
    ends[1] = accept(listener, NULL, NULL);
    REQUIRE(ends[0] >= 0 && ends[1] >= 0);
    close(listener);
}

/* Sockets that the program hands over, with settings of their own: both ends by one server that runs without any. */
static void adopt(void) {
    int ends[2];
    char byte;
    CHECK(cerver_tls_check_files(path("server.pem"), path("server.key")) == CERVER_OK);
    CHECK(cerver_tls_check_files(path("server.pem"), path("client.key")) == CERVER_ERROR_TLS);
    CHECK(cerver_tls_check_files(NULL, path("client.key")) == CERVER_ERROR_NULL);
    CerverServer *options = cerver_create_stream("options", 0, 0);
    CHECK(cerver_tls_create_server_side(options) == NULL && cerver_last_error() == CERVER_ERROR_STATE, "no certificate");
    CHECK(cerver_add_tls_certificate(options, path("server.pem"), path("server.key")) == CERVER_OK);
    CHECK(cerver_set_connect_tls_ca(options, path("missing.pem")) == CERVER_OK);
    CHECK(cerver_tls_create_client_side(options) == NULL && cerver_last_error() == CERVER_ERROR_TLS);
    CHECK(cerver_set_connect_tls_ca(options, path("server.pem")) == CERVER_OK);
    CerverTls *theirs = cerver_tls_create_server_side(options), *ours = cerver_tls_create_client_side(options);
    REQUIRE(theirs != NULL && ours != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_teardown(options) == 0, "it is needed no more");

    CerverServer *server = cerver_create_stream("both", 0, 8);
    CHECK(cerver_set_listening(server, false) == CERVER_OK);
    make_pair(ends);
    CHECK(cerver_adopt_tls(server, ends[0], ours, "localhost") == NULL && cerver_last_error() == CERVER_ERROR_STATE);
    REQUIRE(cerver_open(server) == CERVER_OK);
    CHECK(cerver_adopt_tls(server, -1, ours, "localhost") == NULL && cerver_last_error() == CERVER_ERROR_SYSTEM);
    CHECK(cerver_adopt_tls(server, ends[0], ours, NULL) == NULL && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_adopt_tls(server, ends[0], theirs, "localhost") == NULL && cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_adopt_tls(server, ends[0], NULL, "localhost") == NULL && cerver_last_error() == CERVER_ERROR_NULL);
    CHECK(cerver_connect_tls_with(server, "localhost", 1, 1000, theirs, NULL) == NULL);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CerverConnection *client = cerver_adopt_tls(server, ends[0], ours, "localhost");
    CerverConnection *accepted = cerver_adopt_tls(server, ends[1], theirs, NULL);
    REQUIRE(client != NULL && accepted != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_connection_send(accepted, "hello", 5) == CERVER_OK, "it waits");
    for (int connected = 0; connected < 2;) {
        CerverEvent event = next_event(server);
        if (event.kind == CERVER_EVENT_DATA) break;
        REQUIRE(event.kind == CERVER_EVENT_CONNECTED, "%d: %.*s", event.kind, (int) event.size, (const char *) event.data);
        connected++;
    }
    CHECK(cerver_connection_close(accepted) == CERVER_OK);
    for (CerverEvent event = next_event(server); event.kind != CERVER_EVENT_CLOSED; event = next_event(server)) {
        if (event.kind == CERVER_EVENT_DATA) CHECK(event.size == 5 && memcmp(event.data, "hello", 5) == 0);
        if (event.kind == CERVER_EVENT_HALF_CLOSED) CHECK(cerver_connection_close(event.connection) == CERVER_OK);
    }

    /* A peer that says nothing: the handshake ends when the program wants it. */
    for (int by_close = 0; by_close < 2; by_close++) {
        make_pair(ends);
        CerverConnection *waiting = cerver_adopt_tls(server, ends[0], ours, "localhost");
        REQUIRE(waiting != NULL, "%s", cerver_last_error_message());
        while (recv(ends[1], &byte, 1, MSG_DONTWAIT) != 1) {
            REQUIRE(cerver_turn(server, 10) == CERVER_OK);
        }
        CHECK((by_close ? cerver_connection_close(waiting) : cerver_connection_abort(waiting)) == CERVER_OK);
        CerverEvent event = {0};
        do event = next_event(server);
        while (event.connection != waiting && event.kind != 0);
        CHECK(event.kind == CERVER_EVENT_CLOSED && event.reason == CERVER_CLOSED_BY_PROGRAM, "%d %d", event.kind, event.reason);
        close(ends[1]);
    }

    /* A peer that speaks something else. */
    make_pair(ends);
    CerverConnection *strange = cerver_adopt_tls(server, ends[1], theirs, NULL);
    CHECK(client_write(ends[0], "GET / HTTP/1.1\r\n\r\n", 18));
    CerverEvent event = next_event(server);
    CHECK(event.kind == CERVER_EVENT_CONNECT_FAILED && event.connection == strange && event.size > 0, "%d", event.kind);
    close(ends[0]);
    CHECK(cerver_tls_delete(theirs) == CERVER_OK && cerver_tls_delete(ours) == CERVER_OK);
    CHECK(cerver_tls_delete(ours) == CERVER_ERROR_HANDLE);
    CHECK(cerver_teardown(server) == 0);
}

/* The other kinds of server say something on a listener that is secured as well. */
static void kinds(void) {
    char text[64];
    CerverServer *client = cerver_create_stream("client", 0, 0);
    CHECK(cerver_set_listening(client, false) == CERVER_OK);
    CHECK(cerver_set_connect_tls_ca(client, path("server.pem")) == CERVER_OK);
    REQUIRE(cerver_open(client) == CERVER_OK);
    for (int kind = 0; kind < 2; kind++) {
        CerverServer *server = kind == 0 ? cerver_create(CERVER_TYPE_CUSTOM, "packets", 0, PROTOCOL_TCP, false, 8)
                                         : cerver_create_network("network");
        REQUIRE(server != NULL, "%s", cerver_last_error_message());
        CHECK(cerver_set_tls(server, path("server.pem"), path("server.key")) == CERVER_OK);
        if (kind == 0) {
            CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
            CHECK(cerver_set_welcome_msg(server, "welcome") == 0);
            REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
        } else {
            REQUIRE(cerver_network_open(server, "127.0.0.1", 0) == CERVER_OK, "%s", cerver_last_error_message());
        }
        CerverConnection *connection =
            cerver_connect_tls(client, "127.0.0.1", cerver_get_port(server), 5000, "localhost");
        REQUIRE(connection != NULL, "%s", cerver_last_error_message());
        size_t got = 0, length = 0;
        for (double end = now() + 10 * slowness(); got == 0 && now() < end;) {
            CerverEvent event;
            if (kind == 1 && cerver_network_next_event(server, &event) == 1 && event.kind == CERVER_EVENT_OPENED) {
                CHECK(cerver_network_send(server, "welcome", 7) == CERVER_OK);
            }
            if (cerver_next_events(client, &event, 1, 10) != 1) continue;
            if (event.kind == CERVER_EVENT_CONNECTED) {
                CHECK(cerver_connection_get_tls(connection, CERVER_TLS_VERSION, text, sizeof text, &length) == CERVER_OK);
                CHECK(strcmp(text, "TLSv1.3") == 0, "%s", text);
            } else {
                REQUIRE(event.kind == CERVER_EVENT_DATA, "%d: %.*s", event.kind, (int) event.size, (const char *) event.data);
                got = event.size;
            }
        }
        CHECK(got >= 7 && length > 0, "kind %d", kind);
        CHECK(cerver_connection_abort(connection) == CERVER_OK);
        while (next_event(client).kind != CERVER_EVENT_CLOSED) continue;
        CHECK(cerver_teardown(server) == 0);
    }
    CHECK(cerver_teardown(client) == 0);
}

int main(void) {
    char text[64];
    watchdog(90, "TLS");
    snprintf(folder, sizeof folder, "%s/cerver-tls-XXXXXX", temp_folder());
    REQUIRE(mkdtemp(folder) != NULL);
    make_certificate("server", "/CN=server");
    make_certificate("client", "/O=Example/CN=alice");
    web();
    stream();
    dial();
    adopt();
    kinds();
    shell(text, sizeof text, "rm -r %s", folder);
    return check_result();
}
