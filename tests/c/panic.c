/* No panic crosses the boundary. The library is built with the feature panic-injection: CERVER_TEST_PANIC names the
 * function that panics, one process for each function. */
#include "calls.h"

/* In the child: the function panics, and the caller sees a failure and goes on. */
static int panics(const struct entry *entry) {
    struct outcome outcome = entry->call(NULL, -1, NULL);
    CHECK(outcome_failed(&outcome), "%s returned %lld", entry->name, outcome.number);
    if (strncmp(entry->name, "cerver_last_error", 17) != 0) {
        CHECK(cerver_last_error() == CERVER_ERROR_PANIC, "%s", entry->name);
        CHECK(strstr(cerver_last_error_message(), entry->name) != NULL, "%s", entry->name);
    }
    return atomic_load(&check_failures) != 0;
}

static bool panics_in_child(const char *program, const struct entry *entry) {
    int status = -1;
    pid_t process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        setenv("CERVER_TEST_PANIC", entry->name, 1);
        setenv("RUST_BACKTRACE", "0", 1); /* they take most of the time */
        execl(program, program, entry->name, (char *) NULL);
        _exit(127);
    }
    waitpid(process, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int main(int count, char **arguments) {
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const struct entry *entry = &entries[i];
        if (count > 1 && strcmp(arguments[1], entry->name) == 0) return panics(entry);
        if (count > 1) continue;
        watchdog(20, entry->name);
        CHECK(panics_in_child(arguments[0], entry), "%s", entry->name);
    }
    REQUIRE(count == 1, "no function %s", arguments[count - 1]);
    REQUIRE(ENTRY_COUNT > 100);
    return check_result();
}
