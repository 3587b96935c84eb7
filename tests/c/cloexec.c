/* Every descriptor of the library is close-on-exec: a program started by a handler inherits none. */
#include "check.h"

static int open_without_cloexec(char *names, size_t size) {
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    REQUIRE(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        int fd = atoi(entry->d_name);
        if (entry->d_name[0] == '.' || fd <= 2) continue;
        if ((fcntl(fd, F_GETFD) & FD_CLOEXEC) == 0) {
            count++;
            strncat(names, entry->d_name, size - strlen(names) - 2);
            strcat(names, " ");
        }
    }
    closedir(folder);
    return count;
}

int main(void) {
    char before[256] = "", after[256] = "", path[108];
    watchdog(30, "cloexec");
    int inherited = open_without_cloexec(before, sizeof before);
    CerverServer *server = server_create(answer_ok);
    int length = snprintf(path, sizeof path, "%s/cerver-cloexec-%d", temp_folder(), (int) getpid());
    REQUIRE(length > 0 && (size_t) length < sizeof path, "a Unix socket has a short path");
    cerver_set_thpool_n_threads(server, 2);
    CHECK(cerver_set_reactors(server, 2) == CERVER_OK);
    CHECK(cerver_listen_tcp(server, "127.0.0.1", 0) == CERVER_OK);
    CHECK(cerver_listen_unix(server, path, 0600) == CERVER_OK);
    int lent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(listen(lent, 16) == 0);
    CHECK(cerver_listen_fd(server, lent) == CERVER_OK);
    uint16_t port = server_start(server);

    /* A connection that stays: the accepted socket is one of the descriptors. */
    struct reply reply;
    int client = client_connect(port);
    CHECK(client_request(client, "GET", "/") && client_reply(client, &reply));
    int descriptors = count_descriptors();
    CHECK(open_without_cloexec(after, sizeof after) == inherited, "not close-on-exec: %s(before: %s)", after, before);
    CHECK(descriptors > 8, "the server holds descriptors: %d", descriptors);

    close(client);
    close(lent);
    CHECK(cerver_teardown(server) == 0);
    CHECK(access(path, F_OK) != 0, "the Unix socket is unlinked");
    return check_result();
}
