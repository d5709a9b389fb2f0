/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the bytes of the wire to records in the user's format, and to the ledger.
 *
 * Keeps the order that the wire promises: objects of a batch one after the other, each closed once,
 * never two mixed. Items that were not to be read are accounted for on the way. Who breaks the
 * order is not the scanning process that we started.
 */
#ifndef LS_ENGINE_INTAKE_H
#define LS_ENGINE_INTAKE_H

#include "engine/dispatch.h"
#include "engine/job_priv.h"
#include "engine/retold.h"
#include "engine/wire.h"

struct ls_intake {
    struct ls_job *job;
    struct ls_dispatch *dispatch;
    struct ls_buf in; /* bytes not yet taken, from in.at[taken] on */
    size_t taken;
    struct ls_buf out;         /* formatted, not yet written */
    struct ls_batch *batch;    /* whose objects come; NULL: none */
    struct ls_outcome outcome; /* so far, of the item that is next in the batch */
    struct ls_retold retold;   /* of the same item */
    bool hello;                /* the process has said that it is ready */
    unsigned layers;           /* and how it is confined */
    uint64_t records;          /* since then */
    struct ls_ledger ledger;
    struct ls_wire_record record;
    _Atomic uint64_t objects_done, bytes_done, hits, gaps;
};

struct ls_result ls_intake_init(struct ls_intake *intake, struct ls_job *job,
                                struct ls_dispatch *dispatch) LS_MUST_USE;
void ls_intake_fini(struct ls_intake *intake);

/* Room for more bytes: at least one; *room of them at the result. NULL: no memory. */
char *ls_intake_room(struct ls_intake *intake, size_t *room);

/*
 * Takes `n` bytes that were put there. Fails with BAD/LS_E_MALFORMED when they break the promises
 * of the wire; with STOP when the job cannot go on. A failure of the output is the job's, not ours.
 */
struct ls_result ls_intake_take(struct ls_intake *intake, size_t n) LS_MUST_USE;

/* Another process will go on. Gives the batch whose next object is told in part, or NULL. */
struct ls_batch *ls_intake_restart(struct ls_intake *intake);

/* Nobody will go on: accounts for the rest of a batch, and drops it. */
struct ls_result ls_intake_give_up(struct ls_intake *intake, struct ls_batch *batch) LS_MUST_USE;

/* The item is not to be read any more: from now on it is one with nothing to read. */
void ls_intake_discard(struct ls_batch_item *item, enum ls_state state, const char *reason);

#endif
