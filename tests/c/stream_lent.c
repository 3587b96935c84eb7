/* Memory that is lent to connections: freed when it is released, which AddressSanitizer would see if it came too early,
 * twice, or never; sent by several threads; pushed and pulled. And the times of one connection. */
#include "check.h"

#define PIECE (300 * 1000)
#define PIECES 40
/* More than the system takes at once. */
#define MUCH (64 * PIECE)

static atomic_int lent, released, closed;
static CerverConnection *_Atomic last;

/* A piece that begins with its number, lent under its address. */
static CerverStatus lend_much(const CerverConnection *connection, int number, size_t size) {
    char *piece = malloc(size);
    memset(piece, number, size);
    CerverStatus status = cerver_connection_send_lent(connection, piece, size, (uint64_t) (uintptr_t) piece);
    if (status == CERVER_OK) lent++;
    else free(piece); /* an error borrows nothing */
    return status;
}

static CerverStatus lend(const CerverConnection *connection, int number) {
    return lend_much(connection, number, PIECE);
}

static void take(const CerverEvent *event, void *user_data) {
    (void) user_data;
    switch (event->kind) {
    case CERVER_EVENT_OPENED: last = event->connection; break;
    case CERVER_EVENT_HALF_CLOSED: cerver_connection_close(event->connection); break;
    case CERVER_EVENT_RELEASED:
        CHECK(event->id != 0 && event->data == NULL && event->connection != NULL);
        free((void *) (uintptr_t) event->id);
        released++;
        break;
    case CERVER_EVENT_CLOSED:
        CHECK(lent == released, "%d lent, %d released before the last event", lent, released);
        closed++;
        break;
    default: break;
    }
}

static void *lend_from_here(void *number) {
    for (int i = 0; i < PIECES / 4; i++) {
        while (lend(last, (int) (uintptr_t) number) == CERVER_ERROR_AGAIN) usleep(100);
    }
    return NULL;
}

static bool wait_for(atomic_int *count, int value) {
    for (int i = 0; i < 10000 * slowness() && *count < value; i++) usleep(1000);
    return *count >= value;
}

static CerverServer *make(void) {
    CerverServer *server = cerver_create_stream("lent", 0, 8);
    REQUIRE(server != NULL);
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_lent_limit(server, PIECES) == CERVER_OK);
    CHECK(cerver_set_read_timeout(server, 60000) == CERVER_OK);
    lent = released = closed = 0;
    last = NULL;
    return server;
}

static void read_pieces(int client, int pieces) {
    static char buffer[PIECE];
    int seen[5] = {0};
    for (int i = 0; i < pieces; i++) {
        REQUIRE(client_exactly(client, buffer, PIECE));
        CHECK(buffer[0] >= 1 && buffer[0] <= 4 && memcmp(buffer, buffer + 1, PIECE - 1) == 0, "pieces stay whole");
        seen[(int) buffer[0]]++;
    }
    for (int number = 1; number <= 4; number++) CHECK(seen[number] == pieces / 4);
}

static void pushed(void) {
    CerverServer *server = make();
    CHECK(cerver_set_event_handler(server, take, NULL) == CERVER_OK);
    REQUIRE(cerver_start_background(server) == CERVER_OK);
    uint16_t port = cerver_get_port(server);
    CHECK(cerver_set_lent_limit(server, 1) == CERVER_ERROR_STATE);

    /* Several threads, a client that reads. */
    int client = client_connect(port);
    while (last == NULL) usleep(1000);
    CHECK(cerver_connection_send_lent(last, NULL, 1, 1) == CERVER_ERROR_NULL);
    pthread_t threads[4];
    for (uintptr_t i = 0; i < 4; i++) {
        REQUIRE(pthread_create(&threads[i], NULL, lend_from_here, (void *) (i + 1)) == 0);
    }
    read_pieces(client, PIECES);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    CHECK(wait_for(&released, PIECES) && lent == PIECES);
    close(client);
    CHECK(wait_for(&closed, 1));

    /* A client that reads nothing and resets; one that has no time to take. */
    for (int round = 0; round < 2; round++) {
        last = NULL;
        client = client_connect(port);
        while (last == NULL) usleep(1000);
        CHECK(lend_much(last, 1, MUCH) == CERVER_OK);
        CHECK(lend(last, 2) == CERVER_ERROR_AGAIN);
        if (round == 0) {
            struct linger linger = {.l_onoff = 1};
            setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
            close(client);
        } else {
            CHECK(cerver_connection_set_write_timeout(last, 100) == CERVER_OK);
        }
        CHECK(wait_for(&closed, 2 + round));
        if (round == 1) close(client);
        CHECK(lend(last, 1) != CERVER_OK, "late");
    }

    /* A read that is not answered. */
    last = NULL;
    client = client_connect(port);
    while (last == NULL) usleep(1000);
    CHECK(cerver_connection_set_read_timeout(last, 50) == CERVER_OK);
    CHECK(cerver_connection_read_bytes(last, 10, false) == CERVER_OK);
    CHECK(client_write(client, "nine byte", 9));
    CHECK(wait_for(&closed, 4));
    close(client);
    CHECK(cerver_teardown(server) == 0);
    CHECK(lent == released);
}

static void pulled(void) {
    CerverServer *server = make();
    CerverEvent events[16];
    REQUIRE(cerver_open(server) == CERVER_OK);
    int client = client_connect(cerver_get_port(server));
    double end = now() + 20 * slowness();
    pid_t reader = 0;
    while (closed == 0 && now() < end) {
        int count = cerver_next_events(server, events, 16, 100);
        REQUIRE(count >= 0);
        for (int i = 0; i < count; i++) take(&events[i], NULL);
        if (last != NULL && lent < 4) {
            for (int number = lent + 1; number <= 4 && lend(last, number) == CERVER_OK;) number = lent + 1;
            if (reader == 0 && (reader = fork()) == 0) {
                read_pieces(client, 4);
                _exit(check_result());
            }
        }
        if (lent == 4 && released == 4 && client >= 0) {
            CHECK(cerver_connection_close(last) == CERVER_OK);
            close(client);
            client = -1;
        }
    }
    int status = 0;
    CHECK(waitpid(reader, &status, 0) == reader && status == 0);
    CHECK(closed == 1 && released == 4);

    /* A server that ends gives everything back, also to who asks for no events any more. */
    closed = 0;
    last = NULL;
    client = client_connect(cerver_get_port(server));
    while (last == NULL) {
        int count = cerver_next_events(server, events, 16, 100);
        for (int i = 0; i < count; i++) take(&events[i], NULL);
    }
    char *piece = malloc(MUCH);
    memset(piece, 0, MUCH);
    CHECK(cerver_connection_send_lent(last, piece, MUCH, 1) == CERVER_OK);
    for (int i = 0; i < 3; i++) CHECK(cerver_next_events(server, events, 16, 10) == 0);
    CHECK(cerver_teardown(server) == 0);
    free(piece);
    close(client);
}

/* A listener whose queue is full, so that who connects to it waits for long. */
static int nobody_answers(uint16_t *port, int fill[8]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(bind(listener, (struct sockaddr *) &address, size) == 0 && listen(listener, 0) == 0);
    REQUIRE(getsockname(listener, (struct sockaddr *) &address, &size) == 0);
    for (int i = 0; i < 8; i++) {
        fill[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void) connect(fill[i], (struct sockaddr *) &address, size);
    }
    *port = ntohs(address.sin_port);
    return listener;
}

/* The bytes of a connection that was never made, and then its end. */
static void take_unmade(const CerverEvent *event, void *user_data) {
    static _Thread_local CerverConnection *free_of_bytes;
    (void) user_data;
    if (event->kind == CERVER_EVENT_RELEASED) {
        free((void *) (uintptr_t) event->id);
        free_of_bytes = event->connection;
        released++;
    } else {
        CHECK(event->kind == CERVER_EVENT_CLOSED && event->connection == free_of_bytes);
        closed++;
    }
}

/* Connections that are being made, or wait for a thread, when the server ends or the program gives them up. */
static void never_made(void) {
    enum { CONNECTIONS = 6 };
    uint16_t port;
    int fill[8], listener = nobody_answers(&port, fill);
    for (int way = 0; way < 3; way++) {
        CerverServer *server = make();
        CHECK(cerver_set_connect_threads(server, 2, 100) == CERVER_OK);
        if (way == 0) CHECK(cerver_set_event_handler(server, take_unmade, NULL) == CERVER_OK);
        REQUIRE((way == 0 ? cerver_start_background(server) : cerver_open(server)) == CERVER_OK);
        CerverConnection *connections[CONNECTIONS];
        char *pieces[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            connections[i] = cerver_connect(server, "127.0.0.1", port, 600000);
            REQUIRE(connections[i] != NULL);
            pieces[i] = memset(malloc(1000), 1, 1000);
            CHECK(cerver_connection_send_lent(connections[i], pieces[i], 1000, (uintptr_t) pieces[i]) == CERVER_OK);
        }
        if (way == 2) { /* It is not pulled any more. */
            CHECK(cerver_teardown(server) == 0);
            for (int i = 0; i < CONNECTIONS; i++) free(pieces[i]);
            continue;
        }
        CHECK(cerver_connection_abort(connections[0]) == CERVER_OK);
        CHECK(cerver_shutdown(server) == 0);
        CerverEvent event;
        while (way == 1 && cerver_next_events(server, &event, 1, 0) == 1) take_unmade(&event, NULL);
        if (way == 1) CHECK(cerver_last_error() == CERVER_ERROR_STATE);
        CHECK(cerver_teardown(server) == 0);
        CHECK(released == CONNECTIONS && closed == CONNECTIONS, "%d released, %d closed", released, closed);
        for (int i = 0; i < CONNECTIONS; i++) {
            CHECK(cerver_connection_send(connections[i], "late", 4) == CERVER_ERROR_HANDLE);
        }
    }
    for (int i = 0; i < 8; i++) close(fill[i]);
    close(listener);
}

int main(void) {
    watchdog(60, "lending");
    pushed();
    pulled();
    never_made();
    return check_result();
}
