/* The log, files, the clock and the printed version: what they write, and where. */
#include "check.h"
#include <sys/stat.h>

enum { WRITERS = 4, LINES = 300, LENGTH = 9000 };

static char folder[256];

/* ---- standard streams, caught in files ---- */

static struct {
    char output[64 * 1024];
    char errors[64 * 1024];
} caught;

static void read_file(const char *path, char *text, size_t size) {
    FILE *file = fopen(path, "re");
    REQUIRE(file != NULL, "%s", path);
    size_t length = fread(text, 1, size - 1, file);
    text[length] = 0;
    fclose(file);
}

static int redirect(int fd, const char *path) {
    int saved = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(saved >= 0 && file >= 0 && dup2(file, fd) == fd);
    close(file);
    return saved;
}

static void catch_output(void (*write)(void)) {
    char paths[2][300];
    int saved[2];
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/stream-%d", folder, i);
        saved[i] = redirect(i + 1, paths[i]);
    }
    write();
    for (int i = 0; i < 2; i++) {
        dup2(saved[i], i + 1);
        close(saved[i]);
    }
    read_file(paths[0], caught.output, sizeof caught.output);
    read_file(paths[1], caught.errors, sizeof caught.errors);
    for (int i = 0; i < 2; i++) unlink(paths[i]);
}

static void expect(const char *output, const char *errors) {
    CHECK(strcmp(caught.output, output) == 0, "output: \"%s\", not \"%s\"", caught.output, output);
    CHECK(strcmp(caught.errors, errors) == 0, "errors: \"%s\", not \"%s\"", caught.errors, errors);
}

/* ---- forms ---- */

static void all_types(void) {
    cerver_log_msg("%d %s %.2f %ld %c", 5, "five", 5.25, 5000000000L, 'x');
    cerver_log_error("bad %s", "thing");
    cerver_log_warning("careful");
    cerver_log_success("done");
    cerver_log_debug("100%%");
    cerver_log(LOG_TYPE_HTTP, LOG_TYPE_REQ, "%d%d%d%d%d%d%d %g%g%g%g%g%g%g%g%g %s", 1, 2, 3, 4, 5, 6, 7, 1.0, 2.0, 3.0, 4.0,
               5.0, 6.0, 7.0, 8.0, 9.0, "last");
    cerver_log_both(LOG_TYPE_CERVER, LOG_TYPE_NONE, "%s", "told");
    cerver_log_raw("%s-", "raw");
    cerver_log_line_break();
    cerver_log_text(LOG_TYPE_FILE, LOG_TYPE_NONE, "50% of %s and %n");
    cerver_log(99, -1, "unknown types");
}

static void lines_have_their_form(void) {
    catch_output(all_types);
    expect("5 five 5.25 5000000000 x\n[SUCCESS]: done\n[DEBUG]: 100%\n[HTTP][REQ]: 1234567 123456789 last\n"
           "[CERVER]: told\nraw-\n[FILE]: 50% of %s and %n\nunknown types\n",
           "[ERROR]: bad thing\n[WARNING]: careful\n");
    cerver_clear_last_error();
    cerver_log_msg(NULL);
    CHECK(cerver_last_error() == CERVER_ERROR_NULL);
}

static void quiet(void) {
    catch_output(all_types);
    expect("[SUCCESS]: done\n[CERVER]: told\n", "[ERROR]: bad thing\n[WARNING]: careful\n");
    cerver_log_set_output_type(LOG_OUTPUT_TYPE_NONE);
    catch_output(all_types);
    expect("[CERVER]: told\n", "");
}

/* Whether a text has the form: 0 stands for a digit. */
static bool has_form(const char *text, const char *form) {
    for (; *form != 0; text++, form++) {
        if (*form == '0' ? *text < '0' || *text > '9' : *text != *form) return false;
    }
    return *text == 0;
}

static void write_one(void) { cerver_log_msg("line"); }
static void write_dated(void) { cerver_log_with_date(LOG_TYPE_HTTP, LOG_TYPE_NONE, "%s", "line"); }

static void times(void) {
    static const struct {
        CerverLogTimeType type;
        const char *form, *name, *description;
    } kinds[] = {
        {LOG_TIME_TYPE_NONE, "line\n", "None", "Logs without time"},
        {LOG_TIME_TYPE_TIME, "[00:00:00]: line\n", "Time", "Logs with time"},
        {LOG_TIME_TYPE_DATE, "[00/00/00]: line\n", "Date", "Logs with date"},
        {LOG_TIME_TYPE_BOTH, "[00/00/00 - 00:00:00]: line\n", "Both", "Logs with date and time"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        cerver_log_set_time_config(kinds[i].type);
        CHECK(cerver_log_get_time_config() == kinds[i].type);
        catch_output(write_one);
        CHECK(has_form(caught.output, kinds[i].form), "%s", caught.output);
        CHECK(strcmp(cerver_log_time_type_to_string(kinds[i].type), kinds[i].name) == 0);
        CHECK(strcmp(cerver_log_time_type_description(kinds[i].type), kinds[i].description) == 0);
    }
    CHECK(cerver_log_time_type_to_string(9) == NULL && cerver_log_time_type_description(-1) == NULL);
    cerver_log_set_time_config(9);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT && cerver_log_get_time_config() == LOG_TIME_TYPE_BOTH);
    cerver_log_set_time_config(LOG_TIME_TYPE_NONE);
    catch_output(write_dated);
    CHECK(has_form(caught.output, "[00/00/00 - 00:00:00][HTTP]: line\n"), "%s", caught.output);
    cerver_log_set_local_time(true);
    catch_output(write_dated);
    CHECK(has_form(caught.output, "[00/00/00 - 00:00:00][HTTP]: line\n"), "%s", caught.output);
    cerver_log_set_local_time(false);
}

/* ---- threads ---- */

static int pipe_ends[2];

static void *write_lines(void *own) {
    char text[LENGTH];
    memset(text, 'a' + (int) (intptr_t) own, sizeof text - 1);
    text[sizeof text - 1] = 0;
    for (int i = 0; i < LINES / slowness(); i++) cerver_log_msg("%s", text);
    return NULL;
}

static void *check_lines(void *count) {
    FILE *file = fdopen(pipe_ends[0], "r");
    char line[LENGTH + 2];
    while (fgets(line, sizeof line, file) != NULL) {
        bool same = strlen(line) == LENGTH && line[LENGTH - 1] == '\n';
        for (int i = 1; same && i < LENGTH - 1; i++) same = line[i] == line[0];
        CHECK(same, "a line was torn");
        ++*(int *) count;
    }
    fclose(file);
    return NULL;
}

/* Longer than what a pipe takes in one piece. */
static void lines_of_threads_stay_whole(void) {
    pthread_t writers[WRITERS], reader;
    int count = 0;
    REQUIRE(pipe2(pipe_ends, O_CLOEXEC) == 0);
    fflush(NULL);
    int saved = fcntl(1, F_DUPFD_CLOEXEC, 10);
    REQUIRE(dup2(pipe_ends[1], 1) == 1);
    close(pipe_ends[1]);
    pthread_create(&reader, NULL, check_lines, &count);
    for (intptr_t i = 0; i < WRITERS; i++) pthread_create(&writers[i], NULL, write_lines, (void *) i);
    for (int i = 0; i < WRITERS; i++) pthread_join(writers[i], NULL);
    dup2(saved, 1);
    close(saved);
    pthread_join(reader, NULL);
    CHECK(count == WRITERS * (LINES / slowness()), "%d lines", count);
}

static void write_in_child(void) {
    pid_t child = fork();
    if (child == 0) {
        cerver_log_msg("from %s", "the child");
        raise(SIGKILL); /* memory of threads that do not exist here is no leak to look for */
    }
    waitpid(child, NULL, 0);
}

static void *log_on(void *stop) {
    while (!atomic_load((atomic_bool *) stop)) cerver_log_debug("on");
    return NULL;
}

/* The lock may be held at the moment of the fork. */
static void a_forked_child_may_log(void) {
    atomic_bool stop = false;
    pthread_t thread;
    catch_output(write_in_child);
    expect("from the child\n", "");
    int saved = redirect(1, "/dev/null");
    pthread_create(&thread, NULL, log_on, &stop);
    for (int i = 0; i < 50; i++) write_in_child();
    atomic_store(&stop, true);
    pthread_join(thread, NULL);
    dup2(saved, 1);
    close(saved);
}

/* ---- the file ---- */

static char log_text[64 * 1024];

/* All that stands in the log files of a folder, which are removed. */
static void take_log(const char *path) {
    char file[600];
    DIR *files = opendir(path);
    size_t length = 0;
    REQUIRE(files != NULL, "%s", path);
    log_text[0] = 0;
    for (struct dirent *entry; (entry = readdir(files)) != NULL;) {
        if (strstr(entry->d_name, ".log") == NULL) continue;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        read_file(file, log_text + length, sizeof log_text - length);
        length += strlen(log_text + length);
        unlink(file);
    }
    closedir(files);
}

static void to_a_file(void) {
    char path[300], deep[400];
    struct stat status;
    int threads = count_threads();
    snprintf(path, sizeof path, "%s/log", folder);
    snprintf(deep, sizeof deep, "%s/missing/log", folder);
    CHECK(cerver_log_set_path(deep) == 1 && cerver_last_error() == CERVER_ERROR_SYSTEM);
    CHECK(cerver_log_set_path(path) == 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode));
    cerver_log_set_output_type(LOG_OUTPUT_TYPE_FILE);
    CHECK(cerver_log_get_output_type() == LOG_OUTPUT_TYPE_FILE);
    cerver_log_set_output_type(9);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT && cerver_log_get_output_type() == LOG_OUTPUT_TYPE_FILE);
    cerver_init();
    CHECK(count_entries(path) == 1, "cerver_init() opens it");
    catch_output(all_types);
    expect("[CERVER]: told\n", "");
    cerver_end();
    take_log(path);
    CHECK(strstr(log_text, "[ERROR]: bad thing\n[WARNING]: careful\n[SUCCESS]: done\n") != NULL, "%s", log_text);
    CHECK(strstr(log_text, "\x1b") == NULL && strstr(log_text, "raw-\n[FILE]: 50% of %s and %n\n") != NULL, "%s", log_text);

    cerver_log_set_output_type(LOG_OUTPUT_TYPE_BOTH);
    cerver_log_set_update_interval(0);
    catch_output(write_one);
    expect("line\n", "");
    take_log(path);
    CHECK(strcmp(log_text, "line\n") == 0, "written at once: %s", log_text);
    cerver_end();
    while (count_threads() > threads) usleep(1000); /* joined: only the system's last step may be missing */

    snprintf(deep, sizeof deep, "%s/log/gone", folder);
    CHECK(cerver_log_set_path(deep) == 0 && rmdir(deep) == 0);
    cerver_log_set_output_type(LOG_OUTPUT_TYPE_FILE);
    cerver_clear_last_error();
    catch_output(write_one);
    CHECK(cerver_last_error() == CERVER_ERROR_SYSTEM);
    expect("line\n", "");
    CHECK(cerver_log_set_path(path) == 0);
}

/* Bytes in the log files of a folder. */
static long log_size(const char *path) {
    char file[600];
    struct stat status;
    long size = 0;
    DIR *files = opendir(path);
    REQUIRE(files != NULL, "%s", path);
    for (struct dirent *entry; (entry = readdir(files)) != NULL;) {
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (strstr(entry->d_name, ".log") != NULL && stat(file, &status) == 0) size += status.st_size;
    }
    closedir(files);
    return size;
}

static void lines_are_written_after_the_interval(void) {
    char path[300];
    snprintf(path, sizeof path, "%s/log", folder);
    CHECK(CERVER_DEFAULT_LOG_UPDATE_INTERVAL == 1);
    cerver_log_set_update_interval(CERVER_DEFAULT_LOG_UPDATE_INTERVAL);
    double start = now();
    cerver_log_msg("first");
    while (log_size(path) == 0 && now() - start < 10 * slowness()) {
        cerver_log_msg("and more");
        usleep(10 * 1000);
    }
    double waited = now() - start;
    CHECK(waited > 0.9 && waited < 9 * slowness(), "%g s", waited);
    cerver_end();
    take_log(path);
    CHECK(strncmp(log_text, "first\nand more\n", 15) == 0);
}

/* Ends by exit(): what waits is written. */
static void the_end_of_the_process(const char *program) {
    char path[300];
    int status = -1;
    snprintf(path, sizeof path, "%s/log", folder);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        execl(program, program, path, (char *) NULL);
        _exit(127);
    }
    waitpid(child, &status, 0);
    CHECK(status == 0);
    take_log(path);
    CHECK(strcmp(log_text, "waiting\n") == 0, "%s", log_text);
}

/* ---- files ---- */

static void write_bytes(const char *path, const char *bytes, size_t length) {
    FILE *file = fopen(path, "we");
    static const char rest[32];
    REQUIRE(file != NULL && fwrite(bytes, 1, length, file) == length && fwrite(rest, 1, sizeof rest, file) == sizeof rest);
    fclose(file);
}

static void files(void) {
    char path[300], deep[400];
    unsigned length = 99;
    const char *name = "folder.d/picture.tar.png";
    snprintf(path, sizeof path, "%s/new", folder);
    snprintf(deep, sizeof deep, "%s/new/a/b", folder);
    CHECK(!file_exists(path) && files_create_dir(deep, 0755) == 1 && cerver_last_error() == CERVER_ERROR_SYSTEM);
    CHECK(files_create_dir(path, 0755) == 0 && file_exists(path));
    CHECK(files_create_dir(path, 0755) == 1 && cerver_last_error() == CERVER_ERROR_STATE);
    CHECK(files_create_recursive_dir(deep, 0755) == 0 && file_exists(deep));
    CHECK(files_create_recursive_dir(deep, 0755) == 1 && cerver_last_error() == CERVER_ERROR_STATE);

    CHECK(files_get_file_extension_reference(name, &length) == name + 21 && length == 3);
    CHECK(files_get_file_extension_reference("folder.d/picture", NULL) == NULL);
    CHECK(files_image_get_type_by_extension(name) == IMAGE_TYPE_PNG && files_image_extension_is_png(name));
    CHECK(files_image_extension_is_jpeg("a.jpg") && files_image_extension_is_jpeg("a.jpeg"));
    CHECK(!files_image_extension_is_jpeg("a.JPG") && files_image_get_type_by_extension("a") == IMAGE_TYPE_NONE);

    snprintf(path, sizeof path, "%s/picture", folder);
    write_bytes(path, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    CHECK(files_image_get_type(path) == IMAGE_TYPE_PNG && files_image_is_png(path) && !files_image_is_jpeg(path));
    write_bytes(path, "\xff\xd8\xff", 3);
    CHECK(files_image_get_type(path) == IMAGE_TYPE_JPEG && files_image_is_jpeg(path));
    write_bytes(path, "GIF89a", 6);
    CHECK(files_image_get_type(path) == IMAGE_TYPE_GIF);
    cerver_clear_last_error();
    CHECK(files_image_get_type(folder) == IMAGE_TYPE_NONE && cerver_last_error() == CERVER_OK);
    unlink(path);
    CHECK(files_image_get_type(path) == IMAGE_TYPE_NONE && cerver_last_error() == CERVER_ERROR_SYSTEM);
    CHECK(strcmp(files_image_type_to_string(IMAGE_TYPE_BMP), "BMP") == 0);
    CHECK(strcmp(files_image_type_to_string(9), "None") == 0);
    CHECK(strcmp(files_image_type_extension(IMAGE_TYPE_JPEG), "jpeg") == 0);
    CHECK(strcmp(files_image_type_extension(IMAGE_TYPE_NONE), "undefined") == 0 && files_image_type_extension(9) == NULL);
}

/* ---- the clock, the version ---- */

static void clocks(void) {
    double start = now(), wall = timer_get_current_time();
    CHECK(wall > (double) time(NULL) - 2 && wall < (double) time(NULL) + 2);
    timer_sleep_for_seconds(0.05);
    CHECK(now() - start >= 0.05);
    timer_sleep_for_seconds(-1);
}

static void print_version(void) {
    cerver_version_print_full();
    cerver_version_print_version_id();
    cerver_version_print_version_name();
}

static void version(void) {
    char expected[128];
    catch_output(print_version);
    snprintf(expected, sizeof expected, "\nCerver Version ID: %s\n\n\nCerver Version: %s\n\n", cerver_version(), cerver_version());
    CHECK(strstr(caught.output, expected) != NULL, "%s", caught.output);
    CHECK(strstr(caught.output, "Licence: MIT OR Apache-2.0\n") != NULL, "%s", caught.output);
}

static void start_open_to_everybody(void) {
    CerverServer *server = server_create(answer_ok);
    http_cerver_enable_admin_routes(http_cerver_get(server), true);
    for (int i = 0; i < 2; i++) {
        server_start(server);
        CHECK(cerver_drain(server, 1000) == CERVER_OK);
    }
    CHECK(cerver_teardown(server) == 0);
}

static void each_start_warns_once(void) {
    int lines = 0;
    catch_output(start_open_to_everybody);
    for (const char *at = caught.errors; (at = strstr(at, "everybody may use the admin routes")) != NULL; at++) lines++;
    CHECK(lines == 2, "%s", caught.errors);
}

static void remove_folder(void) {
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    CHECK(system(command) == 0);
}

int main(int count, char **arguments) {
    if (count == 2) { /* see the_end_of_the_process */
        cerver_log_set_path(arguments[1]);
        cerver_log_set_output_type(LOG_OUTPUT_TYPE_FILE);
        cerver_log_set_update_interval(1000);
        cerver_log_msg("waiting");
        return 0;
    }
    watchdog(60, "the log");
    snprintf(folder, sizeof folder, "%s/cerver-logging-XXXXXX", temp_folder());
    REQUIRE(mkdtemp(folder) != NULL);
    lines_have_their_form();
    cerver_log_set_quiet(true);
    quiet();
    cerver_log_set_quiet(false);
    cerver_log_set_output_type(LOG_OUTPUT_TYPE_STD);
    times();
    lines_of_threads_stay_whole();
    a_forked_child_may_log();
    to_a_file();
    lines_are_written_after_the_interval();
    the_end_of_the_process(arguments[0]);
    cerver_log_set_output_type(LOG_OUTPUT_TYPE_STD);
    files();
    clocks();
    version();
    each_start_warns_once();
    remove_folder();
    return check_result();
}
