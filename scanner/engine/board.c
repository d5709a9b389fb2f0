/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/board.h"

#include "base/alloc.h"

enum {
    /* A path may be as long as a folder's and one name more. */
    PATHS_BYTES_MAX = LS_BATCH_PATH_BYTES + 2 * LS_WALK_PATH_MAX,
    OUT_BYTES_MAX = 256 << 20,
};

struct ls_result ls_board_init(struct ls_board *board, size_t batches)
{
    *board = (struct ls_board){.batches_n = batches};
    pthread_mutex_init(&board->lock, NULL);
    pthread_cond_init(&board->work, NULL);
    pthread_cond_init(&board->room, NULL);
    board->batches = ls_calloc(batches, sizeof *board->batches);
    if (!board->batches)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < batches; i++) {
        struct ls_batch *batch = &board->batches[i];
        batch->paths.limit = PATHS_BYTES_MAX;
        batch->out.limit = OUT_BYTES_MAX;
        batch->ticket = (uint32_t)i;
        batch->next = board->blank;
        board->blank = batch;
    }
    return ls_ok();
}

void ls_board_fini(struct ls_board *board)
{
    for (size_t i = 0; board->batches && i < board->batches_n; i++) {
        LS_VEC_FINI(&board->batches[i].paths);
        LS_VEC_FINI(&board->batches[i].out);
    }
    ls_free(board->batches);
    pthread_cond_destroy(&board->room);
    pthread_cond_destroy(&board->work);
    pthread_mutex_destroy(&board->lock);
}

struct ls_batch *ls_board_blank(struct ls_board *board)
{
    pthread_mutex_lock(&board->lock);
    while (!board->blank)
        pthread_cond_wait(&board->room, &board->lock);
    struct ls_batch *batch = board->blank;
    board->blank = batch->next;
    pthread_mutex_unlock(&board->lock);
    batch->next = NULL;
    batch->n = 0;
    batch->bytes = 0;
    batch->sent = batch->done = 0;
    batch->away = false;
    LS_VEC_CLEAR(&batch->paths);
    LS_VEC_CLEAR(&batch->out);
    return batch;
}

bool ls_board_put(struct ls_board *board, struct ls_batch *batch)
{
    pthread_mutex_lock(&board->lock);
    batch->number = board->next_number++;
    batch->next = NULL;
    *(board->head ? &board->tail->next : &board->head) = batch;
    board->tail = batch;
    bool more = ++board->full_n > board->idle + board->coming;
    pthread_cond_signal(&board->work);
    pthread_mutex_unlock(&board->lock);
    return more;
}

void ls_board_recycle(struct ls_board *board, struct ls_batch *batch)
{
    pthread_mutex_lock(&board->lock);
    batch->next = board->blank;
    board->blank = batch;
    pthread_cond_signal(&board->room);
    pthread_mutex_unlock(&board->lock);
}

void ls_board_close(struct ls_board *board)
{
    pthread_mutex_lock(&board->lock);
    board->closed = true;
    pthread_cond_broadcast(&board->work);
    pthread_mutex_unlock(&board->lock);
}

/* Somebody who still has work to give away. */
static struct ls_call *join_any(struct ls_board *board, bool urgent)
{
    struct ls_call *call = board->calls;
    while (call && (call->urgent != urgent || !call->join(call)))
        call = call->next;
    return call;
}

void ls_board_expect(struct ls_board *board)
{
    pthread_mutex_lock(&board->lock);
    board->coming++;
    pthread_mutex_unlock(&board->lock);
}

void ls_board_come(struct ls_board *board)
{
    pthread_mutex_lock(&board->lock);
    board->coming--;
    pthread_mutex_unlock(&board->lock);
}

struct ls_board_task ls_board_take(struct ls_board *board)
{
    struct ls_board_task task = {.batch = NULL};
    pthread_mutex_lock(&board->lock);
    for (;;) {
        task.call = join_any(board, true);
        if (task.call)
            break;
        task.batch = board->head;
        if (task.batch) {
            board->head = task.batch->next;
            board->full_n--;
            break;
        }
        task.call = join_any(board, false);
        if (task.call)
            break;
        if (board->closed && board->busy == 0)
            break;
        board->idle++;
        pthread_cond_wait(&board->work, &board->lock);
        board->idle--;
    }
    board->busy += task.batch || task.call;
    pthread_mutex_unlock(&board->lock);
    return task;
}

void ls_board_done(struct ls_board *board)
{
    pthread_mutex_lock(&board->lock);
    if (--board->busy == 0 && board->closed)
        pthread_cond_broadcast(&board->work);
    pthread_mutex_unlock(&board->lock);
}

unsigned ls_board_call(struct ls_board *board, struct ls_call *call)
{
    pthread_mutex_lock(&board->lock);
    call->next = board->calls;
    board->calls = call;
    unsigned more = call->hands > board->idle ? call->hands - board->idle : 0;
    pthread_cond_broadcast(&board->work);
    pthread_mutex_unlock(&board->lock);
    return more;
}

void ls_board_remind(struct ls_board *board)
{
    pthread_mutex_lock(&board->lock);
    pthread_cond_broadcast(&board->work);
    pthread_mutex_unlock(&board->lock);
}

void ls_board_dismiss(struct ls_board *board, struct ls_call *call)
{
    pthread_mutex_lock(&board->lock);
    struct ls_call **at = &board->calls;
    while (*at != call)
        at = &(*at)->next;
    *at = call->next;
    pthread_mutex_unlock(&board->lock);
    call->close(call);
}
