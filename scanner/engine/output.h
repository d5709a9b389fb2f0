/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the records of many workers to one file: whole records, objects never mixed.
 *
 * A batch is written when it is done. An object with very many hits is written in parts; its batch
 * then has the floor until the object is over. Sorted, a batch that comes before its turn is parked
 * until the ones before it are written; all batches that exist may be parked, so nobody waits for
 * more than the batch whose turn it is.
 */
#ifndef LS_ENGINE_OUTPUT_H
#define LS_ENGINE_OUTPUT_H

#include "engine/board.h"

enum { LS_OUTPUT_PART = 1 << 16 }; /* bytes of records that are worth a write */

struct ls_output {
    int fd;
    bool sorted;
    struct ls_board *board; /* where written batches go */
    pthread_mutex_t lock;
    pthread_cond_t change;
    uint64_t turn;                /* number of the batch to come, when sorted */
    const struct ls_batch *floor; /* who has it; NULL: nobody */
    struct ls_batch *parked;      /* ascending by number */
    int error;                    /* errno value of the write that failed; nothing goes out then */
};

void ls_output_init(struct ls_output *output, int fd, bool sorted, struct ls_board *board);
void ls_output_fini(struct ls_output *output);

/* Writes bytes outside of any batch: the first and the last. */
struct ls_result ls_output_write(struct ls_output *output, struct ls_buf *bytes) LS_MUST_USE;

/*
 * Writes what a batch has so far; waits until it may. With `keep`, nobody else writes until the
 * batch comes again: its object is not over. Fails with STOP/LS_E_OUTPUT.
 */
struct ls_result ls_output_part(struct ls_output *output, struct ls_batch *batch,
                                bool keep) LS_MUST_USE;

/* The batch is done: writes or parks it, and recycles what is written. */
struct ls_result ls_output_finish(struct ls_output *output, struct ls_batch *batch) LS_MUST_USE;

#endif
