/*
 * Sends requests to a service with libcurl, by several clients at a time that keep their connections.
 *
 *     drive URL CLIENTS ROUNDS < requests
 *
 * A request is some lines and an empty line behind them: `METHOD /path`, then any of `header Name: value`, `data PATH` (the
 * body is this file), `field name=value`, `file name=PATH`, `status CODE`, `contains TEXT`, `size BYTES`. What is expected and does not come is told on
 * standard error. Standard output has the counts of requests, of connections and of failures.
 */
#define _GNU_SOURCE
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_REQUESTS 256
#define MAX_FIELDS 16
#define BODY_ROOM (1024 * 1024)

struct request {
    char *method, *path, *contains, *fields[MAX_FIELDS], *data;
    bool is_file[MAX_FIELDS];
    int field_count;
    long status, size, data_size;
    struct curl_slist *headers;
};

struct body {
    size_t length;
    char text[BODY_ROOM + 1];
};

static struct request requests[MAX_REQUESTS];
static int count, rounds;
static const char *base;
static atomic_long sent, connections, failures;

static char *after(char *line, const char *word) {
    size_t length = strlen(word);
    return strncmp(line, word, length) == 0 ? strdup(line + length) : NULL;
}

static char *read_file(const char *path, long *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    char *text = malloc(BODY_ROOM);
    *size = (long) fread(text, 1, BODY_ROOM, file);
    fclose(file);
    return text;
}

static void read_requests(void) {
    char line[8192];
    bool is_open = false;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        struct request *request = &requests[count];
        char *text;
        if (line[0] == 0) {
            count += is_open;
            is_open = false;
            if (count == MAX_REQUESTS) exit(2);
        } else if (!is_open) {
            is_open = true;
            request->size = -1;
            request->path = strchr(line, ' ');
            *request->path++ = 0;
            request->path = strdup(request->path);
            request->method = strdup(line);
        } else if ((text = after(line, "header ")) != NULL) {
            request->headers = curl_slist_append(request->headers, text);
        } else if ((text = after(line, "data ")) != NULL) {
            request->data = read_file(text, &request->data_size);
        } else if ((text = after(line, "field ")) != NULL) {
            request->fields[request->field_count++] = text;
        } else if ((text = after(line, "file ")) != NULL) {
            request->is_file[request->field_count] = true;
            request->fields[request->field_count++] = text;
        } else if ((text = after(line, "status ")) != NULL) {
            request->status = atol(text);
        } else if ((text = after(line, "size ")) != NULL) {
            request->size = atol(text);
        } else if ((text = after(line, "contains ")) != NULL) {
            request->contains = text;
        } else {
            fprintf(stderr, "what is %s?\n", line);
            exit(2);
        }
    }
    count += is_open;
}

static size_t take(char *data, size_t size, size_t n, void *user) {
    struct body *body = user;
    size *= n;
    if (body->length + size > BODY_ROOM) return 0;
    memcpy(body->text + body->length, data, size);
    body->length += size;
    return size;
}

static curl_mime *form_of(CURL *curl, const struct request *request) {
    curl_mime *form = curl_mime_init(curl);
    for (int i = 0; i < request->field_count; i++) {
        char *name = strdup(request->fields[i]), *value = strchr(name, '=');
        *value++ = 0;
        curl_mimepart *part = curl_mime_addpart(form);
        curl_mime_name(part, name);
        if (request->is_file[i]) {
            curl_mime_filedata(part, value);
        } else {
            curl_mime_data(part, value, CURL_ZERO_TERMINATED);
        }
        free(name);
    }
    return form;
}

static void fail(const struct request *request, const char *what, const char *text) {
    atomic_fetch_add(&failures, 1);
    fprintf(stderr, "%s %s: %s %.200s\n", request->method, request->path, what, text);
}

static void perform(CURL *curl, const struct request *request, struct body *body) {
    char url[4096], error[CURL_ERROR_SIZE] = "";
    long status = 0, made = 0;
    snprintf(url, sizeof url, "%s%s", base, request->path);
    curl_easy_reset(curl);
    body->length = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, request->headers);
    curl_mime *form = request->field_count > 0 ? form_of(curl, request) : NULL;
    if (form != NULL) curl_easy_setopt(curl, CURLOPT_MIMEPOST, form);
    if (request->data != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, request->data_size);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->data);
    }
    if (strcmp(request->method, "HEAD") == 0) {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else {
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    }
    CURLcode result = curl_easy_perform(curl);
    atomic_fetch_add(&sent, 1);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &made);
    atomic_fetch_add(&connections, made);
    curl_mime_free(form);
    body->text[body->length] = 0;
    if (result != CURLE_OK) {
        fail(request, curl_easy_strerror(result), error);
    } else if (status != request->status) {
        char text[32];
        snprintf(text, sizeof text, "status %ld", status);
        fail(request, text, body->text);
    } else if (request->contains != NULL && memmem(body->text, body->length, request->contains, strlen(request->contains)) == NULL) {
        fail(request, "the body is", body->text);
    } else if (request->size >= 0 && (size_t) request->size != body->length) {
        fail(request, "the size is another one:", body->text);
    }
}

static void *client(void *unused) {
    (void) unused;
    CURL *curl = curl_easy_init();
    struct body *body = malloc(sizeof *body);
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < count; i++) perform(curl, &requests[i], body);
    }
    free(body);
    curl_easy_cleanup(curl);
    return NULL;
}

int main(int argument_count, char **arguments) {
    if (argument_count != 4) return 2;
    base = arguments[1];
    int clients = atoi(arguments[2]);
    rounds = atoi(arguments[3]);
    pthread_t threads[64];
    curl_global_init(CURL_GLOBAL_ALL);
    read_requests();
    if (clients < 1 || clients > 64) return 2;
    for (int i = 0; i < clients; i++) pthread_create(&threads[i], NULL, client, NULL);
    for (int i = 0; i < clients; i++) pthread_join(threads[i], NULL);
    printf("%ld requests, %ld connections, %ld failures\n", (long) sent, (long) connections, (long) failures);
    return failures > 0;
}
