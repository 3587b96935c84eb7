/* Tokens, routes and folders for those who have one, functions that authenticate, and the decoded data of a request. */
#include "check.h"
#include <sys/stat.h>

static char folder[128], secret[160], private_key[160], public_key[160];
static int mark;
static struct latch deleted = LATCH_INIT;
static char bearer[4096];

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    REQUIRE(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0, "%s", path);
}

static void make_keys(void) {
    char command[1024];
    snprintf(folder, sizeof folder, "%s/cerver-auth-%d", temp_folder(), (int) getpid());
    REQUIRE(mkdir(folder, 0700) == 0);
    snprintf(secret, sizeof secret, "%s/secret", folder);
    snprintf(private_key, sizeof private_key, "%s/key.pem", folder);
    snprintf(public_key, sizeof public_key, "%s/key.pub", folder);
    write_file(secret, "0123456789abcdef0123456789abcdef");
    snprintf(command, sizeof command,
             "openssl ecparam -name prime256v1 -genkey -out %s 2>/dev/null && openssl ec -in %s -pubout -out %s 2>/dev/null",
             private_key, private_key, public_key);
    REQUIRE(system(command) == 0, "openssl");
}

/* The status of a request with a header line, or two, or none. */
static int ask(uint16_t port, const char *path, const char *lines, struct reply *reply) {
    static char text[8192];
    int fd = client_connect(port);
    int length = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n", path, lines, *lines ? "\r\n" : "");
    bool answered = client_write(fd, text, (size_t) length) && client_reply(fd, reply);
    close(fd);
    return answered ? reply->status : 0;
}

static int ask_with_token(uint16_t port, const char *path, struct reply *reply) {
    static char line[6000];
    snprintf(line, sizeof line, "Authorization: %s", bearer);
    return ask(port, path, line, reply);
}

static void tell_claims(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const char *claims = http_request_get_decoded_data(request);
    http_response_render_json(receive, HTTP_STATUS_OK, claims ? claims : "null", claims ? strlen(claims) : 4);
}

static void *decode(void *claims) {
    if (strstr(claims, "\"refused\"") != NULL) return NULL;
    return strdup(strstr(claims, "\"adm\": true") != NULL ? "admin" : "user");
}

static void delete_claims(void *decoded) {
    latch_raise(&deleted);
    free(decoded);
}

static void own_data(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    CerverHttpRequest *own = (CerverHttpRequest *) (intptr_t) request;
    CHECK(http_request_get_decoded_data(request) == NULL);
    http_request_set_decoded_data(own, &mark);
    CHECK(http_request_get_decoded_data(request) == &mark);
    http_request_set_decoded_data(own, strdup("text"));
    http_request_set_delete_decoded_data(own, delete_claims);
    http_request_set_default_delete_decoded_data(own);
    answer_ok(receive, request);
}

static unsigned int with_password(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    const CerverString *user = http_request_get_basic_user(request), *password = http_request_get_basic_password(request);
    CHECK((user == NULL) == (password == NULL));
    if (user != NULL && strcmp(user->str, "teapot") == 0) http_response_json_error_send(receive, 418, "short and stout");
    return http_request_check_basic(request, "user", "pass:word") ? 0 : 1;
}

static void make_tokens(CerverHttp *http) {
    CerverHttpJwt *jwt = http_cerver_auth_jwt_new();
    REQUIRE(jwt != NULL);
    CHECK(strcmp(http_jwt_get_bearer(jwt), "") == 0 && http_jwt_get_bearer_len(jwt) == 0);
    CHECK(strcmp(http_jwt_get_json(jwt), "") == 0 && http_jwt_get_json_len(jwt) == 0);
    http_cerver_auth_jwt_add_value(jwt, "name", "a long time");
    http_cerver_auth_jwt_add_value(jwt, "name", "x \"y\"");
    http_cerver_auth_jwt_add_value_int(jwt, "id", -7);
    http_cerver_auth_jwt_add_value_bool(jwt, "adm", true);
    CHECK(http_cerver_auth_generate_bearer_jwt(http, jwt) == 0, "%s", cerver_last_error_message());
    CHECK(http_jwt_get_bearer_len(jwt) == strlen(http_jwt_get_bearer(jwt)) && http_jwt_get_json_len(jwt) == 0);
    snprintf(bearer, sizeof bearer, "%s", http_jwt_get_bearer(jwt));
    CHECK(strncmp(bearer, "Bearer eyJ", 10) == 0, "%s", bearer);
    CHECK(http_cerver_auth_generate_bearer_jwt_json(http, jwt) == 0);
    CHECK(strncmp(http_jwt_get_json(jwt), "{\"token\": \"Bearer eyJ", 21) == 0, "%s", http_jwt_get_json(jwt));
    CHECK(http_jwt_get_json_len(jwt) == strlen(http_jwt_get_json(jwt)));
    CHECK(http_cerver_auth_generate_bearer_jwt_json_with_value(http, jwt, "na\"me", "x") == 0);
    const char *end = strchr(http_jwt_get_json(jwt), ',');
    CHECK(end != NULL && strcmp(end, ", \"na\\\"me\": \"x\"}") == 0, "%s", http_jwt_get_json(jwt));
    CHECK(http_jwt_get_json_len(jwt) == strlen(http_jwt_get_json(jwt)));
    http_cerver_auth_jwt_delete(jwt);
    CHECK(http_jwt_get_bearer(jwt) == NULL && cerver_last_error() == CERVER_ERROR_HANDLE);
}

static void many_values(CerverHttp *http) {
    CerverHttpJwt *jwt = http_cerver_auth_jwt_new();
    char key[16];
    cerver_clear_last_error();
    for (int i = 0; i < 1024; i++) {
        snprintf(key, sizeof key, "%d", i);
        http_cerver_auth_jwt_add_value_int(jwt, key, i);
    }
    CHECK(cerver_last_error() == CERVER_OK);
    http_cerver_auth_jwt_add_value_int(jwt, "one more", 1);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(http_cerver_auth_generate_bearer_jwt(http, jwt) == 1 && cerver_last_error() == CERVER_ERROR_ARGUMENT, "too long");
    http_cerver_auth_jwt_delete(jwt);
}

static void ended(uint16_t port, CerverHttp *http) {
    struct reply reply;
    CerverHttpJwt *jwt = http_cerver_auth_jwt_new();
    CHECK(http_cerver_auth_jwt_set_lifetime(jwt, 1000) == CERVER_OK);
    CHECK(http_cerver_auth_generate_bearer_jwt(http, jwt) == 0);
    snprintf(bearer, sizeof bearer, "%s", http_jwt_get_bearer(jwt));
    CHECK(ask_with_token(port, "/claims", &reply) == 200);
    CHECK(http_cerver_auth_jwt_set_lifetime(jwt, 0) == CERVER_OK);
    CHECK(http_cerver_auth_generate_bearer_jwt(http, jwt) == 0);
    snprintf(bearer, sizeof bearer, "%s", http_jwt_get_bearer(jwt));
    CHECK(ask_with_token(port, "/claims", &reply) == 401);
    CHECK(strstr(reply.head, "error_description=\"The token has expired\"") != NULL, "%s", reply.head);
    http_cerver_auth_jwt_delete(jwt);
}

static void with_tokens(uint16_t port) {
    static int uses;
    struct reply reply;
    CHECK(ask(port, "/claims", "", &reply) == 401);
    CHECK(strstr(reply.head, "WWW-Authenticate: Bearer\n") != NULL, "%s", reply.head);
    CHECK(strcmp(reply.body, "{\"error\": \"Failed to authenticate!\"}") == 0, "%s", reply.body);
    CHECK(ask(port, "/claims", "Authorization: Bearer a.b.c", &reply) == 401);
    CHECK(strstr(reply.head, "WWW-Authenticate: Bearer error=\"invalid_token\"") != NULL, "%s", reply.head);
    CHECK(ask_with_token(port, "/claims", &reply) == 200);
    CHECK(strcmp(reply.body, "{\"adm\": true, \"id\": -7, \"name\": \"x \\\"y\\\"\"}") == 0, "%s", reply.body);
    CHECK(ask_with_token(port, "/decoded", &reply) == 200 && strcmp(reply.body, "admin") == 0, "%s", reply.body);
    CHECK(latch_wait(&deleted, ++uses, 5), "the data is deleted with its request");
    bearer[strlen(bearer) - 3] ^= 1;
    CHECK(ask_with_token(port, "/claims", &reply) == 401);
    CHECK(ask_with_token(port, "/plain", &reply) == 200, "a route without a rule");
}

static void with_functions(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "/custom", "", &reply) == 401);
    CHECK(strstr(reply.head, "WWW-Authenticate: Basic realm=\"office\"\n") != NULL, "%s", reply.head);
    CHECK(ask(port, "/custom", "Authorization: basic dXNlcjpwYXNzOndvcmQ=", &reply) == 200, "user:pass:word");
    CHECK(ask(port, "/custom", "Authorization: Basic dXNlcjpwYXNzOndvcms=", &reply) == 401);
    CHECK(ask(port, "/custom", "Authorization: Basic dXNlcg==", &reply) == 401, "no colon");
    CHECK(ask(port, "/custom", "Authorization: Basic dXNlcjpwYXNzOndvcmQ", &reply) == 401, "no padding");
    CHECK(ask(port, "/custom", "Authorization: Basic dGVhcG90Og==", &reply) == 418, "its own answer");
    CHECK(ask(port, "/custom", "Authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\nAuthorization: x", &reply) == 401, "two");
}

static void with_folders(uint16_t port) {
    struct reply reply;
    CHECK(ask(port, "/secret", "", &reply) == 401 && ask(port, "/nothing", "", &reply) == 401);
    CHECK(ask(port, "/secret", "Authorization: Basic dXNlcjpwYXNzOndvcmQ=", &reply) == 200);
    CHECK(strcmp(reply.body, "0123456789abcdef0123456789abcdef") == 0, "%s", reply.body);
    CHECK(ask(port, "/nothing", "Authorization: Basic dXNlcjpwYXNzOndvcmQ=", &reply) == 404);
}

static CerverHttpRoute *add_route(CerverHttp *http, const char *path, CerverHttpRouteAuthType kind, CerverHttpHandler handler) {
    CerverHttpRoute *route = http_route_create(REQUEST_METHOD_GET, path, handler);
    http_route_set_auth(route, kind);
    http_cerver_route_register(http, route);
    return route;
}

/* What the start says to wrong settings. */
static void wrong_settings(void) {
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    CerverHttpRoute *route = add_route(http, "x", HTTP_ROUTE_AUTH_TYPE_BEARER, answer_ok);
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE);
    CHECK(strstr(cerver_last_error_message(), "the route /x wants tokens, and no key checks them") != NULL, "%s", cerver_last_error_message());
    http_cerver_auth_set_jwt_pub_key_filename(http, "/no/such/key");
    CHECK(cerver_start_background(server) == CERVER_ERROR_ARGUMENT);
    CHECK(strstr(cerver_last_error_message(), "/no/such/key for HS256 cannot be read") != NULL, "%s", cerver_last_error_message());
    http_cerver_auth_set_jwt_pub_key_filename(http, public_key);
    CHECK(cerver_start_background(server) == CERVER_ERROR_ARGUMENT, "a public key for a secret");
    http_cerver_auth_set_jwt_algorithm(http, JWT_ALG_NONE);
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE, "no algorithm");
    cerver_clear_last_error();
    http_cerver_auth_set_jwt_algorithm(http, JWT_ALG_TERM);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    http_route_set_auth(route, HTTP_ROUTE_AUTH_TYPE_CUSTOM);
    CHECK(cerver_start_background(server) == CERVER_ERROR_STATE, "no function");
    CHECK(http_route_set_auth_challenge(route, "a\r\nb") == CERVER_ERROR_ARGUMENT);
    cerver_clear_last_error();
    http_route_set_auth(route, 3);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    http_route_set_auth(route, HTTP_ROUTE_AUTH_TYPE_NONE);
    CHECK(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
    CHECK(cerver_teardown(server) == 0);
}

static void serve(CerverJwtAlgorithm algorithm, const char *private_file, const char *public_file) {
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    http_cerver_auth_set_jwt_algorithm(http, algorithm);
    http_cerver_auth_set_jwt_priv_key_filename(http, private_file);
    http_cerver_auth_set_jwt_pub_key_filename(http, public_file);
    CHECK(http_cerver_auth_set_jwt_limit(http, 4096) == CERVER_OK && http_cerver_auth_set_jwt_leeway(http, 0) == CERVER_OK);
    CHECK(http_cerver_auth_set_jwt_issuer(http, NULL) == CERVER_OK && http_cerver_auth_set_jwt_audience(http, NULL) == CERVER_OK);
    http_route_set_decode_data_into_json(add_route(http, "claims", HTTP_ROUTE_AUTH_TYPE_BEARER, tell_claims));
    http_route_set_decode_data(add_route(http, "decoded", HTTP_ROUTE_AUTH_TYPE_BEARER, tell_claims), decode, delete_claims);
    add_route(http, "plain", HTTP_ROUTE_AUTH_TYPE_NONE, own_data);
    CerverHttpRoute *custom = add_route(http, "custom", HTTP_ROUTE_AUTH_TYPE_CUSTOM, answer_ok);
    http_route_set_authentication_handler(custom, with_password);
    CHECK(http_route_set_auth_challenge(custom, "Basic realm=\"office\"") == CERVER_OK);
    CerverHttpStaticPath *files = http_cerver_static_path_add(http, folder);
    http_static_path_set_auth(files, HTTP_ROUTE_AUTH_TYPE_CUSTOM);
    CHECK(http_static_path_set_authentication_handler(files, with_password) == CERVER_OK);
    make_tokens(http); /* also before the start */
    REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
    uint16_t port = cerver_get_port(server);
    make_tokens(http);
    with_tokens(port);
    ended(port, http);
    with_functions(port);
    with_folders(port);
    many_values(http);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    watchdog(60, "auth");
    make_keys();
    wrong_settings();
    serve(JWT_ALG_HS256, secret, secret);
    serve(JWT_ALG_ES256, private_key, public_key);
    unlink(secret), unlink(private_key), unlink(public_key), rmdir(folder);
    return check_result();
}
