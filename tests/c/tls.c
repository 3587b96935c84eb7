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

int main(void) {
    char text[64];
    watchdog(90, "TLS");
    snprintf(folder, sizeof folder, "%s/cerver-tls-XXXXXX", temp_folder());
    REQUIRE(mkdtemp(folder) != NULL);
    make_certificate("server", "/CN=server");
    make_certificate("client", "/O=Example/CN=alice");
    web();
    stream();
    shell(text, sizeof text, "rm -r %s", folder);
    return check_result();
}
