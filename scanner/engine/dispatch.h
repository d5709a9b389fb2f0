/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The batches that are not finished, in order, and which of their items go out when.
 *
 *   put -->  [done | away | not sent] [ away | not sent ] [ not sent ]   one row for each batch
 *
 * Items go out in parcels, in the order of the row. An item that has to be alone goes out by itself
 * when nothing else is away, and nothing follows before it has come back. When a scanning process
 * has died, what was away is sent again.
 *
 * Walkers put and send; the one thread that reads the records does everything else.
 */
#ifndef LS_ENGINE_DISPATCH_H
#define LS_ENGINE_DISPATCH_H

#include "engine/board.h"

struct ls_dispatch {
    struct ls_board *board; /* where finished batches go */
    pthread_mutex_t lock;
    pthread_cond_t change;   /* something was put, or nothing more will be */
    struct ls_batch *head;   /* unfinished batches through `next` */
    struct ls_batch **tail;  /* the link behind the last one */
    struct ls_batch *unsent; /* the first that has items to be sent, or NULL */
    unsigned away;           /* parcels */
    bool alone;              /* one of them must not be joined */
    bool closed;             /* nothing more will be put */
    int socket;              /* -1: nobody to send to */
};

void ls_dispatch_init(struct ls_dispatch *dispatch, struct ls_board *board);
void ls_dispatch_fini(struct ls_dispatch *dispatch);

/* A walker's: another batch. */
void ls_dispatch_put(struct ls_dispatch *dispatch, struct ls_batch *batch);

/* Nothing more will be put. */
void ls_dispatch_close(struct ls_dispatch *dispatch);

/* Sends what may be sent; for when sending has failed for want of room. */
void ls_dispatch_push(struct ls_dispatch *dispatch);

/* The batch with this ticket when a parcel of it is away, else NULL. */
struct ls_batch *ls_dispatch_find(struct ls_dispatch *dispatch, uint32_t ticket);

/* The item of this id (engine/shared_slots.h) when it is away, else NULL. */
struct ls_batch_item *ls_dispatch_item(struct ls_dispatch *dispatch, uint64_t id);

/* A parcel has come back; the batch is recycled when it was the last one. */
void ls_dispatch_return(struct ls_dispatch *dispatch, struct ls_batch *batch);

/* Whether everything that ever will be put is finished. */
bool ls_dispatch_is_done(struct ls_dispatch *dispatch);

/* The process is gone: nothing more is sent. What is away can still be found. */
void ls_dispatch_detach(struct ls_dispatch *dispatch);

/* There is another one, or nobody will be (socket -1): what was away is to be sent again. `first`,
 * if not NULL, goes before all others, and its next item goes alone. */
void ls_dispatch_reset(struct ls_dispatch *dispatch, int socket, struct ls_batch *first);

/* With nobody to send to: a batch is accounted for. */
void ls_dispatch_drop(struct ls_dispatch *dispatch, struct ls_batch *batch);

/* With nobody to send to: waits for a batch and gives the first one; NULL when all are finished. */
struct ls_batch *ls_dispatch_wait(struct ls_dispatch *dispatch);

#endif
