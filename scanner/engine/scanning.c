/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/scanning.h"

#include "base/alloc.h"
#include "engine/job_priv.h"
#include "engine/last_words.h"
#include "engine/parcel.h"
#include "engine/wire.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    STATUS_CODE = 64, /* + enum ls_code: the exit status after a failure */
    HELLO_BYTES_MAX = 64,
};

/*
 * Address space: what is there at the start, and this much more. Far above what is needed: the
 * formats keep their own limits, and this one is for when they do not.
 */
#define MEMORY_IN_ALL ((size_t)1 << 30)
#define MEMORY_A_THREAD ((size_t)512 << 20) /* beside what its object may hold */

noreturn void ls_scanning_fail(struct ls_result why)
{
    ls_last_words_fail(why);
    _exit(STATUS_CODE + (int)why.code);
}

enum ls_code ls_scanning_code(int status)
{
    bool known = status > STATUS_CODE && status <= STATUS_CODE + (int)LS_E_INTERNAL;
    return known ? (enum ls_code)(status - STATUS_CODE) : LS_E_NONE;
}

/* Bytes of address space in use, by proc(5); 0 when nobody says. */
static size_t memory_in_use(void)
{
    char text[64];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    text[n > 0 ? n : 0] = '\0';
    return (size_t)strtoull(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* When memory is short for all, this is the process that can be done without for a moment. */
static void offer_to_die_first(void)
{
    static const char score[] = "500";
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)!write(fd, score, sizeof score - 1);
    close(fd);
}

static unsigned confine(const struct ls_job *job)
{
    const struct ls_limits *limits = &job->options->limits;
    size_t used = memory_in_use(), all, thread;
    size_t held = (size_t)(limits->memory ? limits->memory : ls_limits_default.memory);
    bool endless = used == 0 || __builtin_add_overflow(MEMORY_A_THREAD, held, &thread) ||
                   __builtin_mul_overflow(thread, job->workers_max, &all) ||
                   __builtin_add_overflow(all, used + MEMORY_IN_ALL, &all);
    offer_to_die_first();
    return ls_confine(endless ? 0 : all);
}

static struct ls_result say_hello(struct ls_job *job, unsigned layers)
{
    struct ls_buf hello = {.limit = HELLO_BYTES_MAX};
    struct ls_result r = ls_wire_hello(&hello, layers);
    if (!ls_failed(r))
        r = ls_output_write(&job->output, &hello);
    LS_VEC_FINI(&hello);
    return r;
}

/* From parcels to the board, until the supervisor has no more. */
static void feed(struct ls_job *job, int parcels)
{
    for (;;) {
        struct ls_batch *batch = ls_board_blank(&job->board);
        if (!ls_parcel_receive(parcels, batch)) {
            ls_board_recycle(&job->board, batch);
            break;
        }
        if (ls_board_put(&job->board, batch))
            (void)ls_job_start_worker(job); /* without it, it only takes longer */
    }
    ls_board_close(&job->board);
}

void ls_scanning_run(void *user, int parcels, int records)
{
    const struct ls_scanning *scanning = user;
    struct ls_job_options options = *scanning->job->options;
    struct ls_ledger sum = {.gaps = 0};
    struct ls_job *job;
    ls_alloc_fail_nth(0); /* what a test makes fail is the supervisor's */
    options.format = &ls_wire_format;
    options.out_fd = records;
    bool prepared = ls_last_words_prepare(); /* can no longer be done when calls are confined */
    unsigned layers = confine(scanning->job);
    struct ls_result r = ls_job_make(scanning->job->engine, &options, &job);
    if (ls_failed(r) || !prepared)
        ls_scanning_fail(ls_failed(r) ? r : ls_stop(LS_E_INTERNAL));
    job->slots = scanning->slots;
    job->stop = &scanning->slots->stop;
    r = say_hello(job, layers);
    if (!ls_failed(r) && !ls_job_start_worker(job))
        r = ls_stop(LS_E_MEMORY);
    if (ls_failed(r))
        ls_scanning_fail(r);
    feed(job, parcels);
    ls_job_join_workers(job, &sum);
}
