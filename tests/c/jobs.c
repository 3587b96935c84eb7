/* Semaphores, mutexes, conditions, detached threads, job queues and workers do what they say, also when they are deleted
 * while others wait for them. */
#include "check.h"

enum { JOBS = 200 };

static struct latch called = LATCH_INIT;
static struct latch waiting = LATCH_INIT;
static int order[2 * JOBS + 8];
static atomic_int ordered;

static void note(void *args) {
    order[atomic_fetch_add(&ordered, 1)] = (int) (intptr_t) args;
    latch_raise(&called);
}

static void *number(int value) { return (void *) (intptr_t) value; }

static void forget(void) {
    atomic_store(&ordered, 0);
    called.value = 0;
    waiting.value = 0;
}

/* ---- semaphores ---- */

static void *wait_for_bsem(void *bsem) {
    latch_raise(&waiting);
    cerver_clear_last_error();
    bsem_wait(bsem);
    note(number((int) cerver_last_error()));
    return NULL;
}

static void semaphores(void) {
    CerverBsem *bsem = bsem_new();
    pthread_t threads[2];
    forget();
    bsem_post(bsem);
    bsem_wait(bsem);
    bsem_init(bsem, 1);
    bsem_wait(bsem);
    bsem_post(bsem);
    bsem_reset(bsem);
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, wait_for_bsem, bsem);
    CHECK(latch_wait(&waiting, 2, 5));
    CHECK(latch_value(&called) == 0, "a reset semaphore lets nobody through");
    bsem_post_all(bsem);
    CHECK(latch_wait(&called, 1, 5) && order[0] == CERVER_OK);
    usleep(20 * 1000); /* a second one that got through would be seen now */
    CHECK(latch_value(&called) == 1, "one of two passes");
    bsem_delete(bsem);
    CHECK(latch_wait(&called, 2, 5) && order[1] == CERVER_ERROR_CLOSED);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    cerver_clear_last_error();
    bsem_delete(bsem);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);
    bsem = bsem_new();
    bsem_init(bsem, 2);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    bsem_delete(bsem);
}

/* ---- mutexes and conditions ---- */

static struct {
    CerverMutex *mutex;
    CerverCond *cond;
    int turn;
} shared;

static void *take_turns(void *own) {
    for (int i = 0; i < JOBS; i++) {
        thread_mutex_lock(shared.mutex);
        while (shared.turn != (int) (intptr_t) own) thread_cond_wait(shared.cond, shared.mutex);
        note(own);
        shared.turn = 1 - shared.turn;
        thread_cond_broadcast(shared.cond);
        thread_mutex_unlock(shared.mutex);
    }
    return NULL;
}

static void *wait_for_cond(void *unused) {
    thread_mutex_lock(shared.mutex);
    latch_raise(&waiting);
    cerver_clear_last_error();
    thread_cond_wait(shared.cond, shared.mutex);
    note(number((int) cerver_last_error()));
    thread_mutex_unlock(shared.mutex);
    return unused;
}

static void locks(void) {
    pthread_t threads[2];
    forget();
    shared.mutex = thread_mutex_new();
    shared.cond = thread_cond_new();
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, take_turns, number(i));
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 2 * JOBS; i++) CHECK(order[i] == i % 2, "%d", i);

    thread_mutex_lock(shared.mutex);
    cerver_clear_last_error();
    thread_mutex_lock(shared.mutex);
    CHECK(cerver_last_error() == CERVER_ERROR_STATE, "locked twice");
    thread_mutex_delete(shared.mutex);
    CHECK(cerver_last_error() == CERVER_ERROR_BUSY, "deleted while it is held");
    thread_mutex_unlock(shared.mutex);
    thread_mutex_unlock(shared.mutex);
    CHECK(cerver_last_error() == CERVER_ERROR_STATE, "unlocked twice");
    thread_cond_wait(shared.cond, shared.mutex);
    CHECK(cerver_last_error() == CERVER_ERROR_STATE, "waited without the mutex");

    forget();
    pthread_create(&threads[0], NULL, wait_for_cond, NULL);
    CHECK(latch_wait(&waiting, 1, 5));
    thread_mutex_lock(shared.mutex); /* the other thread waits now: it has given the mutex up */
    thread_cond_signal(shared.cond);
    CHECK(latch_value(&called) == 0, "the mutex is needed");
    thread_mutex_unlock(shared.mutex);
    CHECK(latch_wait(&called, 1, 5) && order[0] == CERVER_OK);
    pthread_join(threads[0], NULL);
    pthread_create(&threads[0], NULL, wait_for_cond, NULL);
    CHECK(latch_wait(&waiting, 2, 5));
    thread_mutex_lock(shared.mutex);
    thread_cond_delete(shared.cond);
    thread_mutex_unlock(shared.mutex);
    CHECK(latch_wait(&called, 2, 5) && order[1] == CERVER_ERROR_CLOSED);
    pthread_join(threads[0], NULL);
    thread_mutex_delete(shared.mutex);
}

/* ---- detached threads ---- */

static void *run_detached(void *args) {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    CHECK(sigismember(&mask, SIGTERM), "signals are for the program's threads");
    note(args);
    return args;
}

static void detached(void) {
    int threads = count_threads();
    forget();
    CHECK(thread_create_detached(run_detached, number(7)) != 0);
    CHECK(latch_wait(&called, 1, 5) && order[0] == 7);
    while (count_threads() > threads) usleep(1000);
    CHECK(thread_create_detached(NULL, NULL) == 0 && cerver_last_error() == CERVER_ERROR_NULL);
}

/* ---- jobs ---- */

static void jobs(void) {
    CerverJobQueue *queue = job_queue_create(JOB_QUEUE_TYPE_JOBS);
    forget();
    CerverJob *job = job_create(note, number(1));
    CHECK(job->work == note && job->args == number(1) && job->id == 0);
    CerverJob *second = job_get(queue);
    second->id = 2;
    CHECK(second->work == NULL && second->args == NULL);
    CHECK(job_comparator(job, second) == -1 && job_comparator(second, job) == 1 && job_comparator(job, job) == 0);
    CHECK(job_comparator(NULL, job) == 1 && job_comparator(job, NULL) == -1);
    job_reset(job);
    CHECK(job->work == NULL && job->args == NULL);
    job->work = note;
    job->args = number(5);
    CHECK(job_queue_push(queue, job) == 0);
    CHECK(job_queue_push(queue, job) == 1 && cerver_last_error() == CERVER_ERROR_HANDLE, "it is the queue's");
    job_delete(job);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);
    job_return(queue, second);
    cerver_clear_last_error();
    job_delete(second);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE, "deleted twice");
    CHECK(job_queue_pull(queue) == (void *) job && job->args == number(5));
    CHECK(job_queue_pull(queue) == NULL);
    job->id = 9;
    CHECK(job_queue_push(queue, job) == 0);
    CHECK(job_queue_request(queue, 9) == (void *) job);
    job_delete(job);
    CHECK(job_queue_push_job(queue, note, number(6)) == 0);
    job_queue_clear(queue);
    CHECK(job_queue_pull(queue) == NULL);
    job_queue_delete(queue);
    CHECK(latch_value(&called) == 0);
}

static void queue_thread(void) {
    CerverJobQueue *queue = job_queue_create(JOB_QUEUE_TYPE_JOBS);
    int threads = count_threads();
    forget();
    CHECK(job_queue_stop(queue) == 1 && cerver_last_error() == CERVER_ERROR_STATE);
    for (int i = 0; i < JOBS / 2; i++) CHECK(job_queue_push_job(queue, note, number(i)) == 0);
    CHECK(job_queue_push_job_with_id(queue, 77, note, number(-1)) == 0);
    CHECK(job_queue_start(queue) == 0);
    CHECK(job_queue_start(queue) == 1 && cerver_last_error() == CERVER_ERROR_STATE);
    for (int i = JOBS / 2; i < JOBS; i++) CHECK(job_queue_push_job(queue, note, number(i)) == 0);
    REQUIRE(latch_wait(&called, JOBS, 10));
    for (int i = 0; i < JOBS; i++) CHECK(order[i] == i, "%d", i);
    CHECK(job_queue_stop(queue) == 0);
    CHECK(job_queue_push_job(queue, note, number(JOBS)) == 0);
    CHECK(job_queue_start(queue) == 0, "it starts again");
    CHECK(latch_wait(&called, JOBS + 1, 5) && order[JOBS] == JOBS);
    CHECK(count_threads() == threads + 1, "one thread works on a queue");
    CerverJob *named = job_queue_request(queue, 77);
    CHECK(named != NULL && named->args == number(-1), "its thread leaves jobs with an id alone");
    job_return(queue, named);
    job_queue_delete(queue);
    while (count_threads() > threads) usleep(1000); /* joined: only the system's last step may be missing */
    CHECK(job_queue_push_job(queue, note, NULL) == 1 && cerver_last_error() == CERVER_ERROR_HANDLE);
}

static void *request(void *queue) {
    CerverJob *job = job_queue_request(queue, 3);
    note(number(job == NULL ? -(int) cerver_last_error() : (int) (intptr_t) job->args));
    if (job != NULL) job_delete(job);
    return NULL;
}

static void *wait_for_queue(void *queue) {
    cerver_clear_last_error();
    job_queue_wait(queue);
    note(number((int) cerver_last_error()));
    return NULL;
}

static void waits_for_queues(void) {
    CerverJobQueue *queue = job_queue_create(JOB_QUEUE_TYPE_JOBS);
    pthread_t thread;
    forget();
    pthread_create(&thread, NULL, request, queue);
    CHECK(job_queue_push_job_with_id(queue, 4, note, number(40)) == 0);
    CHECK(job_queue_push_job_with_id(queue, 3, note, number(30)) == 0);
    pthread_join(thread, NULL);
    CHECK(order[0] == 30);
    job_queue_signal(queue);
    job_queue_wait(queue);
    CHECK(job_queue_push_job(queue, note, NULL) == 0);
    job_queue_wait(queue);
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, request, queue);
    pthread_create(&threads[1], NULL, wait_for_queue, queue);
    usleep(20 * 1000); /* mostly they wait by now; the result is the same when they do not */
    job_queue_delete(queue);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    int closed = 0;
    for (int i = 1; i < 3; i++) closed += abs(order[i]) == CERVER_ERROR_CLOSED || abs(order[i]) == CERVER_ERROR_HANDLE;
    CHECK(closed == 2, "%d %d", order[1], order[2]);
}

/* ---- handlers ---- */

static void add_one(void *data) {
    latch_raise(&waiting);
    ++*(int *) data;
}

static void free_it(void *data) {
    note(number(*(int *) data));
    free(data);
}

static int *counter(int value) {
    int *data = malloc(sizeof *data);
    *data = value;
    return data;
}

static CerverJobQueue *handlers_queue;

static void wait_inside(void *data) {
    cerver_clear_last_error();
    job_handler_wait(handlers_queue, data, NULL);
    note(number((int) cerver_last_error()));
}

static void *wait_for_handler(void *data) {
    cerver_clear_last_error();
    job_handler_wait(handlers_queue, data, free_it);
    note(number((int) cerver_last_error()));
    return NULL;
}

/* ---- one handler, pushed by two threads at once ---- */

enum { ROUNDS = 3000 };

static struct {
    pthread_barrier_t barrier;
    CerverJobQueue *queue;
    CerverJobHandler *handler;
    atomic_int pushed;
} race;

static void push_once(void) {
    pthread_barrier_wait(&race.barrier);
    if (job_queue_push(race.queue, race.handler) == 0) {
        atomic_fetch_add(&race.pushed, 1);
    } else {
        CHECK(cerver_last_error() == CERVER_ERROR_HANDLE, "it is the queue's already");
    }
    pthread_barrier_wait(&race.barrier);
}

static void *push_too(void *unused) {
    for (int i = 0; i < ROUNDS; i++) push_once();
    return unused;
}

static void pushed_twice(void) {
    pthread_t thread;
    int waiting_twice = 0;
    race.queue = job_queue_create(JOB_QUEUE_TYPE_HANDLERS);
    pthread_barrier_init(&race.barrier, NULL, 2);
    pthread_create(&thread, NULL, push_too, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        race.handler = job_handler_create();
        push_once();
        job_handler_delete(job_queue_pull(race.queue));
        for (void *more; (more = job_queue_pull(race.queue)) != NULL; job_handler_delete(more)) waiting_twice++;
    }
    pthread_join(thread, NULL);
    CHECK(atomic_load(&race.pushed) == ROUNDS && waiting_twice == 0, "%d of %d, %d twice", race.pushed, ROUNDS, waiting_twice);
    pthread_barrier_destroy(&race.barrier);

    /* What a full queue does not take stays the program's. */
    job_queue_set_limit(race.queue, 0);
    race.handler = job_handler_create();
    CHECK(job_queue_push(race.queue, race.handler) == 1 && cerver_last_error() == CERVER_ERROR_AGAIN);
    cerver_clear_last_error();
    job_handler_delete(race.handler);
    CHECK(cerver_last_error() == CERVER_OK);
    job_queue_delete(race.queue);
}

static void handlers(void) {
    CerverJobQueue *queue = handlers_queue = job_queue_create(JOB_QUEUE_TYPE_HANDLERS);
    int data = 1;
    forget();
    CHECK(job_queue_start(queue) == 1 && cerver_last_error() == CERVER_ERROR_STATE, "without a handler");
    job_queue_set_handler(queue, add_one);
    CHECK(job_queue_push_job(queue, note, NULL) == 1 && cerver_last_error() == CERVER_ERROR_STATE);
    CHECK(job_queue_start(queue) == 0);
    job_handler_wait(queue, &data, NULL);
    CHECK(data == 2);
    job_handler_wait(queue, counter(10), free_it);
    CHECK(atomic_load(&ordered) == 1 && order[0] == 11, "deleted before the wait is over");
    CHECK(job_queue_push_handler(queue, NULL, NULL, counter(20), free_it) == 0);
    CHECK(latch_wait(&called, 2, 5) && order[1] == 21);
    job_queue_set_handler(queue, wait_inside);
    job_handler_wait(queue, &data, NULL);
    CHECK(order[2] == CERVER_ERROR_STATE, "it would wait for itself");
    CHECK(job_queue_stop(queue) == 0);

    /* What the program pulls it ends itself. */
    job_queue_set_handler(queue, add_one);
    pthread_t thread;
    pthread_create(&thread, NULL, wait_for_handler, counter(30));
    CerverJobHandler *handler;
    while ((handler = job_queue_pull(queue)) == NULL) job_queue_wait(queue);
    CHECK(atomic_load(&ordered) == 3);
    job_handler_signal(handler);
    pthread_join(thread, NULL);
    CHECK(order[3] == 30 && order[4] == CERVER_OK);
    job_handler_return(queue, handler);
    cerver_clear_last_error();
    job_handler_return(queue, handler);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);

    handler = job_handler_create();
    CHECK(job_queue_push(queue, handler) == 0);
    job_handler_signal(handler);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE, "it is the queue's");
    handler = job_queue_pull(queue);
    job_handler_reset(handler);
    job_handler_delete(handler);

    /* Who waits when the queue goes is told. */
    CHECK(job_queue_push_handler(queue, NULL, NULL, counter(40), free_it) == 0);
    job_queue_wait(queue);
    pthread_create(&thread, NULL, wait_for_handler, counter(50));
    job_queue_wait(queue); /* for its push */
    job_queue_delete(queue);
    pthread_join(thread, NULL);
    CHECK(order[5] == 40);
    CHECK(order[6] == 50 && order[7] == CERVER_ERROR_CLOSED);
}

static void queues_have_a_limit(void) {
    CerverJobQueue *queue = job_queue_create(JOB_QUEUE_TYPE_JOBS);
    CerverWorker *worker = worker_create();
    CerverJob *job = job_new();
    CHECK(CERVER_DEFAULT_JOB_QUEUE_LIMIT == 1048576);
    CHECK(job_queue_set_limit(queue, 2) == CERVER_OK && worker_set_queue_limit(worker, 2) == CERVER_OK);
    for (int i = 0; i < 2; i++) {
        CHECK(job_queue_push_job(queue, note, NULL) == 0 && worker_push_job(worker, NULL) == 0);
    }
    CHECK(job_queue_push_job(queue, note, NULL) == 1 && cerver_last_error() == CERVER_ERROR_AGAIN);
    CHECK(job_queue_push(queue, job) == 1 && cerver_last_error() == CERVER_ERROR_AGAIN);
    job->id = 1; /* still the program's */
    job_delete(job);
    cerver_clear_last_error();
    CHECK(worker_push_job(worker, NULL) == 1 && cerver_last_error() == CERVER_ERROR_AGAIN);
    worker_delete(worker);
    job_queue_delete(queue);
}

/* ---- workers ---- */

static void double_it(void *data) { *(int *) data *= 2; }
static void negate_it(void *data) { *(int *) data = -*(int *) data; }
static void removed(const void *reference) { note((void *) (uintptr_t) reference); }

static CerverWorker *worker;
static CerverBsem *hold;

static void be_held(void *data) {
    (void) data;
    latch_raise(&waiting);
    bsem_wait(hold);
}

static void stop_itself(void *data) {
    note(number((int) worker_stop(worker)));
    note(data);
}

static void end_itself(void *data) {
    worker_delete(worker);
    note(data);
}

static void *stop_worker(void *unused) {
    note(number((int) worker_stop(worker)));
    return unused;
}

static void workers(void) {
    int threads = count_threads();
    forget();
    hold = bsem_new();
    worker = worker_create_with_id(7);
    worker_set_name(worker, "a worker of the test with a name that is longer than sixty-three bytes in all");
    worker_set_work(worker, double_it);
    worker_set_delete_data(worker, free_it);
    worker_set_reference(worker, number(1000));
    worker_set_remove_reference(worker, removed);
    CHECK(worker_get_state(worker) == WORKER_STATE_NONE);
    CHECK(worker_stop(worker) == 1 && worker_resume(worker) == 1 && worker_end(worker) == 1);
    CHECK(worker_push_job(worker, counter(1)) == 0);
    CHECK(worker_start_with_state(worker, WORKER_STATE_WORKING) == 1);
    CHECK(cerver_last_error() == CERVER_ERROR_ARGUMENT);
    CHECK(worker_start_with_state(worker, WORKER_STATE_STOPPED) == 0);
    CHECK(worker_start(worker) == 1 && cerver_last_error() == CERVER_ERROR_STATE);
    CHECK(worker_push_job_with_work(worker, negate_it, counter(2)) == 0);
    CHECK(worker_get_state(worker) == WORKER_STATE_STOPPED && worker_stop(worker) == 1);
    CHECK(latch_value(&called) == 0, "a stopped worker does nothing");
    CHECK(worker_resume(worker) == 0);
    REQUIRE(latch_wait(&called, 4, 5));
    CHECK(order[0] == 2 && order[1] == 1000 && order[2] == -2 && order[3] == 1000);

    /* A stop waits for the present job. */
    forget();
    worker_set_remove_reference(worker, NULL);
    worker_set_delete_data(worker, NULL);
    CHECK(worker_push_job_with_work(worker, be_held, NULL) == 0);
    CHECK(worker_push_job_with_work(worker, note, number(3)) == 0);
    CHECK(latch_wait(&waiting, 1, 5) && worker_get_state(worker) == WORKER_STATE_WORKING);
    pthread_t thread;
    pthread_create(&thread, NULL, stop_worker, NULL);
    usleep(20 * 1000);
    CHECK(latch_value(&called) == 0, "the job is not over");
    bsem_post(hold);
    pthread_join(thread, NULL);
    CHECK(order[0] == 0 && worker_get_state(worker) == WORKER_STATE_STOPPED && latch_value(&called) == 1);
    CHECK(worker_resume(worker) == 0 && latch_wait(&called, 2, 5) && order[1] == 3);

    /* On its own thread a stop does not wait. */
    CHECK(worker_push_job_with_work(worker, stop_itself, number(4)) == 0);
    REQUIRE(latch_wait(&called, 4, 5));
    CHECK(order[2] == 0 && order[3] == 4);
    while (worker_get_state(worker) != WORKER_STATE_STOPPED) usleep(1000);

    /* Jobs that were never begun are given up with their data. */
    forget();
    worker_set_delete_data(worker, free_it);
    CHECK(worker_push_job(worker, counter(5)) == 0 && worker_push_job(worker, counter(6)) == 0);
    CHECK(worker_end(worker) == 0);
    CHECK(atomic_load(&ordered) == 2 && order[0] == 5 && order[1] == 6);
    CHECK(worker_get_state(worker) == WORKER_STATE_ENDED);
    CHECK(worker_end(worker) == 1 && worker_start(worker) == 1 && worker_push_job(worker, NULL) == 1);
    worker_delete(worker);
    cerver_clear_last_error();
    worker_delete(worker);
    CHECK(cerver_last_error() == CERVER_ERROR_HANDLE);

    forget();
    worker = worker_create();
    worker_set_delete_data(worker, free_it);
    CHECK(worker_push_job(worker, counter(8)) == 0);
    worker_delete(worker);
    CHECK(atomic_load(&ordered) == 1 && order[0] == 8, "one that was never started has data, too");

    forget();
    worker = worker_create();
    CHECK(worker_start(worker) == 0 && worker_push_job_with_work(worker, end_itself, number(9)) == 0);
    CHECK(latch_wait(&called, 1, 5) && order[0] == 9);
    while (count_threads() > threads) usleep(1000);
    bsem_delete(hold);
    CHECK(strcmp(worker_state_to_string(WORKER_STATE_WORKING), "Working") == 0);
    CHECK(strcmp(worker_state_to_string(9), "None") == 0);
}

int main(void) {
    static const struct {
        const char *name;
        void (*run)(void);
    } parts[] = {
        {"semaphores", semaphores},
        {"locks", locks},
        {"detached", detached},
        {"jobs", jobs},
        {"queue_thread", queue_thread},
        {"waits_for_queues", waits_for_queues},
        {"handlers", handlers},
        {"pushed_twice", pushed_twice},
        {"queues_have_a_limit", queues_have_a_limit},
        {"workers", workers},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        watchdog(20, parts[i].name);
        parts[i].run();
    }
    return check_result();
}
