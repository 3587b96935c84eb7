/* A packet server for C: what clients are told, echo, handlers of both kinds, closing, update functions, statistics. */
#include "check.h"

struct error_data {
    int64_t timestamp;
    uint32_t error_type;
    char msg[128];
};

static CerverServer *server;
static struct latch ticked = LATCH_INIT, interval_ticked = LATCH_INIT, gone = LATCH_INIT;
static int update_args, interval_args, client_data, create_args;
static atomic_int updates_deleted, made, unmade, app_errors;
static CerverClient *_Atomic last_client;
static int handlers_thread;

static void read_whole(int client, void *place, size_t size) {
    for (size_t got = 0; got < size;) {
        ssize_t n = read(client, (char *) place + got, size - got);
        REQUIRE(n > 0, "%zu of %zu bytes", got, size);
        got += (size_t) n;
    }
}

static size_t read_packet(int client, CerverPacketHeader *header, void *data, size_t room) {
    read_whole(client, header, sizeof *header);
    size_t size = header->packet_size - sizeof *header;
    REQUIRE(size <= room, "%zu bytes of data", size);
    read_whole(client, data, size);
    return size;
}

static bool has_ended(int client) {
    char byte;
    return read(client, &byte, 1) <= 0;
}

static void say(int client, CerverPacketType type, uint32_t request, const void *data, size_t size) {
    unsigned char bytes[1024] = {0};
    CerverPacketHeader header;
    memset(&header, 0, sizeof header);
    header.packet_type = type;
    header.packet_size = sizeof header + size;
    header.request_type = request;
    memcpy(bytes, &header, sizeof header);
    if (size > 0) memcpy(bytes + sizeof header, data, size);
    REQUIRE(write(client, bytes, sizeof header + size) == (ssize_t) (sizeof header + size));
}

static int connected(void) {
    unsigned char data[656];
    CerverPacketHeader header;
    int client = client_connect(cerver_get_port(server));
    REQUIRE(read_packet(client, &header, data, sizeof data) == sizeof data);
    CHECK(header.packet_type == PACKET_TYPE_CERVER && header.request_type == CERVER_PACKET_TYPE_INFO);
    uint16_t port;
    memcpy(&port, data + 652, sizeof port);
    CHECK(data[0] == CERVER_TYPE_CUSTOM && strcmp((char *) data + 4, "packets") == 0);
    CHECK(strcmp((char *) data + 132, "welcome") == 0 && port == cerver_get_port(server));
    CHECK(data[644] == 0 && data[648] == PROTOCOL_TCP && data[654] == 0 && data[655] == 0);
    return client;
}

static void delete_client_data(void *data) {
    CHECK(data == &client_data);
    latch_raise(&gone);
}

/* Gets the packet itself: sends it back, and once more as a packet of its own, in two parts. */
static void direct(void *argument) {
    CerverPacket *packet = argument;
    size_t sent = 0;
    CHECK(packet->cerver == server && packet->packet_type == PACKET_TYPE_APP && packet->lobby == NULL);
    CHECK(packet->data_size == 4 && memcmp(packet->data, "text", 5) == 0 && packet->data_ptr == packet->data);
    CHECK(packet->data_end == packet->data_ptr + 4 && packet->header.packet_size == 36 && packet->packet_size == 36);
    CHECK((uintptr_t) packet->data % 8 == 0);
    CHECK(client_get_connection(packet->client) == packet->connection);
    CHECK(packet_connection_get_client(packet->connection) == packet->client);
    CHECK(packet_send(packet, 0, &sent, false) == 0 && sent == 36);
    packet_delete(packet);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE, "it is not the program's");
    CHECK(packet_set_data(packet, "x", 1) == 1);

    CerverPacket *own = packet_create(PACKET_TYPE_APP, packet->req_type + 1, "half ", 5);
    packet_set_network_values(own, packet->cerver, packet->client, packet->connection, NULL);
    CHECK(packet_append_data(own, "and half", 8) == 0 && own->data_size == 13);
    CHECK(packet_append_data(own, own->data, 4) == 0 && strcmp(own->data_ptr, "half and halfhalf") == 0);
    CHECK(own->packet == NULL && packet_generate(own) == 0);
    CHECK(own->packet_size == 49 && own->header.packet_size == 49 && memcmp(own->packet, &own->header, 4) == 0);
    CHECK(packet_send(own, 0, NULL, false) == 0);
    packet_delete(own);
    packet_delete(own);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);

    last_client = packet->client;
    CHECK(client_set_data(packet->client, &client_data, delete_client_data) == CERVER_OK);
    CHECK(client_get_data(packet->client) == &client_data && client_get_id(packet->client) != 0);
}

static void *make_data(void *args) {
    CHECK(args == &create_args);
    handlers_thread = thread_id();
    made++;
    return &create_args;
}

static void unmake_data(void *data) {
    CHECK(data == &create_args && thread_id() == handlers_thread);
    unmade++;
}

/* Has a thread of its own. */
static void queued(void *argument) {
    CerverHandlerData *data = argument;
    CHECK(data->handler_id == -1 && data->data == &create_args && thread_id() == handlers_thread);
    CHECK(data->packet->packet_type == PACKET_TYPE_APP_ERROR && data->packet->data_size == 0);
    CHECK(data->packet->data == NULL);
    app_errors++;
    CHECK(packet_send_request(PACKET_TYPE_APP_ERROR, 77, server, data->packet->client, NULL, NULL) == 0);
    CHECK(packet_send_request(99, 77, server, data->packet->client, NULL, NULL) == 1);
}

static void update(void *argument) {
    CerverUpdate *tick = argument;
    CHECK(tick->cerver == server && tick->args == &update_args);
    latch_raise(&ticked);
}

static void each_second(void *argument) {
    CerverUpdate *tick = argument;
    CHECK(tick->cerver == server && tick->args == &interval_args);
    latch_raise(&interval_ticked);
}

static void delete_args(void *args) {
    CHECK(args == &update_args || args == &interval_args);
    updates_deleted++;
}

static void prepare(void) {
    server = cerver_create(CERVER_TYPE_CUSTOM, "packets", 0, PROTOCOL_TCP, false, 16);
    REQUIRE(server != NULL, "%s", cerver_last_error_message());
    CHECK(cerver_set_bind_address(server, "127.0.0.1") == CERVER_OK);
    CHECK(cerver_set_welcome_msg(server, "welcome") == 0);
    CerverHandler *app = handler_create(direct), *app_error = handler_create(queued);
    handler_set_direct_handle(app, true);
    handler_set_data_create(app_error, make_data, &create_args);
    handler_set_data_delete(app_error, unmake_data);
    CHECK(handler_set_queue_limit(app_error, 0) == CERVER_ERROR_ARGUMENT);
    CHECK(handler_set_queue_limit(app_error, 8) == CERVER_OK);
    cerver_set_app_handlers(server, app, app_error);
    cerver_clear_last_error();
    handler_delete(app);
    CHECK(cerver_last_error() == CERVER_ERROR_STATE, "it is the server's");
    cerver_set_update(server, update, &update_args, delete_args, 200);
    cerver_set_update_interval(server, each_second, &interval_args, delete_args, 1);
    CHECK(http_cerver_get(server) == NULL && cerver_last_error() == CERVER_ERROR_UNSUPPORTED);
}

static void talk(void) {
    CerverPacketHeader header;
    char data[256];
    int client = connected();
    for (int i = 0; i < 30; i++) {
        say(client, PACKET_TYPE_TEST, 0, NULL, 0);
        CHECK(read_packet(client, &header, data, sizeof data) == 0 && header.packet_type == PACKET_TYPE_TEST);
    }
    say(client, PACKET_TYPE_APP, 5, "text", 4);
    CHECK(read_packet(client, &header, data, sizeof data) == 4 && header.request_type == 5);
    CHECK(read_packet(client, &header, data, sizeof data) == 17 && header.request_type == 6);
    CHECK(memcmp(data, "half and halfhalf", 17) == 0);
    say(client, PACKET_TYPE_APP_ERROR, 0, NULL, 0);
    CHECK(read_packet(client, &header, data, sizeof data) == 0 && header.request_type == 77);
    CerverClientStats stats = {.size = sizeof stats};
    CHECK(client_get_stats(last_client, &stats) == CERVER_OK);
    CHECK(stats.packets_received == 32 && stats.packets_sent == 34, "%d", (int) stats.packets_sent);
    CHECK(packet_connection_get_remote_address(client_get_connection(last_client), data, sizeof data) == CERVER_OK);
    CHECK(strncmp(data, "127.0.0.1:", 10) == 0, "%s", data);
    say(client, PACKET_TYPE_CLIENT, CLIENT_PACKET_TYPE_CLOSE_CONNECTION, NULL, 0);
    CHECK(has_ended(client));
    close(client);
    CHECK(latch_wait(&gone, 1, 10), "the data of the client go with it");
    CHECK(client_get_data(last_client) == NULL && cerver_last_error() == CERVER_ERROR_HANDLE);
    CHECK(packet_send_request(PACKET_TYPE_APP, 1, server, last_client, NULL, NULL) == 1);
}

static void lie(void) {
    CerverPacketHeader header;
    struct error_data error;
    int client = connected();
    unsigned char bytes[32] = {[0] = PACKET_TYPE_APP};
    memset(bytes + 8, 0xff, 8);
    REQUIRE(write(client, bytes, sizeof bytes) == sizeof bytes);
    CHECK(read_packet(client, &header, &error, sizeof error) == 144 && sizeof error == 144);
    CHECK(header.packet_type == PACKET_TYPE_ERROR && header.request_type == CERVER_PACKET_ERROR);
    CHECK(error.error_type == CERVER_PACKET_ERROR && error.timestamp > 1700000000 && strlen(error.msg) > 10);
    CHECK(has_ended(client));
    close(client);
}

int main(void) {
    watchdog(60, "packets");
    prepare();
    for (int round = 1; round <= 2; round++) {
        REQUIRE(cerver_start_background(server) == CERVER_OK, "%s", cerver_last_error_message());
        CHECK(cerver_set_welcome_msg(server, "late") == 1 && cerver_last_error() == CERVER_ERROR_STATE);
        if (round == 1) talk();
        lie();
        CerverPacketStats stats = {.size = sizeof stats};
        CHECK(cerver_get_packet_stats(server, &stats) == CERVER_OK);
        CHECK(stats.sent[PACKET_TYPE_ERROR] == 1 && stats.received[PACKET_TYPE_TEST] == (round == 1 ? 30 : 0));
        CHECK(latch_wait(&ticked, 5 * round, 20));
        int client = connected();
        CerverPacketHeader header;
        CHECK(cerver_drain(server, 5000) == CERVER_OK);
        CHECK(read_packet(client, &header, NULL, 0) == 0);
        CHECK(header.packet_type == PACKET_TYPE_CERVER && header.request_type == CERVER_PACKET_TYPE_TEARDOWN);
        CHECK(has_ended(client));
        close(client);
        if (round == 1) {
            CHECK(latch_value(&interval_ticked) <= 20);
            cerver_stats_print(server, true, true);
        }
    }
    CHECK(cerver_teardown(server) == 0);
    CHECK(made == 2 && unmade == 2, "%d %d", made, unmade);
    CHECK(updates_deleted == 2 && app_errors == 1);
    return check_result();
}
