/* A forked child may only exec: its calls are refused, and the parent goes on. */
#include "check.h"

static void child(CerverServer *server, CerverHttp *http) {
    uint16_t port = 0;
    CHECK(cerver_get_listener_port(server, 0, &port) == CERVER_ERROR_FORKED && port == 0);
    CHECK(cerver_get_port(server) == 0 && cerver_last_error() == CERVER_ERROR_FORKED);
    CHECK(cerver_shutdown(server) == 1 && cerver_last_error() == CERVER_ERROR_FORKED);
    CHECK(cerver_drain(server, 10) == CERVER_ERROR_FORKED);
    CHECK(cerver_wait(server, 10) == CERVER_ERROR_FORKED);
    CHECK(http_cerver_set_body_limit(http, 1) == CERVER_ERROR_FORKED);
    CHECK(cerver_teardown(server) == 1 && cerver_last_error() == CERVER_ERROR_FORKED);
    CHECK(strlen(cerver_last_error_message()) > 0);
    /* The memory of the threads that are not here has no owner: only exec gives it up, and a leak check believes that. */
    const char *result = atomic_load(&check_failures) == 0 ? "true" : "false";
    execlp(result, result, (char *) NULL);
    _exit(127);
}

/* valgrind keeps its own far above. */
static int count_low_descriptors(void) {
    int count = 0;
    for (int fd = 0; fd < 256; fd++) count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static int wait_for(pid_t process) {
    int status = -1;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

int main(int count, char **arguments) {
    if (count > 1) return count_low_descriptors() != atoi(arguments[1]); /* the program after exec */
    char inherited[16];
    snprintf(inherited, sizeof inherited, "%d", count_low_descriptors());
    watchdog(30, "fork");
    CerverServer *server = server_create(answer_ok);
    CerverHttp *http = http_cerver_get(server);
    uint16_t port = server_start(server);
    CHECK(client_get(port, "/", NULL) == 200);

    for (int round = 0; round < 3; round++) {
        pid_t process = fork();
        REQUIRE(process >= 0);
        if (process == 0) child(server, http);
        CHECK(wait_for(process) == 0, "the child's checks");
        CHECK(client_get(port, "/", NULL) == 200, "the parent goes on");
    }

    pid_t process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        execl(arguments[0], arguments[0], inherited, (char *) NULL);
        _exit(127);
    }
    CHECK(wait_for(process) == 0, "a program after exec has none of the descriptors");

    CHECK(client_get(port, "/", NULL) == 200);
    CHECK(cerver_teardown(server) == 0);
    return check_result();
}
