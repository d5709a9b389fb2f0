/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one result type of the project.
 *
 * A function that can fail returns `struct ls_result`. Its reach says how far the failure goes:
 *
 *   LS_OK    done
 *   LS_BAD   this object only: the caller records a gap and goes on with the next one
 *   LS_STOP  the job is over: no memory, cancelled, output gone, wrong rules
 *
 * The code names the cause; words for people go to a `struct ls_diag` (base/diag.h).
 */
#ifndef LS_BASE_RESULT_H
#define LS_BASE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#define LS_MUST_USE __attribute__((warn_unused_result))

enum ls_reach {
    LS_OK = 0,
    LS_BAD = 1,
    LS_STOP = 2,
};

enum ls_code {
    LS_E_NONE = 0,
    LS_E_MEMORY,    /* an allocation failed */
    LS_E_LIMIT,     /* a limit given at creation was reached */
    LS_E_MALFORMED, /* the input breaks its own format */
    LS_E_IO,        /* the system refused to read or write */
    LS_E_USAGE,     /* the caller or the user asked for something that does not exist */
    LS_E_RULES,     /* a rule pack is wrong */
    LS_E_CANCELLED, /* somebody asked to stop */
    LS_E_OUTPUT,    /* the output cannot take more */
    LS_E_INTERNAL,  /* a promise inside leakscan was broken */
};

struct ls_result {
    enum ls_reach reach;
    enum ls_code code;
};

static inline struct ls_result ls_ok(void)
{
    return (struct ls_result){LS_OK, LS_E_NONE};
}

static inline struct ls_result ls_bad(enum ls_code code)
{
    return (struct ls_result){LS_BAD, code};
}

static inline struct ls_result ls_stop(enum ls_code code)
{
    return (struct ls_result){LS_STOP, code};
}

static inline bool ls_failed(struct ls_result r)
{
    return r.reach != LS_OK;
}

/* Forwards a failure to the caller; the happy path stays a straight line. */
#define LS_TRY(expr)                                                                               \
    do {                                                                                           \
        struct ls_result ls_try_result_ = (expr);                                                  \
        if (ls_try_result_.reach != LS_OK)                                                         \
            return ls_try_result_;                                                                 \
    } while (0)

#endif
