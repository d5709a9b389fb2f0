/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that the supervisor and the scanning process have in common: for each worker a slot with
 * what it is doing, so that this can still be read when the process is dead.
 *
 * The supervisor believes nothing in here but takes it for a hint: whom to blame, how far it is.
 */
#ifndef LS_ENGINE_SHARED_SLOTS_H
#define LS_ENGINE_SHARED_SLOTS_H

#include "engine/window.h"

#include <stdalign.h>

/* Beside the numbers of signals: what a worker noted in `died`. */
enum { LS_DIED_CODE = 256 /* + enum ls_code: a failure that the process cannot go on with */ };

/* Each on a cache line of its own. */
struct ls_slot {
    alignas(64) _Atomic uint64_t object; /* ls_object_id() of what it works on; 0: nothing */
    _Atomic uint64_t bytes;              /* of that object, scanned so far */
    _Atomic uint32_t phase;              /* enum ls_phase */
    _Atomic uint32_t died;   /* what ended the thread: a signal, or a code; 0: nothing */
    _Atomic uint32_t helped; /* others were called to help a format with the object: not 0 */
};

struct ls_slots {
    atomic_int stop; /* not 0: objects are only accounted for */
    unsigned n;
    struct ls_slot at[];
};

/* Shared with every process forked from now on; NULL when there is no memory. */
struct ls_slots *ls_slots_new(unsigned n);
void ls_slots_free(struct ls_slots *slots);

/* Before another process uses them. `stop` stays. */
void ls_slots_clear(struct ls_slots *slots);

/* The object in the batch `ticket` at `index`, as one number that is not 0; and back. */
uint64_t ls_object_id(uint32_t ticket, size_t index);
uint32_t ls_object_id_ticket(uint64_t id);
size_t ls_object_id_index(uint64_t id);

#endif
