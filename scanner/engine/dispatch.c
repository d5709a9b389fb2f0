/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/dispatch.h"

#include "engine/parcel.h"
#include "engine/shared_slots.h"

void ls_dispatch_init(struct ls_dispatch *d, struct ls_board *board)
{
    *d = (struct ls_dispatch){.board = board, .socket = -1};
    d->tail = &d->head;
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->change, NULL);
}

void ls_dispatch_fini(struct ls_dispatch *d)
{
    pthread_cond_destroy(&d->change);
    pthread_mutex_destroy(&d->lock);
}

/* ---- with the lock held ---- */

/* One past the items that may go out in one parcel with the next one. */
static size_t parcel_end(const struct ls_batch *batch)
{
    size_t to = batch->sent;
    if (batch->items[to].alone)
        return to + 1;
    while (to < batch->n && !batch->items[to].alone)
        to++;
    return to;
}

static void push(struct ls_dispatch *d)
{
    while (d->socket >= 0 && d->unsent && !d->alone) {
        struct ls_batch *batch = d->unsent;
        bool alone = batch->items[batch->sent].alone;
        size_t to = parcel_end(batch);
        /* The rest of a batch waits for its beginning: records come in order. */
        if (batch->away || (alone && d->away > 0))
            return;
        batch->away = true;
        if (ls_parcel_send(d->socket, batch, batch->sent, to) != LS_PARCEL_SENT) {
            batch->away = false; /* if the process is gone, whoever reads its records notices */
            return;
        }
        batch->sent = to;
        d->away++;
        d->alone = alone;
        if (to == batch->n)
            d->unsent = batch->next;
    }
}

static void take_out(struct ls_dispatch *d, struct ls_batch *batch)
{
    struct ls_batch **at = &d->head;
    while (*at != batch)
        at = &(*at)->next;
    *at = batch->next;
    if (d->tail == &batch->next)
        d->tail = at;
}

/* ---- for all ---- */

void ls_dispatch_put(struct ls_dispatch *d, struct ls_batch *batch)
{
    pthread_mutex_lock(&d->lock);
    batch->next = NULL;
    *d->tail = batch;
    d->tail = &batch->next;
    if (!d->unsent)
        d->unsent = batch;
    push(d);
    pthread_cond_signal(&d->change);
    pthread_mutex_unlock(&d->lock);
}

void ls_dispatch_close(struct ls_dispatch *d)
{
    pthread_mutex_lock(&d->lock);
    d->closed = true;
    pthread_cond_signal(&d->change);
    pthread_mutex_unlock(&d->lock);
}

void ls_dispatch_push(struct ls_dispatch *d)
{
    pthread_mutex_lock(&d->lock);
    push(d);
    pthread_mutex_unlock(&d->lock);
}

struct ls_batch *ls_dispatch_find(struct ls_dispatch *d, uint32_t ticket)
{
    struct ls_batch *batch = NULL;
    pthread_mutex_lock(&d->lock);
    if (ticket < d->board->batches_n && d->board->batches[ticket].away)
        batch = &d->board->batches[ticket];
    pthread_mutex_unlock(&d->lock);
    return batch;
}

struct ls_batch_item *ls_dispatch_item(struct ls_dispatch *d, uint64_t id)
{
    size_t index = ls_object_id_index(id);
    struct ls_batch *batch = id ? ls_dispatch_find(d, ls_object_id_ticket(id)) : NULL;
    if (!batch || index < batch->done || index >= batch->sent ||
        batch->items[index].kind == LS_WALK_NONE)
        return NULL;
    return &batch->items[index];
}

void ls_dispatch_return(struct ls_dispatch *d, struct ls_batch *batch)
{
    pthread_mutex_lock(&d->lock);
    batch->away = false;
    d->away--;
    d->alone = false; /* if it was not alone itself, then nobody is */
    bool finished = batch->sent == batch->n;
    if (finished)
        take_out(d, batch);
    push(d);
    pthread_mutex_unlock(&d->lock);
    if (finished)
        ls_board_recycle(d->board, batch);
}

bool ls_dispatch_is_done(struct ls_dispatch *d)
{
    pthread_mutex_lock(&d->lock);
    bool done = d->closed && !d->head;
    pthread_mutex_unlock(&d->lock);
    return done;
}

void ls_dispatch_detach(struct ls_dispatch *d)
{
    pthread_mutex_lock(&d->lock);
    d->socket = -1;
    pthread_mutex_unlock(&d->lock);
}

void ls_dispatch_reset(struct ls_dispatch *d, int socket, struct ls_batch *first)
{
    pthread_mutex_lock(&d->lock);
    d->socket = socket;
    d->away = 0;
    d->alone = false;
    for (struct ls_batch *batch = d->head; batch; batch = batch->next) {
        batch->sent = batch->done;
        batch->away = false;
    }
    if (first)
        first->items[first->done].alone = true; /* no other's records may come between its own */
    if (first && first != d->head) {
        take_out(d, first);
        first->next = d->head;
        d->head = first;
    }
    d->unsent = d->head;
    push(d);
    pthread_mutex_unlock(&d->lock);
}

void ls_dispatch_drop(struct ls_dispatch *d, struct ls_batch *batch)
{
    pthread_mutex_lock(&d->lock);
    take_out(d, batch);
    d->unsent = d->head;
    pthread_mutex_unlock(&d->lock);
    ls_board_recycle(d->board, batch);
}

struct ls_batch *ls_dispatch_wait(struct ls_dispatch *d)
{
    pthread_mutex_lock(&d->lock);
    while (!d->head && !d->closed)
        pthread_cond_wait(&d->change, &d->lock);
    struct ls_batch *batch = d->head;
    pthread_mutex_unlock(&d->lock);
    return batch;
}
