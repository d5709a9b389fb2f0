/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that have nothing else to do may help a format with one large object: with pieces of work
 * that know nothing of each other, whose results the format takes in order.
 *
 *   piece   0 1 2 3 | 4 5 6 7 8 9 | 10 11 …
 *           taken     done, or     nobody's yet
 *                     at hand
 *                     ^ the format takes this one: its result, or the word that it is its own to do
 *
 * The format does without help as well as with it, and tells the same: nobody may be there, come,
 * or stay. What a piece comes to is decided by its bytes alone, never by who reads it or what else
 * he has read.
 *
 *   ls_help_call(hands, &work, &help)
 *   for each k: ls_help_take(hands, help, k, &result)    reads the piece itself, or tells the
 * result ls_help_dismiss(hands, help)                         in any case
 */
#ifndef LS_FORMATS_HELP_H
#define LS_FORMATS_HELP_H

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A thread that reads pieces. */
struct ls_helper {
    /* Whether it is to leave at once; asked often, at least once a millisecond of work. */
    bool (*is_over)(struct ls_helper *helper);
};

/*
 * The work. Its functions run in any thread, several at the same time, between ls_help_call() and
 * the end of ls_help_dismiss(); in the format's own thread only within ls_help_take() and
 * ls_help_dismiss(). They read `user` and what it leads to, write nothing of it, emit nothing, and
 * read from a blob only if it is `shared` (base/blob.h).
 */
struct ls_work {
    uint64_t n;     /* pieces, counted from 0 */
    uint64_t least; /* with fewer pieces, help costs more than it brings */
    unsigned hands; /* threads that it pays for, besides the format's own; at least 1 */
    /* What one thread needs for its pieces, its memory bounded; NULL: nothing comes of it, and
       nobody else need try. Used by one thread at a time, and ended by the one that began it. */
    void *(*begin)(void *user, struct ls_helper *helper);
    void (*end)(void *hand);
    /* The result of piece k, bounded in size; NULL: the format has to read it itself. The pieces of
       a hand ascend. */
    void *(*piece)(void *hand, uint64_t k);
    void (*drop)(void *result); /* nobody will take it */
    void *user;
};

struct ls_help;

/* The engine's side. */
struct ls_hands {
    struct ls_result (*call)(void *user, const struct ls_work *work, struct ls_help **help);
    struct ls_result (*take)(struct ls_help *help, uint64_t k, void **result);
    void (*dismiss)(struct ls_help *help);
    void *user;
};

/*
 * Calls for help with work, which must live until ls_help_dismiss(). `hands` are those of the job.
 * *help is NULL when there is nobody, or it does not pay: then every piece is the format's own.
 * STOP/LS_E_MEMORY.
 */
static inline struct ls_result ls_help_call(const struct ls_hands *hands,
                                            const struct ls_work *work, struct ls_help **help)
{
    *help = NULL;
    return hands ? hands->call(hands->user, work, help) : ls_ok();
}

/*
 * Takes piece k, counting up from 0 without a gap. *result is the format's now; NULL: it reads the
 * piece itself. Waits where another thread is at it, and reads others meanwhile. Fails as emit
 * functions do.
 */
static inline struct ls_result ls_help_take(const struct ls_hands *hands, struct ls_help *help,
                                            uint64_t k, void **result)
{
    *result = NULL;
    return help ? hands->take(help, k, result) : ls_ok();
}

/* No more help is wanted: returns when nobody is at the work any longer. */
static inline void ls_help_dismiss(const struct ls_hands *hands, struct ls_help *help)
{
    if (help)
        hands->dismiss(help);
}

#endif
