/* The error channel: a code and a sentence per thread, and a name for every code. */
#include "check.h"

static void *other_thread(void *unused) {
    (void) unused;
    CHECK(cerver_last_error() == CERVER_OK, "a new thread has no error");
    CHECK(cerver_last_error_message() != NULL, "never NULL");
    CHECK(http_cerver_get(NULL) == NULL);
    CHECK(cerver_last_error() == CERVER_ERROR_NULL);
    return NULL;
}

int main(void) {
    watchdog(30, "errors");
    CHECK(cerver_last_error() == CERVER_OK);
    CHECK(cerver_last_error_message() != NULL, "never NULL");

    CerverServer *server = server_create(NULL);
    CHECK(cerver_set_bind_address(server, "nowhere") == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    const char *message = cerver_last_error_message();
    char copy[512];
    snprintf(copy, sizeof copy, "%s", message);
    CHECK(strstr(copy, "cerver_set_bind_address") != NULL, "the message names the function: %s", copy);

    /* Neither a call that succeeds nor a failure elsewhere touches it. */
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    pthread_t thread;
    pthread_create(&thread, NULL, other_thread, NULL);
    pthread_join(thread, NULL);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(cerver_last_error_message() == message && strcmp(message, copy) == 0);

    cerver_clear_last_error();
    CHECK(cerver_last_error() == CERVER_OK);
    CHECK(cerver_teardown(server) == 0);

    for (CerverStatus code = CERVER_OK; code <= 19; code++) {
        const char *name = cerver_status_name(code), *sentence = cerver_status_message(code);
        CHECK(name != NULL && strncmp(name, "CERVER_", 7) == 0, "code %d", (int) code);
        CHECK(sentence != NULL && strlen(sentence) > 0, "code %d", (int) code);
        for (CerverStatus other = CERVER_OK; other < code; other++) {
            CHECK(name == NULL || strcmp(name, cerver_status_name(other)) != 0, "%d and %d", (int) code, (int) other);
        }
    }
    static const CerverStatus unknown[] = {-1, 20, 1000, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        CHECK(cerver_status_name(unknown[i]) != NULL && cerver_status_message(unknown[i]) != NULL, "never NULL");
    }
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", CERVER_VERSION_MAJOR, CERVER_VERSION_MINOR, CERVER_VERSION_PATCH);
    CHECK(strcmp(cerver_version(), version) == 0, "library %s, header %s", cerver_version(), version);
    return check_result();
}
