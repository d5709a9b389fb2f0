/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call for help: the thread that owns a large object would share its work with others. There are
 * two kinds, engine/split.h for blocks of raw bytes and engine/help.h for what a format does.
 *
 *   owner    call ............ dismiss: hands out nothing more, waits until all have left
 *   others        join - help
 */
#ifndef LS_ENGINE_CALL_H
#define LS_ENGINE_CALL_H

#include "engine/lane.h"

struct ls_call {
    struct ls_call *next; /* in the list of the board */
    uint64_t id;          /* of the object: who dies of helping, died of it */
    enum ls_phase phase;  /* what those who help are doing */
    bool urgent;          /* comes before objects that nobody has begun */
    unsigned hands;       /* threads that could help at the same time */
    bool deadly;          /* for tests: who helps dies of it */

    /* A helper's way in (false: nothing left to do). Does not wait. */
    bool (*join)(struct ls_call *call);
    /* His work until nothing is left, and the way out. `lane` is his own; NULL: he has none. */
    void (*help)(struct ls_call *call, struct ls_lane *lane);
    /* The owner's: nothing more to do; waits until all who joined have left. */
    void (*close)(struct ls_call *call);
};

/* Others who may help; engine/board.c is one. */
struct ls_crew {
    void *user;
    size_t lanes; /* how many can help at the same time */
    void (*call)(void *user, struct ls_call *call);
    void (*dismiss)(void *user, struct ls_call *call); /* returns when it is closed */
    void (*remind)(void *user); /* there is something to do again in a call that they had left */
};

#endif
