/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where walkers and workers meet.
 *
 *   walker: blank -> fill -> put          worker: take -> scan -> (output) -> recycle -> blank …
 *                                                 take -> help with a large object
 *
 * Batches go round: a fixed number of them, so neither open files nor memory grow with the tree,
 * and nothing is allocated or locked per file. The lock is taken once a batch. Helping with a large
 * file comes before a new batch, helping a format after it; a worker goes home when no batch is
 * left and no other worker could still come upon something large.
 */
#ifndef LS_ENGINE_BOARD_H
#define LS_ENGINE_BOARD_H

#include "base/buf.h"
#include "engine/call.h"
#include "source/walk.h"

#include <pthread.h>

enum {
    LS_BATCH_ITEMS = 64,          /* objects in a batch at most */
    LS_BATCH_PATH_BYTES = 1 << 18 /* a batch with more bytes of paths takes no further object */
};

/* An object on its way: opened, or with the reason why not. */
struct ls_batch_item {
    enum ls_walk_kind kind;
    enum ls_state state;
    int fd;
    int error;
    size_t path; /* index in ls_batch.paths */
    size_t path_len;
    uint64_t size;
    bool size_known;
    bool raw_only;  /* no format may look at it */
    bool alone;     /* nothing else may be scanned meanwhile */
    bool unhelped;  /* one thread is to do it all */
    uint8_t inject; /* enum ls_injection */
    uint8_t deaths; /* of scanning processes, while they were at it */
    uint16_t cause; /* what it did to one: as ls_slot.died; 0: nothing */
    const char *reason;
};

struct ls_batch {
    struct ls_batch *next;
    uint64_t number; /* in the order of ls_board_put() */
    uint32_t ticket; /* the supervisor's: its index among all batches */
    uint32_t from;   /* in the scanning process: items that are left out before the first */
    size_t sent;     /* items that the supervisor has sent */
    size_t done;     /* items that it has accounted for */
    bool away;       /* items [done, sent) are being scanned */
    size_t n;
    struct ls_batch_item items[LS_BATCH_ITEMS];
    struct ls_buf paths;
    struct ls_buf out;   /* its records, as far as they are not yet written */
    uint64_t bytes;      /* sum of the sizes */
    uint64_t started_ns; /* when the first object came */
};

/* What a worker is to do; all NULL: go home. */
struct ls_board_task {
    struct ls_batch *batch;
    struct ls_call *call; /* joined already */
};

struct ls_board {
    pthread_mutex_t lock;
    pthread_cond_t work, room;
    struct ls_batch *batches; /* all of them, as one array */
    size_t batches_n;
    struct ls_batch *blank;       /* empty ones */
    struct ls_batch *head, *tail; /* full ones, in order */
    struct ls_call *calls;        /* for help */
    size_t full_n;
    uint64_t next_number;
    unsigned coming, idle, busy; /* workers on their way; that wait; that work */
    bool closed;                 /* nothing more will be put */
};

struct ls_result ls_board_init(struct ls_board *board, size_t batches) LS_MUST_USE;
void ls_board_fini(struct ls_board *board);

/* An empty batch; waits for one. */
struct ls_batch *ls_board_blank(struct ls_board *board);

/*
 * Hands a batch to the workers. True when more batches than workers wait or are on their way:
 * another would help.
 */
bool ls_board_put(struct ls_board *board, struct ls_batch *batch);

/* The batch is done with. Its descriptors are closed, its records written. */
void ls_board_recycle(struct ls_board *board, struct ls_batch *batch);

/* Nothing more will be put. */
void ls_board_close(struct ls_board *board);

/* A worker is started, and will take what is put; is there, or did not start after all. */
void ls_board_expect(struct ls_board *board);
void ls_board_come(struct ls_board *board);

/* A worker takes a task, is done with it. */
struct ls_board_task ls_board_take(struct ls_board *board);
void ls_board_done(struct ls_board *board);

/* A worker calls for help; returns how many threads more than those that wait could be of use. */
unsigned ls_board_call(struct ls_board *board, struct ls_call *call);

/* There is something to be helped with again in a call from before. */
void ls_board_remind(struct ls_board *board);

/* It wants help no more: returns when the helpers have left. */
void ls_board_dismiss(struct ls_board *board, struct ls_call *call);

#endif
