/* Signals belong to the host: the library installs no handler, its threads take none, SIGPIPE never kills, interrupted
 * calls go on, and cerver_interrupt may be called by a signal handler. */
#include "check.h"
#include <sys/time.h>

static const int synchronous[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF};

static bool is_synchronous(int number) {
    for (size_t i = 0; i < sizeof synchronous / sizeof *synchronous; i++) {
        if (synchronous[i] == number) return true;
    }
    return false;
}

/* The mask of blocked signals of a thread of this process. */
static unsigned long long blocked(const char *thread) {
    char path[128], line[256];
    unsigned long long mask = 0;
    snprintf(path, sizeof path, "/proc/self/task/%s/status", thread);
    FILE *file = fopen(path, "re");
    REQUIRE(file != NULL);
    while (fgets(line, sizeof line, file) != NULL) sscanf(line, "SigBlk: %llx", &mask);
    fclose(file);
    return mask;
}

/* True when a thread blocks what it shall. While it starts or ends, glibc blocks everything for a moment. */
static bool blocks_the_right_ones(const char *thread) {
    for (int attempt = 0; attempt < 200; attempt++) {
        unsigned long long mask = blocked(thread);
        int wrong = 0;
        for (int number = 1; number < 32; number++) {
            bool is_blocked = (mask >> (number - 1)) & 1;
            bool is_ordinary = number != SIGKILL && number != SIGSTOP;
            wrong += is_ordinary && is_blocked == is_synchronous(number);
        }
        if (wrong == 0) return true;
        usleep(10 * 1000);
    }
    return false;
}

static void threads_block_all_signals(void) {
    watchdog(20, "masks");
    CerverServer *server = server_create(answer_ok);
    cerver_set_thpool_n_threads(server, 2);
    CHECK(client_get(server_start(server), "/", NULL) == 200);
    DIR *folder = opendir("/proc/self/task");
    int threads = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == thread_id()) continue;
        threads++;
        CHECK(blocks_the_right_ones(entry->d_name), "mask %llx", blocked(entry->d_name));
    }
    closedir(folder);
    CHECK(threads >= 3, "%d threads: a reactor and a pool", threads);
    CHECK(cerver_teardown(server) == 0);
}

static void no_handler_is_installed(void) {
    struct sigaction before[SIGRTMAX + 1], after;
    watchdog(20, "handlers");
    memset(before, 0, sizeof before);
    for (int number = 1; number <= SIGRTMAX; number++) sigaction(number, NULL, &before[number]);
    cerver_init();
    CerverServer *server = server_create(answer_ok);
    CHECK(client_get(server_start(server), "/", NULL) == 200);
    for (int number = 1; number <= SIGRTMAX; number++) {
        if (sigaction(number, NULL, &after) != 0) continue;
        CHECK(after.sa_handler == before[number].sa_handler, "signal %d", number);
    }
    CHECK(cerver_teardown(server) == 0);
}

static struct latch gone = LATCH_INIT, streaming = LATCH_INIT;
static CerverStatus last_write;

/* Writes until the client is known to be gone. */
static void stream_to_nobody(const CerverHttpReceive *receive, const CerverHttpRequest *request) {
    static char text[16 * 1024];
    (void) request;
    CerverHttpResponse *response = http_response_get();
    CHECK(http_response_stream(response, receive) == CERVER_OK);
    http_response_return(response);
    latch_raise(&streaming);
    do {
        last_write = http_receive_stream_write(receive, text, sizeof text);
        if (last_write == CERVER_ERROR_AGAIN) last_write = http_receive_stream_wait(receive, 5000);
    } while (last_write == CERVER_OK);
    latch_raise(&gone);
}

/* SIGPIPE has its default action here: a single write without MSG_NOSIGNAL would end the program. */
static void a_gone_client_does_not_kill(void) {
    struct sigaction action;
    watchdog(30, "SIGPIPE");
    sigaction(SIGPIPE, NULL, &action);
    CHECK(action.sa_handler == SIG_DFL, "the library changed it");
    CerverServer *server = server_create(NULL);
    CerverHttp *http = http_cerver_get(server);
    cerver_set_thpool_n_threads(server, 1);
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "stream", stream_to_nobody));
    http_cerver_route_register(http, http_route_create(REQUEST_METHOD_GET, "ok", answer_ok));
    uint16_t port = server_start(server);
    for (int round = 1; round <= 3; round++) {
        struct linger reset = {.l_onoff = 1, .l_linger = 0};
        int client = client_connect(port);
        CHECK(client_request(client, "GET", "/stream"));
        REQUIRE(latch_wait(&streaming, round, 10));
        if (round == 2) setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(client);
        REQUIRE(latch_wait(&gone, round, 10));
        CHECK(last_write == CERVER_ERROR_CLOSED, "%d", (int) last_write);
    }
    CHECK(client_get(port, "/ok", NULL) == 200);
    CHECK(cerver_teardown(server) == 0);
}

static atomic_int ticks;

static void tick(int number) {
    (void) number;
    atomic_fetch_add(&ticks, 1);
}

static void handle_signal(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler}; /* no SA_RESTART */
    sigaction(number, &action, NULL);
}

/* A timer interrupts this thread a thousand times a second while it turns the server and asks it. */
static void interrupted_calls_go_on(void) {
    struct itimerval fast = {.it_interval = {.tv_usec = 1000}, .it_value = {.tv_usec = 1000}}, off = {0};
    watchdog(30, "EINTR");
    CerverServer *background = server_create(answer_ok), *turned = server_create(answer_ok);
    uint16_t port = server_start(background);
    CHECK(cerver_open(turned) == CERVER_OK);
    handle_signal(SIGVTALRM, tick);
    handle_signal(SIGPROF, tick);
    setitimer(ITIMER_PROF, &fast, NULL);
    for (int i = 0; i < 300; i++) {
        CHECK(client_get(port, "/", NULL) == 200, "request %d", i);
        CHECK(cerver_turn(turned, 1) == CERVER_OK);
    }
    setitimer(ITIMER_PROF, &off, NULL);
    CHECK(atomic_load(&ticks) > 0, "no signal came");
    CHECK(cerver_teardown(background) == 0);
    CHECK(cerver_teardown(turned) == 0);
}

/* Sends a signal to the waiting thread every 10 ms until its wait is over. */
struct sender {
    pthread_t thread, target;
    int number;
    atomic_bool over;
};

static void *send_signals(void *argument) {
    struct sender *sender = argument;
    while (!atomic_load(&sender->over)) {
        usleep(10 * 1000);
        pthread_kill(sender->target, sender->number);
    }
    return NULL;
}

static void start_sending(struct sender *sender, int number) {
    sender->target = pthread_self();
    sender->number = number;
    atomic_store(&sender->over, false);
    pthread_create(&sender->thread, NULL, send_signals, sender);
}

static void stop_sending(struct sender *sender) {
    atomic_store(&sender->over, true);
    pthread_join(sender->thread, NULL);
}

static void interrupt(int number) {
    (void) number;
    cerver_interrupt();
}

static void *ask_later(void *server) {
    uint16_t port;
    while ((port = cerver_get_port(server)) == 0) usleep(1000);
    CHECK(client_get(port, "/", NULL) == 200);
    return NULL;
}

/* cerver_start returns when a signal handler ran; that stops nothing by itself. */
static void a_signal_ends_the_wait_only(void) {
    struct sender sender;
    watchdog(30, "start and signals");
    handle_signal(SIGUSR1, tick);
    CerverServer *server = server_create(answer_ok);
    start_sending(&sender, SIGUSR1);
    CHECK(cerver_start(server) == 0);
    stop_sending(&sender);
    CHECK(cerver_is_running(server));
    CHECK(client_get(cerver_get_port(server), "/", NULL) == 200, "the server goes on");

    start_sending(&sender, SIGUSR1);
    CHECK(cerver_wait(server, -1) == CERVER_ERROR_INTERRUPTED);
    stop_sending(&sender);
    CHECK(client_get(cerver_get_port(server), "/", NULL) == 200);
    CHECK(cerver_teardown(server) == 0);
}

static void *interrupt_others(void *over) {
    while (!atomic_load((atomic_bool *) over)) {
        usleep(10 * 1000);
        cerver_interrupt();
    }
    return NULL;
}

static void interrupt_ends_the_wait(void) {
    struct sender sender;
    pthread_t thread;
    watchdog(30, "interrupt");
    handle_signal(SIGUSR2, interrupt);
    CerverServer *server = server_create(answer_ok);
    pthread_create(&thread, NULL, ask_later, server);
    start_sending(&sender, SIGUSR2);
    CHECK(cerver_start(server) == 0, "by a signal handler");
    stop_sending(&sender);
    pthread_join(thread, NULL);
    CHECK(cerver_is_running(server));

    atomic_bool over = false;
    pthread_create(&thread, NULL, interrupt_others, &over);
    CHECK(cerver_wait(server, -1) == CERVER_ERROR_INTERRUPTED, "by another thread");
    atomic_store(&over, true);
    pthread_join(thread, NULL);
    CHECK(cerver_teardown(server) == 0);
}

int main(void) {
    signal(SIGPIPE, SIG_DFL); /* whatever was inherited */
    no_handler_is_installed();
    threads_block_all_signals();
    a_gone_client_does_not_kill();
    interrupted_calls_go_on();
    a_signal_ends_the_wait_only();
    interrupt_ends_the_wait();
    return check_result();
}
