/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scanning process has died: which object was it, and is it worth starting another process?
 *
 * A thread that died of a signal or a failure has left that in its slot, and the object with it;
 * so has a thread that hangs. Such an object is tried once more, alone and with its raw bytes only;
 * if the process dies of it again, it is given up.
 *
 *   in full --guilty--> alone, raw bytes only --guilty--> given up
 *
 * If others were helping a format with it, they were ahead of what has been told. Then it is tried
 * once more in full, alone and by one thread: it comes to the same end, when all before that is
 * told.
 *
 * When nobody left a word, or memory was short, every object that was being scanned is a suspect,
 * and is tried alone; which ends the process then is guilty. A kill from outside may come at any
 * time, so it takes three of them.
 *
 * What was only waiting is innocent, and is sent again as it was.
 */
#ifndef LS_ENGINE_BLAME_H
#define LS_ENGINE_BLAME_H

#include "engine/cause.h"
#include "engine/dispatch.h"
#include "engine/starter.h"

/* How a process came to its end. */
struct ls_death {
    struct ls_starter_end end;
    unsigned cause;   /* that we know of, as in engine/cause.h; 0: `end` says all */
    uint64_t object;  /* that `cause` is about; 0: not known */
    uint64_t records; /* that came from the process */
};

/* Deaths of a run so far. */
struct ls_blame {
    uint64_t crashes;     /* an object did it, or may have */
    uint64_t kills;       /* somebody else did it */
    unsigned stillborn;   /* in a row: before anything was scanned */
    unsigned early_kills; /* in a row, the same */
};

enum ls_sentence {
    LS_GO_ON,
    LS_STOP_CRASHES,   /* too many objects crash: a mistake of ours, or an attack */
    LS_STOP_KILLS,     /* somebody keeps on killing the process */
    LS_STOP_STILLBORN, /* it does not even begin */
};

/*
 * Marks the guilty and the suspects among the items that are away, and says whether to go on.
 * `done` is how many objects are accounted for.
 */
enum ls_sentence ls_blame_death(struct ls_blame *blame, struct ls_dispatch *dispatch,
                                const struct ls_slots *slots, const struct ls_death *death,
                                uint64_t done);

#endif
