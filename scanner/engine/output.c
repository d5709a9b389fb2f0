/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void ls_output_init(struct ls_output *output, int fd, bool sorted, struct ls_board *board)
{
    *output = (struct ls_output){.fd = fd, .sorted = sorted, .board = board};
    pthread_mutex_init(&output->lock, NULL);
    pthread_cond_init(&output->change, NULL);
}

void ls_output_fini(struct ls_output *output)
{
    pthread_cond_destroy(&output->change);
    pthread_mutex_destroy(&output->lock);
}

/*
 * A full disk may have taken half a record. Where the file can be cut (and nobody wrote behind us),
 * it ends with the last whole line again.
 */
static void cut_partial_record(int fd, const char *bytes, size_t written)
{
    struct stat st;
    const char *end = written ? memrchr(bytes, '\n', written) : NULL;
    size_t whole = end ? (size_t)(end - bytes) + 1 : 0;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (whole == written || at < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        st.st_size != at)
        return;
    off_t cut = at - (off_t)(written - whole);
    if (ftruncate(fd, cut) == 0)
        (void)lseek(fd, cut, SEEK_SET);
}

/* Called with the lock held. Empties the buffer, also on failure. */
static struct ls_result write_all(struct ls_output *output, struct ls_buf *bytes)
{
    size_t done = 0;
    while (done < bytes->n && output->error == 0) {
        ssize_t n = write(output->fd, bytes->at + done, bytes->n - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno == EAGAIN) { /* somebody made our standard output non-blocking */
            struct pollfd fd = {.fd = output->fd, .events = POLLOUT};
            (void)poll(&fd, 1, -1);
        } else if (errno != EINTR) {
            output->error = errno;
            cut_partial_record(output->fd, bytes->at, done);
        }
    }
    LS_VEC_CLEAR(bytes);
    return output->error ? ls_stop(LS_E_OUTPUT) : ls_ok();
}

struct ls_result ls_output_write(struct ls_output *output, struct ls_buf *bytes)
{
    pthread_mutex_lock(&output->lock);
    struct ls_result r = write_all(output, bytes);
    pthread_mutex_unlock(&output->lock);
    return r;
}

static bool may_write(const struct ls_output *output, const struct ls_batch *batch)
{
    if (output->sorted)
        return output->turn == batch->number;
    return output->floor == NULL || output->floor == batch;
}

struct ls_result ls_output_part(struct ls_output *output, struct ls_batch *batch, bool keep)
{
    pthread_mutex_lock(&output->lock);
    while (!may_write(output, batch))
        pthread_cond_wait(&output->change, &output->lock);
    bool freed = output->floor && !keep;
    output->floor = keep ? batch : NULL;
    struct ls_result r = write_all(output, &batch->out);
    if (freed)
        pthread_cond_broadcast(&output->change);
    pthread_mutex_unlock(&output->lock);
    return r;
}

static void park(struct ls_output *output, struct ls_batch *batch)
{
    struct ls_batch **at = &output->parked;
    while (*at && (*at)->number < batch->number)
        at = &(*at)->next;
    batch->next = *at;
    *at = batch;
}

static struct ls_result finish_in_turn(struct ls_output *output, struct ls_batch *batch)
{
    struct ls_result r = ls_ok();
    pthread_mutex_lock(&output->lock);
    park(output, batch);
    while (output->parked && output->parked->number == output->turn) {
        struct ls_batch *next = output->parked;
        output->parked = next->next;
        r = write_all(output, &next->out);
        ls_board_recycle(output->board, next);
        output->turn++;
    }
    pthread_cond_broadcast(&output->change);
    pthread_mutex_unlock(&output->lock);
    return r;
}

struct ls_result ls_output_finish(struct ls_output *output, struct ls_batch *batch)
{
    if (output->sorted)
        return finish_in_turn(output, batch);
    struct ls_result r = ls_output_part(output, batch, false);
    ls_board_recycle(output->board, batch);
    return r;
}
