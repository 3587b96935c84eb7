/* What nobody called for: a listener that lacks descriptors, told as an event and as a line of the library's own. */
#include "check.h"
#include <sys/resource.h>

static struct {
    atomic_int count;
    CerverLogType type;
    char text[256];
} line;

static void on_line(CerverLogType type, const char *text, void *user_data) {
    CHECK(user_data == &line);
    line.type = type;
    snprintf(line.text, sizeof line.text, "%s", text);
    atomic_fetch_add(&line.count, 1);
    cerver_get_port(NULL); /* functions may be called here */
}

/* A new pulled server meets a client when the process may have no more descriptors. */
static void meet_the_limit(void) {
    struct rlimit old, low;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    CerverServer *server = cerver_create_stream("low", 0, 8);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    REQUIRE(cerver_open(server) == CERVER_OK, "%s", cerver_last_error_message());
    address.sin_port = htons(cerver_get_port(server));
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int free_number = dup(client);
    REQUIRE(client >= 0 && free_number > client && getrlimit(RLIMIT_NOFILE, &old) == 0);
    close(free_number);
    low = old;
    low.rlim_cur = (rlim_t) free_number;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
    REQUIRE(connect(client, (struct sockaddr *) &address, sizeof address) == 0, "the backlog takes it");
    CerverEvent event = next_event(server);
    REQUIRE(setrlimit(RLIMIT_NOFILE, &old) == 0);
    CHECK(event.kind == CERVER_EVENT_LISTENER_ERROR && event.code == EMFILE && event.reason == 0, "%d", event.kind);
    CHECK(event.connection == NULL && event.size > 0 && memmem(event.data, event.size, "cannot accept", 13) != NULL);
    event = next_event(server);
    CHECK(event.kind == CERVER_EVENT_OPENED, "it is served when there are descriptors again");
    close(client);
    cerver_teardown(server);
}

/* What comes to standard error meanwhile. */
static void errors_of(void (*call)(void), char *text, size_t size) {
    char path[] = "/tmp/cerver-troubles-XXXXXX";
    int file = mkstemp(path), saved = dup(2);
    REQUIRE(file >= 0 && saved >= 0 && dup2(file, 2) == 2);
    call();
    dup2(saved, 2);
    ssize_t length = pread(file, text, size - 1, 0);
    text[length > 0 ? length : 0] = 0;
    close(file);
    close(saved);
    unlink(path);
}

int main(void) {
    char text[1024];
    const char *preloaded = getenv("LD_PRELOAD");
    /* valgrind accepts a connection above the limit and closes it, where the system leaves it in the queue. */
    if (preloaded != NULL && strstr(preloaded, "valgrind") != NULL) return 0;
    watchdog(60, "troubles");
    errors_of(meet_the_limit, text, sizeof text);
    CHECK(strncmp(text, "[WARNING]: listener 0 cannot accept connections: ", 49) == 0, "%s", text);

    CHECK(cerver_log_set_level(9) == CERVER_ERROR_ARGUMENT && cerver_log_set_level(-1) == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_log_set_level(CERVER_LOG_LEVEL_ERROR) == CERVER_OK);
    errors_of(meet_the_limit, text, sizeof text);
    CHECK(text[0] == 0, "no error, so no line: %s", text);

    CHECK(cerver_log_set_level(CERVER_DEFAULT_LOG_LEVEL) == CERVER_OK);
    CHECK(cerver_log_set_handler(on_line, &line) == CERVER_OK);
    errors_of(meet_the_limit, text, sizeof text);
    CHECK(text[0] == 0, "%s", text);
    CHECK(line.count == 1 && line.type == LOG_TYPE_WARNING, "%d", line.count);
    CHECK(strstr(line.text, "cannot accept connections") != NULL && strchr(line.text, '\n') == NULL, "%s", line.text);

    CHECK(cerver_log_set_handler(NULL, NULL) == CERVER_OK);
    cerver_log_set_output_type(LOG_OUTPUT_TYPE_NONE);
    errors_of(meet_the_limit, text, sizeof text);
    CHECK(text[0] == 0 && line.count == 1, "%s", text);
    return check_result();
}
